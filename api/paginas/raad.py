"""The page of the council report: a form for regio, gemeente and book year, and the report below it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import rapportages
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.regiorapport import keuze, paginavorm
from api.sjablonen import toon
from api.vraag import Vraag
from application.toegang import Recht

router = APIRouter(include_in_schema=False)
_VORM = paginavorm(vorm=rapportages.RAAD)
_LEEG = {"rapport": None, "grafiek": None}


@router.get("/rapportages/raad")
def raad(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the report of the regio chosen, or of the only one there is; without one only the form."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_VORM) as b:
        gevraagd = keuze(request=request, b=b)
        gevuld = _rapport(b, gevraagd.waarden) if gevraagd.compleet else _LEEG
        return toon(request, "raad.html", **gevuld, **gevraagd.context, **b.context)


def _rapport(b: Bezoek, waarden: dict[str, Any]) -> dict[str, Any]:
    inhoud = rapportages.inhoud(
        vragen=b.vragen, gevraagd=Vraag(waarden=waarden), reis=b.reis, gebruiker=b.gebruiker
    )
    return rapportages.weergave(rapport=inhoud, reis=b.reis, adres=rapportages.pagina_adres)
