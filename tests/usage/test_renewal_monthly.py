"""Monthly renewals: on time, early, late, missed, and what comes between."""

from datetime import timedelta

import pytest

from custom_components.taara.model import Cycle, CycleKind, Plan

from .common import (
    BERLIN,
    GB,
    MONTHLY,
    NAIROBI,
    NEW_YORK,
    TEN_MINUTES,
    account,
    at,
    counted,
    left,
    read,
    used,
)


def test_monthly_counter_that_renews_on_time() -> None:
    """A new cycle from midnight, with what the source has counted in it."""
    ledger = read([used("2026-03-31 23:55", 90 * GB), used("2026-04-01 00:05", GB)])
    assert account(ledger) == [("03-01 00:00", 90), ("04-01 00:00", 1)]
    assert ledger.past[0].end == ledger.cycle.start == at("2026-04-01")
    assert ledger.cycle.end == at("2026-05-01")
    assert ledger.cycle.number == 2


def test_monthly_counter_of_an_idle_household() -> None:
    """A counter that falls at all when the month ends has begun again."""
    ledger = read([used("2026-03-31 20:00", 3 * GB), used("2026-04-01 06:00", 2 * GB)])
    assert account(ledger) == [("03-01 00:00", 3), ("04-01 00:00", 2)]


def test_monthly_remainder_that_renews_with_much_left() -> None:
    """A remainder that rises when the month ends is full again: no top-up."""
    ledger = read(
        [left("2026-03-31 23:55", 60 * GB), left("2026-04-01 00:05", 99 * GB)]
    )
    assert account(ledger) == [("03-01 00:00", 40), ("04-01 00:00", 1)]
    assert ledger.cycle.granted == 100 * GB


def test_reading_at_the_very_end() -> None:
    """The end of a cycle is the start of the next."""
    ledger = read([left("2026-03-31 23:50", 60 * GB), left("2026-04-01", 100 * GB)])
    assert account(ledger) == [("03-01 00:00", 40), ("04-01 00:00", 0)]
    assert ledger.cycle.granted == 100 * GB


def test_monthly_counter_that_renews_early() -> None:
    """Its cycle lasts until the reset after next: it is the one that begins there."""
    ledger = read([used("2026-03-30 23:55", 90 * GB), used("2026-03-31 00:05", GB)])
    assert account(ledger) == [("03-01 00:00", 90), ("03-30 23:55", 1)]
    assert ledger.cycle.end == at("2026-05-01")


@pytest.mark.parametrize("hours", [1, 5, 24, 71])
def test_monthly_counter_that_follows_the_calendar_late(hours: int) -> None:
    """The cycle begins when the source began it; what came before was the old one's."""
    follows = at("2026-04-01") + timedelta(hours=hours)
    ledger = read(
        [
            used("2026-03-31 23:55", 90 * GB),
            used("2026-04-01 00:05", 90 * GB),
            used(follows - TEN_MINUTES, 93 * GB),
            used(follows, 0),
            used(follows + TEN_MINUTES, GB),
        ]
    )
    start = f"{follows - TEN_MINUTES:%m-%d %H:%M}"
    assert account(ledger) == [("03-01 00:00", 93), (start, 1)]
    assert ledger.cycle.number == 2
    assert ledger.cycle.end == at("2026-05-01")
    assert (
        sum(day.usage for day in ledger.days) + ledger.used_since(ledger.open_from)
        == (3 + 1) * GB
    )


