"""Logging in on this machine: a one-time link becomes a session; logging out ends it.

The link opens a page with one button and only the button uses it, so that a program that looks ahead at links does
not use it up.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.omgeving import KOEK, loket
from api.problemen import InloglinkVerlopen
from api.sjablonen import toon
from infrastructure.identiteit import SESSIE_GELDIG, beeindig_sessie, wissel_inloglink

router = APIRouter(include_in_schema=False)


@router.get("/inloggen")
def inlogpagina(request: Request, link: str = "") -> Response:
    """Show the button that uses the link; nothing is used yet."""
    if not link:
        raise InloglinkVerlopen
    return toon(request, "inloggen.html", geheim=link, gebruiker=None)


@router.post("/inloggen")
def inloggen(request: Request, link: Annotated[str, Form()] = "") -> Response:
    """Trade the link for a session cookie; raises InloglinkVerlopen for one that was used or has expired."""
    sessie = wissel_inloglink(engine=loket(request).register.engine, geheim=link)
    if sessie is None:
        raise InloglinkVerlopen
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
