"""What the page of an indicator says: each figure with the entry behind it, and charts of the measurements."""

from collections.abc import Iterator, Mapping
from typing import Any

from api import antwoorden
from api.meetgrafiek import Meetgrafiek, Tekening, lijndiagram
from api.paginas.bezoek import Bezoek
from api.sjablonen import gemeente
from application.indicatorcijfers import Indicatorfeiten
from application.raadplegen import Dossier
from domain.indicator import Indicatorstand

_DELEN = ("nulmetingen", "streefwaarden", "metingen")
Cijfers = Mapping[str, list[dict[str, Any]]]


def over_indicator(
    b: Bezoek, gevonden: Dossier[Indicatorstand], c: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the template of an indicator needs."""
    registraties = b.vragen.registraties(ding=gevonden.ding, tot=b.reis.beschikbaar_op)
    feiten = Indicatorfeiten(gevonden.ding, registraties)
    cijfers = {
        naam: [antwoorden.buiten(feiten.cijfer(d)) for d in getattr(gevonden.stand, naam)]
        for naam in _DELEN
    }
    return {"cijfers": cijfers, "grafieken": list(_grafieken(cijfers, c["naam"]))}


def _grafieken(cijfers: Cijfers, naam: str) -> Iterator[Meetgrafiek]:
    """Draw the regio, and every gemeente that was measured by itself."""
    wie = dict.fromkeys(m["gemeente"] for m in cijfers["metingen"])
    for nummer, code in enumerate(sorted(wie, key=lambda w: w or "")):
        eigen = {n: [c for c in deel if c["gemeente"] == code] for n, deel in cijfers.items()}
        waar = "de regio" if code is None else gemeente(code).striptags()
        tekening = Tekening(
            id_=f"grafiek-{nummer}",
            titel=f"{naam}, {waar}",
            lijnen=[(f"meting van {waar}", "meet-nu", eigen["metingen"])],
            nulmeting=next(iter(eigen["nulmetingen"]), None),
            streefwaarden=eigen["streefwaarden"],
        )
        grafiek = lijndiagram(tekening)
        if grafiek is not None:
            yield grafiek
