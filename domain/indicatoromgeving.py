"""What an indicator leans on in other things: the goals of procedures, and when their contracts begin."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.bevindingen import bevinding, onbekend
from domain.contractomgeving import Signaal
from domain.indicator import Indicatorstand
from domain.indicatordelen import Doelverwijzing, Indicatorstatus
from domain.inkooptraject import Trajectstand, Vaststelling
from domain.oordeel import Bevinding, onrechtmatig
from domain.waarden import plus_maanden

VERS = 12
"""Months after which an indicator without a newer measurement asks attention: the raden look yearly (S0:191-195)."""
NULMETING_BEVROREN = onrechtmatig(
    "nulmeting-bevroren",
    "De nulmeting staat vast sinds de contracten ingingen",
    "De contracten van {traject} gingen in op {ingang}; een nulmeting per {dag} verandert achteraf waaraan het doel "
    "{doel} wordt gemeten. Leg een meting vast, of corrigeer een fout in de nulmeting.",
)


def is_bevroren(*, traject: Trajectstand, dag: date) -> bool:
    """Tell whether baselines of a procedure's goals stand fast: its contracts have begun."""
    return traject.stand is Vaststelling.VASTGESTELD and traject.ingang_contracten <= dag


def toets_doelen(
    *, doelen: Iterable[Doelverwijzing], trajecten: Mapping[UUID, Trajectstand], volgnummer: int
) -> Iterator[Bevinding]:
    """Refuse a goal of a procedure that is not known, or that it has not on the fact's day."""
    for doel in doelen:
        traject = trajecten.get(doel.traject_id)
        if traject is None:
            yield onbekend(volgnummer, "Inkooptraject", doel.traject_id)
        elif doel.doel not in {d.code for d in traject.doelen}:
            yield onbekend(volgnummer, f"Het doel van {traject.naam}", doel.doel)


def toets_bevroren(
    *,
    stand: Indicatorstand,
    trajecten: Mapping[UUID, Trajectstand],
    volgnummer: int,
    dag: date,
) -> Iterator[Bevinding]:
    """Judge a baseline that is set, replaced or taken back against the contracts whose goals it measures."""
    for doel in stand.doelen:
        traject = trajecten.get(doel.traject_id)
        if traject is not None and is_bevroren(traject=traject, dag=dag):
            waarden = {"traject": traject.naam, "ingang": traject.ingang_contracten}
            kenmerk = f"{doel.traject_id}/{doel.doel}"
            yield bevinding(
                NULMETING_BEVROREN, volgnummer, kenmerk, **waarden, dag=dag, doel=doel.doel
            )


def indicatorsignalen(*, stand: Indicatorstand, dag: date) -> Iterator[Signaal]:
    """Give the signals of an indicator on a day: it is no longer measured."""
    if stand.status is not Indicatorstatus.ACTIEF:
        return
    laatste = max((m.ingangsdatum for m in stand.metingen), default=None)
    grens = plus_maanden(laatste or stand.ingangsdatum, VERS)
    if grens < dag:
        sinds = (
            f"sinds {laatste}" if laatste else f"; de indicator bestaat sinds {stand.ingangsdatum}"
        )
        yield Signaal(
            code="meting-ontbreekt",
            titel="Er is langer dan een jaar niet gemeten",
            detail=f"Er is geen meting {sinds}. Leg het cijfer vast, of trek de indicator in.",
        )


def vraagt_indicatoren(*, traject: Trajectstand, dag: date) -> bool:
    """Tell whether the goals of a procedure should be measured by now (S0:80-83: "in de uitvoering meetbaar")."""
    return bool(traject.doelen) and is_bevroren(traject=traject, dag=dag)


def doelsignalen(
    *, traject: Trajectstand, ding: UUID, indicatoren: Sequence[Indicatorstand]
) -> Iterator[Signaal]:
    """Give the signal of goals that no indicator measures, of a procedure whose contracts have begun."""
    lopend = [i for i in indicatoren if i.status is not Indicatorstatus.VERVALLEN]
    zonder = [
        d.code
        for d in traject.doelen
        if not any(i.meet(traject_id=ding, doel=d.code) for i in lopend)
    ]
    if zonder:
        yield Signaal(
            code="doel-zonder-indicator",
            titel="Een doel wordt niet gemeten",
            detail=f"De contracten lopen, maar geen indicator meet {', '.join(zonder)}. Leg een indicator vast.",
        )
