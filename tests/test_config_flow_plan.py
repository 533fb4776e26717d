"""The plan and the cycle: what is filled in, what is accepted, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.taara.entry import plan_from
from custom_components.taara.model import AfterAllowance, CycleKind, DataUnit, Plan
from demo.counter import TIB
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.util import dt as dt_util

from .common import asked
from .flow import CYCLE, PLAN, Flow

GB = 10**9
NOON = "2026-10-14 09:00:00+00:00"
MONTHLY: dict[str, Any] = {"cycle": CycleKind.MONTHLY, "reset_day": 10}


@pytest.mark.parametrize(
    ("router_options", "allowance", "unit"),
    [
        ({"allowance": TIB}, 1, "TiB"),
        ({"allowance": 500 * GB}, 500, "GB"),
        ({"allowance": 100 * 2**30}, 100, "GiB"),
        ({"allowance": 3 * TIB // 2}, 1.5, "TiB"),
        ({"allowance": 2 * 10**12}, 2, "TB"),
        ({"allowance": None}, 1, "TiB"),
    ],
)
async def test_plan_is_filled_in(
    hass: HomeAssistant, router: SimulatedRouter, allowance: float, unit: str
) -> None:
    """The router's allowance is filled in, in the unit it was sold in; else a usual one."""
    flow = await Flow.at_plan(hass, router)
    # Routers count whole MB of 2^20 bytes.
    assert flow.suggested("allowance") == pytest.approx(allowance, rel=1e-5)
    assert flow.suggested("allowance_unit") == unit


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ({"allowance": 1}, Plan(allowance=2**40, unit=DataUnit.TIB, **MONTHLY)),
        (
            {"allowance": 100.5, "allowance_unit": "GB", "after_allowance": "slows"},
            Plan(
                allowance=100_500_000_000,
                unit=DataUnit.GB,
                after_allowance=AfterAllowance.SLOWS,
                **MONTHLY,
            ),
        ),
        (
            {"allowance": 2, "allowance_unit": "TB", "after_allowance": "charges"},
            Plan(
                allowance=2 * 10**12,
                unit=DataUnit.TB,
                after_allowance=AfterAllowance.CHARGES,
                **MONTHLY,
            ),
        ),
        (
            {"allowance_unit": "GiB", "unlimited": True},
            Plan(allowance=None, unit=DataUnit.GIB, **MONTHLY),
        ),
    ],
)
async def test_plan(
    hass: HomeAssistant, router: SimulatedRouter, typed: dict[str, Any], plan: Plan
) -> None:
    """A plan is kept in bytes, with the unit it is thought of in."""
    flow = await Flow.at_plan(hass, router)
    usual = {key: value for key, value in PLAN.items() if key != "allowance"}
    await flow.enter(**usual | typed)
    entry = await flow.finish(router)
    assert plan_from(entry.data["plan"]) == plan


@pytest.mark.parametrize("allowance", [None, 0, 1e-13, 1e9, float("nan"), float("inf")])
async def test_allowance_is_missing(
    hass: HomeAssistant, router: SimulatedRouter, allowance: float | None
) -> None:
    """No allowance, and none that anybody could have, is a plan; the rest stays."""
    flow = await Flow.at_plan(hass, router)
    typed = {**PLAN, "after_allowance": "slows", "allowance": allowance}
    if allowance is None:
        del typed["allowance"]
    await flow.enter(**typed)
    assert (flow.step, flow.errors) == ("plan", {"allowance": "allowance_required"})
    for field in PLAN:
        assert flow.suggested(field) == pytest.approx(typed.get(field), nan_ok=True)
    await flow.finish(router)


