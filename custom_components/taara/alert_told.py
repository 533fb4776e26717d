"""Alerts with all that became of them, for whoever asks for the history."""

from collections.abc import Callable, Mapping, Sequence

from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonObjectType, JsonValueType

from .alert_fields import event_fields, history_fields
from .coordinator import TaaraCoordinator
from .model import Alert


def _nothing(_alert: Alert) -> JsonObjectType:
    return {}


async def async_alerts_told(
    coordinator: TaaraCoordinator,
    alerts: Sequence[Alert],
    besides: Callable[[Alert], JsonObjectType] = _nothing,
) -> list[JsonValueType]:
    """Return alerts in words, what became of each, and the names of who took note.

    The words of hundreds take a while: they are made beside the event loop, as is what
    is told `besides`.
    """
    entry_id, zone = coordinator.config_entry.entry_id, coordinator.zone
    language, unit = coordinator.alerts.settings.language, coordinator.plan.unit
    names = await _async_names(coordinator.hass, alerts)

    def told(alert: Alert) -> JsonObjectType:
        by = alert.acknowledged.by if alert.acknowledged else None
        return {
            **event_fields(alert, entry_id, language, unit, zone),
            **history_fields(alert, None if by is None else names.get(by)),
            **besides(alert),
        }

    def all_told() -> list[JsonValueType]:
        return [told(alert) for alert in alerts]

    return await coordinator.hass.async_add_executor_job(all_told)


async def _async_names(
    hass: HomeAssistant, alerts: Sequence[Alert]
) -> Mapping[str, str | None]:
    """Return what those who took note are called, by their ids; not who is unknown."""
    notes = (alert.acknowledged for alert in alerts)
    users = {note.by for note in notes if note is not None and note.by is not None}
    found = [await hass.auth.async_get_user(user) for user in users]
    return {user.id: user.name for user in found if user is not None}
