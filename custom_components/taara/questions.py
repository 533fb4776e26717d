"""What faces ask with an argument: answered by the arithmetic behind the `Overview`.

Each may be asked once the household has been read; before that, nothing is known.
"""

from collections.abc import Container, Sequence
from datetime import date, datetime

from homeassistant.util import dt as dt_util

from .coordinator import TaaraCoordinator
from .model import Alert, AlertKind, DailySummary, Renewal, Tip, TrendPeriod, Trends
from .usage import heat as usual_hours, renewals, trend
from .usage.advice import advice


def days_between(
    coordinator: TaaraCoordinator, first: date, last: date
) -> Sequence[DailySummary]:
    """Return the closed days from the first to the last one."""
    if (household := coordinator.household) is None:
        return ()
    return [day for day in household.ledger.days if first <= day.date <= last]


def renewals_between(
    coordinator: TaaraCoordinator, start: datetime, end: datetime
) -> Sequence[Renewal]:
    """Return the days between two moments on which the plan renews or ends."""
    if (household := coordinator.household) is None:
        return ()
    ledger, plan = household.ledger, household.plan
    return renewals.renewals_between(ledger, plan, start, end, coordinator.zone)


def trends(coordinator: TaaraCoordinator, period: TrendPeriod) -> Trends | None:
    """Return where usage went in a period, and in the one before."""
    if (household := coordinator.household) is None:
        return None
    ledger, today = household.ledger, dt_util.now().date()
    return trend.trends(ledger.days, ledger.hours, period, today, coordinator.zone)


def tips(coordinator: TaaraCoordinator) -> Sequence[Tip]:
    """Return what would save data, most first."""
    if (household := coordinator.household) is None:
        return ()
    return advice(household, dt_util.now().date(), coordinator.zone)


def heat(coordinator: TaaraCoordinator) -> Sequence[Sequence[int | None]]:
    """Return mean bytes of each hour of each weekday, Monday first."""
    if (household := coordinator.household) is None:
        return ()
    hours, today = household.ledger.hours, dt_util.now().date()
    return usual_hours.heat(hours, today, coordinator.zone)


def alerts_between(
    coordinator: TaaraCoordinator, first: date, last: date, kinds: Container[AlertKind]
) -> Sequence[Alert]:
    """Return what was told of some kinds from the first local day to the last one."""
    if (household := coordinator.household) is None:
        return ()
    return [
        alert
        for alert in household.alerts
        if alert.kind in kinds
        and first <= alert.raised_at.astimezone(coordinator.zone).date() <= last
    ]


def never_heeded(coordinator: TaaraCoordinator) -> Sequence[AlertKind]:
    """Return the kinds that nobody cares for, and that nobody decided on yet."""
    if (household := coordinator.household) is None:
        return ()
    return coordinator.alerts.in_vain(household, dt_util.utcnow())
