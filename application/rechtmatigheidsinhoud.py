"""What the rechtmatigheidslijst tells: its sections, lines and totals, each line with its rule, criterion and facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from application.rapportvraag import Verwijzing
from domain.feiten import Besluitvermelding, Vormvast
from domain.waarden import (
    Bedrag,
    Code,
    Datum,
    Gemeentecode,
    Id,
    Jaar,
    JaNee,
    Maand,
    Som,
    Tekst,
    Teller,
    Volgnummer,
)

AARD = (
    "Een lijst van wat volgens het register aandacht vraagt bij de rechtmatigheidsverantwoording van het college: een "
    "signaal, geen oordeel over rechtmatigheid. Wat niet is vastgelegd, staat er niet in."
)


class Sectie(StrEnum):
    """The parts of the list."""

    AFWIJKING = "AFWIJKING"
    DOORGELOPEN = "DOORGELOPEN"
    ZORG_VOOR_CONTRACT = "ZORG_VOOR_CONTRACT"
    WIJZIGING = "WIJZIGING"
    MAXIMUM = "MAXIMUM"
    BEGROTING = "BEGROTING"


class Criterium(StrEnum):
    """The three criteria of the rechtmatigheidsverantwoording."""

    VOORWAARDENCRITERIUM = "VOORWAARDENCRITERIUM"
    BEGROTINGSCRITERIUM = "BEGROTINGSCRITERIUM"
    MISBRUIK_EN_ONEIGENLIJK_GEBRUIK = "MISBRUIK_EN_ONEIGENLIJK_GEBRUIK"


KADERNOTA = "Commissie BBV, Kadernota rechtmatigheid"
"""Where the criteria are explained; what a rule itself rests on stands with the line."""
TITELS: Mapping[Sectie, tuple[str, str]] = {
    Sectie.AFWIJKING: (
        "Bewuste afwijkingen",
        "Feiten die in het jaar ingingen en zijn vastgelegd hoewel een regel niet was gehouden.",
    ),
    Sectie.DOORGELOPEN: (
        "Doorgelopen zonder beslissing",
        "Contracten die stilzwijgend doorliepen zonder beslissing, en kosten of verplichtingen van na het einde.",
    ),
    Sectie.ZORG_VOOR_CONTRACT: (
        "Zorg voor het contract",
        "Kosten over maanden voor de eerste dag, voor de ondertekening of zonder toelating.",
    ),
    Sectie.WIJZIGING: (
        "Wijzigingen buiten de ruimte",
        "Wijzigingen die volgens de meter niet passen binnen artikel 2.163 van de Aanbestedingswet.",
    ),
    Sectie.MAXIMUM: (
        "Boven het maximum",
        "Kosten boven het maximum van een raamovereenkomst.",
    ),
    Sectie.BEGROTING: (
        "Boven de begroting",
        "Budgetten van het jaar waarop meer is gerealiseerd dan begroot.",
    ),
}
"""Title and one sentence for each section."""
OVERLAP = (
    "Eén uitgave kan in meer onderdelen staan, bijvoorbeeld na het einde en boven het maximum. Daarom is er geen "
    "totaal over de onderdelen heen. Bedragen staan bij de gemeente waarop zij zijn geboekt; waar dat niet is "
    "vastgelegd, staat onbekend, en er is niets verdeeld."
)


@dataclass(frozen=True, kw_only=True)
class Gemeentebedrag(Vormvast):
    """A sum with the gemeente it is booked on; None when that is not known."""

    gemeente: Gemeentecode | None
    bedrag: Som


@dataclass(frozen=True, kw_only=True)
class Boekingverwijzing(Vormvast):
    """A line of the ledger behind a sum."""

    budget_id: Id
    volgnummer: Volgnummer
    prestatieperiode: Maand | None
    gemeente: Gemeentecode | None
    bedrag: Bedrag


@dataclass(frozen=True, kw_only=True)
class Rechtmatigheidsregel(Vormvast):
    """One line: what, of which thing, since when, for how much, against which rule, and where its facts stand."""

    sectie: Sectie
    reden: Code
    regel: Code
    """The code of the rule, or of the signaal that shows it."""
    dag: Datum
    onderwerp: Tekst
    contract_id: Id | None
    aanbieder: Tekst | None
    gemeenten: tuple[Gemeentecode, ...]
    bedrag: Som | None
    """None when no sum belongs to it or none is known."""
    bedragen: tuple[Gemeentebedrag, ...]
    waarom: Tekst
    criterium: Criterium
    bron: Tekst
    motivering: Tekst | None
    besluit: Besluitvermelding | None
    gecorrigeerd: JaNee
    """What it says was corrected since."""
    volgnummer: Volgnummer | None
    boekingen: tuple[Boekingverwijzing, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Sectiedeel(Vormvast):
    """A section with its lines; the sum holds only what is known."""

    sectie: Sectie
    titel: Tekst
    uitleg: Tekst
    aantal: Teller
    bedrag: Som | None
    zonder_bedrag: Teller
    regels: tuple[Rechtmatigheidsregel, ...]


@dataclass(frozen=True, kw_only=True)
class Gemeentesectie(Vormvast):
    """What one section holds for one gemeente; lines that touch more gemeenten count for each."""

    sectie: Sectie
    aantal: Teller
    bedrag: Som | None


@dataclass(frozen=True, kw_only=True)
class Gemeentetotaal(Vormvast):
    """All sections for one gemeente; None is for sums of which the gemeente is not known."""

    gemeente: Gemeentecode | None
    secties: tuple[Gemeentesectie, ...]


@dataclass(frozen=True, kw_only=True)
class Regiovermelding(Vormvast):
    """The regio of the list, with the gemeenten that take part on the day asked."""

    id: Id
    naam: Tekst
    gemeenten: tuple[Gemeentecode, ...]


@dataclass(frozen=True, kw_only=True)
class Rechtmatigheidslijst(Vormvast):
    """The whole list of a regio, or of one gemeente in it, over a year."""

    aard: Tekst
    regio: Regiovermelding
    gemeente: Gemeentecode | None
    jaar: Jaar
    tot_en_met: Datum
    """The last day that is looked at: of the year, or the day asked when that comes first."""
    aantal: Teller
    secties: tuple[Sectiedeel, ...]
    per_gemeente: tuple[Gemeentetotaal, ...]
    overlap: Tekst
    bronnen: tuple[Verwijzing, ...]


def opgeteld(bedragen: Iterable[int]) -> int | None:
    """Give a sum, None when there is nothing to add: that is not zero."""
    alle = list(bedragen)
    return sum(alle) if alle else None


def sectiedeel(*, sectie: Sectie, regels: Iterable[Rechtmatigheidsregel]) -> Sectiedeel:
    """Put the lines of a section together, in order of their day."""
    eigen = sorted(
        (r for r in regels if r.sectie is sectie),
        key=lambda r: (r.dag, r.onderwerp, r.reden, r.regel, r.volgnummer or 0),
    )
    titel, uitleg = TITELS[sectie]
    return Sectiedeel(
        sectie=sectie,
        titel=titel,
        uitleg=uitleg,
        aantal=len(eigen),
        bedrag=opgeteld(r.bedrag for r in eigen if r.bedrag is not None),
        zonder_bedrag=sum(r.bedrag is None for r in eigen),
        regels=tuple(eigen),
    )


def per_gemeente(
    *, secties: Iterable[Sectiedeel], gemeenten: Iterable[str]
) -> tuple[Gemeentetotaal, ...]:
    """Give the totals of each gemeente, and last those of which the gemeente is not known, if there are any."""
    delen = list(secties)
    onbekend = any(b.gemeente is None for d in delen for r in d.regels for b in r.bedragen)
    wie: list[str | None] = [*sorted(set(gemeenten)), *([None] if onbekend else [])]
    return tuple(
        Gemeentetotaal(gemeente=een, secties=tuple(_van_gemeente(d, een) for d in delen))
        for een in wie
    )


def _van_gemeente(deel: Sectiedeel, gemeente: str | None) -> Gemeentesectie:
    raakt = [
        r
        for r in deel.regels
        if gemeente in {b.gemeente for b in r.bedragen}
        or (gemeente is not None and not r.bedragen and gemeente in r.gemeenten)
    ]
    bedragen = (b.bedrag for r in raakt for b in r.bedragen if b.gemeente == gemeente)
    return Gemeentesectie(sectie=deel.sectie, aantal=len(raakt), bedrag=opgeteld(bedragen))
