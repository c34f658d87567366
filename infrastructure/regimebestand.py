"""Reads a regime file (`regimes/*.toml`) into typed data, or refuses it with every fault and its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from infrastructure.regimecontrole import Vondst, bronfouten, samenhangfouten, verwijzingsfouten
from infrastructure.regimevormen import Regime
from infrastructure.tomlregels import Pad, regelnummers

REGIMES = Path(__file__).resolve().parent.parent / "regimes"
_PLEK_IN_TEKST = re.compile(r"\(at line (\d+), column (\d+)\)")
_VORM: TypeAdapter[Regime] = TypeAdapter(Regime)


@dataclass(frozen=True, kw_only=True, order=True)
class Regimefout:
    """What is wrong in a regime file: the line (from 1), the place in words, and what to do about it."""

    regel: int
    plek: str
    reden: str

    def __str__(self) -> str:
        """Tell it in one Dutch sentence."""
        return f"regel {self.regel}: {self.plek} {self.reden}"


class RegimebestandOngeldig(ValueError):
    """A regime file is wrong; carries every fault in order of the lines."""

    def __init__(self, *, bestand: str, fouten: Sequence[Regimefout]) -> None:
        """Take at least one fault."""
        self.bestand = bestand
        self.fouten = tuple(sorted(fouten))
        regels = "\n".join(f"  {fout}" for fout in self.fouten)
        aantal = "één fout" if len(self.fouten) == 1 else f"{len(self.fouten)} fouten"
        super().__init__(f"{bestand} heeft {aantal}; er is niets geladen.\n{regels}")


class RegimeOnbekend(ValueError):
    """There is no regime file by this name."""

    def __init__(self, *, naam: str) -> None:
        """Name what there is."""
        super().__init__(f"Er is geen regime '{naam}'. Er is wel: {', '.join(regimecodes())}.")


# --- files -------------------------------------------------------------------------------------------------------


def regimecodes() -> tuple[str, ...]:
    """Give the codes of the regime files of this release, in order."""
    return tuple(sorted(bestand.stem for bestand in REGIMES.glob("*.toml")))


def lees_regime(*, naam: str) -> Regime:
    """Read a regime of this release by its code; raises RegimebestandOngeldig or RegimeOnbekend."""
    if naam not in regimecodes():
        raise RegimeOnbekend(naam=naam)
    return lees_regimebestand(bestand=REGIMES / f"{naam}.toml")


def lees_regimebestand(*, bestand: Path) -> Regime:
    """Read a regime file; raises RegimebestandOngeldig, and ValueError when there is none to read."""
    try:
        tekst = bestand.read_text(encoding="utf-8")
    except UnicodeDecodeError as fout:
        regel = bestand.read_bytes()[: fout.start].count(b"\n") + 1
        vondst = Regimefout(regel=regel, plek="het bestand", reden="is geen UTF-8; sla het zo op")
        raise RegimebestandOngeldig(bestand=bestand.name, fouten=[vondst]) from None
    except OSError:
        raise ValueError(f"{bestand} is geen bestand dat hier kan worden gelezen.") from None
    return _ontleed(bestand.name, tekst)


def ontleed_regime(*, bestand: str, tekst: str) -> Regime:
    """Read the text of a regime file; raises RegimebestandOngeldig with every fault."""
    inhoud = _toml(bestand, tekst)
    regels = regelnummers(tekst=tekst)
    plekken = {_leesbaar(inhoud, pad): regel for pad, regel in regels.items()}
    regime, vondsten = _beoordeel(inhoud)
    if vondsten:
        fouten = set()
        for vondst in vondsten:
            pad = _genummerd(inhoud, vondst.pad)
            plek = _leesbaar(inhoud, pad)
            fouten.add(Regimefout(regel=_regel(regels, pad), plek=plek, reden=vondst.reden))
        raise RegimebestandOngeldig(bestand=bestand, fouten=sorted(fouten))
    assert regime is not None  # noqa: S101 - without faults it was read
    return regime.gelezen(regels=plekken, sha256=sha256(tekst.encode()).hexdigest())


@lru_cache(maxsize=16)
def _ontleed(bestand: str, tekst: str) -> Regime:
    return ontleed_regime(bestand=bestand, tekst=tekst)


def _toml(bestand: str, tekst: str) -> dict[str, Any]:
    try:
        return tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as fout:
        treffer = _PLEK_IN_TEKST.search(str(fout))
        regel = int(treffer[1]) if treffer else tekst.count("\n") + 1
        plek = f"deze regel, kolom {treffer[2]}," if treffer else "het einde van het bestand"
        reden = f"is geen geldige TOML ({str(fout).partition(' (')[0]})"
        vondst = Regimefout(regel=regel, plek=plek, reden=reden)
        raise RegimebestandOngeldig(bestand=bestand, fouten=[vondst]) from None


# --- judging -----------------------------------------------------------------------------------------------------


def _beoordeel(inhoud: Mapping[str, Any]) -> tuple[Regime | None, list[Vondst]]:
    """Give the regime and every fault; what has a wrong form is left out to judge how the rest hangs together."""
    vondsten = [*bronfouten(inhoud), *verwijzingsfouten(inhoud)]
    rest = inhoud
    while True:
        try:
            regime = _VORM.validate_python(rest)
        except ValidationError as fout:
            gevonden = fout.errors(include_url=False)
            if rest is inhoud:
                vondsten += [_vondst(inhoud, deel) for deel in gevonden]
            weg = frozenset(_weg(rest, deel) for deel in gevonden)
            kleiner = _zonder(rest, weg)
            if () in weg or kleiner == rest:
                return None, vondsten
            rest = kleiner
        else:
            return regime, [*vondsten, *samenhangfouten(regime)]


_SOORTEN: Mapping[str, str] = {
    "missing": "is verplicht",
    "extra_forbidden": "bestaat hier niet; kijk naar de schrijfwijze of laat het weg",
    "date_type": "is geen datum (schrijf 2023-01-01, zonder aanhalingstekens)",
    "string_type": "is geen tekst",
    "int_type": "is geen geheel getal",
    "bool_type": "is geen true of false",
    "tuple_type": "is geen lijst",
    "too_short": "is een lege lijst; noem er ten minste één",
    "string_pattern_mismatch": "is geen codewoord: hoofdletters en _",
    "model_type": "is geen blok; schrijf { waarde = …, bron = … }",
    "model_attributes_type": "is geen blok; schrijf { waarde = …, bron = … }",
}


def _vondst(inhoud: Mapping[str, Any], deel: Any) -> Vondst:
    soort = deel["type"]
    if soort in {"enum", "literal_error"}:
        reden = f"is {deel['input']!r}; kies uit {deel['ctx']['expected'].replace(' or ', ', ')}"
    else:
        reden = _SOORTEN.get(soort, f"is ongeldig ({deel['msg']})")
    return Vondst(pad=_bestaand(inhoud, deel["loc"]), reden=reden)


def _bestaand(inhoud: Any, loc: Sequence[str | int]) -> Pad:
    """Leave out what the library puts between the keys (the names of unions); keep a last key that is missing."""
    pad: list[str | int] = []
    for plek, stap in enumerate(loc, start=1):
        binnen = _stap_in(inhoud, stap)
        if binnen is None and plek < len(loc):
            continue
        inhoud = binnen
        pad.append(stap)
    return tuple(pad)


def _zonder(deel: Any, weg: frozenset[Pad], pad: Pad = ()) -> Any:
    """Give a value without the parts at those places."""
    if isinstance(deel, dict):
        return {k: _zonder(v, weg, (*pad, k)) for k, v in deel.items() if (*pad, k) not in weg}
    if isinstance(deel, list):
        return [_zonder(v, weg, (*pad, n)) for n, v in enumerate(deel) if (*pad, n) not in weg]
    return deel


def _weg(inhoud: Mapping[str, Any], deel: Any) -> Pad:
    """Give the least that must go for a fault to go: what is wrong itself, or what misses something."""
    pad = _bestaand(inhoud, deel["loc"])
    return pad[:-1] if deel["type"] == "missing" else pad


# --- places ------------------------------------------------------------------------------------------------------


def _regel(regels: Mapping[Pad, int], pad: Pad) -> int:
    while pad and pad not in regels:
        pad = pad[:-1]
    return regels.get(pad, 1)


def _genummerd(inhoud: Any, pad: Pad) -> Pad:
    """Write a place with the numbers of entries instead of their codes."""
    nummers: list[str | int] = []
    for stap in pad:
        nummer: Any = stap
        if isinstance(inhoud, list) and isinstance(stap, str):
            nummer = next((n for n, blok in enumerate(inhoud) if _code(blok) == stap), stap)
        nummers.append(nummer)
        inhoud = _stap_in(inhoud, nummer)
    return tuple(nummers)


def _stap_in(inhoud: Any, stap: str | int) -> Any:
    """Give what lies at a key or place; None when nothing does."""
    if isinstance(inhoud, dict):
        return inhoud.get(stap)
    if isinstance(inhoud, list) and isinstance(stap, int) and stap < len(inhoud):
        return inhoud[stap]
    return None


def _code(blok: object) -> str | None:
    gevonden = (blok.get("code") or blok.get("versie")) if isinstance(blok, dict) else None
    return gevonden if isinstance(gevonden, str) else None


def _leesbaar(inhoud: Any, pad: Pad) -> str:
    """Write a place with the codes of entries instead of their numbers: `trajecten.sas-verblijf.percelen.VB-1`."""
    return ".".join(_delen(inhoud, pad))


def _delen(inhoud: Any, pad: Pad) -> Iterator[str]:
    for stap in pad:
        inhoud = _stap_in(inhoud, stap)
        yield (isinstance(stap, int) and _code(inhoud)) or str(stap)
