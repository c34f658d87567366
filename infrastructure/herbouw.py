"""The read models made again from the log, the check that they equal it, and the version they were made by."""

import io
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Row,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from domain.feiten import Registratie
from domain.tijdlijn import Dingsoort, verloop
from infrastructure.bitemporeel import Deel, Inhoud, Projectie, Sleutel, vorm
from infrastructure.database import OPEN_INSTANT, schrijftransactie
from infrastructure.feitmapper import Feitmapper
from infrastructure.log import KOLOMMEN, als_logregel
from infrastructure.tabellen import GEBEURTENISSEN, METADATA, PROJECTIES, SLEUTELS

PROJECTIEVERSIE = 1
"""Rises with every change to what a projection writes."""
WERKPLAATS = "looptijd_herbouw"
"""Schema in which the new tables are made (PostgreSQL)."""
DINGEN_PER_PAKKET = 100
WEINIG = 5_000
"""Up to this many facts one process is as fast."""

Tabelrijen = dict[str, list[tuple[Any, ...]]]
"""Rows by table name, each in the order of the table's columns."""


class ProjectiesVerouderd(Exception):  # noqa: N818 - a state, told to the user with the command to run
    """The read models were made by another version of the projections."""


def projectieversie(*, engine: Engine) -> int | None:
    """Give the version that the read models were made by; None before the register was opened."""
    if not inspect(engine).has_table(PROJECTIES.name):
        return None
    with engine.connect() as verbinding:
        return verbinding.scalar(select(PROJECTIES.c.versie))


def eis_projectieversie(*, engine: Engine) -> None:
    """Raise ProjectiesVerouderd unless the read models are of this release, or nothing was recorded yet."""
    gevonden = projectieversie(engine=engine)
    if gevonden not in (None, PROJECTIEVERSIE):
        raise ProjectiesVerouderd(
            f"de leesmodellen zijn van versie {gevonden}, nodig is {PROJECTIEVERSIE}: draai ./looptijd rebuild"
        )


# --- from facts to rectangles ------------------------------------------------------------------------------------


