"""The legality meter: changes of a contract by ground, their sum against the award, the room left, and the maximum."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.toegang import Rol
from domain.budget import Boeking, Boekingsoort
from domain.contract import CONTRACT
from domain.contractdelen import Bekostigingsvorm, Lijstwijziging, Wijzigingen, Wijzigingsgrond
from domain.contractfeiten import ContractGesloten, ContractHerzien
from domain.contractmaximum import boven_maximum, maximum
from domain.contractwijzigingen import jaren, maal, wijzigingen
from domain.drempelbedragen import DREMPELS, GRENZEN, Drempelsoort, drempel, grens
from domain.feiten import Correctie, Correctiesoort, Envelop, Feit, Rechtzetting, Registratie
from domain.tijdlijn import verloop
from domain.waarden import plus_maanden
from domain.wijzigingsdelen import Getoetst, Regime, Ruimte, Toets
from domain.wijzigingsruimte import getoetst, procent, ruimten, uitgangspunt
from tests.hulp import (
    BEGIN,
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    intrekking,
    opzegging,
    verlenging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

WAARDE = "1000000.00"
CLAUSULE = {"nummer": "1.4", "gevolgWeigering": "ONGEWIJZIGD"}


@pytest.fixture
def v(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as verhaal:
        verhaal.wereld()
        verhaal.aanbieder = aanbieder(verhaal, "De Kade", "GUNNING")
        yield verhaal


def aanbieder(v: Verhaal, naam: str, grondslag: str | None, **anders: Any) -> str:
    """Record an aanbieder that may deliver P1 and P2 on a ground; give its id."""
    wie = {"ingangsdatum": BEGIN, "naam": naam, "kvkNummer": "87654321"}
    ding: str = v.post("/aanbieders", wie)["aanbieder"]["id"]
    for perceel in ("P1", "P2") if grondslag else ():
        lichaam = v.toelating(perceel, grondslag=grondslag, **anders)
        v.post(f"/aanbieders/{ding}/toelatingen", lichaam)
    return ding


def gegund(v: Verhaal, **anders: Any) -> str:
    """Record a contract of eight years, worth a million when it was awarded; give its path."""
    return v.contract(oorspronkelijkeWaarde=WAARDE, herzieningsclausule=CLAUSULE, **anders)


def wijzig(v: Verhaal, pad: str, dag: str, waarde: str | None, grond: str, **anders: Any) -> int:
    """Record a change of the tariff on a ground, worth so much over the whole term; give its volgnummer."""
    extra = {} if waarde is None else {"waardewijziging": waarde}
    lichaam = herziening(dag, "101.00", wijzigingsgrond=grond, **extra, **anders)
    nummer: int = v.post(f"{pad}/herzieningen", lichaam)["gebeurtenis"]["volgnummer"]
    return nummer


def meter(v: Verhaal, pad: str, **paar: Any) -> dict[str, Any]:
    gemeten: dict[str, Any] = v.get(f"{pad}/wijzigingsruimte", **paar)
    return gemeten


def toetsen(gemeten: dict[str, Any]) -> list[tuple[str | None, str | None, str]]:
    """Give of each change the article, the share and the outcome."""
    return [(w["artikel"], w["percentage"], w["uitkomst"]) for w in gemeten["wijzigingen"]]


# --- small changes: 2.163b ---------------------------------------------------------------------------------------


def test_een_kleine_wijziging_past_onder_tien_procent_en_niet_erboven(v: Verhaal) -> None:
    """Of a million: 99.000 is 9,9 % and fits; 2.000 more makes 10,1 % and does not."""
    pad = gegund(v)
    wijzig(v, pad, "2024-01-01", "99000.00", "BAGATEL")

    eerst = meter(v, pad, geldigOp="2024-06-30")
    assert toetsen(eerst) == [("2.163b", "9.90", "BINNEN")]
    assert eerst["regime"] == "OVERHEIDSOPDRACHT_SAS"
    assert eerst["ruimte"]["bagatel"] == {
        "artikel": "2.163b",
        "percentage": 10,
        "percentagebedrag": "100000.00",
        "drempel": "750000.00",
        "bronnen": ["Aanbestedingswet 2012 art. 2.163b", "Richtlijn 2014/24/EU art. 4 d"],
        "grens": "100000.00",
        "gebruikt": "99000.00",
        "over": "1000.00",
        "boven": "0.00",
        "uitkomst": "BINNEN",
    }

    wijzig(v, pad, "2024-07-01", "2000.00", "BAGATEL")
    samen = meter(v, pad, geldigOp="2024-07-01")
    assert toetsen(samen) == [("2.163b", "9.90", "BINNEN"), ("2.163b", "10.10", "BOVEN")]
    assert samen["wijzigingen"][1]["cumulatief"] == "101000.00"
    over = samen["ruimte"]["bagatel"]
    assert (over["over"], over["boven"], over["uitkomst"]) == ("0.00", "1000.00", "BOVEN")


@pytest.mark.parametrize(
    ("waarde", "toets"), [("99999.99", "BINNEN"), ("100000.00", "BOVEN"), ("100000.01", "BOVEN")]
)
def test_een_kleine_wijziging_blijft_lager_dan_tien_procent(
    v: Verhaal, waarde: str, toets: str
) -> None:
    pad = gegund(v)

    wijzig(v, pad, "2024-01-01", waarde, "BAGATEL")

    assert meter(v, pad, geldigOp="2024-01-01")["wijzigingen"][0]["uitkomst"] == toets


def test_bij_een_grote_opdracht_is_de_drempel_de_grens(v: Verhaal) -> None:
    """Of twenty million ten percent is two million; the threshold of 750.000 comes first."""
    pad = v.contract(oorspronkelijkeWaarde="20000000.00")
    wijzig(v, pad, "2024-01-01", "749999.99", "BAGATEL")
    assert toetsen(meter(v, pad, geldigOp="2024-01-01")) == [("2.163b", "3.75", "BINNEN")]

    wijzig(v, pad, "2024-02-01", "0.01", "BAGATEL")
    gemeten = meter(v, pad, geldigOp="2024-02-01")
    assert gemeten["wijzigingen"][1]["uitkomst"] == "BOVEN"
    assert "drempel" in gemeten["wijzigingen"][1]["waarom"]
    assert gemeten["ruimte"]["bagatel"]["grens"] == "750000.00"


def test_kleine_wijzigingen_tellen_netto_op(v: Verhaal) -> None:
    pad = gegund(v)
    for dag, waarde in (
        ("2024-01-01", "80000.00"),
        ("2024-02-01", "-50000.00"),
        ("2024-03-01", "60000.00"),
        ("2024-04-01", "30000.00"),
    ):
        wijzig(v, pad, dag, waarde, "BAGATEL")
    wijzig(v, pad, "2024-05-01", "400000.00", "AANVULLEND")

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert [w["cumulatief"] for w in gemeten["wijzigingen"]] == [
        "80000.00",
        "30000.00",
        "90000.00",
        "120000.00",
        None,
    ]
    assert [w["uitkomst"] for w in gemeten["wijzigingen"]] == [*["BINNEN"] * 3, "BOVEN", "BINNEN"]


# --- the other grounds -------------------------------------------------------------------------------------------


def test_volgens_de_clausule_past_elke_waarde(v: Verhaal) -> None:
    pad = gegund(v)
    wijzig(v, pad, "2024-01-01", "5000000.00", "CLAUSULE", clausule="1.4")
    wijzig(v, pad, "2024-02-01", "1.00", "CLAUSULE", clausule="9.9")
    wijzig(v, pad, "2024-03-01", "1.00", "CLAUSULE")

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert toetsen(gemeten) == [
        ("2.163c", "500.00", "BINNEN"),
        ("2.163c", "0.00", "ONBEKEND"),
        ("2.163c", "0.00", "ONBEKEND"),
    ]
    waarom = [w["waarom"] for w in gemeten["wijzigingen"]]
    assert waarom[1] == "Genoemd is clausule 9.9, maar het contract kent clausule 1.4."
    assert "niet welke" in waarom[2]
    assert gemeten["ruimte"]["bagatel"]["gebruikt"] == "0.00"
    signalen = {s["code"] for s in v.get(pad, geldigOp="2024-12-31")["signalen"]}
    assert "clausule-past-niet" in signalen
    assert "wijzigingsruimte-overschreden" not in signalen


@pytest.mark.parametrize(("grond", "artikel"), [("AANVULLEND", "2.163d"), ("ONVOORZIEN", "2.163e")])
def test_de_helft_per_wijziging_en_elke_wordt_aangekondigd(
    v: Verhaal, grond: str, artikel: str
) -> None:
    pad = gegund(v)
    for dag, waarde in (
        ("2024-01-01", "500000.00"),
        ("2024-02-01", "500000.00"),
        ("2024-03-01", "500000.01"),
    ):
        wijzig(v, pad, dag, waarde, grond)

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert toetsen(gemeten) == [
        (artikel, "50.00", "BINNEN"),
        (artikel, "50.00", "BINNEN"),
        (artikel, "50.00", "BOVEN"),
    ]
    assert {w["aankondigingNodig"] for w in gemeten["wijzigingen"]} == {True}
    assert gemeten["ruimte"][grond.lower()]["over"] == "500000.00"
    assert "wijzigingsruimte-overschreden" in {
        s["code"] for s in v.get(pad, geldigOp="2024-12-31")["signalen"]
    }


def test_vervanging_en_niet_wezenlijk_kennen_geen_grens_in_geld(v: Verhaal) -> None:
    pad = gegund(v)
    wijzig(v, pad, "2024-01-01", "900000.00", "NIET_WEZENLIJK")
    v.aanbieder = aanbieder(v, "De Wal", "OVERGENOMEN")
    overdracht = {"ingangsdatum": "2024-02-01", "nieuweAanbiederId": v.aanbieder}
    v.post(f"{pad}/overdrachten", overdracht)

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert toetsen(gemeten) == [
        ("2.163g", "90.00", "NIET_VAN_TOEPASSING"),
        ("2.163f", "0.00", "NIET_VAN_TOEPASSING"),
    ]
    assert gemeten["regime"] == "OVERHEIDSOPDRACHT_SAS"
    assert {"veld": "aanbiederId", "verandering": "een andere aanbieder is partij"} in gemeten[
        "veranderd"
    ]


# --- extensions --------------------------------------------------------------------------------------------------


def test_een_optie_is_een_clausule_en_buiten_de_optie_is_er_geen_grond(v: Verhaal) -> None:
    """Four years of 250.000 come with the option; the second extension fits none."""
    opties = [{"totEnMet": "2034-12-31", "uitoefenenVan": "2030-01-01"}]
    pad = gegund(v, verlengingsopties=opties)
    v.post(f"{pad}/verlengingen", verlenging("2030-03-01", "2034-12-31"))
    te_ver = verlenging("2033-03-01", "2036-12-31", afwijking=afwijking("verlenging-buiten-optie"))
    v.post(f"{pad}/verlengingen", te_ver)

    eerst, daarna = meter(v, pad, geldigOp="2033-03-01")["wijzigingen"]

    assert (eerst["artikel"], eerst["waarde"], eerst["waardebron"], eerst["uitkomst"]) == (
        "2.163c",
        "1000000.00",
        "BEREKEND",
        "BINNEN",
    )
    assert (daarna["artikel"], daarna["waarde"], daarna["uitkomst"]) == (None, "500000.00", "BOVEN")


def test_gewijzigd_verlengd_is_een_optie_en_een_wijziging(v: Verhaal) -> None:
    opties = [{"totEnMet": "2034-12-31"}]
    pad = gegund(v, verlengingsopties=opties)
    anders = {
        "wijzigingen": {"geraamdeJaarwaarde": "260000.00"},
        "wijzigingsgrond": "BAGATEL",
    }
    v.post(f"{pad}/verlengingen", verlenging("2030-03-01", "2034-12-31", **anders))

    voor = meter(v, pad, geldigOp="2030-06-30")
    assert [(w["soort"], w["stand"]) for w in voor["wijzigingen"]] == [
        ("VERLENGING", "DOORGEVOERD")
    ]
    (komt,) = voor["voorgenomen"]
    assert (komt["soort"], komt["ingangsdatum"], komt["waarde"], komt["cumulatief"]) == (
        "GEWIJZIGD_VERLENGD",
        "2031-01-01",
        "40000.00",
        "40000.00",
    )
    assert voor["ruimte"]["bagatel"]["over"] == "100000.00"
    assert voor["ruimteDaarna"]["bagatel"]["over"] == "60000.00"

    na = meter(v, pad, geldigOp="2031-01-01")
    assert na["voorgenomen"] == []
    assert na["ruimteDaarna"] is None
    assert na["ruimte"]["bagatel"]["over"] == "60000.00"


def test_buiten_de_optie_telt_de_hele_verlenging_op_de_genoemde_grond(v: Verhaal) -> None:
    """The extension and its terms are one change then: with a value it is tested, without one it is unknown."""
    anders = {
        "wijzigingen": {"geraamdeJaarwaarde": "260000.00"},
        "wijzigingsgrond": "ONVOORZIEN",
        "afwijking": afwijking("verlenging-buiten-optie"),
    }
    pad = gegund(v)
    met = verlenging("2030-03-01", "2032-12-31", waardewijziging="520000.00", **anders)
    v.post(f"{pad}/verlengingen", met)
    ander = gegund(v, contractnummer="L")
    v.post(f"{ander}/verlengingen", verlenging("2030-03-01", "2032-12-31", **anders))

    (rij,) = meter(v, pad, geldigOp="2031-01-01")["wijzigingen"]
    (zonder,) = meter(v, ander, geldigOp="2031-01-01")["wijzigingen"]

    assert (rij["soort"], rij["percentage"], rij["uitkomst"]) == (
        "GEWIJZIGD_VERLENGD",
        "52.00",
        "BOVEN",
    )
    assert (zonder["waarde"], zonder["uitkomst"]) == (None, "ONBEKEND")


# --- proposals ---------------------------------------------------------------------------------------------------


def voorstel(dag: str, per: str, waarde: str, **anders: Any) -> dict[str, Any]:
    return {
        "ingangsdatum": dag,
        "wijzigingen": {"percelen": {"erbij": ["P2"]}},
        "wijzigingsgrond": "BAGATEL",
        "werkingPer": per,
        "waardewijziging": waarde,
        **anders,
    }


def test_wat_is_voorgesteld_staat_apart_met_de_ruimte_erna(v: Verhaal) -> None:
    pad = gegund(v)
    wijzig(v, pad, "2024-01-01", "70000.00", "BAGATEL")
    gedaan = v.post(
        f"{pad}/herzieningsvoorstellen", voorstel("2024-03-01", "2024-07-01", "40000.00")
    )
    nummer = gedaan["gebeurtenis"]["volgnummer"]

    open_ = meter(v, pad, geldigOp="2024-03-01")
    assert [(w["stand"], w["uitkomst"]) for w in open_["voorgenomen"]] == [("OPEN", "BOVEN")]
    assert open_["voorgenomen"][0]["aard"] == [{"veld": "percelen", "verandering": "erbij P2"}]
    assert open_["ruimte"]["bagatel"]["over"] == "30000.00"
    assert open_["ruimteDaarna"]["bagatel"]["boven"] == "10000.00"

    antwoord = {"ingangsdatum": "2024-04-01", "volgnummer": nummer, "antwoord": "AANVAARD"}
    v.post(f"{pad}/antwoorden", antwoord)
    assert [w["stand"] for w in meter(v, pad, geldigOp="2024-06-30")["voorgenomen"]] == ["KOMEND"]
    door = meter(v, pad, geldigOp="2024-07-01")
    assert [(w["soort"], w["uitkomst"]) for w in door["wijzigingen"]] == [
        ("HERZIENING", "BINNEN"),
        ("HERZIENINGSVOORSTEL", "BOVEN"),
    ]
    assert door["veranderd"] == [{"veld": "percelen", "verandering": "erbij P2"}]
    assert v.get(open_["_links"]["self"]["href"]) == open_


def test_wat_is_geweigerd_of_teruggenomen_telt_niet(v: Verhaal) -> None:
    pad = gegund(v)
    gedaan = v.post(
        f"{pad}/herzieningsvoorstellen", voorstel("2024-03-01", "2024-07-01", "40000.00")
    )
    nummer = gedaan["gebeurtenis"]["volgnummer"]
    nee = {"ingangsdatum": "2024-04-01", "volgnummer": nummer, "antwoord": "GEWEIGERD"}
    v.post(f"{pad}/antwoorden", nee)
    later = wijzig(v, pad, "2025-01-01", "50000.00", "BAGATEL")
    v.post(f"{pad}/intrekkingen", intrekking("2024-11-01", later))

    assert [w["ingangsdatum"] for w in meter(v, pad, geldigOp="2024-10-31")["voorgenomen"]] == [
        "2025-01-01"
    ]
    for dag in ("2024-11-01", "2025-06-30"):
        gemeten = meter(v, pad, geldigOp=dag)
        assert gemeten["wijzigingen"] == gemeten["voorgenomen"] == []


def test_wat_na_het_einde_zou_werken_telt_niet(v: Verhaal) -> None:
    pad = gegund(v, opzegregeling={"opdrachtgever": {"maanden": 3}})
    v.post(f"{pad}/herzieningsvoorstellen", voorstel("2024-03-01", "2025-07-01", "40000.00"))
    v.post(f"{pad}/opzeggingen", opzegging("2024-04-01", "2024-12-31"))

    assert len(meter(v, pad, geldigOp="2024-03-31")["voorgenomen"]) == 1
    assert meter(v, pad, geldigOp="2024-04-01")["voorgenomen"] == []
    assert meter(v, pad, geldigOp="2025-01-01")["voorgenomen"] == []


# --- which rules apply -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grondslag", "regime", "toets"),
    [
        ("TOELATING", "TOELATING", "NIET_VAN_TOEPASSING"),
        ("SUBSIDIE", "SUBSIDIE", "NIET_VAN_TOEPASSING"),
        ("INBESTEDING", "INBESTEDING", "NIET_VAN_TOEPASSING"),
        ("OVERGENOMEN", "ONBEKEND", "ONBEKEND"),
        (None, "ONBEKEND", "ONBEKEND"),
    ],
)
def test_buiten_de_overheidsopdracht_geldt_artikel_2163_niet(
    v: Verhaal, grondslag: str | None, regime: str, toets: str
) -> None:
    v.aanbieder = aanbieder(v, "De Gracht", grondslag)
    extra = {} if grondslag else {"afwijking": afwijking("niet-toegelaten")}
    pad = gegund(v, **extra)
    wijzig(v, pad, "2024-01-01", "900000.00", "BAGATEL")

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert (gemeten["regime"], gemeten["ruimte"]) == (regime, None)
    assert toetsen(gemeten) == [("2.163b", "90.00", toets)]
    assert gemeten["wijzigingen"][0]["aankondigingNodig"] is False
    signalen = {s["code"] for s in v.get(pad, geldigOp="2024-12-31")["signalen"]}
    assert "wijzigingsruimte-overschreden" not in signalen


def test_een_overname_telt_als_wat_er_overgenomen_is(v: Verhaal) -> None:
    vorige = v.aanbieder
    v.aanbieder = aanbieder(v, "De Haven", "OVERGENOMEN")
    over = {"ingangsdatum": "2022-06-01", "vorm": "FUSIE", "verkrijgerId": v.aanbieder}
    v.post(f"/aanbieders/{vorige}/overgangen", over)
    pad = gegund(v)

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert gemeten["regime"] == "OVERHEIDSOPDRACHT_SAS"
    assert gemeten["percelen"] == [
        {
            "perceel": "P1",
            "grondslag": "GUNNING",
            "overgenomen": True,
            "regime": "OVERHEIDSOPDRACHT_SAS",
        }
    ]


def test_een_overname_van_een_overname(v: Verhaal) -> None:
    keten = [v.aanbieder, *(aanbieder(v, naam, "OVERGENOMEN") for naam in ("De Haven", "De Punt"))]
    for vorige, volgende, dag in (
        (keten[0], keten[1], "2020-06-01"),
        (keten[1], keten[2], "2021-06-01"),
    ):
        over = {"ingangsdatum": dag, "vorm": "OVERNAME", "verkrijgerId": volgende}
        v.post(f"/aanbieders/{vorige}/overgangen", over)
    v.aanbieder = keten[2]
    assert meter(v, gegund(v))["regime"] == "OVERHEIDSOPDRACHT_SAS"

    v.post(f"/aanbieders/{keten[0]}/correcties", correctie(zet(2), zet(3)))
    assert meter(v, gegund(v, contractnummer="L"))["regime"] == "ONBEKEND"


def test_andere_diensten_kennen_de_drempel_van_hun_jaren(v: Verhaal) -> None:
    """215.000 euro in 2022-2023, 221.000 in 2024-2025; for 2028 the table has no threshold."""
    pad = v.contract(oorspronkelijkeWaarde="9000000.00", cpv="79000000")
    wijzig(v, pad, "2023-06-01", "216000.00", "BAGATEL")

    gemeten = meter(v, pad, geldigOp="2023-12-31")
    assert (gemeten["regime"], gemeten["ruimte"]["bagatel"]["grens"]) == (
        "OVERHEIDSOPDRACHT",
        "215000.00",
    )
    assert gemeten["wijzigingen"][0]["uitkomst"] == "BOVEN"
    assert meter(v, pad, geldigOp="2024-01-01")["ruimte"]["bagatel"]["grens"] == "221000.00"
    onbekend = meter(v, pad, geldigOp="2028-01-01")["ruimte"]["bagatel"]
    assert (onbekend["drempel"], onbekend["over"], onbekend["uitkomst"]) == (None, None, "ONBEKEND")


# --- what is not known -------------------------------------------------------------------------------------------


def test_zonder_oorspronkelijke_waarde_is_de_ruimte_onbekend(v: Verhaal) -> None:
    pad = v.contract()
    wijzig(v, pad, "2024-01-01", "10.00", "BAGATEL")
    wijzig(v, pad, "2024-02-01", "10.00", "AANVULLEND")
    wijzig(v, pad, "2024-03-01", None, "BAGATEL")

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert gemeten["oorspronkelijkeWaarde"] is None
    assert gemeten["schatting"] == "2000000.00"
    assert [w["uitkomst"] for w in gemeten["wijzigingen"]] == ["ONBEKEND"] * 3
    laatste = gemeten["wijzigingen"][2]
    assert (laatste["waarde"], laatste["waardebron"], laatste["cumulatief"]) == (
        None,
        "ONBEKEND",
        None,
    )
    bagatel = gemeten["ruimte"]["bagatel"]
    assert (bagatel["gebruikt"], bagatel["over"], bagatel["boven"]) == (None, None, None)


def test_zonder_waardewijziging_wordt_de_jaarwaarde_over_de_rest_gerekend(v: Verhaal) -> None:
    """From 250.000 to 262.500 a year over 2025 t/m 2030: six times 12.500."""
    pad = gegund(v)
    hoger = herziening(
        "2025-01-01", wijzigingen={"geraamdeJaarwaarde": "262500.00"}, wijzigingsgrond="BAGATEL"
    )
    v.post(f"{pad}/herzieningen", hoger)
    eigenaar = herziening(
        "2025-02-01", wijzigingen={"eigenaar": "team zuid"}, wijzigingsgrond="NIET_WEZENLIJK"
    )
    v.post(f"{pad}/herzieningen", eigenaar)

    rijen = meter(v, pad, geldigOp="2025-12-31")["wijzigingen"]

    assert [(w["waarde"], w["waardebron"]) for w in rijen] == [
        ("75000.00", "BEREKEND"),
        ("0.00", "GEEN"),
    ]


def test_wat_niet_te_rekenen_is_blijft_onbekend(v: Verhaal) -> None:
    """No yearly value to extend with, no end to count to, no budget before to compare with."""
    zonder = v.contract(geraamdeJaarwaarde=None, verlengingsopties=[{"totEnMet": "2034-12-31"}])
    v.post(f"{zonder}/verlengingen", verlenging("2024-03-01", "2034-12-31"))
    open_ = v.contract(contractnummer="L", einddatum=None)
    for wijzigingen_ in (
        {"geraamdeJaarwaarde": "260000.00"},
        {"taakbudgetten": [{"boekjaar": 2025, "bedrag": "1.00"}]},
    ):
        lichaam = herziening("2024-03-01", wijzigingen=wijzigingen_, wijzigingsgrond="ONVOORZIEN")
        v.post(f"{open_}/herzieningen", lichaam)

    (langer,) = meter(v, zonder, geldigOp="2024-12-31")["wijzigingen"]
    anders = meter(v, open_, geldigOp="2024-12-31")["wijzigingen"]

    assert [(w["waarde"], w["waardebron"]) for w in (langer, *anders)] == [
        (None, "ONBEKEND"),
        (None, "ONBEKEND"),
        (None, "ONBEKEND"),
    ]
    assert langer["uitkomst"] == "BINNEN"
    assert {w["uitkomst"] for w in anders} == {"ONBEKEND"}
    assert meter(v, open_, geldigOp="2024-12-31")["schatting"] is None


def test_zonder_grond_is_een_voorstel_onbekend_en_een_verlenging_boven(v: Verhaal) -> None:
    pad = gegund(v, verlengingsopties=[{"totEnMet": "2034-12-31"}])
    kaal = voorstel("2024-03-01", "2024-07-01", "1.00")
    del kaal["wijzigingsgrond"]
    zonder = {"afwijking": afwijking("wijzigingsgrond-ontbreekt")}
    v.post(f"{pad}/herzieningsvoorstellen", kaal | zonder)
    anders = zonder | {
        "wijzigingen": {"bekostigingsvorm": "OUTPUTGERICHT"},
        "waardewijziging": "1.00",
    }
    v.post(f"{pad}/verlengingen", verlenging("2024-04-01", "2034-12-31", **anders))

    wacht = meter(v, pad, geldigOp="2024-06-30")["voorgenomen"]
    assert [(w["soort"], w["uitkomst"]) for w in wacht] == [
        ("HERZIENINGSVOORSTEL", "ONBEKEND"),
        ("GEWIJZIGD_VERLENGD", "BOVEN"),
    ]
    van_naar = {
        "veld": "bekostigingsvorm",
        "verandering": "van inspanningsgericht naar outputgericht",
    }
    assert wacht[1]["aard"] == [van_naar]
    assert van_naar in meter(v, pad, geldigOp="2031-01-01")["veranderd"]


def test_taakbudgetten_zijn_de_waarde_van_een_taakgericht_contract(v: Verhaal) -> None:
    budgetten = [{"boekjaar": j, "bedrag": "100000.00"} for j in (2025, 2026)]
    pad = gegund(v, bekostigingsvorm="TAAKGERICHT", taakbudgetten=budgetten)
    hoger = {"taakbudgetten": [{"boekjaar": 2026, "bedrag": "130000.00"}]}
    v.post(
        f"{pad}/herzieningen",
        herziening("2025-06-01", wijzigingen=hoger, wijzigingsgrond="BAGATEL"),
    )

    (rij,) = meter(v, pad, geldigOp="2025-12-31")["wijzigingen"]

    assert (rij["waarde"], rij["waardebron"], rij["uitkomst"]) == ("30000.00", "BEREKEND", "BINNEN")


def test_na_indexeren_telt_de_geindexeerde_waarde_en_staat_de_andere_ernaast(v: Verhaal) -> None:
    """After 5 % the value is 1.050.000: 102.000 is 9,71 % of it, and 10,2 % of the original."""
    pad = gegund(v)
    v.post(f"{pad}/indexeringen", indexering("2024-01-01", "5.00"))
    v.post(f"{pad}/indexeringen", indexering("2024-02-01", "3.00"))
    wijzig(v, pad, "2024-06-01", "102000.00", "BAGATEL")

    gemeten = meter(v, pad, geldigOp="2024-12-31")

    assert gemeten["basis"] == {"soort": "GEINDEXEERD", "bedrag": "1050000.00"}
    assert toetsen(gemeten) == [("2.163b", "9.71", "BINNEN")]
    assert gemeten["wijzigingen"][0]["anders"] == {
        "basis": {"soort": "OORSPRONKELIJK", "bedrag": WAARDE},
        "percentage": "10.20",
        "uitkomst": "BOVEN",
    }
    assert "art. 72 lid 3" in gemeten["keuzes"][0]["bron"]


# --- as known then -----------------------------------------------------------------------------------------------


def test_zoals_bij_vastleggen_en_zoals_nu_bekend(v: Verhaal) -> None:
    v.op("2024-01-10")
    pad = gegund(v)
    eerste = wijzig(v, pad, "2024-01-10", "40000.00", "BAGATEL")
    v.op("2024-05-01")
    wijzig(v, pad, "2024-05-01", "50000.00", "BAGATEL")
    v.op("2024-06-02")
    toen = meter(v, pad, geldigOp="2024-06-01", beschikbaarOp="2024-06-01")
    assert [w["uitkomst"] for w in toen["wijzigingen"]] == ["BINNEN", "BINNEN"]

    v.op("2024-09-01")
    juist = herziening(
        "2024-01-10", "101.00", wijzigingsgrond="BAGATEL", waardewijziging="60000.00"
    )
    v.post(f"{pad}/correcties", correctie(zet(eerste, "herzieningen", juist)))

    nu = meter(v, pad, geldigOp="2024-06-01")
    assert toetsen(nu) == [("2.163b", "6.00", "BINNEN"), ("2.163b", "11.00", "BOVEN")]
    bij = [w["bijVastleggen"] for w in nu["wijzigingen"]]
    assert [(b["waarde"], b["cumulatief"], b["percentage"], b["uitkomst"]) for b in bij] == [
        ("40000.00", "40000.00", "4.00", "BINNEN"),
        ("50000.00", "90000.00", "9.00", "BINNEN"),
    ]
    assert [w["geregistreerdOp"][:10] for w in nu["wijzigingen"]] == ["2024-09-01", "2024-05-01"]
    assert v.get(toen["_links"]["self"]["href"]) == toen


def test_een_latere_grondslag_verandert_wat_toen_gold_niet(v: Verhaal) -> None:
    v.op("2024-01-10")
    wie = aanbieder(v, "De Sluis", "TOELATING")
    v.aanbieder = wie
    pad = gegund(v)
    wijzig(v, pad, "2024-01-10", "900000.00", "BAGATEL")
    toen = meter(v, pad)

    v.op("2024-03-01")
    gunning = v.toelating("P1", grondslag="GUNNING")
    v.post(f"/aanbieders/{wie}/correcties", correctie(zet(2, "toelatingen", gunning)))

    nu = meter(v, pad)
    assert (nu["regime"], nu["wijzigingen"][0]["uitkomst"]) == ("OVERHEIDSOPDRACHT_SAS", "BOVEN")
    bij = nu["wijzigingen"][0]["bijVastleggen"]
    assert (bij["regime"], bij["uitkomst"]) == ("TOELATING", "NIET_VAN_TOEPASSING")
    assert v.get(toen["_links"]["self"]["href"]) == toen


def test_wat_eerst_een_andere_handeling_was_kent_geen_meter_van_toen(v: Verhaal) -> None:
    pad = gegund(v, opzegregeling={"opdrachtgever": {"maanden": 3}})
    v.post(f"{pad}/opzeggingen", opzegging("2024-04-01", "2024-12-31"))
    was = herziening("2024-04-01", "101.00", wijzigingsgrond="BAGATEL", waardewijziging="1.00")
    v.post(f"{pad}/correcties", correctie(zet(2, "herzieningen", was)))

    (rij,) = meter(v, pad, geldigOp="2024-12-31")["wijzigingen"]

    assert (rij["volgnummer"], rij["plaats"], rij["bijVastleggen"]) == (3, 2, None)


def test_een_contract_dat_toen_niet_bekend_was(v: Verhaal) -> None:
    v.op("2024-01-10")
    pad = gegund(v)

    v.get(f"{pad}/wijzigingsruimte", beschikbaarOp="2024-01-09", verwacht=404)
    v.get(f"{pad}/wijzigingsruimte", onzin="1", verwacht=400)
    assert meter(v, pad, als=Rol.RAAD) == meter(v, pad)


# --- the maximum -------------------------------------------------------------------------------------------------


def realisatie(v: Verhaal, budget: str, contract: str, maand: str, bedrag: str) -> None:
    lichaam = {
        "prestatieperiode": maand,
        "boekjaar": 2025,
        "contractId": contract.rsplit("/", 1)[1],
        "bedrag": bedrag,
        "bron": "declaraties",
    }
    v.post(f"{budget}/realisaties", lichaam)


def test_het_maximum_raakt_op_door_realisaties(v: Verhaal) -> None:
    pad = v.contract(maximumwaarde="100000.00")
    budget = v.budget()
    verplicht = {
        "ingangsdatum": "2025-01-01",
        "contractId": pad.rsplit("/", 1)[1],
        "bedrag": "90000.00",
        "aard": "HARD",
    }
    v.post(f"{budget}/verplichtingen", verplicht)
    for maand, bedrag in (
        ("2025-01", "69999.99"),
        ("2025-02", "0.01"),
        ("2025-03", "30000.00"),
        ("2025-04", "5000.00"),
    ):
        realisatie(v, budget, pad, maand, bedrag)

    def stand(dag: str) -> tuple[Any, ...]:
        m = meter(v, pad, geldigOp=dag)["maximum"]
        return m["stand"], m["gerealiseerd"], m["over"], m["boven"], m["percentage"]

    assert stand("2025-02-01") == ("BINNEN", "69999.99", "30000.01", "0.00", "70.00")
    assert stand("2025-03-01") == ("BIJNA_UITGEPUT", "70000.00", "30000.00", "0.00", "70.00")
    assert stand("2025-04-01") == ("UITGEPUT", "100000.00", "0.00", "0.00", "100.00")
    assert stand("2025-05-01") == ("UITGEPUT", "105000.00", "0.00", "5000.00", "105.00")
    op = meter(v, pad, geldigOp="2025-06-01")["maximum"]
    assert (op["uitgeputSinds"], op["verplicht"], op["signaalBij"]) == (
        "2025-04-01",
        "90000.00",
        70,
    )

    def signaal(dag: str) -> set[str]:
        return {s["code"] for s in v.get(pad, geldigOp=dag)["signalen"] if "maximum" in s["code"]}

    assert signaal("2025-02-01") == set()
    assert signaal("2025-03-01") == {"maximum-bijna-uitgeput"}
    assert signaal("2025-04-01") == {"maximum-uitgeput"}


def test_zonder_maximum_is_er_niets_op_te_maken(v: Verhaal) -> None:
    pad = v.contract()
    realisatie(v, v.budget(), pad, "2025-01", "69999.99")

    m = meter(v, pad, geldigOp="2025-06-01")["maximum"]

    assert (m["stand"], m["maximumwaarde"], m["over"], m["gerealiseerd"]) == (
        "NIET_VASTGELEGD",
        None,
        None,
        "69999.99",
    )


# --- calculations ------------------------------------------------------------------------------------------------

BEDRAGEN = st.lists(st.integers(-5_000_000, 20_000_000), min_size=1, max_size=8)


def contractfeiten(
    waarde: int | None,
    bedragen: list[int | None],
    dag: date = date(2024, 1, 1),
    grond: Wijzigingsgrond = Wijzigingsgrond.BAGATEL,
) -> list[Registratie]:
    """Give the entries of a contract with that original value and those changes, a month apart."""
    gesloten = ContractGesloten(
        ingangsdatum=dag,
        contractnummer="K",
        regio_id=UUID(int=1),
        aanbieder_id=UUID(int=2),
        traject_id=UUID(int=3),
        segment="ambulant",
        percelen=("P1",),
        gemeenten=("9001",),
        inkoopvorm="SAS",
        bekostigingsvorm=Bekostigingsvorm.INSPANNINGSGERICHT,
        oorspronkelijke_waarde=waarde,
    )
    herzien = [
        ContractHerzien(
            ingangsdatum=plus_maanden(dag, nummer),
            wijzigingen=Wijzigingen(percelen=Lijstwijziging(erbij=("P2",))),
            wijzigingsgrond=grond,
            waardewijziging=bedrag,
        )
        for nummer, bedrag in enumerate(bedragen, 1)
    ]
    return [registratie(nummer, feit) for nummer, feit in enumerate([gesloten, *herzien], 1)]


def registratie(nummer: int, feit: Feit) -> Registratie:
    return Registratie(
        id=UUID(int=nummer),
        ding=UUID(int=99),
        soort=feit.feitnaam,
        volgnummer=nummer,
        positie=nummer,
        geregistreerd_op=MOMENT,
        door="iemand",
        correlatie=UUID(int=0),
        envelop=Envelop(),
        feit=feit,
    )


MOMENT = datetime(2024, 1, 1, 12, tzinfo=UTC)


def gemeten(
    waarde: int | None, bedragen: list[int | None], **anders: Any
) -> tuple[list[Getoetst], Ruimte]:
    registraties = contractfeiten(waarde, bedragen, **anders)
    koers = verloop(soort=CONTRACT, registraties=registraties)
    gesloten, dag = registraties[0].feit, date(2030, 1, 1)
    assert isinstance(gesloten, ContractGesloten)
    regime = Regime.OVERHEIDSOPDRACHT_SAS
    u = uitgangspunt(verloop=koers, gesloten=gesloten, regime=regime, bekend=dag)
    gevonden = [(w, MOMENT) for w in wijzigingen(verloop=koers, dag=dag)]
    rijen = getoetst(wijzigingen=gevonden, uitgangspunt=u)
    ruimte = ruimten(getoetst=rijen, uitgangspunt=u, dag=dag)
    assert ruimte is not None
    return list(rijen), ruimte.bagatel


@given(waarde=st.integers(0, 2_000_000_000), bedragen=BEDRAGEN)
def test_de_som_is_de_gewone_som_en_de_ruimte_nooit_negatief(
    waarde: int, bedragen: list[int]
) -> None:
    rijen, ruimte = gemeten(waarde, list(bedragen))

    sommen = [sum(bedragen[: n + 1]) for n in range(len(bedragen))]
    assert [r.cumulatief for r in rijen] == sommen
    past = [som < 75_000_000 and som * 10 < waarde for som in sommen]
    assert [r.uitkomst is Toets.BINNEN for r in rijen] == past
    assert all(r.uitkomst in (Toets.BINNEN, Toets.BOVEN) for r in rijen)
    assert (ruimte.uitkomst is Toets.BINNEN) == past[-1]
    if ruimte.over is not None:
        assert ruimte.over >= 0
        assert (ruimte.boven or 0) >= 0
        assert 0 in (ruimte.over, ruimte.boven)


@given(bedragen=st.lists(st.none() | st.integers(-100, 100), min_size=1, max_size=6))
def test_na_een_onbekende_waarde_is_de_som_onbekend(bedragen: list[int | None]) -> None:
    rijen, ruimte = gemeten(None, bedragen)

    eerste = bedragen.index(None) if None in bedragen else len(bedragen)
    assert [r.cumulatief is None for r in rijen] == [n >= eerste for n in range(len(bedragen))]
    assert {r.uitkomst for r in rijen} == {Toets.ONBEKEND}
    assert (ruimte.over, ruimte.boven) == (None, None)


@pytest.mark.parametrize("grond", ["BAGATEL", "AANVULLEND", "ONVOORZIEN"])
def test_wat_voor_juli_2016_veranderde_is_niet_te_toetsen(grond: str) -> None:
    toen = {"dag": date(2015, 1, 1), "grond": Wijzigingsgrond(grond)}

    (rij,), _ = gemeten(1_000, [1], **toen)

    assert (rij.uitkomst, rij.grens) == (Toets.ONBEKEND, None)
    assert "kent op 2015-02-01 geen" in rij.waarom


def test_een_teruggenomen_opening_kent_geen_wijzigingen() -> None:
    koers = verloop(
        soort=CONTRACT,
        registraties=[
            *contractfeiten(None, []),
            replace(
                registratie(2, contractfeiten(None, [1])[1].feit),  # type: ignore[arg-type]
                soort=CONTRACT.naam_correctie,
                feit=Correctie(
                    soort=Correctiesoort.FOUT,
                    registraties=(Rechtzetting(volgnummer=1, vervanging=None),),
                    reden="dubbel",
                ),
            ),
        ],
    )

    assert wijzigingen(verloop=koers, dag=date(2024, 6, 1)) == ()


def test_voor_juli_2016_kent_de_wet_deze_grenzen_niet() -> None:
    ervoor, eerste = date(2016, 6, 30), date(2016, 7, 1)
    for soort in Drempelsoort:
        assert drempel(soort=soort, dag=ervoor, bekend=eerste) is None
        assert drempel(soort=soort, dag=eerste, bekend=eerste) is not None
    for grond in (Wijzigingsgrond.BAGATEL, Wijzigingsgrond.AANVULLEND, Wijzigingsgrond.ONVOORZIEN):
        assert grens(grond=grond, dag=ervoor, bekend=eerste) is None


def test_elke_dag_heeft_hoogstens_een_drempel_en_een_grens() -> None:
    for soort in Drempelsoort:
        rijen = sorted((d for d in DREMPELS if d.soort is soort), key=lambda d: d.van)
        assert all(a.tot == b.van for a, b in pairwise(rijen))
    assert len({g.grond for g in GRENZEN}) == len(GRENZEN)


@pytest.mark.parametrize(
    ("van", "tot", "duur"),
    [
        (date(2025, 1, 1), date(2031, 1, 1), Fraction(6)),
        (date(2024, 1, 1), date(2024, 7, 1), Fraction(182, 366)),
        (date(2025, 7, 1), date(2027, 1, 1), 1 + Fraction(184, 365)),
        (date(2025, 1, 1), date(2025, 1, 1), Fraction(0)),
    ],
)
def test_de_duur_in_jaren_is_precies(van: date, tot: date, duur: Fraction) -> None:
    assert jaren(van=van, tot=tot) == duur


def test_afronden_gaat_naar_boven_vanaf_een_halve_cent() -> None:
    assert maal(centen=1, factor=Fraction(1, 2)) == 1
    assert maal(centen=1, factor=Fraction(49, 100)) == 0
    assert procent(deel=1, geheel=3) == "33.33"
    assert procent(deel=-1, geheel=8) == "-12.50"
    assert procent(deel=1, geheel=0) is None


@given(
    tot=st.integers(0, 500),
    kosten=st.lists(st.tuples(st.integers(0, 5), st.integers(-200, 300)), max_size=10),
)
def test_wat_boven_het_maximum_ligt_telt_op_tot_het_meerdere(
    tot: int, kosten: list[tuple[int, int]]
) -> None:
    boekingen = [
        Boeking(
            volgnummer=nummer,
            plaats=nummer,
            soort=Boekingsoort.REALISATIE,
            ingangsdatum=date(2025, 1, 1 + dag),
            centen=centen,
            boekjaar=2025,
        )
        for nummer, (dag, centen) in enumerate(kosten, 1)
    ]

    gevonden = maximum(maximumwaarde=tot, boekingen=boekingen)

    delen = [boven for _, boven in boven_maximum(maximumwaarde=tot, kosten=boekingen)]
    assert sum(delen) == gevonden.boven == max(0, gevonden.gerealiseerd - tot)
    assert gevonden.over == max(0, tot - gevonden.gerealiseerd)
