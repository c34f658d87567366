"""Engines, column types and clocks: what a database is set to, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from infrastructure.database import OPEN_INSTANT, Id, Instant, Tekst, maak_engine
from infrastructure.klok import DatabaseKlok, ProcesKlok, Verhaalklok, echte_tijd, maak_klok

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

MOMENT = datetime(2025, 3, 30, 1, 30, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("begin", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_postgresql_is_psycopg2(begin: str) -> None:
    engine = maak_engine(url=f"{begin}://u@h/d?options=-csearch_path%3Dx")

    assert engine.url.drivername == "postgresql+psycopg2"
    assert "options" not in engine.url.query


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true"])
def test_sqlite_in_het_geheugen_wordt_geweigerd(url: str) -> None:
    with pytest.raises(ValueError, match="geheugen"):
        maak_engine(url=url)


def test_andere_databases_worden_geweigerd() -> None:
    with pytest.raises(ValueError, match="'mysql' wordt niet ondersteund"):
        maak_engine(url="mysql://h/d")


def test_instellingen_van_sqlite(tmp_path: Path) -> None:
    engine = maak_engine(url=f"sqlite:///{tmp_path / 'x.sqlite'}")

    with engine.connect() as verbinding:
        waarden = {
            naam: verbinding.exec_driver_sql(f"PRAGMA {naam}").scalar()
            for naam in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert waarden == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    engine.dispose()


@pytest.mark.postgres
def test_instellingen_van_postgresql(postgres_url: str) -> None:
    engine = maak_engine(url=postgres_url)

    with engine.connect() as verbinding:
        waarden = {
            naam: verbinding.exec_driver_sql(f"SHOW {naam}").scalar()
            for naam in (
                "timezone",
                "statement_timeout",
                "lock_timeout",
                "transaction_isolation",
                "application_name",
                "idle_in_transaction_session_timeout",
            )
        }

    assert waarden == {
        "timezone": "UTC",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "transaction_isolation": "read committed",
        "application_name": "looptijd",
        "idle_in_transaction_session_timeout": "1min",
    }
    engine.dispose()


def _tabel() -> Table:
    return Table(
        "soorten", MetaData(), Column("moment", Instant), Column("id", Id), Column("t", Tekst)
    )


@pytest.mark.parametrize(
    "moment",
    [MOMENT, OPEN_INSTANT, datetime(1900, 1, 1, tzinfo=UTC), MOMENT.replace(microsecond=0)],
)
def test_ogenblik_en_id_komen_terug_zoals_ze_waren(engine: Engine, moment: datetime) -> None:
    tabel = _tabel()
    elders = moment if moment == OPEN_INSTANT else moment.astimezone(timezone(timedelta(hours=2)))
    rij = {"moment": elders, "id": UUID(int=2**100, version=4), "t": "é\\\t"}
    with engine.begin() as verbinding:
        tabel.create(verbinding)
        verbinding.execute(insert(tabel), rij)
        verbinding.execute(insert(tabel), {"moment": None, "id": None, "t": None})

        (gelezen, leeg) = verbinding.execute(select(tabel)).all()

    assert tuple(gelezen) == (moment, UUID(int=2**100, version=4), "é\\\t")
    assert gelezen.moment.tzinfo is UTC
    assert tuple(leeg) == (None, None, None)


def test_ogenblik_zonder_tijdzone_wordt_geweigerd(engine: Engine) -> None:
    tabel = _tabel()
    with engine.begin() as verbinding:
        tabel.create(verbinding)

    with pytest.raises(StatementError, match="tijdzone"), engine.begin() as verbinding:
        verbinding.execute(insert(tabel), {"moment": datetime(2025, 1, 1)})  # noqa: DTZ001


def test_sqlite_schrijft_ogenblikken_op_vaste_breedte(sqlite_url: str) -> None:
    engine = maak_engine(url=sqlite_url)
    tabel = _tabel()
    with engine.begin() as verbinding:
        tabel.create(verbinding)
        verbinding.execute(
            insert(tabel), [{"moment": OPEN_INSTANT}, {"moment": MOMENT.replace(microsecond=0)}]
        )

        tekst = verbinding.scalars(text("SELECT moment FROM soorten")).all()

    assert tekst == ["9999-01-01T00:00:00.000000Z", "2025-03-30T01:30:00.000000Z"]
    engine.dispose()


def test_tekst_sorteert_op_codepunt(engine: Engine) -> None:
    tabel = _tabel()
    with engine.begin() as verbinding:
        tabel.create(verbinding)
        verbinding.execute(insert(tabel), [{"t": t} for t in ("b", "Z", "a", "é", "10", "9")])

        gelezen = verbinding.scalars(select(tabel.c.t).order_by(tabel.c.t)).all()

    assert gelezen == ["10", "9", "Z", "a", "b", "é"]


def test_klok_hoort_bij_de_database(engine: Engine) -> None:
    klok = maak_klok(engine=engine)

    soort = DatabaseKlok if engine.dialect.name == "postgresql" else ProcesKlok
    assert isinstance(klok, soort)
    assert not klok.verhaal


def test_klok_van_de_database_moet_zijn_gelezen() -> None:
    assert DatabaseKlok().nu(gelezen=MOMENT) == MOMENT
    with pytest.raises(ValueError, match="niet meegelezen"):
        DatabaseKlok().nu(gelezen=None)


def test_verhaalklok_staat_waar_hij_is_gezet() -> None:
    klok = Verhaalklok(begin=MOMENT)

    klok.zet(moment=MOMENT + timedelta(days=1))

    assert klok.nu(gelezen=None) == MOMENT + timedelta(days=1)
    assert klok.verhaal
    with pytest.raises(ValueError, match="tijdzone"):
        klok.zet(moment=datetime(2025, 1, 1))  # noqa: DTZ001


def test_echte_tijd_is_bewust_van_haar_zone() -> None:
    assert echte_tijd().tzinfo is UTC
    assert ProcesKlok().nu(gelezen=None) >= MOMENT
