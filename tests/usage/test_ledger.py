"""What happened: hours of usage from readings as they come."""

from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

import pytest

from custom_components.taara.model import CounterKind, Hour, Plan, Reading
from custom_components.taara.usage.ledger import MEASURED_GAP, Ledger, opened

from .common import (
    AS_PROVIDED,
    GB,
    KOLKATA,
    LORD_HOWE,
    MONTHLY,
    NAIROBI,
    TEN_MINUTES,
    at,
    counted,
    left,
    read,
    used,
)


def hours(ledger: Ledger) -> dict[str, Hour]:
    """Return the hours by their start in UTC."""
    return {
        f"{datetime.fromtimestamp(start, UTC):%m-%d %H:%M:%S}": hour
        for start, hour in ledger.hours.items()
    }


def usage(ledger: Ledger) -> dict[str, int]:
    """Return the bytes of the hours in which there were any."""
    found = hours(ledger).items()
    return {start[:11]: hour.used for start, hour in found if hour.used}


def test_first_reading_begins_the_ledger() -> None:
    """Nothing is known of what was before, but how much there was of it."""
    ledger = opened(used("2026-03-10 12:34", 30, raw={"x": 1}), MONTHLY, NAIROBI)
    assert ledger.cycle.opening == 30
    assert ledger.open_from == at("2026-03-09 21:00")
    assert hours(ledger) == {"03-10 12:00:00": Hour(readings=1)}
    assert (ledger.days, ledger.past, ledger.rate) == ((), (), None)


def test_payload_is_not_kept_with_the_reading() -> None:
    """It is in the polls, a week long; the ledger is written at every poll."""
    first, second = (
        used("2026-03-10 12:00", 1, raw={"x": 1}),
        used("2026-03-10 12:10", 2),
    )
    assert opened(first, MONTHLY, UTC).last.raw == {}
    again = Reading(taken_at=second.taken_at, used=2, raw={"x": 2})
    assert read([first, again]).last == second


def test_usage_goes_into_the_hour_it_happened_in() -> None:
    """An interval across the hour is divided by time."""
    ledger = read(
        [
            used("2026-03-10 12:34", 100),
            used("2026-03-10 12:44", 130),
            used("2026-03-10 12:54", 170),
            used("2026-03-10 13:04", 180),
        ]
    )
    assert hours(ledger) == {
        "03-10 12:00:00": Hour(used=76, measured=26 * 60, readings=3),
        "03-10 13:00:00": Hour(used=4, measured=4 * 60, readings=1),
    }
    assert ledger.cycle.used == 180


def test_hours_are_the_homes() -> None:
    """In India they begin at half past by UTC."""
    ledger = read(
        [used("2026-03-10 12:25", 0), used("2026-03-10 12:35", 20)], MONTHLY, KOLKATA
    )
    assert usage(ledger) == {"03-10 11:30": 10, "03-10 12:30": 10}


def test_gap_is_estimated() -> None:
    """Nobody measured it, and nobody knows how fast it was."""
    ledger = read([used("2026-03-10 10:00", 0), used("2026-03-10 13:00", 3 * GB)])
    assert usage(ledger) == {"03-10 10:00": GB, "03-10 11:00": GB, "03-10 12:00": GB}
    assert {hour.measured for hour in ledger.hours.values()} == {0}
    assert ledger.rate is None


@pytest.mark.parametrize(
    ("gap", "measured"),
    [(MEASURED_GAP, True), (MEASURED_GAP + timedelta(seconds=1), False)],
)
def test_three_missed_polls_are_still_measured(gap: timedelta, measured: bool) -> None:
    """And a little, for the time that a poll takes."""
    start = at("2026-03-10 12:00")
    ledger = read([used(start, 0), used(start + gap, 2100 * 7)])
    assert any(hour.measured for hour in ledger.hours.values()) is measured
    assert ledger.rate == (7 if measured else None)


def test_gap_is_spread_by_the_households_own_habit() -> None:
    """After weeks of evenings only, a lost day was an evening too."""
    start, readings, total = at("2026-03-01"), [], 0
    for n in range(14 * 144):
        now = start + n * TEN_MINUTES
        readings.append(used(now, total))
        total += GB if 18 <= now.hour < 22 else 0
    gap = used(start + timedelta(days=15), total + 1000 * GB)
    lost = usage(read([*readings, gap]))
    evening = [lost[f"03-15 {hour}:00"] for hour in range(18, 22)]
    assert sum(lost.values()) == total + 1000 * GB
    assert sum(evening) > 950 * GB


def test_rate_is_of_the_last_interval() -> None:
    """Bytes per second; unknown where no time has passed."""
    readings = [used("2026-03-10 12:00", 0), used("2026-03-10 12:10", 600_060)]
    assert read(readings).rate == 1000.1
    assert read([*readings, used("2026-03-10 12:10", 700_000)]).rate is None


