"""Policy frames: proposed, adopted and in force are kept apart, and a frame that ends without successor alarms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.beleidskader import (
    BELEIDSKADER,
    KaderGewijzigd,
    KaderIngetrokken,
    KaderOpgesteld,
    KaderVastgesteld,
    Status,
    kadersignalen,
)
from domain.feiten import Feit
from domain.tijdlijn import verloop
from tests.hulp import Verhaal, afwijking, correctie, verteld, zet
from tests.vouwen import DING, in_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

AB = {"orgaan": "AB", "datum": "2020-12-10", "kenmerk": "AB-20-61"}
BESLUIT = {"besluit": AB}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        regio = {"ingangsdatum": "2018-01-01", "naam": "Tienland", "gemeenten": ["9015", "9016"]}
        begonnen.regio = begonnen.post("/regios", regio)["regio"]["id"]
        yield begonnen


def kader(v: Verhaal, dag: str, van: str, tot: str | None, **anders: Any) -> str:
    """Present a concept; give its path."""
    lichaam = {
        "ingangsdatum": dag,
        "regioId": v.regio,
        "naam": f"Inkoopkader {van[:4]} en verder",
        "geldigVan": van,
        "geldigTotEnMet": tot,
        **anders,
    }
    return f"/beleidskaders/{v.post('/beleidskaders', lichaam)['beleidskader']['id']}"


def stel_vast(v: Verhaal, pad: str, dag: str, **anders: Any) -> None:
    v.post(f"{pad}/vaststellingen", {"ingangsdatum": dag, **BESLUIT, **anders})


def lopend(v: Verhaal) -> str:
    """Record the frame that runs from 2018 to 2021 (S2:43-45)."""
    pad = kader(v, "2017-12-14", "2018-01-01", "2021-12-31", naam="Inkoopkader (2018-2021)")
    stel_vast(v, pad, "2017-12-14")
    return pad


def status(v: Verhaal, pad: str, dag: str, **paar: Any) -> str:
    antwoord: str = v.get(pad, geldigOp=dag, **paar)["status"]
    return antwoord


def alarm(v: Verhaal, pad: str, dag: str, **paar: Any) -> list[tuple[str, str]]:
    signalen = v.get(pad, geldigOp=dag, **paar)["signalen"]
    return [(s["code"], s["detail"]) for s in signalen]


def codes(v: Verhaal, pad: str, dag: str, **paar: Any) -> list[str]:
    return [code for code, _ in alarm(v, pad, dag, **paar)]


def einde(v: Verhaal, dag: str, **paar: Any) -> tuple[str, str | None, str | None]:
    """Give how the first frame's end stands in the kalender."""
    item = v.get("/kalender", geldigOp=dag, regioId=v.regio, **paar)["resultaten"][0]
    assert (item["soort"], item["moment"]["laatsteDag"]) == ("KADER_EINDE", "2021-12-31")
    return item["stand"], item["teLaatSinds"], item["signaal"]


# --- S2: the frame ends on 31-12-2021 -----------------------------------------------------------------------------


def test_voorgenomen_vastgesteld_en_in_werking_zijn_drie_dingen(verhaal: Verhaal) -> None:
    """S2:23-36: offered for zienswijzen on 24-9-2020, adopted by the AB on 10-12-2020, in force from 2022."""
    oud = lopend(verhaal)
    verhaal.op("2020-09-24")
    nieuw = kader(
        verhaal,
        "2020-09-24",
        "2022-01-01",
        None,
        voorgangerId=oud.rsplit("/", 1)[1],
        uitgangspunten=[{"code": "11", "omschrijving": "meerjarige samenwerking"}],
    )
    verhaal.op("2020-12-10")
    stel_vast(verhaal, nieuw, "2020-12-10")

    assert [
        status(verhaal, nieuw, dag)
        for dag in ("2020-09-23", "2020-12-09", "2020-12-10", "2021-12-31", "2022-01-01")
    ] == ["TOEKOMSTIG", "CONCEPT", "VASTGESTELD", "VASTGESTELD", "IN_WERKING"]
    assert status(verhaal, nieuw, "2022-01-01", beschikbaarOp="2020-12-09") == "CONCEPT"
    assert verhaal.get(nieuw)["vastgesteldOp"] == "2020-12-10"
    assert verhaal.get(nieuw, geldigOp="2020-12-09")["vastgesteldOp"] is None
    journaal = verhaal.get(f"{nieuw}/vaststellingen")["resultaten"]
    assert [r["besluit"] for r in journaal] == [AB]


