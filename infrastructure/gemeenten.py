"""Which gemeente has which CBS code when: may refuse a command, never colours an answer."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

EERSTE_DAG = date(2015, 1, 1)
"""The first day the list speaks of: the day the Jeugdwet came into force."""

_KOP = ["code", "naam", "van", "tot"]
_CODE = re.compile(r"\d{4}", re.ASCII)
_DEMOREEKS = range(9001, 9100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gemeente:
    """One gemeente under one CBS code, existing on `[van, tot)`; `tot` is None while it lasts."""

    code: str
    naam: str
    van: date
    tot: date | None

    def op(self, *, dag: date) -> bool:
        """Tell whether it exists on that day."""
        return self.van <= dag and (self.tot is None or dag < self.tot)


def bestaat(*, code: str, dag: date, demo: bool = False) -> bool:
    """Tell whether `code` (four digits) is a gemeente on `dag`.

    False for every day before `EERSTE_DAG`: the list does not reach further back. The fictitious
    codes 9001..9099 count only with `demo=True`, and are then valid next to the real ones.

    Source: RvIG Tabel 33 and CBS (gegevens/README.md); iJw TR378: the code stands in the CBS list
    of that day.
    """
    gemeente = _register(demo=demo).get(code)
    return gemeente is not None and gemeente.op(dag=dag)


def naam(*, code: str, demo: bool = False) -> str | None:
    """Give the name under a code, also after the gemeente ended; None for an unknown code."""
    gemeente = _register(demo=demo).get(code)
    return None if gemeente is None else gemeente.naam


def gemeenten(*, dag: date, demo: bool = False) -> tuple[Gemeente, ...]:
    """Give every gemeente that exists on `dag`, by code."""
    return tuple(gemeente for gemeente in _register(demo=demo).values() if gemeente.op(dag=dag))


@cache
def _register(*, demo: bool) -> Mapping[str, Gemeente]:
    echt = _lees(bestand="gemeenten.csv", fictief=False)
    if not demo:
        return MappingProxyType(echt)
    return MappingProxyType(echt | _lees(bestand="demogemeenten.csv", fictief=True))


def _lees(*, bestand: str, fictief: bool) -> dict[str, Gemeente]:
    tekst = files(__package__).joinpath("gegevens", bestand).read_text(encoding="utf-8")
    return _ontleed(bestand=bestand, tekst=tekst, fictief=fictief)


def _ontleed(*, bestand: str, tekst: str, fictief: bool) -> dict[str, Gemeente]:
    kop, *rijen = csv.reader(tekst.splitlines(), delimiter=";")
    if kop != _KOP:
        raise ValueError(f"{bestand}: de kop is {kop}, niet {_KOP}")
    gelezen: dict[str, Gemeente] = {}
    for rij in rijen:
        gemeente = _maak(bestand=bestand, rij=rij, fictief=fictief)
        if gemeente.code in gelezen:
            raise ValueError(f"{bestand}: code {gemeente.code} staat er twee keer in")
        gelezen[gemeente.code] = gemeente
    return gelezen


def _maak(*, bestand: str, rij: list[str], fictief: bool) -> Gemeente:
    try:
        code, omschrijving, van, tot = rij
        gemeente = Gemeente(
            code=code,
            naam=omschrijving,
            van=date.fromisoformat(van),
            tot=date.fromisoformat(tot) if tot else None,
        )
    except ValueError as fout:
        raise ValueError(f"{bestand}: {rij} is geen gemeente: {fout}") from fout
    if not _CODE.fullmatch(code) or (int(code) in _DEMOREEKS) is not fictief:
        raise ValueError(f"{bestand}: {code!r} is hier geen geldige gemeentecode")
    if not omschrijving or (gemeente.tot is not None and gemeente.tot <= gemeente.van):
        raise ValueError(f"{bestand}: {rij} heeft geen naam of eindigt voor het begint")
    return gemeente
