"""The faces of a household: each shows a field of its overview, and nothing else."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    snapshot_platform,
)
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from custom_components.taara.model import DataUnit
from custom_components.taara.sensor_descriptions import shown
from demo.simulator import SimulatedRouter
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .common import new_entry, set_up
from .helpers_core import DAY, HOUR, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare entities as Home Assistant does: without ids that differ at each run."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture
async def entry(hass: HomeAssistant, router: SimulatedRouter) -> MockConfigEntry:
    """Return an entry whose id, and so its entities' ids, are the same at each run."""
    return await new_entry(hass, router, entry_id="household")


PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SENSOR,
    Platform.SWITCH,
]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_platform(
    home: Home, snapshot: SnapshotAssertion, platform: Platform
) -> None:
    """Names, classes, units, categories and states are what the contract says."""
    registry = er.async_get(home.hass)
    with (
        patch("custom_components.taara.PLATFORMS", [platform]),
        patch(
            "homeassistant.helpers.entity.Entity.entity_registry_enabled_default", True
        ),
    ):
        await home.set_up()
    await snapshot_platform(home.hass, registry, snapshot, home.entry.entry_id)


async def test_unique_ids_and_defaults(home: Home) -> None:
    """Ids are the entry's and the key; what few people need waits to be enabled."""
    await home.set_up()
    entities = er.async_entries_for_config_entry(
        er.async_get(home.hass), home.entry.entry_id
    )
    for entity in entities:
        assert entity.unique_id == f"{home.entry.entry_id}_{entity.translation_key}"
    disabled = {entity.translation_key for entity in entities if entity.disabled}
    assert disabled == {
        "data_quality_score",
        "efficiency_score",
        "peak_usage_hour",
        "response_time",
        "usage_rate",
    }


async def test_totals_begin_again_with_their_period_only(home: Home) -> None:
    """`last_reset` stands still until the cycle, or the day, is another one."""
    await home.set_up()

    def began(key: str) -> str:
        return str(home.state(key).attributes["last_reset"])

    cycle, day = began("data_used"), began("used_today")
    await home.turn(3 * HOUR)
    assert (began("data_used"), began("used_today")) == (cycle, day)
    await home.turn(DAY)
    assert began("data_used") == cycle
    assert began("used_today") != day


async def test_households_can_be_told_apart(home: Home) -> None:
    """The first device is called by the brand, the next by its router as well."""
    await home.set_up()
    async with SimulatedRouter(usage_interval_seconds=0) as router:
        other = await new_entry(home.hass, router)
        await set_up(home.hass, other)
    devices = dr.async_get(home.hass)
    names = [
        device.name
        for entry in (home.entry, other)
        for device in dr.async_entries_for_config_entry(devices, entry.entry_id)
    ]
    assert names == ["Taara", "Taara (127.0.0.1)"]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (None, DataUnit.GB, None),
        (0, DataUnit.GB, 0),
        (614_412_345_678, DataUnit.GB, 614_400_000_000),
        (614_412_345_678, DataUnit.TB, 614_400_000_000),
        (600 * 2**30, DataUnit.GIB, 600 * 2**30),
        (2**40, DataUnit.TIB, 2**40),
        (1_234_567, DataUnit.GB, 1_235_000),
    ],
)
def test_shown(value: int | None, unit: DataUnit, expected: float | None) -> None:
    """Four digits that mean something, in the family of units of the plan."""
    assert shown(value, unit) == pytest.approx(expected)


def test_shown_is_right_to_a_thousandth() -> None:
    """Rounding never moves a figure by more than a tenth of a percent."""
    for power in range(3, 13):
        for digits in (1.0005, 1.9995, 4.56789, 9.99949):
            value = int(digits * 10**power)
            assert shown(value, DataUnit.GIB) == pytest.approx(value, rel=0.001)


async def test_figures_of_the_simulated_router(home: Home) -> None:
    """What is shown is what the router told, and the parts add up."""
    await home.set_up()
    overview = home.overview
    assert overview.used == home.told
    assert overview.used is not None
    assert overview.remaining is not None
    assert overview.used + overview.remaining == overview.allowance
    assert float(home.state("usage_percentage").state) == pytest.approx(
        100 * overview.used / 2**40, abs=0.05
    )
    assert home.state("router_reachable", "binary_sensor").state == "on"
    await home.turn(timedelta(hours=2))
    assert float(home.state("used_today").state) > 0
