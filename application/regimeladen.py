"""Loading a regime: the commands that follow from it, in their order, all of them in one turn or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from application.fouten import BestaatNiet, OngeldigeInvoer
from application.register import Schrijfbeurt, Tijdreis, dag_in_amsterdam
from application.toegang import Blik, Gebruiker
from application.vastleggen import Opdracht, Vastgelegd, Vastlegger
from application.vragen import Vragen
from domain.feiten import Correctie, Envelop, Feit, Registratie
from domain.oordeel import Bevinding, Weigering, onmogelijk, weiger
from domain.regio import REGIO
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

BEWIJS = "Regimebestand"
"""How the title of the evidence begins with which every loaded fact names its file."""
REGIME_AL_GELADEN = onmogelijk(
    "regime-al-geladen",
    "Deze regio staat al in het register",
    "Er is al een regio '{naam}' ({regio}). Een regime start een lege regio; leg daarna wijzigingen vast, of laad "
    "het onder een andere naam.",
)
REGIME_ONGELDIG = onmogelijk(
    "regime-ongeldig",
    "Het regime kan zo niet worden geladen",
    "Regel {regel}, {plek}: {reden}",
)


@dataclass(frozen=True, kw_only=True)
class Stap:
    """One command that follows from a regime file; its body is a body of the API."""

    plek: str
    """Where in the file it comes from: `trajecten.sas-verblijf`."""
    regel: int
    """The line of that place."""
    soort: str
    """The kind of thing: `inkooptraject`."""
    pad: str
    """The path segment of the command; `POST` opens the thing."""
    ding: UUID
    """Stands for the thing, in bodies too, until it is recorded and has an id of its own."""
    naam: str
    lichaam: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Achterblijver:
    """What is in the file and does not become a fact, and why."""

    plek: str
    reden: str


@dataclass(frozen=True, kw_only=True)
class Lading:
    """All that follows from a regime, in the order of recording; the regio comes first."""

    regio: str
    """Its name."""
    stappen: Sequence[Stap]
    achterblijvers: Sequence[Achterblijver]


@dataclass(frozen=True, kw_only=True)
class Geladen:
    """What came of one command."""

    stap: Stap
    ding: UUID
    gebeurtenis: UUID


@dataclass(frozen=True, kw_only=True)
class Laadfout:
    """Why a command cannot be recorded."""

    plek: str
    regel: int
    reden: str


@dataclass(frozen=True, kw_only=True)
class Uitslag:
    """What a loading did, or found; nothing is recorded when there is a fault."""

    geladen: Sequence[Geladen]
    fouten: Sequence[Laadfout]
    achterblijvers: Sequence[Achterblijver]
    correlatie: UUID | None
    """What all recorded facts share; None when nothing was recorded."""


def weiger_fouten(*, fouten: Iterable[tuple[int, str, str]]) -> Weigering:
    """Make the refusal of a regime with faults: of each its line, its place and what is wrong."""
    return Weigering(
        bevindingen=[
            Bevinding(
                regel=REGIME_ONGELDIG,
                volgnummer=0,
                kenmerk=plek,
                waarden={"regel": str(regel), "plek": plek, "reden": reden},
            )
            for regel, plek, reden in fouten
        ]
    )


Opdrachtlezer = Callable[[Dingsoort[Any], type[Feit], Mapping[str, Any]], tuple[Feit, Envelop]]
"""Makes a fact and its envelope of a command's body; raises OngeldigeInvoer with every fault."""
Voortgang = Callable[[int, int], None]
"""Told how many commands are judged, out of how many."""


class _Terug(Exception):
    pass


def lees_stap(*, stap: Stap, lees: Opdrachtlezer) -> tuple[Dingsoort[Any], Feit, Envelop]:
    """Give the kind, the fact and the envelope of a prepared command; raises OngeldigeInvoer."""
    (soort,) = [s for s in SOORTEN if s.naam == stap.soort]
    (klasse,) = [f for f in soort.feiten if f.pad == stap.pad]
    return (soort, *lees(soort, klasse, stap.lichaam))


def vormfouten(*, stappen: Sequence[Stap], lees: Opdrachtlezer) -> Iterator[Laadfout]:
    """Give every fault of the bodies by themselves, without a register."""
    for stap in stappen:
        try:
            lees_stap(stap=stap, lees=lees)
        except OngeldigeInvoer as fout:
            yield from _invoerfouten(stap, fout)


def _invoerfouten(stap: Stap, fout: OngeldigeInvoer) -> Iterator[Laadfout]:
    for een in fout.fouten:
        reden = f"{een.naam}: {een.reden}" if een.naam else een.reden
        yield Laadfout(plek=stap.plek, regel=stap.regel, reden=reden)


@dataclass(frozen=True, kw_only=True)
class Regimelader:
    """Records a regime; `lees` is the API's own reader of bodies."""

    vastlegger: Vastlegger
    lees: Opdrachtlezer

    def laad(
        self,
        *,
        lading: Lading,
        gebruiker: Gebruiker,
        vastleggen: bool,
        voortgang: Voortgang = lambda _gedaan, _totaal: None,
    ) -> Uitslag:
        """Judge every command, and with `vastleggen` record them all in one transaction if nothing is wrong.

        Raises Weigering (`regime-al-geladen`) when the register holds a regio by that name, GeenRecht, RegisterBezet.
        """
        with suppress(_Terug), self.vastlegger.register.schrijf() as beurt:
            uitslag = self.in_beurt(
                beurt=beurt, lading=lading, gebruiker=gebruiker, voortgang=voortgang
            )
            if vastleggen and not uitslag.fouten:
                return uitslag
            raise _Terug
        return replace(uitslag, correlatie=None)

    def in_beurt(
        self,
        *,
        beurt: Schrijfbeurt,
        lading: Lading,
        gebruiker: Gebruiker,
        voortgang: Voortgang = lambda _gedaan, _totaal: None,
    ) -> Uitslag:
        """Record within a turn; who began the turn lets it go when there are faults. Raises as `laad`."""
        _weiger_bekende_regio(beurt, lading, gebruiker)
        correlatie = self.vastlegger.nieuwe_id()
        loop = _Loop(self, beurt, gebruiker, correlatie)
        for nummer, stap in enumerate(lading.stappen, start=1):
            loop.leg_vast(stap)
            voortgang(nummer, len(lading.stappen))
        return Uitslag(
            geladen=loop.geladen,
            fouten=loop.fouten,
            achterblijvers=lading.achterblijvers,
            correlatie=correlatie,
        )


