"""At most one usage request in ten minutes, however often the flow is begun."""

import asyncio
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from demo.accounts import Account
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

from .common import ACCOUNT, asked
from .flow import Flow

# These routers refuse usage that is asked too often, as real ones do.
pytestmark = pytest.mark.parametrize(
    "router_options", [{"usage_interval_seconds": 600}], ids=[""]
)

WRONG = {**ACCOUNT, "password": "open-sesame"}


async def test_begun_again(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Who gives up after the account and begins again finds the same answer."""
    flow = await Flow.at_plan(hass, router)
    flow.give_up()
    flow = await Flow.at_account(hass, router)
    await flow.enter(**WRONG)
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    await flow.enter(**ACCOUNT)
    assert (flow.step, flow.suggested("allowance_unit")) == ("plan", "TiB")
    await flow.finish(router)
    assert asked(router)["/usage"] == 1

    figures = next(seen.figures for seen in router.requests if seen.figures)
    state = hass.states.get("sensor.taara_data_remaining")
    assert state is not None
    shown = float(state.state) * 2**30
    assert shown == pytest.approx(figures.remaining, rel=0.001)


async def test_added_again(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Nor does it help to remove the entry first."""
    entry = await (await Flow.begin(hass)).finish(router)
    await hass.config_entries.async_remove(entry.entry_id)
    await (await Flow.begin(hass)).finish(router)
    assert asked(router)["/usage"] == 1


async def test_after_ten_minutes(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """Later, the next dialogue takes a reading of its own."""
    (await Flow.at_plan(hass, router)).give_up()
    freezer.tick(timedelta(minutes=10))
    await (await Flow.begin(hass)).finish(router)
    assert asked(router)["/usage"] == 2


async def test_two_at_once(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Two dialogues at the same moment share one answer."""
    flows = [await Flow.at_account(hass, router) for _ in range(2)]
    router.faults.set("slow", path="/status", seconds=0.2)
    await asyncio.gather(*(flow.enter(**ACCOUNT) for flow in flows))
    assert [flow.step for flow in flows] == ["plan", "plan"]
    assert asked(router)["/usage"] == 1


async def test_only_usage_challenges(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, router: SimulatedRouter
) -> None:
    """Where only usage shows that a password is wrong, one may be corrected at once.

    The first try costs a request and its repeat after the challenge; the second, with
    the right password, one more. Whoever mistypes twice has to wait.
    """
    flow = await Flow.at_account(hass, router)

    async def mistype() -> None:
        """Enter a password that signs in, but does not open the usage."""
        router.account = Account(ACCOUNT["username"], WRONG["password"])
        router.faults.set("unauthorized")
        await flow.enter(**WRONG)
        router.account = Account(**ACCOUNT)
        router.faults.clear()

    await mistype()
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert asked(router)["/usage"] == 2
    await flow.enter(**ACCOUNT)
    assert flow.step == "plan"
    assert asked(router)["/usage"] == 3

    freezer.tick(timedelta(minutes=20))
    flow = await Flow.at_account(hass, router)
    await mistype()
    await mistype()
    assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
    assert asked(router)["/usage"] == 7
    await mistype()
    assert (flow.step, flow.errors) == ("account", {"base": "rate_limited"})
    assert asked(router)["/usage"] == 7

    freezer.tick(timedelta(minutes=10))
    await flow.finish(router)
    assert asked(router)["/usage"] == 8
