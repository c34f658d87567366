"""What a reader can ask: the Protocol of all queries, each with the moment and the reader's Blik, and its answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol
from uuid import UUID

from application.register import Peil, Tijdreis
from application.toegang import Blik
from domain.budget import Boeking, Boekingsoort
from domain.contractdelen import Status
from domain.contractstand import Contractstand
from domain.dekkingsbouw import Contractstuk
from domain.feiten import Registratie, Verwijzingsaard
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
class Telling:
    """How many contracts of one regio and segment have one status."""

    regio_id: UUID
    segment: str
    status: Status
    aantal: int


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


@dataclass(frozen=True, kw_only=True)
class Boekingsom:
    """Ledger lines of one budget taken together; cents."""

    budget_id: UUID
    soort: Boekingsoort
    contract_id: UUID | None
    gemeente: str | None
    centen: int
    aantal: int


@dataclass(frozen=True, kw_only=True)
class Verwijzing:
    """A standing fact that refers to a thing or to another fact; `plaats` is its place (0: a correctie itself)."""

    naar: UUID
    aard: Verwijzingsaard
    dingsoort: str
    registratie: Registratie
    plaats: int


@dataclass(frozen=True, kw_only=True)
class Toelatingsperiode:
    """Days from `van` up to `tot` (None: open) in which an aanbieder is admitted to a perceel of a traject."""

    aanbieder_id: UUID
    traject_id: UUID
    perceel: str
    van: date
    tot: date | None


@dataclass(frozen=True, kw_only=True)
class Bundel:
    """More than one entry that were recorded at once; `soort` when all are of one."""

    correlatie: UUID
    geregistreerd_op: datetime
    aantal: int
    soort: str | None


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

    def toelatingsperioden(self, *, bekend: datetime) -> Sequence[Toelatingsperiode]:
        """Give all periods of admission as known at an instant; those that touch may come in pieces."""
        ...

    def opvolgers(
        self, *, contracten: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Gevonden[Contractstand]]:
        """Give the contracts known at a pair that succeed any of these."""
        ...

    def contracttelling(self, *, reis: Tijdreis, blik: Blik) -> Sequence[Telling]:
        """Count the contracts known at a pair by regio, segment and status."""
        ...

    def voorkomens(
        self, *, soort: Dingsoort[S], ding: UUID, tot: datetime, blik: Blik
    ) -> Sequence[Voorkomen[S]]:
        """Give all rectangles of a thing as known up to `tot`, in order of day and registration."""
        ...

    def verlopen(
        self, *, soort: Dingsoort[S], regio_id: UUID, bekend: datetime, blik: Blik
    ) -> Mapping[UUID, Sequence[Voorkomen[S]]]:
        """Give of all things of a regio the rectangles believed at an instant, from their first day on, in order."""
        ...

    def contractstukken(
        self, *, regio_id: UUID, traject_id: UUID | None, producten: bool, bekend: datetime
    ) -> Sequence[Contractstuk]:
        """Give the days on which the contracts of a regio are in force, with where and for what, without their terms.

        Of one contract they come in order, and a change of its terms divides them. `producten`
        asks for the products they have a tariff for as well, which takes longer. The regio is one the reader may see.
        """
        ...

    def registraties(self, *, ding: UUID, tot: datetime) -> Sequence[Registratie]:
        """Give the entries of one thing up to an instant, in order of registration."""
        ...

    def dingen_van(self, *, gebeurtenissen: Collection[UUID], tot: datetime) -> Mapping[UUID, UUID]:
        """Give by the id of an entry its thing; those not recorded by an instant left out."""
        ...

    def log(self, *, vanaf: int, aantal: int, tot: datetime, blik: Blik) -> Sequence[Registratie]:
        """Give the whole log from a position on, up to an instant."""
        ...

    def bundels(
        self, *, tot: datetime, blik: Blik, bladzijde: int, grootte: int
    ) -> tuple[int, Sequence[Bundel]]:
        """Give a page of what was recorded at once, the newest first, and how many of those there are."""
        ...

    def samen_vastgelegd(
        self, *, correlatie: UUID, tot: datetime, blik: Blik
    ) -> Sequence[Registratie]:
        """Give the entries that share a correlation id, up to an instant, in order of the log."""
        ...

    def nieuwste(self, *, aantal: int, tot: datetime, blik: Blik) -> Sequence[Registratie]:
        """Give the newest entries of the log up to an instant, the newest first."""
        ...

    def positie(self, *, tot: datetime) -> int:
        """Give the position of the newest entry of the whole log up to an instant."""
        ...

    def in_jaar(
        self, *, dingen: Sequence[UUID], van: date, tot: date, sinds: datetime, bekend: datetime
    ) -> Mapping[UUID, Sequence[Registratie]]:
        """Give the entries of those things dated in [van, tot) or recorded from `sinds` on, cut at `bekend`.

        Of a thing with a correctie all entries come along, for only together they tell which facts stand.
        """
        ...

    def buiten_boekingen(
        self, *, budgetten: Sequence[UUID], bekend: datetime
    ) -> Mapping[UUID, Sequence[Registratie]]:
        """Give the entries of budgets without their bookings, but for the bookings that a correctie names."""
        ...

    def afwijkingen(
        self, *, filters: Mapping[str, object], reis: Tijdreis, blik: Blik
    ) -> Sequence[Registratie]:
        """Give the entries recorded with an afwijking, known at the moment asked."""
        ...

    def verwijzingen(
        self, *, naar: Collection[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Verwijzing]:
        """Give the standing facts at a pair that refer to any of these things or facts."""
        ...

    def boekingen(
        self, *, budgetten: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Geboekt]:
        """Give the ledger lines in force at a pair."""
        ...

    def contractboekingen(
        self, *, contracten: Sequence[UUID], boekjaar: int | None, reis: Tijdreis, blik: Blik
    ) -> Sequence[Geboekt]:
        """Give the ledger lines in force at a pair that name these contracts, of one book year or of all (None)."""
        ...

    def boekingsommen(
        self, *, budgetten: Sequence[UUID], boekjaar: int, reis: Tijdreis, blik: Blik
    ) -> Sequence[Boekingsom]:
        """Give the ledger of one book year in force at a pair, summed per budget, kind, contract and gemeente."""
        ...
