"""Procurement from proposal to herziening: seed 001's Open House and pilots, seed 003's track, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.toegang import Rol
from domain.besluitvereiste import Besluitregel, Besluitvereiste
from domain.besluitvereiste import Rol as Rol_
from domain.criteria import Eis
from domain.fase import Fase, Precisie, Richting
from domain.feiten import Envelop, Feit, Registratie
from domain.inkooptraject import (
    INKOOPTRAJECT,
    CriteriaVastgelegd,
    PilotAangekondigd,
    RondeGeopend,
    StapGezet,
    Status,
    Toetreding,
    TrajectGestart,
    TrajectGewijzigd,
    TrajectIngetrokken,
    Trajectstand,
    TrajectVastgesteld,
    Vaststelling,
)
from domain.tijdlijn import Verloop, verloop
from domain.trajectdelen import Kalenderpunt, Kalenderregel
from tests.hulp import Verhaal, afwijking, correctie, intrekking, tarief, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

GEMEENTEN = ["9007", "9008"]
INSTEMMING = {
    "code": "instemming",
    "omschrijving": "de colleges stemmen in met de inkoopstrategie",
    "moment": {"fase": "2019-Q1", "precisie": "KWARTAAL"},
    "orgaan": "COLLEGE",
}
EISEN = [
    {"code": "opleiding", "omschrijving": "opleidingsniveau van de medewerkers"},
    {
        "code": "vog",
        "omschrijving": "verklaring omtrent gedrag",
        "bewijs": {"soort": "VOG", "maximaleOuderdomMaanden": 24},
    },
]


def perceel(code: str, segment: str) -> dict[str, Any]:
    return {"code": code, "segment": segment, "producten": ["45A04"], "gemeenten": GEMEENTEN}


def licht(regio: str, **anders: object) -> dict[str, object]:
    """The Open House for light care as the RBO advised it on 20-12-2018 (S1:1067-1140)."""
    return {
        "ingangsdatum": "2018-12-20",
        "voorgenomen": True,
        "naam": "Lichte jeugdhulp 2020 (Open House)",
        "regioId": regio,
        "inkoopvorm": "OPEN_HOUSE",
        "toetreding": "OPEN",
        "ingangContracten": "2020-01-01",
        "startProcedure": "2019-09-01",
        "segmenten": ["licht"],
        "percelen": [perceel("LI-AMB", "licht")],
        "kalender": [INSTEMMING],
        **anders,
    }


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    """Seed 001 on the day of the advice: a regio and the light traject, proposed."""
    with verteld(engine) as begonnen:
        begonnen.op("2018-12-20")
        regio = {"ingangsdatum": "2016-01-01", "naam": "Noordoosthoek", "gemeenten": GEMEENTEN}
        begonnen.regio = begonnen.post("/regios", regio)["regio"]["id"]
        gemaakt = begonnen.post("/inkooptrajecten", licht(begonnen.regio))
        begonnen.traject = gemaakt["inkooptraject"]["id"]
        yield begonnen


def pad(v: Verhaal) -> str:
    return f"/inkooptrajecten/{v.traject}"


def feit(v: Verhaal, segment: str, dag: str, **velden: object) -> int:
    """Record a fact of the traject on its own day; give its volgnummer."""
    v.op(max(dag, "2018-12-21"))
    gedaan = v.post(f"{pad(v)}/{segment}", {"ingangsdatum": dag, **velden})
    nummer: int = gedaan["gebeurtenis"]["volgnummer"]
    return nummer


def ronde(code: str, **anders: object) -> dict[str, object]:
    """A monthly round (S1:1113): apply in the month of its code, a decision within the next."""
    jaar, maand = code.split("-")
    return {
        "code": code,
        "aanmeldenTotEnMet": f"{jaar}-{maand}-28",
        "beslissenUiterlijk": f"{jaar}-{int(maand) + 1:02d}-28",
        "criteriaversie": "2020-1",
        **anders,
    }


# --- voorgenomen, vastgesteld, vervallen -------------------------------------------------------------------------


def test_een_advies_wordt_pas_met_de_vaststelling_waar(verhaal: Verhaal) -> None:
    v = verhaal
    contractdag = "2020-01-01"
    assert v.get(pad(v), geldigOp=contractdag)["status"] == "TOEKOMSTIG"

    feit(v, "vaststellingen", "2019-04-04")

    gezien = {
        (dag, bekend): tuple(
            v.get(pad(v), geldigOp=dag, beschikbaarOp=bekend)[n] for n in ("stand", "status")
        )
        for dag, bekend in (
            ("2019-04-03", "2019-04-04"),
            ("2019-04-04", "2019-04-04"),
            (contractdag, "2019-04-03"),
            (contractdag, "2019-04-04"),
        )
    }
    assert gezien == {
        ("2019-04-03", "2019-04-04"): ("VOORGENOMEN", "TOEKOMSTIG"),
        ("2019-04-04", "2019-04-04"): ("VASTGESTELD", "TOEKOMSTIG"),
        (contractdag, "2019-04-03"): ("VOORGENOMEN", "TOEKOMSTIG"),
        (contractdag, "2019-04-04"): ("VASTGESTELD", "ACTIEF"),
    }
    assert v.weigering(f"{pad(v)}/vaststellingen", {"ingangsdatum": "2019-05-01"}) == [
        "traject-al-vastgesteld"
    ]


def test_een_voorstel_vervalt_zonder_ooit_waar_te_zijn_geweest(verhaal: Verhaal) -> None:
    v = verhaal
    feit(v, "intrekkingen", "2019-03-01")

    toen, nu = (v.get(pad(v), geldigOp=dag) for dag in ("2019-02-28", "2020-06-01"))
    assert (toen["stand"], toen["status"]) == ("VOORGENOMEN", "TOEKOMSTIG")
    assert (nu["stand"], nu["status"], nu["signalen"]) == ("VERVALLEN", "BEEINDIGD", [])
    assert v.weigering(f"{pad(v)}/vaststellingen", {"ingangsdatum": "2019-04-04"}) == [
        "traject-vervallen"
    ]
    v.post(f"{pad(v)}/correcties", correctie(zet(2)))
    feit(v, "vaststellingen", "2019-04-04")
    assert v.get(pad(v), geldigOp="2020-06-01")["status"] == "ACTIEF"


def test_vervallen_voor_latere_feiten_noemt_die(verhaal: Verhaal) -> None:
    v = verhaal
    feit(v, "vaststellingen", "2019-04-04")

    weigering = v.post(f"{pad(v)}/intrekkingen", intrekking("2019-03-01", 1), status=409)

    assert [(r["code"], r["feiten"]) for r in weigering["regels"]] == [("feiten-na-einde", [2])]


def test_wat_in_werking_is_vervalt_niet_meer(verhaal: Verhaal) -> None:
    v = verhaal
    feit(v, "vaststellingen", "2019-04-04")

    assert v.weigering(f"{pad(v)}/intrekkingen", {"ingangsdatum": "2020-01-01"}) == [
        "traject-al-in-werking"
    ]
    feit(v, "intrekkingen", "2019-12-31")


def test_geen_contract_onder_een_voornemen_en_dat_blijft_te_zien(verhaal: Verhaal) -> None:
    v = verhaal
    v.op("2019-12-01")
    wie = {"ingangsdatum": "2019-12-01", "naam": "De Linde", "kvkNummer": "12345678"}
    v.aanbieder = v.post("/aanbieders", wie)["aanbieder"]["id"]
    toelating = v.toelating("LI-AMB", ingangsdatum="2020-01-01")
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", toelating)
    lichaam = v.lichaam(
        ingangsdatum="2020-01-01",
        segment="licht",
        percelen=["LI-AMB"],
        gemeenten=["9007"],
        einddatum="2021-12-31",
    )

    assert v.weigering("/contracten", lichaam) == ["traject-niet-vastgesteld"]

    toch = v.post("/contracten", lichaam | {"afwijking": afwijking("traject-niet-vastgesteld")})
    k = f"/contracten/{toch['contract']['id']}"
    assert [s["code"] for s in v.get(k, geldigOp="2020-01-01")["signalen"]] == [
        "traject-niet-vastgesteld"
    ]
    feit(v, "vaststellingen", "2020-02-01")
    assert v.get(k, geldigOp="2020-02-01")["signalen"] == []


# --- criteria, rondes, tarieflijst -------------------------------------------------------------------------------


def test_criteria_hebben_versies_en_een_ronde_noemt_de_hare(verhaal: Verhaal) -> None:
    v = verhaal
    feit(v, "criteria", "2019-09-01", versie="2020-1", eisen=EISEN)
    feit(v, "rondes", "2020-05-01", **ronde("2020-05", ingangPer="2020-07-01"))
    feit(v, "criteria", "2021-01-01", versie="2021-1", eisen=EISEN[:1], percelen=["LI-AMB"])
    feit(v, "rondes", "2021-05-01", **ronde("2021-05", criteriaversie="2021-1"))

    stand = v.get(pad(v), geldigOp="2021-06-01")
    assert [(c["versie"], c["ingangsdatum"], len(c["eisen"])) for c in stand["criteria"]] == [
        ("2020-1", "2019-09-01", 2),
        ("2021-1", "2021-01-01", 1),
    ]
    assert [(r["code"], r["criteriaversie"]) for r in stand["rondes"]] == [
        ("2020-05", "2020-1"),
        ("2021-05", "2021-1"),
    ]
    assert v.get(pad(v), geldigOp="2020-04-30")["rondes"] == []


def test_een_regionale_tarieflijst_is_een_feit_en_de_raad_ziet_de_bedragen_niet(
    verhaal: Verhaal,
) -> None:
    v = verhaal
    feit(v, "tarieflijsten", "2020-01-01", tarieven=[tarief("91.20")])
    nummer = feit(
        v,
        "tarieflijsten",
        "2021-01-01",
        prijspeil=2021,
        tarieven=[tarief("95.455", prijspeil=2020)],
    )

    lijst = v.get(pad(v), geldigOp="2020-12-31")["tarieflijst"]
    assert (lijst["prijspeil"], lijst["tarieven"][0]["tarief"]) == (2020, "91.20")
    nieuw = v.get(pad(v), geldigOp="2021-01-01")["tarieflijst"]
    assert (nieuw["volgnummer"], nieuw["tarieven"][0]["tarief"]) == (nummer, "95.455")
    assert nieuw["tarieven"][0]["prijspeil"] == 2020
    raad = v.get(pad(v), geldigOp="2021-01-01", als=Rol.RAAD)["tarieflijst"]
    assert (raad["prijspeil"], raad["tarieven"]["verborgen"]) == (2021, True)
    feit(v, "intrekkingen", "2021-02-01", volgnummer=nummer)
    assert v.get(pad(v), geldigOp="2021-02-01")["tarieflijst"] is None


def test_een_handeling_wordt_ingetrokken_van_haar_eigen_dag_af(verhaal: Verhaal) -> None:
    v = verhaal
    feit(v, "criteria", "2019-09-01", versie="2020-1", eisen=EISEN)
    nummer = feit(v, "rondes", "2020-05-01", **ronde("2020-05"))
    assert v.weigering(f"{pad(v)}/intrekkingen", intrekking("2020-05-02", 2)) == [
        "criteria-in-gebruik"
    ]

    feit(v, "intrekkingen", "2020-05-10", volgnummer=nummer)

    assert len(v.get(pad(v), geldigOp="2020-05-09")["rondes"]) == 1
    assert v.get(pad(v), geldigOp="2020-05-10")["rondes"] == []
    journaal = v.get(f"{pad(v)}/rondes")["resultaten"]
    assert [r["ingetrokkenDoor"] for r in journaal] == [4]
    feit(v, "rondes", "2020-06-01", **{**ronde("2020-06"), "code": "2020-05"})
    assert v.weigering(f"{pad(v)}/intrekkingen", intrekking("2020-07-01", nummer)) == [
        "verwijzing-onbekend"
    ]


# --- the calendar and the herziening track -----------------------------------------------------------------------


def test_de_kalender_zegt_wat_gedaan_is_en_wat_te_laat_is(verhaal: Verhaal) -> None:
    v = verhaal
    op_tijd, te_laat = (v.get(pad(v), geldigOp=d)["signalen"] for d in ("2019-03-31", "2019-04-01"))
    assert op_tijd == []
    assert [(s["code"], s["detail"]) for s in te_laat] == [
        (
            "kalenderpunt-te-laat",
            "de colleges stemmen in met de inkoopstrategie (COLLEGE) stond gepland op 2019-Q1 en is nog niet gedaan.",
        )
    ]

    feit(v, "stappen", "2019-04-04", stap="instemming")

    (punt,) = v.get(pad(v), geldigOp="2019-04-04")["kalender"]
    assert (punt["gedaanOp"], punt["moment"]["fase"]) == ("2019-04-04", "2019-Q1")
    assert v.get(pad(v), geldigOp="2019-04-04")["signalen"] == []
    (open_,) = v.get(pad(v), geldigOp="2019-04-03")["kalender"]
    assert open_["gedaanOp"] is None


def test_het_herzieningsspoor_van_seed_003(verhaal: Verhaal) -> None:
    """The text presented, reactions handled, published, ready, in force; then a second herziening (S3:597-644)."""
    v = verhaal
    spoor = [
        ("tekst", "2026-01", "TEKST_GEPRESENTEERD"),
        ("reacties", "2026-02", "REACTIES_BEHANDELD"),
        ("publicatie", "2026-06", "GEPUBLICEERD"),
        ("gereed", "2026-07-01", "GEREED"),
        ("start", "2027-01-01", "IN_WERKING"),
    ]
    kalender = [
        {
            "code": code,
            "omschrijving": soort.lower(),
            "moment": {"fase": fase, "precisie": "MAAND" if len(fase) == 7 else "DAG"},
            "soort": soort,
        }
        for code, fase, soort in spoor
    ]
    traject = licht(
        v.regio,
        naam="Herziening segment A",
        ingangsdatum="2025-07-01",
        ingangContracten="2027-01-01",
        startProcedure="2026-01-01",
        voorgenomen=False,
        kalender=kalender,
    )
    v.op("2025-07-01")
    v.traject = v.post("/inkooptrajecten", traject)["inkooptraject"]["id"]
    for stap, dag in (("tekst", "2026-01-20"), ("reacties", "2026-02-26")):
        feit(
            v,
            "stappen",
            dag,
            stap=stap,
            stapsoort={c: s for c, _, s in spoor}[stap],
            herziening=1,
        )
    tweede = feit(
        v, "stappen", "2026-04-01", stap="tekst-2", herziening=2, reden="tweede herziening"
    )

    stand = v.get(pad(v), geldigOp="2026-07-05")
    assert {k["code"]: k["gedaanOp"] for k in stand["kalender"]} == {
        "tekst": "2026-01-20",
        "reacties": "2026-02-26",
        "publicatie": None,
        "gereed": None,
        "start": None,
    }
    assert [(s["stap"], s["herziening"], s["volgnummer"]) for s in stand["stappen"][-1:]] == [
        ("tekst-2", 2, tweede)
    ]
    assert len(stand["signalen"]) == 2
    eerder = v.get(pad(v), geldigOp="2026-07-05", beschikbaarOp="2026-02-01")
    assert [k["gedaanOp"] for k in eerder["kalender"][:2]] == ["2026-01-20", None]


# --- pilots ------------------------------------------------------------------------------------------------------


def test_een_pilot_wordt_voor_de_inkoop_aangekondigd(verhaal: Verhaal) -> None:
    """S1:1190-1230; the auditor's question: which pilots ran without having been announced beforehand (H43)."""
    v = verhaal
    wijk = {"omschrijving": "lichte hulp door het wijkteam", "gemeenten": ["9007"]}
    feit(v, "pilots", "2019-09-01", code="wijk", **wijk)
    v.op("2019-09-02")
    laat = {"ingangsdatum": "2019-09-02", "code": "school", **wijk}
    assert v.weigering(f"{pad(v)}/pilots", laat) == ["pilot-niet-vooraf-aangekondigd"]
    heel = {"ingangsdatum": "2019-05-01", "code": "gemeente", "heleGemeente": True, **wijk}
    assert v.weigering(f"{pad(v)}/pilots", heel) == ["pilot-hele-gemeente"]

    v.post(f"{pad(v)}/pilots", laat | {"afwijking": afwijking("pilot-niet-vooraf-aangekondigd")})

    stand = v.get(pad(v), geldigOp="2020-01-01")
    assert {p["code"]: p["voorafAangekondigd"] for p in stand["pilots"]} == {
        "wijk": True,
        "school": False,
    }
    (gemerkt,) = v.get(
        "/afwijkingen", regel="pilot-niet-vooraf-aangekondigd", geldigOp="2020-01-01"
    )["resultaten"]
    assert gemerkt["ingangsdatum"] == "2019-09-02"


