"""A clock that is wrong: set back, far ahead, standing still."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.taara.model import CycleKind, Plan, Reading
from custom_components.taara.usage.ledger import LONGEST_GAP, Ledger

from .common import (
    GB,
    MONTHLY,
    NAIROBI,
    NEW_YORK,
    TEN_MINUTES,
    THIRTY_DAYS,
    at,
    counted,
    read,
    used,
)


def everything(ledger: Ledger) -> int:
    """Return the bytes of all days, the open one too."""
    return sum(day.usage for day in ledger.days) + ledger.used_since(ledger.open_from)


def week(ends: str = "2026-03-10 12:00") -> list[Reading]:
    """Return readings every ten minutes for a week: 1 GB each."""
    start = at(ends) - timedelta(days=7)
    return [used(start + n * TEN_MINUTES, n * GB) for n in range(7 * 144 + 1)]


@pytest.mark.parametrize(
    "then",
    [
        "2026-03-10 11:00",
        "2026-03-10 00:00",
        "2026-03-09 23:00",
        "2024-01-01",
        "1970-01-02",
    ],
)
def test_clock_set_back_carries_nothing_into_closed_days(then: str) -> None:
    """What is used is counted once, today, until the clock is right again."""
    before = read(week())
    total = before.last.used or 0
    wrong = [used(at(then) + n * TEN_MINUTES, total + n * GB) for n in range(1, 7)]
    right = [used("2026-03-10 13:00", total + 7 * GB)]
    after = read([*wrong, *right], ledger=before)
    assert after.days == before.days
    assert after.cycle.used == total + 7 * GB
    assert everything(after) == everything(before) + 7 * GB
    assert after.cycle.start == before.cycle.start
    assert after.open_from == before.open_from


def test_clock_set_back_across_a_renewal() -> None:
    """The cycle that has begun stays begun."""
    ledger = read([used("2026-03-31 23:55", 90 * GB), used("2026-04-01 00:05", GB)])
    ledger = read(
        [used("2026-03-31 23:50", 2 * GB), used("2026-04-01 00:10", 3 * GB)],
        ledger=ledger,
    )
    assert (ledger.past[0].used, ledger.cycle.used) == (90 * GB, 3 * GB)


def test_renewal_while_the_clock_is_set_back() -> None:
    """A cycle does not begin before the one it follows."""
    plan = Plan(allowance=GB, cycle=CycleKind.DAYS, cycle_start=at("2026-03-05"))
    ledger = read([used("2026-03-10 12:00", 900), used("2026-03-01 12:00", 3)], plan)
    assert ledger.cycle.start == ledger.past[0].start
    assert ledger.cycle.used == 3


@pytest.mark.parametrize("year", [2027, 2031, 2060, 2190])
def test_clock_that_jumps_ahead_writes_no_years_of_days(year: int) -> None:
    """What is known stays; at most a season of days is added."""
    before = read(week())
    jumped = read([used(f"{year}-03-10 12:00", 2000 * GB)], ledger=before)
    assert jumped.days[: len(before.days)] == before.days
    assert len(jumped.days) <= len(before.days) + LONGEST_GAP.days + 2
    assert len(jumped.past) <= 13
    assert jumped.open_from == at(f"{year}-03-10")


def test_clock_that_jumps_ahead_loses_no_byte() -> None:
    """Nor makes one: a counter without cycles shows it."""
    before = read([counted("2026-03-10 12:00", 0), counted("2026-03-10 13:00", 5)])
    jumped = read([counted("2090-01-01 12:00", 1_000_005)], ledger=before)
    assert everything(jumped) == 1_000_005
    # Evenly over a season, which begins in the middle of a day.
    _, first, *season = (day.usage for day in jumped.days)
    assert first <= max(season) <= min(season) + 1
    assert jumped.cycle.number <= 6


def test_first_reading_by_a_clock_of_1970() -> None:
    """A small computer without a battery starts there."""
    ledger = read([used(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), 5 * GB)])
    ledger = read([used("2026-03-10 12:00", 6 * GB)], ledger=ledger)
    assert ledger.cycle.start == at("2026-03-01")
    assert len(ledger.days) <= LONGEST_GAP.days + 2


def test_clock_that_stands_still() -> None:
    """Two readings of one moment: usage without time."""
    ledger = read(
        [used("2026-03-10 12:00", 0), used("2026-03-10 12:00", GB)], THIRTY_DAYS
    )
    assert ledger.cycle.used == everything(ledger) == GB
    assert ledger.rate is None


def test_days_after_moving_west_have_each_their_date() -> None:
    """The hours of a date that come again belong to the day after it."""
    ledger = read(
        [counted("2026-03-08 12:00", 0), counted("2026-03-10 22:00", 58)],
        MONTHLY,
        NAIROBI,
    )
    moved = read([counted("2026-03-12 16:00", 100)], MONTHLY, NEW_YORK, ledger)
    dates = [day.date for day in moved.days]
    assert len(set(dates)) == len(dates)
    assert dates[-1] == at("2026-03-11 12:00").date()
    assert everything(moved) == 100


def test_days_after_moving_east_are_short() -> None:
    """And there is no hole between them."""
    ledger = read(
        [counted("2026-03-08 12:00", 0), counted("2026-03-10 12:00", 48)],
        MONTHLY,
        NEW_YORK,
    )
    moved = read([counted("2026-03-11 22:00", 82)], MONTHLY, NAIROBI, ledger)
    assert [day.date.day for day in moved.days] == [8, 9, 10, 11]
    assert everything(moved) == 82
