"""The Centrumregeling: four years with an option, an evaluation after two, and taking part in all or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feiten import Feit
from domain.regeling import (
    REGELING,
    DeelnemerToegetreden,
    DeelnemerUitgetreden,
    RegelingAangegaan,
    Regelingsoort,
    RegelingVerlengd,
)
from domain.tijdlijn import verloop
from tests.hulp import Verhaal, afwijking, correctie, verteld, zet
from tests.vouwen import DING, in_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

ONDERDELEN = ["inkoop", "contractbeheer", "bekostiging zwaar", "monitoring zwaar"]
"""What the gemeenten do together (S1:921-925)."""


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        regio = {
            "ingangsdatum": "2018-01-01",
            "naam": "Noordoosthoek",
            "gemeenten": ["9007", "9008", "9009", "9010"],
        }
        begonnen.regio = begonnen.post("/regios", regio)["regio"]["id"]
        begonnen.besluit = toestemming(begonnen, regio["gemeenten"])
        yield begonnen


def toestemming(v: Verhaal, gemeenten: Sequence[str]) -> str:
    """Let these raden consent on the first day; give the id of the besluit (S1:41-43, Wgr article 1)."""
    raden = {"orgaan": "RAAD", "gemeenten": gemeenten, "rol": "TOESTEMMING", "regel": "ELK"}
    voorstel = {
        "ingangsdatum": "2018-01-01",
        "regioId": v.regio,
        "onderwerp": "De Centrumregeling aangaan",
        "betrokken": [raden],
    }
    besluit: str = v.post("/besluiten", voorstel)["besluit"]["id"]
    for gemeente in gemeenten:
        ja = {"ingangsdatum": "2018-01-01", "orgaan": "RAAD", "uitkomst": "CONFORM"}
        v.post(f"/besluiten/{besluit}/uitspraken", {**ja, "gemeente": gemeente})
    return besluit


def met(v: Verhaal, lichaam: Mapping[str, Any]) -> dict[str, Any]:
    """Give a body that names the consent of the raden."""
    return {**lichaam, "besluitId": v.besluit}


def lichaam(v: Verhaal, **anders: Any) -> dict[str, Any]:
    """Give the body of the Centrumregeling as advised (S1:925-967), begun on 1-1-2020."""
    return {
        "ingangsdatum": "2020-01-01",
        "regioId": v.regio,
        "naam": "Centrumregeling",
        "regelingsoort": "CENTRUMREGELING",
        "centrumgemeente": "9007",
        "deelnemers": ["9008", "9007", "9009"],
        "einddatum": "2023-12-31",
        "verlengingsoptie": {},
        "evaluatieUiterlijk": {"fase": "2022", "precisie": "JAAR", "zinsnede": "Na 2 jaar"},
        "onderdelen": ONDERDELEN,
        "besluitId": v.besluit,
        **anders,
    }


def regeling(v: Verhaal, **anders: Any) -> str:
    """Record the Centrumregeling; give its path."""
    v.op("2019-12-16")
    return f"/regelingen/{v.post('/regelingen', lichaam(v, **anders))['regeling']['id']}"


def codes(v: Verhaal, pad: str, dag: str) -> list[str]:
    return [s["code"] for s in v.get(pad, geldigOp=dag)["signalen"]]


def items(v: Verhaal, dag: str) -> list[tuple[str, str, str | None]]:
    gevonden = v.get("/kalender", geldigOp=dag, regioId=v.regio)["resultaten"]
    return [(i["soort"], i["stand"], i["teLaatSinds"]) for i in gevonden]


# --- S1: four years, an evaluation, an option ---------------------------------------------------------------------


def test_de_centrumregeling_wordt_na_twee_jaar_geevalueerd_en_daarna_verlengd(
    verhaal: Verhaal,
) -> None:
    """S1:957-967."""
    pad = regeling(verhaal)

    assert verhaal.get(pad, geldigOp="2019-12-31")["status"] == "TOEKOMSTIG"
    begin = verhaal.get(pad, geldigOp="2020-01-01")
    assert [d["gemeente"] for d in begin["deelnemers"]] == ["9007", "9008", "9009"]
    assert (begin["status"], begin["opOnderdelen"]) == ("ACTIEF", False)
    assert items(verhaal, "2021-12-31") == [
        ("EVALUATIE", "KOMEND", None),
        ("REGELING_EINDE", "KOMEND", None),
    ]
    assert items(verhaal, "2022-06-01")[0] == ("EVALUATIE", "OPEN", None)
    assert items(verhaal, "2023-01-01")[0] == ("EVALUATIE", "TE_LAAT", "2023-01-01")
    assert codes(verhaal, pad, "2022-12-31") == ["regeling-zonder-verlenging"]
    assert codes(verhaal, pad, "2023-01-01") == ["evaluatie-te-laat", "regeling-zonder-verlenging"]

    verhaal.op("2023-02-14")
    gehouden = {
        "ingangsdatum": "2023-02-14",
        "bevinding": "het inkoopteam functioneert; scheiding van beleid en inkoop aanscherpen",
        "volgendeUiterlijk": {"fase": "2025-Q4", "precisie": "KWARTAAL"},
    }
    verhaal.post(f"{pad}/evaluaties", gehouden)
    verhaal.op("2023-05-16")
    verlengd = {"ingangsdatum": "2023-05-16", "totEnMet": "2027-12-31"}
    verhaal.post(f"{pad}/verlengingen", met(verhaal, verlengd))

    assert codes(verhaal, pad, "2023-03-01") == ["regeling-zonder-verlenging"]
    assert codes(verhaal, pad, "2023-06-01") == []
    assert items(verhaal, "2023-06-01") == [
        ("EVALUATIE", "GEDAAN", "2023-01-01"),
        ("EVALUATIE", "KOMEND", None),
        ("REGELING_EINDE", "KOMEND", None),
    ]
    nu = verhaal.get(pad, geldigOp="2024-06-01")
    assert (nu["status"], nu["einddatum"], nu["verlengdOp"]) == (
        "ACTIEF",
        "2027-12-31",
        "2023-05-16",
    )
    assert verhaal.get(pad, geldigOp="2024-06-01", beschikbaarOp="2023-05-15")["status"] == (
        "BEEINDIGD"
    )


def test_een_regeling_eindigt_zonder_verlenging(verhaal: Verhaal) -> None:
    met_optie = regeling(verhaal, verlengingsoptie={"totEnMet": "2025-12-31"})
    zonder = regeling(verhaal, naam="Andere regeling", verlengingsoptie=None)

    assert codes(verhaal, met_optie, "2022-12-30") == []
    for pad in (met_optie, zonder):
        assert "regeling-zonder-verlenging" in codes(verhaal, pad, "2023-12-31")
    assert "regeling-zonder-verlenging" in codes(verhaal, met_optie, "2024-01-01")
    assert "regeling-zonder-verlenging" not in codes(verhaal, zonder, "2024-01-01")
    eindes = [
        (i["ding"]["naam"], i["stand"])
        for i in verhaal.get("/kalender", geldigOp="2023-06-01")["resultaten"]
        if i["soort"] == "REGELING_EINDE"
    ]
    assert sorted(eindes) == [("Andere regeling", "KOMEND"), ("Centrumregeling", "OPEN")]


def test_een_regeling_voor_onbepaalde_tijd_staat_niet_in_de_kalender(verhaal: Verhaal) -> None:
    pad = regeling(
        verhaal,
        regelingsoort="OPENBAAR_LICHAAM",
        centrumgemeente=None,
        einddatum=None,
        evaluatieUiterlijk=None,
    )
    assert items(verhaal, "2035-01-01") == []
    verhaal.post(f"{pad}/evaluaties", {"ingangsdatum": "2021-03-09"})
    assert items(verhaal, "2035-01-01") == [("EVALUATIE", "GEDAAN", None)]


def test_verlengen_past_bij_de_optie(verhaal: Verhaal) -> None:
    pad = regeling(verhaal, verlengingsoptie={"totEnMet": "2025-12-31"})
    verlengingen = f"{pad}/verlengingen"
    langer = {"ingangsdatum": "2023-05-16", "totEnMet": "2027-12-31"}
    assert verhaal.weigering(verlengingen, met(verhaal, langer)) == [
        "regeling-verlengd-buiten-optie"
    ]
    korter = {"ingangsdatum": "2023-05-16", "totEnMet": "2023-12-31"}
    assert verhaal.weigering(verlengingen, met(verhaal, korter)) == ["regeling-eindigt-niet-later"]
    te_laat = {"ingangsdatum": "2024-01-01", "totEnMet": "2025-12-31"}
    assert verhaal.weigering(verlengingen, met(verhaal, te_laat)) == ["regeling-al-beeindigd"]

    verhaal.post(
        verlengingen, met(verhaal, {"ingangsdatum": "2023-05-16", "totEnMet": "2025-12-31"})
    )
    nog_eens = {"ingangsdatum": "2025-05-16", "totEnMet": "2027-12-31"}
    assert verhaal.weigering(verlengingen, met(verhaal, nog_eens)) == [
        "regeling-verlengd-buiten-optie"
    ]
    gemerkt = {**nog_eens, "afwijking": afwijking("regeling-verlengd-buiten-optie")}
    verhaal.post(verlengingen, met(verhaal, gemerkt))
    assert verhaal.get(pad, geldigOp="2026-01-01")["einddatum"] == "2027-12-31"

    onbepaald = regeling(verhaal, naam="GR", einddatum=None)
    assert verhaal.weigering(f"{onbepaald}/verlengingen", met(verhaal, langer)) == [
        "regeling-eindigt-niet-later"
    ]


# --- S1: all or nothing -------------------------------------------------------------------------------------------


def test_deelnemen_kan_alleen_aan_het_geheel(verhaal: Verhaal) -> None:
    """S1:953-955; the agreement forbids it, so what was done against it can still be recorded and stays marked."""
    pad = regeling(verhaal)
    deels = {"ingangsdatum": "2021-01-01", "gemeente": "9010", "onderdelen": ["inkoop"]}
    antwoord = verhaal.post(f"{pad}/deelnames", met(verhaal, deels), status=409)
    (regel,) = antwoord["regels"]
    assert (regel["code"], regel["soort"]) == ("deelname-op-onderdelen", "ONRECHTMATIG")
    assert "contractbeheer, bekostiging zwaar, monitoring zwaar" in regel["detail"]

    alles = {**deels, "onderdelen": list(reversed(ONDERDELEN))}
    verhaal.post(f"{pad}/deelnames", met(verhaal, alles))

    assert [d["gemeente"] for d in verhaal.get(pad, geldigOp="2021-01-01")["deelnemers"]] == [
        "9007",
        "9008",
        "9009",
        "9010",
    ]


def test_een_afwijking_van_het_geheel_blijft_gemerkt(verhaal: Verhaal) -> None:
    pad = regeling(verhaal)
    deels = {"ingangsdatum": "2021-01-01", "gemeente": "9010", "onderdelen": ["inkoop"]}
    verhaal.post(
        f"{pad}/deelnames",
        met(verhaal, {**deels, "afwijking": afwijking("deelname-op-onderdelen")}),
    )

    nu = verhaal.get(pad, geldigOp="2021-01-01")
    assert nu["deelnemers"][-1]["onderdelen"] == ["inkoop"]
    assert [a["regels"] for a in nu["afwijkingen"]] == [["deelname-op-onderdelen"]]


def test_waar_de_regeling_het_toestaat_kan_deelname_op_onderdelen(verhaal: Verhaal) -> None:
    pad = regeling(verhaal, opOnderdelen=True)
    deels = {"ingangsdatum": "2021-01-01", "gemeente": "9010", "onderdelen": ["inkoop"]}
    verhaal.post(f"{pad}/deelnames", met(verhaal, deels))
    vreemd = {"ingangsdatum": "2021-01-01", "gemeente": "9010", "onderdelen": ["vervoer"]}
    assert verhaal.weigering(f"{pad}/deelnames", met(verhaal, vreemd)) == [
        "periode-overlapt",
        "verwijzing-onbekend",
    ]


def test_een_gemeente_neemt_een_keer_deel_en_treedt_uit_na_haar_laatste_dag(
    verhaal: Verhaal,
) -> None:
    pad = regeling(verhaal)
    weer = {"ingangsdatum": "2021-01-01", "gemeente": "9008"}
    assert verhaal.weigering(f"{pad}/deelnames", met(verhaal, weer)) == ["periode-overlapt"]
    uit = {"ingangsdatum": "2021-06-01", "gemeente": "9008", "laatsteDag": "2021-12-31"}
    verhaal.post(f"{pad}/uittredingen", met(verhaal, uit))
    assert verhaal.weigering(f"{pad}/uittredingen", met(verhaal, {**uit, "gemeente": "9010"})) == [
        "verwijzing-onbekend"
    ]

    def gemeenten(dag: str) -> list[str]:
        return [d["gemeente"] for d in verhaal.get(pad, geldigOp=dag)["deelnemers"]]

    assert gemeenten("2021-12-31") == ["9007", "9008", "9009"]
    assert gemeenten("2022-01-01") == ["9007", "9009"]
    verhaal.post(
        f"{pad}/deelnames", met(verhaal, {"ingangsdatum": "2023-01-01", "gemeente": "9008"})
    )
    assert gemeenten("2023-01-01") == ["9007", "9008", "9009"]

    centrum = {"ingangsdatum": "2022-06-01", "gemeente": "9007", "laatsteDag": "2022-12-31"}
    verhaal.post(f"{pad}/uittredingen", met(verhaal, centrum))
    assert "centrumgemeente-weg" in codes(verhaal, pad, "2023-01-01")


def test_een_gemeente_buiten_de_regio_valt_op(verhaal: Verhaal) -> None:
    pad = regeling(verhaal)
    vreemd = {"ingangsdatum": "2021-01-01", "gemeente": "9001"}
    assert sorted(verhaal.weigering(f"{pad}/deelnames", met(verhaal, vreemd))) == [
        "besluit-ontbreekt",
        "gemeente-neemt-niet-deel",
    ]
    nieuw = lichaam(verhaal, deelnemers=["9007", "9001"])
    assert sorted(verhaal.weigering("/regelingen", nieuw)) == [
        "besluit-ontbreekt",
        "gemeente-neemt-niet-deel",
    ]
    onbekend = lichaam(verhaal, regioId=str(uuid4()))
    assert verhaal.weigering("/regelingen", onbekend) == ["verwijzing-onbekend"]


GEEN_REGELING: list[tuple[dict[str, Any], str, str]] = [
    ({"deelnemers": []}, "", "noem ten minste één deelnemer"),
    ({"deelnemers": ["9007", "9007"]}, "", "elke deelnemer één keer"),
    ({"deelnemers": ["9007", "0001"]}, "deelnemers.1", "geen gemeente"),
    ({"centrumgemeente": None}, "", "een centrumregeling heeft een centrumgemeente"),
    ({"centrumgemeente": "9010"}, "", "zelf een van de deelnemers"),
    ({"regelingsoort": "OPENBAAR_LICHAAM"}, "", "en alleen die"),
    ({"einddatum": "2019-12-31"}, "", "einddatum ligt voor de ingangsdatum"),
    ({"onderdelen": ["inkoop", "inkoop"]}, "", "noem elk onderdeel één keer"),
    (
        {"evaluatieUiterlijk": {"fase": "2022-Q5", "precisie": "KWARTAAL"}},
        "evaluatieUiterlijk.fase",
        "schrijf 2025",
    ),
    (
        {"evaluatieUiterlijk": {"fase": "2022", "precisie": "DAG"}},
        "evaluatieUiterlijk",
        "'2022' is geen dag",
    ),
]


def test_wat_niet_klopt_zegt_wat_er_mis_is(verhaal: Verhaal) -> None:
    positie = verhaal.positie
    for deel, naam, reden in GEEN_REGELING:
        (fout,) = verhaal.post("/regelingen", lichaam(verhaal, **deel), status=400)["fouten"]
        assert fout["naam"] == naam, deel
        assert reden in fout["reden"], deel
    assert verhaal.positie == positie


def test_zonder_toestemming_van_de_raad_gaat_een_gemeente_geen_regeling_aan(
    verhaal: Verhaal,
) -> None:
    """Wgr article 1; S1:41-43. The refusal names the raad that is missing; it can be recorded as an afwijking."""
    zonder = lichaam(verhaal, besluitId=toestemming(verhaal, ["9007", "9008"]))
    (regel,) = verhaal.post("/regelingen", zonder, status=409)["regels"]
    assert (regel["code"], regel["waarden"]["ontbreekt"]) == ("besluit-ontbreekt", "RAAD 9009")
    toch = {**zonder, "afwijking": afwijking("besluit-ontbreekt")}
    assert verhaal.post("/regelingen", toch)["regeling"]["afwijkingen"]

    pad = regeling(verhaal, naam="Met toestemming")
    weg = {"ingangsdatum": "2021-06-01", "gemeente": "9008", "laatsteDag": "2021-12-31"}
    assert verhaal.weigering(f"{pad}/uittredingen", weg) == ["besluit-ontbreekt"]


def test_een_verkeerd_ingevoerde_regeling_wordt_gecorrigeerd(verhaal: Verhaal) -> None:
    pad = regeling(verhaal, deelnemers=["9007", "9008"])
    verhaal.op("2020-02-03")
    verhaal.post(f"{pad}/correcties", correctie(zet(1, "POST", lichaam(verhaal))))

    def deelnemers(**paar: Any) -> list[str]:
        return [d["gemeente"] for d in verhaal.get(pad, **paar)["deelnemers"]]

    assert deelnemers() == ["9007", "9008", "9009"]
    assert deelnemers(beschikbaarOp="2020-02-02") == ["9007", "9008"]
    assert verhaal.leesfouten() == []


def test_een_uittreding_ligt_niet_voor_zichzelf(verhaal: Verhaal) -> None:
    pad = regeling(verhaal)
    uit = {"ingangsdatum": "2021-06-01", "gemeente": "9008", "laatsteDag": "2021-05-30"}
    antwoord = verhaal.post(f"{pad}/uittredingen", met(verhaal, uit), status=400)
    assert antwoord["fouten"][0]["reden"] == "laatsteDag ligt voor de ingangsdatum"


# --- the fold -----------------------------------------------------------------------------------------------------

DAG = date(2024, 1, 1)
DAGEN = st.integers(0, 40).map(lambda n: DAG + timedelta(days=n))
GEMEENTEN = ("9007", "9008", "9009")
WIE = st.sampled_from(GEMEENTEN)
UIT = st.tuples(DAGEN, st.integers(0, 20), WIE).map(
    lambda u: DeelnemerUitgetreden(
        ingangsdatum=u[0], laatste_dag=u[0] + timedelta(days=u[1]), gemeente=u[2]
    )
)
FEIT = st.one_of(
    UIT,
    st.builds(DeelnemerToegetreden, ingangsdatum=DAGEN, gemeente=WIE),
    st.builds(RegelingVerlengd, ingangsdatum=DAGEN, tot_en_met=DAGEN),
)


def telling(feiten: list[Feit], dag: date) -> set[str]:
    """Walk day by day: who left yesterday for the last time is gone, who joins today is in."""
    binnen: dict[str, date | None] = dict.fromkeys(GEMEENTEN[:2])
    for n in range((dag - DAG).days + 1):
        vandaag = DAG + timedelta(days=n)
        binnen = {g: tot for g, tot in binnen.items() if tot is None or tot >= vandaag}
        for feit in feiten:
            if feit.ingangsdatum != vandaag:
                continue
            if isinstance(feit, DeelnemerToegetreden):
                binnen[feit.gemeente] = None
            elif isinstance(feit, DeelnemerUitgetreden) and feit.gemeente in binnen:
                binnen[feit.gemeente] = feit.laatste_dag
    return set(binnen)


@given(rest=st.lists(FEIT, max_size=6))
def test_wie_deelneemt_is_de_telling_dag_voor_dag(rest: list[Feit]) -> None:
    opening = RegelingAangegaan(
        ingangsdatum=DAG,
        regio_id=DING,
        naam="r",
        regelingsoort=Regelingsoort.OPENBAAR_LICHAAM,
        deelnemers=GEMEENTEN[:2],
        einddatum=DAG + timedelta(days=30),
    )

    gevouwen = verloop(soort=REGELING, registraties=in_log([opening, *rest]))

    for n in range(70):
        dag = DAG + timedelta(days=n)
        stand = gevouwen.op(dag)
        assert stand is not None
        assert set(stand.gemeenten) == telling(rest, dag)
        assert list(stand.gemeenten) == sorted(stand.gemeenten)
