"""The page of the council report: a form for regio, gemeente and book year, and the report below it."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import rapportages
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.sjablonen import toon
from api.tijdbalk import TIJD
from api.vraag import Vraag
from application.toegang import Recht
from domain.regio import REGIO

router = APIRouter(include_in_schema=False)
_VORM = replace(
    rapportages.RAAD,
    parameters={
        **rapportages.RAAD.parameters,
        "regioId": replace(rapportages.RAAD.parameters["regioId"], verplicht=False),
    },
)


@router.get("/rapportages/raad")
def raad(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the report of the regio chosen, or of the only one there is; without one only the form."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_VORM) as b:
        regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
        waarden = dict(b.waarden)
        if "regioId" not in waarden and len(regios) == 1:
            waarden["regioId"] = regios[0].ding
        gevuld = (
            _rapport(b, waarden) if "regioId" in waarden else {"rapport": None, "grafiek": None}
        )
        gekozen = [r for r in regios if r.ding == waarden.get("regioId")]
        return toon(
            request,
            "raad.html",
            regios=[(str(r.ding), r.stand.naam) for r in regios],
            gemeenten=sorted({g for r in gekozen or regios for g in r.stand.gemeenten}),
            gekozen={naam: str(w) for naam, w in waarden.items()},
            vast=all(naam in request.query_params for naam in TIJD),
            **gevuld,
            **b.context,
        )


def _rapport(b: Bezoek, waarden: dict[str, Any]) -> dict[str, Any]:
    inhoud = rapportages.inhoud(
        vragen=b.vragen, gevraagd=Vraag(waarden=waarden), reis=b.reis, gebruiker=b.gebruiker
    )
    return rapportages.weergave(rapport=inhoud, reis=b.reis, adres=rapportages.pagina_adres)
