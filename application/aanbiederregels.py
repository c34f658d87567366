"""The facts of an aanbieder against other things: collect how those stand, and let the domain judge."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from application.andere import is_bekend, stand_op
from application.register import Schrijfbeurt
from domain.aanbieder import AANBIEDER, Aanbiederstand, AanbiederToegelaten
from domain.aanbiederomgeving import (
    toets_clientenstop,
    toets_getoetst,
    toets_onderaannemer,
    toets_overgang,
    toets_toetreding,
)
from domain.aanbiedertoezicht import AanbiederGetoetst
from domain.aanbiederverband import AanbiederOvergegaan, OnderaannemerIngezet
from domain.clientenstop import ClientenstopIngesteld
from domain.criteria import Criteriaversie
from domain.feiten import Feit
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.oordeel import Bevinding
from domain.tijdlijn import Verloop


def aanbiederregels(
    *, beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of one new fact of an aanbieder against other things; none for facts of other kinds."""
    match feit:
        case AanbiederToegelaten():
            traject = stand_op(beurt, INKOOPTRAJECT, feit.traject_id, feit.ingangsdatum)
            yield from toets_toetreding(feit=feit, volgnummer=volgnummer, traject=traject)
        case AanbiederGetoetst():
            traject = stand_op(beurt, INKOOPTRAJECT, feit.traject_id, feit.ingangsdatum)
            stand = verloop.op(feit.ingangsdatum)
            yield from toets_getoetst(
                feit=feit,
                volgnummer=volgnummer,
                traject=traject,
                versies=_versies(beurt, feit.traject_id),
                stukken=stand.stukken if isinstance(stand, Aanbiederstand) else (),
            )
        case ClientenstopIngesteld():
            trajecten = _trajecten(beurt, feit, verloop)
            yield from toets_clientenstop(feit=feit, volgnummer=volgnummer, trajecten=trajecten)
        case OnderaannemerIngezet():
            yield from toets_onderaannemer(
                feit=feit,
                volgnummer=volgnummer,
                ding=ding,
                traject=stand_op(beurt, INKOOPTRAJECT, feit.traject_id, feit.ingangsdatum),
                bekend=feit.aanbieder_id is not None
                and is_bekend(beurt, AANBIEDER, feit.aanbieder_id),
            )
        case AanbiederOvergegaan():
            yield from toets_overgang(
                feit=feit,
                volgnummer=volgnummer,
                ding=ding,
                keten=_keten(beurt, ding, feit),
                bekend=is_bekend(beurt, AANBIEDER, feit.verkrijger_id),
            )


def _versies(beurt: Schrijfbeurt, traject: UUID) -> Mapping[str, Criteriaversie]:
    """Give all versions of the criteria that a traject ever gets, as known now."""
    verloop = beurt.verloop(soort=INKOOPTRAJECT, ding=traject)
    segmenten = () if verloop is None else verloop.segmenten
    return {c.versie: c for s in segmenten for c in s.stand.criteria}


def _trajecten(
    beurt: Schrijfbeurt, feit: ClientenstopIngesteld, verloop: Verloop[object]
) -> Mapping[UUID, Trajectstand]:
    """Give the trajecten that a stop touches: the one it names, else those of the toelatingen of that day."""
    stand = verloop.op(feit.ingangsdatum)
    toelatingen = stand.toelatingen if isinstance(stand, Aanbiederstand) else ()
    dingen = {t.traject_id for t in toelatingen} if feit.traject_id is None else {feit.traject_id}
    gevonden = {
        ding: stand_op(beurt, INKOOPTRAJECT, ding, feit.ingangsdatum) for ding in sorted(dingen)
    }
    return {ding: stand for ding, stand in gevonden.items() if stand is not None}


def _keten(beurt: Schrijfbeurt, ding: UUID, feit: AanbiederOvergegaan) -> list[UUID]:
    """Follow the one that takes over to what it has gone over into itself, up to this aanbieder or the end."""
    keten: list[UUID] = []
    volgende: UUID | None = feit.verkrijger_id
    while volgende is not None and volgende not in keten:
        keten.append(volgende)
        if volgende == ding:
            break
        stand = stand_op(beurt, AANBIEDER, volgende, feit.ingangsdatum)
        volgende = stand.opgegaan_in.aanbieder_id if stand and stand.opgegaan_in else None
    return keten
