"""The account step: what is wrong is said where it is, and nothing typed is lost."""

from datetime import timedelta
import json
import logging
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.taara.router.local import LocalProvider
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

from .common import ACCOUNT, asked, keyring_file, new_entry, written
from .flow import Flow
from .test_store import full_disk

WRONG = {**ACCOUNT, "password": "open-sesame"}


async def test_wrong_password(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """A wrong password is said at its field and costs no usage request."""
    flow = await Flow.at_account(hass, router)
    await flow.enter(**WRONG)
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert flow.suggested("username") == ACCOUNT["username"]
    await flow.send(None)  # as a browser does that loads the page again
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert asked(router)["/usage"] == 0
    await flow.finish(router)
    assert asked(router)["/usage"] == 1


async def test_full_disk(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """No password is sent that could not be kept; with room for the key, all goes on."""
    flow = await Flow.at_account(hass, router)
    with full_disk("taara.keyring"):
        await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("account", {"base": "not_saved"})
    assert asked(router)["/login"] == 0
    await flow.finish(router)


@pytest.mark.parametrize(
    "router_options", [{"wrong_password_page": True}], ids=["login page"]
)
@pytest.mark.parametrize("dialect", ["local-a", "local-b", "local-c", "local-d"])
async def test_wrong_password_page(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """Nor does one that is answered with the login page and 200."""
    flow = await Flow.at_account(hass, router)
    await flow.enter(**WRONG)
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert asked(router)["/usage"] == 0
    await flow.finish(router)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("unauthorized", {"password": "invalid_auth"}),
        ("forbidden", {"password": "invalid_auth"}),
        ("silence", {"base": "timeout"}),
        ("disconnect", {"base": "cannot_connect"}),
        ("unavailable", {"base": "cannot_connect"}),
        ("redirect_other_host", {"base": "unexpected_payload"}),
        ("endless", {"base": "unexpected_payload"}),
    ],
)
async def test_login_fails(
    hass: HomeAssistant,
    router: SimulatedRouter,
    short_timeouts: None,
    fault: str,
    error: dict[str, str],
) -> None:
    """What goes wrong before usage was asked for can be tried again at once."""
    flow = await Flow.at_account(hass, router)
    router.faults.set(fault, path="/login")
    await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("account", error)
    assert {name: flow.suggested(name) for name in ACCOUNT} == ACCOUNT
    router.faults.clear()
    await flow.finish(router)


@pytest.mark.parametrize(
    ("fault", "options", "key"),
    [
        ("disconnect", {}, "cannot_connect"),
        ("server_error", {}, "cannot_connect"),
        ("truncated", {}, "unexpected_payload"),
        ("nulls", {}, "unexpected_payload"),
        ("empty", {}, "unexpected_payload"),
        ("quota_reached", {}, "cannot_connect"),
        ("too_many", {"retry_after": 5}, "rate_limited"),
        ("too_many", {"form": "none"}, "rate_limited"),
    ],
)
async def test_usage_fails(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    router: SimulatedRouter,
    fault: str,
    options: dict[str, Any],
    key: str,
) -> None:
    """A usage request that may have arrived is repeated ten minutes later, no sooner."""
    flow = await Flow.at_account(hass, router)
    router.faults.set(fault, **options)
    await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("account", {"base": key})
    router.faults.clear()

    freezer.tick(timedelta(minutes=4))
    await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("account", {"base": "rate_limited"})
    assert flow.told["minutes"] == "6"
    assert {name: flow.suggested(name) for name in ACCOUNT} == ACCOUNT
    assert asked(router)["/usage"] == 1

    freezer.tick(timedelta(minutes=6))
    await flow.finish(router)
    assert asked(router)["/usage"] == 2


@pytest.mark.parametrize(
    ("retry_after", "minutes"), [(5, "10"), (600, "10"), (601, "11"), (5400, "90")]
)
async def test_rate_limit(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    router: SimulatedRouter,
    retry_after: int,
    minutes: str,
) -> None:
    """The form says in how many minutes the router may be asked, and then it may."""
    flow = await Flow.at_account(hass, router)
    router.faults.set("too_many", times=1, retry_after=retry_after)
    await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("account", {"base": "rate_limited"})
    assert flow.told["minutes"] == minutes
    freezer.tick(timedelta(minutes=int(minutes)))
    await flow.finish(router)


@pytest.mark.parametrize("method", ["read", "sign_in"])
async def test_fault_of_ours(
    hass: HomeAssistant,
    router: SimulatedRouter,
    caplog: pytest.LogCaptureFixture,
    method: str,
) -> None:
    """A fault in Taara itself is said as one, and the log has its traceback."""
    if method == "sign_in":
        await Flow.at_plan(hass, router)  # now the source need only be signed in to
    flow = await Flow.at_account(hass, router)
    with patch.object(LocalProvider, method, side_effect=ZeroDivisionError):
        await flow.enter(**ACCOUNT)
    assert (flow.step, flow.errors) == ("account", {"base": "unknown"})
    assert "ZeroDivisionError" in caplog.text
    await flow.finish(router)


async def test_empty_password(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """An empty password is a wrong one, at first and after another."""
    flow = await Flow.at_account(hass, router)
    for password in ("", WRONG["password"], ""):
        await flow.enter(username=ACCOUNT["username"], password=password)
        assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
        sent = [seen.body for seen in router.requests if seen.path == "/login"][-1]
        assert b"password=" + password.encode() in sent
    await flow.finish(router)


async def test_already_configured(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """The same account at the same router is refused without asking the router."""
    await new_entry(hass, router)
    flow = await Flow.at_account(hass, router)
    before = len(router.requests)
    await flow.enter(**ACCOUNT)
    assert flow.abort_reason == "already_configured"
    assert len(router.requests) == before


async def test_unreadable_entry(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Whose account an unreadable entry holds nobody knows: it stands in nobody's way."""
    await new_entry(hass, router)
    keyring_file(hass).unlink()
    await (await Flow.begin(hass)).finish(router)


async def test_other_account(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Another account at the same router is another household."""
    await new_entry(hass, router, account={**ACCOUNT, "username": "neighbour"})
    await (await Flow.begin(hass)).finish(router)


async def test_two_flows_to_the_same_end(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """Of two dialogues about the same account only the first makes an entry."""
    first, second = [await Flow.at_cycle(hass, router) for _ in range(2)]
    await first.finish(router)
    await second.enter(cycle="monthly", reset_day=1)
    assert second.abort_reason == "already_configured"


async def test_secrets(
    hass: HomeAssistant, router: SimulatedRouter, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither name nor password is readable in the entry, on disk or in the log."""
    caplog.set_level(logging.DEBUG)
    account = {"username": "plain-name", "password": "plain-password"}
    router.account = type(router.account)(**account)
    flow = await Flow.at_account(hass, router)
    await flow.enter(username="plain-name", password="plain-wrong")
    router.faults.set("unauthorized", path="/login", times=1)
    await flow.enter(**account)
    await flow.enter(**account)
    assert flow.step == "plan"
    entry = await flow.finish(router)

    await hass.async_stop(force=True)
    files = written(hass)
    assert "core.config_entries" in files
    texts = [*files.values(), caplog.text, json.dumps(entry.as_dict(), default=str)]
    assert not any("plain-" in text for text in texts)
