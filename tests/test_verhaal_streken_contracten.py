"""The contracts of Noordoosthoek and Heggenland in the demo: outcomes, sanctions, proposals, refusals, successors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.demo.heggenland import HUIDIG, KEUZE, STRATEGIE, VERBLIJF
from api.demo.heggenland_herziening import BLIJVER, TWEEDE_VOORSTEL, VOORSTEL, WEIGERAAR
from api.demo.noordoosthoek_bestuur import NA_TWEE_JAAR
from api.demo.noordoosthoek_contracten import (
    BUDGETTEN,
    EINDIGT,
    GEKORT,
    GEWIJZIGD,
    ONGEWIJZIGD,
    ONTBONDEN,
    UITKOMSTEN,
)
from api.demo.portefeuille import HEGGENLAND_2023, ZWAAR_2020
from api.demo.spelers import HEGGENLAND, NOORDOOSTHOEK
from api.demo.verhaal import ding_id, feit_id
from tests.gespeeld import aan_de_balie
from tests.streekhulp import aanbieder, contract, op, pad, signalen, weigering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.omgeving import Loket
    from tests.hulp import Verhaal

pytestmark = pytest.mark.traag

VANDAAG = "2026-11-21"


@pytest.fixture(scope="module")
def v(gespeeld_loket: Loket) -> Iterator[Verhaal]:
    with aan_de_balie(gespeeld_loket) as verhaal:
        yield verhaal


def samen(v: Verhaal, regio: str, als: str) -> list[dict[str, Any]]:
    """Give what one bulk command of the story recorded."""
    vast: list[dict[str, Any]] = v.get(f"/bulkhandelingen/{feit_id(f'verzoek {regio}-{als}')}")[
        "resultaten"
    ]
    return vast


def radar(v: Verhaal, nummer: str, dag: str, bekend: str | None = None) -> dict[str, Any]:
    """Give by code what the radar holds of a contract at a pair of moments."""
    regio = NOORDOOSTHOEK if nummer.startswith("NH") else HEGGENLAND
    vraag: dict[str, Any] = {
        "regioId": ding_id("regios", regio),
        "pageSize": 500,
        **op(dag, bekend),
    }
    punten = v.get("/radar", **vraag)["resultaten"]
    return {p["code"]: p for p in punten if p["ding"]["naam"] == nummer}


def herkomst(v: Verhaal, nummer: str, als: str, dag: str) -> list[tuple[str, str]]:
    """Give from a fact of a contract back: the kind of fact and its thing, step by step."""
    journaal = v.get(f"{contract(nummer)}/gebeurtenissen", beschikbaarOp=dag)["resultaten"]
    (feit,) = [r for r in journaal if r["id"] == feit_id(als)]
    vraag = {"volgnummer": feit["volgnummer"], **op(dag)}
    stappen = v.get(f"{contract(nummer)}/herkomst", **vraag)["resultaten"]
    return [(s["gebeurtenis"]["soort"], s["gebeurtenis"]["dingId"]) for s in stappen]


# --- Noordoosthoek: the two-year point ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("als", "soort", "nummers"),
    [
        (UITKOMSTEN[0], "contract.opgezegd", EINDIGT),
        (UITKOMSTEN[1], "contract.verlengd", tuple(GEWIJZIGD)),
        (UITKOMSTEN[2], "contract.verlengd", ONGEWIJZIGD),
    ],
)
def test_elke_uitkomst_na_twee_jaar_is_een_handeling_onder_het_besluit_van_allen(
    v: Verhaal, als: str, soort: str, nummers: tuple[str, ...]
) -> None:
    """S1:1245-1256; H34."""
    vast = samen(v, NOORDOOSTHOEK, als)

    assert [r["contractnummer"] for r in vast] == list(nummers)
    assert {r["soort"] for r in vast} == {soort}
    assert {r["besluitId"] for r in vast} == {
        ding_id("besluiten", f"{NOORDOOSTHOEK}-{NA_TWEE_JAAR}")
    }
    na = [v.get(contract(nummer), **op("2022-01-01")) for nummer in nummers]
    eindigt = als == UITKOMSTEN[0]
    assert {c["status"] for c in na} == {"BEEINDIGD" if eindigt else "ACTIEF"}
    assert {c["einddatum"] for c in na} == {"2021-12-31" if eindigt else "2023-12-31"}


@pytest.mark.parametrize(
    ("dag", "bekend", "tarief"),
    [
        ("2021-12-31", "2021-06-10", "86.22"),
        ("2022-01-01", "2021-06-09", "86.22"),
        ("2022-01-01", "2021-06-10", "88.40"),
    ],
)
def test_gewijzigd_verlengd_geldt_vanaf_de_nieuwe_termijn(
    v: Verhaal, dag: str, bekend: str, tarief: str
) -> None:
    (geldend,) = v.get(contract("NH-2020-L08"), **op(dag, bekend))["tarieven"]

    assert geldend["tarief"] == tarief


@pytest.mark.parametrize(
    ("dag", "stap", "uiterlijk", "laat"),
    [
        ("2021-03-15", "VOORLEGGEN", "2021-04-07", None),
        ("2021-03-16", "HANDELEN", "2021-06-30", None),
        ("2023-04-07", "VOORLEGGEN", "2023-04-07", None),
        ("2023-12-31", "VOORLEGGEN", "2023-04-07", "2023-04-08"),
        (VANDAAG, "VOORLEGGEN", "2027-04-07", None),
    ],
)
def test_de_radar_rekent_met_wat_de_colleges_nodig_hebben(
    v: Verhaal, dag: str, stap: str, uiterlijk: str, laat: str | None
) -> None:
    """In 2021 it lay before the colleges in time, in 2023 nobody brought it."""
    punt = radar(v, "NH-2020-L01", dag)["opzeggen"]

    assert (punt["stap"], punt["stapUiterlijk"], punt["teLaatSinds"]) == (stap, uiterlijk, laat)


@pytest.mark.parametrize(
    ("jaar", "gevonden"),
    [(2022, []), (2024, [("2024-01-01", "doorgelopen-zonder-besluit")]), (2026, [])],
)
def test_waar_niemand_besloot_staat_het_op_de_rechtmatigheidslijst(
    v: Verhaal, jaar: int, gevonden: list[tuple[str, str]]
) -> None:
    """H33: decided in 2021 and in 2025, forgotten in 2023; De Poppenkast joined in between."""
    vraag: dict[str, Any] = {"regioId": ding_id("regios", NOORDOOSTHOEK), "jaar": jaar}
    lijst = v.get("/rapportages/rechtmatigheid", **vraag, **op(f"{jaar}-06-30"))
    (deel,) = [s for s in lijst["secties"] if s["sectie"] == "DOORGELOPEN"]

    poppenkast = [r for r in deel["regels"] if r["onderwerp"] == "NH-2022-L12"]
    assert [(r["dag"], r["reden"]) for r in poppenkast] == gevonden
    assert bool(deel["regels"]) is bool(gevonden)


def test_wat_niemand_beheert_staat_bovenaan_de_radar(v: Verhaal) -> None:
    vraag: dict[str, Any] = {"regioId": ding_id("regios", NOORDOOSTHOEK), "pageSize": 500}
    punten = v.get("/radar", **vraag, **op(VANDAAG))["resultaten"]

    assert punten[0]["ding"]["naam"] == "NH-2026-L14"
    eigenaren = {p["eigenaar"] for p in punten if p["ding"]["soort"] == "contract"}
    assert {"contractteam licht", "contractteam zwaar", None} == eigenaren


# --- Noordoosthoek: by task, and on pain of ----------------------------------------------------------------------


def test_taakbudgetten_van_latere_jaren_gaan_omhoog_en_dat_van_dit_jaar_niet(v: Verhaal) -> None:
    """S1:1290-1305: no extra work once the year runs."""
    assert [r["contractnummer"] for r in samen(v, NOORDOOSTHOEK, BUDGETTEN)] == [
        c.nummer for c in ZWAAR_2020
    ]
    stand = v.get(contract(GEKORT), **op("2021-10-12"))
    bedragen = {t["boekjaar"]: t["bedrag"] for t in stand["taakbudgetten"]}
    lichaam = {
        "ingangsdatum": "2022-06-01",
        "wijzigingen": {"taakbudgetten": [{"boekjaar": 2022, "bedrag": "3300000.00"}]},
        "wijzigingsgrond": "CLAUSULE",
        "clausule": "4.1",
        "besluitId": ding_id("besluiten", f"{NOORDOOSTHOEK}-budget-zwaar-2022"),
    }
    (regel,) = weigering(v, f"{contract(GEKORT)}/herzieningen", lichaam)

    assert (bedragen[2021], bedragen[2022], bedragen[2023]) == (
        "3000000.00",
        "3090000.00",
        "3090000.00",
    )
    assert regel["code"] == "meerwerk-bij-taakgericht"
    meter = v.get(f"{contract(GEKORT)}/wijzigingsruimte", **op("2021-10-12"))
    assert meter["oorspronkelijkeWaarde"] == "12000000.00"
    assert [w["waarde"] for w in meter["wijzigingen"]] == ["180000.00"]


@pytest.mark.parametrize(
    ("dag", "codes"),
    [
        ("2022-02-14", set()),
        ("2022-02-15", {"clientenstop", "acceptatieplicht-niet-nagekomen"}),
        ("2022-06-01", {"clientenstop", "acceptatieplicht-niet-nagekomen", "korting-loopt"}),
        ("2022-08-31", {"korting-loopt"}),
        ("2022-09-06", set()),
    ],
)
def test_wie_moest_accepteren_en_stopte_is_een_zomer_gekort(
    v: Verhaal, dag: str, codes: set[str]
) -> None:
    gezien = set(signalen(v, contract(GEKORT), dag, "2022-09-06"))

    assert gezien - {"term-verstreken"} == codes


def test_een_ontbinding_volgt_uit_een_constatering_en_de_schade_is_betaald(v: Verhaal) -> None:
    """S1:1085-1087."""
    stand = v.get(contract(ONTBONDEN), **op("2022-12-13"))
    terug = herkomst(v, ONTBONDEN, f"{ONTBONDEN} ontbinding", "2022-12-13")

    assert (stand["status"], stand["beeindiging"]) == ("BEEINDIGD", "ONTBONDEN")
    (schade,) = stand["sturing"]["sancties"]
    assert (schade["bedrag"], schade["afsluiting"]["uitkomst"]) == ("18400.00", "BETAALD")
    assert terug[0] == ("contract.constatering_gedaan", ding_id("contracten", ONTBONDEN))


# --- Heggenland: proposals and answers ---------------------------------------------------------------------------


@pytest.mark.parametrize(("als", "aantal"), [(VOORSTEL, 4), (TWEEDE_VOORSTEL, 3)])
def test_een_herziening_gaat_in_een_keer_naar_een_heel_segment(
    v: Verhaal, als: str, aantal: int
) -> None:
    """S3:616-656: after the raden and colleges, from a step of the procedure."""
    vast = samen(v, HEGGENLAND, als)

    assert {r["soort"] for r in vast} == {"contract.herziening_voorgesteld"}
    assert len({r["contractnummer"] for r in vast}) == len(vast) == aantal
    besluit = v.get(pad("besluiten", HEGGENLAND, STRATEGIE), **op(vast[0]["ingangsdatum"]))
    (bericht,) = besluit["bekendmakingen"]
    assert bericht["datum"] < vast[0]["ingangsdatum"]


@pytest.mark.parametrize(
    ("nummer", "dag", "standen"),
    [
        ("HL-2023-O01", "2026-02-16", ["OPEN"]),
        ("HL-2023-O01", "2026-02-17", ["AANVAARD"]),
        ("HL-2023-O01", "2026-10-01", ["DOORGEVOERD", "DOORGEVOERD"]),
        ("HL-2023-O04", "2026-02-24", ["OPEN"]),
        ("HL-2023-O04", "2026-02-25", ["STILZWIJGEND_AANVAARD"]),
        (BLIJVER, "2026-07-01", ["GEWEIGERD", "AANVAARD"]),
        (WEIGERAAR, "2026-05-13", ["AANVAARD", "OPEN"]),
        (WEIGERAAR, "2026-06-09", ["AANVAARD", "GEWEIGERD"]),
    ],
)
def test_aanvaard_geweigerd_of_gezwegen(
    v: Verhaal, nummer: str, dag: str, standen: list[str]
) -> None:
    gezien = v.get(contract(nummer), **op(dag))["herzieningsvoorstellen"]

    assert [voorstel["stand"] for voorstel in gezien] == standen


def test_wie_weigert_gaat_eruit_of_houdt_wat_hij_had(v: Verhaal) -> None:
    """domein.md A.7: as the clause of each contract says."""
    eruit, blijft = contract(WEIGERAAR), contract(BLIJVER)
    jaarwaarde = {
        dag: v.get(blijft, **op(dag, VANDAAG))["geraamdeJaarwaarde"]
        for dag in ("2026-06-30", "2026-07-01", "2026-10-01")
    }

    assert v.get(eruit, **op("2026-06-08"))["einddatum"] == "2026-12-31"
    opgezegd = v.get(eruit, **op("2026-06-09"))
    assert (opgezegd["status"], opgezegd["einddatum"]) == ("OPGEZEGD", "2026-09-30")
    weg = v.get(eruit, **op("2026-10-01"))
    assert (weg["beeindiging"], weg["uitloopTotEnMet"]) == ("OPGEZEGD", "2026-12-31")
    assert list(jaarwaarde.values()) == ["2700000.00", "2700000.00", "2565000.00"]


def test_een_antwoord_dat_uitblijft_staat_te_laat_tot_het_er_is(v: Verhaal) -> None:
    for dag, laat in (("2026-05-12", None), ("2026-05-13", "2026-05-13")):
        (punt,) = [p for code, p in radar(v, WEIGERAAR, dag).items() if code.startswith("antwoord")]
        assert (punt["uiterlijk"], punt["teLaatSinds"]) == ("2026-05-12", laat)
    assert not [code for code in radar(v, WEIGERAAR, "2026-06-09") if code.startswith("antwoord")]


def test_van_de_weigering_loopt_de_keten_tot_het_kader_van_negen_raden(v: Verhaal) -> None:
    terug = herkomst(v, WEIGERAAR, f"antwoord {WEIGERAAR} 2026-06-09", "2026-06-09")

    dingen = [ding for _, ding in terug]
    op_volgorde = [
        ding_id("contracten", WEIGERAAR),
        ding_id("inkooptrajecten", f"{HEGGENLAND}-{VERBLIJF}"),
        ding_id("besluiten", f"{HEGGENLAND}-{KEUZE}"),
        ding_id("beleidskaders", f"{HEGGENLAND}-inkoopstrategie-2027"),
        ding_id("besluiten", f"{HEGGENLAND}-{STRATEGIE}"),
    ]
    assert terug[0] == ("contract.herziening_voorgesteld", op_volgorde[0])
    plekken = [dingen.index(ding) for ding in op_volgorde]
    assert plekken == sorted(plekken)


# --- Heggenland: 1 January 2027 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bekend", "zonder"),
    [
        ("2026-07-06", [c.nummer for c in HEGGENLAND_2023]),
        ("2026-07-07", [WEIGERAAR, "HL-2023-O05", "HL-2023-O06"]),
        (VANDAAG, [WEIGERAAR]),
    ],
)
def test_wat_voor_2027_eindigt_zonder_opvolger(v: Verhaal, bekend: str, zonder: list[str]) -> None:
    vraag: dict[str, Any] = {"regioId": ding_id("regios", HEGGENLAND), "eindigtVoor": "2027-01-01"}
    lijst = v.get("/contracten", zonderOpvolger="true", **vraag, **op("2026-07-06", bekend))

    assert [c["contractnummer"] for c in lijst["resultaten"]] == zonder


def test_opvolgers_sluiten_aan_op_de_dag_na_het_oude_einde(v: Verhaal) -> None:
    opvolger = v.get(contract("HL-2027-V01"), **op("2027-01-01"))

    assert (opvolger["status"], opvolger["einddatum"]) == ("ACTIEF", None)
    assert opvolger["opvolging"]["via"] == "HERZIENING"
    assert v.get(contract("HL-2027-V01"), **op("2026-12-31"))["status"] == "TOEKOMSTIG"
    assert v.get(contract("HL-2023-O01"), **op("2027-01-01"))["beeindiging"] == "VERLOPEN"
    for nummer in ("HL-2023-O01", BLIJVER, "HL-2027-V01", "HL-2027-D01"):
        codes = signalen(v, contract(nummer), "2027-01-01", VANDAAG)
        assert not [code for code in codes if code.startswith("opvolging-")]


def dekking(v: Verhaal, traject: str, dag: str, **vraag: Any) -> dict[str, Any]:
    vast: dict[str, Any] = {"regioId": ding_id("regios", HEGGENLAND)}
    traject_id = ding_id("inkooptrajecten", f"{HEGGENLAND}-{traject}")
    kaart: dict[str, Any] = v.get(
        "/rapportages/dekking", **vast, trajectId=traject_id, **op(dag, VANDAAG), **vraag
    )
    return kaart


def test_wat_een_weigering_met_de_dekking_doet(v: Verhaal) -> None:
    kaart = dekking(v, HUIDIG, "2026-09-30")

    verlies = {(k["dag"], k["vorm"], k["verlies"], k["was"], k["wordt"]) for k in kaart["komend"]}
    assert ("2026-10-01", "HC-GGZ", "NOG_EEN", 2, 1) in verlies
    (einde,) = [e for e in kaart["einden"] if e["contractnummer"] == WEIGERAAR]
    assert (einde["per"], einde["feit"]["soort"]) == (
        "2026-10-01",
        "contract.herziening_voorgesteld",
    )


def test_de_kaart_van_2027_en_wat_als_de_gezinshuizen_toch_niet_meedoen(v: Verhaal) -> None:
    zeewind = aanbieder("zeewind").rpartition("/")[2]
    gewoon = dekking(v, VERBLIJF, "2027-01-01", wisseldag="2027-01-01")
    zonder = dekking(v, VERBLIJF, "2027-01-01", zonderAanbieders=zeewind)

    assert gewoon["gaten"] == []
    assert {x["vorm"] for x in gewoon["wissel"]["veranderingen"]} == {
        "VB-OPVANG",
        "VB-GEZIN",
        "VB-KORT",
        "VB-AMBULANT",
    }
    assert {(g["vorm"], g["doorWatAls"]) for g in zonder["gaten"]} == {("VB-GEZIN", True)}
    assert len(zonder["gaten"]) == 9
