"""The REST doors: commands and their answers, rights and scope, paging and filters, headers and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.openapi import API_VERSIE
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_token
from tests.hulp import (
    ADRES,
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    opzegging,
    tarief,
    trajectlichaam,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

ONBEKEND = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
"""An id that nothing has; fixed, so that every process collects the same tests."""

BSN = "111222333"
"""Passes the 11-proef; of nobody."""
VERBORGEN = {"verborgen": True, "reden": "niet zichtbaar voor deze rol"}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2022-10-03")
        yield begonnen


@pytest.fixture(scope="module")
def vast(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verhaal]:
    """One register for requests that never get as far as the database: the same on both."""
    pad = tmp_path_factory.mktemp("deuren") / "looptijd.sqlite"
    pad.write_bytes(sqlite_sjabloon.read_bytes())
    engine = maak_engine(url=f"sqlite:///{pad}")
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2022-10-03")
        yield begonnen
    engine.dispose()


def probleem(antwoord: httpx.Response) -> tuple[int, str]:
    assert antwoord.headers["content-type"] == "application/problem+json"
    inhoud = antwoord.json()
    assert inhoud["status"] == antwoord.status_code
    assert inhoud["title"]
    assert inhoud["detail"]
    assert inhoud["instance"] == antwoord.request.url.path
    return antwoord.status_code, inhoud["type"].removeprefix("/problemen/")


def fouten(antwoord: httpx.Response) -> dict[str, str]:
    assert probleem(antwoord) == (400, "OngeldigeInvoer")
    return {fout["naam"]: fout["reden"] for fout in antwoord.json()["fouten"]}


def kort(waarde: object) -> str:
    """Name a parameter by what it looks like."""
    tekst = repr(waarde)
    return tekst if len(tekst) < 120 else f"{tekst[:40]}…{len(tekst)}"


# --- the answer of a command -------------------------------------------------------------------------------------


def test_een_opdracht_antwoordt_met_het_feit_en_het_ding(verhaal: Verhaal) -> None:
    nieuw = verhaal.vraag("POST", "/contracten", json=verhaal.lichaam())

    assert nieuw.status_code == 201
    inhoud = nieuw.json()
    ding = inhoud["contract"]["id"]
    assert set(inhoud) == {"gebeurtenis", "contract"}
    assert set(inhoud["gebeurtenis"]) == {"id", "soort", "volgnummer", "geregistreerdOp"}
    assert inhoud["gebeurtenis"]["soort"] == "contract.gesloten"
    assert inhoud["gebeurtenis"]["geregistreerdOp"] == "2022-10-03T12:00:00.000000Z"
    assert nieuw.headers["location"] == f"/v1/contracten/{ding}"
    assert nieuw.headers["etag"] == '"1"'
    assert verhaal.get(nieuw.headers["location"]) == inhoud["contract"]

    volgend = verhaal.vraag(
        "POST", f"/contracten/{ding}/herzieningen", json=herziening("2023-01-01", "101.00")
    )

    assert volgend.status_code == 201
    assert volgend.headers["etag"] == '"2"'
    assert volgend.json()["contract"]["status"] == "TOEKOMSTIG"
    assert volgend.json()["contract"] == verhaal.get(f"/contracten/{ding}")
    journaal = verhaal.get(volgend.headers["location"])["resultaten"]
    assert [r["id"] for r in journaal][-1] == volgend.json()["gebeurtenis"]["id"]


@pytest.mark.parametrize("soort", ["regio", "inkooptraject", "aanbieder", "contract", "budget"])
def test_elk_ding_antwoordt_onder_zijn_eigen_naam(verhaal: Verhaal, soort: str) -> None:
    lichamen: dict[str, tuple[str, Any]] = {
        "regio": ("/regios", {"ingangsdatum": "2018-01-01", "naam": "R", "gemeenten": ["9003"]}),
        "inkooptraject": ("/inkooptrajecten", trajectlichaam(verhaal.regio)),
        "aanbieder": (
            "/aanbieders",
            {"ingangsdatum": "2018-01-01", "naam": "A", "kvkNummer": "87654321"},
        ),
        "contract": ("/contracten", verhaal.lichaam()),
        "budget": (
            "/budgetten",
            {
                "ingangsdatum": "2025-01-01",
                "regioId": verhaal.regio,
                "boekjaar": 2025,
                "bedrag": "1.00",
            },
        ),
    }
    pad, lichaam = lichamen[soort]

    antwoord = verhaal.post(pad, lichaam)

    ding = antwoord[soort]
    assert ding["versie"] == 1
    for naam, waarde in lichaam.items():
        if naam not in {"percelen", "tarieven"}:
            assert ding[naam] == waarde
    for deel in ("historie", "gebeurtenissen", "verschillen", "correcties"):
        verhaal.get(f"{pad}/{ding['id']}/{deel}")


def test_de_omslag_van_een_feit_staat_in_het_journaal(verhaal: Verhaal) -> None:
    eerste = verhaal.post("/contracten", verhaal.lichaam())
    k = f"/contracten/{eerste['contract']['id']}"
    voorstel = {
        "ingangsdatum": "2018-01-01",
        "regioId": verhaal.regio,
        "onderwerp": "Indexatie 2024",
        "betrokken": [{"orgaan": "AB", "rol": "BESLIST"}],
    }
    omslag = {
        "besluit": {"orgaan": "COLLEGE", "datum": "2024-01-09", "kenmerk": "B-1"},
        "besluitId": verhaal.post("/besluiten", voorstel)["besluit"]["id"],
        "gevolgVan": eerste["gebeurtenis"]["id"],
        "reden": "indexatie volgens contract",
        "bewijs": [
            {"kenmerk": "D-1", "titel": "Brief", "sha256": "a" * 64, "vindplaats": "dossier"}
        ],
        "bekendgemaakt": [{"datum": "2024-01-10", "aan": "aanbieder"}],
    }
    verhaal.op("2024-02-01")
    verhaal.post(
        f"{k}/indexeringen", {**indexering("2024-01-01", "5.00", prijspeil=2024), **omslag}
    )

    regel = verhaal.get(f"{k}/gebeurtenissen")["resultaten"][-1]

    assert {naam: regel[naam] for naam in omslag} == omslag
    assert regel["gegevens"] == indexering("2024-01-01", "5.00", prijspeil=2024)
    assert (regel["laat"], regel["volgnummer"]) == (True, 2)
    assert str(UUID(regel["door"])) == regel["door"]
    assert verhaal.get(f"{k}/indexeringen")["resultaten"] == [regel]
    assert verhaal.get(f"{k}/herzieningen")["resultaten"] == []
    assert verhaal.get("/gebeurtenissen")["resultaten"][-1] == {
        naam: waarde
        for naam, waarde in regel.items()
        if naam not in {"gecorrigeerdDoor", "ingetrokkenDoor"}
    }


# --- If-Match ----------------------------------------------------------------------------------------------------


def test_if_match(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    etag = verhaal.vraag("GET", k).headers["etag"]
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "101.00"), koppen={"If-Match": etag})
    positie = verhaal.positie
    nieuw = herziening("2025-01-01", "102.00")

    oud = verhaal.vraag("POST", f"{k}/herzieningen", json=nieuw, koppen={"If-Match": etag})
    assert probleem(oud) == (412, "VersieVerouderd")
    proef = verhaal.vraag(
        "POST", f"{k}/herzieningen?proef=true", json=nieuw, koppen={"If-Match": etag}
    )
    assert probleem(proef) == (412, "VersieVerouderd")
    krom = verhaal.vraag("POST", f"{k}/herzieningen", json=nieuw, koppen={"If-Match": "laatste"})
    assert list(fouten(krom)) == ["If-Match"]
    assert verhaal.positie == positie

    verhaal.post(f"{k}/herzieningen", nieuw, koppen={"If-Match": "*"})
    verhaal.post(f"{k}/indexeringen", indexering("2026-01-01", "1.00"), koppen={"If-Match": '"3"'})


# --- Idempotency-Key ---------------------------------------------------------------------------------------------


def test_dezelfde_sleutel_geeft_dezelfde_bytes(verhaal: Verhaal) -> None:
    sleutel = {"Idempotency-Key": str(uuid4())}
    lichaam = verhaal.lichaam()
    eerst = verhaal.vraag("POST", "/contracten", json=lichaam, koppen=sleutel)
    positie = verhaal.positie
    verhaal.op("2023-05-01")
    k = eerst.headers["location"]
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "101.00"))

    # Looked up before If-Match and before the rules: both would refuse it now.
    weer = verhaal.vraag("POST", "/contracten", json=lichaam, koppen={**sleutel, "If-Match": '"7"'})

    assert (weer.status_code, weer.content) == (201, eerst.content)
    for kop in ("location", "etag", "content-type"):
        assert weer.headers[kop] == eerst.headers[kop]
    assert verhaal.positie == positie + 1


def test_dezelfde_sleutel_met_een_ander_lichaam(verhaal: Verhaal) -> None:
    sleutel = {"Idempotency-Key": "abc"}
    verhaal.post("/contracten", verhaal.lichaam(), koppen=sleutel)
    positie = verhaal.positie

    ander = verhaal.vraag(
        "POST", "/contracten", json=verhaal.lichaam(contractnummer="L"), koppen=sleutel
    )

    assert probleem(ander) == (409, "SleutelHergebruikt")
    assert verhaal.positie == positie


def test_een_sleutel_geldt_per_gebruiker_en_route(verhaal: Verhaal) -> None:
    sleutel = {"Idempotency-Key": "abc"}
    k = verhaal.contract()
    nieuw = herziening("2024-01-01", "101.00")
    verhaal.post(f"{k}/herzieningen", nieuw, koppen=sleutel)

    verhaal.post(f"{k}/herzieningen", nieuw, koppen=sleutel, als=Rol.CONTRACTBEHEERDER)
    ander = verhaal.contract(contractnummer="L")
    verhaal.post(f"{ander}/herzieningen", nieuw, koppen=sleutel)

    assert verhaal.get(k)["versie"] == 3
    assert verhaal.get(ander)["versie"] == 2


def test_alleen_een_201_wordt_bewaard(verhaal: Verhaal) -> None:
    sleutel = {"Idempotency-Key": "abc"}
    lichaam = verhaal.lichaam(percelen=["P3"])
    verhaal.post("/contracten", lichaam, status=409, koppen=sleutel)
    verhaal.post("/contracten?proef=true", verhaal.lichaam(), status=200, koppen=sleutel)
    verhaal.post("/contracten", {}, status=400, koppen=sleutel)
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", verhaal.toelating("P3"))

    verhaal.post("/contracten", lichaam, koppen=sleutel)

    krom = verhaal.vraag("POST", "/contracten", json=lichaam, koppen={"Idempotency-Key": "a b"})
    assert list(fouten(krom)) == ["Idempotency-Key"]


# --- invalid input -----------------------------------------------------------------------------------------------


def test_alle_fouten_tegelijk_in_het_nederlands(vast: Verhaal) -> None:
    lichaam = {
        "contractnummer": "",
        "regioId": "geen-uuid",
        "aanbiederId": vast.aanbieder,
        "segment": 7,
        "percelen": "P1",
        "gemeenten": ["505"],
        "inkoopvorm": "SAS",
        "bekostigingsvorm": "GRATIS",
        "ingangsdatum": "2023-02-30",
        "geraamdeJaarwaarde": "1.000,00",
        "acceptatieplicht": "ja",
        "opzegregeling": {"opdrachtgever": {"maanden": False}},
        "tarieven": [{**tarief("12"), "productcode": "45a04", "korting": "1.00"}],
        "looptijd": 8,
        "afwijking": {"regels": ["x"]},
    }

    gevonden = fouten(vast.vraag("POST", "/contracten", json=lichaam))

    assert set(gevonden) == {
        "contractnummer",
        "regioId",
        "trajectId",
        "segment",
        "percelen",
        "gemeenten.0",
        "bekostigingsvorm",
        "ingangsdatum",
        "geraamdeJaarwaarde",
        "acceptatieplicht",
        "opzegregeling.opdrachtgever.maanden",
        "tarieven.0.tarief",
        "tarieven.0.productcode",
        "tarieven.0.korting",
        "looptijd",
        "afwijking.motivering",
    }
    assert gevonden["trajectId"] == "is verplicht"
    assert gevonden["looptijd"].startswith("bestaat hier niet")
    assert gevonden["bekostigingsvorm"].startswith("kies uit 'INSPANNINGSGERICHT'")
    engels = (" is not ", "should", "Input", "invalid", "required", "expected")
    assert not [reden for reden in gevonden.values() if any(woord in reden for woord in engels)]


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("einddatum", False),
        ("einddatum", 20301231),
        ("einddatum", "2030-12-31T00:00:00"),
        ("einddatum", "31-12-2030"),
        ("einddatum", "2022-12-31"),
        ("acceptatieplicht", 0),
        ("acceptatieplicht", "true"),
        ("geraamdeJaarwaarde", 250000),
        ("geraamdeJaarwaarde", "250000"),
        ("geraamdeJaarwaarde", "250000.0"),
        ("geraamdeJaarwaarde", "-1.00"),
        ("geraamdeJaarwaarde", "1e5"),
        ("geraamdeJaarwaarde", "٢٥.٠٠"),
        ("contractnummer", 1),
        ("contractnummer", "K\x00"),
        ("contractnummer", "K" * 81),
        ("percelen", []),
        ("percelen", {"0": "P1"}),
        ("gemeenten", []),
        ("gemeenten", ["9001", 9002]),
        ("gemeenten", ["4321"]),
        ("cpv", "123"),
        ("mandaat", "   "),
        ("mandaat", "x" * 4001),
        ("mandaat", f"mandaat van {BSN}"),
        ("reden", f"zie {BSN}."),
        ("stilzwijgendeVerlenging", {"maanden": 0}),
        ("stilzwijgendeVerlenging", {"maanden": 1.5}),
        ("stilzwijgendeVerlenging", {"maanden": "12"}),
        ("stilzwijgendeVerlenging", {"maanden": True}),
        ("taakbudgetten", [{"boekjaar": 2025, "bedrag": "1.00"}] * 2),
        ("tarieven", [tarief("1.00"), tarief("2.00")]),
        ("tarieven", [tarief("1.00000")]),
        ("tarieven", [tarief("-1.00")]),
        ("tarieven", [tarief(None)]),
        ("tarieven", [tarief("1.00", gemeente="1")]),
        (
            "verlengingsopties",
            [
                {
                    "totEnMet": "2034-12-31",
                    "uitoefenenVan": "2030-02-01",
                    "uitoefenenTotEnMet": "2030-01-01",
                }
            ],
        ),
        ("bewijs", [{"kenmerk": "D", "titel": "T", "sha256": "A" * 64}]),
        ("onbekend", None),
        ("geldigOp", "2024-01-01"),
    ],
    ids=kort,
)
def test_strenge_vormen(vast: Verhaal, veld: str, waarde: object) -> None:
    antwoord = vast.vraag("POST", "/contracten", json=vast.lichaam(**{veld: waarde}))

    assert fouten(antwoord)
    assert BSN not in antwoord.text


@pytest.mark.parametrize(
    ("pad", "lichaam"),
    [
        ("/regios", {"naam": "R", "gemeenten": ["9003", "9003"]}),
        ("/regios", {"naam": "R", "gemeenten": []}),
        ("/aanbieders", {"naam": "A", "kvkNummer": "1234567"}),
        ("/aanbieders", {"naam": "A", "kvkNummer": 12345678}),
        ("/aanbieders", {"naam": "A", "kvkNummer": "12345678", "agbCode": "1"}),
        ("/aanbieders", {"naam": f"Jansen {BSN}", "kvkNummer": "12345678"}),
        ("/aanbieders/{aanbieder}/wijzigingen", {}),
        ("/aanbieders/{aanbieder}/wijzigingen", {"naam": None}),
        ("/inkooptrajecten/{traject}/wijzigingen", {}),
        ("/regios/{regio}/wijzigingen", {}),
        ("/budgetten", {"regioId": "{regio}", "boekjaar": "2025", "bedrag": "1.00"}),
        ("/budgetten", {"regioId": "{regio}", "boekjaar": 2025, "bedrag": "-1.00"}),
        ("/contracten/{aanbieder}/indexeringen", {"percentage": 5}),
        ("/contracten/{aanbieder}/indexeringen", {"percentage": "5%"}),
        ("/contracten/{aanbieder}/indexeringen", {"percentage": "-100"}),
        (
            "/contracten/{aanbieder}/herzieningen",
            {"wijzigingen": {}, "wijzigingsgrond": "CLAUSULE"},
        ),
        ("/contracten/{aanbieder}/intrekkingen", {"volgnummer": 0}),
        ("/contracten/{aanbieder}/intrekkingen", {"volgnummer": 2.0}),
    ],
    ids=kort,
)
def test_strenge_vormen_elders(vast: Verhaal, pad: str, lichaam: dict[str, Any]) -> None:
    ids = {"regio": vast.regio, "aanbieder": vast.aanbieder, "traject": vast.traject}
    ingevuld = {n: w.format(**ids) if isinstance(w, str) else w for n, w in lichaam.items()}

    antwoord = vast.vraag(
        "POST", pad.format(**ids), json={"ingangsdatum": "2023-01-01", **ingevuld}
    )

    assert fouten(antwoord)


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"tekst"',
        b'{"naam": NaN}',
        b'{"naam": "A", "naam": "B", "kvkNummer": "12345678", "ingangsdatum": "2023-01-01"}',
        b'{"naam": "\xff"}',
        b'{"naam": "\\ud800", "kvkNummer": "12345678", "ingangsdatum": "2023-01-01"}',
        b"[" * 100_000,
        b'{"naam": "' + b"x" * 2_000_001 + b'"}',
    ],
    ids=kort,
)
def test_wat_geen_goede_json_is(vast: Verhaal, inhoud: bytes) -> None:
    koppen = {"Content-Type": "application/json"}

    assert fouten(vast.vraag("POST", "/aanbieders", content=inhoud, koppen=koppen))


@pytest.mark.parametrize("soort", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_een_opdracht_is_json_en_zegt_dat(vast: Verhaal, soort: str) -> None:
    koppen = {"Content-Type": soort}

    assert fouten(vast.vraag("POST", "/aanbieders", content=b"{}", koppen=koppen))


def test_een_correctie_meldt_haar_fouten_op_hun_plek(vast: Verhaal) -> None:
    pad = f"/aanbieders/{vast.aanbieder}/correcties"
    scheef = {"ingangsdatum": "2018-01-01", "naam": "", "kvkNummer": "1"}
    lichaam = correctie(zet(1, "POST", scheef), zet(2, "herzieningen", {}), {"volgnummer": 3})

    gevonden = fouten(vast.vraag("POST", pad, json={**lichaam, "ingangsdatum": "2024-01-01"}))

    assert set(gevonden) == {
        "registraties.0.vervanging.naam",
        "registraties.0.vervanging.kvkNummer",
        "registraties.1.vervanging",
        "registraties.2.vervanging",
        "ingangsdatum",
    }
    zonder = {"soort": "FOUT", "registraties": [zet(2)]}
    assert fouten(vast.vraag("POST", pad, json=zonder)) == {"reden": "is verplicht"}
    leeg = {"soort": "FOUT", "registraties": [], "reden": "niets"}
    assert list(fouten(vast.vraag("POST", pad, json=leeg))) == ["registraties"]


@pytest.mark.parametrize("id_", ["1", "K", "00000000000040008000000000000000", "%00"])
def test_een_id_is_een_uuid(vast: Verhaal, id_: str) -> None:
    for deel in ("", "/historie", "/gebeurtenissen", "/verschillen", "/herzieningen"):
        antwoord = vast.vraag("GET", f"/contracten/{id_}{deel}")
        assert antwoord.status_code == 400
        assert antwoord.json()["fouten"][0]["in"] == "path"


def test_een_code_moet_een_gemeente_zijn_op_haar_eigen_dag(verhaal: Verhaal) -> None:
    nieuw = {
        "ingangsdatum": "2018-01-01",
        "naam": "R",
        "gemeenten": ["0505", "1991"],
    }  # Maashorst bestaat sinds 2022
    assert list(fouten(verhaal.vraag("POST", "/regios", json=nieuw))) == ["gemeenten.1"]
    verhaal.post("/regios", {**nieuw, "ingangsdatum": "2022-01-01"})


# --- formats -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tarief_in", "percentage", "tarief_uit"),
    [
        ("100.00", "5.00", "105.00"),
        ("0.10", "4", "0.10"),
        ("0.10", "5", "0.11"),
        ("61.20", "-1.25", "60.44"),
        ("1.005", "0", "1.005"),
        ("1.0050", "10", "1.1055"),
        ("45.125", "3.33", "46.628"),
        ("0.9950", "0.5", "1.0000"),
        ("99999999.99", "0.0001", "100000099.99"),
    ],
)
def test_een_tarief_houdt_zijn_decimalen(
    verhaal: Verhaal, tarief_in: str, percentage: str, tarief_uit: str
) -> None:
    k = verhaal.contract(tarieven=[tarief(tarief_in)])
    verhaal.post(f"{k}/indexeringen", indexering("2024-01-01", percentage))

    assert verhaal.get(k)["tarieven"][0]["tarief"] == tarief_in
    assert verhaal.get(k, geldigOp="2024-01-01")["tarieven"][0]["tarief"] == tarief_uit
    assert (
        verhaal.get(f"{k}/gebeurtenissen")["resultaten"][1]["gegevens"]["percentage"] == percentage
    )


def test_tarieven_voegen_samen_op_product_eenheid_en_gemeente(verhaal: Verhaal) -> None:
    k = verhaal.contract(gemeenten=["9001", "9002"])
    nieuw = [
        tarief("90.00", gemeente="9002"),
        tarief("70.00", eenheid="DAGDEEL"),
        tarief(None),
    ]
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", wijzigingen={"tarieven": nieuw}))

    gevonden = verhaal.get(k, geldigOp="2024-01-01")["tarieven"]

    assert [(t["eenheid"], t["gemeente"], t["tarief"], t["prijspeil"]) for t in gevonden] == [
        ("DAGDEEL", None, "70.00", 2024),
        ("UUR", "9002", "90.00", 2024),
    ]


def test_null_beeindigt_en_afwezig_blijft(verhaal: Verhaal) -> None:
    k = verhaal.contract(eigenaar="team-1", opzegregeling={"opdrachtgever": {"maanden": 6}})
    weg = {"eigenaar": None, "geraamdeJaarwaarde": None}
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", wijzigingen=weg))
    na = verhaal.get(k, geldigOp="2024-01-01")

    assert (na["eigenaar"], na["geraamdeJaarwaarde"]) == (None, None)
    assert na["opzegregeling"]["opdrachtgever"] == {"maanden": 6}
    assert verhaal.get(f"{k}/herzieningen")["resultaten"][0]["gegevens"]["wijzigingen"] == weg


def test_wat_een_stand_uitrekent_mag_groter_zijn_dan_wat_men_mag_opgeven(verhaal: Verhaal) -> None:
    laatste = verhaal.contract(contractnummer="A", einddatum="2999-12-31")
    assert verhaal.get(laatste, geldigOp="2999-12-31")["einddatum"] == "2999-12-31"
    ver = verhaal.contract(
        contractnummer="B", stilzwijgendeVerlenging={"maanden": 120, "maxAantal": 200}
    )
    assert verhaal.get(f"{ver}/historie")["voorkomens"][-1]["einddatum"] == "4030-12-31"
    groot = "999999999999.99"
    b = verhaal.budget(bedrag=groot)
    verhaal.post(f"{b}/wijzigingen", {"ingangsdatum": "2025-01-01", "bedrag": groot})
    assert verhaal.get(b, geldigOp="2025-01-01")["begroot"] == "1999999999999.98"
    boeking = {"prestatieperiode": "2999-12", "boekjaar": 2025, "bedrag": "1.00", "bron": "GGK"}
    assert fouten(verhaal.vraag("POST", f"{b}/realisaties", json=boeking))
    assert verhaal.leesfouten() == []


# --- who ---------------------------------------------------------------------------------------------------------

SCHRIJFT = {
    Rol.CONTRACTBEHEERDER: {"aanbieders", "contracten"},
    Rol.INKOPER: {"regios", "inkooptrajecten", "toelatingen"},
    Rol.CONTROLLER: {"budgetten"},
    Rol.AUDITOR: set(),
    Rol.RAAD: set(),
    Rol.BEHEERDER: {
        "aanbieders",
        "contracten",
        "regios",
        "inkooptrajecten",
        "toelatingen",
        "budgetten",
    },
}


@pytest.mark.parametrize("rol", list(Rol))
def test_de_tabel_van_rollen(verhaal: Verhaal, rol: Rol) -> None:
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", verhaal.toelating("P3"))
    k = verhaal.contract(contractnummer="L")
    budget = verhaal.budget(boekjaar=2030)
    boeking = {"prestatieperiode": "2025-01", "boekjaar": 2025, "bedrag": "1.00", "bron": "GGK"}
    opdrachten = {
        "regios": ("/regios", {"ingangsdatum": "2018-01-01", "naam": "R", "gemeenten": ["9003"]}),
        "inkooptrajecten": ("/inkooptrajecten", trajectlichaam(verhaal.regio)),
        "aanbieders": (
            "/aanbieders",
            {"ingangsdatum": "2018-01-01", "naam": "A", "kvkNummer": "87654321"},
        ),
        "toelatingen": (
            f"/aanbieders/{verhaal.aanbieder}/intrekkingen",
            {"ingangsdatum": "2023-01-01", "volgnummer": 4},
        ),
        "contracten": (f"{k}/herzieningen", herziening("2024-01-01", "101.00")),
        "budgetten": (f"{budget}/realisaties", boeking),
    }

    mag = set()
    for naam, (pad, lichaam) in opdrachten.items():
        proef = verhaal.vraag("POST", f"{pad}?proef=true", json=lichaam, als=rol)
        antwoord = verhaal.vraag("POST", pad, json=lichaam, als=rol)
        assert (proef.status_code, antwoord.status_code) in {(200, 201), (403, 403)}
        if antwoord.status_code == 201:
            mag.add(naam)
        else:
            assert probleem(antwoord) == (403, "GeenRecht")

    assert mag == SCHRIJFT[rol]
    for pad in (
        "/regios",
        "/inkooptrajecten",
        "/aanbieders",
        "/contracten",
        "/budgetten",
        "/gebeurtenissen",
        "/afwijkingen",
        k,
    ):
        verhaal.get(pad, als=rol)


def test_een_correctie_vraagt_het_recht_van_wat_zij_raakt(verhaal: Verhaal) -> None:
    pad = f"/aanbieders/{verhaal.aanbieder}/correcties"
    naam = zet(1, "POST", {"ingangsdatum": "2018-01-01", "naam": "Oever", "kvkNummer": "12345678"})
    toelating = zet(2, "toelatingen", verhaal.toelating("P1"))
    for rol, lichaam, status in (
        (Rol.INKOPER, correctie(naam), 403),
        (Rol.CONTRACTBEHEERDER, correctie(toelating), 403),
        (Rol.CONTRACTBEHEERDER, correctie(naam, toelating), 403),
        (Rol.INKOPER, correctie(toelating), 201),
        (Rol.CONTRACTBEHEERDER, correctie(naam), 201),
    ):
        verhaal.post(pad, lichaam, als=rol, status=status)


@pytest.mark.parametrize(
    "kop", [None, "", "Bearer", "Bearer ", "Bearer onzin", "Basic Zm9vOmJhcg==", "onzin"]
)
def test_niet_ingelogd(vast: Verhaal, kop: str | None) -> None:
    koppen = {} if kop is None else {"Authorization": kop}
    for methode, pad in (
        ("GET", "/contracten"),
        ("GET", f"/contracten/{ONBEKEND}"),
        ("GET", "/gebeurtenissen"),
        ("GET", "/afwijkingen"),
        ("POST", "/contracten"),
    ):
        antwoord = vast.vraag(methode, pad, als=None, koppen=koppen)
        assert probleem(antwoord) == (401, "NietIngelogd")
        assert antwoord.headers["www-authenticate"] == "Bearer"


# --- what the raad does not see ----------------------------------------------------------------------------------


def paden(waarde: Any, verboden: frozenset[str], pad: str = "") -> list[str]:
    """Give the places of shown values under a name that should be hidden."""
    if isinstance(waarde, dict):
        eigen = [
            f"{pad}.{n}"
            for n, w in waarde.items()
            if n in verboden and w is not None and w != VERBORGEN
        ]
        return eigen + [p for n, w in waarde.items() for p in paden(w, verboden, f"{pad}.{n}")]
    if isinstance(waarde, list):
        return [p for n, w in enumerate(waarde) for p in paden(w, verboden, f"{pad}.{n}")]
    return []


def test_de_raad_ziet_geen_tarieven_toetsen_en_gronden(verhaal: Verhaal) -> None:
    toets = [{"eis": "geheime-eis", "voldaan": True}]
    a = f"/aanbieders/{verhaal.aanbieder}"
    verhaal.post(f"{a}/toelatingen", verhaal.toelating("P3", toets=toets))
    k = verhaal.contract(
        tarieven=[tarief("987.65")], opzegregeling={"opdrachtgever": {"maanden": 1}}
    )
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "988.76"))
    verhaal.post(f"{k}/opzeggingen", opzegging("2025-01-01", "2025-12-31", grond="geheime-grond"))
    verhaal.post(
        f"{k}/correcties", correctie(zet(2, "herzieningen", herziening("2024-01-01", "989.87")))
    )
    verschillen = f"{k}/verschillen?vanGeldigOp=2023-01-01&totGeldigOp=2025-06-01"

    for pad in (
        k,
        f"{k}?geldigOp=2025-06-01",
        f"{k}?geldigOp=2023-01-01",
        "/contracten",
        "/contracten?geldigOp=2025-06-01",
        f"{k}/historie",
        f"{k}/gebeurtenissen",
        f"{k}/herzieningen",
        f"{k}/opzeggingen",
        f"{k}/correcties",
        verschillen,
        a,
        "/aanbieders",
        f"{a}/historie",
        f"{a}/gebeurtenissen",
        f"{a}/toelatingen",
        "/gebeurtenissen",
        "/afwijkingen",
    ):
        antwoord = verhaal.vraag("GET", pad, als=Rol.RAAD)
        assert antwoord.status_code == 200
        for geheim in ("987.65", "988.76", "989.87", "geheime-eis", "geheime-grond"):
            assert geheim not in antwoord.text, pad
        assert paden(antwoord.json(), frozenset({"tarieven", "toets", "grond"})) == []
    assert verhaal.get(k, als=Rol.RAAD)["tarieven"] == VERBORGEN
    assert verhaal.get(k, als=Rol.AUDITOR)["tarieven"][0]["tarief"] == "987.65"
    assert verhaal.get(k, als=Rol.RAAD)["geraamdeJaarwaarde"] == "250000.00"
    assert [v["veld"] for v in verhaal.get(verschillen, als=Rol.RAAD)["verschillen"]] == [
        v["veld"] for v in verhaal.get(verschillen)["verschillen"]
    ]


# --- the scope of a reader ---------------------------------------------------------------------------------------


def test_een_lezer_blijft_binnen_zijn_regios(verhaal: Verhaal) -> None:
    eigen = {"regio": verhaal.regio, "traject": verhaal.traject}
    k_eigen = verhaal.contract()
    b_eigen = verhaal.budget()
    verhaal.post(
        "/contracten",
        verhaal.lichaam(
            contractnummer="E", percelen=["P3"], afwijking=afwijking("niet-toegelaten")
        ),
    )
    regio = {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    verhaal.regio = verhaal.post("/regios", regio)["regio"]["id"]
    verhaal.traject = verhaal.post("/inkooptrajecten", trajectlichaam(verhaal.regio))[
        "inkooptraject"
    ]["id"]
    k_ander = verhaal.contract(
        contractnummer="V", gemeenten=["9003"], afwijking=afwijking("niet-toegelaten")
    )
    b_ander = verhaal.budget()
    token = maak_token(engine=verhaal.engine, rol=Rol.BEHEERDER, regios=[UUID(eigen["regio"])])

    def ids(pad: str, **vraag: Any) -> set[str]:
        gevonden = verhaal.get(pad, als=token, **vraag)
        return {r.get("id") for r in gevonden["resultaten"]}

    assert ids("/regios") == {eigen["regio"]}
    assert ids("/inkooptrajecten") == {eigen["traject"]}
    assert verhaal.get("/contracten", als=token)["aantal"] == 2
    assert verhaal.get("/contracten", als=token, regioId=verhaal.regio)["aantal"] == 0
    assert ids("/budgetten") == {b_eigen.rsplit("/", 1)[1]}
    assert {
        r["dingId"]
        for r in verhaal.get("/afwijkingen", als=token, geldigOp="2024-01-01")["resultaten"]
    } == {
        r["dingId"]
        for r in verhaal.get("/afwijkingen", regioId=eigen["regio"], geldigOp="2024-01-01")[
            "resultaten"
        ]
    }
    vreemd = {verhaal.regio, verhaal.traject, k_ander.rsplit("/", 1)[1], b_ander.rsplit("/", 1)[1]}
    log = {r["dingId"] for r in verhaal.get("/gebeurtenissen", als=token)["resultaten"]}
    assert log & vreemd == set()
    assert log >= {eigen["regio"], k_eigen.rsplit("/", 1)[1], verhaal.aanbieder}
    for ding in (
        f"/regios/{verhaal.regio}",
        f"/inkooptrajecten/{verhaal.traject}",
        k_ander,
        b_ander,
    ):
        for deel in ("", "/historie", "/gebeurtenissen", "/verschillen", "/correcties"):
            antwoord = verhaal.vraag("GET", f"{ding}{deel}", als=token)
            assert probleem(antwoord) == (404, "BestaatNiet"), ding + deel
    for deel in ("", "/historie", "/gebeurtenissen", "/verschillen"):
        verhaal.get(f"{k_eigen}{deel}", als=token)

    positie = verhaal.positie
    verhaal.post(
        f"{k_ander}/herzieningen", herziening("2024-01-01", "101.00"), als=token, status=404
    )
    verhaal.post("/contracten", verhaal.lichaam(contractnummer="N"), als=token, status=404)
    verhaal.post(
        "/budgetten?proef=true",
        {
            "ingangsdatum": "2026-01-01",
            "regioId": verhaal.regio,
            "boekjaar": 2026,
            "bedrag": "1.00",
        },
        als=token,
        status=404,
    )
    weg = verhaal.lichaam()
    verhaal.post(f"{k_eigen}/correcties", correctie(zet(1, "POST", weg)), als=token, status=404)
    assert verhaal.positie == positie
    verhaal.post(f"{k_eigen}/herzieningen", herziening("2024-01-01", "101.00"), als=token)


def test_wat_buiten_bereik_ligt_is_er_ook_niet_als_wijziging(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    token = maak_token(engine=verhaal.engine, rol=Rol.BEHEERDER, regios=[])

    bestaand = verhaal.vraag(
        "POST", f"{k}/herzieningen", json=herziening("2031-01-01", "1.00"), als=token
    )
    onbekend = verhaal.vraag(
        "POST",
        f"/contracten/{ONBEKEND}/herzieningen",
        json=herziening("2031-01-01", "1.00"),
        als=token,
    )

    assert probleem(bestaand) == probleem(onbekend) == (404, "BestaatNiet")


# --- lists -------------------------------------------------------------------------------------------------------


def test_bladeren_blijft_binnen_een_antwoord(verhaal: Verhaal) -> None:
    for nummer in ("b", "A", "a", "B", "C-10", "C-2"):
        verhaal.contract(contractnummer=nummer)
    eerste = verhaal.get("/contracten", pageSize=4)
    assert [c["contractnummer"] for c in eerste["resultaten"]] == ["A", "B", "C-10", "C-2"]
    assert (eerste["aantal"], set(eerste["_links"])) == (6, {"self", "next"})
    verhaal.op("2022-10-04")
    verhaal.contract(contractnummer="A-nieuw")

    tweede = verhaal.get(eerste["_links"]["next"]["href"])

    assert [c["contractnummer"] for c in tweede["resultaten"]] == ["a", "b"]
    assert tweede["tijdreis"] == eerste["tijdreis"]
    assert (tweede["aantal"], set(tweede["_links"])) == (6, {"self", "prev"})
    assert verhaal.get(tweede["_links"]["prev"]["href"]) == eerste
    assert verhaal.get(eerste["_links"]["self"]["href"]) == eerste
    assert verhaal.get("/contracten")["aantal"] == 7
    ver = verhaal.get("/contracten", page=9, pageSize=4)
    assert (ver["aantal"], ver["resultaten"]) == (7, [])


@pytest.mark.parametrize(
    "vraag",
    [
        "page=0",
        "page=-1",
        "page=een",
        "page=1.0",
        "page=",
        "page=٣",
        "pageSize=0",
        "pageSize=501",
        "page=1&page=2",
        "kleur=rood",
        "status=actief",
        "gemeente=1",
        "regioId=1",
        "eindigtVoor=2024-02-30",
    ],
)
def test_een_verkeerde_vraag_is_een_fout(vast: Verhaal, vraag: str) -> None:
    naam = vraag.partition("=")[0]
    assert list(fouten(vast.vraag("GET", f"/contracten?{vraag}"))) == [naam]


def test_elk_filter_op_contracten(verhaal: Verhaal) -> None:
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", verhaal.toelating("P3"))
    verhaal.contract(
        contractnummer="A", eigenaar="team-1", opzegregeling={"opdrachtgever": {"maanden": 1}}
    )
    verhaal.contract(
        contractnummer="B",
        percelen=["P1", "P2"],
        gemeenten=["9001", "9002"],
        einddatum="2025-12-31",
    )
    verhaal.contract(
        contractnummer="C", segment="verblijf", percelen=["P3"], gemeenten=["9002"], einddatum=None
    )
    verhaal.contract(
        contractnummer="D", einddatum="2023-12-31", stilzwijgendeVerlenging={"maanden": 12}
    )
    (a,) = verhaal.get("/contracten", contractnummer="A")["resultaten"]
    verhaal.post(f"/contracten/{a['id']}/opzeggingen", opzegging("2024-03-01", "2024-12-31"))
    tweede = {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    verhaal.regio = verhaal.post("/regios", tweede)["regio"]["id"]
    oud = (verhaal.traject, verhaal.aanbieder)
    verhaal.traject = verhaal.post("/inkooptrajecten", trajectlichaam(verhaal.regio))[
        "inkooptraject"
    ]["id"]
    nieuw = {"ingangsdatum": "2018-01-01", "naam": "B", "kvkNummer": "87654321"}
    verhaal.aanbieder = verhaal.post("/aanbieders", nieuw)["aanbieder"]["id"]
    verhaal.contract(contractnummer="E", gemeenten=["9003"], afwijking=afwijking("niet-toegelaten"))

    def nummers(dag: str = "2024-06-01", **filters: Any) -> str:
        gevonden = verhaal.get("/contracten", geldigOp=dag, **filters)
        assert gevonden["aantal"] == len(gevonden["resultaten"])
        return "".join(c["contractnummer"] for c in gevonden["resultaten"])

    gevraagd: list[tuple[str, dict[str, Any]]] = [
        ("ABCDE", {}),
        ("E", {"regioId": verhaal.regio}),
        ("ABCD", {"trajectId": oud[0]}),
        ("ABCD", {"aanbiederId": oud[1]}),
        ("C", {"segment": "verblijf"}),
        ("ABDE", {"perceel": "P1"}),
        ("B", {"perceel": "P2"}),
        ("", {"perceel": "P9"}),
        ("BC", {"gemeente": "9002"}),
        ("A", {"status": "OPGEZEGD"}),
        ("BCDE", {"status": "ACTIEF"}),
        ("A", {"contractnummer": "A"}),
        ("", {"contractnummer": "a"}),
        ("A", {"eigenaar": "team-1"}),
        ("AB", {"eindigtVoor": "2026-01-01", "perceel": "P1", "trajectId": oud[0], "status": ""}),
        ("A", {"perceel": "P1", "gemeente": "9001", "status": "OPGEZEGD", "regioId": a["regioId"]}),
    ]
    for verwacht, filters in gevraagd:
        if filters.get("status") != "":
            assert nummers(**filters) == verwacht, filters
    # D renewed by itself to 31-12-2024: its running term ends before 2025, and before that day in 2023.
    assert nummers(eindigtVoor="2025-01-01") == "AD"
    assert nummers(eindigtVoor="2024-12-31") == ""
    assert nummers(dag="2023-06-01", eindigtVoor="2024-01-01") == "D"
    assert nummers(dag="2025-06-01", eindigtVoor="2026-01-01") == "ABD"
    assert nummers(dag="2026-06-01", status="BEEINDIGD") == "AB"
    assert nummers(dag="2022-12-31", status="TOEKOMSTIG") == "ABCDE"
    for c in verhaal.get("/contracten", geldigOp="2025-06-01", eindigtVoor="2026-01-01")[
        "resultaten"
    ]:
        assert c["einddatum"] < "2026-01-01"


def test_filters_op_aanbieders(verhaal: Verhaal) -> None:
    nieuw = {"ingangsdatum": "2018-01-01", "naam": "Het Veer", "kvkNummer": "87654321"}
    veer = verhaal.post("/aanbieders", nieuw)["aanbieder"]["id"]
    verhaal.post(
        f"/aanbieders/{veer}/toelatingen",
        verhaal.toelating("P3", ingangsdatum="2024-01-01", laatsteDag="2024-12-31"),
    )

    def namen(dag: str = "2024-06-01", **filters: Any) -> list[str]:
        return [
            a["naam"] for a in verhaal.get("/aanbieders", geldigOp=dag, **filters)["resultaten"]
        ]

    assert namen() == ["De Oever", "Het Veer"]
    assert namen(naam="Het Veer") == ["Het Veer"]
    assert namen(kvkNummer="12345678") == ["De Oever"]
    assert namen(toegelatenVoor="P1") == ["De Oever"]
    assert namen(toegelatenVoor="P3") == ["Het Veer"]
    assert namen(dag="2023-12-31", toegelatenVoor="P3") == []
    assert namen(dag="2025-01-01", toegelatenVoor="P3") == []
    assert namen(gemeente="9001") == ["De Oever"]
    assert namen(gemeente="9002") == ["De Oever", "Het Veer"]
    assert namen(gemeente="9001", toegelatenVoor="P3") == []
    assert namen(gemeente="9003") == []


def test_filters_op_de_rest(verhaal: Verhaal) -> None:
    eigen = verhaal.regio
    verhaal.budget()
    verhaal.budget(boekjaar=2026, gemeente="9001", segment=None)
    verhaal.post("/regios", {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]})

    def aantal(pad: str, **filters: Any) -> int:
        return int(verhaal.get(pad, **filters)["aantal"])

    assert aantal("/budgetten") == 2
    assert aantal("/budgetten", boekjaar=2026) == aantal("/budgetten", gemeente="9001") == 1
    assert aantal("/budgetten", segment="ambulant", regioId=eigen) == 1
    assert aantal("/budgetten", regioId=str(ONBEKEND)) == 0
    assert aantal("/regios", naam="Elders") == 1
    assert aantal("/inkooptrajecten", regioId=eigen, naam="Inkoop jeugd") == 1
    assert aantal("/inkooptrajecten", naam="inkoop") == 0
    buiten = afwijking("niet-toegelaten")
    verhaal.contract(percelen=["P3"], afwijking=buiten)
    assert aantal("/afwijkingen") == 0  # its day is still to come
    assert aantal("/afwijkingen", geldigOp="2023-01-01") == 1
    assert aantal("/afwijkingen", geldigOp="2024-01-01", jaar=2023, regioId=eigen) == 1
    assert aantal("/afwijkingen", geldigOp="2024-01-01", jaar=2024) == 0


def test_het_hele_logboek(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    alles = verhaal.get("/gebeurtenissen", aantal=1000)["resultaten"]
    assert [r["positie"] for r in alles] == list(range(alles[0]["positie"], verhaal.positie + 1))
    assert alles[-1]["dingId"] == k.rsplit("/", 1)[1]

    gelezen, adres = [], "/gebeurtenissen?vanafPositie=1&aantal=2"
    while adres:
        bladzijde = verhaal.get(adres)
        gelezen += bladzijde["resultaten"]
        adres = bladzijde["_links"].get("next", {}).get("href", "")
        verhaal.op("2022-10-05")
        verhaal.post(
            "/aanbieders", {"ingangsdatum": "2018-01-01", "naam": "N", "kvkNummer": "87654321"}
        )
    assert gelezen == alles
    assert verhaal.get("/gebeurtenissen", vanafPositie=10_000)["resultaten"] == []
    toen = verhaal.get("/gebeurtenissen", beschikbaarOp="2018-01-01", aantal=1000)["resultaten"]
    assert toen == alles[:-1]
    for vraag in ("aantal=0", "aantal=1001", "vanafPositie=0", "page=1"):
        assert fouten(verhaal.vraag("GET", f"/gebeurtenissen?{vraag}"))


# --- HTTP --------------------------------------------------------------------------------------------------------

KOPPEN = {
    "api-version": API_VERSIE,
    "cache-control": "no-store",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def test_koppen_op_elk_antwoord(vast: Verhaal) -> None:
    for methode, pad, als in (
        ("GET", "/contracten", Rol.BEHEERDER),
        ("GET", "/contracten", None),
        ("GET", "/contracten?page=0", Rol.BEHEERDER),
        ("GET", f"/contracten/{ONBEKEND}", Rol.BEHEERDER),
        ("GET", "/contracten/", Rol.BEHEERDER),
        ("GET", "/openapi.json", None),
        ("DELETE", "/contracten", Rol.BEHEERDER),
        ("POST", "/contracten", Rol.RAAD),
        ("GET", f"{ADRES}/bestaat-niet", None),
    ):
        antwoord = vast.vraag(methode, pad, als=als)
        assert {naam: antwoord.headers[naam] for naam in KOPPEN} == KOPPEN, pad
        assert "frame-ancestors 'none'" in antwoord.headers["content-security-policy"]
        assert antwoord.headers["content-type"].startswith("application/")


def test_een_schuine_streep_op_het_eind_is_404(vast: Verhaal) -> None:
    for pad in (
        "/contracten/",
        f"/contracten/{ONBEKEND}/",
        f"/contracten/{ONBEKEND}/historie/",
        "/gebeurtenissen/",
        "/openapi.json/",
    ):
        antwoord = vast.vraag("GET", pad)
        assert probleem(antwoord) == (404, "NietGevonden")
        assert "location" not in antwoord.headers
    assert probleem(vast.vraag("POST", "/contracten/", json={})) == (404, "NietGevonden")


@pytest.mark.parametrize(
    ("pad", "toegestaan"),
    [
        ("/contracten", {"GET", "POST"}),
        (f"/contracten/{ONBEKEND}", {"GET"}),
        (f"/contracten/{ONBEKEND}/herzieningen", {"GET", "POST"}),
        (f"/contracten/{ONBEKEND}/historie", {"GET"}),
        ("/gebeurtenissen", {"GET"}),
        ("/openapi.json", {"GET"}),
    ],
)
def test_een_methode_die_hier_niet_kan(vast: Verhaal, pad: str, toegestaan: set[str]) -> None:
    for methode in {"GET", "POST", "PUT", "PATCH", "DELETE"} - toegestaan:
        antwoord = vast.vraag(methode, pad)
        assert probleem(antwoord) == (405, "MethodeNietToegestaan")
        allow = {m.strip() for m in antwoord.headers["allow"].split(",")} - {"HEAD", "OPTIONS"}
        assert allow == toegestaan, methode


def test_openapi_is_openbaar(vast: Verhaal) -> None:
    antwoord = vast.vraag("GET", "/openapi.json", als=None)

    assert antwoord.status_code == 200
    assert antwoord.headers["access-control-allow-origin"] == "*"
    assert antwoord.json()["openapi"].startswith("3.")
    gewoon = vast.vraag("GET", "/contracten", koppen={"Origin": "https://elders.example"})
    assert "access-control-allow-origin" not in gewoon.headers


def test_een_probleem_verandert_niet_bij_nog_eens_vragen(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    for methode, pad, lichaam in (
        ("GET", "/contracten?page=0", None),
        ("GET", f"/contracten/{ONBEKEND}", None),
        ("POST", f"{k}/herzieningen", herziening("2040-01-01", "1.00")),
        ("POST", f"{k}/herzieningen", {}),
        ("POST", "/contracten", verhaal.lichaam()),
    ):
        rest: dict[str, Any] = {} if lichaam is None else {"json": lichaam}
        eerst, weer = (verhaal.vraag(methode, pad, **rest) for _ in range(2))
        assert eerst.content == weer.content
