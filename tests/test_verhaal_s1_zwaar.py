"""The heavy contracts of S1, from its regime file: a closed circle, paid by task, with the duty to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contracthulp import blijft, id_van, lijstregels, onthoud, op, signalen
from tests.hulp import Verhaal, afwijking, gemeenten, herziening
from tests.s1verhaal import begonnen, leg_voor, stem, zwaar_contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.traag


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    """The advice is adopted; nobody has a contract yet."""
    with begonnen(engine) as verhaal:
        yield verhaal


def test_zwaar_loopt_vier_jaar_en_daarna_alleen_met_de_optie(verhaal: Verhaal) -> None:
    """S1:1182: at least four years, with an option; nobody can leave before."""
    contract = zwaar_contract(verhaal, 50)
    verhaal.op("2023-05-16")

    vroeg = {
        "ingangsdatum": "2021-01-05",
        "laatsteDag": "2021-12-31",
        "door": "OPDRACHTGEVER",
        "grond": "te duur",
    }
    assert verhaal.weigering(f"{contract}/opzeggingen", vroeg) == ["geen-opzegrecht"]
    buiten = {"ingangsdatum": "2023-05-16", "totEnMet": "2025-12-31"}
    geweigerd = verhaal.weigering(f"{contract}/verlengingen", buiten)
    assert geweigerd == ["verlenging-buiten-optie"]
    verhaal.post(f"{contract}/verlengingen", {**buiten, "totEnMet": "2024-12-31"})
    assert op(verhaal, contract, "2023-05-15", "einddatum") == ["2023-12-31"]
    assert op(verhaal, contract, "2023-05-16", "einddatum") == ["2024-12-31"]
    assert op(verhaal, contract, "2024-06-01", "status", beschikbaarOp="2023-05-15") == [
        "BEEINDIGD"
    ]


def test_taakgericht_vervalt_het_meerwerk_maar_een_later_jaar_mag_anders(verhaal: Verhaal) -> None:
    """S1:1290-1305: the sum of a year that runs does not grow; that of a later one is agreed by all."""
    contract = zwaar_contract(verhaal, 50)
    besluit = leg_voor(verhaal, "2021-03-02", "Budgetten zwaar", "contract.herzien")
    stem(verhaal, besluit, "2021-04-20", gemeenten(verhaal))
    eerder = onthoud(verhaal, [contract], "2022-06-01")

    def meer(jaar: int, **anders: Any) -> dict[str, Any]:
        budgetten = {"taakbudgetten": [{"boekjaar": jaar, "bedrag": "3200000.00"}]}
        vast = {"clausule": "4.1", "besluitId": id_van(besluit)}
        return herziening("2021-04-20", wijzigingen=budgetten, **vast, **anders)

    pad = f"{contract}/herzieningen"
    assert verhaal.weigering(pad, meer(2021)) == ["meerwerk-bij-taakgericht"]
    verhaal.post(pad, meer(2022))
    verhaal.post(pad, meer(2021, afwijking=afwijking("meerwerk-bij-taakgericht")))

    gevonden = verhaal.get(contract, geldigOp="2021-04-20")
    bedragen = {t["boekjaar"]: t["bedrag"] for t in gevonden["taakbudgetten"]}
    assert bedragen == dict(
        zip(range(2020, 2024), ("3000000.00", *["3200000.00"] * 2, "3000000.00"), strict=True)
    )
    (afgeweken,) = gevonden["afwijkingen"]
    assert afgeweken["regels"] == ["meerwerk-bij-taakgericht"]
    assert lijstregels(verhaal, 2021, "AFWIJKING", geldigOp="2021-12-31") == [
        ("Z50", "afwijking", None)
    ]
    blijft(verhaal, eerder)


def test_zwaar_wijzigen_zonder_alle_gemeenten_en_zonder_grond_blijft_gemerkt(
    verhaal: Verhaal,
) -> None:
    """S1:1236-1240; H21, H22: an awarded contract asks a ground as well (Aw 2.163a)."""
    contract = zwaar_contract(verhaal, 50)
    *eerste, laatste = gemeenten(verhaal)
    besluit = leg_voor(verhaal, "2021-03-02", "Budget 2022", "contract.herzien")
    stem(verhaal, besluit, "2021-04-20", eerste)
    anders = {"taakbudgetten": [{"boekjaar": 2022, "bedrag": "3500000.00"}]}
    wijziging = {
        "ingangsdatum": "2021-04-20",
        "wijzigingen": anders,
        "wijzigingsgrond": "BAGATEL",
        "waardewijziging": "500000.00",
        "besluitId": id_van(besluit),
    }

    nee = verhaal.post(f"{contract}/herzieningen", wijziging, status=409)
    assert nee["regels"][0]["waarden"]["ontbreekt"] == f"COLLEGE {laatste}"
    verhaal.post(
        f"{contract}/herzieningen", {**wijziging, "afwijking": afwijking("besluit-ontbreekt")}
    )

    gemist = verhaal.get(
        "/rapportages/instemming", regioId=verhaal.regio, ontbreekt="true", geldigOp="2022-01-01"
    )
    assert [r["ontbreekt"] for r in gemist["resultaten"]] == [[f"COLLEGE {laatste}"]]
    meter = verhaal.get(f"{contract}/wijzigingsruimte", geldigOp="2021-04-20")
    assert meter["oorspronkelijkeWaarde"] == "12000000.00"
    (rij,) = meter["wijzigingen"]
    assert (rij["artikel"], rij["waarde"], rij["uitkomst"]) == ("2.163b", "500000.00", "BINNEN")


def test_wie_moet_accepteren_en_zelf_stopt_valt_op_en_wordt_gekort(verhaal: Verhaal) -> None:
    """S1:1301-1303: acceptatieplicht; CS 3.19.1: 5 % of the payments held back, no more."""
    contract = zwaar_contract(verhaal, 50)
    verhaal.op("2021-03-05")
    stop = {
        "ingangsdatum": "2021-03-01",
        "trajectId": verhaal.traject,
        "percelen": ["ZW-PLEEGZORG"],
        "ingesteldDoor": "AANBIEDER",
        "grond": "CAPACITEIT",
        "instemmingOp": "2021-02-20",
    }
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/clientenstops", stop)
    code = "acceptatieplicht-niet-nagekomen"
    assert code not in signalen(verhaal, contract, "2021-02-28")
    assert code in signalen(verhaal, contract, "2021-03-01")
    eerder = onthoud(verhaal, [contract], "2021-06-01")

    verhaal.op("2021-04-06")
    dag = {"ingangsdatum": "2021-04-06"}
    gevonden = {"geconstateerd": "negen kinderen geweigerd", "ernst": "ERNSTIG"}
    gevonden |= {"herstelUiterlijk": "2021-05-31"}
    constatering = verhaal.post(f"{contract}/constateringen", {**dag, **gevonden})["gebeurtenis"]
    korting = {
        "ingangsdatum": "2021-06-01",
        "sanctiesoort": "KORTING",
        "constatering": constatering["volgnummer"],
        "percentage": "5.00",
        "totEnMet": "2021-08-31",
        "grond": "de acceptatieplicht is niet nagekomen",
    }
    verhaal.op("2021-06-01")
    te_hoog = {**korting, "percentage": "6.00"}
    assert verhaal.weigering(f"{contract}/sancties", te_hoog) == ["korting-boven-maximum"]
    verhaal.post(f"{contract}/sancties", korting)

    for op_dag, loopt in (("2021-05-31", False), ("2021-06-01", True), ("2021-09-01", False)):
        assert ("korting-loopt" in signalen(verhaal, contract, op_dag)) is loopt
    (opgelegd,) = verhaal.get(contract, geldigOp="2021-06-01")["sturing"]["sancties"]
    assert (opgelegd["percentage"], opgelegd["constatering"]) == (
        "5.00",
        constatering["volgnummer"],
    )
    blijft(verhaal, eerder)
