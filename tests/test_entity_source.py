"""A sensor as the source over time: sampled, missed, begun again, counted once."""

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.taara.const import DOMAIN
from custom_components.taara.model import Reach
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState
from homeassistant.helpers import issue_registry as ir

from .common import set_up
from .flow import Flow
from .sensor_home import GB, SENSOR, SensorHome


async def test_counter_that_begins_again(sensor_home: SensorHome) -> None:
    """A mere counter is counted on over a restart of what counts."""
    home = sensor_home
    await home.set_up("cumulative")
    assert home.overview.used == 0
    for shown, used in ((12, 2), (13.5, 3.5), (0.5, 4), (2, 5.5)):
        home.show(shown)
        await home.turn()
        assert home.overview.used == used * GB


async def test_restart_that_is_told(sensor_home: SensorHome) -> None:
    """A sensor that says since when it counts is believed, though it shows more."""
    home = sensor_home
    home.show(10, "2026-10-14T00:00:00+00:00")
    await home.set_up("cumulative")
    home.show(11, "2026-10-14T09:05:00+00:00")
    await home.turn()
    assert home.overview.used == 11 * GB


async def test_remainder(sensor_home: SensorHome) -> None:
    """What is left falls with use, and rises with a top-up."""
    home = sensor_home
    await home.set_up("remaining")
    assert (home.overview.used, home.overview.remaining) == (90 * GB, 10 * GB)
    for shown, used in ((7, 93), (27, 93), (26, 94)):
        home.show(shown)
        await home.turn()
        assert (home.overview.used, home.overview.remaining) == (used * GB, shown * GB)
    assert home.overview.allowance == 120 * GB


async def test_gap(sensor_home: SensorHome) -> None:
    """While it shows nothing the figures stand; what was used meanwhile is not lost."""
    home = sensor_home
    await home.set_up("used")
    home.show("unavailable")
    await home.turn(4)
    assert home.overview.used == 10 * GB
    assert home.overview.connection.reach is Reach.CANNOT_CONNECT
    assert not home.overview.reachable
    home.show(16)
    await home.turn()
    assert home.overview.used == 16 * GB
    assert home.overview.reachable


async def test_silent_for_a_day(sensor_home: SensorHome) -> None:
    """After a day without a figure there is an issue that speaks of a sensor."""
    home = sensor_home
    await home.set_up("used")
    home.hass.states.async_remove(SENSOR)
    await home.turn(6 * 24 + 1)
    issue = ir.async_get(home.hass).async_get_issue(
        DOMAIN, f"source_silent_{home.entry.entry_id}"
    )
    assert issue is not None
    assert issue.translation_key == "sensor_silent"
    assert home.overview.silent


async def test_refresh_is_free(sensor_home: SensorHome) -> None:
    """Nobody is asked, so a person may look as often as they like."""
    home = sensor_home
    await home.set_up("used")
    for shown in (11, 12, 13):
        home.show(shown)
        await home.hass.services.async_call(
            "button", "press", {"entity_id": "button.taara_refresh"}, blocking=True
        )
        assert home.overview.used == shown * GB


async def test_renewal(sensor_home: SensorHome) -> None:
    """A sensor that begins a new month begins a new cycle."""
    home = sensor_home
    home.freezer.move_to("2026-10-31T20:50:00+00:00")
    await home.set_up("used")
    home.show(1)
    await home.turn(2)
    assert home.overview.used == 1 * GB
    assert home.overview.cycle.number == 2


async def chosen(home: SensorHome, sensor: str, kind: str) -> None:
    """Choose another sensor, or say that the same one shows something else."""
    flow = await Flow.reconfigure(home.hass, home.entry)
    await flow.choose("entity")
    await flow.enter(entity_id=sensor, counter_kind=kind)
    await flow.enter(
        allowance=100,
        allowance_unit="GB",
        unlimited=False,
        after_allowance="stops",
    )
    await flow.enter(cycle="monthly", reset_day=1)
    assert flow.abort_reason == "reconfigure_successful"
    await home.hass.async_block_till_done(wait_background_tasks=True)
    await home.turn()


@pytest.mark.parametrize(
    ("first", "second", "used"),
    [
        ("used", "remaining", 90),
        ("remaining", "used", 10),
        ("cumulative", "used", 10),
        ("cumulative", "remaining", 90),
    ],
)
async def test_said_to_show_something_else(
    sensor_home: SensorHome, first: str, second: str, used: int
) -> None:
    """What the same figure means from now on was not used in that moment."""
    home = sensor_home
    await home.set_up(first)
    await home.turn()
    await chosen(home, SENSOR, second)
    assert (home.overview.used, home.overview.used_today) == (used * GB, 0)


@pytest.mark.parametrize("first", ["used", "remaining"])
async def test_said_to_be_a_mere_counter(sensor_home: SensorHome, first: str) -> None:
    """It knows nothing of the plan: what it seemed to say of it goes, what grew stays."""
    home = sensor_home
    await home.set_up(first)
    home.show(12)
    await home.turn()
    seen = 2 if first == "used" else 0
    await chosen(home, SENSOR, "cumulative")
    home.show(15)
    await home.turn()
    assert home.overview.used == (seen + 3) * GB
    assert home.overview.used_today == (seen + 3) * GB
    assert home.overview.allowance == 100 * GB
    assert home.overview.remaining == (97 - seen) * GB
    assert home.overview.cycle.number == 1


async def test_another_sensor_that_is_a_mere_counter(sensor_home: SensorHome) -> None:
    """What the first one said of the plan was meant so: the month goes on from there."""
    home = sensor_home
    await home.set_up("remaining")
    attributes = {"unit_of_measurement": "GB"}
    home.hass.states.async_set("sensor.new_router", "3", attributes)
    await chosen(home, "sensor.new_router", "cumulative")
    assert home.overview.used == 90 * GB


async def test_another_counter_of_the_same_plan(sensor_home: SensorHome) -> None:
    """A new router begins at nothing; the month goes on."""
    home = sensor_home
    await home.set_up("cumulative")
    home.show(18)
    await home.turn()
    attributes = {"unit_of_measurement": "GB"}
    home.hass.states.async_set("sensor.new_router", "3", attributes)
    await chosen(home, "sensor.new_router", "cumulative")
    home.hass.states.async_set("sensor.new_router", "4", attributes)
    await home.turn()
    assert home.overview.used == 9 * GB


async def test_sensor_that_comes_after_the_start(
    sensor_home: SensorHome, caplog: pytest.LogCaptureFixture
) -> None:
    """While Home Assistant starts nobody is missed; then the sensor is read at once."""
    home = sensor_home
    await home.set_up("used")
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.hass.states.async_remove(SENSOR)
    home.freezer.tick(60 * 60)
    home.hass.set_state(CoreState.starting)
    await set_up(home.hass, home.entry)
    await home.turn()
    assert home.overview.connection.failures == 0
    home.show(11)
    home.hass.set_state(CoreState.running)
    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    async_fire_time_changed(home.hass)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    assert home.overview.used == 11 * GB
    assert "cannot be read" not in caplog.text
