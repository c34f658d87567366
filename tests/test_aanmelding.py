"""The way in: seed 001's monthly rounds and closed doors, tenders with gunning, and the proof of equal treatment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.toegang import Rol
from domain.aanmelding import (
    AANMELDING,
    AanmeldingAangevuld,
    AanmeldingBeoordeeld,
    AanmeldingIngetrokken,
    AanmeldingOntvangen,
    Aanmeldingsoort,
    Aanmeldingstand,
    Aanmeldingstatus,
    Aanmeldinguitkomst,
    UitkomstBepaald,
)
from domain.aanmeldingomgeving import uitslagen
from domain.criteria import Bewijseis, Bewijsstand, Oordeel, Stuk, bewijsstand, gebruikt_stuk
from domain.feiten import Envelop, Feit, Registratie
from domain.tijdlijn import Verloop, verloop
from tests.hulp import Verhaal, afwijking, correctie, intrekking, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

GEMEENTEN = ["9007", "9008"]
EISEN: list[dict[str, Any]] = [
    {"code": "opleiding", "omschrijving": "opleidingsniveau van de medewerkers"},
    {
        "code": "vog",
        "omschrijving": "verklaring omtrent gedrag",
        "bewijs": {"soort": "VOG", "maximaleOuderdomMaanden": 24},
    },
    {
        "code": "kvk",
        "omschrijving": "uittreksel van de Kamer van Koophandel",
        "bewijs": {"soort": "KVK", "maximaleOuderdomMaanden": 6},
    },
]
NAMEN = {
    "linde": ("De Linde", "12345678"),
    "beuk": ("De Beuk", "23456789"),
    "esdoorn": ("De Esdoorn", "34567890"),
}


def stuk(soort: str, kenmerk: str, dag: str, **anders: object) -> dict[str, object]:
    return {"soort": soort, "kenmerk": kenmerk, "titel": kenmerk, "afgegevenOp": dag, **anders}


STUKKEN = [stuk("VOG", "VOG-1", "2019-06-01"), stuk("KVK", "KVK-1", "2020-04-01")]
VOLDAAN = [{"eis": eis["code"], "voldaan": True} for eis in EISEN]


def percelen(segment: str, *codes: str) -> list[dict[str, object]]:
    return [
        {"code": code, "segment": segment, "producten": ["45A04"], "gemeenten": GEMEENTEN}
        for code in codes
    ]


@dataclass
class Inkoop:
    """Seed 001 in 2020: light care by Open House in monthly rounds, heavy care by MMO and closed."""

    v: Verhaal
    licht: str
    zwaar: str
    aanbieders: dict[str, str]

    def aanmelding(self, wie: str, dag: str, **anders: object) -> str:
        """Record an application on its own day; give its path."""
        self.v.op(dag)
        gemaakt = self.v.post("/aanmeldingen", self.lichaam(wie, dag, **anders))
        return f"/aanmeldingen/{gemaakt['aanmelding']['id']}"

    def lichaam(self, wie: str, dag: str, **anders: object) -> dict[str, object]:
        return {
            "ingangsdatum": dag,
            "regioId": self.v.regio,
            "trajectId": self.licht,
            "aanbiederId": self.aanbieders[wie],
            "aanmeldingsoort": "AANMELDING",
            "ronde": "2020-05",
            "percelen": ["LI-AMB"],
            "stukken": STUKKEN,
            **anders,
        }

    def doe(self, pad: str, dag: str, **velden: object) -> int:
        """Record a fact of an application on its own day; give its volgnummer."""
        segment = "uitkomsten" if "uitkomst" in velden else "beoordelingen"
        segment = "aanvullingen" if "stukken" in velden else segment
        self.v.op(dag)
        gedaan = self.v.post(f"{pad}/{segment}", {"ingangsdatum": dag, **velden})
        nummer: int = gedaan["gebeurtenis"]["volgnummer"]
        return nummer

    def toegelaten(self, wie: str, dag: str, besluit: str, **anders: object) -> str:
        """Let someone in, all in order."""
        pad = self.aanmelding(wie, dag, **anders)
        self.doe(pad, besluit, **BEOORDEELD)
        self.doe(pad, besluit, uitkomst="TOEGELATEN")
        return pad

    def verslag(self, ronde: str = "2020-05", *, als: Rol = Rol.BEHEERDER, **vraag: Any) -> Any:
        return self.v.get(
            "/rapportages/toelatingsronde", als=als, trajectId=self.licht, ronde=ronde, **vraag
        )


BEOORDEELD: dict[str, Any] = {"criteriaversie": "2020-1", "oordelen": VOLDAAN}
AFGEWEZEN = {"uitkomst": "AFGEWEZEN", "redenen": ["geen verklaring omtrent gedrag"]}


def ronde(code: str, **anders: object) -> dict[str, object]:
    """A monthly round (S1:1113)."""
    jaar, maand = code.split("-")
    return {
        "ingangsdatum": f"{code}-01",
        "code": code,
        "aanmeldenTotEnMet": f"{code}-28",
        "beslissenUiterlijk": f"{jaar}-{int(maand) + 1:02d}-28",
        "criteriaversie": "2020-1",
        **anders,
    }


@pytest.fixture
def inkoop(engine: Engine) -> Iterator[Inkoop]:
    with verteld(engine) as v:
        v.op("2019-01-01")
        regio = {"ingangsdatum": "2016-01-01", "naam": "Noordoosthoek", "gemeenten": GEMEENTEN}
        v.regio = v.post("/regios", regio)["regio"]["id"]
        basis = {"ingangsdatum": "2019-01-01", "regioId": v.regio, "ingangContracten": "2020-01-01"}
        licht = {
            **basis,
            "naam": "Licht",
            "inkoopvorm": "OPEN_HOUSE",
            "toetreding": "OPEN",
            "segmenten": ["licht"],
            "percelen": percelen("licht", "LI-AMB", "LI-GGZ"),
            "regels": [{"code": "toelating-via-aanmelding"}],
        }
        zwaar = {
            **basis,
            "naam": "Zwaar",
            "inkoopvorm": "MMO",
            "toetreding": "GESLOTEN",
            "einddatum": "2023-12-31",
            "segmenten": ["zwaar"],
            "percelen": percelen("zwaar", "ZW-NIS", "ZW-PLEEG"),
        }
        trajecten = [v.post("/inkooptrajecten", t)["inkooptraject"]["id"] for t in (licht, zwaar)]
        for code, traject in zip(("2020-1", "zwaar-1"), trajecten, strict=True):
            criteria = {"ingangsdatum": "2019-01-01", "versie": code, "eisen": EISEN}
            v.post(f"/inkooptrajecten/{traject}/criteria", criteria)
        for code in ("2020-05", "2020-06"):
            v.post(f"/inkooptrajecten/{trajecten[0]}/rondes", ronde(code))
        aanbieders = {}
        for sleutel, (naam, kvk) in NAMEN.items():
            wie = {"ingangsdatum": "2019-01-01", "naam": naam, "kvkNummer": kvk}
            aanbieders[sleutel] = v.post("/aanbieders", wie)["aanbieder"]["id"]
        yield Inkoop(v=v, licht=trajecten[0], zwaar=trajecten[1], aanbieders=aanbieders)


# --- seed 001: monthly rounds for light, a closed door for heavy -------------------------------------------------


def test_elke_maand_kan_wie_aan_de_eisen_voldoet_binnenkomen(inkoop: Inkoop) -> None:
    """S1:1095-1115: to the regional team, meets the demands, agreed, and only then care may start."""
    v = inkoop.v
    pad = inkoop.aanmelding("linde", "2020-05-12")
    toelatingen = f"/aanbieders/{inkoop.aanbieders['linde']}/toelatingen"
    binnen = {
        "ingangsdatum": "2020-07-01",
        "trajectId": inkoop.licht,
        "perceel": "LI-AMB",
        "grondslag": "TOELATING",
    }
    assert v.weigering(toelatingen, binnen) == ["toelating-zonder-aanmelding"]
    met = binnen | {"aanmeldingId": pad.rsplit("/", 1)[1]}
    assert v.weigering(toelatingen, met) == ["toelating-zonder-aanmelding"]
    inkoop.doe(pad, "2020-06-02", **BEOORDEELD)

    inkoop.doe(pad, "2020-06-10", uitkomst="TOEGELATEN")

    v.post(toelatingen, met)
    stand = {
        d: v.get(pad, geldigOp=d)["status"] for d in ("2020-05-11", "2020-05-12", "2020-06-02")
    }
    assert stand == {
        "2020-05-11": "TOEKOMSTIG",
        "2020-05-12": "INGEDIEND",
        "2020-06-02": "BEOORDEELD",
    }
    assert v.get(pad)["status"] == "TOEGELATEN"
    (toegelaten,) = v.get(f"/aanbieders/{inkoop.aanbieders['linde']}", geldigOp="2020-07-01")[
        "toelatingen"
    ]
    assert toegelaten["aanmeldingId"] == met["aanmeldingId"]
    assert v.get("/aanmeldingen", ronde="2020-05", status="TOEGELATEN")["aantal"] == 1
    assert v.get("/aanmeldingen", aanbiederId=inkoop.aanbieders["beuk"])["aantal"] == 0
    assert not v.leesfouten()


def test_een_afwijzing_noemt_redenen_en_termijn(inkoop: Inkoop) -> None:
    v = inkoop.v
    pad = inkoop.aanmelding("beuk", "2020-05-12", stukken=STUKKEN[1:])
    oordelen = [*VOLDAAN[:1], {"eis": "vog", "voldaan": False, "toelichting": "ontbreekt"}]
    inkoop.doe(pad, "2020-06-02", criteriaversie="2020-1", oordelen=oordelen)

    inkoop.doe(pad, "2020-06-10", **AFGEWEZEN, bezwaarTotEnMet="2020-06-30")

    stand = v.get(pad)
    assert (stand["status"], stand["uitkomsten"][0]["redenen"]) == (
        "AFGEWEZEN",
        ["geen verklaring omtrent gedrag"],
    )
    gezien = v.get(pad, als=Rol.RAAD)
    assert gezien["beoordeling"]["oordelen"]["verborgen"]
    assert gezien["uitkomsten"][0]["redenen"]["verborgen"]
    assert gezien["uitkomsten"][0]["bezwaarTotEnMet"] == "2020-06-30"


def test_bij_zwaar_komt_niemand_meer_binnen(inkoop: Inkoop) -> None:
    """S1:1166-1170; the auditor's question: who entered a closed group during the term (H23)."""
    v = inkoop.v
    zwaar = {
        "trajectId": inkoop.zwaar,
        "percelen": ["ZW-NIS"],
        "aanmeldingsoort": "INSCHRIJVING",
        "ronde": None,
    }
    gegund = inkoop.aanmelding("linde", "2019-06-01", **zwaar, stukken=STUKKEN[:1])
    beoordeeld = {"criteriaversie": "zwaar-1", "oordelen": VOLDAAN}
    kvk = [stuk("KVK", "KVK-0", "2019-06-15")]
    inkoop.doe(gegund, "2019-07-01", stukken=kvk)
    inkoop.doe(gegund, "2019-10-01", **beoordeeld)
    inkoop.doe(gegund, "2019-11-01", uitkomst="GEGUND")
    laat = inkoop.aanmelding("beuk", "2021-03-01", **zwaar)
    vers = [stuk("KVK", "KVK-2", "2021-03-01"), stuk("VOG", "VOG-2", "2021-03-01")]
    inkoop.doe(laat, "2021-03-02", stukken=vers)
    inkoop.doe(laat, "2021-03-02", **beoordeeld)
    toch = {"ingangsdatum": "2021-03-03", "uitkomst": "GEGUND"}

    assert v.weigering(f"{laat}/uitkomsten", toch) == ["toetreding-gesloten"]

    inkoop.doe(
        laat,
        "2021-03-03",
        uitkomst="NIET_GEGUND",
        redenen=["de groep is gesloten"],
        bezwaarTotEnMet="2021-03-23",
    )
    assert v.get(gegund)["status"] == "GEGUND"
    assert v.get(laat)["status"] == "NIET_GEGUND"


