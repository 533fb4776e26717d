"""Set up by the flow against a router that shares nothing with our simulator."""

import pytest

from homeassistant.const import UnitOfInformation
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_conversion import InformationConverter

from .flow import CYCLE, PLAN, Flow
from .router.server import (
    ACCOUNT,
    ALLOCATED_MB,
    REMAINING_MB,
    USED_MB,
    serving,
    variant,
)

MEGABYTE = 2**20


@pytest.mark.parametrize("name", ["A", "B", "C", "D"])
async def test_variant(hass: HomeAssistant, socket_enabled: None, name: str) -> None:
    """Each variant is found by itself, refuses a wrong password, and is read right."""
    async with serving(variant(name)) as router:
        flow = await Flow.begin(hass)
        await flow.enter(host=str(router.url))
        await flow.enter(**ACCOUNT | {"password": "wrong"})
        assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
        assert router.count("GET /usage") == 0
        await flow.enter(**ACCOUNT)
        assert flow.step == "plan", flow.errors
        assert flow.suggested("allowance") == 1
        assert flow.suggested("allowance_unit") == "TiB"
        await flow.enter(**PLAN)
        await flow.enter(**CYCLE)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert router.count("GET /usage") == 1

    entry = flow.result["result"]
    assert entry.title == "Taara (127.0.0.1)"
    used, left = (
        _bytes(hass, entry.entry_id, key) for key in ("data_used", "data_remaining")
    )
    assert used == pytest.approx(USED_MB * MEGABYTE, rel=0.001)
    assert left == pytest.approx(REMAINING_MB * MEGABYTE, rel=0.001)
    share = float(_state(hass, entry.entry_id, "usage_percentage").state)
    assert share == pytest.approx(100 * USED_MB / ALLOCATED_MB, rel=0.001)


def _state(hass: HomeAssistant, entry_id: str, key: str) -> State:
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id("sensor", "taara", f"{entry_id}_{key}")
    assert entity_id is not None
    state = hass.states.get(entity_id)
    assert state is not None
    return state


def _bytes(hass: HomeAssistant, entry_id: str, key: str) -> float:
    state = _state(hass, entry_id, key)
    unit = state.attributes["unit_of_measurement"]
    return InformationConverter.convert(
        float(state.state), unit, UnitOfInformation.BYTES
    )
