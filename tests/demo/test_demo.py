"""The demo itself: what may be asked of it, what it refuses, and one real run."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
import fcntl
from pathlib import Path
import signal
import socket

from aiohttp import ClientSession
import pytest

from demo import __main__ as command
from demo.dialects import DIALECTS
from demo.home_assistant import HomeAssistant, HomeAssistantFailed, free_port
from demo.household import NAIROBI
from demo.scene import Scene, is_free
from demo.sources import SOURCES
from demo.stage import stage

SCENE = """{
    "router_port": 8188, "since": "2026-08-19T00:00:00+03:00", "reset_day": 15
}"""


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep nothing of these tests where a person's own demo is kept."""
    monkeypatch.setattr(command, "KEPT", tmp_path)
    return tmp_path / "local-a"


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_nothing_has_to_be_asked_for() -> None:
    """The demo goes on from the last time, at the usual port."""
    asked = command.parser().parse_args([])
    assert vars(asked) == {
        "port": None,
        "dialect": "local-a",
        "fresh": False,
        "check": False,
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "0"],
        ["--port", "65536"],
        ["--port", "http"],
        ["--dialect", "klingon"],
        ["--unknown"],
    ],
)
def test_what_cannot_be_done_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With the exit code of a wrong usage, and a short word."""
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert len(capsys.readouterr().err) < 500


def test_help_tells_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """And where the household is kept."""
    with pytest.raises(SystemExit) as ended:
        command.main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for word in ("--port", "--dialect", "--fresh", "--check", "Ctrl-C", ".demo"):
        assert word in told
    for name, source in SOURCES.items():
        assert f"  {name} " in told
        assert source.about in told


def test_every_dialect_is_shown() -> None:
    """By its own name."""
    assert [name for name in DIALECTS if SOURCES[name].dialect != name] == []


@pytest.mark.parametrize("more", [[], ["--check"], ["--fresh"]])
def test_a_taken_port_is_told_before_anything_is_started(
    taken: int, more: list[str], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to do about it."""
    assert command.main(["--port", str(taken), *more]) == 2
    told = capsys.readouterr()
    assert f"Port {taken} is taken" in told.err
    assert "--port" in told.err
    assert told.out == ""
    assert not kept.exists()


def test_a_household_in_use_is_left_alone(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Home Assistant holds a lock on its directory; starting over would pull it away."""
    kept.mkdir()
    with (kept / ".ha_run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert command.main(["--port", str(free_port()), "--fresh"]) == 2
    assert "running already" in capsys.readouterr().err
    assert kept.exists()


def test_a_router_needs_the_port_it_was_set_up_at(
    taken: int, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Home Assistant would look for it there."""
    kept.mkdir()
    (kept / "demo.json").write_text(SCENE.replace("8188", str(taken)))
    assert command.main(["--port", str(free_port())]) == 2
    told = capsys.readouterr().err
    assert f"Port {taken}" in told
    assert "--fresh" in told


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"router_port": 1}', SCENE[:-1] + ', "x": 1}']
)
def test_what_was_not_finished_is_begun_anew(tmp_path: Path, text: str | None) -> None:
    """A demo that was interrupted while it was set up has kept nothing."""
    if text is not None:
        (tmp_path / "demo.json").write_text(text)
    assert Scene.kept(tmp_path) is None


def test_what_was_finished_goes_on(tmp_path: Path) -> None:
    """With the same renewals, at the same port."""
    (tmp_path / "demo.json").write_text(SCENE)
    scene = Scene.kept(tmp_path)
    since = datetime(2026, 8, 19, tzinfo=NAIROBI)
    assert scene == Scene(router_port=8188, since=since, reset_day=15)
    assert scene.monthly.reset_day == 15
    scene.keep(tmp_path)
    assert Scene.kept(tmp_path) == scene


def test_a_new_router_listens_where_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    """Whatever listens at its usual port."""
    monkeypatch.setattr("demo.scene.ROUTER_PORT", taken)
    scene = Scene.at(datetime.now(UTC))
    assert scene.router_port != taken
    assert is_free(scene.router_port)


async def test_a_home_assistant_that_does_not_start_says_why(
    socket_enabled: None, tmp_path: Path
) -> None:
    """Here another one has the directory."""
    (tmp_path / ".ha_run.lock").touch()
    with (tmp_path / ".ha_run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home = HomeAssistant(tmp_path)
        with pytest.raises(HomeAssistantFailed, match="already running"):
            await home.start()
    assert home.returncode is None


async def test_it_runs_until_it_is_ended_and_goes_on_the_next_time(
    socket_enabled: None, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real thing: it shows itself, ends everything, and has kept its figures."""
    port = free_port()
    asked = command.parser().parse_args(["--port", str(port)])
    running = asyncio.create_task(command.run(asked))
    told = ""
    while "Ctrl-C ends both" not in told:
        assert not running.done(), told
        await asyncio.sleep(0.2)
        told += capsys.readouterr().out
    url = f"http://127.0.0.1:{port}"
    for word in (url, "user name: demo", "password:  demo"):
        assert word in told
    async with ClientSession() as session, session.get(url) as page:
        assert page.status == 200
    scene = Scene.kept(kept)
    assert scene is not None

    signal.raise_signal(signal.SIGTERM)
    assert await running == 0
    assert is_free(port)
    assert is_free(scene.router_port)

    async with stage(kept, port=free_port(), source=SOURCES["local-a"]) as again:
        states = await again.home.states()
        assert float(states["sensor.taara_data_used"]["state"]) > 0
        assert again.router.requests == []
        page = await again.home.ws({"type": "lovelace/config", "url_path": "lovelace"})
        assert page["strategy"] == {"type": "custom:taara"}
        shown = await again.home.ws({"type": "taara/dashboard"})
        assert len(shown["views"]) == 5
