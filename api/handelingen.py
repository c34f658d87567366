"""What a user may record, by right, and on which page: for the links on the pages that show a thing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from api import uitleg, woorden
from api.opdrachten import Opdrachtvorm, opdrachtvormen
from application.raadplegen import Journaalregel
from application.toegang import Gebruiker, schrijfrecht
from domain.feiten import Correctie, camel
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

BASIS = "/vastleggen"
_SOORT: Mapping[str, Dingsoort[Any]] = {soort.meervoud: soort for soort in SOORTEN}
_HET = frozenset({"beleidskader", "besluit", "budget", "contract", "inkooptraject"})
"""Kinds with the article `het`."""
_VERWIJZING: Mapping[str, str] = {
    "aanbieders": "aanbiederId",
    "beleidskaders": "kaderId",
    "inkooptrajecten": "trajectId",
    "regios": "regioId",
}
"""By which field other things refer to one of these, by its collection."""


@dataclass(frozen=True, kw_only=True)
class Handeling:
    """A command that may be given, in words, with the address of its form."""

    naam: str
    adres: str
    uitleg: str


def naam_van_opdracht(vorm: Opdrachtvorm) -> str:
    """Give what a command is called on a page: Nieuw contract, Herziening, Correctie."""
    if vorm.pad == "POST":
        return f"{'Nieuw' if vorm.soort.naam in _HET else 'Nieuwe'} {vorm.soort.naam}"
    return "Correctie" if vorm.feit is None else woorden.soort(vorm.feit.feitnaam)


def feitnaam(vorm: Opdrachtvorm) -> str:
    """Give the stored name of what a command records."""
    return vorm.soort.naam_correctie if vorm.feit is None else vorm.feit.feitnaam


def uitlegnaam(vorm: Opdrachtvorm) -> str:
    """Give under which name a command is explained: a correctie is the same on every kind."""
    return "correctie" if vorm.feit is None else vorm.feit.feitnaam


def mag(*, gebruiker: Gebruiker, vorm: Opdrachtvorm) -> bool:
    """Tell whether the user's role gives the right; a correctie asks that of at least one fact it could correct."""
    feiten = [vorm.feit] if vorm.feit else vorm.soort.feiten
    return any(gebruiker.mag(schrijfrecht(feitnaam=feit.feitnaam)) for feit in feiten)


def adres(*, soort: Dingsoort[Any], ding: object = None, pad: str = "") -> str:
    """Write the address of a form; without a thing of the one that opens a thing, without a path of all its forms."""
    return "/".join(
        str(d) for d in (BASIS, soort.meervoud, ding, pad) if d not in (None, "", "POST")
    )


def handelingen(gebruiker: Gebruiker, meervoud: str, ding: object) -> list[Handeling]:
    """Give every command on a thing that the user may give, the correctie last; `meervoud` names its collection."""
    return [
        _handeling(vorm, ding)
        for vorm in opdrachtvormen(soort=_SOORT[meervoud])
        if vorm.pad != "POST" and mag(gebruiker=gebruiker, vorm=vorm)
    ]


def nieuw_bij(gebruiker: Gebruiker, meervoud: str, ding: object) -> list[Handeling]:
    """Give every thing that the user may open with a reference to this one, which its form then has filled in."""
    veld = _VERWIJZING.get(meervoud)
    gevonden = [
        (soort, handeling)
        for soort, handeling in openingen(gebruiker)
        if veld in {camel(f.name) for f in fields(soort.opening)}
    ]
    return [replace(h, adres=f"{h.adres}?{veld}={ding}") for _, h in gevonden]


def opening(gebruiker: Gebruiker, meervoud: str) -> Handeling | None:
    """Give the command that opens a thing of a kind; None when the user may not give it."""
    vorm = opdrachtvormen(soort=_SOORT[meervoud])[0]
    return _handeling(vorm, None) if mag(gebruiker=gebruiker, vorm=vorm) else None


def openingen(gebruiker: Gebruiker) -> list[tuple[Dingsoort[Any], Handeling]]:
    """Give every kind of thing that the user may open."""
    alle = ((soort, opening(gebruiker, soort.meervoud)) for soort in SOORTEN)
    return [(soort, handeling) for soort, handeling in alle if handeling is not None]


def corrigeeradres(
    *, gebruiker: Gebruiker, soort: Dingsoort[Any], regel: Journaalregel
) -> str | None:
    """Give where an entry is corrected; None when that was done already or when the user may not."""
    r = regel.registratie
    if regel.gecorrigeerd_door is not None or not gebruiker.mag(schrijfrecht(feitnaam=r.soort)):
        return None
    return f"{adres(soort=soort, ding=r.ding, pad=Correctie.pad)}?registratie={r.volgnummer}"


def _handeling(vorm: Opdrachtvorm, ding: object) -> Handeling:
    return Handeling(
        naam=naam_van_opdracht(vorm),
        adres=adres(soort=vorm.soort, ding=ding, pad=vorm.pad),
        uitleg=uitleg.opdracht(uitlegnaam(vorm)),
    )
