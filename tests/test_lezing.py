"""Readings and assumptions: what was read how, chosen by whom since when, and what rested on what proved false."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.toegang import Rol
from domain.lezing import LEZING, Alternatief, Bevestiging, KeuzeGemaakt, LezingVastgelegd
from domain.onderstelling import (
    ONDERSTELLING,
    OnderstellingGedaan,
    Uitkomst,
    UitkomstGebleken,
    weerlegd,
)
from domain.tijdlijn import verloop
from tests.hulp import Verhaal, afwijking, correctie, verteld, zet
from tests.vouwen import DING, in_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

COLLEGES = {"orgaan": "COLLEGES", "datum": "2024-05-14", "kenmerk": "C-24-33"}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        yield begonnen


def lezing(v: Verhaal, **anders: Any) -> dict[str, Any]:
    """Give the body of the reading of "tot 2034" (S0:107-109, domein.md A.7)."""
    return {
        "ingangsdatum": "2022-10-03",
        "regioId": v.regio,
        "code": "tot-2034",
        "zinsnede": "verlengen tot 2034",
        "bron": "S0:109",
        "gekozen": "2034-12-31",
        "reden": "vier jaar na 2030; het jaar 2034 hoort erbij",
        "stand": "TE_BEVESTIGEN",
        "alternatieven": [
            {
                "waarde": "2033-12-31",
                "steun": "S0:156-158 leest 'tot 2026' zonder dat jaar",
                "gevolg": "de optie duurt drie jaar in plaats van vier",
            }
        ],
        **anders,
    }


def vastgelegd(v: Verhaal) -> str:
    v.op("2022-10-03")
    return f"/lezingen/{v.post('/lezingen', lezing(v))['lezing']['id']}"


# --- H25: on what reading of "tot 2034" were commitments booked, when fixed and by whom? --------------------------


def test_op_welke_lezing_van_tot_2034_verplichtingen_rusten(verhaal: Verhaal) -> None:
    """domein.md D.4, H25."""
    pad = vastgelegd(verhaal)
    ding = pad.rsplit("/", 1)[1]
    contract = verhaal.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}]).rsplit("/", 1)[1]
    budget = verhaal.budget(boekjaar=2031, ingangsdatum="2023-01-10")
    verplichting = {"contractId": contract, "bedrag": "250000.00", "aard": "HARD", "rustOp": [ding]}
    verhaal.op("2023-01-10")
    verhaal.post(f"{budget}/verplichtingen", {"ingangsdatum": "2023-01-10", **verplichting})
    verhaal.op("2024-05-14")
    keuze = {"ingangsdatum": "2024-05-14", "gekozen": "2033-12-31", "stand": "BEVESTIGD"}
    verhaal.post(f"{pad}/keuzes", {**keuze, "besluit": COLLEGES, "reden": "S0:156-158"})
    verhaal.op("2024-06-03")
    later = {"ingangsdatum": "2024-06-03", **verplichting, "bedrag": "1000.00"}
    verhaal.post(f"{budget}/verplichtingen", later)

    rust = [
        g
        for g in verhaal.get(f"{pad}/gevolgen")["resultaten"]
        if g["aard"] == "RUST_OP" and g["soort"] == "budget.verplicht"
    ]
    antwoord = []
    for feit in rust:
        toen = verhaal.get(
            pad, geldigOp=feit["ingangsdatum"], beschikbaarOp=feit["geregistreerdOp"]
        )
        laatste = toen["keuzes"][-1]
        antwoord.append(
            (feit["gegevens"]["bedrag"], toen["gekozen"], toen["stand"], laatste["orgaan"])
        )
    assert antwoord == [
        ("250000.00", "2034-12-31", "TE_BEVESTIGEN", None),
        ("1000.00", "2033-12-31", "BEVESTIGD", "COLLEGES"),
    ]
    nu = verhaal.get(pad)
    assert [(k["ingangsdatum"], k["gekozen"], k["besluit"]) for k in nu["keuzes"]] == [
        ("2022-10-03", "2034-12-31", None),
        ("2024-05-14", "2033-12-31", COLLEGES),
    ]
    assert [k["volgnummer"] for k in nu["keuzes"]] == [1, 2]
    assert [k["gevolg"] for k in nu["keuzes"]] == [
        None,
        "de optie duurt drie jaar in plaats van vier",
    ]
    assert [a["waarde"] for a in nu["alternatieven"]] == ["2034-12-31"]
    assert verhaal.get(pad, geldigOp="2030-01-01", beschikbaarOp="2024-05-13")["gekozen"] == (
        "2034-12-31"
    )
    door = {r["door"] for r in verhaal.get(f"{pad}/keuzes")["resultaten"]}
    assert len(door) == 1


def test_een_keuze_zonder_stand_is_een_bevestiging_of_moet_nog_bevestigd(verhaal: Verhaal) -> None:
    pad = vastgelegd(verhaal)
    verhaal.post(
        f"{pad}/keuzes",
        {
            "ingangsdatum": "2023-01-01",
            "gekozen": "2034-12-31",
            "stand": "BEVESTIGD",
            "orgaan": "RBO",
        },
    )
    verhaal.post(f"{pad}/keuzes", {"ingangsdatum": "2023-06-01", "gekozen": "2034-12-31"})
    verhaal.post(f"{pad}/keuzes", {"ingangsdatum": "2024-01-01", "gekozen": "2033-12-31"})
    verhaal.post(f"{pad}/keuzes", {"ingangsdatum": "2024-02-01", "gekozen": "2034-12-31"})

    dagen = ("2022-10-03", "2023-01-01", "2023-06-01", "2024-01-01", "2024-02-01")
    assert [verhaal.get(pad, geldigOp=d)["stand"] for d in dagen] == [
        "TE_BEVESTIGEN",
        "BEVESTIGD",
        "BEVESTIGD",
        "TE_BEVESTIGEN",
        "TE_BEVESTIGEN",
    ]
    assert verhaal.get(pad, geldigOp="2022-01-01")["status"] == "TOEKOMSTIG"


def test_een_lezing_die_er_niet_bij_staat_vraagt_haar_gevolg(verhaal: Verhaal) -> None:
    pad = vastgelegd(verhaal)
    keuze = {"ingangsdatum": "2024-01-01", "gekozen": "2034-06-30"}
    assert verhaal.weigering(f"{pad}/keuzes", keuze) == ["lezing-onbekend"]

    erbij = [{"waarde": "2034-06-30", "gevolg": "de optie duurt drieënhalf jaar"}]
    verhaal.post(f"{pad}/keuzes", {**keuze, "alternatieven": erbij})

    nu = verhaal.get(pad, geldigOp="2024-01-01")
    assert (nu["gekozen"], len(nu["alternatieven"])) == ("2034-06-30", 2)


def test_wie_een_lezing_bevestigt_wordt_genoemd(verhaal: Verhaal) -> None:
    bevestigd = lezing(verhaal, stand="BEVESTIGD")
    assert verhaal.weigering("/lezingen", bevestigd) == ["bevestiging-zonder-orgaan"]

    met_orgaan = {**bevestigd, "orgaan": "COLLEGES"}
    pad = f"/lezingen/{verhaal.post('/lezingen', met_orgaan)['lezing']['id']}"

    kaal = {"ingangsdatum": "2024-01-01", "gekozen": "2034-12-31", "stand": "BEVESTIGD"}
    assert verhaal.weigering(f"{pad}/keuzes", kaal) == ["bevestiging-zonder-orgaan"]
    gemerkt = {**kaal, "afwijking": afwijking("bevestiging-zonder-orgaan")}
    verhaal.post(f"{pad}/keuzes", gemerkt)
    assert len(verhaal.get(pad, geldigOp="2024-01-01")["afwijkingen"]) == 1


def test_een_code_staat_een_keer_in_een_regio(verhaal: Verhaal) -> None:
    pad = vastgelegd(verhaal)
    assert verhaal.weigering("/lezingen", lezing(verhaal)) == ["kenmerk-bestaat-al"]
    gevonden = verhaal.get("/lezingen", regioId=verhaal.regio, code="tot-2034")["resultaten"]
    assert [g["id"] for g in gevonden] == [pad.rsplit("/", 1)[1]]

    verhaal.post(f"{pad}/correcties", correctie(zet(1)))
    verhaal.post("/lezingen", lezing(verhaal))
    assert verhaal.leesfouten() == []


def test_een_feit_rust_alleen_op_wat_bekend_is(verhaal: Verhaal) -> None:
    lichaam = verhaal.lichaam(rustOp=[str(uuid4())])
    assert verhaal.weigering("/contracten", lichaam) == ["verwijzing-onbekend"]


GEEN_LEZING: list[tuple[dict[str, Any], str]] = [
    ({"alternatieven": []}, "noem ten minste één alternatief"),
    ({"gekozen": "2033-12-31"}, "staat ook bij de alternatieven"),
    ({"alternatieven": [{"waarde": "a", "gevolg": "b"}] * 2}, "staat er twee keer in"),
    ({"alternatieven": [{"waarde": "a"}]}, "is verplicht"),
    ({"stand": "ZEKER"}, "kies uit"),
    ({"zinsnede": " "}, "mag niet leeg zijn"),
]


def test_wat_niet_klopt_aan_een_lezing_zegt_wat_er_mis_is(verhaal: Verhaal) -> None:
    positie = verhaal.positie
    for deel, reden in GEEN_LEZING:
        antwoord = verhaal.post("/lezingen", lezing(verhaal, **deel), status=400)
        assert reden in antwoord["fouten"][0]["reden"], deel
    assert verhaal.positie == positie


def test_wie_lezingen_en_onderstellingen_vastlegt(verhaal: Verhaal) -> None:
    verhaal.post("/lezingen", lezing(verhaal), als=Rol.INKOPER)
    for rol in (Rol.CONTRACTBEHEERDER, Rol.CONTROLLER, Rol.AUDITOR, Rol.RAAD):
        verhaal.post("/lezingen", lezing(verhaal, code="ander"), status=403, als=rol)
    assert verhaal.get("/lezingen", als=Rol.RAAD)["aantal"] == 1


# --- S1: the woonplaatsbeginsel that did not change in 2020 -------------------------------------------------------


def onderstelling(v: Verhaal) -> str:
    """Record the premise of S1:1032 on the day of the memo."""
    v.op("2018-12-20")
    lichaam = {
        "ingangsdatum": "2018-12-20",
        "regioId": v.regio,
        "code": "woonplaatsbeginsel-2020",
        "tekst": "per 1-1-2020 wijzigt het woonplaatsbeginsel",
        "bron": "S1:1032",
    }
    return f"/onderstellingen/{v.post('/onderstellingen', lichaam)['onderstelling']['id']}"


def sleutelbesluit(v: Verhaal, rust_op: str) -> str:
    """Record the besluit on the key of the team's cost, which rests on the premise (S1:1028-1040)."""
    colleges = {"orgaan": "COLLEGE", "gemeenten": ["9001", "9002"], "rol": "BESLIST"}
    lichaam = {
        "ingangsdatum": "2018-12-20",
        "regioId": v.regio,
        "onderwerp": "verdeelsleutel van het inkoopteam",
        "betrokken": [{**colleges, "regel": "ELK"}],
        "rustOp": [rust_op.rsplit("/", 1)[1]],
    }
    return f"/besluiten/{v.post('/besluiten', lichaam)['besluit']['id']}"


