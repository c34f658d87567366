"""S3 told through the API: nine raden adopt, the colleges choose per segment, contracts end with 2026.

Which segment takes which track is an example choice of the regime file; what the seed plans is told as if it happened.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.contracthulp import id_van, leg_samen_vast
from tests.hulp import gemeenten, tarief, verteld, zoek

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.hulp import Verhaal


@contextmanager
def begonnen(engine: Engine) -> Iterator[Verhaal]:
    """Boot the regio from its file when the proposal goes to the raden (S3:569-573)."""
    with verteld(engine) as verhaal:
        verhaal.op("2025-05-06")
        verhaal.regio = verhaal.post("/regimes/s3-haaglanden-2027/ladingen", {})["regio"]["id"]
        yield verhaal


# --- raden and colleges ------------------------------------------------------------------------------------------


def antwoord(
    verhaal: Verhaal,
    besluit: str,
    dag: str,
    orgaan: str,
    *wie: str,
    uitkomst: str = "CONFORM",
) -> None:
    """Let bodies answer, each on the story's day."""
    verhaal.op(dag)
    for gemeente in wie:
        lichaam = {
            "ingangsdatum": dag,
            "orgaan": orgaan,
            "gemeente": gemeente,
            "uitkomst": uitkomst,
        }
        verhaal.post(f"{besluit}/uitspraken", lichaam)


def stel_strategie_vast(verhaal: Verhaal) -> str:
    """Let all nine raden decide on the strategy, the last one late."""
    strategie = zoek(verhaal, "/besluiten", "De inkoopstrategie")
    *eerste, laatste = gemeenten(verhaal)
    antwoord(verhaal, strategie, "2025-06-24", "RAAD", *eerste)
    antwoord(verhaal, strategie, "2025-07-08", "RAAD", laatste)
    return strategie


def vastgesteld(verhaal: Verhaal, *namen: str) -> str:
    """Let raden and colleges decide, and adopt trajecten; give the path of the first."""
    stel_strategie_vast(verhaal)
    keuze = zoek(verhaal, "/besluiten", "Per seg")
    antwoord(verhaal, keuze, "2026-01-20", "COLLEGE", *gemeenten(verhaal))
    lichaam = {"ingangsdatum": "2026-01-20", "besluitId": id_van(keuze)}
    trajecten = [zoek(verhaal, "/inkooptrajecten", naam) for naam in namen]
    for traject in trajecten:
        verhaal.post(f"{traject}/vaststellingen", lichaam)
    return trajecten[0]


def stappen(verhaal: Verhaal, traject: str, *gezet: tuple[str, str], **anders: Any) -> None:
    """Let steps of a procedure be taken, each on its day."""
    for dag, stap in gezet:
        verhaal.op(dag)
        verhaal.post(f"{traject}/stappen", {"ingangsdatum": dag, "stap": stap, **anders})


# --- contracts ---------------------------------------------------------------------------------------------------


def contract(verhaal: Verhaal, nummer: str, traject: str, perceel: str, **anders: Any) -> Any:
    """Record a contract of the story's aanbieder; give the answer."""
    stand = verhaal.get(traject)
    (gekozen,) = [p for p in stand["percelen"] if p["code"] == perceel]
    lichaam = {
        "contractnummer": nummer,
        "regioId": verhaal.regio,
        "aanbiederId": verhaal.aanbieder,
        "trajectId": id_van(traject),
        "segment": gekozen["segment"],
        "percelen": [perceel],
        "gemeenten": gemeenten(verhaal),
        "inkoopvorm": stand["inkoopvorm"],
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        **anders,
    }
    return verhaal.post("/contracten", lichaam)


def laat_toe(verhaal: Verhaal, traject: str, perceel: str, dag: str, grondslag: str) -> None:
    """Admit the story's aanbieder to a perceel."""
    lichaam = {
        "ingangsdatum": dag,
        "trajectId": id_van(traject),
        "perceel": perceel,
        "grondslag": grondslag,
    }
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", lichaam)


def huidig_contract(
    verhaal: Verhaal,
    nummer: int,
    perceel: str,
    product: str,
    *,
    gevolg_weigering: str = "OPZEGGING",
) -> tuple[str, str]:
    """Give a new aanbieder a contract until the end of 2026 (S3:80); give its id and the path of the contract.

    The contract has the number `HL-<nummer>`; its clause says what refusing a herziening does.
    """
    huidig = zoek(verhaal, "/inkooptrajecten", "tot 2027")
    wie = {
        "ingangsdatum": "2023-01-01",
        "naam": f"Duin {nummer} (fictief)",
        "kvkNummer": f"000009{nummer:02d}",
    }
    verhaal.aanbieder = verhaal.post("/aanbieders", wie)["aanbieder"]["id"]
    laat_toe(verhaal, huidig, perceel, "2023-01-01", "TOELATING")
    gesloten = contract(
        verhaal,
        f"HL-{nummer}",
        huidig,
        perceel,
        ingangsdatum="2023-01-01",
        einddatum="2026-12-31",
        herzieningsclausule={"nummer": "4.1", "gevolgWeigering": gevolg_weigering},
        eigenaar="contractteam 2027",
        tarieven=[tarief("210.00", productcode=product)],
    )
    return verhaal.aanbieder, f"/contracten/{gesloten['contract']['id']}"


