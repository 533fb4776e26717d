"""How fast the REST interface answers 50 clients at once, in a real Home Assistant.

Each client keeps one connection and asks for `usage/current`: once at the pace of a
program that asks ten times a second, and once again as soon as it is answered, which is
as much as Home Assistant can bear. Beside it stands Home Assistant's own least answer
(`/api/`), which costs what signing in and HTTP cost. Prints milliseconds.
"""

from argparse import ArgumentParser
import asyncio
from dataclasses import dataclass
import json
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

CLIENTS = 50
PACE = 0.1
"""Seconds from one question of a client to its next."""
GOAL_MS = 20.0
PATHS = {"usage/current": "/api/taara/v1/usage/current", "Home Assistant": "/api/"}


class Client:
    """One connection that stays open: no more than what HTTP needs, to cost little."""

    def __init__(self, url: str, path: str, token: str) -> None:
        """Prepare the one question that it asks."""
        parts = urlsplit(url)
        self._host, self._port = str(parts.hostname), parts.port
        self._question = (
            f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Authorization: Bearer {token}\r\n\r\n"
        ).encode()

    async def ask(self, seconds: float, pace: float, delay: float) -> list[float]:
        """Ask for a while; return how long each answer took, in milliseconds."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            await asyncio.sleep(delay)
            times, begun = [], perf_counter()
            while (asked := perf_counter()) < begun + seconds:
                writer.write(self._question)
                await _answer(reader)
                took = perf_counter() - asked
                times.append(1000 * took)
                await asyncio.sleep(max(0, pace - took))
        finally:
            writer.close()
        return times


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read a whole answer, which has to be a good one."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, *headers = head.decode().split("\r\n")
    if status.split()[1] != "200":
        raise RuntimeError(status)
    (length,) = (
        int(header.partition(":")[2])
        for header in headers
        if header.lower().startswith("content-length:")
    )
    await reader.readexactly(length)


@dataclass(frozen=True)
class Figures:
    """What one load came to: questions in a second, and milliseconds of the answers."""

    rate: float
    median: float
    p95: float
    p99: float

    @classmethod
    def of(cls, times: list[float], seconds: float) -> Figures:
        """Return the figures of so many answers."""
        ordered = sorted(times)

        def quantile(share: float) -> float:
            return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

        return cls(len(times) / seconds, quantile(0.5), quantile(0.95), quantile(0.99))


async def load(url: str, path: str, token: str, seconds: float, pace: float) -> Figures:
    """Let all clients ask at once, at their pace."""
    async with asyncio.TaskGroup() as group:
        clients = [
            group.create_task(
                Client(url, path, token).ask(seconds, pace, pace * number / CLIENTS)
            )
            for number in range(CLIENTS)
        ]
    return Figures.of([ms for client in clients for ms in client.result()], seconds)


async def measured(seconds: float) -> dict[str, dict[str, Figures]]:
    """Return the figures of each path, asked at a pace and without one."""
    found: dict[str, dict[str, Figures]] = {}
    with TemporaryDirectory() as folder:
        async with (
            SimulatedRouter() as router,
            HomeAssistant(Path(folder) / "config") as home,
        ):
            account = router.account
            await home.set_up_taara(router.url, account.username, account.password)
            token = str(home.token)
            for name, path in PATHS.items():
                await load(home.url, path, token, 1, 0)  # everybody is warm by then
                found[name] = {
                    "paced": await load(home.url, path, token, seconds, PACE),
                    "at once": await load(home.url, path, token, seconds, 0),
                }
    return found


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="three seconds each")
    asked = parser.parse_args()
    found = asyncio.run(measured(3 if asked.quick else 20))
    if asked.json:
        told = {name: {k: vars(v) for k, v in of.items()} for name, of in found.items()}
        print(json.dumps(told))
        return
    print(f"{CLIENTS} clients; the goal is {GOAL_MS:g} ms for 95 of 100 answers")
    print(f"{'':24}{'a second':>10}{'median':>10}{'95 %':>10}{'99 %':>10}")
    for name, loads in found.items():
        for how, figures in loads.items():
            print(
                f"{name + ', ' + how:24}{figures.rate:10.0f}{figures.median:10.2f}"
                f"{figures.p95:10.2f}{figures.p99:10.2f}"
            )


if __name__ == "__main__":
    main()
