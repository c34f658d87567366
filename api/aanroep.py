"""Asking the API from within this process: the same routes and the same answers, without a network or a token."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from starlette.types import Message, Scope

from api.app import maak_api
from api.dingen import BASIS
from api.omgeving import Loket, wie
from api.openapi import maak_openapi
from application.toegang import Gebruiker

_GESLAAGD = 400
"""From here on a status is a no."""


@dataclass(frozen=True, kw_only=True)
class Aanroep:
    """A request: `adres` as the API writes it, with or without its /v1 and its query."""

    methode: str
    adres: str
    parameters: Sequence[tuple[str, str]] = ()
    lichaam: bytes = b""
    koppen: Mapping[str, str] = field(default_factory=dict)

    @property
    def pad(self) -> str:
        """The path under /v1, that starts with a slash."""
        return "/" + urlsplit(self.adres).path.removeprefix(BASIS).lstrip("/")

    @property
    def verzameling(self) -> str:
        """The first part of the path: `besluiten`."""
        return self.pad.split("/")[1]

    @property
    def scope(self) -> Scope:
        """The request as an ASGI server would hand it over."""
        vraag = [*parse_qsl(urlsplit(self.adres).query, keep_blank_values=True), *self.parameters]
        koppen = {"accept": "application/json", "content-type": "application/json", **self.koppen}
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.methode,
            "scheme": "http",
            "root_path": BASIS,
            "path": unquote(BASIS + self.pad),
            "raw_path": (BASIS + self.pad).encode(),
            "query_string": urlencode(vraag).encode(),
            "headers": [(k.lower().encode(), w.encode("latin-1")) for k, w in koppen.items()],
        }


@dataclass(frozen=True, kw_only=True)
class Antwoord:
    """What the API answered: its status and its JSON, a problem included."""

    status: int
    inhoud: Any

    @property
    def gelukt(self) -> bool:
        """Tell whether it is no problem."""
        return self.status < _GESLAAGD


def vraag_api(
    *,
    loket: Loket,
    gebruiker: Gebruiker,
    aanroep: Aanroep,
    anders: Mapping[Callable[..., Any], Callable[..., Any]] | None = None,
) -> Antwoord:
    """Let the API answer a request of a user, who needs not log in here; `anders` replaces what a door depends on."""
    api = maak_api(loket=loket)
    api.dependency_overrides |= {wie: lambda: gebruiker, **(anders or {})}
    gezonden: list[Message] = []

    async def ontvang() -> Message:
        return {"type": "http.request", "body": aanroep.lichaam, "more_body": False}

    async def stuur(bericht: Message) -> None:
        gezonden.append(bericht)

    asyncio.run(api(aanroep.scope, ontvang, stuur))
    begin, *rest = gezonden
    inhoud = b"".join(bericht.get("body", b"") for bericht in rest)
    return Antwoord(status=begin["status"], inhoud=json.loads(inhoud))


def adressen(*, methode: str) -> list[str]:
    """Give every address that takes a method, as one would type it: `besluiten/<id>/uitspraken`."""
    paden = maak_openapi(maak_api())["paths"]
    return sorted(
        pad.lstrip("/").replace("{", "<").replace("}", ">")
        for pad, methoden in paden.items()
        if methode.lower() in methoden
    )
