"""The page that boots a region from a regime: first what would be recorded and what stays behind, then all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.paginas.bezoek import Balie, Bezoeker, bezoek
from api.paginas.inzending import Ingezonden, maak_bewijs
from api.regimes import bereid_voor, lader, lees
from api.sjablonen import toon
from application.fouten import Invoerfout, OngeldigeInvoer
from application.regimeladen import Lading, Uitslag
from application.toegang import Gebruiker, Recht
from domain.oordeel import Weigering
from infrastructure.regimevormen import Regime

router = APIRouter(include_in_schema=False)
_VELD = "gemeente."


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What the page shows: what was filled in, and what came of judging it."""

    naam: str
    gemeenten: Mapping[str, str]
    lading: Lading | None = None
    fouten: Sequence[Invoerfout] = ()
    bezwaren: Sequence[str] = ()
    """Why the register refuses it, each with its line in the file."""

    @property
    def klopt(self) -> bool:
        """Tell whether it was judged and can be recorded."""
        return self.lading is not None and not self.fouten and not self.bezwaren


@router.get("/vastleggen/regimes/{code}")
def formulier(request: Request, code: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show what can be chosen before a region is booted."""
    gebruiker.eis(Recht.REGIOS)
    return _pagina(request, balie, gebruiker, lees(code), Stand(naam="", gemeenten={}), 200)


@router.post("/vastleggen/regimes/{code}")
def laad(request: Request, code: str, inzending: Ingezonden, balie: Balie) -> Response:
    """Judge a loading, or record it when the visitor has seen what it holds; then on to the regio."""
    gebruiker, regime = inzending.gebruiker, lees(code)
    gebruiker.eis(Recht.REGIOS)
    gekozen = {
        naam.removeprefix(_VELD): waarden[0].strip()
        for naam, waarden in inzending.velden.items()
        if naam.startswith(_VELD) and waarden[0].strip()
    }
    stand = Stand(naam=inzending.eerste("naam").strip(), gemeenten=gekozen)
    vastleggen = inzending.eigen and inzending.eerste("_stap") == "vastleggen"
    stand, uitslag = _beoordeel(balie, regime, stand, gebruiker, vastleggen=vastleggen)
    if uitslag is not None and uitslag.correlatie is not None:
        regio = uitslag.geladen[0].ding
        return RedirectResponse(f"/regios/{regio}?vastgelegd=1", status_code=303)
    status = 400 if stand.fouten else 409 if stand.bezwaren else 200
    return _pagina(request, balie, gebruiker, regime, stand, status)


def _beoordeel(
    balie: Balie, regime: Regime, stand: Stand, gebruiker: Gebruiker, *, vastleggen: bool
) -> tuple[Stand, Uitslag | None]:
    try:
        lading = bereid_voor(
            loket=balie, regime=regime, gemeenten=stand.gemeenten, naam=stand.naam or None
        )
    except OngeldigeInvoer as fout:
        return replace(stand, fouten=fout.fouten), None
    try:
        uitslag = lader(loket=balie).laad(lading=lading, gebruiker=gebruiker, vastleggen=vastleggen)
    except Weigering as weigering:
        bezwaren = [b.detail for b in weigering.bevindingen]
        return replace(stand, lading=lading, bezwaren=bezwaren), None
    bezwaren = [f"Regel {f.regel}, {f.plek}: {f.reden}" for f in uitslag.fouten]
    return replace(stand, lading=lading, bezwaren=bezwaren), uitslag


def _pagina(
    request: Request, balie: Balie, gebruiker: Gebruiker, regime: Regime, stand: Stand, status: int
) -> Response:
    with bezoek(request=request, gebruiker=gebruiker, balie=balie) as b:
        demo = b.peil.soort == "DEMO"
        regio = regime.regio
        return toon(
            request,
            "regimeladen.html",
            status=status,
            r=regime,
            demo=demo,
            voorstel=(regio.naam_demo if demo else regio.naam).waarde,
            codes=regio.gemeenten_demo.waarde,
            stand=stand,
            veld=_VELD,
            bewijs=maak_bewijs(request),
            **b.context,
        )
