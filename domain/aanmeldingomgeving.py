"""What an aanmelding leans on in its traject: the round, the criteria everyone is held to, whether one may still enter.

Judged at (the fact's ingangsdatum, now) when a fact is recorded; what falls away later shows as a signaal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.aanbieder import AanbiederToegelaten, Grondslag
from domain.aanbiederomgeving import TOETREDING_GESLOTEN
from domain.aanmelding import (
    AanmeldingBeoordeeld,
    AanmeldingOntvangen,
    Aanmeldingsoort,
    Aanmeldingstand,
    Besluituitkomst,
    UitkomstBepaald,
)
from domain.bevindingen import bevinding, onbekend
from domain.contractomgeving import Signaal
from domain.criteria import (
    Bewijsstand,
    Criteriaversie,
    Eis,
    Oordeel,
    Stuk,
    bewijsstand,
    gebruikt_stuk,
)
from domain.inkooptraject import Toetreding, Trajectstand
from domain.oordeel import Bevinding, Regel, onrechtmatig
from domain.tijdlijn import Verloop
from domain.trajectdelen import Ronde

AANMELDING_BUITEN_RONDE = onrechtmatig(
    "aanmelding-buiten-ronde",
    "De aanmelding valt buiten de ronde",
    "De aanmelding kwam binnen op {dag}, maar {waarom}. Neem haar mee in een ronde die dan open is.",
)
ANDERE_CRITERIAVERSIE = onrechtmatig(
    "andere-criteriaversie",
    "Beoordeeld op een andere versie van de criteria",
    "Ronde {ronde} houdt iedereen aan criteriaversie {verwacht}, deze beoordeling aan {gebruikt}. Beoordeel op "
    "dezelfde versie als de anderen.",
)
EIS_NIET_BEOORDEELD = onrechtmatig(
    "eis-niet-beoordeeld",
    "Een eis is niet beoordeeld",
    "Eis {eis} van criteriaversie {versie} is op {dag} niet beoordeeld. Leg eerst een beoordeling vast waar zij in "
    "staat.",
)
EIS_NIET_GEHAALD = onrechtmatig(
    "eis-niet-gehaald",
    "Aan een eis is niet voldaan",
    "Aan eis {eis} van criteriaversie {versie} is op {dag} niet voldaan. Wijs af, of leg een nieuwe beoordeling vast.",
)
BEWIJS_NIET_GELDIG = onrechtmatig(
    "bewijs-niet-geldig",
    "Het bewijs is niet geldig op de dag van het besluit",
    "Voor eis {eis} is op {dag} geen geldig bewijs van soort {soort}: {waarom}. Vraag een geldig stuk, "
    "beoordeel daarop en beslis daarna.",
)
TOELATING_VIA_AANMELDING = "toelating-via-aanmelding"
"""The Regimeregel by which a traject lets nobody in without an application decided in their favour."""
TOELATING_ZONDER_AANMELDING = onrechtmatig(
    "toelating-zonder-aanmelding",
    "Er is geen aanmelding waarop deze toelating rust",
    "Voor perceel {perceel} {waarom}. Noem in aanmeldingId de aanmelding waarop uiterlijk {dag} positief is beslist.",
)
_WAAROM = {
    Bewijsstand.ONTBREEKT: "er is geen stuk van die soort",
    Bewijsstand.NOG_NIET_AFGEGEVEN: "{stuk} is pas afgegeven op {afgegeven}",
    Bewijsstand.VERLOPEN: "{stuk} gold tot en met {geldig}",
    Bewijsstand.TE_OUD: "{stuk} is van {afgegeven}, ouder dan {maanden} maanden",
}


# --- an application comes in -------------------------------------------------------------------------------------


def toets_ontvangen(
    *, feit: AanmeldingOntvangen, volgnummer: int, traject: Verloop[Trajectstand] | None
) -> Iterator[Bevinding]:
    """Judge an application against its traject: known, in the same regio, with these lots, in an open round."""
    stand = None if traject is None else traject.op(feit.ingangsdatum)
    if traject is None or stand is None:
        yield onbekend(volgnummer, "Traject", feit.traject_id)
        return
    if stand.regio_id != feit.regio_id:
        yield onbekend(volgnummer, "In deze regio traject", feit.traject_id)
    vreemd = [p for p in feit.percelen if p not in stand.perceelcodes]
    yield from (onbekend(volgnummer, "Perceel", p) for p in vreemd)
    if feit.ronde is None:
        if stand.rondes and feit.aanmeldingsoort is Aanmeldingsoort.AANMELDING:
            waarom = "dit traject werkt met rondes en er is geen ronde genoemd"
            yield _buiten_ronde(feit, volgnummer, waarom)
        return
    ronde = _ronde(traject, feit.ronde, feit.ingangsdatum)
    if ronde is None:
        yield onbekend(volgnummer, "Ronde", feit.ronde)
    elif not ronde.open_op(feit.ingangsdatum):
        open_ = f"van {ronde.ingangsdatum} tot en met {ronde.aanmelden_tot_en_met}"
        yield _buiten_ronde(feit, volgnummer, f"ronde {ronde.code} is open {open_}")


def _buiten_ronde(feit: AanmeldingOntvangen, volgnummer: int, waarom: str) -> Bevinding:
    return bevinding(AANMELDING_BUITEN_RONDE, volgnummer, "", dag=feit.ingangsdatum, waarom=waarom)


def _ronde(traject: Verloop[Trajectstand], code: str, dag: date) -> Ronde | None:
    """Give a round that stands on a day, or else one that opens later: too early is not unknown."""
    standen = (s.stand for s in traject.segmenten if s.tot > dag)
    return next((ronde for stand in standen if (ronde := stand.ronde(code))), None)


# --- it is assessed ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Eisuitslag:
    """One demand as it stood for one application on a day."""

    eis: Eis
    oordeel: Oordeel | None
    """None when it was skipped."""
    stuk: Stuk | None
    """The evidence it leans on, as far as it had come in."""
    bewijs: Bewijsstand | None
    """None when no evidence is asked."""


def criteria_van(*, stand: Aanmeldingstand, traject: Trajectstand) -> Criteriaversie | None:
    """Give the version an application is held to: as assessed, else that of its round, else the newest for its lots."""
    if stand.beoordeling is not None:
        return traject.criteriaversie(stand.beoordeling.criteriaversie)
    ronde = traject.ronde(stand.ronde)
    if ronde is not None:
        return traject.criteriaversie(ronde.criteriaversie)
    passend = [c for c in traject.criteria if c.geldt_voor(stand.percelen)]
    return passend[-1] if passend else None


def uitslagen(
    *, stand: Aanmeldingstand, criteria: Criteriaversie | None, dag: date
) -> tuple[Eisuitslag, ...]:
    """Hold an application against every demand of a version, its evidence as it was on a day."""
    if criteria is None:
        return ()
    stukken = stand.stukken_op(dag)
    return tuple(_uitslag(stand, eis, stukken, dag) for eis in criteria.eisen)


def _uitslag(stand: Aanmeldingstand, eis: Eis, stukken: tuple[Stuk, ...], dag: date) -> Eisuitslag:
    oordeel = stand.beoordeling.oordeel(eis.code) if stand.beoordeling else None
    kenmerk = oordeel.stuk if oordeel else None
    if eis.bewijs is None:
        stuk = next((s for s in stukken if s.kenmerk == kenmerk), None)
        return Eisuitslag(eis=eis, oordeel=oordeel, stuk=stuk, bewijs=None)
    stuk = gebruikt_stuk(eis=eis.bewijs, stukken=stukken, kenmerk=kenmerk, dag=dag)
    bewijs = bewijsstand(eis=eis.bewijs, stuk=stuk, dag=dag)
    return Eisuitslag(eis=eis, oordeel=oordeel, stuk=stuk, bewijs=bewijs)


def toets_beoordeeld(
    *,
    feit: AanmeldingBeoordeeld,
    volgnummer: int,
    stand: Aanmeldingstand,
    traject: Trajectstand | None,
) -> Iterator[Bevinding]:
    """Judge an assessment: a known version, that of the round (S1:1089-1091), with known demands."""
    versie = None if traject is None else traject.criteriaversie(feit.criteriaversie)
    if traject is None or versie is None:
        yield onbekend(volgnummer, "Criteriaversie", feit.criteriaversie)
        return
    ronde = traject.ronde(stand.ronde)
    if ronde is not None and ronde.criteriaversie != versie.versie:
        yield bevinding(
            ANDERE_CRITERIAVERSIE,
            volgnummer,
            "",
            ronde=ronde.code,
            verwacht=ronde.criteriaversie,
            gebruikt=versie.versie,
        )
    vreemd = [o.eis for o in feit.oordelen if o.eis not in versie.eiscodes]
    yield from (onbekend(volgnummer, f"In criteriaversie {versie.versie} eis", e) for e in vreemd)


# --- it is decided -----------------------------------------------------------------------------------------------


def toets_uitkomst(
    *, feit: UitkomstBepaald, volgnummer: int, stand: Aanmeldingstand, traject: Trajectstand | None
) -> Iterator[Bevinding]:
    """Judge an outcome in the aanbieder's favour: may one still enter, and is every demand met with valid evidence."""
    if traject is None:
        yield onbekend(volgnummer, "Traject", stand.traject_id)
    elif feit.uitkomst.positief:
        percelen = feit.percelen or stand.percelen
        for bevinding in beslisgronden(
            stand=stand, traject=traject, percelen=percelen, dag=feit.ingangsdatum
        ):
            yield replace(bevinding, volgnummer=volgnummer)


