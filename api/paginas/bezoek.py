"""One visit to a page: who looks, at which moment, with which filters, and the questions at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request

from api import antwoorden
from api.omgeving import Loket, loket, wie
from api.tijdbalk import TIJD, VASTGELEGD
from api.vraag import Vraagvorm
from application.register import Peil, Tijdreis
from application.toegang import Blik, Gebruiker
from domain.tijdlijn import Dingsoort
from infrastructure.vragen import SqlVragen

Bezoeker = Annotated[Gebruiker, Depends(wie)]
Balie = Annotated[Loket, Depends(loket)]
ALLEEN_TIJD = Vraagvorm(geldig_op=True, beschikbaar_op=True)


@dataclass(frozen=True, kw_only=True)
class Bezoek:
    """What a page works with; `waarden` holds what was asked besides the moment."""

    gebruiker: Gebruiker
    vragen: SqlVragen
    peil: Peil
    reis: Tijdreis
    waarden: dict[str, Any]

    @property
    def blik(self) -> Blik:
        """What the visitor sees."""
        return self.gebruiker.blik

    @property
    def context(self) -> dict[str, Any]:
        """What every template gets."""
        return {"gebruiker": self.gebruiker, "peil": self.peil, "reis": self.reis}

    def velden(self, *, soort: Dingsoort[Any], stand: Any) -> dict[str, Any]:
        """Give a standing in outside names on the day asked, hidden where the visitor may not see it."""
        velden = antwoorden.velden(soort=soort, stand=stand, dag=self.reis.geldig_op)
        getoond: dict[str, Any] = self.blik.toon(velden)
        return getoond


@contextmanager
def bezoek(
    *, request: Request, gebruiker: Gebruiker, balie: Loket, vorm: Vraagvorm = ALLEEN_TIJD
) -> Iterator[Bezoek]:
    """Read the query and resolve its moment; raises what the API raises."""
    gevraagd = vorm.lees(zonder_leeg(request))
    with balie.vragen() as vragen:
        peil = vragen.peil()
        yield Bezoek(
            gebruiker=gebruiker,
            vragen=vragen,
            peil=peil,
            reis=gevraagd.reis(peil),
            waarden={n: w for n, w in gevraagd.waarden.items() if n not in TIJD},
        )


def zonder_leeg(request: Request) -> Request:
    """Give the request without what a form left empty, and without what only the page itself reads."""
    over = [
        (n, w.strip())
        for n, w in request.query_params.multi_items()
        if w.strip() and n != VASTGELEGD
    ]
    return _met_vraag(request, over)


def alleen_tijd(request: Request) -> Request:
    """Give the request with its moment only, to answer a page whose filters cannot be read."""
    return _met_vraag(request, [(n, w) for n, w in request.query_params.multi_items() if n in TIJD])


def _met_vraag(request: Request, over: list[tuple[str, str]]) -> Request:
    return Request({**request.scope, "query_string": urlencode(over).encode()})
