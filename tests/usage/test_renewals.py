"""The days on which a plan renews or ends."""

from dataclasses import replace
from datetime import date

from custom_components.taara.model import Plan, Reading, Renewal
from custom_components.taara.usage.renewals import next_renewal, renewals_between

from .common import (
    GB,
    MONTHLY,
    NAIROBI,
    THIRTY_DAYS,
    UNTIL_USED,
    at,
    counted,
    left,
    read,
    used,
)


def between(plan: Plan, first: str, last: str, *readings: Reading) -> list[str]:
    """Return what a calendar shows of the days between two moments in Nairobi."""
    ledger = read(readings, plan, NAIROBI)
    found = renewals_between(
        ledger, plan, at(first, NAIROBI), at(last, NAIROBI), NAIROBI
    )
    return [f"{one.date}{' ends' if one.ends else ''}" for one in found]


def local(when: str, amount: int) -> Reading:
    """Return a reading of usage in GB, at a time in Nairobi."""
    return used(at(when, NAIROBI), amount * GB)


def test_monthly_plan_renews_for_ever() -> None:
    """On its day, or the last one of shorter months."""
    plan = replace(MONTHLY, reset_day=31)
    reading = local("2026-01-15 12:00", 10)
    assert between(plan, "2025-01-01", "2026-05-15", reading) == [
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]
    assert between(plan, "2026-03-01", "2026-03-30", reading) == []
    assert len(between(plan, "2025-01-01", "2099-01-01", reading)) == 27


def test_bought_plan_ends() -> None:
    """Whether it will be bought again nobody knows; what was bought is shown."""
    plan = replace(THIRTY_DAYS, cycle_start=at("2026-03-01 08:00", NAIROBI))
    readings = (
        left(at("2026-03-20", NAIROBI), 50 * GB),
        left(at("2026-03-31 07:50", NAIROBI), 20 * GB),
        left(at("2026-03-31 08:10", NAIROBI), 99 * GB),
    )
    shown = between(plan, "2026-01-01", "2027-01-01", *readings)
    assert shown == ["2026-03-01", "2026-03-31", "2026-04-30 ends"]


def test_plan_until_used_has_no_day() -> None:
    """Nor has a first cycle of which nobody knows when it began."""
    reading = counted(at("2026-03-20", NAIROBI), GB)
    assert between(UNTIL_USED, "2026-01-01", "2027-01-01", reading) == []
    ledger = read([reading], UNTIL_USED, NAIROBI)
    assert next_renewal(ledger, UNTIL_USED, date(2026, 3, 1), NAIROBI) is None


def test_next_one() -> None:
    """Today's, all day long; then the one after it."""
    ledger = read([local("2026-03-20 12:00", 10)], MONTHLY, NAIROBI)

    def following(day: date) -> Renewal | None:
        return next_renewal(ledger, MONTHLY, day, NAIROBI)

    assert following(date(2026, 3, 20)) == Renewal(date=date(2026, 4, 1))
    assert following(date(2026, 4, 1)) == Renewal(date=date(2026, 4, 1))
    assert following(date(2026, 4, 2)) == Renewal(date=date(2026, 5, 1))
