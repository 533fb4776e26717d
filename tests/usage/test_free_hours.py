"""Free hours: what is used in them is known, and counts nowhere."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import FreeHours, Hour, Plan
from custom_components.taara.usage.correction import with_day, with_total
from custom_components.taara.usage.free_hours import is_free
from custom_components.taara.usage.household import Household, replanned
from custom_components.taara.usage.ledger import Ledger, opened, recorded
from custom_components.taara.usage.local_time import day_end, midnight

from .common import (
    BERLIN,
    CHATHAM,
    GB,
    LORD_HOWE,
    NAIROBI,
    TEN_MINUTES,
    at,
    counted,
    left,
    read,
    used,
)
from .truth import (
    amounts,
    check,
    check_closing,
    check_days,
    everything,
    gaps,
    moments,
    zones,
)

NIGHT = FreeHours(start=22, end=6)
WEEKEND = FreeHours(start=0, end=24, weekdays=(5, 6))
FRIDAY_NIGHT = FreeHours(start=22, end=6, weekdays=(4,))
EARLY = FreeHours(start=2, end=3)
PLAN = Plan(allowance=100 * GB, free_hours=(NIGHT,))

windows = st.builds(
    FreeHours,
    start=st.integers(0, 23),
    end=st.integers(0, 24),
    weekdays=st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
)
plans = st.builds(
    Plan,
    allowance=st.just(100 * GB),
    reset_day=st.integers(1, 31),
    free_hours=st.lists(windows, max_size=3).map(tuple),
)
walks = st.lists(st.tuples(gaps, amounts), max_size=8)


def free(ledger: Ledger) -> int:
    """Return the free bytes of all days, the open one too."""
    first = ledger.open_from.timestamp()
    today = sum(hour.free for start, hour in ledger.hours.items() if start >= first)
    return sum(day.free for day in ledger.days) + today


@pytest.mark.parametrize(
    ("window", "local", "expected"),
    [
        (NIGHT, "2026-03-10 21:59:59", False),
        (NIGHT, "2026-03-10 22:00", True),
        (NIGHT, "2026-03-11 05:59:59", True),
        (NIGHT, "2026-03-11 06:00", False),
        (FreeHours(start=22, end=24), "2026-03-10 23:59", True),
        (FreeHours(start=22, end=0), "2026-03-10 23:59", True),
        (FreeHours(start=22, end=24), "2026-03-11 00:00", False),
        (FreeHours(start=22, end=0), "2026-03-11 00:00", False),
        # The 13th of March 2026 is a Friday.
        (FRIDAY_NIGHT, "2026-03-13 05:00", False),
        (FRIDAY_NIGHT, "2026-03-13 22:00", True),
        (FRIDAY_NIGHT, "2026-03-14 05:00", True),
        (FRIDAY_NIGHT, "2026-03-14 22:00", False),
        (WEEKEND, "2026-03-13 23:59", False),
        (WEEKEND, "2026-03-14 00:00", True),
        (WEEKEND, "2026-03-15 23:59", True),
        (WEEKEND, "2026-03-16 00:00", False),
    ],
)
def test_window(window: FreeHours, local: str, *, expected: bool) -> None:
    """From its start until before its end, by the home's clock and weekday."""
    assert is_free(at(local, NAIROBI), [window], NAIROBI) is expected
    assert not is_free(at(local, NAIROBI), [], NAIROBI)


def test_several_windows() -> None:
    """One that is open is enough."""
    noon = at("2026-03-14 12:00")
    assert is_free(noon, [NIGHT, WEEKEND], UTC)
    assert not is_free(noon, [NIGHT, FRIDAY_NIGHT], UTC)


@pytest.mark.parametrize(
    ("night", "hours"), [("2026-03-29", 0), ("2026-03-30", 1), ("2026-10-25", 2)]
)
def test_clock_is_turned(night: str, hours: int) -> None:
    """An hour that is skipped is no window, one that is repeated is one twice."""
    start = at(f"{night} 00:00", BERLIN)
    minutes = (start + timedelta(minutes=n) for n in range(6 * 60))
    assert sum(is_free(one, [EARLY], BERLIN) for one in minutes) == hours * 60


