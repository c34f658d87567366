"""What the demo tells of contracts, in bulk and in advance: goals, proposals, findings, radar, coverage and meter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from api import inloggen
from api.app import maak_app
from api.demo import rondleiding
from api.demo.portefeuille import SAS
from api.demo.spelers import VOORBEELDLAND
from api.demo.verhaal import ding_id, feit_id
from api.demo.voorbeeldland_contracten import (
    AANVAARDT,
    BEDENKT_ZICH,
    BLIJFT,
    KLEINE_WIJZIGINGEN,
    NO_GO_2025,
    NO_GO_2027,
    SAS_A,
    UITTREDERS_2025,
    VOORSTEL_2025,
    ZWIJGT,
)
from api.demo.voorbeeldland_doelen import GO_2025, RECIDIVE
from api.demo.voorbeeldland_sturing import PLUIZENBOL, STERRENSTOF, ZANDKASTEEL
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.identiteit import maak_inloglink
from tests.gespeeld import aan_de_balie
from tests.paginahulp import BREEDTES, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.omgeving import Loket
    from tests.hulp import Verhaal

pytestmark = pytest.mark.traag

REGIO = ding_id("regios", VOORBEELDLAND)
VERLENGING = "verlenging"


@pytest.fixture(scope="module")
def v(gespeeld_loket: Loket) -> Iterator[Verhaal]:
    with aan_de_balie(gespeeld_loket) as verhaal:
        yield verhaal


def op(dag: str, bekend: str | None = None) -> dict[str, Any]:
    return {"geldigOp": dag, "beschikbaarOp": bekend or dag}


def contract(v: Verhaal, nummer: str, dag: str, bekend: str | None = None) -> dict[str, Any]:
    pad = f"/contracten/{ding_id('contracten', nummer)}"
    gevonden: dict[str, Any] = v.get(pad, **op(dag, bekend))
    return gevonden


def signalen(v: Verhaal, nummer: str, dag: str, bekend: str | None = None) -> set[str]:
    return {s["code"] for s in contract(v, nummer, dag, bekend)["signalen"]}


def samen(v: Verhaal, naam: str) -> list[dict[str, Any]]:
    """Give what was recorded in one go, by the name of that command in the story."""
    correlatie = feit_id(f"verzoek {VOORBEELDLAND}-{naam}")
    regels: list[dict[str, Any]] = v.get(f"/bulkhandelingen/{correlatie}")["resultaten"]
    return regels


# --- goals -------------------------------------------------------------------------------------------------------


def test_het_dossier_zegt_wat_de_colleges_in_2025_wisten(v):
    vraag = {"trajectId": ding_id("inkooptrajecten", f"{VOORBEELDLAND}-{SAS_A}")}

    def criteria(dag: str) -> dict[str, tuple[str, str]]:
        dossier = v.get(
            "/rapportages/beslisdossier", **vraag, beslismoment=GO_2025, **op("2025-05-20", dag)
        )
        (go,) = [b for b in dossier["beslissingen"] if b["segment"] == "ambulant"]
        return {c["code"]: (c["toen"]["voldaan"], c["nu"]["voldaan"]) for c in go["criteria"]}

    assert criteria("2025-05-20")[RECIDIVE] == ("JA", "JA")
    assert criteria("2025-05-20")["doorlooptijd"] == ("NEE", "NEE")
    assert criteria("2025-09-02") == {
        RECIDIVE: ("JA", "NEE"),
        "doorlooptijd": ("NEE", "JA"),
        "dekkend": ("ONBEKEND", "ONBEKEND"),
    }


def test_het_raadsverslag_toont_de_doelen_met_hun_trend(v):
    rapport = v.get("/rapportages/raad", regioId=REGIO, **op("2026-06-01"))
    (regel,) = [i for d in rapport["doelen"] for i in d["indicatoren"] if i["code"] == "gezinsvorm"]

    assert (regel["nulmeting"]["waarde"], regel["meting"]["waarde"]) == ("46.0", "56.0")
    assert regel["trend"]["richting"] == "GUNSTIG"
    assert (regel["streefwaarde"]["waarde"], regel["streefwaardeGehaald"]) == ("58.0", False)


def test_van_een_uittreder_loopt_de_keten_tot_het_kader(v):
    pad = f"/contracten/{ding_id('contracten', UITTREDERS_2025[1])}/herkomst"
    stappen = v.get(pad, **op("2026-01-01"))["resultaten"]

    aarden = {s["aard"] for s in stappen}
    assert {"GEVOLG", "EVALUATIE", "INDICATOR", "DOEL", "BESLUIT", "KADER"} <= aarden


# --- in one go ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "soort", "aantal"),
    [
        ("afspraak doorlooptijd", "contract.afspraak_gemaakt", 15),
        ("opzeggingen 2025", "contract.opgezegd", 3),
        (VOORSTEL_2025, "contract.herziening_voorgesteld", 12),
        (f"perceel {NO_GO_2025} stopt", "contract.opgezegd", 2),
        (f"perceel {NO_GO_2027} stopt", "contract.opgezegd", 3),
        (VERLENGING, "contract.verlengd", sum(c.tot_en_met.year == 2034 for c in SAS)),
    ],
)
def test_een_besluit_werkt_in_een_keer_op_veel_contracten(v, naam, soort, aantal):
    gedaan = samen(v, naam)

    assert {regel["soort"] for regel in gedaan} == {soort}
    assert len({regel["dingId"] for regel in gedaan}) == len(gedaan) == aantal


def test_een_perceel_stopt_voor_het_geheel_of_voor_een_deel(v):
    heel, deel = (contract(v, f"VL-2023-{n}", "2025-07-01") for n in ("V04", "V01"))

    assert (heel["status"], deel["status"]) == ("OPGEZEGD", "ACTIEF")
    (notice,) = deel["deelopzeggingen"]
    assert notice["deel"]["percelen"] == [NO_GO_2025]


@pytest.mark.parametrize(
    ("nummer", "dag", "stand", "status"),
    [
        (AANVAARDT, "2025-09-08", "OPEN", "ACTIEF"),
        (AANVAARDT, "2025-09-09", "AANVAARD", "ACTIEF"),
        (AANVAARDT, "2026-01-01", "DOORGEVOERD", "ACTIEF"),
        (BEDENKT_ZICH, "2025-08-01", "GEWEIGERD", "OPGEZEGD"),
        (BEDENKT_ZICH, "2025-08-26", "AANVAARD", "ACTIEF"),
        (BLIJFT, "2026-01-01", "GEWEIGERD", "ACTIEF"),
        (ZWIJGT, "2025-09-30", "OPEN", "ACTIEF"),
        (ZWIJGT, "2025-10-01", "STILZWIJGEND_AANVAARD", "ACTIEF"),
    ],
)
def test_hoe_op_het_voorstel_van_2025_is_geantwoord(v, nummer, dag, stand, status):
    gezien = contract(v, nummer, dag)

    (voorstel,) = gezien["herzieningsvoorstellen"]
    assert (voorstel["stand"], gezien["status"]) == (stand, status)


def test_wie_zweeg_mist_nog_een_getekend_addendum(v):
    assert "addendum-ontbreekt" in signalen(v, ZWIJGT, "2026-01-01")
    assert "addendum-ontbreekt" not in signalen(v, AANVAARDT, "2026-01-01")


def test_de_optie_vroeg_een_besluit_van_elk_college(v):
    regel = samen(v, VERLENGING)[0]

    besluit = v.get(f"/besluiten/{regel['besluitId']}", **op("2030-05-12"))
    assert (besluit["status"], besluit["ontbreekt"]) == ("IN_WERKING", [])


# --- steering ----------------------------------------------------------------------------------------------------


def test_een_verbetertraject_wordt_gehaald_en_een_niet(v):
    def standen(nummer: str, dag: str) -> list[tuple[str, str | None]]:
        trajecten = contract(v, nummer, dag)["sturing"]["verbetertrajecten"]
        return [(t["stand"], (t["afsluiting"] or {}).get("uitkomst")) for t in trajecten]

    assert standen(PLUIZENBOL, "2026-03-01") == [("OPEN", None)]
    assert standen(PLUIZENBOL, "2026-06-09") == [("AFGESLOTEN", "GEHAALD")]
    assert standen(ZANDKASTEEL, "2025-04-08") == [("AFGESLOTEN", "NIET_GEHAALD")]


def test_een_korting_loopt_van_zelf_af_en_een_terugvordering_wordt_betaald(v):
    assert "korting-loopt" in signalen(v, STERRENSTOF, "2027-03-31")
    assert "korting-loopt" not in signalen(v, STERRENSTOF, "2027-04-01")
    for dag, stand in (("2026-12-14", "OPEN"), ("2026-12-15", "AFGESLOTEN")):
        sancties = contract(v, STERRENSTOF, dag)["sturing"]["sancties"]
        soorten = {s["sanctiesoort"]: s["stand"] for s in sancties}
        assert soorten["TERUGVORDERING"] == stand


def test_na_het_einde_loopt_de_hulp_uit_tegen_een_geindexeerd_tarief(v):
    voor, na = (contract(v, ZANDKASTEEL, dag) for dag in ("2025-12-31", "2026-01-01"))

    assert (na["status"], na["uitloopTotEnMet"]) == ("BEEINDIGD", "2026-06-30")
    assert [t["prijspeil"] for t in na["tarieven"]] == [2026] * len(na["tarieven"])
    assert na["tarieven"] != voor["tarieven"]


# --- the radar, the map and the meter ----------------------------------------------------------------------------


@pytest.mark.parametrize("vandaag", ["2024-06-01", "2026-11-22", "2028-12-31", "2030-03-01"])
def test_de_radar_heeft_altijd_iets_van_niemand_bovenaan(v, vandaag):
    items = v.get("/radar", regioId=REGIO, pageSize=500, **op(vandaag))["resultaten"]

    assert items[0]["zonderEigenaar"]
    assert not items[-1]["zonderEigenaar"]
    zonder = [i["zonderEigenaar"] for i in items]
    assert zonder == sorted(zonder, reverse=True)


def test_de_colleges_hebben_tijd_nodig_voor_de_optie(v):
    vraag: dict[str, Any] = {"regioId": REGIO, "handeling": "VERLENGEN", "pageSize": 500}

    def radar(dag: str) -> set[tuple[str, str, str | None]]:
        items = v.get("/radar", **vraag, **op(dag))["resultaten"]
        return {(i["stand"], i["uiterlijk"], i["besluitUiterlijk"]) for i in items}

    assert radar("2024-02-12") == {("KOMEND", "2030-06-30", None)}
    assert radar("2024-02-13") == {("KOMEND", "2030-06-30", "2030-05-19")}
    assert radar("2030-03-04") == {("BINNENKORT", "2030-06-30", "2030-05-19")}


@pytest.mark.parametrize(
    ("dag", "gaten"),
    [("2025-12-31", set()), ("2026-01-01", {NO_GO_2025}), ("2028-01-01", {NO_GO_2025, NO_GO_2027})],
)
def test_een_no_go_laat_een_gat_in_de_dekking(v, dag, gaten):
    kaart = v.get("/rapportages/dekking", regioId=REGIO, **op(dag))

    assert {g["vorm"] for g in kaart["gaten"]} == gaten


def test_wat_er_nog_aan_een_contract_kan_worden_gewijzigd(v):
    pad = f"/contracten/{ding_id('contracten', KLEINE_WIJZIGINGEN)}/wijzigingsruimte"

    def klein(dag: str) -> tuple[str, str]:
        ruimte = v.get(pad, **op(dag))["ruimte"]["bagatel"]
        return ruimte["gebruikt"], ruimte["over"]

    assert klein("2024-04-01") == ("0.00", "750000.00")
    assert klein("2024-05-01") == ("310000.00", "440000.00")
    assert klein("2026-11-22") == ("670000.00", "80000.00")


def test_een_maximum_raakt_op(v):
    assert "maximum-bijna-uitgeput" in signalen(v, PLUIZENBOL, "2025-11-01")
    assert "maximum-uitgeput" in signalen(v, PLUIZENBOL, "2026-11-22")
    assert "maximum-uitgeput" not in signalen(v, AANVAARDT, "2030-12-31")


# --- the pages ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_de_haltes_over_contracten_zijn_toegankelijk_en_passen(gespeeld_loket):
    loket = gespeeld_loket
    delen = ("/radar", "/keten", "/dekking", "/bulk/", "beslisdossier", "wijzigingsruimte")
    haltes = [h for h in rondleiding.PAGINAS if any(deel in h.pad for deel in delen)]
    contracten = [f"/contracten/{ding_id('contracten', n)}" for n in (STERRENSTOF, ZANDKASTEEL)]
    paden = {pad: f"{pad}?geldigOp=2026-11-22" for pad in contracten} | {
        h.tekst: h.pad for h in haltes
    }
    app = maak_app(loket=loket, paginas=[inloggen.router, *PAGINAS])
    geheim = maak_inloglink(engine=loket.register.engine, rol=Rol.BEHEERDER, naam="proef")

    with (
        draaiend(uvicorn.Config(app, port=0, log_level="warning")) as adres,
        browserproces() as browser,
        ingelogd(browser=browser, adres=adres, link=f"{adres}/inloggen?link={geheim}") as context,
    ):
        pagina = context.new_page()
        for breedte in BREEDTES:
            pagina.set_viewport_size({"width": breedte, "height": 900})
            for naam, pad in paden.items():
                keur(pagina, pad, naam, breedte)
