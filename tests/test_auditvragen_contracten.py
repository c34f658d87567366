"""The auditor's questions about contracts: their terms, notices, renewals and changes, and the chain behind them.

Like tests/test_auditvragen.py: each asked of the API as it stands now, as the register showed it earlier, and again
after a correctie; docs/auditvragen.md names the calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import auditverhaal as verteller
from tests.auditverhaal import corrigeer, id_van, leg_vast
from tests.hulp import Verhaal, afwijking, herziening, opzegging, tarief, verteld, zet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

OPZEGRECHT = {"opdrachtgever": {"maanden": 6}, "opdrachtnemer": {"maanden": 6}}
CLAUSULE = {"nummer": "4", "gevolgWeigering": "OPZEGGING"}


@pytest.fixture
def v(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as verhaal:
        verteller.regio(verhaal)
        percelen = [verteller.perceel("A1", "ambulant"), verteller.perceel("V1", "verblijf")]
        momenten = [{"code": "go-no-go-2023", "van": "2023-01-01", "totEnMet": "2023-12-31"}]
        verteller.traject(verhaal, "2019-01-02", percelen, beslismomenten=momenten)
        yield verhaal


def sluit(v: Verhaal, nummer: str, wie: str = "De Oever", code: str = "A1", **anders: Any) -> str:
    """Conclude a contract of 2020-2026 with an aanbieder that is admitted for it; give its path."""
    aanbieder = verteller.aanbieder(v, "2019-12-02", wie, code, ingangsdatum="2019-06-03")
    basis = {
        "ingangsdatum": "2020-01-01",
        "einddatum": "2026-12-31",
        "opzegregeling": OPZEGRECHT,
        "herzieningsclausule": CLAUSULE,
    }
    return verteller.contract(v, "2019-12-02", nummer, aanbieder, code, **{**basis, **anders})


def nummers(v: Verhaal, **vraag: Any) -> list[str]:
    return [c["contractnummer"] for c in v.get("/contracten", **vraag)["resultaten"]]


def test_c1_welke_contracten_aflopen_zonder_opvolger(v: Verhaal) -> None:
    """Which contracts end before 1-1-2027 and lack a successor?"""
    gevolgd = sluit(v, "K1")
    sluit(v, "K2", "De Brug")
    sluit(v, "K3", "De Kade", einddatum="2029-12-31")
    vraag: dict[str, Any] = {"eindigtVoor": "2027-01-01", "zonderOpvolger": "true"}
    die_dag: dict[str, Any] = {"geldigOp": "2026-06-01", **vraag}

    assert nummers(v, **die_dag) == ["K1", "K2"]

    v.op("2026-06-15")
    opvolging = {"vorigContractId": id_van(gevolgd), "via": "INKOOP"}
    contract = v.get(gevolgd)
    wie = f"/aanbieders/{contract['aanbiederId']}"
    nieuw = {"ingangsdatum": "2027-01-01", "einddatum": "2032-12-31", "opvolging": opvolging}
    verteller.contract(v, "2026-06-15", "K4", wie, "A1", **nieuw)
    assert nummers(v, **die_dag) == ["K2"]
    assert nummers(v, **die_dag, beschikbaarOp="2026-06-01") == ["K1", "K2"]


def test_c2_welk_tarief_gold_zoals_toen_bekend(v: Verhaal) -> None:
    """Which tariff applied to product P at aanbieder X on 14-11-2023, as we knew it then?"""
    pad = sluit(v, "K1")
    v.op("2023-01-10")
    v.post(f"{pad}/herzieningen", herziening("2023-02-01", "112.00"))
    v.op("2024-03-05")
    laat = v.post(f"{pad}/herzieningen", herziening("2023-10-01", "105.00"))["gebeurtenis"]
    wie = v.get(pad)["aanbiederId"]

    def tarieven(**vraag: Any) -> list[str]:
        lijst = v.get("/contracten", aanbiederId=wie, geldigOp="2023-11-14", **vraag)
        return [t["tarief"] for c in lijst["resultaten"] for t in c["tarieven"]]

    assert tarieven() == ["105.00"]
    assert tarieven(beschikbaarOp="2023-11-14") == ["112.00"]

    corrigeer(v, "2024-04-02", pad, zet(laat["volgnummer"]))
    assert tarieven() == ["112.00"]
    assert tarieven(beschikbaarOp="2024-03-31") == ["105.00"]


VOORSTEL = {
    "wijzigingen": {"tarieven": [tarief("97.50")]},
    "wijzigingsgrond": "CLAUSULE",
    "clausule": "4",
    "werkingPer": "2022-07-01",
    "reactieUiterlijk": "2022-02-28",
    "bijZwijgen": "GEWEIGERD",
}


def test_c3_wie_instemde_met_de_herziening_en_wanneer(v: Verhaal) -> None:
    """Who agreed to the change under clause 4, on which date; who refused or kept silent, and what came of that?"""
    paden = {n: sluit(v, n, wie) for n, wie in (("K1", "A"), ("K2", "B"), ("K3", "C"))}
    for pad in paden.values():
        leg_vast(v, "2022-01-20", f"{pad}/herzieningsvoorstellen", **VOORSTEL)
    addendum = {"kenmerk": "ADD-1", "ondertekendOp": "2022-02-09"}
    ja: dict[str, Any] = {"volgnummer": 2, "antwoord": "AANVAARD", "addendum": addendum}
    leg_vast(v, "2022-02-10", f"{paden['K1']}/antwoorden", **ja)
    nee = leg_vast(v, "2022-02-11", f"{paden['K2']}/antwoorden", volgnummer=2, antwoord="GEWEIGERD")

    def stand(**vraag: Any) -> list[tuple[str, str, str | None, str]]:
        lijst = v.get("/contracten", **{"geldigOp": "2022-03-01", **vraag})["resultaten"]
        return [
            (c["contractnummer"], h["stand"], h["beantwoordOp"], c["einddatum"])
            for c in lijst
            for h in c["herzieningsvoorstellen"]
        ]

    assert stand() == [
        ("K1", "AANVAARD", "2022-02-10", "2026-12-31"),
        ("K2", "GEWEIGERD", "2022-02-11", "2022-06-30"),
        ("K3", "STILZWIJGEND_GEWEIGERD", None, "2022-06-30"),
    ]
    journaal = v.get(f"{paden['K1']}/antwoorden")["resultaten"]
    assert journaal[0]["gegevens"]["addendum"] == addendum
    toen = stand(beschikbaarOp="2022-02-10")
    assert [s[1] for s in toen] == ["AANVAARD", "STILZWIJGEND_GEWEIGERD", "STILZWIJGEND_GEWEIGERD"]

    goed = {"ingangsdatum": "2022-02-11", "volgnummer": 2, "antwoord": "AANVAARD"}
    corrigeer(v, "2022-04-04", paden["K2"], zet(nee["volgnummer"], "antwoorden", goed))
    assert stand()[1] == ("K2", "AANVAARD", "2022-02-11", "2026-12-31")
    assert stand(beschikbaarOp="2022-03-31")[1][1] == "GEWEIGERD"


def test_c4_of_op_tijd_en_door_wie_mocht_is_opgezegd(v: Verhaal) -> None:
    """Which notices came too late, when were they sent and received, and which were taken back?"""
    pad = sluit(v, "K1")
    notice = opzegging("2022-09-02", "2022-12-31", verzondenOp="2022-06-28")
    v.op("2022-09-05")
    te_laat = {**notice, "afwijking": afwijking("opzegtermijn-niet-in-acht-genomen")}
    v.post(f"{pad}/opzeggingen", te_laat)

    def gemerkt(**vraag: Any) -> list[str]:
        vraag = {"regel": "opzegtermijn-niet-in-acht-genomen", "regioId": v.regio, **vraag}
        lijst = v.get("/afwijkingen", **vraag)["resultaten"]
        return [a["soort"] for a in lijst]

    (regel,) = v.get(f"{pad}/opzeggingen")["resultaten"]
    gegevens = regel["gegevens"]
    assert (gegevens["verzondenOp"], regel["ingangsdatum"]) == ("2022-06-28", "2022-09-02")
    assert gemerkt() == ["contract.opgezegd"]
    assert gemerkt(beschikbaarOp="2022-09-04", geldigOp="2022-12-31") == []

    leg_vast(v, "2022-10-03", f"{pad}/intrekkingen", volgnummer=2)
    assert v.get(f"{pad}/opzeggingen")["resultaten"][0]["ingetrokkenDoor"] == 3
    vraag: dict[str, Any] = {"geldigOp": "2023-01-01"}
    assert v.get(pad, **vraag)["status"] == "ACTIEF"
    assert v.get(pad, **vraag, beschikbaarOp="2022-09-30")["status"] == "BEEINDIGD"


def test_c5_hoe_een_contract_aan_zijn_einddatum_kwam(v: Verhaal) -> None:
    """How did this contract come by its last day: tacit, by an option, or renewed with changes?"""
    tacit = {"maanden": 24, "maxAantal": 2}
    pad = sluit(v, "K1", einddatum="2021-12-31", stilzwijgendeVerlenging=tacit)
    anders = {"tarieven": [tarief("104.00")]}
    verlengd = leg_vast(
        v, "2023-05-15", f"{pad}/verlengingen", totEnMet="2025-12-31", wijzigingen=anders
    )

    def einden(**vraag: Any) -> list[str]:
        return [
            v.get(pad, geldigOp=dag, **vraag)["einddatum"]
            for dag in ("2021-06-01", "2022-06-01", "2023-06-01", "2024-06-01")
        ]

    nu = ["2021-12-31", "2023-12-31", "2025-12-31", "2025-12-31"]
    assert einden() == nu
    (handeling,) = v.get(f"{pad}/verlengingen")["resultaten"]
    assert handeling["gegevens"]["wijzigingen"] == anders
    assert einden(beschikbaarOp="2023-05-01") == [*nu[:2], "2023-12-31", "2025-12-31"]
    tarieven = [
        v.get(pad, geldigOp=d)["tarieven"][0]["tarief"] for d in ("2023-12-31", "2024-01-01")
    ]
    assert tarieven == ["100.00", "104.00"]

    corrigeer(v, "2023-07-03", pad, zet(verlengd["volgnummer"]))
    assert einden()[2] == "2023-12-31"
    assert einden(beschikbaarOp="2023-06-30") == nu


def test_c6_wat_er_veranderde_tussen_twee_dagen_en_waardoor(v: Verhaal) -> None:
    """What changed in this contract between two days, and by which facts?"""
    pad = sluit(v, "K1")
    v.op("2022-11-01")
    v.post(f"{pad}/herzieningen", herziening("2023-01-01", "112.00"))
    v.post(f"{pad}/opzeggingen", opzegging("2022-11-01", "2023-12-31"))
    vraag: dict[str, Any] = {"vanGeldigOp": "2022-06-01", "totGeldigOp": "2023-06-01"}

    def oorzaken(**tot: Any) -> dict[str, list[str]]:
        gevonden = v.get(f"{pad}/verschillen", **vraag, **tot)["verschillen"]
        return {
            d["veld"]: [o["gebeurtenis"]["soort"] for o in d["oorzaken"]]
            for d in gevonden
            if d["veld"] in ("tarieven", "einddatum")
        }

    assert oorzaken() == {"tarieven": ["contract.herzien"], "einddatum": ["contract.opgezegd"]}
    assert oorzaken(totBeschikbaarOp="2022-10-31", vanBeschikbaarOp="2022-10-31") == {}

    corrigeer(v, "2023-02-01", pad, zet(3))
    assert oorzaken() == {"tarieven": ["contract.herzien"]}
    assert set(oorzaken(totBeschikbaarOp="2023-01-31")) == {"tarieven", "einddatum"}


def test_c7_wie_op_een_dag_partij_was(v: Verhaal) -> None:
    """Who was party to the contract on a day, since when, and on what ground could it take over?"""
    pad = sluit(v, "K1")
    overnemer = verteller.aanbieder(v, "2023-03-01", "De Steven", "A1", grondslag="OVERGENOMEN")
    overgedragen = leg_vast(
        v, "2023-04-03", f"{pad}/overdrachten", nieuweAanbiederId=id_van(overnemer)
    )

    def partij(dag: str, **vraag: Any) -> str:
        naam: str = v.get(pad, geldigOp=dag, **vraag)["aanbieder"]["naam"]
        return naam

    assert [partij("2023-04-02"), partij("2023-04-03")] == ["De Oever", "De Steven"]
    assert partij("2023-06-01", beschikbaarOp="2023-04-02") == "De Oever"
    (toelating,) = v.get(overnemer, geldigOp="2023-04-03")["toelatingen"]
    assert toelating["grondslag"] == "OVERGENOMEN"

    corrigeer(v, "2023-09-01", pad, zet(overgedragen["volgnummer"]))
    assert partij("2023-06-01") == "De Oever"
    assert partij("2023-06-01", beschikbaarOp="2023-08-31") == "De Steven"


def test_c8_wat_een_besluit_in_een_keer_raakte(v: Verhaal) -> None:
    """Which contracts did one decision touch in one go, and what came of each?"""
    paden = [sluit(v, n, wie) for n, wie in (("K1", "A"), ("K2", "B"))]
    v.op("2023-05-02")
    opdracht = {
        "handeling": "opzeggingen",
        "selectie": {"filters": {"segment": "ambulant"}},
        "opdracht": opzegging("2023-05-02", "2023-12-31"),
    }
    correlatie = v.post("/bulkhandelingen", opdracht)["correlatie"]

    def geraakt(**vraag: Any) -> list[str]:
        samen = v.get(f"/bulkhandelingen/{correlatie}", **vraag)["resultaten"]
        return [f["contractnummer"] for f in samen]

    def opgezegd(bekend: str) -> list[str]:
        dag: dict[str, Any] = {"geldigOp": "2023-06-01", "beschikbaarOp": bekend}
        return nummers(v, status="OPGEZEGD", **dag)

    v.op("2023-06-02")
    assert geraakt() == ["K1", "K2"]
    assert opgezegd("2023-05-31") == ["K1", "K2"]
    assert opgezegd("2023-05-01") == []

    corrigeer(v, "2023-06-05", paden[0], zet(2))
    assert geraakt() == ["K1", "K2"]
    assert [opgezegd("2023-06-05"), opgezegd("2023-05-31")] == [["K2"], ["K1", "K2"]]


def test_c9_waar_een_opzegging_vandaan_komt(v: Verhaal) -> None:
    """Where does this notice come from, step by step back?"""
    pad = sluit(v, "K1")
    besloten: dict[str, Any] = {"beslismoment": "go-no-go-2023", "uitkomst": "NO_GO"}
    no_go = leg_vast(v, "2023-04-03", f"/inkooptrajecten/{v.traject}/beslissingen", **besloten)
    notice = opzegging("2023-05-02", "2023-12-31", gevolgVan=no_go["id"])
    v.op("2023-05-02")
    v.post(f"{pad}/opzeggingen", notice)

    def stappen(**vraag: Any) -> list[str]:
        gevonden = v.get(f"{pad}/herkomst", volgnummer=2, **vraag)["resultaten"]
        return [s["gebeurtenis"]["soort"] for s in gevonden if s["aard"] == "GEVOLG"]

    assert stappen(geldigOp="2023-06-01") == ["inkooptraject.beslissing_genomen"]
    v.get(f"{pad}/herkomst", volgnummer=2, beschikbaarOp="2023-05-01", verwacht=404)
    toen = v.get(f"{pad}/herkomst", volgnummer=2)

    corrigeer(v, "2023-06-05", pad, zet(2, "opzeggingen", opzegging("2023-05-02", "2023-12-31")))
    assert stappen(geldigOp="2023-06-05") == []
    assert v.get(f"{pad}/herkomst", volgnummer=2, **toen["tijdreis"]) == toen


def test_c10_welke_sanctie_op_welke_constatering_rust(v: Verhaal) -> None:
    """Which sanctions stood on a day, on which finding, and how did they end?"""
    pad = sluit(v, "K1")
    gezien: dict[str, Any] = {"geconstateerd": "wachttijd niet gemeld", "ernst": "ERNSTIG"}
    constatering = leg_vast(v, "2023-02-01", f"{pad}/constateringen", **gezien)
    korting: dict[str, Any] = {
        "sanctiesoort": "KORTING",
        "percentage": "5.00",
        "constatering": constatering["volgnummer"],
        "grond": "CS 3.19.1",
    }
    sanctie = leg_vast(v, "2023-03-01", f"{pad}/sancties", **korting)

    def staat(dag: str, **vraag: Any) -> list[tuple[str, int, str]]:
        sancties = v.get(pad, geldigOp=dag, **vraag)["sturing"]["sancties"]
        return [(s["sanctiesoort"], s["constatering"], s["stand"]) for s in sancties]

    nummer = constatering["volgnummer"]
    assert staat("2023-04-01") == [("KORTING", nummer, "OPEN")]
    assert staat("2023-04-01", beschikbaarOp="2023-02-28") == []
    hersteld = {"volgnummer": sanctie["volgnummer"], "uitkomst": "HERSTELD"}
    leg_vast(v, "2023-06-01", f"{pad}/afsluitingen", **hersteld)
    assert staat("2023-06-01") == [("KORTING", nummer, "AFGESLOTEN")]

    corrigeer(v, "2023-07-03", pad, zet(sanctie["volgnummer"] + 1), zet(sanctie["volgnummer"]))
    assert staat("2023-04-01") == []
    assert staat("2023-04-01", beschikbaarOp="2023-06-30") == [("KORTING", nummer, "OPEN")]


def test_c11_wat_op_een_dag_moest_gebeuren_en_te_laat_was(v: Verhaal) -> None:
    """What was the last day to act on each contract, and what was late on a day, as known then?"""
    pad = sluit(
        v, "K1", einddatum="2023-12-31", stilzwijgendeVerlenging={"maanden": 12}, eigenaar="team-1"
    )

    def staat(dag: str, **vraag: Any) -> list[tuple[str, str, str | None]]:
        alle = v.get("/radar", regioId=v.regio, eigenaar="team-1", geldigOp=dag, **vraag)
        return [
            (i["uiterlijk"], i["stand"], i["teLaatSinds"])
            for i in alle["resultaten"]
            if i["handeling"] == "OPZEGGEN_OF_LATEN_VERLENGEN"
        ]

    assert staat("2023-06-30") == [("2023-06-30", "BINNENKORT", None)]
    assert staat("2023-08-01") == [("2023-06-30", "TE_LAAT", "2023-07-01")]
    v.op("2023-08-15")
    v.post(f"{pad}/opzeggingen", opzegging("2023-06-20", "2023-12-31"))
    assert staat("2023-08-01") == []
    assert staat("2023-08-01", beschikbaarOp="2023-08-01") == [
        ("2023-06-30", "TE_LAAT", "2023-07-01")
    ]

    corrigeer(v, "2023-09-04", pad, zet(2))
    assert staat("2023-08-01") == [("2023-06-30", "TE_LAAT", "2023-07-01")]
    assert staat("2023-08-01", beschikbaarOp="2023-08-31") == []


def test_c12_waar_een_gat_valt_als_contracten_eindigen(v: Verhaal) -> None:
    """Where will nobody deliver from 1-1-2027 on, and because of which contract's end?"""
    sluit(v, "K1")

    def gaten(**vraag: Any) -> list[tuple[str, str, str]]:
        kaart = v.get(
            "/rapportages/dekking",
            **{
                "regioId": v.regio,
                "segment": "ambulant",
                "geldigOp": "2026-06-01",
                "totEnMet": "2027-06-30",
                **vraag,
            },
        )
        return [(k["dag"], k["verlies"], k["gemeente"]) for k in kaart["komend"]]

    alle = [("2027-01-01", "LAATSTE_WEG", g) for g in verteller.GEMEENTEN]
    assert gaten() == alle

    v.op("2026-09-01")
    overig = verteller.aanbieder(v, "2026-09-01", "De Steven", "A1", ingangsdatum="2027-01-01")
    nieuw = {"ingangsdatum": "2027-01-01", "einddatum": "2032-12-31", "gemeenten": ["9001"]}
    pad = verteller.contract(v, "2026-09-01", "K9", overig, "A1", **nieuw)
    assert gaten() == alle[1:]
    assert gaten(beschikbaarOp="2026-08-31") == alle

    corrigeer(v, "2026-10-05", pad, zet(1))
    assert gaten() == alle
    assert gaten(beschikbaarOp="2026-09-30") == alle[1:]