def test_wie_toch_binnenkomt_staat_te_boek(inkoop: Inkoop) -> None:
    v = inkoop.v
    laat = inkoop.aanmelding(
        "beuk",
        "2021-03-01",
        trajectId=inkoop.zwaar,
        percelen=["ZW-NIS"],
        aanmeldingsoort="INSCHRIJVING",
        ronde=None,
    )
    regels = ["toetreding-gesloten", "eis-niet-beoordeeld", "bewijs-niet-geldig"]
    toch = {"ingangsdatum": "2021-03-03", "uitkomst": "GEGUND"}
    v.op("2021-03-03")
    assert set(v.weigering(f"{laat}/uitkomsten", toch)) == set(regels)

    v.post(f"{laat}/uitkomsten", toch | {"afwijking": afwijking(*regels)})

    signalen = v.get(laat)["signalen"]
    assert {s["code"] for s in signalen} == set(regels)
    assert any("VOG" not in s["detail"] and "KVK-1" in s["grond"] for s in signalen)
    raad = v.get(laat, als=Rol.RAAD)["signalen"]
    assert all(s["grond"]["verborgen"] for s in raad)
    assert v.get("/afwijkingen", regel="toetreding-gesloten", geldigOp="2021-03-03")["aantal"] == 1


# --- tenders -----------------------------------------------------------------------------------------------------


