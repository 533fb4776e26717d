"""Amounts of data as people write them."""

from decimal import Decimal
from typing import Any

import pytest

from custom_components.taara.usage.amount import Unbelievable, asked_amount, read_amount
from custom_components.taara.usage.refusal import Refused


@pytest.mark.parametrize(
    ("value", "unit", "size"),
    [
        (0, "B", 0),
        (12, "GB", 12 * 10**9),
        ("1.5", "KiB", 1536),
        (" 2e3 ", "kB", 2 * 10**6),
        (0.1, "MB", 10**5),
        (Decimal("0.5"), "TiB", 2**39),
        ("1e-40", "TB", 0),
    ],
)
def test_amount(value: Any, unit: str, size: int) -> None:
    """A number of a unit is so many bytes."""
    assert read_amount(value, unit) == size


@pytest.mark.parametrize(
    ("value", "unit", "reason"),
    [
        (1, "Gb", "unknown_unit"),
        (1, "", "unknown_unit"),
        (1, None, "unknown_unit"),
        (1, ["GB"], "unknown_unit"),
        (-1, "GB", "negative"),
        ("1e17", "B", "absurd"),
        ("1e999999", "B", "absurd"),
        (10**5, "TB", "absurd"),
        ("nan", "GB", "unreadable_usage"),
        ("sNaN", "GB", "unreadable_usage"),
        (float("inf"), "GB", "unreadable_usage"),
        ("", "GB", "unreadable_usage"),
        ("1,5", "GB", "unreadable_usage"),
        ("1" * 41, "GB", "unreadable_usage"),
        (True, "GB", "unreadable_usage"),
        (None, "GB", "unreadable_usage"),
        ([1], "GB", "unreadable_usage"),
    ],
)
def test_not_to_be_believed(value: Any, unit: Any, reason: str) -> None:
    """What cannot be an amount is none, and it is said why."""
    with pytest.raises(Unbelievable, match=f"^{reason}$") as raised:
        read_amount(value, unit)
    assert raised.value.reason == reason
    with pytest.raises(Refused, match="bad_amount"):
        asked_amount(value, unit)


def test_signed() -> None:
    """Only where it makes sense may an amount be negative."""
    assert asked_amount("-1", "kB", signed=True) == -1000
    with pytest.raises(Refused):
        asked_amount("-1e17", "B", signed=True)
