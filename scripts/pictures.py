"""Photograph what the docs show: each blueprint's form, filled in, in Home Assistant."""

import asyncio
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image
from playwright.async_api import Browser, async_playwright

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter
from tests.e2e.blueprints import CONFIGURATION, automate, furnish, import_all
from tests.e2e.conftest import BROWSER_ARGUMENTS
from tests.e2e.frontend import Frontend
from tests.e2e.household import set_up, shown
from tests.e2e.phone import Phone

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs/images"
# Narrow: a form is a column; and high, so that all of it is seen.
WIDTH, HEIGHT = 760, 2000
# Names and icons come a while after the form.
SETTLED_MS = 2000
COLOURS = 64


async def main(chromium: str) -> None:
    """Make the pictures, with a browser."""
    with TemporaryDirectory() as folder:
        config = Path(folder) / "config"
        furnish(config)
        async with (
            SimulatedRouter() as router,
            HomeAssistant(config, extra_configuration=CONFIGURATION) as home,
            Phone(home) as phone,
            async_playwright() as playwright,
        ):
            taara = await shown(home, await set_up(home, router))
            await phone.register()
            await import_all(home)
            entities = {key: state["entity_id"] for key, state in taara.items()}
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=BROWSER_ARGUMENTS
            )
            for name, inputs in filled(entities).items():
                await automate(home, name, **inputs)
                await photograph(browser, home, name)
            await browser.close()


def filled(taara: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return what a household chooses in each form."""
    return {
        "announce_renewal": {
            "alert": taara["alert"],
            "speakers": ["media_player.kitchen"],
            "voice": "tts.asha",
        },
        "breakfast": {
            "budget": taara["daily_budget"],
            "days": taara["days_remaining"],
            "remaining": taara["data_remaining"],
            "risk": taara["overage_risk"],
            "targets": ["notify.asha_s_phone"],
        },
        "pause_uploads": {
            "risk": [taara["overage_risk"]],
            "uploads": ["input_boolean.camera_upload"],
        },
        "slow_guests": {
            "limits": ["input_boolean.guests_slow"],
            "over_budget": [taara["over_daily_budget"]],
        },
    }


async def photograph(browser: Browser, home: HomeAssistant, name: str) -> None:
    """Open the form of an automation, and photograph it."""
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB"
    )
    frontend = await Frontend.open(await context.new_page(), home, name)
    await frontend.go(f"/config/automation/edit/{name}")
    form = frontend.page.locator("blueprint-automation-editor ha-card").first
    await form.locator("ha-selector").first.wait_for()
    await frontend.page.wait_for_timeout(SETTLED_MS)
    taken = Image.open(BytesIO(await form.screenshot(animations="disabled")))
    file = IMAGES / f"blueprint-{name.replace('_', '-')}.png"
    taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    await context.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
