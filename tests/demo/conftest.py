"""A simulated router on a clock that stands still, and a client to ask it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from aiohttp import ClientSession, CookieJar
import pytest

from demo.clock import Clock
from demo.simulator import SimulatedRouter

from .client import Client

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _loopback(socket_enabled: None) -> None:
    """Let the tests talk to 127.0.0.1."""


@pytest.fixture
def clock() -> Clock:
    """Return a clock that only moves when told."""
    return Clock(start=NOON, speed=0)


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "local-a"


@pytest.fixture
async def router(clock: Clock, dialect: str) -> AsyncIterator[SimulatedRouter]:
    """Run a router that answers usage as often as it is asked."""
    async with SimulatedRouter(
        dialect=dialect, clock=clock, usage_interval_seconds=0
    ) as router:
        yield router


@pytest.fixture
async def client(router: SimulatedRouter) -> AsyncIterator[Client]:
    """Return a client of the router that keeps cookies."""
    async with ClientSession(router.url, cookie_jar=CookieJar(unsafe=True)) as session:
        yield Client(session=session)
