"""The router run by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
import re
import signal
import sys

from aiohttp import ClientSession
import pytest

from demo.dialects import DIALECTS
from demo.router import main
from demo.simulator import SimulatedRouter

from .client import Client

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the router as its own process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "demo.router",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(30):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
async def test_says_where_it_listens_and_ends_cleanly(end: signal.Signals) -> None:
    """The address stands in the one line it prints; both signals end it with 0."""
    async with running(
        *("--port", "0", "--dialect", "local-c", "--allowance-gb", "500"),
        *("--start", "2026-03-10T08:00:00+03:00", "--reset-day", "5", "--seed", "3"),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = (await process.stdout.readline()).decode()
        found = re.search(r"\(local-c\) ready at (http://127\.0\.0\.1:[1-9]\d*) ", line)
        assert found, line
        async with ClientSession(found[1]) as session:
            state = await Client(session=session).state()
        assert state["allowance_bytes"] == 500 * 10**9
        assert state["clock"]["now"].startswith("2026-03-10T05:0")
        assert state["cycle"]["start"] == "2026-03-04T21:00:00+00:00"
        process.send_signal(end)
        assert await process.wait() == 0
        assert await process.stderr.read() == b""


async def test_a_dialect_has_its_own_account_and_manner() -> None:
    """Both can be changed, and the line says what to sign in with."""
    async with running(
        *("--port", "0", "--dialect", "taara_share", "--password", "246800"),
        *("--vary", "partner_id=100000003", "--vary", "oldest_first=true"),
    ) as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        assert "signs in 254700000000 / 246800" in line
        assert "partner 100000003, hotspot 200000002" in line
        found = re.search(r"http://\S+", line)
        assert found, line
        async with ClientSession(found[0]) as session:
            assert (await Client(session=session).state())["manner"]["oldest_first"]


async def test_says_when_the_port_is_taken(router: SimulatedRouter) -> None:
    """It names the port and what to do, and exits with 2."""
    async with running("--port", str(router.port)) as process:
        said, trouble = await process.communicate()
    assert process.returncode == 2
    assert said == b""
    assert f"Port {router.port} on 127.0.0.1 is taken".encode() in trouble
    assert b"--port" in trouble
    assert b"Traceback" not in trouble


def test_help_names_dialects_and_knobs(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks learns what there is."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(word in said for word in (*DIALECTS, "/_sim/state", "/_sim/fault"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dialect", "klingon"],
        ["--reset-day", "32"],
        ["--reset-day", "1", "--prepaid-days", "30"],
        ["--start", "yesterday"],
        ["--time-zone", "Mars/Olympus"],
        ["--speed", "-1"],
        ["--port", "70000"],
        ["--prepaid-days", "0"],
        ["--vary", "chap"],
        ["--vary", "chap=false"],
        ["--dialect", "mikrotik_hotspot", "--vary", "page=shiny"],
    ],
)
def test_refuses_what_makes_no_sense(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip is told in a line, with exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "error: argument" in capsys.readouterr().err


async def test_shares_nothing_with_the_client() -> None:
    """A router that borrowed the client's code would share its mistakes."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c"),
        "import sys, demo.router\n"
        "print(*{name.partition('.')[0] for name in sys.modules})",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    loaded = (await process.communicate())[0].decode().split()
    assert "demo" in loaded
    assert not {"custom_components", "homeassistant"} & set(loaded)
