"""The page of one admission round: who applied, what each was held to, and whether all were treated alike."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import toelatingsrondes
from api.paginas.bezoek import Balie, Bezoeker, bezoek
from api.sjablonen import toon
from api.tijdbalk import TIJD
from application.toegang import Recht

router = APIRouter(include_in_schema=False)


@router.get("/rapportages/toelatingsronde")
def toelatingsronde(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show a round at a moment; raises BestaatNiet when it was not there then."""
    gebruiker.eis(Recht.LEZEN)
    vorm = toelatingsrondes.RONDE
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=vorm) as b:
        verslag = toelatingsrondes.inhoud(
            vragen=b.vragen, gevraagd=b.waarden, reis=b.reis, gebruiker=gebruiker
        )
        return toon(
            request,
            "ronde.html",
            v=verslag,
            vast=all(naam in request.query_params for naam in TIJD),
            **b.context,
        )
