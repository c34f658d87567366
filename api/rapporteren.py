"""The council report on the command line: the same answer as the API, as JSON or as one HTML file that stands alone."""

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from starlette.requests import Request

from api import rapportages
from api.app import maak_app, maak_loket
from api.sjablonen import STATISCH, toon
from api.vraag import Vraag
from application.fouten import BestaatNiet, OngeldigeInvoer, TijdreisGeweigerd
from application.register import Tijdreis
from application.tijdreizen import los_op
from application.toegang import Gebruiker, Rol
from application.vragen import Vragen
from domain.regio import REGIO
from domain.waarden import lees_uuid
from infrastructure.klok import Klok


@dataclass(frozen=True, kw_only=True)
class Rapportopdracht:
    """What the command asks; texts as they were typed."""

    regio: str
    gemeente: str | None
    boekjaar: int | None
    geldig_op: str | None
    beschikbaar_op: str | None
    rol: Rol
    html: bool


def rapporteer(*, engine: Engine, klok: Klok, opdracht: Rapportopdracht) -> str:
    """Give the report as text; ValueError, in Dutch, for what cannot be answered."""
    loket = maak_loket(engine=engine, klok=klok)
    gebruiker = Gebruiker(actor="opdrachtregel", rol=opdracht.rol)
    try:
        with loket.vragen() as vragen:
            reis = los_op(
                geldig_op=opdracht.geldig_op,
                beschikbaar_op=opdracht.beschikbaar_op,
                peil=vragen.peil(),
            )
            inhoud = rapportages.inhoud(
                vragen=vragen,
                gevraagd=Vraag(waarden=_waarden(vragen, opdracht, reis, gebruiker)),
                reis=reis,
                gebruiker=gebruiker,
            )
    except (BestaatNiet, OngeldigeInvoer, TijdreisGeweigerd) as fout:
        raise ValueError(str(fout)) from None
    if opdracht.html:
        request = Request({**_AANVRAAG, "app": maak_app(loket=loket)})
        deel = rapportages.weergave(rapport=inhoud, reis=reis, adres=rapportages.api_adres)
        pagina = toon(request, "raad.html", gebruiker=None, **deel)
        return _alleenstaand(bytes(pagina.body).decode())
    met = rapportages.met_adressen(inhoud, reis=reis, adres=rapportages.api_adres)
    return json.dumps(met, ensure_ascii=False, indent=2) + "\n"


_AANVRAAG = {
    "type": "http",
    "method": "GET",
    "path": "/v1/rapportages/raad",
    "query_string": b"",
    "headers": [],
}


def _waarden(
    vragen: Vragen, opdracht: Rapportopdracht, reis: Tijdreis, gebruiker: Gebruiker
) -> dict[str, object]:
    gegeven = {"gemeente": opdracht.gemeente, "boekjaar": opdracht.boekjaar}
    gelezen = {
        naam: rapportages.PARAMETERS[naam].lees(str(waarde))
        for naam, waarde in gegeven.items()
        if waarde is not None
    }
    return {"regioId": _regio(vragen, opdracht.regio, reis, gebruiker), **gelezen}


def _regio(vragen: Vragen, gegeven: str, reis: Tijdreis, gebruiker: Gebruiker) -> UUID:
    """Find the regio by id, or by its exact name at the pair; ValueError when there is not exactly one."""
    try:
        return lees_uuid(gegeven)
    except ValueError:
        gevonden = vragen.lijst(
            soort=REGIO, filters={"naam": gegeven}, reis=reis, blik=gebruiker.blik
        ).items
    if len(gevonden) != 1:
        aantal = "geen regio" if not gevonden else f"{len(gevonden)} regio's"
        raise ValueError(f"Er heet {aantal} precies '{gegeven}'; geef het id van de regio.")
    return gevonden[0].ding


# --- one file that stands alone ----------------------------------------------------------------------------------

_STIJL = re.compile(r'<link rel="stylesheet" href="/static/([a-z]+\.css)\?v=[0-9a-f]+">')
_PICTOGRAM = re.compile(r'(src|href)="/static/([a-z]+\.svg)\?v=[0-9a-f]+"')


def _alleenstaand(html: str) -> str:
    """Put the styles and the image into the page, for it is read without the server."""

    def stijl(gevonden: re.Match[str]) -> str:
        return f"<style>\n{_bestand(gevonden[1]).read_text(encoding='utf-8')}</style>"

    def beeld(gevonden: re.Match[str]) -> str:
        inhoud = base64.b64encode(_bestand(gevonden[2]).read_bytes()).decode()
        return f'{gevonden[1]}="data:image/svg+xml;base64,{inhoud}"'

    return _PICTOGRAM.sub(beeld, _STIJL.sub(stijl, html))


def _bestand(naam: str) -> Path:
    return STATISCH / naam
