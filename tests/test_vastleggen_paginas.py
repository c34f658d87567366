"""Recording by page: the same rules, rights and refusals as the API, without script, and nothing half recorded."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import Request
from playwright.sync_api import expect

from api import inloggen
from api.app import maak_app
from api.handelingen import handelingen, openingen
from api.paginas import PAGINAS, inzending, keuzes
from api.paginas.bezoek import Bezoek
from api.paginas.formulieren import lees_formulier, vul_formulier
from api.paginas.formulierpagina import formulierpagina
from api.paginas.vastlegblad import Blad, Formulier
from application.register import RegisterBezet
from application.tijdreizen import los_op
from application.toegang import Gebruiker, Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import formulierbewijs, maak_inloglink, maak_token
from tests.formulierhulp import HTML, Kantoor, Pagina, kantoor
from tests.hulp import (
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    opzegging,
    tarief,
    verteld,
    zet,
)
from tests.paginahulp import BREEDTES, browserproces, draaiend
from tests.test_formulieren import BODIES, lichaam

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from sqlalchemy import Engine

pytestmark = pytest.mark.traag

REGELING = {"opdrachtgever": {"maanden": 6}}


@pytest.fixture
def bureau(engine: Engine) -> Iterator[Kantoor]:
    """A beheerder at the pages of a story on both databases: contract K is there, and it is 6 May 2025."""
    with verteld(engine) as verhaal:
        _vertel(verhaal)
        with kantoor(verhaal) as k:
            yield k


def _vertel(verhaal: Verhaal) -> None:
    verhaal.wereld()
    verhaal.op("2022-10-03")
    verhaal.contract(opzegregeling=REGELING, verlengingsopties=[{"totEnMet": "2034-12-31"}])
    verhaal.op("2025-05-06")


def contract(k: Kantoor) -> str:
    """Give the path of contract K."""
    gevonden = k.verhaal.get("/contracten", contractnummer="K")
    return f"/contracten/{gevonden['resultaten'][0]['id']}"


def formulier(k: Kantoor, pad: str) -> Pagina:
    """Open a form on contract K."""
    pagina = k.open(f"/vastleggen{contract(k)}/{pad}")
    assert pagina.status == 200, pagina.tekst
    return pagina


def journaal(k: Kantoor) -> list[dict[str, Any]]:
    gevonden: list[dict[str, Any]] = k.verhaal.get(f"{contract(k)}/gebeurtenissen")["resultaten"]
    return gevonden


HERZIENING = {
    "ingangsdatum": "2026-01-01",
    "wijzigingen.tarieven.0.productcode": "45A04",
    "wijzigingen.tarieven.0.eenheid": "UUR",
    "wijzigingen.tarieven.0.tarief": "118,50",
    "wijzigingsgrond": "CLAUSULE",
}
OPZEGGING = {
    "ingangsdatum": "2025-05-06",
    "laatsteDag": "2025-06-30",
    "door": "OPDRACHTGEVER",
    "grond": "geen behoefte meer",
}


# --- recording ---------------------------------------------------------------------------------------------------


def test_a_herziening_by_page_is_the_same_fact_as_by_the_api(bureau: Kantoor):
    mee = {
        "besluit.orgaan": "COLLEGES",
        "besluit.datum": "2025-04-12",
        "bewijs.0.kenmerk": "DOC-17",
        "bewijs.0.titel": "Addendum 3",
        "reden": "nieuwe\r\nafspraken",
    }
    proef = formulier(bureau, "herzieningen").bekijk({**HERZIENING, **mee})
    voor = bureau.verhaal.positie

    pagina = proef.leg_vast()

    regel = journaal(bureau)[-1]
    assert bureau.verhaal.positie == voor + 1
    assert regel["soort"] == "contract.herzien"
    assert regel["gegevens"] == {
        "ingangsdatum": "2026-01-01",
        "wijzigingen": {"tarieven": [tarief("118.50")]},
        "wijzigingsgrond": "CLAUSULE",
    }
    assert regel["besluit"] == {"orgaan": "COLLEGES", "datum": "2025-04-12", "kenmerk": None}
    assert [b["kenmerk"] for b in regel["bewijs"]] == ["DOC-17"]
    assert regel["reden"] == "nieuwe\nafspraken"
    assert pagina.status == 200
    assert "Vastgelegd: Herziening" in pagina.tekst
    assert "U ziet wat geldt op" in pagina.tekst
    assert str(pagina.antwoord.url.path) == contract(bureau)


def test_the_preview_says_what_changes_and_records_nothing(bureau: Kantoor):
    voor = bureau.verhaal.positie

    proef = formulier(bureau, "herzieningen").bekijk(HERZIENING)

    assert proef.status == 200
    assert "Er is nog niets vastgelegd" in proef.tekst
    assert 'Vanaf <time datetime="2026-01-01">' in proef.tekst
    assert "€\xa0100,00" in proef.tekst
    assert "€\xa0118,50" in proef.tekst
    assert bureau.verhaal.positie == voor


def test_the_preview_tells_the_same_as_the_proef_of_the_api(bureau: Kantoor):
    body = opzegging("2025-05-06", "2026-01-31")
    antwoord = bureau.verhaal.post(f"{contract(bureau)}/opzeggingen?proef=true", body, status=200)

    proef = formulier(bureau, "opzeggingen").bekijk({**OPZEGGING, "laatsteDag": "2026-01-31"})

    velden = {w["veld"] for w in antwoord["wijzigingen"]}
    assert {"status", "einddatum", "beeindiging", "opzegging"} <= velden
    for woord in ("Status", "Loopt tot en met", "Einde door", "Opzegging"):
        assert f"<strong>{woord}</strong>" in proef.tekst
    assert "nr. 2" not in proef.tekst  # the fact in hand has no number yet


def test_a_thing_is_opened_by_page(bureau: Kantoor):
    pagina = bureau.open("/vastleggen/aanbieders")
    velden = {"ingangsdatum": "2025-06-01", "naam": "De Linde", "kvkNummer": "87654321"}

    proef = pagina.bekijk(velden)
    gedaan = proef.leg_vast()

    assert "Zo komt het in het register" in proef.tekst
    assert "Vastgelegd: Aanbieder ingeschreven" in gedaan.tekst
    (gevonden,) = bureau.verhaal.get("/aanbieders", naam="De Linde")["resultaten"]
    assert gedaan.antwoord.url.path == f"/aanbieders/{gevonden['id']}"


def test_a_contract_is_opened_by_page_with_lists_and_parts(bureau: Kantoor):
    v = bureau.verhaal
    velden: dict[str, str | list[str]] = {
        "ingangsdatum": "2025-06-01",
        "contractnummer": "K-2",
        "regioId": v.regio,
        "aanbiederId": v.aanbieder,
        "trajectId": v.traject,
        "segment": "ambulant",
        "percelen": ["P1", "P2"],
        "gemeenten": ["9001"],
        "inkoopvorm": "SAS",
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        "opdrachtgevers": "9001\r\n\r\n9002 ",
        "opzegregeling.opdrachtgever.maanden": "6",
        "tarieven.0.productcode": "45A04",
        "tarieven.0.eenheid": "UUR",
        "tarieven.0.tarief": "98,25",
        "acceptatieplicht": "nee",
    }

    gedaan = bureau.open("/vastleggen/contracten").bekijk(velden).leg_vast()

    ding = gedaan.antwoord.url.path.rpartition("/")[2]
    gegevens = v.get(f"/contracten/{ding}/gebeurtenissen")["resultaten"][0]["gegevens"]
    assert gegevens["percelen"] == ["P1", "P2"]
    assert gegevens["opdrachtgevers"] == ["9001", "9002"]
    assert gegevens["opzegregeling"] == {"opdrachtgever": {"maanden": 6}}
    assert gegevens["acceptatieplicht"] is False
    assert gegevens["tarieven"] == [tarief("98.25")]


def test_a_double_click_records_once(bureau: Kantoor):
    proef = formulier(bureau, "herzieningen").bekijk(HERZIENING)
    voor = bureau.verhaal.positie

    eerste, tweede = proef.druk("vastleggen"), proef.druk("vastleggen")

    assert (eerste.status, tweede.status) == (303, 303)
    assert eerste.antwoord.headers["location"] == tweede.antwoord.headers["location"]
    assert bureau.verhaal.positie == voor + 1


def test_a_double_click_opens_one_thing_and_an_open_form_another(bureau: Kantoor):
    velden = {"ingangsdatum": "2025-06-01", "naam": "De Linde", "kvkNummer": "87654321"}
    proef = bureau.open("/vastleggen/aanbieders").bekijk(velden)
    voor = bureau.verhaal.positie

    proef.leg_vast()
    proef.leg_vast()
    bureau.open("/vastleggen/aanbieders").bekijk(velden).leg_vast()

    assert bureau.verhaal.positie == voor + 2


def test_a_stale_page_is_told_what_came_in_between_and_keeps_its_fields(bureau: Kantoor):
    proef = formulier(bureau, "herzieningen").bekijk(HERZIENING)
    bureau.verhaal.post(f"{contract(bureau)}/indexeringen", indexering("2025-07-01", "2.00"))
    voor = bureau.verhaal.positie

    oud = proef.druk("vastleggen")

    assert oud.status == 412
    assert bureau.verhaal.positie == voor
    assert "het register staat op versie 2" in oud.tekst
    assert "nr. 2: Indexering" in oud.tekst
    assert oud.waarde("wijzigingen.tarieven.0.tarief") == "118,50"
    assert oud.waarde("_versie") == "2"
    oud.bekijk().leg_vast()
    assert bureau.verhaal.positie == voor + 1


def test_a_form_without_its_version_counts_as_stale(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen")
    del pagina.velden["_versie"]

    assert pagina.bekijk(HERZIENING).status == 412


def test_a_busy_register_keeps_what_was_filled_in(bureau: Kantoor, monkeypatch):
    pagina = formulier(bureau, "herzieningen")

    def bezet(_self: object) -> object:
        raise RegisterBezet("een ander is bezig")

    with monkeypatch.context() as m:
        m.setattr(type(bureau.verhaal.loket.register), "schrijf", bezet)
        antwoord = pagina.bekijk(HERZIENING)

    assert antwoord.status == 503
    assert antwoord.antwoord.headers["retry-after"] == "5"
    assert "Er is niets vastgelegd" in antwoord.tekst
    assert antwoord.waarde("wijzigingen.tarieven.0.tarief") == "118,50"
    assert antwoord.bekijk().status == 200


# --- what does not fit -------------------------------------------------------------------------------------------


def test_every_fault_stands_at_its_field_and_all_that_was_filled_in_stays(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen").druk("erbij wijzigingen.tarieven", HERZIENING)
    fout = {
        "ingangsdatum": "2026-13-01",
        "wijzigingen.tarieven.0.productcode": "",
        "wijzigingen.tarieven.0.eenheid": "",
        "wijzigingen.tarieven.0.tarief": "",
        "wijzigingen.tarieven.1.productcode": "4",
        "wijzigingen.tarieven.1.prijspeil": "twintig",
        "wijzigingsgrond": "",
    }
    voor = bureau.verhaal.positie

    antwoord = pagina.bekijk(fout)

    assert antwoord.status == 400
    assert bureau.verhaal.positie == voor
    assert "<title>Fout: Herziening" in antwoord.tekst
    assert antwoord.waarde("ingangsdatum") == "2026-13-01"
    assert antwoord.waarde("wijzigingen.tarieven.1.prijspeil") == "twintig"
    verwacht = {
        "ingangsdatum": "&#39;2026-13-01&#39; bestaat niet op de kalender",
        "wijzigingen-tarieven-1-productcode": "een productcode heeft 5 tekens",
        "wijzigingen-tarieven-1-prijspeil": "geef een geheel getal, alleen cijfers",
        "wijzigingen-tarieven-1-eenheid": "is verplicht",
        "wijzigingen-tarieven-1-tarief": "is verplicht",
        "wijzigingsgrond": "is verplicht",
    }
    for veld, reden in verwacht.items():
        assert f'<a href="#v-{veld}">' in antwoord.tekst
        (bij,) = re.findall(rf'id="v-{veld}-fout">(.*?)</p>', antwoord.tekst)
        assert reden in bij
        (invoer,) = re.findall(rf'<(?:input|select)[^>]* id="v-{veld}"[^>]*>', antwoord.tekst)
        assert 'aria-invalid="true"' in invoer
        assert f"v-{veld}-fout" in invoer
    assert "v-wijzigingen-tarieven-0-productcode-fout" not in antwoord.tekst


def test_a_fault_of_the_whole_stands_above(bureau: Kantoor):
    antwoord = formulier(bureau, "herzieningen").bekijk(
        {"ingangsdatum": "2026-01-01", "wijzigingsgrond": "CLAUSULE"}
    )

    assert antwoord.status == 400
    assert (
        '<a href="#v-wijzigingen">Wijzigingen</a>: noem ten minste één wijziging' in antwoord.tekst
    )


def test_a_gemeente_that_does_not_exist_stands_at_its_field(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen")

    antwoord = pagina.bekijk({**HERZIENING, "wijzigingen.gemeenten.erbij": ["0001"]})

    assert antwoord.status == 400
    assert "0001 is op 2026-01-01 geen gemeente" in antwoord.tekst
    assert 'id="v-wijzigingen-gemeenten-erbij-fout"' in antwoord.tekst
    assert antwoord.velden["wijzigingen.gemeenten.erbij"] == ["0001"]


def test_rows_come_and_go_without_judging(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen")

    twee = pagina.druk("erbij wijzigingen.tarieven", HERZIENING)
    twee.vul({"wijzigingen.tarieven.1.productcode": "45A05"})
    een = twee.druk("weg wijzigingen.tarieven.0")

    assert (twee.status, een.status) == (200, 200)
    assert twee.velden["wijzigingen.tarieven~rij"] == ["0", "1"]
    assert re.search(r'id="v-wijzigingen-tarieven-1" tabindex="-1" autofocus', twee.tekst)
    assert een.velden["wijzigingen.tarieven~rij"] == ["1"]
    assert een.waarde("wijzigingen.tarieven.1.productcode") == "45A05"
    assert een.waarde("wijzigingsgrond") == "CLAUSULE"


def test_texts_behind_each_other_get_a_field_more(bureau: Kantoor):
    v = bureau.verhaal
    aanmelding = v.post(
        "/aanmeldingen",
        {
            "ingangsdatum": "2025-01-10",
            "regioId": v.regio,
            "trajectId": v.traject,
            "aanbiederId": v.aanbieder,
            "aanmeldingsoort": "AANMELDING",
            "percelen": ["P3"],
        },
    )["aanmelding"]["id"]
    pagina = bureau.open(f"/vastleggen/aanmeldingen/{aanmelding}/uitkomsten")

    meer = pagina.druk("toon redenen", {"redenen": ["geen GVA\r\nook geen KvK"]})

    assert meer.velden["redenen"] == ["geen GVA\r\nook geen KvK", ""]


# --- refusals ----------------------------------------------------------------------------------------------------


def test_what_is_impossible_is_refused_with_its_rule_and_the_way_back(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen")
    na_einde = {**HERZIENING, "ingangsdatum": "2031-01-01"}
    voor = bureau.verhaal.positie

    nee = pagina.bekijk(na_einde)
    toch = nee.druk("vastleggen")
    terug = nee.druk("verbeter")

    assert (nee.status, toch.status) == (409, 409)
    assert bureau.verhaal.positie == voor
    assert "Dit kan niet worden vastgelegd" in nee.tekst
    code = bureau.verhaal.weigering(
        f"{contract(bureau)}/herzieningen", herziening("2031-01-01", "118.50")
    )
    assert code == ["herziening-buiten-looptijd"]
    assert "afwijking.regels" not in nee.tekst
    assert nee.knoppen == ["verbeter"]
    assert terug.waarde("ingangsdatum") == "2031-01-01"
    assert terug.waarde("wijzigingen.tarieven.0.tarief") == "118,50"


def test_a_rule_one_may_deviate_from_is_recorded_with_why(bureau: Kantoor):
    nee = formulier(bureau, "opzeggingen").bekijk(OPZEGGING)
    voor = bureau.verhaal.positie
    assert nee.status == 409
    assert "De opzegtermijn is niet in acht genomen" in nee.tekst
    assert "termijn van 6 maanden" in nee.tekst
    assert "Wat er verandert" in nee.tekst  # what it would do, when one deviates

    niets = nee.druk("vastleggen")
    assert niets.status == 409
    assert "vink elke regel aan" in niets.tekst
    zonder = niets.druk("vastleggen", {"afwijking.regels": "opzegtermijn-niet-in-acht-genomen"})
    assert zonder.status == 400
    assert 'id="v-afwijking-motivering-fout"' in zonder.tekst
    assert zonder.velden["afwijking.regels"] == ["opzegtermijn-niet-in-acht-genomen"]
    half = zonder.druk(
        "vastleggen",
        {"afwijking.motivering": "spoedplaatsing", "afwijking.besluit.orgaan": "COLLEGE"},
    )
    assert half.status == 400
    assert 'id="v-afwijking-besluit-datum-fout"' in half.tekst
    assert bureau.verhaal.positie == voor

    pagina = half.leg_vast(
        {"afwijking.besluit.datum": "2024-01-09", "afwijking.besluit.kenmerk": "B-24-1"}
    )

    assert bureau.verhaal.positie == voor + 1
    assert journaal(bureau)[-1]["afwijking"] == afwijking("opzegtermijn-niet-in-acht-genomen")
    assert "gemerkt als afwijking van opzegtermijn-niet-in-acht-genomen" in pagina.tekst


def test_an_afwijking_comes_along_to_the_form_and_back(bureau: Kantoor):
    nee = formulier(bureau, "opzeggingen").bekijk(OPZEGGING)
    nee.vul(
        {
            "afwijking.regels": "opzegtermijn-niet-in-acht-genomen",
            "afwijking.motivering": "spoed",
        }
    )

    terug = nee.druk("verbeter")
    proef = terug.bekijk({"laatsteDag": "2025-07-31"})
    ruim = proef.druk("verbeter").bekijk({"laatsteDag": "2026-07-31"})

    assert proef.status == 200
    assert "U wijkt af van 1\xa0regel" in proef.tekst
    assert ruim.status == 200
    assert "wijkt af" not in ruim.tekst
    ruim.leg_vast()
    assert journaal(bureau)[-1]["afwijking"] is None


# --- correcties --------------------------------------------------------------------------------------------------


def test_a_correctie_starts_from_what_stands_and_takes_its_place(bureau: Kantoor):
    pad = contract(bureau)
    mee = {"bewijs": [{"kenmerk": "DOC-1", "titel": "Addendum"}], "reden": "afspraak"}
    bureau.verhaal.post(f"{pad}/herzieningen", herziening("2025-01-01", "112.00", **mee))
    dossier = bureau.open(pad)
    assert f'href="/vastleggen{pad}/correcties?registratie=2"' in dossier.tekst

    pagina = formulier(bureau, "correcties?registratie=2")
    basis = "registraties.0.vervanging"
    assert pagina.waarde("registraties.0.volgnummer") == "2"
    assert pagina.waarde(f"{basis}~soort") == "herzieningen"
    assert pagina.waarde(f"{basis}.ingangsdatum") == "2025-01-01"
    assert pagina.waarde(f"{basis}.wijzigingen.tarieven.0.tarief") == "112,00"
    assert pagina.waarde(f"{basis}.bewijs.0.kenmerk") == "DOC-1"
    assert pagina.waarde(f"{basis}.reden") == "afspraak"
    proef = pagina.bekijk(
        {
            "soort": "FOUT",
            "reden": "verkeerd overgenomen",
            f"{basis}.wijzigingen.tarieven.0.tarief": "111,00",
        }
    )
    assert "€\xa0112,00" in proef.tekst
    assert "nr. 2, herziening" in proef.tekst
    proef.leg_vast()

    regel = journaal(bureau)[-1]
    assert regel["soort"] == "contract.gecorrigeerd"
    vervanging = herziening("2025-01-01", "111.00", **mee)
    assert regel["gegevens"] == correctie(zet(2, "herzieningen", vervanging))
    nu = bureau.open(pad)
    assert "correcties?registratie=2" not in nu.tekst
    assert "correcties?registratie=3" in nu.tekst


def test_a_registration_is_withdrawn_and_put_right_again(bureau: Kantoor):
    pad = contract(bureau)
    bureau.verhaal.post(f"{pad}/herzieningen", herziening("2025-01-01", "112.00"))
    waarom = {"soort": "FOUT", "reden": "hoort hier niet"}
    weg = formulier(bureau, "correcties?registratie=2").druk(
        "toon registraties.0.vervanging", {**waarom, "registraties.0.vervanging~soort": "niets"}
    )
    assert "registraties.0.vervanging.ingangsdatum" not in weg.velden
    weg.bekijk().leg_vast()
    assert journaal(bureau)[-1]["gegevens"]["registraties"] == [zet(2)]

    opnieuw = formulier(bureau, "correcties?registratie=3")
    assert opnieuw.waarde("registraties.0.vervanging~soort") == "niets"
    terug = opnieuw.druk(
        "toon registraties.0.vervanging",
        {**waarom, "registraties.0.vervanging~soort": "indexeringen"},
    )
    velden = {
        "registraties.0.vervanging.ingangsdatum": "2025-01-01",
        "registraties.0.vervanging.percentage": "3",
    }
    terug.bekijk(velden).leg_vast()

    assert bureau.verhaal.get(pad)["tarieven"][0]["tarief"] == "103.00"


def test_a_kind_that_was_wrong_keeps_what_both_have(bureau: Kantoor):
    pad = contract(bureau)
    bureau.verhaal.post(f"{pad}/opzeggingen", opzegging("2025-05-06", "2026-01-31"))
    pagina = formulier(bureau, "correcties?registratie=2")

    anders = pagina.druk(
        "toon registraties.0.vervanging", {"registraties.0.vervanging~soort": "ontbindingen"}
    )

    basis = "registraties.0.vervanging"
    assert anders.waarde(f"{basis}.laatsteDag") == "2026-01-31"
    assert anders.waarde(f"{basis}.grond") == "geen behoefte meer"
    assert f"{basis}.door" not in anders.velden


def test_several_registrations_are_put_right_at_once_and_a_row_can_come_later(bureau: Kantoor):
    pad = contract(bureau)
    bureau.verhaal.post(f"{pad}/herzieningen", herziening("2025-01-01", "112.00"))
    bureau.verhaal.post(f"{pad}/indexeringen", indexering("2026-01-01", "2.00"))
    keuze = bureau.open(f"/vastleggen{pad}/correcties")
    assert "Er staat iets verkeerd" in keuze.tekst
    assert 'name="registratie" value="2"' in keuze.tekst

    pagina = formulier(bureau, "correcties?registratie=2").druk("erbij registraties")
    met = pagina.druk("toon", {"registraties.1.volgnummer": "3"})
    assert met.waarde("registraties.1.vervanging~soort") == "indexeringen"
    assert met.waarde("registraties.1.vervanging.percentage") == "2,00"
    assert "Nr. 3: Indexering" in met.tekst
    met.bekijk(
        {
            "soort": "FOUT",
            "reden": "dubbel",
            "registraties.0.vervanging~soort": "niets",
            "registraties.1.vervanging~soort": "niets",
        }
    ).leg_vast()

    assert [z["volgnummer"] for z in journaal(bureau)[-1]["gegevens"]["registraties"]] == [2, 3]
    opnieuw = formulier(bureau, "correcties?registratie=4")
    assert opnieuw.velden["registraties~rij"] == ["0", "1"]
    assert [opnieuw.waarde(f"registraties.{n}.plaats") for n in (0, 1)] == ["2", "3"]


def test_a_thing_whose_opening_is_withdrawn_stays_within_reach(bureau: Kantoor):
    pad = contract(bureau)
    pagina = formulier(bureau, "correcties?registratie=1")

    weg = pagina.bekijk(
        {"soort": "FOUT", "reden": "dubbel", "registraties.0.vervanging~soort": "niets"}
    ).leg_vast()

    assert weg.status == 200
    assert weg.antwoord.url.path == f"/vastleggen{pad}"
    assert "teruggenomen" in weg.tekst
    terug = bureau.open(f"/vastleggen{pad}/correcties?registratie=2")
    assert terug.status == 200
    assert terug.waarde("registraties.0.vervanging~soort") == "niets"


@pytest.mark.parametrize("nummer", ["9", "x"])
def test_a_registration_that_is_not_there_is_told(bureau: Kantoor, nummer):
    antwoord = bureau.open(f"/vastleggen{contract(bureau)}/correcties?registratie={nummer}")

    assert antwoord.status == 400
    assert f"er is geen registratie {nummer} in dit dossier" in antwoord.tekst


# --- what stands in a form at once -------------------------------------------------------------------------------


def test_what_holds_now_is_shown_and_can_be_changed_without_typing_all_of_it(bureau: Kantoor):
    v = bureau.verhaal
    pagina = bureau.open(f"/vastleggen/inkooptrajecten/{v.traject}/wijzigingen")
    assert pagina.waarde("percelen~keuze") == ""
    assert pagina.waarde("percelen.2.code") == "P3"
    assert "Inkoop jeugd" in pagina.tekst

    pagina.bekijk(
        {
            "ingangsdatum": "2025-06-01",
            "percelen~keuze": "nieuw",
            "percelen.2.gemeenten": ["9001", "9002"],
        }
    ).leg_vast()

    gegevens = v.get(f"/inkooptrajecten/{v.traject}/gebeurtenissen")["resultaten"][-1]["gegevens"]
    assert list(gegevens) == ["ingangsdatum", "percelen"]
    assert [p["gemeenten"] for p in gegevens["percelen"]] == [
        ["9001"],
        ["9001", "9002"],
        ["9001", "9002"],
    ]


def test_the_address_fills_in_fields_and_nothing_else(bureau: Kantoor):
    v = bureau.verhaal
    pagina = bureau.open(f"/vastleggen/contracten?aanbiederId={v.aanbieder}&segment=ambulant")
    vreemd = bureau.open("/vastleggen/contracten?onzin=1")

    assert pagina.waarde("aanbiederId") == v.aanbieder
    assert pagina.waarde("segment") == "ambulant"
    assert vreemd.status == 400
    assert "bestaat in dit formulier niet" in vreemd.tekst


def test_what_is_new_with_a_thing_starts_from_that_thing(bureau: Kantoor):
    v = bureau.verhaal
    adres = f"/vastleggen/contracten?trajectId={v.traject}"
    assert f'href="{adres}"' in bureau.open(f"/inkooptrajecten/{v.traject}").tekst

    pagina = bureau.open(adres)

    assert pagina.waarde("trajectId") == v.traject
    assert pagina.waarde("regioId") == v.regio
    assert bureau.open("/vastleggen/contracten?trajectId=x").status == 400
    assert bureau.open(f"/vastleggen/contracten?trajectId={uuid4()}").status == 200


def test_choices_follow_what_was_chosen(bureau: Kantoor):
    v = bureau.verhaal
    ander = {"ingangsdatum": "2020-01-01", "naam": "Elders", "gemeenten": ["9011"]}
    regio = v.post("/regios", ander)["regio"]["id"]
    pagina = bureau.open("/vastleggen/contracten")
    assert "(9011)" in pagina.tekst

    gekozen = pagina.druk("toon", {"regioId": v.regio})
    elders = pagina.druk("toon", {"regioId": regio, "percelen": ["P1"]})

    assert "(9011)" not in gekozen.tekst
    assert "P3 (verblijf)" in gekozen.tekst
    assert "P3 (verblijf)" not in elders.tekst
    assert elders.velden["percelen"] == ["P1"]


def test_of_too_many_things_the_id_is_asked(bureau: Kantoor, monkeypatch):
    kort = bureau.open("/vastleggen/contracten").tekst
    monkeypatch.setattr(keuzes, "GRENS", 0)

    lang = bureau.open("/vastleggen/contracten").tekst

    assert '<select id="v-aanbiederId"' in kort
    assert re.search(r'<input type="text" id="v-aanbiederId"', lang)
    assert "Het id van het dossier" in lang


# --- rights and scope --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", [Rol.RAAD, Rol.AUDITOR])
def test_who_may_not_record_sees_no_links_and_is_refused(bureau: Kantoor, rol):
    pad = contract(bureau)
    open_ = formulier(bureau, "herzieningen")
    with kantoor(bureau.verhaal, rol) as k:
        for adres in ("/", "/contracten", "/aanbieders", pad, f"/aanbieders/{k.verhaal.aanbieder}"):
            assert "/vastleggen" not in k.open(adres).tekst
        for adres in (
            "/vastleggen",
            "/vastleggen/contracten",
            f"/vastleggen{pad}",
            f"/vastleggen{pad}/herzieningen",
            f"/vastleggen{pad}/correcties?registratie=1",
        ):
            antwoord = k.open(adres)
            assert antwoord.status == 403
            assert f"De rol {rol} heeft het recht" in antwoord.tekst
        voor = k.verhaal.positie
        velden = {n: w for n, w in open_.velden.items() if n != inzending.BEWIJS}
        koek = k.client.cookies["looptijd_sessie"]
        bewijs = formulierbewijs(geheim=koek)
        for stap in ("bekijk", "vastleggen"):
            gestuurd = {**velden, inzending.BEWIJS: [bewijs], "_stap": [stap]}
            antwoord = k.stuur(open_.actie, gestuurd)
            assert antwoord.status == 403
            assert "heeft het recht" in antwoord.tekst
        assert k.verhaal.positie == voor


@pytest.mark.parametrize("rol", list(Rol))
def test_links_are_there_exactly_for_what_the_role_may_record(bureau: Kantoor, rol):
    wie = Gebruiker(actor="x", rol=rol)
    with kantoor(bureau.verhaal, rol) as k:
        for pad in (contract(bureau), f"/aanbieders/{k.verhaal.aanbieder}"):
            meervoud, ding = pad.split("/")[1:]
            verwacht = [h.adres for h in handelingen(wie, meervoud, ding)]
            tekst = k.open(pad).tekst
            gevonden = re.findall(rf'href="(/vastleggen{pad}/[\w-]+)"', tekst)
            assert gevonden == verwacht
            assert all(k.open(adres).status == 200 for adres in verwacht)
        for soort, handeling in openingen(wie):
            assert f'href="{handeling.adres}"' in k.open(f"/{soort.meervoud}").tekst


def test_a_correctie_asks_the_right_of_what_it_corrects(bureau: Kantoor):
    v = bureau.verhaal
    pad = f"/vastleggen/aanbieders/{v.aanbieder}/correcties"
    waarom = {"soort": "FOUT", "reden": "dubbel", "registraties.0.vervanging~soort": "niets"}
    with kantoor(v, Rol.INKOPER) as k:
        dossier = k.open(f"/aanbieders/{v.aanbieder}").tekst
        assert "correcties?registratie=2" in dossier
        assert "correcties?registratie=1" not in dossier

        toelating = k.open(f"{pad}?registratie=2").bekijk(waarom)
        naam = k.open(f"{pad}?registratie=1").bekijk(waarom)

        assert toelating.status == 200
        assert naam.status == 403


def test_another_regio_does_not_exist(bureau: Kantoor):
    v = bureau.verhaal
    elders = v.post("/regios", {"ingangsdatum": "2020-01-01", "naam": "X", "gemeenten": ["9011"]})
    token = maak_token(engine=v.engine, rol=Rol.BEHEERDER, regios=[UUID(elders["regio"]["id"])])
    pagina = formulier(bureau, "herzieningen")
    koppen = {"Authorization": f"Bearer {token}"}

    gezien = v.lus.run(
        bureau.client.get(f"/vastleggen{contract(bureau)}/herzieningen", headers={**HTML, **koppen})
    )
    keuze = v.lus.run(bureau.client.get("/vastleggen/contracten", headers={**HTML, **koppen}))
    pagina.vul({inzending.BEWIJS: formulierbewijs(geheim=token)})
    gestuurd = pagina.druk("vastleggen", HERZIENING, **koppen)

    assert (gezien.status_code, gestuurd.status) == (404, 404)
    assert v.regio not in keuze.text
    assert elders["regio"]["id"] in keuze.text


def test_links_to_record_stay_away_from_what_the_register_knew_before(bureau: Kantoor):
    pad = contract(bureau)
    bureau.verhaal.post(f"{pad}/indexeringen", indexering("2025-07-01", "2.00"))

    assert "/vastleggen" in bureau.open(f"{pad}?geldigOp=2026-01-01").tekst
    assert "/vastleggen" not in bureau.open(f"{pad}?beschikbaarOp=2023-01-01").tekst


# --- forgery -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bewijs", "herkomst"),
    [
        (None, ""),
        ("0" * 64, ""),
        ("é", ""),
        ("goed", "https://kwaad.example"),
        ("goed", "null"),
        ("goed", "http://looptijd.test.kwaad.example"),
    ],
)
def test_a_form_that_our_own_page_did_not_make_is_refused(bureau: Kantoor, bewijs, herkomst):
    pagina = formulier(bureau, "herzieningen")
    pagina.vul(HERZIENING)
    if bewijs != "goed":
        pagina.velden[inzending.BEWIJS] = [] if bewijs is None else [bewijs]
    voor = bureau.verhaal.positie

    antwoord = pagina.druk("vastleggen", Origin=herkomst)

    assert antwoord.status == 403
    assert antwoord.antwoord.headers["Content-Type"].startswith("text/html")
    assert "Dit formulier wordt niet aangenomen" in antwoord.tekst
    assert bureau.verhaal.positie == voor


def test_a_form_of_an_older_session_is_shown_again_with_all_that_was_filled_in(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen")
    pagina.vul(HERZIENING)
    voor = bureau.verhaal.positie

    with kantoor(bureau.verhaal) as later:
        gestuurd = later.stuur(pagina.actie, {**pagina.velden, "_stap": ["vastleggen"]})

        assert gestuurd.status == 403
        assert "hoort niet bij uw sessie" in gestuurd.tekst
        assert gestuurd.waarde("wijzigingen.tarieven.0.tarief") == "118,50"
        assert bureau.verhaal.positie == voor
        assert gestuurd.bekijk().status == 200


def test_nobody_records_without_logging_in(bureau: Kantoor):
    pagina = formulier(bureau, "herzieningen")
    bureau.client.cookies.clear()

    assert pagina.druk("vastleggen", HERZIENING).status == 401
    assert bureau.open("/vastleggen").status == 401


def test_the_proof_says_nothing_of_the_session():
    assert formulierbewijs(geheim="a") != formulierbewijs(geheim="b")
    assert "geheim" not in formulierbewijs(geheim="geheim")


@pytest.mark.parametrize(
    ("inhoud", "soort"),
    [
        (b"{}", "application/json"),
        (b"a=%FF", "application/x-www-form-urlencoded"),
        ("a=é".encode(), "application/x-www-form-urlencoded"),
        (b"a=1&" * 20_001, "application/x-www-form-urlencoded"),
        (b"a=" + b"1" * 2_000_001, "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_is_told(bureau: Kantoor, inhoud, soort):
    antwoord = bureau.verhaal.lus.run(
        bureau.client.post(
            "/vastleggen/aanbieders", content=inhoud, headers={**HTML, "Content-Type": soort}
        )
    )

    assert antwoord.status_code == 400
    assert "formulier" in antwoord.text


@pytest.mark.parametrize(
    "pad",
    [
        "/vastleggen/onbekend",
        "/vastleggen/contracten/00000000-0000-4000-8000-000000000009/onbekend",
        "/vastleggen/contracten/00000000-0000-4000-8000-000000000009/herzieningen",
        "/vastleggen/contracten/00000000-0000-4000-8000-000000000009/POST",
        "/vastleggen/contracten/00000000-0000-4000-8000-000000000009",
    ],
)
def test_what_is_not_there_is_not_found(bureau: Kantoor, pad):
    bekend = formulier(bureau, "herzieningen")

    assert bureau.open(pad).status == 404
    if pad.count("/") != 3:
        assert bureau.stuur(pad, {**bekend.velden, "_stap": ["bekijk"]}).status == 404


# --- every form as a page ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def leesbureau(
    sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kantoor]:
    """The same pages for tests that record nothing."""
    bestand = tmp_path_factory.mktemp("vastleggen") / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, bestand)
    engine = maak_engine(url=f"sqlite:///{bestand}")
    with verteld(engine) as verhaal:
        _vertel(verhaal)
        with kantoor(verhaal) as k:
            yield k
    engine.dispose()


@pytest.mark.parametrize("pad", BODIES, ids=lambda pad: pad.stem)
def test_the_page_of_every_form_holds_its_body_as_a_browser_sends_it(leesbureau: Kantoor, pad):
    vorm, inhoud = lichaam(pad)
    velden = vul_formulier(vorm=vorm, lichaam=inhoud)
    app = maak_app(loket=leesbureau.verhaal.loket, paginas=PAGINAS)
    vraag = {"type": "http", "app": app, "method": "GET", "path": "/", "headers": []}
    with leesbureau.verhaal.loket.vragen() as vragen:
        peil = vragen.peil()
        b = Bezoek(
            gebruiker=Gebruiker(actor="x", rol=Rol.BEHEERDER),
            vragen=vragen,
            peil=peil,
            reis=los_op(geldig_op=None, beschikbaar_op=None, peil=peil),
            waarden={},
        )
        f = Formulier(vorm=vorm, ding=None, velden=velden, sleutel="s", versie=None)
        request = Request({**vraag, "query_string": b""})
        antwoord = formulierpagina(blad=Blad(request=request, bezoek=b, formulier=f, bij=None))

    pagina = Pagina(leesbureau, httpx.Response(200, content=bytes(antwoord.body)))

    terug, _ = lees_formulier(vorm=vorm, velden=pagina.velden)
    assert terug == inhoud


# --- with a browser ----------------------------------------------------------------------------------------------


@contextmanager
def op_server(
    verhaal: Verhaal, *, rol: Rol, breedte: int, met_script: bool = True
) -> Iterator[Page]:
    """Serve a story that has been told and log in with a browser."""
    app = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
    link = maak_inloglink(engine=verhaal.engine, rol=rol, naam="proef")
    instelling = uvicorn.Config(app, port=0, log_level="critical", ws="none")
    with draaiend(instelling) as adres, browserproces() as browser:
        context = browser.new_context(
            locale="nl-NL",
            base_url=adres,
            java_script_enabled=met_script,
            viewport={"width": breedte, "height": 800},
        )
        pagina = context.new_page()
        pagina.goto(f"/inloggen?link={link}")
        pagina.get_by_role("button", name="Inloggen").click()
        yield pagina
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("met_script", [False, True])
@pytest.mark.parametrize("breedte", BREEDTES)
def test_a_herziening_from_the_contract_to_the_contract(sqlite_url: str, breedte, met_script):
    """Preview, fault, refusal, afwijking and success; the pages hold no script, axe needs it to look at them."""
    engine = maak_engine(url=sqlite_url)
    with verteld(engine) as verhaal:
        _vertel(verhaal)
        pad = f"/contracten/{verhaal.get('/contracten')['resultaten'][0]['id']}"
        rol = Rol.CONTRACTBEHEERDER
        with op_server(verhaal, rol=rol, breedte=breedte, met_script=met_script) as pagina:
            _herzie(pagina, pad, breedte if met_script else 0)
            _zeg_op(pagina, pad, breedte if met_script else 0)
        assert len(verhaal.get(f"{pad}/gebeurtenissen")["resultaten"]) == 3
    engine.dispose()


def _herzie(pagina: Page, pad: str, breedte: int) -> None:
    kop, bekijk = pagina.get_by_role("heading", level=1), "Bekijk wat er verandert"
    pagina.goto(pad)
    pagina.locator("summary", has_text="Vastleggen").click()
    _keur(pagina, breedte)
    pagina.get_by_role("link", name="Herziening", exact=True).click()
    expect(kop).to_have_text("Herziening")
    _keur(pagina, breedte)

    # Enter in a field asks for the preview, never for another button.
    pagina.get_by_label("Ingangsdatum").press("Enter")
    fouten = pagina.locator("#fouten")
    expect(fouten).to_be_focused()
    expect(fouten).to_contain_text("Ingangsdatum: is verplicht")
    _keur(pagina, breedte)
    fouten.get_by_role("link", name="Ingangsdatum").click()
    expect(pagina.get_by_label("Ingangsdatum")).to_be_focused()
    expect(pagina.get_by_label("Ingangsdatum")).to_have_accessible_description(
        re.compile("is verplicht")
    )

    pagina.get_by_label("Ingangsdatum").fill("2025-06-01")
    pagina.locator("summary", has_text="Tarieven").click()
    pagina.get_by_label("Productcode").fill("45A04")
    pagina.get_by_label("Eenheid").fill("UUR")
    pagina.get_by_label("Tarief", exact=True).fill("118,50")
    pagina.get_by_role("button", name="Nog een (tarieven)").click()
    expect(pagina.get_by_role("group", name="Tarieven, regel 2")).to_be_focused()
    pagina.get_by_role("button", name="Verwijder tarieven, regel 2").click()
    expect(pagina.get_by_role("group", name="Tarieven, regel 2")).to_have_count(0)
    pagina.get_by_label("Grond van de wijziging").select_option("CLAUSULE")
    eigenaar = pagina.get_by_role("group", name="Eigenaar")
    expect(eigenaar.get_by_label("nieuwe waarde", exact=False).last).not_to_be_visible()
    eigenaar.get_by_label("Nieuwe waarde", exact=True).check()
    eigenaar.locator("input[type=text]").fill("A-1")
    _keur(pagina, breedte)
    pagina.get_by_role("button", name=bekijk).click()
    expect(kop).to_have_text("Herziening: klopt dit?")
    expect(pagina.get_by_role("main")).to_contain_text("€ 100,00 → € 118,50")
    _keur(pagina, breedte)
    pagina.get_by_role("button", name="Leg vast").click()
    expect(kop).to_have_text("Contract K")
    expect(pagina.get_by_role("status")).to_contain_text("Vastgelegd: Herziening")
    _keur(pagina, breedte)


def _zeg_op(pagina: Page, pad: str, breedte: int) -> None:
    kop = pagina.get_by_role("heading", level=1)
    pagina.goto(f"/vastleggen{pad}/opzeggingen")
    pagina.get_by_label("Ingangsdatum").fill("2025-05-06")
    pagina.get_by_label("Laatste dag").fill("2025-05-20")
    pagina.get_by_label("Door").select_option("OPDRACHTGEVER")
    pagina.get_by_label("Grond").fill("geen behoefte meer")
    pagina.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(kop).to_have_text("Opzegging: dit kan niet")
    expect(pagina.get_by_role("button", name="Leg vast")).to_have_count(0)
    _keur(pagina, breedte)
    pagina.get_by_role("button", name="Verbeter").click()
    expect(pagina.get_by_label("Grond")).to_have_value("geen behoefte meer")
    pagina.get_by_label("Laatste dag").fill("2025-06-30")
    pagina.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(kop).to_have_text("Opzegging: dit kan niet zomaar")
    expect(pagina.get_by_role("heading", name="Dit wijkt af van")).to_be_focused()
    _keur(pagina, breedte)
    pagina.get_by_label("Toch vastleggen").check()
    pagina.get_by_role("button", name="Leg vast").click()
    expect(pagina.locator("#fouten")).to_contain_text("Motivering: is verplicht")
    _keur(pagina, breedte)
    pagina.get_by_label("Motivering").fill("spoedplaatsing")
    pagina.get_by_role("button", name="Leg vast").dblclick()
    expect(pagina.get_by_role("status")).to_contain_text("gemerkt als afwijking")
    _keur(pagina, breedte)


def _keur(pagina: Page, breedte: int) -> None:
    """Look with axe at the page as it stands; 0: no script runs, so it cannot look."""
    if not breedte:
        return
    gevonden = Axe().run(pagina)
    assert gevonden.violations_count == 0, gevonden.generate_report()
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breedte


@pytest.mark.browser
@pytest.mark.parametrize("breedte", BREEDTES)
def test_axe_finds_nothing_on_the_other_forms(leesbureau: Kantoor, breedte):
    v = leesbureau.verhaal
    paden = [
        "/vastleggen",
        *(handeling.adres for _, handeling in openingen(Gebruiker(actor="x", rol=Rol.BEHEERDER))),
        f"/vastleggen/inkooptrajecten/{v.traject}/wijzigingen",
        f"/vastleggen/aanbieders/{v.aanbieder}/toelatingen",
        f"/vastleggen/aanbieders/{v.aanbieder}/intrekkingen",
        f"/vastleggen/aanbieders/{v.aanbieder}/correcties?registratie=2",
        f"/vastleggen/aanbieders/{v.aanbieder}",
    ]
    with op_server(v, rol=Rol.BEHEERDER, breedte=breedte) as pagina:
        for pad in paden:
            antwoord = pagina.goto(pad)
            assert antwoord
            assert antwoord.status == 200, pad
            pagina.locator("details.meer").evaluate_all("alle => alle.map(d => d.open = true)")
            _keur(pagina, breedte)
            tekst = antwoord.text()
            assert "<script" not in tekst
            assert " style=" not in tekst
