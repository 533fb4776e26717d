"""Local days and hours as instants in UTC, daylight saving included."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a local day; where midnight is skipped, the next."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def local_date(at: datetime, zone: tzinfo) -> date:
    """Return the local day that holds an instant."""
    return at.astimezone(zone).date()


def day_start(at: datetime, zone: tzinfo) -> datetime:
    """Return the first instant of the local day that holds `at`."""
    return midnight(local_date(at, zone), zone)


def day_end(at: datetime, zone: tzinfo) -> datetime:
    """Return the first instant of the local day after the one that holds `at`."""
    return midnight(local_date(at, zone) + DAY, zone)


@lru_cache(maxsize=512)
def day_length(day: date, zone: tzinfo) -> float:
    """Return how many times 24 hours a local day lasts: it has 23 to 25 of them."""
    if day in (date.min, date.max):  # they have no neighbour to reckon with
        return 1.0
    return (midnight(day + DAY, zone) - midnight(day, zone)) / DAY


def hour_start(at: datetime, zone: tzinfo) -> datetime:
    """Return the instant that lies as far back as the local clock is past its hour.

    Where the clock is turned by less than an hour, or at a quarter to it, a local
    time of day would name another instant, hours off.
    """
    local = at.astimezone(zone)
    past = timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    return (at - past).astimezone(UTC)


# As many as are kept: each reading asks for them all again.
@lru_cache(maxsize=4096)
def hour_of_day(at: int, zone: tzinfo) -> int:
    """Return the local hour (0–23) of an instant in seconds since the epoch."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone).hour


def moment(value: date, zone: tzinfo) -> datetime:
    """Return a source's date or aware datetime as an instant: a date is its midnight."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return midnight(value, zone)
