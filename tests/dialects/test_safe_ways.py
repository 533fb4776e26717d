"""Credentials go to the host they were entered for, on a way that strangers can't read."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.taara.access import Access
from custom_components.taara.router.discovery import Discovery
from custom_components.taara.router.provider import CannotConnect
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from tests.flow import Flow
from tests.tls import behind_tls

from .home import Dwelling
from .setups import BY_NAME, IDS, SETUPS, SHARE_LOGIN, Setup, shown

pytestmark = pytest.mark.usefixtures("no_pauses")
SIGNED_IN = [setup.name for setup in SETUPS if setup.secret]
BY_ROUTER = ["hotspot page", "routeros interface"]
PUBLIC = "router.example.com"


@pytest.fixture
async def elsewhere(socket_enabled: None) -> AsyncIterator[SimulatedRouter]:
    """Run another host, which should never hear of anything."""
    async with SimulatedRouter() as elsewhere:
        yield elsewhere


@pytest.fixture
async def secure(router: SimulatedRouter, tmp_path: Path) -> AsyncIterator[str]:
    """Return an https address of the router, with a certificate it made itself."""
    async with behind_tls(router, tmp_path) as address:
        yield address


@pytest.mark.parametrize("setup", SIGNED_IN, indirect=True)
async def test_redirected(home: Dwelling, elsewhere: SimulatedRouter) -> None:
    """A redirect is followed nowhere, whatever of a session it comes in."""
    location = f"http://localhost:{elsewhere.port}/login"
    for path, status in (("*", 307), (home.setup.usage, 302), ("*/login", 307)):
        home.router.sign_out()
        home.router.faults.set(
            "redirect_other_host", path=path, location=location, status=status
        )
        await home.turn()
        home.router.faults.clear()
        await home.turn()
        assert home.reach() == "ok"
    home.router.faults.set("redirect_other_host", path="*", location=location)
    flow = await Flow.reauth(home.hass, home.entry)
    await flow.enter(**home.credentials())
    assert flow.step == "reauth_confirm"
    assert elsewhere.requests == []


@pytest.mark.parametrize("setup", BY_ROUTER, indirect=True)
async def test_self_signed_router(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup, secure: str
) -> None:
    """It gets no password before somebody says that it is trusted."""
    flow = await Flow.begin(hass)
    await flow.enter(host=secure)
    assert flow.suggested("verify_ssl") is True
    looked = len(router.requests)
    await flow.enter(**setup.account, verify_ssl=True)
    assert (flow.step, flow.errors) == ("account", {"base": "cannot_connect"})
    assert len(router.requests) == looked
    trusted = {**setup.account, "verify_ssl": False}
    await flow.enter(**trusted)
    if setup.choice:
        await flow.enter(**trusted, counter=setup.choice)
    entry = await setup.finish(flow)
    assert (entry.data["url"], entry.data["verify_ssl"]) == (secure, False)


@pytest.mark.parametrize("setup", ["taara_share"], indirect=True)
async def test_self_signed_service(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup, secure: str
) -> None:
    """Nor does a service at home; the question is where people see it."""
    flow = await Flow.begin(hass, "taara_share")
    entered: dict[str, Any] = {**setup.account}
    advanced = {**IDS, "base_url": secure}
    await flow.enter(**entered, advanced=advanced)
    assert (flow.step, flow.errors) == ("taara_share", {"base": "cannot_connect"})
    assert router.requests == []
    assert "verify_ssl" in shown(flow)["advanced"]
    assert flow.schema.schema["advanced"].options["collapsed"] is False
    await flow.enter(**entered, advanced=advanced | {"verify_ssl": False})
    entry = await setup.finish(flow)
    assert (entry.data["url"], entry.data["verify_ssl"]) == (secure, False)
    assert f"{router.requests[0].method} {router.requests[0].path}" == SHARE_LOGIN


@pytest.mark.parametrize("setup", ["taara_share"], indirect=True)
async def test_trust_stays_at_home(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup, secure: str
) -> None:
    """What was trusted for an address at home holds for none on the internet."""
    flow = await Flow.begin(hass, "taara_share")
    await flow.enter(**setup.account, advanced={**IDS, "base_url": secure})
    asked: list[Access] = []

    async def read(_hass: HomeAssistant, access: Access) -> None:
        asked.append(access)
        raise CannotConnect("not this time")

    with patch("custom_components.taara.flow_source.async_read", read):
        public = {**IDS, "base_url": f"https://{PUBLIC}", "verify_ssl": False}
        await flow.enter(**setup.account, advanced=public)
    assert [access.verify_ssl for access in asked] == [True]
    assert router.requests == []


@pytest.mark.parametrize("name", BY_ROUTER)
async def test_public_router(hass: HomeAssistant, name: str) -> None:
    """Over the internet there is no password without https."""
    setup = BY_NAME[name]
    found = Discovery(provider=setup.provider)
    flow = await Flow.begin(hass)
    with patch("custom_components.taara.flow_access.discover", return_value=found):
        await flow.enter(host=f"http://{PUBLIC}")
    await flow.enter(**setup.account)
    assert (flow.step, flow.errors) == ("account", {"base": "https_only"})
    assert {name: flow.suggested(name) for name in setup.account} == setup.account


async def test_public_service(hass: HomeAssistant) -> None:
    """Nor a passcode; the folded section opens, and what was typed is still there."""
    share = BY_NAME["taara_share"]
    flow = await Flow.begin(hass, "taara_share")
    advanced = {**IDS, "base_url": f"http://{PUBLIC}"}
    await flow.enter(**share.account, advanced=advanced)
    assert flow.step == "taara_share"
    assert flow.errors == {"base": "https_only", "base_url": "https_only"}
    assert flow.schema.schema["advanced"].options["collapsed"] is False
    assert shown(flow) == {**share.account, "advanced": advanced}
