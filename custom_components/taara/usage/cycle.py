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
        case CycleKind.PROVIDER if reading.ended:
            return max(start, reading.taken_at.replace(microsecond=0))
        case CycleKind.PROVIDER if reading.cycle_end is not None:
            end = moment(reading.cycle_end, zone)
            return end if end > start else None
        case _:
            return None


def stated_use(reading: Reading, granted: int | None) -> int | None:
    """Return the bytes used in the cycle as the source tells it, `None` if it does not.

    `granted` is the allowance in force, from which a remainder is counted.
    """
    if not reading.counter.counts_the_cycle:
        return None
    if reading.used is None and reading.remaining is not None and granted is not None:
        return max(0, granted - reading.remaining)
    return reading.used


def granted_by(plan: Plan, reading: Reading) -> int | None:
    """Return the allowance in force: the source's own word wins over the plan's."""
    if plan.allowance is None:
        return None
    stated = reading.stated_allowance
    return plan.allowance if stated is None else stated


def granted_at_first(plan: Plan, reading: Reading) -> int | None:
    """Return the allowance in force in a cycle that was not watched from its beginning.

    Where more is left than the plan grants, something was topped up or carried over.
    """
    granted = granted_by(plan, reading)
    told = reading.stated_allowance is not None or reading.remaining is None
    if granted is None or told or not reading.counter.counts_the_cycle:
        return granted
    return max(granted, reading.remaining or 0)


def first_cycle(plan: Plan, reading: Reading, zone: tzinfo) -> Cycle:
    """Return the cycle that a first reading falls into."""
    start = _first_start(plan, reading, zone).replace(microsecond=0)
    granted = granted_at_first(plan, reading)
    end = (
        next_reset(start, plan.reset_day, zone)
        if plan.cycle is CycleKind.MONTHLY
        else end_after(start, plan, reading, zone)
    )
    return Cycle(
        number=1,
        start=start,
        end=end,
        opening=stated_use(reading, granted) or 0,
        granted=granted,
    )


def _first_start(plan: Plan, reading: Reading, zone: tzinfo) -> datetime:
    now = reading.taken_at
    match plan.cycle:
        case CycleKind.MONTHLY:
            return last_reset(now, plan.reset_day, zone)
        case CycleKind.PROVIDER if reading.cycle_start is not None:
            return min(now, moment(reading.cycle_start, zone))
        case CycleKind.DAYS | CycleKind.UNTIL_USED if plan.cycle_start is not None:
            return min(now, plan.cycle_start)
        case _:
            return now


def lags(cycle: Cycle, plan: Plan, last: Reading, now: datetime) -> bool:
    """Tell whether the source is yet to follow the calendar into a cycle.

    In its first days, `last` may still have been the account of the one before. A
    remainder is taken for that only if it is more than a rounding off.
    """
    early = plan.cycle is CycleKind.MONTHLY and now - cycle.start <= NEAR_RENEWAL
    stated = stated_use(last, cycle.granted)
    if cycle.number == 1 or not early or stated is None:
        return False
    slack = 0 if last.used is not None else (cycle.granted or 0) // 50
    return stated - cycle.used > slack


def is_due(cycle: Cycle, plan: Plan, last: Reading, now: datetime) -> bool:
    """Tell whether the source is expected to renew, so that any sign of it is one."""
    ended = cycle.end is not None and now >= cycle.end
    return ended or lags(cycle, plan, last, now)


def is_overdue(cycle: Cycle, plan: Plan, now: datetime) -> bool:
    """Tell whether a monthly source must have renewed by now, unseen."""
    ended = cycle.end is not None and now - cycle.end > NEAR_RENEWAL
    return ended and plan.cycle is CycleKind.MONTHLY


def renewed(
    cycle: Cycle, plan: Plan, reading: Reading, last: Reading, zone: tzinfo
) -> Cycle:
    """Return the cycle that began when the source's counters began again.

    They did so at an unknown moment after `last`, the reading before. The source's
    own date decides, else the plan's, if it lies between; else it was then.
    """
    start = _renewal_moment(cycle, plan, reading, last.taken_at, zone)
    if lags(cycle, plan, last, reading.taken_at):
        # The calendar has begun this cycle already; the source follows only now.
        return replace(cycle, start=start, opening=0, counted=0, latched=None)
    return _next(cycle, plan, start, end_after(start, plan, reading, zone))


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
        if plan.cycle is CycleKind.DAYS:
            # It runs now, so it was bought each time that it ended.
            span = timedelta(days=plan.cycle_days)
            said += (now - said) // span * span
    between = said if since < said <= now else since
    return max(between, cycle.start).replace(microsecond=0)


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
        # Not the next reset: in another time zone that may be the same one again.
        end = next_reset(start + NEAR_RENEWAL, plan.reset_day, zone)
        cycle = _next(cycle, plan, start, end)
        yield cycle
        start = end


def _next(cycle: Cycle, plan: Plan, start: datetime, end: datetime | None) -> Cycle:
    """Return a new cycle: without the top-ups of the one before it.

    What is left of that one rolls over if the plan lets it, and if it had not ended
    before: what was bought again too late is forfeited.
    """
    in_time = cycle.end is None or start <= cycle.end
    rolls = plan.rollover and plan.allowance is not None and in_time
    return Cycle(
        number=cycle.number + 1,
        start=start,
        end=end,
        granted=plan.allowance,
        carried=0 if rolls else None,
    )


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
    if plan.cycle is CycleKind.PROVIDER and reading.ended:
        # When exactly nobody saw; but not later than its own word was.
        seen = reading.taken_at.replace(microsecond=0)
        end = min(end or seen, max(cycle.start, seen))
    elif plan.cycle is CycleKind.PROVIDER and reading.cycle_end is not None:
        said = moment(reading.cycle_end, zone)
        end = said if said > cycle.start else end
    cycle = replace(cycle, end=end)
    if plan.allowance is None or reading.stated_allowance is not None:
        return replace(cycle, granted=granted_by(plan, reading), carried=None)
    if cycle.granted is None:
        return cycle
    return replace(cycle, granted=cycle.granted + granted)
