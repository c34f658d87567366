"""What is in the log cannot be changed: every way round is tried, on both databases and by both roles."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from infrastructure.database import maak_engine
from infrastructure.herbouw import herbouw
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.migratie import migreer
from infrastructure.register import Logregister, open_register
from tests.proefding import (
    PROEFPROJECTIE,
    ProefGeopend,
    ProefGewijzigd,
    leg_vast,
    maak_proeftabellen,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

KOPIE = """
    INSERT {hoe} INTO gebeurtenissen
    SELECT {positie}, {ding}, {volgnummer}, soort, schemaversie, ingangsdatum, geregistreerd_op,
           {gebeurtenis}, metadata, '{{}}' FROM gebeurtenissen WHERE positie = 1 {slot}
"""
NIEUW = {
    "hoe": "",
    "positie": "2",
    "ding": "'00000000000040008000000000000009'",
    "volgnummer": "9",
    "gebeurtenis": "'00000000000040008000000000000008'",
    "slot": "",
}
GELIJK: tuple[dict[str, str], ...] = (
    {"positie": "1"},
    {"ding": "ding_id", "volgnummer": "volgnummer"},
    {"gebeurtenis": "gebeurtenis_id"},
)


def _kopie(**waarden: str) -> str:
    return KOPIE.format(**{**NIEUW, **waarden})


OVERAL = [
    "UPDATE gebeurtenissen SET gegevens = '{}'",
    "UPDATE gebeurtenissen SET gegevens = '{}' WHERE positie = 1",
    "UPDATE gebeurtenissen SET positie = 7 WHERE positie = 1",
    "DELETE FROM gebeurtenissen",
    "DELETE FROM gebeurtenissen WHERE positie = 1",
    _kopie(positie="1"),
    _kopie(ding="ding_id", volgnummer="volgnummer"),
    _kopie(gebeurtenis="gebeurtenis_id"),
    _kopie(positie="1", slot="ON CONFLICT (positie) DO UPDATE SET gegevens = excluded.gegevens"),
]
SQLITE = [
    "UPDATE OR REPLACE gebeurtenissen SET positie = 7",
    *(_kopie(hoe="OR REPLACE", **gelijk) for gelijk in GELIJK),
    _kopie(positie="1").replace("INSERT", "REPLACE"),
]
POSTGRESQL = [
    "TRUNCATE gebeurtenissen",
    "TRUNCATE gebeurtenissen CASCADE",
    "MERGE INTO gebeurtenissen g USING (SELECT 1 AS een) b ON g.positie = b.een WHEN MATCHED THEN DELETE",
    "SET session_replication_role = replica; DELETE FROM gebeurtenissen",
]


@pytest.fixture(autouse=True)
def _geopend(request: pytest.FixtureRequest) -> None:
    if "engine" in request.fixturenames:
        engine: Engine = request.getfixturevalue("engine")
        open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.PRODUCTIE)


def _log(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as verbinding:
        return [tuple(rij) for rij in verbinding.execute(text("SELECT * FROM gebeurtenissen"))]


def _probeer(engine: Engine, opdracht: str) -> None:
    with engine.begin() as verbinding:
        verbinding.exec_driver_sql(opdracht)


@pytest.mark.parametrize("opdracht", OVERAL)
def test_log_weigert_elke_wijziging(engine: Engine, opdracht: str) -> None:
    voor = _log(engine)

    with pytest.raises(IntegrityError):
        _probeer(engine, opdracht)

    assert _log(engine) == voor


@pytest.mark.parametrize("opdracht", SQLITE)
def test_sqlite_weigert_ook_vervangen(sqlite_url: str, opdracht: str) -> None:
    engine = maak_engine(url=sqlite_url)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.DEMO)
    voor = _log(engine)

    with pytest.raises(IntegrityError, match="alleen toegevoegd"):
        _probeer(engine, opdracht)

    assert _log(engine) == voor
    engine.dispose()


def test_sqlite_weigert_ook_een_ander_programma(sqlite_url: str) -> None:
    engine = maak_engine(url=sqlite_url)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.DEMO)
    engine.dispose()
    verbinding = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))

    with pytest.raises(sqlite3.IntegrityError, match="alleen toegevoegd"):
        verbinding.execute("DELETE FROM gebeurtenissen")

    verbinding.close()


@pytest.fixture
def eigenaar(postgres_url: str, toepassingsrol: str) -> Iterator[Engine]:
    """A register with its tables, opened by the owner; the application's role has its grants."""
    engine = maak_engine(url=postgres_url)
    maak_proeftabellen(engine)
    migreer(url=postgres_url, toepassingsrol=toepassingsrol)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.PRODUCTIE)
    yield engine
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("opdracht", POSTGRESQL)
def test_postgresql_weigert_de_eigenaar(eigenaar: Engine, opdracht: str) -> None:
    voor = _log(eigenaar)

    with pytest.raises(IntegrityError, match="alleen toegevoegd"):
        _probeer(eigenaar, opdracht)

    assert _log(eigenaar) == voor


@pytest.mark.postgres
@pytest.mark.parametrize(
    "opdracht",
    [
        *POSTGRESQL,
        *OVERAL[:5],
        "ALTER TABLE gebeurtenissen DISABLE TRIGGER ALL",
        "ALTER TABLE gebeurtenissen RENAME TO weg",
        "DROP TABLE gebeurtenissen",
        "DROP FUNCTION gebeurtenissen_alleen_toevoegen CASCADE",
        "UPDATE proefvoorkomens SET stand = '{}'",
        "UPDATE proefvoorkomens SET geldig_tot = geldig_tot",
        "DELETE FROM proefvoorkomens",
        "TRUNCATE proefvoorkomens",
        "DELETE FROM antwoorden",
        "UPDATE projecties SET versie = 9",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_postgresql_weigert_de_toepassingsrol(
    eigenaar: Engine, toepassingsrol: str, als_rol: Callable[[str], str], opdracht: str
) -> None:
    engine = maak_engine(url=als_rol(toepassingsrol))

    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        _probeer(engine, opdracht)

    engine.dispose()


@pytest.mark.postgres
def test_toepassingsrol_kan_alles_wat_het_werk_vraagt_ook_na_herbouw(
    eigenaar: Engine, toepassingsrol: str, als_rol: Callable[[str], str]
) -> None:
    engine = maak_engine(url=als_rol(toepassingsrol))
    register = Logregister(
        engine=engine, klok=maak_klok(engine=engine), projecties=[PROEFPROJECTIE]
    )
    ding = uuid4()

    for nummer in range(3):
        with register.schrijf() as beurt:
            if nummer == 0:
                leg_vast(beurt, ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="1"), ding)
            feit = ProefGewijzigd(ingangsdatum=date(2025, 1, 1), bij=(f"k{nummer}",), bedrag=1)
            leg_vast(beurt, feit, ding)
        herbouw(engine=eigenaar, projecties=[PROEFPROJECTIE], voortgang=lambda _a, _b: None)

    assert register.peil().positie == 5
    with pytest.raises(DBAPIError, match="permission denied"):
        _probeer(engine, "UPDATE proefvoorkomens SET stand = '{}'")
    engine.dispose()
