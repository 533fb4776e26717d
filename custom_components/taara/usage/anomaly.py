"""Unusual usage: days far above what the household uses on such a day.

    usual = median of the last 28 days, each divided by its weekday's factor
    stands out = excess over the usual > 4 · max(1.4826 · MAD, 15 % of the usual)
             and excess ≥ one usual day

The median and the median absolute deviation (MAD; times 1.4826 it is the standard
deviation of normal noise) do not move when a few days are spikes; a mean would.

For today the rule is on usage up to this time of day, and the excess must also be one
that makes a whole day stand out. A burst in the morning that an ordinary evening would
hide is no news; without this, noisy households were alarmed twice as often.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from ..model import DailySummary, Hour, Unusual
from .by_hour import MEASURED_SHARE, ClockDay, by_hour
from .level import WEEKDAY_DAYS, absences, totals, weekday_factors
from .local_time import local_date

USUAL_DAYS = 28
# With fewer days to compare with, not even each weekday was seen.
LEAST_DAYS = 7

# One spike must not make its weekday a heavy one, and so hide itself: a day counts for
# three usual ones at most.
WEEKDAY_MOST = 3.0

SPREADS = 4.0
NORMAL = 1.4826
LEAST_SPREAD = 0.15


def unusual(
    hours: Mapping[int, Hour],
    days: Sequence[DailySummary],
    now: datetime,
    zone: tzinfo,
) -> Unusual | None:
    """Return today so far if it stands out, else `None`, also where nobody can tell.

    `now` is when today was last read: what came after is not in `hours` yet. Neither
    today nor a day before is judged if most of it, until this time of day, was
    estimated; days on which the house was empty are no usual days.
    """
    today = local_date(now, zone)
    *past, present = by_hour(
        hours, today - timedelta(USUAL_DAYS), today + timedelta(1), zone
    )
    clock = _clock(now, zone)
    used = sum(present.used)
    if not present.until(clock)[1]:
        return None
    factors, empty = _habits(days, today, WEEKDAY_DAYS)
    lived = [day for day in past if day.date not in empty]
    factor = factors[today.weekday()]
    usual = _usual_until(lived, clock, factors)
    least = _least(lived, factors)
    if not _stands_out(used / factor, usual, least):
        return None
    since = _since(present, lived, clock, factors)
    return Unusual(
        date=today,
        used=used,
        usual=round(_middle(usual) * factor),
        since=since,
        peak=_peak(present, lived, clock),
    )


def unusual_days(
    days: Sequence[DailySummary], first: date | None = None
) -> tuple[Unusual, ...]:
    """Return the closed days that stood out, of those from `first` on.

    Each against the days before it; weekdays as they are now. Days whose usage was
    mostly estimated are neither judged nor usual.
    """
    if not days:
        return ()
    first = first or days[0].date
    span = (days[-1].date - first).days + 1
    days = days[bisect_left(days, first - timedelta(USUAL_DAYS), key=_date) :]
    end = days[-1].date + timedelta(1)
    factors, empty = _habits(days, end, max(WEEKDAY_DAYS, span + 2 * USUAL_DAYS))
    recent: deque[tuple[date, float]] = deque()
    usual: list[float] = []
    found = []
    for day in days:
        if day.data_quality < MEASURED_SHARE:
            continue
        while recent and recent[0][0] < day.date - timedelta(USUAL_DAYS):
            del usual[bisect_left(usual, recent.popleft()[1])]
        factor = factors[day.date.weekday()]
        adjusted = day.usage / factor
        if day.date >= first and _stands_out(adjusted, usual):
            middle = round(_middle(usual) * factor)
            found.append(Unusual(date=day.date, used=day.usage, usual=middle))
        if day.date not in empty:
            recent.append((day.date, adjusted))
            insort(usual, adjusted)
    return tuple(found)


def _stands_out(value: float, usual: Sequence[float], least: float = 0.0) -> bool:
    """Tell whether a value is far above usual ones, in order, and by at least `least`.

    What is cheap is asked first: few values come to be held against the spread.
    """
    if len(usual) < LEAST_DAYS:
        return False
    middle = _middle(usual)
    excess = value - middle
    if excess < max(middle, least) or max(middle, least) <= 0:
        return False
    return excess > SPREADS * _spread(usual, middle)


def _spread(usual: Sequence[float], middle: float) -> float:
    deviations = sorted(abs(value - middle) for value in usual)
    return max(NORMAL * _middle(deviations), LEAST_SPREAD * middle)


def _middle(ordered: Sequence[float]) -> float:
    """Return the median of values in order."""
    count = len(ordered)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def _habits(
    days: Sequence[DailySummary], today: date, count: int
) -> tuple[Sequence[float], set[date]]:
    """Return the weekday factors, and on which of `count` days nobody was at home."""
    whole = (day for day in days[-count:] if not day.partial)
    known = totals(((day.date, day.usage) for day in whole), today)
    first = today - timedelta(len(known))
    away = absences(known).days
    empty = {first + timedelta(at) for at, gone in enumerate(away) if gone}
    sizes = sorted(usage for usage in known if usage is not None)
    most = WEEKDAY_MOST * _middle(sizes) if sizes else 0.0
    capped = [None if usage is None else min(usage, most) for usage in known]
    return weekday_factors(capped, today), empty


def _usual_until(
    days: Iterable[ClockDay], clock: float, factors: Sequence[float]
) -> list[float]:
    """Return what each measured day had come to at a time of day, in order of size."""
    seen = ((day.date.weekday(), *day.until(clock)) for day in days)
    return sorted(used / factors[at] for at, used, measured in seen if measured)


def _least(days: Iterable[ClockDay], factors: Sequence[float]) -> float:
    """Return the excess that makes a whole day stand out; infinite if none can."""
    usual = _usual_until(days, 24.0, factors)
    middle = _middle(usual) if usual else 0.0
    return max(middle, SPREADS * _spread(usual, middle)) if middle > 0 else float("inf")


def _since(
    present: ClockDay,
    past: Sequence[ClockDay],
    clock: float,
    factors: Sequence[float],
) -> int:
    """Return the hour from whose end on the day has stood out until `clock`."""
    hour = min(int(clock), 23)
    factor = factors[present.date.weekday()]
    least = _least(past, factors)
    while hour > 0:
        used = sum(present.used[:hour]) / factor
        if not _stands_out(used, _usual_until(past, hour, factors), least):
            break
        hour -= 1
    return hour


def _peak(present: ClockDay, past: Sequence[ClockDay], clock: float) -> int:
    """Return the hour that was furthest above what it usually is."""
    columns = list(zip(*(day.known() for day in past), strict=True))

    def excess(hour: int) -> float:
        usual = sorted(used for used in columns[hour] if used is not None)
        part = min(1.0, clock - hour)
        return present.used[hour] - part * (_middle(usual) if usual else 0.0)

    return max(range(min(int(clock), 23) + 1), key=excess)


def _clock(now: datetime, zone: tzinfo) -> float:
    """Return the local time of day in hours."""
    local = now.astimezone(zone)
    return local.hour + local.minute / 60 + local.second / 3600


def _date(day: DailySummary) -> date:
    return day.date
