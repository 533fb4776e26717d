"""Within ten minutes of a reading nothing makes Taara ask again."""

import asyncio
from collections.abc import Mapping
from typing import Any

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .household import assert_right, set_up, shown, standing, told, usage_requests


async def _written_down(home: HomeAssistant, entry: Mapping[str, Any]) -> None:
    """Wait for Home Assistant's own list of entries, which it writes a second late."""
    entries = home.config_dir / ".storage/core.config_entries"
    async with asyncio.timeout(10):
        while not entries.exists() or entry["entry_id"] not in entries.read_text():
            await asyncio.sleep(0.1)


async def test_kill_restart_and_reload(
    home: HomeAssistant, router: SimulatedRouter
) -> None:
    """A kill, a restart and a reload make no request and show the same figures."""
    entry = await set_up(home, router)
    before = await standing(home, entry)
    asked = len(router.requests)
    await _written_down(home, entry)

    await home.kill()
    await home.start()
    assert await standing(home, entry) == before

    await home.stop()
    await home.start()
    assert await standing(home, entry) == before

    reload = f"config/config_entries/entry/{entry['entry_id']}/reload"
    assert not (await home.api("POST", reload))["require_restart"]
    assert await standing(home, entry) == before
    assert len(router.requests) == asked


async def test_flow_given_up(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Who gives the flow up after signing in, and starts again, gets the same reading."""
    account = router.account
    signed_in = await home.flow(
        {"next_step_id": "router"},
        {"host": router.url},
        {"username": account.username, "password": account.password},
    )
    assert signed_in["step_id"] == "plan"
    assert usage_requests(router) == 1
    await home.api("DELETE", f"config/config_entries/flow/{signed_in['flow_id']}")

    entry = await set_up(home, router)
    assert_right(await shown(home, entry), told(router))
    assert usage_requests(router) == 1


async def test_deleted_and_added_again(
    home: HomeAssistant, router: SimulatedRouter
) -> None:
    """A household that is deleted and added again starts from the same reading."""
    entry = await set_up(home, router)
    before = await standing(home, entry)
    await home.api("DELETE", f"config/config_entries/entry/{entry['entry_id']}")

    again = await set_up(home, router)
    assert again["entry_id"] != entry["entry_id"]
    assert await standing(home, again) == before
    assert usage_requests(router) == 1
