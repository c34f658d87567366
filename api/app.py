"""The composition root: everything is wired here, by hand."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from os import PathLike, stat_result
from uuid import uuid4

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.datastructures import MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import (
    beslisdossiers,
    bulk,
    dekking,
    instemmingsverslagen,
    kalender,
    logboek,
    radar,
    rapportages,
    rechtmatigheid,
    regimes,
    toelatingsrondes,
    wijzigingsruimtes,
)
from api.dingen import BASIS, DEUREN
from api.omgeving import Loket
from api.openapi import API_VERSIE, maak_openapi
from api.paginas.fout import foutpagina
from api.problemen import behandel_fouten
from api.sjablonen import STATISCH
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


class Webapp(FastAPI):
    """The application with its headers around everything, the answer to a failure included."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the headers outside of what answers failures."""
        return Koppen(super().build_middleware_stack())


class Statisch(StaticFiles):
    """The pages' own files: kept for a year by the address with their version, else asked for again."""

    def file_response(
        self,
        full_path: PathLike[str] | str,
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Say how long the file may be kept."""
        antwoord = super().file_response(full_path, stat_result, scope, status_code)
        met_versie = scope["query_string"].startswith(b"v=")
        houdbaar = "public, max-age=31536000, immutable" if met_versie else "no-cache"
        antwoord.headers["Cache-Control"] = houdbaar
        return antwoord


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
    app = Webapp(
        title="Looptijd", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    v1 = maak_api(loket=loket)
    app.mount(BASIS, v1)
    app.mount("/static", Statisch(directory=STATISCH), name="static")
    for router in paginas:
        app.include_router(router)
    app.state.loket = loket
    app.state.paden = v1.state.paden = frozenset(
        route.path for router in paginas for route in router.routes if isinstance(route, Route)
    )
    behandel_fouten(app, als_pagina=foutpagina)
    return app


def maak_api(*, loket: Loket | None = None) -> FastAPI:
    """Make the REST API by itself, its paths stand under /v1; without a counter only to describe it."""
    v1 = FastAPI(
        title="Looptijd", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    v1.state.loket = loket
    for deur in DEUREN:
        v1.include_router(deur.router())
    v1.include_router(logboek.router)
    v1.include_router(rapportages.router)
    v1.include_router(regimes.router)
    v1.include_router(kalender.router)
    v1.include_router(radar.router)
    v1.include_router(dekking.router)
    v1.include_router(toelatingsrondes.router)
    v1.include_router(beslisdossiers.router)
    v1.include_router(instemmingsverslagen.router)
    v1.include_router(wijzigingsruimtes.router)
    v1.include_router(rechtmatigheid.router)
    v1.include_router(bulk.router)
    behandel_fouten(v1)

    @cache
    def document() -> bytes:
        return bytes(JSONResponse(maak_openapi(v1)).body)

    @v1.get("/openapi.json")
    def openapi() -> Response:
        koppen = {"Access-Control-Allow-Origin": "*"}
        return Response(document(), headers=koppen, media_type="application/json")

    return v1
