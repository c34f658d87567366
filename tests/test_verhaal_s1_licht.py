"""The light contracts of S1, from its regime file: two years each from monthly rounds, then three outcomes.

S1:1245-1256 names the outcomes: ended by law after notice, renewed with changes, renewed tacitly as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracthulp import (
    bedrag,
    blijft,
    id_van,
    leg_samen_vast,
    lijstregels,
    onthoud,
    op,
    proef,
    radar,
    samen,
)
from tests.hulp import Verhaal, afwijking, gemeenten, tarief, zoek
from tests.s1verhaal import begonnen, leg_voor, licht_contracten, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.traag

DOORLOOPTIJD = 84
"""Days the colleges of this story need to decide."""
GEWIJZIGD: dict[str, Any] = {
    "totEnMet": "2023-12-31",
    "wijzigingen": {"tarieven": [tarief("98.30", productcode="50A02")]},
    "reden": "met de goede punten uit de pilots (S1:1251-1255)",
}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    """The advice is adopted; nobody has a contract yet."""
    with begonnen(engine) as verhaal:
        yield verhaal


def licht(verhaal: Verhaal, aantal: int) -> list[str]:
    """Let so many aanbieders sign from the round of September 2019."""
    return licht_contracten(verhaal, *range(1, aantal + 1), maand="2019-09")


# --- light: two years, and on ------------------------------------------------------------------------------------


def test_elke_instap_loopt_zijn_eigen_twee_jaar_en_verlengt_vanzelf(verhaal: Verhaal) -> None:
    """S1:1111-1115, S1:1138-1140: who joins in a later round signs for two years as well."""
    (eerst,) = licht_contracten(verhaal, 1, maand="2019-09")
    (later,) = licht_contracten(verhaal, 2, maand="2020-04", eerste_dag="2020-06-01")

    velden = ("status", "einddatum", "uitersteHandelingsdatum")
    assert op(verhaal, eerst, "2021-06-30", *velden) == ["ACTIEF", "2021-12-31", "2021-06-30"]
    assert op(verhaal, eerst, "2022-01-01", *velden) == ["ACTIEF", "2023-12-31", "2023-06-30"]
    assert op(verhaal, later, "2022-05-31", *velden) == ["ACTIEF", "2022-05-31", "2021-11-30"]
    assert op(verhaal, later, "2022-06-01", *velden)[1] == "2024-05-31"
    verhaal.get(later, verwacht=404, beschikbaarOp="2020-05-01")


def vraag_de_colleges(verhaal: Verhaal) -> None:
    """Let the regio agree that the colleges decide on notice too, and how long they need: S1 does not say."""
    traject = zoek(verhaal, "/inkooptrajecten", "Lichte")
    verhaal.op("2020-02-03")
    ook = {"handelingen": ["contract.opgezegd"], "orgaan": "COLLEGE", "rol": "TOESTEMMING"}
    lichaam = {
        "ingangsdatum": "2020-02-03",
        "vereisten": [*verhaal.get(traject)["vereisten"], {**ook, "regel": "ALLE"}],
        "doorlooptijden": [{"orgaan": "COLLEGE", "dagen": DOORLOOPTIJD}],
    }
    verhaal.post(f"{traject}/wijzigingen", lichaam)


def test_de_radar_telt_de_doorlooptijd_van_de_colleges_mee(verhaal: Verhaal) -> None:
    """H34: was it decided in time? The last day to act is 30 June; the colleges must have it on 7 April."""
    (contract,) = licht(verhaal, 1)
    vraag_de_colleges(verhaal)
    verhaal.op("2021-05-03")
    eerder = verhaal.get("/radar", regioId=verhaal.regio, geldigOp="2021-04-08")

    for dag, stand, laat in (
        ("2021-04-07", "BINNENKORT", None),
        ("2021-04-08", "TE_LAAT", "2021-04-08"),
        ("2021-12-31", "TE_LAAT", "2021-04-08"),
    ):
        punt = radar(verhaal, contract, dag)["opzeggen"]
        assert (punt["stand"], punt["teLaatSinds"]) == (stand, laat)
        assert (punt["uiterlijk"], punt["besluitUiterlijk"]) == ("2021-06-30", "2021-04-07")
        assert (punt["stap"], punt["eigenaar"]) == ("VOORLEGGEN", "contractteam licht")
    assert radar(verhaal, contract, "2022-01-01")["opzeggen"]["uiterlijk"] == "2023-06-30"

    leg_voor(verhaal, "2021-05-04", "Licht na twee jaar", "contract.opgezegd")
    punt = radar(verhaal, contract, "2021-05-04")["opzeggen"]
    assert (punt["stap"], punt["stapUiterlijk"]) == ("HANDELEN", "2021-06-30")
    assert (punt["voorgelegdOp"], punt["teLaatSinds"]) == ("2021-05-04", None)
    assert verhaal.get(eerder["_links"]["self"]["href"]) == eerder


# --- the two-year point ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uitkomst:
    """One of the three outcomes: its contracts, the besluit of all colleges, and the bulk command that followed."""

    contracten: list[str]
    besluit: str
    handeling: dict[str, Any]


EINDE = {"laatsteDag": "2021-12-31", "door": "OPDRACHTGEVER", "grond": "nieuwe opdracht"}
UITKOMSTEN: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "eindigt": ("opzeggingen", EINDE, ("contract.opgezegd",)),
    "gewijzigd": ("verlengingen", GEWIJZIGD, ("contract.verlengd", "contract.herzien")),
    "ongewijzigd": ("verlengingen", {"totEnMet": "2023-12-31"}, ("contract.verlengd",)),
}
"""By outcome the command, what it says, and the acts that the colleges are asked for."""


def beslis_na_twee_jaar(verhaal: Verhaal, contracten: list[str]) -> dict[str, Uitkomst]:
    """Let all colleges decide in May 2021 on two contracts for each outcome, and act on it in one go each."""
    groepen = {naam: contracten[2 * n : 2 * n + 2] for n, naam in enumerate(UITKOMSTEN)}
    besluiten = {
        naam: leg_voor(verhaal, "2021-03-16", naam, *namen, contracten=groepen[naam])
        for naam, (_, _, namen) in UITKOMSTEN.items()
    }
    for besluit in besluiten.values():
        stem(verhaal, besluit, "2021-05-18", gemeenten(verhaal))
    uit = {}
    for naam, (pad, inhoud, _) in UITKOMSTEN.items():
        vast = {"ingangsdatum": "2021-05-18", "besluitId": id_van(besluiten[naam])}
        handeling = leg_samen_vast(verhaal, samen(pad, groepen[naam], **vast, **inhoud))
        uit[naam] = Uitkomst(groepen[naam], besluiten[naam], handeling)
    return uit


def test_wie_na_twee_jaar_is_opgezegd_eindigt_van_rechtswege(verhaal: Verhaal) -> None:
    """S1:1245-1249: notice in time, half a year before; no successor is said to be needed."""
    uitkomst = beslis_na_twee_jaar(verhaal, licht(verhaal, 6))["eindigt"]

    for contract in uitkomst.contracten:
        velden = ("status", "beeindiging", "einddatum")
        assert op(verhaal, contract, "2021-05-17", *velden) == ["ACTIEF", None, "2021-12-31"]
        assert op(verhaal, contract, "2021-12-31", *velden) == ["OPGEZEGD", None, "2021-12-31"]
        na = op(verhaal, contract, "2022-01-01", *velden)
        assert na == ["BEEINDIGD", "OPGEZEGD", "2021-12-31"]
        gedaan = radar(verhaal, contract, "2021-07-01", stand="GEDAAN")
        assert gedaan["opzeggen"]["gedaan"].startswith("opgezegd per 2021-12-31")


def test_gewijzigd_verlengd_geldt_vanaf_de_nieuwe_termijn(verhaal: Verhaal) -> None:
    """S1:1251-1255: renewal and change are one act; until the new term the old terms hold."""
    uitkomst = beslis_na_twee_jaar(verhaal, licht(verhaal, 6))["gewijzigd"]

    for contract in uitkomst.contracten:
        assert op(verhaal, contract, "2021-05-17", "einddatum") == ["2021-12-31"]
        assert op(verhaal, contract, "2021-05-18", "einddatum") == ["2023-12-31"]
        (komt,) = verhaal.get(contract, geldigOp="2021-12-31")["komendeWijzigingen"]
        assert komt["per"] == "2022-01-01"
        tarieven = [bedrag(verhaal, contract, dag) for dag in ("2021-12-31", "2022-01-01")]
        assert tarieven == ["92.10", "98.30"]
        assert op(verhaal, contract, "2024-01-01", "status", "einddatum") == [
            "ACTIEF",
            "2025-12-31",
        ]


def test_ongewijzigd_verlengd_loopt_door_zoals_het_was(verhaal: Verhaal) -> None:
    """S1:1257: the same as tacit renewal, but someone chose it; the radar counts to the next term."""
    uitkomst = beslis_na_twee_jaar(verhaal, licht(verhaal, 6))["ongewijzigd"]

    for contract in uitkomst.contracten:
        assert op(verhaal, contract, "2022-01-01", "status", "einddatum") == [
            "ACTIEF",
            "2023-12-31",
        ]
        assert bedrag(verhaal, contract, "2022-01-01") == "92.10"
        punt = radar(verhaal, contract, "2021-07-01")["opzeggen"]
        assert (punt["uiterlijk"], punt["teLaatSinds"]) == ("2023-06-30", None)


def test_elke_uitkomst_is_een_handeling_onder_haar_eigen_besluit(verhaal: Verhaal) -> None:
    """H34: which body decided it, and when; before it was recorded every contract was to renew by itself."""
    contracten = licht(verhaal, 6)
    verhaal.op("2021-03-15")
    eerder = onthoud(verhaal, contracten, "2021-12-31", "2022-01-01")
    assert {antwoord["status"] for _, antwoord in eerder} == {"ACTIEF"}

    uitkomsten = beslis_na_twee_jaar(verhaal, contracten)

    assert len({u.handeling["correlatie"] for u in uitkomsten.values()}) == 3
    for uitkomst in uitkomsten.values():
        vast = verhaal.get(f"/bulkhandelingen/{uitkomst.handeling['correlatie']}")
        assert [r["dingId"] for r in vast["resultaten"]] == [
            id_van(contract) for contract in uitkomst.contracten
        ]
        gevolgen = verhaal.get(f"{uitkomst.besluit}/gevolgen")["resultaten"]
        assert {r["id"] for r in vast["resultaten"]} <= {gevolg["id"] for gevolg in gevolgen}
        besloten = verhaal.get(uitkomst.besluit, geldigOp="2021-05-18")
        assert (besloten["ontbreekt"], besloten["vastgesteldOp"]) == ([], "2021-05-18")
        assert len(verhaal.get(uitkomst.besluit, geldigOp="2021-05-17")["ontbreekt"]) == 8
    blijft(verhaal, eerder)


def test_gewijzigd_verlengen_vraagt_de_instemming_van_alle_gemeenten(verhaal: Verhaal) -> None:
    """S1:1236-1240; H21: the refusal names who is missing, and what goes on without them stays marked."""
    contracten = licht(verhaal, 2)
    besluit = leg_voor(
        verhaal, "2021-03-16", "Gewijzigd verlengen", "contract.verlengd", "contract.herzien"
    )
    *eerste, laatste = gemeenten(verhaal)
    stem(verhaal, besluit, "2021-05-18", eerste)
    inhoud = {"ingangsdatum": "2021-05-18", **GEWIJZIGD, "besluitId": id_van(besluit)}
    lichaam = samen("verlengingen", contracten, **inhoud)

    nee = proef(verhaal, lichaam)
    geweigerd = verhaal.post("/bulkhandelingen", lichaam, status=409)["geweigerd"]
    assert (nee["geweigerd"], nee["bevestiging"]) == (2, None)
    for een in (*nee["resultaten"], *geweigerd):
        (regel,) = een["regels"]
        assert (regel["code"], regel["waarden"]["ontbreekt"]) == (
            "besluit-ontbreekt",
            f"COLLEGE {laatste}",
        )
    onveranderd = samen("verlengingen", contracten, **inhoud)
    del onveranderd["opdracht"]["wijzigingen"]
    assert proef(verhaal, onveranderd)["kan"] == 2

    toch = {**inhoud, "afwijking": afwijking("besluit-ontbreekt")}
    verhaal.post(f"{contracten[0]}/verlengingen", toch)
    stem(verhaal, besluit, "2021-06-01", [laatste])
    later = {**inhoud, "ingangsdatum": "2021-06-01"}
    leg_samen_vast(verhaal, samen("verlengingen", contracten[1:], **later))

    vraag: dict[str, Any] = {"regioId": verhaal.regio, "geldigOp": "2022-01-01"}
    gemist = verhaal.get("/rapportages/instemming", ontbreekt="true", **vraag)["resultaten"]
    assert [regel["ontbreekt"] for regel in gemist] == [[f"COLLEGE {laatste}"]]
    afgeweken = verhaal.get("/afwijkingen", **vraag)["resultaten"]
    assert [(a["dingId"], a["regels"]) for a in afgeweken] == [
        (id_van(contracten[0]), ["besluit-ontbreekt"])
    ]
    assert [bedrag(verhaal, c, "2022-01-01") for c in contracten] == ["98.30"] * 2


def test_wat_doorloopt_zonder_dat_iemand_besloot_staat_op_de_lijst(verhaal: Verhaal) -> None:
    """H33: which contracts would have renewed tacitly on 1-1-2022 without a deliberate decision?"""
    besloten, gebeurd, vergeten = licht(verhaal, 3)
    besluit = leg_voor(
        verhaal, "2021-03-16", "Ongewijzigd verlengen", "contract.verlengd", contracten=[besloten]
    )
    stem(verhaal, besluit, "2021-05-18", gemeenten(verhaal))
    verlengd = {"ingangsdatum": "2021-05-18", "totEnMet": "2023-12-31"}
    verhaal.post(f"{gebeurd}/verlengingen", verlengd)

    assert lijstregels(verhaal, 2021, "DOORGELOPEN") == []
    in_2022 = [("L3", "doorgelopen-zonder-besluit", None)]
    assert lijstregels(verhaal, 2022, "DOORGELOPEN") == in_2022
    zonder_besluit = lijstregels(verhaal, 2022, "DOORGELOPEN", beschikbaarOp="2021-05-17")
    assert [nummer for nummer, _, _ in zonder_besluit] == ["L1", "L2", "L3"]

    te_laat = leg_voor(
        verhaal, "2022-03-01", "Alsnog verlengen", "contract.verlengd", contracten=[vergeten]
    )
    stem(verhaal, te_laat, "2022-03-15", gemeenten(verhaal))
    assert lijstregels(verhaal, 2022, "DOORGELOPEN") == in_2022


def test_zorg_voor_het_contract_staat_op_de_lijst(verhaal: Verhaal) -> None:
    """S1:1095-1107: first the contract, then care; a booking over December 2019 comes too early."""
    (contract,) = licht(verhaal, 1)
    verhaal.op("2020-02-20")
    for boekjaar, maand in ((2019, "2019-12"), (2020, "2020-01")):
        budget = verhaal.budget(
            ingangsdatum=f"{boekjaar}-01-01", boekjaar=boekjaar, segment="licht"
        )
        lichaam = {
            "prestatieperiode": maand,
            "boekjaar": boekjaar,
            "gemeente": "9008",
            "contractId": id_van(contract),
            "bedrag": "1840.00",
            "bron": "declaraties",
        }
        verhaal.post(f"{budget}/realisaties", lichaam)

    te_vroeg = [("L1", "zorg-voor-ingang", "1840.00")]
    assert lijstregels(verhaal, 2019, "ZORG_VOOR_CONTRACT", geldigOp="2020-12-31") == te_vroeg
    assert lijstregels(verhaal, 2020, "ZORG_VOOR_CONTRACT") == []
    toen = {"geldigOp": "2020-12-31", "beschikbaarOp": "2020-02-19"}
    assert lijstregels(verhaal, 2019, "ZORG_VOOR_CONTRACT", **toen) == []


# --- light: who does not keep the demands ------------------------------------------------------------------------


def test_wie_de_eisen_niet_nakomt_wordt_ontbonden_op_straffe_van_schade(verhaal: Verhaal) -> None:
    """S1:1085-1087: ontbinding and damages, both from a finding."""
    (contract,) = licht(verhaal, 1)
    verhaal.op("2022-09-06")
    dag = {"ingangsdatum": "2022-09-06"}
    gevonden = {"geconstateerd": "de certificering is vervallen", "ernst": "ERNSTIG"}
    constatering = verhaal.post(f"{contract}/constateringen", {**dag, **gevonden})["gebeurtenis"]
    verhaal.op("2022-09-20")
    eerder = onthoud(verhaal, [contract], "2022-10-01")

    ontbinding = {
        "ingangsdatum": "2022-09-20",
        "laatsteDag": "2022-09-30",
        "grond": "certificering niet hersteld",
        "ontbindingsgrond": "TEKORTKOMING",
        "gevolgVan": constatering["id"],
    }
    verhaal.post(f"{contract}/ontbindingen", ontbinding)
    verhaal.op("2022-11-01")
    schade = {
        "ingangsdatum": "2022-11-01",
        "sanctiesoort": "TERUGVORDERING",
        "constatering": constatering["volgnummer"],
        "bedrag": "12500.00",
        "grond": "zorg zonder certificaat",
        "betalenUiterlijk": "2022-12-01",
    }
    verhaal.post(f"{contract}/sancties", schade)

    na = op(verhaal, contract, "2022-10-01", "status", "beeindiging")
    assert na == ["BEEINDIGD", "ONTBONDEN"]
    assert eerder[0][1]["status"] == "ACTIEF"
    (punt,) = radar(verhaal, contract, "2022-12-02").values()
    assert (punt["stand"], punt["teLaatSinds"]) == ("TE_LAAT", "2022-12-02")
    herkomst = verhaal.get(f"{contract}/herkomst", volgnummer=3)["resultaten"]
    assert constatering["id"] in {stap["naar"] for stap in herkomst}
    blijft(verhaal, eerder)
