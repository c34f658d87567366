"""The besluit that a regime asks before an act: which body, in which role, by which rule, from when till when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.feiten import Vormvast
from domain.waarden import Code, Datum


class Rol(StrEnum):
    """What a body does in a besluit; the rule by which its members count stands apart (domein.md A.7)."""

    BESLIST = "BESLIST"
    STELT_VAST = "STELT_VAST"
    TOESTEMMING = "TOESTEMMING"
    WENSEN_EN_BEDENKINGEN = "WENSEN_EN_BEDENKINGEN"
    ZIENSWIJZE = "ZIENSWIJZE"
    ADVIES = "ADVIES"
    NEEMT_KENNIS = "NEEMT_KENNIS"


class Besluitregel(StrEnum):
    """When several bodies of one kind have agreed: each for itself, all of them together, or most of them."""

    ELK = "ELK"
    ALLE = "ALLE"
    MEERDERHEID = "MEERDERHEID"


@dataclass(frozen=True, kw_only=True)
class Besluitvereiste(Vormvast):
    """A besluit that certain acts need (S1:1236-1240: changing contracts asks the consent of all gemeenten).

    `handelingen` are stored names of facts (`contract.herzien`); `van`..`tot_en_met` are days t/m.
    """

    handelingen: tuple[Code, ...]
    orgaan: Code
    rol: Rol
    regel: Besluitregel
    van: Datum | None = None
    tot_en_met: Datum | None = None

    def __post_init__(self) -> None:
        """Refuse a demand on no act at all, and a period that ends before it starts."""
        if not self.handelingen:
            raise ValueError("noem ten minste één handeling, bijvoorbeeld contract.herzien")
        if self.van and self.tot_en_met and self.tot_en_met < self.van:
            raise ValueError("totEnMet ligt voor van")

    def geldt_voor(self, *, namen: Collection[str], dag: date) -> bool:
        """Tell whether an act with these names on this day needs the besluit."""
        in_periode = (self.van or dag) <= dag <= (self.tot_en_met or dag)
        return in_periode and not set(namen).isdisjoint(self.handelingen)
