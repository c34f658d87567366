"""The life of an aanbieder: who was admitted when, criteria that tighten, evidence, stops in layers, mergers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from application.toegang import Rol
from tests.hulp import Verhaal, afwijking, correctie, intrekking, opzegging, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ONBEKEND = str(uuid4())
VERBORGEN = {"verborgen": True, "reden": "niet zichtbaar voor deze rol"}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2022-10-03")
        yield begonnen


# --- bodies ------------------------------------------------------------------------------------------------------


def van(v: Verhaal) -> str:
    return f"/aanbieders/{v.aanbieder}"


def ingeschreven(v: Verhaal, naam: str, kvk: str, *percelen: str, **anders: object) -> str:
    """Record an aanbieder admitted to some percelen; give its path."""
    wie = {"ingangsdatum": "2018-01-01", "naam": naam, "kvkNummer": kvk}
    pad = f"/aanbieders/{v.post('/aanbieders', wie)['aanbieder']['id']}"
    for perceel in percelen:
        v.post(f"{pad}/toelatingen", v.toelating(perceel, **anders))
    return pad


def eis(code: str, soort: str | None = None, maanden: int | None = None) -> dict[str, object]:
    bewijs = {"soort": soort} | ({"maximaleOuderdomMaanden": maanden} if maanden else {})
    return {"code": code, "omschrijving": f"eis {code}", **({"bewijs": bewijs} if soort else {})}


def criteria(
    v: Verhaal, dag: str, versie: str, *eisen: dict[str, object], **anders: object
) -> dict[str, Any]:
    lichaam = {"ingangsdatum": dag, "versie": versie, "eisen": eisen, **anders}
    antwoord: dict[str, Any] = v.post(f"/inkooptrajecten/{v.traject}/criteria", lichaam)
    return antwoord


def _traject(v: Verhaal, **anders: Any) -> dict[str, Any]:
    return {"trajectId": v.traject, **anders}


def toets(v: Verhaal, dag: str, versie: str, **anders: object) -> dict[str, object]:
    oordelen = anders.pop("oordelen", [{"eis": "VOG", "voldaan": True}])
    basis = {"ingangsdatum": dag, "trajectId": v.traject, "criteriaversie": versie}
    return {**basis, "oordelen": oordelen, **anders}


def bewijs(dag: str, kenmerk: str, afgegeven: str, tot: str | None, soort: str = "VOG") -> Any:
    einde = {"geldigTotEnMet": tot} if tot else {}
    wat = {"bewijssoort": soort, "kenmerk": kenmerk, "titel": f"stuk {kenmerk}"}
    return {"ingangsdatum": dag, **wat, "afgegevenOp": afgegeven, **einde}


def stop(dag: str, grond: str = "KWALITEIT", **anders: object) -> dict[str, object]:
    return {"ingangsdatum": dag, "ingesteldDoor": "OPDRACHTGEVER", "grond": grond, **anders}


def melding(dag: str, **anders: object) -> dict[str, object]:
    basis = {"ingangsdatum": dag, "onderwerp": "WNT", "ernst": "HOOG"}
    return {**basis, "omschrijving": "bezoldiging boven het maximum", **anders}


def codes(v: Verhaal, pad: str, dag: str, **vraag: Any) -> list[str]:
    return [s["code"] for s in v.get(pad, geldigOp=dag, **vraag)["signalen"]]


def namen(v: Verhaal, dag: str, **filters: Any) -> list[str]:
    return [a["naam"] for a in v.get("/aanbieders", geldigOp=dag, **filters)["resultaten"]]


# --- who was admitted, as known then, and what changed since (H1, H2, H3) ----------------------------------------


def test_wie_was_toegelaten_voor_ambulant_in_een_gemeente_op_een_dag(verhaal: Verhaal) -> None:
    verhaal.op("2024-01-10")
    brug = ingeschreven(verhaal, "De Brug", "22222222", "P2")
    ingeschreven(verhaal, "De Haven", "33333333", "P3")
    verhaal.op("2024-09-05")
    verhaal.post(f"{brug}/intrekkingen", intrekking("2024-06-01", 2))
    verhaal.op("2024-10-01")

    vraag = {"segment": "ambulant", "gemeente": "9002"}
    assert namen(verhaal, "2024-05-31", **vraag) == ["De Brug", "De Oever"]
    assert namen(verhaal, "2024-06-30", **vraag) == ["De Oever"]
    assert namen(verhaal, "2024-06-30", segment="verblijf") == ["De Haven"]
    assert namen(verhaal, "2024-06-30", segment="verblijf", gemeente="9001") == []
    # as the register showed it that day
    assert namen(verhaal, "2024-06-30", beschikbaarOp="2024-06-30", **vraag) == [
        "De Brug",
        "De Oever",
    ]
    # what changed since, and why
    (verschil,) = verhaal.get(
        f"{brug}/verschillen",
        vanGeldigOp="2024-06-30",
        vanBeschikbaarOp="2024-06-30",
        totGeldigOp="2024-06-30",
        totBeschikbaarOp="2024-09-30",
    )["verschillen"]
    (oorzaak,) = verschil["oorzaken"]
    assert (verschil["veld"], oorzaak["soort"]) == ("toelatingen", "LAAT_FEIT")
    assert oorzaak["gebeurtenis"]["soort"] == "aanbieder.toelating_ingetrokken"


def test_wie_er_nog_clienten_aanneemt(verhaal: Verhaal) -> None:
    ingeschreven(verhaal, "De Brug", "22222222", "P2", "P3")
    verhaal.post(f"{van(verhaal)}/clientenstops", stop("2022-05-01", gemeenten=["9002"]))

    vraag = {"segment": "ambulant", "gemeente": "9002"}
    assert namen(verhaal, "2022-06-30", **vraag, clientenstop="false") == ["De Brug"]
    assert namen(verhaal, "2022-06-30", **vraag, clientenstop="true") == ["De Oever"]
    assert namen(verhaal, "2022-04-30", **vraag, clientenstop="true") == []
    in_9001 = {"segment": "ambulant", "gemeente": "9001", "clientenstop": "false"}
    assert namen(verhaal, "2022-06-30", **in_9001) == ["De Brug", "De Oever"]

    antwoord = verhaal.get("/aanbieders", clientenstop="false", pageSize=1)
    volgende = verhaal.get(antwoord["_links"]["next"]["href"].removeprefix("/v1"))
    assert [a["naam"] for a in (*antwoord["resultaten"], *volgende["resultaten"])] == [
        "De Brug",
        "De Oever",
    ]
    verhaal.get("/aanbieders", clientenstop="ja", verwacht=400)


# --- criteria tighten: a re-check, and three drop out (S0:128-136; H6) -------------------------------------------


@pytest.fixture
def aangescherpt(verhaal: Verhaal) -> tuple[Verhaal, dict[str, str], str]:
    """Four aanbieders with a contract; the criteria tighten on 1 April 2022. Gives their paths and the fact's id."""
    wie = {
        naam: ingeschreven(verhaal, naam, f"0000000{nummer}", "P1")
        for nummer, naam in enumerate(("Anker", "Boei", "Cirkel", "Duin"), start=1)
    }
    criteria(verhaal, "2018-01-01", "2018", eis("VOG", "VOG", 36))
    feit = criteria(verhaal, "2022-04-01", "2022", eis("VOG", "VOG", 24), eis("SKJ"))
    for naam, pad in wie.items():
        verhaal.contract(
            contractnummer=naam,
            aanbiederId=pad.rsplit("/", 1)[1],
            ingangsdatum="2020-01-01",
            opzegregeling={"opdrachtgever": {"maanden": 2}},
        )
    return verhaal, wie, feit["gebeurtenis"]["id"]


