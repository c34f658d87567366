"""The line of every key and entry of a TOML text is found, however it is written."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.regimebestand import REGIMES, regimecodes
from infrastructure.tomlregels import regelnummers

if TYPE_CHECKING:
    from collections.abc import Iterator

LASTIG = '''a.b.c = 1 # [nee]
"q.k" = 'x # y' # z
[t] # [ook.niet]
x = [ # een
  1, [2,
  3], { y = "]", 'z' = """meer
  "" ] = regels""" },
]
d = 2020-01-01 00:00:00
l = """een "aanhaling"""" # af
[[l]]
[[l.m]]
v = "a\\"]"
[[l.m]]
w = 1.5e3
[l.n.o]
p = true
[[l]]
[l.n]
q = {}
r = []
'''


def paden(deel: Any, pad: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Walk every place in what the standard library read."""
    kinderen: Any = ()
    if isinstance(deel, dict):
        kinderen = deel.items()
    elif isinstance(deel, list):
        kinderen = enumerate(deel)
    for stap, kind in kinderen:
        yield (*pad, stap)
        yield from paden(kind, (*pad, stap))


def test_elke_schrijfwijze_heeft_haar_regel():
    gevonden = regelnummers(tekst=LASTIG)

    assert set(gevonden) == set(paden(tomllib.loads(LASTIG)))
    assert gevonden["a", "b", "c"] == 1
    assert [gevonden["t", "x", n] for n in range(3)] == [5, 5, 6]
    assert gevonden["t", "x", 2, "z"] == 6
    assert gevonden["t", "d"] == 9
    assert [gevonden["l", 0, "m", n] for n in (0, 1)] == [12, 14]
    assert (gevonden["l", 0, "n"], gevonden["l", 1], gevonden["l", 1, "n", "r"]) == (16, 18, 21)


@pytest.mark.parametrize("naam", regimecodes())
def test_een_regimebestand_wordt_helemaal_gevonden(naam):
    tekst = (REGIMES / f"{naam}.toml").read_text(encoding="utf-8")

    gevonden = regelnummers(tekst=tekst)

    assert set(gevonden) == set(paden(tomllib.loads(tekst)))
    for pad, regel in gevonden.items():
        if isinstance(pad[-1], str):
            assert pad[-1] in tekst.splitlines()[regel - 1]


_TEKSTEN = st.text(st.sampled_from("ab #]}[{,=.'\"\\\n\t€"), max_size=6)
_SLEUTELS = st.text(st.sampled_from("ab-_ .#]'"), min_size=1, max_size=4)
_WAARDEN = st.recursive(
    st.integers() | st.booleans() | _TEKSTEN,
    lambda kind: (
        st.lists(kind, max_size=3) | st.dictionaries(_SLEUTELS, kind, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def als_toml(waarde: object) -> str:
    """Write a value on one line, but lists over several."""
    if isinstance(waarde, dict):
        paren = ", ".join(f"{json.dumps(k)} = {als_toml(v)}" for k, v in waarde.items())
        return "{ " + paren + " }"
    if isinstance(waarde, list):
        return "[ # ]\n" + ",\n".join(map(als_toml, waarde)) + "\n]"
    return json.dumps(waarde)


@given(st.dictionaries(_SLEUTELS, _WAARDEN, max_size=4))
def test_wat_ook_geschreven_wordt_heeft_elke_plek_een_regel(inhoud):
    regels: list[str] = []
    begin = {}
    for sleutel, waarde in inhoud.items():
        begin[sleutel] = "\n".join(regels).count("\n") + 1 + bool(regels)
        regels.append(f"{json.dumps(sleutel)} = {als_toml(waarde)} # {sleutel}")
    tekst = "\n".join(regels)

    gevonden = regelnummers(tekst=tekst)

    assert set(gevonden) == set(paden(tomllib.loads(tekst)))
    assert {sleutel: gevonden[sleutel,] for sleutel in inhoud} == begin
