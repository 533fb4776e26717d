"""What people know better than the figures."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from custom_components.taara.model import CounterKind, DailySummary, Plan
from custom_components.taara.usage.acts import correct_total
from custom_components.taara.usage.correction import with_day, with_top_up, with_total
from custom_components.taara.usage.household import Household, replanned, with_reading
from custom_components.taara.usage.importing import with_import
from custom_components.taara.usage.ledger import Ledger, recorded
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.refusal import Refused
from custom_components.taara.usage.rows import Row, believed

from .common import GB, MONTHLY, NAIROBI, THIRTY_DAYS, at, counted, left, read, used
from .truth import check, check_closing, check_days, everything

HOUR = timedelta(hours=1)
FIRST, SECOND, THIRD = (date(2026, 3, day) for day in (10, 11, 12))


def hourly(
    count: int = 60, *, kind: CounterKind = CounterKind.USED, plan: Plan = MONTHLY
) -> Ledger:
    """Return the ledger of hourly readings from noon on the 10th, 1 GB an hour."""
    tell = used if kind is CounterKind.USED else counted
    start = at("2026-03-10 12:00", NAIROBI)
    readings = [tell(start + n * HOUR, (30 + n) * GB) for n in range(count + 1)]
    return read(readings, plan, NAIROBI)


def corrected(ledger: Ledger, day: date, usage: int) -> Ledger:
    """Return the ledger with another usage of a day, its books in order."""
    following = with_day(ledger, day, usage, NAIROBI)
    check(following, NAIROBI)
    check_days(following, NAIROBI)
    check_closing(following, NAIROBI)
    return following


def summary(ledger: Ledger, day: date) -> DailySummary:
    """Return a closed day."""
    return next(known for known in ledger.days if known.date == day)


def test_total() -> None:
    """It is what a person says, from now on counted further; days stay."""
    before = hourly(kind=CounterKind.CUMULATIVE)
    assert before.cycle.used == 60 * GB
    ledger = with_total(before, 75 * GB)
    assert ledger.cycle.used == 75 * GB
    assert ledger.cycle.corrected
    assert (ledger.days, ledger.hours) == (before.days, before.hours)
    later = recorded(
        ledger,
        counted(ledger.last.taken_at + HOUR, 92 * GB),
        MONTHLY,
        NAIROBI,
    )
    assert later.cycle.used == 77 * GB
    assert with_total(before, 50 * GB).cycle.used == 50 * GB


def test_total_beside_a_remainder() -> None:
    """What is used, and what is left, still come to what is granted."""
    ledger = with_total(read([left("2026-03-10", 70 * GB)]), 60 * GB)
    view = overview(Household(ledger=ledger, plan=MONTHLY), at("2026-03-10"), UTC)
    assert (view.used, view.remaining) == (60 * GB, 40 * GB)


def test_total_of_the_next_cycle() -> None:
    """It begins from zero, as ever."""
    ledger = with_total(hourly(), 200 * GB)
    now = at("2026-04-01 01:00", NAIROBI)
    later = recorded(ledger, used(now, GB), MONTHLY, NAIROBI)
    assert later.past[-1].corrected
    assert (later.cycle.used, later.cycle.corrected) == (GB, False)


def test_total_and_a_plan_that_changes() -> None:
    """A larger plan is no other usage; another cycle has another total."""
    household = Household(ledger=with_total(hourly(), 95 * GB), plan=MONTHLY)
    larger = replanned(household, replace(MONTHLY, allowance=200 * GB), NAIROBI)
    assert larger.ledger.cycle.used == 95 * GB
    other = replanned(household, replace(MONTHLY, reset_day=11), NAIROBI)
    assert (other.ledger.cycle.used, other.ledger.cycle.corrected) == (90 * GB, False)


def test_closed_day() -> None:
    """Its hours are scaled and count as estimated; what follows from it is new."""
    before = hourly()
    ledger = corrected(before, SECOND, 48 * GB)
    day = summary(ledger, SECOND)
    was = summary(before, SECOND)
    assert (day.usage, was.usage) == (48 * GB, 24 * GB)
    assert day.data_quality == 0.0
    assert day.reading_count == was.reading_count
    start = at("2026-03-11", NAIROBI)
    found = [ledger.hours[int((start + n * HOUR).timestamp())] for n in range(24)]
    assert {(hour.used, hour.measured) for hour in found} == {(2 * GB, 0)}
    assert summary(ledger, FIRST) == summary(before, FIRST)
    # The cycle's total is the source's: the difference is of another time in it.
    assert ledger.cycle.used == before.cycle.used
    assert ledger.cycle.opening == 6 * GB


def test_closed_day_of_a_counter() -> None:
    """Where nobody tells the total, it follows; and so does the budget of the day."""
    before = hourly(kind=CounterKind.CUMULATIVE)
    ledger = corrected(before, SECOND, 4 * GB)
    assert ledger.cycle.used == 40 * GB
    assert (ledger.cycle.opening, everything(ledger)) == (0, 40 * GB)
    assert summary(ledger, SECOND).budget == summary(before, SECOND).budget
    assert corrected(ledger, SECOND, 24 * GB).cycle.used == 60 * GB


def test_closed_day_after_a_corrected_total() -> None:
    """What a person told of the cycle stands."""
    before = with_total(hourly(kind=CounterKind.CUMULATIVE), 100 * GB)
    assert corrected(before, SECOND, 4 * GB).cycle.used == 100 * GB


def test_today() -> None:
    """The hours so far are scaled; the day goes on."""
    before = hourly(15)
    ledger = corrected(before, SECOND, 6 * GB)
    assert ledger.used_since(at("2026-03-11", NAIROBI)) == 6 * GB
    now = before.last.taken_at
    view = overview(Household(ledger=ledger, plan=MONTHLY), now, NAIROBI)
    assert view.used_today == 6 * GB
    assert view.used == 45 * GB


@pytest.mark.parametrize("count", [0, 1, 30])
def test_first_day_without_usage(count: int) -> None:
    """It is put after the first reading, not where imports belong."""
    start = at("2026-03-10 12:00", NAIROBI)
    before = read([used(start + n * HOUR, 7) for n in range(count + 1)], zone=NAIROBI)
    ledger = corrected(before, FIRST, 12 * GB)
    assert everything(ledger) == 12 * GB
    assert min(ledger.hours) == start.timestamp()
    assert ledger.cycle.used == 7


def test_nothing_to_correct() -> None:
    """What is right stays as it is, measured."""
    before = hourly()
    assert corrected(before, SECOND, 24 * GB) is before
    assert corrected(before, THIRD, everything(before) - 36 * GB) is before


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 14), date(2020, 1, 1)])
def test_unknown_day(day: date) -> None:
    """Of days before and after Taara knows nothing to correct."""
    with pytest.raises(Refused, match="day_unknown") as refused:
        with_day(hourly(), day, GB, NAIROBI)
    assert refused.value.placeholders == {"date": day.isoformat()}


def imported(ledger: Ledger, when: str, usage: int) -> Ledger:
    """Return the ledger with a day imported."""
    rows = [Row(line=1, when=when, usage=usage, unit="GB")]
    now = ledger.last.taken_at
    return with_import(ledger, believed(rows, "B", now, NAIROBI), now, NAIROBI)[0]


def test_imported_day() -> None:
    """It stays an imported one, and an import may tell otherwise again."""
    before = imported(hourly(), "2026-03-09", 0)
    ledger = corrected(before, date(2026, 3, 9), 24 * GB)
    day = summary(ledger, date(2026, 3, 9))
    assert (day.usage, day.imported, day.budget) == (24 * GB, True, None)
    assert everything(imported(ledger, "2026-03-09", 5)) == 65 * GB


def test_day_whose_hours_are_forgotten() -> None:
    """Its sum is corrected all the same, and its cycle."""
    ledger = imported(hourly(), "2025-11-01", 9)
    day = corrected(ledger, date(2025, 11, 1), 4 * GB).days[0]
    assert (day.usage, day.peak_hour, day.data_quality) == (4 * GB, None, 0.0)
    weekly = [
        counted(at("2026-03-12 12:00", NAIROBI) + timedelta(days=7 * n), 90 * GB)
        for n in range(1, 14)
    ]
    before = read(weekly, ledger=hourly(kind=CounterKind.CUMULATIVE), zone=NAIROBI)
    ledger = corrected(before, SECOND, 4 * GB)
    assert summary(ledger, SECOND).usage == 4 * GB
    assert summary(ledger, SECOND).peak_hour == 0
    assert ledger.past[0].used == 40 * GB
    assert corrected(ledger, SECOND, 0).days[1].peak_hour is None


def test_forgotten_day_on_which_a_cycle_began() -> None:
    """However it was shared between the cycles: none counts less than nothing."""
    plan = replace(THIRTY_DAYS, cycle_start=at("2026-03-08 12:00", NAIROBI))
    begun = imported(hourly(0, kind=CounterKind.CUMULATIVE, plan=plan), "2026-03-09", 1)
    late = at("2026-06-30", NAIROBI)
    before = read([counted(late, 30 * GB)], plan, NAIROBI, begun)
    for used_then in (10**9 + 7, 0, 5):
        before = corrected(before, date(2026, 3, 9), used_then)
        assert before.cycle.used == used_then


def bought(plan: Plan = MONTHLY, **known: Any) -> Household:
    """Return a household whose source tells what is used, and what else is known."""
    reading = used("2026-03-10 12:00", 20 * GB, **known)
    return with_reading(None, reading, None, plan, NAIROBI)


NOW = at("2026-03-10 12:00")


def test_top_up() -> None:
    """It is allowed in this cycle, and in no other."""
    household = with_top_up(bought(), 10 * GB, NOW)
    assert household.ledger.cycle.granted == 110 * GB
    view = overview(household, NOW, NAIROBI)
    assert (view.allowance, view.remaining) == (110 * GB, 90 * GB)
    for when, granted in (("2026-03-20", 110), ("2026-04-01", 100)):
        reading = used(f"{when} 12:00", 30 * GB if granted == 110 else 0)
        household = with_reading(household, reading, None, MONTHLY, NAIROBI)
        assert household.ledger.cycle.granted == granted * GB


def test_top_up_taken_back() -> None:
    """As much as was added, and no more."""
    household = with_top_up(bought(), 10 * GB, NOW)
    assert with_top_up(household, -10 * GB, NOW) == bought()
    with pytest.raises(Refused, match="top_up_below_plan"):
        with_top_up(household, -10 * GB - 1, NOW)


@pytest.mark.parametrize(
    "known", [{"allowance": 100 * GB}, {"remaining": 80 * GB}, {"remaining": 0}]
)
def test_top_up_that_the_source_tells(known: dict[str, Any]) -> None:
    """Its word wins: it would count twice."""
    with pytest.raises(Refused, match="top_up_known_to_source"):
        with_top_up(bought(**known), GB, NOW)
    remaining = with_reading(None, left(NOW, 5), None, MONTHLY, NAIROBI)
    with pytest.raises(Refused, match="top_up_known_to_source"):
        with_top_up(remaining, GB, NOW)


def test_top_up_of_an_unlimited_plan() -> None:
    """There is nothing to add to."""
    with pytest.raises(Refused, match="top_up_unlimited"):
        with_top_up(bought(replace(MONTHLY, allowance=None)), GB, NOW)


def test_top_up_of_a_plan_that_ended() -> None:
    """Whatever is bought then begins another."""
    plan = replace(THIRTY_DAYS, cycle_start=NOW - timedelta(days=29))
    household = bought(plan)
    end = household.ledger.cycle.end
    assert end is not None
    assert with_top_up(household, GB, end - HOUR).ledger.cycle.granted == 101 * GB
    with pytest.raises(Refused, match="top_up_expired"):
        with_top_up(household, GB, end)


def test_cycle_that_was_not_read_yet() -> None:
    """What is said of April is not put to March."""
    ledger = read([used("2026-03-31 20:00", 50 * GB)])
    household = Household(ledger=ledger, plan=MONTHLY)
    before, after = at("2026-03-31 23:59"), at("2026-04-01")
    assert with_top_up(household, GB, before).ledger.cycle.granted == 101 * GB
    assert correct_total(household, GB, before)[0].ledger.cycle.used == GB
    with pytest.raises(Refused, match="cycle_not_read"):
        with_top_up(household, GB, after)
    with pytest.raises(Refused, match="cycle_not_read"):
        correct_total(household, GB, after)
    household = with_reading(household, used(after, 0), None, MONTHLY, UTC)
    assert with_top_up(household, GB, after).ledger.cycle.granted == 101 * GB
