"""The doors to the regime files: which there are, what they say, two side by side, and loading one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field, TypeAdapter, ValidationError

from api import antwoorden
from api.dingen import ALLEEN_BESCHIKBAAR, BASIS, PROEF, Balie, Lichaam, Wie, herhaalsleutel
from api.omgeving import Loket
from api.opdrachten import Opdrachtvorm, lees_json, opdrachtvormen, vertaald
from api.vraag import Parameter, Vraagvorm
from application.fouten import BestaatNiet, OngeldigeInvoer
from application.raadplegen import is_laat
from application.regimeladen import (
    Geladen,
    Lading,
    Regimelader,
    Stap,
    Uitslag,
    ladingen,
    weiger_fouten,
)
from application.register import BewaardAntwoord, Schrijfbeurt
from application.toegang import Gebruiker, Recht
from application.vastleggen import eenmalig
from domain import waarden
from domain.feiten import Correctie, Envelop, Feit, Vormvast
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort
from domain.waarden import Gemeentecode, Tekst
from infrastructure.regimebestand import (
    RegimebestandOngeldig,
    RegimeOnbekend,
    lees_regime,
    regimecodes,
)
from infrastructure.regimeinhoud import Vergelijking, beeld, overzicht, vergelijk
from infrastructure.regimelading import lading
from infrastructure.regimeverzoeken import gemeentekeuze
from infrastructure.regimevormen import Regime

router = APIRouter(tags=["regimes"])
ZONDER = Vraagvorm()
_CODE = Parameter(
    lees=str,
    schema={"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"},
    uitleg="De code van een regime.",
    verplicht=True,
)
TWEE = Vraagvorm(parameters={"een": _CODE, "ander": _CODE})
PAD = "/regimes"


@dataclass(frozen=True, kw_only=True)
class Regimelading(Vormvast):
    """How a regime is loaded; in a DEMO register the fictitious gemeenten stay where none is given."""

    gemeenten: Annotated[
        dict[Gemeentecode, Gemeentecode],
        Field(description="Per fictieve gemeente van het regime de echte die meedoet."),
    ] = field(default_factory=dict)
    naam: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Ladingvorm:
    """The body of a loading, as the OpenAPI document and the route take it."""

    naam: str
    adapter: TypeAdapter[Regimelading]


LADING = Ladingvorm(naam="Regimelading", adapter=TypeAdapter(Regimelading))


# --- what other doors use too ------------------------------------------------------------------------------------


def lees_opdracht(
    soort: Dingsoort[Any], klasse: type[Feit], lichaam: Mapping[str, Any]
) -> tuple[Feit, Envelop]:
    """Make the fact and the envelope of a command's body, as the API reads it."""
    feit, envelop = _vormen(soort)[klasse.pad].van_object(waarde=lichaam)
    assert not isinstance(feit, Correctie)  # noqa: S101 - a command of a fact
    return feit, envelop


@cache
def _vormen(soort: Dingsoort[Any]) -> Mapping[str, Opdrachtvorm]:
    return {vorm.pad: vorm for vorm in opdrachtvormen(soort=soort)}


def bereid_voor(
    *, loket: Loket, regime: Regime, gemeenten: Mapping[str, str], naam: str | None
) -> Lading:
    """Give the commands by which a regime is loaded into this register; raises OngeldigeInvoer."""
    demo = loket.register.peil().soort == "DEMO"
    keuze = gemeentekeuze(regime=regime, demo=demo, gemeenten=gemeenten, naam=naam)
    return lading(regime=regime, keuze=keuze)


def lader(*, loket: Loket) -> Regimelader:
    """Give the use case with the API's own reader of bodies."""
    return Regimelader(vastlegger=loket.vastlegger, lees=lees_opdracht)


# --- routes ------------------------------------------------------------------------------------------------------


