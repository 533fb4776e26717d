"""The projection: what a cycle will come to, how sure that is, and how long it lasts.

    rest   = level · usual days left, blended with the cycle's own rate so far
    total  = used + rest, where rest is lognormal with a household's tails
    spread² = (3 · prior + judged · 1.15 · error²) / (3 + judged)
    prior   = 0.01 + noise · (1/days left + 1/12) + 0.6/days known

with `noise` and `error` from the household's own past (`outlook.py`). Only what is
still to come is uncertain: no figure is ever below what has been used.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from functools import lru_cache
from itertools import accumulate, pairwise
from math import exp, log, sqrt

from ..model import Projection
from .level import MOST_BYTES, days_between, factors_from, totals
from .local_time import day_length
from .outlook import Outlook, outlook
from .remainder import Part, Remainder, lognormal

# With fewer complete days known than these, a projection is early.
EARLY_DAYS = 3

# How much the cycle's own rate counts beside the level (as a power), and how far the
# two may be apart: a cycle that began with an empty house says little.
RATE_WEIGHT = 0.15
RATE_RANGE = 50.0

# The spread: the least variance; the days that a level rests on at most; what little is
# known at first adds, times a day; how many judged forecasts all that is worth; and
# misses to come are larger than those the levels were chosen by.
LEAST_VARIANCE = 0.01
LEVEL_DAYS = 12.0
FEW_DAYS = 0.6
PRIOR_FORECASTS = 3.0
ERROR_FACTOR = 1.15
MOST_VARIANCE = 4.0
MOST_NOISE = 1.0

# An empty house: each day away makes another as likely as not (so two are worth an
# even chance that it stays so), but never more than so likely: vacations end. While it
# stays so, usage is as of late; else life returns.
AWAY_DAYS = 2.0
AWAY_MOST = 0.8
AWAY_SPREAD = 1.5
AWAY_USUAL = 0.05
AWAY_LEAST = 1e-4
BACK_SHARE = 0.8
BACK_SPREAD = 1.2

# The quantiles that bound 95 % and 80 % of all cycles, and the median between them.
CHANCES = (0.025, 0.1, 0.5, 0.9, 0.975)
SAFE_CHANCE = 0.10
LIKELY = 0.5

# A day's readings share one past: only its first one has to look at all of it.
_outlook = lru_cache(maxsize=16)(outlook)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A cycle in local days, and where in it the moment is.

    The cycle runs from `start` to `end`; `began` and `ends` are the shares of those
    two days before its first and its last instant, so that an `ends` of 0 leaves the
    day of its end out. `gone` is the share of today that is over by the clock, `seen`
    the share of a usual day's usage that comes until now. `zone` says which days are
    longer or shorter than 24 hours.
    """

    start: date
    end: date
    today: date
    began: float = 0.0
    ends: float = 0.0
    gone: float = 0.0
    seen: float | None = None
    zone: tzinfo = UTC


def projection(
    days: Iterable[tuple[date, int | None]],
    span: Span,
    used: int,
    allowance: int | None,
) -> Projection | None:
    """Return the projection of a cycle in which `used` bytes are used so far.

    `days` are totals of local days in bytes, any cycle's; those from today on are not
    complete and do not count, nor do those older than 400 days. `allowance` is `None`
    where the plan is unlimited. `None` where not even one day's usage is known.
    """
    used = max(0, used)
    history = totals(days, span.today)
    rest = _remainder(history, span, used)
    if rest is None:
        return None
    days_left = sum(length for length, _ in rest.weights)
    low95, low80, median, high80, high95 = (
        used + round(rest.quantile(chance)) for chance in CHANCES
    )
    curve = () if allowance is None else _curve(rest, allowance - used)
    safe = _reaches(curve, SAFE_CHANCE)
    return Projection(
        median=median,
        low80=low80,
        high80=high80,
        low95=low95,
        high95=high95,
        early=sum(usage is not None for usage in history) < EARLY_DAYS,
        days_left=days_left,
        chance=curve[-1][1] if curve else None,
        safe_days=(days_left if safe is None else safe) if curve else None,
        run_out_days=_reaches(curve, LIKELY),
        curve=curve,
    )


