"""Which plan to buy next stands on the card once it is time to think of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara import card_feed
from custom_components.taara.card_feed import follow
from custom_components.taara.model import CycleKind, Plan
from custom_components.taara.voice import Asking, async_answer
from custom_components.taara.voice_texts import Question
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

from .common import new_entry
from .helpers_core import DAY, HOUR, NOON, Home
from .test_card_feed import heard

pytestmark = pytest.mark.freeze_time(NOON)

LAST_DAYS = datetime(2026, 9, 15, 9, tzinfo=UTC)


@pytest.fixture
def begun() -> datetime:
    """Return when the plan was bought: a day before its end, unless a test says so."""
    return LAST_DAYS


@pytest.fixture
async def entry(
    hass: HomeAssistant, router: SimulatedRouter, begun: datetime
) -> MockConfigEntry:
    """Return a household with a plan of 30 days."""
    plan = Plan(allowance=2**40, cycle=CycleKind.DAYS, cycle_days=30, cycle_start=begun)
    return await new_entry(hass, router, plan=plan)


def advice(told: list[dict[str, Any]]) -> list[str | None]:
    """Return which plan the card named, each time that changed."""
    said: list[str | None] = [one["words"]["next_plan"] for one in told]
    return [one for at, one in enumerate(said) if not at or one != said[at - 1]]


async def test_too_early(home: Home) -> None:
    """Of the first days nothing can be told."""
    await home.set_up()
    told, leave = await heard(home)
    await home.settle()
    assert advice(told) == [None]
    leave()


async def test_of_the_days_since(home: Home) -> None:
    """It says what is said aloud, also after the plan has ended; worked out once a day."""
    await home.set_up()
    await home.turn(5 * DAY, step=HOUR)
    told, leave = await heard(home)
    await home.settle()
    assert home.overview.expired
    aloud = await async_answer(home.hass, Asking(question=Question.BUNDLE))
    assert "terabytes" in aloud
    assert told[-1]["words"]["next_plan"] == aloud
    await home.turn(HOUR)
    assert advice(told[1:]) == [aloud]
    home.coordinator.alerts.choose({"language": "sw"})
    await home.settle()
    assert told[-1]["words"]["next_plan"] not in {aloud, None}
    leave()


async def test_reload_while_it_is_worked_out(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is worked out anew, not awaited in vain until the next day."""
    await home.set_up()
    await home.turn(5 * DAY, step=HOUR)
    with monkeypatch.context() as patch:

        async def never(*_: Any) -> None:
            await asyncio.Event().wait()

        patch.setattr(card_feed, "async_plan_advice", never)
        told: list[dict[str, Any]] = []
        entry: Any = home.entry
        leave = follow(home.hass, entry, told.append)
        await home.hass.async_block_till_done()
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()
    assert told[-1]["words"]["next_plan"]
    leave()


@pytest.mark.parametrize("begun", [LAST_DAYS + timedelta(days=20)])
async def test_not_while_there_is_time(home: Home) -> None:
    """Nobody thinks of it weeks before."""
    await home.set_up()
    told, leave = await heard(home)
    await home.turn(HOUR)
    assert advice(told) == [None]
    leave()
