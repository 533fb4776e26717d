"""What happened: cycles, hours and days of usage, from readings as they come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import zip_longest

from ..model import Cycle, DailySummary, Hour, Interval, Plan, Reading
from . import cycle as cycles
from .day import summary
from .free_hours import is_free, windows
from .local_time import day_end, day_start, hour_start, local_date
from .meter import Movement, movement
from .rollover import as_told, carried_over
from .spread import FLAT_PROFILE, hour_profile, spread

# Three missed polls and a little: beyond it nobody knows when the usage happened.
MEASURED_GAP = timedelta(minutes=35)
# A clock that jumps years ahead must not invent years of days.
LONGEST_GAP = timedelta(days=92)
HOURS_KEPT = timedelta(days=70)
DAYS_KEPT = 800
CYCLES_KEPT = 13


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """Everything recorded, oldest first.

    `since` is when Taara began to count; what is known of before it was imported.
    `last` is the latest reading; `past` are the cycles before `cycle`. `hours` maps
    the start of each hour, or of the part of it that a renewal cuts off, in seconds
    since the epoch. Days up to `open_from` are closed and in `days`; hours from
    there on are provisional. `rate` is bytes per second between the last two
    readings, `None` where they were too far apart to tell.
    """

    since: datetime
    last: Reading
    cycle: Cycle
    open_from: datetime
    past: tuple[Cycle, ...] = ()
    hours: Mapping[int, Hour] = field(default_factory=dict)
    days: tuple[DailySummary, ...] = ()
    rate: float | None = None

    def used_since(self, start: datetime) -> int:
        """Return the bytes in hours that start at or after `start`."""
        first = start.timestamp()
        return sum(hour.used for at, hour in self.hours.items() if at >= first)


def opened(reading: Reading, plan: Plan, zone: tzinfo) -> Ledger:
    """Return the ledger that a first reading begins."""
    cycle = cycles.first_cycle(plan, reading, zone)
    now = reading.taken_at
    today = day_start(now, zone)
    first = _key(now, (today, cycle.start), zone)
    return Ledger(
        since=datetime.fromtimestamp(first, UTC),
        last=replace(reading, raw={}),
        cycle=cycle,
        open_from=today,
        hours={first: Hour(readings=1)},
    )


def recorded(ledger: Ledger, reading: Reading, plan: Plan, zone: tzinfo) -> Ledger:
    """Return the ledger with one more reading: no byte lost, none counted twice."""
    now, last, cycle = reading.taken_at, ledger.last, ledger.cycle
    moved = movement(
        last,
        reading,
        known=cycle.used,
        granted=cycle.granted,
        full=cycles.granted_by(plan, reading),
        due=cycles.is_due(cycle, plan, last, now),
        overdue=cycles.is_overdue(cycle, plan, now),
    )
    turned = _turn(ledger, moved, reading, plan, zone)
    since = max(last.taken_at, cycle.start, ledger.open_from)
    counted = _count(turned, moved, since, reading, plan, zone)
    current = cycles.updated(counted.cycle, plan, reading, moved.granted, zone)
    # What a source takes back was used on days that are closed, or never was.
    returned = min(moved.returned, current.used)
    current = replace(current, opening=current.opening - returned)
    following = replace(
        counted,
        last=replace(reading, raw={}),
        cycle=current,
        rate=_rate(moved.used, now - last.taken_at),
    )
    return closed(following, now, zone)


def taken_over(ledger: Ledger, reading: Reading, plan: Plan, zone: tzinfo) -> Ledger:
    """Return the ledger with the first reading of another account: a cycle of its own.

    Days and hours stay; what the other account had used is the opening. A counter that
    knows of no cycle goes on with ours: a new router counts the same plan.
    """
    now = reading.taken_at
    if not reading.counter.counts_the_cycle:
        turned = _turn(ledger, Movement(), reading, plan, zone)
        return closed(
            replace(turned, last=replace(reading, raw={}), rate=None), now, zone
        )
    start = max(now, ledger.cycle.start).replace(microsecond=0)
    fresh = cycles.first_cycle(plan, reading, zone)
    fresh = replace(fresh, number=ledger.cycle.number + 1, start=start)
    entered = _enter(ledger, fresh)
    return closed(replace(entered, last=replace(reading, raw={}), rate=None), now, zone)


def reinterpreted(ledger: Ledger, reading: Reading, plan: Plan, zone: tzinfo) -> Ledger:
    """Return the ledger with the first reading of a counter said to mean another thing.

    What Taara saw it count stays. What it seemed to say of the time before, and of what
    was granted, it never meant.
    """
    taken = taken_over(ledger, reading, plan, zone)
    if reading.counter.counts_the_cycle:
        return taken
    granted = cycles.granted_by(plan, reading)
    return replace(taken, cycle=replace(taken.cycle, opening=0, granted=granted))


def _rate(used: int, span: timedelta) -> float | None:
    measured = timedelta(0) < span <= MEASURED_GAP
    return round(used / span.total_seconds(), 1) if measured else None


def closed(ledger: Ledger, now: datetime, zone: tzinfo) -> Ledger:
    """Return the ledger with every day closed that ended at or before `now`."""
    first = ledger.open_from.timestamp()
    waiting = {at: hour for at, hour in ledger.hours.items() if at >= first}
    start, days = ledger.open_from, list(ledger.days)
    # Days before that hold nothing: an outage so long, or a clock that jumped.
    watched = day_start(now - LONGEST_GAP, zone)
    known = (*ledger.past, ledger.cycle)
    while (end := _open_until(start, days, zone)) <= now:
        days.append(summary(start, end, waiting, known, days, zone, ledger.since))
        first = end.timestamp()
        waiting = {at: hour for at, hour in waiting.items() if at >= first}
        start = max(end, watched)
    if start == ledger.open_from:
        return ledger
    oldest = hours_from(now, zone).timestamp()
    return replace(
        ledger,
        open_from=start,
        days=tuple(days[-DAYS_KEPT:]),
        hours={at: hour for at, hour in ledger.hours.items() if at >= oldest},
    )


def hours_from(now: datetime, zone: tzinfo) -> datetime:
    """Return the start of the first local day whose hours are kept at `now`."""
    return day_start(now - HOURS_KEPT, zone)


def _open_until(
    start: datetime, days: Sequence[DailySummary], zone: tzinfo
) -> datetime:
    """Return the end of the open day that begins at `start`.

    Where a move west repeats a date, what is left of it belongs to the day after.
    """
    end = day_end(start, zone)
    repeated = bool(days) and local_date(start, zone) <= days[-1].date
    return day_end(end, zone) if repeated else end


def _turn(
    ledger: Ledger, moved: Movement, reading: Reading, plan: Plan, zone: tzinfo
) -> Ledger:
    """Return the ledger in the cycle that the reading belongs to."""
    plan = as_told(plan, ledger.last, reading)
    if moved.renewed:
        fresh = cycles.renewed(ledger.cycle, plan, reading, ledger.last, zone)
        return _enter(ledger, fresh)
    now = reading.taken_at
    for fresh in cycles.turned(ledger.cycle, plan, now - LONGEST_GAP, now, zone):
        ledger = _enter(ledger, fresh)
    return ledger


def _enter(ledger: Ledger, fresh: Cycle) -> Ledger:
    """Return the ledger with `fresh` as its cycle and the one before it filed.

    A cycle of the same number is the present one with its start corrected: what it
    had counted until then was the last of the cycle before.
    """
    ended = ledger.cycle
    if fresh.number == ended.number:
        *older, previous = ledger.past
        ended = replace(
            previous,
            opening=previous.opening + ended.opening,
            counted=previous.counted + ended.counted,
        )
    else:
        older = list(ledger.past)
    *filed, fresh = carried_over((*older, replace(ended, end=fresh.start), fresh))
    return replace(ledger, cycle=fresh, past=tuple(filed[-CYCLES_KEPT:]))


def _count(
    ledger: Ledger,
    moved: Movement,
    since: datetime,
    reading: Reading,
    plan: Plan,
    zone: tzinfo,
) -> Ledger:
    """Return the ledger with what was used since the last reading put where it was.

    `since` is the last reading's time, but never before the cycle it was in or into
    closed days: a clock set back must not carry usage there. What falls into free hours
    is kept beside what counts.
    """
    now = max(reading.taken_at, since)
    start = max(since, now - LONGEST_GAP)
    if moved.renewed:
        start = max(start, ledger.cycle.start)
    estimated = now - since > MEASURED_GAP
    interval = Interval(start=start, end=now, used=moved.used, estimated=estimated)
    profile = hour_profile(ledger.hours, zone) if estimated else FLAT_PROFILE
    known = (*ledger.past, ledger.cycle)
    begun = (ledger.open_from, *(cycle.start for cycle in known))
    free = windows(plan, reading)
    parts = tuple(
        replace(part, free=is_free(part.start, free, zone))
        for part in spread(interval, zone, profile, begun)
    )
    *past, current = carried_over(_with_parts(known, parts))
    hours = dict(ledger.hours)
    for part in parts:
        at = _key(part.start, begun, zone)
        hours[at] = _added(hours.get(at, Hour()), part)
    at = _key(now, begun, zone)
    hour = hours.get(at, Hour())
    hours[at] = replace(hour, readings=hour.readings + 1)
    return replace(ledger, hours=hours, past=tuple(past), cycle=current)


def _added(hour: Hour, part: Interval) -> Hour:
    seconds = 0 if part.estimated else round((part.end - part.start).total_seconds())
    hour = replace(hour, measured=hour.measured + seconds)
    if part.free:
        return replace(hour, free=hour.free + part.used)
    return replace(hour, used=hour.used + part.used)


def _with_parts(known: Sequence[Cycle], parts: Sequence[Interval]) -> Iterator[Cycle]:
    """Yield the cycles, each with the parts that began in it and count."""
    for cycle, following in zip_longest(known, known[1:]):
        mine = sum(
            part.used
            for part in parts
            if not part.free
            and part.start >= cycle.start
            and (following is None or part.start < following.start)
        )
        yield replace(cycle, counted=cycle.counted + mine) if mine else cycle


def _key(at: datetime, begun: Iterable[datetime], zone: tzinfo) -> int:
    """Return the key in `hours` for usage at an instant.

    What has begun by then, a day or a cycle, holds nothing of before it.
    """
    latest = max(start for start in begun if start <= at)
    return int(max(latest, hour_start(at, zone)).timestamp())
