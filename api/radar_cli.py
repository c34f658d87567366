"""The radar on the command line: what is late and what comes soon, one line each, for one owner or all."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api import leesbaar, woorden
from api.aanroep import Aanroep
from api.dingen_cli import Als, AlsJson, vraag, zeg
from application.radar import BINNEN
from application.toegang import Rol


def radar(  # noqa: PLR0917 - options of the command line have names
    eigenaar: Annotated[
        str | None,
        typer.Option(help="Alleen van deze eigenaar, met bovenaan wat niemand heeft."),
    ] = None,
    binnen: Annotated[
        int, typer.Option(help="Hoeveel dagen vooruit als binnenkort telt.")
    ] = BINNEN,
    stand: Annotated[
        str | None,
        typer.Option(help="TE_LAAT, BINNENKORT, KOMEND of GEDAAN; standaard alles wat moet."),
    ] = None,
    geldig_op: Annotated[
        str | None, typer.Option(help="De dag waarop het gold (jjjj-mm-dd); standaard vandaag.")
    ] = None,
    beschikbaar_op: Annotated[
        str | None,
        typer.Option(help="Zoals het register het toen wist: een dag of een moment; standaard nu."),
    ] = None,
    als: Als = Rol.BEHEERDER,
    als_json: AlsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Toon wat uiterlijk wanneer moet: wat niemand heeft, wat te laat is, en wat komt."""
    gegeven = {
        "eigenaar": eigenaar,
        "binnen": str(binnen),
        "stand": stand,
        "geldigOp": geldig_op,
        "beschikbaarOp": beschikbaar_op,
        "pageSize": "500",
    }
    parameters = [(naam, waarde) for naam, waarde in gegeven.items() if waarde is not None]
    aanroep = Aanroep(methode="GET", adres="radar", parameters=parameters)
    antwoord = vraag(aanroep=aanroep, rol=als, inschrijven=False)
    regels = leesbaar.antwoord(inhoud=_kort(antwoord.inhoud) if antwoord.gelukt else {})
    zeg(aanroep=aanroep, antwoord=antwoord, regels=regels, als_json=als_json)


def _kort(inhoud: Mapping[str, Any]) -> dict[str, Any]:
    """Give of every item what fits on a line."""
    rijen = [
        {
            "stand": item["stand"],
            "uiterlijk": item["stapUiterlijk"],
            "teLaatSinds": item["teLaatSinds"],
            "wat": woorden.code(item["handeling"]),
            "van": item["ding"]["naam"],
            "eigenaar": ", ".join(item["eigenaren"]) or "niemand",
            "stap": woorden.code(item["stap"]),
        }
        for item in inhoud["resultaten"]
    ]
    return {**inhoud, "resultaten": rijen}
