"""The document of states: a diagram of every kind of thing, and what each of its facts does to the status."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from api import woorden
from api.verkenning import Bevonden, Overgang, Toestand, verken
from domain.feiten import Feit, camel
from domain.tijdlijn import Dingsoort

_INLEIDING = """\
# States

Every status of every kind of thing, and the facts, or the passing of days, that lead from one to another: found by
trying out the code, in courses of at most six facts (`api/verkenning.py`). What is *onmogelijk* is not a way; a rule
across things may still refuse what is drawn here. A correctie may lead from any status to any other, for it folds the
whole course again. *Later, by itself*: the fact sets, or moves, the day on which that comes.
"""


def beschrijf(*, soorten: Iterable[Dingsoort[Any]]) -> Iterator[str]:
    """Write the document, in Markdown with Mermaid diagrams."""
    yield _INLEIDING
    for soort in soorten:
        bevonden = verken(soort=soort)
        velden = " and ".join(f"`{camel(naam)}`" for naam in bevonden.velden)
        yield f"\n## {soort.naam}\n\nIts status: {velden}.\n\n```mermaid\n"
        yield from _diagram(bevonden.overgangen)
        yield "```\n\n| fact | command | from → to |\n|---|---|---|\n"
        for feit in soort.feiten:
            wegen = "<br>".join(_wegen(feit, bevonden)) or "changes no status"
            yield f"| `{feit.feitnaam}` | `{feit.pad}` | {wegen} |\n"


def _wegen(feit: type[Feit], bevonden: Bevonden) -> Iterator[str]:
    for overgang in bevonden.overgangen:
        if overgang.feit is feit:
            yield f"{_naam(overgang.van)} → {_naam(overgang.naar)}"
    for toestand in bevonden.straks.get(feit, ()):
        yield f"later, by itself → {_naam(toestand)}"


def _diagram(overgangen: Mapping[Overgang, Sequence[str]]) -> Iterator[str]:
    yield "stateDiagram-v2\n"
    for toestand in dict.fromkeys(t for o in overgangen for t in (o.van, o.naar) if t is not None):
        if _sleutel(toestand) != _naam(toestand):
            yield f'    state "{_naam(toestand)}" as {_sleutel(toestand)}\n'
    pijlen: dict[tuple[str, str], list[str]] = {}
    for overgang, dagen in overgangen.items():
        paar = (_sleutel(overgang.van), _sleutel(overgang.naar))
        pijlen.setdefault(paar, []).append(_oorzaak(overgang, dagen))
    for (van, naar), oorzaken in pijlen.items():
        yield f"    {van} --> {naar} : {' / '.join(oorzaken)}\n"


def _oorzaak(overgang: Overgang, dagen: Sequence[str]) -> str:
    if overgang.feit is not None:
        return woorden.soort(overgang.feit.feitnaam)
    return f"vanzelf, {' of '.join(dagen)}" if dagen else "vanzelf"


def _naam(toestand: Toestand | None) -> str:
    return "(new)" if toestand is None else ", ".join(s for s in toestand if s is not None)


def _sleutel(toestand: Toestand | None) -> str:
    return "[*]" if toestand is None else "_".join(s for s in toestand if s is not None)
