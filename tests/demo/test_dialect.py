"""A dialect is one class and one line, and every fault befalls it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any, override

from aiohttp import web
import pytest

from demo.clock import Clock
from demo.dialects import DIALECTS, Dialect
from demo.faults import FAULTS
from demo.simulator import SimulatedRouter

# What makes a fault show sooner.
HASTE: dict[str, dict[str, Any]] = {"gzip_bomb": {"megabytes": 1}}


class Parrot(Dialect):
    """Answers everybody with the bytes used."""

    login_path = "/perch"
    status_path = "/mood"
    usage_path = "/seeds"

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Return its one path."""
        return (web.get(self.usage_path, self.seeds),)

    @override
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Squawk."""
        return web.Response(status=status, text=f"Squawk! {message}")

    async def seeds(self, _request: web.Request) -> web.Response:
        """Tell the bytes used."""
        return web.json_response([{"seeds": self.router.counter.used}])


@pytest.fixture
async def router(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimulatedRouter]:
    """Run a router that speaks as a parrot."""
    monkeypatch.setitem(DIALECTS, "parrot", Parrot)
    async with SimulatedRouter(dialect="parrot", clock=clock) as router:
        yield router


async def seen(router: SimulatedRouter) -> bytes | None:
    """Return what a client sees in half a second, at most; None if that is nothing."""
    reader, writer = await asyncio.open_connection(router.host, router.port)
    writer.write(b"GET /seeds HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = bytearray()
    try:
        async with asyncio.timeout(0.5):
            while len(answer) < 100_000 and (chunk := await reader.read(65536)):
                answer += chunk
    except TimeoutError:
        return bytes(answer) or None
    finally:
        writer.close()
        await writer.wait_closed()
    return bytes(answer)


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_befalls_every_dialect(
    router: SimulatedRouter, fault: str
) -> None:
    """With the fault something else is on the wire; without it all is well again."""
    well = await seen(router)
    assert well is not None
    assert b'[{"seeds": ' in well
    router.faults.set(fault, **HASTE.get(fault, {}))
    assert await seen(router) != well
    assert router.requests[-1].faults == [fault]
    router.faults.clear()
    assert await seen(router) == well


async def test_errors_are_in_its_own_words(router: SimulatedRouter) -> None:
    """What it does not know, and what goes wrong, is said as it says things."""
    router.faults.set("forbidden")
    assert b"Squawk! Forbidden" in (await seen(router) or b"")


def test_an_unknown_dialect_is_refused() -> None:
    """A slip in a name is not some other dialect."""
    with pytest.raises(KeyError):
        SimulatedRouter(dialect="klingon")