def test_zonder_startdag_telt_de_eerste_contractdag(verhaal: Verhaal) -> None:
    v = verhaal
    zonder = licht(v.regio, startProcedure=None, naam="Zonder startdag")
    v.traject = v.post("/inkooptrajecten", zonder)["inkooptraject"]["id"]
    pilot = {"code": "wijk", "omschrijving": "wijkteam", "gemeenten": ["9008"]}

    feit(v, "pilots", "2020-01-01", **pilot)

    v.op("2020-01-02")
    later = {"ingangsdatum": "2020-01-02", **pilot, "code": "later"}
    assert v.weigering(f"{pad(v)}/pilots", later) == ["pilot-niet-vooraf-aangekondigd"]


# --- what is refused ---------------------------------------------------------------------------------------------

PILOT = {"code": "wijk", "omschrijving": "wijkteam", "gemeenten": ["9007"]}
GEWEIGERD: Mapping[str, tuple[str, Mapping[str, object], list[str]]] = {
    "criteriaversie twee keer": (
        "criteria",
        {"versie": "2020-1", "eisen": EISEN},
        ["code-bestaat-al"],
    ),
    "onbekend perceel": (
        "criteria",
        {"versie": "2", "eisen": EISEN, "percelen": ["ZWAAR"]},
        ["verwijzing-onbekend"],
    ),
    "ronde twee keer": ("rondes", ronde("2019-11"), ["code-bestaat-al"]),
    "onbekende criteria": (
        "rondes",
        ronde("2020-01", criteriaversie="9"),
        ["verwijzing-onbekend"],
    ),
    "pilot twee keer": ("pilots", PILOT, ["code-bestaat-al", "pilot-niet-vooraf-aangekondigd"]),
    "einde voor de contracten": (
        "wijzigingen",
        {"einddatum": "2019-12-31"},
        ["dagen-van-traject-botsen"],
    ),
    "start na de contracten": (
        "wijzigingen",
        {"startProcedure": "2020-01-02"},
        ["dagen-van-traject-botsen"],
    ),
    "onbekende handeling": ("intrekkingen", {"volgnummer": 99}, ["verwijzing-onbekend"]),
}


