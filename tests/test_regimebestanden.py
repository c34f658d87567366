"""Each regime file says what its seed says, and shows for every value where it comes from."""

import ast
import operator
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.besluitvereiste import Besluitregel, Rol
from infrastructure.gemeenten import bestaat
from infrastructure.regimebestand import REGIMES, lees_regime, regimecodes
from infrastructure.regimevormen import HERKOMST, Cijfer, Regime

REGELS = {"S0": 211, "S1": 1833, "S2": 259, "S3": 686, "S4": 250}
"""Lines of each seed."""
S0, S1, S2, S3, S4 = regimecodes()

elk_regime = pytest.mark.parametrize("naam", regimecodes())


def rauw(naam: str) -> dict[str, Any]:
    """Give a file as the standard library reads it."""
    return tomllib.loads((REGIMES / f"{naam}.toml").read_text("utf-8"))


def bronnen(deel: object) -> Iterator[str]:
    """Walk every source that a file names."""
    if isinstance(deel, dict):
        bron = deel.get("bron", [])
        yield from [bron] if isinstance(bron, str) else bron
    kinderen = deel.values() if isinstance(deel, dict) else deel if isinstance(deel, list) else ()
    for kind in kinderen:
        yield from bronnen(kind)


# --- all five ----------------------------------------------------------------------------------------------------


@elk_regime
def test_de_vorm_is_voor_elk_regime_dezelfde(naam):
    """A section that a seed says nothing of stands there empty, so that one sees it was looked for."""
    regime = rauw(naam)
    secties = {v.alias or n for n, v in Regime.model_fields.items()} - HERKOMST

    assert set(regime) == secties
    assert (regime["code"], regime["seed"].lower()) == (naam, naam[:2])


@elk_regime
def test_elke_aangehaalde_regel_bestaat(naam):
    aangehaald = list(bronnen(rauw(naam)))

    assert len(aangehaald) > 100
    for bron in aangehaald:
        document, _, plek = bron.partition(":")
        laatste = int(plek.rpartition("-")[2])
        assert 1 <= laatste <= REGELS[document], bron


@elk_regime
def test_een_lezing_is_te_bevestigen_en_elk_alternatief_heeft_een_gevolg(naam):
    lezingen = lees_regime(naam=naam).lezingen

    assert lezingen
    for lezing in lezingen:
        assert (lezing.stand, bool(lezing.reden)) == ("TE_BEVESTIGEN", True), lezing.code
        assert all(ander.steun and ander.gevolg for ander in lezing.alternatieven), lezing.code


@elk_regime
def test_de_gemeenten_bestaan_op_de_ingangsdatum(naam):
    regio = lees_regime(naam=naam).regio
    dag = regio.ingangsdatum.waarde

    for code in regio.gemeenten_demo.waarde:
        assert bestaat(code=code, dag=dag, demo=True)
        assert not bestaat(code=code, dag=dag)
    for code in regio.gemeenten_bron.waarde:
        assert bestaat(code=code, dag=dag)


def test_geen_twee_regios_delen_een_fictieve_gemeente():
    alle = [c for n in regimecodes() for c in lees_regime(naam=n).regio.gemeenten_demo.waarde]

    assert len(set(alle)) == len(alle)


@elk_regime
def test_een_verzonnen_perceel_zegt_dat_en_heeft_een_productcode_in_de_vorm_van_ijw(naam):
    for traject in lees_regime(naam=naam).trajecten:
        assert {p.segment for p in traject.percelen} == set(traject.segmenten.waarde)
        for perceel in traject.percelen:
            assert perceel.aanname, perceel.code
            for product in perceel.producten:
                assert re.fullmatch(r"4[0-9]A\d{2}|5[0-4]A\d{2}", product, re.ASCII), product


@elk_regime
def test_een_einde_dat_de_bron_niet_geeft_wordt_niet_verzonnen(naam):
    """A procedure without end has a least duration, renews by itself, or is not that far yet."""
    for traject in lees_regime(naam=naam).trajecten:
        if traject.einddatum is None:
            assert (
                traject.minimale_duur
                or traject.stilzwijgende_verlenging
                or traject.contractduur is None
            ), traject.code


# --- S0 ----------------------------------------------------------------------------------------------------------


def test_s0_loopt_acht_jaar_en_kan_tot_2034():
    """S0:103-109."""
    regime = lees_regime(naam=S0)

    assert [t.code for t in regime.trajecten] == [
        "open-house-voorganger",
        "sas-verblijf",
        "sas-ambulant",
    ]
    for traject in regime.trajecten[1:]:
        (optie,) = traject.verlengingsopties
        assert traject.inkoopvorm.waarde == "SAS"
        assert (traject.ingangsdatum.waarde, traject.laatste_dag) == (
            date(2023, 1, 1),
            date(2030, 12, 31),
        )
        assert [m.moment.fase for m in traject.beslismomenten] == ["2025", "2027"]
        assert optie.tot_en_met.waarde == date(2034, 12, 31)
        assert optie.uitoefenen_van is not None
        assert optie.uitoefenen_van.waarde == date(2030, 1, 1)
        assert optie.aankondigen_uiterlijk is not None
        assert optie.aankondigen_uiterlijk.waarde == date(2030, 6, 30)
        assert optie.aankondigen_uiterlijk.aanname


