"""Random histories of a contract, told to the register and to the oracle beside it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.hulp import BEGIN, Verhaal, afwijking
from tests.orakel import INTREKBAAR, Logboek

if TYPE_CHECKING:
    from collections.abc import Mapping

ALLES_MAG = afwijking(
    "verlenging-buiten-optie",
    "verlenging-te-laat-aangekondigd",
    "opzegtermijn-niet-in-acht-genomen",
    "geen-opzegrecht",
    "niet-toegelaten",
    "gemeente-neemt-niet-deel",
    "budget-overschreden",
    "wijzigingsgrond-ontbreekt",
)
"""So that only what is impossible is refused: histories become as wild as the register lets them."""
EERSTE_JAAR = 2020

# --- what may happen ---------------------------------------------------------------------------------------------
# A day is (year from the start of the story, month, day of the month); a place in the journal is a number.

Dag = tuple[int, int, int]
DAGEN = st.tuples(st.integers(0, 4), st.sampled_from([2, 3, 7]), st.sampled_from([1, 29, 31]))
EINDEN = st.tuples(st.integers(2, 6), st.sampled_from([1, 8, 12]), st.sampled_from([28, 30, 31]))
BEDRAGEN = st.sampled_from(["100.00", "99.99", "0.05", "61.205", "45.1250", None])
VERLENGING = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"maanden": st.sampled_from([1, 6, 12, 24]), "maxAantal": st.sampled_from([None, 1, 2])}
    ),
)


def _tarieven(bedragen: st.SearchStrategy[str | None]) -> st.SearchStrategy[list[dict[str, Any]]]:
    regel = st.fixed_dictionaries(
        {
            "productcode": st.sampled_from(["45A04", "45A05"]),
            "eenheid": st.just("UUR"),
            "tarief": bedragen,
            "gemeente": st.sampled_from([None, "9002"]),
            "prijspeil": st.one_of(st.none(), st.integers(EERSTE_JAAR - 1, EERSTE_JAAR + 4)),
        }
    )
    return st.lists(
        regel, min_size=1, max_size=2, unique_by=lambda r: (r["productcode"], r["gemeente"])
    )


WIJZIGINGEN = st.one_of(
    st.fixed_dictionaries({"tarieven": _tarieven(BEDRAGEN)}),
    st.fixed_dictionaries(
        {"gemeenten": st.sampled_from([{"erbij": ["9002"]}, {"eraf": ["9002"]}])}
    ),
    st.fixed_dictionaries({"geraamdeJaarwaarde": st.sampled_from(["1.00", "2.00", None])}),
    st.fixed_dictionaries({"stilzwijgendeVerlenging": VERLENGING}),
)
DEEL = st.sampled_from([{"gemeenten": ["9002"]}, {"percelen": ["P1"]}, {"producten": ["45A05"]}])
FEITEN: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "herzieningen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "wijzigingen": WIJZIGINGEN, "wijzigingsgrond": st.just("CLAUSULE")}
    ),
    "indexeringen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "percentage": st.sampled_from(["5.00", "-3.333", "0.5", "10"])},
        optional={"prijspeil": st.integers(EERSTE_JAAR, EERSTE_JAAR + 4)},
    ),
    "verlengingen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "totEnMet": EINDEN}, optional={"wijzigingen": WIJZIGINGEN}
    ),
    "opzeggingen": st.fixed_dictionaries(
        {
            "ingangsdatum": DAGEN,
            "laatsteDag": EINDEN,
            "door": st.sampled_from(["OPDRACHTGEVER", "WEDERZIJDS"]),
            "grond": st.just("g"),
        },
        optional={"deel": DEEL},
    ),
    "intrekkingen": st.fixed_dictionaries({"ingangsdatum": DAGEN, "volgnummer": st.integers(1, 8)}),
    "ontbindingen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "laatsteDag": EINDEN, "grond": st.just("g")}
    ),
    "herzieningsvoorstellen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "wijzigingen": WIJZIGINGEN, "werkingPer": DAGEN},
        optional={
            "reactieUiterlijk": DAGEN,
            "bijZwijgen": st.sampled_from(["AANVAARD", "GEWEIGERD"]),
        },
    ),
    "antwoorden": st.fixed_dictionaries(
        {
            "ingangsdatum": DAGEN,
            "volgnummer": st.integers(1, 8),
            "antwoord": st.sampled_from(["AANVAARD", "GEWEIGERD"]),
        }
    ),
    "niet-ingegaan": st.fixed_dictionaries({"ingangsdatum": DAGEN, "grond": st.just("g")}),
    "overdrachten": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "nieuweAanbiederId": st.sampled_from(["eerste", "tweede"])}
    ),
    "uitlopen": st.fixed_dictionaries({"ingangsdatum": DAGEN, "laatsteDag": EINDEN}),
}
FEIT = st.one_of(
    *(
        st.tuples(st.just(soort), FEITEN[soort])
        for soort in ("herzieningen", "indexeringen", *FEITEN)
    )
)
OPENING = st.fixed_dictionaries(
    {
        "ingangsdatum": st.tuples(st.just(0), st.sampled_from([1, 2]), st.sampled_from([1, 29])),
        "einddatum": st.one_of(EINDEN, EINDEN, st.none()),
        "stilzwijgendeVerlenging": VERLENGING,
        "tarieven": _tarieven(st.sampled_from(["100.00", "61.205"])),
        "gemeenten": st.sampled_from([["9001"], ["9001", "9002"]]),
        "percelen": st.sampled_from([["P2"], ["P1", "P2"]]),
        "herzieningsclausule": st.sampled_from(
            [None, {"nummer": "4", "gevolgWeigering": "OPZEGGING"}]
        ),
    }
)
# Of a corrected registration: which one that still stands, whether something replaces it, and by what.
ZET = st.tuples(st.integers(0, 7), st.sampled_from([True, True, False]), FEIT, OPENING)
STAP = st.tuples(
    st.integers(0, 200),
    st.one_of(FEIT, FEIT, st.tuples(st.just("correcties"), st.lists(ZET, min_size=1, max_size=2))),
)
GESCHIEDENIS = st.tuples(OPENING, st.lists(STAP, min_size=6, max_size=16))
PAREN = st.lists(st.tuples(st.integers(-1, 6), DAGEN, st.integers(0, 12)), min_size=6, max_size=10)


def datum(jaar: int, dag: Dag) -> str:
    plus, maand, dag_in_maand = dag
    volgende = date(jaar + plus + maand // 12, maand % 12 + 1, 1)
    return min(
        date(jaar + plus, maand, 1) + timedelta(dag_in_maand - 1), volgende - timedelta(1)
    ).isoformat()


def _ingevuld(waarde: Any, jaar: int) -> Any:
    """Turn the days of a drawn body into dates, and its price levels to the story's years."""
    if isinstance(waarde, tuple):
        return datum(jaar, waarde)
    if isinstance(waarde, dict):
        return {
            naam: deel + jaar - EERSTE_JAAR
            if naam == "prijspeil" and deel
            else _ingevuld(deel, jaar)
            for naam, deel in waarde.items()
        }
    return [_ingevuld(deel, jaar) for deel in waarde] if isinstance(waarde, list) else waarde