def test_een_inschrijving_wordt_per_perceel_gegund(inkoop: Inkoop) -> None:
    """A tender decides lot by lot: one may win one and lose another (S0:95-121, S1:1146-1170)."""
    v = inkoop.v
    v.post(
        f"/inkooptrajecten/{inkoop.zwaar}/criteria",
        {"ingangsdatum": "2019-02-01", "versie": "mmo", "eisen": EISEN[:1], "percelen": ["ZW-NIS"]},
    )
    pad = inkoop.aanmelding(
        "linde",
        "2019-06-01",
        trajectId=inkoop.zwaar,
        percelen=["ZW-NIS", "ZW-PLEEG"],
        aanmeldingsoort="INSCHRIJVING",
        ronde=None,
    )
    inkoop.doe(pad, "2019-07-01", criteriaversie="mmo", oordelen=VOLDAAN[:1])
    inkoop.doe(
        pad,
        "2019-08-01",
        uitkomst="NIET_GEGUND",
        percelen=["ZW-NIS"],
        redenen=["lager gerangschikt"],
        bezwaarTotEnMet="2019-08-21",
    )
    assert v.get(pad)["status"] == "BEOORDEELD"

    eerste = inkoop.doe(pad, "2019-09-01", uitkomst="GEGUND", percelen=["ZW-PLEEG"])

    assert v.get(pad)["status"] == "GEGUND"
    tweede = {"ingangsdatum": "2019-09-02", "uitkomst": "GEGUND", "percelen": ["ZW-PLEEG"]}
    weigering = v.post(f"{pad}/uitkomsten", tweede, status=409)
    assert [(r["code"], r["feiten"]) for r in weigering["regels"]] == [
        ("uitkomst-staat-al", [eerste])
    ]
    v.op("2019-10-01")
    v.post(f"{pad}/intrekkingen", intrekking("2019-10-01", eerste))
    assert v.get(pad)["status"] == "BEOORDEELD"
    inkoop.doe(pad, "2019-10-02", uitkomst="GEGUND", percelen=["ZW-PLEEG"])
    assert v.get(pad)["status"] == "GEGUND"


def test_de_sas_procedure_met_dialoogtafels_eindigt_in_gunning_en_contract(inkoop: Inkoop) -> None:
    """S0:95-121 and S0:183: dialogue tables for verblijf, a tender from 1-3-2022, contracts from 1-1-2023."""
    v = inkoop.v
    sas = {
        "ingangsdatum": "2022-01-15",
        "naam": "SAS verblijf",
        "regioId": v.regio,
        "inkoopvorm": "SAS",
        "toetreding": "GESLOTEN",
        "startProcedure": "2022-03-01",
        "ingangContracten": "2023-01-01",
        "einddatum": "2030-12-31",
        "segmenten": ["verblijf"],
        "percelen": percelen("verblijf", "VB"),
        "regels": [{"code": "toelating-via-aanmelding"}],
    }
    v.op("2022-01-15")
    traject = v.post("/inkooptrajecten", sas)["inkooptraject"]["id"]
    pad = f"/inkooptrajecten/{traject}"
    v.post(f"{pad}/criteria", {"ingangsdatum": "2022-02-01", "versie": "sas", "eisen": EISEN[:1]})
    venster = {"aanmeldenTotEnMet": "2022-05-31", "beslissenUiterlijk": "2022-07-31"}
    inschrijfronde = {
        "ingangsdatum": "2022-03-01",
        "code": "SAS",
        "criteriaversie": "sas",
        **venster,
    }
    v.post(f"{pad}/rondes", inschrijfronde)
    for dag in ("2022-03-15", "2022-04-05"):
        v.op(dag)
        v.post(
            f"{pad}/stappen", {"ingangsdatum": dag, "stap": "dialoog", "stapsoort": "DIALOOGTAFEL"}
        )
    op = {"trajectId": traject, "ronde": "SAS", "percelen": ["VB"], "stukken": []}
    inschrijving = inkoop.aanmelding("linde", "2022-04-20", **op, aanmeldingsoort="INSCHRIJVING")
    inkoop.doe(inschrijving, "2022-06-15", criteriaversie="sas", oordelen=VOLDAAN[:1])
    inkoop.doe(inschrijving, "2022-07-01", uitkomst="GEGUND")
    v.aanbieder, v.traject = inkoop.aanbieders["linde"], traject
    gunning = v.toelating(
        "VB",
        ingangsdatum="2023-01-01",
        grondslag="GUNNING",
        aanmeldingId=inschrijving.rsplit("/", 1)[1],
    )

    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", gunning)

    contract = v.contract(segment="verblijf", percelen=["VB"], gemeenten=["9007"])
    assert v.get(contract, geldigOp="2023-01-01")["signalen"] == []
    gezien = v.get("/rapportages/toelatingsronde", trajectId=traject, ronde="SAS")
    assert (gezien["gelijkBehandeld"], gezien["perStatus"]) == (True, {"GEGUND": 1})
    v.op("2023-02-01")
    laat = v.toelating("VB", ingangsdatum="2023-02-01", grondslag="GUNNING")
    assert set(v.weigering(f"/aanbieders/{inkoop.aanbieders['beuk']}/toelatingen", laat)) == {
        "toetreding-gesloten",
        "toelating-zonder-aanmelding",
    }


