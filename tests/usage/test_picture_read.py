"""The picture of what was read, while time goes on without a reading."""

from datetime import UTC, timedelta

from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.picture import Picture, picture

from .common import GB
from .test_picture import DAY, HOUR, household, steady


def seen_after(known: Household, span: timedelta) -> Picture:
    """Return the picture so long after the last reading."""
    now = known.ledger.last.taken_at + span
    return picture(known, overview(known, now, UTC), now, UTC)


def test_pace_is_compared_when_it_was_read() -> None:
    """Whoever was ahead of it has not fallen behind because nobody asked since."""
    known = household(steady(4, daily=8))
    read = seen_after(known, 0 * DAY)
    assert read.expected == round(100 * GB * 4 / 31)
    assert read.ahead == 32 * GB - read.expected
    for silence in (HOUR, 3 * DAY, 20 * DAY):
        later = seen_after(known, silence)
        assert (later.expected, later.ahead) == (read.expected, read.ahead)
