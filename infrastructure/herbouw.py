"""The read models made again from the log, the check that they equal it, and the version they were made by."""

import gc
import io
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Self
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Row,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from domain.feiten import Registratie
from domain.onthouden import onthoudend
from domain.tijdlijn import Dingsoort, S, verloop
from infrastructure.bitemporeel import Deel, Inhoud, Projectie, Sleutel, vorm
from infrastructure.database import OPEN_INSTANT, Id, schrijftransactie
from infrastructure.feitmapper import Feitmapper
from infrastructure.log import KOLOMMEN, als_logregel
from infrastructure.tabellen import GEBEURTENISSEN, METADATA, PROJECTIES, SLEUTELS

PROJECTIEVERSIE = 3
"""Rises with every change to what a projection writes."""
WERKPLAATS = "looptijd_herbouw"
"""Schema in which the new tables are made (PostgreSQL)."""
DINGEN_PER_PAKKET = 100
REGELS_PER_BLADZIJDE = 5_000
WEINIG = 5_000
"""Up to this many facts one process is as fast."""

Rijen = list[tuple[Any, ...]]
"""Rows in the order of their table's columns."""
Opmaak = Callable[[Table, Rijen], Any]
"""Makes of a table's rows what its database takes in bulk."""


class ProjectiesVerouderd(Exception):
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
) -> tuple[list[tuple[Table, dict[str, Any]]], Collection[str]]:
    """Give every row that the registrations of one thing leave behind, and the unique keys it holds now.

    The same as writing them one after another: each transaction's course against what was believed until then.
    """
    soort = onthoudend(soort=zonder_toets(soort=projectie.soort))
    staand: list[dict[Sleutel, tuple[Inhoud, datetime]]] = [{} for _ in projectie.delen]
    uit: list[tuple[Table, dict[str, Any]]] = []
    sleutels: Collection[str] = ()
    tot = 0
    for nu, groep in groupby(registraties, key=attrgetter("geregistreerd_op")):
        tot += len(list(groep))
        koers = verloop(soort=soort, registraties=registraties[:tot])
        for deel, rijen in zip(projectie.delen, staand, strict=True):
            uit += _overgang(deel, rijen, vorm(deel.tabel).splits(deel.rijen(koers)), nu)
        if tot == len(registraties):
            sleutels = projectie.sleutels(koers)
    for deel, rijen in zip(projectie.delen, staand, strict=True):
        uit += _overgang(deel, rijen, {}, OPEN_INSTANT)
    return uit, sleutels


