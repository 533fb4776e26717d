"""Whatever is read, at whatever time: the books stay in order."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import inf

from hypothesis import given, strategies as st

from custom_components.taara.model import (
    CounterKind,
    CycleKind,
    FreeHours,
    Plan,
    Reading,
)
from custom_components.taara.usage.household import Household, replanned, with_reading
from custom_components.taara.usage.ledger import CYCLES_KEPT, LONGEST_GAP
from custom_components.taara.usage.overview import next_change, overview

from .common import GB, TEN_MINUTES
from .truth import check, gaps, moments, zones

some_bytes = st.none() | st.integers(0, 3) | st.integers(0, 200 * GB)
centuries = st.integers(0, 200 * 365 * 86_400).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
labels = st.none() | moments | moments.map(datetime.date) | centuries
plans = st.builds(
    Plan,
    allowance=st.none() | st.integers(1, 100 * GB),
    cycle=st.sampled_from(CycleKind),
    reset_day=st.integers(1, 31),
    cycle_days=st.integers(1, 400),
    cycle_start=st.none() | moments,
    free_hours=st.lists(
        st.builds(
            FreeHours,
            start=st.integers(0, 23),
            end=st.integers(0, 24),
            weekdays=st.lists(st.integers(0, 6), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    rollover=st.booleans(),
)


@dataclass(frozen=True)
class Step:
    """What is read after some time; the clock may be set meanwhile, or the home move."""

    gap: timedelta
    clock: datetime | None
    zone: tzinfo
    answer: Reading

    def reading(self, last: datetime) -> Reading:
        """Return the reading, as the clock stamps it."""
        return replace(self.answer, taken_at=self.clock or last + self.gap)


START = datetime(2027, 6, 15, 12, tzinfo=UTC)
answers = st.builds(
    Reading,
    taken_at=st.just(START),
    counter=st.sampled_from(CounterKind),
    used=some_bytes,
    remaining=some_bytes,
    allowance=some_bytes,
    cycle_start=labels,
    cycle_end=labels,
    plan_key=st.none() | st.sampled_from("ab"),
    counting_since=st.none() | moments | centuries,
)
steps = st.builds(
    Step,
    gap=gaps | st.timedeltas(-timedelta(days=3), timedelta(0)),
    clock=st.none() | st.none() | moments | centuries,
    zone=zones,
    answer=answers,
)
walks = st.lists(steps, min_size=1, max_size=8)


def lived(
    plan: Plan, walk: list[Step], household: Household | None = None
) -> Household:
    """Return a household after a walk."""
    for step in walk:
        last = START if household is None else household.ledger.last.taken_at
        reading = step.reading(last)
        household = with_reading(household, reading, None, plan, step.zone)
        if household.doubted is not None:  # months later: the next one says the same
            reading = replace(reading, taken_at=reading.taken_at + TEN_MINUTES)
            household = with_reading(household, reading, None, plan, step.zone)
    assert household is not None
    return household


def views_are_sound(household: Household, now: datetime, zone: tzinfo) -> None:
    """Assert what holds of every overview."""
    view = overview(household, now, zone)
    figures = (
        view.used,
        view.remaining,
        view.allowance,
        view.percentage,
        view.used_today,
        view.daily_budget,
        view.budget_left,
        view.days_left,
        view.usage_rate,
        view.average_daily,
        view.projected,
        view.overage_chance,
        view.safe_days,
    )
    assert all(figure is None or 0 <= figure < inf for figure in figures)
    assert (view.overage_chance or 0) <= 100
    assert view.projected is None or view.projected >= household.ledger.cycle.used
    if view.safe_days is not None and view.days_left is not None:
        # Days left are those of today's midnight on; safe time is from now on.
        assert view.safe_days <= view.days_left + 1e-9
    if (ahead := view.projection) is not None:
        ranges = ahead.low95, ahead.low80, ahead.median, ahead.high80, ahead.high95
        assert sorted(ranges) == list(ranges)
    assert (view.budget_left or 0) <= (view.daily_budget or 0)
    assert view.today_start <= now < next_change(household, now, zone)


@given(plan=plans, walk=walks, later=st.timedeltas(timedelta(0), timedelta(days=99)))
def test_books_stay_in_order(plan: Plan, walk: list[Step], later: timedelta) -> None:
    """No usage is negative, and days add up to cycles, wherever the clock goes."""
    household, days = None, 0
    for step in walk:
        household = lived(plan, [step], household)
        ledger, zone = household.ledger, step.zone
        check(ledger, zone)
        views_are_sound(household, ledger.last.taken_at, zone)
        views_are_sound(household, ledger.last.taken_at + later, zone)
        dates: list[date] = [day.date for day in ledger.days]
        assert dates == sorted(set(dates))
        assert len(dates) <= days + LONGEST_GAP.days + 2
        assert len(ledger.past) <= CYCLES_KEPT
        days = len(dates)


@given(plan=plans, then=plans, walk=walks, after=walks)
def test_books_stay_in_order_under_another_plan(
    plan: Plan, then: Plan, walk: list[Step], after: list[Step]
) -> None:
    """What was used is never negative, and readings go on."""
    household, zone = lived(plan, walk), walk[-1].zone
    changed = replanned(household, then, zone)
    cycle = changed.ledger.cycle
    assert cycle.used >= 0
    assert cycle.counted >= 0
    assert replanned(changed, then, zone) == changed
    views_are_sound(changed, changed.ledger.last.taken_at, zone)
    for step in after:
        changed = lived(then, [step], changed)
        assert changed.ledger.cycle.used >= 0
        views_are_sound(changed, changed.ledger.last.taken_at, step.zone)
