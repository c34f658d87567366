"""All tables of the log and of identity, and the three shapes that a read model's table can have."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.ext.compiler import compiles

from infrastructure.database import OPEN_INSTANT, Id, Instant, Tekst

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
OPEN_TEKST = OPEN_INSTANT.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
"""The open end as both databases read it in a literal."""


class Correlatie(ColumnElement[str]):
    """What the entries of one turn share, as the database itself reads it from their `metadata`."""

    type = Text()
    inherit_cache = True


@compiles(Correlatie, "sqlite")
def _correlatie_sqlite(_element: Correlatie, _compiler: Any, **_: Any) -> str:
    return "json_extract(metadata, '$.correlatie')"


@compiles(Correlatie, "postgresql")
def _correlatie_postgresql(_element: Correlatie, _compiler: Any, **_: Any) -> str:
    return "(metadata::jsonb ->> 'correlatie'::text)"


_POSITIE = BigInteger().with_variant(Integer(), "sqlite")

GEBEURTENISSEN = Table(
    "gebeurtenissen",
    METADATA,
    Column("positie", _POSITIE, primary_key=True, autoincrement=False),
    Column("ding_id", Id, nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("soort", Tekst, nullable=False),
    Column("schemaversie", Integer, nullable=False),
    Column("ingangsdatum", Date),
    Column("geregistreerd_op", Instant, nullable=False),
    Column("gebeurtenis_id", Id, nullable=False),
    Column("metadata", Tekst, nullable=False),
    Column("gegevens", Tekst, nullable=False),
    Column("correlatie", Tekst, Computed(Correlatie())),
    UniqueConstraint("ding_id", "volgnummer"),
    UniqueConstraint("gebeurtenis_id"),
    Index("ix_gebeurtenissen_geregistreerd_op", "geregistreerd_op"),
    Index("ix_gebeurtenissen_correlatie", "correlatie"),
)
"""The log. `gegevens` and `metadata` are canonical JSON (RFC 8785) as text: the same bytes on both databases.

