"""The facts of an aanmelding, and a toelating resting on one, against other things: collect, let the domain judge."""

from collections.abc import Iterator
from uuid import UUID

from application.andere import eis_bekend, stand_op
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
from domain.inkooptraject import INKOOPTRAJECT
from domain.oordeel import Bevinding
from domain.tijdlijn import Verloop


def aanmeldingregels(
    *, beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of one new fact of an aanmelding or toelating; none for other facts."""
    if isinstance(feit, AanmeldingOntvangen):
        yield from eis_bekend(beurt, AANBIEDER, feit.aanbieder_id, "Aanbieder", volgnummer)
        traject = beurt.verloop(soort=INKOOPTRAJECT, ding=feit.traject_id)
        yield from toets_ontvangen(feit=feit, volgnummer=volgnummer, traject=traject)
    elif isinstance(feit, AanbiederToegelaten):
        yield from toets_toelating(
            feit=feit,
            volgnummer=volgnummer,
            aanbieder=ding,
            traject=stand_op(beurt, INKOOPTRAJECT, feit.traject_id, feit.ingangsdatum),
            aanmelding=_aanmelding(beurt, feit),
        )
    stand = verloop.op(feit.ingangsdatum)
    if not isinstance(stand, Aanmeldingstand):
        return
    traject_nu = stand_op(beurt, INKOOPTRAJECT, stand.traject_id, feit.ingangsdatum)
    if isinstance(feit, AanmeldingBeoordeeld):
        yield from toets_beoordeeld(
            feit=feit, volgnummer=volgnummer, stand=stand, traject=traject_nu
        )
    elif isinstance(feit, UitkomstBepaald):
        yield from toets_uitkomst(feit=feit, volgnummer=volgnummer, stand=stand, traject=traject_nu)


def _aanmelding(beurt: Schrijfbeurt, feit: AanbiederToegelaten) -> Aanmeldingstand | None:
    if feit.aanmelding_id is None:
        return None
    return stand_op(beurt, AANMELDING, feit.aanmelding_id, feit.ingangsdatum)
