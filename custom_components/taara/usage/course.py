"""How a cycle's usage rose, by the day."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import accumulate, pairwise

from ..model import Cycle
from .ledger import Ledger
from .level import days_between
from .local_time import DAY, local_date, midnight

type Point = tuple[datetime, int]

# More of a plan without an end than this before now is no picture any more.
LONGEST = timedelta(days=92)


class Books:
    """Answers quickly what was used from one moment to another."""

    def __init__(self, ledger: Ledger, zone: tzinfo) -> None:
        """Add up the hours once."""
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
