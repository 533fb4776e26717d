"""Issues that a person has to do something about, raised and withdrawn."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .model import Overview, Reach

# Wrong credentials are asked for by reauthentication, not by an issue.
_ASKED_OTHERWISE = {Reach.INVALID_AUTH, Reach.KEY_MISSING}


@callback
def async_update_issues(
    hass: HomeAssistant, entry: ConfigEntry, overview: Overview
) -> None:
    """Raise the issues that an overview calls for and withdraw the others."""
    reach = overview.connection.reach
    silent = overview.silent and reach not in _ASKED_OTHERWISE
    wanted = {
        "source_silent": silent,
        "storage_failing": overview.connection.storage_failing,
    }
    for name, wants in wanted.items():
        if not wants:
            ir.async_delete_issue(hass, DOMAIN, f"{name}_{entry.entry_id}")
            continue
        ir.async_create_issue(
            hass,
            DOMAIN,
            f"{name}_{entry.entry_id}",
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=name,
            translation_placeholders={
                "title": entry.title,
                "url": entry.data[CONF_URL],
                "reason": reach.replace("_", " "),
            },
        )


@callback
def async_withdraw_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Withdraw every issue of an entry."""
    for name in ("source_silent", "storage_failing"):
        ir.async_delete_issue(hass, DOMAIN, f"{name}_{entry.entry_id}")
