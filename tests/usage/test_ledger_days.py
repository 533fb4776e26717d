"""Days: when they close, what their summary says, and that it stays so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from custom_components.taara.model import DailySummary, Hour, Plan, TrendDirection
from custom_components.taara.usage.day import peak_hour
from custom_components.taara.usage.ledger import DAYS_KEPT, HOURS_KEPT, Ledger, closed

from .common import (
    BERLIN,
    GB,
    MONTHLY,
    NAIROBI,
    TEN_MINUTES,
    THIRTY_DAYS,
    at,
    counted,
    left,
    read,
    used,
)


def watched(start: datetime, count: int, zone: tzinfo = UTC) -> Ledger:
    """Return the ledger of so many readings, ten minutes and 1 MB apart."""
    return read(
        [used(start + n * TEN_MINUTES, n * 10**6) for n in range(count)], MONTHLY, zone
    )


def test_day_closes_with_the_first_reading_after_it() -> None:
    """And is provisional until then."""
    start = at("2026-03-10", NAIROBI)
    assert watched(start, 144, NAIROBI).days == ()
    ledger = watched(start, 145, NAIROBI)
    assert ledger.days == (
        DailySummary(
            date=date(2026, 3, 10),
            usage=144 * 10**6,
            budget=100 * GB // 22,
            peak_hour=0,
            reading_count=144,
            data_quality=1.0,
        ),
    )
    assert ledger.open_from == start + timedelta(days=1)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_day_on_which_the_clock_is_turned(day: str, hours: int) -> None:
    """It is wholly measured, whatever its length."""
    ledger = watched(at(day, BERLIN), hours * 6 + 1, BERLIN)
    (summary,) = ledger.days
    assert summary.usage == hours * 6 * 10**6
    assert summary.data_quality == 1.0
    assert summary.reading_count == hours * 6


def test_quality_is_the_share_of_the_day_that_was_measured() -> None:
    """Six hours of an outage are a quarter."""
    start = at("2026-03-10")
    before = [used(start + n * TEN_MINUTES, n) for n in range(73)]
    after = [used(start + n * TEN_MINUTES, n) for n in range(108, 146)]
    (summary,) = read([*before, *after]).days
    assert summary.data_quality == 0.75
    assert summary.usage == 144


def test_clock_set_back_makes_no_quality_above_one() -> None:
    """An hour that was lived twice was still one hour of the day."""
    start = at("2026-03-10")
    once = [used(start + n * TEN_MINUTES, n) for n in range(144)]
    again = [used(start + n * TEN_MINUTES, 144 + n) for n in range(72, 146)]
    (summary,) = read([*once, *again]).days
    assert summary.data_quality == 1.0


def test_outage_of_days_closes_them_all() -> None:
    """Each with its part, and no quality."""
    ledger = read([counted("2026-03-10", 0), counted("2026-03-13 12:00", 84 * GB)])
    assert [day.date.day for day in ledger.days] == [10, 11, 12]
    assert [day.usage for day in ledger.days] == [24 * GB] * 3
    assert {day.data_quality for day in ledger.days} == {0.0}
    assert ledger.used_since(ledger.open_from) == 12 * GB


def test_day_has_the_budget_that_it_had() -> None:
    """What was used later does not change it."""
    ledger = read(
        [
            used("2026-03-20 23:50", 40 * GB),
            used("2026-03-21 23:50", 46 * GB),
            used("2026-03-23 12:00", 60 * GB),
        ]
    )
    budgets = {day.date.day: day.budget for day in ledger.days}
    assert budgets[20] == 60 * GB // 12
    before_21 = 40 * GB + 6 * GB // 144
    assert budgets[21] == int((100 * GB - before_21) / 11)
    assert budgets[22] == pytest.approx((54 * GB) / 10, rel=2e-3)


def test_day_of_a_renewal_has_the_new_cycles_budget() -> None:
    """It is the one in which the day ended."""
    readings = [
        left("2026-03-01 12:00", 100 * GB),
        left("2026-03-31 11:55", 20 * GB),
        left("2026-03-31 12:05", 100 * GB),
        left("2026-04-01 00:05", 90 * GB),
    ]
    day = read(readings, THIRTY_DAYS).days[-1]
    assert day.date == date(2026, 3, 31)
    assert day.budget == int(100 * GB / 30.5)


def test_day_after_which_a_cycle_began_keeps_the_old_budget() -> None:
    """A renewal at midnight is of the next day."""
    ledger = read(
        [
            used("2026-03-31 00:00", 90 * GB),
            used("2026-03-31 23:50", 95 * GB),
            used("2026-04-01 00:10", 3 * GB),
        ]
    )
    assert ledger.days[-1].budget == 10 * GB


@pytest.mark.parametrize(
    "plan", [Plan(allowance=None), replace(MONTHLY, allowance=None)]
)
def test_day_of_an_unlimited_plan_has_no_budget(plan: Plan) -> None:
    """There is nothing to share out."""
    ledger = read([used("2026-03-10", 0), used("2026-03-11", 5)], plan)
    assert ledger.days[0].budget is None
    assert ledger.days[0].budget_variance is None


def test_trend_compares_weeks() -> None:
    """From the fourteenth day on."""
    days = [0.0] + [1.0] * 7 + [2.0] * 7
    totals = [int(sum(days[: n + 1]) * GB) for n in range(15)]
    start = at("2026-03-01")
    ledger = read(
        counted(start + timedelta(days=n), total) for n, total in enumerate(totals)
    )
    trends = [day.trend for day in ledger.days]
    assert trends == [None] * 13 + [TrendDirection.INCREASING]


def test_closing_again_changes_nothing() -> None:
    """At whatever moment of the open day."""
    ledger = watched(at("2026-03-10 20:00"), 100)
    for now in ("2026-03-11 12:20", "2026-03-11 23:59:59", "2026-03-01 00:00"):
        assert closed(ledger, at(now), UTC) is ledger


def test_days_closed_one_by_one_or_at_once_are_the_same() -> None:
    """As after a kill, when they are closed again from the hours."""
    readings = [counted(at("2026-03-10") + n * TEN_MINUTES, n * n) for n in range(600)]
    ledger = read(readings)
    reopened = replace(ledger, open_from=at("2026-03-10"), days=())
    assert closed(reopened, ledger.last.taken_at, UTC) == ledger
    partly = replace(ledger, open_from=at("2026-03-12"))
    partly = replace(partly, days=ledger.days[:2])
    assert closed(partly, ledger.last.taken_at, UTC) == ledger


def test_days_and_hours_are_kept_for_their_time() -> None:
    """Two years of days at least, ten weeks of hours."""
    start = at("2026-01-01")
    ledger = read(counted(start + timedelta(days=n), n) for n in range(DAYS_KEPT + 30))
    assert len(ledger.days) == DAYS_KEPT >= 731
    assert ledger.days[-1].date == date(2026, 1, 1) + timedelta(days=DAYS_KEPT + 28)
    oldest = datetime.fromtimestamp(min(ledger.hours), UTC)
    assert ledger.last.taken_at - oldest <= HOURS_KEPT


def hours(*usage: int) -> dict[int, Hour]:
    """Return hours in a row from midnight in UTC."""
    first = int(at("2026-03-10").timestamp())
    return {first + n * 3600: Hour(used=amount) for n, amount in enumerate(usage)}


@pytest.mark.parametrize(
    ("amounts", "peak"),
    [((1, 5, 2), 1), ((1, 5, 5), 1), ((0, 0), None), ((), None), ((0, 0, 1), 2)],
)
def test_peak_is_the_earliest_hour_with_most_usage(
    amounts: tuple[int, ...], peak: int | None
) -> None:
    """A day without usage has none."""
    assert peak_hour(hours(*amounts), UTC) == peak


def test_peak_is_a_local_hour() -> None:
    """01:00 by UTC is 04:00 in Nairobi."""
    assert peak_hour(hours(1, 5, 2), NAIROBI) == 4


def test_parts_of_an_hour_count_together() -> None:
    """One that a renewal cut, one that was lived twice in autumn."""
    first = int(at("2026-10-25 00:00").timestamp())
    twice = {
        first: Hour(used=4),
        first + 3600: Hour(used=4),
        first + 7200: Hour(used=7),
    }
    assert peak_hour(twice, BERLIN) == 2
    cut = {0: Hour(used=4), 1800: Hour(used=4), 3600: Hour(used=7)}
    assert peak_hour(cut, UTC) == 0
