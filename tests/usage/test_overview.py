"""What it means, and for how long."""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

import pytest

from custom_components.taara.model import (
    Connection,
    CounterKind,
    CycleKind,
    DataUnit,
    Overview,
    Plan,
    Price,
    Reach,
    Reading,
    ReadingStatus,
)
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import next_change, overview

from .common import (
    GB,
    MB,
    MONTHLY,
    NAIROBI,
    TEN_MINUTES,
    THIRTY_DAYS,
    UNTIL_USED,
    at,
    counted,
    left,
    read,
    used,
)


def household(
    *readings: Reading, plan: Plan = MONTHLY, failures: int = 0, zone: tzinfo = NAIROBI
) -> Household:
    """Return a household after readings and, since, failures."""
    reach = Reach.TIMEOUT if failures else Reach.OK
    connection = Connection(reach=reach, failures=failures)
    return Household(
        ledger=read(readings, plan, zone), plan=plan, connection=connection
    )


def seen(
    *readings: Reading,
    now: str | datetime | None = None,
    plan: Plan = MONTHLY,
    failures: int = 0,
) -> Overview:
    """Return the overview, at the last reading if not at another time in Nairobi."""
    found = household(*readings, plan=plan, failures=failures)
    moment = at(now, NAIROBI) if isinstance(now, str) else now
    return overview(found, moment or found.ledger.last.taken_at, NAIROBI)


def local(when: str) -> datetime:
    """Return an instant of the clock in Nairobi."""
    return at(when, NAIROBI)


def test_example_of_the_original_document() -> None:
    """614,400 of 1,048,576 MB used, 18 days left."""
    plan = Plan(allowance=1_048_576 * MB, unit=DataUnit.TIB)
    view = seen(used(local("2026-03-14 00:00"), 614_400 * MB), plan=plan)
    assert view.days_left == 18
    assert view.daily_budget is not None
    assert view.daily_budget // MB == 24_120
    assert view.remaining == 434_176 * MB
    assert view.percentage == pytest.approx(58.6, abs=0.05)
    assert view.unit is DataUnit.TIB


def test_day_of_a_household() -> None:
    """Every figure of it."""
    view = seen(
        used(local("2026-03-21 23:50"), 49 * GB, plan_name="Home"),
        used(local("2026-03-22 00:00"), 50 * GB),
        used(
            local("2026-03-22 00:10"),
            53 * GB,
            remaining=47 * GB,
            plan_name="Home",
            price=Price(amount="2499.5", currency="KES"),
            response_ms=12,
        ),
    )
    assert view.as_of == local("2026-03-22 00:10")
    assert view.status is ReadingStatus.SUCCESS
    assert (view.used, view.remaining, view.allowance) == (53 * GB, 47 * GB, 100 * GB)
    assert (view.today, view.today_start) == (date(2026, 3, 22), local("2026-03-22"))
    assert (view.used_today, view.daily_budget, view.budget_left) == (
        3 * GB,
        5 * GB,
        2 * GB,
    )
    assert (view.percentage, view.days_left, view.usage_rate) == (53, 10, 5_000_000)
    assert (view.plan_name, view.response_ms) == ("Home", 12)
    assert view.price == Price(amount="2499.5", currency="KES")
    assert not (view.expired or view.unlimited or view.silent)
    assert view.reachable


def test_budget_that_is_overdrawn_leaves_nothing() -> None:
    """Not less than nothing."""
    view = seen(
        used(local("2026-03-22"), 50 * GB), used(local("2026-03-22 01:00"), 60 * GB)
    )
    assert (view.daily_budget, view.budget_left) == (5 * GB, 0)


def test_figures_of_today_stand_until_midnight() -> None:
    """Without a reading nobody knows what the new day has used; the cycle stands."""
    readings = (
        used(local("2026-03-22 23:00"), 50 * GB),
        used(local("2026-03-22 23:50"), 51 * GB),
    )
    late = seen(*readings, now="2026-03-22 23:59:59")
    assert late.used_today == GB
    after = seen(*readings, now="2026-03-23 00:00")
    assert (after.used_today, after.daily_budget, after.budget_left) == (None,) * 3
    assert (after.used, after.percentage, after.remaining) == (51 * GB, 51, 49 * GB)
    assert after.days_left == 9


def test_figures_of_the_cycle_stand_until_its_end() -> None:
    """Then nobody knows them until the next reading; the allowance stays."""
    reading = used(local("2026-03-31 23:50"), 50 * GB)
    assert seen(reading, now="2026-03-31 23:59:59").used == 50 * GB
    after = seen(reading, now="2026-04-01 00:00")
    assert (after.used, after.remaining, after.percentage) == (None,) * 3
    assert (after.days_left, after.daily_budget) == (None, None)
    assert after.allowance == 100 * GB
    assert not after.expired


BOUGHT = replace(THIRTY_DAYS, cycle_start=local("2026-03-01 08:00"))


def test_plan_that_has_expired_counts_on_but_budgets_nothing() -> None:
    """It ended at eight; nothing new was bought."""
    before = used(local("2026-03-31 07:50"), 50 * GB)
    ended = seen(before, plan=BOUGHT, now="2026-03-31 08:00")
    assert ended.expired
    assert ended.used is None
    after = used(local("2026-03-31 08:10"), 51 * GB)
    view = seen(before, after, plan=BOUGHT)
    assert view.expired
    assert (view.used, view.remaining) == (51 * GB, 49 * GB)
    assert view.used_today == GB
    assert (view.daily_budget, view.budget_left, view.days_left) == (None,) * 3


