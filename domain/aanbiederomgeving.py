"""What a fact of an aanbieder leans on in other things: trajecten with their criteria, and other aanbieders.

Judged at (the fact's ingangsdatum, now) when it is recorded; what falls away later shows as a signaal
(`aanbiedersignalen.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.aanbieder import AanbiederToegelaten, Grondslag
from domain.aanbiedertoezicht import AanbiederGetoetst
from domain.aanbiederverband import MET_ZICHZELF, AanbiederOvergegaan, OnderaannemerIngezet
from domain.bevindingen import bevinding, onbekend
from domain.clientenstop import (
    AANKONDIGING,
    TE_LAAT_AANGEKONDIGD,
    ZONDER_INSTEMMING,
    ClientenstopIngesteld,
    Insteller,
)
from domain.criteria import (
    Bewijseis,
    Bewijsstand,
    Criteriaversie,
    Oordeel,
    Stuk,
    bewijsstand,
    gebruikt_stuk,
)
from domain.inkooptraject import Toetreding, Trajectstand
from domain.oordeel import Bevinding, onrechtmatig

TOETREDING_GESLOTEN = onrechtmatig(
    "toetreding-gesloten",
    "Toetreden kan niet meer",
    "Dit traject is gesloten: na de eerste dag ({eerste_dag}) treedt niemand meer toe, behalve door overname.",
)
TOETS_OP_ONGELDIG_BEWIJS = onrechtmatig(
    "toets-op-ongeldig-bewijs",
    "De toets rust op bewijs dat niet geldig is",
    "Aan eis {eis} is op {dag} voldaan verklaard, maar {waarom}. Laat eerst geldig bewijs overleggen.",
)


def _percelen(
    volgnummer: int, traject_id: UUID, percelen: Sequence[str], traject: Trajectstand | None
) -> list[Bevinding]:
    """Name a traject that is not known, or else the lots that it does not have."""
    if traject is None:
        return [onbekend(volgnummer, "Traject", traject_id)]
    return [onbekend(volgnummer, "Perceel", p) for p in percelen if p not in traject.perceelcodes]


# --- toelating and toets -----------------------------------------------------------------------------------------


def toets_toetreding(
    *, feit: AanbiederToegelaten, volgnummer: int, traject: Trajectstand | None
) -> Iterator[Bevinding]:
    """Judge an admission against its traject, as that stands on the fact's day as known now (interface.md 4)."""
    onbekend = _percelen(volgnummer, feit.traject_id, (feit.perceel,), traject)
    yield from onbekend
    if (
        traject is not None
        and not onbekend
        and traject.toetreding is Toetreding.GESLOTEN
        and feit.ingangsdatum > traject.ingang_contracten
        and feit.grondslag is not Grondslag.OVERGENOMEN
    ):
        yield bevinding(TOETREDING_GESLOTEN, volgnummer, "", eerste_dag=traject.ingang_contracten)


def toets_getoetst(
    *,
    feit: AanbiederGetoetst,
    volgnummer: int,
    traject: Trajectstand | None,
    versies: Mapping[str, Criteriaversie],
    stukken: Sequence[Stuk],
) -> Iterator[Bevinding]:
    """Judge a check: what it names must be known, and evidence for what is met must be valid that day.

    A version that comes into force later may be checked against already, so `versies` are all of the traject.
    """
    percelen = () if feit.perceel is None else (feit.perceel,)
    yield from _percelen(volgnummer, feit.traject_id, percelen, traject)
    versie = versies.get(feit.criteriaversie)
    if versie is None:
        yield onbekend(volgnummer, "Criteriaversie", feit.criteriaversie)
        return
    wat = f"In criteriaversie {versie.versie} eis"
    vreemd = (o.eis for o in feit.oordelen if o.eis not in versie.eiscodes)
    yield from (onbekend(volgnummer, wat, eis) for eis in vreemd)
    for oordeel in feit.oordelen:
        waarom = ongeldig_bewijs(
            oordeel=oordeel, versie=versie, stukken=stukken, dag=feit.ingangsdatum
        )
        if waarom is not None:
            waarden = {"eis": oordeel.eis, "dag": feit.ingangsdatum, "waarom": waarom}
            yield bevinding(TOETS_OP_ONGELDIG_BEWIJS, volgnummer, oordeel.eis, **waarden)


