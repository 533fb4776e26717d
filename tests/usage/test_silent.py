"""A source is silent after a day in which it was asked, or could not be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.taara.model import Connection, Reach
from custom_components.taara.usage.overview import next_change, overview

from .alerts import NOON, household
from .common import NAIROBI

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "asked", "reach", "silent"),
    [
        (DAY, DAY, Reach.TIMEOUT, True),
        (DAY - HOUR, DAY - HOUR, Reach.TIMEOUT, False),
        # Taara did not run, and is about to ask.
        (DAY + HOUR, DAY - HOUR / 6, Reach.TIMEOUT, False),
        (9 * DAY, HOUR, Reach.OK, False),
        (9 * DAY, None, Reach.OK, False),
        # Nobody asks before people have signed in.
        (2 * DAY, HOUR, Reach.INVALID_AUTH, True),
        (2 * DAY, None, Reach.KEY_MISSING, True),
    ],
)
def test_silent(
    since: timedelta, asked: timedelta | None, reach: Reach, silent: bool
) -> None:
    """Counted from the last reading on."""
    attempt = None if asked is None else NOON + asked
    connection = Connection(reach=reach, failures=9, last_attempt=attempt)
    home = replace(household(NOON), connection=connection)
    assert overview(home, NOON + since, NAIROBI).silent is silent


def test_when_it_may_be() -> None:
    """A tick looks at it, if nothing else does."""
    home = household(NOON)
    found, now = [], NOON
    while now < NOON + 2 * DAY:
        now = next_change(home, now, NAIROBI)
        found.append(now)
    assert NOON + DAY in found
