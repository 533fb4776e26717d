"""An entry's life: set up, unload, remove; what is left behind is nothing."""

import asyncio

import pytest

from custom_components.taara.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState

from .common import TEBIBYTE, new_entry, set_up
from .helpers_core import NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


async def test_unload_and_reload_leave_nothing(home: Home) -> None:
    """Neither timers, nor tasks, nor listeners of Taara's are there after an unload."""
    await home.set_up()
    await home.turn()
    coordinator = home.coordinator
    for _ in range(3):
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.settle()
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.settle()
    assert home.entry.state is ConfigEntryState.NOT_LOADED
    assert _pending(home) == []
    assert not [task for task in asyncio.all_tasks() if "taara" in task.get_name()]
    asked = len(home.router.requests)
    await home.turn()
    assert len(home.router.requests) == asked
    assert coordinator.data is not None


async def test_two_households_side_by_side(home: Home) -> None:
    """Each has its own figures and files; one that goes takes nothing of the other."""
    await home.set_up()
    other = await new_entry(
        home.hass,
        home.router,
        plan=TEBIBYTE,
        account={"username": "x", "password": "y"},
    )
    await home.hass.config_entries.async_setup(other.entry_id)
    await home.settle()
    assert other.state is ConfigEntryState.SETUP_ERROR  # that account is nobody's
    assert home.entry.state is ConfigEntryState.LOADED
    await home.hass.config_entries.async_remove(other.entry_id)
    await home.settle()
    assert home.hot.exists()
    assert (home.storage / f"{DOMAIN}.keyring").exists()


async def test_removing_the_last_takes_the_key(home: Home) -> None:
    """Only the log of requests stays: adding it again must not ask too soon."""
    await home.set_up()
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.settle()
    left = {path.name for path in home.storage.glob(f"{DOMAIN}*")}
    assert left == {f"{DOMAIN}.requests"}
    asked = home.usage_requests
    again = await new_entry(home.hass, home.router)
    await set_up(home.hass, again)
    assert home.usage_requests == asked
    assert again.runtime_data.data.used is not None


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("unauthorized", ConfigEntryState.SETUP_ERROR),
        ("unavailable", ConfigEntryState.SETUP_RETRY),
        ("html", ConfigEntryState.SETUP_ERROR),
        ("truncated", ConfigEntryState.SETUP_RETRY),
    ],
)
async def test_household_never_read(
    home: Home, fault: str, state: ConfigEntryState
) -> None:
    """Without any reading there is nothing to show: set-up waits, or asks to sign in."""
    home.router.faults.set(fault, path="/usage")
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    assert home.entry.state is state
    flows = home.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert bool(flows) is (state is ConfigEntryState.SETUP_ERROR)


async def test_asked_too_lately_to_set_up(home: Home) -> None:
    """Where nothing is known and nobody may ask yet, set-up waits without asking."""
    home.router.faults.set("truncated", times=1)
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    asked = home.usage_requests
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()
    assert home.usage_requests == asked
    assert home.entry_state() is ConfigEntryState.SETUP_RETRY
    assert home.entry.error_reason_translation_key == "not_yet_allowed"
    await home.turn()
    await home.turn()
    assert home.entry_state() is ConfigEntryState.LOADED


def _pending(home: Home) -> list[str]:
    """Return the timers of Taara's that have not been cancelled."""
    handles = home.hass.loop._scheduled  # type: ignore[attr-defined]  # asyncio's own
    return [
        repr(handle)
        for handle in handles
        if not handle.cancelled() and "taara" in repr(handle).lower()
    ]
