"""The action that answers where usage goes."""

from typing import Any

import pytest
import voluptuous as vol

from homeassistant.core import HomeAssistant

from .helpers_core import DAY, HOUR, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


async def answer(hass: HomeAssistant, **asked: Any) -> dict[str, Any]:
    """Return what the action answers."""
    found: Any = await hass.services.async_call(
        "taara", "get_trends", asked, blocking=True, return_response=True
    )
    return dict(found)


async def test_new_household(home: Home) -> None:
    """Nothing is known yet, and so it says."""
    await home.set_up()
    found = await answer(home.hass)
    assert (found["period"], found["days_known"], found["days"]) == ("week", 0, [])
    assert found["total_usage_mb"] is None
    assert found["change_percentage"] is None
    assert found["weekday_profile_mb"] == [None] * 7
    assert found["hour_profile_mb"] == [None] * 24
    assert (found["best_day"], found["tips"]) == (None, [])


async def test_two_weeks(home: Home) -> None:
    """The week that is over beside the one before, from the days themselves."""
    await home.set_up()
    await home.turn(16 * DAY, step=4 * HOUR)
    found = await answer(home.hass, period="week")
    days = found["days"]
    assert (found["start"], found["end"]) == ("2026-10-23", "2026-10-30")
    assert [day["date"][-2:] for day in days] == [f"{day}" for day in range(23, 30)]
    usage = [day["daily_usage_mb"] for day in days]
    assert found["total_usage_mb"] == pytest.approx(sum(usage), abs=7)
    assert found["best_day"]["daily_usage_mb"] == min(usage)
    assert found["worst_day"]["daily_usage_mb"] == max(usage)
    before = found["previous_total_usage_mb"]
    change = 100 * (found["total_usage_mb"] / before - 1)
    assert found["change_percentage"] == pytest.approx(change, abs=0.1)
    assert found["trend_direction"] in {"increasing", "stable", "decreasing"}
    friday = days[0]["daily_usage_mb"]
    assert found["weekday_profile_mb"][4] == pytest.approx(friday, abs=1)
    quarter = await answer(home.hass, period="quarter")
    # Not the day on which it was set up, at noon.
    assert (quarter["days_known"], quarter["change_percentage"]) == (15, None)


async def test_unknown_period(home: Home) -> None:
    """It is refused before anything is done."""
    await home.set_up()
    with pytest.raises(vol.Invalid):
        await answer(home.hass, period="year")
