"""Free hours and rollover: what is asked, what is accepted, and what becomes of it."""

from typing import Any

import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.entry import plan_from
from custom_components.taara.model import FreeHours, Plan
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import config_validation as cv

from .common import new_entry, set_up
from .flow import CYCLE, PLAN, Flow

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
TYPED: list[dict[str, Any]] = [
    {"start": "22:00", "end": "06:00"},
    {"start": "00:00", "end": "24:00", "weekdays": ["Sunday", "Saturday"]},
    {"start": "12:00", "end": "14:00", "weekdays": []},
]
KEPT = (
    FreeHours(start=22, end=6),
    FreeHours(start=0, end=24, weekdays=(5, 6)),
    FreeHours(start=12, end=14),
)


def more(flow: Flow) -> Any:
    """Return the section."""
    return flow.schema.schema["more"]


async def test_folded(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Few plans have any of it: it is folded away, and the frontend can show it."""
    flow = await Flow.at_plan(hass, router)
    assert more(flow).options["collapsed"] is True
    shown: Any = probatio.to_field_list(
        flow.schema, custom_serializer=cv.custom_serializer
    )
    (section,) = (field for field in shown if field["name"] == "more")
    rollover, free_hours = section["schema"]
    assert rollover["default"] is False
    windows = free_hours["selector"]["object"]
    assert windows["multiple"] is True
    choices = {
        name: field["selector"]["select"]["options"]
        for name, field in windows["fields"].items()
    }
    assert choices["weekdays"] == list(WEEKDAYS)
    assert (choices["start"][0], choices["start"][-1]) == ("00:00", "23:00")
    assert (choices["end"][0], choices["end"][-1]) == ("01:00", "24:00")


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ({}, Plan(allowance=2**40)),
        ({"more": {}}, Plan(allowance=2**40)),
        ({"more": {"rollover": True}}, Plan(allowance=2**40, rollover=True)),
        ({"more": {"free_hours": TYPED}}, Plan(allowance=2**40, free_hours=KEPT)),
        # A single one need not be a list.
        (
            {"more": {"rollover": True, "free_hours": TYPED[0]}},
            Plan(allowance=2**40, rollover=True, free_hours=KEPT[:1]),
        ),
    ],
    ids=["nothing", "empty", "rollover", "free", "both"],
)
async def test_set_up(
    hass: HomeAssistant, router: SimulatedRouter, typed: dict[str, Any], plan: Plan
) -> None:
    """Both are off unless somebody says otherwise."""
    flow = await Flow.at_cycle(hass, router, **typed)
    entry = await flow.finish(router)
    kept = plan_from(entry.data["plan"])
    assert (kept.rollover, kept.free_hours) == (plan.rollover, plan.free_hours)
    assert entry.runtime_data.household.plan == kept


@pytest.mark.parametrize(
    "empty",
    [
        {"start": "06:00", "end": "06:00"},
        {"start": "23:00", "end": "23:00", "weekdays": ["Friday"]},
    ],
)
async def test_empty_window(
    hass: HomeAssistant, router: SimulatedRouter, empty: dict[str, Any]
) -> None:
    """It is shown where it is seen, with all that was typed."""
    flow = await Flow.at_plan(hass, router)
    typed = {"rollover": True, "free_hours": [TYPED[1], empty]}
    await flow.enter(**PLAN, more=typed)
    assert flow.step == "plan"
    assert flow.errors == {
        "free_hours": "free_hours_empty",
        "base": "free_hours_empty",
    }
    assert more(flow).options["collapsed"] is False
    assert flow.suggested("more") == typed
    assert {field: flow.suggested(field) for field in PLAN} == PLAN
    await flow.enter(**PLAN, more=typed | {"free_hours": TYPED[:1]})
    entry = await flow.finish(router)
    plan = plan_from(entry.data["plan"])
    assert (plan.rollover, plan.free_hours) == (True, KEPT[:1])


async def test_other_slip_keeps_the_section(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """What is wrong elsewhere costs nothing of it, and does not unfold it."""
    flow = await Flow.at_plan(hass, router)
    typed = {"rollover": True, "free_hours": TYPED}
    await flow.enter(**PLAN | {"allowance": 0}, more=typed)
    assert flow.errors == {"allowance": "allowance_required"}
    assert more(flow).options["collapsed"] is True
    assert flow.suggested("more") == typed


@pytest.mark.parametrize(
    "window",
    [
        {"start": "22:00"},
        {"start": "22:30", "end": "06:00"},
        {"start": "24:00", "end": "06:00"},
        {"start": "22:00", "end": "06:00", "weekdays": ["fri"]},
    ],
)
async def test_no_window(
    hass: HomeAssistant, router: SimulatedRouter, window: dict[str, Any]
) -> None:
    """What cannot be chosen does not leave the form."""
    flow = await Flow.at_plan(hass, router)
    with pytest.raises(InvalidData) as refused:
        await flow.enter(**PLAN, more={"free_hours": [window]})
    assert "'more.free_hours'" in refused.value.schema_errors["base"][0]
    flow.give_up()


async def test_reconfigure(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """What was told is filled in; sent as it is, it changes nothing."""
    plan = Plan(allowance=2**40, reset_day=10, free_hours=KEPT, rollover=True)
    entry = await new_entry(hass, router, plan=plan)
    await set_up(hass, entry)
    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("plan")
    shown = flow.suggested("more")
    assert shown == {
        "rollover": True,
        "free_hours": [
            {"start": "22:00", "end": "06:00", "weekdays": []},
            {"start": "00:00", "end": "24:00", "weekdays": ["Saturday", "Sunday"]},
            {"start": "12:00", "end": "14:00", "weekdays": []},
        ],
    }
    await flow.enter(**PLAN, more=shown)
    await flow.enter(**CYCLE)
    assert flow.abort_reason == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    kept = plan_from(entry.data["plan"])
    assert (kept.rollover, kept.free_hours) == (True, KEPT)


async def test_removed_by_reconfigure(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    """What is taken out is gone, and holds from now on."""
    before = loaded_entry.runtime_data.household
    for typed, kept in (({"free_hours": TYPED}, KEPT), ({"free_hours": []}, ())):
        flow = await Flow.reconfigure(hass, loaded_entry)
        await flow.choose("plan")
        await flow.enter(**PLAN, more=typed)
        await flow.enter(cycle="provider")
        assert flow.abort_reason == "reconfigure_successful"
        await hass.async_block_till_done(wait_background_tasks=True)
        after = loaded_entry.runtime_data.household
        assert after.plan.free_hours == kept
        assert after.ledger.cycle == before.ledger.cycle