@pytest.mark.parametrize("naam", GEWEIGERD)
def test_wat_niet_bestaat_of_al_bestaat_wordt_geweigerd(verhaal: Verhaal, naam: str) -> None:
    v = verhaal
    feit(v, "criteria", "2019-09-01", versie="2020-1", eisen=EISEN)
    feit(v, "rondes", "2019-11-01", **ronde("2019-11"))
    v.post(f"{pad(v)}/pilots", {"ingangsdatum": "2019-05-01", **PILOT})
    segment, lichaam, codes = GEWEIGERD[naam]

    assert v.weigering(f"{pad(v)}/{segment}", {"ingangsdatum": "2019-11-05", **lichaam}) == codes


VEREISTE = {
    "handelingen": ["contract.herzien"],
    "orgaan": "RAAD",
    "rol": "TOESTEMMING",
    "regel": "ALLE",
}
FOUT: Mapping[str, tuple[str, Mapping[str, object], str]] = {
    "criteria zonder eis": ("criteria", {"versie": "2", "eisen": []}, "ten minste één eis"),
    "eis dubbel": ("criteria", {"versie": "2", "eisen": EISEN[:1] * 2}, "staat er twee keer in"),
    "venster sluit voor het opent": (
        "rondes",
        ronde("2020-01", aanmeldenTotEnMet="2019-10-31"),
        "aanmeldenTotEnMet ligt voor",
    ),
    "besluit voor het venster sluit": (
        "rondes",
        ronde("2020-01", beslissenUiterlijk="2020-01-27"),
        "beslissenUiterlijk ligt voor",
    ),
    "pilot nergens": ("pilots", PILOT | {"gemeenten": []}, "ten minste één gemeente"),
    "pilot achterstevoren": (
        "pilots",
        PILOT | {"van": "2020-02-01", "totEnMet": "2020-01-01"},
        "totEnMet ligt voor van",
    ),
    "pilot in een onbekende gemeente": ("pilots", PILOT | {"gemeenten": ["0000"]}, "geen gemeente"),
    "lege tarieflijst": ("tarieflijsten", {"tarieven": []}, "ten minste één tarief"),
    "tarief zonder bedrag": ("tarieflijsten", {"tarieven": [tarief(None)]}, "met een bedrag"),
    "tarief dubbel": ("tarieflijsten", {"tarieven": [tarief("1.00")] * 2}, "twee keer"),
    "lege wijziging": ("wijzigingen", {}, "ten minste één wijziging"),
    "kalenderpunt dubbel": (
        "wijzigingen",
        {"kalender": [INSTEMMING] * 2},
        "kalenderpunt instemming",
    ),
    "ouder onbekend": (
        "wijzigingen",
        {"segmentboom": [{"code": "a", "naam": "A", "ouder": "b"}]},
        "de ouder b",
    ),
    "segment boven zichzelf": (
        "wijzigingen",
        {
            "segmentboom": [
                {"code": "a", "naam": "A", "ouder": "b"},
                {"code": "b", "naam": "B", "ouder": "a"},
            ]
        },
        "boven zichzelf",
    ),
    "maand bestaat niet": (
        "wijzigingen",
        {"kalender": [INSTEMMING | {"moment": {"fase": "2019-13", "precisie": "MAAND"}}]},
        "is geen maand",
    ),
    "vereiste zonder handeling": (
        "wijzigingen",
        {
            "vereisten": [
                {"handelingen": [], "orgaan": "RAAD", "rol": "TOESTEMMING", "regel": "ALLE"}
            ]
        },
        "ten minste één handeling",
    ),
    "vereiste achterstevoren": (
        "wijzigingen",
        {"vereisten": [VEREISTE | {"van": "2020-01-01", "totEnMet": "2019-01-01"}]},
        "totEnMet ligt voor van",
    ),
    "stap zonder naam": ("stappen", {}, "is verplicht"),
}


