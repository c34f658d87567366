"""The auditor's questions (domein.md D.4): each asked of the API, answered now and as the register showed it then.

docs/auditvragen.md says per question which calls answer it; a test at the end keeps that page true.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.app import maak_api
from api.openapi import maak_openapi
from tests import auditverhaal as verteller
from tests import beslisverhaal
from tests.auditverhaal import corrigeer, id_van
from tests.hulp import Verhaal, afwijking, correctie, herziening, opzegging, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

WORTEL = Path(__file__).parent.parent
PAGINA = "docs/auditvragen.md"


@pytest.fixture
def v(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as verhaal:
        yield verhaal


def namen(v: Verhaal, pad: str, **vraag: Any) -> list[str]:
    """Give what the things in a list are called."""
    lijst = v.get(pad, **vraag)["resultaten"]
    return [ding.get("naam") or ding.get("contractnummer") or ding["kenmerk"] for ding in lijst]


# --- admission and clientenstop ----------------------------------------------------------------------------------

JUNI = "2024-06-30"
AMBULANT: dict[str, Any] = {"segment": "ambulant", "gemeente": "9002"}


def test_h1_wie_waren_toegelaten(v: Verhaal) -> None:
    """H1: which providers were admitted for ambulant in gemeente G on 30-6-2024? With whom nobody new came in?"""
    wie = verteller.toelatingen(v)

    assert namen(v, "/aanbieders", geldigOp=JUNI, **AMBULANT) == ["De Molen", "De Oever"]
    gestopt = {**AMBULANT, "clientenstop": "true"}
    assert namen(v, "/aanbieders", geldigOp=JUNI, **gestopt) == []

    in_september: dict[str, Any] = {"geldigOp": JUNI, "beschikbaarOp": "2024-09-30"}
    toen = ["De Kade", "De Oever"]
    assert namen(v, "/aanbieders", **in_september, **AMBULANT) == toen
    assert namen(v, "/aanbieders", **in_september, **gestopt) == ["De Kade"]

    corrigeer(v, "2025-01-07", wie["De Brug"], zet(3))
    assert namen(v, "/aanbieders", geldigOp=JUNI, **AMBULANT) == [
        "De Brug",
        "De Molen",
        "De Oever",
    ]
    assert namen(v, "/aanbieders", **in_september, **AMBULANT) == toen


def test_h2_wie_toen_toegelaten_leken(v: Verhaal) -> None:
    """H2: the same, as the register showed it on 30-6-2024."""
    wie = verteller.toelatingen(v)
    die_dag: dict[str, Any] = {"geldigOp": JUNI, "beschikbaarOp": JUNI}

    toen = v.get("/aanbieders", **die_dag, **AMBULANT)
    assert [a["naam"] for a in toen["resultaten"]] == ["De Brug", "De Kade", "De Oever"]
    open_ = {**AMBULANT, "clientenstop": "false"}
    assert namen(v, "/aanbieders", **die_dag, **open_) == ["De Brug", "De Oever"]
    in_mei = {"geldigOp": JUNI, "beschikbaarOp": "2024-05-31"}
    assert namen(v, "/aanbieders", **in_mei, **open_) == ["De Brug", "De Kade", "De Oever"]

    corrigeer(v, "2025-01-07", wie["De Brug"], zet(3))
    assert v.get("/aanbieders", **toen["tijdreis"], **AMBULANT) == toen


def test_h3_wat_er_sindsdien_veranderde_en_waarom(v: Verhaal) -> None:
    """H3: which answers to H1 changed since, and why?"""
    wie = verteller.toelatingen(v)
    sinds: dict[str, Any] = {"vanGeldigOp": JUNI, "vanBeschikbaarOp": JUNI, "totGeldigOp": JUNI}

    def anders(**tot: Any) -> dict[str, tuple[bool, list[tuple[str, str]]]]:
        antwoord = v.get("/aanbieders/verschillen", **AMBULANT, **sinds, **tot)
        assert antwoord["aantal"] == len(antwoord["resultaten"])
        return {
            a["naam"]: (
                a["staatErin"],
                [
                    (o["soort"], o["gebeurtenis"]["soort"])
                    for verschil in a["verschillen"]
                    if verschil["veld"] == "toelatingen"
                    for o in verschil["oorzaken"]
                ],
            )
            for a in antwoord["resultaten"]
        }

    ingetrokken = ("LAAT_FEIT", "aanbieder.toelating_ingetrokken")
    nu = anders()
    assert nu == {
        "De Molen": (
            True,
            [("LAAT_FEIT", "aanbieder.ingeschreven"), ("LAAT_FEIT", "aanbieder.toegelaten")],
        ),
        "De Brug": (False, [ingetrokken]),
        "De Kade": (False, [("CORRECTIE", "aanbieder.gecorrigeerd")]),
    }
    in_september = {"totBeschikbaarOp": "2024-09-30"}
    assert anders(**in_september) == {"De Brug": (False, [ingetrokken])}

    corrigeer(v, "2025-01-07", wie["De Brug"], zet(3))
    assert set(anders()) == {"De Molen", "De Kade"}
    assert anders(**in_september) == {"De Brug": (False, [ingetrokken])}
    assert anders(totBeschikbaarOp="2024-12-02") == nu


def test_h3_in_bladzijden_en_zonder_verschil(v: Verhaal) -> None:
    """H3 for long lists: page by page with resolved moments, and for all kinds of things."""
    verteller.toelatingen(v)
    sinds: dict[str, Any] = {"vanGeldigOp": JUNI, "vanBeschikbaarOp": JUNI, "totGeldigOp": JUNI}

    eerste = v.get("/aanbieders/verschillen", **AMBULANT, **sinds, pageSize=2)
    tweede = v.get(eerste["_links"]["next"]["href"].removeprefix("/v1"))
    assert [a["naam"] for a in eerste["resultaten"]] == ["De Molen", "De Brug"]
    assert [a["naam"] for a in tweede["resultaten"]] == ["De Kade"]
    assert tweede["tot"] == eerste["tot"]
    assert "next" not in tweede["_links"]

    gelijk = v.get("/inkooptrajecten/verschillen", regioId=v.regio, **sinds)
    assert (gelijk["aantal"], gelijk["resultaten"]) == (0, [])
    v.get("/aanbieders/verschillen", vanBeschikbaarOp="2030-01-01", verwacht=403)
    v.get("/aanbieders/verschillen", perceel="AMB", verwacht=400)


def test_h23_wie_een_gesloten_groep_binnenkwam(v: Verhaal) -> None:
    """H23: which providers entered a closed (aanbestede) group during the term?"""
    wie = verteller.gesloten(v)

    def binnen(**paar: Any) -> list[tuple[str, str, str]]:
        eerste_dag = v.get(wie["traject"], **paar)["ingangContracten"]
        aanbieders = v.get("/aanbieders", segment="zwaar", **paar)["resultaten"]
        return [
            (a["naam"], t["ingangsdatum"], t["grondslag"])
            for a in aanbieders
            for t in a["toelatingen"]
            if t["trajectId"] == id_van(wie["traject"]) and t["ingangsdatum"] > eerste_dag
        ]

    def gemerkt(**paar: Any) -> list[str]:
        lijst = v.get("/afwijkingen", regel="toetreding-gesloten", **paar)["resultaten"]
        return [a["dingId"] for a in lijst]

    beuk, esdoorn = (
        ("De Beuk", "2021-04-01", "GUNNING"),
        ("De Esdoorn", "2022-06-01", "OVERGENOMEN"),
    )
    assert binnen() == [beuk, esdoorn]
    assert gemerkt() == [id_van(wie["De Beuk"])]

    eind_2021 = {"geldigOp": "2021-12-31", "beschikbaarOp": "2021-12-31"}
    assert binnen(**eind_2021) == [beuk]
    voor_zij_kwam = {"geldigOp": "2021-12-31", "beschikbaarOp": "2021-02-28"}
    assert (binnen(**voor_zij_kwam), gemerkt(**voor_zij_kwam)) == ([], [])

    overgenomen = v.toelating("ZW", ingangsdatum="2021-04-01", grondslag="OVERGENOMEN")
    corrigeer(v, "2022-10-03", wie["De Beuk"], zet(2, "toelatingen", overgenomen))
    assert binnen()[0] == ("De Beuk", "2021-04-01", "OVERGENOMEN")
    assert v.get(wie["De Beuk"])["afwijkingen"] == []
    assert gemerkt() == [id_van(wie["De Beuk"])]  # once recorded with one, it stays on the list
    assert binnen(**eind_2021) == [beuk]


def test_h30_hoeveel_aanbieders_op_elke_eerste_januari(v: Verhaal) -> None:
    """H30, in part: number of providers on each 1 January; the share of cost of the top 14 is a matter of money."""
    tweede = verteller.aantallen(v)

    def per_jaar(**bekend: Any) -> list[int]:
        rapporten = (
            v.get("/rapportages/raad", regioId=v.regio, geldigOp=f"{jaar}-01-01", **bekend)
            for jaar in range(2020, 2025)
        )
        return [r["totaal"]["nu"]["aanbieders"] for r in rapporten]

    assert per_jaar() == [1, 2, 3, 2, 2]
    assert per_jaar(beschikbaarOp="2022-12-31") == [1, 1, 2, 1, 1]
    toegelaten = v.get("/aanbieders", gemeente="9001", geldigOp="2020-01-01", pageSize=1)
    assert toegelaten["aantal"] == 3  # admitted is another count than with a contract in force

    opening = v.lichaam(
        contractnummer="K2",
        aanbiederId=v.get(tweede)["aanbiederId"],
        percelen=["AMB"],
        gemeenten=verteller.GEMEENTEN,
        ingangsdatum="2022-07-01",
    )
    corrigeer(v, "2024-02-01", tweede, zet(1, "POST", opening))
    assert per_jaar() == [1, 2, 2, 2, 2]
    assert per_jaar(beschikbaarOp="2022-12-31") == [1, 1, 2, 1, 1]


def test_h41_een_stop_opgeheven_terwijl_een_tweede_grond_gold(v: Verhaal) -> None:
    """H41: was cliëntenstop lifted while a second ground still applied?"""
    pad = verteller.stops(v)

    def gronden_bij_opheffing(bekend: str | None = None) -> list[tuple[str, list[str]]]:
        moment: dict[str, Any] = {} if bekend is None else {"beschikbaarOp": bekend}
        opgeheven = v.get(f"{pad}/opheffingen", **moment)["resultaten"]
        return [
            (
                o["ingangsdatum"],
                [
                    laag["grond"]
                    for laag in v.get(pad, geldigOp=o["ingangsdatum"], **moment)["clientenstops"]
                ],
            )
            for o in opgeheven
        ]

    assert gronden_bij_opheffing() == [("2022-06-01", ["VEILIGHEID"])]
    assert namen(v, "/aanbieders", clientenstop="true", geldigOp="2022-06-01") == ["De Oever"]

    assert gronden_bij_opheffing("2022-06-01") == [("2022-06-01", [])]
    die_dag = {"geldigOp": "2022-06-01", "beschikbaarOp": "2022-06-01"}
    assert namen(v, "/aanbieders", clientenstop="true", **die_dag) == []

    corrigeer(v, "2022-11-01", pad, zet(5))
    assert gronden_bij_opheffing() == [("2022-06-01", [])]
    assert gronden_bij_opheffing("2022-10-03") == [("2022-06-01", ["VEILIGHEID"])]


# --- criteria and evidence ---------------------------------------------------------------------------------------


def test_h6_welke_contracten_op_kwaliteit_eindigden(v: Verhaal) -> None:
    """H6: which contracts ended 1-1-2023 on quality grounds, which criterion, which version, which evidence?"""
    wie = verteller.kwaliteit(v)

    def geeindigd(**paar: Any) -> dict[str, tuple[str, str, str, list[str]]]:
        dag = {"geldigOp": "2023-01-01", **paar}
        contracten = v.get("/contracten", status="BEEINDIGD", eindigtVoor="2023-01-01", **dag)
        nummers = {c["id"]: c["contractnummer"] for c in contracten["resultaten"]}
        keten = v.get(f"{wie['traject']}/gevolgen", **dag)["resultaten"]
        op_id = {g["id"]: g for g in keten}
        uit = {}
        for opgezegd in (g for g in keten if g["soort"] == "contract.opgezegd"):
            toets = op_id[op_id[opgezegd["naar"]]["naar"]]
            oordelen = toets["gegevens"]["oordelen"]
            (niet,) = (o["eis"] for o in oordelen if not o["voldaan"])
            uit[nummers[opgezegd["dingId"]]] = (
                opgezegd["gegevens"]["grond"],
                toets["gegevens"]["criteriaversie"],
                niet,
                [o["stuk"] for o in oordelen if "stuk" in o],
            )
        assert set(uit) <= set(nummers.values())
        return uit

    op_skj = ("kwaliteit", "2022", "skj", ["VOG-1"])
    assert geeindigd() == {"K-Anker": op_skj, "K-Boei": op_skj}
    stukken = v.get(wie["Anker"], geldigOp="2022-10-10")["bewijsstukken"]
    assert [(s["kenmerk"], s["afgegevenOp"], s["geldigheid"]) for s in stukken] == [
        ("VOG-1", "2022-08-15", "GELDIG")
    ]

    assert geeindigd(beschikbaarOp="2022-10-09") == {}
    assert geeindigd(beschikbaarOp="2022-10-31") == {"K-Anker": op_skj, "K-Boei": op_skj}

    (getoetst,) = v.get(f"{wie['Boei']}/toetsen")["resultaten"]
    anders = verteller.toets(v, "huis", getoetst["gevolgVan"])
    corrigeer(v, "2023-03-01", wie["Boei"], zet(getoetst["volgnummer"], "toetsen", anders))
    assert geeindigd() == {"K-Anker": op_skj, "K-Boei": ("kwaliteit", "2022", "huis", ["VOG-1"])}
    assert geeindigd(beschikbaarOp="2023-02-01") == {"K-Anker": op_skj, "K-Boei": op_skj}


def verslag(v: Verhaal, **paar: Any) -> Any:
    return v.get("/rapportages/toelatingsronde", trajectId=v.traject, ronde="2021-05", **paar)


def test_h7_of_ieder_aan_dezelfde_criteria_en_termijn_is_gehouden(v: Verhaal) -> None:
    """H7: did every applicant of round 2021-05 face identical criteria and term?"""
    wie = verteller.ronde(v)

    def verschillen(**paar: Any) -> tuple[bool, list[tuple[str, str]]]:
        antwoord = verslag(v, **paar)
        assert antwoord["criteriaversie"] == "2021-1"
        gevonden = [(r["aanbieder"], r["code"]) for r in antwoord["verschillen"]]
        return antwoord["gelijkBehandeld"], sorted(gevonden)

    bewijs = ("De Beuk", "bewijs-niet-geldig")
    versie = ("De Iep", "andere-criteriaversie")
    assert verschillen() == (False, [bewijs, versie])
    regels = {r["aanbieder"]["naam"]: r for r in verslag(v)["aanmeldingen"]}
    assert {n: (r["criteriaversie"], r["dagen"], r["dagenTeLaat"]) for n, r in regels.items()} == {
        "De Linde": ("2021-1", 29, 0),
        "De Esdoorn": ("2021-1", 29, 0),
        "De Beuk": ("2021-1", 43, 0),
        "De Iep": ("2020-1", 43, 0),
    }
    assert [u["bezwaardagen"] for u in regels["De Esdoorn"]["uitkomsten"]] == [20]

    half_juni = {"geldigOp": "2021-06-14", "beschikbaarOp": "2021-06-14"}
    assert verschillen(**half_juni) == (True, [])

    goed = {"ingangsdatum": "2021-06-15", **verteller.oordelen("2021-1")}
    corrigeer(v, "2021-09-06", wie["De Iep"], zet(2, "beoordelingen", goed))
    assert verschillen() == (False, [bewijs])
    assert verschillen(beschikbaarOp="2021-07-01") == (False, [bewijs, versie])


def test_h8_welk_bewijs_verlopen_was_op_de_dag_van_het_besluit(v: Verhaal) -> None:
    """H8: which evidence (VOG, GVA ≤24 m, KvK ≤6 m) was expired on the decision day?"""
    wie = verteller.ronde(v)

    def ongeldig(**paar: Any) -> list[tuple[str, str, str, str]]:
        return [
            (regel["aanbieder"]["naam"], oordeel["eis"], oordeel["bewijs"], regel["peildag"])
            for regel in verslag(v, **paar)["aanmeldingen"]
            for oordeel in regel["oordelen"]
            if oordeel["bewijs"] not in (None, "GELDIG")
        ]

    beuk = ("De Beuk", "vog", "VERLOPEN", "2021-06-22")
    assert ongeldig() == [beuk]
    toegelaten = v.get("/afwijkingen", regel="bewijs-niet-geldig", regioId=v.regio)["resultaten"]
    assert [a["dingId"] for a in toegelaten] == [id_van(wie["De Beuk"])]

    nog_geldig = {"geldigOp": "2021-05-31", "beschikbaarOp": "2021-06-14"}
    assert ongeldig(**nog_geldig) == []

    oud = [verteller.stuk("VOG", "2020-02-01"), verteller.stuk("KVK", "2020-10-01")]
    linde = v.get(wie["De Linde"])["aanbiederId"]
    ingediend = verteller.aanmelding(v, linde, oud)
    corrigeer(v, "2021-09-06", wie["De Linde"], zet(1, "POST", ingediend))
    assert sorted(ongeldig()) == [beuk, ("De Linde", "kvk", "TE_OUD", "2021-06-08")]
    assert ongeldig(beschikbaarOp="2021-07-01") == [beuk]


# --- decisions ---------------------------------------------------------------------------------------------------


def test_h12_wat_het_college_wist_en_de_raad_niet(v: Verhaal) -> None:
    """H12, in part: which papers had gone to the colleges on the go/no-go day in 2025, and not to the raden?"""
    pad = verteller.stukken_bij_de_go_no_go(v)

    def alleen_college(**paar: Any) -> set[str]:
        stand = v.get(pad, geldigOp="2025-05-20", **paar)
        assert {s["datum"] for s in stand["betrokken"]} <= {"2025-05-20", None}
        gekregen: dict[str, set[str]] = {"COLLEGES": set(), "RADEN": set()}
        for bekendmaking in stand["bekendmakingen"]:
            gekregen[bekendmaking["doelgroep"]].add(bekendmaking["kenmerk"])
        return gekregen["COLLEGES"] - gekregen["RADEN"]

    assert alleen_college() == {"financieel beeld tot 2030"}
    in_april = {"beschikbaarOp": "2025-04-10"}
    assert alleen_college(**in_april) == {"evaluatie 2024", "financieel beeld tot 2030"}

    laatste = v.get(f"{pad}/bekendmakingen")["resultaten"][-1]
    eerder = {
        "ingangsdatum": "2025-05-13",
        "kanaal": "RAADSINFORMATIE",
        "doelgroep": "RADEN",
        "kenmerk": "financieel beeld tot 2030",
    }
    corrigeer(v, "2025-10-06", pad, zet(laatste["volgnummer"], "bekendmakingen", eerder))
    assert alleen_college() == set()
    assert alleen_college(beschikbaarOp="2025-09-01") == {"financieel beeld tot 2030"}


def _cijfers(beslissing: dict[str, Any]) -> dict[str, dict[str, tuple[str | None, ...]]]:
    """Give by indicator and period the value known on the day of the vote, and the one asked for."""
    return {
        i["code"]: {
            m["peilperiode"]: tuple(m[kant] and m[kant]["waarde"] for kant in ("toen", "nu"))
            for m in i["metingen"]
        }
        for i in beslissing["indicatoren"]
    }


def test_h13_welke_cijfers_onder_de_beslissing_van_2025_lagen(v: Verhaal) -> None:
    """H13: which indicators underlay the 2025 decision, with the values known that day and as known now?"""
    spelers = beslisverhaal.tot_de_stemming(v)
    vraag: dict[str, Any] = {"trajectId": v.traject, "beslismoment": beslisverhaal.MOMENT}
    die_dag = v.get("/rapportages/beslisdossier", **vraag)
    beslisverhaal.na_de_stemming(v, spelers)

    (beslissing, _) = v.get("/rapportages/beslisdossier", **vraag)["beslissingen"]
    assert _cijfers(beslissing) == {
        "terugkeer": {"2023": ("16.5", "16.5"), "2024": ("15.9", "16.4"), "2025": (None, "14.8")},
        "tevredenheid": {"2023": ("6.8", "6.8"), "2024": (None, "7.1")},
    }
    assert v.get("/rapportages/beslisdossier", **vraag, **die_dag["tijdreis"]) == die_dag
    assert _cijfers(die_dag["beslissingen"][0]) == {
        "terugkeer": {"2023": ("16.5", "16.5"), "2024": ("15.9", "15.9")},
        "tevredenheid": {"2023": ("6.8", "6.8")},
    }


def test_h14_of_de_criteria_met_latere_cijfers_anders_uitvallen(v: Verhaal) -> None:
    """H14: would the 2025 criteria give another outcome with later data?"""
    spelers = beslisverhaal.tot_de_stemming(v)
    beslisverhaal.na_de_stemming(v, spelers)

    def anders(**paar: Any) -> dict[str, tuple[str, str, bool]]:
        vraag = {"trajectId": v.traject, "beslismoment": beslisverhaal.MOMENT, **paar}
        criteria = v.get("/rapportages/beslisdossier", **vraag)["beslissingen"][0]["criteria"]
        return {
            c["code"]: (c["toen"]["voldaan"], c["achteraf"]["voldaan"], c["anders"])
            for c in criteria
        }

    onbekend = ("ONBEKEND", "ONBEKEND", False)
    assert anders() == {
        "terugkeer": ("JA", "NEE", True),
        "tevreden": ("NEE", "JA", True),
        "dekkend": onbekend,
    }
    in_juli = {"geldigOp": "2025-07-01", "beschikbaarOp": "2025-07-01"}
    alleen_laat = {"terugkeer": ("JA", "JA", False), "tevreden": ("NEE", "JA", True)}
    assert anders(**in_juli) == {**alleen_laat, "dekkend": onbekend}


def test_h15_welke_opzeggingen_uit_de_go_no_go_volgen(v: Verhaal) -> None:
    """H15: which terminations follow from go/no-go 2027, and which were announced but withdrawn?"""
    wie = verteller.go_no_go(v)
    nummers = {id_van(wie[naam]): naam for naam in ("Anker", "Boei", "Cirkel", "Duin")}

    def opgezegd(dag: str, **paar: Any) -> dict[str, bool]:
        (genomen,) = v.get(f"{wie['traject']}/beslissingen", **paar)["resultaten"]
        keten = v.get(f"{wie['traject']}/gevolgen", geldigOp=dag, **paar)["resultaten"]
        return {
            nummers[g["dingId"]]: g["ingetrokkenDoor"] is not None
            for g in keten
            if (g["soort"], g["naar"]) == ("contract.opgezegd", genomen["id"])
        }

    assert opgezegd("2028-01-01") == {"Anker": False, "Boei": True, "Cirkel": False}
    assert v.get(wie["Boei"], geldigOp="2028-01-01")["status"] == "ACTIEF"
    assert v.get(wie["Duin"], geldigOp="2028-01-01")["beeindiging"] == "OPGEZEGD"

    assert opgezegd("2027-09-05") == {"Anker": False, "Boei": False, "Cirkel": False}
    in_juni = {"beschikbaarOp": "2027-06-30"}
    assert opgezegd("2028-01-01", **in_juni) == dict.fromkeys(("Anker", "Boei", "Cirkel"), False)

    los = opzegging("2027-04-01", "2027-12-31")
    vast = opzegging("2027-04-01", "2027-12-31", gevolgVan=wie["beslissing"])
    corrigeer(v, "2028-03-01", wie["Cirkel"], zet(2, "opzeggingen", los))
    corrigeer(v, "2028-03-01", wie["Duin"], zet(2, "opzeggingen", vast))
    assert opgezegd("2028-01-01") == {"Anker": False, "Boei": True, "Duin": False}
    assert opgezegd("2028-01-01", beschikbaarOp="2028-02-01") == {
        "Anker": False,
        "Boei": True,
        "Cirkel": False,
    }


def test_h15_een_gecorrigeerde_beslissing_houdt_haar_gevolgen(v: Verhaal) -> None:
    """H15 after a correctie of the decision itself: what followed from it hangs on what stands in its place."""
    wie = verteller.go_no_go(v)
    eerder = {
        "ingangsdatum": "2027-03-16",
        "beslismoment": "go-no-go-2027",
        "percelen": ["AMB"],
        "uitkomst": "NO_GO",
    }
    corrigeer(v, "2028-03-01", wie["traject"], zet(2, "beslissingen", eerder))

    keten = v.get(f"{wie['traject']}/gevolgen", geldigOp="2028-01-01")["resultaten"]
    laatste = v.get(f"{wie['traject']}/gebeurtenissen")["resultaten"][-1]
    assert {g["naar"] for g in keten} == {laatste["id"]} != {wie["beslissing"]}
    assert {g["gevolgVan"] for g in keten} == {wie["beslissing"]}
    assert len(keten) == 3


TWEE_JAAR: dict[str, Any] = {
    "eindigtVoor": "2022-01-01",
    "status": "ACTIEF",
    "geldigOp": "2021-12-31",
}


def test_h33_welke_contracten_vanzelf_zouden_doorlopen(v: Verhaal) -> None:
    """H33: which contracts would have renewed tacitly on 1-1-2022 without a deliberate decision?"""
    wie = verteller.tweejaarspunt(v)

    def zonder_beslissing(**paar: Any) -> list[str]:
        vraag = {**TWEE_JAAR, **paar}
        contracten = v.get("/contracten", trajectId=v.traject, **vraag)["resultaten"]
        dag = {n: w for n, w in vraag.items() if n in ("geldigOp", "beschikbaarOp")}
        beslist = {
            code
            for beslissing in v.get(wie["traject"], **dag)["beslissingen"]
            for code in beslissing["percelen"]
        }
        return [
            c["contractnummer"]
            for c in contracten
            if c["stilzwijgendeVerlenging"] and not beslist & set(c["percelen"])
        ]

    assert zonder_beslissing() == ["Duin"]
    assert v.get(wie["Duin"], geldigOp="2022-01-01")["einddatum"] == "2023-12-31"

    op_de_uiterste_dag = {"geldigOp": "2021-06-30", "beschikbaarOp": "2021-06-30"}
    assert zonder_beslissing(**op_de_uiterste_dag) == ["Cirkel", "Duin"]
    assert zonder_beslissing(beschikbaarOp="2021-05-31") == ["Boei", "Cirkel", "Duin"]

    # the register had the decision on AMB under the wrong lot
    v.op("2022-05-02")
    (eerste, *_) = v.get(f"{wie['traject']}/beslissingen")["resultaten"]
    anders = {
        "ingangsdatum": "2021-05-18",
        "beslismoment": "twee-jaar-2021",
        "percelen": ["LOG"],
        "uitkomst": "GO",
        "besluitId": eerste["besluitId"],
    }
    corrigeer(v, "2022-05-02", wie["traject"], zet(eerste["volgnummer"], "beslissingen", anders))
    assert zonder_beslissing() == ["Anker"]
    assert zonder_beslissing(beschikbaarOp="2022-02-01") == ["Duin"]


def test_h34_of_het_bevoegde_orgaan_op_tijd_besliste(v: Verhaal) -> None:
    """H34: were the three possible outcomes of 2-year contracts (end / changed / unchanged) decided in time?

    By a competent body: who signed with what mandate, who was missing; against the deadline.
    """
    wie = verteller.tweejaarspunt(v)

    def beslist(**paar: Any) -> dict[str, tuple[str, bool, list[str], set[str | None]]]:
        stand = v.get(wie["traject"], **paar)
        (moment,) = stand["beslismomenten"]
        handelingen = v.get("/rapportages/instemming", regioId=v.regio, **paar)["resultaten"]
        op_nummer = {h["volgnummer"]: h for h in handelingen if h["dingId"] == stand["id"]}
        return {
            b["percelen"][0]: (
                b["uitkomst"],
                b["ingangsdatum"] <= moment["totEnMet"],
                op_nummer[b["volgnummer"]]["ontbreekt"],
                {o["mandaat"] for o in op_nummer[b["volgnummer"]]["organen"]},
            )
            for b in stand["beslissingen"]
        }

    op_tijd: dict[str, Any] = {
        "AMB": ("GO", True, [], {"M-19-4"}),
        "GGZ": ("GO_MET_WIJZIGING", True, [], {"M-19-4"}),
    }
    assert beslist() == {**op_tijd, "DYS": ("NO_GO", False, [], {"M-19-4"})}
    in_juli = {"geldigOp": "2021-07-01", "beschikbaarOp": "2021-07-01"}
    assert beslist(**in_juli) == op_tijd

    # one college had in truth put its decision off
    v.op("2022-05-02")
    aangehouden = {
        "ingangsdatum": "2021-06-22",
        "orgaan": "COLLEGE",
        "gemeente": "9003",
        "uitkomst": "AANGEHOUDEN",
    }
    corrigeer(v, "2022-05-02", wie["besluit GGZ"], zet(4, "uitspraken", aangehouden))
    uitkomst, in_de_tijd, ontbreekt, _ = beslist()["GGZ"]
    assert (uitkomst, in_de_tijd, ontbreekt) == ("GO_MET_WIJZIGING", True, ["COLLEGE 9003"])
    assert beslist(beschikbaarOp="2022-02-01")["GGZ"] == op_tijd["GGZ"]


def test_h34_wie_te_laat_besliste(v: Verhaal) -> None:
    """H34, the deadline: what was late on a day, and which colleges answered after theirs."""
    wie = verteller.tweejaarspunt(v)

    def te_laat(dag: str, **bekend: Any) -> list[tuple[str, str, str]]:
        vraag = {"regioId": v.regio, "geldigOp": dag, "stand": "TE_LAAT", **bekend}
        items = v.get("/kalender", **vraag)["resultaten"]
        return [(i["code"], i["orgaan"], i["teLaatSinds"]) for i in items]

    moment = ("twee-jaar-2021", "COLLEGE", "2021-07-01")
    colleges = [(f"beslist/COLLEGE {g}", "COLLEGE", "2021-07-01") for g in verteller.GEMEENTEN]
    assert te_laat("2021-06-30") == []
    assert te_laat("2021-09-01") == [moment]
    assert [s["teLaat"] for s in v.get(wie["besluit DYS"])["betrokken"]] == [True, True, True]

    assert te_laat("2021-07-01", beschikbaarOp="2021-07-01") == [moment, *colleges]

    tijdig = {"ingangsdatum": "2021-06-29", "orgaan": "COLLEGE", "uitkomst": "CONFORM"}
    zetten = [
        zet(n, "uitspraken", {**tijdig, "gemeente": gemeente})
        for n, gemeente in enumerate(verteller.GEMEENTEN, start=2)
    ]
    corrigeer(v, "2022-05-02", wie["besluit DYS"], *zetten)
    assert te_laat("2021-07-01") == [moment]
    assert te_laat("2021-07-01", beschikbaarOp="2021-07-01") == [moment, *colleges]


def test_h35_welke_zienswijzen_te_laat_kwamen(v: Verhaal) -> None:
    """H35: which zienswijzen arrived after 3-12-2020, and did the AB decide without them?"""
    pad = verteller.zienswijzen(v)

    def te_laat(**paar: Any) -> tuple[list[tuple[str, str, str | None]], str | None]:
        stand = v.get(pad, **paar)
        gevonden = [
            (z["gemeente"], z["datum"], z["verwerking"])
            for z in stand["zienswijzen"]
            if z["teLaat"]
        ]
        return gevonden, stand["vastgesteldOp"]

    zonder = ([("9003", "2020-12-07", None)], "2020-12-10")
    assert te_laat() == zonder
    assert "zienswijze-niet-verwerkt" in {s["code"] for s in v.get(pad)["signalen"]}

    assert te_laat(geldigOp="2020-12-04", beschikbaarOp="2020-12-04") == ([], None)
    assert te_laat(geldigOp="2020-12-08", beschikbaarOp="2020-12-08") == (zonder[0], None)

    op_tijd = {
        "ingangsdatum": "2020-12-03",
        "orgaan": "RAAD",
        "gemeente": "9003",
        "strekking": "meer lokaal maatwerk",
    }
    corrigeer(v, "2021-02-01", pad, zet(4, "zienswijzen", op_tijd))
    assert te_laat() == ([], "2020-12-10")
    assert te_laat(beschikbaarOp="2021-01-11") == zonder


def test_h36_welke_raden_hadden_vastgesteld_en_wat_al_naar_buiten_ging(v: Verhaal) -> None:
    """H36: which raden had adopted S3's strategy on 1-7-2025, and was anything published before the last one?"""
    pad = verteller.strategie(v)

    def op_1_juli(**paar: Any) -> tuple[list[str], list[tuple[str, bool]]]:
        stand = v.get(pad, geldigOp="2025-07-01", **paar)
        vast = [s["gemeente"] for s in stand["betrokken"] if s["uitkomst"] == "CONFORM"]
        return vast, [(b["datum"], b["voorPoort"]) for b in stand["bekendmakingen"]]

    te_vroeg = ("2025-06-27", True)
    assert op_1_juli() == (["9001", "9002"], [te_vroeg])
    gemerkt = v.get("/afwijkingen", regel="bekendmaking-voor-poort", regioId=v.regio)["resultaten"]
    assert [a["dingId"] for a in gemerkt] == [id_van(pad)]

    assert op_1_juli(beschikbaarOp="2025-06-25") == (["9001", "9002"], [])
    assert op_1_juli(beschikbaarOp="2025-06-20") == (["9001"], [])

    raad = {"orgaan": "RAAD", "gemeente": "9003", "uitkomst": "CONFORM"}
    corrigeer(v, "2025-10-06", pad, zet(5, "uitspraken", {"ingangsdatum": "2025-06-26", **raad}))
    assert op_1_juli() == (["9001", "9002", "9003"], [("2025-06-27", False)])
    assert op_1_juli(beschikbaarOp="2025-09-01") == (["9001", "9002"], [te_vroeg])


