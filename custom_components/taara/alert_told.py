"""An alert with all that became of it, for whoever asks for the history."""

from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonObjectType

from .alert_fields import event_fields, history_fields
from .coordinator import TaaraCoordinator
from .model import Alert


async def async_alert_told(
    hass: HomeAssistant, coordinator: TaaraCoordinator, alert: Alert
) -> JsonObjectType:
    """Return an alert in words, what became of it, and the name of who took note."""
    entry_id, zone = coordinator.config_entry.entry_id, coordinator.zone
    language, unit = coordinator.alerts.settings.language, coordinator.plan.unit
    by = alert.acknowledged.by if alert.acknowledged else None
    user = None if by is None else await hass.auth.async_get_user(by)
    return {
        **event_fields(alert, entry_id, language, unit, zone),
        **history_fields(alert, None if user is None else user.name),
    }
