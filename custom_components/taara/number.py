"""From which shares of the allowance people are told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.number import (
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.const import EntityCategory, UnitOfRatio
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alert_options import (
    CONF_ALERT_THRESHOLD,
    CONF_ALERT_THRESHOLD_HIGH,
    THRESHOLD_HIGH_RANGE,
    THRESHOLD_RANGE,
)
from .coordinator import TaaraConfigEntry
from .entity import TaaraEntity
from .model import AlertSettings

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TaaraNumberEntityDescription(NumberEntityDescription):
    """A setting that is a number; its key is the option's."""

    value_fn: Callable[[AlertSettings], int]


NUMBERS: tuple[TaaraNumberEntityDescription, ...] = (
    TaaraNumberEntityDescription(
        key=CONF_ALERT_THRESHOLD,
        translation_key="alert_threshold",
        entity_category=EntityCategory.CONFIG,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        native_min_value=THRESHOLD_RANGE[0],
        native_max_value=THRESHOLD_RANGE[1],
        native_step=1,
        mode=NumberMode.BOX,
        value_fn=lambda settings: settings.threshold,
    ),
    TaaraNumberEntityDescription(
        key=CONF_ALERT_THRESHOLD_HIGH,
        translation_key="alert_threshold_high",
        entity_category=EntityCategory.CONFIG,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        native_min_value=THRESHOLD_HIGH_RANGE[0],
        native_max_value=THRESHOLD_HIGH_RANGE[1],
        native_step=1,
        mode=NumberMode.BOX,
        value_fn=lambda settings: settings.threshold_high,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers."""
    async_add_entities(
        TaaraNumber(entry.runtime_data, description) for description in NUMBERS
    )


class TaaraNumber(TaaraEntity, NumberEntity):
    """Shows a setting and changes it: the entry's options are the truth."""

    entity_description: TaaraNumberEntityDescription

    @property
    @override
    def native_value(self) -> int:
        """Return the setting."""
        return self.entity_description.value_fn(self.coordinator.alerts.settings)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Change the setting; it holds at once."""
        self.coordinator.alerts.choose({self.entity_description.key: round(value)})
