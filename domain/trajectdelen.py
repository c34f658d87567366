"""The parts of an inkooptraject: its lots, moments, rules, segments and calendar, and what is done along the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.fase import Fase, Richting
from domain.feiten import Vormvast
from domain.tarieven import GeldendTarief
from domain.waarden import (
    Aantal,
    Code,
    Datum,
    Gemeentecode,
    Id,
    Jaar,
    JaNee,
    Meetwaarde,
    Nummer,
    Productcode,
    Tekst,
    Volgnummer,
)


def weiger_dubbel(*, wat: str, codes: Iterable[str]) -> None:
    """Raise ValueError for a code that stands in a list twice."""
    gezien: set[str] = set()
    for code in codes:
        if code in gezien:
            raise ValueError(f"{wat} {code} staat er twee keer in")
        gezien.add(code)


# --- what a procedure is made of ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Perceel(Vormvast):
    """A lot: producten x diensten x gemeenten (S0:138-142)."""

    code: Code
    segment: Code
    producten: tuple[Productcode, ...]
    diensten: tuple[Tekst, ...] = ()
    gemeenten: tuple[Gemeentecode, ...]


class Normrichting(StrEnum):
    """On which side of the norm a figure is good."""

    MINIMAAL = "MINIMAAL"
    MAXIMAAL = "MAXIMAAL"


@dataclass(frozen=True, kw_only=True)
class Norm(Vormvast):
    """At least, or at most, this value."""

    richting: Normrichting
    waarde: Meetwaarde

    def gehaald(self, gemeten: Decimal) -> bool:
        """Tell whether a figure meets the norm; on it is good."""
        norm = self.waarde.waarde
        return gemeten >= norm if self.richting is Normrichting.MINIMAAL else gemeten <= norm


@dataclass(frozen=True, kw_only=True)
class Criterium(Vormvast):
    """What will be looked at when the moment comes, set beforehand; with a norm it follows from the figure alone."""

    code: Code
    omschrijving: Tekst
    indicator: Id | None = None
    norm: Norm | None = None

    def __post_init__(self) -> None:
        """Refuse a norm for no figure."""
        if self.norm is not None and self.indicator is None:
            raise ValueError("noem bij een norm de indicator waarvan het cijfer eraan voldoet")


@dataclass(frozen=True, kw_only=True)
class Beslismoment(Vormvast):
    """A moment at which is decided on the course of the contracts; the period is as fuzzy as the source (S0:103)."""

    code: Code
    omschrijving: Tekst | None = None
    van: Datum | None = None
    tot_en_met: Datum | None = None
    orgaan: Tekst | None = None
    criteria: tuple[Criterium, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts, and a criterium named twice."""
        if self.van and self.tot_en_met and self.tot_en_met < self.van:
            raise ValueError("totEnMet ligt voor van")
        weiger_dubbel(wat="criterium", codes=(c.code for c in self.criteria))


@dataclass(frozen=True, kw_only=True)
class Regimeregel(Vormvast):
    """A rule of interface.md 4 that this regime asks, in force `van`..`tot_en_met` (domein.md A.7: a dated rule)."""

    code: Code
    van: Datum | None = None
    tot_en_met: Datum | None = None

    def geldt_op(self, dag: date) -> bool:
        """Tell whether the regime asks the rule on a day."""
        return (self.van or dag) <= dag <= (self.tot_en_met or dag)


@dataclass(frozen=True, kw_only=True)
class Doel(Vormvast):
    """A goal that the procedure serves, as the raden set it (S0:50-72); it is measured elsewhere, later."""

    code: Code
    omschrijving: Tekst


@dataclass(frozen=True, kw_only=True)
class Doorlooptijd(Vormvast):
    """How many days a body needs from the proposal to its decision (domein.md C.23); `orgaan` as in a vereiste."""

    orgaan: Code
    dagen: Nummer


@dataclass(frozen=True, kw_only=True)
class Segmentknoop(Vormvast):
    """A segment with its name, and the one it is a part of (S1:765-892: forms under zwaar and licht)."""

    code: Code
    naam: Tekst
    ouder: Code | None = None


