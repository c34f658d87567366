"""The read models: for every kind of thing its tables and how a course becomes rows in them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Table

from application.kruisregels import unieke_sleutel
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.aanmelding import AANMELDING
from domain.beleidskader import BELEIDSKADER
from domain.besluit import BESLUIT
from domain.budget import BUDGET, Boeking, Budgetstand, boekingen
from domain.contract import CONTRACT
from domain.contractstand import Contractstand
from domain.feiten import Correctie
from domain.indicator import INDICATOR
from domain.inkooptraject import INKOOPTRAJECT
from domain.leveringslijn import LEVERINGSLIJN
from domain.lezing import LEZING
from domain.onderstelling import ONDERSTELLING
from domain.regeling import REGELING
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort, S, Verloop
from domain.verband import Verwezen, doorgegeven
from domain.waarden import NOOIT
from infrastructure.bitemporeel import Deel, Projectie, Rij, grootboek, smal, voorkomens
from infrastructure.database import Id, Tekst
from infrastructure.tabellen import grootboektabel, smalle_tabel, voorkomentabel

# --- tables ------------------------------------------------------------------------------------------------------

REGIOVOORKOMENS = voorkomentabel("regiovoorkomens", Column("naam", Tekst, nullable=False))
TRAJECTVOORKOMENS = voorkomentabel(
    "trajectvoorkomens",
    Column("naam", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    lijst=("regio_id",),
)
AANBIEDERVOORKOMENS = voorkomentabel(
    "aanbiedervoorkomens",
    Column("naam", Tekst, nullable=False),
    Column("kvk_nummer", Tekst, nullable=False),
)
AANBIEDERTOELATINGEN = smalle_tabel("aanbiedertoelatingen")
"""Values: `<traject id>|<perceel>`."""
AANBIEDERSTOPS = smalle_tabel("aanbiederstops")
"""Admitted lots with a clientenstop: `<traject id>|<perceel>`, or `…|<gemeente>` where it holds in that one only."""
AANMELDINGVOORKOMENS = voorkomentabel(
    "aanmeldingvoorkomens",
    Column("regio_id", Id, nullable=False),
    Column("traject_id", Id, nullable=False),
    Column("aanbieder_id", Id, nullable=False),
    Column("aanmeldingsoort", Tekst, nullable=False),
    Column("ronde", Tekst),
    Column("status", Tekst, nullable=False),
    Column("ingangsdatum", Date, nullable=False),
    lijst=("traject_id", "aanbieder_id"),
)
CONTRACTVOORKOMENS = voorkomentabel(
    "contractvoorkomens",
    Column("contractnummer", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("aanbieder_id", Id, nullable=False),
    Column("traject_id", Id, nullable=False),
    Column("segment", Tekst, nullable=False),
    Column("status", Tekst, nullable=False),
    Column("einddatum", Date),
    Column("stilzwijgend", Boolean, nullable=False),
    Column("eigenaar", Tekst),
    Column("vorig_contract_id", Id),
    lijst=("aanbieder_id", "contractnummer", "vorig_contract_id"),
    portefeuille=("regio_id", "status"),
)
"""`einddatum` is the last day of the term; with `stilzwijgend` of the first one, later ones follow by computing."""
CONTRACTGEMEENTEN = smalle_tabel("contractgemeenten")
CONTRACTPERCELEN = smalle_tabel("contractpercelen")
BUDGETVOORKOMENS = voorkomentabel(
    "budgetvoorkomens",
    Column("regio_id", Id, nullable=False),
    Column("gemeente", Tekst),
    Column("boekjaar", Integer, nullable=False),
    Column("segment", Tekst),
    lijst=("regio_id",),
)
BUDGETBOEKINGEN = grootboektabel(
    "budgetboekingen",
    Column("soort", Tekst, nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("boekjaar", Integer, nullable=False),
    Column("prestatieperiode", Tekst),
    Column("contract_id", Id),
    Column("gemeente", Tekst),
    Column("productcode", Tekst),
    Column("kostensoort", Tekst),
    Column("centen", BigInteger, nullable=False),
    lijst=("contract_id",),
)
BESLUITVOORKOMENS = voorkomentabel(
    "besluitvoorkomens",
    Column("onderwerp", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("status", Tekst, nullable=False),
    lijst=("regio_id",),
)
BELEIDSKADERVOORKOMENS = voorkomentabel(
    "beleidskadervoorkomens",
    Column("naam", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("voorganger_id", Id),
    Column("status", Tekst, nullable=False),
    lijst=("regio_id", "voorganger_id"),
)
LEZINGVOORKOMENS = voorkomentabel(
    "lezingvoorkomens",
    Column("code", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    lijst=("regio_id",),
)
ONDERSTELLINGVOORKOMENS = voorkomentabel(
    "onderstellingvoorkomens",
    Column("code", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("status", Tekst, nullable=False),
    lijst=("regio_id",),
)
INDICATORVOORKOMENS = voorkomentabel(
    "indicatorvoorkomens",
    Column("code", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("status", Tekst, nullable=False),
    lijst=("regio_id",),
)
INDICATORTRAJECTEN = smalle_tabel("indicatortrajecten")
"""Ids of the trajecten whose goals an indicator measures."""
REGELINGVOORKOMENS = voorkomentabel(
    "regelingvoorkomens",
    Column("naam", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("status", Tekst, nullable=False),
    lijst=("regio_id",),
)
LEVERINGSLIJNVOORKOMENS = voorkomentabel(
    "leveringslijnvoorkomens",
    Column("kenmerk", Tekst, nullable=False),
    Column("regio_id", Id, nullable=False),
    Column("aanbieder_id", Id),
    Column("traject_id", Id),
    Column("lijnsoort", Tekst, nullable=False),
    Column("segment", Tekst, nullable=False),
    Column("status", Tekst, nullable=False),
    lijst=("regio_id", "aanbieder_id"),
)
LEVERINGSLIJNGEMEENTEN = smalle_tabel("leveringslijngemeenten")
AFWIJKINGEN = grootboektabel(
    "afwijkingen",
    Column("volgnummer", Integer, nullable=False),
    Column("dingsoort", Tekst, nullable=False),
    Column("regio_id", Id),
    lijst=("regio_id",),
)
"""Which entries carry an afwijking; the entry itself is read from the log."""
VERWIJZINGEN = grootboektabel(
    "verwijzingen",
    Column("naar_id", Id, nullable=False),
    Column("aard", Tekst, nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("dingsoort", Tekst, nullable=False),
    Column("regio_id", Id),
    lijst=("naar_id",),
)
"""What standing facts refer to: a besluit, a fact they follow from, what they rest on, a frame, goal or indicator."""


# --- what a course becomes in them -------------------------------------------------------------------------------


def _toelatingen(stand: Aanbiederstand) -> set[str]:
    return {f"{t.traject_id}|{t.perceel}" for t in stand.toelatingen}


def _stops(stand: Aanbiederstand) -> set[str]:
    stop = stand.clientenstop
    percelen = () if stop is None else stop.percelen
    return {
        f"{p.traject_id}|{p.perceel}{plaats}"
        for p in percelen
        for plaats in ([""] if p.gemeenten is None else [f"|{g}" for g in p.gemeenten])
    }


_AFGELEID = frozenset({"einddatum", "stilzwijgend", "vorig_contract_id"})


def _contractkolommen(stand: Contractstand) -> dict[str, object]:
    return {
        **_eigen_kolommen(CONTRACTVOORKOMENS, stand, zonder=_AFGELEID),
        "einddatum": stand.einddatum(stand.ingangsdatum),
        "vorig_contract_id": stand.opvolging.vorig_contract_id if stand.opvolging else None,
        "stilzwijgend": stand.looptijd.stilzwijgend is not None and stand.laatste_dag is None,
    }


def _eigen_kolommen(tabel: Table, stand: object, zonder: Collection[str] = ()) -> dict[str, object]:
    """Give the filter columns that a standing has under the same name; a code as its text."""
    waarden = {naam: getattr(stand, naam) for naam in filterkolommen(tabel) if naam not in zonder}
    return {n: w.value if isinstance(w, Enum) else w for n, w in waarden.items()}


@cache
def filterkolommen(tabel: Table) -> tuple[str, ...]:
    """Give the columns of a table of voorkomens that people filter, sort or sum on."""
    vast = {"ding_id", "geldig_van", "geldig_tot", "bekend_van", "bekend_tot", "stand"}
    return tuple(k.name for k in tabel.columns if k.name not in vast)


def _boekingrijen(verloop: Verloop[Budgetstand]) -> Iterator[Rij]:
    for boeking in boekingen(verloop):
        yield _boekingrij(boeking)


def _boekingrij(boeking: Boeking) -> Rij:
    return {
        "regel": f"{boeking.volgnummer}/{boeking.plaats}",
        "geldig_van": boeking.ingangsdatum,
        "geldig_tot": NOOIT,
        "soort": boeking.soort.value,
        "volgnummer": boeking.volgnummer,
        "boekjaar": boeking.boekjaar,
        "prestatieperiode": boeking.prestatieperiode,
        "contract_id": boeking.contract_id,
        "gemeente": boeking.gemeente,
        "productcode": boeking.productcode,
        "kostensoort": boeking.kostensoort,
        "centen": boeking.centen,
    }


def _afwijkingen(dingsoort: str) -> Deel[Any]:
    def rijen(verloop: Verloop[Any]) -> Iterator[Rij]:
        gemerkt = [r for r in verloop.feiten.registraties if r.envelop.afwijking is not None]
        if not gemerkt:
            return
        opening = verloop.feiten.registraties[0]
        for r in gemerkt:
            yield {
                "regel": str(r.volgnummer),
                "geldig_van": r.ingangsdatum or opening.ingangsdatum,
                "geldig_tot": NOOIT,
                "volgnummer": r.volgnummer,
                "dingsoort": dingsoort,
                "regio_id": getattr(opening.feit, "regio_id", None),
            }

    return grootboek(tabel=AFWIJKINGEN, rijen=rijen)


def _sleutels(verloop: Verloop[Any]) -> Collection[str]:
    opening = verloop.feiten.opening
    sleutel = None if opening is None else unieke_sleutel(opening.feit)
    return () if sleutel is None else (sleutel,)


def _verwijzingen(dingsoort: str) -> Deel[Any]:
    """Make the rows that say what each standing fact refers to; a correctie counts from the thing's first day."""

    def rijen(verloop: Verloop[Any]) -> Iterator[Rij]:
        feiten = verloop.feiten
        opening = feiten.registraties[0]
        correcties = (r for r in feiten.registraties if isinstance(r.feit, Correctie))
        gegeven: Iterable[tuple[int, int, date | None, Verwezen]] = (
            *(
                (
                    g.volgnummer,
                    g.plaats,
                    g.feit.ingangsdatum,
                    (*g.toelichting.verwijzingen, *doorgegeven(g.feit)),
                )
                for g in feiten.geldend
            ),
            *((r.volgnummer, 0, opening.ingangsdatum, r.envelop.verwijzingen) for r in correcties),
        )
        for volgnummer, plaats, dag, genoemd in gegeven:
            for aard, naar in genoemd:
                yield {
                    "regel": f"{volgnummer}/{plaats}/{aard}/{naar}",
                    "geldig_van": dag,
                    "geldig_tot": NOOIT,
                    "naar_id": naar,
                    "aard": aard.value,
                    "volgnummer": volgnummer,
                    "dingsoort": dingsoort,
                    "regio_id": getattr(opening.feit, "regio_id", None),
                }

    return grootboek(tabel=VERWIJZINGEN, rijen=rijen)


