"""Billing cycles: where one begins, where it ends, and which comes next."""

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from ..model import Cycle, CycleKind, Plan, Reading
from .local_time import local_date, midnight, moment

# A monthly counter that falls this near to the calendar's day began that period,
# not a second one: billing systems run hours, and over weekends days, off the date.
NEAR_RENEWAL = timedelta(days=3)


def reset_date(year: int, month: int, reset_day: int) -> date:
    """Return the reset day of a month, the month's last where it has fewer days."""
    return date(year, month, min(reset_day, calendar.monthrange(year, month)[1]))


def next_reset(after: datetime, reset_day: int, zone: tzinfo) -> datetime:
    """Return the first monthly reset (a local midnight) later than `after`."""
    day = local_date(after, zone)
    index = day.year * 12 + day.month - 1
    candidates = (
        midnight(reset_date(month // 12, month % 12 + 1, reset_day), zone)
        for month in (index, index + 1)
    )
    return next(reset for reset in candidates if reset > after)


def last_reset(at: datetime, reset_day: int, zone: tzinfo) -> datetime:
    """Return the latest monthly reset (a local midnight) not later than `at`."""
    day = local_date(at, zone)
    index = day.year * 12 + day.month - 1
    candidates = (
        midnight(reset_date(month // 12, month % 12 + 1, reset_day), zone)
        for month in (index, index - 1)
    )
    return next(reset for reset in candidates if reset <= at)


def end_after(
    start: datetime, plan: Plan, reading: Reading, zone: tzinfo
) -> datetime | None:
    """Return the end of a cycle that begins at `start`; `None` = until used."""
    match plan.cycle:
        case CycleKind.MONTHLY:
            return next_reset(start + NEAR_RENEWAL, plan.reset_day, zone)
        case CycleKind.DAYS:
            return start + timedelta(days=plan.cycle_days)
        case CycleKind.PROVIDER if reading.cycle_end is not None:
            end = moment(reading.cycle_end, zone)
            return end if end > start else None
        case _:
            return None


def opening_bytes(plan: Plan, reading: Reading) -> int:
    """Return what a first reading says was used before it in its cycle, in bytes."""
    if reading.counter.counts_the_cycle:
        if reading.used is not None:
            return reading.used
        granted = granted_by(plan, reading)
        if granted is not None and reading.remaining is not None:
            return max(0, granted - reading.remaining)
    return 0


def granted_by(plan: Plan, reading: Reading) -> int | None:
    """Return the allowance in force: the source's own word wins over the plan's."""
    if plan.allowance is None:
        return None
    stated = reading.stated_allowance
    return plan.allowance if stated is None else stated


def first_cycle(plan: Plan, reading: Reading, zone: tzinfo) -> Cycle:
    """Return the cycle that a first reading falls into."""
    start = _first_start(plan, reading, zone)
    end = (
        next_reset(start, plan.reset_day, zone)
        if plan.cycle is CycleKind.MONTHLY
        else end_after(start, plan, reading, zone)
    )
    return Cycle(
        number=1,
        start=start,
        end=end,
        opening=opening_bytes(plan, reading),
        granted=granted_by(plan, reading),
    )


def _first_start(plan: Plan, reading: Reading, zone: tzinfo) -> datetime:
    now = reading.taken_at.replace(microsecond=0)
    match plan.cycle:
        case CycleKind.MONTHLY:
            return last_reset(now, plan.reset_day, zone)
        case CycleKind.PROVIDER if reading.cycle_start is not None:
            return min(now, moment(reading.cycle_start, zone))
        case CycleKind.DAYS | CycleKind.UNTIL_USED if plan.cycle_start is not None:
            return min(now, plan.cycle_start)
        case _:
            return now


def renewed(
    cycle: Cycle, plan: Plan, reading: Reading, since: datetime, zone: tzinfo
) -> Cycle:
    """Return the cycle that began when the source's counters began again.

    They did so at an unknown moment after `since`, the reading before. The source's
    own date decides, else the plan's, if it lies between; else it was at `since`.
    """
    start = _renewal_moment(cycle, plan, reading, since, zone)
    late = plan.cycle is CycleKind.MONTHLY and start - cycle.start <= NEAR_RENEWAL
    if late and cycle.number > 1:
        # The calendar has begun this cycle already; the source follows only now.
        return replace(cycle, start=start, opening=0, counted=0)
    return _next(cycle, start, end_after(start, plan, reading, zone))


def _renewal_moment(
    cycle: Cycle, plan: Plan, reading: Reading, since: datetime, zone: tzinfo
) -> datetime:
    now = reading.taken_at
    since = min(since, now)
    if reading.cycle_start is not None:
        said = moment(reading.cycle_start, zone)
    elif plan.cycle is CycleKind.MONTHLY:
        said = last_reset(now, plan.reset_day, zone)
    else:
        said = since if cycle.end is None else cycle.end
    return max(since, cycle.start, min(now, said)).replace(microsecond=0)


def turned(
    cycle: Cycle, plan: Plan, since: datetime, now: datetime, zone: tzinfo
) -> Iterator[Cycle]:
    """Yield the cycles that the calendar alone has begun up to `now`, in order.

    Only a monthly plan renews by the clock. Those that ended before `since` are
    skipped.
    """
    if plan.cycle is not CycleKind.MONTHLY or cycle.end is None:
        return
    start = cycle.end
    if start < since:
        start = max(start, last_reset(since, plan.reset_day, zone))
    while start <= now:
        cycle = _next(cycle, start, next_reset(start, plan.reset_day, zone))
        yield cycle
        start = next_reset(start, plan.reset_day, zone)


def _next(cycle: Cycle, start: datetime, end: datetime | None) -> Cycle:
    return Cycle(number=cycle.number + 1, start=start, end=end, granted=cycle.granted)


def is_expired(cycle: Cycle, plan: Plan, now: datetime) -> bool:
    """Tell whether a cycle has ended that only a purchase can renew."""
    ended = cycle.end is not None and now >= cycle.end
    return ended and plan.cycle is not CycleKind.MONTHLY


def updated(
    cycle: Cycle, plan: Plan, reading: Reading, granted: int, zone: tzinfo
) -> Cycle:
    """Return a cycle with what a later reading in it says of its end and allowance.

    `granted` is what a top-up added, in bytes, where only a rising remainder tells.
    """
    end = cycle.end
    if plan.cycle is CycleKind.PROVIDER and reading.cycle_end is not None:
        said = moment(reading.cycle_end, zone)
        end = said if said > cycle.start else end
    allowance = cycle.granted
    if plan.allowance is None:
        allowance = None
    elif reading.stated_allowance is not None:
        allowance = reading.stated_allowance
    elif allowance is not None:
        allowance += granted
    return replace(cycle, end=end, granted=allowance)
