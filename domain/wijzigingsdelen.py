"""The parts of the legality meter: the rules a contract falls under, what is said of a change, and the room."""

from dataclasses import dataclass
from enum import StrEnum

from domain.contractdelen import Wijzigingsgrond
from domain.contractwijzigingen import Wijziging
from domain.drempelbedragen import Drempelsoort
from domain.feiten import Vormvast
from domain.waarden import Code, Instant, JaNee, Som, Tekst

AARD = (
    "Een signaal op grond van wat is vastgelegd, geen juridisch oordeel. Of de algemene aard van de opdracht gelijk "
    "blijft, of een clausule duidelijk genoeg is en of iets te voorzien was, beoordeelt een mens."
)


class Regime(StrEnum):
    """Which rules a change of the contract falls under, from the ground on which the aanbieder was admitted."""

    OVERHEIDSOPDRACHT_SAS = "OVERHEIDSOPDRACHT_SAS"
    OVERHEIDSOPDRACHT = "OVERHEIDSOPDRACHT"
    TOELATING = "TOELATING"
    """Open house: no public contract, so article 2.163 does not apply (domein.md A.7)."""
    SUBSIDIE = "SUBSIDIE"
    INBESTEDING = "INBESTEDING"
    ONBEKEND = "ONBEKEND"

    @property
    def drempelsoort(self) -> Drempelsoort | None:
        """The threshold for small changes; None where article 2.163b does not apply or is not known to."""
        return _DREMPELSOORT.get(self)


_DREMPELSOORT = {
    Regime.OVERHEIDSOPDRACHT_SAS: Drempelsoort.SAS,
    Regime.OVERHEIDSOPDRACHT: Drempelsoort.DIENSTEN,
}
ARTIKELEN = {
    Wijzigingsgrond.BAGATEL: "2.163b",
    Wijzigingsgrond.CLAUSULE: "2.163c",
    Wijzigingsgrond.AANVULLEND: "2.163d",
    Wijzigingsgrond.ONVOORZIEN: "2.163e",
    Wijzigingsgrond.VERVANGING: "2.163f",
    Wijzigingsgrond.NIET_WEZENLIJK: "2.163g",
}


class Toets(StrEnum):
    """What the amounts say of a change."""

    BINNEN = "BINNEN"
    BOVEN = "BOVEN"
    ONBEKEND = "ONBEKEND"
    NIET_VAN_TOEPASSING = "NIET_VAN_TOEPASSING"


class Basissoort(StrEnum):
    """The value that shares are taken of."""

    OORSPRONKELIJK = "OORSPRONKELIJK"
    GEINDEXEERD = "GEINDEXEERD"
    """Raised by the indexations so far, when there are any (Richtlijn 2014/24/EU art. 72 lid 3)."""


@dataclass(frozen=True, kw_only=True)
class Basis(Vormvast):
    """A value to take shares of; None when the original value is not known."""

    soort: Basissoort
    bedrag: Som | None


@dataclass(frozen=True, kw_only=True)
class Anders(Vormvast):
    """What the other basis would say."""

    basis: Basis
    percentage: Tekst | None
    uitkomst: Toets


@dataclass(frozen=True, kw_only=True)
class BijVastleggen(Vormvast):
    """What the meter said of a change with what was known when it was first recorded."""

    beschikbaar_op: Instant
    regime: Regime
    oorspronkelijke_waarde: Som | None
    waarde: Som | None
    cumulatief: Som | None
    percentage: Tekst | None
    uitkomst: Toets


@dataclass(frozen=True, kw_only=True)
class Getoetst(Wijziging):
    """A change with what the amounts say of it; percentages as text with two decimals."""

    geregistreerd_op: Instant
    artikel: Code | None
    cumulatief: Som | None
    """Of a small change: the net sum of all small changes up to and with this one."""
    basis: Basis
    percentage: Tekst | None
    """The share of the basis: of the sum for small changes, of the change alone for the others."""
    grens: Som | None
    """Up to where it fits; a small change stays under it."""
    uitkomst: Toets
    waarom: Tekst
    anders: Anders | None
    aankondiging_nodig: JaNee
    bij_vastleggen: BijVastleggen | None = None


@dataclass(frozen=True, kw_only=True)
class Ruimte(Vormvast):
    """The room on one ground; `over` is never negative: what lies above the limit stands in `boven`."""

    artikel: Code
    percentage: int | None
    percentagebedrag: Som | None
    drempel: Som | None
    bronnen: tuple[Tekst, ...]
    grens: Som | None
    gebruikt: Som | None
    """None for a ground on which each change stands by itself, and when the value of one is not known."""
    over: Som | None
    boven: Som | None
    uitkomst: Toets


@dataclass(frozen=True, kw_only=True)
class Ruimten(Vormvast):
    """The room on the grounds that have a limit; null where article 2.163 does not apply."""

    bagatel: Ruimte
    aanvullend: Ruimte
    onvoorzien: Ruimte


@dataclass(frozen=True, kw_only=True)
class Keuze(Vormvast):
    """How the meter reads the law where it can be read in more than one way."""

    wat: Tekst
    keuze: Tekst
    anders: Tekst
    bron: Tekst


KEUZES: tuple[Keuze, ...] = (
    Keuze(
        wat="De waarde waarvan percentages worden genomen",
        keuze="De oorspronkelijke waarde, verhoogd met de indexeringen tot de dag van de wijziging als die er zijn.",
        anders="De oorspronkelijke waarde zelf; wat die zou zeggen, staat bij elke wijziging in anders.",
        bron="Richtlijn 2014/24/EU art. 72 lid 3",
    ),
    Keuze(
        wat="Opeenvolgende kleine wijzigingen",
        keuze="De som telt netto: wat minder wordt, gaat van de som af.",
        anders="De som van alle verhogingen en verlagingen zonder teken.",
        bron="Richtlijn 2014/24/EU art. 72 lid 2; Aanbestedingswet 2012 art. 2.163b",
    ),
    Keuze(
        wat="De drempel en het percentage",
        keuze="Zoals zij gelden op de dag waarop de wijziging werkt.",
        anders="Zoals zij golden op de dag van de gunning.",
        bron="Aanbestedingswet 2012 art. 2.163b",
    ),
    Keuze(
        wat="Aanvullende en onvoorziene wijzigingen",
        keuze="Elke wijziging staat op zichzelf; zij worden niet opgeteld.",
        anders="Samen nemen wat bedoeld is om de regels te ontgaan; dat ziet het register niet.",
        bron="Richtlijn 2014/24/EU art. 72 lid 1 b en c",
    ),
)
