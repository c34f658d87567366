"""Logging in on this machine: a one-time link becomes a session; logging out ends it."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.omgeving import KOEK, loket
from api.problemen import NietIngelogd
from infrastructure.identiteit import SESSIE_GELDIG, beeindig_sessie, wissel_inloglink

router = APIRouter(include_in_schema=False)


@router.get("/inloggen")
def inloggen(request: Request, link: str = "") -> Response:
    """Trade the link for a session cookie; raises NietIngelogd for a link that was used or has expired."""
    sessie = wissel_inloglink(engine=loket(request).register.engine, geheim=link)
    if sessie is None:
        raise NietIngelogd
    antwoord = RedirectResponse("/", status_code=303)
    antwoord.set_cookie(
        KOEK, sessie, max_age=int(SESSIE_GELDIG.total_seconds()), httponly=True, samesite="strict"
    )
    return antwoord


@router.post("/uitloggen")
def uitloggen(request: Request) -> Response:
    """End the session."""
    geheim = request.cookies.get(KOEK)
    if geheim:
        beeindig_sessie(engine=loket(request).register.engine, geheim=geheim)
    antwoord = RedirectResponse("/", status_code=303)
    antwoord.delete_cookie(KOEK)
    return antwoord
