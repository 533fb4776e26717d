"""The knobs over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from demo.faults import FAULTS
from demo.simulator import SimulatedRouter

from .client import MB, Client
from .conftest import NOON

GB = 10**9


async def test_the_state_is_the_truth(router: SimulatedRouter, client: Client) -> None:
    """Bytes to the last one, moments in UTC, and what was asked."""
    await client.log_in()
    told = await client.usage()
    answered = router.counter.figures
    router.clock.advance(3600)
    state = await client.state()
    assert state["dialect"] == "local-a"
    assert datetime.fromisoformat(state["clock"]["now"]) == NOON + timedelta(hours=1)
    assert state["used_bytes"] == router.counter.used > answered.used
    assert state["remaining_bytes"] == state["allowance_bytes"] - state["used_bytes"]
    assert state["cycle"] == {
        "start": "2026-09-30T21:00:00+00:00",
        "end": "2026-10-31T21:00:00+00:00",
        "expired": False,
    }
    assert state["last_answer"]["used_bytes"] == answered.used
    assert state["last_answer"]["used_bytes"] // MB == told["usage"]["total_used_mb"]
    assert datetime.fromisoformat(state["last_answer"]["at"]) == NOON
    assert state["requests"] == {"/login": 1, "/usage": 1}
    assert state["sessions"] == 0  # an hour has passed


async def test_use_top_up_exhaust_renew_reset(client: Client) -> None:
    """Whatever is done to the counter shows at once."""
    before = await client.state()
    assert before["last_answer"] is None
    used = await client.control("use", bytes=5 * GB)
    assert used["used_bytes"] - before["used_bytes"] == 5 * GB
    topped_up = await client.control("top_up", bytes=7 * GB)
    assert topped_up["allowance_bytes"] - before["allowance_bytes"] == 7 * GB
    assert topped_up["topped_up_bytes"] == 7 * GB
    assert (await client.control("exhaust"))["remaining_bytes"] == 0
    reset = await client.control("reset_counter")
    assert (reset["used_bytes"], reset["cycle"]) == (0, before["cycle"])
    await client.control("use", bytes=GB)
    renewed = await client.control("renew")
    assert (renewed["used_bytes"], renewed["topped_up_bytes"]) == (0, 0)
    assert datetime.fromisoformat(renewed["cycle"]["start"]) == NOON


@pytest.mark.parametrize("act", ["reboot", "expire_sessions"])
async def test_sessions_can_be_ended(client: Client, act: str) -> None:
    """Whoever was signed in is not any more."""
    await client.log_in()
    assert (await client.state())["sessions"] == 1
    assert (await client.control(act))["sessions"] == 0
    assert (await client.get("/usage")).status == 401


async def test_a_reboot_forgets_the_ration(
    client: Client, router: SimulatedRouter
) -> None:
    """A device that restarts does not know who asked before."""
    router.rate_limit.interval = timedelta(seconds=600)
    await client.log_in()
    assert [(await client.get("/usage")).status for _ in range(2)] == [200, 429]
    await client.control("reboot")
    await client.log_in()
    assert (await client.get("/usage")).status == 200


async def test_the_clock_can_be_turned(client: Client, router: SimulatedRouter) -> None:
    """It jumps and changes its pace, and the household lives on it."""
    before = router.counter.used
    state = await client.control("clock", advance_seconds=86400, speed=60)
    assert state["clock"]["speed"] == 60
    assert router.clock.now() >= NOON + timedelta(days=1)
    day = router.household.used_between(NOON, NOON + timedelta(days=1))
    assert state["used_bytes"] - before >= day > 0


async def test_faults_are_switched(client: Client, router: SimulatedRouter) -> None:
    """They are set with their options, listed, and cleared by name or all."""
    state = await client.control("fault", name="too_many", times=3, retry_after=90)
    expected = {"name": "too_many", "path": "/usage", "times": 3, "retry_after": 90}
    assert state["faults"] == [expected]
    assert (await client.get("/usage")).headers["Retry-After"] == "90"
    state = await client.control("fault", name="html", path="*")
    assert [fault["times"] for fault in state["faults"]] == [2, None]
    await client.ask("DELETE", "/_sim/fault", params={"name": "too_many"})
    assert [fault.name for fault in router.faults.active] == ["html"]
    await client.ask("DELETE", "/_sim/fault")
    assert router.faults.active == ()


async def test_every_fault_is_described(client: Client) -> None:
    """Whoever does not know the names can ask."""
    described = (await client.get("/_sim/faults")).json()
    assert described.keys() == FAULTS.keys()
    assert all(described.values())


async def test_the_past_can_be_asked_for(
    client: Client, router: SimulatedRouter
) -> None:
    """Hour by hour, as the household used it, up to the hour that is running."""
    router.clock.advance(1800)
    hours = ((await client.get("/_sim/history")).json())["hours"]
    assert len(hours) == router.weeks_of_history * 7 * 24 - 1
    last = datetime.fromisoformat(hours[-1]["start"])
    assert last == NOON - timedelta(hours=1)
    total = router.household.used_between(
        datetime.fromisoformat(hours[0]["start"]), NOON
    )
    assert sum(hour["bytes"] for hour in hours) == total


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("use", {}),
        ("use", {"bytes": -1}),
        ("use", {"bytes": "many"}),
        ("top_up", [5]),
        ("renew", {"bytes": 5}),
        ("clock", {"speed": -1}),
        ("clock", {"advance_seconds": "long"}),
        ("fault", {"name": "gremlins"}),
        ("fault", {"name": "html", "times": 0}),
        ("fault", {}),
    ],
)
async def test_a_slip_is_refused(client: Client, act: str, sent: Any) -> None:
    """What cannot be done is answered with 400 and the reason, and changes nothing."""
    before = await client.state()
    answer = await client.ask("POST", f"/_sim/{act}", json=sent)
    assert answer.status == 400
    assert answer.json()["error"]
    assert await client.state() == before


async def test_the_knobs_do_not_count_as_requests(
    client: Client, router: SimulatedRouter
) -> None:
    """Neither in the log, nor for the faults."""
    router.faults.set("disconnect", path="*")
    assert (await client.get("/_sim/state")).status == 200
    assert router.requests == []