@pytest.mark.parametrize("naam", FOUT)
def test_een_fout_in_de_invoer_zegt_wat_er_mis_is(verhaal: Verhaal, naam: str) -> None:
    segment, lichaam, zin = FOUT[naam]
    voor = verhaal.positie

    fout = verhaal.post(
        f"{pad(verhaal)}/{segment}", {"ingangsdatum": "2019-11-05", **lichaam}, status=400
    )

    assert zin in " ".join(f["reden"] for f in fout["fouten"])
    assert verhaal.positie == voor


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"ingangContracten": "2018-01-01"}, "ingangContracten ligt voor de ingangsdatum"),
        ({"einddatum": "2019-12-31"}, "einddatum ligt voor ingangContracten"),
        ({"startProcedure": "2020-01-02"}, "startProcedure ligt na ingangContracten"),
    ],
)
def test_dagen_in_een_volgorde_die_niet_kan(
    verhaal: Verhaal, anders: dict[str, object], zin: str
) -> None:
    fout = verhaal.post("/inkooptrajecten", licht(verhaal.regio, **anders), status=400)

    assert fout["fouten"][0]["reden"] == zin


def test_een_wijziging_verschuift_de_start_en_de_planning(verhaal: Verhaal) -> None:
    v = verhaal
    feit(v, "vaststellingen", "2019-04-04")
    feit(v, "stappen", "2019-04-04", stap="instemming")
    later = {"ingangContracten": "2020-04-01", "startProcedure": "2019-11-01"}
    boom = [{"code": "ggz", "naam": "GGZ", "ouder": "licht"}, {"code": "licht", "naam": "Licht"}]
    twee = [INSTEMMING, INSTEMMING | {"code": "x"}]
    feit(v, "wijzigingen", "2019-06-01", **later, kalender=twee, segmentboom=boom)

    stand = v.get(pad(v), geldigOp="2020-03-31")
    assert (stand["status"], stand["startProcedure"]) == ("TOEKOMSTIG", "2019-11-01")
    assert [k["gedaanOp"] for k in stand["kalender"]] == ["2019-04-04", None]
    assert [k["ouder"] for k in stand["segmentboom"]] == ["licht", None]
    assert v.get(pad(v), geldigOp="2020-04-01")["status"] == "ACTIEF"
    feit(v, "wijzigingen", "2021-01-01", einddatum="2021-12-31")
    assert v.get(pad(v), geldigOp="2021-12-31")["status"] == "ACTIEF"
    assert v.get(pad(v), geldigOp="2022-01-01")["status"] == "BEEINDIGD"
    assert not v.leesfouten()


