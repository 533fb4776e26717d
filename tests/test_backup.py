"""A backup holds what is known when it is made."""

import json

import pytest

from custom_components.taara.backup import async_post_backup, async_pre_backup

from .helpers_core import NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


async def test_history_is_written_before_a_backup(home: Home) -> None:
    """Polls since the last write of the history are in the file that is backed up."""
    await home.set_up()
    await home.turn()
    await home.turn()
    household = home.coordinator.household
    assert household is not None
    known = [poll.poll_id for poll in household.polls]
    assert _polls(home) != known
    await async_pre_backup(home.hass)
    assert _polls(home) == known
    await async_post_backup(home.hass)
    assert _polls(home) == known


def _polls(home: Home) -> list[str]:
    """Return the ids of the polls in the history's file."""
    stored = json.loads(home.history.read_text(encoding="utf-8"))
    return [json.loads(poll)["poll_id"] for poll in stored["data"]["polls"]]
