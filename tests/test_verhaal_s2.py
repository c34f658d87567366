"""The story of S2, told from its regime file: a frame through a joint body, and an old frame that ends.

Every step is the seed's own; the dates of what happened after the seed was written are the ones it plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.hulp import Verhaal, verteld, zoek

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    """The regio boots from its file on the day of the proposal (S2:1)."""
    with verteld(engine) as verhaal:
        verhaal.op("2020-07-30")
        verhaal.regio = verhaal.post("/regimes/s2-zuid-holland-zuid/ladingen", {})["regio"]["id"]
        yield verhaal


def codes(dossier: dict[str, Any]) -> list[str]:
    return [signaal["code"] for signaal in dossier["signalen"]]


def ab(dag: str, uitkomst: str = "CONFORM") -> dict[str, Any]:
    return {
        "ingangsdatum": dag,
        "orgaan": "AB",
        "uitkomst": uitkomst,
        "ondertekenaar": "voorzitter van het algemeen bestuur",
    }


def raden(verhaal: Verhaal, besluit: str) -> list[str]:
    return [s["gemeente"] for s in verhaal.get(besluit)["betrokken"] if s["orgaan"] == "RAAD"]


def test_het_concept_gaat_voor_zienswijzen_naar_tien_raden(verhaal: Verhaal) -> None:
    """S2:17-36: the DB proposes, the AB agrees on 24 September and offers the concept to the raden."""
    eerst = zoek(verhaal, "/besluiten", "Akkoord met ambitie")
    vaststellen = zoek(verhaal, "/besluiten", "Het inkoopkader")
    nieuw = zoek(verhaal, "/beleidskaders", "2022 en verder")
    assert verhaal.get(eerst)["ontbreekt"] == ["AB"]
    assert verhaal.get(nieuw)["status"] == "CONCEPT"
    assert len(verhaal.get(nieuw)["uitgangspunten"]) == 13

    verhaal.op("2020-09-24")
    verhaal.post(f"{eerst}/uitspraken", ab("2020-09-24"))

    assert verhaal.get(eerst)["status"] == "IN_WERKING"
    assert verhaal.get(nieuw)["status"] == "CONCEPT"
    assert len(raden(verhaal, vaststellen)) == 10


def vertel_tot_vaststelling(verhaal: Verhaal) -> tuple[str, str]:
    """Tell the ten zienswijzen (one late, one renounced) and the adoption; give the besluit and the new frame."""
    besluit = zoek(verhaal, "/besluiten", "Het inkoopkader")
    kader = zoek(verhaal, "/beleidskaders", "2022 en verder")
    gemeenten = raden(verhaal, besluit)
    for nummer, gemeente in enumerate(gemeenten):
        dag = "2020-12-07" if nummer == 9 else "2020-11-26"
        inhoud = {"afgezien": True} if nummer == 4 else {"strekking": "meer lokaal maatwerk"}
        verhaal.op(dag)
        zienswijze = {"ingangsdatum": dag, "orgaan": "RAAD", "gemeente": gemeente, **inhoud}
        verhaal.post(f"{besluit}/zienswijzen", zienswijze)
    verhaal.op("2020-12-10")
    for gegeven in verhaal.get(besluit)["zienswijzen"]:
        if not gegeven["afgezien"]:
            verwerking = {
                "ingangsdatum": "2020-12-10",
                "volgnummer": gegeven["volgnummer"],
                "verwerking": "VOOR_KENNISGEVING" if gegeven["teLaat"] else "OVERGENOMEN",
                "motivering": "besproken in het algemeen bestuur",
            }
            verhaal.post(f"{besluit}/verwerkingen", verwerking)
    verhaal.post(f"{besluit}/uitspraken", ab("2020-12-10", "GEWIJZIGD"))
    vaststelling = {"ingangsdatum": "2020-12-10", "besluitId": besluit.rsplit("/", 1)[1]}
    verhaal.post(f"{kader}/vaststellingen", vaststelling)
    return besluit, kader


def test_het_ab_stelt_op_10_december_vast_na_tien_zienswijzen(verhaal: Verhaal) -> None:
    """S2:31-36, S2:231-233; H35: which arrived after 3 December, and did the AB decide without them?"""
    besluit, kader = vertel_tot_vaststelling(verhaal)

    nu = verhaal.get(besluit)
    assert [z["datum"] for z in nu["zienswijzen"] if z["teLaat"]] == ["2020-12-07"]
    assert sum(z["afgezien"] for z in nu["zienswijzen"]) == 1
    assert (nu["status"], nu["vastgesteldOp"]) == ("VASTGESTELD", "2020-12-10")
    assert verhaal.get(kader)["status"] == "VASTGESTELD"
    assert verhaal.get(kader, geldigOp="2022-01-01")["status"] == "IN_WERKING"
    gevolgen = verhaal.get(f"{besluit}/gevolgen")["resultaten"]
    assert [g["soort"] for g in gevolgen] == ["beleidskader.vastgesteld"]

    toen = verhaal.get(besluit, geldigOp="2020-12-04", beschikbaarOp="2020-12-04")
    assert len(toen["zienswijzen"]) == 9
    assert (toen["status"], toen["ontbreekt"]) == ("VOORGENOMEN", ["AB"])


def test_het_oude_kader_loopt_af_en_zonder_opvolger_staat_er_alarm(verhaal: Verhaal) -> None:
    """S2:43-45: the alarm stands until a successor is adopted, and again when that is taken away."""
    oud = zoek(verhaal, "/beleidskaders", "(2018-2021)")

    assert "kader-zonder-opvolger" in codes(verhaal.get(oud, geldigOp="2020-07-30"))
    assert "kader-gat" in codes(verhaal.get(oud, geldigOp="2022-01-01"))

    vertel_tot_vaststelling(verhaal)

    assert codes(verhaal.get(oud, geldigOp="2021-12-31")) == []
    assert codes(verhaal.get(oud, geldigOp="2022-01-01")) == []
    zoals_toen: dict[str, Any] = {"geldigOp": "2022-01-01", "beschikbaarOp": "2020-12-09"}
    assert "kader-gat" in codes(verhaal.get(oud, **zoals_toen))


def test_de_kalender_noemt_wie_te_laat_is(verhaal: Verhaal) -> None:
    """S2:223-233: the deadline of 3 December and the meeting of 10 December, per body."""
    vraag: dict[str, Any] = {"regioId": verhaal.regio, "beschikbaarOp": "2020-07-30"}

    def standen(dag: str) -> dict[str, str]:
        items = verhaal.get("/kalender", geldigOp=dag, **vraag)["resultaten"]
        eigen = [i for i in items if "Het inkoopkader jeugdhulp 2022" in i["ding"]["naam"]]
        return {f"{i['orgaan']} {i['gemeente'] or ''}".strip(): i["stand"] for i in eigen}

    op_tijd, daarna = standen("2020-12-03"), standen("2020-12-11")

    assert len(op_tijd) == 11
    assert set(op_tijd.values()) == {"OPEN"}
    assert set(daarna.values()) == {"TE_LAAT"}
