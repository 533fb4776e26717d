"""A wall clock that is put back or forward makes Taara neither silent nor rude."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from demo.clock import Clock

from .helpers_core import DAY, HOUR, MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)

type PutClock = Callable[[timedelta], None]


@pytest.fixture
async def router_options() -> dict[str, Any]:
    """Let the router count on a clock that nobody puts anywhere."""
    return {"clock": Clock(source=lambda: asyncio.get_running_loop().time())}


@pytest.fixture
def put_clock(home: Home, monkeypatch: pytest.MonkeyPatch) -> PutClock:
    """Return what puts the wall clock forward, or back, while time goes on as it did."""
    loop = home.hass.loop
    time_of_loop, put_by = loop.time, timedelta(0)

    def put(span: timedelta) -> None:
        nonlocal put_by
        put_by += span
        home.freezer.tick(span)

    monkeypatch.setattr(loop, "time", lambda: time_of_loop() - put_by.total_seconds())
    return put


@pytest.mark.parametrize("span", [-3 * DAY, -HOUR, -MINUTE, MINUTE, HOUR, 3 * DAY])
async def test_put_while_running(
    home: Home, put_clock: PutClock, span: timedelta
) -> None:
    """The next request is made ten minutes after the last, whatever the wall clock says."""
    await home.set_up()
    await home.turn(4 * MINUTE)
    put_clock(span)
    await home.turn(5 * MINUTE, step=MINUTE)
    assert home.usage_requests == 1
    await home.turn(2 * MINUTE, step=MINUTE)
    assert home.usage_requests == 2
    assert home.overview.used == home.told


async def test_put_back_after_a_refusal(home: Home, put_clock: PutClock) -> None:
    """What the router asked for is kept, and not by the days the clock was put back."""
    await home.set_up()
    home.router.faults.set("too_many", times=1, retry_after=12 * 3600)
    await home.turn()
    put_clock(-3 * DAY)
    await home.turn(12 * HOUR - MINUTE)
    assert home.usage_requests == 2
    await home.turn(11 * MINUTE)
    assert home.usage_requests == 3


async def test_put_back_after_a_failure(home: Home, put_clock: PutClock) -> None:
    """A poll that reached nobody is made again ten minutes later."""
    await home.set_up()
    await home.router.stop()
    await home.turn()
    put_clock(-3 * DAY)
    await home.router.start()
    await home.turn()
    assert home.usage_requests == 2


@pytest.mark.parametrize("span", [-3 * DAY, -HOUR])
async def test_wrong_after_a_start(
    home: Home, put_clock: PutClock, span: timedelta
) -> None:
    """A device without a clock of its own starts in the past and learns better later.

    Taara then waits ten minutes from its start, not days, and the moment the clock is
    put right is no reason to ask.
    """
    await home.set_up()
    await home.turn(MINUTE)
    async with home.next_life(killed=True) as later:
        put_clock(span)
        await later.set_up()
        await later.turn(5 * MINUTE)
        put_clock(-span)
        await later.turn(4 * MINUTE, step=MINUTE)
        assert home.usage_requests == 1
        await later.turn(MINUTE)
        assert home.usage_requests == 2


async def test_wrong_for_good(home: Home, put_clock: PutClock) -> None:
    """A device that never learns the time reads all the same."""
    await home.set_up()
    async with home.next_life(killed=True) as later:
        put_clock(-3 * DAY)
        await later.set_up()
        await later.turn(HOUR)
        assert home.usage_requests == 7
        assert later.overview.used == home.told
