"""Signing in again: after a changed password, a lost key, a touched token."""

import base64
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.taara.const import DOMAIN
from demo.accounts import Account
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .common import ACCOUNT, asked, keyring_file, new_entry, set_up
from .flow import Flow

NEW = {**ACCOUNT, "password": "sesame-2"}


def flows(hass: HomeAssistant) -> list[Any]:
    """Return the dialogues that ask to sign in again."""
    in_progress = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return [flow for flow in in_progress if flow["context"]["source"] == SOURCE_REAUTH]


async def opened(hass: HomeAssistant) -> Flow:
    """Open the one dialogue that asks to sign in again."""
    (flow,) = flows(hass)
    result = await hass.config_entries.flow.async_configure(flow["flow_id"])
    return Flow(hass, result)


def shown(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return what the entry's figures are."""
    entries = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    states = (hass.states.get(entry.entity_id) for entry in entries)
    return {
        state.entity_id: state.state
        for state in states
        if state and "data_" in state.entity_id
    }


def state(entry: ConfigEntry) -> ConfigEntryState:
    """Return how an entry is now."""
    return entry.state


def touched(token: str) -> str:
    """Return a token with its last byte changed."""
    raw = bytearray(base64.urlsafe_b64decode(token))
    raw[-1] ^= 1
    return base64.urlsafe_b64encode(raw).decode()


def touch(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Change a byte of an entry's password."""
    tokens = entry.data["credentials"]
    tokens = {**tokens, "password": touched(tokens["password"])}
    data = {**entry.data, "credentials": tokens}
    hass.config_entries.async_update_entry(entry, data=data)


async def reload(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Reload an entry, as a restart would."""
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_password_changed(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    router: SimulatedRouter,
    loaded_entry: MockConfigEntry,
) -> None:
    """A new password: the figures stand, a wrong one is refused, the right one heals."""
    before, figures = dict(loaded_entry.data), shown(hass, loaded_entry)
    router.account = Account(**NEW)
    router.sessions.expire()
    freezer.tick(timedelta(minutes=10))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert shown(hass, loaded_entry) == figures

    flow = await opened(hass)
    assert flow.step == "reauth_confirm"
    assert flow.told["host"] == router.url
    assert flow.suggested("username") == ACCOUNT["username"]
    assert flow.suggested("password") is None
    await flow.enter(**{**ACCOUNT, "password": "wrong"})
    assert (flow.step, flow.errors) == ("reauth_confirm", {"password": "invalid_auth"})
    assert asked(router)["/usage"] == 1

    await flow.enter(**NEW)
    assert flow.abort_reason == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert shown(hass, loaded_entry).keys() == figures.keys()
    assert asked(router)["/usage"] == 2
    assert not flows(hass)
    after = dict(loaded_entry.data)
    assert after.pop("credentials") != before.pop("credentials")
    assert after == before
    assert loaded_entry.unique_id == before["credential_id"]


async def test_another_account(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """Another account would be another household: it is refused without a request."""
    before, requests = dict(loaded_entry.data), len(router.requests)
    flow = await Flow.reauth(hass, loaded_entry)
    await flow.enter(username="neighbour", password="sesame")
    assert flow.abort_reason == "other_account"
    assert loaded_entry.data == before
    assert len(router.requests) == requests


@pytest.mark.parametrize("fault", ["silence", "disconnect", "unavailable"])
async def test_router_fails(
    hass: HomeAssistant,
    router: SimulatedRouter,
    loaded_entry: MockConfigEntry,
    short_timeouts: None,
    fault: str,
) -> None:
    """A router that fails meanwhile can be tried again."""
    flow = await Flow.reauth(hass, loaded_entry)
    router.faults.set(fault, path="/login")
    await flow.enter(**ACCOUNT)
    assert flow.step == "reauth_confirm"
    assert (flow.errors or {}).keys() == {"base"}
    assert {name: flow.suggested(name) for name in ACCOUNT} == ACCOUNT
    router.faults.clear()
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "reauth_successful"
    await hass.async_block_till_done()


@pytest.mark.parametrize("harm", ["key_missing", "tampered"])
async def test_unreadable(
    hass: HomeAssistant,
    router: SimulatedRouter,
    loaded_entry: MockConfigEntry,
    harm: str,
) -> None:
    """Credentials that cannot be read are asked for, with the reason; figures stand."""
    figures = shown(hass, loaded_entry)
    if harm == "key_missing":
        keyring_file(hass).unlink()
    else:
        touch(hass, loaded_entry)
    await reload(hass, loaded_entry)
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert shown(hass, loaded_entry) == figures

    flow = await opened(hass)
    assert (flow.step, flow.errors) == ("reauth_confirm", {"base": harm})
    assert flow.suggested("username") is None
    # Nothing tells whose account it was, so a slip in the name is no other account.
    await flow.enter(**{**ACCOUNT, "username": "slip"})
    assert (flow.step, flow.errors) == ("reauth_confirm", {"password": "invalid_auth"})
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)

    await reload(hass, loaded_entry)
    assert not flows(hass)
    assert shown(hass, loaded_entry) == figures
    assert asked(router)["/usage"] == 1


async def test_unreadable_and_anothers(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """Not even an unreadable entry may take the account of another one."""
    account = {"username": "neighbour", "password": "sesame"}
    neighbour = await new_entry(hass, router, account=account)
    touch(hass, neighbour)
    flow = await Flow.reauth(hass, neighbour)
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "already_configured"


async def test_key_in_the_environment_is_none(
    hass: HomeAssistant,
    router: SimulatedRouter,
    loaded_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key that is none is said, and no password is sent that could not be kept."""
    figures = shown(hass, loaded_entry)
    monkeypatch.setenv("TAARA_ENCRYPTION_KEY", "not a key")
    await reload(hass, loaded_entry)
    assert shown(hass, loaded_entry) == figures
    flow = await opened(hass)
    assert (flow.step, flow.errors) == ("reauth_confirm", {"base": "key_invalid"})
    requests = len(router.requests)
    await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("reauth_confirm", {"base": "key_invalid"})
    assert len(router.requests) == requests

    key = base64.b64encode(bytes(range(32))).decode()
    monkeypatch.setenv("TAARA_ENCRYPTION_KEY", key)
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, loaded_entry) == figures


async def test_never_read(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """A household that was never read is set up once its credentials are right."""
    entry = await new_entry(hass, router, account={**ACCOUNT, "password": "wrong"})
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert state(entry) is ConfigEntryState.SETUP_ERROR
    flow = await opened(hass)
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state(entry) is ConfigEntryState.LOADED
    assert asked(router)["/usage"] == 1


async def test_another_entry_goes_on(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """What happens to one household's credentials does not concern another's."""
    other = await new_entry(hass, router)
    touch(hass, loaded_entry)
    await reload(hass, loaded_entry)
    await set_up(hass, other)
    (flow,) = flows(hass)
    assert flow["context"]["entry_id"] == loaded_entry.entry_id
