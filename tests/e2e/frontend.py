"""What a person does in Home Assistant's frontend, and what is wrong with what they see."""

from enum import StrEnum
import json
from pathlib import Path
import re
from typing import Final, Literal, Self

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from demo.home_assistant import HomeAssistant

SCREENSHOTS: Final = Path(__file__).parent / "screenshots"
DESKTOP_SIZE: Final = ViewportSize(width=1280, height=900)
PHONE_SIZE: Final = ViewportSize(width=390, height=844)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
# Long enough for a theme or a dialog to settle before it is photographed.
SETTLED_MS: Final = 300
PATIENCE_MS: Final = 15_000
# What a text looks like whose translation, or a value in it, is missing.
UNTRANSLATED: Final = re.compile(
    r"\b[a-z]+_[a-z_]+\b|component\.taara|\{\w+\}|\bundefined\b|\[object "
    r"|Translation error",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(r"^\s*- /url:.*$", re.MULTILINE)

expect.set_options(timeout=PATIENCE_MS)


class Screen(StrEnum):
    """What a person looks at."""

    DESKTOP = "desktop"
    PHONE = "phone"

    async def context(self, browser: Browser) -> BrowserContext:
        """Return a fresh profile of a browser on this screen."""
        phone = self is Screen.PHONE
        return await browser.new_context(
            viewport=PHONE_SIZE if phone else DESKTOP_SIZE,
            is_mobile=phone,
            has_touch=phone,
            locale="en-GB",
            timezone_id="Africa/Nairobi",
        )


class Frontend:
    """Home Assistant's frontend in one tab.

    What the console says of Taara is kept in `complaints`.
    """

    def __init__(self, page: Page, home: HomeAssistant, name: str) -> None:
        """Watch a tab; `name` begins the names of its screenshots."""
        self.page = page
        self.complaints: list[str] = []
        self._home = home
        self._name = name
        self._shots = 0
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", self._broke)

    @classmethod
    async def open(cls, page: Page, home: HomeAssistant, name: str) -> Self:
        """Return the frontend as somebody signed in finds it."""
        tokens = json.dumps(home.browser_tokens())
        await page.add_init_script(
            f"localStorage.hassTokens = JSON.stringify({tokens})"
        )
        return cls(page, home, name)

    @property
    def dialog(self) -> Locator:
        """The config flow's dialog."""
        return self.page.locator("dialog-data-entry-flow")

    def field(self, label: str) -> Locator:
        """Return a text field of the dialog."""
        return self.dialog.get_by_role("textbox", name=label)

    async def go(self, path: str) -> None:
        """Open a page of Home Assistant."""
        await self.page.goto(f"{self._home.url}{path}")

    async def submit(self) -> None:
        """Finish a step of the config flow."""
        await self.dialog.get_by_role("button", name="Submit").click()

    async def error_at(self, label: str) -> str:
        """Return what is said to be wrong with a field: Home Assistant says it above."""
        alert = self.dialog.locator("ha-form ha-alert:has(+ ha-selector)")
        await expect(alert).to_be_visible()
        field = await alert.evaluate("alert => alert.nextElementSibling.label")
        assert field == label
        return await alert.inner_text()

    async def row(self, name: str) -> str:
        """Return what an entity's row on a device's page shows beside its name."""
        rows = self.page.locator("ha-device-entities-card hui-generic-entity-row")
        row = rows.filter(has=self.page.get_by_text(name, exact=True))
        await expect(row).to_be_visible()
        return (await row.inner_text()).strip()

    async def shot(self, step: str) -> None:
        """Photograph what is seen, light and dark, and check that it is all in words."""
        self._shots += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        for scheme in SCHEMES:
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            await self.page.wait_for_timeout(SETTLED_MS)
            file = f"{self._name}-{self._shots:02}-{step}-{scheme}.png"
            await self.page.screenshot(path=SCREENSHOTS / file, animations="disabled")
        seen = await self.page.locator("body").aria_snapshot()
        words = ADDRESS.sub("", seen)
        assert not UNTRANSLATED.findall(words), words

    def _heard(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings; icons of others are not to be had without a network."""
        if message.type in {"error", "warning"}:
            self._complain(f"{message.text} {message.location.get('url')}")

    def _broke(self, error: Error) -> None:
        """Keep an error that nobody caught."""
        self._complain(f"{error} {error.stack}")

    def _complain(self, words: str) -> None:
        if "taara" in words.lower():
            self.complaints.append(words)
