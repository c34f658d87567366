"""What a reader can ask: the Protocol of all queries, each with the moment and the reader's Blik, and its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol
from uuid import UUID

from application.register import Peil, Tijdreis
from application.toegang import Blik
from domain.budget import Boeking
from domain.feiten import Registratie
from domain.tijdlijn import Dingsoort, S


@dataclass(frozen=True, kw_only=True)
class Gevonden(Generic[S]):
    """One thing as it stands at the moment asked."""

    ding: UUID
    stand: S


@dataclass(frozen=True, kw_only=True)
class Bladzijde(Generic[S]):
    """One page of a list, and how many things the whole list holds."""

    aantal: int
    items: Sequence[Gevonden[S]]


@dataclass(frozen=True, kw_only=True)
class Voorkomen(Generic[S]):
    """One rectangle: a standing, when it held and when the register believed so (half-open, None is open)."""

    begin_geldigheid: date
    eind_geldigheid: date | None
    begin_registratie: datetime
    eind_registratie: datetime | None
    stand: S


@dataclass(frozen=True, kw_only=True)
class Geboekt:
    """A line of the ledger with the budget it stands in."""

    budget_id: UUID
    boeking: Boeking


class Vragen(Protocol):
    """All queries; what lies outside the reader's Blik is not there."""

    def peil(self) -> Peil:
        """Read the watermark and the clock."""
        ...

    def stand(self, *, soort: Dingsoort[S], ding: UUID, reis: Tijdreis, blik: Blik) -> S | None:
        """Give a thing as it stands at a pair; None when it was not known then."""
        ...

    def standen(
        self, *, soort: Dingsoort[S], dingen: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Mapping[UUID, S]:
        """Give several things as they stand at a pair, those not known then left out."""
        ...

    def lijst(
        self,
        *,
        soort: Dingsoort[S],
        filters: Mapping[str, object],
        reis: Tijdreis,
        blik: Blik,
        bladzijde: int = 1,
        grootte: int | None = None,
    ) -> Bladzijde[S]:
        """Give a page of things known at a pair, in the default order; `grootte` None gives all."""
        ...

    def voorkomens(
        self, *, soort: Dingsoort[S], ding: UUID, tot: datetime, blik: Blik
    ) -> Sequence[Voorkomen[S]]:
        """Give all rectangles of a thing as known up to `tot`, in order of day and registration."""
        ...

    def registraties(self, *, ding: UUID, tot: datetime) -> Sequence[Registratie]:
        """Give the entries of one thing up to an instant, in order of registration."""
        ...

    def log(self, *, vanaf: int, aantal: int, tot: datetime, blik: Blik) -> Sequence[Registratie]:
        """Give the whole log from a position on, up to an instant."""
        ...

    def in_jaar(
        self, *, dingen: Sequence[UUID], van: date, tot: date, bekend: datetime
    ) -> Mapping[UUID, Sequence[Registratie]]:
        """Give all entries of those things that have a fact dated in [van, tot) or a correctie recorded there."""
        ...

    def afwijkingen(
        self, *, filters: Mapping[str, object], reis: Tijdreis, blik: Blik
    ) -> Sequence[Registratie]:
        """Give the entries recorded with an afwijking, known at the moment asked."""
        ...

    def boekingen(
        self, *, budgetten: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Geboekt]:
        """Give the ledger lines in force at a pair."""
        ...
