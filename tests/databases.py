"""Fixtures for real databases: every test that asks for `database_url` or `engine` runs on both.

A database is copied from a migrated template, so a fresh one costs some milliseconds.
"""

from __future__ import annotations

import shutil
import uuid
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from infrastructure.database import maak_engine
from infrastructure.migratie import migreer
from tests.postgres import fresh_database, postgres_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.engine import URL

    from tests.postgres import PostgresServer

BEIDE = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
"""Parameters for a test on both databases."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL; its `url` is a superuser's."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_sjabloon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy; nothing is recorded in it."""
    pad = tmp_path_factory.mktemp("sjabloon") / "sjabloon.sqlite"
    migreer(url=f"sqlite:///{pad}")
    return pad


@pytest.fixture(scope="session")
def postgres_sjabloon(postgres: PostgresServer) -> str:
    """URL of a migrated PostgreSQL database to copy; nothing is recorded in it."""
    url = fresh_database(postgres)
    migreer(url=url)
    return url


@pytest.fixture
def sqlite_url(sqlite_sjabloon: Path, tmp_path: Path) -> str:
    """URL of a fresh, migrated SQLite file."""
    pad = tmp_path / "looptijd.sqlite"
    shutil.copyfile(sqlite_sjabloon, pad)
    return f"sqlite:///{pad}"


@pytest.fixture
def postgres_url(postgres_sjabloon: str) -> Iterator[str]:
    """URL (owner and superuser) of a fresh, migrated PostgreSQL database; dropped after the test."""
    sjabloon = make_url(postgres_sjabloon)
    naam = f"looptijd_test_{uuid.uuid4().hex[:16]}"
    _beheer(
        sjabloon.set(database="postgres"), f"CREATE DATABASE {naam} TEMPLATE {sjabloon.database}"
    )
    yield sjabloon.set(database=naam).render_as_string(hide_password=False)
    _beheer(sjabloon.set(database="postgres"), f"DROP DATABASE {naam} WITH (FORCE)")


def _beheer(url: URL, opdracht: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as verbinding:
        verbinding.execute(text(opdracht))
    engine.dispose()


@pytest.fixture(params=BEIDE)
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of a fresh, migrated database, once on SQLite and once on PostgreSQL."""
    naam = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(naam)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The engine on a fresh, migrated database, once on SQLite and once on PostgreSQL."""
    gemaakt = maak_engine(url=database_url)
    yield gemaakt
    gemaakt.dispose()


@pytest.fixture
def toepassingsrol(postgres_url: str) -> Iterator[str]:
    """Name of a fresh PostgreSQL role that may log in and owns nothing; goes with the test."""
    naam = f"looptijd_app_{uuid.uuid4().hex[:8]}"
    _beheer(make_url(postgres_url), f"CREATE ROLE {naam} LOGIN")
    yield naam
    _beheer(make_url(postgres_url), f"DROP OWNED BY {naam}")
    _beheer(make_url(postgres_url), f"DROP ROLE {naam}")


@pytest.fixture
def als_rol(postgres_url: str) -> Callable[[str], str]:
    """Give the URL of the PostgreSQL database for another role."""
    return lambda rol: (
        make_url(postgres_url).set(username=rol).render_as_string(hide_password=False)
    )