def test_zonder_vastgestelde_opvolger_slaat_het_kader_alarm(verhaal: Verhaal) -> None:
    """S2:43-45; the alarm is computed at the pair asked, so what was known then stays to be seen."""
    oud = lopend(verhaal)
    verhaal.op("2020-09-24")
    nieuw = kader(verhaal, "2020-09-24", "2022-01-01", None, voorgangerId=oud.rsplit("/", 1)[1])
    verhaal.op("2020-12-10")
    stel_vast(verhaal, nieuw, "2020-12-10")

    assert alarm(verhaal, oud, "2020-12-09") == [
        (
            "kader-zonder-opvolger",
            "Dit kader geldt t/m 2021-12-31 en geen vastgesteld kader volgt het per 2022-01-01 op.",
        )
    ]
    assert codes(verhaal, oud, "2020-12-10") == []
    assert codes(verhaal, oud, "2021-06-01") == []
    assert codes(verhaal, oud, "2021-06-01", beschikbaarOp="2020-12-09") == [
        "kader-zonder-opvolger"
    ]
    assert codes(verhaal, oud, "2022-01-01") == []
    assert alarm(verhaal, oud, "2022-03-01", beschikbaarOp="2020-12-09") == [
        (
            "kader-gat",
            "Sinds 2022-01-01 geldt er geen vastgesteld kader; dit gold t/m 2021-12-31.",
        )
    ]
    assert codes(verhaal, nieuw, "2022-01-01") == []
    assert einde(verhaal, "2020-12-09") == ("OPEN", None, "kader-zonder-opvolger")
    assert einde(verhaal, "2020-12-10") == ("GEDAAN", None, None)
    assert einde(verhaal, "2022-03-01", beschikbaarOp="2020-12-09") == (
        "TE_LAAT",
        "2022-01-01",
        "kader-gat",
    )


def test_een_gat_sluit_op_de_dag_waarop_de_opvolger_werkelijk_geldt(verhaal: Verhaal) -> None:
    """S2:195-201: had it been adopted later, nothing had held in between, whatever day the frame then names."""
    oud = lopend(verhaal)
    nieuw = kader(verhaal, "2020-09-24", "2022-01-01", None, voorgangerId=oud.rsplit("/", 1)[1])
    verhaal.op("2022-02-10")
    stel_vast(verhaal, nieuw, "2022-02-10")

    assert codes(verhaal, oud, "2022-02-09") == ["kader-gat"]
    assert codes(verhaal, oud, "2022-02-10") == []
    assert status(verhaal, nieuw, "2022-02-09") == "CONCEPT"
    assert einde(verhaal, "2022-02-10") == ("GEDAAN", "2022-01-01", None)


def test_een_opvolger_die_te_laat_begint_stilt_het_alarm_niet(verhaal: Verhaal) -> None:
    oud = lopend(verhaal)
    nieuw = kader(verhaal, "2020-09-24", "2022-01-01", None, voorgangerId=oud.rsplit("/", 1)[1])
    stel_vast(verhaal, nieuw, "2020-12-10", geldigVan="2022-07-01")

    ((code, detail),) = alarm(verhaal, oud, "2021-06-01")
    assert (code, "de opvolger begint pas op 2022-07-01" in detail) == (
        "kader-zonder-opvolger",
        True,
    )
    ((code, detail),) = alarm(verhaal, oud, "2022-06-30")
    assert (code, "De opvolger begint op 2022-07-01." in detail) == ("kader-gat", True)
    assert codes(verhaal, oud, "2022-07-01") == []


def test_een_opvolger_die_wordt_ingetrokken_laat_het_alarm_terugkeren(verhaal: Verhaal) -> None:
    oud = lopend(verhaal)
    nieuw = kader(verhaal, "2020-09-24", "2022-01-01", None, voorgangerId=oud.rsplit("/", 1)[1])
    stel_vast(verhaal, nieuw, "2020-12-10")
    verhaal.post(f"{nieuw}/intrekkingen", {"ingangsdatum": "2021-05-01", **BESLUIT})

    assert codes(verhaal, oud, "2021-04-30") == []
    assert codes(verhaal, oud, "2021-05-01") == ["kader-zonder-opvolger"]
    assert codes(verhaal, nieuw, "2021-05-01") == []


