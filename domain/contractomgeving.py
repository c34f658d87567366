"""What a contract leans on in other things: its traject, its aanbieder's toelatingen, the gemeenten that take part.

Judged at (the fact's ingangsdatum, now) when a fact is recorded; a ground that falls away later never undoes the
fact, it shows as a signaal (interface.md 2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.aanbieder import Aanbiederstand, Grondslag
from domain.bevindingen import bevinding, onbekend
from domain.contractdelen import Bekostigingsvorm, Wijzigingen, Wijzigingsgrond
from domain.contractfeiten import ContractGesloten, ContractOvergedragen, ContractVerlengd
from domain.contractstand import Contractstand
from domain.feiten import Vormvast
from domain.inkooptraject import Trajectstand, Vaststelling
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.regio import Regiostand
from domain.waarden import Tekst, schrijf_bedrag

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


WIJZIGINGSGROND_ONTBREEKT = onrechtmatig(
    "wijzigingsgrond-ontbreekt",
    "De grond van de wijziging ontbreekt",
    "Dit contract is gegund: wijzigen zonder nieuwe procedure vraagt een grond uit de Aanbestedingswet (2.163b-g). "
    "Noem een wijzigingsgrond.",
)
MEERWERK = onrechtmatig(
    "meerwerk-bij-taakgericht",
    "Taakgericht vervalt het meerwerk",
    "Het taakbudget voor {boekjaar} zou van {van} naar {naar} gaan terwijl dat jaar al loopt. Bij taakgerichte "
    "bekostiging is er geen meerwerk; kies een later boekjaar.",
)
ANDERE_LEZING = onrechtmatig(
    "verlenging-andere-lezing",
    "De verlenging volgt een andere lezing dan de gekozene",
    "Verlengen tot en met {tot_en_met} leest '{lezing}' anders dan is gekozen ({gekozen}). Verleng tot die dag, of leg "
    "eerst een andere keuze vast.",
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
        yield from vaststelling(feit.ingangsdatum, volgnummer, omgeving.traject)
        yield from gronden(
            feit.ingangsdatum, volgnummer, feit.traject_id, feit.percelen, feit.gemeenten, omgeving
        )


@dataclass(frozen=True, kw_only=True)
class Nieuw:
    """Terms that a fact brings, with the day from which they hold and the contract as it stands the day before."""

    dag: date
    wijzigingen: Wijzigingen
    grond: Wijzigingsgrond | None
    stand: Contractstand


def toets_wijziging(*, nieuw: Nieuw, volgnummer: int, omgeving: Omgeving) -> Iterator[Bevinding]:
    """Judge what new terms add, on the day from which they hold."""
    w, traject, stand = nieuw.wijzigingen, omgeving.traject, nieuw.stand
    percelen = w.percelen.erbij if w.percelen else ()
    bekend = traject.perceelcodes if traject else frozenset()
    yield from (onbekend(volgnummer, "Perceel", p) for p in percelen if p not in bekend)
    yield from gronden(
        nieuw.dag,
        volgnummer,
        stand.traject_id,
        tuple(p for p in percelen if p in bekend),
        w.gemeenten.erbij if w.gemeenten else (),
        omgeving,
    )
    yield from _grond(nieuw, volgnummer, omgeving)
    if traject is not None:
        yield from _wissel(nieuw, volgnummer, traject)
        yield from _meerwerk(nieuw, volgnummer, traject)


def _grond(nieuw: Nieuw, volgnummer: int, omgeving: Omgeving) -> Iterator[Bevinding]:
    """Ask a ground where the contract was awarded; an admission asks none (Aw 2.163a; standaarden.md 5)."""
    aanbieder, traject_id = omgeving.aanbieder, nieuw.stand.traject_id
    gegund = aanbieder is not None and any(
        t.traject_id == traject_id and t.grondslag is Grondslag.GUNNING
        for t in aanbieder.toelatingen
    )
    if gegund and nieuw.grond is None:
        yield bevinding(WIJZIGINGSGROND_ONTBREEKT, volgnummer, "")


def _wissel(nieuw: Nieuw, volgnummer: int, traject: Trajectstand) -> Iterator[Bevinding]:
    van = nieuw.stand.bekostigingsvorm
    naar = nieuw.wijzigingen.bekostigingsvorm or van
    if (
        van is not naar
        and Bekostigingsvorm.TAAKGERICHT in (van, naar)
        and traject.vraagt(regel=BEKOSTIGINGSWISSEL.code, dag=nieuw.dag)
    ):
        yield bevinding(BEKOSTIGINGSWISSEL, volgnummer, "", dag=nieuw.dag, van=van, naar=naar)


def _meerwerk(nieuw: Nieuw, volgnummer: int, traject: Trajectstand) -> Iterator[Bevinding]:
    """Refuse more money for a year that has begun: a taakgericht contract has no extra work (S1:1290-1305)."""
    stand = nieuw.stand
    mag = stand.bekostigingsvorm is not Bekostigingsvorm.TAAKGERICHT or stand.meerwerk
    if mag or not traject.vraagt(regel=MEERWERK.code, dag=nieuw.dag):
        return
    eerder = {t.boekjaar: t.bedrag for t in stand.taakbudgetten}
    for budget in nieuw.wijzigingen.taakbudgetten:
        was = eerder.get(budget.boekjaar)
        if was is not None and budget.bedrag > was and budget.boekjaar <= nieuw.dag.year:
            yield bevinding(
                MEERWERK,
                volgnummer,
                str(budget.boekjaar),
                boekjaar=budget.boekjaar,
                van=schrijf_bedrag(was),
                naar=schrijf_bedrag(budget.bedrag),
            )


def toets_overdracht(
    *, feit: ContractOvergedragen, volgnummer: int, stand: Contractstand, omgeving: Omgeving
) -> Iterator[Bevinding]:
    """Judge a takeover: the aanbieder of `omgeving`, who takes over, is admitted to every lot (Aw 2.163f)."""
    if omgeving.aanbieder is None:
        yield onbekend(volgnummer, "Aanbieder", feit.nieuwe_aanbieder_id)
        return
    dag = feit.ingangsdatum
    yield from gronden(dag, volgnummer, stand.traject_id, stand.percelen, (), omgeving)


def toets_lezing(
    *, feit: ContractVerlengd, volgnummer: int, stand: Contractstand, gekozen: Mapping[str, str]
) -> Iterator[Bevinding]:
    """Judge an extension by an option that leans on a reading: `gekozen` says what is chosen of each, by code."""
    for optie in stand.verlengingsopties:
        lezing = gekozen.get(optie.lezing or "", "")
        if optie.tot_en_met == feit.tot_en_met and lezing not in ("", feit.tot_en_met.isoformat()):
            yield bevinding(
                ANDERE_LEZING,
                volgnummer,
                "",
                tot_en_met=feit.tot_en_met,
                lezing=optie.lezing,
                gekozen=lezing,
            )


def vaststelling(dag: date, volgnummer: int, traject: Trajectstand | None) -> Iterator[Bevinding]:
    if traject is not None and traject.stand is not Vaststelling.VASTGESTELD:
        waarden = {"traject": traject.naam, "dag": dag, "stand": traject.stand.value.lower()}
        yield bevinding(TRAJECT_NIET_VASTGESTELD, volgnummer, "", **waarden)


def gronden(
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
