"""The states of a kind of thing and what leads from one to another, found by trying out the code itself.

Made facts (`api/proefwaarden.py`) are applied one a day to a thing, and days pass; every change of status is noted.
What is impossible is not a way. A course is followed only where the thing behaves as none did before, so that some
ten thousand tries suffice.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, get_args, get_type_hints

from api.proefwaarden import varianten
from domain.feiten import Bekendmaking, Besluitvermelding, Feit, Toelichting, camel
from domain.oordeel import Regelsoort
from domain.tijdlijn import Dingsoort, Geldend, stand_zonder
from domain.waarden import NOOIT, dag_na

_TERZIJDE = frozenset({"sturing"})
"""Fields of a standing that bear on no status; the random courses of the tests would show it if they did."""
Toestand = tuple[StrEnum | None, ...]
"""The values of the status fields of a kind, in the order of the fields."""
Proef = tuple[type[Feit], int]
"""A fact to try: its class, and which of its variants."""
Effect = tuple[object, ...]
"""What one sees of a tried fact: its class, that of the fact it refers to, the status then and what comes by itself."""

_STATUSNAMEN = frozenset({"status", "stand"})
_BEGIN = date(2026, 1, 1)
_VERWEG = (date(2029, 1, 1), date(2030, 1, 1))
_WELDRA = timedelta(days=30)
_TOELICHTING = Toelichting(
    besluit=Besluitvermelding(orgaan="COLLEGE", datum=_BEGIN),
    bekendgemaakt=(Bekendmaking(datum=_BEGIN, aan="A"),),
)
_LENGTE = 5
"""Facts after which a course is not followed further."""
_PUNTEN = 120
"""How many points are followed at most, those of the shortest courses first."""
_BREEDTE = 6
"""How many outcomes with the same effect are followed, when the standings look different."""


@dataclass(frozen=True, kw_only=True)
class Overgang:
    """A change of status, by a fact or, with None, by itself; `van` is None for the opening."""

    van: Toestand | None
    naar: Toestand
    feit: type[Feit] | None


@dataclass(frozen=True)
class Bevonden:
    """What was found of one kind of thing."""

    velden: Sequence[str]
    """The fields of the standing that say its status."""
    overgangen: Mapping[Overgang, Sequence[str]]
    """In the order of the enums and the facts; of one by itself the fields whose day brings it about, if any."""
    straks: Mapping[type[Feit], Sequence[Toestand]]
    """What a fact lets come by itself later, without a change of status at once."""


@dataclass(frozen=True)
class Punt:
    """A standing on a day, the facts that led to it, and the places of those that were taken back."""

    soort: Dingsoort[Any]
    velden: Sequence[str]
    stand: Any
    dag: date
    feiten: tuple[Geldend, ...]
    weg: frozenset[int] = frozenset()

    @cached_property
    def toestand(self) -> Toestand:
        """The status."""
        return tuple(getattr(self.stand, naam) for naam in self.velden)

    @cached_property
    def volgende(self) -> "Punt | None":
        """The next point that comes by the passing of days."""
        vanzelf = self.soort.vanzelf(self.stand, self.dag)
        if vanzelf is None or vanzelf[0] >= NOOIT:
            return None
        return replace(self, stand=vanzelf[1], dag=max(vanzelf[0], self.dag))

    @property
    def straks(self) -> Toestand | None:
        """The status at the next point."""
        return None if self.volgende is None else self.volgende.toestand


@dataclass(frozen=True)
class Stap:
    """What a tried fact does; `doel` is the sort of the fact that it refers to."""

    proef: Proef
    doel: type[Feit] | None
    naar: Punt

    @property
    def effect(self) -> Effect:
        """What one sees of it."""
        return (self.proef[0], self.doel, self.naar.toestand, self.naar.straks)


@cache
def verken(*, soort: Dingsoort[Any]) -> Bevonden:
    """Find every change of status of a kind of thing; the same for the same code."""
    verkenner = _Verkenner(soort=soort, velden=statusvelden(soort=soort))
    verkenner.verken()
    return verkenner.bevonden()


def statusvelden(*, soort: Dingsoort[Any]) -> tuple[str, ...]:
    """Give the fields of a standing that say its status: named so, or of an enum that no fact carries."""
    gegeven = {enum(s) for f in soort.feiten for s in get_type_hints(f).values()}
    soorten = {naam: enum(s) for naam, s in get_type_hints(soort.stand).items()}
    return tuple(
        naam
        for naam, eigen in soorten.items()
        if eigen is not None and (naam in _STATUSNAMEN or eigen not in gegeven)
    )


def enum(annotatie: Any) -> type[StrEnum] | None:
    """Give the enum of an annotation, also of one that may be None; None for any other."""
    soorten = (annotatie, *get_args(annotatie))
    return next((s for s in soorten if isinstance(s, type) and issubclass(s, StrEnum)), None)


@dataclass(frozen=True)
class _Verkenner:
    soort: Dingsoort[Any]
    velden: tuple[str, ...]
    gevonden: dict[Overgang, Sequence[str]] = field(default_factory=dict)
    eerste_dag: set[Overgang] = field(default_factory=set)
    later: dict[type[Feit], set[Toestand]] = field(default_factory=dict)

    def verken(self) -> None:
        """Follow every course that behaves as none did before."""
        wachtrij = deque(self._openingen())
        proeven: dict[Proef, None] = {(klasse, 0): None for klasse in self.soort.feiten[1:]}
        gevolgd: set[object] = set()
        while wachtrij and len(gevolgd) < _PUNTEN:
            punt = wachtrij.popleft()
            later = _later(punt)
            nu, straks = (frozenset(self._gedrag(p, proeven)) for p in (punt, later))
            kenmerk = (punt.toestand, punt.straks, nu, straks)
            if len(punt.feiten) > _LENGTE or kenmerk in gevolgd:
                continue
            gevolgd.add(kenmerk)
            if punt.volgende is not None:
                self._noteer(punt, punt.volgende, None)
                wachtrij.append(punt.volgende)
            wachtrij.extend((later, *self._verder(punt, proeven, nu)))

    def bevonden(self) -> Bevonden:
        """Give what was found, in order."""
        alle = {o: dagen[:1] for o, dagen in self.gevonden.items()}
        for overgang in self.eerste_dag:
            alle[overgang] = ("op ingangsdatum", *alle.get(overgang, ()))
        return Bevonden(
            velden=self.velden,
            overgangen={o: alle[o] for o in sorted(alle, key=self._volgorde)},
            straks={f: sorted(t, key=_plek) for f, t in self.later.items()},
        )

    # --- from point to point ---

    def _openingen(self) -> Iterator[Punt]:
        opening = self.soort.opening
        for feit in _varianten(opening, _BEGIN):
            geldend = Geldend(feit=feit, plaats=1, volgnummer=1, toelichting=_TOELICHTING)
            stand = self.soort.open(geldend)
            if self._onmogelijk(stand, geldend):
                continue
            punt = Punt(self.soort, self.velden, stand, _BEGIN, (geldend,))
            aanloop = replace(punt, stand=self.soort.aanloop(stand)).toestand
            self.gevonden.setdefault(Overgang(van=None, naar=aanloop, feit=opening), ())
            if aanloop != punt.toestand:
                self.eerste_dag.add(Overgang(van=aanloop, naar=punt.toestand, feit=None))
            yield punt

    def _gedrag(self, punt: Punt, proeven: Iterable[Proef]) -> Iterator[Effect]:
        return (s.effect for s in self._stappen(punt, proeven) if _merkbaar(punt, s))

    def _stappen(self, punt: Punt, proeven: Iterable[Proef]) -> Iterator[Stap]:
        """Try facts on the day after a point, on the first day also that day; not when the thing changes by then."""
        eerste = (punt.dag,) if len(punt.feiten) == 1 and punt.dag == _BEGIN else ()
        for dag in (*eerste, dag_na(punt.dag)):
            if punt.volgende is not None and punt.volgende.dag <= dag:
                return
            for klasse, nummer in proeven:
                feiten = _varianten(klasse, dag)
                if nummer < len(feiten):
                    yield from self._stap(punt, feiten[nummer], (klasse, nummer))

    def _stap(self, punt: Punt, feit: Any, proef: Proef) -> Iterator[Stap]:
        """Apply a fact; one that refers to a registration by volgnummer, to each of the facts before it."""
        plaats = len(punt.feiten) + 1
        verwijst = getattr(feit, "volgnummer", None) is not None
        for eerder in punt.feiten if verwijst else (None,):
            geldend = Geldend(
                feit=feit if eerder is None else replace(feit, volgnummer=eerder.plaats),
                plaats=plaats,
                volgnummer=plaats,
                toelichting=_TOELICHTING,
                doel=None if eerder is None else eerder.plaats,
                doelfeit=None if eerder is None or eerder.plaats in punt.weg else eerder.feit,
            )
            if not self._onmogelijk(punt.stand, geldend):
                naar = self._na(punt, geldend)
                if naar is not None:
                    yield Stap(proef, None if eerder is None else type(eerder.feit), naar)

    def _na(self, punt: Punt, geldend: Geldend) -> Punt | None:
        """Give the point after a fact; None when taking an act back turns out to be impossible."""
        feiten, dag = (*punt.feiten, geldend), geldend.feit.ingangsdatum
        intrekking, doel = self.soort.intrekking, geldend.doel
        if intrekking is None or doel is None or not intrekking.herroept(punt.stand, geldend):
            stand = self.soort.evolueer(punt.stand, geldend)
            return replace(punt, stand=stand, dag=dag, feiten=feiten)
        weg = punt.weg | {doel}
        opening, *gehad = punt.feiten
        stand = stand_zonder(soort=self.soort, opening=opening, gehad=gehad, weg=weg, tot=dag)
        bevindingen = intrekking.toets(voor=punt.stand, na=stand, geldend=geldend)
        if any(b.regel.soort is Regelsoort.ONMOGELIJK for b in bevindingen):
            return None
        return replace(punt, stand=stand, dag=dag, feiten=feiten, weg=weg)

    def _onmogelijk(self, stand: Any, geldend: Geldend) -> bool:
        bevindingen = self.soort.toets(stand, geldend)
        return any(b.regel.soort is Regelsoort.ONMOGELIJK for b in bevindingen)

    def _verder(
        self, punt: Punt, proeven: dict[Proef, None], gedrag: frozenset[Effect]
    ) -> Iterator[Punt]:
        """Try everything from a point and give where to go on; a fact with a new effect joins the proeven."""
        dag = dag_na(punt.dag)
        alles = [(k, n) for k in self.soort.feiten[1:] for n in range(len(_varianten(k, dag)))]
        gezien, gevolgd = set(gedrag), dict[Effect, set[object]]()
        for stap in self._stappen(punt, alles):
            self._noteer(punt, stap.naar, stap.proef[0])
            if _terzijde(punt, stap):
                continue
            if _merkbaar(punt, stap) and stap.effect not in gezien:
                gezien.add(stap.effect)
                proeven[stap.proef] = None
            vormen = gevolgd.setdefault(stap.effect, set())
            breedte = _BREEDTE if _merkbaar(punt, stap) else 1
            if len(vormen) < breedte and (vorm := _vorm(stap.naar.stand)) not in vormen:
                vormen.add(vorm)
                yield stap.naar

    # --- what was found ---

    def _noteer(self, punt: Punt, naar: Punt, feit: type[Feit] | None) -> None:
        if naar.toestand == punt.toestand:
            straks = _verzet(punt, naar)
            if feit is not None and straks is not None:
                self.later.setdefault(feit, set()).add(straks)
            return
        overgang = Overgang(van=punt.toestand, naar=naar.toestand, feit=feit)
        dagen = [] if feit is not None else list(_dagnamen(punt.stand, naar.dag))
        eerder = self.gevonden.get(overgang, dagen)
        self.gevonden[overgang] = [naam for naam in eerder if naam in dagen]

    def _volgorde(self, overgang: Overgang) -> tuple[list[int], list[int], int]:
        feit = -1 if overgang.feit is None else self.soort.feiten.index(overgang.feit)
        return (_plek(overgang.van), _plek(overgang.naar), feit)


def _plek(toestand: Toestand | None) -> list[int]:
    """Give the places of a status in its enums, to sort by."""
    return [-1 if s is None else list(type(s)).index(s) for s in toestand or ()]


def _later(punt: Punt) -> Punt:
    """Let days pass in which nothing happens, past every day that a fact may have named."""
    dag = max(dag_na(_VERWEG[-1]), dag_na(punt.dag + _WELDRA))
    return (
        punt if punt.volgende is not None and punt.volgende.dag <= dag else replace(punt, dag=dag)
    )


def _merkbaar(punt: Punt, stap: Stap) -> bool:
    return (stap.naar.toestand, stap.naar.straks) != (punt.toestand, punt.straks)


def _terzijde(punt: Punt, stap: Stap) -> bool:
    """Tell whether a fact changes only what bears on no status: a course is not followed further for that."""
    namen = _TERZIJDE.intersection(punt.stand.__dataclass_fields__)
    if not namen or _merkbaar(punt, stap) or stap.naar.stand == punt.stand:
        return False
    anders = {naam: getattr(stap.naar.stand, naam) for naam in namen}
    return bool(replace(punt.stand, **anders) == stap.naar.stand)


def _verzet(punt: Punt, naar: Punt) -> Toestand | None:
    """Give the status that comes by itself, if that is another than before or on another day."""
    eerst, dan = punt.volgende, naar.volgende
    if dan is None or dan.toestand == naar.toestand:
        return None
    zelfde = eerst is not None and (eerst.toestand, eerst.dag) == (dan.toestand, dan.dag)
    return None if zelfde else dan.toestand


def _varianten(klasse: type[Feit], dag: date) -> tuple[Feit, ...]:
    return varianten(klasse, dagen=_dagen(dag), ingangsdatum=dag)  # type: ignore[arg-type] # a class is hashable


def _dagen(dag: date) -> tuple[date, ...]:
    """Give the days that a date in a fact may take: far ahead (two fixed ones), soon, and just past."""
    return (*_VERWEG, dag + _WELDRA, dag - timedelta(days=1))


def _vorm(waarde: Any) -> object:
    """Give what a standing looks like: its codes, yes and no, and what is there; not which name, sum or day."""
    if isinstance(waarde, StrEnum | bool | None):
        return waarde
    if isinstance(waarde, tuple):
        return tuple(map(_vorm, waarde))
    velden = getattr(waarde, "__dataclass_fields__", ())
    return tuple(_vorm(getattr(waarde, naam)) for naam in velden) or type(waarde)


def _dagnamen(stand: Any, dag: date) -> Iterator[str]:
    """Give the days of a standing on which, or after which, a day falls."""
    for naam in stand.__dataclass_fields__:
        waarde = getattr(stand, naam)
        if isinstance(waarde, date) and dag in {waarde, dag_na(waarde)}:
            yield f"{'op' if waarde == dag else 'na'} {camel(naam)}"
