"""The page of a chain: where a thing came from, the thing itself, and what followed, as a tree of facts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import antwoorden
from api.dingen import HERKOMST, lees_id
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.namen import naam_van, noem, noem_dingen
from api.paginas.soortpaginas import SOORTPAGINAS
from api.sjablonen import toon
from api.woorden import verband
from application.gevolgen import Gevolg, gevolgen
from application.herkomst import Herkomst, herkomst
from application.raadplegen import bekende_stand
from domain.feiten import Verwijzingsaard
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

_KERN = (
    "onderwerp",
    "beslismoment",
    "uitkomst",
    "conclusie",
    "peilperiode",
    "waarde",
    "laatsteDag",
    "grond",
)
"""Fields of a fact that tell in a few words what it says."""


@dataclass(kw_only=True)
class Knoop:
    """A fact in the tree; `inhoud` is the step as the API answers it, `feit` its entry or that it is hidden."""

    stap: str
    inhoud: Mapping[str, Any]
    feit: Mapping[str, Any] | None
    ding: str | None
    kern: Mapping[str, Any]
    eerder: bool = False
    """The fact stands in the tree already, with what it leads to."""
    ook: list[str] = field(default_factory=list)
    """The names of lezingen and onderstellingen that it rests on too, and that stand in the tree already."""
    kinderen: list["Knoop"] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Ketenpagina:
    """The chain of one kind of thing."""

    soort: Dingsoort[Any]

    def toon(self, request: Request, id: str, gebruiker: Bezoeker, balie: Balie) -> Response:
        """Show the chain of a thing at a moment, or back from one fact; raises BestaatNiet when it was not known."""
        ding = lees_id(id)
        with bezoek(request=request, gebruiker=gebruiker, balie=balie, vorm=HERKOMST) as b:
            wat: dict[str, Any] = {
                "vragen": b.vragen,
                "soort": self.soort,
                "ding": ding,
                "reis": b.reis,
                "gebruiker": gebruiker,
            }
            stand = b.velden(soort=self.soort, stand=bekende_stand(**wat))
            volgnummer = b.waarden.get("volgnummer")
            terug = herkomst(**wat, volgnummer=volgnummer)
            verder = gevolgen(**wat)
            namen = noem(bezoek=b, inhoud=[stand])
            namen |= noem_dingen(bezoek=b, dingen=_dingen(terug, verder))
            return toon(
                request,
                "keten.html",
                pagina=SOORTPAGINAS[self.soort.naam],
                lijst_adres=f"/{self.soort.meervoud}",
                hier=f"/{self.soort.meervoud}/{ding}",
                naam=naam_van(soort=self.soort.naam, velden=stand, namen=namen),
                stand=stand,
                namen=namen,
                volgnummer=volgnummer,
                terug=_terug(b, terug),
                verder=_verder(b, verder),
                aantal_terug=len(terug),
                aantal_verder=len(verder),
                **b.context,
            )


def _dingen(terug: Sequence[Herkomst], verder: Sequence[Gevolg]) -> dict[str, set[UUID]]:
    per: dict[str, set[UUID]] = defaultdict(set)
    for stap in terug:
        if stap.feit is not None:
            per[stap.feit.dingsoort].add(stap.feit.ding)
    for g in verder:
        per[g.verwijzing.dingsoort].add(g.verwijzing.registratie.ding)
    return per


def _terug(b: Bezoek, stappen: Sequence[Herkomst]) -> list[Knoop]:
    """Hang each step under the first that led to the fact it leaves from, else to that fact's thing."""
    wortels: list[Knoop] = []
    bij: dict[tuple[UUID, int], Knoop] = {}
    for stap in stappen:
        inhoud = b.blik.toon(antwoorden.herkomst(stap, b.reis))
        feit = inhoud["gebeurtenis"]
        knoop = Knoop(
            stap=inhoud["stap"],
            inhoud=inhoud,
            feit=feit,
            ding=None if stap.feit is None else str(stap.feit.ding),
            kern=_kern(feit, stap.doel),
            eerder=stap.feit is not None and (stap.feit.ding, stap.feit.plaats) in bij,
        )
        ouder = bij.get((stap.van.ding, stap.van.plaats)) or bij.get((stap.van.ding, 1))
        if knoop.eerder and ouder is not None and stap.aard is Verwijzingsaard.RUST_OP:
            ouder.ook.append(str(knoop.ding))
            continue
        (wortels if stap.diepte == 1 or ouder is None else ouder.kinderen).append(knoop)
        if stap.feit is not None:
            bij.setdefault((stap.feit.ding, stap.feit.plaats), knoop)
    return wortels


def _verder(b: Bezoek, feiten: Sequence[Gevolg]) -> list[Knoop]:
    """Hang each fact under the one it hangs on, else under the first in that one's thing."""
    wortels: list[Knoop] = []
    bij: dict[UUID, Knoop] = {}
    for g in feiten:
        inhoud = b.blik.toon(antwoorden.gevolg(g, b.reis))
        knoop = Knoop(
            stap=verband(inhoud["aard"]),
            inhoud=inhoud,
            feit=inhoud,
            ding=inhoud["dingId"],
            kern=_kern(inhoud),
        )
        ouder = bij.get(g.naar)
        (wortels if g.diepte == 1 or ouder is None else ouder.kinderen).append(knoop)
        r = g.verwijzing.registratie
        bij.setdefault(r.id, knoop)
        bij.setdefault(r.ding, knoop)
    return wortels


def _kern(feit: Mapping[str, Any] | None, doel: str | None = None) -> dict[str, Any]:
    gegevens = (feit or {}).get("gegevens", {})
    kern = {naam: gegevens[naam] for naam in _KERN if gegevens.get(naam) is not None}
    if doel is None:
        return kern
    gezet = [d["omschrijving"] for d in gegevens.get("doelen", ()) if d.get("code") == doel]
    return {**kern, "doel": gezet[0]} if gezet else kern


def _router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for soort in SOORTEN:
        pagina = Ketenpagina(soort=soort)
        router.add_api_route(f"/{soort.meervoud}/{{id}}/keten", pagina.toon, methods=["GET"])
    return router


router = _router()
