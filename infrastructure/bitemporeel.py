"""Rectangles of two times: how a course becomes rows, the only writer of the four time columns, and the question."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Table,
    Update,
    and_,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from application.register import Tijdreis
from domain.tijdlijn import Dingsoort, S, Verloop
from domain.waarden import NOOIT
from infrastructure.bulkinvoer import kan_in_bulk, kopieer
from infrastructure.database import OPEN_INSTANT, Instant
from infrastructure.tabellen import OPEN_TEKST, SLEUTELS

Rij = Mapping[str, Any]
"""A row as wanted: everything but the thing and the two instants."""
Sleutel = tuple[Any, ...]
Inhoud = tuple[Any, ...]
ONTHOUDEN = 256
"""How many standings' rows are held at most."""
VEEL_DICHT = 50
"""From so many rows on they are closed all at once."""


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
    bewaard: dict[int, tuple[S, Rij]] = {}

    def inhoud(een: S) -> Rij:
        """Give what a standing asks; a rebuild meets the same one in fold after fold."""
        eerder = bewaard.get(id(een))
        if eerder is None or eerder[0] is not een:
            if len(bewaard) >= ONTHOUDEN:
                bewaard.clear()
            tekst = adapter.dump_json(een, by_alias=True).decode()
            eerder = bewaard[id(een)] = (een, {**kolommen(een), "stand": tekst})
        return eerder[1]

    def rijen(verloop: Verloop[S]) -> Iterator[Rij]:
        for segment in verloop.segmenten:
            yield {
                **inhoud(segment.stand),
                "geldig_van": segment.van,
                "geldig_tot": segment.tot,
            }

    return Deel(tabel=tabel, rijen=rijen)


def smal(*, tabel: Table, waarden: Callable[[S], Collection[str]]) -> Deel[S]:
    """Make the part with a row per value and the stretch of days it was there, over adjacent segments."""

    def rijen(verloop: Verloop[S]) -> Iterator[Rij]:
        sinds: dict[str, date] = {}
        for segment in verloop.segmenten:
            er_nu = set(waarden(segment.stand))
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

    def werk_uit(
        self,
        *,
        ding: UUID,
        voor: Verloop[S] | None,
        na: Verloop[S],
        per_tabel: "dict[Table, Bijwerking]",
    ) -> None:
        """Add what changes in each table when a thing's course becomes another; `voor` None: it is new.

        What is believed now follows from the course before, so nothing need be read.
        """
        for deel in self.delen:
            van = vorm(deel.tabel)
            staand = {} if voor is None else van.splits(deel.rijen(voor))
            bijwerking = per_tabel.setdefault(deel.tabel, Bijwerking())
            bijwerking.voeg_toe(ding=ding, tabel=deel.tabel, staand=staand, gewenst=deel.rijen(na))


# --- the writer --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Vorm:
    """What tells rows of one thing apart at one moment, and what else they hold."""

    sleutel: tuple[str, ...]
    inhoud: tuple[str, ...]

    def splits(self, rijen: Iterable[Rij]) -> dict[Sleutel, Inhoud]:
        """Give wanted rows by their key; ValueError when two share one."""
        uit: dict[Sleutel, Inhoud] = {}
        neem_sleutel, neem_inhoud = _nemer(self.sleutel), _nemer(self.inhoud)
        for rij in rijen:
            sleutel = neem_sleutel(rij)
            if sleutel in uit:
                raise ValueError(f"twee rijen met dezelfde sleutel {sleutel}")
            uit[sleutel] = neem_inhoud(rij)
        return uit

    def voeg_samen(self, sleutel: Sleutel, inhoud: Inhoud) -> dict[str, Any]:
        """Give a row back from its two halves."""
        return dict(zip((*self.sleutel, *self.inhoud), (*sleutel, *inhoud), strict=True))


