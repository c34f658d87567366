"""The leveringslijn: care delivered without a contract, by subsidy (a beschikking) or by the gemeente itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.bevindingen import bevinding, onbekend
from domain.feiten import AFWEZIG, Feit, Vormvast, afwezig
from domain.inkooptraject import Trajectstand
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.tijdlijn import Dingsoort, Geldend
from domain.waarden import (
    BedragVanafNul,
    Code,
    Datum,
    Gemeentecode,
    Id,
    Tekst,
    Volgnummer,
    dag_na,
    schrijf_bedrag,
)


class Lijnsoort(StrEnum):
    """How the care is delivered without a contract (S1:1045-1060, S4:210-214)."""

    SUBSIDIE = "SUBSIDIE"
    """A beschikking: no opzegging, no article 2.163; it ends by its day or by intrekking (Awb 4.2)."""
    EIGEN_BEHEER = "EIGEN_BEHEER"
    """By the gemeente itself: no aanbieder."""


class Status(StrEnum):
    """Computed from the end and an intrekking."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"
    BEEINDIGD = "BEEINDIGD"
    INGETROKKEN = "INGETROKKEN"


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LijnBegonnen(Feit):
    """A subsidy granted or own delivery begun; `bedrag` is what was granted or set aside."""

    feitnaam: ClassVar[str] = "leveringslijn.begonnen"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    kenmerk: Tekst
    lijnsoort: Lijnsoort
    aanbieder_id: Id | None = None
    traject_id: Id | None = None
    segment: Code
    percelen: tuple[Code, ...] = ()
    gemeenten: tuple[Gemeentecode, ...]
    einddatum: Datum | None = None
    bedrag: BedragVanafNul | None = None

    def __post_init__(self) -> None:
        """Refuse a subsidy to nobody, own delivery by another, lots of no traject, an end before the start."""
        if self.lijnsoort is Lijnsoort.SUBSIDIE and self.aanbieder_id is None:
            raise ValueError("een subsidie gaat naar een aanbieder; noem aanbiederId")
        if self.lijnsoort is Lijnsoort.EIGEN_BEHEER and self.aanbieder_id is not None:
            raise ValueError("eigen beheer doet de gemeente zelf; laat aanbiederId weg")
        if self.percelen and self.traject_id is None:
            raise ValueError("percelen horen bij een traject; noem trajectId of laat ze weg")
        _weiger_gemeenten(self.gemeenten)
        if self.einddatum is not None and self.einddatum < self.ingangsdatum:
            raise ValueError("einddatum ligt voor de ingangsdatum")


def _weiger_gemeenten(gemeenten: tuple[str, ...]) -> None:
    if not gemeenten or len(set(gemeenten)) < len(gemeenten):
        raise ValueError("noem ten minste één gemeente en elke gemeente één keer")


