"""The vocabulary of Taara: immutable values that every part speaks in.

Amounts of data are whole bytes, times are aware and in UTC, days and cycles are
the home's own. What is not known is `None`, never zero.
"""

from .act import Act
from .alert import (
    Acknowledgement,
    Alert,
    AlertKind,
    Channel,
    Delivery,
    DeliveryStatus,
    Via,
)
from .alert_settings import AlertSettings, QuietHours, Snooze, Target
from .connection import Connection, Poll, Reach
from .insight import Tip, TipKind, TrendPeriod, Trends, Unusual
from .overview import Overview
from .plan import AfterAllowance, CycleKind, DataUnit, FreeHours, Plan, Price
from .projection import Projection
from .question import Candidate, Change, Comparison, Fit, Supposed
from .reading import CounterKind, Reading, ReadingStatus
from .record import Cycle, DailySummary, Hour, Interval, Renewal, TrendDirection

__all__ = [
    "Acknowledgement",
    "Act",
    "AfterAllowance",
    "Alert",
    "AlertKind",
    "AlertSettings",
    "Candidate",
    "Change",
    "Channel",
    "Comparison",
    "Connection",
    "CounterKind",
    "Cycle",
    "CycleKind",
    "DailySummary",
    "DataUnit",
    "Delivery",
    "DeliveryStatus",
    "Fit",
    "FreeHours",
    "Hour",
    "Interval",
    "Overview",
    "Plan",
    "Poll",
    "Price",
    "Projection",
    "QuietHours",
    "Reach",
    "Reading",
    "ReadingStatus",
    "Renewal",
    "Snooze",
    "Supposed",
    "Target",
    "Tip",
    "TipKind",
    "TrendDirection",
    "TrendPeriod",
    "Trends",
    "Unusual",
    "Via",
]
