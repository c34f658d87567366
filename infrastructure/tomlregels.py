"""Tells on which line of a TOML text each key and each entry of a list stands; the standard library does not.

The text must be TOML already (`tomllib` read it), so nothing is judged here (docs/besluiten/13).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Pad = tuple[str | int, ...]
"""Keys, and places in a list from 0, as they lead to a value."""

_LEEG = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SLEUTEL = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_WAARDE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|'
    r"'''.*?'''+|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|"
    r"[^,\]}#\n]+",
    re.DOTALL,
)
_WIT = re.compile(r"[ \t]*")


def regelnummers(*, tekst: str) -> Mapping[Pad, int]:
    """Give the line (from 1) of every key, table and entry of a list in a valid TOML text."""
    return _Lezer(tekst=tekst).lees()


@dataclass(kw_only=True)
class _Lezer:
    tekst: str
    plek: int = 0
    gevonden: dict[Pad, int] = field(default_factory=dict)
    aantal: dict[Pad, int] = field(default_factory=dict)
    """How many tables a list of tables has so far."""

    def lees(self) -> Mapping[Pad, int]:
        tabel: Pad = ()
        self._sla_over(_LEEG)
        while self.plek < len(self.tekst):
            if self.tekst[self.plek] == "[":
                tabel = self._kop()
            else:
                self._paar(tabel)
            self._sla_over(_LEEG)
        return self.gevonden

    def _kop(self) -> Pad:
        """Read `[a.b]` or `[[a.b]]`; a list of tables gets a new entry."""
        begin = self.plek
        lijst = self.tekst.startswith("[[", begin)
        self.plek += 1 + lijst
        namen = self._namen()
        self.plek = self.tekst.index("]", self.plek) + 1 + lijst
        pad = self._tabel(namen[:-1], begin)
        nieuw: Pad = (*pad, namen[-1])
        if lijst:
            self.aantal[nieuw] = self.aantal.get(nieuw, -1) + 1
            self._noteer(nieuw, begin)
            nieuw = (*nieuw, self.aantal[nieuw])
        self._noteer(nieuw, begin)
        return nieuw

    def _tabel(self, namen: Pad, begin: int) -> Pad:
        """Give the path of a table, in the last entry of each list of tables on the way."""
        pad: Pad = ()
        for naam in namen:
            pad = (*pad, naam)
            if pad in self.aantal:
                pad = (*pad, self.aantal[pad])
            self._noteer(pad, begin)
        return pad

    def _paar(self, tabel: Pad) -> None:
        begin = self.plek
        pad = tabel
        for naam in self._namen():
            pad = (*pad, naam)
            self._noteer(pad, begin)
        self.plek = self.tekst.index("=", self.plek) + 1
        self._waarde(pad)

    def _namen(self) -> Pad:
        """Read a key, dotted or not; its parts without their quotes."""
        namen: list[str] = []
        while True:
            self._sla_over(_WIT)
            deel = self._sla_over(_SLEUTEL)
            namen.append(deel if deel[0] not in "\"'" else deel[1:-1])
            self._sla_over(_WIT)
            if self.tekst[self.plek] != ".":
                return tuple(namen)
            self.plek += 1

    def _waarde(self, pad: Pad) -> None:
        self._sla_over(_WIT)
        match self.tekst[self.plek]:
            case "[":
                self._reeks(pad, sluit="]")
            case "{":
                self._reeks(pad, sluit="}")
            case _:
                self._sla_over(_WAARDE)

    def _reeks(self, pad: Pad, *, sluit: str) -> None:
        """Read a list, or the pairs of an inline table."""
        self.plek += 1
        nummer = 0
        self._sla_over(_LEEG)
        while self.tekst[self.plek] != sluit:
            if sluit == "}":
                self._paar(pad)
            else:
                self._noteer((*pad, nummer), self.plek)
                self._waarde((*pad, nummer))
                nummer += 1
            self._sla_over(_LEEG)
            self.plek += self.tekst[self.plek] == ","
            self._sla_over(_LEEG)
        self.plek += 1

    def _sla_over(self, patroon: re.Pattern[str]) -> str:
        treffer = patroon.match(self.tekst, self.plek)
        assert treffer is not None  # noqa: S101 - the text is valid TOML
        self.plek = treffer.end()
        return treffer[0]

    def _noteer(self, pad: Pad, plek: int) -> None:
        """Keep the first place of a path, as a line from 1."""
        self.gevonden.setdefault(pad, self.tekst.count("\n", 0, plek) + 1)
