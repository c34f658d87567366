"""Every rule with its code: what is impossible is never recorded, what is unlawful only with an afwijking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.hulp import (
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    intrekking,
    opzegging,
    tarief,
    trajectlichaam,
    verlenging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Engine

REGELING = {"opdrachtgever": {"maanden": 6}}
ONBEKEND = str(uuid4())


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2022-10-03")
        yield begonnen


# --- the table of rules ------------------------------------------------------------------------------------------

Opdracht = tuple[str, "Mapping[str, object]"]


@dataclass(frozen=True)
class Geval:
    """A command that one rule refuses."""

    code: str
    soort: str
    feiten: tuple[int, ...]
    maak: Callable[[Verhaal], Opdracht]


GEVALLEN: dict[str, Geval] = {}


def geval(
    code: str, soort: str, *feiten: int
) -> Callable[[Callable[[Verhaal], Opdracht]], Callable[[Verhaal], Opdracht]]:
    def neem_op(maak: Callable[[Verhaal], Opdracht]) -> Callable[[Verhaal], Opdracht]:
        GEVALLEN[maak.__name__] = Geval(code, soort, feiten, maak)
        return maak

    return neem_op


def onmogelijk(code: str, *feiten: int) -> Any:
    return geval(code, "ONMOGELIJK", *feiten)


def onrechtmatig(code: str) -> Any:
    return geval(code, "ONRECHTMATIG")


@onmogelijk("periode-overlapt", 1)
def gemeente_neemt_al_deel(v: Verhaal) -> Opdracht:
    return f"/regios/{v.regio}/deelnames", {"ingangsdatum": "2023-01-01", "gemeente": "9001"}


@onmogelijk("periode-overlapt", 2)
def al_toegelaten(v: Verhaal) -> Opdracht:
    return f"/aanbieders/{v.aanbieder}/toelatingen", v.toelating("P1", ingangsdatum="2023-01-01")


@onmogelijk("periode-overlapt", 4)
def toelating_die_een_latere_raakt(v: Verhaal) -> Opdracht:
    pad = f"/aanbieders/{v.aanbieder}/toelatingen"
    v.post(pad, v.toelating("P3", ingangsdatum="2023-01-01"))
    return pad, v.toelating("P3", ingangsdatum="2022-01-01")


@onmogelijk("contract-al-opgezegd", 3)
def late_opzegging_voor_een_staande_verlenging(v: Verhaal) -> Opdracht:
    k = v.contract(opzegregeling=REGELING, verlengingsopties=[{"totEnMet": "2034-12-31"}])
    v.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    v.post(f"{k}/verlengingen", verlenging("2028-06-01", "2034-12-31"))
    return f"{k}/opzeggingen", opzegging("2028-01-01", "2028-12-31")


@onmogelijk("feit-voor-ingang", 1)
def herziening_voor_de_eerste_dag(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/herzieningen", herziening("2022-12-31", "110.00")


@onmogelijk("feit-voor-ingang", 1)
def naam_voor_de_eerste_dag(v: Verhaal) -> Opdracht:
    return f"/regios/{v.regio}/wijzigingen", {"ingangsdatum": "2017-12-31", "naam": "Eerder"}


@onmogelijk("herziening-buiten-looptijd")
def herziening_na_het_einde(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/herzieningen", herziening("2031-01-01", "110.00")


@onmogelijk("verlenging-na-einde")
def verlenging_na_het_einde(v: Verhaal) -> Opdracht:
    k = v.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}])
    return f"{k}/verlengingen", verlenging("2031-01-01", "2034-12-31")


@onmogelijk("verlenging-niet-later")
def verlenging_tot_dezelfde_dag(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/verlengingen", verlenging("2030-01-01", "2030-12-31")


@onmogelijk("verlenging-niet-later")
def verlenging_van_onbepaalde_tijd(v: Verhaal) -> Opdracht:
    return f"{v.contract(einddatum=None)}/verlengingen", verlenging("2030-01-01", "2034-12-31")


def opgezegd(v: Verhaal) -> str:
    k = v.contract(opzegregeling=REGELING, verlengingsopties=[{"totEnMet": "2034-12-31"}])
    v.post(f"{k}/opzeggingen", opzegging("2028-01-01", "2028-12-31"))
    return k


@onmogelijk("contract-al-opgezegd", 2)
def verlenging_met_een_staande_opzegging(v: Verhaal) -> Opdracht:
    return f"{opgezegd(v)}/verlengingen", verlenging("2028-06-01", "2034-12-31")


@onmogelijk("contract-al-opgezegd", 2)
def tweede_opzegging(v: Verhaal) -> Opdracht:
    return f"{opgezegd(v)}/opzeggingen", opzegging("2028-02-01", "2028-10-31")


@onmogelijk("contract-al-beeindigd")
def opzegging_na_het_einde(v: Verhaal) -> Opdracht:
    k = v.contract(opzegregeling=REGELING)
    return f"{k}/opzeggingen", opzegging("2031-01-01", "2031-12-31")


@onmogelijk("contract-al-beeindigd")
def laatste_dag_na_de_einddatum(v: Verhaal) -> Opdracht:
    k = v.contract(opzegregeling=REGELING)
    return f"{k}/opzeggingen", opzegging("2030-01-01", "2031-01-01")


@onmogelijk("contract-al-beeindigd")
def ontbinding_na_de_opgezegde_dag(v: Verhaal) -> Opdracht:
    lichaam = {"ingangsdatum": "2028-02-01", "laatsteDag": "2029-01-01", "grond": "wanprestatie"}
    return f"{opgezegd(v)}/ontbindingen", lichaam


@onmogelijk("contract-al-beeindigd")
def indexering_na_het_einde(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/indexeringen", indexering("2031-01-01", "3.00")


@onmogelijk("contract-al-beeindigd")
def intrekking_na_het_opgezegde_einde(v: Verhaal) -> Opdracht:
    return f"{opgezegd(v)}/intrekkingen", intrekking("2029-01-01", 2)


@onmogelijk("einde-voor-ingang")
def ontbonden_voor_het_begon(v: Verhaal) -> Opdracht:
    lichaam = {"ingangsdatum": "2023-01-01", "laatsteDag": "2022-12-30", "grond": "wanprestatie"}
    return f"{v.contract()}/ontbindingen", lichaam


def geindexeerd(v: Verhaal) -> str:
    k = v.contract(opzegregeling=REGELING)
    v.post(f"{k}/indexeringen", indexering("2029-01-01", "3.00"))
    v.post(f"{k}/herzieningen", herziening("2029-07-01", "120.00"))
    return k


@onmogelijk("feiten-na-einde", 2, 3)
def opzegging_voor_latere_feiten(v: Verhaal) -> Opdracht:
    return f"{geindexeerd(v)}/opzeggingen", opzegging("2028-01-01", "2028-12-31")


@onmogelijk("feiten-na-einde", 3)
def ontbinding_voor_een_later_feit(v: Verhaal) -> Opdracht:
    lichaam = {"ingangsdatum": "2029-03-01", "laatsteDag": "2029-03-31", "grond": "wanprestatie"}
    return f"{geindexeerd(v)}/ontbindingen", lichaam


@onmogelijk("feiten-na-einde", 2, 3)
def correctie_naar_een_eerder_einde(v: Verhaal) -> Opdracht:
    korter = v.lichaam(opzegregeling=REGELING, einddatum="2028-12-31")
    return f"{geindexeerd(v)}/correcties", correctie(zet(1, "POST", korter))


@onmogelijk("registratie-al-gecorrigeerd", 2)
def nog_eens_corrigeren(v: Verhaal) -> Opdracht:
    k = geindexeerd(v)
    v.post(f"{k}/correcties", correctie(zet(2)))
    return f"{k}/correcties", correctie(zet(2))


@onmogelijk("registratie-al-gecorrigeerd", 2)
def twee_keer_in_een_correctie(v: Verhaal) -> Opdracht:
    return f"{geindexeerd(v)}/correcties", correctie(zet(2), zet(2))


@onmogelijk("niet-laatste-feit", 1, 2, 3)
def opening_weg_terwijl_er_meer_staat(v: Verhaal) -> Opdracht:
    return f"{geindexeerd(v)}/correcties", correctie(zet(1))


@onmogelijk("vervanging-past-niet", 2)
def opening_op_de_plaats_van_een_ander_feit(v: Verhaal) -> Opdracht:
    return f"{geindexeerd(v)}/correcties", correctie(zet(2, "POST", v.lichaam()))


@onmogelijk("vervanging-past-niet", 1)
def ander_feit_op_de_plaats_van_de_opening(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/correcties", correctie(
        zet(1, "indexeringen", indexering("2024-01-01", "1.00"))
    )


@onmogelijk("contractnummer-bestaat-al")
def contractnummer_in_gebruik(v: Verhaal) -> Opdracht:
    v.contract()
    return "/contracten", v.lichaam(ingangsdatum="2024-01-01")


@onmogelijk("contractnummer-bestaat-al")
def contractnummer_in_gebruik_na_correctie(v: Verhaal) -> Opdracht:
    v.contract()
    ander = v.contract(contractnummer="L")
    return f"{ander}/correcties", correctie(zet(1, "POST", v.lichaam()))


@onmogelijk("budget-bestaat-al")
def tweede_budget(v: Verhaal) -> Opdracht:
    v.budget()
    lichaam = {"ingangsdatum": "2025-02-01", "regioId": v.regio, "boekjaar": 2025}
    return "/budgetten", {**lichaam, "segment": "ambulant", "bedrag": "1.00"}


@onmogelijk("verwijzing-onbekend")
def onbekende_regio(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(regioId=ONBEKEND)


@onmogelijk("verwijzing-onbekend")
def onbekend_traject(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(trajectId=ONBEKEND)


@onmogelijk("verwijzing-onbekend")
def onbekende_aanbieder(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(aanbiederId=v.regio)


@onmogelijk("verwijzing-onbekend")
def onbekend_segment(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(segment="crisis")


@onmogelijk("verwijzing-onbekend")
def onbekend_perceel(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(percelen=["P1", "P9"])


@onmogelijk("verwijzing-onbekend")
def onbekend_perceel_erbij(v: Verhaal) -> Opdracht:
    erbij = herziening("2024-01-01", wijzigingen={"percelen": {"erbij": ["P9"]}})
    return f"{v.contract()}/herzieningen", erbij


@onmogelijk("verwijzing-onbekend")
def onbekende_voorganger(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(opvolging={"vorigContractId": ONBEKEND, "via": "INKOOP"})


@onmogelijk("verwijzing-onbekend")
def intrekking_van_wat_geen_opzegging_is(v: Verhaal) -> Opdracht:
    return f"{opgezegd(v)}/intrekkingen", intrekking("2028-06-01", 1)


@onmogelijk("verwijzing-onbekend")
def intrekking_voor_de_opzegging(v: Verhaal) -> Opdracht:
    return f"{opgezegd(v)}/intrekkingen", intrekking("2027-12-31", 2)


@onmogelijk("verwijzing-onbekend")
def intrekking_van_een_onbekende_toelating(v: Verhaal) -> Opdracht:
    return f"/aanbieders/{v.aanbieder}/intrekkingen", intrekking("2023-01-01", 9)


@onmogelijk("verwijzing-onbekend")
def toelating_voor_een_onbekend_traject(v: Verhaal) -> Opdracht:
    return f"/aanbieders/{v.aanbieder}/toelatingen", v.toelating("P3", trajectId=ONBEKEND)


@onmogelijk("verwijzing-onbekend")
def toelating_voor_een_onbekend_perceel(v: Verhaal) -> Opdracht:
    return f"/aanbieders/{v.aanbieder}/toelatingen", v.toelating("P9")


@onmogelijk("verwijzing-onbekend", 7)
def correctie_van_een_onbekende_registratie(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/correcties", correctie(zet(7))


@onmogelijk("verwijzing-onbekend")
def verplichting_op_een_onbekend_contract(v: Verhaal) -> Opdracht:
    lichaam = {"ingangsdatum": "2025-01-01", "bedrag": "1.00", "aard": "HARD"}
    return f"{v.budget()}/verplichtingen", {**lichaam, "contractId": ONBEKEND}


@onmogelijk("verwijzing-onbekend")
def realisatie_op_een_onbekend_contract(v: Verhaal) -> Opdracht:
    lichaam = {"prestatieperiode": "2025-01", "boekjaar": 2025, "bedrag": "1.00", "bron": "GGK"}
    return f"{v.budget()}/realisaties", {**lichaam, "contractId": ONBEKEND}


@onmogelijk("verwijzing-onbekend")
def traject_van_een_onbekende_regio(v: Verhaal) -> Opdracht:
    return "/inkooptrajecten", trajectlichaam(ONBEKEND)


@onmogelijk("verwijzing-onbekend")
def budget_van_een_onbekende_regio(v: Verhaal) -> Opdracht:
    lichaam = {"ingangsdatum": "2025-01-01", "boekjaar": 2025, "bedrag": "1.00"}
    return "/budgetten", {**lichaam, "regioId": ONBEKEND}


@onmogelijk("verwijzing-onbekend")
def beslissing_op_een_onbekend_moment(v: Verhaal) -> Opdracht:
    lichaam = {"ingangsdatum": "2025-01-01", "beslismoment": "go-2025", "uitkomst": "GO"}
    return f"/inkooptrajecten/{v.traject}/beslissingen", lichaam


@onmogelijk("verwijzing-onbekend")
def uittreding_van_wie_niet_deelneemt(v: Verhaal) -> Opdracht:
    uit = [{"gemeente": "9003", "laatsteDag": "2025-12-31"}]
    return f"/regios/{v.regio}/wijzigingen", {"ingangsdatum": "2025-01-01", "uittredingen": uit}


@onrechtmatig("verlenging-buiten-optie")
def verlenging_zonder_optie(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/verlengingen", verlenging("2030-01-01", "2034-12-31")


@onrechtmatig("verlenging-buiten-optie")
def verlenging_voorbij_de_uiterste_einddatum(v: Verhaal) -> Opdracht:
    k = v.contract(uitersteEinddatum="2033-12-31", verlengingsopties=[{"totEnMet": "2034-12-31"}])
    return f"{k}/verlengingen", verlenging("2030-01-01", "2034-12-31")


@onrechtmatig("verlenging-te-laat-aangekondigd")
def verlenging_te_laat_aangekondigd(v: Verhaal) -> Opdracht:
    optie = {"totEnMet": "2034-12-31", "aankondigenUiterlijk": "2029-12-31"}
    k = v.contract(verlengingsopties=[optie])
    return f"{k}/verlengingen", verlenging("2030-01-01", "2034-12-31")


@onrechtmatig("opzegtermijn-niet-in-acht-genomen")
def opzegging_op_korte_termijn(v: Verhaal) -> Opdracht:
    k = v.contract(opzegregeling=REGELING)
    return f"{k}/opzeggingen", opzegging("2028-01-01", "2028-06-30")


@onrechtmatig("geen-opzegrecht")
def opzegging_zonder_recht(v: Verhaal) -> Opdracht:
    k = v.contract(opzegregeling=REGELING)
    return f"{k}/opzeggingen", opzegging("2028-01-01", "2029-12-31", door="OPDRACHTNEMER")


@onrechtmatig("geen-opzegrecht")
def opzegging_binnen_de_minimale_looptijd(v: Verhaal) -> Opdracht:
    k = v.contract(opzegregeling=REGELING, minimaleLooptijdTotEnMet="2026-12-31")
    return f"{k}/opzeggingen", opzegging("2024-01-01", "2026-12-30")


@onrechtmatig("niet-toegelaten")
def contract_zonder_toelating(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(percelen=["P1", "P3"])


@onrechtmatig("niet-toegelaten")
def perceel_erbij_zonder_toelating(v: Verhaal) -> Opdracht:
    erbij = herziening("2024-01-01", wijzigingen={"percelen": {"erbij": ["P3"]}})
    return f"{v.contract()}/herzieningen", erbij


@onrechtmatig("gemeente-neemt-niet-deel")
def gemeente_buiten_de_regio(v: Verhaal) -> Opdracht:
    return "/contracten", v.lichaam(gemeenten=["9001", "9003"])


@onrechtmatig("toetreding-gesloten")
def toelating_na_de_eerste_dag_van_een_gesloten_traject(v: Verhaal) -> Opdracht:
    gesloten = {**trajectlichaam(v.regio), "toetreding": "GESLOTEN"}
    traject = v.post("/inkooptrajecten", gesloten)["inkooptraject"]["id"]
    lichaam = v.toelating("P1", trajectId=traject, ingangsdatum="2018-01-02")
    return f"/aanbieders/{v.aanbieder}/toelatingen", lichaam


def met_wisselverbod(v: Verhaal) -> str:
    regels = [{"code": "bekostigingswissel-niet-via-herziening", "totEnMet": "2025-12-31"}]
    wijziging = {"ingangsdatum": "2018-01-01", "regels": regels}
    v.post(f"/inkooptrajecten/{v.traject}/wijzigingen", wijziging)
    return v.contract()


def wissel(dag: str, naar: str) -> dict[str, object]:
    return herziening(dag, wijzigingen={"bekostigingsvorm": naar})


@onrechtmatig("bekostigingswissel-niet-via-herziening")
def wissel_naar_taakgericht(v: Verhaal) -> Opdracht:
    return f"{met_wisselverbod(v)}/herzieningen", wissel("2025-12-31", "TAAKGERICHT")


@onrechtmatig("budget-overschreden")
def verplichting_boven_de_ruimte(v: Verhaal) -> Opdracht:
    k = v.contract().rsplit("/", 1)[1]
    lichaam = {"ingangsdatum": "2025-01-01", "bedrag": "1000000.01", "aard": "HARD"}
    return f"{v.budget()}/verplichtingen", {**lichaam, "contractId": k}


def _regels(antwoord: Any) -> list[tuple[str, str]]:
    return [(r["code"], r["soort"]) for r in antwoord["regels"]]


@pytest.mark.parametrize("naam", GEVALLEN)
def test_regel(verhaal: Verhaal, naam: str) -> None:
    verwacht = GEVALLEN[naam]
    pad, lichaam = verwacht.maak(verhaal)
    positie = verhaal.positie

    nee = verhaal.post(pad, lichaam, status=409)

    assert _regels(nee) == [(verwacht.code, verwacht.soort)]
    assert nee["type"] == f"/problemen/{verwacht.code}"
    assert nee["instance"] == f"/v1{pad}"
    (regel,) = nee["regels"]
    assert set(regel) == {"code", "soort", "titel", "detail", "waarden", "feiten"}
    assert tuple(regel["feiten"]) == verwacht.feiten
    assert regel["titel"] == nee["title"]
    assert regel["detail"] == nee["detail"]
    assert regel["waarden"]
    assert "{" not in regel["detail"]

    proef = verhaal.post(f"{pad}?proef=true", lichaam, status=409)
    assert proef == nee
    assert verhaal.positie == positie

    toch = {**lichaam, "afwijking": afwijking(verwacht.code)}
    if verwacht.soort == "ONMOGELIJK":
        assert verhaal.post(pad, toch, status=409) == nee
        assert verhaal.positie == positie
    else:
        vastgelegd = verhaal.post(pad, toch)
        _is_gemerkt(verhaal, pad, vastgelegd, verwacht.code)
    assert verhaal.leesfouten() == []


def _is_gemerkt(verhaal: Verhaal, pad: str, antwoord: Any, code: str) -> None:
    soort = pad.split("/")[1]
    (ding,) = (waarde for naam, waarde in antwoord.items() if naam != "gebeurtenis")
    nummer = antwoord["gebeurtenis"]["volgnummer"]
    regel = verhaal.get(f"/{soort}/{ding['id']}/gebeurtenissen")["resultaten"][-1]
    assert regel["volgnummer"] == nummer
    assert regel["afwijking"] == afwijking(code)
    (gemerkt,) = verhaal.get(f"/{soort}/{ding['id']}")["afwijkingen"]
    assert (gemerkt["volgnummer"], gemerkt["regels"]) == (nummer, [code])
    (in_lijst,) = verhaal.get("/afwijkingen", geldigOp="2040-01-01")["resultaten"]
    assert in_lijst == gemerkt


# --- afwijkingen -------------------------------------------------------------------------------------------------


def test_alle_regels_tegelijk_en_het_onmogelijke_voorop(verhaal: Verhaal) -> None:
    verhaal.contract()
    nee = verhaal.post(
        "/contracten", verhaal.lichaam(percelen=["P1", "P3"], gemeenten=["9003"]), status=409
    )

    assert _regels(nee) == [
        ("contractnummer-bestaat-al", "ONMOGELIJK"),
        ("niet-toegelaten", "ONRECHTMATIG"),
        ("gemeente-neemt-niet-deel", "ONRECHTMATIG"),
    ]


def test_elk_perceel_wordt_genoemd(verhaal: Verhaal) -> None:
    nieuw = {"ingangsdatum": "2018-01-01", "naam": "Zonder toelating", "kvkNummer": "87654321"}
    aanbieder = verhaal.post("/aanbieders", nieuw)["aanbieder"]["id"]

    nee = verhaal.post(
        "/contracten", verhaal.lichaam(percelen=["P1", "P2"], aanbiederId=aanbieder), status=409
    )

    assert [r["waarden"]["perceel"] for r in nee["regels"]] == ["P1", "P2"]


def test_een_afwijking_wordt_vastgelegd_voor_wat_echt_is_gebroken(verhaal: Verhaal) -> None:
    beide = afwijking("opzegtermijn-niet-in-acht-genomen", "geen-opzegrecht")
    k = verhaal.contract(opzegregeling=REGELING, afwijking=afwijking("niet-toegelaten"))
    assert verhaal.get(k)["afwijkingen"] == []

    verhaal.post(f"{k}/opzeggingen", opzegging("2028-01-01", "2028-03-31", afwijking=beide))

    (gemerkt,) = verhaal.get(k)["afwijkingen"]
    assert gemerkt["regels"] == ["opzegtermijn-niet-in-acht-genomen"]
    assert verhaal.get(f"{k}/gebeurtenissen")["resultaten"][0]["afwijking"] is None


def test_een_oude_afwijking_houdt_een_nieuw_feit_niet_tegen(verhaal: Verhaal) -> None:
    k = verhaal.contract(percelen=["P3"], afwijking=afwijking("niet-toegelaten"))
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "105.00"))
    assert len(verhaal.get(k)["afwijkingen"]) == 1
    assert verhaal.get("/afwijkingen", geldigOp="2040-01-01")["aantal"] == 1


def test_een_afwijking_verdwijnt_met_de_correctie_van_haar_feit(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    buiten = afwijking("verlenging-buiten-optie")
    verhaal.post(f"{k}/verlengingen", verlenging("2030-01-01", "2034-12-31", afwijking=buiten))
    verhaal.op("2022-10-04")

    verhaal.post(f"{k}/correcties", correctie(zet(2)))

    assert verhaal.get(k)["afwijkingen"] == []
    assert len(verhaal.get(k, beschikbaarOp="2022-10-03")["afwijkingen"]) == 1
    assert verhaal.get(f"{k}/gebeurtenissen")["resultaten"][1]["afwijking"] == buiten


def test_een_vervanging_wordt_beoordeeld_en_vraagt_zelf_om_afwijking(verhaal: Verhaal) -> None:
    k = verhaal.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}])
    verhaal.post(f"{k}/verlengingen", verlenging("2030-01-01", "2034-12-31"))
    anders = correctie(zet(2, "verlengingen", verlenging("2030-01-01", "2033-12-31")))

    assert verhaal.weigering(f"{k}/correcties", anders) == ["verlenging-buiten-optie"]

    toch = {**anders, "afwijking": afwijking("verlenging-buiten-optie")}
    vastgelegd = verhaal.post(f"{k}/correcties", toch)["contract"]
    assert [a["soort"] for a in vastgelegd["afwijkingen"]] == ["contract.gecorrigeerd"]


def test_een_grond_die_later_wegvalt_is_een_signaal(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    pad = f"/aanbieders/{verhaal.aanbieder}/intrekkingen"
    verhaal.op("2024-05-01")
    verhaal.post(pad, intrekking("2024-06-01", 2))
    uit = [{"gemeente": "9001", "laatsteDag": "2024-12-31"}]
    wijziging = {"ingangsdatum": "2024-05-01", "uittredingen": uit}
    verhaal.post(f"/regios/{verhaal.regio}/wijzigingen", wijziging)

    def signalen(dag: str, bekend: str = "2024-05-01") -> list[str]:
        gevonden = verhaal.get(k, geldigOp=dag, beschikbaarOp=bekend)
        assert gevonden["status"] in {"ACTIEF", "BEEINDIGD"}
        return [s["code"] for s in gevonden["signalen"]]

    assert signalen("2024-05-31") == []
    assert signalen("2024-06-01") == ["niet-toegelaten"]
    assert signalen("2025-01-01") == ["niet-toegelaten", "gemeente-neemt-niet-deel"]
    assert signalen("2025-01-01", "2024-04-30") == []
    assert signalen("2031-01-01") == []
    verhaal.post(f"{k}/indexeringen", indexering("2025-01-01", "2.00"))


# --- what the rules let through ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anders", "dag"),
    [({}, "2018-01-01"), ({"grondslag": "OVERGENOMEN"}, "2020-01-01")],
)
def test_toetreding_tot_een_gesloten_traject(
    verhaal: Verhaal, anders: dict[str, object], dag: str
) -> None:
    gesloten = {**trajectlichaam(verhaal.regio), "toetreding": "GESLOTEN"}
    traject = verhaal.post("/inkooptrajecten", gesloten)["inkooptraject"]["id"]
    lichaam = verhaal.toelating("P1", trajectId=traject, ingangsdatum=dag, **anders)

    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", lichaam)


def test_bekostigingswissel_alleen_waar_en_wanneer_het_regime_het_zegt(verhaal: Verhaal) -> None:
    k = met_wisselverbod(verhaal)

    assert verhaal.weigering(f"{k}/herzieningen", wissel("2024-01-01", "TAAKGERICHT")) == [
        "bekostigingswissel-niet-via-herziening"
    ]
    verhaal.post(f"{k}/herzieningen", wissel("2024-01-01", "OUTPUTGERICHT"))
    verhaal.post(f"{k}/herzieningen", wissel("2026-01-01", "TAAKGERICHT"))
    assert verhaal.get(k, geldigOp="2026-01-01")["bekostigingsvorm"] == "TAAKGERICHT"


def test_verlenging_op_tijd_bekendgemaakt(verhaal: Verhaal) -> None:
    optie = {"totEnMet": "2034-12-31", "aankondigenUiterlijk": "2029-12-31"}
    k = verhaal.contract(verlengingsopties=[optie])
    gemeld = [{"datum": "2029-12-31", "aan": "alle aanbieders"}]

    verhaal.post(f"{k}/verlengingen", verlenging("2030-01-01", "2034-12-31", bekendgemaakt=gemeld))

    assert verhaal.get(k, geldigOp="2030-01-01")["verlengingsopties"] == []


def test_wederzijds_opzeggen_vraagt_recht_noch_termijn(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/opzeggingen", opzegging("2028-01-01", "2028-01-31", door="WEDERZIJDS"))

    dagen = ("2027-12-31", "2028-01-01", "2028-01-31", "2028-02-01")
    assert [verhaal.get(k, geldigOp=d)["status"] for d in dagen] == [
        "ACTIEF",
        "OPGEZEGD",
        "OPGEZEGD",
        "BEEINDIGD",
    ]


def test_ontbinding(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    lichaam = {"ingangsdatum": "2028-01-01", "laatsteDag": "2028-01-31", "grond": "wanprestatie"}
    verhaal.post(f"{k}/ontbindingen", lichaam)

    na = verhaal.get(k, geldigOp="2028-02-01")
    assert (na["status"], na["beeindiging"], na["einddatum"]) == (
        "BEEINDIGD",
        "ONTBONDEN",
        "2028-01-31",
    )
    assert verhaal.get(k, geldigOp="2028-01-31")["status"] == "ACTIEF"


def test_een_ontbinding_blijft_staan_als_de_opzegging_wordt_ingetrokken(verhaal: Verhaal) -> None:
    k = opgezegd(verhaal)
    lichaam = {"ingangsdatum": "2028-02-01", "laatsteDag": "2028-06-30", "grond": "wanprestatie"}
    verhaal.post(f"{k}/ontbindingen", lichaam)
    verhaal.post(f"{k}/intrekkingen", intrekking("2028-03-01", 2))

    gevonden = {
        dag: tuple(verhaal.get(k, geldigOp=dag)[v] for v in ("status", "einddatum", "beeindiging"))
        for dag in ("2028-02-01", "2028-03-01", "2028-07-01")
    }

    assert gevonden == {
        "2028-02-01": ("OPGEZEGD", "2028-06-30", None),
        "2028-03-01": ("ACTIEF", "2028-06-30", None),
        "2028-07-01": ("BEEINDIGD", "2028-06-30", "ONTBONDEN"),
    }


def test_eenzelfde_toelating_na_afloop_van_de_vorige(verhaal: Verhaal) -> None:
    pad = f"/aanbieders/{verhaal.aanbieder}"
    tijdelijk = verhaal.toelating("P3", laatsteDag="2020-12-31")
    verhaal.post(f"{pad}/toelatingen", tijdelijk)
    verhaal.post(f"{pad}/toelatingen", verhaal.toelating("P3", ingangsdatum="2021-01-01"))
    assert (
        verhaal.weigering(
            f"{pad}/toelatingen",
            verhaal.toelating("P3", ingangsdatum="2020-12-31", laatsteDag="2020-12-31"),
        )[0]
        == "periode-overlapt"
    )


def test_een_regio_wisselt_van_gemeenten(verhaal: Verhaal) -> None:
    pad = f"/regios/{verhaal.regio}"
    uit = [{"gemeente": "9002", "laatsteDag": "2023-12-31"}]
    verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2023-06-01", "uittredingen": uit})
    verhaal.post(
        f"{pad}/deelnames",
        {"ingangsdatum": "2024-01-01", "gemeente": "9003", "laatsteDag": "2024-12-31"},
    )

    gemeenten = {
        d: verhaal.get(pad, geldigOp=d)["gemeenten"]
        for d in ("2023-12-31", "2024-01-01", "2025-01-01")
    }

    assert gemeenten == {
        "2023-12-31": ["9001", "9002"],
        "2024-01-01": ["9001", "9003"],
        "2025-01-01": ["9001"],
    }
    assert verhaal.weigering(
        "/contracten",
        verhaal.lichaam(gemeenten=["9002"], ingangsdatum="2024-01-01", contractnummer="L"),
    ) == ["gemeente-neemt-niet-deel"]
    verhaal.contract(gemeenten=["9002"])


def test_een_beslissing_verandert_termijn_noch_status(verhaal: Verhaal) -> None:
    momenten = [
        {"code": "go-2025", "van": "2025-01-01", "totEnMet": "2025-06-30", "orgaan": "COLLEGES"}
    ]
    pad = f"/inkooptrajecten/{verhaal.traject}"
    verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2018-01-01", "beslismomenten": momenten})
    k = verhaal.contract(opzegregeling=REGELING)
    nee = {
        "ingangsdatum": "2025-03-01",
        "beslismoment": "go-2025",
        "uitkomst": "NO_GO",
        "percelen": ["P1"],
    }

    beslissing = verhaal.post(f"{pad}/beslissingen", nee)["gebeurtenis"]

    assert verhaal.get(k, geldigOp="2025-03-01")["status"] == "ACTIEF"
    (gezien,) = verhaal.get(pad, geldigOp="2025-03-01")["beslissingen"]
    assert (gezien["uitkomst"], gezien["volgnummer"]) == ("NO_GO", 3)
    assert verhaal.get(pad, geldigOp="2025-02-28")["beslissingen"] == []
    gevolg = opzegging("2025-03-15", "2025-12-31", gevolgVan=beslissing["id"])
    verhaal.post(f"{k}/opzeggingen", gevolg)
    assert verhaal.get(f"{k}/opzeggingen")["resultaten"][0]["gevolgVan"] == beslissing["id"]


# --- money -------------------------------------------------------------------------------------------------------


def test_ruimte_en_overschrijding(verhaal: Verhaal) -> None:
    k = verhaal.contract().rsplit("/", 1)[1]
    b = verhaal.budget(bedrag="100.00")
    hard = {"ingangsdatum": "2025-01-01", "contractId": k, "aard": "HARD"}
    verhaal.post(f"{b}/verplichtingen", {**hard, "bedrag": "100.00"})
    raming = {**hard, "aard": "RAMING", "bedrag": "5000.00"}
    verhaal.post(f"{b}/verplichtingen", raming)
    assert verhaal.weigering(f"{b}/verplichtingen", {**hard, "bedrag": "0.01"}) == [
        "budget-overschreden"
    ]
    kosten = {"prestatieperiode": "2025-01", "boekjaar": 2025, "bron": "GGK"}
    verhaal.post(f"{b}/realisaties", {**kosten, "bedrag": "60.00", "contractId": k})
    verhaal.post(f"{b}/realisaties", {**kosten, "bedrag": "50.00", "prestatieperiode": "2025-03"})

    velden = ("gerealiseerd", "openstaand", "raming", "ruimte", "overschredenSinds")
    gevonden = {
        dag: tuple(verhaal.get(b, geldigOp=dag)[veld] for veld in velden)
        for dag in ("2025-01-31", "2025-02-01", "2025-03-31", "2025-04-01")
    }

    assert gevonden == {
        "2025-01-31": ("0.00", "100.00", "5000.00", "0.00", None),
        "2025-02-01": ("60.00", "40.00", "5000.00", "0.00", None),
        "2025-03-31": ("60.00", "40.00", "5000.00", "0.00", None),
        "2025-04-01": ("110.00", "40.00", "5000.00", "-50.00", "2025-04-01"),
    }
    (signaal,) = verhaal.get(b, geldigOp="2025-04-01")["signalen"]
    assert "2025-04-01" in signaal["detail"]
    meer = {"ingangsdatum": "2025-04-01", "bedrag": "10.00"}
    verhaal.post(f"{b}/wijzigingen", meer)
    assert verhaal.get(b, geldigOp="2025-04-01")["overschredenSinds"] is None


def test_een_late_boeking_wordt_niet_geweigerd_voor_een_oude_verplichting(verhaal: Verhaal) -> None:
    k = verhaal.contract().rsplit("/", 1)[1]
    b = verhaal.budget(bedrag="100.00")
    hard = {"ingangsdatum": "2025-06-01", "contractId": k, "aard": "HARD", "bedrag": "100.00"}
    verhaal.post(f"{b}/verplichtingen", hard)
    kosten = {"prestatieperiode": "2025-01", "boekjaar": 2025, "bron": "GGK", "bedrag": "40.00"}
    verhaal.post(f"{b}/realisaties", kosten)
    minder = {"ingangsdatum": "2025-03-01", "bedrag": "-20.00"}
    verhaal.post(f"{b}/wijzigingen", minder)
    assert verhaal.get(b, geldigOp="2025-06-01")["ruimte"] == "-60.00"


def test_een_definitief_cijfer_vervangt_een_voorlopig(verhaal: Verhaal) -> None:
    b = verhaal.budget()
    verhaal.op("2025-02-15")
    kosten = {"prestatieperiode": "2025-01", "boekjaar": 2025, "bron": "GGK"}
    verhaal.post(f"{b}/realisaties", {**kosten, "bedrag": "60.00"})
    verhaal.op("2025-06-01")
    definitief = zet(2, "realisaties", {**kosten, "bedrag": "71.50"})
    verhaal.post(f"{b}/correcties", correctie(definitief, soort="DEFINITIEF_CIJFER"))

    def gerealiseerd(bekend: str) -> str:
        return str(verhaal.get(b, geldigOp="2025-03-01", beschikbaarOp=bekend)["gerealiseerd"])

    assert (gerealiseerd("2025-05-31"), gerealiseerd("2025-06-01")) == ("60.00", "71.50")


# --- proef -------------------------------------------------------------------------------------------------------


def test_proef_legt_niets_vast_en_toont_latere_tarieven_die_schuiven(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/indexeringen", indexering("2024-01-01", "5.00"))
    verhaal.post(f"{k}/indexeringen", indexering("2025-01-01", "10.00"))
    positie, voor = verhaal.positie, verhaal.get(k)

    proef = verhaal.post(
        f"{k}/herzieningen?proef=true", herziening("2023-06-01", "110.00"), status=200
    )

    assert (verhaal.positie, verhaal.get(k)) == (positie, voor)
    assert (proef["proef"], proef["soort"], proef["regels"]) == (True, "contract.herzien", [])
    geschoven = [
        (
            w["beginGeldigheid"],
            w["eindGeldigheid"],
            w["was"]["tarieven"][0]["tarief"],
            w["wordt"]["tarieven"][0]["tarief"],
        )
        for w in proef["wijzigingen"]
    ]
    assert geschoven == [
        ("2023-06-01", "2024-01-01", "100.00", "110.00"),
        ("2024-01-01", "2025-01-01", "105.00", "115.50"),
        ("2025-01-01", "2031-01-01", "115.50", "127.05"),
        ("2031-01-01", None, "115.50", "127.05"),
    ]
    assert [(v["beginGeldigheid"], v["tarieven"][0]["tarief"]) for v in proef["verloop"]] == [
        ("2023-01-01", "100.00"),
        ("2023-06-01", "110.00"),
        ("2024-01-01", "115.50"),
        ("2025-01-01", "127.05"),
        ("2031-01-01", "127.05"),
    ]
    verhaal.post(f"{k}/herzieningen?proef=false", herziening("2023-06-01", "110.00"))
    assert verhaal.positie == positie + 1


def test_proef_van_een_nieuw_contract_met_een_afwijking(verhaal: Verhaal) -> None:
    lichaam = verhaal.lichaam(percelen=["P3"], afwijking=afwijking("niet-toegelaten"))
    positie = verhaal.positie

    proef = verhaal.post("/contracten?proef=true", lichaam, status=200)

    assert [r["code"] for r in proef["regels"]] == ["niet-toegelaten"]
    assert [v["status"] for v in proef["verloop"]] == ["ACTIEF", "BEEINDIGD"]
    assert verhaal.positie == positie
    assert verhaal.get("/contracten")["aantal"] == 0
    verhaal.post("/contracten", lichaam)


def test_proef_van_een_correctie_die_opzegging_en_latere_feiten_samen_neemt(
    verhaal: Verhaal,
) -> None:
    k = geindexeerd(verhaal)
    weg = correctie(zet(2), zet(3, "opzeggingen", opzegging("2028-01-01", "2028-12-31")))

    proef = verhaal.post(f"{k}/correcties?proef=true", weg, status=200)

    assert [v["status"] for v in proef["verloop"]] == ["ACTIEF", "OPGEZEGD", "BEEINDIGD"]
    assert verhaal.post(f"{k}/correcties", weg)["contract"]["versie"] == 4
    assert verhaal.get(k, geldigOp="2029-01-01")["beeindiging"] == "OPGEZEGD"


# --- correcties --------------------------------------------------------------------------------------------------


def bedragen(verhaal: Verhaal, k: str, *dagen: str, **vraag: Any) -> list[str]:
    return [verhaal.get(k, geldigOp=dag, **vraag)["tarieven"][0]["tarief"] for dag in dagen]


def test_een_correctie_is_alles_of_niets(verhaal: Verhaal) -> None:
    k = geindexeerd(verhaal)

    assert verhaal.weigering(f"{k}/correcties", correctie(zet(2), zet(9))) == [
        "verwijzing-onbekend"
    ]

    assert bedragen(verhaal, k, "2029-01-01", "2029-07-01") == ["103.00", "120.00"]
    assert [r["gecorrigeerdDoor"] for r in verhaal.get(f"{k}/gebeurtenissen")["resultaten"]] == [
        None
    ] * 3


def test_een_keten_van_correcties(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    for dag, nummer, bedrag in (
        ("2022-10-04", 2, "111.00"),
        ("2022-10-05", 3, "112.00"),
        ("2022-10-06", 4, "113.00"),
    ):
        verhaal.op(dag)
        vervanging = herziening("2024-01-01", bedrag, reden=f"brief van {dag}")
        verhaal.post(f"{k}/correcties", correctie(zet(nummer, "herzieningen", vervanging)))

    gezien = {
        dag: bedragen(verhaal, k, "2024-01-01", beschikbaarOp=dag)[0]
        for dag in ("2022-10-03", "2022-10-04", "2022-10-05", "2022-10-06")
    }
    assert gezien == {
        "2022-10-03": "110.00",
        "2022-10-04": "111.00",
        "2022-10-05": "112.00",
        "2022-10-06": "113.00",
    }
    journaal = verhaal.get(f"{k}/gebeurtenissen")["resultaten"]
    assert [r["gecorrigeerdDoor"] for r in journaal] == [None, 3, 4, 5, None]
    assert journaal[4]["gegevens"]["registraties"] == [
        {
            "volgnummer": 4,
            "vervanging": {
                "soort": "herzieningen",
                **herziening("2024-01-01", "113.00"),
                "reden": "brief van 2022-10-06",
            },
        }
    ]
    for nummer in (2, 3, 4):
        assert verhaal.weigering(f"{k}/correcties", correctie(zet(nummer))) == [
            "registratie-al-gecorrigeerd"
        ]
    verhaal.post(f"{k}/correcties", correctie(zet(5)))
    assert bedragen(verhaal, k, "2024-01-01") == ["100.00"]


def test_een_correctie_van_een_correctie_laat_niets_vanzelf_herleven(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    verhaal.post(f"{k}/correcties", correctie(zet(2)))
    verhaal.post(f"{k}/correcties", correctie(zet(3)))
    assert bedragen(verhaal, k, "2024-01-01") == ["100.00"]

    verhaal.post(
        f"{k}/correcties", correctie(zet(4, "herzieningen", herziening("2024-01-01", "110.00")))
    )

    assert bedragen(verhaal, k, "2024-01-01") == ["110.00"]


def test_een_vervanging_mag_een_ander_soort_feit_en_een_andere_dag_zijn(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))

    verhaal.post(
        f"{k}/correcties", correctie(zet(2, "indexeringen", indexering("2025-01-01", "2.00")))
    )

    assert bedragen(verhaal, k, "2024-12-31", "2025-01-01") == ["100.00", "102.00"]


def test_een_correctie_van_twee_plaatsen(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/herzieningen", herziening("2024-01-01", "110.00"))
    verhaal.post(f"{k}/herzieningen", herziening("2025-01-01", "120.00"))
    beide = correctie(
        zet(2, "herzieningen", herziening("2024-01-01", "111.00")),
        zet(3, "herzieningen", herziening("2025-01-01", "121.00")),
    )
    verhaal.post(f"{k}/correcties", beide)
    assert bedragen(verhaal, k, "2024-01-01", "2025-01-01") == ["111.00", "121.00"]
    nieuw = herziening("2024-01-01", "112.00")

    zonder_plaats = correctie(zet(4, "herzieningen", nieuw))
    nee = verhaal.post(f"{k}/correcties", zonder_plaats, status=409)
    assert [r["code"] for r in nee["regels"]] == ["verwijzing-onbekend"]
    assert "2, 3" in nee["detail"]
    assert verhaal.weigering(
        f"{k}/correcties", correctie(zet(4, "herzieningen", nieuw, plaats=7))
    ) == ["verwijzing-onbekend"]

    ander = herziening("2025-01-01", "122.00")
    weer = correctie(
        zet(4, "herzieningen", nieuw, plaats=2), zet(4, "herzieningen", ander, plaats=3)
    )
    verhaal.post(f"{k}/correcties", weer)
    assert bedragen(verhaal, k, "2024-01-01", "2025-01-01") == ["112.00", "122.00"]

    # What a correctie of a correctie does not name again is gone; its place can still be named later.
    verhaal.post(f"{k}/correcties", correctie(zet(5, "herzieningen", nieuw, plaats=2)))
    assert bedragen(verhaal, k, "2024-01-01", "2025-01-01") == ["112.00", "112.00"]
    terug = correctie(
        zet(6, "herzieningen", nieuw, plaats=2), zet(6, "herzieningen", ander, plaats=3)
    )
    verhaal.post(f"{k}/correcties", terug)
    assert bedragen(verhaal, k, "2024-01-01", "2025-01-01") == ["112.00", "122.00"]

    verhaal.post(f"{k}/correcties", correctie(zet(7)))
    assert bedragen(verhaal, k, "2024-01-01", "2025-01-01") == ["100.00", "100.00"]
    assert verhaal.leesfouten() == []


def test_de_opening_vervangen(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/indexeringen", indexering("2024-01-01", "10.00"))
    verhaal.op("2023-02-01")
    anders = verhaal.lichaam(
        contractnummer="K-1", tarieven=[tarief("90.00")], ingangsdatum="2023-02-01"
    )

    verhaal.post(f"{k}/correcties", correctie(zet(1, "POST", anders)))

    nu, toen = (
        verhaal.get(k, geldigOp="2023-01-15", beschikbaarOp=d) for d in ("2023-02-01", "2023-01-31")
    )
    assert [(s["contractnummer"], s["status"]) for s in (nu, toen)] == [
        ("K-1", "TOEKOMSTIG"),
        ("K", "ACTIEF"),
    ]
    assert bedragen(verhaal, k, "2023-01-15", "2024-01-01") == ["90.00", "99.00"]
    verhaal.contract()  # its number is free again
    assert verhaal.leesfouten() == []


def test_de_opening_ingetrokken_en_hersteld(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/indexeringen", indexering("2024-01-01", "10.00"))
    verhaal.op("2023-02-01")

    weg = verhaal.post(f"{k}/correcties", correctie(zet(2), zet(1)))

    assert weg["contract"] is None
    antwoord = verhaal.vraag("GET", k)
    assert (antwoord.status_code, antwoord.json()["type"]) == (404, "/problemen/BestaatNiet")
    assert verhaal.get("/contracten")["aantal"] == 0
    assert verhaal.get(k, beschikbaarOp="2023-01-31")["versie"] == 2
    journaal = verhaal.get(f"{k}/gebeurtenissen")["resultaten"]
    assert [r["gecorrigeerdDoor"] for r in journaal] == [3, 3, None]
    assert verhaal.get(f"{k}/historie")["voorkomens"][-1]["eindRegistratie"] is not None
    verhaal.herbouw()

    verhaal.op("2023-03-01")
    terug = correctie(zet(3, "POST", verhaal.lichaam(), plaats=1))
    hersteld = verhaal.post(f"{k}/correcties", terug)["contract"]
    assert (hersteld["versie"], hersteld["tarieven"][0]["tarief"]) == (4, "100.00")
    assert verhaal.vraag("GET", k, params={"beschikbaarOp": "2023-02-15"}).status_code == 404
    assert verhaal.leesfouten() == []


def test_een_hersteld_contractnummer_kan_bezet_zijn(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/correcties", correctie(zet(1)))
    verhaal.contract()

    terug = correctie(zet(2, "POST", verhaal.lichaam()))

    assert verhaal.weigering(f"{k}/correcties", terug) == ["contractnummer-bestaat-al"]


def test_na_een_ingetrokken_opening_staat_er_niets_om_te_wijzigen(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/correcties", correctie(zet(1)))

    assert verhaal.weigering(f"{k}/herzieningen", herziening("2024-01-01", "110.00")) == [
        "niet-laatste-feit"
    ]


def test_een_intrekking_volgt_de_opzegging_door_een_correctie_heen(verhaal: Verhaal) -> None:
    k = opgezegd(verhaal)
    verhaal.post(f"{k}/intrekkingen", intrekking("2028-06-01", 2))
    ander = zet(2, "opzeggingen", opzegging("2028-01-01", "2028-10-31"))

    verhaal.post(f"{k}/correcties", correctie(ander))

    assert verhaal.get(k, geldigOp="2028-05-31")["einddatum"] == "2028-10-31"
    assert verhaal.get(k, geldigOp="2028-06-01")["status"] == "ACTIEF"
    # Without the notice the withdrawal has nothing to take back.
    assert verhaal.weigering(f"{k}/correcties", correctie(zet(4))) == ["verwijzing-onbekend"]
    verhaal.post(f"{k}/correcties", correctie(zet(4), zet(3)))
    assert verhaal.get(k, geldigOp="2028-05-31")["status"] == "ACTIEF"


def test_op_elk_soort_ding_kan_worden_gecorrigeerd(verhaal: Verhaal) -> None:
    regio = {
        "ingangsdatum": "2018-01-01",
        "naam": "Nieuw Rivierenland",
        "gemeenten": ["9001", "9002"],
    }
    aanbieder = {"ingangsdatum": "2018-01-01", "naam": "Oever BV", "kvkNummer": "12345679"}
    traject = {**trajectlichaam(verhaal.regio), "naam": "Inkoop 2018"}
    for pad, lichaam in (
        (f"/regios/{verhaal.regio}", regio),
        (f"/aanbieders/{verhaal.aanbieder}", aanbieder),
        (f"/inkooptrajecten/{verhaal.traject}", traject),
    ):
        verhaal.post(f"{pad}/correcties", correctie(zet(1, "POST", lichaam)))
        assert verhaal.get(pad)["naam"] == lichaam["naam"]
    assert verhaal.get(f"/aanbieders/{verhaal.aanbieder}")["toelatingen"][0]["perceel"] == "P1"
    assert verhaal.leesfouten() == []
