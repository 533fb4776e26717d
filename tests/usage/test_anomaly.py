"""Unusual usage: days that stand out, and quiet about all the others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import Hour, Unusual
from custom_components.taara.usage.anomaly import unusual, unusual_days
from custom_components.taara.usage.local_time import midnight

from .common import BERLIN, GB, HAVANA, LORD_HOWE
from .households import DAY, FIRST, FLAT, Life, Manner, days, lived

TODAY = FIRST + 28 * DAY
# Each hour of each day the same: 1 GB, so that figures can be checked by hand.
EVEN = Manner(usual=24.0 * GB, noise=0.0, hour_noise=0.0, profile=FLAT)
WEEKENDS = (1.0, 1.0, 1.0, 1.0, 1.1, 1.4, 1.3)
HOUSEHOLDS = {
    "calm": Manner(noise=0.2, hour_noise=0.5, weekdays=WEEKENDS),
    "family": Manner(noise=0.3, hour_noise=0.6, weekdays=WEEKENDS),
    "noisy": Manner(noise=0.45, hour_noise=0.8, weekdays=WEEKENDS),
    "flat": Manner(noise=0.3, hour_noise=0.5, profile=FLAT),
}


def moment(clock: float, day: date = TODAY, zone: tzinfo = UTC) -> datetime:
    """Return a time after a day's first instant, in hours."""
    return midnight(day, zone) + timedelta(hours=clock)


def asked(life: Life, clock: float) -> Unusual | None:
    """Return what is said of today, so many hours into it."""
    now = moment(clock, zone=life.zone)
    return unusual(life.until(now), life.before(TODAY), now, life.zone)


def more(life: Life, times: int, first: int = 0, end: int = 24) -> Life:
    """Return the life with some local hours of today multiplied."""

    def change(at: datetime, hour: Hour) -> Hour:
        today = at.date() == TODAY and first <= at.hour < end
        return replace(hour, used=hour.used * times) if today else hour

    return life.changed(change)


def estimated(life: Life, first: date, end: date, until: int = 24) -> Life:
    """Return the life with the first hours of some days guessed."""

    def change(at: datetime, hour: Hour) -> Hour:
        guessed = first <= at.date() < end and at.hour < until
        return replace(hour, measured=0) if guessed else hour

    return life.changed(change)


def test_figures_can_be_checked_by_hand() -> None:
    """A day of 24 GB, at 1 GB an hour; 10 GB an hour from noon on."""
    life = more(lived(29, manner=EVEN), 10, first=12)
    assert asked(life, 12) is None
    assert asked(life, 14) is None  # 32 GB; 18 above the usual, but less than a day
    assert asked(life, 15) == Unusual(
        date=TODAY, used=42 * GB, usual=15 * GB, since=14, peak=12
    )
    found = asked(life, 20)
    assert found is not None
    assert (found.since, found.excess, found.times) == (14, 72 * GB, 92 / 20)


def test_hour_that_is_not_over_counts_in_part() -> None:
    """At half past two it is compared with half past two."""
    life = more(lived(29, manner=EVEN), 20)
    found = asked(life, 2.5)
    assert found is not None
    assert found.usual == 2.5 * GB
    assert found.peak in {0, 1, 2}


def test_since_is_without_a_break() -> None:
    """A burst that the morning made up for is forgotten."""
    life = more(lived(29, manner=EVEN), 40, end=1)  # 39 GB too much
    life = more(more(life, 0, first=1, end=20), 30, first=21)
    burst, later = asked(life, 1), asked(life, 23)
    assert burst is not None and burst.since == 0
    assert asked(life, 20) is None
    assert later is not None and (later.since, later.peak) == (21, 0)


def test_unusual_weekday_is_not_unusual() -> None:
    """Saturdays of thrice the usual are what they are; elsewhere it is news."""
    # Whole days, so that what a Saturday is shows in the days alone.
    weeks = [10, 10, 10, 10, 10, 24, 10] * 16
    assert unusual_days(days(weeks)) == ()
    weeks[-5] = 24
    (found,) = unusual_days(days(weeks))
    assert found.date == FIRST + 107 * DAY


@pytest.mark.parametrize("judged", [6, 7])
def test_a_week_of_judged_days_it_takes(judged: int) -> None:
    """Fewer are no usual."""
    life = estimated(lived(29, manner=EVEN), FIRST, TODAY - judged * DAY)
    found = asked(more(life, 5), 20)
    assert (found is not None) == (judged == 7)
    closed = days([24] * judged + [100])
    assert bool(unusual_days(closed)) == (judged == 7)


def test_day_that_was_estimated_is_not_judged() -> None:
    """Until most of it was measured."""
    life = estimated(more(lived(29, manner=EVEN), 5), TODAY, TODAY + DAY, until=10)
    assert [asked(life, clock) is not None for clock in (15, 19, 20)] == [0, 0, 1]
    quality = [1.0] * 28 + [0.4]
    closed = [
        replace(day, data_quality=share)
        for day, share in zip(days([24] * 28 + [100]), quality, strict=True)
    ]
    assert unusual_days(closed) == ()


