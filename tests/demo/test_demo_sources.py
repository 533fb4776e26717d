"""Every source the demo can be asked for: set up, weeks behind it, figures right.

Three, of three ways in, run as `scripts/demo --check` does, with a Home Assistant of
their own. The others go the same way in this process, but for the recorder: through the
config flow against the simulated router over HTTP, in a tenth of the time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
import time

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from demo import __main__ as command
from demo.check import Line, States, Verdict, compare, held_by
from demo.clock import Clock
from demo.household_history import remember
from demo.scene import Scene
from demo.simulator import SimulatedRouter
from demo.source import Source
from demo.sources import SOURCES
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.flow import Flow

CHECKED = ("taara_share", "routeros", "entity")
# What does not depend on when in a day something was used.
OF_THE_CYCLE = ("data_used", "data_remaining", "usage_percentage")


@pytest.mark.parametrize("name", CHECKED)
async def test_the_check_agrees(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a real Home Assistant, with its recorder."""
    asked = command.parser().parse_args(["--check", "--dialect", name])
    assert await command.run(asked) == 0
    printed = capsys.readouterr().out
    assert printed.endswith("All that can be compared agrees.\n")
    assert printed.count(" agrees") >= 7


@pytest.fixture
def scene() -> Scene:
    """Return a household in mid-cycle."""
    return Scene.at(datetime.now(UTC))


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "entity"])
async def test_figures_are_right_and_stay_so(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    no_pauses: None,  # for which nobody would turn the clock
    scene: Scene,
    tmp_path: Path,
    name: str,
) -> None:
    """Once set up, and a day later at a demo that was ended and started again."""
    source = SOURCES[name]
    async with router_of(source, scene) as router:
        entry = await set_up(hass, router, source, scene)
        await hass.config_entries.async_unload(entry.entry_id)
        await remember(tmp_path, entry.entry_id, router, source, scene)
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        compared = list(compare(states(hass), held_by(router, source)))
        assert differing(compared) == []
        assert len(compared) == 8

    freezer.tick(timedelta(days=1))
    async with router_of(source, scene) as router:
        for _ in range(2):  # what is due, and what that makes due
            async_fire_time_changed(hass)
            await hass.async_block_till_done(wait_background_tasks=True)
        lines = compare(states(hass), held_by(router, source))
        assert differing(line for line in lines if line.name in OF_THE_CYCLE) == []


@pytest.mark.parametrize("name", ["taara_share", "mikrotik_hotspot", "capport"])
async def test_a_source_that_tells_something_else_differs(
    hass: HomeAssistant, scene: Scene, tmp_path: Path, name: str
) -> None:
    """The weeks behind it do not make up for what it tells."""
    source = SOURCES[name]
    async with router_of(source, scene) as router:
        truth = router.counter.figures
        router.counter.use(5 * 10**9)
        entry = await set_up(hass, router, source, scene)
        await hass.config_entries.async_unload(entry.entry_id)
        await remember(tmp_path, entry.entry_id, router, source, scene)
        await hass.config_entries.async_setup(entry.entry_id)
        held = replace(held_by(router, source), figures=truth)
        assert "data_used" in differing(compare(states(hass), held))


def router_of(source: Source, scene: Scene) -> SimulatedRouter:
    """Return a source's router on the test's clock."""
    # Looked up at each call, so that a frozen time holds for the router, too.
    return source.router(scene, Clock(source=lambda: time.time()))  # noqa: PLW0108  the name, not its value


async def set_up(
    hass: HomeAssistant, router: SimulatedRouter, source: Source, scene: Scene
) -> ConfigEntry:
    """Go through the config flow as the demo does."""
    answers = source.answers(router, scene)
    flow = await Flow.begin(hass, source.choice)
    while flow.result["type"] is FlowResultType.FORM:
        assert not flow.errors
        known = {field: flow.suggested(field) for field in flow.fields}
        known |= answers[flow.step]
        typed = {
            field: value
            for field, value in known.items()
            if value is not None and field in flow.fields
        }
        await flow.enter(**typed)
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY, flow.result
    await hass.async_block_till_done(wait_background_tasks=True)
    entry: ConfigEntry = flow.result["result"]
    return entry


def states(hass: HomeAssistant) -> States:
    """Return every state as the REST API has it."""
    return {state.entity_id: state.as_dict() for state in hass.states.async_all()}


def differing(lines: Iterable[Line]) -> list[str]:
    """Return the names of the figures that differ."""
    return [line.name for line in lines if line.verdict is Verdict.DIFFERS]
