"""Counter to usage: growth, falls, rises, and what is no usage at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from custom_components.taara.model import CounterKind, Reading
from custom_components.taara.usage.meter import ROLLOVER, Movement, movement

from .common import GB, counted, left, used

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
SOON = NOON + timedelta(minutes=10)
LATER = NOON + timedelta(hours=9)


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        (30, 30, Movement()),
        (30, 37, Movement(used=7)),
        (0, 10**18, Movement(used=10**18)),
        # Far down: it has begun again.
        (30, 15, Movement(used=15, renewed=True)),
        (30, 0, Movement(renewed=True)),
        # A little down: it has corrected itself.
        (30, 16, Movement(returned=14)),
        (1, 0, Movement(renewed=True)),
    ],
)
def test_counter_of_usage(before: int, now: int, moved: Movement) -> None:
    """Grows by what is used."""
    assert movement(used(NOON, before), used(SOON, now)) == moved


@pytest.mark.parametrize(("before", "now"), [(30, 27), (30, 1)])
def test_real_fall_is_a_renewal_that_is_due(before: int, now: int) -> None:
    """The cycle has ended: nothing else is expected."""
    moved = movement(used(NOON, before), used(SOON, now), due=True)
    assert moved == Movement(used=now, renewed=True)


def test_correction_is_no_renewal_though_one_is_due() -> None:
    """Else a few bytes taken back would count a whole cycle again."""
    moved = movement(used(NOON, 900), used(SOON, 895), due=True)
    assert moved == Movement(returned=5)


def test_rise_of_usage_is_no_renewal_though_one_is_due() -> None:
    """A plan that has ended may be used on."""
    moved = movement(used(NOON, 30), used(LATER, 31), due=True)
    assert moved == Movement(used=1)


@pytest.mark.parametrize("kind", [CounterKind.CUMULATIVE, CounterKind.SESSION])
@pytest.mark.parametrize(
    ("before", "now", "usage"),
    [
        (30, 37, 7),
        # The device has started again, the session is another.
        (30 * GB, 2, 2),
        (10 * GB, GB, GB),
        # 32 bits were full.
        (ROLLOVER - 10, 5, 15),
        (ROLLOVER - 1, 0, 1),
        # A counter that had come so far started again, and has come far since.
        (ROLLOVER - 10, ROLLOVER // 4, ROLLOVER // 4),
        (ROLLOVER // 2, 5, 5),
        (None, 5, 0),
        (5, None, 0),
    ],
)
def test_counter_without_a_cycle(
    kind: CounterKind, before: int | None, now: int | None, usage: int
) -> None:
    """It begins again for reasons of its own: never a renewal."""
    first = Reading(taken_at=NOON, counter=kind, used=before)
    second = Reading(taken_at=SOON, counter=kind, used=now)
    moved = movement(first, second, due=True, overdue=True)
    assert moved == Movement(used=usage)


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        (70, 70, Movement()),
        (70, 60, Movement(used=10)),
        (70, 80, Movement(granted=10)),
        # More than before, and more than full: bought on top.
        (70, 150, Movement(granted=80)),
        # Half used and full again, to a rounding.
        (50, 100, Movement(renewed=True)),
        (50, 98, Movement(used=2, renewed=True)),
        (0, 130, Movement(granted=30, renewed=True)),
        (51, 100, Movement(granted=49)),
        (50, 97, Movement(granted=47)),
    ],
)
def test_remainder(before: int, now: int, moved: Movement) -> None:
    """Falls with use, rises with a top-up or a renewal."""
    assert movement(left(NOON, before), left(SOON, now), granted=100, full=100) == moved


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        (70, 71, Movement(used=29, renewed=True)),
        (70, 70, Movement()),
        (70, 60, Movement(used=10)),
    ],
)
def test_any_rise_is_a_renewal_that_is_due(
    before: int, now: int, moved: Movement
) -> None:
    """What is missing from full has been used since."""
    first, second = left(NOON, before), left(SOON, now)
    assert movement(first, second, granted=100, full=100, due=True) == moved


def test_renewal_grants_what_the_plan_does_not_what_was_topped_up() -> None:
    """A top-up is gone with its cycle, not used in the next."""
    first, second = left(NOON, 10), left(SOON, 100)
    moved = movement(first, second, granted=150, full=100, due=True)
    assert moved == Movement(renewed=True)


def test_sources_own_allowance_says_what_is_full() -> None:
    """It wins over the household's."""
    first, second = left(NOON, 10), left(SOON, 195, allowance=200)
    moved = movement(first, second, granted=100, full=100, due=True)
    assert moved == Movement(used=5, renewed=True)


def test_remainder_of_a_plan_of_unknown_size() -> None:
    """Nobody knows what is missing: nothing is made up."""
    assert movement(left(NOON, 10), left(SOON, 90)) == Movement(granted=80)
    moved = movement(left(NOON, 10), left(SOON, 90), due=True)
    assert moved == Movement(renewed=True)


@pytest.mark.parametrize(
    ("before", "now"),
    [(used(NOON, 30), used(LATER, 40)), (left(NOON, 70), left(LATER, 60))],
)
def test_overdue_renewal_needs_no_sign(before: Reading, now: Reading) -> None:
    """However little the counter seems to have moved."""
    moved = movement(before, now, granted=100, full=100, overdue=True)
    assert moved == Movement(used=40, renewed=True)


