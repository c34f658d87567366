"""The door to the rechtmatigheidslijst: what asks attention in a year when the college accounts for what it did."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden, rapportages
from api.dingen import BASIS, Balie, Wie
from api.rapportages import api_adres, met_adressen
from api.vraag import Parameter, Vraagvorm
from application.rechtmatigheid import rechtmatigheidslijst
from application.register import Tijdreis
from application.toegang import Gebruiker
from application.vragen import Vragen

router = APIRouter(tags=["rapportages"])
_BOEKJAAR = rapportages.PARAMETERS["boekjaar"]
RECHTMATIGHEID = Vraagvorm(
    parameters={
        "regioId": rapportages.RAAD.parameters["regioId"],
        "jaar": Parameter(
            lees=_BOEKJAAR.lees,
            schema=_BOEKJAAR.schema,
            uitleg="Het jaar van de verantwoording; zonder opgave het jaar van geldigOp.",
        ),
        "gemeente": rapportages.PARAMETERS["gemeente"],
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get(
    "/rapportages/rechtmatigheid",
    openapi_extra={"x-vraag": RECHTMATIGHEID, "x-antwoord": "rechtmatigheid"},
)
def toon_lijst(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer the list of a regio or gemeente over a year at a pair of moments."""
    gevraagd = RECHTMATIGHEID.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        uit = inhoud(vragen=vragen, gevraagd=gevraagd.waarden, reis=reis, gebruiker=gebruiker)
    return JSONResponse(met_adressen(uit, reis=reis, adres=api_adres))


def inhoud(
    *, vragen: Vragen, gevraagd: Mapping[str, Any], reis: Tijdreis, gebruiker: Gebruiker
) -> dict[str, Any]:
    """Give the list in outside names as this reader may see it; its bronnen are not yet addresses."""
    lijst = rechtmatigheidslijst(
        vragen=vragen,
        regio_id=gevraagd["regioId"],
        jaar=gevraagd.get("jaar"),
        gemeente=gevraagd.get("gemeente"),
        reis=reis,
        gebruiker=gebruiker,
    )
    gezien: dict[str, Any] = gebruiker.blik.toon(antwoorden.buiten(lijst))
    tijdreis = antwoorden.tijdreis(reis)
    zelf = {"regioId": lijst.regio.id, "gemeente": lijst.gemeente, "jaar": lijst.jaar, **tijdreis}
    adres = antwoorden.adres(
        f"{BASIS}/rapportages/rechtmatigheid", {n: w for n, w in zelf.items() if w is not None}
    )
    return {"tijdreis": tijdreis, **gezien, "_links": {"self": {"href": adres}}}
