"""A place for the dashboard in the sidebar, for who wants it there without a click.

Home Assistant has no public way to do this: what is known of its own is here.
"""

from typing import Any, Final, override

from homeassistant.components import frontend
from homeassistant.components.lovelace.const import LOVELACE_DATA, MODE_YAML
from homeassistant.components.lovelace.dashboard import LovelaceConfig
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.json import json_bytes, json_fragment

from .const import DOMAIN

CONF_SIDEBAR: Final = "sidebar"
PATH: Final = "taara-usage"
ICON: Final = "mdi:web"

# How it stands in the list of dashboards.
LISTED: Final = {
    "icon": ICON,
    "mode": MODE_YAML,
    "require_admin": False,
    "show_in_sidebar": True,
    "title": "Taara",
}
CONFIG: Final = {"strategy": {"type": "custom:taara"}}


class SidebarDashboard(LovelaceConfig):
    """A dashboard that is the strategy's, and that nobody edits."""

    @property
    @override
    def mode(self) -> str:
        """Return how it is kept: not where the frontend could write it."""
        return MODE_YAML

    @override
    async def async_get_info(self) -> dict[str, Any]:
        """Return what is told of it in a list."""
        return {"mode": self.mode, "views": 0}

    @override
    async def async_load(self, force: bool) -> dict[str, Any]:
        """Return what it is."""
        return CONFIG

    @override
    async def async_json(self, force: bool) -> json_fragment:
        """Return what it is, as the frontend reads it."""
        return json_fragment(json_bytes(CONFIG))


@callback
def async_page(hass: HomeAssistant) -> str:
    """Return where a message may lead: to the dashboard, or to Home Assistant itself."""
    lovelace = hass.data.get(LOVELACE_DATA)
    there = lovelace is not None and PATH in lovelace.dashboards
    return f"/{PATH}" if there else "/"


@callback
def async_update_sidebar(hass: HomeAssistant) -> None:
    """Put the dashboard into the sidebar if a household wants it there, else take it out."""
    if (lovelace := hass.data.get(LOVELACE_DATA)) is None:
        return
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    wanted = any(entry.options.get(CONF_SIDEBAR) for entry in entries)
    if wanted is isinstance(lovelace.dashboards.get(PATH), SidebarDashboard):
        return
    if not wanted:
        del lovelace.dashboards[PATH]
        frontend.async_remove_panel(hass, PATH)
    elif PATH not in lovelace.dashboards:
        lovelace.dashboards[PATH] = SidebarDashboard(hass, PATH, LISTED)
        frontend.async_register_built_in_panel(
            hass,
            "lovelace",
            sidebar_title="Taara",
            sidebar_icon=ICON,
            frontend_url_path=PATH,
            config={"mode": MODE_YAML},
        )
