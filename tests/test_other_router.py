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
    """Each is found by itself and read right, and asked once, whatever is done.

    A flow that is given up and one that begins again cost one request between them, a
    wrong password and a reload none.
    """
    async with serving(variant(name)) as router:
        given_up = await Flow.begin(hass)
        await given_up.enter(host=str(router.url))
        await given_up.enter(**ACCOUNT | {"password": "wrong"})
        assert given_up.errors == {"password": "invalid_auth"}
        assert router.count("GET /usage") == 0
        await given_up.enter(**ACCOUNT)
        assert given_up.step == "plan", given_up.errors
        given_up.give_up()
        assert router.count("GET /usage") == 1

        flow = await Flow.begin(hass)
        await flow.enter(host=str(router.url))
        await flow.enter(**ACCOUNT | {"password": "wrong"})
        assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
        await flow.enter(**ACCOUNT)
        assert flow.step == "plan", flow.errors
        assert flow.suggested("allowance") == 1
        assert flow.suggested("allowance_unit") == "TiB"
        await flow.enter(**PLAN)
        await flow.enter(**CYCLE)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert router.count("GET /usage") == 1

        entry = flow.result["result"]
        asked, shown = len(router.requests), _figures(hass, entry.entry_id)
        for _ in range(2):
            assert await hass.config_entries.async_reload(entry.entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
            assert _figures(hass, entry.entry_id) == shown
        assert len(router.requests) == asked

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


def _figures(hass: HomeAssistant, entry_id: str) -> list[str]:
    keys = ("data_used", "data_remaining", "usage_percentage", "last_reading")
    return [_state(hass, entry_id, key).state for key in keys]


def _bytes(hass: HomeAssistant, entry_id: str, key: str) -> float:
    state = _state(hass, entry_id, key)
    unit = state.attributes["unit_of_measurement"]
    return InformationConverter.convert(
        float(state.state), unit, UnitOfInformation.BYTES
    )
