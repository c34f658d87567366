"""The besluit that an act names: is it known, does it carry the act, and may what it says go out already."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from application.andere import stand_op
from application.register import Schrijfbeurt
from domain.aanbieder import AanbiederToegelaten
from domain.besluit import BESLUIT, Besluitstand, toets_poort
from domain.contractfeiten import ContractGesloten
from domain.contractstand import Contractstand
from domain.feiten import Feit, Toelichting
from domain.inkooptraject import (
    INKOOPTRAJECT,
    BeslissingGenomen,
    TrajectGestart,
    Trajectstand,
    Uitkomst,
)
from domain.instemming import Handeling, toets_instemming
from domain.oordeel import Bevinding
from domain.regeling import TOESTEMMING_RADEN, Regelingstand
from domain.regio import REGIO, Regiostand
from domain.tijdlijn import Verloop


def instemming(
    *,
    beurt: Schrijfbeurt,
    ding: UUID,
    feit: Feit,
    toelichting: Toelichting,
    volgnummer: int,
    verloop: Verloop[object],
) -> Iterator[Bevinding]:
    """Give the findings of one new fact against the besluit it names and the one its regime asks."""
    besluit = _besluit(beurt, feit, toelichting)
    if besluit is not None:
        for een in toelichting.bekendgemaakt:
            yield from toets_poort(
                stand=besluit,
                volgnummer=volgnummer,
                dag=een.datum,
                doelgroep=een.aan,
                kanaal=None,
            )
    stand = verloop.op(feit.ingangsdatum)
    if isinstance(stand, Regelingstand):
        yield from _wgr(ding, feit, volgnummer, stand, besluit)
        return
    traject_id = traject_van(feit, stand, ding)
    if traject_id is None or isinstance(feit, TrajectGestart):
        return
    traject = (
        stand
        if isinstance(stand, Trajectstand)
        else stand_op(beurt, INKOOPTRAJECT, traject_id, feit.ingangsdatum)
    )
    if traject is None or not traject.vereisten:
        return
    akte = Akte(ding=ding, feit=feit, volgnummer=volgnummer, stand=stand, besluit=besluit)
    regio = stand_op(beurt, REGIO, traject.regio_id, feit.ingangsdatum)
    handeling = handeling_in(akte=akte, traject_id=traject_id, traject=traject, regio=regio)
    yield from toets_instemming(handeling=handeling, vereisten=traject.vereisten)


def _wgr(
    ding: UUID, feit: Feit, volgnummer: int, stand: Regelingstand, besluit: Besluitstand | None
) -> Iterator[Bevinding]:
    """Judge that gemeenten bind themselves: the raad of each that does gives its consent first (Wgr 1)."""
    akte = Akte(ding=ding, feit=feit, volgnummer=volgnummer, stand=stand, besluit=besluit)
    handeling = handeling_wgr(akte=akte, gemeenten=stand.gemeenten)
    yield from toets_instemming(handeling=handeling, vereisten=(TOESTEMMING_RADEN,))


@dataclass(frozen=True, kw_only=True)
class Akte:
    """A fact with the standing of its own thing and of the besluit it names, both on its own day."""

    ding: UUID
    feit: Feit
    volgnummer: int
    stand: object
    besluit: Besluitstand | None


def handeling_in(
    *, akte: Akte, traject_id: UUID | None, traject: Trajectstand, regio: Regiostand | None
) -> Handeling:
    """Give an act in a procedure as the rule looks at it, with its regio as that stands on the act's day."""
    feit, stand = akte.feit, akte.stand
    return Handeling(
        feitnaam=feit.feitnaam,
        telt_als=feit.telt_als,
        dag=feit.ingangsdatum,
        volgnummer=akte.volgnummer,
        traject_id=traject_id,
        contract_id=akte.ding if isinstance(stand, Contractstand) else None,
        segmenten=_segmenten(feit, stand, traject),
        gemeenten=_gemeenten(feit, stand, traject),
        regio=() if regio is None else regio.gemeenten,
        besluit=akte.besluit,
    )


def handeling_wgr(*, akte: Akte, gemeenten: tuple[str, ...]) -> Handeling:
    """Give an act by which gemeenten bind themselves as the rule looks at it: the one it names, else all that do."""
    gemeente = getattr(akte.feit, "gemeente", None)
    return Handeling(
        feitnaam=akte.feit.feitnaam,
        telt_als=akte.feit.telt_als,
        dag=akte.feit.ingangsdatum,
        volgnummer=akte.volgnummer,
        traject_id=None,
        contract_id=None,
        segmenten=frozenset(),
        gemeenten=gemeenten if gemeente is None else (gemeente,),
        regio=gemeenten,
        besluit=akte.besluit,
    )


def _besluit(beurt: Schrijfbeurt, feit: Feit, toelichting: Toelichting) -> Besluitstand | None:
    if toelichting.besluit_id is None:
        return None
    return stand_op(beurt, BESLUIT, toelichting.besluit_id, feit.ingangsdatum)


def traject_van(feit: Feit, stand: object, ding: UUID) -> UUID | None:
    """Give the procedure whose vereisten a fact falls under: the one it names, or that its thing belongs to.

    None when there is none, and for putting a decision off: that decides nothing.
    """
    if isinstance(feit, BeslissingGenomen) and feit.uitkomst is Uitkomst.AANGEHOUDEN:
        return None
    if isinstance(stand, Trajectstand):
        return ding
    gevonden = getattr(feit, "traject_id", None) or getattr(stand, "traject_id", None)
    return gevonden if isinstance(gevonden, UUID) else None


def _gemeenten(feit: Feit, stand: object, traject: Trajectstand) -> tuple[str, ...]:
    """Give the gemeenten that an act touches: those it names, else those of its contract or of its percelen."""
    if isinstance(feit, ContractGesloten):
        return feit.gemeenten
    if isinstance(stand, Contractstand):
        return stand.gemeenten
    if isinstance(feit, BeslissingGenomen) and feit.gemeenten:
        return feit.gemeenten
    percelen = _percelen(feit)
    return tuple(
        gemeente
        for perceel in traject.percelen
        if percelen is None or perceel.code in percelen or perceel.segment in percelen
        for gemeente in perceel.gemeenten
    )


def _segmenten(feit: Feit, stand: object, traject: Trajectstand) -> frozenset[str]:
    """Give the segments that an act touches: the one it names or its contract is in, else all of the procedure."""
    segment = getattr(feit, "segment", None) or getattr(stand, "segment", None)
    return frozenset({segment} if isinstance(segment, str) else traject.segmenten)


def _percelen(feit: Feit) -> frozenset[str] | None:
    """Give the percelen or segment that an act is limited to; None when it is about the whole procedure."""
    if isinstance(feit, AanbiederToegelaten):
        return frozenset({feit.perceel})
    if isinstance(feit, BeslissingGenomen) and (feit.percelen or feit.segment):
        return frozenset(feit.percelen or {feit.segment or ""})
    return None
