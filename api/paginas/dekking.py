"""The page of the coverage map: forms by gemeenten, what is missing, what coming days take away, and what-if."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import dekking as deur
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, alleen_tijd, bezoek
from api.paginas.namen import Genoemd, noem_dingen
from api.sjablonen import toon
from api.vraag import Parameter, Vraagvorm
from application.dekking import dekkingskaart
from application.fouten import Invoerfout, OngeldigeInvoer
from application.toegang import Recht
from domain import waarden
from domain.dekking import Celstand, Per
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO

router = APIRouter(include_in_schema=False)
_VELDEN = ("regioId", "trajectId", "segment", "per", "wisseldag", "totEnMet")
_ZONDER = "zonderAanbieders"
OORZAKEN = 5
"""How many contracts are named that end in one cell on one day; of more the number follows, with a list."""
_TEKST = Parameter(lees=waarden.lees_tekst, schema={"type": "string"}, uitleg="")
PAGINA = Vraagvorm(
    parameters={
        **deur.DEKKING.parameters,
        "regioId": replace(deur.DEKKING.parameters["regioId"], verplicht=False),
        "vorm": _TEKST,
        "vormsegment": _TEKST,
        "gemeente": _TEKST,
    },
    geldig_op=True,
    beschikbaar_op=True,
)
"""What the page takes: as its door, and the cell whose contracts are shown."""


@router.get("/dekking")
def dekkingspagina(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the coverage of a regio at a moment; what cannot be read is told on the page."""
    gebruiker.eis(Recht.LEZEN)
    request = _aangevinkt(request)
    try:
        with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=PAGINA) as b:
            return _toon(request, b, ())
    except OngeldigeInvoer as fout:
        fouten = fout.fouten
    with bezoek(request=alleen_tijd(request), gebruiker=gebruiker, balie=balie) as b:
        return _toon(request, b, fouten)


def _aangevinkt(request: Request) -> Request:
    """Take the ticked aanbieders together into the one parameter that the door takes."""
    alle = request.query_params.multi_items()
    rest = [(n, w) for n, w in alle if n != _ZONDER]
    zonder = ",".join(w for n, w in alle if n == _ZONDER and w.strip())
    vraag = urlencode([*rest, (_ZONDER, zonder)] if zonder else rest)
    return Request({**request.scope, "query_string": vraag.encode()})


def _toon(request: Request, b: Bezoek, fouten: Sequence[Invoerfout]) -> Response:
    regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
    ingevuld = {n: request.query_params.get(n, "") for n in _VELDEN}
    regio = b.waarden.get("regioId") or (regios[0].ding if regios else None)
    context: dict[str, Any] = {"kaart": None, "trajecten": [], "kiesbaar": [], "namen": {}}
    if regio is not None and not fouten:
        context |= _kaart(b, regio)
        ingevuld["regioId"] = str(regio)
    gekozen = [str(z) for z in b.waarden.get(_ZONDER, ())]
    return toon(
        request,
        "dekking.html",
        status=400 if fouten else 200,
        fouten={f.naam: f.reden for f in fouten},
        ingevuld=ingevuld,
        gekozen=gekozen,
        regios=[(str(r.ding), r.stand.naam) for r in regios],
        soorten=[p.value for p in Per],
        standen=[s.value for s in Celstand],
        bewaard={n: w for n, w in {**ingevuld, _ZONDER: ",".join(gekozen)}.items() if w},
        **context,
        **b.context,
    )


def _kaart(b: Bezoek, regio: UUID) -> dict[str, Any]:
    vraag = deur.lees_vraag(gegeven={**b.waarden, "regioId": regio}, dag=b.reis.geldig_op)
    kaart = dekkingskaart(vragen=b.vragen, reis=b.reis, gebruiker=b.gebruiker, vraag=vraag)
    beeld: dict[str, Any] = b.blik.toon(deur.beeld(kaart=kaart, reis=b.reis))
    trajecten = b.vragen.lijst(
        soort=INKOOPTRAJECT, filters={"regioId": regio}, reis=b.reis, blik=b.blik
    ).items
    cel = _gekozen_cel(b, beeld)
    aanbieders = {a for c in beeld["resultaten"] for a in c["aanbiederIds"]}
    aanbieders |= {str(z) for z in vraag.zonder}
    namen = noem_dingen(
        bezoek=b,
        dingen={
            "aanbieder": {UUID(a) for a in aanbieders},
            "contract": _contracten(beeld, cel),
            "leveringslijn": {UUID(x["id"]) for x in beeld["leveringslijnen"]},
            "inkooptraject": {UUID(t) for v in beeld["vormen"] for t in v["trajectIds"]},
        },
    )
    return {
        "kaart": beeld,
        "rijen": _rijen(beeld),
        "cel": cel,
        "dagen": [(d, list(deel)) for d, deel in groupby(beeld["komend"], lambda k: k["dag"])],
        "einden": {(e["contractId"], e["per"]): e for e in beeld["einden"]},
        "tel": {s.value: sum(c["stand"] == s for c in beeld["resultaten"]) for s in Celstand},
        "trajecten": [(str(t.ding), t.stand.naam) for t in trajecten],
        "kiesbaar": _op_naam(aanbieders, namen),
        "oorzaken_getoond": OORZAKEN,
        "filternaam": {"PERCEEL": "perceel", "SEGMENT": "segment"}.get(beeld["per"]),
        "namen": namen,
    }


def _contracten(beeld: Mapping[str, Any], cel: Mapping[str, Any] | None) -> set[UUID]:
    """Give the contracts that the page names."""
    regels = [*beeld["gaten"], *beeld["komend"]]
    genoemd = {i for regel in regels for i in regel["contractIds"][:OORZAKEN]}
    return {UUID(i) for i in genoemd.union(cel["contractIds"] if cel else ())}


def _gekozen_cel(b: Bezoek, beeld: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the cell whose contracts are asked for; None when it is not on the map."""
    gezocht = tuple(b.waarden.get(n) for n in ("vorm", "vormsegment", "gemeente"))
    alle = beeld["resultaten"]
    return next((c for c in alle if (c["vorm"], c["segment"], c["gemeente"]) == gezocht), None)


def _rijen(
    beeld: Mapping[str, Any],
) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any] | None]]]:
    """Give per form its cells in the order of the gemeenten; None where nothing is asked or delivered."""
    cellen = {(c["segment"], c["vorm"], c["gemeente"]): c for c in beeld["resultaten"]}
    return [
        (v, [cellen.get((v["segment"], v["vorm"], g)) for g in beeld["gemeenten"]])
        for v in beeld["vormen"]
    ]


def _op_naam(ids: Iterable[str], namen: Mapping[str, Genoemd]) -> list[tuple[str, str]]:
    paren = ((i, namen[i].naam if i in namen else i) for i in ids)
    return sorted(paren, key=lambda p: (p[1], p[0]))
