"""The page of the radar as people use it, and the feed over a real connection as a calendar program asks for it."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn
from icalendar import Calendar
from playwright.sync_api import expect

from api import inloggen
from api.app import maak_app
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from tests.hulp import Verhaal, verteld
from tests.paginahulp import BREEDTES, HTML, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NU = "2026-01-15"
PAGINAS_RADAR = {
    "radar": "/radar",
    "radar van een team": "/radar?eigenaar=team-ambulant",
    "radar later": "/radar?stand=KOMEND",
    "radar gedaan": f"/radar?stand=GEDAAN&geldigOp={NU}",
    "radar leeg": "/radar?van=2100-01-01",
    "radar fout": "/radar?stand=KWIJT&binnen=veel&van=morgen",
    "radar toen": "/radar?geldigOp=2027-06-01",
    "overzicht": "/",
}


@dataclass
class Huis:
    """The pages on a running server, with a story in the register."""

    verhaal: Verhaal
    adres: str

    def haal(self, pad: str) -> str:
        """Ask for a page; give what it says, without markup."""
        wie = {"Authorization": f"Bearer {self.verhaal.token(Rol.BEHEERDER)}"}
        antwoord = httpx.get(f"{self.adres}{pad}", headers={**HTML, **wie})
        assert antwoord.status_code in {200, 400}, antwoord.text
        kaal = html.unescape(re.sub(r"<[^>]+>", " ", antwoord.text)).replace(
            "\N{NO-BREAK SPACE}", " "
        )
        return " ".join(kaal.split())


@pytest.fixture(scope="module")
def huis(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    bestand = tmp_path_factory.mktemp("radar") / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, bestand)
    engine = maak_engine(url=f"sqlite:///{bestand}")
    with verteld(engine) as verhaal:
        _vertel(verhaal)
        app = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
        with draaiend(uvicorn.Config(app, port=0, log_level="critical", ws="none")) as adres:
            yield Huis(verhaal, adres)
    engine.dispose()


def _vertel(v: Verhaal) -> None:
    vereiste = {"rol": "BESLIST", "regel": "ELK", "handelingen": ["contract.verlengd"]}
    v.wereld(
        vereisten=[{**vereiste, "orgaan": o} for o in ("COLLEGE", "RAAD", "AB")],
        doorlooptijden=[{"orgaan": "COLLEGE", "dagen": 42}, {"orgaan": "RAAD", "dagen": 90}],
    )
    v.op(NU)
    opzegbaar: dict[str, Any] = {
        "stilzwijgendeVerlenging": {"maanden": 12},
        "opzegregeling": {"opdrachtgever": {"maanden": 6}},
    }
    v.contract(
        contractnummer="JH-2023-017", einddatum="2026-08-05", eigenaar="team-ambulant", **opzegbaar
    )
    v.contract(
        contractnummer="JH-2023-018", einddatum="2026-10-01", eigenaar="team-ambulant", **opzegbaar
    )
    v.contract(contractnummer="JH-2023-019", einddatum="2025-12-31", eigenaar="team-verblijf")
    v.contract(contractnummer="JH-2023-020", einddatum="2026-05-31", eigenaar=None)
    optie = {
        "totEnMet": "2034-12-31",
        "uitoefenenVan": "2026-01-01",
        "uitoefenenTotEnMet": "2026-12-31",
        "aankondigenUiterlijk": "2026-06-30",
        "lezing": "‘tot 2034’ gelezen als t/m 31 december 2034",
    }
    v.contract(
        contractnummer="JH-2023-021",
        einddatum="2030-12-31",
        eigenaar="team-verblijf",
        verlengingsopties=[optie],
    )
    weg = {"ingangsdatum": NU, "laatsteDag": "2026-03-31", "door": "WEDERZIJDS", "grond": "x"}
    gestopt = v.contract(contractnummer="JH-2023-022", eigenaar="team-verblijf")
    v.post(f"{gestopt}/opzeggingen", weg)
    stuk = {"bewijssoort": "VOG", "kenmerk": "VOG-17", "titel": "Verklaring omtrent gedrag"}
    dagen = {"ingangsdatum": "2024-02-01", "afgegevenOp": "2024-02-01"}
    v.post(
        f"/aanbieders/{v.aanbieder}/bewijsstukken",
        {**stuk, **dagen, "geldigTotEnMet": "2026-02-01"},
    )
    toelating = v.toelating("P3", laatsteDag="2026-04-01")
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", toelating)


# --- without a browser -------------------------------------------------------------------------------------------


def test_de_radar_toont_wat_niemand_heeft_en_dan_elke_eigenaar(huis: Huis) -> None:
    tekst = huis.haal("/radar")

    koppen = ["Zonder eigenaar Niemand let hierop", "team-ambulant Binnen 30 dagen"]
    koppen += ["team-ambulant, team-verblijf Binnen 30 dagen", "team-verblijf Te laat"]
    plaatsen = [tekst.index(kop) for kop in koppen]
    assert plaatsen == sorted(plaatsen)
    assert "7 laatste dagen, waarvan 1 te laat ; nog 1 later" in tekst
    te_laat = tekst[plaatsen[3] :]
    assert "Het contract liep af op 31-12-2025 en niets volgt het op" in te_laat
    assert "Te laat sinds 1-1-2026" in te_laat


def test_bij_elke_dag_staat_hoe_zij_volgt(huis: Huis) -> None:
    tekst = huis.haal("/radar?handeling=VERLENGEN")

    assert "1-4-2026 voorleggen; zelf uiterlijk 30-6-2026" in tekst
    uitleg = "De termijn eindigt: 31-12-2030 Het venster van de optie sluit: 31-12-2026 De verlenging moet zijn"
    assert uitleg in tekst
    assert "raad heeft 90 dagen nodig: 1-4-2026" in tekst.lower()
    assert (
        "Algemeen bestuur moet besluiten; hoe lang dat duurt, staat niet bij het traject" in tekst
    )


def test_wat_gedaan_is_en_wat_later_komt_is_te_vinden(huis: Huis) -> None:
    assert "opgezegd per 31-3-2026 (registratie 2)" in huis.haal("/radar?stand=GEDAAN")
    assert "1 laatste dag " in huis.haal("/radar?stand=KOMEND")
    assert "Er hoeft op dit moment niets" in huis.haal("/radar?van=2100-01-01")


def test_wat_niet_klopt_staat_bij_zijn_veld(huis: Huis) -> None:
    tekst = huis.haal("/radar?stand=KWIJT&binnen=veel")

    assert "kies uit TE_LAAT, BINNENKORT, KOMEND, GEDAAN" in tekst
    assert "geef een geheel getal van 0 t/m 3650" in tekst


def test_het_overzicht_telt_wat_te_laat_is(huis: Huis) -> None:
    assert "Radar 1 te laat 2 binnen 30 dagen 1 zonder eigenaar" in huis.haal("/")


def test_een_agendaprogramma_volgt_de_radar_met_een_token_als_wachtwoord(huis: Huis) -> None:
    token = huis.verhaal.token(Rol.AUDITOR)
    adres = f"{huis.adres}/v1/radar.ics?eigenaar=team-verblijf"

    vraag = httpx.get(adres)
    antwoord = httpx.get(adres, auth=("agenda", token))
    elders = httpx.get(f"{huis.adres}/radar", auth=("agenda", token))

    assert (vraag.status_code, elders.status_code) == (401, 401)
    assert vraag.headers["WWW-Authenticate"].startswith("Basic ")
    namen = {str(e["SUMMARY"]) for e in Calendar.from_ical(antwoord.content).walk("VEVENT")}
    assert "Te laat: Opvolgen: JH-2023-019" in namen
    assert "Opvolgen: JH-2023-020" in namen  # nobody's, so everyone's
    assert not any("JH-2023-017" in naam for naam in namen)


# --- with a browser ----------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_de_radar_is_toegankelijk_en_past_op_een_telefoon(huis: Huis) -> None:
    geheim = maak_inloglink(engine=huis.verhaal.engine, rol=Rol.BEHEERDER, naam="proef")
    link = f"{huis.adres}/inloggen?link={geheim}"
    with browserproces() as browser, ingelogd(browser=browser, adres=huis.adres, link=link) as c:
        for breedte in BREEDTES:
            pagina = c.new_page()
            pagina.set_viewport_size({"width": breedte, "height": 900})
            for naam, pad in PAGINAS_RADAR.items():
                keur(pagina, pad, naam, breedte)
            pagina.goto("/radar")
            pagina.get_by_text("Zo volgt deze dag").first.click()
            expect(pagina.get_by_text("Het contract eindigt:").first).to_be_visible()
            pagina.get_by_label("Eigenaar", exact=True).select_option("team-ambulant")
            vorm = pagina.get_by_role("form", name="De radar beperken")
            vorm.get_by_role("button", name="Toon").click()
            expect(pagina.get_by_role("heading", name="team-verblijf", exact=True)).to_have_count(0)
            expect(pagina.get_by_role("heading", name="Zonder eigenaar")).to_be_visible()
            pagina.get_by_text("Deze radar in uw eigen agenda").click()
            adres = f"{huis.adres}/v1/radar.ics?eigenaar=team-ambulant"
            expect(pagina.get_by_role("link", name=adres)).to_be_visible()
            pagina.close()
