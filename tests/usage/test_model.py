"""The vocabulary: what follows from a value by itself."""

from datetime import date

import pytest

from custom_components.taara.model import (
    CounterKind,
    Cycle,
    DailySummary,
    DataUnit,
    Reading,
    ReadingStatus,
)

from .common import at

NOON = at("2026-03-10 12:00")


@pytest.mark.parametrize(
    ("used", "remaining", "status"),
    [
        (0, 0, ReadingStatus.SUCCESS),
        (5, None, ReadingStatus.PARTIAL),
        (None, 5, ReadingStatus.PARTIAL),
        (None, None, ReadingStatus.FAILED),
    ],
)
def test_reading_says_how_much_it_holds(
    used: int | None, remaining: int | None, status: ReadingStatus
) -> None:
    """Nothing used is known; an unknown figure is not."""
    reading = Reading(taken_at=NOON, used=used, remaining=remaining)
    assert reading.status is status


@pytest.mark.parametrize(
    ("used", "remaining", "allowance", "stated"),
    [
        (30, 70, 120, 120),
        (30, 70, None, 100),
        (30, None, None, None),
        (None, 70, None, None),
        (120, 0, None, None),
    ],
)
def test_allowance_is_named_or_adds_up(
    used: int | None, remaining: int | None, allowance: int | None, stated: int | None
) -> None:
    """The source's own figure wins over the sum of the others."""
    reading = Reading(
        taken_at=NOON, used=used, remaining=remaining, allowance=allowance
    )
    assert reading.stated_allowance == stated


def test_some_counters_keep_the_account_of_the_cycle() -> None:
    """The others only tell how much it grew."""
    assert {kind for kind in CounterKind if kind.counts_the_cycle} == {
        CounterKind.USED,
        CounterKind.REMAINING,
    }


def test_units_have_their_size() -> None:
    """Decimal and binary."""
    assert {unit.value: unit.size for unit in DataUnit} == {
        "GB": 1_000_000_000,
        "GiB": 1_073_741_824,
        "TB": 1_000_000_000_000,
        "TiB": 1_099_511_627_776,
    }


def test_usage_of_a_cycle_includes_what_was_before() -> None:
    """Taara may have come late to it."""
    cycle = Cycle(number=1, start=NOON, end=None, opening=30, counted=12)
    assert cycle.used == 42


@pytest.mark.parametrize(
    ("usage", "budget", "variance", "efficiency"),
    [
        (5, 10, -5, 1.0),
        (10, 10, 0, 1.0),
        (20, 10, 10, 0.5),
        (20, 0, 20, 0.0),
        (0, 0, 0, 1.0),
        (20, None, None, None),
    ],
)
def test_day_against_its_budget(
    usage: int, budget: int | None, variance: int | None, efficiency: float | None
) -> None:
    """Between 0 and 1: the share of usage that was budgeted."""
    day = DailySummary(date=date(2026, 3, 10), usage=usage, budget=budget)
    assert (day.budget_variance, day.efficiency) == (variance, efficiency)
