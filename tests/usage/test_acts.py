"""What people do happens once, and is answered."""

from datetime import date
from typing import Any

import pytest

from custom_components.taara.usage.acts import (
    ACTS_KEPT,
    MOST_ROWS,
    REJECTED_SHOWN,
    add_top_up,
    correct_day,
    correct_total,
    import_usage,
    once,
)
from custom_components.taara.usage.household import Household, with_reading
from custom_components.taara.usage.refusal import Refused
from custom_components.taara.usage.rows import Row

from .common import GB, MONTHLY, NAIROBI, at, used

NOW = at("2026-03-10 12:00", NAIROBI)


@pytest.fixture
def household() -> Household:
    """Return a household that was read once."""
    return with_reading(None, used(NOW, 30 * GB), None, MONTHLY, NAIROBI)


def imported(
    household: Household, rows: list[Row], *, dry_run: bool = False
) -> tuple[Household, dict[str, Any]]:
    """Return the household after an import, and the answer."""
    after, answer = import_usage(household, rows, "GB", NOW, NAIROBI, dry_run=dry_run)
    return after, dict(answer)


def row(when: Any, usage: Any, line: int = 1) -> Row:
    """Return a row."""
    return Row(line=line, when=when, usage=usage)


def test_import(household: Household) -> None:
    """The answer says what was taken, and what was not and why."""
    rows = [
        row("2026-03-07", 2, 2),
        row("2026-03-09", 3, 3),
        row("2026-03-10", 4, 4),
        row("2020-03-07", 5, 5),
        row("2026-03-11", 6, 6),
        row("2026-03-08", "much", 7),
    ]
    expected = {
        "dry_run": True,
        "first_day": "2026-03-07",
        "last_day": "2026-03-09",
        "days": 2,
        "days_added": 2,
        "days_replaced": 0,
        "usage": 5 * GB,
        "rows": 6,
        "taken": 2,
        "counted_by_taara": 1,
        "too_old": 1,
        "rows_rejected": 2,
        "rejected": [
            {"line": 6, "reason": "future"},
            {"line": 7, "reason": "unreadable_usage"},
        ],
        "cycle_used_before": 30 * GB,
        "cycle_used": 30 * GB,
    }
    assert imported(household, rows, dry_run=True) == (household, expected)
    after, answer = imported(household, rows)
    assert answer == expected | {"dry_run": False}
    assert [day.usage for day in after.ledger.days] == [2 * GB, 3 * GB]
    again, answer = imported(after, rows)
    assert again is after
    assert answer == expected | {"dry_run": False, "days_added": 0}


def test_import_of_nothing(household: Household) -> None:
    """Nothing happens."""
    after, answer = imported(household, [])
    assert after is household
    assert (answer["first_day"], answer["last_day"], answer["days"]) == (None, None, 0)


def test_import_of_too_much(household: Household) -> None:
    """A mistake should not keep the machine busy; what is wrong is shown in part."""
    rows = [row("never", 1)] * (MOST_ROWS + 1)
    with pytest.raises(Refused, match="import_too_large"):
        imported(household, rows)
    _, answer = imported(household, rows[1:])
    assert answer["rows_rejected"] == MOST_ROWS
    assert len(answer["rejected"]) == REJECTED_SHOWN


def test_corrections(household: Household) -> None:
    """They answer what the cycle's usage was, and is."""
    after, answer = correct_total(household, 40 * GB, household.ledger.last.taken_at)
    assert after.ledger.cycle.used == 40 * GB
    assert answer == {"cycle_used_before": 30 * GB, "cycle_used": 40 * GB}
    after, answer = correct_day(household, date(2026, 3, 10), GB, NAIROBI)
    assert after.ledger.cycle.counted == GB
    assert answer == {"cycle_used_before": 30 * GB, "cycle_used": 30 * GB}
    same, _ = correct_day(after, date(2026, 3, 10), GB, NAIROBI)
    assert same is after


def test_top_up(household: Household) -> None:
    """It answers what was allowed, and is."""
    after, answer = add_top_up(household, 10 * GB, NOW)
    assert after.ledger.cycle.granted == 110 * GB
    assert answer == {"allowance_before": 100 * GB, "allowance": 110 * GB}


def top_up(household: Household, key: str | None, amount: int = GB) -> Household:
    """Return the household after a top-up under a key."""

    def deed(known: Household) -> Any:
        return add_top_up(known, amount, NOW)

    after, answer = once(household, "add_top_up", key, NOW, deed)
    assert answer["allowance"] > answer["allowance_before"]
    return after


def test_once(household: Household) -> None:
    """The same key of the same action does nothing twice, and answers the same."""
    after = top_up(household, "a")
    assert top_up(after, "a", 7 * GB) is after
    assert top_up(after, "b").ledger.cycle.granted == 102 * GB
    other, _ = once(after, "other", "a", NOW, lambda known: add_top_up(known, GB, NOW))
    assert other.ledger.cycle.granted == 102 * GB
    twice = top_up(top_up(household, None), None)
    assert twice.ledger.cycle.granted == 102 * GB
    assert not twice.acts


def test_refused_is_not_done(household: Household) -> None:
    """Its key is free for another try."""
    with pytest.raises(Refused):
        top_up(household, "a", -GB)
    assert top_up(household, "a").ledger.cycle.granted == 101 * GB


def test_acts_are_forgotten(household: Household) -> None:
    """The last of them are known; more would grow for ever."""
    for number in range(ACTS_KEPT + 1):
        household = top_up(household, str(number))
    assert len(household.acts) == ACTS_KEPT
    assert top_up(household, "1") is household
    assert top_up(household, "0") is not household
