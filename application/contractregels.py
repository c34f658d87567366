"""What a contract's new fact leans on in other things, collected for the domain to judge."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from application.andere import eis_bekend, stand_op
from application.register import Schrijfbeurt
from domain.aanbieder import AANBIEDER
from domain.contract import CONTRACT
from domain.contractfeiten import (
    ContractGesloten,
    ContractHerzien,
    ContractOvergedragen,
    ContractVerlengd,
    HerzieningVoorgesteld,
)
from domain.contractomgeving import (
    Nieuw,
    Omgeving,
    toets_gesloten,
    toets_lezing,
    toets_overdracht,
    toets_wijziging,
)
from domain.contractstand import Contractstand
from domain.feiten import Feit
from domain.inkooptraject import INKOOPTRAJECT
from domain.lezing import LEZING, als_dag
from domain.oordeel import Bevinding
from domain.regio import REGIO
from domain.tijdlijn import Verloop
from domain.waarden import dag_na, dag_voor


def contractregels(
    *, beurt: Schrijfbeurt, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of one new fact of a contract against other things; none for facts of other kinds."""
    if isinstance(feit, ContractGesloten):
        yield from _gesloten(beurt, feit, volgnummer)
        return
    stand = verloop.op(dag_voor(feit.ingangsdatum))
    if not isinstance(stand, Contractstand):
        return
    match feit:
        case ContractOvergedragen():
            naar, dag = feit.nieuwe_aanbieder_id, feit.ingangsdatum
            omgeving = _omgeving(beurt, stand, dag, aanbieder_id=naar)
            yield from toets_overdracht(
                feit=feit, volgnummer=volgnummer, stand=stand, omgeving=omgeving
            )
        case ContractVerlengd():
            gekozen = _gekozen(beurt, stand, feit.ingangsdatum)
            yield from toets_lezing(feit=feit, volgnummer=volgnummer, stand=stand, gekozen=gekozen)
    nieuw = _nieuw(feit, stand)
    if nieuw is not None:
        omgeving = _omgeving(beurt, stand, nieuw.dag, aanbieder_id=stand.aanbieder_id)
        yield from toets_wijziging(nieuw=nieuw, volgnummer=volgnummer, omgeving=omgeving)


def _gesloten(beurt: Schrijfbeurt, feit: ContractGesloten, volgnummer: int) -> Iterator[Bevinding]:
    omgeving = Omgeving(
        regio=stand_op(beurt, REGIO, feit.regio_id, feit.ingangsdatum),
        traject=stand_op(beurt, INKOOPTRAJECT, feit.traject_id, feit.ingangsdatum),
        aanbieder=stand_op(beurt, AANBIEDER, feit.aanbieder_id, feit.ingangsdatum),
    )
    yield from toets_gesloten(feit=feit, volgnummer=volgnummer, omgeving=omgeving)
    if feit.opvolging is not None:
        vorig = feit.opvolging.vorig_contract_id
        yield from eis_bekend(beurt, CONTRACT, vorig, "Het vorige contract", volgnummer)


def _nieuw(feit: Feit, stand: Contractstand) -> Nieuw | None:
    """Give the terms that a fact brings: of an extension from the new term on, of a proposal from its own day."""
    if isinstance(feit, ContractHerzien):
        dag = feit.ingangsdatum
    elif isinstance(feit, HerzieningVoorgesteld):
        dag = feit.werking_per
    elif isinstance(feit, ContractVerlengd) and feit.wijzigingen is not None:
        einddatum = stand.overeengekomen_einddatum(feit.ingangsdatum)
        dag = feit.ingangsdatum if einddatum is None else dag_na(einddatum)
    else:
        return None
    assert feit.wijzigingen is not None  # noqa: S101 - the only one that may lack them is left out above
    return Nieuw(dag=dag, wijzigingen=feit.wijzigingen, grond=feit.wijzigingsgrond, stand=stand)


def _omgeving(
    beurt: Schrijfbeurt, stand: Contractstand, dag: date, *, aanbieder_id: UUID
) -> Omgeving:
    return Omgeving(
        regio=stand_op(beurt, REGIO, stand.regio_id, dag),
        traject=stand_op(beurt, INKOOPTRAJECT, stand.traject_id, dag),
        aanbieder=stand_op(beurt, AANBIEDER, aanbieder_id, dag),
    )


def _gekozen(beurt: Schrijfbeurt, stand: Contractstand, dag: date) -> Mapping[str, str]:
    """Give what is chosen on a day of each reading that an option leans on, where that is a day."""
    gekozen = {}
    for code in {o.lezing for o in stand.verlengingsopties if o.lezing}:
        ding = beurt.in_gebruik(soort=LEZING.naam, sleutel=f"{stand.regio_id}/{code}")
        lezing = None if ding is None else stand_op(beurt, LEZING, ding, dag)
        if lezing is not None and als_dag(lezing.gekozen) is not None:
            gekozen[code] = lezing.gekozen
    return gekozen
