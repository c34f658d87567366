"""The pages of the coverage map and of the chain, as people see them and as axe judges them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from playwright.sync_api import expect

from api import inloggen
from api.app import maak_app
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from tests.hulp import trajectlichaam, verteld
from tests.ketenverhaal import Keten, vertel_keten
from tests.paginahulp import BREEDTES, HTML, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


@dataclass
class Huis:
    """The pages on a running server, and the story."""

    keten: Keten
    adres: str
    tweede: str
    """The id of an aanbieder that delivers as well."""

    def haal(self, pad: str, *, rol: Rol = Rol.BEHEERDER) -> httpx.Response:
        """Ask for a page as a browser does."""
        wie = {"Authorization": f"Bearer {self.keten.v.token(rol)}"}
        return httpx.get(f"{self.adres}{pad}", headers={**HTML, **wie})

    @property
    def inloglink(self) -> str:
        """Make the address that the server prints."""
        geheim = maak_inloglink(engine=self.keten.v.engine, rol=Rol.BEHEERDER, naam="proef")
        return f"{self.adres}/inloggen?link={geheim}"

    @property
    def paginas(self) -> dict[str, str]:
        """Every page of this file."""
        k = self.keten
        dekking = f"/dekking?regioId={k.v.regio}"
        cel = "&vorm=P1&vormsegment=ambulant&gemeente=9001"
        return {
            "dekking": "/dekking",
            "dekking per product": f"{dekking}&per=PRODUCT",
            "dekking met cel": f"{dekking}{cel}",
            "dekking op de wisseldag": f"{dekking}&wisseldag=2026-01-01&geldigOp=2025-08-01",
            "dekking wat als": f"{dekking}&zonderAanbieders={k.v.aanbieder}",
            "dekking voor alles": f"{dekking}&geldigOp=2019-01-01",
            "dekking fout": f"{dekking}&per=WIJK&wisseldag=morgen",
            **{
                f"keten van {naam}": f"{pad}/keten"
                for naam, pad in k.pad.items()
                if pad.count("/") == 2
            },
            "keten van een feit": f"{k.pad['contract']}/keten?volgnummer=2",
            "contract": k.pad["contract"],
            "traject": k.pad["traject"],
        }


@pytest.fixture(scope="module")
def huis(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    """The story with a second aanbieder, a new traject and a subsidy, and a server on it."""
    bestand = tmp_path_factory.mktemp("paginas-dekking") / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, bestand)
    engine = maak_engine(url=f"sqlite:///{bestand}")
    with verteld(engine) as v:
        k = vertel_keten(v)
        tweede = k.leg("2025-08-01", "tweede", "/aanbieders", naam="De Dijk", kvkNummer="23456789")
        toelating = v.toelating("P2", ingangsdatum="2025-08-01")
        v.post(f"/aanbieders/{tweede}/toelatingen", toelating)
        loopt = {"contractnummer": "K2", "aanbiederId": tweede, "percelen": ["P2"]}
        v.contract(**loopt, gemeenten=["9001", "9002"], ingangsdatum="2025-08-01")
        stop = {
            "ingangsdatum": "2025-08-01",
            "ingesteldDoor": "OPDRACHTGEVER",
            "grond": "KWALITEIT",
        }
        waar = {"trajectId": v.traject, "percelen": ["P2"], "gemeenten": ["9002"]}
        v.post(f"/aanbieders/{tweede}/clientenstops", {**stop, **waar})
        lijn = {
            "ingangsdatum": "2025-08-01",
            "regioId": v.regio,
            "kenmerk": "SUB-25",
            "lijnsoort": "EIGEN_BEHEER",
            "segment": "verblijf",
            "gemeenten": ["9002"],
        }
        v.post("/leveringslijnen", lijn)
        nieuw = {**trajectlichaam(v.regio), "naam": "Dagbehandeling", "segmenten": ["dag"]}
        nieuw["percelen"] = [
            {"code": "D1", "segment": "dag", "producten": ["41A11"], "gemeenten": ["9001"]}
        ]
        v.post(
            "/inkooptrajecten",
            {**nieuw, "ingangsdatum": "2025-08-01", "ingangContracten": "2026-01-01"},
        )
        app = maak_app(loket=v.loket, paginas=[inloggen.router, *PAGINAS])
        with draaiend(uvicorn.Config(app, port=0, log_level="critical", ws="none")) as adres:
            yield Huis(k, adres, tweede)
    engine.dispose()


def leesbaar(antwoord: httpx.Response) -> str:
    """Give the words of a page without its markup."""
    kaal = re.sub(r"<[^>]+>", " ", antwoord.text)
    return re.sub(r"\s+", " ", kaal.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " "))


def test_de_kaart_zegt_het_met_woorden(huis: Huis) -> None:
    pagina = huis.haal(f"/dekking?regioId={huis.keten.v.regio}")

    tekst = leesbaar(pagina)
    assert pagina.status_code == 200
    assert "alleen met cliëntenstop" in tekst
    assert "alleen subsidie of eigen beheer" in tekst
    assert "niet gevraagd" in tekst
    assert "Wordt gevraagd, niemand levert" in tekst
    assert "Laatste aanbieder weg" in tekst
    assert "opzegging" in tekst.lower()


def test_een_cel_toont_de_contracten_erachter(huis: Huis) -> None:
    cel = "&vorm=P2&vormsegment=ambulant&gemeente=9002"

    tekst = leesbaar(huis.haal(f"/dekking?regioId={huis.keten.v.regio}{cel}"))

    deel = tekst.split("P2 in ")[1]
    assert "K2" in deel.split("Gaten op deze dag")[0]
    assert "1 aanbieder heeft een cliëntenstop" in deel


def test_wat_als_maakt_gaten_en_zegt_dat_erbij(huis: Huis) -> None:
    adres = f"/dekking?regioId={huis.keten.v.regio}"

    tekst = leesbaar(huis.haal(f"{adres}&zonderAanbieders={huis.tweede}"))
    beide = f"&zonderAanbieders={huis.tweede}&zonderAanbieders={huis.keten.v.aanbieder}"
    samen = leesbaar(huis.haal(f"{adres}{beide}"))

    assert "2 gaten als 1 aanbieder wegvalt" in tekst
    assert "3 gaten als 2 aanbieders wegvallen" in samen


def test_fouten_staan_op_de_pagina(huis: Huis) -> None:
    antwoord = huis.haal("/dekking?per=WIJK")

    assert antwoord.status_code == 400
    assert "kies uit PERCEEL, SEGMENT, PRODUCT" in leesbaar(antwoord)


def test_de_keten_loopt_van_het_kader_tot_de_opzegging(huis: Huis) -> None:
    tekst = leesbaar(huis.haal(f"{huis.keten.pad['contract']}/keten"))
    vooruit = leesbaar(huis.haal(f"{huis.keten.pad['kader']}/keten"))

    stappen = [
        "Volgt uit",
        "Na de evaluatie",
        "Met het cijfer dat toen bekend was",
        "Meet het doel D1",
    ]
    plekken = [tekst.index(stap) for stap in stappen]
    assert plekken == sorted(plekken)
    assert "Kinderen blijven thuis wonen" in tekst
    assert "Staat hierboven al" in tekst
    assert "Beleidskader jeugd" in tekst
    assert "waarde 165" in tekst.lower()
    assert vooruit.index("Staat in het kader") < vooruit.index("Besluit na de evaluatie")


def test_de_raad_ziet_de_keten_zonder_gronden(huis: Huis) -> None:
    pad = f"{huis.keten.pad['kader']}/keten"

    tekst = leesbaar(huis.haal(pad, rol=Rol.RAAD))

    assert "niet zichtbaar voor deze rol" in tekst
    assert "geen behoefte meer" not in tekst
    assert "geen behoefte meer" in leesbaar(huis.haal(pad))


def test_van_contract_en_traject_naar_dekking_en_keten(huis: Huis) -> None:
    contract = huis.haal(f"{huis.keten.pad['contract']}?geldigOp=2025-08-01").text
    traject = huis.haal(huis.keten.pad["traject"]).text

    assert "wisseldag=2026-01-01" in contract
    assert f"{huis.keten.pad['contract']}/keten" in contract
    assert f"trajectId={huis.keten.v.traject}" in traject
    assert "/dekking?" in traject


# --- with a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(huis: Huis) -> Iterator[Browser]:
    """Debian's browser, after the story was told."""
    assert huis.adres
    with browserproces() as gestart:
        yield gestart