# --- what holds for every course ---------------------------------------------------------------------------------

BEGIN = date(2019, 1, 1)
CONTRACTEN = date(2019, 3, 1)
VOORGENOMEN = (Vaststelling.VOORGENOMEN, Vaststelling.VASTGESTELD)
"""How a course may begin."""
DAGEN = st.dates(min_value=BEGIN, max_value=date(2019, 6, 1))


def gestart(*, voorgenomen: bool) -> TrajectGestart:
    punt = Kalenderpunt(
        code="s1", omschrijving="stap", moment=Fase(fase="2019-02", precisie=Precisie.MAAND)
    )
    return TrajectGestart(
        ingangsdatum=BEGIN,
        naam="Traject",
        regio_id=UUID(int=1),
        inkoopvorm="OPEN_HOUSE",
        toetreding=Toetreding.OPEN,
        ingang_contracten=CONTRACTEN,
        einddatum=date(2019, 5, 1),
        segmenten=("licht",),
        percelen=(),
        voorgenomen=voorgenomen,
        kalender=(punt,),
    )


FEITEN = st.one_of(
    st.builds(TrajectVastgesteld, ingangsdatum=DAGEN),
    st.builds(
        CriteriaVastgelegd,
        ingangsdatum=DAGEN,
        versie=st.sampled_from(["1", "2"]),
        eisen=st.just((Eis(code="vog", omschrijving="VOG"),)),
    ),
    DAGEN.map(
        lambda dag: RondeGeopend(
            ingangsdatum=dag,
            code="r",
            aanmelden_tot_en_met=dag,
            beslissen_uiterlijk=dag,
            criteriaversie="1",
        )
    ),
    st.builds(StapGezet, ingangsdatum=DAGEN, stap=st.sampled_from(["s1", "vrij"])),
    st.builds(
        PilotAangekondigd,
        ingangsdatum=DAGEN,
        code=st.just("p"),
        omschrijving=st.just("pilot"),
        gemeenten=st.just(("9007",)),
    ),
    st.builds(TrajectGewijzigd, ingangsdatum=DAGEN, naam=st.sampled_from(["A", "B"])),
    st.builds(TrajectIngetrokken, ingangsdatum=DAGEN),
)


