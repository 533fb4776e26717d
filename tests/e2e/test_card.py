"""The card in a real Home Assistant: it appears by itself, and follows the household."""

import asyncio
from pathlib import Path
import sys
from typing import Any

from playwright.async_api import Browser, Locator, expect
import pytest

from demo.home_assistant import HomeAssistant

from .dashboard import (
    PAINTED,
    PATH,
    card_on,
    faults,
    make_dashboard,
    save_dashboard,
    tab,
)
from .frontend import Frontend, Screen

SENSOR = "sensor.wan_used"
LOADS = 20
AT_ONCE = 2
# Home Assistant itself takes long to load where much else runs.
PATIENCE_MS = 60_000
STRATEGY = {"strategy": {"type": "custom:taara"}}
CARD = {"type": "custom:taara-card"}
ONE_CARD = {"views": [{"cards": [CARD]}]}
FIRST_PAINT_MS = 100
SUBSCRIPTIONS = "document.querySelector('home-assistant').hass.connection.commands.size"


async def show(home: HomeAssistant, used: float) -> None:
    """Let the household's sensor show how many GB are used."""
    attributes = {"unit_of_measurement": "GB", "friendly_name": "WAN used"}
    state = {"state": str(used), "attributes": attributes}
    await home.api("POST", f"states/{SENSOR}", state)


async def read(home: HomeAssistant) -> None:
    """Let Taara read it now: a sensor may be read at any time."""
    button = {"entity_id": "button.taara_refresh"}
    await home.api("POST", "services/button/press", button)


async def household(home: HomeAssistant) -> None:
    """Set up a household with 600 GB a month, of which 350 are used."""
    await show(home, 350)
    await home.set_up(
        "entity",
        {
            "entity": {"entity_id": SENSOR, "counter_kind": "used"},
            "plan": {"allowance": 600, "allowance_unit": "GB"},
            "cycle": {"cycle": "monthly", "reset_day": 1},
        },
    )


@pytest.fixture
async def home(home: HomeAssistant) -> HomeAssistant:
    """Return a Home Assistant with a household in it."""
    await household(home)
    return home


async def left(card: Locator) -> str:
    """Return what the card says is left."""
    return await card.locator(".large").inner_text()


async def load(browser: Browser, home: HomeAssistant) -> bool:
    """Tell whether a browser that was never here before shows the card."""
    async with tab(browser, home, "cold") as frontend:
        await frontend.go(f"{PATH}/0")
        answer = card_on(frontend.page).locator("h2")
        await expect(answer).to_be_visible(timeout=PATIENCE_MS)
        assert frontend.complaints == []
        return True


