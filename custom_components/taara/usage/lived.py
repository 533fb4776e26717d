"""The days that tell what a household wants, from what was recorded of it."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from ..model import AfterAllowance, Cycle, DailySummary, Plan
from .ledger import Ledger
from .level import HISTORY
from .local_time import local_date, midnight

# Billing systems run late and round: an allowance is gone a little before its last byte.
NEARLY_GONE = 0.995


def lived(
    ledger: Ledger, plan: Plan, zone: tzinfo
) -> Iterator[tuple[date, int | None]]:
    """Yield the closed days of late with their usage in bytes, oldest first.

    `None` where a day's usage says nothing of the household: the one on which Taara
    began in the middle, and those on which the plan held it back, its allowance gone.
    """
    days = ledger.days[-HISTORY:]
    held = frozenset(_held_back(days, (*ledger.past, ledger.cycle), plan, zone))
    partial = _partial(ledger, zone)
    for day in days:
        told = day.date not in held and day.date != partial
        yield day.date, day.usage if told else None


def _partial(ledger: Ledger, zone: tzinfo) -> date | None:
    """Return the day on which Taara began, if its first hour is not known."""
    day = local_date(ledger.since, zone)
    whole = int(midnight(day, zone).timestamp()) in ledger.hours
    return None if whole else day


def _held_back(
    days: Sequence[DailySummary], cycles: Sequence[Cycle], plan: Plan, zone: tzinfo
) -> Iterator[date]:
    """Yield the days that ended with nothing left to use at full speed."""
    if plan.after_allowance is AfterAllowance.CHARGES:
        return
    for cycle in cycles:
        if cycle.granted is None or cycle.used < NEARLY_GONE * cycle.granted:
            continue
        first = local_date(cycle.start, zone)
        last = date.max if cycle.end is None else local_date(cycle.end, zone)
        used = cycle.opening
        for day in days:
            if first <= day.date < last:
                used += day.usage
                if used >= NEARLY_GONE * cycle.granted:
                    yield day.date