def beslisgronden(
    *, stand: Aanmeldingstand, traject: Trajectstand, percelen: tuple[str, ...], dag: date
) -> Iterator[Bevinding]:
    """Give what speaks against letting an aanbieder in for these lots on a day; as findings without a volgnummer."""
    if traject.toetreding is Toetreding.GESLOTEN and dag > traject.ingang_contracten:
        eerste_dag = traject.ingang_contracten
        yield bevinding(TOETREDING_GESLOTEN, 0, "", eerste_dag=eerste_dag)
    criteria = criteria_van(stand=stand, traject=traject)
    if criteria is None or not criteria.geldt_voor(percelen):
        return
    for uitslag in uitslagen(stand=stand, criteria=criteria, dag=dag):
        yield from _eisbevindingen(uitslag, criteria.versie, dag)


def _eisbevindingen(uitslag: Eisuitslag, versie: str, dag: date) -> Iterator[Bevinding]:
    code, waarden = uitslag.eis.code, {"eis": uitslag.eis.code, "versie": versie, "dag": dag}
    if uitslag.oordeel is None:
        yield bevinding(EIS_NIET_BEOORDEELD, 0, code, **waarden)
    elif not uitslag.oordeel.voldaan:
        yield bevinding(EIS_NIET_GEHAALD, 0, code, **waarden)
    if uitslag.bewijs in _WAAROM and uitslag.eis.bewijs is not None:
        stuk = uitslag.stuk
        waarom = _WAAROM[uitslag.bewijs].format(
            stuk=stuk and stuk.kenmerk,
            afgegeven=stuk and stuk.afgegeven_op,
            geldig=stuk and stuk.geldig_tot_en_met,
            maanden=uitslag.eis.bewijs.maximale_ouderdom_maanden,
        )
        waarden |= {"soort": uitslag.eis.bewijs.soort, "waarom": waarom}
        yield bevinding(BEWIJS_NIET_GELDIG, 0, code, **waarden)


