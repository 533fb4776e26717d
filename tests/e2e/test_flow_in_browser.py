"""Adding Taara as a person does: in the frontend, with a slip or two."""

from playwright.async_api import expect
import pytest

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .frontend import Frontend, Screen
from .household import told


def _number(text: str) -> float:
    """Return the number in what a row shows, such as `1,024.0 GiB`."""
    return float(text.removesuffix("%").split()[0].replace(",", ""))


async def _choose_taara(frontend: Frontend) -> None:
    """Go by Settings, Devices & services, Add integration to the first step."""
    page = frontend.page
    await frontend.go("/config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    brands = page.locator("dialog-add-integration")
    await brands.get_by_role("textbox").fill("Taara")
    taara = brands.get_by_role("button", name="Taara")
    await expect(taara).to_be_visible()
    await frontend.shot("brands")
    await taara.click()


async def _find_router(frontend: Frontend, router: SimulatedRouter) -> None:
    """Choose the router and give its address, the second time rightly."""
    await frontend.dialog.get_by_text("My router").wait_for()
    await frontend.shot("menu")
    await frontend.dialog.get_by_text("My router").click()
    address = frontend.field("Address")
    await expect(address).to_have_value("http://192.168.88.1")
    await frontend.shot("router")
    await address.fill("my router")
    await frontend.submit()
    assert "not an address" in await frontend.error_at("Address")
    await expect(address).to_have_value("my router")
    await frontend.shot("wrong-address")
    await address.fill(f"{router.host}:{router.port}")
    router.faults.set("slow", path="/status", times=1, seconds=3)
    await frontend.submit()
    await frontend.dialog.get_by_text("Looking at what the router speaks").wait_for()
    await frontend.shot("progress")


async def _sign_in(frontend: Frontend, router: SimulatedRouter) -> None:
    """Sign in with a wrong password first; what was typed is still there."""
    name, password = frontend.field("User name"), frontend.field("Password")
    await name.wait_for()
    await frontend.shot("account")
    await name.fill(router.account.username)
    await password.fill("wrong")
    # What was wrong has to be there after a sign of progress, too.
    router.faults.set("slow", path="/status", times=1, seconds=3)
    await frontend.submit()
    await frontend.dialog.get_by_text("Signing in").wait_for()
    assert "not accepted" in await frontend.error_at("Password")
    await expect(name).to_have_value(router.account.username)
    await frontend.shot("wrong-password")
    await password.fill(router.account.password)
    await frontend.submit()


async def _describe_plan(frontend: Frontend) -> None:
    """Take plan and cycle as they are filled in from the first reading."""
    dialog = frontend.dialog
    allowance = dialog.get_by_role("spinbutton", name="Data in the plan")
    await expect(allowance).to_have_value("1")
    await expect(dialog.get_by_text("TiB", exact=True).last).to_be_visible()
    await frontend.shot("plan")
    await frontend.submit()
    as_source_says = dialog.get_by_role("radio", name="as the source says")
    await expect(as_source_says).to_be_checked()
    await frontend.shot("cycle")
    await frontend.submit()
    finish = dialog.get_by_role("button", name="Skip and finish")
    await finish.wait_for()
    await frontend.shot("finish")
    await finish.click()


@pytest.mark.parametrize("screen", Screen)
async def test_flow(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """Whoever makes mistakes on the way still ends at a page with the right figures."""
    await _choose_taara(frontend)
    await _find_router(frontend, router)
    await _sign_in(frontend, router)
    await _describe_plan(frontend)

    await frontend.go("/config/integrations/integration/taara")
    service = frontend.page.get_by_role("link", name="1 service")
    await service.wait_for()
    await frontend.shot("integration")
    await service.click()

    truth = told(router)
    assert truth.allowance and truth.remaining
    gib = 2**30
    used, left = await frontend.row("Data used"), await frontend.row("Data remaining")
    assert _number(used) == pytest.approx(truth.used / gib, rel=1e-3)
    assert _number(left) == pytest.approx(truth.remaining / gib, rel=1e-3)
    percentage = _number(await frontend.row("Usage percentage"))
    assert percentage == pytest.approx(100 * truth.used / truth.allowance, abs=0.1)
    await frontend.shot("device")

    assert frontend.complaints == []
