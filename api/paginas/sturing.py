"""What the page of a contract says of its steering: what is open first, the late ones on top, then what was closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.handelingen import adres
from api.paginas.bezoek import Bezoek
from application.raadplegen import Dossier
from application.toegang import schrijfrecht
from domain.contract import CONTRACT
from domain.contractstand import Contractstand
from domain.contractsturing import LIJSTEN, Stuuritem
from domain.sturingfeiten import OpvolgingAfgesloten

_WAT: Mapping[str, str] = {
    "afspraken": "Afspraak",
    "gesprekken": "Gesprek",
    "constateringen": "Constatering",
    "verbetertrajecten": "Verbetertraject",
    "sancties": "Sanctie",
}


def over_sturing(
    b: Bezoek, gevonden: Dossier[Contractstand], c: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the template of the steering needs."""
    mag = b.gebruiker.mag(schrijfrecht(feitnaam=OpvolgingAfgesloten.feitnaam))
    sluit = adres(soort=CONTRACT, ding=gevonden.ding, pad=OpvolgingAfgesloten.pad) if mag else None
    rijen = [
        (item, {**getoond, **_rij(naam, item, b.reis.geldig_op, sluit)})
        for naam in LIJSTEN
        for item, getoond in zip(
            getattr(gevonden.stand.sturing, naam), c["sturing"][naam], strict=True
        )
    ]
    return {
        "sturing_open": [rij for _, rij in sorted(rijen, key=_urgentie) if rij["stand"] == "OPEN"],
        "sturing_dicht": [rij for _, rij in reversed(rijen) if rij["stand"] != "OPEN"],
    }


def _rij(naam: str, item: Stuuritem, dag: date, sluit: str | None) -> dict[str, Any]:
    return {
        "wat": _WAT[naam],
        "teLaatSinds": item.te_laat_sinds(dag),
        "sluit": f"{sluit}?volgnummer={item.plaats}" if sluit and item.is_open else None,
    }


def _urgentie(rij: tuple[Stuuritem, object]) -> tuple[date, date, int]:
    """What has a term comes first, the earliest on top."""
    item = rij[0]
    return (item.termijn or date.max, item.ingangsdatum, item.plaats)
