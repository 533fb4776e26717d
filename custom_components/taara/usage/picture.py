"""The cycle as a picture: how usage rose, how it should have, and how it may go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from ..model import Cycle, DailySummary, Overview
from .course import LONGEST, Books, Point
from .household import Household
from .ledger import Ledger
from .level import days_between
from .local_time import DAY, local_date, midnight
from .projected import fanned
from .room import marks, tallest

type Step = tuple[datetime, Sequence[int]]

# What is seen ahead of a plan without an end, if nobody knows when it is used up.
AHEAD = timedelta(days=7)
# The chance by day is a smooth curve: so many points draw it.
FAN_STEPS = 8
# The air above, and how far beyond all that is known something unlikely may reach.
ROOM = 1.06
UNLIKELY = 1.6


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureDay:
    """A local day of the cycle: bytes, `None` where it is ahead or nobody knows.

    `total` is what the cycle had come to when it ended, or `likely` will have: in eight
    of ten cases it is from the first to the last of the three, the median between them.
    It is `open` until its last reading, `estimated` where most of it was not measured.
    """

    date: date
    start: datetime
    usage: int | None = None
    budget: int | None = None
    total: int | None = None
    likely: tuple[int, int, int] | None = None
    open: bool = False
    estimated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """The cycle from `start` to `end`, bytes over time, oldest first.

    `used` is the sum of usage. `pace` is where an even use of the allowance would have
    led, `expected` how far by the last reading, and `ahead` how much further it had gone:
    `None` once the cycle is over.
    `last` is the cycle before, moved to begin with this one. `fan` is when the total may
    have come how far: the bounds of 95 and of 80 %, with the median between them.
    `today` is which of the days it is, or the last one.
    `top` is what the picture has room for, with lines across it at round `marks`, and
    `tallest` what its days have room for.
    """

    start: datetime
    end: datetime
    used: Sequence[Point]
    pace: Sequence[Point]
    expected: int | None
    ahead: int | None
    last: Sequence[Point]
    fan: Sequence[Step]
    days: Sequence[PictureDay]
    today: int
    top: int
    marks: Sequence[int]
    tallest: int


def picture(
    household: Household, overview: Overview, now: datetime, zone: tzinfo
) -> Picture:
    """Return the picture of what an `Overview` tells."""
    ledger, cycle, as_of = household.ledger, household.ledger.cycle, overview.as_of
    books = Books(ledger, zone)
    end = max(as_of, cycle.end or _ahead(overview, now))
    used = books.course(cycle, max(as_of, cycle.start))
    pace = _pace(cycle)
    last, fan = _last(books, ledger, end), _fan(household, overview, end, zone)
    expected, seen = _expected(pace, as_of, now), overview.used
    start = max(cycle.start, as_of - LONGEST) if cycle.end is None else cycle.start
    days = tuple(_days(ledger, overview, start, end, zone))
    top = _top(overview, last, fan)
    return Picture(
        start=start,
        end=end,
        used=used,
        pace=pace,
        expected=expected,
        ahead=None if expected is None or seen is None else seen - expected,
        last=last,
        fan=fan,
        days=tuple(_with_totals(days, used, fan, end)),
        today=next(
            (at for at, day in enumerate(days) if day.date == overview.today),
            len(days) - 1,
        ),
        top=top,
        marks=marks(top, overview.unit),
        tallest=tallest([(day.usage, day.budget) for day in days]),
    )


def _ahead(overview: Overview, now: datetime) -> datetime:
    """Return until when a plan without an end is looked at."""
    gone = overview.exhaustion
    if gone is None or gone <= now:
        return now + AHEAD
    return min(gone + max(DAY, (gone - now) / 8), now + LONGEST)


def _pace(cycle: Cycle) -> Sequence[Point]:
    if cycle.end is None or cycle.granted is None:
        return ()
    return (cycle.start, 0), (cycle.end, cycle.granted)


def _expected(pace: Sequence[Point], as_of: datetime, now: datetime) -> int | None:
    """Return what an even use would have come to when what is used was read."""
    if not pace:
        return None
    (start, _), (end, granted) = pace
    if now >= end:
        return None
    return round(granted * max(0.0, (as_of - start) / (end - start)))


def _last(books: Books, ledger: Ledger, end: datetime) -> Sequence[Point]:
    """Return the course of the cycle before, as if it had begun with this one."""
    if not ledger.past:
        return ()
    before, start = ledger.past[-1], ledger.cycle.start
    moved = start - before.start
    course = books.course(before, before.end or start)
    return tuple((at + moved, used) for at, used in course if at + moved <= end)


def _fan(
    household: Household, overview: Overview, end: datetime, zone: tzinfo
) -> Sequence[Step]:
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
        begin = midnight(day, zone)
        if (known := closed.get(day)) is not None:
            yield _closed(known, begin)
        elif day == overview.today:
            usage, budget = overview.used_today, overview.daily_budget
            yield PictureDay(
                date=day, start=begin, usage=usage, budget=budget, open=True
            )
        elif opened <= day < overview.today:
            until = midnight(day + DAY, zone)
            usage = ledger.used_since(begin) - ledger.used_since(until)
            yield PictureDay(date=day, start=begin, usage=usage, open=True)
        else:
            yield PictureDay(date=day, start=begin)


def _closed(day: DailySummary, start: datetime) -> PictureDay:
    return PictureDay(
        date=day.date,
        start=start,
        usage=day.usage,
        budget=day.budget,
        estimated=day.data_quality < 0.5 and not day.imported,
    )


def _with_totals(
    days: Sequence[PictureDay],
    used: Sequence[Point],
    fan: Sequence[Step],
    end: datetime,
) -> Iterator[PictureDay]:
    """Yield the days with what the cycle had come to by their ends, or may have."""
    (now, so_far), known = used[-1], dict(used)
    ends = [*(day.start for day in days[1:]), end]
    for day, until in zip(days, ends, strict=True):
        if day.start <= now < until:
            yield replace(day, total=so_far)
        elif until <= now:
            yield replace(day, total=known.get(until))
        elif fan and until <= fan[-1][0]:
            low, median, high = (_at(until, fan, bound) for bound in (1, 2, 3))
            yield replace(day, likely=(low, median, high))
        else:
            yield day


def _at(when: datetime, fan: Sequence[Step], bound: int) -> int:
    """Return what a bound of the fan comes to at a moment that it leads past."""
    (before, low), (after, high) = next(
        pair for pair in pairwise(fan) if pair[1][0] >= when
    )
    part = (when - before) / (after - before)
    return round(low[bound] + (high[bound] - low[bound]) * part)


def _top(overview: Overview, last: Sequence[Point], fan: Sequence[Step]) -> int:
    """Return a little more than what is to be seen.

    What is possible but unlikely must not make all the rest small.
    """
    before = last[-1][1] if last else 0
    most = max(overview.used or 0, overview.allowance or 0, before)
    likely = fan[-1][1][4] if fan else 0
    return round(ROOM * max(most, min(likely, UNLIKELY * most) if most else likely, 1))