@cache
def _nemer(namen: tuple[str, ...]) -> Callable[[Rij], tuple[Any, ...]]:
    """Make what takes the values under some names."""
    if len(namen) == 1:
        return lambda rij: (rij[namen[0]],)
    return itemgetter(*namen)


@cache
def vorm(tabel: Table) -> Vorm:
    """Read a table's form from its primary key."""
    vast = ("ding_id", "bekend_van", "bekend_tot")
    sleutel = tuple(k.name for k in tabel.primary_key.columns if k.name not in vast)
    inhoud = tuple(k.name for k in tabel.columns if k.name not in (*vast, *sleutel))
    return Vorm(sleutel=sleutel, inhoud=inhoud)


@dataclass(kw_only=True)
class Bijwerking:
    """What changes in one table: the rows believed now that are closed, and those that come."""

    dicht: list[tuple[UUID, Sleutel]] = field(default_factory=list)
    erbij: list[Rij] = field(default_factory=list)

    def voeg_toe(
        self, *, ding: UUID, tabel: Table, staand: Mapping[Sleutel, Inhoud], gewenst: Iterable[Rij]
    ) -> None:
        """Compare what is believed of a thing with what is wanted: a row's content never changes."""
        van = vorm(tabel)
        wens = van.splits(gewenst)
        self.dicht += [(ding, s) for s, inhoud in staand.items() if wens.get(s) != inhoud]
        self.erbij += [
            {**van.voeg_samen(s, inhoud), "ding_id": ding}
            for s, inhoud in wens.items()
            if staand.get(s) != inhoud
        ]


@dataclass(kw_only=True)
class Sleutelwissels:
    """Which unique keys are let go and taken in a turn."""

    weg: list[tuple[str, str]] = field(default_factory=list)
    erbij: list[dict[str, object]] = field(default_factory=list)

    def voeg_toe(
        self, *, projectie: Projectie[S], ding: UUID, voor: Verloop[S] | None, na: Verloop[S]
    ) -> None:
        """Compare the keys of a thing before and after."""
        had = set() if voor is None else set(projectie.sleutels(voor))
        krijgt = set(projectie.sleutels(na))
        soort = projectie.soort.naam
        self.weg += [(soort, sleutel) for sleutel in sorted(had - krijgt)]
        self.erbij += [
            {"soort": soort, "sleutel": sleutel, "ding_id": ding}
            for sleutel in sorted(krijgt - had)
        ]

    def schrijf(self, *, verbinding: Connection) -> None:
        """Let go first, then take: within a turn a key may pass from one thing to another."""
        for soort, sleutel in self.weg:
            eigen = (SLEUTELS.c.soort == soort) & (SLEUTELS.c.sleutel == sleutel)
            verbinding.execute(delete(SLEUTELS).where(eigen))
        if self.erbij:
            verbinding.execute(insert(SLEUTELS), self.erbij)


def schrijf(*, verbinding: Connection, tabel: Table, bijwerking: Bijwerking, nu: datetime) -> None:
    """Close as of `nu`, and insert, each in one statement; few rows are closed in one statement per thing.

    RuntimeError when a row to close does not stand: the read model is not what the log says.
    """
    sluit = _sluit_veel if len(bijwerking.dicht) >= VEEL_DICHT else _sluit_per_ding
    gesloten = sluit(verbinding, tabel, bijwerking.dicht, nu)
    if gesloten != len(bijwerking.dicht):
        raise RuntimeError(
            f"{tabel.name}: {gesloten} rijen gesloten in plaats van {len(bijwerking.dicht)}; draai verify"
        )
    erbij = [{**rij, "bekend_van": nu, "bekend_tot": OPEN_INSTANT} for rij in bijwerking.erbij]
    if kan_in_bulk(verbinding=verbinding, aantal=len(erbij)):
        kopieer(verbinding=verbinding, tabel=tabel, rijen=erbij)
    elif erbij:
        verbinding.execute(_invoegen(tabel), erbij)


