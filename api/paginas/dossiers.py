"""The detail page of every kind of thing: what holds, what deserves a look, what came of it, its journaal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.dingen import lees_id
from api.paginas.aanbieder import over_aanbieder
from api.paginas.aanmelding import over_aanmelding
from api.paginas.besluit import over_besluit
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.indicator import over_indicator
from api.paginas.journaal import journaalregels
from api.paginas.kader import over_kader
from api.paginas.namen import naam_van, noem, noem_dingen
from api.paginas.soortpaginas import SOORTPAGINAS
from api.paginas.sturing import over_sturing
from api.paginas.tijdlijn import maak_tijdlijn
from api.paginas.traject import over_traject
from api.paginas.verloop import maak_verloop
from api.sjablonen import toon
from application.gevolgen import gevolgen
from application.raadplegen import Dossier, dossier
from domain.contract import CONTRACT
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

_EIGEN: Mapping[str, Callable[[Bezoek, Dossier[Any], Mapping[str, Any]], dict[str, Any]]] = {
    "aanbieder": over_aanbieder,
    "aanmelding": over_aanmelding,
    "beleidskader": over_kader,
    "besluit": over_besluit,
    "contract": over_sturing,
    "indicator": over_indicator,
    "inkooptraject": over_traject,
}
"""What the template of a kind needs besides the standing itself."""
_APART = frozenset(
    {"tijdreis", "id", "versie", "status", "afwijkingen", "signalen", "komend", "_links"}
)
"""Fields of an answer that have a place of their own on the page."""


@dataclass(frozen=True, kw_only=True)
class Dingpagina:
    """The detail page of one kind."""

    soort: Dingsoort[Any]

    def toon(self, request: Request, id: str, gebruiker: Bezoeker, balie: Balie) -> Response:
        """Show one thing at a moment; raises BestaatNiet when it was not known then."""
        ding = lees_id(id)
        with bezoek(request=request, gebruiker=gebruiker, balie=balie) as b:
            gevonden = dossier(
                vragen=b.vragen, soort=self.soort, ding=ding, reis=b.reis, gebruiker=gebruiker
            )
            return toon(
                request, SOORTPAGINAS[self.soort.naam].sjabloon, **self._inhoud(b, gevonden)
            )

    def _inhoud(self, b: Bezoek, gevonden: Dossier[Any]) -> dict[str, Any]:
        pagina = SOORTPAGINAS[self.soort.naam]
        c = b.blik.toon(antwoorden.dossier(gevonden=gevonden, reis=b.reis))
        eigen = _EIGEN.get(self.soort.naam, _niets)(b, gevonden, c)
        regels = journaalregels(bezoek=b, soort=self.soort, ding=gevonden.ding)
        daarna = list(_gevolgen(b, self.soort, gevonden.ding))
        namen = noem(bezoek=b, inhoud=[c, eigen, regels])
        namen |= noem_dingen(bezoek=b, dingen=_per_soort(daarna))
        return {
            **b.context,
            **eigen,
            "c": c,
            "stand": {n: w for n, w in c.items() if n not in _APART | pagina.weg},
            "pagina": pagina,
            "lijst_adres": f"/{self.soort.meervoud}",
            "hier": f"/{self.soort.meervoud}/{gevonden.ding}",
            "naam": naam_van(soort=self.soort.naam, velden=c, namen=namen),
            "namen": namen,
            "regels": regels,
            "gevolgen": daarna,
            **_over_de_tijd(b, self.soort, gevonden.ding, regels),
        }


def _niets(_b: Bezoek, _gevonden: Dossier[Any], _c: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _over_de_tijd(
    b: Bezoek, soort: Dingsoort[Any], ding: UUID, regels: list[dict[str, Any]]
) -> dict[str, Any]:
    """Give the course; that of a contract has a picture."""
    if soort is CONTRACT:
        return {"tijdlijn": maak_tijdlijn(bezoek=b, ding=ding, regels=regels)}
    return {"verloop": maak_verloop(bezoek=b, soort=soort, ding=ding, regels=regels)}


def _gevolgen(b: Bezoek, soort: Dingsoort[Any], ding: UUID) -> Iterator[dict[str, Any]]:
    gevonden = gevolgen(vragen=b.vragen, soort=soort, ding=ding, reis=b.reis, gebruiker=b.gebruiker)
    yield from (b.blik.toon(antwoorden.gevolg(g, b.reis)) for g in gevonden)


def _per_soort(feiten: list[dict[str, Any]]) -> dict[str, set[UUID]]:
    per: dict[str, set[UUID]] = {}
    for feit in feiten:
        per.setdefault(feit["dingsoort"], set()).add(UUID(feit["dingId"]))
    return per


def _router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for soort in SOORTEN:
        pagina = Dingpagina(soort=soort)
        router.add_api_route(f"/{soort.meervoud}/{{id}}", pagina.toon, methods=["GET"])
    return router


router = _router()
