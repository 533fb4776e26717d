"""Pictures of the dashboard for the docs: of the demo, and of states it is not in.

Its argument is the path of a Chromium.
"""

import asyncio
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from typing import Final, Literal

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from demo.home_assistant import HomeAssistant, free_port
from demo.sources import SOURCES
from demo.stage import stage
from tests.card_states import messages
from tests.e2e.conftest import BROWSER_ARGUMENTS
from tests.e2e.dashboard import STAGED
from tests.e2e.frontend import Frontend

type Scheme = Literal["light", "dark"]

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs/images"
PHONE: Final = ViewportSize(width=390, height=1010)
DESKTOP: Final = ViewportSize(width=1280, height=800)
# Name of the file, view, screen and colours.
VIEWS: Final[tuple[tuple[str, str, ViewportSize, Scheme], ...]] = (
    ("dashboard-desktop", "today", DESKTOP, "light"),
    ("dashboard-phone", "today", PHONE, "light"),
    ("dashboard-phone-dark", "cycle", PHONE, "dark"),
    ("dashboard-history", "history", DESKTOP, "dark"),
)
STATES: Final[tuple[tuple[str, str, Scheme], ...]] = (
    ("lasts", "full", "light"),
    ("risk", "full", "dark"),
    ("expired", "full", "light"),
    ("unlimited", "full", "dark"),
    ("lasts", "compact", "light"),
)
WIDTH: Final = 374
# Until charts have been drawn and nothing moves any more.
SETTLED_MS: Final = 4000


async def main() -> int:
    """Take them all."""
    with TemporaryDirectory(prefix="taara-pictures-") as directory:
        source = SOURCES["local-a"]
        async with (
            stage(Path(directory), port=free_port(), source=source) as running,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(
                executable_path=sys.argv[1], args=BROWSER_ARGUMENTS
            )
            for name, view, size, scheme in VIEWS:
                page = await signed_in(browser, running.home, size, scheme)
                await page.goto(f"{running.home.url}/lovelace/{view}")
                await page.wait_for_timeout(SETTLED_MS)
                await page.screenshot(path=IMAGES / f"{name}.png")
            for name, variant, scheme in STATES:
                page = await signed_in(browser, running.home, PHONE, scheme)
                await page.goto(f"{running.home.url}/lovelace/alerts")
                config = {"type": "custom:taara-card", "variant": variant}
                shown = [messages()[name], config, WIDTH, None, "Africa/Nairobi"]
                await page.wait_for_function("!!customElements.get('taara-card')")
                await page.evaluate(STAGED, shown)
                await page.wait_for_timeout(SETTLED_MS // 4)
                card = page.locator("taara-stage taara-card")
                kind = "card" if variant == "full" else f"card-{variant}"
                await card.screenshot(path=IMAGES / f"{kind}-{name}.png")
            await browser.close()
    return 0


async def signed_in(
    browser: Browser, home: HomeAssistant, size: ViewportSize, scheme: Scheme
) -> Page:
    """Return a page of somebody who looks at Home Assistant."""
    context = await browser.new_context(
        viewport=size,
        color_scheme=scheme,
        device_scale_factor=2 if size is PHONE else 1,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Africa/Nairobi",
    )
    frontend = await Frontend.open(await context.new_page(), home, "pictures")
    return frontend.page


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
