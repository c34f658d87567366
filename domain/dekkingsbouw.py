"""How the coverage of a regio is laid out: contracts, leveringslijnen and lots as they stood, put on their cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.dekking import Cel, Dekking, Inzet, Lijninzet, Per, Periode, Zorgvorm
from domain.trajectdelen import Perceel
from domain.waarden import EERSTE_DAG, NOOIT


@dataclass(frozen=True, kw_only=True)
class Trajectstuk:
    """The lots of a traject in the days `[van, tot)`, and whether it is in force then."""

    traject: UUID
    van: date
    tot: date
    in_werking: bool
    percelen: tuple[Perceel, ...]


@dataclass(frozen=True, kw_only=True)
class Contractstuk:
    """A contract in force in the days `[van, tot)`, with the days of each of its percelen and gemeenten.

    `producten` are those it has a tariff for; None when that was not read, or it has none: then all of its percelen.
    """

    contract: UUID
    aanbieder: UUID
    traject: UUID
    segment: str
    van: date
    tot: date
    percelen: Sequence[tuple[str, Periode]]
    gemeenten: Sequence[tuple[str, Periode]]
    producten: frozenset[str] | None = None

    @property
    def zelfde(self) -> tuple[UUID, UUID, UUID, str, frozenset[str] | None]:
        """By what two stretches of days are one: the same contract, deliverer and products."""
        return (self.contract, self.aanbieder, self.traject, self.segment, self.producten)


@dataclass(frozen=True, kw_only=True)
class Lijnstuk:
    """A leveringslijn in force in the days `[van, tot)`; without percelen it is for its whole segment."""

    lijn: UUID
    traject: UUID | None
    segment: str
    van: date
    tot: date
    percelen: tuple[str, ...]
    gemeenten: tuple[str, ...]


# --- on their cells -----------------------------------------------------------------------------------------------


def dekking(
    *,
    per: Per,
    trajecten: Sequence[Trajectstuk],
    contracten: Iterable[Contractstuk],
    lijnen: Iterable[Lijnstuk],
    segment: str | None = None,
) -> Dekking:
    """Lay all contracts, lines and lots on the cells; `segment` leaves only the lots of one."""
    vormen = _Vormen(per, trajecten, segment)
    inzet: dict[Cel, list[Inzet]] = defaultdict(list)
    for contract in _aaneen(contracten):
        for cel, deel in _inzet(vormen, contract):
            inzet[cel].append(deel)
    gevraagd: dict[Cel, list[Periode]] = defaultdict(list)
    for stuk in trajecten:
        for perceel in stuk.percelen if stuk.in_werking else ():
            for vorm in vormen.van(perceel):
                for gemeente in perceel.gemeenten:
                    gevraagd[Cel(vorm, gemeente)].append(Periode(stuk.van, stuk.tot))
    geleverd: dict[Cel, list[Lijninzet]] = defaultdict(list)
    for lijn in lijnen:
        for vorm in vormen.van_lijn(lijn):
            for gemeente in lijn.gemeenten:
                geleverd[Cel(vorm, gemeente)].append(Lijninzet(lijn.van, lijn.tot, lijn.lijn))
    return Dekking(inzet=inzet, gevraagd=gevraagd, lijnen=geleverd)


def _aaneen(stukken: Iterable[Contractstuk]) -> Iterator[Contractstuk]:
    """Take the days of a contract together that only differ in its terms."""
    vorige: Contractstuk | None = None
    for stuk in stukken:
        if vorige is not None and vorige.tot == stuk.van and vorige.zelfde == stuk.zelfde:
            vorige = replace(vorige, tot=stuk.tot)
            continue
        if vorige is not None:
            yield vorige
        vorige = stuk
    if vorige is not None:
        yield vorige


def _inzet(vormen: "_Vormen", c: Contractstuk) -> Iterator[tuple[Cel, Inzet]]:
    for code, dagen in c.percelen:
        for vorm, geldt in vormen.van_contract(c, code):
            van, tot = max(c.van, dagen.van, geldt.van), min(c.tot, dagen.tot, geldt.tot)
            for gemeente, hier in c.gemeenten:
                begin, eind = max(van, hier.van), min(tot, hier.tot)
                if begin < eind:
                    deel = Inzet(begin, eind, c.aanbieder, c.contract, c.traject, code)
                    yield Cel(vorm, gemeente), deel


class _Vormen:
    """Which forms a lot is, and in which days."""

    def __init__(self, per: Per, trajecten: Sequence[Trajectstuk], segment: str | None) -> None:
        self._per = per
        self._segment = segment
        self._percelen = {(t.traject, p) for t in trajecten for p in t.percelen}
        begin: dict[tuple[UUID, str], list[tuple[date, Perceel]]] = defaultdict(list)
        for t in sorted(trajecten, key=lambda t: t.van):
            for p in t.percelen:
                eerder = begin[t.traject, p.code]
                if not eerder or eerder[-1][1] != p:
                    eerder.append((t.van if eerder else EERSTE_DAG, p))
        self._verloop = {sleutel: _periodes(punten) for sleutel, punten in begin.items()}
        self._onthouden: dict[tuple[UUID, str, str], list[tuple[Zorgvorm, Periode]]] = {}

    def van(self, perceel: Perceel) -> Sequence[Zorgvorm]:
        """Give the forms of a lot."""
        return self._vormen(perceel.segment, perceel.code, perceel.producten)

    def _vormen(self, segment: str, code: str, producten: Iterable[str]) -> Sequence[Zorgvorm]:
        if self._segment not in (None, segment):
            return ()
        if self._per is Per.PERCEEL:
            return (Zorgvorm(segment, code),)
        if self._per is Per.SEGMENT:
            return (Zorgvorm(segment, segment),)
        return tuple(Zorgvorm("", product) for product in dict.fromkeys(producten))

    def van_contract(self, c: Contractstuk, code: str) -> Iterator[tuple[Zorgvorm, Periode]]:
        """Give the forms of a lot of a contract, as its traject has the lot or last had it, else in its own segment."""
        sleutel = (c.traject, code, c.segment)
        if sleutel not in self._onthouden:
            verloop = self._verloop.get((c.traject, code))
            self._onthouden[sleutel] = (
                [(v, _ALTIJD) for v in self._vormen(c.segment, code, ())]
                if verloop is None
                else [(v, periode) for p, periode in verloop for v in self.van(p)]
            )
        for vorm, periode in self._onthouden[sleutel]:
            if self._per is not Per.PRODUCT or c.producten is None or vorm.code in c.producten:
                yield vorm, periode

    def van_lijn(self, lijn: Lijnstuk) -> Iterable[Zorgvorm]:
        """Give the forms that a line is for: those of the lots it names, else of all lots in its segment."""
        vormen = {
            vorm
            for traject, p in self._percelen
            if p.segment == lijn.segment
            and lijn.traject in (None, traject)
            and (not lijn.percelen or p.code in lijn.percelen)
            for vorm in self.van(p)
        }
        return vormen or (self._vormen(lijn.segment, "", ()) if self._per is Per.SEGMENT else ())


_ALTIJD = Periode(EERSTE_DAG, NOOIT)


def _periodes(punten: Sequence[tuple[date, Perceel]]) -> list[tuple[Perceel, Periode]]:
    """Let each lot hold until it changes."""
    grenzen = [van for van, _ in punten[1:]] + [NOOIT]
    return [(p, Periode(van, tot)) for (van, p), tot in zip(punten, grenzen, strict=True)]
