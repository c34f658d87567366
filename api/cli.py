"""The command line: the same use cases as the API, each command thin."""

import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console

from api import bulk_cli, dingen_cli, importeren, radar_cli, rapporteren, regimes_cli, server
from api.demo import vertoning
from api.scherm import meld, voortgang
from application.register import RegisterBezet
from application.toegang import Rol
from domain.oordeel import Weigering
from infrastructure.database import maak_engine
from infrastructure.herbouw import ProjectiesVerouderd, controleer, herbouw
from infrastructure.identiteit import maak_token
from infrastructure.instellingen import OnbekendeInstelling, lees_instellingen
from infrastructure.klok import maak_klok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.migratie import SchemaVerouderd, migreer
from infrastructure.register import open_register

app = typer.Typer(
    help="Looptijd: het register van contracten voor jeugdhulp, op elke dag zoals het toen bekend was.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(regimes_cli.app, name="regime")
app.command()(dingen_cli.vastleggen)
app.command()(dingen_cli.toon)
app.command()(radar_cli.radar)
app.command()(bulk_cli.bulk)
_WORTEL = Path(__file__).resolve().parent.parent
_NAAR_FOUT = Console(stderr=True, highlight=False, soft_wrap=True)
_GEWOON = (
    OnbekendeInstelling,
    ProjectiesVerouderd,
    RegisterBezet,
    SchemaVerouderd,
    server.NietHier,
    Weigering,
    ValueError,
)


def main() -> None:
    """Run the command line; what a user can mend is told in one sentence."""
    try:
        app()
    except _GEWOON as fout:
        _NAAR_FOUT.print(str(fout), markup=False)
        sys.exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Alleen deze machine zelf.")] = server.THUIS,
    port: Annotated[int, typer.Option(help="0 kiest een vrije poort.")] = 8000,
    workers: Annotated[int, typer.Option(help="Aantal processen.")] = 1,
) -> None:
    """Start de server op deze machine en druk een eenmalige inloglink af."""
    server.eis_thuis(host)
    engine = server.bereid_voor(instellingen=lees_instellingen())
    poort = server.vrije_poort(host=host, voorkeur=port)
    meld(f"Looptijd draait op http://{host}:{poort}")
    meld(
        f"Inloggen (één keer, 15 minuten geldig): {server.inlogadres(engine=engine, host=host, poort=poort)}"
    )
    if workers > 1:
        engine.dispose()
        server.draai_met_werkers(host=host, poort=poort, werkers=workers)
    else:
        server.draai(engine=engine, klok=maak_klok(engine=engine), host=host, poort=poort)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="0 kiest een vrije poort.")] = 8000,
    vandaag: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Speel het verhaal door tot deze dag en zet de klok erop."
        ),
    ] = None,
    stop_na_laden: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--stop-na-laden", help="Laad het verhaal en stop; start geen server.")
    ] = False,
) -> None:
    """Laad twee verzonnen regio's met hun hele geschiedenis en start de server, zonder iets in te stellen."""
    vertoning.vertoon(
        instellingen=lees_instellingen(),
        poort=port,
        vandaag=None if vandaag is None else vandaag.date(),
        stop_na_laden=stop_na_laden,
        meld=meld,
        voortgang=voortgang,
    )


@app.command()
def token(
    rol: Annotated[Rol, typer.Option(help="De rol van wie het gebruikt.")],
    naam: Annotated[
        str | None, typer.Option(help="Waarvoor het is; staat alleen in de lijst van namen.")
    ] = None,
) -> None:
    """Druk een token voor de API af (90 dagen geldig) en niets anders."""
    engine = server.bereid_voor(instellingen=lees_instellingen())
    typer.echo(maak_token(engine=engine, rol=rol, naam=naam))


@app.command()
def migrate(
    rol: Annotated[
        str | None,
        typer.Option(
            help="PostgreSQL: de rol waarmee serve werkt; krijgt precies de nodige rechten."
        ),
    ] = None,
) -> None:
    """Breng de database naar het schema van deze uitgave en open het register als dat nog niet bestaat."""
    instellingen = lees_instellingen()
    server.maak_map(instellingen.eigenaar_url)
    versie = migreer(url=instellingen.eigenaar_url, toepassingsrol=rol)
    engine = maak_engine(url=instellingen.eigenaar_url)
    peil = open_register(
        engine=engine, klok=maak_klok(engine=engine), soort=server.registersoort(engine)
    )
    meld(f"Schema {versie}; register van soort {peil.soort}, {peil.positie} registraties.")


@app.command()
def rebuild() -> None:
    """Maak alle leesmodellen opnieuw uit het logboek."""
    engine = maak_engine(url=lees_instellingen().eigenaar_url)
    with voortgang("Herbouwen") as toon:
        herbouw(engine=engine, projecties=PROJECTIES, voortgang=toon)
    meld("De leesmodellen zijn opnieuw gemaakt.")


@app.command()
def verify() -> None:
    """Reken elk leesmodel na uit het logboek en meld elke rij die afwijkt."""
    engine = maak_engine(url=lees_instellingen().eigenaar_url)
    with voortgang("Narekenen") as toon:
        gevonden = list(controleer(engine=engine, projecties=PROJECTIES, voortgang=toon))
    for afwijking in gevonden:
        meld(str(afwijking))
    if gevonden:
        meld(
            f"{len(gevonden)} afwijkingen. Draai ./looptijd rebuild en zoek uit hoe dit kon gebeuren."
        )
        raise typer.Exit(1)
    meld("Elke rij van elk leesmodel klopt met het logboek.")


