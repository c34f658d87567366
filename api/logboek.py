"""The doors to the whole log and to all deviations."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden, vraag
from api.dingen import Balie, Wie
from api.vraag import Parameter, Vraagvorm, id_parameter
from application.raadplegen import is_laat
from application.toegang import Recht
from domain import waarden
from domain.oordeel import REGELS

router = APIRouter(tags=["logboek"])
LOG = Vraagvorm(
    parameters={
        "vanafPositie": Parameter(
            lees=vraag.geheel(laagste=1, hoogste=2**53),
            schema={"type": "integer", "minimum": 1},
            uitleg="Vanaf deze plaats in het logboek; standaard 1.",
        ),
        "aantal": Parameter(
            lees=vraag.geheel(laagste=1, hoogste=1000),
            schema={"type": "integer", "minimum": 1, "maximum": 1000},
            uitleg="Hoogstens zoveel; standaard 100.",
        ),
    },
    beschikbaar_op=True,
)


def _regelcode(tekst: str) -> str:
    if tekst not in REGELS:
        raise ValueError("er is geen regel met deze code; zie docs/regels.md")
    return tekst


AFWIJKINGEN = Vraagvorm(
    parameters={
        "regioId": id_parameter(uitleg="Alleen van deze regio."),
        "jaar": Parameter(
            lees=vraag.geheel(laagste=1900, hoogste=2999),
            schema={"type": "integer", "minimum": 1900, "maximum": 2999},
            uitleg="Alleen met een ingangsdatum in dit jaar.",
        ),
        "regel": Parameter(
            lees=_regelcode,
            schema={"type": "string"},
            uitleg="Alleen van deze regel (code; docs/regels.md).",
        ),
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get("/gebeurtenissen", openapi_extra={"x-vraag": LOG, "x-antwoord": "log"})
def gebeurtenissen(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer the log from a position on; what became of an entry stands in the journal of its thing."""
    gebruiker.eis(Recht.LEZEN)
    gevraagd = LOG.lees(request)
    vanaf, aantal = gevraagd.waarden.get("vanafPositie", 1), gevraagd.waarden.get("aantal", 100)
    with balie.vragen() as vragen:
        tot = gevraagd.moment(vragen.peil())
        gevonden = vragen.log(vanaf=vanaf, aantal=aantal, tot=tot, blik=gebruiker.blik)
    items = [antwoorden.logregel(r, laat=is_laat(r)) for r in gevonden]
    vast = {"aantal": aantal, "beschikbaarOp": waarden.schrijf_instant(tot)}
    links = {"self": {"href": antwoorden.adres(request.url.path, {"vanafPositie": vanaf, **vast})}}
    if len(gevonden) == aantal:
        volgende = {"vanafPositie": gevonden[-1].positie + 1, **vast}
        links["next"] = {"href": antwoorden.adres(request.url.path, volgende)}
    inhoud = {
        "tijdreis": {"beschikbaarOp": waarden.schrijf_instant(tot)},
        "aantal": len(items),
        "resultaten": items,
        "_links": links,
    }
    return JSONResponse(gebruiker.blik.toon(inhoud))


@router.get("/afwijkingen", openapi_extra={"x-vraag": AFWIJKINGEN, "x-antwoord": "afwijkingen"})
def afwijkingen(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer every entry that was recorded with an afwijking and whose day has come."""
    gebruiker.eis(Recht.LEZEN)
    gevraagd = AFWIJKINGEN.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        gevonden = vragen.afwijkingen(filters=gevraagd.rest(), reis=reis, blik=gebruiker.blik)
    inhoud = {
        "tijdreis": antwoorden.tijdreis(reis),
        "aantal": len(gevonden),
        "resultaten": [antwoorden.afwijking(r) for r in gevonden],
        "_links": {
            "self": {
                "href": antwoorden.adres(
                    request.url.path, {**gevraagd.rest(), **antwoorden.tijdreis(reis)}
                )
            }
        },
    }
    return JSONResponse(gebruiker.blik.toon(inhoud))
