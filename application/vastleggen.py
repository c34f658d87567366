"""The one way in: every fact of every kind, from every door, is recorded by this use case.

Right, known thing, If-Match, gemeentecodes, the rules of the thing's own course, the rules across things, the
afwijking: in that order, under the write lock, and then one entry in the log or nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from application.fouten import (
    BestaatNiet,
    Invoerfout,
    OngeldigeInvoer,
    SleutelHergebruikt,
    VersieVerouderd,
)
from application.instemming import instemming
from application.kruisregels import aanleiding, kruisregels
from application.register import BewaardAntwoord, Register, Schrijfbeurt
from application.toegang import Gebruiker, schrijfrecht
from domain.beslissing import Uitkomst, beoordeel, weeg
from domain.feiten import (
    Correctie,
    Envelop,
    Feit,
    Registratie,
    Toelichting,
    Vormvast,
    camel,
)
from domain.oordeel import REGELS, Bevinding
from domain.regio import Regiostand
from domain.tijdlijn import Dingsoort, Verloop


@dataclass(frozen=True, kw_only=True)
class Opdracht:
    """A command as a door hands it in."""

    gebruiker: Gebruiker
    soort: Dingsoort[Any]
    ding: UUID | None
    """The thing it is about; None opens a new one."""
    feit: Feit | Correctie
    envelop: Envelop
    verwachte_versie: int | None = None
    """The version of If-Match."""


@dataclass(frozen=True, kw_only=True)
class Vastgelegd:
    """What came of a command: the entry (recorded, or as it would be) and the course with it."""

    registratie: Registratie
    uitkomst: Uitkomst[Any]
    soort: Dingsoort[Any]


@dataclass(frozen=True, kw_only=True)
class Herhaalsleutel:
    """An Idempotency-Key with what it counts for."""

    route: str
    sleutel: str
    vingerafdruk: str


@dataclass(frozen=True, kw_only=True)
class Vastlegger:
    """Records facts; what it needs from outside is handed in once, at the composition root."""

    register: Register
    nieuwe_id: Callable[[], UUID]
    gemeente_bestaat: Callable[[str, date], bool]

    def leg_vast(
        self, *, beurt: Schrijfbeurt, opdracht: Opdracht, correlatie: UUID, proef: bool = False
    ) -> Vastgelegd:
        """Judge a command and append it to the log; with `proef` only judge.

        Raises GeenRecht, BestaatNiet, VersieVerouderd, OngeldigeInvoer or Weigering; then nothing is recorded.
        """
        ding = opdracht.ding or self.nieuwe_id()
        eerder = beurt.registraties(ding=ding) if opdracht.ding else ()
        self._controleer(opdracht, eerder)
        kandidaat = Registratie(
            id=self.nieuwe_id(),
            ding=ding,
            soort=_feitnaam(opdracht),
            volgnummer=len(eerder) + 1,
            positie=0,
            geregistreerd_op=beurt.nu,
            door=opdracht.gebruiker.actor,
            correlatie=correlatie,
            envelop=opdracht.envelop,
            feit=opdracht.feit,
        )
        uitkomst = beoordeel(
            soort=opdracht.soort,
            eerder=eerder,
            kandidaat=kandidaat,
            voor=beurt.verloop(soort=opdracht.soort, ding=ding) if eerder else None,
        )
        _eis_regio(opdracht.gebruiker, ding, uitkomst.eerder, uitkomst.later)
        bevindingen = [*uitkomst.bevindingen, *_buiten(beurt, kandidaat, uitkomst.later)]
        afwijking = weeg(bevindingen=bevindingen, afwijking=opdracht.envelop.afwijking)
        registratie = kandidaat
        if afwijking != opdracht.envelop.afwijking:
            envelop = replace(opdracht.envelop, afwijking=afwijking)
            registratie = replace(kandidaat, envelop=envelop)
        if len(bevindingen) > len(uitkomst.bevindingen):
            uitkomst = replace(uitkomst, bevindingen=tuple(bevindingen))
        if not proef:
            ongewijzigd = registratie is kandidaat
            registratie = beurt.leg_vast(registratie, uitkomst.later if ongewijzigd else None)
        return Vastgelegd(registratie=registratie, uitkomst=uitkomst, soort=opdracht.soort)

    def met_antwoord(
        self,
        *,
        opdracht: Opdracht,
        correlatie: UUID,
        antwoord: Callable[[Schrijfbeurt, Vastgelegd], BewaardAntwoord],
        sleutel: Herhaalsleutel | None,
    ) -> BewaardAntwoord:
        """Record one command in a turn of its own and keep the answer under its key.

        The key is looked up under the lock, before If-Match and rules; the same body gets the same answer byte for
        byte, another body raises SleutelHergebruikt.
        """
        with self.register.schrijf() as beurt:
            return eenmalig(
                beurt=beurt,
                actor=opdracht.gebruiker.actor,
                sleutel=sleutel,
                maak=lambda: antwoord(
                    beurt, self.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=correlatie)
                ),
            )

    def _controleer(self, opdracht: Opdracht, eerder: Sequence[Registratie]) -> None:
        if opdracht.ding is not None and (
            not eerder or eerder[0].soort != opdracht.soort.opening.feitnaam
        ):
            raise BestaatNiet(f"Er is geen {opdracht.soort.naam} met id {opdracht.ding}.")
        for feit in _feiten(opdracht, eerder):
            opdracht.gebruiker.eis(schrijfrecht(feitnaam=feit))
        if opdracht.verwachte_versie is not None and opdracht.verwachte_versie != len(eerder):
            raise VersieVerouderd(verwacht=opdracht.verwachte_versie, gevonden=len(eerder))
        fouten = [*_regelfouten(opdracht.envelop), *self._gemeentefouten(opdracht.feit)]
        if fouten:
            raise OngeldigeInvoer(fouten=fouten)

    def _gemeentefouten(self, feit: Feit | Correctie) -> Iterator[Invoerfout]:
        """Check every gemeentecode against the dated list, on the fact's own day."""
        if isinstance(feit, Correctie):
            for nummer, zet in enumerate(feit.registraties):
                if zet.vervanging is not None:
                    pad = f"registraties.{nummer}.vervanging."
                    for plek, code in _gemeentecodes(zet.vervanging.feit, pad):
                        yield from self._gemeentefout(plek, code, zet.vervanging.feit.ingangsdatum)
            return
        for plek, code in _gemeentecodes(feit, ""):
            yield from self._gemeentefout(plek, code, feit.ingangsdatum)

    def _gemeentefout(self, plek: str, code: str, dag: date) -> Iterator[Invoerfout]:
        if not self.gemeente_bestaat(code, dag):
            reden = f"{code} is op {dag} geen gemeente; zie de lijst van het CBS"
            yield Invoerfout(plek="body", naam=plek, reden=reden)