def ongeldig_bewijs(
    *, oordeel: Oordeel, versie: Criteriaversie | None, stukken: Sequence[Stuk], dag: date
) -> str | None:
    """Say why the evidence for a demand said to be met was not valid on a day; None when nothing is wrong with it.

    Without a named `stuk` the newest of the kind asked is meant; that there is none is for who judges to weigh.
    """
    eis = next((e for e in versie.eisen if e.code == oordeel.eis), None) if versie else None
    gevraagd = eis.bewijs if eis else None
    if gevraagd is None:
        stuk = next((s for s in stukken if s.kenmerk == oordeel.stuk), None)
    else:
        stuk = gebruikt_stuk(eis=gevraagd, stukken=stukken, kenmerk=oordeel.stuk, dag=dag)
    if stuk is None or not oordeel.voldaan:
        return None
    gevraagd = gevraagd or Bewijseis(soort=stuk.soort)
    wat, maanden = f"{stuk.soort} {stuk.kenmerk}", gevraagd.maximale_ouderdom_maanden
    match bewijsstand(eis=gevraagd, stuk=stuk, dag=dag):
        case Bewijsstand.VERLOPEN:
            return f"{wat} was verlopen (geldig tot en met {stuk.geldig_tot_en_met})"
        case Bewijsstand.TE_OUD:
            return (
                f"{wat} was te oud (afgegeven op {stuk.afgegeven_op}, hoogstens {maanden} maanden)"
            )
        case Bewijsstand.ONTBREEKT:
            return f"{wat} is niet van de gevraagde soort {gevraagd.soort}"
    return None


# --- clientenstop ------------------------------------------------------------------------------------------------


def toets_clientenstop(
    *, feit: ClientenstopIngesteld, volgnummer: int, trajecten: Mapping[UUID, Trajectstand]
) -> Iterator[Bevinding]:
    """Judge a stop: its traject and lots must be known, and one of the aanbieder's own as the regime asks (CS 3.6).

    `trajecten` are those it touches: the one it names, else all in which the aanbieder is admitted that day.
    """
    if feit.traject_id is not None:
        traject = trajecten.get(feit.traject_id)
        yield from _percelen(volgnummer, feit.traject_id, feit.percelen, traject)
    if feit.ingesteld_door is Insteller.AANBIEDER:
        for traject in trajecten.values():
            yield from _eigen_stop(feit, volgnummer, traject)


def _eigen_stop(
    feit: ClientenstopIngesteld, volgnummer: int, traject: Trajectstand
) -> Iterator[Bevinding]:
    dag = feit.ingangsdatum
    waarden = {"traject": traject.naam, "dag": dag}
    ingestemd = feit.instemming_op is not None and feit.instemming_op <= dag
    if traject.vraagt(regel=ZONDER_INSTEMMING.code, dag=dag) and not ingestemd:
        yield bevinding(ZONDER_INSTEMMING, volgnummer, traject.naam, **waarden)
    uiterlijk, aangekondigd = dag - AANKONDIGING, feit.aangekondigd_op
    te_laat = aangekondigd is None or aangekondigd > uiterlijk
    if traject.vraagt(regel=TE_LAAT_AANGEKONDIGD.code, dag=dag) and te_laat:
        wanneer = f"op {aangekondigd} gebeurd" if aangekondigd else "niet gebeurd"
        waarden |= {"uiterlijk": uiterlijk, "wanneer": wanneer}
        yield bevinding(TE_LAAT_AANGEKONDIGD, volgnummer, traject.naam, **waarden)


# --- other aanbieders --------------------------------------------------------------------------------------------


def toets_onderaannemer(
    *,
    feit: OnderaannemerIngezet,
    volgnummer: int,
    ding: UUID,
    traject: Trajectstand | None,
    bekend: bool,
) -> Iterator[Bevinding]:
    """Judge a subcontractor of aanbieder `ding`; `bekend` tells whether the one named by id is in the register."""
    yield from _percelen(volgnummer, feit.traject_id, feit.percelen, traject)
    if feit.aanbieder_id is None:
        return
    if not bekend:
        yield onbekend(volgnummer, "Aanbieder", feit.aanbieder_id)
    if feit.aanbieder_id == ding:
        yield bevinding(MET_ZICHZELF, volgnummer, "", wat="De onderaannemer")


def toets_overgang(
    *, feit: AanbiederOvergegaan, volgnummer: int, ding: UUID, keten: Sequence[UUID], bekend: bool
) -> Iterator[Bevinding]:
    """Judge a merger or takeover of aanbieder `ding`.

    `keten` are the aanbieder that takes over and all it has gone over into itself by that day; `bekend` tells whether
    the first is in the register.
    """
    if not bekend:
        yield onbekend(volgnummer, "Aanbieder", feit.verkrijger_id)
    if ding in keten:
        yield bevinding(MET_ZICHZELF, volgnummer, "", wat="De overgang")
