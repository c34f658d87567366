"""As-of: the portfolio of one region and national totals, out of 40,000 contracts × 12 changes, and the rebuild of it.

`python -m benchmarks.portefeuille [--contracten 40000] [--database postgresql]`. Each question against the same one on
a plain table without any history (what holds today, one row per contract, the same columns and indexes). The log is
filled directly and the read models are made by `rebuild`, which is timed too.
"""

import argparse
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Row,
    Table,
    and_,
    func,
    insert,
    select,
    text,
)

from application.register import Tijdreis
from benchmarks.gemeen import BEGIN, contract, duur, register_op, registratie, tabel, wijzigingen
from domain.feiten import Feit
from infrastructure.bitemporeel import geldend, nog_geloofd
from infrastructure.herbouw import herbouw
from infrastructure.leesmodellen import CONTRACTVOORKOMENS, PROJECTIES
from infrastructure.log import Logregel
from infrastructure.register import Logregister
from infrastructure.tabellen import GEBEURTENISSEN

_TIJDEN = {"geldig_van", "geldig_tot", "bekend_van", "bekend_tot"}
PLAT = Table(
    "plat",
    MetaData(),
    *(Column(k.name, k.type) for k in CONTRACTVOORKOMENS.columns if k.name not in _TIJDEN),
)
WIJZIGINGEN = 12
REGIOS = 10
KEER = 9
NU = "zoals nu bekend"


def vul(engine: Engine, register: Logregister, aantal: int) -> int:
    """Fill the log: contracts recorded over the years, their facts in rising order; give the number of facts."""
    toeval = random.Random(7)
    feiten: list[tuple[int, int, int, UUID, Feit]] = []
    for nummer in range(aantal):
        ding = UUID(int=toeval.getrandbits(128), version=4)
        opening = contract(
            regio=UUID(int=nummer % REGIOS),
            nummer=nummer,
            aanbieder=UUID(int=nummer % 400),
            traject=UUID(int=nummer % 20),
        )
        momenten = sorted(toeval.randrange(1, 3 * 365 * 86_400) for _ in range(WIJZIGINGEN))
        feiten.append((0, nummer, 1, ding, opening))
        dagen = [_ingang(toeval, na) for na in momenten]
        rij = zip(
            wijzigingen(toeval=toeval, aantal=WIJZIGINGEN, dagen=dagen), momenten, strict=True
        )
        for volgnummer, (feit, na) in enumerate(rij, 2):
            feiten.append((na, nummer, volgnummer, ding, feit))
    feiten.sort(key=lambda f: f[:3])
    positie = register.peil().positie
    with engine.begin() as verbinding:
        pakket: list[dict[str, Any]] = []
        vorig = BEGIN
        for na, _, volgnummer, ding, feit in feiten:
            positie += 1
            vorig = max(BEGIN + timedelta(seconds=na), vorig + timedelta(microseconds=1))
            r = registratie(ding=ding, volgnummer=volgnummer, feit=feit, nu=vorig, positie=positie)
            pakket.append(_rij(register.mapper.to_stored_event(r)))
            if len(pakket) == 5_000:  # noqa: PLR2004
                verbinding.execute(insert(GEBEURTENISSEN), pakket)
                pakket.clear()
        if pakket:
            verbinding.execute(insert(GEBEURTENISSEN), pakket)
    return len(feiten)


def _ingang(toeval: random.Random, na: int) -> date:
    """Give the day of a fact recorded so many seconds on: mostly soon, one in five late, one in ten far ahead."""
    kans = toeval.random()
    if kans < 0.2:  # noqa: PLR2004
        verschil = -toeval.randrange(1, 90)
    elif kans < 0.3:  # noqa: PLR2004
        verschil = toeval.randrange(90, 365)
    else:
        verschil = toeval.randrange(0, 60)
    dag = (BEGIN + timedelta(seconds=na)).date() + timedelta(days=verschil)
    return max(dag, date(2023, 1, 2))


def _rij(regel: Logregel) -> dict[str, Any]:
    return {
        "positie": regel.id,
        "ding_id": regel.originator_id,
        "volgnummer": regel.originator_version,
        "soort": regel.topic,
        "schemaversie": regel.schemaversie,
        "ingangsdatum": regel.ingangsdatum,
        "geregistreerd_op": regel.geregistreerd_op,
        "gebeurtenis_id": regel.gebeurtenis_id,
        "metadata": regel.metadata,
        "gegevens": regel.state.decode(),
    }


