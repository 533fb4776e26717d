"""The actions about what is kept: take it along, and lock it anew. Admins only."""

from functools import partial
from typing import Any

import voluptuous as vol

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers.service import async_register_admin_service

from .action_target import ENTRY, coordinator_of
from .const import DOMAIN
from .export_view import async_export_path
from .rotation import async_rotate


@callback
def async_setup_keeping_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
    admin: Any = partial(async_register_admin_service, hass, DOMAIN)
    admin("export_user_data", _async_export, ENTRY, SupportsResponse.ONLY)
    rotate, optional = "rotate_encryption_key", SupportsResponse.OPTIONAL
    admin(rotate, _async_rotate, vol.Schema({}), optional)


async def _async_export(call: ServiceCall) -> ServiceResponse:
    entry_id = coordinator_of(call).config_entry.entry_id
    path, until = async_export_path(call.hass, entry_id)
    return {"path": path, "valid_until": until.isoformat(timespec="seconds")}


async def _async_rotate(call: ServiceCall) -> ServiceResponse:
    done = await async_rotate(call.hass)
    return {
        "entries": done.entries,
        "unreadable": list(done.unreadable),
        "old_keys_removed": done.removed,
    }
