"""The days on which the plan renews, in Home Assistant's calendar."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.model import CycleKind, Plan
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

from .common import new_entry
from .helpers_core import DAY, HOUR, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)
BOUGHT = datetime(2026, 10, 10, 6, tzinfo=UTC)
CALENDAR = "calendar.taara_billing_cycle"


@pytest.fixture
async def entry(
    hass: HomeAssistant, router: SimulatedRouter, request: pytest.FixtureRequest
) -> MockConfigEntry:
    """Return an entry with the plan that the test is about, else a monthly one."""
    plan = getattr(request, "param", Plan(allowance=2**40))
    return await new_entry(hass, router, plan=plan)


async def events(hass: HomeAssistant, start: str, end: str) -> list[dict[str, Any]]:
    """Return what the calendar shows of a span, as an automation asks for it."""
    answer: Any = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": CALENDAR,
            "start_date_time": datetime.fromisoformat(start),
            "end_date_time": datetime.fromisoformat(end),
        },
        blocking=True,
        return_response=True,
    )
    found: list[dict[str, Any]] = answer[CALENDAR]["events"]
    return found


async def test_renewals(home: Home) -> None:
    """Past ones and those to come, all day long."""
    await home.set_up()
    found = await events(home.hass, "2026-09-20T00:00", "2026-12-20T00:00")
    renews = "Internet plan renews"
    assert [(one["summary"], one["start"], one["end"]) for one in found] == [
        (renews, "2026-10-01", "2026-10-02"),
        (renews, "2026-11-01", "2026-11-02"),
        (renews, "2026-12-01", "2026-12-02"),
    ]


async def test_state(home: Home) -> None:
    """It is on all through the day of the renewal, and then tells of the next."""
    await home.set_up()
    state = home.hass.states.get(CALENDAR)
    assert state is not None
    assert state.state == "off"
    assert state.attributes["message"] == "Internet plan renews"
    assert state.attributes["start_time"] == "2026-11-01 00:00:00"
    await home.turn(18 * DAY, step=6 * HOUR)
    state = home.hass.states.get(CALENDAR)
    assert state is not None
    assert (state.state, state.attributes["all_day"]) == ("on", True)
    await home.turn(DAY, step=6 * HOUR)
    state = home.hass.states.get(CALENDAR)
    assert state is not None
    assert (state.state, state.attributes["start_time"][:10]) == ("off", "2026-12-01")


@pytest.mark.parametrize(
    "entry",
    [Plan(allowance=2**40, cycle=CycleKind.DAYS, cycle_start=BOUGHT)],
    indirect=True,
)
async def test_plan_that_is_bought(home: Home) -> None:
    """Nobody knows whether it will be bought again: it ends."""
    await home.set_up()
    found = await events(home.hass, "2026-09-20T00:00", "2026-12-20T00:00")
    assert [(one["summary"], one["start"]) for one in found] == [
        ("Internet plan renews", "2026-10-10"),
        ("Internet plan ends", "2026-11-09"),
    ]
