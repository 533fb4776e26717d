"""What people know better: a cycle's total, a day's usage, a top-up."""

from dataclasses import replace
from datetime import date, datetime, tzinfo

from ..model import Hour, Interval
from .cycle import is_expired
from .household import Household
from .ledger import Ledger
from .local_time import DAY, local_date, midnight
from .recount import (
    changes,
    closed_anew,
    hours_within,
    keeps_hours,
    parts,
    recounted,
    with_trends,
)
from .refusal import Refused
from .spread import hour_profile


def refuse_unread(ledger: Ledger, now: datetime) -> None:
    """Raise `Refused` where the cycle has ended and nobody has seen the next one.

    What is said of the present cycle would be put to the one before.
    """
    end = ledger.cycle.end
    if end is not None and ledger.last.taken_at < end <= now:
        raise Refused("cycle_not_read")


def with_total(ledger: Ledger, used: int) -> Ledger:
    """Return the ledger with the present cycle's usage, until now, as a person told it.

    Days and hours stay: what they do not add up to was used before Taara's first
    reading. What is used from now on is added; the next cycle begins from zero.
    """
    cycle = ledger.cycle
    opening = used - cycle.counted
    return replace(ledger, cycle=replace(cycle, opening=opening, corrected=True))


def with_day(ledger: Ledger, day: date, used: int, zone: tzinfo) -> Ledger:
    """Return the ledger with a local day's usage as a person told it.

    The day's hours are scaled, or put by the household's profile where there was
    nothing to scale, and count as estimated. Raises `Refused` for a day of which
    nothing is known: that is a matter for an import.
    """
    index = next((i for i, known in enumerate(ledger.days) if known.date == day), None)
    start, end = midnight(day, zone), midnight(day + DAY, zone)
    if index is None:
        start, now = (
            max(start, ledger.open_from),
            max(ledger.last.taken_at, ledger.since),
        )
        if start > now or local_date(start, zone) != day:
            raise Refused("day_unknown", date=day.isoformat())
        # Nothing is known of the rest of a day that is not over.
        first = max(start, ledger.since)
        whole = Interval(start=first, end=min(end, now), used=used)
        return _scaled(ledger, start, end, whole, zone)
    closed = ledger.days[index]
    if closed.usage == used:
        return ledger
    if keeps_hours(ledger, start, zone):
        # Of a home that has moved, a day began and ended at another hour.
        end = min(end, ledger.open_from)
        kept = sum(hour.used for hour in hours_within(ledger, start, end).values())
        target = max(0, kept + used - closed.usage)
        used = closed.usage + target - kept
        first = start if ledger.since >= end else max(start, ledger.since)
        whole = Interval(start=first, end=end, used=target)
        ledger = _scaled(ledger, start, end, whole, zone)
    else:
        before = parts(ledger, Interval(start=start, end=end, used=closed.usage), zone)
        after = parts(ledger, Interval(start=start, end=end, used=used), zone)
        ledger = recounted(ledger, changes(before, after))
    days = list(ledger.days)
    days[index] = replace(closed_anew(ledger, closed, used, zone), partial=False)
    return replace(ledger, days=with_trends(days, [index]))


def _scaled(
    ledger: Ledger, start: datetime, end: datetime, whole: Interval, zone: tzinfo
) -> Ledger:
    """Return the ledger with the hours between two instants adding up to a whole.

    Where there is nothing to scale, it is put where it says: of a day that Taara
    counted, the time before its first reading is that of imports.
    """
    before = {at: hour.used for at, hour in hours_within(ledger, start, end).items()}
    if (known := sum(before.values())) == whole.used:
        return ledger
    if known:
        after, seen, given = {}, 0, 0
        for at in sorted(before):
            seen += before[at]
            after[at] = whole.used * seen // known - given
            given += after[at]
    else:
        placed = parts(ledger, whole, zone, hour_profile(ledger.hours, zone))
        # After a move, the first of them may be an hour of another day: it is added to.
        before = {at: ledger.hours.get(at, Hour()).used for at in placed}
        after = {at: before[at] + used for at, used in placed.items()}
    hours = dict(ledger.hours)
    for at, amount in after.items():
        hours[at] = replace(hours.get(at, Hour()), used=amount, measured=0)
    following = replace(ledger, hours=dict(sorted(hours.items())))
    return recounted(following, changes(before, after))


def with_top_up(household: Household, amount: int, now: datetime) -> Household:
    """Return the household with so many bytes more in its present cycle, and only there.

    A negative amount takes back what was added by mistake. Raises `Refused` where the
    plan is unlimited or has ended, or has not been read since it renewed, and where the source itself tells what is allowed or
    left: it knows of the top-up, which would count twice.
    """
    ledger, plan = household.ledger, household.plan
    cycle, last = ledger.cycle, ledger.last
    if last.stated_allowance is not None or last.remaining is not None:
        raise Refused("top_up_known_to_source")
    if cycle.granted is None or plan.allowance is None:
        raise Refused("top_up_unlimited")
    if is_expired(cycle, plan, now):
        raise Refused("top_up_expired")
    refuse_unread(ledger, now)
    granted = cycle.granted + amount
    if granted < plan.allowance + (cycle.carried or 0):
        raise Refused("top_up_below_plan")
    cycle = replace(cycle, granted=granted)
    return replace(household, ledger=replace(ledger, cycle=cycle))
