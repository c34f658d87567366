"""The page of the legality meter of a contract: what changed on which ground, and a bar with the room that is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import wijzigingsruimtes
from api.dingen import lees_id
from api.paginas.bezoek import Balie, Bezoeker, bezoek
from api.sjablonen import toon
from api.tijdbalk import TIJD
from application.toegang import Recht
from domain.waarden import lees_bedrag

router = APIRouter(include_in_schema=False)
BREEDTE = 600


@dataclass(frozen=True, kw_only=True)
class Balk:
    """A bar of what is used against a limit; `grens` is where the limit lies when more than that was used."""

    gebruikt: int
    boven: int
    grens: int


@router.get("/contracten/{id}/wijzigingsruimte")
def meterpagina(request: Request, id: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the meter of a contract at a moment; raises BestaatNiet when it was not known then."""
    gebruiker.eis(Recht.LEZEN)
    ding = lees_id(id)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie) as b:
        m = wijzigingsruimtes.inhoud(
            vragen=b.vragen, contract=ding, reis=b.reis, gebruiker=gebruiker
        )
        bagatel = m["ruimte"]["bagatel"] if m["ruimte"] else {}
        return toon(
            request,
            "wijzigingsruimte.html",
            m=m,
            balk=_balk(bagatel, "grens", "gebruikt"),
            maximumbalk=_balk(m["maximum"], "maximumwaarde", "gerealiseerd"),
            vast=all(naam in request.query_params for naam in TIJD),
            **b.context,
        )


def _balk(deel: Mapping[str, Any], grens: str, gebruikt: str) -> Balk | None:
    """Draw what is used of a limit; None when either is not known."""
    tot, op = deel.get(grens), deel.get(gebruikt)
    if tot is None or op is None:
        return None
    limiet, som = lees_bedrag(tot), max(0, lees_bedrag(op))
    geheel = max(limiet, som, 1)
    binnen = min(limiet, som)
    return Balk(
        gebruikt=binnen * BREEDTE // geheel,
        boven=(som - binnen) * BREEDTE // geheel,
        grens=limiet * BREEDTE // geheel,
    )