# --- consent -----------------------------------------------------------------------------------------------------


def test_h21_welke_wijzigingen_de_instemming_van_allen_misten(v: Verhaal) -> None:
    """H21: which contract changes lacked consent of all municipalities (S1)?"""
    wie = verteller.instemming(v)

    def zonder(**paar: Any) -> list[tuple[str, str, list[str], bool]]:
        vraag = {"regioId": v.regio, "ontbreekt": "true", **paar}
        antwoord = v.get("/rapportages/instemming", **vraag)
        assert antwoord["zonder"] == antwoord["aantal"] == len(antwoord["resultaten"])
        return [
            (h["naam"], h["ingangsdatum"], h["ontbreekt"], h["afwijking"])
            for h in antwoord["resultaten"]
        ]

    allen = ["COLLEGE 9001", "COLLEGE 9002", "COLLEGE 9003"]
    willens = ("K", "2022-03-01", allen, True)
    assert zonder() == [willens]
    gemerkt = v.get("/afwijkingen", regel="besluit-ontbreekt", regioId=v.regio)["resultaten"]
    assert [(a["soort"], a["ingangsdatum"]) for a in gemerkt] == [
        ("contract.herzien", "2022-03-01")
    ]
    alle = v.get("/rapportages/instemming", regioId=v.regio)["resultaten"]
    assert [(o["wie"], o["datum"]) for o in alle[0]["organen"]] == [
        ("COLLEGE 9001", "2021-02-09"),
        ("COLLEGE 9002", "2021-02-16"),
        ("COLLEGE 9003", "2021-02-16"),
    ]
    assert alle[0]["besluit"]["onderwerp"] == "Wijziging 2021"

    assert zonder(geldigOp="2022-02-28") == []
    assert zonder(beschikbaarOp="2022-02-28") == []

    # the college of 9003 turned out never to have agreed to the change of 2023
    nooit = zet(wie["uitspraken 2023"][1])
    corrigeer(v, "2023-05-01", wie["2023"], nooit, soort="UITSPRAAK")
    assert zonder() == [willens, ("K", "2023-03-01", ["COLLEGE 9003"], False)]
    assert zonder(beschikbaarOp="2023-04-03") == [willens]