@dataclass(frozen=True, kw_only=True)
class LijnGewijzigd(Feit):
    """Another end, sum or reach; lists replace what was there, absent stays."""

    feitnaam: ClassVar[str] = "leveringslijn.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    einddatum: Datum | None = field(default_factory=afwezig)
    bedrag: BedragVanafNul | None = None
    segment: Code | None = None
    percelen: tuple[Code, ...] | None = None
    gemeenten: tuple[Gemeentecode, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing, and an end before the change."""
        gegeven = (self.bedrag, self.segment, self.percelen, self.gemeenten)
        if self.einddatum is AFWEZIG and all(w is None for w in gegeven):
            raise ValueError("noem ten minste één wijziging")
        if self.gemeenten is not None:
            _weiger_gemeenten(self.gemeenten)
        if self.einddatum is AFWEZIG or self.einddatum is None:
            return
        if dag_na(self.einddatum) < self.ingangsdatum:
            raise ValueError("einddatum ligt voor de ingangsdatum; trek de beschikking dan in")


@dataclass(frozen=True, kw_only=True)
class SubsidieVastgesteld(Feit):
    """The sum to which the subsidy gives right, set after the activities (Awb 4:42, 4:46)."""

    feitnaam: ClassVar[str] = "leveringslijn.vastgesteld"
    pad: ClassVar[str] = "vaststellingen"

    bedrag: BedragVanafNul


@dataclass(frozen=True, kw_only=True)
class BeschikkingIngetrokken(Feit):
    """The beschikking, or the besluit to deliver itself, withdrawn from its own day on (Awb 4:48-4:50)."""

    feitnaam: ClassVar[str] = "leveringslijn.ingetrokken"
    pad: ClassVar[str] = "intrekkingen"


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Subsidievaststelling(Vormvast):
    """The sum set afterwards; `plaats` is the place of its fact."""

    plaats: Volgnummer
    bedrag: BedragVanafNul
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Lijnstand(Vormvast):
    """A line in a stretch of days; `einddatum` is its last day, `bedrag` what was granted or set aside in cents."""

    regio_id: Id
    kenmerk: Tekst
    lijnsoort: Lijnsoort
    aanbieder_id: Id | None
    traject_id: Id | None
    segment: Code
    percelen: tuple[Code, ...]
    gemeenten: tuple[Gemeentecode, ...]
    ingangsdatum: Datum
    einddatum: Datum | None
    bedrag: BedragVanafNul | None
    vaststelling: Subsidievaststelling | None = None
    ingetrokken_per: Datum | None = None
    status: Status = Status.ACTIEF


def _open(geldend: Geldend) -> Lijnstand:
    feit = geldend.feit
    assert isinstance(feit, LijnBegonnen)  # noqa: S101 - the kind's own opening fact
    return Lijnstand(
        regio_id=feit.regio_id,
        kenmerk=feit.kenmerk,
        lijnsoort=feit.lijnsoort,
        aanbieder_id=feit.aanbieder_id,
        traject_id=feit.traject_id,
        segment=feit.segment,
        percelen=tuple(sorted(feit.percelen)),
        gemeenten=tuple(sorted(feit.gemeenten)),
        ingangsdatum=feit.ingangsdatum,
        einddatum=feit.einddatum,
        bedrag=feit.bedrag,
    )


def _evolueer(stand: Lijnstand, geldend: Geldend) -> Lijnstand:
    feit = geldend.feit
    dag = max(feit.ingangsdatum, stand.ingangsdatum)
    match feit:
        case LijnGewijzigd():
            einddatum = stand.einddatum if feit.einddatum is AFWEZIG else feit.einddatum
            gewijzigd = replace(
                stand,
                einddatum=einddatum,
                bedrag=stand.bedrag if feit.bedrag is None else feit.bedrag,
                segment=feit.segment or stand.segment,
                percelen=stand.percelen if feit.percelen is None else tuple(sorted(feit.percelen)),
                gemeenten=tuple(sorted(feit.gemeenten or stand.gemeenten)),
            )
            if stand.status is Status.INGETROKKEN:
                return gewijzigd
            voorbij = einddatum is not None and einddatum < dag
            return replace(gewijzigd, status=Status.BEEINDIGD if voorbij else Status.ACTIEF)
        case SubsidieVastgesteld():
            gezet = Subsidievaststelling(
                plaats=geldend.plaats, bedrag=feit.bedrag, ingangsdatum=dag
            )
            return replace(stand, vaststelling=gezet)
    assert isinstance(feit, BeschikkingIngetrokken)  # noqa: S101 - the kind's last fact
    return replace(stand, status=Status.INGETROKKEN, ingetrokken_per=dag)


def _vanzelf(stand: Lijnstand, sinds: date) -> tuple[date, Lijnstand] | None:
    if stand.einddatum is None or stand.status is not Status.ACTIEF:
        return None
    return max(dag_na(stand.einddatum), sinds), replace(stand, status=Status.BEEINDIGD)


def _aanloop(stand: Lijnstand) -> Lijnstand:
    return replace(stand, status=Status.TOEKOMSTIG, vaststelling=None, ingetrokken_per=None)


# --- decisions ---------------------------------------------------------------------------------------------------

LIJN_BEEINDIGD = onmogelijk(
    "leveringslijn-al-beeindigd",
    "De leveringslijn is dan al geëindigd",
    "Op {dag} is leveringslijn {kenmerk} {status}. Kies een eerdere dag, of begin een nieuwe lijn.",
    na_einde=True,
)
VASTSTELLING_EIGEN_BEHEER = onmogelijk(
    "vaststelling-zonder-subsidie",
    "Alleen een subsidie wordt vastgesteld",
    "Leveringslijn {kenmerk} is eigen beheer; een vaststelling hoort bij een subsidie.",
)
AL_VASTGESTELD = onmogelijk(
    "subsidie-al-vastgesteld",
    "De subsidie is al vastgesteld",
    "De subsidie is vastgesteld (registratie {volgnummer}). Corrigeer die als het bedrag niet klopt.",
)
VASTSTELLING_HOGER = onrechtmatig(
    "vaststelling-boven-verlening",
    "Vastgesteld is meer dan verleend",
    "Vaststellen op {bedrag} euro kan niet: verleend is {verleend} euro (Awb 4:46). Wijzig eerst de verlening.",
)


def _toets(stand: Lijnstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    match feit:
        case LijnGewijzigd() | BeschikkingIngetrokken() if stand.status is not Status.ACTIEF:
            ingetrokken = stand.status is Status.INGETROKKEN
            waarden = {
                "dag": feit.ingangsdatum.isoformat(),
                "kenmerk": stand.kenmerk,
                "status": "ingetrokken" if ingetrokken else f"geëindigd (t/m {stand.einddatum})",
            }
            return [bevinding(LIJN_BEEINDIGD, geldend, **waarden)]
        case SubsidieVastgesteld():
            return list(_toets_vaststelling(stand, geldend, feit))
    return []


def _toets_vaststelling(
    stand: Lijnstand, geldend: Geldend, feit: SubsidieVastgesteld
) -> Iterator[Bevinding]:
    if stand.lijnsoort is not Lijnsoort.SUBSIDIE:
        waarden = {"kenmerk": stand.kenmerk}
        yield bevinding(VASTSTELLING_EIGEN_BEHEER, geldend, **waarden)
    elif stand.vaststelling is not None:
        plaats = stand.vaststelling.plaats
        yield replace(bevinding(AL_VASTGESTELD, geldend, volgnummer=plaats), feiten=(plaats,))
    elif stand.bedrag is not None and feit.bedrag > stand.bedrag:
        waarden = {
            "bedrag": schrijf_bedrag(feit.bedrag),
            "verleend": schrijf_bedrag(stand.bedrag),
        }
        yield bevinding(VASTSTELLING_HOGER, geldend, **waarden)


def toets_bereik(
    *, stand: Lijnstand, volgnummer: int, traject: Trajectstand | None
) -> Iterator[Bevinding]:
    """Judge a line, as it becomes, against the traject it names: its segment and percelen are known there."""
    if traject is None:
        yield onbekend(volgnummer, "Traject", stand.traject_id)
        return
    if stand.segment not in traject.segmenten:
        yield onbekend(volgnummer, "Segment", stand.segment)
    for perceel in stand.percelen:
        if perceel not in traject.perceelcodes:
            yield onbekend(volgnummer, "Perceel", perceel)


LEVERINGSLIJN: Dingsoort[Lijnstand] = Dingsoort(
    naam="leveringslijn",
    meervoud="leveringslijnen",
    stand=Lijnstand,
    feiten=(LijnBegonnen, LijnGewijzigd, SubsidieVastgesteld, BeschikkingIngetrokken),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
