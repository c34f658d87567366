"""How the register says no: a rule, a finding against it, and the refusal that carries findings to the user."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Regelsoort(StrEnum):
    """The two kinds of refusal (interface.md 2)."""

    ONMOGELIJK = "ONMOGELIJK"
    """The facts contradict each other: never recorded."""
    ONRECHTMATIG = "ONRECHTMATIG"
    """A rule of contract, regime or law is not kept: recorded only with an afwijking."""


@dataclass(frozen=True, kw_only=True)
class Regel:
    """A rule with its fixed code, Dutch title and the sentence that explains a breach with its values."""

    code: str
    soort: Regelsoort
    titel: str
    detail: str
    """A str.format template over the finding's values."""
    na_einde: bool = False
    """A fact breaks it by lying after the end: when another fact moved that end, that one is refused instead."""
    alleen_eigen: bool = False
    """Judged only when the fact itself is recorded, never against another fact that changes the course later."""


REGELS: dict[str, Regel] = {}
"""Every declared rule by its code."""


def _verklaar(regel: Regel) -> Regel:
    """Enter a rule; ValueError when its code is taken."""
    if regel.code in REGELS:
        raise ValueError(f"de regel {regel.code} is twee keer verklaard")
    REGELS[regel.code] = regel
    return regel


def onmogelijk(code: str, titel: str, detail: str, *, na_einde: bool = False) -> Regel:
    """Declare a rule whose breach is never recorded."""
    soort = Regelsoort.ONMOGELIJK
    return _verklaar(Regel(code=code, soort=soort, titel=titel, detail=detail, na_einde=na_einde))


def onrechtmatig(code: str, titel: str, detail: str, *, alleen_eigen: bool = False) -> Regel:
    """Declare a rule whose breach is recorded only with an afwijking."""
    soort = Regelsoort.ONRECHTMATIG
    return _verklaar(
        Regel(code=code, soort=soort, titel=titel, detail=detail, alleen_eigen=alleen_eigen)
    )


@dataclass(frozen=True, kw_only=True)
class Bevinding:
    """One breach of one rule by one standing fact.

    `volgnummer` is the registration that holds the fact, `kenmerk` tells apart several breaches of one rule by one
    fact (a perceel, a gemeente), `feiten` are the registrations it contradicts.
    """

    regel: Regel
    volgnummer: int
    kenmerk: str = ""
    waarden: Mapping[str, str] = field(default_factory=dict)
    feiten: tuple[int, ...] = ()

    @property
    def sleutel(self) -> tuple[str, int, str]:
        """What makes two findings the same one, before and after a candidate."""
        return (self.regel.code, self.volgnummer, self.kenmerk)

    @property
    def detail(self) -> str:
        """The Dutch sentence with the values filled in."""
        return self.regel.detail.format(**self.waarden)


class Weigering(Exception):
    """A command that is refused; nothing is recorded."""

    def __init__(self, *, bevindingen: Sequence[Bevinding]) -> None:
        """Carry at least one finding, the impossible ones first."""
        self.bevindingen = tuple(sorted(bevindingen, key=lambda b: b.regel.soort))
        super().__init__("; ".join(b.detail for b in self.bevindingen))


def weiger(*, regel: Regel, volgnummer: int = 0, kenmerk: str = "", **waarden: str) -> Weigering:
    """Make the refusal for a single breach found outside a course."""
    return Weigering(
        bevindingen=[
            Bevinding(regel=regel, volgnummer=volgnummer, kenmerk=kenmerk, waarden=waarden)
        ]
    )
