"""What the page of an aanbieder says besides its standing: its contracts, and what a clientenstop means per lot."""

from collections.abc import Mapping
from typing import Any

from api import antwoorden
from api.paginas.bezoek import Bezoek
from application.raadplegen import Dossier
from domain.aanbieder import Aanbiederstand
from domain.contract import CONTRACT


def over_aanbieder(
    b: Bezoek, gevonden: Dossier[Aanbiederstand], _c: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the template of an aanbieder needs."""
    contracten = b.vragen.lijst(
        soort=CONTRACT, filters={"aanbiederId": gevonden.ding}, reis=b.reis, blik=b.blik
    )
    stop = gevonden.stand.clientenstop
    return {
        "contracten": [
            {"id": str(g.ding), **b.velden(soort=CONTRACT, stand=g.stand)} for g in contracten.items
        ],
        "stop": None if stop is None else b.blik.toon(antwoorden.buiten(stop)),
    }