def eenmalig(
    *,
    beurt: Schrijfbeurt,
    actor: str,
    sleutel: Herhaalsleutel | None,
    maak: Callable[[], BewaardAntwoord],
) -> BewaardAntwoord:
    """Make an answer, or give the one kept under its key; the same key for another body raises SleutelHergebruikt."""
    if sleutel is None:
        return maak()
    eerder = beurt.bewaard_antwoord(actor=actor, route=sleutel.route, sleutel=sleutel.sleutel)
    if eerder is not None and eerder.vingerafdruk != sleutel.vingerafdruk:
        raise SleutelHergebruikt
    if eerder is not None:
        return eerder
    gemaakt = replace(maak(), vingerafdruk=sleutel.vingerafdruk)
    beurt.bewaar_antwoord(
        actor=actor, route=sleutel.route, sleutel=sleutel.sleutel, antwoord=gemaakt
    )
    return gemaakt


def _regelfouten(envelop: Envelop) -> Iterator[Invoerfout]:
    """Refuse an afwijking from a rule that does not exist: it would mark nothing."""
    for nummer, code in enumerate(envelop.afwijking.regels if envelop.afwijking else ()):
        if code not in REGELS:
            naam = f"afwijking.regels.{nummer}"
            yield Invoerfout(plek="body", naam=naam, reden=f"er is geen regel met code '{code}'")


