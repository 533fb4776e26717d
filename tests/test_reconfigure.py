"""Changing what a household told us: figures and history stay."""

from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.entry import plan_from
from custom_components.taara.model import CycleKind, DataUnit, Plan
from custom_components.taara.router.discovery import Discovery
from demo.accounts import Account
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er

from .common import ACCOUNT, asked, keyring_file, new_entry, set_up
from .flow import CYCLE, PLAN, Flow


@pytest.fixture
async def other_router(socket_enabled: None) -> AsyncIterator[SimulatedRouter]:
    """Run a second router, which knows the same account but tells no dates."""
    async with SimulatedRouter(dialect="local-c", usage_interval_seconds=0) as router:
        yield router


def identity(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, Any]:
    """Return what tells an entry, its entities and its secrets from others."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {
        "entities": {entity.unique_id: entity.entity_id for entity in entities},
        "unique_id": entry.unique_id,
        "credential_id": entry.data["credential_id"],
    }


def used(hass: HomeAssistant) -> float:
    """Return what the household shows to have used."""
    state = hass.states.get("sensor.taara_data_used")
    assert state is not None
    return float(state.state)


async def settled(hass: HomeAssistant, flow: Flow) -> None:
    """Expect the change to be kept, and wait for the reload."""
    assert flow.abort_reason == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_menu(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """The first question is what has changed."""
    flow = await Flow.reconfigure(hass, loaded_entry)
    assert flow.result["type"] is FlowResultType.MENU
    assert flow.result["step_id"] == "reconfigure"
    assert flow.result["menu_options"] == ["router", "taara_share", "entity", "plan"]


async def test_plan(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """A new plan is kept without asking the router, on top of all that was counted."""
    before, days = identity(hass, loaded_entry), loaded_entry.runtime_data.household
    figure, requests = used(hass), len(router.requests)
    flow = await Flow.reconfigure(hass, loaded_entry)
    await flow.choose("plan")
    assert {field: flow.suggested(field) for field in PLAN} == PLAN
    await flow.enter(**{**PLAN, "after_allowance": "slows"})
    assert (flow.step, flow.suggested("cycle")) == ("cycle", "provider")
    await flow.enter(cycle="monthly", reset_day=31)
    await settled(hass, flow)
    assert plan_from(loaded_entry.data["plan"]).reset_day == 31
    assert identity(hass, loaded_entry) == before
    assert len(router.requests) == requests
    assert used(hass) == figure
    ledger = loaded_entry.runtime_data.household.ledger
    assert ledger.last.used == days.ledger.last.used


async def test_plan_fields(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """What was told is filled in, to the digit."""
    plan = Plan(
        allowance=1_234_567_890_123,
        unit=DataUnit.GB,
        cycle=CycleKind.DAYS,
        cycle_days=28,
        cycle_start=router.clock.now().replace(microsecond=0),
    )
    entry = await new_entry(hass, router, plan=plan)
    await set_up(hass, entry)
    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("plan")
    assert flow.suggested("allowance") == 1234.567890123
    await flow.enter(**{field: flow.suggested(field) for field in flow.fields})
    typed = {field: flow.suggested(field) for field in flow.fields}
    await flow.enter(**typed)
    await settled(hass, flow)
    assert plan_from(entry.data["plan"]) == plan


async def test_unlimited(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """An unlimited plan that gets a limit is offered one in its own unit."""
    entry = await new_entry(hass, router, plan=Plan(allowance=None))
    await set_up(hass, entry)
    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("plan")
    assert flow.suggested("unlimited") is True
    assert flow.suggested("allowance_unit") == "GB"
    assert flow.suggested("allowance") == pytest.approx(1099.5, rel=0.001)


async def test_not_loaded(
    hass: HomeAssistant, router: SimulatedRouter, entry: MockConfigEntry
) -> None:
    """An entry that is not running may keep following the router's dates."""
    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("plan")
    await flow.enter(**PLAN)
    assert flow.suggested("cycle") == "provider"
    await flow.enter(cycle="provider")
    await settled(hass, flow)
    assert entry.data["plan"]["cycle"] == "provider"


