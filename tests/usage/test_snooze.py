"""A wish to hear nothing ends when people say so, however long it was on its way."""

from datetime import timedelta

import pytest

from custom_components.taara.model import Snooze
from custom_components.taara.usage.alerting import A_MOMENT, snoozed
from custom_components.taara.usage.refusal import Refused

from .alerts import NOON, household

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("late", [timedelta(0), SECOND, A_MOMENT])
def test_ended(late: timedelta) -> None:
    """A snooze for a duration of 0 ends the present one, also a moment later."""
    running, _ = snoozed(household(), Snooze(until=NOON + timedelta(hours=1)), NOON)
    assert running.snooze is not None
    following, answer = snoozed(running, Snooze(until=NOON), NOON + late)
    assert following.snooze is None
    assert answer["snoozed"] is False


def test_over() -> None:
    """One that was over long ago is a slip."""
    with pytest.raises(Refused):
        snoozed(household(), Snooze(until=NOON), NOON + A_MOMENT + SECOND)
