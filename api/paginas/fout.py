"""A no as a page: the same words as the API's problem, and what a person can do next."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.omgeving import gebruiker_van, loket
from api.problemen import Probleem
from api.sjablonen import toon
from api.tijdbalk import onbekende_tijdbalk
from application.fouten import BestaatNiet, OngeldigeInvoer, TijdreisGeweigerd
from application.tijdreizen import los_op
from application.toegang import Gebruiker

_KICKERS: Mapping[int, str] = {
    400: "Niet te lezen",
    401: "Inloggen",
    403: "Dit kan niet",
    404: "Niet gevonden",
    500: "Storing",
    503: "Even niet beschikbaar",
}
_RAAD: Mapping[str, str] = {
    "BestaatNiet": "Kies hierboven een ander moment, of ga naar nu.",
    "ToekomstNietOndersteund": (
        "De dag waarop iets geldt, mag in de toekomst liggen; wat het register later zal weten, niet. "
        "Kies bij ‘zoals bekend op’ vandaag of een eerdere dag."
    ),
    "OngeldigeInvoer": "Verbeter het hierboven, of ga terug naar de vorige pagina.",
    "NietGevonden": "Kijk of het adres klopt.",
}
_INLOGGEN = (
    "Draai op deze machine opnieuw ./looptijd serve of ./looptijd demo.",
    "Open binnen 15 minuten de inloglink die daarbij wordt afgedrukt.",
    "Kies Inloggen. Daarna blijft u 10 uur ingelogd.",
)


def foutpagina(request: Request, gevonden: Probleem) -> Response:
    """Answer a problem as a page, with the form of the moment bar to choose another moment."""
    inhoud = gevonden.inhoud
    code = inhoud["type"].rsplit("/", 1)[1]
    status = gevonden.status_code
    gebruiker = _gebruiker(request, status)
    moment = _moment(request) if gebruiker else {}
    antwoord = toon(
        request,
        "fout.html",
        status=status,
        gebruiker=gebruiker,
        kicker=_KICKERS.get(status, "Dit kan niet"),
        titel=inhoud["title"],
        detail=_detail(code, inhoud["detail"]),
        fouten=inhoud.get("fouten", ()),
        raad=_RAAD.get(code, ""),
        stappen=_INLOGGEN if status == 401 else (),  # noqa: PLR2004
        **moment,
    )
    antwoord.headers.update(gevonden.koppen)
    return antwoord


def _detail(code: str, detail: str) -> str:
    if code == "NietIngelogd":
        return "Deze pagina is er alleen voor wie is ingelogd. Er is geen wachtwoord: inloggen gaat met een link."
    return detail


def _moment(request: Request) -> dict[str, Any]:
    """Give the moment that was asked, so that the page says it; what was filled in when that cannot be resolved."""
    gevraagd = request.query_params
    if request.url.path != "/tijd":
        try:
            peil = loket(request).register.peil()
            reis = los_op(
                geldig_op=gevraagd.get("geldigOp") or None,
                beschikbaar_op=gevraagd.get("beschikbaarOp") or None,
                peil=peil,
            )
        except (BestaatNiet, OngeldigeInvoer, TijdreisGeweigerd):
            pass
        else:
            return {"reis": reis, "peil": peil}
    return {"tijdbalk": onbekende_tijdbalk(request=request)}


def _gebruiker(request: Request, status: int) -> Gebruiker | None:
    """Give who is asking; after a failure of the register itself that is not asked again."""
    return None if status in {401, 500, 503} else gebruiker_van(request)
