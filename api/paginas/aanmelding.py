"""What the page of an aanmelding says: each demand with its evidence as it stood on the day of the decision."""

from collections.abc import Mapping
from typing import Any

from api import antwoorden
from api.paginas.bezoek import Bezoek
from application.raadplegen import Dossier
from domain.aanmelding import Aanmeldingstand
from domain.aanmeldingomgeving import criteria_van, uitslagen
from domain.inkooptraject import INKOOPTRAJECT


def over_aanmelding(
    b: Bezoek, gevonden: Dossier[Aanmeldingstand], _c: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the template of an aanmelding needs; who may not see the toets sees no part of it."""
    stand = gevonden.stand
    peildag = min((u.ingangsdatum for u in stand.uitkomsten), default=b.reis.geldig_op)
    traject = b.vragen.stand(soort=INKOOPTRAJECT, ding=stand.traject_id, reis=b.reis, blik=b.blik)
    criteria = None if traject is None else criteria_van(stand=stand, traject=traject)
    toets = [
        {n: antwoorden.buiten(w) for n, w in vars(u).items()}
        for u in uitslagen(stand=stand, criteria=criteria, dag=peildag)
    ]
    return {
        "peildag": peildag,
        "versie": None if criteria is None else criteria.versie,
        "toets": b.blik.toon({"toets": toets})["toets"],
        "open_percelen": stand.open_percelen,
    }
