"""What is done later, once."""

from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.taara.schedule import Schedule
from homeassistant.core import HomeAssistant, callback

MINUTE = timedelta(minutes=1)


async def test_put_off(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Who puts an action off does it once, at the later time; or not at all."""
    done: list[datetime] = []

    @callback
    def act(now: datetime) -> None:
        done.append(now)

    async def pass_by(span: timedelta) -> None:
        freezer.tick(span)
        async_fire_time_changed(hass)
        await hass.async_block_till_done()

    schedule = Schedule(hass)
    schedule.after(MINUTE, act)
    schedule.after(3 * MINUTE, act)
    await pass_by(2 * MINUTE)
    assert done == []
    await pass_by(2 * MINUTE)
    assert len(done) == 1
    schedule.after(MINUTE, act)
    schedule.cancel()
    await pass_by(2 * MINUTE)
    assert len(done) == 1
