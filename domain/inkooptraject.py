"""The inkooptraject: one procedure from proposal to end, with its lots, criteria, rounds, calendar and decisions."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from domain.besluitvereiste import Besluitvereiste
from domain.bevindingen import bevinding, onbekend
from domain.criteria import Criteriagegevens, Criteriaversie
from domain.feiten import AFWEZIG, Feit, Vormvast, afwezig
from domain.looptijd import Verlengingsoptie
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.tarieven import Tariefregel, samengevoegd
from domain.tijdlijn import Dingsoort, Geldend
from domain.trajectdelen import (
    Beslismoment,
    Doel,
    Doorlooptijd,
    Evaluatie,
    Evaluatiegegevens,
    Kalenderpunt,
    Kalenderregel,
    Perceel,
    Pilot,
    Pilotgegevens,
    Regimeregel,
    Ronde,
    Rondegegevens,
    Segmentknoop,
    Stap,
    Stapgegevens,
    Tarieflijst,
    weiger_dubbel,
    weiger_kringen,
)
from domain.waarden import Code, Datum, Gemeentecode, Id, Jaar, JaNee, Tekst, Volgnummer, dag_na


class Toetreding(StrEnum):
    """Whether aanbieders may still enter after the first day (S1:1113 open, S1:1166-1170 closed)."""

    OPEN = "OPEN"
    GESLOTEN = "GESLOTEN"


class Uitkomst(StrEnum):
    """Outcome of a go/no-go; it ends nothing by itself (domein.md A.7)."""

    GO = "GO"
    GO_MET_WIJZIGING = "GO_MET_WIJZIGING"
    NO_GO = "NO_GO"
    AANGEHOUDEN = "AANGEHOUDEN"


class Vaststelling(StrEnum):
    """How far a procedure is adopted: proposed, adopted, or superseded without ever having been true."""

    VOORGENOMEN = "VOORGENOMEN"
    VASTGESTELD = "VASTGESTELD"
    VERVALLEN = "VERVALLEN"


class Status(StrEnum):
    """Computed from the adoption and the term: only what is adopted comes into force."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"
    BEEINDIGD = "BEEINDIGD"


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TrajectGestart(Feit):
    """A procedure; `ingangsdatum` is the day it begins, so that its steps, rounds and criteria can precede contracts.

    `ingang_contracten` is the first day of its contracts; absent it is the `ingangsdatum` itself. `start_procedure`
    is the day on which the procurement goes to the market. Without `voorgenomen` it is adopted.
    """

    feitnaam: ClassVar[str] = "inkooptraject.gestart"
    pad: ClassVar[str] = "POST"

    naam: Tekst
    regio_id: Id
    inkoopvorm: Code
    toetreding: Toetreding
    ingang_contracten: Datum | None = None
    einddatum: Datum | None = None
    segmenten: tuple[Code, ...]
    percelen: tuple[Perceel, ...]
    beslismomenten: tuple[Beslismoment, ...] = ()
    verlengingsopties: tuple[Verlengingsoptie, ...] = ()
    regels: tuple[Regimeregel, ...] = ()
    doelen: tuple[Doel, ...] = ()
    voorgenomen: JaNee | None = None
    start_procedure: Datum | None = None
    vereisten: tuple[Besluitvereiste, ...] = ()
    kalender: tuple[Kalenderpunt, ...] = ()
    segmentboom: tuple[Segmentknoop, ...] = ()
    doorlooptijden: tuple[Doorlooptijd, ...] = ()

    def __post_init__(self) -> None:
        """Refuse codes used twice, lots outside the segments and days in an order that cannot be."""
        eerste = self.ingang_contracten or self.ingangsdatum
        wat = "de ingangsdatum" if self.ingang_contracten is None else "ingangContracten"
        if eerste < self.ingangsdatum:
            raise ValueError("ingangContracten ligt voor de ingangsdatum")
        if self.einddatum is not None and self.einddatum < eerste:
            raise ValueError(f"einddatum ligt voor {wat}")
        if self.start_procedure is not None and self.start_procedure > eerste:
            raise ValueError(f"startProcedure ligt na {wat}")
        _weiger_dubbele_codes(self)
        vreemd = [p.code for p in self.percelen if p.segment not in self.segmenten]
        if vreemd:
            raise ValueError(f"het segment van perceel {vreemd[0]} staat niet in segmenten")


