"""S1 told through the API: the regio boots from its file, light joins by rounds, heavy by award, colleges decide.

The advice is adopted as it stands; dates that the seed does not give are of the story.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.waarden import dag_voor, plus_maanden
from tests.contracthulp import id_van
from tests.hulp import gemeenten, tarief, verteld, zoek

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from tests.hulp import Verhaal

VOG, CERTIFICAAT = "vog-1", "cert-1"
EISEN = ("opleiding", "huisvesting", "certificering", "vog", "inspectie")
TOEGELATEN = {"uitkomst": "TOEGELATEN"}


@contextmanager
def begonnen(engine: Engine) -> Iterator[Verhaal]:
    """Boot the regio on the day of the advice (S1:7); the colleges agree and the procedures are adopted."""
    with verteld(engine) as verhaal:
        verhaal.op("2018-12-20")
        verhaal.regio = verhaal.post("/regimes/s1-noordoost-brabant/ladingen", {})["regio"]["id"]
        advies = zoek(verhaal, "/besluiten", "Instemmen met het advies")
        stem(verhaal, advies, "2019-02-12", gemeenten(verhaal))
        for naam in ("Lichte", "Zware"):
            vast = {"ingangsdatum": "2019-02-12", "besluitId": id_van(advies)}
            verhaal.post(f"{zoek(verhaal, '/inkooptrajecten', naam)}/vaststellingen", vast)
        yield verhaal


def aanbieder(verhaal: Verhaal, naam: str, nummer: int) -> str:
    """Enter an aanbieder; give its id."""
    wie = {"ingangsdatum": "2019-01-01", "naam": naam, "kvkNummer": f"000008{nummer:02d}"}
    id_: str = verhaal.post("/aanbieders", wie)["aanbieder"]["id"]
    return id_


# --- bodies ------------------------------------------------------------------------------------------------------


def college(dag: str, gemeente: str) -> dict[str, str]:
    """Give the body by which a college agrees."""
    return {
        "ingangsdatum": dag,
        "orgaan": "COLLEGE",
        "gemeente": gemeente,
        "uitkomst": "CONFORM",
    }


def stem(verhaal: Verhaal, besluit: str, dag: str, wie: Sequence[str]) -> None:
    """Let the colleges of these gemeenten agree on a day."""
    verhaal.op(dag)
    for gemeente in wie:
        verhaal.post(f"{besluit}/uitspraken", college(dag, gemeente))


def leg_voor(
    verhaal: Verhaal, dag: str, onderwerp: str, *handelingen: str, contracten: Sequence[str] = ()
) -> str:
    """Put acts on contracts (all that there are when none is named) to every college; give the path of the besluit."""
    verhaal.op(dag)
    voorstel = {
        "ingangsdatum": dag,
        "regioId": verhaal.regio,
        "onderwerp": onderwerp,
        "betreft": {
            "handelingen": list(handelingen),
            "contractIds": [id_van(contract) for contract in contracten],
        },
        "betrokken": [
            {
                "orgaan": "COLLEGE",
                "gemeenten": gemeenten(verhaal),
                "rol": "TOESTEMMING",
                "regel": "ALLE",
            }
        ],
    }
    return f"/besluiten/{verhaal.post('/besluiten', voorstel)['besluit']['id']}"


# --- light: monthly rounds ---------------------------------------------------------------------------------------


def ronde(verhaal: Verhaal, licht: str, maand: str) -> None:
    """Open the round of a month: apply in it, decide by the 20th of the next."""
    jaar, nummer = map(int, maand.split("-"))
    volgende = f"{jaar + nummer // 12}-{nummer % 12 + 1:02d}"
    lichaam = {
        "ingangsdatum": f"{maand}-01",
        "code": maand,
        "aanmeldenTotEnMet": f"{maand}-28",
        "beslissenUiterlijk": f"{volgende}-20",
        "criteriaversie": "2020",
    }
    verhaal.post(f"{licht}/rondes", lichaam)


def meld_aan(
    verhaal: Verhaal, licht: str, wie: str, dag: str, *, vog_tot: str = "2025-12-31"
) -> str:
    """Apply for dyslexia care with the evidence that the criteria ask; give the path of the aanmelding."""
    stukken = [
        {
            "soort": soort,
            "kenmerk": kenmerk,
            "titel": soort,
            "afgegevenOp": "2019-06-01",
            "geldigTotEnMet": tot,
        }
        for soort, kenmerk, tot in (
            ("VOG", VOG, vog_tot),
            ("CERTIFICAAT", CERTIFICAAT, "2025-12-31"),
        )
    ]
    lichaam = {
        "ingangsdatum": dag,
        "regioId": verhaal.regio,
        "trajectId": id_van(licht),
        "aanbiederId": wie,
        "aanmeldingsoort": "AANMELDING",
        "ronde": dag[:7],
        "percelen": ["LI-DYSLEXIE"],
        "stukken": stukken,
    }
    return f"/aanmeldingen/{verhaal.post('/aanmeldingen', lichaam)['aanmelding']['id']}"


def beoordeel(verhaal: Verhaal, aanmelding: str, dag: str, *, niet: str = "") -> None:
    """Assess an application against every demand; `niet` is the one that is not met."""
    bewijs = {"vog": VOG, "certificering": CERTIFICAAT}
    oordelen = [
        {"eis": eis, "voldaan": eis != niet} | ({"stuk": bewijs[eis]} if eis in bewijs else {})
        for eis in EISEN
    ]
    lichaam = {"ingangsdatum": dag, "criteriaversie": "2020", "oordelen": oordelen}
    verhaal.post(f"{aanmelding}/beoordelingen", lichaam)


def licht_contracten(
    verhaal: Verhaal, *nummers: int, maand: str, eerste_dag: str = "2020-01-01"
) -> list[str]:
    """Let new aanbieders join in the round of a month and sign for two years with tacit renewal; give the paths.

    Each contract has the number `L<nummer>`.
    """
    licht = zoek(verhaal, "/inkooptrajecten", "Lichte")
    verhaal.traject = id_van(licht)
    ontvangen = date.fromisoformat(f"{maand}-10")
    beslist = (ontvangen + timedelta(days=30)).isoformat()
    verhaal.op(f"{maand}-01")
    ronde(verhaal, licht, maand)
    verhaal.op(ontvangen.isoformat())
    wie = [aanbieder(verhaal, f"Praktijk {nummer} (fictief)", nummer) for nummer in nummers]
    gevraagd = [meld_aan(verhaal, licht, een, ontvangen.isoformat()) for een in wie]
    verhaal.op(beslist)
    return [
        _treed_toe(verhaal, nummer, een, aanmelding, beslist, eerste_dag)
        for nummer, een, aanmelding in zip(nummers, wie, gevraagd, strict=True)
    ]


def _treed_toe(
    verhaal: Verhaal, nummer: int, wie: str, aanmelding: str, beslist: str, eerste_dag: str
) -> str:
    """Assess, decide, admit and sign, in that order; give the path of the contract."""
    verhaal.aanbieder = wie
    beoordeel(verhaal, aanmelding, beslist)
    verhaal.post(f"{aanmelding}/uitkomsten", {"ingangsdatum": beslist, **TOEGELATEN})
    toelating = verhaal.toelating(
        "LI-DYSLEXIE", ingangsdatum=eerste_dag, aanmeldingId=id_van(aanmelding)
    )
    verhaal.post(f"/aanbieders/{wie}/toelatingen", toelating)
    laatste_dag = dag_voor(plus_maanden(date.fromisoformat(eerste_dag), 24))
    return verhaal.contract(
        contractnummer=f"L{nummer}",
        segment="licht",
        percelen=["LI-DYSLEXIE"],
        gemeenten=gemeenten(verhaal),
        inkoopvorm="OPEN_HOUSE",
        ingangsdatum=eerste_dag,
        einddatum=laatste_dag.isoformat(),
        ondertekendOp=beslist,
        stilzwijgendeVerlenging={"maanden": 24},
        opzegregeling={"opdrachtgever": {"maanden": 6}},
        eigenaar="contractteam licht",
        tarieven=[tarief("92.10", productcode="50A02")],
    )


# --- heavy: closed, by task --------------------------------------------------------------------------------------


def zwaar_contract(verhaal: Verhaal, nummer: int) -> str:
    """Award pleegzorg to a new aanbieder for four years, a sum a year with acceptatieplicht; give the path.

    The contract has the number `Z<nummer>`.
    """
    verhaal.op("2019-10-08")
    verhaal.aanbieder = aanbieder(verhaal, f"Pleegzorg {nummer} (fictief)", nummer)
    verhaal.traject = id_van(zoek(verhaal, "/inkooptrajecten", "Zware"))
    gunning = verhaal.toelating("ZW-PLEEGZORG", ingangsdatum="2020-01-01", grondslag="GUNNING")
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", gunning)
    return verhaal.contract(
        contractnummer=f"Z{nummer}",
        segment="zwaar",
        percelen=["ZW-PLEEGZORG"],
        gemeenten=gemeenten(verhaal),
        inkoopvorm="AANBESTEDING",
        bekostigingsvorm="TAAKGERICHT",
        ingangsdatum="2020-01-01",
        einddatum="2023-12-31",
        minimaleLooptijdTotEnMet="2023-12-31",
        verlengingsopties=verhaal.get(f"/inkooptrajecten/{verhaal.traject}")["verlengingsopties"],
        taakbudgetten=[{"boekjaar": jaar, "bedrag": "3000000.00"} for jaar in range(2020, 2024)],
        acceptatieplicht=True,
        meerwerk=False,
        herzieningsclausule={"nummer": "4.1", "gevolgWeigering": "ONGEWIJZIGD"},
        opzegregeling={"opdrachtgever": {"maanden": 6}},
        oorspronkelijkeWaarde="12000000.00",
        eigenaar="contractteam zwaar",
        tarieven=[],
    )
