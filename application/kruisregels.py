"""Rules across things: collect how other things stand on the fact's day as known now, and let the domain judge."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from application.aanbiederregels import aanbiederregels
from application.aanmeldingregels import aanmeldingregels
from application.andere import eis_bekend, stand_op
from application.contractregels import contractregels
from application.indicatorregels import indicatorregels
from application.register import Schrijfbeurt
from application.sturing import sturingregels
from domain.aanbieder import AANBIEDER
from domain.beleidskader import BELEIDSKADER, KaderGewijzigd, KaderOpgesteld
from domain.besluit import BESLUIT, BesluitGewijzigd, BesluitIngebracht
from domain.bevindingen import bevinding, onbekend
from domain.budget import BudgetVastgesteld, RealisatieGeboekt, VerplichtingAangegaan
from domain.contract import CONTRACT
from domain.contractfeiten import ContractGesloten
from domain.contractomgeving import CONTRACTNUMMER_BESTAAT_AL, GEMEENTE_NEEMT_NIET_DEEL
from domain.feiten import Feit, Toelichting, Verwijzingsaard
from domain.indicator import IndicatorVastgelegd
from domain.inkooptraject import INKOOPTRAJECT, TrajectGestart
from domain.leveringslijn import LijnBegonnen, LijnGewijzigd, Lijnstand, toets_bereik
from domain.lezing import LEZING, LezingVastgelegd
from domain.onderstelling import ONDERSTELLING, OnderstellingGedaan
from domain.oordeel import Bevinding, onmogelijk
from domain.regeling import DeelnemerToegetreden, RegelingAangegaan, Regelingstand
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort, Verloop

_WAARNAAR: Mapping[Verwijzingsaard, tuple[Dingsoort[Any], ...]] = {
    Verwijzingsaard.BESLUIT: (BESLUIT,),
    Verwijzingsaard.RUST_OP: (LEZING, ONDERSTELLING),
}
_WAT: Mapping[Verwijzingsaard, str] = {
    Verwijzingsaard.BESLUIT: "Het besluit in besluitId",
    Verwijzingsaard.GEVOLG: "De gebeurtenis in gevolgVan",
    Verwijzingsaard.RUST_OP: "De lezing of onderstelling in rustOp",
}
BUDGET_BESTAAT_AL = onmogelijk(
    "budget-bestaat-al",
    "Dit budget is al vastgesteld",
    "Voor {wat} bestaat al budget {budget}. Leg daarop een wijziging vast.",
)
KENMERK_BESTAAT_AL = onmogelijk(
    "kenmerk-bestaat-al",
    "Dit staat al in de regio",
    "In deze regio is {kenmerk} al in gebruik, voor {ding}. Leg daarop het volgende feit vast, of kies een ander "
    "kenmerk.",
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
        case LezingVastgelegd() | OnderstellingGedaan() | IndicatorVastgelegd():
            return f"{feit.regio_id}/{feit.code}"
        case LijnBegonnen():
            return f"{feit.regio_id}/{feit.kenmerk}"
    return None


def aanleiding(
    *, beurt: Schrijfbeurt, toelichting: Toelichting, volgnummer: int
) -> Iterator[Bevinding]:
    """Refuse a fact that refers to a fact, a besluit, a lezing or an onderstelling that is not known."""
    for aard, naar in toelichting.verwijzingen:
        if aard is Verwijzingsaard.GEVOLG:
            bekend = beurt.is_vastgelegd(gebeurtenis=naar)
        else:
            bekend = any(
                beurt.verloop(soort=soort, ding=naar) is not None for soort in _WAARNAAR[aard]
            )
        if not bekend:
            yield onbekend(volgnummer, _WAT[aard], naar)


def kruisregels(
    *, beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Give the findings of one new fact against other things; `verloop` is its own thing's course with it."""
    match feit:
        case TrajectGestart() | BudgetVastgesteld():
            yield from eis_bekend(beurt, REGIO, feit.regio_id, "Regio", volgnummer)
        case VerplichtingAangegaan() | RealisatieGeboekt() if feit.contract_id is not None:
            yield from eis_bekend(beurt, CONTRACT, feit.contract_id, "Contract", volgnummer)
    yield from contractregels(beurt=beurt, feit=feit, volgnummer=volgnummer, verloop=verloop)
    yield from aanbiederregels(
        beurt=beurt, ding=ding, feit=feit, volgnummer=volgnummer, verloop=verloop
    )
    yield from aanmeldingregels(
        beurt=beurt, ding=ding, feit=feit, volgnummer=volgnummer, verloop=verloop
    )
    yield from indicatorregels(beurt=beurt, feit=feit, volgnummer=volgnummer, verloop=verloop)
    yield from sturingregels(beurt=beurt, feit=feit, volgnummer=volgnummer, verloop=verloop)
    yield from _afspraken(beurt, feit, volgnummer, verloop)
    yield from _besluit(beurt, feit, volgnummer)
    yield from _uniek(beurt, ding, feit, volgnummer)


