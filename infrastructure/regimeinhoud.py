"""What a regime shows, and two of them side by side: the one content of command line, API and pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from domain.fase import Richting
from infrastructure.regimebestand import RegimebestandOngeldig, lees_regime, regimecodes
from infrastructure.regimevormen import HERKOMST, Bronvast, Deel, Fase, Gegeven, Regime


@dataclass(frozen=True, kw_only=True)
class Herkomst:
    """Where a value comes from: lines of the source, or an assumption with its reason, and the reading chosen."""

    bron: tuple[str, ...]
    aanname: bool
    reden: str | None
    lezing: str | None
    onderstelling: str | None
    toelichting: str | None
    afleiding: str | None
    zekerheid: str | None


@dataclass(frozen=True, kw_only=True)
class Veld:
    """One value in words; without herkomst that of the post around it counts."""

    naam: str
    """The key in the file."""
    titel: str
    waarde: str
    herkomst: Herkomst | None


@dataclass(frozen=True, kw_only=True)
class Post:
    """One entry of a list, or one section."""

    code: str
    titel: str
    regel: int
    """The line of the file on which it stands."""
    herkomst: Herkomst | None
    velden: tuple[Veld, ...]
    onderdelen: tuple["Onderdeel", ...]


@dataclass(frozen=True, kw_only=True)
class Onderdeel:
    """A list of entries under one heading."""

    naam: str
    titel: str
    posten: tuple[Post, ...]


@dataclass(frozen=True, kw_only=True)
class Regimebeeld:
    """A whole regime in words, with line and source."""

    code: str
    seed: str
    naam: str
    regio: str
    stand: str
    onderdelen: tuple[Onderdeel, ...]


@dataclass(frozen=True, kw_only=True)
class Regimevermelding:
    """One regime in a list; of a file with faults only its code and the faults."""

    code: str
    seed: str | None = None
    naam: str | None = None
    regio: str | None = None
    stand: str | None = None
    trajecten: int = 0
    besluiten: int = 0
    lezingen: int = 0
    fouten: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cel:
    """A value of one of two regimes."""

    waarde: str
    bron: tuple[str, ...]
    aanname: bool
    lezing: str | None


@dataclass(frozen=True, kw_only=True)
class Vergelijkregel:
    """One field of both regimes; absent where one has no such field."""

    onderdeel: str
    post: str
    """Of what it is a field; both names where they differ."""
    veld: str
    een: Cel | None
    ander: Cel | None
    verschilt: bool


@dataclass(frozen=True, kw_only=True)
class Vergelijking:
    """Two regimes side by side."""

    een: str
    ander: str
    regels: tuple[Vergelijkregel, ...]

    @property
    def verschillen(self) -> int:
        """How many fields differ."""
        return sum(regel.verschilt for regel in self.regels)


# --- one regime --------------------------------------------------------------------------------------------------

_TITELVELDEN = (
    *("naam", "onderwerp", "tekst", "omschrijving", "zinsnede", "vraag", "wat", "taak"),
    *("versie", "vorm", "kanaal", "orgaan", "waarde"),
)
"""Fields by which an entry is headed, the first that it has."""
_WOORDEN: Mapping[str, str] = {
    "totEnMet": "t/m",
    "uitoefenenTotEnMet": "uitoefenen t/m",
    "naam_demo": "naam in de demo",
    "gemeenten_bron": "gemeenten in de bron",
    "gemeenten_demo": "gemeenten in de demo",
    "centrumgemeente_demo": "centrumgemeente in de demo",
    "nietGegeven": "niet gegeven",
}
_RICHTING: Mapping[Richting, str] = {
    Richting.VANAF: "vanaf ",
    Richting.TOT: "tot ",
    Richting.TOT_EN_MET: "tot en met ",
    Richting.OMSTREEKS: "omstreeks ",
}
_DUUR = re.compile(r"P(\d+)([YM])", re.ASCII)


def beeld(*, regime: Regime) -> Regimebeeld:
    """Give everything a regime file says, section by section, in words and with its sources."""
    onderdelen = []
    for naam, waarde in _velden(regime):
        if isinstance(waarde, tuple) and waarde:
            onderdelen.append(_onderdeel(regime, naam, naam, waarde))
        elif isinstance(waarde, Deel):
            post = _post(regime, naam, naam, waarde)
            onderdelen.append(Onderdeel(naam=naam, titel=_titel(naam), posten=(post,)))
    return Regimebeeld(
        code=regime.code,
        seed=regime.seed,
        naam=regime.regime.naam.waarde,
        regio=regime.regio.naam.waarde,
        stand=regime.regime.stand.waarde,
        onderdelen=tuple(onderdelen),
    )


def _velden(deel: Deel) -> Iterator[tuple[str, Any]]:
    """Give the fields that say what a part is, by their key in the file; not where it comes from."""
    for veld, info in type(deel).model_fields.items():
        naam = info.alias or veld
        if naam not in HERKOMST:
            yield naam, getattr(deel, veld)


def _onderdeel(regime: Regime, plek: str, naam: str, delen: Sequence[Deel]) -> Onderdeel:
    posten = []
    for nummer, deel in enumerate(delen):
        code = getattr(deel, "code", None) or getattr(deel, "versie", None)
        posten.append(_post(regime, f"{plek}.{code or nummer}", code or str(nummer + 1), deel))
    return Onderdeel(naam=naam, titel=_titel(naam), posten=tuple(posten))


def _post(regime: Regime, plek: str, code: str, deel: Deel) -> Post:
    onderdelen = [
        _onderdeel(regime, f"{plek}.{naam}", naam, waarde)
        for naam, waarde in _velden(deel)
        if _is_lijst(waarde)
    ]
    return Post(
        code=code,
        titel=_kop(deel, code),
        regel=regime.regelnummer(plek),
        herkomst=_herkomst(deel),
        velden=tuple(_regels(deel, "")),
        onderdelen=tuple(onderdelen),
    )


def _regels(deel: Deel, voor: str) -> Iterator[Veld]:
    """Give the values of a part; a block within it as values with its name before theirs."""
    eigen = _herkomst(deel) if voor and isinstance(deel, Bronvast) else None
    for naam, waarde in _velden(deel):
        titel = f"{voor}{_titel(naam)}"
        if waarde is None or waarde == () or _is_lijst(waarde) or (naam == "code" and not voor):
            continue
        if isinstance(waarde, Gegeven | Fase):
            tekst, herkomst = _tekst(waarde), _herkomst(waarde)
            yield Veld(naam=naam, titel=titel, waarde=tekst, herkomst=herkomst)
        elif isinstance(waarde, Deel):
            yield from _regels(waarde, f"{titel}, ")
        else:
            yield Veld(naam=naam, titel=titel, waarde=_tekst(waarde), herkomst=eigen)


def _is_lijst(waarde: object) -> bool:
    return isinstance(waarde, tuple) and bool(waarde) and isinstance(waarde[0], Deel)


def _kop(deel: Deel, code: str) -> str:
    for naam in _TITELVELDEN:
        waarde = getattr(deel, naam, None)
        if waarde is not None:
            return _tekst(waarde)
    return code


def _herkomst(deel: Deel) -> Herkomst | None:
    if not deel.bron and not deel.aanname and deel.lezing is None and deel.toelichting is None:
        return None
    return Herkomst(
        bron=deel.bron,
        aanname=deel.aanname,
        reden=deel.reden,
        lezing=deel.lezing,
        onderstelling=deel.onderstelling,
        toelichting=deel.toelichting,
        afleiding=deel.afleiding,
        zekerheid=deel.zekerheid,
    )


def _tekst(waarde: object) -> str:
    tekst = str(waarde)
    match waarde:
        case Gegeven():
            tekst = ("ten minste " if waarde.minimum else "") + _tekst(waarde.waarde)
        case Fase():
            scherp = waarde.precisie in {"dag", "terugkerend"}
            voor = _RICHTING[waarde.richting] if waarde.richting else ""
            tekst = voor + waarde.fase + ("" if scherp else f" ({waarde.precisie})")
        case bool():
            tekst = "ja" if waarde else "nee"
        case tuple():
            tekst = ", ".join(map(_tekst, waarde)) or "geen"
        case str() if treffer := _DUUR.fullmatch(waarde):
            tekst = f"{treffer[1]} {'jaar' if treffer[2] == 'Y' else 'maanden'}"
    return tekst


def _titel(naam: str) -> str:
    return _WOORDEN.get(naam) or re.sub(r"([A-Z])", r" \1", naam).lower()


def overzicht() -> tuple[Regimevermelding, ...]:
    """Give the regimes of this release, in order of their codes."""
    return tuple(map(_vermelding, regimecodes()))


def _vermelding(code: str) -> Regimevermelding:
    try:
        regime = lees_regime(naam=code)
    except RegimebestandOngeldig as fout:
        return Regimevermelding(code=code, fouten=tuple(map(str, fout.fouten)))
    return Regimevermelding(
        code=code,
        seed=regime.seed,
        naam=regime.regime.naam.waarde,
        regio=regime.regio.naam.waarde,
        stand=regime.regime.stand.waarde,
        trajecten=len(regime.trajecten),
        besluiten=len(regime.besluiten),
        lezingen=len(regime.lezingen),
    )


# --- two regimes -------------------------------------------------------------------------------------------------

VERGELEKEN = (
    "regime",
    "regio",
    "organen",
    "kaders",
    "besluiten",
    "segmenten",
    "trajecten",
    "kalender",
    "regels",
    "regelingen",
    "lezingen",
)
"""The sections that are set side by side."""
_PER_VELD = frozenset(
    {
        *("regime", "regio", "kaders", "besluiten", "trajecten", "regelingen"),
        *("verlengingsopties", "beslismomenten", "bekostiging", "criteria", "vereisten"),
    }
)
"""Lists of which every field is a line of its own; of the others an entry is one line."""
_OP_VOLGORDE = frozenset(
    {"verlengingsopties", "beslismomenten", "bekostiging", "criteria", "vereisten"}
)
"""Lists of which the first of one goes beside the first of the other."""


def vergelijk(*, een: Regime, ander: Regime) -> Vergelijking:
    """Set two regimes side by side, field by field.

    Entries with the same code go beside each other; of trajecten also those that succeed others, and those that do
    not, in their own order; of organen those with the same body and role.
    """
    regels: list[Vergelijkregel] = []
    links, rechts = (
        {onderdeel.naam: onderdeel.posten for onderdeel in beeld(regime=r).onderdelen}
        for r in (een, ander)
    )
    for naam in VERGELEKEN:
        regels += _vergeleken(naam, "", naam, links.get(naam, ()), rechts.get(naam, ()))
    return Vergelijking(een=een.code, ander=ander.code, regels=tuple(regels))


def _vergeleken(
    onderdeel: str, pad: str, naam: str, links: Sequence[Post], rechts: Sequence[Post]
) -> Iterator[Vergelijkregel]:
    """Compare two lists; `pad` names the entries around them."""
    for een, ander in _paren(naam, links, rechts):
        namen = dict.fromkeys(post.titel for post in (een, ander) if post is not None)
        wie = pad + " | ".join(namen)
        if naam not in _PER_VELD:
            yield _regel(onderdeel, wie, "", _gevouwen(een), _gevouwen(ander))
            continue
        velden: dict[str, None] = {v.titel: None for p in (een, ander) if p for v in p.velden}
        for veld in velden:
            yield _regel(onderdeel, wie, veld, _cel(een, veld), _cel(ander, veld))
        lijsten = {o.naam: o.titel for p in (een, ander) if p for o in p.onderdelen}
        for lijst, titel in lijsten.items():
            onder, van_een, van_ander = (
                f"{wie} › {titel}: ",
                _lijst(een, lijst),
                _lijst(ander, lijst),
            )
            yield from _vergeleken(onderdeel, onder, lijst, van_een, van_ander)


def _paren(
    naam: str, links: Sequence[Post], rechts: Sequence[Post]
) -> Iterator[tuple[Post | None, Post | None]]:
    """Set entries beside each other that have the same key, in the order of the first and then of the second."""
    if naam in _OP_VOLGORDE:
        yield from zip_longest(links, rechts)
        return
    een, ander = _op_sleutel(naam, links), _op_sleutel(naam, rechts)
    for sleutel in dict.fromkeys([*een, *ander]):
        yield een.get(sleutel), ander.get(sleutel)


def _op_sleutel(naam: str, posten: Sequence[Post]) -> dict[tuple[str, int], Post]:
    gevonden: dict[tuple[str, int], Post] = {}
    for post in posten:
        velden = {veld.naam: veld.waarde for veld in post.velden}
        sleutel = post.code
        if naam == "trajecten":
            sleutel = "opvolger" if "voorganger" in velden else "voorganger"
        elif naam == "organen":
            sleutel = f"{velden['orgaan']} {velden['rol']}"
        nummer = sum(eerder == sleutel for eerder, _ in gevonden)
        gevonden[sleutel, nummer] = post
    return gevonden


def _lijst(post: Post | None, naam: str) -> Sequence[Post]:
    gevonden = [] if post is None else [o.posten for o in post.onderdelen if o.naam == naam]
    return gevonden[0] if gevonden else ()


def _cel(post: Post | None, titel: str) -> Cel | None:
    if post is None:
        return None
    veld = next((veld for veld in post.velden if veld.titel == titel), None)
    return None if veld is None else _met_herkomst(veld.waarde, [veld.herkomst or post.herkomst])


def _gevouwen(post: Post | None) -> Cel | None:
    """Give a whole entry as one value, with all its sources."""
    if post is None:
        return None
    delen = [f"{v.titel} {v.waarde}" for v in post.velden if v.waarde != post.titel]
    tekst = "; ".join(delen) or post.titel
    return _met_herkomst(tekst, [post.herkomst, *(v.herkomst for v in post.velden)])


def _met_herkomst(waarde: str, herkomsten: Sequence[Herkomst | None]) -> Cel:
    gegeven = [herkomst for herkomst in herkomsten if herkomst is not None]
    bronnen = dict.fromkeys(bron for herkomst in gegeven for bron in herkomst.bron)
    lezingen = dict.fromkeys(h.lezing for h in gegeven if h.lezing is not None)
    return Cel(
        waarde=waarde,
        bron=tuple(bronnen),
        aanname=any(herkomst.aanname for herkomst in gegeven),
        lezing=", ".join(lezingen) or None,
    )


def _regel(
    onderdeel: str, post: str, veld: str, een: Cel | None, ander: Cel | None
) -> Vergelijkregel:
    verschilt = (een and een.waarde) != (ander and ander.waarde)
    return Vergelijkregel(
        onderdeel=onderdeel, post=post, veld=veld, een=een, ander=ander, verschilt=verschilt
    )
