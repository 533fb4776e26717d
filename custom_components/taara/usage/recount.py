"""Usage that turns out otherwise than it was counted: cycles and days follow."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from ..model import Cycle, DailySummary, Hour, Interval
from .day import summary, with_trend
from .ledger import Ledger
from .local_time import DAY, day_start, midnight
from .rollover import carried_over
from .spread import FLAT_PROFILE, spread
from .trend import WEEK

type Change = tuple[float, int]
"""When, in seconds since the epoch, and how many bytes more than was known."""


def parts(
    ledger: Ledger,
    interval: Interval,
    zone: tzinfo,
    profile: Sequence[int] = FLAT_PROFILE,
) -> dict[int, int]:
    """Return usage by the keys of `hours` that it falls into."""
    begun = [cycle.start for cycle in (*ledger.past, ledger.cycle)]
    return {
        int(part.start.timestamp()): part.used
        for part in spread(interval, zone, profile, begun)
    }


def hours_within(ledger: Ledger, start: datetime, end: datetime) -> dict[int, Hour]:
    """Return the hours that begin from `start` on and before `end`."""
    first, last = start.timestamp(), end.timestamp()
    return {at: hour for at, hour in ledger.hours.items() if first <= at < last}


def keeps_hours(ledger: Ledger, start: datetime, zone: tzinfo) -> bool:
    """Tell whether the hours of the local day that begins at `start` are still kept."""
    first = datetime.fromtimestamp(min(ledger.hours), zone)
    return start >= day_start(first, zone)


def changes(before: Mapping[int, int], after: Mapping[int, int]) -> list[Change]:
    """Return what changes from one account of the same time to another."""
    keys = before.keys() | after.keys()
    return [(at, after.get(at, 0) - before.get(at, 0)) for at in sorted(keys)]


def recounted(ledger: Ledger, changed: Iterable[Change]) -> Ledger:
    """Return the ledger with its cycles counting what has changed in them.

    Where the cycle's total is told, by the source or a person, it stands: what is now
    known by day is no part of the opening any more. Else the total follows, and what
    was left of it.
    """
    known = [*ledger.past, ledger.cycle]
    starts = [cycle.start.timestamp() for cycle in known]
    counted: dict[int, int] = {}
    for at, change in changed:
        # What was used before the first cycle is part of none.
        if (index := bisect_right(starts, at) - 1) >= 0:
            counted[index] = counted.get(index, known[index].counted) + change
    # A day whose hours are forgotten may have been shared among cycles otherwise.
    short = sum(min(0, value) for value in counted.values())
    for index, value in counted.items():
        taken = min(max(0, value), -short)
        short += taken
        told = ledger.last.counter.counts_the_cycle or known[index].corrected
        known[index] = _with_counted(known[index], max(0, value) - taken, told=told)
    *past, cycle = carried_over(known)
    return replace(ledger, past=tuple(past), cycle=cycle)


def _with_counted(cycle: Cycle, counted: int, *, told: bool) -> Cycle:
    if told:
        opening = cycle.used - counted
    else:
        opening = max(cycle.opening, -counted)
    return replace(cycle, opening=opening, counted=counted)


def with_trends(
    days: Sequence[DailySummary], changed: Iterable[int]
) -> tuple[DailySummary, ...]:
    """Return days with the trend of those anew that the changed ones are part of."""
    following = list(days)
    last = 2 * WEEK
    for index in sorted({near for at in changed for near in range(at, at + last)}):
        if index < len(following):
            following[index] = with_trend(following[index], following[:index])
    return tuple(following)


def closed_anew(
    ledger: Ledger, closed: DailySummary, used: int, zone: tzinfo
) -> DailySummary:
    """Return a closed day with another usage, and what follows from it."""
    start, end = midnight(closed.date, zone), midnight(closed.date + DAY, zone)
    if not keeps_hours(ledger, start, zone):
        peak = closed.peak_hour if used else None
        return replace(closed, usage=used, peak_hour=peak, data_quality=0.0)
    since = {at: hour for at, hour in ledger.hours.items() if at >= start.timestamp()}
    known = (*ledger.past, ledger.cycle)
    anew = summary(start, end, since, known, (), zone, ledger.since)
    return replace(
        anew,
        date=closed.date,
        usage=used,
        budget=None if closed.imported else anew.budget,
        imported=closed.imported,
        free=closed.free,
        partial=closed.partial and anew.partial,
    )
