"""Rows from elsewhere: what is believed of them."""

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.usage.local_time import hour_start, local_date
from custom_components.taara.usage.rows import Known, Rejected, Row, believed

from .common import BERLIN, HAVANA, KOLKATA, NAIROBI, at
from .truth import zones

NOW = at("2026-11-15 12:30", NAIROBI)


def known(*rows: tuple[Any, Any], zone: tzinfo = NAIROBI, unit: str = "MB") -> Known:
    """Return what is believed of times and amounts."""
    listed = [
        Row(line=line, when=when, usage=usage)
        for line, (when, usage) in enumerate(rows, 1)
    ]
    return believed(listed, unit, NOW, zone)


def reasons(*rows: tuple[Any, Any], zone: tzinfo = NAIROBI) -> list[str]:
    """Return why rows are rejected."""
    return [row.reason for row in known(*rows, zone=zone).rejected]


def test_days() -> None:
    """A date is a whole local day, written or as YAML reads it."""
    found = known(("2026-10-01", 1), (date(2026, 10, 2), "2"), (" 2026-10-03 ", 0))
    assert found == Known(
        days={
            date(2026, 10, 1): 10**6,
            date(2026, 10, 2): 2 * 10**6,
            date(2026, 10, 3): 0,
        },
        hours={},
    )


def test_hours() -> None:
    """A time is the local hour it falls into; several in one hour add up."""
    found = known(
        ("2026-10-01 06:00", 1),
        ("2026-10-01T06:30:00", 2),
        ("2026-10-01T03:45:00+00:00", 4),
        ("2026-10-01T04:00:00Z", 8),
        (datetime(2026, 10, 1, 8), 16),  # noqa: DTZ001  as YAML reads a local time
        (datetime(2026, 10, 1, 5, 59, 59, tzinfo=UTC), 32),
    )
    hours = {
        f"{hour.astimezone(NAIROBI):%H:%M}": used for hour, used in found.hours.items()
    }
    assert hours == {"06:00": 7 * 10**6, "07:00": 8 * 10**6, "08:00": 48 * 10**6}
    assert not found.days
    assert not found.rejected


def test_hours_that_are_not_those_of_utc() -> None:
    """An hour of statistics is that of the local hour in which it begins."""
    found = known(("2026-10-01T18:00:00Z", 1), zone=KOLKATA)
    assert list(found.hours) == [at("2026-10-01 23:00", KOLKATA)]


def test_hour_that_the_clock_shows_twice() -> None:
    """The first row is the first of the two hours, the second the second."""
    times = [("2026-10-25 02:00", size) for size in (1, 2, 4)]
    found = known(*times, zone=BERLIN)
    assert found.hours == {
        at("2026-10-25 00:00"): 10**6,
        at("2026-10-25 01:00"): 2 * 10**6,
    }
    assert found.rejected == (Rejected(line=3, reason="duplicate"),)


@pytest.mark.parametrize(
    ("zone", "time"), [(BERLIN, "2026-03-29 02:30"), (HAVANA, "2026-03-08 00:10")]
)
def test_hour_that_the_clock_never_shows(zone: tzinfo, time: str) -> None:
    """There was no such time."""
    assert reasons((time, 1), zone=zone) == ["no_such_time"]


@pytest.mark.parametrize(
    "when",
    [
        None,
        "",
        "yesterday",
        20261001,
        True,
        ["2026-10-01"],
        "2026-02-30",
        "2026-10-01 25:00",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00",
    ],
)
def test_unreadable_time(when: Any) -> None:
    """What is no time is none."""
    assert reasons((when, 1)) == ["unreadable_time"]


def test_not_yet() -> None:
    """Of today, and of what is past of it, something may be known; of later not."""
    assert reasons(("2026-11-15", 1), ("2026-11-15 12:30", 1)) == []
    ahead = ("2026-11-16", 1), ("2026-11-15 12:31", 1), ("9999-12-31T00:00Z", 1)
    assert reasons(*ahead) == ["future"] * 3


def test_twice() -> None:
    """The first row stands."""
    rows = ("2026-10-01", 1), ("2026-10-01", 2), ("2026-10-01 06:00", 4)
    found = known(*rows, ("2026-10-01T03:00Z", 8))
    assert found.days == {date(2026, 10, 1): 10**6}
    assert sum(found.hours.values()) == 4 * 10**6
    assert [(row.line, row.reason) for row in found.rejected] == [
        (2, "duplicate"),
        (4, "duplicate"),
    ]


def test_more_than_a_line_carries() -> None:
    """10 Gbit/s are 4.5 TB in an hour."""
    rows = ("2026-10-01 06:00", "4500001"), ("2026-10-01 07:00", "4500000")
    assert reasons(*rows) == ["absurd"]
    days = ("2026-10-01", "112500001"), ("2026-10-02", "112500000")
    assert reasons(*days) == ["absurd"]


def test_unit_of_a_row() -> None:
    """It wins over the one for all."""
    rows = [
        Row(line=1, when="2026-10-01", usage=1, unit="GiB"),
        Row(line=2, when="2026-10-02", usage=1, unit="bytes"),
    ]
    found = believed(rows, "MB", NOW, NAIROBI)
    assert found.days == {date(2026, 10, 1): 2**30}
    assert found.rejected == (Rejected(line=2, reason="unknown_unit"),)


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.dates().map(str),
    st.datetimes().map(str),
    st.lists(st.integers(), max_size=1),
)


@given(rows=st.lists(st.tuples(anything, anything, st.none() | anything)), zone=zones)
def test_anything(rows: list[tuple[Any, Any, Any]], zone: tzinfo) -> None:
    """Whatever is written, each row is believed or rejected, and nothing is invented."""
    listed = [
        Row(line=line, when=when, usage=usage, unit=unit)
        for line, (when, usage, unit) in enumerate(rows)
    ]
    found = believed(listed, "B", NOW, zone)
    assert len(found.days) + len(found.hours) + len(found.rejected) <= len(rows)
    assert all(day <= local_date(NOW, zone) for day in found.days)
    assert all(hour_start(hour, zone) == hour <= NOW for hour in found.hours)
    assert all(used >= 0 for used in (*found.days.values(), *found.hours.values()))
