"""A form that came in: its fields, who sent it, and whether our own page made it for this session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from api.omgeving import KOEK, MAX_LICHAAM, gebruiker_van
from api.problemen import FormulierVreemd, NietIngelogd
from application.fouten import Invoerfout, OngeldigeInvoer
from application.toegang import Gebruiker
from infrastructure.identiteit import formulierbewijs, is_formulierbewijs

BEWIJS = "_bewijs"
"""The field that holds the proof."""
_MAX_VELDEN = 20_000
_FORMULIER = "application/x-www-form-urlencoded"


@dataclass(frozen=True, kw_only=True)
class Inzending:
    """A form as it came in; `eigen` False: from our own site, but made for another session."""

    gebruiker: Gebruiker
    velden: Mapping[str, Sequence[str]]
    eigen: bool

    def eerste(self, naam: str) -> str:
        """Give the first value under a name."""
        return next(iter(self.velden.get(naam, ())), "")


def geheim_van(request: Request) -> str:
    """Give the secret by which a request is logged in; a token is as good as a session."""
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or request.cookies.get(KOEK, "")


def maak_bewijs(request: Request) -> str:
    """Make the proof that goes into a form."""
    return formulierbewijs(geheim=geheim_van(request))


def _ingelogd(request: Request) -> Gebruiker:
    gevonden = gebruiker_van(request)
    if gevonden is None:
        raise NietIngelogd
    return gevonden


async def _velden(
    request: Request,
    gebruiker: Annotated[Gebruiker, Depends(_ingelogd)],  # noqa: ARG001 - who is not logged in sends nothing
) -> Mapping[str, Sequence[str]]:
    """Read the fields; raises OngeldigeInvoer for another content type, too much, or bytes that are no text."""
    soort = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    inhoud = bytearray()
    reden = "" if soort == _FORMULIER else f"stuur een formulier, met Content-Type {_FORMULIER}"
    async for deel in request.stream():
        inhoud += deel
        if len(inhoud) > MAX_LICHAAM:
            reden = f"het formulier is groter dan {MAX_LICHAAM} bytes"
            break
    velden: dict[str, list[str]] = {}
    if not reden:
        try:
            paren = parse_qsl(
                inhoud.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MAX_VELDEN,
            )
        except ValueError:
            reden = f"het formulier is niet te lezen, of heeft meer dan {_MAX_VELDEN} velden"
        else:
            for naam, waarde in paren:
                velden.setdefault(naam, []).append(waarde)
    if reden:
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="body", naam="", reden=reden)])
    return velden


def _inzending(
    request: Request,
    gebruiker: Annotated[Gebruiker, Depends(_ingelogd)],
    velden: Annotated[Mapping[str, Sequence[str]], Depends(_velden)],
) -> Inzending:
    """Give a form that another site cannot have made; raises FormulierVreemd.

    The cookie is not sent along from other sites (SameSite=strict); the Origin must be our own; and the form must
    hold what only a page of this session holds. A form of our own site from before one logged in again is not
    carried out but shown once more, so that nothing filled in is lost.
    """
    herkomst = request.headers.get("Origin")
    thuis = herkomst is not None and urlsplit(herkomst).netloc == request.headers.get("Host")
    bewijs = next(iter(velden.get(BEWIJS, ())), "")
    eigen = is_formulierbewijs(geheim=geheim_van(request), bewijs=bewijs)
    if (herkomst is not None and not thuis) or not (eigen or thuis):
        raise FormulierVreemd
    return Inzending(gebruiker=gebruiker, velden=velden, eigen=eigen)


Ingezonden = Annotated[Inzending, Depends(_inzending)]
