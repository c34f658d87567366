"""The go/no-go dossier: preset criteria, the evaluation before the vote, and which figures were known when it fell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from api import inloggen
from api.app import maak_app
from api.meetgrafiek import Tekening, lijndiagram
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_inloglink
from tests import beslisverhaal as verteller
from tests.beslisverhaal import MOMENT, STEMDAG, Spelers, cijfer, criterium, id_van, moment
from tests.gespeeld import aan_de_balie
from tests.hulp import Verhaal, afwijking, correctie, intrekking, verteld, zet
from tests.paginahulp import BREEDTES, browserproces, draaiend, ingelogd, keur

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

NU = "2026-04-01"


@pytest.fixture
def v(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        yield begonnen


def dossier(v: Verhaal, **paar: Any) -> dict[str, Any]:
    antwoord: dict[str, Any] = v.get(
        "/rapportages/beslisdossier", trajectId=v.traject, beslismoment=MOMENT, **paar
    )
    return antwoord


def go(v: Verhaal, **paar: Any) -> dict[str, Any]:
    """Give the decision on ambulant."""
    gevonden: dict[str, Any] = dossier(v, **paar)["beslissingen"][0]
    return gevonden


def figuren(beslissing: dict[str, Any], code: str) -> dict[str, tuple[Any, ...]]:
    """Give by period what was known then and now, with the cause of a difference and its entry."""
    (indicator,) = [i for i in beslissing["indicatoren"] if i["code"] == code]
    return {
        m["peilperiode"]: (
            m["toen"] and m["toen"]["waarde"],
            m["nu"] and m["nu"]["waarde"],
            m["verschil"],
            m["oorzaak"] and (m["oorzaak"]["soort"], m["oorzaak"]["volgnummer"]),
        )
        for m in indicator["metingen"]
    }


def uitslagen(beslissing: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Give by criterium whether it was met: as known then, with later data of that day, at the pair."""
    return {
        c["code"]: (*(c[n]["voldaan"] for n in ("toen", "achteraf", "nu")), c["anders"])
        for c in beslissing["criteria"]
    }


# --- what was known when the vote fell ---------------------------------------------------------------------------