def toets_toelating(
    *,
    feit: AanbiederToegelaten,
    volgnummer: int,
    aanbieder: UUID,
    traject: Trajectstand | None,
    aanmelding: Aanmeldingstand | None,
) -> Iterator[Bevinding]:
    """Judge an admission against the application it names, and whether the regime asks one.

    `aanbieder` is who is admitted, `aanmelding` the one named, as it stands on the fact's day.
    """
    dag, waarom = feit.ingangsdatum, "vraagt dit traject een aanmelding, en er is er geen genoemd"
    if feit.aanmelding_id is not None:
        wie = None if aanmelding is None else (aanmelding.aanbieder_id, aanmelding.traject_id)
        if aanmelding is None or wie != (aanbieder, feit.traject_id):
            wat = "Van deze aanbieder in dit traject aanmelding"
            yield onbekend(volgnummer, wat, feit.aanmelding_id)
            return
        if aanmelding.binnen(feit.perceel):
            return
        waarom = f"is de aanmelding van {aanmelding.ingangsdatum} op {dag} {aanmelding.status}"
    elif not _vraagt_aanmelding(feit, traject):
        return
    waarden = {"waarom": waarom, "dag": dag, "perceel": feit.perceel}
    yield bevinding(TOELATING_ZONDER_AANMELDING, volgnummer, "", **waarden)


def _vraagt_aanmelding(feit: AanbiederToegelaten, traject: Trajectstand | None) -> bool:
    gevraagd = feit.grondslag in (Grondslag.TOELATING, Grondslag.GUNNING)
    regel, dag = TOELATING_VIA_AANMELDING, feit.ingangsdatum
    return gevraagd and traject is not None and traject.vraagt(regel=regel, dag=dag)


# --- signals -----------------------------------------------------------------------------------------------------


def aanmeldingsignalen(
    *, stand: Aanmeldingstand, traject: Trajectstand, dag: date
) -> Iterator[Signaal]:
    """Give what deserves a look at an application on a day; which demands it is about is told in `grond` only."""
    ronde = traject.ronde(stand.ronde)
    if ronde is not None and stand.open_percelen and ronde.beslissen_uiterlijk < dag:
        yield Signaal(
            code="te-laat-beslist",
            titel="Er is nog niet beslist",
            detail=f"Ronde {ronde.code} beslist uiterlijk op {ronde.beslissen_uiterlijk}.",
        )
    for uitkomst in stand.uitkomsten:
        if uitkomst.uitkomst.positief:
            wat = f"{uitkomst.uitkomst} op {uitkomst.ingangsdatum}"
            for regel, grond in tegengronden(stand=stand, traject=traject, uitkomst=uitkomst):
                detail = f"Beslist is {wat}; dit spreekt daar tegen."
                yield Signaal(code=regel.code, titel=regel.titel, detail=detail, grond=grond)


def tegengronden(
    *, stand: Aanmeldingstand, traject: Trajectstand, uitkomst: Besluituitkomst
) -> Iterator[tuple[Regel, str]]:
    """Give per rule what spoke against an outcome on its day, in words that not every reader may see."""
    gevonden = beslisgronden(
        stand=stand, traject=traject, percelen=uitkomst.percelen, dag=uitkomst.ingangsdatum
    )
    per_regel: dict[str, list[Bevinding]] = {}
    for een in gevonden:
        per_regel.setdefault(een.regel.code, []).append(een)
    for groep in per_regel.values():
        yield groep[0].regel, " ".join(b.detail for b in groep)
