"""Every no as application/problem+json (RFC 9457): the only file that knows which status an error has."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

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


class NietIngelogd(Exception):  # noqa: N818 - told to the user as 401
    """No valid token or session came with the request."""


def probleem(
    *,
    request: Request,
    status: int,
    code: str,
    titel: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    koppen: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Make the answer; nothing in its body changes on asking again."""
    inhoud = {
        "type": f"/problemen/{code}",
        "title": titel,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **(extra or {}),
    }
    return JSONResponse(
        inhoud, status_code=status, media_type=MEDIATYPE, headers=dict(koppen or {})
    )


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


def van_fout(request: Request, fout: Exception) -> JSONResponse:  # noqa: PLR0911 - one table of errors
    """Turn an error of the application into its problem."""
    match fout:
        case Weigering():
            eerste = fout.bevindingen[0]
            return probleem(
                request=request,
                status=409,
                code=eerste.regel.code,
                titel=eerste.regel.titel,
                detail=str(fout),
                extra={"regels": regels(fout.bevindingen)},
            )
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
            return probleem(
                request=request,
                status=401,
                code="NietIngelogd",
                titel="U bent niet ingelogd",
                detail="Geef een geldig token mee in de kop Authorization (Bearer), of log in.",
                koppen={"WWW-Authenticate": "Bearer"},
            )
        case GeenRecht():
            return probleem(
                request=request,
                status=403,
                code="GeenRecht",
                titel="Dit mag uw rol niet",
                detail=str(fout),
            )
        case TijdreisGeweigerd():
            titel = "Zo kan niet in de tijd worden gereisd"
            return probleem(
                request=request, status=403, code=fout.code, titel=titel, detail=str(fout)
            )
        case BestaatNiet():
            titel = "De gevraagde versie bestaat niet"
            return probleem(
                request=request, status=404, code="BestaatNiet", titel=titel, detail=str(fout)
            )
        case VersieVerouderd():
            titel = "Het dossier is intussen gewijzigd"
            return probleem(
                request=request, status=412, code="VersieVerouderd", titel=titel, detail=str(fout)
            )
        case SleutelHergebruikt():
            titel = "De Idempotency-Key is al gebruikt"
            return probleem(
                request=request,
                status=409,
                code="SleutelHergebruikt",
                titel=titel,
                detail=str(fout),
            )
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
    return _van_status(request, 500, {})


def _van_status(request: Request, status: int, koppen: Mapping[str, str]) -> JSONResponse:
    code, titel, detail = _STANDAARD.get(status, _STANDAARD[404])
    return probleem(
        request=request, status=status, code=code, titel=titel, detail=detail, koppen=koppen
    )


_FOUTEN: tuple[type[Exception], ...] = (
    Weigering,
    OngeldigeInvoer,
    NietIngelogd,
    GeenRecht,
    TijdreisGeweigerd,
    BestaatNiet,
    VersieVerouderd,
    SleutelHergebruikt,
    RegisterBezet,
    KlokLooptAchter,
)


def behandel_fouten(app: FastAPI) -> None:
    """Let an app answer every error as a problem, those of the framework included."""

    async def _fout(request: Request, fout: Exception) -> Response:
        return van_fout(request, fout)

    async def _http(request: Request, fout: Exception) -> Response:
        assert isinstance(fout, HTTPException)  # noqa: S101 - registered for this class
        return _van_status(request, fout.status_code, fout.headers or {})

    for soort in (*_FOUTEN, Exception):
        app.add_exception_handler(soort, _fout)
    app.add_exception_handler(HTTPException, _http)
