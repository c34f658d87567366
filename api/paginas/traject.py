"""What the page of an inkooptraject says: its lots by segment, its calendar with what is late, and its rounds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.paginas.bezoek import Bezoek
from application.raadplegen import Dossier
from domain.aanmelding import AANMELDING
from domain.contract import CONTRACT
from domain.inkooptraject import Trajectstand
from domain.trajectdelen import Kalenderregel


@dataclass(frozen=True, kw_only=True)
class Segmentdeel:
    """A segment with its lots; `diepte` in the tree, from 0."""

    code: str
    naam: str
    diepte: int
    percelen: Sequence[Mapping[str, Any]]


def over_traject(
    b: Bezoek, gevonden: Dossier[Trajectstand], c: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the template of a traject needs; `c` is the answer as the visitor may see it."""
    stand = gevonden.stand
    filters = {"trajectId": gevonden.ding}
    aanmeldingen = b.vragen.lijst(soort=AANMELDING, filters=filters, reis=b.reis, blik=b.blik)
    contracten = b.vragen.lijst(
        soort=CONTRACT, filters=filters, reis=b.reis, blik=b.blik, grootte=1
    )
    codes = {punt.code for punt in stand.kalender}
    return {
        "segmenten": list(_segmenten(stand, c)),
        "punten": [
            {**getoond, "stand": _puntstand(regel, b.reis.geldig_op)}
            for regel, getoond in zip(stand.kalender, c["kalender"], strict=True)
        ],
        "losse_stappen": [s for s in c["stappen"] if s["stap"] not in codes],
        "aanmeldingen_per_ronde": Counter(g.stand.ronde for g in aanmeldingen.items),
        "aantal_aanmeldingen": aanmeldingen.aantal,
        "aantal_contracten": contracten.aantal,
    }


def _puntstand(regel: Kalenderregel, dag: date) -> str:
    if regel.gedaan_op is not None and regel.gedaan_op <= dag:
        return "GEDAAN"
    return "TE_LAAT" if regel.te_laat(dag) else "OPEN"


def _segmenten(stand: Trajectstand, c: Mapping[str, Any]) -> Iterator[Segmentdeel]:
    """Give the segments as their tree has them, then those that stand outside of it."""
    boom = {knoop.code: knoop for knoop in stand.segmentboom}

    def diepte(code: str) -> int:
        ouder = boom[code].ouder if code in boom else None
        return 0 if ouder is None or ouder not in boom else 1 + diepte(ouder)

    def tak(ouder: str | None) -> Iterator[str]:
        for knoop in stand.segmentboom:
            if knoop.ouder == ouder:
                yield knoop.code
                yield from tak(knoop.code)

    for code in dict.fromkeys([*tak(None), *stand.segmenten]):
        yield Segmentdeel(
            code=code,
            naam=boom[code].naam if code in boom else code,
            diepte=diepte(code),
            percelen=[p for p in c["percelen"] if p["segment"] == code],
        )
