"""What is imported and corrected comes into the statistics, too."""

import pytest

from homeassistant.components.recorder import Recorder
from tests.helpers_core import HOUR, NOON, Home
from tests.test_actions import act

from .test_life import right, shown

pytestmark = pytest.mark.freeze_time(NOON)


async def test_earlier_usage(recorder: Recorder, home: Home) -> None:
    """Hours before the first are written, and all sums after them."""
    await home.set_up()
    await home.turn(3 * HOUR)
    assert await shown(home) == right(home)
    rows = [{"date": f"2026-10-{day:02}", "usage": day} for day in (2, 13)]
    await act(home.hass, "import_usage", rows=rows, dry_run=False)
    assert await shown(home) == right(home)
    between = [{"date": "2026-10-12", "usage": 1}]
    await act(home.hass, "import_usage", rows=between, dry_run=False)
    assert await shown(home) == right(home)
    await act(home.hass, "correct_usage", date="2026-10-12", usage=3)
    assert await shown(home) == right(home)
    await home.turn(3 * HOUR)
    assert await shown(home) == right(home)
