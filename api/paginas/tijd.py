"""Travelling: the form of the moment bar becomes an address that carries the resolved moment."""

from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.paginas.bezoek import Balie, Bezoeker
from api.tijdbalk import TIJD, adres, gevraagd_moment, is_eigen
from application.fouten import Invoerfout, OngeldigeInvoer
from application.tijdreizen import los_op

router = APIRouter(include_in_schema=False)


@router.get("/tijd")
def tijd(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:  # noqa: ARG001 - only who may look
    """Go back to the page with the moment asked; raises what los_op raises."""
    velden = request.query_params
    reis = los_op(
        geldig_op=velden.get("geldigOp", "").strip() or None,
        beschikbaar_op=gevraagd_moment(velden),
        peil=balie.register.peil(),
    )
    if not is_eigen(velden.get("naar") or "/"):
        reden = "is geen pagina van Looptijd"
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="query", naam="naar", reden=reden)])
    naar = urlsplit(velden.get("naar") or "/")
    rest = {naam: w for naam, w in parse_qsl(naar.query) if naam not in TIJD}
    return RedirectResponse(adres(naar.path, reis=reis, rest=rest), status_code=303)
