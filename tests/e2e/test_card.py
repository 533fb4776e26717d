"""The card in a real Home Assistant: it appears by itself, and follows the household."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser, expect
import pytest

from demo.home_assistant import HomeAssistant

from .dashboard import (
    CARD,
    PATH,
    STRATEGY,
    card_on,
    household,
    make_dashboard,
    read,
    save_dashboard,
    show,
    tab,
)
from .frontend import Frontend, Screen

LOADS = 20
AT_ONCE = 2
# Home Assistant itself takes long to load where much else runs.
PATIENCE_MS = 60_000
ONE_CARD = {"views": [{"cards": [CARD]}]}


@pytest.fixture
async def home(home: HomeAssistant) -> HomeAssistant:
    """Return a Home Assistant with a household in it."""
    await household(home)
    return home


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

    await show(home, 480)
    await read(home)
    await expect(card.locator(".large")).to_have_text("120 GB")
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


async def test_card_in_home_assistant(
    home: HomeAssistant, frontend: Frontend, browser: Browser
) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    await make_dashboard(home, ONE_CARD)
    (resource,) = await home.ws({"type": "lovelace/resources"})
    assert resource["url"].startswith("/taara_frontend/taara.js?v=")
    await cold_loads(browser, home)
    await figures_follow(browser, home, frontend)


async def test_resources_in_yaml(
    tmp_path: Path, socket_enabled: None, browser: Browser
) -> None:
    """The card appears there, too, where the list of resources is not ours to change."""
    yaml = "lovelace:\n  resource_mode: yaml\n  resources: []\n"
    async with HomeAssistant(tmp_path / "config", extra_configuration=yaml) as home:
        await household(home)
        await make_dashboard(home, ONE_CARD)
        await cold_loads(browser, home)
