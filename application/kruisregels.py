"""Rules across things: collect how other things stand on the fact's day as known now, and let the domain judge."""

from collections.abc import Iterator
from uuid import UUID

from application.register import Schrijfbeurt
from domain.aanbieder import AANBIEDER, AanbiederToegelaten, toets_toetreding
from domain.budget import BUDGET, BudgetVastgesteld, RealisatieGeboekt, VerplichtingAangegaan
from domain.contract import CONTRACT, ContractGesloten, ContractHerzien, Contractstand
from domain.contractomgeving import (
    CONTRACTNUMMER_BESTAAT_AL,
    Omgeving,
    toets_gesloten,
    toets_herzien,
)
from domain.feiten import Feit, Toelichting
from domain.inkooptraject import INKOOPTRAJECT, TrajectGestart
from domain.oordeel import Bevinding, onmogelijk
from domain.regio import REGIO
from domain.tijdlijn import VERWIJZING_ONBEKEND, Dingsoort, S, Verloop
from domain.waarden import dag_voor

BUDGET_BESTAAT_AL = onmogelijk(
    "budget-bestaat-al",
    "Dit budget is al vastgesteld",
    "Voor {wat} bestaat al budget {budget}. Leg daarop een wijziging vast.",
)


def budgetsleutel(feit: BudgetVastgesteld) -> str:
    """Give the key of which one budget exists: regio, gemeente, boekjaar, segment."""
    return f"{feit.regio_id}/{feit.gemeente or '-'}/{feit.boekjaar}/{feit.segment or '-'}"


def unieke_sleutel(feit: Feit) -> str | None:
    """Give the key that only one thing of its kind may hold, from its opening fact; None when it has none."""
    match feit:
        case ContractGesloten():
            return feit.contractnummer
        case BudgetVastgesteld():
            return budgetsleutel(feit)
    return None


def aanleiding(
    *, beurt: Schrijfbeurt, toelichting: Toelichting, volgnummer: int
) -> Iterator[Bevinding]:
    """Refuse a fact that says to follow from one that was never recorded."""
    gevolg_van = toelichting.gevolg_van
    if gevolg_van is not None and not beurt.is_vastgelegd(gebeurtenis=gevolg_van):
        yield Bevinding(
            regel=VERWIJZING_ONBEKEND,
            volgnummer=volgnummer,
            kenmerk="gevolgVan",
            waarden={"wat": "De gebeurtenis in gevolgVan", "verwijzing": str(gevolg_van)},
        )


def kruisregels(
    *, beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of one new fact against other things; `verloop` is its own thing's course with it."""
    match feit:
        case TrajectGestart() | BudgetVastgesteld():
            yield from _bekend(beurt, REGIO, feit.regio_id, "Regio", volgnummer)
        case AanbiederToegelaten():
            traject = _op(beurt, INKOOPTRAJECT, feit.traject_id, feit)
            yield from toets_toetreding(feit=feit, volgnummer=volgnummer, traject=traject)
        case ContractGesloten():
            omgeving = _omgeving(beurt, feit, feit.regio_id, feit.traject_id, feit.aanbieder_id)
            yield from toets_gesloten(feit=feit, volgnummer=volgnummer, omgeving=omgeving)
            if feit.opvolging is not None:
                vorig = feit.opvolging.vorig_contract_id
                yield from _bekend(beurt, CONTRACT, vorig, "Het vorige contract", volgnummer)
        case ContractHerzien():
            stand = verloop.op(dag_voor(feit.ingangsdatum))
            if isinstance(stand, Contractstand):
                omgeving = _omgeving(
                    beurt, feit, stand.regio_id, stand.traject_id, stand.aanbieder_id
                )
                yield from toets_herzien(
                    feit=feit, volgnummer=volgnummer, stand=stand, omgeving=omgeving
                )
        case VerplichtingAangegaan() | RealisatieGeboekt() if feit.contract_id is not None:
            yield from _bekend(beurt, CONTRACT, feit.contract_id, "Contract", volgnummer)
    yield from _uniek(beurt, ding, feit, volgnummer)


def _bekend(
    beurt: Schrijfbeurt, soort: Dingsoort[S], ding: UUID, wat: str, volgnummer: int
) -> Iterator[Bevinding]:
    verloop = beurt.verloop(soort=soort, ding=ding)
    if verloop is None or not verloop.segmenten:
        yield Bevinding(
            regel=VERWIJZING_ONBEKEND,
            volgnummer=volgnummer,
            kenmerk=wat,
            waarden={"wat": wat, "verwijzing": str(ding)},
        )


def _op(beurt: Schrijfbeurt, soort: Dingsoort[S], ding: UUID, feit: Feit) -> S | None:
    verloop = beurt.verloop(soort=soort, ding=ding)
    return None if verloop is None else verloop.op(feit.ingangsdatum)


def _omgeving(
    beurt: Schrijfbeurt, feit: Feit, regio_id: UUID, traject_id: UUID, aanbieder_id: UUID
) -> Omgeving:
    return Omgeving(
        regio=_op(beurt, REGIO, regio_id, feit),
        traject=_op(beurt, INKOOPTRAJECT, traject_id, feit),
        aanbieder=_op(beurt, AANBIEDER, aanbieder_id, feit),
    )


def _uniek(beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int) -> Iterator[Bevinding]:
    sleutel = unieke_sleutel(feit)
    if sleutel is None:
        return
    soort = CONTRACT.naam if isinstance(feit, ContractGesloten) else BUDGET.naam
    houder = beurt.in_gebruik(soort=soort, sleutel=sleutel)
    if houder is None or houder == ding:
        return
    if isinstance(feit, BudgetVastgesteld):
        wat = f"boekjaar {feit.boekjaar}, gemeente {feit.gemeente or 'alle'}, segment {feit.segment or 'alle'}"
        waarden = {"wat": wat, "budget": str(houder)}
        yield Bevinding(regel=BUDGET_BESTAAT_AL, volgnummer=volgnummer, waarden=waarden)
    else:
        waarden = {"contractnummer": sleutel, "contract": str(houder)}
        yield Bevinding(regel=CONTRACTNUMMER_BESTAAT_AL, volgnummer=volgnummer, waarden=waarden)
