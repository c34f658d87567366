"""The coverage map: who delivers which form in which gemeente, what is missing, and what coming days take away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.toegang import Rol
from infrastructure.identiteit import maak_token
from tests.hulp import Verhaal, correctie, intrekking, opzegging, trajectlichaam, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

DEKKING = "/rapportages/dekking"
SAS = {"ingangsdatum": "2018-01-01", "einddatum": "2026-12-31", "naam": "SAS"}
NIEUW = {"ingangsdatum": "2026-03-01", "ingangContracten": "2027-01-01", "naam": "Inkoop 2027"}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.op("2022-11-01")
        begonnen.wereld(**SAS)
        yield begonnen


def ander(v: Verhaal, naam: str, kvk: str, *percelen: str) -> str:
    """Make another aanbieder, admitted to lots of the traject."""
    wie = {"ingangsdatum": "2018-01-01", "naam": naam, "kvkNummer": kvk}
    aanbieder: str = v.post("/aanbieders", wie)["aanbieder"]["id"]
    for perceel in percelen:
        v.post(f"/aanbieders/{aanbieder}/toelatingen", v.toelating(perceel))
    return aanbieder


def contract(v: Verhaal, nummer: str, **anders: Any) -> str:
    lichaam = {"contractnummer": nummer, "percelen": ["P2"], "gemeenten": ["9001", "9002"]}
    return v.contract(**{**lichaam, "einddatum": "2026-12-31", **anders})


def kaart(v: Verhaal, dag: str, **anders: Any) -> dict[str, Any]:
    antwoord: dict[str, Any] = v.get(DEKKING, regioId=v.regio, geldigOp=dag, **anders)
    assert antwoord["aantal"] == len(antwoord["resultaten"])
    return antwoord


def cellen(antwoord: dict[str, Any]) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Give by form and gemeente how a cell stands, its aanbieders and those under a clientenstop."""
    return {
        (c["vorm"], c["gemeente"]): (c["stand"], c["aanbieders"], c["metStop"])
        for c in antwoord["resultaten"]
    }


