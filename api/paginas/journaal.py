"""A thing's journal as a page shows it: every entry with what it corrects or withdraws, and the other way round."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api import antwoorden
from api.handelingen import corrigeeradres
from api.paginas.bezoek import Bezoek
from application.raadplegen import Journaalregel, journaal
from domain.feiten import Correctie
from domain.tijdlijn import Dingsoort

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
    trekt_in = {regel.ingetrokken_door for regel in regels}
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
                "verwijstNaar": None if correctie else gegevens.get("volgnummer"),
                "trektIn": r.volgnummer in trekt_in,
                "corrigeren": _corrigeren(bezoek, soort, regel),
                "gevolgVanNummer": per_id.get(getoond["gevolgVan"] or ""),
                "inhoud": {n: w for n, w in gegevens.items() if n not in _APART},
            }
        )
    return uit


def _corrigeren(bezoek: Bezoek, soort: Dingsoort[Any], regel: Journaalregel) -> str | None:
    """Give where an entry is corrected; not on a page that shows what the register knew before."""
    if bezoek.reis.beschikbaar_op != bezoek.peil.watermerk:
        return None
    return corrigeeradres(gebruiker=bezoek.gebruiker, soort=soort, regel=regel)


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
