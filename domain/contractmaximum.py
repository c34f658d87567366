"""The maximum of a framework contract: what was spent on it, what is left, and since when it is used up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.budget import Boeking, Boekingsoort
from domain.feiten import Vormvast
from domain.waarden import Datum, Som, Tekst
from domain.wijzigingsruimte import procent

SIGNAAL_BIJ = 70
"""The share of the maximum, in percent, from which there is a signaal (CS 1.5: signal at 70 %)."""


BRON = "Hof van Justitie EU C-216/17 en C-23/20: is het maximum bereikt, dan is de raamovereenkomst uitgewerkt."


class Maximumstand(StrEnum):
    """How far a maximum is used."""

    BINNEN = "BINNEN"
    BIJNA_UITGEPUT = "BIJNA_UITGEPUT"
    UITGEPUT = "UITGEPUT"
    NIET_VASTGELEGD = "NIET_VASTGELEGD"


@dataclass(frozen=True, kw_only=True)
class Maximum(Vormvast):
    """A maximum and its use; `over` is never negative: what lies above stands in `boven`."""

    maximumwaarde: Som | None
    verplicht: Som
    """Hard commitments."""
    gerealiseerd: Som
    over: Som | None
    boven: Som | None
    percentage: Tekst | None
    signaal_bij: int
    uitgeput_sinds: Datum | None
    """The first day of the run of days, up to the day asked, on which nothing was left."""
    stand: Maximumstand
    bron: Tekst


def maximum(*, maximumwaarde: int | None, boekingen: Iterable[Boeking]) -> Maximum:
    """Hold the bookings on a contract that count on a day against its maximum, in cents."""
    alle = list(boekingen)
    verplicht = sum(b.centen for b in alle if b.soort is Boekingsoort.HARD)
    kosten = [b for b in alle if b.soort is Boekingsoort.REALISATIE]
    besteed = sum(b.centen for b in kosten)
    if maximumwaarde is None:
        return Maximum(
            maximumwaarde=None,
            verplicht=verplicht,
            gerealiseerd=besteed,
            over=None,
            boven=None,
            percentage=None,
            signaal_bij=SIGNAAL_BIJ,
            uitgeput_sinds=None,
            stand=Maximumstand.NIET_VASTGELEGD,
            bron=BRON,
        )
    return Maximum(
        maximumwaarde=maximumwaarde,
        verplicht=verplicht,
        gerealiseerd=besteed,
        over=max(0, maximumwaarde - besteed),
        boven=max(0, besteed - maximumwaarde),
        percentage=procent(deel=besteed, geheel=maximumwaarde),
        signaal_bij=SIGNAAL_BIJ,
        uitgeput_sinds=_sinds(maximumwaarde, kosten),
        stand=_stand(maximumwaarde, besteed),
        bron=BRON,
    )


def _stand(maximumwaarde: int, besteed: int) -> Maximumstand:
    if besteed >= maximumwaarde:
        return Maximumstand.UITGEPUT
    bijna = besteed * 100 >= SIGNAAL_BIJ * maximumwaarde
    return Maximumstand.BIJNA_UITGEPUT if bijna else Maximumstand.BINNEN


def _sinds(maximumwaarde: int, kosten: Iterable[Boeking]) -> date | None:
    per_dag: dict[date, int] = {}
    for b in kosten:
        per_dag[b.ingangsdatum] = per_dag.get(b.ingangsdatum, 0) + b.centen
    som, sinds = 0, None
    for dag in sorted(per_dag):
        som += per_dag[dag]
        sinds = (sinds or dag) if som >= maximumwaarde else None
    return sinds


def boven_maximum(
    *, maximumwaarde: int, kosten: Iterable[Boeking]
) -> Iterator[tuple[Boeking, int]]:
    """Give of each cost, in order of its day, the part that lies above the maximum; a reversal takes it back."""
    som = 0
    for b in sorted(kosten, key=lambda b: (b.ingangsdatum, b.volgnummer, b.plaats)):
        voor, som = max(0, som - maximumwaarde), som + b.centen
        boven = max(0, som - maximumwaarde) - voor
        if boven:
            yield b, boven
