"""Many rows at once into a PostgreSQL table by COPY, which asks no more than the right to INSERT."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

VEEL = 1_000
"""From this many rows on COPY is worth its round trip."""
_PER_KEER = 5_000
_STUUR = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def kan_in_bulk(*, verbinding: Connection, aantal: int) -> bool:
    """Tell whether rows are better copied than inserted."""
    return aantal >= VEEL and verbinding.dialect.name == "postgresql"


def kopieer(*, verbinding: Connection, tabel: Table, rijen: Sequence[Mapping[str, Any]]) -> None:
    """Write rows by column name inside the transaction; raises what an INSERT would raise."""
    kolommen = tabel.columns.keys()
    opdracht = f"COPY {tabel.name} ({', '.join(kolommen)}) FROM STDIN"
    driver = verbinding.connection.driver_connection
    assert driver is not None  # noqa: S101 - the connection is open
    for begin in range(0, len(rijen), _PER_KEER):
        regels = [
            "\t".join([_veld(rij[kolom]) for kolom in kolommen])
            for rij in rijen[begin : begin + _PER_KEER]
        ]
        tekst = io.StringIO("\n".join(regels) + "\n")
        fouten: type[Exception] = verbinding.dialect.loaded_dbapi.Error
        try:
            with driver.cursor() as cursor:
                cursor.copy_expert(opdracht, tekst)
        except fouten as fout:
            raise DBAPIError.instance(opdracht, None, fout, fouten) from fout


def _veld(waarde: object) -> str:
    if isinstance(waarde, str):
        return waarde.translate(_STUUR)
    return "\\N" if waarde is None else str(waarde)
