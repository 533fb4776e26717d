"""A cycle in local days, and how much of it is over at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from .level import days_between, factors_from
from .local_time import day_length


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


def left_of(span: Span) -> list[tuple[float, float, date]]:
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


def usual_days_gone(span: Span, weekdays: Sequence[float]) -> float:
    """Return how many usual days' usage has passed since the cycle began."""
    seen = _share(span.gone if span.seen is None else span.seen)
    whole = (span.today - span.start).days
    if whole < 0:
        return 0.0
    weeks, rest = divmod(whole, len(weekdays))
    passed = weeks * sum(weekdays) + sum(factors_from(weekdays, span.start, rest))
    passed += seen * weekdays[span.today.weekday()]
    return max(0.0, passed - _share(span.began) * weekdays[span.start.weekday()])
