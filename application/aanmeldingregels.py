"""The facts of an aanmelding, and a toelating resting on one, against other things: collect, let the domain judge."""

from collections.abc import Iterator
from uuid import UUID

from application.register import Schrijfbeurt
from domain.aanbieder import AANBIEDER, AanbiederToegelaten
from domain.aanmelding import (
    AANMELDING,
    AanmeldingBeoordeeld,
    AanmeldingOntvangen,
    Aanmeldingstand,
    UitkomstBepaald,
)
from domain.aanmeldingomgeving import (
    toets_beoordeeld,
    toets_ontvangen,
    toets_toelating,
    toets_uitkomst,
)
from domain.feiten import Feit
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.oordeel import Bevinding
from domain.tijdlijn import VERWIJZING_ONBEKEND, Verloop


def aanmeldingregels(
    *, beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of one new fact of an aanmelding or toelating; none for other facts."""
    if isinstance(feit, AanmeldingOntvangen):
        aanbieder = beurt.verloop(soort=AANBIEDER, ding=feit.aanbieder_id)
        if aanbieder is None or not aanbieder.segmenten:
            waarden = {"wat": "Aanbieder", "verwijzing": str(feit.aanbieder_id)}
            yield Bevinding(
                regel=VERWIJZING_ONBEKEND,
                volgnummer=volgnummer,
                kenmerk="Aanbieder",
                waarden=waarden,
            )
        traject = beurt.verloop(soort=INKOOPTRAJECT, ding=feit.traject_id)
        yield from toets_ontvangen(feit=feit, volgnummer=volgnummer, traject=traject)
    elif isinstance(feit, AanbiederToegelaten):
        yield from toets_toelating(
            feit=feit,
            volgnummer=volgnummer,
            aanbieder=ding,
            traject=_traject(beurt, feit.traject_id, feit),
            aanmelding=_aanmelding(beurt, feit),
        )
    stand = verloop.op(feit.ingangsdatum)
    if not isinstance(stand, Aanmeldingstand):
        return
    traject_nu = _traject(beurt, stand.traject_id, feit)
    if isinstance(feit, AanmeldingBeoordeeld):
        yield from toets_beoordeeld(
            feit=feit, volgnummer=volgnummer, stand=stand, traject=traject_nu
        )
    elif isinstance(feit, UitkomstBepaald):
        yield from toets_uitkomst(feit=feit, volgnummer=volgnummer, stand=stand, traject=traject_nu)


def _traject(beurt: Schrijfbeurt, traject: UUID, feit: Feit) -> Trajectstand | None:
    verloop = beurt.verloop(soort=INKOOPTRAJECT, ding=traject)
    return None if verloop is None else verloop.op(feit.ingangsdatum)


def _aanmelding(beurt: Schrijfbeurt, feit: AanbiederToegelaten) -> Aanmeldingstand | None:
    if feit.aanmelding_id is None:
        return None
    verloop = beurt.verloop(soort=AANMELDING, ding=feit.aanmelding_id)
    return None if verloop is None else verloop.op(feit.ingangsdatum)
