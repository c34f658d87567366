"""Rules between indicators and procedures: goals and indicators that must be known, and baselines that stand fast."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from application.andere import eis_bekend, stand_op
from application.register import Schrijfbeurt
from domain.feiten import Feit
from domain.indicator import (
    INDICATOR,
    IndicatorGewijzigd,
    IndicatorIngetrokken,
    Indicatorstand,
    IndicatorVastgelegd,
    NulmetingVastgesteld,
)
from domain.indicatoromgeving import toets_bevroren, toets_doelen
from domain.inkooptraject import (
    INKOOPTRAJECT,
    TrajectGeevalueerd,
    TrajectGestart,
    TrajectGewijzigd,
    Trajectstand,
)
from domain.oordeel import Bevinding
from domain.regio import REGIO
from domain.tijdlijn import Verloop


def indicatorregels(
    *, beurt: Schrijfbeurt, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of a fact of an indicator, or of a procedure that names indicators."""
    dag = feit.ingangsdatum
    match feit:
        case IndicatorVastgelegd() | IndicatorGewijzigd():
            if isinstance(feit, IndicatorVastgelegd):
                yield from eis_bekend(beurt, REGIO, feit.regio_id, "Regio", volgnummer)
            doelen = feit.doelen or ()
            trajecten = _trajecten(beurt, {d.traject_id for d in doelen}, dag)
            yield from toets_doelen(doelen=doelen, trajecten=trajecten, volgnummer=volgnummer)
        case NulmetingVastgesteld() | IndicatorIngetrokken():
            stand = verloop.op(dag)
            if isinstance(stand, Indicatorstand) and _raakt_nulmeting(feit, verloop):
                trajecten = _trajecten(beurt, {d.traject_id for d in stand.doelen}, dag)
                yield from toets_bevroren(
                    stand=stand, trajecten=trajecten, volgnummer=volgnummer, dag=dag
                )
        case TrajectGestart() | TrajectGewijzigd() | TrajectGeevalueerd():
            for id_ in _genoemd(feit):
                yield from eis_bekend(beurt, INDICATOR, id_, "Indicator", volgnummer)


def _trajecten(beurt: Schrijfbeurt, ids: set[UUID], dag: date) -> Mapping[UUID, Trajectstand]:
    standen = {id_: stand_op(beurt, INKOOPTRAJECT, id_, dag) for id_ in sorted(ids)}
    return {id_: stand for id_, stand in standen.items() if stand is not None}


def _raakt_nulmeting(
    feit: NulmetingVastgesteld | IndicatorIngetrokken, verloop: Verloop[object]
) -> bool:
    """Tell whether a fact sets a baseline or takes one back."""
    if isinstance(feit, NulmetingVastgesteld):
        return True
    plaats = verloop.feiten.plaats(feit.volgnummer)
    return any(
        g.plaats == plaats and isinstance(g.feit, NulmetingVastgesteld)
        for g in verloop.feiten.geldend
    )


def _genoemd(feit: TrajectGestart | TrajectGewijzigd | TrajectGeevalueerd) -> list[UUID]:
    """Give the indicators that a fact of a procedure names, each once."""
    if isinstance(feit, TrajectGeevalueerd):
        return sorted(set(feit.indicatoren))
    criteria = (c for m in feit.beslismomenten or () for c in m.criteria)
    return sorted({c.indicator for c in criteria if c.indicator is not None})
