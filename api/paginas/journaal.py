"""A thing's journal as a page shows it: every entry with what it corrects or withdraws, and the other way round."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api import antwoorden
from api.paginas.bezoek import Bezoek
from application.raadplegen import journaal
from domain.aanbieder import AANBIEDER
from domain.feiten import Correctie
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort

_DINGEN: Mapping[str, Dingsoort[Any]] = {
    "regioId": REGIO,
    "trajectId": INKOOPTRAJECT,
    "aanbiederId": AANBIEDER,
}
_APART = frozenset({"reden", "soort", "registraties", "ingangsdatum", "volgnummer"})
"""Fields of an entry that have a place of their own."""


def journaalregels(*, bezoek: Bezoek, soort: Dingsoort[Any], ding: UUID) -> list[dict[str, Any]]:
    """Give the journal as the visitor may see it, each entry with its references both ways."""
    regels = journaal(
        vragen=bezoek.vragen,
        soort=soort,
        ding=ding,
        tot=bezoek.reis.beschikbaar_op,
        gebruiker=bezoek.gebruiker,
    )
    per_id = {str(r.registratie.id): r.registratie.volgnummer for r in regels}
    uit = []
    for regel in regels:
        r = regel.registratie
        getoond: dict[str, Any] = bezoek.blik.toon(antwoorden.journaalregel(regel))
        gegevens = getoond["gegevens"]
        correctie = isinstance(r.feit, Correctie)
        uit.append(
            getoond
            | {
                "correctie": correctie,
                "correctiesoort": gegevens["soort"] if correctie else None,
                "corrigeert": gegevens["registraties"] if correctie else [],
                "trektIn": None if correctie else gegevens.get("volgnummer"),
                "gevolgVanNummer": per_id.get(getoond["gevolgVan"] or ""),
                "inhoud": {n: _naam(bezoek, n, w) for n, w in gegevens.items() if n not in _APART},
            }
        )
    return uit


def _naam(bezoek: Bezoek, veld: str, waarde: object) -> object:
    """Give the name of another thing at the same moment; other values, and names not known, as they are."""
    soort = _DINGEN.get(veld)
    if soort is None or not isinstance(waarde, str):
        return waarde
    stand = bezoek.vragen.stand(soort=soort, ding=UUID(waarde), reis=bezoek.reis, blik=bezoek.blik)
    return waarde if stand is None else stand.naam


def feiten_op(regels: Sequence[dict[str, Any]], dag: date) -> list[int]:
    """Give the volgnummers of the entries in force that take effect on a day."""
    gezocht = dag.isoformat()
    uit = []
    for regel in regels:
        if regel["gecorrigeerdDoor"] is not None:
            continue
        eigen = [regel["ingangsdatum"]]
        vervangen = [
            zet["vervanging"]["ingangsdatum"] for zet in regel["corrigeert"] if zet["vervanging"]
        ]
        if gezocht in (*eigen, *vervangen):
            uit.append(regel["volgnummer"])
    return uit
