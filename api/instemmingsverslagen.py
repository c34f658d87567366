"""The door to the report of who agreed to what: every act of a regio that needs a besluit, body by body."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden, vraag
from api.dingen import Balie, Wie
from api.vraag import Vraagvorm, id_parameter
from application.instemmingsverslag import instemmingsverslag

router = APIRouter(tags=["rapportages"])
INSTEMMING = Vraagvorm(
    parameters={
        "regioId": id_parameter(
            uitleg="De regio waarvan de handelingen worden getoond.", verplicht=True
        ),
        "ontbreekt": replace(
            vraag.JA_NEE,
            uitleg="Alleen handelingen waaraan instemming ontbreekt (true) of waaraan niets ontbreekt (false).",
        ),
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get(
    "/rapportages/instemming",
    openapi_extra={"x-vraag": INSTEMMING, "x-antwoord": "instemming"},
)
def instemming(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer who agreed to each act that needs a besluit, and who did not, at a pair of moments."""
    gevraagd = INSTEMMING.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        verslag = instemmingsverslag(
            vragen=vragen,
            regio_id=gevraagd.waarden["regioId"],
            ontbreekt=gevraagd.waarden.get("ontbreekt"),
            reis=reis,
            gebruiker=gebruiker,
        )
    tijdreis = antwoorden.tijdreis(reis)
    zelf = antwoorden.adres(request.url.path, {**gevraagd.rest(), **tijdreis})
    inhoud = {
        "tijdreis": tijdreis,
        **antwoorden.buiten(verslag),
        "_links": {"self": {"href": zelf}},
    }
    return JSONResponse(gebruiker.blik.toon(inhoud))
