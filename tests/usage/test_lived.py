"""Which days tell what a household wants."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from custom_components.taara.model import AfterAllowance, Cycle, DailySummary, Plan
from custom_components.taara.usage.correction import with_day
from custom_components.taara.usage.importing import with_import
from custom_components.taara.usage.ledger import Ledger
from custom_components.taara.usage.lived import lived
from custom_components.taara.usage.rows import Known

from .common import GB, MONTHLY, NAIROBI, at, read, used

FIRST = date(2026, 3, 1)


def with_days(*usage: int, opening: int = 0, start: str = "2026-03-01") -> Ledger:
    """Return a ledger with days of so many GB from the first of March on."""
    ledger = read([used(at(start, NAIROBI), opening)], zone=NAIROBI)
    days = tuple(
        DailySummary(date=FIRST + timedelta(days=number), usage=amount * GB)
        for number, amount in enumerate(usage)
    )
    cycle = replace(ledger.cycle, counted=sum(usage) * GB)
    return replace(ledger, days=days, cycle=cycle)


def told(ledger: Ledger, plan: Plan = MONTHLY) -> list[int | None]:
    """Return what the days tell, in GB."""
    found = [usage for _, usage in lived(ledger, plan, NAIROBI)]
    return [None if usage is None else usage // GB for usage in found]


def test_days_of_a_household() -> None:
    """Nothing used is something known."""
    ledger = with_days(3, 0, 5)
    assert told(ledger) == [3, 0, 5]
    dates = [day for day, _ in lived(ledger, MONTHLY, NAIROBI)]
    assert dates == [FIRST + timedelta(days=number) for number in range(3)]


@pytest.mark.parametrize(
    ("start", "known"), [("2026-03-01 00:20", 3), ("2026-03-01 09:10", None)]
)
def test_day_on_which_taara_began(start: str, known: int | None) -> None:
    """Its morning is missing, unless it began at once."""
    days = [used(at(f"2026-03-0{day}", NAIROBI), 3 * GB * (day - 1)) for day in (2, 3)]
    ledger = read([used(at(start, NAIROBI), 0), *days], zone=NAIROBI)
    assert told(ledger) == [known, 3]


def test_day_that_was_told_whole() -> None:
    """An import brings its morning, a person all of it."""
    day = date(2026, 3, 1)
    hour = {at("2026-03-01", NAIROBI): GB}
    readings = [used("2026-03-01 06:10", 5 * GB), used("2026-03-01 22:00", 8 * GB)]
    ledger = read(readings, zone=NAIROBI)
    assert told(ledger) == [None]
    assert told(with_day(ledger, day, 4 * GB, NAIROBI)) == [4]
    now = ledger.last.taken_at
    imported, _ = with_import(ledger, Known(days={}, hours=hour), now, NAIROBI)
    assert told(imported) == [imported.days[0].usage // GB]
    begun = read(readings[:1], zone=NAIROBI)
    begun, _ = with_import(begun, Known(days={}, hours=hour), now, NAIROBI)
    assert told(read(readings[1:], zone=NAIROBI, ledger=begun)) != [None]


def test_days_without_an_allowance_left() -> None:
    """A plan that stops or slows holds people back; one that charges does not."""
    ledger = with_days(40, 60, 1, 1)
    assert told(ledger) == [40, None, None, None]
    charges = replace(MONTHLY, after_allowance=AfterAllowance.CHARGES)
    assert told(ledger, charges) == [40, 60, 1, 1]
    slows = replace(MONTHLY, after_allowance=AfterAllowance.SLOWS)
    assert told(ledger, slows) == [40, None, None, None]


def test_allowance_gone_before_taara_came() -> None:
    """What had been used counts, too."""
    ledger = with_days(10, 5, opening=90 * GB)
    assert told(ledger) == [None, None]


def test_only_the_cycle_that_ran_out() -> None:
    """The next one begins with all of it."""
    ledger = with_days(60, 40, 1, 30, 30)
    renewed = at("2026-03-04", NAIROBI)
    ended = replace(ledger.cycle, end=renewed, counted=101 * GB)
    fresh = Cycle(number=2, start=renewed, end=None, counted=60 * GB, granted=100 * GB)
    ledger = replace(ledger, past=(ended,), cycle=fresh)
    assert told(ledger) == [60, None, None, 30, 30]


def test_unlimited_plan() -> None:
    """Nothing holds anybody back."""
    ledger = with_days(400, 600)
    unlimited = replace(ledger, cycle=replace(ledger.cycle, granted=None))
    assert told(unlimited, Plan(allowance=None)) == [400, 600]
