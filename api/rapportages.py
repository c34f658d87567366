"""The door to the council report: the same content as JSON or, for who asks for it, as a page to hand out."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden
from api.dingen import BASIS, FILTERS, Balie, Wie
from api.rapportgrafiek import staafdiagram
from api.sjablonen import toon
from api.vraag import Parameter, Vraag, Vraagvorm, id_parameter
from application.rapportage import raadsrapport
from application.register import Tijdreis
from application.toegang import Gebruiker
from application.vragen import Vragen
from domain.aanbieder import AANBIEDER
from domain.budget import BUDGET
from domain.contract import CONTRACT
from domain.indicator import INDICATOR

router = APIRouter(tags=["rapportages"])
PARAMETERS: Mapping[str, Parameter] = {
    "gemeente": FILTERS[CONTRACT.naam]["gemeente"],
    "boekjaar": Parameter(
        lees=FILTERS[BUDGET.naam]["boekjaar"].lees,
        schema=FILTERS[BUDGET.naam]["boekjaar"].schema,
        uitleg="Het boekjaar; zonder opgave het jaar van geldigOp.",
    ),
}
RAAD = Vraagvorm(
    parameters={
        "regioId": id_parameter(uitleg="De regio waarover wordt gerapporteerd.", verplicht=True),
        **PARAMETERS,
    },
    geldig_op=True,
    beschikbaar_op=True,
)
_VARIEERT = {"Vary": "Accept"}
Adres = Callable[[Mapping[str, Any], Tijdreis], str]


@router.get("/rapportages/raad", openapi_extra={"x-vraag": RAAD, "x-antwoord": "raad"})
def raad(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer the council report of a regio or gemeente in a book year at a pair of moments."""
    gevraagd = RAAD.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        rapport = inhoud(vragen=vragen, gevraagd=gevraagd, reis=reis, gebruiker=gebruiker)
    if not wil_html(request.headers.get("Accept", "")):
        return JSONResponse(met_adressen(rapport, reis=reis, adres=api_adres), headers=_VARIEERT)
    antwoord = toon(
        request,
        "raad.html",
        gebruiker=None,
        **weergave(rapport=rapport, reis=reis, adres=api_adres),
    )
    antwoord.headers["Vary"] = "Accept"
    return antwoord


def inhoud(
    *, vragen: Vragen, gevraagd: Vraag, reis: Tijdreis, gebruiker: Gebruiker
) -> dict[str, Any]:
    """Give the report in outside names as this reader may see it; its bronnen are not yet addresses."""
    rapport = raadsrapport(
        vragen=vragen,
        regio_id=gevraagd.waarden["regioId"],
        gemeente=gevraagd.waarden.get("gemeente"),
        boekjaar=gevraagd.waarden.get("boekjaar"),
        reis=reis,
        gebruiker=gebruiker,
    )
    gezien: dict[str, Any] = gebruiker.blik.toon(antwoorden.buiten(rapport))
    zelf = {"regioId": gezien["regio"]["id"], "gemeente": gezien["gemeente"]}
    vast = {n: w for n, w in zelf.items() if w} | {"boekjaar": gezien["boekjaar"]}
    adres = antwoorden.adres(f"{BASIS}/rapportages/raad", {**vast, **antwoorden.tijdreis(reis)})
    return {"tijdreis": antwoorden.tijdreis(reis), **gezien, "_links": {"self": {"href": adres}}}


def weergave(*, rapport: Mapping[str, Any], reis: Tijdreis, adres: Adres) -> dict[str, Any]:
    """Give what the template fills in: the report with addresses, and the chart of its money."""
    met = met_adressen(rapport, reis=reis, adres=adres)
    return {"rapport": met, "grafiek": staafdiagram(groepen=met["geld"]["groepen"])}


# --- the facts behind a figure -----------------------------------------------------------------------------------

_VERWIJZING = {"titel", "verzameling", "ding", "deel", "filters", "geldigOp"}


def met_adressen(deel: Any, *, reis: Tijdreis, adres: Adres) -> Any:
    """Turn every verwijzing in an answer into its title and address."""
    if isinstance(deel, list):
        return [met_adressen(d, reis=reis, adres=adres) for d in deel]
    if not isinstance(deel, dict):
        return deel
    if deel.keys() == _VERWIJZING:
        return {"titel": deel["titel"], "href": adres(deel, reis)}
    return {naam: met_adressen(d, reis=reis, adres=adres) for naam, d in deel.items()}


def api_adres(bron: Mapping[str, Any], reis: Tijdreis) -> str:
    """Give the address of the facts in the API, with the resolved pair."""
    pad = "/".join(d for d in (BASIS, bron["verzameling"], bron["ding"], bron["deel"]) if d)
    return pad + _vraagdeel(_filters(bron), bron["geldigOp"], reis)


_MET_PAGINA = {CONTRACT.meervoud, AANBIEDER.meervoud, INDICATOR.meervoud}


def pagina_adres(bron: Mapping[str, Any], reis: Tijdreis) -> str:
    """Give the address of the page with the facts; of what has no page that in the API."""
    if bron["verzameling"] not in _MET_PAGINA:
        return api_adres(bron, reis)
    pad = "/".join(["", bron["verzameling"], *([bron["ding"]] if bron["ding"] else [])])
    dag = bron["geldigOp"] or reis.geldig_op.isoformat()
    return pad + _vraagdeel(_filters(bron), dag, reis)


def _filters(bron: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((naam, waarde) for naam, waarde in bron["filters"])


@lru_cache(maxsize=1024)
def _vraagdeel(filters: tuple[tuple[str, str], ...], dag: str | None, reis: Tijdreis) -> str:
    """Write the query of an address; thousands of them are the same."""
    tijd = antwoorden.tijdreis(reis) | {"geldigOp": dag}
    return antwoorden.adres("", {**dict(filters), **{n: w for n, w in tijd.items() if w}})


# --- JSON or HTML ------------------------------------------------------------------------------------------------

_HTML = ("text/html", "application/xhtml+xml", "text/*")
_JSON = ("application/json", "application/*", "*/*")


def wil_html(accept: str) -> bool:
    """Tell whether a reader would rather have HTML than JSON (RFC 9110 12.5.1); JSON when it is all the same."""
    voorkeur = dict(map(_soort, filter(str.strip, accept.split(","))))

    def gewicht(soorten: tuple[str, ...]) -> float:
        return next((voorkeur[s] for s in soorten if s in voorkeur), 0.0)

    return gewicht(_HTML) > gewicht(_JSON)


def _soort(deel: str) -> tuple[str, float]:
    soort, *parameters = (d.strip().lower() for d in deel.split(";"))
    for parameter in parameters:
        naam, _, waarde = parameter.partition("=")
        if naam.strip() == "q":
            return soort, _getal(waarde)
    return soort, 1.0


_KWALITEIT = re.compile(r"(0(\.\d{0,3})?|1(\.0{0,3})?)", re.ASCII)


def _getal(tekst: str) -> float:
    return float(tekst) if _KWALITEIT.fullmatch(tekst.strip()) else 0.0