def test_wie_nog_op_oude_criteria_rust(aangescherpt: Any) -> None:
    verhaal, wie, _ = aangescherpt
    anker = wie["Anker"]
    verhaal.post(f"{anker}/bewijsstukken", bewijs("2022-09-01", "V-1", "2022-08-15", "2024-08-14"))

    assert codes(verhaal, anker, "2022-03-31") == []
    (signaal,) = verhaal.get(anker, geldigOp="2022-04-01")["signalen"]
    assert signaal["code"] == "hertoets-nodig"
    assert signaal["detail"] == (
        "De toelating voor perceel P1 rust op versie 2018; sinds 2022-04-01 geldt versie 2022. Toets opnieuw."
    )

    oordelen = [{"eis": "VOG", "voldaan": True, "stuk": "V-1"}, {"eis": "SKJ", "voldaan": True}]
    verhaal.post(f"{anker}/toetsen", toets(verhaal, "2022-09-15", "2022", oordelen=oordelen))

    assert codes(verhaal, anker, "2022-09-14") == ["hertoets-nodig"]
    assert codes(verhaal, anker, "2022-09-15") == []


def test_een_versie_die_nog_niet_geldt_mag_al_worden_getoetst(aangescherpt: Any) -> None:
    verhaal, wie, _ = aangescherpt
    criteria(verhaal, "2024-01-01", "2024", eis("VOG"), percelen=["P1"])
    for pad in wie.values():
        verhaal.post(f"{pad}/toetsen", toets(verhaal, "2022-10-01", "2024", perceel="P1"))

        assert codes(verhaal, pad, "2022-10-01") == codes(verhaal, pad, "2024-01-01") == []
    criteria(verhaal, "2025-01-01", "2025", eis("VOG"), percelen=["P2"])
    assert codes(verhaal, wie["Boei"], "2025-01-01") == []  # not about P1


def test_een_toets_van_het_hele_traject_vervangt_die_per_perceel(verhaal: Verhaal) -> None:
    criteria(verhaal, "2018-01-01", "1", eis("VOG"))
    criteria(verhaal, "2022-01-01", "2", eis("VOG"))
    for dag, versie, perceel in (
        ("2022-02-01", "2", {"perceel": "P1"}),
        ("2022-03-01", "2", {"perceel": "P2"}),
        ("2022-04-01", "2", {}),
        ("2022-05-01", "1", {"perceel": "P2"}),
    ):
        verhaal.post(f"{van(verhaal)}/toetsen", toets(verhaal, dag, versie, **perceel))

    def toetsen(dag: str) -> list[tuple[str | None, str]]:
        staand = verhaal.get(van(verhaal), geldigOp=dag)["toetsen"]
        return [(t["perceel"], t["ingangsdatum"]) for t in staand]

    assert toetsen("2022-03-01") == [("P1", "2022-02-01"), ("P2", "2022-03-01")]
    assert toetsen("2022-04-01") == [(None, "2022-04-01")]
    assert toetsen("2022-05-01") == [(None, "2022-04-01"), ("P2", "2022-05-01")]
    assert codes(verhaal, van(verhaal), "2022-02-15") == ["hertoets-nodig"]
    assert codes(verhaal, van(verhaal), "2022-04-01") == []
    assert codes(verhaal, van(verhaal), "2022-05-01") == ["hertoets-nodig"]


def test_een_toelating_rust_op_de_versie_van_haar_aanmelding(verhaal: Verhaal) -> None:
    """Assessed by version 1, admitted when version 2 had come into force: to be checked again."""
    criteria(verhaal, "2018-01-01", "1", eis("VOG"))
    criteria(verhaal, "2022-05-01", "2", eis("VOG"))
    brug = ingeschreven(verhaal, "De Brug", "22222222")
    ontvangen = {
        "ingangsdatum": "2022-04-04",
        "regioId": verhaal.regio,
        "trajectId": verhaal.traject,
        "aanbiederId": brug.rsplit("/", 1)[1],
        "aanmeldingsoort": "AANMELDING",
        "percelen": ["P1"],
    }
    aanmelding = verhaal.post("/aanmeldingen", ontvangen)["aanmelding"]["id"]
    pad = f"/aanmeldingen/{aanmelding}"
    oordelen = [{"eis": "VOG", "voldaan": True}]
    beoordeeld = {"ingangsdatum": "2022-04-20", "criteriaversie": "1", "oordelen": oordelen}
    verhaal.post(f"{pad}/beoordelingen", beoordeeld)
    uitkomst = {"ingangsdatum": "2022-04-29", "uitkomst": "TOEGELATEN"}
    verhaal.post(f"{pad}/uitkomsten", uitkomst)
    anders = {"ingangsdatum": "2022-06-01", "aanmeldingId": aanmelding}
    verhaal.post(f"{brug}/toelatingen", verhaal.toelating("P1", **anders))
    verhaal.post(f"{brug}/toelatingen", verhaal.toelating("P2", ingangsdatum="2022-06-01"))

    (signaal,) = verhaal.get(brug, geldigOp="2022-06-01")["signalen"]
    assert (signaal["code"], signaal["detail"]) == (
        "hertoets-nodig",
        "De toelating voor perceel P1 rust op versie 1; sinds 2022-05-01 geldt versie 2. Toets opnieuw.",
    )


