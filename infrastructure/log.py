"""The log: the event sourcing library's recorders on SQLAlchemy Core, its application, and the log's own first fact."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self, cast
from uuid import UUID, uuid4

from eventsourcing import persistence
from eventsourcing.application import Application
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    EventStore,
    InfrastructureFactory,
    Mapper,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType
from sqlalchemy import Connection, Engine, Select, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError

from application.register import KlokLooptAchter
from domain.feiten import Feit, Registratie
from infrastructure.database import Instant, maak_engine, schrijftransactie
from infrastructure.klok import Klok, maak_klok
from infrastructure.tabellen import GEBEURTENISSEN

REGISTER = UUID("00000000-0000-4000-8000-000000000001")
"""The thing whose only fact opens every log."""
MAX_ACHTER = timedelta(minutes=5)
"""How far the clock may run behind the newest instant (interface.md 2)."""


class Registersoort(StrEnum):
    """What a register is for; never changes."""

    PRODUCTIE = "PRODUCTIE"
    DEMO = "DEMO"


@dataclass(frozen=True, kw_only=True)
class RegisterGeopend(Feit):
    """Position 1 of every log."""

    feitnaam: ClassVar[str] = "register.geopend"
    pad: ClassVar[str] = "POST"

    soort: Registersoort


@dataclass(frozen=True, eq=False)
class Logregel(Notification):
    """A row of the log; `id` is its position, 0 until it is recorded.

    Equal to the library's own stored events when the four fields that those have are equal.
    """

    gebeurtenis_id: UUID
    schemaversie: int
    ingangsdatum: date | None
    geregistreerd_op: datetime | None
    metadata: str

    def __eq__(self, ander: object) -> bool:
        """Compare what the library knows of an event."""
        return isinstance(ander, StoredEvent) and _kern(self) == _kern(ander)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(_kern(self))


def _kern(regel: StoredEvent) -> tuple[UUID | str, int, str, bytes]:
    return (regel.originator_id, regel.originator_version, regel.topic, regel.state)


KOLOMMEN = tuple(
    GEBEURTENISSEN.c[naam]
    for naam in (
        "ding_id",
        "volgnummer",
        "soort",
        "gegevens",
        "positie",
        "gebeurtenis_id",
        "schemaversie",
        "ingangsdatum",
        "geregistreerd_op",
        "metadata",
    )
)
"""The columns in the order in which `als_logregel` takes them."""


_ALLE_VAN_DING = (
    select(*KOLOMMEN)
    .where(GEBEURTENISSEN.c.ding_id == bindparam("ding"))
    .order_by(GEBEURTENISSEN.c.volgnummer)
)
_ALLE_VAN_DINGEN = (
    select(*KOLOMMEN)
    .where(GEBEURTENISSEN.c.ding_id.in_(bindparam("dingen", expanding=True)))
    .order_by(GEBEURTENISSEN.c.ding_id, GEBEURTENISSEN.c.volgnummer)
)
_DINGEN_PER_VRAAG = 1_000
_INVOEGEN = insert(GEBEURTENISSEN)
# Made once: making a statement costs as much as running it.


def als_logregel(rij: Sequence[Any]) -> Logregel:
    """Read a row selected by KOLOMMEN."""
    velden: tuple[Any, ...] = tuple(rij)
    ding, volgnummer, soort, gegevens, *rest = velden
    return Logregel(ding, volgnummer, soort, gegevens.encode(), *rest)


# --- the head of the log, under the lock -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Kop:
    """The newest entry of the log, and the instant that the transaction which holds the lock stamps."""

    positie: int
    """0 when the log is empty."""
    klok: datetime
    nu: datetime


_KOPKOLOMMEN = {"klok": Instant(), "geregistreerd_op": Instant()}


@contextmanager
def schrijfbeurt(*, engine: Engine, klok: Klok) -> Iterator[tuple[Connection, Kop]]:
    """Take the write lock and stamp: nu = max(clock, newest + 1 µs), read under the lock; commit at the end.

    Raises RegisterBezet after 10 seconds, KlokLooptAchter when the clock runs over five minutes behind.
    """
    vraag = _kopvraag(klok)
    with schrijftransactie(engine=engine, vraag=vraag, kolommen=_KOPKOLOMMEN) as (verbinding, rij):
        yield verbinding, _kop(klok.nu(gelezen=rij.klok), rij.positie, rij.geregistreerd_op)


def lees_kop(*, verbinding: Connection, klok: Klok) -> Kop:
    """Read the head of the log in a reader's snapshot: what a turn would stamp that began now."""
    rij = verbinding.execute(text(_kopvraag(klok)).columns(**_KOPKOLOMMEN)).one()
    return _kop(klok.nu(gelezen=rij.klok), rij.positie, rij.geregistreerd_op)


