"""What the local dialects tell of usage, and how often."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession
import pytest

from demo.clock import Clock
from demo.household import Household
from demo.plan import Monthly, Prepaid
from demo.simulator import SimulatedRouter

from .client import LOCAL, MB, Client, signed_in


@pytest.fixture
async def router(clock: Clock, dialect: str) -> AsyncIterator[SimulatedRouter]:
    """Run a router with the original document's figures."""
    async with SimulatedRouter(
        dialect=dialect,
        clock=clock,
        household=Household(daily_bytes=0),
        plan=Monthly(2),
        allowance=1_048_576 * MB,
        used=614_400 * MB + 1_000_000,
    ) as router:
        yield router


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (
            "local-c",
            {
                "total_used": "614400",
                "total_allocated": "1048576",
                "remaining": "434176",
                "last_updated": "2026-10-14T12:00:00Z",
            },
        ),
        (
            "local-d",
            {
                "total_used_mb": 614_400,
                "total_allocated_mb": 1_048_576,
                "remaining_mb": 434_176,
            },
        ),
    ],
)
async def test_flat_usage(
    client: Client, dialect: str, expected: dict[str, Any]
) -> None:
    """C writes flat strings, D flat numbers, in whole MB."""
    await signed_in(client, dialect)
    assert await client.usage() == expected


@pytest.mark.parametrize("dialect", ["local-a", "local-b"])
async def test_nested_usage(client: Client, dialect: str) -> None:
    """A and B write usage, cycle and line."""
    await signed_in(client, dialect)
    told = await client.usage()
    assert told["status"] == "success"
    assert told["timestamp"] == "2026-10-14T12:00:00Z"
    assert told["usage"] == {
        "total_used_mb": 614_400,
        "total_allocated_mb": 1_048_576,
        "remaining_mb": 434_176,
        "percentage_used": 58.59,
        "billing_cycle": {
            "start_date": "2026-10-02",
            "days_elapsed": 12,
            "days_remaining": 19,
            "total_days": 31,
        },
    }
    assert set(told["connection"]) == {
        "status", "download_speed_mbps", "upload_speed_mbps", "latency_ms"
    }  # fmt: skip


@pytest.mark.parametrize("dialect", LOCAL)
async def test_usage_is_rationed(
    router: SimulatedRouter, client: Client, dialect: str
) -> None:
    """A second request within ten minutes is refused, with the seconds to wait."""
    router.sessions.lifetime = timedelta(days=1)
    await signed_in(client, dialect)
    assert (await client.get("/usage")).status == 200
    router.clock.advance(240)
    answer = await client.get("/usage")
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "360"
    assert answer.json() == {
        "status": "error", "message": "Too many requests", "retry_after": 360
    }  # fmt: skip
    # Being refused does not make the wait longer.
    router.clock.advance(360)
    assert (await client.get("/usage")).status == 200


async def test_signing_in_again_does_not_help(client: Client) -> None:
    """The ration is the account's, not the session's."""
    await signed_in(client, "local-a")
    assert (await client.get("/usage")).status == 200
    await signed_in(client, "local-a")
    assert (await client.get("/usage")).status == 429


async def test_a_request_slightly_early_is_answered(
    router: SimulatedRouter, client: Client
) -> None:
    """Requests sent ten minutes apart may arrive a little closer together."""
    await signed_in(client, "local-a")
    await client.get("/usage")
    router.clock.advance(599)
    assert (await client.get("/usage")).status == 200


@pytest.mark.parametrize("dialect", LOCAL)
async def test_unlimited(clock: Clock, dialect: str) -> None:
    """Without an allowance there is no total and no remainder."""
    async with (
        SimulatedRouter(
            dialect=dialect, clock=clock, allowance=None, used=3 * MB
        ) as router,
        ClientSession(router.url) as session,
    ):
        client = Client(
            session=session,
            headers={"Cookie": f"session_id={router.sessions.open('x')}"},
        )
        told = await client.usage()
        told = told.get("usage", told)
        assert [told[key] for key in told if "remain" in key or "alloc" in key] == [
            None
        ] * 2


async def test_an_expired_plan_has_no_days_left(clock: Clock) -> None:
    """The days of a cycle stop at its end."""
    async with (
        SimulatedRouter(clock=clock, plan=Prepaid(30)) as router,
        ClientSession(router.url) as session,
    ):
        clock.advance(timedelta(days=40).total_seconds())
        client = Client(
            session=session,
            headers={"Cookie": f"session_id={router.sessions.open('x')}"},
        )
        cycle = (await client.usage())["usage"]["billing_cycle"]
        assert (cycle["days_elapsed"], cycle["days_remaining"]) == (30, 0)
