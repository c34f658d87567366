"""The definition of truth: from the facts of one thing known at a moment to what holds on every day.

Drop what was corrected, order by (ingangsdatum, place of the first fact in its chain of replacements), fold, add
the changes that follow from a standing itself (an end reached), merge equal neighbours: a list of half-open
`[van, tot) -> stand`. Findings against the rules fall out of the same walk, so no rule looks only at today.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from domain.feiten import Correctie, Feit, Rechtzetting, Registratie, Toelichting
from domain.oordeel import Bevinding, Regel, onmogelijk
from domain.waarden import EERSTE_DAG, NOOIT

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)

REGISTRATIE_AL_GECORRIGEERD = onmogelijk(
    "registratie-al-gecorrigeerd",
    "Deze registratie is al gecorrigeerd",
    "Registratie {volgnummer} is al gecorrigeerd door registratie {door}. Corrigeer die laatste, met het juiste feit "
    "als vervanging.",
)
NIET_LAATSTE_FEIT = onmogelijk(
    "niet-laatste-feit",
    "Het openingsfeit kan niet weg zolang er andere feiten staan",
    "Registratie {volgnummer} opent dit dossier en er staan nog andere feiten ({feiten}). Corrigeer die in dezelfde "
    "correctie, of geef een vervanging van soort POST.",
)
VERWIJZING_ONBEKEND = onmogelijk(
    "verwijzing-onbekend",
    "Waarnaar wordt verwezen, is niet bekend",
    "{wat} {verwijzing} is niet bekend; controleer de verwijzing of leg het eerst vast.",
)
VERVANGING_PAST_NIET = onmogelijk(
    "vervanging-past-niet",
    "De vervanging past niet op deze plaats",
    "Registratie {volgnummer} kan niet worden vervangen door een feit van soort {soort}: alleen het openingsfeit "
    "wordt vervangen door soort POST, en alleen door die soort.",
)
FEIT_VOOR_INGANG = onmogelijk(
    "feit-voor-ingang",
    "Het feit ligt voor de eerste dag",
    "Een feit met ingangsdatum {ingangsdatum} kan niet voor de eerste dag ({eerste_dag}) liggen.",
)
PERIODE_OVERLAPT = onmogelijk(
    "periode-overlapt",
    "Deze periode overlapt een andere",
    "{wat} is er op {ingangsdatum} al of komt er nog. Beëindig of corrigeer eerst die andere periode.",
)


@dataclass(frozen=True, kw_only=True)
class Geldend:
    """A fact that stands: not corrected, or the replacement of one that was."""

    feit: Feit
    plaats: int
    """Volgnummer of the first fact in its chain of replacements: its place among facts of one day."""
    volgnummer: int
    """The registration that holds it now."""
    toelichting: Toelichting
    doel: int | None = None
    """The place of the registration this fact refers to by volgnummer (a withdrawn notice); None if unknown."""
    doelfeit: Feit | None = None
    """The fact that stands in that place; None when nothing does, or it was taken back before."""

    @property
    def volgorde(self) -> tuple[date, int]:
        """The key by which facts take their place in time."""
        return (self.feit.ingangsdatum, self.plaats)


@dataclass(frozen=True, kw_only=True)
class Segment(Generic[S]):
    """What holds from `van` up to, not including, `tot`."""

    van: date
    tot: date
    stand: S


class Intrekkingstoets(Protocol[S_contra]):
    """Judges a withdrawal by the standing before it, and the one that is left without the act."""

    def __call__(self, *, voor: S_contra, na: S_contra, geldend: Geldend) -> Iterable[Bevinding]:
        """Give the findings."""
        ...


@dataclass(frozen=True, kw_only=True)
class Intrekking(Generic[S]):
    """How facts of a kind are taken back ex nunc: from then on the course is as if the act had never been there."""

    herroept: Callable[[S, Geldend], bool]
    """Whether a fact takes back the one it refers to; only asked of a fact with a `doel`."""
    toets: Intrekkingstoets[S]


@dataclass(frozen=True, kw_only=True)
class Dingsoort(Generic[S]):
    """How one kind of thing opens, evolves and is judged; declared at the end of the thing's file.

    All functions are pure and total: they never refuse, also not on a course that breaks rules.
    """

    naam: str
    """`contract`; the key of a thing in answers and the first part of its facts' names."""
    meervoud: str
    """The collection's path: `contracten`."""
    stand: type[S]
    """The class of its standing."""
    feiten: tuple[type[Feit], ...]
    """All fact classes, the opening fact first."""
    open: Callable[[Geldend], S]
    evolueer: Callable[[S, Geldend], S]
    vanzelf: Callable[[S, date], tuple[date, S] | None]
    """The first day after which the standing changes by itself, with the standing then; None if never."""
    aanloop: Callable[[S], S]
    """The standing before the first day, from that of the first day."""
    toets: Callable[[S, Geldend], list[Bevinding]]
    """Findings of a fact against the standing it meets on its own day."""
    intrekking: Intrekking[S] | None = None
    """None when the kind deals with withdrawals itself."""

    @property
    def opening(self) -> type[Feit]:
        """The fact that opens a thing of this kind."""
        return self.feiten[0]

    @property
    def naam_correctie(self) -> str:
        """Stored name of a correctie on this kind of thing."""
        return f"{self.naam}.gecorrigeerd"


