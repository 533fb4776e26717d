"""The weeks behind the demo: the simulated household's own, in Taara's own books."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from custom_components.taara.model import CycleKind, DataUnit, Plan, Reading
from custom_components.taara.store import EntryStore
from custom_components.taara.usage.household import Household, with_reading
from demo.clock import Clock
from demo.counter import TIB
from demo.household import NAIROBI
from demo.household_history import STEP, past_readings, remember, watched
from demo.recorder_history import moments, statistics
from demo.scene import Scene
from demo.simulator import SimulatedRouter
from demo.sources import SOURCES
from homeassistant.core import HomeAssistant

MB = 2**20
GIB = 2**30
ABOUT = 2 * MB / GIB
LOCAL = SOURCES["local-a"]
SCENE = Scene(router_port=0, since=datetime(2026, 8, 19, tzinfo=NAIROBI), reset_day=1)
PLAN = Plan(allowance=TIB, unit=DataUnit.TIB, cycle=CycleKind.MONTHLY, reset_day=1)


def answer(router: SimulatedRouter, *, dated: bool = True) -> Reading:
    """Return what Taara would read from a router now."""
    used, cycle = router.counter.used // MB * MB, router.counter.cycle
    return Reading(
        taken_at=router.clock.now(),
        used=used,
        remaining=TIB - used,
        allowance=TIB,
        cycle_start=cycle.start.date() if dated else None,
        cycle_end=cycle.end.date() if dated else None,
    )


@pytest.fixture
def last(router: SimulatedRouter) -> Reading:
    """Return the one reading that Taara has."""
    return answer(router)


@pytest.fixture
def readings(router: SimulatedRouter, last: Reading) -> list[Reading]:
    """Return it and those before it."""
    return [*past_readings(router, LOCAL, SCENE, last), last]


@pytest.fixture
def household(last: Reading, readings: list[Reading]) -> Household:
    """Return a household that was watched all the time."""
    known = with_reading(None, last, None, PLAN, NAIROBI)
    *_, household = watched(known, readings, NAIROBI)
    return household


def day(router: SimulatedRouter, local: date) -> int:
    """Return what the household used on a local day."""
    midnight = datetime.combine(local, time.min, NAIROBI)
    return router.household.used_between(midnight, midnight + timedelta(days=1))


def test_readings_come_every_ten_minutes_from_a_midnight_eight_weeks_ago(
    readings: list[Reading], last: Reading
) -> None:
    """No reading is nearer to the next than the router's rule allows."""
    first = readings[0].taken_at.astimezone(NAIROBI)
    assert first == datetime(2026, 8, 19, tzinfo=NAIROBI)
    times = [reading.taken_at for reading in readings[:-1]]
    assert times == [times[0] + n * STEP for n in range(len(times))]
    assert STEP <= last.taken_at - times[-1] < 2 * STEP


@pytest.mark.parametrize("dated", [True, False])
def test_readings_say_as_much_as_the_real_one(
    router: SimulatedRouter, dated: bool
) -> None:
    """A router that names no dates has never named any."""
    last = answer(router, dated=dated)
    for reading in past_readings(router, LOCAL, SCENE, last):
        assert reading.status == last.status
        assert (reading.cycle_start is None) == (not dated)


def test_the_count_is_the_routers(household: Household, last: Reading) -> None:
    """Nothing is lost or counted twice on the way."""
    ledger = household.ledger
    assert ledger.last == last
    assert ledger.cycle.used == last.used
    assert ledger.cycle.opening == 0
    assert [cycle.start.astimezone(NAIROBI).month for cycle in ledger.past] == [8, 9]


def test_days_are_the_households_own(
    router: SimulatedRouter, household: Household
) -> None:
    """Each was measured from midnight to midnight, to the router's whole MB.

    What was used between the last reading of a cycle and its end nobody was told.
    """
    days = household.ledger.days
    assert len(days) == 56
    for summary in days:
        renewed = (summary.date + timedelta(days=1)).day == SCENE.reset_day
        missed = day(router, summary.date) // 20 if renewed else 0
        short = day(router, summary.date) - summary.usage
        assert -2 * MB <= short <= missed + 2 * MB
        assert summary.data_quality > 0.99
        assert summary.budget is not None


