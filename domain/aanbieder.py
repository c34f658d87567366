"""The aanbieder: its dated name and identifiers, and its toelatingen per perceel with their ground."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.feiten import AFWEZIG, Bewijs, Feit, Vormvast, afwezig
from domain.inkooptraject import Toetreding, Trajectstand
from domain.oordeel import Bevinding, onrechtmatig
from domain.regio import Status
from domain.tijdlijn import PERIODE_OVERLAPT, VERWIJZING_ONBEKEND, Dingsoort, Geldend
from domain.waarden import AgbCode, Code, Datum, Id, JaNee, KvkNummer, Tekst, Volgnummer, dag_na


class Grondslag(StrEnum):
    """Why an aanbieder may deliver: admission, award, subsidy, own delivery, or taken over (domein.md A.7)."""

    TOELATING = "TOELATING"
    GUNNING = "GUNNING"
    SUBSIDIE = "SUBSIDIE"
    INBESTEDING = "INBESTEDING"
    OVERGENOMEN = "OVERGENOMEN"


@dataclass(frozen=True, kw_only=True)
class Eistoets(Vormvast):
    """One demand checked at admission (S1:1081-1085)."""

    eis: Tekst
    voldaan: JaNee
    bewijs: Bewijs | None = None


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AanbiederIngeschreven(Feit):
    """An aanbieder known to the register."""

    feitnaam: ClassVar[str] = "aanbieder.ingeschreven"
    pad: ClassVar[str] = "POST"

    naam: Tekst
    kvk_nummer: KvkNummer
    agb_code: AgbCode | None = None


@dataclass(frozen=True, kw_only=True)
class AanbiederGewijzigd(Feit):
    """Another name or identifier from a day on."""

    feitnaam: ClassVar[str] = "aanbieder.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    naam: Tekst | None = None
    kvk_nummer: KvkNummer | None = None
    agb_code: AgbCode | None = field(default_factory=afwezig)

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing."""
        if self.naam is None and self.kvk_nummer is None and self.agb_code is AFWEZIG:
            raise ValueError("noem ten minste één wijziging: naam, kvkNummer of agbCode")


