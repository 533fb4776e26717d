"""What it all means at one moment."""

from dataclasses import dataclass
from datetime import date, datetime

from .connection import Connection
from .plan import DataUnit, Price
from .reading import ReadingStatus
from .record import Cycle


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
