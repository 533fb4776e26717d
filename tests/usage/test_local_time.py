"""Local days and hours: also where the clock is turned."""

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from custom_components.taara.usage.local_time import (
    HOUR,
    day_end,
    day_length,
    day_start,
    hour_start,
    local_date,
    midnight,
    moment,
)

from .common import BERLIN, CHATHAM, HAVANA, KATHMANDU, LORD_HOWE, NAIROBI, ZONES, at


def test_day_is_the_homes_own() -> None:
    """At 22:00 UTC it is tomorrow in Nairobi."""
    late = at("2026-03-01 22:00")
    assert local_date(late, NAIROBI) == date(2026, 3, 2)
    assert day_start(late, NAIROBI) == at("2026-03-01 21:00")
    assert day_end(late, NAIROBI) == at("2026-03-02 21:00")


@pytest.mark.parametrize(
    ("noon", "zone", "hours"),
    [
        ("2026-03-28 12:00", BERLIN, 24),
        ("2026-03-29 12:00", BERLIN, 23),
        ("2026-10-25 12:00", BERLIN, 25),
        ("2026-03-08 12:00", HAVANA, 23),
        ("2026-11-01 12:00", HAVANA, 25),
        ("2026-04-05 12:00", LORD_HOWE, 24.5),
        ("2026-10-04 12:00", LORD_HOWE, 23.5),
    ],
)
def test_day_is_as_long_as_the_clock_makes_it(
    noon: str, zone: tzinfo, hours: float
) -> None:
    """Days on which the clock is turned are shorter or longer."""
    when = at(noon, zone)
    assert (day_end(when, zone) - day_start(when, zone)) / HOUR == hours
    assert day_length(local_date(when, zone), zone) * 24 == pytest.approx(hours)


def test_day_without_a_midnight_begins_at_its_first_instant() -> None:
    """In Havana the clock goes from 23:59 to 01:00."""
    start = midnight(date(2026, 3, 8), HAVANA)
    assert start.astimezone(HAVANA).hour == 1
    assert local_date(start - timedelta(microseconds=1), HAVANA) == date(2026, 3, 7)


def test_day_with_two_midnights_begins_at_the_first() -> None:
    """In Havana the clock goes from 00:59 back to 00:00."""
    start = midnight(date(2026, 11, 1), HAVANA)
    assert (start + HOUR).astimezone(HAVANA).hour == 0
    assert local_date(start - timedelta(microseconds=1), HAVANA) == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("instant", "zone", "start"),
    [
        ("2026-03-01 10:59:59", UTC, "2026-03-01 10:00"),
        ("2026-03-01 10:44", KATHMANDU, "2026-03-01 10:15"),
        # The first and the second time that it is 02:30.
        ("2026-10-25 00:30", BERLIN, "2026-10-25 00:00"),
        ("2026-10-25 01:30", BERLIN, "2026-10-25 01:00"),
        ("2026-03-29 01:30", BERLIN, "2026-03-29 01:00"),
    ],
)
def test_hour_begins_when_the_local_clock_strikes(
    instant: str, zone: tzinfo, start: str
) -> None:
    """Also where the zone is not whole hours from UTC, and when hours repeat."""
    assert hour_start(at(instant), zone) == at(start)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_instant_lies_in_its_own_hour_and_day(zone: tzinfo) -> None:
    """At any instant of a year: nowhere does the turning of the clock break it."""
    instant, step = datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=15)
    while instant.year == 2026:
        assert instant - HOUR < hour_start(instant, zone) <= instant
        assert day_start(instant, zone) <= hour_start(instant, zone)
        assert day_start(instant, zone) <= instant < day_end(instant, zone)
        instant += step


def test_clock_that_is_turned_within_an_hour_moves_no_hour_ahead() -> None:
    """On Chatham it becomes 03:45 at 02:45: that is no later than it is."""
    just_after = at("2026-09-26 14:05")
    assert just_after.astimezone(CHATHAM).minute == 50
    assert hour_start(just_after, CHATHAM) == at("2026-09-26 13:15")


def test_moment_of_a_date_is_its_midnight() -> None:
    """An aware time is an instant already."""
    assert moment(date(2026, 3, 1), NAIROBI) == at("2026-02-28 21:00")
    named = datetime(2026, 3, 1, 10, tzinfo=NAIROBI)
    assert moment(named, UTC) == at("2026-03-01 07:00")
    assert moment(named, UTC).tzinfo is UTC
