"""Random histories: every answer at every pair equals that of the naive oracle, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infrastructure.database import maak_engine
from infrastructure.migratie import migreer
from tests.hulp import Verhaal, afwijking, verteld
from tests.orakel import Logboek
from tests.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALLES_MAG = afwijking(
    "verlenging-buiten-optie",
    "verlenging-te-laat-aangekondigd",
    "opzegtermijn-niet-in-acht-genomen",
    "geen-opzegrecht",
    "niet-toegelaten",
    "gemeente-neemt-niet-deel",
    "budget-overschreden",
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
FEITEN: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "herzieningen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "wijzigingen": WIJZIGINGEN, "wijzigingsgrond": st.just("CLAUSULE")}
    ),
    "indexeringen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "percentage": st.sampled_from(["5.00", "-3.333", "0.5", "10"])},
        optional={"prijspeil": st.integers(EERSTE_JAAR, EERSTE_JAAR + 4)},
    ),
    "verlengingen": st.fixed_dictionaries({"ingangsdatum": DAGEN, "totEnMet": EINDEN}),
    "opzeggingen": st.fixed_dictionaries(
        {
            "ingangsdatum": DAGEN,
            "laatsteDag": EINDEN,
            "door": st.sampled_from(["OPDRACHTGEVER", "WEDERZIJDS"]),
            "grond": st.just("g"),
        }
    ),
    "intrekkingen": st.fixed_dictionaries({"ingangsdatum": DAGEN, "volgnummer": st.integers(1, 8)}),
    "ontbindingen": st.fixed_dictionaries(
        {"ingangsdatum": DAGEN, "laatsteDag": EINDEN, "grond": st.just("g")}
    ),
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


def _datum(jaar: int, dag: Dag) -> str:
    plus, maand, dag_in_maand = dag
    volgende = date(jaar + plus + maand // 12, maand % 12 + 1, 1)
    return min(
        date(jaar + plus, maand, 1) + timedelta(dag_in_maand - 1), volgende - timedelta(1)
    ).isoformat()


def _ingevuld(waarde: Any, jaar: int) -> Any:
    """Turn the days of a drawn body into dates, and its price levels to the story's years."""
    if isinstance(waarde, tuple):
        return _datum(jaar, waarde)
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

    def vertel(self, geschiedenis: Any) -> tuple[str, Logboek, int]:
        """Record a history; give the contract's path, what was accepted, and the year in which it starts."""
        opening, stappen = geschiedenis
        jaar, logboek = self.dag.year, Logboek()
        lichaam = self._opening(opening, jaar)
        pad = self._leg_vast("/contracten", "POST", lichaam, logboek)
        if pad is None:
            return "", logboek, jaar
        for dagen, (soort, inhoud) in stappen:
            self.dag += timedelta(dagen)
            if soort == "correcties":
                zetten = [self._zet(logboek, jaar, *zet) for zet in inhoud]
                nieuw = {"soort": "FOUT", "reden": "fout", "registraties": zetten}
            else:
                nieuw = self._feit(logboek, jaar, soort, inhoud)
            self._leg_vast(f"{pad}/{soort}", soort, nieuw, logboek)
        self.dag = date(max(self.dag.year, jaar) + 1, 1, 1)
        return pad, logboek, jaar

    def _opening(self, opening: Any, jaar: int) -> dict[str, Any]:
        ingevuld = _ingevuld(opening, jaar)
        if ingevuld["einddatum"] is None:
            ingevuld["stilzwijgendeVerlenging"] = None
        nummer = f"K{next(self.nummers)}"
        return self.verhaal.lichaam(contractnummer=nummer, **ingevuld)

    def _feit(self, logboek: Logboek, jaar: int, soort: str, inhoud: Any) -> dict[str, Any]:
        ingevuld: dict[str, Any] = _ingevuld(inhoud, jaar)
        if soort == "intrekkingen":
            opgezegd = [(n, b) for n, _, s, b in logboek.regels if s == "opzeggingen"]
            if opgezegd:
                nummer, notice = opgezegd[ingevuld["volgnummer"] % len(opgezegd)]
                later = timedelta(40 * ingevuld["volgnummer"])
                ingevuld["volgnummer"] = nummer
                ingevuld["ingangsdatum"] = (
                    date.fromisoformat(notice["ingangsdatum"]) + later
                ).isoformat()
        return ingevuld

    def _zet(
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
            zet["vervanging"] = {"soort": "POST", **self._opening(opening, jaar)}
        elif vervangen:
            soort, inhoud = feit
            nieuw = self._feit(logboek, jaar, soort, inhoud)
            for plek, _, oud in logboek.staand("9999"):
                if (
                    plek == plaats and keuze % 2
                ):  # the right fact mostly has the day of the wrong one
                    nieuw["ingangsdatum"] = oud["ingangsdatum"]
            zet["vervanging"] = {"soort": soort, **nieuw}
        return zet

    def _leg_vast(
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
            "gemeenten",
            "geraamdeJaarwaarde",
            "tarieven",
        )
        assert [in_lijst[v] for v in velden] == [inhoud[v] for v in velden]
        tarieven = [
            (t["productcode"], t["eenheid"], t["gemeente"] or "", t["tarief"], t["prijspeil"])
            for t in inhoud["tarieven"]
        ]
        return {veld: inhoud[veld] for veld in velden} | {"tarieven": tarieven}


@pytest.fixture(scope="module")
def sqlite_verteller(
    sqlite_sjabloon: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Verteller]:
    pad = tmp_path_factory.mktemp("orakel") / "looptijd.sqlite"
    pad.write_bytes(sqlite_sjabloon.read_bytes())
    engine = maak_engine(url=f"sqlite:///{pad}")
    with verteld(engine) as verhaal:
        verhaal.wereld()
        yield Verteller(verhaal)
    engine.dispose()


@pytest.fixture(scope="module")
def postgres_verteller(postgres: Any) -> Iterator[Verteller]:
    url = fresh_database(postgres)
    migreer(url=url)
    engine = maak_engine(url=url)
    with verteld(engine) as verhaal:
        verhaal.wereld()
        yield Verteller(verhaal)
    engine.dispose()


def vergelijk(verteller: Verteller, geschiedenis: Any, paren: Any) -> None:
    """Tell a history and ask it at pairs; again after a rebuild of nothing but the log."""
    pad, logboek, jaar = verteller.vertel(geschiedenis)
    if not pad:
        return
    momenten = [moment for _, moment, _, _ in logboek.regels]
    antwoorden = {}
    for schuif, dag, nummer in paren:
        geldig_op = (date.fromisoformat(_datum(jaar, dag)) + timedelta(schuif)).isoformat()
        bekend = momenten[nummer % len(momenten)]
        if nummer % 3 == 0:  # just before the instant the newest of these was not known
            eerder = datetime.fromisoformat(bekend) - timedelta(microseconds=1)
            bekend = eerder.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        antwoorden[geldig_op, bekend] = verteller.gezien(pad, geldig_op, bekend)
    assert antwoorden == {paar: logboek.stand(*paar) for paar in antwoorden}


GEWOON = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.traag
def test_elk_antwoord_is_dat_van_het_orakel_op_sqlite(sqlite_verteller: Verteller) -> None:
    vertel_en_vraag(sqlite_verteller, GEWOON)

    herbouwd(sqlite_verteller)


@pytest.mark.postgres
def test_elk_antwoord_is_dat_van_het_orakel_op_postgresql(postgres_verteller: Verteller) -> None:
    vertel_en_vraag(postgres_verteller, settings(GEWOON, max_examples=40))

    herbouwd(postgres_verteller)


def vertel_en_vraag(verteller: Verteller, keuze: settings) -> None:
    """Tell random histories to one register, each asked at random pairs."""

    @keuze
    @given(geschiedenis=GESCHIEDENIS, paren=PAREN)
    def een(geschiedenis: Any, paren: Any) -> None:
        vergelijk(verteller, geschiedenis, paren)

    een()


def herbouwd(verteller: Verteller) -> None:
    """Check the rows that the histories left, and that a rebuild changes no answer."""
    verhaal = verteller.verhaal
    peil = verhaal.loket.register.peil()
    # Which kinds come up differs per process (the generator learns from the modules that are loaded).
    assert verteller.aanvaard.total() >= 60
    assert len(verteller.aanvaard) >= 5
    stap = (verteller.dag.year - EERSTE_JAAR) // 12 + 1
    jaren = range(EERSTE_JAAR, verteller.dag.year + 2, stap)
    momenten = [f"{jaar}-07-01" for jaar in jaren if jaar < verteller.dag.year]

    def antwoorden() -> list[Any]:
        lijsten = [
            verhaal.get("/contracten", geldigOp=f"{jaar}-02-28", beschikbaarOp=moment, pageSize=500)
            for jaar in jaren
            for moment in momenten
        ]
        contracten = [c["id"] for c in lijsten[-1]["resultaten"][:40]]
        return lijsten + [verhaal.get(f"/contracten/{id_}/historie") for id_ in contracten]

    assert verhaal.leesfouten() == []
    voor = antwoorden()
    verhaal.herbouw()
    assert antwoorden() == voor
    assert verhaal.leesfouten() == []
    assert verhaal.loket.register.peil().positie == peil.positie > 50
