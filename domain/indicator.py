"""The indicator: how a goal is measured, with its baseline, targets and measurements.

Order of this file: events, state, decisions (rules), the kind itself; its parts stand in `domain/indicatordelen.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from domain.bevindingen import bevinding, onbekend
from domain.feiten import Feit, Vormvast
from domain.indicatordelen import (
    KLEINSTE_AANTAL,
    Doelverwijzing,
    Eenheid,
    Gewenst,
    Indicatorstatus,
    Meting,
    Metinggegevens,
    Nulmeting,
    Nulmetinggegevens,
    Streefgegevens,
    Streefwaarde,
    peildagen,
    weiger_doelen,
    weiger_te_vroeg,
)
from domain.oordeel import Bevinding, onmogelijk
from domain.tijdlijn import Dingsoort, Geldend
from domain.waarden import Code, Datum, Id, Tekst, Volgnummer

# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class IndicatorVastgelegd(Feit):
    """An indicator with the goals that it measures (S0:80-88); `bron` is where its figures come from."""

    feitnaam: ClassVar[str] = "indicator.vastgelegd"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    code: Code
    naam: Tekst
    eenheid: Eenheid
    gewenst: Gewenst
    definitie: Tekst | None = None
    bron: Tekst | None = None
    doelen: tuple[Doelverwijzing, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a goal named twice."""
        weiger_doelen(self.doelen)


