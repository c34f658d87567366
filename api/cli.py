"""The command line: the same use cases as the API, each command thin."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api import server
from application.toegang import Rol
from domain.oordeel import Weigering
from infrastructure.database import maak_engine
from infrastructure.herbouw import ProjectiesVerouderd, controleer, herbouw
from infrastructure.identiteit import maak_token
from infrastructure.instellingen import OnbekendeInstelling, lees_instellingen
from infrastructure.klok import maak_klok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.log import Registersoort
from infrastructure.migratie import SchemaVerouderd, migreer
from infrastructure.register import open_register


app = typer.Typer(
    help="Looptijd: het register van contracten voor jeugdhulp, op elke dag zoals het toen bekend was.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_WORTEL = Path(__file__).resolve().parent.parent
_UIT = Console(highlight=False, soft_wrap=True)
_NAAR_FOUT = Console(stderr=True, highlight=False, soft_wrap=True)
_GEWOON = (
    OnbekendeInstelling,
    ProjectiesVerouderd,
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


def meld(tekst: str) -> None:
    """Say something at once, also when the output is a file."""
    _UIT.print(tekst, markup=False)
    sys.stdout.flush()


@contextmanager
def voortgang(titel: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress: a bar on a terminal, plain lines elsewhere; call with (done, total)."""
    if not sys.stdout.isatty():
        stand = {"tiende": -1}

        def regel(gedaan: int, totaal: int) -> None:
            tiende = 10 * gedaan // totaal if totaal else 10
            if tiende > stand["tiende"]:
                stand["tiende"] = tiende
                meld(f"{titel}: {gedaan} van {totaal}")

        yield regel
        return
    balk = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )
    with balk:
        taak = balk.add_task(titel, total=None)
        yield lambda gedaan, totaal: balk.update(taak, completed=gedaan, total=totaal)


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
        ),
    ),
    ("importrichting", ("lint-imports",)),
)


@app.command()
def check() -> None:
    """Controleer opmaak, lint, typen, importrichting en gemaakte documenten; verandert niets."""
    fout = [naam for naam, opdracht in _CONTROLES if _draai(naam, opdracht)]
    if fout:
        meld(f"Niet in orde: {', '.join(fout)}. Draai ./looptijd fix voor wat vanzelf kan.")
        raise typer.Exit(1)
    meld("Alles in orde.")


@app.command()
def fix() -> None:
    """Herstel opmaak, lint en gemaakte documenten waar dat vanzelf kan."""
    _draai("lint", ("ruff", "check", "--fix", "."))
    _draai("opmaak", ("ruff", "format", "."))


def _draai(naam: str, opdracht: Iterable[str]) -> int:
    programma, *rest = opdracht
    meld(f"— {naam}")
    pad = Path(sys.executable).parent / programma
    return subprocess.run([str(pad), *rest], cwd=_WORTEL, check=False).returncode  # noqa: S603