@pytest.mark.parametrize(
    ("before", "now", "renewed"),
    [
        ({"plan_key": "a"}, {"plan_key": "b"}, True),
        ({"plan_key": "a"}, {"plan_key": "a"}, False),
        # The key knows better than the date.
        (
            {"plan_key": "a", "cycle_start": date(2026, 2, 1)},
            {"plan_key": "a", "cycle_start": date(2026, 3, 1)},
            False,
        ),
        ({"plan_key": "a"}, {}, False),
        ({"cycle_start": date(2026, 2, 8)}, {"cycle_start": date(2026, 3, 8)}, True),
        # A date that is counted back in whole days wavers by one.
        ({"cycle_start": date(2026, 3, 8)}, {"cycle_start": date(2026, 3, 9)}, False),
        ({"cycle_start": date(2026, 3, 8)}, {"cycle_start": date(2026, 2, 8)}, False),
        ({"cycle_start": date(2026, 2, 8)}, {"cycle_start": NOON}, True),
        ({"cycle_start": NOON}, {"cycle_start": date(2026, 3, 10)}, False),
        ({}, {"cycle_start": date(2026, 3, 8)}, False),
    ],
)
def test_source_names_another_purchase(
    before: dict[str, date | str], now: dict[str, date | str], renewed: bool
) -> None:
    """By its key, or by a start that is later by more than a day."""
    by_usage = movement(used(NOON, 30, **before), used(LATER, 40, **now))
    assert by_usage == (
        Movement(used=40, renewed=True) if renewed else Movement(used=10)
    )
    by_remainder = movement(
        left(NOON, 70, **before), left(LATER, 60, **now), granted=100, full=100
    )
    assert by_remainder == (
        Movement(used=40, renewed=True) if renewed else Movement(used=10)
    )


def test_label_that_changes_while_the_counter_goes_on() -> None:
    """In ten minutes nobody uses what took a month; in nine hours they may have."""
    first, second = used(NOON, 30, plan_key="a"), used(SOON, 31, plan_key="b")
    assert movement(first, second) == Movement(used=1)
    lower = used(SOON, 29, plan_key="b")
    assert movement(first, lower) == Movement(used=29, renewed=True)


def test_label_that_changes_while_the_remainder_goes_on() -> None:
    """Likewise: two plans may take turns at being named first."""
    first, second = left(NOON, 40, plan_key="a"), left(SOON, 39, plan_key="b")
    assert movement(first, second, granted=100, full=100) == Movement(used=1)
    higher = left(SOON, 60, plan_key="b")
    moved = movement(first, higher, granted=100, full=100)
    assert moved == Movement(granted=-40, renewed=True)


def test_smaller_plan() -> None:
    """What it lacks was not used in ten minutes; in nine hours it may have been.

    Where a renewal is due, less left under another name is one, not usage.
    """
    first = left(NOON, 70, plan_key="a")
    due: dict[str, Any] = {"granted": 100, "full": 100}
    smaller = left(SOON, 50, plan_key="b")
    assert movement(first, smaller, **due, due=True) == Movement(
        granted=-50, renewed=True
    )
    nearly = left(SOON, 95, plan_key="b")
    assert movement(first, nearly, **due, due=True) == Movement(used=5, renewed=True)
    later = left(LATER, 50, plan_key="b")
    assert movement(first, later, **due, due=True) == Movement(used=50, renewed=True)


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        # What is known to be used stands in for the counter that was missing.
        (left(NOON, 70), used(SOON, 35), Movement(used=5)),
        (left(NOON, 70), used(SOON, 3), Movement(used=3, renewed=True)),
        (used(NOON, 30), left(SOON, 65), Movement(used=5)),
        (used(NOON, 30), left(SOON, 100), Movement()),
        (used(NOON, 30), left(SOON, 110, allowance=150), Movement(used=10)),
        (used(NOON, 30, remaining=70), left(SOON, 65), Movement(used=5)),
        (used(NOON, 30, remaining=70), left(SOON, 90), Movement(granted=20)),
        (left(NOON, 70), used(SOON, 35, remaining=65), Movement(used=5)),
    ],
)
def test_answers_that_are_partial(
    before: Reading, now: Reading, moved: Movement
) -> None:
    """One source may tell usage now and a remainder then."""
    assert movement(before, now, known=30, granted=100, full=100) == moved


def test_partial_answer_that_cannot_be_compared() -> None:
    """Without an allowance a remainder tells nothing of usage."""
    assert movement(used(NOON, 30), left(SOON, 65), known=30) == Movement()


@pytest.mark.parametrize("overdue", [True, False])
def test_answer_without_figures(overdue: bool) -> None:
    """Counts nothing."""
    empty = Reading(taken_at=SOON)
    moved = movement(used(NOON, 30), empty, overdue=overdue)
    assert moved == Movement(renewed=overdue)


def test_counters_that_cannot_be_compared_are_no_usage() -> None:
    """A cumulative counter has no usage before it is first seen."""
    assert movement(left(NOON, 30), counted(SOON, 40)) == Movement()


def test_small_fall_is_no_beginning() -> None:
    """A counter that only knows growth is rounded, or misses a part for a moment."""
    first, second = counted(NOON, 500 * GB), counted(LATER, 470 * GB)
    assert movement(first, second) == Movement()