@app.command("import")
def importeer(
    bestanden: Annotated[
        list[Path],
        typer.Argument(
            metavar="BESTAND",
            help="Een werkmap (.xlsx), een map met CSV-bestanden, of losse CSV's.",
        ),
    ],
    ja: Annotated[  # noqa: FBT002 - a flag of the command line
        bool,
        typer.Option(
            "--ja", help="Leg vast; zonder --ja wordt alleen getoond wat er zou gebeuren."
        ),
    ] = False,
    afwijking: Annotated[
        str | None, typer.Option(help="De motivering waaronder alle afwijkingen worden aanvaard.")
    ] = None,
    fouten: Annotated[
        Path | None, typer.Option(help="Schrijf alle fouten en afwijkingen naar dit CSV-bestand.")
    ] = None,
    sjabloon: Annotated[  # noqa: FBT002 - idem
        bool,
        typer.Option(
            "--sjabloon", help="Schrijf een leeg sjabloon naar BESTAND (.xlsx of een map)."
        ),
    ] = False,
) -> None:
    """Voer een bestaand register in uit Excel of CSV: alles of niets, met eerst een proef (docs/import.md)."""
    if sjabloon:
        importeren.schrijf_sjabloon(paden=bestanden, meld=meld)
        return
    engine = server.bereid_voor(instellingen=lees_instellingen())
    with voortgang("Beoordelen") as toon:
        gedaan = importeren.importeer(
            engine=engine, paden=bestanden, vastleggen=ja, motivering=afwijking, voortgang=toon
        )
    if fouten is not None:
        gedaan.bewaar(pad=fouten)
        meld(f"Alle fouten en afwijkingen staan in {fouten}.")
    for regel in gedaan.verslag():
        meld(regel)
    if not gedaan.gelukt:
        raise typer.Exit(1)


@app.command()
def rapport(  # noqa: PLR0917 - options of the command line have names
    regio: Annotated[str, typer.Option(help="Het id van de regio, of haar naam precies.")],
    gemeente: Annotated[str | None, typer.Option(help="Alleen deze gemeente (CBS-code).")] = None,
    boekjaar: Annotated[
        int | None, typer.Option(help="Standaard het jaar van --geldig-op.")
    ] = None,
    geldig_op: Annotated[
        str | None, typer.Option(help="De dag waarop het gold (jjjj-mm-dd); standaard vandaag.")
    ] = None,
    beschikbaar_op: Annotated[
        str | None,
        typer.Option(help="Zoals het register het toen wist: een dag of een moment; standaard nu."),
    ] = None,
    rol: Annotated[
        Rol, typer.Option(help="Voor wie: wat deze rol niet ziet, staat er als verborgen.")
    ] = Rol.RAAD,
    html: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--html/--json", help="Als pagina in één bestand, of als gegevens.")
    ] = False,
    uit: Annotated[
        Path | None, typer.Option(help="Schrijf naar dit bestand; zonder opgave naar het scherm.")
    ] = None,
) -> None:
    """Maak de rapportage aan de raad, over elke dag zoals het register die op elk moment kende."""
    engine = server.bereid_voor(instellingen=lees_instellingen())
    tekst = rapporteren.rapporteer(
        engine=engine,
        klok=maak_klok(engine=engine),
        opdracht=rapporteren.Rapportopdracht(
            regio=regio,
            gemeente=gemeente,
            boekjaar=boekjaar,
            geldig_op=geldig_op,
            beschikbaar_op=beschikbaar_op,
            rol=rol,
            html=html,
        ),
    )
    if uit is None:
        typer.echo(tekst, nl=False)
    else:
        uit.write_text(tekst, encoding="utf-8")
        meld(f"De rapportage staat in {uit}.")


@app.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def draai_tests(
    context: typer.Context,
    snel: Annotated[bool, typer.Option("--snel", help="Alleen SQLite, zonder browser.")] = False,  # noqa: FBT002
) -> None:
    """Draai alle tests, met PostgreSQL en een browser; wat verder wordt meegegeven, gaat naar pytest."""
    keuze = ["--snel"] if snel else []
    opdracht = [str(_WORTEL / "looptijd"), "test", *keuze, *context.args]
    raise typer.Exit(subprocess.run(opdracht, check=False).returncode)  # noqa: S603 - our own front door


_CONTROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("opmaak", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    (
        "typen",
        (
            "mypy",
            "looptijd",
            "domain",
            "application",
            "infrastructure",
            "api",
            "migrations",
            "tests",
            "benchmarks",
        ),
    ),
    ("importrichting", ("lint-imports",)),
)


@app.command()
def check() -> None:
    """Controleer opmaak, lint, typen, importrichting en gemaakte documenten; verandert niets."""
    fout = [naam for naam, opdracht in _CONTROLES if _draai(naam, opdracht)]
    fout += _documenten().verouderd(wortel=_WORTEL)
    if fout:
        meld(f"Niet in orde: {', '.join(fout)}. Draai ./looptijd fix voor wat vanzelf kan.")
        raise typer.Exit(1)
    meld("Alles in orde.")


@app.command()
def fix() -> None:
    """Herstel opmaak, lint en gemaakte documenten waar dat vanzelf kan."""
    _draai("lint", ("ruff", "check", "--fix", "."))
    _draai("opmaak", ("ruff", "format", "."))
    _documenten().schrijf(wortel=_WORTEL)


def _documenten() -> ModuleType:
    """Give the module of made documents, which describes this one and so cannot be imported by it above."""
    return import_module("api.documenten")


def _draai(naam: str, opdracht: Iterable[str]) -> int:
    programma, *rest = opdracht
    meld(f"— {naam}")
    pad = Path(sys.executable).parent / programma
    return subprocess.run([str(pad), *rest], cwd=_WORTEL, check=False).returncode  # noqa: S603
