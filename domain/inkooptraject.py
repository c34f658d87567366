"""The inkooptraject: one procedure with its segments, percelen, term, options, decision moments and decisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.feiten import AFWEZIG, Feit, Vormvast, afwezig
from domain.looptijd import Verlengingsoptie
from domain.oordeel import Bevinding
from domain.tijdlijn import VERWIJZING_ONBEKEND, Dingsoort, Geldend
from domain.waarden import Code, Datum, Gemeentecode, Id, Productcode, Tekst, Volgnummer, dag_na


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


class Status(StrEnum):
    """Computed from the term."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"
    BEEINDIGD = "BEEINDIGD"


@dataclass(frozen=True, kw_only=True)
class Perceel(Vormvast):
    """A lot: producten x diensten x gemeenten (S0:138-142)."""

    code: Code
    segment: Code
    producten: tuple[Productcode, ...]
    diensten: tuple[Tekst, ...] = ()
    gemeenten: tuple[Gemeentecode, ...]


@dataclass(frozen=True, kw_only=True)
class Beslismoment(Vormvast):
    """A moment at which is decided on the course of the contracts; the period is as fuzzy as the source (S0:103)."""

    code: Code
    omschrijving: Tekst | None = None
    van: Datum | None = None
    tot_en_met: Datum | None = None
    orgaan: Tekst | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.van and self.tot_en_met and self.tot_en_met < self.van:
            raise ValueError("totEnMet ligt voor van")


@dataclass(frozen=True, kw_only=True)
class Regimeregel(Vormvast):
    """A rule of interface.md 4 that this regime asks, in force `van`..`tot_en_met` (domein.md A.7: a dated rule)."""

    code: Code
    van: Datum | None = None
    tot_en_met: Datum | None = None

    def geldt_op(self, dag: date) -> bool:
        """Tell whether the regime asks the rule on a day."""
        return (self.van or dag) <= dag <= (self.tot_en_met or dag)


@dataclass(frozen=True, kw_only=True)
class Doel(Vormvast):
    """A goal that the procedure serves, as the raden set it (S0:50-72); it is measured elsewhere, later."""

    code: Code
    omschrijving: Tekst


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TrajectGestart(Feit):
    """A procedure; `ingangsdatum` is the first day of its contracts."""

    feitnaam: ClassVar[str] = "inkooptraject.gestart"
    pad: ClassVar[str] = "POST"

    naam: Tekst
    regio_id: Id
    inkoopvorm: Code
    toetreding: Toetreding
    einddatum: Datum | None = None
    segmenten: tuple[Code, ...]
    percelen: tuple[Perceel, ...]
    beslismomenten: tuple[Beslismoment, ...] = ()
    verlengingsopties: tuple[Verlengingsoptie, ...] = ()
    regels: tuple[Regimeregel, ...] = ()
    doelen: tuple[Doel, ...] = ()

    def __post_init__(self) -> None:
        """Refuse codes used twice, lots outside the segments and an end before the start."""
        if self.einddatum is not None and self.einddatum < self.ingangsdatum:
            raise ValueError("einddatum ligt voor de ingangsdatum")
        _weiger_dubbel("segment", self.segmenten)
        _weiger_dubbel("perceel", (p.code for p in self.percelen))
        _weiger_dubbel("beslismoment", (b.code for b in self.beslismomenten))
        _weiger_dubbel("doel", (d.code for d in self.doelen))
        vreemd = [p.code for p in self.percelen if p.segment not in self.segmenten]
        if vreemd:
            raise ValueError(f"het segment van perceel {vreemd[0]} staat niet in segmenten")


