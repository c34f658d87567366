"""What migrations share: tables of read models in one line, and a log that only grows."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import Column, MetaData, Table

from infrastructure import tabellen


def _metadata() -> MetaData:
    return MetaData(naming_convention=tabellen.METADATA.naming_convention)


def _maak(tabel: Table) -> None:
    verbinding = op.get_bind()
    if verbinding.dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    tabel.create(verbinding)


def maak_voorkomentabel(
    naam: str,
    *filterkolommen: Column[object],
    lijst: Sequence[str] = (),
    portefeuille: Sequence[str] = (),
) -> None:
    """Create a table as `tabellen.voorkomentabel` declares it, with its indexes and exclusion constraint."""
    _maak(
        tabellen.voorkomentabel(
            naam, *filterkolommen, lijst=lijst, portefeuille=portefeuille, metadata=_metadata()
        )
    )


def maak_smalle_tabel(naam: str) -> None:
    """Create a table as `tabellen.smalle_tabel` declares it."""
    _maak(tabellen.smalle_tabel(naam, metadata=_metadata()))


def maak_grootboektabel(naam: str, *kolommen: Column[object], lijst: Sequence[str] = ()) -> None:
    """Create a table as `tabellen.grootboektabel` declares it."""
    _maak(tabellen.grootboektabel(naam, *kolommen, lijst=lijst, metadata=_metadata()))


def alleen_toevoegen() -> None:
    """Let the database refuse every change to what is in the log, by whatever way."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for opdracht in _POSTGRESQL if postgresql else _SQLITE:
        op.execute(opdracht)


_POSTGRESQL = (
    """
    CREATE FUNCTION gebeurtenissen_alleen_toevoegen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'aan het log wordt alleen toegevoegd (% geweigerd)', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER gebeurtenissen_alleen_toevoegen
    BEFORE UPDATE OR DELETE OR TRUNCATE ON gebeurtenissen
    FOR EACH STATEMENT EXECUTE FUNCTION gebeurtenissen_alleen_toevoegen()
    """,
    # ALWAYS: also in a session that calls itself a replica.
    "ALTER TABLE gebeurtenissen ENABLE ALWAYS TRIGGER gebeurtenissen_alleen_toevoegen",
)

_SQLITE = (
    """
    CREATE TRIGGER gebeurtenissen_geen_update BEFORE UPDATE ON gebeurtenissen
    BEGIN SELECT RAISE(ABORT, 'aan het log wordt alleen toegevoegd (UPDATE geweigerd)'); END
    """,
    """
    CREATE TRIGGER gebeurtenissen_geen_delete BEFORE DELETE ON gebeurtenissen
    BEGIN SELECT RAISE(ABORT, 'aan het log wordt alleen toegevoegd (DELETE geweigerd)'); END
    """,
    # INSERT OR REPLACE deletes without asking the trigger on DELETE.
    """
    CREATE TRIGGER gebeurtenissen_geen_replace BEFORE INSERT ON gebeurtenissen
    WHEN EXISTS (SELECT 1 FROM gebeurtenissen WHERE positie = NEW.positie)
      OR EXISTS (SELECT 1 FROM gebeurtenissen WHERE ding_id = NEW.ding_id AND volgnummer = NEW.volgnummer)
      OR EXISTS (SELECT 1 FROM gebeurtenissen WHERE gebeurtenis_id = NEW.gebeurtenis_id)
    BEGIN SELECT RAISE(ABORT, 'aan het log wordt alleen toegevoegd (bestaat al)'); END
    """,
)
