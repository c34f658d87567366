"""How a database is reached: engines, column types that mean the same on both, and the one write lock."""

import fcntl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Executable,
    QueuePool,
    Row,
    String,
    Text,
    Uuid,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as GeenVerbindingVrij
from sqlalchemy.types import TypeDecorator, TypeEngine

from application.register import RegisterBezet
from domain.waarden import schrijf_instant

OPEN_INSTANT = datetime(9999, 1, 1, tzinfo=UTC)
"""The open end of a half-open period of instants: still believed."""
SLOT_WACHTTIJD = 10.0
"""Seconds that a writer waits for its turn."""
SLOT = 5_006_107_119
"""Key of the advisory lock (PostgreSQL)."""
_LOCK_NOT_AVAILABLE = "55P03"


class Instant(TypeDecorator[datetime]):
    """An instant with microseconds: timestamptz, or text of a fixed width on SQLite; aware UTC in Python."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give the type of this database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Write; ValueError for an instant without offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} heeft geen tijdzone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else schrijf_instant(utc)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read."""
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


Id = Uuid(as_uuid=True)
"""A UUID: native on PostgreSQL, 32 hexadecimal digits on SQLite; both order alike."""
Tekst = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that orders by code point on both databases."""


def maak_engine(
    *, url: str, verbindingen: int = 10, extra: int = 30, wachttijd: float = SLOT_WACHTTIJD
) -> Engine:
    """Make the engine for an SQLAlchemy URL; `postgresql://` and `postgres://` mean psycopg2.

    `verbindingen` are kept, `extra` more may be opened; who finds none free waits `wachttijd` seconds. ValueError for
    another kind of database and for SQLite in memory.
    """
    adres = make_url(url.replace("postgres://", "postgresql://", 1))
    pool: dict[str, Any] = {
        "poolclass": QueuePool,
        "pool_size": verbindingen,
        "max_overflow": extra,
        "pool_timeout": wachttijd,
    }
    if adres.get_backend_name() == "sqlite":
        return _sqlite(adres, pool)
    if adres.get_backend_name() == "postgresql":
        return _postgresql(adres, pool)
    raise ValueError(
        f"'{adres.get_backend_name()}' wordt niet ondersteund; gebruik sqlite of postgresql"
    )


def _sqlite(adres: URL, pool: Mapping[str, Any]) -> Engine:
    naam = adres.database or ""
    if naam in {"", ":memory:"} or naam.startswith("file:"):
        raise ValueError(
            "SQLite in het geheugen wordt niet ondersteund; geef een bestand, als in sqlite:////pad/naam"
        )
    engine = create_engine(
        adres.set(drivername="sqlite+pysqlite", database=str(Path(naam).resolve())),
        connect_args={"timeout": SLOT_WACHTTIJD},
        **pool,
    )
    event.listen(engine, "connect", _sqlite_verbonden)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_verbonden(verbinding: Any, _verslag: object) -> None:
    verbinding.isolation_level = None  # transactions begin where we say so: see _sqlite_begin
    cursor = verbinding.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    # NORMAL may lose the newest commits when the power fails; what was answered with 201 must stay.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _sqlite_begin(verbinding: Connection) -> None:
    schrijft = verbinding.get_execution_options().get("schrijft", False)
    verbinding.exec_driver_sql("BEGIN IMMEDIATE" if schrijft else "BEGIN")


def _postgresql(adres: URL, pool: Mapping[str, Any]) -> Engine:
    eigen = adres.query.get("options", "")
    instellingen = {
        "timezone": "UTC",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    }
    opties = [f"-c {naam}={waarde}" for naam, waarde in instellingen.items()]
    return create_engine(
        adres.set(drivername="postgresql+psycopg2").difference_update_query(["options"]),
        isolation_level="READ COMMITTED",
        connect_args={
            "application_name": "looptijd",
            "connect_timeout": 10,
            "keepalives": 1,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
            "options": " ".join([*opties, *([eigen] if isinstance(eigen, str) else eigen)]),
        },
        **pool,
    )


@contextmanager
def lezer(*, engine: Engine) -> Iterator[Connection]:
    """Give a connection whose questions all see one snapshot: that of the first."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with engine.connect() as verbinding:  # on SQLite a transaction is a snapshot already
        yield verbinding


