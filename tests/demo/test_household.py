"""The household has the shape of a real one, and is the same every time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import mean, median, stdev
from zoneinfo import ZoneInfo

import pytest

from demo.household import NAIROBI, Household

GB = 10**9
DAY = timedelta(days=1)
YEAR = [datetime(2026, 1, 1, tzinfo=NAIROBI) + DAY * number for number in range(365)]


@pytest.fixture(scope="module")
def household() -> Household:
    """Return the usual household."""
    return Household()


@pytest.fixture(scope="module")
def days(household: Household) -> dict[datetime, float]:
    """Return a year of days, in GB."""
    return {day: household.used_between(day, day + DAY) / GB for day in YEAR}


def by_hour(household: Household, weekdays: range) -> list[float]:
    """Return the mean GB of each local hour on some weekdays of autumn."""
    hours: list[list[float]] = [[] for _ in range(24)]
    start = datetime(2026, 9, 1, tzinfo=NAIROBI)
    for moment, used in household.hours(start, start + 56 * DAY):
        local = moment.astimezone(NAIROBI)
        if local.weekday() in weekdays:
            hours[local.hour].append(used / GB)
    return [median(hour) for hour in hours]


def test_is_determined_by_the_seed() -> None:
    """Two of a seed agree to the byte, whatever was asked before; two seeds differ."""
    first, second = Household(seed=7), Household(seed=7)
    second.used_between(YEAR[100], YEAR[200])
    assert [first.used_between(*span) for span in pairwise(YEAR[:30])] == [
        second.used_between(*span) for span in pairwise(YEAR[:30])
    ]
    other = Household(seed=8)
    assert first.used_between(YEAR[0], YEAR[1]) != other.used_between(YEAR[0], YEAR[1])


def test_only_rises_and_without_jumps(household: Household) -> None:
    """Ten minutes never use less than nothing, or more than a line can carry."""
    moments = [YEAR[40] + timedelta(minutes=10) * number for number in range(3 * 144)]
    steps = [
        household.cumulative(b) - household.cumulative(a) for a, b in pairwise(moments)
    ]
    assert all(0 <= step < 100e6 / 8 * 600 for step in steps)
    assert sum(step > 0 for step in steps) == len(steps)


def test_spans_add_up_exactly(household: Household) -> None:
    """However a span is cut, the parts make the whole."""
    start, end = YEAR[3], YEAR[9]
    cuts = [start, *(start + timedelta(hours=7.3) * n for n in range(1, 19)), end]
    parts = sum(household.used_between(a, b) for a, b in pairwise(cuts))
    assert parts == household.used_between(start, end)
    assert sum(used for _, used in household.hours(start, end)) == parts


def test_no_span_is_no_usage(household: Household) -> None:
    """An end before the start is nothing, not a negative amount."""
    assert household.used_between(YEAR[2], YEAR[1]) == 0


def test_gives_whole_hours_only(household: Household) -> None:
    """An hour that is not within the span is left out."""
    start = datetime(2026, 5, 5, 10, 30, tzinfo=UTC)
    hours = list(household.hours(start, start + timedelta(hours=3)))
    assert [moment.hour for moment, _ in hours] == [11, 12]


def test_uses_what_a_family_does(days: dict[datetime, float]) -> None:
    """A usual day is 25 to 35 GB, and a month fits the usual plan or nearly."""
    assert 25 < median(days.values()) < 35
    months = [sum(list(days.values())[n : n + 30]) for n in range(0, 360, 30)]
    assert all(700 < month < 1300 for month in months)


def test_days_differ(days: dict[datetime, float]) -> None:
    """No two days are alike, and weekends are heavier."""
    weekend = mean(used for day, used in days.items() if day.weekday() >= 5)
    weekdays = mean(used for day, used in days.items() if day.weekday() < 5)
    assert 1.05 < weekend / weekdays < 1.4
    assert stdev(days.values()) > 0.15 * mean(days.values())


def test_evenings_peak_and_nights_are_quiet(household: Household) -> None:
    """On a school day most is used after supper, and next to nothing before dawn."""
    hours = by_hour(household, range(5))
    assert hours.index(max(hours)) in (19, 20, 21)
    assert max(hours[1:5]) < 0.15 * max(hours)


def test_free_days_are_longer(household: Household) -> None:
    """At weekends the day begins to be used before noon."""
    school, free = by_hour(household, range(5)), by_hour(household, range(5, 7))
    assert mean(free[9:14]) > 1.5 * mean(school[9:14])


def test_has_one_heavy_day_a_month(days: dict[datetime, float]) -> None:
    """Once a month somebody downloads a game."""
    usual = median(days.values())
    heavy = [day.month for day, used in days.items() if used > 2.5 * usual]
    assert len(heavy) == len(set(heavy)) >= 10


def test_is_away_at_christmas(days: dict[datetime, float]) -> None:
    """The house is nearly silent while the family travels."""
    away = [
        used
        for day, used in days.items()
        if (12, 23) <= (day.month, day.day) <= (12, 28)
    ]
    assert median(away) < 0.4 * median(days.values())


def test_grows_slowly(household: Household) -> None:
    """A year later the same weeks use somewhat more."""
    first = household.used_between(YEAR[0], YEAR[90])
    later = household.used_between(YEAR[0] + 728 * DAY, YEAR[90] + 728 * DAY)
    assert 1.05 < later / first < 1.25


def test_keeps_its_own_hours() -> None:
    """The peak is in the evening where the household lives."""
    there = Household(zone=ZoneInfo("America/New_York"))
    start = datetime(2026, 9, 14, 4, tzinfo=UTC)  # midnight there
    hours = [0] * 24
    for moment, used in there.hours(start, start + 5 * DAY):
        hours[moment.hour] += used
    assert hours.index(max(hours)) in (23, 0, 1)


def test_an_empty_house_uses_nothing() -> None:
    """Tests that count every byte by hand begin here."""
    assert Household(daily_bytes=0).used_between(YEAR[0], YEAR[364]) == 0
