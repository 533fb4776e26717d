"""Routers at https addresses: verified, unless somebody at home says otherwise."""

from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.taara.router.discovery import Discovery
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .common import ACCOUNT
from .flow import Flow
from .tls import behind_tls

pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
async def address(router: SimulatedRouter, tmp_path: Path) -> AsyncIterator[str]:
    """Return an https address of the router, with a certificate it made itself."""
    async with behind_tls(router, tmp_path) as address:
        yield address


@pytest.fixture
async def trusting(
    hass: HomeAssistant, router: SimulatedRouter, address: str
) -> ConfigEntry:
    """Return an entry of somebody who trusts that certificate."""
    flow = await Flow.begin(hass)
    await flow.enter(host=address)
    await flow.enter(**ACCOUNT, verify_ssl=False)
    return await flow.finish(router)


async def test_not_asked_on_http(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Without TLS there is no certificate to ask about."""
    flow = await Flow.at_account(hass, router)
    assert "verify_ssl" not in flow.fields
    entry = await flow.finish(router)
    assert entry.data["verify_ssl"] is True


async def test_self_signed(
    hass: HomeAssistant, router: SimulatedRouter, address: str
) -> None:
    """A certificate that nobody vouches for gets no password, unless it is trusted."""
    flow = await Flow.begin(hass)
    await flow.enter(host=address)
    assert flow.fields == ["username", "password", "verify_ssl", "provider"]
    assert flow.suggested("verify_ssl") is True
    await flow.enter(**ACCOUNT, verify_ssl=True)
    assert (flow.step, flow.errors) == ("account", {"base": "cannot_connect"})
    assert all(request.body == b"" for request in router.requests)

    await flow.enter(**ACCOUNT, verify_ssl=False)
    entry = await flow.finish(router)
    assert (entry.data["url"], entry.data["verify_ssl"]) == (address, False)


async def test_stays_as_typed(
    hass: HomeAssistant, router: SimulatedRouter, address: str
) -> None:
    """An error elsewhere does not make the form forget what is trusted."""
    flow = await Flow.begin(hass)
    await flow.enter(host=address)
    await flow.enter(
        username=ACCOUNT["username"], password="open-sesame", verify_ssl=False
    )
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert flow.suggested("verify_ssl") is False
    await flow.enter(**ACCOUNT, verify_ssl=False)
    await flow.finish(router)


async def test_public_host_is_always_verified(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """Only a router at home may be trusted unseen: elsewhere nobody is asked."""
    flow = await Flow.begin(hass)
    with patch(
        "custom_components.taara.flow_access.discover",
        return_value=Discovery(provider="local"),
    ):
        await flow.enter(host="https://router.example.com")
    assert (flow.step, flow.fields) == ("account", ["username", "password", "provider"])


async def test_reauth_trusts_it_still(
    hass: HomeAssistant, trusting: ConfigEntry
) -> None:
    """Signing in again does not ask anew what was decided before."""
    flow = await Flow.reauth(hass, trusting)
    assert flow.fields == ["username", "password"]
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "reauth_successful"
    assert trusting.data["verify_ssl"] is False
    await hass.async_block_till_done()


@pytest.mark.parametrize("moved", [False, True])
async def test_reconfigure(
    hass: HomeAssistant,
    router: SimulatedRouter,
    trusting: ConfigEntry,
    tmp_path: Path,
    *,
    moved: bool,
) -> None:
    """What was trusted stays so at the same address, and is asked at another."""
    async with behind_tls(router, tmp_path) as other:
        flow = await Flow.reconfigure(hass, trusting)
        await flow.choose("router")
        await flow.enter(host=other if moved else trusting.data["url"])
        assert flow.suggested("verify_ssl") is moved
        flow.give_up()
