"""The chart of an indicator: measurements as lines over time, with baseline, target and the day of a vote, as SVG."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.indicatordelen import peildagen
from domain.waarden import als_getal, schrijf_getal

BREEDTE, HOOGTE = 480, 240
_LINKS, _RECHTS, _BOVEN, _ONDER = 56, 24, 16, 44
_INSPRONG = 18
"""Between the edge of the axes and the first and last figure."""
Cijfers = Sequence[Mapping[str, Any]]
"""Figures in outside names; of each `peilperiode` and `waarde` are drawn."""


@dataclass(frozen=True, kw_only=True)
class Punt:
    """A figure in the drawing, with the words that a pointer shows."""

    x: int
    y: int
    woorden: str


@dataclass(frozen=True, kw_only=True)
class Lijn:
    """Measurements in order; `klasse` tells the style sheet which."""

    naam: str
    klasse: str
    punten: tuple[Punt, ...]

    @property
    def pad(self) -> str:
        """The line through the points, as SVG writes it."""
        return " ".join(f"{p.x},{p.y}" for p in self.punten)


@dataclass(frozen=True, kw_only=True)
class Streep:
    """A word at a height (axis, baseline) or a place in time (axis, vote)."""

    plek: int
    woorden: str


@dataclass(frozen=True, kw_only=True)
class Meetgrafiek:
    """The whole chart with its measures; `id_` tells several on one page apart."""

    id_: str
    titel: str
    omschrijving: str
    breedte: int
    hoogte: int
    links: int
    rechts: int
    boven: int
    onder: int
    lijnen: tuple[Lijn, ...]
    nulmeting: Streep | None
    streefwaarden: tuple[Punt, ...]
    stemming: Streep | None
    hoogten: tuple[Streep, ...]
    tijden: tuple[Streep, ...]


@dataclass(frozen=True, kw_only=True)
class Tekening:
    """What is to be drawn; `lijnen` are name, class and figures, `stemdag` the day of a vote."""

    id_: str
    titel: str
    lijnen: Sequence[tuple[str, str, Cijfers]]
    nulmeting: Mapping[str, Any] | None = None
    streefwaarden: Cijfers = ()
    stemdag: date | None = None


def lijndiagram(tekening: Tekening) -> Meetgrafiek | None:
    """Draw measurements; None when there are none."""
    gemeten = [c for _, _, cijfers in tekening.lijnen for c in cijfers]
    if not gemeten:
        return None
    schaal = _Schaal.van(tekening, gemeten)
    lijnen = tuple(
        Lijn(naam=naam, klasse=klasse, punten=tuple(map(schaal.punt, cijfers)))
        for naam, klasse, cijfers in tekening.lijnen
        if cijfers
    )
    nul, dag = tekening.nulmeting, tekening.stemdag
    in_beeld = dag is not None and schaal.eerste <= dag <= schaal.laatste
    return Meetgrafiek(
        id_=tekening.id_,
        titel=tekening.titel,
        omschrijving=_omschrijving(tekening),
        breedte=BREEDTE,
        hoogte=HOOGTE,
        links=_LINKS,
        rechts=BREEDTE - _RECHTS,
        boven=_BOVEN,
        onder=HOOGTE - _ONDER,
        lijnen=lijnen,
        nulmeting=None
        if nul is None
        else Streep(plek=schaal.y(_waarde(nul)), woorden=f"nulmeting {_getal(_waarde(nul))}"),
        streefwaarden=tuple(map(schaal.punt, tekening.streefwaarden)),
        stemming=Streep(plek=schaal.x(dag), woorden="stemming") if dag and in_beeld else None,
        hoogten=tuple(schaal.hoogten()),
        tijden=tuple(schaal.tijden()),
    )


@dataclass(frozen=True, kw_only=True)
class _Schaal:
    eerste: date
    laatste: date
    laagste: Decimal
    hoogste: Decimal

    @staticmethod
    def van(tekening: Tekening, gemeten: Cijfers) -> "_Schaal":
        nul = [] if tekening.nulmeting is None else [tekening.nulmeting]
        dagen = [_dag(c) for c in (*gemeten, *tekening.streefwaarden)]
        waarden = [_waarde(c) for c in (*gemeten, *tekening.streefwaarden, *nul)]
        rand = (max(waarden) - min(waarden)) / 10 or Decimal(1)
        return _Schaal(
            eerste=min(dagen),
            laatste=max(dagen),
            laagste=min(waarden) - rand,
            hoogste=max(waarden) + rand,
        )

    def x(self, dag: date) -> int:
        duur = (self.laatste - self.eerste).days
        breed = BREEDTE - _LINKS - _RECHTS - 2 * _INSPRONG
        ver = breed * (dag - self.eerste).days // duur if duur else breed // 2
        return _LINKS + _INSPRONG + ver

    def y(self, waarde: Decimal) -> int:
        deel = (waarde - self.laagste) / (self.hoogste - self.laagste)
        return HOOGTE - _ONDER - int(deel * (HOOGTE - _ONDER - _BOVEN))

    def punt(self, cijfer: Mapping[str, Any]) -> Punt:
        woorden = f"{cijfer['peilperiode']}: {_getal(_waarde(cijfer))}"
        return Punt(x=self.x(_dag(cijfer)), y=self.y(_waarde(cijfer)), woorden=woorden)

    def hoogten(self) -> Iterator[Streep]:
        """Give three heights: the lowest, middle and highest value drawn, as round as their distance allows."""
        stap = Decimal(1).scaleb((self.hoogste - self.laagste).adjusted() - 1)
        for deel in (Decimal("0.1"), Decimal("0.5"), Decimal("0.9")):
            waarde = (self.laagste + (self.hoogste - self.laagste) * deel).quantize(stap)
            yield Streep(plek=self.y(waarde), woorden=_getal(waarde))

    def tijden(self) -> Iterator[Streep]:
        for dag in dict.fromkeys((self.eerste, self.laatste)):
            yield Streep(plek=self.x(dag), woorden=str(dag.year))


def _dag(cijfer: Mapping[str, Any]) -> date:
    return peildagen(cijfer["peilperiode"])[1]


def _waarde(cijfer: Mapping[str, Any]) -> Decimal:
    return Decimal(cijfer["waarde"])


def _getal(waarde: Decimal) -> str:
    return schrijf_getal(als_getal(waarde)).replace("-", "\N{MINUS SIGN}").replace(".", ",")


def _omschrijving(tekening: Tekening) -> str:
    namen = [naam for naam, _, cijfers in tekening.lijnen if cijfers]
    nul = "; de streepjeslijn is de nulmeting" if tekening.nulmeting else ""
    doel = "; een ruit is een streefwaarde" if tekening.streefwaarden else ""
    return (
        f"Lijn van de metingen ({', '.join(namen)}){nul}{doel}. Dezelfde cijfers staan in de tabel."
    )
