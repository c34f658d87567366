"""What a recorded fact is: the fact itself, the envelope around it, the correction that replaces it.

A fact is named in the past tense, frozen and typed; its stored name and fields are only ever added to. One
definition serves the log, the API body and the journal (`domain/waarden.py` says how each value is written), so
a default may only be `None`, `()` or `AFWEZIG`: a field at its default is left out of the log.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar
from uuid import UUID

from domain.waarden import Datum, Hash, Id, Tekst, Volgnummer


def camel(naam: str) -> str:
    """Give the outside name of a field: `laatste_dag` -> `laatsteDag`."""
    eerste, *rest = naam.split("_")
    return eerste + "".join(deel.capitalize() for deel in rest)


class Afwezig(Enum):
    """The type of "this field was not given", where null means something else: "this ends"."""

    AFWEZIG = "AFWEZIG"


AFWEZIG: Any = Afwezig.AFWEZIG


def afwezig() -> Any:
    """Default factory for a field whose absence differs from null."""
    return AFWEZIG


class Vormvast:
    """Base of everything that is read and written by its annotations: camelCase outside, unknown fields refused."""

    __pydantic_config__: ClassVar[Any] = {"alias_generator": camel, "extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Feit(Vormvast):
    """A fact about one thing, in force from `ingangsdatum` on (materiele historie)."""

    feitnaam: ClassVar[str]
    """Stored name, for ever: `contract.herzien`."""
    pad: ClassVar[str]
    """The command's path segment, which names the fact in a vervanging; `POST` for the opening fact."""
    schemaversie: ClassVar[int] = 1

    ingangsdatum: Datum = field(
        metadata={"description": "De dag waarop dit feit in werkelijkheid ingaat."}
    )

    @property
    def telt_als(self) -> tuple[str, ...]:
        """The stored names of the acts that this is, where a regime asks a besluit for them."""
        return (self.feitnaam,)


@dataclass(frozen=True, kw_only=True)
class Besluitvermelding(Vormvast):
    """When which body decided; a plain attribute, never a time axis."""

    orgaan: Tekst = field(
        metadata={"description": "Het orgaan dat besloot, bijvoorbeeld COLLEGE of AB."}
    )
    datum: Datum
    kenmerk: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Bewijs(Vormvast):
    """A document kept elsewhere that shows the fact."""

    kenmerk: Tekst
    titel: Tekst
    sha256: Hash | None = None
    vindplaats: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Bekendmaking(Vormvast):
    """When and to whom the fact was disclosed."""

    datum: Datum
    aan: Tekst


@dataclass(frozen=True, kw_only=True)
class Afwijking(Vormvast):
    """The rules knowingly not kept, and why (interface.md 2, refusals of two kinds)."""

    regels: tuple[Tekst, ...] = field(
        metadata={"description": "De codes van de regels waarvan wordt afgeweken."}
    )
    motivering: Tekst
    besluit: Besluitvermelding | None = None


class Verwijzingsaard(StrEnum):
    """How a fact refers to what came before it."""

    BESLUIT = "BESLUIT"
    """It carries out this besluit (`besluitId`)."""
    GEVOLG = "GEVOLG"
    """It follows from this fact (`gevolgVan`)."""
    RUST_OP = "RUST_OP"
    """It rests on this lezing or onderstelling (`rustOp`)."""
    KADER = "KADER"
    """It stands in this policy frame; this and what follows is named by the fact itself (domain/verband.py)."""
    DOEL = "DOEL"
    """It measures a goal of this procedure."""
    INDICATOR = "INDICATOR"
    """It leans on the figures of this indicator."""
    EVALUATIE = "EVALUATIE"
    """It decides at the moment that was evaluated."""
    TRAJECT = "TRAJECT"
    """It came out of this procedure."""
    AANMELDING = "AANMELDING"
    """It answers this application."""
    VOORGANGER = "VOORGANGER"
    """It takes the place of this one."""
    REGISTRATIE = "REGISTRATIE"
    """It answers, closes or takes back this fact of its own thing (`volgnummer`)."""
    DOSSIER = "DOSSIER"
    """It is a fact of this thing."""


