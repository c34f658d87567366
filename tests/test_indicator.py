"""Indicators: baselines that stand fast, measurements that are corrected, and what the council reads of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.toegang import Rol
from domain.indicator import (
    INDICATOR,
    IndicatorGemeten,
    IndicatorIngetrokken,
    IndicatorVastgelegd,
    NulmetingVastgesteld,
    StreefwaardeGesteld,
)
from domain.indicatordelen import (
    Eenheid,
    Gewenst,
    Richting,
    beweging,
    peildagen,
)
from domain.tijdlijn import verloop
from domain.waarden import Getal, als_getal, lees_getal, schrijf_getal
from tests.hulp import Verhaal, afwijking, correctie, intrekking, verteld, zet
from tests.vouwen import DING, in_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from domain.feiten import Feit

DOELEN = [
    {"code": "5", "omschrijving": "Ambulante hulp komt in de plaats van verblijf"},
    {"code": "7", "omschrijving": "Minder kinderen keren terug in de jeugdhulp"},
]
CONTRACTEN = "2023-01-01"
"""The first day of the contracts of the story."""


@pytest.fixture
def v(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld(ingangContracten=CONTRACTEN, einddatum="2030-12-31", doelen=DOELEN)
        yield begonnen


def indicator(v: Verhaal, **anders: Any) -> str:
    """Record an indicator of goal 7; give its path."""
    lichaam = {
        "ingangsdatum": "2022-06-01",
        "regioId": v.regio,
        "code": "terugkeer",
        "naam": "Terugkeer in de jeugdhulp binnen een jaar",
        "eenheid": "PERCENTAGE",
        "gewenst": "LAGER",
        "definitie": "aandeel van de afgesloten hulp dat binnen twaalf maanden opnieuw begint",
        "bron": "regionale monitor",
        "doelen": [{"trajectId": v.traject, "doel": "7"}],
        **anders,
    }
    return f"/indicatoren/{v.post('/indicatoren', lichaam)['indicator']['id']}"


def cijfer(dag: str, periode: str, waarde: str, **anders: Any) -> dict[str, Any]:
    vast = {"ingangsdatum": dag, "peilperiode": periode, "waarde": waarde}
    return {**vast, "bron": f"monitor {periode}", **anders}


def gemeten(v: Verhaal, pad: str, **paar: Any) -> dict[str, str]:
    """Give the measurements of the regio by period."""
    metingen = v.get(pad, **paar)["metingen"]
    return {m["peilperiode"]: m["waarde"] for m in metingen if m["gemeente"] is None}


# --- what is recorded --------------------------------------------------------------------------------------------


def test_een_indicator_met_nulmeting_streefwaarde_en_metingen(v: Verhaal) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    v.op("2022-09-01")
    v.post(f"{pad}/nulmetingen", cijfer("2022-09-01", "2021", "18.40"))
    v.post(f"{pad}/streefwaarden", {"ingangsdatum": "2022-09-01", "waarde": "12", "per": "2030"})
    v.op("2025-03-10")
    for dag, periode, waarde in (
        ("2025-03-10", "2024-Q4", "16.1"),
        ("2025-03-10", "2024", "16.25"),
        ("2024-03-11", "2023", "17.0"),
    ):
        v.post(f"{pad}/metingen", cijfer(dag, periode, waarde))
    v.post(f"{pad}/metingen", cijfer("2025-03-10", "2024", "21.5", gemeente="9001"))

    nu = v.get(pad)
    assert (nu["status"], nu["eenheid"], nu["gewenst"]) == ("ACTIEF", "PERCENTAGE", "LAGER")
    assert [(n["peilperiode"], n["waarde"], n["volgnummer"]) for n in nu["nulmetingen"]] == [
        ("2021", "18.40", 2)
    ]
    assert [(s["per"], s["waarde"]) for s in nu["streefwaarden"]] == [("2030", "12")]
    op_volgorde = [(m["peilperiode"], m["gemeente"], m["waarde"]) for m in nu["metingen"]]
    assert op_volgorde == [
        ("2023", None, "17.0"),
        ("2024", None, "16.25"),
        ("2024", "9001", "21.5"),
        ("2024-Q4", None, "16.1"),
    ]
    assert gemeten(v, pad, geldigOp="2024-12-31") == {"2023": "17.0"}
    assert gemeten(v, pad, geldigOp="2024-12-31", beschikbaarOp="2024-12-31") == {}
    assert v.get(pad, geldigOp="2022-05-31")["status"] == "TOEKOMSTIG"
    assert not v.leesfouten()


def test_welke_doelen_worden_gemeten_is_zelf_gedateerd(v: Verhaal) -> None:
    """S0:80-88: the goals are made measurable while the contracts run."""
    v.op("2022-06-01")
    pad = indicator(v)
    v.op("2024-02-01")
    doelen = [{"trajectId": v.traject, "doel": code} for code in ("5", "7")]
    v.post(
        f"{pad}/wijzigingen", {"ingangsdatum": "2024-02-01", "naam": "Terugkeer", "doelen": doelen}
    )

    gevraagd: dict[str, Any] = {"trajectId": v.traject}
    for dag, codes in (("2024-01-31", ["7"]), ("2024-02-01", ["5", "7"])):
        (gevonden,) = v.get("/indicatoren", geldigOp=dag, **gevraagd)["resultaten"]
        assert [d["doel"] for d in gevonden["doelen"]] == codes
    v.post(f"{pad}/wijzigingen", {"ingangsdatum": "2024-03-01", "doelen": []})
    assert v.get("/indicatoren", geldigOp="2024-03-01", **gevraagd)["aantal"] == 0
    assert v.get("/indicatoren", geldigOp="2024-03-01", code="terugkeer")["aantal"] == 1


def test_een_verkeerd_cijfer_wordt_gecorrigeerd_en_blijft_toen_zoals_het_was(v: Verhaal) -> None:
    """domein.md C.3: in the report of June stood 72.4; now 73.1 over the same period."""
    v.op("2025-06-02")
    pad = indicator(v)
    v.post(f"{pad}/metingen", cijfer("2025-03-10", "2024", "72.4", voorlopig=True))
    v.op("2025-07-01")
    toen = v.get(pad)
    v.op("2025-09-01")
    definitief = cijfer("2025-03-10", "2024", "73.1")
    v.post(
        f"{pad}/correcties", correctie(zet(2, "metingen", definitief), soort="DEFINITIEF_CIJFER")
    )

    assert gemeten(v, pad) == {"2024": "73.1"}
    assert [m["voorlopig"] for m in v.get(pad)["metingen"]] == [None]
    assert v.get(pad, **toen["tijdreis"]) == toen
    assert toen["metingen"][0]["waarde"] == "72.4"
    v.herbouw()
    assert v.get(pad, **toen["tijdreis"]) == toen


def test_over_een_periode_wordt_een_keer_gemeten(v: Verhaal) -> None:
    v.op("2025-06-02")
    pad = indicator(v)
    v.post(f"{pad}/metingen", cijfer("2025-03-10", "2024", "16.2"))

    assert v.weigering(f"{pad}/metingen", cijfer("2025-05-01", "2024", "16.4")) == [
        "meting-bestaat-al"
    ]
    assert v.weigering(f"{pad}/metingen", cijfer("2025-03-01", "2024", "16.4")) == [
        "meting-bestaat-al"
    ]
    v.post(f"{pad}/metingen", cijfer("2025-05-01", "2024", "16.4", gemeente="9001"))
    v.post(f"{pad}/intrekkingen", intrekking("2025-05-02", 2))
    v.post(f"{pad}/metingen", cijfer("2025-05-03", "2024", "16.9"))
    assert gemeten(v, pad) == {"2024": "16.9"}
    assert gemeten(v, pad, geldigOp="2025-05-01") == {"2024": "16.2"}
    assert gemeten(v, pad, geldigOp="2025-05-02") == {}


def test_een_klein_aantal_van_een_gemeente_komt_niet_in_het_register(v: Verhaal) -> None:
    """domein.md E.12."""
    v.op("2025-06-02")
    pad = indicator(v, code="plaatsingen", eenheid="AANTAL", naam="Nieuwe plaatsingen")

    for deur, waarde in (("metingen", "9"), ("metingen", "9.5"), ("nulmetingen", "1")):
        klein = cijfer("2022-12-01", "2021", waarde, gemeente="9001")
        gedwongen = {**klein, "afwijking": afwijking("klein-aantal")}
        assert v.weigering(f"{pad}/{deur}", klein) == ["klein-aantal"]
        assert v.weigering(f"{pad}/{deur}", gedwongen) == ["klein-aantal"]
    v.post(f"{pad}/metingen", cijfer("2022-12-01", "2021", "9"))
    v.post(f"{pad}/metingen", cijfer("2022-12-01", "2021", "10", gemeente="9001"))
    v.post(f"{pad}/metingen", cijfer("2022-12-01", "2021", "0", gemeente="9002"))
    assert len(v.get(pad)["metingen"]) == 3


# --- the baseline ------------------------------------------------------------------------------------------------


def test_de_nulmeting_staat_vast_zodra_de_contracten_ingaan(v: Verhaal) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    v.op("2022-12-31")
    v.post(f"{pad}/nulmetingen", cijfer("2022-09-01", "2020", "18.0"))
    v.post(f"{pad}/nulmetingen", cijfer("2022-12-31", "2021", "18.4"))
    v.op("2023-03-01")

    anders = cijfer("2023-01-01", "2022", "16.0")
    assert v.weigering(f"{pad}/nulmetingen", anders) == ["nulmeting-bevroren"]
    per_gemeente = {**anders, "gemeente": "9001"}
    assert v.weigering(f"{pad}/nulmetingen", per_gemeente) == ["nulmeting-bevroren"]
    assert v.weigering(f"{pad}/intrekkingen", intrekking("2023-02-01", 3)) == ["nulmeting-bevroren"]
    assert [n["waarde"] for n in v.get(pad)["nulmetingen"]] == ["18.4"]
    assert [n["waarde"] for n in v.get(pad, geldigOp="2022-10-01")["nulmetingen"]] == ["18.0"]

    v.post(f"{pad}/nulmetingen", {**anders, "afwijking": afwijking("nulmeting-bevroren")})
    (gemerkt,) = v.get(pad)["afwijkingen"]
    assert (gemerkt["regels"], gemerkt["soort"]) == (
        ["nulmeting-bevroren"],
        "indicator.nulmeting_vastgesteld",
    )


def test_een_laat_vastgelegde_nulmeting_van_voor_de_start_is_laat_en_niet_geweigerd(
    v: Verhaal,
) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    v.op("2023-05-01")
    v.post(f"{pad}/nulmetingen", cijfer("2022-12-31", "2021", "18.4"))

    (_, regel) = v.get(f"{pad}/gebeurtenissen")["resultaten"]
    assert regel["laat"] is True
    goed = cijfer("2022-12-31", "2021", "18.9")
    v.post(f"{pad}/correcties", correctie(zet(2, "nulmetingen", goed)))
    assert [n["waarde"] for n in v.get(pad)["nulmetingen"]] == ["18.9"]
    na = cijfer("2023-01-02", "2021", "19.9")
    assert v.weigering(f"{pad}/correcties", correctie(zet(3, "nulmetingen", na))) == [
        "nulmeting-bevroren"
    ]


def test_zonder_doel_of_zonder_vastgesteld_traject_bevriest_niets(v: Verhaal) -> None:
    v.op("2023-05-01")
    los = indicator(v, code="los", doelen=[])
    v.post(f"{los}/nulmetingen", cijfer("2023-05-01", "2022", "18.4"))
    voornemen = {
        "ingangsdatum": "2018-01-01",
        "naam": "Voornemen",
        "regioId": v.regio,
        "inkoopvorm": "SAS",
        "toetreding": "OPEN",
        "segmenten": [],
        "percelen": [],
        "doelen": DOELEN,
        "voorgenomen": True,
    }
    traject = v.post("/inkooptrajecten", voornemen)["inkooptraject"]["id"]
    pad = indicator(v, code="voornemen", doelen=[{"trajectId": traject, "doel": "5"}])
    v.post(f"{pad}/nulmetingen", cijfer("2023-05-01", "2022", "18.4"))
    assert len(v.get(pad)["nulmetingen"]) == 1


# --- what does not fit -------------------------------------------------------------------------------------------

FOUT: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("metingen", cijfer("2024-06-01", "2024", "1"), "", "nog niet voorbij"),
    ("metingen", cijfer("2023-12-31", "2024", "1", voorlopig=True), "", "voordat 2024 begint"),
    ("nulmetingen", cijfer("2023-12-31", "2024-Q1", "1"), "", "voordat 2024-Q1 begint"),
    (
        "metingen",
        cijfer("2025-06-01", "2024-13", "1"),
        "peilperiode",
        "een jaar, kwartaal of maand",
    ),
    ("metingen", cijfer("2025-06-01", "2024-najaar", "1"), "peilperiode", "kwartaal of maand"),
    ("metingen", cijfer("2025-06-01", "2024", "1,5"), "waarde", "geen getal"),
    ("metingen", cijfer("2025-06-01", "2024", "01"), "waarde", "geen getal"),
    ("wijzigingen", {"ingangsdatum": "2025-06-01"}, "", "ten minste één wijziging"),
)


def test_wat_niet_kan_zegt_waarom(v: Verhaal) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    positie = v.positie
    for deur, lichaam, naam, reden in FOUT:
        (fout,) = v.post(f"{pad}/{deur}", lichaam, status=400)["fouten"]
        assert (fout["naam"], reden in fout["reden"]) == (naam, True), fout
    dubbel = [{"trajectId": v.traject, "doel": "7"}] * 2
    wijziging = {"ingangsdatum": "2025-06-01", "doelen": dubbel}
    (fout,) = v.post(f"{pad}/wijzigingen", wijziging, status=400)["fouten"]
    assert "elk doel één keer" in fout["reden"]
    assert v.positie == positie
    v.post(f"{pad}/metingen", cijfer("2024-06-01", "2024", "-1.50", voorlopig=True))
    assert v.get(pad, geldigOp="2024-06-01")["metingen"][0]["waarde"] == "-1.50"


def test_een_verwijzing_naar_wat_niet_bestaat_wordt_geweigerd(v: Verhaal) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    nergens = "00000000-0000-4000-8000-000000000000"
    for doel in ({"trajectId": v.traject, "doel": "9"}, {"trajectId": nergens, "doel": "7"}):
        wijziging = {"ingangsdatum": "2022-06-01", "doelen": [doel]}
        assert v.weigering(f"{pad}/wijzigingen", wijziging) == ["verwijzing-onbekend"]
    assert v.weigering(f"{pad}/intrekkingen", intrekking("2022-07-01", 9)) == [
        "verwijzing-onbekend"
    ]
    dubbel = {
        "ingangsdatum": "2022-06-01",
        "regioId": v.regio,
        "code": "terugkeer",
        "naam": "Nog een",
        "eenheid": "SCORE",
        "gewenst": "HOGER",
    }
    assert v.weigering("/indicatoren", dubbel) == ["kenmerk-bestaat-al"]
    assert v.weigering("/indicatoren", {**dubbel, "code": "b", "regioId": nergens}) == [
        "verwijzing-onbekend"
    ]


def test_na_de_intrekking_van_het_geheel_komt_er_niets_bij(v: Verhaal) -> None:
    v.op("2025-06-02")
    pad = indicator(v)
    v.post(f"{pad}/metingen", cijfer("2025-03-10", "2024", "16.2"))
    v.post(f"{pad}/intrekkingen", intrekking("2025-06-01", 1))

    assert v.get(pad)["status"] == "VERVALLEN"
    assert v.get(pad, geldigOp="2025-05-31")["status"] == "ACTIEF"
    later = cijfer("2025-06-02", "2024-12", "1")
    assert v.weigering(f"{pad}/metingen", later) == ["indicator-vervallen"]
    assert v.get("/indicatoren", status="VERVALLEN")["aantal"] == 1


def test_wie_cijfers_vastlegt(v: Verhaal) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    v.post(f"{pad}/metingen", cijfer("2022-06-01", "2021", "1"), als=Rol.INKOPER)
    for rol in (Rol.CONTRACTBEHEERDER, Rol.CONTROLLER, Rol.AUDITOR, Rol.RAAD):
        v.post(f"{pad}/metingen", cijfer("2022-06-01", "2020", "1"), status=403, als=rol)
    assert v.get(pad, als=Rol.RAAD)["metingen"][0]["waarde"] == "1"


# --- signals -----------------------------------------------------------------------------------------------------


def codes(v: Verhaal, pad: str, **paar: Any) -> list[str]:
    return [s["code"] for s in v.get(pad, **paar)["signalen"]]


def test_een_indicator_die_niet_meer_wordt_gemeten_valt_op(v: Verhaal) -> None:
    v.op("2022-06-01")
    pad = indicator(v)
    v.op("2023-07-01")
    v.post(f"{pad}/metingen", cijfer("2023-07-01", "2022", "16.2"))

    for dag, verwacht in (
        ("2022-06-01", []),
        ("2023-06-01", []),
        ("2023-06-02", ["meting-ontbreekt"]),
        ("2023-07-01", []),
        ("2024-07-01", []),
        ("2024-07-02", ["meting-ontbreekt"]),
    ):
        assert codes(v, pad, geldigOp=dag) == verwacht, dag
    v.post(f"{pad}/intrekkingen", intrekking("2024-08-01", 1))
    assert codes(v, pad, geldigOp="2024-08-01") == []


def test_een_doel_zonder_indicator_valt_op_zodra_de_contracten_lopen(v: Verhaal) -> None:
    traject = f"/inkooptrajecten/{v.traject}"
    v.op("2022-06-01")
    pad = indicator(v)

    assert codes(v, traject, geldigOp="2022-12-31") == []
    assert codes(v, traject, geldigOp=CONTRACTEN) == ["doel-zonder-indicator"]
    (signaal,) = v.get(traject, geldigOp=CONTRACTEN)["signalen"]
    assert "meet 5." in signaal["detail"]
    v.op("2023-02-01")
    indicator(v, code="b", doelen=[{"trajectId": v.traject, "doel": "5"}])
    assert codes(v, traject) == []
    v.post(f"{pad}/intrekkingen", intrekking("2023-02-01", 1))
    assert codes(v, traject) == ["doel-zonder-indicator"]


# --- the folds ---------------------------------------------------------------------------------------------------

DAG = date(2024, 1, 1)
DAGEN = st.integers(0, 30).map(lambda n: DAG + timedelta(days=n))
PERIODEN = st.sampled_from(["2021", "2022", "2022-Q4", "2023-06"])
GEMEENTEN = st.sampled_from([None, "9001"])
GETALLEN = st.builds(Getal, st.integers(-500, 5000), st.integers(0, 3))
CIJFERS = {"peilperiode": PERIODEN, "waarde": GETALLEN, "bron": st.just("b"), "gemeente": GEMEENTEN}
FEITEN: st.SearchStrategy[Feit] = st.one_of(
    st.builds(IndicatorGemeten, ingangsdatum=DAGEN, **CIJFERS),
    st.builds(NulmetingVastgesteld, ingangsdatum=DAGEN, **CIJFERS),
    st.builds(
        StreefwaardeGesteld, ingangsdatum=DAGEN, waarde=GETALLEN, per=PERIODEN, gemeente=GEMEENTEN
    ),
    st.builds(IndicatorIngetrokken, ingangsdatum=DAGEN, volgnummer=st.integers(2, 8)),
)
OPENING = IndicatorVastgelegd(
    ingangsdatum=DAG,
    regio_id=DING,
    code="c",
    naam="n",
    eenheid=Eenheid.SCORE,
    gewenst=Gewenst.HOGER,
)


def naief(rest: list[Feit], dag: date) -> dict[str, dict[tuple[str, ...], tuple[int, Getal]]]:
    """Give the figures that stand on a day, by walking the facts in order of their days."""
    metingen: dict[tuple[str, ...], tuple[int, Getal]] = {}
    nul: dict[tuple[str, ...], tuple[int, Getal]] = {}
    doel: dict[tuple[str, ...], tuple[int, Getal]] = {}
    op_volgorde = sorted(enumerate(rest, start=2), key=lambda p: (p[1].ingangsdatum, p[0]))
    for nummer, feit in op_volgorde:
        if feit.ingangsdatum > dag:
            break
        match feit:
            case IndicatorGemeten():
                metingen[feit.peilperiode, feit.gemeente or "", str(nummer)] = nummer, feit.waarde
            case NulmetingVastgesteld():
                nul[(feit.gemeente or "",)] = nummer, feit.waarde
            case StreefwaardeGesteld():
                doel[feit.per, feit.gemeente or ""] = nummer, feit.waarde
            case IndicatorIngetrokken() if feit.volgnummer < nummer:
                for stapel in (metingen, nul, doel):
                    for sleutel in [s for s, (n, _) in stapel.items() if n == feit.volgnummer]:
                        del stapel[sleutel]
    return {"metingen": metingen, "nulmetingen": nul, "streefwaarden": doel}


@given(rest=st.lists(FEITEN, max_size=8))
def test_cijfers_zijn_die_van_de_feiten_tot_en_met_de_dag(rest: list[Feit]) -> None:
    gevouwen = verloop(soort=INDICATOR, registraties=in_log([OPENING, *rest]))

    for n in range(32):
        dag = DAG + timedelta(days=n)
        stand = gevouwen.op(dag)
        assert stand is not None
        verwacht = naief(rest, dag)
        for naam, stapel in verwacht.items():
            delen = getattr(stand, naam)
            assert sorted((d.plaats, d.waarde) for d in delen) == sorted(stapel.values()), naam
        volgorde = [peildagen(m.peilperiode)[::-1] for m in stand.metingen]
        assert volgorde == sorted(volgorde)
        for gemeente in (None, "9001"):
            eigen = [m for m in stand.metingen if m.gemeente == gemeente]
            assert list(stand.reeks(gemeente=gemeente)) == eigen
            gezocht = stand.nulmeting(gemeente=gemeente)
            assert (gezocht is None) == ((gemeente or "",) not in verwacht["nulmetingen"])


@given(getal=GETALLEN)
def test_een_getal_houdt_zijn_decimalen(getal: Getal) -> None:
    tekst = schrijf_getal(getal)

    assert lees_getal(tekst) == getal
    assert Decimal(tekst) == getal.waarde == als_getal(getal.waarde).waarde


def test_de_streefwaarde_is_de_eerste_die_nog_komt() -> None:
    feiten = [
        StreefwaardeGesteld(ingangsdatum=DAG, waarde=Getal(w, 0), per=per)
        for per, w in (("2030", 12), ("2026", 15))
    ]
    stand = verloop(soort=INDICATOR, registraties=in_log([OPENING, *feiten])).op(DAG)
    assert stand is not None

    dagen = map(date.fromisoformat, ("2025-01-01", "2026-12-31", "2027-01-01", "2031-01-01"))
    gevonden = [stand.streefwaarde(gemeente=None, dag=dag) for dag in dagen]

    assert [s.per for s in gevonden if s is not None] == ["2026", "2026", "2030", "2030"]
    assert stand.streefwaarde(gemeente="9001", dag=DAG) is None


def test_gunstig_is_wat_het_doel_wil() -> None:
    een, twee = Decimal(1), Decimal("1.5")
    gevonden = [
        beweging(gewenst=gewenst, van=van, naar=naar)
        for gewenst in Gewenst
        for van, naar in ((een, twee), (twee, een), (een, een))
    ]
    assert gevonden == [
        *(Richting.GUNSTIG, Richting.ONGUNSTIG, Richting.GELIJK),
        *(Richting.ONGUNSTIG, Richting.GUNSTIG, Richting.GELIJK),
    ]
