"""The import template: which sheets and columns there are, and how a cell is read into the value a command takes.

A cell is read with its Dutch fault when it can mean two things; what the value itself must be is judged by the
command's own body, as at every other door.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from domain.aanbieder import Grondslag
from domain.contractdelen import Bekostigingsvorm, GevolgWeigering, Via


@dataclass(frozen=True, kw_only=True)
class Onleesbaar:
    """A cell whose value cannot be known from the file: a formula, an error."""

    reden: str


Cel = str | int | float | bool | date | datetime | time | Onleesbaar | None
"""What a file can hold in a cell; text from CSV is always `str`."""
Lezer = Callable[[Cel], Any]
"""Gives the JSON value of a cell that is not empty; ValueError with a Dutch sentence."""


@dataclass(frozen=True, kw_only=True)
class Kolom:
    """A column: its header, the field of the command it fills, and what a user should know of it."""

    naam: str
    veld: str
    """Outside path in the command's body (`opzegregeling.opdrachtgever.maanden`)."""
    lees: Lezer
    uitleg: str
    voorbeeld: str
    verplicht: bool


@dataclass(frozen=True, kw_only=True)
class Blad:
    """A sheet of the workbook, or a CSV file of that name."""

    naam: str
    uitleg: str
    kolommen: tuple[Kolom, ...]

    def kolom(self, *, veld: str) -> str:
        """Give the header of the column that fills a field or holds it; empty when the whole row is meant."""
        delen = veld.split(".") if veld else []
        while delen:
            pad = ".".join(delen)
            for kolom in self.kolommen:
                if kolom.veld == pad or kolom.veld.startswith(f"{pad}."):
                    return kolom.naam
            delen.pop()
        return ""


@dataclass(frozen=True, kw_only=True)
class Rij:
    """One row as it stands in a file."""

    blad: str
    nummer: int
    """As a spreadsheet numbers it: the header is row 1."""
    cellen: Mapping[str, Cel]
    """By the header of the template; empty cells are left out."""


# --- how a cell is read ------------------------------------------------------------------------------------------

_TEKSTCEL = "maak de cel op als tekst en typ de waarde opnieuw"
_MAX_HEEL = 10**15
"""From here on a spreadsheet's number has lost digits."""


def tekst(cel: Cel) -> str:
    """Read text; a whole number is its digits, whatever else a spreadsheet made of it is refused."""
    if isinstance(cel, str):
        return cel.strip()
    if isinstance(cel, Onleesbaar):
        raise ValueError(cel.reden)
    if isinstance(cel, bool) or cel is None:
        raise ValueError(f"hier staat een ja/nee-waarde in plaats van tekst; {_TEKSTCEL}")
    if isinstance(cel, date | time):
        raise ValueError(f"Excel heeft hier een datum of tijd van gemaakt ({cel}); {_TEKSTCEL}")
    if cel != int(cel) or abs(cel) >= _MAX_HEEL:
        raise ValueError(f"Excel heeft hier een getal van gemaakt ({cel}); {_TEKSTCEL}")
    return str(int(cel))


_NULSTAART = re.compile(r"(\d+)[.,]0+", re.ASCII)


def cijfers(lengte: int) -> Lezer:
    """Make the reader of a code of so many digits, which a spreadsheet may have stored as a number."""

    def lees(cel: Cel) -> str:
        gelezen = tekst(cel)
        heel = _NULSTAART.fullmatch(gelezen)
        code = heel[1] if heel else gelezen
        if code.isdecimal() and len(code) < lengte:
            raise ValueError(
                f"'{code}' heeft {len(code)} cijfers en moet er {lengte} hebben; Excel laat nullen vooraan weg: "
                f"maak de cel op als tekst en schrijf {code.zfill(lengte)}, als dat het is"
            )
        return code

    return lees


def productcode(cel: Cel) -> str:
    """Read a product code; a number is refused, for 54E03 and 54000 look alike once a spreadsheet has read them."""
    if isinstance(cel, int | float) and not isinstance(cel, bool):
        raise ValueError(
            f"Excel heeft van deze productcode een getal gemaakt ({cel}; 54E03 wordt zo 54000); {_TEKSTCEL}"
        )
    return tekst(cel)


def keuze(cel: Cel) -> str:
    """Read a word out of a list, in any case."""
    return tekst(cel).upper().replace(" ", "_")


_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DMJ = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)


