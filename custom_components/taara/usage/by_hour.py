"""Recorded hours as a table: local days down, the hours of the clock across."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise

from ..model import Hour
from .level import days_between
from .local_time import DAY, midnight

# Below this share of its time, usage was guessed rather than measured.
MEASURED_SHARE = 0.5

# No zone has ever turned its clock by a part of this, in seconds.
_QUARTER = 900


@dataclass(frozen=True, slots=True)
class ClockDay:
    """A local day by the 24 hours of the clock: bytes, seconds measured, seconds long.

    `free` are bytes beside those `used`, of free hours.

    Where the clock is turned, an hour is shorter or longer by what it was turned by.
    """

    date: date
    used: Sequence[int]
    measured: Sequence[int]
    seconds: Sequence[int]
    free: Sequence[int]

    def known(self) -> list[int | None]:
        """Return the bytes of each hour; `None` unless most of it was measured."""
        return self._measured(self.used)

    def known_with_free(self) -> list[int | None]:
        """Return them with those of free hours."""
        return self._measured(
            [sum(both) for both in zip(self.used, self.free, strict=True)]
        )

    def _measured(self, amounts: Sequence[int]) -> list[int | None]:
        return [
            amount if measured and measured >= MEASURED_SHARE * length else None
            for amount, measured, length in zip(
                amounts, self.measured, self.seconds, strict=True
            )
        ]

    def until(self, clock: float) -> tuple[float, bool]:
        """Return the bytes used until a time of day, and whether that was measured.

        `clock` is in hours since midnight; of the hour it falls in, its part counts.
        """
        hour = min(int(clock), 23)
        part = clock - hour
        used, measured, seconds = (
            sum(column[:hour]) + part * column[hour]
            for column in (self.used, self.measured, self.seconds)
        )
        return used, measured > 0 and measured >= MEASURED_SHARE * seconds


def by_hour(
    hours: Mapping[int, Hour], first: date, end: date, zone: tzinfo
) -> list[ClockDay]:
    """Return the local days from `first` to `end` (exclusive); `hours` is a ledger's.

    Only for days on which the clock is turned is the time zone asked about each hour.
    """
    dates = list(days_between(first, end))
    begins = [int(midnight(day, zone).timestamp()) for day in (*dates, end)]
    lengths = [following - begin for begin, following in pairwise(begins)]
    plain = [length == DAY.total_seconds() for length in lengths]
    used = [[0] * 24 for _ in dates]
    measured = [[0] * 24 for _ in dates]
    free = [[0] * 24 for _ in dates]
    oldest, newest = begins[0], begins[-1]
    for at, hour in hours.items():
        if oldest <= at < newest:
            day = bisect_right(begins, at) - 1
            slot = (at - begins[day]) // 3600 if plain[day] else _hour_at(at, zone)
            used[day][slot] += hour.used
            measured[day][slot] += hour.measured
            free[day][slot] += hour.free
    return [
        ClockDay(
            day, mine, known, WHOLE if even else _seconds(begin, length, zone), beside
        )
        for day, mine, known, beside, even, begin, length in zip(
            dates, used, measured, free, plain, begins[:-1], lengths, strict=True
        )
    ]


WHOLE = (3600,) * 24


def _hour_at(at: int, zone: tzinfo) -> int:
    return datetime.fromtimestamp(at, UTC).astimezone(zone).hour


def _seconds(begin: int, length: int, zone: tzinfo) -> list[int]:
    """Return how long each hour of the clock lasts on a day that is not 24 hours."""
    seconds = [0] * 24
    for at in range(begin, begin + length, _QUARTER):
        seconds[_hour_at(at, zone)] += _QUARTER
    return seconds
