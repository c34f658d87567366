"""What can happen to a contract: every fact of its life, from closing to run-down."""

from dataclasses import dataclass, field
from typing import ClassVar

from domain.contractdelen import (
    Addendum,
    Antwoord,
    Bekostigingsvorm,
    Contractdeel,
    Herzieningsclausule,
    Ontbindingsgrond,
    Opvolging,
    Opzegregeling,
    Partij,
    Taakbudget,
    Wijzigingen,
    Wijzigingsgrond,
    weiger_dubbel,
)
from domain.feiten import Feit
from domain.looptijd import StilzwijgendeVerlenging, Verlengingsoptie
from domain.tarieven import Tariefregel
from domain.waarden import (
    Bedrag,
    BedragVanafNul,
    Code,
    CpvCode,
    Datum,
    Gemeentecode,
    Id,
    Jaar,
    JaNee,
    Percentage,
    Tekst,
    Volgnummer,
)


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
    meerwerk: JaNee | None = field(
        default=None,
        metadata={"description": "Of meerwerk kan worden gevraagd; taakgericht vervalt dat."},
    )
    geraamde_jaarwaarde: BedragVanafNul | None = None
    maximumwaarde: BedragVanafNul | None = field(
        default=None,
        metadata={"description": "Het maximum van de raamovereenkomst over de hele looptijd."},
    )

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
        weiger_dubbel(self.tarieven, self.taakbudgetten)


_WAARDE = {"description": "Wat de wijziging doet met de waarde van de hele opdracht (+ of -)."}


@dataclass(frozen=True, kw_only=True)
class ContractHerzien(Feit):
    """New terms from a day on, on a ground of Aw 2.163b-g (none for a toelating)."""

    feitnaam: ClassVar[str] = "contract.herzien"
    pad: ClassVar[str] = "herzieningen"

    wijzigingen: Wijzigingen
    wijzigingsgrond: Wijzigingsgrond
    clausule: Code | None = None
    waardewijziging: Bedrag | None = field(default=None, metadata=_WAARDE)
    addendum: Addendum | None = None


@dataclass(frozen=True, kw_only=True)
class ContractVerlengd(Feit):
    """An extension; `ingangsdatum` is the day the option is exercised.

    With `wijzigingen` it is "gewijzigd verlengd" (S1:1245-1256): they hold from the first day of the new term.
    """

    feitnaam: ClassVar[str] = "contract.verlengd"
    pad: ClassVar[str] = "verlengingen"

    tot_en_met: Datum
    wijzigingen: Wijzigingen | None = None
    wijzigingsgrond: Wijzigingsgrond | None = None
    clausule: Code | None = None
    waardewijziging: Bedrag | None = field(default=None, metadata=_WAARDE)
    addendum: Addendum | None = None

    def __post_init__(self) -> None:
        """Refuse a ground or clause of a change that is not there."""
        if self.wijzigingen is None and (self.wijzigingsgrond or self.clausule):
            raise ValueError("een wijzigingsgrond of clausule hoort bij wijzigingen; noem die ook")

    @property
    def telt_als(self) -> tuple[str, ...]:
        """An extension, and with changes a herziening as well."""
        herzien = () if self.wijzigingen is None else (ContractHerzien.feitnaam,)
        return (self.feitnaam, *herzien)