def test_s0_leest_tot_2034_op_twee_manieren():
    """S0:109, S0:156-158."""
    lezing = lees_regime(naam=S0).lezing_van("tot-2034")

    assert lezing.gekozen == "2034-12-31"
    assert [ander.waarde for ander in lezing.alternatieven] == ["2033-12-31"]


def test_s0_verbiedt_een_wissel_met_taakgericht_tot_2026():
    """S0:138-140: a dated rule of this regime."""
    regels = {regel.code: regel for regel in lees_regime(naam=S0).regels}
    wissel = regels["bekostigingswissel-niet-via-herziening"]

    assert (wissel.van, wissel.tot) == (date(2023, 1, 1), date(2026, 1, 1))


def test_s0_heeft_acht_doelen_drie_kaders_en_een_geheim_stuk():
    """S0:8-14, S0:34-38, S0:50-72."""
    regime = lees_regime(naam=S0)
    (geheim,) = regime.geheimhouding

    assert len(regime.doelen) == 8
    assert [kader.code for kader in regime.kaders] == [
        "overkoepelend-kader",
        "visie-ambulant",
        "visie-verblijf",
    ]
    assert geheim.stuk.waarde in {stuk.code for stuk in regime.stukken}
    assert geheim.tot is not None
    assert geheim.tot.waarde == date(2026, 1, 1)
    assert regime.regio.gemeenten_bron.waarde == ()


def test_s0_laat_elk_college_over_de_go_no_go_beslissen():
    """S0:103-107."""
    for code in ("sas-verblijf", "sas-ambulant"):
        (vereiste,) = lees_regime(naam=S0).traject(code).vereisten
        assert vereiste.handelingen == ("inkooptraject.beslissing_genomen",)
        assert (vereiste.orgaan, vereiste.rol, vereiste.regel) == (
            "COLLEGE",
            Rol.BESLIST,
            Besluitregel.ELK,
        )


# --- S1 ----------------------------------------------------------------------------------------------------------


def test_s1_kent_twee_snelheden():
    """S1:1067, S1:1138, S1:1166-1182."""
    regime = lees_regime(naam=S1)
    licht, zwaar = regime.traject("open-house-licht"), regime.traject("aanbesteding-zwaar")

    assert (licht.toetreding.waarde, zwaar.toetreding.waarde) == ("OPEN", "GESLOTEN")
    assert licht.laatste_dag == date(2021, 12, 31)
    assert licht.instroom is not None
    assert licht.instroom.ritme == "maandelijks"
    assert licht.stilzwijgende_verlenging is not None
    assert licht.stilzwijgende_verlenging.recht.waarde
    assert len(licht.beslismomenten[0].uitkomsten) == 3
    assert zwaar.laatste_dag == date(2023, 12, 31)
    assert regime.regime.stand.waarde == "VOORGENOMEN"


def test_s1_vraagt_instemming_van_alle_gemeenten_voor_een_wijziging():
    """S1:1236-1240."""
    for code in ("open-house-licht", "aanbesteding-zwaar"):
        (vereiste,) = lees_regime(naam=S1).traject(code).vereisten
        assert vereiste.handelingen == ("contract.herzien",)
        assert (vereiste.rol, vereiste.regel) == (Rol.TOESTEMMING, Besluitregel.ALLE)


def test_s1_kent_zeven_zware_en_tien_lichte_vormen():
    """S1:761-831, S1:862-892; four more go another way, S1:835."""
    regime = lees_regime(naam=S1)
    ouders = [segment.ouder.waarde for segment in regime.segmenten if segment.ouder]

    assert ouders.count("licht") == 10
    assert ouders.count("zwaar") == 7 + 1
    assert ouders.count("ander-traject") == 4
    assert [s.code for s in regime.verdeelsleutels] == ["F1", "F2", "F3", "F4", "F5", "F6"]


def test_s1_bewaart_de_scenarios_en_de_centrumregeling():
    """S1:151-260, S1:925-967."""
    regime = lees_regime(naam=S1)
    (regeling,) = regime.regelingen

    assert {"scenario-1", "scenario-2", "scenario-3"} <= {a.code for a in regime.alternatieven}
    assert {a.gekozen for a in regime.alternatieven} == {False}
    assert regeling.duur is not None
    assert (regeling.duur.waarde, regeling.soort.waarde) == ("P4Y", "CENTRUMREGELING")
    assert regeling.deelname is not None
    assert regeling.deelname.waarde == "GEHEEL_OF_NIET"


# --- S2 ----------------------------------------------------------------------------------------------------------


