"""A slow router: the dialogue shows that it goes on, and nothing done meanwhile hurts."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.taara import flow_progress
from custom_components.taara.router.session import RouterSession
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow

from .common import ACCOUNT, asked
from .flow import Flow

SLOW = 0.2


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show progress sooner than people want to see it."""
    monkeypatch.setattr(flow_progress, "QUICK", SLOW / 4)


async def test_shown(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Both looking and signing in show that they go on, and then lead on."""
    router.faults.set("slow", path="/status", seconds=SLOW)
    flow = await Flow.begin(hass)
    await flow.send({"host": router.url})
    assert flow.result["type"] is FlowResultType.SHOW_PROGRESS
    assert (flow.result["step_id"], flow.result["progress_action"]) == ("look", "look")
    await hass.async_block_till_done()
    await flow.send(None)
    assert flow.step == "account"

    await flow.send(ACCOUNT)
    assert flow.result["type"] is FlowResultType.SHOW_PROGRESS
    assert (flow.result["step_id"], flow.result["progress_action"]) == ("check",) * 2
    await hass.async_block_till_done()
    await flow.send(None)
    assert flow.step == "plan"
    await flow.finish(router)


async def test_errors(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """What is wrong is said after a progress as it is without one."""
    router.faults.set("slow", path="/status", seconds=SLOW)
    flow = await Flow.begin(hass)
    await router.stop()
    with patch.object(RouterSession, "_pause", return_value=SLOW):
        await flow.enter(host=router.url)
    assert (flow.step, flow.errors) == ("router", {"host": "cannot_connect"})
    await router.start()
    await flow.enter(host=router.url)
    await flow.enter(**{**ACCOUNT, "password": "open-sesame"})
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert flow.suggested("username") == ACCOUNT["username"]
    await flow.finish(router)


async def test_impatient_client(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """A program that posts again and again sees progress, then the next form."""
    router.faults.set("slow", path="/login", seconds=SLOW)
    flow = await Flow.at_account(hass, router)
    await flow.send(ACCOUNT)
    posts = 0
    while flow.result["type"] is FlowResultType.SHOW_PROGRESS:
        posts += 1
        await asyncio.sleep(SLOW / 20)
        await flow.send({})
    assert posts > 2
    assert (flow.step, flow.errors) == ("plan", {})
    await hass.async_block_till_done()
    await flow.finish(router)
    assert asked(router)["/usage"] == 1


async def test_posts_as_the_work_ends(
    hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """What is posted in the very moment is not taken for the next form's answer."""
    router.faults.set("slow", path="/login", seconds=SLOW, times=1)
    flow = await Flow.at_account(hass, router)
    await flow.send({**ACCOUNT, "password": "open-sesame"})
    assert flow.result["type"] is FlowResultType.SHOW_PROGRESS
    handler: Any
    (handler,) = hass.config_entries.flow._progress.values()
    await asyncio.wait({handler._work})  # before Home Assistant hears of it
    await flow.send({})
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    await flow.finish(router)


@pytest.mark.parametrize("shown", [True, False])
async def test_given_up(
    hass: HomeAssistant,
    router: SimulatedRouter,
    monkeypatch: pytest.MonkeyPatch,
    *,
    shown: bool,
) -> None:
    """Who closes the dialogue while usage is read finds the answer the next time."""
    if not shown:
        monkeypatch.setattr(flow_progress, "QUICK", SLOW * 20)
    router.faults.set("slow", path="/usage", seconds=SLOW * 3)
    flow = await Flow.at_account(hass, router)
    sending = asyncio.create_task(flow.send(ACCOUNT))
    while not asked(router)["/usage"] or (shown and not sending.done()):
        await asyncio.sleep(SLOW / 40)
    flow.give_up()
    if not shown:
        with pytest.raises(UnknownFlow):
            await sending
    await hass.async_block_till_done()
    await (await Flow.begin(hass)).finish(router)
    assert asked(router)["/usage"] == 1
