"""The vocabulary of Taara: immutable values that every part speaks in.

Amounts of data are whole bytes, times are aware and in UTC, days and cycles are
the home's own. What is not known is `None`, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class CounterKind(StrEnum):
    """What the number that a source counts means."""

    USED = "used"
    """Used in the source's billing cycle: starts again with the next one."""
    REMAINING = "remaining"
    """Left of the plan: falls with use, rises with a renewal or a top-up."""
    CUMULATIVE = "cumulative"
    """Counted since some moment, such as a reboot, that has no other meaning."""
    SESSION = "session"
    """Used in the device's present session: starts again with the next login."""

    @property
    def counts_the_cycle(self) -> bool:
        """Tell whether the source itself keeps the account of the billing cycle."""
        return self in {CounterKind.USED, CounterKind.REMAINING}


class ReadingStatus(StrEnum):
    """How much of what was asked for an answer held."""

    SUCCESS = "success"
    PARTIAL = "partial"
    """Usage or remainder is known, but not both."""
    FAILED = "failed"


class CycleKind(StrEnum):
    """How one billing cycle follows another."""

    MONTHLY = "monthly"
    """Renews by the calendar, on a day of the month."""
    DAYS = "days"
    """Lasts a number of days from a purchase; renews only when bought again."""
    UNTIL_USED = "until_used"
    """Lasts until the allowance is gone."""
    PROVIDER = "provider"
    """As the source itself says."""


class AfterAllowance(StrEnum):
    """What the provider does once the allowance is gone."""

    STOPS = "stops"
    SLOWS = "slows"
    CHARGES = "charges"


class DataUnit(StrEnum):
    """A unit in which a plan is sold, with its size in bytes."""

    GB = "GB"
    GIB = "GiB"
    TB = "TB"
    TIB = "TiB"

    @property
    def size(self) -> int:
        """Bytes in one of this unit."""
        return {"GB": 10**9, "GiB": 2**30, "TB": 10**12, "TiB": 2**40}[self]


class TrendDirection(StrEnum):
    """The last seven days against the seven before them."""

    INCREASING = "increasing"
    STABLE = "stable"
    DECREASING = "decreasing"


class Reach(StrEnum):
    """How the last poll of the source ended."""

    OK = "ok"
    CANNOT_CONNECT = "cannot_connect"
    INVALID_AUTH = "invalid_auth"
    TIMEOUT = "timeout"
    UNEXPECTED_PAYLOAD = "unexpected_payload"
    RATE_LIMITED = "rate_limited"
    KEY_MISSING = "key_missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """Money: `amount` in decimal digits, such as "2499.5"; `currency` by ISO 4217."""

    amount: str
    currency: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One answer of a source.

    `cycle_start` and `cycle_end` (exclusive) are dates where the source names only
    the day, and aware datetimes where it names the moment; `ended` is its word that no
    plan is in use. `plan_key` tells one purchase from the next where the source lets us.
    `counting_since` is when the counter last began from zero, where the source says so.
    `raw` is the payload, redacted.
    """

    taken_at: datetime
    counter: CounterKind = CounterKind.USED
    used: int | None = None
    remaining: int | None = None
    allowance: int | None = None
    cycle_start: date | None = None
    cycle_end: date | None = None
    ended: bool = False
    plan_name: str | None = None
    plan_key: str | None = None
    price: Price | None = None
    counting_since: datetime | None = None
    response_ms: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stated_allowance(self) -> int | None:
        """The allowance as the source names it, or as its other figures add up to.

        With nothing left they add up to nothing: more may be used than was granted.
        """
        if self.allowance is not None or self.used is None or not self.remaining:
            return self.allowance
        return self.used + self.remaining

    @property
    def status(self) -> ReadingStatus:
        """Success needs usage and remainder; an answer without either is no reading."""
        known = (self.used is not None) + (self.remaining is not None)
        return (ReadingStatus.FAILED, ReadingStatus.PARTIAL, ReadingStatus.SUCCESS)[
            known
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What the household bought, as it told us.

    `allowance` is in bytes, `None` for an unlimited plan; a source that names its
    own allowance wins over it. `cycle_start` anchors a cycle of days.
    """

    allowance: int | None
    unit: DataUnit = DataUnit.GB
    after_allowance: AfterAllowance = AfterAllowance.STOPS
    cycle: CycleKind = CycleKind.MONTHLY
    reset_day: int = 1
    cycle_days: int = 30
    cycle_start: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cycle:
    """A billing period, from `start` to `end` (exclusive; `None` = until used).

    `opening` is what had been used in it before Taara's first reading, `counted`
    what was used since, both in bytes. `number` tells one period from the next and
    stays when only its start is corrected. `granted` is the allowance in force,
    top-ups included, `None` where the plan is unlimited.
    """

    number: int
    start: datetime
    end: datetime | None
    opening: int = 0
    counted: int = 0
    granted: int | None = None

    @property
    def used(self) -> int:
        """Bytes used in this cycle."""
        return self.opening + self.counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """Usage in bytes from `start` to `end`; estimated if nobody watched it happen."""

    start: datetime
    end: datetime
    used: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """Usage in (a part of) a local hour: bytes, seconds measured, readings taken."""

    used: int = 0
    measured: int = 0
    readings: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DailySummary:
    """A closed local day. Bytes; scores from 0 to 1; `None` where nothing is known."""

    date: date
    usage: int
    budget: int | None = None
    peak_hour: int | None = None
    reading_count: int = 0
    data_quality: float = 0.0
    trend: TrendDirection | None = None

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
class Connection:
    """How reading the source goes.

    `failures` counts polls in a row that failed, `failing_since` is the first of
    them; `next_poll` is when the source will be asked again, `None` while nothing
    is planned. `circuit_open` says that the next poll is a single probe.
    """

    reach: Reach = Reach.OK
    failures: int = 0
    failing_since: datetime | None = None
    last_attempt: datetime | None = None
    next_poll: datetime | None = None
    circuit_open: bool = False
    storage_failing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """The record of one poll, for diagnostics: what was asked and what came."""

    poll_id: str
    at: datetime
    status: ReadingStatus
    error: str | None = None
    detail: str | None = None
    requests: int = 0
    usage_requests: int = 0
    response_ms: int = 0
    used: int | None = None
    remaining: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """Everything that Taara knows at one moment, as every face shows it.

    Bytes, days and percent; `None` is unknown (or unlimited, where `unlimited`
    says so). `as_of` is when the source was last read.
    """

    as_of: datetime
    connection: Connection
    status: ReadingStatus
    unit: DataUnit
    cycle: Cycle
    expired: bool
    unlimited: bool
    used: int | None
    remaining: int | None
    allowance: int | None
    percentage: float | None
    today: date
    today_start: datetime
    used_today: int | None
    daily_budget: int | None
    budget_left: int | None
    days_left: float | None
    usage_rate: float | None
    response_ms: int
    plan_name: str | None
    price: Price | None
    reachable: bool
    silent: bool
