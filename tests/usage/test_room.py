"""What a picture has room for: round lines across it, and bars that can be compared."""

import pytest

from custom_components.taara.model import DataUnit
from custom_components.taara.usage.room import marks, tallest

GB, GIB = 10**9, 2**30


@pytest.mark.parametrize(
    ("most", "unit", "round_ones"),
    [
        (636 * GB, DataUnit.GB, [200 * GB, 400 * GB, 600 * GB]),
        (1085 * GIB, DataUnit.GIB, [512 * GIB, 1024 * GIB]),
        (900, DataUnit.GB, [250, 500, 750]),
        (3, DataUnit.GB, [1, 2]),
        (1, DataUnit.GB, []),
        (0, DataUnit.GB, []),
    ],
)
def test_round_sizes(most: int, unit: DataUnit, round_ones: list[int]) -> None:
    """Lines are where people count: at whole, halved or quartered units."""
    assert list(marks(most, unit)) == round_ones


@pytest.mark.parametrize("unit", list(DataUnit))
def test_a_handful_of_lines(unit: DataUnit) -> None:
    """Whatever the size, there are some lines, and not too many."""
    for most in (int(1.7**power) for power in range(5, 70)):
        found = list(marks(most, unit))
        assert 1 <= len(found) <= 4, most
        assert all(0 < size < most for size in found)


@pytest.mark.parametrize(
    ("days", "most"),
    [
        ([(10, 12), (8, 14), (None, None)], 14),
        ([(10, 12), (1, 500)], 12),
        ([(0, 0)], 1),
        ([], 1),
    ],
    ids=["budgets count", "not those far beyond", "nothing used", "no days"],
)
def test_room_for_days(days: list[tuple[int | None, int | None]], most: int) -> None:
    """Bars have room for all usage, and for budgets that are not far beyond it."""
    assert tallest(days) == most
