"""The doors of bulk commands: one command for many contracts, first as a preview, and what was recorded at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden, vraag
from api.bulkopdracht import BULK, lees_opdracht
from api.dingen import (
    ALLEEN_BESCHIKBAAR,
    BASIS,
    PROEF,
    Balie,
    Lichaam,
    Wie,
    bladerlinks,
    herhaalsleutel,
    lees_id,
)
from api.omgeving import Loket
from api.opdrachten import lees_json
from api.problemen import regels
from api.vraag import Vraagvorm
from application.bulk import (
    Bulkopdracht,
    Bulkuitkomst,
    Bulkuitslag,
    Bulkvastlegger,
    Geval,
    Voortgang,
)
from application.fouten import BestaatNiet
from application.raadplegen import is_laat
from application.register import BewaardAntwoord, Schrijfbeurt, Tijdreis, dag_in_amsterdam
from application.toegang import Blik, Recht
from application.vastleggen import Herhaalsleutel, eenmalig
from application.vragen import Vragen
from domain import waarden
from domain.contract import CONTRACT
from domain.feiten import Registratie

router = APIRouter(tags=["bulkhandelingen"])
PAD = "/bulkhandelingen"
LIJST = Vraagvorm(parameters={"page": vraag.PAGE, "pageSize": vraag.PAGE_SIZE}, beschikbaar_op=True)


def geen_voortgang() -> Voortgang:
    """Give what is told how far the judging is: nothing over HTTP, a bar on the command line."""
    return lambda _gedaan, _totaal: None


# --- routes ------------------------------------------------------------------------------------------------------


@router.post(
    PAD,
    status_code=201,
    openapi_extra={"x-vraag": PROEF, "x-antwoord": "bulk", "x-lichaam": BULK},
)
def leg_vast(
    request: Request,
    gebruiker: Wie,
    balie: Balie,
    inhoud: Lichaam,
    voortgang: Annotated[Voortgang, Depends(geen_voortgang)],
) -> Response:
    """Record one command on many contracts in one turn, or with `proef` judge them all."""
    proef = PROEF.lees(request).waarden.get("proef", False)
    opdracht = lees_opdracht(waarde=lees_json(lichaam=inhoud), gebruiker=gebruiker)
    sleutel = herhaalsleutel(request=request, inhoud=inhoud)
    if proef:
        bulk = Bulkvastlegger(vastlegger=balie.vastlegger)
        uitslag = bulk.beoordeel(opdracht=opdracht, voortgang=voortgang)
        return JSONResponse(gebruiker.blik.toon(proefantwoord(uitslag=uitslag)))
    antwoord = leg_alles_vast(loket=balie, opdracht=opdracht, sleutel=sleutel, voortgang=voortgang)
    return Response(
        antwoord.lichaam,
        status_code=antwoord.status,
        headers=dict(antwoord.koppen),
        media_type="application/json",
    )


def leg_alles_vast(
    *,
    loket: Loket,
    opdracht: Bulkopdracht,
    sleutel: Herhaalsleutel | None,
    voortgang: Voortgang,
) -> BewaardAntwoord:
    """Record in a turn of its own; with a key that was used before, give the answer of then."""
    bulk = Bulkvastlegger(vastlegger=loket.vastlegger)
    with loket.register.schrijf() as beurt:
        return eenmalig(
            beurt=beurt,
            actor=opdracht.gebruiker.actor,
            sleutel=sleutel,
            maak=lambda: _antwoord(
                beurt, bulk.leg_vast(beurt=beurt, opdracht=opdracht, voortgang=voortgang)
            ),
        )


@router.get(PAD, openapi_extra={"x-vraag": LIJST, "x-antwoord": "bulkhandelingen"})
def lijst(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer a page of what was recorded at once, whatever door it came through, the newest first."""
    gebruiker.eis(Recht.LEZEN)
    gevraagd = LIJST.lees(request)
    bladzijde = gevraagd.waarden.get("page", 1)
    grootte = gevraagd.waarden.get("pageSize", vraag.STANDAARD_BLADZIJDE)
    with balie.vragen() as vragen:
        tot = gevraagd.moment(vragen.peil())
        aantal, gevonden = vragen.bundels(
            tot=tot, blik=gebruiker.blik, bladzijde=bladzijde, grootte=grootte
        )
    moment = {"beschikbaarOp": waarden.schrijf_instant(tot)}
    inhoud = {
        "tijdreis": moment,
        "aantal": aantal,
        "resultaten": [
            {
                "correlatie": str(een.correlatie),
                "geregistreerdOp": waarden.schrijf_instant(een.geregistreerd_op),
                "aantal": een.aantal,
                "soort": een.soort,
                "_links": {
                    "self": {"href": antwoorden.adres(f"{BASIS}{PAD}/{een.correlatie}", moment)}
                },
            }
            for een in gevonden
        ],
        "_links": bladerlinks(
            request=request, gevraagd=moment, bladzijde=bladzijde, grootte=grootte, aantal=aantal
        ),
    }
    return JSONResponse(inhoud)