class Feitenlijst:
    """Which facts stand, out of all registrations of one thing known at a moment.

    A correctie never revives by itself: what it replaced stays gone when the correctie is corrected in turn.
    """

    def __init__(self, registraties: Sequence[Registratie]) -> None:
        """Take the registrations in order of volgnummer."""
        self.registraties = tuple(registraties)
        self.gecorrigeerd_door: dict[int, int] = {}
        self.fouten: list[Bevinding] = []
        self._plaatsen: dict[int, tuple[int, ...]] = {}
        self._staand: dict[tuple[int, int], Geldend] = {}
        for registratie in registraties:
            if isinstance(registratie.feit, Correctie):
                self._corrigeer(registratie.volgnummer, registratie.feit)
            else:
                self._zet(
                    registratie.volgnummer,
                    registratie.volgnummer,
                    registratie.feit,
                    registratie.envelop,
                )
                self._plaatsen[registratie.volgnummer] = (registratie.volgnummer,)

    def _zet(self, plaats: int, volgnummer: int, feit: Feit, toelichting: Toelichting) -> None:
        doel = self.plaats(getattr(feit, "volgnummer", 0))
        self._staand[volgnummer, plaats] = Geldend(
            feit=feit, plaats=plaats, volgnummer=volgnummer, toelichting=toelichting, doel=doel
        )

    def _corrigeer(self, eigen: int, correctie: Correctie) -> None:
        geraakt: list[int] = []
        for zet in correctie.registraties:
            eerder = self.gecorrigeerd_door.get(zet.volgnummer)
            plaats = self._plaats_van(eigen, zet)
            if plaats is None:
                continue
            if (eerder is not None and eerder != eigen) or plaats in geraakt:
                self._fout(REGISTRATIE_AL_GECORRIGEERD, eigen, zet, door=str(eerder or eigen))
                continue
            nieuw = zet.vervanging
            if nieuw is not None and (nieuw.feit.pad == "POST") != (plaats == 1):
                self._fout(VERVANGING_PAST_NIET, eigen, zet, soort=nieuw.feit.pad)
                continue
            self.gecorrigeerd_door[zet.volgnummer] = eigen
            geraakt.append(plaats)
            for sleutel in [s for s in self._staand if s[0] == zet.volgnummer]:
                del self._staand[sleutel]
            if nieuw is not None:
                self._zet(plaats, eigen, nieuw.feit, nieuw.toelichting)
        # Of a corrected correctie every place is touched, also those that get no vervanging now.
        rest = [
            p
            for z in correctie.registraties
            for p in self._plaatsen.get(z.volgnummer, ())
            if p not in geraakt
        ]
        self._plaatsen[eigen] = tuple(dict.fromkeys([*geraakt, *rest]))

    def _plaats_van(self, eigen: int, zet: Rechtzetting) -> int | None:
        plaatsen = self._plaatsen.get(zet.volgnummer, ())
        if zet.plaats is None and len(plaatsen) == 1:
            return plaatsen[0]
        if zet.plaats is None and plaatsen and zet.vervanging is None:
            return plaatsen[0]
        if zet.plaats is not None and zet.plaats in plaatsen:
            return zet.plaats
        wat = (
            "Registratie"
            if not plaatsen
            else f"De plaats (één van {', '.join(map(str, plaatsen))}) van registratie"
        )
        self._fout(VERWIJZING_ONBEKEND, eigen, zet, wat=wat, verwijzing=str(zet.volgnummer))
        return None

    def _fout(self, regel: Regel, eigen: int, zet: Rechtzetting, **waarden: str) -> None:
        self.fouten.append(
            Bevinding(
                regel=regel,
                volgnummer=eigen,
                kenmerk=str(zet.volgnummer),
                waarden={"volgnummer": str(zet.volgnummer), **waarden},
                feiten=(zet.volgnummer,),
            )
        )

    def zonder(self, *, volgnummer: int, plaats: int) -> "Feitenlijst":
        """Give the same facts but for one, to see what that one does."""
        over = Feitenlijst(self.registraties)
        over._staand.pop((volgnummer, plaats), None)
        return over

    @cached_property
    def geldend(self) -> list[Geldend]:
        """The standing facts in the order in which they take effect."""
        op_plaats = {g.plaats: g.feit for g in self._staand.values()}
        staand = (
            g if g.doel is None else replace(g, doelfeit=op_plaats.get(g.doel))
            for g in self._staand.values()
        )
        return sorted(staand, key=lambda g: g.volgorde)

    @property
    def opening(self) -> Geldend | None:
        """The standing opening fact; None when it was withdrawn."""
        return next((g for g in self.geldend if g.plaats == 1), None)

    def plaats(self, volgnummer: int) -> int | None:
        """Give the place of a registration, so that a reference survives a correctie; None if unknown."""
        plaatsen = self._plaatsen.get(volgnummer)
        return plaatsen[0] if plaatsen else None

    def op_plaats(self, plaats: int) -> list[int]:
        """Give the volgnummers of all registrations that ever stood in a place, the first fact and what replaced it."""
        return [nummer for nummer, plaatsen in self._plaatsen.items() if plaats in plaatsen]


