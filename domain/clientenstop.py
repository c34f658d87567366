"""The clientenstop: layers, each with its own ground; an aanbieder takes nobody new while any layer stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.feiten import Feit, Vormvast
from domain.oordeel import onrechtmatig
from domain.waarden import Code, Datum, Gemeentecode, Id, Tekst, Volgnummer

AANKONDIGING = timedelta(days=14)
"""How long before its first day an aanbieder announces a stop of its own (CS 3.6)."""


class Insteller(StrEnum):
    """Who stops: the opdrachtgever at once (CS 3.5), the aanbieder announced and with consent (CS 3.6)."""

    OPDRACHTGEVER = "OPDRACHTGEVER"
    AANBIEDER = "AANBIEDER"


@dataclass(frozen=True, kw_only=True)
class Stopgegevens(Vormvast):
    """What a layer says; without traject, percelen or gemeenten it holds for all of them."""

    traject_id: Id | None = None
    percelen: tuple[Code, ...] = ()
    gemeenten: tuple[Gemeentecode, ...] = ()
    ingesteld_door: Insteller
    grond: Code = field(
        metadata={"description": "Waarom: FRAUDE, KWALITEIT, VEILIGHEID, CAPACITEIT, FINANCIEEL, …"}
    )
    toelichting_grond: Tekst | None = None
    laatste_dag: Datum | None = None
    aangekondigd_op: Datum | None = None
    instemming_op: Datum | None = field(
        default=None,
        metadata={"description": "De dag waarop de opdrachtgever schriftelijk instemde."},
    )


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ClientenstopIngesteld(Stopgegevens, Feit):
    """One layer of a stop, on one ground."""

    feitnaam: ClassVar[str] = "aanbieder.clientenstop_ingesteld"
    pad: ClassVar[str] = "clientenstops"

    def __post_init__(self) -> None:
        """Refuse lots of no traject, a value twice, and an end before the start."""
        if self.percelen and self.traject_id is None:
            raise ValueError("noem bij percelen ook het traject waarin zij vallen (trajectId)")
        for wat, codes in (("perceel", self.percelen), ("gemeente", self.gemeenten)):
            if len(set(codes)) < len(codes):
                raise ValueError(f"een {wat} staat er twee keer in")
        if self.laatste_dag is not None and self.laatste_dag < self.ingangsdatum:
            raise ValueError("laatsteDag ligt voor de ingangsdatum")


@dataclass(frozen=True, kw_only=True)
class LaagOpgeheven(Feit):
    """One layer of a stop lifted, or a subcontractor let go, from this day on; other layers stay."""

    feitnaam: ClassVar[str] = "aanbieder.opgeheven"
    pad: ClassVar[str] = "opheffingen"

    volgnummer: Volgnummer


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Stoplaag(Stopgegevens):
    """A layer that stands since `ingangsdatum`."""

    plaats: Volgnummer
    ingangsdatum: Datum

    def raakt(self, *, traject_id: UUID, perceel: str) -> bool:
        """Tell whether the layer holds for a lot, be it in some gemeenten only."""
        return self.traject_id in (None, traject_id) and perceel in (self.percelen or (perceel,))


@dataclass(frozen=True, kw_only=True)
class Perceelstop(Vormvast):
    """What the standing layers mean for one lot: where nobody new comes in, and by which layers."""

    traject_id: Id
    perceel: Code
    gemeenten: tuple[Gemeentecode, ...] | None
    """None: in all gemeenten of the lot."""
    volgnummers: tuple[Volgnummer, ...]


@dataclass(frozen=True, kw_only=True)
class Clientenstop(Vormvast):
    """The stop as a whole: `geheel` when a layer holds for everything, and per admitted lot what it means."""

    geheel: bool
    volgnummers: tuple[Volgnummer, ...]
    percelen: tuple[Perceelstop, ...]


def samengenomen(
    *, lagen: Sequence[Stoplaag], percelen: Iterable[tuple[UUID, str]]
) -> Clientenstop | None:
    """Give what all layers together mean for the admitted lots (traject, perceel); None when no layer stands."""
    if not lagen:
        return None
    per_perceel = (perceelstop(lagen=lagen, traject_id=t, perceel=p) for t, p in percelen)
    return Clientenstop(
        geheel=any(x.traject_id is None and not x.gemeenten for x in lagen),
        volgnummers=tuple(x.plaats for x in lagen),
        percelen=tuple(stop for stop in per_perceel if stop is not None),
    )


def perceelstop(*, lagen: Iterable[Stoplaag], traject_id: UUID, perceel: str) -> Perceelstop | None:
    """Give the stop for one lot; None when no layer touches it."""
    raken = [x for x in lagen if x.raakt(traject_id=traject_id, perceel=perceel)]
    if not raken:
        return None
    overal = any(not x.gemeenten for x in raken)
    gemeenten = None if overal else tuple(sorted({g for x in raken for g in x.gemeenten}))
    return Perceelstop(
        traject_id=traject_id,
        perceel=perceel,
        gemeenten=gemeenten,
        volgnummers=tuple(x.plaats for x in raken),
    )


# --- decisions ---------------------------------------------------------------------------------------------------

ZONDER_INSTEMMING = onrechtmatig(
    "clientenstop-zonder-instemming",
    "De opdrachtgever heeft niet ingestemd",
    "Een cliëntenstop van de aanbieder zelf vraagt in {traject} vooraf de schriftelijke instemming van de "
    "opdrachtgever; op {dag} is die er niet. Noem de dag van instemming (instemmingOp).",
)
TE_LAAT_AANGEKONDIGD = onrechtmatig(
    "clientenstop-te-laat-aangekondigd",
    "De cliëntenstop is te laat aangekondigd",
    "Een cliëntenstop van de aanbieder zelf per {dag} moest in {traject} uiterlijk {uiterlijk} zijn aangekondigd; dat "
    "is {wanneer}.",
)
