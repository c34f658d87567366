"""Rectangles of two times: how a course becomes rows, the only writer of the four time columns, and the question."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Generic
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)

from application.register import Tijdreis
from domain.tijdlijn import Dingsoort, S, Verloop
from domain.waarden import NOOIT
from infrastructure.database import OPEN_INSTANT
from infrastructure.tabellen import SLEUTELS

Rij = Mapping[str, Any]
"""A row as wanted: everything but the thing and the two instants."""
Sleutel = tuple[Any, ...]
Inhoud = tuple[Any, ...]


# --- what a course becomes ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Deel(Generic[S]):
    """One table of a projection, and the rows that a course asks of it.

    `rijen` is pure and looks at segments and facts only, never at findings.
    """

    tabel: Table
    rijen: Callable[[Verloop[S]], Iterable[Rij]]


def voorkomens(
    *, tabel: Table, stand: type[S], kolommen: Callable[[S], Mapping[str, object]]
) -> Deel[S]:
    """Make the part with a row per segment: its standing as JSON in outside names, and the filter columns.

    `stand` must give the same JSON for equal standings in every process: tuples in a fixed order, no sets.
    """
    adapter = TypeAdapter(stand)

    def rijen(verloop: Verloop[S]) -> Iterator[Rij]:
        for segment in verloop.segmenten:
            yield {
                **kolommen(segment.stand),
                "geldig_van": segment.van,
                "geldig_tot": segment.tot,
                "stand": adapter.dump_json(segment.stand, by_alias=True).decode(),
            }

    return Deel(tabel=tabel, rijen=rijen)


def smal(*, tabel: Table, waarden: Callable[[S], Collection[str]]) -> Deel[S]:
    """Make the part with a row per value and the stretch of days it was there, over adjacent segments."""

    def rijen(verloop: Verloop[S]) -> Iterator[Rij]:
        sinds: dict[str, date] = {}
        for segment in verloop.segmenten:
            er_nu: Set[str] = set(waarden(segment.stand))
            for weg in sorted(sinds.keys() - er_nu):
                yield {"waarde": weg, "geldig_van": sinds.pop(weg), "geldig_tot": segment.van}
            for erbij in er_nu - sinds.keys():
                sinds[erbij] = segment.van
        for waarde, van in sinds.items():
            yield {"waarde": waarde, "geldig_van": van, "geldig_tot": NOOIT}

    return Deel(tabel=tabel, rijen=rijen)


def grootboek(*, tabel: Table, rijen: Callable[[Verloop[S]], Iterable[Rij]]) -> Deel[S]:
    """Make the part with a row per booking: `regel`, `geldig_van`, `geldig_tot` and the table's own columns."""
    return Deel(tabel=tabel, rijen=rijen)


