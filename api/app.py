"""The composition root: everything is wired here, by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from sqlalchemy import Engine
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import logboek
from api.dingen import BASIS, DEUREN
from api.omgeving import Loket
from api.openapi import API_VERSIE, maak_openapi
from api.problemen import behandel_fouten
from application.vastleggen import Vastlegger
from infrastructure import gemeenten
from infrastructure.klok import Klok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.register import Logregister

_KOPPEN = {
    "API-Version": API_VERSIE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Koppen:
    """Puts the headers of every answer on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding what is not set yet to the start of an answer."""

        async def stuur(bericht: Message) -> None:
            if bericht["type"] == "http.response.start":
                koppen = MutableHeaders(scope=bericht)
                for naam, waarde in _KOPPEN.items():
                    koppen.setdefault(naam, waarde)
            await send(bericht)

        await self._app(scope, receive, stuur)


def maak_loket(*, engine: Engine, klok: Klok) -> Loket:
    """Put the register and its use cases together; the log must have been opened."""
    register = Logregister(engine=engine, klok=klok, projecties=PROJECTIES)
    demo = register.peil().soort == "DEMO"

    def gemeente_bestaat(code: str, dag: date) -> bool:
        return gemeenten.bestaat(code=code, dag=max(dag, gemeenten.EERSTE_DAG), demo=demo)

    vastlegger = Vastlegger(register=register, nieuwe_id=uuid4, gemeente_bestaat=gemeente_bestaat)
    return Loket(register=register, vastlegger=vastlegger)


def maak_app(*, loket: Loket, paginas: Sequence[APIRouter] = ()) -> FastAPI:
    """Make the web application: the API under /v1, the pages at the root."""
    app = FastAPI(
        title="Looptijd", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    v1 = maak_api(loket=loket)
    app.mount(BASIS, v1)
    for router in paginas:
        app.include_router(router)
    app.state.loket = loket
    behandel_fouten(app)

    app.add_middleware(Koppen)
    return app


def maak_api(*, loket: Loket) -> FastAPI:
    """Make the REST API by itself; its paths stand under /v1."""
    v1 = FastAPI(
        title="Looptijd", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    v1.state.loket = loket
    for deur in DEUREN:
        v1.include_router(deur.router())
    v1.include_router(logboek.router)
    behandel_fouten(v1)
    document: dict[str, Any] = maak_openapi(v1)

    @v1.get("/openapi.json")
    def openapi() -> Response:
        return JSONResponse(document, headers={"Access-Control-Allow-Origin": "*"})

    return v1
