"""A Taara account: phone and passcode, and what else is needed, found or entered."""

from typing import Any

import pytest

from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .flow import Flow

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
    shown = {
        key: hass.states.get(f"sensor.taara_{key}")
        for key in ("data_remaining", "plan_name", "cycle_end")
    }
    remaining = shown["data_remaining"]
    assert remaining is not None
    assert float(remaining.state) * 1e9 == pytest.approx(figures.remaining, rel=1e-3)
    assert len([seen for seen in router.requests if seen.figures]) == 1