def onjuist(v: Verhaal, pad: str, **paar: Any) -> list[str]:
    signalen = v.get(pad, **paar)["signalen"]
    return [s["detail"] for s in signalen if s["code"] == "onderstelling-onjuist"]


def test_een_onderstelling_die_onjuist_blijkt_licht_op_in_wat_erop_rust(verhaal: Verhaal) -> None:
    """S1:1032; it took effect on 1-1-2022. Asked as known then, nothing was wrong yet."""
    pad = onderstelling(verhaal)
    besluit = sleutelbesluit(verhaal, pad)
    verhaal.op("2019-07-02")
    gebleken = {
        "ingangsdatum": "2020-01-01",
        "uitkomst": "ONJUIST",
        "toelichting": "uitgesteld; ingevoerd per 1-1-2022",
        "bewijs": [{"kenmerk": "K-19-7", "titel": "bericht van uitstel"}],
    }
    verhaal.post(f"{pad}/uitkomsten", gebleken)
    verhaal.op("2022-01-03")

    assert verhaal.get(pad, geldigOp="2020-06-01", beschikbaarOp="2019-07-01")["status"] == "OPEN"
    assert onjuist(verhaal, besluit, geldigOp="2020-06-01", beschikbaarOp="2019-07-01") == []
    assert verhaal.get(pad, geldigOp="2019-12-31")["status"] == "OPEN"
    assert onjuist(verhaal, besluit, geldigOp="2019-12-31") == []
    nu = verhaal.get(pad, geldigOp="2020-06-01")
    assert (nu["status"], nu["uitkomsten"][0]["toelichting"]) == (
        "ONJUIST",
        "uitgesteld; ingevoerd per 1-1-2022",
    )
    (detail,) = onjuist(verhaal, besluit, geldigOp="2020-06-01")
    assert "woonplaatsbeginsel-2020" in detail
    assert [g["soort"] for g in verhaal.get(f"{pad}/gevolgen")["resultaten"]] == [
        "besluit.ingebracht"
    ]


