"""How much data a household uses, hour by hour: invented, but of a believable shape.

Everything follows from the seed and the moment asked for, so two processes that know
the seed agree to the byte, and any span can be asked for at any time, in any order.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from math import exp
from statistics import NormalDist
from typing import Final
from zoneinfo import ZoneInfo

NAIROBI: Final = ZoneInfo("Africa/Nairobi")
DAILY_BYTES: Final = 28_000_000_000
"""A family of five: 900 to 1,000 GB a month, of the 1.1 TB (1 TiB) the usual plan grants."""

_HOUR: Final = timedelta(hours=1)
_NORMAL: Final = NormalDist()

# Relative usage by local hour. Nights carry cameras, phones and their updates.
_SCHOOL_DAY: Final = (
    *(4, 2, 1, 1, 1, 2, 6, 9, 6, 5, 5, 6),
    *(7, 7, 9, 13, 16, 17, 19, 25, 29, 28, 20, 10),
)
_FREE_DAY: Final = (
    *(6, 3, 2, 1, 1, 1, 2, 5, 9, 13, 16, 17),
    *(16, 16, 17, 17, 17, 17, 18, 21, 24, 23, 18, 11),
)
# Monday to Sunday, relative to the mean.
_WEEKDAYS: Final = (0.93, 0.92, 0.94, 0.95, 1.04, 1.16, 1.06)

_PUBLIC_HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (6, 1), (10, 20), (12, 12)})
# First and last day (month, day), and what becomes of usage: the family travels at
# Christmas, and the children are at home in the school breaks.
_HOLIDAYS: Final = (
    ((12, 23), (12, 28), 0.25),
    ((4, 8), (4, 25), 1.12),
    ((8, 5), (8, 25), 1.12),
)
# Once a month somebody downloads a game: this many usual days' worth in one evening.
_DOWNLOAD_DAYS: Final = 2.2
_DOWNLOAD_HOURS: Final = range(16, 23)

_DAY_SPREAD: Final = 0.18
_WEEK_SPREAD: Final = 0.07
_HOUR_SPREAD: Final = 0.35
_GROWTH_A_YEAR: Final = 0.06
_GROWTH_YEARS: Final = 2  # beyond which it neither grows nor shrinks


class Household:
    """Usage as a function of time: continuous, never falling, the same every time."""

    def __init__(
        self,
        *,
        seed: int = 1,
        zone: ZoneInfo = NAIROBI,
        daily_bytes: int = DAILY_BYTES,
        since: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    ) -> None:
        """Describe a household that uses about `daily_bytes` a day around `since`.

        `since` is also where `cumulative` counts from; `daily_bytes=0` is an empty house.
        """
        self.seed = seed
        self.zone = zone
        self.daily_bytes = daily_bytes
        self.since = since
        self._days: dict[int, tuple[int, ...]] = {}
        self._day_level = lru_cache(maxsize=64)(self._level)

    def cumulative(self, at: datetime) -> int:
        """Return the bytes used since `since`."""
        return self.used_between(self.since, at)

    def used_between(self, start: datetime, end: datetime) -> int:
        """Return the bytes used from `start` to `end`; 0 if that is no span.

        Adjacent spans add up exactly.
        """
        if end <= start:
            return 0
        first, in_first = divmod(start.timestamp() / 3600, 24)
        last, in_last = divmod(end.timestamp() / 3600, 24)
        whole = sum(self._day(day)[24] for day in range(int(first), int(last)))
        return whole + self._into(int(last), in_last) - self._into(int(first), in_first)

    def hours(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
        """Yield (its start in UTC, bytes) for each whole clock hour of the span."""
        hour = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        if hour < start:
            hour += _HOUR
        while hour + _HOUR <= end:
            yield hour, self.used_between(hour, hour + _HOUR)
            hour += _HOUR

    def _into(self, day: int, hours: float) -> int:
        """Return the bytes used in a UTC day up to an hour of it, fractions included."""
        totals = self._day(day)
        hour = int(hours)
        return totals[hour] + int((totals[hour + 1] - totals[hour]) * (hours - hour))

    def _day(self, day: int) -> tuple[int, ...]:
        """Return the running totals at the 25 full hours of a UTC day since 1970."""
        if day not in self._days:
            hours = (self._hour(day * 24 + hour) for hour in range(24))
            self._days[day] = tuple(accumulate(hours, initial=0))
        return self._days[day]

    def _hour(self, hour: int) -> int:
        """Return the bytes used in one hour, counted from 1970."""
        local = datetime.fromtimestamp(hour * 3600, self.zone)
        profile = _FREE_DAY if _is_free(local.date()) else _SCHOOL_DAY
        share = profile[local.hour] / sum(profile)
        usual = self._day_level(local.date()) * self._noise(_HOUR_SPREAD, "hour", hour)
        return int(self.daily_bytes * (share * usual + self._download(local)))

    def _level(self, day: date) -> float:
        """Return how a local day compares with the usual one."""
        years = (day - self.since.date()).days / 365.25
        years = max(-_GROWTH_YEARS, min(_GROWTH_YEARS, years))
        week = (day.toordinal() - 1) // 7
        noise = self._noise(_WEEK_SPREAD, "week", week) * self._noise(
            _DAY_SPREAD, "day", day.toordinal()
        )
        return (
            _WEEKDAYS[day.weekday()]
            * _holiday(day)
            * exp(_GROWTH_A_YEAR * years)
            * noise
        )

    def _download(self, local: datetime) -> float:
        """Return the month's big download in this hour, in usual days."""
        day = 1 + int(self._random("download", local.year * 12 + local.month) * 28)
        if local.day != day or local.hour not in _DOWNLOAD_HOURS:
            return 0.0
        return _DOWNLOAD_DAYS / len(_DOWNLOAD_HOURS) * _holiday(local.date())

    def _noise(self, spread: float, *key: object) -> float:
        """Return a lognormal factor with mean 1."""
        return exp(spread * _NORMAL.inv_cdf(self._random(*key)) - spread * spread / 2)

    def _random(self, *key: object) -> float:
        """Return a number in (0, 1) that depends on the seed and the key alone."""
        digest = blake2b(repr((self.seed, *key)).encode(), digest_size=6).digest()
        return (int.from_bytes(digest) + 0.5) / 2**48


def _is_free(day: date) -> bool:
    """Tell whether nobody is at school or work."""
    return day.weekday() >= 5 or (day.month, day.day) in _PUBLIC_HOLIDAYS


def _holiday(day: date) -> float:
    """Return what a holiday makes of a day's usage."""
    for first, last, factor in _HOLIDAYS:
        if first <= (day.month, day.day) <= last:
            return factor
    return 1.0
