"""Set up by the flow: recognised, read once, right figures."""

import pytest

from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from tests.texts import english

from .home import GB, Dwelling
from .setups import SETUPS, Setup

# The account service is found by a portal: `test_portal.py`.
BY_ROUTER = [setup.name for setup in SETUPS if not setup.is_share]


async def test_figures(home: Dwelling) -> None:
    """From the first reading on they are right, and one usage request was enough."""
    assert home.asked == list(home.setup.asks)
    assert home.entry.title == "Taara (127.0.0.1)"
    assert home.entry.data["provider"] == home.setup.provider
    home.require_truth()

    await home.turn()  # in which a session of its own begins, where there are any
    home.router.requests.clear()
    home.router.counter.use(300 * GB)
    await home.turn()
    assert home.asked == list(home.setup.polls)
    assert home.usage_requests == 1
    home.require_truth()
    home.require_complete()
    assert home.overview.used_today == pytest.approx(300 * GB, rel=0.01)
    assert home.reach() == "ok"


@pytest.mark.parametrize("setup", BY_ROUTER, indirect=True)
async def test_recognised(
    hass: HomeAssistant, router: SimulatedRouter, setup: Setup
) -> None:
    """The router step says what was recognised and why."""
    flow = await setup.begun(hass, router)
    texts = english()["selector"]
    assert flow.told["provider"] == texts["provider"]["options"][setup.provider]
    assert flow.told["found"] == texts["evidence"]["options"][setup.found]
    assert flow.told["note"] == texts["note"]["options"][setup.provider]
    # Nobody was asked who they are.
    assert all(not asked.authorised for asked in router.requests)
    assert all("Authorization" not in asked.headers for asked in router.requests)


async def test_reloaded(home: Dwelling) -> None:
    """A reload asks nobody, and shows the same."""
    shown, asked = home.figures(), len(home.router.requests)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()
    assert home.figures() == shown
    assert len(home.router.requests) == asked
    await home.turn()
    assert home.reach() == "ok"
    home.require_truth()
