"""The pages of besluiten, procurement and regimes, with a story in the register and a real browser."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from playwright.sync_api import expect

from api import inloggen, sjablonen, woorden
from api.app import maak_app
from api.paginas import PAGINAS
from api.paginas.besluit import wie_ontbreekt
from api.paginas.soortpaginas import SOORTPAGINAS
from application.toegang import Rol
from domain.besluit import Besluitstand, Stem, Uitkomst
from domain.besluit import Status as Besluitstatus
from domain.besluitvereiste import Besluitregel
from domain.besluitvereiste import Rol as Besluitrol
from domain.soorten import SOORTEN
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from infrastructure.regimebestand import regimecodes
from tests.hulp import Verhaal, afwijking, verteld
from tests.paginahulp import BREEDTES, HTML, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

GEMEENTEN = ["9001", "9002", "9003"]
NU = "2021-06-01"
"""The last day of the story."""


def fase(waarde: str, precisie: str, **anders: str) -> dict[str, str]:
    return {"fase": waarde, "precisie": precisie, **anders}


def stuk(soort: str, kenmerk: str, dag: str, **anders: object) -> dict[str, object]:
    titel = {"VOG": "Verklaring omtrent gedrag", "KVK": "Uittreksel Handelsregister"}[soort]
    return {"soort": soort, "kenmerk": kenmerk, "titel": titel, "afgegevenOp": dag, **anders}


def bewijs(soort: str, kenmerk: str, dag: str, **anders: object) -> dict[str, object]:
    gegeven = stuk(soort, kenmerk, dag, **anders)
    return {"bewijssoort": gegeven.pop("soort"), **gegeven}


EISEN: list[dict[str, Any]] = [
    {"code": "opleiding", "omschrijving": "Opleidingsniveau van de medewerkers"},
    {
        "code": "vog",
        "omschrijving": "Verklaring omtrent gedrag",
        "bewijs": {"soort": "VOG", "maximaleOuderdomMaanden": 24},
    },
    {
        "code": "kvk",
        "omschrijving": "Uittreksel van de Kamer van Koophandel",
        "bewijs": {"soort": "KVK", "maximaleOuderdomMaanden": 6},
    },
]
VOLDAAN = [{"eis": eis["code"], "voldaan": True} for eis in EISEN]


@dataclass
class Huis:
    """The pages on a running server, and the things of the story by name."""

    verhaal: Verhaal
    adres: str = ""
    dag: str = ""
    id: dict[str, str] = field(default_factory=dict)

    def leg(self, dag: str, pad: str, naam: str = "", /, **lichaam: object) -> dict[str, Any]:
        """Record on a day, or today when that lies behind; a new thing is remembered by its name."""
        self.dag = max(dag, self.dag)
        self.verhaal.op(self.dag)
        inhoud: dict[str, Any] = self.verhaal.post(f"/{pad}", {"ingangsdatum": dag, **lichaam})
        if naam:
            self.id[naam] = next(w for n, w in inhoud.items() if n != "gebeurtenis")["id"]
        return inhoud

    def pad(self, meervoud: str, naam: str) -> str:
        """Give the path of a thing of the story."""
        return f"/{meervoud}/{self.id[naam]}"

    def haal(self, pad: str, *, rol: Rol = Rol.BEHEERDER) -> httpx.Response:
        """Ask for a page as a browser does."""
        wie = {"Authorization": f"Bearer {self.verhaal.token(rol)}"}
        return httpx.get(f"{self.adres}{pad}", headers={**HTML, **wie})

    def inloglink(self) -> str:
        """Make the address that the server prints."""
        geheim = maak_inloglink(engine=self.verhaal.engine, rol=Rol.BEHEERDER, naam="proef")
        return f"{self.adres}/inloggen?link={geheim}"

    @property
    def paginas(self) -> dict[str, str]:
        """Every page of this file: each list, each thing, other moments, faults."""
        lijsten = {f"lijst van {s.meervoud}": f"/{s.meervoud}" for s in SOORTEN}
        dingen = {
            naam: self.pad(meervoud, naam) for meervoud, namen in DINGEN.items() for naam in namen
        }
        besluit = self.pad("besluiten", "strategie")
        ronde = f"/rapportages/toelatingsronde?trajectId={self.id['licht']}&ronde="
        return {
            **lijsten,
            **dingen,
            "besluit toen": f"{besluit}?geldigOp=2020-09-20",
            "besluit voor zijn tijd": f"{besluit}?geldigOp=2019-01-01",
            "kader met gat": f"{self.pad('beleidskaders', 'oud kader')}?geldigOp=2022-02-01",
            "ronde": f"{ronde}2020-05",
            "ronde zonder aanmeldingen": f"{ronde}2020-06",
            "ronde onbekend": f"{ronde}2030-01",
            "kalender": "/kalender",
            "kalender van de raden": f"/kalender?orgaan=RAAD&regioId={self.verhaal.regio}",
            "kalender leeg": "/kalender?van=2100-01-01",
            "kalender fout": "/kalender?stand=KWIJT&van=morgen",
            "lijst met fout": "/besluiten?status=KWIJT",
            "lijst leeg": "/lezingen?code=nergens",
            "regimes": "/regimes",
            "regime 0": "/regimes/s0-sas-2023",
            "regime 3": "/regimes/s3-haaglanden-2027",
            "regime onbekend": "/regimes/nergens",
            "vergelijking": "/regimes/vergelijking?een=s0-sas-2023&ander=s1-noordoost-brabant",
            "vergelijking van alles": (
                "/regimes/vergelijking?een=s0-sas-2023&ander=s3-haaglanden-2027&alles=ja"
            ),
            "vergelijking zonder keuze": "/regimes/vergelijking",
            "lijst van een aanbieder": f"/aanmeldingen?aanbiederId={self.id['De Linde']}",
        }


DINGEN = {
    "besluiten": ("strategie", "contractwijziging"),
    "inkooptrajecten": ("licht", "zwaar"),
    "aanmeldingen": ("linde", "beuk", "esdoorn"),
    "aanbieders": ("De Linde", "De Beuk", "De Esdoorn"),
    "beleidskaders": ("oud kader", "nieuw kader"),
    "lezingen": ("tot-2024",),
    "onderstellingen": ("woonplaats",),
    "indicatoren": ("wachttijd",),
    "regelingen": ("centrum",),
    "leveringslijnen": ("subsidie", "eigen"),
    "regios": ("regio",),
    "budgetten": ("budget",),
    "contracten": ("contract",),
}


@pytest.fixture(scope="module")
def huis(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    """The story, and a server on it."""
    bestand = tmp_path_factory.mktemp("paginas-inkoop") / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, bestand)
    engine = maak_engine(url=f"sqlite:///{bestand}")
    with verteld(engine) as verhaal:
        h = Huis(verhaal)
        vertel(h)
        app = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
        with draaiend(uvicorn.Config(app, port=0, log_level="critical", ws="none")) as adres:
            h.adres = adres
            yield h
    engine.dispose()


# --- the story ---------------------------------------------------------------------------------------------------


def vertel(h: Huis) -> None:
    """Tell 2018-2021 of a regio with a besluit of many bodies, an open traject with a round, and a closed one."""
    h.leg("2018-01-01", "regios", "regio", naam="Noordoosthoek (fictief)", gemeenten=GEMEENTEN)
    h.verhaal.regio = h.id["regio"]
    _kaders(h)
    _trajecten(h)
    _rondes(h)
    _besluiten(h)
    _aanbieders(h)
    _overig(h)
    h.verhaal.op(NU)


def _kaders(h: Huis) -> None:
    regio = {"regioId": h.id["regio"]}
    h.leg(
        "2018-01-02",
        "onderstellingen",
        "woonplaats",
        **regio,
        code="woonplaatsbeginsel-2020",
        tekst="Per 1 januari 2020 wijzigt het woonplaatsbeginsel.",
        bron="S1:1032",
    )
    h.leg(
        "2018-01-02",
        "lezingen",
        "tot-2024",
        **regio,
        code="tot-2024",
        zinsnede="de overeenkomsten lopen tot 2024",
        bron="S1:5",
        gekozen="2023-12-31",
        stand="TE_BEVESTIGEN",
        reden="“tot” sluit het genoemde jaar uit",
        alternatieven=[
            {
                "waarde": "2024-12-31",
                "steun": "de titel noemt 2020-2024",
                "gevolg": "alle contracten lopen een jaar langer door",
            }
        ],
    )
    besluit = {"orgaan": "AB", "datum": "2017-12-14", "kenmerk": "AB-17-88"}
    h.leg(
        "2018-01-02",
        "beleidskaders",
        "oud kader",
        **regio,
        naam="Inkoopkader jeugdhulp 2018-2021",
        kaderversie="1",
        geldigVan="2018-01-01",
        geldigTotEnMet="2021-12-31",
        uitgangspunten=[{"code": "u1", "omschrijving": "Zo thuis mogelijk opgroeien."}],
    )
    h.leg("2018-01-03", f"beleidskaders/{h.id['oud kader']}/vaststellingen", besluit=besluit)
    h.leg(
        "2020-07-30",
        "beleidskaders",
        "nieuw kader",
        **regio,
        naam="Inkoopkader jeugdhulp 2022 en verder",
        geldigVan="2022-03-01",
        voorgangerId=h.id["oud kader"],
        uitgangspunten=[
            {"code": "u1", "omschrijving": "Eén kind, één plan."},
            {"code": "u2", "omschrijving": "Minder aanbieders, langer samen."},
        ],
    )


def _trajecten(h: Huis) -> None:
    percelen = [
        {
            "code": code,
            "segment": segment,
            "producten": ["45A04", "45A48"],
            "diensten": [dienst],
            "gemeenten": gemeenten,
        }
        for code, segment, dienst, gemeenten in (
            ("LI-AMB", "ambulant", "begeleiding thuis", GEMEENTEN),
            ("LI-DAG", "daghulp", "dagbehandeling", ["9001", "9002"]),
        )
    ]
    h.leg(
        "2018-12-20",
        "inkooptrajecten",
        "licht",
        regioId=h.id["regio"],
        naam="Lichte jeugdhulp 2020 (Open House)",
        voorgenomen=True,
        inkoopvorm="OPEN_HOUSE",
        toetreding="OPEN",
        startProcedure="2019-09-01",
        ingangContracten="2020-01-01",
        segmenten=["licht", "ambulant", "daghulp"],
        segmentboom=[
            {"code": "licht", "naam": "Lichte jeugdhulp"},
            {"code": "ambulant", "naam": "Ambulant", "ouder": "licht"},
            {"code": "daghulp", "naam": "Daghulp", "ouder": "licht"},
        ],
        percelen=percelen,
        kalender=[
            {
                "code": "instemming",
                "omschrijving": "De colleges stemmen in met de inkoopstrategie",
                "moment": fase("2019-Q1", "KWARTAAL", zinsnede="in het eerste kwartaal"),
                "orgaan": "COLLEGE",
            },
            {
                "code": "start",
                "omschrijving": "Start van de inkoop",
                "moment": fase("2019-09", "MAAND"),
                "soort": "START",
            },
            {
                "code": "evaluatie",
                "omschrijving": "Evaluatie met de aanbieders",
                "moment": fase("2021-najaar", "SEIZOEN", richting="TOT_EN_MET"),
            },
        ],
        beslismomenten=[
            {
                "code": "go-2022",
                "omschrijving": "Na twee jaar: eindigen, wijzigen of doorgaan",
                "van": "2021-01-01",
                "totEnMet": "2021-12-31",
                "orgaan": "COLLEGE",
            }
        ],
        vereisten=[
            {
                "handelingen": ["contract.herzien"],
                "orgaan": "COLLEGE",
                "rol": "TOESTEMMING",
                "regel": "ALLE",
            }
        ],
        regels=[{"code": "toelating-via-aanmelding", "van": "2020-01-01"}],
        doelen=[{"code": "doel-1", "omschrijving": "Instroom daalt, uitstroom stijgt"}],
        rustOp=[h.id["tot-2024"], h.id["woonplaats"]],
    )
    licht = f"inkooptrajecten/{h.id['licht']}"
    h.leg("2019-02-12", f"{licht}/vaststellingen")
    h.leg("2019-02-12", f"{licht}/stappen", stap="instemming")
    h.leg(
        "2019-06-01",
        f"{licht}/pilots",
        code="wijkteam-plus",
        omschrijving="Wijkteam met eigen behandelaars",
        gemeenten=["9002"],
        van="2020-01-01",
        totEnMet="2021-12-31",
    )
    h.leg(
        "2019-10-01",
        f"{licht}/tarieflijsten",
        tarieven=[
            {"productcode": "45A04", "eenheid": "UUR", "tarief": "87.35"},
            {"productcode": "45A48", "eenheid": "DAGDEEL", "tarief": "61.20"},
        ],
    )
    h.leg("2019-12-01", f"{licht}/criteria", versie="2020-1", eisen=EISEN)
    h.leg("2020-03-02", f"{licht}/stappen", stap="marktgesprek", stapsoort="CONSULTATIE")
    h.leg(
        "2019-01-10",
        "inkooptrajecten",
        "zwaar",
        regioId=h.id["regio"],
        naam="Zware jeugdhulp 2020 (MMO)",
        inkoopvorm="AANBESTEDING",
        toetreding="GESLOTEN",
        ingangContracten="2020-01-01",
        einddatum="2023-12-31",
        segmenten=["verblijf"],
        percelen=[
            {"code": "ZW-VB", "segment": "verblijf", "producten": ["43A10"], "gemeenten": GEMEENTEN}
        ],
    )


def _besluiten(h: Huis) -> None:
    h.leg(
        "2020-08-01",
        "besluiten",
        "strategie",
        regioId=h.id["regio"],
        onderwerp="Inkoopkader jeugdhulp 2022 en verder",
        kenmerk="AB-20-41",
        indiener="dagelijks bestuur",
        kaderId=h.id["nieuw kader"],
        betreft={"trajectIds": [h.id["licht"]], "handelingen": ["beleidskader.vastgesteld"]},
        vroegsteWerking="2022-03-01",
        betrokken=[
            {"orgaan": "AB", "rol": "STELT_VAST", "naam": "algemeen bestuur Dienst Jeugd"},
            {"orgaan": "COLLEGE", "rol": "BESLIST", "regel": "ALLE", "gemeenten": GEMEENTEN},
            {
                "orgaan": "RAAD",
                "rol": "ZIENSWIJZE",
                "gemeenten": GEMEENTEN,
                "uiterlijk": "2020-12-03",
            },
            {"orgaan": "STUURGROEP", "rol": "ADVIES", "uiterlijk": "2020-09-01"},
        ],
        poorten=[
            {
                "kanaal": "SERVICEBUREAU",
                "doelgroep": "AANBIEDERS",
                "orgaan": "COLLEGE",
                "rol": "BESLIST",
            }
        ],
        alternatieven=[
            {
                "code": "scenario-1",
                "omschrijving": "Alles regionaal inkopen",
                "gekozen": True,
                "overweging": "Eén aanspreekpunt voor aanbieders en gelijke tarieven.",
            },
            {
                "code": "scenario-3",
                "omschrijving": "Licht lokaal, zwaar regionaal",
                "gekozen": False,
                "overweging": "Te veel uitvoeringskosten per gemeente.",
            },
            {"code": "sleutel", "omschrijving": "Verdeelsleutel naar inwonertal"},
        ],
        rustOp=[h.id["woonplaats"]],
    )
    besluit = f"besluiten/{h.id['strategie']}"
    h.leg(
        "2020-11-20",
        f"{besluit}/zienswijzen",
        orgaan="RAAD",
        gemeente="9001",
        strekking="Neem wachttijden als harde eis op.",
    )
    h.leg("2020-11-24", f"{besluit}/zienswijzen", orgaan="RAAD", gemeente="9002", afgezien=True)
    h.leg(
        "2020-12-08",
        f"{besluit}/zienswijzen",
        orgaan="RAAD",
        gemeente="9003",
        strekking="Houd rekening met kleine aanbieders.",
    )
    h.leg(
        "2020-12-09",
        f"{besluit}/verwerkingen",
        volgnummer=2,
        verwerking="DEELS_OVERGENOMEN",
        motivering="Wachttijden worden gemeten; een harde eis volgt later.",
    )
    h.leg(
        "2020-12-10",
        f"{besluit}/uitspraken",
        orgaan="AB",
        uitkomst="CONFORM",
        ondertekenaar="voorzitter",
        mandaat="artikel 12 van de regeling",
    )
    h.leg(
        "2020-12-15", f"{besluit}/uitspraken", orgaan="COLLEGE", gemeente="9001", uitkomst="CONFORM"
    )
    h.leg(
        "2020-12-16",
        f"{besluit}/uitspraken",
        orgaan="COLLEGE",
        gemeente="9002",
        uitkomst="AANGEHOUDEN",
    )
    h.leg(
        "2020-12-17",
        f"{besluit}/bekendmakingen",
        kanaal="SERVICEBUREAU",
        doelgroep="AANBIEDERS",
        kenmerk="nieuwsbrief 12",
        afwijking=afwijking("bekendmaking-voor-poort"),
    )
    h.leg("2020-12-18", f"{besluit}/bekendmakingen", kanaal="WEBSITE", doelgroep="INWONERS")
    h.leg(
        "2021-01-05",
        "besluiten",
        "contractwijziging",
        regioId=h.id["regio"],
        onderwerp="Tarieven 2021 voor lichte jeugdhulp",
        betreft={"trajectIds": [h.id["licht"]], "handelingen": ["contract.herzien"]},
        betrokken=[
            {"orgaan": "COLLEGE", "rol": "TOESTEMMING", "regel": "ALLE", "gemeenten": GEMEENTEN}
        ],
    )
    for dag, gemeente in zip(("2021-01-12", "2021-01-14", "2021-01-19"), GEMEENTEN, strict=True):
        h.leg(
            dag,
            f"besluiten/{h.id['contractwijziging']}/uitspraken",
            orgaan="COLLEGE",
            gemeente=gemeente,
            uitkomst="CONFORM",
        )


def _rondes(h: Huis) -> None:
    licht = f"inkooptrajecten/{h.id['licht']}"
    for code, naam, kvk in (
        ("De Linde", "De Linde", "12345678"),
        ("De Beuk", "De Beuk", "23456789"),
        ("De Esdoorn", "De Esdoorn", "34567890"),
    ):
        h.leg("2018-01-01", "aanbieders", code, naam=naam, kvkNummer=kvk)
    for code, eind, beslis in (
        ("2020-05", "2020-05-31", "2020-06-30"),
        ("2020-06", "2020-06-30", "2020-07-31"),
    ):
        h.leg(
            f"{code}-01",
            f"{licht}/rondes",
            code=code,
            aanmeldenTotEnMet=eind,
            beslissenUiterlijk=beslis,
            criteriaversie="2020-1",
        )
    stukken = [stuk("VOG", "VOG-1", "2019-06-01"), stuk("KVK", "KVK-1", "2020-04-01")]
    oud = [stuk("VOG", "VOG-1", "2017-06-01"), stuk("KVK", "KVK-1", "2020-04-01")]
    for naam, wie, dag, gegeven in (
        ("linde", "De Linde", "2020-05-04", stukken),
        ("beuk", "De Beuk", "2020-05-11", oud),
        ("esdoorn", "De Esdoorn", "2020-05-25", []),
    ):
        h.leg(
            dag,
            "aanmeldingen",
            naam,
            regioId=h.id["regio"],
            trajectId=h.id["licht"],
            aanbiederId=h.id[wie],
            aanmeldingsoort="AANMELDING",
            ronde="2020-05",
            percelen=["LI-AMB", "LI-DAG"] if naam == "linde" else ["LI-AMB"],
            stukken=gegeven,
        )
    for naam in ("linde", "beuk"):
        oordelen = [{**o, "voldaan": naam == "linde" or o["eis"] != "vog"} for o in VOLDAAN]
        h.leg(
            "2020-06-10",
            f"aanmeldingen/{h.id[naam]}/beoordelingen",
            criteriaversie="2020-1",
            oordelen=oordelen,
        )
    h.leg("2020-06-15", f"aanmeldingen/{h.id['linde']}/uitkomsten", uitkomst="TOEGELATEN")
    h.leg(
        "2020-07-06",
        f"aanmeldingen/{h.id['beuk']}/uitkomsten",
        uitkomst="AFGEWEZEN",
        redenen=["De verklaring omtrent gedrag is ouder dan 24 maanden."],
        bezwaarTotEnMet="2020-07-26",
    )


def _aanbieders(h: Huis) -> None:
    linde, beuk = (f"aanbieders/{h.id[n]}" for n in ("De Linde", "De Beuk"))
    h.leg(
        "2020-07-01",
        f"{linde}/toelatingen",
        trajectId=h.id["licht"],
        perceel="LI-AMB",
        grondslag="TOELATING",
        aanmeldingId=h.id["linde"],
        toets=VOLDAAN,
    )
    h.leg(
        "2020-07-01",
        f"{linde}/bewijsstukken",
        **bewijs("VOG", "VOG-1", "2019-06-01", geldigTotEnMet="2021-05-31"),
    )
    h.leg(
        "2020-07-01",
        f"{linde}/bewijsstukken",
        **bewijs("KVK", "KVK-2", "2020-06-20", geldigTotEnMet="2021-12-31"),
    )
    h.leg(
        "2021-02-01",
        f"{linde}/clientenstops",
        trajectId=h.id["licht"],
        percelen=["LI-AMB"],
        ingesteldDoor="OPDRACHTGEVER",
        grond="KWALITEIT",
        toelichtingGrond="Inspectie vond gebreken in de dossiers.",
    )
    h.leg(
        "2021-03-01",
        f"{linde}/clientenstops",
        trajectId=h.id["licht"],
        gemeenten=["9002"],
        ingesteldDoor="AANBIEDER",
        grond="CAPACITEIT",
        laatsteDag="2021-09-30",
        aangekondigdOp="2021-02-01",
        instemmingOp="2021-02-10",
    )
    h.leg(
        "2021-02-01",
        f"{linde}/meldingen",
        onderwerp="WNT",
        ernst="HOOG",
        omschrijving="Bezoldiging boven het maximum",
        boekjaar=2020,
    )
    h.leg(
        "2021-03-15",
        f"{linde}/toetsen",
        trajectId=h.id["licht"],
        criteriaversie="2020-1",
        oordelen=[
            {"eis": "opleiding", "voldaan": True},
            {"eis": "vog", "voldaan": False, "toelichting": "loopt af in mei"},
        ],
        aanleiding="Jaarlijkse hertoets",
    )
    h.leg(
        "2021-01-01",
        f"{linde}/onderaannemers",
        naam="Praktijk Kruispunt",
        kvkNummer="45678901",
        trajectId=h.id["licht"],
        percelen=["LI-AMB"],
    )
    h.leg("2021-04-01", f"{beuk}/overgangen", vorm="OVERNAME", verkrijgerId=h.id["De Linde"])


def _overig(h: Huis) -> None:
    regio = {"regioId": h.id["regio"]}
    h.leg(
        "2018-01-01",
        "regelingen",
        "centrum",
        **regio,
        naam="Centrumregeling jeugdhulp",
        regelingsoort="CENTRUMREGELING",
        centrumgemeente="9001",
        deelnemers=GEMEENTEN,
        einddatum="2021-12-31",
        verlengingsoptie={"totEnMet": "2025-12-31"},
        evaluatieUiterlijk=fase("2020", "JAAR"),
        onderdelen=["inkoop", "contractbeheer"],
        afwijking=afwijking("besluit-ontbreekt"),
    )
    h.leg(
        "2019-06-01",
        "indicatoren",
        "wachttijd",
        **regio,
        code="wachttijd",
        naam="Wachttijd tot de eerste hulp",
        eenheid="DAGEN",
        gewenst="LAGER",
    )
    for jaar, dagen in ((2019, "41"), (2020, "38.5")):
        h.leg(
            f"{jaar + 1}-03-01",
            f"{h.pad('indicatoren', 'wachttijd')[1:]}/metingen",
            peilperiode=str(jaar),
            waarde=dagen,
            bron="regionale monitor",
        )
    h.leg(
        "2020-01-01",
        "leveringslijnen",
        "subsidie",
        **regio,
        kenmerk="SUB-2020-7",
        lijnsoort="SUBSIDIE",
        aanbiederId=h.id["De Esdoorn"],
        segment="preventie",
        gemeenten=["9001"],
        einddatum="2020-12-31",
        bedrag="120000.00",
    )
    h.leg(
        "2021-05-01",
        f"leveringslijnen/{h.id['subsidie']}/vaststellingen",
        bedrag="112500.00",
    )
    h.leg(
        "2020-01-01",
        "leveringslijnen",
        "eigen",
        **regio,
        kenmerk="EB-1",
        lijnsoort="EIGEN_BEHEER",
        segment="wijkteams",
        gemeenten=GEMEENTEN,
    )
    h.leg("2020-01-01", "budgetten", "budget", **regio, boekjaar=2020, bedrag="1000000.00")
    h.leg(
        "2020-07-01",
        "contracten",
        "contract",
        **regio,
        contractnummer="LI-2020-001",
        aanbiederId=h.id["De Linde"],
        trajectId=h.id["licht"],
        segment="ambulant",
        percelen=["LI-AMB"],
        gemeenten=GEMEENTEN,
        inkoopvorm="OPEN_HOUSE",
        bekostigingsvorm="INSPANNINGSGERICHT",
        einddatum="2021-12-31",
        tarieven=[{"productcode": "45A04", "eenheid": "UUR", "tarief": "87.35"}],
    )
    h.leg(
        "2021-02-01",
        f"contracten/{h.id['contract']}/herzieningen",
        wijzigingen={"tarieven": [{"productcode": "45A04", "eenheid": "UUR", "tarief": "89.10"}]},
        wijzigingsgrond="CLAUSULE",
        besluitId=h.id["contractwijziging"],
        rustOp=[h.id["woonplaats"], h.id["tot-2024"]],
    )
    h.leg(
        "2021-05-20",
        f"onderstellingen/{h.id['woonplaats']}/uitkomsten",
        uitkomst="ONJUIST",
        toelichting="De wet is uitgesteld tot 1 januari 2022.",
    )


# --- words and columns -------------------------------------------------------------------------------------------


def test_every_kind_has_its_words_and_its_columns_exist(huis: Huis):
    assert set(SOORTPAGINAS) == {soort.naam for soort in SOORTEN}
    for soort in SOORTEN:
        items = huis.haal(f"/v1/{soort.meervoud}").json()["resultaten"]
        assert items, f"het verhaal heeft geen {soort.naam}"
        velden = {kolom.veld for kolom in SOORTPAGINAS[soort.naam].kolommen}
        assert velden <= set(items[0])


def test_every_fact_and_every_command_has_a_dutch_word():
    feiten = [feit for soort in SOORTEN for feit in soort.feiten]

    assert [f.feitnaam for f in feiten if f.feitnaam not in woorden._SOORTEN] == []
    assert [f.pad for f in feiten if f.pad not in woorden._PADEN] == []


@pytest.mark.parametrize(
    ("gegeven", "verwacht"),
    [
        (fase("2025", "JAAR"), "2025"),
        (fase("2025-najaar", "SEIZOEN"), "najaar\xa02025"),
        (fase("2025-Q3", "KWARTAAL", richting="VANAF"), "vanaf derde kwartaal\xa02025"),
        (fase("2025-03", "MAAND", richting="TOT"), "tot maart\xa02025"),
        (fase("2025-03-01", "DAG", richting="OMSTREEKS"), "rond 1-3-2025"),
    ],
)
def test_a_moment_reads_as_sharp_as_it_is(gegeven, verwacht):
    assert striptags(sjablonen.fase(gegeven)) == verwacht


def test_a_sentence_of_the_register_reads_as_people_write_it():
    zin = sjablonen.zin("RAAD 9001 en COLLEGE 9002 na 2021-12-31; gemeente 9003 <b>")

    assert striptags(zin).startswith("Raad van Demodorp en college van Voorbeeldstad na 31-12-2021")
    assert "gemeente Testwijk" in zin
    assert "&lt;b&gt;" in zin
    geld = sjablonen.zin("De ruimte is 48250.00 euro, dat is 102.50 % van wat op 2026-01-01 mocht.")
    assert striptags(geld).replace("\xa0", " ") == (
        "De ruimte is € 48.250,00, dat is 102,50 % van wat op 1-1-2026 mocht."
    )
    assert sjablonen.gevouwen("orgaan COLLEGE; rol STELT_VAST; SAS") == (
        "orgaan college; rol stelt vast; SAS"
    )


def striptags(tekst: str) -> str:
    return re.sub("<[^>]*>", "", tekst)


def leesbaar(antwoord: httpx.Response) -> str:
    """Give the text of a page as a reader sees it."""
    assert antwoord.status_code == 200, antwoord.text
    met_ruimte = re.sub("</?(td|th|tr|div|br|p|li|h[1-6]|dt|dd)\\b", r" \g<0>", antwoord.text)
    zonder = striptags(met_ruimte.partition("<main")[2])
    return " ".join(html.unescape(zonder).split())


# --- besluiten ---------------------------------------------------------------------------------------------------


def test_a_besluit_says_in_one_sentence_who_is_missing(huis: Huis):
    tekst = leesbaar(huis.haal(huis.pad("besluiten", "strategie")))

    assert (
        "Er ontbreken nog 2 van de 4: college van Voorbeeldstad hield het aan; "
        "college van Testwijk aan de Denkrivier heeft nog niet besloten." in tekst
    )
    assert "Beslist: 3 colleges Allen moeten instemmen. 1 van 3 beantwoord." in tekst
    assert "Getekend door" in tekst
    assert "voorzitter artikel 12 van de regeling" in tekst


def test_a_besluit_shows_zienswijzen_late_renounced_and_dealt_with(huis: Huis):
    tekst = leesbaar(huis.haal(huis.pad("besluiten", "strategie")))

    assert "Raad van Demodorp 20-11-2020 Neem wachttijden als harde eis op." in tekst
    assert "Deels overgenomen. Wachttijden worden gemeten" in tekst
    assert "Raad van Voorbeeldstad 24-11-2020 ziet ervan af" in tekst
    assert "8-12-2020 te laat Houd rekening met kleine aanbieders. nog niet vastgelegd" in tekst
    assert "Stuurgroep termijn voorbij" in tekst


def test_a_besluit_shows_its_gates_its_alternatives_and_what_came_of_it(huis: Huis):
    tekst = leesbaar(huis.haal(huis.pad("besluiten", "strategie")))
    uitgevoerd = leesbaar(huis.haal(huis.pad("besluiten", "contractwijziging")))

    assert "Dicht naar aanbieders via Servicebureau" in tekst
    assert "nieuwsbrief 12) nr. 9 voor zijn tijd" in tekst
    assert "Alles regionaal inkopen scenario-1 gekozen" in tekst
    assert "Licht lokaal, zwaar regionaal scenario-3 niet gekozen" in tekst
    assert "Verdeelsleutel naar inwonertal sleutel nog niet beslist" in tekst
    assert "Niemand ontbreekt: het besluit staat sinds 19 januari 2021." in uitgevoerd
    assert "LI-2020-001 Herziening laat 1-2-2021 Voert het besluit uit" in uitgevoerd


def test_a_besluit_before_its_day_and_on_an_earlier_day(huis: Huis):
    pad = huis.pad("besluiten", "strategie")

    assert "op deze dag nog niet ingebracht" in leesbaar(huis.haal(f"{pad}?geldigOp=2019-01-01"))
    toen = leesbaar(huis.haal(f"{pad}?geldigOp=2020-12-12"))
    assert "Er ontbreken nog 3 van de 4" in toen
    assert "0 van 3 beantwoord" in toen


@pytest.mark.parametrize(
    ("uitkomsten", "zin"),
    [
        ((), "Er ontbreken nog 2 van de 2: college van Demodorp en college van Voorbeeldstad"),
        (("VERWORPEN",), "college van Demodorp verwierp het; college van Voorbeeldstad heeft"),
        (("GEWIJZIGD",), "college van Demodorp stemde in met een andere tekst"),
    ],
)
def test_who_is_missing_and_why(uitkomsten, zin):
    stemmen = [
        Stem(
            orgaan="COLLEGE",
            gemeente=gemeente,
            naam=None,
            rol=Besluitrol.TOESTEMMING,
            regel=Besluitregel.ALLE,
            uiterlijk=None,
            uitkomst=None if uitkomst is None else Uitkomst(uitkomst),
        )
        for gemeente, uitkomst in zip_longest(("9001", "9002"), uitkomsten)
    ]
    stand = Besluitstand(
        regio_id=UUID(int=1),
        onderwerp="o",
        kenmerk=None,
        indiener=None,
        kader_id=None,
        ingangsdatum=date(2021, 1, 1),
        betreft=None,
        betrokken=tuple(stemmen),
        vroegste_werking=None,
        poorten=(),
        alternatieven=(),
        ontbreekt=("COLLEGE 9001", "COLLEGE 9002"),
    )

    assert zin in striptags(wie_ontbreekt(stand=stand))
    ingetrokken = replace(stand, status=Besluitstatus.INGETROKKEN)
    assert "ingetrokken" in wie_ontbreekt(stand=ingetrokken)


# --- procurement -------------------------------------------------------------------------------------------------


def test_a_traject_shows_its_planning_its_rounds_and_what_needs_a_besluit(huis: Huis):
    antwoord = huis.haal(huis.pad("inkooptrajecten", "licht"))
    tekst = leesbaar(antwoord)

    assert "1 van 3 gedaan, 1 te laat" in tekst
    assert "eerste kwartaal 2019 in het eerste kwartaal De colleges stemmen in" in tekst
    assert "Herziening vraagt een besluit: college geeft toestemming (allen moeten" in tekst
    assert "Wijkteam met eigen behandelaars wijkteam-plus" in tekst
    assert "voor de inkoop" in tekst
    assert "€ 87,35" in tekst
    assert f"/rapportages/toelatingsronde?trajectId={huis.id['licht']}&amp;ronde=2020-05" in (
        antwoord.text
    )


def test_a_proposal_is_shown_as_a_proposal(huis: Huis):
    tekst = leesbaar(huis.haal(f"{huis.pad('inkooptrajecten', 'licht')}?geldigOp=2019-01-15"))

    assert "Dit traject is een voornemen; het is niet vastgesteld." in tekst


def test_the_page_of_a_round_proves_equal_treatment_or_names_the_difference(huis: Huis):
    pad = f"/rapportages/toelatingsronde?trajectId={huis.id['licht']}&ronde=2020-05"
    tekst = leesbaar(huis.haal(pad))
    raad = leesbaar(huis.haal(pad, rol=Rol.RAAD))

    assert "Niet iedereen is gelijk behandeld" in tekst
    assert "De Beuk): Uiterlijk 30-6-2020, beslist op 6-7-2020: 6 dagen te laat." in tekst
    assert "niet voldaan te oud VOG-1, 1-6-2017" in tekst
    assert "26-7-2020 (20 dagen)" in tekst
    leeg = leesbaar(huis.haal(pad.replace("2020-05", "2020-06")))
    assert "Iedereen is gelijk behandeld" in leeg
    assert "niet voldaan te oud" not in raad


def test_an_aanmelding_shows_evidence_as_it_stood_on_the_day_of_the_outcome(huis: Huis):
    tekst = leesbaar(huis.haal(huis.pad("aanmeldingen", "beuk")))

    assert "Het bewijs is bekeken zoals het stond op 6 juli 2020, de dag van de uitkomst" in tekst
    assert "Te oud" in tekst
    assert "opkomen tot en met 26 juli 2020" in tekst


def test_an_aanbieder_shows_every_layer_of_its_clientenstop_and_expired_evidence(huis: Huis):
    tekst = leesbaar(huis.haal(huis.pad("aanbieders", "De Linde")))

    assert "Er staan 2 lagen. De stop vervalt pas als zij allemaal zijn opgeheven" in tekst
    assert "Kwaliteit Inspectie vond gebreken" in tekst
    assert "Verklaring omtrent gedrag VOG Verlopen" in tekst
    assert "Topinkomens (WNT)" in tekst
    assert "Praktijk Kruispunt" in tekst
    overgenomen = leesbaar(huis.haal(huis.pad("aanbieders", "De Beuk")))
    assert "Overname per 1 april 2021: deze aanbieder is opgegaan in De Linde" in overgenomen


def test_the_raad_sees_no_tarieven_and_no_toets(huis: Huis):
    paden = [huis.pad("inkooptrajecten", "licht"), huis.pad("aanbieders", "De Linde")]
    for pad in [*paden, huis.pad("contracten", "contract")]:
        tekst = leesbaar(huis.haal(pad, rol=Rol.RAAD))
        assert "niet zichtbaar voor deze rol" in tekst
        assert "87,35" not in tekst
        assert "3 van 3 voldaan" not in tekst


# --- frames, readings, assumptions -------------------------------------------------------------------------------


def test_a_frame_shows_the_gap_after_it(huis: Huis):
    tekst = leesbaar(huis.haal(huis.pad("beleidskaders", "oud kader")))
    later = leesbaar(huis.haal(f"{huis.pad('beleidskaders', 'oud kader')}?geldigOp=2022-02-01"))

    assert "Het kader eindigt zonder vastgestelde opvolger." in tekst
    assert "Geen vastgesteld kader 1-1-2022 verder gat" in tekst
    assert "Inkoopkader jeugdhulp 2022 en verder 1-3-2022 onbepaald Concept" in tekst
    assert "Er geldt geen kader." in later


def test_a_reading_and_an_assumption_show_what_rests_on_them(huis: Huis):
    lezing = leesbaar(huis.haal(huis.pad("lezingen", "tot-2024")))
    onderstelling = leesbaar(huis.haal(huis.pad("onderstellingen", "woonplaats")))

    assert "Gelezen als 31-12-2023" in lezing
    assert "31-12-2024 alle contracten lopen een jaar langer door" in lezing
    assert "Lichte jeugdhulp 2020 (Open House) Inkooptraject gestart" in lezing
    assert "Dit raakt 3 feiten" in onderstelling
    assert "De wet is uitgesteld tot 1 januari 2022." in onderstelling


# --- kalender and regimes ----------------------------------------------------------------------------------------


def test_the_kalender_tells_what_is_late_then_what_runs_then_the_months(huis: Huis):
    alles = leesbaar(huis.haal("/kalender"))
    raden = leesbaar(huis.haal("/kalender?orgaan=RAAD&stand=GEDAAN"))

    koppen = ["16 momenten, waarvan 4 te laat", "Te laat Te laat Wanneer", "Loopt al Loopt al"]
    koppen += ["September 2021 september 2021", "December 2021 december 2021", "Afgerond 2020"]
    plekken = [alles.index(kop) for kop in koppen]
    assert plekken == sorted(plekken)
    assert "tot en met najaar 2021 Evaluatie met de aanbieders" in alles
    assert "3 momenten Afgerond 2020 3 momenten" in raden
    assert "Raad van Demodorp" in raden
    assert "Stuurgroep" not in raden.partition("3 momenten")[2]


def test_faulty_filters_of_the_kalender_are_told_on_the_page(huis: Huis):
    antwoord = huis.haal("/kalender?stand=KWIJT&van=morgen")

    assert antwoord.status_code == 400
    assert "is geen datum" in antwoord.text
    assert 'value="morgen"' in antwoord.text
    omgekeerd = huis.haal("/kalender?van=2021-01-02&totEnMet=2021-01-01")
    assert (omgekeerd.status_code, "ligt voor van" in omgekeerd.text) == (400, True)


def test_the_regimes_one_of_them_and_two_side_by_side(huis: Huis):
    lijst = leesbaar(huis.haal("/regimes"))
    een = leesbaar(huis.haal("/regimes/s0-sas-2023"))
    naast = leesbaar(huis.haal("/regimes/vergelijking?een=s0-sas-2023&ander=s1-noordoost-brabant"))

    assert all(code in lijst for code in regimecodes())
    assert "S0:103" in een
    assert "aanname" in een
    assert "verschillen in" in naast
    assert "noemt dit niet" in naast
    assert "Kies ook het andere regime" in leesbaar(
        huis.haal("/regimes/vergelijking?een=s0-sas-2023")
    )
    assert huis.haal("/regimes/nergens").status_code == 404


# --- every page --------------------------------------------------------------------------------------------------


@pytest.mark.traag
def test_every_link_carries_the_moment(huis: Huis):
    zonder_moment = ("/vastleggen", "/bulk", "#", "/v1/regimes")
    for naam, pad in huis.paginas.items():
        if "fout" in naam or "onbekend" in naam:
            continue
        tekst = huis.haal(pad).text
        menu = tekst.partition("<nav")[2].partition("</nav>")[0]
        binnen = tekst.partition("<main")[2].partition("<footer")[0]
        for adres in re.findall(r'href="([^"]+)"', menu + binnen):
            if not adres.startswith(zonder_moment):
                assert "beschikbaarOp=" in adres, f"{naam}: {adres}"


@pytest.mark.traag
def test_a_page_at_a_past_moment_stays_the_same_whatever_is_recorded_later(huis: Huis):
    toen = "geldigOp=2021-06-01&beschikbaarOp=2021-05-10"
    paden = [
        f"{huis.pad(meervoud, naam)}?{toen}" for meervoud, namen in DINGEN.items() for naam in namen
    ]
    paden += [f"/{soort.meervoud}?{toen}" for soort in SOORTEN]
    paden.append(f"/kalender?{toen}")
    eerst = [huis.haal(pad).content for pad in paden]

    token = huis.verhaal.token(Rol.BEHEERDER)
    gedaan = httpx.post(
        f"{huis.adres}/v1/besluiten/{huis.id['strategie']}/uitspraken",
        json={
            "ingangsdatum": "2021-05-01",
            "orgaan": "COLLEGE",
            "gemeente": "9003",
            "uitkomst": "CONFORM",
        },
        headers={"Authorization": f"Bearer {token}"},
    )

    assert gedaan.status_code == 201, gedaan.text
    assert [huis.haal(pad).content for pad in paden] == eerst


# --- with a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(huis: Huis) -> Iterator[Browser]:
    """Debian's browser, after the story was told."""
    with browserproces() as gestart:
        yield gestart


