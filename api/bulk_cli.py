"""The bulk command of the command line: the API's own door, with a bar that shows how far the judging is."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from api import leesbaar, server
from api.aanroep import Aanroep, Antwoord, vraag_api
from api.app import maak_loket
from api.bulk import PAD, geen_voortgang
from api.dingen_cli import Als, AlsJson, lees_bestand, zeg
from api.scherm import voortgang
from application.bulk import Bulkuitkomst
from application.toegang import Rol
from infrastructure.identiteit import opdrachtgever
from infrastructure.instellingen import lees_instellingen
from infrastructure.klok import maak_klok


def bulk(
    bestand: Annotated[
        str,
        typer.Argument(
            metavar="BESTAND",
            help="De inhoud van POST /v1/bulkhandelingen als JSON; - leest van de invoer.",
        ),
    ],
    proef: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--proef", help="Beoordeel elk contract en leg niets vast.")
    ] = False,
    als: Als = Rol.BEHEERDER,
    sleutel: Annotated[
        str | None,
        typer.Option(help="Dezelfde sleutel legt dezelfde opdracht maar één keer vast."),
    ] = None,
    als_json: AlsJson = False,  # noqa: FBT002 - idem
) -> None:
    """Geef één opdracht voor veel contracten: allemaal of geen, met eerst een proef."""
    aanroep = Aanroep(
        methode="POST",
        adres=PAD,
        parameters=[("proef", "true")] if proef else [],
        lichaam=lees_bestand(bestand=bestand),
        koppen={} if sleutel is None else {"Idempotency-Key": sleutel},
    )
    antwoord = _vraag(aanroep, als, inschrijven=not proef)
    regels = _proef(antwoord.inhoud) if proef else _vastgelegd(antwoord.inhoud)
    zeg(aanroep=aanroep, antwoord=antwoord, regels=regels, als_json=als_json)
    if antwoord.inhoud.get("geweigerd"):
        raise typer.Exit(1)


def _vraag(aanroep: Aanroep, rol: Rol, *, inschrijven: bool) -> Antwoord:
    engine = server.bereid_voor(instellingen=lees_instellingen())
    with voortgang("Beoordelen") as toon:
        return vraag_api(
            loket=maak_loket(engine=engine, klok=maak_klok(engine=engine)),
            gebruiker=opdrachtgever(engine=engine, rol=rol, inschrijven=inschrijven),
            aanroep=aanroep,
            anders={geen_voortgang: lambda: toon},
        )


_WOORDEN: Mapping[str, str] = {
    "kan": "kan",
    "metAfwijking": "kan met een afwijking",
    "geweigerd": "geweigerd",
    "overgeslagen": "overgeslagen",
}


def _proef(inhoud: Mapping[str, Any]) -> Iterator[str]:
    """Tell what would become of the contracts: the sums, and each that does not simply go along."""
    delen = [f"{inhoud[naam]} {woord}" for naam, woord in _WOORDEN.items() if inhoud[naam]]
    yield f"Proef over {inhoud['aantal']} contracten: {', '.join(delen)}. Er is niets vastgelegd."
    per = {u.value: [r for r in inhoud["resultaten"] if r["uitkomst"] == u] for u in Bulkuitkomst}
    if per[Bulkuitkomst.GEWEIGERD]:
        yield "Geweigerd:"
        yield from leesbaar.per_contract(gevallen=per[Bulkuitkomst.GEWEIGERD])
    if per[Bulkuitkomst.KAN_MET_AFWIJKING]:
        yield "Met een afwijking:"
        yield from leesbaar.per_contract(gevallen=per[Bulkuitkomst.KAN_MET_AFWIJKING])
    for geval in per[Bulkuitkomst.OVERGESLAGEN]:
        yield f"Overgeslagen: {geval['contractnummer']}, {geval['reden']}"
    if inhoud["bevestiging"]:
        yield f"Bevestigen kan met bevestiging {inhoud['bevestiging']}."


def _vastgelegd(inhoud: Mapping[str, Any]) -> Iterator[str]:
    over = inhoud["overgeslagen"]
    rest = f"; {len(over)} overgeslagen" if over else ""
    yield f"Vastgelegd in één keer: {inhoud['aantal']} contracten, op {inhoud['geregistreerdOp']}{rest}."
    yield f"Kenmerk (correlatie) {inhoud['correlatie']}."
    yield f"Alles: ./looptijd toon bulkhandelingen/{inhoud['correlatie']}"
