"""The beleidskader: a policy frame as concept, adopted and in force, and the alarm when it ends without successor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.bevindingen import bevinding
from domain.contractomgeving import Signaal
from domain.feiten import AFWEZIG, Feit, Toelichting, Vormvast, afwezig
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.tijdlijn import Dingsoort, Geldend
from domain.waarden import Code, Datum, Id, Tekst, dag_na, dag_voor


class Status(StrEnum):
    """Proposed, adopted and in force are three things (domein.md A.0, consequence 2)."""

    TOEKOMSTIG = "TOEKOMSTIG"
    CONCEPT = "CONCEPT"
    VASTGESTELD = "VASTGESTELD"
    IN_WERKING = "IN_WERKING"
    AFGELOPEN = "AFGELOPEN"
    INGETROKKEN = "INGETROKKEN"


AANGENOMEN = frozenset({Status.VASTGESTELD, Status.IN_WERKING, Status.AFGELOPEN})
"""A frame that a body has adopted and not withdrawn."""


@dataclass(frozen=True, kw_only=True)
class Uitgangspunt(Vormvast):
    """A principle of the frame (S2:138-162)."""

    code: Code
    omschrijving: Tekst


def _weiger_periode(van: date | None, tot_en_met: date | None) -> None:
    if van is not None and tot_en_met is not None and tot_en_met < van:
        raise ValueError("geldigTotEnMet ligt voor geldigVan")


def _weiger_dubbel(uitgangspunten: Sequence[Uitgangspunt]) -> None:
    codes = [u.code for u in uitgangspunten]
    dubbel = [c for n, c in enumerate(codes) if c in codes[:n]]
    if dubbel:
        raise ValueError(f"uitgangspunt {dubbel[0]} staat er twee keer in")


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class KaderOpgesteld(Feit):
    """A concept presented; `geldig_van`..`geldig_tot_en_met` are the days it is meant to be in force (S2:33-36)."""

    feitnaam: ClassVar[str] = "beleidskader.opgesteld"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    naam: Tekst
    kaderversie: Code | None = None
    geldig_van: Datum
    geldig_tot_en_met: Datum | None = None
    voorganger_id: Id | None = field(
        default=None, metadata={"description": "Het beleidskader dat dit opvolgt."}
    )
    uitgangspunten: tuple[Uitgangspunt, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts, and a principle named twice."""
        _weiger_periode(self.geldig_van, self.geldig_tot_en_met)
        _weiger_dubbel(self.uitgangspunten)


@dataclass(frozen=True, kw_only=True)
class KaderVastgesteld(Feit):
    """The frame adopted, with other days than the concept's where given; its besluit stands in the envelope."""

    feitnaam: ClassVar[str] = "beleidskader.vastgesteld"
    pad: ClassVar[str] = "vaststellingen"

    geldig_van: Datum | None = None
    geldig_tot_en_met: Datum | None = field(default_factory=afwezig)

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.geldig_tot_en_met is not AFWEZIG:
            _weiger_periode(self.geldig_van, self.geldig_tot_en_met)