class _Loop:
    """One loading under way."""

    def __init__(
        self, lader: Regimelader, beurt: Schrijfbeurt, gebruiker: Gebruiker, correlatie: UUID
    ) -> None:
        self._lader, self._beurt, self._gebruiker = lader, beurt, gebruiker
        self._correlatie = correlatie
        self._ids: dict[str, str] = {}
        """The id that a thing got, by what stood for it."""
        self._kapot: set[str] = set()
        """What stands for a thing that could not be recorded; what leans on it is not judged."""
        self.geladen: list[Geladen] = []
        self.fouten: list[Laadfout] = []

    def leg_vast(self, stap: Stap) -> None:
        if self._kapot & {str(stap.ding), *_teksten(stap.lichaam)}:
            self._kapot.add(str(stap.ding))
            return
        try:
            vastgelegd = self._doe(stap)
        except OngeldigeInvoer as fout:
            self._mislukt(stap, *_invoerfouten(stap, fout))
        except Weigering as weigering:
            redenen = [b.detail for b in weigering.bevindingen]
            self._mislukt(stap, *(self._fout(stap, reden) for reden in redenen))
        except BestaatNiet as fout:
            self._mislukt(stap, self._fout(stap, str(fout)))
        else:
            registratie = vastgelegd.registratie
            self._ids[str(stap.ding)] = str(registratie.ding)
            self.geladen.append(
                Geladen(stap=stap, ding=registratie.ding, gebeurtenis=registratie.id)
            )

    def _doe(self, stap: Stap) -> Vastgelegd:
        echt = replace(stap, lichaam=self._vertaald(stap.lichaam))
        soort, feit, envelop = lees_stap(stap=echt, lees=self._lader.lees)
        assert not isinstance(feit, Correctie)  # noqa: S101 - a regime only opens and adds
        bekend = self._ids.get(str(stap.ding))
        opdracht = Opdracht(
            gebruiker=self._gebruiker,
            soort=soort,
            ding=None if bekend is None else UUID(bekend),
            feit=feit,
            envelop=envelop,
        )
        return self._lader.vastlegger.leg_vast(
            beurt=self._beurt, opdracht=opdracht, correlatie=self._correlatie
        )

    def _vertaald(self, deel: Any) -> Any:
        """Put the ids that things got in the place of what stood for them."""
        if isinstance(deel, Mapping):
            return {naam: self._vertaald(waarde) for naam, waarde in deel.items()}
        if isinstance(deel, list):
            return [self._vertaald(waarde) for waarde in deel]
        return self._ids.get(deel, deel) if isinstance(deel, str) else deel

    def _mislukt(self, stap: Stap, *fouten: Laadfout) -> None:
        self._kapot.add(str(stap.ding))
        self.fouten += fouten

    @staticmethod
    def _fout(stap: Stap, reden: str) -> Laadfout:
        return Laadfout(plek=stap.plek, regel=stap.regel, reden=reden)


def ladingen(*, vragen: Vragen, code: str, tot: datetime, blik: Blik) -> Sequence[Registratie]:
    """Give the opening facts of the regios that were loaded from a regime, in order of registration up to `tot`."""
    reis = Tijdreis(geldig_op=dag_in_amsterdam(tot), beschikbaar_op=tot)
    gevonden = vragen.lijst(soort=REGIO, filters={}, reis=reis, blik=blik)
    begin = [vragen.registraties(ding=regio.ding, tot=tot)[0] for regio in gevonden.items]
    geladen = [r for r in begin if code in _regimes(r)]
    return sorted(geladen, key=lambda r: r.positie)


def _regimes(registratie: Registratie) -> list[str]:
    bewijs = registratie.envelop.bewijs
    return [stuk.kenmerk for stuk in bewijs if stuk.titel.startswith(BEWIJS)]


def _teksten(deel: Any) -> Iterator[str]:
    if isinstance(deel, Mapping):
        for waarde in deel.values():
            yield from _teksten(waarde)
    elif isinstance(deel, list):
        for waarde in deel:
            yield from _teksten(waarde)
    elif isinstance(deel, str):
        yield deel


def _weiger_bekende_regio(beurt: Schrijfbeurt, lading: Lading, gebruiker: Gebruiker) -> None:
    vragen = beurt.vragen()
    gevonden = vragen.lijst(
        soort=REGIO,
        filters={"naam": lading.regio},
        reis=Tijdreis(geldig_op=beurt.vandaag, beschikbaar_op=beurt.nu),
        blik=replace(gebruiker.blik, regios=None),
        bladzijde=1,
        grootte=1,
    )
    for item in gevonden.items:
        raise weiger(regel=REGIME_AL_GELADEN, naam=lading.regio, regio=str(item.ding))
