"""How facts hang together by what they are about: a table of what each kind of fact names besides its envelope.

What an envelope names (`besluitId`, `gevolgVan`, `rustOp`) stands in `domain/feiten.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from domain.feiten import Feit, Verwijzingsaard
from domain.tijdlijn import Feitenlijst, Geldend

Verwezen = tuple[tuple[Verwijzingsaard, UUID], ...]
"""What a fact refers to, and how."""


class Genoemd(NamedTuple):
    """What a fact names by its own fields; `doel` is the code of the goal meant in a procedure."""

    aard: Verwijzingsaard
    naar: UUID
    doel: str | None = None


_VELDEN: Mapping[str, tuple[tuple[Verwijzingsaard, str], ...]] = {
    "besluit.ingebracht": ((Verwijzingsaard.KADER, "kader_id"),),
    "beleidskader.opgesteld": ((Verwijzingsaard.VOORGANGER, "voorganger_id"),),
    "beleidskader.gewijzigd": ((Verwijzingsaard.VOORGANGER, "voorganger_id"),),
    "indicator.vastgelegd": ((Verwijzingsaard.DOEL, "doelen.traject_id"),),
    "indicator.gewijzigd": ((Verwijzingsaard.DOEL, "doelen.traject_id"),),
    "inkooptraject.geevalueerd": ((Verwijzingsaard.INDICATOR, "indicatoren"),),
    "aanbieder.toegelaten": (
        (Verwijzingsaard.TRAJECT, "traject_id"),
        (Verwijzingsaard.AANMELDING, "aanmelding_id"),
    ),
    "aanmelding.ingediend": ((Verwijzingsaard.TRAJECT, "traject_id"),),
    "contract.gesloten": (
        (Verwijzingsaard.TRAJECT, "traject_id"),
        (Verwijzingsaard.VOORGANGER, "opvolging.vorig_contract_id"),
    ),
    "leveringslijn.begonnen": ((Verwijzingsaard.TRAJECT, "traject_id"),),
}
"""By the stored name of a fact which of its fields name another thing; a dot goes into a part or each of a list."""
_DOORGEGEVEN = frozenset({Verwijzingsaard.KADER, Verwijzingsaard.DOEL, Verwijzingsaard.INDICATOR})
"""What also leads forward, from the thing named to the fact; of the others a list of its things tells more."""
_DRAGEND: Mapping[str, frozenset[str]] = {
    "inkooptraject": frozenset({"POST", "wijzigingen", "vaststellingen"}),
    "contract": frozenset({"POST"}),
    "aanbieder": frozenset({"POST"}),
    "indicator": frozenset({"POST", "wijzigingen"}),
}
"""By kind the commands that make a thing what it is; of other kinds that is every fact. The rest is what it did."""


def genoemd(feit: Feit) -> Iterator[Genoemd]:
    """Give what a fact names by its own fields."""
    for aard, pad in _VELDEN.get(feit.feitnaam, ()):
        for deel in _delen(feit, pad.split(".")[:-1]):
            waarde = getattr(deel, pad.rsplit(".", maxsplit=1)[-1])
            for naar in waarde if isinstance(waarde, tuple) else (waarde,):
                if naar is not None:
                    doel = deel.doel if aard is Verwijzingsaard.DOEL else None
                    yield Genoemd(aard, naar, doel)


def _delen(feit: Feit, pad: Sequence[str]) -> Iterator[Any]:
    """Give the parts of a fact that a path leads to."""
    delen: list[Any] = [feit]
    for naam in pad:
        waarden = (getattr(deel, naam) for deel in delen)
        delen = [d for w in waarden for d in (w if isinstance(w, tuple) else (w,)) if d is not None]
    yield from delen


def doorgegeven(feit: Feit) -> Verwezen:
    """Give what of it also leads forward, each once."""
    return tuple(dict.fromkeys((g.aard, g.naar) for g in genoemd(feit) if g.aard in _DOORGEGEVEN))


def draagt(*, dingsoort: str, feit: Feit) -> bool:
    """Tell whether a fact makes its thing what it is, so that its origin is that of the thing."""
    return feit.pad in _DRAGEND.get(dingsoort, frozenset({feit.pad}))


# --- within one procedure ----------------------------------------------------------------------------------------

_BESLISSING, _EVALUATIE = "inkooptraject.beslissing_genomen", "inkooptraject.geevalueerd"


def evaluaties(*, beslissing: Geldend, feiten: Feitenlijst) -> list[Geldend]:
    """Give the evaluations, up to its day, of the moment at which a decision was taken."""
    alle = (g for g in feiten.geldend if g.feit.ingangsdatum <= beslissing.feit.ingangsdatum)
    return [g for g in alle if _horen_bij(g.feit, beslissing.feit)]


def beslissingen(*, evaluatie: Geldend, feiten: Feitenlijst) -> list[Geldend]:
    """Give the decisions, from its day on, at the moment that was evaluated."""
    alle = (g for g in feiten.geldend if g.feit.ingangsdatum >= evaluatie.feit.ingangsdatum)
    return [g for g in alle if _horen_bij(evaluatie.feit, g.feit)]


def _horen_bij(evaluatie: Any, beslissing: Any) -> bool:
    """Tell whether both are about one moment; an evaluation or decision of no segment is of all."""
    if (evaluatie.feitnaam, beslissing.feitnaam) != (_EVALUATIE, _BESLISSING):
        return False
    if evaluatie.beslismoment != beslissing.beslismoment:
        return False
    return (
        None in (evaluatie.segment, beslissing.segment) or evaluatie.segment == beslissing.segment
    )
