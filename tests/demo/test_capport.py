"""The captive portal API."""

from typing import Any

from aiohttp import ClientSession
import pytest

from demo.clock import Clock
from demo.simulator import SimulatedRouter

from .client import Client

GB = 10**9


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "capport"


async def told(client: Client) -> Any:
    """Return what the portal tells."""
    return (await client.get("/api")).json()


async def test_what_is_left(router: SimulatedRouter, client: Client) -> None:
    """Bytes both ways, and seconds until the plan ends."""
    accept = {"Accept": "application/captive+json"}
    answer = await client.get("/api", headers=accept)
    assert (answer.status, answer.content_type) == (200, accept["Accept"])
    left = router.counter.cycle.end - router.clock.now()
    assert answer.json() == {
        "captive": False,
        "user-portal-url": f"{router.url}/portal",
        "seconds-remaining": int(left.total_seconds()),
        "bytes-remaining": router.counter.remaining,
        "can-extend-session": True,
    }
    state = await client.state()
    assert state["last_answer"]["remaining_bytes"] == answer.json()["bytes-remaining"]
    assert "<form" in (await client.get("/portal")).text


async def test_top_up_and_renewal(router: SimulatedRouter, client: Client) -> None:
    """What is left rises."""
    before = (await told(client))["bytes-remaining"]
    await client.control("top_up", bytes=GB)
    assert (await told(client))["bytes-remaining"] == before + GB
    await client.control("renew")
    assert (await told(client))["bytes-remaining"] == router.counter.granted


@pytest.mark.parametrize("why", ["shut", "quota"])
async def test_captive(client: Client, why: str) -> None:
    """Who is not let through, or has nothing left, gets no counters."""
    if why == "shut":
        await client.control("manner", captive=True)
    else:
        await client.control("exhaust")
    answer = await told(client)
    assert answer["captive"] is True
    assert not {"seconds-remaining", "bytes-remaining"} & answer.keys()
    assert (await client.state())["last_answer"] is None


async def test_unlimited(clock: Clock, dialect: str) -> None:
    """There is no counter, or there are dashes that are no JSON."""
    async with (
        SimulatedRouter(dialect=dialect, clock=clock, allowance=None) as router,
        ClientSession(router.url) as session,
    ):
        client = Client(session=session)
        answer = await told(client)
        assert answer["captive"] is False
        assert "bytes-remaining" not in answer
        router.dialect.vary(dashes=True)
        answer = await client.get("/api")
        assert '"bytes-remaining": ---, ' in answer.text
        with pytest.raises(ValueError, match="Expecting value"):
            answer.json()


async def test_figures_can_be_spoiled(router: SimulatedRouter, client: Client) -> None:
    """Though its type is a special one."""
    router.faults.set("missing")
    assert (await told(client)).keys() == {
        "captive", "user-portal-url", "can-extend-session"
    }  # fmt: skip


async def test_an_error_is_a_line(client: Client) -> None:
    """It has no form of its own."""
    assert (await client.get("/status")).text == "404 Not Found"