def weiger_kringen(boom: Iterable[Segmentknoop]) -> None:
    """Raise ValueError for a parent that is not in the tree, and for a segment above itself."""
    ouders = {knoop.code: knoop.ouder for knoop in boom}
    for code, eerste in ouders.items():
        gezien, ouder = {code}, eerste
        while ouder is not None:
            if ouder not in ouders:
                raise ValueError(f"de ouder {ouder} van segment {code} staat niet in segmentboom")
            if ouder in gezien:
                raise ValueError(f"segment {code} staat in segmentboom boven zichzelf")
            gezien.add(ouder)
            ouder = ouders[ouder]


@dataclass(frozen=True, kw_only=True)
class Kalenderpunt(Vormvast):
    """A moment of the planning, as sharp as its source gives it (S3:573-648)."""

    code: Code
    omschrijving: Tekst
    moment: Fase
    orgaan: Code | None = None
    soort: Code | None = None


@dataclass(frozen=True, kw_only=True)
class Kalenderregel(Kalenderpunt):
    """A moment of the planning with the day on which it was done; None while it is open."""

    gedaan_op: Datum | None

    def te_laat(self, dag: date) -> bool:
        """Tell whether it is still to be done after its last day; `vanaf` a moment has no last day."""
        if self.gedaan_op is not None or self.moment.richting is Richting.VANAF:
            return False
        return self.moment.uiterlijk < dag


# --- what is done along the way ----------------------------------------------------------------------------------
# What a command gives, and beside it the same as it stands: with the place of its fact, shown as `volgnummer`.


@dataclass(frozen=True, kw_only=True)
class Rondegegevens(Vormvast):
    """A window in which aanbieders may apply, all against one version of the criteria (S1:1089-1091, S1:1113)."""

    code: Code
    aanmelden_tot_en_met: Datum
    beslissen_uiterlijk: Datum
    criteriaversie: Code
    ingang_per: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Ronde(Rondegegevens):
    """A round; `ingangsdatum` is the first day of the window."""

    plaats: Volgnummer
    ingangsdatum: Datum

    def open_op(self, dag: date) -> bool:
        """Tell whether an application may come in on a day."""
        return self.ingangsdatum <= dag <= self.aanmelden_tot_en_met


@dataclass(frozen=True, kw_only=True)
class Stapgegevens(Vormvast):
    """A step taken: `stap` is the code of a kalenderpunt or a word of its own; of the first or a later herziening."""

    stap: Code
    stapsoort: Code | None = None
    herziening: Aantal | None = None


@dataclass(frozen=True, kw_only=True)
class Stap(Stapgegevens):
    """A step taken on its day."""

    plaats: Volgnummer
    ingangsdatum: Datum


class Voldaan(StrEnum):
    """Whether a criterium was met, as an evaluation judged it."""

    JA = "JA"
    NEE = "NEE"
    ONBEKEND = "ONBEKEND"


@dataclass(frozen=True, kw_only=True)
class Criteriumoordeel(Vormvast):
    """The judgement on one criterium of a decision moment."""

    criterium: Code
    voldaan: Voldaan
    toelichting: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Evaluatiegegevens(Vormvast):
    """What was found before a decision (S0:191-193); `indicatoren` are those whose figures it leans on."""

    beslismoment: Code
    segment: Code | None = None
    criteriumoordelen: tuple[Criteriumoordeel, ...] = ()
    conclusie: Tekst
    indicatoren: tuple[Id, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evaluatie(Evaluatiegegevens):
    """An evaluation of its day."""

    plaats: Volgnummer
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Pilotgegevens(Vormvast):
    """A local pilot: an experiment in a wijk or for a group, never a whole gemeente (S1:1190-1230)."""

    code: Code
    omschrijving: Tekst
    gemeenten: tuple[Gemeentecode, ...]
    hele_gemeente: JaNee | None = None
    van: Datum | None = None
    tot_en_met: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Pilot(Pilotgegevens):
    """A pilot since the day it was announced; `vooraf_aangekondigd` says whether that was before the procurement."""

    plaats: Volgnummer
    ingangsdatum: Datum
    vooraf_aangekondigd: JaNee


@dataclass(frozen=True, kw_only=True)
class Tarieflijst(Vormvast):
    """The regional tariffs in force since a day (S1:1113-1115: set beforehand per form of care)."""

    plaats: Volgnummer
    ingangsdatum: Datum
    prijspeil: Jaar
    tarieven: tuple[GeldendTarief, ...]
