"""The page of the radar: per owner what is late and what comes within 30, 90 and 180 days, the unowned on top."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api import radar as deur
from api.dingen import BASIS
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, alleen_tijd, bezoek
from api.sjablonen import toon
from application.fouten import Invoerfout, OngeldigeInvoer
from application.radar import BINNEN, Radaritem, radar
from application.toegang import Recht
from domain.radarpunt import Radarhandeling, Radarstand
from domain.regio import REGIO

router = APIRouter(include_in_schema=False)
_IN_VORM = ("regioId", "eigenaar", "zonderEigenaar", "handeling", "stand", "binnen")
_IN_VORM_DAGEN = ("van", "totEnMet")
_GROOTTE = 100
_BANDEN: tuple[tuple[int, str], ...] = (
    (30, "Binnen 30 dagen"),
    (90, "Binnen 90 dagen"),
    (180, "Binnen 180 dagen"),
)
LAAT, LATER, GEDAAN = "Te laat", "Later", "Gedaan of vervallen"
KOLOMMEN = (LAAT, *(naam for _, naam in _BANDEN), LATER)

Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Band:
    """Items of one owner that come in the same stretch of days."""

    titel: str
    items: Items


@dataclass(frozen=True, kw_only=True)
class Eigenaarblok:
    """What one owner has to do, in order; without a name it is what nobody owns."""

    naam: str
    banden: Sequence[Band]


@dataclass(frozen=True, kw_only=True)
class Eigenaarregel:
    """How many items of an owner stand in each stretch of days."""

    naam: str
    eigenaar: str | None
    """By which the page can be limited to this owner; None when that cannot."""
    aantallen: Mapping[str, int]


@router.get("/radar")
def radarpagina(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the radar at a moment; filters that cannot be read are told on the page."""
    gebruiker.eis(Recht.LEZEN)
    try:
        with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=deur.RADAR) as b:
            return _toon(request, b, ())
    except OngeldigeInvoer as fout:
        fouten = fout.fouten
    with bezoek(request=alleen_tijd(request), gebruiker=gebruiker, balie=balie) as b:
        return _toon(request, b, fouten)


def _toon(request: Request, b: Bezoek, fouten: Sequence[Invoerfout]) -> Response:
    van_allen = [] if fouten else _items(b)
    wie = b.waarden.get("eigenaar")
    alle = [i for i in van_allen if wie is None or not i.eigenaren or wie in i.eigenaren]
    # What comes later than asked is counted; it is shown to who asks for it.
    gekozen = any(b.waarden.get(n) is not None for n in ("stand", *_IN_VORM_DAGEN))
    items = [i for i in alle if gekozen or i.stand is not Radarstand.KOMEND]
    bladzijde, grootte = b.waarden.get("page", 1), b.waarden.get("pageSize", _GROOTTE)
    deel = items[(bladzijde - 1) * grootte : bladzijde * grootte]
    ingevuld = {n: request.query_params.get(n, "") for n in (*_IN_VORM, *_IN_VORM_DAGEN)}
    filters = {n: w for n, w in ingevuld.items() if w}
    return toon(
        request,
        "radar.html",
        status=400 if fouten else 200,
        blokken=list(_blokken(b, deel)),
        regels=list(_regels(alle)),
        kolommen=KOLOMMEN,
        telling=deur.geteld(alle),
        aantal_items=len(items),
        aantal_later=len(alle) - len(items),
        bladzijde=bladzijde,
        bladzijden=max(1, -(-len(items) // grootte)),
        filters=filters,
        fouten={f.naam: f.reden for f in fouten},
        ingevuld=ingevuld,
        feed=_feed(request, filters),
        **_keuzes(b, van_allen, ingevuld),
        **b.context,
    )


def _items(b: Bezoek) -> list[Radaritem]:
    """Give what is asked but for the owner, so that the form can offer everyone; owner by owner."""
    vraag = replace(deur.lees_vraag(b.waarden), eigenaar=None)
    gevonden = radar(vragen=b.vragen, reis=b.reis, gebruiker=b.gebruiker, vraag=vraag)
    return sorted(gevonden, key=lambda i: i.eigenaren)


def _keuzes(b: Bezoek, items: Sequence[Radaritem], ingevuld: Mapping[str, str]) -> dict[str, Any]:
    regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
    eigenaren = {e for i in items for e in i.eigenaren} | {ingevuld["eigenaar"]} - {""}
    return {
        "regios": [(str(r.ding), r.stand.naam) for r in regios],
        "eigenaren": sorted(eigenaren),
        "handelingen_": [h.value for h in Radarhandeling],
        "standen": [s.value for s in Radarstand],
        "standaard": BINNEN,
    }


def _band(item: Radaritem) -> str:
    if item.stand is Radarstand.GEDAAN:
        return GEDAAN
    if item.te_laat:
        return LAAT
    return next((naam for dagen, naam in _BANDEN if item.dagen <= dagen), LATER)


def _wie(item: Radaritem) -> str:
    return ", ".join(item.eigenaren)


def _blokken(b: Bezoek, items: Sequence[Radaritem]) -> Iterator[Eigenaarblok]:
    for naam, van_wie in groupby(items, key=_wie):
        banden = [
            Band(titel=titel, items=[_getoond(b, i) for i in deel])
            for titel, deel in groupby(van_wie, key=_band)
        ]
        yield Eigenaarblok(naam=naam, banden=banden)


def _getoond(b: Bezoek, item: Radaritem) -> dict[str, Any]:
    getoond: dict[str, Any] = b.blik.toon(deur.item(item, b.reis))
    return getoond | {"pad": f"/{item.verzameling}/{item.ding}"}


def _regels(items: Sequence[Radaritem]) -> Iterator[Eigenaarregel]:
    for naam, van_wie in groupby(items, key=_wie):
        banden = [(_band(i), i.eigenaren) for i in van_wie]
        enig = naam if len(banden[0][1]) == 1 else None
        aantallen = {kolom: sum(band == kolom for band, _ in banden) for kolom in KOLOMMEN}
        yield Eigenaarregel(naam=naam, eigenaar=enig, aantallen=aantallen)


def _feed(request: Request, filters: Mapping[str, str]) -> str:
    """Give the address for a calendar program: always as it stands when that asks, so without a moment."""
    thuis = f"{request.url.scheme}://{request.url.netloc}{BASIS}{deur.FEED}"
    return antwoorden.adres(thuis, filters) if filters else thuis
