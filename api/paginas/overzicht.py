"""The first page: how many contracts stand where, what must be decided soon, what was recorded last."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.dingen import FILTERS
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.sjablonen import toon
from api.vraag import Vraagvorm
from application.overzicht import Vastgelegd, overzicht
from application.raadplegen import is_laat
from domain.aanbieder import AANBIEDER
from domain.contract import CONTRACT, Status
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort

router = APIRouter(include_in_schema=False)
_VORM = Vraagvorm(
    parameters={"regioId": FILTERS[CONTRACT.naam]["regioId"]}, geldig_op=True, beschikbaar_op=True
)


@router.get("/")
def eerste_pagina(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the overview at a moment."""
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_VORM) as b:
        regio = b.waarden.get("regioId")
        gevonden = overzicht(vragen=b.vragen, reis=b.reis, gebruiker=gebruiker, regio=regio)
        return toon(
            request,
            "overzicht.html",
            overzicht=gevonden,
            regio=regio,
            statussen=list(Status),
            nieuwste=[_regel(b, v) for v in gevonden.nieuwste],
            **b.context,
        )


_MET_NAAM: Mapping[str, Dingsoort[Any]] = {s.naam: s for s in (REGIO, INKOOPTRAJECT, AANBIEDER)}


def _regel(b: Bezoek, gevonden: Vastgelegd) -> dict[str, Any]:
    """Give an entry with the name of its thing, and where a page shows it."""
    registratie = gevonden.registratie
    soort = registratie.soort.split(".", 1)[0]
    ding, naam = registratie.ding, ""
    if soort == CONTRACT.naam:
        contract = b.vragen.stand(soort=CONTRACT, ding=ding, reis=b.reis, blik=b.blik)
        naam = contract.contractnummer if contract else ""
    elif soort in _MET_NAAM:
        stand = b.vragen.stand(soort=_MET_NAAM[soort], ding=ding, reis=b.reis, blik=b.blik)
        naam = stand.naam if stand else ""
    meervoud = {CONTRACT.naam: CONTRACT.meervoud, AANBIEDER.naam: AANBIEDER.meervoud}.get(soort)
    return antwoorden.logregel(registratie, laat=is_laat(registratie)) | {
        "ding": naam or soort,
        "meer": gevonden.aantal - 1,
        "adres": f"/{meervoud}/{ding}" if meervoud and naam else None,
    }