@dataclass(frozen=True, kw_only=True)
class TrajectGewijzigd(Feit):
    """Changed data of a procedure; lists replace what was there, absent stays."""

    feitnaam: ClassVar[str] = "inkooptraject.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    naam: Tekst | None = None
    toetreding: Toetreding | None = None
    einddatum: Datum | None = field(default_factory=afwezig)
    segmenten: tuple[Code, ...] | None = None
    percelen: tuple[Perceel, ...] | None = None
    beslismomenten: tuple[Beslismoment, ...] | None = None
    verlengingsopties: tuple[Verlengingsoptie, ...] | None = None
    regels: tuple[Regimeregel, ...] | None = None
    doelen: tuple[Doel, ...] | None = None
    ingang_contracten: Datum | None = None
    start_procedure: Datum | None = None
    vereisten: tuple[Besluitvereiste, ...] | None = None
    kalender: tuple[Kalenderpunt, ...] | None = None
    segmentboom: tuple[Segmentknoop, ...] | None = None
    doorlooptijden: tuple[Doorlooptijd, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing and codes used twice."""
        if not self.gegeven:
            raise ValueError("noem ten minste één wijziging")
        _weiger_dubbele_codes(self)

    @property
    def gegeven(self) -> Mapping[str, Any]:
        """What changes, by the name of the field; null ends only the einddatum."""
        waarden = {
            v.name: getattr(self, v.name)
            for v in fields(TrajectGewijzigd)
            if v.name != "ingangsdatum"
        }
        return {
            n: w for n, w in waarden.items() if w is not (AFWEZIG if n == "einddatum" else None)
        }


def _weiger_dubbele_codes(feit: TrajectGestart | TrajectGewijzigd) -> None:
    weiger_dubbel(wat="segment", codes=feit.segmenten or ())
    weiger_dubbel(wat="perceel", codes=(p.code for p in feit.percelen or ()))
    weiger_dubbel(wat="beslismoment", codes=(b.code for b in feit.beslismomenten or ()))
    weiger_dubbel(wat="doel", codes=(d.code for d in feit.doelen or ()))
    weiger_dubbel(wat="kalenderpunt", codes=(k.code for k in feit.kalender or ()))
    weiger_dubbel(wat="segment", codes=(k.code for k in feit.segmentboom or ()))
    weiger_dubbel(wat="orgaan", codes=(d.orgaan for d in feit.doorlooptijden or ()))
    weiger_kringen(feit.segmentboom or ())


@dataclass(frozen=True, kw_only=True)
class TrajectVastgesteld(Feit):
    """A proposal adopted; from its contracts' first day on it is in force."""

    feitnaam: ClassVar[str] = "inkooptraject.vastgesteld"
    pad: ClassVar[str] = "vaststellingen"


@dataclass(frozen=True, kw_only=True)
class BeslissingGenomen(Feit):
    """A decision at a decision moment; it changes no term and no status, acts that follow carry gevolgVan."""

    feitnaam: ClassVar[str] = "inkooptraject.beslissing_genomen"
    pad: ClassVar[str] = "beslissingen"

    beslismoment: Code
    segment: Code | None = None
    percelen: tuple[Code, ...] = ()
    uitkomst: Uitkomst
    gemeenten: tuple[Gemeentecode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TrajectGeevalueerd(Evaluatiegegevens, Feit):
    """The evaluation that precedes a decision: its criteria judged, and what follows from that (S0:191-195)."""

    feitnaam: ClassVar[str] = "inkooptraject.geevalueerd"
    pad: ClassVar[str] = "evaluaties"

    def __post_init__(self) -> None:
        """Refuse a criterium judged twice."""
        weiger_dubbel(wat="criterium", codes=(o.criterium for o in self.criteriumoordelen))


@dataclass(frozen=True, kw_only=True)
class CriteriaVastgelegd(Criteriagegevens, Feit):
    """A new version of the demands on aanbieders; earlier versions stay, for earlier rounds were judged by them."""

    feitnaam: ClassVar[str] = "inkooptraject.criteria_vastgelegd"
    pad: ClassVar[str] = "criteria"

    def __post_init__(self) -> None:
        """Refuse a version without demands, or with one in it twice."""
        if not self.eisen:
            raise ValueError("noem ten minste één eis")
        weiger_dubbel(wat="eis", codes=(e.code for e in self.eisen))


@dataclass(frozen=True, kw_only=True)
class RondeGeopend(Rondegegevens, Feit):
    """A window to apply in, open from its day on (S1:1113: every month)."""

    feitnaam: ClassVar[str] = "inkooptraject.ronde_geopend"
    pad: ClassVar[str] = "rondes"

    def __post_init__(self) -> None:
        """Refuse a window that closes before it opens, and a decision before it closes."""
        if self.aanmelden_tot_en_met < self.ingangsdatum:
            raise ValueError(
                "aanmeldenTotEnMet ligt voor de ingangsdatum, de eerste dag van de ronde"
            )
        if self.beslissen_uiterlijk < self.aanmelden_tot_en_met:
            raise ValueError("beslissenUiterlijk ligt voor aanmeldenTotEnMet")


@dataclass(frozen=True, kw_only=True)
class StapGezet(Stapgegevens, Feit):
    """A step taken on its day: of the calendar, of a herziening, or another (S3:573-648)."""

    feitnaam: ClassVar[str] = "inkooptraject.stap_gezet"
    pad: ClassVar[str] = "stappen"


@dataclass(frozen=True, kw_only=True)
class PilotAangekondigd(Pilotgegevens, Feit):
    """A local pilot announced on its day."""

    feitnaam: ClassVar[str] = "inkooptraject.pilot_aangekondigd"
    pad: ClassVar[str] = "pilots"

    def __post_init__(self) -> None:
        """Refuse a pilot of no gemeente and one that ends before it starts."""
        if not self.gemeenten:
            raise ValueError("noem ten minste één gemeente")
        if self.van and self.tot_en_met and self.tot_en_met < self.van:
            raise ValueError("totEnMet ligt voor van")


@dataclass(frozen=True, kw_only=True)
class TarieflijstVastgesteld(Feit):
    """The regional tariffs from a day on; the whole list replaces the one before."""

    feitnaam: ClassVar[str] = "inkooptraject.tarieflijst_vastgesteld"
    pad: ClassVar[str] = "tarieflijsten"

    prijspeil: Jaar | None = None
    tarieven: tuple[Tariefregel, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list, a line without amount and a tariff in it twice."""
        if not self.tarieven or any(t.tarief is None for t in self.tarieven):
            raise ValueError("noem ten minste één tarief, elk met een bedrag")
        weiger_dubbel(wat="tarief", codes=("/".join(t.sleutel) for t in self.tarieven))


@dataclass(frozen=True, kw_only=True)
class TrajectIngetrokken(Feit):
    """Something taken back from its day on: an act by its volgnummer, without one the whole procedure."""

    feitnaam: ClassVar[str] = "inkooptraject.ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer | None = None

    def geheel(self, doel: int | None) -> bool:
        """Tell whether the procedure itself is taken back, and not an act in it."""
        return self.volgnummer is None or doel == 1


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Beslissing(Vormvast):
    """A decision taken; `plaats` is the place of its fact."""

    plaats: Volgnummer
    beslismoment: Code
    segment: Code | None
    percelen: tuple[Code, ...]
    uitkomst: Uitkomst
    ingangsdatum: Datum
    gemeenten: tuple[Gemeentecode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Trajectstand(Vormvast):
    """A procedure in a stretch of days."""

    naam: Tekst
    regio_id: Id
    inkoopvorm: Code
    toetreding: Toetreding
    ingangsdatum: Datum
    ingang_contracten: Datum
    """The first day of its contracts (S0:14); the procedure itself begins on `ingangsdatum`."""
    einddatum: Datum | None
    segmenten: tuple[Code, ...]
    percelen: tuple[Perceel, ...]
    beslismomenten: tuple[Beslismoment, ...]
    verlengingsopties: tuple[Verlengingsoptie, ...]
    regels: tuple[Regimeregel, ...]
    doelen: tuple[Doel, ...] = ()
    beslissingen: tuple[Beslissing, ...] = ()
    evaluaties: tuple[Evaluatie, ...] = ()
    stand: Vaststelling = Vaststelling.VASTGESTELD
    start_procedure: Datum | None = None
    vereisten: tuple[Besluitvereiste, ...] = ()
    kalender: tuple[Kalenderregel, ...] = ()
    segmentboom: tuple[Segmentknoop, ...] = ()
    doorlooptijden: tuple[Doorlooptijd, ...] = ()
    criteria: tuple[Criteriaversie, ...] = ()
    rondes: tuple[Ronde, ...] = ()
    stappen: tuple[Stap, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    tarieflijst: Tarieflijst | None = None
    status: Status = Status.ACTIEF

    def vraagt(self, *, regel: str, dag: date) -> bool:
        """Tell whether the regime asks a rule on a day."""
        return any(r.code == regel and r.geldt_op(dag) for r in self.regels)

    def vereist(self, *, namen: Collection[str], dag: date) -> tuple[Besluitvereiste, ...]:
        """Give the besluiten that an act with these stored names needs on a day."""
        return tuple(v for v in self.vereisten if v.geldt_voor(namen=namen, dag=dag))

    def beslismoment(self, code: str) -> Beslismoment | None:
        """Give the decision moment with a code; None when there is none."""
        return next((b for b in self.beslismomenten if b.code == code), None)

    def ronde(self, code: str | None) -> Ronde | None:
        """Give the round with a code; None when it does not stand."""
        return next((r for r in self.rondes if r.code == code), None)

    def criteriaversie(self, versie: str | None) -> Criteriaversie | None:
        """Give a version of the criteria; None when it does not stand."""
        return next((c for c in self.criteria if c.versie == versie), None)

    @property
    def perceelcodes(self) -> frozenset[str]:
        """The codes of all lots."""
        return frozenset(p.code for p in self.percelen)

    @property
    def start_inkoop(self) -> date:
        """The day on which the procurement goes to the market; not said, the first day of the contracts."""
        return self.start_procedure or self.ingang_contracten


_AKTEN: Mapping[type[Feit], tuple[str, type[Any]]] = {
    BeslissingGenomen: ("beslissingen", Beslissing),
    TrajectGeevalueerd: ("evaluaties", Evaluatie),
    CriteriaVastgelegd: ("criteria", Criteriaversie),
    RondeGeopend: ("rondes", Ronde),
    StapGezet: ("stappen", Stap),
    PilotAangekondigd: ("pilots", Pilot),
}
"""Facts that add an act to the standing: to which list, and as what; each can be withdrawn by its volgnummer."""


def _open(geldend: Geldend) -> Trajectstand:
    feit = geldend.feit
    assert isinstance(feit, TrajectGestart)  # noqa: S101 - the kind's own opening fact
    eigen = {v.name: getattr(feit, v.name) for v in fields(feit) if v.name != "voorgenomen"}
    eigen["ingang_contracten"] = feit.ingang_contracten or feit.ingangsdatum
    vaststelling = Vaststelling.VOORGENOMEN if feit.voorgenomen else Vaststelling.VASTGESTELD
    return _bijgewerkt(Trajectstand(**eigen, stand=vaststelling), feit.ingangsdatum)


def _evolueer(stand: Trajectstand, geldend: Geldend) -> Trajectstand:
    feit = geldend.feit
    match feit:
        case TrajectGewijzigd():
            stand = replace(stand, **feit.gegeven)
        case TrajectVastgesteld() if stand.stand is Vaststelling.VOORGENOMEN:
            stand = replace(stand, stand=Vaststelling.VASTGESTELD)
        case TarieflijstVastgesteld():
            stand = replace(stand, tarieflijst=_tarieflijst(geldend, feit))
        case TrajectIngetrokken() if feit.geheel(geldend.doel):
            stand = replace(stand, stand=Vaststelling.VERVALLEN)
        case TrajectIngetrokken():
            stand = _zonder(stand, geldend.doel)
        case _ if type(feit) in _AKTEN:
            stand = _met_akte(stand, geldend)
    return _bijgewerkt(stand, feit.ingangsdatum)


def _met_akte(stand: Trajectstand, geldend: Geldend) -> Trajectstand:
    naam, klasse = _AKTEN[type(geldend.feit)]
    gegeven = {v.name: getattr(geldend.feit, v.name) for v in fields(geldend.feit)}
    if isinstance(geldend.feit, PilotAangekondigd):
        gegeven["vooraf_aangekondigd"] = _vooraf(stand, geldend.feit)
    akte = klasse(plaats=geldend.plaats, **gegeven)
    lijst: dict[str, Any] = {naam: (*getattr(stand, naam), akte)}
    return replace(stand, **lijst)


def _zonder(stand: Trajectstand, plaats: int | None) -> Trajectstand:
    lijsten: dict[str, Any] = {
        naam: tuple(akte for akte in getattr(stand, naam) if akte.plaats != plaats)
        for naam, _ in _AKTEN.values()
    }
    if stand.tarieflijst is not None and stand.tarieflijst.plaats == plaats:
        lijsten["tarieflijst"] = None
    return replace(stand, **lijsten)


def _tarieflijst(geldend: Geldend, feit: TarieflijstVastgesteld) -> Tarieflijst:
    prijspeil = feit.prijspeil or feit.ingangsdatum.year
    return Tarieflijst(
        plaats=geldend.plaats,
        ingangsdatum=feit.ingangsdatum,
        prijspeil=prijspeil,
        tarieven=samengevoegd(eerder=(), regels=feit.tarieven, jaar=prijspeil),
    )


def _vooraf(stand: Trajectstand, feit: PilotAangekondigd) -> bool:
    return feit.ingangsdatum <= (stand.start_inkoop)


def _bijgewerkt(stand: Trajectstand, dag: date) -> Trajectstand:
    """Compute what follows from the rest: the status on a day, and which calendar points are done since when."""
    gedaan: dict[str, date] = {}
    for stap in stand.stappen:
        gedaan.setdefault(stap.stap, stap.ingangsdatum)
    kalender = tuple(_kalenderregel(punt, gedaan.get(punt.code)) for punt in stand.kalender)
    return replace(stand, kalender=kalender, status=_status(stand, dag))


def _kalenderregel(punt: Kalenderpunt, gedaan_op: date | None) -> Kalenderregel:
    eigen = {v.name: getattr(punt, v.name) for v in fields(Kalenderpunt)}
    return Kalenderregel(**eigen, gedaan_op=gedaan_op)


def _status(stand: Trajectstand, dag: date) -> Status:
    if stand.stand is Vaststelling.VERVALLEN:
        return Status.BEEINDIGD
    if stand.stand is Vaststelling.VOORGENOMEN or dag < stand.ingang_contracten:
        return Status.TOEKOMSTIG
    voorbij = stand.einddatum is not None and stand.einddatum < dag
    return Status.BEEINDIGD if voorbij else Status.ACTIEF


def _vanzelf(stand: Trajectstand, sinds: date) -> tuple[date, Trajectstand] | None:
    """Give the first day of the contracts, then the day after the end; a proposal waits for its adoption."""
    grens = {
        Status.TOEKOMSTIG: stand.ingang_contracten,
        Status.ACTIEF: None if stand.einddatum is None else dag_na(stand.einddatum),
        Status.BEEINDIGD: None,
    }[stand.status]
    if grens is None or stand.stand is not Vaststelling.VASTGESTELD:
        return None
    dag = max(grens, sinds)
    return dag, replace(stand, status=_status(stand, dag))


def _aanloop(stand: Trajectstand) -> Trajectstand:
    return replace(stand, status=Status.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------

TRAJECT_VERVALLEN = onmogelijk(
    "traject-vervallen",
    "Dit traject is vervallen",
    "Op {dag} is dit traject ingetrokken; er komt niets meer bij. Leg een nieuw traject vast, of corrigeer de "
    "intrekking.",
    na_einde=True,
)
TRAJECT_AL_VASTGESTELD = onmogelijk(
    "traject-al-vastgesteld",
    "Dit traject is al vastgesteld",
    "Op {dag} is dit traject al vastgesteld. Wat anders wordt, is een wijziging.",
)
TRAJECT_AL_IN_WERKING = onmogelijk(
    "traject-al-in-werking",
    "Dit traject is al in werking",
    "De contracten van dit traject lopen sinds {eerste_dag}; op {dag} kan het niet meer vervallen. Geef het met een "
    "wijziging een einddatum.",
)
DAGEN_BOTSEN = onmogelijk(
    "dagen-van-traject-botsen",
    "De dagen van dit traject spreken elkaar tegen",
    "Na deze wijziging begint de inkoop op {start}, gaan de contracten in op {ingang} en eindigen ze op {einde}. Geef "
    "dagen in die volgorde.",
)
CODE_BESTAAT_AL = onmogelijk(
    "code-bestaat-al",
    "Deze code is al in gebruik",
    "{wat} {code} staat er al sinds {sinds} (registratie {volgnummer}). Kies een andere code, of trek die eerst in.",
)
CRITERIA_IN_GEBRUIK = onmogelijk(
    "criteria-in-gebruik",
    "Een ronde steunt op deze criteria",
    "Ronde {ronde} beoordeelt op criteriaversie {versie}. Trek eerst die ronde in.",
)
CRITERIA_BEVROREN = onrechtmatig(
    "criteria-bevroren",
    "De criteria van dit beslismoment staan vast",
    "Beslismoment {code} is begonnen op {sinds}; op {dag} kunnen zijn criteria niet meer anders. Laat ze zoals ze "
    "waren, of leg vast waarom en op welk besluit van ze wordt afgeweken.",
)
PILOT_NIET_VOORAF = onrechtmatig(
    "pilot-niet-vooraf-aangekondigd",
    "Deze pilot is niet voor de inkoop aangekondigd",
    "Pilot {code} is aangekondigd op {dag}, na de start van de inkoop op {start}. Kondig een pilot uiterlijk die dag "
    "aan, of neem hem mee in een volgend traject.",
)
PILOT_HELE_GEMEENTE = onrechtmatig(
    "pilot-hele-gemeente",
    "Een hele gemeente kan geen pilot zijn",
    "Pilot {code} zondert {gemeenten} als geheel uit van de regionale inkoop. Beperk hem tot een wijk of doelgroep.",
)


def _toets(stand: Trajectstand, geldend: Geldend) -> list[Bevinding]:
    if stand.stand is Vaststelling.VERVALLEN:
        return [bevinding(TRAJECT_VERVALLEN, geldend, dag=geldend.feit.ingangsdatum)]
    toets = _TOETSEN.get(type(geldend.feit))
    return [] if toets is None else list(toets(stand, geldend, geldend.feit))


def _toets_beslissing(
    stand: Trajectstand, geldend: Geldend, feit: BeslissingGenomen
) -> Iterator[Bevinding]:
    if stand.beslismoment(feit.beslismoment) is None:
        yield onbekend(geldend, "Beslismoment", feit.beslismoment)
    if feit.segment is not None and feit.segment not in stand.segmenten:
        yield onbekend(geldend, "Segment", feit.segment)
    yield from _onbekende_percelen(stand, geldend, feit.percelen)


def _toets_evaluatie(
    stand: Trajectstand, geldend: Geldend, feit: TrajectGeevalueerd
) -> Iterator[Bevinding]:
    moment = stand.beslismoment(feit.beslismoment)
    if moment is None:
        yield onbekend(geldend, "Beslismoment", feit.beslismoment)
        return
    if feit.segment is not None and feit.segment not in stand.segmenten:
        yield onbekend(geldend, "Segment", feit.segment)
    bekend = {c.code for c in moment.criteria}
    for oordeel in feit.criteriumoordelen:
        if oordeel.criterium not in bekend:
            yield onbekend(geldend, "Criterium", oordeel.criterium)


def _bevroren_criteria(
    stand: Trajectstand, geldend: Geldend, momenten: tuple[Beslismoment, ...]
) -> Iterator[Bevinding]:
    """Judge other criteria for a moment that has begun: its first day is there, or something was decided at it."""
    dag = geldend.feit.ingangsdatum
    nieuw = {m.code: m for m in momenten}
    eerder = {m.code: m for m in stand.beslismomenten}
    for code, moment in {**nieuw, **eerder}.items():
        besloten = (b.ingangsdatum for b in stand.beslissingen if b.beslismoment == code)
        sinds = min([d for d in (moment.van, *besloten) if d is not None], default=None)
        was, wordt = ((m[code].criteria if code in m else ()) for m in (eerder, nieuw))
        if sinds is not None and sinds <= dag and was != wordt:
            waarden = {"code": code, "sinds": sinds, "dag": dag}
            yield bevinding(CRITERIA_BEVROREN, geldend, code, **waarden)


_DAGEN = {"start_procedure", "ingang_contracten", "einddatum"}


def _toets_wijziging(
    stand: Trajectstand, geldend: Geldend, feit: TrajectGewijzigd
) -> Iterator[Bevinding]:
    segmenten = stand.segmenten if feit.segmenten is None else feit.segmenten
    percelen = stand.percelen if feit.percelen is None else feit.percelen
    yield from (
        onbekend(geldend, "Segment", p.segment) for p in percelen if p.segment not in segmenten
    )
    if feit.beslismomenten is not None:
        yield from _bevroren_criteria(stand, geldend, feit.beslismomenten)
    nieuw = replace(stand, **feit.gegeven)
    einde = nieuw.einddatum or nieuw.ingang_contracten
    if feit.gegeven.keys() & _DAGEN and not nieuw.start_inkoop <= nieuw.ingang_contracten <= einde:
        waarden = {
            "start": nieuw.start_inkoop,
            "ingang": nieuw.ingang_contracten,
            "einde": nieuw.einddatum or "een onbepaalde dag",
        }
        yield bevinding(DAGEN_BOTSEN, geldend, **waarden)


def _toets_vaststelling(
    stand: Trajectstand, geldend: Geldend, feit: TrajectVastgesteld
) -> Iterator[Bevinding]:
    if stand.stand is Vaststelling.VASTGESTELD:
        yield bevinding(TRAJECT_AL_VASTGESTELD, geldend, dag=feit.ingangsdatum)


def _toets_criteria(
    stand: Trajectstand, geldend: Geldend, feit: CriteriaVastgelegd
) -> Iterator[Bevinding]:
    yield from _dubbel(geldend, "Criteriaversie", stand.criteriaversie(feit.versie))
    yield from _onbekende_percelen(stand, geldend, feit.percelen)


def _toets_ronde(stand: Trajectstand, geldend: Geldend, feit: RondeGeopend) -> Iterator[Bevinding]:
    yield from _dubbel(geldend, "Ronde", stand.ronde(feit.code))
    if stand.criteriaversie(feit.criteriaversie) is None:
        yield onbekend(geldend, "Criteriaversie", feit.criteriaversie)


def _toets_pilot(
    stand: Trajectstand, geldend: Geldend, feit: PilotAangekondigd
) -> Iterator[Bevinding]:
    eerder = next((p for p in stand.pilots if p.code == feit.code), None)
    yield from _dubbel(geldend, "Pilot", eerder)
    if not _vooraf(stand, feit):
        start = stand.start_inkoop
        yield bevinding(
            PILOT_NIET_VOORAF, geldend, code=feit.code, dag=feit.ingangsdatum, start=start
        )
    if feit.hele_gemeente:
        gemeenten = ", ".join(feit.gemeenten)
        yield bevinding(PILOT_HELE_GEMEENTE, geldend, code=feit.code, gemeenten=gemeenten)


def _toets_intrekking(
    stand: Trajectstand, geldend: Geldend, feit: TrajectIngetrokken
) -> Iterator[Bevinding]:
    if feit.geheel(geldend.doel):
        if stand.status is not Status.TOEKOMSTIG:
            waarden = {"dag": feit.ingangsdatum, "eerste_dag": stand.ingang_contracten}
            yield bevinding(TRAJECT_AL_IN_WERKING, geldend, **waarden)
        return
    if _zonder(stand, geldend.doel) == stand:
        yield onbekend(geldend, "Een geldende handeling met volgnummer", str(feit.volgnummer))
    versie = next((c.versie for c in stand.criteria if c.plaats == geldend.doel), None)
    for ronde in stand.rondes:
        if ronde.criteriaversie == versie:
            yield bevinding(CRITERIA_IN_GEBRUIK, geldend, ronde=ronde.code, versie=versie)


_TOETSEN: Mapping[type[Feit], Callable[[Trajectstand, Geldend, Any], Iterator[Bevinding]]] = {
    BeslissingGenomen: _toets_beslissing,
    TrajectGeevalueerd: _toets_evaluatie,
    TrajectGewijzigd: _toets_wijziging,
    TrajectVastgesteld: _toets_vaststelling,
    CriteriaVastgelegd: _toets_criteria,
    RondeGeopend: _toets_ronde,
    PilotAangekondigd: _toets_pilot,
    TrajectIngetrokken: _toets_intrekking,
}


def _dubbel(
    geldend: Geldend, wat: str, eerder: Criteriaversie | Ronde | Pilot | None
) -> Iterator[Bevinding]:
    if eerder is None:
        return
    code = eerder.versie if isinstance(eerder, Criteriaversie) else eerder.code
    waarden = {"wat": wat, "code": code, "sinds": eerder.ingangsdatum, "volgnummer": eerder.plaats}
    yield replace(bevinding(CODE_BESTAAT_AL, geldend, **waarden), feiten=(eerder.plaats,))


def _onbekende_percelen(
    stand: Trajectstand, geldend: Geldend, percelen: tuple[str, ...]
) -> Iterator[Bevinding]:
    yield from (onbekend(geldend, "Perceel", p) for p in percelen if p not in stand.perceelcodes)


INKOOPTRAJECT: Dingsoort[Trajectstand] = Dingsoort(
    naam="inkooptraject",
    meervoud="inkooptrajecten",
    stand=Trajectstand,
    feiten=(
        TrajectGestart,
        TrajectGewijzigd,
        BeslissingGenomen,
        TrajectGeevalueerd,
        TrajectVastgesteld,
        CriteriaVastgelegd,
        RondeGeopend,
        StapGezet,
        PilotAangekondigd,
        TarieflijstVastgesteld,
        TrajectIngetrokken,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
