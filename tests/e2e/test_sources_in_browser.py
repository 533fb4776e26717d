"""The other sources as a person chooses them: a Taara account, RouterOS, a sensor."""

from playwright.async_api import expect
import pytest

from custom_components.taara.model import DataUnit
from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .frontend import Frontend, Screen
from .household import told


async def _add_taara(frontend: Frontend, source: str) -> None:
    """Begin to add Taara and choose a source."""
    await frontend.go("/config/integrations/dashboard/add?domain=taara")
    confirm = frontend.page.get_by_role("button", name="OK")
    await confirm.click()
    await frontend.dialog.get_by_text(source).click()


async def _take_plan(frontend: Frontend, allowance: str) -> None:
    """Say how much the plan grants, and take the rest as it is filled in."""
    field = frontend.dialog.get_by_role("spinbutton", name="Data in the plan")
    await field.wait_for()
    await field.fill(allowance)
    await frontend.shot("plan")
    await frontend.submit()
    await frontend.dialog.get_by_text("The plan renews").wait_for()
    await frontend.shot("cycle")
    await frontend.submit()
    finish = frontend.dialog.get_by_role("button", name="Skip and finish")
    await finish.click()


async def _left(frontend: Frontend) -> float:
    """Return the bytes left, as the household's page shows them."""
    await frontend.go("/config/integrations/integration/taara")
    await frontend.page.get_by_role("link", name="1 service").click()
    shown = await frontend.row("Data remaining")
    await frontend.shot("device")
    figure, unit = shown.replace(",", "").split()
    return float(figure) * DataUnit(unit).size


@pytest.mark.parametrize("dialect", ["taara_share"])
@pytest.mark.parametrize("screen", Screen)
async def test_taara_account(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """With a slip at each place where one may slip, the folded ones too."""
    await _add_taara(frontend, "My Taara account")
    phone, passcode = frontend.field("Phone number"), frontend.field("Passcode")
    await phone.wait_for()
    await frontend.shot("account")
    await phone.fill("call me")
    await passcode.fill("135790")
    folded = frontend.dialog.get_by_text("Partner, hotspot and address")
    await folded.click()
    address = frontend.field("Address of the account service")
    await expect(address).to_have_value("https://share.taara.company")
    await address.fill(router.url)
    await frontend.field("Hotspot id").fill("my hotspot")
    await frontend.shot("unfolded")
    await frontend.submit()
    assert "no phone number" in await frontend.error_at("Phone number")
    await phone.fill("0700 000 000")
    await frontend.submit()
    # Home Assistant says nothing at a field within a section, so it is said above.
    wrong = frontend.dialog.get_by_text("hotspot id are numbers")
    await wrong.first.wait_for()
    hotspot = frontend.field("Hotspot id")
    await expect(hotspot).to_be_visible()
    await expect(hotspot).to_have_value("my hotspot")
    await frontend.shot("wrong-hotspot")
    ids = "partnerId=100000001&hotspotId=200000002"
    await hotspot.fill(f"https://share.taara.company/cp/customers/login?{ids}")
    await frontend.submit()
    await _take_plan(frontend, "1")
    truth = told(router)
    assert truth.remaining is not None
    assert await _left(frontend) == pytest.approx(truth.remaining, rel=1e-3)
    assert frontend.complaints == []


@pytest.mark.parametrize("dialect", ["routeros"])
async def test_routeros(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """It is recognised and said why, and what it counts is chosen from its own list."""
    await _add_taara(frontend, "My router")
    await frontend.field("Address").fill(f"{router.host}:{router.port}")
    await frontend.submit()
    await frontend.dialog.get_by_text("This looks like MikroTik RouterOS").wait_for()
    await frontend.shot("recognised")
    await frontend.field("User name").fill(router.account.username)
    await frontend.field("Password").fill(router.account.password)
    await frontend.submit()
    choice = frontend.dialog.get_by_text("What counts your plan *")
    await choice.wait_for()
    await frontend.shot("counters")
    await choice.click()
    await frontend.page.get_by_text("Hotspot user household").click()
    await frontend.submit()
    await _take_plan(frontend, "1")
    truth = told(router)
    assert truth.remaining is not None
    assert await _left(frontend) == pytest.approx(truth.remaining, rel=1e-3)
    assert frontend.complaints == []


async def test_sensor(frontend: Frontend, home: HomeAssistant) -> None:
    """A sensor of another integration is picked from a list."""
    attributes = {"unit_of_measurement": "GB", "friendly_name": "WAN left"}
    shown = {"state": "150", "attributes": attributes}
    await home.api("POST", "states/sensor.wan_left", shown)
    await _add_taara(frontend, "A sensor I already have")
    await frontend.dialog.get_by_text("It shows").wait_for()
    await frontend.shot("sensor")
    await frontend.dialog.locator("ha-entity-picker").click()
    await frontend.page.get_by_text("WAN left").first.click()
    await frontend.dialog.get_by_role("radio", name="what is left of the plan").click()
    await frontend.submit()
    await _take_plan(frontend, "200")
    assert await _left(frontend) == 150e9
    assert frontend.complaints == []
