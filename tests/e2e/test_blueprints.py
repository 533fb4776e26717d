"""Each blueprint, imported and at work: a night in which a plan renews."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
import re
from typing import Any

import pytest
from yarl import URL

from demo.clock import Clock
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.plan import Monthly
from demo.simulator import SimulatedRouter
from tests.long_run.fast_clock import FastClock

from .alerts import PATIENCE_SECONDS, act, alert_history
from .blueprints import CONFIGURATION, automate, furnish, import_all
from .household import States, set_up_monthly, shown
from .phone import Phone
from .test_statistics_card import imported

GB = 10**9
# An hour before the plan renews.
START = datetime(2026, 10, 31, 23, tzinfo=NAIROBI)
MIDNIGHT = START + timedelta(hours=1)
# Early enough to wait for.
BREAKFAST = MIDNIGHT + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
# What passes the time, and what lets something happen in it.
HURRY, STROLL = 400.0, 40.0

pytestmark = pytest.mark.timeout(180)

GUESTS = "input_boolean.guests_slow"
UPLOAD = "input_boolean.camera_upload"
SPEAKER = "media_player.kitchen"


async def test_night(
    fast_clock: Callable[[datetime], FastClock], tmp_path: Path, socket_enabled: None
) -> None:
    """Guests become slow and fast again, cameras pause and go on, people are told."""
    clock = fast_clock(START)
    furnish(tmp_path / "config")
    async with (
        SimulatedRouter(
            clock=Clock(source=clock.time),
            plan=Monthly(1),
            allowance=1000 * GB,
            used=600 * GB,
        ) as router,
        SimulatedRouter(clock=Clock(source=clock.time), plan=Monthly(1)) as thrifty,
        HomeAssistant(
            tmp_path / "config", env=clock.env, extra_configuration=CONFIGURATION
        ) as home,
        Phone(home) as phone,
    ):
        taara = await known_household(home, router)
        others = await shown(home, await set_up_monthly(home, thrifty, 1))
        await phone.register()
        await automate_all(home, taara, others)
        await until(home, {GUESTS: "off", UPLOAD: "on"})

        router.counter.use(410 * GB)
        await clock.turn(home, HURRY)
        await until(home, {GUESTS: "on", UPLOAD: "off"})
        await clock.until(MIDNIGHT - MINUTE)
        assert await states(home) == {GUESTS: "on", UPLOAD: "off", SPEAKER: "idle"}

        await clock.until(MIDNIGHT)
        await until(home, {GUESTS: "off", UPLOAD: "on"})
        await clock.until(BREAKFAST - 4 * MINUTE)
        await clock.turn(home, STROLL)
        # What waited for the morning would be forgotten now.
        await act(home, "automation.reload")
        assert (phone.pushes, (await states(home))[SPEAKER]) == ([], "idle")
        await until(home, {SPEAKER: "playing"})
        await clock.turn(home, 1)
        assert_told(phone.pushes)
        assert await said(home) == await renewal(home, taara)


def assert_told(pushes: list[dict[str, Any]]) -> None:
    """Assert that breakfast was told once, in words and figures."""
    (told,) = pushes
    assert told["title"] == "Internet today"
    assert re.fullmatch(
        r"\d+\.\d GB of data is left for 30 days, \d\d\.\d GB of it for today\.",
        told["message"],
    )


async def said(home: HomeAssistant) -> str:
    """Return what the speaker was given to say."""
    media = (await home.states())[SPEAKER]["attributes"]["media_content_id"]
    return URL(media).query["message"]


async def renewal(home: HomeAssistant, taara: States) -> str:
    """Return what was told of the renewal."""
    event = (await home.states())[taara["alert"]["entity_id"]]
    (alert,) = await alert_history(
        home, config_entry_id=event["attributes"]["entry_id"], kinds="renewal"
    )
    return f"{alert['title']}. {alert['message']}"


async def known_household(home: HomeAssistant, router: SimulatedRouter) -> States:
    """Set up a household whose usage of the last weeks is known; return its entities."""
    entry = await set_up_monthly(home, router, 1)
    midnight = START.replace(hour=0)
    hours = (midnight - timedelta(hours=hour) for hour in range(1, 21 * 24))
    await imported(home, dict.fromkeys(hours, GB))
    return await shown(home, entry)


async def automate_all(home: HomeAssistant, taara: States, others: States) -> None:
    """Import every blueprint, and make an automation of each.

    Guests also belong to other people, who stay within their budget.
    """
    blueprints = await import_all(home)
    entities = {key: state["entity_id"] for key, state in taara.items()}
    inputs: dict[str, dict[str, Any]] = {
        "announce_renewal": {
            "alert": entities["alert"],
            "awake_from": f"{BREAKFAST + MINUTE:%H:%M:%S}",
            "speakers": [SPEAKER],
            "voice": "tts.asha",
        },
        "breakfast": {
            "budget": entities["daily_budget"],
            "days": entities["days_remaining"],
            "remaining": entities["data_remaining"],
            "risk": entities["overage_risk"],
            "targets": ["notify.asha_s_phone"],
            "time": f"{BREAKFAST:%H:%M:%S}",
        },
        "pause_uploads": {"risk": [entities["overage_risk"]], "uploads": [UPLOAD]},
        "slow_guests": {
            "limits": [GUESTS],
            "over_budget": [
                others["over_daily_budget"]["entity_id"],
                entities["over_daily_budget"],
            ],
        },
    }
    assert set(blueprints) == set(inputs)
    for name, chosen in inputs.items():
        await automate(home, name, **chosen)


async def states(home: HomeAssistant) -> dict[str, str]:
    """Return the state of what the automations switch and speak through."""
    known = await home.states()
    return {name: known[name]["state"] for name in (GUESTS, UPLOAD, SPEAKER)}


async def until(home: HomeAssistant, expected: dict[str, str]) -> None:
    """Wait for states."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not expected.items() <= (await states(home)).items():
            await asyncio.sleep(0.05)
