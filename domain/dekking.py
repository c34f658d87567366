"""The coverage of a regio: which form of care has how many aanbieders in which gemeente, on every day.

A contract covers what its percelen and gemeenten are on that day; asked for are the percelen of the trajecten in force.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from domain.waarden import EERSTE_DAG


class Per(StrEnum):
    """By what the forms of care are told apart."""

    PERCEEL = "PERCEEL"
    """A lot in its segment: lots of successive trajecten with one code are one form."""
    SEGMENT = "SEGMENT"
    PRODUCT = "PRODUCT"


class Celstand(StrEnum):
    """What a form in a gemeente has on a day, the best first."""

    GEDEKT = "GEDEKT"
    EEN_AANBIEDER = "EEN_AANBIEDER"
    ALLEEN_MET_STOP = "ALLEEN_MET_STOP"
    """Every aanbieder with a contract is under a clientenstop: nobody new comes in."""
    ALLEEN_LEVERINGSLIJN = "ALLEEN_LEVERINGSLIJN"
    """No contract; a subsidy or own delivery in the segment."""
    GAT = "GAT"
    NIET_GEVRAAGD = "NIET_GEVRAAGD"
    """No traject in force asks for it here, whatever is delivered."""


class Verliessoort(StrEnum):
    """What a coming day does to a cell."""

    LAATSTE_WEG = "LAATSTE_WEG"
    NOG_EEN = "NOG_EEN"
    GEVRAAGD_ZONDER = "GEVRAAGD_ZONDER"
    """A traject comes into force that asks for it, and nobody delivers it that day."""


class Periode(NamedTuple):
    """Days `[van, tot)`."""

    van: date
    tot: date


class Zorgvorm(NamedTuple):
    """A form of care; `segment` is empty for a product, which may stand in several."""

    segment: str
    code: str


class Cel(NamedTuple):
    """A form in a gemeente."""

    vorm: Zorgvorm
    gemeente: str


class Inzet(NamedTuple):
    """A contract in a cell, by which lot, for the days `[van, tot)`."""

    van: date
    tot: date
    aanbieder: UUID
    contract: UUID
    traject: UUID
    perceel: str


class Lijninzet(NamedTuple):
    """A leveringslijn in a cell, for the days `[van, tot)`."""

    van: date
    tot: date
    lijn: UUID


# --- what follows from it ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Celbeeld:
    """A cell on a day, with the ids of what stands behind it, sorted."""

    cel: Cel
    gevraagd: bool
    aanbieders: tuple[UUID, ...]
    met_stop: tuple[UUID, ...]
    """Those of the aanbieders that take nobody new here, by any lot."""
    contracten: tuple[UUID, ...]
    leveringslijnen: tuple[UUID, ...]

    @property
    def stand(self) -> Celstand:
        """Give what it amounts to."""
        open_ = len(self.aanbieders) - len(self.met_stop)
        if not self.gevraagd:
            return Celstand.NIET_GEVRAAGD
        if not self.aanbieders:
            return Celstand.ALLEEN_LEVERINGSLIJN if self.leveringslijnen else Celstand.GAT
        if not open_:
            return Celstand.ALLEEN_MET_STOP
        return Celstand.EEN_AANBIEDER if len(self.aanbieders) == 1 else Celstand.GEDEKT


@dataclass(frozen=True, kw_only=True)
class Gat:
    """A cell that is asked for and that nobody delivers on the day."""

    cel: Cel
    sinds: date
    """Since when it is both asked for and not delivered."""
    contracten: tuple[UUID, ...]
    """Those that ended on `sinds`; none when it was never covered while asked for."""
    weer_gedekt_op: date | None


@dataclass(frozen=True, kw_only=True)
class Verlies:
    """A coming day on which a cell loses its last aanbieder, falls to one, or is asked for in vain."""

    soort: Verliessoort
    dag: date
    cel: Cel
    was: int
    wordt: int
    gevraagd: bool
    """Whether it is still asked for on that day."""
    contracten: tuple[UUID, ...]
    """Those that end in this cell on that day."""
    weer_gedekt_op: date | None
    leveringslijn: bool


@dataclass(frozen=True, kw_only=True)
class Dekking:
    """All that ever covers or asks for each cell, as known at one moment."""

    inzet: Mapping[Cel, Sequence[Inzet]]
    gevraagd: Mapping[Cel, Sequence[Periode]]
    lijnen: Mapping[Cel, Sequence[Lijninzet]]

    @cached_property
    def cellen(self) -> tuple[Cel, ...]:
        """All cells that there ever are, sorted."""
        return tuple(sorted({*self.inzet, *self.gevraagd, *self.lijnen}))

    def zonder(self, *, aanbieders: Collection[UUID], vanaf: date) -> "Dekking":
        """Give the coverage as it would be when these aanbieders deliver nothing from a day on."""
        weg = frozenset(aanbieders)
        inzet = {
            cel: [
                i._replace(tot=min(i.tot, vanaf)) if i.aanbieder in weg else i
                for i in alle
                if i.aanbieder not in weg or i.van < vanaf
            ]
            for cel, alle in self.inzet.items()
        }
        return replace(self, inzet=inzet)

    def aanbieders(self, dag: date) -> frozenset[UUID]:
        """Give who delivers anything on a day."""
        return frozenset(
            i.aanbieder for alle in self.inzet.values() for i in alle if i.van <= dag < i.tot
        )

    def op(self, dag: date, *, stop: Callable[[Inzet, str], bool]) -> Iterator[Celbeeld]:
        """Give every cell that is asked for or delivered on a day; `stop` tells of a clientenstop in a gemeente."""
        for cel in self.cellen:
            loopt = [i for i in self.inzet.get(cel, ()) if i.van <= dag < i.tot]
            lijnen = {x.lijn for x in self.lijnen.get(cel, ()) if x.van <= dag < x.tot}
            gevraagd = self._gevraagd(cel, dag)
            if not (loopt or lijnen or gevraagd):
                continue
            aanbieders = {i.aanbieder for i in loopt}
            zonder_stop = {i.aanbieder for i in loopt if not stop(i, cel.gemeente)}
            yield Celbeeld(
                cel=cel,
                gevraagd=gevraagd,
                aanbieders=tuple(sorted(aanbieders)),
                met_stop=tuple(sorted(aanbieders - zonder_stop)),
                contracten=tuple(sorted({i.contract for i in loopt})),
                leveringslijnen=tuple(sorted(lijnen)),
            )

    def gaten(self, dag: date) -> Iterator[Gat]:
        """Give the cells that are asked for on a day and that nobody delivers, by contract or otherwise."""
        for cel in self.gevraagd:
            inzet, lijnen = self.inzet.get(cel, ()), self.lijnen.get(cel, ())
            dagen = [Periode(x.van, x.tot) for x in inzet] + [Periode(x.van, x.tot) for x in lijnen]
            gedekt = any(p.van <= dag < p.tot for p in dagen)
            if gedekt or not self._gevraagd(cel, dag):
                continue
            sinds = max(
                min(p.van for p in _aaneen(self.gevraagd[cel], dag)),
                *(p.tot for p in dagen if p.tot <= dag),
                EERSTE_DAG,
            )
            yield Gat(
                cel=cel,
                sinds=sinds,
                contracten=_contracten(i for i in inzet if i.tot == sinds),
                weer_gedekt_op=_eerste_na(inzet, dag),
            )

    def komend(self, *, na: date, tot_en_met: date) -> Iterator[Verlies]:
        """Give what the days after one take away, cell by cell, in order of days within a cell."""
        for cel in self.cellen:
            yield from self._komend(cel, na, tot_en_met)

    def _komend(self, cel: Cel, na: date, tot_en_met: date) -> Iterator[Verlies]:
        inzet = self.inzet.get(cel, ())
        begint: dict[date, list[Inzet]] = defaultdict(list)
        eindigt: dict[date, list[Inzet]] = defaultdict(list)
        telling = Counter(i.aanbieder for i in inzet if i.van <= na < i.tot)
        for i in inzet:
            if na < i.van:
                begint[i.van].append(i)
            if na < i.tot:
                eindigt[i.tot].append(i)
        gevraagd = {p.van for p in self.gevraagd.get(cel, ()) if p.van > na}
        for dag in sorted(d for d in {*begint, *eindigt, *gevraagd} if d <= tot_en_met):
            was = len(telling)
            telling.update(i.aanbieder for i in begint[dag])
            telling.subtract(i.aanbieder for i in eindigt[dag])
            telling = +telling
            soort = self._soort(cel, dag, was, len(telling))
            if soort is not None:
                yield Verlies(
                    soort=soort,
                    dag=dag,
                    cel=cel,
                    was=was,
                    wordt=len(telling),
                    gevraagd=self._gevraagd(cel, dag),
                    contracten=_contracten(i for i in eindigt[dag] if i.aanbieder not in telling),
                    weer_gedekt_op=None if telling else _eerste_na(inzet, dag),
                    leveringslijn=any(x.van <= dag < x.tot for x in self.lijnen.get(cel, ())),
                )

    def _soort(self, cel: Cel, dag: date, was: int, wordt: int) -> Verliessoort | None:
        nu, gisteren = (
            self._gevraagd(cel, d) for d in (dag, date.fromordinal(dag.toordinal() - 1))
        )
        if not (nu or gisteren):
            return None
        if was > wordt == 0:
            return Verliessoort.LAATSTE_WEG
        if was > wordt == 1:
            return Verliessoort.NOG_EEN
        return Verliessoort.GEVRAAGD_ZONDER if nu and not gisteren and wordt == 0 else None

    def _gevraagd(self, cel: Cel, dag: date) -> bool:
        return any(p.van <= dag < p.tot for p in self.gevraagd.get(cel, ()))


def _contracten(inzet: Iterable[Inzet]) -> tuple[UUID, ...]:
    return tuple(sorted({i.contract for i in inzet}))


def _eerste_na(inzet: Iterable[Inzet], dag: date) -> date | None:
    return min((i.van for i in inzet if i.van > dag), default=None)


def _aaneen(periodes: Iterable[Periode], dag: date) -> list[Periode]:
    """Give the periods that reach a day without a gap; there is one that holds it."""
    uit, grens = [], dag
    for periode in sorted(periodes, reverse=True):
        if periode.van <= grens <= periode.tot:
            uit.append(periode)
            grens = periode.van
    return uit
