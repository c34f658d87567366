"""What steers a contract: agreements, talks, findings, plans for improvement, sanctions, and how they came out.

Order of this file: codes, what a command says, events.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.feiten import Feit, Vormvast
from domain.trajectdelen import Norm
from domain.waarden import (
    BedragVanafNul,
    Code,
    Datum,
    Id,
    Maanden,
    Percentage,
    Tekst,
    Volgnummer,
)

# --- codes -------------------------------------------------------------------------------------------------------


class Afspraaksoort(StrEnum):
    """What kind of agreement (S0:83-88 goals become agreements; S1:408 guarded by KPI's)."""

    KPI = "KPI"
    DOEL = "DOEL"
    INSPANNING = "INSPANNING"
    RAPPORTAGE = "RAPPORTAGE"


class Ernst(StrEnum):
    """How grave a finding is."""

    LICHT = "LICHT"
    ERNSTIG = "ERNSTIG"


class Sanctiesoort(StrEnum):
    """The measures short of ending the contract (CS 3.19.1)."""

    WAARSCHUWING = "WAARSCHUWING"
    KORTING = "KORTING"
    """A part of every payment held back, for a time."""
    TERUGVORDERING = "TERUGVORDERING"
    BOETE = "BOETE"

    @property
    def vraagt_betaling(self) -> bool:
        """Whether the aanbieder has to pay a sum."""
        return self in (Sanctiesoort.TERUGVORDERING, Sanctiesoort.BOETE)


class Stuuruitkomst(StrEnum):
    """How what was open came out."""

    GEHAALD = "GEHAALD"
    NIET_GEHAALD = "NIET_GEHAALD"
    HERSTELD = "HERSTELD"
    NIET_HERSTELD = "NIET_HERSTELD"
    BETAALD = "BETAALD"
    VERVALLEN = "VERVALLEN"


# --- parts: what a command says ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Herhaling(Vormvast):
    """Every so many calendar months after the first term."""

    maanden: Maanden


@dataclass(frozen=True, kw_only=True)
class Afspraakgegevens(Vormvast):
    """An agreement; `doel` is the code of a goal of the traject, `indicator` measures what `norm` asks."""

    code: Code
    omschrijving: Tekst
    afspraaksoort: Afspraaksoort
    doel: Code | None = field(
        default=None, metadata={"description": "De code van een doel van het inkooptraject."}
    )
    indicator: Id | None = None
    norm: Norm | None = None
    uiterlijk: Datum | None = field(
        default=None,
        metadata={
            "description": "De (eerste) laatste dag om haar na te komen; leeg: zij geldt steeds."
        },
    )
    herhaling: Herhaling | None = None


@dataclass(frozen=True, kw_only=True)
class Gespreksgegevens(Vormvast):
    """A talk with the aanbieder on a few agreements, with what must follow it."""

    onderwerp: Tekst = field(
        metadata={"description": "Waarover, in een paar woorden; ook de raad leest dit."}
    )
    afspraken: tuple[Code, ...] = ()
    vervolg_uiterlijk: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Constateringsgegevens(Vormvast):
    """What was found to be wrong, with the day by which it must be right."""

    afspraak: Code | None = None
    geconstateerd: Tekst = field(
        metadata={"description": "Wat is vastgesteld; zonder namen van personen."}
    )
    ernst: Ernst
    herstel_uiterlijk: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Verbetergegevens(Vormvast):
    """A plan to put findings right."""

    constateringen: tuple[Volgnummer, ...] = field(
        metadata={"description": "De volgnummers van de constateringen waarop het rust."}
    )
    beoogd_resultaat: Tekst
    uiterlijk: Datum


@dataclass(frozen=True, kw_only=True)
class Sanctiegegevens(Vormvast):
    """A sanction; a korting runs until `tot_en_met`, without it until it is closed."""

    sanctiesoort: Sanctiesoort
    constatering: Volgnummer | None = field(
        default=None,
        metadata={"description": "Het volgnummer van de constatering waarop zij rust."},
    )
    percentage: Percentage | None = None
    bedrag: BedragVanafNul | None = None
    tot_en_met: Datum | None = None
    grond: Tekst
    betalen_uiterlijk: Datum | None = None


# --- events ------------------------------------------------------------------------------------------------------


def _weiger_voor(ingangsdatum: date, **termijnen: date | None) -> None:
    """Raise ValueError for a term that lies before the fact itself."""
    for naam, dag in termijnen.items():
        if dag is not None and dag < ingangsdatum:
            raise ValueError(f"{naam} ({dag}) ligt voor de ingangsdatum {ingangsdatum}")


@dataclass(frozen=True, kw_only=True)
class AfspraakGemaakt(Afspraakgegevens, Feit):
    """An agreement from its day on; one with the same code takes its place."""

    feitnaam: ClassVar[str] = "contract.afspraak_gemaakt"
    pad: ClassVar[str] = "afspraken"

    def __post_init__(self) -> None:
        """Refuse a term before its day, and a repetition of no term."""
        _weiger_voor(self.ingangsdatum, uiterlijk=self.uiterlijk)
        if self.herhaling is not None and self.uiterlijk is None:
            raise ValueError("een herhaling telt vanaf de eerste termijn; noem die ook (uiterlijk)")


@dataclass(frozen=True, kw_only=True)
class GesprekGevoerd(Gespreksgegevens, Feit):
    """A talk held on its day."""

    feitnaam: ClassVar[str] = "contract.gesprek_gevoerd"
    pad: ClassVar[str] = "gesprekken"

    def __post_init__(self) -> None:
        """Refuse a next step before the talk."""
        _weiger_voor(self.ingangsdatum, vervolgUiterlijk=self.vervolg_uiterlijk)


@dataclass(frozen=True, kw_only=True)
class ConstateringGedaan(Constateringsgegevens, Feit):
    """A finding of its day."""

    feitnaam: ClassVar[str] = "contract.constatering_gedaan"
    pad: ClassVar[str] = "constateringen"

    def __post_init__(self) -> None:
        """Refuse a term before the finding."""
        _weiger_voor(self.ingangsdatum, herstelUiterlijk=self.herstel_uiterlijk)


@dataclass(frozen=True, kw_only=True)
class VerbetertrajectGestart(Verbetergegevens, Feit):
    """A plan for improvement from its day on."""

    feitnaam: ClassVar[str] = "contract.verbetertraject_gestart"
    pad: ClassVar[str] = "verbetertrajecten"

    def __post_init__(self) -> None:
        """Refuse a plan for nothing, a finding named twice, and a term before its day."""
        if not self.constateringen or len(set(self.constateringen)) < len(self.constateringen):
            raise ValueError("noem ten minste één constatering, en elke één keer")
        _weiger_voor(self.ingangsdatum, uiterlijk=self.uiterlijk)


@dataclass(frozen=True, kw_only=True)
class SanctieOpgelegd(Sanctiegegevens, Feit):
    """A sanction from its day on."""

    feitnaam: ClassVar[str] = "contract.sanctie_opgelegd"
    pad: ClassVar[str] = "sancties"

    def __post_init__(self) -> None:
        """Refuse a sanction without what it consists of, or with what belongs to another kind."""
        korting = self.sanctiesoort is Sanctiesoort.KORTING
        betaling = self.sanctiesoort.vraagt_betaling
        if korting != bool(self.percentage is not None and self.percentage > 0):
            raise ValueError("een korting, en alleen een korting, heeft een percentage boven 0")
        if betaling != bool(self.bedrag):
            raise ValueError(
                "een terugvordering of boete, en alleen die, heeft een bedrag boven 0.00"
            )
        if self.tot_en_met is not None and not korting:
            raise ValueError("totEnMet hoort bij een korting: haar laatste dag")
        if self.betalen_uiterlijk is not None and not betaling:
            raise ValueError("betalenUiterlijk hoort bij een terugvordering of boete")
        termijnen = {"totEnMet": self.tot_en_met, "betalenUiterlijk": self.betalen_uiterlijk}
        _weiger_voor(self.ingangsdatum, **termijnen)


@dataclass(frozen=True, kw_only=True)
class OpvolgingAfgesloten(Feit):
    """How what was open came out; of an agreement that repeats itself one term, unless it is VERVALLEN."""

    feitnaam: ClassVar[str] = "contract.opvolging_afgesloten"
    pad: ClassVar[str] = "afsluitingen"

    volgnummer: Volgnummer = field(
        metadata={
            "description": "Van de afspraak, het gesprek, de constatering, het traject of de sanctie."
        }
    )
    uitkomst: Stuuruitkomst
    toelichting_uitkomst: Tekst | None = None


STUURFEITEN: tuple[type[Feit], ...] = (
    AfspraakGemaakt,
    GesprekGevoerd,
    ConstateringGedaan,
    VerbetertrajectGestart,
    SanctieOpgelegd,
    OpvolgingAfgesloten,
)
"""All of them, in the order of the work; each can be taken back, also after the end of the contract."""
ALLEEN_LOPEND = (AfspraakGemaakt, VerbetertrajectGestart)
"""What makes no sense any more once the contract has ended."""
