"""What the go/no-go dossier tells: a decision moment, its decisions, and for each the votes, figures and outcomes."""

from dataclasses import dataclass
from enum import StrEnum

from application.beslisvergelijking import Criteriumregel, Indicatorvergelijking
from application.rapportvraag import Verwijzing
from domain.besluit import Status as Besluitstatus
from domain.besluit import Uitkomst as Stemuitkomst
from domain.besluitvereiste import Rol
from domain.feiten import Besluitvermelding, Verwijzingsaard, Vormvast
from domain.inkooptraject import Uitkomst
from domain.kalender import Itemstand
from domain.trajectdelen import Evaluatiegegevens
from domain.waarden import (
    Code,
    Datum,
    Gemeentecode,
    Id,
    Instant,
    JaNee,
    Tekst,
    Teller,
    Volgnummer,
)


class Peilbasis(StrEnum):
    """From what the day of the vote follows."""

    BESLUITDATUM = "BESLUITDATUM"
    """The day of the besluit that the decision mentions."""
    VASTGESTELD_OP = "VASTGESTELD_OP"
    """The day on which the besluit it names was adopted, by the last body that had to."""
    INGANGSDATUM = "INGANGSDATUM"
    """No besluit tells: the decision's own day."""


@dataclass(frozen=True, kw_only=True)
class Peilmoment(Vormvast):
    """When the vote fell: what was recorded up to and including `tot` was known then."""

    dag: Datum
    basis: Peilbasis
    tot: Instant


@dataclass(frozen=True, kw_only=True)
class Stemregel(Vormvast):
    """A body with its answer at the pair; `op_tijd`: it had answered on the day of the vote."""

    wie: Tekst
    orgaan: Code
    gemeente: Gemeentecode | None
    rol: Rol
    bepalend: JaNee
    uitkomst: Stemuitkomst | None
    datum: Datum | None
    op_tijd: JaNee
    volgnummer: Volgnummer | None


@dataclass(frozen=True, kw_only=True)
class Stemming(Vormvast):
    """The besluit that a decision names; `ontbraken` are the deciding bodies without answer when the vote fell."""

    id: Id
    onderwerp: Tekst
    status: Besluitstatus
    stemmen: tuple[Stemregel, ...]
    ontbraken: tuple[Tekst, ...]
    ontbreekt: tuple[Tekst, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Gevolgregel(Vormvast):
    """A fact that follows from a decision, in `diepte` steps."""

    id: Id
    diepte: Teller
    aard: Verwijzingsaard
    soort: Code
    dingsoort: Code
    ding_id: Id
    volgnummer: Volgnummer
    ingangsdatum: Datum | None
    geregistreerd_op: Instant
    ingetrokken_door: Volgnummer | None
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Evaluatieregel(Evaluatiegegevens):
    """An evaluation with the entry that holds it; `toen_bekend`: the register held it when the vote fell."""

    volgnummer: Volgnummer
    ingangsdatum: Datum
    geregistreerd_op: Instant
    toen_bekend: JaNee | None


@dataclass(frozen=True, kw_only=True)
class Beslisregel(Vormvast):
    """One decision with everything it leaned on and what followed."""

    id: Id
    volgnummer: Volgnummer
    uitkomst: Uitkomst
    ingangsdatum: Datum
    geregistreerd_op: Instant
    laat: JaNee
    te_laat: JaNee
    """Decided after the last day of its moment."""
    segment: Code | None
    percelen: tuple[Code, ...]
    gemeenten: tuple[Gemeentecode, ...]
    besluit: Besluitvermelding | None
    peilmoment: Peilmoment
    stemming: Stemming | None
    geevalueerd: JaNee
    evaluaties: tuple[Evaluatieregel, ...]
    criteria: tuple[Criteriumregel, ...]
    indicatoren: tuple[Indicatorvergelijking, ...]
    gevolgen: tuple[Gevolgregel, ...]


@dataclass(frozen=True, kw_only=True)
class Trajectnaam(Vormvast):
    """The procedure of the moment."""

    id: Id
    naam: Tekst


@dataclass(frozen=True, kw_only=True)
class Beslisdossier(Vormvast):
    """A decision moment at a pair of moments; `criteria` and `indicatoren` are as they stand at that pair."""

    traject: Trajectnaam
    code: Code
    omschrijving: Tekst | None
    van: Datum | None
    tot_en_met: Datum | None
    orgaan: Tekst | None
    stand: Itemstand
    te_laat_sinds: Datum | None
    open_segmenten: tuple[Code, ...]
    """Not decided on; put off is not decided."""
    criteria: tuple[Criteriumregel, ...]
    indicatoren: tuple[Indicatorvergelijking, ...]
    evaluaties: tuple[Evaluatieregel, ...]
    beslissingen: tuple[Beslisregel, ...]
    bronnen: tuple[Verwijzing, ...]
