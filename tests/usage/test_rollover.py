"""Rollover: what is left at the end of a cycle is granted by the next one, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import CounterKind, Plan, Reading
from custom_components.taara.usage.correction import with_day, with_top_up, with_total
from custom_components.taara.usage.household import Household, replanned
from custom_components.taara.usage.ledger import Ledger, taken_over
from custom_components.taara.usage.refusal import Refused

from .common import (
    GB,
    MONTHLY,
    THIRTY_DAYS,
    UNTIL_USED,
    account,
    at,
    counted,
    left,
    read,
    used,
)
from .truth import amounts, check, gaps, moments, zones

ROLLING = replace(MONTHLY, rollover=True)
BOUGHT = replace(THIRTY_DAYS, rollover=True, cycle_start=at("2026-03-01 08:00"))

plans = st.builds(
    Plan,
    allowance=st.none() | st.integers(1, 100 * GB),
    reset_day=st.integers(1, 31),
    rollover=st.booleans(),
)


def allowed(ledger: Ledger) -> tuple[int | None, int | None]:
    """Return what the present cycle grants, and what of it was carried over."""
    return ledger.cycle.granted, ledger.cycle.carried


def household(*readings: Reading, plan: Plan = ROLLING) -> Household:
    """Return a household after readings."""
    return Household(ledger=read(readings, plan), plan=plan)


def test_example_of_the_docs() -> None:
    """Three months of 100 GB each: 70, 110 and 150 GB are used."""
    march = [counted("2026-03-01", 0), counted("2026-03-31 23:55", 70 * GB)]
    ledger = read([*march, counted("2026-04-01", 70 * GB)], ROLLING)
    assert allowed(ledger) == (130 * GB, 30 * GB)
    april = [counted("2026-04-30 23:55", 180 * GB), counted("2026-05-01", 180 * GB)]
    ledger = read(april, ROLLING, ledger=ledger)
    assert allowed(ledger) == (120 * GB, 20 * GB)
    may = [counted("2026-05-31 23:55", 330 * GB), counted("2026-06-01", 330 * GB)]
    ledger = read(may, ROLLING, ledger=ledger)
    assert allowed(ledger) == (100 * GB, 0)
    assert [cycle.used // GB for cycle in ledger.past] == [70, 110, 150]


def test_off_by_default() -> None:
    """What is left is gone with its month."""
    ledger = read([counted("2026-03-31", 0), counted("2026-04-02", GB)])
    assert allowed(ledger) == (100 * GB, None)


def test_last_minutes_are_no_part_of_what_is_left() -> None:
    """They are known only once the next cycle has begun."""
    ledger = read(
        [counted("2026-03-31 23:50", 0), counted("2026-04-01 00:10", 20 * GB)], ROLLING
    )
    assert (ledger.past[0].used, ledger.cycle.used) == (10 * GB, 10 * GB)
    assert allowed(ledger) == (190 * GB, 90 * GB)


def test_months_that_nobody_saw() -> None:
    """Each leaves to the next what it is estimated to have left."""
    ledger = read([counted("2026-03-17", 0), counted("2026-05-16", 60 * GB)], ROLLING)
    march, april = ledger.past
    assert (march.used, april.used) == (15 * GB, 30 * GB)
    assert allowed(ledger) == (255 * GB, 155 * GB)


@given(
    start=moments,
    zone=zones,
    plan=plans,
    kind=st.sampled_from([CounterKind.CUMULATIVE, CounterKind.USED]),
    walk=st.lists(st.tuples(gaps, amounts, st.booleans()), max_size=8),
)
def test_every_cycle_is_left_what_the_one_before_did_not_use(
    start: datetime,
    zone: tzinfo,
    plan: Plan,
    kind: CounterKind,
    walk: list[tuple[timedelta, int, bool]],
) -> None:
    """Whatever is read, after every reading; and usage is what it is without rollover."""
    readings = [Reading(taken_at=start, counter=kind, used=0)]
    for gap, amount, again in walk:
        last = readings[-1]
        shown = amount if again else (last.used or 0) + amount
        readings.append(replace(last, taken_at=last.taken_at + gap, used=shown))
    ledger = read(readings, plan, zone)
    check(ledger, zone)
    cycles = (*ledger.past, ledger.cycle)
    for before, cycle in pairwise(cycles):
        assert (cycle.carried is None) or plan.rollover
        if cycle.carried is None or before.granted is None or plan.allowance is None:
            assert cycle.granted == plan.allowance
        else:
            assert cycle.carried == max(0, before.granted - before.used)
            assert cycle.granted == plan.allowance + cycle.carried
    plain = read(readings, replace(plan, rollover=False), zone)
    assert account(ledger) == account(plain)
    assert (ledger.hours, ledger.cycle.end) == (plain.hours, plain.cycle.end)


def test_source_that_names_its_allowance_is_believed() -> None:
    """It has added to it what was left, or has not."""
    ledger = read(
        [
            used("2026-03-31 23:55", 70 * GB, allowance=100 * GB),
            used("2026-04-01 00:05", 0, allowance=130 * GB),
        ],
        ROLLING,
    )
    assert allowed(ledger) == (130 * GB, None)


def test_remainder_that_was_carried_over_is_counted_once() -> None:
    """A source that tells what is left has added the rest to it."""
    ledger = read(
        [left("2026-03-31 23:55", 30 * GB), left("2026-04-01 00:05", 130 * GB)],
        ROLLING,
    )
    assert allowed(ledger) == (130 * GB, None)
    assert ledger.cycle.used == 0


LAST, FIRST = used("2026-03-31 23:55", 70 * GB), used("2026-04-01 00:05", GB)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (replace(LAST, remaining=30 * GB), FIRST),
        (LAST, replace(FIRST, remaining=99 * GB)),
    ],
)
def test_partial_answer_at_a_renewal(last: Reading, first: Reading) -> None:
    """A source that tells what is left is known by either of the two readings."""
    assert allowed(read([last, first], ROLLING)) == (100 * GB, None)


def test_source_that_begins_to_name_its_allowance() -> None:
    """Its own word stands from then on, whatever turns out later."""
    ledger = read(
        [
            used("2026-03-30", 69 * GB),
            used("2026-03-31 23:55", 70 * GB),
            used("2026-04-01 00:05", 0),
        ],
        ROLLING,
    )
    assert allowed(ledger) == (130 * GB, 30 * GB)
    ledger = read(
        [used("2026-04-01 00:15", 0, allowance=110 * GB)], ROLLING, ledger=ledger
    )
    assert allowed(ledger) == (110 * GB, None)


def test_unlimited_plan_has_nothing_left() -> None:
    """Nor does a limited one that comes after it."""
    unlimited = replace(ROLLING, allowance=None)
    readings = [counted("2026-03-31", 0), counted("2026-04-01 00:00", GB)]
    home = household(*readings, plan=unlimited)
    assert allowed(home.ledger) == (None, None)
    limited = replanned(home, ROLLING, UTC)
    assert allowed(limited.ledger) == (100 * GB, None)
    ledger = read([counted("2026-05-01 00:00", 2 * GB)], ROLLING, ledger=limited.ledger)
    assert allowed(ledger) == (199 * GB, 99 * GB)


def test_limited_plan_after_a_month_without_a_limit() -> None:
    """Nobody knows what would have been left of that."""
    unlimited = replace(ROLLING, allowance=None)
    home = household(counted("2026-03-31 23:55", 0), plan=unlimited)
    ledger = read([counted("2026-04-01 00:05", 0)], ROLLING, ledger=home.ledger)
    assert allowed(ledger) == (100 * GB, 0)


@pytest.mark.parametrize("plan", [BOUGHT, replace(UNTIL_USED, rollover=True)])
def test_plan_bought_again_in_time(plan: Plan) -> None:
    """Before it ended, it takes along what was left."""
    ledger = read([used("2026-03-20", 60 * GB), used("2026-03-20 00:10", GB)], plan)
    assert ledger.cycle.number == 2
    assert allowed(ledger) == (140 * GB, 40 * GB)


@pytest.mark.parametrize(
    ("again", "granted"), [("2026-03-31 08:10", 140), ("2026-04-02 12:00", 100)]
)
def test_plan_bought_again_at_its_end_or_too_late(again: str, granted: int) -> None:
    """What was left of a plan that had ended is forfeited."""
    renewed = at(again)
    ledger = read(
        [
            used("2026-03-31 07:55", 60 * GB),
            used(renewed - timedelta(minutes=10), 60 * GB),
            used(renewed, GB),
        ],
        BOUGHT,
    )
    assert (ledger.cycle.number, ledger.cycle.used) == (2, GB)
    assert ledger.cycle.granted == granted * GB


def test_source_that_follows_the_calendar_late() -> None:
    """What it counts until then is no part of what was left."""
    ledger = read(
        [
            used("2026-03-31 23:55", 70 * GB),
            used("2026-04-01 00:05", 70 * GB),
            used("2026-04-01 05:00", 75 * GB),
        ],
        ROLLING,
    )
    assert allowed(ledger) == (130 * GB, 30 * GB)
    ledger = read([used("2026-04-01 06:00", GB)], ROLLING, ledger=ledger)
    assert account(ledger) == [("03-01 00:00", 75), ("04-01 05:00", 1)]
    assert allowed(ledger) == (125 * GB, 25 * GB)


def test_another_account_inherits_nothing() -> None:
    """What was left belongs to the one before."""
    ledger = read([used("2026-03-20", 60 * GB)], ROLLING)
    ledger = taken_over(ledger, used("2026-03-20 00:10", GB), ROLLING, UTC)
    assert allowed(ledger) == (100 * GB, None)


def test_correction_of_the_cycle_before() -> None:
    """What was left of it is reckoned anew; a top-up stays."""
    start = household(
        counted("2026-03-30", 0),
        counted("2026-03-31", 30 * GB),
        counted("2026-04-01", 60 * GB),
        counted("2026-04-02", 61 * GB),
    )
    assert allowed(start.ledger) == (140 * GB, 40 * GB)
    topped = with_top_up(start, 5 * GB, at("2026-04-02 01:00"))
    corrected = with_day(topped.ledger, date(2026, 3, 31), 40 * GB, UTC)
    assert allowed(corrected) == (135 * GB, 30 * GB)
    assert corrected.cycle.used == GB
    # A total that was told before the month ended is what counts.
    told = with_total(read([counted("2026-03-31", 0)], ROLLING), 90 * GB)
    ledger = read([counted("2026-04-01", 0)], ROLLING, ledger=told)
    assert allowed(ledger) == (110 * GB, 10 * GB)


def test_top_up_is_left_over_too() -> None:
    """And taken back, it does not take what was carried over."""
    start = household(counted("2026-03-31", 0), counted("2026-04-01", 60 * GB))
    now = at("2026-04-02")
    topped = with_top_up(start, 20 * GB, now)
    ledger = read([counted("2026-05-01", 160 * GB)], ROLLING, ledger=topped.ledger)
    assert allowed(ledger) == (160 * GB, 60 * GB)
    assert with_top_up(topped, -20 * GB, now).ledger.cycle == start.ledger.cycle
    with pytest.raises(Refused, match="top_up_below_plan"):
        with_top_up(topped, -21 * GB, now)


def test_rollover_holds_for_what_comes_after() -> None:
    """The present cycle grants what it granted; the next one goes by the new plan."""
    readings = [counted("2026-03-31", 0), counted("2026-04-01", 60 * GB)]
    later = counted("2026-05-01", 70 * GB)
    for plan, other, now, then in (
        (MONTHLY, ROLLING, 100, 190),
        (ROLLING, MONTHLY, 140, 100),
    ):
        home = household(*readings, plan=plan)
        changed = replanned(home, other, UTC)
        assert changed == replace(home, plan=other)
        ledger = read([later], other, ledger=changed.ledger)
        assert home.ledger.cycle.granted == now * GB
        assert ledger.cycle.granted == then * GB


def test_other_allowance_keeps_what_was_carried_over() -> None:
    """It was left of another cycle."""
    home = household(counted("2026-03-31", 0), counted("2026-04-01", 60 * GB))
    smaller = replanned(home, replace(ROLLING, allowance=50 * GB), UTC)
    assert allowed(smaller.ledger) == (90 * GB, 40 * GB)
