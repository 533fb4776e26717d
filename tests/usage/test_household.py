"""Everything that is kept of a household, and what follows when something happens."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from custom_components.taara.model import (
    AfterAllowance,
    CycleKind,
    DataUnit,
    Plan,
    Poll,
    Reach,
    Reading,
    ReadingStatus,
)
from custom_components.taara.usage.correction import with_top_up
from custom_components.taara.usage.household import (
    Household,
    replanned,
    with_failure,
    with_reading,
)

from .common import (
    GB,
    MONTHLY,
    TEN_MINUTES,
    THIRTY_DAYS,
    UNTIL_USED,
    at,
    counted,
    left,
    read,
    used,
)

NOON = at("2026-03-10 12:00")
DATED = replace(THIRTY_DAYS, cycle_start=at("2026-03-01 08:00"))


def poll(when: timedelta = timedelta(0)) -> Poll:
    """Return the record of a poll, some time after noon."""
    status = ReadingStatus.SUCCESS
    return Poll(poll_id=f"{when}", at=NOON + when, status=status)


def living(*readings: Reading, plan: Plan) -> Household:
    """Return a household after readings."""
    return Household(ledger=read(readings, plan), plan=plan)


def test_first_reading_begins_a_household() -> None:
    """With a plan, a ledger and the poll it came by."""
    household = with_reading(None, used(NOON, 5), poll(), MONTHLY, UTC)
    assert household.plan == MONTHLY
    assert household.ledger.cycle.used == 5
    assert household.polls == (poll(),)
    assert household.connection.last_attempt == NOON


def test_later_readings_are_recorded() -> None:
    """One that comes without a poll, as from the config flow, counts the same."""
    first = with_reading(None, used(NOON, 5), poll(), MONTHLY, UTC)
    later = with_reading(first, used(NOON + TEN_MINUTES, 8), None, MONTHLY, UTC)
    assert later.ledger.cycle.used == 8
    assert later.polls == (poll(),)


def test_failure_changes_no_figure() -> None:
    """Only what is known of the connection, until a reading comes."""
    known = with_reading(None, used(NOON, 5), poll(), MONTHLY, UTC)
    failed = with_failure(known, poll(TEN_MINUTES), Reach.TIMEOUT)
    assert failed.ledger is known.ledger
    assert (failed.connection.reach, failed.connection.failures) == (Reach.TIMEOUT, 1)
    assert failed.polls == (poll(), poll(TEN_MINUTES))
    again = with_reading(failed, used(NOON + 2 * TEN_MINUTES, 6), None, MONTHLY, UTC)
    assert (again.connection.reach, again.connection.failures) == (Reach.OK, 0)


def test_polls_are_kept_for_a_week() -> None:
    """By their own time."""
    household = with_reading(None, used(NOON, 5), poll(), MONTHLY, UTC)
    for days in (1, 7, 8):
        household = with_failure(household, poll(timedelta(days=days)), Reach.TIMEOUT)
    kept = [(known.at - NOON).days for known in household.polls]
    assert kept == [1, 7, 8]


def test_same_plan_changes_nothing() -> None:
    """Home Assistant starts again and again."""
    household = living(used(NOON, 5), plan=MONTHLY)
    assert replanned(household, MONTHLY, UTC) == household


@pytest.mark.parametrize(
    "change",
    [{"unit": DataUnit.TIB}, {"after_allowance": AfterAllowance.CHARGES}],
    ids=str,
)
def test_other_words_for_a_plan_change_no_figure(
    change: dict[str, Any],
) -> None:
    """Neither its renewals nor its top-ups are forgotten."""
    household = living(
        left("2026-03-05", 10 * GB),
        left("2026-04-02", 100 * GB),
        left("2026-04-03", 60 * GB),
        left("2026-04-03 00:10", 90 * GB),
        plan=DATED,
    )
    cycle = household.ledger.cycle
    assert (cycle.number, cycle.used, cycle.granted) == (2, 40 * GB, 130 * GB)
    plan = replace(DATED, **change)
    assert replanned(household, plan, UTC) == replace(household, plan=plan)


def test_other_words_for_a_plan_while_the_source_is_late() -> None:
    """What it still says of the old cycle is not taken for the new one's usage."""
    household = living(
        used("2026-03-31 23:55", 90 * GB),
        used("2026-04-01 00:05", 90 * GB),
        plan=MONTHLY,
    )
    plan = replace(MONTHLY, unit=DataUnit.TIB)
    assert replanned(household, plan, UTC).ledger == household.ledger


