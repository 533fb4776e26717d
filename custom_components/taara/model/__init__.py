"""The vocabulary of Taara: immutable values that every part speaks in.

Amounts of data are whole bytes, times are aware and in UTC, days and cycles are
the home's own. What is not known is `None`, never zero.
"""

from .connection import Connection, Poll, Reach
from .insight import FreeHours, Tip, TipKind, TrendPeriod, Trends, Unusual
from .overview import Overview
from .plan import AfterAllowance, CycleKind, DataUnit, Plan, Price
from .reading import CounterKind, Reading, ReadingStatus
from .record import Cycle, DailySummary, Hour, Interval, TrendDirection

__all__ = [
    "AfterAllowance",
    "Connection",
    "CounterKind",
    "Cycle",
    "CycleKind",
    "DailySummary",
    "DataUnit",
    "FreeHours",
    "Hour",
    "Interval",
    "Overview",
    "Plan",
    "Poll",
    "Price",
    "Reach",
    "Reading",
    "ReadingStatus",
    "Tip",
    "TipKind",
    "TrendDirection",
    "TrendPeriod",
    "Trends",
    "Unusual",
]
