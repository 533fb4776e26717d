"""What was used from a day until now."""

from datetime import date

import pytest

from custom_components.taara.usage.lately import used_from

from .common import GB, NAIROBI
from .test_projected import lived

# Three GB a day, an eighth of one every hour, read from a Saturday on.
HOUSE = lived("2026-03-07 00:00", "2026-03-15 08:00")
LATE = lived("2026-03-13 12:00", "2026-03-15 08:00")


@pytest.mark.parametrize(
    ("first", "days"),
    [("2026-03-15", 1 / 3), ("2026-03-14", 4 / 3), ("2026-03-09", 19 / 3)],
)
def test_whole(first: str, days: float) -> None:
    """Closed days, and the hours of the one that is open."""
    used, whole = used_from(HOUSE.ledger, date.fromisoformat(first), NAIROBI)
    assert used == pytest.approx(days * 3 * GB, rel=1e-6)
    assert whole


@pytest.mark.parametrize("first", ["2026-03-13", "2026-03-09"])
def test_part(first: str) -> None:
    """Of a time that began before anybody watched only a part is known."""
    used, whole = used_from(LATE.ledger, date.fromisoformat(first), NAIROBI)
    assert used == pytest.approx(44 / 24 * 3 * GB, rel=1e-6)
    assert not whole
    assert used_from(LATE.ledger, date(2026, 3, 14), NAIROBI)[1]


def test_first_day() -> None:
    """On the day that Taara came, not even today is known whole."""
    house = lived("2026-03-15 06:00", "2026-03-15 08:00")
    assert used_from(house.ledger, date(2026, 3, 15), NAIROBI) == (GB // 4, False)


def test_day_without_a_reading() -> None:
    """Since midnight nothing was read: nothing is known of it, and it is no less."""
    assert used_from(HOUSE.ledger, date(2026, 3, 16), NAIROBI)[0] == 0
