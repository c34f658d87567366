"""Terms: renewals that were used stay used, whatever is agreed later."""

from __future__ import annotations

from datetime import date

from domain.looptijd import Looptijd, StilzwijgendeVerlenging, laatste_opzegdag


def jaarlijks(*, hoogstens: int | None) -> StilzwijgendeVerlenging:
    return StilzwijgendeVerlenging(maanden=12, max_aantal=hoogstens)


def test_een_herziening_vergeet_geen_gebruikte_verlengingen() -> None:
    begin = Looptijd(eind=date(2021, 1, 1), stilzwijgend=jaarlijks(hoogstens=3), verlengd=0)

    later = begin.met_stilzwijgend(jaarlijks(hoogstens=3), op=date(2022, 6, 1))

    assert later.lopend_eind(date(2022, 6, 1)) == date(2023, 1, 1)  # two of three are used
    assert later.uiterste_eind == begin.uiterste_eind == date(2024, 1, 1)
    assert not later.verlengt_na(date(2023, 6, 1))


def test_een_verlenging_telt_de_stilzwijgende_mee() -> None:
    begin = Looptijd(eind=date(2021, 1, 1), stilzwijgend=jaarlijks(hoogstens=2), verlengd=0)

    verlengd = begin.verlengd_tot(eind=date(2025, 1, 1), op=date(2021, 6, 1))

    assert verlengd.uiterste_eind == date(2026, 1, 1)  # one was used before, one is left


def test_zonder_maximum_is_er_geen_uiterste_eind() -> None:
    altijd = Looptijd(eind=date(2021, 1, 1), stilzwijgend=jaarlijks(hoogstens=None), verlengd=0)

    assert altijd.uiterste_eind is None
    assert altijd.lopend_eind(date(2999, 12, 31)) == date(3000, 1, 1)


def test_de_laatste_dag_om_op_te_zeggen() -> None:
    assert laatste_opzegdag(laatste_dag=date(2021, 12, 31), maanden=6) == date(2021, 6, 30)
    assert laatste_opzegdag(laatste_dag=date(2024, 2, 29), maanden=3) == date(2023, 11, 30)
    assert laatste_opzegdag(laatste_dag=date(2023, 2, 28), maanden=3) == date(2022, 11, 30)
