"""The cycle as a picture: its course, its days, how it may go on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import CycleKind, DailySummary, Overview, Plan
from custom_components.taara.usage.household import Household, with_reading
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.picture import Picture, picture

from .common import (
    BERLIN,
    GB,
    HAVANA,
    MONTHLY,
    NAIROBI,
    THIRTY_DAYS,
    UNTIL_USED,
    ZONES,
    at,
    counted,
    used,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def household(
    amounts: Sequence[float],
    plan: Plan = MONTHLY,
    zone: tzinfo = UTC,
    start: datetime = at("2026-03-01 00:00"),
    step: timedelta = 6 * HOUR,
) -> Household:
    """Return a household whose counter came to so many GB, one reading a step."""
    known: Household | None = None
    for index, amount in enumerate(amounts):
        reading = used(start + index * step, round(amount * GB))
        known = with_reading(known, reading, None, plan, zone)
    assert known is not None
    return known


def drawn(known: Household, zone: tzinfo = UTC) -> tuple[Picture, Overview]:
    """Return the picture at the last reading, and the overview that it is of."""
    now = known.ledger.last.taken_at
    seen = overview(known, now, zone)
    return picture(known, seen, now, zone), seen


def steady(days: float, daily: float = 4.0) -> list[float]:
    """Return readings every six hours for so many days."""
    return [daily * index / 4 for index in range(int(days * 4) + 1)]


def test_course_of_a_cycle() -> None:
    """It rises from nothing, day by day, to what is used."""
    shown, seen = drawn(household(steady(3.5)))
    assert shown.used == (
        (at("2026-03-01 00:00"), 0),
        (at("2026-03-02 00:00"), 4 * GB),
        (at("2026-03-03 00:00"), 8 * GB),
        (at("2026-03-04 00:00"), 12 * GB),
        (at("2026-03-04 12:00"), seen.used),
    )
    assert (shown.start, shown.end) == (seen.cycle.start, seen.cycle.end)


def test_what_was_before_taara_is_put_at_its_first_reading() -> None:
    """Nobody knows how it rose until then."""
    start = at("2026-03-10 08:00")
    shown, _ = drawn(household([30, 31, 33], start=start))
    assert shown.used[:2] == ((at("2026-03-01 00:00"), 0), (start, 30 * GB))
    assert [point[1] for point in shown.used] == sorted(p[1] for p in shown.used)


def test_pace_and_how_far_ahead_of_it() -> None:
    """An even use of 100 GB in the 31 days of March."""
    shown, _ = drawn(household(steady(3.1, daily=10)))
    assert shown.pace == (
        (at("2026-03-01 00:00"), 0),
        (at("2026-04-01 00:00"), 100 * GB),
    )
    assert shown.expected == round(100 * GB * 3 / 31)
    assert shown.ahead == 30 * GB - shown.expected


def test_unlimited_has_no_pace() -> None:
    """Of no allowance nothing is even."""
    shown, _ = drawn(household(steady(5), plan=Plan(allowance=None)))
    assert (shown.pace, shown.expected, shown.ahead) == ((), None, None)


@pytest.mark.parametrize("plan", [MONTHLY, THIRTY_DAYS])
def test_what_is_over_has_no_pace(plan: Plan) -> None:
    """Nobody is ahead of anything in a cycle that has ended, renewed by itself or not."""
    known = household(steady(5), plan)
    end = known.ledger.cycle.end
    assert end is not None
    for now, is_over in ((end - HOUR, False), (end, True), (end + DAY, True)):
        shown = picture(known, overview(known, now, UTC), now, UTC)
        assert (shown.expected is None) is is_over
        assert not (is_over and shown.ahead is not None)


def test_last_cycle_begins_with_this_one() -> None:
    """So that both can be compared."""
    amounts = [*steady(31), *(value for value in steady(4, daily=2))]
    shown, _ = drawn(household(amounts))
    assert shown.last[0] == (at("2026-04-01 00:00"), 0)
    assert shown.last[1] == (at("2026-04-02 00:00"), 4 * GB)
    # March has a day more than April.
    assert shown.last[-1][0] == shown.end


def test_days_and_what_they_came_to() -> None:
    """Closed ones with their budget, today open, those ahead with what is likely."""
    shown, seen = drawn(household(steady(8.5)))
    assert len(shown.days) == 31
    assert [day.usage for day in shown.days[:8]] == [4 * GB] * 8
    assert [day.total for day in shown.days[:8]] == [
        4 * GB * count for count in range(1, 9)
    ]
    first, today, ahead, last = (shown.days[which] for which in (0, 8, 9, 30))
    assert first.budget == pytest.approx(100 * GB / 31, abs=1)
    assert (today.usage, today.budget) == (seen.used_today, seen.daily_budget)
    assert today.open
    assert today.total == seen.used
    assert ahead.usage is None
    assert ahead.total is None
    assert seen.projection is not None
    bounds = seen.projection.low80, seen.projection.median, seen.projection.high80
    assert last.likely == bounds


def test_fan_goes_from_now_to_the_projection() -> None:
    """It widens, never falls, and ends as the projection says."""
    shown, seen = drawn(household(steady(12)))
    assert seen.projection is not None
    assert shown.fan[0] == (seen.as_of, (seen.used,) * 5)
    projection = seen.projection
    assert shown.fan[-1] == (
        shown.end,
        (
            projection.low95,
            projection.low80,
            projection.median,
            projection.high80,
            projection.high95,
        ),
    )
    for before, after in zip(shown.fan, shown.fan[1:], strict=False):
        assert before[0] < after[0]
        assert all(a <= b for a, b in zip(before[1], after[1], strict=True))
        assert list(after[1]) == sorted(after[1])


def test_expired_plan_has_no_fan_and_goes_on() -> None:
    """What is used after its end is in the picture."""
    plan = replace(THIRTY_DAYS, cycle_days=5, cycle_start=at("2026-03-01 00:00"))
    shown, seen = drawn(household(steady(6.5), plan=plan))
    assert seen.expired
    assert shown.fan == ()
    assert shown.end == seen.as_of
    assert shown.used[-1] == (seen.as_of, 26 * GB)


def test_plan_until_used_is_looked_at_until_it_is_used() -> None:
    """And somewhat beyond; a plan that was never used so far, a week ahead."""
    shown, seen = drawn(household(steady(12), plan=UNTIL_USED))
    assert seen.exhaustion is not None
    assert seen.exhaustion < shown.end < seen.exhaustion + 4 * DAY
    assert shown.pace == ()
    idle, seen = drawn(household([0, 0, 0], plan=UNTIL_USED))
    assert idle.end == seen.as_of + 7 * DAY


def test_long_plan_is_looked_at_for_a_season() -> None:
    """More days than the picture can show are left out, but not what they came to."""
    plan = replace(UNTIL_USED, allowance=10_000 * GB)
    known = household(steady(120, daily=1), plan=plan, step=6 * HOUR)
    shown, seen = drawn(known)
    assert shown.start == seen.as_of - timedelta(days=92)
    assert shown.used[-1][1] == 120 * GB
    assert len(shown.days) < 190


def test_day_of_an_outage_is_estimated() -> None:
    """Its usage is known in sum only."""
    start = at("2026-03-01 00:00")
    readings = [used(start, 0), used(start + 3 * DAY, 9 * GB)]
    known: Household | None = None
    for reading in readings:
        known = with_reading(known, reading, None, MONTHLY, UTC)
    assert known is not None
    shown, _ = drawn(known)
    assert [day.estimated for day in shown.days[:3]] == [True] * 3
    assert sum(day.usage or 0 for day in shown.days[:3]) == 9 * GB


def test_first_cycle_of_a_counter_without_a_cycle() -> None:
    """It begins when Taara does."""
    start = at("2026-03-10 08:00")
    known: Household | None = None
    for hours in range(30):
        reading = counted(start + hours * HOUR, (500 + hours) * GB)
        known = with_reading(known, reading, None, MONTHLY, UTC)
    assert known is not None
    shown, seen = drawn(known)
    assert shown.used[-1] == (seen.as_of, 29 * GB)
    assert all(size >= 0 for _, size in shown.used)


def test_hours_that_are_forgotten() -> None:
    """A day of which only the sum is kept is shared out over the cycles it is in."""
    plan = replace(THIRTY_DAYS, cycle_days=10, cycle_start=at("2026-03-01 12:00"))
    known = household(steady(25), plan=plan, start=at("2026-03-01 12:00"))
    ledger = replace(known.ledger, hours={})
    shown, seen = drawn(replace(known, ledger=ledger))
    assert seen.cycle.used == shown.used[-1][1]
    assert all(size >= 0 for _, size in shown.used)


@given(
    steps=st.lists(st.integers(0, 20 * GB), min_size=2, max_size=60),
    zone=st.sampled_from(ZONES),
    hours=st.sampled_from([1, 3, 7, 13, 30]),
    kind=st.sampled_from([MONTHLY, THIRTY_DAYS, UNTIL_USED, Plan(allowance=None)]),
)
def test_whatever_was_read(
    steps: list[int], zone: tzinfo, hours: int, kind: Plan
) -> None:
    """The course rises in time and bytes and ends with what is used; days lie in it."""
    known: Household | None = None
    total, when = 0, at("2026-02-20 05:00")
    for amount in steps:
        total, when = total + amount, when + hours * HOUR
        known = with_reading(known, counted(when, total), None, kind, zone)
    assert known is not None
    shown, seen = drawn(known, zone)
    assert shown.used[-1][1] == seen.cycle.used
    moments = [moment for moment, _ in shown.used]
    assert moments == sorted(set(moments))
    sizes = [size for _, size in shown.used]
    assert sizes == sorted(sizes)
    starts = [day.start for day in shown.days]
    assert starts == sorted(set(starts))
    assert shown.top > max(seen.cycle.used, seen.allowance or 0)


@pytest.mark.parametrize("zone", [BERLIN, HAVANA, NAIROBI])
def test_days_on_which_the_clock_is_turned(zone: tzinfo) -> None:
    """Each day begins at its own midnight, and none is lost."""
    start = at("2026-03-01 00:00", zone)
    shown, _ = drawn(household(steady(30), zone=zone, start=start), zone)
    assert [day.date.day for day in shown.days] == list(range(1, 32))
    assert all(day.start.astimezone(zone).date() == day.date for day in shown.days)


def test_imported_days_are_in_the_course() -> None:
    """What people brought along is known by the day, too."""
    known = household(steady(2), start=at("2026-03-10 00:00"))
    ledger = known.ledger
    told = tuple(
        DailySummary(date=at(f"2026-03-0{day} 00:00").date(), usage=GB, imported=True)
        for day in range(1, 10)
    )
    cycle = replace(ledger.cycle, opening=0, counted=ledger.cycle.used + 9 * GB)
    ledger = replace(ledger, days=(*told, *ledger.days), cycle=cycle)
    shown, _ = drawn(replace(known, ledger=ledger))
    assert shown.used[1] == (at("2026-03-02 00:00"), GB)
    assert shown.used[-1][1] == 17 * GB
    assert not any(day.estimated for day in shown.days[:9])


def test_as_the_provider_says() -> None:
    """Its own dates, which begin in the middle of a day."""
    plan = Plan(allowance=100 * GB, cycle=CycleKind.PROVIDER)
    known: Household | None = None
    for hours in range(0, 60, 6):
        reading = used(
            at("2026-03-05 15:00") + hours * HOUR,
            hours * GB // 6,
            cycle_start=at("2026-03-05 14:00"),
            cycle_end=at("2026-03-12 14:00"),
        )
        known = with_reading(known, reading, None, plan, UTC)
    assert known is not None
    shown, _ = drawn(known)
    assert shown.days[0].start < shown.start < shown.days[1].start
    assert [day.date.day for day in shown.days] == list(range(5, 13))
