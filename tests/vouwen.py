"""Registrations for tests that fold a thing by itself, without register or database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from domain.feiten import Envelop, Feit, Registratie

DING = UUID(int=1)


def in_log(feiten: Sequence[Feit]) -> list[Registratie]:
    """Give facts as the log holds them, recorded in this order; the first opens the thing."""
    return [
        Registratie(
            id=UUID(int=100 + n),
            ding=DING,
            soort=feit.feitnaam,
            volgnummer=n,
            positie=n,
            geregistreerd_op=datetime(2024, 1, 1, tzinfo=UTC),
            door="x",
            correlatie=DING,
            envelop=Envelop(),
            feit=feit,
        )
        for n, feit in enumerate(feiten, start=1)
    ]
