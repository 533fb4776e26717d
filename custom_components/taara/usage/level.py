"""What a household uses on a usual day: its weekdays, its absences, its levels.

All of it from the totals of complete days, in bytes, oldest first and without a date
left out; `None` is a day that nobody knows.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from math import sqrt

# Days that still say something about the next ones.
HISTORY = 400
# More than any line carries in a day; arithmetic stays finite up to here.
MOST_BYTES = 2**60

WEEK = 7
WEEKDAY_DAYS = 112
# Weeks of no difference that weekdays are mixed with, against chance.
WEEKDAY_WEEKS = 8.0

# The house is taken for empty after so many days under this share of its usual day,
# or fewer with next to nothing. Its usual day is the median of so many lived in.
LOW_SHARE = 0.15
LOW_DAYS = 3
EMPTY_SHARE = 0.01
EMPTY_DAYS = 2
USUAL_DAYS = 28
USUAL_LEAST = 5

# A day is a spike beyond so many times the median (and the mean) of so many days.
SPIKE = 2.5
SPIKE_DAYS = 56


@dataclass(frozen=True, slots=True)
class Absences:
    """Days on which the house was empty, and the present absence, if there is one.

    `days` marks them by position. `length` is how many known days the present one
    has lasted, 0 if somebody is at home; `usage` is its mean day in bytes.
    """

    days: Sequence[bool]
    length: int = 0
    usage: float = 0.0


def totals(days: Iterable[tuple[date, int | None]], today: date) -> list[float | None]:
    """Return the totals of the days before `today`, in order, gaps as unknown.

    Of a date named twice the last total counts; days that are not over do not.
    """
    oldest = today.toordinal() - HISTORY
    found: list[float | None] = [None] * HISTORY
    first = HISTORY
    for day, usage in days:
        at = day.toordinal() - oldest
        if usage is not None and 0 <= at < HISTORY:
            found[at] = float(usage) if 0 <= usage <= MOST_BYTES else _bounded(usage)
            first = min(first, at)
    return found[first:]


def _bounded(usage: int) -> float:
    return float(min(max(usage, 0), MOST_BYTES))


def absences(days: Sequence[float | None]) -> Absences:
    """Return when the house was empty. Unknown days neither begin nor end an absence."""
    marks = [False] * len(days)
    recent: list[float] = []
    usual: list[float] = []
    run: list[int] = []
    low = 0.0
    for at, usage in enumerate(days):
        if usage is None:
            continue
        median = usual[len(usual) // 2] if len(usual) >= USUAL_LEAST else 0.0
        if usage < LOW_SHARE * median:
            run.append(at)
            low += usage
            continue
        away = len(run) >= LOW_DAYS
        for day in run:
            marks[day] = away
        lived = [usage] if away else [days[day] or 0.0 for day in run] + [usage]
        for total in lived:
            recent.append(total)
            insort(usual, total)
            if len(recent) > USUAL_DAYS:
                del usual[bisect_left(usual, recent[-USUAL_DAYS - 1])]
        run, low = [], 0.0
    length = len(run)
    median = usual[len(usual) // 2] if usual else 0.0
    empty = length >= EMPTY_DAYS and low < EMPTY_SHARE * median * length
    if length < LOW_DAYS and not empty:
        return Absences(marks)
    for day in run:
        marks[day] = True
    return Absences(marks, length, low / length)


def tamed(days: Sequence[float | None]) -> list[float | None]:
    """Return the days with their spikes lowered: one download says little of the next.

    Winsor's way with outliers, but softer: a spike counts as the geometric mean of
    itself and the limit, for who has many of them uses more. Where most days have next
    to nothing the others are no spikes, so the limit is never under the mean.
    """
    recent: list[float] = []
    ordered: list[float] = []
    lower: list[float | None] = []
    for usage in days:
        if usage is None:
            lower.append(None)
            continue
        recent.append(usage)
        insort(ordered, usage)
        if len(recent) > SPIKE_DAYS:
            del ordered[bisect_left(ordered, recent[-SPIKE_DAYS - 1])]
        middle, mean = ordered[len(ordered) // 2], sum(ordered) / len(ordered)
        limit = max(SPIKE * middle, mean)
        spike = usage > limit and len(ordered) >= USUAL_LEAST
        lower.append(sqrt(usage * limit) if spike else usage)
    return lower


def weekday_factors(days: Sequence[float | None], today: date) -> Sequence[float]:
    """Return the usage of each weekday, Monday first, as multiples of a mean day."""
    sums, counts = [0.0] * WEEK, [0] * WEEK
    weekday = today.weekday()
    for back, usage in enumerate(islice(reversed(days), WEEKDAY_DAYS), 1):
        if usage is not None:
            at = (weekday - back) % WEEK
            sums[at] += usage
            counts[at] += 1
    mean = sum(sums) / max(1, sum(counts))
    if mean <= 0:
        return (1.0,) * WEEK
    return tuple(
        (total / mean + WEEKDAY_WEEKS) / (count + WEEKDAY_WEEKS)
        for total, count in zip(sums, counts, strict=True)
    )


def factors_from(weekday: Sequence[float], first: date, count: int) -> list[float]:
    """Return the factors of `count` days in a row, beginning with `first`."""
    begin = first.weekday()
    return [weekday[(begin + at) % WEEK] for at in range(count)]


def exponential_means(days: Sequence[float | None], half_life: float) -> list[float]:
    """Return, after each day, the mean that forgets with a half-life in days.

    Corrected for its beginning: the first days are not mixed with zero. 0 until a day
    is known.
    """
    keep = 0.5 ** (1.0 / half_life)
    total = weight = mean = 0.0
    means = []
    for usage in days:
        total *= keep
        weight *= keep
        if usage is not None:
            total += usage
            weight += 1.0
            mean = total / weight
        means.append(mean)
    return means


def days_between(first: date, end: date) -> Iterable[date]:
    """Yield the days from `first` to `end` (exclusive), at most HISTORY of them."""
    count = min(max(0, (end - first).days), HISTORY)
    return (first + timedelta(days=at) for at in range(count))
