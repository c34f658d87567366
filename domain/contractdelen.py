"""The parts of a contract: its codes, its clauses, what a change says, and the acts that stand on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from domain.feiten import AFWEZIG, Vormvast, afwezig, camel
from domain.looptijd import StilzwijgendeVerlenging, Verlengingsoptie
from domain.tarieven import Tariefregel
from domain.waarden import (
    Bedrag,
    BedragVanafNul,
    Code,
    Datum,
    Gemeentecode,
    Id,
    Jaar,
    Nummer,
    Productcode,
    Tekst,
    Volgnummer,
)

T = TypeVar("T")

# --- codes -------------------------------------------------------------------------------------------------------


class Bekostigingsvorm(StrEnum):
    """How care is paid (iJw uitvoeringsvarianten; S4:112-190)."""

    INSPANNINGSGERICHT = "INSPANNINGSGERICHT"
    OUTPUTGERICHT = "OUTPUTGERICHT"
    TAAKGERICHT = "TAAKGERICHT"


class Status(StrEnum):
    """Computed, never set (interface.md 4)."""

    TOEKOMSTIG = "TOEKOMSTIG"
    ACTIEF = "ACTIEF"
    OPGEZEGD = "OPGEZEGD"
    BEEINDIGD = "BEEINDIGD"


class Beeindiging(StrEnum):
    """The way a contract ended."""

    VERLOPEN = "VERLOPEN"
    OPGEZEGD = "OPGEZEGD"
    ONTBONDEN = "ONTBONDEN"
    NIET_INGEGAAN = "NIET_INGEGAAN"
    """It never took effect (domein.md A.7)."""


class Partij(StrEnum):
    """Who gives notice; by mutual consent needs neither right nor period (domein.md A.7)."""

    OPDRACHTGEVER = "OPDRACHTGEVER"
    OPDRACHTNEMER = "OPDRACHTNEMER"
    WEDERZIJDS = "WEDERZIJDS"


class Via(StrEnum):
    """How a contract came out of its predecessor (S3:218-232)."""

    INKOOP = "INKOOP"
    HERZIENING = "HERZIENING"
    VERLENGING = "VERLENGING"


class Wijzigingsgrond(StrEnum):
    """Grounds of Aanbestedingswet 2012 art. 2.163b-g, in the order c, b, d, e, f, g."""

    CLAUSULE = "CLAUSULE"
    BAGATEL = "BAGATEL"
    AANVULLEND = "AANVULLEND"
    ONVOORZIEN = "ONVOORZIEN"
    VERVANGING = "VERVANGING"
    NIET_WEZENLIJK = "NIET_WEZENLIJK"


class GevolgWeigering(StrEnum):
    """What refusing a herziening does to this contract (CS 1.4.2; domein.md A.7)."""

    OPZEGGING = "OPZEGGING"
    ONGEWIJZIGD = "ONGEWIJZIGD"


class Antwoord(StrEnum):
    """What an aanbieder answers to a proposed herziening; silence may count as either (CS 1.4.2)."""

    AANVAARD = "AANVAARD"
    GEWEIGERD = "GEWEIGERD"


class Voorstelstand(StrEnum):
    """How a proposed herziening stands."""

    OPEN = "OPEN"
    AANVAARD = "AANVAARD"
    GEWEIGERD = "GEWEIGERD"
    STILZWIJGEND_AANVAARD = "STILZWIJGEND_AANVAARD"
    STILZWIJGEND_GEWEIGERD = "STILZWIJGEND_GEWEIGERD"
    DOORGEVOERD = "DOORGEVOERD"

    @property
    def gaat_door(self) -> bool:
        """Whether it will change the contract on its day."""
        return self in (Voorstelstand.AANVAARD, Voorstelstand.STILZWIJGEND_AANVAARD)


class Ontbindingsgrond(StrEnum):
    """The grounds to dissolve at once that CS 3.19.4 a-i names and the register tells apart; else in words."""

    GEEN_LEVERING = "GEEN_LEVERING"
    """Twelve months without delivery or declaration (CS 3.19.4 b)."""
    FRAUDE = "FRAUDE"
    BIBOB = "BIBOB"
    TEKORTKOMING = "TEKORTKOMING"
    """Not keeping the contract, its quality demands included (S1:1087)."""
    FAILLISSEMENT = "FAILLISSEMENT"
    ANDERS = "ANDERS"


# --- clauses -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Opvolging(Vormvast):
    """The contract this one succeeds."""

    vorig_contract_id: Id
    via: Via


@dataclass(frozen=True, kw_only=True)
class Opzegtermijn(Vormvast):
    """A notice period in calendar months."""

    maanden: Nummer


@dataclass(frozen=True, kw_only=True)
class Opzegregeling(Vormvast):
    """Who may give notice, with which period; a party that is absent has no right (CS 1.3.4)."""

    opdrachtgever: Opzegtermijn | None = None
    opdrachtnemer: Opzegtermijn | None = None

    def termijn(self, door: Partij) -> Opzegtermijn | None:
        """Give the period of a party; None when it has no right to give notice."""
        return self.opdrachtgever if door is Partij.OPDRACHTGEVER else self.opdrachtnemer


@dataclass(frozen=True, kw_only=True)
class Herzieningsclausule(Vormvast):
    """The clause under which the contract may be changed (Aw 2.163c; CS 1.4)."""

    nummer: Code
    gevolg_weigering: GevolgWeigering


@dataclass(frozen=True, kw_only=True)
class Taakbudget(Vormvast):
    """The sum for a taakgericht contract in one book year, in cents."""

    boekjaar: Jaar
    bedrag: BedragVanafNul


def weiger_dubbel(tarieven: Iterable[Tariefregel], taakbudgetten: Iterable[Taakbudget]) -> None:
    """Refuse two values for one thing: a look-up gives one answer (house rule 6)."""
    sleutels: list[object] = [t.sleutel for t in tarieven]
    jaren: list[object] = [t.boekjaar for t in taakbudgetten]
    for gegeven, wat in ((sleutels, "tarief"), (jaren, "taakbudget")):
        if len(set(gegeven)) < len(gegeven):
            raise ValueError(f"hetzelfde {wat} staat er twee keer in")


@dataclass(frozen=True, kw_only=True)
class Lijstwijziging(Vormvast):
    """Codes that come and go."""

    erbij: tuple[Code, ...] = ()
    eraf: tuple[Code, ...] = ()

    def toegepast(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Give the codes after the change, sorted and without doubles."""
        return tuple(sorted((set(codes) - set(self.eraf)) | set(self.erbij)))


