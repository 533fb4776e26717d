"""Imports: what is taken, what stays, and what becomes of the cycle."""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from custom_components.taara.model import (
    CounterKind,
    DailySummary,
    Plan,
    TrendDirection,
)
from custom_components.taara.usage.importing import Imported, with_import
from custom_components.taara.usage.ledger import DAYS_KEPT, HOURS_KEPT, Ledger
from custom_components.taara.usage.rows import Row, believed

from .common import (
    BERLIN,
    GB,
    MONTHLY,
    NAIROBI,
    TEN_MINUTES,
    THIRTY_DAYS,
    at,
    counted,
    read,
    used,
)
from .truth import check, check_closing, check_days, everything

BEGUN = "2026-03-10 12:20"


def watched(
    count: int = 3,
    *,
    opening: int = 30 * GB,
    kind: CounterKind = CounterKind.USED,
    plan: Plan = MONTHLY,
    zone: tzinfo = NAIROBI,
) -> Ledger:
    """Return the ledger of so many readings from noon on, 1 GB in ten minutes each."""
    tell = used if kind is CounterKind.USED else counted
    start = at(BEGUN, zone)
    readings = [tell(start + n * TEN_MINUTES, opening + n * GB) for n in range(count)]
    return read(readings, plan, zone)


def taken(
    ledger: Ledger, *rows: tuple[str, int], zone: tzinfo = NAIROBI
) -> tuple[Ledger, Imported]:
    """Return the ledger after an import of GB by day or hour; the books are in order."""
    listed = [Row(line=1, when=when, usage=usage) for when, usage in rows]
    now = ledger.last.taken_at
    following, imported = with_import(
        ledger, believed(listed, "GB", now, zone), now, zone
    )
    check(following, zone)
    check_days(following, zone)
    assert with_import(following, believed(listed, "GB", now, zone), now, zone)[0] == (
        following
    )
    return following, imported


def hours(ledger: Ledger, day: str, zone: tzinfo = NAIROBI) -> dict[int, int]:
    """Return the GB of a day by the hours in which something was used."""
    found = {}
    for key, hour in ledger.hours.items():
        local = datetime.fromtimestamp(key, zone)
        if f"{local:%Y-%m-%d}" == day and hour.used:
            found[local.hour] = hour.used // GB
    return found


def test_days() -> None:
    """Days before the first reading become days, and part of the cycle they were in."""
    ledger, imported = taken(
        watched(), ("2026-03-08", 4), ("2026-03-09", 6), ("2026-02-28", 9)
    )
    assert imported == Imported(
        days=(date(2026, 2, 28), date(2026, 3, 8), date(2026, 3, 9)),
        used=19 * GB,
        added=3,
        taken=3,
    )
    assert ledger.days == (
        DailySummary(date=date(2026, 2, 28), usage=9 * GB, imported=True),
        DailySummary(date=date(2026, 3, 8), usage=4 * GB, imported=True),
        DailySummary(date=date(2026, 3, 9), usage=6 * GB, imported=True),
    )
    assert everything(ledger) == 21 * GB
    cycle = ledger.cycle
    assert (cycle.opening, cycle.counted, cycle.used) == (20 * GB, 12 * GB, 32 * GB)


def test_total_that_the_source_tells_stands() -> None:
    """Even where another meter counted more than there was."""
    ledger, _ = taken(watched(), ("2026-03-08", 25), ("2026-03-09", 25))
    cycle = ledger.cycle
    assert (cycle.opening, cycle.counted, cycle.used) == (-20 * GB, 52 * GB, 32 * GB)


def test_total_that_nobody_tells_grows() -> None:
    """A counter knows nothing of the cycle: what was used before it is new."""
    ledger, _ = taken(watched(kind=CounterKind.CUMULATIVE), ("2026-03-09", 6))
    cycle = ledger.cycle
    assert (cycle.opening, cycle.counted, cycle.used) == (0, 8 * GB, 8 * GB)