@dataclass(frozen=True, kw_only=True)
class IndicatorGewijzigd(Feit):
    """Another name, definition or source, or other goals; the list replaces what was there, absent stays.

    Unit and direction never change: other figures are another indicator.
    """

    feitnaam: ClassVar[str] = "indicator.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    naam: Tekst | None = None
    definitie: Tekst | None = None
    bron: Tekst | None = None
    doelen: tuple[Doelverwijzing, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing, and a goal named twice."""
        if not self.gegeven:
            raise ValueError("noem ten minste één wijziging")
        weiger_doelen(self.doelen or ())

    @property
    def gegeven(self) -> Mapping[str, Any]:
        """What changes, by the name of the field."""
        namen = ("naam", "definitie", "bron", "doelen")
        return {n: getattr(self, n) for n in namen if getattr(self, n) is not None}


@dataclass(frozen=True, kw_only=True)
class NulmetingVastgesteld(Nulmetinggegevens, Feit):
    """The baseline of the regio, or of one gemeente in it; a later one takes its place.

    Frozen from the first day of the contracts whose goal it measures: judged on its own ingangsdatum, so that one that
    is recorded late is not refused but marked `laat`.
    """

    feitnaam: ClassVar[str] = "indicator.nulmeting_vastgesteld"
    pad: ClassVar[str] = "nulmetingen"

    def __post_init__(self) -> None:
        """Refuse a figure that holds before its period begins."""
        weiger_te_vroeg(ingangsdatum=self.ingangsdatum, periode=self.peilperiode, mag_tijdens=True)


@dataclass(frozen=True, kw_only=True)
class StreefwaardeGesteld(Streefgegevens, Feit):
    """A target from its day on; another one for the same period and gemeente takes its place."""

    feitnaam: ClassVar[str] = "indicator.streefwaarde_gesteld"
    pad: ClassVar[str] = "streefwaarden"


@dataclass(frozen=True, kw_only=True)
class IndicatorGemeten(Metinggegevens, Feit):
    """A measurement, known in the world from its day on."""

    feitnaam: ClassVar[str] = "indicator.gemeten"
    pad: ClassVar[str] = "metingen"

    def __post_init__(self) -> None:
        """Refuse a figure over a period that is not over, unless it is a provisional one."""
        weiger_te_vroeg(
            ingangsdatum=self.ingangsdatum,
            periode=self.peilperiode,
            mag_tijdens=bool(self.voorlopig),
        )


@dataclass(frozen=True, kw_only=True)
class IndicatorIngetrokken(Feit):
    """A figure taken back from its own day on; with volgnummer 1 the whole indicator."""

    feitnaam: ClassVar[str] = "indicator.ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Indicatorstand(Vormvast):
    """An indicator in a stretch of days; metingen in order of the period they are about."""

    regio_id: Id
    code: Code
    naam: Tekst
    eenheid: Eenheid
    gewenst: Gewenst
    definitie: Tekst | None
    bron: Tekst | None
    doelen: tuple[Doelverwijzing, ...]
    ingangsdatum: Datum
    nulmetingen: tuple[Nulmeting, ...] = ()
    streefwaarden: tuple[Streefwaarde, ...] = ()
    metingen: tuple[Meting, ...] = ()
    status: Indicatorstatus = Indicatorstatus.ACTIEF

    def meet(self, *, traject_id: UUID, doel: str) -> bool:
        """Tell whether it measures a goal of a procedure."""
        return any((d.traject_id, d.doel) == (traject_id, doel) for d in self.doelen)

    def nulmeting(self, *, gemeente: str | None) -> Nulmeting | None:
        """Give the baseline of the regio (None) or of one gemeente; None when there is none."""
        return next((n for n in self.nulmetingen if n.gemeente == gemeente), None)

    def reeks(self, *, gemeente: str | None) -> tuple[Meting, ...]:
        """Give the measurements of the regio (None) or of one gemeente, the newest period last."""
        return tuple(m for m in self.metingen if m.gemeente == gemeente)

    def streefwaarde(self, *, gemeente: str | None, dag: date) -> Streefwaarde | None:
        """Give the target to be reached first from a day on, else the last there was; None when there is none."""
        eigen = sorted(
            (s for s in self.streefwaarden if s.gemeente == gemeente),
            key=lambda s: peildagen(s.per)[1],
        )
        komend = (s for s in eigen if peildagen(s.per)[1] >= dag)
        return next(komend, eigen[-1] if eigen else None)


def _open(geldend: Geldend) -> Indicatorstand:
    feit = geldend.feit
    assert isinstance(feit, IndicatorVastgelegd)  # noqa: S101 - the kind's own opening fact
    return Indicatorstand(**{v.name: getattr(feit, v.name) for v in fields(feit)})


def _evolueer(stand: Indicatorstand, geldend: Geldend) -> Indicatorstand:
    feit = geldend.feit
    if isinstance(feit, IndicatorGewijzigd):
        return replace(stand, **feit.gegeven)
    if isinstance(feit, IndicatorIngetrokken):
        if geldend.doel == 1:
            return replace(stand, status=Indicatorstatus.VERVALLEN)
        return _zonder(stand, geldend.doel)
    return _met_cijfer(stand, geldend)


def _met_cijfer(stand: Indicatorstand, geldend: Geldend) -> Indicatorstand:
    """Add a figure; a baseline and a target take the place of the one before."""
    feit = geldend.feit
    match feit:
        case NulmetingVastgesteld():
            eerder = (n for n in stand.nulmetingen if n.gemeente != feit.gemeente)
            return replace(stand, nulmetingen=(*eerder, _deel(Nulmeting, geldend)))
        case StreefwaardeGesteld():
            sleutel = (feit.per, feit.gemeente)
            rest = (s for s in stand.streefwaarden if (s.per, s.gemeente) != sleutel)
            return replace(stand, streefwaarden=(*rest, _deel(Streefwaarde, geldend)))
    metingen = sorted((*stand.metingen, _deel(Meting, geldend)), key=_volgorde)
    return replace(stand, metingen=tuple(metingen))


D = TypeVar("D", Nulmeting, Streefwaarde, Meting)


def _deel(klasse: type[D], geldend: Geldend) -> D:
    gegeven: dict[str, Any] = {v.name: getattr(geldend.feit, v.name) for v in fields(geldend.feit)}
    return klasse(plaats=geldend.plaats, **gegeven)


def _volgorde(meting: Meting) -> tuple[date, date, str, int]:
    """By the end of the period, the shorter period first, then by gemeente."""
    eerste, laatste = peildagen(meting.peilperiode)
    return (laatste, eerste, meting.gemeente or "", meting.plaats)


def _zonder(stand: Indicatorstand, plaats: int | None) -> Indicatorstand:
    return replace(
        stand,
        nulmetingen=tuple(n for n in stand.nulmetingen if n.plaats != plaats),
        streefwaarden=tuple(s for s in stand.streefwaarden if s.plaats != plaats),
        metingen=tuple(m for m in stand.metingen if m.plaats != plaats),
    )


def _vanzelf(_stand: Indicatorstand, _sinds: date) -> None:
    return None


def _aanloop(stand: Indicatorstand) -> Indicatorstand:
    return replace(stand, status=Indicatorstatus.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------

INDICATOR_VERVALLEN = onmogelijk(
    "indicator-vervallen",
    "Deze indicator is vervallen",
    "Op {dag} is deze indicator ingetrokken; er komt niets meer bij. Leg een nieuwe vast, of corrigeer de intrekking.",
    na_einde=True,
)
METING_BESTAAT_AL = onmogelijk(
    "meting-bestaat-al",
    "Over deze periode is al gemeten",
    "Over {periode} staat er al een meting van {wie} (registratie {eerder}). Corrigeer die registratie; een definitief "
    "cijfer komt zo in de plaats van een voorlopig.",
)
KLEIN_AANTAL = onmogelijk(
    "klein-aantal",
    "Een klein aantal van één gemeente hoort niet in het register",
    "Een aantal van {waarde} in gemeente {gemeente} is kleiner dan {grens} en kan naar personen wijzen. Leg het cijfer "
    "van de regio vast, of van een langere periode.",
)


def _toets(stand: Indicatorstand, geldend: Geldend) -> list[Bevinding]:
    if stand.status is Indicatorstatus.VERVALLEN:
        return [bevinding(INDICATOR_VERVALLEN, geldend, dag=geldend.feit.ingangsdatum)]
    toets = _TOETSEN.get(type(geldend.feit))
    return [] if toets is None else list(toets(stand, geldend, geldend.feit))


def _toets_nulmeting(
    stand: Indicatorstand, geldend: Geldend, feit: NulmetingVastgesteld
) -> Iterator[Bevinding]:
    yield from _klein(stand, geldend, feit)


def _toets_meting(
    stand: Indicatorstand, geldend: Geldend, feit: IndicatorGemeten
) -> Iterator[Bevinding]:
    sleutel = (feit.peilperiode, feit.gemeente)
    for eerder in stand.metingen:
        if (eerder.peilperiode, eerder.gemeente) == sleutel:
            wie = "de regio" if feit.gemeente is None else f"gemeente {feit.gemeente}"
            waarden = {"periode": feit.peilperiode, "wie": wie, "eerder": eerder.plaats}
            gevonden = bevinding(METING_BESTAAT_AL, geldend, **waarden)
            yield replace(gevonden, feiten=(eerder.plaats,))
    yield from _klein(stand, geldend, feit)


def _klein(
    stand: Indicatorstand, geldend: Geldend, feit: NulmetingVastgesteld | IndicatorGemeten
) -> Iterator[Bevinding]:
    """Refuse a small count of one gemeente; of nobody is no count of persons."""
    telt = stand.eenheid is Eenheid.AANTAL and feit.gemeente is not None
    if telt and 0 < feit.waarde.waarde < KLEINSTE_AANTAL:
        waarden = {"waarde": feit.waarde.waarde, "gemeente": feit.gemeente}
        yield bevinding(KLEIN_AANTAL, geldend, **waarden, grens=KLEINSTE_AANTAL)


def _toets_intrekking(
    stand: Indicatorstand, geldend: Geldend, feit: IndicatorIngetrokken
) -> Iterator[Bevinding]:
    if geldend.doel != 1 and _zonder(stand, geldend.doel) == stand:
        yield onbekend(geldend, "Een geldend cijfer met volgnummer", feit.volgnummer)


_TOETSEN: Mapping[type[Feit], Callable[[Indicatorstand, Geldend, Any], Iterator[Bevinding]]] = {
    NulmetingVastgesteld: _toets_nulmeting,
    IndicatorGemeten: _toets_meting,
    IndicatorIngetrokken: _toets_intrekking,
}


INDICATOR: Dingsoort[Indicatorstand] = Dingsoort(
    naam="indicator",
    meervoud="indicatoren",
    stand=Indicatorstand,
    feiten=(
        IndicatorVastgelegd,
        IndicatorGewijzigd,
        NulmetingVastgesteld,
        StreefwaardeGesteld,
        IndicatorGemeten,
        IndicatorIngetrokken,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
