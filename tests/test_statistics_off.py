"""Without a recorder there are no statistics, and not a word about it."""

import pytest

from .helpers_core import HOUR, NOON, Home


@pytest.mark.freeze_time(NOON)
async def test_no_recorder(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """All else goes on, a removal does too."""
    await home.set_up()
    await home.turn(2 * HOUR)
    assert "recorder" not in home.hass.config.components
    assert home.overview.used == home.told
    assert await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.settle()
    ours = [one for one in caplog.records if one.name.startswith("custom_components")]
    assert not [one for one in ours if "tatistics" in one.getMessage()]
