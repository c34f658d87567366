"""One decision on many contracts: each judged as at the single door, and all of them recorded in one turn or none."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from application.fouten import Invoerfout, OngeldigeInvoer
from application.raadplegen import aanbiedernamen
from application.register import Schrijfbeurt, Tijdreis
from application.toegang import Gebruiker, schrijfrecht
from application.vastleggen import Opdracht, Vastgelegd, Vastlegger
from application.vragen import Gevonden, Vragen
from domain.contract import CONTRACT
from domain.feiten import Correctie, Envelop, Feit
from domain.oordeel import Bevinding, Weigering

MAX_CONTRACTEN = 5_000
"""Contracts in one go; the turn holds the write lock while it judges them."""
STAPPEN = 100
"""How often progress is told at most."""

Voortgang = Callable[[int, int], None]
"""Told how many contracts are judged, out of how many."""


class Bulkuitkomst(StrEnum):
    """What becomes of one contract."""

    KAN = "KAN"
    KAN_MET_AFWIJKING = "KAN_MET_AFWIJKING"
    GEWEIGERD = "GEWEIGERD"
    OVERGESLAGEN = "OVERGESLAGEN"


@dataclass(frozen=True, kw_only=True)
class Inhoud:
    """What is to be recorded on a contract; `plek` is where that stands in what was sent."""

    feit: Feit | Correctie
    envelop: Envelop
    plek: str


@dataclass(frozen=True, kw_only=True)
class Overslaan:
    """A contract that meets the selection and is left alone."""

    reden: str


@dataclass(frozen=True, kw_only=True)
class Uitzondering:
    """What happens to one contract instead of the common command."""

    contract: UUID
    plek: str
    anders: Inhoud | Overslaan


@dataclass(frozen=True, kw_only=True)
class Selectie:
    """Which contracts: these, or (None) those that the filters of the list give on a day; today without a day."""

    contract_ids: tuple[UUID, ...] | None
    filters: Mapping[str, object] = field(default_factory=dict)
    geldig_op: date | None = None


@dataclass(frozen=True, kw_only=True)
class Bulkopdracht:
    """One command for many contracts, as a door hands it in."""

    gebruiker: Gebruiker
    feitnaam: str
    """The stored name of the facts that it records."""
    selectie: Selectie
    gewoon: Inhoud | OngeldigeInvoer
    """The common command; it may lack what every contract gets by an exception of its own."""
    uitzonderingen: Sequence[Uitzondering]
    vingerafdruk: str
    """A hash of what was sent, the confirmation left out."""
    bevestiging: str | None
    """What the preview gave to confirm by."""


@dataclass(frozen=True, kw_only=True)
class Geval:
    """One contract of a bulk command, and what became or would become of it."""

    contract: UUID
    contractnummer: str
    aanbieder_id: UUID
    aanbieder: str | None
    uitkomst: Bulkuitkomst
    regels: Sequence[Bevinding] = ()
    """Every rule that is broken: by a refusal, or with a deviation."""
    gedaan: Vastgelegd | None = None
    reden: str | None = None
    """Why it is left alone."""


@dataclass(frozen=True, kw_only=True)
class Bulkuitslag:
    """What a bulk command does or would do, contract by contract."""

    correlatie: UUID
    """What all its facts share."""
    vandaag: date
    gevallen: Sequence[Geval]
    bevestiging: str
    """A hash of all that was judged: the same as long as nothing that matters to it has changed."""

    def met(self, uitkomst: Bulkuitkomst) -> list[Geval]:
        """Give the contracts with an outcome."""
        return [geval for geval in self.gevallen if geval.uitkomst is uitkomst]

    @property
    def vastgelegd(self) -> list[tuple[Geval, Vastgelegd]]:
        """Give the contracts on which something is recorded, with that."""
        return [(geval, geval.gedaan) for geval in self.gevallen if geval.gedaan is not None]


class BulkGeweigerd(Weigering):
    """A bulk command of which not every contract can go along; nothing is recorded."""

    def __init__(self, *, geweigerd: Sequence[Geval], aantal: int) -> None:
        """Carry every contract that refuses, with all its findings."""
        super().__init__(bevindingen=[b for geval in geweigerd for b in geval.regels])
        self.geweigerd = tuple(geweigerd)
        eerste = geweigerd[0]
        wat = f"Bij {len(geweigerd)} van de {aantal} contracten kan dit niet, dus er is niets vastgelegd."
        self.args = (f"{wat} Als eerste {eerste.contractnummer}: {eerste.regels[0].detail}",)


class BevestigingVerouderd(Exception):
    """What was confirmed is not what would be recorded now."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Sinds de proef is er iets veranderd aan deze contracten of aan waar zij van afhangen, of aan de opdracht "
            "zelf. Er is niets vastgelegd. Vraag een nieuwe proef en bevestig die."
        )


