"""The read models: for every kind of thing its tables and how a course becomes rows in them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer

from application.kruisregels import unieke_sleutel
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.budget import BUDGET, Boeking, Budgetstand, boekingen
from domain.contract import CONTRACT, Contractstand
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.regio import REGIO, Regiostand
from domain.tijdlijn import Verloop
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
    lijst=("aanbieder_id", "contractnummer"),
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
AFWIJKINGEN = grootboektabel(
    "afwijkingen",
    Column("volgnummer", Integer, nullable=False),
    Column("dingsoort", Tekst, nullable=False),
    Column("regio_id", Id),
    lijst=("regio_id",),
)
"""Which entries carry an afwijking; the entry itself is read from the log."""


# --- what a course becomes in them -------------------------------------------------------------------------------


def _regiokolommen(stand: Regiostand) -> dict[str, object]:
    return {"naam": stand.naam}


def _trajectkolommen(stand: Trajectstand) -> dict[str, object]:
    return {"naam": stand.naam, "regio_id": stand.regio_id}


def _aanbiederkolommen(stand: Aanbiederstand) -> dict[str, object]:
    return {"naam": stand.naam, "kvk_nummer": stand.kvk_nummer}


def _toelatingen(stand: Aanbiederstand) -> set[str]:
    return {f"{t.traject_id}|{t.perceel}" for t in stand.toelatingen}


def _contractkolommen(stand: Contractstand) -> dict[str, object]:
    return {
        "contractnummer": stand.contractnummer,
        "regio_id": stand.regio_id,
        "aanbieder_id": stand.aanbieder_id,
        "traject_id": stand.traject_id,
        "segment": stand.segment,
        "status": stand.status.value,
        "einddatum": stand.einddatum(stand.ingangsdatum),
        "stilzwijgend": stand.looptijd.stilzwijgend is not None and stand.laatste_dag is None,
        "eigenaar": stand.eigenaar,
    }


def _budgetkolommen(stand: Budgetstand) -> dict[str, object]:
    return {
        "regio_id": stand.regio_id,
        "gemeente": stand.gemeente,
        "boekjaar": stand.boekjaar,
        "segment": stand.segment,
    }


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


def _sleutels(verloop: Verloop[Any]) -> Iterable[str]:
    opening = verloop.feiten.opening
    sleutel = None if opening is None else unieke_sleutel(opening.feit)
    return () if sleutel is None else (sleutel,)


_SLEUTELS: Callable[[Verloop[Any]], Any] = _sleutels

PROJECTIES: tuple[Projectie[Any], ...] = (
    Projectie(
        soort=REGIO,
        delen=(
            voorkomens(tabel=REGIOVOORKOMENS, stand=Regiostand, kolommen=_regiokolommen),
            _afwijkingen(REGIO.naam),
        ),
    ),
    Projectie(
        soort=INKOOPTRAJECT,
        delen=(
            voorkomens(tabel=TRAJECTVOORKOMENS, stand=Trajectstand, kolommen=_trajectkolommen),
            _afwijkingen(INKOOPTRAJECT.naam),
        ),
    ),
    Projectie(
        soort=AANBIEDER,
        delen=(
            voorkomens(
                tabel=AANBIEDERVOORKOMENS, stand=Aanbiederstand, kolommen=_aanbiederkolommen
            ),
            smal(tabel=AANBIEDERTOELATINGEN, waarden=_toelatingen),
            _afwijkingen(AANBIEDER.naam),
        ),
    ),
    Projectie(
        soort=CONTRACT,
        delen=(
            voorkomens(tabel=CONTRACTVOORKOMENS, stand=Contractstand, kolommen=_contractkolommen),
            smal(tabel=CONTRACTGEMEENTEN, waarden=lambda stand: stand.gemeenten),
            smal(tabel=CONTRACTPERCELEN, waarden=lambda stand: stand.percelen),
            _afwijkingen(CONTRACT.naam),
        ),
        sleutels=_SLEUTELS,
    ),
    Projectie(
        soort=BUDGET,
        delen=(
            voorkomens(tabel=BUDGETVOORKOMENS, stand=Budgetstand, kolommen=_budgetkolommen),
            grootboek(tabel=BUDGETBOEKINGEN, rijen=_boekingrijen),
            _afwijkingen(BUDGET.naam),
        ),
        sleutels=_SLEUTELS,
    ),
)
"""Every kind of thing in the log, and how it is kept to be asked."""