def _feitnaam(opdracht: Opdracht) -> str:
    feit = opdracht.feit
    return opdracht.soort.naam_correctie if isinstance(feit, Correctie) else feit.feitnaam


def _feiten(opdracht: Opdracht, eerder: Sequence[Registratie]) -> Iterator[str]:
    """Give the stored names of all facts a command touches: a correctie asks the rights of what it corrects."""
    feit = opdracht.feit
    if not isinstance(feit, Correctie):
        yield feit.feitnaam
        return
    soorten: Mapping[int, str] = {r.volgnummer: r.soort for r in eerder}
    for zet in feit.registraties:
        soort = soorten.get(zet.volgnummer, opdracht.soort.naam)
        yield opdracht.soort.naam if soort == opdracht.soort.naam_correctie else soort
        if zet.vervanging is not None:
            yield zet.vervanging.feit.feitnaam


def _eis_regio(gebruiker: Gebruiker, ding: UUID, *verlopen: Verloop[Any] | None) -> None:
    """Keep a user inside its regions, before and after: what lies outside is as unknown as to its reading."""
    if gebruiker.regios is None:
        return
    standen = [s.stand for v in verlopen if v is not None for s in v.segmenten]
    for stand in standen:
        regio = ding if isinstance(stand, Regiostand) else getattr(stand, "regio_id", None)
        if regio is not None and not gebruiker.blik.ziet(regio):
            raise BestaatNiet(f"Er is geen regio met id {regio} binnen uw bereik.")


def _buiten(
    beurt: Schrijfbeurt, kandidaat: Registratie, later: Verloop[Any]
) -> Iterator[Bevinding]:
    """Judge every new fact of a candidate against other things: a correctie has one for each vervanging."""
    nummer, feit = kandidaat.volgnummer, kandidaat.feit
    nieuw: list[tuple[Feit, Toelichting]] = []
    if isinstance(feit, Correctie):
        vervangingen = [z.vervanging for z in feit.registraties if z.vervanging is not None]
        nieuw = [(v.feit, v.toelichting) for v in vervangingen]
        yield from aanleiding(beurt=beurt, toelichting=kandidaat.envelop, volgnummer=nummer)
    else:
        nieuw = [(feit, kandidaat.envelop)]
    for een, toelichting in nieuw:
        yield from aanleiding(beurt=beurt, toelichting=toelichting, volgnummer=nummer)
        yield from instemming(
            beurt=beurt,
            ding=kandidaat.ding,
            feit=een,
            toelichting=toelichting,
            volgnummer=nummer,
            verloop=later,
        )
        yield from kruisregels(
            beurt=beurt, ding=kandidaat.ding, feit=een, volgnummer=nummer, verloop=later
        )


def _gemeentecodes(deel: object, pad: str) -> Iterator[tuple[str, str]]:
    """Walk a fact and give every gemeentecode in it with its outside path."""
    if isinstance(deel, tuple):
        for nummer, een in enumerate(deel):
            if isinstance(een, Vormvast):
                yield from _gemeentecodes(een, f"{pad}{nummer}.")
    if not isinstance(deel, Vormvast):
        return
    for veld, buiten in _velden(type(deel)):  # type: ignore[arg-type] # a class is hashable
        waarde = getattr(deel, veld)
        if veld in ("gemeente", "centrumgemeente") and isinstance(waarde, str):
            yield f"{pad}{buiten}", waarde
        elif veld in ("gemeenten", "deelnemers") and isinstance(waarde, tuple):
            yield from ((f"{pad}{buiten}.{n}", code) for n, code in enumerate(waarde))
        elif veld == "gemeenten" and isinstance(waarde, Vormvast):
            erbij: tuple[str, ...] = getattr(waarde, "erbij", ())
            yield from ((f"{pad}{buiten}.erbij.{n}", code) for n, code in enumerate(erbij))
        elif isinstance(waarde, (tuple, Vormvast)):
            yield from _gemeentecodes(waarde, f"{pad}{buiten}.")


@cache
def _velden(klasse: type[Any]) -> tuple[tuple[str, str], ...]:
    """Give the fields of a part of a fact with their outside names."""
    return tuple((veld.name, camel(veld.name)) for veld in fields(klasse))
