"""The contract: its terms, how they change, and the rules of interface.md 4 it is judged by.

Order of this file: parts, events, state, decisions (rules), the kind itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeVar

from domain.feiten import AFWEZIG, Feit, Vormvast, afwezig
from domain.looptijd import Looptijd, StilzwijgendeVerlenging, Verlengingsoptie, laatste_opzegdag
from domain.oordeel import Bevinding, Regel, onmogelijk, onrechtmatig
from domain.tarieven import GeldendTarief, Tariefregel, geindexeerd, samengevoegd
from domain.tijdlijn import VERWIJZING_ONBEKEND, Dingsoort, Geldend
from domain.waarden import (
    Bedrag,
    BedragVanafNul,
    Code,
    CpvCode,
    Dag,
    Datum,
    Gemeentecode,
    Id,
    Jaar,
    JaNee,
    Nummer,
    Percentage,
    Tekst,
    Volgnummer,
    dag_na,
    dag_voor,
    plus_maanden,
)

T = TypeVar("T")

# --- parts -------------------------------------------------------------------------------------------------------


class Bekostigingsvorm(StrEnum):
    """How care is paid (iJw uitvoeringsvarianten; S4:112-190)."""

    INSPANNINGSGERICHT = "INSPANNINGSGERICHT"
    OUTPUTGERICHT = "OUTPUTGERICHT"
    TAAKGERICHT = "TAAKGERICHT"


class Status(StrEnum):
    """Computed, never set (interface.md 4)."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"
    OPGEZEGD = "OPGEZEGD"
    BEEINDIGD = "BEEINDIGD"


class Beeindiging(StrEnum):
    """The way a contract ended."""

    VERLOPEN = "VERLOPEN"
    OPGEZEGD = "OPGEZEGD"
    ONTBONDEN = "ONTBONDEN"


class Partij(StrEnum):
    """Who gives notice; by mutual consent needs neither right nor period (domein.md A.7)."""

    OPDRACHTGEVER = "OPDRACHTGEVER"
    OPDRACHTNEMER = "OPDRACHTNEMER"
    WEDERZIJDS = "WEDERZIJDS"


class Via(StrEnum):
    """How a contract came out of its predecessor (S3:218-232)."""

    INKOOP = "INKOOP"
    HERZIENING = "HERZIENING"
    VERLENGING = "VERLENGING"


class Wijzigingsgrond(StrEnum):
    """Grounds of Aanbestedingswet 2012 art. 2.163b-g, in the order c, b, d, e, f, g."""

    CLAUSULE = "CLAUSULE"
    BAGATEL = "BAGATEL"
    AANVULLEND = "AANVULLEND"
    ONVOORZIEN = "ONVOORZIEN"
    VERVANGING = "VERVANGING"
    NIET_WEZENLIJK = "NIET_WEZENLIJK"


class GevolgWeigering(StrEnum):
    """What refusing a herziening does to this contract (CS 1.4.2; domein.md A.7)."""

    OPZEGGING = "OPZEGGING"
    ONGEWIJZIGD = "ONGEWIJZIGD"


@dataclass(frozen=True, kw_only=True)
class Opvolging(Vormvast):
    """The contract this one succeeds."""

    vorig_contract_id: Id
    via: Via


@dataclass(frozen=True, kw_only=True)
class Opzegtermijn(Vormvast):
    """A notice period in calendar months."""

    maanden: Nummer


@dataclass(frozen=True, kw_only=True)
class Opzegregeling(Vormvast):
    """Who may give notice, with which period; a party that is absent has no right (CS 1.3.4)."""

    opdrachtgever: Opzegtermijn | None = None
    opdrachtnemer: Opzegtermijn | None = None

    def termijn(self, door: Partij) -> Opzegtermijn | None:
        """Give the period of a party; None when it has no right to give notice."""
        return self.opdrachtgever if door is Partij.OPDRACHTGEVER else self.opdrachtnemer


@dataclass(frozen=True, kw_only=True)
class Herzieningsclausule(Vormvast):
    """The clause under which the contract may be changed (Aw 2.163c; CS 1.4)."""

    nummer: Code
    gevolg_weigering: GevolgWeigering


