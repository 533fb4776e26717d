"""Every dialect, from the config flow to the figures."""

import pytest

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .household import assert_right, set_up, shown, told, usage_requests


@pytest.mark.parametrize("dialect", ["local-a", "local-b", "local-c", "local-d"])
async def test_set_up(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Set up by the flow, the figures are right to 0.1 %, for one usage request."""
    entry = await set_up(home, router)
    assert_right(await shown(home, entry), told(router))
    assert usage_requests(router) == 1
