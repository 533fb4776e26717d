"""What Home Assistant's page on system health tells."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.taara.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .common import new_entry
from .helpers_core import HOUR, NOON, Home
from .texts import english

pytestmark = pytest.mark.freeze_time(NOON)


async def told(hass: HomeAssistant) -> dict[str, Any]:
    """Return what the page shows."""
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    for name, value in info.items():
        if asyncio.iscoroutine(value):
            info[name] = await value
    return info


async def test_a_household(home: Home) -> None:
    """Its source is well, and not asked because somebody looks."""
    await home.set_up()
    await home.turn(HOUR)
    asked = home.usage_requests
    info = await told(home.hass)
    assert home.usage_requests == asked
    assert info["status"] == "healthy"
    assert info["households"] == 1
    assert info["collection_status"] == "success"
    assert info["last_updated"] == "2026-10-14T10:00:00+00:00"
    assert info["router_reachable"] == "true"
    assert info["circuit_breaker"] == "closed"
    assert info["polls_24h"] == info["successful_polls_24h"] == "7"
    assert set(info) == set(english()["system_health"]["info"])


async def test_two_households(home: Home) -> None:
    """Each has its value; of one that is not set up there is none. Nobody is named."""
    await home.set_up()
    await new_entry(home.hass, home.router)
    info = await told(home.hass)
    assert info["status"] == "degraded"
    assert info["households"] == 2
    assert info["collection_status"] == "success · unknown"
    assert home.router.host not in str(info)


async def test_no_household(home: Home) -> None:
    """Without one, there is nothing to tell."""
    await home.set_up()
    assert await home.hass.config_entries.async_remove(home.entry.entry_id)
    info = await told(home.hass)
    assert (info["households"], info["collection_status"]) == (0, "")
