"""Random histories: every answer at every pair equals that of the naive oracle, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from infrastructure.database import maak_engine
from infrastructure.migratie import migreer
from tests.hulp import verteld
from tests.orakelverhaal import EERSTE_JAAR, GESCHIEDENIS, PAREN, Verteller, datum
from tests.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        geldig_op = (date.fromisoformat(datum(jaar, dag)) + timedelta(schuif)).isoformat()
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
