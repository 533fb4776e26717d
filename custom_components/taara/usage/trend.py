"""Where usage goes: one span of closed days against the equal span before it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from statistics import fmean

from ..model import DailySummary, Hour, TrendDirection, TrendPeriod, Trends
from .anomaly import unusual_days
from .by_hour import by_hour

WEEK = 7
# Within this share of the earlier span, usage is called stable.
STABLE_WITHIN = 0.10
# Spans of which less is known are not compared: their days may not be typical.
KNOWN_SHARE = 0.8


def direction(days: Sequence[DailySummary]) -> TrendDirection | None:
    """Compare the last closed day's week with the week before.

    By dates: a day that is missing, or known in part, is unknown. `None` if too much is,
    or if the days do not reach back two weeks.
    """
    known = whole(days)
    if not known:
        return None
    end = days[-1].date + timedelta(1)
    if known[0].date > end - timedelta(2 * WEEK):
        return None
    recent, earlier = _spans(known, end, WEEK)
    return _direction(recent, earlier) if _comparable(recent, earlier, WEEK) else None


def trends(
    days: Sequence[DailySummary],
    hours: Mapping[int, Hour],
    period: TrendPeriod,
    today: date,
    zone: tzinfo,
) -> Trends:
    """Return the period of closed days before `today`, beside the one before it.

    `days` are in order, a date once; one known in part is unknown. Of `hours`, those
    that are kept make the hour profile, and only where they were measured.
    """
    days, length = whole(days), period.days
    recent, earlier = _spans(days, today, length)
    comparable = _comparable(recent, earlier, length)
    start = today - timedelta(length)
    efficiency = [day.efficiency for day in recent if day.efficiency is not None]
    return Trends(
        period=period,
        start=start,
        end=today,
        known=len(recent),
        known_before=len(earlier),
        total=_total(recent),
        average=_average(recent),
        total_before=_total(earlier),
        average_before=_average(earlier),
        change=_change(recent, earlier) if comparable else None,
        direction=_direction(recent, earlier) if comparable else None,
        weekdays=_weekdays(recent),
        hours=_hours(hours, start, today, zone),
        best=min(recent, key=_usage, default=None),
        worst=max(recent, key=_usage, default=None),
        over_budget=sum((day.budget_variance or 0) > 0 for day in recent),
        efficiency=fmean(efficiency) if efficiency else None,
        days=tuple(recent),
        unusual=unusual_days(days[: bisect_left(days, today, key=_date)], start),
    )


def whole(days: Sequence[DailySummary]) -> Sequence[DailySummary]:
    """Return the days that are known from their beginning."""
    return [day for day in days if not day.partial]


def _spans(
    days: Sequence[DailySummary], end: date, length: int
) -> tuple[Sequence[DailySummary], Sequence[DailySummary]]:
    """Return the known days of the span before `end`, and of the one before that."""
    edges = (end - timedelta(back * length) for back in (2, 1, 0))
    first, middle, last = (bisect_left(days, edge, key=_date) for edge in edges)
    return days[middle:last], days[first:middle]


def _comparable(
    recent: Sequence[DailySummary], earlier: Sequence[DailySummary], length: int
) -> bool:
    return min(len(recent), len(earlier)) >= KNOWN_SHARE * length


def _direction(
    recent: Sequence[DailySummary], earlier: Sequence[DailySummary]
) -> TrendDirection:
    """Compare the mean days of two spans."""
    now, then = fmean(map(_usage, recent)), fmean(map(_usage, earlier))
    if abs(now - then) <= STABLE_WITHIN * then:
        return TrendDirection.STABLE
    return TrendDirection.INCREASING if now > then else TrendDirection.DECREASING


def _change(
    recent: Sequence[DailySummary], earlier: Sequence[DailySummary]
) -> float | None:
    """Return by what share the mean day grew; of nothing there is no share."""
    then = fmean(map(_usage, earlier))
    return fmean(map(_usage, recent)) / then - 1.0 if then > 0 else None


def _total(days: Sequence[DailySummary]) -> int | None:
    return sum(map(_usage, days)) if days else None


def _average(days: Sequence[DailySummary]) -> int | None:
    return sum(map(_usage, days)) // len(days) if days else None


def _weekdays(days: Sequence[DailySummary]) -> tuple[int | None, ...]:
    sorted_out: list[list[DailySummary]] = [[] for _ in range(WEEK)]
    for day in days:
        sorted_out[day.date.weekday()].append(day)
    return tuple(_average(mine) for mine in sorted_out)


def _hours(
    hours: Mapping[int, Hour], start: date, end: date, zone: tzinfo
) -> tuple[int | None, ...]:
    """Return the mean usage of each local hour, a repeated one as one of its length."""
    used, seconds = [0] * 24, [0] * 24
    for day in by_hour(hours, start, end, zone):
        for hour, known in enumerate(day.known()):
            if known is not None:
                used[hour] += known
                seconds[hour] += day.seconds[hour]
    return tuple(
        round(3600 * total / length) if length else None
        for total, length in zip(used, seconds, strict=True)
    )


def _usage(day: DailySummary) -> int:
    return day.usage


def _date(day: DailySummary) -> date:
    return day.date
