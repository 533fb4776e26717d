"""The cycle as a picture: how usage rose, how it should have, and how it may go on."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate, pairwise

from ..model import Cycle, DailySummary, Overview
from .household import Household
from .ledger import Ledger
from .level import days_between
from .local_time import DAY, local_date, midnight
from .projected import fanned

type Point = tuple[datetime, int]

# More of a plan without an end than this before now is no picture any more.
LONGEST = timedelta(days=92)
# What is seen ahead of a plan without an end, if nobody knows when it is used up.
AHEAD = timedelta(days=7)
# The chance by day is a smooth curve: so many points draw it.
FAN_STEPS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureDay:
    """A local day of the cycle: bytes, `None` where it is ahead or nobody knows.

    It is `open` until its last reading, `estimated` where most of it was not measured,
    `partial` where Taara began in its middle.
    """

    date: date
    usage: int | None = None
    budget: int | None = None
    open: bool = False
    estimated: bool = False
    partial: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """The cycle from `start` to `end`, bytes over time, oldest first.

    `used` is the sum of usage, `known_from` since when it is known by the day. `pace` is
    where an even use of the allowance would have led, and `expected` how far by now.
    `last` is the cycle before, moved to begin with this one. `fan` is when the total may
    have come how far: the bounds of 95 and of 80 %, with the median between them.
    """

    start: datetime
    end: datetime
    used: Sequence[Point]
    known_from: datetime
    pace: Sequence[Point]
    expected: int | None
    last: Sequence[Point]
    fan: Sequence[tuple[datetime, Sequence[int]]]
    days: Sequence[PictureDay]


def picture(
    household: Household, overview: Overview, now: datetime, zone: tzinfo
) -> Picture:
    """Return the picture of what an `Overview` tells."""
    ledger, cycle, as_of = household.ledger, household.ledger.cycle, overview.as_of
    books = _Books(ledger, zone)
    end = max(as_of, cycle.end or _ahead(overview, now))
    used = books.course(cycle, max(as_of, cycle.start))
    pace = _pace(cycle)
    start = max(cycle.start, as_of - LONGEST) if cycle.end is None else cycle.start
    return Picture(
        start=start,
        end=end,
        used=used,
        known_from=_known_from(ledger, used),
        pace=pace,
        expected=_expected(pace, now),
        last=_last(books, ledger, end),
        fan=_fan(household, overview, end, zone),
        days=tuple(_days(ledger, overview, start, end, zone)),
    )


def _ahead(overview: Overview, now: datetime) -> datetime:
    """Return until when a plan without an end is looked at."""
    gone = overview.exhaustion
    if gone is None or gone <= now:
        return now + AHEAD
    return min(gone + max(DAY, (gone - now) / 8), now + LONGEST)


def _known_from(ledger: Ledger, used: Sequence[Point]) -> datetime:
    """Return since when the rise is known: before, only what it came to."""
    cycle = ledger.cycle
    if cycle.opening <= 0 or ledger.since <= cycle.start:
        return cycle.start
    return next((at for at, _ in used[1:]), cycle.start)


def _pace(cycle: Cycle) -> Sequence[Point]:
    if cycle.end is None or cycle.granted is None:
        return ()
    return (cycle.start, 0), (cycle.end, cycle.granted)


def _expected(pace: Sequence[Point], now: datetime) -> int | None:
    """Return what an even use of the allowance would have come to by now."""
    if not pace:
        return None
    (start, _), (end, granted) = pace
    gone = min(1.0, max(0.0, (now - start) / (end - start)))
    return round(granted * gone)


def _last(books: _Books, ledger: Ledger, end: datetime) -> Sequence[Point]:
    """Return the course of the cycle before, as if it had begun with this one."""
    if not ledger.past:
        return ()
    before, start = ledger.past[-1], ledger.cycle.start
    moved = start - before.start
    course = books.course(before, before.end or start)
    return tuple((at + moved, used) for at, used in course if at + moved <= end)


def _fan(
    household: Household, overview: Overview, end: datetime, zone: tzinfo
) -> Sequence[tuple[datetime, Sequence[int]]]:
    if overview.projection is None or overview.used is None:
        return ()
    now = overview.as_of, (overview.used,) * 5
    ahead = [step for step in fanned(household, zone, FAN_STEPS) if step[0] <= end]
    return (now, *ahead) if ahead else ()


def _days(
    ledger: Ledger, overview: Overview, start: datetime, end: datetime, zone: tzinfo
) -> Iterator[PictureDay]:
    """Yield the days of the cycle, those ahead too."""
    last = local_date(end - timedelta(microseconds=1), zone)
    closed = {day.date: day for day in ledger.days}
    opened = local_date(ledger.open_from, zone)
    for day in days_between(local_date(start, zone), last + DAY):
        if (known := closed.get(day)) is not None:
            yield _closed(known)
        elif day == overview.today:
            usage, budget = overview.used_today, overview.daily_budget
            yield PictureDay(date=day, usage=usage, budget=budget, open=True)
        elif opened <= day < overview.today:
            begin, until = midnight(day, zone), midnight(day + DAY, zone)
            usage = ledger.used_since(begin) - ledger.used_since(until)
            yield PictureDay(date=day, usage=usage, open=True)
        else:
            yield PictureDay(date=day)


def _closed(day: DailySummary) -> PictureDay:
    return PictureDay(
        date=day.date,
        usage=day.usage,
        budget=day.budget,
        estimated=day.data_quality < 0.5 and not day.imported,
        partial=day.partial,
    )


class _Books:
    """Answers quickly what was used from one moment to another."""

    def __init__(self, ledger: Ledger, zone: tzinfo) -> None:
        self._ledger, self._zone = ledger, zone
        self._days = {day.date: day.usage for day in ledger.days}
        self._at = sorted(ledger.hours)
        self._sums = [0, *accumulate(ledger.hours[at].used for at in self._at)]

    def course(self, cycle: Cycle, until: datetime) -> Sequence[Point]:
        """Return how a cycle's usage rose, by the end of each day that is known.

        Counted back from what it came to, so that it ends there whatever is known of its
        days. What was used before is put at the first of them.
        """
        left = cycle.used
        points = [(until, left)]
        for start, end in self._spans(max(cycle.start, until - LONGEST), until):
            left -= self._used(start, end)
            points.append((start, max(0, left)))
        if points[-1][0] > cycle.start:
            points.append((cycle.start, 0))
        return tuple(reversed(points))

    def _spans(
        self, start: datetime, until: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield the known parts of local days from `start` on, the last one first."""
        zone, since = self._zone, self._ledger.since
        first, last = local_date(start, zone), local_date(until, zone)
        begins = [midnight(day, zone) for day in days_between(first, last + DAY)]
        inner = {at for at in begins if start < at < until}
        edges = sorted(
            {start, until} | inner | ({since} & _between(start, since, until))
        )
        for begin, end in reversed(list(pairwise(edges))):
            if begin < since and local_date(begin, zone) not in self._days:
                return
            # What has begun by zero is no more than the cycle's own first point.
            if begin > start:
                yield begin, end

    def _used(self, start: datetime, end: datetime) -> int:
        """Return the bytes of a local day, or of the part of it that a cycle has."""
        day = local_date(start, self._zone)
        begin, following = midnight(day, self._zone), midnight(day + DAY, self._zone)
        whole = self._days.get(day)
        if whole is not None and start == begin and end == following:
            return whole
        first, last = (bisect_left(self._at, at.timestamp()) for at in (start, end))
        used = self._sums[last] - self._sums[first]
        if whole is None or (self._at and self._at[0] <= begin.timestamp()):
            return used
        return round(whole * ((end - start) / (following - begin)))


def _between(start: datetime, at: datetime, until: datetime) -> set[datetime]:
    return {at} if start < at < until else set()
