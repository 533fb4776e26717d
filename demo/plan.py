"""When a plan's billing cycles begin and end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Cycle:
    """One billing period; `end` is the first moment after it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Monthly:
    """A plan that renews by itself at local midnight of a day of the month.

    In a month without that day it is the month's last one.
    """

    reset_day: int

    renews = True

    def begun(self, now: datetime) -> datetime:
        """Return a moment of the present cycle."""
        return now

    def cycle(self, at: datetime, zone: ZoneInfo) -> Cycle:
        """Return the cycle around a moment."""
        local = at.astimezone(zone)
        month = local.year * 12 + local.month - 1
        if local < self._reset(month, zone):
            month -= 1
        return Cycle(self._reset(month, zone), self._reset(month + 1, zone))

    def _reset(self, month: int, zone: ZoneInfo) -> datetime:
        """Return the renewal in a month, counted from year 0."""
        year, month = month // 12, month % 12 + 1
        day = min(self.reset_day, monthrange(year, month)[1])
        return datetime(year, month, day, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A plan bought for a number of days, which then ends."""

    days: int

    renews = False

    def begun(self, now: datetime) -> datetime:
        """Return when it was bought if `now` is in the middle of it."""
        return now - timedelta(days=self.days / 2)

    def cycle(self, at: datetime, zone: ZoneInfo) -> Cycle:
        """Return the cycle of a purchase."""
        local = at.astimezone(zone)
        return Cycle(local, local + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class Rebought:
    """A prepaid plan that somebody buys again each time it ends, from a first one on."""

    days: int
    first: datetime

    renews = True

    def begun(self, now: datetime) -> datetime:
        """Return a moment of the present cycle."""
        return now

    def cycle(self, at: datetime, zone: ZoneInfo) -> Cycle:
        """Return the cycle of the purchase before a moment."""
        span = timedelta(days=self.days)
        start = self.first.astimezone(UTC)
        start += (at - start) // span * span
        return Cycle(start.astimezone(zone), (start + span).astimezone(zone))


type Plan = Monthly | Prepaid | Rebought


def mid_cycle(at: datetime, zone: ZoneInfo) -> Monthly:
    """Return a monthly plan that is at least a week from its renewals."""
    return Monthly(1 if 8 <= at.astimezone(zone).day <= 22 else 15)
