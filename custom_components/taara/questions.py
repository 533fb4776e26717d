"""What faces ask with an argument: answered by the arithmetic behind the `Overview`.

Each may be asked once the household has been read; before that, nothing is known.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from homeassistant.util import dt as dt_util

from .coordinator import TaaraCoordinator
from .errors import translated
from .model import (
    Alert,
    AlertKind,
    Change,
    Comparison,
    DailySummary,
    Renewal,
    Supposed,
    Tip,
    TrendPeriod,
    Trends,
)
from .usage import heat as usual_hours, lately, renewals, trend
from .usage.advice import advice
from .usage.candidates import asked_candidates, last_bought
from .usage.compare import compare
from .usage.what_if import what_if


def days_between(
    coordinator: TaaraCoordinator, first: date, last: date
) -> Sequence[DailySummary]:
    """Return the closed days from the first to the last one."""
    if (household := coordinator.household) is None:
        return ()
    return [day for day in household.ledger.days if first <= day.date <= last]


def used_from(coordinator: TaaraCoordinator, first: date) -> tuple[int, bool]:
    """Return the bytes used from a local day until now, and whether that is all."""
    if (household := coordinator.household) is None:
        return 0, False
    return lately.used_from(household.ledger, first, coordinator.zone)


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


async def async_what_if(coordinator: TaaraCoordinator, change: Change) -> Supposed:
    """Return what is, and what would be if something changed from now on."""
    if TYPE_CHECKING:
        assert coordinator.household is not None
    return await coordinator.hass.async_add_executor_job(
        what_if, coordinator.household, change, dt_util.utcnow(), coordinator.zone
    )


async def async_compare(
    coordinator: TaaraCoordinator, rows: Sequence[Mapping[str, Any]]
) -> Comparison:
    """Return candidate plans beside the last one bought. Raises what people can read."""
    if TYPE_CHECKING:
        assert coordinator.household is not None
    hass, household = coordinator.hass, coordinator.household
    with translated():
        candidates = asked_candidates(rows, household, hass.config.currency)
    return await hass.async_add_executor_job(
        compare, household, candidates, coordinator.zone
    )


async def async_compare_sizes(
    coordinator: TaaraCoordinator, sizes: Sequence[float]
) -> Comparison:
    """Return the plan last bought beside others of the same days, multiples of its size."""
    if TYPE_CHECKING:
        assert coordinator.household is not None
    granted = last_bought(coordinator.household).allowance or 0
    allowances = [int(granted * size) for size in sizes]
    rows = [{"allowance": size, "unit": "B"} for size in allowances if size]
    return await async_compare(coordinator, rows)
