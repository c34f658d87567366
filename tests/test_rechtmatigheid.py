"""The rechtmatigheidslijst for the college: what a year shows, with its rule, criterion, gemeente and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from application.toegang import Rol
from tests.hulp import (
    BEGIN,
    Verhaal,
    afwijking,
    correctie,
    herziening,
    opzegging,
    trajectlichaam,
    verlenging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

STIL = {"stilzwijgendeVerlenging": {"maanden": 12}}


@pytest.fixture
def v(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as verhaal:
        verhaal.wereld()
        yield verhaal


def lijst(v: Verhaal, jaar: int = 2025, **vraag: Any) -> dict[str, Any]:
    """Ask the list of a year; by default on its last day but one year on, so that all of it has passed."""
    gevraagd = {"geldigOp": f"{jaar + 1}-06-30", **vraag}
    gevonden: dict[str, Any] = v.get(
        "/rapportages/rechtmatigheid", regioId=v.regio, jaar=jaar, **gevraagd
    )
    return gevonden


def deel(gevonden: dict[str, Any], sectie: str) -> dict[str, Any]:
    (een,) = (s for s in gevonden["secties"] if s["sectie"] == sectie)
    assert een["aantal"] == len(een["regels"])
    return dict(een)


def regels(gevonden: dict[str, Any], sectie: str) -> list[tuple[Any, ...]]:
    """Give of each line of a section the contract, the reason and the sum."""
    return [(r["onderwerp"], r["reden"], r["bedrag"]) for r in deel(gevonden, sectie)["regels"]]


def totaal(gevonden: dict[str, Any], gemeente: str | None, sectie: str) -> tuple[int, str | None]:
    (rij,) = (g for g in gevonden["perGemeente"] if g["gemeente"] == gemeente)
    (een,) = (s for s in rij["secties"] if s["sectie"] == sectie)
    return een["aantal"], een["bedrag"]


def kosten(v: Verhaal, contract: str, maand: str, bedrag: str, **anders: Any) -> int:
    """Book a cost on a contract, in a budget of its book year; give its volgnummer."""
    jaar = anders.pop("boekjaar", int(maand[:4]))
    budget = anders.pop("budget", None) or v.budget(
        boekjaar=jaar, segment=f"{contract[-6:]}-{maand}-{bedrag}"
    )
    lichaam = {
        "prestatieperiode": maand,
        "boekjaar": jaar,
        "contractId": contract.rsplit("/", 1)[1],
        "bedrag": bedrag,
        "bron": "declaraties",
        **anders,
    }
    nummer: int = v.post(f"{budget}/realisaties", lichaam)["gebeurtenis"]["volgnummer"]
    return nummer


def test_een_jaar_zonder_bijzonderheden(v: Verhaal) -> None:
    v.contract()

    gevonden = lijst(v)

    assert (gevonden["aantal"], gevonden["jaar"], gevonden["totEnMet"]) == (0, 2025, "2025-12-31")
    assert gevonden["aard"].startswith("Een lijst van wat volgens het register")
    assert [s["bedrag"] for s in gevonden["secties"]] == [None] * 6
    assert [g["gemeente"] for g in gevonden["perGemeente"]] == ["9001", "9002"]
    halverwege = lijst(v, geldigOp="2025-06-30")
    assert halverwege["totEnMet"] == "2025-06-30"
    v.get("/rapportages/rechtmatigheid", verwacht=400)
    v.get("/rapportages/rechtmatigheid", regioId=v.traject, verwacht=404)


# --- deviations --------------------------------------------------------------------------------------------------


def test_afwijkingen_met_motivering_besluit_en_criterium(v: Verhaal) -> None:
    pad = v.contract(opzegregeling={"opdrachtgever": {"maanden": 6}})
    laat = opzegging(
        "2025-02-01", "2025-03-31", afwijking=afwijking("opzegtermijn-niet-in-acht-genomen")
    )
    v.post(f"{pad}/opzeggingen", laat)
    budget = v.budget(gemeente="9002", bedrag="100.00")
    boven = {
        "ingangsdatum": "2025-01-01",
        "contractId": pad.rsplit("/", 1)[1],
        "bedrag": "150.00",
        "aard": "HARD",
        "afwijking": afwijking("budget-overschreden"),
    }
    v.post(f"{budget}/verplichtingen", boven)

    gevonden = deel(lijst(v), "AFWIJKING")

    eerste, tweede = gevonden["regels"]
    assert (eerste["regel"], eerste["criterium"], eerste["bedrag"]) == (
        "budget-overschreden",
        "BEGROTINGSCRITERIUM",
        "150.00",
    )
    assert eerste["bedragen"] == [{"gemeente": "9002", "bedrag": "150.00"}]
    assert (tweede["regel"], tweede["criterium"], tweede["onderwerp"], tweede["volgnummer"]) == (
        "opzegtermijn-niet-in-acht-genomen",
        "VOORWAARDENCRITERIUM",
        "K",
        2,
    )
    assert (tweede["motivering"], tweede["besluit"]["kenmerk"]) == ("spoedplaatsing", "B-24-1")
    assert tweede["aanbieder"] == "De Oever"
    assert v.get(tweede["bronnen"][0]["href"])["aantal"] == 2
    assert (gevonden["bedrag"], gevonden["zonderBedrag"]) == ("150.00", 1)
    assert lijst(v, 2024)["aantal"] == 0


def test_een_afwijking_bij_een_toelating_hoort_bij_de_regio_van_het_traject(v: Verhaal) -> None:
    gesloten = {**trajectlichaam(v.regio), "naam": "Gesloten", "toetreding": "GESLOTEN"}
    v.traject = v.post("/inkooptrajecten", gesloten)["inkooptraject"]["id"]
    laat = v.toelating("P1", ingangsdatum="2025-04-01", afwijking=afwijking("toetreding-gesloten"))
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", laat)
    elders = {"ingangsdatum": BEGIN, "naam": "Elders", "gemeenten": ["9003"]}
    andere = v.post("/regios", elders)["regio"]["id"]

    (regel,) = deel(lijst(v), "AFWIJKING")["regels"]

    assert (regel["onderwerp"], regel["regel"]) == ("De Oever", "toetreding-gesloten")
    assert v.get("/rapportages/rechtmatigheid", regioId=andere, jaar=2025)["aantal"] == 0


def test_een_gecorrigeerde_afwijking_blijft_gemerkt(v: Verhaal) -> None:
    v.op("2025-02-01")
    pad = v.contract(opzegregeling={"opdrachtgever": {"maanden": 6}})
    laat = opzegging(
        "2025-02-01", "2025-03-31", afwijking=afwijking("opzegtermijn-niet-in-acht-genomen")
    )
    v.post(f"{pad}/opzeggingen", laat)
    toen = lijst(v)
    v.op("2025-05-01")
    v.post(f"{pad}/correcties", correctie(zet(2)))

    assert [r["gecorrigeerd"] for r in deel(lijst(v), "AFWIJKING")["regels"]] == [True]
    assert [r["gecorrigeerd"] for r in deel(toen, "AFWIJKING")["regels"]] == [False]
    assert v.get(toen["_links"]["self"]["href"]) == toen


# --- running on --------------------------------------------------------------------------------------------------


def test_stilzwijgend_doorgelopen_zonder_beslissing(v: Verhaal) -> None:
    """Renewed on 1-1-2025 and 1-1-2026; what was spent from then on in the book year stands with it."""
    pad = v.contract(einddatum="2024-12-31", gemeenten=["9001", "9002"], **STIL)
    kosten(v, pad, "2024-12", "1.00", boekjaar=2025)
    kosten(v, pad, "2025-01", "10.00", gemeente="9001")
    kosten(v, pad, "2025-02", "20.00", gemeente="9002")
    kosten(v, pad, "2025-03", "5.00")

    gevonden = lijst(v)

    assert regels(gevonden, "DOORGELOPEN") == [("K", "doorgelopen-zonder-besluit", "35.00")]
    (regel,) = deel(gevonden, "DOORGELOPEN")["regels"]
    assert regel["dag"] == "2025-01-01"
    assert regel["bedragen"] == [
        {"gemeente": "9001", "bedrag": "10.00"},
        {"gemeente": "9002", "bedrag": "20.00"},
        {"gemeente": None, "bedrag": "5.00"},
    ]
    assert [b["prestatieperiode"] for b in regel["boekingen"]] == ["2025-01", "2025-02", "2025-03"]
    assert totaal(gevonden, "9001", "DOORGELOPEN") == (1, "10.00")
    assert totaal(gevonden, None, "DOORGELOPEN") == (1, "5.00")
    assert [r["dag"] for r in deel(lijst(v, 2026), "DOORGELOPEN")["regels"]] == ["2026-01-01"]
    assert lijst(v, 2024)["aantal"] == 0

    van_een = lijst(v, gemeente="9001")
    assert regels(van_een, "DOORGELOPEN") == [("K", "doorgelopen-zonder-besluit", "10.00")]
    assert deel(van_een, "DOORGELOPEN")["regels"][0]["bedragen"] == [
        {"gemeente": "9001", "bedrag": "10.00"},
        {"gemeente": None, "bedrag": "5.00"},
    ]
    assert [g["gemeente"] for g in van_een["perGemeente"]] == ["9001", None]


@pytest.mark.parametrize(
    ("uitkomst", "dag", "reden"),
    [
        ("GO", "2024-06-01", None),
        ("NO_GO", "2024-06-01", "doorgelopen-tegen-besluit"),
        ("AANGEHOUDEN", "2024-06-01", "doorgelopen-zonder-besluit"),
        ("GO", "2022-06-01", "doorgelopen-zonder-besluit"),
        ("GO", "2025-01-01", "doorgelopen-zonder-besluit"),
    ],
)
def test_een_beslissing_in_de_termijn_telt(
    v: Verhaal, uitkomst: str, dag: str, reden: str | None
) -> None:
    v.post(
        f"/inkooptrajecten/{v.traject}/wijzigingen",
        {"ingangsdatum": BEGIN, "beslismomenten": [{"code": "verder"}]},
    )
    v.contract(einddatum="2024-12-31", **STIL)
    beslissing = {"ingangsdatum": dag, "beslismoment": "verder", "uitkomst": uitkomst}
    v.post(f"/inkooptrajecten/{v.traject}/beslissingen", beslissing)

    assert [r[1] for r in regels(lijst(v), "DOORGELOPEN")] == ([] if reden is None else [reden])


def test_een_beslissing_voor_een_eerdere_termijn_telt_niet(v: Verhaal) -> None:
    """Renewed by an act of 2022 and then by itself on 1-1-2025: the decision of 2022 was about the first."""
    v.post(
        f"/inkooptrajecten/{v.traject}/wijzigingen",
        {"ingangsdatum": BEGIN, "beslismomenten": [{"code": "verder"}]},
    )
    tacit = {"stilzwijgendeVerlenging": {"maanden": 24}}
    pad = v.contract(ingangsdatum="2021-01-01", einddatum="2022-12-31", **tacit)
    beslissing = {"ingangsdatum": "2022-06-01", "beslismoment": "verder", "uitkomst": "GO"}
    v.post(f"/inkooptrajecten/{v.traject}/beslissingen", beslissing)
    v.post(f"{pad}/verlengingen", verlenging("2022-06-01", "2024-12-31"))

    assert regels(lijst(v, 2023), "DOORGELOPEN") == []
    assert [r["dag"] for r in deel(lijst(v), "DOORGELOPEN")["regels"]] == ["2025-01-01"]


def test_een_besluit_over_het_contract_telt(v: Verhaal) -> None:
    pad = v.contract(einddatum="2024-12-31", **STIL)
    ander = v.contract(contractnummer="L", einddatum="2024-12-31", **STIL)
    lichaam = {
        "ingangsdatum": "2024-05-01",
        "regioId": v.regio,
        "onderwerp": "Door met K",
        "betreft": {"contractIds": [pad.rsplit("/", 1)[1]]},
        "betrokken": [{"orgaan": "AB", "rol": "BESLIST"}],
    }
    besluit = v.post("/besluiten", lichaam)["besluit"]["id"]
    assert [r[0] for r in regels(lijst(v), "DOORGELOPEN")] == ["K", "L"]

    vast = {"ingangsdatum": "2024-06-01", "orgaan": "AB", "uitkomst": "CONFORM"}
    v.post(f"/besluiten/{besluit}/uitspraken", vast)

    assert [r[0] for r in regels(lijst(v), "DOORGELOPEN")] == ["L"]
    assert ander


def test_een_herziening_op_de_dag_van_verlenging_verbergt_die_niet(v: Verhaal) -> None:
    pad = v.contract(einddatum="2024-12-31", **STIL)
    v.post(f"{pad}/herzieningen", herziening("2025-01-01", "101.00"))
    v.post(f"{pad}/herzieningen", herziening("2025-07-01", "102.00"))

    assert [r["dag"] for r in deel(lijst(v), "DOORGELOPEN")["regels"]] == ["2025-01-01"]


def test_wat_op_tijd_is_opgezegd_of_niet_vaker_verlengt_loopt_niet_door(v: Verhaal) -> None:
    opzegbaar = {"opzegregeling": {"opdrachtgever": {"maanden": 3}}}
    pad = v.contract(einddatum="2024-12-31", **STIL, **opzegbaar)
    v.post(f"{pad}/opzeggingen", opzegging("2024-06-01", "2024-12-31"))
    v.contract(
        contractnummer="L",
        einddatum="2023-12-31",
        stilzwijgendeVerlenging={"maanden": 12, "maxAantal": 1},
    )

    assert lijst(v)["aantal"] == 0
    assert [r[0] for r in regels(lijst(v, 2024), "DOORGELOPEN")] == ["L"]


def test_kosten_en_verplichtingen_na_het_einde_en_de_uitloop(v: Verhaal) -> None:
    pad = v.contract(einddatum="2024-12-31")
    v.post(f"{pad}/uitlopen", {"ingangsdatum": "2024-12-01", "laatsteDag": "2025-01-31"})
    kosten(v, pad, "2025-01", "10.00")
    kosten(v, pad, "2025-02", "20.00")
    kosten(v, pad, "2026-01", "1.00")
    later = v.budget(boekjaar=2026, segment="later", ingangsdatum="2026-01-01", gemeente="9001")
    hard = {
        "ingangsdatum": "2026-01-01",
        "contractId": pad.rsplit("/", 1)[1],
        "bedrag": "70.00",
        "aard": "HARD",
    }
    v.post(f"{later}/verplichtingen", hard)

    assert regels(lijst(v), "DOORGELOPEN") == [("K", "kosten-na-einde", "20.00")]
    assert regels(lijst(v, 2026), "DOORGELOPEN") == [
        ("K", "kosten-na-einde", "1.00"),
        ("K", "verplichting-na-einde", "70.00"),
    ]


# --- care before contract ----------------------------------------------------------------------------------------


def test_zorg_voor_ingang_voor_ondertekening_en_zonder_toelating(v: Verhaal) -> None:
    """Each cost stands once, under the first reason; a month that lies partly before counts for nothing."""
    wie = {"ingangsdatum": BEGIN, "naam": "De Kade", "kvkNummer": "87654321"}
    v.aanbieder = v.post("/aanbieders", wie)["aanbieder"]["id"]
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", v.toelating("P1", ingangsdatum="2025-05-15"))
    pad = v.contract(
        ingangsdatum="2025-02-10",
        ondertekendOp="2025-04-01",
        afwijking=afwijking("niet-toegelaten"),
    )
    for maand, bedrag in (
        ("2025-01", "1.00"),
        ("2025-02", "2.00"),
        ("2025-03", "4.00"),
        ("2025-04", "8.00"),
        ("2025-05", "16.00"),
    ):
        kosten(v, pad, maand, bedrag, gemeente="9001")

    gevonden = lijst(v)

    assert regels(gevonden, "ZORG_VOOR_CONTRACT") == [
        ("K", "zorg-voor-ingang", "1.00"),
        ("K", "zorg-voor-ondertekening", "6.00"),
        ("K", "zorg-zonder-toelating", "8.00"),
    ]
    assert deel(gevonden, "ZORG_VOOR_CONTRACT")["bedrag"] == "15.00"
    assert totaal(gevonden, "9001", "ZORG_VOOR_CONTRACT") == (3, "15.00")
    assert totaal(gevonden, "9002", "ZORG_VOOR_CONTRACT") == (0, None)
    assert regels(lijst(v, gemeente="9002"), "ZORG_VOOR_CONTRACT") == []
    eerste = deel(gevonden, "ZORG_VOOR_CONTRACT")["regels"][0]
    boekingen = v.get(eerste["bronnen"][1]["href"])["resultaten"]
    assert [r["soort"] for r in boekingen] == ["budget.vastgesteld", "budget.gerealiseerd"]


# --- changes, maxima and budgets ---------------------------------------------------------------------------------


def test_wijzigingen_boven_de_ruimte_en_kosten_boven_het_maximum(v: Verhaal) -> None:
    wie = {"ingangsdatum": BEGIN, "naam": "De Kade", "kvkNummer": "87654321"}
    v.aanbieder = v.post("/aanbieders", wie)["aanbieder"]["id"]
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", v.toelating("P1", grondslag="GUNNING"))
    pad = v.contract(
        oorspronkelijkeWaarde="1000.00", maximumwaarde="1100.00", gemeenten=["9001", "9002"]
    )
    for dag, waarde in (("2024-06-01", "99.00"), ("2025-06-01", "2.00")):
        v.post(
            f"{pad}/herzieningen",
            herziening(dag, "101.00", wijzigingsgrond="BAGATEL", waardewijziging=waarde),
        )
    kosten(v, pad, "2024-12", "1000.00", gemeente="9001")
    kosten(v, pad, "2025-01", "60.00", gemeente="9001")
    kosten(v, pad, "2025-02", "60.00", gemeente="9002")
    kosten(v, pad, "2025-03", "7.00")

    gevonden = lijst(v)

    (wijziging,) = deel(gevonden, "WIJZIGING")["regels"]
    assert (wijziging["dag"], wijziging["volgnummer"], wijziging["bedrag"]) == (
        "2025-06-01",
        3,
        "2.00",
    )
    assert wijziging["bedragen"] == [{"gemeente": None, "bedrag": "2.00"}]
    assert wijziging["bron"].startswith("Aanbestedingswet 2012 art. 2.163b")
    (maximum,) = deel(gevonden, "MAXIMUM")["regels"]
    assert (maximum["dag"], maximum["bedrag"]) == ("2025-03-01", "27.00")
    assert maximum["bedragen"] == [
        {"gemeente": "9002", "bedrag": "20.00"},
        {"gemeente": None, "bedrag": "7.00"},
    ]
    assert regels(lijst(v, 2024), "WIJZIGING") == regels(lijst(v, 2024), "MAXIMUM") == []


def test_van_een_ander_na_een_overdracht_en_een_contract_dat_niet_inging(v: Verhaal) -> None:
    """An admission of any party of the contract counts; what never took effect has no month before it."""
    wie = {"ingangsdatum": BEGIN, "naam": "De Kade", "kvkNummer": "87654321"}
    nieuwe = v.post("/aanbieders", wie)["aanbieder"]["id"]
    v.post(f"/aanbieders/{nieuwe}/toelatingen", v.toelating("P1", ingangsdatum="2025-06-01"))
    over = v.contract(gemeenten=["9001"])
    v.post(f"{over}/overdrachten", {"ingangsdatum": "2025-06-01", "nieuweAanbiederId": nieuwe})
    kosten(v, over, "2025-03", "1.00")
    niet = v.contract(contractnummer="L", ingangsdatum="2025-05-01")
    v.post(f"{niet}/niet-ingegaan", {"ingangsdatum": "2025-05-01", "grond": "afgezien"})
    kosten(v, niet, "2025-03", "2.00")
    kosten(v, niet, "2025-07", "4.00")

    gevonden = lijst(v)

    assert regels(gevonden, "ZORG_VOOR_CONTRACT") == []
    assert regels(gevonden, "DOORGELOPEN") == [("L", "kosten-na-einde", "4.00")]


def test_onder_een_toelating_past_elke_wijziging(v: Verhaal) -> None:
    pad = v.contract(oorspronkelijkeWaarde="1000.00")
    te_veel = herziening(
        "2025-06-01", "101.00", wijzigingsgrond="BAGATEL", waardewijziging="900.00"
    )
    v.post(f"{pad}/herzieningen", te_veel)

    assert lijst(v)["aantal"] == 0


def test_een_overschreden_budget(v: Verhaal) -> None:
    pad = v.contract()
    budget = v.budget(bedrag="100.00", gemeente="9001")
    kosten(v, pad, "2025-03", "130.00", budget=budget)

    gevonden = lijst(v)

    (regel,) = deel(gevonden, "BEGROTING")["regels"]
    assert (regel["bedrag"], regel["dag"], regel["criterium"], regel["contractId"]) == (
        "30.00",
        "2025-04-01",
        "BEGROTINGSCRITERIUM",
        None,
    )
    assert totaal(gevonden, "9001", "BEGROTING") == (1, "30.00")
    assert lijst(v, geldigOp="2025-03-31")["aantal"] == 0


# --- time and readers --------------------------------------------------------------------------------------------


def test_wat_later_komt_verandert_een_eerder_antwoord_niet(v: Verhaal) -> None:
    v.op("2025-03-01")
    pad = v.contract(einddatum="2024-12-31", **STIL)
    nummer = 2
    budget = v.budget()
    kosten(v, pad, "2025-01", "10.00", budget=budget)
    toen = lijst(v, geldigOp="2025-03-01")
    assert regels(toen, "DOORGELOPEN") == [("K", "doorgelopen-zonder-besluit", "10.00")]

    v.op("2025-08-01")
    anders = {
        "prestatieperiode": "2025-01",
        "boekjaar": 2025,
        "contractId": pad.rsplit("/", 1)[1],
        "bedrag": "12.00",
        "bron": "declaraties",
    }
    v.post(
        f"{budget}/correcties",
        correctie(zet(nummer, "realisaties", anders), soort="DEFINITIEF_CIJFER"),
    )

    assert regels(lijst(v), "DOORGELOPEN") == [("K", "doorgelopen-zonder-besluit", "12.00")]
    assert v.get(toen["_links"]["self"]["href"]) == toen
    v.herbouw()
    assert v.get(toen["_links"]["self"]["href"]) == toen


def test_de_raad_leest_de_lijst(v: Verhaal) -> None:
    v.contract(einddatum="2024-12-31", **STIL)

    voor_de_raad = lijst(v, als=Rol.RAAD)

    assert voor_de_raad == lijst(v)
    assert v.vraag("GET", "/rapportages/rechtmatigheid", als=None).status_code == 401