def rechthoeken(
    *, projectie: Projectie[Any], registraties: Sequence[Registratie]
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Give every row that the registrations of one thing leave behind, transaction by transaction.

    The same as writing them one after another: each transaction's course against what was believed until then.
    """
    soort = zonder_toets(soort=projectie.soort)
    staand: list[dict[Sleutel, tuple[Inhoud, datetime]]] = [{} for _ in projectie.delen]
    tot = 0
    for nu, groep in groupby(registraties, key=attrgetter("geregistreerd_op")):
        tot += len(list(groep))
        stand = verloop(soort=soort, registraties=registraties[:tot])
        for deel, rijen in zip(projectie.delen, staand, strict=True):
            yield from _overgang(deel, rijen, vorm(deel.tabel).splits(deel.rijen(stand)), nu)
    for deel, rijen in zip(projectie.delen, staand, strict=True):
        yield from _overgang(deel, rijen, {}, OPEN_INSTANT)


def zonder_toets(*, soort: Dingsoort[Any]) -> Dingsoort[Any]:
    """Leave out the rules: a row never depends on findings."""
    return replace(soort, toets=lambda _stand, _geldend: [])


def _overgang(
    deel: Deel[Any],
    staand: dict[Sleutel, tuple[Inhoud, datetime]],
    wens: Mapping[Sleutel, Inhoud],
    nu: datetime,
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Give the rows that end at `nu`, and let what is wanted stand from then on."""
    weg = [s for s, (inhoud, _) in staand.items() if wens.get(s) != inhoud]
    for sleutel in weg:
        inhoud, sinds = staand.pop(sleutel)
        rij = vorm(deel.tabel).voeg_samen(sleutel, inhoud)
        yield deel.tabel, {**rij, "bekend_van": sinds, "bekend_tot": nu}
    for sleutel, inhoud in wens.items():
        if sleutel not in staand:
            staand[sleutel] = (inhoud, nu)


class Rekenaar:
    """Makes the rows of things from their log entries; holds what a worker process needs."""

    def __init__(self, *, projecties: Sequence[Projectie[Any]]) -> None:
        """Take every projection."""
        self.mapper = Feitmapper(soorten=[projectie.soort for projectie in projecties])
        self.projecties = tuple(projecties)
        self.tabellen = (*(d.tabel for p in projecties for d in p.delen), SLEUTELS)
        self._namen = {tabel.name: tabel.columns.keys() for tabel in self.tabellen}

    def reken(self, dingen: Sequence[Sequence[Row[Any]]]) -> Tabelrijen:
        """Give the rows of some things, each given as all its log rows (KOLOMMEN) in order."""
        uit: Tabelrijen = {tabel.name: [] for tabel in self.tabellen}
        for rijen in dingen:
            registraties = [self.mapper.to_domain_event(als_logregel(rij)) for rij in rijen]
            for projectie in self.projecties:
                if isinstance(registraties[0].feit, projectie.soort.opening):
                    self._ding(uit, projectie, registraties)
        return uit

    def _ding(
        self, uit: Tabelrijen, projectie: Projectie[Any], registraties: Sequence[Registratie]
    ) -> None:
        ding = registraties[0].ding
        for tabel, rij in rechthoeken(projectie=projectie, registraties=registraties):
            rij["ding_id"] = ding
            uit[tabel.name].append(tuple([rij[naam] for naam in self._namen[tabel.name]]))
        stand = verloop(soort=zonder_toets(soort=projectie.soort), registraties=registraties)
        for sleutel in sorted(set(projectie.sleutels(stand))):
            uit[SLEUTELS.name].append((projectie.soort.naam, sleutel, ding))


# --- in bulk -----------------------------------------------------------------------------------------------------

_REKENAAR: list[Rekenaar] = []
"""What forked workers inherit; projections hold functions and cannot be sent."""


def _in_werker(dingen: list[list[tuple[Any, ...]]]) -> Tabelrijen:
    return _REKENAAR[-1].reken(dingen)  # type: ignore[arg-type]  # a row is a tuple


class Werkers:
    """Makes rows in several processes; within one for a small log."""

    def __init__(self, *, rekenaar: Rekenaar, aantal: int) -> None:
        """Start the processes at once: before a connection is open that they must not share."""
        self._rekenaar = rekenaar
        self._aantal = aantal
        self._pool: ProcessPoolExecutor | None = None
        if aantal > 1:
            _REKENAAR.append(rekenaar)
            context = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(aantal, mp_context=context)
            self._pool.submit(int).result()

    def __enter__(self) -> "Werkers":
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            _REKENAAR.pop()

    def reken(
        self, pakketten: Iterable[list[list[Row[Any]]]]
    ) -> Iterator[tuple[list[list[Row[Any]]], Tabelrijen]]:
        """Give every packet with its rows, in order; packets are taken in the caller's own thread."""
        if self._pool is None:
            for pakket in pakketten:
                yield pakket, self._rekenaar.reken(pakket)
            return
        onderweg: deque[tuple[list[list[Row[Any]]], Future[Tabelrijen]]] = deque()
        for pakket in pakketten:
            kaal = [[tuple(rij) for rij in rijen] for rijen in pakket]
            onderweg.append((pakket, self._pool.submit(_in_werker, kaal)))
            if len(onderweg) > 2 * self._aantal:
                eerste, klaar = onderweg.popleft()
                yield eerste, klaar.result()
        for eerste, klaar in onderweg:
            yield eerste, klaar.result()


def _pakketten(verbinding: Connection) -> Iterator[list[list[Row[Any]]]]:
    """Stream the log, thing by thing."""
    vraag = select(*KOLOMMEN).order_by(GEBEURTENISSEN.c.ding_id, GEBEURTENISSEN.c.volgnummer)
    stroom = verbinding.execution_options(yield_per=2000).execute(vraag)
    pakket: list[list[Row[Any]]] = []
    for _, rijen in groupby(stroom, key=lambda rij: rij[0]):
        pakket.append(list(rijen))
        if len(pakket) == DINGEN_PER_PAKKET:
            yield pakket
            pakket = []
    if pakket:
        yield pakket


def _werkers(engine: Engine, projecties: Sequence[Projectie[Any]], aantal: int | None) -> Werkers:
    with engine.connect() as verbinding:
        feiten = verbinding.scalar(select(func.max(GEBEURTENISSEN.c.positie))) or 0
    if aantal is None:
        aantal = 1 if feiten <= WEINIG else min(4, os.cpu_count() or 1)
    engine.dispose()  # a forked worker shares no connection
    return Werkers(rekenaar=Rekenaar(projecties=projecties), aantal=aantal)


Voortgang = Callable[[int, int], None]
"""Told how many facts are done, out of how many."""


def herbouw(
    *,
    engine: Engine,
    projecties: Sequence[Projectie[Any]],
    voortgang: Voortgang,
    werkers: int | None = None,
) -> int:
    """Make every read model again from the log, under the write lock and in one transaction; give the number of facts.

    Readers see the old tables until the commit. On PostgreSQL the engine's role must own the tables and may create a
    schema; grants are carried over. Raises RegisterBezet when the write lock takes over 10 seconds.
    """
    with ExitStack() as stapel:
        aan_het_werk = stapel.enter_context(_werkers(engine, projecties, werkers))
        verbinding, _ = stapel.enter_context(schrijftransactie(engine=engine))
        _geen_haast(verbinding)
        totaal = verbinding.scalar(select(func.count()).select_from(GEBEURTENISSEN)) or 0
        nieuw = [
            _nieuwe_tabel(verbinding, tabel)
            for tabel in aan_het_werk._rekenaar.tabellen  # noqa: SLF001 - of this file
        ]
        gedaan = 0
        for pakket, rijen in aan_het_werk.reken(_pakketten(verbinding)):
            for tabel in nieuw:
                tabel.vul(rijen[tabel.oud.name])
            gedaan += sum(len(ding) for ding in pakket)
            voortgang(gedaan, totaal)
        for tabel in nieuw:
            tabel.verwissel()
        nu = verbinding.scalar(select(func.max(GEBEURTENISSEN.c.geregistreerd_op)))
        verbinding.execute(delete(PROJECTIES))
        if nu is not None:
            rij = {"versie": PROJECTIEVERSIE, "opgebouwd_op": nu}
            verbinding.execute(insert(PROJECTIES), rij)
    return gedaan


def _geen_haast(verbinding: Connection) -> None:
    if verbinding.dialect.name == "postgresql":
        verbinding.execute(
            text(
                "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; "
                "SET LOCAL lock_timeout = '60s'; SET LOCAL maintenance_work_mem = '256MB'"
            )
        )


class _Postgresnieuw:
    """A table made again beside the old one, in a schema of its own so that all names stay."""

    def __init__(self, verbinding: Connection, oud: Table) -> None:
        self.oud = oud
        self._verbinding = verbinding
        metadata = MetaData(naming_convention=METADATA.naming_convention)
        self._tabel = oud.to_metadata(metadata, schema=WERKPLAATS)
        self._later = [c for c in self._tabel.constraints if isinstance(c, ExcludeConstraint)]
        for verbod in self._later:
            self._tabel.constraints.discard(verbod)
        verbinding.execute(text(f"CREATE SCHEMA IF NOT EXISTS {WERKPLAATS}"))
        verbinding.execute(CreateTable(self._tabel))

    def vul(self, rijen: Sequence[tuple[Any, ...]]) -> None:
        if not rijen:
            return
        tekst = io.StringIO("".join(["\t".join(map(_copy_veld, rij)) + "\n" for rij in rijen]))
        driver = self._verbinding.connection.driver_connection
        assert driver is not None  # noqa: S101 - the connection is open
        with driver.cursor() as cursor:
            cursor.copy_expert(f"COPY {WERKPLAATS}.{self.oud.name} FROM STDIN", tekst)

    def verwissel(self) -> None:
        for index in sorted(self._tabel.indexes, key=lambda i: str(i.name)):
            self._verbinding.execute(CreateIndex(index))
        for verbod in self._later:
            self._verbinding.execute(AddConstraint(verbod))
        naam = self.oud.name
        rechten = self._verbinding.scalars(text(_RECHTEN), {"tabel": naam}).all()
        schema = self._verbinding.scalar(select(func.current_schema()))
        self._verbinding.execute(text(f"DROP TABLE {naam}"))
        self._verbinding.execute(text(f'ALTER TABLE {WERKPLAATS}.{naam} SET SCHEMA "{schema}"'))
        for recht in rechten:
            self._verbinding.execute(text(recht))
        self._verbinding.execute(text(f"ANALYZE {naam}"))


_RECHTEN = """
SELECT format('GRANT %s ON %I TO %I', a.privilege_type, c.relname, r.rolname)
  FROM pg_class AS c, aclexplode(c.relacl) AS a, pg_roles AS r
 WHERE c.oid = CAST(:tabel AS regclass) AND r.oid = a.grantee AND a.grantee <> c.relowner
 UNION ALL
SELECT format('GRANT %s (%I) ON %I TO %I', a.privilege_type, k.attname, c.relname, r.rolname)
  FROM pg_class AS c, pg_attribute AS k, aclexplode(k.attacl) AS a, pg_roles AS r
 WHERE c.oid = CAST(:tabel AS regclass) AND k.attrelid = c.oid AND r.oid = a.grantee
"""
_COPY = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_veld(waarde: object) -> str:
    if waarde is None:
        return "\\N"
    return waarde.translate(_COPY) if isinstance(waarde, str) else str(waarde)


class _Sqlitenieuw:
    """A table made again under another name."""

    def __init__(self, verbinding: Connection, oud: Table) -> None:
        self.oud = oud
        self._verbinding = verbinding
        self._naam = f"{oud.name}__nieuw"
        metadata = MetaData(naming_convention=METADATA.naming_convention)
        kopie = oud.to_metadata(metadata, name=self._naam)
        verbinding.execute(CreateTable(kopie))
        dialect = verbinding.dialect
        self._maak = [
            kolom.type.dialect_impl(dialect).bind_processor(dialect) for kolom in oud.columns
        ]
        self._invoegen = f"INSERT INTO {self._naam} VALUES ({', '.join('?' * len(self._maak))})"  # noqa: S608

    def vul(self, rijen: Sequence[tuple[Any, ...]]) -> None:
        if rijen:
            self._verbinding.exec_driver_sql(self._invoegen, [self._waarden(rij) for rij in rijen])

    def _waarden(self, rij: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            [maak(w) if maak is not None else w for maak, w in zip(self._maak, rij, strict=True)]
        )

    def verwissel(self) -> None:
        self._verbinding.execute(text(f"DROP TABLE {self.oud.name}"))
        self._verbinding.execute(text(f"ALTER TABLE {self._naam} RENAME TO {self.oud.name}"))
        for index in sorted(self.oud.indexes, key=lambda i: str(i.name)):
            self._verbinding.execute(CreateIndex(index))


def _nieuwe_tabel(verbinding: Connection, tabel: Table) -> _Postgresnieuw | _Sqlitenieuw:
    if verbinding.dialect.name == "postgresql":
        return _Postgresnieuw(verbinding, tabel)
    return _Sqlitenieuw(verbinding, tabel)


# --- the check ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Verschil:
    """One thing that is not as the log says: a row that is missing, superfluous or other, or a fault in the log."""

    tabel: str
    ding: UUID | None
    verwacht: Mapping[str, Any] | None
    gevonden: Mapping[str, Any] | None
    wat: str


def controleer(
    *,
    engine: Engine,
    projecties: Sequence[Projectie[Any]],
    voortgang: Voortgang,
    werkers: int | None = None,
) -> Iterator[Verschil]:
    """Recompute every read model in one snapshot and give each difference; nothing given means all is well.

    Also: positions without gap, rising instants, volgnummers without gap, no overlapping rectangles.
    """
    with ExitStack() as stapel:
        aan_het_werk = stapel.enter_context(_werkers(engine, projecties, werkers))
        verbinding = stapel.enter_context(engine.connect())
        if engine.dialect.name == "postgresql":
            verbinding = verbinding.execution_options(isolation_level="REPEATABLE READ")
        _geen_haast(verbinding)
        yield from _logfouten(verbinding)
        tabellen = aan_het_werk._rekenaar.tabellen  # noqa: SLF001 - of this file
        totaal = verbinding.scalar(select(func.count()).select_from(GEBEURTENISSEN)) or 0
        gedaan = 0
        for pakket, rijen in aan_het_werk.reken(_pakketten(verbinding)):
            dingen = [ding[0][0] for ding in pakket]
            for tabel in tabellen:
                yield from _vergelijk(verbinding, tabel, dingen, rijen[tabel.name])
            gedaan += sum(len(ding) for ding in pakket)
            voortgang(gedaan, totaal)
        for tabel in tabellen:
            yield from _tabelfouten(verbinding, tabel)


def _vergelijk(
    verbinding: Connection, tabel: Table, dingen: Sequence[UUID], verwacht: Sequence[tuple[Any, ...]]
) -> Iterator[Verschil]:
    vraag = select(*tabel.columns).where(tabel.c.ding_id.in_(dingen))
    staat_er = Counter(tuple(rij) for rij in verbinding.execute(vraag))
    hoort = Counter(verwacht)
    namen = tabel.columns.keys()
    plek = namen.index("ding_id")
    for rij in (hoort - staat_er).elements():
        velden = dict(zip(namen, rij, strict=True))
        yield Verschil(
            tabel=tabel.name, ding=rij[plek], verwacht=velden, gevonden=None, wat="rij ontbreekt"
        )
    for rij in (staat_er - hoort).elements():
        velden = dict(zip(namen, rij, strict=True))
        yield Verschil(
            tabel=tabel.name, ding=rij[plek], verwacht=None, gevonden=velden, wat="rij te veel"
        )


def _tabelfouten(verbinding: Connection, tabel: Table) -> Iterator[Verschil]:
    """Give rows of things that the log does not know, and rectangles that overlap."""
    bekend = select(GEBEURTENISSEN.c.positie).where(GEBEURTENISSEN.c.ding_id == tabel.c.ding_id)
    wees = select(tabel.c.ding_id).where(~bekend.exists()).distinct()
    for ding in verbinding.scalars(wees):
        yield Verschil(
            tabel=tabel.name, ding=ding, verwacht=None, gevonden=None, wat="ding staat niet in het log"
        )
    if tabel is SLEUTELS:
        return
    ander = tabel.alias()
    zelfde = [ander.c[k] == tabel.c[k] for k in ("ding_id", *vorm(tabel).sleutel) if k != "geldig_van"]
    eerder = (tabel.c.geldig_van < ander.c.geldig_van) | (
        (tabel.c.geldig_van == ander.c.geldig_van) & (tabel.c.bekend_van < ander.c.bekend_van)
    )
    dubbel = (
        select(tabel.c.ding_id)
        .join(ander, zelfde[0])
        .where(*zelfde[1:], eerder, tabel.c.geldig_tot > ander.c.geldig_van)
        .where(tabel.c.bekend_van < ander.c.bekend_tot, ander.c.bekend_van < tabel.c.bekend_tot)
        .distinct()
    )
    for ding in verbinding.scalars(dubbel):
        yield Verschil(
            tabel=tabel.name, ding=ding, verwacht=None, gevonden=None, wat="rechthoeken overlappen"
        )


def _logfouten(verbinding: Connection) -> Iterator[Verschil]:
    """Give what the log itself should never show."""

    def fout(ding: UUID | None, verwacht: object, gevonden: object, wat: str) -> Verschil:
        return Verschil(
            tabel=GEBEURTENISSEN.name,
            ding=ding,
            verwacht={"waarde": verwacht},
            gevonden={"waarde": gevonden},
            wat=wat,
        )

    log = GEBEURTENISSEN.c
    aantal, laagste, hoogste = verbinding.execute(
        select(func.count(), func.min(log.positie), func.max(log.positie))
    ).one()
    if aantal and (laagste, hoogste) != (1, aantal):
        yield fout(None, f"1..{aantal}", f"{laagste}..{hoogste}", "posities met een gat")
    vorige = select(
        log.positie,
        log.geregistreerd_op,
        func.lag(log.geregistreerd_op).over(order_by=log.positie).label("vorige"),
    ).subquery()
    daalt = select(vorige.c.positie).where(vorige.c.vorige > vorige.c.geregistreerd_op)
    for positie in verbinding.scalars(daalt):
        yield fout(None, "niet eerder dan de vorige", positie, "registratietijd daalt")
    volgnummers = (
        select(log.ding_id, func.count(), func.max(log.volgnummer))
        .group_by(log.ding_id)
        .having((func.count() != func.max(log.volgnummer)) | (func.min(log.volgnummer) != 1))
    )
    for ding, hoeveel, hoogste_nummer in verbinding.execute(volgnummers):
        yield fout(ding, hoeveel, hoogste_nummer, "volgnummers met een gat")