@dataclass(frozen=True, kw_only=True)
class Verloop(Generic[S]):
    """The whole course of a thing as known at a moment."""

    segmenten: tuple[Segment[S], ...]
    """Cover all days from EERSTE_DAG to NOOIT without gap; empty when the opening was withdrawn."""
    bevindingen: tuple[Bevinding, ...]
    feiten: Feitenlijst
    soort: Dingsoort[S]
    """By which it was folded, to fold it again with the same memory (domain/onthouden.py)."""

    def op(self, dag: date) -> S | None:
        """Give the standing on a day; None when the thing was withdrawn."""
        return next((s.stand for s in self.segmenten if s.van <= dag < s.tot), None)


def verloop(
    *,
    soort: Dingsoort[S],
    registraties: Sequence[Registratie],
    feiten: Feitenlijst | None = None,
) -> Verloop[S]:
    """Fold all registrations of one thing, in order of volgnummer, into its course.

    `feiten` is given only to fold another choice of facts than those that stand.
    """
    feiten = feiten or Feitenlijst(registraties)
    opening = feiten.opening
    if opening is None:
        rest = tuple(g.volgnummer for g in feiten.geldend)
        waarden = {"volgnummer": "1", "feiten": ", ".join(map(str, rest))}
        fout = Bevinding(regel=NIET_LAATSTE_FEIT, volgnummer=1, waarden=waarden, feiten=rest)
        return Verloop(
            segmenten=(),
            bevindingen=(*feiten.fouten, *([fout] if rest else [])),
            feiten=feiten,
            soort=soort,
        )
    eerste_dag = opening.feit.ingangsdatum
    loop = _Loop(soort=soort, opening=opening, geldend=feiten.geldend)
    bevindingen = [*feiten.fouten, *loop.bevindingen()]
    punten = loop.punten
    punten.extend(_vanzelf_voor(soort, punten[-1], NOOIT))
    # Kept apart also when equal: what precedes the first day is not part of the historie.
    aanloop = soort.aanloop(_eerste_stand(punten, eerste_dag))
    return Verloop(
        segmenten=(
            Segment(van=EERSTE_DAG, tot=eerste_dag, stand=aanloop),
            *_segmenten(punten),
        ),
        bevindingen=tuple(bevindingen),
        feiten=feiten,
        soort=soort,
    )


