"""Every no as application/problem+json (RFC 9457): the only file that knows which status an error has."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from application.bulk import BevestigingVerouderd, BulkGeweigerd
from application.fouten import (
    BestaatNiet,
    OngeldigeInvoer,
    SleutelHergebruikt,
    TijdreisGeweigerd,
    VersieVerouderd,
)
from application.register import KlokLooptAchter, RegisterBezet
from application.toegang import GeenRecht
from domain.oordeel import Bevinding, Weigering

MEDIATYPE = "application/problem+json"
_STANDAARD: Mapping[int, tuple[str, str, str]] = {
    404: ("NietGevonden", "Niet gevonden", "Op dit adres staat niets."),
    405: (
        "MethodeNietToegestaan",
        "Deze methode kan hier niet",
        "Gebruik een methode uit de kop Allow.",
    ),
    500: (
        "InterneFout",
        "Er ging iets mis in Looptijd",
        "De opdracht is niet uitgevoerd en er is niets half vastgelegd. Probeer het opnieuw.",
    ),
}


class NietIngelogd(Exception):
    """No valid token or session came with the request."""


class InloglinkVerlopen(NietIngelogd):
    """The login link was used, has expired or never was."""


class FormulierVreemd(Exception):
    """A form came in that this session's own pages did not make."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Dit formulier hoort niet bij uw sessie, of het kwam van een andere site. Er is niets vastgelegd. Open het "
            "formulier opnieuw vanuit Looptijd."
        )


class Probleem(JSONResponse):
    """A no; the pages show the same content as HTML."""

    media_type = MEDIATYPE

    def __init__(
        self, *, inhoud: Mapping[str, Any], status: int, koppen: Mapping[str, str]
    ) -> None:
        """Keep the content beside the bytes."""
        super().__init__(dict(inhoud), status_code=status, headers=dict(koppen))
        self.inhoud = inhoud
        self.koppen = koppen


def probleem(
    *,
    request: Request,
    status: int,
    code: str,
    titel: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    koppen: Mapping[str, str] | None = None,
) -> Probleem:
    """Make the answer; nothing in its body changes on asking again."""
    inhoud = {
        "type": f"/problemen/{code}",
        "title": titel,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **(extra or {}),
    }
    return Probleem(inhoud=inhoud, status=status, koppen=koppen or {})


def regels(bevindingen: Sequence[Bevinding]) -> list[dict[str, Any]]:
    """Give the findings as they stand in an answer."""
    return [
        {
            "code": b.regel.code,
            "soort": b.regel.soort.value,
            "titel": b.regel.titel,
            "detail": b.detail,
            "waarden": dict(b.waarden),
            "feiten": list(b.feiten),
        }
        for b in bevindingen
    ]


_GEWOON: Mapping[type[Exception], tuple[int, str]] = {
    GeenRecht: (403, "Dit mag uw rol niet"),
    FormulierVreemd: (403, "Dit formulier wordt niet aangenomen"),
    TijdreisGeweigerd: (403, "Zo kan niet in de tijd worden gereisd"),
    BestaatNiet: (404, "De gevraagde versie bestaat niet"),
    VersieVerouderd: (412, "Het dossier is intussen gewijzigd"),
    BevestigingVerouderd: (412, "Wat u bevestigde, is niet meer wat er zou gebeuren"),
    SleutelHergebruikt: (409, "De Idempotency-Key is al gebruikt"),
}
"""Errors that say all in their own sentence: status and title; the code is the error's own or its name."""


def van_fout(request: Request, fout: Exception) -> Probleem:
    """Turn an error of the application into its problem."""
    match fout:
        case Weigering():
            return _geweigerd(request, fout)
        case OngeldigeInvoer():
            fouten = [{"in": f.plek, "naam": f.naam, "reden": f.reden} for f in fout.fouten]
            titel = "De invoer klopt niet"
            return probleem(
                request=request,
                status=400,
                code="OngeldigeInvoer",
                titel=titel,
                detail=str(fout),
                extra={"fouten": fouten},
            )
        case NietIngelogd():
            return _niet_ingelogd(request, fout)
        case RegisterBezet() | KlokLooptAchter():
            code = "RegisterBezet" if isinstance(fout, RegisterBezet) else "KlokLooptAchter"
            titel = "Het register kan nu niets vastleggen"
            return probleem(
                request=request,
                status=503,
                code=code,
                titel=titel,
                detail=f"{fout}. Er is niets vastgelegd; probeer het zo opnieuw.",
                koppen={"Retry-After": "5"},
            )
    if type(fout) not in _GEWOON:
        return _van_status(request, 500, {})
    status, titel = _GEWOON[type(fout)]
    code = getattr(fout, "code", type(fout).__name__)
    return probleem(request=request, status=status, code=code, titel=titel, detail=str(fout))


