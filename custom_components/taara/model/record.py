"""What happened: cycles, intervals, hours and days of usage."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TrendDirection(StrEnum):
    """The last seven days against the seven before them."""

    INCREASING = "increasing"
    STABLE = "stable"
    DECREASING = "decreasing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cycle:
    """A billing period, from `start` to `end` (exclusive; `None` = until used).

    `opening` is what had been used in it before Taara's first reading, `counted`
    what was used since, both in bytes. `number` tells one period from the next and
    stays when only its start is corrected. `granted` is the allowance in force,
    top-ups included, `None` where the plan is unlimited; `carried` of it was left of the
    cycle before, `None` where nothing rolls over. `corrected` says that a person told
    the total. `latched` is when its total began to count, where another plan has moved
    the start since.

    Where a total is told, by the source or by a person, and the days come to more than
    it, `opening` is negative by the difference: the total stands.
    """

    number: int
    start: datetime
    end: datetime | None
    opening: int = 0
    counted: int = 0
    granted: int | None = None
    carried: int | None = None
    corrected: bool = False
    latched: datetime | None = None

    @property
    def reset_at(self) -> datetime:
        """Since when its total has counted: only a rollover changes that."""
        return self.latched or self.start

    @property
    def used(self) -> int:
        """Bytes used in this cycle."""
        return self.opening + self.counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """Usage in bytes from `start` to `end`; estimated if nobody watched it happen.

    If it is `free`, it does not count.
    """

    start: datetime
    end: datetime
    used: int
    estimated: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """Usage in (a part of) a local hour: bytes, seconds measured, readings taken.

    `free` are bytes beside those `used`: of free hours, they count nowhere.
    """

    used: int = 0
    measured: int = 0
    readings: int = 0
    free: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DailySummary:
    """A closed local day. Bytes; scores from 0 to 1; `None` where nothing is known.

    An `imported` one was over before Taara's first reading; a `partial` one had begun by
    then, and what was used before is not in it. `free` usage is no part of `usage`.
    """

    date: date
    usage: int
    budget: int | None = None
    peak_hour: int | None = None
    reading_count: int = 0
    data_quality: float = 0.0
    trend: TrendDirection | None = None
    imported: bool = False
    free: int = 0
    partial: bool = False

    @property
    def budget_variance(self) -> int | None:
        """Usage above (positive) or under (negative) the day's budget, in bytes."""
        return None if self.budget is None else self.usage - self.budget

    @property
    def efficiency(self) -> float | None:
        """1 at or under the budget, else the share of usage that was budgeted."""
        if self.budget is None:
            return None
        return 1.0 if self.usage <= self.budget else self.budget / self.usage


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewal:
    """A local day on which a cycle begins; or only `ends`, unless it is bought again."""

    date: date
    ends: bool = False
