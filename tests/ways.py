"""Ways to people in a test's home: what would carry a message is where it is caught."""

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er

PHONE = "notify.mobile_app_asha_s_phone"
MAIL = "notify.mail"
BROWSER = "notify.browser"
SPEAKER = "notify.speaker"
HERE = "persistent_notification"


def add_phone(
    hass: HomeAssistant, *, error: Exception | None = None
) -> list[ServiceCall]:
    """Let there be a phone, as service and as entity; return what its service gets."""
    entry = MockConfigEntry(
        domain="mobile_app", title="Asha", data={"device_name": "Asha's phone"}
    )
    entry.add_to_hass(hass)
    add_entity(hass, "notify.asha_s_phone", "mobile_app", entry)
    service = PHONE.removeprefix("notify.")
    calls: list[ServiceCall] = async_mock_service(
        hass, "notify", service, raise_exception=error
    )
    return calls


def add_entity(
    hass: HomeAssistant,
    entity_id: str,
    platform: str,
    entry: MockConfigEntry | None = None,
) -> None:
    """Let there be a notify entity of an integration."""
    name = entity_id.removeprefix("notify.")
    er.async_get(hass).async_get_or_create(
        "notify", platform, name, suggested_object_id=name, config_entry=entry
    )
    hass.states.async_set(entity_id, "unknown", {"friendly_name": name.title()})


def catch(hass: HomeAssistant, *, error: Exception | None = None) -> list[ServiceCall]:
    """Return what notify entities are sent from now on."""
    calls: list[ServiceCall] = async_mock_service(
        hass, "notify", "send_message", raise_exception=error
    )
    return calls