def test_other_reset_day_keeps_the_top_up() -> None:
    """It is granted in whichever cycle it now falls into."""
    household = living(
        left("2026-03-31", 30 * GB),
        left("2026-04-01 00:10", 99 * GB),
        left("2026-04-01 00:20", 119 * GB),
        plan=MONTHLY,
    )
    cycle = replanned(household, replace(MONTHLY, reset_day=31), UTC).ledger.cycle
    assert (cycle.number, cycle.used, cycle.granted) == (2, GB, 120 * GB)


def test_other_allowance_keeps_the_top_up() -> None:
    """It was bought beside whatever the plan grants."""
    household = living(used(NOON, 30 * GB), plan=MONTHLY)
    household = with_top_up(household, 20 * GB, NOON)
    larger = replanned(household, replace(MONTHLY, allowance=150 * GB), UTC)
    assert larger.ledger.cycle.granted == 170 * GB


def test_more_left_than_the_plan_grants() -> None:
    """Something was topped up: what is left and what is used come to what is granted."""
    household = living(
        left(NOON, 120 * GB), left(NOON + TEN_MINUTES, 110 * GB), plan=MONTHLY
    )
    cycle = household.ledger.cycle
    assert (cycle.used, cycle.granted) == (10 * GB, 120 * GB)
    smaller = replanned(household, replace(MONTHLY, allowance=90 * GB), UTC)
    assert smaller.ledger.cycle.granted == 110 * GB


def test_other_allowance_leaves_the_cycle_where_it_is() -> None:
    """The plan was bought again since the day that was once entered."""
    household = living(used("2026-03-05", 90 * GB), used("2026-04-02", GB), plan=DATED)
    larger = replanned(household, replace(DATED, allowance=200 * GB), UTC)
    before, after = household.ledger.cycle, larger.ledger.cycle
    assert (after.start, after.end, after.number) == (before.start, before.end, 2)
    assert (after.used, after.granted) == (GB, 200 * GB)


def test_other_allowance_means_other_usage_of_a_remainder() -> None:
    """70 left of 120 are 50 used; what Taara saw of it stays counted."""
    household = living(
        left(NOON, 80),
        left(NOON + TEN_MINUTES, 70),
        plan=replace(MONTHLY, allowance=100),
    )
    cycle = replanned(household, replace(MONTHLY, allowance=120), UTC).ledger.cycle
    assert (cycle.opening, cycle.counted, cycle.granted) == (40, 10, 120)


def test_plan_that_becomes_unlimited_keeps_its_usage() -> None:
    """Also where only a remainder had told of it."""
    household = living(
        left(NOON, 80),
        left(NOON + TEN_MINUTES, 70),
        plan=replace(MONTHLY, allowance=100),
    )
    cycle = replanned(household, Plan(allowance=None), UTC).ledger.cycle
    assert (cycle.used, cycle.granted) == (30, None)


def test_sources_allowance_still_wins() -> None:
    """Whatever the household enters."""
    household = living(used(NOON, 5, allowance=80 * GB), plan=MONTHLY)
    cycle = replanned(household, replace(MONTHLY, allowance=9 * GB), UTC).ledger.cycle
    assert cycle.granted == 80 * GB


def test_other_reset_day_moves_the_cycle() -> None:
    """Its usage is what the source says, most of it from before Taara watched."""
    household = living(
        used("2026-03-08 23:00", 30 * GB),
        used("2026-03-10 00:00", 55 * GB),
        used("2026-03-10 00:10", 56 * GB),
        plan=MONTHLY,
    )
    cycle = replanned(household, replace(MONTHLY, reset_day=9), UTC).ledger.cycle
    assert (cycle.start, cycle.end) == (at("2026-03-09"), at("2026-04-09"))
    assert (cycle.opening, cycle.counted) == (31 * GB, 25 * GB)
    assert cycle.number == 1


