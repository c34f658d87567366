"""The radar as a calendar: what a calendar program reads from it, and how it comes in."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from application.toegang import Rol
from tests.hulp import Verhaal, afwijking, opzegging, verteld

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from sqlalchemy import Engine


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        vereiste = {"orgaan": "RAAD", "rol": "BESLIST", "regel": "ELK"}
        begonnen.wereld(
            vereisten=[{"handelingen": ["contract.opgezegd"], **vereiste}],
            doorlooptijden=[{"orgaan": "RAAD", "dagen": 90}],
        )
        begonnen.op("2026-01-15")
        yield begonnen


def stilzwijgend(v: Verhaal) -> str:
    """Record a contract that renews by a year, with half a year of notice; give its path."""
    return v.contract(
        einddatum="2026-12-31",
        stilzwijgendeVerlenging={"maanden": 12},
        opzegregeling={"opdrachtgever": {"maanden": 6}},
        eigenaar="team-jeugd",
    )


def basic(geheim: str, naam: str = "wie dan ook") -> dict[str, str]:
    paar = base64.b64encode(f"{naam}:{geheim}".encode()).decode()
    return {"Authorization": f"Basic {paar}"}


def gelezen(antwoord: httpx.Response) -> Any:
    """Give the calendar in an answer, as a calendar program reads it."""
    assert antwoord.status_code == 200, antwoord.text
    assert antwoord.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(antwoord.content)


def test_de_feed_zegt_per_laatste_dag_wat_er_moet(verhaal: Verhaal) -> None:
    contract = stilzwijgend(verhaal)
    toelating = verhaal.toelating("P3", laatsteDag="2025-12-31")
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", toelating)

    feed = verhaal.vraag("GET", "/radar.ics?regioId=" + verhaal.regio)
    agenda = gelezen(feed)

    per_uid = {str(e["UID"]): e for e in agenda.walk("VEVENT")}
    ding = contract.rsplit("/", 1)[1]
    handelen = per_uid[f"{ding}/opzeggen/uiterlijk@looptijd"]
    voorleggen = per_uid[f"{ding}/opzeggen/besluit@looptijd"]
    assert handelen["DTSTART"].dt == date(2026, 6, 30)
    assert handelen["DTSTART"].params["VALUE"] == "DATE"
    assert handelen["SUMMARY"] == "Opzeggen of laten verlengen: K"
    assert "- RAAD heeft 90 dagen nodig: 1-4-2026" in handelen["DESCRIPTION"]
    assert handelen["URL"] == f"http://looptijd.test{contract}"
    assert voorleggen["DTSTART"].dt == date(2026, 4, 1)
    assert voorleggen["SUMMARY"].startswith("Voorleggen aan Raad. Opzeggen")
    vooraf = [a["TRIGGER"].dt for a in handelen.walk("VALARM")]
    assert vooraf == [timedelta(days=-30), timedelta(days=-7)]
    tijdreis = verhaal.get("/radar")["tijdreis"]
    moment = tijdreis["beschikbaarOp"][:19].replace("-", "").replace(":", "")
    assert handelen["DTSTAMP"].to_ical().decode() == f"{moment}Z"
    assert agenda["X-WR-CALNAME"] == "Looptijd radar"

    laat = per_uid[f"{verhaal.aanbieder}/toelating/{verhaal.traject}/P3/uiterlijk@looptijd"]
    assert laat["SUMMARY"] == "Te laat: Toelating vernieuwen: De Oever"
    assert laat.walk("VALARM") == []
    assert per_uid["te-laat@looptijd"]["DTSTART"].dt == date(2026, 1, 15)
    assert len(per_uid) == 4


def test_de_feed_van_een_paar_is_elke_keer_dezelfde(verhaal: Verhaal) -> None:
    contract = stilzwijgend(verhaal)
    paar = verhaal.get("/radar")["tijdreis"]
    eerst = verhaal.vraag("GET", "/radar.ics", params={**paar, "eigenaar": "team-jeugd"})
    verhaal.op("2026-05-01")
    zonder_besluit = {"afwijking": afwijking("besluit-ontbreekt")}
    verhaal.post(f"{contract}/opzeggingen", opzegging("2026-05-01", "2026-12-31", **zonder_besluit))

    weer = verhaal.vraag("GET", "/radar.ics", params={**paar, "eigenaar": "team-jeugd"})

    assert eerst.content == weer.content
    assert gelezen(weer)["X-WR-CALNAME"] == "Looptijd radar van team-jeugd"
    assert list(gelezen(verhaal.vraag("GET", "/radar.ics")).walk("VEVENT")) == []
    assert all(len(regel) <= 75 for regel in eerst.content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("accept", "soort"),
    [
        ("text/calendar", "text/calendar"),
        ("text/calendar;q=0.9, */*", "text/calendar"),
        ("application/json, text/calendar", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_de_radar_is_ook_een_agenda_voor_wie_daarom_vraagt(
    verhaal: Verhaal, accept: str, soort: str
) -> None:
    stilzwijgend(verhaal)

    antwoord = verhaal.vraag("GET", "/radar", koppen={"Accept": accept})

    assert antwoord.headers["Content-Type"].partition(";")[0] == soort
    assert antwoord.headers["Vary"] == "Accept"


def test_een_agendaprogramma_komt_binnen_met_een_token_als_wachtwoord(verhaal: Verhaal) -> None:
    stilzwijgend(verhaal)
    token = verhaal.token(Rol.AUDITOR)

    binnen = verhaal.vraag("GET", "/radar.ics", als=None, koppen=basic(token))

    assert len(gelezen(binnen).walk("VEVENT")) == 2


@pytest.mark.parametrize(
    "koppen",
    [{}, basic("onzin"), {"Authorization": "Basic %%%"}, {"Authorization": "Basic /w=="}],
    ids=["niets", "vreemd token", "geen base64", "geen tekst"],
)
def test_zonder_geldig_token_vraagt_de_feed_om_naam_en_wachtwoord(
    verhaal: Verhaal, koppen: dict[str, str]
) -> None:
    antwoord = verhaal.vraag("GET", "/radar.ics", als=None, koppen=koppen)

    assert antwoord.status_code == 401
    assert antwoord.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert antwoord.json()["type"] == "/problemen/NietIngelogd"


@pytest.mark.parametrize("pad", ["/radar", "/contracten", "/kalender"])
def test_een_wachtwoord_dient_nergens_anders(verhaal: Verhaal, pad: str) -> None:
    koppen = basic(verhaal.token(Rol.BEHEERDER)) | {"Accept": "text/calendar"}

    antwoord = verhaal.vraag("GET", pad, als=None, koppen=koppen)

    assert antwoord.status_code == 401
    assert antwoord.headers["WWW-Authenticate"] == "Bearer"