def test_the_next_reading_goes_on_without_a_step(
    router: SimulatedRouter, clock: Clock, household: Household, last: Reading
) -> None:
    """What it adds is what the household used since."""
    clock.advance(STEP.total_seconds())
    following = answer(router)
    after = with_reading(household, following, None, PLAN, NAIROBI)
    assert after.ledger.cycle.used == following.used
    assert following.used is not None and last.used is not None
    gained = after.ledger.cycle.counted - household.ledger.cycle.counted
    assert gained == following.used - last.used


async def test_it_is_written_where_taara_reads_it(
    hass: HomeAssistant, router: SimulatedRouter, last: Reading, tmp_path: Path
) -> None:
    """A household that was read once comes back with its past, and nothing else new."""
    household = with_reading(None, last, None, PLAN, NAIROBI)
    await EntryStore(hass, "one").async_save(household, history=True)
    await remember(tmp_path, "one", router, LOCAL, SCENE)
    kept = await EntryStore(hass, "one").async_load(NAIROBI)
    assert kept is not None
    assert len(kept.ledger.days) == 56
    assert kept.ledger.cycle.used == last.used
    assert replace(kept, ledger=household.ledger) == household


async def test_a_household_never_read_has_no_past(
    hass: HomeAssistant, router: SimulatedRouter, tmp_path: Path
) -> None:
    """There is nothing to go on from."""
    with pytest.raises(LookupError, match="entry one"):
        await remember(tmp_path, "one", router, LOCAL, SCENE)


@pytest.fixture
def rows(
    household: Household, readings: list[Reading]
) -> dict[str, list[dict[str, Any]]]:
    """Return what the recorder is given, by entity."""
    known = watched(household, readings, NAIROBI)
    return statistics(moments(known, NAIROBI), GIB)


@pytest.mark.parametrize("name", ["data_used", "used_today"])
def test_sums_are_the_households_and_end_at_the_recorders_zero(
    router: SimulatedRouter,
    rows: dict[str, list[dict[str, Any]]],
    last: Reading,
    name: str,
) -> None:
    """The recorder counts from the last reading: its own sum begins with it."""
    totals = rows[f"sensor.taara_{name}"]
    assert all(row["sum"] <= after["sum"] for row, after in pairwise(totals))
    for row in totals:
        end = datetime.fromisoformat(row["start"]) + timedelta(hours=1)
        if end > router.counter.cycle.start:
            left = router.household.used_between(end, last.taken_at)
            assert row["sum"] * GIB == pytest.approx(-left, abs=2 * MB)


def test_rows_are_the_hours_before_the_last_reading(
    rows: dict[str, list[dict[str, Any]]], last: Reading
) -> None:
    """The recorder has seen the last hour itself."""
    for entity_rows in rows.values():
        starts = [datetime.fromisoformat(row["start"]) for row in entity_rows]
        assert starts[-1] == last.taken_at - timedelta(hours=1)
        assert starts == sorted(set(starts))
        assert len(starts) == 56 * 24 + 15


def test_measurements_and_states_are_what_taara_would_have_shown(
    router: SimulatedRouter, rows: dict[str, list[dict[str, Any]]]
) -> None:
    """In the hour before noon, in Nairobi, of a day in mid-cycle."""
    hour = datetime(2026, 9, 10, 8, tzinfo=UTC)
    shown = {
        name.removeprefix("sensor.taara_"): row
        for name, entity_rows in rows.items()
        for row in entity_rows
        if row["start"] == hour.isoformat()
    }
    start, midnight = datetime(2026, 9, 1, tzinfo=NAIROBI), hour - timedelta(hours=11)
    late = hour + timedelta(minutes=50)
    first = router.household.used_between(start, hour) / GIB
    final = router.household.used_between(start, late) / GIB
    today = router.household.used_between(midnight, late) / GIB

    assert shown["data_used"]["state"] == pytest.approx(final, abs=ABOUT)
    assert datetime.fromisoformat(shown["data_used"]["last_reset"]) == start
    assert shown["used_today"]["state"] == pytest.approx(today, abs=ABOUT)
    assert datetime.fromisoformat(shown["used_today"]["last_reset"]) == midnight
    left = shown["data_remaining"]
    assert left["max"] == pytest.approx(1024 - first, abs=ABOUT)
    assert left["min"] == pytest.approx(1024 - final, abs=ABOUT)
    assert left["min"] < left["mean"] < left["max"]
    assert shown["usage_percentage"]["max"] == pytest.approx(final / 10.24, abs=ABOUT)
