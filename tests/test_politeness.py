"""At most one usage request in ten minutes, whatever is done to Home Assistant."""

import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component

from .common import new_entry
from .helpers_core import MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


async def test_reads_every_ten_minutes(home: Home) -> None:
    """Left alone, Taara asks the router once in ten minutes."""
    await home.set_up()
    assert home.usage_requests == 1
    await home.turn(9 * MINUTE, step=MINUTE)
    assert home.usage_requests == 1
    await home.turn(MINUTE)
    assert home.usage_requests == 2
    await home.turn(60 * MINUTE)
    assert home.usage_requests == 8


async def test_reload(home: Home) -> None:
    """A reload asks nothing, shows the figures, and does not move the next poll."""
    await home.set_up()
    before, asked = home.figures(), len(home.router.requests)
    await home.turn(4 * MINUTE)
    for _ in range(3):
        await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.settle()
    assert len(home.router.requests) == asked
    assert home.figures() == before
    await home.turn(6 * MINUTE)
    assert home.usage_requests == 2


@pytest.mark.parametrize("killed", [False, True])
async def test_restart(home: Home, *, killed: bool) -> None:
    """A restart asks nothing either, nor does a start after a kill."""
    await home.set_up()
    before, asked = home.figures(), len(home.router.requests)
    await home.turn(4 * MINUTE)
    async with home.next_life(killed=killed) as later:
        await later.set_up()
        await later.turn(5 * MINUTE)
        assert len(home.router.requests) == asked
        assert later.figures() == before
        await later.turn(MINUTE)
        assert home.usage_requests == 2


async def test_written_down_before_it_leaves(home: Home) -> None:
    """After a kill between a request and its answer, the next start waits all the same."""
    await home.set_up()
    home.router.faults.set("silence")
    await home.begin_poll()
    async with home.next_life(killed=True) as later:
        home.router.faults.clear()
        await later.set_up()
        await later.turn(9 * MINUTE)
        assert home.usage_requests == 2
        await later.turn(MINUTE)
        assert home.usage_requests == 3
        assert later.overview.used == home.told


async def test_removed_and_added_again(home: Home) -> None:
    """Who is added again is shown what was answered already."""
    await home.set_up()
    used = home.overview.used
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    again = await new_entry(home.hass, home.router)
    await home.turn(4 * MINUTE)
    assert await home.hass.config_entries.async_setup(again.entry_id)
    assert home.usage_requests == 1
    assert again.runtime_data.data.used == used
    await home.turn(6 * MINUTE)
    assert home.usage_requests == 2


async def test_no_answer_yet(home: Home) -> None:
    """Home Assistant tries again and again to set up what never answered: we do not."""
    home.router.faults.set("server_error", times=1)
    assert not await home.hass.config_entries.async_setup(home.entry.entry_id)
    assert home.entry_state() is ConfigEntryState.SETUP_RETRY
    await home.turn(9 * MINUTE, step=MINUTE)
    assert home.entry_state() is ConfigEntryState.SETUP_RETRY
    assert home.entry.error_reason_translation_key == "not_yet_allowed"
    assert home.usage_requests == 1
    await home.turn(10 * MINUTE, step=MINUTE)
    assert home.entry_state() is ConfigEntryState.LOADED
    assert home.usage_requests == 2


async def test_button(home: Home) -> None:
    """Inside the ten minutes the button refuses kindly, and says when."""
    await home.set_up()
    await home.turn(3 * MINUTE)
    with pytest.raises(ServiceValidationError) as refused:
        await home.press_refresh()
    assert refused.value.translation_key == "too_soon"
    assert refused.value.translation_placeholders == {"minutes": "7", "time": "12:10"}
    assert home.usage_requests == 1


async def test_polling_disabled(home: Home) -> None:
    """Who disables polling reads by the button, or an automation, and not by the clock."""
    home.hass.config_entries.async_update_entry(home.entry, pref_disable_polling=True)
    await home.set_up()
    await home.turn(60 * MINUTE)
    assert home.usage_requests == 1
    assert home.overview.connection.next_poll is None
    await home.press_refresh()
    assert home.usage_requests == 2
    assert home.overview.used == home.told
    await home.turn(60 * MINUTE)
    assert home.usage_requests == 2


async def test_update_entity(home: Home) -> None:
    """Home Assistant's own action to update an entity keeps the rule, too."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    await home.set_up()

    async def update_entity() -> None:
        await home.hass.services.async_call(
            "homeassistant",
            "update_entity",
            {ATTR_ENTITY_ID: home.entity_id("data_used")},
            blocking=True,
        )
        await home.settle()

    await home.turn(5 * MINUTE)
    await update_entity()
    assert home.usage_requests == 1
    assert home.figures()["data_used"] != "unavailable"

    home.freezer.tick(6 * MINUTE)
    await update_entity()
    assert home.usage_requests == 2
    assert home.overview.used == home.told


async def test_what_never_left_does_not_count(home: Home) -> None:
    """A router that was off can be read the moment it is on again, by whoever asks."""
    await home.set_up()
    await home.router.stop()
    await home.turn(20 * MINUTE)
    assert home.overview.connection.failures == 2
    await home.router.start()

    home.freezer.tick(MINUTE)
    await home.press_refresh()
    assert home.usage_requests == 2
    assert home.overview.used == home.told
    assert home.overview.connection.failures == 0


async def test_one_day(home: Home) -> None:
    """A source that wants a login at every poll is asked 144 times a day, never 145."""
    await home.set_up()
    asked_by_day: dict[int, int] = {}
    for _ in range(100):
        home.router.faults.set("unauthorized", times=1)
        await home.turn()
        home.router.faults.clear()
    for request in home.router.requests:
        if request.path == "/usage":
            day = request.time.day
            asked_by_day[day] = asked_by_day.get(day, 0) + 1
    assert asked_by_day == {14: 144, 15: 2 * 11}
