"""Hosts that are found to be a captive portal or a RouterOS device."""

from collections.abc import AsyncIterator, Iterator
from unittest.mock import patch

import pytest

from custom_components.taara.router import PROVIDERS, discovery
from custom_components.taara.router.capport import CapportProvider
from custom_components.taara.router.discovery import discover
from custom_components.taara.router.routeros import RouterOsProvider

from .conftest import Connect
from .replies import always, in_json
from .routeros_device import Device, running


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    """Run a device."""
    async with running() as device:
        device.replies = {
            path: always(status=404) for path in ("/status", "/login", "/api")
        }
        yield device


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    """Let discovery know both, whether or not the config flow offers them."""
    both = {one.name: one for one in (CapportProvider, RouterOsProvider)}
    with patch.object(discovery, "PROVIDERS", {**PROVIDERS, **both}):
        yield


async def test_routeros_is_found_by_the_last_harmless_question(
    device: Device, connect: Connect
) -> None:
    """No credentials are sent to find it."""
    found = await discover(connect(device.url))

    assert found.provider == "routeros"
    assert [one.reason for one in found.evidence] == ["routeros_rest"]
    assert len(device.requests) == 4
    assert not any("Authorization" in head for head in device.heads)


async def test_portal_is_found_before_the_device_is_asked(
    device: Device, connect: Connect
) -> None:
    """A RouterOS hotspot may be both; the portal needs no account."""
    device.replies["/api"] = in_json({"captive": True})

    found = await discover(connect(device.url))

    assert found.provider == "capport"
    assert device.requests == ["GET /status", "GET /login", "GET /api"]
    assert device.heads[-1]["Accept"] == "application/captive+json"
