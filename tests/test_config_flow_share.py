"""A Taara account: phone and passcode, and what else is needed, found or entered."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import get_schema_suggested_value

from custom_components.taara.access import async_decrypted
from custom_components.taara.model import ReadingStatus
from demo.plan import Prepaid
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .common import ACCOUNT
from .flow import CYCLE, PLAN, Flow

PHONE, PASSCODE = "254700000000", "135790"
PARTNER, HOTSPOT = "100000001", "200000002"
SHARE_PLAN = {
    "allowance": 1,
    "allowance_unit": "TB",
    "unlimited": False,
    "after_allowance": "stops",
}


@pytest.fixture
def dialect() -> str:
    """Return what the service speaks."""
    return "taara_share"


def entered(router: SimulatedRouter, **advanced: str) -> dict[str, Any]:
    """Return what a subscriber enters."""
    ids = {"partner_id": PARTNER, "hotspot_id": HOTSPOT}
    return {
        "phone_number": "0700 000 000",
        "passcode": PASSCODE,
        "advanced": ids | {"base_url": router.url} | advanced,
    }


async def test_whole_way(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """From the menu to the figures, by one question."""
    flow = await Flow.begin(hass, "taara_share")
    assert flow.step == "taara_share"
    assert flow.fields == ["phone_number", "passcode", "advanced"]
    await flow.enter(**entered(router))
    assert flow.step == "plan", flow.errors
    assert (flow.suggested("allowance"), flow.suggested("allowance_unit")) == (1, "TB")
    await flow.enter(**SHARE_PLAN)
    assert (flow.step, flow.suggested("cycle")) == ("cycle", "provider")
    await flow.enter(cycle="provider")
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY
    assert flow.result["title"] == "Taara (127.0.0.1)"
    await hass.async_block_till_done(wait_background_tasks=True)
    figures = next(seen.figures for seen in router.requests if seen.figures)
    remaining = float(shown(hass, "data_remaining")) * 1e9
    assert remaining == pytest.approx(figures.remaining, rel=1e-3)
    assert shown(hass, "plan_name") == "1 Month Unlimited"
    assert len([seen for seen in router.requests if seen.figures]) == 1


def shown(hass: HomeAssistant, key: str) -> str:
    """Return what one of the household's sensors shows."""
    state = hass.states.get(f"sensor.taara_{key}")
    assert state is not None
    return state.state


async def finished(hass: HomeAssistant, flow: Flow) -> ConfigEntry:
    """Enter plan and cycle, and wait for the household."""
    assert flow.step == "plan", flow.errors
    await flow.enter(**SHARE_PLAN)
    assert flow.suggested("cycle") == "provider"
    await flow.enter(cycle="provider")
    await hass.async_block_till_done(wait_background_tasks=True)
    entry: ConfigEntry = flow.result["result"]
    assert entry.state is ConfigEntryState.LOADED
    return entry


