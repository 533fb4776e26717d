"""What the coordinator does as its entry, its home, and Home Assistant change."""

import asyncio
from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.taara.access import Access
from custom_components.taara.request_log import async_request_log
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .common import ACCOUNT, new_entry
from .helpers_core import DAY, HOUR, MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


async def test_unloaded_within_a_poll(home: Home) -> None:
    """An unload does not wait for a router that is silent, and its answer is not missed."""
    await home.set_up()
    home.router.faults.set("silence")
    await home.begin_poll()
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.NOT_LOADED
    assert not [task for task in asyncio.all_tasks() if "taara" in task.get_name()]

    home.router.faults.clear()
    await home.set_up()
    assert home.usage_requests == 2
    await home.turn()
    assert home.usage_requests == 3
    assert home.overview.used == home.told


async def test_unload_closes_the_session(home: Home) -> None:
    """Each life of an entry has a session of its own, and takes it along."""
    await home.set_up()
    source = home.coordinator._source
    assert source is not None
    assert source._session is not None
    client = source._session._client
    assert not client.closed
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert client.closed
    assert home.usage_requests == 1


async def test_unloaded_within_a_press(home: Home) -> None:
    """Nor is what becomes of a press after the unload shown, or written anywhere."""
    await home.set_up()
    await home.turn(9 * MINUTE)
    home.router.faults.set("silence")
    home.freezer.tick(MINUTE)
    press = asyncio.ensure_future(home.press_refresh())
    while home.usage_requests == 1:
        await asyncio.sleep(0)
    unload = asyncio.ensure_future(
        home.hass.config_entries.async_unload(home.entry.entry_id)
    )
    await asyncio.sleep(0)
    home.freezer.tick(62)
    with pytest.raises(HomeAssistantError):
        await press
    assert await unload
    await home.turn()
    assert home.usage_requests == 2


async def test_stopped_within_a_poll(home: Home) -> None:
    """Home Assistant stops although the router is silent; nothing known is lost."""
    await home.set_up()
    used = home.overview.used
    home.router.faults.set("silence")
    await home.begin_poll()
    async with home.next_life() as later:
        home.router.faults.clear()
        await later.set_up()
        assert later.overview.used == used
        await later.turn()
        assert later.overview.used == home.told


async def test_midnight_within_a_poll(home: Home) -> None:
    """A tick while the router takes its time neither asks again nor disturbs the answer."""
    home.freezer.tick(-15)
    await home.set_up()
    await home.turn(12 * HOUR - 10 * MINUTE)
    today, asked = home.overview.today, home.usage_requests
    home.router.faults.set("slow", times=1, seconds=30)
    await home.begin_poll()
    home.freezer.tick(20)
    async_fire_time_changed(home.hass)
    await asyncio.sleep(0)
    assert home.overview.today == today + DAY
    assert home.overview.used_today is None
    home.freezer.tick(11)
    await home.settle()
    assert home.usage_requests == asked + 1
    assert home.overview.used == home.told
    assert home.overview.used_today is not None


async def test_asked_to_wait_meanwhile(home: Home) -> None:
    """A router that asked someone else in the house to wait is left alone, too."""
    await home.set_up()
    log = await async_request_log(home.hass)
    access = Access(url=home.router.url, provider="local", account=ACCOUNT)
    source = await log.async_source(*access.identity)
    await log.async_wait(source, HOUR)
    await home.turn(HOUR - MINUTE, step=MINUTE)
    assert home.usage_requests == 1
    await home.turn(2 * MINUTE, step=MINUTE)
    assert home.usage_requests == 2


async def test_home_moves(home: Home) -> None:
    """Where the day is another one, today's figures are that day's at once."""
    await home.set_up()
    await home.turn(2 * HOUR)
    today = home.overview.today
    await home.hass.config.async_update(time_zone="Pacific/Kiritimati")
    await home.settle()
    assert home.overview.today == today + DAY
    await home.turn(HOUR)
    assert home.overview.used == home.told


async def test_two_routers(home: Home) -> None:
    """Two households are read each for itself; one that goes takes nothing along."""
    async with SimulatedRouter(
        clock=home.router.clock, dialect="local-d", used=5 * 2**30
    ) as router:
        await home.set_up()
        other = await new_entry(home.hass, router)
        await home.hass.config_entries.async_setup(other.entry_id)
        assert other.runtime_data.data.used == 5 * 2**30
        await home.turn(HOUR)
        assert home.usage_requests == 7
        assert sum(seen.path == "/usage" for seen in router.requests) == 7
        assert home.overview.used == home.told
        assert other.runtime_data.data.used == router.counter.used >> 20 << 20

        await router.stop()
        await home.turn(30 * MINUTE)
        assert not other.runtime_data.data.reachable
        assert home.overview.reachable

        await home.hass.config_entries.async_remove(other.entry_id)
        assert not list(home.storage.glob(f"*{other.entry_id}*"))
        await home.turn()
        assert home.overview.used == home.told


async def test_button_reads(home: Home) -> None:
    """After ten minutes the button reads at once."""
    home.hass.config_entries.async_update_entry(home.entry, pref_disable_polling=True)
    await home.set_up()
    await home.turn(11 * MINUTE)
    await home.press_refresh()
    assert home.overview.as_of - home.overview.cycle.start > timedelta(0)
    assert home.usage_requests == 2
    with pytest.raises(ServiceValidationError) as refused:
        await home.press_refresh()
    assert refused.value.translation_placeholders == {"minutes": "10", "time": "12:21"}


async def test_button_and_a_router_that_fails(home: Home) -> None:
    """Who presses the button is told why it did not help."""
    await home.set_up()
    await home.router.stop()
    await home.turn()
    with pytest.raises(HomeAssistantError) as failed:
        await home.press_refresh()
    assert failed.value.translation_key == "poll_cannot_connect"


async def test_button_without_credentials(home: Home) -> None:
    """Who has to sign in first is told so."""
    await home.set_up()
    home.router.faults.set("unauthorized")
    await home.turn()
    with pytest.raises(HomeAssistantError) as failed:
        await home.press_refresh()
    assert failed.value.translation_key == "sign_in_first"


async def test_button_pressed_within_a_poll(home: Home) -> None:
    """Who presses while the router is being asked gets that answer, not another one."""
    await home.set_up()
    home.router.faults.set("slow", path="/status", times=1, seconds=30)
    asked = len(home.router.requests)
    home.freezer.tick(10 * MINUTE)
    due = asyncio.ensure_future(home.run_due())
    while len(home.router.requests) == asked:
        await asyncio.sleep(0)
    press = asyncio.ensure_future(home.press_refresh())
    await asyncio.sleep(0)
    home.freezer.tick(31)
    await asyncio.gather(due, press)
    assert home.usage_requests == 2
