"""The regime commands of the command line: check a file, show it, set two side by side, and load one."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api import antwoorden, server
from api.app import maak_loket
from api.regimes import bereid_voor, lader, lees_opdracht, vergelijking_in_velden
from api.scherm import UIT, meld, voortgang
from application.fouten import OngeldigeInvoer
from application.regimeladen import Laadfout, Uitslag, vormfouten
from infrastructure.identiteit import importeur
from infrastructure.instellingen import lees_instellingen
from infrastructure.klok import maak_klok
from infrastructure.regimebestand import (
    RegimebestandOngeldig,
    Regimefout,
    lees_regime,
    lees_regimebestand,
)
from infrastructure.regimeinhoud import (
    Cel,
    Herkomst,
    Onderdeel,
    Post,
    Vergelijking,
    Vergelijkregel,
    beeld,
    overzicht,
    vergelijk,
)
from infrastructure.regimelading import lading
from infrastructure.regimeverzoeken import fictief
from infrastructure.regimevormen import Regime

app = typer.Typer(
    help="Regimes: de bestanden waaruit een regio start, met bij elke waarde haar vindplaats.",
    no_args_is_help=True,
)
_BREED = 120
"""Columns when the output is a file."""
Welk = Annotated[
    str,
    typer.Argument(
        metavar="REGIME", help="De code van een regime, of het pad van een bestand (.toml)."
    ),
]
AlsJson = Annotated[bool, typer.Option("--json", help="Als gegevens, zoals de API ze geeft.")]


@app.command("lijst")
def lijst() -> None:
    """Noem de regimes van deze uitgave."""
    for regel in overzicht():
        if regel.fouten:
            meld(f"{regel.code}: {len(regel.fouten)} fouten; zie ./looptijd regime controleer")
        else:
            meld(
                f"{regel.code}: {regel.naam} ({regel.regio}, {regel.stand}); "
                f"trajecten {regel.trajecten}, besluiten {regel.besluiten}, lezingen {regel.lezingen}"
            )


@app.command("controleer")
def controleer(welk: Welk) -> None:
    """Zeg of een regimebestand klopt: elke fout met haar regel, en wat eruit zou volgen."""
    regime = _lees(welk)
    op_te_leggen = lading(regime=regime, keuze=fictief(regime=regime))
    fouten = list(vormfouten(stappen=op_te_leggen.stappen, lees=lees_opdracht))
    if fouten:
        raise RegimebestandOngeldig(bestand=welk, fouten=[_als_regimefout(fout) for fout in fouten])
    meld(f"{regime.code} klopt: er volgen {len(op_te_leggen.stappen)} opdrachten uit.")


@app.command("toon")
def toon(welk: Welk, als_json: AlsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Toon alles wat een regime zegt, met vindplaats en lezing."""
    gevonden = beeld(regime=_lees(welk))
    if als_json:
        meld(json.dumps(antwoorden.buiten(gevonden), ensure_ascii=False, indent=1))
        return
    meld(f"{gevonden.code}: {gevonden.naam}, {gevonden.regio} ({gevonden.seed}, {gevonden.stand})")
    for regel in _onderdelen(gevonden.onderdelen, 0):
        meld(regel)


@app.command("vergelijk")
def vergelijk_regimes(
    een: Welk,
    ander: Welk,
    als_json: AlsJson = False,  # noqa: FBT002 - a flag of the command line
    alleen: Annotated[
        str | None,
        typer.Option("--onderdeel", help="Alleen dit onderdeel, bijvoorbeeld trajecten."),
    ] = None,
) -> None:
    """Zet twee regimes naast elkaar, veld voor veld; wat verschilt heeft een teken."""
    gevonden = vergelijk(een=_lees(een), ander=_lees(ander))
    if als_json:
        inhoud = vergelijking_in_velden(vergelijking=gevonden)
        meld(json.dumps(inhoud, ensure_ascii=False, indent=1))
        return
    onderdelen = list(dict.fromkeys(regel.onderdeel for regel in gevonden.regels))
    if alleen is not None and alleen not in onderdelen:
        raise ValueError(f"Er is geen onderdeel '{alleen}'. Er is wel: {', '.join(onderdelen)}.")
    _toon_vergelijking(gevonden, [alleen] if alleen else onderdelen)