@pytest.fixture(scope="module")
def sessie(browser: Browser, huis: Huis) -> Iterator[BrowserContext]:
    """A browser that is logged in."""
    with ingelogd(browser=browser, adres=huis.adres, link=huis.inloglink()) as context:
        yield context


@pytest.fixture
def pagina(sessie: BrowserContext) -> Iterator[Page]:
    """A fresh page of the browser that is logged in."""
    gemaakt = sessie.new_page()
    yield gemaakt
    gemaakt.close()


@pytest.mark.browser
@pytest.mark.parametrize("breedte", BREEDTES)
def test_the_menu_opens_without_a_script_and_shows_where_one_is(
    browser: Browser, huis: Huis, breedte
):
    context = browser.new_context(
        base_url=huis.adres,
        java_script_enabled=False,
        viewport={"width": breedte, "height": 800},
    )
    pagina = context.new_page()
    pagina.goto(huis.inloglink())
    pagina.get_by_role("button", name="Inloggen").click()
    menu = pagina.get_by_role("navigation", name="Hoofdmenu")

    expect(menu.get_by_role("link", name="Kalender")).to_be_hidden()
    menu.get_by_text("Inkoop", exact=True).press("Enter")
    menu.get_by_role("link", name="Kalender").click()

    expect(pagina.get_by_role("heading", level=1)).to_have_text("Kalender")
    expect(menu.locator("summary.hier")).to_contain_text("Inkoop")
    menu.locator("summary.hier").click()
    expect(menu.get_by_role("link", name="Kalender")).to_have_attribute("aria-current", "page")
    context.close()


