"""The pages of contracten: the list with its filters, and one contract with its tijdlijn and journaal."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.dingen import lees_id, lijstvorm
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, alleen_tijd, bezoek
from api.paginas.journaal import journaalregels
from api.paginas.tijdlijn import maak_tijdlijn
from api.sjablonen import toon
from api.vraag import STANDAARD_BLADZIJDE
from application.fouten import Invoerfout, OngeldigeInvoer
from application.raadplegen import dossier
from application.toegang import Recht
from domain.aanbieder import AANBIEDER
from domain.contract import CONTRACT, Status
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort

router = APIRouter(include_in_schema=False)
_LIJST = lijstvorm(CONTRACT)
_IN_VORM = ("regioId", "segment", "status", "gemeente", "eindigtVoor", "contractnummer")
"""The filters that the form shows; the others come from links."""


@router.get("/contracten")
def contracten(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show a page of contracts; filters that cannot be read are told on the page, with what was filled in."""
    gebruiker.eis(Recht.LEZEN)
    try:
        with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_LIJST) as b:
            return _lijst(request, b)
    except OngeldigeInvoer as fout:
        fouten = fout.fouten
    with bezoek(request=alleen_tijd(request), gebruiker=gebruiker, balie=balie) as b:
        return _geen_lijst(request, b, fouten)


def _lijst(request: Request, b: Bezoek) -> Response:
    bladzijde = b.waarden.get("page", 1)
    grootte = b.waarden.get("pageSize", STANDAARD_BLADZIJDE)
    filters = {n: w for n, w in b.waarden.items() if n not in {"page", "pageSize"}}
    gevonden = b.vragen.lijst(
        soort=CONTRACT,
        filters=filters,
        reis=b.reis,
        blik=b.blik,
        bladzijde=bladzijde,
        grootte=grootte,
    )
    items = antwoorden.lijstitems(
        soort=CONTRACT, gevonden=gevonden.items, reis=b.reis, vragen=b.vragen, blik=b.blik
    )
    return toon(
        request,
        "contracten.html",
        contracten=b.blik.toon(items),
        aantal_gevonden=gevonden.aantal,
        bladzijde=bladzijde,
        bladzijden=max(1, -(-gevonden.aantal // grootte)),
        filters={**filters, "pageSize": b.waarden.get("pageSize")},
        fouten={},
        **_rond_de_lijst(request, b),
    )


def _geen_lijst(request: Request, b: Bezoek, fouten: Sequence[Invoerfout]) -> Response:
    return toon(
        request,
        "contracten.html",
        status=400,
        contracten=[],
        aantal_gevonden=None,
        bladzijde=1,
        bladzijden=1,
        filters={},
        fouten={f.naam: f.reden for f in fouten},
        **_rond_de_lijst(request, b),
    )


def _rond_de_lijst(request: Request, b: Bezoek) -> dict[str, Any]:
    """Give what the form chooses from, and the filters that stand outside of it."""
    regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
    trajecten = b.vragen.lijst(soort=INKOOPTRAJECT, filters={}, reis=b.reis, blik=b.blik).items
    ingevuld = {n: w for n, w in request.query_params.items() if n in _LIJST.parameters and w}
    return {
        **b.context,
        "ingevuld": {n: ingevuld.get(n, "") for n in _IN_VORM},
        "buiten_vorm": _benoemd(
            b, {n: w for n, w in ingevuld.items() if n not in {*_IN_VORM, "page", "pageSize"}}
        ),
        "regios": [(str(r.ding), r.stand.naam) for r in regios],
        "segmenten": sorted({s for t in trajecten for s in t.stand.segmenten}),
        "statussen": [s.value for s in Status],
        "gemeenten": sorted({g for r in regios for g in r.stand.gemeenten}),
    }


def _benoemd(b: Bezoek, filters: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Give filter, value and how a person calls it."""
    namen: dict[str, Dingsoort[Any]] = {"aanbiederId": AANBIEDER, "trajectId": INKOOPTRAJECT}
    uit = []
    for filter_, waarde in filters.items():
        naam = waarde
        if filter_ in namen and filter_ in b.waarden:
            stand = b.vragen.stand(
                soort=namen[filter_], ding=b.waarden[filter_], reis=b.reis, blik=b.blik
            )
            naam = stand.naam if stand else waarde
        uit.append((filter_, waarde, naam))
    return uit


@router.get("/contracten/{id}")
def contract(request: Request, id: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show one contract at a moment."""
    ding = lees_id(id)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie) as b:
        gevonden = dossier(
            vragen=b.vragen, soort=CONTRACT, ding=ding, reis=b.reis, gebruiker=gebruiker
        )
        regels = journaalregels(bezoek=b, soort=CONTRACT, ding=ding)
        stand = gevonden.stand
        regio = b.vragen.stand(soort=REGIO, ding=stand.regio_id, reis=b.reis, blik=b.blik)
        traject = b.vragen.stand(
            soort=INKOOPTRAJECT, ding=stand.traject_id, reis=b.reis, blik=b.blik
        )
        vorig = stand.opvolging and b.vragen.stand(
            soort=CONTRACT, ding=stand.opvolging.vorig_contract_id, reis=b.reis, blik=b.blik
        )
        return toon(
            request,
            "contract.html",
            c=b.blik.toon(antwoorden.dossier(gevonden=gevonden, reis=b.reis)),
            regels=regels,
            tijdlijn=maak_tijdlijn(bezoek=b, ding=ding, regels=regels),
            regio=None if regio is None else regio.naam,
            traject=None if traject is None else traject.naam,
            vorig=vorig.contractnummer if vorig else None,
            **b.context,
        )
