"""The doors to the radar: as JSON page by page, and as a feed for calendar programs."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden, vraag
from api.dingen import BASIS, Balie, Wie, bladerlinks
from api.omgeving import Loket, loket, wie
from api.problemen import NietIngelogd, van_fout
from api.radarfeed import MEDIATYPE, Feedkop, schrijf_feed
from api.vraag import Parameter, Vraag, Vraagvorm, dag_parameter, id_parameter, tekst_parameter
from application.radar import BINNEN, Radaritem, Radarvraag, radar, telling
from application.register import Tijdreis
from application.toegang import Gebruiker
from domain.radarpunt import Radarhandeling, Radarstand
from infrastructure.identiteit import gebruiker_van_token

router = APIRouter(tags=["radar"])
FEED = "/radar.ics"
MAX_BINNEN = 3650


def _handeling(tekst: str) -> Radarhandeling:
    if tekst not in {h.value for h in Radarhandeling}:
        raise ValueError(f"kies uit {', '.join(Radarhandeling)}")
    return Radarhandeling(tekst)


def _stand(tekst: str) -> Radarstand:
    if tekst not in {s.value for s in Radarstand}:
        raise ValueError(f"kies uit {', '.join(Radarstand)}")
    return Radarstand(tekst)


_FILTERS: Mapping[str, Parameter] = {
    "regioId": id_parameter(uitleg="Alleen van deze regio."),
    "eigenaar": tekst_parameter(uitleg="Alleen van deze eigenaar, met bovenaan wat niemand heeft."),
    "zonderEigenaar": Parameter(
        lees=vraag.JA_NEE.lees,
        schema=vraag.JA_NEE.schema,
        uitleg="Alleen wat niemand heeft (true), of alleen wat iemand heeft (false).",
    ),
    "handeling": Parameter(
        lees=_handeling,
        schema={"type": "string", "enum": [h.value for h in Radarhandeling]},
        uitleg="Alleen wat dit vraagt.",
    ),
    "stand": Parameter(
        lees=_stand,
        schema={"type": "string", "enum": [s.value for s in Radarstand]},
        uitleg="Alleen wat op geldigOp zo staat; zonder opgave alles wat nog moet.",
    ),
    "binnen": Parameter(
        lees=vraag.geheel(laagste=0, hoogste=MAX_BINNEN),
        schema={"type": "integer", "minimum": 0, "maximum": MAX_BINNEN},
        uitleg=f"Hoeveel dagen vooruit als binnenkort telt; standaard {BINNEN}.",
    ),
    "van": dag_parameter(uitleg="Alleen wat op of na deze dag nog gedaan kan worden."),
    "totEnMet": dag_parameter(uitleg="Alleen waarvan een laatste dag op of voor deze dag valt."),
}
RADAR = Vraagvorm(
    parameters={**_FILTERS, "page": vraag.PAGE, "pageSize": vraag.PAGE_SIZE},
    geldig_op=True,
    beschikbaar_op=True,
)
_VARIEERT = {"Vary": "Accept"}


@router.get("/radar", openapi_extra={"x-vraag": RADAR, "x-antwoord": "radar"})
def toon_radar(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer what must be done by when at a pair of moments, a page at a time or as a calendar (Accept)."""
    gevraagd = RADAR.lees(request)
    if wil_agenda(request.headers.get("Accept", "")):
        return _feed(request, gebruiker, balie, gevraagd)
    bladzijde = gevraagd.waarden.get("page", 1)
    grootte = gevraagd.waarden.get("pageSize", vraag.STANDAARD_BLADZIJDE)
    items, reis = _items(gebruiker, balie, gevraagd)
    vast = {**gevraagd.rest(), **antwoorden.tijdreis(reis)}
    deel = items[(bladzijde - 1) * grootte : bladzijde * grootte]
    inhoud = {
        "tijdreis": antwoorden.tijdreis(reis),
        "aantal": len(items),
        "telling": geteld(items),
        "resultaten": [item(i, reis) for i in deel],
        "_links": bladerlinks(
            request=request,
            gevraagd=vast,
            bladzijde=bladzijde,
            grootte=grootte,
            aantal=len(items),
        ),
    }
    return JSONResponse(gebruiker.blik.toon(inhoud), headers=_VARIEERT)


@router.get(FEED)
def radarfeed(request: Request, balie: Balie) -> Response:
    """Answer the radar as a calendar, also to a program that can only send a name and a password."""
    try:
        gebruiker = wie_van_feed(request)
        return _feed(request, gebruiker, balie, RADAR.lees(request))
    except NietIngelogd as fout:
        antwoord = van_fout(request, fout)
        antwoord.headers["WWW-Authenticate"] = 'Basic realm="Looptijd radar", charset="UTF-8"'
        return antwoord


