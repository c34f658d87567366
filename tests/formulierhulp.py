"""Pages with forms, used as a browser without script does: read the form, change fields, press a button."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx

from api import inloggen
from api.app import maak_app
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.identiteit import maak_inloglink
from tests.hulp import ADRES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.hulp import Verhaal

HTML = {"Accept": "text/html,application/xhtml+xml"}
Waarde = str | list[str]


class _Lezer(HTMLParser):
    """Collects what the form with class `formulier` would send, and what names the page with it."""

    def __init__(self) -> None:
        super().__init__()
        self.velden: list[tuple[str, str]] = []
        self.actie = ""
        self.knoppen: list[str] = []
        self._binnen = False
        self._keuze: list[Any] = []
        self._tekst: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {naam: waarde if waarde is not None else naam for naam, waarde in attrs}
        if tag == "form":
            self._binnen = "formulier" in a.get("class", "").split()
            self.actie = a["action"] if self._binnen else self.actie
        elif not self._binnen:
            return
        elif tag == "input" and "name" in a:
            if a["type"] not in {"checkbox", "radio"} or "checked" in a:
                self.velden.append((a["name"], a.get("value", "")))
        elif tag == "button":
            self.knoppen.append(a["value"])
        elif tag == "select":
            self._keuze = [a["name"], None]
        elif tag == "option" and self._keuze and ("selected" in a or self._keuze[1] is None):
            self._keuze[1] = a["value"]
        elif tag == "textarea":
            self._tekst = [a["name"], ""]

    def handle_data(self, data: str) -> None:
        if self._tekst:
            self._tekst[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._binnen = False
        elif tag == "select" and self._keuze:
            self.velden.append((self._keuze[0], self._keuze[1] or ""))
            self._keuze = []
        elif tag == "textarea" and self._tekst:
            # A browser leaves out the first line end and sends the others as CR LF.
            tekst = self._tekst[1].removeprefix("\n").replace("\n", "\r\n")
            self.velden.append((self._tekst[0], tekst))
            self._tekst = []


@dataclass
class Pagina:
    """A page, with its form as a browser would send it back."""

    kantoor: Kantoor
    antwoord: httpx.Response
    velden: dict[str, list[str]] = field(default_factory=dict)
    actie: str = ""
    knoppen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        lezer = _Lezer()
        lezer.feed(self.antwoord.text)
        self.actie, self.knoppen = lezer.actie, lezer.knoppen
        for naam, waarde in lezer.velden:
            self.velden.setdefault(naam, []).append(waarde)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.antwoord.status_code

    @property
    def tekst(self) -> str:
        """The HTML."""
        return self.antwoord.text

    def waarde(self, naam: str) -> str:
        """Give what one field holds."""
        (een,) = self.velden[naam]
        return een

    def vul(self, velden: Mapping[str, Waarde]) -> None:
        """Fill in fields, which must stand in the form; those of boxes and choices are taken as they are."""
        for naam, waarde in velden.items():
            self.velden[naam] = [waarde] if isinstance(waarde, str) else waarde

    def druk(self, stap: str, velden: Mapping[str, Waarde] | None = None, **koppen: str) -> Pagina:
        """Fill in and press a button."""
        self.vul(velden or {})
        return self.kantoor.stuur(self.actie, {**self.velden, "_stap": [stap]}, **koppen)

    def bekijk(self, velden: Mapping[str, Waarde] | None = None) -> Pagina:
        """Fill in and ask for the preview."""
        return self.druk("bekijk", velden)

    def leg_vast(self, velden: Mapping[str, Waarde] | None = None) -> Pagina:
        """Record; where that leads is followed."""
        gedaan = self.druk("vastleggen", velden)
        assert gedaan.status == 303, gedaan.tekst
        return self.kantoor.open(gedaan.antwoord.headers["location"])


@dataclass
class Kantoor:
    """Someone who is logged in, with a browser that runs no script."""

    verhaal: Verhaal
    client: httpx.AsyncClient

    def open(self, pad: str) -> Pagina:
        """Open a page."""
        return Pagina(self, self.verhaal.lus.run(self.client.get(pad, headers=HTML)))

    def stuur(self, pad: str, velden: Mapping[str, list[str]], **koppen: str) -> Pagina:
        """Send a form, from our own site unless the headers say otherwise."""
        inhoud = urlencode(velden, doseq=True)
        alle = {
            **HTML,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": ADRES,
            **koppen,
        }
        alle = {naam: waarde for naam, waarde in alle.items() if waarde}
        gevraagd = self.client.post(pad, content=inhoud.encode(), headers=alle)
        return Pagina(self, self.verhaal.lus.run(gevraagd))


@contextmanager
def kantoor(verhaal: Verhaal, rol: Rol = Rol.BEHEERDER) -> Iterator[Kantoor]:
    """Log in on the pages of a story."""
    app = maak_app(loket=verhaal.loket, paginas=[inloggen.router, *PAGINAS])
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADRES)
    link = maak_inloglink(engine=verhaal.engine, rol=rol, naam="proef")
    verhaal.lus.run(client.post("/inloggen", data={"link": link}))
    yield Kantoor(verhaal, client)
    verhaal.lus.run(client.aclose())