def gaten(antwoord: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {(g["vorm"], g["gemeente"]): (g["sinds"], g["weerGedektOp"]) for g in antwoord["gaten"]}


def komend(antwoord: dict[str, Any]) -> list[tuple[str, str, str, str, int, int]]:
    return [
        (k["dag"], k["verlies"], k["vorm"], k["gemeente"], k["was"], k["wordt"])
        for k in antwoord["komend"]
    ]


def einden(antwoord: dict[str, Any]) -> list[tuple[str, str, bool, str | None]]:
    return [
        (e["contractnummer"], e["per"], e["verlopen"], (e["feit"] or {}).get("soort"))
        for e in antwoord["einden"]
    ]


def test_per_vorm_en_gemeente_wie_levert(verhaal: Verhaal) -> None:
    contract(verhaal, "K1", percelen=["P1", "P2"])
    twee = ander(verhaal, "De Dijk", "23456789", "P2")
    contract(verhaal, "K2", aanbiederId=twee, gemeenten=["9002"])

    gezien = kaart(verhaal, "2024-06-01")

    assert cellen(gezien) == {
        ("P1", "9001"): ("EEN_AANBIEDER", 1, 0),
        ("P1", "9002"): ("NIET_GEVRAAGD", 1, 0),
        ("P2", "9001"): ("EEN_AANBIEDER", 1, 0),
        ("P2", "9002"): ("GEDEKT", 2, 0),
        ("P3", "9002"): ("GAT", 0, 0),
    }
    assert gezien["gemeenten"] == ["9001", "9002"]
    assert [(v["vorm"], v["segment"], v["trajectIds"]) for v in gezien["vormen"]] == [
        ("P1", "ambulant", [verhaal.traject]),
        ("P2", "ambulant", [verhaal.traject]),
        ("P3", "verblijf", [verhaal.traject]),
    ]
    assert gaten(gezien) == {("P3", "9002"): ("2018-01-01", None)}
    cel = next(c for c in gezien["resultaten"] if c["aanbieders"] == 2)
    lijst = verhaal.get(cel["_links"]["contracten"]["href"])["resultaten"]
    assert sorted(c["id"] for c in lijst) == cel["contractIds"]
    assert cel["aanbiederIds"] == sorted([verhaal.aanbieder, twee])


def test_voor_de_eerste_dag_dekt_een_contract_niets(verhaal: Verhaal) -> None:
    contract(verhaal, "K1")

    assert cellen(kaart(verhaal, "2022-12-31"))["P2", "9001"] == ("GAT", 0, 0)
    assert gaten(kaart(verhaal, "2022-12-31"))["P2", "9001"] == ("2018-01-01", "2023-01-01")
    assert cellen(kaart(verhaal, "2023-01-01"))["P2", "9001"] == ("EEN_AANBIEDER", 1, 0)


def test_een_gat_na_een_opzegging_en_de_opvolger_die_het_dicht(verhaal: Verhaal) -> None:
    pad = contract(verhaal, "K1", opzegregeling={"opdrachtgever": {"maanden": 3}})
    verhaal.op("2024-01-10")
    verhaal.post(f"{pad}/opzeggingen", opzegging("2024-01-10", "2024-06-30"))

    voor = kaart(verhaal, "2024-02-01", totEnMet="2024-12-31")
    assert komend(voor) == [("2024-07-01", "LAATSTE_WEG", "P2", g, 1, 0) for g in ("9001", "9002")]
    assert einden(voor) == [("K1", "2024-07-01", False, "contract.opgezegd")]
    feit = voor["einden"][0]
    journaal = verhaal.get(feit["_links"]["gebeurtenissen"]["href"])["resultaten"]
    assert [r["id"] for r in journaal if r["volgnummer"] == 2] == [feit["feit"]["id"]]
    assert gaten(kaart(verhaal, "2024-07-01"))["P2", "9002"] == ("2024-07-01", None)

    verhaal.op("2024-03-01")
    twee = ander(verhaal, "De Dijk", "23456789", "P2")
    contract(verhaal, "K2", aanbiederId=twee, ingangsdatum="2024-08-01", gemeenten=["9002"])
    later = kaart(verhaal, "2024-07-01")
    assert gaten(later)["P2", "9002"] == ("2024-07-01", "2024-08-01")
    assert gaten(later)["P2", "9001"] == ("2024-07-01", None)
    assert einden(later) == [("K1", "2024-07-01", False, "contract.opgezegd")]
    assert gaten(kaart(verhaal, "2024-07-01", beschikbaarOp="2024-02-28"))["P2", "9002"] == (
        "2024-07-01",
        None,
    )
    assert ("P2", "9002") not in gaten(kaart(verhaal, "2024-08-01"))


def test_een_ingetrokken_opzegging_laat_geen_gat(verhaal: Verhaal) -> None:
    pad = contract(verhaal, "K1", opzegregeling={"opdrachtgever": {"maanden": 3}})
    verhaal.post(f"{pad}/opzeggingen", opzegging("2024-01-10", "2024-06-30"))
    verhaal.op("2024-04-01")
    verhaal.post(f"{pad}/intrekkingen", intrekking("2024-04-01", 2))

    assert komend(kaart(verhaal, "2024-05-01")) == []
    toen = kaart(verhaal, "2024-05-01", beschikbaarOp="2024-03-31")
    assert [k[0] for k in komend(toen)] == ["2024-07-01", "2024-07-01"]


def test_een_correctie_verandert_alleen_latere_antwoorden(verhaal: Verhaal) -> None:
    pad = contract(verhaal, "K1")
    eerst = kaart(verhaal, "2024-06-01")
    verhaal.op("2022-12-01")
    goed = {**verhaal.lichaam(contractnummer="K1", einddatum="2026-12-31"), "percelen": ["P1"]}
    verhaal.post(f"{pad}/correcties", correctie(zet(1, "POST", goed)))

    assert cellen(kaart(verhaal, "2024-06-01"))["P2", "9001"] == ("GAT", 0, 0)
    assert verhaal.get(eerst["_links"]["self"]["href"]) == eerst


def test_de_wisseldag_naar_een_nieuw_traject(verhaal: Verhaal) -> None:
    """S3: on 1-1-2027 all contracts are new; who is signed by then covers, the rest is a gap."""
    contract(verhaal, "K1")
    verhaal.op("2026-03-01")
    lichaam = {**trajectlichaam(verhaal.regio), **NIEUW}
    nieuw = verhaal.post("/inkooptrajecten", lichaam)["inkooptraject"]["id"]
    toelating = {**verhaal.toelating("P2"), "trajectId": nieuw, "ingangsdatum": "2026-03-01"}
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", toelating)

    leeg = kaart(verhaal, "2026-06-01", wisseldag="2027-01-01")
    assert komend(leeg) == [
        ("2027-01-01", "LAATSTE_WEG", "P2", "9001", 1, 0),
        ("2027-01-01", "LAATSTE_WEG", "P2", "9002", 1, 0),
    ]
    assert all(k["gevraagd"] for k in leeg["komend"])
    assert einden(leeg) == [("K1", "2027-01-01", True, "contract.gesloten")]
    wissel = {(w["vorm"], w["gemeente"]): w for w in leeg["wissel"]["veranderingen"]}
    assert wissel["P2", "9001"]["was"] == {"stand": "EEN_AANBIEDER", "aanbieders": 1, "metStop": 0}
    assert wissel["P2", "9001"]["wordt"]["stand"] == "GAT"
    assert ("P1", "9001") not in wissel  # a gap before and after

    verhaal.op("2026-09-01")
    opvolger = {"trajectId": nieuw, "ingangsdatum": "2027-01-01", "einddatum": "2030-12-31"}
    verhaal.contract(contractnummer="K27", percelen=["P2"], gemeenten=["9001"], **opvolger)
    vol = kaart(verhaal, "2026-10-01", wisseldag="2027-01-01")
    assert komend(vol) == [("2027-01-01", "LAATSTE_WEG", "P2", "9002", 1, 0)]
    (anders,) = [w for w in vol["wissel"]["veranderingen"] if w["gemeente"] == "9001"]
    assert (len(anders["weg"]), len(anders["erbij"])) == (1, 1)
    assert anders["wordt"]["stand"] == "EEN_AANBIEDER"
    toen = kaart(verhaal, "2026-10-01", beschikbaarOp="2026-08-31", wisseldag="2027-01-01")
    assert komend(toen) == komend(leeg)


def test_zonder_nieuw_traject_wordt_er_niets_meer_gevraagd(verhaal: Verhaal) -> None:
    contract(verhaal, "K1")

    gezien = kaart(verhaal, "2026-06-01")

    assert [(k["dag"], k["verlies"], k["gevraagd"]) for k in gezien["komend"]] == [
        ("2027-01-01", "LAATSTE_WEG", False)
    ] * 2
    assert gaten(kaart(verhaal, "2027-01-01")) == {}


def test_een_traject_dat_ingaat_vraagt_wat_niemand_levert(verhaal: Verhaal) -> None:
    verhaal.op("2026-03-01")
    lichaam = {**trajectlichaam(verhaal.regio), **NIEUW, "segmenten": ["dagbehandeling"]}
    perceel = {"code": "D1", "segment": "dagbehandeling", "producten": ["41A11"]}
    lichaam["percelen"] = [{**perceel, "gemeenten": ["9001"]}]
    verhaal.post("/inkooptrajecten", lichaam)

    gezien = kaart(verhaal, "2026-06-01")

    assert komend(gezien) == [("2027-01-01", "GEVRAAGD_ZONDER", "D1", "9001", 0, 0)]
    assert gezien["einden"] == []


def test_stilzwijgend_verlengen_gaat_door(verhaal: Verhaal) -> None:
    stil = {"einddatum": "2023-12-31", "stilzwijgendeVerlenging": {"maanden": 12}}
    contract(verhaal, "K1", **stil)
    stil["stilzwijgendeVerlenging"] = {"maanden": 12, "maxAantal": 1}
    twee = ander(verhaal, "De Dijk", "23456789", "P2")
    contract(verhaal, "K2", aanbiederId=twee, gemeenten=["9001"], **stil)

    gezien = kaart(verhaal, "2024-06-01")

    assert cellen(gezien)["P2", "9001"] == ("GEDEKT", 2, 0)
    assert komend(gezien) == [("2025-01-01", "NOG_EEN", "P2", "9001", 2, 1)]
    assert einden(gezien) == [("K2", "2025-01-01", True, "contract.gesloten")]


def test_een_contract_dat_voor_een_deel_eindigt(verhaal: Verhaal) -> None:
    pad = contract(verhaal, "K1", percelen=["P1", "P2"])
    deel = {"percelen": ["P1"]}
    notice = opzegging("2024-01-10", "2024-06-30", door="WEDERZIJDS", deel=deel)
    verhaal.post(f"{pad}/opzeggingen", notice)
    eraf = {"wijzigingen": {"gemeenten": {"eraf": ["9002"]}}, "wijzigingsgrond": "CLAUSULE"}
    verhaal.post(f"{pad}/herzieningen", {"ingangsdatum": "2024-09-01", **eraf})

    gezien = kaart(verhaal, "2024-02-01", totEnMet="2024-12-31")

    assert komend(gezien) == [
        ("2024-07-01", "LAATSTE_WEG", "P1", "9001", 1, 0),
        ("2024-09-01", "LAATSTE_WEG", "P2", "9002", 1, 0),
    ]
    assert einden(gezien) == [
        ("K1", "2024-07-01", False, "contract.opgezegd"),
        ("K1", "2024-09-01", False, "contract.herzien"),
    ]
    assert cellen(kaart(verhaal, "2024-09-01"))["P2", "9001"] == ("EEN_AANBIEDER", 1, 0)


def test_een_clientenstop_telt_apart(verhaal: Verhaal) -> None:
    contract(verhaal, "K1")
    stop = {"ingangsdatum": "2024-03-01", "ingesteldDoor": "OPDRACHTGEVER", "grond": "KWALITEIT"}
    alleen = {**stop, "trajectId": verhaal.traject, "percelen": ["P2"], "gemeenten": ["9001"]}
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/clientenstops", alleen)

    gezien = kaart(verhaal, "2024-06-01")

    assert cellen(gezien)["P2", "9001"] == ("ALLEEN_MET_STOP", 1, 1)
    assert cellen(gezien)["P2", "9002"] == ("EEN_AANBIEDER", 1, 0)
    assert ("P2", "9001") not in gaten(gezien)
    assert cellen(kaart(verhaal, "2024-02-29"))["P2", "9001"] == ("EEN_AANBIEDER", 1, 0)
    (wissel,) = kaart(verhaal, "2024-06-01", wisseldag="2024-03-01")["wissel"]["veranderingen"]
    assert (wissel["was"]["metStop"], wissel["wordt"]["metStop"]) == (0, 1)


def test_een_leveringslijn_in_het_segment_is_geen_gat(verhaal: Verhaal) -> None:
    lijn = {
        "ingangsdatum": "2024-01-01",
        "einddatum": "2024-12-31",
        "regioId": verhaal.regio,
        "kenmerk": "SUB-24",
        "lijnsoort": "SUBSIDIE",
        "aanbiederId": verhaal.aanbieder,
        "segment": "verblijf",
        "gemeenten": ["9002"],
    }
    verhaal.post("/leveringslijnen", lijn)

    gezien = kaart(verhaal, "2024-06-01")

    assert cellen(gezien)["P3", "9002"] == ("ALLEEN_LEVERINGSLIJN", 0, 0)
    assert ("P3", "9002") not in gaten(gezien)
    assert [(x["kenmerk"], x["segment"]) for x in gezien["leveringslijnen"]] == [
        ("SUB-24", "verblijf")
    ]
    assert gaten(kaart(verhaal, "2025-01-01"))["P3", "9002"] == ("2025-01-01", None)


def test_wat_als_aanbieders_weggaan(verhaal: Verhaal) -> None:
    contract(verhaal, "K1")
    twee = ander(verhaal, "De Dijk", "23456789", "P2")
    contract(verhaal, "K2", aanbiederId=twee, gemeenten=["9002"])

    gezien = kaart(verhaal, "2024-06-01", zonderAanbieders=verhaal.aanbieder)

    assert cellen(gezien)["P2", "9001"] == ("GAT", 0, 0)
    assert cellen(gezien)["P2", "9002"] == ("EEN_AANBIEDER", 1, 0)
    assert {(g["vorm"], g["gemeente"]): g["doorWatAls"] for g in gezien["gaten"]} == {
        ("P1", "9001"): False,
        ("P2", "9001"): True,
        ("P3", "9002"): False,
    }
    assert einden(gezien) == [("K1", "2024-06-01", False, None)]
    anders = {
        (w["gemeente"]): (w["was"]["aanbieders"], w["wordt"]["aanbieders"])
        for w in gezien["watAls"]["veranderingen"]
    }
    assert anders == {"9001": (1, 0), "9002": (2, 1)}
    beide = kaart(verhaal, "2024-06-01", zonderAanbieders=f"{verhaal.aanbieder},{twee}")
    assert cellen(beide)["P2", "9002"] == ("GAT", 0, 0)


def test_per_segment_en_per_product(verhaal: Verhaal) -> None:
    contract(verhaal, "K1", percelen=["P1"], gemeenten=["9001"])

    segment = cellen(kaart(verhaal, "2024-06-01", per="SEGMENT"))
    assert segment["ambulant", "9001"] == ("EEN_AANBIEDER", 1, 0)
    assert segment["ambulant", "9002"] == ("GAT", 0, 0)
    product = cellen(kaart(verhaal, "2024-06-01", per="PRODUCT"))
    assert product == {
        ("45A04", "9001"): ("EEN_AANBIEDER", 1, 0),
        ("45A04", "9002"): ("GAT", 0, 0),
    }


def test_alleen_een_segment_of_een_traject(verhaal: Verhaal) -> None:
    contract(verhaal, "K1")

    assert set(cellen(kaart(verhaal, "2024-06-01", segment="verblijf"))) == {("P3", "9002")}
    assert kaart(verhaal, "2024-06-01", trajectId=verhaal.regio)["resultaten"] == []


def test_alleen_binnen_de_eigen_regio(verhaal: Verhaal) -> None:
    ander_regio = {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    elders = verhaal.post("/regios", ander_regio)["regio"]["id"]
    token = maak_token(engine=verhaal.engine, rol=Rol.AUDITOR, regios=[elders])

    antwoord = verhaal.vraag("GET", DEKKING, als=token, params={"regioId": verhaal.regio})

    assert antwoord.status_code == 404
    assert verhaal.get(DEKKING, als=token, regioId=elders)["resultaten"] == []


@pytest.mark.parametrize(
    ("vraag", "veld"),
    [
        ({}, "regioId"),
        ({"per": "WIJK"}, "per"),
        ({"totEnMet": "2023-12-31"}, "totEnMet"),
        ({"zonderAanbieders": "iedereen"}, "zonderAanbieders"),
        ({"zonderAanbieders": "00000000-0000-4000-8000-000000000000"}, "zonderAanbieders"),
    ],
)
def test_wat_niet_kan_worden_gevraagd(verhaal: Verhaal, vraag: dict[str, str], veld: str) -> None:
    regio = {"regioId": verhaal.regio} if vraag else {}

    fout = verhaal.get(DEKKING, verwacht=400, geldigOp="2024-06-01", **regio, **vraag)

    assert [f["naam"] for f in fout["fouten"]] == [veld]


# --- the map is what a count over the contracts gives -------------------------------------------------------------

BEGIN = date(2023, 1, 1)
DAGEN = st.integers(0, 1400).map(lambda n: BEGIN + timedelta(days=n))
DEELNAME = st.lists(st.sampled_from(["P1", "P2"]), min_size=1, unique=True)
GEMEENTEN = st.lists(st.sampled_from(["9001", "9002"]), min_size=1, unique=True)


@st.composite
def levensloop(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a contract with at most one notice of all or of a part, and a herziening."""
    begin = draw(DAGEN)
    eind = begin + timedelta(days=draw(st.integers(30, 1500)))
    stil = draw(st.sampled_from([None, {"maanden": 12}, {"maanden": 6, "maxAantal": 2}]))
    loop: dict[str, Any] = {
        "ingangsdatum": begin.isoformat(),
        "einddatum": eind.isoformat(),
        "percelen": draw(DEELNAME),
        "gemeenten": draw(GEMEENTEN),
        "stilzwijgendeVerlenging": stil,
    }
    loop["notice"] = draw(st.sampled_from([None, "HEEL", "P1", "9001"]))
    loop["op"] = (begin + (eind - begin) // 3).isoformat()
    loop["laatste"] = (begin + (eind - begin) // 2).isoformat()
    loop["erbij"] = draw(st.booleans())
    return loop


def leg_vast(v: Verhaal, nummer: int, aanbieder: str, loop: dict[str, Any]) -> str:
    velden = ("ingangsdatum", "einddatum", "percelen", "gemeenten", "stilzwijgendeVerlenging")
    pad = v.contract(
        contractnummer=f"K{nummer}", aanbiederId=aanbieder, **{n: loop[n] for n in velden}
    )
    if loop["erbij"]:
        erbij = {"gemeenten": {"erbij": ["9001", "9002"]}}
        herzien = {"wijzigingen": erbij, "wijzigingsgrond": "CLAUSULE"}
        v.vraag("POST", f"{pad}/herzieningen", json={"ingangsdatum": loop["op"], **herzien})
    if loop["notice"]:
        delen = {"P1": {"percelen": ["P1"]}, "9001": {"gemeenten": ["9001"]}, "HEEL": None}
        deel = delen[loop["notice"]]
        notice = opzegging(loop["op"], loop["laatste"], door="WEDERZIJDS", deel=deel)
        v.vraag("POST", f"{pad}/opzeggingen", json=notice)
    return pad


def geteld(v: Verhaal, paden: Sequence[str], dag: str) -> dict[tuple[str, str], set[str]]:
    """Count the slow way: ask each contract how it stands that day."""
    uit: dict[tuple[str, str], set[str]] = {}
    for pad in paden:
        c = v.get(pad, geldigOp=dag)
        if c["status"] in {"ACTIEF", "OPGEZEGD"}:
            for perceel in c["percelen"]:
                for gemeente in c["gemeenten"]:
                    uit.setdefault((perceel, gemeente), set()).add(c["aanbiederId"])
    return uit


@pytest.mark.traag
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lopen=st.lists(levensloop(), min_size=1, max_size=5), dag=DAGEN)
def test_de_kaart_is_een_telling_over_de_contracten(
    verhaal: Verhaal, lopen: list[dict[str, Any]], dag: date
) -> None:
    """Each example adds its contracts to those of the ones before; coming losses agree with the count as well."""
    staan: list[str] = verhaal.__dict__.setdefault("staan", [])
    wie: list[str] = verhaal.__dict__.setdefault("wie", [verhaal.aanbieder])
    if len(wie) == 1:
        wie += [ander(verhaal, "De Dijk", "23456789", "P1", "P2")]
    for loop in lopen:
        staan += [leg_vast(verhaal, len(staan), wie[len(staan) % 2], loop)]

    gezien = kaart(verhaal, dag.isoformat(), totEnMet="2027-12-31")

    telling = geteld(verhaal, staan, dag.isoformat())
    gevonden = {
        (c["vorm"], c["gemeente"]): set(c["aanbiederIds"])
        for c in gezien["resultaten"]
        if c["aanbieders"]
    }
    assert gevonden == telling
    for k in gezien["komend"][:3]:
        gisteren = (date.fromisoformat(k["dag"]) - timedelta(days=1)).isoformat()
        for waar, aantal in ((gisteren, k["was"]), (k["dag"], k["wordt"])):
            per_cel = geteld(verhaal, staan, waar)
            assert len(per_cel.get((k["vorm"], k["gemeente"]), ())) == aantal
