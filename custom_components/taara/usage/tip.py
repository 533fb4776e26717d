"""Tips: what would save data, with the bytes it would save.

Only what is seen on many days and stands clear of chance becomes a tip; none is worth
a word that saves less than a hundredth of the allowance or of what is used.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from itertools import islice
from math import sqrt
from statistics import fmean, median

from ..model import DailySummary, Hour, Tip, TipKind
from .by_hour import by_hour
from .level import WEEKDAY_DAYS, absences, totals
from .tip_hours import IsFree, from_hours
from .tip_table import LEAST_DAYS
from .trend import whole

MONTH = 30.0
# Four weeks: every weekday alike, and enough of each hour.
SPAN = 28
KNOWN = 0.8 * SPAN
LEAST_SHARE = 0.01

WEEKEND = (5, 6)
WEEKEND_TIMES = 1.25
WEEKEND_DAYS = 4
GROWING_TIMES = 1.10
# A difference counts beyond so many standard errors: one in a thousand is chance. A
# single day counts for three usual ones at most, or it would make a habit by itself.
ERRORS = 3.0
MOST_TIMES = 3.0


def tips(
    days: Sequence[DailySummary],
    hours: Mapping[int, Hour],
    today: date,
    zone: tzinfo,
    allowance: int | None = None,
    is_free: IsFree | None = None,
) -> tuple[Tip, ...]:
    """Return what would save data, most first; `saves` is bytes in 30 days.

    From the closed days before `today`, in order, and a ledger's hours. `allowance` is
    that of a cycle; `is_free` tells of a weekday (Monday 0) and local hour whether usage
    does not count then, `None` if it always does.
    """
    late = whole(days[-WEEKDAY_DAYS:])
    known = totals(((day.date, day.usage) for day in late), today)
    recent = [usage for usage in known[-SPAN:] if usage is not None]
    if len(recent) < LEAST_DAYS or not any(recent):
        return ()
    month = MONTH * fmean(recent)
    table = by_hour(hours, today - timedelta(SPAN), today, zone)
    found = [one.tip(month) for one in from_hours(table, is_free)]
    empty = absences(known).days
    lived = [None if gone else day for day, gone in zip(known, empty, strict=True)]
    found += filter(None, (_weekend(lived, today, month), _growing(lived, month)))
    least = LEAST_SHARE * max(month, allowance or 0)
    worth = (tip for tip in found if tip.saves >= least)
    return tuple(sorted(worth, key=lambda tip: -tip.saves))


def _weekend(days: Sequence[float | None], today: date, month: float) -> Tip | None:
    """Find weekend days that take more than the days of the week."""
    lived: list[list[float]] = [[] for _ in range(7)]
    begin = today - timedelta(len(days))
    for at, usage in enumerate(days):
        if usage is not None:
            lived[(begin.weekday() + at) % 7].append(usage)
    week = [usage for weekday in lived[:5] for usage in weekday]
    heavy = {
        weekday: more
        for weekday in WEEKEND
        if len(lived[weekday]) >= WEEKEND_DAYS
        and (more := _more(lived[weekday], week, WEEKEND_TIMES))
    }
    if not heavy:
        return None
    saves = MONTH / 7 * sum(heavy.values())
    amount = fmean(heavy.values())
    return Tip(
        kind=TipKind.WEEKEND_HABIT,
        saves=round(saves),
        share=saves / month,
        days=sum(len(lived[weekday]) for weekday in heavy),
        amount=round(amount),
        times=MONTH / 7 * len(heavy),
        weekdays=tuple(heavy),
        change=amount / fmean(week),
    )


def _growing(days: Sequence[float | None], month: float) -> Tip | None:
    """Find growth: four weeks against the four before."""
    now, then = (
        [
            usage
            for usage in islice(reversed(days), begin, begin + SPAN)
            if usage is not None
        ]
        for begin in (0, SPAN)
    )
    if min(len(now), len(then)) < KNOWN:
        return None
    more = _more(now, then, GROWING_TIMES)
    if not more:
        return None
    return Tip(
        kind=TipKind.GROWING,
        saves=round(MONTH * more),
        share=MONTH * more / month,
        days=len(now),
        amount=round(more),
        change=more / fmean(then),
    )


def _more(sample: Sequence[float], usual: Sequence[float], times: float) -> float:
    """Return by how much a mean day is above a usual one; 0 unless beyond chance.

    Of what is above nothing there is nothing to save: it is no habit, but a beginning.
    """
    if min(len(sample), len(usual)) < 2 or not any(usual):
        return 0.0
    most = MOST_TIMES * median([*sample, *usual])
    mean, square = _mean([min(usage, most) for usage in sample])
    usual_mean, usual_square = _mean([min(usage, most) for usage in usual])
    more = mean - usual_mean
    error = sqrt(square + usual_square)
    beyond = more > max(ERRORS * error, (times - 1.0) * usual_mean)
    return more if beyond else 0.0


def _mean(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean of two values or more, and the square of its standard error."""
    mean = fmean(values)
    squares = sum((value - mean) ** 2 for value in values)
    return mean, squares / (len(values) - 1) / len(values)