def test_een_subsidieaanvraag_wordt_toegekend_of_afgewezen(inkoop: Inkoop) -> None:
    pad = inkoop.aanmelding("esdoorn", "2020-05-12", aanmeldingsoort="SUBSIDIEAANVRAAG", ronde=None)
    inkoop.doe(pad, "2020-05-20", **BEOORDEELD)
    fout = {"ingangsdatum": "2020-05-21", "uitkomst": "GEGUND"}

    weigering = inkoop.v.post(f"{pad}/uitkomsten", fout, status=409)

    assert weigering["regels"][0]["code"] == "uitkomst-past-niet"
    assert "kies uit TOEGELATEN en AFGEWEZEN" in weigering["regels"][0]["detail"]
    inkoop.doe(pad, "2020-05-21", uitkomst="TOEGELATEN")
    assert inkoop.v.get(pad)["status"] == "TOEGELATEN"


# --- was it the same for all -------------------------------------------------------------------------------------


def test_een_ronde_waarin_allen_gelijk_zijn_behandeld(inkoop: Inkoop) -> None:
    """H7: did every applicant of the round face the same criteria and term; H8: evidence on the decision day."""
    v = inkoop.v
    linde = inkoop.aanmelding("linde", "2020-05-04")
    beuk = inkoop.aanmelding("beuk", "2020-05-20", stukken=STUKKEN[:1])
    esdoorn = inkoop.aanmelding("esdoorn", "2020-05-28")
    inkoop.doe(linde, "2020-06-01", **BEOORDEELD)
    inkoop.doe(linde, "2020-06-01", uitkomst="TOEGELATEN")
    oordelen = [*VOLDAAN[:2], {"eis": "kvk", "voldaan": False, "toelichting": "geen uittreksel"}]
    inkoop.doe(beuk, "2020-06-02", criteriaversie="2020-1", oordelen=oordelen)
    inkoop.doe(beuk, "2020-06-10", **AFGEWEZEN, bezwaarTotEnMet="2020-06-30")
    v.op("2020-06-11")
    v.post(f"{esdoorn}/intrekkingen", intrekking("2020-06-11", 1))

    verslag = inkoop.verslag()

    assert (verslag["gelijkBehandeld"], verslag["verschillen"]) == (True, [])
    assert verslag["perStatus"] == {"AFGEWEZEN": 1, "INGETROKKEN": 1, "TOEGELATEN": 1}
    assert [e["code"] for e in verslag["eisen"]] == ["opleiding", "vog", "kvk"]
    gezien = [
        (
            a["aanbieder"]["naam"],
            a["ontvangenOp"],
            a["criteriaversie"],
            a["dagen"],
            a["dagenTeLaat"],
        )
        for a in verslag["aanmeldingen"]
    ]
    assert gezien == [
        ("De Linde", "2020-05-04", "2020-1", 28, 0),
        ("De Beuk", "2020-05-20", "2020-1", 21, 0),
        ("De Esdoorn", "2020-05-28", None, 14, 0),
    ]
    bewijs = [
        [(o["eis"], o["voldaan"], o["bewijs"]) for o in a["oordelen"]]
        for a in verslag["aanmeldingen"][:2]
    ]
    assert bewijs == [
        [("opleiding", True, None), ("vog", True, "GELDIG"), ("kvk", True, "GELDIG")],
        [("opleiding", True, None), ("vog", True, "GELDIG"), ("kvk", False, "ONTBREEKT")],
    ]
    (uitkomst,) = verslag["aanmeldingen"][1]["uitkomsten"]
    assert (uitkomst["bezwaarTotEnMet"], uitkomst["bezwaardagen"]) == ("2020-06-30", 20)
    raad = inkoop.verslag(als=Rol.RAAD)["aanmeldingen"][1]
    assert raad["oordelen"]["verborgen"]
    assert raad["uitkomsten"][0]["redenen"]["verborgen"]
    assert raad["status"] == "AFGEWEZEN"


def test_elk_verschil_wordt_genoemd(inkoop: Inkoop) -> None:
    v = inkoop.v
    criteria = {"ingangsdatum": "2020-05-01", "versie": "2020-2", "eisen": EISEN[:2]}
    v.op("2020-05-01")
    v.post(f"/inkooptrajecten/{inkoop.licht}/criteria", criteria)
    beuk = inkoop.aanmelding("beuk", "2020-05-20", stukken=[])
    esdoorn = inkoop.aanmelding("esdoorn", "2020-05-25")
    v.op("2020-06-01")
    te_laat = inkoop.lichaam("linde", "2020-06-01", afwijking=afwijking("aanmelding-buiten-ronde"))
    linde = f"/aanmeldingen/{v.post('/aanmeldingen', te_laat)['aanmelding']['id']}"
    inkoop.doe(linde, "2020-06-02", **BEOORDEELD)
    inkoop.doe(linde, "2020-06-03", uitkomst="TOEGELATEN")
    niet = {"criteriaversie": "2020-2", "oordelen": [{"eis": "vog", "voldaan": False}]}
    inkoop.doe(beuk, "2020-06-03", **niet, afwijking=afwijking("andere-criteriaversie"))
    inkoop.doe(beuk, "2020-06-04", **AFGEWEZEN, bezwaarTotEnMet="2020-06-18")
    inkoop.doe(esdoorn, "2020-06-29", **niet, afwijking=afwijking("andere-criteriaversie"))
    regels = ["eis-niet-beoordeeld", "eis-niet-gehaald"]
    inkoop.doe(esdoorn, "2020-06-29", uitkomst="TOEGELATEN", afwijking=afwijking(*regels))

    verslag = inkoop.verslag()

    assert not verslag["gelijkBehandeld"]
    gezien: dict[str, list[str]] = {}
    for verschil in verslag["verschillen"]:
        gezien.setdefault(verschil["aanbieder"], []).append(verschil["code"])
    assert gezien == {
        "De Beuk": ["andere-criteriaversie", "eis-niet-beoordeeld"],
        "De Esdoorn": ["andere-criteriaversie", "te-laat-beslist", *regels],
        "De Linde": ["aanmelding-buiten-ronde"],
    }
    details = {(r["aanbieder"], r["code"]): r["detail"] for r in verslag["verschillen"]}
    assert details["De Esdoorn", "te-laat-beslist"] == (
        "Uiterlijk 2020-06-28, beslist op 2020-06-29: 1 dag te laat."
    )
    raad = inkoop.verslag(als=Rol.RAAD)["verschillen"]
    assert not any("vog" in r["detail"] for r in raad)


