"""Which days tell what a household wants."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from custom_components.taara.model import AfterAllowance, Cycle, DailySummary, Plan
from custom_components.taara.usage.ledger import Ledger
from custom_components.taara.usage.lived import lived

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
    """Its morning is missing, unless it began at once or the morning was imported."""
    ledger = with_days(3, 4, start=start)
    assert told(ledger) == [known, 4]
    morning = int(at("2026-03-01", NAIROBI).timestamp())
    hours = {morning: next(iter(ledger.hours.values())), **ledger.hours}
    assert told(replace(ledger, hours=hours)) == [3, 4]


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