@dataclass(frozen=True, kw_only=True)
class Taakbudget(Vormvast):
    """The sum for a taakgericht contract in one book year, in cents."""

    boekjaar: Jaar
    bedrag: BedragVanafNul


def _weiger_dubbel(tarieven: Iterable[Tariefregel], taakbudgetten: Iterable[Taakbudget]) -> None:
    """Refuse two values for one thing: a look-up gives one answer (house rule 6)."""
    sleutels: list[object] = [t.sleutel for t in tarieven]
    jaren: list[object] = [t.boekjaar for t in taakbudgetten]
    for gegeven, wat in ((sleutels, "tarief"), (jaren, "taakbudget")):
        if len(set(gegeven)) < len(gegeven):
            raise ValueError(f"hetzelfde {wat} staat er twee keer in")


@dataclass(frozen=True, kw_only=True)
class Lijstwijziging(Vormvast):
    """Codes that come and go."""

    erbij: tuple[Code, ...] = ()
    eraf: tuple[Code, ...] = ()

    def toegepast(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Give the codes after the change, sorted and without doubles."""
        return tuple(sorted((set(codes) - set(self.eraf)) | set(self.erbij)))


@dataclass(frozen=True, kw_only=True)
class Gemeentenwijziging(Lijstwijziging):
    """Gemeenten that come and go."""

    erbij: tuple[Gemeentecode, ...] = ()
    eraf: tuple[Gemeentecode, ...] = ()


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ContractGesloten(Feit):
    """A contract with its first terms; `ingangsdatum` is its first day."""

    feitnaam: ClassVar[str] = "contract.gesloten"
    pad: ClassVar[str] = "POST"

    contractnummer: Code
    regio_id: Id
    aanbieder_id: Id
    traject_id: Id
    segment: Code
    percelen: tuple[Code, ...]
    gemeenten: tuple[Gemeentecode, ...]
    opdrachtgevers: tuple[Code, ...] = ()
    inkoopvorm: Code
    bekostigingsvorm: Bekostigingsvorm
    einddatum: Datum | None = field(
        default=None, metadata={"description": "De laatste dag (t/m); null is onbepaalde tijd."}
    )
    minimale_looptijd_tot_en_met: Datum | None = None
    uiterste_einddatum: Datum | None = None
    ondertekend_op: Datum | None = None
    mandaat: Tekst | None = None
    tender_ned_kenmerk: Code | None = None
    cpv: CpvCode | None = None
    oorspronkelijke_waarde: BedragVanafNul | None = None
    eigenaar: Code | None = None
    opvolging: Opvolging | None = None
    verlengingsopties: tuple[Verlengingsoptie, ...] = ()
    stilzwijgende_verlenging: StilzwijgendeVerlenging | None = None
    opzegregeling: Opzegregeling | None = None
    herzieningsclausule: Herzieningsclausule | None = None
    tarieven: tuple[Tariefregel, ...] = ()
    taakbudgetten: tuple[Taakbudget, ...] = ()
    acceptatieplicht: JaNee | None = None
    geraamde_jaarwaarde: BedragVanafNul | None = None

    def __post_init__(self) -> None:
        """Refuse dates that contradict each other and a contract about nothing."""
        if not self.percelen or not self.gemeenten:
            raise ValueError("noem ten minste één perceel en één gemeente")
        for dag in (self.einddatum, self.uiterste_einddatum, self.minimale_looptijd_tot_en_met):
            if dag is not None and dag < self.ingangsdatum:
                raise ValueError(f"{dag} ligt voor de ingangsdatum {self.ingangsdatum}")
        if self.einddatum is None and self.stilzwijgende_verlenging is not None:
            raise ValueError(
                "een contract voor onbepaalde tijd kan niet stilzwijgend worden verlengd"
            )
        if any(regel.tarief is None for regel in self.tarieven):
            raise ValueError("bij het sluiten van een contract heeft elke tariefregel een tarief")
        _weiger_dubbel(self.tarieven, self.taakbudgetten)


@dataclass(frozen=True, kw_only=True)
class Wijzigingen(Vormvast):
    """What a herziening changes; a field that is absent stays as it is, null ends it."""

    tarieven: tuple[Tariefregel, ...] = ()
    taakbudgetten: tuple[Taakbudget, ...] = ()
    percelen: Lijstwijziging | None = None
    gemeenten: Gemeentenwijziging | None = None
    bekostigingsvorm: Bekostigingsvorm | None = None
    geraamde_jaarwaarde: BedragVanafNul | None = field(default_factory=afwezig)
    opzegregeling: Opzegregeling | None = field(default_factory=afwezig)
    verlengingsopties: tuple[Verlengingsoptie, ...] | None = None
    stilzwijgende_verlenging: StilzwijgendeVerlenging | None = field(default_factory=afwezig)
    eigenaar: Code | None = field(default_factory=afwezig)

    def __post_init__(self) -> None:
        """Refuse a herziening that changes nothing."""
        if all(getattr(self, naam) in ((), None) for naam in _ALTIJD) and all(
            getattr(self, naam) is AFWEZIG for naam in _NULBAAR
        ):
            raise ValueError("noem ten minste één wijziging")
        _weiger_dubbel(self.tarieven, self.taakbudgetten)


_ALTIJD = (
    "tarieven",
    "taakbudgetten",
    "percelen",
    "gemeenten",
    "bekostigingsvorm",
    "verlengingsopties",
)
_NULBAAR = ("geraamde_jaarwaarde", "opzegregeling", "stilzwijgende_verlenging", "eigenaar")


@dataclass(frozen=True, kw_only=True)
class ContractHerzien(Feit):
    """New terms from a day on, on a ground of Aw 2.163b-g (none for a toelating)."""

    feitnaam: ClassVar[str] = "contract.herzien"
    pad: ClassVar[str] = "herzieningen"

    wijzigingen: Wijzigingen
    wijzigingsgrond: Wijzigingsgrond
    clausule: Code | None = None


@dataclass(frozen=True, kw_only=True)
class ContractVerlengd(Feit):
    """An extension; `ingangsdatum` is the day the option is exercised."""

    feitnaam: ClassVar[str] = "contract.verlengd"
    pad: ClassVar[str] = "verlengingen"

    tot_en_met: Datum


@dataclass(frozen=True, kw_only=True)
class ContractOpgezegd(Feit):
    """A notice; `ingangsdatum` is the day it was received (3:37 BW)."""

    feitnaam: ClassVar[str] = "contract.opgezegd"
    pad: ClassVar[str] = "opzeggingen"

    laatste_dag: Datum
    door: Partij
    grond: Tekst


@dataclass(frozen=True, kw_only=True)
class HandelingIngetrokken(Feit):
    """A standing notice taken back, ex nunc: it works from its own day on."""

    feitnaam: ClassVar[str] = "contract.handeling_ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer


@dataclass(frozen=True, kw_only=True)
class ContractOntbonden(Feit):
    """The end for breach (CS 3.19.4; S1:1087)."""

    feitnaam: ClassVar[str] = "contract.ontbonden"
    pad: ClassVar[str] = "ontbindingen"

    laatste_dag: Datum
    grond: Tekst


@dataclass(frozen=True, kw_only=True)
class ContractGeindexeerd(Feit):
    """All tariffs of an older prijspeil raised by a percentage (interface.md 4)."""

    feitnaam: ClassVar[str] = "contract.geindexeerd"
    pad: ClassVar[str] = "indexeringen"

    percentage: Percentage
    prijspeil: Jaar | None = None


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Opzegging(Vormvast):
    """A standing notice; `plaats` is its place in the course (see tijdlijn)."""

    plaats: Volgnummer
    laatste_dag: Datum
    door: Partij
    grond: Tekst


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
    ontbonden_per: Datum | None = None
    """The last day that a standing ontbinding gives; a notice taken back leaves it."""
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


def _open(geldend: Geldend) -> Contractstand:
    feit = geldend.feit
    assert isinstance(feit, ContractGesloten)  # noqa: S101 - the kind's own opening fact
    return Contractstand(
        contractnummer=feit.contractnummer,
        regio_id=feit.regio_id,
        aanbieder_id=feit.aanbieder_id,
        traject_id=feit.traject_id,
        segment=feit.segment,
        percelen=tuple(sorted(set(feit.percelen))),
        gemeenten=tuple(sorted(set(feit.gemeenten))),
        opdrachtgevers=feit.opdrachtgevers,
        inkoopvorm=feit.inkoopvorm,
        bekostigingsvorm=feit.bekostigingsvorm,
        ingangsdatum=feit.ingangsdatum,
        minimale_looptijd_tot_en_met=feit.minimale_looptijd_tot_en_met,
        uiterste_einddatum=feit.uiterste_einddatum,
        ondertekend_op=feit.ondertekend_op,
        mandaat=feit.mandaat,
        tender_ned_kenmerk=feit.tender_ned_kenmerk,
        cpv=feit.cpv,
        oorspronkelijke_waarde=feit.oorspronkelijke_waarde,
        eigenaar=feit.eigenaar,
        opvolging=feit.opvolging,
        verlengingsopties=feit.verlengingsopties,
        opzegregeling=feit.opzegregeling,
        herzieningsclausule=feit.herzieningsclausule,
        tarieven=samengevoegd(eerder=(), regels=feit.tarieven, jaar=feit.ingangsdatum.year),
        taakbudgetten=tuple(sorted(feit.taakbudgetten, key=lambda t: t.boekjaar)),
        acceptatieplicht=feit.acceptatieplicht,
        geraamde_jaarwaarde=feit.geraamde_jaarwaarde,
        looptijd=Looptijd(
            eind=feit.einddatum and dag_na(feit.einddatum),
            stilzwijgend=feit.stilzwijgende_verlenging,
            verlengd=0,
        ),
        status=Status.ACTIEF,
    )


def _evolueer(stand: Contractstand, geldend: Geldend) -> Contractstand:  # noqa: PLR0911 - one return per fact
    if stand.status is Status.BEEINDIGD:
        return stand  # Only in a course with a conflict: what is over does not change.
    feit = geldend.feit
    match feit:
        case ContractHerzien():
            return _herzien(stand, feit)
        case ContractVerlengd():
            return replace(
                stand,
                looptijd=stand.looptijd.verlengd_tot(
                    eind=dag_na(feit.tot_en_met), op=feit.ingangsdatum
                ),
                verlengingsopties=tuple(
                    o for o in stand.verlengingsopties if o.tot_en_met > feit.tot_en_met
                ),
            )
        case ContractOpgezegd():
            notice = Opzegging(
                plaats=geldend.plaats,
                laatste_dag=feit.laatste_dag,
                door=feit.door,
                grond=feit.grond,
            )
            return replace(
                stand, opzegging=notice, laatste_dag=feit.laatste_dag, status=Status.OPGEZEGD
            )
        case HandelingIngetrokken():
            if stand.opzegging is None or stand.opzegging.plaats != geldend.doel:
                return stand
            return replace(
                stand, opzegging=None, laatste_dag=stand.ontbonden_per, status=Status.ACTIEF
            )
        case ContractOntbonden():
            return replace(stand, laatste_dag=feit.laatste_dag, ontbonden_per=feit.laatste_dag)
        case ContractGeindexeerd():
            prijspeil = feit.prijspeil or feit.ingangsdatum.year
            tarieven = geindexeerd(
                tarieven=stand.tarieven, percentage=feit.percentage, prijspeil=prijspeil
            )
            return replace(stand, tarieven=tarieven)
    return stand


def _herzien(stand: Contractstand, feit: ContractHerzien) -> Contractstand:
    w = feit.wijzigingen
    budgetten = {t.boekjaar: t for t in (*stand.taakbudgetten, *w.taakbudgetten)}
    looptijd = stand.looptijd
    if w.stilzwijgende_verlenging is not AFWEZIG:
        looptijd = looptijd.met_stilzwijgend(w.stilzwijgende_verlenging, op=feit.ingangsdatum)
    return replace(
        stand,
        tarieven=samengevoegd(
            eerder=stand.tarieven, regels=w.tarieven, jaar=feit.ingangsdatum.year
        ),
        taakbudgetten=tuple(budgetten[jaar] for jaar in sorted(budgetten)),
        percelen=w.percelen.toegepast(stand.percelen) if w.percelen else stand.percelen,
        gemeenten=w.gemeenten.toegepast(stand.gemeenten) if w.gemeenten else stand.gemeenten,
        bekostigingsvorm=w.bekostigingsvorm or stand.bekostigingsvorm,
        verlengingsopties=stand.verlengingsopties
        if w.verlengingsopties is None
        else w.verlengingsopties,
        looptijd=looptijd,
        geraamde_jaarwaarde=_of(w.geraamde_jaarwaarde, stand.geraamde_jaarwaarde),
        opzegregeling=_of(w.opzegregeling, stand.opzegregeling),
        eigenaar=_of(w.eigenaar, stand.eigenaar),
    )


def _of(nieuw: T, huidig: T) -> T:
    return huidig if nieuw is AFWEZIG else nieuw


def _vanzelf(stand: Contractstand, sinds: date) -> tuple[date, Contractstand] | None:
    """Give the end: a notice or ontbinding that runs out, or the agreed end without further renewal."""
    if stand.status is Status.BEEINDIGD:
        return None
    uiterst = stand.looptijd.uiterste_eind
    gesteld = stand.laatste_dag and dag_na(stand.laatste_dag)
    einden = [dag for dag in (gesteld, uiterst) if dag is not None]
    if not einden:
        return None
    eind = min(einden)
    ontbonden = stand.ontbonden_per is not None and stand.ontbonden_per == stand.laatste_dag
    gegeven = Beeindiging.ONTBONDEN if ontbonden else Beeindiging.OPGEZEGD
    beeindiging = gegeven if eind == gesteld else Beeindiging.VERLOPEN
    beeindigd = replace(
        stand, status=Status.BEEINDIGD, beeindiging=beeindiging, laatste_dag=dag_voor(eind)
    )
    return max(eind, sinds), beeindigd


def _aanloop(stand: Contractstand) -> Contractstand:
    return replace(stand, status=Status.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------

HERZIENING_BUITEN_LOOPTIJD = onmogelijk(
    "herziening-buiten-looptijd",
    "De herziening valt buiten de looptijd",
    "Op {ingangsdatum} is het contract al beëindigd (laatste dag {laatste_dag}). Kies een eerdere ingangsdatum of "
    "leg eerst de verlenging vast.",
    na_einde=True,
)
VERLENGING_NA_EINDE = onmogelijk(
    "verlenging-na-einde",
    "De verlenging komt na het einde",
    "Op {ingangsdatum} is het contract al beëindigd (laatste dag {laatste_dag}); verlengen kan alleen daarvoor.",
    na_einde=True,
)
VERLENGING_NIET_LATER = onmogelijk(
    "verlenging-niet-later",
    "De verlenging eindigt niet later",
    "Verlengen tot en met {tot_en_met} kan niet: het contract loopt al tot en met {einddatum}.",
)
CONTRACT_AL_OPGEZEGD = onmogelijk(
    "contract-al-opgezegd",
    "Er staat een opzegging",
    "Het contract is opgezegd (registratie {opzegging}, laatste dag {laatste_dag}). Trek die opzegging eerst in.",
)
CONTRACT_AL_BEEINDIGD = onmogelijk(
    "contract-al-beeindigd",
    "Het contract is dan al beëindigd",
    "Op {dag} is het contract al beëindigd (laatste dag {laatste_dag}). Kies een dag op of voor die laatste dag.",
    na_einde=True,
)
EINDE_VOOR_INGANG = onmogelijk(
    "einde-voor-ingang",
    "Het einde ligt voor de ingang",
    "De laatste dag {laatste_dag} ligt voor de eerste dag van het contract ({eerste_dag}).",
)
VERLENGING_BUITEN_OPTIE = onrechtmatig(
    "verlenging-buiten-optie",
    "De verlenging past niet bij een verlengingsoptie",
    "Verlengen tot en met {tot_en_met}, uitgeoefend op {ingangsdatum}, past bij geen optie van dit contract: {opties}.",
)
VERLENGING_TE_LAAT = onrechtmatig(
    "verlenging-te-laat-aangekondigd",
    "De verlenging is te laat aangekondigd",
    "De verlenging moest uiterlijk {uiterlijk} zijn aangekondigd en is dat op {aangekondigd}.",
)
OPZEGTERMIJN = onrechtmatig(
    "opzegtermijn-niet-in-acht-genomen",
    "De opzegtermijn is niet in acht genomen",
    "Met een opzegging ontvangen op {ingangsdatum} en een termijn van {maanden} maanden is de vroegste laatste dag "
    "{vroegst}; gegeven is {laatste_dag}.",
)
GEEN_OPZEGRECHT = onrechtmatig(
    "geen-opzegrecht",
    "Deze partij kan niet opzeggen",
    "{waarom}",
)


def _bevinding(
    regel: Regel, geldend: Geldend, feiten: tuple[int, ...] = (), **waarden: object
) -> Bevinding:
    tekst = {naam: "onbepaald" if w is None else str(w) for naam, w in waarden.items()}
    return Bevinding(
        regel=regel,
        volgnummer=geldend.volgnummer,
        waarden={"ingangsdatum": geldend.feit.ingangsdatum.isoformat(), **tekst},
        feiten=feiten,
    )


def _toets(stand: Contractstand, geldend: Geldend) -> list[Bevinding]:  # noqa: PLR0911 - one return per fact
    feit = geldend.feit
    over = stand.status is Status.BEEINDIGD
    match feit:
        case ContractHerzien() if over:
            return [_bevinding(HERZIENING_BUITEN_LOOPTIJD, geldend, laatste_dag=stand.laatste_dag)]
        case ContractVerlengd():
            return _toets_verlenging(stand, geldend, feit)
        case ContractOpgezegd() | ContractOntbonden():
            return _toets_einde(stand, geldend, feit)
        case HandelingIngetrokken() if over:
            return [_al_beeindigd(stand, geldend, feit.ingangsdatum)]
        case HandelingIngetrokken() if (
            stand.opzegging is None or stand.opzegging.plaats != geldend.doel
        ):
            return [
                _bevinding(
                    VERWIJZING_ONBEKEND,
                    geldend,
                    wat="Een staande opzegging",
                    verwijzing=feit.volgnummer,
                )
            ]
        case ContractGeindexeerd() if over:
            return [_al_beeindigd(stand, geldend, feit.ingangsdatum)]
    return []


def _al_beeindigd(stand: Contractstand, geldend: Geldend, dag: date) -> Bevinding:
    return _bevinding(
        CONTRACT_AL_BEEINDIGD,
        geldend,
        dag=dag,
        laatste_dag=stand.einddatum(geldend.feit.ingangsdatum),
    )


def _toets_verlenging(
    stand: Contractstand, geldend: Geldend, feit: ContractVerlengd
) -> list[Bevinding]:
    if stand.status is Status.BEEINDIGD:
        return [_bevinding(VERLENGING_NA_EINDE, geldend, laatste_dag=stand.laatste_dag)]
    if stand.opzegging is not None:
        notice = stand.opzegging
        return [
            _bevinding(
                CONTRACT_AL_OPGEZEGD,
                geldend,
                feiten=(notice.plaats,),
                opzegging=notice.plaats,
                laatste_dag=notice.laatste_dag,
            )
        ]
    einddatum = stand.overeengekomen_einddatum(feit.ingangsdatum)
    if einddatum is None or feit.tot_en_met <= einddatum:
        return [
            _bevinding(
                VERLENGING_NIET_LATER, geldend, tot_en_met=feit.tot_en_met, einddatum=einddatum
            )
        ]
    optie = next((o for o in stand.verlengingsopties if o.tot_en_met == feit.tot_en_met), None)
    te_ver = stand.uiterste_einddatum is not None and feit.tot_en_met > stand.uiterste_einddatum
    if optie is None or te_ver or not optie.open_op(feit.ingangsdatum):
        opties = (
            "; ".join(map(_optietekst, stand.verlengingsopties)) or "er is geen verlengingsoptie"
        )
        return [
            _bevinding(VERLENGING_BUITEN_OPTIE, geldend, tot_en_met=feit.tot_en_met, opties=opties)
        ]
    aangekondigd = min([feit.ingangsdatum, *(b.datum for b in geldend.toelichting.bekendgemaakt)])
    uiterlijk = optie.aankondigen_uiterlijk
    if uiterlijk is not None and aangekondigd > uiterlijk:
        return [
            _bevinding(VERLENGING_TE_LAAT, geldend, uiterlijk=uiterlijk, aangekondigd=aangekondigd)
        ]
    return []


def _optietekst(optie: Verlengingsoptie) -> str:
    van, tot = optie.uitoefenen_van, optie.uitoefenen_tot_en_met
    return f"tot en met {optie.tot_en_met}" + (
        f", uit te oefenen {van or '…'} t/m {tot or '…'}" if van or tot else ""
    )


def _toets_einde(
    stand: Contractstand, geldend: Geldend, feit: ContractOpgezegd | ContractOntbonden
) -> list[Bevinding]:
    if stand.status is Status.BEEINDIGD:
        return [_al_beeindigd(stand, geldend, feit.ingangsdatum)]
    if isinstance(feit, ContractOpgezegd) and stand.opzegging is not None:
        notice = stand.opzegging
        return [
            _bevinding(
                CONTRACT_AL_OPGEZEGD,
                geldend,
                feiten=(notice.plaats,),
                opzegging=notice.plaats,
                laatste_dag=notice.laatste_dag,
            )
        ]
    einddatum = stand.einddatum(feit.ingangsdatum)
    if einddatum is not None and feit.laatste_dag > einddatum:
        return [_al_beeindigd(stand, geldend, feit.laatste_dag)]
    if feit.laatste_dag < stand.ingangsdatum:
        return [
            _bevinding(
                EINDE_VOOR_INGANG,
                geldend,
                laatste_dag=feit.laatste_dag,
                eerste_dag=stand.ingangsdatum,
            )
        ]
    if isinstance(feit, ContractOpgezegd) and feit.door is not Partij.WEDERZIJDS:
        return _toets_opzegging(stand, geldend, feit)
    return []


def _toets_opzegging(
    stand: Contractstand, geldend: Geldend, feit: ContractOpgezegd
) -> list[Bevinding]:
    termijn = stand.opzegregeling.termijn(feit.door) if stand.opzegregeling else None
    partij = feit.door.value.lower()
    if termijn is None:
        waarom = f"De {partij} heeft volgens dit contract geen recht om tussentijds op te zeggen."
        return [_bevinding(GEEN_OPZEGRECHT, geldend, waarom=waarom)]
    gevonden = []
    minimaal = stand.minimale_looptijd_tot_en_met
    if minimaal is not None and feit.laatste_dag < minimaal:
        waarom = (
            f"De minimale looptijd loopt tot en met {minimaal}; eerder kan de {partij} er niet uit."
        )
        gevonden.append(_bevinding(GEEN_OPZEGRECHT, geldend, waarom=waarom))
    vroegst = plus_maanden(feit.ingangsdatum, termijn.maanden)
    if feit.laatste_dag < vroegst:
        gevonden.append(
            _bevinding(
                OPZEGTERMIJN,
                geldend,
                maanden=termijn.maanden,
                vroegst=vroegst,
                laatste_dag=feit.laatste_dag,
            )
        )
    return gevonden


CONTRACT: Dingsoort[Contractstand] = Dingsoort(
    naam="contract",
    meervoud="contracten",
    stand=Contractstand,
    feiten=(
        ContractGesloten,
        ContractHerzien,
        ContractVerlengd,
        ContractOpgezegd,
        HandelingIngetrokken,
        ContractOntbonden,
        ContractGeindexeerd,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
