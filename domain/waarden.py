"""Values: what one looks like outside (JSON text), what it is inside, and which texts are refused.

A `Vorm` stands in an annotation (`Datum = Annotated[date, Vorm(...)]`) and is the only description of a
value's outside: the log, the API and the importer all read and write through it, with the same Dutch fault.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, NamedTuple
from uuid import UUID

EERSTE_DAG = date(1, 1, 1)
NOOIT = date(9999, 1, 1)
"""The open end of a half-open period of days."""
VROEGSTE, LAATSTE = date(1900, 1, 1), date(2999, 12, 31)
"""The days a user may name (interface.md 2)."""


@dataclass(frozen=True, eq=False)
class Vorm:
    """The outside of a value.

    `lees` takes the JSON value and raises ValueError with a Dutch sentence; `schrijf` gives the JSON value back;
    `schema` is its JSON Schema. The two dunder methods are the duck-typed hooks of the validation library, so
    that this package needs no import of it.
    """

    lees: Callable[[Any], Any]
    schrijf: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, _bron: object, _verder: object) -> dict[str, Any]:
        """Validate with `lees`, serialise with `schrijf` (a plain core schema)."""
        return {
            "type": "function-plain",
            "function": {"type": "no-info", "function": self.lees},
            "serialization": {"type": "function-plain", "function": self.schrijf},
        }

    def __get_pydantic_json_schema__(self, _kern: object, _verder: object) -> dict[str, Any]:
        """Give the JSON Schema as written in this module."""
        return dict(self.schema)


def _tekst(waarde: object) -> str:
    if not isinstance(waarde, str):
        raise ValueError("geef tekst tussen aanhalingstekens")
    return waarde


# --- days and instants -------------------------------------------------------------------------------------------

_DAG = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def lees_datum(waarde: object) -> date:
    """Read `2025-01-31`; ValueError outside 1900..2999 or when the day does not exist."""
    tekst = _tekst(waarde)
    if not _DAG.fullmatch(tekst):
        raise ValueError(
            f"'{tekst[:40]}' is geen datum; schrijf jjjj-mm-dd, bijvoorbeeld 2025-01-31"
        )
    try:
        dag = date.fromisoformat(tekst)
    except ValueError:
        raise ValueError(f"'{tekst}' bestaat niet op de kalender") from None
    if not VROEGSTE <= dag <= LAATSTE:
        raise ValueError(f"'{tekst}' valt buiten 1900-01-01 t/m 2999-12-31")
    return dag


def lees_instant(waarde: object) -> datetime:
    """Read a UTC instant as the log writes it: `2025-01-31T10:00:00.000000Z`."""
    return datetime.fromisoformat(_tekst(waarde))


def schrijf_instant(waarde: datetime) -> str:
    """Write an aware instant in UTC with microseconds and `Z`."""
    return waarde.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plus_maanden(dag: date, maanden: int) -> date:
    """Add calendar months (may be negative), clamped to the end of the month: 31-1 + 1 = 28-2 or 29-2."""
    nummer = dag.year * 12 + dag.month - 1 + maanden
    jaar, maand = divmod(nummer, 12)
    if jaar >= NOOIT.year:
        return NOOIT
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


def dag_na(dag: date) -> date:
    """Turn a last day (t/m) into the exclusive end inside."""
    return dag + timedelta(days=1)


def dag_voor(dag: date) -> date:
    """Turn an exclusive end inside into the last day (t/m)."""
    return dag - timedelta(days=1)


# --- text --------------------------------------------------------------------------------------------------------

_NEGEN_CIJFERS = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)
_BSN_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_MAX_TEKST = 4000
_ONLEESBAAR = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def bevat_bsn(tekst: str) -> bool:
    """Tell whether nine digits in the text pass the 11-proef of a BSN."""
    return any(
        sum(int(c) * w for c, w in zip(groep, _BSN_GEWICHTEN, strict=True)) % 11 == 0
        and groep != "000000000"
        for groep in _NEGEN_CIJFERS.findall(tekst)
    )


def lees_tekst(waarde: object) -> str:
    """Read free text: 1 to 4000 characters, no control characters, no BSN (house rule 21)."""
    tekst = _tekst(waarde).strip()
    if not tekst:
        raise ValueError("mag niet leeg zijn")
    if len(tekst) > _MAX_TEKST:
        raise ValueError(f"is te lang ({len(tekst)} tekens); hoogstens {_MAX_TEKST}")
    if _ONLEESBAAR.search(tekst):
        raise ValueError("bevat een stuurteken of een ongeldig teken")
    if bevat_bsn(tekst):
        raise ValueError(
            "bevat een burgerservicenummer; persoonsgegevens horen niet in het register"
        )
    return tekst


def _patroon(patroon: str, uitleg: str) -> Vorm:
    """Make the form of a code: a text that matches the pattern whole."""
    vast = re.compile(patroon, re.ASCII)

    def lees(waarde: object) -> str:
        tekst = _tekst(waarde)
        if not vast.fullmatch(tekst):
            raise ValueError(f"'{tekst[:40]}' is ongeldig: {uitleg}")
        return tekst

    return Vorm(lees, str, {"type": "string", "pattern": f"^{patroon}$", "description": uitleg})


def lees_uuid(waarde: object) -> UUID:
    """Read an identifier in its canonical form with hyphens."""
    tekst = _tekst(waarde)
    try:
        gelezen = UUID(tekst)
    except ValueError:
        gelezen = None
    if gelezen is None or str(gelezen) != tekst.lower():
        raise ValueError(f"'{tekst[:40]}' is geen UUID")
    return gelezen


# --- numbers and money -------------------------------------------------------------------------------------------


def _geheel(laagste: int, hoogste: int) -> Vorm:
    def lees(waarde: object) -> int:
        if isinstance(waarde, bool) or not isinstance(waarde, int):
            raise ValueError("geef een geheel getal zonder aanhalingstekens")
        if not laagste <= waarde <= hoogste:
            raise ValueError(f"{waarde} valt buiten {laagste} t/m {hoogste}")
        return waarde

    return Vorm(lees, int, {"type": "integer", "minimum": laagste, "maximum": hoogste})


def lees_ja_nee(waarde: object) -> bool:
    """Read true or false, and nothing that merely looks like it."""
    if not isinstance(waarde, bool):
        raise ValueError("geef true of false")
    return waarde


_BEDRAG = re.compile(r"-?(0|[1-9]\d{0,11})\.\d{2}", re.ASCII)
_TARIEF = re.compile(r"(0|[1-9]\d{0,7})\.\d{2,4}", re.ASCII)
_PERCENTAGE = re.compile(r"-?(0|[1-9]\d{0,2})(\.\d{1,4})?", re.ASCII)


def lees_bedrag(waarde: object) -> int:
    """Read euros as a decimal string with two decimals (`1000.00`) into cents."""
    tekst = _tekst(waarde)
    if not _BEDRAG.fullmatch(tekst):
        raise ValueError(
            f"'{tekst[:40]}' is geen bedrag; schrijf euro's met twee decimalen, bijvoorbeeld 1000.00"
        )
    return int(tekst.replace(".", ""))


def lees_som(waarde: object) -> int:
    """Read a sum as a standing holds it: of any size."""
    return int(_tekst(waarde).replace(".", ""))


def lees_bedrag_vanaf_nul(waarde: object) -> int:
    """Read a sum of money that cannot be negative into cents."""
    centen = lees_bedrag(waarde)
    if centen < 0:
        raise ValueError("mag niet negatief zijn")
    return centen


def schrijf_bedrag(centen: int) -> str:
    """Write cents as euros with two decimals."""
    return f"{'-' if centen < 0 else ''}{abs(centen) // 100}.{abs(centen) % 100:02d}"


class Prijs(NamedTuple):
    """A tariff: units of 1/10 000 euro, and the number of decimals (2..4) it was agreed in."""

    eenheden: int
    decimalen: int

    def verhoogd(self, percentage: Decimal) -> "Prijs":
        """Raise by a percentage, rounded half up in the tariff's own decimals (interface.md 4)."""
        stap = 10 ** (4 - self.decimalen)
        exact = Decimal(self.eenheden) * (100 + percentage) / 100
        return Prijs(int((exact / stap).quantize(Decimal(1), ROUND_HALF_UP)) * stap, self.decimalen)