@router.get(PAD, openapi_extra={"x-vraag": ZONDER, "x-antwoord": "regimes"})
def regimes(request: Request, gebruiker: Wie) -> Response:
    """Answer the regimes of this release; of a file with faults its faults."""
    gebruiker.eis(Recht.LEZEN)
    ZONDER.lees(request)
    items = [
        antwoorden.buiten(regel) | {"_links": {"self": {"href": f"{BASIS}{PAD}/{regel.code}"}}}
        for regel in overzicht()
    ]
    links = {"self": {"href": f"{BASIS}{PAD}"}}
    return JSONResponse({"aantal": len(items), "resultaten": items, "_links": links})


@router.get(
    f"{PAD}/vergelijking", openapi_extra={"x-vraag": TWEE, "x-antwoord": "regimevergelijking"}
)
def vergelijking(request: Request, gebruiker: Wie) -> Response:
    """Answer two regimes side by side, field by field."""
    gebruiker.eis(Recht.LEZEN)
    gevraagd = TWEE.lees(request).waarden
    een, ander = (lees(gevraagd[kant]) for kant in ("een", "ander"))
    zelf = antwoorden.adres(f"{BASIS}{PAD}/vergelijking", gevraagd)
    inhoud = vergelijking_in_velden(vergelijking=vergelijk(een=een, ander=ander))
    return JSONResponse(inhoud | {"_links": {"self": {"href": zelf}}})


def vergelijking_in_velden(*, vergelijking: Vergelijking) -> dict[str, Any]:
    """Give two regimes side by side in outside names."""
    gevonden: dict[str, Any] = antwoorden.buiten(vergelijking)
    return {"verschillen": vergelijking.verschillen, **gevonden}


@router.get(f"{PAD}/{{code}}", openapi_extra={"x-vraag": ZONDER, "x-antwoord": "regime"})
def regime(request: Request, code: str, gebruiker: Wie) -> Response:
    """Answer everything a regime says, with line and source."""
    gebruiker.eis(Recht.LEZEN)
    ZONDER.lees(request)
    links = {"self": {"href": f"{BASIS}{PAD}/{code}"}}
    return JSONResponse(antwoorden.buiten(beeld(regime=lees(code))) | {"_links": links})


@router.get(
    f"{PAD}/{{code}}/ladingen",
    openapi_extra={"x-vraag": ALLEEN_BESCHIKBAAR, "x-antwoord": "regimeladingen"},
)
def geladen(request: Request, code: str, gebruiker: Wie, balie: Balie) -> Response:
    """Answer the regios that were loaded from a regime, as known at a moment."""
    gebruiker.eis(Recht.LEZEN)
    gevraagd = ALLEEN_BESCHIKBAAR.lees(request)
    with balie.vragen() as vragen:
        tot = gevraagd.moment(vragen.peil())
        gevonden = ladingen(vragen=vragen, code=code, tot=tot, blik=gebruiker.blik)
    if not gevonden and code not in regimecodes():
        raise BestaatNiet(str(RegimeOnbekend(naam=code)))
    moment = {"beschikbaarOp": waarden.schrijf_instant(tot)}
    zelf = antwoorden.adres(f"{BASIS}{PAD}/{code}/ladingen", moment)
    inhoud = {
        "tijdreis": moment,
        "aantal": len(gevonden),
        "resultaten": [antwoorden.logregel(r, laat=is_laat(r)) for r in gevonden],
        "_links": {"self": {"href": zelf}},
    }
    return JSONResponse(gebruiker.blik.toon(inhoud))


