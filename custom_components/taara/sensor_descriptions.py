"""What each sensor shows: one field of the `Overview`, rounded to what people can use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    EntityCategory,
    UnitOfDataRate,
    UnitOfInformation,
    UnitOfRatio,
    UnitOfTime,
)
from homeassistant.helpers.typing import StateType

from .model import DailySummary, DataUnit, Overview, ReadingStatus, TrendDirection

# So many digits of a figure mean something to a person; more only write rows.
SIGNIFICANT_DIGITS = 4
# Nobody knows the future that well.
PROJECTED_DIGITS = 3
UNITS = {
    DataUnit.GB: UnitOfInformation.GIGABYTES,
    DataUnit.GIB: UnitOfInformation.GIBIBYTES,
    DataUnit.TB: UnitOfInformation.GIGABYTES,
    DataUnit.TIB: UnitOfInformation.GIBIBYTES,
}
"""The unit that a plan's figures are shown in: a thousandth of a terabyte plan is a
gigabyte, which people can picture."""

type Value = StateType | datetime


@dataclass(frozen=True, kw_only=True)
class TaaraSensorEntityDescription(SensorEntityDescription):
    """A field of the `Overview`, and since when it has counted where it is a total."""

    value_fn: Callable[[Overview], Value]
    last_reset_fn: Callable[[Overview], datetime | None] | None = None
    attributes_fn: Callable[[Overview], Mapping[str, Any]] | None = None


def shown(
    value: int | None, unit: DataUnit, digits: int = SIGNIFICANT_DIGITS
) -> float | None:
    """Round bytes to the digits that mean something, in the plan's unit."""
    if value is None:
        return None
    size = _size(unit)
    return float(f"{value / size:.{digits}g}") * size