def test_h21_bij_elke_soort_handeling(v: Verhaal) -> None:
    """H21 for other acts: who agreed to an admission that needs it, and to a regeling, which the law asks (Wgr 1)."""
    verteller.instemming_elders(v)

    def verslag(**vraag: Any) -> list[tuple[str, str, int, list[str]]]:
        antwoord = v.get("/rapportages/instemming", **{"regioId": v.regio, **vraag})
        return [
            (h["naam"], h["soort"], sum(o["akkoord"] for o in h["organen"]), h["ontbreekt"])
            for h in antwoord["resultaten"]
        ]

    regeling = ("Centrumregeling", "regeling.aangegaan", 2, ["RAAD 9003"])
    toelating = ("De Linde", "aanbieder.toegelaten", 0, ["COLLEGE 9001"])
    assert verslag() == [toelating, regeling]
    assert verslag(ontbreekt="false") == []
    assert verslag(geldigOp="2019-12-31") == [toelating]
    assert verslag(beschikbaarOp="2019-11-30") == []
    v.get("/rapportages/instemming", regioId=v.traject, verwacht=404)


# --- readings and assumptions ------------------------------------------------------------------------------------


def test_h25_op_welke_lezing_van_tot_2034_is_geboekt(v: Verhaal) -> None:
    """H25: on what reading of "tot 2034" were commitments booked, when fixed and by whom?"""
    wie = verteller.tot_2034(v)
    lezing = wie["lezing"]

    def geboekt(**bekend: Any) -> list[tuple[str, str, str | None]]:
        """Give each booking with the choice that held on its day, as known when it was recorded."""
        keuzes = v.get(f"{lezing}/gebeurtenissen", **bekend)["resultaten"]
        uit = []
        for g in v.get(f"{lezing}/gevolgen", **bekend)["resultaten"]:
            keuze = [
                k
                for k in keuzes
                if k["geregistreerdOp"] <= g["geregistreerdOp"]
                and k["ingangsdatum"] <= g["ingangsdatum"]
            ][-1]
            orgaan = (keuze["besluit"] or {}).get("orgaan")
            uit.append((g["gegevens"]["bedrag"], keuze["gegevens"]["gekozen"], orgaan))
        return uit

    onbevestigd = ("250000.00", "2034-12-31", None)
    bevestigd = ("1000.00", "2033-12-31", "COLLEGES")
    assert geboekt() == [onbevestigd, bevestigd]
    keuzes = v.get("/lezingen", code="tot-2034", regioId=v.regio)["resultaten"][0]["keuzes"]
    assert [(k["ingangsdatum"], k["gekozen"], k["stand"], k["orgaan"]) for k in keuzes] == [
        ("2022-10-03", "2034-12-31", "TE_BEVESTIGEN", None),
        ("2024-05-14", "2033-12-31", "BEVESTIGD", "COLLEGES"),
    ]
    door = {k["door"] for k in v.get(f"{lezing}/gebeurtenissen")["resultaten"]}
    assert len(door) == 1

    assert geboekt(beschikbaarOp="2024-05-31") == [onbevestigd]

    toen = v.get(lezing, geldigOp="2023-01-10", beschikbaarOp="2023-01-10")
    assert (toen["gekozen"], toen["stand"]) == ("2034-12-31", "TE_BEVESTIGEN")

    (eerste, _) = v.get(f"{wie['budget']}/verplichtingen")["resultaten"]
    kleiner = {
        **eerste["gegevens"],
        "bedrag": "200000.00",
        "rustOp": eerste["rustOp"],
    }
    corrigeer(v, "2024-10-07", wie["budget"], zet(2, "verplichtingen", kleiner))
    assert geboekt() == [bevestigd, ("200000.00", "2034-12-31", None)]
    assert geboekt(beschikbaarOp="2024-09-02") == [onbevestigd, bevestigd]