def test_een_kader_dat_tijdens_zijn_werking_wordt_ingetrokken_laat_een_gat(
    verhaal: Verhaal,
) -> None:
    oud = lopend(verhaal)
    nieuw = kader(verhaal, "2020-09-24", "2022-01-01", None, voorgangerId=oud.rsplit("/", 1)[1])
    stel_vast(verhaal, nieuw, "2020-12-10")
    verhaal.post(f"{nieuw}/intrekkingen", {"ingangsdatum": "2023-05-01", **BESLUIT})

    assert codes(verhaal, nieuw, "2023-04-30") == []
    ((code, detail),) = alarm(verhaal, nieuw, "2024-01-01")
    assert code == "kader-gat"
    assert "Sinds 2023-05-01" in detail
    assert codes(verhaal, oud, "2024-01-01") == []


def test_een_concept_vervalt_zonder_ooit_te_hebben_gegolden(verhaal: Verhaal) -> None:
    """domein.md A.0: a proposal is superseded without ever having been true."""
    oud = lopend(verhaal)
    voorganger = oud.rsplit("/", 1)[1]
    eerste = kader(verhaal, "2020-06-04", "2022-01-01", None, voorgangerId=voorganger)
    tweede = kader(verhaal, "2020-09-24", "2022-01-01", None, voorgangerId=voorganger)
    verhaal.post(f"{eerste}/intrekkingen", {"ingangsdatum": "2020-09-24", "reden": "nieuw concept"})
    stel_vast(verhaal, tweede, "2020-12-10")

    historie = verhaal.get(f"{eerste}/historie")["voorkomens"]
    nu = [v for v in historie if v["eindRegistratie"] is None]
    assert [(v["beginGeldigheid"], v["status"]) for v in nu] == [
        ("2020-06-04", "CONCEPT"),
        ("2020-09-24", "INGETROKKEN"),
    ]
    assert codes(verhaal, eerste, "2023-01-01") == []
    assert [
        k["id"]
        for k in verhaal.get("/beleidskaders", voorgangerId=voorganger, geldigOp="2022-01-01")[
            "resultaten"
        ]
        if k["status"] == "IN_WERKING"
    ] == [tweede.rsplit("/", 1)[1]]


def test_versies_van_een_concept_volgen_elkaar_in_hetzelfde_dossier(verhaal: Verhaal) -> None:
    pad = kader(verhaal, "2020-07-30", "2022-01-01", None, kaderversie="concept 1")
    ander = {
        "ingangsdatum": "2020-12-04",
        "kaderversie": "concept 2",
        "uitgangspunten": [{"code": "8", "omschrijving": "SMART afspraken"}],
    }
    verhaal.post(f"{pad}/wijzigingen", ander)
    stel_vast(verhaal, pad, "2020-12-10", geldigTotEnMet="2027-12-31")

    assert [verhaal.get(pad, geldigOp=d)["kaderversie"] for d in ("2020-12-03", "2020-12-10")] == [
        "concept 1",
        "concept 2",
    ]
    nu = verhaal.get(pad, geldigOp="2020-12-10")
    assert (nu["versie"], nu["geldigTotEnMet"], len(nu["uitgangspunten"])) == (3, "2027-12-31", 1)


def test_een_verlengd_kader_stilt_het_alarm_tot_zijn_nieuwe_einde(verhaal: Verhaal) -> None:
    oud = lopend(verhaal)
    verlengd = {"ingangsdatum": "2021-10-01", "geldigTotEnMet": "2022-12-31", **BESLUIT}
    verhaal.post(f"{oud}/wijzigingen", verlengd)

    assert status(verhaal, oud, "2022-06-01") == "IN_WERKING"
    assert codes(verhaal, oud, "2022-06-01") == ["kader-zonder-opvolger"]
    zonder_einde = {"ingangsdatum": "2022-07-01", "geldigTotEnMet": None, **BESLUIT}
    verhaal.post(f"{oud}/wijzigingen", zonder_einde)
    assert codes(verhaal, oud, "2022-07-01") == []


