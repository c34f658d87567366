"""Serving from several processes at once: one port, one register, no waiting for acknowledgements."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from api.server import gedeelde_socket
from application.toegang import Rol
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_token
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.register import open_register

if TYPE_CHECKING:
    from collections.abc import Iterator

WORTEL = Path(__file__).resolve().parent.parent


def vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def antwoorden(adres: str, token: str) -> Iterator[httpx.Response]:
    koppen = {"Authorization": f"Bearer {token}"}
    for nummer in range(8):  # each on a connection of its own, so that both processes get some
        yield httpx.post(
            f"{adres}/v1/aanbieders",
            headers=koppen,
            json={"ingangsdatum": "2023-01-01", "naam": f"A{nummer}", "kvkNummer": "12345678"},
        )


def test_een_gedeelde_socket_wacht_niet_op_bevestiging() -> None:
    with gedeelde_socket(uvicorn.Config("api.server:x", port=0)) as gedeeld:
        assert gedeeld.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.traag
def test_twee_processen_leggen_vast_in_een_register(database_url: str) -> None:
    engine = maak_engine(url=database_url)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.PRODUCTIE)
    token = maak_token(engine=engine, rol=Rol.BEHEERDER)
    engine.dispose()
    poort = vrije_poort()
    server = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", str(poort), "--workers", "2"],
        cwd=WORTEL,
        env={**os.environ, "LOOPTIJD_DATABASE_URL": database_url},
        stdout=subprocess.DEVNULL,
    )
    try:
        adres = f"http://127.0.0.1:{poort}"
        _wacht(adres)

        statussen = [antwoord.status_code for antwoord in antwoorden(adres, token)]

        log = httpx.get(
            f"{adres}/v1/gebeurtenissen", headers={"Authorization": f"Bearer {token}"}
        ).json()["resultaten"]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    assert statussen == [201] * 8
    assert [regel["positie"] for regel in log] == list(range(1, 10))
    assert [r["geregistreerdOp"] for r in log] == sorted(r["geregistreerdOp"] for r in log)


def _wacht(adres: str) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{adres}/v1/openapi.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("de server kwam niet op")