def datum(cel: Cel) -> str:
    """Read a day: a real date of the spreadsheet, jjjj-mm-dd or d-m-jjjj."""
    if isinstance(cel, datetime):
        if cel.time() != time():
            raise ValueError(f"'{cel}' heeft ook een tijd; geef alleen de dag")
        return cel.date().isoformat()
    if isinstance(cel, date):
        return cel.isoformat()
    if not isinstance(cel, str):
        if isinstance(cel, int | float) and not isinstance(cel, bool):
            raise ValueError(
                f"hier staat het getal {cel}; geef de cel een datumopmaak of schrijf jjjj-mm-dd"
            )
        return tekst(cel)
    gegeven = cel.strip()
    if iso := _ISO.fullmatch(gegeven):
        return iso[1]
    if dmj := _DMJ.fullmatch(gegeven):
        return f"{dmj[3]}-{dmj[2].zfill(2)}-{dmj[1].zfill(2)}"
    raise ValueError(
        f"'{gegeven[:40]}' is geen datum; schrijf jjjj-mm-dd of d-m-jjjj, bijvoorbeeld 2025-01-31 of 31-1-2025"
    )


_ZONDER_DUIZENDTALLEN = re.compile(r"(-?)(\d+)(?:[.,](\d+))?", re.ASCII)
_MET_DUIZENDTALLEN = re.compile(r"(-?)([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?", re.ASCII)
_DUIZENDTAL = 3


def _decimalen(cel: Cel) -> str:
    """Read a number into digits with a point; ValueError when a separator can mean two things."""
    if isinstance(cel, int | float) and not isinstance(cel, bool):
        # A spreadsheet keeps 15 digits; what lies beyond is rounding.
        return f"{Decimal(f'{cel:.15g}'):f}"
    gegeven = tekst(cel).removeprefix("€").strip()
    if met := _MET_DUIZENDTALLEN.fullmatch(gegeven):
        if met[3] is None and met[2].count(".") == 1:
            raise ValueError(_dubbelzinnig(gegeven))
        return f"{met[1]}{met[2].replace('.', '')}" + (f".{met[3]}" if met[3] else "")
    zonder = _ZONDER_DUIZENDTALLEN.fullmatch(gegeven)
    if zonder is None:
        raise ValueError(
            f"'{gegeven[:40]}' is geen bedrag; schrijf 1234.56 of 1.234,56, zonder andere tekens"
        )
    if (
        zonder[3]
        and len(zonder[3]) == _DUIZENDTAL
        and 1 <= len(zonder[2].lstrip("0")) <= _DUIZENDTAL
    ):
        raise ValueError(_dubbelzinnig(gegeven))
    return f"{zonder[1]}{zonder[2]}" + (f".{zonder[3]}" if zonder[3] else "")


def _dubbelzinnig(gegeven: str) -> str:
    kaal = gegeven.replace(".", "").replace(",", "")
    met_punt = gegeven.replace(",", ".")
    return (
        f"'{gegeven}' kan twee dingen betekenen; schrijf {kaal}.00 als het duizenden zijn, "
        f"of {met_punt}0 als het decimalen zijn"
    )


def _geld(meeste: int) -> Lezer:
    def lees(cel: Cel) -> str:
        heel, _, deel = _decimalen(cel).partition(".")
        heel = re.sub(r"^(-?)0+(?=\d)", r"\1", heel)
        if len(deel) > meeste:
            raise ValueError(f"'{cel}' heeft meer dan {meeste} decimalen; rond eerst zelf af")
        return f"{heel}.{deel.ljust(2, '0')}"

    return lees


bedrag = _geld(2)
tarief = _geld(4)


def geheel(cel: Cel) -> int:
    """Read a whole number."""
    gelezen = tekst(cel)
    heel = _NULSTAART.fullmatch(gelezen)
    code = heel[1] if heel else gelezen
    if not re.fullmatch(r"-?\d{1,9}", code, re.ASCII):
        raise ValueError(f"'{code[:40]}' is geen geheel getal")
    return int(code)


_JA_NEE = {"ja": True, "waar": True, "true": True, "nee": False, "onwaar": False, "false": False}


def ja_nee(cel: Cel) -> bool:
    """Read ja or nee."""
    if isinstance(cel, bool):
        return cel
    gelezen = tekst(cel).lower()
    if gelezen not in _JA_NEE:
        raise ValueError(f"'{gelezen[:40]}' is geen ja of nee")
    return _JA_NEE[gelezen]


_SCHEIDING = re.compile(r"[,;|\n]")


def lijst(lees: Lezer) -> Lezer:
    """Make the reader of several values in one cell, with commas, semicolons, bars or line ends between them."""

    def lees_lijst(cel: Cel) -> list[Any]:
        if not isinstance(cel, str):
            return [lees(cel)]
        return [lees(deel) for deel in _SCHEIDING.split(cel) if deel.strip()]

    return lees_lijst