def test_s2_heeft_een_kader_dat_afloopt_en_een_opvolger_in_concept():
    """S2:43-45, S2:138-162."""
    oud, nieuw = lees_regime(naam=S2).kaders

    assert oud.tot_en_met is not None
    assert oud.tot_en_met.waarde == date(2021, 12, 31)
    assert (oud.stand.waarde, nieuw.stand.waarde) == ("VASTGESTELD", "CONCEPT")
    assert nieuw.voorganger == oud.code
    assert len(nieuw.uitgangspunten) == 13


def test_s2_laat_tien_raden_een_zienswijze_geven_en_het_ab_vaststellen():
    """S2:23-36, S2:223-243."""
    regime = lees_regime(naam=S2)
    (besluit,) = [b for b in regime.besluiten if b.code == "ab-vaststellen"]
    raden, ab = besluit.betrokken

    assert len(regime.regio.gemeenten_demo.waarde) == 10
    assert (raden.orgaan, raden.wie, raden.rol) == ("RAAD", "ALLE_GEMEENTEN", Rol.ZIENSWIJZE)
    assert (ab.orgaan, ab.wie, ab.rol) == ("AB", "EEN", Rol.STELT_VAST)
    assert [dag(raden.uiterlijk), dag(ab.uiterlijk)] == ["2020-12-03", "2020-12-10"]


def dag(moment: Any) -> str:
    """Give the text of a moment."""
    return str(getattr(moment, "fase", None) or moment.waarde)


# --- S3 ----------------------------------------------------------------------------------------------------------


def test_s3_koopt_vijf_segmenten_twee_door_herziening_en_drie_opnieuw():
    """S3:23-37, S3:585-648; which segment goes which way is our example."""
    nieuw = [t for t in lees_regime(naam=S3).trajecten if t.voorganger is not None]

    assert [t.inkoopvorm.waarde for t in nieuw] == ["HERZIENING"] * 2 + ["AANBESTEDING"] * 3
    for traject in nieuw:
        assert traject.inkoopvorm.lezing == "spoor-per-segment"
        assert traject.ingangsdatum.waarde == date(2027, 1, 1)
        assert traject.minimale_duur is not None
        assert (traject.minimale_duur.waarde, traject.minimale_duur.minimum) == ("P6Y", True)
        assert traject.einddatum is None


def test_s3_houdt_de_poort_dicht_tot_alle_raden_hebben_beslist():
    """S3:522-528: nine raden, read from H9."""
    regime = lees_regime(naam=S3)
    (besluit,) = [b for b in regime.besluiten if b.poorten]
    (poort,) = besluit.poorten

    assert len(regime.regio.gemeenten_demo.waarde) == 9
    assert (poort.kanaal, poort.doelgroep) == ("SERVICEBUREAU", "AANBIEDERS")
    assert (poort.orgaan, poort.rol) == ("RAAD", Rol.STELT_VAST)


def test_s3_houdt_onscherpe_momenten_onscherp():
    """S3:585-648."""
    momenten = {punt.moment.precisie for punt in lees_regime(naam=S3).kalender}

    assert {"seizoen", "maand"} <= momenten


# --- S4 ----------------------------------------------------------------------------------------------------------


def test_s4_weegt_vier_instrumenten_en_drie_vormen_van_bekostiging():
    """S4:112-216; nothing is chosen."""
    alternatieven = {a.code: a.gekozen for a in lees_regime(naam=S4).alternatieven}

    assert set(alternatieven) >= {
        *("eigen-beheer", "subsidie", "overheidsopdracht", "open-house"),
        *("taakgericht", "outputgericht", "inspanningsgericht"),
    }
    assert set(alternatieven.values()) == {None}


_BEWERKING = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def reken(som: ast.expr) -> Decimal:
    """Work out a sum of numbers."""
    if isinstance(som, ast.Constant):
        return Decimal(str(som.value))
    assert isinstance(som, ast.BinOp)
    uitkomst: Decimal = _BEWERKING[type(som.op)](reken(som.left), reken(som.right))
    return uitkomst


def test_s4_rekent_na_wat_berekend_is():
    """S4:16-28: 12.8 million short, 15.99 %, +14.2 %."""
    cijfers = {c.code: c for c in lees_regime(naam=S4).cijfers}
    berekend = {c.code: c.waarde for c in cijfers.values() if c.berekening}

    assert {"15.99", "14.2", "12.8"} <= {c.waarde for c in cijfers.values()}
    assert berekend
    for cijfer in cijfers.values():
        if cijfer.berekening:
            assert afgerond(cijfer) == Decimal(cijfer.waarde), cijfer.code


def afgerond(cijfer: Cijfer) -> Decimal:
    """Give what a calculation makes, in as many decimals as the figure has."""
    uitkomst = reken(ast.parse(cijfer.berekening or "", mode="eval").body)
    return uitkomst.quantize(Decimal(cijfer.waarde))