def fan(
    days: Iterable[tuple[date, int | None]], span: Span, used: int, steps: int
) -> Iterator[tuple[float, Sequence[int]]]:
    """Yield how far the cycle's total may have come, in so many steps at most.

    Each is days from now, at the end of a day, and the bytes used by then that are not
    exceeded with each of `CHANCES`; the last one is what `projection` tells.
    """
    used = max(0, used)
    rest = _remainder(totals(days, span.today), span, used)
    if rest is None or not rest.weights:
        return
    whole = sum(weight for _, weight in rest.weights)
    passed = list(accumulate(rest.weights, lambda a, b: (a[0] + b[0], a[1] + b[1])))
    stride = -(-len(passed) // steps)
    least = [used] * len(CHANCES)
    # From the last one back, so that it is always among them.
    for ahead, usual in passed[(len(passed) - 1) % stride :: stride]:
        first = min(1.0, usual / whole) if whole > 0 else 1.0
        came = (used + round(rest.quantile(chance, first)) for chance in CHANCES)
        least = [max(both) for both in zip(least, came, strict=True)]
        yield ahead, tuple(least)


def _remainder(
    history: Sequence[float | None], span: Span, used: int
) -> Remainder | None:
    """Return the distribution of what is still to come; `None` if nobody can know."""
    left = _left(span)
    ahead = round(sum(length for length, _, _ in left))
    view = _outlook(tuple(history), span.today, ahead)
    return _rest(view, span, used, left)


def seen_share(profile: Sequence[float], gone: float) -> float:
    """Return the share of a usual day's usage that comes in its first part.

    `profile` holds 24 relative weights, by local hour; `gone` is the part, from 0 to 1.
    """
    whole = sum(profile)
    if whole <= 0:
        return _share(gone)
    hours, part = divmod(_share(gone) * 24, 1)
    full = int(hours)
    return (sum(profile[:full]) + part * sum(profile[full : full + 1])) / whole


def _share(value: float) -> float:
    """Return a share from 0 to 1, whatever number it is."""
    return min(1.0, value) if value > 0 else 0.0


def _left(span: Span) -> list[tuple[float, float, date]]:
    """Return the days left: 24-hour days, part of a usual day's usage, date.

    A local day of 23 or 25 hours is shorter or longer, but lived as any other.
    """
    gone, ends = _share(span.gone), _share(span.ends)
    seen = gone if span.seen is None else _share(span.seen)
    left = [(1.0, 1.0, day) for day in days_between(span.today, span.end)]
    if left:
        left[0] = (1.0 - gone, 1.0 - seen, span.today)
    if span.end == span.today and ends > gone:
        left.append((ends - gone, max(0.0, ends - seen), span.end))
    elif span.end > span.today and ends > 0:
        left.append((ends, ends, span.end))
    return [
        (share * day_length(day, span.zone), part, day)
        for share, part, day in left
        if share > 0
    ]


def _elapsed(span: Span, weekdays: Sequence[float]) -> float:
    """Return how many usual days' usage has passed since the cycle began."""
    seen = _share(span.gone if span.seen is None else span.seen)
    whole = (span.today - span.start).days
    if whole < 0:
        return 0.0
    weeks, rest = divmod(whole, len(weekdays))
    passed = weeks * sum(weekdays) + sum(factors_from(weekdays, span.start, rest))
    passed += seen * weekdays[span.today.weekday()]
    return max(0.0, passed - _share(span.began) * weekdays[span.start.weekday()])


def _rest(
    view: Outlook, span: Span, used: int, left: Sequence[tuple[float, float, date]]
) -> Remainder | None:
    """Return the distribution of what is still to come; `None` if nobody can know."""
    weights = [
        (length, part * view.weekdays[day.weekday()]) for length, part, day in left
    ]
    ahead = sum(weight for _, weight in weights)
    elapsed = _elapsed(span, view.weekdays)
    usual = _usual_day(view, used, elapsed)
    if usual is None:
        return None
    noise = min(MOST_NOISE, view.noise / ahead) if ahead > 0 else 0.0
    known = max(1.0, view.known, elapsed)
    level = noise * ahead / min(LEVEL_DAYS, known)
    prior = LEAST_VARIANCE + noise + level + FEW_DAYS / known
    own = view.judged * ERROR_FACTOR * view.error
    variance = (PRIOR_FORECASTS * prior + own) / (PRIOR_FORECASTS + view.judged)
    return Remainder(
        scale=usual * ahead * exp(view.growth),
        parts=_parts(view, sqrt(min(MOST_VARIANCE, variance))),
        noise=view.noise,
        weights=weights,
    )


def _usual_day(view: Outlook, used: int, elapsed: float) -> float | None:
    """Return a usual day in bytes, from the level and the cycle's own rate."""
    rate = min(used, MOST_BYTES) / elapsed if elapsed >= 1.0 else None
    if not view.known or view.level <= 0:
        return rate if rate is not None or not view.known else 0.0
    if rate is None or view.absence.length:
        return view.level
    ratio = min(RATE_RANGE, max(1 / RATE_RANGE, rate / view.level))
    return view.level * exp(RATE_WEIGHT * log(ratio))


def _parts(view: Outlook, spread: float) -> Sequence[Part]:
    """Return the curves: one usually, two while the house is empty."""
    absence = view.absence
    if not absence.length or view.level <= 0:
        return lognormal(spread)
    stays = min(AWAY_MOST, absence.length / (absence.length + AWAY_DAYS))
    late = log(max(AWAY_LEAST, absence.usage / view.level)) * (1 - AWAY_USUAL)
    return (
        Part(stays, late, AWAY_SPREAD),
        *lognormal(spread * BACK_SPREAD, log(BACK_SHARE), 1 - stays),
    )


def _curve(rest: Remainder, allowed: int) -> Sequence[tuple[float, float]]:
    """Return when the chance that `allowed` bytes are gone has come to how much."""
    size = float(max(0, min(allowed, MOST_BYTES)))
    now = 1.0 if size <= 0 else 0.0
    end = max(now, rest.chance_above(size))
    whole = sum(weight for _, weight in rest.weights)
    points = [(0.0, now if rest.weights else end)]
    days = usual = 0.0
    for length, weight in rest.weights:
        days += length
        usual += weight
        first = usual / whole if whole > 0 else 1.0
        chance = min(end, rest.chance_above(size, min(1.0, first)))
        points.append((days, max(chance, points[-1][1])))
    if rest.weights:
        points[-1] = (days, end)
    return tuple(points)


def _reaches(curve: Sequence[tuple[float, float]], chance: float) -> float | None:
    """Return the days until a chance is reached, `None` if it never is."""
    if curve and curve[0][1] >= chance:
        return 0.0
    for (begin, low), (end, high) in pairwise(curve):
        if high >= chance:
            return begin + (end - begin) * (chance - low) / (high - low)
    return None