def taakbudgetten(cel: Cel) -> list[dict[str, Any]]:
    """Read `2025: 1250000.00 | 2026: 1.300.000,00`."""
    if not isinstance(cel, str):
        raise ValueError("schrijf het boekjaar erbij, als in 2025: 1250000.00")
    uit = []
    for deel in re.split(r"[;|\n]", cel):
        jaar, dubbelepunt, som = deel.partition(":")
        if not deel.strip():
            continue
        if not dubbelepunt:
            raise ValueError(f"'{deel.strip()[:40]}' heeft geen boekjaar; schrijf 2025: 1250000.00")
        uit.append({"boekjaar": geheel(jaar), "bedrag": bedrag(som)})
    return uit


# --- the sheets --------------------------------------------------------------------------------------------------


def _kolom(naam: str, veld: str, lees: Lezer, voorbeeld: str, uitleg: str) -> Kolom:
    """Make a column that may be empty."""
    return Kolom(
        naam=naam, veld=veld, lees=lees, voorbeeld=voorbeeld, uitleg=uitleg, verplicht=False
    )


def _moet(naam: str, veld: str, lees: Lezer, voorbeeld: str, uitleg: str) -> Kolom:
    """Make a column that must be filled."""
    return replace(_kolom(naam, veld, lees, voorbeeld, uitleg), verplicht=True)


_KIES = "Kies uit {}."
_GEMEENTE = cijfers(4)


def _uit(soort: type[Enum]) -> str:
    return _KIES.format(", ".join(str(keus.value) for keus in soort))


_KVK = _moet(
    "KvK-nummer", "kvkNummer", cijfers(8), "12345678", "8 cijfers; zo is de aanbieder te vinden."
)
_VAN_AANBIEDER = replace(_KVK, veld="aanbiederId")
AANBIEDERS = Blad(
    naam="aanbieders",
    uitleg="Wie levert. Een aanbieder die al in het register staat, mag ontbreken of moet gelijk zijn.",
    kolommen=(
        _KVK,
        _moet("naam", "naam", tekst, "Zorggroep Voorbeeld", "De naam van vandaag."),
        _kolom("AGB-code", "agbCode", cijfers(8), "73012345", "8 cijfers."),
        _moet("ingangsdatum", "ingangsdatum", datum, "2023-01-01", "Vanaf wanneer bekend."),
    ),
)
_REGIO = _moet(
    "regio", "regioId", tekst, "Jeugdregio Voorbeeld", "De naam van de regio in het register."
)
_TRAJECT = _moet(
    "traject", "trajectId", tekst, "Ambulant 2023", "De naam van het inkooptraject van die regio."
)
TOELATINGEN = Blad(
    naam="toelatingen",
    uitleg="Waarvoor een aanbieder is toegelaten: een rij per perceel.",
    kolommen=(
        _VAN_AANBIEDER,
        _REGIO,
        _TRAJECT,
        _moet("perceel", "perceel", tekst, "P1", "De code van het perceel in het traject."),
        _moet("grondslag", "grondslag", keuze, "TOELATING", _uit(Grondslag)),
        _moet("ingangsdatum", "ingangsdatum", datum, "2023-01-01", "De eerste dag."),
        _kolom("laatste dag", "laatsteDag", datum, "2030-12-31", "T/m; leeg is zonder einde."),
    ),
)
_MAX_OPTIES = 3


def _opties() -> tuple[Kolom, ...]:
    velden = (
        (
            "t/m",
            "totEnMet",
            ("31-12-2034", "31-12-2036", "31-12-2038"),
            "De laatste dag na verlengen.",
        ),
        ("uitoefenen van", "uitoefenenVan", ("1-1-2030", "", ""), "De eerste dag om te besluiten."),
        (
            "uitoefenen t/m",
            "uitoefenenTotEnMet",
            ("31-12-2030", "", ""),
            "De laatste dag daarvoor.",
        ),
        (
            "aankondigen uiterlijk",
            "aankondigenUiterlijk",
            ("", "", ""),
            "De laatste dag om aan te kondigen.",
        ),
        ("lezing", "lezing", ("", "", ""), "Hoe de bron is gelezen, als dat een vraag was."),
    )
    return tuple(
        _kolom(
            f"optie {nummer + 1} {naam}",
            f"verlengingsopties.{nummer}.{veld}",
            tekst if veld == "lezing" else datum,
            voorbeelden[nummer],
            uitleg,
        )
        for nummer in range(_MAX_OPTIES)
        for naam, veld, voorbeelden, uitleg in velden
    )


