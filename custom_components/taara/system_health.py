"""What Home Assistant's page on system health tells of Taara, with the original names.

The page is often shown to others: of several households there is each one's value, in
the order of the entries, and nothing of where they are. No source is asked.
"""

from collections.abc import Mapping
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback
from homeassistant.loader import async_get_integration

from .const import DOMAIN
from .health import health_fields

SHOWN = (
    "collection_status",
    "last_updated",
    "api_response_time_ms",
    "router_reachable",
    "consecutive_failures",
    "circuit_breaker",
    "storage_working",
    "polls_24h",
    "successful_polls_24h",
)
UNKNOWN = "unknown"
BETWEEN = " · "


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Say who tells."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    version = str((await async_get_integration(hass, DOMAIN)).version)
    entries = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    health: Any = health_fields(entries, version)
    households = health["households"]
    return {
        "status": health["status"],
        "version": version,
        "households": len(households),
        **{
            name: BETWEEN.join(_value(one["collection"], name) for one in households)
            for name in SHOWN
        },
    }


def _value(collection: Mapping[str, Any] | None, name: str) -> str:
    """Return a figure as text; of a household that is not set up nothing is known."""
    if collection is None:
        return UNKNOWN
    value = collection[name]
    return str(value).lower() if isinstance(value, bool) else str(value)
