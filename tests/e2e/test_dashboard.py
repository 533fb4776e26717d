"""The dashboard that comes with Taara: its views, and the ways to it."""

import re

from playwright.async_api import expect
import pytest

from demo.home_assistant import HomeAssistant

from .alerts import act, alert_history, find_alert, sent
from .dashboard import (
    PATH,
    STRATEGY,
    card_on,
    faults,
    household,
    make_dashboard,
    read,
    show,
)
from .frontend import Frontend
from .looks import Sheet, misplaced
from .past import remember
from .stage import THEMES, WIDTHS, Theme, painted, put_on

PHONE = 390
# Of 600 GB: more than on any day of the cycle by the usual pace.
USED = 570
LEFT = "30 GB"
# What stands in each view, and how long the page is on a phone.
VIEWS = {
    "today": "taara-card",
    "cycle": "taara-card",
    "history": "taara-heat-card",
    "alerts": "taara-alert-history-card",
    "wall": "taara-card",
}
HEIGHT = 1500
# Home Assistant's own cards draw theirs a while later.
CHARTS_MS = 1500
ACROSS = "[document.scrollingElement.scrollWidth, innerWidth]"


@pytest.fixture
def extra_configuration() -> str:
    """Offer a theme that is not Home Assistant's own."""
    # It stands there already, and empty: the second one takes its place.
    return f"frontend:\n{THEMES}"


async def lived_in(home: HomeAssistant) -> None:
    """Let weeks be known, and some alerts, of which some were taken note of."""
    entry = await household(home)
    await remember(home, entry["entry_id"])
    await act(home, "taara.send_weekly_summary")
    await show(home, USED)
    await read(home)
    await find_alert(home, "weekly_summary", sent)
    # Which others there are depends on the day of the month.
    noted = await find_alert(home, "threshold", sent)
    await act(home, "taara.acknowledge_alert", alert_id=[noted["alert_id"]])


async def every_view(home: HomeAssistant, frontend: Frontend) -> None:
    """Look at each view in each theme and width."""
    page, wrong = frontend.page, list[str]()
    sheets = {
        (theme, width): Sheet(f"dashboard-{theme}-{width}", across=len(VIEWS))
        for theme in (Theme.LIGHT, Theme.DARK, Theme.CUSTOM)
        for width in WIDTHS
    }
    for view, element in VIEWS.items():
        await frontend.go(f"{PATH}/{view}")
        card = page.locator(element).first
        await expect(card.locator("h2").first).to_be_visible()
        await page.wait_for_timeout(CHARTS_MS)
        for (theme, width), sheet in sheets.items():
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            await put_on(home, page, theme)
            where = f"{view}, {theme}, {width}"
            found = await misplaced(card)
            if width == PHONE:
                found += await faults(page, card)
            content, room = await page.evaluate(ACROSS)
            if content > room:
                found.append(f"the page is {content} wide in {room}")
            wrong += [f"{where}: {fault}" for fault in found]
            await sheet.add(view, page.locator("hui-root"))
    for sheet in sheets.values():
        sheet.save()
    await put_on(home, page, Theme.LIGHT)
    assert not wrong, "\n".join(wrong)


async def alerts_of_all_kinds(home: HomeAssistant, frontend: Frontend) -> None:
    """See what waits, and below it what somebody took note of."""
    page = frontend.page
    await frontend.go(f"{PATH}/alerts")
    history = page.locator("taara-alert-history-card")
    for alert in await alert_history(home):
        text = history.get_by_text(alert["title"], exact=True)
        await expect(text.first).to_be_visible()
    noted = history.locator("li.noted", has_text="Acknowledged")
    await expect(noted).to_have_count(1)
    await expect(noted).to_contain_text("95% of your data is used")
    waiting = history.locator("li:not(.noted)")
    await expect(waiting.filter(has_text="Your week")).not_to_have_count(0)


async def what_if(frontend: Frontend) -> None:
    """Ask Taara what becomes of the cycle if much more is used, and hear it."""
    await frontend.go(f"{PATH}/today")
    asking = card_on(frontend.page).locator("taara-what-if")
    await expect(asking.locator("b")).to_have_text("")
    await asking.get_by_role("slider").focus()
    await frontend.page.keyboard.press("End")
    await expect(asking.locator("b")).to_contain_text("Chance that it does not last")
    await expect(asking.get_by_role("slider")).to_have_attribute(
        "aria-valuetext", re.compile("An extra .*: It .*%$")
    )


async def heat(frontend: Frontend) -> None:
    """See that evenings are warm and nights are cold."""
    page = frontend.page
    await frontend.go(f"{PATH}/history")
    rows = page.locator("taara-heat-card").get_by_role("row")
    await expect(rows).to_have_count(8)
    saturday = rows.nth(6).get_by_role("cell")
    await expect(saturday).to_have_count(24)
    await expect(saturday.nth(20)).to_contain_text("GB")
    await expect(saturday.nth(4)).to_contain_text("MB")


async def as_people_add_it(home: HomeAssistant, frontend: Frontend) -> None:
    """Find it among the community's dashboards, make one, and see the card."""
    page = frontend.page
    await page.set_viewport_size({"width": 1280, "height": 900})
    await frontend.go("/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click()
    dialog = page.locator("ha-dialog-new-dashboard")
    await expect(dialog.get_by_text("Community dashboards")).to_be_visible()
    ours = dialog.get_by_role("button", name="Taara")
    await expect(ours).to_contain_text("whether it will last")
    await ours.scroll_into_view_if_needed()
    await frontend.shot("community")
    await ours.click()
    details = page.locator("dialog-lovelace-dashboard-detail")
    await details.get_by_role("textbox", name="Title").fill("Our data")
    await details.get_by_role("button", name="Create").click()
    await page.locator("ha-sidebar").get_by_role("link", name="Our data").click()
    await expect(card_on(page).locator(".large")).to_have_text(LEFT)
    await frontend.shot("added")


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


async def two_households(home: HomeAssistant, frontend: Frontend) -> None:
    """Show both; a card that does not say whose says what to do."""
    page = frontend.page
    await show(home, 40, "Shop", "sensor.shop")
    await household(home, "sensor.shop", 100)
    await frontend.go(f"{PATH}/today")
    await expect(page.locator("taara-card .large")).to_have_text([LEFT, "60 GB"])
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        await painted(page)
        content, room = await page.evaluate(ACROSS)
        assert content <= room, f"both at {width}"
        for card in await page.locator("taara-card").all():
            assert await misplaced(card) == [], f"both at {width}"
    await frontend.shot("both")


async def test_dashboard(home: HomeAssistant, frontend: Frontend) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    await lived_in(home)
    await make_dashboard(home, STRATEGY)
    await every_view(home, frontend)
    await alerts_of_all_kinds(home, frontend)
    await what_if(frontend)
    await heat(frontend)
    await as_people_add_it(home, frontend)
    await sidebar(home, frontend)
    await two_households(home, frontend)
    assert frontend.complaints == []
