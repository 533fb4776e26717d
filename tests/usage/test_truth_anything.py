"""Whatever is read, at whatever time: the books stay in order."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CounterKind, CycleKind, Plan, Reading
from custom_components.taara.usage.household import Household, replanned, with_reading
from custom_components.taara.usage.ledger import CYCLES_KEPT, LONGEST_GAP
from custom_components.taara.usage.overview import next_change, overview

from .common import GB
from .truth import check, moments, zones

some_bytes = st.none() | st.integers(0, 3) | st.integers(0, 200 * GB)
centuries = st.integers(0, 200 * 365 * 86_400).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
times = moments | centuries
labels = st.none() | times | times.map(datetime.date)
plans = st.builds(
    Plan,
    allowance=st.none() | st.integers(1, 100 * GB),
    cycle=st.sampled_from(CycleKind),
    reset_day=st.integers(1, 31),
    cycle_days=st.integers(1, 400),
    cycle_start=st.none() | times,
)
readings = st.builds(
    Reading,
    taken_at=times,
    counter=st.sampled_from(CounterKind),
    used=some_bytes,
    remaining=some_bytes,
    allowance=some_bytes,
    cycle_start=labels,
    cycle_end=labels,
    plan_key=st.none() | st.sampled_from("ab"),
)
walks = st.lists(st.tuples(readings, zones), min_size=1, max_size=CYCLES_KEPT // 4)


def views_are_sound(household: Household, now: datetime, zone: tzinfo) -> None:
    """Assert what holds of every overview."""
    view = overview(household, now, zone)
    for figure in (
        view.used,
        view.remaining,
        view.allowance,
        view.percentage,
        view.used_today,
        view.daily_budget,
        view.budget_left,
        view.days_left,
        view.usage_rate,
    ):
        assert figure is None or figure >= 0
    if view.budget_left is not None:
        assert view.daily_budget is not None
        assert view.budget_left <= view.daily_budget
    assert view.today_start <= now < next_change(household, now, zone)


@given(plan=plans, walk=walks, gap=st.timedeltas(timedelta(0), timedelta(days=99)))
def test_books_stay_in_order(
    plan: Plan, walk: list[tuple[Reading, tzinfo]], gap: timedelta
) -> None:
    """No usage is negative, and days add up to cycles, wherever the clock goes."""
    household, days = None, 0
    for reading, zone in walk:
        household = with_reading(household, reading, None, plan, zone)
        check(household.ledger, zone)
        views_are_sound(household, reading.taken_at, zone)
        views_are_sound(household, reading.taken_at + gap, zone)
        dates: list[date] = [day.date for day in household.ledger.days]
        assert dates == sorted(set(dates))
        assert len(dates) <= days + LONGEST_GAP.days + 2
        assert len(household.ledger.past) <= CYCLES_KEPT
        days = len(dates)


@given(walk=walks, plan=plans, then=plans)
def test_books_stay_in_order_under_another_plan(
    walk: list[tuple[Reading, tzinfo]], plan: Plan, then: Plan
) -> None:
    """What was used is never negative, and readings go on."""
    household = None
    for reading, zone in walk:
        household = with_reading(household, reading, None, plan, zone)
    assert household is not None
    reading, zone = walk[-1]
    changed = replanned(household, then, zone)
    cycle = changed.ledger.cycle
    assert cycle.opening >= 0
    assert cycle.counted >= 0
    assert cycle.end is None or cycle.end > cycle.start
    assert replanned(changed, then, zone) == changed
    views_are_sound(changed, reading.taken_at, zone)
    for reading, zone in walk:
        changed = with_reading(changed, reading, None, then, zone)
        assert changed.ledger.cycle.used >= 0
        views_are_sound(changed, reading.taken_at, zone)
