"""The list page of every kind of thing: its filters as a form, its columns as a table, faults told on the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden, woorden
from api.dingen import FILTERS, lijstvorm
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, alleen_tijd, bezoek
from api.paginas.namen import Genoemd, naam_van, noem
from api.paginas.soortpaginas import SOORTPAGINAS, Soortpagina
from api.sjablonen import gemeente, toon
from api.vraag import STANDAARD_BLADZIJDE, Parameter
from application.fouten import Invoerfout, OngeldigeInvoer
from application.toegang import Recht
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

_BLADEREN = frozenset({"page", "pageSize"})
_PRECIES = frozenset({"naam", "onderwerp"})
"""Filters that take the whole text."""


@dataclass(frozen=True, kw_only=True)
class Filterveld:
    """A field of the form; without `keuzes` it takes text, or a day when `dag`."""

    naam: str
    label: str
    waarde: str
    dag: bool
    keuzes: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Lijst:
    """The list page of one kind."""

    soort: Dingsoort[Any]

    @property
    def pagina(self) -> Soortpagina:
        """Its words and columns."""
        return SOORTPAGINAS[self.soort.naam]

    def toon(self, request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
        """Show a page of things; filters that cannot be read are told on the page, with what was filled in."""
        gebruiker.eis(Recht.LEZEN)
        vorm = lijstvorm(self.soort)
        try:
            with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=vorm) as b:
                return self._gevuld(request, b)
        except OngeldigeInvoer as fout:
            fouten = fout.fouten
        with bezoek(request=alleen_tijd(request), gebruiker=gebruiker, balie=balie) as b:
            return self._met_fouten(request, b, fouten)

    def _gevuld(self, request: Request, b: Bezoek) -> Response:
        bladzijde = b.waarden.get("page", 1)
        grootte = b.waarden.get("pageSize", STANDAARD_BLADZIJDE)
        filters = {n: w for n, w in b.waarden.items() if n not in _BLADEREN}
        gevonden = b.vragen.lijst(
            soort=self.soort,
            filters=filters,
            reis=b.reis,
            blik=b.blik,
            bladzijde=bladzijde,
            grootte=grootte,
        )
        items: list[dict[str, Any]] = b.blik.toon(
            antwoorden.lijstitems(
                soort=self.soort, gevonden=gevonden.items, reis=b.reis, vragen=b.vragen, blik=b.blik
            )
        )
        namen = noem(bezoek=b, inhoud=[*items, filters_als_tekst(filters)])
        for item in items:
            item["naam van"] = naam_van(soort=self.soort.naam, velden=item, namen=namen)
        return toon(
            request,
            "lijst.html",
            items=items,
            aantal_gevonden=gevonden.aantal,
            bladzijde=bladzijde,
            bladzijden=max(1, -(-gevonden.aantal // grootte)),
            filters={**filters, "pageSize": b.waarden.get("pageSize")},
            fouten={},
            namen=namen,
            **self._vorm(request, b, namen),
        )

    def _met_fouten(self, request: Request, b: Bezoek, fouten: Sequence[Invoerfout]) -> Response:
        return toon(
            request,
            "lijst.html",
            status=400,
            items=[],
            aantal_gevonden=None,
            bladzijde=1,
            bladzijden=1,
            filters={},
            fouten={f.naam: f.reden for f in fouten},
            namen={},
            **self._vorm(request, b, {}),
        )

    def _vorm(self, request: Request, b: Bezoek, namen: Mapping[str, Genoemd]) -> dict[str, Any]:
        """Give the form, and the filters that stand outside of it as (name, value, in words)."""
        parameters = FILTERS[self.soort.naam]
        ingevuld = {n: w for n, w in request.query_params.items() if n in parameters and w.strip()}
        in_vorm = [n for n, p in parameters.items() if self._hoort_in_vorm(n, p)]
        keuzes = Filterkeuzes(b)
        return {
            **b.context,
            "pagina": self.pagina,
            "adres": f"/{self.soort.meervoud}",
            "velden": [
                Filterveld(
                    naam=n,
                    label=woorden.veld(n) + (" (precies)" if n in _PRECIES else ""),
                    waarde=ingevuld.get(n, ""),
                    dag=parameters[n].schema.get("format") == "date",
                    keuzes=list(keuzes.van(n, parameters[n], ingevuld.get(n, ""))),
                )
                for n in in_vorm
            ],
            "buiten_vorm": [
                (n, w, namen[w].naam if w in namen else woorden.code(w))
                for n, w in ingevuld.items()
                if n not in in_vorm
            ],
        }

    def _hoort_in_vorm(self, naam: str, parameter: Parameter) -> bool:
        is_id = parameter.schema.get("format") == "uuid" and naam not in Filterkeuzes.DINGEN
        return not is_id and naam not in self.pagina.buiten_vorm


def filters_als_tekst(filters: Mapping[str, Any]) -> dict[str, str]:
    """Give filters in the form of an answer, so that what they refer to can be named."""
    return {naam: str(waarde) for naam, waarde in filters.items()}


class Filterkeuzes:
    """What a filter may be chosen from, at the moment asked; looked up once."""

    DINGEN = frozenset({"regioId", "trajectId"})

    def __init__(self, b: Bezoek) -> None:
        self._regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
        self._trajecten = b.vragen.lijst(
            soort=INKOOPTRAJECT, filters={}, reis=b.reis, blik=b.blik
        ).items
        self._bronnen: Mapping[str, Callable[[], Iterable[tuple[str, str]]]] = {
            "regioId": lambda: ((str(r.ding), r.stand.naam) for r in self._regios),
            "trajectId": lambda: ((str(t.ding), t.stand.naam) for t in self._trajecten),
            "segment": lambda: _zichzelf(s for t in self._trajecten for s in t.stand.segmenten),
            "perceel": self._percelen,
            "toegelatenVoor": self._percelen,
            "gemeente": self._gemeenten,
        }

    def _percelen(self) -> Iterable[tuple[str, str]]:
        return _zichzelf(p.code for t in self._trajecten for p in t.stand.percelen)

    def _gemeenten(self) -> Iterable[tuple[str, str]]:
        codes = sorted({g for r in self._regios for g in r.stand.gemeenten})
        return ((c, gemeente(c).striptags()) for c in codes)

    def van(self, naam: str, parameter: Parameter, ingevuld: str) -> Iterator[tuple[str, str]]:
        """Give the choices as (value, in words), what was filled in always among them."""
        if "enum" in parameter.schema:
            keuzes = [(w, woorden.code(w)) for w in parameter.schema["enum"]]
        elif naam in self._bronnen:
            keuzes = list(self._bronnen[naam]())
        else:
            return
        yield from keuzes
        if ingevuld and ingevuld not in {waarde for waarde, _ in keuzes}:
            yield ingevuld, ingevuld


def _zichzelf(waarden: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((w, w) for w in sorted(set(waarden)))


def _router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for soort in SOORTEN:
        router.add_api_route(f"/{soort.meervoud}", Lijst(soort=soort).toon, methods=["GET"])
    return router


router = _router()
