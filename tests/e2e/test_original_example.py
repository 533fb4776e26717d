"""The example that Taara's first design gave, as a person sees it after setting it up."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from demo.clock import Clock
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.simulator import SimulatedRouter

from .household import set_up_monthly, shown

MB = 2**20
GIB = 2**30
LEFT = 1_048_576 - 614_400


@pytest.fixture
def router_options() -> dict[str, Any]:
    """614,400 of 1,048,576 MB are used, and nobody uses more while we look."""
    return {
        "allowance": 1_048_576 * MB,
        "used": 614_400 * MB,
        "clock": Clock(speed=0),
        "usage_interval_seconds": 600,
    }


async def test_example(home: HomeAssistant, router: SimulatedRouter) -> None:
    """434,176 MB are left, 58.6 % used, and today's budget of 18 days is 24,120 MB."""
    now = datetime.now(NAIROBI)
    if now + timedelta(minutes=2) > now.replace(hour=23, minute=59, second=59):
        await asyncio.sleep(150)  # or the last of the days would end meanwhile
    renewal = datetime.now(NAIROBI).date() + timedelta(days=18)
    entry = await set_up_monthly(home, router, renewal.day)
    states = await shown(home, entry)

    def value(key: str) -> float:
        return float(states[key]["state"])

    assert states["data_remaining"]["attributes"]["unit_of_measurement"] == "GiB"
    assert value("data_remaining") * GIB == LEFT * MB
    assert value("data_used") * GIB == 614_400 * MB
    assert value("days_remaining") == 18
    assert value("usage_percentage") == 58.6
    assert value("daily_budget") * GIB // MB == pytest.approx(24_120, rel=5e-4)
    assert value("budget_remaining_today") == value("daily_budget")
    assert value("used_today") == 0
    assert states["over_daily_budget"]["state"] == "off"
    assert states["billing_cycle"]["attributes"]["start_time"][:10] == f"{renewal}"
    # Too early to tell: nobody guesses.
    assert states["projected_usage"]["state"] == "unknown"
    assert states["projected_usage"]["attributes"]["early"]
    assert states["overage_risk"]["state"] == "unknown"
