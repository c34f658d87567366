"""The door to the kalender: one list of everything that has a day, at a pair of moments."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden
from api.dingen import BASIS, Balie, Wie
from api.vraag import Parameter, Vraagvorm, dag_parameter, id_parameter, periode, tekst_parameter
from application.kalender import Kalenderitem, Kalendervraag, kalender
from application.register import Tijdreis
from domain.kalender import Itemstand

router = APIRouter(tags=["kalender"])


def _stand(tekst: str) -> Itemstand:
    if tekst not in {s.value for s in Itemstand}:
        raise ValueError(f"kies uit {', '.join(Itemstand)}")
    return Itemstand(tekst)


KALENDER = Vraagvorm(
    parameters={
        "regioId": id_parameter(uitleg="Alleen van deze regio."),
        "van": dag_parameter(uitleg="Alleen wat op of na deze dag valt, ook als het eerder begon."),
        "totEnMet": dag_parameter(
            uitleg="Alleen wat op of voor deze dag valt, ook als het later eindigt."
        ),
        "stand": Parameter(
            lees=_stand,
            schema={"type": "string", "enum": [s.value for s in Itemstand]},
            uitleg="Alleen wat op geldigOp zo staat.",
        ),
        "orgaan": tekst_parameter(uitleg="Alleen van dit orgaan, precies (COLLEGE, RAAD, AB, …)."),
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get("/kalender", openapi_extra={"x-vraag": KALENDER, "x-antwoord": "kalender"})
def toon_kalender(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer every dated thing that was known at a pair of moments."""
    gevraagd = KALENDER.lees(request)
    vraag = lees_vraag(gevraagd.waarden)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        items = kalender(vragen=vragen, reis=reis, gebruiker=gebruiker, vraag=vraag)
    parameters = {**gevraagd.rest(), **antwoorden.tijdreis(reis)}
    inhoud = {
        "tijdreis": antwoorden.tijdreis(reis),
        "aantal": len(items),
        "resultaten": [item(i, reis) for i in items],
        "_links": {"self": {"href": antwoorden.adres(request.url.path, parameters)}},
    }
    return JSONResponse(gebruiker.blik.toon(inhoud))


def lees_vraag(gegeven: Mapping[str, Any]) -> Kalendervraag:
    """Give what is asked by the parameters; raises OngeldigeInvoer for days in the wrong order."""
    van, tot_en_met = periode(gegeven)
    return Kalendervraag(
        regio=gegeven.get("regioId"),
        van=van,
        tot_en_met=tot_en_met,
        stand=gegeven.get("stand"),
        orgaan=gegeven.get("orgaan"),
    )


def item(gevonden: Kalenderitem, reis: Tijdreis) -> dict[str, Any]:
    """Give one item in outside names, with a link to its thing at the same pair."""
    m = gevonden.moment
    pad = f"{BASIS}/{gevonden.verzameling}/{gevonden.ding}"
    return {
        "code": m.code,
        "soort": m.soort.value,
        "wat": m.wat,
        "orgaan": m.orgaan,
        "gemeente": m.gemeente,
        "moment": {
            "eersteDag": _dag(m.van),
            "laatsteDag": _dag(m.tot_en_met),
            "fase": None if m.fase is None else antwoorden.buiten(m.fase),
        },
        "stand": gevonden.stand.value,
        "gedaanOp": _dag(m.gedaan_op) if gevonden.stand is Itemstand.GEDAAN else None,
        "teLaatSinds": _dag(gevonden.te_laat_sinds),
        "signaal": m.signaal,
        "ding": {"soort": gevonden.dingsoort, "id": str(gevonden.ding), "naam": gevonden.naam},
        "_links": {"ding": {"href": antwoorden.adres(pad, antwoorden.tijdreis(reis))}},
    }


def _dag(dag: date | None) -> str | None:
    return None if dag is None else dag.isoformat()
