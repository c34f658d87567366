"""One command on many contracts by page: the same outcomes as the API, and the progress while it is recorded."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from api import inloggen
from api.app import maak_app
from api.paginas import PAGINAS
from api.paginas.bulk import PER_PAGINA
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from tests.formulierhulp import Kantoor, Pagina, kantoor
from tests.hulp import opzegging, verteld
from tests.paginahulp import BREEDTES, browserproces, draaiend, ingelogd
from tests.test_bulk import BULK, bulk, contracten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from sqlalchemy import Engine

OPZEGGING = {
    "ingangsdatum": "2025-05-06",
    "laatsteDag": "2026-06-30",
    "door": "OPDRACHTGEVER",
    "grond": "geen behoefte meer",
}


@pytest.fixture
def bureau(engine: Engine) -> Iterator[Kantoor]:
    """Someone at the pages of a register with thirty contracts, the fourth of which gives no right of notice."""
    with verteld(engine) as verhaal:
        verhaal.wereld()
        verhaal.op("2025-05-06")
        contracten(verhaal, 30, lambda n: {"opzegregeling": None} if n == 3 else {})
        with kantoor(verhaal) as k:
            yield k


def formulier(k: Kantoor) -> Pagina:
    return k.open("/bulk?handeling=opzeggingen&segment=ambulant&status=ACTIEF")


def sommen(pagina: Pagina) -> list[int]:
    """Give how many can, can with a deviation, cannot and are skipped."""
    vak = pagina.tekst.partition('class="sommen"')[2].partition("</dl>")[0]
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", vak)]


def overslaan(k: Kantoor, nummer: str) -> str:
    (contract,) = k.verhaal.get("/contracten", contractnummer=nummer)["resultaten"]
    return f"overslaan.{contract['id']}"


# --- choosing ----------------------------------------------------------------------------------------------------


def test_elke_handeling_die_hier_kan_heeft_een_formulier(bureau: Kantoor) -> None:
    begin = bureau.open(f"/bulk?trajectId={bureau.verhaal.traject}")

    for pad in PER_PAGINA:
        pagina = bureau.open(f"/bulk?handeling={pad}&trajectId={bureau.verhaal.traject}")
        assert f"handeling={pad}&amp;trajectId={bureau.verhaal.traject}" in begin.tekst
        assert "30 contracten voldoen" in pagina.tekst.replace("\N{NO-BREAK SPACE}", " ")
    assert bureau.open("/bulk?handeling=intrekkingen").status == 404
    assert bureau.open("/bulk?handeling=opzeggingen&kleur=rood").status == 400


def test_wie_geen_contracten_vastlegt_komt_er_niet(bureau: Kantoor) -> None:
    with kantoor(bureau.verhaal, Rol.AUDITOR) as auditor:
        assert auditor.open("/bulk").status == 403
        assert auditor.open("/bulk?handeling=opzeggingen").status == 403


def test_vanaf_het_traject_en_in_het_menu(bureau: Kantoor) -> None:
    traject = bureau.open(f"/inkooptrajecten/{bureau.verhaal.traject}")

    assert f'href="/bulk?trajectId={bureau.verhaal.traject}"' in traject.tekst
    assert re.search(r'href="/bulk[^"]*">Veel contracten tegelijk', traject.tekst)


# --- judging and recording ---------------------------------------------------------------------------------------


def test_van_de_keuze_tot_alles_is_vastgelegd(bureau: Kantoor) -> None:
    proef = formulier(bureau).bekijk(OPZEGGING)
    assert (proef.status, sommen(proef)) == (409, [29, 0, 1, 0])
    assert "vastleggen" not in proef.knoppen
    positie = bureau.verhaal.positie
    over = proef.bekijk({overslaan(bureau, "C-0003"): "geen opzegrecht"})
    assert (over.status, sommen(over)) == (200, [29, 0, 0, 1])
    assert bureau.verhaal.positie == positie

    klaar = over.druk("vastleggen")

    assert klaar.status == 200
    assert "Alles is in één keer vastgelegd" in klaar.tekst
    assert klaar.tekst.count("<progress") == 30
    samen = bureau.open(re.findall(r'href="(/bulk/[^"]+)"', klaar.tekst)[0])
    assert "29 feiten in één keer" in samen.tekst.replace("\N{NO-BREAK SPACE}", " ")
    assert bureau.verhaal.get("/contracten", status="OPGEZEGD")["aantal"] == 29
    assert "Opzegging, 29 feiten" in bureau.open("/bulk").tekst.replace("\N{NO-BREAK SPACE}", " ")
    nog_eens = over.druk("vastleggen")
    assert "Alles is in één keer vastgelegd" in nog_eens.tekst
    assert bureau.verhaal.positie == positie + 29


def test_dezelfde_weigering_als_de_api(bureau: Kantoor) -> None:
    ids = [c["id"] for c in bureau.verhaal.get("/contracten")["resultaten"]]
    nee = bureau.verhaal.post(BULK, bulk(ids, opzegging("2025-05-06", "2026-06-30")), status=409)

    proef = formulier(bureau).bekijk(OPZEGGING)

    for geval in nee["geweigerd"]:
        for regel in geval["regels"]:
            assert regel["titel"] in proef.tekst
            assert regel["detail"] in proef.tekst


def test_met_een_afwijking(bureau: Kantoor) -> None:
    proef = formulier(bureau).bekijk(OPZEGGING)

    zonder = proef.bekijk({"afwijking.regels": ["geen-opzegrecht"]})
    met = zonder.bekijk({"afwijking.motivering": "in overleg"})
    klaar = met.druk("vastleggen")

    assert (zonder.status, sommen(zonder)) == (400, [29, 0, 1, 0])
    assert (met.status, sommen(met)) == (200, [29, 1, 0, 0])
    assert "Alles is in één keer vastgelegd" in klaar.tekst
    (gemerkt,) = bureau.verhaal.get("/afwijkingen")["resultaten"]
    assert gemerkt["regels"] == ["geen-opzegrecht"]


def test_wat_er_intussen_veranderde_wordt_niet_stil_vastgelegd(bureau: Kantoor) -> None:
    reden = {overslaan(bureau, "C-0003"): "geen opzegrecht"}
    proef = formulier(bureau).bekijk(OPZEGGING).bekijk(reden)
    (contract,) = bureau.verhaal.get("/contracten", contractnummer="C-0007")["resultaten"]
    pad = f"/contracten/{contract['id']}/opzeggingen"
    bureau.verhaal.post(pad, opzegging("2025-05-06", "2026-12-31"))
    positie = bureau.verhaal.positie

    nee = proef.druk("vastleggen")
    verder = nee.druk("bekijk")

    assert "Wat u bevestigde, is niet meer wat er zou gebeuren" in nee.tekst
    assert bureau.verhaal.positie == positie
    assert sommen(verder) == [28, 0, 0, 1]


def test_fouten_staan_bij_hun_veld(bureau: Kantoor) -> None:
    fout = formulier(bureau).bekijk({**OPZEGGING, "laatsteDag": "morgen", "grond": ""})
    leeg = formulier(bureau).bekijk({**OPZEGGING, "selectie.segment": "", "selectie.status": ""})

    assert fout.status == leeg.status == 400
    assert 'href="#v-laatsteDag"' in fout.tekst
    assert 'href="#v-grond"' in fout.tekst
    assert "noem ten minste één filter" in leeg.tekst
    assert leeg.waarde("grond") == "geen behoefte meer"


def test_verbeteren_houdt_vast_wat_is_ingevuld(bureau: Kantoor) -> None:
    proef = formulier(bureau).bekijk(OPZEGGING)

    terug = proef.druk("verbeter", {overslaan(bureau, "C-0003"): "geen opzegrecht"})

    assert terug.waarde("laatsteDag") == "2026-06-30"
    assert sommen(terug.bekijk()) == [29, 0, 0, 1]


def test_rijen_erbij_en_weg(bureau: Kantoor) -> None:
    begin = bureau.open("/bulk?handeling=herzieningen&segment=ambulant")

    meer = begin.druk("erbij wijzigingen.tarieven")
    minder = meer.druk("weg wijzigingen.tarieven.1")
    geteld = minder.druk("toon")

    assert meer.velden["wijzigingen.tarieven~rij"] == ["0", "1"]
    assert geteld.velden["wijzigingen.tarieven~rij"] == ["0"]


def test_een_formulier_van_elders_doet_niets(bureau: Kantoor) -> None:
    proef = formulier(bureau).bekijk(OPZEGGING).bekijk({overslaan(bureau, "C-0003"): "x"})
    positie = bureau.verhaal.positie

    vreemd = proef.druk("vastleggen", Origin="http://elders.test")
    oud = proef.druk("vastleggen", {"_bewijs": "oud"})

    assert vreemd.status == oud.status == 403
    assert bureau.verhaal.positie == positie


# --- with a server -----------------------------------------------------------------------------------------------


def test_de_voortgang_komt_terwijl_er_gewerkt_wordt(bureau: Kantoor) -> None:
    proef = formulier(bureau).bekijk(OPZEGGING).bekijk({overslaan(bureau, "C-0003"): "x"})
    web = maak_app(loket=bureau.verhaal.loket, paginas=[inloggen.router, *PAGINAS])
    koek = dict(bureau.client.cookies)
    velden = urlencode({**proef.velden, "_stap": ["vastleggen"]}, doseq=True)

    with draaiend(uvicorn.Config(web, port=0, log_level="warning")) as adres:
        soort = {"Origin": adres, "Content-Type": "application/x-www-form-urlencoded"}
        with httpx.stream(
            "POST", f"{adres}/bulk", content=velden, headers=soort, cookies=koek
        ) as antwoord:
            stukken = antwoord.iter_text()
            eerste = next(stukken)
        # The reader has gone before the work was done.
        _wacht_op(lambda: bureau.verhaal.get("/contracten", status="OPGEZEGD")["aantal"] == 29)

    assert "wordt nog één keer beoordeeld" in eerste
    assert "vastgelegd.</strong>" not in eerste


def _wacht_op(klaar: object) -> None:
    tot = time.monotonic() + 20
    while not klaar():  # type: ignore[operator] # a function without arguments
        assert time.monotonic() < tot, "het werk is niet afgemaakt"
        time.sleep(0.05)


@pytest.mark.browser
@pytest.mark.parametrize("breedte", BREEDTES)
def test_met_een_browser(sqlite_url: str, breedte: int) -> None:
    engine = maak_engine(url=sqlite_url)
    with verteld(engine) as verhaal:
        verhaal.wereld()
        verhaal.op("2025-05-06")
        contracten(verhaal, 30, lambda n: {"opzegregeling": None} if n == 3 else {})
        web = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
        geheim = maak_inloglink(engine=engine, rol=Rol.CONTRACTBEHEERDER, naam="proef")
        with (
            draaiend(uvicorn.Config(web, port=0, log_level="warning")) as adres,
            browserproces() as browser,
            ingelogd(
                browser=browser, adres=adres, link=f"{adres}/inloggen?link={geheim}"
            ) as context,
        ):
            pagina = context.new_page()
            pagina.set_viewport_size({"width": breedte, "height": 800})
            _zeg_op(pagina, breedte, UUID(verhaal.traject))
        assert verhaal.get("/contracten", status="OPGEZEGD")["aantal"] == 30
    engine.dispose()


def _zeg_op(pagina: Page, breedte: int, traject: UUID) -> None:
    pagina.goto(f"/inkooptrajecten/{traject}")
    pagina.get_by_role("link", name="één handeling bij al deze contracten").click()
    _keur(pagina, breedte)
    pagina.get_by_role("link", name="Opzegging").click()
    _keur(pagina, breedte)
    pagina.locator('[name="ingangsdatum"]').fill("2025-05-06")
    pagina.locator('[name="laatsteDag"]').fill("2026-06-30")
    pagina.locator('[name="door"]').select_option("OPDRACHTGEVER")
    pagina.locator('[name="grond"]').fill("geen behoefte meer")
    pagina.locator("button.knop-groot").click()
    _keur(pagina, breedte)
    pagina.locator('[name="afwijking.regels"]').check()
    pagina.locator('[name="afwijking.motivering"]').fill("in overleg")
    pagina.locator("button.knop-groot").click()
    _keur(pagina, breedte)
    pagina.get_by_role("button", name="Leg vast bij").click()
    expect(pagina.get_by_text("Alles is in één keer vastgelegd.")).to_be_visible()
    expect(pagina.locator("progress:visible")).to_have_count(0)
    _keur(pagina, breedte)
    pagina.get_by_role("link", name="Bekijk wat er is vastgelegd").click()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("in één keer")
    _keur(pagina, breedte)


def _keur(pagina: Page, breedte: int) -> None:
    gevonden = Axe().run(pagina)
    assert gevonden.violations_count == 0, gevonden.generate_report()
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breedte
