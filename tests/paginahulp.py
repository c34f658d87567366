"""A server on a story and a browser in front of it, to see the pages as people do."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
HTML = {"Accept": "text/html,application/xhtml+xml"}
BREEDTES = (360, 1280)


class draaiend:  # noqa: N801 - used as a word in a with statement
    """A server in a thread, on a free port; gives its address."""

    def __init__(self, instellingen: uvicorn.Config) -> None:
        self.server = uvicorn.Server(instellingen)
        self.draad = threading.Thread(target=self.server.run)

    def __enter__(self) -> str:
        self.draad.start()
        tot = time.monotonic() + 20
        while not self.server.started:
            assert self.draad.is_alive(), "de server is niet gestart"
            assert time.monotonic() < tot, "de server start niet"
            time.sleep(0.02)
        poort = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{poort}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.draad.join(20)


@contextmanager
def browserproces() -> Iterator[Browser]:
    """Start Debian's browser; the story must have been told, for it takes the event loop."""
    gevonden = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert gevonden, f"geen browser gevonden; installeer een van {', '.join(BROWSERS)}"
    with sync_playwright() as playwright:
        gestart = playwright.chromium.launch(
            executable_path=gevonden,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield gestart
        gestart.close()


@contextmanager
def ingelogd(*, browser: Browser, adres: str, link: str) -> Iterator[BrowserContext]:
    """Log in by a link that the server printed."""
    context = browser.new_context(locale="nl-NL", base_url=adres)
    pagina = context.new_page()
    pagina.goto(link)
    pagina.get_by_role("button", name="Inloggen").click()
    pagina.close()
    yield context
    context.close()


def keur(pagina: Page, adres: str, naam: str, breedte: int) -> None:
    """Open a page: axe finds nothing, and it fits in its width."""
    pagina.goto(adres)
    gevonden = Axe().run(pagina)
    assert gevonden.violations_count == 0, f"{naam} op {breedte}: {gevonden.generate_report()}"
    echt = pagina.evaluate("document.documentElement.scrollWidth")
    assert echt <= breedte, f"{naam} is {echt} breed op {breedte}"
