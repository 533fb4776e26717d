"""What every entity of a household has in common."""

from typing import override

from homeassistant.const import CONF_URL
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import TaaraCoordinator


class TaaraEntity(CoordinatorEntity[TaaraCoordinator]):
    """An entity that shows a field of the household's `Overview`."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: TaaraCoordinator, description: EntityDescription
    ) -> None:
        """Name the entity by its description."""
        super().__init__(coordinator)
        self.entity_description = description
        entry = coordinator.config_entry
        self._attr_unique_id = f"{entry.entry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            entry_type=DeviceEntryType.SERVICE,
            name=_device_name(coordinator),
            manufacturer="Taara",
            configuration_url=entry.data[CONF_URL] or None,
        )

    @property
    @override
    def available(self) -> bool:
        """Last known beats nothing: only a household never read has no figures."""
        return self.coordinator.data is not None


def _device_name(coordinator: TaaraCoordinator) -> str:
    """Name the first household simply, and further ones so that they can be told apart."""
    entry = coordinator.config_entry
    first, *_ = coordinator.hass.config_entries.async_entries(DOMAIN)
    return "Taara" if entry.entry_id == first.entry_id else entry.title
