"""What it all means at one moment."""

from dataclasses import dataclass
from datetime import date, datetime

from .connection import Connection
from .plan import DataUnit, Price
from .projection import Projection
from .reading import ReadingStatus
from .record import Cycle, DailySummary, Renewal


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """Everything that Taara knows at one moment, as every face shows it.

    Bytes, days and percent; `None` is unknown (or unlimited, where `unlimited`
    says so). `as_of` is when the source was last read, `last_day` the day before the
    present one once it is closed.

    What `projection` tells is of that moment. Its figures are `None` while it is too
    early for them, only its ranges are shown then: `projected` is the cycle's total,
    `overage_chance` in percent that it exceeds the allowance, `exhaustion` when that is
    as likely as not, if before the renewal, and `safe_days` how long from now the
    allowance lasts in nine of ten cases, never beyond the renewal. `overage_risk` comes
    with an even chance and goes when it is clearly lower.
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
    over_budget: bool | None
    average_daily: int | None
    days_left: float | None
    projection: Projection | None
    projected: int | None
    overage_chance: float | None
    overage_risk: bool | None
    exhaustion: datetime | None
    safe_days: float | None
    last_day: DailySummary | None
    next_renewal: Renewal | None
    usage_rate: float | None
    response_ms: int
    plan_name: str | None
    price: Price | None
    reachable: bool
    silent: bool
