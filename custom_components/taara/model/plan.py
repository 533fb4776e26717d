"""What a household bought."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """Money: `amount` in decimal digits, such as "2499.5"; `currency` by ISO 4217."""

    amount: str
    currency: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeHours:
    """A window of the local clock in which usage does not count.

    From the hour `start` (0–23) until the hour `end` (0–24, exclusive); one that does
    not end later than it starts goes on past midnight. It opens on each of `weekdays`
    (Monday is 0), on every day where there are none.
    """

    start: int
    end: int
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What the household bought, as it told us.

    `allowance` is in bytes, `None` for an unlimited plan; a source that names its
    own allowance wins over it. `cycle_start` anchors a cycle of days. With `rollover`,
    what is left at the end of a cycle is added to the next one.
    """

    allowance: int | None
    unit: DataUnit = DataUnit.GB
    after_allowance: AfterAllowance = AfterAllowance.STOPS
    cycle: CycleKind = CycleKind.MONTHLY
    reset_day: int = 1
    cycle_days: int = 30
    cycle_start: datetime | None = None
    free_hours: tuple[FreeHours, ...] = ()
    rollover: bool = False
