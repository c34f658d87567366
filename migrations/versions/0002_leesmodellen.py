"""The read models of the five kinds of things."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer

from infrastructure.database import Id, Tekst
from migrations.hulp import maak_grootboektabel, maak_smalle_tabel, maak_voorkomentabel

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    maak_voorkomentabel("regiovoorkomens", Column("naam", Tekst, nullable=False))
    maak_voorkomentabel(
        "trajectvoorkomens",
        Column("naam", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        lijst=("regio_id",),
    )
    maak_voorkomentabel(
        "aanbiedervoorkomens",
        Column("naam", Tekst, nullable=False),
        Column("kvk_nummer", Tekst, nullable=False),
    )
    maak_smalle_tabel("aanbiedertoelatingen")
    maak_voorkomentabel(
        "contractvoorkomens",
        Column("contractnummer", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("aanbieder_id", Id, nullable=False),
        Column("traject_id", Id, nullable=False),
        Column("segment", Tekst, nullable=False),
        Column("status", Tekst, nullable=False),
        Column("einddatum", Date),
        Column("stilzwijgend", Boolean, nullable=False),
        Column("eigenaar", Tekst),
        lijst=("aanbieder_id", "contractnummer"),
        portefeuille=("regio_id", "status"),
    )
    maak_smalle_tabel("contractgemeenten")
    maak_smalle_tabel("contractpercelen")
    maak_voorkomentabel(
        "budgetvoorkomens",
        Column("regio_id", Id, nullable=False),
        Column("gemeente", Tekst),
        Column("boekjaar", Integer, nullable=False),
        Column("segment", Tekst),
        lijst=("regio_id",),
    )
    maak_grootboektabel(
        "budgetboekingen",
        Column("soort", Tekst, nullable=False),
        Column("volgnummer", Integer, nullable=False),
        Column("boekjaar", Integer, nullable=False),
        Column("prestatieperiode", Tekst),
        Column("contract_id", Id),
        Column("gemeente", Tekst),
        Column("productcode", Tekst),
        Column("kostensoort", Tekst),
        Column("centen", BigInteger, nullable=False),
        lijst=("contract_id",),
    )
    maak_grootboektabel(
        "afwijkingen",
        Column("volgnummer", Integer, nullable=False),
        Column("dingsoort", Tekst, nullable=False),
        Column("regio_id", Id),
        lijst=("regio_id",),
    )
