"""The one clock: the only place where time is read."""

import threading
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine


class Klok(Protocol):
    """Gives the instant for recordings, for the defaults of a question and for its upper limit.

    A database clock is read by the statement that also takes the lock or reads the watermark, so that it costs no
    round trip: `kolom` is its SQL expression there, and `nu` gets what that expression gave.
    """

    @property
    def kolom(self) -> str:
        """SQL expression that is selected along: the clock, or NULL."""
        ...

    @property
    def verhaal(self) -> bool:
        """Tell whether someone sets this clock; such a clock works in a DEMO register only."""
        ...

    def nu(self, *, gelezen: datetime | None) -> datetime:
        """Give the instant (aware, UTC), from what `kolom` gave."""
        ...


class DatabaseKlok:
    """The clock of the PostgreSQL server: one for all processes and machines that write."""

    kolom = "clock_timestamp()"
    verhaal = False

    def nu(self, *, gelezen: datetime | None) -> datetime:
        """Give what the server's clock said; ValueError when it was not read."""
        if gelezen is None:
            raise ValueError("de klok van de database is niet meegelezen")
        return gelezen


class ProcesKlok:
    """The clock of this machine, which on SQLite is the only one that writes."""

    kolom = "NULL"
    verhaal = False

    def nu(self, *, gelezen: datetime | None) -> datetime:  # noqa: ARG002 - there is nothing to read along
        """Give the time of this machine."""
        return echte_tijd()


class Verhaalklok:
    """A clock that stands where the story is; for the demo and for tests."""

    kolom = "NULL"
    verhaal = True

    def __init__(self, *, begin: datetime) -> None:
        """Start at an aware instant."""
        self._slot = threading.Lock()
        self.zet(moment=begin)

    def zet(self, *, moment: datetime) -> None:
        """Set the clock; ValueError for an instant without offset."""
        if moment.tzinfo is None:
            raise ValueError("een verhaalklok kent alleen ogenblikken met een tijdzone")
        with self._slot:
            self._moment = moment.astimezone(UTC)

    def nu(self, *, gelezen: datetime | None) -> datetime:  # noqa: ARG002 - there is nothing to read along
        """Give the instant it was set to."""
        with self._slot:
            return self._moment


def echte_tijd() -> datetime:
    """Give real time (aware, UTC); sessions and tokens expire by it, also in a demo."""
    return datetime.now(UTC)


def maak_klok(*, engine: Engine) -> Klok:
    """Give the clock that belongs to the database: the server's, or the process's on SQLite."""
    return DatabaseKlok() if engine.dialect.name == "postgresql" else ProcesKlok()