# --- the write lock ----------------------------------------------------------------------------------------------


@contextmanager
def schrijftransactie(
    *,
    engine: Engine,
    vraag: str = "SELECT 1 AS een",
    kolommen: Mapping[str, TypeEngine[Any]] | None = None,
) -> Iterator[tuple[Connection, Row[Any]]]:
    """Take the write lock, begin, and give the connection with the first row of `vraag`; commit at the end.

    The lock lies over threads, processes and (PostgreSQL) machines. `vraag` is asked under the lock, on PostgreSQL in
    the same round trip, in a snapshot taken after the lock was had. Raises RegisterBezet after 10 seconds.
    """
    einde = time.monotonic() + SLOT_WACHTTIJD
    with _slot_van_draden(engine, einde), _slot_van_bestand(engine, einde):
        try:
            verbinding = engine.connect().execution_options(schrijft=True)
        except GeenVerbindingVrij as fout:
            raise RegisterBezet("er kwam geen verbinding met de database vrij") from fout
        with verbinding:
            rij = _begin(verbinding, vraag, kolommen or {}, einde)
            yield verbinding, rij
            try:
                verbinding.commit()
            except BaseException:
                # In a state that nobody knows; given back to the pool it would stay in its transaction.
                verbinding.invalidate()
                raise


@cache
def _tekst(vraag: str, kolommen: tuple[tuple[str, TypeEngine[Any]], ...]) -> Executable:
    return text(vraag).columns(**dict(kolommen))


def _begin(
    verbinding: Connection, vraag: str, kolommen: Mapping[str, TypeEngine[Any]], einde: float
) -> Row[Any]:
    """Take the database's own lock and ask the first question."""
    if verbinding.dialect.name == "postgresql":
        # In one string, so one round trip; each statement of it has its own snapshot. Whole tenths of a second: the
        # driver keeps what it has compiled.
        rest = max(1, round((einde - time.monotonic()) * 10)) * 100
        vraag = f"SET LOCAL lock_timeout = {rest}; SELECT pg_advisory_xact_lock({SLOT}); {vraag}"
    try:
        return verbinding.execute(_tekst(vraag, tuple(kolommen.items()))).one()
    except OperationalError as fout:
        if getattr(fout.orig, "pgcode", None) == _LOCK_NOT_AVAILABLE or "database is locked" in str(
            fout.orig
        ):
            raise RegisterBezet("een ander houdt het register bezet") from fout
        raise


_DRADEN: dict[str, threading.Lock] = {}


@contextmanager
def _slot_van_draden(engine: Engine, einde: float) -> Iterator[None]:
    """One waiting writer per process, so that waiting takes no more than one connection."""
    slot = _DRADEN.setdefault(engine.url.render_as_string(), threading.Lock())
    if not slot.acquire(timeout=max(0.0, einde - time.monotonic())):
        raise RegisterBezet("een ander houdt het register bezet")
    try:
        yield
    finally:
        slot.release()


@contextmanager
def _slot_van_bestand(engine: Engine, einde: float) -> Iterator[None]:
    """SQLite: one writing process at a time; BEGIN IMMEDIATE with a busy timeout alone starves a writer."""
    if engine.dialect.name != "sqlite":
        with nullcontext():
            yield
        return
    with Path(f"{engine.url.database}.slot").open("ab") as bestand:
        _flock(bestand, einde)
        try:
            yield
        finally:
            fcntl.flock(bestand, fcntl.LOCK_UN)  # a process forked meanwhile may still have it open


def _flock(bestand: IO[bytes], einde: float) -> None:
    """Take the file lock or raise RegisterBezet at `einde`; asking over and over would never get its turn."""
    with suppress(BlockingIOError):
        fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    rest = einde - time.monotonic()
    if rest <= 0:
        raise RegisterBezet("een ander proces houdt het register bezet")
    gekregen = threading.Event()
    nummer = bestand.fileno()

    def wacht() -> None:
        with suppress(OSError):  # closed meanwhile: the wait was given up
            fcntl.flock(nummer, fcntl.LOCK_EX)
            gekregen.set()

    threading.Thread(target=wacht, daemon=True).start()
    if not gekregen.wait(rest):
        raise RegisterBezet("een ander proces houdt het register bezet")
