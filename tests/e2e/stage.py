"""A card on a page of Home Assistant, told what a test says, in any theme and width."""

from enum import StrEnum
from typing import Any, Final

from playwright.async_api import Locator, Page

from demo.home_assistant import HomeAssistant
from tests.card_states import messages

from .dashboard import CARD, PATH, STAGED, household, make_dashboard
from .frontend import Frontend

REFUSAL: Final = {
    "code": "home_assistant_error",
    "message": "There is no such household.",
}
VARIANTS: Final = ("full", "compact", "wall")
WIDTHS: Final = (320, 390, 768, 1600, 3840)
# All of a card is seen at once: what is beyond the screen cannot be photographed.
HEIGHT: Final = 1600
# What the stage leaves free on each side.
MARGIN: Final = 8

# A theme as households make them: colours of its own by day and by night, another
# font, rounder corners, and no shadow.
THEMES: Final = """\
  themes:
    Plum and mint:
      primary-font-family: "DejaVu Serif, serif"
      ha-font-family-body: "DejaVu Serif, serif"
      ha-card-border-radius: 28px
      ha-card-border-width: 3px
      ha-card-box-shadow: none
      modes:
        light:
          primary-color: "#9c1458"
          primary-background-color: "#e8dcc8"
          card-background-color: "#fff6e5"
          ha-card-background: "#fff6e5"
          ha-card-border-color: "#9c1458"
          divider-color: "#d9c3a0"
          primary-text-color: "#2d1240"
          secondary-text-color: "#644a70"
          success-color: "#1c7a4d"
          warning-color: "#b65a00"
          error-color: "#b3122a"
        dark:
          primary-color: "#ffb454"
          primary-background-color: "#04150f"
          card-background-color: "#0b2a20"
          ha-card-background: "#0b2a20"
          ha-card-border-color: "#2f6b56"
          divider-color: "#2f6b56"
          primary-text-color: "#e9fff6"
          secondary-text-color: "#a3d4c2"
          success-color: "#5fe3a1"
          warning-color: "#ffd75e"
          error-color: "#ff8f8f"
"""


class Theme(StrEnum):
    """What Home Assistant looks like."""

    LIGHT = "light"
    DARK = "dark"
    CUSTOM = "custom"
    CUSTOM_DARK = "custom-dark"

    @property
    def called(self) -> str:
        """The name that people choose it by."""
        custom = self in {Theme.CUSTOM, Theme.CUSTOM_DARK}
        return "Plum and mint" if custom else "default"

    @property
    def dark(self) -> bool:
        """Whether it is for the night."""
        return self in {Theme.DARK, Theme.CUSTOM_DARK}


async def put_on(home: HomeAssistant, page: Page, theme: Theme) -> None:
    """Choose a theme for everybody; day and night are as the device says."""
    await home.api("POST", "services/frontend/set_theme", {"name": theme.called})
    await page.emulate_media(
        color_scheme="dark" if theme.dark else "light", reduced_motion="reduce"
    )
    await page.wait_for_function(
        """([name, dark]) => {
          const { themes } = document.querySelector("home-assistant").hass;
          return themes.default_theme === name && themes.darkMode === dark;
        }""",
        arg=[theme.called, theme.dark],
    )
    await painted(page)


async def painted(page: Page) -> None:
    """Wait until what was changed is seen."""
    await page.evaluate(
        "new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
    )


async def open_stage(home: HomeAssistant, frontend: Frontend) -> None:
    """Open a page of a Home Assistant with a household, the card's elements loaded."""
    await household(home)
    await make_dashboard(home, {"views": [{"cards": []}]})
    await frontend.go(f"{PATH}/0")
    await frontend.page.wait_for_function("!!customElements.get('taara-card')")


async def stage(
    frontend: Frontend,
    message: Any,
    width: int = 390,
    refusal: Any = None,
    **config: Any,
) -> Locator:
    """Put a card on the page, told what a test says."""
    shown = [message, {**CARD, **config}, width, refusal, "Africa/Nairobi"]
    await frontend.page.evaluate(STAGED, shown)
    return frontend.page.locator("taara-stage taara-card")


async def stage_on(
    frontend: Frontend, state: str, screen: int, height: int = HEIGHT, **config: Any
) -> Locator:
    """Put a card in a state on a screen that is so wide, and let it have all of it."""
    await frontend.page.set_viewport_size({"width": screen, "height": height})
    message, refusal = STATES[state]
    card = await stage(frontend, message, screen - 2 * MARGIN, refusal, **config)
    await painted(frontend.page)
    return card


# Every state there is, by what a card is told in it, or refused.
STATES: Final[dict[str, tuple[Any, Any]]] = {
    **{name: (message, None) for name, message in messages().items()},
    "loading": (None, None),
    "error": (None, REFUSAL),
}