@dataclass(frozen=True, kw_only=True)
class AanbiederToegelaten(Feit):
    """A right to deliver a perceel from a day on."""

    feitnaam: ClassVar[str] = "aanbieder.toegelaten"
    pad: ClassVar[str] = "toelatingen"

    traject_id: Id
    perceel: Code
    grondslag: Grondslag
    laatste_dag: Datum | None = None
    toets: tuple[Eistoets, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an admission that ends before it starts."""
        if self.laatste_dag is not None and self.laatste_dag < self.ingangsdatum:
            raise ValueError("laatsteDag ligt voor de ingangsdatum")


@dataclass(frozen=True, kw_only=True)
class ToelatingIngetrokken(Feit):
    """An admission taken back from its own day on."""

    feitnaam: ClassVar[str] = "aanbieder.toelating_ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Toelating(Vormvast):
    """An admission in force."""

    plaats: Volgnummer
    traject_id: Id
    perceel: Code
    grondslag: Grondslag
    ingangsdatum: Datum
    laatste_dag: Datum | None
    toets: tuple[Eistoets, ...]


@dataclass(frozen=True, kw_only=True)
class Aanbiederstand(Vormvast):
    """An aanbieder in a stretch of days."""

    naam: Tekst
    kvk_nummer: KvkNummer
    agb_code: AgbCode | None
    ingangsdatum: Datum
    toelatingen: tuple[Toelating, ...] = ()
    status: Status = Status.ACTIEF

    def toegelaten(self, *, traject_id: UUID, perceel: str) -> bool:
        """Tell whether an admission for the lot is in force."""
        return any(t.traject_id == traject_id and t.perceel == perceel for t in self.toelatingen)


def _open(geldend: Geldend) -> Aanbiederstand:
    feit = geldend.feit
    assert isinstance(feit, AanbiederIngeschreven)  # noqa: S101 - the kind's own opening fact
    return Aanbiederstand(
        naam=feit.naam,
        kvk_nummer=feit.kvk_nummer,
        agb_code=feit.agb_code,
        ingangsdatum=feit.ingangsdatum,
    )


def _evolueer(stand: Aanbiederstand, geldend: Geldend) -> Aanbiederstand:
    feit = geldend.feit
    match feit:
        case AanbiederGewijzigd():
            agb_code = stand.agb_code if feit.agb_code is AFWEZIG else feit.agb_code
            return replace(
                stand,
                naam=feit.naam or stand.naam,
                kvk_nummer=feit.kvk_nummer or stand.kvk_nummer,
                agb_code=agb_code,
            )
        case AanbiederToegelaten():
            toelating = Toelating(
                plaats=geldend.plaats,
                traject_id=feit.traject_id,
                perceel=feit.perceel,
                grondslag=feit.grondslag,
                ingangsdatum=feit.ingangsdatum,
                laatste_dag=feit.laatste_dag,
                toets=feit.toets,
            )
            return replace(stand, toelatingen=(*stand.toelatingen, toelating))
        case ToelatingIngetrokken():
            return replace(
                stand, toelatingen=tuple(t for t in stand.toelatingen if t.plaats != geldend.doel)
            )
    return stand


def _vanzelf(stand: Aanbiederstand, sinds: date) -> tuple[date, Aanbiederstand] | None:
    """Give the day after the first admission that runs out."""
    einden = [dag_na(t.laatste_dag) for t in stand.toelatingen if t.laatste_dag is not None]
    if not einden:
        return None
    dag = max(min(einden), sinds)
    over = tuple(
        t for t in stand.toelatingen if t.laatste_dag is None or dag_na(t.laatste_dag) > dag
    )
    return dag, replace(stand, toelatingen=over)


def _aanloop(stand: Aanbiederstand) -> Aanbiederstand:
    return replace(stand, status=Status.TOEKOMSTIG, toelatingen=())


# --- decisions ---------------------------------------------------------------------------------------------------

TOETREDING_GESLOTEN = onrechtmatig(
    "toetreding-gesloten",
    "Toetreden kan niet meer",
    "Dit traject is gesloten: na de eerste dag ({eerste_dag}) treedt niemand meer toe, behalve door overname.",
)


def _toets(stand: Aanbiederstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    if isinstance(feit, AanbiederToegelaten):
        return [
            Bevinding(
                regel=PERIODE_OVERLAPT,
                volgnummer=geldend.volgnummer,
                waarden={
                    "wat": f"Een toelating voor perceel {t.perceel}",
                    "ingangsdatum": feit.ingangsdatum.isoformat(),
                    "volgnummer": str(t.plaats),
                },
                feiten=(t.plaats,),
            )
            for t in stand.toelatingen
            if t.traject_id == feit.traject_id and t.perceel == feit.perceel
        ]
    if isinstance(feit, ToelatingIngetrokken) and geldend.doel not in {
        t.plaats for t in stand.toelatingen
    }:
        waarden = {
            "wat": "Een geldende toelating met volgnummer",
            "verwijzing": str(feit.volgnummer),
        }
        return [
            Bevinding(regel=VERWIJZING_ONBEKEND, volgnummer=geldend.volgnummer, waarden=waarden)
        ]
    return []


def toets_toetreding(
    *, feit: AanbiederToegelaten, volgnummer: int, traject: Trajectstand | None
) -> Iterable[Bevinding]:
    """Judge an admission against its traject, as that stands on the fact's day as known now (interface.md 4)."""
    if traject is None or feit.perceel not in traject.perceelcodes:
        wat, verwijzing = (
            ("Traject", str(feit.traject_id)) if traject is None else ("Perceel", feit.perceel)
        )
        yield Bevinding(
            regel=VERWIJZING_ONBEKEND,
            volgnummer=volgnummer,
            kenmerk=wat,
            waarden={"wat": wat, "verwijzing": verwijzing},
        )
    elif (
        traject.toetreding is Toetreding.GESLOTEN
        and feit.ingangsdatum > traject.ingangsdatum
        and feit.grondslag is not Grondslag.OVERGENOMEN
    ):
        yield Bevinding(
            regel=TOETREDING_GESLOTEN,
            volgnummer=volgnummer,
            waarden={"eerste_dag": traject.ingangsdatum.isoformat()},
        )


AANBIEDER: Dingsoort[Aanbiederstand] = Dingsoort(
    naam="aanbieder",
    meervoud="aanbieders",
    feiten=(AanbiederIngeschreven, AanbiederGewijzigd, AanbiederToegelaten, ToelatingIngetrokken),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
