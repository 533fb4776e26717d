"""The projection of a household, from its readings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.taara.model import (
    CounterKind,
    CycleKind,
    Overview,
    Plan,
    Projection,
    Reading,
)
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.local_time import DAY
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.projected import projected
from custom_components.taara.usage.used_up import used_up_at

from .common import (
    BERLIN,
    GB,
    MB,
    MONTHLY,
    NAIROBI,
    UNTIL_USED,
    at,
    counted,
    read,
    used,
)

HOUR = timedelta(hours=1)


def readings(
    start: str,
    end: str,
    *,
    daily: int = 3,
    counter: CounterKind = CounterKind.USED,
) -> Iterator[Reading]:
    """Yield hourly readings of a household that uses so many GB a day, evenly."""
    at_, last = at(start, NAIROBI), at(end, NAIROBI)
    amount, month = 0, at_.astimezone(NAIROBI).month
    while at_ <= last:
        yield Reading(taken_at=at_, counter=counter, used=amount)
        at_ += HOUR
        following = at_.astimezone(NAIROBI).month
        begins = following != month and counter is CounterKind.USED
        amount = 0 if begins else amount + daily * GB // 24
        month = following


def lived(
    start: str,
    end: str,
    plan: Plan = MONTHLY,
    *,
    daily: int = 3,
    counter: CounterKind = CounterKind.USED,
) -> Household:
    """Return a household that was read every hour."""
    found = readings(start, end, daily=daily, counter=counter)
    return Household(ledger=read(found, plan, NAIROBI), plan=plan)


def figures(household: Household, now: datetime | None = None) -> Overview:
    """Return the overview at the last reading, or later."""
    return overview(household, now or household.ledger.last.taken_at, NAIROBI)


def seen(household: Household) -> Projection:
    """Return its projection, where there is one."""
    found = projected(household, NAIROBI)
    assert found is not None
    return found


def test_even_usage() -> None:
    """Three GB a day come to ninety-three in March, half way on and before noon."""
    household = lived("2026-01-01 00:00", "2026-03-15 10:00")
    view = figures(household)
    assert view.projected == pytest.approx(93 * GB, rel=0.01)
    assert view.overage_chance is not None
    assert 1 < view.overage_chance < 40
    assert view.overage_risk is False
    assert view.average_daily == pytest.approx(3 * GB, rel=0.01)
    assert view.exhaustion is None
    assert view.last_day is not None
    assert view.last_day.date.day == 14
    assert view.safe_days is not None
    assert view.days_left is not None
    assert 5 < view.safe_days <= view.days_left


def test_it_will_not_last() -> None:
    """Six GB a day are gone on the 17th."""
    view = figures(lived("2026-01-01 00:00", "2026-03-10 00:00", daily=6))
    assert view.overage_risk is True
    assert view.exhaustion is not None
    assert abs(view.exhaustion - at("2026-03-17 16:00", NAIROBI)) < timedelta(days=1)
    assert view.safe_days is not None
    assert 4 < view.safe_days < 8


def test_plan_that_lasts_is_safe_to_its_last_hour() -> None:
    """October has a day of 25 hours in Berlin; safe time knows it."""
    start, now = at("2026-09-01", BERLIN), at("2026-10-20", BERLIN)
    readings = [
        counted(start + hours * HOUR, hours * MB)
        for hours in range((now - start) // HOUR + 1)
    ]
    ledger = read(readings, MONTHLY, BERLIN)
    view = overview(Household(ledger=ledger, plan=MONTHLY), now, BERLIN)
    assert view.safe_days == pytest.approx(12 + 1 / 24)


def test_it_is_gone() -> None:
    """It is told when that was; only the sum can still be projected."""
    view = figures(lived("2026-01-01 00:00", "2026-03-25 12:00", daily=6))
    assert view.overage_chance == 100
    assert view.safe_days == 0
    assert view.exhaustion == at("2026-03-17 15:00", NAIROBI)


@pytest.mark.parametrize(
    ("used_up", "certain"), [(130, (100, True)), (100, (None, True))]
)
def test_it_was_gone_before_taara_came(
    used_up: int, certain: tuple[float | None, bool | None]
) -> None:
    """Nobody knows when; it is told when Taara saw it, and that needs no projection."""
    start = at("2026-03-10 10:00", NAIROBI)
    readings = [used(start + n * HOUR, used_up * GB) for n in range(99)]
    for count in (1, 99):
        ledger = read(readings[:count], MONTHLY, NAIROBI)
        view = figures(Household(ledger=ledger, plan=MONTHLY))
        assert (view.exhaustion, view.safe_days) == (start, 0)
        assert (view.overage_chance, view.overage_risk) == certain
        assert view.projected is None


def test_all_but_a_byte() -> None:
    """Nothing is gone that is not."""
    readings = [
        counted(at("2026-03-01", NAIROBI) + n * HOUR, n * GB) for n in range(101)
    ]
    ledger = read(readings, MONTHLY, NAIROBI)
    assert used_up_at(ledger) == at("2026-03-05 03:00", NAIROBI)
    more = replace(ledger, cycle=replace(ledger.cycle, granted=100 * GB + 1))
    assert used_up_at(more) is None
    unlimited = replace(ledger, cycle=replace(ledger.cycle, granted=None))
    assert used_up_at(unlimited) is None


def test_never_beyond_the_renewal() -> None:
    """Also where the clock goes ahead before it: in thirty days less an hour."""
    readings = [
        counted(at("2026-02-20", BERLIN) + n * HOUR, n * MB) for n in range(10 * 24)
    ]
    household = Household(ledger=read(readings, MONTHLY, BERLIN), plan=MONTHLY)
    now = household.ledger.last.taken_at
    view = overview(household, now, BERLIN)
    assert view.cycle.end is not None
    assert view.safe_days == (view.cycle.end - now) / DAY


def test_hours_of_the_day_count() -> None:
    """In a house that only uses data at night, the morning is no day half gone."""
    plan, amount, found = Plan(allowance=100 * GB), 0, []
    moment, end = at("2026-02-01", NAIROBI), at("2026-02-27 18:00", NAIROBI)
    while moment <= end:
        found.append(Reading(taken_at=moment, used=amount))
        moment += timedelta(minutes=30)
        if moment.astimezone(NAIROBI).hour >= 20:
            amount += 3 * GB // 8
    household = Household(ledger=read(found, plan, NAIROBI), plan=plan)
    # Of the 28 days 26 are over, and the 27th has used nothing yet.
    assert seen(household).median == pytest.approx(84 * GB, rel=0.02)


@pytest.mark.parametrize("counter", [CounterKind.CUMULATIVE, CounterKind.SESSION])
def test_counter_that_knows_no_cycle(counter: CounterKind) -> None:
    """What was used before Taara came is unknown: the rate is that of its own days."""
    household = lived("2026-03-11 00:00", "2026-03-21 00:00", counter=counter)
    assert household.ledger.cycle.used == pytest.approx(30 * GB, rel=0.01)
    assert seen(household).median == pytest.approx(63 * GB, rel=0.03)
    average = figures(household).average_daily
    assert average == pytest.approx(3 * GB, rel=0.02)


def test_too_early() -> None:
    """In its first days Taara shows in what range it will be, and no single figure."""
    view = figures(lived("2026-03-01 00:00", "2026-03-03 12:00"))
    assert view.projection is not None
    assert view.projection.early
    assert (view.projected, view.overage_chance, view.overage_risk) == (None,) * 3
    later = figures(lived("2026-03-01 00:00", "2026-03-04 12:00"))
    assert later.projected is not None


def test_plan_until_used() -> None:
    """It ends when it ends: in ten days, at this pace."""
    plan = replace(UNTIL_USED, cycle_start=at("2026-02-01", NAIROBI))
    household = lived(
        "2026-02-01 00:00",
        "2026-02-21 00:00",
        plan,
        daily=4,
        counter=CounterKind.CUMULATIVE,
    )
    view = figures(household)
    assert view.projected is None
    assert view.exhaustion is not None
    gone = at("2026-02-26 00:00", NAIROBI)
    assert abs(view.exhaustion - gone) < timedelta(days=1)


def test_unlimited_plan() -> None:
    """It has a total, and no chance to exceed anything."""
    view = figures(lived("2026-01-01 00:00", "2026-03-15 10:00", Plan(allowance=None)))
    assert view.projected == pytest.approx(93 * GB, rel=0.01)
    assert (view.overage_chance, view.overage_risk, view.safe_days) == (None,) * 3
    for kind in (CycleKind.UNTIL_USED, CycleKind.PROVIDER):
        endless = Plan(allowance=None, cycle=kind)
        household = lived("2026-03-01 00:00", "2026-03-15 10:00", endless)
        assert projected(household, NAIROBI) is None


def test_expired_plan() -> None:
    """Nobody knows what will be bought."""
    plan = Plan(
        allowance=100 * GB,
        cycle=CycleKind.DAYS,
        cycle_days=10,
        cycle_start=at("2026-03-01", NAIROBI),
    )
    household = lived("2026-03-01 00:00", "2026-03-09 00:00", plan)
    assert figures(household).projection is not None
    late = figures(household, at("2026-03-11", NAIROBI))
    assert late.expired
    assert (late.projection, late.projected, late.safe_days) == (None,) * 3


def test_it_stands_while_the_source_is_away() -> None:
    """Made at the last reading, it ages with the days."""
    household = lived("2026-01-01 00:00", "2026-03-10 00:00", daily=6)
    now = figures(household)
    later = figures(household, at("2026-03-12", NAIROBI))
    assert later.projected == now.projected
    assert later.exhaustion == now.exhaustion
    assert now.safe_days is not None
    assert later.safe_days == pytest.approx(now.safe_days - 2)
    assert later.last_day is None
