"""The council report: its figures at pairs of moments, what is hidden, and that it stays the same for ever."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api.app import maak_app
from api.paginas import PAGINAS
from api.rapportages import wil_html
from api.rapporteren import Rapportopdracht, rapporteer
from application.toegang import Rol
from infrastructure.identiteit import maak_inloglink, wissel_inloglink
from tests.hulp import ADRES, Verhaal, verteld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

RAAD = "/v1/rapportages/raad"
GROND = "Kwaliteitscriteria niet gehaald"
TARIEF = "137.45"


@dataclass
class Raadsverhaal:
    """A story with its things by name."""

    verhaal: Verhaal
    id: dict[str, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """The database of the story."""
        return self.verhaal.engine

    def op(self, dag: str) -> None:
        """Let the story stand at noon UTC of a day."""
        self.verhaal.op(dag)

    def leg(self, pad: str, als: str = "", /, **lichaam: Any) -> None:
        """Record; a new thing is remembered by a name."""
        inhoud = self.verhaal.post(f"/{pad}", lichaam)
        if als:
            ding = next(w for n, w in inhoud.items() if n != "gebeurtenis")
            self.id[als] = ding["id"]

    def lees(self, pad: str, *, als: Rol = Rol.AUDITOR) -> Any:
        """Follow an address."""
        return self.verhaal.get(pad, als=als)

    def vraag(self, *, rol: Rol = Rol.AUDITOR, html: bool = False, **query: Any) -> Any:
        """Ask for the report of the regio, or of what is given."""
        query.setdefault("regioId", self.id["regio"])
        koppen = {"Accept": "text/html"} if html else {}
        return self.verhaal.vraag("GET", RAAD, als=rol, koppen=koppen, params=query)

    def rapport(self, geldig: str, bekend: str, **query: Any) -> dict[str, Any]:
        """Ask for the report at a pair of moments."""
        antwoord = self.vraag(geldigOp=geldig, beschikbaarOp=bekend, **query)
        assert antwoord.status_code == 200, antwoord.text
        inhoud: dict[str, Any] = antwoord.json()
        return inhoud


def vertel(v: Raadsverhaal) -> None:
    """Tell 2022-2025 of a small regio; every figure in the tests follows from these lines."""
    v.leg(
        "regios",
        "regio",
        ingangsdatum="2022-01-01",
        naam="Regio Proefland",
        gemeenten=["9001", "9002"],
    )
    percelen = [
        {"code": c, "segment": s, "producten": ["45A04"], "gemeenten": ["9001", "9002"]}
        for c, s in (("A1", "ambulant"), ("V1", "verblijf"))
    ]
    v.leg(
        "inkooptrajecten",
        "traject",
        ingangsdatum="2023-01-01",
        naam="SAS 2023",
        regioId=v.id["regio"],
        inkoopvorm="SAS",
        toetreding="OPEN",
        einddatum="2030-12-31",
        segmenten=["ambulant", "verblijf"],
        percelen=percelen,
        beslismomenten=[
            {
                "code": f"go-no-go-{jaar}",
                "omschrijving": f"Go/no-go {jaar}",
                "van": f"{jaar}-01-01",
                "totEnMet": f"{jaar}-12-31",
                "orgaan": "COLLEGES",
            }
            for jaar in (2025, 2027)
        ],
        verlengingsopties=[
            {
                "totEnMet": "2034-12-31",
                "lezing": "tot en met 2034",
                "uitoefenenVan": "2030-01-01",
                "uitoefenenTotEnMet": "2030-12-31",
            }
        ],
        doelen=[{"code": "doel-1", "omschrijving": "instroom daalt, uitstroom stijgt"}],
    )
    for nummer, naam in enumerate(("Anker", "Baken", "Credo"), start=1):
        v.leg(
            "aanbieders", naam, ingangsdatum="2022-01-01", naam=naam, kvkNummer=f"0000000{nummer}"
        )
        for perceel in ("A1", "V1"):
            _laat_toe(v, naam, perceel, "2023-01-01")
    v.op("2022-11-01")
    _contract(v, "A-1", "Anker", "ambulant", "A1", ["9001"])
    _contract(v, "A-2", "Baken", "ambulant", "A1", ["9002"])
    _contract(v, "V-1", "Credo", "verblijf", "V1", ["9001", "9002"])
    v.op("2024-11-15")
    v.leg(
        "budgetten",
        "B-amb",
        ingangsdatum="2025-01-01",
        regioId=v.id["regio"],
        boekjaar=2025,
        segment="ambulant",
        bedrag="1000.00",
    )
    v.leg(
        "budgetten",
        "B-ver",
        ingangsdatum="2025-01-01",
        regioId=v.id["regio"],
        boekjaar=2025,
        segment="verblijf",
        bedrag="9000.00",
    )
    v.leg(
        "budgetten",
        "B-9001",
        ingangsdatum="2025-01-01",
        regioId=v.id["regio"],
        gemeente="9001",
        boekjaar=2025,
        bedrag="500.00",
    )
    v.op("2025-01-10")
    _indexeer(v, "A-1")
    _indexeer(v, "A-2")
    v.leg(
        f"budgetten/{v.id['B-amb']}/verplichtingen",
        ingangsdatum="2025-01-01",
        contractId=v.id["A-1"],
        bedrag="700.00",
        aard="HARD",
    )
    v.op("2025-03-01")
    v.leg(
        f"contracten/{v.id['V-1']}/opzeggingen",
        ingangsdatum="2025-03-01",
        laatsteDag="2025-09-30",
        door="OPDRACHTGEVER",
        grond=GROND,
    )
    v.leg(
        f"inkooptrajecten/{v.id['traject']}/beslissingen",
        ingangsdatum="2025-05-01",
        beslismoment="go-no-go-2025",
        uitkomst="GO_MET_WIJZIGING",
    )
    _boek(v, "B-amb", "2025-01", "A-1", "800.00", "9001")
    v.op("2025-05-02")
    _boek(v, "B-amb", "2025-02", "A-2", "300.00", "9002")
    _boek(v, "B-ver", "2025-02", "V-1", "100.00", "9001")
    _boek(v, "B-ver", "2025-02", None, "50.00", None)
    _contract(v, "A-3", "Anker", "ambulant", "A1", ["9002"], ingang="2025-06-01", afwijkend=True)
    v.leg(
        f"contracten/{v.id['A-1']}/herzieningen",
        ingangsdatum="2026-01-01",
        wijzigingen={"tarieven": [{"productcode": "45A04", "eenheid": "UUR", "tarief": TARIEF}]},
        wijzigingsgrond="CLAUSULE",
    )
    v.op("2025-06-20")


def _laat_toe(v: Raadsverhaal, aanbieder: str, perceel: str, dag: str) -> None:
    v.leg(
        f"aanbieders/{v.id[aanbieder]}/toelatingen",
        ingangsdatum=dag,
        trajectId=v.id["traject"],
        perceel=perceel,
        grondslag="TOELATING",
        toets=[{"eis": "geheime eis", "voldaan": True}],
    )


def _contract(
    v: Raadsverhaal,
    nummer: str,
    aanbieder: str,
    segment: str,
    perceel: str,
    gemeenten: list[str],
    *,
    ingang: str = "2023-01-01",
    afwijkend: bool = False,
) -> None:
    extra: dict[str, Any] = {}
    if afwijkend:
        perceel = "V1"
        v.leg(f"aanbieders/{v.id[aanbieder]}/intrekkingen", ingangsdatum="2025-05-02", volgnummer=3)
        extra["afwijking"] = {
            "regels": ["niet-toegelaten"],
            "motivering": "spoed in de crisisopvang",
        }
    v.leg(
        "contracten",
        nummer,
        contractnummer=nummer,
        regioId=v.id["regio"],
        aanbiederId=v.id[aanbieder],
        trajectId=v.id["traject"],
        segment=segment,
        percelen=[perceel],
        gemeenten=gemeenten,
        inkoopvorm="SAS",
        bekostigingsvorm="INSPANNINGSGERICHT",
        ingangsdatum=ingang,
        einddatum="2030-12-31",
        opzegregeling={"opdrachtgever": {"maanden": 6}},
        verlengingsopties=[
            {
                "totEnMet": "2034-12-31",
                "uitoefenenVan": "2030-01-01",
                "uitoefenenTotEnMet": "2030-12-31",
            }
        ],
        tarieven=[{"productcode": "45A04", "eenheid": "UUR", "tarief": "91.37"}],
        **extra,
    )


def _indexeer(v: Raadsverhaal, contract: str) -> None:
    v.leg(f"contracten/{v.id[contract]}/indexeringen", ingangsdatum="2025-01-01", percentage="3.50")


def _boek(
    v: Raadsverhaal,
    budget: str,
    maand: str,
    contract: str | None,
    bedrag: str,
    gemeente: str | None,
) -> None:
    body = {"prestatieperiode": maand, "boekjaar": 2025, "bedrag": bedrag, "bron": "factuur"}
    if contract:
        body["contractId"] = v.id[contract]
    if gemeente:
        body["gemeente"] = gemeente
    v.leg(f"budgetten/{v.id[budget]}/realisaties", **body)


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Raadsverhaal]:
    """The story told up to 20 June 2025, on both databases."""
    with verteld(engine, begin="2022-01-01") as gesprek:
        v = Raadsverhaal(gesprek)
        vertel(v)
        yield v


def _groep(rapport: dict[str, Any], code: str) -> dict[str, Any]:
    groep: dict[str, Any] = next(g for g in rapport["gebeurtenissen"] if g["code"] == code)
    return groep


# --- figures at pairs of moments ---------------------------------------------------------------------------------


def test_aantallen_per_segment_op_twee_paren(verhaal: Raadsverhaal) -> None:
    na = verhaal.rapport("2025-06-20", "2025-06-20")
    voor = verhaal.rapport("2025-06-20", "2025-04-30")

    assert {
        s["segment"]: (s["nu"]["aanbieders"], s["nu"]["contracten"]) for s in na["segmenten"]
    } == {
        "ambulant": (2, 3),
        "verblijf": (1, 1),
    }
    assert (na["totaal"]["nu"]["aanbieders"], na["totaal"]["nu"]["contracten"]) == (3, 4)
    assert na["totaal"]["nu"]["opgezegd"] == 1
    assert (voor["totaal"]["nu"]["contracten"], na["totaal"]["begin"]["contracten"]) == (3, 3)


def test_elk_aantal_opent_de_contracten_erachter(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-06-20", "2025-06-20")

    for regel in (*rapport["segmenten"], rapport["totaal"]):
        for telling in (regel["nu"], regel["begin"]):
            geteld = [verhaal.lees(b["href"])["aantal"] for b in telling["bronnen"]]
            assert sum(geteld) == telling["contracten"]
            assert geteld[1] == telling["opgezegd"]


def test_elke_verwijzing_is_een_adres_dat_antwoordt(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-06-20", "2025-06-20")
    adressen = set(re.findall(r'"href": "([^"]+)"', json.dumps(rapport)))

    assert len(adressen) > 10
    for adres in adressen:
        assert "beschikbaarOp=2025-" in adres
        verhaal.lees(adres, als=Rol.RAAD)


def test_wat_in_het_boekjaar_gebeurde_per_soort(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-06-20", "2025-06-20")
    aantallen = {g["code"]: g["aantal"] for g in rapport["gebeurtenissen"]}

    assert aantallen["indexeringen"] == 2
    assert aantallen["opzeggingen"] == 1
    assert aantallen["nieuweContracten"] == 1
    assert aantallen["beslissingen"] == 1
    assert aantallen["intrekkingen"] == 1
    assert aantallen["budgetbesluiten"] == 3
    assert aantallen["herzieningen"] == aantallen["verlengingen"] == aantallen["toelatingen"] == 0
    assert [f["soort"] for f in rapport["aangekondigd"]] == ["contract.herzien"]
    assert _groep(verhaal.rapport("2025-02-28", "2025-06-20"), "opzeggingen")["aantal"] == 0
    assert _groep(verhaal.rapport("2023-12-31", "2025-06-20"), "nieuweContracten")["aantal"] == 3


def test_een_later_boekjaar_en_een_eerder_boekjaar_naar_keuze(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-06-20", "2025-06-20", boekjaar="2023")

    assert rapport["boekjaar"] == 2023
    assert _groep(rapport, "nieuweContracten")["aantal"] == 3
    assert _groep(rapport, "toelatingen")["aantal"] == 6


def test_wat_vanzelf_afliep_staat_apart(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-12-31", "2025-06-20")

    assert [(e["contractnummer"], e["dag"], e["beeindiging"]) for e in rapport["vanzelf"]] == [
        ("V-1", "2025-09-30", "OPGEZEGD")
    ]


# --- corrections -------------------------------------------------------------------------------------------------


def test_een_correctie_op_een_eerder_jaar_heet_zo(verhaal: Raadsverhaal) -> None:
    verhaal.leg(
        f"contracten/{verhaal.id['A-2']}/herzieningen",
        ingangsdatum="2024-02-01",
        wijzigingen={"eigenaar": "team-a"},
        wijzigingsgrond="CLAUSULE",
    )
    verhaal.leg(
        f"contracten/{verhaal.id['A-2']}/correcties",
        soort="FOUT",
        reden="verkeerde dag in de brief",
        registraties=[
            {
                "volgnummer": 3,
                "vervanging": {
                    "soort": "herzieningen",
                    "ingangsdatum": "2024-03-01",
                    "wijzigingen": {"eigenaar": "team-a"},
                    "wijzigingsgrond": "CLAUSULE",
                },
            }
        ],
    )
    verhaal.leg(
        f"contracten/{verhaal.id['A-1']}/correcties",
        soort="FOUT",
        reden="dubbel",
        registraties=[{"volgnummer": 2, "vervanging": None}],
    )

    na = verhaal.rapport("2025-06-20", "2025-06-20")

    assert [(c["onderwerp"], c["eerdereJaren"], c["reden"]) for c in na["correcties"]] == [
        ("A-2", [2024], "verkeerde dag in de brief"),
        ("A-1", [], "dubbel"),
    ]
    assert na["correcties"][1]["registraties"][0]["wordt"] is None
    assert _groep(na, "indexeringen")["aantal"] == 1
    assert verhaal.rapport("2025-06-20", "2025-06-19")["correcties"] == []


def test_een_nagekomen_feit_over_een_eerder_jaar_staat_apart(verhaal: Raadsverhaal) -> None:
    verhaal.leg(
        f"contracten/{verhaal.id['A-2']}/herzieningen",
        ingangsdatum="2024-02-01",
        wijzigingen={"eigenaar": "team-a"},
        wijzigingsgrond="CLAUSULE",
    )

    rapport = verhaal.rapport("2025-06-20", "2025-06-20")

    assert [(f["onderwerp"], f["ingangsdatum"], f["laat"]) for f in rapport["nagekomen"]] == [
        ("A-2", "2024-02-01", True)
    ]


# --- money -------------------------------------------------------------------------------------------------------


def test_budgetten_tellen_alleen_op_binnen_hun_groep(verhaal: Raadsverhaal) -> None:
    groepen = verhaal.rapport("2025-06-20", "2025-06-20")["geld"]["groepen"]
    per_segment, gemeente = groepen

    assert [g["niveau"] for g in groepen] == ["REGIO_PER_SEGMENT", "GEMEENTE"]
    ambulant = per_segment["budgetten"][0]
    assert ambulant["gerealiseerd"] == "1100.00"
    assert ambulant["verplicht"] == "700.00"
    assert (ambulant["openstaand"], ambulant["ruimte"]) == ("0.00", "-100.00")
    assert ambulant["overschredenSinds"] == "2025-03-01"
    assert per_segment["totaal"]["begroot"] == "10000.00"
    assert per_segment["totaal"]["gerealiseerd"] == "1250.00"
    assert per_segment["onbekend"] == ["verplicht", "raming", "openstaand"]
    assert gemeente["budgetten"][0]["gerealiseerd"] is None  # nothing recorded is not nothing spent


def test_concentratie_met_de_hand_nagerekend(verhaal: Raadsverhaal) -> None:
    """Booked on contracts: Anker 800, Baken 300, Credo 100 = 1200; 80 % is 960, so two of three; 50 without."""
    c = verhaal.rapport("2025-06-20", "2025-06-20")["concentratie"]

    assert (c["aanbieders"], c["vanAanbieders"], c["drempel"]) == (2, 3, 80)
    assert [(a["aanbieder"], a["bedrag"], a["aandeel"], a["opgeteld"]) for a in c["aandelen"]] == [
        ("Anker", "800.00", "66.7", "66.7"),
        ("Baken", "300.00", "25.0", "91.7"),
    ]
    assert (c["gerealiseerd"], c["opContract"], c["zonderContract"]) == (
        "1250.00",
        "1200.00",
        "50.00",
    )


def test_zonder_boekingen_is_de_spreiding_onbekend(verhaal: Raadsverhaal) -> None:
    c = verhaal.rapport("2024-12-31", "2025-06-20")["concentratie"]

    assert (c["aanbieders"], c["gerealiseerd"], c["zonderContract"]) == (None, None, None)


# --- one gemeente ------------------------------------------------------------------------------------------------


def test_het_rapport_van_een_gemeente(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-06-20", "2025-06-20", gemeente="9001")

    assert rapport["totaal"]["nu"]["contracten"] == 2
    assert _groep(rapport, "indexeringen")["aantal"] == 1
    assert _groep(rapport, "nieuweContracten")["aantal"] == 0
    assert rapport["concentratie"]["gerealiseerd"] == "900.00"
    assert rapport["concentratie"]["zonderGemeente"] == "50.00"
    bronnen = rapport["totaal"]["nu"]["bronnen"]
    assert all("gemeente=9001" in b["href"] for b in bronnen)


def test_een_gemeente_die_vertrok_houdt_haar_feiten_van_het_jaar(verhaal: Raadsverhaal) -> None:
    verhaal.leg(
        f"contracten/{verhaal.id['V-1']}/herzieningen",
        ingangsdatum="2025-06-01",
        wijzigingen={"gemeenten": {"eraf": ["9001"]}},
        wijzigingsgrond="CLAUSULE",
    )

    rapport = verhaal.rapport("2025-06-20", "2025-06-20", gemeente="9001")

    assert rapport["totaal"]["nu"]["contracten"] == 1
    assert _groep(rapport, "opzeggingen")["aantal"] == 1
    assert _groep(rapport, "herzieningen")["aantal"] == 1


# --- what is still to come ---------------------------------------------------------------------------------------


def test_een_genomen_besluit_toont_zijn_uitkomst(verhaal: Raadsverhaal) -> None:
    eerst, dan = verhaal.rapport("2025-06-20", "2025-06-20")["beslismomenten"]
    gemist = verhaal.rapport("2026-01-01", "2025-02-28")["beslismomenten"][0]

    assert (eerst["code"], eerst["stand"]) == ("go-no-go-2025", "GENOMEN")
    assert eerst["uitkomsten"][0]["uitkomst"] == "GO_MET_WIJZIGING"
    assert (dan["stand"], dan["uitkomsten"]) == ("KOMEND", [])
    assert (gemist["stand"], gemist["uitkomsten"]) == ("VERSTREKEN", [])


def test_opties_en_einden_tot_2034(verhaal: Raadsverhaal) -> None:
    rapport = verhaal.rapport("2025-06-20", "2025-06-20")

    assert rapport["horizon"] == "2034-12-31"
    assert [(o["segment"], o["aantal"], o["uitgeoefend"]) for o in rapport["opties"]] == [
        (None, None, 0),
        ("ambulant", 3, None),
        ("verblijf", 1, None),
    ]
    assert [(e["einddatum"], e["aantal"], e["opgezegd"]) for e in rapport["eindes"]] == [
        ("2025-09-30", 1, True),
        ("2030-12-31", 3, False),
    ]


def test_doelen_zonder_meting_en_zonder_doelen(verhaal: Raadsverhaal) -> None:
    (doel,) = verhaal.rapport("2025-06-20", "2025-06-20")["doelen"]
    verhaal.leg(
        "regios", "leeg", ingangsdatum="2025-01-01", naam="Nieuwe regio", gemeenten=["9003"]
    )
    leeg = verhaal.vraag(regioId=verhaal.id["leeg"], html=True).text

    assert (doel["meting"], doel["toelichting"]) == (None, "nog geen meting")
    assert "Er zijn geen doelen vastgelegd" in leeg
    assert "geen budget vastgesteld" in leeg


def test_afwijkingen_van_het_jaar(verhaal: Raadsverhaal) -> None:
    (afwijking,) = verhaal.rapport("2025-06-20", "2025-06-20")["afwijkingen"]

    assert afwijking["onderwerp"] == "A-3"
    assert afwijking["regels"] == ["niet-toegelaten"]
    assert afwijking["motivering"] == "spoed in de crisisopvang"
    assert verhaal.rapport("2025-05-31", "2025-06-20")["afwijkingen"] == []


# --- what a raad sees --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("html", [False, True])
def test_de_raad_ziet_geen_tarieven_toets_en_gronden(verhaal: Raadsverhaal, *, html: bool) -> None:
    tekst = verhaal.vraag(rol=Rol.RAAD, html=html).text
    voor_auditor = verhaal.vraag(rol=Rol.AUDITOR, html=html).text

    for geheim in (TARIEF, TARIEF.replace(".", ","), "91.37", "91,37", GROND, "geheime eis"):
        assert geheim not in tekst
    assert "niet zichtbaar voor deze rol" in tekst
    assert GROND in voor_auditor


# --- the same for ever -------------------------------------------------------------------------------------------


def test_dezelfde_vraag_geeft_dezelfde_bytes(verhaal: Raadsverhaal) -> None:
    paar = verhaal.rapport("2025-06-20", "2025-06-20")["tijdreis"]
    eerst = [verhaal.vraag(html=html, **paar).content for html in (False, True)]

    verhaal.op("2025-07-01")
    _indexeer(verhaal, "V-1")
    verhaal.leg(
        f"budgetten/{verhaal.id['B-amb']}/correcties",
        soort="DEFINITIEF_CIJFER",
        reden="definitief",
        registraties=[{"volgnummer": 3, "vervanging": None}],
    )
    later = [verhaal.vraag(html=html, **paar).content for html in (False, True)]
    verhaal.verhaal.herbouw()
    herbouwd = [verhaal.vraag(html=html, **paar).content for html in (False, True)]

    assert eerst == later == herbouwd
    nu = verhaal.rapport("2025-07-01", "2025-07-01")
    assert nu["correcties"][0]["onderwerp"] == "Budget 2025 regio"
    assert nu["concentratie"]["gerealiseerd"] == "450.00"


def test_de_voet_noemt_beide_momenten_en_de_stand_van_het_logboek(verhaal: Raadsverhaal) -> None:
    paar = verhaal.rapport("2025-06-20", "2025-04-30")
    html = verhaal.vraag(html=True, **paar["tijdreis"]).text
    laatste = verhaal.lees("/gebeurtenissen?beschikbaarOp=2025-04-30&aantal=1000")["resultaten"][-1]

    assert paar["logpositie"] == laatste["positie"]
    assert paar["tijdreis"]["beschikbaarOp"] in html
    assert f"logboek tot en met registratie {laatste['positie']}" in html
    assert "<title" in html.split("<svg")[1]


# --- the door ----------------------------------------------------------------------------------------------------


def test_json_of_html_naar_accept(verhaal: Raadsverhaal) -> None:
    json_, html = verhaal.vraag(), verhaal.vraag(html=True)

    assert json_.headers["Content-Type"] == "application/json"
    assert html.headers["Content-Type"].startswith("text/html")
    assert json_.headers["Vary"] == html.headers["Vary"] == "Accept"
    assert "style=" not in html.text
    assert "<script" not in html.text


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("", False),
        ("*/*", False),
        ("text/html", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("application/json, text/html;q=0.9", False),
        ("application/json;q=0.5, text/html;q=0.9", True),
        ("text/html;q=0, */*", False),
        ("text/html;q=onzin", False),
    ],
)
def test_voorkeur_voor_html(accept: str, *, html: bool) -> None:
    assert wil_html(accept) is html


def test_onbekende_regio_en_gemeente_zijn_404(verhaal: Raadsverhaal) -> None:
    onbekend = verhaal.vraag(regioId="6f1b2e0c-7f7e-4d53-9a3e-0d2f2b8f3a11")
    te_vroeg = verhaal.vraag(beschikbaarOp="2022-01-01T12:00:00Z")
    elders = verhaal.vraag(gemeente="9003")

    assert [a.status_code for a in (onbekend, te_vroeg, elders)] == [404, 404, 404]
    assert onbekend.json()["type"] == "/problemen/BestaatNiet"


def test_fouten_in_de_vraag_zijn_400_en_allemaal_genoemd(verhaal: Raadsverhaal) -> None:
    antwoord = verhaal.vraag(regioId="x", gemeente="1", boekjaar="02025", segment="s")

    assert antwoord.status_code == 400
    fouten = {f["naam"] for f in antwoord.json()["fouten"]}
    assert {"regioId", "gemeente", "segment"} <= fouten
    zonder = verhaal.verhaal.vraag("GET", RAAD)
    assert [f["naam"] for f in zonder.json()["fouten"]] == ["regioId"]
    assert verhaal.verhaal.vraag("GET", RAAD, als=None).status_code == 401


def test_de_pagina_met_sessie_en_formulier(verhaal: Raadsverhaal) -> None:
    link = maak_inloglink(engine=verhaal.engine, rol=Rol.RAAD, naam="raad")
    sessie = wissel_inloglink(engine=verhaal.engine, geheim=link)
    koek = {"Cookie": f"looptijd_sessie={sessie}", "Accept": "text/html"}
    app = maak_app(loket=verhaal.verhaal.loket, paginas=PAGINAS)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADRES, headers=koek)

    def pagina(**vraag: str) -> httpx.Response:
        return verhaal.verhaal.lus.run(client.get("/rapportages/raad", params=vraag))

    eerste = pagina()
    gekozen = pagina(regioId=verhaal.id["regio"], gemeente="", boekjaar="2024")
    verhaal.verhaal.lus.run(client.aclose())

    assert eerste.status_code == gekozen.status_code == 200
    assert "Jeugdhulp in Regio Proefland" in eerste.text
    assert "boekjaar 2024" in gekozen.text
    assert f"/contracten/{verhaal.id['A-1']}?" in eerste.text
    assert 'name="boekjaar"' in eerste.text


def test_het_openapi_document_beschrijft_het_rapport(verhaal: Raadsverhaal) -> None:
    document = verhaal.lees("/openapi.json")
    schema = document["components"]["schemas"]["Raadsrapport"]
    rapport = verhaal.rapport("2025-06-20", "2025-06-20")

    assert set(schema["properties"]) == set(schema["required"]) == set(rapport)
    assert document["components"]["schemas"]["Verwijzing"]["required"] == ["titel", "href"]


# --- the command line --------------------------------------------------------------------------------------------


def test_de_opdrachtregel_geeft_hetzelfde_antwoord(verhaal: Raadsverhaal) -> None:
    paar = verhaal.rapport("2025-06-20", "2025-06-20")["tijdreis"]
    opdracht = Rapportopdracht(
        regio="Regio Proefland",
        gemeente=None,
        boekjaar=2025,
        geldig_op=paar["geldigOp"],
        beschikbaar_op=paar["beschikbaarOp"],
        rol=Rol.RAAD,
        html=False,
    )

    via_api = verhaal.vraag(rol=Rol.RAAD, boekjaar="2025", **paar).json()
    gegevens = rapporteer(engine=verhaal.engine, klok=verhaal.verhaal.klok, opdracht=opdracht)
    pagina = rapporteer(
        engine=verhaal.engine, klok=verhaal.verhaal.klok, opdracht=replace(opdracht, html=True)
    )

    assert json.loads(gegevens) == via_api
    assert "/static/" not in pagina
    assert "<style>" in pagina
    assert GROND not in pagina


@pytest.mark.parametrize(
    "anders",
    [{"regio": "Onbekend"}, {"gemeente": "1"}, {"boekjaar": 1}, {"geldig_op": "gisteren"}],
)
def test_de_opdrachtregel_zegt_wat_er_niet_klopt(
    verhaal: Raadsverhaal, anders: dict[str, Any]
) -> None:
    opdracht = Rapportopdracht(
        regio="Regio Proefland",
        gemeente=None,
        boekjaar=None,
        geldig_op=None,
        beschikbaar_op=None,
        rol=Rol.RAAD,
        html=False,
    )

    with pytest.raises(ValueError, match=r"\w"):
        rapporteer(
            engine=verhaal.engine, klok=verhaal.verhaal.klok, opdracht=replace(opdracht, **anders)
        )
