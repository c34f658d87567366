"""The pages' templates: Dutch formats, and `toon`, which fills one and says which moment it looks at."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request

from api import woorden
from api.handelingen import handelingen, nieuw_bij, opening, openingen
from api.omgeving import gebruiker_van, loket
from api.tijdbalk import adres, maak_tijdbalk
from application.register import AMSTERDAM
from domain.waarden import dag_na, lees_bedrag, schrijf_instant
from infrastructure import gemeenten

STATISCH = Path(__file__).parent / "static"
Menu = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
NAVIGATIE: Menu = (
    ("", (("/", "Overzicht"),)),
    (
        "Contracten",
        (
            ("/contracten", "Contracten"),
            ("/radar", "Radar"),
            ("/dekking", "Dekking"),
            ("/leveringslijnen", "Levering zonder contract"),
            ("/budgetten", "Budgetten"),
            ("/bulk", "Veel contracten tegelijk"),
        ),
    ),
    ("", (("/aanbieders", "Aanbieders"),)),
    (
        "Inkoop",
        (
            ("/inkooptrajecten", "Trajecten"),
            ("/aanmeldingen", "Aanmeldingen"),
            ("/kalender", "Kalender"),
            ("/indicatoren", "Indicatoren"),
        ),
    ),
    (
        "Besluiten",
        (
            ("/besluiten", "Besluiten"),
            ("/beleidskaders", "Beleidskaders"),
            ("/lezingen", "Lezingen"),
            ("/onderstellingen", "Onderstellingen"),
            ("/regelingen", "Regelingen"),
        ),
    ),
    (
        "Regimes",
        (
            ("/regimes", "Regimes"),
            ("/regimes/vergelijking", "Regimes vergelijken"),
            ("/regios", "Regio’s"),
        ),
    ),
    (
        "Rapportages",
        (
            ("/rapportages/raad", "Raadsrapportage"),
            ("/rapportages/rechtmatigheid", "Rechtmatigheid"),
        ),
    ),
)
"""Groups of paths and names, a page by itself under no group; what has no page in this application is left out."""
_MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPATIE = "\N{NO-BREAK SPACE}"

# --- formats -----------------------------------------------------------------------------------------------------


def verborgen(waarde: object) -> bool:
    """Tell whether a value is one that this reader may not see (Blik.toon)."""
    return isinstance(waarde, Mapping) and waarde.get("verborgen") is True


def _niet_zichtbaar(waarde: Mapping[str, Any]) -> Markup:
    return Markup('<span class="verborgen">{}</span>').format(waarde["reden"])


def datum(waarde: Any, *, kort: bool = False, leeg: str = "geen") -> str | Markup:
    """Write a day: 1 januari 2025, or 1-1-2025."""
    if verborgen(waarde):
        return _niet_zichtbaar(waarde)
    if waarde is None:
        return leeg
    dag = waarde if isinstance(waarde, date) else date.fromisoformat(waarde)
    tekst = (
        f"{dag.day}-{dag.month}-{dag.year}"
        if kort
        else _SPATIE.join((str(dag.day), _MAANDEN[dag.month - 1], str(dag.year)))
    )
    return Markup('<time datetime="{}">{}</time>').format(dag.isoformat(), tekst)


def datum_kort(waarde: Any, *, leeg: str = "geen") -> str | Markup:
    """Write a day as 1-1-2025."""
    return datum(waarde, kort=True, leeg=leeg)


def dag_erna(waarde: str) -> str:
    """Give the day after a last day, for in an address."""
    return dag_na(date.fromisoformat(waarde)).isoformat()


def maand(waarde: str) -> str:
    """Write a month (2025-03) as maart 2025."""
    jaar, _, nummer = waarde.partition("-")
    return f"{_MAANDEN[int(nummer) - 1]}{_SPATIE}{jaar}"


_KWARTALEN = ("eerste", "tweede", "derde", "vierde")
_RICHTINGEN = {"VANAF": "vanaf ", "TOT": "tot ", "TOT_EN_MET": "tot en met ", "OMSTREEKS": "rond "}


def fase(waarde: Mapping[str, Any]) -> str | Markup:
    """Write a moment as sharp as it is: najaar 2025, derde kwartaal 2025, tot 1-1-2026."""
    gegeven = waarde["fase"]
    jaar, _, rest = gegeven.partition("-")
    match waarde["precisie"].upper():
        case "DAG":
            woorden_: str | Markup = datum_kort(gegeven)
        case "MAAND":
            woorden_ = maand(gegeven)
        case "KWARTAAL":
            woorden_ = f"{_KWARTALEN[int(rest[1]) - 1]} kwartaal{_SPATIE}{jaar}"
        case "SEIZOEN":
            woorden_ = f"{rest}{_SPATIE}{jaar}"
        case _:
            woorden_ = gegeven.replace("-", f"{_SPATIE}in het ")
    return Markup("{}{}").format(_RICHTINGEN.get(waarde.get("richting") or "", ""), woorden_)


def moment(waarde: Any, *, kort: bool = False) -> Markup:
    """Write an instant as the clock in Amsterdam showed it, with the exact UTC value beside it."""
    gegeven = waarde if isinstance(waarde, datetime) else datetime.fromisoformat(waarde)
    exact = schrijf_instant(gegeven.astimezone(UTC))
    hier = gegeven.astimezone(AMSTERDAM)
    dag = (
        f"{hier.day}-{hier.month}-{hier.year}"
        if kort
        else f"{hier.day}{_SPATIE}{_MAANDEN[hier.month - 1]}{_SPATIE}{hier.year}"
    )
    tijd = hier.strftime("%H:%M:%S" if hier.second else "%H:%M")
    return Markup('<time datetime="{0}" title="{0} (UTC)">{1} {2}</time>').format(exact, dag, tijd)


def geld(waarde: Any, *, leeg: str = "geen") -> str | Markup:
    """Write a decimal string of euros as € 1.234,56, in the decimals it came in."""
    if verborgen(waarde):
        return _niet_zichtbaar(waarde)
    if waarde is None:
        return leeg
    teken, cijfers = ("−", waarde[1:]) if waarde.startswith("-") else ("", waarde)
    heel, _, deel = cijfers.partition(".")
    bedrag = f"{int(heel):,}".replace(",", ".") + (f",{deel}" if deel else "")
    return f"€{_SPATIE}{teken}{bedrag}"


def geld_rond(waarde: str) -> str | Markup:
    """Write a decimal string of euros in whole euros, rounded half up, for in a chart."""
    centen = lees_bedrag(waarde)
    euro = (abs(centen) + 50) // 100
    return geld(f"-{euro}" if centen < 0 and euro else str(euro))


def getal(waarde: int) -> str:
    """Write a whole number as 1.234."""
    return f"{waarde:,}".replace(",", ".")


def bundels(feiten: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Take facts together that say the same of different things, in order of their first."""
    samen: dict[str, list[Mapping[str, Any]]] = {}
    for feit in feiten:
        samen.setdefault(str([feit[veld] for veld in _ZELFDE]), []).append(feit)
    return list(samen.values())