@dataclass(frozen=True, kw_only=True)
class Bulkvastlegger:
    """Judges and records one command on many contracts."""

    vastlegger: Vastlegger

    def beoordeel(self, *, opdracht: Bulkopdracht, voortgang: Voortgang) -> Bulkuitslag:
        """Judge every contract and record nothing; no writer has to wait for it.

        Raises GeenRecht and OngeldigeInvoer.
        """
        with self.vastlegger.register.proef() as beurt:
            return self._oordeel(beurt, opdracht, voortgang)

    def leg_vast(
        self, *, beurt: Schrijfbeurt, opdracht: Bulkopdracht, voortgang: Voortgang
    ) -> Bulkuitslag:
        """Record the command on every contract that is not skipped, in one turn.

        Raises GeenRecht, OngeldigeInvoer, BevestigingVerouderd or BulkGeweigerd; then the turn must end without
        being written, which its caller does by letting the exception through.
        """
        uitslag = self._oordeel(beurt, opdracht, voortgang)
        if opdracht.bevestiging not in (None, uitslag.bevestiging):
            raise BevestigingVerouderd
        if geweigerd := uitslag.met(Bulkuitkomst.GEWEIGERD):
            raise BulkGeweigerd(geweigerd=geweigerd, aantal=len(uitslag.gevallen))
        if not uitslag.vastgelegd:
            raise _ongeldig("uitzonderingen", "alle contracten worden overgeslagen")
        return uitslag

    def _oordeel(
        self, beurt: Schrijfbeurt, opdracht: Bulkopdracht, voortgang: Voortgang
    ) -> Bulkuitslag:
        opdracht.gebruiker.eis(schrijfrecht(feitnaam=opdracht.feitnaam))
        oordeel = _Oordeel(
            vastlegger=self.vastlegger,
            beurt=beurt,
            opdracht=opdracht,
            correlatie=self.vastlegger.nieuwe_id(),
        )
        try:
            gevallen = oordeel.gevallen(voortgang)
        finally:
            gc.unfreeze()
        return Bulkuitslag(
            correlatie=oordeel.correlatie,
            vandaag=beurt.vandaag,
            gevallen=gevallen,
            bevestiging=_bevestiging(opdracht, gevallen),
        )


def _ongeldig(naam: str, reden: str) -> OngeldigeInvoer:
    return OngeldigeInvoer(fouten=[Invoerfout(plek="body", naam=naam, reden=reden)])


def _bevestiging(opdracht: Bulkopdracht, gevallen: Sequence[Geval]) -> str:
    """Hash what was asked and, per contract, its version, its outcome and every rule it breaks."""
    som = hashlib.sha256(opdracht.vingerafdruk.encode())
    for geval in gevallen:
        versie = 0 if geval.gedaan is None else geval.gedaan.registratie.volgnummer
        regels = sorted(f"{b.regel.code} {b.kenmerk} {b.detail}" for b in geval.regels)
        som.update("\n".join((str(geval.contract), str(versie), geval.uitkomst, *regels)).encode())
    return som.hexdigest()