def test_cycle_that_moves_ahead_of_much_usage_counts_no_more_than_the_source() -> None:
    """Taara may have seen more since then than the source now says."""
    household = living(
        used("2026-03-08 00:00", 90 * GB),
        used("2026-03-09 00:00", 99 * GB),
        used("2026-03-09 00:10", GB),
        plan=MONTHLY,
    )
    cycle = replanned(
        household, replace(THIRTY_DAYS, cycle_start=at("2026-03-01")), UTC
    )
    assert cycle.ledger.cycle.used == GB
    assert cycle.ledger.cycle.opening >= 0


@pytest.mark.parametrize("kind", [CycleKind.UNTIL_USED, CycleKind.DAYS])
def test_counter_without_a_cycle_has_what_was_counted_since(kind: CycleKind) -> None:
    """It says nothing of what was before."""
    household = living(
        counted("2026-03-08", 0), counted("2026-03-10", 48), plan=UNTIL_USED
    )
    plan = Plan(allowance=100, cycle=kind, cycle_start=at("2026-03-09 12:00"))
    cycle = replanned(household, plan, UTC).ledger.cycle
    assert (cycle.start, cycle.opening, cycle.counted) == (
        at("2026-03-09 12:00"),
        0,
        12,
    )


def test_household_goes_on_under_its_new_plan() -> None:
    """The next reading adds to what there is."""
    household = living(used(NOON, 30 * GB), plan=MONTHLY)
    plan = replace(MONTHLY, reset_day=5)
    household = replanned(household, plan, UTC)
    household = with_reading(
        household, used(NOON + TEN_MINUTES, 31 * GB), None, plan, UTC
    )
    assert (household.ledger.cycle.used, household.plan) == (31 * GB, plan)


def test_total_counts_on_under_another_plan() -> None:
    """Its statistics would take a new beginning for as much usage once more."""
    household = living(
        used(NOON, 5 * GB), used(NOON + TEN_MINUTES, 6 * GB), plan=MONTHLY
    )
    began = household.ledger.cycle.reset_at
    assert began == household.ledger.cycle.start
    for reset_day in (5, 7):
        household = replanned(household, replace(MONTHLY, reset_day=reset_day), UTC)
        cycle = household.ledger.cycle
        assert (cycle.start.day, cycle.reset_at) == (reset_day, began)
    plan = household.plan
    renewed = with_reading(household, used("2026-04-07 00:10", 1), None, plan, UTC)
    cycle = renewed.ledger.cycle
    assert cycle.reset_at == cycle.start == at("2026-04-07")


def test_clock_that_jumps_years_ahead_and_back() -> None:
    """One reading by it is not believed: what it recorded could not be undone."""
    household = living(used(NOON, 5 * GB), plan=MONTHLY)
    late = NOON + timedelta(days=1500)
    doubting = with_reading(household, used(late, 6 * GB), None, MONTHLY, UTC)
    assert doubting.ledger == household.ledger
    back = used(NOON + 2 * TEN_MINUTES, 7 * GB)
    after = with_reading(doubting, back, None, MONTHLY, UTC)
    assert after.ledger == with_reading(household, back, None, MONTHLY, UTC).ledger
    assert after.doubted is None


def test_house_that_was_away_for_months() -> None:
    """The second reading is believed, and nothing that was used is missing."""
    household = living(counted(NOON, 5 * GB), plan=MONTHLY)
    late = NOON + timedelta(days=200)
    for again in (late, late + TEN_MINUTES, late + 2 * TEN_MINUTES):
        household = with_reading(household, counted(again, 50 * GB), None, MONTHLY, UTC)
    ledger = household.ledger
    assert ledger.last.taken_at == late + 2 * TEN_MINUTES
    assert sum(cycle.counted for cycle in (*ledger.past, ledger.cycle)) == 45 * GB