def test_een_latere_uitkomst_neemt_de_plaats_in_van_een_eerdere(verhaal: Verhaal) -> None:
    pad = onderstelling(verhaal)
    uitkomst = {"toelichting": "alleen voor verblijf", "uitkomst": "DEELS_ONJUIST"}
    verhaal.post(f"{pad}/uitkomsten", {"ingangsdatum": "2020-01-01", **uitkomst})
    anders = {"toelichting": "toch ingevoerd", "uitkomst": "UITGEKOMEN"}
    verhaal.post(f"{pad}/uitkomsten", {"ingangsdatum": "2022-01-01", **anders})

    dagen = ("2018-12-19", "2019-12-31", "2020-01-01", "2022-01-01")
    assert [verhaal.get(pad, geldigOp=d)["status"] for d in dagen] == [
        "TOEKOMSTIG",
        "OPEN",
        "DEELS_ONJUIST",
        "UITGEKOMEN",
    ]
    for dag, aantal in (("2021-01-01", 1), ("2022-01-01", 0)):
        gevonden = verhaal.get("/onderstellingen", status="DEELS_ONJUIST", geldigOp=dag)
        assert gevonden["aantal"] == aantal


def test_een_uitkomst_vraagt_een_toelichting(verhaal: Verhaal) -> None:
    pad = onderstelling(verhaal)
    kaal = {"ingangsdatum": "2020-01-01", "uitkomst": "ONJUIST"}
    antwoord = verhaal.post(f"{pad}/uitkomsten", kaal, status=400)
    assert antwoord["fouten"] == [{"in": "body", "naam": "toelichting", "reden": "is verplicht"}]
    vroeg = {"ingangsdatum": "2018-12-19", "uitkomst": "ONJUIST", "toelichting": "x"}
    assert verhaal.weigering(f"{pad}/uitkomsten", vroeg) == ["feit-voor-ingang"]


