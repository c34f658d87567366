"""What every door has at hand: the register, the questions, and who is asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request

from api.problemen import NietIngelogd
from application.fouten import Invoerfout, OngeldigeInvoer
from application.toegang import Gebruiker
from application.vastleggen import Vastlegger
from infrastructure.database import lezer
from infrastructure.identiteit import gebruiker_van_sessie, gebruiker_van_token
from infrastructure.register import Logregister
from infrastructure.vragen import SqlVragen

KOEK = "looptijd_sessie"
"""Name of the session cookie."""
MAX_LICHAAM = 2_000_000
"""Bytes that a command may have."""


@dataclass(frozen=True)
class Loket:
    """The counter behind every door; made once, in app.py."""

    register: Logregister
    vastlegger: Vastlegger

    @contextmanager
    def vragen(self) -> Iterator[SqlVragen]:
        """Ask on a connection of one's own."""
        register = self.register
        with lezer(engine=register.engine) as verbinding:
            yield SqlVragen(verbinding=verbinding, klok=register.klok, logboek=register.logboek)


def loket(request: Request) -> Loket:
    """Give the counter of this application."""
    gevonden: Loket = request.app.state.loket
    return gevonden


def gebruiker_van(request: Request) -> Gebruiker | None:
    """Give who is asking, by bearer token or else by session cookie; None when neither is valid."""
    soort, _, geheim = request.headers.get("Authorization", "").partition(" ")
    sessie = request.cookies.get(KOEK)
    with loket(request).register.engine.connect() as verbinding:
        if soort:
            geldig = soort.lower() == "bearer" and geheim
            return (
                gebruiker_van_token(verbinding=verbinding, geheim=geheim.strip())
                if geldig
                else None
            )
        return gebruiker_van_sessie(verbinding=verbinding, geheim=sessie) if sessie else None


def wie(request: Request) -> Gebruiker:
    """Give who is asking the API; raises NietIngelogd.

    A session serves only to read here: a command from a page comes through the page's own form, which other sites
    cannot forge.
    """
    if request.method not in {"GET", "HEAD"} and not request.headers.get("Authorization"):
        raise NietIngelogd
    gevonden = gebruiker_van(request)
    if gevonden is None:
        raise NietIngelogd
    return gevonden


async def lichaam(request: Request) -> bytes:
    """Read the body of a command; raises OngeldigeInvoer when it is not JSON by its own word or too long."""
    soort = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    reden = "" if soort == "application/json" else "stuur JSON, met Content-Type application/json"
    inhoud = bytearray()
    async for deel in request.stream():
        inhoud += deel
        if len(inhoud) > MAX_LICHAAM:
            reden = f"de inhoud is groter dan {MAX_LICHAAM} bytes"
            break
    if reden:
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="body", naam="", reden=reden)])
    return bytes(inhoud)
