"""Judges a regime file beyond its shape: sources, codes, references, and values that contradict each other."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, get_args

from domain.fase import Fase as Fasewaarde
from domain.fase import Precisie
from domain.soorten import SOORTEN
from infrastructure.regimevormen import Besluit, Deel, Kader, Regime, Traject, eerste_dag
from infrastructure.tomlregels import Pad

MAX_CITAAT = 8
"""Words of a quotation; the sources themselves stay out of the repository."""
_BRON = re.compile(r"(S\d):(\d+)(?:-(\d+))?", re.ASCII)
_TERUGKEREND = re.compile(
    r"(jaarlijks|halfjaarlijks|maandelijks)(-(voorjaar|zomer|najaar|winter))?", re.ASCII
)


@dataclass(frozen=True, kw_only=True)
class Vondst:
    """One fault and its place; a code may stand for the number of an entry in a list."""

    pad: Pad
    reden: str


# --- sources -----------------------------------------------------------------------------------------------------


def bronfouten(inhoud: Mapping[str, Any]) -> Iterator[Vondst]:
    """Every value names its source or says that it is an assumption and why; a moment has the form of its precision."""
    seed = inhoud.get("seed")
    for pad, blok, klasse in _blokken(inhoud, (), Regime):
        bron = blok.get("bron")
        for een in bron if isinstance(bron, list) else [bron] if isinstance(bron, str) else []:
            if isinstance(seed, str) and not _vindplaats(str(een), seed):
                reden = (
                    f"{een!r} is geen vindplaats in {seed}; schrijf '{seed}:10' of '{seed}:10-12'"
                )
                yield Vondst(pad=(*pad, "bron"), reden=reden)
        if klasse.eist_bron and not bron and blok.get("aanname") is not True:
            yield Vondst(pad=pad, reden="noemt geen bron en is geen aanname")
        if blok.get("aanname") is True and not blok.get("reden"):
            yield Vondst(pad=pad, reden="is een aanname zonder reden")
        if "fase" in blok:
            yield from _fasefout(pad, blok)
        if len(str(blok.get("zinsnede", "")).split()) > MAX_CITAAT:
            yield Vondst(pad=(*pad, "zinsnede"), reden=f"heeft meer dan {MAX_CITAAT} woorden")


def _blokken(
    deel: object, pad: Pad, klasse: type[Deel] | None
) -> Iterator[tuple[Pad, Mapping[str, Any], type[Deel]]]:
    """Walk every table whose class is known."""
    if isinstance(deel, list):
        for nummer, kind in enumerate(deel):
            yield from _blokken(kind, (*pad, nummer), klasse)
    if not isinstance(deel, dict) or klasse is None:
        return
    yield pad, deel, klasse
    velden = {veld.alias or naam: veld for naam, veld in klasse.model_fields.items()}
    for sleutel, kind in deel.items():
        if sleutel in velden:
            yield from _blokken(kind, (*pad, sleutel), _klasse_in(velden[sleutel].annotation))


def _klasse_in(annotatie: Any) -> type[Deel] | None:
    """Give the class of the parts that a field holds; None for a plain value."""
    if isinstance(annotatie, type) and issubclass(annotatie, Deel):
        return annotatie
    return next((k for k in map(_klasse_in, get_args(annotatie)) if k is not None), None)


def _vindplaats(tekst: str, seed: str) -> bool:
    treffer = _BRON.fullmatch(tekst)
    if treffer is None or treffer[1] != seed:
        return False
    return treffer[3] is None or int(treffer[2]) < int(treffer[3])


def _fasefout(pad: Pad, blok: Mapping[str, Any]) -> Iterator[Vondst]:
    fase, precisie = str(blok["fase"]), str(blok.get("precisie"))
    if precisie == "terugkerend" and not _TERUGKEREND.fullmatch(fase):
        reden = f"{fase!r} komt niet terug; schrijf jaarlijks of jaarlijks-voorjaar"
        yield Vondst(pad=(*pad, "fase"), reden=reden)
    if precisie.upper() in Precisie.__members__:
        try:
            Fasewaarde(fase=fase, precisie=Precisie(precisie.upper()))
        except ValueError as fout:
            yield Vondst(pad=(*pad, "fase"), reden=str(fout))


# --- codes and references ----------------------------------------------------------------------------------------

_VERWIJZINGEN: Mapping[str, tuple[str, str]] = {
    "besluiten.*.alternatieven.*": ("alternatieven", "alternatief"),
    "besluiten.*.kader": ("kaders", "kader"),
    "besluiten.*.lezingen.*": ("lezingen", "lezing"),
    "besluiten.*.onderstellingen.*": ("onderstellingen", "onderstelling"),
    "besluiten.*.segmenten.*": ("segmenten", "segment"),
    "besluiten.*.trajecten.*": ("trajecten", "traject"),
    "doelen.*.segmenten.*": ("segmenten", "segment"),
    "kaders.*.orgaan": ("organen", "orgaan"),
    "kaders.*.voorganger": ("kaders", "kader"),
    "kalender.*.orgaan": ("organen", "orgaan"),
    "kalender.*.traject": ("trajecten", "traject"),
    "kalender.*.traject.*": ("trajecten", "traject"),
    "regels.*.trajecten.*": ("trajecten", "traject"),
    "segmenten.*.ouder.waarde": ("segmenten", "segment"),
    "stukken.*.ouder.waarde": ("stukken", "stuk"),
    "trajecten.*.beslismomenten.*.orgaan.waarde": ("organen", "orgaan"),
    "trajecten.*.kader.waarde": ("kaders", "kader"),
    "trajecten.*.segmenten.waarde.*": ("segmenten", "segment"),
    "trajecten.*.voorganger.waarde": ("trajecten", "traject"),
}
"""Where a code stands, and in which list it must be found."""
_OVERAL: Mapping[str, tuple[str, str]] = {
    "lezing": ("lezingen", "lezing"),
    "onderstelling": ("onderstellingen", "onderstelling"),
}


def verwijzingsfouten(inhoud: Mapping[str, Any]) -> Iterator[Vondst]:
    """Every code stands once in its list, every reference leads to one, and every reading is used."""
    gebruikt = set()
    for pad, waarde in _bladeren(inhoud, ()):
        doel = _OVERAL.get(str(pad[-1])) or _VERWIJZINGEN.get(
            ".".join("*" if isinstance(stap, int) else stap for stap in pad)
        )
        if doel is None or not isinstance(waarde, str):
            continue
        sectie, woord = doel
        gebruikt.add((sectie, waarde))
        if waarde not in _codes(inhoud, sectie):
            plek = pad[: max(n + 1 for n, s in enumerate(pad) if isinstance(s, int) or n == 0)]
            yield Vondst(pad=plek, reden=f"noemt {woord} {waarde}, die er niet is")
    for nummer, code in enumerate(_codes(inhoud, "lezingen")):
        if isinstance(code, str) and ("lezingen", code) not in gebruikt:
            reden = "wordt nergens gebruikt; laat een waarde of besluit haar noemen"
            yield Vondst(pad=("lezingen", nummer), reden=reden)
    yield from _dubbel(inhoud, ())


def _bladeren(deel: object, pad: Pad) -> Iterator[tuple[Pad, object]]:
    kinderen: Iterable[tuple[str | int, object]] = ()
    if isinstance(deel, dict):
        kinderen = deel.items()
    elif isinstance(deel, list):
        kinderen = enumerate(deel)
    elif pad:
        yield pad, deel
    for stap, kind in kinderen:
        yield from _bladeren(kind, (*pad, stap))


def _codes(inhoud: Mapping[str, Any], sectie: str) -> list[object]:
    blokken = inhoud.get(sectie, ())
    if not isinstance(blokken, list):
        return []
    return [blok.get("code") for blok in blokken if isinstance(blok, dict)]


def _dubbel(deel: object, pad: Pad) -> Iterator[Vondst]:
    kinderen = deel.items() if isinstance(deel, dict) else ()
    for sleutel, kind in kinderen:
        yield from _dubbel(kind, (*pad, sleutel))
    gezien: set[str] = set()
    for nummer, blok in enumerate(deel if isinstance(deel, list) else ()):
        yield from _dubbel(blok, (*pad, nummer))
        code = (blok.get("code") or blok.get("versie")) if isinstance(blok, dict) else None
        if str(code) in gezien:
            yield Vondst(pad=(*pad, nummer), reden="staat er twee keer in")
        gezien |= {code} if isinstance(code, str) else set()


# --- what contradicts itself -------------------------------------------------------------------------------------


def samenhangfouten(regime: Regime) -> Iterator[Vondst]:
    """Give what cannot be true together: an end before its start, a window past its term, a circle of parents."""
    yield from _regiofouten(regime)
    for traject in regime.trajecten:
        yield from _trajectfouten(traject, regime)
    for kader in regime.kaders:
        yield from _kaderfouten(kader)
    for besluit in regime.besluiten:
        yield from _besluitfouten(besluit, {o.orgaan for o in regime.organen})
    for lezing in regime.lezingen:
        if lezing.gekozen in {ander.waarde for ander in lezing.alternatieven}:
            reden = "heeft wat is gekozen ook bij de alternatieven"
            yield Vondst(pad=("lezingen", lezing.code), reden=reden)
    for regel in regime.regels:
        yield from _volgorde(("regels", regel.code), van=regel.van, tot=regel.tot)
    for geheim in regime.geheimhouding:
        van, tot = eerste_dag(moment=geheim.van), eerste_dag(moment=geheim.tot)
        yield from _volgorde(("geheimhouding", geheim.code), van=van, tot=tot)
    segmenten = {s.code: s.ouder.waarde if s.ouder else None for s in regime.segmenten}
    trajecten = {t.code: t.voorganger.waarde if t.voorganger else None for t in regime.trajecten}
    kaders = {kader.code: kader.voorganger for kader in regime.kaders}
    ouderschap = {"segmenten": segmenten, "trajecten": trajecten, "kaders": kaders}
    for sectie, ouders in ouderschap.items():
        yield from _kringen(sectie, ouders)


def _regiofouten(regime: Regime) -> Iterator[Vondst]:
    gemeenten = regime.regio.gemeenten_demo.waarde
    if not gemeenten:
        yield Vondst(pad=("regio", "gemeenten_demo"), reden="noemt geen gemeente")
    for regeling in regime.regelingen:
        pad = ("regelingen", regeling.code)
        centrum = regeling.centrumgemeente_demo
        if centrum is not None and centrum.waarde not in gemeenten:
            yield Vondst(pad=pad, reden=f"noemt gemeente {centrum.waarde}, die niet meedoet")
        begin, einde = (
            eerste_dag(moment=regeling.ingangsdatum),
            eerste_dag(moment=regeling.einddatum),
        )
        optie = eerste_dag(moment=regeling.verlengingsoptie)
        yield from _volgorde(pad, ingangsdatum=begin, einddatum=einde, verlengingsoptie=optie)


def _trajectfouten(traject: Traject, regime: Regime) -> Iterator[Vondst]:
    pad: Pad = ("trajecten", traject.code)
    begin, einde = traject.ingangsdatum.waarde, traject.laatste_dag
    yield from _volgorde(
        pad, startProcedure=eerste_dag(moment=traject.start_procedure), ingangsdatum=begin
    )
    yield from _volgorde(pad, ingangsdatum=begin, einddatum=einde)
    if begin < regime.regio.ingangsdatum.waarde:
        yield Vondst(pad=pad, reden="begint voor de regio")
    if traject.stilzwijgende_verlenging is not None and traject.eerste_einddatum is None:
        yield Vondst(pad=pad, reden="verlengt stilzwijgend zonder eersteEinddatum")
    for optie in traject.verlengingsopties:
        plek = (*pad, "verlengingsopties", optie.code)
        van, tot = (
            eerste_dag(moment=optie.uitoefenen_van),
            eerste_dag(moment=optie.uitoefenen_tot_en_met),
        )
        nieuw = optie.tot_en_met.waarde
        uiterlijk = eerste_dag(moment=optie.aankondigen_uiterlijk)
        yield from _volgorde(plek, uitoefenenVan=van, uitoefenenTotEnMet=tot, totEnMet=nieuw)
        yield from _volgorde(plek, aankondigenUiterlijk=uiterlijk, totEnMet=nieuw)
        yield from _volgorde(plek, uitoefenenTotEnMet=tot, einddatum=einde)
        if einde is not None and nieuw <= einde:
            yield Vondst(pad=plek, reden=f"verlengt t/m {nieuw}, niet voorbij het einde {einde}")
    yield from _perceelfouten(traject, set(regime.regio.gemeenten_demo.waarde))
    yield from _vereistefouten(traject, {o.orgaan for o in regime.organen})
    start = regime.begin_van(traject)
    for criteria in traject.criteria:
        if (eerste_dag(moment=criteria.van) or start) < start:
            plek = (*pad, "criteria", criteria.versie)
            yield Vondst(pad=plek, reden="gelden voor het traject begint")


def _perceelfouten(traject: Traject, gemeenten: set[str]) -> Iterator[Vondst]:
    for perceel in traject.percelen:
        pad = ("trajecten", traject.code, "percelen", perceel.code)
        if perceel.segment not in traject.segmenten.waarde:
            reden = f"ligt in segment {perceel.segment}, dat het traject niet heeft"
            yield Vondst(pad=pad, reden=reden)
        if not perceel.gemeenten:
            yield Vondst(pad=pad, reden="noemt geen gemeente")
        for code in sorted(set(perceel.gemeenten) - gemeenten):
            yield Vondst(pad=pad, reden=f"noemt gemeente {code}, die niet meedoet")


def _vereistefouten(traject: Traject, organen: set[str]) -> Iterator[Vondst]:
    for nummer, vereiste in enumerate(traject.vereisten):
        pad = ("trajecten", traject.code, "vereisten", nummer)
        yield from _volgorde(pad, van=vereiste.van, totEnMet=vereiste.tot_en_met)
        yield from _onbekende_handelingen(pad, vereiste.handelingen)
        yield from _onbekend_orgaan(pad, vereiste.orgaan, organen)


def _kaderfouten(kader: Kader) -> Iterator[Vondst]:
    pad = ("kaders", kader.code)
    if kader.van is None and kader.vastgesteld is None:
        yield Vondst(pad=pad, reden="noemt geen van en geen vastgesteld")
    yield from _volgorde(
        pad, van=eerste_dag(moment=kader.van), totEnMet=eerste_dag(moment=kader.tot_en_met)
    )


def _besluitfouten(besluit: Besluit, organen: set[str]) -> Iterator[Vondst]:
    pad: Pad = ("besluiten", besluit.code)
    yield from _onbekende_handelingen(pad, besluit.handelingen)
    if not besluit.betrokken:
        yield Vondst(pad=pad, reden="noemt geen betrokken orgaan")
    for nummer, betrokken in enumerate(besluit.betrokken):
        yield from _onbekend_orgaan((*pad, "betrokken", nummer), betrokken.orgaan, organen)
    rollen = {(b.orgaan, b.rol) for b in besluit.betrokken}
    for nummer, poort in enumerate(besluit.poorten):
        if (poort.orgaan, poort.rol) not in rollen:
            reden = f"wacht op {poort.orgaan} ({poort.rol}), die niet betrokken is"
            yield Vondst(pad=(*pad, "poorten", nummer), reden=reden)


_HANDELINGEN = frozenset(feit.feitnaam for soort in SOORTEN for feit in soort.feiten)


def _onbekende_handelingen(pad: Pad, handelingen: Sequence[str]) -> Iterator[Vondst]:
    for naam in handelingen:
        if naam not in _HANDELINGEN:
            reden = f"noemt handeling {naam}, die er niet is; docs/feiten.md noemt ze alle"
            yield Vondst(pad=(*pad, "handelingen"), reden=reden)


def _onbekend_orgaan(pad: Pad, orgaan: str, organen: set[str]) -> Iterator[Vondst]:
    if orgaan not in organen:
        yield Vondst(pad=pad, reden=f"noemt orgaan {orgaan}, dat niet bij de organen staat")


def _volgorde(pad: Pad, **dagen: date | None) -> Iterator[Vondst]:
    """Refuse days that do not follow each other in the order given; an absent one is skipped."""
    gegeven = [(naam, dag) for naam, dag in dagen.items() if dag is not None]
    for (eerst, een), (later, ander) in pairwise(gegeven):
        if ander < een:
            reden = f"heeft {later} {ander}, voor {eerst} {een}"
            yield Vondst(pad=pad, reden=reden)


def _kringen(sectie: str, ouders: Mapping[str, str | None]) -> Iterator[Vondst]:
    for code in ouders:
        gezien, volgende = {code}, ouders[code]
        while volgende is not None and volgende not in gezien:
            gezien.add(volgende)
            volgende = ouders.get(volgende)
        if volgende == code:
            yield Vondst(pad=(sectie, code), reden="staat in een kring van verwijzingen")
