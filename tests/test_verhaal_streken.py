"""The five regions of the demo, asked through the API: who decided, who was let in, what rested on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.demo.denkwaard import (
    AKKOORD,
    EINDE,
    KADER,
    OPNIEUW,
    OPVOLGER,
    TRAJECT,
    VASTSTELLEN,
    VOORNEMEN,
)
from api.demo.eenling import EIGEN_TEAM, KERNCIJFERS
from api.demo.eenling import STRATEGIE as STRATEGIE_EL
from api.demo.eenling import TRAJECT as TRAJECT_EL
from api.demo.heggenland import HERZIEN, KEUZE, NIEUW, VERBLIJF
from api.demo.heggenland import STRATEGIE as STRATEGIE_HL
from api.demo.noordoosthoek_bestuur import (
    HOGER_TARIEF,
    LICHT,
    REGELING,
    WOONPLAATS,
    ZWAAR,
)
from api.demo.noordoosthoek_licht import RONDE_MEI
from api.demo.openen import STREKEN, vertel
from api.demo.rondleiding import PAGINAS, VRAGEN
from api.demo.spelers import DENKWAARD, EENLING, HEGGENLAND, NOORDOOSTHOEK, VOORBEELDLAND
from api.demo.verhaal import ding_id, feit_id
from api.demo.voorbeeldland_besluiten import KOSTEN, TOT_2034, VERBLIJF_2027
from api.demo.voorbeeldland_besluiten import STRATEGIE as STRATEGIE_VL
from api.demo.voorbeeldland_contracten import SAS_A, UITTREDERS_2025
from api.demo.voorbeeldland_doelen import GO_2025
from api.demo.voorbeeldland_toezicht import EIS_2023, GESTOPT, UITVAL_KWALITEIT
from domain.soorten import SOORTEN
from infrastructure.regimebestand import lees_regime
from infrastructure.regimelading import lading
from infrastructure.regimeverzoeken import fictief
from tests.gespeeld import EINDE as LAATSTE
from tests.gespeeld import aan_de_balie
from tests.streekhulp import aanbieder, contract, gevolgen, op, pad, signalen, weigering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.omgeving import Loket
    from tests.hulp import Verhaal

pytestmark = pytest.mark.traag

MEERVOUD = {soort.naam: soort.meervoud for soort in SOORTEN}
REGIMES = {
    VOORBEELDLAND: "s0-sas-2023",
    NOORDOOSTHOEK: "s1-noordoost-brabant",
    DENKWAARD: "s2-zuid-holland-zuid",
    HEGGENLAND: "s3-haaglanden-2027",
    EENLING: "s4-naamloze-gemeente-2022",
}


@pytest.fixture(scope="module")
def v(gespeeld_loket: Loket) -> Iterator[Verhaal]:
    with aan_de_balie(gespeeld_loket) as verhaal:
        yield verhaal


# --- all regions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regio", REGIMES)
def test_elke_streek_start_uit_zijn_regimebestand(regio):
    """What the loader would record is in the story, but for what the story does itself."""
    regime = lees_regime(naam=REGIMES[regio])
    stappen = lading(regime=regime, keuze=fictief(regime=regime)).stappen
    verteld = {(s.meervoud, s.naam, s.pad) for s in vertel(tot_en_met=LAATSTE)}

    bereid = {
        (
            MEERVOUD[s.soort],
            regio if s.soort == "regio" else f"{regio}-{s.plek.split('.')[1]}",
            s.pad,
        )
        for s in stappen
    }
    weg = {("inkooptrajecten", f"{DENKWAARD}-{VOORNEMEN}", "criteria")}
    assert bereid - verteld <= weg
    assert len(STREKEN) == len(REGIMES)


def test_elke_halte_van_de_rondleiding_is_er(v):
    for halte in (*PAGINAS, *VRAGEN):
        antwoord = v.vraag("GET", f"http://looptijd.test{halte.pad}")
        assert antwoord.status_code == 200, halte


def test_waarvan_is_afgeweken_is_precies_wat_het_verhaal_zegt(v):
    items = v.get("/afwijkingen", **op("2031-12-31"))["resultaten"]

    assert sorted((a["soort"], *a["regels"], a["ingangsdatum"]) for a in items) == sorted(
        [
            ("inkooptraject.pilot_aangekondigd", "pilot-niet-vooraf-aangekondigd", "2021-02-09"),
            ("aanmelding.uitkomst_bepaald", "bewijs-niet-geldig", "2021-05-16"),
            ("contract.herzien", "besluit-ontbreekt", "2023-07-01"),
            ("contract.gesloten", "niet-toegelaten", "2024-08-15"),
            *[("contract.verlengd", "verlenging-buiten-optie", "2024-11-19")] * 5,
        ]
    )


# --- Voorbeeldland (S0) ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "status", "ontbreekt"),
    [
        ("2025-04-08", "VOORGENOMEN", 6),
        ("2025-05-06", "VOORGENOMEN", 4),
        ("2025-05-16", "VOORGENOMEN", 1),
        ("2025-05-20", "IN_WERKING", 0),
    ],
)
def test_wie_ontbreekt_nog_bij_het_go_no_go(v, dag, status, ontbreekt):
    besluit = v.get(pad("besluiten", VOORBEELDLAND, GO_2025), **op(dag))

    assert (besluit["status"], len(besluit["ontbreekt"])) == (status, ontbreekt)


def test_een_college_was_te_laat_en_wie_tekende_staat_erbij(v):
    besluit = pad("besluiten", VOORBEELDLAND, GO_2025)
    colleges = [
        s for s in v.get(besluit, **op("2025-05-20"))["betrokken"] if s["orgaan"] == "COLLEGE"
    ]

    assert [s["gemeente"] for s in colleges if s["teLaat"]] == ["9006"]
    assert {s["ondertekenaar"] for s in colleges[:5]} == {"wethouder jeugd"}
    assert colleges[0]["mandaat"] == "mandaatregister 2025, nummer 3"
    assert "termijn-verstreken" in signalen(v, besluit, "2025-05-17")
    assert "termijn-verstreken" not in signalen(v, besluit, "2025-05-20")


def test_zonder_het_zesde_college_kan_de_go_niet_worden_vastgelegd(v):
    lichaam = {
        "ingangsdatum": "2025-05-19",
        "beslismoment": "go-no-go-2025",
        "segment": "ambulant",
        "uitkomst": "GO",
        "besluitId": ding_id("besluiten", f"{VOORBEELDLAND}-{GO_2025}"),
    }
    (regel,) = weigering(v, f"{pad('inkooptrajecten', VOORBEELDLAND, SAS_A)}/beslissingen", lichaam)

    assert regel["code"] == "besluit-ontbreekt"
    assert regel["waarden"]["ontbreekt"] == "COLLEGE 9006"


def test_van_het_go_no_go_loopt_een_keten_naar_wie_stopte(v):
    keten = gevolgen(v, pad("besluiten", VOORBEELDLAND, GO_2025), "2026-01-01")

    assert keten.count(("inkooptraject.beslissing_genomen", 1)) == 3
    assert keten.count(("contract.opgezegd", 2)) == len(UITTREDERS_2025) + 2
    assert ("contract.herziening_voorgesteld", 2) in keten


def test_verblijf_werd_in_2027_aangehouden_door_twee_colleges(v):
    besluit = pad("besluiten", VOORBEELDLAND, VERBLIJF_2027)
    zomer, najaar = (v.get(besluit, **op(dag)) for dag in ("2027-06-01", "2027-09-14"))

    assert (zomer["status"], zomer["ontbreekt"]) == (
        "AANGEHOUDEN",
        ["COLLEGE 9004", "COLLEGE 9005"],
    )
    assert (najaar["status"], najaar["vastgesteldOp"]) == ("IN_WERKING", "2027-09-14")


@pytest.mark.parametrize("nummer", UITVAL_KWALITEIT)
def test_wie_uitviel_op_kwaliteit_op_welk_criterium_en_welk_bewijs(v, nummer):
    """H6: which contracts ended 1-1-2023 on quality grounds, which criterion, which version, which evidence?"""
    oud = v.get(contract(nummer), **op("2023-01-01"))
    journaal = v.get(f"{contract(nummer)}/gebeurtenissen", beschikbaarOp="2023-01-01")
    opzegging = next(r for r in journaal["resultaten"] if r["soort"] == "contract.opgezegd")
    wie = v.get(f"/aanbieders/{oud['aanbieder']['id']}", **op("2022-05-01"))
    (toets,) = wie["toetsen"]
    (oordeel,) = toets["oordelen"]

    assert (oud["status"], oud["beeindiging"]) == ("BEEINDIGD", "OPGEZEGD")
    sleutel = next(s.naam for s in vertel(tot_en_met=LAATSTE) if s.ding == oud["aanbieder"]["id"])
    assert opzegging["gevolgVan"] == feit_id(f"toets {sleutel} 2022-04-19")
    assert (toets["criteriaversie"], oordeel["eis"], oordeel["voldaan"]) == (
        "2023",
        EIS_2023,
        False,
    )
    (stuk,) = wie["bewijsstukken"]
    assert (stuk["kenmerk"], stuk["afgegevenOp"]) == (oordeel["stuk"], "2022-04-08")


def test_scherpere_criteria_vragen_een_hertoets_van_iedereen(v):
    for dag, codes in (
        ("2022-02-28", []),
        ("2022-03-01", ["hertoets-nodig"]),
        ("2022-04-19", ["toets-vraagt-vervolg"]),
        ("2023-01-01", []),
    ):
        assert signalen(v, aanbieder("paddenstoel"), dag, "2023-01-01") == codes
    assert signalen(v, aanbieder("waterval"), "2022-04-19") == []


@pytest.mark.parametrize(
    ("dag", "stand", "orgaan"),
    [
        ("2022-10-03", "TE_BEVESTIGEN", None),
        ("2024-02-12", "TE_BEVESTIGEN", None),
        ("2024-02-13", "BEVESTIGD", "colleges van burgemeester en wethouders"),
    ],
)
def test_hoe_tot_2034_is_gelezen_en_wie_dat_bevestigde(v, dag, stand, orgaan):
    """H25: on what reading were commitments booked, when fixed and by whom?"""
    lezing = v.get(pad("lezingen", VOORBEELDLAND, TOT_2034), **op(dag))

    assert (lezing["gekozen"], lezing["stand"]) == ("2034-12-31", stand)
    assert lezing["keuzes"][-1]["orgaan"] == orgaan
    assert [a["waarde"] for a in lezing["alternatieven"]] == ["2033-12-31"]


def test_wat_op_die_lezing_rust(v):
    keten = gevolgen(v, pad("lezingen", VOORBEELDLAND, TOT_2034), "2030-12-31")

    assert keten.count(("contract.gesloten", 1)) == 20
    assert ("contract.verlengd", 1) in keten


@pytest.mark.parametrize(
    ("dag", "status"),
    [("2026-10-26", "OPEN"), ("2026-11-22", "UITGEKOMEN"), ("2028-02-15", "DEELS_ONJUIST")],
)
def test_dalende_kosten_kwamen_uit_en_toen_niet_meer(v, dag, status):
    """H40: which budgets used the assumption, and what did realised cost do?"""
    onderstelling = v.get(pad("onderstellingen", VOORBEELDLAND, KOSTEN), **op(dag))
    licht_op = status == "DEELS_ONJUIST"
    rust_erop = (
        pad("besluiten", VOORBEELDLAND, STRATEGIE_VL),
        pad("budgetten", VOORBEELDLAND, "2026-verblijf"),
    )

    assert onderstelling["status"] == status
    for ding in rust_erop:
        assert ("onderstelling-onjuist" in signalen(v, ding, dag)) is licht_op
    uitgaven = [_uitgaven(v, jaar) for jaar in (2025, 2026, 2027)]
    assert uitgaven[1] < uitgaven[0]
    assert uitgaven[1] < uitgaven[2]


def _uitgaven(v: Verhaal, jaar: int) -> float:
    regio = ding_id("regios", VOORBEELDLAND)
    items = v.get("/budgetten", regioId=regio, boekjaar=jaar, **op("2028-02-14"))["resultaten"]
    return sum(float(b["gerealiseerd"]) for b in items)


@pytest.mark.parametrize(
    ("dag", "lagen"),
    [("2026-09-13", 0), ("2026-09-14", 1), ("2026-10-19", 2), ("2026-11-16", 1), ("2027-02-01", 0)],
)
def test_een_stop_geldt_zolang_er_een_laag_staat(v, dag, lagen):
    """H41: was the stop lifted while a second ground still applied?"""
    stand = v.get(aanbieder(GESTOPT), **op(dag))

    assert len(stand["clientenstops"]) == lagen
    assert ("clientenstop" in signalen(v, contract("VL-2023-A10"), dag)) is bool(lagen)


def test_meldingen_staan_open_tot_zij_zijn_afgesloten(v):
    for sleutel, onderwerp, open_, dicht in (
        ("sterrenstof", "WNT", "2026-07-07", "2027-02-09"),
        ("wolkenridder", "CONTINUITEIT", "2024-10-08", "2025-03-18"),
    ):
        (melding,) = v.get(aanbieder(sleutel), **op(open_))["meldingen"]
        assert melding["onderwerp"] == onderwerp
        assert v.get(aanbieder(sleutel), **op(dicht))["meldingen"] == []


def test_na_een_fusie_gaf_het_contract_een_signaal_tot_het_overging(v):
    over = contract("VL-2023-A09")
    assert signalen(v, over, "2026-03-31") == []
    assert "aanbieder-opgegaan" in signalen(v, over, "2026-04-01")
    assert signalen(v, over, "2026-04-01", "2026-05-12") == []
    for bekend, naam in (("2026-05-11", "knikkerzak"), ("2026-05-12", "vuurvlieg")):
        gezien = v.get(over, **op("2026-04-01", bekend))["aanbieder"]
        assert gezien["id"] == ding_id("aanbieders", naam)
    grondslagen = {
        (t["perceel"], t["grondslag"])
        for t in v.get(aanbieder("vuurvlieg"), **op("2026-04-01"))["toelatingen"]
    }
    assert ("AM-BEGELEIDING-N", "OVERGENOMEN") in grondslagen


# --- Noordoosthoek (S1) ------------------------------------------------------------------------------------------


def test_drie_scenarios_zijn_gewogen_en_geen_is_gekozen(v):
    besluit = v.get(pad("besluiten", NOORDOOSTHOEK, "uitgangspunten-2018"), **op("2018-10-01"))

    assert [(a["code"], a["gekozen"]) for a in besluit["alternatieven"]] == [
        (f"scenario-{n}", False) for n in (1, 2, 3)
    ]
    assert (besluit["status"], besluit["vastgesteldOp"]) == ("IN_WERKING", "2018-09-27")


@pytest.mark.parametrize("code", [LICHT, ZWAAR])
@pytest.mark.parametrize(
    ("dag", "stand", "status"),
    [
        ("2019-04-15", "VOORGENOMEN", "TOEKOMSTIG"),
        ("2019-04-16", "VASTGESTELD", "TOEKOMSTIG"),
        ("2020-01-01", "VASTGESTELD", "ACTIEF"),
    ],
)
def test_het_advies_wordt_pas_na_acht_colleges_een_traject(v, code, dag, stand, status):
    traject = v.get(pad("inkooptrajecten", NOORDOOSTHOEK, code), **op(dag))

    assert (traject["stand"], traject["status"]) == (stand, status)


def test_de_centrumregeling_wacht_op_elke_raad_en_elk_college(v):
    besluit, regeling = (
        pad("besluiten", NOORDOOSTHOEK, REGELING),
        pad("regelingen", NOORDOOSTHOEK, "centrumregeling"),
    )
    colleges = [f"COLLEGE {code}" for code in range(9007, 9015)]

    assert v.get(besluit, **op("2019-06-26"))["ontbreekt"] == ["RAAD 9014", *colleges]
    assert v.get(besluit, **op("2019-06-27"))["ontbreekt"] == colleges
    assert v.get(besluit, **op("2019-07-02"))["ontbreekt"] == []
    (evaluatie,) = v.get(regeling, **op("2022-03-15"))["evaluaties"]
    assert (evaluatie["ingangsdatum"], evaluatie["uiterlijk"]["fase"]) == ("2022-03-15", "2022")
    assert v.get(regeling, **op("2023-06-12"))["einddatum"] == "2023-12-31"
    assert v.get(regeling, **op("2023-06-13"))["einddatum"] == "2027-12-31"


@pytest.mark.parametrize(
    ("dag", "bekend", "status"),
    [
        ("2021-12-31", "2021-12-31", "OPEN"),
        ("2022-01-01", "2020-09-07", "OPEN"),
        ("2022-01-01", "2020-09-08", "ONJUIST"),
        ("2022-01-01", "2022-01-01", "ONJUIST"),
    ],
)
def test_het_woonplaatsbeginsel_en_wat_erop_rustte(v, dag, bekend, status):
    onderstelling = pad("onderstellingen", NOORDOOSTHOEK, WOONPLAATS)
    licht_op = status == "ONJUIST"

    assert v.get(onderstelling, **op(dag, bekend))["status"] == status
    for ding in (
        pad("besluiten", NOORDOOSTHOEK, REGELING),
        pad("regelingen", NOORDOOSTHOEK, "centrumregeling"),
    ):
        assert ("onderstelling-onjuist" in signalen(v, ding, dag, bekend)) is licht_op
    assert gevolgen(v, onderstelling, "2026-01-01") == [
        ("besluit.ingebracht", 1),
        ("regeling.aangegaan", 2),
    ]


def ronde(v: Verhaal, code: str, dag: str) -> dict[str, Any]:
    traject = ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{LICHT}")
    vraag = {"trajectId": traject, "ronde": code, **op(dag)}
    gevonden: dict[str, Any] = v.get("/rapportages/toelatingsronde", **vraag)
    return gevonden


def test_de_ronde_van_mei_2021_was_niet_voor_iedereen_gelijk(v):
    """H7 and H8: same criteria for all, and which evidence had expired on the decision day?"""
    verslag = ronde(v, RONDE_MEI, "2021-06-01")

    assert verslag["perStatus"] == {"AFGEWEZEN": 1, "INGETROKKEN": 1, "TOEGELATEN": 2}
    beoordeeld = [a for a in verslag["aanmeldingen"] if a["beoordeeldOp"]]
    assert {a["criteriaversie"] for a in beoordeeld} == {"2020"}
    assert verslag["gelijkBehandeld"] is False
    assert [(r["code"], r["aanbieder"]) for r in verslag["verschillen"]] == [
        ("bewijs-niet-geldig", "De Zandbak (fictief)")
    ]
    (nee,) = [u for a in verslag["aanmeldingen"] for u in a["uitkomsten"] if u["redenen"]]
    assert (nee["uitkomst"], nee["bezwaarTotEnMet"], nee["bezwaardagen"]) == (
        "AFGEWEZEN",
        "2021-06-05",
        20,
    )


def test_de_eerste_ronde_behandelde_acht_aanbieders_gelijk(v):
    verslag = ronde(v, "2019-09", "2019-10-08")

    assert (verslag["aantal"], verslag["gelijkBehandeld"]) == (8, True)
    assert {a["dagen"] for a in verslag["aanmeldingen"]} == {28}


def test_een_ronde_waarin_te_laat_wordt_beslist_valt_op(v):
    traject = pad("inkooptrajecten", NOORDOOSTHOEK, LICHT)

    assert "te-laat-beslist" not in signalen(v, traject, "2026-11-20")
    assert "te-laat-beslist" in signalen(v, traject, "2026-11-21")
    assert "te-laat-beslist" not in signalen(v, traject, "2026-12-01")


def test_bij_zwaar_komt_niemand_meer_binnen(v):
    """H23: which providers entered a closed group during the term?"""
    aanmelding = v.get(
        pad("aanmeldingen", NOORDOOSTHOEK, "zwaar-2022-blokkendoos"), **op("2022-02-22")
    )
    toelating = {
        "ingangsdatum": "2022-02-22",
        "trajectId": ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{ZWAAR}"),
        "perceel": "ZW-DAGHULP",
        "grondslag": "TOELATING",
    }

    assert aanmelding["status"] == "AFGEWEZEN"
    assert aanmelding["uitkomsten"][0]["bezwaarTotEnMet"] == "2022-03-14"
    codes = [r["code"] for r in weigering(v, f"{aanbieder('blokkendoos')}/toelatingen", toelating)]
    assert codes == ["toetreding-gesloten"]


def test_een_pilot_was_vooraf_aangekondigd_en_een_niet(v):
    """H43: which pilots ran without having been announced before procurement?"""
    traject = v.get(pad("inkooptrajecten", NOORDOOSTHOEK, LICHT), **op("2021-03-01"))

    assert [(p["code"], p["voorafAangekondigd"]) for p in traject["pilots"]] == [
        ("wijkteam-schijnbeek", True),
        ("hulp-op-school-denkoord", False),
    ]


def test_de_regionale_tarieflijst_is_een_feit_van_het_traject(v):
    traject = pad("inkooptrajecten", NOORDOOSTHOEK, LICHT)

    for dag, bekend, prijspeil, ggz in (
        ("2020-01-01", "2019-06-18", 2020, "109.30"),
        ("2022-01-01", "2021-10-11", 2020, "109.30"),
        ("2022-01-01", "2021-10-12", 2022, "117.40"),
    ):
        lijst = v.get(traject, **op(dag, bekend))["tarieflijst"]
        tarieven = {t["productcode"]: t["tarief"] for t in lijst["tarieven"]}
        assert (lijst["prijspeil"], tarieven["45A53"]) == (prijspeil, ggz)


def test_een_wijziging_zonder_alle_gemeenten_noemt_wie_ontbrak(v):
    """H21: which contract changes lacked consent of all municipalities?"""
    besluit = pad("besluiten", NOORDOOSTHOEK, HOGER_TARIEF)
    lichaam = {
        "ingangsdatum": "2023-08-01",
        "wijzigingen": {
            "tarieven": [{"productcode": "45A53", "eenheid": "UUR", "tarief": "125.00"}]
        },
        "wijzigingsgrond": "CLAUSULE",
        "besluitId": besluit.rsplit("/", 1)[1],
    }
    (regel,) = weigering(v, f"{contract('NH-2020-L02')}/herzieningen", lichaam)

    assert v.get(besluit, **op("2023-07-01"))["ontbreekt"] == ["COLLEGE 9014"]
    assert (regel["code"], regel["waarden"]["ontbreekt"]) == ("besluit-ontbreekt", "COLLEGE 9014")
    (afwijking,) = v.get(contract("NH-2020-L02"), **op("2023-07-01"))["afwijkingen"]
    assert afwijking["regels"] == ["besluit-ontbreekt"]
    assert v.get(contract("NH-2020-L04"), **op("2022-01-01"))["afwijkingen"] == []


# --- Denkwaard (S2) ----------------------------------------------------------------------------------------------


def test_tien_zienswijzen_een_te_laat_en_een_afgezien(v):
    """H35: which zienswijzen arrived after 3-12-2020, and did the AB decide without them?"""
    besluit = pad("besluiten", DENKWAARD, VASTSTELLEN)
    op_tijd, nu = (v.get(besluit, **op(dag)) for dag in ("2020-12-03", "2020-12-10"))

    assert v.get(pad("besluiten", DENKWAARD, AKKOORD), **op("2020-09-24"))["ontbreekt"] == []
    assert len(op_tijd["zienswijzen"]) == 9
    assert [z["gemeente"] for z in nu["zienswijzen"] if z["teLaat"]] == ["9024"]
    assert [z["gemeente"] for z in nu["zienswijzen"] if z["afgezien"]] == ["9019"]
    assert all(z["verwerking"] for z in nu["zienswijzen"] if not z["afgezien"])
    assert (nu["status"], nu["vastgesteldOp"]) == ("VASTGESTELD", "2020-12-10")


@pytest.mark.parametrize(
    ("dag", "bekend", "oud", "nieuw"),
    [
        ("2020-09-24", "2020-09-24", "IN_WERKING", "CONCEPT"),
        ("2020-12-10", "2020-12-10", "IN_WERKING", "VASTGESTELD"),
        ("2022-01-01", "2020-12-09", "AFGELOPEN", "CONCEPT"),
        ("2022-01-01", "2020-12-10", "AFGELOPEN", "IN_WERKING"),
        ("2028-01-01", "2026-12-10", "AFGELOPEN", "AFGELOPEN"),
    ],
)
def test_het_oude_en_het_nieuwe_kader(v, dag, bekend, oud, nieuw):
    kaders = (pad("beleidskaders", DENKWAARD, code) for code in ("inkoopkader-2018", KADER))

    assert [v.get(kader, **op(dag, bekend))["status"] for kader in kaders] == [oud, nieuw]


@pytest.mark.parametrize(
    ("kader", "dag", "bekend", "codes"),
    [
        ("inkoopkader-2018", "2020-12-09", "2020-12-09", ["kader-zonder-opvolger"]),
        ("inkoopkader-2018", "2020-12-10", "2020-12-10", []),
        ("inkoopkader-2018", "2022-01-01", "2020-12-09", ["kader-gat"]),
        (KADER, "2025-12-10", "2025-12-10", []),
        (KADER, "2025-12-11", "2025-12-11", ["kader-zonder-opvolger"]),
        (KADER, "2026-11-22", "2026-11-22", ["kader-zonder-opvolger"]),
        (KADER, "2026-12-10", "2026-12-10", []),
    ],
)
def test_het_alarm_staat_tot_er_een_opvolger_is(v, kader, dag, bekend, codes):
    assert signalen(v, pad("beleidskaders", DENKWAARD, kader), dag, bekend) == codes


def test_een_raad_die_zwijgt_houdt_het_ab_niet_tegen(v):
    besluit = v.get(pad("besluiten", DENKWAARD, OPNIEUW), **op("2026-12-10"))
    kader = v.get(pad("beleidskaders", DENKWAARD, OPVOLGER), **op("2026-12-10"))

    assert "9024" not in {z["gemeente"] for z in besluit["zienswijzen"]}
    assert "niet-gehoord" in [s["code"] for s in besluit["signalen"]]
    assert (besluit["vastgesteldOp"], kader["status"]) == ("2026-12-10", "VASTGESTELD")
    assert v.get(pad("besluiten", DENKWAARD, EINDE), **op("2025-12-11"))["ontbreekt"] == []


def test_een_voornemen_vervalt_zonder_ooit_te_hebben_gegolden(v):
    voornemen, inkoop = (pad("inkooptrajecten", DENKWAARD, c) for c in (VOORNEMEN, TRAJECT))

    assert [v.get(p, **op("2021-02-17"))["stand"] for p in (voornemen, inkoop)] == [
        "VOORGENOMEN"
    ] * 2
    assert v.get(voornemen, **op("2021-02-18"))["stand"] == "VERVALLEN"
    assert v.get(inkoop, **op("2022-01-01"))["status"] == "ACTIEF"
    assert v.get(contract("DW-2022-J01"), **op("2022-01-01"))["status"] == "ACTIEF"


# --- Heggenland (S3) ---------------------------------------------------------------------------------------------


def test_niets_naar_aanbieders_voor_de_negende_raad(v):
    """H36: which raden had adopted on 1-7-2025, and was anything published before the last one?"""
    besluit = pad("besluiten", HEGGENLAND, STRATEGIE_HL)
    juli, daarna = (v.get(besluit, **op(dag)) for dag in ("2025-07-01", "2025-07-09"))
    bericht = {"ingangsdatum": "2025-07-01", "kanaal": "SERVICEBUREAU", "doelgroep": "AANBIEDERS"}
    (regel,) = weigering(v, f"{besluit}/bekendmakingen", bericht)

    raden = [s for s in juli["betrokken"] if s["orgaan"] == "RAAD"]
    assert [s["gemeente"] for s in raden if s["uitkomst"] is None] == ["9033"]
    assert juli["ontbreekt"] == ["RAAD 9033"]
    assert (regel["code"], regel["waarden"]["ontbreekt"]) == (
        "bekendmaking-voor-poort",
        "RAAD 9033",
    )
    assert [(b["datum"], b["voorPoort"]) for b in daarna["bekendmakingen"]] == [
        ("2025-07-09", False)
    ]


def test_twee_segmenten_door_herziening_en_drie_door_nieuwe_inkoop(v):
    for dag, stand in (("2026-01-26", "VOORGENOMEN"), ("2026-01-27", "VASTGESTELD")):
        trajecten = [
            v.get(pad("inkooptrajecten", HEGGENLAND, c), **op(dag)) for c in (*HERZIEN, *NIEUW)
        ]
        assert {t["stand"] for t in trajecten} == {stand}
        assert [t["inkoopvorm"] for t in trajecten] == ["HERZIENING"] * 2 + ["AANBESTEDING"] * 3
    besluit = pad("besluiten", HEGGENLAND, KEUZE)
    assert v.get(besluit, **op("2026-01-26"))["ontbreekt"] == ["COLLEGE 9033"]
    assert {a["gekozen"] for a in v.get(besluit, **op("2026-01-26"))["alternatieven"]} == {None}
    assert {a["gekozen"] for a in v.get(besluit, **op("2026-01-27"))["alternatieven"]} == {True}


def test_de_herziening_loopt_in_twee_keer_en_is_op_tijd_gereed(v):
    traject = v.get(pad("inkooptrajecten", HEGGENLAND, VERBLIJF), **op("2026-07-01"))

    assert [s["herziening"] for s in traject["stappen"] if s["herziening"]] == [1, 1, 1, 2, 2]
    gedaan = {k["code"]: k["gedaanOp"] for k in traject["kalender"]}
    assert gedaan["herziening-gereed"] == "2026-07-01"
    assert gedaan["herziening-start"] is None
    uitkomsten = {
        wie: v.get(pad("aanmeldingen", HEGGENLAND, f"{VERBLIJF}-{wie}"), **op("2026-06-16"))
        for wie in ("branding", "waterlelie")
    }
    assert {wie: a["status"] for wie, a in uitkomsten.items()} == {
        "branding": "TOEGELATEN",
        "waterlelie": "AFGEWEZEN",
    }


def test_bij_de_nieuwe_inkoop_is_gegund_en_aan_een_per_segment_niet(v):
    for code in NIEUW:
        vraag = {"trajectId": ding_id("inkooptrajecten", f"{HEGGENLAND}-{code}")}
        items = v.get("/aanmeldingen", **vraag, **op("2026-06-16"))["resultaten"]
        nee = [a for a in items if a["status"] == "NIET_GEGUND"]
        assert {a["status"] for a in items} == {"GEGUND", "NIET_GEGUND"}
        assert [a["uitkomsten"][0]["bezwaarTotEnMet"] for a in nee] == ["2026-07-06"]


# --- Eenling (S4) ------------------------------------------------------------------------------------------------


def test_eerst_is_alles_gewogen_en_niets_gekozen(v):
    besluit = pad("besluiten", EENLING, STRATEGIE_EL)
    voor, na = (v.get(besluit, **op(dag)) for dag in ("2020-11-25", "2020-11-26"))

    assert [a["gekozen"] for a in voor["alternatieven"]] == [None] * 7
    assert voor["ontbreekt"] == ["RAAD 9034"]
    assert [a["code"] for a in na["alternatieven"] if a["gekozen"]] == [
        "overheidsopdracht",
        "taakgericht",
    ]
    assert na["ontbreekt"] == []
    traject = pad("inkooptrajecten", EENLING, TRAJECT_EL)
    assert v.get(traject, **op("2020-11-30"))["stand"] == "VOORGENOMEN"
    assert v.get(traject, **op("2020-12-01"))["stand"] == "VASTGESTELD"


def test_naast_contracten_ook_subsidie_en_eigen_beheer(v):
    """H44: which spend falls under tender, subsidy, own delivery?"""
    regio = ding_id("regios", EENLING)
    lijnen = v.get("/leveringslijnen", regioId=regio, status="ACTIEF", **op("2023-07-01"))
    contracten = v.get("/contracten", regioId=regio, status="ACTIEF", **op("2023-07-01"))
    subsidie = pad("leveringslijnen", EENLING, "subsidie-2022")

    assert {(x["kenmerk"], x["lijnsoort"], x["bedrag"]) for x in lijnen["resultaten"]} == {
        (EIGEN_TEAM, "EIGEN_BEHEER", "1900000.00"),
        ("subsidie-2023", "SUBSIDIE", "725000.00"),
    }
    assert [x["inkoopvorm"] for x in contracten["resultaten"]] == ["AANBESTEDING"] * 3
    assert v.get(subsidie, **op("2023-05-17"))["vaststelling"] is None
    assert v.get(subsidie, **op("2023-05-18"))["vaststelling"]["bedrag"] == "655300.00"


def test_waar_de_twaalf_komma_acht_miljoen_vandaan_komt(v):
    """H29: from two facts of 2019 and a subtraction."""
    budget = v.get(pad("budgetten", EENLING, KERNCIJFERS), **op("2020-09-25"))

    assert (budget["bedrag"], budget["gerealiseerd"]) == ("59700000.00", "72500000.00")
    assert budget["ruimte"] == "-12800000.00"
