"""The days that tell what a household wants, from what was recorded of it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from ..model import AfterAllowance, Cycle, DailySummary, Plan
from .ledger import Ledger
from .level import HISTORY
from .local_time import local_date


def lived(
    ledger: Ledger, plan: Plan, zone: tzinfo
) -> Iterator[tuple[date, int | None]]:
    """Yield the closed days of late with their usage in bytes, oldest first.

    `None` where a day's usage says nothing of the household: the one on which Taara
    began in the middle, and those on which the plan held it back, its allowance gone.
    """
    days = ledger.days[-HISTORY:]
    held = frozenset(_held_back(days, (*ledger.past, ledger.cycle), plan, zone))
    for day in days:
        told = day.date not in held and not day.partial
        yield day.date, day.usage if told else None


def _held_back(
    days: Sequence[DailySummary], cycles: Sequence[Cycle], plan: Plan, zone: tzinfo
) -> Iterator[date]:
    """Yield the days that ended with nothing left to use at full speed."""
    if plan.after_allowance is AfterAllowance.CHARGES:
        return
    for cycle in cycles:
        if cycle.granted is None:
            continue
        used = cycle.opening
        for day in _within(days, cycle, zone):
            used += day.usage
            if used >= cycle.granted:
                yield day.date


def _within(
    days: Sequence[DailySummary], cycle: Cycle, zone: tzinfo
) -> Sequence[DailySummary]:
    """Return the days that began in a cycle, its first one included."""
    first = bisect_left(days, local_date(cycle.start, zone), key=_date)
    if cycle.end is None:
        return days[first:]
    return days[first : bisect_left(days, local_date(cycle.end, zone), key=_date)]


def _date(day: DailySummary) -> date:
    return day.date
