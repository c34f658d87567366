"""What a form on a contract can choose from in its own steering: agreements, findings, what is still open."""

from collections.abc import Callable, Iterator, Mapping

from api import woorden
from domain.contractstand import Contractstand
from domain.contractsturing import Constatering, Sturing, Stuuritem
from domain.sturingfeiten import OpvolgingAfgesloten

Keus = tuple[str, str]
"""A value, and how a person calls it."""


def stuurkeuzes(*, stand: object, pad: str, woord: str) -> list[Keus] | None:
    """Give what the field `woord` of the command `pad` takes; None when it is not about steering."""
    kies = _KIES.get(f"{pad}.{woord}") or _KIES.get(woord)
    if kies is None or not isinstance(stand, Contractstand):
        return None
    return list(kies(stand.sturing))


def _codes(sturing: Sturing) -> Iterator[Keus]:
    return ((a.code, f"{a.code}: {a.omschrijving}") for a in sturing.afspraken)


def _constateringen(sturing: Sturing) -> Iterator[Keus]:
    return (_keus(c) for c in sturing.constateringen if not c.vervallen)


def _open(sturing: Sturing) -> Iterator[Keus]:
    return (_keus(item) for item in sturing.items() if item.is_open)


def _keus(item: Stuuritem) -> Keus:
    dag = item.ingangsdatum
    wat = type(item).__name__.lower()
    if isinstance(item, Constatering):
        wat = f"{woorden.code(item.ernst).lower()}e {wat}"
    return str(item.plaats), f"nr. {item.plaats}: {wat} van {dag.day}-{dag.month}-{dag.year}"


_KIES: Mapping[str, Callable[[Sturing], Iterator[Keus]]] = {
    "afspraak": _codes,
    "afspraken": _codes,
    "constatering": _constateringen,
    "constateringen": _constateringen,
    f"{OpvolgingAfgesloten.pad}.volgnummer": _open,
}
