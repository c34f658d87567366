"""The migrations make the declared tables, on an empty database and again, on both databases."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, inspect, text

from infrastructure.database import maak_engine
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.migratie import (
    SchemaVerouderd,
    _instellingen,
    eis_schemaversie,
    migreer,
    nieuwste_schemaversie,
    schemaversie,
)
from infrastructure.tabellen import METADATA
from migrations import hulp

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.postgres import PostgresServer


def test_lege_database_wordt_gemigreerd_en_een_tweede_keer_verandert_niets(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nieuw.sqlite'}"
    engine = maak_engine(url=url)
    assert schemaversie(engine=engine) is None
    with pytest.raises(SchemaVerouderd, match=r"\(leeg\).*looptijd migrate"):
        eis_schemaversie(engine=engine)

    assert migreer(url=url) == migreer(url=url) == nieuwste_schemaversie()

    eis_schemaversie(engine=engine)
    engine.dispose()


def test_tabellen_zijn_zoals_ze_zijn_beschreven(engine: Engine) -> None:
    assert all(deel.tabel.metadata is METADATA for p in PROJECTIES for deel in p.delen)

    with engine.connect() as verbinding:
        verschillen = compare_metadata(MigrationContext.configure(verbinding), METADATA)

    assert verschillen == []


def test_log_is_na_elke_migratie_nog_bewaakt(engine: Engine) -> None:
    with engine.connect() as verbinding:
        if engine.dialect.name == "postgresql":
            vraag = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'gebeurtenissen'::regclass"
        else:
            vraag = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'gebeurtenissen'"
        namen = set(verbinding.scalars(text(vraag)))

    if engine.dialect.name == "postgresql":
        assert namen == {"gebeurtenissen_alleen_toevoegen"}
    else:
        delen = ("update", "delete", "replace")
        assert namen == {f"gebeurtenissen_geen_{deel}" for deel in delen}


def test_tabel_van_een_leesmodel_in_een_regel(engine: Engine) -> None:
    with engine.begin() as verbinding, Operations.context(MigrationContext.configure(verbinding)):
        hulp.maak_voorkomentabel("aavoorkomens", Column("getal", Integer), lijst=["getal"])
        hulp.maak_smalle_tabel("aawaarden")
        hulp.maak_grootboektabel("aaboekingen", Column("centen", Integer, nullable=False))

    kijker = inspect(engine)
    assert kijker.get_pk_constraint("aawaarden")["constrained_columns"] == [
        "ding_id",
        "waarde",
        "geldig_van",
        "bekend_van",
    ]
    namen = {str(i["name"]) for i in kijker.get_indexes("aavoorkomens")}
    assert "ix_aavoorkomens_getal" in namen
    assert {"regel", "centen", "bekend_tot"} <= {
        k["name"] for k in kijker.get_columns("aaboekingen")
    }


@pytest.mark.postgres
def test_rechten_van_de_toepassingsrol(postgres_url: str, toepassingsrol: str) -> None:
    migreer(url=postgres_url, toepassingsrol=toepassingsrol)
    migreer(url=postgres_url, toepassingsrol=toepassingsrol)
    engine = maak_engine(url=postgres_url)
    vraag = text(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = :rol"
    )
    with engine.connect() as verbinding:
        rechten = {tuple(rij) for rij in verbinding.execute(vraag, {"rol": toepassingsrol})}
    engine.dispose()

    assert {recht for tabel, recht in rechten if tabel == "gebeurtenissen"} == {"SELECT", "INSERT"}
    assert {recht for tabel, recht in rechten if tabel == "alembic_version"} == {"SELECT"}


@pytest.mark.traag
def test_processen_migreren_tegelijk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nieuw.sqlite'}"
    opdracht = f"from infrastructure.migratie import migreer; migreer(url={url!r})"

    processen = [subprocess.Popen([sys.executable, "-c", opdracht]) for _ in range(4)]

    assert [proces.wait() for proces in processen] == [0] * 4


@pytest.mark.postgres
def test_alembic_los_wordt_geweigerd(postgres: PostgresServer) -> None:
    with pytest.raises(RuntimeError, match="looptijd migrate"):
        command.upgrade(_instellingen(), "head")