def test_hours() -> None:
    """Hours are kept as they are; on the first day, those before the first reading."""
    ledger, imported = taken(
        watched(),
        ("2026-03-09 07:00", 1),
        ("2026-03-09 21:00", 3),
        ("2026-03-10 11:00", 2),
        ("2026-03-10 12:00", 9),
        ("2026-03-10", 9),
    )
    assert (imported.taken, imported.counted_here) == (3, 2)
    assert hours(ledger, "2026-03-09") == {7: 1, 21: 3}
    assert hours(ledger, "2026-03-10") == {11: 2, 12: 2}
    (day,) = ledger.days
    assert (day.usage, day.peak_hour) == (4 * GB, 21)
    assert (day.reading_count, day.data_quality, day.budget) == (0, 0.0, None)
    assert ledger.used_since(at("2026-03-10", NAIROBI)) == 4 * GB
    assert ledger.cycle.used == 32 * GB


def test_first_day_that_is_closed() -> None:
    """Its part before the first reading is added to it, and replaced by a later import."""
    before = watched(100)
    (day,) = before.days
    assert day.usage == 70 * GB
    ledger, imported = taken(before, ("2026-03-10 11:00", 2), ("2026-03-10 13:00", 9))
    assert ledger.days == (replace(day, usage=72 * GB, budget=72 * GB // 22),)
    assert (imported.added, imported.replaced) == (1, 0)
    check_closing(ledger, NAIROBI)
    ledger, imported = taken(ledger, ("2026-03-10 09:00", 1))
    assert (imported.added, imported.replaced) == (0, 1)
    assert ledger.days[0].usage == 71 * GB
    assert hours(ledger, "2026-03-10") == {9: 1} | hours(before, "2026-03-10")


def test_day_told_by_its_sum_and_by_hours() -> None:
    """The sum wins; hours that come to about as much give it its shape."""
    shaped, _ = taken(
        watched(),
        ("2026-03-09", 20),
        ("2026-03-09 07:00", 9),
        ("2026-03-09 21:00", 10),
    )
    assert hours(shaped, "2026-03-09") == {7: 9, 21: 10}
    assert shaped.days[0].usage == 20 * GB
    assert shaped.days[0].peak_hour == 21
    some, _ = taken(watched(), ("2026-03-09", 24), ("2026-03-09 07:00", 2))
    assert hours(some, "2026-03-09") == dict.fromkeys(range(24), 1)
    none, _ = taken(watched(), ("2026-03-09", 0), ("2026-03-09 07:00", 2))
    assert none.days[0].usage == 0


def test_later_import_of_a_day() -> None:
    """It takes the place of the earlier one; other days stay."""
    ledger, _ = taken(watched(), ("2026-03-08", 4), ("2026-03-09", 6))
    ledger, imported = taken(ledger, ("2026-03-07", 1), ("2026-03-09 10:00", 1))
    assert (imported.added, imported.replaced) == (1, 1)
    assert [day.usage // GB for day in ledger.days] == [1, 4, 1]
    assert hours(ledger, "2026-03-09") == {10: 1}
    cycle = ledger.cycle
    assert (cycle.opening, cycle.counted) == (24 * GB, 8 * GB)


def test_nothing_that_taara_counted() -> None:
    """Not a row of today, of days since, or of an outage."""
    before = read(
        [used(at("2026-03-14 12:00", NAIROBI), 90 * GB)],
        MONTHLY,
        NAIROBI,
        watched(200),
    )
    rows = [(f"2026-03-{day}", 5) for day in range(10, 15)]
    ledger, imported = taken(before, *rows, ("2026-03-12 06:00", 5))
    assert ledger is before
    assert imported == Imported(counted_here=6)


def test_cycle_that_began_in_the_middle_of_a_day() -> None:
    """What was used before it is no part of it, to the minute."""
    plan = replace(THIRTY_DAYS, cycle_start=at("2026-03-09 18:00", NAIROBI))
    kind = CounterKind.CUMULATIVE
    ledger, _ = taken(watched(plan=plan, kind=kind), ("2026-03-09", 24))
    assert ledger.cycle.used == 8 * GB
    plan = replace(THIRTY_DAYS, cycle_start=at("2026-03-10 09:30", NAIROBI))
    rows = ("2026-03-10 08:00", 4), ("2026-03-10 09:00", 2), ("2026-03-10 10:00", 1)
    ledger, _ = taken(watched(plan=plan, kind=kind), *rows)
    assert ledger.cycle.used == 4 * GB
    assert everything(ledger) == 9 * GB


def test_days_whose_hours_are_not_kept() -> None:
    """Of them only the sum and the busiest hour are; the oldest are not kept at all."""
    start = at("2026-03-10", NAIROBI)
    kept, old, oldest = (
        f"{start - timedelta(days=days):%Y-%m-%d}"
        for days in (HOURS_KEPT.days, HOURS_KEPT.days + 2, DAYS_KEPT + 2)
    )
    rows = (kept, 24), (old, 5), (f"{old} 07:00", 4), (f"{old} 08:00", 1), (oldest, 7)
    ledger, imported = taken(watched(), *rows)
    assert (imported.taken, imported.too_old) == (4, 1)
    assert [(day.usage // GB, day.peak_hour) for day in ledger.days] == [
        (5, 7),
        (24, None),
    ]
    assert min(ledger.hours) >= (start - HOURS_KEPT - timedelta(days=1)).timestamp()
    again, imported = taken(ledger, (old, 6))
    assert (imported.added, imported.replaced) == (0, 1)
    assert again.days[0].usage == 6 * GB


def test_old_days_in_a_long_cycle() -> None:
    """They count in it, though their hours are forgotten."""
    plan = replace(
        THIRTY_DAYS, cycle_days=365, cycle_start=at("2025-11-01 12:00", NAIROBI)
    )
    before = watched(plan=plan, kind=CounterKind.CUMULATIVE)
    ledger, _ = taken(before, ("2025-11-01", 24), ("2025-11-02", 5))
    assert ledger.cycle.used == 19 * GB
    ledger, _ = taken(ledger, ("2025-11-01", 12))
    assert ledger.cycle.used == 13 * GB


def test_first_day_whose_hours_are_forgotten() -> None:
    """Nobody knows any more what of it was imported: it stays."""
    begun = watched(100)
    weekly = [
        used(begun.last.taken_at + timedelta(days=7 * week), 200 * GB)
        for week in range(1, 13)
    ]
    before = read(weekly, MONTHLY, NAIROBI, begun)
    ledger, imported = taken(before, ("2026-03-10 11:00", 2))
    assert ledger is before
    assert imported == Imported(too_old=1)


def test_trends() -> None:
    """Earlier days show how later ones compare with them."""
    days = [(f"2026-02-{day}", 5) for day in range(10, 24)]
    ledger, _ = taken(watched(), *days)
    assert [day.trend for day in ledger.days[-2:]] == [None, TrendDirection.STABLE]
    count = 6 * 24 * 8
    before = watched(count)
    week = [(f"2026-03-0{day}", 1) for day in range(3, 10)]
    ledger, _ = taken(before, *week)
    assert before.days[6].trend is None
    assert ledger.days[13].trend is TrendDirection.INCREASING


def test_days_on_which_the_clock_is_turned() -> None:
    """They are as long as they are."""
    begun = read([used(at("2026-04-02 12:00", BERLIN), 0)], MONTHLY, BERLIN)
    ledger, _ = taken(begun, ("2026-03-29", 23), zone=BERLIN)
    spread = [hour for hour in range(24) if hour != 2]
    assert hours(ledger, "2026-03-29", BERLIN) == dict.fromkeys(spread, 1)


def test_home_that_has_moved() -> None:
    """A day that began at another hour stays as it was imported."""
    before, _ = taken(watched(), ("2026-03-08", 24))
    ledger, _ = with_import(
        before,
        believed([Row(line=1, when="2026-03-08", usage=5)], "GB", before.since, BERLIN),
        before.last.taken_at,
        BERLIN,
    )
    assert ledger == before


def test_profile_of_the_household() -> None:
    """A sum is put into hours as the household uses them, but not anew each time."""
    early, _ = taken(watched(), ("2026-03-08", 24))
    assert hours(early, "2026-03-08") == dict.fromkeys(range(24), 1)
    amount, evenings = 32 * GB, []
    for n in range(1, 9 * 144):
        now = early.last.taken_at + n * TEN_MINUTES
        amount += GB if now.astimezone(NAIROBI).hour == 20 else 0
        evenings.append(used(now, amount))
    late = read(evenings, MONTHLY, NAIROBI, early)
    again, _ = taken(late, ("2026-03-08", 24), ("2026-03-07", 24))
    assert hours(again, "2026-03-08") == hours(early, "2026-03-08")
    assert hours(again, "2026-03-07")[20] > 15