async def test_allowance_below_zero(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """A negative allowance does not leave the form."""
    flow = await Flow.at_plan(hass, router)
    with pytest.raises(InvalidData) as refused:
        await flow.enter(**{**PLAN, "allowance": -1})
    assert "allowance" in refused.value.schema_errors
    await flow.finish(router)


@pytest.mark.freeze_time(NOON)
@pytest.mark.parametrize(
    ("dialect", "filled_in"),
    [
        (
            "local-a",
            {
                "cycle": "provider",
                "reset_day": 1,
                "cycle_days": 30,
                "cycle_start": "2026-10-01 00:00:00",
            },
        ),
        ("local-c", {"reset_day": 1, "cycle_days": 30}),
    ],
)
async def test_cycle_is_filled_in(
    hass: HomeAssistant, router: SimulatedRouter, filled_in: dict[str, Any]
) -> None:
    """What the router says of the cycle is filled in."""
    flow = await Flow.at_cycle(hass, router)
    shown = {field: flow.suggested(field) for field in flow.fields}
    assert {field: value for field, value in shown.items() if value} == filled_in


@pytest.mark.freeze_time(NOON)
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"cycle": "provider"}, {"cycle": CycleKind.PROVIDER}),
        (
            {"cycle": "monthly", "reset_day": 31},
            {"cycle": CycleKind.MONTHLY, "reset_day": 31},
        ),
        (
            {"cycle": "days", "cycle_days": 7, "cycle_start": "2026-10-12 18:30:00"},
            {
                "cycle": CycleKind.DAYS,
                "cycle_days": 7,
                "cycle_start": datetime(2026, 10, 12, 15, 30, tzinfo=UTC),
            },
        ),
        (
            {"cycle": "until_used", "cycle_start": "2026-10-12"},
            {
                "cycle": CycleKind.UNTIL_USED,
                "cycle_start": datetime(2026, 10, 11, 21, tzinfo=UTC),
            },
        ),
        (
            {"cycle": "days", "cycle_start": "2026-10-12T18:30:00+01:00"},
            {
                "cycle": CycleKind.DAYS,
                "cycle_start": datetime(2026, 10, 12, 17, 30, tzinfo=UTC),
            },
        ),
    ],
)
async def test_cycle(
    hass: HomeAssistant,
    router: SimulatedRouter,
    typed: dict[str, Any],
    expected: dict[str, Any],
) -> None:
    """Each kind of cycle is kept with what it needs, in the home's own time."""
    flow = await Flow.at_cycle(hass, router)
    await flow.enter(**typed)
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY
    entry = await flow.finish(router)
    assert plan_from(entry.data["plan"]) == Plan(
        allowance=2**40, unit=DataUnit.TIB, **expected
    )


@pytest.mark.freeze_time(NOON)
@pytest.mark.parametrize("kind", ["days", "until_used"])
@pytest.mark.parametrize(
    ("start", "key"),
    [
        ({}, "start_required"),
        ({"cycle_start": "2026-10-14 12:00:01"}, "start_in_future"),
    ],
)
async def test_start_of_a_bought_plan(
    hass: HomeAssistant,
    router: SimulatedRouter,
    kind: str,
    start: dict[str, Any],
    key: str,
) -> None:
    """A plan that was bought began at some moment, and not in the future."""
    flow = await Flow.at_cycle(hass, router)
    typed = {"cycle": kind, "reset_day": 5, "cycle_days": 28, **start}
    await flow.enter(**typed)
    assert (flow.step, flow.errors) == ("cycle", {"cycle_start": key})
    for field in flow.fields:
        assert flow.suggested(field) == typed.get(field)
    await flow.enter(**{**typed, "cycle_start": "2026-10-14 12:00:00"})
    await flow.finish(router)


@pytest.mark.parametrize("dialect", ["local-c"])
@pytest.mark.parametrize(
    "typed",
    [
        {"cycle": "provider"},
        {"cycle": "yearly"},
        {"cycle": "monthly", "reset_day": 32},
        {"cycle": "days", "cycle_days": 0},
        {"cycle": "days", "cycle_start": "yesterday"},
    ],
)
async def test_no_such_cycle(
    hass: HomeAssistant, router: SimulatedRouter, typed: dict[str, Any]
) -> None:
    """What no form offers is refused: this router, for one, tells no dates."""
    flow = await Flow.at_cycle(hass, router)
    with pytest.raises(InvalidData):
        await flow.enter(**typed)
    await flow.finish(router)


async def test_cleared_fields(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """A field that was emptied is empty, and not what stood there before."""
    flow = await Flow.at_cycle(hass, router)
    tomorrow = dt_util.now() + timedelta(days=1)
    await flow.enter(cycle="days", cycle_start=f"{tomorrow:%Y-%m-%d %H:%M:%S}")
    assert flow.errors == {"cycle_start": "start_in_future"}
    await flow.enter(cycle="days")
    assert flow.errors == {"cycle_start": "start_required"}
    await flow.enter(**CYCLE)
    entry = await flow.finish(router)
    assert entry.data["plan"]["cycle_start"] is None


async def test_asks_once(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """However often plan and cycle are corrected, the router is not asked again."""
    flow = await Flow.at_plan(hass, router)
    before = len(router.requests)
    await flow.enter(**{**PLAN, "allowance": 0})
    await flow.enter(**PLAN)
    await flow.enter(cycle="days")
    await flow.finish(router)
    assert len(router.requests) == before
    assert asked(router)["/usage"] == 1