def _sluit_per_ding(
    verbinding: Connection, tabel: Table, dicht: Sequence[tuple[UUID, Sleutel]], nu: datetime
) -> int:
    """Close rows in one statement for each thing; give how many were closed."""
    gesloten = 0
    for ding, groep in groupby(dicht, key=itemgetter(0)):
        sleutels = [sleutel if len(sleutel) > 1 else sleutel[0] for _, sleutel in groep]
        een = len(sleutels) == 1 and len(vorm(tabel).sleutel) == 1
        waarden = {"nu": nu, "ding": ding, "sleutels": sleutels[0] if een else sleutels}
        gesloten += verbinding.execute(_sluiten(tabel, een=een), waarden).rowcount
    return gesloten


def _sluit_veel(
    verbinding: Connection, tabel: Table, dicht: Sequence[tuple[UUID, Sleutel]], nu: datetime
) -> int:
    """Close rows of many things at once; give how many were closed."""
    # A parameter may not have the name of a column of the table that is changed.
    namen = [f"p_{naam}" for naam in ("ding_id", *vorm(tabel).sleutel)]
    rijen = [(ding, *sleutel) for ding, sleutel in dicht]
    if verbinding.dialect.name == "postgresql":
        lijsten = dict(zip(namen, map(list, zip(*rijen, strict=True)), strict=True))
        return verbinding.execute(_sluiten_uit_lijsten(tabel), {**lijsten, "nu": nu}).rowcount
    waarden = [{**dict(zip(namen, rij, strict=True)), "nu": nu} for rij in rijen]
    return verbinding.execute(_sluiten_rij(tabel), waarden).rowcount


@cache
def _sluiten_uit_lijsten(tabel: Table) -> Update:
    """Close the rows whose keys stand in lists of equal length, one for each column (PostgreSQL)."""
    kolommen = [tabel.c[naam] for naam in ("ding_id", *vorm(tabel).sleutel)]
    lijsten = [bindparam(f"p_{kolom.name}", type_=ARRAY(kolom.type)) for kolom in kolommen]
    namen = (column(kolom.name, kolom.type) for kolom in kolommen)
    gevraagd = func.unnest(*lijsten).table_valued(*namen).render_derived()
    gelijk = (kolom == gevraagd.c[kolom.name] for kolom in kolommen)
    return update(tabel).where(*gelijk, nog_geloofd(tabel=tabel)).values(bekend_tot=bindparam("nu"))


@cache
def _sluiten_rij(tabel: Table) -> Update:
    kolommen = [tabel.c[naam] for naam in ("ding_id", *vorm(tabel).sleutel)]
    gelijk = (kolom == bindparam(f"p_{kolom.name}", type_=kolom.type) for kolom in kolommen)
    return update(tabel).where(*gelijk, nog_geloofd(tabel=tabel)).values(bekend_tot=bindparam("nu"))


@cache
def _sluiten(tabel: Table, *, een: bool) -> Update:
    sleutel = [tabel.c[naam] for naam in vorm(tabel).sleutel]
    links = sleutel[0] if len(sleutel) == 1 else tuple_(*sleutel)
    gevraagd: BindParameter[Any] = bindparam("sleutels", expanding=not een)
    return (
        update(tabel)
        .where(
            tabel.c.ding_id == bindparam("ding"),
            links == gevraagd if een else links.in_(gevraagd),
            nog_geloofd(tabel=tabel),
        )
        .values(bekend_tot=bindparam("nu"))
    )


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


NU_GELOOFD = literal_column(f"'{OPEN_TEKST}'", Instant())
"""The open end written out: only so does the planner see that the partial indexes answer the question."""


def nog_geloofd(*, tabel: Table) -> ColumnElement[bool]:
    """Give the condition "still believed", which the partial index answers.

    Only under the write lock is that the same as "known at the newest instant": elsewhere a writer may come between.
    """
    open_: ColumnElement[bool] = tabel.c.bekend_tot == NU_GELOOFD
    return open_
