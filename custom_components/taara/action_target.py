"""Which household an action is for."""

from typing import Any

import voluptuous as vol

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry

from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator

ENTRY = vol.Schema({vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string})


def coordinator_of(call: ServiceCall) -> TaaraCoordinator:
    """Return the household that is meant; the only one need not be named."""
    entry_id: Any = call.data.get(ATTR_CONFIG_ENTRY_ID)
    entry: TaaraConfigEntry = async_get_config_entry(call.hass, DOMAIN, entry_id)
    return entry.runtime_data