_ZELFDE = ("ingangsdatum", "omschrijving", "grond", "tarieven", "laat", "afwijking", "besluit")


def percentage(waarde: str) -> str:
    """Write a decimal string as 4,50 %."""
    return waarde.replace("-", "−").replace(".", ",") + f"{_SPATIE}%"


_ACHTER = {"PERCENTAGE": f"{_SPATIE}%", "DAGEN": f"{_SPATIE}dagen"}


def meting(waarde: str, eenheid: str = "") -> str:
    """Write a measured number with its unit: 16,25 %, € 1.200, 1.200."""
    teken, cijfers = ("−", waarde[1:]) if waarde.startswith("-") else ("", waarde)
    heel, _, deel = cijfers.partition(".")
    tekst = f"{int(heel):,}".replace(",", ".") + (f",{deel}" if deel else "")
    voor = f"€{_SPATIE}" if eenheid == "EURO" else ""
    return f"{voor}{teken}{tekst}{_ACHTER.get(eenheid, '')}"


def gemeente(code: str) -> Markup:
    """Write a gemeente: its name as explanation, the code that the register holds."""
    naam = gemeenten.naam(code=code, demo=True)
    return Markup('{} <span class="code">{}</span>').format(naam or "Gemeente", code)


def orgaan(code: str, gemeentecode: str | None = None, *, klein: bool = False) -> Markup:
    """Write a body: College van Eikendal, Algemeen bestuur; within a sentence without the capital."""
    woord = woorden.code(code)
    if klein:
        woord = _klein(woord)
    if gemeentecode is None:
        return escape(woord)
    naam = (gemeenten.naam(code=gemeentecode, demo=True) or gemeentecode).removesuffix(_FICTIEF)
    return Markup('{} van <span title="gemeente {}">{}</span>').format(woord, gemeentecode, naam)