def test_wat_op_het_woonplaatsbeginsel_rustte(v: Verhaal) -> None:
    """The assumption of S1:1032: what rests on it, as known then, and what of that deserves a look since it failed?"""
    wie = verteller.woonplaats(v)

    def rust_erop(**paar: Any) -> tuple[str, list[tuple[str, int]]]:
        status = v.get(wie["onderstelling"], **paar)["status"]
        gevolgen = v.get(f"{wie['onderstelling']}/gevolgen", **paar)["resultaten"]
        return status, [(g["soort"], g["diepte"]) for g in gevolgen]

    keten = [("besluit.ingebracht", 1), ("budget.vastgesteld", 2)]
    assert rust_erop() == ("ONJUIST", keten)
    for waar in (wie["besluit"], wie["budget"]):
        assert [s["code"] for s in v.get(waar)["signalen"]] == ["onderstelling-onjuist"]

    toen: dict[str, Any] = {"geldigOp": "2020-01-01", "beschikbaarOp": "2019-06-30"}
    assert rust_erop(**toen) == ("OPEN", keten)
    assert v.get(wie["budget"], **toen)["signalen"] == []
    assert rust_erop(beschikbaarOp="2018-12-31") == ("OPEN", keten[:1])

    deels = {
        "ingangsdatum": "2020-01-01",
        "uitkomst": "DEELS_ONJUIST",
        "toelichting": "voor voogdij wel ingevoerd",
    }
    corrigeer(v, "2020-06-01", wie["onderstelling"], zet(2, "uitkomsten", deels))
    assert rust_erop() == ("DEELS_ONJUIST", keten)
    assert rust_erop(beschikbaarOp="2020-03-02") == ("ONJUIST", keten)


