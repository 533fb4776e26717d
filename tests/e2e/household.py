"""A household: set up, as Home Assistant shows it, and as its router knows it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
import re
from typing import Any, Final

import pytest

from demo.counter import Figures
from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

UNITS: Final = {"GB": 10**9, "GiB": 2**30}
# Figures that stay the same until the next reading, even over midnight.
OF_A_READING: Final = (
    "allowance",
    "data_remaining",
    "data_used",
    "last_reading",
    "usage_percentage",
)

# What the stored files say of the last time that the router was asked.
LAST_ASKED: Final = re.compile(r'("(?:at|last_attempt)": ")([^"]+)')
AN_HOUR: Final = timedelta(hours=1)

type States = dict[str, dict[str, Any]]


async def set_up(home: HomeAssistant, router: SimulatedRouter) -> dict[str, Any]:
    """Add the router's household by the config flow and return its entry."""
    account = router.account
    return await home.set_up_taara(router.url, account.username, account.password)


async def set_up_monthly(
    home: HomeAssistant, router: SimulatedRouter, reset_day: int
) -> dict[str, Any]:
    """Add the router's household with a plan that renews on a day of the month."""
    account, cycle = router.account, {"cycle": "monthly", "reset_day": reset_day}
    return await home.set_up_taara(
        router.url, account.username, account.password, cycle=cycle
    )


async def stop_for_an_hour(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Stop, and start an hour later by the router's clock and Taara's own notes."""
    await home.stop()
    _age(home.config_dir / ".storage")
    router.clock.advance(AN_HOUR.total_seconds())
    await home.start()


def _age(folder: Path) -> None:
    """Let what Taara wrote down of its last requests be an hour older."""
    for file in folder.glob("taara.*"):
        text = LAST_ASKED.sub(
            lambda at: at[1] + (datetime.fromisoformat(at[2]) - AN_HOUR).isoformat(),
            file.read_text(),
        )
        file.write_text(text)


async def shown(home: HomeAssistant, entry: Mapping[str, Any]) -> States:
    """Return the states of a config entry's entities by their key."""
    states = await home.states()
    registry = await home.ws({"type": "config/entity_registry/list"})
    return {
        entity["translation_key"]: states[entity["entity_id"]]
        for entity in registry
        if entity["config_entry_id"] == entry["entry_id"]
        and entity["entity_id"] in states
    }


async def standing(home: HomeAssistant, entry: Mapping[str, Any]) -> dict[str, str]:
    """Return those figures of an entry that only a reading changes."""
    states = await shown(home, entry)
    return {key: states[key]["state"] for key in OF_A_READING}


def told(router: SimulatedRouter) -> Figures:
    """Return the truth at the moment the router last told usage."""
    return next(
        request.figures for request in reversed(router.requests) if request.figures
    )


def usage_requests(router: SimulatedRouter) -> int:
    """Return how many usage requests have reached a router."""
    return sum(request.path == "/usage" for request in router.requests)


def assert_right(states: States, truth: Figures) -> None:
    """Assert that what is shown is within 0.1 % of the truth."""
    assert truth.allowance is not None
    for key, right in {
        "allowance": truth.allowance,
        "data_remaining": truth.remaining,
        "data_used": truth.used,
    }.items():
        state = states[key]
        unit = UNITS[state["attributes"]["unit_of_measurement"]]
        assert float(state["state"]) * unit == pytest.approx(right, rel=1e-3), key
    percentage = 100 * truth.used / truth.allowance
    assert float(states["usage_percentage"]["state"]) == pytest.approx(
        percentage, abs=0.1
    )
