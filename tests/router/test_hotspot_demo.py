"""The client against the simulated HotSpot, which was written by itself."""

from typing import Any

import pytest

from custom_components.taara.model import CounterKind
from custom_components.taara.router import hotspot
from custom_components.taara.router.discovery import discover
from custom_components.taara.router.hotspot import HotspotProvider
from custom_components.taara.router.provider import (
    InvalidAuth,
    RouterError,
    RouterUnavailable,
    UnexpectedPayload,
)
from demo.accounts import SUBSCRIBER
from demo.clock import Clock
from demo.simulator import SimulatedRouter

from .conftest import Connect
from .hotspot_device import LOGGING_IN

GIB = 2**30
KNOWN = {"username": SUBSCRIBER.username, "password": SUBSCRIBER.password}


def simulated(**manner: Any) -> SimulatedRouter:
    """Make a HotSpot of that manner whose clock stands still."""
    return SimulatedRouter(
        dialect="mikrotik_hotspot", clock=Clock(speed=0), manner=manner
    )


def asked(router: SimulatedRouter) -> list[str]:
    """Return what the HotSpot was asked."""
    return [f"{one.method} {one.path}" for one in router.requests]


@pytest.mark.parametrize("chap", [True, False])
@pytest.mark.parametrize("page", ["new", "old"])
async def test_page_counts_the_session(page: str, chap: bool, connect: Connect) -> None:
    """From its own beginning, to a tenth of the unit that is shown."""
    async with simulated(page=page, chap=chap) as router:
        provider = HotspotProvider(connect(router.url), KNOWN)

        await provider.sign_in()
        router.counter.use(GIB)
        taken = await provider.read()

        assert taken.counter is CounterKind.SESSION
        assert taken.used == pytest.approx(GIB, rel=0.001)
        assert taken.counting_since is not None
        router.reboot()
        assert (await provider.read()).used == 0
        assert asked(router) == [*LOGGING_IN, LOGGING_IN[0], *LOGGING_IN]


async def test_template_tells_what_is_left_of_the_account(connect: Connect) -> None:
    """Also after the session began again."""
    async with simulated(page="json") as router:
        provider = HotspotProvider(connect(router.url), KNOWN)
        before = await provider.read()
        router.counter.use(GIB)
        router.sign_out()

        after = await provider.read()

        assert before.counter is after.counter is CounterKind.REMAINING
        assert before.remaining is not None
        assert after.remaining == before.remaining - GIB


@pytest.mark.parametrize("page", ["new", "json"])
async def test_device_that_is_let_in_needs_no_account(
    page: str, connect: Connect
) -> None:
    """And one that is not is not logged in."""
    async with simulated(page=page, lets_in=True) as router:
        provider = HotspotProvider(connect(router.url), {})
        await provider.sign_in()
        assert (await provider.read()).counter
        router.dialect.vary(lets_in=False)
        with pytest.raises(RouterUnavailable, match="not logged in"):
            await provider.read()
        assert set(asked(router)) == {"GET /status"}


@pytest.mark.parametrize("chap", [True, False])
@pytest.mark.parametrize(
    ("trouble", "password", "error", "told"),
    [
        ("none", "guess", InvalidAuth, "refuses"),
        ("radius", SUBSCRIBER.password, RouterUnavailable, "no login now"),
        ("sessions", SUBSCRIBER.password, RouterUnavailable, "no login now"),
    ],
)
async def test_refused_login(
    trouble: str,
    password: str,
    error: type[RouterError],
    told: str,
    chap: bool,
    connect: Connect,
) -> None:
    """By the words on the login page."""
    async with simulated(trouble=trouble, chap=chap) as router:
        account = KNOWN | {"password": password}
        with pytest.raises(error, match=told):
            await HotspotProvider(connect(router.url), account).read()
        assert asked(router) == LOGGING_IN[:3]


async def test_used_up_allowance(connect: Connect) -> None:
    """It cuts the session, and more of it mends it."""
    async with simulated() as router:
        provider = HotspotProvider(connect(router.url), KNOWN)
        await provider.read()
        router.counter.exhaust()
        with pytest.raises(RouterUnavailable, match="used up"):
            await provider.read()
        router.counter.top_up(GIB)
        assert (await provider.read()).used == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("quota_reached", RouterUnavailable),
        ("unavailable", RouterUnavailable),
        ("redirect_other_host", UnexpectedPayload),
        ("truncated", UnexpectedPayload),
        ("empty", UnexpectedPayload),
        ("nan", UnexpectedPayload),
        ("negative", UnexpectedPayload),
        ("nulls", UnexpectedPayload),
        ("wrong_types", UnexpectedPayload),
        ("missing", UnexpectedPayload),
        ("huge", UnexpectedPayload),
    ],
)
@pytest.mark.parametrize("page", ["new", "json"])
async def test_fault(
    page: str, fault: str, error: type[RouterError], connect: Connect
) -> None:
    """No login is made because a page is damaged."""
    async with simulated(page=page) as router:
        provider = HotspotProvider(connect(router.url), KNOWN)
        await provider.read()
        router.requests.clear()
        router.faults.set(fault)

        with pytest.raises(error):
            await provider.read()

        assert "POST /login" not in asked(router)


@pytest.mark.parametrize("fault", ["http_1_0", "gzip", "wrong_content_type"])
async def test_odd_ways_to_answer(fault: str, connect: Connect) -> None:
    """They are answers all the same."""
    async with simulated(lets_in=True) as router:
        router.faults.set(fault)
        assert (await HotspotProvider(connect(router.url), {}).read()).used


@pytest.mark.parametrize("page", ["new", "old", "json"])
@pytest.mark.parametrize("lets_in", [True, False])
async def test_discovery(page: str, lets_in: bool, connect: Connect) -> None:
    """Whether the device is logged in or not."""
    async with simulated(page=page, lets_in=lets_in) as router:
        found = await discover(connect(router.url))
        assert found.provider == "mikrotik_hotspot"


async def test_used_up_is_believed_where_it_can_be(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is locked out as used up has nothing left, if so little was: else who knows."""
    monkeypatch.setattr(hotspot, "_FASTEST", 10**18)
    async with simulated(page="json") as router:
        provider = HotspotProvider(connect(router.url), KNOWN)
        await provider.read()
        router.counter.exhaust()
        assert (await provider.read()).remaining == 0

        monkeypatch.setattr(hotspot, "_FASTEST", 1)
        router.counter.top_up(GIB)
        assert (await provider.read()).remaining == GIB
        router.counter.exhaust()
        with pytest.raises(RouterUnavailable):
            await provider.read()