@dataclass(frozen=True, kw_only=True)
class Leesmodel:
    """Where a kind of thing is kept, its default order, and the column its scope hangs on (None: seen by all)."""

    projectie: Projectie[Any]
    tabel: Table
    volgorde: tuple[str, ...]
    regio: str | None


def _leesmodel(
    soort: Dingsoort[S],
    tabel: Table,
    *delen: Deel[S],
    volgorde: tuple[str, ...] = ("naam",),
    regio: str | None = "regio_id",
    kolommen: Callable[[S], Mapping[str, object]] | None = None,
) -> Leesmodel:
    kolommen = kolommen or partial(_eigen_kolommen, tabel)
    eigen = voorkomens(tabel=tabel, stand=soort.stand, kolommen=kolommen)
    delen = (eigen, *delen, _afwijkingen(soort.naam), _verwijzingen(soort.naam))
    projectie = Projectie(soort=soort, delen=delen, sleutels=_sleutels)
    return Leesmodel(projectie=projectie, tabel=tabel, volgorde=volgorde, regio=regio)


LEESMODELLEN: Mapping[str, Leesmodel] = {
    model.projectie.soort.naam: model
    for model in (
        _leesmodel(REGIO, REGIOVOORKOMENS, regio="ding_id"),
        _leesmodel(INKOOPTRAJECT, TRAJECTVOORKOMENS),
        _leesmodel(
            AANBIEDER,
            AANBIEDERVOORKOMENS,
            smal(tabel=AANBIEDERTOELATINGEN, waarden=_toelatingen),
            smal(tabel=AANBIEDERSTOPS, waarden=_stops),
            regio=None,
        ),
        _leesmodel(AANMELDING, AANMELDINGVOORKOMENS, volgorde=("ingangsdatum",)),
        _leesmodel(
            CONTRACT,
            CONTRACTVOORKOMENS,
            smal(tabel=CONTRACTGEMEENTEN, waarden=lambda stand: stand.gemeenten),
            smal(tabel=CONTRACTPERCELEN, waarden=lambda stand: stand.percelen),
            volgorde=("contractnummer",),
            kolommen=_contractkolommen,
        ),
        _leesmodel(
            BUDGET,
            BUDGETVOORKOMENS,
            grootboek(tabel=BUDGETBOEKINGEN, rijen=_boekingrijen),
            volgorde=("boekjaar", "regio_id"),
        ),
        _leesmodel(BESLUIT, BESLUITVOORKOMENS, volgorde=("onderwerp",)),
        _leesmodel(BELEIDSKADER, BELEIDSKADERVOORKOMENS),
        _leesmodel(LEZING, LEZINGVOORKOMENS, volgorde=("code",)),
        _leesmodel(ONDERSTELLING, ONDERSTELLINGVOORKOMENS, volgorde=("code",)),
        _leesmodel(
            INDICATOR,
            INDICATORVOORKOMENS,
            smal(tabel=INDICATORTRAJECTEN, waarden=lambda s: {str(d.traject_id) for d in s.doelen}),
            volgorde=("code",),
        ),
        _leesmodel(REGELING, REGELINGVOORKOMENS),
        _leesmodel(
            LEVERINGSLIJN,
            LEVERINGSLIJNVOORKOMENS,
            smal(tabel=LEVERINGSLIJNGEMEENTEN, waarden=lambda stand: stand.gemeenten),
            volgorde=("kenmerk",),
        ),
    )
}
"""Every kind of thing in the log by its name, and how it is kept to be asked."""
PROJECTIES: tuple[Projectie[Any], ...] = tuple(m.projectie for m in LEESMODELLEN.values())
