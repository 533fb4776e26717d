"""The actions that people ask before they decide."""

from typing import Any

import pytest

from homeassistant.exceptions import ServiceValidationError

from .helpers_core import DAY, HOUR, NOON, Home
from .test_actions import act

pytestmark = pytest.mark.freeze_time(NOON)

GB = 10**9


async def lived_in(home: Home) -> None:
    """Let a household live for some days."""
    await home.set_up()
    await home.turn(4 * DAY, step=2 * HOUR)


async def test_what_if(home: Home) -> None:
    """What is stands beside what would be, in bytes."""
    await lived_in(home)
    view = home.overview
    answer = await act(home.hass, "what_if", extra=5)
    assert view.projection is not None
    assert view.overage_chance is not None
    assert view.safe_days is not None
    assert answer["now"] == {
        "used": view.used,
        "remaining": view.remaining,
        "percentage": round(view.percentage or 0, 1),
        "daily_budget": view.daily_budget,
        "budget_left": view.budget_left,
        "projected": view.projected,
        "projected_low": view.projection.low80,
        "projected_high": view.projection.high80,
        "overage_chance": round(view.overage_chance, 1),
        "overage_risk": view.overage_risk,
        "safe_days": round(view.safe_days, 1),
        "exhaustion": None
        if view.exhaustion is None
        else view.exhaustion.isoformat(timespec="seconds"),
    }
    then = answer["then"]
    assert set(then) == set(answer["now"])
    assert then["used"] == answer["now"]["used"] + 5 * GB
    assert then["projected"] == answer["now"]["projected"] + 5 * GB
    answer = await act(home.hass, "what_if", pace_change=-50, days_away=2)
    assert answer["then"]["projected"] < answer["now"]["projected"]
    assert home.overview == view


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("bad_amount", {"extra": "a film"}),
        ("bad_days_away", {"days_away": -2}),
        ("bad_pace", {"pace_change": -200}),
    ],
)
async def test_what_if_refused(home: Home, key: str, data: dict[str, Any]) -> None:
    """What is no change is refused in words."""
    await home.set_up()
    with pytest.raises(ServiceValidationError) as refused:
        await act(home.hass, "what_if", **data)
    assert refused.value.translation_key == key


async def test_compare_plans(home: Home) -> None:
    """Plans beside the one last bought, each with its chance and its cost."""
    await lived_in(home)
    plans = [
        {"name": "Small", "allowance": 10, "days": 30, "price": 500},
        {"name": "All", "unlimited": True, "days": 30, "price": 5000},
    ]
    answer = await act(home.hass, "compare_plans", plans=plans)
    last, small, unlimited = answer["plans"]
    assert last["last_bought"]
    assert last["allowance"] == home.overview.allowance
    assert small["lasts_chance"] < 5
    assert small["cost_for_30_days"] > 500
    assert unlimited.pop("needed") > 0
    assert unlimited == {
        "name": "All",
        "last_bought": False,
        "allowance": None,
        "days": 30,
        "price": 5000.0,
        "currency": home.hass.config.currency,
        "lasts_chance": 100.0,
        "lasts_days": 30.0,
        "past_spans": 0,
        "past_spans_enough": 0,
        "cost_for_30_days": 5000.0,
    }
    assert answer["suggested"] in {0, 2}
    (only,) = (await act(home.hass, "compare_plans"))["plans"]
    assert only == last


async def test_compare_refused(home: Home) -> None:
    """What is no plan is refused in words that name it."""
    await home.set_up()
    with pytest.raises(ServiceValidationError) as refused:
        await act(home.hass, "compare_plans", plans={"name": "Nil", "allowance": 0})
    assert "Nil" in str(refused.value)
