"""Free hours: windows of the local clock in which usage does not count."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from ..model import FreeHours, Plan, Reading


def windows(plan: Plan, reading: Reading) -> tuple[FreeHours, ...]:
    """Return the free hours that are Taara's to leave out.

    A source that counts the cycle has left them out itself, or does not know of them:
    either way its word stands, and Taara's total is the same.
    """
    return () if reading.counter.counts_the_cycle else plan.free_hours


def is_free(at: datetime, free: Iterable[FreeHours], zone: tzinfo) -> bool:
    """Tell whether the local hour that an instant falls into is free.

    It goes by what the clock shows: an hour that daylight saving skips is no window,
    one that it repeats is one twice.
    """
    local = at.astimezone(zone)
    return any(is_open(window, local.weekday(), local.hour) for window in free)


def is_open(window: FreeHours, weekday: int, hour: int) -> bool:
    """Tell whether a window is open; past midnight it still is that of the day before."""
    length = window.end - window.start
    since = (hour - window.start) % 24
    if since >= (length if length > 0 else length + 24):
        return False
    opened = (weekday - (since > hour)) % 7
    return not window.weekdays or opened in window.weekdays
