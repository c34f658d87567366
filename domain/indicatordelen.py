"""The parts of an indicator: its units, the goals it names, and what a figure consists of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.fase import Fase, Precisie
from domain.feiten import Vormvast
from domain.waarden import (
    Code,
    Datum,
    Gemeentecode,
    Id,
    JaNee,
    Meetwaarde,
    Peilperiode,
    Tekst,
    Volgnummer,
)

KLEINSTE_AANTAL = 10
"""Below this a count of one gemeente may be traced to persons (domein.md E.12); the number is a choice."""


class Eenheid(StrEnum):
    """What is counted."""

    AANTAL = "AANTAL"
    """Of persons, placements, cases: small counts of one gemeente are not recorded."""
    PERCENTAGE = "PERCENTAGE"
    DAGEN = "DAGEN"
    EURO = "EURO"
    SCORE = "SCORE"
    OVERIG = "OVERIG"


class Gewenst(StrEnum):
    """Which way the goal wants it to go."""

    HOGER = "HOGER"
    LAGER = "LAGER"


class Indicatorstatus(StrEnum):
    """Measured until it is withdrawn as a whole."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"
    VERVALLEN = "VERVALLEN"


@dataclass(frozen=True, kw_only=True)
class Doelverwijzing(Vormvast):
    """A goal of a procedure, by its code; which goals are measured by what is itself dated (S0:83-88)."""

    traject_id: Id
    doel: Code


@dataclass(frozen=True, kw_only=True)
class Nulmetinggegevens(Vormvast):
    """The figure to compare with; without `gemeente` of the whole regio."""

    peilperiode: Peilperiode
    waarde: Meetwaarde
    bron: Tekst
    gemeente: Gemeentecode | None = None


@dataclass(frozen=True, kw_only=True)
class Streefgegevens(Vormvast):
    """What is to be reached by the end of a period."""

    waarde: Meetwaarde
    per: Peilperiode
    gemeente: Gemeentecode | None = None


@dataclass(frozen=True, kw_only=True)
class Metinggegevens(Vormvast):
    """A figure over a period; `voorlopig` waits for the final one, which comes as a correctie."""

    peilperiode: Peilperiode
    waarde: Meetwaarde
    bron: Tekst
    gemeente: Gemeentecode | None = None
    voorlopig: JaNee | None = None


def peildagen(periode: str) -> tuple[date, date]:
    """Give the first and last day (t/m) of a year, quarter or month."""
    kort = Precisie.KWARTAAL if "Q" in periode else Precisie.MAAND
    return Fase(fase=periode, precisie=kort if "-" in periode else Precisie.JAAR).periode


def weiger_te_vroeg(*, ingangsdatum: date, periode: str, mag_tijdens: bool) -> None:
    """Raise ValueError for a figure that holds before its period begins, or ends when it may not come before that."""
    eerste, laatste = peildagen(periode)
    if ingangsdatum < eerste:
        raise ValueError(f"een cijfer over {periode} kan niet ingaan voordat {periode} begint")
    if ingangsdatum <= laatste and not mag_tijdens:
        raise ValueError(
            f"{periode} is op {ingangsdatum} nog niet voorbij; geef een latere ingangsdatum, of "
            "voorlopig: true"
        )


def weiger_doelen(doelen: Iterable[Doelverwijzing]) -> None:
    """Raise ValueError for a goal named twice."""
    alle = [(d.traject_id, d.doel) for d in doelen]
    if len(set(alle)) < len(alle):
        raise ValueError("noem elk doel één keer")


@dataclass(frozen=True, kw_only=True)
class Nulmeting(Nulmetinggegevens):
    """A baseline that stands; `plaats` is the place of its fact."""

    plaats: Volgnummer
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Streefwaarde(Streefgegevens):
    """A target that stands."""

    plaats: Volgnummer
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Meting(Metinggegevens):
    """A measurement that stands."""

    plaats: Volgnummer
    ingangsdatum: Datum


class Richting(StrEnum):
    """How a figure moved, seen from the goal."""

    GUNSTIG = "GUNSTIG"
    ONGUNSTIG = "ONGUNSTIG"
    GELIJK = "GELIJK"


def beweging(*, gewenst: Gewenst, van: Decimal, naar: Decimal) -> Richting:
    """Tell whether a figure moved the way the goal wants it."""
    if van == naar:
        return Richting.GELIJK
    goed = (naar > van) == (gewenst is Gewenst.HOGER)
    return Richting.GUNSTIG if goed else Richting.ONGUNSTIG
