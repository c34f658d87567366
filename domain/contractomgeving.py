"""What a contract leans on in other things: its traject, its aanbieder's toelatingen, the gemeenten that take part.

Judged at (the fact's ingangsdatum, now) when a fact is recorded; a ground that falls away later never undoes the
fact, it shows as a signaal (interface.md 2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.aanbieder import Aanbiederstand
from domain.bevindingen import bevinding, onbekend
from domain.contract import (
    Bekostigingsvorm,
    ContractGesloten,
    ContractHerzien,
    Contractstand,
    Status,
)
from domain.feiten import Vormvast
from domain.inkooptraject import Trajectstand, Vaststelling
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.regio import Regiostand
from domain.waarden import Tekst

CONTRACTNUMMER_BESTAAT_AL = onmogelijk(
    "contractnummer-bestaat-al",
    "Dit contractnummer is al in gebruik",
    "Contractnummer {contractnummer} hoort al bij contract {contract}. Kies een ander nummer.",
)
NIET_TOEGELATEN = onrechtmatig(
    "niet-toegelaten",
    "De aanbieder is niet toegelaten",
    "De aanbieder heeft op {dag} geen toelating voor perceel {perceel}. Leg eerst de toelating vast, of neem het "
    "perceel niet op.",
)
GEMEENTE_NEEMT_NIET_DEEL = onrechtmatig(
    "gemeente-neemt-niet-deel",
    "Een gemeente neemt niet deel aan de regio",
    "Gemeente {gemeente} neemt op {dag} niet deel aan de regio. Leg eerst de deelname vast, of laat haar weg.",
)
TRAJECT_NIET_VASTGESTELD = onrechtmatig(
    "traject-niet-vastgesteld",
    "Het inkooptraject is niet vastgesteld",
    "Inkooptraject {traject} is op {dag} {stand}. Leg eerst de vaststelling vast; onder wat vervallen is, komt geen "
    "contract.",
)
BEKOSTIGINGSWISSEL = onrechtmatig(
    "bekostigingswissel-niet-via-herziening",
    "Van of naar taakgericht wisselen kan niet met een herziening",
    "Het regime sluit op {dag} een wissel van {van} naar {naar} met een herziening uit.",
)


@dataclass(frozen=True, kw_only=True)
class Omgeving:
    """The other things as they stand on the fact's day, as known now; None when unknown."""

    regio: Regiostand | None
    traject: Trajectstand | None
    aanbieder: Aanbiederstand | None


@dataclass(frozen=True, kw_only=True)
class Signaal(Vormvast):
    """Something a contract manager should look at; it changes nothing by itself."""

    code: Tekst
    titel: Tekst
    detail: Tekst
    grond: Tekst | None = None
    """What not every reader sees (application/toegang.py): never in `detail`."""


def toets_gesloten(
    *, feit: ContractGesloten, volgnummer: int, omgeving: Omgeving
) -> Iterator[Bevinding]:
    """Judge a new contract against what it names."""
    genoemd: tuple[tuple[str, UUID, object], ...] = (
        ("Regio", feit.regio_id, omgeving.regio),
        ("Traject", feit.traject_id, omgeving.traject),
        ("Aanbieder", feit.aanbieder_id, omgeving.aanbieder),
    )
    vreemd = [onbekend(volgnummer, wat, id_) for wat, id_, stand in genoemd if stand is None]
    if omgeving.traject is not None:
        if feit.segment not in omgeving.traject.segmenten:
            vreemd.append(onbekend(volgnummer, "Segment", feit.segment))
        vreemd += [
            onbekend(volgnummer, "Perceel", p)
            for p in feit.percelen
            if p not in omgeving.traject.perceelcodes
        ]
    yield from vreemd
    if not vreemd:
        yield from _vaststelling(feit.ingangsdatum, volgnummer, omgeving.traject)
        yield from _gronden(
            feit.ingangsdatum, volgnummer, feit.traject_id, feit.percelen, feit.gemeenten, omgeving
        )


def toets_herzien(
    *, feit: ContractHerzien, volgnummer: int, stand: Contractstand, omgeving: Omgeving
) -> Iterator[Bevinding]:
    """Judge what a herziening adds, against the terms it meets on its own day."""
    w = feit.wijzigingen
    percelen = w.percelen.erbij if w.percelen else ()
    traject = omgeving.traject
    bekend = traject.perceelcodes if traject else frozenset()
    yield from (onbekend(volgnummer, "Perceel", p) for p in percelen if p not in bekend)
    yield from _gronden(
        feit.ingangsdatum,
        volgnummer,
        stand.traject_id,
        tuple(p for p in percelen if p in bekend),
        w.gemeenten.erbij if w.gemeenten else (),
        omgeving,
    )
    van, naar = stand.bekostigingsvorm, w.bekostigingsvorm or stand.bekostigingsvorm
    if (
        van is not naar
        and Bekostigingsvorm.TAAKGERICHT in (van, naar)
        and traject is not None
        and traject.vraagt(regel=BEKOSTIGINGSWISSEL.code, dag=feit.ingangsdatum)
    ):
        yield bevinding(
            BEKOSTIGINGSWISSEL, volgnummer, "", dag=feit.ingangsdatum, van=van, naar=naar
        )


def _vaststelling(dag: date, volgnummer: int, traject: Trajectstand | None) -> Iterator[Bevinding]:
    if traject is not None and traject.stand is not Vaststelling.VASTGESTELD:
        waarden = {"traject": traject.naam, "dag": dag, "stand": traject.stand.value.lower()}
        yield bevinding(TRAJECT_NIET_VASTGESTELD, volgnummer, "", **waarden)


def _gronden(
    dag: date,
    volgnummer: int,
    traject_id: UUID,
    percelen: tuple[str, ...],
    gemeenten: tuple[str, ...],
    omgeving: Omgeving,
) -> Iterator[Bevinding]:
    for perceel in sorted(percelen):
        aanbieder = omgeving.aanbieder
        if aanbieder is None or not aanbieder.toegelaten(traject_id=traject_id, perceel=perceel):
            yield bevinding(NIET_TOEGELATEN, volgnummer, perceel, dag=dag, perceel=perceel)
    for gemeente in sorted(gemeenten):
        if omgeving.regio is None or gemeente not in omgeving.regio.gemeenten:
            yield bevinding(
                GEMEENTE_NEEMT_NIET_DEEL, volgnummer, gemeente, dag=dag, gemeente=gemeente
            )


def signalen(*, stand: Contractstand, dag: date, omgeving: Omgeving) -> tuple[Signaal, ...]:
    """Give the grounds that a running contract lacks on a day."""
    if stand.status not in (Status.ACTIEF, Status.OPGEZEGD):
        return ()
    gevonden = (
        *_vaststelling(dag, 0, omgeving.traject),
        *_gronden(dag, 0, stand.traject_id, stand.percelen, stand.gemeenten, omgeving),
    )
    return tuple(Signaal(code=b.regel.code, titel=b.regel.titel, detail=b.detail) for b in gevonden)
