"""What a projection says to people."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.taara.model import Cycle, Projection
from custom_components.taara.usage.prospect import Prospect, prospect

from .common import GB, at

NOW = at("2026-03-15 12:00")
CYCLE = Cycle(number=2, start=at("2026-03-01"), end=at("2026-04-01"), granted=100 * GB)


def seen(
    *, age: float = 0, cycle: Cycle = CYCLE, was_at_risk: bool = False, **known: Any
) -> Prospect:
    """Return what a projection made some days ago says now."""
    figures: dict[str, Any] = {
        "median": 90 * GB,
        "low80": 80 * GB,
        "high80": 100 * GB,
        "low95": 70 * GB,
        "high95": 120 * GB,
        "early": False,
        "days_left": 16.5,
        "chance": 0.1,
    }
    projection = Projection(**figures | known)
    as_of = NOW - timedelta(days=age)
    return prospect(projection, cycle, as_of, NOW, was_at_risk=was_at_risk)


@pytest.mark.parametrize(
    ("chance", "before", "after"),
    [
        (0.499, False, False),
        (0.5, False, True),
        (0.45, True, True),
        (0.45, False, False),
        (0.4, True, True),
        (0.399, True, False),
        (None, True, None),
    ],
)
def test_risk_comes_and_goes_once(
    chance: float | None, before: bool, after: bool | None
) -> None:
    """On at 50 %, off under 40 %; between the two it stays as it was."""
    assert seen(chance=chance, was_at_risk=before).at_risk is after


def test_chance_is_in_percent() -> None:
    """Like every share that people see."""
    assert seen(chance=0.123).chance == pytest.approx(12.3)


def test_it_ages() -> None:
    """What would last four days lasts one, three days later; and no less than none."""
    assert seen(safe_days=4.0, age=3).safe_days == pytest.approx(1.0)
    assert seen(safe_days=2.0, age=3).safe_days == 0.0
    assert seen(run_out_days=4.0, age=3).exhaustion == NOW + timedelta(days=1)
    assert seen(run_out_days=None).exhaustion is None


def test_too_early_to_tell() -> None:
    """No figure is better than a guess."""
    early = seen(early=True, chance=0.9, safe_days=2.0, run_out_days=3.0)
    assert early == Prospect()
    assert prospect(None, CYCLE, NOW, NOW, was_at_risk=True) == Prospect()


def test_plan_until_used() -> None:
    """It exceeds nothing; when it is used up is all there is to tell."""
    cycle = Cycle(number=1, start=at("2026-03-01"), end=None, granted=100 * GB)
    found = seen(cycle=cycle, chance=0.99, safe_days=3.0, run_out_days=5.0)
    assert found == Prospect(exhaustion=NOW + timedelta(days=5), safe_days=3.0)
