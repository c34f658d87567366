"""An answer of the API in readable lines: tables and fields under the API's own names, for the command line."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api import woorden

Rij = Mapping[str, Any]

_BREED = 160
"""Columns when the output is no terminal."""
_SMAL = 30
"""A column is not made narrower than this."""
_GEVALLEN = 200
"""Contracts of a bulk command that are told one by one."""
_IDS = ("id", "dingId")
_VOORAAN = (
    *("positie", "volgnummer", "contractnummer", "naam", "onderwerp", "code", "kenmerk", "veld"),
    *("was", "wordt", "orgaan", "gemeente", "soort", "status", "stand", "ingangsdatum"),
    *("beginGeldigheid", "eindGeldigheid", "einddatum"),
)
_EENWORDIG: Mapping[frozenset[str], str] = {
    frozenset({"verborgen", "reden"}): "verborgen",
    frozenset({"id", "naam"}): "{naam}",
    frozenset(
        {"id", "soort", "volgnummer", "geregistreerdOp"}
    ): "{soort} (registratie {volgnummer})",
    frozenset({"soort", "gebeurtenis"}): "{soort} {gebeurtenis}",
}
"""Objects that read as one value, by their fields."""
_APART = frozenset({"tijdreis", "_links", "aantal", "resultaten"})


def antwoord(*, inhoud: Mapping[str, Any]) -> Iterator[str]:
    """Give what a question answers: a list as a table, anything else as its fields."""
    if "resultaten" in inhoud:
        yield f"{inhoud['aantal']} gevonden{_moment(inhoud.get('tijdreis'))}."
        yield from _tabel(inhoud["resultaten"], 0)
    elif "tijdreis" in inhoud:
        yield f"Dit stond er{_moment(inhoud['tijdreis'])}."
    yield from _velden({n: w for n, w in inhoud.items() if n not in _APART}, 0)
    volgende = inhoud.get("_links", {}).get("next")
    if volgende:
        yield f"Verder: ./looptijd toon '{volgende['href']}'"


def opdracht(*, inhoud: Mapping[str, Any], verzameling: str) -> Iterator[str]:
    """Give what came of a command: what was recorded and the thing as it stands today, or what a proef would change."""
    if "gebeurtenis" in inhoud:
        return _vastgelegd(inhoud, verzameling)
    return _proef(inhoud) if "wijzigingen" in inhoud else antwoord(inhoud=inhoud)


def _vastgelegd(inhoud: Mapping[str, Any], verzameling: str) -> Iterator[str]:
    feit = inhoud["gebeurtenis"]
    (soort, stand), *_ = ((n, w) for n, w in inhoud.items() if n != "gebeurtenis")
    yield (
        f"Vastgelegd: {woorden.soort(feit['soort'])} ({feit['soort']}), registratie {feit['volgnummer']}, "
        f"op {feit['geregistreerdOp']}."
    )
    if stand is None:
        yield f"Er staat nu geen {soort} meer: het openingsfeit is weg."
        return
    kort = {n: w for n, w in stand.items() if not n.endswith("Id") and not _genest(w)}
    yield f"Zo staat {soort} {stand['id']} er vandaag voor:"
    yield from _velden({n: w for n, w in kort.items() if n not in {"id", *_APART}}, 1)
    for signaal in stand.get("signalen", ()):
        yield f"  Let op: {signaal['detail']}"
    yield f"Alles: ./looptijd toon {verzameling}/{stand['id']}"


def _proef(inhoud: Mapping[str, Any]) -> Iterator[str]:
    yield f"Proef: {woorden.soort(inhoud['soort'])} ({inhoud['soort']}) kan; er is niets vastgelegd."
    for regel in inhoud["regels"]:
        yield f"  Met een afwijking van {regel['code']}: {regel['detail']}"
    anders = [w for w in inhoud["wijzigingen"] if any(map(_inhoud, (w["was"], w["wordt"])))]
    if anders:
        yield "Dit zou er veranderen:"
        yield from _tabel(anders, 1)


def probleem(*, inhoud: Mapping[str, Any], gevolg: str) -> Iterator[str]:
    """Give a no: every rule with its detail, every fault with its field; `gevolg` says what came of the request."""
    if "geweigerd" in inhoud:
        yield f"{inhoud['title']}{gevolg}:"
        yield from per_contract(gevallen=inhoud["geweigerd"])
    elif "regels" in inhoud:
        yield f"Geweigerd{gevolg}:"
        for regel in inhoud["regels"]:
            yield f"  [{regel['soort'].lower()}] {regel['titel']} ({regel['code']})"
            yield f"    {regel['detail']}"
    elif "fouten" in inhoud:
        yield f"{inhoud['title']}{gevolg}:"
        for fout in inhoud["fouten"]:
            yield f"  {fout['naam'] or fout['in']}: {fout['reden']}"
    else:
        yield f"{inhoud['title']}. {inhoud['detail']}"


def per_contract(*, gevallen: Sequence[Rij]) -> Iterator[str]:
    """Give every rule that contracts break, contract by contract; of many the first."""
    for geval in gevallen[:_GEVALLEN]:
        for regel in geval["regels"]:
            soort = regel["soort"].lower()
            yield f"  {geval['contractnummer']}: [{soort}] {regel['titel']} ({regel['code']})"
            yield f"    {regel['detail']}"
    if len(gevallen) > _GEVALLEN:
        yield f"  en nog {len(gevallen) - _GEVALLEN} contracten; met --json staan ze er alle in"


def _moment(tijdreis: Mapping[str, str] | None) -> str:
    if not tijdreis:
        return ""
    op = f", geldig op {tijdreis['geldigOp']}" if "geldigOp" in tijdreis else ""
    return f"{op}, zoals bekend op {tijdreis['beschikbaarOp']}"


# --- fields and tables -------------------------------------------------------------------------------------------


def _velden(inhoud: Mapping[str, Any], diep: int) -> Iterator[str]:
    """Give the fields that say something: short ones in a column, parts and tables below their name."""
    wit = "  " * diep
    gevuld = {n: w for n, w in inhoud.items() if n != "_links" and w not in (None, [], {})}
    breed = max((len(n) for n, w in gevuld.items() if not _genest(w)), default=0)
    for naam, waarde in gevuld.items():
        if not _genest(waarde):
            yield f"{wit}{naam:<{breed}}  {_tekst(waarde)}"
    for naam, waarde in gevuld.items():
        if _genest(waarde):
            yield f"{wit}{naam}:"
            deel = _velden if isinstance(waarde, Mapping) else _tabel
            yield from deel(waarde, diep + 1)


def _genest(waarde: object) -> bool:
    if isinstance(waarde, list):
        return any(isinstance(w, Mapping | list) for w in waarde)
    return isinstance(waarde, Mapping) and frozenset(waarde) not in _EENWORDIG


def _tekst(waarde: Any) -> str:
    match waarde:
        case None:
            return "—"
        case bool():
            return "ja" if waarde else "nee"
        case list():
            return ", ".join(map(_tekst, waarde))
        case Mapping():
            return _objecttekst(waarde)
    return str(waarde)


def _objecttekst(waarde: Mapping[str, Any]) -> str:
    zin = _EENWORDIG.get(frozenset(waarde))
    if zin is not None:
        return zin.format(**{n: _tekst(w) for n, w in waarde.items()})
    gevuld = {n: w for n, w in waarde.items() if n != "_links" and w not in (None, [], {})}
    return "; ".join(f"{n} {_tekst(w)}" for n, w in gevuld.items())


def _tabel(rijen: Sequence[Any], diep: int) -> Iterator[str]:
    """Give rows under their column names, as many columns as fit; the last line says which do not."""
    if not rijen or not all(isinstance(rij, Mapping) for rij in rijen):
        yield from ("  " * diep + _tekst(rij) for rij in rijen)
        return
    cellen = [{n: _cel(n, w) for n, w in rij.items() if n != "_links"} for rij in rijen]
    namen = {n for rij in rijen for n, w in rij.items() if w not in (None, [], {})} - {"_links"}
    breedten, ruimte = _breedten(cellen, namen), _breedte() - 2 * diep
    past = _passend(breedten, ruimte)
    for rij in ({n: n for n in past}, *cellen):
        regel = "  ".join(_op_maat(rij.get(n, "—"), breedten[n]) for n in past)
        yield f"{'  ' * diep}{regel}".rstrip()
    rest = [n for n in breedten if n not in past]
    if rest:
        yield f"{'  ' * diep}(niet getoond: {', '.join(rest)}; met --json staat alles erin)"


def _cel(naam: str, waarde: Any) -> str:
    tekst = _tekst(_inhoud(waarde) if naam in {"was", "wordt"} else waarde)
    return " ".join(tekst.split())


def _inhoud(waarde: Mapping[str, Any]) -> Any:
    """Give a value that a difference has under the name of its field, which the table shows already."""
    return next(iter(waarde.values()))


def _op_maat(tekst: str, breedte: int) -> str:
    return f"{tekst:<{breedte}}" if len(tekst) <= breedte else f"{tekst[: breedte - 1]}…"


def _breedten(cellen: Sequence[Mapping[str, str]], namen: set[str]) -> dict[str, int]:
    """Give how wide each column would be, in order: what names a row first, references last."""
    gegeven = sorted((n for n in cellen[0] if n in namen), key=lambda n: n.endswith("Id"))
    alle = dict.fromkeys((*(n for n in _VOORAAN if n in namen), *gegeven, *sorted(namen)))
    return {n: max(len(n), *(len(cel.get(n, "")) for cel in cellen)) for n in alle}


def _passend(breedten: dict[str, int], ruimte: int) -> list[str]:
    """Give the columns that fit, wide ones made narrower if need be; always the id, which the next command asks."""
    while sum(breedten.values()) + 2 * len(breedten) > ruimte + 2:
        breedste = max(breedten, key=lambda n: 0 if n in _IDS else breedten[n])
        if breedste in _IDS or breedten[breedste] <= _SMAL:
            break
        breedten[breedste] -= 1
    slot = [n for n in _IDS if n in breedten][:1]
    over = ruimte - sum(breedten[n] + 2 for n in slot)
    past = []
    for naam, breedte in breedten.items():
        if naam not in slot and breedte <= over:
            past.append(naam)
            over -= breedte + 2
    return [*past, *slot]


def _breedte() -> int:
    return shutil.get_terminal_size((_BREED, 0)).columns
