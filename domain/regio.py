"""The regio: gemeenten that buy youth care together, each for its own period of participation."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.feiten import Feit, Vormvast
from domain.oordeel import Bevinding
from domain.tijdlijn import PERIODE_OVERLAPT, VERWIJZING_ONBEKEND, Dingsoort, Geldend
from domain.waarden import Datum, Gemeentecode, Tekst, Volgnummer, dag_na


class Status(StrEnum):
    """Of a thing that has a first day but no end of its own."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RegioGevormd(Feit):
    """A regio with the gemeenten that take part from its first day."""

    feitnaam: ClassVar[str] = "regio.gevormd"
    pad: ClassVar[str] = "POST"

    naam: Tekst
    gemeenten: tuple[Gemeentecode, ...]

    def __post_init__(self) -> None:
        """Refuse a regio without gemeenten or with one named twice."""
        if not self.gemeenten or len(set(self.gemeenten)) < len(self.gemeenten):
            raise ValueError("noem ten minste één gemeente en elke gemeente één keer")


@dataclass(frozen=True, kw_only=True)
class GemeenteToegetreden(Feit):
    """A gemeente that takes part from a day on, until `laatste_dag` if given."""

    feitnaam: ClassVar[str] = "regio.gemeente_toegetreden"
    pad: ClassVar[str] = "deelnames"

    gemeente: Gemeentecode
    laatste_dag: Datum | None = None

    def __post_init__(self) -> None:
        """Refuse a participation that ends before it starts."""
        if self.laatste_dag is not None and self.laatste_dag < self.ingangsdatum:
            raise ValueError("laatsteDag ligt voor de ingangsdatum")


@dataclass(frozen=True, kw_only=True)
class Uittreding(Vormvast):
    """A participation that gets a last day."""

    gemeente: Gemeentecode
    laatste_dag: Datum


@dataclass(frozen=True, kw_only=True)
class RegioGewijzigd(Feit):
    """Another name, or gemeenten that leave."""

    feitnaam: ClassVar[str] = "regio.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    naam: Tekst | None = None
    uittredingen: tuple[Uittreding, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing, and leaving before the change itself."""
        if self.naam is None and not self.uittredingen:
            raise ValueError("noem een nieuwe naam of ten minste één uittreding")
        if any(dag_na(u.laatste_dag) < self.ingangsdatum for u in self.uittredingen):
            raise ValueError("een uittreding kan niet voor de ingangsdatum van de wijziging liggen")


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Deelname(Vormvast):
    """A participation in force; `plaats` is the place of the fact it came from."""

    gemeente: Gemeentecode
    plaats: Volgnummer
    ingangsdatum: Datum
    laatste_dag: Datum | None


@dataclass(frozen=True, kw_only=True)
class Regiostand(Vormvast):
    """A regio in a stretch of days: its name and the gemeenten that take part."""

    naam: Tekst
    ingangsdatum: Datum
    deelnames: tuple[Deelname, ...]
    status: Status = Status.ACTIEF

    @property
    def gemeenten(self) -> tuple[str, ...]:
        """The gemeentecodes that take part, sorted."""
        return tuple(d.gemeente for d in self.deelnames)


def _open(geldend: Geldend) -> Regiostand:
    feit = geldend.feit
    assert isinstance(feit, RegioGevormd)  # noqa: S101 - the kind's own opening fact
    deelnames = tuple(
        Deelname(
            gemeente=g, plaats=geldend.plaats, ingangsdatum=feit.ingangsdatum, laatste_dag=None
        )
        for g in sorted(feit.gemeenten)
    )
    return Regiostand(naam=feit.naam, ingangsdatum=feit.ingangsdatum, deelnames=deelnames)


def _evolueer(stand: Regiostand, geldend: Geldend) -> Regiostand:
    feit = geldend.feit
    match feit:
        case GemeenteToegetreden():
            erbij = Deelname(
                gemeente=feit.gemeente,
                plaats=geldend.plaats,
                ingangsdatum=feit.ingangsdatum,
                laatste_dag=feit.laatste_dag,
            )
            rest = [d for d in stand.deelnames if d.gemeente != feit.gemeente]
            return replace(stand, deelnames=tuple(sorted([*rest, erbij], key=lambda d: d.gemeente)))
        case RegioGewijzigd():
            weg = {u.gemeente: u.laatste_dag for u in feit.uittredingen}
            deelnames = tuple(
                replace(d, laatste_dag=weg[d.gemeente]) if d.gemeente in weg else d
                for d in stand.deelnames
            )
            return replace(stand, naam=feit.naam or stand.naam, deelnames=deelnames)
    return stand


def _vanzelf(stand: Regiostand, sinds: date) -> tuple[date, Regiostand] | None:
    """Give the day after the first participation that runs out."""
    einden = [dag_na(d.laatste_dag) for d in stand.deelnames if d.laatste_dag is not None]
    if not einden:
        return None
    dag = max(min(einden), sinds)
    over = tuple(d for d in stand.deelnames if d.laatste_dag is None or dag_na(d.laatste_dag) > dag)
    return dag, replace(stand, deelnames=over)


def _aanloop(stand: Regiostand) -> Regiostand:
    return replace(stand, status=Status.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------


def _toets(stand: Regiostand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    if isinstance(feit, GemeenteToegetreden):
        return [
            Bevinding(
                regel=PERIODE_OVERLAPT,
                volgnummer=geldend.volgnummer,
                waarden={
                    "wat": f"Een deelname van gemeente {d.gemeente}",
                    "ingangsdatum": feit.ingangsdatum.isoformat(),
                    "volgnummer": str(d.plaats),
                },
                feiten=(d.plaats,),
            )
            for d in stand.deelnames
            if d.gemeente == feit.gemeente
        ]
    if isinstance(feit, RegioGewijzigd):
        return [
            Bevinding(
                regel=VERWIJZING_ONBEKEND,
                volgnummer=geldend.volgnummer,
                kenmerk=u.gemeente,
                waarden={"wat": "Een deelname op die dag van gemeente", "verwijzing": u.gemeente},
            )
            for u in feit.uittredingen
            if u.gemeente not in stand.gemeenten
        ]
    return []


REGIO: Dingsoort[Regiostand] = Dingsoort(
    naam="regio",
    meervoud="regios",
    stand=Regiostand,
    feiten=(RegioGevormd, GemeenteToegetreden, RegioGewijzigd),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
