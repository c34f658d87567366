"""The regeling: an agreement among gemeenten (Centrumregeling), with its term, option, evaluation and deelnemers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from domain.besluitvereiste import Besluitregel, Besluitvereiste, Rol
from domain.bevindingen import bevinding, onbekend
from domain.contractomgeving import Signaal
from domain.fase import Fase
from domain.feiten import Feit, Vormvast
from domain.inkooptraject import Status
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.tijdlijn import PERIODE_OVERLAPT, Dingsoort, Geldend
from domain.waarden import Code, Datum, Gemeentecode, Id, JaNee, Tekst, Volgnummer, dag_na

VOORUIT = timedelta(days=365)
"""How long before its end a regeling that was not extended gives a signaal."""


class Regelingsoort(StrEnum):
    """The forms of the Wet gemeenschappelijke regelingen, article 8."""

    CENTRUMREGELING = "CENTRUMREGELING"
    OPENBAAR_LICHAAM = "OPENBAAR_LICHAAM"
    GEMEENSCHAPPELIJK_ORGAAN = "GEMEENSCHAPPELIJK_ORGAAN"
    BEDRIJFSVOERINGSORGANISATIE = "BEDRIJFSVOERINGSORGANISATIE"


@dataclass(frozen=True, kw_only=True)
class Regelingsoptie(Vormvast):
    """The right to extend once; no last day where the agreement names none (S1:959-961)."""

    tot_en_met: Datum | None = None


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RegelingAangegaan(Feit):
    """An agreement with the gemeenten that take part from its first day (S1:925-967)."""

    feitnaam: ClassVar[str] = "regeling.aangegaan"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    naam: Tekst
    regelingsoort: Regelingsoort
    centrumgemeente: Gemeentecode | None = None
    deelnemers: tuple[Gemeentecode, ...]
    einddatum: Datum | None = None
    verlengingsoptie: Regelingsoptie | None = None
    evaluatie_uiterlijk: Fase | None = None
    onderdelen: tuple[Code, ...] = ()
    op_onderdelen: JaNee | None = None
    """Whether a gemeente may take part in some onderdelen only; absent: all or nothing (S1:953-955)."""

    def __post_init__(self) -> None:
        """Refuse deelnemers or onderdelen named twice, a centre that fits not, and an end before the start."""
        if not self.deelnemers or len(set(self.deelnemers)) < len(self.deelnemers):
            raise ValueError("noem ten minste één deelnemer en elke deelnemer één keer")
        if len(set(self.onderdelen)) < len(self.onderdelen):
            raise ValueError("noem elk onderdeel één keer")
        if (self.regelingsoort is Regelingsoort.CENTRUMREGELING) != (
            self.centrumgemeente is not None
        ):
            raise ValueError("een centrumregeling heeft een centrumgemeente, en alleen die")
        if self.centrumgemeente is not None and self.centrumgemeente not in self.deelnemers:
            raise ValueError("de centrumgemeente is zelf een van de deelnemers")
        if self.einddatum is not None and self.einddatum < self.ingangsdatum:
            raise ValueError("einddatum ligt voor de ingangsdatum")


@dataclass(frozen=True, kw_only=True)
class DeelnemerToegetreden(Feit):
    """A gemeente that joins; `onderdelen` only where it takes part in some of them."""

    feitnaam: ClassVar[str] = "regeling.deelnemer_toegetreden"
    pad: ClassVar[str] = "deelnames"

    gemeente: Gemeentecode
    onderdelen: tuple[Code, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeelnemerUitgetreden(Feit):
    """A gemeente that leaves after its last day."""

    feitnaam: ClassVar[str] = "regeling.deelnemer_uitgetreden"
    pad: ClassVar[str] = "uittredingen"

    gemeente: Gemeentecode
    laatste_dag: Datum

    def __post_init__(self) -> None:
        """Refuse leaving before the fact itself."""
        if dag_na(self.laatste_dag) < self.ingangsdatum:
            raise ValueError("laatsteDag ligt voor de ingangsdatum")


@dataclass(frozen=True, kw_only=True)
class RegelingGeevalueerd(Feit):
    """An evaluation held; the next one is due by `volgende_uiterlijk`, if at all (S1:963-965)."""

    feitnaam: ClassVar[str] = "regeling.geevalueerd"
    pad: ClassVar[str] = "evaluaties"

    bevinding: Tekst | None = None
    volgende_uiterlijk: Fase | None = None


@dataclass(frozen=True, kw_only=True)
class RegelingVerlengd(Feit):
    """The agreement extended to a later last day."""

    feitnaam: ClassVar[str] = "regeling.verlengd"
    pad: ClassVar[str] = "verlengingen"

    tot_en_met: Datum


TOESTEMMING_RADEN = Besluitvereiste(
    handelingen=tuple(
        klasse.feitnaam
        for klasse in (
            RegelingAangegaan,
            DeelnemerToegetreden,
            DeelnemerUitgetreden,
            RegelingVerlengd,
        )
    ),
    orgaan="RAAD",
    rol=Rol.TOESTEMMING,
    regel=Besluitregel.ELK,
)
"""The law asks the consent of a raad before its gemeente enters, changes, joins or leaves (Wgr 1; S1:41-43)."""


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Deelnemer(Vormvast):
    """A gemeente that takes part, and in which onderdelen; `plaats` is the place of the fact it came from."""

    gemeente: Gemeentecode
    plaats: Volgnummer
    ingangsdatum: Datum
    onderdelen: tuple[Code, ...]
    laatste_dag: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Evaluatie(Vormvast):
    """An evaluation held, and by when that was due."""

    plaats: Volgnummer
    ingangsdatum: Datum
    uiterlijk: Fase | None
    bevinding: Tekst | None


@dataclass(frozen=True, kw_only=True)
class Regelingstand(Vormvast):
    """An agreement in a stretch of days; `verlengd_op` is the day on which its option was used."""

    regio_id: Id
    naam: Tekst
    regelingsoort: Regelingsoort
    centrumgemeente: Gemeentecode | None
    deelnemers: tuple[Deelnemer, ...]
    ingangsdatum: Datum
    einddatum: Datum | None
    verlengingsoptie: Regelingsoptie | None
    evaluatie_uiterlijk: Fase | None
    onderdelen: tuple[Code, ...]
    op_onderdelen: JaNee
    evaluaties: tuple[Evaluatie, ...] = ()
    verlengd_op: Datum | None = None
    status: Status = Status.ACTIEF

    @property
    def gemeenten(self) -> tuple[str, ...]:
        """The gemeentecodes that take part, sorted."""
        return tuple(d.gemeente for d in self.deelnemers)

    @property
    def open_optie(self) -> Regelingsoptie | None:
        """The option that was not yet used."""
        return self.verlengingsoptie if self.verlengd_op is None else None


def _open(geldend: Geldend) -> Regelingstand:
    feit = geldend.feit
    assert isinstance(feit, RegelingAangegaan)  # noqa: S101 - the kind's own opening fact
    deelnemers = tuple(
        Deelnemer(
            gemeente=g,
            plaats=geldend.plaats,
            ingangsdatum=feit.ingangsdatum,
            onderdelen=feit.onderdelen,
        )
        for g in sorted(feit.deelnemers)
    )
    return Regelingstand(
        regio_id=feit.regio_id,
        naam=feit.naam,
        regelingsoort=feit.regelingsoort,
        centrumgemeente=feit.centrumgemeente,
        deelnemers=deelnemers,
        ingangsdatum=feit.ingangsdatum,
        einddatum=feit.einddatum,
        verlengingsoptie=feit.verlengingsoptie,
        evaluatie_uiterlijk=feit.evaluatie_uiterlijk,
        onderdelen=feit.onderdelen,
        op_onderdelen=bool(feit.op_onderdelen),
    )


def _evolueer(stand: Regelingstand, geldend: Geldend) -> Regelingstand:
    feit = geldend.feit
    match feit:
        case DeelnemerToegetreden():
            erbij = Deelnemer(
                gemeente=feit.gemeente,
                plaats=geldend.plaats,
                ingangsdatum=feit.ingangsdatum,
                onderdelen=feit.onderdelen or stand.onderdelen,
            )
            rest = [d for d in stand.deelnemers if d.gemeente != feit.gemeente]
            alle = sorted([*rest, erbij], key=lambda d: d.gemeente)
            return replace(stand, deelnemers=tuple(alle))
        case DeelnemerUitgetreden():
            deelnemers = tuple(
                replace(d, laatste_dag=feit.laatste_dag) if d.gemeente == feit.gemeente else d
                for d in stand.deelnemers
            )
            return replace(stand, deelnemers=deelnemers)
        case RegelingGeevalueerd():
            gehouden = Evaluatie(
                plaats=geldend.plaats,
                ingangsdatum=feit.ingangsdatum,
                uiterlijk=stand.evaluatie_uiterlijk,
                bevinding=feit.bevinding,
            )
            return replace(
                stand,
                evaluaties=(*stand.evaluaties, gehouden),
                evaluatie_uiterlijk=feit.volgende_uiterlijk,
            )
    assert isinstance(feit, RegelingVerlengd)  # noqa: S101 - the kind's last fact
    return replace(stand, einddatum=feit.tot_en_met, verlengd_op=feit.ingangsdatum)


def _vanzelf(stand: Regelingstand, sinds: date) -> tuple[date, Regelingstand] | None:
    """Give the day after the end, or after the last day of the first gemeente that leaves."""
    einden = [dag_na(d.laatste_dag) for d in stand.deelnemers if d.laatste_dag is not None]
    loopt = stand.status is Status.ACTIEF
    if loopt and stand.einddatum is not None:
        einden.append(dag_na(stand.einddatum))
    if not einden:
        return None
    dag = max(min(einden), sinds)
    over = tuple(
        d for d in stand.deelnemers if d.laatste_dag is None or dag_na(d.laatste_dag) > dag
    )
    voorbij = stand.einddatum is not None and stand.einddatum < dag
    status = Status.BEEINDIGD if voorbij else stand.status
    return dag, replace(stand, deelnemers=over, status=status)


def _aanloop(stand: Regelingstand) -> Regelingstand:
    return replace(stand, status=Status.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------

DEELNAME_OP_ONDERDELEN = onrechtmatig(
    "deelname-op-onderdelen",
    "Deelnemen kan alleen aan het geheel",
    "Deze regeling kent alleen deelname aan alle onderdelen; gemeente {gemeente} zou niet deelnemen aan: {ontbreekt}.",
)
REGELING_BEEINDIGD = onmogelijk(
    "regeling-al-beeindigd",
    "De regeling is dan al geëindigd",
    "Op {dag} is de regeling geëindigd (laatste dag {einddatum}). Leg eerst de verlenging vast, op een dag daarvoor, "
    "of kies een eerdere dag.",
    na_einde=True,
)
REGELING_NIET_LATER = onmogelijk(
    "regeling-eindigt-niet-later",
    "De regeling eindigt zo niet later",
    "De regeling loopt {einde}; verlengen tot en met {tot_en_met} maakt haar niet langer.",
)
REGELING_BUITEN_OPTIE = onrechtmatig(
    "regeling-verlengd-buiten-optie",
    "De verlenging past niet bij de optie",
    "Verlengen tot en met {tot_en_met} past niet bij de afspraak: {optie}.",
)


def _toets(stand: Regelingstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    if isinstance(feit, RegelingAangegaan):
        return []
    if stand.status is Status.BEEINDIGD and not isinstance(feit, RegelingGeevalueerd):
        waarden = {"dag": feit.ingangsdatum, "einddatum": stand.einddatum}
        return [bevinding(REGELING_BEEINDIGD, geldend, **waarden)]
    match feit:
        case DeelnemerToegetreden():
            return list(_toets_deelname(stand, geldend, feit))
        case DeelnemerUitgetreden() if feit.gemeente not in stand.gemeenten:
            return [onbekend(geldend, "Een deelname op die dag van gemeente", feit.gemeente)]
        case RegelingVerlengd():
            return list(_toets_verlenging(stand, geldend, feit))
    return []


def _toets_deelname(
    stand: Regelingstand, geldend: Geldend, feit: DeelnemerToegetreden
) -> Iterator[Bevinding]:
    for d in stand.deelnemers:
        if d.gemeente == feit.gemeente:
            yield Bevinding(
                regel=PERIODE_OVERLAPT,
                volgnummer=geldend.volgnummer,
                waarden={
                    "wat": f"Een deelname van gemeente {d.gemeente}",
                    "ingangsdatum": feit.ingangsdatum.isoformat(),
                },
                feiten=(d.plaats,),
            )
    for vreemd in sorted(set(feit.onderdelen) - set(stand.onderdelen)):
        yield onbekend(geldend, "Onderdeel", vreemd)
    ontbreekt = [o for o in stand.onderdelen if o not in feit.onderdelen]
    if feit.onderdelen and ontbreekt and not stand.op_onderdelen:
        waarden = {"gemeente": feit.gemeente, "ontbreekt": ", ".join(ontbreekt)}
        yield bevinding(DEELNAME_OP_ONDERDELEN, geldend, **waarden)


def _toets_verlenging(
    stand: Regelingstand, geldend: Geldend, feit: RegelingVerlengd
) -> Iterator[Bevinding]:
    if stand.einddatum is None or feit.tot_en_met <= stand.einddatum:
        einde = "zonder einddatum" if stand.einddatum is None else f"al t/m {stand.einddatum}"
        yield bevinding(REGELING_NIET_LATER, geldend, einde=einde, tot_en_met=feit.tot_en_met)
        return
    optie = stand.open_optie
    if optie is None:
        uitleg = "er is geen optie" if stand.verlengd_op is None else "de optie is al gebruikt"
    elif optie.tot_en_met is not None and feit.tot_en_met != optie.tot_en_met:
        uitleg = f"de optie gaat tot en met {optie.tot_en_met}"
    else:
        return
    yield bevinding(REGELING_BUITEN_OPTIE, geldend, optie=uitleg, tot_en_met=feit.tot_en_met)


REGELING: Dingsoort[Regelingstand] = Dingsoort(
    naam="regeling",
    meervoud="regelingen",
    stand=Regelingstand,
    feiten=(
        RegelingAangegaan,
        DeelnemerToegetreden,
        DeelnemerUitgetreden,
        RegelingGeevalueerd,
        RegelingVerlengd,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)


# --- what deserves a look ----------------------------------------------------------------------------------------


def regelingsignalen(*, stand: Regelingstand, dag: date) -> Iterator[Signaal]:
    """Give what is late or ending on a day."""
    uiterlijk = None if stand.evaluatie_uiterlijk is None else stand.evaluatie_uiterlijk.uiterlijk
    if uiterlijk is not None and uiterlijk < dag:
        yield Signaal(
            code="evaluatie-te-laat",
            titel="De evaluatie is er nog niet",
            detail=f"De evaluatie moest er uiterlijk {uiterlijk} zijn en is niet vastgelegd.",
        )
    yield from _einde(stand, dag)
    weg = stand.centrumgemeente
    if weg is not None and weg not in stand.gemeenten and stand.status is Status.ACTIEF:
        yield Signaal(
            code="centrumgemeente-weg",
            titel="De centrumgemeente neemt niet meer deel",
            detail=f"Gemeente {weg} voert de regeling uit en neemt op {dag} niet meer deel.",
        )


def _einde(stand: Regelingstand, dag: date) -> Iterator[Signaal]:
    """Give the signaal of an end without extension: a year ahead, and after it where an option was left unused."""
    einde, optie = stand.einddatum, stand.open_optie
    if einde is None or stand.status is Status.TOEKOMSTIG or dag < einde - VOORUIT:
        return
    voorbij = stand.status is Status.BEEINDIGD
    if voorbij and optie is None:
        return
    loopt = f"is geëindigd op {einde}" if voorbij else f"loopt t/m {einde}"
    gebruik = "er is geen optie om te verlengen"
    if optie is not None:
        gebruik = f"de optie om te verlengen is {'' if voorbij else 'nog '}niet gebruikt"
    yield Signaal(
        code="regeling-zonder-verlenging",
        titel="De regeling eindigt zonder verlenging",
        detail=f"De regeling {loopt}; {gebruik}.",
    )
