"""What the benchmarks share: databases to measure on, facts to measure with, a way to say what came out."""

import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from domain.contractdelen import (
    Bekostigingsvorm,
    Opzegregeling,
    Opzegtermijn,
    Wijzigingen,
    Wijzigingsgrond,
)
from domain.contractfeiten import ContractGeindexeerd, ContractGesloten, ContractHerzien
from domain.feiten import Envelop, Feit, Registratie
from domain.tarieven import Tariefregel
from domain.waarden import Prijs, lees_percentage
from infrastructure.database import maak_engine
from infrastructure.klok import maak_klok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.log import Registersoort
from infrastructure.migratie import migreer
from infrastructure.register import Logregister, open_register
from tests.postgres import fresh_database, postgres_server

DATABASES = ("postgresql", "sqlite")


@contextmanager
def register_op(*, soort: str) -> Iterator[tuple[str, Engine, Logregister]]:
    """Give an opened, empty register on a fresh database of a kind, with its URL."""
    with database_op(soort=soort) as url:
        migreer(url=url)
        engine = maak_engine(url=url)
        klok = maak_klok(engine=engine)
        open_register(engine=engine, klok=klok, soort=Registersoort.DEMO)
        try:
            yield url, engine, Logregister(engine=engine, klok=klok, projecties=PROJECTIES)
        finally:
            engine.dispose()


@contextmanager
def database_op(*, soort: str) -> Iterator[str]:
    """Give the URL of a fresh database of a kind: a real server with fsync on, or a file."""
    if soort == "postgresql":
        with postgres_server() as server:
            yield fresh_database(server)
    else:
        with tempfile.TemporaryDirectory() as map_:
            yield f"sqlite:///{Path(map_) / 'meting.sqlite'}"


def contract(*, regio: UUID, nummer: int, aanbieder: UUID, traject: UUID) -> ContractGesloten:
    """Make an ordinary contract: four tariffs, two lots, three gemeenten, 2023 t/m 2030."""
    return ContractGesloten(
        ingangsdatum=date(2023, 1, 1),
        contractnummer=f"B-{nummer:06d}",
        regio_id=regio,
        aanbieder_id=aanbieder,
        traject_id=traject,
        segment=("ambulant", "verblijf")[nummer % 2],
        percelen=("P1", "P2"),
        gemeenten=("9001", "9002", "9003"),
        inkoopvorm="SAS",
        bekostigingsvorm=Bekostigingsvorm.INSPANNINGSGERICHT,
        einddatum=date(2030, 12, 31),
        opzegregeling=Opzegregeling(opdrachtgever=Opzegtermijn(maanden=6)),
        tarieven=tuple(_tarief(product, 100 + nummer % 40) for product in _PRODUCTEN),
        geraamde_jaarwaarde=250_000_00,
    )


_PRODUCTEN = ("45A04", "45A05", "45A48", "45A53")


def _tarief(product: str, euro: int) -> Tariefregel:
    return Tariefregel(productcode=product, eenheid="UUR", tarief=Prijs(euro * 10_000, 2))


def wijzigingen(
    *, toeval: random.Random, aantal: int, dagen: Sequence[date] | None = None
) -> Iterator[Feit]:
    """Give changes in the life of a contract: herzieningen and indexeringen, on `dagen` or one a quarter."""
    for nummer in range(aantal):
        dag = dagen[nummer] if dagen else date(2023, 4, 1) + timedelta(days=91 * (nummer % 30))
        if nummer % 4 == 3:  # noqa: PLR2004
            yield ContractGeindexeerd(ingangsdatum=dag, percentage=lees_percentage("3.20"))
            continue
        yield ContractHerzien(
            ingangsdatum=dag,
            wijzigingen=Wijzigingen(
                tarieven=(_tarief(toeval.choice(_PRODUCTEN), toeval.randrange(80, 160)),)
            ),
            wijzigingsgrond=Wijzigingsgrond.CLAUSULE,
        )


def registratie(
    *, ding: UUID, volgnummer: int, feit: Feit, nu: datetime, positie: int = 0
) -> Registratie:
    """Put a fact in its envelope."""
    return Registratie(
        id=uuid4(),
        ding=ding,
        soort=feit.feitnaam,
        volgnummer=volgnummer,
        positie=positie,
        geregistreerd_op=nu,
        door="meting",
        correlatie=ding,
        envelop=Envelop(),
        feit=feit,
    )


def duur(doe: Callable[[], Any], *, keer: int = 1) -> float:
    """Give the seconds of one go: the middle one of `keer`."""
    metingen = []
    for _ in range(keer):
        begin = time.perf_counter()
        doe()
        metingen.append(time.perf_counter() - begin)
    return sorted(metingen)[len(metingen) // 2]


def geheugen_mb() -> int:
    """Give the peak memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def tabel(kop: Sequence[str], rijen: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    print("| " + " | ".join(kop) + " |")
    print("|" + "---|" * len(kop))
    for rij in rijen:
        print("| " + " | ".join(str(cel) for cel in rij) + " |")
    print(f"\npiek geheugen {geheugen_mb()} MB\n", flush=True)


BEGIN = datetime(2022, 10, 1, 12, tzinfo=UTC)
"""When the first fact of a generated register was recorded."""