def test_welke_cijfers_bekend_waren_toen_de_stem_viel(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    bij_de_stemming = dossier(v)
    verteller.na_de_stemming(v, spelers)
    v.op(NU)

    nu = go(v)
    assert nu["peilmoment"] == {
        "dag": STEMDAG,
        "basis": "BESLUITDATUM",
        "tot": "2025-05-20T21:59:59.999999Z",
    }
    assert figuren(nu, "terugkeer") == {
        "2023": ("16.5", "16.5", "0.0", None),
        "2024": ("15.9", "16.4", "0.5", ("CORRECTIE", 6)),
        "2025": (None, "14.8", None, ("NIEUW_FEIT", 7)),
    }
    assert figuren(nu, "tevredenheid") == {
        "2023": ("6.8", "6.8", "0.0", None),
        "2024": (None, "7.1", None, ("LAAT_FEIT", 3)),
    }
    (terugkeer,) = [i for i in nu["indicatoren"] if i["code"] == "terugkeer"]
    assert terugkeer["aanleiding"] == ["CRITERIUM", "EVALUATIE", "DOEL"]
    assert [n["toen"]["waarde"] for n in terugkeer["nulmetingen"]] == ["18.4"]
    assert [s["nu"]["peilperiode"] for s in terugkeer["streefwaarden"]] == ["2026"]
    assert (terugkeer["toenBekend"], terugkeer["anders"]) == (True, 2)
    correctie_ = terugkeer["metingen"][1]["nu"]["correctie"]
    assert (correctie_["soort"], correctie_["was"]) == ("DEFINITIEF_CIJFER", "15.9")

    assert dossier(v, **bij_de_stemming["tijdreis"]) == bij_de_stemming
    v.herbouw()
    assert dossier(v, **bij_de_stemming["tijdreis"]) == bij_de_stemming


def test_of_latere_cijfers_een_andere_uitkomst_geven(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    assert uitslagen(go(v)) == {
        "terugkeer": ("JA", "JA", "JA", False),
        "tevreden": ("NEE", "NEE", "NEE", False),
        "dekkend": ("ONBEKEND", "ONBEKEND", "ONBEKEND", False),
    }
    verteller.na_de_stemming(v, spelers)
    v.op(NU)

    nu = go(v)
    assert uitslagen(nu) == {
        "terugkeer": ("JA", "NEE", "JA", True),
        "tevreden": ("NEE", "JA", "JA", True),
        "dekkend": ("ONBEKEND", "ONBEKEND", "ONBEKEND", False),
    }
    assert [(c["oordeel"], c["toelichting"]) for c in nu["criteria"]] == [
        ("JA", None),
        ("NEE", "cijfer van 2023"),
        ("JA", None),
    ]
    assert {c["voorafBekend"] for c in nu["criteria"]} == {True}
    terugkeer, _, dekkend = nu["criteria"]
    assert [terugkeer[n]["cijfer"]["peilperiode"] for n in ("toen", "achteraf", "nu")] == [
        *("2024", "2024"),
        "2025",
    ]
    assert dekkend["toen"]["waarom"] == "Het criterium noemt geen indicator; zie de evaluatie."
    in_augustus = uitslagen(go(v, geldigOp="2025-08-01", beschikbaarOp="2025-08-01"))
    assert in_augustus["terugkeer"] == ("JA", "JA", "JA", False)


def test_wie_stemde_wie_ontbrak_en_wat_erop_volgde(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    toen = go(v)["stemming"]
    verteller.na_de_stemming(v, spelers)
    v.op(NU)
    nu = go(v)

    assert (toen["ontbraken"], toen["ontbreekt"]) == (["COLLEGE 9002"], ["COLLEGE 9002"])
    stemming = nu["stemming"]
    assert (stemming["ontbraken"], stemming["ontbreekt"]) == (["COLLEGE 9002"], [])
    assert [(s["wie"], s["uitkomst"], s["datum"], s["opTijd"]) for s in stemming["stemmen"]] == [
        ("COLLEGE 9001", "CONFORM", "2025-05-13", True),
        ("COLLEGE 9002", "CONFORM", "2025-05-27", False),
    ]
    (gevolg,) = nu["gevolgen"]
    assert (gevolg["soort"], gevolg["dingId"], gevolg["ingangsdatum"]) == (
        "contract.opgezegd",
        id_van(spelers.contract),
        "2025-07-01",
    )
    journaal = v.get(gevolg["bronnen"][0]["href"])["resultaten"]
    assert journaal[gevolg["volgnummer"] - 1]["id"] == gevolg["id"]
    assert nu["geevalueerd"] is True
    (evaluatie,) = nu["evaluaties"]
    assert (evaluatie["conclusie"], evaluatie["toenBekend"]) == (
        "Doorgaan, met wijzigingen in ambulant.",
        True,
    )


def test_wat_is_aangehouden_is_niet_op_tijd_beslist(v: Verhaal) -> None:
    verteller.tot_de_stemming(v)
    v.op(NU)

    for dag, stand, sinds in (
        ("2024-12-31", "KOMEND", None),
        ("2025-12-31", "OPEN", None),
        (NU, "TE_LAAT", "2026-01-01"),
    ):
        gevonden = dossier(v, geldigOp=dag)
        assert (gevonden["stand"], gevonden["teLaatSinds"]) == (stand, sinds), dag
    nu = dossier(v)
    assert nu["openSegmenten"] == ["verblijf"]
    assert [b["uitkomst"] for b in nu["beslissingen"]] == ["GO_MET_WIJZIGING", "AANGEHOUDEN"]
    aangehouden = nu["beslissingen"][1]
    assert aangehouden["stemming"] is None
    assert (aangehouden["peilmoment"]["basis"], aangehouden["teLaat"]) == ("INGANGSDATUM", False)
    later = {"ingangsdatum": "2026-02-03", "beslismoment": MOMENT, "segment": "verblijf"}
    v.post(f"/inkooptrajecten/{v.traject}/beslissingen", {**later, "uitkomst": "NO_GO"})
    klaar = dossier(v)
    assert (klaar["stand"], klaar["teLaatSinds"]) == ("GEDAAN", "2026-01-01")
    assert klaar["beslissingen"][2]["teLaat"] is True


def test_voor_een_beslissing_staan_criteria_en_cijfers_er_al(v: Verhaal) -> None:
    verteller.tot_de_stemming(v)

    eerder = dossier(v, geldigOp="2025-05-01")
    assert eerder["beslissingen"] == []
    assert [(c["code"], c["toen"], c["nu"]["voldaan"]) for c in eerder["criteria"]] == [
        ("terugkeer", None, "JA"),
        ("tevreden", None, "NEE"),
        ("dekkend", None, "ONBEKEND"),
    ]
    (terugkeer,) = [i for i in eerder["indicatoren"] if i["code"] == "terugkeer"]
    assert terugkeer["toenBekend"] is None
    assert {m["oorzaak"] for m in terugkeer["metingen"]} == {None}
    toen = dossier(v, geldigOp="2024-10-31")
    assert (toen["criteria"], toen["stand"]) == ([], "KOMEND")


def test_een_besluit_zonder_datum_bij_de_beslissing_geeft_de_dag_van_vaststelling(
    v: Verhaal,
) -> None:
    spelers = verteller.tot_de_stemming(v)
    v.op("2025-05-27")
    v.post(f"{spelers.besluit}/uitspraken", verteller.uitspraak("2025-05-27", "9002"))
    v.op("2025-06-03")
    later = {
        "ingangsdatum": "2025-06-03",
        "beslismoment": MOMENT,
        "segment": "verblijf",
        "uitkomst": "GO",
        "besluitId": id_van(spelers.besluit),
    }
    v.post(f"{spelers.traject}/beslissingen", later)

    peil = dossier(v)["beslissingen"][2]["peilmoment"]
    assert (peil["dag"], peil["basis"]) == ("2025-05-27", "VASTGESTELD_OP")


def test_wat_later_wegvalt_krijgt_zijn_oorzaak(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    v.op("2025-06-10")
    v.post(f"{spelers.tevreden}/intrekkingen", intrekking("2025-06-01", 2))
    v.post(f"{spelers.terugkeer}/correcties", correctie(zet(4)))
    v.post(f"{spelers.terugkeer}/correcties", correctie(zet(2), zet(3)))

    nu = go(v)
    assert figuren(nu, "tevredenheid") == {"2023": ("6.8", None, None, ("NIEUW_FEIT", 3))}
    assert figuren(nu, "terugkeer") == {
        "2023": ("16.5", None, None, ("CORRECTIE", 6)),
        "2024": ("15.9", "15.9", "0.0", None),
    }
    (terugkeer,) = [i for i in nu["indicatoren"] if i["code"] == "terugkeer"]
    weg = [*terugkeer["nulmetingen"], *terugkeer["streefwaarden"]]
    assert [(x["nu"], x["oorzaak"]["soort"], x["oorzaak"]["volgnummer"]) for x in weg] == [
        (None, "CORRECTIE", 7)
    ] * 2
    eerder = go(v, geldigOp="2025-05-20", beschikbaarOp="2025-06-01")
    assert figuren(eerder, "tevredenheid") == {"2023": ("6.8", "6.8", "0.0", None)}


def test_wat_al_bekend_was_maar_later_inging(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    v.post(f"{spelers.tevreden}/metingen", cijfer("2025-06-01", "2025-Q1", "7.4"))
    v.op("2025-07-01")

    assert figuren(go(v), "tevredenheid")["2025-Q1"] == (None, "7.4", None, ("INGEGAAN", 3))
    assert "2025-Q1" not in figuren(go(v, geldigOp=STEMDAG), "tevredenheid")


def test_wat_het_register_bij_de_stemming_nog_niet_hield(v: Verhaal) -> None:
    v.wereld(beslismomenten=[moment(van="2025-01-01")], doelen=verteller.DOELEN)
    traject = f"/inkooptrajecten/{v.traject}"
    v.op("2025-08-01")
    laat = verteller.indicator(v, "laat", "SCORE", "HOGER", "5")
    zonder = verteller.indicator(v, "zonder", "SCORE", "HOGER", "7")
    zonder_norm = {"code": "b", "omschrijving": "b", "indicator": id_van(laat)}
    criteria = (
        criterium("a", laat, "MINIMAAL", "7"),
        zonder_norm,
        criterium("c", zonder, "MINIMAAL", "7"),
    )
    v.post(f"{traject}/wijzigingen", wijzig("2024-11-01", moment(*criteria)))
    v.post(f"{laat}/metingen", cijfer("2025-03-01", "2024", "7"))
    genomen = {"ingangsdatum": STEMDAG, "beslismoment": MOMENT, "uitkomst": "GO"}
    v.post(f"{traject}/beslissingen", genomen)

    nu = go(v)
    assert (nu["laat"], nu["peilmoment"]["basis"]) == (True, "INGANGSDATUM")
    assert [(c["voorafBekend"], c["toen"]["waarom"]) for c in nu["criteria"]] == [
        (False, "De indicator was toen niet bekend.")
    ] * 3
    assert [(c["achteraf"]["voldaan"], c["achteraf"]["waarom"]) for c in nu["criteria"]] == [
        ("JA", None),
        ("ONBEKEND", "Het criterium noemt geen norm; zie de evaluatie."),
        ("ONBEKEND", "Er was geen meting van de regio."),
    ]
    assert [i["toenBekend"] for i in nu["indicatoren"]] == [False, False]
    assert figuren(nu, "laat") == {"2024": (None, "7", None, ("LAAT_FEIT", 2))}


def test_een_besluit_van_na_de_gevraagde_dag(v: Verhaal) -> None:
    """A decision that works from before its besluit: what came in between held when the vote fell, not yet then."""
    spelers = verteller.tot_de_stemming(v)
    v.post(f"{spelers.tevreden}/metingen", cijfer("2025-05-10", "2024", "7.2"))
    v.op("2025-06-02")
    terug = {"ingangsdatum": "2025-05-01", "beslismoment": MOMENT, "uitkomst": "GO"}
    besluit = {"orgaan": "AB", "datum": "2025-06-02"}
    v.post(f"{spelers.traject}/beslissingen", {**terug, "besluit": besluit})

    eerder = go(v, geldigOp="2025-05-05")
    assert eerder["peilmoment"]["dag"] == "2025-06-02"
    assert figuren(eerder, "tevredenheid")["2024"] == ("7.2", None, None, ("NOG_NIET_INGEGAAN", 3))


# --- criteria stand fast, evaluations come before ----------------------------------------------------------------


def wijzig(dag: str, *momenten: dict[str, Any], **anders: Any) -> dict[str, Any]:
    return {"ingangsdatum": dag, "beslismomenten": list(momenten), **anders}


def test_criteria_staan_vast_zodra_de_periode_begint(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    pad = f"{spelers.traject}/wijzigingen"
    ander = moment(criterium("nieuw"))
    criteria = v.get(spelers.traject)["beslismomenten"][0]["criteria"]

    eerste_dag = v.weigering(pad, wijzig("2025-01-01", ander))
    assert set(eerste_dag) == {"criteria-bevroren", "verwijzing-onbekend"}
    assert set(v.weigering(pad, wijzig("2024-12-31", ander))) == {"verwijzing-onbekend"}
    assert v.weigering(pad, wijzig("2025-06-01")) == ["criteria-bevroren"]
    verschoven = moment(criterium("nieuw"), van="2025-09-01")
    assert v.weigering(pad, wijzig("2025-04-16", verschoven)) == ["criteria-bevroren"]
    erbij = {**moment(criterium("nieuw")), "code": "achteraf"}
    zelfde = moment(*criteria, omschrijving="Anders genoemd")
    assert v.weigering(pad, wijzig("2025-06-01", zelfde, erbij)) == ["criteria-bevroren"]

    v.post(pad, wijzig("2025-06-01", zelfde))
    v.post(pad, wijzig("2025-06-02", ander, afwijking=afwijking("criteria-bevroren")))
    nu = v.get(spelers.traject, geldigOp="2025-06-02")
    assert [c["code"] for c in nu["beslismomenten"][0]["criteria"]] == ["nieuw"]
    assert nu["afwijkingen"][0]["regels"] == ["criteria-bevroren"]
    assert [c["code"] for c in go(v, geldigOp="2025-06-02")["criteria"]] == [
        "terugkeer",
        "tevreden",
        "dekkend",
    ]


def test_criteria_van_een_moment_zonder_eerste_dag_staan_vast_na_de_beslissing(v: Verhaal) -> None:
    v.wereld(beslismomenten=[moment(criterium("a"), van=None, totEnMet=None)])
    pad = f"/inkooptrajecten/{v.traject}"
    v.op("2025-05-20")
    v.post(f"{pad}/wijzigingen", wijzig("2025-05-19", moment(criterium("b"), van=None)))
    genomen = {"ingangsdatum": "2025-05-20", "beslismoment": MOMENT, "uitkomst": "GO"}
    v.post(f"{pad}/beslissingen", genomen)

    ander = wijzig("2025-05-21", moment(criterium("c"), van=None))
    assert v.weigering(f"{pad}/wijzigingen", ander) == ["criteria-bevroren"]


def test_wat_niet_bestaat_kan_niet_worden_genoemd(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    nergens = "00000000-0000-4000-8000-000000000000"
    oordeel = [{"criterium": "dekkend", "voldaan": "JA"}]

    for anders in (
        {"beslismoment": "nooit"},
        {"segment": "nergens"},
        {"criteriumoordelen": [{"criterium": "kwijt", "voldaan": "JA"}]},
        {"indicatoren": [nergens]},
    ):
        lichaam = verteller.evaluatie(spelers.terugkeer, **anders)
        assert v.weigering(f"{spelers.traject}/evaluaties", lichaam) == ["verwijzing-onbekend"]
    naar_niets = {
        "code": "x",
        "omschrijving": "x",
        "indicator": nergens,
    }
    nieuw = {**moment(naar_niets), "code": "2027", "van": None}
    oud = v.get(spelers.traject)["beslismomenten"][0]
    wijziging = wijzig("2025-06-01", oud, nieuw)
    assert v.weigering(f"{spelers.traject}/wijzigingen", wijziging) == ["verwijzing-onbekend"]
    for lichaam, reden in (
        (verteller.evaluatie(spelers.terugkeer, criteriumoordelen=oordeel * 2), "twee keer"),
        (
            verteller.evaluatie(spelers.terugkeer, criteriumoordelen=[{"criterium": "a"}]),
            "verplicht",
        ),
    ):
        (fout,) = v.post(f"{spelers.traject}/evaluaties", lichaam, status=400)["fouten"]
        assert reden in fout["reden"]
    zonder = {"code": "x", "omschrijving": "x", "norm": {"richting": "MAXIMAAL", "waarde": "1"}}
    (fout,) = v.post(
        f"{spelers.traject}/wijzigingen", wijzig("2024-12-01", moment(zonder)), status=400
    )["fouten"]
    assert "noem bij een norm de indicator" in fout["reden"]


def signalen(v: Verhaal, pad: str, dag: str) -> list[str]:
    return [s["code"] for s in v.get(pad, geldigOp=dag)["signalen"]]


def test_een_beslissing_zonder_evaluatie_valt_op(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    pad = spelers.traject
    v.op("2025-09-01")

    assert signalen(v, pad, STEMDAG) == []
    v.post(f"{pad}/intrekkingen", intrekking("2025-05-01", 3))
    assert signalen(v, pad, STEMDAG) == ["evaluatie-ontbreekt"]
    assert go(v)["geevalueerd"] is False
    per_segment = verteller.evaluatie(spelers.terugkeer, segment="verblijf")
    v.post(f"{pad}/evaluaties", {**per_segment, "ingangsdatum": "2025-05-02"})
    assert signalen(v, pad, STEMDAG) == ["evaluatie-ontbreekt"]
    v.post(f"{pad}/evaluaties", {**per_segment, "ingangsdatum": STEMDAG, "segment": "ambulant"})
    assert signalen(v, pad, STEMDAG) == []
    nu = go(v)
    assert [e["toenBekend"] for e in nu["evaluaties"]] == [False]
    op_perceel = {"ingangsdatum": "2025-06-01", "beslismoment": MOMENT, "uitkomst": "NO_GO"}
    v.post(f"{pad}/beslissingen", {**op_perceel, "percelen": ["P3"]})
    assert signalen(v, pad, "2025-06-01") == []
    v.post(f"{pad}/beslissingen", {**op_perceel, "ingangsdatum": "2025-05-01"})
    assert signalen(v, pad, "2025-05-01") == ["evaluatie-ontbreekt"]


# --- who may see it, and what cannot be asked --------------------------------------------------------------------


def test_de_raad_ziet_het_dossier_geheel(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    verteller.na_de_stemming(v, spelers)

    vraag: dict[str, Any] = {"trajectId": v.traject, "beslismoment": MOMENT}
    van_de_raad = v.get("/rapportages/beslisdossier", als=Rol.RAAD, **vraag)
    assert van_de_raad == dossier(v)
    assert v.get(van_de_raad["_links"]["self"]["href"]) == van_de_raad
    assert "'verborgen'" not in str(van_de_raad)


def test_een_dossier_dat_er_niet_is(v: Verhaal) -> None:
    verteller.tot_de_stemming(v)
    pad = "/rapportages/beslisdossier"

    v.get(pad, trajectId=v.traject, beslismoment="nooit", verwacht=404)
    v.get(pad, trajectId=v.regio, beslismoment=MOMENT, verwacht=404)
    vroeg: dict[str, Any] = {"beschikbaarOp": "2018-01-01T11:00:00Z"}
    v.get(pad, trajectId=v.traject, beslismoment=MOMENT, verwacht=404, **vroeg)
    fouten = v.get(pad, trajectId="x", verwacht=400)["fouten"]
    assert {f["naam"] for f in fouten} == {"trajectId", "beslismoment"}


# --- in the council report ---------------------------------------------------------------------------------------


def doel(v: Verhaal, code: str, **vraag: Any) -> dict[str, Any]:
    rapport = v.get("/rapportages/raad", regioId=v.regio, als=Rol.RAAD, **vraag)
    (gevonden,) = [d for d in rapport["doelen"] if d["code"] == code]
    regel: dict[str, Any] = gevonden
    return regel


def test_het_raadsrapport_toont_doelen_met_nulmeting_meting_streefwaarde_en_trend(
    v: Verhaal,
) -> None:
    spelers = verteller.tot_de_stemming(v)
    verteller.na_de_stemming(v, spelers)
    v.op(NU)

    zeven = doel(v, "7")
    assert zeven["meting"] == "Indicator terugkeer: 14,8 (2025)"
    (regel,) = zeven["indicatoren"]
    assert (regel["nulmeting"]["waarde"], regel["meting"]["waarde"]) == ("18.4", "14.8")
    assert (regel["streefwaarde"]["waarde"], regel["streefwaardeGehaald"]) == ("15", True)
    assert regel["trend"] == {"richting": "GUNSTIG", "verschil": "-3.6", "met": "NULMETING"}
    assert (regel["gecorrigeerd"], regel["vorigeMeting"]["correctie"]["was"]) == (True, "15.9")
    assert regel["nulmetingNaStart"] is False
    vijf = doel(v, "5")["indicatoren"][0]
    assert vijf["trend"] == {"richting": "GUNSTIG", "verschil": "0.3", "met": "VORIGE_METING"}
    assert (vijf["nulmeting"], vijf["streefwaardeGehaald"]) == (None, None)

    in_april: dict[str, Any] = {"geldigOp": "2025-04-01", "beschikbaarOp": "2025-04-01"}
    (toen,) = doel(v, "7", **in_april)["indicatoren"]
    assert (toen["meting"]["waarde"], toen["meting"]["voorlopig"]) == ("15.9", True)
    assert (toen["gecorrigeerd"], toen["streefwaardeGehaald"]) == (False, False)
    eerder = doel(v, "7", geldigOp="2024-03-11")
    assert (eerder["meting"], eerder["toelichting"]) == (None, "nog geen meting")
    assert eerder["indicatoren"][0]["trend"] is None


def test_gecorrigeerde_cijfers_staan_bij_de_correcties_van_het_jaar(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    verteller.na_de_stemming(v, spelers)

    rapport = v.get("/rapportages/raad", regioId=v.regio, boekjaar=2025)
    (regel,) = [r for r in rapport["correcties"] if r["onderwerp"] == "Indicator terugkeer"]
    assert (regel["eerdereJaren"], regel["soort"]) == ([2024], "DEFINITIEF_CIJFER")
    (zet_,) = regel["registraties"]
    assert zet_["was"] == "Voorlopig cijfer over 2024: 15,9 (per 1-4-2025)"
    assert zet_["wordt"] == "Cijfer over 2024: 16,4 (per 1-4-2025)"


def test_het_rapport_zegt_wat_later_van_een_indicator_is_vastgelegd(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    pad = spelers.tevreden
    v.post(f"{pad}/wijzigingen", {"ingangsdatum": "2024-01-01", "naam": "Indicator tevredenheid"})
    v.post(f"{pad}/streefwaarden", {"ingangsdatum": "2024-01-01", "waarde": "8.5", "per": "2030"})
    per_gemeente = cijfer("2024-03-01", "2023", "6.1", gemeente="9001")
    v.post(f"{pad}/metingen", per_gemeente)
    v.post(f"{pad}/intrekkingen", intrekking("2024-06-01", 2))
    verteller.indicator(v, "nieuw", "SCORE", "HOGER", "5")

    def nagekomen(**vraag: Any) -> set[str]:
        rapport = v.get("/rapportages/raad", regioId=v.regio, boekjaar=2025, **vraag)
        return {f["omschrijving"] for f in rapport["nagekomen"] if "ndicator" in f["onderwerp"]}

    regio = {
        "Indicator gewijzigd",
        "Streefwaarde voor 2030: 8,5",
        "Cijfer (registratie 2) ingetrokken",
        "Indicator nieuw vastgelegd",
    }
    assert nagekomen() == {*regio, "Cijfer over 2023 in gemeente 9001: 6,1"}
    assert nagekomen(gemeente="9002") == regio


def test_een_gemeente_leest_haar_eigen_cijfer_als_dat_er_is(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    eigen = cijfer("2025-04-01", "2024", "21.0", gemeente="9001")
    v.post(f"{spelers.terugkeer}/metingen", eigen)
    v.op("2025-06-01")
    laat = cijfer("2022-12-31", "2021", "22.0", gemeente="9001")
    v.post(f"{spelers.terugkeer}/nulmetingen", laat)

    (regel,) = doel(v, "7", gemeente="9001")["indicatoren"]
    assert (regel["meting"]["waarde"], regel["meting"]["gemeente"]) == ("21.0", "9001")
    assert (regel["nulmeting"]["laat"], regel["nulmetingNaStart"]) == (True, True)
    (ander,) = doel(v, "7", gemeente="9002")["indicatoren"]
    assert (ander["meting"]["waarde"], ander["meting"]["gemeente"]) == ("15.9", None)


# --- the pages ---------------------------------------------------------------------------------------------------


def paginas(v: Verhaal, spelers: Spelers) -> dict[str, str]:
    adres = f"/rapportages/beslisdossier?trajectId={v.traject}&beslismoment={MOMENT}"
    return {
        "dossier": adres,
        "dossier vooraf": f"{adres}&geldigOp=2025-05-01",
        "dossier zonder criteria": f"{adres}&geldigOp=2024-06-01",
        "indicator": spelers.terugkeer,
        "indicator zonder cijfers": f"{spelers.tevreden}?geldigOp=2022-07-01",
        "traject": spelers.traject,
        "raad": f"/rapportages/raad?regioId={v.regio}",
    }


def test_de_paginas_zeggen_wat_toen_bekend_was_en_wat_nu(v: Verhaal) -> None:
    spelers = verteller.tot_de_stemming(v)
    verteller.na_de_stemming(v, spelers)
    v.op(NU)
    pad = paginas(v, spelers)

    with aan_de_balie(v.loket) as balie:

        def tekst(naam: str) -> str:
            antwoord = balie.vraag("GET", f"http://looptijd.test{pad[naam]}")
            assert antwoord.status_code == 200, naam
            zonder = re.sub(r"<[^>]+>", " ", antwoord.text)
            return re.sub(r"\s+", " ", zonder).replace(" ,", ",")

        dossier_ = tekst("dossier")
        assert "Over verblijf is niet op tijd beslist: te laat sinds 1 januari 2026" in dossier_
        assert "Nog geen uitspraak toen de stem viel: College van" in dossier_
        for woord in ("andere uitkomst", "gold al, later vastgelegd", "nieuw sinds de stemming"):
            assert woord in dossier_
        assert "Nog geen beslissing" in tekst("dossier vooraf")
        assert "geen criteria vastgelegd" in tekst("dossier zonder criteria")
        assert "gecorrigeerd, was 15,9" in tekst("indicator")
        assert "nog niet gemeten" in tekst("indicator zonder cijfers")
        assert "geëvalueerd 15-4-2025" in tekst("traject")
        raad = tekst("raad")
        assert "14,8 % over 2025, gunstig (−3,6 sinds de nulmeting)" in raad
        assert "Streefwaarde 15 % in 2026, gehaald" in raad


@pytest.mark.browser
def test_de_paginas_zijn_toegankelijk_en_passen(sqlite_url: str) -> None:
    engine = maak_engine(url=sqlite_url)
    with verteld(engine) as v:
        spelers = verteller.tot_de_stemming(v)
        verteller.na_de_stemming(v, spelers)
        v.op(NU)
        app = maak_app(loket=v.loket, paginas=[inloggen.router, *PAGINAS])
        geheim = maak_inloglink(engine=engine, rol=Rol.BEHEERDER, naam="proef")
        alle = paginas(v, spelers)
    with (
        draaiend(uvicorn.Config(app, port=0, log_level="warning")) as adres,
        browserproces() as browser,
        ingelogd(browser=browser, adres=adres, link=f"{adres}/inloggen?link={geheim}") as context,
    ):
        for breedte in BREEDTES:
            for naam, pad in alle.items():
                pagina = context.new_page()
                pagina.set_viewport_size({"width": breedte, "height": 900})
                keur(pagina, pad, naam, breedte)
                pagina.close()
    engine.dispose()


# --- the chart ---------------------------------------------------------------------------------------------------


def test_de_grafiek_blijft_binnen_haar_vlak() -> None:
    cijfers = [{"peilperiode": p, "waarde": w} for p, w in (("2021", "-3"), ("2024-Q2", "1200.5"))]
    grafiek = lijndiagram(
        Tekening(
            id_="g",
            titel="t",
            lijnen=[("meting", "meet-nu", cijfers), ("leeg", "meet-toen", [])],
            nulmeting=cijfers[0],
            streefwaarden=[{"peilperiode": "2030", "waarde": "1500"}],
        )
    )
    assert grafiek is not None
    (lijn,) = grafiek.lijnen
    assert grafiek.nulmeting is not None
    punten = [*lijn.punten, *grafiek.streefwaarden]
    assert all(grafiek.links <= p.x <= grafiek.rechts for p in punten)
    assert all(grafiek.boven <= p.y <= grafiek.onder for p in punten)
    assert [p.woorden for p in lijn.punten] == ["2021: −3", "2024-Q2: 1200,5"]
    assert lijn.punten[0].y == grafiek.nulmeting.plek
    assert grafiek.streefwaarden[0].x == max(p.x for p in punten)
    assert lijn.punten[0].x == min(p.x for p in punten)
    assert lijndiagram(Tekening(id_="g", titel="t", lijnen=[("meting", "meet-nu", [])])) is None
    een = lijndiagram(Tekening(id_="g", titel="t", lijnen=[("meting", "meet-nu", cijfers[:1])]))
    assert een is not None
    assert len(een.tijden) == 1


def test_het_hele_verhaal_staat_ook_in_de_leesmodellen(v: Verhaal) -> None:
    spelers: Spelers = verteller.tot_de_stemming(v)
    verteller.na_de_stemming(v, spelers)

    assert v.leesfouten() == []