@dataclass(frozen=True, kw_only=True)
class _Oordeel:
    """One turn in which the contracts are judged one after another."""

    vastlegger: Vastlegger
    beurt: Schrijfbeurt
    opdracht: Bulkopdracht
    correlatie: UUID
    fouten: dict[Invoerfout, None] = field(default_factory=dict)
    """Faults in a command that only show when it is judged; each once."""

    def gevallen(self, voortgang: Voortgang) -> list[Geval]:
        """Judge every contract; raises OngeldigeInvoer with every fault."""
        gekozen = self._kies()
        anders = self._anders(gekozen)
        namen = self._namen(gekozen)
        self.beurt.laad(dingen=list(_betrokken(gekozen, anders)))
        uit, totaal = [], len(gekozen)
        stap = max(1, totaal // STAPPEN)
        for gedaan, contract in enumerate(gekozen, start=1):
            inhoud = anders.get(contract.ding, self.opdracht.gewoon)
            uit.append(self._geval(contract, namen.get(contract.stand.aanbieder_id), inhoud))
            if gedaan % stap == 0 or gedaan == totaal:
                gc.freeze()  # all of it stays until the turn ends: the collector need not search it again and again
                voortgang(gedaan, totaal)
        if self.fouten:
            raise OngeldigeInvoer(fouten=list(self.fouten))
        return uit

    # --- which contracts ---

    def _kies(self) -> list[Gevonden[Any]]:
        """Give the contracts of the selection as they stand today; raises OngeldigeInvoer for none, or too many."""
        selectie = self.opdracht.selectie
        ids = selectie.contract_ids
        gevonden = self._gefilterd(selectie) if ids is None else self._genoemd(ids)
        if not gevonden:
            raise _ongeldig(
                "selectie", "geen enkel contract voldoet hieraan; kies ruimer of noem contracten"
            )
        return gevonden

    def _gefilterd(self, selectie: Selectie) -> list[Gevonden[Any]]:
        bladzijde = self._vragen.lijst(
            soort=CONTRACT,
            filters=selectie.filters,
            reis=replace(self._reis, geldig_op=selectie.geldig_op or self.beurt.vandaag),
            blik=self.opdracht.gebruiker.blik,
            grootte=MAX_CONTRACTEN,
        )
        if bladzijde.aantal > MAX_CONTRACTEN:
            reden = f"{bladzijde.aantal} contracten voldoen hieraan; ten hoogste {MAX_CONTRACTEN} gaan in één keer"
            raise _ongeldig("selectie", f"{reden}, kies enger")
        return self._vandaag([contract.ding for contract in bladzijde.items])

    def _genoemd(self, ids: Sequence[UUID]) -> list[Gevonden[Any]]:
        gevonden = self._vandaag(ids)
        bekend = {contract.ding for contract in gevonden}
        fouten = [
            Invoerfout(
                plek="body",
                naam=f"selectie.contractIds.{nummer}",
                reden=f"er is geen contract met id {ding} binnen uw bereik",
            )
            for nummer, ding in enumerate(ids)
            if ding not in bekend
        ]
        if fouten:
            raise OngeldigeInvoer(fouten=fouten)
        return gevonden

    def _vandaag(self, ids: Sequence[UUID]) -> list[Gevonden[Any]]:
        standen = self._vragen.standen(
            soort=CONTRACT, dingen=ids, reis=self._reis, blik=self.opdracht.gebruiker.blik
        )
        return [Gevonden(ding=ding, stand=standen[ding]) for ding in ids if ding in standen]

    @cached_property
    def _vragen(self) -> Vragen:
        return self.beurt.vragen()

    @cached_property
    def _reis(self) -> Tijdreis:
        watermerk = self._vragen.peil().watermerk
        return Tijdreis(geldig_op=self.beurt.vandaag, beschikbaar_op=watermerk)

    def _namen(self, gekozen: Sequence[Gevonden[Any]]) -> Mapping[UUID, str]:
        return aanbiedernamen(
            vragen=self._vragen,
            standen=[contract.stand for contract in gekozen],
            reis=self._reis,
            blik=self.opdracht.gebruiker.blik,
        )

    def _anders(self, gekozen: Sequence[Gevonden[Any]]) -> Mapping[UUID, Inhoud | Overslaan]:
        """Give what is exceptional per contract; raises OngeldigeInvoer for one that is not in the selection."""
        bekend = {contract.ding for contract in gekozen}
        fouten = [
            Invoerfout(
                plek="body",
                naam=f"{een.plek}.contractId",
                reden=f"contract {een.contract} zit niet in de selectie",
            )
            for een in self.opdracht.uitzonderingen
            if een.contract not in bekend
        ]
        if fouten:
            raise OngeldigeInvoer(fouten=fouten)
        anders = {een.contract: een.anders for een in self.opdracht.uitzonderingen}
        if isinstance(self.opdracht.gewoon, OngeldigeInvoer) and bekend - anders.keys():
            raise self.opdracht.gewoon
        return anders

    # --- one contract ---

    def _geval(
        self,
        contract: Gevonden[Any],
        aanbieder: str | None,
        inhoud: Inhoud | Overslaan | OngeldigeInvoer,
    ) -> Geval:
        def geval(uitkomst: Bulkuitkomst, **rest: Any) -> Geval:
            return Geval(
                contract=contract.ding,
                contractnummer=contract.stand.contractnummer,
                aanbieder_id=contract.stand.aanbieder_id,
                aanbieder=aanbieder,
                uitkomst=uitkomst,
                **rest,
            )

        if isinstance(inhoud, Overslaan):
            return geval(Bulkuitkomst.OVERGESLAGEN, reden=inhoud.reden)
        assert isinstance(inhoud, Inhoud)  # noqa: S101 - _anders has raised what cannot be read
        try:
            gedaan = self._leg_vast(contract.ding, inhoud)
        except Weigering as nee:
            return geval(Bulkuitkomst.GEWEIGERD, regels=nee.bevindingen)
        except OngeldigeInvoer as fout:
            self._noteer(fout, inhoud.plek)
            return geval(Bulkuitkomst.GEWEIGERD)
        regels = gedaan.uitkomst.bevindingen
        uitkomst = Bulkuitkomst.KAN_MET_AFWIJKING if regels else Bulkuitkomst.KAN
        return geval(uitkomst, regels=regels, gedaan=gedaan)

    def _leg_vast(self, contract: UUID, inhoud: Inhoud) -> Vastgelegd:
        return self.vastlegger.leg_vast(
            beurt=self.beurt,
            opdracht=Opdracht(
                gebruiker=self.opdracht.gebruiker,
                soort=CONTRACT,
                ding=contract,
                feit=inhoud.feit,
                envelop=inhoud.envelop,
            ),
            correlatie=self.correlatie,
        )

    def _noteer(self, fout: OngeldigeInvoer, plek: str) -> None:
        for een in fout.fouten:
            naam = f"{plek}.{een.naam}" if een.naam else plek
            self.fouten[Invoerfout(plek=een.plek, naam=naam, reden=een.reden)] = None


def _betrokken(
    gekozen: Sequence[Gevonden[Any]], anders: Mapping[UUID, Inhoud | Overslaan]
) -> Iterator[UUID]:
    """Give everything whose facts are read to judge these contracts."""
    for contract in gekozen:
        if not isinstance(anders.get(contract.ding), Overslaan):
            yield contract.ding
            yield from (contract.stand.aanbieder_id, contract.stand.traject_id)
            yield contract.stand.regio_id