# --- rules --------------------------------------------------------------------------------------------------------


def test_vaststellen_vraagt_een_besluit_maar_het_gebrek_blijft_vast_te_leggen(
    verhaal: Verhaal,
) -> None:
    pad = kader(verhaal, "2020-09-24", "2022-01-01", None)
    kaal = {"ingangsdatum": "2020-12-10"}
    assert verhaal.weigering(f"{pad}/vaststellingen", kaal) == ["kader-zonder-besluit"]

    gemerkt = {**kaal, "afwijking": afwijking("kader-zonder-besluit")}
    verhaal.post(f"{pad}/vaststellingen", gemerkt)

    assert status(verhaal, pad, "2022-01-01") == "IN_WERKING"
    assert [a["regels"] for a in verhaal.get(pad, geldigOp="2022-01-01")["afwijkingen"]] == [
        ["kader-zonder-besluit"]
    ]
    wijziging = {"ingangsdatum": "2022-03-01", "naam": "Anders"}
    assert verhaal.weigering(f"{pad}/wijzigingen", wijziging) == ["kader-zonder-besluit"]
    intrekking = {"ingangsdatum": "2022-03-01"}
    assert verhaal.weigering(f"{pad}/intrekkingen", intrekking) == ["kader-zonder-besluit"]


def test_wat_een_kader_niet_kan(verhaal: Verhaal) -> None:
    oud = lopend(verhaal)
    vaststelling = {"ingangsdatum": "2019-01-01", **BESLUIT}
    assert verhaal.weigering(f"{oud}/vaststellingen", vaststelling) == ["kader-al-vastgesteld"]
    laat = {"ingangsdatum": "2022-01-01", "geldigTotEnMet": "2023-12-31", **BESLUIT}
    assert verhaal.weigering(f"{oud}/wijzigingen", laat) == ["kader-al-beeindigd"]
    te_vroeg = {"ingangsdatum": "2019-01-01", "geldigTotEnMet": "2017-12-31", **BESLUIT}
    assert verhaal.weigering(f"{oud}/wijzigingen", te_vroeg) == ["kader-periode-klopt-niet"]

    concept = kader(verhaal, "2020-09-24", "2020-10-01", "2020-12-31")
    na_afloop = {"ingangsdatum": "2021-02-01", **BESLUIT}
    assert verhaal.weigering(f"{concept}/vaststellingen", na_afloop) == ["kader-periode-klopt-niet"]
    verhaal.post(f"{concept}/intrekkingen", {"ingangsdatum": "2021-01-01"})
    assert verhaal.weigering(f"{concept}/vaststellingen", na_afloop) == ["kader-al-beeindigd"]

    onbekend = {"ingangsdatum": "2020-09-25", "voorgangerId": str(uuid4())}
    assert verhaal.weigering(f"{concept}/wijzigingen", onbekend) == ["verwijzing-onbekend"]


def test_een_late_intrekking_strandt_op_wat_erna_staat(verhaal: Verhaal) -> None:
    oud = lopend(verhaal)
    verhaal.post(f"{oud}/wijzigingen", {"ingangsdatum": "2020-01-01", "naam": "Kader", **BESLUIT})

    eerder = {"ingangsdatum": "2019-01-01", **BESLUIT}
    assert verhaal.weigering(f"{oud}/intrekkingen", eerder) == ["feiten-na-einde"]
    verhaal.post(f"{oud}/correcties", correctie(zet(3)))
    verhaal.post(f"{oud}/intrekkingen", eerder)

    assert status(verhaal, oud, "2020-01-01") == "INGETROKKEN"
    assert verhaal.leesfouten() == []


GEEN_KADER: list[tuple[dict[str, Any], str]] = [
    ({"geldigTotEnMet": "2021-12-31"}, "geldigTotEnMet ligt voor geldigVan"),
    ({"uitgangspunten": [{"code": "1", "omschrijving": "a"}] * 2}, "uitgangspunt 1 staat er"),
    ({"geldigVan": "2022"}, "jjjj-mm-dd"),
    ({"regioId": "tienland"}, "geen UUID"),
]