def test_coming_home_is_not_unusual() -> None:
    """Days in an empty house are no usual days."""
    usage = [20] * 20 + [0] * 20 + [20] * 7
    assert unusual_days(days(usage)) == ()

    def change(at: datetime, hour: Hour) -> Hour:
        away = FIRST + 8 * DAY <= at.date() < TODAY
        return replace(hour, used=0) if away else hour

    life = lived(29, manner=EVEN).changed(change)
    assert asked(life, 23) is None


def test_spikes_do_not_hide_the_next_one() -> None:
    """As they would in a mean and a standard deviation."""
    usage = [20, 21, 19, 22, 18, 20, 23] * 4
    for spike in (9, 15, 21):
        usage[spike] = 90
    found = unusual_days(days([*usage, 90]), FIRST + 28 * DAY)
    assert [(one.used, one.since, one.peak) for one in found] == [(90, None, None)]


@pytest.mark.parametrize("usage", [[], [0] * 40, [0] * 20 + [5]])
def test_where_nothing_is_usual_nothing_is_unusual(usage: list[int]) -> None:
    """No days, or empty ones."""
    assert unusual_days(days(usage)) == ()
    assert unusual({}, days(usage), moment(12), UTC) is None


def test_times_the_usual_of_nothing_is_unknown() -> None:
    """It is no number."""
    assert Unusual(date=TODAY, used=5, usual=0).times is None


@pytest.mark.parametrize(
    ("zone", "turned"),
    [
        (BERLIN, date(2026, 3, 29)),
        (BERLIN, date(2026, 10, 25)),
        (HAVANA, date(2026, 3, 8)),
        (HAVANA, date(2026, 11, 1)),
        (LORD_HOWE, date(2026, 4, 5)),
    ],
    ids=str,
)
@pytest.mark.parametrize("ago", [0, 5])
def test_days_on_which_the_clock_is_turned(
    zone: tzinfo, turned: date, ago: int
) -> None:
    """They are neither unusual nor in the way."""
    today = turned + ago * DAY
    life = lived(29, manner=EVEN, zone=zone, first=today - 28 * DAY)
    end = midnight(today + DAY, zone)
    now = midnight(today, zone)
    while (now := now + timedelta(minutes=30)) < end:
        assert unusual(life.until(now), life.before(today), now, zone) is None
    doubled = {at: replace(hour, used=hour.used * 4) for at, hour in life.hours.items()}
    today_first = midnight(today, zone).timestamp()
    hours = {
        at: doubled[at] if at >= today_first else hour
        for at, hour in life.hours.items()
    }
    assert unusual(hours, life.before(today), end - timedelta(minutes=1), zone)


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_catches_what_is_unusual_and_little_else(name: str) -> None:
    """Days of four times the usual; and alarms in 30 days, looked at all day long."""
    manner = HOUSEHOLDS[name]
    count = alarms = caught = closed = 0
    for seed in range(4):
        life = lived(28 + 42, f"{name} {seed}", manner)
        closed += len(unusual_days(life.days, TODAY))
        for at in range(28, 28 + 42):
            day = FIRST + at * DAY
            before = life.before(day)
            hours = {
                moment: hour
                for moment, hour in life.hours.items()
                if moment < midnight(day, UTC).timestamp()
            }
            alarm = False
            for clock in range(24):
                now = moment(clock, day)
                key = int(now.timestamp())
                hours[key] = life.hours[key]
                if clock % 3 == 2:
                    found = unusual(hours, before, now + timedelta(minutes=59), UTC)
                    alarm |= found is not None
            total = life.days[at].usage
            fourfold = 4 * manner.usual * manner.weekdays[day.weekday()] / total
            for clock in range(24):
                key = int(moment(clock, day).timestamp())
                hours[key] = replace(hours[key], used=round(hours[key].used * fourfold))
            caught += unusual(hours, before, moment(23.9, day), UTC) is not None
            count, alarms = count + 1, alarms + alarm
    assert caught >= 0.89 * count
    assert 30 * alarms <= 1.3 * count
    assert 30 * closed <= 1.3 * count


@given(
    usage=st.lists(st.none() | st.integers(0, 2**60), max_size=60),
    extra=st.integers(0, 2**60),
)
def test_more_is_never_less_unusual(usage: list[int | None], extra: int) -> None:
    """Whatever was before; and what is unusual is above the usual."""
    today = extra // 2
    known = days([*usage, today])
    found = [one for one in unusual_days(known) if one.date == known[-1].date]
    for one in found:
        assert one.excess > 0
        higher = replace(known[-1], usage=today + extra)
        assert unusual_days([*known[:-1], higher], higher.date)
