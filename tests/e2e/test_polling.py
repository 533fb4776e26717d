"""When Taara asks the router by itself, and when it is asked to."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
import re

from playwright.async_api import expect

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .frontend import Frontend
from .household import assert_right, set_up, shown, standing, told, usage_requests

# A poll that is due leaves at once; on a busy machine that may take a while.
SOON_SECONDS = 5
PATIENCE_SECONDS = 30
AN_HOUR = timedelta(hours=1)
# What the stored files say of the last time that the router was asked.
LAST_ASKED = re.compile(r'("(?:at|last_attempt)": ")([^"]+)')


def _age(folder: Path) -> None:
    """Let what Taara wrote down of its last requests be an hour older."""
    for file in folder.glob("taara.*"):
        text = LAST_ASKED.sub(
            lambda at: at[1] + (datetime.fromisoformat(at[2]) - AN_HOUR).isoformat(),
            file.read_text(),
        )
        file.write_text(text)


async def _stop_for_an_hour(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Stop, and start an hour later by the router's clock and Taara's own notes."""
    await home.stop()
    _age(home.config_dir / ".storage")
    router.clock.advance(AN_HOUR.total_seconds())
    await home.start()


async def test_poll_that_is_due(home: HomeAssistant, router: SimulatedRouter) -> None:
    """After an hour's stop the router is asked once, at once."""
    entry = await set_up(home, router)
    before = await standing(home, entry)
    await _stop_for_an_hour(home, router)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await standing(home, entry) == before:
            await asyncio.sleep(0.1)
    assert_right(await shown(home, entry), told(router))
    assert usage_requests(router) == 2


async def test_polling_disabled(home: HomeAssistant, router: SimulatedRouter) -> None:
    """With polling disabled the router is asked only when somebody presses the button."""
    entry = await set_up(home, router)
    before = await standing(home, entry)
    await home.ws(
        {
            "type": "config_entries/update",
            "entry_id": entry["entry_id"],
            "pref_disable_polling": True,
        }
    )
    await _stop_for_an_hour(home, router)
    await asyncio.sleep(SOON_SECONDS)
    assert usage_requests(router) == 1
    assert await standing(home, entry) == before

    refresh = {"entity_id": "button.taara_refresh"}
    await home.api("POST", "services/button/press", refresh)
    assert usage_requests(router) == 2
    assert_right(await shown(home, entry), told(router))


async def test_refresh_too_soon(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """Within ten minutes the button refuses kindly, says when, and asks nobody."""
    await set_up(home, router)
    asked, last = len(router.requests), router.requests[-1].time
    await frontend.go("/config/integrations/integration/taara")
    await frontend.page.get_by_role("link", name="1 service").click()
    row = frontend.page.locator("hui-button-entity-row", has_text="Refresh")
    await row.get_by_role("button", name="Press").click()
    refusal = frontend.page.locator("ha-toast .message")
    await expect(refusal).to_be_visible()
    await frontend.shot("refusal")
    due = (last + timedelta(minutes=10)).astimezone(router.household.zone)
    # Rounded up to the minute, give or take the seconds between request and arrival.
    times = {f"{due + timedelta(seconds=after):%H:%M}" for after in (50, 60)}
    assert times & set(re.findall(r"\d\d:\d\d", await refusal.inner_text()))
    assert len(router.requests) == asked
    assert frontend.complaints == []
