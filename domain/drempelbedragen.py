"""The amounts and percentages that changes of a public contract are held against, as dated data with their source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.contractdelen import Wijzigingsgrond
from domain.waarden import EERSTE_DAG, NOOIT


class Drempelsoort(StrEnum):
    """Which European threshold (Richtlijn 2014/24/EU art. 4)."""

    SAS = "SAS"
    """Social and other specific services, art. 4 d: not revised every two years."""
    DIENSTEN = "DIENSTEN"
    """Other services of local authorities, art. 4 c."""


@dataclass(frozen=True, kw_only=True)
class Drempel:
    """A threshold in cents, in force in [van, tot).

    A row added to this table later has `bekend_van` the day of that release, so that no earlier answer changes.
    """

    soort: Drempelsoort
    van: date
    tot: date
    bedrag: int
    bron: str
    bekend_van: date = EERSTE_DAG


@dataclass(frozen=True, kw_only=True)
class Grens:
    """The share of the original value that a change on a ground may take, in [van, tot).

    `gelijk_mag`: whether a change of exactly that share still fits ("hoogstens"), or must stay under it ("lager dan").
    """

    grond: Wijzigingsgrond
    van: date
    tot: date
    percentage: int
    gelijk_mag: bool
    bron: str
    bekend_van: date = EERSTE_DAG


_INWERKING = date(2016, 7, 1)
"""The first day of Aanbestedingswet 2012 art. 2.163a-g."""


def _diensten(van: date, tot_en_met_jaar: int, euro: int) -> Drempel:
    jaren = f"{tot_en_met_jaar - 1}-{tot_en_met_jaar}"
    return Drempel(
        soort=Drempelsoort.DIENSTEN,
        van=van,
        tot=date(tot_en_met_jaar + 1, 1, 1),
        bedrag=euro * 100,
        bron=f"Richtlijn 2014/24/EU art. 4 c, drempels {jaren}",
    )


DREMPELS: tuple[Drempel, ...] = (
    Drempel(
        soort=Drempelsoort.SAS,
        van=_INWERKING,
        tot=NOOIT,
        bedrag=750_000_00,
        bron="Richtlijn 2014/24/EU art. 4 d",
    ),
    _diensten(_INWERKING, 2017, 209_000),
    _diensten(date(2018, 1, 1), 2019, 221_000),
    _diensten(date(2020, 1, 1), 2021, 214_000),
    _diensten(date(2022, 1, 1), 2023, 215_000),
    _diensten(date(2024, 1, 1), 2025, 221_000),
    _diensten(date(2026, 1, 1), 2027, 216_000),
)
GRENZEN: tuple[Grens, ...] = (
    Grens(
        grond=Wijzigingsgrond.BAGATEL,
        van=_INWERKING,
        tot=NOOIT,
        percentage=10,
        gelijk_mag=False,
        bron="Aanbestedingswet 2012 art. 2.163b",
    ),
    Grens(
        grond=Wijzigingsgrond.AANVULLEND,
        van=_INWERKING,
        tot=NOOIT,
        percentage=50,
        gelijk_mag=True,
        bron="Aanbestedingswet 2012 art. 2.163d",
    ),
    Grens(
        grond=Wijzigingsgrond.ONVOORZIEN,
        van=_INWERKING,
        tot=NOOIT,
        percentage=50,
        gelijk_mag=True,
        bron="Aanbestedingswet 2012 art. 2.163e",
    ),
)


def drempel(*, soort: Drempelsoort, dag: date, bekend: date) -> Drempel | None:
    """Give the threshold in force on a day as known on another; None when the table has none for that day."""
    rijen = (d for d in DREMPELS if d.soort is soort)
    return next((d for d in rijen if d.van <= dag < d.tot and d.bekend_van <= bekend), None)


def grens(*, grond: Wijzigingsgrond, dag: date, bekend: date) -> Grens | None:
    """Give the share that a ground allows on a day as known on another; None when it has no such limit."""
    rijen = (g for g in GRENZEN if g.grond is grond)
    return next((g for g in rijen if g.van <= dag < g.tot and g.bekend_van <= bekend), None)
