"""Where usage goes: its direction, and a span of days beside the one before."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import (
    DailySummary,
    Hour,
    TrendDirection,
    TrendPeriod,
    Trends,
)
from custom_components.taara.usage.local_time import HOUR, midnight
from custom_components.taara.usage.trend import direction, trends

from .common import BERLIN, GB, NAIROBI, at, counted, read
from .households import FIRST, Manner, lived

UP, STABLE, DOWN = (
    TrendDirection.INCREASING,
    TrendDirection.STABLE,
    TrendDirection.DECREASING,
)


MARCH = date(2026, 3, 1)  # a Sunday


def days(*usage: int | None) -> list[DailySummary]:
    """Return days in a row with their usage; `None` is a gap."""
    return [
        DailySummary(date=MARCH + timedelta(days=n), usage=amount, data_quality=1.0)
        for n, amount in enumerate(usage)
        if amount is not None
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (100, 100, STABLE),
        (100, 110, STABLE),
        (100, 90, STABLE),
        (100, 111, UP),
        (100, 89, DOWN),
        (0, 0, STABLE),
        (0, 1, UP),
        (1, 0, DOWN),
    ],
)
def test_week_against_the_week_before(
    before: int, after: int, expected: TrendDirection
) -> None:
    """Within a tenth it is stable."""
    assert direction(days(*[before] * 7, *[after] * 7)) is expected


def test_only_two_weeks_count() -> None:
    """What was long ago does not."""
    assert direction(days(*[900] * 30, *[100] * 14)) is STABLE


@pytest.mark.parametrize("count", [0, 1, 13])
def test_too_few_days_have_no_direction(count: int) -> None:
    """Two weeks it takes."""
    assert direction(days(*range(count))) is None


def test_day_on_which_taara_began_is_unknown() -> None:
    """Its evening is no day: even usage is stable, and no day is better than another."""
    start = at("2026-03-01 21:00", NAIROBI)
    readings = [counted(start + n * HOUR, n * GB) for n in range(14 * 24 + 4)]
    known = read(readings, zone=NAIROBI).days
    assert [day.trend for day in known] == [None] * 14 + [STABLE]
    week = trends(known, {}, TrendPeriod.WEEK, MARCH + timedelta(days=7), NAIROBI)
    assert (week.known, week.average) == (6, 24 * GB)
    assert week.best == known[1]


def test_missing_day_is_unknown() -> None:
    """It is not skipped: what is compared are weeks, each with six days of seven."""
    known = days(900, *[100] * 3, None, *[100] * 3, *[120] * 2, None, *[120] * 4)
    assert len(known) == 13
    assert direction(known) is UP
    assert direction(days(*[100] * 5, None, 100, *[100] * 7)) is STABLE


@pytest.mark.parametrize("missing", [(1, 2), (8, 9), (2, 10, 12)])
def test_too_many_missing_days_have_no_direction(missing: tuple[int, ...]) -> None:
    """Four of five days of each week it takes."""
    known = [None if at in missing else 100 for at in range(14)]
    assert direction(days(*known)) is None


def told(
    known: list[DailySummary], period: TrendPeriod = TrendPeriod.WEEK, ago: int = 0
) -> Trends:
    """Return the trends on the day after the last, or days later."""
    today = known[-1].date + timedelta(days=1 + ago)
    return trends(known, {}, period, today, UTC)


def test_week_beside_the_week_before() -> None:
    """Totals, means, and what of them is by weekday."""
    week = told(days(*[100] * 7, 10, 20, 30, 40, 50, 60, 70))
    assert (week.start, week.end) == (date(2026, 3, 8), date(2026, 3, 15))
    assert (week.total, week.average, week.known) == (280, 40, 7)
    assert (week.total_before, week.average_before, week.known_before) == (700, 100, 7)
    assert week.change == pytest.approx(-0.6)
    assert week.direction is DOWN
    assert week.weekdays == (20, 30, 40, 50, 60, 70, 10)
    assert week.best is week.days[0]
    assert week.worst is week.days[-1]
    assert [day.usage for day in week.days] == [10, 20, 30, 40, 50, 60, 70]


def test_today_is_not_closed() -> None:
    """Nor does what came later count."""
    known = days(*[100] * 14, 5000)
    week = trends(known, {}, TrendPeriod.WEEK, known[-1].date, UTC)
    assert (week.total, week.unusual) == (700, ())


@pytest.mark.parametrize("period", TrendPeriod)
@pytest.mark.parametrize("spare", [0, 1])
def test_four_fifths_of_the_days_it_takes(period: TrendPeriod, spare: int) -> None:
    """With one less of either span, nothing is compared, but what is known is told."""
    length = period.days
    unknown = length // 5 + spare
    before = [None] * unknown + [100] * (length - unknown)
    found = told(days(*before, *[150] * length), period)
    assert found.total == 150 * length
    assert found.known_before == length - unknown
    compared = (found.change, found.direction)
    assert compared == ((None, None) if spare else (0.5, UP))
    after = [150] * (length - unknown - 1) + [None] * unknown + [150]
    found = told(days(*[100] * length, *after), period)
    compared = (found.change, found.direction)
    assert compared == ((None, None) if spare else (0.5, UP))


def test_growth_from_nothing_is_no_share() -> None:
    """Its direction is known all the same."""
    week = told(days(*[0] * 7, *[5] * 7))
    assert (week.change, week.direction) == (None, UP)


def test_span_of_which_nothing_is_known() -> None:
    """Not zero: unknown."""
    week = told(days(*[100] * 3), ago=30)
    assert (week.known, week.total, week.average, week.change) == (0, None, None, None)
    assert (week.best, week.worst, week.efficiency) == (None, None, None)
    assert (week.weekdays, week.hours) == ((None,) * 7, (None,) * 24)
    assert (week.days, week.unusual, week.over_budget) == ((), (), 0)
    assert trends([], {}, TrendPeriod.QUARTER, MARCH, UTC).total is None


def test_first_of_equal_days_is_best_and_worst() -> None:
    """On a tie."""
    week = told(days(5, 9, 5, 9, 7, 7, 7))
    assert week.best is week.days[0]
    assert week.worst is week.days[1]


def test_budgets() -> None:
    """A day without one is neither over it nor under."""
    known = days(*[100] * 7)
    budgets = (50, 100, 200, None, 80, None, 100)
    known = [
        replace(day, budget=budget) for day, budget in zip(known, budgets, strict=True)
    ]
    week = told(known)
    assert week.over_budget == 2
    assert week.efficiency == pytest.approx((0.5 + 1 + 1 + 0.8 + 1) / 5)


def test_unusual_days_of_the_span() -> None:
    """Those alone."""
    known = days(*[100] * 12, 900, *[100] * 14, 800, 100, 100)
    assert [one.used for one in told(known).unusual] == [800]
    month = told(known, TrendPeriod.MONTH)
    assert [one.used for one in month.unusual] == [900, 800]


def test_hours_are_local_means_of_what_was_measured() -> None:
    """The hour that summer time skips and the one winter time repeats as others."""
    manner = Manner(noise=0.0, hour_noise=0.0)
    first = date(2026, 10, 19)
    life = lived(7, manner=manner, zone=BERLIN, first=first)
    hours = dict(life.hours)
    odd = int(midnight(first, BERLIN).timestamp()) + 3 * 3600
    hours[odd] = Hour(used=10**12, measured=600)
    end = first + timedelta(7)
    found = trends(life.days, hours, TrendPeriod.WEEK, end, BERLIN)
    share = manner.usual / sum(manner.profile)
    assert found.hours == pytest.approx([share * one for one in manner.profile])


@given(
    usage=st.lists(st.none() | st.integers(0, 2**60), min_size=1, max_size=40),
    period=st.sampled_from(TrendPeriod),
)
def test_what_holds_for_any_days(usage: list[int | None], period: TrendPeriod) -> None:
    """Parts add up, and the mean is between best and worst."""
    end = MARCH + timedelta(len(usage))
    found = trends(days(*usage), {}, period, end, UTC)
    recent = [day for day in usage[-period.days :] if day is not None]
    assert found.known == len(recent) == len(found.days)
    assert (found.total or 0) == sum(recent)
    if found.best is not None and found.worst is not None:
        assert found.average is not None
        assert found.best.usage <= found.average <= found.worst.usage
    assert (found.direction is None) <= (found.change is None)


def test_direction_is_that_of_the_week() -> None:
    """Whatever shows it."""
    life = lived(60, "direction", Manner(noise=0.4))
    for count in range(14, 60):
        known = life.before(FIRST + timedelta(count))
        week = trends(known, {}, TrendPeriod.WEEK, FIRST + timedelta(count), UTC)
        assert week.direction is direction(known) is not None