def gevouwen(feiten: Sequence[Feit]) -> Verloop[Trajectstand]:
    """Fold facts as if they were recorded in this order."""
    ding, correlatie = uuid4(), uuid4()
    registraties = [
        Registratie(
            id=uuid4(),
            ding=ding,
            soort=een.feitnaam,
            volgnummer=nummer,
            positie=nummer,
            geregistreerd_op=datetime(2025, 1, 1, tzinfo=UTC),
            door="tester",
            correlatie=correlatie,
            envelop=Envelop(),
            feit=een,
        )
        for nummer, een in enumerate(feiten, start=1)
    ]
    return verloop(soort=INKOOPTRAJECT, registraties=registraties)


def zonder_plaatsen(stand: Trajectstand) -> dict[str, object]:
    """Give a standing without the places of its facts, which follow the order of registration."""
    uit: dict[str, object] = dict(vars(stand))
    for naam in ("beslissingen", "criteria", "rondes", "stappen", "pilots"):
        uit[naam] = [
            {n: w for n, w in vars(akte).items() if n != "plaats"} for akte in getattr(stand, naam)
        ]
    return uit


@given(
    st.sampled_from(VOORGENOMEN),
    st.lists(FEITEN, max_size=5, unique_by=lambda f: f.ingangsdatum).filter(
        lambda feiten: all(f.ingangsdatum > BEGIN for f in feiten)
    ),
    st.randoms(use_true_random=False),
)
def test_de_volgorde_van_vastleggen_verandert_niets_aan_wat_geldt(
    voorgenomen: Vaststelling, feiten: list[Feit], toeval: Any
) -> None:
    opening = gestart(voorgenomen=voorgenomen is Vaststelling.VOORGENOMEN)
    dooreen = feiten.copy()
    toeval.shuffle(dooreen)

    een, ander = (
        gevouwen([opening, *sorted(feiten, key=lambda f: f.ingangsdatum)]),
        gevouwen([opening, *dooreen]),
    )

    assert [(s.van, zonder_plaatsen(s.stand)) for s in een.segmenten] == [
        (s.van, zonder_plaatsen(s.stand)) for s in ander.segmenten
    ]


