"""The pages of the regime files: which there are, one with every value and its source, two side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.paginas.bezoek import ALLEEN_TIJD, Balie, Bezoeker, bezoek
from api.regimes import TWEE, lees
from api.sjablonen import toon
from api.vraag import Parameter, Vraagvorm
from application.toegang import Recht
from infrastructure.regimebestand import regimecodes
from infrastructure.regimeinhoud import Vergelijking, beeld, overzicht, vergelijk

router = APIRouter(include_in_schema=False)
_TWEE = Vraagvorm(
    parameters={
        naam: Parameter(lees=p.lees, schema=p.schema, uitleg=p.uitleg)
        for naam, p in TWEE.parameters.items()
    }
    | {
        "alles": Parameter(
            lees=lambda tekst: tekst == "ja",
            schema={"type": "string", "enum": ["ja"]},
            uitleg="Ook wat in beide hetzelfde is.",
        )
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@dataclass(frozen=True, kw_only=True)
class Blok:
    """The lines of a comparison about one entry."""

    post: str
    regels: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Onderdeel:
    """A section of a comparison."""

    naam: str
    blokken: Sequence[Blok]

    @property
    def aantal(self) -> int:
        """How many lines it has."""
        return sum(len(blok.regels) for blok in self.blokken)


@router.get("/regimes")
def regimes(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the regimes of this release; of a file with faults its faults."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=ALLEEN_TIJD) as b:
        return toon(request, "regimes.html", regimes=overzicht(), **b.context)


@router.get("/regimes/vergelijking")
def vergelijking(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show two regimes side by side, what differs marked; without two only the form."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_TWEE) as b:
        een, ander = b.waarden.get("een"), b.waarden.get("ander")
        gevonden = vergelijk(een=lees(een), ander=lees(ander)) if een and ander else None
        alles = b.waarden.get("alles", False)
        return toon(
            request,
            "regimevergelijking.html",
            codes=regimecodes(),
            een=een or "",
            ander=ander or "",
            alles=alles,
            gevonden=gevonden,
            onderdelen=[] if gevonden is None else list(_onderdelen(gevonden, alles=alles)),
            **b.context,
        )


@router.get("/regimes/{code}")
def regime(request: Request, code: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show everything a regime says, with line and source; raises BestaatNiet for one that is not there."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=ALLEEN_TIJD) as b:
        gevonden = antwoorden.buiten(beeld(regime=lees(code)))
        mag_laden = gebruiker.mag(Recht.REGIOS)
        return toon(request, "regime.html", r=gevonden, mag_laden=mag_laden, **b.context)


def _onderdelen(gevonden: Vergelijking, *, alles: bool) -> Iterator[Onderdeel]:
    regels = [antwoorden.buiten(r) for r in gevonden.regels if alles or r.verschilt]
    for naam, deel in groupby(regels, key=itemgetter("onderdeel")):
        blokken = groupby(deel, key=itemgetter("post"))
        yield Onderdeel(
            naam=naam, blokken=[Blok(post=post, regels=list(over)) for post, over in blokken]
        )
