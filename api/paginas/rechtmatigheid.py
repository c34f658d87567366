"""The page of the rechtmatigheidslijst: a form for regio, gemeente and year, and the list below it, fit to print."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import rechtmatigheid as deur
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.rapportages import met_adressen, pagina_adres
from api.sjablonen import toon
from api.tijdbalk import TIJD
from application.toegang import Recht
from domain.regio import REGIO

router = APIRouter(include_in_schema=False)
_VORM = replace(
    deur.RECHTMATIGHEID,
    parameters={
        **deur.RECHTMATIGHEID.parameters,
        "regioId": replace(deur.RECHTMATIGHEID.parameters["regioId"], verplicht=False),
    },
)


@router.get("/rapportages/rechtmatigheid")
def lijstpagina(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the list of the regio chosen, or of the only one there is; without one only the form."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_VORM) as b:
        regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
        waarden = dict(b.waarden)
        if "regioId" not in waarden and len(regios) == 1:
            waarden["regioId"] = regios[0].ding
        gekozen = [r for r in regios if r.ding == waarden.get("regioId")]
        return toon(
            request,
            "rechtmatigheid.html",
            lijst=_lijst(b, waarden) if "regioId" in waarden else None,
            regios=[(str(r.ding), r.stand.naam) for r in regios],
            gemeenten=sorted({g for r in gekozen or regios for g in r.stand.gemeenten}),
            gekozen={naam: str(w) for naam, w in waarden.items()},
            vast=all(naam in request.query_params for naam in TIJD),
            **b.context,
        )


def _lijst(b: Bezoek, waarden: dict[str, Any]) -> dict[str, Any]:
    inhoud = deur.inhoud(vragen=b.vragen, gevraagd=waarden, reis=b.reis, gebruiker=b.gebruiker)
    gevuld: dict[str, Any] = met_adressen(inhoud, reis=b.reis, adres=pagina_adres)
    return gevuld