def test_een_andere_termijn_valt_op(inkoop: Inkoop) -> None:
    paden = {wie: inkoop.aanmelding(wie, "2020-05-20") for wie in NAMEN}
    for wie, dag in (("linde", "2020-06-30"), ("beuk", "2020-06-30"), ("esdoorn", "2020-06-15")):
        inkoop.doe(paden[wie], "2020-06-10", **AFGEWEZEN, bezwaarTotEnMet=dag)

    (verschil,) = inkoop.verslag()["verschillen"]

    assert (verschil["aanbieder"], verschil["code"]) == ("De Esdoorn", "termijn-verschilt")
    assert verschil["detail"] == "5 dagen om tegen de afwijzing op te komen, anderen 20."


def test_zoals_het_register_het_toen_wist(inkoop: Inkoop) -> None:
    """An assessment recorded later with an earlier day changes the round from then on, not what was shown before."""
    v = inkoop.v
    pad = inkoop.aanmelding("linde", "2020-05-04")
    toen = v.get("/gebeurtenissen", vanafPositie=1, aantal=1000)["tijdreis"]["beschikbaarOp"]
    v.op("2020-07-15")
    v.post(f"{pad}/beoordelingen", {"ingangsdatum": "2020-06-01", **BEOORDEELD})
    v.post(f"{pad}/uitkomsten", {"ingangsdatum": "2020-06-02", "uitkomst": "TOEGELATEN"})

    nu = inkoop.verslag(geldigOp="2020-06-30")
    eerder = inkoop.verslag(geldigOp="2020-06-30", beschikbaarOp=toen)

    assert nu["gelijkBehandeld"]
    assert [d["code"] for d in eerder["verschillen"]] == ["te-laat-beslist"]
    assert (eerder["aanmeldingen"][0]["status"], eerder["aanmeldingen"][0]["dagenTeLaat"]) == (
        "INGEDIEND",
        2,
    )
    assert v.get(eerder["_links"]["self"]["href"]) == eerder
    leeg = inkoop.verslag(geldigOp="2020-05-03")
    assert (leeg["aantal"], leeg["gelijkBehandeld"]) == (0, True)


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ({"trajectId": str(UUID(int=9)), "ronde": "2020-05"}, "was toen niet bekend"),
        ({"ronde": "2020-09"}, "heeft op 2020-07-01 geen ronde 2020-09"),
    ],
)
def test_een_ronde_die_er_niet_is(inkoop: Inkoop, vraag: dict[str, str], zin: str) -> None:
    gevraagd = {"trajectId": inkoop.licht, "geldigOp": "2020-07-01", **vraag}

    fout = inkoop.v.get("/rapportages/toelatingsronde", verwacht=404, **gevraagd)

    assert zin in fout["detail"]


def test_signalen_wijzen_op_wie_te_lang_wacht(inkoop: Inkoop) -> None:
    v = inkoop.v
    pad = inkoop.aanmelding("linde", "2020-05-04")
    beoordeeld = inkoop.aanmelding("beuk", "2020-05-05")
    inkoop.doe(beoordeeld, "2020-06-01", **BEOORDEELD)
    traject = f"/inkooptrajecten/{inkoop.licht}"

    gezien = {
        dag: [
            [(s["code"], s["detail"]) for s in v.get(waar, geldigOp=dag)["signalen"]]
            for waar in (pad, traject)
        ]
        for dag in ("2020-06-28", "2020-06-29")
    }

    assert gezien == {
        "2020-06-28": [[], []],
        "2020-06-29": [
            [("te-laat-beslist", "Ronde 2020-05 beslist uiterlijk op 2020-06-28.")],
            [
                (
                    "te-laat-beslist",
                    "Ronde 2020-05 beslist uiterlijk op 2020-06-28; nog niet beslist: 2 van de aanmeldingen.",
                )
            ],
        ],
    }


# --- what is refused ---------------------------------------------------------------------------------------------

VREEMD = str(uuid4())
BIJ_ONTVANGST: Mapping[str, tuple[str, Mapping[str, object], list[str]]] = {
    "te vroeg": ("2020-04-30", {}, ["aanmelding-buiten-ronde"]),
    "te laat": ("2020-05-29", {}, ["aanmelding-buiten-ronde"]),
    "zonder ronde": ("2020-05-12", {"ronde": None}, ["aanmelding-buiten-ronde"]),
    "onbekende ronde": ("2020-05-12", {"ronde": "2021-01"}, ["verwijzing-onbekend"]),
    "onbekend perceel": ("2020-05-12", {"percelen": ["ZW-NIS"]}, ["verwijzing-onbekend"]),
    "onbekend traject": ("2020-05-12", {"trajectId": VREEMD}, ["verwijzing-onbekend"]),
    "onbekende aanbieder": ("2020-05-12", {"aanbiederId": VREEMD}, ["verwijzing-onbekend"]),
    "traject van een andere regio": ("2020-05-12", {"regioId": VREEMD}, ["verwijzing-onbekend"]),
}


@pytest.mark.parametrize("naam", BIJ_ONTVANGST)
def test_wat_bij_ontvangst_niet_klopt(inkoop: Inkoop, naam: str) -> None:
    dag, anders, codes = BIJ_ONTVANGST[naam]
    inkoop.v.op("2020-06-15")

    assert inkoop.v.weigering("/aanmeldingen", inkoop.lichaam("linde", dag, **anders)) == codes