async def test_moved(
    hass: HomeAssistant, other_router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """Another address gets the password only from whoever types it; all else stays."""
    before = identity(hass, loaded_entry)
    hass.config_entries.async_update_entry(
        loaded_entry, data={**loaded_entry.data, "url": "http://localhost:9"}
    )
    hass.config_entries.async_update_entry(loaded_entry, title="Taara (localhost)")
    flow = await Flow.reconfigure(hass, loaded_entry)
    await flow.choose("router")
    assert (flow.step, flow.suggested("host")) == ("router", "http://localhost:9")
    await flow.enter(host=other_router.url)
    assert flow.suggested("username") == ACCOUNT["username"]
    assert flow.suggested("password") is None
    before_password = len(other_router.requests)
    await flow.enter(username=ACCOUNT["username"])
    assert (flow.step, flow.errors) == ("account", {"password": "secret_again"})
    assert flow.suggested("username") == ACCOUNT["username"]
    assert len(other_router.requests) == before_password
    await flow.enter(**ACCOUNT)
    await flow.enter(**PLAN)
    # This router tells no dates, so they can't be followed any more.
    assert (flow.step, flow.suggested("cycle")) == ("cycle", None)
    await flow.enter(**CYCLE)
    await settled(hass, flow)
    assert loaded_entry.data["url"] == other_router.url
    assert loaded_entry.title == "Taara (127.0.0.1)"
    assert identity(hass, loaded_entry) == before
    assert asked(other_router)["/usage"] == 1


async def test_way_back(
    hass: HomeAssistant,
    router: SimulatedRouter,
    other_router: SimulatedRouter,
    loaded_entry: MockConfigEntry,
) -> None:
    """The same address in other words is no other one, wherever somebody looked first."""
    flow = await Flow.reconfigure(hass, loaded_entry)
    await flow.choose("router")
    await other_router.stop()
    await flow.enter(host=other_router.url)
    assert (flow.step, flow.errors) == ("router", {"host": "cannot_connect"})
    await flow.enter(host=f" {router.url.upper().replace('HTTP', 'Http')}/status?now ")
    await flow.enter(username=ACCOUNT["username"])
    assert flow.step == "plan", flow.errors


@pytest.mark.parametrize("moved", ["https://{host}", "http://{host}:9", "http://a.lan"])
async def test_other_way(
    hass: HomeAssistant, router: SimulatedRouter, entry: MockConfigEntry, moved: str
) -> None:
    """Another scheme, port or host is somebody else's; nothing is sent there."""
    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("router")
    before = len(router.requests)
    with (
        patch(
            "custom_components.taara.flow_access.discover",
            return_value=Discovery(provider="local"),
        ),
        patch("custom_components.taara.flow_source.async_read") as read,
    ):
        await flow.enter(host=moved.format(host=router.host))
        await flow.enter(username=ACCOUNT["username"])
    assert (flow.step, flow.errors) == ("account", {"password": "secret_again"})
    assert not read.called
    assert len(router.requests) == before


@pytest.mark.parametrize("password", [{"password": ""}, {"password": "sesame-2"}])
async def test_account(
    hass: HomeAssistant,
    router: SimulatedRouter,
    loaded_entry: MockConfigEntry,
    password: dict[str, str],
) -> None:
    """Another account: an empty password means the old one."""
    hass.config_entries.async_update_entry(loaded_entry, title="Grandmother's")
    router.account = Account("second", password["password"] or ACCOUNT["password"])
    flow = await Flow.reconfigure(hass, loaded_entry)
    await flow.choose("router")
    await flow.enter(host=router.url)
    await flow.enter(username="second", password="wrong")
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    await flow.enter(username="second", **password)
    await flow.enter(**PLAN)
    await flow.enter(cycle="provider")
    before = loaded_entry.runtime_data.data
    router.counter.use(50 * 2**30)
    await settled(hass, flow)
    assert loaded_entry.title == "Grandmother's"
    after = loaded_entry.runtime_data.data
    assert after.used_today == before.used_today
    assert after.cycle.number == before.cycle.number + 1


async def test_same_account(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """Walking through without a change is no duplicate and no usage request."""
    figure = used(hass)
    flow = await Flow.reconfigure(hass, loaded_entry)
    await flow.choose("router")
    await flow.enter(host="not an address")
    assert flow.errors == {"host": "invalid_address"}
    await flow.enter(host=router.url)
    await flow.enter(username=ACCOUNT["username"])
    await flow.enter(**PLAN)
    await flow.enter(cycle="provider")
    await settled(hass, flow)
    assert asked(router)["/usage"] == 1
    assert used(hass) == figure


async def test_anothers_account(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """The account of another entry is refused."""
    neighbour = {"username": "neighbour", "password": "sesame"}
    await new_entry(hass, router, account=neighbour)
    flow = await Flow.reconfigure(hass, loaded_entry)
    await flow.choose("router")
    await flow.enter(host=router.url)
    await flow.enter(**neighbour)
    assert flow.abort_reason == "already_configured"


async def test_unreadable(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """Without the key there is nothing to change yet: sign in first."""
    keyring_file(hass).unlink()
    flow = await Flow.reconfigure(hass, loaded_entry)
    assert flow.abort_reason == "sign_in_first"
