"""Imagined households by the hour: what they would use, and what a ledger would hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import exp
from random import Random

from custom_components.taara.model import DailySummary, Hour
from custom_components.taara.usage.local_time import local_date, midnight

from .common import GB

FIRST = date(2026, 1, 5)  # a Monday
DAY = timedelta(days=1)

FLAT = (1.0,) * 24
# Asleep from one to six, most in the evening.
LIVED = (
    *(0.5, 0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 1.0, 1.0, 1.0, 1.0),
    *(1.2, 1.2, 1.0, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.0, 2.0, 1.2),
)


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a household lives: a mean day in bytes, and how far days and hours stray.

    `noise` and `hour_noise` are standard deviations of logarithms.
    """

    usual: float = 10.0 * GB
    noise: float = 0.3
    hour_noise: float = 0.5
    profile: tuple[float, ...] = LIVED
    weekdays: tuple[float, ...] = (1.0,) * 7


@dataclass(frozen=True)
class Life:
    """What happened: hours as a ledger keeps them, and the days they make."""

    hours: Mapping[int, Hour]
    zone: tzinfo = UTC
    days: tuple[DailySummary, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Close the days."""
        totals: dict[date, list[int]] = {}
        for at, hour in self.hours.items():
            day = local_date(datetime.fromtimestamp(at, UTC), self.zone)
            sums = totals.setdefault(day, [0, 0])
            sums[0] += hour.used
            sums[1] += hour.measured
        object.__setattr__(
            self,
            "days",
            tuple(
                DailySummary(date=day, usage=used, data_quality=measured / 86_400)
                for day, (used, measured) in sorted(totals.items())
            ),
        )

    def until(self, now: datetime) -> Mapping[int, Hour]:
        """Return the hours as they were at a full hour."""
        last = now.timestamp()
        return {at: hour for at, hour in self.hours.items() if at < last}

    def before(self, day: date) -> tuple[DailySummary, ...]:
        """Return the days closed by the morning of a day."""
        return tuple(known for known in self.days if known.date < day)

    def changed(self, change: Callable[[datetime, Hour], Hour]) -> Life:
        """Return the life with each hour, at its local time, as `change` makes it."""
        return Life(
            {
                at: change(datetime.fromtimestamp(at, self.zone), hour)
                for at, hour in self.hours.items()
            },
            self.zone,
        )


def lived(
    count: int,
    seed: str = "",
    manner: Manner | None = None,
    zone: tzinfo = UTC,
    first: date = FIRST,
) -> Life:
    """Return so many days of a household; the same seed gives the same ones."""
    manner = manner or Manner()
    chance = Random(seed)
    hours = {}
    share = sum(manner.profile)
    begin = int(midnight(first, zone).timestamp())
    end = int(midnight(first + DAY * count, zone).timestamp())
    level, today = 0.0, first - DAY
    for at in range(begin, end, 3600):
        local = datetime.fromtimestamp(at, zone)
        if local.date() != today:
            today = local.date()
            level = manner.usual * manner.weekdays[today.weekday()] / share
            level *= _lognormal(chance, manner.noise)
        used = level * manner.profile[local.hour]
        used *= _lognormal(chance, manner.hour_noise)
        hours[at] = Hour(used=round(used), measured=3600, readings=6)
    return Life(hours, zone)


def days(
    usage: Iterable[int | None], first: date = FIRST, **known: float
) -> tuple[DailySummary, ...]:
    """Return closed days in a row, measured unless said otherwise; `None` is a gap."""
    quality = known.get("data_quality", 1.0)
    return tuple(
        DailySummary(date=first + DAY * at, usage=used, data_quality=quality)
        for at, used in enumerate(usage)
        if used is not None
    )


def _lognormal(chance: Random, spread: float) -> float:
    """Return a factor around a mean of 1."""
    return exp(chance.gauss(-spread * spread / 2, spread))
