"""Taara in a real Home Assistant, against a simulated router.

Prints where it is and how to sign in, and goes on until Ctrl-C. What it makes stays
in .demo, so that the next start is quick and the household goes on from there.
"""

from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
import signal
import sys
from tempfile import TemporaryDirectory
from typing import Final

from .check import Verdict, check, table
from .home_assistant import HomeAssistant, HomeAssistantFailed, free_port
from .sources import SOURCES
from .stage import CannotStage, Stage, stage

KEPT: Final = Path(__file__).resolve().parents[1] / ".demo"
PORT: Final = 8123
_SPOKEN: Final = "\n".join(
    f"  {name:19} {source.about}" for name, source in SOURCES.items()
)

# How Home Assistant ends when somebody chose Restart in it.
_RESTART: Final = 100
_FAILED: Final = 1
_CANNOT: Final = 2
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo, or the check; return the exit code."""
    asked = parser().parse_args(arguments)
    try:
        return asyncio.run(run(asked))
    except CannotStage as err:
        print(f"error: {err}", file=sys.stderr)
        return _CANNOT
    except HomeAssistantFailed as err:
        print(f"error: {err}", file=sys.stderr)
        return _FAILED


def parser() -> ArgumentParser:
    """Return what may be asked for."""
    parser = ArgumentParser(
        prog="scripts/demo",
        description=__doc__,
        epilog=f"dialects:\n{_SPOKEN}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--port",
        type=_port,
        metavar="N",
        help=f"port of Home Assistant ({PORT}; with --check, any free one)",
    )
    add(
        "--dialect",
        choices=SOURCES,
        default=next(iter(SOURCES)),
        metavar="D",
        help="what the simulated router speaks, of those below (%(default)s)",
    )
    add(
        "--fresh",
        action="store_true",
        help="start over instead of going on from the last time",
    )
    add(
        "--check",
        action="store_true",
        help="compare Home Assistant with the simulated router, and end",
    )
    return parser


def _port(text: str) -> int:
    """Return a port; ArgumentTypeError for anything else."""
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        msg = f"must be from 1 to 65535: {text}"
        raise ArgumentTypeError(msg)
    return int(text)


async def run(asked: Namespace) -> int:
    """Run what was asked for until it, a signal, or Home Assistant ends it."""
    running = asyncio.ensure_future(_check(asked) if asked.check else _demo(asked))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, running.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        return _INTERRUPTED


async def _check(asked: Namespace) -> int:
    """Compare a household made for the occasion; 0 if all agrees."""
    with TemporaryDirectory(prefix="taara-demo-") as directory:
        port, source = asked.port or free_port(), SOURCES[asked.dialect]
        async with stage(Path(directory), port=port, source=source) as running:
            lines = await check(running.home, running.router, source)
    print(table(lines))
    agree = not any(line.verdict is Verdict.DIFFERS for line in lines)
    print("All that can be compared agrees." if agree else "They differ.")
    return 0 if agree else _FAILED


async def _demo(asked: Namespace) -> int:
    """Run until interrupted, which is how it is meant to end."""
    directory, port = KEPT / asked.dialect, asked.port or PORT
    async with stage(
        directory, port=port, source=SOURCES[asked.dialect], fresh=asked.fresh
    ) as running:
        print(_welcome(running), flush=True)
        with suppress(asyncio.CancelledError):
            return await _until_it_ends(running.home)
        print("\nEnding Home Assistant and the simulated router.", flush=True)
    return 0


async def _until_it_ends(home: HomeAssistant) -> int:
    """Wait for Home Assistant's end, and start it again after a restart."""
    while True:
        code = await home.ended()
        if code != _RESTART:
            raise HomeAssistantFailed(
                f"Home Assistant has ended (exit code {code}); so ends the demo. "
                f"Its last words ({home.log}):\n{home.log_tail()}"
            )
        print("Home Assistant restarts.", flush=True)
        await home.stop()
        await home.start()


def _welcome(running: Stage) -> str:
    home, router = running.home, running.router
    return f"""
Taara is ready:

  {home.url}
  user name: {home.username}
  password:  {home.password}

The simulated router is at {router.url} (the truth: {router.url}/_sim/state).
Ctrl-C ends both."""


if __name__ == "__main__":
    sys.exit(main())
