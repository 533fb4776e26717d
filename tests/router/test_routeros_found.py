"""Hosts that are found to be a captive portal or a RouterOS device."""

from collections.abc import AsyncIterator

import pytest

from custom_components.taara.router.discovery import discover

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