# --- pilots, instruments, the books ------------------------------------------------------------------------------


def test_h43_welke_pilots_niet_vooraf_waren_aangekondigd(v: Verhaal) -> None:
    """H43: which pilots ran without having been announced before procurement?"""
    pad = verteller.pilots(v)

    def niet_vooraf(**paar: Any) -> list[tuple[str, str, str]]:
        stand = v.get(pad, **paar)
        return [
            (p["code"], p["van"], p["totEnMet"])
            for p in stand["pilots"]
            if not p["voorafAangekondigd"]
        ]

    school = ("school", "2020-01-01", "2020-12-31")
    assert niet_vooraf() == [school]
    regel: dict[str, Any] = {"regel": "pilot-niet-vooraf-aangekondigd", "regioId": v.regio}
    assert v.get("/afwijkingen", **regel)["aantal"] == 1

    assert niet_vooraf(beschikbaarOp="2019-10-31") == []
    assert v.get("/afwijkingen", **regel, geldigOp="2019-11-11")["aantal"] == 0

    # the announcement of the other had been recorded half a year too early
    wijkteam = {
        "ingangsdatum": "2019-11-14",
        "code": "wijkteam",
        "omschrijving": "lichte hulp door het wijkteam",
        "gemeenten": ["9001"],
        "van": "2020-01-01",
        "totEnMet": "2020-12-31",
    }
    v.op("2020-09-01")
    gewijzigd = {
        **correctie(zet(2, "pilots", wijkteam)),
        "afwijking": afwijking("pilot-niet-vooraf-aangekondigd"),
    }
    v.post(f"{pad}/correcties", gewijzigd)
    assert [code for code, _, _ in niet_vooraf()] == ["school", "wijkteam"]
    assert niet_vooraf(beschikbaarOp="2020-06-02") == [school]


