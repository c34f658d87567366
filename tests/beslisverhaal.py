"""The story of a go/no-go of 2025: its criteria, figures and votes, and what came to light after the vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.hulp import correctie, opzegging, zet

if TYPE_CHECKING:
    from tests.hulp import Verhaal

MOMENT = "go-no-go-2025"
STEMDAG = "2025-05-20"
DOELEN = [
    {"code": "5", "omschrijving": "Ambulante hulp komt in de plaats van verblijf"},
    {"code": "7", "omschrijving": "Minder kinderen keren terug in de jeugdhulp"},
]


@dataclass(frozen=True)
class Spelers:
    """The things of the story, by path; `beslissing` is the id of its fact."""

    traject: str
    terugkeer: str
    tevreden: str
    besluit: str
    contract: str
    beslissing: str


def moment(*criteria: dict[str, Any], **anders: Any) -> dict[str, Any]:
    """Give the decision moment with its criteria."""
    vast = {"code": MOMENT, "omschrijving": "Go/no-go 2025", "orgaan": "COLLEGES"}
    dagen = {"van": "2025-01-01", "totEnMet": "2025-12-31"}
    return {**vast, **dagen, **anders, "criteria": list(criteria)}


def criterium(
    code: str, indicator: str = "", richting: str = "", waarde: str = ""
) -> dict[str, Any]:
    """Give a criterium, with a norm when an indicator is named."""
    norm = {"indicator": id_van(indicator), "norm": {"richting": richting, "waarde": waarde}}
    return {"code": code, "omschrijving": f"Criterium {code}", **(norm if indicator else {})}


def id_van(pad: str) -> str:
    """Give the id in a path."""
    return pad.rpartition("/")[2]


def cijfer(dag: str, periode: str, waarde: str, **anders: Any) -> dict[str, Any]:
    """Give the body of a measurement or baseline."""
    vast = {"ingangsdatum": dag, "peilperiode": periode, "waarde": waarde}
    return {**vast, "bron": f"monitor {periode}", **anders}


def indicator(v: Verhaal, code: str, eenheid: str, gewenst: str, doel: str) -> str:
    """Record an indicator on the day of the story; give its path."""
    lichaam = {
        "ingangsdatum": "2022-06-01",
        "regioId": v.regio,
        "code": code,
        "naam": f"Indicator {code}",
        "eenheid": eenheid,
        "gewenst": gewenst,
        "doelen": [{"trajectId": v.traject, "doel": doel}],
    }
    return f"/indicatoren/{v.post('/indicatoren', lichaam)['indicator']['id']}"


def tot_de_stemming(v: Verhaal) -> Spelers:
    """Tell up to and including the decision: criteria preset, figures as they came in, colleges voting."""
    begin = {"code": MOMENT, "omschrijving": "Go/no-go 2025", "orgaan": "COLLEGES"}
    leeg = {**begin, "van": "2025-01-01", "totEnMet": "2025-12-31"}
    v.wereld(
        ingangContracten="2023-01-01",
        einddatum="2030-12-31",
        doelen=DOELEN,
        beslismomenten=[leeg],
    )
    traject = f"/inkooptrajecten/{v.traject}"
    v.op("2022-06-01")
    terugkeer = indicator(v, "terugkeer", "PERCENTAGE", "LAGER", "7")
    tevreden = indicator(v, "tevredenheid", "SCORE", "HOGER", "5")
    v.op("2022-09-01")
    v.post(f"{terugkeer}/nulmetingen", cijfer("2022-09-01", "2021", "18.4"))
    streef = {"ingangsdatum": "2022-09-01", "waarde": "15", "per": "2026"}
    v.post(f"{terugkeer}/streefwaarden", streef)
    v.op("2022-10-03")
    contract = v.contract(opzegregeling={"opdrachtgever": {"maanden": 3}})
    v.op("2024-03-12")
    v.post(f"{terugkeer}/metingen", cijfer("2024-03-12", "2023", "16.5"))
    v.post(f"{tevreden}/metingen", cijfer("2024-03-12", "2023", "6.8"))
    v.op("2024-11-01")
    criteria = (
        criterium("terugkeer", terugkeer, "MAXIMAAL", "16"),
        criterium("tevreden", tevreden, "MINIMAAL", "7"),
        criterium("dekkend"),
    )
    wijziging = {"ingangsdatum": "2024-11-01", "beslismomenten": [moment(*criteria)]}
    v.post(f"{traject}/wijzigingen", wijziging)
    v.op("2025-04-01")
    v.post(f"{terugkeer}/metingen", cijfer("2025-04-01", "2024", "15.9", voorlopig=True))
    v.op("2025-04-15")
    v.post(f"{traject}/evaluaties", evaluatie(terugkeer))
    besluit = _besluit(v)
    v.op(STEMDAG)
    genomen = {
        "ingangsdatum": STEMDAG,
        "beslismoment": MOMENT,
        "segment": "ambulant",
        "uitkomst": "GO_MET_WIJZIGING",
        "besluitId": id_van(besluit),
        "besluit": {"orgaan": "COLLEGES", "datum": STEMDAG, "kenmerk": "C-25-17"},
    }
    beslissing = v.post(f"{traject}/beslissingen", genomen)["gebeurtenis"]["id"]
    aangehouden = {
        "segment": "verblijf",
        "uitkomst": "AANGEHOUDEN",
        "besluitId": None,
        "besluit": None,
    }
    v.post(f"{traject}/beslissingen", {**genomen, **aangehouden})
    return Spelers(traject, terugkeer, tevreden, besluit, contract, beslissing)


def evaluatie(terugkeer: str, **anders: Any) -> dict[str, Any]:
    """Give the body of the evaluation before the decision."""
    oordelen = [
        {"criterium": "terugkeer", "voldaan": "JA"},
        {"criterium": "tevreden", "voldaan": "NEE", "toelichting": "cijfer van 2023"},
        {"criterium": "dekkend", "voldaan": "JA"},
    ]
    return {
        "ingangsdatum": "2025-04-15",
        "beslismoment": MOMENT,
        "criteriumoordelen": oordelen,
        "conclusie": "Doorgaan, met wijzigingen in ambulant.",
        "indicatoren": [id_van(terugkeer)],
        **anders,
    }


def _besluit(v: Verhaal) -> str:
    """Put the besluit to both colleges; that of 9001 answers before the vote is counted."""
    colleges = {
        "orgaan": "COLLEGE",
        "gemeenten": ["9001", "9002"],
        "rol": "BESLIST",
        "regel": "ELK",
    }
    lichaam = {
        "ingangsdatum": "2025-04-15",
        "regioId": v.regio,
        "onderwerp": "Go/no-go 2025",
        "betrokken": [colleges],
    }
    besluit = f"/besluiten/{v.post('/besluiten', lichaam)['besluit']['id']}"
    v.op("2025-05-13")
    v.post(f"{besluit}/uitspraken", uitspraak("2025-05-13", "9001"))
    return besluit


def uitspraak(dag: str, gemeente: str) -> dict[str, Any]:
    """Give the body of a college's answer."""
    return {"ingangsdatum": dag, "orgaan": "COLLEGE", "gemeente": gemeente, "uitkomst": "CONFORM"}


def na_de_stemming(v: Verhaal, s: Spelers) -> None:
    """Tell what came later: a vote, a late figure, a corrected one, notice given, and a new year's figure."""
    v.op("2025-05-27")
    v.post(f"{s.besluit}/uitspraken", uitspraak("2025-05-27", "9002"))
    v.op("2025-06-10")
    v.post(f"{s.tevreden}/metingen", cijfer("2025-03-01", "2024", "7.1"))
    v.op("2025-07-01")
    einde = opzegging("2025-07-01", "2025-12-31", gevolgVan=s.beslissing)
    v.post(f"{s.contract}/opzeggingen", einde)
    v.op("2025-09-01")
    goed = cijfer("2025-04-01", "2024", "16.4")
    definitief = correctie(zet(5, "metingen", goed), soort="DEFINITIEF_CIJFER")
    v.post(f"{s.terugkeer}/correcties", definitief)
    v.op("2026-03-10")
    v.post(f"{s.terugkeer}/metingen", cijfer("2026-03-10", "2025", "14.8"))
