"""RouterOS: since when an interface counts, which is told by how long the router runs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
import json

import pytest
from yarl import URL

from custom_components.taara.model import Reading
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import InvalidAuth
from custom_components.taara.router.routeros import RouterOsProvider
from custom_components.taara.router.routeros_payload import with_start
from custom_components.taara.usage.meter import movement
from demo.clock import Clock
from demo.simulator import SimulatedRouter

from .conftest import HASTY, Connect
from .replies import always, hang_up, in_json, silence
from .routeros_device import (
    INTERFACES,
    PASSWORD,
    RESOURCE,
    UNAUTHORIZED,
    USERNAME,
    Device,
    forbidden,
    running,
)
from .server import Handler

GB = 10**9
NOON = datetime(2026, 10, 13, 12, tzinfo=UTC)


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    """Run a device."""
    async with running() as device:
        yield device


async def read(
    device: Device, connect: Connect, counter: str = "interface:ether1"
) -> Reading:
    """Make one poll."""
    login = {"username": USERNAME, "password": PASSWORD, "counter": counter}
    return await RouterOsProvider(connect(device.url, timeouts=HASTY), login).read()


async def test_interface_counts_since_the_router_started(
    device: Device, connect: Connect
) -> None:
    """Reckoned back from when the router told it."""
    before = datetime.now(UTC)

    since = (await read(device, connect)).counting_since

    assert since is not None
    assert before <= since + timedelta(days=9, seconds=11045) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("uptime", "known"), [("0s", False), ("28s", False), ("29s", True), ("1h", True)]
)
def test_router_that_started_after_the_count_was_of_another_run(
    uptime: str, known: bool
) -> None:
    """Half a minute between the two answers; a young uptime is rounded, too."""
    reading = Reading(taken_at=NOON, used=650)
    body = json.dumps({"uptime": uptime}).encode()
    url = URL("http://192.0.2.1").join(URL(RESOURCE))
    answer = Answer(status=200, url=url, headers={}, body=body)

    since = with_start(reading, answer, NOON + timedelta(seconds=30)).counting_since

    assert (since is not None) is known


@pytest.mark.parametrize("uptime", [None, "", "soon", "99999w", 5, True, [], {}])
async def test_start_that_makes_no_sense_is_not_known(
    uptime: object, device: Device, connect: Connect
) -> None:
    """Then the counter is judged by itself."""
    device.menus[RESOURCE]["uptime"] = uptime

    reading = await read(device, connect)

    assert (reading.used, reading.counting_since) == (650, None)


@pytest.mark.parametrize(
    "reply",
    [
        silence,
        hang_up,
        always(status=404),
        always(status=429),
        always(status=503),
        always(status=302, headers={"Location": "/login"}),
        always(text="<html>password</html>"),
        always(body=b"\xff\xfe[\x00"),
        in_json([{"uptime": "5m"}]),
        in_json("5m"),
    ],
)
async def test_fault_of_the_start_costs_no_reading(
    reply: Handler, device: Device, connect: Connect
) -> None:
    """It is asked for last, once, and is good to know, no more."""
    device.replies[RESOURCE] = reply

    reading = await read(device, connect)

    assert (reading.used, reading.counting_since) == (650, None)
    assert device.requests == [f"GET {INTERFACES}", f"GET {RESOURCE}"]


@pytest.mark.parametrize(
    "reply",
    [in_json(UNAUTHORIZED, 401), always(status=403), in_json(forbidden(), 500)],
)
async def test_refusal_of_the_start_is_told(
    reply: Handler, device: Device, connect: Connect
) -> None:
    """The account has changed, and every poll would meet it."""
    device.replies[RESOURCE] = reply

    with pytest.raises(InvalidAuth):
        await read(device, connect)


@pytest.mark.parametrize("counter", ["hotspot:home", "user_manager:home"])
async def test_totals_of_a_user_outlive_the_routers_runs(
    counter: str, device: Device, connect: Connect
) -> None:
    """No uptime says when they began."""
    assert (await read(device, connect, counter)).counting_since is None


@pytest.mark.parametrize("bits", [32, 64])
async def test_nothing_is_lost_of_a_simulated_router_that_restarts_and_runs_over(
    bits: int, connect: Connect
) -> None:
    """By client and meter, also where more was used than before the restart."""
    async with SimulatedRouter(
        dialect="routeros", clock=Clock(speed=0), manner={"counter_bits": bits}
    ) as router:
        router.reboot()
        router.clock.advance(300)
        login = {"username": router.account.username}
        login |= {"password": router.account.password, "counter": "interface:ether1"}
        provider = RouterOsProvider(connect(router.url), login)
        now = await provider.read()
        for poll in range(12):
            if poll == 0:
                router.counter.use(5)
                router.reboot()
            router.counter.use(GB)
            last, now = now, await provider.read()
            assert movement(last, now).used == GB
