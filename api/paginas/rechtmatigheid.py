"""The page of the rechtmatigheidslijst: a form for regio, gemeente and year, and the list below it, fit to print."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import rechtmatigheid as deur
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.regiorapport import keuze, paginavorm
from api.rapportages import met_adressen, pagina_adres
from api.sjablonen import toon
from application.toegang import Recht

router = APIRouter(include_in_schema=False)
_VORM = paginavorm(vorm=deur.RECHTMATIGHEID)


@router.get("/rapportages/rechtmatigheid")
def lijstpagina(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the list of the regio chosen, or of the only one there is; without one only the form."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_VORM) as b:
        gevraagd = keuze(request=request, b=b)
        return toon(
            request,
            "rechtmatigheid.html",
            lijst=_lijst(b, gevraagd.waarden) if gevraagd.compleet else None,
            **gevraagd.context,
            **b.context,
        )


def _lijst(b: Bezoek, waarden: dict[str, Any]) -> dict[str, Any]:
    inhoud = deur.inhoud(vragen=b.vragen, gevraagd=waarden, reis=b.reis, gebruiker=b.gebruiker)
    gevuld: dict[str, Any] = met_adressen(inhoud, reis=b.reis, adres=pagina_adres)
    return gevuld