def test_een_toelating_van_voor_de_eerste_criteria(verhaal: Verhaal) -> None:
    assert codes(verhaal, van(verhaal), "2022-06-01") == []

    criteria(verhaal, "2022-05-01", "1", eis("VOG"))

    (signaal,) = verhaal.get(van(verhaal), geldigOp="2022-06-01")["signalen"]
    assert signaal["detail"] == (
        "De toelating voor percelen P1 en P2 rust op geen vastgelegde criteria; sinds 2022-05-01 geldt versie 1. "
        "Toets opnieuw."
    )


def valt_af(v: Verhaal, naam: str, pad: str, contract: str, gevolg_van: str) -> None:
    """A re-check that fails, the toelating withdrawn for it, and notice on the contract for that."""
    v.post(f"{pad}/bewijsstukken", bewijs("2022-09-01", f"VOG-{naam}", "2022-08-15", "2024-08-14"))
    oordelen = [
        {"eis": "VOG", "voldaan": True, "stuk": f"VOG-{naam}"},
        {"eis": "SKJ", "voldaan": False, "toelichting": "te weinig geregistreerde professionals"},
    ]
    getoetst = v.post(
        f"{pad}/toetsen",
        toets(v, "2022-10-10", "2022", oordelen=oordelen, gevolgVan=gevolg_van),
    )
    ingetrokken = v.post(
        f"{pad}/intrekkingen",
        {**intrekking("2023-01-01", 2), "gevolgVan": getoetst["gebeurtenis"]["id"]},
    )
    gevolg = {"gevolgVan": ingetrokken["gebeurtenis"]["id"], "grond": "kwaliteit"}
    v.post(f"{contract}/opzeggingen", opzegging("2022-10-20", "2022-12-31", **gevolg))


def test_welke_contracten_op_kwaliteit_eindigden_met_eis_versie_en_bewijs(
    aangescherpt: Any,
) -> None:
    verhaal, wie, feit = aangescherpt
    contracten = {
        c["contractnummer"]: f"/contracten/{c['id']}"
        for c in verhaal.get("/contracten")["resultaten"]
    }
    verhaal.post(
        f"{contracten['Duin']}/opzeggingen",
        opzegging("2022-10-20", "2022-12-31", grond="geen behoefte meer"),
    )
    verhaal.op("2022-10-20")
    for naam in ("Anker", "Boei", "Cirkel"):
        valt_af(verhaal, naam, wie[naam], contracten[naam], feit)
    verhaal.op("2023-02-01")

    traject = f"/inkooptrajecten/{verhaal.traject}"
    keten = verhaal.get(f"{traject}/gevolgen", geldigOp="2023-01-01")["resultaten"]
    op_id = {r["id"]: r for r in keten}
    geeindigd = {}
    for opgezegd in (r for r in keten if r["soort"] == "contract.opgezegd"):
        contract = verhaal.get(f"/contracten/{opgezegd['dingId']}", geldigOp="2023-01-01")
        assert (contract["status"], contract["beeindiging"]) == ("BEEINDIGD", "OPGEZEGD")
        getoetst = op_id[op_id[opgezegd["naar"]]["naar"]]
        aanbieder = verhaal.get(f"/aanbieders/{getoetst['dingId']}", geldigOp="2023-01-01")
        stukken = {b["kenmerk"]: b["geldigheid"] for b in aanbieder["bewijsstukken"]}
        geeindigd[contract["contractnummer"]] = (
            getoetst["gegevens"]["criteriaversie"],
            [o["eis"] for o in getoetst["gegevens"]["oordelen"] if not o["voldaan"]],
            stukken,
        )
    assert geeindigd == {
        naam: ("2022", ["SKJ"], {f"VOG-{naam}": "GELDIG"}) for naam in ("Anker", "Boei", "Cirkel")
    }
    # as the register showed it before the checks were recorded: all of them were still to be done
    toen: dict[str, Any] = {"geldigOp": "2023-01-01", "beschikbaarOp": "2022-10-19"}
    assert verhaal.get(f"{traject}/gevolgen", **toen)["resultaten"] == []
    signalen = verhaal.get(wie["Anker"], **toen)["signalen"]
    assert [s["code"] for s in signalen] == ["hertoets-nodig"]
    assert codes(verhaal, wie["Anker"], "2023-01-01") == []


def test_een_niet_gehaalde_toets_vraagt_een_vervolg_tot_de_toelating_weg_is(
    verhaal: Verhaal,
) -> None:
    criteria(verhaal, "2018-01-01", "1", eis("VOG"), eis("SKJ"))
    oordelen = [{"eis": "VOG", "voldaan": True}, {"eis": "SKJ", "voldaan": False}]
    lichaam = toets(verhaal, "2022-06-01", "1", perceel="P2", oordelen=oordelen)
    verhaal.post(f"{van(verhaal)}/toetsen", lichaam)
    verhaal.post(f"{van(verhaal)}/intrekkingen", intrekking("2022-09-01", 3))

    (signaal,) = verhaal.get(van(verhaal), geldigOp="2022-06-01")["signalen"]
    assert (signaal["code"], signaal["grond"]) == (
        "toets-vraagt-vervolg",
        "niet voldaan aan eis SKJ",
    )
    assert codes(verhaal, van(verhaal), "2022-09-01") == []