@given(when=moments, zone=zones, window=windows)
def test_any_window(when: datetime, zone: tzinfo, window: FreeHours) -> None:
    """It lies between two times on the wall, of the day it opens on and maybe the next."""
    shown = when.astimezone(zone).replace(tzinfo=None)
    nights = 1 if window.end <= window.start else 0
    lying = False
    for back in (0, 1):
        day = shown.date() - timedelta(days=back)
        whole = datetime.combine(day, time.min)
        opens = whole + timedelta(hours=window.start)
        closes = whole + timedelta(days=nights, hours=window.end)
        right_day = not window.weekdays or day.weekday() in window.weekdays
        lying = lying or (right_day and opens <= shown < closes)
    assert is_free(when, [window], zone) is lying


@given(start=moments, zone=zones, plan=plans, walk=walks)
def test_every_byte_is_counted_or_free(
    start: datetime, zone: tzinfo, plan: Plan, walk: list[tuple[timedelta, int]]
) -> None:
    """Cycles, days and hours hold what counts; with what is free, what was shown."""
    ledger, shown = opened(counted(start, 0), plan, zone), 0
    for gap, amount in walk:
        shown += amount
        now = ledger.last.taken_at + gap
        ledger = recorded(ledger, counted(now, shown), plan, zone)
        assert everything(ledger) + free(ledger) == shown
        assert min(hour.free for hour in ledger.hours.values()) >= 0
        check(ledger, zone)
        check_days(ledger, zone)
        check_closing(ledger, zone)
    for day in ledger.days:
        begin = midnight(day.date, zone)
        first, last = begin.timestamp(), day_end(begin, zone).timestamp()
        if first >= min(ledger.hours):
            mine = (ledger.hours[at] for at in ledger.hours if first <= at < last)
            assert sum(hour.free for hour in mine) == day.free
    # There, the clock is turned within an hour of it.
    if zone not in {LORD_HOWE, CHATHAM}:
        for begun, hour in ledger.hours.items():
            is_open = is_free(datetime.fromtimestamp(begun, UTC), plan.free_hours, zone)
            assert (hour.used if is_open else hour.free) == 0


@given(
    start=moments,
    zone=zones,
    plan=plans,
    by_use=st.booleans(),
    walk=walks,
)
def test_source_that_counts_the_cycle_is_followed(
    start: datetime,
    zone: tzinfo,
    plan: Plan,
    walk: list[tuple[timedelta, int]],
    *,
    by_use: bool,
) -> None:
    """It has left out what is free already, or never will."""
    readings, now, amount = [], start, 0
    for gap, more in walk:
        now, amount = now + gap, amount + more
        readings.append(used(now, amount) if by_use else left(now, amount))
    if readings:
        without = replace(plan, free_hours=())
        assert read(readings, plan, zone) == read(readings, without, zone)


def test_example_of_the_docs() -> None:
    """An evening of which the last two hours are free."""
    ledger = read(
        [
            counted("2026-03-10 21:00", 400 * GB),
            counted("2026-03-10 21:30", 403 * GB),
            counted("2026-03-10 22:00", 405 * GB),
            counted("2026-03-10 22:30", 411 * GB),
            counted("2026-03-10 23:00", 415 * GB),
            counted("2026-03-10 23:30", 419 * GB),
            counted("2026-03-11 00:00", 420 * GB),
        ],
        PLAN,
    )
    (day,) = ledger.days
    assert (ledger.cycle.used, day.usage, day.free) == (5 * GB, 5 * GB, 15 * GB)
    assert day.data_quality == round(3 / 24, 3)
    assert day.peak_hour == 21
    assert [(hour.used, hour.free) for hour in ledger.hours.values()] == [
        (5 * GB, 0),
        (0, 10 * GB),
        (0, 5 * GB),
        (0, 0),
    ]


