"""Facts to try, made from their annotations alone: by trying them the state diagrams are found."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import Enum
from functools import cache
from itertools import combinations, product
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from domain.waarden import Vorm

T = TypeVar("T")
Waarden = dict[str, Any]

_AANGEBODEN: tuple[object, ...] = (
    *(True, False, 1, 2, 2025, "A", "B", "9001", "9002", "45A04", "12345678", "2025", "2025-03"),
    *("100.00", "250.00", "a" * 64, "00000000-0000-4000-8000-000000000001"),
)
"""What is offered to every form of value; a field takes the first two that its form can read."""
_GENOEG = 2
_DELEN = 6
"""How many variants of a part are tried in the whole that it is part of."""
_WEINIG = 50
"""Of a fact with no more variants than this, two fields at once are varied."""


@cache
def varianten(
    klasse: type[T], *, dagen: tuple[date, ...], ingangsdatum: date | None = None
) -> tuple[T, ...]:
    """Give instances of a dataclass: a bare one and a full one, and each with single fields otherwise.

    `dagen` are the days that a date may take, `ingangsdatum` is that of a fact. What the class itself refuses is
    left out; empty when none is found that it takes.
    """
    velden = _velden(klasse, dagen)
    if ingangsdatum is not None:
        velden["ingangsdatum"] = (ingangsdatum,)
    kaal = _kaal(klasse, velden)
    if kaal is None:
        return ()
    vol = kaal
    for naam, waarden in velden.items():
        if vol[naam] == waarden[0]:
            vol = next(_anders(klasse, vol, {naam: waarden}), vol)
    alle = [v for begin in (kaal, vol) for v in (begin, *_anders(klasse, begin, velden))]
    if ingangsdatum is not None and len(alle) <= _WEINIG:
        alle += [b for a in _anders(klasse, kaal, velden) for b in _anders(klasse, a, velden)]
    return tuple(dict.fromkeys(klasse(**v) for v in alle))


def _velden(klasse: type[Any], dagen: tuple[date, ...]) -> dict[str, tuple[Any, ...]]:
    """Give for every field the values to try, its default first."""
    soorten = get_type_hints(klasse, include_extras=True)
    uit = {}
    for veld in fields(klasse):
        waarden = _waarden(soorten[veld.name], dagen)
        if veld.default_factory is not MISSING:
            waarden = (veld.default_factory(), *waarden)
        elif veld.default is not MISSING:
            waarden = (veld.default, *waarden)
        uit[veld.name] = tuple(dict.fromkeys(waarden))
    return uit


def _waarden(soort: Any, dagen: tuple[date, ...]) -> tuple[Any, ...]:
    """Give the values to try for an annotation."""
    delen = get_args(soort)
    if get_origin(soort) is Annotated:
        return dagen if delen[0] is date else _gelezen(delen[1])
    if get_origin(soort) in {Union, UnionType}:
        gekend = tuple(w for d in delen if d is not NoneType for w in _waarden(d, dagen))
        return (*gekend, None) if NoneType in delen else gekend
    if get_origin(soort) is tuple:
        een = _waarden(delen[0], dagen)
        return (een[:1], een[:_GENOEG], *((w,) for w in een[1:]), ())
    if issubclass(soort, Enum):
        return tuple(soort)
    return varianten(soort, dagen=dagen)[:_DELEN]


@cache
def _gelezen(vorm: Vorm) -> tuple[Any, ...]:
    """Give the first values that a form can read."""
    gelezen: list[Any] = []
    for waarde in _AANGEBODEN:
        try:
            gelezen.append(vorm.lees(waarde))
        except ValueError:
            continue
    return tuple(dict.fromkeys(gelezen))[:_GENOEG]


def _kaal(klasse: type[Any], velden: Mapping[str, tuple[Any, ...]]) -> Waarden | None:
    """Give the first value of every field, or as few fields otherwise as the class asks; None if two are too few."""
    eerst = {naam: waarden[0] for naam, waarden in velden.items()}
    for aantal in range(_GENOEG + 1):
        for namen in combinations(velden, aantal):
            for gekozen in product(*(velden[naam][1:] for naam in namen)):
                vorm = eerst | dict(zip(namen, gekozen, strict=True))
                if _kan(klasse, vorm):
                    return vorm
    return None


def _anders(
    klasse: type[Any], begin: Waarden, velden: Mapping[str, tuple[Any, ...]]
) -> Iterator[Waarden]:
    """Give the same with one field otherwise, as far as the class takes it."""
    for naam, waarden in velden.items():
        for waarde in waarden:
            vorm = begin | {naam: waarde}
            if waarde != begin[naam] and _kan(klasse, vorm):
                yield vorm


def _kan(klasse: type[Any], vorm: Waarden) -> bool:
    try:
        klasse(**vorm)
    except ValueError:
        return False
    return True
