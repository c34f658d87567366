"""The newest entry of the log and the clock, read together: what every question in time is resolved against."""

import json

from sqlalchemy import Connection, text

from application.register import Peil
from infrastructure.database import Instant
from infrastructure.klok import Klok


class RegisterNietGeopend(Exception):
    """The log is empty: `open_register` comes first."""


def lees_peil(*, verbinding: Connection, klok: Klok) -> Peil:
    """Read the watermark and the clock in one statement; RegisterNietGeopend for an empty log."""
    vraag = text(
        f"SELECT {klok.kolom} AS klok, n.positie, n.geregistreerd_op, e.geregistreerd_op AS geopend_op, "  # noqa: S608
        "e.gegevens FROM gebeurtenissen AS e, gebeurtenissen AS n "
        "WHERE e.positie = 1 AND n.positie = (SELECT MAX(positie) FROM gebeurtenissen)"
    ).columns(klok=Instant(), geregistreerd_op=Instant(), geopend_op=Instant())
    rij = verbinding.execute(vraag).one_or_none()
    if rij is None:
        raise RegisterNietGeopend("dit register is nog niet geopend")
    return Peil(
        watermerk=rij.geregistreerd_op,
        positie=rij.positie,
        klok=klok.nu(gelezen=rij.klok),
        geopend_op=rij.geopend_op,
        soort=json.loads(rij.gegevens)["soort"],
    )
