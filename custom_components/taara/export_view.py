"""The download of what is held about a household, for whoever was given the path."""

from datetime import datetime, timedelta
from http import HTTPStatus
import secrets
from typing import TYPE_CHECKING, Any

from aiohttp import web

from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .export import archive

VALID_FOR = timedelta(hours=1)
PATH = f"/api/{DOMAIN}/export"
# Which household a path is for, and until when; a restart forgets them all.
_TICKETS: HassKey[dict[str, tuple[str, datetime]]] = HassKey(f"{DOMAIN}_exports")


@callback
def async_setup_export(hass: HomeAssistant) -> None:
    """Register the view."""
    hass.data[_TICKETS] = {}
    hass.http.register_view(ExportView())


@callback
def async_export_path(hass: HomeAssistant, entry_id: str) -> tuple[str, datetime]:
    """Return a signed path that nobody can guess, and until when it is valid."""
    now, tickets = dt_util.utcnow(), hass.data[_TICKETS]
    for old in [ticket for ticket, (_, until) in tickets.items() if until <= now]:
        del tickets[old]
    ticket = secrets.token_urlsafe(24)
    tickets[ticket] = (entry_id, now + VALID_FOR)
    return async_sign_path(hass, f"{PATH}/{ticket}", VALID_FOR), now + VALID_FOR


class ExportView(HomeAssistantView):
    """Makes the archive when it is fetched, so that nothing of it lies about."""

    url = f"{PATH}/{{ticket}}"
    name = "api:taara:export"

    async def get(self, request: web.Request, ticket: str) -> web.Response:
        """Return the archive."""
        hass = request.app[KEY_HASS]
        entry_id, until = hass.data[_TICKETS].get(ticket, ("", None))
        entry: TaaraConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
        now = dt_util.utcnow()
        if until is None or until <= now or entry is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        if entry.state is not ConfigEntryState.LOADED:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        coordinator = entry.runtime_data
        if TYPE_CHECKING:
            assert coordinator.household is not None
        packed = await hass.async_add_executor_job(
            archive, _about(coordinator), coordinator.household, coordinator.data
        )
        day = dt_util.as_local(now).date()
        name = f"taara-{day}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(
            body=packed, content_type="application/zip", headers=headers
        )


@callback
def _about(coordinator: TaaraCoordinator) -> dict[str, Any]:
    entry = coordinator.config_entry
    return {
        "exported_at": dt_util.utcnow(),
        "time_zone": coordinator.hass.config.time_zone,
        "entry_id": entry.entry_id,
        "title": entry.title,
        "created_at": entry.created_at,
        "modified_at": entry.modified_at,
        "data": dict(entry.data),
        "options": dict(entry.options),
    }