@app.command("laad")
def laad(
    welk: Welk,
    gemeente: Annotated[
        list[str] | None,
        typer.Option(help="Welke gemeente meedoet voor een fictieve: 9001=0505. Mag vaker."),
    ] = None,
    naam: Annotated[str | None, typer.Option(help="Een andere naam voor de regio.")] = None,
    ja: Annotated[  # noqa: FBT002 - a flag of the command line
        bool,
        typer.Option(
            "--ja", help="Leg vast; zonder --ja wordt alleen getoond wat er zou gebeuren."
        ),
    ] = False,
) -> None:
    """Start een lege regio uit een regime: alles of niets, met eerst een proef."""
    regime = _lees(welk)
    engine = server.bereid_voor(instellingen=lees_instellingen())
    loket = maak_loket(engine=engine, klok=maak_klok(engine=engine))
    try:
        op_te_leggen = bereid_voor(
            loket=loket, regime=regime, gemeenten=_keuze(gemeente or ()), naam=naam
        )
    except OngeldigeInvoer as fout:
        raise ValueError("\n".join(f.reden for f in fout.fouten)) from None
    gebruiker = importeur(engine=engine, inschrijven=ja)
    with voortgang("Beoordelen") as toon_voortgang:
        uitslag = lader(loket=loket).laad(
            lading=op_te_leggen, gebruiker=gebruiker, vastleggen=ja, voortgang=toon_voortgang
        )
    for regel in _verslag(uitslag):
        meld(regel)
    if uitslag.fouten:
        raise typer.Exit(1)


def _lees(welk: str) -> Regime:
    if welk.endswith(".toml"):
        return lees_regimebestand(bestand=Path(welk))
    return lees_regime(naam=welk)


def _keuze(gemeenten: Sequence[str]) -> Mapping[str, str]:
    gekozen: dict[str, str] = {}
    for deel in gemeenten:
        code, is_teken, echt = deel.partition("=")
        if not is_teken or not code or not echt:
            raise ValueError(f"'{deel}' is geen keuze; schrijf bijvoorbeeld --gemeente 9001=0505.")
        if code in gekozen:
            raise ValueError(f"Voor {code} is twee keer een gemeente genoemd.")
        gekozen[code] = echt
    return gekozen


def _als_regimefout(fout: Laadfout) -> Regimefout:
    return Regimefout(regel=fout.regel, plek=fout.plek, reden=fout.reden)


# --- one regime --------------------------------------------------------------------------------------------------


def _onderdelen(onderdelen: Iterable[Onderdeel], diep: int) -> Iterator[str]:
    wit = "  " * diep
    for onderdeel in onderdelen:
        yield f"{wit}{onderdeel.titel.upper() if diep == 0 else onderdeel.titel}"
        for post in onderdeel.posten:
            yield from _post(post, diep + 1)


def _post(post: Post, diep: int) -> Iterator[str]:
    wit = "  " * diep
    kop = post.code if post.titel == post.code else f"{post.code}: {post.titel}"
    yield f"{wit}{kop}{_herkomst(post.herkomst)}"
    for veld in post.velden:
        if veld.waarde != post.titel:
            yield f"{wit}  {veld.titel}: {veld.waarde}{_herkomst(veld.herkomst)}"
    yield from _onderdelen(post.onderdelen, diep + 1)


