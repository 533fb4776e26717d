"""Closing a day: the hours of a local day become its summary."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from ..model import Cycle, DailySummary, Hour
from .budget import daily_budget
from .local_time import HOUR, hour_of_day, local_date
from .trend import WEEK, direction


def summary(
    start: datetime,
    end: datetime,
    hours: Mapping[int, Hour],
    cycles: Sequence[Cycle],
    days: Sequence[DailySummary],
    zone: tzinfo,
    since: datetime,
) -> DailySummary:
    """Return the summary of the local day from `start` to `end`.

    `hours` holds every hour from `start` on, those of later days too; `cycles` and
    `days` are in order, the days before this one. Taara has counted `since` then: what
    was before is known if its first hour was imported.
    """
    last = end.timestamp()
    mine = {at: hour for at, hour in hours.items() if at < last}
    usage = sum(hour.used for hour in mine.values())
    measured = sum(hour.measured for hour in mine.values())
    free = sum(hour.free for hour in mine.values())
    closed = DailySummary(
        # By its end: after a move west it may begin on the date before.
        date=local_date(end - HOUR, zone),
        usage=usage,
        budget=_budget(start, end, hours, cycles),
        peak_hour=peak_hour(mine, zone),
        reading_count=sum(hour.readings for hour in mine.values()),
        data_quality=round(min(1.0, measured / (end - start).total_seconds()), 3),
        free=free,
        partial=since > start and int(start.timestamp()) not in mine,
    )
    return with_trend(closed, days)


def peak_hour(hours: Mapping[int, Hour], zone: tzinfo) -> int | None:
    """Return the local hour (0–23) with most usage, the earliest on a tie."""
    totals: dict[int, int] = {}
    for at, hour in hours.items():
        local = hour_of_day(at, zone)
        totals[local] = totals.get(local, 0) + hour.used
    if not any(totals.values()):
        return None
    return min(totals, key=lambda hour: (-totals[hour], hour))


def _budget(
    start: datetime,
    end: datetime,
    hours: Mapping[int, Hour],
    cycles: Sequence[Cycle],
) -> int | None:
    """Return the budget the day had, in the cycle it ended in."""
    index = max((i for i, c in enumerate(cycles) if c.start < end), default=None)
    if index is None:
        return None
    cycle = cycles[index]
    following = cycles[index + 1].start if index + 1 < len(cycles) else None
    first = max(start, cycle.start).timestamp()
    last = float("inf") if following is None else following.timestamp()
    since = sum(hour.used for at, hour in hours.items() if first <= at < last)
    return daily_budget(cycle, since, start)


def with_trend(closed: DailySummary, days: Sequence[DailySummary]) -> DailySummary:
    """Return a day with the trend that the days before it and itself show."""
    return replace(closed, trend=direction([*days[-2 * WEEK + 1 :], closed]))
