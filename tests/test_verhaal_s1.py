"""The procurement story of S1, told from its regime file: light by monthly Open House, heavy by a closed tender.

The advice is adopted as it stands; dates that the seed does not give are of the story.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.hulp import Verhaal, afwijking, gemeenten, herziening, tarief, zoek
from tests.s1verhaal import (
    TOEGELATEN,
    aanbieder,
    begonnen,
    beoordeel,
    college,
    meld_aan,
    ronde,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with begonnen(engine) as verhaal:
        yield verhaal


AFGEWEZEN = {
    "uitkomst": "AFGEWEZEN",
    "redenen": ["huisvesting voldoet niet"],
    "bezwaarTotEnMet": "2020-06-05",
}


def test_elke_maand_sluit_het_inkoopteam_met_wie_voldoet(verhaal: Verhaal) -> None:
    """S1:1067-1115: everyone who meets the demands, all against the same; who does not hears why and until when."""
    licht = zoek(verhaal, "/inkooptrajecten", "Lichte")
    assert verhaal.get(licht, geldigOp="2020-01-01")["status"] == "ACTIEF"
    verhaal.op("2020-04-14")
    ronde(verhaal, licht, "2020-04")
    goed, niet, laat = (
        aanbieder(verhaal, naam, n) for n, naam in enumerate(("Inktvlek", "Gum", "Liniaal"))
    )
    eerste = meld_aan(verhaal, licht, goed, "2020-04-14")
    tweede = meld_aan(verhaal, licht, niet, "2020-04-14")
    derde = meld_aan(verhaal, licht, laat, "2020-04-14", vog_tot="2020-05-01")
    verhaal.op("2020-05-12")
    for aanmelding in (eerste, tweede, derde):
        beoordeel(
            verhaal, aanmelding, "2020-05-12", niet="huisvesting" if aanmelding == tweede else ""
        )

    dag = {"ingangsdatum": "2020-05-12"}
    verhaal.post(f"{eerste}/uitkomsten", {**dag, **TOEGELATEN})
    assert verhaal.weigering(f"{tweede}/uitkomsten", {**dag, **TOEGELATEN}) == ["eis-niet-gehaald"]
    verhaal.post(f"{tweede}/uitkomsten", {**dag, **AFGEWEZEN})
    verlopen = verhaal.post(f"{derde}/uitkomsten", {**dag, **TOEGELATEN}, status=409)
    assert [r["code"] for r in verlopen["regels"]] == ["bewijs-niet-geldig"]

    vraag: dict[str, Any] = {"trajectId": licht.rsplit("/", 1)[1], "ronde": "2020-04"}
    verslag = verhaal.get("/rapportages/toelatingsronde", **vraag)
    assert {a["criteriaversie"] for a in verslag["aanmeldingen"]} == {"2020"}
    uitkomsten = {a["aanbieder"]["naam"]: a["status"] for a in verslag["aanmeldingen"]}
    assert uitkomsten == {"Inktvlek": "TOEGELATEN", "Gum": "AFGEWEZEN", "Liniaal": "BEOORDEELD"}
    te_laat = verhaal.get("/rapportages/toelatingsronde", geldigOp="2020-05-21", **vraag)
    assert (te_laat["gelijkBehandeld"], verslag["gelijkBehandeld"]) == (False, True)

    toelating = {
        "ingangsdatum": "2020-06-01",
        "trajectId": licht.rsplit("/", 1)[1],
        "perceel": "LI-DYSLEXIE",
        "grondslag": "TOELATING",
        "aanmeldingId": eerste.rsplit("/", 1)[1],
    }
    verhaal.post(f"/aanbieders/{goed}/toelatingen", toelating)
    namen = [
        a["naam"]
        for a in verhaal.get("/aanbieders", toegelatenVoor="LI-DYSLEXIE", geldigOp="2020-06-01")[
            "resultaten"
        ]
    ]
    assert namen == ["Inktvlek"]


def test_bij_zwaar_komt_na_de_gunning_niemand_meer_binnen(verhaal: Verhaal) -> None:
    """S1:1166-1170: not possible during the term; a takeover needs no new entry."""
    zwaar = zoek(verhaal, "/inkooptrajecten", "Zware")
    wie = aanbieder(verhaal, "Klimrots", 10)
    verhaal.op("2021-03-01")
    gunning = {
        "ingangsdatum": "2020-01-01",
        "trajectId": zwaar.rsplit("/", 1)[1],
        "perceel": "ZW-PLEEGZORG",
        "grondslag": "GUNNING",
    }
    verhaal.post(f"/aanbieders/{wie}/toelatingen", gunning)

    later = {**gunning, "ingangsdatum": "2021-04-01", "perceel": "ZW-NIS"}
    weg = f"/aanbieders/{wie}/toelatingen"
    assert verhaal.weigering(weg, later) == ["toetreding-gesloten"]
    verhaal.post(weg, {**later, "grondslag": "OVERGENOMEN"})


def test_een_pilot_wordt_aangekondigd_voor_de_inkoop_en_is_nooit_een_hele_gemeente(
    verhaal: Verhaal,
) -> None:
    """S1:1190-1230."""
    licht = zoek(verhaal, "/inkooptrajecten", "Lichte")
    pilot = {"code": "wijkpilot", "omschrijving": "hulp in één wijk", "gemeenten": ["9008"]}
    verhaal.op("2019-09-02")
    verhaal.post(f"{licht}/pilots", {**pilot, "ingangsdatum": "2019-09-02"})
    heel = {**pilot, "code": "heel", "ingangsdatum": "2019-09-02", "heleGemeente": True}
    assert verhaal.weigering(f"{licht}/pilots", heel) == ["pilot-hele-gemeente"]

    verhaal.op("2020-03-02")
    laat = {**pilot, "code": "schoolpilot", "ingangsdatum": "2020-03-02"}
    assert verhaal.weigering(f"{licht}/pilots", laat) == ["pilot-niet-vooraf-aangekondigd"]


def test_een_wijziging_van_overeenkomsten_vraagt_alle_gemeenten(verhaal: Verhaal) -> None:
    """S1:1236-1240: also for a contract in one gemeente; H21 finds what was changed without."""
    licht = zoek(verhaal, "/inkooptrajecten", "Lichte")
    verhaal.aanbieder = aanbieder(verhaal, "Passer", 20)
    verhaal.traject = licht.rsplit("/", 1)[1]
    toelating = verhaal.toelating("LI-PMT", ingangsdatum="2020-01-01")
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", toelating)
    contract = verhaal.contract(
        segment="licht",
        percelen=["LI-PMT"],
        gemeenten=["9008"],
        inkoopvorm="OPEN_HOUSE",
        ingangsdatum="2020-01-01",
        einddatum="2021-12-31",
        stilzwijgendeVerlenging={"maanden": 24},
    )
    verhaal.op("2021-10-05")
    wijziging = herziening("2022-01-01", wijzigingen={"tarieven": [tarief("104.00")]})
    alle = gemeenten(verhaal)
    voorstel = {
        "ingangsdatum": "2021-10-05",
        "regioId": verhaal.regio,
        "onderwerp": "Gewijzigd verlengen",
        "betrokken": [
            {"orgaan": "COLLEGE", "gemeenten": alle, "rol": "TOESTEMMING", "regel": "ALLE"}
        ],
    }
    besluit = verhaal.post("/besluiten", voorstel)["besluit"]["id"]
    *eerste, laatste = alle
    for gemeente in eerste:
        verhaal.post(f"/besluiten/{besluit}/uitspraken", college("2021-10-05", gemeente))

    nee = verhaal.post(f"{contract}/herzieningen", {**wijziging, "besluitId": besluit}, status=409)
    assert nee["regels"][0]["waarden"]["ontbreekt"] == f"COLLEGE {laatste}"
    toch = {**wijziging, "besluitId": besluit, "afwijking": afwijking("besluit-ontbreekt")}
    verhaal.post(f"{contract}/herzieningen", toch)

    verslag = verhaal.get(
        "/rapportages/instemming", regioId=verhaal.regio, ontbreekt="true", geldigOp="2022-01-01"
    )
    assert [regel["ontbreekt"] for regel in verslag["resultaten"]] == [[f"COLLEGE {laatste}"]]


def test_een_besluit_rust_op_het_woonplaatsbeginsel_dat_niet_op_tijd_kwam(verhaal: Verhaal) -> None:
    """S1:1032-1036, domein.md A.2 (6): as known then it stood; since the delay was known it lights up."""
    aanname = zoek(verhaal, "/onderstellingen", "woonplaatsbeginsel")
    rust = [g["dingsoort"] for g in verhaal.get(f"{aanname}/gevolgen")["resultaten"]]
    assert rust
    eerste = verhaal.get(f"{aanname}/gevolgen")["resultaten"][0]["_links"]["ding"]["href"]
    verhaal.op("2019-10-01")
    uitkomst = {
        "ingangsdatum": "2020-01-01",
        "uitkomst": "ONJUIST",
        "toelichting": "ingevoerd per 1 januari 2022",
    }
    verhaal.post(f"{aanname}/uitkomsten", uitkomst)

    ding = eerste.split("?")[0]
    nu = {s["code"] for s in verhaal.get(ding, geldigOp="2020-01-01")["signalen"]}
    assert "onderstelling-onjuist" in nu
    toen = verhaal.get(ding, geldigOp="2020-01-01", beschikbaarOp="2019-09-30")["signalen"]
    assert "onderstelling-onjuist" not in {s["code"] for s in toen}
