"""HTTP: commands and questions per second through the real server with two workers.

`python -m benchmarks.http [--database postgresql] [--seconden 8]`. Beside it the limit of this machine: an empty app on
the same server, workers and clients. Clients are processes on this machine and share its cores with the server.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.dingen import BASIS
from application.toegang import Rol
from benchmarks.gemeen import register_op, tabel
from infrastructure.identiteit import maak_token

WERKERS, KLANTEN = 2, 8
CONTRACTEN = 200
_WORTEL = Path(__file__).resolve().parent.parent


async def leeg(scope: dict[str, object], _ontvang: object, stuur: Callable[..., object]) -> None:
    """Answer nothing: what the server and the clients can do at most."""
    if scope["type"] == "http":
        koppen = [(b"content-length", b"2")]
        await stuur({"type": "http.response.start", "status": 200, "headers": koppen})  # type: ignore[misc]
        await stuur({"type": "http.response.body", "body": b"ok"})  # type: ignore[misc]


def maak_leeg() -> Callable[..., object]:
    """Make the empty application."""
    return leeg


@contextmanager
def server(opdracht: list[str], poort: int, omgeving: dict[str, str]) -> Iterator[None]:
    """Run a server until the end of the block."""
    proces = subprocess.Popen(
        [sys.executable, *opdracht],
        cwd=_WORTEL,
        env={**os.environ, **omgeving},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wacht(poort)
        yield
    finally:
        proces.send_signal(signal.SIGTERM)
        proces.wait(20)


def _wacht(poort: int) -> None:
    for _ in range(300):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", poort)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.1)
    raise RuntimeError("de server kwam niet op")


def vrije_poort() -> int:
    """Give a free port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _klant(
    poort: int, koppen: dict[str, str], wat: str, ids: list[str], seconden: float, uit: object
) -> None:
    verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=30)
    gedaan, langzaamst, nummer = 0, 0.0, os.getpid()
    einde = time.monotonic() + seconden
    while time.monotonic() < einde:
        nummer += 1
        methode, pad, lichaam = VRAGEN[wat](ids[nummer % len(ids)], nummer)
        begin = time.monotonic()
        verbinding.request(methode, pad, lichaam, koppen)
        antwoord = verbinding.getresponse()
        antwoord.read()
        if antwoord.status not in (200, 201):
            raise RuntimeError(f"{methode} {pad}: {antwoord.status}")
        langzaamst = max(langzaamst, time.monotonic() - begin)
        gedaan += 1
    uit.put((gedaan, langzaamst))  # type: ignore[attr-defined]


def _herziening(ding: str, nummer: int) -> tuple[str, str, str | None]:
    lichaam = {
        "ingangsdatum": "2025-01-01",
        "wijzigingen": {
            "tarieven": [
                {"productcode": "45A04", "eenheid": "UUR", "tarief": f"{80 + nummer % 60}.00"}
            ]
        },
        "wijzigingsgrond": "CLAUSULE",
    }
    return "POST", f"{BASIS}/contracten/{ding}/herzieningen", json.dumps(lichaam)


VRAGEN: dict[str, Callable[[str, int], tuple[str, str, str | None]]] = {
    "lege toepassing": lambda _d, _n: ("GET", "/", None),
    "GET contract op een paar": lambda d, _n: (
        "GET",
        f"{BASIS}/contracten/{d}?geldigOp=2025-06-01",
        None,
    ),
    "GET lijst van 50": lambda _d, n: (
        "GET",
        f"{BASIS}/contracten?geldigOp=2025-06-01&page={1 + n % 4}",
        None,
    ),
    "POST herziening": _herziening,
}


def belast(
    poort: int, koppen: dict[str, str], wat: str, ids: list[str], seconden: float
) -> tuple[float, float]:
    """Give answers per second, and the slowest in milliseconds."""
    rij: multiprocessing.Queue[tuple[int, float]] = multiprocessing.Queue()
    klanten = [
        multiprocessing.Process(target=_klant, args=(poort, koppen, wat, ids, seconden, rij))
        for _ in range(KLANTEN)
    ]
    for klant in klanten:
        klant.start()
    uit = [rij.get(timeout=seconden + 60) for _ in klanten]
    for klant in klanten:
        klant.join()
    return sum(n for n, _ in uit) / seconden, max(t for _, t in uit) * 1000