BIJ_BEHANDELING: Mapping[str, tuple[str, Mapping[str, object], list[str]]] = {
    "onbekende criteria": (
        "beoordelingen",
        {"criteriaversie": "9", "oordelen": VOLDAAN},
        ["verwijzing-onbekend"],
    ),
    "onbekende eis": (
        "beoordelingen",
        {"criteriaversie": "2020-1", "oordelen": [{"eis": "wnt", "voldaan": True}]},
        ["verwijzing-onbekend"],
    ),
    "onbekend stuk": (
        "beoordelingen",
        {"criteriaversie": "2020-1", "oordelen": [{**VOLDAAN[1], "stuk": "VOG-9"}]},
        ["verwijzing-onbekend"],
    ),
    "stuk nog eens": ("aanvullingen", {"stukken": STUKKEN[:1]}, ["stuk-bestaat-al"]),
    "niet beoordeeld": ("uitkomsten", {"uitkomst": "TOEGELATEN"}, ["eis-niet-beoordeeld"] * 3),
    "ander perceel": (
        "uitkomsten",
        {
            "uitkomst": "AFGEWEZEN",
            "percelen": ["LI-GGZ"],
            "redenen": ["x"],
            "bezwaarTotEnMet": "2020-07-01",
        },
        ["verwijzing-onbekend"],
    ),
    "onbekende registratie": ("intrekkingen", {"volgnummer": 9}, ["verwijzing-onbekend"]),
}


@pytest.mark.parametrize("naam", BIJ_BEHANDELING)
def test_wat_bij_de_behandeling_niet_klopt(inkoop: Inkoop, naam: str) -> None:
    segment, lichaam, codes = BIJ_BEHANDELING[naam]
    pad = inkoop.aanmelding("linde", "2020-05-12")
    inkoop.v.op("2020-06-01")

    assert (
        inkoop.v.weigering(f"{pad}/{segment}", {"ingangsdatum": "2020-06-01", **lichaam}) == codes
    )


def test_wie_op_een_andere_versie_wordt_beoordeeld(inkoop: Inkoop) -> None:
    v = inkoop.v
    v.op("2020-05-12")
    nieuw = {"ingangsdatum": "2020-05-12", "versie": "2020-2", "eisen": EISEN}
    v.post(f"/inkooptrajecten/{inkoop.licht}/criteria", nieuw)
    pad = inkoop.aanmelding("linde", "2020-05-12")

    lichaam = {"ingangsdatum": "2020-05-20", "criteriaversie": "2020-2", "oordelen": VOLDAAN}
    assert v.weigering(f"{pad}/beoordelingen", lichaam) == ["andere-criteriaversie"]


@pytest.mark.parametrize(
    ("vog", "waarom"),
    [
        (stuk("VOG", "VOG-9", "2018-06-09"), "VOG-9 is van 2018-06-09, ouder dan 24 maanden"),
        (
            stuk("VOG", "VOG-9", "2019-01-01", geldigTotEnMet="2020-06-09"),
            "VOG-9 gold tot en met 2020-06-09",
        ),
        (stuk("VOG", "VOG-9", "2020-06-11"), "VOG-9 is pas afgegeven op 2020-06-11"),
        (stuk("GVA", "GVA-1", "2020-01-01"), "er is geen stuk van die soort"),
    ],
)
def test_bewijs_telt_zoals_het_op_de_dag_van_het_besluit_was(
    inkoop: Inkoop, vog: dict[str, object], waarom: str
) -> None:
    pad = inkoop.aanmelding("linde", "2020-05-12", stukken=[vog, STUKKEN[1]])
    inkoop.doe(pad, "2020-06-01", **BEOORDEELD)
    besluit = {"ingangsdatum": "2020-06-10", "uitkomst": "TOEGELATEN"}

    weigering = inkoop.v.post(f"{pad}/uitkomsten", besluit, status=409)

    assert [(r["code"], r["waarden"]["waarom"]) for r in weigering["regels"]] == [
        ("bewijs-niet-geldig", waarom)
    ]
    inkoop.doe(pad, "2020-06-09", stukken=[stuk("VOG", "VOG-10", "2020-06-08")])
    inkoop.doe(pad, "2020-06-10", uitkomst="TOEGELATEN")


def test_na_het_besluit_of_de_intrekking_komt_er_niets_meer_bij(inkoop: Inkoop) -> None:
    v = inkoop.v
    pad = inkoop.toegelaten("linde", "2020-05-04", "2020-06-01")
    beoordeling = {"ingangsdatum": "2020-06-02", **BEOORDEELD}
    assert v.weigering(f"{pad}/beoordelingen", beoordeling) == ["uitkomst-staat-al"]
    assert v.weigering(f"{pad}/intrekkingen", intrekking("2020-06-02", 1)) == ["uitkomst-staat-al"]
    v.op("2020-06-05")
    for volgnummer in (3, 2, 1):
        v.post(f"{pad}/intrekkingen", intrekking("2020-06-05", volgnummer))
    assert v.get(pad)["status"] == "INGETROKKEN"
    assert v.weigering(
        f"{pad}/aanvullingen", {"ingangsdatum": "2020-06-06", "stukken": STUKKEN}
    ) == ["aanmelding-ingetrokken"]
    weigering = v.post(f"{pad}/intrekkingen", intrekking("2020-05-20", 1), status=409)
    assert [r["code"] for r in weigering["regels"]] == ["feiten-na-einde"]


def test_een_uitkomst_wordt_gecorrigeerd(inkoop: Inkoop) -> None:
    v = inkoop.v
    pad = inkoop.toegelaten("linde", "2020-05-04", "2020-06-01")
    goed = {"ingangsdatum": "2020-06-02", "uitkomst": "TOEGELATEN"}

    v.post(f"{pad}/correcties", correctie(zet(3, "uitkomsten", goed)))

    assert v.get(pad, geldigOp="2020-06-01")["status"] == "BEOORDEELD"
    assert v.get(pad, geldigOp="2020-06-02")["status"] == "TOEGELATEN"
    slecht = {**BEOORDEELD, "ingangsdatum": "2020-05-30", "criteriaversie": "9"}
    assert v.weigering(f"{pad}/correcties", correctie(zet(2, "beoordelingen", slecht))) == [
        "verwijzing-onbekend"
    ]