# --- the register and its oracle ---------------------------------------------------------------------------------


class Verteller:
    """Tells drawn histories to the register, one contract each, and to an oracle beside it."""

    def __init__(self, verhaal: Verhaal) -> None:
        self.verhaal = verhaal
        self.dag = date(EERSTE_JAAR, 1, 1)
        self.nummers = count(1)
        self.aanvaard: Counter[str] = Counter()
        wie = {"ingangsdatum": BEGIN, "naam": "De Overkant", "kvkNummer": "87654321"}
        self.tweede = verhaal.post("/aanbieders", wie)["aanbieder"]["id"]

    def vertel(self, geschiedenis: Any) -> tuple[str, Logboek, int]:
        """Record a history; give the contract's path, what was accepted, and the year in which it starts."""
        opening, stappen = geschiedenis
        jaar, logboek = self.dag.year, Logboek()
        lichaam = self.opening(opening, jaar)
        pad = self.leg_vast("/contracten", "POST", lichaam, logboek)
        if pad is None:
            return "", logboek, jaar
        for dagen, (soort, inhoud) in stappen:
            self.dag += timedelta(dagen)
            if soort == "correcties":
                zetten = [self.zet(logboek, jaar, *zet) for zet in inhoud]
                nieuw = {"soort": "FOUT", "reden": "fout", "registraties": zetten}
            else:
                nieuw = self.feit(logboek, jaar, soort, inhoud)
            self.leg_vast(f"{pad}/{soort}", soort, nieuw, logboek)
        self.dag = date(max(self.dag.year, jaar) + 1, 1, 1)
        return pad, logboek, jaar

    def opening(self, opening: Any, jaar: int) -> dict[str, Any]:
        ingevuld = _ingevuld(opening, jaar)
        if ingevuld["einddatum"] is None:
            ingevuld["stilzwijgendeVerlenging"] = None
        nummer = f"K{next(self.nummers)}"
        return self.verhaal.lichaam(contractnummer=nummer, **ingevuld)

    def feit(self, logboek: Logboek, jaar: int, soort: str, inhoud: Any) -> dict[str, Any]:
        ingevuld: dict[str, Any] = _ingevuld(inhoud, jaar)
        if soort in ("intrekkingen", "antwoorden"):
            waarvan = INTREKBAAR if soort == "intrekkingen" else {"herzieningsvoorstellen"}
            staand = [(n, b) for n, _, s, b in logboek.regels if s in waarvan]
            if staand:
                nummer, handeling = staand[ingevuld["volgnummer"] % len(staand)]
                later = timedelta(40 * ingevuld["volgnummer"] - 60)
                ingevuld["volgnummer"] = nummer
                dag = date.fromisoformat(handeling["ingangsdatum"]) + later
                ingevuld["ingangsdatum"] = dag.isoformat()
        if soort == "niet-ingegaan" and logboek.regels:
            ingevuld["ingangsdatum"] = logboek.regels[0][3]["ingangsdatum"]
        if "nieuweAanbiederId" in ingevuld:
            ander = ingevuld["nieuweAanbiederId"] == "tweede"
            ingevuld["nieuweAanbiederId"] = self.tweede if ander else self.verhaal.aanbieder
        if "reactieUiterlijk" in ingevuld:
            dag = date.fromisoformat(ingevuld["ingangsdatum"]) + timedelta(20)
            ingevuld["reactieUiterlijk"] = dag.isoformat()
        return ingevuld

    def zet(
        self, logboek: Logboek, jaar: int, keuze: int, vervangen: Any, feit: Any, opening: Any
    ) -> dict[str, Any]:
        open_ = logboek.niet_gecorrigeerd()
        nummer = open_[-1 - keuze % len(open_)]
        plaatsen = sorted(logboek.plaatsen(nummer))
        plaats = plaatsen[keuze % len(plaatsen)]
        zet: dict[str, Any] = {"volgnummer": nummer, "vervanging": None}
        if len(plaatsen) > 1:
            zet["plaats"] = plaats
        if plaats == 1:
            zet["vervanging"] = {"soort": "POST", **self.opening(opening, jaar)}
        elif vervangen:
            soort, inhoud = feit
            nieuw = self.feit(logboek, jaar, soort, inhoud)
            for plek, _, oud in logboek.staand("9999"):
                if (
                    plek == plaats and keuze % 2
                ):  # the right fact mostly has the day of the wrong one
                    nieuw["ingangsdatum"] = oud["ingangsdatum"]
            zet["vervanging"] = {"soort": soort, **nieuw}
        return zet

    def leg_vast(
        self, pad: str, soort: str, lichaam: dict[str, Any], logboek: Logboek
    ) -> str | None:
        self.verhaal.op(self.dag.isoformat())
        antwoord = self.verhaal.vraag("POST", pad, json={**lichaam, "afwijking": ALLES_MAG})
        assert antwoord.status_code in {201, 400, 409}, antwoord.text
        if antwoord.status_code != 201:
            return None
        self.aanvaard[soort] += 1
        gebeurtenis = antwoord.json()["gebeurtenis"]
        logboek.schrijf(gebeurtenis["volgnummer"], gebeurtenis["geregistreerdOp"], soort, lichaam)
        return antwoord.headers["location"].removeprefix("/v1").removesuffix("/gebeurtenissen")

    def gezien(self, pad: str, geldig_op: str, bekend: str) -> dict[str, Any] | None:
        """Give the answer of the API, in the fields of the oracle; the list says the same as the detail."""
        paar: dict[str, Any] = {"geldigOp": geldig_op, "beschikbaarOp": bekend}
        antwoord = self.verhaal.vraag("GET", pad, params=paar)
        if antwoord.status_code == 404:
            return None
        inhoud = antwoord.json()
        (in_lijst,) = self.verhaal.get(
            "/contracten", contractnummer=inhoud["contractnummer"], **paar
        )["resultaten"]
        velden = (
            "status",
            "beeindiging",
            "einddatum",
            "percelen",
            "gemeenten",
            "aanbiederId",
            "geraamdeJaarwaarde",
            "tarieven",
            "herzieningsvoorstellen",
        )
        assert [in_lijst[v] for v in velden] == [inhoud[v] for v in velden]
        tarieven = [
            (t["productcode"], t["eenheid"], t["gemeente"] or "", t["tarief"], t["prijspeil"])
            for t in inhoud["tarieven"]
        ]
        voorstellen = [(v["volgnummer"], v["stand"]) for v in inhoud["herzieningsvoorstellen"]]
        eigen = {"tarieven": tarieven, "herzieningsvoorstellen": sorted(voorstellen)}
        return {veld: inhoud[veld] for veld in velden} | eigen
