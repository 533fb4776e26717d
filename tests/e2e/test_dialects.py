"""Every dialect, from the config flow to the figures."""

import pytest

from demo.dialects import DIALECTS
from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .figures import assert_right, shown, told, usage_requests


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_set_up(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Set up by the flow, the figures are right to 0.1 %, for one usage request."""
    account = router.account
    entry = await home.set_up_taara(router.url, account.username, account.password)
    assert_right(await shown(home, entry), told(router))
    assert usage_requests(router) == 1
