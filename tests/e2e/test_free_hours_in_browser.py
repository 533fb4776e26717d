"""Free hours and rollover as a person enters them: in a section, in a dialog of its own."""

from playwright.async_api import Locator, expect
import pytest

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .frontend import Frontend, Screen
from .household import set_up


async def _to_the_plan(frontend: Frontend) -> None:
    """Go by the household's menu to its plan."""
    page, dialog = frontend.page, frontend.dialog
    await frontend.go("/config/integrations/integration/taara")
    row = page.locator("ha-config-entry-row")
    await row.get_by_role("button", name="Menu").first.click()
    await page.get_by_role("menuitem", name="Reconfigure").click()
    await dialog.get_by_text("My plan").click()
    await dialog.get_by_role("spinbutton", name="Data in the plan").wait_for()


async def _unfold(dialog: Locator) -> None:
    """Unfold what few plans have."""
    await dialog.get_by_text("Free hours and rollover").click()
    await dialog.get_by_role("button", name="Add").wait_for()


async def _keep(frontend: Frontend) -> None:
    """Submit the plan, and the cycle as it is filled in."""
    await frontend.submit()
    await frontend.dialog.get_by_text("The plan renews").wait_for()
    await frontend.submit()
    await frontend.dialog.get_by_text("Changed.").wait_for()


async def _choose(window: Locator, label: str, time: str) -> None:
    """Choose a time of day in the dialog of a window."""
    await window.get_by_text(label, exact=True).click()
    await window.get_by_role("menuitem", name=time).click()


@pytest.mark.parametrize("screen", Screen)
async def test_free_hours(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """Nights at the end of the week are entered, with a slip, and are there next time."""
    await set_up(home, router)
    await _to_the_plan(frontend)
    await _unfold(frontend.dialog)
    dialog, window = frontend.dialog, frontend.page.locator("dialog-form")
    await dialog.locator("ha-switch").last.click()
    await dialog.get_by_role("button", name="Add").click()
    await _choose(window, "Until *", "22:00")
    for day in ("Friday", "Saturday"):
        await window.get_by_text(day, exact=True).click()
    await frontend.shot("window")
    await window.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_text("22:00 · 22:00 · Friday, Saturday")).to_be_visible()
    await frontend.submit()
    await expect(dialog.get_by_text("at the same time are none")).to_be_visible()
    await frontend.shot("same-time")

    await dialog.get_by_role("button", name="Edit").click()
    await _choose(window, "Until *", "06:00")
    await window.get_by_role("button", name="Save").click()
    entered = dialog.get_by_text("22:00 · 06:00 · Friday, Saturday")
    await expect(entered).to_be_visible()
    await frontend.shot("entered")
    await _keep(frontend)

    # What is not even looked at stays, too.
    await _to_the_plan(frontend)
    await _keep(frontend)
    await _to_the_plan(frontend)
    await _unfold(dialog)
    await expect(entered).to_be_visible()
    await expect(dialog.get_by_role("switch").last).to_be_checked()
    assert frontend.complaints == []
