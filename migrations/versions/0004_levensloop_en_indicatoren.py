"""The read models of indicators, what a contract follows, and finding in the log what was recorded at once."""

from alembic import op
from sqlalchemy import Column, Computed

from infrastructure.database import Id, Tekst
from infrastructure.tabellen import Correlatie
from migrations.hulp import maak_smalle_tabel, maak_voorkomentabel

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite adds only a column that is worked out when it is read.
    bewaard = op.get_bind().dialect.name == "postgresql"
    correlatie = Computed(Correlatie(), persisted=bewaard)
    op.add_column("gebeurtenissen", Column("correlatie", Tekst, correlatie))
    op.create_index("ix_gebeurtenissen_correlatie", "gebeurtenissen", ["correlatie"])
    op.add_column("contractvoorkomens", Column("vorig_contract_id", Id))
    op.create_index(
        "ix_contractvoorkomens_vorig_contract_id",
        "contractvoorkomens",
        ["vorig_contract_id", "bekend_tot"],
    )
    maak_voorkomentabel(
        "indicatorvoorkomens",
        Column("code", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("status", Tekst, nullable=False),
        lijst=("regio_id",),
    )
    maak_smalle_tabel("indicatortrajecten")
