"""The door to the legality meter of a contract: what changed on which ground, and the room that is left."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden
from api.dingen import BASIS, DETAIL, Balie, Wie, lees_id
from application.register import Tijdreis
from application.toegang import Gebruiker
from application.vragen import Vragen
from application.wijzigingsruimte import wijzigingsruimte
from domain.contract import CONTRACT

router = APIRouter(tags=[CONTRACT.meervoud])


@router.get(
    "/contracten/{id}/wijzigingsruimte",
    openapi_extra={"x-vraag": DETAIL, "x-antwoord": "wijzigingsruimte"},
)
def meter(request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
    """Answer the meter of a contract at a pair of moments."""
    ding = lees_id(id)
    gevraagd = DETAIL.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        uit = inhoud(vragen=vragen, contract=ding, reis=reis, gebruiker=gebruiker)
    return JSONResponse(uit)


def inhoud(
    *, vragen: Vragen, contract: UUID, reis: Tijdreis, gebruiker: Gebruiker
) -> dict[str, Any]:
    """Give the meter in outside names as this reader may see it."""
    gemeten = wijzigingsruimte(vragen=vragen, contract=contract, reis=reis, gebruiker=gebruiker)
    gezien: dict[str, Any] = gebruiker.blik.toon(antwoorden.buiten(gemeten))
    tijdreis = antwoorden.tijdreis(reis)
    pad = f"{BASIS}/contracten/{contract}"
    links = {
        "self": antwoorden.adres(f"{pad}/wijzigingsruimte", tijdreis),
        "contract": antwoorden.adres(pad, tijdreis),
        "gebeurtenissen": antwoorden.adres(
            f"{pad}/gebeurtenissen", {"beschikbaarOp": tijdreis["beschikbaarOp"]}
        ),
    }
    uit = {"tijdreis": tijdreis, **gezien}
    return uit | {"_links": {naam: {"href": adres} for naam, adres in links.items()}}
