"""The door to the coverage map: who delivers which form of care in which gemeente, what is missing and what will be."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden
from api.dingen import BASIS, Balie, Wie
from api.vraag import Parameter, Vraagvorm, dag_parameter, id_parameter, tekst_parameter
from application.dekking import Dekkingsvraag, dekkingskaart
from application.dekkingsbeeld import Dekkingskaart
from application.fouten import Invoerfout, OngeldigeInvoer
from application.register import Tijdreis
from domain import waarden
from domain.dekking import Per

router = APIRouter(tags=["rapportages"])
_LIJST = r"^[0-9a-fA-F-]{36}(,[0-9a-fA-F-]{36})*$"


def _per(tekst: str) -> Per:
    if tekst not in {p.value for p in Per}:
        raise ValueError(f"kies uit {', '.join(Per)}")
    return Per(tekst)


def _ids(tekst: str) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(waarden.lees_uuid(deel.strip()) for deel in tekst.split(",")))


DEKKING = Vraagvorm(
    parameters={
        "regioId": id_parameter(
            uitleg="De regio waarvan de dekking wordt getoond.", verplicht=True
        ),
        "trajectId": id_parameter(
            uitleg="Alleen wat dit inkooptraject vraagt, en zijn contracten."
        ),
        "segment": tekst_parameter(uitleg="Alleen percelen in dit segment."),
        "per": Parameter(
            lees=_per,
            schema={"type": "string", "enum": [p.value for p in Per]},
            uitleg="Wat een vorm is: PERCEEL (zonder opgave), SEGMENT of PRODUCT.",
        ),
        "zonderAanbieders": Parameter(
            lees=_ids,
            schema={"type": "string", "pattern": _LIJST},
            uitleg=(
                "Wat als deze aanbieders (id's, met komma's ertussen) vanaf geldigOp niets meer leveren, "
                "bijvoorbeeld omdat zij een herziening weigeren."
            ),
        ),
        "wisseldag": dag_parameter(uitleg="Vergelijk de dag ervoor met deze dag."),
        "totEnMet": dag_parameter(
            uitleg="Tot en met welke dag komend verlies wordt opgezocht; zonder opgave een jaar vooruit."
        ),
    },
    geldig_op=True,
    beschikbaar_op=True,
)


@router.get("/rapportages/dekking", openapi_extra={"x-vraag": DEKKING, "x-antwoord": "dekking"})
def toon_dekking(request: Request, gebruiker: Wie, balie: Balie) -> Response:
    """Answer the coverage of a regio at a pair of moments."""
    gevraagd = DEKKING.lees(request)
    with balie.vragen() as vragen:
        reis = gevraagd.reis(vragen.peil())
        vraag = lees_vraag(gegeven=gevraagd.waarden, dag=reis.geldig_op)
        kaart = dekkingskaart(vragen=vragen, reis=reis, gebruiker=gebruiker, vraag=vraag)
    eigen = {
        n: ",".join(map(str, w)) if isinstance(w, tuple) else w for n, w in gevraagd.rest().items()
    }
    zelf = antwoorden.adres(request.url.path, {**eigen, **antwoorden.tijdreis(reis)})
    inhoud = {**beeld(kaart=kaart, reis=reis), "_links": {"self": {"href": zelf}}}
    return JSONResponse(gebruiker.blik.toon(inhoud))


def lees_vraag(*, gegeven: Mapping[str, Any], dag: date) -> Dekkingsvraag:
    """Give what is asked by the parameters; raises OngeldigeInvoer for a horizon before the day asked."""
    tot_en_met = gegeven.get("totEnMet")
    if tot_en_met is not None and tot_en_met < dag:
        reden = f"ligt voor geldigOp ({dag}); kies een latere dag"
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="query", naam="totEnMet", reden=reden)])
    return Dekkingsvraag(
        regio=gegeven["regioId"],
        traject=gegeven.get("trajectId"),
        segment=gegeven.get("segment"),
        per=gegeven.get("per", Per.PERCEEL),
        zonder=gegeven.get("zonderAanbieders", ()),
        wisseldag=gegeven.get("wisseldag"),
        tot_en_met=tot_en_met,
    )


def beeld(*, kaart: Dekkingskaart, reis: Tijdreis) -> dict[str, Any]:
    """Give the map in outside names; cells and ends with links at the same pair."""
    tijd = antwoorden.tijdreis(reis)
    inhoud: dict[str, Any] = antwoorden.buiten(kaart)
    for cel in inhoud["resultaten"]:
        cel["_links"] = _cellinks(inhoud, cel, tijd)
    for einde in inhoud["einden"]:
        pad = f"{BASIS}/contracten/{einde['contractId']}"
        einde["_links"] = {
            "contract": {"href": antwoorden.adres(pad, tijd)},
            "gebeurtenissen": {
                "href": antwoorden.adres(
                    f"{pad}/gebeurtenissen", {"beschikbaarOp": tijd["beschikbaarOp"]}
                )
            },
        }
    return {"tijdreis": tijd, **inhoud}


def _cellinks(
    inhoud: Mapping[str, Any], cel: Mapping[str, Any], tijd: Mapping[str, str]
) -> dict[str, Any]:
    """Link the list in which the contracts of a cell stand; contracts have no filter on products."""
    if inhoud["per"] == Per.PRODUCT:
        return {}
    naam = "perceel" if inhoud["per"] == Per.PERCEEL else "segment"
    filters = {"regioId": inhoud["regioId"], naam: cel["vorm"], "gemeente": cel["gemeente"]}
    return {"contracten": {"href": antwoorden.adres(f"{BASIS}/contracten", {**filters, **tijd})}}