@dataclass(frozen=True, kw_only=True)
class Toelichting(Vormvast):
    """What may accompany any fact, the replacing ones included."""

    besluit: Besluitvermelding | None = None
    besluit_id: Id | None = None
    gevolg_van: Id | None = field(
        default=None, metadata={"description": "Het feit waarvan dit het gevolg is."}
    )
    rust_op: tuple[Id, ...] = field(
        default=(),
        metadata={"description": "De lezingen en onderstellingen waarop dit feit rust (id's)."},
    )
    reden: Tekst | None = None
    bewijs: tuple[Bewijs, ...] = ()
    bekendgemaakt: tuple[Bekendmaking, ...] = ()

    @property
    def verwijzingen(self) -> tuple[tuple[Verwijzingsaard, UUID], ...]:
        """What this refers to, each once: a besluit, a fact, and what it rests on."""
        if self.besluit_id is self.gevolg_van is None and not self.rust_op:
            return ()
        gegeven = (
            *((Verwijzingsaard.BESLUIT, id_) for id_ in (self.besluit_id,)),
            *((Verwijzingsaard.GEVOLG, id_) for id_ in (self.gevolg_van,)),
            *((Verwijzingsaard.RUST_OP, id_) for id_ in self.rust_op),
        )
        return tuple(dict.fromkeys((aard, id_) for aard, id_ in gegeven if id_ is not None))


@dataclass(frozen=True, kw_only=True)
class Envelop(Toelichting):
    """What may accompany a command."""

    afwijking: Afwijking | None = None


class Correctiesoort(StrEnum):
    """Why a registration is corrected."""

    FOUT = "FOUT"
    UITSPRAAK = "UITSPRAAK"
    DEFINITIEF_CIJFER = "DEFINITIEF_CIJFER"


@dataclass(frozen=True, kw_only=True)
class Vervanging:
    """The fact that takes the place of a corrected registration, with its own explanation."""

    feit: Feit
    toelichting: Toelichting


@dataclass(frozen=True, kw_only=True)
class Rechtzetting:
    """One corrected registration: its volgnummer and what stands there instead (None: nothing).

    `plaats` is only needed to correct a correctie that touched several places: it says whose place the
    vervanging takes (the volgnummer of the first fact in that chain).
    """

    volgnummer: Volgnummer
    plaats: Volgnummer | None = None
    vervanging: Vervanging | None


@dataclass(frozen=True, kw_only=True)
class Correctie:
    """Says that registrations were wrong; all of it holds or none (interface.md 2)."""

    pad: ClassVar[str] = "correcties"
    schemaversie: ClassVar[int] = 1

    soort: Correctiesoort
    registraties: tuple[Rechtzetting, ...]
    reden: Tekst


@dataclass(frozen=True, kw_only=True, slots=True)
class Registratie:
    """One entry of the log: a fact or correctie of one thing, with what the system added when recording it."""

    id: UUID
    ding: UUID
    soort: str
    """Stored name of the fact: `contract.herzien`, or `contract.gecorrigeerd` for a correctie."""
    volgnummer: int
    positie: int
    """Place in the whole log, from 1 without gaps; 0 until it is recorded."""
    geregistreerd_op: datetime
    door: str
    """Actor id; names stand in an erasable table elsewhere."""
    correlatie: UUID
    envelop: Envelop
    feit: "Feit | Correctie"

    @property
    def originator_id(self) -> UUID:
        """Name of the thing's id in the event sourcing library's protocol."""
        return self.ding

    @property
    def originator_version(self) -> int:
        """Name of the volgnummer in the event sourcing library's protocol."""
        return self.volgnummer

    @property
    def ingangsdatum(self) -> date | None:
        """The day the fact takes effect; None for a correctie."""
        return self.feit.ingangsdatum if isinstance(self.feit, Feit) else None