@router.post(
    f"{PAD}/{{code}}/ladingen",
    status_code=201,
    openapi_extra={"x-vraag": PROEF, "x-antwoord": "regimelading", "x-lichaam": LADING},
)
def laad(request: Request, code: str, gebruiker: Wie, balie: Balie, inhoud: Lichaam) -> Response:
    """Record all that follows from a regime, or with `proef` judge it; all or nothing."""
    gebruiker.eis(Recht.REGIOS)
    proef = PROEF.lees(request).waarden.get("proef", False)
    wens = _lees_lading(inhoud)
    sleutel = herhaalsleutel(request=request, inhoud=inhoud)
    op_te_leggen = bereid_voor(
        loket=balie, regime=lees(code), gemeenten=wens.gemeenten, naam=wens.naam
    )
    if proef:
        uitslag = lader(loket=balie).laad(
            lading=op_te_leggen, gebruiker=gebruiker, vastleggen=False
        )
        _eis_zonder_fouten(uitslag)
        return JSONResponse(proefantwoord(lading=op_te_leggen))
    with balie.register.schrijf() as beurt:
        antwoord = eenmalig(
            beurt=beurt,
            actor=gebruiker.actor,
            sleutel=sleutel,
            maak=lambda: _geladen(balie, beurt, op_te_leggen, gebruiker),
        )
    return Response(
        antwoord.lichaam,
        status_code=antwoord.status,
        headers=dict(antwoord.koppen),
        media_type="application/json",
    )


def lees(code: str) -> Regime:
    """Read a regime of this release by its code; what is wrong with its file is a refusal."""
    try:
        return lees_regime(naam=code)
    except RegimeOnbekend as fout:
        raise BestaatNiet(str(fout)) from None
    except RegimebestandOngeldig as fout:
        raise weiger_fouten(fouten=[(f.regel, f.plek, f.reden) for f in fout.fouten]) from None


def _lees_lading(inhoud: bytes) -> Regimelading:
    try:
        return LADING.adapter.validate_python(lees_json(lichaam=inhoud))
    except ValidationError as fout:
        raise OngeldigeInvoer(fouten=vertaald(fout=fout)) from None


def _eis_zonder_fouten(uitslag: Uitslag) -> None:
    if uitslag.fouten:
        raise weiger_fouten(fouten=[(f.regel, f.plek, f.reden) for f in uitslag.fouten])


def _geladen(
    balie: Loket, beurt: Schrijfbeurt, lading: Lading, gebruiker: Gebruiker
) -> BewaardAntwoord:
    uitslag = lader(loket=balie).in_beurt(beurt=beurt, lading=lading, gebruiker=gebruiker)
    _eis_zonder_fouten(uitslag)
    regio = uitslag.geladen[0]
    lichaam = {
        "regio": {"id": str(regio.ding), "naam": lading.regio},
        "correlatie": str(uitslag.correlatie),
        "vastgelegd": [_vastgelegd(geladen) for geladen in uitslag.geladen],
        "achterblijvers": antwoorden.buiten(tuple(uitslag.achterblijvers)),
    }
    koppen = {"Location": f"{BASIS}/{_MEERVOUD[regio.stap.soort]}/{regio.ding}"}
    return BewaardAntwoord(
        vingerafdruk="", status=201, koppen=koppen, lichaam=bytes(JSONResponse(lichaam).body)
    )


_MEERVOUD: Mapping[str, str] = {soort.naam: soort.meervoud for soort in SOORTEN}


def _vastgelegd(geladen: Geladen) -> dict[str, Any]:
    return {
        **_in_velden(geladen.stap),
        "id": str(geladen.ding),
        "gebeurtenis": str(geladen.gebeurtenis),
        "href": f"{BASIS}/{_MEERVOUD[geladen.stap.soort]}/{geladen.ding}",
    }


def _in_velden(stap: Stap) -> dict[str, Any]:
    return {
        "soort": stap.soort,
        "opdracht": stap.pad,
        "naam": stap.naam,
        "plek": stap.plek,
        "regel": stap.regel,
    }


def proefantwoord(*, lading: Lading) -> dict[str, Any]:
    """Give what a loading would record."""
    return {
        "proef": True,
        "regio": {"naam": lading.regio},
        "stappen": [_in_velden(stap) | {"lichaam": dict(stap.lichaam)} for stap in lading.stappen],
        "achterblijvers": antwoorden.buiten(tuple(lading.achterblijvers)),
    }