_FICTIEF = " (fictief)"
"""How the names of the demo's gemeenten end; a table of bodies reads better without."""
_IN_EEN_ZIN = re.compile(
    rf"\b(?P<orgaan>{'|'.join(woorden.ORGANEN)})\b(?: (?P<van>\d{{4}}))?\b"
    r"|\b(?P<kop>[Gg]emeente )(?P<gemeente>\d{4})\b"
    r"|(?<![\d-])(?P<dag>\d{4}-\d{2}-\d{2})(?![\d-])"
    r"|(?<![\d.])(?P<som>-?\d+\.\d{2}) euro\b"
    r"|(?<![\d.])(?P<honderdste>-?\d+\.\d+) %"
)


def zin(waarde: Any) -> Markup:
    """Write a sentence of the register with its days, sums and bodies as people write them."""
    if verborgen(waarde):
        return _niet_zichtbaar(waarde)
    gegeven: str = waarde
    uit, vanaf = Markup(), 0
    for deel in _IN_EEN_ZIN.finditer(gegeven):
        uit += gegeven[vanaf : deel.start()]
        if deel["dag"]:
            uit += datum_kort(deel["dag"])
        elif deel["som"]:
            uit += geld(deel["som"])
        elif deel["honderdste"]:
            uit += percentage(deel["honderdste"])
        elif deel["gemeente"]:
            naam = gemeenten.naam(code=deel["gemeente"], demo=True) or deel["gemeente"]
            uit += f"{deel['kop']}{naam}"
        else:
            uit += orgaan(deel["orgaan"], deel["van"], klein=deel.start() > 0)
        vanaf = deel.end()
    return uit + gegeven[vanaf:]


_CODEWOORD = re.compile(r"\b(?!SAS|MMO)[A-Z][A-Z_]+\b")


def gevouwen(waarde: str) -> str:
    """Write the codes in a line of fields in words: orgaan college; rol beslist."""
    return _CODEWOORD.sub(lambda gevonden: _klein(woorden.code(gevonden[0])), waarde)


def _klein(woord: str) -> str:
    return woord if woord.isupper() else woord[:1].lower() + woord[1:]


_GELDVELDEN = frozenset(
    {
        "bedrag",
        "begroot",
        "geraamdeJaarwaarde",
        "gerealiseerd",
        "maximumwaarde",
        "oorspronkelijkeWaarde",
        "openstaand",
        "raming",
        "ruimte",
        "tarief",
        "verplicht",
        "waardewijziging",
    }
)
_GEMEENTEVELDEN = frozenset({"gemeente", "gemeenten", "centrumgemeente"})


def tekst(waarde: Any, veld: str = "") -> str | Markup:  # noqa: PLR0911 - one return per form of value
    """Write a single value of the API by its field."""
    if verborgen(waarde):
        return _niet_zichtbaar(waarde)
    if waarde is None or waarde in ([], {}):
        return "geen"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if not isinstance(waarde, str):
        return str(waarde)
    if veld in _GELDVELDEN:
        return geld(waarde)
    if veld == "percentage":
        return percentage(waarde)
    if veld in _GEMEENTEVELDEN:
        return gemeente(waarde)
    return datum_kort(waarde) if _DATUM.fullmatch(waarde) else woorden.code(waarde)


def opsomming(waarden: Sequence[Any], veld: str = "") -> Markup:
    """Write values behind each other, with commas."""
    return Markup(", ").join(escape(tekst(w, veld)) for w in waarden)


def aantal(getal: int, enkel: str, meer: str) -> str:
    """Write a number with its noun: 1 contract, 1.200 contracten."""
    return f"{getal:,}".replace(",", ".") + _SPATIE + (enkel if getal == 1 else meer)


def is_geldveld(naam: str) -> bool:
    """Tell whether a field holds a sum of money."""
    return naam in _GELDVELDEN


def is_fase(waarde: object) -> bool:
    """Tell whether a value is a moment with its precision."""
    return isinstance(waarde, Mapping) and {"fase", "precisie"} <= waarde.keys()


