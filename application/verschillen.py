"""What differs between two answers about one thing, and which facts cause each difference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from application.register import Tijdreis
from domain.feiten import Registratie
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend, S, verloop

Velden = Callable[[S, date], Mapping[str, object]]
"""The outside fields of a standing on a day."""


class Oorzaaksoort(StrEnum):
    """Why an answer changed (domein.md C.2)."""

    NIEUW_FEIT = "NIEUW_FEIT"
    LAAT_FEIT = "LAAT_FEIT"
    CORRECTIE = "CORRECTIE"
    INGEGAAN = "INGEGAAN"
    NOG_NIET_INGEGAAN = "NOG_NIET_INGEGAAN"
    NOG_NIET_BEKEND = "NOG_NIET_BEKEND"
    TIJDSVERLOOP = "TIJDSVERLOOP"


@dataclass(frozen=True, kw_only=True)
class Oorzaak:
    """One cause: what kind, and the registration it lies in (None: time alone)."""

    soort: Oorzaaksoort
    volgnummer: int | None


@dataclass(frozen=True, kw_only=True)
class Verschil:
    """One field that differs between the two answers."""

    veld: str
    was: object
    wordt: object
    oorzaken: tuple[Oorzaak, ...]


@dataclass(frozen=True, kw_only=True)
class _Kant:
    """One of the two answers: its fields, and for each fact in force the fields it changed."""

    reis: Tijdreis
    feiten: Feitenlijst
    velden: Mapping[str, object]
    invloed: Mapping[tuple[int, int], frozenset[str]]
    werkend: Mapping[tuple[int, int], Geldend]


def verschillen(
    *,
    soort: Dingsoort[S],
    registraties: Sequence[Registratie],
    van: Tijdreis,
    tot: Tijdreis,
    velden: Velden[S],
) -> list[Verschil]:
    """Compare one thing at two pairs; `registraties` are all entries up to the later of both instants."""
    eerst, dan = (_kant(soort, registraties, reis, velden) for reis in (van, tot))
    uit = []
    for veld in sorted({*eerst.velden, *dan.velden}):
        was, wordt = eerst.velden.get(veld), dan.velden.get(veld)
        if was != wordt:
            uit.append(
                Verschil(
                    veld=veld, was=was, wordt=wordt, oorzaken=tuple(_oorzaken(veld, eerst, dan))
                )
            )
    return uit


def _kant(
    soort: Dingsoort[S], alle: Sequence[Registratie], reis: Tijdreis, velden: Velden[S]
) -> _Kant:
    bekend = [r for r in alle if r.geregistreerd_op <= reis.beschikbaar_op]
    koers = verloop(soort=soort, registraties=bekend)
    stand = koers.op(reis.geldig_op)
    invloed: dict[tuple[int, int], frozenset[str]] = {}
    werkend = {}
    for geldend in koers.feiten.geldend:
        if geldend.feit.ingangsdatum > reis.geldig_op:
            continue
        zonder = _zonder(soort, bekend, geldend, reis)
        sleutel = (geldend.volgnummer, geldend.plaats)
        werkend[sleutel] = geldend
        met = velden(stand, reis.geldig_op) if stand is not None else {}
        anders = velden(zonder, reis.geldig_op) if zonder is not None else {}
        invloed[sleutel] = frozenset(v for v in {*met, *anders} if met.get(v) != anders.get(v))
    return _Kant(
        reis=reis,
        feiten=koers.feiten,
        velden={} if stand is None else velden(stand, reis.geldig_op),
        invloed=invloed,
        werkend=werkend,
    )


def _zonder(
    soort: Dingsoort[S], bekend: Sequence[Registratie], geldend: Geldend, reis: Tijdreis
) -> S | None:
    """Give the standing as it would be without one fact: what the fact does to the answer."""
    over = Feitenlijst(bekend).zonder(volgnummer=geldend.volgnummer, plaats=geldend.plaats)
    return verloop(soort=soort, registraties=bekend, feiten=over).op(reis.geldig_op)


def _oorzaken(veld: str, eerst: _Kant, dan: _Kant) -> Iterator[Oorzaak]:
    gevonden: dict[tuple[Oorzaaksoort, int], Oorzaak] = {}
    for kant, andere in ((dan, eerst), (eerst, dan)):
        for sleutel, geldend in kant.werkend.items():
            if sleutel in andere.werkend or veld not in kant.invloed[sleutel]:
                continue
            soort, volgnummer = _soort(geldend, andere, erbij=kant is dan)
            gevonden[soort, volgnummer] = Oorzaak(soort=soort, volgnummer=volgnummer)
    if gevonden:
        yield from gevonden.values()
    else:
        yield Oorzaak(soort=Oorzaaksoort.TIJDSVERLOOP, volgnummer=None)


def _soort(geldend: Geldend, andere: _Kant, *, erbij: bool) -> tuple[Oorzaaksoort, int]:
    """Name why a fact works on one side and not on the other; `erbij`: it came, else it went."""
    nummer = geldend.volgnummer
    if not erbij and nummer in andere.feiten.gecorrigeerd_door:
        return Oorzaaksoort.CORRECTIE, andere.feiten.gecorrigeerd_door[nummer]
    bekend = andere.feiten.plaats(nummer) is not None
    if bekend:
        return (Oorzaaksoort.INGEGAAN if erbij else Oorzaaksoort.NOG_NIET_INGEGAAN), nummer
    if geldend.plaats != nummer:
        return Oorzaaksoort.CORRECTIE, nummer
    if not erbij:
        return Oorzaaksoort.NOG_NIET_BEKEND, nummer
    laat = geldend.feit.ingangsdatum <= andere.reis.geldig_op
    return (Oorzaaksoort.LAAT_FEIT if laat else Oorzaaksoort.NIEUW_FEIT), nummer
