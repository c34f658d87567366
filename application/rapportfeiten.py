"""The facts in a report: what happened, what was corrected or came late, what deviates, what is announced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from application.raadplegen import is_laat
from application.rapportvraag import Bekend, Rapportvraag, Verwijzing, kort
from application.rapportzinnen import zin
from application.register import AMSTERDAM, dag_in_amsterdam
from domain.aanbieder import AANBIEDER, AanbiederToegelaten, ToelatingIngetrokken
from domain.budget import BUDGET, BudgetGewijzigd, BudgetVastgesteld, RealisatieGeboekt
from domain.contract import CONTRACT
from domain.contractfeiten import (
    ContractGeindexeerd,
    ContractGesloten,
    ContractHerzien,
    ContractOntbonden,
    ContractOpgezegd,
    ContractVerlengd,
    HandelingIngetrokken,
)
from domain.feiten import Besluitvermelding, Correctie, Feit, Registratie, Vormvast
from domain.indicator import INDICATOR
from domain.indicatordelen import Metinggegevens, Nulmetinggegevens
from domain.inkooptraject import (
    INKOOPTRAJECT,
    BeslissingGenomen,
    TrajectGestart,
    TrajectGewijzigd,
    Trajectstand,
)
from domain.regio import REGIO, GemeenteToegetreden, RegioGevormd, RegioGewijzigd
from domain.tarieven import Tariefregel
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend, Verloop, verloop
from domain.waarden import EERSTE_DAG, NOOIT, Datum, Instant, dag_na

# --- what is told ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Feitregel(Vormvast):
    """A standing fact: which, of what, since when, and in one sentence that every reader may see."""

    soort: str
    volgnummer: int
    onderwerp: str
    aanbieder: str | None
    segment: str | None
    ingangsdatum: Datum
    geregistreerd_op: Instant
    laat: bool
    omschrijving: str
    grond: str | None
    tarieven: tuple[Tariefregel, ...] | None
    afwijking: bool
    besluit: Besluitvermelding | None
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Feitengroep(Vormvast):
    """All facts of one kind in the book year; `aantal` 0 says that the register holds none."""

    code: str
    titel: str
    aantal: int
    feiten: tuple[Feitregel, ...]


@dataclass(frozen=True, kw_only=True)
class Rechtgezet(Vormvast):
    """One corrected registration: what stood there and what stands there now (None: nothing)."""

    volgnummer: int
    was: str | None
    wordt: str | None


@dataclass(frozen=True, kw_only=True)
class Correctieregel(Vormvast):
    """A correctie recorded in the book year, with the earlier years whose facts it changes."""

    volgnummer: int
    soort: str
    onderwerp: str
    aanbieder: str | None
    geregistreerd_op: Instant
    reden: str
    eerdere_jaren: tuple[int, ...]
    registraties: tuple[Rechtgezet, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Afwijkingregel(Vormvast):
    """An entry that was recorded although a rule was not kept."""

    volgnummer: int
    soort: str
    onderwerp: str
    aanbieder: str | None
    ingangsdatum: Datum | None
    regels: tuple[str, ...]
    motivering: str
    besluit: Besluitvermelding | None
    gecorrigeerd: bool
    bronnen: tuple[Verwijzing, ...]


GROEPEN: tuple[tuple[str, str, tuple[type[Feit], ...]], ...] = (
    ("toelatingen", "Toelatingen", (AanbiederToegelaten,)),
    ("nieuweContracten", "Nieuwe contracten", (ContractGesloten,)),
    ("herzieningen", "Herzieningen", (ContractHerzien,)),
    ("verlengingen", "Verlengingen", (ContractVerlengd,)),
    ("indexeringen", "Indexeringen", (ContractGeindexeerd,)),
    ("opzeggingen", "Opzeggingen", (ContractOpgezegd,)),
    ("intrekkingen", "Intrekkingen", (HandelingIngetrokken, ToelatingIngetrokken)),
    ("ontbindingen", "Ontbindingen", (ContractOntbonden,)),
    ("beslissingen", "Besluiten over de contracten", (BeslissingGenomen,)),
    ("trajecten", "Inkooptrajecten", (TrajectGestart, TrajectGewijzigd)),
    ("deelnames", "Samenwerking", (RegioGevormd, GemeenteToegetreden, RegioGewijzigd)),
    ("budgetbesluiten", "Budgetbesluiten", (BudgetVastgesteld, BudgetGewijzigd)),
)

# --- where it is found -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Dossier:
    """The entries of one thing that a report needs."""

    soort: Dingsoort[Any]
    ding: UUID
    registraties: Sequence[Registratie]
    feiten: Feitenlijst

    @cached_property
    def op_nummer(self) -> Mapping[int, Registratie]:
        """The entries by volgnummer."""
        return {r.volgnummer: r for r in self.registraties}

    def van(self, geldend: Geldend) -> Registratie:
        """Give the entry that holds a standing fact."""
        return self.op_nummer[geldend.volgnummer]


class Rapportfeiten:
    """All facts that a report can tell of, read once."""

    def __init__(self, *, vraag: Rapportvraag, bekend: Bekend) -> None:
        """Read the entries of everything the report is about."""
        self._vraag = vraag
        self._bekend = bekend
        tot = vraag.reis.beschikbaar_op
        self._begin = datetime.combine(vraag.eerste_dag, time(), AMSTERDAM)
        van = min(vraag.eerste_dag, dag_na(vraag.reis.geldig_op))

        def lees(dingen: Iterable[UUID], vanaf: date) -> Mapping[UUID, Sequence[Registratie]]:
            return vraag.vragen.in_jaar(
                dingen=list(dingen), van=vanaf, tot=NOOIT, sinds=self._begin, bekend=tot
            )

        self._per_soort: tuple[tuple[Dingsoort[Any], Mapping[UUID, Sequence[Registratie]]], ...] = (
            (REGIO, lees([vraag.regio_id], EERSTE_DAG)),
            (INKOOPTRAJECT, lees(bekend.trajecten, EERSTE_DAG)),
            (AANBIEDER, lees(bekend.aanbieders, EERSTE_DAG)),
            (CONTRACT, lees(bekend.contracten, van)),
            (
                BUDGET,
                vraag.vragen.buiten_boekingen(budgetten=list(bekend.budgetten), bekend=tot),
            ),
            (INDICATOR, {ding: f.registraties for ding, f in bekend.indicatoren.items()}),
        )

    @cached_property
    def _dossiers(self) -> Sequence[_Dossier]:
        return [
            _Dossier(soort=soort, ding=ding, registraties=r, feiten=Feitenlijst(r))
            for soort, per_ding in self._per_soort
            for ding, r in sorted(per_ding.items())
        ]

    @cached_property
    def _trajectverlopen(self) -> Mapping[UUID, Verloop[Trajectstand]]:
        return {
            d.ding: verloop(soort=INKOOPTRAJECT, registraties=d.registraties)
            for d in self._dossiers
            if d.soort is INKOOPTRAJECT
        }

    def ooit_deelnemer(self, gemeente: str) -> bool:
        """Tell whether the gemeente takes part in the regio on any day, as known at the moment."""
        regio = next(d for d in self._dossiers if d.soort is REGIO)
        segmenten = verloop(soort=REGIO, registraties=regio.registraties).segmenten
        return any(gemeente in s.stand.gemeenten for s in segmenten)

    # --- the parts of the report ---

    def jaar(self) -> tuple[Feitengroep, ...]:
        """Give what happened in the book year up to the day asked, by kind."""
        regels: dict[type[Feit], list[Feitregel]] = {}
        for dossier, geldend in self._relevant:
            if self._vraag.binnen(geldend.feit.ingangsdatum):
                regels.setdefault(type(geldend.feit), []).append(self._regel(dossier, geldend))
        groepen = []
        for code, titel, soorten in GROEPEN:
            feiten = _op_volgorde(r for soort in soorten for r in regels.get(soort, ()))
            groepen.append(Feitengroep(code=code, titel=titel, aantal=len(feiten), feiten=feiten))
        return tuple(groepen)

    def aangekondigd(self) -> tuple[Feitregel, ...]:
        """Give the facts known whose day is still to come."""
        return _op_volgorde(
            self._regel(dossier, geldend)
            for dossier, geldend in self._relevant
            if geldend.feit.ingangsdatum > self._vraag.reis.geldig_op
        )

    def nagekomen(self) -> tuple[Feitregel, ...]:
        """Give the facts of earlier years that were recorded in the book year: late, but no correctie."""
        return _op_volgorde(
            self._regel(dossier, geldend)
            for dossier, geldend in self._relevant
            if geldend.feit.ingangsdatum < self._vraag.eerste_dag
            and not isinstance(dossier.van(geldend).feit, Correctie)
            and self._in_boekjaar_vastgelegd(dossier.van(geldend))
        )

    def correcties(self) -> tuple[Correctieregel, ...]:
        """Give the correcties recorded in the book year, each with the earlier years it touches."""
        gevonden = [
            (r.positie, self._correctie(dossier, r, r.feit))
            for dossier in self._dossiers
            for r in dossier.registraties
            if isinstance(r.feit, Correctie)
            and self._in_boekjaar_vastgelegd(r)
            and self._gaat_over(dossier, r.feit)
        ]
        return tuple(regel for _, regel in sorted(gevonden, key=lambda g: g[0]))

    def afwijkingen(self) -> tuple[Afwijkingregel, ...]:
        """Give the entries of the book year that carry an afwijking; a marked one stays marked for good."""
        dossiers = {d.ding: d for d in self._dossiers}
        gemerkt = self._vraag.vragen.afwijkingen(
            filters={"jaar": self._vraag.boekjaar}, reis=self._vraag.reis, blik=self._vraag.blik
        )
        return tuple(
            self._afwijking(dossiers[r.ding], r)
            for r in gemerkt
            if r.ding in dossiers and self._gaat_over(dossiers[r.ding], r.feit)
        )

    # --- which facts belong here ---

    @cached_property
    def _relevant(self) -> Sequence[tuple[_Dossier, Geldend]]:
        return [
            (dossier, geldend)
            for dossier in self._dossiers
            for geldend in dossier.feiten.geldend
            if self._hoort_hier(dossier, geldend.feit)
        ]

    def _hoort_hier(self, dossier: _Dossier, feit: Feit) -> bool:
        """Tell whether a fact is of this regio and touches the gemeente asked."""
        if dossier.soort is AANBIEDER:
            return self._toelating_hoort_hier(dossier, feit)
        if dossier.soort is CONTRACT:
            return self._vraag.raakt(self._gemeenten(dossier, feit))
        if dossier.soort is BUDGET:
            budget = self._bekend.budgetten[dossier.ding]
            return budget.gemeente is None or self._vraag.raakt((budget.gemeente,))
        if dossier.soort is INDICATOR:
            gemeente = getattr(feit, "gemeente", None)
            return gemeente is None or self._vraag.raakt((gemeente,))
        return True

    def _toelating_hoort_hier(self, dossier: _Dossier, feit: Feit) -> bool:
        if isinstance(feit, ToelatingIngetrokken):
            bedoeld = dossier.op_nummer.get(feit.volgnummer)
            toelating = None if bedoeld is None else bedoeld.feit
            return isinstance(toelating, AanbiederToegelaten) and self._toelating_hoort_hier(
                dossier, toelating
            )
        if not isinstance(feit, AanbiederToegelaten):
            return False
        koers = self._trajectverlopen.get(feit.traject_id)
        stand = None if koers is None else koers.op(feit.ingangsdatum)
        if stand is None:
            return False
        return any(self._vraag.raakt(p.gemeenten) for p in stand.percelen if p.code == feit.perceel)

    def _gemeenten(self, dossier: _Dossier, feit: Feit) -> tuple[str, ...]:
        """Give the gemeenten a contract has around a fact: those it starts the year with, and what is named since."""
        if self._vraag.gemeente is None:
            return ()
        gemeenten = self._bekend.begin[dossier.ding].gemeenten
        genoemd: tuple[str, ...] = ()
        for geldend in dossier.feiten.geldend:
            eerder = geldend.feit
            if eerder.ingangsdatum > feit.ingangsdatum:
                break
            if isinstance(eerder, ContractHerzien) and eerder.wijzigingen.gemeenten is not None:
                w = eerder.wijzigingen.gemeenten
                if eerder.ingangsdatum >= self._vraag.eerste_dag:
                    gemeenten = w.toegepast(gemeenten)
                if eerder is feit:
                    genoemd = (*w.erbij, *w.eraf)
        return (*gemeenten, *genoemd)

    def _gaat_over(self, dossier: _Dossier, feit: Feit | Correctie) -> bool:
        if not isinstance(feit, Correctie):
            return self._hoort_hier(dossier, feit)
        geraakt = [f for paar in _paren(dossier, feit) for f in paar[1:] if f is not None]
        return any(self._hoort_hier(dossier, f) for f in geraakt)

    def _in_boekjaar_vastgelegd(self, registratie: Registratie) -> bool:
        return dag_in_amsterdam(registratie.geregistreerd_op).year == self._vraag.boekjaar

    # --- how they are told ---

    def _regel(self, dossier: _Dossier, geldend: Geldend) -> Feitregel:
        feit, registratie = geldend.feit, dossier.van(geldend)
        onderwerp, aanbieder, segment = self._over(dossier)
        if isinstance(feit, AanbiederToegelaten):
            segment = self._segment(feit)
        herzien = isinstance(feit, ContractHerzien) and bool(feit.wijzigingen.tarieven)
        return Feitregel(
            soort=feit.feitnaam,
            volgnummer=geldend.volgnummer,
            onderwerp=onderwerp,
            aanbieder=aanbieder,
            segment=segment,
            ingangsdatum=feit.ingangsdatum,
            geregistreerd_op=registratie.geregistreerd_op,
            laat=is_laat(registratie),
            omschrijving=self._zin(dossier, feit),
            grond=getattr(feit, "grond", None),
            tarieven=feit.wijzigingen.tarieven if herzien else None,  # type: ignore[attr-defined]
            afwijking=registratie.envelop.afwijking is not None,
            besluit=geldend.toelichting.besluit,
            bronnen=self._journaal(dossier, onderwerp),
        )

    def _zin(self, dossier: _Dossier, feit: Feit) -> str:
        """Say what a fact did; of a withdrawal also what it took back."""
        if isinstance(feit, ToelatingIngetrokken):
            bedoeld = dossier.op_nummer.get(feit.volgnummer)
            if bedoeld is not None and isinstance(bedoeld.feit, AanbiederToegelaten):
                return f"Toelating voor perceel {bedoeld.feit.perceel} ingetrokken"
        return zin(feit)

    def _correctie(
        self, dossier: _Dossier, registratie: Registratie, correctie: Correctie
    ) -> Correctieregel:
        onderwerp, aanbieder, _ = self._over(dossier)
        paren = list(_paren(dossier, correctie))
        jaren = {self._jaar_van(dossier, f) for paar in paren for f in paar[1:] if f is not None}
        return Correctieregel(
            volgnummer=registratie.volgnummer,
            soort=correctie.soort.value,
            onderwerp=onderwerp,
            aanbieder=aanbieder,
            geregistreerd_op=registratie.geregistreerd_op,
            reden=correctie.reden,
            eerdere_jaren=tuple(sorted(j for j in jaren if j < self._vraag.boekjaar)),
            registraties=tuple(
                Rechtgezet(volgnummer=nummer, was=_met_dag(was), wordt=_met_dag(wordt))
                for nummer, was, wordt in paren
            ),
            bronnen=self._journaal(dossier, onderwerp),
        )

    def _afwijking(self, dossier: _Dossier, registratie: Registratie) -> Afwijkingregel:
        gegeven = registratie.envelop.afwijking
        assert gegeven is not None  # noqa: S101 - only asked for entries that have one
        onderwerp, aanbieder, _ = self._over(dossier)
        return Afwijkingregel(
            volgnummer=registratie.volgnummer,
            soort=registratie.soort,
            onderwerp=onderwerp,
            aanbieder=aanbieder,
            ingangsdatum=registratie.ingangsdatum,
            regels=gegeven.regels,
            motivering=gegeven.motivering,
            besluit=gegeven.besluit,
            gecorrigeerd=registratie.volgnummer in dossier.feiten.gecorrigeerd_door,
            bronnen=self._journaal(dossier, onderwerp),
        )

    def _over(self, dossier: _Dossier) -> tuple[str, str | None, str | None]:
        """Give what a thing is called, its aanbieder and its segment."""
        bekend, ding = self._bekend, dossier.ding
        if dossier.soort is CONTRACT:
            stand = bekend.contracten[ding]
            return stand.contractnummer, bekend.aanbieder(stand), stand.segment
        if dossier.soort is AANBIEDER:
            return bekend.aanbieders[ding].naam, bekend.aanbieders[ding].naam, None
        if dossier.soort is INKOOPTRAJECT:
            return bekend.trajecten[ding].naam, None, None
        if dossier.soort is BUDGET:
            budget = bekend.budgetten[ding]
            wie = "regio" if budget.gemeente is None else f"gemeente {budget.gemeente}"
            return f"Budget {budget.boekjaar} {wie}", None, budget.segment
        if dossier.soort is INDICATOR:
            indicator = bekend.indicatoren[ding].op(self._vraag.reis.geldig_op)
            return "Indicator" if indicator is None else indicator.naam, None, None
        return bekend.regio.naam, None, None

    def _segment(self, feit: AanbiederToegelaten) -> str | None:
        stand = self._trajectverlopen[feit.traject_id].op(feit.ingangsdatum)
        percelen = () if stand is None else stand.percelen
        return next((p.segment for p in percelen if p.code == feit.perceel), None)

    def _journaal(self, dossier: _Dossier, onderwerp: str) -> tuple[Verwijzing, ...]:
        return (self._vraag.journaal(onderwerp, dossier.soort, dossier.ding),)

    def _jaar_van(self, dossier: _Dossier, feit: Feit) -> int:
        """Give the year a fact counts in: of money the book year, of a figure its period, else that of its day."""
        if isinstance(feit, RealisatieGeboekt | BudgetVastgesteld):
            return feit.boekjaar
        if dossier.soort is BUDGET:
            return self._bekend.budgetten[dossier.ding].boekjaar
        if isinstance(feit, Metinggegevens | Nulmetinggegevens):
            return int(feit.peilperiode[:4])
        return feit.ingangsdatum.year


def _op_volgorde(regels: Iterable[Feitregel]) -> tuple[Feitregel, ...]:
    return tuple(sorted(regels, key=lambda r: (r.ingangsdatum, r.onderwerp, r.volgnummer, r.soort)))


def _paren(
    dossier: _Dossier, correctie: Correctie
) -> Iterator[tuple[int, Feit | None, Feit | None]]:
    """Give per corrected registration its volgnummer, the fact that stood there and the one that replaces it."""
    for zet in correctie.registraties:
        eerder = dossier.op_nummer.get(zet.volgnummer)
        was = None if eerder is None else eerder.feit
        if isinstance(was, Correctie):
            vervangen = [
                z.vervanging.feit
                for z in was.registraties
                if z.vervanging is not None and zet.plaats in {None, z.plaats, z.volgnummer}
            ]
            was = vervangen[0] if vervangen else None
        yield zet.volgnummer, was, None if zet.vervanging is None else zet.vervanging.feit


def _met_dag(feit: Feit | None) -> str | None:
    return None if feit is None else f"{zin(feit)} (per {kort(feit.ingangsdatum)})"