def _data(
    key: str,
    value_fn: Callable[[Overview], int | None],
    *,
    state_class: SensorStateClass | None = None,
    last_reset_fn: Callable[[Overview], datetime | None] | None = None,
    entity_category: EntityCategory | None = None,
    digits: int = SIGNIFICANT_DIGITS,
    attributes_fn: Callable[[Overview], Mapping[str, Any]] | None = None,
) -> TaaraSensorEntityDescription:
    """Return a description of an amount of data."""
    return TaaraSensorEntityDescription(
        key=key,
        translation_key=key,
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_display_precision=1,
        state_class=state_class,
        entity_category=entity_category,
        value_fn=lambda overview: shown(value_fn(overview), overview.unit, digits),
        last_reset_fn=last_reset_fn,
        attributes_fn=attributes_fn,
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _size(unit: DataUnit) -> int:
    """Return the bytes of the unit that a plan's figures are shown in."""
    return 10**9 if unit in {DataUnit.GB, DataUnit.TB} else 2**30


def _ranges(overview: Overview) -> Mapping[str, Any]:
    """Return in which range the cycle's total will be, and whether it is early to tell.

    A plan that lasts until it is used has no total.
    """
    projection, size = overview.projection, _size(overview.unit)
    if projection is None or overview.cycle.end is None:
        return {}
    ranges = {
        name: float(f"{getattr(projection, name) / size:.{PROJECTED_DIGITS}g}")
        for name in ("low80", "high80", "low95", "high95")
    }
    return {
        "early": projection.early,
        **ranges,
        "range_unit": UNITS[overview.unit].value,
    }


def _of_yesterday(
    value_fn: Callable[[DailySummary], StateType],
) -> Callable[[Overview], StateType]:
    """Return what tells a field of the last day that is over."""

    def value(overview: Overview) -> StateType:
        return None if overview.last_day is None else value_fn(overview.last_day)

    return value


def _to_the_hour(at: datetime | None) -> datetime | None:
    """Return the full hour nearest to a moment that nobody knows by the minute."""
    if at is None:
        return None
    half = at + timedelta(minutes=30)
    return half.replace(minute=0, second=0, microsecond=0)


SENSORS: tuple[TaaraSensorEntityDescription, ...] = (
    _data(
        "allowance",
        lambda overview: overview.allowance,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    _data("average_daily_usage", lambda overview: overview.average_daily),
    _data("budget_remaining_today", lambda overview: overview.budget_left),
    TaaraSensorEntityDescription(
        key="collection_status",
        translation_key="collection_status",
        device_class=SensorDeviceClass.ENUM,
        options=[status.value for status in ReadingStatus],
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda overview: overview.status,
    ),
    TaaraSensorEntityDescription(
        key="cycle_end",
        translation_key="cycle_end",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda overview: overview.cycle.end,
    ),
    _data("daily_budget", lambda overview: overview.daily_budget),
    _data(
        "data_remaining",
        lambda overview: overview.remaining,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    _data(
        "data_used",
        lambda overview: overview.used,
        state_class=SensorStateClass.TOTAL,
        last_reset_fn=lambda overview: overview.cycle.reset_at,
    ),
    TaaraSensorEntityDescription(
        key="data_quality_score",
        translation_key="data_quality_score",
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_of_yesterday(lambda day: _rounded(day.data_quality, 2)),
    ),
    TaaraSensorEntityDescription(
        key="days_remaining",
        translation_key="days_remaining",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=1,
        value_fn=lambda overview: _rounded(overview.days_left, 1),
    ),
    TaaraSensorEntityDescription(
        key="efficiency_score",
        translation_key="efficiency_score",
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_of_yesterday(lambda day: _rounded(day.efficiency, 2)),
    ),
    TaaraSensorEntityDescription(
        key="last_reading",
        translation_key="last_reading",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda overview: overview.as_of,
    ),
    TaaraSensorEntityDescription(
        key="overage_probability",
        translation_key="overage_probability",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=0,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda overview: _rounded(overview.overage_chance, 0),
    ),
    TaaraSensorEntityDescription(
        key="peak_usage_hour",
        translation_key="peak_usage_hour",
        entity_registry_enabled_default=False,
        value_fn=_of_yesterday(lambda day: day.peak_hour),
    ),
    TaaraSensorEntityDescription(
        key="plan_name",
        translation_key="plan_name",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda overview: overview.plan_name,
    ),
    TaaraSensorEntityDescription(
        key="projected_exhaustion",
        translation_key="projected_exhaustion",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda overview: _to_the_hour(overview.exhaustion),
    ),
    _data(
        "projected_usage",
        lambda overview: overview.projected,
        state_class=SensorStateClass.MEASUREMENT,
        digits=PROJECTED_DIGITS,
        attributes_fn=_ranges,
    ),
    TaaraSensorEntityDescription(
        key="response_time",
        translation_key="response_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MILLISECONDS,
        suggested_unit_of_measurement=UnitOfTime.MILLISECONDS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda overview: overview.response_ms,
    ),
    TaaraSensorEntityDescription(
        key="safe_time_remaining",
        translation_key="safe_time_remaining",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda overview: _rounded(overview.safe_days, 1),
    ),
    TaaraSensorEntityDescription(
        key="usage_percentage",
        translation_key="usage_percentage",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda overview: _rounded(overview.percentage, 1),
    ),
    TaaraSensorEntityDescription(
        key="usage_rate",
        translation_key="usage_rate",
        device_class=SensorDeviceClass.DATA_RATE,
        native_unit_of_measurement=UnitOfDataRate.BYTES_PER_SECOND,
        suggested_unit_of_measurement=UnitOfDataRate.MEGABITS_PER_SECOND,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda overview: overview.usage_rate,
    ),
    TaaraSensorEntityDescription(
        key="usage_trend",
        translation_key="usage_trend",
        device_class=SensorDeviceClass.ENUM,
        options=[trend.value for trend in TrendDirection],
        value_fn=_of_yesterday(lambda day: day.trend),
    ),
    _data(
        "used_today",
        lambda overview: overview.used_today,
        state_class=SensorStateClass.TOTAL,
        last_reset_fn=lambda overview: overview.today_start,
    ),
)
