"""The eleven worked examples of the two times, cell by cell, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from application.toegang import Gebruiker, Rol
from application.vastleggen import Opdracht
from domain.contract import CONTRACT
from domain.contractfeiten import ContractGeindexeerd
from domain.feiten import Envelop
from tests.hulp import (
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    intrekking,
    opzegging,
    tarief,
    verlenging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine

Paar = tuple[str, str]
NIET_BEKEND = ("BestaatNiet",)


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld()
        yield begonnen


def contract_k(verhaal: Verhaal, **anders: object) -> str:
    verhaal.op("2022-10-03")
    return verhaal.contract(**anders)


def cel(verhaal: Verhaal, pad: str, geldig_op: str, beschikbaar_op: str, *velden: str) -> Any:
    """Give some fields at a pair; `tarief` is the only tariff; the 404 of what was not known then."""
    antwoord = verhaal.vraag(
        "GET", pad, params={"geldigOp": geldig_op, "beschikbaarOp": beschikbaar_op}
    )
    inhoud = antwoord.json()
    if antwoord.status_code != 200:
        assert antwoord.status_code == 404
        return (inhoud["type"].removeprefix("/problemen/"),)
    if "tarieven" in inhoud:
        (inhoud["tarief"],) = [t["tarief"] for t in inhoud["tarieven"]]
    return tuple(inhoud[veld] for veld in velden)


def toets(
    verhaal: Verhaal, pad: str, velden: tuple[str, ...], tabel: Mapping[Paar, object]
) -> None:
    """Ask every cell of a table, before and after a rebuild."""
    for _ in range(2):
        gevonden = {paar: cel(verhaal, pad, *paar, *velden) for paar in tabel}
        assert gevonden == tabel
        verhaal.herbouw()


def regels_van(verhaal: Verhaal, pad: str) -> dict[int, Any]:
    return {r["volgnummer"]: r for r in verhaal.get(f"{pad}/gebeurtenissen")["resultaten"]}


# --- 1 -----------------------------------------------------------------------------------------------------------


def voorbeeld_1(verhaal: Verhaal) -> str:
    k = contract_k(verhaal)
    verhaal.op("2024-11-20")
    verhaal.post(f"{k}/herzieningen", herziening("2025-01-01", "112.00"))
    verhaal.op("2025-03-10")
    verhaal.post(f"{k}/herzieningen", herziening("2024-07-01", "105.00"))
    return k


def test_1_een_laat_feit_neemt_zijn_plaats_in_en_latere_feiten_blijven(verhaal: Verhaal) -> None:
    k = voorbeeld_1(verhaal)

    toets(
        verhaal,
        k,
        ("status", "tarief", "einddatum"),
        {
            ("2024-06-30", "2025-03-10"): ("ACTIEF", "100.00", "2030-12-31"),
            ("2024-07-01", "2024-12-31"): ("ACTIEF", "100.00", "2030-12-31"),
            ("2024-07-01", "2025-03-10"): ("ACTIEF", "105.00", "2030-12-31"),
            ("2025-01-01", "2025-03-10"): ("ACTIEF", "112.00", "2030-12-31"),
            ("2022-12-01", "2022-12-01"): ("TOEKOMSTIG", "100.00", "2030-12-31"),
            ("2022-12-01", "2022-10-01"): NIET_BEKEND,
        },
    )
    assert {n: r["laat"] for n, r in regels_van(verhaal, k).items()} == {
        1: False,
        2: False,
        3: True,
    }


# --- 2 -----------------------------------------------------------------------------------------------------------


def test_2_een_gecorrigeerd_tarief_werkt_door_in_een_vastgelegde_indexering(
    verhaal: Verhaal,
) -> None:
    k = contract_k(verhaal)
    verhaal.op("2023-12-01")
    verhaal.post(f"{k}/indexeringen", indexering("2024-01-01", "5.00"))
    verhaal.op("2024-02-01")
    verhaal.post(f"{k}/herzieningen", herziening("2023-06-01", "110.00"))
    verhaal.op("2024-05-01")
    goed = zet(3, "herzieningen", herziening("2023-06-01", "108.00"))
    verhaal.post(f"{k}/correcties", correctie(goed))

    toets(
        verhaal,
        k,
        ("tarief",),
        {
            ("2023-07-01", "2024-01-31"): ("100.00",),
            ("2024-01-01", "2024-01-31"): ("105.00",),
            ("2024-01-01", "2024-02-01"): ("115.50",),
            ("2024-01-01", "2024-05-01"): ("113.40",),
            ("2023-07-01", "2024-05-01"): ("108.00",),
        },
    )

    journaal = f"{k}/gebeurtenissen"
    toen = verhaal.get(journaal, beschikbaarOp="2024-04-30")["resultaten"]
    nu = verhaal.get(journaal, beschikbaarOp="2024-05-01")["resultaten"]
    assert [(r["volgnummer"], r["gecorrigeerdDoor"]) for r in toen] == [
        (1, None),
        (2, None),
        (3, None),
    ]
    assert [(r["volgnummer"], r["gecorrigeerdDoor"]) for r in nu] == [
        (1, None),
        (2, None),
        (3, 4),
        (4, None),
    ]

    assert verhaal.weigering(f"{k}/correcties", correctie(goed)) == ["registratie-al-gecorrigeerd"]


def test_2_een_correctie_ongedaan_maken_behoudt_de_plaats(verhaal: Verhaal) -> None:
    k = contract_k(verhaal)
    verhaal.op("2023-05-01")
    verhaal.post(f"{k}/herzieningen", herziening("2023-06-01", "110.00"))
    verhaal.post(f"{k}/herzieningen", herziening("2023-06-01", "120.00"))
    verhaal.op("2023-05-02")
    verhaal.post(
        f"{k}/correcties", correctie(zet(2, "herzieningen", herziening("2023-06-01", "108.00")))
    )
    verhaal.op("2023-05-03")

    verhaal.post(
        f"{k}/correcties", correctie(zet(4, "herzieningen", herziening("2023-06-01", "110.00")))
    )

    # Of two facts of one day the later recorded one counts: the replacement stands where fact 2 stood.
    toets(
        verhaal,
        k,
        ("tarief",),
        {
            ("2023-06-01", "2023-05-01"): ("120.00",),
            ("2023-06-01", "2023-05-02"): ("120.00",),
            ("2023-06-01", "2023-05-03"): ("120.00",),
        },
    )
    verhaal.post(f"{k}/correcties", correctie(zet(3)))
    assert cel(verhaal, k, "2023-06-01", "2023-05-03", "tarief") == ("110.00",)


# --- 3 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("eerst", ["herziening", "indexering"])
def test_3_een_tarief_op_prijspeil_wordt_niet_nog_eens_geindexeerd(
    verhaal: Verhaal, eerst: str
) -> None:
    k = contract_k(verhaal)
    verhaal.op("2023-12-01")
    nieuw = herziening("2024-01-01", wijzigingen={"tarieven": [tarief("120.00", prijspeil=2024)]})
    stappen = [
        (f"{k}/herzieningen", nieuw),
        (f"{k}/indexeringen", indexering("2024-01-01", "5.00", prijspeil=2024)),
    ]
    for pad, lichaam in stappen if eerst == "herziening" else reversed(stappen):
        verhaal.post(pad, lichaam)
    verhaal.post(f"{k}/indexeringen", indexering("2025-01-01", "4.00"))

    toets(
        verhaal,
        k,
        ("tarief",),
        {
            ("2023-12-31", "2023-12-01"): ("100.00",),
            ("2024-01-01", "2023-12-01"): ("120.00",),
            ("2025-01-01", "2023-12-01"): ("124.80",),
        },
    )


# --- 4 -----------------------------------------------------------------------------------------------------------

REGELING = {"opdrachtgever": {"maanden": 6}}


def voorbeeld_4(verhaal: Verhaal) -> str:
    k = contract_k(verhaal, opzegregeling=REGELING)
    verhaal.op("2029-03-01")
    verhaal.post(f"{k}/opzeggingen", opzegging("2029-03-01", "2029-12-31"))
    return k


def test_4_een_intrekking_werkt_vanaf_haar_eigen_dag(verhaal: Verhaal) -> None:
    k = voorbeeld_4(verhaal)
    verhaal.op("2029-06-01")
    verhaal.post(f"{k}/intrekkingen", intrekking("2029-06-01", 2))
    verhaal.op("2029-07-01")

    toets(
        verhaal,
        k,
        ("status", "einddatum", "beeindiging"),
        {
            ("2029-02-28", "2029-07-01"): ("ACTIEF", "2030-12-31", None),
            ("2029-04-01", "2029-07-01"): ("OPGEZEGD", "2029-12-31", None),
            ("2029-06-01", "2029-07-01"): ("ACTIEF", "2030-12-31", None),
            ("2030-06-01", "2029-04-01"): ("BEEINDIGD", "2029-12-31", "OPGEZEGD"),
            ("2030-06-01", "2029-07-01"): ("ACTIEF", "2030-12-31", None),
        },
    )
    assert regels_van(verhaal, k)[2]["ingetrokkenDoor"] == 3


def test_4_een_correctie_neemt_de_opzegging_ook_daarvoor_weg(verhaal: Verhaal) -> None:
    k = voorbeeld_4(verhaal)
    verhaal.op("2029-06-01")
    verhaal.post(f"{k}/correcties", correctie(zet(2)))

    toets(
        verhaal,
        k,
        ("status", "einddatum"),
        {
            ("2029-04-01", "2029-05-31"): ("OPGEZEGD", "2029-12-31"),
            ("2029-04-01", "2029-06-01"): ("ACTIEF", "2030-12-31"),
        },
    )


# --- 5 -----------------------------------------------------------------------------------------------------------

OPTIE = {
    "totEnMet": "2034-12-31",
    "uitoefenenVan": "2030-01-01",
    "uitoefenenTotEnMet": "2030-06-30",
}


def test_5_de_optie_tot_2034(verhaal: Verhaal) -> None:
    k = contract_k(verhaal, verlengingsopties=[OPTIE])
    verhaal.op("2030-05-12")
    verhaal.post(f"{k}/verlengingen", verlenging("2030-05-12", "2034-12-31"))
    verhaal.op("2030-06-01")

    toets(
        verhaal,
        k,
        ("status", "einddatum", "beeindiging"),
        {
            ("2030-05-11", "2030-06-01"): ("ACTIEF", "2030-12-31", None),
            ("2030-05-12", "2030-06-01"): ("ACTIEF", "2034-12-31", None),
            ("2031-06-01", "2030-05-11"): ("BEEINDIGD", "2030-12-31", "VERLOPEN"),
            ("2031-06-01", "2030-06-01"): ("ACTIEF", "2034-12-31", None),
            ("2034-12-31", "2030-06-01"): ("ACTIEF", "2034-12-31", None),
            ("2035-01-01", "2030-06-01"): ("BEEINDIGD", "2034-12-31", "VERLOPEN"),
        },
    )


@pytest.mark.parametrize(
    ("dag", "tot_en_met"),
    [
        ("2029-12-31", "2034-12-31"),
        ("2030-07-01", "2034-12-31"),
        ("2030-05-12", "2034-12-30"),
        ("2030-05-12", "2035-01-01"),
    ],
)
def test_5_buiten_de_optie_alleen_met_afwijking(
    verhaal: Verhaal, dag: str, tot_en_met: str
) -> None:
    k = contract_k(verhaal, verlengingsopties=[OPTIE])
    verhaal.op(dag)

    assert verhaal.weigering(f"{k}/verlengingen", verlenging(dag, tot_en_met)) == [
        "verlenging-buiten-optie"
    ]

    toch = verlenging(dag, tot_en_met, afwijking=afwijking("verlenging-buiten-optie"))
    vastgelegd = verhaal.post(f"{k}/verlengingen", toch)["contract"]
    assert vastgelegd["einddatum"] == tot_en_met
    assert [a["regels"] for a in vastgelegd["afwijkingen"]] == [["verlenging-buiten-optie"]]


# --- 6 -----------------------------------------------------------------------------------------------------------


def contract_l(verhaal: Verhaal, maximum: int | None = None) -> str:
    verhaal.op("2019-12-01")
    return verhaal.contract(
        contractnummer="L",
        ingangsdatum="2020-01-01",
        einddatum="2021-12-31",
        stilzwijgendeVerlenging={"maanden": 24, "maxAantal": maximum},
        opzegregeling=REGELING,
    )


VELDEN_6 = ("status", "einddatum", "uitersteHandelingsdatum", "beeindiging")


def test_6_stilzwijgende_verlenging_zonder_taak(verhaal: Verhaal) -> None:
    pad = contract_l(verhaal)
    verhaal.op("2022-03-01")

    toets(
        verhaal,
        pad,
        VELDEN_6,
        {
            ("2021-06-30", "2021-06-30"): ("ACTIEF", "2021-12-31", "2021-06-30", None),
            ("2022-02-01", "2019-12-01"): ("ACTIEF", "2023-12-31", "2023-06-30", None),
            ("2024-01-01", "2019-12-01"): ("ACTIEF", "2025-12-31", "2025-06-30", None),
        },
    )


def test_6_hoogstens_een_keer(verhaal: Verhaal) -> None:
    pad = contract_l(verhaal, maximum=1)

    toets(
        verhaal,
        pad,
        VELDEN_6,
        {
            ("2021-12-31", "2019-12-01"): ("ACTIEF", "2021-12-31", "2021-06-30", None),
            ("2023-12-31", "2019-12-01"): ("ACTIEF", "2023-12-31", None, None),
            ("2024-01-01", "2019-12-01"): ("BEEINDIGD", "2023-12-31", None, "VERLOPEN"),
        },
    )


def test_6_een_opzegging_stopt_haar(verhaal: Verhaal) -> None:
    pad = contract_l(verhaal)
    verhaal.op("2021-05-01")
    verhaal.post(f"{pad}/opzeggingen", opzegging("2021-05-01", "2021-12-31"))

    toets(
        verhaal,
        pad,
        VELDEN_6,
        {("2022-02-01", "2021-05-01"): ("BEEINDIGD", "2021-12-31", None, "OPGEZEGD")},
    )


def test_6_te_laat_opgezegd(verhaal: Verhaal) -> None:
    pad = contract_l(verhaal)
    verhaal.op("2021-09-01")

    assert verhaal.weigering(f"{pad}/opzeggingen", opzegging("2021-09-01", "2021-12-31")) == [
        "opzegtermijn-niet-in-acht-genomen"
    ]


# --- 7 -----------------------------------------------------------------------------------------------------------


def test_7_een_antwoord_blijft(verhaal: Verhaal) -> None:
    k = contract_k(verhaal)
    verhaal.zet(datetime(2026, 5, 1, 9, 12, 3, tzinfo=UTC))
    for bedrag in ("101.00", "102.00", "103.00", "104.00", "105.00"):
        verhaal.post(f"{k}/herzieningen", herziening("2026-01-01", bedrag))
    verhaal.zet(datetime(2026, 5, 1, 9, 59, tzinfo=UTC))
    with verhaal.loket.register.schrijf() as beurt:
        feit = ContractGeindexeerd(ingangsdatum=date(2024, 1, 1), percentage=5)  # type: ignore[arg-type]
        opdracht = Opdracht(
            gebruiker=Gebruiker(actor="a", rol=Rol.BEHEERDER),
            soort=CONTRACT,
            ding=beurt.in_gebruik(soort="contract", sleutel="K"),
            feit=feit,
            envelop=Envelop(),
        )
        verhaal.loket.vastlegger.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=uuid4())
        verhaal.zet(datetime(2026, 5, 1, 10, tzinfo=UTC))
        gevraagd = verhaal.get(k, beschikbaarOp="2026-05-01T10:00:00Z")

    assert gevraagd["tijdreis"] == {
        "geldigOp": "2026-05-01",
        "beschikbaarOp": "2026-05-01T09:12:03.000004Z",
    }
    assert gevraagd["tarieven"][0]["tarief"] == "105.00"
    assert regels_van(verhaal, k)[7]["geregistreerdOp"] == "2026-05-01T09:59:00.000000Z"
    verhaal.op("2027-05-01")
    assert verhaal.get(k, **gevraagd["tijdreis"]) == gevraagd
    verhaal.herbouw()
    assert verhaal.get(k, **gevraagd["tijdreis"]) == gevraagd
    assert verhaal.get(k, geldigOp="2024-01-01")["tarieven"][0]["tarief"] == "105.00"
    toen = {**gevraagd["tijdreis"], "geldigOp": "2024-01-01"}
    assert verhaal.get(k, **toen)["tarieven"][0]["tarief"] == "100.00"


# --- 8 -----------------------------------------------------------------------------------------------------------


def test_8_twee_soorten_nee(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    zonder = verhaal.lichaam(percelen=["P3"], gemeenten=["9002"])

    nee = verhaal.post("/contracten", zonder, status=409)

    assert [(r["code"], r["soort"]) for r in nee["regels"]] == [("niet-toegelaten", "ONRECHTMATIG")]

    toch = {**zonder, "afwijking": afwijking("niet-toegelaten")}
    contract = verhaal.post("/contracten", toch)["contract"]

    assert [a["regels"] for a in contract["afwijkingen"]] == [["niet-toegelaten"]]
    (gemerkt,) = verhaal.get("/afwijkingen", jaar=2023, geldigOp="2023-12-31")["resultaten"]
    assert (gemerkt["dingId"], gemerkt["motivering"]) == (contract["id"], "spoedplaatsing")
    assert gemerkt["besluit"]["kenmerk"] == "B-24-1"
    (opening,) = verhaal.get(f"/contracten/{contract['id']}/gebeurtenissen")["resultaten"]
    assert opening["afwijking"]["regels"] == ["niet-toegelaten"]


@pytest.mark.parametrize("extra", [{}, {"afwijking": afwijking("herziening-buiten-looptijd")}])
def test_8_onmogelijk_blijft_onmogelijk(verhaal: Verhaal, extra: dict[str, object]) -> None:
    k = contract_k(verhaal)
    nee = verhaal.post(f"{k}/herzieningen", herziening("2031-01-01", "120.00", **extra), status=409)
    assert [(r["code"], r["soort"]) for r in nee["regels"]] == [
        ("herziening-buiten-looptijd", "ONMOGELIJK")
    ]


def test_8_een_tweede_fout_die_niet_is_genoemd(verhaal: Verhaal) -> None:
    verhaal.op("2022-10-03")
    twee_fouten = verhaal.lichaam(percelen=["P3"], gemeenten=["9003"])

    assert verhaal.weigering("/contracten", twee_fouten) == [
        "niet-toegelaten",
        "gemeente-neemt-niet-deel",
    ]

    assert verhaal.weigering(
        "/contracten", {**twee_fouten, "afwijking": afwijking("niet-toegelaten")}
    ) == ["gemeente-neemt-niet-deel"]


# --- 9 -----------------------------------------------------------------------------------------------------------


def test_9_een_laat_einde_en_wat_daarna_staat(verhaal: Verhaal) -> None:
    k = contract_k(verhaal, opzegregeling=REGELING)
    verhaal.op("2028-03-01")
    verhaal.post(f"{k}/indexeringen", indexering("2029-01-01", "3.00"))
    einde = opzegging("2028-03-01", "2028-12-31")

    nee = verhaal.post(f"{k}/opzeggingen", einde, status=409)

    (regel,) = nee["regels"]
    assert (regel["code"], regel["soort"], regel["feiten"]) == (
        "feiten-na-einde",
        "ONMOGELIJK",
        [2],
    )
    assert "2029-01-01" in regel["detail"]

    verhaal.post(f"{k}/correcties", correctie(zet(2)))
    assert verhaal.post(f"{k}/opzeggingen", einde)["contract"]["einddatum"] == "2028-12-31"


# --- 10 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vraag", "bedrag"),
    [
        ({}, "112.00"),
        ({"beschikbaarOp": "2024-12-31"}, "112.00"),
        ({"geldigOp": "2024-07-01"}, "105.00"),
        ({"geldigOp": "2024-07-01", "beschikbaarOp": "2024-12-31"}, "100.00"),
    ],
)
def test_10_de_vier_kwadranten(verhaal: Verhaal, vraag: dict[str, Any], bedrag: str) -> None:
    k = voorbeeld_1(verhaal)
    verhaal.op("2025-04-01")

    assert verhaal.get(k, **vraag)["tarieven"][0]["tarief"] == bedrag


# --- 11 ----------------------------------------------------------------------------------------------------------


def test_11_geld(verhaal: Verhaal) -> None:
    k = contract_k(verhaal).rsplit("/", 1)[1]
    verhaal.op("2024-11-01")
    b = verhaal.budget(ingangsdatum="2024-11-01")
    verhaal.post(f"{b}/wijzigingen", {"ingangsdatum": "2025-06-01", "bedrag": "50000.00"})
    hard = {"contractId": k, "bedrag": "300000.00", "aard": "HARD", "ingangsdatum": "2025-01-01"}
    verhaal.post(f"{b}/verplichtingen", hard)
    verhaal.op("2025-06-01")
    for maand, bedrag in (("2025-01", "25000.00"), ("2025-02", "31000.00")):
        boeking = {"prestatieperiode": maand, "boekjaar": 2025, "contractId": k, "bedrag": bedrag}
        verhaal.post(f"{b}/realisaties", {**boeking, "bron": "GGK"})

    toets(
        verhaal,
        b,
        ("begroot", "verplicht", "gerealiseerd", "openstaand", "ruimte"),
        {
            ("2025-01-31", "2025-06-01"): (
                "1000000.00",
                "300000.00",
                "0.00",
                "300000.00",
                "700000.00",
            ),
            ("2025-02-15", "2025-06-01"): (
                "1000000.00",
                "300000.00",
                "25000.00",
                "275000.00",
                "700000.00",
            ),
            ("2025-06-01", "2025-06-01"): (
                "1050000.00",
                "300000.00",
                "56000.00",
                "244000.00",
                "750000.00",
            ),
            ("2025-06-01", "2025-05-31"): (
                "1050000.00",
                "300000.00",
                "0.00",
                "300000.00",
                "750000.00",
            ),
        },
    )
