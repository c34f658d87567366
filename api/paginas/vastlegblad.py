"""A form on its way: the command, the thing it is about, what is filled in, and what both its pages show around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from fastapi import Request

from api import uitleg, woorden
from api.handelingen import adres, naam_van_opdracht, uitlegnaam
from api.opdrachten import Opdrachtvorm
from api.paginas.bezoek import Bezoek
from api.paginas.formulierbeeld import KEUZES, Tekenaar, label_van
from api.paginas.formulieren import Gelezen, lees_formulier
from api.paginas.inzending import maak_bewijs
from api.paginas.keuzes import Keuzes
from api.paginas.namen import naam_van, noem
from api.paginas.proefbeeld import zonder_nummers
from application.raadplegen import Journaalregel, journaal
from domain.tijdlijn import Dingsoort

AFWIJKING = "afwijking"
"""The part of a body that has its place on the preview, beside the rules it is about."""
_WIJZIGEND = frozenset({"herzieningen", "wijzigingen"})
"""Commands that change terms that hold."""


@dataclass(frozen=True, kw_only=True)
class Bij:
    """The thing that a form is about, as it is now; `stand` None when its opening was withdrawn."""

    soort: Dingsoort[Any]
    ding: UUID
    naam: str
    stand: Any
    regels: Sequence[Journaalregel]

    @property
    def versie(self) -> int:
        """The newest volgnummer."""
        return self.regels[-1].registratie.volgnummer


@dataclass(frozen=True, kw_only=True)
class Formulier:
    """A form on its way: the command, the thing, what is filled in, and what makes recording it safe."""

    vorm: Opdrachtvorm
    ding: UUID | None
    velden: Mapping[str, Sequence[str]]
    sleutel: str
    versie: int | None
    """The version of the thing that its user looked at."""
    focus: str = ""

    @property
    def soort(self) -> Dingsoort[Any]:
        """The kind of thing."""
        return self.vorm.soort

    @property
    def adres(self) -> str:
        """Where the form is."""
        return adres(soort=self.soort, ding=self.ding, pad=self.vorm.pad)


def zoek_bij(*, b: Bezoek, soort: Dingsoort[Any], ding: UUID) -> Bij:
    """Look up the thing of a form; raises BestaatNiet when it is unknown or out of scope."""
    regels = journaal(
        vragen=b.vragen, soort=soort, ding=ding, tot=b.reis.beschikbaar_op, gebruiker=b.gebruiker
    )
    stand = b.vragen.stand(soort=soort, ding=ding, reis=b.reis, blik=b.blik)
    naam = str(ding)
    if stand is not None:
        velden = b.velden(soort=soort, stand=stand)
        naam = naam_van(soort=soort.naam, velden=velden, namen=noem(bezoek=b, inhoud=velden))
    return Bij(soort=soort, ding=ding, naam=naam, stand=stand, regels=regels)


def dossieradres(*, request: Request, soort: Dingsoort[Any], ding: UUID) -> str:
    """Give the page that shows a thing; where there is none, that of its forms."""
    if f"/{soort.meervoud}/{{id}}" in request.app.state.paden:
        return f"/{soort.meervoud}/{ding}"
    return adres(soort=soort, ding=ding)


@dataclass(frozen=True, kw_only=True)
class Blad:
    """A page of a form: who asks, at which moment, the form, and the thing it is about."""

    request: Request
    bezoek: Bezoek
    formulier: Formulier
    bij: Bij | None

    @cached_property
    def gelezen(self) -> Gelezen:
        """Where each part of the body stands in the form."""
        _, gelezen = lees_formulier(vorm=self.formulier.vorm, velden=self.formulier.velden)
        return gelezen

    @cached_property
    def nu(self) -> Mapping[str, Any]:
        """What holds today, where the command changes that."""
        stand = None if self.bij is None else self.bij.stand
        if stand is None or self.formulier.vorm.pad not in _WIJZIGEND:
            return {}
        velden = self.bezoek.velden(soort=self.formulier.soort, stand=stand)
        return {n: zonder_nummers(w) for n, w in velden.items() if n != "ingangsdatum"}

    def tekenaar(self, fouten: Mapping[str, Sequence[str]]) -> Tekenaar:
        """Give what draws the fields, with the faults at them."""
        f, bij = self.formulier, self.bij
        keuzes = Keuzes(
            bezoek=self.bezoek,
            soort=f.soort,
            pad=f.vorm.pad,
            ding=f.ding,
            stand=None if bij is None else bij.stand,
            velden=f.velden,
            regels=() if bij is None else bij.regels,
        )
        return Tekenaar(
            gelezen=self.gelezen,
            keuzes=keuzes,
            fouten=fouten,
            feit=uitlegnaam(f.vorm),
            focus=f.focus,
            rijnamen={} if bij is None else _rijnamen(self.gelezen, bij),
            nu=self.nu,
        )

    def verborgen(self, *, afwijking: bool, rest: bool) -> list[tuple[str, str]]:
        """Give what the page carries along without showing it: the fields of an afwijking, and the others."""
        return [
            (naam, waarde)
            for naam, waarden in self.formulier.velden.items()
            for waarde in waarden
            if (afwijking if naam.startswith(AFWIJKING) else rest)
        ]

    @property
    def rond(self) -> dict[str, Any]:
        """What stands around the form."""
        f, ding, paden = self.formulier, self.formulier.ding, self.request.app.state.paden
        lijst = f"/{f.soort.meervoud}"
        return {
            "f": f,
            "bij": self.bij,
            "gebruiker": self.bezoek.gebruiker,
            "peil": self.bezoek.peil,
            "label": label_van,
            "keuzes": KEUZES,
            "opdracht": naam_van_opdracht(f.vorm),
            "wijzigt": f.vorm.pad in _WIJZIGEND,
            "waarvoor": uitleg.opdracht(uitlegnaam(f.vorm)),
            "bewijs": maak_bewijs(self.request),
            "dossier": ding and dossieradres(request=self.request, soort=f.soort, ding=ding),
            "lijst": lijst if lijst in paden else None,
        }


def _rijnamen(gelezen: Gelezen, bij: Bij) -> dict[str, str]:
    """Name the rows of a correctie after the entries they are about."""
    op_nummer = {str(r.registratie.volgnummer): r.registratie for r in bij.regels}
    uit = {}
    for sleutel in gelezen.velden.get("registraties~rij", ()):
        rij = f"registraties.{sleutel}"
        r = op_nummer.get(gelezen.eerste(f"{rij}.volgnummer"))
        if r is not None:
            uit[rij] = f"Nr. {r.volgnummer}: {woorden.soort(r.soort)}"
    return uit
