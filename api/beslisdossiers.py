"""The door to the go/no-go dossier: which figures were known when a vote fell, beside those of the pair asked."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden
from api.dingen import BASIS, Balie, Wie
from api.rapportages import api_adres, met_adressen
from api.vraag import Vraagvorm, id_parameter, tekst_parameter
from application.beslisdossier import beslisdossier
from application.register import Tijdreis
from application.toegang import Gebruiker
from application.vragen import Vragen

router = APIRouter(tags=["rapportages"])
PAD = "/rapportages/beslisdossier"
BESLISDOSSIER = Vraagvorm(
    parameters={
        "trajectId": id_parameter(uitleg="Het inkooptraject van het beslismoment.", verplicht=True),
        "beslismoment": tekst_parameter(uitleg="De code van het beslismoment.", verplicht=True),
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get(PAD, openapi_extra={"x-vraag": BESLISDOSSIER, "x-antwoord": "beslisdossier"})
def dossier(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer a decision moment with its decisions and the figures behind each, at a pair of moments."""
    gevraagd = BESLISDOSSIER.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        uit = inhoud(vragen=vragen, gevraagd=gevraagd.waarden, reis=reis, gebruiker=gebruiker)
    return JSONResponse(uit)


def inhoud(
    *, vragen: Vragen, gevraagd: Mapping[str, Any], reis: Tijdreis, gebruiker: Gebruiker
) -> dict[str, Any]:
    """Give the dossier in outside names as this reader may see it."""
    traject_id, code = gevraagd["trajectId"], gevraagd["beslismoment"]
    gevonden = beslisdossier(
        vragen=vragen, traject_id=traject_id, code=code, reis=reis, gebruiker=gebruiker
    )
    gezien = gebruiker.blik.toon(antwoorden.buiten(gevonden))
    tijdreis = antwoorden.tijdreis(reis)
    zelf = {"trajectId": traject_id, "beslismoment": code, **tijdreis}
    return {
        "tijdreis": tijdreis,
        **met_adressen(gezien, reis=reis, adres=api_adres),
        "_links": {"self": {"href": antwoorden.adres(f"{BASIS}{PAD}", zelf)}},
    }
