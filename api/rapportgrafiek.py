"""The chart of the council report: budget, committed and spent beside each other, as SVG that the template draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.waarden import lees_bedrag

BREEDTE = 640
_LINKS, _RECHTS, _BALK, _TUSSEN, _KOP = 4, 150, 16, 4, 24
_GROEPSRUIMTE, _LEGENDA = 18, 34
MAX_GROEPEN = 12
"""With more budgets than fit a page, the chart shows the totals of the groups."""
REEKSEN = (("begroot", "Begroot"), ("verplicht", "Verplicht"), ("gerealiseerd", "Gerealiseerd"))


@dataclass(frozen=True, kw_only=True)
class Balk:
    """One bar; `bedrag` None is drawn as the word onbekend, never as a bar of no length."""

    reeks: str
    y: int
    lengte: int
    bedrag: str | None


@dataclass(frozen=True, kw_only=True)
class Balkengroep:
    """The bars of one budget under its name."""

    naam: str
    y: int
    balken: tuple[Balk, ...]


@dataclass(frozen=True, kw_only=True)
class Grafiek:
    """The whole chart with its measures."""

    breedte: int
    hoogte: int
    balkhoogte: int
    links: int
    groepen: tuple[Balkengroep, ...]
    omschrijving: str


def staafdiagram(*, groepen: Sequence[Mapping[str, Any]]) -> Grafiek | None:
    """Draw the budgets of a report; None when there are none."""
    regels = [(_naam(r), r) for groep in groepen for r in groep["budgetten"]]
    if len(regels) > MAX_GROEPEN:
        regels = [(groep["titel"], groep["totaal"]) for groep in groepen]
    bedragen = [_centen(r[naam]) for _, r in regels for naam, _ in REEKSEN]
    grootste = max([b for b in bedragen if b is not None], default=0)
    if not regels or grootste <= 0:
        return None
    hoogte, getekend = _LEGENDA, []
    for naam, regel in regels:
        getekend.append(_groep(naam, regel, hoogte, grootste))
        hoogte += _KOP + len(REEKSEN) * (_BALK + _TUSSEN) + _GROEPSRUIMTE
    return Grafiek(
        breedte=BREEDTE,
        hoogte=hoogte,
        balkhoogte=_BALK,
        links=_LINKS,
        groepen=tuple(getekend),
        omschrijving=(
            "Liggende staven. Per budget van boven naar beneden: begroot, hard verplicht en gerealiseerd. "
            "Dezelfde bedragen staan in de tabel hieronder."
        ),
    )


def _naam(regel: Mapping[str, Any]) -> str:
    wie = f"Gemeente {regel['gemeente']}" if regel["gemeente"] else "Regio"
    return f"{wie}, {regel['segment'] or 'geheel'}"


def _groep(naam: str, regel: Mapping[str, Any], y: int, grootste: int) -> Balkengroep:
    balken = []
    for nummer, (veld, _) in enumerate(REEKSEN):
        centen = _centen(regel[veld])
        vol = BREEDTE - _LINKS - _RECHTS
        lengte = 0 if centen is None else max(0, centen) * vol // grootste
        boven = y + _KOP + nummer * (_BALK + _TUSSEN)
        balken.append(Balk(reeks=veld, y=boven, lengte=lengte, bedrag=regel[veld]))
    return Balkengroep(naam=naam, y=y, balken=tuple(balken))


def _centen(bedrag: str | None) -> int | None:
    return None if bedrag is None else lees_bedrag(bedrag)