def _weiger_dubbel(wat: str, codes: Iterable[str]) -> None:
    gezien: set[str] = set()
    for code in codes:
        if code in gezien:
            raise ValueError(f"{wat} {code} staat er twee keer in")
        gezien.add(code)


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

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing and codes used twice."""
        gegeven = (self.naam, self.toetreding, self.segmenten, self.percelen, self.beslismomenten)
        if self.einddatum is AFWEZIG and all(
            w is None for w in (*gegeven, self.verlengingsopties, self.regels, self.doelen)
        ):
            raise ValueError("noem ten minste één wijziging")
        _weiger_dubbel("segment", self.segmenten or ())
        _weiger_dubbel("perceel", (p.code for p in self.percelen or ()))
        _weiger_dubbel("beslismoment", (b.code for b in self.beslismomenten or ()))
        _weiger_dubbel("doel", (d.code for d in self.doelen or ()))


@dataclass(frozen=True, kw_only=True)
class BeslissingGenomen(Feit):
    """A decision at a decision moment; it changes no term and no status, acts that follow carry gevolgVan."""

    feitnaam: ClassVar[str] = "inkooptraject.beslissing_genomen"
    pad: ClassVar[str] = "beslissingen"

    beslismoment: Code
    segment: Code | None = None
    percelen: tuple[Code, ...] = ()
    uitkomst: Uitkomst


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


@dataclass(frozen=True, kw_only=True)
class Trajectstand(Vormvast):
    """A procedure in a stretch of days."""

    naam: Tekst
    regio_id: Id
    inkoopvorm: Code
    toetreding: Toetreding
    ingangsdatum: Datum
    einddatum: Datum | None
    segmenten: tuple[Code, ...]
    percelen: tuple[Perceel, ...]
    beslismomenten: tuple[Beslismoment, ...]
    verlengingsopties: tuple[Verlengingsoptie, ...]
    regels: tuple[Regimeregel, ...]
    doelen: tuple[Doel, ...] = ()
    beslissingen: tuple[Beslissing, ...] = ()
    status: Status = Status.ACTIEF

    def vraagt(self, *, regel: str, dag: date) -> bool:
        """Tell whether the regime asks a rule on a day."""
        return any(r.code == regel and r.geldt_op(dag) for r in self.regels)

    @property
    def perceelcodes(self) -> frozenset[str]:
        """The codes of all lots."""
        return frozenset(p.code for p in self.percelen)


def _open(geldend: Geldend) -> Trajectstand:
    feit = geldend.feit
    assert isinstance(feit, TrajectGestart)  # noqa: S101 - the kind's own opening fact
    return Trajectstand(
        naam=feit.naam,
        regio_id=feit.regio_id,
        inkoopvorm=feit.inkoopvorm,
        toetreding=feit.toetreding,
        ingangsdatum=feit.ingangsdatum,
        einddatum=feit.einddatum,
        segmenten=feit.segmenten,
        percelen=feit.percelen,
        beslismomenten=feit.beslismomenten,
        verlengingsopties=feit.verlengingsopties,
        regels=feit.regels,
        doelen=feit.doelen,
    )


def _evolueer(stand: Trajectstand, geldend: Geldend) -> Trajectstand:
    feit = geldend.feit
    match feit:
        case BeslissingGenomen():
            beslissing = Beslissing(
                plaats=geldend.plaats,
                beslismoment=feit.beslismoment,
                segment=feit.segment,
                percelen=feit.percelen,
                uitkomst=feit.uitkomst,
                ingangsdatum=feit.ingangsdatum,
            )
            return replace(stand, beslissingen=(*stand.beslissingen, beslissing))
        case TrajectGewijzigd():
            einddatum = stand.einddatum if feit.einddatum is AFWEZIG else feit.einddatum
            gewijzigd = replace(
                stand,
                naam=feit.naam or stand.naam,
                toetreding=feit.toetreding or stand.toetreding,
                einddatum=einddatum,
                segmenten=stand.segmenten if feit.segmenten is None else feit.segmenten,
                percelen=stand.percelen if feit.percelen is None else feit.percelen,
                beslismomenten=stand.beslismomenten
                if feit.beslismomenten is None
                else feit.beslismomenten,
                verlengingsopties=(
                    stand.verlengingsopties
                    if feit.verlengingsopties is None
                    else feit.verlengingsopties
                ),
                regels=stand.regels if feit.regels is None else feit.regels,
                doelen=stand.doelen if feit.doelen is None else feit.doelen,
            )
            voorbij = einddatum is not None and einddatum < feit.ingangsdatum
            return replace(gewijzigd, status=Status.BEEINDIGD if voorbij else Status.ACTIEF)
    return stand


def _vanzelf(stand: Trajectstand, sinds: date) -> tuple[date, Trajectstand] | None:
    if stand.einddatum is None or stand.status is Status.BEEINDIGD:
        return None
    return max(dag_na(stand.einddatum), sinds), replace(stand, status=Status.BEEINDIGD)


def _aanloop(stand: Trajectstand) -> Trajectstand:
    return replace(stand, status=Status.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------


def _onbekend(geldend: Geldend, wat: str, verwijzing: str) -> Bevinding:
    return Bevinding(
        regel=VERWIJZING_ONBEKEND,
        volgnummer=geldend.volgnummer,
        kenmerk=f"{wat} {verwijzing}",
        waarden={"wat": wat, "verwijzing": verwijzing},
    )


def _toets(stand: Trajectstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    if isinstance(feit, BeslissingGenomen):
        gevonden = []
        if feit.beslismoment not in {b.code for b in stand.beslismomenten}:
            gevonden.append(_onbekend(geldend, "Beslismoment", feit.beslismoment))
        if feit.segment is not None and feit.segment not in stand.segmenten:
            gevonden.append(_onbekend(geldend, "Segment", feit.segment))
        return gevonden + [
            _onbekend(geldend, "Perceel", p) for p in feit.percelen if p not in stand.perceelcodes
        ]
    if isinstance(feit, TrajectGewijzigd):
        segmenten = stand.segmenten if feit.segmenten is None else feit.segmenten
        percelen = stand.percelen if feit.percelen is None else feit.percelen
        return [
            _onbekend(geldend, "Segment", p.segment) for p in percelen if p.segment not in segmenten
        ]
    return []


INKOOPTRAJECT: Dingsoort[Trajectstand] = Dingsoort(
    naam="inkooptraject",
    meervoud="inkooptrajecten",
    feiten=(TrajectGestart, TrajectGewijzigd, BeslissingGenomen),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