@pytest.fixture(scope="module")
def sessie(browser: Browser, huis: Huis) -> Iterator[BrowserContext]:
    """A browser that is logged in."""
    with ingelogd(browser=browser, adres=huis.adres, link=huis.inloglink) as context:
        yield context


@pytest.fixture
def pagina(sessie: BrowserContext) -> Iterator[Page]:
    """A fresh page of the browser that is logged in."""
    gemaakt = sessie.new_page()
    yield gemaakt
    gemaakt.close()


@pytest.mark.browser
def test_van_een_cel_naar_het_contract_en_terug_naar_de_beslissing(
    pagina: Page, huis: Huis
) -> None:
    pagina.goto("/dekking")
    pagina.get_by_role("row", name="P1").get_by_role("link").first.click()
    pagina.locator("#cel").get_by_role("link", name="K", exact=True).click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Contract K")
    pagina.get_by_role("link", name="Waar komt dit vandaan").click()
    pagina.get_by_role("link", name=re.compile("beslissing")).first.click()

    expect(pagina.get_by_role("heading", level=1)).to_have_text("Inkoop jeugd")
    assert "geldigOp=" in pagina.url
    assert "#registratie-" in pagina.url


@pytest.mark.browser
def test_wat_als_wordt_aangevinkt(pagina: Page, huis: Huis) -> None:
    pagina.goto(f"/dekking?regioId={huis.keten.v.regio}")
    pagina.get_by_text("Wat als").click()
    pagina.get_by_label("De Dijk").check()
    pagina.get_by_label("De Oever").check()
    pagina.get_by_role("form", name="De dekking kiezen").get_by_role("button").click()

    expect(pagina.get_by_role("status")).to_contain_text("als 2 aanbieders wegvallen")
    expect(pagina.get_by_label("De Dijk")).to_be_checked()


@pytest.mark.browser
@pytest.mark.parametrize("breedte", BREEDTES)
def test_axe_vindt_niets_en_alles_past(pagina: Page, huis: Huis, breedte: int) -> None:
    pagina.set_viewport_size({"width": breedte, "height": 800})

    for naam, pad in huis.paginas.items():
        keur(pagina, f"{huis.adres}{pad}", naam, breedte)
