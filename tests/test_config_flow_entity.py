"""A sensor that the home has already, as the source."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.router.provider import CannotConnect
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er

from .flow import Flow

SENSOR = "sensor.router_data"
PLAN = {"allowance": 200, "allowance_unit": "GB", "unlimited": False}
PLAN |= {"after_allowance": "stops"}
MONTHLY = {"cycle": "monthly", "reset_day": 1}


def show(
    hass: HomeAssistant, state: str, unit: str = "GB", entity_id: str = SENSOR
) -> None:
    """Let a sensor show something."""
    attributes = {"unit_of_measurement": unit, "device_class": "data_size"}
    hass.states.async_set(entity_id, state, attributes)


def figure(hass: HomeAssistant, key: str) -> str:
    """Return what one of the household's sensors shows."""
    state = hass.states.get(f"sensor.taara_{key}")
    assert state is not None
    return state.state


async def entered(hass: HomeAssistant, kind: str, entity_id: str = SENSOR) -> Flow:
    """Choose a sensor and what it shows."""
    flow = await Flow.begin(hass, "entity")
    assert (flow.step, flow.fields) == ("entity", ["entity_id", "counter_kind"])
    await flow.enter(entity_id=entity_id, counter_kind=kind)
    return flow


async def finished(hass: HomeAssistant, flow: Flow) -> ConfigEntry:
    """Enter plan and cycle, and wait for the household."""
    assert flow.step == "plan", flow.errors
    await flow.enter(**PLAN)
    await flow.enter(**MONTHLY)
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    entry: ConfigEntry = flow.result["result"]
    assert entry.state is ConfigEntryState.LOADED
    return entry


@pytest.mark.parametrize(
    ("kind", "used", "remaining"),
    [
        ("used", "150.0", "50.0"),
        ("remaining", "50.0", "150.0"),
        ("cumulative", "0.0", "200.0"),
    ],
)
async def test_kinds(hass: HomeAssistant, kind: str, used: str, remaining: str) -> None:
    """What an amount means decides what follows; a mere counter begins at nothing."""
    show(hass, "150")
    entry = await finished(hass, await entered(hass, kind))
    assert (figure(hass, "data_used"), figure(hass, "data_remaining")) == (
        used,
        remaining,
    )
    assert entry.title == "Taara (router data)"
    assert SENSOR not in str(dict(entry.data))


@pytest.mark.parametrize(
    ("state", "unit", "gigabytes"),
    [
        ("150000000000", "B", 150),
        ("1200", "Gbit", 150),
        ("0.15", "TB", 150),
        ("100", "GiB", 107.3741824),
        ("1e5", "MB", 100),
    ],
)
async def test_units(
    hass: HomeAssistant, state: str, unit: str, gigabytes: float
) -> None:
    """Every unit of data that Home Assistant knows is read."""
    show(hass, state, unit)
    await finished(hass, await entered(hass, "used"))
    assert float(figure(hass, "data_used")) == pytest.approx(gigabytes, rel=1e-3)


@pytest.mark.parametrize(
    ("state", "unit", "error"),
    [
        ("unavailable", "GB", "cannot_connect"),
        ("unknown", "GB", "cannot_connect"),
        ("150", "°C", "unexpected_payload"),
        ("-1", "GB", "unexpected_payload"),
        ("nan", "GB", "unexpected_payload"),
        ("1e30", "GB", "unexpected_payload"),
        ("soon", "GB", "unexpected_payload"),
    ],
)
async def test_no_amount(
    hass: HomeAssistant, state: str, unit: str, error: str
) -> None:
    """A sensor that shows no amount of data is refused, and can be mended meanwhile."""
    show(hass, state, unit)
    flow = await entered(hass, "used")
    assert (flow.step, flow.errors) == ("entity", {"base": error})
    assert flow.suggested("entity_id") == SENSOR
    show(hass, "150")
    await flow.enter(entity_id=SENSOR, counter_kind="used")
    await finished(hass, flow)


async def test_no_such_sensor(hass: HomeAssistant) -> None:
    """A sensor that is not there cannot be read."""
    flow = await entered(hass, "used", "sensor.gone")
    assert flow.errors == {"base": "cannot_connect"}


async def test_twice(hass: HomeAssistant) -> None:
    """One sensor is one household, whatever it is said to show."""
    show(hass, "150")
    await finished(hass, await entered(hass, "used"))
    flow = await entered(hass, "remaining")
    assert flow.abort_reason == "already_configured"


@pytest.fixture
def registered(hass: HomeAssistant) -> er.RegistryEntry:
    """Return a sensor that the registry knows."""
    other = MockConfigEntry(domain="unifi")
    other.add_to_hass(hass)
    return er.async_get(hass).async_get_or_create(
        "sensor", "unifi", "wan", config_entry=other, suggested_object_id="wan_data"
    )


async def test_renamed(hass: HomeAssistant, registered: er.RegistryEntry) -> None:
    """A sensor is followed when it is renamed."""
    show(hass, "150", entity_id=registered.entity_id)
    entry = await finished(hass, await entered(hass, "used", registered.entity_id))
    hass.states.async_remove(registered.entity_id)
    er.async_get(hass).async_update_entity(
        registered.entity_id, new_entity_id="sensor.internet"
    )
    show(hass, "160", entity_id="sensor.internet")
    reading = await entry.runtime_data._source._provider.read()
    assert reading.used == 160 * 10**9

    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("entity")
    assert flow.suggested("entity_id") == "sensor.internet"


async def test_removed(hass: HomeAssistant, registered: er.RegistryEntry) -> None:
    """One that is removed is said to be gone, and another can be chosen."""
    show(hass, "150", entity_id=registered.entity_id)
    entry = await finished(hass, await entered(hass, "used", registered.entity_id))
    er.async_get(hass).async_remove(registered.entity_id)
    hass.states.async_remove(registered.entity_id)
    with pytest.raises(CannotConnect):
        await entry.runtime_data._source._provider.read()

    show(hass, "30")
    flow = await Flow.reconfigure(hass, entry)
    await flow.choose("entity")
    assert flow.suggested("entity_id") is None
    await flow.enter(entity_id=SENSOR, counter_kind="used")
    await flow.enter(**PLAN)
    await flow.enter(**MONTHLY)
    assert flow.abort_reason == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert figure(hass, "last_reading") != "unavailable"


async def test_not_our_own(hass: HomeAssistant) -> None:
    """A household's own sensors are not offered as a source."""
    show(hass, "150")
    entry = await finished(hass, await entered(hass, "used"))
    flow = await Flow.begin(hass, "entity")
    config: Any = next(
        kind.config
        for field, kind in flow.schema.schema.items()
        if field == "entity_id"
    )
    ours = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert {one.entity_id for one in ours} <= set(config["exclude_entities"])
