"""How the demo compares Home Assistant with the simulated router."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from demo.check import Truth, Verdict, compare, held_by, table
from demo.clock import Clock
from demo.counter import TIB
from demo.simulator import SimulatedRouter
from demo.sources import SOURCES

from .client import Client

type States = dict[str, dict[str, Any]]

GIB = 2**30


@pytest.fixture
def truth(router: SimulatedRouter) -> Truth:
    """Return what a router holds after nine and a bit of its thirty days."""
    return Truth(
        at=router.clock.now(),
        figures=router.counter.figures,
        cycle=router.counter.cycle,
        household=router.household,
        source=SOURCES["local-a"],
    )


@pytest.fixture
def states(truth: Truth) -> States:
    """Return what Home Assistant shows, as the sensors round it."""
    figures = truth.figures
    assert figures.remaining is not None
    today = truth.household.used_between(truth.midnight, truth.at)
    shown = {
        "sensor.taara_allowance": "1024.0",
        "sensor.taara_collection_status": "success",
        "sensor.taara_cycle_end": truth.cycle.end.isoformat(),
        "sensor.taara_data_remaining": f"{figures.remaining / GIB:.4g}",
        "sensor.taara_data_used": f"{figures.used / GIB:.4g}",
        "sensor.taara_usage_percentage": f"{100 * figures.used / TIB:.1f}",
        "sensor.taara_used_today": f"{today / GIB:.4g}",
        "binary_sensor.taara_router_reachable": "on",
    }
    return {
        entity_id: {"state": state, "attributes": {"unit_of_measurement": "GiB"}}
        for entity_id, state in shown.items()
    }


def differing(states: States, truth: Truth) -> list[str]:
    """Return the names of the figures that differ."""
    return [
        line.name
        for line in compare(states, truth)
        if line.verdict is not Verdict.AGREES
    ]


def test_rounded_figures_agree(states: States, truth: Truth) -> None:
    """Each of them, and each is there."""
    assert differing(states, truth) == []
    assert len(list(compare(states, truth))) == len(states)


@pytest.mark.parametrize("name", ["allowance", "data_remaining", "data_used"])
@pytest.mark.parametrize("change", [0.9985, 1.0015])
def test_a_figure_that_is_off_by_more_than_its_rounding_differs(
    states: States, truth: Truth, name: str, change: float
) -> None:
    """Four digits are shown: the fifth may be anything."""
    state = states[f"sensor.taara_{name}"]
    state["state"] = str(float(state["state"]) * change)
    assert differing(states, truth) == [name]


@pytest.mark.parametrize("change", [-0.11, 0.11])
def test_a_percentage_that_is_off_by_more_than_its_rounding_differs(
    states: States, truth: Truth, change: float
) -> None:
    """One decimal is shown."""
    state = states["sensor.taara_usage_percentage"]
    state["state"] = str(float(state["state"]) + change)
    assert differing(states, truth) == ["usage_percentage"]


@pytest.mark.parametrize(
    ("entity_id", "state"),
    [
        ("sensor.taara_data_used", "unknown"),
        ("sensor.taara_data_used", "unavailable"),
        ("sensor.taara_usage_percentage", "unknown"),
        ("sensor.taara_used_today", "0.0"),
        ("sensor.taara_cycle_end", "unknown"),
        ("sensor.taara_cycle_end", "2026-11-02T21:00:00+00:00"),
        ("sensor.taara_collection_status", "partial"),
        ("binary_sensor.taara_router_reachable", "off"),
    ],
)
def test_a_state_that_is_not_the_routers_differs(
    states: States, truth: Truth, entity_id: str, state: str
) -> None:
    """Whatever it says instead."""
    states[entity_id]["state"] = state
    assert differing(states, truth) == [entity_id.partition(".taara_")[2]]


def test_an_entity_that_is_missing_differs(states: States, truth: Truth) -> None:
    """It is not passed over."""
    for entity_id in list(states):
        gone = {name: state for name, state in states.items() if name != entity_id}
        assert differing(gone, truth) == [entity_id.partition(".taara_")[2]]


def test_the_unit_is_the_one_that_is_shown(states: States, truth: Truth) -> None:
    """A person may have chosen another for an entity."""
    used = states["sensor.taara_data_used"]
    used["state"] = f"{truth.figures.used / 10**9:.4g}"
    assert differing(states, truth) == ["data_used"]
    used["attributes"]["unit_of_measurement"] = "GB"
    assert differing(states, truth) == []


def test_both_sides_are_printed(states: States, truth: Truth) -> None:
    """And it is said which figures differ."""
    states["sensor.taara_allowance"]["state"] = "931.3"
    printed = table(compare(states, truth)).splitlines()
    (allowance,) = (line for line in printed if "allowance" in line)
    assert "931.3 GiB" in allowance
    assert "1024.000 GiB" in allowance
    assert allowance.endswith("DIFFERS")
    assert sum(" agrees" in line for line in printed) == len(states) - 1


@pytest.mark.parametrize(
    ("name", "untold", "status"),
    [
        ("taara_share", ["allowance"], "partial"),
        ("mikrotik_hotspot", ["allowance", "cycle_end"], "partial"),
        ("capport", ["allowance"], "partial"),
        ("routeros", ["cycle_end"], "success"),
        ("routeros_interface", ["allowance", "cycle_end"], "partial"),
        ("entity", ["allowance", "cycle_end"], "partial"),
    ],
)
def test_what_was_entered_by_hand_is_not_compared(
    states: States, truth: Truth, name: str, untold: list[str], status: str
) -> None:
    """And that is said; all else is compared, whatever the source."""
    states["sensor.taara_collection_status"]["state"] = status
    lines = list(compare(states, replace(truth, source=SOURCES[name])))
    assert {line.name: line.verdict for line in lines} == {
        line.name: Verdict.NOT_COMPARED if line.name in untold else Verdict.AGREES
        for line in lines
    }
    printed = table(lines)
    assert printed.count("not compared (entered by hand") == len(untold)
    assert ("the allowance entered by hand" in printed) == ("allowance" in untold)


@pytest.mark.parametrize(
    ("name", "seconds"), [("local-a", 0), ("capport", 60), ("taara_share", 34 * 3600)]
)
def test_an_end_is_compared_as_well_as_the_source_tells_it(
    states: States, truth: Truth, name: str, seconds: int
) -> None:
    """A second more than that differs."""
    truth = replace(truth, source=SOURCES[name])
    for off, verdict in ((seconds, Verdict.AGREES), (seconds + 1, Verdict.DIFFERS)):
        shown = truth.cycle.end - timedelta(seconds=off)
        states["sensor.taara_cycle_end"]["state"] = shown.isoformat()
        lines = {line.name: line for line in compare(states, truth)}
        assert lines["cycle_end"].verdict is verdict


async def test_the_truth_is_what_the_router_last_told(
    router: SimulatedRouter, clock: Clock, client: Client
) -> None:
    """Not what it holds by now."""
    with pytest.raises(LookupError):
        held_by(router, SOURCES["local-a"])
    await client.log_in()
    await client.usage()
    told, at = router.counter.figures, clock.now()
    clock.advance(timedelta(hours=1).total_seconds())
    assert held_by(router, SOURCES["local-a"]).figures == told
    assert held_by(router, SOURCES["local-a"]).at == at


async def test_who_else_asked_later_is_not_who_is_shown(
    router: SimulatedRouter, clock: Clock, client: Client
) -> None:
    """A sensor asks the router more often than Taara looks at the sensor."""
    await client.log_in()
    await client.usage()
    read = clock.now()
    clock.advance(60)
    await client.usage()
    assert held_by(router, SOURCES["local-a"], read).at == read
    assert held_by(router, SOURCES["local-a"]).at == clock.now()