def test_poll_that_crosses_the_edge_is_divided() -> None:
    """By its time on either side."""
    ledger = read(
        [counted("2026-03-10 21:54", 0), counted("2026-03-10 22:04", 10)], PLAN
    )
    assert (ledger.cycle.used, free(ledger)) == (6, 4)


def test_speed_is_that_of_the_line() -> None:
    """It is no smaller for being free."""
    start = at("2026-03-10 23:00")
    ledger = read([counted(start, 0), counted(start + TEN_MINUTES, 600_000)], PLAN)
    assert (ledger.rate, ledger.cycle.used) == (1000.0, 0)


def test_gap_is_spread_over_free_hours_too() -> None:
    """Whoever downloads at night, for nothing, did so in a night that nobody saw."""
    start, readings, total = at("2026-03-01"), [], 0
    for n in range(14 * 144):
        now = start + n * TEN_MINUTES
        readings.append(counted(now, total))
        total += GB if now.hour < 4 else GB // 100
    ledger = read(readings, PLAN)
    before = ledger.cycle.used
    gap = counted(start + timedelta(days=15), total + 24 * GB)
    ledger = read([gap], PLAN, ledger=ledger)
    assert ledger.cycle.used - before < 4 * GB


def test_correction_leaves_what_is_free() -> None:
    """People correct what counts."""
    ledger = read(
        [
            counted("2026-03-10 20:00", 0),
            counted("2026-03-10 20:30", 8),
            counted("2026-03-10 22:00", 8),
            counted("2026-03-10 22:30", 5 + 8),
            counted("2026-03-11 00:10", 5 + 8),
        ],
        PLAN,
    )
    corrected = with_day(ledger, ledger.days[0].date, 20, UTC)
    assert corrected.days[0] == replace(
        ledger.days[0],
        usage=20,
        data_quality=corrected.days[0].data_quality,
        partial=False,
    )
    assert (corrected.cycle.used, free(corrected)) == (20, 5)
    assert free(with_total(ledger, 100)) == 5


def test_correction_of_a_day_whose_hours_are_forgotten() -> None:
    """Its free usage is still known."""
    readings = [counted("2026-03-10 22:00", 0), counted("2026-03-11 08:00", 100)]
    later = [counted(at("2026-03-11 08:00") + timedelta(days=d), 100) for d in (40, 80)]
    ledger = read([*readings, *later], PLAN)
    day = ledger.days[0]
    assert (day.usage, day.free) == (0, 20)
    assert with_day(ledger, day.date, 7, UTC).days[0].free == 20


def test_free_hours_hold_from_now_on() -> None:
    """What was counted before they were entered stays counted, and the other way round."""
    start = at("2026-03-10 22:00")
    counts = [counted(start + n * TEN_MINUTES, n) for n in range(6)]
    without = replace(PLAN, free_hours=())
    for plan, other, sums in ((without, PLAN, (2, 3)), (PLAN, without, (3, 2))):
        household = Household(ledger=read(counts[:3], plan), plan=plan)
        changed = replanned(household, other, UTC)
        assert changed == replace(household, plan=other)
        ledger = read(counts[3:], other, ledger=changed.ledger)
        assert (ledger.cycle.used, free(ledger)) == sums


def test_other_allowance_does_not_count_what_was_free() -> None:
    """Nor does another day of renewal."""
    readings = [counted("2026-03-10 20:00", 0), counted("2026-03-11 00:00", 100)]
    household = Household(ledger=read(readings, PLAN), plan=PLAN)
    for other in (replace(PLAN, allowance=50 * GB), replace(PLAN, reset_day=9)):
        assert replanned(household, other, UTC).ledger.cycle.used == 50


def test_free_hours_of_a_source_that_takes_over() -> None:
    """A counter in place of the ISP's word is left out of, from then on."""
    ledger = read([used("2026-03-10 22:00", 5), used("2026-03-10 22:10", 7)], PLAN)
    assert ledger.cycle.used == 7
    assert ledger.hours[int(at("2026-03-10 22:00").timestamp())] == Hour(
        used=2, measured=600, readings=2
    )