def _herkomst(herkomst: Herkomst | None) -> str:
    """Write where a value comes from, between brackets."""
    if herkomst is None:
        return ""
    delen = [*herkomst.bron]
    delen += [f"aanname: {herkomst.reden}"] if herkomst.aanname else []
    for woord, waarde in (
        ("lezing", herkomst.lezing),
        ("onderstelling", herkomst.onderstelling),
        ("afgeleid", herkomst.afleiding),
        ("zekerheid", herkomst.zekerheid),
        ("toelichting", herkomst.toelichting),
    ):
        delen += [f"{woord}: {waarde}"] if waarde else []
    return f"  [{'; '.join(delen)}]" if delen else ""


# --- two regimes -------------------------------------------------------------------------------------------------


def _toon_vergelijking(gevonden: Vergelijking, onderdelen: Sequence[str]) -> None:
    breed = Console(highlight=False, width=None if UIT.is_terminal else _BREED)
    for onderdeel in onderdelen:
        tabel = Table(
            title=onderdeel.upper(), title_justify="left", box=box.SIMPLE_HEAD, expand=True
        )
        tabel.add_column("")
        tabel.add_column("veld", ratio=2)
        tabel.add_column(gevonden.een, ratio=3)
        tabel.add_column(gevonden.ander, ratio=3)
        for rij in _rijen(r for r in gevonden.regels if r.onderdeel == onderdeel):
            tabel.add_row(*rij)
        breed.print(tabel)
    gelijk = len(gevonden.regels) - gevonden.verschillen
    meld(f"≠ verschilt: {gevonden.verschillen} velden; = gelijk: {gelijk}.")
    meld("Eén onderdeel: --onderdeel trajecten. Als gegevens: --json.")


def _rijen(regels: Iterable[Vergelijkregel]) -> Iterator[tuple[str | Text, ...]]:
    """Give the rows, with the names of what the fields belong to above them, each once."""
    boven: list[str] = []
    for regel in regels:
        pad = regel.post.split(" › ")
        eigen = pad if regel.veld else pad[:-1]
        for diep, naam in enumerate(eigen):
            if boven[: diep + 1] != eigen[: diep + 1]:
                yield "", Text("  " * diep + naam, style="bold")
        boven = eigen
        wat = "  " * len(eigen) + (regel.veld or pad[-1])
        yield "≠" if regel.verschilt else "=", *map(Text, (wat, _cel(regel.een), _cel(regel.ander)))


def _cel(cel: Cel | None) -> str:
    if cel is None:
        return "—"
    delen = [*cel.bron, *(["aanname"] if cel.aanname else [])]
    delen += [f"lezing {cel.lezing}"] if cel.lezing else []
    return f"{cel.waarde} [{'; '.join(delen)}]" if delen else cel.waarde


# --- loading -----------------------------------------------------------------------------------------------------


def _verslag(uitslag: Uitslag) -> Iterator[str]:
    for geladen in uitslag.geladen:
        stap = geladen.stap
        id_ = f"  {geladen.ding}" if uitslag.correlatie else ""
        yield f"  {stap.soort}: {stap.naam} ({stap.plek}, regel {stap.regel}){id_}"
    if uitslag.achterblijvers:
        yield f"{len(uitslag.achterblijvers)} delen van het bestand blijven achter:"
        yield from (f"  {een.plek}: {een.reden}" for een in uitslag.achterblijvers)
    if uitslag.fouten:
        yield f"{len(uitslag.fouten)} fouten; er is niets vastgelegd:"
        yield from (f"  {_als_regimefout(fout)}" for fout in uitslag.fouten)
    elif uitslag.correlatie is None:
        yield "Dit was een proef; er is niets vastgelegd. Met --ja wordt alles vastgelegd."
    else:
        regio = uitslag.geladen[0]
        yield f"Vastgelegd in één keer; kenmerk (correlatie) {uitslag.correlatie}."
        yield f"De regio: /v1/regios/{regio.ding}; alles ervan: /v1/kalender?regioId={regio.ding}"
