"""Sessions that lapse and passwords that are wrong, in the flow and later."""

from dataclasses import replace

import pytest

from custom_components.taara.model import Reach
from demo.accounts import Account
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .home import GB, Dwelling
from .setups import SETUPS, SHARE_BUNDLE, SHARE_LOGIN, Setup, shown

SIGNED_IN = [setup.name for setup in SETUPS if setup.secret]
WITH_SESSIONS = {
    "taara_share": [SHARE_BUNDLE, SHARE_LOGIN, SHARE_BUNDLE],
    "hotspot page": ["GET /status", "GET /login", "POST /login", "GET /status"],
    "hotspot template": ["GET /status", "GET /login", "POST /login", "GET /status"],
}


@pytest.mark.parametrize("setup", WITH_SESSIONS, indirect=True)
async def test_lapsed(home: Dwelling) -> None:
    """A session or token that has ended is begun again, unnoticed and at the least cost."""
    await home.turn()
    for _ in range(2):
        home.router.requests.clear()
        home.router.sign_out()
        await home.turn()
        assert home.asked == WITH_SESSIONS[home.setup.name]
        assert (home.reach(), home.asking) == ("ok", [])
        home.require_truth()
        home.require_complete()


@pytest.mark.parametrize("setup", SIGNED_IN, indirect=True)
async def test_wrong_in_the_flow(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup
) -> None:
    """A wrong password is said at its field; all that was typed is still there."""
    flow = await setup.begun(hass, router)
    form = flow.step
    wrong = setup.typed(router, **{setup.secret: "246802"})
    await flow.enter(**wrong)
    assert (flow.step, flow.errors) == (form, {setup.secret: "invalid_auth"})
    assert {name: shown(flow)[name] for name in wrong} == wrong
    assert not any(asked.figures for asked in router.requests)
    await setup.sign_in(flow, router)
    await setup.finish(flow)


@pytest.mark.parametrize("setup", SIGNED_IN, indirect=True)
async def test_changed_later(home: Dwelling) -> None:
    """A password that was changed is asked for; the figures stand meanwhile."""
    await home.turn()
    figures, secret = home.figures(), home.setup.secret
    home.router.account = Account(home.router.account.username, "975310")
    home.router.sign_out()
    await home.turn()
    assert home.reach() == Reach.INVALID_AUTH
    assert home.entry_state() is ConfigEntryState.LOADED
    assert home.figures() == figures
    asked = len(home.router.requests)
    await home.turn()
    assert len(home.router.requests) == asked  # nobody is asked who says no

    flow = await home.sign_in_again(**{secret: "246802"})
    assert (flow.step, flow.errors) == ("reauth_confirm", {secret: "invalid_auth"})
    await flow.enter(**home.credentials(**{secret: "975310"}))
    assert flow.abort_reason == "reauth_successful"
    await home.settle()
    assert home.asking == []
    home.router.counter.use(5 * GB)
    await home.turn()
    assert home.reach() == "ok"
    home.require_truth()
    home.require_complete()


@pytest.mark.parametrize("setup", SIGNED_IN, indirect=True)
async def test_another_account(home: Dwelling) -> None:
    """To sign in as somebody else is no way to sign in again."""
    name = "phone_number" if home.setup.is_share else "username"
    if home.setup.provider == "routeros":
        name = ""  # who may look is not who is counted
    await home.turn()
    home.router.account = replace(home.router.account, password="975310")
    home.router.sign_out()
    await home.turn()
    other = {name: "+254711111111" if home.setup.is_share else "neighbour"}
    asked = len(home.router.requests)
    flow = await home.sign_in_again(**(other if name else {}))
    if name:
        assert flow.abort_reason == "other_account"
        assert len(home.router.requests) == asked
    else:
        assert flow.errors == {"password": "invalid_auth"}


@pytest.mark.parametrize("setup", ["hotspot page"], indirect=True)
@pytest.mark.parametrize("manner", [{"lets_in": True}])
async def test_device_that_is_let_in(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup
) -> None:
    """A HotSpot's form may stay empty: then nobody is ever logged in."""
    flow = await setup.begun(hass, router)
    await flow.enter()
    await setup.finish(flow)
    assert {asked.method for asked in router.requests} == {"GET"}