# --- evidence (H8) -----------------------------------------------------------------------------------------------


def test_welk_bewijs_op_de_dag_van_de_toets_was_verlopen(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    criteria(verhaal, "2018-01-01", "1", eis("VOG", "VOG"), eis("GVA", "GVA", 24), eis("KVK"))
    for stuk in (
        bewijs("2020-01-10", "V-1", "2020-01-01", "2021-12-31"),
        bewijs("2020-01-10", "G-1", "2020-01-01", None, "GVA"),
        bewijs("2022-01-31", "K-1", "2021-07-31", "2022-01-31", "KVK"),
    ):
        verhaal.post(f"{pad}/bewijsstukken", stuk)

    def geldigheid(dag: str) -> dict[str, str]:
        stukken = verhaal.get(pad, geldigOp=dag)["bewijsstukken"]
        return {b["kenmerk"]: b["geldigheid"] for b in stukken}

    assert geldigheid("2021-12-31") == {"V-1": "GELDIG", "G-1": "GELDIG"}
    assert geldigheid("2022-01-31") == {"V-1": "VERLOPEN", "G-1": "GELDIG", "K-1": "GELDIG"}

    oordelen = [
        {"eis": "VOG", "voldaan": True, "stuk": "V-1"},
        {"eis": "GVA", "voldaan": True},
        {"eis": "KVK", "voldaan": True, "stuk": "K-1"},
    ]
    lichaam = toets(verhaal, "2022-02-01", "1", oordelen=oordelen)
    antwoord = verhaal.post(f"{pad}/toetsen", lichaam, status=409)
    assert [(r["code"], r["waarden"]["waarom"]) for r in antwoord["regels"]] == [
        ("toets-op-ongeldig-bewijs", "VOG V-1 was verlopen (geldig tot en met 2021-12-31)"),
        (
            "toets-op-ongeldig-bewijs",
            "GVA G-1 was te oud (afgegeven op 2020-01-01, hoogstens 24 maanden)",
        ),
        ("toets-op-ongeldig-bewijs", "KVK K-1 was verlopen (geldig tot en met 2022-01-31)"),
    ]
    afgeweken = afwijking("toets-op-ongeldig-bewijs")
    verhaal.post(f"{pad}/toetsen", {**lichaam, "afwijking": afgeweken})
    # what the check rested on stays visible, also when good evidence came later
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-03-01", "V-2", "2022-01-15", "2024-01-14"))
    (signaal,) = [
        s
        for s in verhaal.get(pad, geldigOp="2022-04-01")["signalen"]
        if s["code"] == "toets-op-ongeldig-bewijs"
    ]
    assert "VOG V-1 was verlopen (geldig tot en met 2021-12-31)" in signaal["detail"]


def test_bewijs_van_een_andere_soort_dan_gevraagd(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    criteria(verhaal, "2018-01-01", "1", eis("VOG", "VOG"), eis("HUIS"))
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-01-31", "K-1", "2022-01-01", None, "KVK"))

    oordelen = [{"eis": "VOG", "voldaan": True, "stuk": "K-1"}]
    lichaam = toets(verhaal, "2022-02-01", "1", oordelen=oordelen)
    antwoord = verhaal.post(f"{pad}/toetsen", lichaam, status=409)
    assert antwoord["regels"][0]["detail"] == (
        "Aan eis VOG is op 2022-02-01 voldaan verklaard, maar KVK K-1 is niet van de gevraagde soort VOG. Laat eerst "
        "geldig bewijs overleggen."
    )
    # what is not met needs no evidence, and where none is asked any will do
    oordelen = [
        {"eis": "VOG", "voldaan": False, "stuk": "K-1"},
        {"eis": "HUIS", "voldaan": True, "stuk": "K-1"},
    ]
    verhaal.post(f"{pad}/toetsen", toets(verhaal, "2022-02-01", "1", oordelen=oordelen))


def test_bewijs_dat_verloopt_en_door_nieuw_wordt_gevolgd(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2020-01-10", "V-1", "2020-01-01", "2022-01-01"))
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-03-10", "V-2", "2022-03-01", "2024-03-01"))
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-03-10", "B-1", "2022-03-01", None, "BIG"))
    # of one kind the longest valid counts, whichever came last
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-03-11", "V-3", "2022-03-01", "2022-04-01"))

    assert [
        (dag, codes(verhaal, pad, dag))
        for dag in (
            "2021-11-01",
            "2021-11-02",
            "2022-01-01",
            "2022-01-02",
            "2022-03-10",
            "2022-04-02",
        )
    ] == [
        ("2021-11-01", []),
        ("2021-11-02", ["bewijs-verloopt"]),
        ("2022-01-01", ["bewijs-verloopt"]),
        ("2022-01-02", ["bewijs-verlopen"]),
        ("2022-03-10", []),
        ("2022-04-02", []),
    ]
    historie = verhaal.get(f"{pad}/historie")["voorkomens"]
    assert [v["beginGeldigheid"] for v in historie if v["eindRegistratie"] is None] == [
        "2018-01-01",
        "2020-01-10",
        "2022-01-02",
        "2022-03-10",
        "2022-03-11",
        "2022-04-02",
        "2024-03-02",
    ]


# --- a stop in layers (CS 3.5, 3.6; H41) -------------------------------------------------------------------------


def lagen(v: Verhaal, dag: str, **vraag: Any) -> list[tuple[int, str]]:
    return [
        (x["volgnummer"], x["grond"]) for x in v.get(van(v), geldigOp=dag, **vraag)["clientenstops"]
    ]


def test_een_stop_geldt_zolang_een_grond_staat(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    k = verhaal.contract(ingangsdatum="2020-01-01")
    verhaal.post(f"{pad}/clientenstops", stop("2022-03-01", "KWALITEIT"))
    verhaal.post(
        f"{pad}/clientenstops",
        stop("2022-04-01", "FRAUDE", percelen=["P1"], trajectId=verhaal.traject),
    )
    verhaal.post(f"{pad}/opheffingen", intrekking("2022-06-01", 4))
    verhaal.post(f"{pad}/opheffingen", intrekking("2022-08-01", 5))

    assert lagen(verhaal, "2022-02-28") == []
    assert lagen(verhaal, "2022-05-31") == [(4, "KWALITEIT"), (5, "FRAUDE")]
    assert lagen(verhaal, "2022-06-01") == [(5, "FRAUDE")]
    assert lagen(verhaal, "2022-08-01") == []
    stop_in_mei = verhaal.get(pad, geldigOp="2022-05-31")["clientenstop"]
    assert (stop_in_mei["geheel"], stop_in_mei["volgnummers"]) == (True, [4, 5])
    assert [(p["perceel"], p["gemeenten"], p["volgnummers"]) for p in stop_in_mei["percelen"]] == [
        ("P1", None, [4, 5]),
        ("P2", None, [4]),
    ]
    stop_in_juni = verhaal.get(pad, geldigOp="2022-06-01")["clientenstop"]
    assert (stop_in_juni["geheel"], [p["perceel"] for p in stop_in_juni["percelen"]]) == (
        False,
        ["P1"],
    )
    assert verhaal.get(pad, geldigOp="2022-08-01")["clientenstop"] is None
    # each ground is named, on the contract too
    for waar in (pad, k):
        gronden = [s["grond"] for s in verhaal.get(waar, geldigOp="2022-05-31")["signalen"]]
        assert gronden == ["KWALITEIT", "FRAUDE"]
    journaal = verhaal.get(f"{pad}/clientenstops")["resultaten"]
    assert [r["ingetrokkenDoor"] for r in journaal] == [6, 7]


def test_was_de_stop_opgeheven_terwijl_een_tweede_grond_nog_gold(verhaal: Verhaal) -> None:
    """The inspection's letter of May came in in September: in June the stop was lifted without knowing of it."""
    pad = van(verhaal)
    verhaal.op("2022-03-01")
    verhaal.post(f"{pad}/clientenstops", stop("2022-03-01", "CAPACITEIT"))
    verhaal.op("2022-06-01")
    verhaal.post(f"{pad}/opheffingen", intrekking("2022-06-01", 4))
    verhaal.op("2022-09-05")
    verhaal.post(f"{pad}/clientenstops", stop("2022-05-12", "VEILIGHEID"))
    verhaal.op("2022-10-01")

    assert lagen(verhaal, "2022-06-01", beschikbaarOp="2022-06-01") == []
    assert lagen(verhaal, "2022-06-01") == [(6, "VEILIGHEID")]
    (verschil,) = [
        x
        for x in verhaal.get(
            f"{pad}/verschillen",
            vanGeldigOp="2022-06-01",
            vanBeschikbaarOp="2022-06-01",
            totGeldigOp="2022-06-01",
        )["verschillen"]
        if x["veld"] == "clientenstop"
    ]
    assert verschil["was"] == {"clientenstop": None}
    assert [(o["soort"], o["gebeurtenis"]["volgnummer"]) for o in verschil["oorzaken"]] == [
        ("LAAT_FEIT", 6)
    ]


def test_een_stop_met_een_laatste_dag_en_voor_een_gemeente(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    k = verhaal.contract(ingangsdatum="2020-01-01", percelen=["P1", "P2"])
    anders: dict[str, Any] = {"gemeenten": ["9002"], "laatsteDag": "2022-06-30"}
    verhaal.post(f"{pad}/clientenstops", stop("2022-03-01", **anders))
    verhaal.post(f"{pad}/clientenstops", stop("2022-05-01", gemeenten=["9001"]))

    def percelen(dag: str) -> Any:
        gevonden = verhaal.get(pad, geldigOp=dag)["clientenstop"]
        return gevonden and [(p["perceel"], p["gemeenten"]) for p in gevonden["percelen"]]

    assert percelen("2022-03-01") == [("P1", ["9002"]), ("P2", ["9002"])]
    assert percelen("2022-05-01") == [("P1", ["9001", "9002"]), ("P2", ["9001", "9002"])]
    assert percelen("2022-07-01") == [("P1", ["9001"]), ("P2", ["9001"])]
    assert codes(verhaal, k, "2022-03-01") == []  # the contract is for the other gemeente
    assert codes(verhaal, k, "2022-05-01") == ["clientenstop"]
    detail = verhaal.get(pad, geldigOp="2022-04-01")["signalen"][0]["detail"]
    assert detail == (
        "Sinds 2022-03-01 neemt de aanbieder geen nieuwe cliënten aan in gemeente 9002; ingesteld door de "
        "opdrachtgever (registratie 4)."
    )


def test_een_laag_wordt_gecorrigeerd_met_haar_opheffing(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    verhaal.post(f"{pad}/clientenstops", stop("2022-03-01", "KWALITEIT"))
    verhaal.post(f"{pad}/opheffingen", intrekking("2022-06-01", 4))
    verhaal.post(
        f"{pad}/correcties",
        correctie(zet(4, "clientenstops", stop("2022-04-01", "CAPACITEIT"))),
    )

    assert lagen(verhaal, "2022-03-31") == []
    assert lagen(verhaal, "2022-05-31") == [(4, "CAPACITEIT")]
    assert lagen(verhaal, "2022-06-01") == []
    # without its layer an opheffing has nothing to lift
    weg = correctie(zet(6))
    assert verhaal.weigering(f"{pad}/correcties", weg) == ["verwijzing-onbekend"]
    verhaal.post(f"{pad}/correcties", correctie(zet(6), zet(5)))
    assert lagen(verhaal, "2022-05-31") == []
    assert verhaal.leesfouten() == []


@pytest.mark.parametrize("waarvoor", ["de hele aanbieder", "dit traject"])
def test_een_stop_van_de_aanbieder_zelf_waar_het_regime_instemming_vraagt(
    verhaal: Verhaal, waarvoor: str
) -> None:
    pad = f"{van(verhaal)}/clientenstops"
    traject = _traject(verhaal) if waarvoor == "dit traject" else {}
    eigen: dict[str, Any] = {"ingesteldDoor": "AANBIEDER", **traject}
    verhaal.post(pad, stop("2022-02-01", "CAPACITEIT", **eigen))  # no rule in force yet
    regels = ["clientenstop-zonder-instemming", "clientenstop-te-laat-aangekondigd"]
    verhaal.post(
        f"/inkooptrajecten/{verhaal.traject}/wijzigingen",
        {
            "ingangsdatum": "2018-01-01",
            "regels": [{"code": code, "van": "2022-03-01"} for code in regels],
        },
    )

    laat = stop("2022-03-15", "CAPACITEIT", aangekondigdOp="2022-03-02", **eigen)
    assert verhaal.weigering(pad, laat) == regels
    te_laat_ingestemd = {**laat, "aangekondigdOp": "2022-03-01", "instemmingOp": "2022-03-16"}
    assert verhaal.weigering(pad, te_laat_ingestemd) == regels[:1]
    antwoord = verhaal.post(pad, {**laat, "aangekondigdOp": None}, status=409)
    assert antwoord["regels"][1]["detail"] == (
        "Een cliëntenstop van de aanbieder zelf per 2022-03-15 moest in Inkoop jeugd uiterlijk 2022-03-01 zijn "
        "aangekondigd; dat is niet gebeurd."
    )
    verhaal.post(pad, {**laat, "aangekondigdOp": "2022-03-01", "instemmingOp": "2022-03-14"})
    verhaal.post(pad, stop("2022-03-15", "FRAUDE"))  # the opdrachtgever's own works at once
    verhaal.post(pad, {**laat, "afwijking": afwijking(*regels)})


# --- meldingen (S2:160; CS 3.4) ----------------------------------------------------------------------------------


def test_een_melding_staat_open_tot_zij_is_afgesloten(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    verhaal.post(f"{pad}/meldingen", melding("2022-03-01", boekjaar=2021))
    verhaal.post(f"{pad}/meldingen", melding("2022-04-01", onderwerp="CONTINUITEIT", ernst="LAAG"))
    uitkomst = {"uitkomst": "terugbetaald, de accountant bevestigt het"}
    verhaal.post(f"{pad}/afsluitingen", {**intrekking("2022-06-01", 4), **uitkomst})

    def details(dag: str) -> list[str]:
        gevonden = verhaal.get(pad, geldigOp=dag)["signalen"]
        assert {s["code"] for s in gevonden} <= {"melding-open"}
        return [s["detail"] for s in gevonden]

    wnt = "Sinds 2022-03-01 staat een melding WNT over 2021 open, ernst HOOG (registratie 4)."
    ander = "Sinds 2022-04-01 staat een melding CONTINUITEIT open, ernst LAAG (registratie 5)."
    assert details("2022-02-28") == []
    assert details("2022-05-31") == [wnt, ander]
    assert details("2022-06-01") == [ander]
    # a melding that is closed was not taken back
    journaal = verhaal.get(f"{pad}/meldingen")["resultaten"]
    assert [r["ingetrokkenDoor"] for r in journaal] == [None, None]


# --- mergers and subcontractors ----------------------------------------------------------------------------------


def test_een_fusie_geeft_de_verkrijger_toegang_zonder_nieuwe_toetreding(engine: Engine) -> None:
    with verteld(engine) as verhaal:
        verhaal.wereld(toetreding="GESLOTEN")
        verhaal.op("2023-01-10")
        brug = ingeschreven(verhaal, "De Brug", "22222222")
        k = verhaal.contract(ingangsdatum="2020-01-01")
        overgang = {"vorm": "FUSIE", "verkrijgerId": brug.rsplit("/", 1)[1]}
        verhaal.post(f"{van(verhaal)}/overgangen", {"ingangsdatum": "2023-01-01", **overgang})
        toelating = verhaal.toelating("P1", ingangsdatum="2023-01-01")
        assert verhaal.weigering(f"{brug}/toelatingen", toelating) == ["toetreding-gesloten"]
        verhaal.post(f"{brug}/toelatingen", {**toelating, "grondslag": "OVERGENOMEN"})

        assert verhaal.get(van(verhaal), geldigOp="2022-12-31")["opgegaanIn"] is None
        na = verhaal.get(van(verhaal), geldigOp="2023-01-01")
        assert na["opgegaanIn"] == {
            "volgnummer": 4,
            "aanbiederId": overgang["verkrijgerId"],
            "vorm": "FUSIE",
            "ingangsdatum": "2023-01-01",
        }
        assert [(s["code"], s["detail"]) for s in na["signalen"]] == [
            (
                "opgegaan-in",
                "De aanbieder is sinds 2023-01-01 overgegaan in De Brug (fusie, registratie 4).",
            )
        ]
        assert codes(verhaal, k, "2022-12-31") == []
        assert codes(verhaal, k, "2023-01-01") == ["aanbieder-opgegaan"]
        assert namen(verhaal, "2023-01-01", segment="ambulant") == ["De Brug", "De Oever"]


def test_een_overgang_in_een_kring_of_twee_keer(verhaal: Verhaal) -> None:
    brug = ingeschreven(verhaal, "De Brug", "22222222")
    haven = ingeschreven(verhaal, "De Haven", "33333333")

    def naar(pad: str, dag: str = "2022-01-01") -> dict[str, object]:
        return {"ingangsdatum": dag, "vorm": "OVERNAME", "verkrijgerId": pad.rsplit("/", 1)[1]}

    assert verhaal.weigering(f"{brug}/overgangen", naar(brug)) == ["aanbieder-met-zichzelf"]
    assert verhaal.weigering(f"{brug}/overgangen", naar(f"/x/{ONBEKEND}")) == [
        "verwijzing-onbekend"
    ]
    verhaal.post(f"{brug}/overgangen", naar(haven))
    assert verhaal.weigering(f"{brug}/overgangen", naar(van(verhaal), "2022-02-01")) == [
        "periode-overlapt"
    ]
    verhaal.post(f"{haven}/overgangen", naar(van(verhaal)))
    kring = naar(brug, "2022-02-01")
    assert verhaal.weigering(f"{van(verhaal)}/overgangen", kring) == ["aanbieder-met-zichzelf"]
    # before the others went over there is no circle
    verhaal.post(f"{van(verhaal)}/overgangen", naar(brug, "2021-12-31"))


def test_een_onderaannemer_komt_en_gaat(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    brug = ingeschreven(verhaal, "De Brug", "22222222")
    k = verhaal.contract(ingangsdatum="2020-01-01")
    wie = {"trajectId": verhaal.traject, "percelen": ["P2", "P1"]}
    uit_register = {"aanbiederId": brug.rsplit("/", 1)[1], "laatsteDag": "2022-08-31"}
    verhaal.post(f"{pad}/onderaannemers", {"ingangsdatum": "2022-01-01", **wie, **uit_register})
    los = {"naam": "Coöperatie De Wilg", "kvkNummer": "44444444"}
    verhaal.post(f"{pad}/onderaannemers", {"ingangsdatum": "2022-02-01", **wie, **los})
    verhaal.post(f"{pad}/opheffingen", intrekking("2022-06-01", 5))
    verhaal.post(
        f"{brug}/clientenstops", stop("2022-03-01", trajectId=verhaal.traject, percelen=["P1"])
    )

    def wie_op(dag: str) -> list[str | None]:
        return [o["naam"] for o in verhaal.get(pad, geldigOp=dag)["onderaannemers"]]

    assert wie_op("2022-02-01") == [None, "Coöperatie De Wilg"]
    assert wie_op("2022-06-01") == [None]
    assert wie_op("2022-09-01") == []
    assert codes(verhaal, k, "2022-02-28") == []
    (signaal,) = verhaal.get(k, geldigOp="2022-03-01")["signalen"]
    assert (signaal["code"], signaal["detail"]) == (
        "onderaannemer",
        "De Brug levert dit als onderaannemer, en neemt zelf geen nieuwe cliënten aan voor perceel P1.",
    )
    assert codes(verhaal, k, "2022-09-01") == []


# --- a toelating withdrawn, with what it touches -----------------------------------------------------------------


def test_een_ingetrokken_toelating_noemt_de_contracten_die_zij_raakt(verhaal: Verhaal) -> None:
    verhaal.contract(contractnummer="K1", ingangsdatum="2020-01-01", percelen=["P1", "P2"])
    verhaal.contract(contractnummer="K2", ingangsdatum="2020-01-01", percelen=["P2"])
    verhaal.contract(
        contractnummer="K3", ingangsdatum="2020-01-01", percelen=["P1"], einddatum="2021-12-31"
    )
    verhaal.post(f"{van(verhaal)}/intrekkingen", intrekking("2022-06-01", 2))

    assert codes(verhaal, van(verhaal), "2022-05-31") == []
    (signaal,) = verhaal.get(van(verhaal), geldigOp="2022-06-01")["signalen"]
    assert (signaal["code"], signaal["detail"]) == (
        "contract-zonder-toelating",
        "Contract K1 loopt voor perceel P1 zonder geldende toelating. Besluit wat ermee gebeurt.",
    )


# --- what refers to nothing, and what contradicts itself ---------------------------------------------------------


@pytest.mark.parametrize(
    ("pad", "maak", "wat"),
    [
        ("opheffingen", lambda v: {"volgnummer": 2}, "cliëntenstop of onderaannemer"),
        ("afsluitingen", lambda v: {"volgnummer": 2, "uitkomst": "x"}, "open melding"),
        ("toetsen", lambda v: toets(v, "", "9"), "Criteriaversie"),
        ("toetsen", lambda v: toets(v, "", "1", perceel="P9"), "Perceel"),
        ("toetsen", lambda v: toets(v, "", "1", trajectId=ONBEKEND), "Traject"),
        (
            "toetsen",
            lambda v: toets(v, "", "1", oordelen=[{"eis": "ZZ", "voldaan": True}]),
            "In criteriaversie 1 eis",
        ),
        (
            "toetsen",
            lambda v: toets(v, "", "1", oordelen=[{"eis": "VOG", "voldaan": True, "stuk": "V-9"}]),
            "Het bewijsstuk met kenmerk",
        ),
        ("clientenstops", lambda v: stop("", trajectId=ONBEKEND), "Traject"),
        ("clientenstops", lambda v: stop("", **_traject(v, percelen=["P9"])), "Perceel"),
        (
            "onderaannemers",
            lambda v: _traject(v, percelen=["P1"], aanbiederId=ONBEKEND),
            "Aanbieder",
        ),
        ("onderaannemers", lambda v: _traject(v, percelen=["P9"], naam="Wilg"), "Perceel"),
    ],
)
def test_een_verwijzing_naar_wat_er_niet_is(
    verhaal: Verhaal, pad: str, maak: Any, wat: str
) -> None:
    criteria(verhaal, "2018-01-01", "1", eis("VOG"))
    lichaam = {**maak(verhaal), "ingangsdatum": "2022-06-01"}

    antwoord = verhaal.post(f"{van(verhaal)}/{pad}", lichaam, status=409)

    assert {r["code"] for r in antwoord["regels"]} == {"verwijzing-onbekend"}
    assert wat in antwoord["regels"][0]["waarden"]["wat"]


def test_niet_nog_eens_en_niet_met_zichzelf(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-01-10", "V-1", "2022-01-01", None))
    dubbel = bewijs("2022-02-10", "V-1", "2022-02-01", None)
    assert verhaal.weigering(f"{pad}/bewijsstukken", dubbel) == ["periode-overlapt"]
    eigen = _traject(verhaal, aanbiederId=verhaal.aanbieder, percelen=["P1"])
    eigen["ingangsdatum"] = "2022-02-01"
    assert verhaal.weigering(f"{pad}/onderaannemers", eigen) == ["aanbieder-met-zichzelf"]
    verhaal.post(f"{pad}/clientenstops", stop("2022-03-01"))
    verhaal.post(f"{pad}/opheffingen", intrekking("2022-06-01", 5))
    for dag in ("2022-02-28", "2022-06-02"):
        assert verhaal.weigering(f"{pad}/opheffingen", intrekking(dag, 5)) == [
            "verwijzing-onbekend"
        ]


@pytest.mark.parametrize(
    ("pad", "lichaam", "reden"),
    [
        ("clientenstops", stop("2022-03-01", percelen=["P1"]), "noem bij percelen ook het traject"),
        ("clientenstops", stop("2022-03-01", laatsteDag="2022-02-01"), "laatsteDag ligt voor"),
        ("clientenstops", stop("2022-03-01", gemeenten=["9001", "9001"]), "twee keer"),
        ("clientenstops", stop("2022-03-01", ingesteldDoor="RAAD"), "kies uit"),
        ("clientenstops", stop("2022-03-01", gemeenten=["0000"]), "geen gemeente"),
        ("bewijsstukken", bewijs("2022-01-10", "V", "2022-01-11", None), "de dag van overleggen"),
        (
            "bewijsstukken",
            bewijs("2022-01-10", "V", "2022-01-01", "2021-12-31"),
            "geldigTotEnMet ligt voor afgegevenOp",
        ),
        (
            "toetsen",
            {
                "ingangsdatum": "2022-01-10",
                "trajectId": ONBEKEND,
                "criteriaversie": "1",
                "oordelen": [],
            },
            "ten minste één oordeel",
        ),
        ("meldingen", melding("2022-01-10", onderwerp="ROOK"), "kies uit"),
        (
            "onderaannemers",
            {"ingangsdatum": "2022-01-10", "trajectId": ONBEKEND, "percelen": ["P1"]},
            "noem de onderaannemer",
        ),
        (
            "onderaannemers",
            {
                "ingangsdatum": "2022-01-10",
                "trajectId": ONBEKEND,
                "percelen": [],
                "naam": "Wilg",
            },
            "ten minste één perceel",
        ),
        (
            "onderaannemers",
            {
                "ingangsdatum": "2022-01-10",
                "trajectId": ONBEKEND,
                "percelen": ["P1"],
                "naam": "Wilg",
                "laatsteDag": "2022-01-09",
            },
            "laatsteDag ligt voor",
        ),
        ("overgangen", {"ingangsdatum": "2022-01-10", "vorm": "FUSIE"}, "is verplicht"),
    ],
)
def test_wat_zichzelf_tegenspreekt(verhaal: Verhaal, pad: str, lichaam: Any, reden: str) -> None:
    positie = verhaal.positie

    antwoord = verhaal.post(f"{van(verhaal)}/{pad}", lichaam, status=400)

    assert reden in antwoord["fouten"][0]["reden"]
    assert verhaal.positie == positie


# --- who may, and who sees ---------------------------------------------------------------------------------------


def test_wie_wat_vastlegt(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    criteria(verhaal, "2018-01-01", "1", eis("VOG"))
    gevallen = {
        "toetsen": (toets(verhaal, "2022-06-01", "1"), Rol.INKOPER, Rol.CONTRACTBEHEERDER),
        "clientenstops": (stop("2022-06-01"), Rol.CONTRACTBEHEERDER, Rol.INKOPER),
        "meldingen": (melding("2022-06-01"), Rol.CONTRACTBEHEERDER, Rol.AUDITOR),
    }
    for waar, (lichaam, mag, mag_niet) in gevallen.items():
        verhaal.post(f"{pad}/{waar}", lichaam, als=mag_niet, status=403)
        verhaal.post(f"{pad}/{waar}", lichaam, als=mag)


def test_de_raad_ziet_dat_er_een_stop_is_en_niet_waarom(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    criteria(verhaal, "2018-01-01", "1", eis("VOG"))
    oordelen = [{"eis": "VOG", "voldaan": False, "toelichting": "drie zonder verklaring"}]
    verhaal.post(f"{pad}/toetsen", toets(verhaal, "2022-06-01", "1", oordelen=oordelen))
    waarom: dict[str, Any] = {"toelichtingGrond": "signaal van de inspectie"}
    verhaal.post(f"{pad}/clientenstops", stop("2022-06-01", "VEILIGHEID", **waarom))

    gezien = verhaal.get(pad, als=Rol.RAAD)
    journaal = verhaal.vraag("GET", f"{pad}/gebeurtenissen", als=Rol.RAAD).text
    alles = str(gezien) + journaal

    assert gezien["clientenstop"]["geheel"] is True
    (laag,) = gezien["clientenstops"]
    assert (laag["grond"], laag["toelichtingGrond"]) == (VERBORGEN, VERBORGEN)
    assert gezien["toetsen"][0]["oordelen"] == VERBORGEN
    assert [(s["code"], s["grond"]) for s in gezien["signalen"]] == [
        ("clientenstop", VERBORGEN),
        ("toets-vraagt-vervolg", VERBORGEN),
    ]
    assert not [w for w in ("VEILIGHEID", "inspectie", "VOG", "drie zonder") if w in alles]


def test_voor_de_eerste_dag_is_er_nog_niets(verhaal: Verhaal) -> None:
    pad = van(verhaal)
    verhaal.post(f"{pad}/clientenstops", stop("2018-01-01"))
    verhaal.post(f"{pad}/meldingen", melding("2018-01-01"))

    voor = verhaal.get(pad, geldigOp="2017-12-31")

    assert voor["status"] == "TOEKOMSTIG"
    assert (voor["clientenstop"], voor["clientenstops"], voor["meldingen"]) == (None, [], [])
    assert voor["signalen"] == []


def test_een_herbouw_maakt_dezelfde_rijen(aangescherpt: Any) -> None:
    verhaal, wie, _ = aangescherpt
    for pad in wie.values():
        verhaal.post(f"{pad}/clientenstops", stop("2022-03-01", gemeenten=["9001", "9002"]))
        verhaal.post(f"{pad}/bewijsstukken", bewijs("2022-03-01", "V", "2022-02-01", "2022-05-01"))
        verhaal.post(f"{pad}/opheffingen", intrekking("2022-07-01", 3))

    voor = [verhaal.get(f"{pad}/historie") for pad in wie.values()]
    assert verhaal.leesfouten() == []
    verhaal.herbouw()

    assert [verhaal.get(f"{pad}/historie") for pad in wie.values()] == voor
    assert verhaal.leesfouten() == []
