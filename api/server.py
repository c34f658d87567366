"""How the web application is started: the checks before it, the login link, uvicorn."""

import socket
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine
from uvicorn.supervisors import Multiprocess

from api import inloggen
from api.app import maak_app, maak_loket
from api.paginas import PAGINAS
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.herbouw import eis_projectieversie
from infrastructure.identiteit import maak_inloglink
from infrastructure.instellingen import Instellingen, lees_instellingen
from infrastructure.klok import Klok, maak_klok
from infrastructure.log import Registersoort
from infrastructure.migratie import eis_schemaversie, migreer, schemaversie
from infrastructure.peil import RegisterNietGeopend, lees_peil
from infrastructure.register import open_register

THUIS = "127.0.0.1"


class NietHier(Exception):
    """The server may not run this way; says why and what to do."""


def bereid_voor(*, instellingen: Instellingen) -> Engine:
    """Give the engine of a register that fits this release; only an empty SQLite file is migrated here.

    Raises SchemaVerouderd or ProjectiesVerouderd, which name the command to run.
    """
    url = instellingen.register_url
    maak_map(url)
    engine = maak_engine(url=url)
    if engine.dialect.name == "sqlite" and schemaversie(engine=engine) is None:
        migreer(url=url)
    eis_schemaversie(engine=engine)
    if engine.dialect.name == "sqlite":
        open_register(engine=engine, klok=maak_klok(engine=engine), soort=registersoort(engine))
    eis_projectieversie(engine=engine)
    return engine


def registersoort(engine: Engine) -> Registersoort:
    """Keep the sort of a register that stands; a new one is for production."""
    try:
        with engine.connect() as verbinding:
            return Registersoort(
                lees_peil(verbinding=verbinding, klok=maak_klok(engine=engine)).soort
            )
    except RegisterNietGeopend:
        return Registersoort.PRODUCTIE


def maak_map(url: str) -> None:
    """Make the folder of an SQLite file."""
    voorvoegsel = "sqlite:///"
    if url.startswith(voorvoegsel):
        Path(url.removeprefix(voorvoegsel)).parent.mkdir(parents=True, exist_ok=True)


def app_van_instellingen() -> FastAPI:
    """Make the application of one worker process."""
    engine = bereid_voor(instellingen=lees_instellingen())
    return _app(engine, maak_klok(engine=engine))


def _app(engine: Engine, klok: Klok) -> FastAPI:
    return maak_app(loket=maak_loket(engine=engine, klok=klok), paginas=[inloggen.router, *PAGINAS])


def eis_thuis(host: str) -> None:
    """Refuse every address but this machine's own: the login link is only for local use."""
    if host not in {THUIS, "localhost", "::1"}:
        raise NietHier(
            f"Inloggen met een eenmalige link kan alleen op {THUIS}, niet op {host}. Zet er een inlogdienst voor "
            f"(OpenID Connect) zodra die wordt ondersteund, of gebruik --host {THUIS}."
        )


def vrije_poort(*, host: str, voorkeur: int) -> int:
    """Give the port of one's choice when it is free, else another one."""
    for poort in (voorkeur, 0):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind((host, poort))
            except OSError:
                continue
            return int(s.getsockname()[1])
    raise NietHier(f"Op {host} is geen poort vrij.")


def luister(*, host: str, voorkeur: int) -> socket.socket:
    """Take the port of one's choice when it is free, else another one; who knocks waits until the server runs."""
    for poort in (voorkeur, 0):
        aansluiting = socket.socket()
        aansluiting.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            aansluiting.bind((host, poort))
            aansluiting.listen(128)
        except OSError:
            aansluiting.close()
            continue
        return aansluiting
    raise NietHier(f"Op {host} is geen poort vrij.")


def inlogadres(*, engine: Engine, host: str, poort: int, rol: Rol = Rol.BEHEERDER) -> str:
    """Make a one-time login link (15 minutes) and give its address."""
    geheim = maak_inloglink(engine=engine, rol=rol, naam=f"lokale {rol}")
    return f"http://{host}:{poort}/inloggen?link={geheim}"


def draai(*, engine: Engine, klok: Klok, host: str, poort: int) -> None:
    """Serve in this process until stopped."""
    uvicorn.run(_app(engine, klok), host=host, port=poort, log_level="warning", access_log=False)


def draai_op(*, engine: Engine, klok: Klok, aansluiting: socket.socket) -> None:
    """Serve in this process on a port that was taken before, until stopped."""
    instelling = uvicorn.Config(_app(engine, klok), log_level="warning", access_log=False)
    uvicorn.Server(instelling).run(sockets=[aansluiting])


def draai_met_werkers(
    *, host: str, poort: int, werkers: int, app: str = "api.server:app_van_instellingen"
) -> None:
    """Serve in several processes until stopped; `app` names a function that makes the application.

    The socket that the processes share must get TCP_NODELAY here: one that was handed over does not get it from the
    event loop, and every answer would wait some 40 ms for the client's acknowledgement.
    """
    config = uvicorn.Config(
        app,
        factory=True,
        host=host,
        port=poort,
        workers=werkers,
        log_level="warning",
        access_log=False,
    )
    Multiprocess(config, sockets=[gedeelde_socket(config)]).run()


def gedeelde_socket(config: uvicorn.Config) -> socket.socket:
    """Bind the socket that all processes accept on, without the wait for acknowledgements."""
    gedeeld = config.bind_socket()
    gedeeld.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return gedeeld
