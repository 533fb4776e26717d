"""Tips of any household: finite, in order, and never about nothing."""

from datetime import UTC, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import Hour
from custom_components.taara.usage.tip import tips

from .common import GB
from .households import DAY, FIRST, days, lived

TODAY = FIRST + 112 * DAY
SIZES = st.none() | st.sampled_from([0, 1, GB, 10 * GB, 2**60])


@pytest.mark.parametrize(
    "usage",
    [
        [*[0] * 5, *[10 * GB] * 2] * 16,
        [*[None] * 5, *[10 * GB] * 2] * 3 + [*[0] * 5, *[10 * GB] * 2] * 13,
        [None] * 56 + [0] * 28 + [10 * GB] * 28,
    ],
    ids=["weekends", "weekends known", "beginning"],
)
def test_what_cannot_be_compared_is_no_habit(usage: list[int | None]) -> None:
    """Weekends without a week, and the first use of a line."""
    assert tips(days(usage), {}, TODAY, UTC) == ()


@given(
    usage=st.lists(SIZES, max_size=112),
    hourly=st.lists(st.tuples(SIZES, st.integers(0, 3600)), max_size=48),
    allowance=st.none() | st.integers(0, 2**60),
)
def test_what_holds_for_any_household(
    usage: list[int | None],
    hourly: list[tuple[int | None, int]],
    allowance: int | None,
) -> None:
    """Hours that repeat what was drawn, so that habits come up."""
    hours = {
        at: Hour(used=hourly[index % len(hourly)][0] or 0, measured=measured)
        for index, at in enumerate(lived(40).hours)
        if hourly and (measured := hourly[index % len(hourly)][1])
    }
    today = FIRST + timedelta(max(len(usage), 40))
    found = tips(
        days(usage), hours, today, UTC, allowance, lambda day, hour: hour < 4 + day
    )
    month = 30 * 2**60
    for tip in found:
        assert 0 < tip.saves <= month * 24
        assert tip.saves >= 0.0099 * (allowance or 0)
        assert tip.amount > 0 and tip.times > 0 and tip.days >= 4
    assert all(one.saves >= other.saves for one, other in pairwise(found))
