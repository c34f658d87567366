"""Care without a contract: a subsidy is a beschikking that ends and is settled, own delivery has no aanbieder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.toegang import Rol
from domain.feiten import Feit
from domain.leveringslijn import (
    LEVERINGSLIJN,
    BeschikkingIngetrokken,
    LijnBegonnen,
    LijnGewijzigd,
    Lijnsoort,
    Status,
    SubsidieVastgesteld,
)
from domain.tijdlijn import verloop
from tests.hulp import Verhaal, afwijking, correctie, verteld, zet
from tests.vouwen import DING, in_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2023-11-14")
        yield begonnen


def subsidie(v: Verhaal, **anders: Any) -> dict[str, Any]:
    return {
        "ingangsdatum": "2024-01-01",
        "regioId": v.regio,
        "kenmerk": "S-24-017",
        "lijnsoort": "SUBSIDIE",
        "aanbiederId": v.aanbieder,
        "trajectId": v.traject,
        "segment": "ambulant",
        "percelen": ["P2", "P1"],
        "gemeenten": ["9002", "9001"],
        "einddatum": "2024-12-31",
        "bedrag": "120000.00",
        **anders,
    }


def eigen_beheer(v: Verhaal, **anders: Any) -> dict[str, Any]:
    return {
        "ingangsdatum": "2024-01-01",
        "regioId": v.regio,
        "kenmerk": "wijkteam",
        "lijnsoort": "EIGEN_BEHEER",
        "segment": "lokale toegang",
        "gemeenten": ["9001"],
        **anders,
    }


def lijn(v: Verhaal, lichaam: Mapping[str, Any]) -> str:
    return f"/leveringslijnen/{v.post('/leveringslijnen', lichaam)['leveringslijn']['id']}"


def einde(v: Verhaal, dag: str) -> tuple[str, str | None]:
    (item,) = v.get("/kalender", geldigOp=dag)["resultaten"]
    return item["stand"], item["gedaanOp"]


# --- how a subsidy runs -------------------------------------------------------------------------------------------


def test_een_subsidie_eindigt_op_haar_dag_en_wordt_daarna_vastgesteld(verhaal: Verhaal) -> None:
    """domein.md A.7: a beschikking is no contract; its sum is set afterwards (Awb 4:42)."""
    pad = lijn(verhaal, subsidie(verhaal))
    verhaal.op("2025-05-20")
    verhaal.post(f"{pad}/vaststellingen", {"ingangsdatum": "2025-05-20", "bedrag": "113250.00"})

    dagen = ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2025-05-20")
    assert [verhaal.get(pad, geldigOp=d)["status"] for d in dagen] == [
        "TOEKOMSTIG",
        "ACTIEF",
        "ACTIEF",
        "BEEINDIGD",
        "BEEINDIGD",
    ]
    nu = verhaal.get(pad)
    assert (nu["bedrag"], nu["vaststelling"]) == (
        "120000.00",
        {"volgnummer": 2, "bedrag": "113250.00", "ingangsdatum": "2025-05-20"},
    )
    assert verhaal.get(pad, geldigOp="2025-05-19")["vaststelling"] is None
    assert verhaal.get(pad, beschikbaarOp="2025-05-19")["vaststelling"] is None
    assert [einde(verhaal, d) for d in ("2024-06-01", "2025-03-01", "2025-05-20")] == [
        ("KOMEND", None),
        ("OPEN", None),
        ("GEDAAN", "2025-05-20"),
    ]


def test_een_ingetrokken_beschikking_eindigt_op_die_dag(verhaal: Verhaal) -> None:
    """A subsidy knows no opzegging (domein.md A.7)."""
    pad = lijn(verhaal, subsidie(verhaal))
    verhaal.post(f"{pad}/intrekkingen", {"ingangsdatum": "2024-10-01", "reden": "gestaakt"})

    assert [verhaal.get(pad, geldigOp=d)["status"] for d in ("2024-09-30", "2024-10-01")] == [
        "ACTIEF",
        "INGETROKKEN",
    ]
    assert einde(verhaal, "2025-06-01") == ("GEDAAN", "2024-10-01")
    verhaal.post(f"{pad}/vaststellingen", {"ingangsdatum": "2025-02-01", "bedrag": "0.00"})
    assert verhaal.vraag("POST", f"/v1{pad}/opzeggingen", json={}).status_code == 404


def test_eigen_beheer_heeft_geen_aanbieder_en_eindigt_vanzelf(verhaal: Verhaal) -> None:
    pad = lijn(verhaal, eigen_beheer(verhaal, einddatum="2024-12-31", bedrag="80000.00"))
    verhaal.post(
        f"{pad}/wijzigingen",
        {"ingangsdatum": "2024-07-01", "einddatum": "2025-12-31", "gemeenten": ["9001", "9002"]},
    )

    nu = verhaal.get(pad, geldigOp="2025-06-01")
    assert (nu["aanbiederId"], nu["status"], nu["gemeenten"]) == (None, "ACTIEF", ["9001", "9002"])
    assert verhaal.get(pad, geldigOp="2025-01-01", beschikbaarOp="2023-11-14")["einddatum"] == (
        "2025-12-31"
    )
    assert einde(verhaal, "2025-12-31") == ("OPEN", None)
    assert einde(verhaal, "2026-01-01") == ("GEDAAN", "2026-01-01")
    verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2025-07-01", "einddatum": None})
    assert verhaal.get("/kalender", geldigOp="2026-01-01")["resultaten"] == []


def test_lijnen_worden_gevonden_op_wat_ze_zijn(verhaal: Verhaal) -> None:
    een = lijn(verhaal, subsidie(verhaal))
    twee = lijn(verhaal, eigen_beheer(verhaal))

    def gevonden(**filters: Any) -> list[str]:
        lijst = verhaal.get("/leveringslijnen", geldigOp="2024-06-01", **filters)["resultaten"]
        return [f"/leveringslijnen/{i['id']}" for i in lijst]

    assert gevonden(regioId=verhaal.regio) == [een, twee]
    assert gevonden(lijnsoort="EIGEN_BEHEER") == [twee]
    assert gevonden(aanbiederId=verhaal.aanbieder) == [een]
    assert gevonden(trajectId=verhaal.traject) == [een]
    assert gevonden(gemeente="9002") == [een]
    assert gevonden(gemeente="9001") == [een, twee]
    assert gevonden(segment="lokale toegang") == [twee]
    assert gevonden(status="BEEINDIGD") == []
    assert gevonden(kenmerk="S-24-017") == [een]


# --- rules --------------------------------------------------------------------------------------------------------


GEEN_LIJN: list[tuple[dict[str, Any], str]] = [
    ({"aanbiederId": None}, "een subsidie gaat naar een aanbieder"),
    ({"lijnsoort": "EIGEN_BEHEER"}, "laat aanbiederId weg"),
    ({"trajectId": None}, "percelen horen bij een traject"),
    ({"gemeenten": []}, "noem ten minste één gemeente"),
    ({"gemeenten": ["9001", "9001"]}, "elke gemeente één keer"),
    ({"einddatum": "2023-12-31"}, "einddatum ligt voor de ingangsdatum"),
    ({"bedrag": "-1.00"}, "mag niet negatief zijn"),
    ({"lijnsoort": "CONTRACT"}, "kies uit"),
    ({"gemeenten": ["0001"]}, "geen gemeente"),
]


def test_wat_niet_klopt_zegt_wat_er_mis_is(verhaal: Verhaal) -> None:
    positie = verhaal.positie
    for deel, reden in GEEN_LIJN:
        antwoord = verhaal.post("/leveringslijnen", subsidie(verhaal, **deel), status=400)
        assert reden in antwoord["fouten"][0]["reden"], deel
    assert verhaal.positie == positie


ONBEKEND: list[tuple[dict[str, Any], str]] = [
    ({"aanbiederId": str(uuid4())}, "verwijzing-onbekend"),
    ({"trajectId": str(uuid4())}, "verwijzing-onbekend"),
    ({"regioId": str(uuid4())}, "verwijzing-onbekend"),
    ({"segment": "crisis"}, "verwijzing-onbekend"),
    ({"percelen": ["P9"]}, "verwijzing-onbekend"),
    ({"gemeenten": ["9003"]}, "gemeente-neemt-niet-deel"),
]


def test_wat_een_lijn_noemt_is_bekend(verhaal: Verhaal) -> None:
    for deel, code in ONBEKEND:
        assert verhaal.weigering("/leveringslijnen", subsidie(verhaal, **deel)) == [code], deel


def test_een_wijziging_noemt_wat_het_traject_kent(verhaal: Verhaal) -> None:
    pad = lijn(verhaal, subsidie(verhaal))
    anders = {"ingangsdatum": "2024-03-01", "segment": "crisis", "percelen": ["P9"]}
    assert verhaal.weigering(f"{pad}/wijzigingen", anders) == ["verwijzing-onbekend"] * 2
    ver = {"ingangsdatum": "2024-03-01", "gemeenten": ["9003"]}
    assert verhaal.weigering(f"{pad}/wijzigingen", ver) == ["gemeente-neemt-niet-deel"]


def test_wat_een_lijn_niet_kan(verhaal: Verhaal) -> None:
    pad = lijn(verhaal, subsidie(verhaal))
    na_einde = {"ingangsdatum": "2025-01-01", "bedrag": "1.00"}
    assert verhaal.weigering(f"{pad}/wijzigingen", na_einde) == ["leveringslijn-al-beeindigd"]
    meer = {"ingangsdatum": "2025-02-01", "bedrag": "120000.01"}
    assert verhaal.weigering(f"{pad}/vaststellingen", meer) == ["vaststelling-boven-verlening"]
    verhaal.post(
        f"{pad}/vaststellingen", {**meer, "afwijking": afwijking("vaststelling-boven-verlening")}
    )
    opnieuw = {"ingangsdatum": "2025-03-01", "bedrag": "1.00"}
    antwoord = verhaal.post(f"{pad}/vaststellingen", opnieuw, status=409)
    assert [(r["code"], r["feiten"]) for r in antwoord["regels"]] == [
        ("subsidie-al-vastgesteld", [2])
    ]
    assert verhaal.weigering("/leveringslijnen", subsidie(verhaal)) == ["kenmerk-bestaat-al"]

    eigen = lijn(verhaal, eigen_beheer(verhaal))
    bedrag = {"ingangsdatum": "2024-03-01", "bedrag": "1.00"}
    assert verhaal.weigering(f"{eigen}/vaststellingen", bedrag) == ["vaststelling-zonder-subsidie"]
    verhaal.post(f"{eigen}/intrekkingen", {"ingangsdatum": "2024-06-01"})
    weer = {"ingangsdatum": "2024-07-01"}
    assert verhaal.weigering(f"{eigen}/intrekkingen", weer) == ["leveringslijn-al-beeindigd"]


def test_een_late_intrekking_strandt_op_wat_erna_staat(verhaal: Verhaal) -> None:
    pad = lijn(verhaal, subsidie(verhaal))
    verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2024-06-01", "bedrag": "130000.00"})
    eerder = {"ingangsdatum": "2024-03-01"}
    assert verhaal.weigering(f"{pad}/intrekkingen", eerder) == ["feiten-na-einde"]
    verhaal.post(f"{pad}/correcties", correctie(zet(2)))
    verhaal.post(f"{pad}/intrekkingen", eerder)


def test_een_verkeerd_ingevoerde_lijn_wordt_gecorrigeerd(verhaal: Verhaal) -> None:
    pad = lijn(verhaal, subsidie(verhaal))
    verhaal.op("2024-02-01")
    verhaal.post(f"{pad}/correcties", correctie(zet(1, "POST", eigen_beheer(verhaal))))

    nu, toen = verhaal.get(pad), verhaal.get(pad, beschikbaarOp="2024-01-31")
    assert (nu["lijnsoort"], nu["aanbiederId"], nu["kenmerk"]) == ("EIGEN_BEHEER", None, "wijkteam")
    assert (toen["lijnsoort"], toen["kenmerk"]) == ("SUBSIDIE", "S-24-017")
    assert verhaal.leesfouten() == []


def test_een_wijziging_eindigt_niet_voor_zichzelf(verhaal: Verhaal) -> None:
    pad = lijn(verhaal, subsidie(verhaal))
    terug = {"ingangsdatum": "2024-06-01", "einddatum": "2024-03-31"}
    antwoord = verhaal.post(f"{pad}/wijzigingen", terug, status=400)
    assert "trek de beschikking dan in" in antwoord["fouten"][0]["reden"]
    leeg = verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2024-06-01"}, status=400)
    assert leeg["fouten"][0]["reden"] == "noem ten minste één wijziging"


def test_wie_een_lijn_vastlegt(verhaal: Verhaal) -> None:
    verhaal.post("/leveringslijnen", subsidie(verhaal), als=Rol.CONTRACTBEHEERDER)
    for rol in (Rol.INKOPER, Rol.CONTROLLER, Rol.AUDITOR, Rol.RAAD):
        verhaal.post("/leveringslijnen", eigen_beheer(verhaal), status=403, als=rol)


# --- the fold -----------------------------------------------------------------------------------------------------

DAG = date(2024, 1, 1)
DAGEN = st.integers(0, 40).map(lambda n: DAG + timedelta(days=n))
EINDEN = st.tuples(DAGEN, st.one_of(st.none(), st.integers(0, 20))).map(
    lambda p: LijnGewijzigd(
        ingangsdatum=p[0], einddatum=None if p[1] is None else p[0] + timedelta(days=p[1])
    )
)
FEIT = st.one_of(
    EINDEN,
    st.builds(LijnGewijzigd, ingangsdatum=DAGEN, bedrag=st.integers(0, 5)),
    st.builds(SubsidieVastgesteld, ingangsdatum=DAGEN, bedrag=st.integers(0, 5)),
    st.builds(BeschikkingIngetrokken, ingangsdatum=DAGEN),
)


@given(rest=st.lists(FEIT, max_size=6))
def test_de_stand_op_elke_dag_is_die_van_de_telling(rest: list[Feit]) -> None:
    opening = LijnBegonnen(
        ingangsdatum=DAG,
        regio_id=DING,
        kenmerk="k",
        lijnsoort=Lijnsoort.SUBSIDIE,
        aanbieder_id=DING,
        segment="s",
        gemeenten=("9001",),
        einddatum=DAG + timedelta(days=25),
    )

    gevouwen = verloop(soort=LEVERINGSLIJN, registraties=in_log([opening, *rest]))

    gesorteerd = [f for _, f in sorted(enumerate(rest), key=lambda p: (p[1].ingangsdatum, p[0]))]
    for n in range(70):
        dag = DAG + timedelta(days=n)
        tot = [f for f in gesorteerd if f.ingangsdatum <= dag]
        einden = [f.einddatum for f in tot if isinstance(f, LijnGewijzigd) and f.bedrag is None]
        einddatum = einden[-1] if einden else opening.einddatum
        verwacht = Status.ACTIEF
        if einddatum is not None and einddatum < dag:
            verwacht = Status.BEEINDIGD
        if any(isinstance(f, BeschikkingIngetrokken) for f in tot):
            verwacht = Status.INGETROKKEN
        stand = gevouwen.op(dag)
        assert stand is not None
        assert stand.status is verwacht
        gezet = [f.bedrag for f in tot if isinstance(f, SubsidieVastgesteld)]
        assert (stand.vaststelling.bedrag if stand.vaststelling else None) == (
            gezet[-1] if gezet else None
        )
