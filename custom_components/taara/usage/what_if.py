"""What if: the `Overview` as it would be, from the arithmetic of the one there is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from ..model import Change, Cycle, Supposed
from .amount import asked_amount, number_within
from .budget import daily_budget
from .household import Household
from .overview import overview
from .projected import projected
from .prospect import prospect
from .refusal import Refused
from .used_up import used_up_at

# Percent: nothing at all is used, or ten times the usual.
SLOWEST, FASTEST = -100, 900
LONGEST_AWAY = 366


def asked_change(asked: Mapping[str, Any]) -> Change:
    """Return the change that is asked for, as actions and commands name it.

    `extra` is an amount of `unit`, `pace_change` in percent, `days_away` days.
    Raises `Refused`.
    """
    pace = number_within(asked.get("pace_change", 0), SLOWEST, FASTEST)
    if pace is None:
        raise Refused("bad_pace")
    away = number_within(asked.get("days_away", 0), 0, LONGEST_AWAY)
    if away is None:
        raise Refused("bad_days_away")
    extra = asked_amount(asked.get("extra", 0), asked.get("unit", "GB"))
    return Change(extra=extra, pace=1 + float(pace) / 100, away=float(away))


def what_if(
    household: Household, change: Change, now: datetime, zone: tzinfo
) -> Supposed:
    """Return what is known at `now`, beside what would be if something changed.

    Where nothing can be projected, neither can what might be.
    """
    seen = overview(household, now, zone)
    if seen.expired or seen.used is None:
        return Supposed(now=seen, then=seen)
    ledger, last = household.ledger, household.ledger.last
    cycle = replace(ledger.cycle, opening=ledger.cycle.opening + change.extra)
    ahead = projected(household, zone, change)
    outlook = prospect(
        ahead,
        cycle,
        last.taken_at,
        now,
        was_at_risk=household.at_risk,
        used_up=used_up_at(ledger) or (now if _is_gone(cycle) else None),
    )
    left, budget = seen.remaining, None
    # What is extra is set aside before: it is no part of what today has used.
    counted = ledger.used_since(max(seen.today_start, cycle.start))
    if seen.daily_budget is not None:
        budget = daily_budget(_at_home(cycle, change), counted, seen.today_start)
    then = replace(
        seen,
        used=cycle.used,
        remaining=None if left is None else max(0, left - change.extra),
        percentage=100 * cycle.used / cycle.granted if cycle.granted else None,
        daily_budget=budget,
        budget_left=None if budget is None else max(0, budget - counted),
        over_budget=None if budget is None else counted > budget,
        projection=ahead,
        projected=outlook.projected,
        overage_chance=outlook.chance,
        overage_risk=outlook.at_risk,
        exhaustion=outlook.exhaustion,
        safe_days=outlook.safe_days,
    )
    return Supposed(now=seen, then=then)


def _at_home(cycle: Cycle, change: Change) -> Cycle:
    """Return a cycle as long as somebody is at home: only those days need a budget."""
    if cycle.end is None:
        return cycle
    return replace(cycle, end=cycle.end - timedelta(days=change.away))


def _is_gone(cycle: Cycle) -> bool:
    return cycle.granted is not None and cycle.used >= cycle.granted
