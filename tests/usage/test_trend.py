"""The direction of usage."""

from datetime import date, timedelta

import pytest

from custom_components.taara.model import DailySummary, TrendDirection
from custom_components.taara.usage.trend import direction

UP, STABLE, DOWN = (
    TrendDirection.INCREASING,
    TrendDirection.STABLE,
    TrendDirection.DECREASING,
)


def days(*usage: int) -> list[DailySummary]:
    """Return days in a row with their usage."""
    first = date(2026, 3, 1)
    return [
        DailySummary(date=first + timedelta(days=n), usage=amount)
        for n, amount in enumerate(usage)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (100, 100, STABLE),
        (100, 110, STABLE),
        (100, 90, STABLE),
        (100, 111, UP),
        (100, 89, DOWN),
        (0, 0, STABLE),
        (0, 1, UP),
        (1, 0, DOWN),
    ],
)
def test_week_against_the_week_before(
    before: int, after: int, expected: TrendDirection
) -> None:
    """Within a tenth it is stable."""
    assert direction(days(*[before] * 7, *[after] * 7)) is expected


def test_only_two_weeks_count() -> None:
    """What was long ago does not."""
    assert direction(days(*[900] * 30, *[100] * 14)) is STABLE


@pytest.mark.parametrize("count", [0, 1, 13])
def test_too_few_days_have_no_direction(count: int) -> None:
    """Two weeks it takes."""
    assert direction(days(*range(count))) is None
