"""What every part of a report is asked, and how a figure names the facts behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from application.indicatorcijfers import Indicatorfeiten, lees_indicatoren
from application.register import Tijdreis
from application.toegang import Blik
from application.vragen import Vragen
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.budget import BUDGET, Budgetstand
from domain.contract import CONTRACT
from domain.contractstand import Contractstand
from domain.feiten import Vormvast
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.regio import REGIO, Regiostand
from domain.tijdlijn import Dingsoort, S
from domain.waarden import Datum, Id

EERSTE_HORIZON = 2034
"""How far the first seed regime reaches (S0:107-109): no report looks less far ahead."""
VOORUIT = 8
"""How many years a report of later years looks ahead."""


@dataclass(frozen=True, kw_only=True)
class Verwijzing(Vormvast):
    """Where the facts behind a figure are found: a list with filters, one thing, or the journal of one thing."""

    titel: str
    verzameling: str
    """Plural of the kind of thing (`contracten`), or `afwijkingen`."""
    ding: Id | None = None
    deel: str | None = None
    filters: tuple[tuple[str, str], ...] = ()
    geldig_op: Datum | None = None
    """The day of the question; None for a journal, which knows no day."""


@dataclass(frozen=True, kw_only=True)
class Bekend:
    """The things a report is about, as they stand at the pair."""

    regio: Regiostand
    trajecten: Mapping[UUID, Trajectstand]
    aanbieders: Mapping[UUID, Aanbiederstand]
    """All of the register: which of them matter follows from toelatingen and contracten."""
    contracten: Mapping[UUID, Contractstand]
    """All of the regio, in order of contractnummer; the gemeente is looked at where it counts."""
    begin: Mapping[UUID, Contractstand]
    """The same contracten on the first day of the book year."""
    budgetten: Mapping[UUID, Budgetstand]
    """All of the regio and its gemeenten, of every book year."""
    indicatoren: Mapping[UUID, Indicatorfeiten]
    """All of the regio, with their entries up to the moment."""

    def aanbieder(self, contract: Contractstand | None) -> str | None:
        """Give the name of a contract's aanbieder; None when the register does not hold it."""
        stand = None if contract is None else self.aanbieders.get(contract.aanbieder_id)
        return None if stand is None else stand.naam


@dataclass(frozen=True, kw_only=True)
class Rapportvraag:
    """A regio or one of its gemeenten, in a book year, at a pair of moments, for one reader."""

    vragen: Vragen = field(repr=False)
    regio_id: UUID
    gemeente: str | None
    boekjaar: int
    reis: Tijdreis
    blik: Blik

    @property
    def eerste_dag(self) -> date:
        """The first day of the book year."""
        return date(self.boekjaar, 1, 1)

    @property
    def laatste_dag(self) -> date:
        """The last day that the report looks at: of the book year, or the day asked when that comes first."""
        return min(date(self.boekjaar, 12, 31), self.reis.geldig_op)

    @property
    def horizon(self) -> date:
        """The last day of what is told about the years to come."""
        return date(max(EERSTE_HORIZON, self.boekjaar + VOORUIT), 12, 31)

    def op(self, dag: date) -> Tijdreis:
        """Give another day as known at the same moment."""
        return Tijdreis(geldig_op=dag, beschikbaar_op=self.reis.beschikbaar_op)

    def laad(self) -> Bekend | None:
        """Look up what the report is about; None when the regio was not known then or lies out of scope."""
        regio = self.vragen.stand(soort=REGIO, ding=self.regio_id, reis=self.reis, blik=self.blik)
        if regio is None:
            return None
        eigen = {"regioId": self.regio_id}
        return Bekend(
            regio=regio,
            trajecten=self._standen(INKOOPTRAJECT, eigen, self.reis),
            aanbieders=self._standen(AANBIEDER, {}, self.reis),
            contracten=self._standen(CONTRACT, eigen, self.reis),
            begin=self._standen(CONTRACT, eigen, self.op(self.eerste_dag)),
            budgetten=self._standen(BUDGET, eigen, self.reis),
            indicatoren=lees_indicatoren(
                vragen=self.vragen, filters=eigen, reis=self.reis, blik=self.blik
            ),
        )

    def _standen(
        self, soort: Dingsoort[S], filters: Mapping[str, object], reis: Tijdreis
    ) -> Mapping[UUID, S]:
        lijst = self.vragen.lijst(soort=soort, filters=filters, reis=reis, blik=self.blik)
        return {gevonden.ding: gevonden.stand for gevonden in lijst.items}

    def binnen(self, dag: date) -> bool:
        """Tell whether a day lies in the part of the book year that the report looks at."""
        return self.eerste_dag <= dag <= self.laatste_dag

    def raakt(self, gemeenten: tuple[str, ...]) -> bool:
        """Tell whether something with these gemeenten belongs in this report."""
        return self.gemeente is None or self.gemeente in gemeenten

    def lijst(
        self,
        titel: str,
        soort: Dingsoort[S],
        filters: Mapping[str, object],
        *,
        dag: date | None = None,
    ) -> Verwijzing:
        """Refer to a list of things of this regio (and gemeente), on the day asked or another."""
        eigen = {"regioId": self.regio_id, "gemeente": self.gemeente, **filters}
        return Verwijzing(
            titel=titel,
            verzameling=soort.meervoud,
            filters=tuple((n, str(w)) for n, w in eigen.items() if w is not None),
            geldig_op=dag or self.reis.geldig_op,
        )

    def journaal(self, titel: str, soort: Dingsoort[S], ding: UUID) -> Verwijzing:
        """Refer to the journal of a thing."""
        return Verwijzing(titel=titel, verzameling=soort.meervoud, ding=ding, deel="gebeurtenissen")


def kort(dag: date | None) -> str:
    """Write a day in a sentence: 1-1-2025."""
    return "onbepaalde tijd" if dag is None else f"{dag.day}-{dag.month}-{dag.year}"


def euro(centen: int) -> str:
    """Write cents in a sentence: € 1.234,50."""
    heel, deel = divmod(abs(centen), 100)
    return f"€ {'-' if centen < 0 else ''}{heel:,}".replace(",", ".") + f",{deel:02d}"
