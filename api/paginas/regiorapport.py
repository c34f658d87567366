"""What the pages of reports on a regio share: its form, with the only regio there is chosen by itself."""

from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request

from api.paginas.bezoek import Bezoek
from api.tijdbalk import TIJD
from api.vraag import Vraagvorm
from domain.regio import REGIO


def paginavorm(*, vorm: Vraagvorm) -> Vraagvorm:
    """Give what the page takes: as the door does, but without a regio it shows the form alone."""
    regio = replace(vorm.parameters["regioId"], verplicht=False)
    return replace(vorm, parameters={**vorm.parameters, "regioId": regio})


@dataclass(frozen=True, kw_only=True)
class Keuze:
    """What was asked, and what the form offers."""

    waarden: dict[str, Any]
    context: dict[str, Any]

    @property
    def compleet(self) -> bool:
        """Whether there is a regio to report on."""
        return "regioId" in self.waarden


def keuze(*, request: Request, b: Bezoek) -> Keuze:
    """Read the form; the regio chosen, or the only one there is, gives the gemeenten to choose from."""
    regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
    waarden = dict(b.waarden)
    if "regioId" not in waarden and len(regios) == 1:
        waarden["regioId"] = regios[0].ding
    gekozen = [r for r in regios if r.ding == waarden.get("regioId")]
    context = {
        "regios": [(str(r.ding), r.stand.naam) for r in regios],
        "gemeenten": sorted({g for r in gekozen or regios for g in r.stand.gemeenten}),
        "gekozen": {naam: str(w) for naam, w in waarden.items()},
        "vast": all(naam in request.query_params for naam in TIJD),
    }
    return Keuze(waarden=waarden, context=context)