def lees_tarief(waarde: object) -> Prijs:
    """Read a tariff with two to four decimals (`45.125`), kept in the decimals it was given in."""
    tekst = _tekst(waarde)
    if not _TARIEF.fullmatch(tekst):
        raise ValueError(
            f"'{tekst[:40]}' is geen tarief; schrijf euro's met twee tot vier decimalen, bijvoorbeeld 61.20"
        )
    return lees_geldend_tarief(tekst)


def lees_geldend_tarief(waarde: object) -> Prijs:
    """Read a tariff as a standing holds it: of any size, for indexation may raise it past what a user may give."""
    heel, deel = _tekst(waarde).split(".")
    return Prijs(int(heel) * 10_000 + int(deel.ljust(4, "0")), len(deel))


def schrijf_tarief(prijs: Prijs) -> str:
    """Write a tariff in its own decimals."""
    heel, deel = divmod(prijs.eenheden, 10_000)
    return f"{heel}.{deel:04d}"[: len(str(heel)) + 1 + prijs.decimalen]


def lees_percentage(waarde: object) -> Decimal:
    """Read a percentage as text (`5.00`, may be negative, at most four decimals, above -100)."""
    tekst = _tekst(waarde)
    if not _PERCENTAGE.fullmatch(tekst):
        raise ValueError(f"'{tekst[:40]}' is geen percentage; schrijf bijvoorbeeld 5.00 of -1.25")
    percentage = Decimal(tekst)
    if percentage <= -100:  # noqa: PLR2004
        raise ValueError("moet boven -100 liggen")
    return percentage