def wie_van_feed(request: Request) -> Gebruiker:
    """Give who asks for the feed: as everywhere, or by HTTP Basic with a token as its password.

    The name does not count. Nowhere else does a password serve; raises NietIngelogd.
    """
    soort, _, gegeven = request.headers.get("Authorization", "").partition(" ")
    if soort.lower() != "basic":
        return wie(request)
    try:
        paar = base64.b64decode(gegeven.strip(), validate=True).decode()
    except ValueError:
        raise NietIngelogd from None
    with loket(request).register.engine.connect() as verbinding:
        gebruiker = gebruiker_van_token(verbinding=verbinding, geheim=paar.partition(":")[2])
    if gebruiker is None:
        raise NietIngelogd
    return gebruiker


def wil_agenda(accept: str) -> bool:
    """Tell whether a reader asks for a calendar, and not first for JSON."""
    soorten = [deel.partition(";")[0].strip().lower() for deel in accept.split(",")]
    if MEDIATYPE not in soorten:
        return False
    return "application/json" not in soorten[: soorten.index(MEDIATYPE)]


def _items(
    gebruiker: Gebruiker, balie: Loket, gevraagd: Vraag
) -> tuple[Sequence[Radaritem], Tijdreis]:
    gevraagde = lees_vraag(gevraagd.waarden)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        return radar(vragen=vragen, reis=reis, gebruiker=gebruiker, vraag=gevraagde), reis


def _feed(request: Request, gebruiker: Gebruiker, balie: Loket, gevraagd: Vraag) -> Response:
    """Give everything asked in one calendar: a calendar program does not turn pages."""
    items, reis = _items(gebruiker, balie, gevraagd)
    kop = Feedkop(
        reis=reis,
        thuis=f"{request.url.scheme}://{request.url.netloc}",
        eigenaar=gevraagd.waarden.get("eigenaar"),
    )
    koppen = {**_VARIEERT, "Content-Disposition": 'inline; filename="looptijd-radar.ics"'}
    return Response(schrijf_feed(items=items, kop=kop), media_type=MEDIATYPE, headers=koppen)


def lees_vraag(gegeven: Mapping[str, Any]) -> Radarvraag:
    """Give what is asked by the parameters; raises OngeldigeInvoer for days in the wrong order."""
    van, tot_en_met = vraag.periode(gegeven)
    return Radarvraag(
        regio=gegeven.get("regioId"),
        eigenaar=gegeven.get("eigenaar"),
        zonder_eigenaar=gegeven.get("zonderEigenaar"),
        handeling=gegeven.get("handeling"),
        stand=gegeven.get("stand"),
        binnen=gegeven.get("binnen", BINNEN),
        van=van,
        tot_en_met=tot_en_met,
    )


def geteld(items: Sequence[Radaritem]) -> dict[str, int]:
    """Give the counts of items in outside names."""
    som = telling(items=items)
    vooruit = {f"binnen{n}": aantal for n, aantal in som.binnen.items()}
    return {"teLaat": som.te_laat, **vooruit, "zonderEigenaar": som.zonder_eigenaar}


def item(gevonden: Radaritem, reis: Tijdreis) -> dict[str, Any]:
    """Give one item in outside names, with links to its thing and its procedure at the same pair."""
    p = gevonden.punt
    tijd = antwoorden.tijdreis(reis)
    links = {"ding": f"{BASIS}/{gevonden.verzameling}/{gevonden.ding}"}
    if gevonden.traject_id is not None:
        links["inkooptraject"] = f"{BASIS}/inkooptrajecten/{gevonden.traject_id}"
    return {
        "code": p.code,
        "stand": gevonden.stand.value,
        "handeling": p.handeling.value,
        "wat": p.wat,
        "ding": {
            "soort": gevonden.dingsoort,
            "id": str(gevonden.ding),
            "naam": gevonden.naam,
        },
        "aanbieder": {"id": str(gevonden.aanbieder_id), "naam": gevonden.aanbieder},
        "uiterlijk": p.uiterlijk.isoformat(),
        "besluitUiterlijk": _dag(p.besluit_uiterlijk),
        "stap": p.stap.value,
        "stapUiterlijk": p.telt.isoformat(),
        "dagenOver": gevonden.dagen,
        "teLaatSinds": _dag(gevonden.te_laat_sinds),
        "eigenaar": gevonden.eigenaren[0] if len(gevonden.eigenaren) == 1 else None,
        "eigenaren": list(gevonden.eigenaren),
        "zonderEigenaar": not gevonden.eigenaren,
        "vanaf": _dag(p.vanaf),
        "voorgelegdOp": _dag(p.voorgelegd_op),
        "gedaan": p.gedaan,
        "berekening": [{"wat": s.wat, "dag": s.dag.isoformat()} for s in p.berekening],
        "organen": [{"orgaan": o.orgaan, "dagen": o.dagen} for o in p.organen],
        "_links": {n: {"href": antwoorden.adres(pad, tijd)} for n, pad in links.items()},
    }


def _dag(dag: date | None) -> str | None:
    return None if dag is None else dag.isoformat()
