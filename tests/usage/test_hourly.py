"""Hours of UTC hold what the local hours do, for every span that both can name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.usage.hourly import (
    SECONDS,
    Hours,
    Kept,
    Row,
    first_to_compare,
    hourly,
    rows_from,
)
from custom_components.taara.usage.ledger import Ledger
from custom_components.taara.usage.local_time import day_end, day_start

from .common import (
    BERLIN,
    GB,
    HAVANA,
    KATHMANDU,
    KOLKATA,
    NAIROBI,
    NEW_YORK,
    THIRTY_DAYS,
    at,
    read,
    used,
)
from .truth import Step, moments, steps, zones

DAILY = [Step(gap=timedelta(hours=20), amount=GB)] * 100


def kept_by(zone: tzinfo, start: datetime, taken: list[Step]) -> Ledger:
    """Return the ledger of a source that counts on for ever."""
    count, now = 0, start
    ledger = read([used(now, count)], zone=zone)
    for step in taken:
        count, now = count + step.amount, now + step.gap
        ledger = read([used(now, count)], zone=zone, ledger=ledger)
    return ledger


@given(zones, moments, steps)
def test_days_hold_the_same(zone: tzinfo, start: datetime, taken: list[Step]) -> None:
    """Every local day, and so all of them; no hour begins elsewhere than UTC's do."""
    ledger = kept_by(zone, start, taken)
    hours = hourly(ledger, zone)
    assert list(hours.used) == sorted(hours.used)
    assert not any(start % SECONDS for start in (*hours.used, hours.until))
    assert sum(hours.used.values()) == sum(hour.used for hour in ledger.hours.values())
    day = day_start(at("1970-01-01") + timedelta(seconds=min(hours.used)), zone)
    while day <= ledger.last.taken_at:
        following = day_end(day, zone)
        span = (day.timestamp(), following.timestamp())
        assert sum(
            amount for at, amount in hours.used.items() if span[0] <= at < span[1]
        ) == sum(
            hour.used for at, hour in ledger.hours.items() if span[0] <= at < span[1]
        )
        day = following


@given(st.sampled_from((NAIROBI, BERLIN, NEW_YORK, HAVANA)), moments, steps)
def test_hours_hold_the_same(zone: tzinfo, start: datetime, taken: list[Step]) -> None:
    """Where local hours are those of UTC, so does every single one."""
    ledger = kept_by(zone, start, taken)
    hours = hourly(ledger, zone)
    for first, amount in hours.used.items():
        assert amount == sum(
            hour.used
            for at, hour in ledger.hours.items()
            if at // SECONDS * SECONDS == first
        )


@pytest.mark.parametrize(
    ("zone", "until"),
    [(NAIROBI, "09:00"), (KOLKATA, "10:00"), (KATHMANDU, "10:00")],
)
def test_hour_is_over(zone: tzinfo, until: str) -> None:
    """The hour of the last reading runs: 12:50, 15:20 and 15:35 by the clocks there."""
    ledger = read(
        [used("2026-10-14 07:00", 0), used("2026-10-14 09:50", GB)], zone=zone
    )
    hours = hourly(ledger, zone)
    assert hours.until == at(f"2026-10-14 {until}").timestamp()
    assert max(hours.over) == hours.until - SECONDS
    assert sum(hours.over.values()) < GB


def test_parts_of_an_hour_add_up() -> None:
    """A renewal within an hour cuts it in the ledger, not in statistics."""
    plan = replace(THIRTY_DAYS, cycle_start=at("2026-10-14 08:20"))
    taken = [
        used("2026-10-14 08:00", 5 * GB),
        used("2026-10-14 08:20", 6 * GB),
        used("2026-10-14 08:40", GB),
        used("2026-10-14 09:10", 2 * GB),
    ]
    ledger = read(taken, plan)
    assert len(ledger.hours) == 3
    hours = hourly(ledger, UTC)
    assert len(hours.used) == 2
    assert sum(hours.used.values()) == ledger.used_since(at("2026-10-14 00:00"))


def test_forgotten_by_whole_days() -> None:
    """What the ledger forgets never leaves a part of an hour, or of a day, behind."""
    ledger = kept_by(KOLKATA, at("2026-01-01 03:00"), DAILY)
    oldest = at("1970-01-01") + timedelta(seconds=min(ledger.hours))
    assert oldest > at("2026-01-02")
    assert oldest == day_start(oldest, KOLKATA)


HOURS = {0: 5, 3600: 6, 7200: 7}


@pytest.mark.parametrize(
    ("known", "since"),
    [
        ({}, 0),
        ({0: 5, 3600: 6}, 3600),
        ({-3600: 9, 0: 5}, 0),
        ({-3600: 9}, 0),
        (HOURS, 7200),
        ({0: 5, 3600: 8}, 0),
        ({0: 5, 3600: 6, 10800: 1}, 0),
    ],
)
def test_first_to_compare(known: dict[int, int], since: int) -> None:
    """The last hour known, unless one before it, or it, is another one now."""
    assert first_to_compare(HOURS, known) == since


def test_rows() -> None:
    """They go on from the sum before them; what is not known holds nothing."""
    hours = Hours(used={0: 5, 3600: 6, 7200: 7, 10800: 8}, until=7200)
    stale = Row(start=7200, used=1, total=1)
    unknown = Row(start=14400, used=1, total=1)
    kept = Kept(base=100, rows={7200: stale, 14400: unknown})
    assert list(rows_from(hours, 3600, kept).values()) == [
        Row(start=3600, used=6, total=106),
        Row(start=7200, used=7, total=113),
        Row(start=14400, used=0, total=113),
    ]
