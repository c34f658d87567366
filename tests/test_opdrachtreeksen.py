"""Random command sequences against a model: what the register answers at any pair, now and ever after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from infrastructure.database import maak_engine
from infrastructure.migratie import migreer
from tests.hulp import verteld
from tests.orakel import Logboek
from tests.orakelverhaal import DAGEN, FEIT, OPENING, ZET, Verteller, datum
from tests.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

GEWOON = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def reeks(verteller: Verteller) -> type[RuleBasedStateMachine]:
    """Give the machine that acts on one contract of a register, and knows what each answer was."""

    class Opdrachtreeks(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.logboek = Logboek()
            self.pad: str | None = None
            self.jaar = verteller.dag.year
            self.gegeven: dict[tuple[str, str], Any] = {}

        @initialize(opening=OPENING)
        def sluit(self, opening: Any) -> None:
            verteller.dag = date(self.jaar + 1, 1, 1)
            self.jaar += 1
            lichaam = verteller.opening(opening, self.jaar)
            self.pad = verteller.leg_vast("/contracten", "POST", lichaam, self.logboek)

        @precondition(lambda self: self.pad is not None)
        @rule(dagen=st.integers(0, 200), gekozen=FEIT)
        def leg_vast(self, dagen: int, gekozen: Any) -> None:
            soort, inhoud = gekozen
            verteller.dag += timedelta(dagen)
            lichaam = verteller.feit(self.logboek, self.jaar, soort, inhoud)
            verteller.leg_vast(f"{self.pad}/{soort}", soort, lichaam, self.logboek)

        @precondition(lambda self: self.pad is not None)
        @rule(dagen=st.integers(0, 200), gekozen=ZET)
        def corrigeer(self, dagen: int, gekozen: Any) -> None:
            verteller.dag += timedelta(dagen)
            zetten = [verteller.zet(self.logboek, self.jaar, *gekozen)]
            lichaam = {"soort": "FOUT", "reden": "fout", "registraties": zetten}
            verteller.leg_vast(f"{self.pad}/correcties", "correcties", lichaam, self.logboek)

        @precondition(lambda self: self.pad is not None)
        @rule(dag=DAGEN, schuif=st.integers(-1, 1), moment=st.integers(0, 30))
        def vraag(self, dag: Any, schuif: int, moment: int) -> None:
            assert self.pad is not None
            momenten = [m for _, m, _, _ in self.logboek.regels]
            dag_op = date.fromisoformat(datum(self.jaar, dag)) + timedelta(schuif)
            paar = (dag_op.isoformat(), momenten[-1 - moment % len(momenten)])
            self.gegeven[paar] = verteller.gezien(self.pad, *paar)
            assert self.gegeven[paar] == self.logboek.stand(*paar)

        @invariant()
        def elk_antwoord_staat(self) -> None:
            """Ask one given answer again after every step; all of them at the end."""
            if self.gegeven and self.pad:
                paar = next(iter(self.gegeven))
                assert verteller.gezien(self.pad, *paar) == self.gegeven[paar]

        def teardown(self) -> None:
            if self.pad:
                assert {p: verteller.gezien(self.pad, *p) for p in self.gegeven} == self.gegeven
            verteller.dag = date(max(verteller.dag.year, self.jaar) + 1, 1, 1)

    return Opdrachtreeks


def speel(engine: Engine, keuze: settings) -> None:
    with verteld(engine) as verhaal:
        verhaal.wereld()
        verteller = Verteller(verhaal)
        run_state_machine_as_test(reeks(verteller), settings=keuze)
        assert len(verteller.aanvaard) >= 8
        assert verhaal.leesfouten() == []


@pytest.mark.traag
def test_elke_reeks_opdrachten_volgt_het_model_op_sqlite(
    sqlite_sjabloon: Any, tmp_path: Any
) -> None:
    pad = tmp_path / "looptijd.sqlite"
    pad.write_bytes(sqlite_sjabloon.read_bytes())
    engine = maak_engine(url=f"sqlite:///{pad}")

    speel(engine, GEWOON)

    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: Any) -> Iterator[Engine]:
    url = fresh_database(postgres)
    migreer(url=url)
    engine = maak_engine(url=url)
    yield engine
    engine.dispose()


@pytest.mark.postgres
def test_elke_reeks_opdrachten_volgt_het_model_op_postgresql(postgres_engine: Engine) -> None:
    speel(postgres_engine, settings(GEWOON, max_examples=12))
