"""Whether alerts help: what is used in the day after one, against what usually is.

    effect = 1 − actual ÷ expected, from 0 to 1

`expected` is what two usual days, today's rest and tomorrow's beginning, bring in the 24
hours after the alert, as the projection has them; `actual` what was counted in the 24
whole hours that begin with the next full one. 0 is as much as usual, or more; 1 is
nothing at all. Of one alert it says little, days differ; of many of a kind it says
whether they are heeded. Where an alert asks to use more (`spare`), it is
1 − expected ÷ actual.

Unknown it stays where nobody asks for anything, where less than half of the day was
measured, and where the plan, not the household, brought usage down: the allowance was
gone, and the provider stops then, or slows down.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from math import exp

from ..model import AfterAllowance, Alert, AlertKind
from .by_hour import MEASURED_SHARE
from .forecast import EARLY_DAYS
from .household import Household
from .level import totals
from .lived import lived
from .local_time import DAY, HOUR, day_end, day_start, hour_start, local_date
from .outlook import outlook
from .span import seen_share
from .spread import hour_profile

ASKS_FOR_LESS = frozenset(
    {
        AlertKind.THRESHOLD,
        AlertKind.USED_UP,
        AlertKind.DAILY_BUDGET,
        AlertKind.PACE,
        AlertKind.UNUSUAL_USAGE,
        AlertKind.WEEKLY_SUMMARY,
        AlertKind.OPTIMIZATION_TIP,
    }
)
ASKS_FOR_MORE = frozenset({AlertKind.SPARE})
# Later, the hours may have been forgotten; what could not be told stays unknown.
LOOKED_FOR = timedelta(days=7)


def expected_usage(household: Household, now: datetime, zone: tzinfo) -> int | None:
    """Return the bytes that 24 hours from `now` usually bring; `None` if too early.

    What is left of today, by the household's own hours, and as much of tomorrow as
    makes a day of it; in an empty house, what was used there of late.
    """
    ledger = household.ledger
    today, start = local_date(now, zone), day_start(now, zone)
    view = outlook(totals(lived(ledger, household.plan, zone), today), today, 1)
    if view.known < EARLY_DAYS:
        return None
    if view.absence.length:
        return round(view.absence.usage)
    gone = (now - start) / (day_end(now, zone) - start)
    seen = seen_share(hour_profile(ledger.hours, zone, counted=True), gone)
    first, following = (view.weekdays[day.weekday()] for day in (today, today + DAY))
    usual_days = (1 - seen) * first + seen * following
    return round(view.level * exp(view.growth) * usual_days)


def with_effects(
    alerts: Sequence[Alert], household: Household, zone: tzinfo
) -> tuple[Alert, ...]:
    """Return the alerts with the effect of those whose day is over by now."""
    read = household.ledger.last.taken_at
    return tuple(
        replace(alert, effect=_effect(alert, alerts, household, zone))
        if alert.effect is None
        and effect_due(alert, zone) <= read < alert.raised_at + LOOKED_FOR
        else alert
        for alert in alerts
    )


def effect_due(alert: Alert, zone: tzinfo) -> datetime:
    """Return when the 24 whole hours after an alert are over."""
    return _first_hour(alert, zone) + DAY


def _first_hour(alert: Alert, zone: tzinfo) -> datetime:
    full = hour_start(alert.raised_at, zone)
    return full if full == alert.raised_at else full + HOUR


def _effect(
    alert: Alert, alerts: Sequence[Alert], household: Household, zone: tzinfo
) -> float | None:
    expected = alert.expected
    if not expected or _was_held_back(alert, alerts, household):
        return None
    start = _first_hour(alert, zone).timestamp()
    end = start + DAY.total_seconds()
    hours = [hour for at, hour in household.ledger.hours.items() if start <= at < end]
    if sum(hour.measured for hour in hours) < MEASURED_SHARE * (end - start):
        return None
    actual = sum(hour.used for hour in hours)
    if alert.kind in ASKS_FOR_LESS:
        share = 1 - actual / expected
    elif alert.kind in ASKS_FOR_MORE:
        share = 1 - expected / actual if actual else 0.0
    else:
        return None
    return round(max(0.0, share), 2)


def _was_held_back(alert: Alert, alerts: Sequence[Alert], household: Household) -> bool:
    """Tell whether the allowance was gone in the day after an alert, and that tells."""
    if household.plan.after_allowance is AfterAllowance.CHARGES:
        return False
    day_after = alert.raised_at + DAY
    return alert.kind is AlertKind.USED_UP or any(
        other.kind is AlertKind.USED_UP
        and alert.raised_at <= other.raised_at < day_after
        for other in alerts
    )
