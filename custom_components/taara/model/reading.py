"""What a source says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from .plan import Price


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
