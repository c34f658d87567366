"""The steering on a contract as it stands: all that was agreed, found and imposed, each until it is closed.

Its facts stand in sturingfeiten.py, its rules in sturingregels.py, its terms and signals in sturingsignalen.py.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from domain.feiten import Feit, Vormvast
from domain.sturingfeiten import (
    ALLEEN_LOPEND,
    Afspraakgegevens,
    AfspraakGemaakt,
    ConstateringGedaan,
    Constateringsgegevens,
    GesprekGevoerd,
    Gespreksgegevens,
    OpvolgingAfgesloten,
    Sanctiegegevens,
    SanctieOpgelegd,
    Sanctiesoort,
    Stuuruitkomst,
    Verbetergegevens,
    VerbetertrajectGestart,
)
from domain.tijdlijn import Geldend
from domain.waarden import Dag, Datum, Tekst, Teller, Volgnummer, dag_na, plus_maanden

BEWAARD = 10
"""How many talks that ask nothing more stay in the standing, the newest; the others are in the journal only."""


class Stuurstand(StrEnum):
    """Whether something is still to be followed up."""

    OPEN = "OPEN"
    AFGESLOTEN = "AFGESLOTEN"
    ZONDER_VERVOLG = "ZONDER_VERVOLG"
    """It asks nothing: a talk without a next step, a warning."""


@dataclass(frozen=True, kw_only=True)
class Afsluiting(Vormvast):
    """How it came out, on the day `ingangsdatum`; `plaats` is that of the closing fact."""

    plaats: Volgnummer
    ingangsdatum: Datum
    uitkomst: Stuuruitkomst
    toelichting_uitkomst: Tekst | None


@dataclass(frozen=True, kw_only=True)
class Stuuritem(Vormvast):
    """What all of it has: its fact, how it stands, the last day of what is still to be done."""

    plaats: Volgnummer
    ingangsdatum: Datum
    stand: Stuurstand
    termijn: Dag | None
    afsluiting: Afsluiting | None = None
    """Of an agreement that repeats itself that of the last term, while the next is open."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be followed up."""
        return self.stand is Stuurstand.OPEN

    @property
    def vervallen(self) -> bool:
        """Whether it was closed as if it had not been needed."""
        return self.afsluiting is not None and self.afsluiting.uitkomst is Stuuruitkomst.VERVALLEN

    @property
    def uitkomsten(self) -> tuple[Stuuruitkomst, ...]:
        """With what it can be closed."""
        return (Stuuruitkomst.GEHAALD, Stuuruitkomst.NIET_GEHAALD, Stuuruitkomst.VERVALLEN)

    def te_laat_sinds(self, dag: date) -> date | None:
        """Give the first day on which it was late, when it is."""
        if not self.is_open or self.termijn is None or self.termijn >= dag:
            return None
        return dag_na(self.termijn)


@dataclass(frozen=True, kw_only=True)
class Afspraak(Afspraakgegevens, Stuuritem):
    """An agreement in force; `termijnen_gehad` counts the terms that were closed."""

    termijnen_gehad: Teller = 0

    def na(self, afsluiting: Afsluiting, *, einde: date | None) -> "Afspraak":
        """Close it, or go on to the next term; none begins once the contract has ended (`einde`: its last day)."""
        gehad = replace(self, afsluiting=afsluiting, termijnen_gehad=self.termijnen_gehad + 1)
        voorbij = einde is not None and self.termijn is not None and self.termijn > einde
        if self.herhaling is None or self.uiterlijk is None or gehad.vervallen or voorbij:
            return replace(gehad, stand=Stuurstand.AFGESLOTEN)
        # Counted from the first term, so that 31 January does not drift to the 28th for good.
        maanden = gehad.termijnen_gehad * self.herhaling.maanden
        return replace(gehad, termijn=plus_maanden(self.uiterlijk, maanden))


