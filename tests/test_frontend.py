"""The card finds its way into the frontend by itself, once, and leaves with Taara."""

import gzip
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.taara import sidebar
from custom_components.taara.frontend import WWW, async_hide, async_show
from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    DATA_PANELS,
    UrlManager,
)
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_bytes
from homeassistant.setup import async_setup_component
from homeassistant.util.json import json_loads

from .common import new_entry
from .helpers_core import Home

OURS = "/taara_frontend/taara.js?v="


async def lovelace(hass: HomeAssistant, **config: Any) -> None:
    """Set up what the frontend needs to know of dashboards."""
    data: Any = hass.data
    data[DATA_EXTRA_MODULE_URL] = UrlManager(lambda _change, _url: None, [])
    assert await async_setup_component(hass, "http", {})
    assert await async_setup_component(hass, "lovelace", {"lovelace": config})


def resources(home: Home) -> list[dict[str, Any]]:
    """Return what dashboards load."""
    items: list[dict[str, Any]] = home.hass.data[LOVELACE_DATA].resources.async_items()
    return items


def modules(home: Home) -> frozenset[str]:
    """Return what every page loads."""
    return home.hass.data[DATA_EXTRA_MODULE_URL].urls


async def test_resource(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """It is there after set-up, at an address that says which file it is."""
    await lovelace(home.hass)
    await home.set_up()
    (resource,) = resources(home)
    assert resource["type"] == "module"
    assert resource["url"].startswith(OURS)
    assert not modules(home)
    client = await hass_client_no_auth()
    answer = await client.get(resource["url"])
    assert answer.status == HTTPStatus.OK
    assert await answer.read() == (WWW / "taara.js").read_bytes()
    assert "max-age" in answer.headers["Cache-Control"]


async def test_other_resources_stay(home: Home) -> None:
    """An older version's takes the new address, doubles go, what is not ours stays."""
    await lovelace(home.hass)
    collection: Any = home.hass.data[LOVELACE_DATA].resources
    await collection.async_get_info()
    for url in ("/local/other.js", f"{OURS}0.0.1-x", f"{OURS}0.0.2-y"):
        await collection.async_create_item({"res_type": "module", "url": url})
    await home.set_up()
    urls = [resource["url"] for resource in resources(home)]
    assert urls[0] == "/local/other.js"
    assert len(urls) == 2
    assert urls[1].startswith(OURS)
    assert "0.0.1" not in urls[1]


async def test_reload_changes_nothing(home: Home) -> None:
    """Nor does another household."""
    await lovelace(home.hass)
    await home.set_up()
    before = resources(home)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert resources(home) == before


async def test_it_leaves_with_the_last_household(home: Home) -> None:
    """Not before."""
    await lovelace(home.hass)
    await home.set_up()
    other = await new_entry(home.hass, home.router)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert len(resources(home)) == 1
    await home.hass.config_entries.async_remove(other.entry_id)
    assert resources(home) == []


async def test_it_leaves_though_taara_never_ran(home: Home) -> None:
    """An entry that is disabled can be deleted, after a restart too."""
    await lovelace(home.hass)
    stored: Any = home.hass.data[LOVELACE_DATA].resources
    await stored.async_get_info()
    await stored.async_create_item({"res_type": "module", "url": f"{OURS}1"})
    await async_hide(home.hass)
    assert resources(home) == []


async def test_resources_in_yaml(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """There a loader waits until elements may be defined."""
    await lovelace(home.hass, resource_mode="yaml", resources=[])
    await home.set_up()
    (url,) = modules(home)
    assert url.startswith("/taara_frontend/loader.js?v=")
    assert resources(home) == []
    client = await hass_client_no_auth()
    loader = await (await client.get(url)).text()
    assert 'whenDefined("home-assistant")' in loader
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert not modules(home)


async def test_without_a_frontend(home: Home) -> None:
    """A Home Assistant that nobody looks at needs no card."""
    await home.set_up()
    await async_show(home.hass)
    await async_hide(home.hass)
    assert LOVELACE_DATA not in home.hass.data


@pytest.mark.parametrize("wanted", [True, False])
async def test_sidebar(home: Home, wanted: bool) -> None:
    """Who wants the dashboard in the sidebar has it there, and nobody else."""
    await lovelace(home.hass)
    options = {sidebar.CONF_SIDEBAR: wanted}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await home.set_up()
    assert (sidebar.PATH in home.hass.data.get(DATA_PANELS, {})) is wanted
    shown = home.hass.data[LOVELACE_DATA].dashboards.get(sidebar.PATH)
    assert (shown is not None) is wanted
    sidebar.async_update_sidebar(home.hass)
    if shown is not None:
        assert await shown.async_load(False) == sidebar.CONFIG
        fragment = await shown.async_json(False)
        assert json_loads(json_bytes(fragment)) == sidebar.CONFIG
        assert (await shown.async_get_info())["mode"] == "yaml"
        assert (shown.config or {})["mode"] == "yaml"
        entries, entry_id = home.hass.config_entries, home.entry.entry_id
        await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
        assert sidebar.PATH not in home.hass.data[DATA_PANELS]
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert sidebar.PATH not in home.hass.data.get(DATA_PANELS, {})
    assert sidebar.PATH not in home.hass.data[LOVELACE_DATA].dashboards


async def test_somebody_elses_dashboard_at_that_place(home: Home) -> None:
    """It stays as it is."""
    await lovelace(home.hass)
    theirs: Any = SimpleNamespace()
    home.hass.data[LOVELACE_DATA].dashboards[sidebar.PATH] = theirs
    options = {sidebar.CONF_SIDEBAR: True}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await home.set_up()
    assert home.hass.data[LOVELACE_DATA].dashboards[sidebar.PATH] is theirs


def test_bundle_is_small() -> None:
    """A phone on the last bytes of its plan loads it, too."""
    bundle = (WWW / "taara.js").read_bytes()
    assert len(bundle) <= 45 * 1024
    assert len(gzip.compress(bundle, 9)) <= 15 * 1024