@pytest.mark.parametrize(
    "router_options",
    [
        {
            "plan": Prepaid(days=30),
            "cycle_start": datetime.now(UTC) - timedelta(days=33),
        }
    ],
)
async def test_nothing_bought(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Who has no plan now is told so, and can be set up all the same."""
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**entered(router))
    entry = await finished(hass, flow)
    overview = entry.runtime_data.data
    assert overview.expired
    assert (overview.daily_budget, overview.days_left) == (None, None)
    assert overview.remaining == 0
    assert shown(hass, "daily_budget") == "unknown"


@pytest.mark.parametrize(
    ("slip", "errors"),
    [
        ({"phone_number": "call me"}, {"phone_number": "invalid_phone"}),
        ({"passcode": "000000"}, {"passcode": "invalid_auth"}),
        (
            {"hotspot_id": "mine"},
            {"hotspot_id": "invalid_identifier", "base": "invalid_identifier"},
        ),
        (
            {"partner_id": "https://share.taara.company/"},
            {"partner_id": "invalid_identifier", "base": "invalid_identifier"},
        ),
        (
            {"base_url": "not an address"},
            {"base_url": "invalid_address", "base": "invalid_address"},
        ),
        (
            {"base_url": "http://share.taara.company"},
            {"base_url": "https_only", "base": "https_only"},
        ),
    ],
)
async def test_slips(
    hass: HomeAssistant,
    router: SimulatedRouter,
    slip: dict[str, str],
    errors: dict[str, str],
) -> None:
    """What is wrong is said where it is; nothing typed is lost, and it goes on."""
    flow = await Flow.begin(hass, "taara_share")
    right = entered(router)
    wrong = right | {"advanced": right["advanced"] | slip}
    wrong |= {key: value for key, value in slip.items() if key in right}
    wrong["advanced"] = {
        key: value for key, value in wrong["advanced"].items() if key not in right
    }
    await flow.enter(**wrong)
    assert (flow.step, flow.errors) == ("taara_share", errors)
    assert flow.suggested("phone_number") == wrong["phone_number"]
    assert folded(flow) == wrong["advanced"] | {"verify_ssl": True}
    await flow.enter(**right)
    await finished(hass, flow)


def folded(flow: Flow) -> dict[str, Any]:
    """Return what the folded section is filled in with."""
    inside = flow.schema.schema["advanced"].schema
    names = [str(name) for name in inside.schema]
    filled = {name: get_schema_suggested_value(inside.schema, name) for name in names}
    return {"verify_ssl": True, **filled}


@pytest.mark.parametrize("field", ["partner_id", "hotspot_id"])
async def test_pasted_address(
    hass: HomeAssistant, router: SimulatedRouter, field: str
) -> None:
    """One address of the portal tells both numbers, in whichever field it is pasted."""
    ids = f"partnerId={PARTNER}&hotspotId={HOTSPOT}"
    address = f"https://share.taara.company/cp/customers/login?{ids}"
    empty = {"partner_id": "", "hotspot_id": ""}
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**entered(router, **empty | {field: address}))
    await finished(hass, flow)


async def test_ids_from_the_portal(
    hass: HomeAssistant, router: SimulatedRouter, home_portal: Callable[[str], None]
) -> None:
    """Numbers left empty are found where the home's own router sends people."""
    home_portal(router.url)
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**entered(router, partner_id=PARTNER, hotspot_id=""))
    entry = await finished(hass, flow)
    access = await async_decrypted(hass, entry)
    assert access.account["hotspot_id"] == HOTSPOT


async def test_twice(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """One phone number is one account, however it is written, by whatever hotspot."""
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**entered(router))
    await finished(hass, flow)
    flow = await Flow.begin(hass, "taara_share")
    again = entered(router, hotspot_id="7") | {"phone_number": "+254-700-000-000"}
    await flow.enter(**again)
    assert flow.abort_reason == "already_configured"


async def test_found_at_the_router(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """A router that leads to the portal is not who gets the passcode."""
    flow = await Flow.begin(hass)
    await flow.enter(host=router.url)
    assert flow.step == "taara_share"
    assert "leads to Taara" in flow.told["found"]
    filled = folded(flow)
    assert filled["base_url"] == "https://share.taara.company"
    assert filled["hotspot_id"] == HOTSPOT
    await flow.enter(**entered(router, partner_id=PARTNER))
    await finished(hass, flow)


async def test_signs_in_again(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """After a changed passcode the rest is filled in."""
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**entered(router))
    entry = await finished(hass, flow)
    flow = await Flow.reauth(hass, entry)
    assert flow.step == "reauth_confirm"
    assert flow.suggested("phone_number") == "+254700000000"
    assert folded(flow)["hotspot_id"] == HOTSPOT
    assert flow.suggested("passcode") is None
    again = entered(router)
    await flow.enter(**again | {"phone_number": "0711 111 111"})
    assert flow.abort_reason == "other_account"

    flow = await Flow.reauth(hass, entry)
    await flow.enter(**again | {"phone_number": "me"})
    assert flow.errors == {"phone_number": "invalid_phone"}
    await flow.enter(**again)
    assert flow.abort_reason == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_moves_to_a_local_router(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """Another source can take over; figures and history go on with it."""
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**entered(router))
    entry = await finished(hass, flow)
    async with SimulatedRouter(dialect="local-a", usage_interval_seconds=0) as other:
        flow = await Flow.reconfigure(hass, entry)
        await flow.choose("router")
        await flow.enter(host=other.url)
        assert flow.step == "account"
        await flow.enter(**ACCOUNT)
        await flow.enter(**PLAN)
        await flow.enter(**CYCLE)
        assert flow.abort_reason == "reconfigure_successful"
        await hass.async_block_till_done(wait_background_tasks=True)
        assert entry.data["provider"] == "local"
        assert entry.state is ConfigEntryState.LOADED
        assert entry.runtime_data.data.status is ReadingStatus.SUCCESS
