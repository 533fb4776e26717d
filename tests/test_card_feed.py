"""What cards are told: at each change, through reloads, and no longer than they look."""

from typing import Any

import pytest

from custom_components.taara.card_feed import FEEDS, follow
from homeassistant.config_entries import ConfigEntryDisabler

from .helpers_core import HOUR, MINUTE, Home
from .test_actions import act


async def heard(home: Home) -> tuple[list[dict[str, Any]], Any]:
    """Return what a card is told from now on, and what ends that."""
    told: list[dict[str, Any]] = []
    entry: Any = home.entry
    leave = follow(home.hass, entry, told.append)
    await home.settle()
    return told, leave


async def test_each_reading(home: Home) -> None:
    """The figures of the card follow the readings."""
    await home.set_up()
    told, leave = await heard(home)
    await home.turn(HOUR)
    used = [message["overview"]["used"] for message in told]
    assert len(set(used)) > 1
    assert used[-1] == home.overview.used
    leave()


async def test_another_day(home: Home) -> None:
    """At midnight the picture has one more closed day, whoever reads."""
    await home.set_up()
    told, leave = await heard(home)
    await home.turn(13 * HOUR)
    before, after = told[0]["picture"]["days"], told[-1]["picture"]["days"]
    assert sum(day["open"] for day in before) == sum(day["open"] for day in after) == 1
    assert told[-1]["overview"]["today"] > told[0]["overview"]["today"]
    leave()


async def test_one_for_all(home: Home) -> None:
    """However many cards look, it is made once; the last one that goes ends it."""
    await home.set_up()
    listening = len(home.coordinator._listeners)
    first, leave_first = await heard(home)
    second, leave_second = await heard(home)
    assert len(home.coordinator._listeners) == listening + 1
    await home.turn()
    assert first == second
    assert first[-1] is second[-1]
    leave_first()
    assert len(home.coordinator._listeners) == listening + 1
    leave_second()
    assert len(home.coordinator._listeners) == listening
    count = len(first)
    await home.turn()
    assert len(first) == count
    feeds = home.hass.data.get(FEEDS)
    assert feeds is not None
    assert feeds[home.entry.entry_id]._shown is None


async def test_what_shows_the_same_is_not_told(home: Home) -> None:
    """A card would draw it anew for nothing."""
    await home.set_up()
    told, leave = await heard(home)
    home.coordinator.async_update_listeners()
    await home.settle()
    assert len(told) == 1
    leave()


async def test_reload(home: Home) -> None:
    """Cards stay on the page, and go on with the household as it runs then."""
    await home.set_up()
    told, leave = await heard(home)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()
    await home.turn(HOUR)
    assert told[-1]["overview"]["used"] == home.overview.used
    leave()


@pytest.mark.parametrize("how", ["removed", "disabled"])
async def test_household_that_is_gone(home: Home, how: str) -> None:
    """Its last figures do not stay as if they were of now."""
    await home.set_up()
    told, leave = await heard(home)
    assert told[-1]["overview"] is not None
    entries, entry_id = home.hass.config_entries, home.entry.entry_id
    if how == "removed":
        await entries.async_remove(entry_id)
    else:
        await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    assert told[-1]["overview"] is None
    leave()


async def test_a_snooze_that_is_over(home: Home) -> None:
    """It is not shown any more, from its end on."""
    await home.set_up()
    told, leave = await heard(home)
    await act(home.hass, "snooze_alerts", duration={"minutes": 3})
    await home.settle()
    assert told[-1]["words"]["quiet"]
    await home.turn(5 * MINUTE, step=MINUTE)
    assert told[-1]["words"]["quiet"] is None
    leave()


async def test_household_that_is_not_set_up_yet(home: Home) -> None:
    """It is waited for, in words."""
    home.router.faults.set("server_error", times=1000)
    assert not await home.hass.config_entries.async_setup(home.entry.entry_id)
    told, leave = await heard(home)
    (waiting,) = told
    assert waiting["overview"] is None
    assert waiting["words"]["headline"] == "Waiting for the first reading"
    home.router.faults.clear()
    await home.turn(HOUR)
    assert told[-1]["overview"]["used"] == home.overview.used
    leave()