@dataclass(frozen=True, kw_only=True)
class Gemeentenwijziging(Lijstwijziging):
    """Gemeenten that come and go."""

    erbij: tuple[Gemeentecode, ...] = ()
    eraf: tuple[Gemeentecode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wijzigingen(Vormvast):
    """What a herziening changes; a field that is absent stays as it is, null ends it."""

    tarieven: tuple[Tariefregel, ...] = ()
    taakbudgetten: tuple[Taakbudget, ...] = ()
    percelen: Lijstwijziging | None = None
    gemeenten: Gemeentenwijziging | None = None
    bekostigingsvorm: Bekostigingsvorm | None = None
    geraamde_jaarwaarde: BedragVanafNul | None = field(default_factory=afwezig)
    opzegregeling: Opzegregeling | None = field(default_factory=afwezig)
    verlengingsopties: tuple[Verlengingsoptie, ...] | None = None
    stilzwijgende_verlenging: StilzwijgendeVerlenging | None = field(default_factory=afwezig)
    eigenaar: Code | None = field(default_factory=afwezig)

    def __post_init__(self) -> None:
        """Refuse a herziening that changes nothing."""
        if all(getattr(self, naam) in ((), None) for naam in _ALTIJD) and all(
            getattr(self, naam) is AFWEZIG for naam in _NULBAAR
        ):
            raise ValueError("noem ten minste één wijziging")
        weiger_dubbel(self.tarieven, self.taakbudgetten)

    @property
    def alleen_tarieven(self) -> bool:
        """Whether it changes nothing but tariffs."""
        return self == Wijzigingen(tarieven=self.tarieven) if self.tarieven else False

    @property
    def inhoud(self) -> "Wijzigingsinhoud":
        """Give the same with null for what stays, and by name what ends."""
        gegeven = {naam: getattr(self, naam) for naam in _ALTIJD}
        nulbaar = {naam: getattr(self, naam) for naam in _NULBAAR}
        gegeven |= {n: None if w is AFWEZIG else w for n, w in nulbaar.items()}
        vervalt = tuple(camel(n) for n, w in nulbaar.items() if w is None)
        return Wijzigingsinhoud(vervalt=vervalt, **gegeven)


_ALTIJD = (
    "tarieven",
    "taakbudgetten",
    "percelen",
    "gemeenten",
    "bekostigingsvorm",
    "verlengingsopties",
)
_NULBAAR = ("geraamde_jaarwaarde", "opzegregeling", "stilzwijgende_verlenging", "eigenaar")


@dataclass(frozen=True, kw_only=True)
class Wijzigingsinhoud(Vormvast):
    """What a change that waits for its day will do: null stays as it is, `vervalt` names the fields that end."""

    tarieven: tuple[Tariefregel, ...] = ()
    taakbudgetten: tuple[Taakbudget, ...] = ()
    percelen: Lijstwijziging | None = None
    gemeenten: Gemeentenwijziging | None = None
    bekostigingsvorm: Bekostigingsvorm | None = None
    verlengingsopties: tuple[Verlengingsoptie, ...] | None = None
    geraamde_jaarwaarde: BedragVanafNul | None = None
    opzegregeling: Opzegregeling | None = None
    stilzwijgende_verlenging: StilzwijgendeVerlenging | None = None
    eigenaar: Code | None = None
    vervalt: tuple[Code, ...] = ()

    def geworden(self, naam: str, huidig: T) -> T | None:
        """Give what a field becomes that a change may also end."""
        if camel(naam) in self.vervalt:
            return None
        nieuw: T | None = getattr(self, naam)
        return huidig if nieuw is None else nieuw


@dataclass(frozen=True, kw_only=True)
class Addendum(Vormvast):
    """The written change that both parties signed (CS 1.4)."""

    kenmerk: Tekst
    ondertekend_op: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Contractdeel(Vormvast):
    """A part of a contract: all that it names, be it by perceel, by gemeente or by product."""

    percelen: tuple[Code, ...] = ()
    gemeenten: tuple[Gemeentecode, ...] = ()
    producten: tuple[Productcode, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a part that is nothing."""
        if not (self.percelen or self.gemeenten or self.producten):
            raise ValueError("noem ten minste één perceel, gemeente of product")


# --- acts that stand ---------------------------------------------------------------------------------------------
# `plaats` is the place of the act's fact in the course (see tijdlijn), shown outside as `volgnummer`.


@dataclass(frozen=True, kw_only=True)
class Opzegging(Vormvast):
    """A standing notice; of a refused herziening the place is that of the proposal."""

    plaats: Volgnummer
    laatste_dag: Datum
    door: Partij
    grond: Tekst
    verzonden_op: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class Deelopzegging(Vormvast):
    """A standing notice of a part of the contract, until its last day."""

    opzegging: Opzegging
    deel: Contractdeel


@dataclass(frozen=True, kw_only=True)
class Ontbinding(Vormvast):
    """A standing ontbinding."""

    plaats: Volgnummer
    laatste_dag: Datum
    grond: Tekst
    ontbindingsgrond: Ontbindingsgrond | None = None


@dataclass(frozen=True, kw_only=True)
class KomendeWijziging(Vormvast):
    """Terms agreed with an extension, in force from the first day of the new term."""

    plaats: Volgnummer
    per: Datum
    wijzigingen: Wijzigingsinhoud


@dataclass(frozen=True, kw_only=True)
class Herzieningsvoorstel(Vormvast):
    """A herziening as it was proposed, and what became of it."""

    plaats: Volgnummer
    voorgesteld_op: Datum
    werking_per: Datum
    reactie_uiterlijk: Datum | None
    bij_zwijgen: Antwoord | None
    wijzigingen: Wijzigingsinhoud
    wijzigingsgrond: Wijzigingsgrond | None
    clausule: Code | None
    waardewijziging: Bedrag | None
    stand: Voorstelstand = Voorstelstand.OPEN
    beantwoord_op: Datum | None = None
    addendum: Addendum | None = None