def _geweigerd(request: Request, fout: Weigering) -> Probleem:
    if isinstance(fout, BulkGeweigerd):
        return _bulk_geweigerd(request, fout)
    eerste = fout.bevindingen[0]
    return probleem(
        request=request,
        status=409,
        code=eerste.regel.code,
        titel=eerste.regel.titel,
        detail=str(fout),
        extra={"regels": regels(fout.bevindingen)},
    )


def _bulk_geweigerd(request: Request, fout: BulkGeweigerd) -> Probleem:
    """Tell every contract that refuses with its rules, and each rule once by its first breach."""
    per_regel = {b.regel.code: b for b in reversed(fout.bevindingen)}
    eerste = [b for b in fout.bevindingen if per_regel[b.regel.code] is b]
    geweigerd = [
        {
            "contractId": str(geval.contract),
            "contractnummer": geval.contractnummer,
            "regels": regels(geval.regels),
        }
        for geval in fout.geweigerd
    ]
    return probleem(
        request=request,
        status=409,
        code="BulkGeweigerd",
        titel="Niet bij elk contract kan dit",
        detail=str(fout),
        extra={"regels": regels(eerste), "geweigerd": geweigerd},
    )


def _niet_ingelogd(request: Request, fout: NietIngelogd) -> Probleem:
    koppen = {"WWW-Authenticate": "Bearer"}
    if isinstance(fout, InloglinkVerlopen):
        return probleem(
            request=request,
            status=401,
            code="InloglinkVerlopen",
            titel="Deze inloglink werkt niet meer",
            detail="Een inloglink werkt één keer en is 15 minuten geldig; deze is gebruikt, verlopen of onbekend.",
            koppen=koppen,
        )
    return probleem(
        request=request,
        status=401,
        code="NietIngelogd",
        titel="U bent niet ingelogd",
        detail="Geef een geldig token mee in de kop Authorization (Bearer), of log in.",
        koppen=koppen,
    )


def _van_status(request: Request, status: int, koppen: Mapping[str, str]) -> Probleem:
    code, titel, detail = _STANDAARD.get(status, _STANDAARD[404])
    return probleem(
        request=request, status=status, code=code, titel=titel, detail=detail, koppen=koppen
    )


def _toegestaan(request: Request) -> str:
    """Give every method of this address: the framework names only those of the first route it met."""
    return ", ".join(
        methode
        for methode in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
        if any(
            route.matches({**request.scope, "method": methode})[0] is Match.FULL
            for route in request.app.routes
        )
    )


_FOUTEN: tuple[type[Exception], ...] = (
    Weigering,
    OngeldigeInvoer,
    NietIngelogd,
    FormulierVreemd,
    GeenRecht,
    TijdreisGeweigerd,
    BestaatNiet,
    VersieVerouderd,
    BevestigingVerouderd,
    SleutelHergebruikt,
    RegisterBezet,
    KlokLooptAchter,
)


Foutpagina = Callable[[Request, Probleem], Response]


def behandel_fouten(app: FastAPI, *, als_pagina: Foutpagina | None = None) -> None:
    """Let an app answer every error as a problem, those of the framework included.

    With `als_pagina` a reader that asks for HTML gets the problem as a page.
    """

    def antwoord(request: Request, gevonden: Probleem) -> Response:
        if als_pagina is not None and "text/html" in request.headers.get("Accept", ""):
            return als_pagina(request, gevonden)
        return gevonden

    def _fout(request: Request, fout: Exception) -> Response:
        return antwoord(request, van_fout(request, fout))

    def _http(request: Request, fout: Exception) -> Response:
        assert isinstance(fout, HTTPException)  # noqa: S101 - registered for this class
        koppen = dict(fout.headers or {})
        if "Allow" in koppen:
            koppen["Allow"] = _toegestaan(request)
        return antwoord(request, _van_status(request, fout.status_code, koppen))

    for soort in (*_FOUTEN, Exception):
        app.add_exception_handler(soort, _fout)
    app.add_exception_handler(HTTPException, _http)