def is_lijst(waarde: object) -> bool:
    """Tell whether a value holds several."""
    return isinstance(waarde, list | tuple)


def is_dag(waarde: str) -> bool:
    """Tell whether a date field of a browser can show it; what it cannot show stays as text."""
    try:
        return not waarde or bool(_DATUM.fullmatch(waarde) and date.fromisoformat(waarde))
    except ValueError:
        return False


def is_tijd(waarde: str) -> bool:
    """Tell whether a time field of a browser can show it."""
    return not waarde or bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", waarde))


@cache
def statisch(naam: str) -> str:
    """Give the address of a static file; its version makes it safe to keep for ever."""
    inhoud = (STATISCH / naam).read_bytes()
    return f"/static/{naam}?v={hashlib.sha256(inhoud).hexdigest()[:12]}"


def _omgeving() -> Environment:
    omgeving = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters |= {
        "datum": datum,
        "datum_kort": datum_kort,
        "moment": moment,
        "fase": fase,
        "maand": maand,
        "dag_erna": dag_erna,
        "orgaan": orgaan,
        "meervoud": woorden.meervoud,
        "rol": woorden.rol,
        "verband": woorden.verband,
        "gevouwen": gevouwen,
        "zin": zin,
        "geld": geld,
        "geld_rond": geld_rond,
        "getal": getal,
        "bundels": bundels,
        "percentage": percentage,
        "meting": meting,
        "gemeente": gemeente,
        "tekst": tekst,
        "opsomming": opsomming,
        "soort": woorden.soort,
        "pad": woorden.pad,
        "veld": woorden.veld,
        "code": woorden.code,
    }
    omgeving.globals |= {
        "statisch": statisch,
        "aantal": aantal,
        "handelingen": handelingen,
        "nieuw_bij": nieuw_bij,
        "opening": opening,
        "openingen": openingen,
    }
    omgeving.tests |= {
        "verborgen": verborgen,
        "lijst": is_lijst,
        "dag": is_dag,
        "tijd": is_tijd,
        "fase": is_fase,
        "geldveld": is_geldveld,
    }
    return omgeving


_OMGEVING = _omgeving()

# --- pages -------------------------------------------------------------------------------------------------------


def toon(request: Request, sjabloon: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Fill a template and answer it.

    With `reis` (a Tijdreis) in the context the page shows the moment bar and `link(pad, naam=waarde)` carries the
    moment; `vast=True` keeps the clock out of the bar. `gebruiker` and `peil` are looked up when they are not given.
    """
    reis = context.get("reis")
    if "gebruiker" not in context:
        context["gebruiker"] = gebruiker_van(request)
    if reis is not None and "tijdbalk" not in context:
        peil = context.get("peil") or loket(request).register.peil()
        vast = bool(context.get("vast"))
        context["tijdbalk"] = maak_tijdbalk(request=request, reis=reis, peil=peil, vast=vast)
    context.setdefault("tijdbalk", None)
    inhoud = _OMGEVING.get_template(sjabloon).render(
        request=request,
        link=partial(_link, reis),
        navigatie=_navigatie(request),
        **context,
    )
    return HTMLResponse(inhoud, status_code=status)


def _link(reis: Any, pad: str, /, **rest: str | int | UUID | None) -> str:
    return adres(pad, reis=reis, rest=rest)


@dataclass(frozen=True, kw_only=True)
class Menupunt:
    """A page of the menu; `hier` when it, or a page under it, is shown."""

    pad: str
    naam: str
    hier: bool


def _navigatie(request: Request) -> list[tuple[str, list[Menupunt]]]:
    """Give the groups with the pages that there are; of nested paths the longest is where one is."""
    paden: frozenset[str] = getattr(request.app.state, "paden", frozenset())
    alle = [pad for _, deel in NAVIGATIE for pad, _ in deel if pad in paden]
    waar = request.url.path
    onder = [pad for pad in alle if waar == pad or (pad != "/" and waar.startswith(f"{pad}/"))]
    hier = max(onder, key=len, default=None)
    return [
        (groep, [Menupunt(pad=p, naam=n, hier=p == hier) for p, n in deel if p in paden])
        for groep, deel in NAVIGATIE
        if any(pad in paden for pad, _ in deel)
    ]
