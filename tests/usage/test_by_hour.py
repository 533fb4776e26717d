"""Hours by the clock: every byte in its local day, under its local hour."""

from datetime import date, datetime, timedelta, tzinfo

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import Hour
from custom_components.taara.usage.by_hour import by_hour
from custom_components.taara.usage.local_time import midnight

from .common import BERLIN, CHATHAM, HAVANA, KOLKATA, LORD_HOWE, NAIROBI, ZONES, at

TURNED = [
    (BERLIN, "2026-03-29", {2: 0}),
    (BERLIN, "2026-10-25", {2: 7200}),
    (HAVANA, "2026-03-08", {0: 0}),
    (LORD_HOWE, "2026-04-05", {1: 5400}),
    (LORD_HOWE, "2026-10-04", {2: 1800}),
    (CHATHAM, "2026-09-27", {2: 2700, 3: 900}),
    (NAIROBI, "2026-03-29", {}),
    (KOLKATA, "2026-03-29", {}),
]


def key(text: str, zone: tzinfo) -> int:
    """Return a ledger's key of a local time."""
    return int(at(text, zone).timestamp())


@pytest.mark.parametrize(("zone", "day", "odd"), TURNED, ids=str)
def test_hours_are_as_long_as_they_are(
    zone: tzinfo, day: str, odd: dict[int, int]
) -> None:
    """An hour that is skipped lasts no time, a repeated one twice."""
    first = date.fromisoformat(day)
    (found,) = by_hour({}, first, first + timedelta(1), zone)
    assert found.seconds == [odd.get(hour, 3600) for hour in range(24)] or (
        not odd and set(found.seconds) == {3600}
    )


def test_parts_of_an_hour_are_one() -> None:
    """A renewal cuts an hour; the clock does not."""
    hours = {
        key("2026-03-10 07:00", KOLKATA): Hour(used=1, measured=1200),
        key("2026-03-10 07:20", KOLKATA): Hour(used=2, measured=2400),
    }
    (found,) = by_hour(hours, date(2026, 3, 10), date(2026, 3, 11), KOLKATA)
    assert (found.used[7], found.measured[7], sum(found.used)) == (3, 3600, 3)


def test_hour_that_was_mostly_estimated_was_not_measured() -> None:
    """Nor was one of which nothing is known."""
    hours = {
        key("2026-03-10 07:00", BERLIN): Hour(used=1, measured=1799),
        key("2026-03-10 08:00", BERLIN): Hour(used=1, measured=1800),
    }
    (found,) = by_hour(hours, date(2026, 3, 10), date(2026, 3, 11), BERLIN)
    assert found.known() == [None] * 8 + [1] + [None] * 15


def test_skipped_hour_was_not_measured() -> None:
    """There was none; those beside it were."""
    hours = {key(f"2026-03-29 {at:02}:00", BERLIN): Hour(5, 3600) for at in (1, 3)}
    (found,) = by_hour(hours, date(2026, 3, 29), date(2026, 3, 30), BERLIN)
    assert found.known()[1:4] == [5, None, 5]


@pytest.mark.parametrize(
    ("clock", "expected"), [(0.0, 0), (1.0, 10), (1.5, 20), (2.0, 30), (24.0, 30)]
)
def test_until_a_time_of_day(clock: float, expected: int) -> None:
    """Of the hour it falls in, its part."""
    hours = {
        key("2026-03-10 00:00", BERLIN): Hour(used=10, measured=3600),
        key("2026-03-10 01:00", BERLIN): Hour(used=20, measured=3600),
    }
    (found,) = by_hour(hours, date(2026, 3, 10), date(2026, 3, 11), BERLIN)
    assert found.until(clock)[0] == expected


def test_until_is_measured_if_most_of_it_was() -> None:
    """By the clock of that day."""
    hours = {
        key("2026-03-10 00:00", BERLIN): Hour(used=10, measured=3600),
        key("2026-03-10 01:00", BERLIN): Hour(used=20, measured=0),
    }
    (found,) = by_hour(hours, date(2026, 3, 10), date(2026, 3, 11), BERLIN)
    assert [found.until(clock)[1] for clock in (0.0, 1.0, 2.0, 2.1)] == [
        False,
        True,
        True,
        False,
    ]


@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    minutes=st.lists(st.integers(-2000, 20_000), max_size=40, unique=True),
)
def test_every_byte_is_in_its_hour(
    zone: tzinfo, first: date, minutes: list[int]
) -> None:
    """Whatever the clock does, and none of other days."""
    end = first + timedelta(10)
    begin = midnight(first, zone)
    hours = {
        int((begin + timedelta(minutes=minute)).timestamp()): Hour(used=2**at)
        for at, minute in enumerate(minutes)
    }
    expected: dict[tuple[date, int], int] = {}
    for moment, hour in hours.items():
        local = datetime.fromtimestamp(moment, zone)
        if first <= local.date() < end:
            slot = (local.date(), local.hour)
            expected[slot] = expected.get(slot, 0) + hour.used
    found = by_hour(hours, first, end, zone)
    assert [day.date for day in found] == [first + timedelta(at) for at in range(10)]
    assert {
        (day.date, hour): used
        for day in found
        for hour, used in enumerate(day.used)
        if used
    } == expected
