"""What a region keeps an eye on at an aanbieder: evidence that expires, re-checks against criteria, open meldingen."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.criteria import Oordeel, Stuk
from domain.feiten import Feit, Vormvast
from domain.waarden import Code, Datum, Hash, Id, Jaar, Tekst, Volgnummer

# --- parts -------------------------------------------------------------------------------------------------------


class Geldigheid(StrEnum):
    """Whether a piece of evidence is still valid; computed from its last day."""

    GELDIG = "GELDIG"
    VERLOPEN = "VERLOPEN"


class Onderwerp(StrEnum):
    """What a melding is about: pay above the norm (WNT; S2:160), continuity (CS 3.4), quality, ownership, integrity."""

    WNT = "WNT"
    CONTINUITEIT = "CONTINUITEIT"
    KWALITEIT = "KWALITEIT"
    EIGENDOM = "EIGENDOM"
    INTEGRITEIT = "INTEGRITEIT"
    OVERIG = "OVERIG"


class Ernst(StrEnum):
    """How serious a melding is in the eyes of who records it."""

    LAAG = "LAAG"
    MIDDEN = "MIDDEN"
    HOOG = "HOOG"


@dataclass(frozen=True, kw_only=True)
class Bewijsgegevens(Vormvast):
    """A piece of evidence, kept elsewhere, with the days between which it says something."""

    bewijssoort: Code = field(
        metadata={"description": "VOG, GVA, KVK, … zoals de criteria het vragen."}
    )
    kenmerk: Tekst
    titel: Tekst
    afgegeven_op: Datum
    geldig_tot_en_met: Datum | None = None
    sha256: Hash | None = None
    vindplaats: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Toetsgegevens(Vormvast):
    """What a check found; without `perceel` it holds for all lots of the traject.

    The `stuk` of an oordeel is the kenmerk of a bewijsstuk that was handed over by then.
    """

    traject_id: Id
    perceel: Code | None = None
    criteriaversie: Code
    oordelen: tuple[Oordeel, ...]
    aanleiding: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Meldinggegevens(Vormvast):
    """A sign that asks attention; `boekjaar` for what goes by the year (WNT)."""

    onderwerp: Onderwerp
    ernst: Ernst
    omschrijving: Tekst
    boekjaar: Jaar | None = None


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BewijsOvergelegd(Bewijsgegevens, Feit):
    """Evidence handed over on its `ingangsdatum`."""

    feitnaam: ClassVar[str] = "aanbieder.bewijs_overgelegd"
    pad: ClassVar[str] = "bewijsstukken"

    def __post_init__(self) -> None:
        """Refuse evidence handed over before it was issued, and a validity that ends before it starts."""
        if self.afgegeven_op > self.ingangsdatum:
            raise ValueError("afgegevenOp ligt na de ingangsdatum, de dag van overleggen")
        if self.geldig_tot_en_met is not None and self.geldig_tot_en_met < self.afgegeven_op:
            raise ValueError("geldigTotEnMet ligt voor afgegevenOp")


@dataclass(frozen=True, kw_only=True)
class AanbiederGetoetst(Toetsgegevens, Feit):
    """A check of an aanbieder against a version of the criteria, such as when these tighten (S0:128-136)."""

    feitnaam: ClassVar[str] = "aanbieder.getoetst"
    pad: ClassVar[str] = "toetsen"

    def __post_init__(self) -> None:
        """Refuse a check of nothing, and two judgements of one demand."""
        eisen = [o.eis for o in self.oordelen]
        if not eisen or len(set(eisen)) < len(eisen):
            raise ValueError("geef ten minste één oordeel, en van elke eis hoogstens één")


@dataclass(frozen=True, kw_only=True)
class MeldingGedaan(Meldinggegevens, Feit):
    """A sign that asks attention from a day on, until it is closed."""

    feitnaam: ClassVar[str] = "aanbieder.melding_gedaan"
    pad: ClassVar[str] = "meldingen"


@dataclass(frozen=True, kw_only=True)
class MeldingAfgesloten(Feit):
    """A melding that needs no more attention, with what came of it."""

    feitnaam: ClassVar[str] = "aanbieder.melding_afgesloten"
    pad: ClassVar[str] = "afsluitingen"

    volgnummer: Volgnummer
    uitkomst: Tekst


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Bewijsstuk(Bewijsgegevens):
    """Evidence handed over on `ingangsdatum`."""

    plaats: Volgnummer
    ingangsdatum: Datum
    geldigheid: Geldigheid = Geldigheid.GELDIG

    @property
    def stuk(self) -> Stuk:
        """The same as criteria judge it."""
        return Stuk(
            soort=self.bewijssoort,
            kenmerk=self.kenmerk,
            titel=self.titel,
            afgegeven_op=self.afgegeven_op,
            geldig_tot_en_met=self.geldig_tot_en_met,
            sha256=self.sha256,
        )

    def op(self, dag: date) -> "Bewijsstuk":
        """Give the same with its validity on a day."""
        verlopen = self.geldig_tot_en_met is not None and self.geldig_tot_en_met < dag
        return replace(self, geldigheid=Geldigheid.VERLOPEN if verlopen else Geldigheid.GELDIG)


@dataclass(frozen=True, kw_only=True)
class Toets(Toetsgegevens):
    """The newest check for a lot, or for all lots of a traject without a newer one of their own."""

    plaats: Volgnummer
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Melding(Meldinggegevens):
    """A melding that is still open."""

    plaats: Volgnummer
    ingangsdatum: Datum


def met_toets(*, toetsen: Iterable[Toets], nieuw: Toets) -> tuple[Toets, ...]:
    """Give the checks with a new one, in the place of earlier ones of the same lot or of the whole traject."""
    over = (
        t
        for t in toetsen
        if t.traject_id != nieuw.traject_id or nieuw.perceel not in (None, t.perceel)
    )
    return (*over, nieuw)


def nieuwste_toets(*, toetsen: Iterable[Toets], traject_id: UUID, perceel: str) -> Toets | None:
    """Give the check that a lot rests on; of one day the one recorded last; None when there is none."""
    over = [t for t in toetsen if t.traject_id == traject_id and t.perceel in (None, perceel)]
    return over[-1] if over else None
