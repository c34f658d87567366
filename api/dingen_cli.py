"""The doors of the API on the command line: record any fact of any kind, and show what the register knows."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api import leesbaar, server
from api.aanroep import Aanroep, Antwoord, adressen, vraag_api
from api.app import maak_loket
from api.opdrachten import lees_json
from api.scherm import meld
from application.fouten import OngeldigeInvoer
from application.toegang import Rol
from infrastructure.identiteit import opdrachtgever
from infrastructure.instellingen import lees_instellingen
from infrastructure.klok import maak_klok

_VELD = re.compile(r"([A-Za-z][A-Za-z0-9]*)(:?=)(.*)", re.DOTALL)
_NIETS_HIER = frozenset({"/problemen/NietGevonden", "/problemen/MethodeNietToegestaan"})

Als = Annotated[Rol, typer.Option(help="De rol waarin u dit doet.")]
AlsJson = Annotated[bool, typer.Option("--json", help="Druk af wat de API antwoordt.")]


def vastleggen(  # noqa: PLR0917 - options of the command line have names
    adres: Annotated[
        str,
        typer.Argument(
            help="Het adres van de API: besluiten, of besluiten/<id>/uitspraken. docs/feiten.md noemt ze alle."
        ),
    ],
    bestand: Annotated[
        str | None, typer.Option(help="De inhoud als JSON; - leest van de invoer.")
    ] = None,
    veld: Annotated[
        list[str] | None,
        typer.Option(
            help="In plaats van een bestand: naam=tekst, of naam:=JSON. Mag vaker.",
            metavar="NAAM=WAARDE",
        ),
    ] = None,
    proef: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--proef", help="Beoordeel alles en leg niets vast.")
    ] = False,
    als: Als = Rol.BEHEERDER,
    sleutel: Annotated[
        str | None,
        typer.Option(help="Dezelfde sleutel legt dezelfde opdracht maar één keer vast."),
    ] = None,
    versie: Annotated[
        int | None, typer.Option(help="Alleen als het dossier nog op deze versie staat.")
    ] = None,
    als_json: AlsJson = False,  # noqa: FBT002 - idem
) -> None:
    """Leg een feit vast, met dezelfde regels en dezelfde weigeringen als de API."""
    koppen = {} if sleutel is None else {"Idempotency-Key": sleutel}
    koppen |= {} if versie is None else {"If-Match": f'"{versie}"'}
    aanroep = Aanroep(
        methode="POST",
        adres=adres,
        parameters=[("proef", "true")] if proef else [],
        lichaam=_lichaam(bestand, veld or []),
        koppen=koppen,
    )
    antwoord = vraag(aanroep=aanroep, rol=als, inschrijven=not proef)
    regels = leesbaar.opdracht(inhoud=antwoord.inhoud, verzameling=aanroep.verzameling)
    zeg(aanroep=aanroep, antwoord=antwoord, regels=regels, als_json=als_json)


def toon(
    adres: Annotated[
        str,
        typer.Argument(
            help="Het adres van de API: contracten, contracten/<id>/historie, kalender, afwijkingen, gebeurtenissen."
        ),
    ],
    geldig_op: Annotated[
        str | None, typer.Option(help="De dag waarop het gold (jjjj-mm-dd); standaard vandaag.")
    ] = None,
    beschikbaar_op: Annotated[
        str | None,
        typer.Option(help="Zoals het register het toen wist: een dag of een moment; standaard nu."),
    ] = None,
    filters: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            help="Elke andere parameter van de API: status=ACTIEF, page=2. Mag vaker.",
            metavar="NAAM=WAARDE",
        ),
    ] = None,
    als: Als = Rol.BEHEERDER,
    als_json: AlsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Toon een dossier, een lijst of een overzicht, zoals de API het geeft, op elk moment."""
    tijd = {"geldigOp": geldig_op, "beschikbaarOp": beschikbaar_op}
    parameters = [(naam, waarde) for naam, waarde in tijd.items() if waarde is not None]
    parameters += [_paar(tekst, "--filter")[::2] for tekst in filters or ()]
    aanroep = Aanroep(methode="GET", adres=adres, parameters=parameters)
    antwoord = vraag(aanroep=aanroep, rol=als, inschrijven=False)
    regels = leesbaar.antwoord(inhoud=antwoord.inhoud)
    zeg(aanroep=aanroep, antwoord=antwoord, regels=regels, als_json=als_json)