@dataclass(frozen=True, kw_only=True)
class KaderGewijzigd(Feit):
    """Another text, version or period; uitgangspunten replace those that were there, absent stays."""

    feitnaam: ClassVar[str] = "beleidskader.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    naam: Tekst | None = None
    kaderversie: Code | None = None
    geldig_van: Datum | None = None
    geldig_tot_en_met: Datum | None = field(default_factory=afwezig)
    voorganger_id: Id | None = None
    uitgangspunten: tuple[Uitgangspunt, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing, a period that ends before it starts, a principle named twice."""
        gegeven = (
            self.naam,
            self.kaderversie,
            self.geldig_van,
            self.voorganger_id,
            self.uitgangspunten,
        )
        if self.geldig_tot_en_met is AFWEZIG and all(w is None for w in gegeven):
            raise ValueError("noem ten minste één wijziging")
        if self.geldig_tot_en_met is not AFWEZIG:
            _weiger_periode(self.geldig_van, self.geldig_tot_en_met)
        _weiger_dubbel(self.uitgangspunten or ())


@dataclass(frozen=True, kw_only=True)
class KaderIngetrokken(Feit):
    """The frame withdrawn from its own day on; a concept may go so without ever having held."""

    feitnaam: ClassVar[str] = "beleidskader.ingetrokken"
    pad: ClassVar[str] = "intrekkingen"


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Kaderstand(Vormvast):
    """A frame in a stretch of days; `vastgesteld_op` and `ingetrokken_per` are the days of those facts."""

    regio_id: Id
    naam: Tekst
    kaderversie: Code | None
    geldig_van: Datum
    geldig_tot_en_met: Datum | None
    voorganger_id: Id | None
    uitgangspunten: tuple[Uitgangspunt, ...]
    ingangsdatum: Datum
    vastgesteld_op: Datum | None = None
    ingetrokken_per: Datum | None = None
    status: Status = Status.CONCEPT

    @property
    def heeft_gegolden(self) -> bool:
        """Whether the frame was in force on some day up to now; a superseded concept never was."""
        if self.status in (Status.IN_WERKING, Status.AFGELOPEN):
            return True
        return (
            self.status is Status.INGETROKKEN
            and self.vastgesteld_op is not None
            and self.ingetrokken_per is not None
            and max(self.geldig_van, self.vastgesteld_op) < self.ingetrokken_per
        )

    @property
    def laatste_dag(self) -> date | None:
        """The last day in force (t/m) of a frame that was adopted; None without end."""
        dagen = [self.geldig_tot_en_met]
        dagen.append(dag_voor(self.ingetrokken_per) if self.ingetrokken_per else None)
        return min((d for d in dagen if d is not None), default=None)


def _open(geldend: Geldend) -> Kaderstand:
    feit = geldend.feit
    assert isinstance(feit, KaderOpgesteld)  # noqa: S101 - the kind's own opening fact
    return Kaderstand(
        regio_id=feit.regio_id,
        naam=feit.naam,
        kaderversie=feit.kaderversie,
        geldig_van=feit.geldig_van,
        geldig_tot_en_met=feit.geldig_tot_en_met,
        voorganger_id=feit.voorganger_id,
        uitgangspunten=feit.uitgangspunten,
        ingangsdatum=feit.ingangsdatum,
    )


def _met_status(stand: Kaderstand, dag: date) -> Kaderstand:
    """Give an adopted frame its status by the days it is meant for; of others the status stays."""
    if stand.status not in AANGENOMEN:
        return stand
    if stand.geldig_tot_en_met is not None and stand.geldig_tot_en_met < dag:
        return replace(stand, status=Status.AFGELOPEN)
    nog_niet = dag < stand.geldig_van
    return replace(stand, status=Status.VASTGESTELD if nog_niet else Status.IN_WERKING)


def _met_periode(stand: Kaderstand, feit: KaderVastgesteld | KaderGewijzigd) -> Kaderstand:
    tot_en_met = feit.geldig_tot_en_met
    return replace(
        stand,
        geldig_van=feit.geldig_van or stand.geldig_van,
        geldig_tot_en_met=stand.geldig_tot_en_met if tot_en_met is AFWEZIG else tot_en_met,
    )


def _evolueer(stand: Kaderstand, geldend: Geldend) -> Kaderstand:
    feit = geldend.feit
    dag = max(feit.ingangsdatum, stand.ingangsdatum)
    match feit:
        case KaderVastgesteld() if stand.status is not Status.INGETROKKEN:
            stand = replace(stand, vastgesteld_op=dag, status=Status.VASTGESTELD)
            return _met_status(_met_periode(stand, feit), dag)
        case KaderGewijzigd():
            gewijzigd = replace(
                stand,
                naam=feit.naam or stand.naam,
                kaderversie=feit.kaderversie or stand.kaderversie,
                voorganger_id=feit.voorganger_id or stand.voorganger_id,
                uitgangspunten=(
                    stand.uitgangspunten if feit.uitgangspunten is None else feit.uitgangspunten
                ),
            )
            return _met_status(_met_periode(gewijzigd, feit), dag)
        case KaderIngetrokken():
            return replace(stand, status=Status.INGETROKKEN, ingetrokken_per=dag)
    return stand


def _vanzelf(stand: Kaderstand, sinds: date) -> tuple[date, Kaderstand] | None:
    """Give the day on which an adopted frame comes into force, or the day after its last."""
    dagen = [stand.geldig_van] if stand.status is Status.VASTGESTELD else []
    if stand.geldig_tot_en_met is not None:
        dagen.append(dag_na(stand.geldig_tot_en_met))
    if not dagen or stand.status not in (Status.VASTGESTELD, Status.IN_WERKING):
        return None
    dag = max(min(dagen), sinds)
    return dag, _met_status(stand, dag)


def _aanloop(stand: Kaderstand) -> Kaderstand:
    return replace(stand, status=Status.TOEKOMSTIG, vastgesteld_op=None, ingetrokken_per=None)


# --- decisions ---------------------------------------------------------------------------------------------------

KADER_AL_BEEINDIGD = onmogelijk(
    "kader-al-beeindigd",
    "Het kader geldt dan niet meer",
    "Op {dag} is het kader {status}. Stel een nieuw kader op, met dit als voorganger, of corrigeer het einde.",
    na_einde=True,
)
KADER_AL_VASTGESTELD = onmogelijk(
    "kader-al-vastgesteld",
    "Het kader is al vastgesteld",
    "Het kader is vastgesteld op {dag}. Leg een wijziging vast, met het besluit daarover.",
)
KADER_PERIODE = onmogelijk(
    "kader-periode-klopt-niet",
    "Het kader zou nooit gelden",
    "Vastgesteld op {dag} voor {van} t/m {tot_en_met} geldt het kader op geen enkele dag. Geef een latere "
    "geldigTotEnMet of een eerdere geldigVan.",
)
BESLUIT_OVER_KADER = onrechtmatig(
    "kader-zonder-besluit",
    "Het besluit over het kader ontbreekt",
    "Een kader vaststellen, of een vastgesteld kader wijzigen of intrekken, vraagt een besluit. Noem het bij "
    "besluitId of besluit.",
)


def _toets(stand: Kaderstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    if isinstance(feit, KaderOpgesteld):
        return []
    if stand.status in (Status.AFGELOPEN, Status.INGETROKKEN):
        status = "afgelopen" if stand.status is Status.AFGELOPEN else "ingetrokken"
        return [bevinding(KADER_AL_BEEINDIGD, geldend, dag=feit.ingangsdatum, status=status)]
    if isinstance(feit, KaderVastgesteld) and stand.vastgesteld_op is not None:
        return [bevinding(KADER_AL_VASTGESTELD, geldend, dag=stand.vastgesteld_op)]
    gevonden = list(_periodefouten(stand, geldend))
    telt = isinstance(feit, KaderVastgesteld) or stand.vastgesteld_op is not None
    if telt and not _heeft_besluit(geldend.toelichting):
        gevonden.append(bevinding(BESLUIT_OVER_KADER, geldend))
    return gevonden


def _periodefouten(stand: Kaderstand, geldend: Geldend) -> Iterator[Bevinding]:
    """Refuse days that leave the frame none to be in force on."""
    na = _evolueer(stand, geldend)
    einde = na.geldig_tot_en_met
    if na.ingetrokken_per is not None or einde is None:
        return
    eerste = max(na.geldig_van, na.vastgesteld_op or na.geldig_van)
    if einde < eerste:
        dag = na.vastgesteld_op or geldend.feit.ingangsdatum
        yield bevinding(KADER_PERIODE, geldend, dag=dag, van=na.geldig_van, tot_en_met=einde)


def _heeft_besluit(toelichting: Toelichting) -> bool:
    return toelichting.besluit_id is not None or toelichting.besluit is not None


BELEIDSKADER: Dingsoort[Kaderstand] = Dingsoort(
    naam="beleidskader",
    meervoud="beleidskaders",
    stand=Kaderstand,
    feiten=(KaderOpgesteld, KaderVastgesteld, KaderGewijzigd, KaderIngetrokken),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)


# --- the alarm ---------------------------------------------------------------------------------------------------


def opvolger(*, opvolgers: Sequence[Kaderstand]) -> Kaderstand | None:
    """Give the successor that starts first and was adopted or has been in force.

    `opvolgers` are the frames that name one frame as voorganger, as they stand at one pair.
    """
    geteld = [o for o in opvolgers if o.status in AANGENOMEN or o.heeft_gegolden]
    return min(geteld, key=lambda o: o.geldig_van, default=None)


def aansluitend(*, stand: Kaderstand, opvolgers: Sequence[Kaderstand]) -> Kaderstand | None:
    """Give the adopted successor that starts by the day after this frame's last."""
    volgende, laatste = opvolger(opvolgers=opvolgers), stand.laatste_dag
    if volgende is None or (laatste is not None and dag_na(laatste) < volgende.geldig_van):
        return None
    return volgende


def kadersignalen(
    *, stand: Kaderstand, opvolgers: Sequence[Kaderstand], dag: date
) -> Iterator[Signaal]:
    """Give the alarm of a frame on a day: it will end without successor, or there is a gap (S2:43-45)."""
    laatste, volgende = stand.laatste_dag, opvolger(opvolgers=opvolgers)
    if laatste is None or not stand.heeft_gegolden:
        return
    eerste = dag_na(laatste)
    if stand.status is Status.IN_WERKING:
        if aansluitend(stand=stand, opvolgers=opvolgers) is None:
            begin = "" if volgende is None else f"; de opvolger begint pas op {volgende.geldig_van}"
            yield Signaal(
                code="kader-zonder-opvolger",
                titel="Het kader eindigt zonder vastgestelde opvolger",
                detail=f"Dit kader geldt t/m {laatste} en geen vastgesteld kader volgt het per {eerste} op{begin}.",
            )
    elif volgende is None or dag < volgende.geldig_van:
        begin = "" if volgende is None else f" De opvolger begint op {volgende.geldig_van}."
        yield Signaal(
            code="kader-gat",
            titel="Er geldt geen kader",
            detail=f"Sinds {eerste} geldt er geen vastgesteld kader; dit gold t/m {laatste}.{begin}",
        )