# --- the folds ----------------------------------------------------------------------------------------------------

DAG = date(2024, 1, 1)
DAGEN = st.integers(0, 30).map(lambda n: DAG + timedelta(days=n))
WAARDEN = ("a", "b", "c")


@given(
    rest=st.lists(
        st.builds(
            KeuzeGemaakt,
            ingangsdatum=DAGEN,
            gekozen=st.sampled_from(WAARDEN),
            stand=st.one_of(st.none(), st.sampled_from(Bevestiging)),
        ),
        max_size=6,
    )
)
def test_gekozen_is_de_laatste_keuze_tot_en_met_die_dag(rest: list[KeuzeGemaakt]) -> None:
    opening = LezingVastgelegd(
        ingangsdatum=DAG,
        regio_id=DING,
        code="c",
        zinsnede="z",
        bron="b",
        gekozen="a",
        stand=Bevestiging.TE_BEVESTIGEN,
        alternatieven=tuple(Alternatief(waarde=w, gevolg="g") for w in WAARDEN[1:]),
    )

    gevouwen = verloop(soort=LEZING, registraties=in_log([opening, *rest]))

    op_volgorde = sorted(enumerate(rest, start=2), key=lambda p: (p[1].ingangsdatum, p[0]))
    for n in range(40):
        dag = DAG + timedelta(days=n)
        gemaakt = [(nr, k) for nr, k in op_volgorde if k.ingangsdatum <= dag]
        stand = gevouwen.op(dag)
        assert stand is not None
        assert stand.gekozen == (gemaakt[-1][1].gekozen if gemaakt else "a")
        assert [k.plaats for k in stand.keuzes] == [1, *(nr for nr, _ in gemaakt)]
        assert stand.keuzes[-1].stand is stand.stand
        assert {stand.gekozen, *(a.waarde for a in stand.alternatieven)} == set(WAARDEN)
        assert {a.gevolg for a in stand.alternatieven} <= {"g", None}


@given(
    rest=st.lists(
        st.builds(
            UitkomstGebleken,
            ingangsdatum=DAGEN,
            uitkomst=st.sampled_from(Uitkomst),
            toelichting=st.just("t"),
        ),
        max_size=6,
    )
)
def test_weerlegd_volgt_uit_de_laatste_uitkomst(rest: list[UitkomstGebleken]) -> None:
    opening = OnderstellingGedaan(ingangsdatum=DAG, regio_id=DING, code="c", tekst="t")

    gevouwen = verloop(soort=ONDERSTELLING, registraties=in_log([opening, *rest]))

    op_volgorde = sorted(enumerate(rest), key=lambda p: (p[1].ingangsdatum, p[0]))
    for n in range(-1, 40):
        dag = DAG + timedelta(days=n)
        gebleken = [u.uitkomst for _, u in op_volgorde if u.ingangsdatum <= dag]
        stand = gevouwen.op(dag)
        assert stand is not None
        assert weerlegd(stand) == (bool(gebleken) and gebleken[-1] is not Uitkomst.UITGEKOMEN)
