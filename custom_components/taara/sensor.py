"""The figures of a household, one field of the `Overview` each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
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
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .entity import TaaraEntity
from .model import DataUnit, Overview, ReadingStatus

PARALLEL_UPDATES = 0

# So many digits of a figure mean something to a person; more only write rows.
SIGNIFICANT_DIGITS = 4
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


def shown(value: int | None, unit: DataUnit) -> float | None:
    """Round bytes to the digits that mean something, in the plan's unit."""
    if value is None:
        return None
    size = 10**9 if unit in {DataUnit.GB, DataUnit.TB} else 2**30
    return float(f"{value / size:.{SIGNIFICANT_DIGITS}g}") * size


def _data(
    key: str,
    value_fn: Callable[[Overview], int | None],
    *,
    state_class: SensorStateClass | None = None,
    last_reset_fn: Callable[[Overview], datetime | None] | None = None,
    entity_category: EntityCategory | None = None,
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
        value_fn=lambda overview: shown(value_fn(overview), overview.unit),
        last_reset_fn=last_reset_fn,
    )


SENSORS: tuple[TaaraSensorEntityDescription, ...] = (
    _data(
        "allowance",
        lambda overview: overview.allowance,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
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
        last_reset_fn=lambda overview: overview.cycle.start,
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
        key="last_reading",
        translation_key="last_reading",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda overview: overview.as_of,
    ),
    TaaraSensorEntityDescription(
        key="plan_name",
        translation_key="plan_name",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda overview: overview.plan_name,
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
    _data(
        "used_today",
        lambda overview: overview.used_today,
        state_class=SensorStateClass.TOTAL,
        last_reset_fn=lambda overview: overview.today_start,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors."""
    async_add_entities(
        TaaraSensor(entry.runtime_data, description) for description in SENSORS
    )


class TaaraSensor(TaaraEntity, SensorEntity):
    """Shows a field of the `Overview`."""

    entity_description: TaaraSensorEntityDescription

    def __init__(
        self,
        coordinator: TaaraCoordinator,
        description: TaaraSensorEntityDescription,
    ) -> None:
        """Suggest the plan's unit for amounts of data."""
        super().__init__(coordinator, description)
        if description.device_class is SensorDeviceClass.DATA_SIZE:
            self._attr_suggested_unit_of_measurement = UNITS[coordinator.plan.unit]

    @property
    @override
    def native_value(self) -> Value:
        """Return the field."""
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return since when a total has counted."""
        if (since := self.entity_description.last_reset_fn) is None:
            return None
        return since(self.coordinator.data)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