class _Loop(Generic[S]):
    """The walk along the facts, from the opening on."""

    def __init__(
        self, *, soort: Dingsoort[S], opening: Geldend, geldend: Sequence[Geldend]
    ) -> None:
        self._soort = soort
        self._opening = opening
        self._rest = [g for g in geldend if g is not opening]
        self._eerste_dag = opening.feit.ingangsdatum
        self._weg: set[int] = set()
        """The places of the facts taken back so far."""
        self.punten = [(self._eerste_dag, soort.open(opening))]

    def bevindingen(self) -> Iterator[Bevinding]:
        """Walk to the last fact; give the findings on the way."""
        yield from self._soort.toets(self.punten[0][1], self._opening)
        for nummer, gegeven in enumerate(self._rest):
            if gegeven.plaats in self._weg:
                continue  # Taken back before its day: it never takes effect.
            geldend = gegeven
            if geldend.doel in self._weg:
                geldend = replace(geldend, doelfeit=None)
            dag = max(geldend.feit.ingangsdatum, self._eerste_dag)
            self.punten.extend(_vanzelf_voor(self._soort, self.punten[-1], dag))
            stand = self.punten[-1][1]
            if geldend.feit.ingangsdatum < self._eerste_dag:
                yield _voor_ingang(geldend, self._eerste_dag)
            yield from self._soort.toets(stand, geldend)
            yield from self._volg(stand, geldend, dag, self._rest[:nummer])

    def _volg(
        self, stand: S, geldend: Geldend, dag: date, gehad: Sequence[Geldend]
    ) -> Iterator[Bevinding]:
        """Let a fact take effect; one that takes another back gives the findings against what is left."""
        soort, intrekking, doel = self._soort, self._soort.intrekking, geldend.doel
        if intrekking is None or doel is None or not intrekking.herroept(stand, geldend):
            self.punten.append((dag, soort.evolueer(stand, geldend)))
            return
        self._weg.add(doel)
        na = stand_zonder(soort=soort, opening=self._opening, gehad=gehad, weg=self._weg, tot=dag)
        yield from intrekking.toets(voor=stand, na=na, geldend=geldend)
        self.punten.append((dag, na))


def stand_zonder(
    *,
    soort: Dingsoort[S],
    opening: Geldend,
    gehad: Sequence[Geldend],
    weg: Collection[int],
    tot: date,
) -> S:
    """Give the standing on a day as it would be had the facts in these places never been there.

    `gehad` are the facts after the opening that took their place before that day, in order.
    """
    eerste_dag = opening.feit.ingangsdatum
    punt = (eerste_dag, soort.open(opening))
    for geldend in gehad:
        if geldend.plaats not in weg:
            dag = max(geldend.feit.ingangsdatum, eerste_dag)
            punt = [punt, *_vanzelf_voor(soort, punt, dag)][-1]
            punt = (dag, soort.evolueer(punt[1], geldend))
    return [punt, *_vanzelf_voor(soort, punt, tot)][-1][1]


def _voor_ingang(geldend: Geldend, eerste_dag: date) -> Bevinding:
    return Bevinding(
        regel=FEIT_VOOR_INGANG,
        volgnummer=geldend.volgnummer,
        waarden={
            "ingangsdatum": geldend.feit.ingangsdatum.isoformat(),
            "eerste_dag": eerste_dag.isoformat(),
        },
        feiten=(1,),
    )


def _eerste_stand(punten: Sequence[tuple[date, S]], eerste_dag: date) -> S:
    return [stand for dag, stand in punten if dag == eerste_dag][-1]


def _vanzelf_voor(soort: Dingsoort[S], punt: tuple[date, S], grens: date) -> list[tuple[date, S]]:
    """Give the changes by itself after a point, up to and including `grens`."""
    gevonden: list[tuple[date, S]] = []
    dag, stand = punt
    while (volgende := soort.vanzelf(stand, dag)) is not None and volgende[0] <= grens:
        dag, stand = max(volgende[0], dag), volgende[1]
        gevonden.append((dag, stand))
    return gevonden


def _segmenten(punten: Sequence[tuple[date, S]]) -> tuple[Segment[S], ...]:
    """Turn points in rising order into segments: the last of a day counts, equal neighbours become one."""
    uit: list[tuple[date, S]] = []
    for dag, stand in punten:
        if uit and uit[-1][0] == dag:
            uit.pop()
        if not uit or uit[-1][1] != stand:
            uit.append((dag, stand))
    dagen = [dag for dag, _ in uit[1:]] + [NOOIT]
    return tuple(
        Segment(van=van, tot=tot, stand=s)
        for (van, s), tot in zip(uit, dagen, strict=True)
        if van < tot
    )