@dataclass(frozen=True, kw_only=True)
class HerzieningVoorgesteld(Feit):
    """A herziening put to the aanbieder on its day, to work from `werking_per` on (S3:616-648; CS 1.4).

    Without a word by `reactie_uiterlijk` it counts as `bij_zwijgen` says; without that it stays open.
    """

    feitnaam: ClassVar[str] = "contract.herziening_voorgesteld"
    pad: ClassVar[str] = "herzieningsvoorstellen"

    wijzigingen: Wijzigingen
    wijzigingsgrond: Wijzigingsgrond | None = None
    clausule: Code | None = None
    werking_per: Datum
    reactie_uiterlijk: Datum | None = None
    bij_zwijgen: Antwoord | None = None
    waardewijziging: Bedrag | None = field(default=None, metadata=_WAARDE)

    def __post_init__(self) -> None:
        """Refuse days in an order that cannot be, and silence that counts from no day."""
        if self.werking_per <= self.ingangsdatum:
            raise ValueError("werkingPer ligt niet na de dag van het voorstel (ingangsdatum)")
        if self.reactie_uiterlijk is None:
            if self.bij_zwijgen is not None:
                raise ValueError("bijZwijgen vraagt een reactieUiterlijk; noem die ook")
        elif not self.ingangsdatum <= self.reactie_uiterlijk < self.werking_per:
            raise ValueError("reactieUiterlijk ligt niet tussen de ingangsdatum en werkingPer")

    @property
    def telt_als(self) -> tuple[str, ...]:
        """A herziening: once accepted it works by itself, so what must be decided must be decided before."""
        return (self.feitnaam, ContractHerzien.feitnaam)


@dataclass(frozen=True, kw_only=True)
class VoorstelBeantwoord(Feit):
    """The answer to a proposed herziening; `ingangsdatum` is the day it was received."""

    feitnaam: ClassVar[str] = "contract.voorstel_beantwoord"
    pad: ClassVar[str] = "antwoorden"

    volgnummer: Volgnummer = field(
        metadata={"description": "Het volgnummer van het voorstel waarop dit het antwoord is."}
    )
    antwoord: Antwoord
    addendum: Addendum | None = None


@dataclass(frozen=True, kw_only=True)
class ContractOpgezegd(Feit):
    """A notice, of all or of a part; `ingangsdatum` is the day it was received (3:37 BW)."""

    feitnaam: ClassVar[str] = "contract.opgezegd"
    pad: ClassVar[str] = "opzeggingen"

    laatste_dag: Datum
    door: Partij
    grond: Tekst
    verzonden_op: Datum | None = None
    deel: Contractdeel | None = None

    def __post_init__(self) -> None:
        """Refuse a notice received before it was sent."""
        if self.verzonden_op is not None and self.verzonden_op > self.ingangsdatum:
            raise ValueError("verzondenOp ligt na de ingangsdatum, de dag van ontvangst")


@dataclass(frozen=True, kw_only=True)
class HandelingIngetrokken(Feit):
    """A standing act taken back, ex nunc: from this day on it counts no more, before it did."""

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
    ontbindingsgrond: Ontbindingsgrond | None = None


@dataclass(frozen=True, kw_only=True)
class ContractNietIngegaan(Feit):
    """The contract never took effect; `ingangsdatum` is the contract's own first day (domein.md A.7)."""

    feitnaam: ClassVar[str] = "contract.niet_ingegaan"
    pad: ClassVar[str] = "niet-ingegaan"

    grond: Tekst


@dataclass(frozen=True, kw_only=True)
class ContractOvergedragen(Feit):
    """From this day on another aanbieder is the party (Aw 2.163f; contractsoverneming, 6:159 BW)."""

    feitnaam: ClassVar[str] = "contract.overgedragen"
    pad: ClassVar[str] = "overdrachten"

    nieuwe_aanbieder_id: Id


@dataclass(frozen=True, kw_only=True)
class UitloopAfgesproken(Feit):
    """Care that runs at the end is paid and indexed until `laatste_dag` (domein.md A.7)."""

    feitnaam: ClassVar[str] = "contract.uitloop_afgesproken"
    pad: ClassVar[str] = "uitlopen"

    laatste_dag: Datum


@dataclass(frozen=True, kw_only=True)
class ContractGeindexeerd(Feit):
    """All tariffs of an older prijspeil raised by a percentage (interface.md 4)."""

    feitnaam: ClassVar[str] = "contract.geindexeerd"
    pad: ClassVar[str] = "indexeringen"

    percentage: Percentage
    prijspeil: Jaar | None = None
