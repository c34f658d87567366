"""The read models of decisions, procurement and what they rest on, and of what refers to what."""

from sqlalchemy import Column, Date, Integer

from infrastructure.database import Id, Tekst
from migrations.hulp import maak_grootboektabel, maak_smalle_tabel, maak_voorkomentabel

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    maak_smalle_tabel("aanbiederstops")
    maak_grootboektabel(
        "verwijzingen",
        Column("naar_id", Id, nullable=False),
        Column("aard", Tekst, nullable=False),
        Column("volgnummer", Integer, nullable=False),
        Column("dingsoort", Tekst, nullable=False),
        Column("regio_id", Id),
        lijst=("naar_id",),
    )
    maak_voorkomentabel(
        "besluitvoorkomens",
        Column("onderwerp", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("status", Tekst, nullable=False),
        lijst=("regio_id",),
    )
    maak_voorkomentabel(
        "beleidskadervoorkomens",
        Column("naam", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("voorganger_id", Id),
        Column("status", Tekst, nullable=False),
        lijst=("regio_id", "voorganger_id"),
    )
    maak_voorkomentabel(
        "lezingvoorkomens",
        Column("code", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        lijst=("regio_id",),
    )
    maak_voorkomentabel(
        "onderstellingvoorkomens",
        Column("code", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("status", Tekst, nullable=False),
        lijst=("regio_id",),
    )
    maak_voorkomentabel(
        "regelingvoorkomens",
        Column("naam", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("status", Tekst, nullable=False),
        lijst=("regio_id",),
    )
    maak_voorkomentabel(
        "leveringslijnvoorkomens",
        Column("kenmerk", Tekst, nullable=False),
        Column("regio_id", Id, nullable=False),
        Column("aanbieder_id", Id),
        Column("traject_id", Id),
        Column("lijnsoort", Tekst, nullable=False),
        Column("segment", Tekst, nullable=False),
        Column("status", Tekst, nullable=False),
        lijst=("regio_id", "aanbieder_id"),
    )
    maak_smalle_tabel("leveringslijngemeenten")
    maak_voorkomentabel(
        "aanmeldingvoorkomens",
        Column("regio_id", Id, nullable=False),
        Column("traject_id", Id, nullable=False),
        Column("aanbieder_id", Id, nullable=False),
        Column("aanmeldingsoort", Tekst, nullable=False),
        Column("ronde", Tekst),
        Column("status", Tekst, nullable=False),
        Column("ingangsdatum", Date, nullable=False),
        lijst=("traject_id", "aanbieder_id"),
    )
