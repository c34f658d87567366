"""The log, what belongs to its read models, kept answers, and identity."""

import sqlalchemy as sa
from alembic import op

from infrastructure.database import Id, Instant, Tekst
from migrations import hulp

revision: str = "0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    _log()
    _leesmodellen()
    _identiteit()


def _log() -> None:
    op.create_table(
        "gebeurtenissen",
        sa.Column(
            "positie", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False
        ),
        sa.Column("ding_id", Id, nullable=False),
        sa.Column("volgnummer", sa.Integer, nullable=False),
        sa.Column("soort", Tekst, nullable=False),
        sa.Column("schemaversie", sa.Integer, nullable=False),
        sa.Column("ingangsdatum", sa.Date),
        sa.Column("geregistreerd_op", Instant, nullable=False),
        sa.Column("gebeurtenis_id", Id, nullable=False),
        sa.Column("metadata", Tekst, nullable=False),
        sa.Column("gegevens", Tekst, nullable=False),
        sa.PrimaryKeyConstraint("positie", name="pk_gebeurtenissen"),
        sa.UniqueConstraint("ding_id", "volgnummer", name="uq_gebeurtenissen_ding_id_volgnummer"),
        sa.UniqueConstraint("gebeurtenis_id", name="uq_gebeurtenissen_gebeurtenis_id"),
    )
    op.create_index("ix_gebeurtenissen_geregistreerd_op", "gebeurtenissen", ["geregistreerd_op"])
    hulp.alleen_toevoegen()


def _leesmodellen() -> None:
    op.create_table(
        "sleutels",
        sa.Column("soort", Tekst, nullable=False),
        sa.Column("sleutel", Tekst, nullable=False),
        sa.Column("ding_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("soort", "sleutel", name="pk_sleutels"),
    )
    op.create_index("ix_sleutels_ding_id", "sleutels", ["ding_id"])
    op.create_table(
        "projecties",
        sa.Column("versie", sa.Integer, autoincrement=False),
        sa.Column("opgebouwd_op", Instant, nullable=False),
        sa.PrimaryKeyConstraint("versie", name="pk_projecties"),
    )
    op.create_table(
        "antwoorden",
        sa.Column("actor", Tekst, nullable=False),
        sa.Column("route", Tekst, nullable=False),
        sa.Column("sleutel", Tekst, nullable=False),
        sa.Column("vingerafdruk", Tekst, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("koppen", Tekst, nullable=False),
        sa.Column("lichaam", sa.LargeBinary, nullable=False),
        sa.Column("bewaard_op", Instant, nullable=False),
        sa.PrimaryKeyConstraint("actor", "route", "sleutel", name="pk_antwoorden"),
    )


def _identiteit() -> None:
    op.create_table(
        "actoren",
        sa.Column("actor_id", Tekst, nullable=False),
        sa.Column("naam", Tekst, nullable=False),
        sa.PrimaryKeyConstraint("actor_id", name="pk_actoren"),
    )
    _toegang("tokens", verloopt=True, extra=("ingetrokken_op",))
    _toegang("inloglinks", verloopt=False, extra=("gebruikt_op",))
    _toegang("sessies", verloopt=False, extra=())


def _toegang(naam: str, *, verloopt: bool, extra: tuple[str, ...]) -> None:
    op.create_table(
        naam,
        sa.Column("hash", Tekst, nullable=False),
        sa.Column("actor_id", Tekst, nullable=False),
        sa.Column("rol", Tekst, nullable=False),
        sa.Column("regios", Tekst),
        sa.Column("verloopt_op", Instant, nullable=verloopt),
        *(sa.Column(kolom, Instant) for kolom in extra),
        sa.PrimaryKeyConstraint("hash", name=f"pk_{naam}"),
    )