def test_h44_onder_welk_instrument_de_zorg_van_2023_viel(v: Verhaal) -> None:
    """H44, in part: for 2023, which lines fall under SAS, open house, subsidy, own delivery; which under none?"""
    wie = verteller.instrumenten(v)

    def per_instrument(**paar: Any) -> dict[str, list[str]]:
        dag = {"regioId": v.regio, "geldigOp": "2023-12-31", **paar}
        contracten = v.get("/contracten", **dag)["resultaten"]
        lijnen = v.get("/leveringslijnen", **dag)["resultaten"]
        zonder = v.get("/afwijkingen", regel="niet-toegelaten", **dag)["resultaten"]
        buiten = {a["dingId"] for a in zonder}
        uit: dict[str, list[str]] = {}
        for c in contracten:
            vorm = "geen procedure" if c["id"] in buiten else c["inkoopvorm"]
            uit.setdefault(vorm, []).append(c["contractnummer"])
        for lijn in lijnen:
            uit.setdefault(lijn["lijnsoort"], []).append(f"{lijn['kenmerk']} {lijn['bedrag']}")
        return uit

    alles = {
        "SAS": ["K-SAS"],
        "OPEN_HOUSE": ["K-OPEN_HOUSE"],
        "geen procedure": ["K-spoed"],
        "SUBSIDIE": ["S-23-017 120000.00"],
        "EIGEN_BEHEER": ["wijkteam 80000.00"],
    }
    assert per_instrument() == alles

    begin = per_instrument(beschikbaarOp="2023-01-31")
    assert begin == {n: w for n, w in alles.items() if n in {"SAS", "OPEN_HOUSE", "SUBSIDIE"}}

    eigen = {
        "ingangsdatum": "2023-01-01",
        "regioId": v.regio,
        "kenmerk": "wijkteam",
        "lijnsoort": "EIGEN_BEHEER",
        "segment": "ambulant",
        "gemeenten": ["9001"],
        "einddatum": "2023-12-31",
        "bedrag": "95000.00",
    }
    corrigeer(v, "2024-03-01", wie["wijkteam"], zet(1, "POST", eigen), soort="DEFINITIEF_CIJFER")
    assert per_instrument()["EIGEN_BEHEER"] == ["wijkteam 95000.00"]
    assert per_instrument(beschikbaarOp="2024-02-01") == alles