`correlatie` is made by the database from `metadata`, to be found by: no other column says it.
"""

SLEUTELS = Table(
    "sleutels",
    METADATA,
    Column("soort", Tekst, primary_key=True),
    Column("sleutel", Tekst, primary_key=True),
    Column("ding_id", Id, nullable=False),
    Index("ix_sleutels_ding_id", "ding_id"),
)
"""Read model: which thing holds which unique key (a contractnummer) as known now."""

PROJECTIES = Table(
    "projecties",
    METADATA,
    Column("versie", Integer, primary_key=True, autoincrement=False),
    Column("opgebouwd_op", Instant, nullable=False),
)
"""One row: the version of the projections that the read models were made by."""

ANTWOORDEN = Table(
    "antwoorden",
    METADATA,
    Column("actor", Tekst, primary_key=True),
    Column("route", Tekst, primary_key=True),
    Column("sleutel", Tekst, primary_key=True),
    Column("vingerafdruk", Tekst, nullable=False),
    Column("status", Integer, nullable=False),
    Column("koppen", Tekst, nullable=False),
    Column("lichaam", LargeBinary, nullable=False),
    Column("bewaard_op", Instant, nullable=False),
)
"""Answers kept under an Idempotency-Key, byte for byte."""

ACTOREN = Table(
    "actoren",
    METADATA,
    Column("actor_id", Tekst, primary_key=True),
    Column("naam", Tekst, nullable=False),
)
"""The only place with names of people: erasable."""

TOKENS = Table(
    "tokens",
    METADATA,
    Column("hash", Tekst, primary_key=True),
    Column("actor_id", Tekst, nullable=False),
    Column("rol", Tekst, nullable=False),
    Column("regios", Tekst),
    Column("verloopt_op", Instant),
    Column("ingetrokken_op", Instant),
)
"""Bearer tokens by their sha256; `regios` is a JSON list of ids, NULL means all."""

INLOGLINKS = Table(
    "inloglinks",
    METADATA,
    Column("hash", Tekst, primary_key=True),
    Column("actor_id", Tekst, nullable=False),
    Column("rol", Tekst, nullable=False),
    Column("regios", Tekst),
    Column("verloopt_op", Instant, nullable=False),
    Column("gebruikt_op", Instant),
)

SESSIES = Table(
    "sessies",
    METADATA,
    Column("hash", Tekst, primary_key=True),
    Column("actor_id", Tekst, nullable=False),
    Column("rol", Tekst, nullable=False),
    Column("regios", Tekst),
    Column("verloopt_op", Instant, nullable=False),
)


_OPEN = text(f"bekend_tot = '{OPEN_TEKST}'")


def voorkomentabel(
    naam: str,
    *filterkolommen: Column[object],
    lijst: Sequence[str] = (),
    portefeuille: Sequence[str] = (),
    metadata: MetaData = METADATA,
) -> Table:
    """Declare what held when and was known when, for one kind of thing: a row per rectangle.

    `stand` holds the standing as JSON; `filterkolommen` are what people filter, sort or sum on. Those named in `lijst`
    get an index (kolom, bekend_tot); those in `portefeuille`, by which thousands of things are asked at once, one with
    all four times, and a small one on the rows still believed.
    """
    tabel = _tijdtabel(
        naam,
        eigen=(),
        kolommen=(Column("stand", Tekst, nullable=False), *filterkolommen),
        lijst=lijst,
        metadata=metadata,
    )
    for kolom in portefeuille:
        tijden = ("bekend_tot", "bekend_van", "geldig_van", "geldig_tot")
        Index(f"ix_{naam}_{kolom}", tabel.c[kolom], *(tabel.c[tijd] for tijd in tijden))
        _index_nu(tabel, kolom)
    return tabel


def smalle_tabel(naam: str, *, metadata: MetaData = METADATA) -> Table:
    """Declare which of many values (gemeenten, percelen) a thing had when: a row per value and rectangle."""
    tabel = _tijdtabel(
        naam,
        eigen=(Column("waarde", Tekst, nullable=False),),
        kolommen=(),
        lijst=("waarde",),
        metadata=metadata,
    )
    _index_nu(tabel, "waarde")
    return tabel


def _index_nu(tabel: Table, kolom: str) -> None:
    """Add a small index on the rows still believed, by a column and the days on which they hold."""
    Index(
        f"ix_{tabel.name}_{kolom}_nu",
        tabel.c[kolom],
        tabel.c.geldig_van,
        tabel.c.geldig_tot,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def grootboektabel(
    naam: str, *kolommen: Column[object], lijst: Sequence[str] = (), metadata: MetaData = METADATA
) -> Table:
    """Declare a ledger: a row per booking, which counts on `[geldig_van, geldig_tot)`.

    `regel` names the booking within its thing (text, such as the volgnummer of its fact).
    """
    return _tijdtabel(
        naam,
        eigen=(Column("regel", Tekst, nullable=False),),
        kolommen=kolommen,
        lijst=lijst,
        metadata=metadata,
    )


def _tijdtabel(
    naam: str,
    *,
    eigen: Sequence[Column[str]],
    kolommen: Sequence[Column[object]],
    lijst: Sequence[str],
    metadata: MetaData,
) -> Table:
    namen = [kolom.name for kolom in eigen]
    tabel = Table(
        naam,
        metadata,
        Column("ding_id", Id, nullable=False),
        *eigen,
        Column("geldig_van", Date, nullable=False),
        Column("geldig_tot", Date, nullable=False),
        Column("bekend_van", Instant, nullable=False),
        Column("bekend_tot", Instant, nullable=False),
        *kolommen,
        PrimaryKeyConstraint("ding_id", *namen, "geldig_van", "bekend_van", name=f"pk_{naam}"),
        CheckConstraint("geldig_van < geldig_tot AND bekend_van < bekend_tot", name="tijden"),
        *(Index(f"ix_{naam}_{kolom}", kolom, "bekend_tot") for kolom in lijst),
    )
    tabel.append_constraint(_geen_overlap(naam, namen))
    return tabel


def _geen_overlap(naam: str, eigen: Sequence[str]) -> ExcludeConstraint:
    """Let PostgreSQL itself refuse two rectangles of one thing (and value) that overlap; needs btree_gist."""
    gelijk = [(kolom, "=") for kolom in ("ding_id", *eigen)]
    verbod = ExcludeConstraint(
        *gelijk,
        (literal_column("daterange(geldig_van, geldig_tot)"), "&&"),
        (literal_column("tstzrange(bekend_van, bekend_tot)"), "&&"),
        using="gist",
        name=f"ex_{naam}_geen_overlap",
    )
    return verbod.ddl_if(dialect="postgresql")
