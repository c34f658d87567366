"""The first page: how many contracts stand where, what must be decided soon, what was recorded last."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.dingen import FILTERS
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.namen import noem_dingen
from api.sjablonen import toon
from api.vraag import Vraagvorm
from application.kalender import Kalenderitem, Kalendervraag, kalender
from application.overzicht import Vastgelegd, overzicht
from application.raadplegen import is_laat
from application.radar import Radartelling, Radarvraag, radar, telling
from domain.contract import CONTRACT
from domain.contractdelen import Status
from domain.kalender import Itemstand

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
            radar=None if gevonden.te_beslissen is None else _radar(b, regio),
            regio=regio,
            te_laat=list(_te_laat(b, regio)),
            statussen=list(Status),
            nieuwste=[_regel(b, v) for v in gevonden.nieuwste],
            **b.context,
        )


def _radar(b: Bezoek, regio: UUID | None) -> Radartelling:
    """Count what stands on the radar; of too many contracts at once it is not looked for."""
    vraag = Radarvraag(regio=regio)
    return telling(items=radar(vragen=b.vragen, reis=b.reis, gebruiker=b.gebruiker, vraag=vraag))


def _te_laat(b: Bezoek, regio: UUID | None) -> Iterator[Kalenderitem]:
    """Give what is late in the kalender, the longest first."""
    vraag = Kalendervraag(regio=regio, stand=Itemstand.TE_LAAT)
    gevonden = kalender(vragen=b.vragen, reis=b.reis, gebruiker=b.gebruiker, vraag=vraag)
    yield from sorted(gevonden, key=lambda i: i.te_laat_sinds or b.reis.geldig_op)


def _regel(b: Bezoek, gevonden: Vastgelegd) -> dict[str, Any]:
    """Give an entry with the name of its thing, and where a page shows it."""
    registratie = gevonden.registratie
    soort, ding = registratie.soort.split(".", 1)[0], registratie.ding
    genoemd = noem_dingen(bezoek=b, dingen={soort: {ding}}).get(str(ding))
    return antwoorden.logregel(registratie, laat=is_laat(registratie)) | {
        "ding": genoemd.naam if genoemd else soort,
        "meer": gevonden.aantal - 1,
        "adres": genoemd.pad if genoemd else None,
    }
