"""The kalender: everything with a day over all kinds of things, with what is done, open, late or still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from application.toegang import Rol
from infrastructure.identiteit import maak_token
from tests.hulp import Verhaal, correctie, intrekking, trajectlichaam, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        regio = {"ingangsdatum": "2018-01-01", "naam": "Tuinland", "gemeenten": ["9001", "9002"]}
        begonnen.regio = begonnen.post("/regios", regio)["regio"]["id"]
        yield begonnen


def traject(v: Verhaal, dag: str, **anders: Any) -> str:
    """Begin a procedure on a day; give its path."""
    lichaam = {**trajectlichaam(v.regio), "ingangsdatum": dag, **anders}
    return f"/inkooptrajecten/{v.post('/inkooptrajecten', lichaam)['inkooptraject']['id']}"


def kalender(v: Verhaal, **vraag: Any) -> list[dict[str, Any]]:
    antwoord = v.get("/kalender", **vraag)
    assert antwoord["aantal"] == len(antwoord["resultaten"])
    gevonden: list[dict[str, Any]] = antwoord["resultaten"]
    return gevonden


def standen(v: Verhaal, dag: str, **vraag: Any) -> dict[str, tuple[str, str | None, str | None]]:
    """Give by code how each item stands, since when it is late and when it was done."""
    return {
        i["code"]: (i["stand"], i["teLaatSinds"], i["gedaanOp"])
        for i in kalender(v, geldigOp=dag, **vraag)
    }


# --- S3: a herziening over seasons and months ---------------------------------------------------------------------


def punt(code: str, fase: str, precisie: str, omschrijving: str, **anders: Any) -> dict[str, Any]:
    richting = anders.pop("richting", None)
    moment = {"fase": fase, "precisie": precisie, "richting": richting, "zinsnede": omschrijving}
    return {"code": code, "omschrijving": omschrijving, "moment": moment, **anders}


HERZIENING = [
    punt("consultatie", "2025-najaar", "SEIZOEN", "Consultatie", orgaan="COLLEGE"),
    punt("presentatie", "2026-01", "MAAND", "Presentatie van de tekst"),
    punt("reacties", "2026-02", "MAAND", "Reacties op de tekst"),
    punt("gereed", "2026-07-01", "DAG", "Herziening gereed", richting="TOT"),
    punt("start", "2027-01-01", "DAG", "Nieuwe contracten", richting="VANAF"),
]
"""Track c of the council proposal (S3:616-648)."""


def test_de_planning_van_een_herziening_in_seizoenen_en_maanden(verhaal: Verhaal) -> None:
    verhaal.op("2025-06-10")
    pad = traject(
        verhaal, "2025-06-10", ingangContracten="2027-01-01", kalender=HERZIENING, voorgenomen=True
    )

    eerste, *_ = kalender(verhaal, geldigOp="2025-06-10")
    assert eerste == {
        "code": "consultatie",
        "soort": "KALENDERPUNT",
        "wat": "Consultatie",
        "orgaan": "COLLEGE",
        "gemeente": None,
        "moment": {
            "eersteDag": "2025-09-01",
            "laatsteDag": "2025-11-30",
            "fase": {
                "fase": "2025-najaar",
                "precisie": "SEIZOEN",
                "richting": None,
                "zinsnede": "Consultatie",
            },
        },
        "stand": "KOMEND",
        "gedaanOp": None,
        "teLaatSinds": None,
        "signaal": None,
        "ding": {
            "soort": "inkooptraject",
            "id": pad.rsplit("/", 1)[1],
            "naam": "Inkoop jeugd",
        },
        "_links": {"ding": eerste["_links"]["ding"]},
    }
    assert [i["code"] for i in kalender(verhaal)] == [p["code"] for p in HERZIENING]
    assert standen(verhaal, "2025-10-15")["consultatie"] == ("OPEN", None, None)
    assert standen(verhaal, "2025-12-01")["consultatie"] == ("TE_LAAT", "2025-12-01", None)
    assert standen(verhaal, "2026-06-30")["gereed"] == ("KOMEND", None, None)
    assert standen(verhaal, "2026-07-01")["gereed"] == ("TE_LAAT", "2026-07-01", None)
    assert standen(verhaal, "2026-12-31")["start"] == ("KOMEND", None, None)
    assert standen(verhaal, "2030-01-01")["start"] == ("OPEN", None, None)

    verhaal.op("2026-02-03")
    verhaal.post(f"{pad}/stappen", {"ingangsdatum": "2026-02-03", "stap": "presentatie"})
    assert standen(verhaal, "2026-02-02")["presentatie"] == ("TE_LAAT", "2026-02-01", None)
    assert standen(verhaal, "2026-02-03")["presentatie"] == ("GEDAAN", "2026-02-01", "2026-02-03")
    toen = standen(verhaal, "2026-02-03", beschikbaarOp="2026-02-02")
    assert toen["presentatie"] == ("TE_LAAT", "2026-02-01", None)


def test_wat_vervalt_laat_alleen_zien_wat_gedaan_is(verhaal: Verhaal) -> None:
    pad = traject(
        verhaal, "2025-06-10", ingangContracten="2027-01-01", kalender=HERZIENING, voorgenomen=True
    )
    verhaal.post(f"{pad}/stappen", {"ingangsdatum": "2025-10-01", "stap": "consultatie"})
    verhaal.post(f"{pad}/intrekkingen", {"ingangsdatum": "2025-12-15"})

    assert len(standen(verhaal, "2025-12-14")) == len(HERZIENING)
    assert standen(verhaal, "2025-12-15") == {"consultatie": ("GEDAAN", None, "2025-10-01")}


# --- S2: ten raden before the AB ----------------------------------------------------------------------------------


def besluit(v: Verhaal) -> str:
    raden = {"orgaan": "RAAD", "gemeenten": ["9001", "9002"], "rol": "ZIENSWIJZE"}
    lichaam = {
        "ingangsdatum": "2020-09-24",
        "regioId": v.regio,
        "onderwerp": "Inkoopkader 2022 en verder",
        "betrokken": [
            {**raden, "uiterlijk": "2020-12-03"},
            {"orgaan": "AB", "naam": "het AB", "rol": "STELT_VAST", "uiterlijk": "2020-12-10"},
        ],
    }
    return f"/besluiten/{v.post('/besluiten', lichaam)['besluit']['id']}"


def test_wie_nog_moet_antwoorden_en_wie_te_laat_is(verhaal: Verhaal) -> None:
    """S2:227-233: 3 December is the last day for zienswijzen, on 10 December the AB adopts."""
    verhaal.op("2020-09-24")
    pad = besluit(verhaal)
    verhaal.op("2020-12-07")
    laat = {"ingangsdatum": "2020-12-07", "orgaan": "RAAD", "gemeente": "9002", "strekking": "nee"}
    verhaal.post(f"{pad}/zienswijzen", laat)

    raden = kalender(verhaal, geldigOp="2020-10-01", orgaan="RAAD")
    assert [(i["gemeente"], i["stand"], i["wat"]) for i in raden] == [
        (g, "OPEN", f"RAAD {g} kan een zienswijze geven over 'Inkoopkader 2022 en verder'")
        for g in ("9001", "9002")
    ]
    assert standen(verhaal, "2020-09-23", orgaan="AB") == {"stelt_vast/AB": ("KOMEND", None, None)}
    assert standen(verhaal, "2020-12-04", orgaan="RAAD") == {
        "zienswijze/RAAD 9001": ("TE_LAAT", "2020-12-04", None),
        "zienswijze/RAAD 9002": ("TE_LAAT", "2020-12-04", None),
    }
    assert standen(verhaal, "2020-12-07", stand="TE_LAAT") == {
        "zienswijze/RAAD 9001": ("TE_LAAT", "2020-12-04", None)
    }
    assert standen(verhaal, "2020-12-07", stand="GEDAAN") == {
        "zienswijze/RAAD 9002": ("GEDAAN", "2020-12-04", "2020-12-07")
    }
    assert standen(verhaal, "2020-12-07", stand="TE_LAAT", beschikbaarOp="2020-12-06").keys() == {
        "zienswijze/RAAD 9001",
        "zienswijze/RAAD 9002",
    }
    (ab,) = kalender(verhaal, geldigOp="2020-12-07", orgaan="AB")
    assert ab["wat"] == "het AB stelt vast: 'Inkoopkader 2022 en verder'"

    verhaal.op("2020-12-10")
    vast = {"ingangsdatum": "2020-12-10", "orgaan": "AB", "uitkomst": "CONFORM"}
    verhaal.post(f"{pad}/uitspraken", vast)
    assert standen(verhaal, "2020-12-10", orgaan="AB") == {
        "stelt_vast/AB": ("GEDAAN", None, "2020-12-10")
    }


def test_van_een_voorstel_dat_van_de_baan_is_blijft_alleen_wat_gedaan_is(verhaal: Verhaal) -> None:
    pad = besluit(verhaal)
    afgezien = {
        "ingangsdatum": "2020-10-20",
        "orgaan": "RAAD",
        "gemeente": "9001",
        "afgezien": True,
    }
    verhaal.post(f"{pad}/zienswijzen", afgezien)
    verhaal.post(f"{pad}/intrekkingen", intrekking("2020-11-01", 1))

    assert standen(verhaal, "2020-12-31") == {
        "zienswijze/RAAD 9001": ("GEDAAN", None, "2020-10-20")
    }


# --- S0: go/no-go, S1: rounds every month -------------------------------------------------------------------------


def test_een_go_no_go_is_pas_gedaan_als_over_elk_segment_is_beslist(verhaal: Verhaal) -> None:
    """S0:103-107; AANGEHOUDEN decides nothing, and 2025 is as sharp as the source is (domein.md A.7)."""
    momenten = [
        {
            "code": "2025",
            "omschrijving": "Go/no-go",
            "van": "2025-01-01",
            "totEnMet": "2025-12-31",
            "orgaan": "colleges",
        },
        {"code": "verlengen", "totEnMet": "2030-06-30"},
        {"code": "evaluatie", "van": "2031-01-01"},
        {"code": "zonder dag"},
    ]
    pad = traject(verhaal, "2023-01-01", beslismomenten=momenten)
    beslissingen = f"{pad}/beslissingen"
    go = {"beslismoment": "2025", "uitkomst": "GO"}

    assert standen(verhaal, "2024-12-31") == {
        "2025": ("KOMEND", None, None),
        "verlengen": ("KOMEND", None, None),
        "evaluatie": ("KOMEND", None, None),
    }
    verhaal.post(beslissingen, {"ingangsdatum": "2025-03-01", **go, "uitkomst": "AANGEHOUDEN"})
    assert standen(verhaal, "2025-03-01")["2025"] == ("OPEN", None, None)
    verhaal.post(beslissingen, {"ingangsdatum": "2025-06-01", **go, "segment": "verblijf"})
    verhaal.post(beslissingen, {"ingangsdatum": "2025-09-01", **go, "percelen": ["P1"]})
    nog = kalender(verhaal, geldigOp="2026-01-01")[0]
    assert (nog["wat"], nog["stand"], nog["teLaatSinds"]) == (
        "Go/no-go; nog te beslissen: ambulant",
        "TE_LAAT",
        "2026-01-01",
    )
    verhaal.post(beslissingen, {"ingangsdatum": "2026-02-01", **go, "percelen": ["P2"]})
    assert standen(verhaal, "2026-02-01")["2025"] == ("GEDAAN", "2026-01-01", "2026-02-01")
    assert standen(verhaal, "2035-01-01")["verlengen"] == ("TE_LAAT", "2030-07-01", None)
    assert standen(verhaal, "2035-01-01")["evaluatie"] == ("OPEN", None, None)


def test_een_ronde_sluit_vanzelf_en_wacht_op_alle_beslissingen(verhaal: Verhaal) -> None:
    """S1:1113: every month; decided when no application of the round is left open."""
    pad = traject(verhaal, "2021-01-01")
    eisen = [{"code": "VOG", "omschrijving": "verklaring omtrent gedrag"}]
    verhaal.post(f"{pad}/criteria", {"ingangsdatum": "2021-01-01", "versie": "1", "eisen": eisen})
    ronde = {
        "ingangsdatum": "2021-05-01",
        "code": "2021-05",
        "aanmeldenTotEnMet": "2021-05-31",
        "beslissenUiterlijk": "2021-06-30",
        "criteriaversie": "1",
    }
    verhaal.post(f"{pad}/rondes", ronde)
    wie = {"ingangsdatum": "2021-01-01", "naam": "De Oever", "kvkNummer": "12345678"}
    aanbieder = verhaal.post("/aanbieders", wie)["aanbieder"]["id"]
    melding = {
        "ingangsdatum": "2021-05-12",
        "regioId": verhaal.regio,
        "trajectId": pad.rsplit("/", 1)[1],
        "aanbiederId": aanbieder,
        "aanmeldingsoort": "AANMELDING",
        "ronde": "2021-05",
        "percelen": ["P1"],
    }
    verhaal.post("/aanmeldingen", melding)
    ander = {"ingangsdatum": "2021-01-01", "naam": "De Kade", "kvkNummer": "87654321"}
    tweede = verhaal.post("/aanbieders", ander)["aanbieder"]["id"]
    terug = verhaal.post("/aanmeldingen", {**melding, "aanbiederId": tweede})["aanmelding"]["id"]
    verhaal.post(f"/aanmeldingen/{terug}/intrekkingen", intrekking("2021-06-15", 1))

    aanmelden, beslissen = "2021-05/aanmelden", "2021-05/beslissen"
    assert [standen(verhaal, d)[aanmelden][0] for d in ("2021-04-30", "2021-05-31")] == [
        "KOMEND",
        "OPEN",
    ]
    assert standen(verhaal, "2021-06-01")[aanmelden] == ("GEDAAN", None, "2021-06-01")
    assert [standen(verhaal, d)[beslissen][0] for d in ("2021-05-31", "2021-06-01")] == [
        "KOMEND",
        "OPEN",
    ]
    (item,) = [i for i in kalender(verhaal, geldigOp="2021-07-01") if i["code"] == beslissen]
    assert (item["wat"], item["stand"], item["teLaatSinds"]) == (
        "Beslissen op de aanmeldingen van ronde 2021-05 uiterlijk 2021-06-30; nog 1 van 1",
        "TE_LAAT",
        "2021-07-01",
    )


def test_een_ronde_zonder_aanmeldingen_is_na_sluiting_klaar(verhaal: Verhaal) -> None:
    pad = traject(verhaal, "2021-01-01")
    eisen = [{"code": "VOG", "omschrijving": "verklaring omtrent gedrag"}]
    verhaal.post(f"{pad}/criteria", {"ingangsdatum": "2021-01-01", "versie": "1", "eisen": eisen})
    ronde = {
        "ingangsdatum": "2021-01-01",
        "code": "2021-05",
        "aanmeldenTotEnMet": "2021-05-31",
        "beslissenUiterlijk": "2021-06-30",
        "criteriaversie": "1",
    }
    verhaal.post(f"{pad}/rondes", ronde)

    assert [i["code"] for i in kalender(verhaal, geldigOp="2020-12-31")] == [
        "2021-05/aanmelden",
        "2021-05/beslissen",
    ]
    assert standen(verhaal, "2021-06-01")["2021-05/beslissen"] == ("GEDAAN", None, "2021-06-01")


# --- asking -------------------------------------------------------------------------------------------------------


def drie_punten(v: Verhaal) -> str:
    return traject(
        v,
        "2025-01-01",
        kalender=[
            punt("jaar", "2025", "JAAR", "Heel 2025"),
            punt("maart", "2025-03", "MAAND", "Maart"),
            punt("dag", "2025-06-01", "DAG", "Eén dag"),
        ],
    )


FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["jaar", "maart", "dag"]),
    ({"van": "2025-04-01"}, ["jaar", "dag"]),
    ({"totEnMet": "2025-03-01"}, ["jaar", "maart"]),
    ({"totEnMet": "2025-02-28"}, ["jaar"]),
    ({"van": "2025-06-01", "totEnMet": "2025-06-01"}, ["jaar", "dag"]),
    ({"van": "2026-01-01"}, []),
    ({"stand": "TE_LAAT"}, ["maart"]),
    ({"stand": "KOMEND"}, ["dag"]),
    ({"orgaan": "RAAD"}, []),
]


def test_de_kalender_wordt_gefilterd(verhaal: Verhaal) -> None:
    drie_punten(verhaal)
    for vraag, codes in FILTERS:
        gevonden = kalender(verhaal, geldigOp="2025-04-15", regioId=verhaal.regio, **vraag)
        assert [i["code"] for i in gevonden] == codes, vraag


def test_het_antwoord_is_precies_zo_weer_te_vragen(verhaal: Verhaal) -> None:
    verhaal.op("2025-01-02")
    pad = drie_punten(verhaal)
    eerst = verhaal.get("/kalender", geldigOp="2025-04-15", stand="TE_LAAT")
    verhaal.op("2025-05-01")
    verhaal.post(f"{pad}/stappen", {"ingangsdatum": "2025-03-20", "stap": "maart"})

    assert verhaal.get(eerst["_links"]["self"]["href"]) == eerst
    assert verhaal.get("/kalender", geldigOp="2025-04-15", stand="TE_LAAT")["aantal"] == 0
    ding = verhaal.get(eerst["resultaten"][0]["_links"]["ding"]["href"])
    assert (ding["id"], ding["tijdreis"], ding["stappen"]) == (
        pad.rsplit("/", 1)[1],
        eerst["tijdreis"],
        [],
    )


def test_een_correctie_haalt_een_gedane_stap_weg(verhaal: Verhaal) -> None:
    pad = drie_punten(verhaal)
    verhaal.post(f"{pad}/stappen", {"ingangsdatum": "2025-03-20", "stap": "maart"})
    assert standen(verhaal, "2025-04-15")["maart"] == ("GEDAAN", None, "2025-03-20")
    verhaal.post(f"{pad}/correcties", correctie(zet(2)))
    assert standen(verhaal, "2025-04-15")["maart"] == ("TE_LAAT", "2025-04-01", None)


def test_wie_wat_ziet(verhaal: Verhaal) -> None:
    drie_punten(verhaal)
    elders = {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    andere = verhaal.post("/regios", elders)["regio"]["id"]

    assert len(verhaal.get("/kalender", als=Rol.RAAD)["resultaten"]) == 3
    assert verhaal.get("/kalender", regioId=andere)["resultaten"] == []
    token = maak_token(engine=verhaal.engine, rol=Rol.INKOPER, regios=[UUID(andere)])
    assert verhaal.get("/kalender", als=token)["resultaten"] == []
    eigen = maak_token(engine=verhaal.engine, rol=Rol.INKOPER, regios=[UUID(verhaal.regio)])
    assert len(verhaal.get("/kalender", als=eigen)["resultaten"]) == 3
    verhaal.get("/kalender", als=None, verwacht=401)


GEEN_VRAAG: list[tuple[dict[str, str], str, str]] = [
    ({"stand": "LAAT"}, "stand", "kies uit GEDAAN, OPEN, TE_LAAT, KOMEND"),
    ({"van": "2025"}, "van", "schrijf jjjj-mm-dd"),
    ({"van": "2025-02-01", "totEnMet": "2025-01-01"}, "totEnMet", "ligt voor van"),
    ({"regioId": "hier"}, "regioId", "geen UUID"),
    ({"gemeente": "9001"}, "gemeente", "bestaat hier niet"),
]


def test_een_vraag_die_niet_kan_zegt_waarom(verhaal: Verhaal) -> None:
    for vraag, naam, reden in GEEN_VRAAG:
        (fout,) = verhaal.get("/kalender", verwacht=400, **vraag)["fouten"]
        assert fout["naam"] == naam, vraag
        assert reden in fout["reden"], vraag
