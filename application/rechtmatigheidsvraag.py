"""What the rechtmatigheidslijst is asked and what it reads for that, and how a line about a contract is made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from application.raadplegen import aanbiedernamen
from application.rapportvraag import Verwijzing
from application.rechtmatigheidsinhoud import (
    KADERNOTA,
    Boekingverwijzing,
    Criterium,
    Gemeentebedrag,
    Rechtmatigheidsregel,
    opgeteld,
)
from application.register import Tijdreis
from application.toegang import Blik
from application.vragen import Geboekt, Toelatingsperiode, Vragen
from domain.besluit import BESLUIT, Besluitstand
from domain.budget import BUDGET, Boekingsoort, Budgetstand
from domain.contract import CONTRACT
from domain.contractfeiten import ContractGesloten
from domain.contractstand import Contractstand
from domain.contractwijzigingen import WIJZIGEND
from domain.feiten import Registratie
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.tijdlijn import Dingsoort, S, Verloop, verloop
from domain.waarden import EERSTE_DAG, NOOIT, dag_voor, plus_maanden


@dataclass(frozen=True, kw_only=True)
class Lijstvraag:
    """A regio in a year, at a pair of moments, for one reader; every kind of thing is read once."""

    vragen: Vragen
    regio_id: UUID
    jaar: int
    reis: Tijdreis
    blik: Blik

    @property
    def eerste_dag(self) -> date:
        """The first day of the year."""
        return date(self.jaar, 1, 1)

    @property
    def laatste_dag(self) -> date:
        """The last day looked at: of the year, or the day asked when that comes first."""
        return min(date(self.jaar, 12, 31), self.reis.geldig_op)

    def binnen(self, dag: date) -> bool:
        """Tell whether a day lies in the part of the year that is looked at."""
        return self.eerste_dag <= dag <= self.laatste_dag

    def _alle(self, soort: Dingsoort[S]) -> dict[UUID, S]:
        eigen = {"regioId": self.regio_id}
        lijst = self.vragen.lijst(soort=soort, filters=eigen, reis=self.reis, blik=self.blik)
        return {g.ding: g.stand for g in lijst.items}

    @cached_property
    def contracten(self) -> Mapping[UUID, Contractstand]:
        """All contracts of the regio on the day asked."""
        return self._alle(CONTRACT)

    @cached_property
    def trajecten(self) -> Mapping[UUID, Trajectstand]:
        """All procedures of the regio on the day asked."""
        return self._alle(INKOOPTRAJECT)

    @cached_property
    def besluiten(self) -> Mapping[UUID, Besluitstand]:
        """All besluiten of the regio on the day asked."""
        return self._alle(BESLUIT)

    @cached_property
    def budgetten(self) -> Mapping[UUID, Budgetstand]:
        """All budgets of the regio and its gemeenten on the day asked."""
        return self._alle(BUDGET)

    @cached_property
    def namen(self) -> Mapping[UUID, str]:
        """The names of the aanbieders of the contracts."""
        standen = list(self.contracten.values())
        return aanbiedernamen(vragen=self.vragen, standen=standen, reis=self.reis, blik=self.blik)

    @cached_property
    def registraties(self) -> Mapping[UUID, Sequence[Registratie]]:
        """The entries of all contracts, as known at the moment."""
        return self.lees(self.contracten)

    def lees(self, dingen: Iterable[UUID]) -> Mapping[UUID, Sequence[Registratie]]:
        """Give all entries of things up to the moment."""
        bekend = self.reis.beschikbaar_op
        return self.vragen.in_jaar(
            dingen=sorted(dingen), van=EERSTE_DAG, tot=NOOIT, sinds=bekend, bekend=bekend
        )

    @cached_property
    def koersen(self) -> Mapping[UUID, Verloop[Contractstand]]:
        """The courses of the contracts that may have renewed by themselves or that were changed."""
        return {
            ding: verloop(soort=CONTRACT, registraties=r)
            for ding, r in self.registraties.items()
            if any(_bijzonder(een) for een in r)
        }

    @cached_property
    def boekingen(self) -> Mapping[UUID, Sequence[Geboekt]]:
        """The bookings of the book year on each contract."""
        return self._geboekt(self.contracten, self.jaar)

    def alle_boekingen(self, contracten: Iterable[UUID]) -> Mapping[UUID, Sequence[Geboekt]]:
        """Give the bookings of every book year on these contracts."""
        return self._geboekt(contracten, None)

    def _geboekt(
        self, contracten: Iterable[UUID], boekjaar: int | None
    ) -> Mapping[UUID, Sequence[Geboekt]]:
        uit: dict[UUID, list[Geboekt]] = defaultdict(list)
        for g in self.vragen.contractboekingen(
            contracten=sorted(contracten), boekjaar=boekjaar, reis=self.reis, blik=self.blik
        ):
            contract = g.boeking.contract_id
            assert contract is not None  # noqa: S101 - asked by their contract
            uit[contract].append(g)
        return uit

    @cached_property
    def toelatingen(self) -> Mapping[tuple[UUID, UUID], Sequence[Toelatingsperiode]]:
        """The periods of admission by aanbieder and procedure."""
        uit: dict[tuple[UUID, UUID], list[Toelatingsperiode]] = defaultdict(list)
        for periode in self.vragen.toelatingsperioden(bekend=self.reis.beschikbaar_op):
            uit[periode.aanbieder_id, periode.traject_id].append(periode)
        return uit

    def journaal(self, titel: str, soort: Dingsoort[Any], ding: UUID) -> Verwijzing:
        """Refer to the journal of a thing."""
        return Verwijzing(titel=titel, verzameling=soort.meervoud, ding=ding, deel="gebeurtenissen")


def _bijzonder(r: Registratie) -> bool:
    if isinstance(r.feit, ContractGesloten):
        return r.feit.stilzwijgende_verlenging is not None
    return isinstance(r.feit, WIJZIGEND) or r.ingangsdatum is None


def maand(g: Geboekt) -> tuple[date, date]:
    """Give the first and the last day of the month that a cost is about."""
    assert g.boeking.prestatieperiode is not None  # noqa: S101 - every cost has its month
    eerste = date.fromisoformat(f"{g.boeking.prestatieperiode}-01")
    return eerste, dag_voor(plus_maanden(eerste, 1))


def is_kost(g: Geboekt) -> bool:
    return g.boeking.soort is Boekingsoort.REALISATIE


def contractregel(vraag: Lijstvraag, contract: UUID, **rest: Any) -> Rechtmatigheidsregel:
    """Make a line about a contract; what is not given does not apply."""
    stand = vraag.contracten[contract]
    gegeven: dict[str, Any] = {
        "regel": rest["reden"],
        "onderwerp": stand.contractnummer,
        "contract_id": contract,
        "aanbieder": vraag.namen.get(stand.aanbieder_id),
        "gemeenten": stand.gemeenten,
        "bedrag": None,
        "bedragen": (),
        "criterium": Criterium.VOORWAARDENCRITERIUM,
        "bron": KADERNOTA,
        "motivering": None,
        "besluit": None,
        "gecorrigeerd": False,
        "volgnummer": None,
        "boekingen": (),
        "bronnen": (vraag.journaal(stand.contractnummer, CONTRACT, contract),),
    }
    return Rechtmatigheidsregel(**gegeven | rest)


def _geld(vraag: Lijstvraag, delen: Iterable[tuple[Geboekt, int]]) -> dict[str, Any]:
    """Give the sum of (parts of) bookings, by the gemeente they are booked on, with where they stand."""
    alle = list(delen)
    per: dict[str | None, int] = defaultdict(int)
    for g, centen in alle:
        per[g.boeking.gemeente] += centen
    bronnen = sorted({g.budget_id for g, _ in alle})
    if not alle:
        return {}
    return {
        "bedrag": opgeteld(per.values()),
        "bedragen": tuple(
            Gemeentebedrag(gemeente=wie, bedrag=per[wie])
            for wie in sorted(per, key=lambda w: (w is None, w))
        ),
        "boekingen": tuple(
            Boekingverwijzing(
                budget_id=g.budget_id,
                volgnummer=g.boeking.volgnummer,
                prestatieperiode=g.boeking.prestatieperiode,
                gemeente=g.boeking.gemeente,
                bedrag=centen,
            )
            for g, centen in alle
        ),
        "bronnen": tuple(vraag.journaal("Boekingen", BUDGET, budget) for budget in bronnen),
    }


def met_geld(
    vraag: Lijstvraag, contract: UUID, delen: Iterable[tuple[Geboekt, int]], **rest: Any
) -> Rechtmatigheidsregel:
    geld = _geld(vraag, delen)
    stand = vraag.contracten[contract]
    eigen = vraag.journaal(stand.contractnummer, CONTRACT, contract)
    bronnen = (eigen, *geld.get("bronnen", ()))
    return contractregel(vraag, contract, **geld | rest | {"bronnen": bronnen})
