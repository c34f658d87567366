"""Booting a region from a page: the same commands as the API, judged first, recorded all or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from application.toegang import Rol
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.register import open_register
from tests.formulierhulp import Kantoor, kantoor
from tests.hulp import op_echte_klok, verteld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

S2 = "/regimes/s2-zuid-holland-zuid"
LADEN = f"/vastleggen{S2}"


@pytest.fixture
def bureau(engine: Engine) -> Iterator[Kantoor]:
    """An inkoper at the pages of an empty demo register."""
    with verteld(engine) as verhaal:
        verhaal.op("2020-07-30")
        with kantoor(verhaal, Rol.INKOPER) as k:
            yield k


def test_een_regio_start_vanaf_de_pagina_na_een_proef(bureau: Kantoor) -> None:
    pagina = bureau.open(LADEN)
    positie = bureau.verhaal.positie

    proef = pagina.bekijk({"naam": "Regio Tienland"})
    assert proef.status == 200
    assert "Wat er wordt vastgelegd" in proef.tekst
    assert bureau.verhaal.positie == positie
    regio = proef.leg_vast()

    assert regio.status == 200
    assert "Regio Tienland" in regio.tekst
    (gestart,) = bureau.verhaal.get("/regios")["resultaten"]
    assert (gestart["naam"], len(gestart["gemeenten"])) == ("Regio Tienland", 10)
    assert bureau.verhaal.get("/besluiten")["aantal"] == 3
    opnieuw = proef.druk("vastleggen")
    assert opnieuw.status == 409
    assert "Er is al een regio" in opnieuw.tekst
    assert "Regio Tienland" in opnieuw.waarde("naam")


def test_zonder_recht_of_van_elders_wordt_niets_gestart(bureau: Kantoor) -> None:
    positie = bureau.verhaal.positie
    velden = {**bureau.open(LADEN).velden, "_stap": ["vastleggen"]}

    elders = bureau.stuur(LADEN, velden, Origin="https://kwaad.example")
    assert elders.status == 403
    with kantoor(bureau.verhaal, Rol.RAAD) as raad:
        assert raad.open(LADEN).status == 403
        assert "Start een regio" not in raad.open(S2).tekst
        assert raad.stuur(LADEN, velden).status == 403
    assert bureau.open("/vastleggen/regimes/bestaat-niet").status == 404
    assert bureau.verhaal.positie == positie
    assert "Start een regio" in bureau.open(S2).tekst


def test_buiten_een_demo_kiest_men_echte_gemeenten(engine: Engine) -> None:
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.PRODUCTIE)
    with op_echte_klok(engine) as verhaal, kantoor(verhaal, Rol.INKOPER) as k:
        zonder = k.open(LADEN).druk("vastleggen")
        assert zonder.status == 400
        assert "Dit register is geen demo" in zonder.tekst
        zonder.leg_vast({"gemeente.9015": "0505", "gemeente.9016": "0523"})
        (regio,) = verhaal.get("/regios")["resultaten"]
        assert regio["gemeenten"] == ["0505", "0523"]
