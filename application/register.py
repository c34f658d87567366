"""The two Protocols between what a user can do and how it is kept: the one door in, and the time of a question."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.feiten import Registratie
from domain.tijdlijn import Dingsoort, S, Verloop

if TYPE_CHECKING:
    from application.vragen import Vragen

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def dag_in_amsterdam(moment: datetime) -> date:
    """Give the calendar day in Europe/Amsterdam on which an instant falls."""
    return moment.astimezone(AMSTERDAM).date()


@dataclass(frozen=True, kw_only=True)
class Tijdreis:
    """A resolved question in time: what held on `geldig_op` as recorded up to and including `beschikbaar_op`."""

    geldig_op: date
    beschikbaar_op: datetime


@dataclass(frozen=True, kw_only=True)
class Peil:
    """The newest committed entry of the log, and the clock when it was read."""

    watermerk: datetime
    positie: int
    klok: datetime
    geopend_op: datetime
    """Instant of position 1: before it nothing is known."""
    soort: str
    """PRODUCTIE or DEMO."""


@dataclass(frozen=True, kw_only=True)
class BewaardAntwoord:
    """A 201 kept for its Idempotency-Key, byte for byte."""

    vingerafdruk: str
    """sha256 of the request body, to tell a repeat from another command under the same key."""
    status: int
    koppen: Mapping[str, str]
    lichaam: bytes


class Schrijfbeurt(Protocol):
    """One write transaction, under the write lock: load, decide, record; all of it commits or none."""

    @property
    def nu(self) -> datetime:
        """The instant that all facts of this transaction share (geregistreerdOp)."""
        ...

    @property
    def vandaag(self) -> date:
        """Today in Europe/Amsterdam by the register's clock."""
        ...

    def registraties(self, *, ding: UUID) -> Sequence[Registratie]:
        """Give all entries of a thing in order of volgnummer, those of this transaction included; empty if unknown."""
        ...

    def laad(self, *, dingen: Collection[UUID]) -> None:
        """Read the entries of many things at once, so that `registraties` need not ask for each."""
        ...

    def verloop(self, *, soort: Dingsoort[S], ding: UUID) -> Verloop[S] | None:
        """Give the course of a thing as known now; None if unknown or of another kind."""
        ...

    def leg_vast(
        self, registratie: Registratie, verloop: "Verloop[Any] | None" = None
    ) -> Registratie:
        """Append to the log; gives it back with its position. Read models follow at commit, once per thing.

        `verloop` is the thing's course with it, when that was folded already.
        """
        ...

    def is_vastgelegd(self, *, gebeurtenis: UUID) -> bool:
        """Tell whether an entry with this id stands in the log, this transaction included."""
        ...

    def in_gebruik(self, *, soort: str, sleutel: str) -> UUID | None:
        """Give the thing that holds a unique key (a contractnummer) as known now, this transaction included."""
        ...

    def zoek_sleutels(self, *, soort: str, sleutels: Collection[str]) -> None:
        """Look up many unique keys at once, so that `in_gebruik` need not ask for each."""
        ...

    def vragen(self) -> "Vragen":
        """Ask within this transaction; when it has recorded anything, that is included and nothing can follow."""
        ...

    def bewaard_antwoord(self, *, actor: str, route: str, sleutel: str) -> BewaardAntwoord | None:
        """Look up the answer kept under an Idempotency-Key."""
        ...

    def bewaar_antwoord(
        self, *, actor: str, route: str, sleutel: str, antwoord: BewaardAntwoord
    ) -> None:
        """Keep an answer in this same transaction."""
        ...


class Register(Protocol):
    """The one door through which facts go in."""

    def schrijf(self) -> AbstractContextManager[Schrijfbeurt]:
        """Take the write lock, then give a turn; commits at the end, rolls back on any exception.

        Raises RegisterBezet when the lock takes over 10 seconds, KlokLooptAchter when the clock runs more than
        five minutes behind the newest instant.
        """
        ...

    def proef(self) -> AbstractContextManager[Schrijfbeurt]:
        """Give a turn in which all is judged as in `schrijf` and nothing is ever written; takes no lock."""
        ...

    def peil(self) -> Peil:
        """Read the watermark and the clock."""
        ...


class RegisterBezet(Exception):
    """The write lock could not be had in time."""


class KlokLooptAchter(Exception):
    """The clock runs more than five minutes behind the newest recorded instant; recording would break the order."""