def maak_plat(engine: Engine, reis: Tijdreis) -> None:
    """Make the plain table: what holds at one pair, without history."""
    t = CONTRACTVOORKOMENS
    kolommen = [k.name for k in PLAT.columns]
    with engine.begin() as verbinding:
        namen = ", ".join(kolommen)
        verbinding.execute(text(f"CREATE TABLE plat AS SELECT {namen} FROM {t.name} WHERE 1 = 0"))
        nu = select(*(t.c[k] for k in kolommen)).where(geldend(tabel=t, tijdreis=reis))
        verbinding.execute(insert(PLAT).from_select(kolommen, nu))
        for kolom in ("ding_id", "regio_id", "aanbieder_id", "traject_id", "contractnummer"):
            verbinding.execute(text(f"CREATE INDEX ix_plat_{kolom} ON plat ({kolom})"))
    _opfrissen(engine)


def _opfrissen(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as verbinding:
        verbinding.exec_driver_sql(
            "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"
        )


Vraag = Any


def vragen(reis: Tijdreis, *, nu: bool) -> Iterator[tuple[str, Vraag, Vraag]]:
    """Give each question with history (as SqlVragen asks it; `nu`: at the watermark) and without."""
    t, plat, regio = CONTRACTVOORKOMENS, PLAT, UUID(int=3)
    waar = geldend(tabel=t, tijdreis=reis)
    if nu:
        waar = and_(
            t.c.geldig_van <= reis.geldig_op, t.c.geldig_tot > reis.geldig_op, nog_geloofd(tabel=t)
        )
    yield (
        "portefeuille van een regio",
        select(t.c.ding_id, t.c.stand)
        .where(t.c.regio_id == regio, waar)
        .order_by(t.c.contractnummer, t.c.ding_id),
        select(plat.c.ding_id, plat.c.stand)
        .where(plat.c.regio_id == regio)
        .order_by(plat.c.contractnummer, plat.c.ding_id),
    )
    yield (
        "landelijk totaal per status",
        select(t.c.status, func.count()).where(waar).group_by(t.c.status),
        select(plat.c.status, func.count()).group_by(plat.c.status),
    )


def _draai(verbinding: Connection, vraag: Vraag) -> list[Row[Any]]:
    return list(verbinding.execute(vraag))


def meet(engine: Engine, momenten: dict[str, Tijdreis]) -> list[tuple[object, ...]]:
    """Time every question at every pair; the middle of KEER goes, with and without history in turn."""
    rijen: list[tuple[object, ...]] = []
    with engine.connect() as verbinding:
        for naam, reis in momenten.items():
            for titel, met, zonder in vragen(reis, nu=naam == NU):
                n = len(_draai(verbinding, met))
                assert n == len(_draai(verbinding, zonder)), (titel, naam)
                t_met = duur(lambda v=met: _draai(verbinding, v), keer=KEER)  # type: ignore[misc]
                t_zonder = duur(lambda v=zonder: _draai(verbinding, v), keer=KEER)  # type: ignore[misc]
                verhouding = f"{t_met / t_zonder:.2f}"
                rijen.append(
                    (titel, naam, n, f"{t_met * 1e3:.1f}", f"{t_zonder * 1e3:.1f}", verhouding)
                )
    return rijen


def main() -> None:
    """Fill, rebuild, ask; print one table."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--contracten", type=int, default=40_000)
    lezer.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    keuze = lezer.parse_args()
    with register_op(soort=keuze.database) as (_, engine, register):
        feiten = vul(engine, register, keuze.contracten)
        seconden = duur(
            lambda: herbouw(engine=engine, projecties=PROJECTIES, voortgang=lambda *_: None)
        )
        print(
            f"{keuze.database}: {feiten} feiten, rebuild {seconden:.1f} s, {feiten / seconden:.0f} feiten/s\n"
        )
        peil = register.peil()
        momenten = {
            NU: Tijdreis(geldig_op=date(2025, 6, 1), beschikbaar_op=peil.watermerk),
            "halverwege": _toen(2025, 3, 1),
            "lang geleden": _toen(2023, 6, 1),
        }
        maak_plat(engine, momenten[NU])
        with engine.connect() as verbinding:
            aantal = verbinding.scalar(select(func.count()).select_from(CONTRACTVOORKOMENS))
        print(f"{aantal} rechthoeken\n")
        kop = ("vraag", "moment", "rijen", "met historie ms", "kale tabel ms", "verhouding")
        tabel(kop, meet(engine, momenten))


def _toen(jaar: int, maand: int, dag: int) -> Tijdreis:
    moment = datetime(jaar, maand, dag, 12, tzinfo=BEGIN.tzinfo)
    return Tijdreis(geldig_op=date(jaar, maand, dag), beschikbaar_op=moment)


if __name__ == "__main__":
    main()
