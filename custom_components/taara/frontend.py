"""The card and the dashboard find their way into the frontend by themselves.

Lovelace's resources are semi-internal to Home Assistant: what is known of them is here.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    add_extra_js_url,
    remove_extra_js_url,
)
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA, MODE_STORAGE
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

BASE: Final = f"/{DOMAIN}_frontend"
WWW: Final = Path(__file__).parent / "www"
BUNDLE: Final = "taara.js"
LOADER: Final = "loader.js"
ADDRESS: HassKey[str] = HassKey(f"{DOMAIN}_address")


async def async_serve(hass: HomeAssistant) -> None:
    """Serve the files; once in the life of Home Assistant."""
    await hass.http.async_register_static_paths(
        [
            StaticPathConfig(f"{BASE}/{name}", str(WWW / name), cache_headers=True)
            for name in (BUNDLE, LOADER)
        ]
    )
    bundle = await hass.async_add_executor_job((WWW / BUNDLE).read_bytes)
    integration = await async_get_integration(hass, DOMAIN)
    # Another file has another address, so that no browser goes on with an old one.
    version = f"{integration.version}-{sha256(bundle).hexdigest()[:8]}"
    hass.data[ADDRESS] = f"{BASE}/{BUNDLE}?v={version}"


async def async_show(hass: HomeAssistant) -> None:
    """Let dashboards load the bundle; doing it again changes nothing.

    As a resource, which the frontend loads when it is ready for elements. Where people
    keep the list of resources in YAML, a loader waits for that moment.
    """
    address = hass.data[ADDRESS]
    if (resources := _stored_resources(hass)) is None:
        if DATA_EXTRA_MODULE_URL in hass.data:
            add_extra_js_url(hass, _loader(address))
        return
    await resources.async_get_info()  # Which loads them.
    ours = _ours(resources)
    for other in ours[1:]:
        await resources.async_delete_item(other["id"])
    told = {"res_type": "module", "url": address}
    if not ours:
        await resources.async_create_item(told)
    elif ours[0]["url"] != address:
        await resources.async_update_item(ours[0]["id"], told)


async def async_hide(hass: HomeAssistant) -> None:
    """Let no dashboard load the bundle any more, be it that Taara itself never ran."""
    if (resources := _stored_resources(hass)) is None:
        address = hass.data.get(ADDRESS)
        if address is not None and DATA_EXTRA_MODULE_URL in hass.data:
            remove_extra_js_url(hass, _loader(address))
        return
    await resources.async_get_info()
    for resource in _ours(resources):
        await resources.async_delete_item(resource["id"])


def _loader(address: str) -> str:
    return address.replace(BUNDLE, LOADER)


def _stored_resources(hass: HomeAssistant) -> Any | None:
    """Return the resources that can be written, if there are such."""
    lovelace = hass.data.get(LOVELACE_DATA)
    if lovelace is None or lovelace.resource_mode != MODE_STORAGE:
        return None
    return lovelace.resources


def _ours(resources: Any) -> list[dict[str, Any]]:
    """Return the resources of ours, of whatever version."""
    return [item for item in resources.async_items() if item["url"].startswith(BASE)]
