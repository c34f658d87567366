"""Reading the query of a request: the two times, pages and filters; whatever is not taken is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fastapi import Request

from application.fouten import Invoerfout, OngeldigeInvoer, TijdreisGeweigerd
from application.register import Peil, Tijdreis
from application.tijdreizen import los_op
from domain.waarden import lees_datum, lees_tekst, lees_uuid

_TIJD = {
    "geldigOp": "TijdreizenNietOndersteund",
    "beschikbaarOp": "TijdreizenNietOndersteund",
    "inWerkingOp": "InWerkingTredingNietOndersteund",
}
MAX_BLADZIJDE = 500
STANDAARD_BLADZIJDE = 50


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One query parameter: how it is read, and how the OpenAPI document describes it."""

    lees: Callable[[str], Any]
    schema: Mapping[str, Any]
    uitleg: str
    verplicht: bool = False


def id_parameter(*, uitleg: str, verplicht: bool = False) -> Parameter:
    """Give a parameter that takes an id."""
    schema = {"type": "string", "format": "uuid"}
    return Parameter(lees=lees_uuid, schema=schema, uitleg=uitleg, verplicht=verplicht)


def tekst_parameter(*, uitleg: str, verplicht: bool = False) -> Parameter:
    """Give a parameter that takes a word or a sentence."""
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return Parameter(lees=lees_tekst, schema=schema, uitleg=uitleg, verplicht=verplicht)


def dag_parameter(*, uitleg: str) -> Parameter:
    """Give a parameter that takes a day."""
    return Parameter(lees=lees_datum, schema={"type": "string", "format": "date"}, uitleg=uitleg)


def periode(gegeven: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Give the days `van` and `totEnMet` of a question; raises OngeldigeInvoer when they stand in the wrong order."""
    van, tot_en_met = gegeven.get("van"), gegeven.get("totEnMet")
    if van is not None and tot_en_met is not None and tot_en_met < van:
        reden = f"ligt voor van ({van}); kies een latere dag"
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="query", naam="totEnMet", reden=reden)])
    return van, tot_en_met


GELDIG_OP = Parameter(
    lees=str,
    schema={"type": "string", "format": "date"},
    uitleg="De dag waarop het gold; zonder opgave vandaag in Europe/Amsterdam.",
)
BESCHIKBAAR_OP = Parameter(
    lees=str,
    schema={"type": "string", "format": "date-time"},
    uitleg=(
        "Zoals het register het toen wist, tot en met dit moment. Een datum-tijd met afstand tot UTC, zonder afstand "
        "in Europe/Amsterdam, of een datum: het einde van die dag. Zonder opgave nu."
    ),
)


def geheel(*, laagste: int, hoogste: int) -> Callable[[str], int]:
    """Make a reader of whole numbers within bounds."""

    def lees(tekst: str) -> int:
        cijfers = tekst.isascii() and tekst.isdigit() and len(tekst) <= len(str(hoogste))
        if not cijfers or not laagste <= int(tekst) <= hoogste:
            raise ValueError(f"geef een geheel getal van {laagste} t/m {hoogste}")
        return int(tekst)

    return lees


def _getal(laagste: int, hoogste: int, uitleg: str) -> Parameter:
    schema = {"type": "integer", "minimum": laagste, "maximum": hoogste}
    return Parameter(lees=geheel(laagste=laagste, hoogste=hoogste), schema=schema, uitleg=uitleg)


PAGE = _getal(1, 1_000_000, "De bladzijde, vanaf 1.")
PAGE_SIZE = _getal(1, MAX_BLADZIJDE, f"Hoeveel per bladzijde; standaard {STANDAARD_BLADZIJDE}.")


def _ja_nee(tekst: str) -> bool:
    if tekst not in {"true", "false"}:
        raise ValueError("kies true of false")
    return tekst == "true"


JA_NEE = Parameter(
    lees=_ja_nee,
    schema={"type": "boolean"},
    uitleg="Met true wordt alles beoordeeld en niets vastgelegd; het antwoord toont het verloop zoals het zou worden.",
)


@dataclass(frozen=True, kw_only=True)
class Vraagvorm:
    """The query parameters that one resource takes."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    geldig_op: bool = False
    beschikbaar_op: bool = False

    @property
    def alle(self) -> Mapping[str, Parameter]:
        """All parameters with those of time first."""
        tijd = {"geldigOp": GELDIG_OP} if self.geldig_op else {}
        if self.beschikbaar_op:
            tijd |= {"beschikbaarOp": BESCHIKBAAR_OP}
        return {**tijd, **self.parameters}

    def lees(self, request: Request) -> "Vraag":
        """Read the query; raises TijdreisGeweigerd or OngeldigeInvoer with every fault."""
        gegeven = request.query_params
        for naam, code in _TIJD.items():
            if naam in gegeven and naam not in self.alle:
                uitleg = f"Deze vraag kent de parameter {naam} niet."
                raise TijdreisGeweigerd(code=code, uitleg=uitleg)
        fouten, waarden = [], {}
        for naam in dict.fromkeys([*gegeven, *self._verplicht]):
            try:
                waarden[naam] = self._waarde(naam, gegeven.getlist(naam))
            except ValueError as fout:
                fouten.append(Invoerfout(plek="query", naam=naam, reden=str(fout)))
        if fouten:
            raise OngeldigeInvoer(fouten=fouten)
        return Vraag(waarden=waarden)

    @property
    def _verplicht(self) -> list[str]:
        return [naam for naam, parameter in self.alle.items() if parameter.verplicht]

    def _waarde(self, naam: str, gegeven: list[str]) -> Any:
        """Read one parameter; ValueError in Dutch."""
        if naam not in self.alle:
            bekend = ", ".join(self.alle) or "geen parameters"
            raise ValueError(f"bestaat hier niet; deze vraag kent {bekend}")
        if not gegeven:
            raise ValueError("is verplicht")
        if len(gegeven) > 1:
            raise ValueError("mag één keer voorkomen")
        return self.alle[naam].lees(gegeven[0])


@dataclass(frozen=True, kw_only=True)
class Vraag:
    """What was asked."""

    waarden: Mapping[str, Any]

    def reis(self, peil: Peil) -> Tijdreis:
        """Resolve the pair of moments."""
        return los_op(
            geldig_op=self.waarden.get("geldigOp"),
            beschikbaar_op=self.waarden.get("beschikbaarOp"),
            peil=peil,
        )

    def moment(self, peil: Peil) -> datetime:
        """Resolve beschikbaarOp alone."""
        return self.reis(peil).beschikbaar_op

    def rest(self, *zonder: str) -> dict[str, Any]:
        """Give the filters: everything but time, pages and the names given."""
        weg = {"geldigOp", "beschikbaarOp", "page", "pageSize", *zonder}
        return {naam: waarde for naam, waarde in self.waarden.items() if naam not in weg}
