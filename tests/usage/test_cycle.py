"""Billing cycles: where they begin and end by calendar, purchase and provider."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from custom_components.taara.model import Cycle, CycleKind, Plan, Reading
from custom_components.taara.usage.cycle import (
    first_cycle,
    granted_by,
    is_expired,
    last_reset,
    next_reset,
    reset_date,
    stated_use,
)
from custom_components.taara.usage.local_time import local_date

from .common import (
    AS_PROVIDED,
    BERLIN,
    GB,
    HAVANA,
    MONTHLY,
    NAIROBI,
    NEW_YORK,
    THIRTY_DAYS,
    UNTIL_USED,
    ZONES,
    at,
    counted,
    left,
    read,
    used,
)


@pytest.mark.parametrize(
    ("month", "reset_day", "day"),
    [
        ((2026, 2), 31, 28),
        ((2028, 2), 31, 29),
        ((2028, 2), 29, 29),
        ((2026, 4), 31, 30),
        ((2026, 12), 31, 31),
        ((2026, 2), 1, 1),
    ],
)
def test_short_months_reset_on_their_last_day(
    month: tuple[int, int], reset_day: int, day: int
) -> None:
    """Leap years, too."""
    assert reset_date(*month, reset_day) == date(*month, day)


@pytest.mark.parametrize("reset_day", range(1, 32))
@pytest.mark.parametrize("zone", [UTC, NAIROBI, BERLIN, NEW_YORK, HAVANA], ids=str)
def test_every_instant_lies_between_two_resets(reset_day: int, zone: tzinfo) -> None:
    """One a month, each on its day, from the end of one cycle to the next."""
    reset = last_reset(at("2027-11-15 13:37"), reset_day, zone)
    for _ in range(16):
        following = next_reset(reset, reset_day, zone)
        for instant in (reset, following - timedelta(microseconds=1)):
            assert last_reset(instant, reset_day, zone) == reset
            assert next_reset(instant, reset_day, zone) == following
        before, day = local_date(reset, zone), local_date(following, zone)
        assert day.month == before.month % 12 + 1
        assert day.day == min(reset_day, monthrange(day.year, day.month)[1])
        reset = following


@pytest.mark.parametrize(
    ("now", "zone", "start", "end"),
    [
        ("2026-03-15 12:00", NAIROBI, "2026-02-28 21:00", "2026-03-31 21:00"),
        # 23:00 on the 31st in London is the 1st in Nairobi.
        ("2026-03-31 22:00", NAIROBI, "2026-03-31 21:00", "2026-04-30 21:00"),
        # Summer time begins within this cycle.
        ("2026-03-15 12:00", BERLIN, "2026-02-28 23:00", "2026-03-31 22:00"),
    ],
)
def test_monthly_cycle_is_the_calendars(
    now: str, zone: tzinfo, start: str, end: str
) -> None:
    """From local midnight to local midnight."""
    cycle = first_cycle(MONTHLY, used(now, 7 * GB), zone)
    assert (cycle.start, cycle.end) == (at(start), at(end))
    assert (cycle.number, cycle.opening, cycle.counted) == (1, 7 * GB, 0)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_first_reading_just_before_a_reset(zone: tzinfo) -> None:
    """Takes the cycle that is about to end, however near that is."""
    end = next_reset(at("2026-05-15 12:00"), 31, zone)
    plan = Plan(allowance=GB, reset_day=31)
    cycle = first_cycle(plan, used(end - timedelta(seconds=1), 5), zone)
    assert cycle.end == end


def days_from(start: str | None, kind: CycleKind = CycleKind.DAYS) -> Plan:
    """Return a plan of ten days."""
    moment = None if start is None else at(start)
    return Plan(allowance=GB, cycle=kind, cycle_days=10, cycle_start=moment)


@pytest.mark.parametrize(
    ("plan", "known", "start", "end"),
    [
        (days_from("2026-03-05 08:30"), {}, "2026-03-05 08:30", "2026-03-15 08:30"),
        # Bought at a time that is yet to come: a clock differs, it began by now.
        (days_from("2026-03-11 00:00"), {}, "2026-03-10 12:00", "2026-03-20 12:00"),
        (days_from(None), {}, "2026-03-10 12:00", "2026-03-20 12:00"),
        (
            days_from("2026-03-05 08:30", CycleKind.UNTIL_USED),
            {},
            "2026-03-05 08:30",
            None,
        ),
        (UNTIL_USED, {}, "2026-03-10 12:00", None),
        (
            AS_PROVIDED,
            {"cycle_start": date(2026, 3, 3), "cycle_end": date(2026, 4, 2)},
            "2026-03-03 00:00",
            "2026-04-02 00:00",
        ),
        (
            AS_PROVIDED,
            {
                "cycle_start": datetime(2026, 3, 3, 10, 30, tzinfo=NAIROBI),
                "cycle_end": datetime(2026, 4, 2, 10, 30, tzinfo=NAIROBI),
            },
            "2026-03-03 07:30",
            "2026-04-02 07:30",
        ),
        (
            AS_PROVIDED,
            {"cycle_end": date(2026, 4, 2)},
            "2026-03-10 12:00",
            "2026-04-02",
        ),
        (AS_PROVIDED, {"cycle_start": date(2026, 3, 3)}, "2026-03-03", None),
        (AS_PROVIDED, {"cycle_start": date(2026, 3, 30)}, "2026-03-10 12:00", None),
        # An end before the start says nothing.
        (AS_PROVIDED, {"cycle_end": date(2026, 3, 1)}, "2026-03-10 12:00", None),
        (AS_PROVIDED, {}, "2026-03-10 12:00", None),
    ],
)
def test_first_cycle_of_what_is_bought(
    plan: Plan, known: dict[str, date], start: str, end: str | None
) -> None:
    """From the purchase, from what the provider says, else from now."""
    reading = used("2026-03-10 12:00:00.654321", 5, **known)
    cycle = first_cycle(plan, reading, UTC)
    assert cycle.start == at(start)
    assert cycle.end == (None if end is None else at(end))


def test_cycle_begins_on_a_whole_second() -> None:
    """Hours are kept by the second: usage must not fall between the two."""
    start = datetime(2026, 3, 3, 10, 30, 0, 750_000, tzinfo=UTC)
    bought = used("2026-03-10 12:00", 5, cycle_start=start)
    assert first_cycle(AS_PROVIDED, bought, UTC).start == start.replace(microsecond=0)
    readings = (used(bought.taken_at + timedelta(seconds=n / 2), 9 - n) for n in (1, 9))
    assert read(readings, AS_PROVIDED).cycle.start == bought.taken_at


@pytest.mark.parametrize(
    ("reading", "granted", "stated"),
    [
        (used("2026-03-10", 30), 100, 30),
        (used("2026-03-10", 30, remaining=5), 100, 30),
        (left("2026-03-10", 70), 100, 30),
        # More left than was granted: nothing was used, not less than nothing.
        (left("2026-03-10", 170), 100, 0),
        (left("2026-03-10", 70), None, None),
        # What a device counted since it started is not this cycle's.
        (counted("2026-03-10", 500), 100, None),
    ],
)
def test_what_a_source_says_was_used(
    reading: Reading, granted: int | None, stated: int | None
) -> None:
    """As far as it keeps the account of the cycle."""
    assert stated_use(reading, granted) == stated


@pytest.mark.parametrize(
    ("reading", "opening"),
    [
        (left("2026-03-10", 70 * GB), 30 * GB),
        (left("2026-03-10", 70 * GB, allowance=80 * GB), 10 * GB),
        (counted("2026-03-10", 500 * GB), 0),
    ],
)
def test_opening_is_what_was_used_before_taara(reading: Reading, opening: int) -> None:
    """What nobody can tell is not made up."""
    assert first_cycle(MONTHLY, reading, UTC).opening == opening


@pytest.mark.parametrize(
    ("reading", "plan", "granted"),
    [
        (used("2026-03-10", 30), MONTHLY, 100 * GB),
        (used("2026-03-10", 30, allowance=120 * GB), MONTHLY, 120 * GB),
        (used("2026-03-10", 30 * GB, remaining=90 * GB), MONTHLY, 120 * GB),
        (used("2026-03-10", 30, allowance=120 * GB), Plan(allowance=None), None),
    ],
)
def test_sources_own_allowance_wins(
    reading: Reading, plan: Plan, granted: int | None
) -> None:
    """But over an unlimited plan: the household knows best that there is no limit."""
    assert granted_by(plan, reading) == granted


@pytest.mark.parametrize(
    ("plan", "end", "expired"),
    [
        (THIRTY_DAYS, "2026-03-31 12:00", False),
        (THIRTY_DAYS, "2026-03-10 12:00", True),
        (AS_PROVIDED, "2026-03-10 11:59", True),
        (AS_PROVIDED, None, False),
        (UNTIL_USED, None, False),
        # A monthly plan renews by itself.
        (MONTHLY, "2026-03-01 00:00", False),
    ],
)
def test_what_is_bought_expires(plan: Plan, end: str | None, expired: bool) -> None:
    """From the moment of its end on."""
    cycle = Cycle(
        number=1, start=at("2026-03-01"), end=None if end is None else at(end)
    )
    assert is_expired(cycle, plan, at("2026-03-10 12:00")) is expired