class Getal(NamedTuple):
    """A measured number: exact, in the decimals it was given in; `cijfers` is it without its point."""

    cijfers: int
    decimalen: int

    @property
    def waarde(self) -> Decimal:
        """The number itself, to compare and count with."""
        return Decimal(self.cijfers).scaleb(-self.decimalen)


_GETAL = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,6})?", re.ASCII)


def lees_getal(waarde: object) -> Getal:
    """Read a number as text (`73.1`, may be negative, at most six decimals), kept in the decimals it was given in."""
    tekst = _tekst(waarde)
    if not _GETAL.fullmatch(tekst):
        raise ValueError(f"'{tekst[:40]}' is geen getal; schrijf bijvoorbeeld 120 of 73.1")
    heel, _, deel = tekst.partition(".")
    return Getal(int(heel + deel), len(deel))


def schrijf_getal(getal: Getal) -> str:
    """Write a number in its own decimals."""
    return f"{getal.waarde:f}"


def als_getal(waarde: Decimal) -> Getal:
    """Give a computed number, such as a difference, in the decimals it has."""
    decimalen = max(0, -int(waarde.as_tuple().exponent))
    return Getal(int(waarde.scaleb(decimalen)), decimalen)


_MAAND = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def lees_maand(waarde: object) -> str:
    """Read a month of performance, `2025-03`."""
    tekst = _tekst(waarde)
    if not _MAAND.fullmatch(tekst):
        raise ValueError(f"'{tekst[:40]}' is geen maand; schrijf jjjj-mm, bijvoorbeeld 2025-03")
    lees_datum(f"{tekst}-01")
    return tekst