def _geen_sleutels(_verloop: Verloop[Any]) -> Collection[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Projectie(Generic[S]):
    """How one kind of thing is kept to be asked: its tables, and the unique keys it holds as known now."""

    soort: Dingsoort[S]
    delen: tuple[Deel[S], ...]
    sleutels: Callable[[Verloop[S]], Collection[str]] = _geen_sleutels

    def werk_bij(
        self, *, verbinding: Connection, ding: UUID, verloop: Verloop[S], nu: datetime, nieuw: bool
    ) -> None:
        """Bring the tables to a course as known from `nu` on; once per thing and transaction.

        `nieuw` says that the thing was opened in this very transaction: nothing stands yet.
        """
        for deel in self.delen:
            schrijf(
                verbinding=verbinding,
                tabel=deel.tabel,
                ding=ding,
                gewenst=deel.rijen(verloop),
                nu=nu,
                nieuw=nieuw,
            )
        if self.sleutels is not _geen_sleutels:
            self._schrijf_sleutels(verbinding, ding, set(self.sleutels(verloop)), nieuw=nieuw)

    def _schrijf_sleutels(
        self, verbinding: Connection, ding: UUID, gewenst: Set[str], *, nieuw: bool
    ) -> None:
        soort = {"soort": self.soort.naam}
        eigen = (SLEUTELS.c.soort == self.soort.naam) & (SLEUTELS.c.ding_id == ding)
        staand = (
            set() if nieuw else set(verbinding.scalars(select(SLEUTELS.c.sleutel).where(eigen)))
        )
        if weg := staand - gewenst:
            verbinding.execute(delete(SLEUTELS).where(eigen, SLEUTELS.c.sleutel.in_(weg)))
        if erbij := sorted(gewenst - staand):
            rijen = [{**soort, "sleutel": sleutel, "ding_id": ding} for sleutel in erbij]
            verbinding.execute(insert(SLEUTELS), rijen)


# --- the writer --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Vorm:
    """What tells rows of one thing apart at one moment, and what else they hold."""

    sleutel: tuple[str, ...]
    inhoud: tuple[str, ...]

    def splits(self, rijen: Iterable[Rij]) -> dict[Sleutel, Inhoud]:
        """Give wanted rows by their key; ValueError when two share one."""
        uit: dict[Sleutel, Inhoud] = {}
        for rij in rijen:
            sleutel = tuple([rij[naam] for naam in self.sleutel])
            if sleutel in uit:
                raise ValueError(f"twee rijen met dezelfde sleutel {sleutel}")
            uit[sleutel] = tuple([rij[naam] for naam in self.inhoud])
        return uit

    def voeg_samen(self, sleutel: Sleutel, inhoud: Inhoud) -> dict[str, Any]:
        """Give a row back from its two halves."""
        return dict(zip((*self.sleutel, *self.inhoud), (*sleutel, *inhoud), strict=True))


@cache
def vorm(tabel: Table) -> Vorm:
    """Read a table's form from its primary key."""
    vast = ("ding_id", "bekend_van", "bekend_tot")
    sleutel = tuple(k.name for k in tabel.primary_key.columns if k.name not in vast)
    inhoud = tuple(k.name for k in tabel.columns if k.name not in (*vast, *sleutel))
    return Vorm(sleutel=sleutel, inhoud=inhoud)


def schrijf(
    *,
    verbinding: Connection,
    tabel: Table,
    ding: UUID,
    gewenst: Iterable[Rij],
    nu: datetime,
    nieuw: bool,
) -> None:
    """Make `gewenst` what is believed of a thing from `nu` on.

    Rows believed now that are not wanted so are closed in one UPDATE, wanted rows that do not stand are inserted in
    one statement; a row's content never changes. RuntimeError when another writer was at it, which the lock forbids.
    """
    van = vorm(tabel)
    wens = van.splits(gewenst)
    staand = {} if nieuw else _staand(verbinding, tabel, ding)
    dicht = [sleutel for sleutel, inhoud in staand.items() if wens.get(sleutel) != inhoud]
    if dicht:
        _sluit(verbinding, tabel, ding, nu, dicht, alles=len(dicht) == len(staand))
    erbij = [
        {
            **van.voeg_samen(sleutel, inhoud),
            "ding_id": ding,
            "bekend_van": nu,
            "bekend_tot": OPEN_INSTANT,
        }
        for sleutel, inhoud in wens.items()
        if staand.get(sleutel) != inhoud
    ]
    if erbij:
        verbinding.execute(_invoegen(tabel), erbij)


def _staand(verbinding: Connection, tabel: Table, ding: UUID) -> dict[Sleutel, Inhoud]:
    lengte = len(vorm(tabel).sleutel)
    rijen = verbinding.execute(_vraag_staand(tabel), {"ding": ding})
    return {tuple(rij[:lengte]): tuple(rij[lengte:]) for rij in rijen}


def _sluit(
    verbinding: Connection,
    tabel: Table,
    ding: UUID,
    nu: datetime,
    sleutels: list[Sleutel],
    *,
    alles: bool,
) -> None:
    waarden: dict[str, Any] = {"ding": ding, "nu": nu}
    if not alles:
        waarden["sleutels"] = sleutels if len(sleutels[0]) > 1 else [s for (s,) in sleutels]
    gesloten = verbinding.execute(_sluiten(tabel, alles=alles), waarden).rowcount
    if gesloten != len(sleutels):
        raise RuntimeError(f"{tabel.name}: {gesloten} rijen gesloten in plaats van {len(sleutels)}")


@cache
def _vraag_staand(tabel: Table) -> Select[Any]:
    van = vorm(tabel)
    return select(*(tabel.c[naam] for naam in (*van.sleutel, *van.inhoud))).where(
        tabel.c.ding_id == bindparam("ding"), nog_geloofd(tabel=tabel)
    )


@cache
def _sluiten(tabel: Table, *, alles: bool) -> Update:
    sluit = (
        update(tabel)
        .where(tabel.c.ding_id == bindparam("ding"), nog_geloofd(tabel=tabel))
        .values(bekend_tot=bindparam("nu"))
    )
    if alles:
        return sluit
    sleutel = [tabel.c[naam] for naam in vorm(tabel).sleutel]
    links = tuple_(*sleutel) if len(sleutel) > 1 else sleutel[0]
    return sluit.where(links.in_(bindparam("sleutels", expanding=True)))


@cache
def _invoegen(tabel: Table) -> Any:
    return insert(tabel)


# --- the question ------------------------------------------------------------------------------------------------


def geldend(*, tabel: Table, tijdreis: Tijdreis) -> ColumnElement[bool]:
    """Give the condition "on geldig_op, as known at beschikbaar_op": at most one row per thing (and value)."""
    return and_(
        tabel.c.geldig_van <= tijdreis.geldig_op,
        tabel.c.geldig_tot > tijdreis.geldig_op,
        bekend(tabel=tabel, op=tijdreis.beschikbaar_op),
    )


def bekend(*, tabel: Table, op: datetime) -> ColumnElement[bool]:
    """Give the condition "as known at an instant", on all days."""
    return and_(tabel.c.bekend_van <= op, tabel.c.bekend_tot > op)


def nog_geloofd(*, tabel: Table) -> ColumnElement[bool]:
    """Give the condition "still believed", which the partial index answers.

    Only under the write lock is that the same as "known at the newest instant": elsewhere a writer may come between.
    """
    return tabel.c.bekend_tot == OPEN_INSTANT
