"""The demo's own register and its command: made once, reused, never the user's; the address comes at once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import date
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.demo.afspelen import VerhaalLooptVast, speel
from api.demo.openen import EERSTE_VANDAAG, LAATSTE_VANDAAG, demoklok, open_demo
from api.demo.rondleiding import HOOFDSTUKKEN, PAGINAS, VRAGEN, hoofdstukken, tot
from api.demo.spelers import DENKWAARD, EENLING, HEGGENLAND, NOORDOOSTHOEK, VOORBEELDLAND
from api.demo.verhaal import Speler, Stap
from api.server import NietHier
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.instellingen import Instellingen
from infrastructure.klok import ProcesKlok, Verhaalklok

if TYPE_CHECKING:
    from api.demo.openen import Demo

WORTEL = Path(__file__).resolve().parents[1]
VROEG = date(2018, 10, 1)
"""A day early in the story: quick to play."""


@pytest.fixture
def instellingen(tmp_path: Path) -> Instellingen:
    return Instellingen(gegevensmap=tmp_path / "gegevens")


def stil(_gedaan: int, _totaal: int) -> None:
    pass


def geopend(instellingen: Instellingen, vandaag: date) -> Demo:
    demo = open_demo(instellingen=instellingen, vandaag=vandaag, voortgang=stil)
    demo.engine.dispose()
    return demo


@pytest.mark.traag
def test_dezelfde_dag_wordt_een_keer_gespeeld_en_een_andere_dag_opnieuw(instellingen):
    eerst, dan = (geopend(instellingen, VROEG) for _ in range(2))
    eerst.slot.close()
    dan.slot.close()
    anders = geopend(instellingen, date(2018, 11, 1))

    assert (eerst.nieuw, dan.nieuw, anders.nieuw) == (True, False, True)
    assert anders.stappen > dan.stappen == eerst.stappen
    anders.slot.close()


def test_een_demo_wordt_niet_onder_een_ander_vandaan_gehaald(instellingen):
    draaiend = geopend(instellingen, VROEG)

    with pytest.raises(NietHier, match="stop die eerst"):
        geopend(instellingen, date(2018, 11, 1))
    geopend(instellingen, VROEG).slot.close()
    draaiend.slot.close()


def test_het_register_van_de_gebruiker_blijft_ongemoeid(instellingen):
    geopend(instellingen, VROEG).slot.close()

    namen = {pad.name for pad in instellingen.gegevensmap.iterdir()}
    assert all(naam.startswith("demo.sqlite") for naam in namen)


def test_de_klok_staat_op_de_gevraagde_dag(instellingen):
    demo = geopend(instellingen, VROEG)

    assert demo.klok.verhaal
    assert demo.klok.nu(gelezen=None).date() == VROEG
    demo.slot.close()


def test_zonder_gevraagde_dag_loopt_de_echte_klok(sqlite_url):
    engine = maak_engine(url=sqlite_url)

    assert isinstance(demoklok(engine=engine, vandaag=None), ProcesKlok)
    engine.dispose()


@pytest.mark.parametrize("vandaag", [date(2018, 1, 8), date(2032, 1, 2)])
def test_een_dag_buiten_het_verhaal_wordt_geweigerd(instellingen, vandaag):
    with pytest.raises(NietHier, match="valt daarbuiten"):
        geopend(instellingen, vandaag)
    assert not instellingen.gegevensmap.exists()


def test_de_rondleiding_gaat_nooit_over_de_toekomst():
    assert hoofdstukken(vandaag=EERSTE_VANDAAG) == [
        f"08-01-2018  {HOOFDSTUKKEN[0][1]}",
    ]
    assert len(hoofdstukken(vandaag=LAATSTE_VANDAAG)) == len(HOOFDSTUKKEN)
    for haltes in (PAGINAS, VRAGEN):
        assert tot(vandaag=LAATSTE_VANDAAG, haltes=haltes) == list(haltes)
        for vandaag in (EERSTE_VANDAAG, date(2024, 3, 1), LAATSTE_VANDAAG):
            dagen = [
                dag
                for halte in tot(vandaag=vandaag, haltes=haltes)
                for dag in re.findall(r"eschikbaarOp=([\d-]+)", halte.pad)
            ]
            assert all(date.fromisoformat(dag) <= vandaag for dag in dagen)


@pytest.mark.traag
def test_de_opdracht_zegt_meteen_waar_en_antwoordt_als_het_verhaal_er_is(tmp_path):
    omgeving = {**os.environ, "LOOPTIJD_GEGEVENSMAP": str(tmp_path)}
    opdracht = [sys.executable, "-m", "api", "demo", "--port", "0", "--vandaag", str(VROEG)]
    uitvoer = tmp_path / "uitvoer"
    with (
        uitvoer.open("w") as bestand,
        subprocess.Popen(
            opdracht, cwd=WORTEL, env=omgeving, stdout=bestand, stderr=subprocess.STDOUT
        ) as proces,
    ):
        try:
            while "http" not in uitvoer.read_text() and proces.poll() is None:
                time.sleep(0.05)
            (basis,) = re.findall(r"http://127\.0\.0\.1:\d+", uitvoer.read_text())
            antwoord = urllib.request.urlopen(f"{basis}/v1/openapi.json", timeout=60)
            tekst = uitvoer.read_text()
        finally:
            proces.send_signal(signal.SIGINT)

    assert antwoord.status == 200
    assert f"als raad: {basis}/inloggen?link=" in tekst
    assert "TOKEN=" in tekst


@pytest.mark.traag
def test_de_opdracht_kan_laden_en_stoppen(tmp_path):
    omgeving = {**os.environ, "LOOPTIJD_GEGEVENSMAP": str(tmp_path)}
    opdracht = [sys.executable, "-m", "api", "demo", "--vandaag", str(VROEG), "--stop-na-laden"]

    eerst, dan = (
        subprocess.run(
            opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    )

    assert "Verhaal gespeeld" in eerst
    assert "Verhaal stond er al" in dan


def stap(pad: str, meervoud: str = "regios", **inhoud: object) -> Stap:
    return Stap(
        op=VROEG,
        uur=time_of_day(9, 0),
        wie=Speler(naam="proef (fictief)", rol=Rol.BEHEERDER, regio=None),
        meervoud=meervoud,
        naam="proef",
        pad=pad,
        inhoud={"ingangsdatum": "2018-10-01", **inhoud},
        als=f"proef {pad}",
    )


@pytest.mark.parametrize(
    ("vast", "reden"),
    [
        (stap("POST", naam="Proef"), "gemeenten.*is verplicht"),
        (stap("wijzigingen", naam="Proef"), "Er is geen regio"),
        (stap("POST", naam="Proef", gemeenten=["9099"]), "9099 is op 2018-10-01 geen gemeente"),
    ],
)
def test_een_verhaal_dat_vastloopt_zegt_waar_en_waarom(sqlite_url, vast, reden):
    engine = maak_engine(url=sqlite_url)

    with pytest.raises(VerhaalLooptVast, match=f"^2018-10-01 proef .*{reden}"):
        speel(engine=engine, klok=Verhaalklok(begin=vast.moment), stappen=[vast], voortgang=stil)
    engine.dispose()


def test_de_hoofdstukken_staan_op_volgorde_en_noemen_elke_streek():
    dagen = [dag for dag, _ in HOOFDSTUKKEN]
    tekst = " ".join(zin for _, zin in HOOFDSTUKKEN)

    assert dagen == sorted(dagen)
    for regio in (VOORBEELDLAND, NOORDOOSTHOEK, DENKWAARD, HEGGENLAND, EENLING):
        assert regio.capitalize() in tekst