def test_used_since_counts_whole_hours() -> None:
    """From the given start on."""
    ledger = read([used("2026-03-10 10:00", 0), used("2026-03-10 14:00", 4)])
    assert ledger.used_since(at("2026-03-10 10:00")) == 4
    assert ledger.used_since(at("2026-03-10 12:00")) == 2
    assert ledger.used_since(at("2026-03-10 14:00")) == 0


def test_renewal_cuts_its_hour() -> None:
    """So that what the new cycle used can be told from what the old one did."""
    ledger = read(
        [
            used("2026-03-10 09:20", 50 * GB, cycle_start=at("2026-03-01 09:40")),
            used("2026-03-10 09:30", 51 * GB, cycle_start=at("2026-03-01 09:40")),
            used("2026-03-10 09:50", 3 * GB, cycle_start=at("2026-03-10 09:40")),
            used("2026-03-10 09:55", 4 * GB, cycle_start=at("2026-03-10 09:40")),
        ],
        AS_PROVIDED,
    )
    assert usage(ledger) == {"03-10 09:00": GB, "03-10 09:40": 4 * GB}
    assert ledger.used_since(ledger.cycle.start) == ledger.cycle.used == 4 * GB


def test_calendars_renewal_cuts_a_gap() -> None:
    """A counter that knows no cycles is divided at midnight."""
    ledger = read(
        [counted("2026-03-31 18:00", 0), counted("2026-04-01 06:00", 12)],
    )
    assert (ledger.past[0].used, ledger.cycle.used) == (6, 6)


def test_source_that_takes_back_is_followed() -> None:
    """The account says what the source says; the hours were used all the same."""
    ledger = read(
        [
            used("2026-03-10 12:00", 50),
            used("2026-03-10 12:10", 60),
            used("2026-03-10 12:20", 55),
            used("2026-03-10 12:30", 57),
        ]
    )
    assert ledger.cycle.used == 57
    assert usage(ledger) == {"03-10 12:00": 12}


@pytest.mark.parametrize(
    "readings",
    [
        [left("2026-03-10 12:00", 70), used("2026-03-10 12:10", 35)],
        [left("2026-03-10 12:00", 70), left("2026-03-10 12:10", 65)],
        [used("2026-03-10 12:00", 30), left("2026-03-10 12:10", 65)],
        [
            used("2026-03-10 12:00", 30, remaining=70),
            left("2026-03-10 12:10", 68),
            used("2026-03-10 12:20", 33),
            left("2026-03-10 12:30", 66),
            used("2026-03-10 12:40", 35, remaining=65),
        ],
    ],
)
def test_partial_answers_lose_nothing(readings: list[Reading]) -> None:
    """Whichever of the two figures an answer holds."""
    assert read(readings, Plan(allowance=100)).cycle.used == 35


def test_top_up_is_no_usage() -> None:
    """It raises the allowance, or the source names the new one itself."""
    silent = read(
        [left("2026-03-10 12:00", 10 * GB), left("2026-03-10 12:10", 40 * GB)]
    )
    assert (silent.cycle.used, silent.cycle.granted) == (90 * GB, 130 * GB)
    first = used("2026-03-10 12:00", 90 * GB, allowance=100 * GB)
    told = read([first, used("2026-03-10 12:10", 90 * GB, allowance=130 * GB)])
    assert (told.cycle.used, told.cycle.granted) == (90 * GB, 130 * GB)


def test_unlimited_plan_counts_on() -> None:
    """Whatever allowance a router may name."""
    ledger = read(
        [used("2026-03-10 12:00", 5, allowance=100), used("2026-03-10 12:10", 9)],
        Plan(allowance=None),
    )
    assert (ledger.cycle.used, ledger.cycle.granted) == (9, None)


def test_session_counter_adds_up_its_sessions() -> None:
    """Each login begins at nothing."""
    ledger = read(
        Reading(
            taken_at=at("2026-03-10 12:00") + n * TEN_MINUTES,
            counter=CounterKind.SESSION,
            used=amount,
        )
        for n, amount in enumerate((7, 10, 2, 4, 1))
    )
    assert ledger.cycle.used == 3 + 2 + 2 + 1


@pytest.mark.parametrize("zone", [LORD_HOWE, KOLKATA], ids=str)
def test_hours_never_overlap(zone: tzinfo) -> None:
    """Not even in the night in which the clock is turned by half an hour."""
    start = at("2026-04-04 12:00")
    ledger = read([used(start + n * TEN_MINUTES, n) for n in range(72)], MONTHLY, zone)
    assert sum(hour.measured for hour in ledger.hours.values()) == 71 * 600
    assert list(ledger.hours) == sorted(ledger.hours)
    spans = [two - one for one, two in pairwise(ledger.hours)]
    assert min(spans) >= 30 * 60
