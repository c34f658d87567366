"""Append: saves of 1, 10 and 100 facts with their read models, against raw inserts of the same rows.

`python -m benchmarks.toevoegen`. Raw is psycopg2 (execute_values) or sqlite3 (executemany): the same bytes in the same
table shape, one transaction per save, same durability. "Kaal" only inserts; "zelfde patroon" also takes the lock and
reads the head of the log first, as any writer must that keeps positions without gaps and rising instants. A save of
ours loads the contract besides, appends, folds it again and brings its read models up to date; every contract has four
facts before it and gets one save.
"""

import itertools
import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import psycopg2
from psycopg2.extras import execute_values
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from benchmarks.gemeen import (
    DATABASES,
    contract,
    duur,
    register_op,
    registratie,
    tabel,
    wijzigingen,
)
from infrastructure.database import SLOT, schrijftransactie
from infrastructure.register import Logregister

SAVES = {1: 600, 10: 150, 100: 30}
"""Facts per save: saves measured."""
VOORAF = 4
_NUMMERS = itertools.count(1)


def bereid(register: Logregister, aantal: int) -> list[UUID]:
    """Record contracts with some history, in one transaction."""
    regio, traject, aanbieder = uuid4(), uuid4(), uuid4()
    dingen = [uuid4() for _ in range(aantal)]
    toeval = random.Random(1)
    with register.schrijf() as beurt:
        for ding in dingen:
            opening = contract(
                regio=regio,
                nummer=next(_NUMMERS),
                aanbieder=aanbieder,
                traject=traject,
            )
            feiten = [opening, *wijzigingen(toeval=toeval, aantal=VOORAF - 1)]
            for volgnummer, feit in enumerate(feiten, 1):
                beurt.leg_vast(
                    registratie(ding=ding, volgnummer=volgnummer, feit=feit, nu=beurt.nu)
                )
    return dingen


def meet_ons(register: Logregister, per_save: int, saves: int) -> float:
    """Give facts per second with read models."""
    dingen = bereid(register, saves)
    toeval = random.Random(2)
    werk = [list(wijzigingen(toeval=toeval, aantal=per_save)) for _ in dingen]

    def doe() -> None:
        for ding, feiten in zip(dingen, werk, strict=True):
            with register.schrijf() as beurt:
                nummer = len(beurt.registraties(ding=ding))
                for volgnummer, feit in enumerate(feiten, nummer + 1):
                    beurt.leg_vast(
                        registratie(ding=ding, volgnummer=volgnummer, feit=feit, nu=beurt.nu)
                    )

    return saves * per_save / duur(doe)


_KOP = "SELECT positie, geregistreerd_op FROM ruw ORDER BY positie DESC LIMIT 1"
_TABEL = (
    "CREATE TABLE ruw (positie bigint PRIMARY KEY, ding_id {id} NOT NULL, volgnummer int NOT NULL, "
    "soort text NOT NULL, schemaversie int NOT NULL, ingangsdatum date, geregistreerd_op {moment} NOT NULL, "
    "gebeurtenis_id {id} NOT NULL UNIQUE, metadata text NOT NULL, gegevens text NOT NULL, "
    "UNIQUE (ding_id, volgnummer))"
)


def meet_ruw(url: str, register: Logregister, per_save: int, saves: int, *, patroon: bool) -> float:
    """Give facts per second of raw inserts of the same rows, with or without the lock and the head."""
    toeval = random.Random(2)
    ding, opening = uuid4(), iter(range(1, 10**9))
    werk = []
    for _ in range(saves):
        rijen = []
        for feit in wijzigingen(toeval=toeval, aantal=per_save):
            nummer = next(opening)
            r = registratie(ding=ding, volgnummer=nummer, feit=feit, nu=register.peil().watermerk)
            regel = register.mapper.to_stored_event(r)
            rijen.append(
                (
                    nummer,
                    str(ding),
                    nummer,
                    regel.topic,
                    1,
                    str(feit.ingangsdatum),
                    str(r.geregistreerd_op),
                    str(r.id),
                    regel.metadata,
                    regel.state.decode(),
                )
            )
        werk.append(rijen)
    bewaar, sluit = _ruw(url, patroon=patroon)
    try:
        return saves * per_save / duur(lambda: [bewaar(rijen) for rijen in werk])
    finally:
        sluit()


def _ruw(url: str, *, patroon: bool) -> tuple[Callable[[Sequence[Any]], None], Callable[[], None]]:
    adres = make_url(url)
    if adres.get_backend_name() == "sqlite":
        lite = sqlite3.connect(adres.database or "", isolation_level=None)
        lite.execute("PRAGMA synchronous = FULL")
        lite.execute("DROP TABLE IF EXISTS ruw")
        lite.execute(_TABEL.format(id="text", moment="text"))

        def bewaar_lite(rijen: Sequence[Any]) -> None:
            lite.execute("BEGIN IMMEDIATE")
            if patroon:
                lite.execute(_KOP).fetchone()
            lite.executemany("INSERT INTO ruw VALUES (?,?,?,?,?,?,?,?,?,?)", rijen)
            lite.execute("COMMIT")

        return bewaar_lite, lite.close
    pg = psycopg2.connect(adres.set(drivername="postgresql").render_as_string(hide_password=False))
    with pg, pg.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS ruw")
        cursor.execute(_TABEL.format(id="uuid", moment="timestamptz"))

    def bewaar_pg(rijen: Sequence[Any]) -> None:
        with pg, pg.cursor() as cursor:
            if patroon:
                cursor.execute(f"SELECT pg_advisory_xact_lock({SLOT}); {_KOP}")
                cursor.fetchone()
            execute_values(cursor, "INSERT INTO ruw VALUES %s", rijen)

    return bewaar_pg, pg.close


def meet_grens(engine: Engine) -> float:
    """Give empty write turns per second: lock, stamp, commit nothing — what the machine itself allows."""

    def doe() -> None:
        for _ in range(300):
            with suppress(RuntimeError), schrijftransactie(engine=engine):
                pass

    return 300 / duur(doe)


_KOPPEN = (
    "database",
    "feiten per save",
    "lege beurten/s",
    "kaal feiten/s",
    "zelfde patroon feiten/s",
    "met leesmodellen feiten/s",
    "t.o.v. kaal",
    "t.o.v. patroon",
)


def main() -> None:
    """Measure on both databases and print one table."""
    rijen = []
    for soort in DATABASES:
        with register_op(soort=soort) as (url, engine, register):
            grens = meet_grens(engine)
            for per_save, saves in SAVES.items():
                kaal = meet_ruw(url, register, per_save, saves, patroon=False)
                ruw = meet_ruw(url, register, per_save, saves, patroon=True)
                ons = meet_ons(register, per_save, saves)
                getallen = [f"{n:.0f}" for n in (grens, kaal, ruw, ons)]
                rijen.append((soort, per_save, *getallen, f"{ons / kaal:.2f}", f"{ons / ruw:.2f}"))
    tabel(
        _KOPPEN,
        rijen,
    )


if __name__ == "__main__":
    main()