def _kopvraag(klok: Klok) -> str:
    return (
        f"SELECT {klok.kolom} AS klok, n.positie, n.geregistreerd_op FROM (SELECT 1) AS een LEFT JOIN "  # noqa: S608
        "(SELECT positie, geregistreerd_op FROM gebeurtenissen ORDER BY positie DESC LIMIT 1) AS n ON 1 = 1"
    )


def _kop(klok: datetime, positie: int | None, nieuwste: datetime | None) -> Kop:
    if nieuwste is None:
        return Kop(positie=0, klok=klok, nu=klok)
    if klok < nieuwste - MAX_ACHTER:
        raise KlokLooptAchter(
            f"de klok ({klok}) loopt meer dan vijf minuten achter op de laatste registratie ({nieuwste})"
        )
    return Kop(positie=positie or 0, klok=klok, nu=max(klok, nieuwste + timedelta(microseconds=1)))


# --- recorders ---------------------------------------------------------------------------------------------------


@contextmanager
def _fouten() -> Iterator[None]:
    """Raise a database's error as the library's exception of the same name."""
    try:
        yield
    except DBAPIError as fout:
        raise getattr(persistence, type(fout).__name__, persistence.DatabaseError)(
            str(fout)
        ) from fout


class Dingrecorder(AggregateRecorder):
    """Writes and reads the entries of one thing; bound to a connection it works inside that transaction."""

    def __init__(self, *, engine: Engine, klok: Klok, verbinding: Connection | None = None) -> None:
        """Without `verbinding` every call is a transaction of its own."""
        self._engine = engine
        self._klok = klok
        self._verbinding = verbinding

    def binnen(self, *, verbinding: Connection) -> Self:
        """Give this recorder inside the transaction of a connection."""
        return type(self)(engine=self._engine, klok=self._klok, verbinding=verbinding)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append. With `verbinding` the caller holds the lock and has filled in position and instant."""
        self._voeg_toe(stored_events, kwargs.get("verbinding", self._verbinding))
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read the entries of one thing, in order of volgnummer."""
        if gt is None and lte is None and not desc and limit is None:
            return self._lees(_ALLE_VAN_DING, {"ding": originator_id})
        volgnummer = GEBEURTENISSEN.c.volgnummer
        vraag = select(*KOLOMMEN).where(GEBEURTENISSEN.c.ding_id == originator_id)
        if gt is not None:
            vraag = vraag.where(volgnummer > gt)
        if lte is not None:
            vraag = vraag.where(volgnummer <= lte)
        return self._lees(vraag.order_by(volgnummer.desc() if desc else volgnummer).limit(limit))

    def _lees(self, vraag: Select[Any], waarden: Mapping[str, Any] | None = None) -> list[Logregel]:
        with _fouten():
            if self._verbinding is not None:
                return [als_logregel(rij) for rij in self._verbinding.execute(vraag, waarden)]
            with self._engine.connect() as verbinding:
                return [als_logregel(rij) for rij in verbinding.execute(vraag, waarden)]

    def _voeg_toe(self, regels: Sequence[StoredEvent], verbinding: Connection | None) -> list[int]:
        if not regels:
            return []
        with _fouten():
            if verbinding is not None:
                return _voeg_in(verbinding, [_rij(regel) for regel in regels])
            with schrijfbeurt(engine=self._engine, klok=self._klok) as (eigen, kop):
                posities = range(kop.positie + 1, kop.positie + 1 + len(regels))
                rijen = [
                    {**_rij(regel), "positie": positie, "geregistreerd_op": kop.nu}
                    for regel, positie in zip(regels, posities, strict=True)
                ]
                return _voeg_in(eigen, rijen)


