"""The way in, from the menu to an entry that has its figures."""

from unittest.mock import patch

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.taara.const import DOMAIN
from custom_components.taara.router.discovery import Discovery
from custom_components.taara.router.provider import (
    CannotConnect,
    InvalidAuth,
    RateLimited,
    RouterError,
    UnexpectedPayload,
)
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .common import ACCOUNT, asked
from .flow import CYCLE, PLAN, Flow
from .router.replies import always
from .router.server import LocalRouter, serving

DISCOVER = "custom_components.taara.flow_access.discover"


async def test_menu(hass: HomeAssistant) -> None:
    """The first question is where the figures come from."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.MENU
    assert result["step_id"] == "user"
    assert "router" in result["menu_options"]


@pytest.mark.parametrize("dialect", ["local-a", "local-b", "local-c", "local-d"])
async def test_whole_way(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Address, account, plan, cycle: then the figures are there, by one reading."""
    flow = await Flow.begin(hass)
    assert flow.step == "router"
    assert flow.suggested("host") is None
    assert flow.schema({}) == {"host": "http://192.168.88.1"}

    await flow.enter(host=f"127.0.0.1:{router.port}")
    assert (flow.step, flow.fields) == ("account", ["username", "password", "provider"])
    assert flow.told["host"] == router.url
    assert flow.told["provider"] == "Local session router"
    assert all(request.body == b"" for request in router.requests)

    await flow.enter(**ACCOUNT)
    assert flow.step == "plan"
    assert (flow.suggested("allowance"), flow.suggested("allowance_unit")) == (1, "TiB")

    await flow.enter(**PLAN)
    assert flow.step == "cycle"

    await flow.enter(**CYCLE)
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY
    assert flow.result["title"] == "Taara (127.0.0.1)"
    await hass.async_block_till_done(wait_background_tasks=True)

    assert asked(router)["/usage"] == 1
    figures = next(seen.figures for seen in router.requests if seen.figures)
    state = hass.states.get("sensor.taara_data_used")
    assert state is not None
    shown = float(state.state) * 2**30
    assert shown == pytest.approx(figures.used, rel=0.001)


async def test_set_up_asks_nothing(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """The reading made by the flow is the first reading."""
    flow = await Flow.at_cycle(hass, router)
    before = len(router.requests)
    await flow.finish(router)
    assert len(router.requests) == before


async def test_entry(
    hass: HomeAssistant, router: SimulatedRouter, snapshot: SnapshotAssertion
) -> None:
    """An entry keeps the account encrypted, under a random id that is its own."""
    entry = await (await Flow.begin(hass)).finish(router)
    credential_id = entry.data["credential_id"]
    assert entry.unique_id == credential_id
    assert len(credential_id) == 32
    assert set(entry.data["credentials"]) == set(ACCOUNT)
    changing = {"url": router.url, "credential_id": credential_id}
    assert changing.items() <= entry.data.items()
    assert {
        key: value
        for key, value in entry.data.items()
        if key not in {*changing, "credentials"}
    } == snapshot


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "two words",
        "ftp://192.168.88.1",
        "http://user:secret@192.168.88.1",
        "http://",
        "192.168.88",
        "192.168.88.1:99999",
        "x" * 300,
    ],
)
async def test_invalid_address(
    hass: HomeAssistant, router: SimulatedRouter, text: str
) -> None:
    """What is no address is said at the field, and asks nobody."""
    flow = await Flow.begin(hass)
    await flow.enter(host=text)
    assert (flow.step, flow.errors) == ("router", {"host": "invalid_address"})
    assert flow.suggested("host") == text
    assert not router.requests
    await flow.finish(router)


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (CannotConnect("refused"), "cannot_connect"),
        (InvalidAuth("who are you"), "invalid_auth"),
        (RateLimited("too much", retry_after=120), "rate_limited"),
        (UnexpectedPayload("a poem"), "unexpected_payload"),
        (RuntimeError("a fault of ours"), "unknown"),
    ],
)
async def test_discovery_fails(
    hass: HomeAssistant,
    router: SimulatedRouter,
    error: RouterError | RuntimeError,
    key: str,
) -> None:
    """Every error is said at the address, which stays as it was typed."""
    flow = await Flow.begin(hass)
    with patch(DISCOVER, side_effect=error):
        await flow.enter(host=router.url)
    assert (flow.step, flow.errors) == ("router", {"host": key})
    assert flow.suggested("host") == router.url
    await flow.finish(router)


async def test_nobody_there(
    hass: HomeAssistant, router: SimulatedRouter, no_pauses: None
) -> None:
    """A router that is switched off cannot be reached; once it is on, it can."""
    await router.stop()
    flow = await Flow.begin(hass)
    await flow.enter(host=router.url)
    assert (flow.step, flow.errors) == ("router", {"host": "cannot_connect"})
    await router.start()
    await flow.finish(router)


async def test_silent(
    hass: HomeAssistant, router: SimulatedRouter, short_timeouts: None
) -> None:
    """One that takes the connection and says nothing can be chosen by hand."""
    router.faults.set("silence", path="*")
    flow = await Flow.begin(hass)
    await flow.enter(host=router.url)
    assert (flow.step, flow.errors) == ("provider", {"base": "timeout"})
    router.faults.clear()
    await flow.finish(router)


async def test_not_recognised(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """What answers without showing what it is has to be named by the household."""
    router.faults.set("redirect_other_host", path="*", location="http://else.invalid/")
    flow = await Flow.begin(hass)
    await flow.enter(host=router.url)
    assert (flow.step, flow.fields) == ("provider", ["provider"])
    assert flow.told["host"] == router.url
    with pytest.raises(InvalidData):
        await flow.enter(provider="carrier pigeon")
    router.faults.clear()
    await flow.finish(router)


async def test_chosen_by_hand(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """What was recognised wrongly can be put right."""
    flow = await Flow.begin(hass)
    with patch(DISCOVER, return_value=Discovery(provider="capport")):
        await flow.enter(host=router.url)
    assert (flow.step, flow.suggested("provider")) == ("account", "capport")
    assert flow.fields == ["provider"]
    await flow.enter(provider="local")
    assert (flow.step, flow.suggested("provider")) == ("account", "local")
    await flow.finish(router)


async def test_something_else_there(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """A web server of another kind is not recognised, and no figures come of it."""
    page = always(text="It works!")
    paths = ("/status", "/login", "/api", "/rest/system/resource", "/usage")
    async with serving(LocalRouter(replies=dict.fromkeys(paths, page))) as other:
        flow = await Flow.begin(hass)
        await flow.enter(host=str(other.url))
        assert flow.step == "provider"
        await flow.enter(provider="local")
        await flow.enter(**ACCOUNT)
        assert (flow.step, flow.errors) == ("account", {"base": "unexpected_payload"})
    flow.give_up()
    await (await Flow.begin(hass)).finish(router)
