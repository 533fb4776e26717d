"""A household that is read: what its life does to its statistics."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.typing import RecorderInstanceContextManager

from custom_components.taara.statistics import statistic_id
from custom_components.taara.usage.ledger import Ledger
from demo.simulator import SimulatedRouter
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import async_list_statistic_ids
from homeassistant.core import HomeAssistant
from tests.common import new_entry, set_up
from tests.helpers_core import HOUR, MINUTE, NOON, Home

from .follower import by_hour, corrected, lost, rows, spied, summed, written

pytestmark = pytest.mark.freeze_time(NOON)


async def shown(home: Home) -> dict[int, tuple[int, int]]:
    """Return the recorder's hours of a household, once it has written them."""
    await written(home.hass)
    return await rows(home.hass, home.entry)


def ledger_of(home: Home) -> Ledger:
    """Return the household's ledger."""
    household = home.coordinator.household
    assert household is not None
    return household.ledger


def right(home: Home) -> dict[int, tuple[int, int]]:
    """Return what the recorder should have of a household."""
    return summed(by_hour(ledger_of(home)))


async def test_hour_after_hour(recorder: Recorder, home: Home) -> None:
    """Each hour is written once, when it is over; a poll within it writes nothing."""
    with spied() as spy:
        await home.set_up()
        await home.turn(3 * HOUR + 30 * MINUTE)
    assert spy.rows == [1, 1, 1]
    assert spy.queries == 3
    found = await shown(home)
    assert found == right(home)
    assert sum(used for used, _ in found.values()) > 0


async def test_its_name(recorder: Recorder, home: Home) -> None:
    """It is called by the household and by what it shows."""
    await home.set_up()
    await home.turn(HOUR)
    await written(home.hass)
    (listed,) = [
        known
        for known in await async_list_statistic_ids(home.hass)
        if known["source"] == "taara"
    ]
    assert listed["name"] == f"{home.entry.title} Data used"
    assert listed["display_unit_of_measurement"] == "GiB"
    assert listed["statistics_unit_of_measurement"] == "GiB"


async def test_outage(recorder: Recorder, home: Home) -> None:
    """Hours without an answer are there as soon as there is one again."""
    await home.set_up()
    await home.turn(HOUR)
    home.router.faults.set("unavailable")
    await home.turn(4 * HOUR)
    assert len(await shown(home)) == 1
    home.router.faults.clear()
    await home.turn(HOUR)
    found = await shown(home)
    assert len(found) == 6
    assert found == right(home)


async def test_correction(recorder: Recorder, home: Home) -> None:
    """What is corrected in the ledger is corrected there, without another reading."""
    await home.set_up()
    await home.turn(3 * HOUR)
    household = home.coordinator.household
    assert household is not None
    before = await shown(home)
    first = household.ledger.last.taken_at - 3 * HOUR
    changed = replace(household, ledger=corrected(household.ledger, first, 5))
    await home.coordinator._async_keep(changed)
    home.coordinator._publish()
    found = await shown(home)
    assert found == right(home)
    assert found != before


async def test_reload(recorder: Recorder, home: Home) -> None:
    """A reload keeps what is there, and finds it right."""
    await home.set_up()
    await home.turn(2 * HOUR)
    before = await shown(home)
    with spied() as spy:
        await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.settle()
    assert (spy.queries, spy.rows) == (1, [])
    assert await shown(home) == before


@pytest.mark.parametrize("killed", [False, True])
async def test_restart(
    recorder: Recorder,
    async_test_recorder: RecorderInstanceContextManager,
    home: Home,
    *,
    killed: bool,
) -> None:
    """Home Assistant goes in the middle of it all; nothing is lost, nothing doubled."""
    await home.set_up()
    await home.turn(2 * HOUR)
    with lost():
        await home.turn(HOUR)
    assert len(await shown(home)) == 2
    async with (
        home.next_life(killed=killed) as later,
        async_test_recorder(later.hass),
    ):
        later.freezer.tick(5 * MINUTE)
        await later.set_up()
        assert len(await shown(later)) == 3
        assert await shown(later) == right(later)
        later.freezer.tick(timedelta(hours=3))
        await later.run_due()
        assert await shown(later) == right(later)


async def test_removed(recorder: Recorder, home: Home) -> None:
    """Who goes leaves nothing behind, and takes nothing of another's along."""
    async with SimulatedRouter(clock=home.router.clock, dialect="local-d") as router:
        await home.set_up()
        other = await new_entry(home.hass, router)
        await set_up(home.hass, other)
        await home.turn(2 * HOUR)
        await written(home.hass)
        mine, others = await shown(home), await rows(home.hass, other)
        assert len(mine) == len(others) == 2
        await home.hass.config_entries.async_remove(other.entry_id)
        assert await shown(home) == mine
        assert await rows(home.hass, other) == {}
        assert await _taaras(home.hass) == [statistic_id(home.entry)]


async def _taaras(hass: HomeAssistant) -> list[str]:
    listed = await async_list_statistic_ids(hass)
    return [known["statistic_id"] for known in listed if known["source"] == "taara"]