Datum = Annotated[date, Vorm(lees_datum, date.isoformat, {"type": "string", "format": "date"})]
Dag = Annotated[
    date,
    Vorm(
        lambda waarde: date.fromisoformat(_tekst(waarde)),
        date.isoformat,
        {"type": "string", "format": "date"},
    ),
]
"""A day that follows from others (an exclusive end, a renewed term): also past what a user may name."""
Instant = Annotated[
    datetime, Vorm(lees_instant, schrijf_instant, {"type": "string", "format": "date-time"})
]
Tekst = Annotated[
    str, Vorm(lees_tekst, str, {"type": "string", "minLength": 1, "maxLength": _MAX_TEKST})
]
Id = Annotated[UUID, Vorm(lees_uuid, str, {"type": "string", "format": "uuid"})]
JaNee = Annotated[bool, Vorm(lees_ja_nee, bool, {"type": "boolean"})]
Volgnummer = Annotated[int, _geheel(1, 2**31 - 1)]
Maanden = Annotated[int, _geheel(1, 600)]
Aantal = Annotated[int, _geheel(1, 600)]
Jaar = Annotated[int, _geheel(1900, 2999)]
Nummer = Annotated[int, _geheel(0, 10_000)]
Teller = Annotated[int, _geheel(0, 2**31 - 1)]
_GELD = {
    "type": "string",
    "pattern": r"^-?(0|[1-9]\d{0,11})\.\d{2}$",
    "description": "euro's, twee decimalen",
}
Bedrag = Annotated[int, Vorm(lees_bedrag, schrijf_bedrag, _GELD)]
BedragVanafNul = Annotated[
    int,
    Vorm(
        lees_bedrag_vanaf_nul, schrijf_bedrag, {**_GELD, "pattern": r"^(0|[1-9]\d{0,11})\.\d{2}$"}
    ),
]
Som = Annotated[
    int, Vorm(lees_som, schrijf_bedrag, {**_GELD, "pattern": r"^-?(0|[1-9]\d*)\.\d{2}$"})
]
Tarief = Annotated[
    Prijs,
    Vorm(
        lees_tarief,
        schrijf_tarief,
        {
            "type": "string",
            "pattern": r"^(0|[1-9]\d{0,7})\.\d{2,4}$",
            "description": "euro's, twee tot vier decimalen",
        },
    ),
]
Tariefstand = Annotated[
    Prijs,
    Vorm(
        lees_geldend_tarief,
        schrijf_tarief,
        {
            "type": "string",
            "pattern": r"^(0|[1-9]\d*)\.\d{2,4}$",
            "description": "euro's, twee tot vier decimalen",
        },
    ),
]
Percentage = Annotated[
    Decimal,
    Vorm(lees_percentage, str, {"type": "string", "pattern": r"^-?(0|[1-9]\d{0,2})(\.\d{1,4})?$"}),
]
Maand = Annotated[
    str, Vorm(lees_maand, str, {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
]
Meetwaarde = Annotated[
    Getal,
    Vorm(
        lees_getal,
        schrijf_getal,
        {
            "type": "string",
            "pattern": r"^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$",
            "description": "getal, in de decimalen waarin het gegeven is",
        },
    ),
]
Peilperiode = Annotated[
    str,
    _patroon(
        r"(19|2\d)\d{2}(-(0[1-9]|1[0-2]|Q[1-4]))?",
        "schrijf een jaar, kwartaal of maand: 2025, 2025-Q3 of 2025-03",
    ),
]
Fasetekst = Annotated[
    str,
    _patroon(
        r"\d{4}(-(\d{2}(-\d{2})?|Q[1-4]|voorjaar|zomer|najaar|winter))?",
        "schrijf 2025, 2025-Q3, 2025-najaar, 2025-03 of 2025-03-01",
    ),
]
KvkNummer = Annotated[str, _patroon(r"\d{8}", "een KvK-nummer heeft 8 cijfers")]
AgbCode = Annotated[str, _patroon(r"\d{8}", "een AGB-code heeft 8 cijfers")]
Gemeentecode = Annotated[str, _patroon(r"\d{4}", "een gemeentecode heeft 4 cijfers (CBS)")]
Productcode = Annotated[
    str, _patroon(r"[0-9A-Z]{5}", "een productcode heeft 5 tekens (iJw), bijvoorbeeld 45A04")
]
CpvCode = Annotated[
    str, _patroon(r"\d{8}(-\d)?", "een CPV-code heeft 8 cijfers, eventueel met controlecijfer")
]
Code = Annotated[
    str,
    _patroon(
        r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,79}",
        "een code heeft 1 tot 80 letters, cijfers, ._/- of spaties",
    ),
]
Hash = Annotated[str, _patroon(r"[0-9a-f]{64}", "een sha256 heeft 64 hexadecimale tekens")]
