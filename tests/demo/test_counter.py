"""The counter, its cycles, and what people do to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from demo.clock import Clock
from demo.counter import Counter
from demo.household import NAIROBI, Household
from demo.plan import Monthly, Plan, Prepaid, Rebought, mid_cycle

GB = 10**9


def counter(clock: Clock, plan: Plan, **options: Any) -> Counter:
    """Return a counter of an empty house with 100 GB, unless told otherwise."""
    given: dict[str, Any] = {
        "household": Household(daily_bytes=0),
        "allowance": 100 * GB,
    } | options
    return Counter(clock=clock, plan=plan, **given)


def test_counts_the_household_from_the_cycles_start(clock: Clock) -> None:
    """What was used since the renewal is used; the rest is left."""
    household = Household()
    counted = counter(clock, Monthly(1), household=household, allowance=2000 * GB)
    start = datetime(2026, 10, 1, tzinfo=NAIROBI)
    assert counted.used == household.used_between(start, clock.now()) > 0
    assert counted.remaining == 2000 * GB - counted.used


def test_a_plan_that_is_bought_again_goes_on_from_purchase_to_purchase(
    clock: Clock,
) -> None:
    """Each from the hour at which the one before ended, however long ago the first."""
    plan = Rebought(30, datetime(2026, 7, 1, 10, tzinfo=NAIROBI))
    counted = counter(clock, plan, used=40 * GB)
    assert counted.bought == datetime(2026, 9, 29, 10, tzinfo=NAIROBI)
    assert counted.cycle.end == datetime(2026, 10, 29, 10, tzinfo=NAIROBI)
    clock.advance((counted.cycle.end - clock.now()).total_seconds())
    assert not counted.expired
    assert (counted.used, counted.bought) == (0, counted.cycle.start)
    assert counted.finished[-1].figures.used == 40 * GB


def test_renews_monthly_by_itself(clock: Clock) -> None:
    """On the reset day, at local midnight, the count begins anew."""
    counted = counter(clock, Monthly(20), used=40 * GB)
    counted.top_up(5 * GB)
    end = counted.cycle.end
    assert end == datetime(2026, 10, 20, tzinfo=NAIROBI)
    clock.advance((end - clock.now()).total_seconds() - 1)
    assert (counted.used, counted.allowance) == (40 * GB, 105 * GB)
    clock.advance(1)
    assert (counted.used, counted.allowance) == (0, 100 * GB)
    assert counted.cycle.start == end
    assert not counted.expired


@pytest.mark.parametrize(
    ("at", "start", "end"),
    [
        ((2026, 2, 10), (2026, 1, 31), (2026, 2, 28)),
        ((2028, 2, 29), (2028, 2, 29), (2028, 3, 31)),
        ((2026, 12, 31), (2026, 12, 31), (2027, 1, 31)),
        ((2027, 1, 1), (2026, 12, 31), (2027, 1, 31)),
    ],
)
def test_day_31_is_the_last_of_a_short_month(
    at: tuple[int, int, int], start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    """A month without the reset day renews on its last one."""
    cycle = Monthly(31).cycle(datetime(*at, 12, tzinfo=UTC), NAIROBI)
    assert cycle.start == datetime(*start, tzinfo=NAIROBI)
    assert cycle.end == datetime(*end, tzinfo=NAIROBI)


@pytest.mark.parametrize("day", range(1, 32))
def test_a_plan_can_be_in_mid_cycle(day: int) -> None:
    """Whatever the date, the renewals are a week away."""
    now = datetime(2026, 10, day, 12, tzinfo=NAIROBI)
    cycle = mid_cycle(now, NAIROBI).cycle(now, NAIROBI)
    assert min(now - cycle.start, cycle.end - now) > timedelta(days=6)


def test_a_prepaid_plan_ends(clock: Clock) -> None:
    """At its end nothing is renewed and the household is cut off, until somebody buys."""
    household = Household()
    counted = counter(
        clock, Prepaid(30), household=household, cycle_start=clock.now(), used=0
    )
    clock.advance(timedelta(days=40).total_seconds())
    assert counted.expired
    assert counted.used == household.used_between(
        counted.cycle.start, counted.cycle.end
    )
    counted.renew()
    assert not counted.expired
    assert counted.used == 0
    assert counted.cycle.end - counted.cycle.start == timedelta(days=30)


def test_a_prepaid_plan_is_in_mid_cycle_at_first(clock: Clock) -> None:
    """Unless told when it was bought."""
    cycle = counter(clock, Prepaid(30)).cycle
    assert clock.now() - cycle.start == timedelta(days=15)


def test_a_monthly_plan_may_renew_early(clock: Clock) -> None:
    """The cycle starts now; the next renewal keeps its date."""
    counted = counter(clock, Monthly(20), used=40 * GB)
    end = counted.cycle.end
    counted.renew()
    assert counted.used == 0
    assert (counted.cycle.start, counted.cycle.end) == (clock.now(), end)


def test_use_top_up_and_exhaust(clock: Clock) -> None:
    """Usage lowers what is left, never below nothing; a top-up raises it."""
    counted = counter(clock, Monthly(1), used=10 * GB)
    counted.use(15 * GB)
    assert (counted.used, counted.remaining) == (25 * GB, 75 * GB)
    counted.top_up(5 * GB)
    assert (counted.allowance, counted.remaining) == (105 * GB, 80 * GB)
    counted.exhaust()
    assert (counted.used, counted.remaining) == (105 * GB, 0)
    counted.use(GB)
    assert (counted.used, counted.remaining) == (106 * GB, 0)


def test_a_reset_loses_the_count_only(clock: Clock) -> None:
    """Cycle and allowance stay."""
    counted = counter(clock, Monthly(1), used=10 * GB)
    cycle = counted.cycle
    counted.reset()
    assert (counted.used, counted.remaining) == (0, 100 * GB)
    assert counted.cycle == cycle


def test_a_queued_plan_follows(clock: Clock) -> None:
    """It begins when the one before it ends, with nothing used; the purchase stays."""
    counted = counter(clock, Prepaid(30), used=10 * GB)
    end, bought = counted.cycle.end, clock.now()
    counted.queue()
    assert (counted.used, counted.queued) == (10 * GB, (bought,))
    clock.advance(timedelta(days=20).total_seconds())
    assert (counted.used, counted.queued, counted.bought) == (0, (), bought)
    assert counted.cycle.start == end
    assert not counted.expired


def test_a_plan_bought_after_the_end_begins_at_once(clock: Clock) -> None:
    """Nothing is used in between."""
    household = Household()
    counted = counter(clock, Prepaid(30), household=household)
    clock.advance(timedelta(days=20).total_seconds())
    used = counted.used
    counted.queue()
    assert counted.cycle.start == clock.now()
    assert (counted.used, counted.total) == (0, used)


def test_remembers_what_is_over(clock: Clock) -> None:
    """Each cycle, those that nobody saw included, with what it came to."""
    household = Household()
    counted = counter(clock, Monthly(1), household=household, allowance=5000 * GB)
    counted.top_up(5 * GB)
    began = counted.cycle.start
    clock.advance(timedelta(days=70).total_seconds())
    last = counted.cycle
    assert last.start == datetime(2026, 12, 1, tzinfo=NAIROBI)
    assert [period.figures.allowance for period in counted.finished] == [
        5005 * GB,
        5000 * GB,
    ]
    used = sum(period.figures.used for period in counted.finished)
    assert used == household.used_between(began, last.start)


@pytest.mark.parametrize("act", ["renew", "reset"])
def test_the_total_never_falls(clock: Clock, act: str) -> None:
    """Whatever the provider forgets, a device has counted since a moment of its own."""
    counted = counter(clock, Prepaid(30), used=10 * GB)
    mark = counted.mark()
    counted.use(GB)
    getattr(counted, act)()
    counted.use(2 * GB)
    assert counted.used == 2 * GB
    assert (counted.since(mark), counted.total) == (3 * GB, 13 * GB)


def test_unlimited_has_no_remainder(clock: Clock) -> None:
    """Usage counts; there is nothing to be left of."""
    counted = counter(clock, Monthly(1), allowance=None, used=10 * GB)
    counted.exhaust()
    assert (counted.used, counted.allowance, counted.remaining) == (10 * GB, None, None)


@pytest.mark.parametrize("act", ["use", "top_up"])
def test_refuses_negative_amounts(clock: Clock, act: str) -> None:
    """A slip in a test must not pass as a counter that falls."""
    with pytest.raises(ValueError, match="negative"):
        getattr(counter(clock, Monthly(1)), act)(-1)