def test_h4_wat_na_de_vastgestelde_jaarrekening_is_vastgelegd(v: Verhaal) -> None:
    """H4, in part: which facts valid before 1-1-2025 were recorded after the 2024 accounts were adopted?"""
    wie = verteller.jaarrekening(v)

    def daarna(**paar: Any) -> list[tuple[str, str, str]]:
        vastgesteld = v.get(wie["jaarrekening"], **paar)["vastgesteldOp"]
        rapport = v.get("/rapportages/raad", regioId=v.regio, boekjaar=2025, **paar)
        return [
            (f["onderwerp"], f["soort"], f["ingangsdatum"])
            for f in rapport["nagekomen"]
            if vastgesteld is not None and f["geregistreerdOp"][:10] > vastgesteld
        ]

    herzien = ("K", "contract.herzien", "2024-10-01")
    assert daarna() == [herzien]
    assert daarna(geldigOp="2025-08-31", beschikbaarOp="2025-08-31") == []

    corrigeer(v, "2025-11-03", wie["contract"], zet(3))
    assert daarna() == []
    (correctie,) = v.get("/rapportages/raad", regioId=v.regio, boekjaar=2025)["correcties"]
    assert (correctie["onderwerp"], correctie["eerdereJaren"]) == ("K", [2024])
    assert daarna(beschikbaarOp="2025-10-01") == [herzien]