def _afspraken(
    beurt: Schrijfbeurt, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Judge frames, readings, assumptions, regelingen and leveringslijnen against what they name."""
    if isinstance(
        feit,
        KaderOpgesteld | LezingVastgelegd | OnderstellingGedaan | RegelingAangegaan | LijnBegonnen,
    ):
        yield from eis_bekend(beurt, REGIO, feit.regio_id, "Regio", volgnummer)
    match feit:
        case KaderOpgesteld() | KaderGewijzigd() if feit.voorganger_id is not None:
            vorig = feit.voorganger_id
            yield from eis_bekend(beurt, BELEIDSKADER, vorig, "Het vorige kader", volgnummer)
        case RegelingAangegaan():
            yield from _deelname(beurt, feit, feit.regio_id, feit.deelnemers, volgnummer)
        case DeelnemerToegetreden():
            stand = verloop.op(feit.ingangsdatum)
            if isinstance(stand, Regelingstand):
                yield from _deelname(beurt, feit, stand.regio_id, (feit.gemeente,), volgnummer)
        case LijnBegonnen() | LijnGewijzigd():
            stand = verloop.op(feit.ingangsdatum)
            if isinstance(stand, Lijnstand):
                yield from _lijn(beurt, feit, stand, volgnummer)


def _lijn(
    beurt: Schrijfbeurt, feit: LijnBegonnen | LijnGewijzigd, stand: Lijnstand, volgnummer: int
) -> Iterator[Bevinding]:
    if stand.aanbieder_id is not None:
        yield from eis_bekend(beurt, AANBIEDER, stand.aanbieder_id, "Aanbieder", volgnummer)
    if stand.traject_id is not None:
        traject = stand_op(beurt, INKOOPTRAJECT, stand.traject_id, feit.ingangsdatum)
        yield from toets_bereik(stand=stand, volgnummer=volgnummer, traject=traject)
    yield from _deelname(beurt, feit, stand.regio_id, feit.gemeenten or (), volgnummer)


def _besluit(beurt: Schrijfbeurt, feit: Feit, volgnummer: int) -> Iterator[Bevinding]:
    """Judge a besluit against what it is about, and every body of a gemeente against the regio it sits in."""
    if isinstance(feit, BesluitIngebracht):
        yield from eis_bekend(beurt, REGIO, feit.regio_id, "Regio", volgnummer)
        if feit.kader_id is not None:
            yield from eis_bekend(beurt, BELEIDSKADER, feit.kader_id, "Beleidskader", volgnummer)
        gemeenten = {gemeente for groep in feit.betrokken for gemeente in groep.gemeenten}
        yield from _deelname(beurt, feit, feit.regio_id, tuple(gemeenten), volgnummer)
    if isinstance(feit, BesluitIngebracht | BesluitGewijzigd) and feit.betreft is not None:
        for id_ in feit.betreft.traject_ids:
            yield from eis_bekend(beurt, INKOOPTRAJECT, id_, "Traject", volgnummer)
        for id_ in feit.betreft.contract_ids:
            yield from eis_bekend(beurt, CONTRACT, id_, "Contract", volgnummer)


def _deelname(
    beurt: Schrijfbeurt, feit: Feit, regio_id: UUID, gemeenten: tuple[str, ...], volgnummer: int
) -> Iterator[Bevinding]:
    regio = stand_op(beurt, REGIO, regio_id, feit.ingangsdatum)
    for gemeente in sorted(set(gemeenten) - set(regio.gemeenten if regio else gemeenten)):
        dag = feit.ingangsdatum
        yield bevinding(GEMEENTE_NEEMT_NIET_DEEL, volgnummer, gemeente, gemeente=gemeente, dag=dag)


def _uniek(beurt: Schrijfbeurt, ding: UUID, feit: Feit, volgnummer: int) -> Iterator[Bevinding]:
    sleutel = unieke_sleutel(feit)
    if sleutel is None:
        return
    houder = beurt.in_gebruik(soort=feit.feitnaam.split(".", 1)[0], sleutel=sleutel)
    if houder is None or houder == ding:
        return
    if isinstance(feit, BudgetVastgesteld):
        wat = f"boekjaar {feit.boekjaar}, gemeente {feit.gemeente or 'alle'}, segment {feit.segment or 'alle'}"
        yield bevinding(BUDGET_BESTAAT_AL, volgnummer, wat=wat, budget=houder)
    elif isinstance(feit, ContractGesloten):
        waarden = {"contractnummer": sleutel, "contract": houder}
        yield bevinding(CONTRACTNUMMER_BESTAAT_AL, volgnummer, **waarden)
    else:
        waarden = {"kenmerk": sleutel.split("/", 1)[1], "ding": houder}
        yield bevinding(KENMERK_BESTAAT_AL, volgnummer, **waarden)
