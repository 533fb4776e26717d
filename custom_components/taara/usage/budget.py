"""The daily budget: what may be used today so that every day left gets the same."""

from datetime import datetime

from ..model import Cycle
from .local_time import DAY


def days_left(cycle: Cycle, today_start: datetime) -> float | None:
    """Return the days from today's local midnight to the cycle's end, fractional."""
    if cycle.end is None:
        return None
    return max(0.0, (cycle.end - today_start) / DAY)


def daily_budget(cycle: Cycle, used_today: int, today_start: datetime) -> int | None:
    """Return the bytes that today may use: (allowance − used before today) ÷ days left.

    `used_today` is today's usage within this cycle, so that what was used before
    today, `opening` included, does not move while the day goes on. The last part of
    a day gets all that is left. `None` without an allowance, an end, or a day left.
    """
    left = days_left(cycle, today_start)
    if cycle.granted is None or not left:
        return None
    # Where a total is told, today's hours may come to more than all of it.
    before_today = max(0, cycle.used - used_today)
    return int(max(0, cycle.granted - before_today) / max(1.0, left))
