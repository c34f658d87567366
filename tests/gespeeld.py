"""The story of the demo, played once for all tests that ask something of it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from api.app import maak_app, maak_loket
from api.demo.afspelen import speel
from api.demo.openen import LAATSTE_VANDAAG, stilstaand, vertel
from api.paginas import PAGINAS
from application.register import AMSTERDAM
from infrastructure.database import maak_engine
from infrastructure.migratie import migreer
from tests.hulp import ADRES, Verhaal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Engine

    from api.omgeving import Loket

EINDE = LAATSTE_VANDAAG - timedelta(days=1)
"""The last day of the story; every earlier day can still be asked for."""


def stil(_gedaan: int, _totaal: int) -> None:
    """No progress to show."""


def gespeeld(*, engine: Engine, tot_en_met: date) -> Loket:
    """Play the story into a migrated database; the clock stands at the end of its last day."""
    klok = stilstaand(dag=tot_en_met)
    speel(engine=engine, klok=klok, stappen=vertel(tot_en_met=tot_en_met), voortgang=stil)
    klok.zet(moment=datetime.combine(tot_en_met, time(23, 0), tzinfo=AMSTERDAM))
    return maak_loket(engine=engine, klok=klok)


@pytest.fixture(scope="session")
def gespeeld_loket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loket]:
    """The whole story on SQLite."""
    url = f"sqlite:///{tmp_path_factory.mktemp('verhaal') / 'demo.sqlite'}"
    migreer(url=url)
    engine = maak_engine(url=url)
    yield gespeeld(engine=engine, tot_en_met=EINDE)
    engine.dispose()


@contextmanager
def aan_de_balie(loket: Loket) -> Iterator[Verhaal]:
    """Put the whole application, pages included, on a register."""
    app = maak_app(loket=loket, paginas=PAGINAS)
    register = loket.register
    with asyncio.Runner() as lus:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADRES)
        yield Verhaal(register.engine, register.klok, loket, lus, client)
        lus.run(client.aclose())
