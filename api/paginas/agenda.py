"""The page of the kalender: per month who must do what, and whether it is done, open or late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import kalender as deur
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, alleen_tijd, bezoek
from api.sjablonen import maand, toon
from application.fouten import Invoerfout, OngeldigeInvoer
from application.kalender import kalender
from application.toegang import Recht
from domain.kalender import Itemstand
from domain.regio import REGIO

router = APIRouter(include_in_schema=False)
_IN_VORM = ("regioId", "orgaan", "stand", "van", "totEnMet")


Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Groep:
    """Items under one heading; `anker` is its name in an address."""

    titel: str
    anker: str
    items: Items


@dataclass(frozen=True, kw_only=True)
class Indeling:
    """What asks attention first: late, then open, then by month, then per year what is behind."""

    te_laat: Items
    open: Items
    maanden: Sequence[Groep]
    afgerond: Sequence[Groep]


@router.get("/kalender")
def kalenderpagina(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the kalender at a moment; filters that cannot be read are told on the page."""
    gebruiker.eis(Recht.LEZEN)
    try:
        with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=deur.KALENDER) as b:
            return _toon(request, b, ())
    except OngeldigeInvoer as fout:
        fouten = fout.fouten
    with bezoek(request=alleen_tijd(request), gebruiker=gebruiker, balie=balie) as b:
        return _toon(request, b, fouten)


def _toon(request: Request, b: Bezoek, fouten: Sequence[Invoerfout]) -> Response:
    alle = [] if fouten else list(_items(b))
    gekozen = b.waarden.get("orgaan")
    items = [i for i in alle if gekozen in (None, i["orgaan"])]
    regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
    ingevuld = {n: request.query_params.get(n, "") for n in _IN_VORM}
    return toon(
        request,
        "kalender.html",
        status=400 if fouten else 200,
        indeling=_indeling(items, b.reis.geldig_op.isoformat()[:7]),
        aantal_items=len(items),
        fouten={f.naam: f.reden for f in fouten},
        ingevuld=ingevuld,
        regios=[(str(r.ding), r.stand.naam) for r in regios],
        organen=sorted({i["orgaan"] for i in alle} - {None} | {ingevuld["orgaan"]} - {""}),
        standen=[s.value for s in Itemstand],
        **b.context,
    )


def _items(b: Bezoek) -> Iterator[dict[str, Any]]:
    """Give what is asked but for the orgaan, so that the form can offer every orgaan there is."""
    vraag = replace(deur.lees_vraag(b.waarden), orgaan=None)
    gevonden = kalender(vragen=b.vragen, reis=b.reis, gebruiker=b.gebruiker, vraag=vraag)
    for item in gevonden:
        getoond: dict[str, Any] = b.blik.toon(deur.item(item, b.reis))
        yield getoond | {"pad": f"/{item.verzameling}/{item.ding}"}


def _indeling(items: Items, deze_maand: str) -> Indeling:
    te_laat = [i for i in items if i["stand"] == Itemstand.TE_LAAT.value]
    rest = [i for i in items if i["stand"] != Itemstand.TE_LAAT.value]
    verder = [i for i in rest if _eerste(i)[:7] >= deze_maand]
    eerder = [i for i in rest if _eerste(i)[:7] < deze_maand]
    gedaan = [i for i in eerder if i["stand"] == Itemstand.GEDAAN.value]
    return Indeling(
        te_laat=sorted(te_laat, key=lambda i: str(i["teLaatSinds"])),
        open=[i for i in eerder if i not in gedaan],
        maanden=[
            Groep(titel=maand(m), anker=f"maand-{m}", items=list(deel))
            for m, deel in groupby(verder, key=lambda i: _eerste(i)[:7])
        ],
        afgerond=[
            Groep(titel=jaar or "Zonder begindag", anker=f"jaar-{jaar or 'geen'}", items=list(deel))
            for jaar, deel in groupby(gedaan, key=lambda i: _eerste(i)[:4])
        ],
    )


def _eerste(item: Mapping[str, Any]) -> str:
    """Give the first day of an item; empty when it has none."""
    return item["moment"]["eersteDag"] or ""