_NUMMER = _moet("contractnummer", "contractnummer", tekst, "J-2023-001", "Uniek in het register.")
CONTRACTEN = Blad(
    naam="contracten",
    uitleg="Een rij per contract, met de afspraken zoals ze nu gelden.",
    kolommen=(
        _NUMMER,
        _REGIO,
        _VAN_AANBIEDER,
        _TRAJECT,
        _moet("segment", "segment", tekst, "ambulant", "Een segment van het traject."),
        _moet("percelen", "percelen", lijst(tekst), "P1", "Codes, met komma's ertussen."),
        _moet("gemeenten", "gemeenten", lijst(_GEMEENTE), "9001, 9002", "CBS-codes van 4 cijfers."),
        _moet("inkoopvorm", "inkoopvorm", tekst, "SAS", "Zoals het traject die noemt."),
        _moet(
            "bekostigingsvorm",
            "bekostigingsvorm",
            keuze,
            "INSPANNINGSGERICHT",
            _uit(Bekostigingsvorm),
        ),
        _moet("ingangsdatum", "ingangsdatum", datum, "2023-01-01", "De eerste dag."),
        _kolom("einddatum", "einddatum", datum, "2030-12-31", "T/m; leeg is onbepaalde tijd."),
        _kolom(
            "minimale looptijd t/m",
            "minimaleLooptijdTotEnMet",
            datum,
            "",
            "Tot en met deze dag vast.",
        ),
        _kolom(
            "uiterste einddatum",
            "uitersteEinddatum",
            datum,
            "2034-12-31",
            "Verder verlengen kan niet.",
        ),
        _kolom("ondertekend op", "ondertekendOp", datum, "15-12-2022", "De dag van ondertekening."),
        _kolom("mandaat", "mandaat", tekst, "", "Op grond waarvan is getekend."),
        _kolom("TenderNed-kenmerk", "tenderNedKenmerk", tekst, "", "Van de aankondiging."),
        _kolom(
            "CPV-code", "cpv", cijfers(8), "85000000", "8 cijfers, eventueel met controlecijfer."
        ),
        _kolom(
            "oorspronkelijke waarde",
            "oorspronkelijkeWaarde",
            bedrag,
            "1.250.000,00",
            "Euro's over de looptijd.",
        ),
        _kolom(
            "geraamde jaarwaarde", "geraamdeJaarwaarde", bedrag, "156250.00", "Euro's per jaar."
        ),
        _kolom("eigenaar", "eigenaar", tekst, "team-jeugd", "Een team of functie, geen persoon."),
        _kolom("opdrachtgevers", "opdrachtgevers", lijst(tekst), "", "Wie naast de regio tekenen."),
        _kolom("acceptatieplicht", "acceptatieplicht", ja_nee, "ja", "Ja of nee."),
        _kolom(
            "vorig contractnummer",
            "opvolging.vorigContractId",
            tekst,
            "",
            "Het contract dat dit opvolgt.",
        ),
        _kolom("opvolging via", "opvolging.via", keuze, "", _uit(Via)),
        *_opties(),
        _kolom(
            "stilzwijgende verlenging in maanden",
            "stilzwijgendeVerlenging.maanden",
            geheel,
            "",
            "Per keer.",
        ),
        _kolom(
            "stilzwijgend hoogstens",
            "stilzwijgendeVerlenging.maxAantal",
            geheel,
            "",
            "Keren; leeg is altijd.",
        ),
        _kolom(
            "opzegtermijn opdrachtgever in maanden",
            "opzegregeling.opdrachtgever.maanden",
            geheel,
            "6",
            "Leeg is geen recht om op te zeggen.",
        ),
        _kolom(
            "opzegtermijn opdrachtnemer in maanden",
            "opzegregeling.opdrachtnemer.maanden",
            geheel,
            "6",
            "Leeg is geen recht om op te zeggen.",
        ),
        _kolom(
            "herzieningsclausule",
            "herzieningsclausule.nummer",
            tekst,
            "",
            "Het artikel in het contract.",
        ),
        _kolom(
            "gevolg weigering",
            "herzieningsclausule.gevolgWeigering",
            keuze,
            "",
            _uit(GevolgWeigering),
        ),
        _kolom(
            "taakbudgetten",
            "taakbudgetten",
            taakbudgetten,
            "",
            "Bij taakgericht: boekjaar: bedrag, met | ertussen (2025: 1250000.00 | 2026: 1300000.00).",
        ),
    ),
)
TARIEVEN = Blad(
    naam="tarieven",
    uitleg="Een rij per tarief van een contract in hetzelfde bestand.",
    kolommen=(
        _NUMMER,
        _moet("productcode", "productcode", productcode, "45A04", "5 tekens (iJw)."),
        _moet("eenheid", "eenheid", tekst, "UUR", "Waarvoor het tarief geldt."),
        _moet("tarief", "tarief", tarief, "61,20", "Euro's, twee tot vier decimalen."),
        _kolom(
            "gemeente", "gemeente", _GEMEENTE, "", "Leeg: voor alle gemeenten van het contract."
        ),
        _kolom(
            "prijspeil", "prijspeil", geheel, "2023", "Jaar; leeg is het jaar van de ingangsdatum."
        ),
    ),
)
BLADEN = (AANBIEDERS, TOELATINGEN, CONTRACTEN, TARIEVEN)
TOELICHTING = "toelichting"
"""The sheet that explains the others and is not read."""
