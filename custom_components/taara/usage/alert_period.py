"""When an alert is due, and the period in which it is heard once."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ..model import QuietHours
from .local_time import DAY, local_date

WEEK = timedelta(days=7)


def cycle_period(number: int) -> str:
    """Return the name of a billing cycle.

    Its number, not its start: that may be corrected, and clocks may be.
    """
    return f"cycle {number}"


def day_period(day: date) -> str:
    """Return the name of a local day."""
    return f"day {day.isoformat()}"


def week_period(day: date) -> str:
    """Return the name of the week, by ISO 8601, that holds a day."""
    year, week, _ = day.isocalendar()
    return f"week {year}-W{week:02}"


def outage_period(last_reading: datetime) -> str:
    """Return the name of an outage: nothing was read since that reading."""
    return f"outage {last_reading.astimezone(UTC).isoformat(timespec='seconds')}"


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return when a local day's clock shows a time first; where it skips it, later."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def last_weekly(now: datetime, weekday: int, clock: time, zone: tzinfo) -> datetime:
    """Return the latest moment of a weekday (Monday 0) and time not after `now`."""
    today = local_date(now, zone)
    back = (today.weekday() - weekday) % 7
    days = (today - DAY * ahead for ahead in (back, back + 7))
    return next(at for day in days if (at := instant(day, clock, zone)) <= now)


def next_weekly(now: datetime, weekday: int, clock: time, zone: tzinfo) -> datetime:
    """Return the first moment of a weekday and time after `now`."""
    today = local_date(now, zone)
    ahead = (weekday - today.weekday()) % 7
    days = (today + DAY * on for on in (ahead, ahead + 7))
    return next(at for day in days if (at := instant(day, clock, zone)) > now)


def quiet_until(now: datetime, quiet: QuietHours | None, zone: tzinfo) -> datetime:
    """Return when it is no longer quiet: `now` itself if it is not."""
    if quiet is None or not _is_quiet(now.astimezone(zone).time(), quiet):
        return now
    today = local_date(now, zone)
    # Where the clock is turned back over the end, both of its times are one.
    ends: Iterable[datetime] = (
        instant(today + DAY * ahead, quiet.end.replace(fold=fold), zone)
        for ahead in (0, 1)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > now)


def _is_quiet(clock: time, quiet: QuietHours) -> bool:
    """Tell whether a time of day is in the quiet hours; equal ends hold nothing."""
    if quiet.start <= quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end
