"""The pages of the legality meter and the rechtmatigheidslijst, with a real browser and server."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from api import inloggen
from api.app import maak_app
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from tests.hulp import (
    BEGIN,
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    opzegging,
    verlenging,
    verteld,
    zet,
)
from tests.paginahulp import BREEDTES, HTML, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Huis:
    """The pages on a running server, with one story in the register."""

    verhaal: Verhaal
    adres: str
    gegund: str
    toegelaten: str

    def haal(self, pad: str, *, rol: Rol | None = Rol.BEHEERDER) -> httpx.Response:
        """Ask for a page as a browser does."""
        wie = {} if rol is None else {"Authorization": f"Bearer {self.verhaal.token(rol)}"}
        return httpx.get(f"{self.adres}{pad}", headers={**HTML, **wie})

    @property
    def paginas(self) -> dict[str, str]:
        """Every page, full, empty, at another moment and refused."""
        lijst = f"/rapportages/rechtmatigheid?regioId={self.verhaal.regio}"
        return {
            "meter": f"{self.gegund}/wijzigingsruimte",
            "meter toen": f"{self.gegund}/wijzigingsruimte?geldigOp=2024-01-01",
            "meter toelating": f"{self.toegelaten}/wijzigingsruimte",
            "lijst": f"{lijst}&jaar=2025",
            "lijst gemeente": f"{lijst}&jaar=2025&gemeente=9001",
            "lijst leeg": f"{lijst}&jaar=2019",
            "lijst kiezen": "/rapportages/rechtmatigheid?beschikbaarOp=2018-01-01",
        }


@pytest.fixture(scope="module")
def huis(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    bestand = tmp_path_factory.mktemp("meter") / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, bestand)
    engine = maak_engine(url=f"sqlite:///{bestand}")
    with verteld(engine) as verhaal:
        verhaal.wereld()
        toegelaten = _toegelaten(verhaal)
        gegund = _gegund(verhaal)
        app = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
        with draaiend(uvicorn.Config(app, port=0, log_level="critical", ws="none")) as adres:
            yield Huis(verhaal, adres, gegund, toegelaten)
    engine.dispose()


def _toegelaten(v: Verhaal) -> str:
    """Tell of an admitted contract that runs on, ends against the notice period, and costs too early."""
    pad = v.contract(
        einddatum="2024-12-31",
        gemeenten=["9001", "9002"],
        ondertekendOp="2025-03-01",
        stilzwijgendeVerlenging={"maanden": 12},
        opzegregeling={"opdrachtgever": {"maanden": 6}},
    )
    budget = v.budget(bedrag="500.00", gemeente="9001")
    for maand, gemeente in (("2025-01", "9001"), ("2025-02", "9002"), ("2025-03", None)):
        lichaam = {
            "prestatieperiode": maand,
            "boekjaar": 2025,
            "contractId": pad.rsplit("/", 1)[1],
            "gemeente": gemeente,
            "bedrag": "250.00",
            "bron": "declaraties",
        }
        v.post(f"{budget}/realisaties", lichaam)
    te_laat = afwijking("opzegtermijn-niet-in-acht-genomen")
    v.post(f"{pad}/opzeggingen", opzegging("2025-04-01", "2025-06-30", afwijking=te_laat))
    return pad


def _gegund(v: Verhaal) -> str:
    """Tell of an awarded contract with changes on every ground, a correctie, a proposal and a maximum."""
    wie = {"ingangsdatum": BEGIN, "naam": "De Kade", "kvkNummer": "87654321"}
    v.aanbieder = v.post("/aanbieders", wie)["aanbieder"]["id"]
    for perceel in ("P1", "P2"):
        gunning = v.toelating(perceel, grondslag="GUNNING")
        v.post(f"/aanbieders/{v.aanbieder}/toelatingen", gunning)
    v.op("2023-01-10")
    pad = v.contract(
        contractnummer="SAS-2023-014",
        oorspronkelijkeWaarde="2000000.00",
        maximumwaarde="2500.00",
        herzieningsclausule={"nummer": "1.4", "gevolgWeigering": "ONGEWIJZIGD"},
        verlengingsopties=[{"totEnMet": "2034-12-31"}],
    )

    def wijzig(dag: str, grond: str, waarde: str | None, **anders: str) -> None:
        extra = {} if waarde is None else {"waardewijziging": waarde}
        lichaam = herziening(dag, "101.00", wijzigingsgrond=grond, **extra, **anders)
        v.post(f"{pad}/herzieningen", lichaam)

    wijzig("2023-06-01", "BAGATEL", "120000.00")
    v.post(f"{pad}/indexeringen", indexering("2024-01-01", "5.00"))
    wijzig("2024-03-01", "CLAUSULE", "300000.00", clausule="1.4")
    wijzig("2024-05-01", "CLAUSULE", "1.00", clausule="2.2")
    wijzig("2024-07-01", "AANVULLEND", "900000.00")
    wijzig("2025-02-01", "BAGATEL", "60000.00")
    wijzig("2025-03-01", "NIET_WEZENLIJK", None)
    v.post(f"{pad}/verlengingen", verlenging("2025-05-01", "2034-12-31"))
    v.op("2025-06-01")
    meer = herziening(
        "2023-06-01", "101.00", wijzigingsgrond="BAGATEL", waardewijziging="170000.00"
    )
    v.post(f"{pad}/correcties", correctie(zet(2, "herzieningen", meer)))
    voorstel = {
        "ingangsdatum": "2025-06-01",
        "wijzigingen": {"percelen": {"erbij": ["P2"]}},
        "wijzigingsgrond": "BAGATEL",
        "werkingPer": "2027-01-01",
        "waardewijziging": "25000.00",
    }
    v.post(f"{pad}/herzieningsvoorstellen", voorstel)
    budget = v.budget(segment="verblijf")
    kosten = {
        "prestatieperiode": "2025-04",
        "boekjaar": 2025,
        "contractId": pad.rsplit("/", 1)[1],
        "bedrag": "2000.00",
        "bron": "declaraties",
    }
    v.post(f"{budget}/realisaties", kosten)
    v.op("2026-06-01")
    return pad


def leesbaar(antwoord: httpx.Response) -> str:
    """Give the words of a page."""
    assert antwoord.status_code == 200, antwoord.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.text).replace("\u00a0", " "))


def test_het_contract_leidt_naar_de_meter(huis: Huis) -> None:
    assert f"{huis.gegund}/wijzigingsruimte" in huis.haal(huis.gegund).text
    assert "Een wijziging past niet binnen de ruimte" in leesbaar(huis.haal(huis.gegund))


def test_de_meter_vertelt_wat_er_over_is_en_hoe_er_is_gerekend(huis: Huis) -> None:
    pagina = leesbaar(huis.haal(f"{huis.gegund}/wijzigingsruimte"))

    assert "geen juridisch oordeel" in pagina
    assert "Overheidsopdracht (sociale en andere specifieke diensten)" in pagina
    assert "Nog ruimte daarvoor geen" in pagina
    assert "geen, € 20.000,00 erboven" in pagina
    assert "Toen dit werd vastgelegd" in pagina
    assert "Voorgenomen" in pagina
    assert "Richtlijn 2014/24/EU art. 72 lid 3" in pagina
    assert "Bijna uitgeput" in pagina
    svg = huis.haal(f"{huis.gegund}/wijzigingsruimte").text
    assert 'class="meter-boven"' in svg
    assert "<title id=" in svg


def test_bij_een_toelating_is_er_geen_ruimte_om_te_meten(huis: Huis) -> None:
    pagina = huis.haal(f"{huis.toegelaten}/wijzigingsruimte")

    assert "Artikel 2.163 van de Aanbestedingswet geldt hier niet" in leesbaar(pagina)
    assert "<svg role" not in pagina.text
    assert "Er is geen maximum vastgelegd" in leesbaar(pagina)


def test_de_lijst_staat_per_onderdeel_en_gemeente_en_leidt_naar_de_feiten(huis: Huis) -> None:
    adres = f"/rapportages/rechtmatigheid?regioId={huis.verhaal.regio}&jaar=2025"
    antwoord = huis.haal(adres)
    pagina = leesbaar(antwoord)

    for titel in (
        "Bewuste afwijkingen",
        "Doorgelopen zonder beslissing",
        "Zorg voor het contract",
        "Wijzigingen buiten de ruimte",
        "Boven de begroting",
    ):
        assert f"{titel} (1)" in pagina
    assert "gemeente onbekend € 20.000,00" not in pagina
    assert "Misbruik" not in pagina
    assert "spoedplaatsing" in pagina
    for pad in re.findall(r'href="(/(?:contracten|v1/budgetten)/[^"]+)"', antwoord.text):
        assert huis.haal(pad.replace("&amp;", "&")).status_code == 200, pad
    assert "ziet over dit jaar niets" in leesbaar(huis.haal(adres.replace("2025", "2019")))
    fout = huis.haal("/rapportages/rechtmatigheid?jaar=twee")
    assert fout.status_code == 400


def test_de_raad_leest_beide(huis: Huis) -> None:
    for pad in (huis.paginas["meter"], huis.paginas["lijst"]):
        assert huis.haal(pad, rol=Rol.RAAD).status_code == 200


@pytest.mark.browser
def test_elke_pagina_is_toegankelijk_en_past(huis: Huis) -> None:
    geheim = maak_inloglink(engine=huis.verhaal.engine, rol=Rol.BEHEERDER, naam="proef")
    link = f"{huis.adres}/inloggen?link={geheim}"
    with (
        browserproces() as browser,
        ingelogd(browser=browser, adres=huis.adres, link=link) as context,
    ):
        pagina = context.new_page()
        for breedte in BREEDTES:
            pagina.set_viewport_size({"width": breedte, "height": 900})
            for naam, adres in huis.paginas.items():
                keur(pagina, adres, naam, breedte)
