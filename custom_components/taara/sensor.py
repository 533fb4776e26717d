"""The figures of a household, one field of the `Overview` each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .entity import TaaraEntity
from .sensor_descriptions import SENSORS, UNITS, TaaraSensorEntityDescription, Value

PARALLEL_UPDATES = 0


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
    # They change with every reading; nobody looks at them later.
    _unrecorded_attributes = frozenset(
        {"early", "high80", "high95", "low80", "low95", "range_unit"}
    )

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

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what is told beside the field."""
        if (attributes := self.entity_description.attributes_fn) is None:
            return None
        return attributes(self.coordinator.data)
