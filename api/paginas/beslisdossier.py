"""The page of a go/no-go: who voted, which figures were known then, what is known now, and what followed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import beslisdossiers
from api.meetgrafiek import Meetgrafiek, Tekening, lijndiagram
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.namen import noem_dingen
from api.sjablonen import toon
from api.tijdbalk import TIJD
from application.toegang import Recht
from domain.waarden import lees_uuid

router = APIRouter(include_in_schema=False)


@router.get(beslisdossiers.PAD)
def beslisdossier(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show a decision moment; raises BestaatNiet when it was not there then."""
    gebruiker.eis(Recht.LEZEN)
    vorm = beslisdossiers.BESLISDOSSIER
    with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=vorm) as b:
        dossier = beslisdossiers.inhoud(
            vragen=b.vragen, gevraagd=b.waarden, reis=b.reis, gebruiker=gebruiker
        )
        return toon(
            request,
            "beslisdossier.html",
            v=dossier,
            grafieken=_grafieken(dossier),
            namen=_namen(b, dossier),
            vast=all(naam in request.query_params for naam in TIJD),
            **b.context,
        )


def _namen(b: Bezoek, dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Give the names of the things in which something followed."""
    per: dict[str, set[Any]] = {}
    for beslissing in dossier["beslissingen"]:
        for gevolg in beslissing["gevolgen"]:
            per.setdefault(gevolg["dingsoort"], set()).add(lees_uuid(gevolg["dingId"]))
    return dict(noem_dingen(bezoek=b, dingen=per))


def _grafieken(dossier: Mapping[str, Any]) -> dict[str, Meetgrafiek]:
    """Draw every indicator: of each decision under `<volgnummer>/<id>`, of the moment itself under `/<id>`."""
    uit = {}
    delen: list[tuple[str, date | None, Any]] = [("", None, dossier["indicatoren"])]
    for beslissing in dossier["beslissingen"]:
        dag = date.fromisoformat(beslissing["peilmoment"]["dag"])
        delen.append((str(beslissing["volgnummer"]), dag, beslissing["indicatoren"]))
    for waar, stemdag, indicatoren in delen:
        for indicator in indicatoren:
            grafiek = lijndiagram(
                _tekening(f"g{waar or 'nu'}-{indicator['id']}", stemdag, indicator)
            )
            if grafiek is not None:
                uit[f"{waar}/{indicator['id']}"] = grafiek
    return uit


def _tekening(id_: str, dag: date | None, indicator: Mapping[str, Any]) -> Tekening:
    def kant(deel: str, naam: str) -> list[Mapping[str, Any]]:
        return [v[naam] for v in indicator[deel] if v[naam] and v["gemeente"] is None]

    nulmeting = kant("nulmetingen", "nu") or kant("nulmetingen", "toen")
    return Tekening(
        id_=id_,
        titel=f"{indicator['naam']}, de regio",
        lijnen=[
            ("bekend bij de stemming", "meet-toen", kant("metingen", "toen")),
            ("bekend op het gevraagde moment", "meet-nu", kant("metingen", "nu")),
        ],
        nulmeting=nulmeting[0] if nulmeting else None,
        streefwaarden=kant("streefwaarden", "nu"),
        stemdag=dag,
    )