def test_renewal_at_noon_begins_the_days_budget() -> None:
    """What the old plan gave in the morning is not taken from it."""
    view = seen(
        left(local("2026-03-31 00:00"), 50 * GB),
        left(local("2026-03-31 08:00"), 20 * GB),
        left(local("2026-03-31 08:10"), 99 * GB),
        plan=BOUGHT,
    )
    assert view.used_today == 31 * GB
    assert view.daily_budget == int(100 * GB / (30 + 1 / 3))
    assert view.budget_left == view.daily_budget - GB


def test_unlimited_plan() -> None:
    """Usage is known; there is nothing to divide it by."""
    view = seen(
        used(local("2026-03-22 12:00"), 50 * GB),
        used(local("2026-03-22 12:10"), 51 * GB),
        plan=Plan(allowance=None),
    )
    assert view.unlimited
    assert (view.used, view.used_today) == (51 * GB, GB)
    assert (view.allowance, view.percentage, view.remaining) == (None,) * 3
    assert (view.daily_budget, view.budget_left) == (None, None)
    assert view.days_left == 10


def test_plan_until_used_has_no_days() -> None:
    """And so no budget."""
    view = seen(used(local("2026-03-22 12:00"), 50 * GB), plan=UNTIL_USED)
    assert (view.days_left, view.daily_budget, view.expired) == (None, None, False)
    assert (view.remaining, view.percentage) == (50 * GB, 50)


def test_partial_answer_is_completed_by_what_is_known() -> None:
    """And says that it was partial."""
    view = seen(used(local("2026-03-22 12:00"), 30 * GB))
    assert view.status is ReadingStatus.PARTIAL
    assert view.remaining == 70 * GB
    other = seen(left(local("2026-03-22 12:00"), 70 * GB))
    assert other.status is ReadingStatus.PARTIAL
    assert (other.used, other.remaining) == (30 * GB, 70 * GB)


def test_sources_own_remainder_is_shown() -> None:
    """Its rounding is the household's to see, while it counts this cycle."""
    rounded = used(
        local("2026-03-22 12:00"), 30 * GB, remaining=69 * GB, allowance=100 * GB
    )
    assert seen(rounded).remaining == 69 * GB
    late = used(
        local("2026-04-01 00:05"), 31 * GB, remaining=69 * GB, allowance=100 * GB
    )
    lagging = seen(rounded, replace(rounded, taken_at=local("2026-03-31 23:55")), late)
    assert lagging.used == GB // 2
    assert lagging.remaining == 100 * GB - GB // 2


def test_remainder_is_never_negative() -> None:
    """Usage may go on at a price; the share goes on over a hundred."""
    view = seen(used(local("2026-03-22 12:00"), 130 * GB))
    assert (view.remaining, view.percentage, view.daily_budget) == (0, 130, 0)


def test_cumulative_counter_shows_what_was_counted() -> None:
    """Its own figure means nothing to a household."""
    view = seen(
        counted(local("2026-03-22 12:00"), 900 * GB),
        counted(local("2026-03-22 12:10"), 903 * GB),
    )
    assert (view.used, view.remaining) == (3 * GB, 97 * GB)


def test_failures_are_seen() -> None:
    """The figures stand with their age; from the third on the router is away."""
    reading = used(local("2026-03-22 12:00"), 50 * GB)
    for failures, reachable in ((1, True), (2, True), (3, False)):
        view = seen(reading, failures=failures, now="2026-03-22 12:30")
        assert view.status is ReadingStatus.FAILED
        assert (view.reachable, view.used) == (reachable, 50 * GB)
        assert view.as_of == local("2026-03-22 12:00")


def test_rate_is_soon_stale() -> None:
    """What was fast half an hour ago says nothing of now."""
    readings = used(local("2026-03-22 12:00"), 0), used(local("2026-03-22 12:10"), 600)
    assert seen(*readings, now="2026-03-22 12:45").usage_rate == 1
    assert seen(*readings, now="2026-03-22 12:45:01").usage_rate is None


def test_changes_come_one_after_another() -> None:
    """The rate, midnight, silence, midnight, … the end of the cycle."""
    found = household(used(local("2026-03-30 12:00"), 0))
    now, moments = found.ledger.last.taken_at, []
    for _ in range(6):
        now = next_change(found, now, NAIROBI)
        moments.append(now)
    assert moments == [
        local("2026-03-30 12:35"),
        local("2026-03-31 00:00"),
        local("2026-03-31 12:00"),
        local("2026-04-01 00:00"),
        local("2026-04-02 00:00"),
        local("2026-04-03 00:00"),
    ]


def test_end_of_a_bought_cycle_is_a_change() -> None:
    """At its minute; without an end, midnight is."""
    plan = replace(BOUGHT, cycle_start=local("2026-03-01 08:07"))
    found = household(used(local("2026-03-31 07:00"), 0), plan=plan)
    now = local("2026-03-31 07:50")
    assert next_change(found, now, NAIROBI) == local("2026-03-31 08:07")
    endless = household(used(local("2026-03-31 07:00"), 0), plan=UNTIL_USED)
    assert next_change(endless, now, NAIROBI) == local("2026-04-01")


@pytest.mark.parametrize("kind", CycleKind)
@pytest.mark.parametrize("counter", CounterKind)
def test_overview_changes_when_it_says(kind: CycleKind, counter: CounterKind) -> None:
    """Between two changes the same readings mean the same."""
    plan = Plan(allowance=100, cycle=kind, cycle_days=3)
    reading = Reading(
        taken_at=local("2026-03-30 12:03"), counter=counter, used=40, remaining=60
    )
    found = household(reading, plan=plan)
    now = reading.taken_at
    for _ in range(12):
        view, change = overview(found, now, NAIROBI), next_change(found, now, NAIROBI)
        assert overview(found, change - timedelta(microseconds=1), NAIROBI) == view
        now = change
    assert now - reading.taken_at > 12 * TEN_MINUTES