def test_wat_niet_klopt_zegt_wat_er_mis_is(verhaal: Verhaal) -> None:
    positie = verhaal.positie
    goed = {
        "ingangsdatum": "2020-09-24",
        "regioId": verhaal.regio,
        "naam": "Inkoopkader",
        "geldigVan": "2022-01-01",
    }
    for deel, reden in GEEN_KADER:
        antwoord = verhaal.post("/beleidskaders", {**goed, **deel}, status=400)
        assert reden in antwoord["fouten"][0]["reden"], deel
    assert verhaal.positie == positie


def test_een_lege_wijziging_wordt_geweigerd(verhaal: Verhaal) -> None:
    pad = kader(verhaal, "2020-09-24", "2022-01-01", None)
    leeg = verhaal.post(f"{pad}/wijzigingen", {"ingangsdatum": "2020-10-01"}, status=400)
    assert leeg["fouten"][0]["reden"] == "noem ten minste één wijziging"
    onbekend = {"ingangsdatum": "2020-01-01", "naam": "x", "geldigVan": "2022-01-01"}
    assert verhaal.weigering("/beleidskaders", {**onbekend, "regioId": str(uuid4())}) == [
        "verwijzing-onbekend"
    ]


# --- the fold, against a count day by day -------------------------------------------------------------------------

DAG = date(2024, 1, 1)
DAGEN = st.integers(0, 40).map(lambda n: DAG + timedelta(days=n))
EINDEN = st.one_of(st.none(), DAGEN)
FEIT = st.one_of(
    st.builds(KaderVastgesteld, ingangsdatum=DAGEN),
    st.builds(KaderGewijzigd, ingangsdatum=DAGEN, geldig_van=DAGEN),
    st.builds(KaderGewijzigd, ingangsdatum=DAGEN, geldig_tot_en_met=EINDEN),
    st.builds(KaderIngetrokken, ingangsdatum=DAGEN),
)


def naief(feiten: list[Feit], dag: date) -> Status:
    """Tell the status on a day by the facts up to it, in the order in which they work."""
    van, tot, status = DAG, None, Status.CONCEPT
    gesorteerd = sorted(enumerate(feiten), key=lambda paar: (paar[1].ingangsdatum, paar[0]))
    for _, feit in gesorteerd:
        if feit.ingangsdatum > dag:
            break
        match feit:
            case KaderOpgesteld():
                van, tot = feit.geldig_van, feit.geldig_tot_en_met
            case KaderVastgesteld() if status is not Status.INGETROKKEN:
                status = Status.VASTGESTELD
            case KaderGewijzigd() if feit.geldig_van is not None:
                van = feit.geldig_van
            case KaderGewijzigd():
                tot = feit.geldig_tot_en_met
            case KaderIngetrokken():
                status = Status.INGETROKKEN
    if status is not Status.VASTGESTELD:
        return status
    if tot is not None and tot < dag:
        return Status.AFGELOPEN
    return Status.VASTGESTELD if dag < van else Status.IN_WERKING


@given(van=DAGEN, tot=EINDEN, rest=st.lists(FEIT, max_size=6))
def test_de_status_op_elke_dag_is_die_van_de_telling(
    van: date, tot: date | None, rest: list[Feit]
) -> None:
    einde = None if tot is None or tot < van else tot
    opening = KaderOpgesteld(
        ingangsdatum=DAG, regio_id=DING, naam="k", geldig_van=van, geldig_tot_en_met=einde
    )
    feiten: list[Feit] = [opening, *rest]

    gevouwen = verloop(soort=BELEIDSKADER, registraties=in_log(feiten))

    for n in range(60):
        dag = DAG + timedelta(days=n)
        stand = gevouwen.op(dag)
        assert stand is not None
        assert stand.status is naief(feiten, dag)
        signalen = [s.code for s in kadersignalen(stand=stand, opvolgers=[], dag=dag)]
        verwacht = {
            Status.IN_WERKING: ["kader-zonder-opvolger"] if stand.geldig_tot_en_met else [],
            Status.AFGELOPEN: ["kader-gat"],
        }
        if stand.status is not Status.INGETROKKEN:
            assert signalen == verwacht.get(stand.status, [])
    aanloop = gevouwen.op(DAG - timedelta(days=1))
    assert aanloop is not None
    assert aanloop.status is Status.TOEKOMSTIG