@given(st.sampled_from(VOORGENOMEN), st.lists(FEITEN, max_size=6))
def test_stand_en_status_spreken_elkaar_nooit_tegen(
    voorgenomen: Vaststelling, feiten: list[Feit]
) -> None:
    opening = gestart(voorgenomen=voorgenomen is Vaststelling.VOORGENOMEN)

    for segment in gevouwen([opening, *feiten]).segmenten:
        stand = segment.stand
        mag = {
            Vaststelling.VOORGENOMEN: {Status.TOEKOMSTIG},
            Vaststelling.VASTGESTELD: set(Status),
            Vaststelling.VERVALLEN: {Status.BEEINDIGD},
        }[stand.stand]
        assert stand.status in mag or segment.van < BEGIN
        if stand.status is Status.ACTIEF:
            assert stand.ingang_contracten <= segment.van
            assert segment.tot <= date(2019, 5, 2)
        gedaan = {s.ingangsdatum for s in stand.stappen if s.stap == "s1"}
        assert stand.kalender[0].gedaan_op == min(gedaan, default=None)


def test_een_dubbele_code_valt_op_in_elke_volgorde() -> None:
    eis = (Eis(code="vog", omschrijving="VOG"),)
    versies = [
        CriteriaVastgelegd(ingangsdatum=date(2019, 2, dag), versie="1", eisen=eis) for dag in (1, 2)
    ]
    for volgorde in permutations(versies):
        codes = [b.regel.code for b in gevouwen([gestart(voorgenomen=True), *volgorde]).bevindingen]
        assert codes == ["code-bestaat-al"]


def test_vanaf_een_moment_heeft_geen_laatste_dag() -> None:
    vanaf = Fase(fase="2022-Q3", precisie=Precisie.KWARTAAL, richting=Richting.VANAF)
    regel = Kalenderregel(code="a", omschrijving="implementatie", moment=vanaf, gedaan_op=None)

    assert not regel.te_laat(date(2030, 1, 1))


def test_een_vereiste_geldt_voor_haar_handelingen_in_haar_tijd() -> None:
    vereiste = Besluitvereiste(
        handelingen=("contract.herzien",),
        orgaan="RAAD",
        rol=Rol_.TOESTEMMING,
        regel=Besluitregel.ALLE,
        van=date(2019, 2, 1),
    )
    opening = replace(gestart(voorgenomen=True), vereisten=(vereiste,))
    stand = gevouwen([opening]).segmenten[-1].stand

    dagen = [date(2019, 1, 31), date(2019, 2, 1)]
    assert [stand.vereist(namen=["contract.herzien"], dag=d) for d in dagen] == [(), (vereiste,)]
    assert stand.vereist(namen=["contract.verlengd"], dag=dagen[1]) == ()
