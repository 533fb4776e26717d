"""What usage tells about itself: what stands out, where it goes, what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .record import DailySummary, TrendDirection


@dataclass(frozen=True, kw_only=True, slots=True)
class Unusual:
    """A day on which far more was used than on such a day before. Bytes.

    `usual` is what such a day comes to: the whole of it if the day is closed, else
    until the moment it was asked. `since` is the local hour (0–23) from which on the
    day stood out without a break, `peak` the one with most above its own usual; both
    `None` for a closed day, whose hours are not looked at.
    """

    date: date
    used: int
    usual: int
    since: int | None = None
    peak: int | None = None

    @property
    def excess(self) -> int:
        """Bytes above the usual."""
        return self.used - self.usual

    @property
    def times(self) -> float | None:
        """How many times the usual it is; `None` where that is nothing."""
        return self.used / self.usual if self.usual > 0 else None


class TrendPeriod(StrEnum):
    """A span of closed days, compared with the equal span before it."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def days(self) -> int:
        """How many days it has."""
        return {"week": 7, "month": 30, "quarter": 90}[self]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trends:
    """The closed days from `start` to `end` (exclusive), and the span before. Bytes.

    Sums and means are of the known days alone: `known` of them here, `known_before`
    in the span before. `change` is a share, 0.1 being a tenth more a day; it and
    `direction` are `None` unless enough of both spans is known. `weekdays` are the
    mean days, Monday first, `hours` the mean local hours; `None` where none is known.
    """

    period: TrendPeriod
    start: date
    end: date
    known: int
    known_before: int
    total: int | None
    average: int | None
    total_before: int | None
    average_before: int | None
    change: float | None
    direction: TrendDirection | None
    weekdays: Sequence[int | None]
    hours: Sequence[int | None]
    best: DailySummary | None
    """The day of least usage, the earliest on a tie."""
    worst: DailySummary | None
    """The day of most usage, the earliest on a tie."""
    over_budget: int
    """Days on which more was used than their budget."""
    efficiency: float | None
    """The mean of the days that had a budget, 0 to 1."""
    days: Sequence[DailySummary]
    unusual: Sequence[Unusual]


class TipKind(StrEnum):
    """What a tip is about."""

    HEAVY_HOUR = "heavy_hour"
    """One hour, or a few of the night, takes an outsized share of most days."""
    WEEKEND_HABIT = "weekend_habit"
    """Saturdays, Sundays or both take more than the days of the week."""
    STEADY_NIGHT = "steady_night"
    """Much the same is used each night while people sleep."""
    SCHEDULED_SPEED_TEST = "scheduled_speed_test"
    """The same amount at the same hours, day by day."""
    FREE_HOURS_UNUSED = "free_hours_unused"
    """Large downloads run at hours that count, and few in those that do not."""
    GROWING = "growing"
    """More is used than four weeks before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tip:
    """Something that would save data, and the figures that say why.

    `saves` is bytes in 30 days, `share` the part of all usage that is (0 to 1), and
    `days` how many days it was seen on. `amount` is bytes for each time: a day's heavy
    hours, a weekend day's surplus, a night, one test; for growth the surplus of a day,
    for free hours what could move in on a day. `times` is how often in 30 days.
    `hours` are the local hours (0–23) it happens at, `weekdays` the days (Monday 0).
    `change` says how much more: 0.4 is two fifths above the days it is compared with.
    """

    kind: TipKind
    saves: int
    share: float
    days: int
    amount: int
    times: float = 30.0
    hours: Sequence[int] = ()
    weekdays: Sequence[int] = ()
    change: float | None = None
