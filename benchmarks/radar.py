"""The radar of one region of 4,000 contracts: as a page of JSON, whole as a calendar, and the queries under it.

`python -m benchmarks.radar [--contracten 4000] [--database postgresql]`. The contracts end, renew and have options in
turn, under a traject whose acts two bodies decide on; each of 400 aanbieders has four toelatingen and two proofs.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert

from api.radarfeed import Feedkop, schrijf_feed
from application.radar import Radarvraag, radar
from application.register import Tijdreis
from application.toegang import Gebruiker, Rol
from benchmarks.gemeen import BEGIN, contract, duur, register_op, registratie, tabel
from benchmarks.portefeuille import _rij
from domain.aanbieder import AanbiederIngeschreven, AanbiederToegelaten, Grondslag
from domain.aanbiedertoezicht import BewijsOvergelegd
from domain.besluitvereiste import Besluitregel, Besluitvereiste
from domain.besluitvereiste import Rol as Besluitrol
from domain.feiten import Feit
from domain.inkooptraject import Toetreding, TrajectGestart
from domain.looptijd import StilzwijgendeVerlenging, Verlengingsoptie
from domain.trajectdelen import Doorlooptijd, Perceel
from infrastructure.database import lezer
from infrastructure.herbouw import herbouw
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.register import Logregister
from infrastructure.tabellen import GEBEURTENISSEN
from infrastructure.vragen import SqlVragen

REGIO, TRAJECT = UUID(int=1), UUID(int=2)
AANBIEDERS = 400
PERCELEN = ("P1", "P2", "P3", "P4")
KEER = 5


def feiten(aantal: int) -> Iterator[tuple[UUID, list[Feit]]]:
    """Give every thing with its facts."""
    toeval = random.Random(7)
    yield TRAJECT, [_traject()]
    for nummer in range(AANBIEDERS):
        yield UUID(int=1_000 + nummer), list(_aanbieder(nummer, toeval))
    for nummer in range(aantal):
        kaal = contract(
            regio=REGIO,
            nummer=nummer,
            aanbieder=UUID(int=1_000 + nummer % AANBIEDERS),
            traject=TRAJECT,
        )
        eigenaar = f"team-{nummer % 12}" if nummer % 10 else None
        eind = date(2025, 1, 1) + timedelta(days=toeval.randrange(1_000))
        yield (
            UUID(int=100_000 + nummer),
            [replace(kaal, eigenaar=eigenaar, einddatum=eind, **_verder(nummer, eind))],
        )


def _verder(nummer: int, eind: date) -> dict[str, Any]:
    if nummer % 3 == 0:
        return {"stilzwijgende_verlenging": StilzwijgendeVerlenging(maanden=12)}
    if nummer % 3 == 1:
        return {"verlengingsopties": (Verlengingsoptie(tot_en_met=eind + timedelta(days=730)),)}
    return {}


def _traject() -> TrajectGestart:
    percelen = tuple(
        Perceel(code=code, segment="ambulant", producten=("45A04",), gemeenten=("9001",))
        for code in PERCELEN
    )
    vereisten = tuple(
        Besluitvereiste(
            handelingen=("contract.opgezegd", "contract.verlengd", "contract.gesloten"),
            orgaan=orgaan,
            rol=Besluitrol.BESLIST,
            regel=Besluitregel.ELK,
        )
        for orgaan in ("COLLEGE", "RAAD")
    )
    return TrajectGestart(
        ingangsdatum=date(2022, 1, 1),
        naam="Inkoop",
        regio_id=REGIO,
        inkoopvorm="SAS",
        toetreding=Toetreding.OPEN,
        segmenten=("ambulant", "verblijf"),
        percelen=percelen,
        vereisten=vereisten,
        doorlooptijden=(
            Doorlooptijd(orgaan="COLLEGE", dagen=42),
            Doorlooptijd(orgaan="RAAD", dagen=90),
        ),
    )


def _aanbieder(nummer: int, toeval: random.Random) -> Iterator[Feit]:
    eerste = date(2022, 6, 1)
    yield AanbiederIngeschreven(
        ingangsdatum=eerste, naam=f"Aanbieder {nummer:04d}", kvk_nummer=f"{nummer:08d}"
    )
    for perceel in PERCELEN:
        yield AanbiederToegelaten(
            ingangsdatum=eerste,
            traject_id=TRAJECT,
            perceel=perceel,
            grondslag=Grondslag.TOELATING,
            laatste_dag=eerste + timedelta(days=toeval.randrange(700, 2_000)),
        )
    for soort in ("VOG", "KVK"):
        yield BewijsOvergelegd(
            ingangsdatum=eerste,
            bewijssoort=soort,
            kenmerk=f"{soort}-{nummer}",
            titel=soort,
            afgegeven_op=eerste,
            geldig_tot_en_met=eerste + timedelta(days=toeval.randrange(700, 2_000)),
        )


def vul(engine: Engine, register: Logregister, aantal: int) -> None:
    """Fill the log and make the read models."""
    positie, rijen = register.peil().positie, []
    nu: datetime = BEGIN
    for ding, eigen in feiten(aantal):
        for volgnummer, feit in enumerate(eigen, 1):
            positie, nu = positie + 1, nu + timedelta(microseconds=1)
            r = registratie(ding=ding, volgnummer=volgnummer, feit=feit, nu=nu, positie=positie)
            rijen.append(_rij(register.mapper.to_stored_event(r)))
    with engine.begin() as verbinding:
        for begin in range(0, len(rijen), 5_000):
            verbinding.execute(insert(GEBEURTENISSEN), rijen[begin : begin + 5_000])
    herbouw(engine=engine, projecties=PROJECTIES, voortgang=lambda *_: None)


def main() -> None:
    """Fill, ask, print one table."""
    opties = argparse.ArgumentParser(description=__doc__)
    opties.add_argument("--contracten", type=int, default=4_000)
    opties.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    keuze = opties.parse_args()
    wie = Gebruiker(actor="meting", rol=Rol.BEHEERDER)
    with register_op(soort=keuze.database) as (_, engine, register):
        vul(engine, register, keuze.contracten)
        reis = Tijdreis(geldig_op=date(2026, 1, 15), beschikbaar_op=register.peil().watermerk)
        kop = Feedkop(reis=reis, thuis="https://looptijd.example", eigenaar=None)
        rijen = []
        with lezer(engine=engine) as verbinding:
            vragen = SqlVragen(verbinding=verbinding, klok=register.klok, logboek=register.logboek)
            vragen.peil()
            for naam, vraag in (
                ("alles van de regio", Radarvraag(regio=REGIO)),
                ("van één eigenaar", Radarvraag(regio=REGIO, eigenaar="team-3")),
            ):
                items = radar(vragen=vragen, reis=reis, gebruiker=wie, vraag=vraag)
                seconden = duur(
                    lambda v=vraag: radar(vragen=vragen, reis=reis, gebruiker=wie, vraag=v),  # type: ignore[misc]
                    keer=KEER,
                )
                rijen.append((naam, len(items), f"{seconden * 1e3:.0f}"))
                feed = duur(lambda i=items: schrijf_feed(items=i, kop=kop), keer=1)  # type: ignore[misc]
                grootte = len(schrijf_feed(items=items, kop=kop)) // 1024
                rijen.append((f"agenda: {naam} ({grootte} kB)", len(items), f"{feed * 1e3:.0f}"))
        tabel(("vraag", "items", "ms"), rijen)


if __name__ == "__main__":
    main()
