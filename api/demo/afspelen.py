"""Plays the story into a register: every step is a body of the API, judged and recorded by the same use case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from api.app import maak_loket
from api.demo.verhaal import Nummer, Speler, Stap, ding_id, feit_id
from api.opdrachten import Opdrachtvorm, opdrachtvormen
from application.fouten import BestaatNiet, OngeldigeInvoer
from application.register import Schrijfbeurt
from application.toegang import Gebruiker
from application.vastleggen import Opdracht, Vastlegger
from domain.oordeel import Weigering
from infrastructure.identiteit import noem_actor
from infrastructure.klok import Verhaalklok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.log import Registersoort
from infrastructure.register import open_register

VORMEN: Mapping[tuple[str, str], Opdrachtvorm] = {
    (projectie.soort.meervoud, vorm.pad): vorm
    for projectie in PROJECTIES
    for vorm in opdrachtvormen(soort=projectie.soort)
}


class VerhaalLooptVast(Exception):
    """A step of the story is refused; says which and why."""


def speel(
    *,
    engine: Engine,
    klok: Verhaalklok,
    stappen: Sequence[Stap],
    voortgang: Callable[[int, int], None],
) -> None:
    """Open a DEMO register and record the steps, one transaction per story day and region.

    `stappen` in rising order of their moments; raises VerhaalLooptVast.
    """
    klok.zet(moment=stappen[0].moment)
    open_register(engine=engine, klok=klok, soort=Registersoort.DEMO)
    for speler in {stap.wie.naam: stap.wie for stap in stappen}.values():
        noem_actor(engine=engine, actor=speler.actor, naam=speler.naam)
    loket = maak_loket(engine=engine, klok=klok)
    nummers: dict[str, int] = {}
    gedaan = 0
    for moment, groep in groupby(stappen, key=lambda stap: stap.moment):
        klok.zet(moment=moment)
        with loket.register.schrijf() as beurt:
            for stap in groep:
                nummers[stap.als] = _zet(beurt, loket.vastlegger, stap, nummers)
                gedaan += 1
        voortgang(gedaan, len(stappen))


def _zet(
    beurt: Schrijfbeurt, vastlegger: Vastlegger, stap: Stap, nummers: Mapping[str, int]
) -> int:
    vorm = VORMEN[stap.meervoud, stap.pad]
    opent = stap.pad == "POST"
    ids = [UUID(feit_id(stap.als)), *([UUID(stap.ding)] if opent else [])]
    try:
        feit, envelop = vorm.van_object(waarde=ingevuld(stap.inhoud, nummers))
        opdracht = Opdracht(
            gebruiker=_gebruiker(stap.wie),
            soort=vorm.soort,
            ding=None if opent else UUID(stap.ding),
            feit=feit,
            envelop=envelop,
        )
        gedaan = replace(vastlegger, nieuwe_id=ids.pop).leg_vast(
            beurt=beurt, opdracht=opdracht, correlatie=UUID(stap.correlatie)
        )
    except (BestaatNiet, OngeldigeInvoer, Weigering) as fout:
        reden = getattr(fout, "fouten", None) or fout
        raise VerhaalLooptVast(f"{stap.op} {stap.als} ({stap.adres}): {reden}") from fout
    return gedaan.registratie.volgnummer


def ingevuld(deel: Any, nummers: Mapping[str, int]) -> Any:
    """Give a body with the volgnummers that the story names."""
    if isinstance(deel, Nummer):
        return nummers[deel.als]
    if isinstance(deel, Mapping):
        return {sleutel: ingevuld(kind, nummers) for sleutel, kind in deel.items()}
    if isinstance(deel, list | tuple):
        return [ingevuld(kind, nummers) for kind in deel]
    return deel


def _gebruiker(speler: Speler) -> Gebruiker:
    regios = None if speler.regio is None else frozenset({UUID(ding_id("regios", speler.regio))})
    return Gebruiker(actor=speler.actor, rol=speler.rol, regios=regios)
