"""The picture of what was read, while time goes on without a reading."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.picture import Picture, picture

from .common import BERLIN, GB, THIRTY_DAYS, UNTIL_USED, at
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


@pytest.mark.parametrize("silence", [0, 1, 5, 26])
def test_today_goes_on(silence: int) -> None:
    """It is one of the days ahead while nobody has read any more."""
    known = household(steady(4.5))
    shown = seen_after(known, silence * DAY)
    today = shown.days[shown.today]
    assert today.date == date(2026, 3, 5 + silence)
    assert today.open
    assert (today.usage is None) is (silence > 0)


def test_cycle_that_is_over() -> None:
    """What was its last day is looked at."""
    known = household(steady(4.5))
    shown = seen_after(known, 40 * DAY)
    assert shown.days[shown.today].date == date(2026, 3, 31)
    plan = replace(THIRTY_DAYS, cycle_days=5, cycle_start=at("2026-03-01 00:00"))
    ended = seen_after(household(steady(4.5), plan=plan), 9 * DAY)
    assert ended.days[ended.today].date == date(2026, 3, 5)
    assert ended.today == len(ended.days) - 1


def test_plan_without_an_end() -> None:
    """Days begin where the picture does, which may be later than the plan."""
    plan = replace(UNTIL_USED, allowance=10_000 * GB)
    known = household(steady(120, daily=1), plan=plan)
    shown = seen_after(known, timedelta(0))
    assert shown.days[shown.today].date == known.ledger.last.taken_at.date()
    assert shown.today == 92


def test_today_is_the_home_s_own() -> None:
    """Late in the evening in Greenwich, Berlin has the next day."""
    start = at("2026-03-01 00:00", BERLIN)
    known = household(steady(4), zone=BERLIN, start=start)
    now = at("2026-03-04 23:30")
    shown = picture(known, overview(known, now, BERLIN), now, BERLIN)
    assert shown.days[shown.today].date == date(2026, 3, 5)