def test_h22_de_som_van_de_wijzigingen_op_elk_moment(v: Verhaal) -> None:
    """H22: cumulative value of changes to contract C against original value at each moment; clause cited each time?"""
    contract = verteller.wijzigingen(v)

    def door_de_tijd(**paar: Any) -> list[tuple[str, str | None, str | None, str | None, str]]:
        vraag = {"geldigOp": "2025-12-31", **paar}
        return [
            (w["artikel"], w["clausule"], w["cumulatief"], w["percentage"], w["uitkomst"])
            for w in v.get(f"{contract}/wijzigingsruimte", **vraag)["wijzigingen"]
        ]

    clausule = ("2.163c", "1.4", None, "20.00", "BINNEN")
    eerste = ("2.163b", None, "60000.00", "6.00", "BINNEN")
    assert door_de_tijd() == [eerste, clausule, ("2.163b", None, "95000.00", "9.50", "BINNEN")]
    assert door_de_tijd(geldigOp="2024-06-30") == [eerste, clausule]
    toen = {"geldigOp": "2024-06-30", "beschikbaarOp": "2024-03-31"}
    assert door_de_tijd(**toen) == [eerste]

    meer = herziening("2024-02-01", "101.00", wijzigingsgrond="BAGATEL", waardewijziging="70000.00")
    corrigeer(v, "2025-09-01", contract, zet(2, "herzieningen", meer))
    boven = ("2.163b", None, "105000.00", "10.50", "BOVEN")
    assert door_de_tijd() == [("2.163b", None, "70000.00", "7.00", "BINNEN"), clausule, boven]
    *_, laatste = v.get(f"{contract}/wijzigingsruimte", geldigOp="2025-12-31")["wijzigingen"]
    bij = laatste["bijVastleggen"]
    assert (bij["cumulatief"], bij["uitkomst"]) == ("95000.00", "BINNEN")
    assert door_de_tijd(**toen) == [eerste]
    (regel,) = (
        regel
        for deel in v.get("/rapportages/rechtmatigheid", regioId=v.regio, jaar=2025)["secties"]
        if deel["sectie"] == "WIJZIGING"
        for regel in deel["regels"]
    )
    assert (regel["onderwerp"], regel["bedrag"]) == ("C", "35000.00")


# --- the page that says what answers what ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pagina() -> str:
    return (WORTEL / PAGINA).read_text(encoding="utf-8")


def _tests() -> set[str]:
    hier = Path(__file__)
    bestanden = (hier, hier.with_name("test_auditvragen_contracten.py"))
    bomen = [ast.parse(bestand.read_text(encoding="utf-8")) for bestand in bestanden]
    namen = {deel.name for b in bomen for deel in b.body if isinstance(deel, ast.FunctionDef)}
    return {naam for naam in namen if naam.startswith("test_")}


def test_elke_genoemde_test_bestaat_en_elke_vraag_staat_er(pagina: str) -> None:
    genoemd = set(re.findall(r"`(test_\w+)`", pagina))
    assert genoemd <= _tests()
    assert {naam for naam in _tests() if re.match(r"test_([ch]\d|wat_op)", naam)} == genoemd

    nummers = {int(n) for n in re.findall(r"\bH(\d{1,2})\b", pagina)}
    assert nummers == set(range(1, 46))


def test_elke_genoemde_vraag_aan_de_api_bestaat(pagina: str) -> None:
    """Every path on the page, with every parameter, is one that the API describes."""
    paden = maak_openapi(maak_api())["paths"]
    genoemd = re.findall(r"`GET (/v1/[^`\s]+)`", pagina)
    assert len(genoemd) > 30

    for adres in genoemd:
        pad, _, vraag = adres.removeprefix("/v1").partition("?")
        operatie = paden[pad]["get"]
        kent = {p["name"] for p in operatie["parameters"] if p["in"] == "query"}
        assert {deel.split("=")[0] for deel in vraag.split("&") if deel} <= kent, adres
