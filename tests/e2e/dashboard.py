"""The dashboard and its cards, as a browser has them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Locator, Page

from demo.home_assistant import HomeAssistant

from .frontend import Frontend, Screen

PATH: Final = "/data-usage"
CARD: Final = {"type": "custom:taara-card"}
STRATEGY: Final = {"strategy": {"type": "custom:taara"}}
SENSOR: Final = "sensor.wan_used"
AXE: Final = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"

# Puts a card on a page of Home Assistant, told a made-up message or a refusal.
STAGED: Final = """async ([message, config, width, refusal, zone]) => {
  await customElements.whenDefined("taara-card");
  const home = document.querySelector("home-assistant");
  home.shadowRoot.querySelector("taara-stage")?.remove();
  const stage = document.createElement("taara-stage");
  stage.style.cssText = `position:fixed;inset:0;z-index:99;overflow:auto;
    background:var(--primary-background-color);padding:8px;
    font-family:var(--ha-font-family-body, Roboto)`;
  const card = document.createElement("taara-card");
  card.style.maxWidth = `${width}px`;
  const subscribeMessage = async (told) => {
    if (refusal) throw refusal;
    card.tell = told;
    if (message) told(message);
    return () => undefined;
  };
  const connection = {
    subscribeMessage,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  const callWS = async ({ extra_bytes }) => {
    const overage_chance = 24 + extra_bytes / 2e9;
    return { then: { overage_chance, overage_risk: overage_chance > 50 } };
  };
  card.setConfig(config);
  card.hass = { ...home.hass, connection, callWS,
    config: { ...home.hass.config, time_zone: zone } };
  stage.append(card);
  // There it is written from where Home Assistant's own pages are.
  home.shadowRoot.append(stage);
  await card.updateComplete;
}"""

# How long a card takes from being added to having painted its shape, and its figures,
# in milliseconds.
PAINTED: Final = """async () => {
  const { hass } = document.querySelector("home-assistant");
  const frame = () => new Promise(requestAnimationFrame);
  const seen = () => frame().then(() => new Promise((then) => setTimeout(then)));
  await seen();
  const began = performance.now();
  const card = document.createElement("taara-card");
  card.setConfig({ type: "custom:taara-card" });
  card.hass = hass;
  document.body.append(card);
  await card.updateComplete;
  await seen();
  const painted = performance.now() - began;
  while (!card.shadowRoot.querySelector("h2")) await frame();
  await seen();
  const told = performance.now() - began;
  card.remove();
  return [painted, told];
}"""

# What axe finds wrong in an element, in a line each.
CHECKED: Final = """async (element) => {
  const { violations } = await axe.run(element);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target} ${node.failureSummary}`));
}"""


async def show(
    home: HomeAssistant, used: float, name: str = "WAN", sensor: str = SENSOR
) -> None:
    """Let a household's sensor show how many GB are used."""
    attributes = {"unit_of_measurement": "GB", "friendly_name": f"{name} used"}
    state = {"state": str(used), "attributes": attributes}
    await home.api("POST", f"states/{sensor}", state)


async def read(home: HomeAssistant) -> None:
    """Let Taara read it now: a sensor may be read at any time."""
    button = {"entity_id": "button.taara_refresh"}
    await home.api("POST", "services/button/press", button)


async def household(
    home: HomeAssistant, sensor: str = SENSOR, allowance: int = 600
) -> dict[str, Any]:
    """Set up a household with so many GB a month; return its entry."""
    if sensor == SENSOR:
        await show(home, 350)
    return await home.set_up(
        "entity",
        {
            "entity": {"entity_id": sensor, "counter_kind": "used"},
            "plan": {"allowance": allowance, "allowance_unit": "GB"},
            "cycle": {"cycle": "monthly", "reset_day": 1},
        },
    )


async def make_dashboard(home: HomeAssistant, config: dict[str, Any]) -> None:
    """Make a dashboard of the household's."""
    path = PATH.removeprefix("/")
    await home.ws(
        {"type": "lovelace/dashboards/create", "url_path": path, "title": "Usage"}
    )
    await save_dashboard(home, config)


async def save_dashboard(home: HomeAssistant, config: dict[str, Any]) -> None:
    """Change what is on it."""
    path = PATH.removeprefix("/")
    await home.ws({"type": "lovelace/config/save", "url_path": path, "config": config})


async def on_dashboard(home: HomeAssistant) -> dict[str, Any]:
    """Return what is on it."""
    path = PATH.removeprefix("/")
    found: dict[str, Any] = await home.ws({"type": "lovelace/config", "url_path": path})
    return found


@asynccontextmanager
async def tab(
    browser: Browser, home: HomeAssistant, name: str, screen: Screen = Screen.DESKTOP
) -> AsyncIterator[Frontend]:
    """Run a browser's profile of its own, signed in: nothing is in its caches."""
    context = await screen.context(browser)
    try:
        yield await Frontend.open(await context.new_page(), home, name)
    finally:
        await context.close()


def card_on(page: Page) -> Locator:
    """Return the card."""
    return page.locator("taara-card").first


async def faults(page: Page, element: Locator) -> list[str]:
    """Return what is wrong with an element for who cannot see, or not well."""
    if not await page.evaluate("typeof axe !== 'undefined'"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = await element.evaluate(CHECKED)
    return found
