"""The standing of a contract: the terms in force in a stretch of days, and what follows from them on a day."""

from dataclasses import dataclass, field
from datetime import date

from domain.contractdelen import (
    Beeindiging,
    Bekostigingsvorm,
    Contractdeel,
    Deelopzegging,
    Herzieningsclausule,
    Herzieningsvoorstel,
    KomendeWijziging,
    Ontbinding,
    Opvolging,
    Opzegging,
    Opzegregeling,
    Status,
    Taakbudget,
)
from domain.contractsturing import Sturing
from domain.feiten import Vormvast
from domain.looptijd import Looptijd, Verlengingsoptie, laatste_opzegdag
from domain.tarieven import GeldendTarief
from domain.waarden import (
    Bedrag,
    Code,
    CpvCode,
    Dag,
    Datum,
    Gemeentecode,
    Id,
    JaNee,
    Tekst,
    dag_voor,
)


@dataclass(frozen=True, kw_only=True)
class Contractstand(Vormvast):
    """The terms in force in a stretch of days."""

    contractnummer: Code
    regio_id: Id
    aanbieder_id: Id
    traject_id: Id
    segment: Code
    percelen: tuple[Code, ...]
    gemeenten: tuple[Gemeentecode, ...]
    opdrachtgevers: tuple[Code, ...]
    inkoopvorm: Code
    bekostigingsvorm: Bekostigingsvorm
    ingangsdatum: Datum
    minimale_looptijd_tot_en_met: Datum | None
    uiterste_einddatum: Datum | None
    ondertekend_op: Datum | None
    mandaat: Tekst | None
    tender_ned_kenmerk: Code | None
    cpv: CpvCode | None
    oorspronkelijke_waarde: Bedrag | None
    eigenaar: Code | None
    opvolging: Opvolging | None
    verlengingsopties: tuple[Verlengingsoptie, ...]
    opzegregeling: Opzegregeling | None
    herzieningsclausule: Herzieningsclausule | None
    tarieven: tuple[GeldendTarief, ...]
    taakbudgetten: tuple[Taakbudget, ...]
    acceptatieplicht: JaNee | None
    geraamde_jaarwaarde: Bedrag | None
    looptijd: Looptijd
    status: Status
    beeindiging: Beeindiging | None = None
    opzegging: Opzegging | None = None
    ontbinding: Ontbinding | None = None
    deelopzeggingen: tuple[Deelopzegging, ...] = ()
    herzieningsvoorstellen: tuple[Herzieningsvoorstel, ...] = ()
    komende_wijzigingen: tuple[KomendeWijziging, ...] = ()
    uitloop_tot_en_met: Datum | None = None
    """The last day on which running care is still paid and indexed after the end."""
    meerwerk: JaNee | None = None
    maximumwaarde: Bedrag | None = None
    sturing: Sturing = field(default_factory=Sturing)
    laatste_dag: Dag | None = None
    """The last day, once a notice or ontbinding stands or the contract has ended."""

    def einddatum(self, dag: date) -> date | None:
        """Give the last day of the term running on a day; None for an open end."""
        return self.laatste_dag or self.overeengekomen_einddatum(dag)

    def overeengekomen_einddatum(self, dag: date) -> date | None:
        """Give the agreed last day, notices apart."""
        eind = self.looptijd.lopend_eind(max(dag, self.ingangsdatum))
        return eind and dag_voor(eind)

    def uiterste_handelingsdatum(self, dag: date) -> date | None:
        """Give the last day on which the opdrachtgever can still steer the coming end; None if there is no such day.

        With tacit renewal: the last day to give notice. Otherwise: the last day of the first open option.
        """
        if self.status not in (Status.TOEKOMSTIG, Status.ACTIEF):
            return None
        eind = self.overeengekomen_einddatum(dag)
        if eind and self.looptijd.verlengt_na(max(dag, self.ingangsdatum)):
            termijn = self.opzegregeling.opdrachtgever if self.opzegregeling else None
            return laatste_opzegdag(laatste_dag=eind, maanden=termijn.maanden) if termijn else None
        uiterlijk = [optie.uiterlijk for optie in self.verlengingsopties if optie.uiterlijk]
        return min(uiterlijk) if uiterlijk else None

    def in_uitloop(self, dag: date) -> bool:
        """Tell whether a day lies after the end, in the run-down of care that ran then."""
        return self.status is Status.BEEINDIGD and dag <= (self.uitloop_tot_en_met or date.min)

    def voorstel(self, plaats: int | None) -> Herzieningsvoorstel | None:
        """Give the proposed herziening in a place."""
        return next((v for v in self.herzieningsvoorstellen if v.plaats == plaats), None)

    def blijft_over(self, *weg: Contractdeel) -> bool:
        """Tell whether the contract is still about something without these parts and those under notice."""
        delen = (*weg, *(d.deel for d in self.deelopzeggingen))
        percelen = set(self.percelen).difference(*(d.percelen for d in delen))
        return bool(percelen and set(self.gemeenten).difference(*(d.gemeenten for d in delen)))
