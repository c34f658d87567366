"""The demo's own register: made afresh for each version of the story and each day, never the user's."""

import fcntl
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from api.demo import denkwaard, eenling, heggenland, noordoosthoek, voorbeeldland
from api.demo.afspelen import speel
from api.demo.verhaal import Stap, op_volgorde
from api.server import NietHier, maak_map
from application.register import AMSTERDAM, dag_in_amsterdam
from infrastructure.database import maak_engine
from infrastructure.herbouw import PROJECTIEVERSIE
from infrastructure.instellingen import Instellingen
from infrastructure.klok import Klok, Verhaalklok, echte_tijd, maak_klok
from infrastructure.migratie import migreer, nieuwste_schemaversie

STREKEN = (noordoosthoek, voorbeeldland, denkwaard, heggenland, eenling)
"""The regions of the story, one module each."""
EERSTE_VANDAAG = date(2018, 1, 9)
"""The story opens its register the day before."""
LAATSTE_VANDAAG = date(2032, 1, 1)
"""The story is written up to the day before."""


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demo that is ready: its register, its clock, its today, and the lock that keeps others off the file."""

    engine: Engine
    klok: Klok
    vandaag: date
    nieuw: bool
    """Played just now; otherwise it was there already."""
    stappen: int
    slot: IO[bytes]


def vertel(*, tot_en_met: date) -> list[Stap]:
    """Give the whole story of all regions up to a day, in the order it is played."""
    boeken = [streek.schrijf_verhaal() for streek in STREKEN]
    return op_volgorde(boeken=boeken, tot_en_met=tot_en_met)


def open_demo(
    *, instellingen: Instellingen, vandaag: date | None, voortgang: Callable[[int, int], None]
) -> Demo:
    """Give the demo register as of yesterday, played when it is not there yet.

    `vandaag` None is the real today, with the real clock; another day makes the demo's clock stand still on it.
    Raises NietHier for a day outside the story and while another demo uses the file.
    """
    dag = vandaag or dag_in_amsterdam(echte_tijd())
    if not EERSTE_VANDAAG <= dag <= LAATSTE_VANDAAG:
        raise NietHier(
            f"Het verhaal van de demo loopt van {EERSTE_VANDAAG} t/m {LAATSTE_VANDAAG}; {dag} valt daarbuiten. "
            "Kies een dag met --vandaag, bijvoorbeeld --vandaag 2026-01-01."
        )
    url = instellingen.demo_url
    maak_map(url)
    bestand = Path(url.removeprefix("sqlite:///"))
    stappen = vertel(tot_en_met=dag - timedelta(days=1))
    slot = Path(f"{bestand}.bezet").open("ab")  # noqa: SIM115 - held as long as the demo runs
    try:
        nieuw = _zorg_dat_het_er_staat(bestand, slot, stappen, _kenmerk(stappen, dag), voortgang)
    except BaseException:
        slot.close()
        raise
    engine = maak_engine(url=url)
    return Demo(
        engine=engine,
        klok=demoklok(engine=engine, vandaag=vandaag),
        vandaag=dag,
        nieuw=nieuw,
        stappen=len(stappen),
        slot=slot,
    )


def demoklok(*, engine: Engine, vandaag: date | None) -> Klok:
    """Give the real clock, or one that stands at the day asked."""
    return maak_klok(engine=engine) if vandaag is None else stilstaand(dag=vandaag)


def stilstaand(*, dag: date) -> Verhaalklok:
    """Give a clock that stands at noon of a day in Amsterdam."""
    return Verhaalklok(begin=datetime.combine(dag, time(12, 0), tzinfo=AMSTERDAM))


def _zorg_dat_het_er_staat(
    bestand: Path,
    slot: IO[bytes],
    stappen: Sequence[Stap],
    kenmerk: str,
    voortgang: Callable[[int, int], None],
) -> bool:
    """Play the story unless it is there; tell whether it was played. Shares the file from then on."""
    nieuw = not _staat_er(bestand, kenmerk)
    if nieuw:
        _grendel(slot, fcntl.LOCK_EX)
        _maak(bestand, stappen, voortgang)
        _kenmerkbestand(bestand).write_text(kenmerk, encoding="utf-8")
    _grendel(slot, fcntl.LOCK_SH)
    return nieuw


def _maak(bestand: Path, stappen: Sequence[Stap], voortgang: Callable[[int, int], None]) -> None:
    for naam in (bestand, _kenmerkbestand(bestand)):
        naam.unlink(missing_ok=True)
    for achtervoegsel in ("-wal", "-shm", "-journal"):
        Path(f"{bestand}{achtervoegsel}").unlink(missing_ok=True)
    url = f"sqlite:///{bestand}"
    migreer(url=url)
    engine = maak_engine(url=url)
    try:
        speel(
            engine=engine,
            klok=Verhaalklok(begin=stappen[0].moment),
            stappen=stappen,
            voortgang=voortgang,
        )
    finally:
        engine.dispose()


def _kenmerkbestand(bestand: Path) -> Path:
    return bestand.with_name(f"{bestand.name}.verhaal")


def _kenmerk(stappen: Sequence[Stap], dag: date) -> str:
    """Tell the story, its last day and the shape of the database apart from any other."""
    verhaal = hashlib.sha256(repr(stappen).encode()).hexdigest()
    return f"{dag} {nieuwste_schemaversie()} {PROJECTIEVERSIE} {verhaal}\n"


def _staat_er(bestand: Path, kenmerk: str) -> bool:
    gevonden = _kenmerkbestand(bestand)
    return bestand.exists() and gevonden.exists() and gevonden.read_text("utf-8") == kenmerk


def _grendel(slot: IO[bytes], hoe: int) -> None:
    try:
        fcntl.flock(slot, hoe | fcntl.LOCK_NB)
    except BlockingIOError:
        raise NietHier(
            "Er draait al een demo met een ander verhaal of een andere dag; stop die eerst (Ctrl+C)."
        ) from None