class Logrecorder(Dingrecorder, ApplicationRecorder):
    """Reads the whole log as well, in order of position."""

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append and give the positions."""
        return self._voeg_toe(stored_events, kwargs.get("verbinding", self._verbinding))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read at most `limit` entries from position `start` up to and including `stop`."""
        positie = GEBEURTENISSEN.c.positie
        vraag = select(*KOLOMMEN).order_by(positie).limit(limit)
        if start is not None:
            vraag = vraag.where(positie >= start if inclusive_of_start else positie > start)
        if stop is not None:
            vraag = vraag.where(positie <= stop)
        if topics:
            vraag = vraag.where(GEBEURTENISSEN.c.soort.in_(topics))
        return self._lees(vraag)

    def max_notification_id(self) -> int | None:
        """Give the newest position; None for an empty log."""
        laatste = self._lees(select(*KOLOMMEN).order_by(GEBEURTENISSEN.c.positie.desc()).limit(1))
        return laatste[0].id if laatste else None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Not supported: nothing here runs behind the log."""
        raise NotImplementedError("op dit logboek kan men zich niet abonneren")


def _rij(regel: StoredEvent) -> dict[str, Any]:
    """Give the values of a row; an event that is not ours (the library's tests) gets what it lacks."""
    kern = {
        "ding_id": regel.originator_id,
        "volgnummer": regel.originator_version,
        "soort": regel.topic,
        "gegevens": regel.state.decode(),
    }
    if not isinstance(regel, Logregel):
        eigen = {"gebeurtenis_id": uuid4(), "schemaversie": 1, "ingangsdatum": None}
        return {**kern, **eigen, "positie": 0, "geregistreerd_op": None, "metadata": "{}"}
    return {
        **kern,
        "positie": regel.id,
        "gebeurtenis_id": regel.gebeurtenis_id,
        "schemaversie": regel.schemaversie,
        "ingangsdatum": regel.ingangsdatum,
        "geregistreerd_op": regel.geregistreerd_op,
        "metadata": regel.metadata,
    }


def _voeg_in(verbinding: Connection, rijen: list[dict[str, Any]]) -> list[int]:
    verbinding.execute(_INVOEGEN, rijen)
    return [rij["positie"] for rij in rijen]


# --- the library's way of putting it together --------------------------------------------------------------------


class Logfactory(InfrastructureFactory[TrackingRecorder]):
    """Makes the recorders, on an engine that was handed in or on `LOOPTIJD_DATABASE_URL`."""

    def __init__(
        self,
        env: Environment | EnvType | None,
        *,
        engine: Engine | None = None,
        klok: Klok | None = None,
    ) -> None:
        """Own (and close) the engine only when none is handed in."""
        super().__init__(env)
        self._eigen = engine is None
        self.engine = (
            engine
            if engine is not None
            else maak_engine(url=self.env.get("LOOPTIJD_DATABASE_URL") or "")
        )
        self.klok = klok if klok is not None else maak_klok(engine=self.engine)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Give the recorder of single things; migrations make the tables, never this."""
        if purpose != "events":
            raise NotImplementedError("dit logboek bewaart alleen feiten, geen tussenstanden")
        return Dingrecorder(engine=self.engine, klok=self.klok)

    def application_recorder(self) -> ApplicationRecorder:
        """Give the recorder of the whole log."""
        return Logrecorder(engine=self.engine, klok=self.klok)

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> TrackingRecorder:
        """Not supported: read models are written in the same transaction."""
        raise NotImplementedError("dit logboek houdt geen volgers bij")

    def process_recorder(self) -> ProcessRecorder:
        """Not supported: idem."""
        raise NotImplementedError("dit logboek houdt geen volgers bij")

    def close(self) -> None:
        """Close the connections of an engine of its own."""
        if self._eigen:
            self.engine.dispose()


class Logboek(Application[UUID]):
    """The library's application over our log: saves registrations and reads them back."""

    name = "looptijd"

    def __init__(self, *, engine: Engine, klok: Klok, mapper: Mapper[UUID]) -> None:
        """Take the engine, the clock, and the mapper that knows all facts."""
        self._delen = (engine, klok, mapper)
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Keep out the process's variables: they could turn on a cache or a cipher."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[TrackingRecorder]:
        """Use the engine and the clock that were handed in."""
        engine, klok, _ = self._delen
        return Logfactory(env, engine=engine, klok=klok)

    def construct_mapper(self) -> Mapper[UUID]:
        """Use the typed mapper."""
        return self._delen[2]

    def leg_vast(self, *, verbinding: Connection, registraties: Sequence[Registratie]) -> None:
        """Append registrations with their positions filled in, inside a transaction that holds the lock."""
        self.save(*registraties, verbinding=verbinding)

    def registraties(self, *, verbinding: Connection, ding: UUID) -> list[Registratie]:
        """Read all entries of a thing in order of volgnummer, inside the transaction of `verbinding`."""
        recorder = Logrecorder(engine=self._delen[0], klok=self._delen[1], verbinding=verbinding)
        gelezen: Any = EventStore(self.mapper, recorder).get(ding)
        return list(gelezen)

    def registraties_van(
        self, *, verbinding: Connection, dingen: Sequence[UUID]
    ) -> dict[UUID, list[Registratie]]:
        """Read all entries of many things in few statements; a thing that is not known has none."""
        uit: dict[UUID, list[Registratie]] = {ding: [] for ding in dingen}
        for begin in range(0, len(dingen), _DINGEN_PER_VRAAG):
            deel = {"dingen": dingen[begin : begin + _DINGEN_PER_VRAAG]}
            for rij in verbinding.execute(_ALLE_VAN_DINGEN, deel):
                registratie = self.lees(rij=rij)
                uit[registratie.ding].append(registratie)
        return uit

    def lees(self, *, rij: Sequence[Any]) -> Registratie:
        """Read a row selected by KOLOMMEN."""
        gelezen: Any = self.mapper.to_domain_event(als_logregel(rij))
        return cast("Registratie", gelezen)
