"""The switch of S3 to 2027, from its regime file: successors the day after the old end, and the coverage map.

Every contract ends on 31-12-2026 (S3:80); what goes on begins the day after, as a successor (domein.md A.7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contracthulp import id_van, op, radar, signalen
from tests.hulp import Verhaal, gemeenten, zoek
from tests.s3verhaal import VOORSTEL, Segment, met_contracten, opvolger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.traag

DEKKING = "/rapportages/dekking"
WISSEL = "2027-01-01"


@pytest.fixture
def s(engine: Engine) -> Iterator[Segment]:
    with met_contracten(engine) as segment:
        yield segment


# --- 1 January 2027: successors ----------------------------------------------------------------------------------


def test_na_het_einde_valt_niets_te_herzien_en_volgt_een_nieuw_contract(s: Segment) -> None:
    """S3:143, domein.md A.7: no herziening works from 2027 on; the successor begins the day after, without a gap."""
    s.v.op("2026-06-30")
    te_ver = {**VOORSTEL, "ingangsdatum": "2026-06-30", "werkingPer": WISSEL}
    del te_ver["reactieUiterlijk"]
    geweigerd = s.v.weigering(f"{s.aanvaardt}/herzieningsvoorstellen", te_ver)
    assert geweigerd == ["herziening-buiten-looptijd"]

    wie = s.aanbieders[s.aanvaardt]
    nieuw = opvolger(s.v, "HL-27-1", s.traject, "VB-OPVANG", van=s.aanvaardt, aanbieder=wie)

    assert op(s.v, s.aanvaardt, "2026-12-31", "status") == ["ACTIEF"]
    assert op(s.v, s.aanvaardt, WISSEL, "status", "beeindiging") == ["BEEINDIGD", "VERLOPEN"]
    assert op(s.v, nieuw, "2026-12-31", "status") == ["TOEKOMSTIG"]
    assert op(s.v, nieuw, WISSEL, "status", "einddatum") == ["ACTIEF", None]
    vorig = s.v.get(nieuw)["opvolging"]
    assert vorig == {"vorigContractId": id_van(s.aanvaardt), "via": "HERZIENING"}
    for contract in (s.aanvaardt, nieuw):
        assert not {c for c in signalen(s.v, contract, WISSEL) if c.startswith("opvolging-")}
    gedaan = radar(s.v, s.aanvaardt, "2026-07-01", stand="GEDAAN")["opvolgen"]["gedaan"]
    assert gedaan == "opgevolgd door HL-27-1"


@pytest.mark.parametrize(
    ("eerste_dag", "code"),
    [("2027-02-01", "opvolging-gat"), ("2026-12-01", "opvolging-overlap")],
)
def test_een_opvolger_die_niet_aansluit_valt_op(s: Segment, eerste_dag: str, code: str) -> None:
    s.v.op("2026-07-07")
    wie = s.aanbieders[s.blijft]

    vaste = {"van": s.blijft, "aanbieder": wie, "eerste_dag": eerste_dag}
    nieuw = opvolger(s.v, "HL-27-3", s.traject, "VB-OPVANG", **vaste)

    for contract in (s.blijft, nieuw):
        opvallend = signalen(s.v, contract, "2026-07-07")
        assert {c for c in opvallend if c.startswith("opvolging-")} == {code}


def zonder_opvolger(v: Verhaal, **vraag: Any) -> list[str]:
    """D.1: which contracts end before 1-1-2027 and lack a successor?"""
    vast: dict[str, Any] = {"regioId": v.regio, "eindigtVoor": WISSEL, "zonderOpvolger": "true"}
    return [c["contractnummer"] for c in v.get("/contracten", **vast, **vraag)["resultaten"]]


def test_wat_voor_2027_eindigt_zonder_opvolger_is_te_vinden(s: Segment) -> None:
    """By herziening and by new procurement (S3:218-224); asked as known before, nobody had a successor."""
    assert zonder_opvolger(s.v) == [f"HL-{nummer}" for nummer in range(1, 6)]
    s.v.op("2026-07-07")
    eerder = s.v.get(
        "/contracten", eindigtVoor=WISSEL, zonderOpvolger="true", geldigOp="2026-07-07"
    )
    wie = s.aanbieders[s.aanvaardt]
    opvolger(s.v, "HL-27-1", s.traject, "VB-OPVANG", van=s.aanvaardt, aanbieder=wie)
    dag = zoek(s.v, "/inkooptrajecten", "Dagbesteding")
    gegund = opvolger(
        s.v,
        "HL-27-5",
        dag,
        "DB-DAGBESTEDING",
        van=s.dagbesteding,
        aanbieder=s.aanbieders[s.dagbesteding],
        via="INKOOP",
        grondslag="GUNNING",
    )

    assert zonder_opvolger(s.v) == ["HL-2", "HL-3", "HL-4"]
    assert s.v.get(gegund)["opvolging"]["via"] == "INKOOP"
    punt = radar(s.v, s.blijft, "2027-01-15")["opvolgen"]
    assert (punt["stand"], punt["teLaatSinds"]) == ("TE_LAAT", WISSEL)
    assert s.v.get(eerder["_links"]["self"]["href"]) == eerder


# --- 1 January 2027: coverage ------------------------------------------------------------------------------------


def gaten(kaart: dict[str, Any]) -> dict[str, set[str]]:
    """Give by form the gemeenten that nobody serves."""
    uit: dict[str, set[str]] = {}
    for gat in kaart["gaten"]:
        uit.setdefault(gat["vorm"], set()).add(gat["gemeente"])
    return uit


def test_een_weigering_laat_een_gat_achter_met_het_feit_dat_het_maakt(s: Segment) -> None:
    """S3:514-516, dekkend zorglandschap: the only one for pleegzorg refuses and is gone from July 2026."""
    s.leg_voor()
    vraag: dict[str, Any] = {
        "regioId": s.v.regio,
        "per": "PRODUCT",
        "trajectId": s.v.get(s.pleegzorg)["trajectId"],
    }
    voor = s.v.get(DEKKING, **vraag, geldigOp="2026-07-01")
    assert "44A07" not in gaten(voor)

    s.antwoord(s.pleegzorg, "2026-02-17", "GEWEIGERD")

    na = s.v.get(DEKKING, **vraag, geldigOp="2026-07-01")
    assert gaten(na)["44A07"] == set(gemeenten(s.v))
    (einde,) = [e for e in na["einden"] if e["contractnummer"] == "HL-2"]
    assert (einde["per"], einde["feit"]["soort"]) == (
        "2026-07-01",
        "contract.herziening_voorgesteld",
    )
    assert s.v.get(voor["_links"]["self"]["href"]) == voor


def test_de_dekking_op_de_wisseldag_en_wat_als_er_twee_weigeren(s: Segment) -> None:
    """D.1, C 21-22: the map of 2027 while contracts are signed; what if one, or both, do not go along."""
    s.v.op("2026-07-07")
    for nummer, vorig in ((1, s.aanvaardt), (3, s.blijft)):
        wie = s.aanbieders[vorig]
        opvolger(s.v, f"HL-27-{nummer}", s.traject, "VB-OPVANG", van=vorig, aanbieder=wie)
    vraag: dict[str, Any] = {
        "regioId": s.v.regio,
        "trajectId": id_van(s.traject),
        "geldigOp": WISSEL,
    }

    kaart = s.v.get(DEKKING, **vraag, wisseldag=WISSEL)
    een, allebei = (
        s.v.get(DEKKING, **vraag, zonderAanbieders=",".join(s.aanbieders[c] for c in wie))
        for wie in ([s.aanvaardt], [s.aanvaardt, s.blijft])
    )

    def standen(gevonden: dict[str, Any]) -> set[str]:
        return {c["stand"] for c in gevonden["resultaten"] if c["vorm"] == "VB-OPVANG"}

    assert (standen(kaart), standen(een)) == ({"GEDEKT"}, {"EEN_AANBIEDER"})
    assert standen(allebei) == {"GAT"}
    assert set(gaten(kaart)) == {"VB-GEZIN", "VB-KORT", "VB-AMBULANT"}
    assert set(gaten(allebei)) - set(gaten(kaart)) == {"VB-OPVANG"}
    door = {g["vorm"] for g in allebei["gaten"] if g["doorWatAls"]}
    assert door == {"VB-OPVANG"}
    erbij = {(x["vorm"], len(x["erbij"])) for x in kaart["wissel"]["veranderingen"]}
    assert ("VB-OPVANG", 2) in erbij
    toen = s.v.get(DEKKING, **vraag, beschikbaarOp="2026-07-06")
    assert "VB-OPVANG" in gaten(toen)