def vraag(*, aanroep: Aanroep, rol: Rol, inschrijven: bool) -> Antwoord:
    """Let the API answer on the register of the settings, as the user of the command line in a role."""
    engine = server.bereid_voor(instellingen=lees_instellingen())
    return vraag_api(
        loket=maak_loket(engine=engine, klok=maak_klok(engine=engine)),
        gebruiker=opdrachtgever(engine=engine, rol=rol, inschrijven=inschrijven),
        aanroep=aanroep,
    )


# --- what goes in ------------------------------------------------------------------------------------------------


def _lichaam(bestand: str | None, velden: list[str]) -> bytes:
    """Give the body as it goes to the API; ValueError in Dutch when there is none, or two."""
    if (bestand is None) == (not velden):
        raise ValueError("Geef de inhoud met --bestand (of - voor de invoer), of met --veld.")
    if bestand is None:
        return json.dumps(_object(velden), ensure_ascii=False).encode()
    return lees_bestand(bestand=bestand)


def lees_bestand(*, bestand: str) -> bytes:
    """Read a file, or the input for `-`; ValueError in Dutch when it cannot be read."""
    try:
        return sys.stdin.buffer.read() if bestand == "-" else Path(bestand).read_bytes()
    except OSError as fout:
        raise ValueError(f"{bestand} kan niet worden gelezen: {fout.strerror}.") from None


def _object(velden: Iterable[str]) -> Mapping[str, Any]:
    inhoud: dict[str, Any] = {}
    for tekst in velden:
        naam, teken, waarde = _paar(tekst, "--veld")
        if naam in inhoud:
            raise ValueError(f"--veld {naam} staat er twee keer; geef een lijst als {naam}:=[…].")
        inhoud[naam] = waarde if teken == "=" else _json(naam, waarde)
    return inhoud


def _paar(tekst: str, optie: str) -> tuple[str, str, str]:
    delen = _VELD.fullmatch(tekst)
    if delen is None:
        raise ValueError(f"{optie} {tekst}: schrijf naam=waarde.")
    return delen[1], delen[2], delen[3]


def _json(naam: str, waarde: str) -> Any:
    try:
        return lees_json(lichaam=waarde.encode())
    except OngeldigeInvoer:
        raise ValueError(f"--veld {naam}:= vraagt JSON; voor tekst is het {naam}=…") from None


# --- what comes out ----------------------------------------------------------------------------------------------


def zeg(*, aanroep: Aanroep, antwoord: Antwoord, regels: Iterator[str], als_json: bool) -> None:
    """Print an answer; a no goes to the error output, unless as JSON, and ends with 1."""
    if als_json:
        meld(json.dumps(antwoord.inhoud, ensure_ascii=False, indent=2))
    elif antwoord.gelukt:
        for regel in regels:
            meld(regel)
    else:
        for regel in _nee(aanroep, antwoord):
            typer.echo(regel, err=True)
    if not antwoord.gelukt:
        raise typer.Exit(1)


def _nee(aanroep: Aanroep, antwoord: Antwoord) -> Iterator[str]:
    """Give a no; where there is nothing, the addresses of the collection, else all collections."""
    lezen = aanroep.methode == "GET"
    if antwoord.inhoud["type"] not in _NIETS_HIER:
        gevolg = "" if lezen else "; er is niets vastgelegd"
        yield from leesbaar.probleem(inhoud=antwoord.inhoud, gevolg=gevolg)
        return
    alle = adressen(methode=aanroep.methode)
    dichtbij = [adres for adres in alle if adres.split("/")[0] == aanroep.verzameling]
    yield f"Op {aanroep.adres} {'staat niets' if lezen else 'valt niets vast te leggen'}. Wel op:"
    yield from (f"  {adres}" for adres in dichtbij or (a for a in alle if "<" not in a))