@dataclass(frozen=True, kw_only=True)
class Gesprek(Gespreksgegevens, Stuuritem):
    """A talk that was held."""


@dataclass(frozen=True, kw_only=True)
class Constatering(Constateringsgegevens, Stuuritem):
    """A finding."""

    @property
    def uitkomsten(self) -> tuple[Stuuruitkomst, ...]:
        """With what it can be closed."""
        return (Stuuruitkomst.HERSTELD, Stuuruitkomst.NIET_HERSTELD, Stuuruitkomst.VERVALLEN)


@dataclass(frozen=True, kw_only=True)
class Verbetertraject(Verbetergegevens, Stuuritem):
    """A plan for improvement."""


@dataclass(frozen=True, kw_only=True)
class Sanctie(Sanctiegegevens, Stuuritem):
    """A sanction; a korting with a last day closes by itself after it."""

    @property
    def loopt(self) -> bool:
        """Whether it is a korting that is held back now."""
        return self.is_open and self.sanctiesoort is Sanctiesoort.KORTING

    @property
    def uitkomsten(self) -> tuple[Stuuruitkomst, ...]:
        """With what it can be closed."""
        if self.sanctiesoort.vraagt_betaling:
            return (Stuuruitkomst.BETAALD, Stuuruitkomst.VERVALLEN)
        return (Stuuruitkomst.HERSTELD, Stuuruitkomst.NIET_HERSTELD, Stuuruitkomst.VERVALLEN)


D = TypeVar("D", bound=Stuuritem)


@dataclass(frozen=True, kw_only=True)
class Sturing(Vormvast):
    """All that is followed up on a contract, in order of day.

    What was closed stays, for a sanction may rest on it; only of talks that ask nothing more no more than BEWAARD.
    """

    afspraken: tuple[Afspraak, ...] = ()
    gesprekken: tuple[Gesprek, ...] = ()
    constateringen: tuple[Constatering, ...] = ()
    verbetertrajecten: tuple[Verbetertraject, ...] = ()
    sancties: tuple[Sanctie, ...] = ()

    def items(self) -> Iterator[Stuuritem]:
        """Give everything."""
        for naam in LIJSTEN:
            yield from getattr(self, naam)

    def item(self, plaats: int | None) -> Stuuritem | None:
        """Give what a fact in a place began; None when it is not there any more."""
        return next((i for i in self.items() if i.plaats == plaats), None)

    def constatering(self, plaats: int | None) -> Constatering | None:
        """Give the finding in a place."""
        return next((c for c in self.constateringen if c.plaats == plaats), None)

    def met(self, nieuw: Stuuritem) -> "Sturing":
        """Give the same with one item otherwise."""
        lijsten: dict[str, Any] = {
            naam: tuple(nieuw if i.plaats == nieuw.plaats else i for i in getattr(self, naam))
            for naam in LIJSTEN
        }
        return replace(self, **lijsten)


LIJSTEN = tuple(veld.name for veld in fields(Sturing))
"""What a standing of steering consists of."""

# --- how the state follows ---------------------------------------------------------------------------------------


def gevolgd(*, sturing: Sturing, geldend: Geldend, einde: date | None) -> Sturing:
    """Give the standing after a fact; `einde` is the last day of a contract that has ended, None while it runs."""
    feit = geldend.feit
    if isinstance(feit, OpvolgingAfgesloten):
        return _afgesloten(sturing, geldend, feit, einde)
    begin = _BEGIN.get(type(feit))
    if begin is None or (einde is not None and isinstance(feit, ALLEEN_LOPEND)):
        return sturing
    return begin(sturing, geldend, feit)


def _item(klasse: type[D], geldend: Geldend, termijn: date | None, stand: Stuurstand) -> D:
    feit = geldend.feit
    gegeven: dict[str, Any] = {v.name: getattr(feit, v.name) for v in fields(feit)}
    return klasse(plaats=geldend.plaats, termijn=termijn, stand=stand, **gegeven)