def test_small_monthly_counter_that_follows_late() -> None:
    """It need not fall by half: the calendar has told that it would."""
    ledger = read(
        [
            used("2026-03-31 23:55", 2 * GB),
            used("2026-04-01 00:05", 2 * GB),
            used("2026-04-01 00:15", 3 * GB // 2),
        ]
    )
    assert account(ledger) == [("03-01 00:00", 2), ("04-01 00:05", 1)]


def test_monthly_remainder_that_follows_late() -> None:
    """Even with much left, a rise in these days is the renewal."""
    ledger = read(
        [
            left("2026-03-31 23:55", 60 * GB),
            left("2026-04-01 00:05", 60 * GB),
            left("2026-04-01 05:00", 59 * GB),
            left("2026-04-01 05:10", 100 * GB),
            left("2026-04-01 05:20", 99 * GB),
        ]
    )
    assert account(ledger) == [("03-01 00:00", 41), ("04-01 05:00", 1)]
    assert ledger.cycle.granted == 100 * GB


def test_source_that_never_follows_may_still_correct_itself() -> None:
    """Days later a small fall is no renewal; nor is anything used less than nothing."""
    ledger = read(
        [
            used("2026-03-31 23:55", 90 * GB),
            used("2026-04-01 00:05", 90 * GB),
            used("2026-04-05 00:05", 91 * GB),
            used("2026-04-05 00:15", 88 * GB),
        ]
    )
    assert account(ledger) == [("03-01 00:00", 90), ("04-01 00:00", 0)]
    assert ledger.cycle.used == 0


def test_rounded_remainder_is_not_taken_for_a_late_source() -> None:
    """What is left, counted back, is rarely what is used to the byte."""
    ledger = read(
        [
            used("2026-03-31 23:55", 90 * GB),
            used("2026-04-01 00:05", 2 * GB, remaining=97 * GB, allowance=100 * GB),
            left("2026-04-01 00:15", 96 * GB, allowance=100 * GB),
            used("2026-04-01 00:25", 2 * GB, allowance=100 * GB),
        ]
    )
    assert account(ledger) == [("03-01 00:00", 90), ("04-01 00:00", 2)]


def test_allowance_that_grows_before_its_remainder() -> None:
    """In the first days of the first cycle there is none for a source to be late in."""
    ledger = read(
        [
            left("2026-04-01 08:00", 60 * GB, allowance=100 * GB),
            left("2026-04-01 08:10", 60 * GB, allowance=200 * GB),
            left("2026-04-01 08:20", 160 * GB, allowance=200 * GB),
        ]
    )
    assert account(ledger) == [("04-01 00:00", 40)]
    assert ledger.cycle.granted == 200 * GB


def test_counter_that_was_lost_after_a_renewal() -> None:
    """A device that forgets has begun again; it was not late."""
    ledger = read(
        [
            used("2026-03-31 23:55", 90 * GB),
            used("2026-04-01 00:05", GB),
            used("2026-04-02 12:00", 9 * GB),
            used("2026-04-02 12:10", 0),
        ]
    )
    assert account(ledger)[0] == ("03-01 00:00", 90)


@pytest.mark.parametrize("now", ["2026-04-10 12:00", "2026-06-01 12:00"])
@pytest.mark.parametrize("amount", [20, 5, 3])
def test_renewal_during_an_outage(now: str, amount: int) -> None:
    """Days after its reset a monthly counter has begun again, whatever it says."""
    ledger = read([used("2026-03-05 12:00", 5 * GB), used(now, amount * GB)])
    assert [usage for _, usage in account(ledger)] == [5, amount]
    assert ledger.cycle.start == at(now).replace(day=1, hour=0)


@pytest.mark.parametrize("amount", [97, 95, 30])
def test_renewal_of_a_remainder_during_an_outage(amount: int) -> None:
    """Likewise what is left: it was full in between."""
    ledger = read(
        [left("2026-03-05 12:00", 95 * GB), left("2026-04-10 12:00", amount * GB)]
    )
    assert account(ledger) == [("03-01 00:00", 5), ("04-01 00:00", 100 - amount)]


def test_missed_months_leave_no_empty_cycles_of_a_counter() -> None:
    """A cumulative counter's usage is spread over the cycles it happened in."""
    ledger = read(
        [counted("2026-03-31 00:00", 0), counted("2026-05-02 00:00", 32 * GB)]
    )
    assert account(ledger) == [
        ("03-01 00:00", 1),
        ("04-01 00:00", 30),
        ("05-01 00:00", 1),
    ]


def test_moving_house_does_not_make_a_cycle_of_hours() -> None:
    """The month that ends by the old clock is not begun twice by the new one."""
    ledger = read([counted("2026-03-15", 0)], MONTHLY, NAIROBI)
    ledger = read(
        [counted(at("2026-03-31 20:55") + n * TEN_MINUTES, n * GB) for n in range(90)],
        MONTHLY,
        NEW_YORK,
        ledger,
    )
    assert [f"{cycle.start:%m-%d}" for cycle in ledger.past] == ["02-28"]
    assert ledger.cycle.end == at("2026-05-01", NEW_YORK)


def test_summer_time_does_not_move_the_reset() -> None:
    """Local midnight before and after."""
    ledger = read([counted("2026-03-15", 0), counted("2026-04-02", 0)], MONTHLY, BERLIN)
    assert ledger.cycle.start == at("2026-04-01", BERLIN)
    assert ledger.cycle.end == at("2026-05-01", BERLIN)


def test_cycles_are_kept_for_a_year() -> None:
    """Thirteen past ones: enough to compare a month with last year's."""
    months = [used(f"{2026 + n // 12}-{n % 12 + 1:02}-15", n) for n in range(20)]
    ledger = read(months, Plan(allowance=GB, cycle=CycleKind.MONTHLY))
    assert len(ledger.past) == 13
    assert [cycle.number for cycle in ledger.past] == list(range(7, 20))
    assert isinstance(ledger.cycle, Cycle)
    assert ledger.cycle.number == 20