async def cold_loads(browser: Browser, home: HomeAssistant) -> None:
    """Let everybody who opens the dashboard for the first time see the card."""
    await save_dashboard(home, ONE_CARD)
    shown: list[bool] = []
    for _ in range(LOADS // AT_ONCE):
        some = (load(browser, home) for _ in range(AT_ONCE))
        shown += await asyncio.gather(*some)
    assert sum(shown) == LOADS


async def figures_follow(
    browser: Browser, home: HomeAssistant, frontend: Frontend
) -> None:
    """Let a reading come, an alert be acknowledged, Home Assistant restart: no reload."""
    await save_dashboard(home, STRATEGY)
    await show(home, 350)
    await read(home)
    page = frontend.page
    await frontend.go(f"{PATH}/today")
    card = card_on(page)
    await expect(card.locator(".large")).to_have_text("250 GB")
    await frontend.shot("today")

    await watch(card)
    await home.api("POST", "states/sensor.other", {"state": "1"})
    await page.wait_for_timeout(500)
    assert await card.evaluate("card => card.redrawn") == 0

    await show(home, 480)
    await read(home)
    await expect(card.locator(".large")).to_have_text("120 GB")
    assert await card.evaluate("card => card.redrawn") > 0
    alert = card.locator("taara-alerts")
    await expect(alert).to_contain_text("Over the daily budget")

    async with tab(browser, home, "second", Screen.PHONE) as second:
        await second.go(f"{PATH}/alerts")
        history = second.page.locator("taara-alert-history-card")
        acknowledge = history.get_by_role("button", name="Acknowledge:")
        await expect(acknowledge).to_have_count(2)
        await card.get_by_role("button", name="Acknowledge all").click()
        await expect(acknowledge).to_have_count(0, timeout=1000)
        await expect(history).to_contain_text("Acknowledged")
        assert second.complaints == []
    await expect(alert).to_have_count(0)

    await home.stop()
    await show_after_restart(home)
    await expect(card.locator(".large")).to_have_text("90 GB", timeout=30_000)
    assert frontend.complaints == []


async def show_after_restart(home: HomeAssistant) -> None:
    """Start again, with other figures: the page was open all the time."""
    await home.start()
    await show(home, 510)
    await read(home)


async def watch(card: Locator) -> None:
    """Count how often a card is drawn."""
    await card.evaluate(
        """card => {
          card.redrawn = 0;
          const seen = new MutationObserver(() => card.redrawn++);
          const all = { subtree: true, childList: true, attributes: true,
            characterData: true };
          seen.observe(card.shadowRoot, all);
          seen.observe(card.shadowRoot.querySelector("taara-chart").shadowRoot, all);
        }"""
    )


async def paint_and_end(home: HomeAssistant, frontend: Frontend) -> None:
    """Let it be there at once, and its subscription end with it."""
    await save_dashboard(home, {"views": [{"cards": []}]})
    page = frontend.page
    await frontend.go(f"{PATH}/0")
    await page.wait_for_function("!!customElements.get('taara-card')")
    await page.wait_for_timeout(1000)
    before = await page.evaluate(SUBSCRIPTIONS)
    painted, told = await page.evaluate(PAINTED)
    sys.stdout.write(f"first paint {painted:.0f} ms, figures {told:.0f} ms\n")
    assert painted < FIRST_PAINT_MS
    await page.wait_for_timeout(300)
    assert await page.evaluate(SUBSCRIPTIONS) == before
    # The figures come with the connection's own delay.
    assert told < 10 * FIRST_PAINT_MS
    assert frontend.complaints == []


async def editor(home: HomeAssistant, frontend: Frontend) -> None:
    """Change the card by the built-in form beside it."""
    await save_dashboard(
        home,
        {
            "views": [
                {"type": "sections", "sections": [{"type": "grid", "cards": [CARD]}]}
            ]
        },
    )
    page = frontend.page
    await frontend.go(f"{PATH}/0?edit=1")
    await expect(card_on(page).locator("h2")).to_be_visible()
    await page.locator("hui-card-edit-mode").first.hover()
    await page.locator("hui-card-edit-mode").first.click()
    dialog = page.locator("hui-dialog-edit-card")
    preview = dialog.locator("taara-card")
    await expect(preview.locator("taara-chart")).to_be_visible()
    await frontend.shot("form")
    for label in ("Household", "Title", "Size", "What to leave out"):
        await expect(dialog.get_by_text(label).first).to_be_visible()
    await dialog.get_by_role("textbox", name="Title").fill("At home")
    await expect(preview.locator(".title")).to_have_text("At home")
    await dialog.get_by_text("Today's figures").click()
    await expect(preview.locator(".tiles")).to_have_count(0)
    await dialog.get_by_text("Compact", exact=True).click()
    await expect(preview.locator("taara-chart")).to_have_count(0)
    await dialog.get_by_role("button", name="Save").click()
    await expect(card_on(page).locator(".compact")).to_be_visible()
    config = await home.ws(
        {"type": "lovelace/config", "url_path": PATH.removeprefix("/")}
    )
    (saved,) = config["views"][0]["sections"][0]["cards"]
    assert saved == {
        **CARD,
        "title": "At home",
        "variant": "compact",
        "hide": ["today"],
    }
    assert frontend.complaints == []


async def every_view(home: HomeAssistant, frontend: Frontend) -> None:
    """Draw each view of the strategy's dashboard, without a fault that axe finds."""
    await save_dashboard(home, STRATEGY)
    page = frontend.page
    for view, element in (
        ("today", "taara-card"),
        ("cycle", "taara-card"),
        ("history", "taara-heat-card"),
        ("alerts", "taara-alert-history-card"),
        ("wall", "taara-card"),
    ):
        await frontend.go(f"{PATH}/{view}")
        card = page.locator(element).first
        await expect(card.locator("h2").first).to_be_visible()
        await frontend.shot(view)
        assert await faults(page, card) == [], view
    assert frontend.complaints == []


async def two_households(home: HomeAssistant, frontend: Frontend) -> None:
    """Show both; a card that does not say whose says what to do."""
    attributes = {"unit_of_measurement": "GB", "friendly_name": "Shop"}
    state = {"state": "40", "attributes": attributes}
    await home.api("POST", "states/sensor.shop", state)
    answers: Any = {
        "entity": {"entity_id": "sensor.shop", "counter_kind": "used"},
        "plan": {"allowance": 100, "allowance_unit": "GB"},
        "cycle": {"cycle": "monthly", "reset_day": 1},
    }
    await home.set_up("entity", answers)
    await save_dashboard(home, ONE_CARD)
    page = frontend.page
    await frontend.go(f"{PATH}/0")
    await expect(card_on(page)).to_contain_text("Choose one in the card's settings")
    await save_dashboard(home, STRATEGY)
    await frontend.go(f"{PATH}/today")
    cards = page.locator("taara-card .large")
    await expect(cards).to_have_text(["90 GB", "60 GB"])
    await frontend.shot("both")
    assert frontend.complaints == []


async def sidebar(home: HomeAssistant, frontend: Frontend) -> None:
    """Put the dashboard into the sidebar by an option, for everybody at once."""
    page = frontend.page
    entry = await home.ws({"type": "config_entries/get", "domain": "taara"})
    flows = "config/config_entries/options/flow"
    handler = {"handler": entry[0]["entry_id"]}
    flow = await home.api("POST", flows, handler)
    for step in ({"next_step_id": "dashboard"}, {"sidebar": True}):
        await home.api("POST", f"{flows}/{flow['flow_id']}", step)
    await page.locator("ha-sidebar").get_by_role("link", name="Taara").click()
    await expect(card_on(page).locator("h2")).to_be_visible()
    await frontend.shot("sidebar")
    assert frontend.complaints == []


async def test_card_in_home_assistant(
    home: HomeAssistant, frontend: Frontend, browser: Browser
) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    await make_dashboard(home, ONE_CARD)
    (resource,) = await home.ws({"type": "lovelace/resources"})
    assert resource["url"].startswith("/taara_frontend/taara.js?v=")
    await cold_loads(browser, home)
    await paint_and_end(home, frontend)
    await editor(home, frontend)
    await figures_follow(browser, home, frontend)
    await every_view(home, frontend)
    async with tab(browser, home, "every_view-phone", Screen.PHONE) as phone:
        await every_view(home, phone)
    await sidebar(home, frontend)
    await two_households(home, frontend)


async def test_resources_in_yaml(
    tmp_path: Path, socket_enabled: None, browser: Browser
) -> None:
    """The card appears there, too, where the list of resources is not ours to change."""
    yaml = "lovelace:\n  resource_mode: yaml\n  resources: []\n"
    async with HomeAssistant(tmp_path / "config", extra_configuration=yaml) as home:
        await household(home)
        await make_dashboard(home, ONE_CARD)
        await cold_loads(browser, home)
