"""Bulk: one decision on many contracts, all in one turn, beside the same facts recorded one by one.

`python -m benchmarks.bulk [--contracten 139 4000]`. Every contract has four tariffs and three facts; the decision is
a notice to each. The preview and the recording both judge every contract. Every row is measured in a process of its
own, and its memory is the peak of that whole process, the filling of the register included.
"""

import argparse
import multiprocessing
import random
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from api.app import maak_loket
from api.bulk import leg_alles_vast, proefantwoord
from api.bulkopdracht import VORMEN, lees_opdracht
from api.omgeving import Loket
from api.opdrachten import opdrachtvormen
from application.bulk import Bulkvastlegger
from application.toegang import Gebruiker, Rol
from application.vastleggen import Opdracht
from benchmarks.gemeen import (
    DATABASES,
    contract,
    duur,
    geheugen_mb,
    register_op,
    registratie,
    wijzigingen,
)
from domain.aanbieder import AANBIEDER
from domain.contract import CONTRACT
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort
from infrastructure.klok import maak_klok

_WIE = Gebruiker(actor="meting", rol=Rol.BEHEERDER)
LOS = 300
"""Contracts recorded one by one for comparison, at most."""
FEITEN = 2
"""Changes of each contract before the decision."""
OPZEGGING = {
    "ingangsdatum": "2026-05-06",
    "laatsteDag": "2027-12-31",
    "door": "OPDRACHTGEVER",
    "grond": "besluit van het algemeen bestuur",
}
KOP = (
    "database",
    "contracten",
    "proef s",
    "vastleggen s",
    "per contract ms",
    "los per contract ms",
)
REST = ("verhouding", "geheugen MB")


def _open(loket: Loket, soort: Dingsoort[Any], waarde: dict[str, Any]) -> UUID:
    """Record an opening by the use case."""
    vorm = opdrachtvormen(soort=soort)[0]
    feit, envelop = vorm.van_object(waarde={"ingangsdatum": "2018-01-01", **waarde})
    opdracht = Opdracht(gebruiker=_WIE, soort=soort, ding=None, feit=feit, envelop=envelop)
    with loket.register.schrijf() as beurt:
        gedaan = loket.vastlegger.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=uuid4())
    return gedaan.registratie.ding


def vul(loket: Loket, aantal: int) -> list[UUID]:
    """Fill the register with contracts of one traject and one aanbieder for every twenty, and their changes."""
    regio = _open(loket, REGIO, {"naam": "R", "gemeenten": ["9001", "9002", "9003"]})
    percelen = [
        {"code": p, "segment": "ambulant", "producten": ["45A04"], "gemeenten": ["9001"]}
        for p in ("P1", "P2")
    ]
    start = {"naam": "T", "regioId": str(regio), "inkoopvorm": "SAS", "toetreding": "OPEN"}
    rest = {"segmenten": ["ambulant", "verblijf"], "percelen": percelen}
    traject = _open(loket, INKOOPTRAJECT, {**start, **rest})
    wie = [
        _open(loket, AANBIEDER, {"naam": f"A{n}", "kvkNummer": f"{10_000_000 + n}"})
        for n in range(max(1, aantal // 20))
    ]
    toeval = random.Random(7)
    dingen = [uuid4() for _ in range(aantal)]
    with loket.register.schrijf() as beurt:
        for nummer, ding in enumerate(dingen):
            opening = contract(
                regio=regio, nummer=nummer, aanbieder=wie[nummer % len(wie)], traject=traject
            )
            feiten = (opening, *wijzigingen(toeval=toeval, aantal=FEITEN))
            for volgnummer, feit in enumerate(feiten, start=1):
                beurt.leg_vast(
                    registratie(ding=ding, volgnummer=volgnummer, feit=feit, nu=beurt.nu)
                )
    return dingen


def meet(soort: str, aantal: int) -> tuple[object, ...]:
    """Measure one database and one number of contracts: the row of the table."""
    los = min(aantal, LOS)
    with register_op(soort=soort) as (_, engine, _register):
        loket = maak_loket(engine=engine, klok=maak_klok(engine=engine))
        dingen = vul(loket, aantal + los)
        een_voor_een = duur(partial(_zeg_op, loket, dingen[aantal:])) / los
        waarde = {
            "handeling": "opzeggingen",
            "selectie": {"contractIds": [str(ding) for ding in dingen[:aantal]]},
            "opdracht": OPZEGGING,
        }
        opdracht = lees_opdracht(waarde=waarde, gebruiker=_WIE)
        bulk = Bulkvastlegger(vastlegger=loket.vastlegger)
        proef = duur(
            lambda: proefantwoord(uitslag=bulk.beoordeel(opdracht=opdracht, voortgang=_stil))
        )
        samen = duur(
            partial(leg_alles_vast, loket=loket, opdracht=opdracht, sleutel=None, voortgang=_stil)
        )
    per = samen / aantal
    tijden = (f"{proef:.2f}", f"{samen:.2f}", f"{per * 1000:.2f}", f"{een_voor_een * 1000:.2f}")
    return (soort, aantal, *tijden, f"{een_voor_een / per:.1f}", geheugen_mb())


def _stil(_gedaan: int, _totaal: int) -> None:
    """No progress to show."""


def _zeg_op(loket: Loket, dingen: list[UUID]) -> None:
    """Record the same fact on each thing in a turn of its own."""
    for ding in dingen:
        feit, envelop = VORMEN["opzeggingen"].van_object(waarde=OPZEGGING)
        opdracht = Opdracht(gebruiker=_WIE, soort=CONTRACT, ding=ding, feit=feit, envelop=envelop)
        with loket.register.schrijf() as beurt:
            loket.vastlegger.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=uuid4())


def main() -> None:
    """Measure on both databases, each in a process of its own, and print one table."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--contracten", type=int, nargs="+", default=[139, 4_000])
    aantallen = lezer.parse_args().contracten
    werk = [(soort, aantal) for soort in DATABASES for aantal in aantallen]
    print("| " + " | ".join((*KOP, *REST)) + " |")
    print("|" + "---|" * len((*KOP, *REST)))
    for een in werk:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            rij = pool.apply(meet, een)
        print("| " + " | ".join(map(str, rij)) + " |", flush=True)


if __name__ == "__main__":
    main()
