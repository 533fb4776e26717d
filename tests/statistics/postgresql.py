"""A PostgreSQL of the tests' own: a private folder, a free port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import subprocess
import sys
import tempfile
import time
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

ROOT = Path(__file__).resolve().parents[2]
FREE_PORT = (
    "import socket; s = socket.create_server(('127.0.0.1', 0)); "
    "print(s.getsockname()[1])"
)


@dataclass(frozen=True, kw_only=True)
class PostgreSQL:
    """A running server."""

    port: int

    @property
    def url(self) -> str:
        """Where it answers, without a database."""
        return f"postgresql://taara@127.0.0.1:{self.port}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make a database, lend its address and drop it."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{self.url}/{name}"
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        engine = create_engine(
            f"{self.url}/postgres", isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        with engine.connect() as connection:
            connection.execute(text(statement))


def programs() -> Path | None:
    """Return the folder of the server's programs, `None` if there is none."""
    found = subprocess.run(
        ["bash", "-c", ". scripts/lib.sh && find_postgresql"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Path(found.stdout.strip()) if found.returncode == 0 else None


@contextmanager
def running(folder: Path) -> Iterator[PostgreSQL]:
    """Run a server from the programs in a folder."""
    # It refuses to run as root, and nobody may look into pytest's own folders.
    user = "nobody" if os.geteuid() == 0 else None
    data = Path(tempfile.mkdtemp(prefix="taara-postgresql-"))
    if user is not None:
        shutil.chown(data, user)
    try:
        subprocess.run(
            [
                folder / "initdb",
                f"--pgdata={data}/db",
                "--username=taara",
                "--auth=trust",
                "--locale=C",
                "--encoding=UTF8",
                "--no-sync",
            ],
            cwd=data,
            check=True,
            capture_output=True,
            user=user,
        )
        with _server(folder, data, user) as server:
            yield server
    finally:
        shutil.rmtree(data)


@contextmanager
def _server(folder: Path, data: Path, user: str | None) -> Iterator[PostgreSQL]:
    port = _free_port()
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "jit": "off",
    }
    process = subprocess.Popen(
        [
            str(folder / "postgres"),
            f"-D{data}/db",
            f"-p{port}",
            *(f"--{name}={value}" for name, value in options.items()),
        ],
        cwd=data,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
    )
    try:
        server = PostgreSQL(port=port)
        _wait_for(server, process)
        yield server
    finally:
        # To its own process: the fast way to stop, which also ends connections.
        process.send_signal(2)
        process.wait(timeout=30)


def _wait_for(server: PostgreSQL, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            server.execute("SELECT 1")
        except OperationalError:
            if process.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL does not answer")


def _free_port() -> int:
    """Return a port nobody listens at; another process asks, here sockets are watched."""
    asked = [sys.executable, "-c", FREE_PORT]
    return int(subprocess.run(asked, check=True, capture_output=True).stdout)