@pytest.mark.browser
def test_from_a_besluit_to_what_it_changed_and_back(pagina: Page, huis: Huis):
    pagina.goto(huis.pad("besluiten", "contractwijziging"))
    gevolg = pagina.get_by_role("row").filter(has_text="Voert het besluit uit")
    gevolg.get_by_role("link", name="LI-2020-001").click()

    expect(pagina.get_by_role("heading", level=1)).to_have_text("Contract LI-2020-001")
    pagina.locator("#registratie-2").get_by_role("link", name="Tarieven 2021").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text(
        "Tarieven 2021 voor lichte jeugdhulp"
    )
    assert "geldigOp=" in pagina.url


@pytest.mark.browser
def test_the_list_of_a_kind_filters_by_its_own_fields(pagina: Page):
    pagina.goto("/besluiten?geldigOp=2021-06-01")
    pagina.get_by_label("Status").select_option("In werking")
    pagina.get_by_role("button", name="Zoek").click()

    expect(pagina.get_by_role("status")).to_have_text("1 besluit gevonden")
    expect(pagina.get_by_role("rowheader")).to_have_text("Tarieven 2021 voor lichte jeugdhulp")
    assert "geldigOp=2021-06-01" in pagina.url


@pytest.mark.browser
@pytest.mark.parametrize("breedte", BREEDTES)
def test_axe_finds_nothing_on_any_page_and_nothing_is_blocked(pagina: Page, huis: Huis, breedte):
    meldingen: list[str] = []
    pagina.on("console", lambda melding: meldingen.append(melding.text))
    pagina.on("pageerror", lambda fout: meldingen.append(str(fout)))
    pagina.set_viewport_size({"width": breedte, "height": 800})

    for naam, pad in huis.paginas.items():
        keur(pagina, f"{huis.adres}{pad}", naam, breedte)

    # The browser itself reports every answer that is not 2xx; those pages are asked on purpose.
    assert [m for m in meldingen if "the server responded with a status of 40" not in m] == []