def _afspraak(sturing: Sturing, geldend: Geldend, feit: AfspraakGemaakt) -> Sturing:
    over = tuple(a for a in sturing.afspraken if a.code != feit.code)
    nieuw = _item(Afspraak, geldend, feit.uiterlijk, Stuurstand.OPEN)
    return replace(sturing, afspraken=(*over, nieuw))


def _gesprek(sturing: Sturing, geldend: Geldend, feit: GesprekGevoerd) -> Sturing:
    stand = Stuurstand.OPEN if feit.vervolg_uiterlijk else Stuurstand.ZONDER_VERVOLG
    nieuw = _item(Gesprek, geldend, feit.vervolg_uiterlijk, stand)
    return _begrensd(replace(sturing, gesprekken=(*sturing.gesprekken, nieuw)))


def _begrensd(sturing: Sturing) -> Sturing:
    """Keep of the talks that ask nothing more the newest only."""
    klaar = [g.plaats for g in sturing.gesprekken if not g.is_open]
    weg = set(klaar[:-BEWAARD])
    return replace(sturing, gesprekken=tuple(g for g in sturing.gesprekken if g.plaats not in weg))


def _constatering(sturing: Sturing, geldend: Geldend, feit: ConstateringGedaan) -> Sturing:
    nieuw = _item(Constatering, geldend, feit.herstel_uiterlijk, Stuurstand.OPEN)
    return replace(sturing, constateringen=(*sturing.constateringen, nieuw))


def _verbetertraject(sturing: Sturing, geldend: Geldend, feit: VerbetertrajectGestart) -> Sturing:
    nieuw = _item(Verbetertraject, geldend, feit.uiterlijk, Stuurstand.OPEN)
    return replace(sturing, verbetertrajecten=(*sturing.verbetertrajecten, nieuw))


def _sanctie(sturing: Sturing, geldend: Geldend, feit: SanctieOpgelegd) -> Sturing:
    klaar = feit.sanctiesoort is Sanctiesoort.WAARSCHUWING
    stand = Stuurstand.ZONDER_VERVOLG if klaar else Stuurstand.OPEN
    nieuw = _item(Sanctie, geldend, feit.betalen_uiterlijk, stand)
    return replace(sturing, sancties=(*sturing.sancties, nieuw))


_BEGIN: Mapping[type[Feit], Callable[[Sturing, Geldend, Any], Sturing]] = {
    AfspraakGemaakt: _afspraak,
    GesprekGevoerd: _gesprek,
    ConstateringGedaan: _constatering,
    VerbetertrajectGestart: _verbetertraject,
    SanctieOpgelegd: _sanctie,
}


def _afgesloten(
    sturing: Sturing, geldend: Geldend, feit: OpvolgingAfgesloten, einde: date | None
) -> Sturing:
    item = sturing.item(geldend.doel)
    if item is None or not item.is_open:
        return sturing
    afsluiting = Afsluiting(
        plaats=geldend.plaats,
        ingangsdatum=feit.ingangsdatum,
        uitkomst=feit.uitkomst,
        toelichting_uitkomst=feit.toelichting_uitkomst,
    )
    if isinstance(item, Afspraak):
        return sturing.met(item.na(afsluiting, einde=einde))
    dicht = replace(item, stand=Stuurstand.AFGESLOTEN, afsluiting=afsluiting)
    return _begrensd(sturing.met(dicht))


def afgelopen(*, sturing: Sturing) -> Iterator[tuple[date, Sturing]]:
    """Give by which day each korting with a last day is over, with the standing then."""
    for sanctie in sturing.sancties:
        if sanctie.loopt and sanctie.tot_en_met is not None:
            over = replace(sanctie, stand=Stuurstand.AFGESLOTEN)
            yield dag_na(sanctie.tot_en_met), sturing.met(over)