def opvolger(
    verhaal: Verhaal,
    nummer: str,
    traject: str,
    perceel: str,
    *,
    van: str,
    aanbieder: str,
    via: str = "HERZIENING",
    eerste_dag: str = "2027-01-01",
    grondslag: str = "TOELATING",
) -> str:
    """Admit an aanbieder to the new traject and sign a successor for at least six years (S3:210); give its path."""
    verhaal.aanbieder = aanbieder
    laat_toe(verhaal, traject, perceel, eerste_dag, grondslag)
    gesloten = contract(
        verhaal,
        nummer,
        traject,
        perceel,
        ingangsdatum=eerste_dag,
        minimaleLooptijdTotEnMet="2032-12-31",
        opvolging={"vorigContractId": id_van(van), "via": via},
        herzieningsclausule={"nummer": "4.1", "gevolgWeigering": "OPZEGGING"},
        eigenaar="contractteam 2027",
    )
    return f"/contracten/{gesloten['contract']['id']}"


# --- the segment verblijf ----------------------------------------------------------------------------------------

VOORSTEL: dict[str, Any] = {
    "ingangsdatum": "2026-01-27",
    "wijzigingen": {"tarieven": [tarief("205.00", productcode="43A12")]},
    "clausule": "4.1",
    "werkingPer": "2026-07-01",
    "reactieUiterlijk": "2026-02-28",
}


@dataclass(frozen=True)
class Segment:
    """The segment verblijf: its traject of 2027, the contracts in it, and one contract outside it, by path.

    `pleegzorg` is the only one for its product; `blijft` has a clause by which refusing changes nothing.
    """

    v: Verhaal
    traject: str
    aanvaardt: str
    pleegzorg: str
    blijft: str
    zwijgt: str
    dagbesteding: str
    aanbieders: dict[str, str]
    """The id of the aanbieder by the path of its contract."""

    @property
    def contracten(self) -> list[str]:
        return [self.aanvaardt, self.pleegzorg, self.blijft, self.zwijgt]

    def leg_voor(self) -> dict[str, Any]:
        """Put the first herziening to all aanbieders of the segment, in one command."""
        stappen(self.v, self.traject, ("2026-01-27", "herziening-presentatie"), herziening=1)
        return leg_samen_vast(self.v, voorstel_aan_allen(self))

    def antwoord(
        self, contract: str, dag: str, gegeven: str, *, nummer: int = 2, **rest: object
    ) -> None:
        """Record what an aanbieder answers to the proposal with this volgnummer."""
        self.v.op(dag)
        lichaam = {"ingangsdatum": dag, "volgnummer": nummer, "antwoord": gegeven, **rest}
        self.v.post(f"{contract}/antwoorden", lichaam)


@contextmanager
def met_contracten(engine: Engine) -> Iterator[Segment]:
    """Let raden adopt and colleges choose: four contracts in verblijf, by herziening, and one in dagbesteding."""
    with begonnen(engine) as v:
        rijen = [
            huidig_contract(v, 1, "HC-VERBLIJF", "43A12"),
            huidig_contract(v, 2, "HC-VERBLIJF", "44A07"),
            huidig_contract(v, 3, "HC-VERBLIJF", "43A12", gevolg_weigering="ONGEWIJZIGD"),
            huidig_contract(v, 4, "HC-VERBLIJF", "43A12"),
            huidig_contract(v, 5, "HC-DAG", "41A03"),
        ]
        traject = vastgesteld(v, "verblijf 2027", "Dagbesteding")
        een, twee, drie, vier, vijf = (pad for _, pad in rijen)
        wie = {pad: aanbieder for aanbieder, pad in rijen}
        yield Segment(v, traject, een, twee, drie, vier, vijf, wie)


def voorstel_aan_allen(s: Segment) -> dict[str, Any]:
    """Give the proposal to every contract in HC-VERBLIJF; pleegzorg has a tariff of its own."""
    eigen = {"wijzigingen": {"tarieven": [tarief("207.50", productcode="44A07")]}}
    return {
        "handeling": "herzieningsvoorstellen",
        "selectie": {"filters": {"regioId": s.v.regio, "perceel": "HC-VERBLIJF"}},
        "opdracht": {**VOORSTEL, "gevolgVan": laatste_feit(s.v, s.traject)},
        "uitzonderingen": [{"contractId": id_van(s.pleegzorg), "opdracht": eigen}],
    }


def laatste_feit(v: Verhaal, pad: str) -> str:
    """Give the id of the newest entry of a thing."""
    return str(v.get(f"{pad}/gebeurtenissen")["resultaten"][-1]["id"])
