"""A button that reads the source now."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TaaraConfigEntry
from .entity import TaaraEntity

PARALLEL_UPDATES = 1

REFRESH = ButtonEntityDescription(
    key="refresh",
    translation_key="refresh",
    entity_category=EntityCategory.CONFIG,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the button."""
    async_add_entities([TaaraRefreshButton(entry.runtime_data, REFRESH)])


class TaaraRefreshButton(TaaraEntity, ButtonEntity):
    """Reads the source, no sooner than ten minutes after the last time."""

    @override
    async def async_press(self) -> None:
        """Read the source now, or say when that will be possible."""
        await self.coordinator.async_refresh_now()
