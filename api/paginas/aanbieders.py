"""The pages of aanbieders: the list, and one aanbieder with its toelatingen, contracts and journaal."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.dingen import lees_id, lijstvorm
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, alleen_tijd, bezoek
from api.paginas.journaal import journaalregels
from api.sjablonen import toon
from api.vraag import STANDAARD_BLADZIJDE
from application.fouten import Invoerfout, OngeldigeInvoer
from application.raadplegen import dossier
from application.toegang import Recht
from domain.aanbieder import AANBIEDER
from domain.contract import CONTRACT
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO

router = APIRouter(include_in_schema=False)
_LIJST = lijstvorm(AANBIEDER)
_IN_VORM = ("toegelatenVoor", "gemeente", "naam", "kvkNummer")


@router.get("/aanbieders")
def aanbieders(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show a page of aanbieders; filters that cannot be read are told on the page."""
    gebruiker.eis(Recht.LEZEN)
    try:
        with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=_LIJST) as b:
            return _lijst(request, b, ())
    except OngeldigeInvoer as fout:
        fouten = fout.fouten
    with bezoek(request=alleen_tijd(request), gebruiker=gebruiker, balie=balie) as b:
        return _lijst(request, b, fouten)


def _lijst(request: Request, b: Bezoek, fouten: Sequence[Invoerfout]) -> Response:
    bladzijde = b.waarden.get("page", 1)
    grootte = b.waarden.get("pageSize", STANDAARD_BLADZIJDE)
    filters = {n: w for n, w in b.waarden.items() if n in _IN_VORM}
    gevonden = (
        None
        if fouten
        else b.vragen.lijst(
            soort=AANBIEDER,
            filters=filters,
            reis=b.reis,
            blik=b.blik,
            bladzijde=bladzijde,
            grootte=grootte,
        )
    )
    regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
    trajecten = b.vragen.lijst(soort=INKOOPTRAJECT, filters={}, reis=b.reis, blik=b.blik).items
    return toon(
        request,
        "aanbieders.html",
        status=400 if fouten else 200,
        aanbieders=[] if gevonden is None else gevonden.items,
        aantal_gevonden=None if gevonden is None else gevonden.aantal,
        bladzijde=bladzijde,
        bladzijden=1 if gevonden is None else max(1, -(-gevonden.aantal // grootte)),
        filters={**filters, "pageSize": b.waarden.get("pageSize")},
        fouten={f.naam: f.reden for f in fouten},
        ingevuld={n: request.query_params.get(n, "") for n in _IN_VORM},
        gemeenten=sorted({g for r in regios for g in r.stand.gemeenten}),
        percelen=sorted({p.code for t in trajecten for p in t.stand.percelen}),
        **b.context,
    )


@router.get("/aanbieders/{id}")
def aanbieder(request: Request, id: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show one aanbieder at a moment."""
    ding = lees_id(id)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie) as b:
        gevonden = dossier(
            vragen=b.vragen, soort=AANBIEDER, ding=ding, reis=b.reis, gebruiker=gebruiker
        )
        trajecten = b.vragen.standen(
            soort=INKOOPTRAJECT,
            dingen=sorted({t.traject_id for t in gevonden.stand.toelatingen}),
            reis=b.reis,
            blik=b.blik,
        )
        contracten = b.vragen.lijst(
            soort=CONTRACT, filters={"aanbiederId": ding}, reis=b.reis, blik=b.blik
        )
        return toon(
            request,
            "aanbieder.html",
            a=b.blik.toon(antwoorden.dossier(gevonden=gevonden, reis=b.reis)),
            trajecten={str(id_): stand.naam for id_, stand in trajecten.items()},
            contracten=[
                {
                    "id": g.ding,
                    **antwoorden.velden(soort=CONTRACT, stand=g.stand, dag=b.reis.geldig_op),
                }
                for g in contracten.items
            ],
            regels=journaalregels(bezoek=b, soort=AANBIEDER, ding=ding),
            **b.context,
        )
