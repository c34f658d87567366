"""The pages as people use them: logging in, travelling in time, reading a contract, with a real browser and server."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import httpx
import pytest
import uvicorn
from fastapi import APIRouter
from playwright.sync_api import expect

from api import inloggen, sjablonen
from api.app import maak_app
from api.paginas import PAGINAS
from application.overzicht import overzicht
from application.tijdreizen import los_op
from application.toegang import Gebruiker, Rol
from domain.contractdelen import Status
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from tests.hulp import (
    Verhaal,
    afwijking,
    correctie,
    herziening,
    intrekking,
    opzegging,
    verteld,
    zet,
)
from tests.paginahulp import BREEDTES, HTML, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

TOEN = "geldigOp=2024-08-01&beschikbaarOp=2025-03-11"
"""After the late fact of 10 March 2025, before its correctie."""


@dataclass
class Huis:
    """The pages on a running server, with one story in the register."""

    verhaal: Verhaal
    adres: str
    contract: str
    ander: str
    aanbieder: str

    def haal(self, pad: str, *, rol: Rol | None = Rol.BEHEERDER, **koppen: str) -> httpx.Response:
        """Ask for a page as a browser does, without following where it leads."""
        wie = {} if rol is None else {"Authorization": f"Bearer {self.verhaal.token(rol)}"}
        return httpx.get(f"{self.adres}{pad}", headers={**HTML, **wie, **koppen})

    def inloglink(self) -> str:
        """Make the address that the server prints."""
        geheim = maak_inloglink(engine=self.verhaal.engine, rol=Rol.BEHEERDER, naam="proef")
        return f"{self.adres}/inloggen?link={geheim}"

    @property
    def paginas(self) -> dict[str, str]:
        """Every page, at now, at another moment and refused."""
        return {
            "overzicht": "/",
            "overzicht-toen": f"/?{TOEN}",
            "contracten": "/contracten",
            "contracten-fout": "/contracten?eindigtVoor=morgen&status=KWIJT",
            "contracten-leeg": "/contracten?contractnummer=bestaat-niet",
            "contract": self.contract,
            "contract-toen": f"{self.contract}?{TOEN}",
            "contract-toekomstig": f"{self.contract}?geldigOp=2022-11-01",
            "contract-met-afwijking": self.ander,
            "aanbieders": "/aanbieders",
            "aanbieder": self.aanbieder,
            "niet-bekend": f"{self.contract}?beschikbaarOp=2020-01-01",
            "toekomst": "/contracten?beschikbaarOp=2040-01-01",
            "geen-datum": "/contracten?geldigOp=2025-13-01",
            "nergens": "/nergens",
        }


@pytest.fixture(scope="module")
def huis(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    """A story of one contract with a late fact, its correctie and a notice taken back; and a server on it."""
    bestand = tmp_path_factory.mktemp("paginas") / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, bestand)
    engine = maak_engine(url=f"sqlite:///{bestand}")
    with verteld(engine) as verhaal:
        contract, ander = _vertel(verhaal)
        app = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
        with draaiend(uvicorn.Config(app, port=0, log_level="critical", ws="none")) as adres:
            yield Huis(verhaal, adres, contract, ander, f"/aanbieders/{verhaal.aanbieder}")
    engine.dispose()


def _vertel(verhaal: Verhaal) -> tuple[str, str]:
    verhaal.wereld()
    verhaal.op("2022-10-03")
    contract = verhaal.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}])
    verhaal.op("2024-11-20")
    besluit = {"orgaan": "COLLEGES", "datum": "2024-11-12", "kenmerk": "B-24-88"}
    bewijs = [{"kenmerk": "DOC-17", "titel": "Addendum 3"}]
    verhaal.post(
        f"{contract}/herzieningen",
        herziening("2025-01-01", "112.00", besluit=besluit, bewijs=bewijs),
    )
    verhaal.op("2025-03-10")
    verhaal.post(f"{contract}/herzieningen", herziening("2024-07-01", "105.00"))
    verhaal.op("2025-04-02")
    verhaal.post(
        f"{contract}/correcties",
        correctie(zet(3, "herzieningen", herziening("2024-07-01", "106.50"))),
    )
    verhaal.op("2025-04-10")
    weg = opzegging("2025-04-10", "2026-12-31", door="WEDERZIJDS")
    verhaal.post(f"{contract}/opzeggingen", weg)
    verhaal.op("2025-04-20")
    verhaal.post(f"{contract}/intrekkingen", intrekking("2025-04-20", 5))
    verhaal.op("2025-05-06")
    ander = verhaal.contract(
        contractnummer="K-verblijf",
        segment="verblijf",
        percelen=["P3"],
        gemeenten=["9002"],
        stilzwijgendeVerlenging={"maanden": 12},
        opzegregeling={"opdrachtgever": {"maanden": 6}},
        einddatum="2025-12-31",
        afwijking=afwijking("niet-toegelaten"),
    )
    return contract, ander


# --- without a browser -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pad", ["/", "/contracten", "/aanbieders", "/contracten/x", "/tijd"])
def test_a_page_for_nobody_explains_how_to_log_in(huis: Huis, pad):
    antwoord = huis.haal(pad, rol=None)

    assert antwoord.status_code == 401
    assert antwoord.headers["Content-Type"].startswith("text/html")
    assert "U bent niet ingelogd" in antwoord.text
    assert "./looptijd serve" in antwoord.text
    assert "Uitloggen" not in antwoord.text


def test_who_does_not_ask_for_html_gets_a_problem(huis: Huis):
    antwoord = httpx.get(f"{huis.adres}/contracten")

    assert antwoord.status_code == 401
    assert antwoord.headers["Content-Type"] == "application/problem+json"


def test_the_api_answers_problems_also_to_a_browser(huis: Huis):
    antwoord = huis.haal("/v1/contracten", rol=None)

    assert antwoord.headers["Content-Type"] == "application/problem+json"


def test_looking_ahead_at_a_login_link_does_not_use_it(huis: Huis):
    link = huis.inloglink()
    for _ in range(2):
        voorproef = httpx.get(link, headers=HTML)
        assert (voorproef.status_code, "set-cookie" in voorproef.headers) == (200, False)

    geheim = link.partition("link=")[2]
    ingelogd = httpx.post(f"{huis.adres}/inloggen", data={"link": geheim}, headers=HTML)
    opnieuw = httpx.post(f"{huis.adres}/inloggen", data={"link": geheim}, headers=HTML)

    koek = ingelogd.headers["set-cookie"].lower()
    assert (ingelogd.status_code, ingelogd.headers["location"]) == (303, "/")
    assert "httponly" in koek
    assert "samesite=strict" in koek
    assert opnieuw.status_code == 401
    assert "Deze inloglink werkt niet meer" in opnieuw.text
    assert "./looptijd demo" in opnieuw.text


def test_a_contract_that_was_not_known_then_says_so(huis: Huis):
    antwoord = huis.haal(f"{huis.contract}?beschikbaarOp=2020-01-01")

    assert antwoord.status_code == 404
    assert "was toen niet bekend" in antwoord.text
    assert "aan het eind van" in antwoord.text


def test_before_the_register_was_opened_nothing_is_known(huis: Huis):
    antwoord = huis.haal("/contracten?beschikbaarOp=2017-01-01")

    assert antwoord.status_code == 404
    assert "Dit register is geopend op" in antwoord.text


def test_the_future_of_the_register_is_refused_with_the_input_kept(huis: Huis):
    antwoord = huis.haal(
        "/tijd?naar=/contracten&geldigOp=2030-01-01&beschikbaarOp=2040-01-01&tijd="
    )

    assert antwoord.status_code == 403
    assert "is nog niet bekend" in antwoord.text
    assert 'value="2040-01-01"' in antwoord.text
    assert 'value="2030-01-01"' in antwoord.text


def test_a_day_that_does_not_exist_is_refused_with_the_input_kept(huis: Huis):
    antwoord = huis.haal("/contracten?geldigOp=2025-02-30")

    assert antwoord.status_code == 400
    assert "bestaat niet op de kalender" in antwoord.text
    assert 'type="text" id="tijd-geldig" name="geldigOp" value="2025-02-30"' in antwoord.text


def test_faulty_filters_are_told_on_the_page_with_the_input_kept(huis: Huis):
    antwoord = huis.haal("/contracten?eindigtVoor=morgen&status=KWIJT&segment=ambulant&onzin=1")

    assert antwoord.status_code == 400
    assert "is geen datum" in antwoord.text
    assert "kies uit TOEKOMSTIG, ACTIEF" in antwoord.text
    assert "bestaat hier niet" in antwoord.text
    assert 'value="morgen"' in antwoord.text
    assert '<option value="ambulant" selected>ambulant</option>' in antwoord.text
    assert "gevonden" not in antwoord.text


def test_a_form_left_empty_asks_for_everything(huis: Huis):
    antwoord = huis.haal("/contracten?contractnummer=&regioId=&segment=&status=&eindigtVoor=")

    assert antwoord.status_code == 200
    assert "2\xa0contracten gevonden" in antwoord.text


@pytest.mark.parametrize("naar", ["https://example.org/", "//example.org/", "/\\example.org", "x"])
def test_travelling_never_leads_to_another_site(huis: Huis, naar):
    goed = huis.haal("/tijd", rol=Rol.BEHEERDER)
    antwoord = httpx.get(
        f"{huis.adres}/tijd",
        params={"naar": naar, "geldigOp": "2025-01-01"},
        headers={**HTML, "Authorization": f"Bearer {huis.verhaal.token(Rol.BEHEERDER)}"},
    )

    assert goed.status_code == 303
    assert antwoord.status_code == 400
    assert "example.org" not in antwoord.text.split("<main")[0]


def test_the_form_keeps_the_exact_instant_and_the_filters(huis: Huis):
    vraag = huis.haal("/v1/contracten", Accept="application/json").json()
    precies = vraag["tijdreis"]["beschikbaarOp"]
    velden = {"geldigOp": "2024-08-01", "naar": "/contracten?status=ACTIEF&beschikbaarOp=oud"}
    onaangeraakt = {"beschikbaarOp": "2025-05-06", "tijd": "14:00:00", "precies": precies}

    antwoord = httpx.get(
        f"{huis.adres}/tijd",
        params={**velden, **onaangeraakt},
        headers={**HTML, "Authorization": f"Bearer {huis.verhaal.token(Rol.BEHEERDER)}"},
    )

    naar = httpx.URL(antwoord.headers["location"])
    assert naar.path == "/contracten"
    assert dict(naar.params) == {
        "status": "ACTIEF",
        "geldigOp": "2024-08-01",
        "beschikbaarOp": precies,
    }


def test_the_raad_sees_that_something_is_hidden_and_never_what(huis: Huis):
    antwoord = huis.haal(huis.contract, rol=Rol.RAAD)

    assert antwoord.status_code == 200
    assert "niet zichtbaar voor deze rol" in antwoord.text
    for geheim in ("112,00", "112.00", "105,00", "106,50", "geen behoefte meer"):
        assert geheim not in antwoord.text
    assert "112,00" in huis.haal(huis.contract).text


def test_every_page_carries_the_security_headers(huis: Huis):
    for pad in ("/", "/nergens", "/inloggen?link=x", sjablonen.statisch("looptijd.css")):
        koppen = huis.haal(pad).headers
        beleid = koppen["Content-Security-Policy"]
        assert "default-src 'none'; style-src 'self'" in beleid
        assert "unsafe" not in beleid
        assert koppen["X-Content-Type-Options"] == "nosniff"
        assert koppen["X-Frame-Options"] == "DENY"


def test_pages_hold_no_script_and_no_inline_style(huis: Huis):
    for pad in huis.paginas.values():
        tekst = huis.haal(pad).text
        assert "<script" not in tekst
        assert " style=" not in tekst
        assert "<style" not in tekst
        assert not re.search(r'(src|href)="(https?:)?//', tekst)


def test_static_files_are_kept_by_their_version_and_pages_never(huis: Huis):
    adres = sjablonen.statisch("looptijd.css")

    met, zonder = huis.haal(adres, rol=None), huis.haal("/static/looptijd.css", rol=None)
    opnieuw = huis.haal(adres, rol=None, **{"If-None-Match": met.headers["etag"]})

    assert met.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert zonder.headers["Cache-Control"] == "no-cache"
    assert opnieuw.status_code == 304
    assert huis.haal("/").headers["Cache-Control"] == "no-store"


def test_a_page_at_a_past_moment_stays_the_same_whatever_is_recorded_later(huis: Huis):
    paden = [
        f"{huis.contract}?{TOEN}",
        f"{huis.aanbieder}?{TOEN}",
        f"/?{TOEN}",
        f"/contracten?{TOEN}",
    ]
    eerst = [huis.haal(pad).content for pad in paden]

    nieuw = {"ingangsdatum": "2024-01-01", "naam": "Laatkomer", "kvkNummer": "87654321"}
    token = huis.verhaal.token(Rol.BEHEERDER)
    gedaan = httpx.post(
        f"{huis.adres}/v1/aanbieders", json=nieuw, headers={"Authorization": f"Bearer {token}"}
    )

    assert gedaan.status_code == 201
    assert [huis.haal(pad).content for pad in paden] == eerst


def test_a_failure_is_a_page_without_its_inside(huis: Huis):
    stuk = APIRouter()

    @stuk.get("/stuk")
    def stuk_pagina() -> None:
        raise RuntimeError("geheim van binnen")

    app = maak_app(loket=huis.verhaal.loket, paginas=[stuk])
    with draaiend(uvicorn.Config(app, port=0, log_level="critical", ws="none")) as adres:
        antwoord = httpx.get(f"{adres}/stuk", headers=HTML)

    assert antwoord.status_code == 500
    assert "Er ging iets mis in Looptijd" in antwoord.text
    assert "geheim" not in antwoord.text
    assert "Content-Security-Policy" in antwoord.headers


def test_the_overview_says_what_must_be_decided_soon(huis: Huis):
    tekst = huis.haal("/?geldigOp=2025-05-01").text

    assert "60\xa0dagen" in tekst  # the notice of K-verblijf: six months before 31-12-2025
    assert f"{huis.ander}?geldigOp=2025-05-01" in tekst


def test_the_overview_of_a_big_register_asks_for_a_regio_first(huis: Huis):
    wie, regio = Gebruiker(actor="x", rol=Rol.AUDITOR), UUID(huis.verhaal.regio)
    with huis.verhaal.loket.vragen() as vragen:
        reis = los_op(geldig_op="2025-05-01", beschikbaar_op=None, peil=vragen.peil())

        alles = overzicht(vragen=vragen, reis=reis, gebruiker=wie, regio=None, grens=1)
        gekozen = overzicht(vragen=vragen, reis=reis, gebruiker=wie, regio=regio, grens=1)

    assert alles.te_beslissen is None
    assert [t.contractnummer for t in gekozen.te_beslissen or ()] == ["K-verblijf"]
    assert alles.regios[0].aantal(None, Status.ACTIEF) == 2
    assert huis.haal(f"/?regioId={regio}").status_code == 200
    assert huis.haal("/?regioId=x").status_code == 400


@pytest.mark.parametrize(
    ("gegeven", "verwacht"),
    [
        ("1234.56", "€\xa01.234,56"),
        ("-1234567.00", "€\xa0−1.234.567,00"),
        ("45.1250", "€\xa045,1250"),
        ("0.00", "€\xa00,00"),
    ],
)
def test_money_reads_dutch(gegeven, verwacht):
    assert sjablonen.geld(gegeven) == verwacht


def test_days_and_instants_read_dutch_and_stay_exact():
    assert (
        sjablonen.datum("2025-01-01") == '<time datetime="2025-01-01">1\xa0januari\xa02025</time>'
    )
    assert sjablonen.datum_kort("2025-12-31") == '<time datetime="2025-12-31">31-12-2025</time>'
    zomer = sjablonen.moment("2025-07-01T22:30:00.000001Z")
    assert 'datetime="2025-07-01T22:30:00.000001Z"' in zomer
    assert "2\xa0juli\xa02025 00:30<" in zomer


def test_hidden_is_shown_as_hidden_whatever_the_format():
    verborgen = {"verborgen": True, "reden": "niet zichtbaar voor deze rol"}
    for vorm in (sjablonen.geld, sjablonen.datum, sjablonen.tekst):
        assert "niet zichtbaar voor deze rol" in vorm(verborgen)


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
def test_the_login_link_works_once(browser: Browser, huis: Huis):
    context = browser.new_context(locale="nl-NL", base_url=huis.adres)
    pagina, link = context.new_page(), huis.inloglink()

    pagina.goto(link)
    pagina.get_by_role("button", name="Inloggen").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Overzicht")
    pagina.get_by_role("button", name="Uitloggen").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("U bent niet ingelogd")
    pagina.goto(link)
    pagina.get_by_role("button", name="Inloggen").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Deze inloglink werkt niet meer")

    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("met_script", [True, False])
def test_travelling_by_the_form_changes_what_the_page_shows(
    browser: Browser, huis: Huis, met_script
):
    context = browser.new_context(
        locale="nl-NL", base_url=huis.adres, java_script_enabled=met_script
    )
    pagina = context.new_page()
    pagina.goto(huis.inloglink())
    pagina.get_by_role("button", name="Inloggen").click()
    balk = pagina.get_by_role("region", name="Het moment waarnaar u kijkt")
    tarief = pagina.locator("td.tarief")

    pagina.goto(huis.contract)
    expect(tarief).to_have_text("€ 112,00")
    expect(balk).to_contain_text("U ziet wat geldt op 6 mei 2025")
    expect(pagina.get_by_role("link", name="naar nu")).to_have_count(0)

    balk.get_by_label("Wat gold op").fill("2024-08-01")
    balk.get_by_role("button", name="Toon").click()
    expect(tarief).to_have_text("€ 106,50")

    balk.get_by_label("zoals bekend op").fill("2025-03-10")
    balk.get_by_label("om").fill("14:00")
    balk.get_by_role("button", name="Toon").click()
    expect(tarief).to_have_text("€ 105,00")
    expect(balk).to_contain_text(
        "U ziet wat gold op 1 augustus 2024, zoals het register dat wist op 10 maart 2025 14:00"
    )

    balk.get_by_label("zoals bekend op").fill("2024-12-31")
    balk.get_by_label("om").fill("")
    balk.get_by_role("button", name="Toon").click()
    expect(tarief).to_have_text("€ 100,00")
    expect(balk).to_contain_text("aan het eind van 31 december 2024")

    pagina.get_by_role("link", name="naar nu").click()
    expect(tarief).to_have_text("€ 112,00")
    context.close()


@pytest.mark.browser
def test_the_list_filters_and_every_link_keeps_the_moment(pagina: Page):
    pagina.goto("/contracten?geldigOp=2025-05-01")
    pagina.get_by_label("Segment").select_option("verblijf")
    pagina.get_by_role("button", name="Zoek").click()

    expect(pagina.get_by_role("status")).to_have_text("1 contract gevonden")
    expect(pagina.get_by_label("Segment")).to_have_value("verblijf")
    alle = pagina.locator("main a, nav a").evaluate_all("al => al.map(a => a.href)")
    links = [link for link in alle if "/vastleggen" not in link]  # recording is always at now
    assert links
    assert all("geldigOp=2025-05-01&beschikbaarOp=2025-05-06T12" in link for link in links)


@pytest.mark.browser
def test_paging_keeps_filters_and_moment(pagina: Page):
    pagina.goto("/contracten?pageSize=1&gemeente=9001&geldigOp=2025-05-01")
    expect(pagina.get_by_role("navigation", name="Bladzijden")).to_have_count(0)

    pagina.goto("/contracten?pageSize=1&geldigOp=2025-05-01")
    expect(pagina.get_by_role("rowheader")).to_have_text("K")
    pagina.get_by_role("link", name="Volgende").click()

    expect(pagina.get_by_role("rowheader")).to_have_text("K-verblijf")
    assert "geldigOp=2025-05-01" in pagina.url


@pytest.mark.browser
def test_the_journal_links_a_correctie_both_ways_and_tells_what_was_known_then(
    pagina: Page, huis: Huis
):
    pagina.goto(huis.contract)
    fout, goed = pagina.locator("#registratie-3"), pagina.locator("#registratie-4")

    expect(fout).to_contain_text("laat")
    expect(fout).to_contain_text("Telt niet meer: gecorrigeerd door nr. 4")
    expect(goed).to_contain_text("Corrigeert nr. 3")
    expect(goed).to_contain_text("€ 106,50")
    expect(pagina.locator("#registratie-5")).to_contain_text("Ingetrokken door nr. 6")
    expect(pagina.locator("#registratie-6")).to_contain_text("Trekt nr. 5 in")
    expect(pagina.locator("#registratie-2")).to_contain_text("COLLEGES, 12 november 2024")
    expect(pagina.locator("#registratie-2")).to_contain_text("Addendum 3 (DOC-17)")
    fout.get_by_role("link", name="nr. 4").click()
    assert pagina.url.endswith("#registratie-4")

    fout.get_by_role("link", name="Wat wisten wij toen?").click()
    expect(pagina.locator("#registratie-3")).not_to_contain_text("gecorrigeerd")
    expect(pagina.locator("#registratie-4")).to_have_count(0)
    expect(pagina.locator(".tijdbalk")).to_contain_text("wist op 10 maart 2025 13:00")


@pytest.mark.browser
def test_the_tijdlijn_marks_the_day_asked_in_picture_and_table(pagina: Page, huis: Huis):
    pagina.goto(f"{huis.contract}?{TOEN}")

    beeld = pagina.get_by_role("img", name="Tijdlijn van contract K")
    expect(beeld).to_be_visible()
    expect(beeld.locator(".gevraagdwoord")).to_have_text("1-8-2024")
    rij = pagina.get_by_role("row").filter(has_text="gevraagde dag")
    expect(rij).to_contain_text("1-7-2024")
    expect(rij).to_contain_text("Tarief 45A04 per uur: € 100,00 → € 105,00")


@pytest.mark.browser
def test_the_keyboard_reaches_the_content_at_once(pagina: Page):
    pagina.goto("/contracten")
    pagina.keyboard.press("Tab")
    expect(pagina.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    pagina.keyboard.press("Enter")

    expect(pagina.locator("main")).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize("breedte", BREEDTES)
def test_axe_finds_nothing_on_any_page_and_nothing_is_blocked(
    browser: Browser, pagina: Page, huis: Huis, breedte
):
    meldingen: list[str] = []
    pagina.on("console", lambda melding: meldingen.append(melding.text))
    pagina.on("pageerror", lambda fout: meldingen.append(str(fout)))
    pagina.set_viewport_size({"width": breedte, "height": 800})

    for naam, pad in huis.paginas.items():
        keur(pagina, f"{huis.adres}{pad}", naam, breedte)
    vreemd = browser.new_context(viewport={"width": breedte, "height": 800})
    nieuw = vreemd.new_page()
    keur(nieuw, f"{huis.adres}/", "niet ingelogd", breedte)
    keur(nieuw, huis.inloglink(), "inloggen", breedte)
    vreemd.close()

    # The browser itself reports every answer that is not 2xx; those pages are asked on purpose.
    assert [m for m in meldingen if "the server responded with a status of 40" not in m] == []
