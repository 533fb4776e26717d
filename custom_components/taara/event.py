"""What people are told, as events for automations and the logbook."""

from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.json import JsonObjectType

from .alerts import alert_signal
from .coordinator import TaaraConfigEntry
from .entity import TaaraEntity
from .model import AlertKind

PARALLEL_UPDATES = 0

ALERT = EventEntityDescription(
    key="alert",
    translation_key="alert",
    event_types=[kind.value for kind in AlertKind],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the event."""
    async_add_entities([TaaraAlertEvent(entry.runtime_data, ALERT)])


class TaaraAlertEvent(TaaraEntity, EventEntity):
    """Happens with each alert, once."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for alerts from now on: what was told before is not told again."""
        await super().async_added_to_hass()
        signal = alert_signal(self.coordinator.config_entry.entry_id)
        self.async_on_remove(async_dispatcher_connect(self.hass, signal, self._happen))

    @callback
    def _happen(self, fields: JsonObjectType) -> None:
        """Show an alert with all that automations may want to know of it."""
        self._trigger_event(str(fields["kind"]), dict(fields))
        self.async_write_ha_state()
