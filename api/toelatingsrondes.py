"""The door to the report of one admission round: the proof that all its applicants were treated alike."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden
from api.dingen import BASIS, Balie, Wie
from api.vraag import Vraagvorm, id_parameter, tekst_parameter
from application.register import Tijdreis
from application.toegang import Gebruiker
from application.toelatingsronde import toelatingsronde
from application.vragen import Vragen

router = APIRouter(tags=["rapportages"])
RONDE = Vraagvorm(
    parameters={
        "trajectId": id_parameter(uitleg="Het inkooptraject van de ronde.", verplicht=True),
        "ronde": tekst_parameter(uitleg="De code van de ronde.", verplicht=True),
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get(
    "/rapportages/toelatingsronde",
    openapi_extra={"x-vraag": RONDE, "x-antwoord": "toelatingsronde"},
)
def ronde(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer a round with all its applicants at a pair of moments."""
    gevraagd = RONDE.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        uit = inhoud(vragen=vragen, gevraagd=gevraagd.waarden, reis=reis, gebruiker=gebruiker)
    return JSONResponse(uit)


def inhoud(
    *, vragen: Vragen, gevraagd: Mapping[str, Any], reis: Tijdreis, gebruiker: Gebruiker
) -> dict[str, Any]:
    """Give the round in outside names as this reader may see it."""
    traject_id, code = gevraagd["trajectId"], gevraagd["ronde"]
    verslag = toelatingsronde(
        vragen=vragen, traject_id=traject_id, ronde=code, reis=reis, gebruiker=gebruiker
    )
    gezien: dict[str, Any] = gebruiker.blik.toon(antwoorden.buiten(verslag))
    tijdreis = antwoorden.tijdreis(reis)
    vast = {"trajectId": traject_id, "ronde": code, **tijdreis}
    adres = antwoorden.adres(f"{BASIS}/rapportages/toelatingsronde", vast)
    return {"tijdreis": tijdreis, **gezien, "_links": {"self": {"href": adres}}}
