"""Demands on an aanbieder in numbered versions, the evidence for them, and whether that is valid on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.feiten import Vormvast
from domain.waarden import Code, Datum, Hash, JaNee, Maanden, Tekst, Volgnummer, plus_maanden

# --- what is asked -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Bewijseis(Vormvast):
    """The evidence that a demand asks: its kind (VOG, GVA, KVK), and how old it may be on the day of the decision.

    The contract standard takes a GVA of at most 24 and an extract of the KvK of at most 6 months (CS toelating).
    """

    soort: Code
    maximale_ouderdom_maanden: Maanden | None = None


@dataclass(frozen=True, kw_only=True)
class Eis(Vormvast):
    """One demand (S1:1081-1085)."""

    code: Code
    omschrijving: Tekst
    bewijs: Bewijseis | None = None


@dataclass(frozen=True, kw_only=True)
class Criteriagegevens(Vormvast):
    """One version of the demands; without `percelen` it counts for all lots."""

    versie: Code
    eisen: tuple[Eis, ...]
    percelen: tuple[Code, ...] = ()

    def geldt_voor(self, percelen: Collection[str]) -> bool:
        """Tell whether the version counts for any of these lots."""
        return not self.percelen or bool(set(self.percelen) & set(percelen))


@dataclass(frozen=True, kw_only=True)
class Criteriaversie(Criteriagegevens):
    """A version that stands, since `ingangsdatum`."""

    plaats: Volgnummer
    ingangsdatum: Datum

    @property
    def eiscodes(self) -> tuple[str, ...]:
        """The codes of the demands, in their own order."""
        return tuple(e.code for e in self.eisen)


# --- what is brought and judged ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Stuk(Vormvast):
    """A piece of evidence kept elsewhere, with the days between which it says something."""

    soort: Code
    kenmerk: Tekst
    titel: Tekst
    afgegeven_op: Datum
    geldig_tot_en_met: Datum | None = None
    sha256: Hash | None = None

    def __post_init__(self) -> None:
        """Refuse a piece that ran out before it was given."""
        if self.geldig_tot_en_met is not None and self.geldig_tot_en_met < self.afgegeven_op:
            raise ValueError("geldigTotEnMet ligt voor afgegevenOp")


@dataclass(frozen=True, kw_only=True)
class Oordeel(Vormvast):
    """Whether one demand is met; `stuk` is the kenmerk of the evidence it leans on."""

    eis: Code
    voldaan: JaNee
    toelichting: Tekst | None = None
    stuk: Tekst | None = None


class Bewijsstand(StrEnum):
    """How evidence stands against its demand on a day."""

    GELDIG = "GELDIG"
    ONTBREEKT = "ONTBREEKT"
    NOG_NIET_AFGEGEVEN = "NOG_NIET_AFGEGEVEN"
    VERLOPEN = "VERLOPEN"
    TE_OUD = "TE_OUD"


def bewijsstand(*, eis: Bewijseis, stuk: Stuk | None, dag: date) -> Bewijsstand:
    """Judge one piece against its demand on a day; of another kind than asked, it counts as missing.

    A piece is too old from the day after its month limit: given on 31-1 with 6 months, it still holds on 31-7.
    """
    if stuk is None or stuk.soort != eis.soort:
        return Bewijsstand.ONTBREEKT
    if dag < stuk.afgegeven_op:
        return Bewijsstand.NOG_NIET_AFGEGEVEN
    if stuk.geldig_tot_en_met is not None and stuk.geldig_tot_en_met < dag:
        return Bewijsstand.VERLOPEN
    maanden = eis.maximale_ouderdom_maanden
    if maanden is not None and plus_maanden(stuk.afgegeven_op, maanden) < dag:
        return Bewijsstand.TE_OUD
    return Bewijsstand.GELDIG


def gebruikt_stuk(
    *, eis: Bewijseis, stukken: Iterable[Stuk], kenmerk: str | None, dag: date
) -> Stuk | None:
    """Give the piece a demand leans on: the one named, else the newest of its kind given by the day, else the next."""
    soortgenoten = [s for s in stukken if kenmerk in (None, s.kenmerk)]
    if kenmerk is None:
        soortgenoten = [s for s in soortgenoten if s.soort == eis.soort]
    gegeven = [s for s in soortgenoten if s.afgegeven_op <= dag]
    return max(gegeven or soortgenoten, key=lambda s: s.afgegeven_op, default=None)
