"""Backups hold what is known now, not what was last written by day."""

from homeassistant.core import HomeAssistant

from .const import DOMAIN


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Write everything down before a backup begins."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await entry.runtime_data.async_save()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Nothing was held back for the backup."""
