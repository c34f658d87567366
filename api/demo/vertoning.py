"""The command `demo`: takes a port, says where, loads the story, shows the way, and serves."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import date

from api import server
from api.demo.openen import Demo, open_demo
from api.demo.rondleiding import PAGINAS, VRAGEN, hoofdstukken, tot
from application.toegang import Rol
from infrastructure.identiteit import maak_token
from infrastructure.instellingen import Instellingen

Meld = Callable[[str], None]
Voortgang = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


def vertoon(
    *,
    instellingen: Instellingen,
    poort: int,
    vandaag: date | None,
    stop_na_laden: bool,
    meld: Meld,
    voortgang: Voortgang,
) -> None:
    """Load the story and serve it until stopped; with `stop_na_laden` only load it."""
    if stop_na_laden:
        demo = _laad(instellingen, vandaag, meld, voortgang)
        demo.engine.dispose()
        return
    with closing(server.luister(host=server.THUIS, voorkeur=poort)) as aansluiting:
        gekregen = aansluiting.getsockname()[1]
        basis = f"http://{server.THUIS}:{gekregen}"
        meld(f"Looptijd komt op {basis} en antwoordt zodra het verhaal is geladen.")
        demo = _laad(instellingen, vandaag, meld, voortgang)
        _wijs_de_weg(demo, basis, gekregen, meld)
        server.draai_op(engine=demo.engine, klok=demo.klok, aansluiting=aansluiting)


def _laad(
    instellingen: Instellingen, vandaag: date | None, meld: Meld, voortgang: Voortgang
) -> Demo:
    with voortgang("Het verhaal spelen") as toon:
        demo = open_demo(instellingen=instellingen, vandaag=vandaag, voortgang=toon)
    hoe = "gespeeld" if demo.nieuw else "stond er al"
    meld(
        f"Verhaal {hoe}: {demo.stappen} feiten, bekend tot {demo.vandaag}. Alles hierin is verzonnen."
    )
    return demo


def _wijs_de_weg(demo: Demo, basis: str, poort: int, meld: Meld) -> None:
    token = maak_token(engine=demo.engine, rol=Rol.BEHEERDER, naam="demo")
    meld("\nWat er gebeurde:")
    for zin in hoofdstukken(vandaag=demo.vandaag):
        meld(f"  {zin}")
    meld("\nInloggen (elke link werkt één keer, 15 minuten lang):")
    for rol in (Rol.BEHEERDER, Rol.RAAD):
        adres = server.inlogadres(engine=demo.engine, host=server.THUIS, poort=poort, rol=rol)
        meld(f"  als {rol}: {adres}")
    meld("\nKijk daarna bijvoorbeeld naar:")
    for halte in tot(vandaag=demo.vandaag, haltes=PAGINAS):
        meld(f"  {halte.tekst}\n    {basis}{halte.pad}")
    meld(
        f'\nVraag het de API:\n  TOKEN={token}\n  vraag() {{ curl -s -H "Authorization: Bearer $TOKEN" "$1"; }}'
    )
    for halte in tot(vandaag=demo.vandaag, haltes=VRAGEN):
        meld(f"  # {halte.tekst}\n  vraag '{basis}{halte.pad}'")
    meld("\nStoppen met Ctrl+C.")
