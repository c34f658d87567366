"""What the pages call a thing, and the things that an answer refers to, by their names at the moment asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.paginas.bezoek import Bezoek
from api.sjablonen import gemeente
from api.woorden import code
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort
from domain.waarden import lees_uuid

_SOORT: Mapping[str, Dingsoort[Any]] = {soort.naam: soort for soort in SOORTEN}
VERWIJST: Mapping[str, tuple[str, ...]] = {
    "regioId": ("regio",),
    "trajectId": ("inkooptraject",),
    "trajectIds": ("inkooptraject",),
    "aanbiederId": ("aanbieder",),
    "verkrijgerId": ("aanbieder",),
    "nieuweAanbiederId": ("aanbieder",),
    "aanmeldingId": ("aanmelding",),
    "contractId": ("contract",),
    "contractIds": ("contract",),
    "vorigContractId": ("contract",),
    "kaderId": ("beleidskader",),
    "voorgangerId": ("beleidskader",),
    "besluitId": ("besluit",),
    "rustOp": ("lezing", "onderstelling"),
    "indicator": ("indicator",),
    "indicatoren": ("indicator",),
}
"""Fields that refer to a thing, by their outside name, and what kinds it may be."""


@dataclass(frozen=True, kw_only=True)
class Genoemd:
    """A thing as a page mentions it."""

    pad: str
    naam: str
    soort: str


_NAAMVELDEN: Mapping[str, str] = {
    "contract": "contractnummer",
    "besluit": "onderwerp",
    "lezing": "code",
    "onderstelling": "code",
    "leveringslijn": "kenmerk",
}
"""The field by which people call a thing, where that is not `naam`."""


def naam_van(*, soort: str, velden: Mapping[str, Any], namen: Mapping[str, Genoemd]) -> str:
    """Give what people call a thing; `velden` in outside names, `namen` holds what it refers to."""
    if soort == "budget":
        wie = gemeente(velden["gemeente"]).striptags() if velden["gemeente"] else "regio"
        return f"Budget {velden['boekjaar']}, {wie}, {velden['segment'] or 'geheel'}"
    if soort == "aanmelding":
        aanbieder = namen.get(str(velden["aanbiederId"]))
        ronde = f", ronde {velden['ronde']}" if velden["ronde"] else ""
        wie = aanbieder.naam if aanbieder else "een onbekende aanbieder"
        return f"{code(velden['aanmeldingsoort'])} van {wie}{ronde}"
    return str(velden[_NAAMVELDEN.get(soort, "naam")])


def noem(*, bezoek: Bezoek, inhoud: object) -> dict[str, Genoemd]:
    """Give the names of everything that an answer refers to, by id; what was not known then is left out."""
    gezocht: dict[str, set[UUID]] = defaultdict(set)
    for soort, ding in _verwijzingen(inhoud):
        gezocht[soort].add(ding)
    return noem_dingen(bezoek=bezoek, dingen=gezocht)


def noem_dingen(*, bezoek: Bezoek, dingen: Mapping[str, Collection[UUID]]) -> dict[str, Genoemd]:
    """Give the names of things by id; `dingen` are their ids per kind."""
    uit: dict[str, Genoemd] = {}
    for naam, ids in dingen.items():
        soort = _SOORT.get(naam)
        if soort is None:
            continue
        standen = bezoek.vragen.standen(
            soort=soort, dingen=sorted(ids), reis=bezoek.reis, blik=bezoek.blik
        )
        rijen = {ding: bezoek.velden(soort=soort, stand=stand) for ding, stand in standen.items()}
        anderen = noem(bezoek=bezoek, inhoud=list(rijen.values())) if naam == "aanmelding" else {}
        for ding, velden in rijen.items():
            uit[str(ding)] = Genoemd(
                pad=f"/{soort.meervoud}/{ding}",
                naam=naam_van(soort=naam, velden=velden, namen=anderen),
                soort=naam,
            )
    return uit


def _verwijzingen(inhoud: object) -> Iterator[tuple[str, UUID]]:
    if isinstance(inhoud, Mapping):
        for veld, waarde in inhoud.items():
            soorten = VERWIJST.get(veld, ())
            for ding in _ids(waarde) if soorten else ():
                yield from ((soort, ding) for soort in soorten)
            yield from _verwijzingen(waarde)
    elif isinstance(inhoud, list | tuple):
        for deel in inhoud:
            yield from _verwijzingen(deel)


def _ids(waarde: object) -> Iterable[UUID]:
    delen = waarde if isinstance(waarde, list | tuple) else [waarde]
    return [lees_uuid(deel) for deel in delen if isinstance(deel, str)]
