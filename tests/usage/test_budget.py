"""The daily budget, by figures that a person can check."""

import pytest

from custom_components.taara.model import Cycle
from custom_components.taara.usage.budget import daily_budget, days_left

from .common import BERLIN, GB, MB, at


def cycle(used: int, *, granted: int | None = 100 * GB, end: str | None) -> Cycle:
    """Return a cycle that began on 1 March."""
    return Cycle(
        number=1,
        start=at("2026-03-01"),
        end=None if end is None else at(end),
        opening=used,
        granted=granted,
    )


def test_example_of_the_original_document() -> None:
    """614,400 of 1,048,576 MB used and 18 days left give 24,120 MB a day."""
    present = cycle(614_400 * MB, granted=1_048_576 * MB, end="2026-04-01")
    today = at("2026-03-14")
    assert days_left(present, today) == 18
    budget = daily_budget(present, 0, today)
    assert budget is not None
    assert budget // MB == 24_120
    assert budget == 434_176 * MB // 18


def test_budget_stands_while_the_day_goes_on() -> None:
    """What is used today raises usage, but not usage before today."""
    today = at("2026-03-22")
    budgets = {
        daily_budget(cycle(50 * GB + used, end="2026-04-01"), used, today)
        for used in (0, 1, 3 * GB, 70 * GB)
    }
    assert budgets == {5 * GB}


def test_budget_is_never_negative() -> None:
    """More than everything may be gone."""
    assert daily_budget(cycle(101 * GB, end="2026-04-01"), 0, at("2026-03-22")) == 0


def test_last_part_of_a_day_gets_all_that_is_left() -> None:
    """Half a day left does not double what there is."""
    present = cycle(90 * GB, end="2026-04-01 12:00")
    assert days_left(present, at("2026-04-01")) == 0.5
    assert daily_budget(present, 0, at("2026-04-01")) == 10 * GB
    assert daily_budget(present, 0, at("2026-03-31 12:00")) == 10 * GB


def test_days_are_of_24_hours() -> None:
    """The day that summer time takes an hour from is shorter."""
    present = cycle(0, end="2026-04-01")
    end = at("2026-04-01", BERLIN)
    late = Cycle(number=1, start=present.start, end=end, granted=GB)
    assert days_left(late, at("2026-03-29", BERLIN)) == 3 - 1 / 24


@pytest.mark.parametrize(
    "present",
    [
        cycle(0, granted=None, end="2026-04-01"),
        cycle(0, end=None),
        cycle(0, end="2026-03-22"),
        cycle(0, end="2026-03-20"),
    ],
    ids=["unlimited", "until used", "ends now", "has ended"],
)
def test_no_budget(present: Cycle) -> None:
    """Without an allowance, an end, or a day left there is none."""
    assert daily_budget(present, 0, at("2026-03-22")) is None


def test_days_left_of_what_has_ended() -> None:
    """None are left, not less than none; without an end nobody knows."""
    assert days_left(cycle(0, end="2026-03-20"), at("2026-03-22")) == 0
    assert days_left(cycle(0, end=None), at("2026-03-22")) is None
