"""Permanent answers: with writers and readers in several processes, what was answered once is answered for ever."""

from __future__ import annotations

import json
import multiprocessing
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.register import open_register
from tests.hulp import Verhaal, correctie, herziening, indexering, op_echte_klok, zet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

SCHRIJVERS, LEZERS = 2, 2
FEITEN = 15
"""What every writer records; the readers read on until the last of them is done."""
CONTRACTEN = 4


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.DEMO)
    with op_echte_klok(engine) as begonnen:
        begonnen.wereld()
        yield begonnen


def _schrijf(url: str, token: str, paden: list[str], zaad: int) -> None:
    """Record herzieningen, indexeringen and correcties; some are refused."""
    kans, engine = random.Random(zaad), maak_engine(url=url)
    gedaan = 0
    with op_echte_klok(engine) as verhaal:
        while gedaan < FEITEN:
            pad, dag = kans.choice(paden), _dag(kans)
            bedrag = f"{kans.randrange(50, 200)}.00"
            deel, lichaam = kans.choice(
                [
                    ("herzieningen", herziening(dag, bedrag)),
                    ("indexeringen", indexering(dag, "1.50")),
                    ("correcties", correctie(zet(kans.randrange(2, 30)))),
                    (
                        "correcties",
                        correctie(
                            zet(kans.randrange(2, 30), "herzieningen", herziening(dag, bedrag))
                        ),
                    ),
                ]
            )
            antwoord = verhaal.vraag("POST", f"{pad}/{deel}", als=token, json=lichaam)
            assert antwoord.status_code in {201, 409}, antwoord.text
            gedaan += antwoord.status_code == 201
    engine.dispose()


def _lees(url: str, token: str, paden: list[str], zaad: int, klaar: Any, uit: Any) -> None:
    """Ask until the writers are done; keep every answer with the address of its resolved pair."""
    kans, engine = random.Random(zaad), maak_engine(url=url)
    gezien: list[tuple[str, str]] = []
    with op_echte_klok(engine) as verhaal:
        while not klaar.is_set():
            adres = kans.choice(
                [
                    f"{kans.choice(paden)}?geldigOp={_dag(kans)}",
                    f"{kans.choice(paden)}/historie",
                    f"{kans.choice(paden)}/gebeurtenissen",
                    f"/contracten?geldigOp={_dag(kans)}",
                    "/gebeurtenissen?aantal=1000",
                ]
            )
            antwoord = verhaal.vraag("GET", adres, als=token)
            assert antwoord.status_code == 200, antwoord.text
            inhoud = antwoord.json()
            opnieuw = f"{adres}{'&' if '?' in adres else '?'}beschikbaarOp={inhoud['tijdreis']['beschikbaarOp']}"
            gezien.append((opnieuw, _bytes(inhoud)))
    uit.put(gezien)
    engine.dispose()


def _bytes(inhoud: Any) -> str:
    return json.dumps(inhoud, sort_keys=True)


def _dag(kans: random.Random) -> str:
    return (date(2023, 1, 1) + timedelta(days=kans.randrange(0, 2000))).isoformat()


@pytest.mark.traag
def test_elk_antwoord_blijft_onder_schrijvers_in_andere_processen(
    verhaal: Verhaal, database_url: str
) -> None:
    paden = [verhaal.contract(contractnummer=f"K{n}") for n in range(CONTRACTEN)]
    token = verhaal.token(Rol.BEHEERDER)
    proces = multiprocessing.get_context("spawn")
    uit, klaar = proces.Queue(), proces.Event()
    begin = verhaal.positie
    schrijvers = [
        proces.Process(target=_schrijf, args=(database_url, token, paden, n))
        for n in range(SCHRIJVERS)
    ]
    lezers = [
        proces.Process(target=_lees, args=(database_url, token, paden, 100 + n, klaar, uit))
        for n in range(LEZERS)
    ]
    for een in (*schrijvers, *lezers):
        een.start()
    for schrijver in schrijvers:
        schrijver.join(timeout=60)
    klaar.set()
    gezien = [antwoord for _ in lezers for antwoord in uit.get(timeout=60)]
    for lezer in lezers:
        lezer.join(timeout=60)

    assert [een.exitcode for een in (*schrijvers, *lezers)] == [0] * (SCHRIJVERS + LEZERS)
    assert verhaal.positie - begin == SCHRIJVERS * FEITEN
    assert len(gezien) > 20
    assert len({adres.rpartition("=")[2] for adres, _ in gezien}) > 10, (
        "de lezers zagen het log niet groeien"
    )
    opnieuw = dict(gezien)
    assert all(opnieuw[adres] == antwoord for adres, antwoord in gezien)
    kans = random.Random(7)
    steekproef = sorted(opnieuw) if len(opnieuw) < 150 else kans.sample(sorted(opnieuw), 150)
    for adres in steekproef:
        assert _bytes(verhaal.get(adres)) == opnieuw[adres], adres
    assert verhaal.leesfouten() == []
    verhaal.herbouw()
    for adres in steekproef:
        assert _bytes(verhaal.get(adres)) == opnieuw[adres], adres