def test_een_aanmelding_blijft_staan_als_het_traject_verkeerd_was_vastgelegd(
    inkoop: Inkoop,
) -> None:
    v = inkoop.v
    traject = {
        "ingangsdatum": "2020-01-01",
        "naam": "Verkeerd",
        "regioId": v.regio,
        "inkoopvorm": "SAS",
        "toetreding": "OPEN",
        "segmenten": ["licht"],
        "percelen": percelen("licht", "LI-AMB"),
    }
    v.op("2020-05-01")
    weg = v.post("/inkooptrajecten", traject)["inkooptraject"]["id"]
    pad = inkoop.aanmelding(
        "linde", "2020-05-12", trajectId=weg, aanmeldingsoort="INSCHRIJVING", ronde=None
    )

    v.post(f"/inkooptrajecten/{weg}/correcties", correctie(zet(1)))

    assert v.get(pad)["signalen"] == []
    assert v.weigering(f"{pad}/beoordelingen", {"ingangsdatum": "2020-06-01", **BEOORDEELD}) == [
        "verwijzing-onbekend"
    ]
    gegund = {"ingangsdatum": "2020-06-01", "uitkomst": "GEGUND"}
    assert v.weigering(f"{pad}/uitkomsten", gegund) == ["verwijzing-onbekend"]
    goed = inkoop.lichaam("linde", "2020-05-13")
    v.post(f"{pad}/correcties", correctie(zet(1, "POST", goed)))
    assert v.get(pad)["ronde"] == "2020-05"


@pytest.mark.parametrize("wie", ["beuk", None])
def test_een_toelating_rust_op_een_aanmelding_van_dezelfde_aanbieder(
    inkoop: Inkoop, wie: str | None
) -> None:
    pad = inkoop.toegelaten("linde", "2020-05-04", "2020-06-01")
    binnen = {
        "ingangsdatum": "2020-07-01",
        "trajectId": inkoop.licht,
        "perceel": "LI-AMB",
        "grondslag": "TOELATING",
        "aanmeldingId": pad.rsplit("/", 1)[1] if wie else VREEMD,
    }

    toelatingen = f"/aanbieders/{inkoop.aanbieders[wie or 'linde']}/toelatingen"
    assert inkoop.v.weigering(toelatingen, binnen) == ["verwijzing-onbekend"]


def test_wie_is_overgenomen_hoeft_zich_niet_aan_te_melden(inkoop: Inkoop) -> None:
    binnen = {
        "ingangsdatum": "2020-07-01",
        "trajectId": inkoop.licht,
        "perceel": "LI-AMB",
        "grondslag": "OVERGENOMEN",
    }

    inkoop.v.post(f"/aanbieders/{inkoop.aanbieders['beuk']}/toelatingen", binnen)


FOUT: Mapping[str, tuple[str, Mapping[str, object], str]] = {
    "afgewezen zonder redenen": (
        "uitkomsten",
        {"uitkomst": "AFGEWEZEN", "bezwaarTotEnMet": "2020-07-01"},
        "AFGEWEZEN vraagt redenen en bezwaarTotEnMet",
    ),
    "niet gegund zonder termijn": (
        "uitkomsten",
        {"uitkomst": "NIET_GEGUND", "redenen": ["x"]},
        "NIET_GEGUND vraagt redenen en bezwaarTotEnMet",
    ),
    "termijn voorbij": (
        "uitkomsten",
        {**AFGEWEZEN, "bezwaarTotEnMet": "2020-05-31"},
        "bezwaarTotEnMet ligt voor",
    ),
    "perceel dubbel": (
        "uitkomsten",
        {"uitkomst": "TOEGELATEN", "percelen": ["LI-AMB"] * 2},
        "perceel LI-AMB",
    ),
    "geen oordeel": ("beoordelingen", {"criteriaversie": "2020-1", "oordelen": []}, "één oordeel"),
    "eis dubbel": (
        "beoordelingen",
        {"criteriaversie": "2020-1", "oordelen": VOLDAAN[:1] * 2},
        "eis opleiding",
    ),
    "geen stuk": ("aanvullingen", {"stukken": []}, "ten minste één stuk"),
    "stuk dubbel": ("aanvullingen", {"stukken": STUKKEN[:1] * 2}, "stuk VOG-1"),
    "stuk achterstevoren": (
        "aanvullingen",
        {"stukken": [stuk("VOG", "V", "2020-01-01", geldigTotEnMet="2019-12-31")]},
        "geldigTotEnMet ligt voor afgegevenOp",
    ),
    "intrekking waarvan": ("intrekkingen", {}, "is verplicht"),
    "bsn in de toelichting": (
        "beoordelingen",
        {
            "criteriaversie": "2020-1",
            "oordelen": [{**VOLDAAN[0], "toelichting": "medewerker 111222333"}],
        },
        "burgerservicenummer",
    ),
}


@pytest.mark.parametrize("naam", FOUT)
def test_een_fout_in_de_invoer_zegt_wat_er_mis_is(inkoop: Inkoop, naam: str) -> None:
    segment, lichaam, zin = FOUT[naam]
    pad = inkoop.aanmelding("linde", "2020-05-12")
    voor = inkoop.v.positie

    fout = inkoop.v.post(f"{pad}/{segment}", {"ingangsdatum": "2020-06-01", **lichaam}, status=400)

    assert zin in " ".join(f["reden"] for f in fout["fouten"])
    assert inkoop.v.positie == voor


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"percelen": []}, "ten minste één perceel"),
        ({"percelen": ["LI-AMB"] * 2}, "perceel LI-AMB"),
        ({"aanmeldingsoort": "BRIEF"}, "AANMELDING"),
    ],
)
def test_een_aanmelding_die_niet_te_lezen_is(
    inkoop: Inkoop, anders: dict[str, object], zin: str
) -> None:
    fout = inkoop.v.post(
        "/aanmeldingen", inkoop.lichaam("linde", "2020-05-12", **anders), status=400
    )

    assert zin in " ".join(f["reden"] for f in fout["fouten"])


def test_alleen_wie_toelaat_legt_vast(inkoop: Inkoop) -> None:
    lichaam = inkoop.lichaam("linde", "2020-05-12")

    for rol, status in ((Rol.CONTRACTBEHEERDER, 403), (Rol.AUDITOR, 403), (Rol.INKOPER, 201)):
        inkoop.v.post("/aanmeldingen", lichaam, status=status, als=rol)


# --- evidence on a day -------------------------------------------------------------------------------------------

VOG = Bewijseis(soort="VOG", maximale_ouderdom_maanden=24)


