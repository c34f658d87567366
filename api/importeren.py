"""The import door of the command line: files in, the use case, and what it found told in Dutch."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from api.app import maak_loket
from api.opdrachten import Opdrachtvorm
from application.importsjabloon import BLADEN
from application.invoeren import Invoer, Invoerder, Lichaamlezer, Uitslag, Voortgang
from domain.feiten import Correctie, Feit
from domain.tijdlijn import Dingsoort
from infrastructure.identiteit import importeur
from infrastructure.importbestand import lees, schrijf_fouten
from infrastructure.importbestand import schrijf_sjabloon as schrijf
from infrastructure.klok import Klok, maak_klok

Meld = Callable[[str], None]
_FOUT = "fout"
_EERSTE = 3
"""Rows of each sheet shown beforehand."""
_BREED = 100
_GEMELD = 200
"""Lines told on the screen; the rest stands in the file of --fouten."""


def schrijf_sjabloon(*, paden: Sequence[Path], meld: Meld) -> None:
    """Write the empty template to every path."""
    for pad in paden:
        for geschreven in schrijf(pad=pad):
            meld(f"Geschreven: {geschreven}")


def lichaamlezer() -> Lichaamlezer:
    """Give the API's own reader of bodies, made once per command."""
    vormen: dict[type[Feit], Opdrachtvorm] = {}

    def lees_lichaam(soort: Dingsoort[Any], klasse: type[Feit], lichaam: Mapping[str, Any]) -> Feit:
        vorm = vormen.setdefault(klasse, Opdrachtvorm(soort, klasse))
        feit, _ = vorm.van_object(waarde=lichaam)
        assert not isinstance(feit, Correctie)  # noqa: S101 - a command of a fact
        return feit

    return lees_lichaam


@dataclass(frozen=True, kw_only=True)
class Import:
    """What was read and what came of it."""

    invoer: Invoer
    uitslag: Uitslag
    motivering: str | None

    @property
    def gelukt(self) -> bool:
        """Tell whether nothing stands in the way of recording, or stood."""
        aanvaard = not self.uitslag.afwijkingen or bool(self.motivering)
        return not self.uitslag.fouten and aanvaard

    def bewaar(self, *, pad: Path) -> None:
        """Write every fault and deviation to a CSV file."""
        schrijf_fouten(pad=pad, regels=self._gevonden())

    def verslag(self) -> Iterator[str]:
        """Tell what was found, line by line."""
        uitslag = self.uitslag
        for naam, telling in uitslag.tellingen.items():
            bestaand = f", {telling.bestaand} al in het register" if telling.bestaand else ""
            yield f"{naam}: {telling.rijen} rijen, {telling.nieuw} in orde{bestaand}"
        if uitslag.correlatie is None:
            yield from _eerste_rijen(self.invoer)
        regels = [
            f"{_plek(blad, rij, kolom)}: {'' if soort == _FOUT else f'[{soort}] '}{reden}"
            for blad, rij, kolom, soort, reden in self._gevonden()
        ]
        fouten = len(uitslag.fouten)
        yield from _deel("fouten", regels[:fouten])
        yield from _deel("afwijkingen", regels[fouten:])
        if uitslag.niet_beoordeeld:
            yield f"{uitslag.niet_beoordeeld} rijen nog niet beoordeeld: ze leunen op een rij met een fout."
        yield self._slot()

    def _gevonden(self) -> Iterator[tuple[str, int, str, str, str]]:
        for f in self.uitslag.fouten:
            yield f.blad, f.rij, f.kolom, _FOUT, f.reden
        for a in self.uitslag.afwijkingen:
            yield a.blad, a.rij, a.kolom, a.regel, a.detail

    def _slot(self) -> str:
        if self.uitslag.correlatie is not None:
            return f"Vastgelegd in één keer; kenmerk (correlatie) {self.uitslag.correlatie}."
        if self.uitslag.fouten:
            return "Er is niets vastgelegd. Herstel de fouten en probeer het opnieuw."
        if not self.gelukt:
            return (
                "Er is niets vastgelegd. Herstel de afwijkingen, of aanvaard ze alle met "
                '--afwijking "motivering".'
            )
        return "Dit was een proef; er is niets vastgelegd. Met --ja wordt alles vastgelegd."


@contextmanager
def _zonder_opruimen() -> Iterator[None]:
    """Keep the collector from searching, again and again, all facts that a turn must hold anyway."""
    stond_aan = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stond_aan:
            gc.enable()


def importeer(
    *,
    engine: Engine,
    paden: Sequence[Path],
    vastleggen: bool,
    motivering: str | None,
    voortgang: Voortgang,
    klok: Klok | None = None,
) -> Import:
    """Read, judge and (with `vastleggen`) record.

    Raises OnleesbaarBestand for a file that cannot be read at all, RegisterBezet when another one is writing.
    """
    loket = maak_loket(engine=engine, klok=klok or maak_klok(engine=engine))
    with _zonder_opruimen():
        invoer = lees(paden=paden)
        uitslag = Invoerder(vastlegger=loket.vastlegger, lees_lichaam=lichaamlezer()).voer_in(
            invoer=invoer,
            gebruiker=importeur(engine=engine, inschrijven=vastleggen),
            motivering=motivering,
            vastleggen=vastleggen,
            voortgang=voortgang,
        )
    return Import(invoer=invoer, uitslag=uitslag, motivering=motivering)


def _deel(kop: str, regels: Sequence[str]) -> Iterator[str]:
    if regels:
        yield f"{len(regels)} {kop}:"
        yield from (f"  {regel}" for regel in regels[:_GEMELD])
    if len(regels) > _GEMELD:
        yield f"  en nog {len(regels) - _GEMELD}; met --fouten BESTAND.csv staan ze er alle in"


def _plek(blad: str, rij: int, kolom: str) -> str:
    return ", ".join([blad, *([f"rij {rij}"] if rij else []), *([kolom] if kolom else [])])


def _eerste_rijen(invoer: Invoer) -> Iterator[str]:
    for blad in BLADEN:
        for rij in invoer.rijen.get(blad.naam, ())[:_EERSTE]:
            tekst = "; ".join(f"{naam} {waarde}" for naam, waarde in rij.cellen.items())
            kort = tekst if len(tekst) <= _BREED else f"{tekst[: _BREED - 1]}…"
            yield f"  {_plek(blad.naam, rij.nummer, '')}: {kort}"