def _vul(poort: int, koppen: dict[str, str]) -> list[str]:
    verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=30)

    def leg_vast(pad: str, lichaam: dict[str, object], ding: str = "") -> str:
        verbinding.request(
            "POST", BASIS + pad, json.dumps({"ingangsdatum": "2023-01-01", **lichaam}), koppen
        )
        antwoord = verbinding.getresponse()
        inhoud = json.loads(antwoord.read())
        if antwoord.status != 201:  # noqa: PLR2004
            raise RuntimeError(inhoud)
        return str(inhoud[ding]["id"])

    regio = leg_vast("/regios", {"naam": "Meting", "gemeenten": ["9001"]}, "regio")
    perceel = {"code": "P1", "segment": "ambulant", "producten": ["45A04"], "gemeenten": ["9001"]}
    traject = leg_vast(
        "/inkooptrajecten",
        {
            "naam": "Meting",
            "regioId": regio,
            "inkoopvorm": "SAS",
            "toetreding": "OPEN",
            "segmenten": ["ambulant"],
            "percelen": [perceel],
        },
        "inkooptraject",
    )
    aanbieder = leg_vast("/aanbieders", {"naam": "Meting", "kvkNummer": "12345678"}, "aanbieder")
    leg_vast(
        f"/aanbieders/{aanbieder}/toelatingen",
        {"trajectId": traject, "perceel": "P1", "grondslag": "TOELATING"},
        "aanbieder",
    )
    vast = {
        "regioId": regio,
        "aanbiederId": aanbieder,
        "trajectId": traject,
        "segment": "ambulant",
        "percelen": ["P1"],
        "gemeenten": ["9001"],
        "inkoopvorm": "SAS",
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        "einddatum": "2030-12-31",
    }
    tarieven = [{"productcode": "45A04", "eenheid": "UUR", "tarief": "80.00"}]
    return [
        leg_vast(
            "/contracten", {**vast, "contractnummer": f"M-{n}", "tarieven": tarieven}, "contract"
        )
        for n in range(CONTRACTEN)
    ]


def main() -> None:
    """Measure and print one table."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    lezer.add_argument("--seconden", type=float, default=8)
    keuze = lezer.parse_args()
    rijen = []
    poort = vrije_poort()
    start = "from api.server import draai_met_werkers as d; "
    vraag = (
        f"d(host='127.0.0.1', poort={poort}, werkers={WERKERS}, app='benchmarks.http:maak_leeg')"
    )
    kaal = ["-c", start + vraag]
    with server(kaal, poort, {}):
        grens, traag = belast(poort, {}, "lege toepassing", ["-"], keuze.seconden)
        rijen.append(("lege toepassing", f"{grens:.0f}", "1.00", f"{traag:.0f}"))
    with register_op(soort=keuze.database) as (url, engine, _):
        koppen = {
            "Authorization": f"Bearer {maak_token(engine=engine, rol=Rol.BEHEERDER)}",
            "Content-Type": "application/json",
        }
        poort = vrije_poort()
        opdracht = ["-m", "api", "serve", "--port", str(poort), "--workers", str(WERKERS)]
        with server(opdracht, poort, {"LOOPTIJD_DATABASE_URL": url}):
            ids = _vul(poort, koppen)
            for wat in list(VRAGEN)[1:]:
                tempo, traag = belast(poort, koppen, wat, ids, keuze.seconden)
                rijen.append((wat, f"{tempo:.0f}", f"{tempo / grens:.2f}", f"{traag:.0f}"))
    print(f"{keuze.database}, {WERKERS} werkers, {KLANTEN} klanten\n")
    tabel(("wat", "antwoorden/s", "verhouding", "langzaamste ms"), rijen)


if __name__ == "__main__":
    main()