def vog(dag: date, kenmerk: str = "V", soort: str = "VOG") -> Stuk:
    return Stuk(soort=soort, kenmerk=kenmerk, titel="t", afgegeven_op=dag)


@given(st.dates(date(2015, 1, 1), date(2025, 1, 1)), st.dates(date(2015, 1, 1), date(2025, 1, 1)))
def test_bewijs_is_geldig_in_een_aaneengesloten_tijd(afgegeven: date, dag: date) -> None:
    stand = bewijsstand(eis=VOG, stuk=vog(afgegeven), dag=dag)

    ouder = (dag.year * 12 + dag.month) - (afgegeven.year * 12 + afgegeven.month)
    assert (stand is Bewijsstand.NOG_NIET_AFGEGEVEN) == (dag < afgegeven)
    if dag >= afgegeven and ouder != 24:
        assert (stand is Bewijsstand.GELDIG) == (ouder < 24)


def test_het_nieuwste_stuk_van_de_soort_telt_tenzij_er_een_is_genoemd() -> None:
    oud, nieuw, later = (vog(date(j, 1, 1), f"V{j}") for j in (2018, 2019, 2021))
    ander = vog(date(2020, 1, 1), "GVA", "GVA")
    dag, stukken = date(2020, 6, 1), [oud, nieuw, later, ander]

    assert gebruikt_stuk(eis=VOG, stukken=stukken, kenmerk=None, dag=dag) == nieuw
    assert gebruikt_stuk(eis=VOG, stukken=stukken, kenmerk="V2018", dag=dag) == oud
    assert gebruikt_stuk(eis=VOG, stukken=[later], kenmerk=None, dag=dag) == later
    assert gebruikt_stuk(eis=VOG, stukken=stukken, kenmerk="GVA", dag=dag) == ander
    assert bewijsstand(eis=VOG, stuk=ander, dag=dag) is Bewijsstand.ONTBREEKT


# --- what holds for every course ---------------------------------------------------------------------------------

BEGIN = date(2020, 1, 1)
DAGEN = st.dates(date(2020, 1, 2), date(2020, 6, 1))
LOTEN = st.sampled_from([(), ("A",), ("B",), ("A", "B")])
FEITEN = st.one_of(
    st.builds(
        AanmeldingAangevuld, ingangsdatum=DAGEN, stukken=st.just((vog(date(2019, 1, 1), "V2"),))
    ),
    st.builds(
        AanmeldingBeoordeeld,
        ingangsdatum=DAGEN,
        criteriaversie=st.sampled_from(["1", "2"]),
        oordelen=st.just((Oordeel(eis="vog", voldaan=True),)),
    ),
    st.builds(
        UitkomstBepaald,
        ingangsdatum=DAGEN,
        uitkomst=st.sampled_from(Aanmeldinguitkomst),
        percelen=LOTEN,
        redenen=st.just(("reden",)),
        bezwaar_tot_en_met=st.just(date(2021, 1, 1)),
    ),
    st.builds(AanmeldingIngetrokken, ingangsdatum=DAGEN, volgnummer=st.just(1)),
)
ONTVANGEN = AanmeldingOntvangen(
    ingangsdatum=BEGIN,
    regio_id=UUID(int=1),
    traject_id=UUID(int=2),
    aanbieder_id=UUID(int=3),
    aanmeldingsoort=Aanmeldingsoort.AANMELDING,
    percelen=("A", "B"),
)


def gevouwen(feiten: Sequence[Feit]) -> Verloop[Aanmeldingstand]:
    """Fold facts as if they were recorded in this order."""
    ding, correlatie = uuid4(), uuid4()
    registraties = [
        Registratie(
            id=uuid4(),
            ding=ding,
            soort=een.feitnaam,
            volgnummer=nummer,
            positie=nummer,
            geregistreerd_op=datetime(2025, 1, 1, tzinfo=UTC),
            door="tester",
            correlatie=correlatie,
            envelop=Envelop(),
            feit=een,
        )
        for nummer, een in enumerate([ONTVANGEN, *feiten], start=1)
    ]
    return verloop(soort=AANMELDING, registraties=registraties)


def zonder_plaatsen(stand: Aanmeldingstand) -> dict[str, object]:
    """Give a standing without the places of its facts, which follow the order of registration."""
    uit: dict[str, object] = dict(vars(stand))
    uit["uitkomsten"] = [{**vars(u), "plaats": 0} for u in stand.uitkomsten]
    uit["beoordeling"] = stand.beoordeling and {**vars(stand.beoordeling), "plaats": 0}
    return uit


def test_zonder_criteria_is_er_niets_om_aan_te_toetsen() -> None:
    stand = gevouwen([]).segmenten[-1].stand

    assert uitslagen(stand=stand, criteria=None, dag=BEGIN) == ()


@given(
    st.lists(FEITEN, max_size=5, unique_by=lambda f: f.ingangsdatum),
    st.randoms(use_true_random=False),
)
def test_de_volgorde_van_vastleggen_verandert_niets_aan_wat_geldt(
    feiten: list[Feit], toeval: Any
) -> None:
    dooreen = feiten.copy()
    toeval.shuffle(dooreen)

    een, ander = gevouwen(sorted(feiten, key=lambda f: f.ingangsdatum)), gevouwen(dooreen)

    assert [(s.van, zonder_plaatsen(s.stand)) for s in een.segmenten] == [
        (s.van, zonder_plaatsen(s.stand)) for s in ander.segmenten
    ]


@given(st.lists(FEITEN, max_size=6))
def test_een_status_spreekt_de_uitkomsten_nooit_tegen(feiten: list[Feit]) -> None:
    for segment in gevouwen(feiten).segmenten:
        stand = segment.stand
        uitkomsten = {u.uitkomst.value for u in stand.uitkomsten}
        if stand.status is Aanmeldingstatus.INGETROKKEN:
            assert stand.open_percelen == ()
        elif stand.status.value in set(Aanmeldinguitkomst):
            assert stand.status.value in uitkomsten
            assert not stand.open_percelen or stand.binnen("A") or stand.binnen("B")
        else:
            assert stand.open_percelen
            assert not stand.binnen("A")
            assert not stand.binnen("B")
        beoordeeld = stand.status is Aanmeldingstatus.BEOORDEELD
        assert not beoordeeld or stand.beoordeling is not None
