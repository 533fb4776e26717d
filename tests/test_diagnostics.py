"""Diagnostics help whoever reads them, and tell nobody whose they are."""

import json

import pytest

from custom_components.taara.diagnostics import async_get_config_entry_diagnostics
from custom_components.taara.model import Via
from homeassistant.helpers.json import ExtendedJSONEncoder

from .alert_home import cross_a_level
from .common import ACCOUNT
from .helpers_core import NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


async def test_nothing_tells_whose_they_are(home: Home) -> None:
    """No address, account, title, id or token is in them, in any form."""
    await home.set_up()
    await home.turn()
    told = await async_get_config_entry_diagnostics(home.hass, home.entry)
    text = json.dumps(told, cls=ExtendedJSONEncoder)
    secrets = [*ACCOUNT.values(), home.router.url, home.router.host, home.entry.title]
    secrets += [home.entry.entry_id, str(home.entry.unique_id)]
    secrets += home.entry.data["credentials"].values()
    cookies = [asked.headers.get("Cookie", "") for asked in home.router.requests]
    sessions = [cookie.partition("=")[2] for cookie in cookies if cookie]
    assert sessions
    secrets += sessions
    assert [secret for secret in secrets if secret in text] == []


async def test_polls_can_be_followed_by_id(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Each poll is there with its id, which its lines in the log carry, too."""
    caplog.set_level("DEBUG", "custom_components.taara")
    await home.set_up()
    await home.turn()
    home.router.faults.set("html", times=2)
    await home.turn()
    told = await async_get_config_entry_diagnostics(home.hass, home.entry)
    good, bad = told["polls"][-2:]
    assert (good["status"], good["error"]) == ("success", None)
    assert good["used"] == told["last_reading"]["used"]
    assert good["raw"]["usage"]["total_used_mb"] * 2**20 == good["used"]
    assert bad["status"] == "failed"
    assert bad["error"] is not None
    for poll in (good, bad):
        lines = [text for text in caplog.messages if poll["poll_id"] in text]
        assert sum("GET /usage" in line for line in lines) == poll["usage_requests"]


async def test_figures_and_cycles(home: Home) -> None:
    """The overview, the cycles and the days are there as they are."""
    await home.set_up()
    told = await async_get_config_entry_diagnostics(home.hass, home.entry)
    assert told["overview"]["used"] == home.overview.used
    assert told["overview"]["cycle"]["number"] == 1
    assert told["past_cycles"] == []
    assert told["days"] == []


async def test_before_anything_is_known(home: Home) -> None:
    """An entry that could not be set up has diagnostics, too."""
    told = await async_get_config_entry_diagnostics(home.hass, home.entry)
    assert told["entry"]["domain"] == "taara"
    assert told["overview"] is None
    assert told["polls"] == []


@pytest.mark.parametrize("router_options", [{"used": 6 * 2**40 // 10}])
async def test_alerts(home: Home) -> None:
    """What was told is there, but not to whom, nor who took note."""
    await home.set_up()
    await cross_a_level(home)
    by = "0123456789abcdef"
    await home.coordinator.alerts.async_acknowledge(Via.ACTION, by=by)
    told = await async_get_config_entry_diagnostics(home.hass, home.entry)
    (alert,) = told["alerts"]
    assert alert["kind"] == "threshold"
    assert alert["acknowledged"]["via"] == "action"
    assert alert["deliveries"][0]["status"] == "sent"
    text = json.dumps(told, cls=ExtendedJSONEncoder)
    assert by not in text
    assert "persistent_notification" not in text
