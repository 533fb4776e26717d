"""Changing who asks, or where: nothing is sent that was not meant for there."""

import asyncio

import pytest

from custom_components.taara.access import async_decrypted
from custom_components.taara.model import Reach
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from tests.flow import Flow
from tests.helpers_core import MINUTE

from .home import Dwelling
from .setups import IDS, MONTHLY, PLAN, SHARE_BUNDLE, Setup


async def reconfigured(home: Dwelling, host: str) -> Flow:
    """Walk to the form that asks for the account, at an address."""
    home.freezer.tick(MINUTE)
    flow = await Flow.reconfigure(home.hass, home.entry)
    await flow.choose("router")
    await flow.enter(host=host)
    assert flow.step == "account", flow.errors
    return flow


@pytest.mark.parametrize("setup", ["capport"], indirect=True)
async def test_portal_without_an_account(home: Dwelling) -> None:
    """The entry's own poll a minute ago is no reason to wait: its answer is known."""
    flow = await reconfigured(home, home.router.url)
    before = len(home.router.requests)
    await flow.enter()
    assert flow.step == "plan", flow.errors
    assert home.setup.usage not in {one.path for one in home.router.requests[before:]}


@pytest.mark.parametrize("setup", ["capport"], indirect=True)
async def test_flow_begun_again(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup
) -> None:
    """Nor is that of a dialogue that was closed."""
    for _ in range(2):
        flow = await setup.begun(hass, router)
        await setup.sign_in(flow, router)
        assert flow.step == "plan", flow.errors
        flow.give_up()


@pytest.mark.parametrize("setup", ["hotspot page"], indirect=True)
async def test_account_that_is_taken_back(home: Dwelling) -> None:
    """Who empties the form wants nobody logged in; the password goes, too."""
    flow = await reconfigured(home, home.router.url)
    await flow.enter()
    assert flow.step == "plan", flow.errors
    await flow.enter(**PLAN)
    await flow.enter(**MONTHLY)
    await home.settle()
    access = await async_decrypted(home.hass, home.entry)
    assert set(access.account.values()) == {""}


@pytest.mark.parametrize("setup", ["hotspot page"], indirect=True)
async def test_account_emptied_after_a_slip(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup
) -> None:
    """What was typed before is neither sent again nor shown again."""
    flow = await setup.begun(hass, router)
    await flow.enter(username="amina", password="wrong")
    assert flow.errors == {"password": "invalid_auth"}
    before = len(router.requests)
    await flow.enter()
    assert (flow.step, flow.errors) == ("account", {"base": "cannot_connect"})
    assert not flow.suggested("username")
    assert {one.method for one in router.requests[before:]} == {"GET"}


@pytest.mark.parametrize("setup", ["taara_share"], indirect=True)
async def test_passcode_at_another_address(home: Dwelling) -> None:
    """It was entrusted to one service; another one gets it only from whoever types it."""
    async with SimulatedRouter(
        dialect="taara_share", usage_interval_seconds=0
    ) as other:
        flow = await Flow.reconfigure(home.hass, home.entry)
        await flow.choose("taara_share")
        typed = {
            "phone_number": "+254700000000",
            "advanced": {**IDS, "base_url": other.url},
        }
        await flow.enter(**typed)
        assert (flow.step, flow.errors) == ("taara_share", {"passcode": "secret_again"})
        assert not other.requests
        await flow.enter(**typed, passcode="135790")
        assert flow.step == "plan", flow.errors


@pytest.mark.parametrize("setup", ["routeros hotspot user"], indirect=True)
async def test_password_at_another_address(home: Dwelling) -> None:
    """Nor does another router get it, before somebody typed it or to choose a counter."""
    async with SimulatedRouter(dialect="routeros", usage_interval_seconds=0) as other:
        flow = await reconfigured(home, other.url)
        before = len(other.requests)
        await flow.enter(username="monitor")
        assert flow.errors == {"password": "secret_again"}
        assert len(other.requests) == before
        await flow.enter(username="monitor", password="made-up")
        assert "counter" in flow.fields
        await flow.enter(username="monitor", counter=home.setup.choice)
        assert flow.step == "plan", flow.errors


@pytest.mark.parametrize("setup", ["hotspot page"], indirect=True)
async def test_user_without_a_password(home: Dwelling) -> None:
    """Told once that the old password stays here, people may mean that there is none."""
    async with SimulatedRouter(dialect="mikrotik_hotspot") as other:
        flow = await reconfigured(home, other.url)
        await flow.enter(username="guest")
        assert flow.errors == {"password": "secret_again"}
        await flow.enter(username="guest")
        assert flow.errors == {"password": "invalid_auth"}


@pytest.mark.parametrize("setup", ["hotspot page"], indirect=True)
async def test_nobody_at_another_hotspot(home: Dwelling) -> None:
    """Who leaves both fields empty sends nobody's password, so none is asked for."""
    async with SimulatedRouter(dialect="mikrotik_hotspot") as other:
        flow = await reconfigured(home, other.url)
        await flow.enter()
        assert flow.errors == {"base": "cannot_connect"}
        assert {one.method for one in other.requests} == {"GET"}


@pytest.mark.parametrize("setup", ["routeros hotspot user"], indirect=True)
async def test_moved_account_is_asked_once(home: Dwelling) -> None:
    """The same account at another address answered a minute ago: it is signed in only."""
    async with SimulatedRouter(dialect="routeros", usage_interval_seconds=0) as other:
        flow = await reconfigured(home, other.url)
        await flow.enter(username="monitor", password="made-up")
        await flow.enter(username="monitor", counter=home.setup.choice)
        assert flow.step == "plan", flow.errors
        assert home.setup.usage not in {one.path for one in other.requests[-2:]}


async def test_host_that_hangs_up(hass: HomeAssistant, socket_enabled: None) -> None:
    """Something is there that answers no such questions: people say what it is."""

    async def hang_up(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.read(10)
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    flow = await Flow.begin(hass)
    await flow.enter(host=f"http://127.0.0.1:{port}")
    assert (flow.step, flow.errors) == ("provider", {"base": "cannot_connect"})
    assert flow.told["host"] == f"http://127.0.0.1:{port}"
    server.close()


@pytest.mark.parametrize("setup", ["taara_share"], indirect=True)
async def test_page_of_somebody_on_the_way(home: Dwelling) -> None:
    """A page that forbids is no word on a passcode that was accepted a moment ago."""
    await home.turn()
    path = SHARE_BUNDLE.partition(" ")[2]
    home.router.faults.set("html", path=path)
    await home.turn()
    assert (home.reach(), home.asking) == (Reach.UNEXPECTED_PAYLOAD, [])
    home.router.faults.clear()
    await home.turn()
    assert home.reach() == Reach.OK
