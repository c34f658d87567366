"""Brings a database to the schema of this release, and says what the application's own role may do there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from infrastructure.database import maak_engine, schrijftransactie

MIGRATIES = Path(__file__).resolve().parent.parent / "migrations"

RECHTEN = {
    "gebeurtenissen": "SELECT, INSERT",
    "sleutels": "SELECT, INSERT, DELETE",
    "projecties": "SELECT, INSERT",
    "antwoorden": "SELECT, INSERT",
    "actoren": "SELECT, INSERT, UPDATE, DELETE",
    "tokens": "SELECT, INSERT, UPDATE, DELETE",
    "inloglinks": "SELECT, INSERT, UPDATE, DELETE",
    "sessies": "SELECT, INSERT, UPDATE, DELETE",
    "alembic_version": "SELECT",
}
"""What the application's role gets; a table with `bekend_tot` gets RECHTEN_TIJDTABEL, any other nothing."""
RECHTEN_TIJDTABEL = "SELECT, INSERT, UPDATE (bekend_tot)"


class SchemaVerouderd(Exception):
    """The database has another schema than this release needs."""


def migreer(*, url: str, toepassingsrol: str | None = None) -> str:
    """Bring the database to the newest schema, under the write lock, in one transaction; give the schema version.

    On PostgreSQL the URL is the owner's; `toepassingsrol` names the role that `serve` works with, which must exist.
    """
    engine = maak_engine(url=url, verbindingen=1)
    try:
        with schrijftransactie(engine=engine) as (verbinding, _):
            if engine.dialect.name == "postgresql":
                verbinding.execute(text("SET LOCAL statement_timeout = 0"))
            instellingen = _instellingen()
            instellingen.attributes["verbinding"] = verbinding
            command.upgrade(instellingen, "head")
            if toepassingsrol is not None and engine.dialect.name == "postgresql":
                geef_rechten(verbinding=verbinding, rol=toepassingsrol)
    finally:
        engine.dispose()
    return nieuwste_schemaversie()


def _instellingen() -> Config:
    instellingen = Config()
    instellingen.set_main_option("script_location", str(MIGRATIES).replace("%", "%%"))
    instellingen.set_main_option("path_separator", "os")
    return instellingen


def nieuwste_schemaversie() -> str:
    """Give the schema version that this release needs."""
    return ScriptDirectory.from_config(_instellingen()).get_current_head() or ""


def schemaversie(*, engine: Engine) -> str | None:
    """Give the schema version of a database; None for an empty one."""
    with engine.connect() as verbinding:
        return MigrationContext.configure(verbinding).get_current_revision()


def eis_schemaversie(*, engine: Engine) -> None:
    """Raise SchemaVerouderd unless the database has the schema of this release."""
    gevonden, nodig = schemaversie(engine=engine), nieuwste_schemaversie()
    if gevonden != nodig:
        raise SchemaVerouderd(
            f"de database heeft schema {gevonden or '(leeg)'}, nodig is {nodig}: draai ./looptijd migrate"
        )


def geef_rechten(*, verbinding: Connection, rol: str) -> None:
    """Grant the application's role what it needs and nothing more (docs/databaserollen.md); PostgreSQL only."""
    kijker = inspect(verbinding)
    aanhalen = verbinding.dialect.identifier_preparer.quote
    schema = aanhalen(kijker.default_schema_name or "public")
    verbinding.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {aanhalen(rol)}"))
    for tabel in kijker.get_table_names():
        kolommen = {kolom["name"] for kolom in kijker.get_columns(tabel)}
        recht = RECHTEN.get(tabel) or (RECHTEN_TIJDTABEL if "bekend_tot" in kolommen else None)
        verbinding.execute(text(f"REVOKE ALL ON {aanhalen(tabel)} FROM {aanhalen(rol)}"))
        if recht is not None:
            verbinding.execute(text(f"GRANT {recht} ON {aanhalen(tabel)} TO {aanhalen(rol)}"))
