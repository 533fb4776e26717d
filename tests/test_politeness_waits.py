"""How long Taara leaves a router alone that asks for it, or does not answer."""

from datetime import timedelta
from itertools import pairwise

import pytest

from .helpers_core import DAY, HOUR, MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


def gaps(home: Home) -> list[timedelta]:
    """Return the time between each usage request and the next."""
    asked = [seen.time for seen in home.router.requests if seen.path == "/usage"]
    return [later - earlier for earlier, later in pairwise(asked)]


@pytest.mark.parametrize("form", ["seconds", "date", "body"])
async def test_retry_after(home: Home, form: str) -> None:
    """A router that names its time gets it, wherever it says so."""
    await home.set_up()
    home.router.faults.set("too_many", times=1, retry_after=2700, form=form)
    await home.turn(2 * HOUR, step=5 * MINUTE)
    assert gaps(home)[:3] == [10 * MINUTE, 45 * MINUTE, 10 * MINUTE]


async def test_retry_after_survives_a_restart(home: Home) -> None:
    """What a router asked for holds in the next life, too."""
    await home.set_up()
    home.router.faults.set("too_many", times=1, retry_after=7200)
    await home.turn(20 * MINUTE)
    async with home.next_life() as later:
        await later.set_up()
        await later.turn(2 * HOUR)
    assert gaps(home)[:2] == [10 * MINUTE, 2 * HOUR]


async def test_refused_again_and_again(home: Home) -> None:
    """A router that names no time is asked half as often at each refusal, to once a day."""
    await home.set_up()
    home.router.faults.set("too_many", form="none")
    await home.turn(6 * DAY)
    doubling = [10 * 2**refusals * MINUTE for refusals in range(8)]
    assert gaps(home) == [10 * MINUTE, *doubling, *[DAY] * 4]


async def test_a_short_wait_is_no_leave(home: Home) -> None:
    """A router that would be asked again in a second is asked after ten minutes."""
    await home.set_up()
    home.router.faults.set("too_many", times=1, retry_after=1)
    await home.turn(HOUR, step=MINUTE)
    assert set(gaps(home)) == {10 * MINUTE}


async def test_answered_in_between(home: Home) -> None:
    """A good answer ends the backing off."""
    await home.set_up()
    for _ in range(2):
        home.router.faults.set("too_many", times=1, form="none")
        await home.turn(40 * MINUTE)
    assert set(gaps(home)) == {10 * MINUTE}


async def test_circuit(home: Home) -> None:
    """After five failed polls each poll is a single try, and the household is told why."""
    await home.set_up()
    assert home.state("router_reachable", "binary_sensor").attributes.items() >= {
        ("circuit_open", False),
        ("reason", "ok"),
    }
    await home.router.stop()
    await home.turn(70 * MINUTE)
    household = home.coordinator.household
    assert household is not None
    assert [poll.requests for poll in household.polls[1:]] == [3, 3, 3, 3, 3, 1, 1]
    reachable = home.state("router_reachable", "binary_sensor")
    assert reachable.state == "off"
    assert reachable.attributes.items() >= {
        ("circuit_open", True),
        ("reason", "cannot_connect"),
    }

    await home.router.start()
    await home.turn()
    assert home.overview.connection.circuit_open is False
    assert home.overview.used == home.told
