"""The radar: the last day to act for contracts, options, admissions and evidence; what is late stays, and its feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from application.toegang import Rol
from infrastructure.identiteit import maak_token
from tests.hulp import (
    Verhaal,
    correctie,
    herziening,
    intrekking,
    opzegging,
    verlenging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

VANDAAG = "2026-01-15"
VEREISTEN = [
    {
        "handelingen": ["contract.opgezegd", "contract.verlengd"],
        "orgaan": orgaan,
        "rol": "BESLIST",
        "regel": "ELK",
    }
    for orgaan in ("COLLEGE", "RAAD")
]
DOORLOOPTIJDEN = [{"orgaan": "COLLEGE", "dagen": 42}, {"orgaan": "RAAD", "dagen": 90}]


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op(VANDAAG)
        yield begonnen


def radar(v: Verhaal, **vraag: Any) -> list[dict[str, Any]]:
    antwoord = v.get("/radar", **vraag)
    gevonden: list[dict[str, Any]] = antwoord["resultaten"]
    assert antwoord["aantal"] == len(gevonden)
    return gevonden


def standen(v: Verhaal, dag: str, **vraag: Any) -> dict[str, tuple[str, str, str | None]]:
    """Give by code how each item stands, its last day and since when it is late."""
    return {
        i["code"]: (i["stand"], i["uiterlijk"], i["teLaatSinds"])
        for i in radar(v, geldigOp=dag, **vraag)
    }


def stilzwijgend(v: Verhaal, **anders: Any) -> str:
    """Record a contract that renews by a year, with half a year of notice; give its path."""
    vast = {
        "einddatum": "2026-12-31",
        "stilzwijgendeVerlenging": {"maanden": 12},
        "opzegregeling": {"opdrachtgever": {"maanden": 6}},
        "eigenaar": "team-jeugd",
    }
    return v.contract(**{**vast, **anders})


# --- tacit renewal ------------------------------------------------------------------------------------------------


def test_de_laatste_dag_om_op_te_zeggen_volgt_uit_einde_en_termijn(verhaal: Verhaal) -> None:
    contract = stilzwijgend(verhaal)

    (een,) = radar(verhaal)

    tijdreis = verhaal.get("/radar")["tijdreis"]
    assert een == {
        "code": "opzeggen",
        "stand": "BINNENKORT",
        "handeling": "OPZEGGEN_OF_LATEN_VERLENGEN",
        "wat": "Opzeggen per 2026-12-31, anders loopt het contract 12 maanden door",
        "ding": {"soort": "contract", "id": contract.rsplit("/", 1)[1], "naam": "K"},
        "aanbieder": {"id": verhaal.aanbieder, "naam": "De Oever"},
        "uiterlijk": "2026-06-30",
        "besluitUiterlijk": None,
        "stap": "HANDELEN",
        "stapUiterlijk": "2026-06-30",
        "dagenOver": 166,
        "teLaatSinds": None,
        "eigenaar": "team-jeugd",
        "eigenaren": ["team-jeugd"],
        "zonderEigenaar": False,
        "vanaf": None,
        "voorgelegdOp": None,
        "gedaan": None,
        "berekening": [
            {"wat": "De lopende termijn eindigt", "dag": "2026-12-31"},
            {"wat": "De opdrachtgever zegt 6 maanden van tevoren op", "dag": "2026-06-30"},
        ],
        "organen": [],
        "_links": een["_links"],
    }
    assert verhaal.get(een["_links"]["ding"]["href"])["uitersteHandelingsdatum"] == "2026-06-30"
    assert verhaal.get(een["_links"]["inkooptraject"]["href"])["tijdreis"] == tijdreis


def test_wie_de_dag_laat_gaan_is_te_laat_tot_de_volgende_termijn(verhaal: Verhaal) -> None:
    stilzwijgend(verhaal)

    assert standen(verhaal, "2025-12-01")["opzeggen"] == ("KOMEND", "2026-06-30", None)
    assert standen(verhaal, "2026-06-30")["opzeggen"] == ("BINNENKORT", "2026-06-30", None)
    assert standen(verhaal, "2026-07-01")["opzeggen"] == ("TE_LAAT", "2026-06-30", "2026-07-01")
    assert standen(verhaal, "2026-12-31")["opzeggen"] == ("TE_LAAT", "2026-06-30", "2026-07-01")
    assert standen(verhaal, "2027-01-01")["opzeggen"] == ("BINNENKORT", "2027-06-30", None)


def test_een_opzegging_doet_wat_moest_en_een_intrekking_zet_het_terug(verhaal: Verhaal) -> None:
    contract = stilzwijgend(verhaal)
    verhaal.post(f"{contract}/opzeggingen", opzegging("2026-03-01", "2026-12-31"))
    verhaal.post(f"{contract}/intrekkingen", intrekking("2026-05-01", 2))

    assert list(standen(verhaal, "2026-02-28")) == ["opzeggen"]
    assert standen(verhaal, "2026-03-01") == {}
    assert standen(verhaal, "2026-05-01")["opzeggen"] == ("BINNENKORT", "2026-06-30", None)
    gedaan = {i["code"]: i["gedaan"] for i in radar(verhaal, geldigOp="2026-04-01", stand="GEDAAN")}
    waarom = "opgezegd per 2026-12-31 (registratie 2)"
    assert gedaan == {"opzeggen": waarom, "opvolgen": waarom}


def test_zonder_opzegrecht_of_voor_de_minimale_looptijd_valt_er_niets_op_te_zeggen(
    verhaal: Verhaal,
) -> None:
    stilzwijgend(verhaal, opzegregeling={"opdrachtnemer": {"maanden": 6}})
    stilzwijgend(verhaal, contractnummer="K2", minimaleLooptijdTotEnMet="2027-12-31")

    assert standen(verhaal, "2026-02-01") == {}
    assert standen(verhaal, "2027-02-01")["opzeggen"] == ("BINNENKORT", "2027-06-30", None)


def test_de_laatste_termijn_verlengt_niet_meer_en_vraagt_om_opvolging(verhaal: Verhaal) -> None:
    stilzwijgend(verhaal, stilzwijgendeVerlenging={"maanden": 12, "maxAantal": 1})

    assert list(standen(verhaal, "2026-12-31")) == ["opzeggen"]
    assert standen(verhaal, "2027-01-01") == {"opvolgen": ("KOMEND", "2027-12-31", None)}
    assert standen(verhaal, "2028-03-01") == {"opvolgen": ("TE_LAAT", "2027-12-31", "2028-01-01")}


# --- options ------------------------------------------------------------------------------------------------------


def optie(tot: str, **anders: str) -> dict[str, str]:
    return {"totEnMet": tot, **anders}


VENSTER = {"uitoefenenVan": "2026-01-01", "uitoefenenTotEnMet": "2026-12-31"}


def test_een_gemiste_optie_blijft_te_laat_tot_het_contract_eindigt(verhaal: Verhaal) -> None:
    opties = [optie("2030-12-31", aankondigenUiterlijk="2026-06-30", **VENSTER)]
    verhaal.contract(einddatum="2026-12-31", verlengingsopties=opties, eigenaar="a")

    gezien = standen(verhaal, "2026-06-30")
    assert gezien["verlengen/2030-12-31"] == ("BINNENKORT", "2026-06-30", None)
    for dag in ("2026-07-01", "2026-12-31"):
        te_laat = standen(verhaal, dag)["verlengen/2030-12-31"]
        assert te_laat == ("TE_LAAT", "2026-06-30", "2026-07-01")
    assert standen(verhaal, "2027-01-01") == {"opvolgen": ("TE_LAAT", "2026-12-31", "2027-01-01")}


@pytest.mark.parametrize("hoe", ["verlengd", "opgezegd"])
def test_een_optie_is_weg_zodra_zij_is_gebruikt_of_is_opgezegd(verhaal: Verhaal, hoe: str) -> None:
    contract = verhaal.contract(
        einddatum="2026-12-31",
        verlengingsopties=[optie("2030-12-31", **VENSTER)],
        opzegregeling={"opdrachtgever": {"maanden": 3}},
    )
    if hoe == "verlengd":
        verhaal.post(f"{contract}/verlengingen", verlenging("2026-03-01", "2030-12-31"))
        erna = {"opvolgen": ("KOMEND", "2030-12-31", None)}
    else:
        verhaal.post(f"{contract}/opzeggingen", opzegging("2026-03-01", "2026-12-31"))
        erna = {}

    assert "verlengen/2030-12-31" in standen(verhaal, "2026-02-28")
    assert standen(verhaal, "2026-03-01") == erna


def test_een_optie_zonder_venster_kan_tot_het_einde_en_de_volgende_rekent_vanaf_haar_einde(
    verhaal: Verhaal,
) -> None:
    verhaal.contract(
        einddatum="2026-12-31",
        uitersteEinddatum="2030-12-31",
        verlengingsopties=[optie("2032-12-31"), optie("2030-12-31"), optie("2028-12-31")],
    )

    gezien = {c: s[1] for c, s in standen(verhaal, "2026-02-01").items()}

    assert gezien == {
        "verlengen/2028-12-31": "2026-12-31",
        "verlengen/2030-12-31": "2028-12-31",
        "opvolgen": "2026-12-31",
    }


def test_de_lezing_van_een_optie_staat_bij_wat_moet(verhaal: Verhaal) -> None:
    gelezen = optie("2034-12-31", lezing="tot 2034 is t/m 2034", **VENSTER)
    verhaal.contract(einddatum="2026-12-31", verlengingsopties=[gelezen])

    (een,) = radar(verhaal, handeling="VERLENGEN")

    assert een["wat"].endswith("t/m 2034-12-31 (lezing: tot 2034 is t/m 2034)")
    assert (een["vanaf"], een["uiterlijk"]) == ("2026-01-01", "2026-12-31")


# --- the end ------------------------------------------------------------------------------------------------------


def test_een_contract_dat_afloopt_zonder_opvolger_blijft_te_laat(verhaal: Verhaal) -> None:
    contract = verhaal.contract(einddatum="2026-12-31")
    assert standen(verhaal, "2026-06-01")["opvolgen"] == ("KOMEND", "2026-12-31", None)
    assert standen(verhaal, "2031-06-01")["opvolgen"] == ("TE_LAAT", "2026-12-31", "2027-01-01")

    vorig = {"vorigContractId": contract.rsplit("/", 1)[1], "via": "INKOOP"}
    verhaal.contract(
        contractnummer="K-2", ingangsdatum="2027-01-01", einddatum=None, opvolging=vorig
    )

    assert standen(verhaal, "2031-06-01") == {}
    (gedaan,) = radar(verhaal, geldigOp="2031-06-01", stand="GEDAAN")
    assert (gedaan["ding"]["naam"], gedaan["gedaan"]) == ("K", "opgevolgd door K-2")


def test_een_opvolger_van_een_andere_regio_telt_ook_als_op_regio_wordt_gevraagd(
    verhaal: Verhaal,
) -> None:
    eigen = verhaal.regio
    vorig = {
        "vorigContractId": verhaal.contract(einddatum="2026-12-31").rsplit("/", 1)[1],
        "via": "INKOOP",
    }
    regio = {"ingangsdatum": "2018-01-01", "naam": "Ander", "gemeenten": ["9003"]}
    verhaal.regio = verhaal.post("/regios", regio)["regio"]["id"]
    verhaal.contract(
        contractnummer="K-2",
        gemeenten=["9003"],
        ingangsdatum="2027-01-01",
        einddatum=None,
        opvolging=vorig,
    )

    assert radar(verhaal, regioId=eigen) == []


def test_wat_niet_is_ingegaan_volgt_niets_op_en_hoeft_zelf_niet_te_worden_opgevolgd(
    verhaal: Verhaal,
) -> None:
    vorig = verhaal.contract(einddatum="2026-12-31").rsplit("/", 1)[1]
    opvolger = verhaal.contract(
        contractnummer="K-2",
        ingangsdatum="2027-01-01",
        einddatum="2030-12-31",
        opvolging={"vorigContractId": vorig, "via": "INKOOP"},
    )
    assert standen(verhaal, "2027-02-01") == {"opvolgen": ("KOMEND", "2030-12-31", None)}

    niet = {"ingangsdatum": "2027-01-01", "grond": "niet getekend"}
    verhaal.post(f"{opvolger}/niet-ingegaan", niet)

    (een,) = radar(verhaal, geldigOp="2027-02-01")
    assert (een["ding"]["naam"], een["stand"]) == ("K", "TE_LAAT")
    (ander,) = radar(verhaal, geldigOp="2027-02-01", stand="GEDAAN")
    assert (ander["ding"]["naam"], ander["gedaan"]) == ("K-2", "niet ingegaan")


def test_wie_besloot_niet_door_te_gaan_heeft_niets_te_laat(verhaal: Verhaal) -> None:
    momenten = {"ingangsdatum": "2020-01-01", "beslismomenten": [{"code": "eind"}]}
    pad = f"/inkooptrajecten/{verhaal.traject}"
    verhaal.post(f"{pad}/wijzigingen", momenten)
    verhaal.contract(einddatum="2026-12-31")
    besluit = {"ingangsdatum": "2026-05-01", "beslismoment": "eind", "percelen": ["P2"]}
    verhaal.post(f"{pad}/beslissingen", {**besluit, "uitkomst": "NO_GO"})
    assert list(standen(verhaal, "2026-05-01")) == ["opvolgen"]

    besluit = {"ingangsdatum": "2026-06-01", "beslismoment": "eind", "segment": "ambulant"}
    verhaal.post(f"{pad}/beslissingen", {**besluit, "uitkomst": "NO_GO"})
    verhaal.post(
        f"{pad}/beslissingen",
        {**besluit, "ingangsdatum": "2026-09-01", "uitkomst": "GO_MET_WIJZIGING"},
    )

    assert list(standen(verhaal, "2026-05-31")) == ["opvolgen"]
    assert standen(verhaal, "2026-06-01") == {}
    (gedaan,) = radar(verhaal, geldigOp="2026-06-01", stand="GEDAAN")
    assert gedaan["gedaan"] == "besloten op 2026-06-01 om niet door te gaan (eind)"
    assert list(standen(verhaal, "2026-09-01")) == ["opvolgen"]


@pytest.mark.parametrize(
    ("uitkomst", "open_"), [("GO", []), ("GO_MET_WIJZIGING", []), ("NO_GO", ["opzeggen"])]
)
def test_wie_besloot_door_te_gaan_hoeft_niet_op_te_zeggen(
    verhaal: Verhaal, uitkomst: str, open_: list[str]
) -> None:
    momenten = {"ingangsdatum": "2020-01-01", "beslismomenten": [{"code": "jaar"}]}
    pad = f"/inkooptrajecten/{verhaal.traject}"
    verhaal.post(f"{pad}/wijzigingen", momenten)
    stilzwijgend(verhaal)

    besluit = {"ingangsdatum": "2026-05-01", "beslismoment": "jaar", "uitkomst": uitkomst}
    verhaal.post(f"{pad}/beslissingen", besluit)

    assert list(standen(verhaal, "2026-04-30")) == ["opzeggen"]
    assert list(standen(verhaal, "2026-08-01")) == open_
    # It was decided for one term: the next one asks anew.
    assert list(standen(verhaal, "2027-03-01")) == ["opzeggen"]


def test_een_ontbinding_is_een_gekozen_einde(verhaal: Verhaal) -> None:
    contract = verhaal.contract(einddatum="2026-12-31", verlengingsopties=[optie("2030-12-31")])
    weg = {"ingangsdatum": "2026-02-01", "laatsteDag": "2026-02-28", "grond": "fraude"}
    verhaal.post(f"{contract}/ontbindingen", weg)

    assert standen(verhaal, "2026-02-01") == standen(verhaal, "2030-01-01") == {}
    (gedaan,) = radar(verhaal, geldigOp="2030-01-01", stand="GEDAAN")
    assert gedaan["gedaan"] == "ontbonden per 2026-02-28 (registratie 2)"


def test_een_contract_voor_onbepaalde_tijd_staat_niet_op_de_radar(verhaal: Verhaal) -> None:
    verhaal.contract(einddatum=None)

    assert radar(verhaal) == []


def test_een_voorstel_vraagt_een_antwoord(verhaal: Verhaal) -> None:
    contract = verhaal.contract(einddatum=None)
    voorstel = {
        **herziening("2026-02-01", "110.00"),
        "werkingPer": "2026-07-01",
        "reactieUiterlijk": "2026-03-15",
    }
    verhaal.post(f"{contract}/herzieningsvoorstellen", voorstel)
    antwoord = {"ingangsdatum": "2026-04-10", "volgnummer": 2, "antwoord": "AANVAARD"}
    verhaal.post(f"{contract}/antwoorden", antwoord)

    assert standen(verhaal, "2026-02-01") == {"antwoord/2": ("BINNENKORT", "2026-03-15", None)}
    assert standen(verhaal, "2026-04-09") == {"antwoord/2": ("TE_LAAT", "2026-03-15", "2026-03-16")}
    assert standen(verhaal, "2026-04-10") == {}


def test_de_uitloop_staat_er_tot_zij_voorbij_is(verhaal: Verhaal) -> None:
    contract = verhaal.contract(
        einddatum="2026-12-31", opzegregeling={"opdrachtgever": {"maanden": 3}}
    )
    verhaal.post(f"{contract}/opzeggingen", opzegging("2026-02-01", "2026-12-31"))
    uitloop = {"ingangsdatum": "2026-02-02", "laatsteDag": "2027-06-30"}
    verhaal.post(f"{contract}/uitlopen", uitloop)

    assert standen(verhaal, "2027-06-30") == {"uitloop": ("BINNENKORT", "2027-06-30", None)}
    assert standen(verhaal, "2027-07-01") == {}


def test_de_termijn_van_een_afspraak_blijft_te_laat_tot_zij_is_afgesloten(verhaal: Verhaal) -> None:
    contract = verhaal.contract(einddatum=None, eigenaar="a")
    afspraak = {
        "ingangsdatum": "2026-01-15",
        "afspraaksoort": "KPI",
        "code": "wachttijd",
        "omschrijving": "wachttijd onder zes weken",
        "uiterlijk": "2026-03-31",
    }
    verhaal.post(f"{contract}/afspraken", afspraak)
    gehaald = {"ingangsdatum": "2026-05-01", "volgnummer": 2, "uitkomst": "GEHAALD"}
    verhaal.post(f"{contract}/afsluitingen", gehaald)

    code = "afspraak/wachttijd"
    assert standen(verhaal, "2026-03-31") == {code: ("BINNENKORT", "2026-03-31", None)}
    assert standen(verhaal, "2026-04-30") == {code: ("TE_LAAT", "2026-03-31", "2026-04-01")}
    assert standen(verhaal, "2026-05-01") == {}
    (gedaan,) = radar(verhaal, geldigOp="2026-05-01", stand="GEDAAN")
    assert (gedaan["handeling"], gedaan["gedaan"]) == (
        "AFSPRAAK",
        "afgesloten op 2026-05-01: gehaald",
    )


# --- the bodies ---------------------------------------------------------------------------------------------------


@pytest.fixture
def met_organen(verhaal: Verhaal) -> Verhaal:
    verhaal.post(
        f"/inkooptrajecten/{verhaal.traject}/wijzigingen",
        {"ingangsdatum": "2020-01-01", "vereisten": VEREISTEN, "doorlooptijden": DOORLOOPTIJDEN},
    )
    return verhaal


def test_de_langzaamste_van_de_organen_bepaalt_wanneer_het_moet_worden_voorgelegd(
    met_organen: Verhaal,
) -> None:
    stilzwijgend(met_organen)

    (een,) = radar(met_organen, geldigOp="2026-01-15")

    assert (een["uiterlijk"], een["besluitUiterlijk"]) == ("2026-06-30", "2026-04-01")
    assert (een["stap"], een["dagenOver"]) == ("VOORLEGGEN", 76)
    assert een["organen"] == DOORLOOPTIJDEN
    assert een["berekening"][-2:] == [
        {"wat": "COLLEGE heeft 42 dagen nodig", "dag": "2026-05-19"},
        {"wat": "RAAD heeft 90 dagen nodig", "dag": "2026-04-01"},
    ]
    assert standen(met_organen, "2026-04-01")["opzeggen"][0] == "BINNENKORT"
    assert standen(met_organen, "2026-04-02")["opzeggen"] == ("TE_LAAT", "2026-06-30", "2026-04-02")


def test_wat_is_voorgelegd_wacht_op_de_handeling_zelf(met_organen: Verhaal) -> None:
    contract = stilzwijgend(met_organen)
    betreft = {
        "contractIds": [contract.rsplit("/", 1)[1]],
        "handelingen": ["contract.opgezegd"],
    }
    gemeente = ["9001"]
    voorstel: dict[str, Any] = {
        "ingangsdatum": "2026-03-10",
        "regioId": met_organen.regio,
        "onderwerp": "Opzeggen van K",
        "betreft": betreft,
        "betrokken": [
            {"orgaan": o, "gemeenten": gemeente, "rol": "BESLIST"} for o in ("COLLEGE", "RAAD")
        ],
    }
    alleen_college = {**voorstel, "ingangsdatum": "2026-02-01"}
    alleen_college["betrokken"] = voorstel["betrokken"][:1]
    ander = {
        **voorstel,
        "ingangsdatum": "2026-02-02",
        "betreft": {"handelingen": ["contract.herzien"]},
    }
    over_alles = {**voorstel, "ingangsdatum": "2026-02-03", "betreft": None}
    for een in (alleen_college, ander, over_alles, voorstel):
        met_organen.post("/besluiten", een)

    def stap(dag: str) -> tuple[str, str | None, str]:
        (een,) = radar(met_organen, geldigOp=dag)
        return een["stap"], een["voorgelegdOp"], een["stand"]

    assert stap("2026-03-09") == ("VOORLEGGEN", None, "BINNENKORT")
    assert stap("2026-03-10") == ("HANDELEN", "2026-03-10", "BINNENKORT")
    assert stap("2026-06-30") == ("HANDELEN", "2026-03-10", "BINNENKORT")
    assert stap("2026-07-01") == ("HANDELEN", "2026-03-10", "TE_LAAT")
    # The next term asks a besluit of its own.
    assert stap("2027-01-01") == ("VOORLEGGEN", None, "BINNENKORT")


def test_een_onbekende_doorlooptijd_staat_er_als_onbekend(verhaal: Verhaal) -> None:
    verhaal.post(
        f"/inkooptrajecten/{verhaal.traject}/wijzigingen",
        {"ingangsdatum": "2020-01-01", "vereisten": VEREISTEN},
    )
    stilzwijgend(verhaal)

    (een,) = radar(verhaal)

    assert een["organen"] == [{"orgaan": o, "dagen": None} for o in ("COLLEGE", "RAAD")]
    assert (een["besluitUiterlijk"], een["stap"]) == (None, "HANDELEN")


def test_een_orgaan_heeft_een_doorlooptijd(verhaal: Verhaal) -> None:
    dubbel = {"ingangsdatum": "2026-01-01", "doorlooptijden": DOORLOOPTIJDEN[:1] * 2}

    fout = verhaal.post(f"/inkooptrajecten/{verhaal.traject}/wijzigingen", dubbel, status=400)

    assert "orgaan COLLEGE staat er twee keer in" in fout["fouten"][0]["reden"]


# --- aanbieders ---------------------------------------------------------------------------------------------------


def toegelaten(v: Verhaal, van: str, tot: str | None, perceel: str = "P3") -> None:
    toelating = v.toelating(perceel, ingangsdatum=van, laatsteDag=tot)
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", toelating)


def test_een_toelating_die_eindigt_moet_worden_vernieuwd_en_blijft_te_laat(
    verhaal: Verhaal,
) -> None:
    toegelaten(verhaal, "2024-01-01", "2026-03-31")
    code = f"toelating/{verhaal.traject}/P3"

    assert standen(verhaal, "2026-03-31") == {code: ("BINNENKORT", "2026-03-31", None)}
    assert standen(verhaal, "2026-04-01") == {code: ("TE_LAAT", "2026-03-31", "2026-04-01")}
    assert standen(verhaal, "2029-04-01") == {code: ("TE_LAAT", "2026-03-31", "2026-04-01")}


def test_een_toelating_die_aansluit_is_al_vernieuwd(verhaal: Verhaal) -> None:
    toegelaten(verhaal, "2024-01-01", "2026-03-31")
    toegelaten(verhaal, "2026-04-01", "2027-03-31")
    toegelaten(verhaal, "2027-06-01", None)
    code = f"toelating/{verhaal.traject}/P3"

    assert standen(verhaal, "2026-03-01") == {code: ("KOMEND", "2027-03-31", None)}
    assert standen(verhaal, "2027-04-01") == {code: ("TE_LAAT", "2027-03-31", "2027-04-01")}
    assert standen(verhaal, "2027-06-01") == {}


def test_een_verlopen_toelating_is_niet_meer_nodig_als_het_traject_voorbij_is(
    verhaal: Verhaal,
) -> None:
    toegelaten(verhaal, "2024-01-01", "2026-03-31")
    verhaal.post(
        f"/inkooptrajecten/{verhaal.traject}/wijzigingen",
        {"ingangsdatum": "2026-02-01", "einddatum": "2026-12-31"},
    )

    assert len(standen(verhaal, "2026-12-31")) == 1
    assert standen(verhaal, "2027-01-01") == {}


def test_een_ingetrokken_toelating_telt_alleen_als_er_een_contract_op_rust(
    verhaal: Verhaal,
) -> None:
    verhaal.post(
        f"/aanbieders/{verhaal.aanbieder}/intrekkingen", intrekking("2026-05-01", volgnummer=2)
    )
    assert standen(verhaal, "2026-06-01") == {}

    verhaal.contract(einddatum=None, ingangsdatum="2025-01-01", eigenaar="team-p1")

    (een,) = radar(verhaal, geldigOp="2026-06-01")
    assert een["wat"] == "De toelating voor perceel P1 eindigde op 2026-04-30; nodig voor K"
    assert (een["stand"], een["eigenaren"]) == ("TE_LAAT", ["team-p1"])


def bewijs(v: Verhaal, kenmerk: str, van: str, tot: str | None, soort: str = "VOG") -> None:
    stuk = {
        "ingangsdatum": van,
        "bewijssoort": soort,
        "kenmerk": kenmerk,
        "titel": kenmerk,
        "afgegevenOp": van,
        "geldigTotEnMet": tot,
    }
    v.post(f"/aanbieders/{v.aanbieder}/bewijsstukken", stuk)


def test_van_elke_soort_bewijs_telt_het_stuk_dat_het_langst_geldt(verhaal: Verhaal) -> None:
    bewijs(verhaal, "V-1", "2024-01-01", "2026-02-28")
    bewijs(verhaal, "V-0", "2024-02-01", "2025-12-31")
    bewijs(verhaal, "K-1", "2025-06-01", None, "KVK")

    assert standen(verhaal, "2026-02-28") == {"bewijs/VOG": ("BINNENKORT", "2026-02-28", None)}
    assert standen(verhaal, "2026-08-01") == {"bewijs/VOG": ("TE_LAAT", "2026-02-28", "2026-03-01")}

    bewijs(verhaal, "V-2", "2026-08-10", "2028-08-09")

    assert standen(verhaal, "2026-08-09")["bewijs/VOG"][0] == "TE_LAAT"
    assert standen(verhaal, "2026-08-10") == {"bewijs/VOG": ("KOMEND", "2028-08-09", None)}


def test_van_wie_nergens_meer_voor_werkt_hoeft_geen_bewijs(verhaal: Verhaal) -> None:
    bewijs(verhaal, "V-1", "2024-01-01", "2026-02-28")
    for nummer in (2, 3):
        pad = f"/aanbieders/{verhaal.aanbieder}/intrekkingen"
        verhaal.post(pad, intrekking("2026-06-01", nummer))

    assert list(standen(verhaal, "2026-05-31")) == ["bewijs/VOG"]
    assert standen(verhaal, "2026-06-01") == {}


# --- owners -------------------------------------------------------------------------------------------------------


def test_wat_niemand_heeft_staat_bij_iedereen_bovenaan(verhaal: Verhaal) -> None:
    stilzwijgend(verhaal, contractnummer="van-a", eigenaar="a")
    stilzwijgend(verhaal, contractnummer="van-b", eigenaar="b", einddatum="2026-07-31")
    stilzwijgend(verhaal, contractnummer="van-niemand", eigenaar=None, einddatum="2027-12-31")

    def namen(**vraag: Any) -> list[str]:
        return [i["ding"]["naam"] for i in radar(verhaal, **vraag)]

    assert namen() == ["van-niemand", "van-b", "van-a"]
    assert namen(geldigOp="2026-07-01") == ["van-niemand", "van-b", "van-a"]
    assert namen(eigenaar="a") == ["van-niemand", "van-a"]
    assert namen(eigenaar="a", zonderEigenaar="false") == ["van-a"]
    assert namen(zonderEigenaar="true") == ["van-niemand"]
    telling = verhaal.get("/radar", binnen=10)["telling"]
    assert telling == {
        "teLaat": 0,
        "binnen30": 1,
        "binnen90": 1,
        "binnen180": 2,
        "zonderEigenaar": 1,
    }


def test_de_eigenaar_van_een_aanbieder_gaat_voor_die_van_zijn_contracten(verhaal: Verhaal) -> None:
    toegelaten(verhaal, "2024-01-01", "2026-03-31")
    assert [i["zonderEigenaar"] for i in radar(verhaal)] == [True]

    for nummer, eigenaar in (("K-1", "b"), ("K-2", "a"), ("K-3", None)):
        verhaal.contract(contractnummer=nummer, einddatum=None, eigenaar=eigenaar)
    (een,) = radar(verhaal)
    assert (een["eigenaar"], een["eigenaren"]) == (None, ["a", "b"])
    assert len(radar(verhaal, eigenaar="b")) == 1
    assert radar(verhaal, eigenaar="c") == []

    pad = f"/aanbieders/{verhaal.aanbieder}"
    verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2026-01-15", "eigenaar": "inkoopteam"})
    (een,) = radar(verhaal)
    assert (een["eigenaar"], verhaal.get(pad)["eigenaar"]) == ("inkoopteam", "inkoopteam")

    verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2026-02-01", "eigenaar": None})
    assert verhaal.get(pad, geldigOp="2026-02-01")["eigenaar"] is None


def test_een_aanbieder_wordt_ingeschreven_met_een_eigenaar(verhaal: Verhaal) -> None:
    wie = {
        "ingangsdatum": "2026-01-01",
        "naam": "De Dam",
        "kvkNummer": "87654321",
        "eigenaar": "inkoopteam",
    }

    dam = verhaal.post("/aanbieders", wie)["aanbieder"]["id"]

    pad = f"/aanbieders/{dam}"
    assert verhaal.get(pad)["eigenaar"] == "inkoopteam"
    assert verhaal.get(pad, geldigOp="2025-12-31")["eigenaar"] == "inkoopteam"
    leeg = {"ingangsdatum": "2026-01-02"}
    fout = verhaal.post(f"{pad}/wijzigingen", leeg, status=400)
    assert "eigenaar" in fout["fouten"][0]["reden"]


# --- time travel, filters and scope -------------------------------------------------------------------------------


def test_een_correctie_verandert_alleen_de_radar_van_daarna(verhaal: Verhaal) -> None:
    contract = stilzwijgend(verhaal)
    voor = verhaal.get("/radar")
    verhaal.op("2026-02-01")
    anders = verhaal.lichaam(
        einddatum="2026-12-31",
        stilzwijgendeVerlenging={"maanden": 12},
        opzegregeling={"opdrachtgever": {"maanden": 9}},
        eigenaar="team-jeugd",
    )
    verhaal.post(f"{contract}/correcties", correctie(zet(1, "POST", anders)))

    (nu,) = radar(verhaal)
    assert (nu["uiterlijk"], nu["dagenOver"]) == ("2026-03-31", 58)
    toen = verhaal.get("/radar", **voor["tijdreis"])
    assert toen == {**voor, "_links": toen["_links"]}


def test_een_nieuwe_eigenaar_geldt_vanaf_zijn_dag(verhaal: Verhaal) -> None:
    contract = stilzwijgend(verhaal)
    wissel = herziening("2026-03-01", wijzigingen={"eigenaar": "team-b"})
    verhaal.post(f"{contract}/herzieningen", wissel)

    assert [i["eigenaar"] for i in radar(verhaal, geldigOp="2026-02-28")] == ["team-jeugd"]
    assert [i["eigenaar"] for i in radar(verhaal, geldigOp="2026-03-01")] == ["team-b"]


def test_filters_op_handeling_stand_en_dagen(verhaal: Verhaal) -> None:
    verhaal.contract(
        einddatum="2026-12-31",
        verlengingsopties=[optie("2030-12-31", aankondigenUiterlijk="2026-01-10")],
    )
    bewijs(verhaal, "V-1", "2024-01-01", "2026-05-31")
    laat, vog, eind = "verlengen/2030-12-31", "bewijs/VOG", "opvolgen"

    def codes(**vraag: Any) -> list[str]:
        return [i["code"] for i in radar(verhaal, **vraag)]

    assert codes() == [laat, vog, eind]
    assert codes(stand="TE_LAAT") == [laat]
    assert codes(stand="BINNENKORT") == [vog]
    assert codes(stand="BINNENKORT", binnen=400) == [vog, eind]
    assert codes(stand="KOMEND", binnen=0) == [vog, eind]
    assert codes(handeling="OPVOLGEN") == [eind]
    assert codes(van="2026-05-31", totEnMet="2026-05-31") == [vog]
    assert codes(van="2026-06-01") == [eind]
    assert codes(totEnMet="2026-01-10") == [laat]


def test_de_radar_komt_bladzijde_voor_bladzijde(verhaal: Verhaal) -> None:
    for nummer in range(5):
        stilzwijgend(verhaal, contractnummer=f"K-{nummer}")

    gezien, adres = [], "/v1/radar?pageSize=2"
    while adres:
        blad = verhaal.get(adres)
        gezien += [i["ding"]["naam"] for i in blad["resultaten"]]
        assert blad["aantal"] == 5
        adres = blad["_links"].get("next", {}).get("href", "")
    assert gezien == [f"K-{n}" for n in range(5)]
    terug = verhaal.get("/v1/radar?pageSize=2&page=3")["_links"]["prev"]["href"]
    assert [i["ding"]["naam"] for i in verhaal.get(terug)["resultaten"]] == ["K-2", "K-3"]


@pytest.mark.parametrize(
    ("vraag", "naam"),
    [
        ({"handeling": "SLAPEN"}, "handeling"),
        ({"stand": "OPEN"}, "stand"),
        ({"binnen": "4000"}, "binnen"),
        ({"zonderEigenaar": "ja"}, "zonderEigenaar"),
        ({"van": "2026-02-01", "totEnMet": "2026-01-01"}, "totEnMet"),
    ],
)
def test_een_vraag_die_niet_klopt_wordt_geweigerd(
    verhaal: Verhaal, vraag: dict[str, str], naam: str
) -> None:
    antwoord = verhaal.get("/radar", verwacht=400, **vraag)

    assert [f["naam"] for f in antwoord["fouten"]] == [naam]


def test_wie_voor_een_andere_regio_werkt_ziet_niets(verhaal: Verhaal) -> None:
    stilzwijgend(verhaal)
    toegelaten(verhaal, "2024-01-01", "2026-03-31")
    bewijs(verhaal, "V-1", "2024-01-01", "2026-02-28")
    elders = {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    regio = verhaal.post("/regios", elders)["regio"]["id"]
    token = maak_token(engine=verhaal.engine, rol=Rol.AUDITOR, regios=[regio])

    assert len(radar(verhaal)) == 3
    assert verhaal.get("/radar", als=token)["aantal"] == 0
    assert verhaal.get("/radar", regioId=regio)["aantal"] == 0


# --- the command line ---------------------------------------------------------------------------------------------


def test_de_opdrachtregel_toont_een_regel_per_laatste_dag(
    verhaal: Verhaal, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "160")
    stilzwijgend(verhaal, contractnummer="van-a", eigenaar="a")
    stilzwijgend(verhaal, contractnummer="van-b", eigenaar="b")
    verhaal.contract(contractnummer="van-niemand", einddatum="2025-12-31")

    def draai(*opties: str) -> list[str]:
        gedraaid = CliRunner().invoke(app, ["radar", *opties])
        assert gedraaid.exit_code == 0, gedraaid.output
        return [" ".join(regel.split()) for regel in gedraaid.stdout.splitlines()]

    begin, _, laat, van_a, *rest = draai("--eigenaar", "a", "--geldig-op", "2026-01-15")
    assert begin.startswith("2 gevonden, geldig op 2026-01-15")
    assert laat.startswith("TE_LAAT 2025-12-31 2026-01-01 Opvolgen van-niemand niemand")
    assert van_a.startswith("BINNENKORT 2026-06-30 — Opzeggen of laten verlengen van-a a")
    assert "van-b" not in " ".join(rest)
    assert draai("--stand", "GEDAAN")[0].startswith("0 gevonden")
    fout = CliRunner().invoke(app, ["radar", "--stand", "KWIJT"])
    assert (fout.exit_code, "kies uit TE_LAAT" in fout.stderr) == (1, True)
