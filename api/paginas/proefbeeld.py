"""What a command would do, for people: per stretch of days what was and what it becomes, part by part."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api import antwoorden
from application.toegang import Blik
from application.vastleggen import Vastgelegd
from domain.waarden import EERSTE_DAG, dag_voor

_SLEUTELS: Sequence[tuple[str, ...]] = (
    ("productcode", "eenheid", "gemeente"),
    ("orgaan", "gemeente", "rol"),
    ("gemeente",),
    ("volgnummer",),
    ("code",),
    ("versie",),
    ("boekjaar",),
    ("contractId",),
    ("totEnMet",),
)
"""By which fields the parts of a list are the same one, before and after; the first that a part has."""
_VAST = frozenset({"id", "ingangsdatum", "regioId"})


@dataclass(frozen=True, kw_only=True)
class Verandering:
    """One difference in a stretch of days; `van` None: from before the first day, `tot_en_met` None: goes on.

    `deel` says which part of a list it is, in outside names; `was` or `wordt` is None where it was not or is no more.
    """

    van: date | None
    tot_en_met: date | None
    veld: str
    deel: Mapping[str, Any] | None = None
    was: Any = None
    wordt: Any = None


@dataclass(frozen=True, kw_only=True)
class Proefstuk:
    """A stretch of the course as it would become."""

    van: date
    tot_en_met: date | None
    velden: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Proefbeeld:
    """All that a preview shows of the course; of what is new only the course, for nothing was there to change."""

    nieuw: bool
    veranderingen: Sequence[Verandering]
    verloop: Sequence[Proefstuk]
    laat: bool

    @property
    def perioden(self) -> list[tuple[date | None, date | None, list[Verandering]]]:
        """Give the differences together per stretch of days."""
        uit: dict[tuple[date | None, date | None], list[Verandering]] = {}
        for v in self.veranderingen:
            uit.setdefault((v.van, v.tot_en_met), []).append(v)
        return [(van, tot, lijst) for (van, tot), lijst in uit.items()]


def proefbeeld(*, gedaan: Vastgelegd, laat: bool, blik: Blik) -> Proefbeeld:
    """Draw what a judged command would do, as this reader may see it."""
    uitkomst, soort = gedaan.uitkomst, gedaan.soort
    voor = () if uitkomst.eerder is None else uitkomst.eerder.segmenten
    opening = uitkomst.later.feiten.opening
    eerste = EERSTE_DAG if opening is None else opening.feit.ingangsdatum
    ruw = antwoorden.koerswijzigingen(soort=soort, voor=voor, na=uitkomst.later.segmenten)
    verloop = antwoorden.verloop(soort=soort, segmenten=uitkomst.later.segmenten, eerste_dag=eerste)
    return Proefbeeld(
        nieuw=uitkomst.eerder is None,
        veranderingen=[] if uitkomst.eerder is None else _samen(blik.toon(list(ruw))),
        verloop=[_stuk(zonder_nummers(blik.toon(deel))) for deel in verloop],
        laat=laat,
    )


def _stuk(deel: Mapping[str, Any]) -> Proefstuk:
    van, tot_en_met = _periode(deel)
    velden = {n: w for n, w in deel.items() if n not in {"beginGeldigheid", "eindGeldigheid"}}
    return Proefstuk(van=van or EERSTE_DAG, tot_en_met=tot_en_met, velden=velden)


def _periode(deel: Mapping[str, Any]) -> tuple[date | None, date | None]:
    begin, eind = deel["beginGeldigheid"], deel["eindGeldigheid"]
    return begin and date.fromisoformat(begin), eind and dag_voor(date.fromisoformat(eind))


def _samen(wijzigingen: Sequence[Mapping[str, Any]]) -> list[Verandering]:
    """Take the same difference of neighbouring stretches together, in order of days."""
    uit: list[Verandering] = []
    laatste: dict[str, int] = {}
    for ruw in wijzigingen:
        van, tot_en_met = _periode(ruw)
        for v in _delen(ruw["veld"], ruw["was"][ruw["veld"]], ruw["wordt"][ruw["veld"]]):
            sleutel = json.dumps([v.veld, v.deel, v.was, v.wordt], sort_keys=True)
            vorige = laatste.get(sleutel)
            einde = None if vorige is None else uit[vorige].tot_en_met
            if vorige is not None and einde and van and (van - einde).days == 1:
                uit[vorige] = replace(uit[vorige], tot_en_met=tot_en_met)
                continue
            laatste[sleutel] = len(uit)
            uit.append(
                replace(
                    v,
                    van=van,
                    tot_en_met=tot_en_met,
                    was=zonder_nummers(v.was),
                    wordt=zonder_nummers(v.wordt),
                )
            )
    return sorted(uit, key=lambda v: (v.van or EERSTE_DAG, v.veld != "status"))


def zonder_nummers(waarde: Any) -> Any:
    """Leave out the places of facts: that of the one in hand is not given yet."""
    if isinstance(waarde, list):
        return [zonder_nummers(deel) for deel in waarde]
    if isinstance(waarde, Mapping):
        return {n: zonder_nummers(w) for n, w in waarde.items() if n != "volgnummer"}
    return waarde


def _delen(veld: str, was: Any, wordt: Any) -> Iterator[Verandering]:
    """Take a difference apart where both sides are lists."""
    leeg: dict[str, Any] = {"van": None, "tot_en_met": None, "veld": veld}
    if not isinstance(was or [], list) or not isinstance(wordt or [], list):
        yield Verandering(was=was, wordt=wordt, **leeg)
        return
    eerst, dan = _op_sleutel(was or []), _op_sleutel(wordt or [])
    for sleutel in dict.fromkeys([*eerst, *dan]):
        oud, nieuw = eerst.get(sleutel), dan.get(sleutel)
        if oud == nieuw:
            continue
        if isinstance(oud, dict) and isinstance(nieuw, dict):
            deel = {n: oud[n] for n in _sleutelvelden(oud) if oud[n] is not None}
            anders = [n for n in {**oud, **nieuw} if oud.get(n) != nieuw.get(n)]
            yield Verandering(
                deel=deel,
                was={n: oud.get(n) for n in anders},
                wordt={n: nieuw.get(n) for n in anders},
                **leeg,
            )
        else:
            yield Verandering(was=oud, wordt=nieuw, **leeg)


def _op_sleutel(lijst: Sequence[Any]) -> dict[str, Any]:
    """Give the parts of a list by what makes them the same one; where that is not unique, by all they say."""
    uit: dict[str, Any] = {}
    for deel in lijst:
        velden = _sleutelvelden(deel)
        sleutel = json.dumps([deel[n] for n in velden] if velden else deel, sort_keys=True)
        uit[json.dumps(deel, sort_keys=True) if sleutel in uit else sleutel] = deel
    return uit


def _sleutelvelden(deel: Any) -> tuple[str, ...]:
    if not isinstance(deel, Mapping):
        return ()
    return next((s for s in _SLEUTELS if all(naam in deel for naam in s)), ())


def stand_zonder_leeg(*, stuk: Proefstuk) -> dict[str, Any]:
    """Give what is said of a new thing on its first day, without what is empty."""
    return {n: w for n, w in stuk.velden.items() if w not in (None, [], {}) and n not in _VAST}