@router.get(
    f"{PAD}/{{id}}",
    openapi_extra={"x-vraag": ALLEEN_BESCHIKBAAR, "x-antwoord": "bulkhandeling"},
)
def vastgelegd(request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
    """Answer everything that was recorded at once, as known at a moment."""
    gebruiker.eis(Recht.LEZEN)
    gevraagd, correlatie = ALLEEN_BESCHIKBAAR.lees(request), lees_id(id)
    with balie.vragen() as vragen:
        tot = gevraagd.moment(vragen.peil())
        reis = Tijdreis(geldig_op=dag_in_amsterdam(tot), beschikbaar_op=tot)
        return JSONResponse(
            samen(vragen=vragen, correlatie=correlatie, reis=reis, blik=gebruiker.blik)
        )


# --- what goes out -----------------------------------------------------------------------------------------------


def proefantwoord(*, uitslag: Bulkuitslag) -> dict[str, Any]:
    """Give what a bulk command would do: the sums, then every contract."""
    geweigerd = bool(uitslag.met(Bulkuitkomst.GEWEIGERD))
    return {
        "proef": True,
        **tellingen(uitslag=uitslag),
        "bevestiging": None if geweigerd else uitslag.bevestiging,
        "resultaten": [in_velden(geval=geval) for geval in uitslag.gevallen],
    }


_TELLING: Mapping[str, Bulkuitkomst] = {
    "kan": Bulkuitkomst.KAN,
    "metAfwijking": Bulkuitkomst.KAN_MET_AFWIJKING,
    "geweigerd": Bulkuitkomst.GEWEIGERD,
    "overgeslagen": Bulkuitkomst.OVERGESLAGEN,
}


def tellingen(*, uitslag: Bulkuitslag) -> dict[str, int]:
    """Count the contracts by outcome; `aantal` is the sum of the others."""
    per = {naam: len(uitslag.met(uitkomst)) for naam, uitkomst in _TELLING.items()}
    return {"aantal": len(uitslag.gevallen), **per}


def in_velden(*, geval: Geval) -> dict[str, Any]:
    """Give one contract: what becomes of it, the rules it breaks, and what changes."""
    return {
        "contractId": str(geval.contract),
        "contractnummer": geval.contractnummer,
        "aanbieder": {"id": str(geval.aanbieder_id), "naam": geval.aanbieder},
        "uitkomst": geval.uitkomst.value,
        "reden": geval.reden,
        "regels": regels(geval.regels),
        "wijzigingen": list(_wijzigingen(geval)),
    }


def _wijzigingen(geval: Geval) -> Iterator[dict[str, Any]]:
    """Give each field that changes once, with the first day on which it is another."""
    if geval.gedaan is None:
        return
    gezien = set()
    eerder, later = geval.gedaan.uitkomst.eerder, geval.gedaan.uitkomst.later
    voor = () if eerder is None else eerder.segmenten
    for een in antwoorden.koerswijzigingen(soort=CONTRACT, voor=voor, na=later.segmenten):
        if een["veld"] not in gezien:
            gezien.add(een["veld"])
            yield {
                "veld": een["veld"],
                "vanaf": een["beginGeldigheid"],
                "was": een["was"],
                "wordt": een["wordt"],
            }


def _antwoord(beurt: Schrijfbeurt, uitslag: Bulkuitslag) -> BewaardAntwoord:
    """Make the 201: every fact by its contract, and what was skipped and why."""
    feiten = [
        {
            "contractId": str(geval.contract),
            "contractnummer": geval.contractnummer,
            "id": str(gedaan.registratie.id),
            "volgnummer": gedaan.registratie.volgnummer,
        }
        for geval, gedaan in uitslag.vastgelegd
    ]
    over = [
        {
            "contractId": str(geval.contract),
            "contractnummer": geval.contractnummer,
            "reden": geval.reden,
        }
        for geval in uitslag.met(Bulkuitkomst.OVERGESLAGEN)
    ]
    inhoud = {
        "correlatie": str(uitslag.correlatie),
        "aantal": len(feiten),
        "geregistreerdOp": waarden.schrijf_instant(beurt.nu),
        "gebeurtenissen": feiten,
        "overgeslagen": over,
    }
    return BewaardAntwoord(
        vingerafdruk="",
        status=201,
        koppen={"Location": f"{BASIS}{PAD}/{uitslag.correlatie}"},
        lichaam=bytes(JSONResponse(inhoud).body),
    )


def samen(*, vragen: Vragen, correlatie: UUID, reis: Tijdreis, blik: Blik) -> dict[str, Any]:
    """Give everything that was recorded at once; raises BestaatNiet when nothing of it is known or in scope."""
    gevonden = vragen.samen_vastgelegd(correlatie=correlatie, tot=reis.beschikbaar_op, blik=blik)
    if not gevonden:
        raise BestaatNiet(
            f"Er is toen niets bekend dat in één keer is vastgelegd als {correlatie}."
        )
    nummers = _contractnummers(vragen, gevonden, reis, blik)
    moment = {"beschikbaarOp": waarden.schrijf_instant(reis.beschikbaar_op)}
    inhoud: dict[str, Any] = blik.toon(
        {
            "tijdreis": moment,
            "correlatie": str(correlatie),
            "geregistreerdOp": waarden.schrijf_instant(gevonden[0].geregistreerd_op),
            "door": gevonden[0].door,
            "aantal": len(gevonden),
            "resultaten": [
                {
                    **antwoorden.logregel(r, laat=is_laat(r)),
                    "contractnummer": nummers.get(r.ding),
                    "_links": _links(r, moment),
                }
                for r in gevonden
            ],
            "_links": {"self": {"href": antwoorden.adres(f"{BASIS}{PAD}/{correlatie}", moment)}},
        }
    )
    return inhoud


def _links(registratie: Registratie, moment: Mapping[str, str]) -> dict[str, Any]:
    """Give where the journal of the entry's thing is; the register itself has none."""
    meervoud = antwoorden.MEERVOUDEN.get(registratie.soort.partition(".")[0])
    pad = f"{BASIS}/{meervoud}/{registratie.ding}/gebeurtenissen"
    return {} if meervoud is None else {"ding": {"href": antwoorden.adres(pad, moment)}}


def _contractnummers(
    vragen: Vragen, gevonden: Sequence[Registratie], reis: Tijdreis, blik: Blik
) -> Mapping[UUID, str]:
    """Give the numbers of the contracts among these, on the day of the moment asked."""
    dingen = [r.ding for r in gevonden if r.soort.startswith(f"{CONTRACT.naam}.")]
    standen = vragen.standen(
        soort=CONTRACT, dingen=list(dict.fromkeys(dingen)), reis=reis, blik=blik
    )
    return {ding: stand.contractnummer for ding, stand in standen.items()}