def zonder_toets(*, soort: Dingsoort[S]) -> Dingsoort[S]:
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

    def __init__(self, *, projecties: Sequence[Projectie[Any]], opmaak: Opmaak) -> None:
        """Take every projection."""
        self._opmaak = opmaak
        self.mapper = Feitmapper(soorten=[projectie.soort for projectie in projecties])
        self.projecties = tuple(projecties)
        eigen = [deel.tabel for projectie in projecties for deel in projectie.delen]
        self.tabellen = (*dict.fromkeys(eigen), SLEUTELS)  # kinds of things may share one
        self._nemers = {tabel.name: itemgetter(*tabel.columns.keys()) for tabel in self.tabellen}

    def reken(self, dingen: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """Give the rows of some things by table name; each thing is given as all its log rows (KOLOMMEN)."""
        uit: dict[str, Rijen] = {tabel.name: [] for tabel in self.tabellen}
        for rijen in dingen:
            registraties = [self.mapper.to_domain_event(als_logregel(rij)) for rij in rijen]
            for projectie in self.projecties:
                if isinstance(registraties[0].feit, projectie.soort.opening):
                    self._ding(uit, projectie, registraties)
        return {tabel.name: self._opmaak(tabel, uit[tabel.name]) for tabel in self.tabellen}

    def _ding(
        self,
        uit: dict[str, Rijen],
        projectie: Projectie[Any],
        registraties: Sequence[Registratie],
    ) -> None:
        ding = registraties[0].ding
        rijen, sleutels = rechthoeken(projectie=projectie, registraties=registraties)
        for tabel, rij in rijen:
            rij["ding_id"] = ding
            uit[tabel.name].append(self._nemers[tabel.name](rij))
        soort = projectie.soort.naam
        uit[SLEUTELS.name] += [(soort, sleutel, ding) for sleutel in sorted(set(sleutels))]


# --- in bulk -----------------------------------------------------------------------------------------------------

_REKENAAR: list[Rekenaar] = []
"""What forked workers inherit; projections hold functions and cannot be sent."""


def _in_werker(dingen: list[Rijen]) -> dict[str, Any]:
    return _REKENAAR[-1].reken(dingen)


class Werkers:
    """Makes rows in several processes; within one for a small log."""

    def __init__(self, *, rekenaar: Rekenaar, aantal: int) -> None:
        """Start the processes at once: before a connection is open that they must not share."""
        self.tabellen = rekenaar.tabellen
        self._rekenaar = rekenaar
        self._aantal = aantal
        self._pool: ProcessPoolExecutor | None = None
        if aantal > 1:
            _REKENAAR.append(rekenaar)
            context = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(aantal, mp_context=context, initializer=gc.freeze)
            self._pool.submit(int).result()

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            _REKENAAR.pop()

    def reken(
        self, pakketten: Iterable[list[list[Row[Any]]]]
    ) -> Iterator[tuple[list[list[Row[Any]]], dict[str, Any]]]:
        """Give every packet with its rows, in order; packets are taken in the caller's own thread."""
        if self._pool is None:
            for pakket in pakketten:
                yield pakket, self._rekenaar.reken(pakket)
            return
        onderweg: deque[tuple[list[list[Row[Any]]], Future[dict[str, Any]]]] = deque()
        for pakket in pakketten:
            kaal = [[tuple(rij) for rij in rijen] for rijen in pakket]
            onderweg.append((pakket, self._pool.submit(_in_werker, kaal)))
            if len(onderweg) > 2 * self._aantal:
                eerste, klaar = onderweg.popleft()
                yield eerste, klaar.result()
        for eerste, klaar in onderweg:
            yield eerste, klaar.result()


def _pakketten(verbinding: Connection) -> Iterator[list[list[Row[Any]]]]:
    """Read the log thing by thing."""
    pakket: list[list[Row[Any]]] = []
    for _, rijen in groupby(_logregels(verbinding), key=lambda rij: rij[0]):
        pakket.append(list(rijen))
        if len(pakket) == DINGEN_PER_PAKKET:
            yield pakket
            pakket = []
    if pakket:
        yield pakket


def _logregels(verbinding: Connection) -> Iterator[Row[Any]]:
    """Read the log by thing and volgnummer, in pages: COPY FREEZE bears no open cursor."""
    ding, volgnummer = GEBEURTENISSEN.c.ding_id, GEBEURTENISSEN.c.volgnummer
    vraag = select(*KOLOMMEN).order_by(ding, volgnummer).limit(REGELS_PER_BLADZIJDE)
    verder = vraag.where(
        tuple_(ding, volgnummer) > tuple_(bindparam("ding", type_=Id), bindparam("na"))
    )
    bladzijde = verbinding.execute(vraag).all()
    while bladzijde:
        yield from bladzijde
        laatste = bladzijde[-1]
        plek = {"ding": laatste.ding_id, "na": laatste.volgnummer}
        bladzijde = verbinding.execute(verder, plek).all()


def _werkers(
    engine: Engine, projecties: Sequence[Projectie[Any]], aantal: int | None, opmaak: Opmaak
) -> Werkers:
    with engine.connect() as verbinding:
        feiten = verbinding.scalar(select(func.max(GEBEURTENISSEN.c.positie))) or 0
    if aantal is None:
        aantal = 1 if feiten <= WEINIG else min(4, os.cpu_count() or 1)
    engine.dispose()  # a forked worker shares no connection
    rekenaar = Rekenaar(projecties=projecties, opmaak=opmaak)
    return Werkers(rekenaar=rekenaar, aantal=aantal)


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
    opmaak = _copy_tekst if engine.dialect.name == "postgresql" else _sqlite_waarden
    with ExitStack() as stapel:
        aan_het_werk = stapel.enter_context(_werkers(engine, projecties, werkers, opmaak))
        verbinding, _ = stapel.enter_context(schrijftransactie(engine=engine))
        _geen_haast(verbinding)
        totaal = verbinding.scalar(select(func.count()).select_from(GEBEURTENISSEN)) or 0
        nieuw = [_nieuwe_tabel(verbinding, tabel) for tabel in aan_het_werk.tabellen]
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

    def vul(self, tekst: str) -> None:
        if not tekst:
            return
        driver = self._verbinding.connection.driver_connection
        assert driver is not None  # noqa: S101 - the connection is open
        with driver.cursor() as cursor:
            # Frozen rows are seen by a question whose snapshot is older than the swap; it would find nothing else.
            cursor.copy_expert(
                f"COPY {WERKPLAATS}.{self.oud.name} FROM STDIN (FREEZE)", io.StringIO(tekst)
            )

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


def _copy_tekst(_tabel: Table, rijen: Rijen) -> str:
    """Write rows as COPY reads them."""
    return "".join(["\t".join(map(_copy_veld, rij)) + "\n" for rij in rijen])


class _Sqlitenieuw:
    """A table made again under another name."""

    def __init__(self, verbinding: Connection, oud: Table) -> None:
        self.oud = oud
        self._verbinding = verbinding
        self._naam = f"{oud.name}__nieuw"
        metadata = MetaData(naming_convention=METADATA.naming_convention)
        kopie = oud.to_metadata(metadata, name=self._naam)
        for verbod in [c for c in kopie.constraints if isinstance(c, ExcludeConstraint)]:
            kopie.constraints.discard(verbod)  # PostgreSQL's own
        verbinding.execute(CreateTable(kopie))
        vragen = ", ".join("?" * len(oud.columns))
        self._invoegen = f"INSERT INTO {self._naam} VALUES ({vragen})"  # noqa: S608

    def vul(self, waarden: Rijen) -> None:
        if waarden:
            self._verbinding.exec_driver_sql(self._invoegen, waarden)

    def verwissel(self) -> None:
        self._verbinding.execute(text(f"DROP TABLE {self.oud.name}"))
        self._verbinding.execute(text(f"ALTER TABLE {self._naam} RENAME TO {self.oud.name}"))
        for index in sorted(self.oud.indexes, key=lambda i: str(i.name)):
            self._verbinding.execute(CreateIndex(index))


@cache
def _binders(tabel: Table) -> list[Callable[[Any], Any] | None]:
    dialect = sqlite_dialect()
    return [kolom.type.dialect_impl(dialect).bind_processor(dialect) for kolom in tabel.columns]


def _sqlite_waarden(tabel: Table, rijen: Rijen) -> Rijen:
    """Write rows as the SQLite driver takes them."""
    binders = _binders(tabel)
    return [
        tuple([w if bind is None else bind(w) for bind, w in zip(binders, rij, strict=True)])
        for rij in rijen
    ]


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
        aan_het_werk = stapel.enter_context(
            _werkers(engine, projecties, werkers, lambda _tabel, rijen: rijen)
        )
        verbinding = stapel.enter_context(engine.connect())
        if engine.dialect.name == "postgresql":
            verbinding = verbinding.execution_options(isolation_level="REPEATABLE READ")
        _geen_haast(verbinding)
        yield from _logfouten(verbinding)
        tabellen = aan_het_werk.tabellen
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
    verbinding: Connection,
    tabel: Table,
    dingen: Sequence[UUID],
    verwacht: Sequence[tuple[Any, ...]],
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
            tabel=tabel.name,
            ding=ding,
            verwacht=None,
            gevonden=None,
            wat="ding staat niet in het log",
        )
    if tabel is SLEUTELS:
        return
    ander = tabel.alias()
    zelfde = [
        ander.c[k] == tabel.c[k] for k in ("ding_id", *vorm(tabel).sleutel) if k != "geldig_van"
    ]
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
