"""The account service: plans, what is left of each, and what was bought."""

from collections.abc import AsyncIterator
from typing import Any

from aiohttp import ClientSession
import pytest

from demo.clock import Clock
from demo.household import Household
from demo.plan import Prepaid
from demo.simulator import SimulatedRouter

from .client import Client
from .taara_share import GB, sign_in, told


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "taara_share"


@pytest.fixture
async def router(clock: Clock, dialect: str) -> AsyncIterator[SimulatedRouter]:
    """Run the service for an empty house with a prepaid plan of a terabyte."""
    async with SimulatedRouter(
        dialect=dialect,
        clock=clock,
        household=Household(daily_bytes=0),
        plan=Prepaid(30),
        allowance=1000 * GB,
        used=87_546_875_645,
        usage_interval_seconds=0,
    ) as router:
        yield router


async def active(client: Client) -> list[tuple[str, str]]:
    """Return name and remainder of the plans in use."""
    plans = (await told(client))["subscriberActiveAndUnusedPlans"]
    return [(p["planName"], p["remainingBalance"]) for p in plans if p["isActive"]]


def history(data: Any) -> list[tuple[str, int]]:
    """Return day and remainder of each purchase, in the order they are listed."""
    return [
        (entry["purchasedAt"], plan["dataUsage"]["totalDataUsage"])
        for entry in data["purchasedHistory"]
        for plan in entry["purchasedHistoryPlans"]
    ]


def ids(data: Any) -> set[str]:
    """Return the numbers under which something was bought."""
    return {
        plan["_id"]
        for entry in data["purchasedHistory"]
        for plan in entry["purchasedHistoryPlans"]
    }


async def test_the_bundle(router: SimulatedRouter, client: Client) -> None:
    """Bytes and text tell what is left, each in its place; the summary tells nothing."""
    await sign_in(client)
    data = await told(client)
    plan_id = data["subscriberActiveAndUnusedPlans"][0]["planId"]
    assert data["balanceSummary"] == {"remainingBalance": 0}
    assert data["subscriberActiveAndUnusedPlans"] == [
        {
            "isActive": True,
            "planId": plan_id,
            "planName": "1 Month Unlimited",
            "remainingBalance": "912.5 GB",
            "expiresIn": "15 days",
            "isHomePlan": True,
        }
    ]
    assert data["purchasedHistory"][0] == {
        "purchasedAt": "09/29/2026",
        "purchasedHistoryPlans": [
            {
                "_id": plan_id,
                "planDisplayName": "1 Month Unlimited",
                "resellerPrice": {"currencyCode": "KES", "units": 2500, "nanos": 0},
                "dataUsage": {"totalDataUsage": 912_453_124_355},
            }
        ],
    }
    state = await client.state()
    assert state["last_answer"]["remaining_bytes"] == 912_453_124_355
    assert router.requests[-1].authorised


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_500_000, "1.5 MB"),
        (512_345_678, "512.3 MB"),
        (5 * GB, "5 GB"),
        (1_000 * GB, "1 TB"),
    ],
)
async def test_units_are_decimal(
    router: SimulatedRouter, client: Client, left: int, text: str
) -> None:
    """The text is the bytes, rounded in units of 1,000."""
    await sign_in(client)
    router.counter.renew()
    router.counter.use(1000 * GB - left)
    assert await active(client) == [("1 Month Unlimited", text)]
    assert left in [remaining for _, remaining in history(await told(client))]


@pytest.mark.parametrize("hidden", [False, True])
async def test_quota_reached(
    router: SimulatedRouter, client: Client, hidden: bool
) -> None:
    """A plan that is used up is listed with nothing left, or not any more."""
    router.dialect.vary(hides_used_up=hidden)
    await sign_in(client)
    await client.control("exhaust")
    assert await active(client) == ([] if hidden else [("1 Month Unlimited", "0 B")])


async def test_an_expired_plan_is_gone(router: SimulatedRouter, client: Client) -> None:
    """What ended shows as a purchase only."""
    router.clock.advance(15 * 86400)
    await sign_in(client)
    data = await told(client)
    assert data["subscriberActiveAndUnusedPlans"] == []
    assert history(data)[0] == ("09/29/2026", 912_453_124_355)


@pytest.mark.parametrize("oldest_first", [False, True])
async def test_renewal(
    router: SimulatedRouter, client: Client, oldest_first: bool
) -> None:
    """A new purchase begins full; the old one keeps what was left of it."""
    await client.control("manner", oldest_first=oldest_first)
    await client.control("renew")
    await client.control("use", bytes=GB)
    await sign_in(client)
    data = await told(client)
    bought = [
        ("10/14/2026", 999 * GB),
        ("09/29/2026", 912_453_124_355),
        ("08/29/2026", 41_209_833_472),
    ]
    assert history(data) == (bought[::-1] if oldest_first else bought)
    assert data["subscriberActiveAndUnusedPlans"][0]["expiresIn"] == "30 days"
    assert ids(data) == {data["subscriberActiveAndUnusedPlans"][0]["planId"]}
    router.dialect.vary(own_ids=True)
    assert len(ids(await told(client))) == 3


async def test_a_queued_plan_waits(router: SimulatedRouter, client: Client) -> None:
    """It is listed but not active, until the one before it ends."""
    assert (await client.control("queue"))["queued_plans"] == 1
    await sign_in(client)
    queued, present = (await told(client))["subscriberActiveAndUnusedPlans"]
    assert (queued["isActive"], present["isActive"]) == (False, True)
    assert (queued["remainingBalance"], queued["expiresIn"]) == ("1 TB", "30 days")
    router.clock.advance(15 * 86400)
    await sign_in(client)
    data = await told(client)
    (begun,) = data["subscriberActiveAndUnusedPlans"]
    assert (begun["isActive"], begun["remainingBalance"]) == (True, "1 TB")
    # It was bought on the day it was bought, not when it began.
    assert history(data)[0] == ("10/14/2026", 1000 * GB)


async def test_a_top_up(router: SimulatedRouter, client: Client) -> None:
    """It makes the plan larger, or is a plan of its own that is used last."""
    await sign_in(client)
    await client.control("top_up", bytes=10 * GB)
    assert await active(client) == [("1 Month Unlimited", "922.5 GB")]
    await client.control("manner", separate_top_ups=True)
    assert sorted(await active(client)) == [
        ("1 Month Unlimited", "912.5 GB"),
        ("Top-up 10 GB", "10 GB"),
    ]
    await client.control("use", bytes=920 * GB)
    assert sorted(await active(client)) == [
        ("1 Month Unlimited", "0 B"),
        ("Top-up 10 GB", "2.5 GB"),
    ]
    left = [remaining for _, remaining in history(await told(client))[:2]]
    assert sum(left) == router.counter.remaining


async def test_unlimited(clock: Clock, dialect: str) -> None:
    """Without an allowance nothing is left of it."""
    async with (
        SimulatedRouter(dialect=dialect, clock=clock, allowance=None) as router,
        ClientSession(router.url) as session,
    ):
        client = Client(session=session)
        await sign_in(client)
        assert await active(client) == [("1 Month Unlimited", "Unlimited")]


async def test_figures_can_be_spoiled(router: SimulatedRouter, client: Client) -> None:
    """Those with a unit, too; names stay."""
    await sign_in(client)
    router.faults.set("negative")
    plan = (await told(client))["subscriberActiveAndUnusedPlans"][0]
    assert plan["planName"] == "1 Month Unlimited"
    assert (plan["remainingBalance"], plan["expiresIn"]) == ("-912.5 GB", "-15 days")
