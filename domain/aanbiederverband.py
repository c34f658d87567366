"""How an aanbieder hangs together with others: it goes over into another, or has another deliver for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.feiten import Feit, Vormvast
from domain.oordeel import onmogelijk
from domain.waarden import Code, Datum, Id, KvkNummer, Tekst, Volgnummer


class Overgangsvorm(StrEnum):
    """How one aanbieder goes over into another; the other needs no new entry (Aw 2.163f; domein.md A.7)."""

    FUSIE = "FUSIE"
    OVERNAME = "OVERNAME"


@dataclass(frozen=True, kw_only=True)
class Onderaannemergegevens(Vormvast):
    """Who delivers which lots for the aanbieder: one in the register, or an organisation named here."""

    aanbieder_id: Id | None = None
    naam: Tekst | None = None
    kvk_nummer: KvkNummer | None = None
    traject_id: Id
    percelen: tuple[Code, ...]
    laatste_dag: Datum | None = None


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AanbiederOvergegaan(Feit):
    """From this day on the aanbieder has gone over into another; contracts and toelatingen do not move by it."""

    feitnaam: ClassVar[str] = "aanbieder.overgegaan"
    pad: ClassVar[str] = "overgangen"

    vorm: Overgangsvorm
    verkrijger_id: Id


@dataclass(frozen=True, kw_only=True)
class OnderaannemerIngezet(Onderaannemergegevens, Feit):
    """Another that delivers lots for this aanbieder from a day on."""

    feitnaam: ClassVar[str] = "aanbieder.onderaannemer_ingezet"
    pad: ClassVar[str] = "onderaannemers"

    def __post_init__(self) -> None:
        """Refuse one who is unnamed or named twice, lots that are missing or double, and an end before the start."""
        los = self.naam is not None or self.kvk_nummer is not None
        if los == (self.aanbieder_id is not None) or (los and self.naam is None):
            raise ValueError(
                "noem de onderaannemer met aanbiederId als zij in het register staat, en anders met naam"
            )
        if not self.percelen or len(set(self.percelen)) < len(self.percelen):
            raise ValueError("noem ten minste één perceel en elk perceel één keer")
        if self.laatste_dag is not None and self.laatste_dag < self.ingangsdatum:
            raise ValueError("laatsteDag ligt voor de ingangsdatum")


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Overgang(Vormvast):
    """Into which aanbieder this one has gone over."""

    plaats: Volgnummer
    aanbieder_id: Id
    vorm: Overgangsvorm
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Onderaannemer(Onderaannemergegevens):
    """One who delivers lots for this aanbieder now."""

    plaats: Volgnummer
    ingangsdatum: Datum


# --- decisions ---------------------------------------------------------------------------------------------------

MET_ZICHZELF = onmogelijk(
    "aanbieder-met-zichzelf",
    "Een aanbieder kan dit niet met zichzelf",
    "{wat} komt uit bij deze aanbieder zelf. Noem een andere aanbieder.",
)
