"""The question in time: four quadrants, borders of days, months and years, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from infrastructure.database import maak_engine
from tests.hulp import (
    Verhaal,
    herziening,
    indexering,
    intrekking,
    opzegging,
    tarief,
    verlenging,
    verteld,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ONBEKEND = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
"""An id that nothing has; fixed, so that every process collects the same tests."""

OPENING = "2018-01-01T12:00:00.000000Z"


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        yield begonnen


def bedrag(verhaal: Verhaal, pad: str, **vraag: Any) -> str:
    (gevonden,) = verhaal.get(pad, **vraag)["tarieven"]
    return str(gevonden["tarief"])


def problemen(antwoord: Any) -> tuple[int, str]:
    return antwoord.status_code, antwoord.json()["type"].removeprefix("/problemen/")


# --- the four quadrants (standaarden.md 2) -----------------------------------------------------------------------


def test_vier_kwadranten_op_elke_vraag(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.op("2023-06-01")
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    verhaal.op("2024-03-01")
    verhaal.post(f"{k}/herzieningen", herziening("2023-07-01", "105.00"))
    verhaal.op("2024-06-01")
    kwadranten: dict[tuple[str | None, str | None], str] = {
        (None, None): "110.00",
        (None, "2023-01-01"): "100.00",
        (None, "2023-12-31"): "110.00",
        ("2023-08-01", None): "105.00",
        ("2023-08-01", "2023-12-31"): "100.00",
    }

    for (geldig_op, beschikbaar_op), verwacht in kwadranten.items():
        paar = {"geldigOp": geldig_op, "beschikbaarOp": beschikbaar_op}
        vraag: dict[str, Any] = {
            naam: waarde for naam, waarde in paar.items() if waarde is not None
        }
        assert bedrag(verhaal, k, **vraag) == verwacht
        (item,) = verhaal.get("/contracten", **vraag)["resultaten"]
        assert [t["tarief"] for t in item["tarieven"]] == [verwacht]
        assert bedrag(verhaal, item["_links"]["self"]["href"]) == verwacht


def test_zonder_opgave_vandaag_in_amsterdam_en_nu(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2024-07-01", "110.00"))
    verhaal.zet(datetime(2024, 6, 30, 21, 59, 59, tzinfo=UTC))
    assert bedrag(verhaal, k) == "100.00"
    verhaal.zet(datetime(2024, 6, 30, 22, tzinfo=UTC))
    assert bedrag(verhaal, k) == "110.00"
    assert verhaal.get(k)["tijdreis"] == {
        "geldigOp": "2024-07-01",
        "beschikbaarOp": "2022-10-03T12:00:00.000001Z",
    }


# --- borders of days ---------------------------------------------------------------------------------------------


def test_oud_en_nieuw(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.post(f"{k}/indexeringen", indexering("2024-01-01", "5.00"))

    standen = {
        dag: (verhaal.get(k, geldigOp=dag)["status"], bedrag(verhaal, k, geldigOp=dag))
        for dag in (
            "2022-12-31",
            "2023-01-01",
            "2023-12-31",
            "2024-01-01",
            "2030-12-31",
            "2031-01-01",
        )
    }

    assert standen == {
        "2022-12-31": ("TOEKOMSTIG", "100.00"),
        "2023-01-01": ("ACTIEF", "100.00"),
        "2023-12-31": ("ACTIEF", "100.00"),
        "2024-01-01": ("ACTIEF", "105.00"),
        "2030-12-31": ("ACTIEF", "105.00"),
        "2031-01-01": ("BEEINDIGD", "105.00"),
    }


def test_schrikkeldag(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(
        ingangsdatum="2023-03-01",
        einddatum="2024-02-28",
        stilzwijgendeVerlenging={"maanden": 12, "maxAantal": 4},
        opzegregeling={"opdrachtgever": {"maanden": 12}},
    )
    verhaal.post(f"{k}/herzieningen", herziening("2024-02-29", "101.00"))

    standen = {
        dag: verhaal.get(k, geldigOp=dag) for dag in ("2024-02-28", "2024-02-29", "2024-03-01")
    }

    assert {d: (s["einddatum"], s["tarieven"][0]["tarief"]) for d, s in standen.items()} == {
        "2024-02-28": ("2024-02-28", "100.00"),
        "2024-02-29": ("2025-02-28", "101.00"),
        "2024-03-01": ("2025-02-28", "101.00"),
    }
    assert [
        verhaal.get(k, geldigOp=f"{jaar}-06-01")["einddatum"] for jaar in (2025, 2026, 2027)
    ] == ["2026-02-28", "2027-02-28", "2028-02-28"]
    assert verhaal.vraag("GET", k, params={"geldigOp": "2023-02-29"}).status_code == 400


@pytest.mark.parametrize(
    ("ontvangen", "vroegst", "te_vroeg"),
    [
        ("2025-08-31", "2026-02-28", "2026-02-27"),
        ("2023-08-31", "2024-02-29", "2024-02-28"),
        ("2024-02-29", "2024-08-29", "2024-08-28"),
        ("2025-12-31", "2026-06-30", "2026-06-29"),
        ("2025-06-30", "2025-12-30", "2025-12-29"),
    ],
)
def test_opzegtermijn_in_kalendermaanden(
    verhaal: Verhaal, ontvangen: str, vroegst: str, te_vroeg: str
) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(opzegregeling={"opdrachtgever": {"maanden": 6}})
    verhaal.op(ontvangen)

    assert verhaal.weigering(f"{k}/opzeggingen", opzegging(ontvangen, te_vroeg)) == [
        "opzegtermijn-niet-in-acht-genomen"
    ]
    verhaal.post(f"{k}/opzeggingen", opzegging(ontvangen, vroegst))


@pytest.mark.parametrize(
    ("einddatum", "uiterlijk"),
    [("2024-08-31", "2024-02-29"), ("2025-08-31", "2025-02-28"), ("2025-02-28", "2024-08-31")],
)
def test_uiterste_handelingsdatum_is_de_laatste_dag_die_nog_kan(
    verhaal: Verhaal, einddatum: str, uiterlijk: str
) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(
        einddatum=einddatum,
        stilzwijgendeVerlenging={"maanden": 12},
        opzegregeling={"opdrachtgever": {"maanden": 6}},
    )
    assert verhaal.get(k, geldigOp="2024-01-01")["uitersteHandelingsdatum"] == uiterlijk

    verhaal.op("2024-01-01")
    verhaal.post(f"{k}/opzeggingen?proef=true", opzegging(uiterlijk, einddatum), status=200)
    te_laat = opzegging(_dag_na(uiterlijk), einddatum)
    assert verhaal.weigering(f"{k}/opzeggingen", te_laat) == ["opzegtermijn-niet-in-acht-genomen"]


@pytest.mark.parametrize(
    ("einddatum", "maanden", "volgende"),
    [
        ("2024-01-31", 1, ["2024-02-29", "2024-03-31", "2024-04-30"]),
        ("2023-01-30", 1, ["2023-02-28", "2023-03-30", "2023-04-30"]),
        ("2023-01-29", 1, ["2023-02-28", "2023-03-29", "2023-04-29"]),
        ("2023-01-28", 1, ["2023-02-28", "2023-03-28", "2023-04-28"]),
        ("2023-06-30", 6, ["2023-12-31", "2024-06-30", "2024-12-31"]),
        ("2023-08-30", 6, ["2024-02-29", "2024-08-30", "2025-02-28"]),
    ],
)
def test_stilzwijgende_verlenging_aan_het_einde_van_de_maand(
    verhaal: Verhaal, einddatum: str, maanden: int, volgende: list[str]
) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(einddatum=einddatum, stilzwijgendeVerlenging={"maanden": maanden})

    gevonden, dag = [], einddatum
    for _ in volgende:
        dag = verhaal.get(k, geldigOp=_dag_na(dag))["einddatum"]
        gevonden.append(dag)

    assert gevonden == volgende


def _dag_na(dag: str) -> str:
    return (date.fromisoformat(dag) + timedelta(days=1)).isoformat()


def test_laatste_dagen_van_de_kalender(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(einddatum=None)

    assert verhaal.get(k, geldigOp="1900-01-01")["status"] == "TOEKOMSTIG"
    assert verhaal.get(k, geldigOp="2999-12-31")["status"] == "ACTIEF"
    assert verhaal.get(k, geldigOp="2999-12-31")["einddatum"] is None
    for dag in ("1899-12-31", "3000-01-01"):
        assert verhaal.vraag("GET", k, params={"geldigOp": dag}).status_code == 400


# --- the instant -------------------------------------------------------------------------------------------------


def test_schrijfwijzen_van_het_moment(verhaal: Verhaal) -> None:
    verhaal.zet(datetime(2024, 3, 1, 12, tzinfo=UTC))
    k = verhaal.contract()
    verhaal.zet(datetime(2024, 7, 1, 12, tzinfo=UTC))
    verhaal.post(f"{k}/herzieningen", herziening("2023-06-01", "110.00"))
    verhaal.op("2024-08-01")

    nieuw = "2024-07-01T12:00:00.000000Z"
    net_niet = "2024-07-01T11:59:59.999999Z"
    geschreven = {
        "2024-07-01T12:00:00Z": nieuw,
        "2024-07-01T14:00:00+02:00": nieuw,
        "2024-07-01T07:30:00-04:30": nieuw,
        "2024-07-01T12:00:00+00:00": nieuw,
        "2024-07-01T14:00:00": nieuw,
        "2024-07-01T14:00": nieuw,
        "2024-07-01T12:00:00.000000Z": nieuw,
        "2024-07-01": nieuw,
        "2024-07-01T11:59:59.999999Z": net_niet,
        "2024-07-01T13:59:59.999999": net_niet,
        "2024-06-30T13:00:00+02:00": "2024-06-30T11:00:00.000000Z",
        "2024-06-30": "2024-06-30T21:59:59.999999Z",
    }
    for tekst, verwacht in geschreven.items():
        antwoord = verhaal.get(k, beschikbaarOp=tekst, geldigOp="2024-01-01")
        assert antwoord["tijdreis"]["beschikbaarOp"] == verwacht, tekst
        assert antwoord["tarieven"][0]["tarief"] == ("110.00" if verwacht == nieuw else "100.00")

    kaal = verhaal.vraag("GET", f"{k}?beschikbaarOp=2024-07-01T14:00:00%2B02:00")
    assert kaal.json()["tijdreis"]["beschikbaarOp"] == nieuw
    spatie = verhaal.vraag("GET", f"{k}?beschikbaarOp=2024-07-01T14:00:00+02:00")
    assert spatie.status_code == 400
    assert "%2B" in spatie.json()["fouten"][0]["reden"]


def test_een_kale_datum_is_het_einde_van_die_dag_in_amsterdam(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    momenten = [
        datetime(2024, 3, 30, 22, 59, 59, 999999, tzinfo=UTC),  # 30-3 23:59:59 in Amsterdam
        datetime(2024, 3, 30, 23, tzinfo=UTC),  # 31-3 00:00: the day that summer time begins
        datetime(2024, 3, 31, 21, 59, 59, 999999, tzinfo=UTC),  # 31-3 23:59:59
        datetime(2024, 3, 31, 22, tzinfo=UTC),  # 1-4 00:00
        datetime(
            2024, 10, 27, 22, 59, 59, 999999, tzinfo=UTC
        ),  # 27-10 23:59:59: winter time has begun
        datetime(2024, 10, 27, 23, tzinfo=UTC),  # 28-10 00:00
    ]
    for nummer, moment in enumerate(momenten, start=1):
        verhaal.zet(moment)
        verhaal.post(f"{k}/herzieningen", herziening("2023-06-01", f"10{nummer}.00"))
    verhaal.op("2024-12-31")

    gevonden = {
        dag: bedrag(verhaal, k, beschikbaarOp=dag)
        for dag in ("2024-03-30", "2024-03-31", "2024-04-01", "2024-10-27", "2024-10-28")
    }

    assert gevonden == {
        "2024-03-30": "101.00",
        "2024-03-31": "103.00",
        "2024-04-01": "104.00",
        "2024-10-27": "105.00",
        "2024-10-28": "106.00",
    }


@pytest.mark.parametrize(
    ("tekst", "reden"),
    [
        ("2024-03-31T02:30:00", "bestaat niet"),
        ("2024-03-31T02:00:00", "bestaat niet"),
        ("2024-10-27T02:30:00", "twee keer"),
        ("2024-10-27T02:59:59.999999", "twee keer"),
        ("2024-10-27T25:00:00", "schrijf een datum"),
        ("2024-02-30T10:00:00Z", "kalender"),
        ("2024-02-30", "kalender"),
        ("23-04-2019", "jjjj-mm-dd"),
        ("2024-07-01 10:00:00Z", "schrijf een datum"),
        ("2024-07-01t10:00:00Z", "schrijf een datum"),
        ("2024-07-01T10:00:00z", "schrijf een datum"),
        ("2024-07-01T10:00:00-00:00", "schrijf een datum"),
        ("gisteren", "schrijf een datum"),
        ("", "schrijf een datum"),
        ("2024", "schrijf een datum"),
    ],
)
def test_een_onmogelijk_moment_is_ongeldige_invoer(
    sqlite_verhaal: Verhaal, tekst: str, reden: str
) -> None:
    antwoord = sqlite_verhaal.vraag("GET", "/contracten", params={"beschikbaarOp": tekst})

    assert problemen(antwoord) == (400, "OngeldigeInvoer")
    (fout,) = antwoord.json()["fouten"]
    assert (fout["in"], fout["naam"]) == ("query", "beschikbaarOp")
    assert reden in fout["reden"]


@pytest.fixture(scope="module")
def sqlite_verhaal(
    sqlite_sjabloon: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Verhaal]:
    """One register for questions that read nothing: how a parameter is written is the same on both databases."""
    pad = tmp_path_factory.mktemp("vragen") / "looptijd.sqlite"
    pad.write_bytes(sqlite_sjabloon.read_bytes())
    engine = maak_engine(url=f"sqlite:///{pad}")
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2025-01-01")
        yield begonnen
    engine.dispose()


@pytest.mark.parametrize(
    ("tekst", "uur"),
    [
        ("2024-03-31T01:59:59", "2024-03-31T00:59:59"),
        ("2024-03-31T03:00:00", "2024-03-31T01:00:00"),
        ("2024-10-27T01:59:59", "2024-10-26T23:59:59"),
        ("2024-10-27T03:00:00", "2024-10-27T02:00:00"),
        ("2024-10-27T02:30:00%2B02:00", "2024-10-27T00:30:00"),
        ("2024-10-27T02:30:00%2B01:00", "2024-10-27T01:30:00"),
    ],
)
def test_rond_de_klok_die_verspringt(verhaal: Verhaal, tekst: str, uur: str) -> None:
    verhaal.zet(datetime.fromisoformat(uur).replace(tzinfo=UTC))
    k = verhaal.contract()
    verhaal.op("2024-12-01")

    gevonden = verhaal.get(f"{k}?beschikbaarOp={tekst}")
    assert gevonden["tijdreis"]["beschikbaarOp"] == f"{uur}.000000Z"
    assert gevonden["versie"] == 1


def test_het_watermerk_wordt_precies_teruggenomen(verhaal: Verhaal) -> None:
    verhaal.zet(datetime(2024, 3, 1, 9, 12, 3, 4, tzinfo=UTC))
    k = verhaal.contract()
    verhaal.zet(datetime(2024, 3, 1, 9, 12, 4, tzinfo=UTC))
    eerst = verhaal.get(k)

    assert eerst["tijdreis"]["beschikbaarOp"] == "2024-03-01T09:12:03.000004Z"
    assert verhaal.get(k, **eerst["tijdreis"]) == eerst
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    assert verhaal.get(k, **eerst["tijdreis"]) == eerst
    assert verhaal.get(k)["tijdreis"]["beschikbaarOp"] == "2024-03-01T09:12:04.000000Z"
    assert bedrag(verhaal, k, beschikbaarOp="2024-03-01T09:12:04.000000Z") == "110.00"
    antwoord = verhaal.vraag("GET", k, params={"beschikbaarOp": "2024-03-01T09:12:03.000003Z"})
    assert problemen(antwoord) == (404, "BestaatNiet")


# --- refused -----------------------------------------------------------------------------------------------------


def test_later_dan_klok_en_watermerk(verhaal: Verhaal) -> None:
    verhaal.zet(datetime(2024, 3, 1, 12, tzinfo=UTC))
    k = verhaal.contract()

    def status(moment: str) -> int:
        antwoord = verhaal.vraag("GET", k, params={"beschikbaarOp": moment})
        if antwoord.status_code == 403:
            assert antwoord.json()["type"] == "/problemen/ToekomstNietOndersteund"
        return antwoord.status_code

    assert status("2024-03-01T12:00:00.000000Z") == 200
    assert status("2024-03-01T12:00:00.000001Z") == 403
    assert status("2024-03-02") == 403
    assert status("2024-03-01") == 200  # today, of which the end is still to come
    verhaal.zet(datetime(2024, 3, 1, 11, 59, tzinfo=UTC))
    assert status("2024-03-01T12:00:00Z") == 200  # the watermark is ahead of the clock
    assert status("2024-03-01T12:00:00.000001Z") == 403


def test_toekomst_van_de_geldigheid_is_gewoon(verhaal: Verhaal) -> None:
    verhaal.op("2024-03-01")
    k = verhaal.contract()

    assert verhaal.get(k, geldigOp="2040-01-01")["status"] == "BEEINDIGD"


def test_voor_de_opening_van_het_register_is_niets_bekend(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    for pad in (
        k,
        f"{k}/historie",
        f"{k}/gebeurtenissen",
        "/contracten",
        "/gebeurtenissen",
        "/afwijkingen",
    ):
        antwoord = verhaal.vraag("GET", pad, params={"beschikbaarOp": "2017-12-31"})
        assert problemen(antwoord) == (404, "BestaatNiet")
        assert OPENING in antwoord.json()["detail"]
        erna = verhaal.vraag("GET", pad, params={"beschikbaarOp": OPENING})
        assert erna.status_code == (404 if pad.startswith(k) else 200)


def test_wat_toen_niet_bekend_was(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.op("2022-10-04")

    for pad in (k, f"{k}/historie", f"{k}/gebeurtenissen"):
        antwoord = verhaal.vraag("GET", pad, params={"beschikbaarOp": "2022-10-02"})
        assert problemen(antwoord) == (404, "BestaatNiet")
        assert OPENING not in antwoord.json()["detail"]
    assert verhaal.get("/contracten", beschikbaarOp="2022-10-02")["aantal"] == 0
    onbekend = verhaal.vraag("GET", f"/contracten/{uuid4()}")
    assert problemen(onbekend) == (404, "BestaatNiet")
    ander = k.replace("contracten", "aanbieders")
    assert problemen(verhaal.vraag("GET", ander)) == (404, "BestaatNiet")


_DEELPADEN = (
    "historie",
    "gebeurtenissen",
    "herzieningen",
    "verlengingen",
    "opzeggingen",
    "intrekkingen",
    "ontbindingen",
    "indexeringen",
    "correcties",
)


@pytest.mark.parametrize("deel", _DEELPADEN)
def test_journaal_en_historie_kennen_geen_geldig_op(sqlite_verhaal: Verhaal, deel: str) -> None:
    pad = f"/contracten/{ONBEKEND}/{deel}"

    antwoord = sqlite_verhaal.vraag("GET", pad, params={"geldigOp": "2024-01-01"})

    assert problemen(antwoord) == (403, "TijdreizenNietOndersteund")


@pytest.mark.parametrize(
    ("pad", "parameter"),
    [
        ("/gebeurtenissen", "geldigOp"),
        (f"/contracten/{ONBEKEND}/verschillen", "geldigOp"),
        (f"/contracten/{ONBEKEND}/verschillen", "beschikbaarOp"),
    ],
)
def test_elders_wordt_tijdreizen_geweigerd(
    sqlite_verhaal: Verhaal, pad: str, parameter: str
) -> None:
    antwoord = sqlite_verhaal.vraag("GET", pad, params={parameter: "2024-01-01"})

    assert problemen(antwoord) == (403, "TijdreizenNietOndersteund")


@pytest.mark.parametrize("parameter", ["geldigOp", "beschikbaarOp"])
def test_opdrachten_reizen_niet_in_de_tijd(sqlite_verhaal: Verhaal, parameter: str) -> None:
    antwoord = sqlite_verhaal.vraag(
        "POST", "/contracten", params={parameter: "2024-01-01"}, json=sqlite_verhaal.lichaam()
    )

    assert problemen(antwoord) == (403, "TijdreizenNietOndersteund")


@pytest.mark.parametrize("methode", ["GET", "POST"])
@pytest.mark.parametrize("pad", ["/contracten", "/aanbieders", "/budgetten", "/regios"])
def test_in_werking_op_wordt_niet_ondersteund(
    sqlite_verhaal: Verhaal, methode: str, pad: str
) -> None:
    antwoord = sqlite_verhaal.vraag(
        methode,
        pad,
        params={"inWerkingOp": "2024-01-01"},
        json={} if methode == "POST" else None,
    )

    assert problemen(antwoord) == (403, "InWerkingTredingNietOndersteund")


def test_een_onbekende_parameter_wordt_nooit_genegeerd(sqlite_verhaal: Verhaal) -> None:
    antwoord = sqlite_verhaal.vraag(
        "GET", "/contracten?geldigop=2024-01-01&huidig=true&page=0&geldigOp=2024-02-30"
    )

    assert problemen(antwoord) == (400, "OngeldigeInvoer")
    namen = {fout["naam"] for fout in antwoord.json()["fouten"]}
    assert namen >= {"geldigop", "huidig", "page"}
    dubbel = sqlite_verhaal.vraag("GET", "/contracten?geldigOp=2024-01-01&geldigOp=2024-01-02")
    assert problemen(dubbel) == (400, "OngeldigeInvoer")


# --- state before, during and after ------------------------------------------------------------------------------


def test_voor_de_eerste_dag_gelden_de_afspraken_van_de_eerste_dag(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2023-01-01", "102.00"))

    vroeg = verhaal.get(k, geldigOp="2020-01-01")
    assert (vroeg["status"], vroeg["tarieven"][0]["tarief"]) == ("TOEKOMSTIG", "102.00")
    (item,) = verhaal.get("/contracten", geldigOp="2020-01-01")["resultaten"]
    assert (item["status"], item["tarieven"][0]["tarief"]) == ("TOEKOMSTIG", "102.00")
    assert verhaal.get("/contracten", geldigOp="2020-01-01", status="ACTIEF")["aantal"] == 0


def test_na_het_einde_gelden_de_afspraken_van_de_laatste_dag(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2030-12-31", "150.00"))

    laat = verhaal.get(k, geldigOp="2040-01-01")
    assert (laat["status"], laat["beeindiging"]) == ("BEEINDIGD", "VERLOPEN")
    assert laat["tarieven"][0]["tarief"] == "150.00"
    assert laat["einddatum"] == "2030-12-31"


def test_komend_noemt_de_feiten_waarvan_de_dag_nog_komt(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(opzegregeling={"opdrachtgever": {"maanden": 1}})
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    verhaal.post(f"{k}/opzeggingen", opzegging("2025-01-01", "2025-12-31"))
    verhaal.op("2024-01-01")
    verhaal.post(f"{k}/intrekkingen", intrekking("2025-02-01", 3))

    def komend(**vraag: Any) -> list[int]:
        return [feit["volgnummer"] for feit in verhaal.get(k, **vraag)["komend"]]

    assert komend(geldigOp="2022-01-01", beschikbaarOp="2023-01-01") == [1, 2, 3]
    assert komend(geldigOp="2023-12-31") == [2, 3, 4]
    assert komend(geldigOp="2024-01-01") == [3, 4]
    assert komend(geldigOp="2025-02-01") == []


def test_namen_van_anderen_op_hetzelfde_paar(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract()
    verhaal.op("2024-05-01")
    wijziging = {"ingangsdatum": "2024-01-01", "naam": "De Nieuwe Oever"}
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/wijzigingen", wijziging)
    verhaal.op("2024-06-01")

    def naam(**vraag: Any) -> str:
        (item,) = verhaal.get("/contracten", **vraag)["resultaten"]
        gevonden = verhaal.get(k, **vraag)["aanbieder"]["naam"]
        assert item["aanbieder"]["naam"] == gevonden
        return str(gevonden)

    assert naam() == "De Nieuwe Oever"
    assert naam(geldigOp="2023-12-31") == "De Oever"
    assert naam(beschikbaarOp="2024-04-30") == "De Oever"
    assert naam(geldigOp="1950-01-01") == "De Oever"
    assert len(verhaal.get(f"{k}/historie")["voorkomens"]) == 2  # until and after its end


# --- historie and verschillen ------------------------------------------------------------------------------------


def test_historie_bestaat_uit_rechthoeken(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(einddatum=None)
    verhaal.op("2024-11-20")
    verhaal.post(f"{k}/herzieningen", herziening("2025-01-01", "112.00"))
    verhaal.op("2025-03-10")

    gevonden = verhaal.get(f"{k}/historie")["voorkomens"]
    toen = verhaal.get(f"{k}/historie", beschikbaarOp="2024-11-19")["voorkomens"]

    def kort(v: Any) -> tuple[Any, ...]:
        return (
            v["beginGeldigheid"],
            v["eindGeldigheid"],
            v["beginRegistratie"][:10],
            v["eindRegistratie"] and v["eindRegistratie"][:10],
            v["tarieven"][0]["tarief"],
        )

    assert [kort(v) for v in gevonden] == [
        ("2023-01-01", None, "2022-10-03", "2024-11-20", "100.00"),
        ("2023-01-01", "2025-01-01", "2024-11-20", None, "100.00"),
        ("2025-01-01", None, "2024-11-20", None, "112.00"),
    ]
    assert [kort(v) for v in toen] == [("2023-01-01", None, "2022-10-03", None, "100.00")]
    assert "aanbieder" not in gevonden[0]
    assert gevonden[0]["aanbiederId"] == verhaal.aanbieder


def test_stilzwijgende_termijnen_in_de_historie(verhaal: Verhaal) -> None:
    verhaal.op("2019-12-01")
    k = verhaal.contract(
        ingangsdatum="2020-01-01",
        einddatum="2021-12-31",
        stilzwijgendeVerlenging={"maanden": 24, "maxAantal": 2},
    )

    gevonden = verhaal.get(f"{k}/historie")["voorkomens"]

    assert [
        (v["beginGeldigheid"], v["eindGeldigheid"], v["einddatum"], v["status"]) for v in gevonden
    ] == [
        ("2020-01-01", "2022-01-01", "2021-12-31", "ACTIEF"),
        ("2022-01-01", "2024-01-01", "2023-12-31", "ACTIEF"),
        ("2024-01-01", "2026-01-01", "2025-12-31", "ACTIEF"),
        ("2026-01-01", None, "2025-12-31", "BEEINDIGD"),
    ]


def test_verschillen_noemen_de_feiten_die_ze_maken(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    k = verhaal.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}])
    verhaal.op("2024-11-20")
    verhaal.post(f"{k}/herzieningen", herziening("2025-01-01", "112.00"))
    verhaal.op("2025-03-10")
    verhaal.post(f"{k}/herzieningen", herziening("2024-07-01", "105.00"))
    verhaal.op("2025-04-01")
    verhaal.post(f"{k}/verlengingen", verlenging("2025-04-01", "2034-12-31"))

    def oorzaken(**vraag: Any) -> dict[str, list[tuple[str, int | None]]]:
        antwoord = verhaal.get(f"{k}/verschillen", **vraag)
        return {
            v["veld"]: [
                (o["soort"], o["gebeurtenis"] and o["gebeurtenis"]["volgnummer"])
                for o in v["oorzaken"]
            ]
            for v in antwoord["verschillen"]
        }

    dag = {"vanGeldigOp": "2024-08-01", "totGeldigOp": "2024-08-01"}
    assert oorzaken(**dag, vanBeschikbaarOp="2024-12-31") == {"tarieven": [("LAAT_FEIT", 3)]}
    assert oorzaken(vanGeldigOp="2024-12-31", totGeldigOp="2025-01-01") == {
        "tarieven": [("INGEGAAN", 2)]
    }
    vandaag = oorzaken(vanGeldigOp="2025-03-31")
    assert vandaag["einddatum"] == [("INGEGAAN", 4)]
    assert vandaag["verlengingsopties"] == [("INGEGAAN", 4)]
    assert "tarieven" not in vandaag
    assert oorzaken() == {}
    assert oorzaken(vanGeldigOp="2035-01-01", totGeldigOp="2034-12-31")["status"] == [
        ("TIJDSVERLOOP", None)
    ]
    antwoord = verhaal.get(f"{k}/verschillen", vanGeldigOp="2024-12-31", totGeldigOp="2025-01-01")
    (verschil,) = antwoord["verschillen"]
    assert verschil["was"]["tarieven"][0] == {
        **tarief("105.00"),
        "gemeente": None,
        "prijspeil": 2024,
    }
    assert verschil["wordt"]["tarieven"][0]["tarief"] == "112.00"
