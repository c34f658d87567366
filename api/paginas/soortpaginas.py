"""What the pages of each kind of thing show: its words, the columns of its list, the template of its detail."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kolom:
    """A column of a list by the outside name of its field; `deel` picks a field of each part of a list."""

    veld: str
    kop: str = ""
    deel: str = ""
    tel: bool = False


@dataclass(frozen=True, kw_only=True)
class Soortpagina:
    """The words and columns of one kind; the first column, with the name and the link, comes by itself."""

    titel: str
    enkel: str
    meer: str
    uitleg: str
    kop: str
    kolommen: tuple[Kolom, ...]
    buiten_vorm: frozenset[str] = frozenset()
    """Filters that come from links and have no field in the form."""
    weg: frozenset[str] = frozenset()
    """Fields that the page shows elsewhere, such as in its title."""
    sjabloon: str = "ding.html"


SOORTPAGINAS: Mapping[str, Soortpagina] = {
    "regio": Soortpagina(
        titel="Regio’s",
        enkel="regio",
        meer="regio’s",
        uitleg="Gemeenten die samen jeugdhulp inkopen.",
        kop="Regio",
        kolommen=(
            Kolom(veld="gemeenten", tel=True),
            Kolom(veld="ingangsdatum"),
            Kolom(veld="status"),
        ),
        weg=frozenset({"naam", "gemeenten"}),
        sjabloon="regio.html",
    ),
    "inkooptraject": Soortpagina(
        titel="Inkooptrajecten",
        enkel="inkooptraject",
        meer="inkooptrajecten",
        uitleg="Elke procedure, van voornemen tot einde, met haar percelen, criteria, rondes en kalender.",
        kop="Traject",
        kolommen=(
            Kolom(veld="regioId"),
            Kolom(veld="stand"),
            Kolom(veld="inkoopvorm"),
            Kolom(veld="toetreding"),
            Kolom(veld="ingangContracten", kop="Contracten per"),
            Kolom(veld="einddatum", kop="Loopt t/m"),
            Kolom(veld="status"),
        ),
        sjabloon="inkooptraject.html",
    ),
    "aanbieder": Soortpagina(
        titel="Aanbieders",
        enkel="aanbieder",
        meer="aanbieders",
        uitleg="Wie jeugdhulp levert, of daarvoor is toegelaten.",
        kop="Naam",
        kolommen=(
            Kolom(veld="kvkNummer"),
            Kolom(veld="agbCode"),
            Kolom(veld="toelatingen", kop="Toegelaten voor", deel="perceel"),
        ),
        sjabloon="aanbieder.html",
    ),
    "contract": Soortpagina(
        titel="Contracten",
        enkel="contract",
        meer="contracten",
        uitleg="Elke overeenkomst met een aanbieder, met haar looptijd.",
        kop="Contract",
        kolommen=(
            Kolom(veld="aanbiederId"),
            Kolom(veld="segment"),
            Kolom(veld="status"),
            Kolom(veld="einddatum", kop="Loopt t/m"),
            Kolom(veld="uitersteHandelingsdatum", kop="Uiterlijk handelen"),
        ),
        buiten_vorm=frozenset({"trajectId", "perceel", "eigenaar"}),
        sjabloon="contract.html",
    ),
    "budget": Soortpagina(
        titel="Budgetten",
        enkel="budget",
        meer="budgetten",
        uitleg="Wat per boekjaar is begroot, verplicht en uitgegeven.",
        kop="Budget",
        kolommen=(
            Kolom(veld="regioId"),
            Kolom(veld="gemeente"),
            Kolom(veld="bedrag", kop="Begroot"),
            Kolom(veld="gerealiseerd"),
            Kolom(veld="ruimte"),
        ),
        weg=frozenset({"begroot", "boekjaar"}),
    ),
    "aanmelding": Soortpagina(
        titel="Aanmeldingen",
        enkel="aanmelding",
        meer="aanmeldingen",
        uitleg="Aanmeldingen, inschrijvingen en subsidieaanvragen van aanbieders, met hun beoordeling en uitkomst.",
        kop="Aanmelding",
        kolommen=(
            Kolom(veld="trajectId"),
            Kolom(veld="ronde"),
            Kolom(veld="percelen"),
            Kolom(veld="ingangsdatum", kop="Ontvangen"),
            Kolom(veld="status"),
        ),
        sjabloon="aanmelding.html",
    ),
    "besluit": Soortpagina(
        titel="Besluiten",
        enkel="besluit",
        meer="besluiten",
        uitleg="Voorstellen en besluiten, met elk orgaan dat beslist of wordt gehoord.",
        kop="Onderwerp",
        kolommen=(
            Kolom(veld="regioId"),
            Kolom(veld="ingangsdatum", kop="Ingebracht"),
            Kolom(veld="ontbreekt", kop="Ontbreken nog", tel=True),
            Kolom(veld="vastgesteldOp"),
            Kolom(veld="status"),
        ),
        sjabloon="besluit.html",
    ),
    "beleidskader": Soortpagina(
        titel="Beleidskaders",
        enkel="beleidskader",
        meer="beleidskaders",
        uitleg="De kaders van de raden en besturen, van concept tot afloop.",
        kop="Kader",
        kolommen=(
            Kolom(veld="regioId"),
            Kolom(veld="geldigVan"),
            Kolom(veld="geldigTotEnMet", kop="Geldig t/m"),
            Kolom(veld="vastgesteldOp"),
            Kolom(veld="status"),
        ),
        sjabloon="beleidskader.html",
    ),
    "lezing": Soortpagina(
        titel="Lezingen",
        enkel="lezing",
        meer="lezingen",
        uitleg="Hoe een zin die op meer manieren te lezen is, wordt gelezen, en door wie dat is gekozen.",
        kop="Lezing",
        kolommen=(
            Kolom(veld="zinsnede"),
            Kolom(veld="gekozen"),
            Kolom(veld="regioId"),
            Kolom(veld="stand"),
        ),
        sjabloon="lezing.html",
    ),
    "onderstelling": Soortpagina(
        titel="Onderstellingen",
        enkel="onderstelling",
        meer="onderstellingen",
        uitleg="Wat een besluit voor waar aannam, en wat daarvan is uitgekomen.",
        kop="Onderstelling",
        kolommen=(Kolom(veld="tekst"), Kolom(veld="regioId"), Kolom(veld="status")),
        sjabloon="onderstelling.html",
    ),
    "indicator": Soortpagina(
        titel="Indicatoren",
        enkel="indicator",
        meer="indicatoren",
        uitleg="Waaraan de doelen worden gemeten: nulmeting, streefwaarde en metingen.",
        kop="Indicator",
        kolommen=(
            Kolom(veld="code"),
            Kolom(veld="doelen", deel="doel"),
            Kolom(veld="eenheid"),
            Kolom(veld="metingen", tel=True),
            Kolom(veld="status"),
        ),
        buiten_vorm=frozenset({"trajectId"}),
        weg=frozenset({"naam"}),
        sjabloon="indicator.html",
    ),
    "regeling": Soortpagina(
        titel="Regelingen",
        enkel="regeling",
        meer="regelingen",
        uitleg="Afspraken waarin gemeenten samenwerken, zoals een centrumregeling.",
        kop="Regeling",
        kolommen=(
            Kolom(veld="regelingsoort"),
            Kolom(veld="regioId"),
            Kolom(veld="deelnemers", tel=True),
            Kolom(veld="einddatum", kop="Loopt t/m"),
            Kolom(veld="status"),
        ),
        sjabloon="regeling.html",
    ),
    "leveringslijn": Soortpagina(
        titel="Levering zonder contract",
        enkel="leveringslijn",
        meer="leveringslijnen",
        uitleg="Jeugdhulp met subsidie (een beschikking) of in eigen beheer.",
        kop="Kenmerk",
        kolommen=(
            Kolom(veld="lijnsoort"),
            Kolom(veld="aanbiederId"),
            Kolom(veld="segment"),
            Kolom(veld="bedrag"),
            Kolom(veld="einddatum", kop="Loopt t/m"),
            Kolom(veld="status"),
        ),
        buiten_vorm=frozenset({"trajectId"}),
        weg=frozenset({"kenmerk"}),
    ),
}
"""By the name of the kind."""
