"""What a candidate adds: the whole course folded again with it, and only its own breaches held against it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic

from domain.feiten import Afwijking, Registratie
from domain.oordeel import Bevinding, Regelsoort, Weigering, onmogelijk
from domain.tijdlijn import Dingsoort, S, Verloop, verloop

FEITEN_NA_EINDE = onmogelijk(
    "feiten-na-einde",
    "Er staan feiten na dit einde",
    "Na het einde dat hieruit volgt staan nog feiten: {feiten}. Corrigeer of trek die in dezelfde handeling in, of "
    "kies een andere dag; met proef=true is het verloop vooraf te zien.",
)


@dataclass(frozen=True, kw_only=True)
class Uitkomst(Generic[S]):
    """A candidate against the course: how it was, how it becomes, and what it breaks."""

    eerder: Verloop[S] | None
    """None when the candidate opens the thing."""
    later: Verloop[S]
    bevindingen: tuple[Bevinding, ...]


def beoordeel(
    *,
    soort: Dingsoort[S],
    eerder: Sequence[Registratie],
    kandidaat: Registratie,
    voor: Verloop[S] | None,
) -> Uitkomst[S]:
    """Judge the course with the candidate against `voor`, the course of `eerder` (None: the candidate opens it).

    Older conflicts are not held against it (interface.md 2).
    """
    na = verloop(soort=voor.soort if voor else soort, registraties=[*eerder, kandidaat])
    bekend = {b.sleutel for b in voor.bevindingen} if voor else set()
    nieuw = [b for b in na.bevindingen if b.sleutel not in bekend]
    gestrand = [b for b in nieuw if b.regel.na_einde and b.volgnummer != kandidaat.volgnummer]
    eigen = kandidaat.volgnummer
    rest = [
        _tegenover(b, eigen)
        for b in nieuw
        if b not in gestrand and (b.volgnummer == eigen or not b.regel.alleen_eigen)
    ]
    if gestrand:
        rest.append(_na_einde(na, kandidaat, gestrand))
    return Uitkomst(eerder=voor, later=na, bevindingen=tuple(rest))


def _tegenover(bevinding: Bevinding, eigen: int) -> Bevinding:
    """Let a finding name the recorded facts that the candidate meets, never the candidate itself."""
    nummers = dict.fromkeys((bevinding.volgnummer, *bevinding.feiten))
    return replace(bevinding, feiten=tuple(n for n in nummers if n != eigen))


def _na_einde(na: Verloop[S], kandidaat: Registratie, gestrand: Sequence[Bevinding]) -> Bevinding:
    nummers = tuple(dict.fromkeys(b.volgnummer for b in gestrand))
    namen = [
        f"registratie {g.volgnummer} ({g.feit.pad}, {g.feit.ingangsdatum.isoformat()})"
        for g in na.feiten.geldend
        if g.volgnummer in nummers
    ]
    return Bevinding(
        regel=FEITEN_NA_EINDE,
        volgnummer=kandidaat.volgnummer,
        waarden={"feiten": ", ".join(namen)},
        feiten=nummers,
    )


def weeg(*, bevindingen: Sequence[Bevinding], afwijking: Afwijking | None) -> Afwijking | None:
    """Accept or refuse; give the afwijking that is to be recorded: only the rules really broken.

    Raises Weigering for anything impossible, and for every onrechtmatige breach that `afwijking` does not name.
    """
    genoemd = set(afwijking.regels) if afwijking else set()
    tegen = [
        b
        for b in bevindingen
        if b.regel.soort is Regelsoort.ONMOGELIJK or b.regel.code not in genoemd
    ]
    if tegen:
        raise Weigering(bevindingen=tegen)
    gebroken = tuple(dict.fromkeys(b.regel.code for b in bevindingen))
    if afwijking is None or not gebroken:
        return None
    return Afwijking(regels=gebroken, motivering=afwijking.motivering, besluit=afwijking.besluit)
