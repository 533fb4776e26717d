"""What the tests of the arithmetic share: readings, plans and places, briefly."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.taara.model import CounterKind, CycleKind, Plan, Reading
from custom_components.taara.usage.ledger import Ledger, opened, recorded

GB = 10**9
MB = 2**20

NAIROBI = ZoneInfo("Africa/Nairobi")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
# Summer time begins at midnight, so that one day a year begins at one o'clock.
HAVANA = ZoneInfo("America/Havana")
# Summer time moves the clock by half an hour.
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
# Summer time begins and ends at a quarter to the hour.
CHATHAM = ZoneInfo("Pacific/Chatham")
ZONES = (
    UTC,
    NAIROBI,
    BERLIN,
    NEW_YORK,
    KOLKATA,
    KATHMANDU,
    HAVANA,
    LORD_HOWE,
    CHATHAM,
)

MONTHLY = Plan(allowance=100 * GB)
THIRTY_DAYS = Plan(allowance=100 * GB, cycle=CycleKind.DAYS, cycle_days=30)
UNTIL_USED = Plan(allowance=100 * GB, cycle=CycleKind.UNTIL_USED)
AS_PROVIDED = Plan(allowance=100 * GB, cycle=CycleKind.PROVIDER)
TEN_MINUTES = timedelta(minutes=10)


def at(text: str, zone: tzinfo = UTC) -> datetime:
    """Return the instant of a local time such as `2026-03-01 06:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def used(when: datetime | str, amount: int, **known: Any) -> Reading:
    """Return a reading of usage; a time that is text is in UTC."""
    return _reading(when, CounterKind.USED, used=amount, **known)


def left(when: datetime | str, amount: int, **known: Any) -> Reading:
    """Return a reading of what remains."""
    return _reading(when, CounterKind.REMAINING, remaining=amount, **known)


def counted(when: datetime | str, amount: int, **known: Any) -> Reading:
    """Return a reading of a counter that has run since the device started."""
    return _reading(when, CounterKind.CUMULATIVE, used=amount, **known)


def read(
    readings: Iterable[Reading],
    plan: Plan = MONTHLY,
    zone: tzinfo = UTC,
    ledger: Ledger | None = None,
) -> Ledger:
    """Return the ledger after readings; without one before them, they begin it."""
    for reading in readings:
        if ledger is None:
            ledger = opened(reading, plan, zone)
        else:
            ledger = recorded(ledger, reading, plan, zone)
    assert ledger is not None
    return ledger


def account(ledger: Ledger) -> list[tuple[str, int]]:
    """Return the day and hour each cycle began, and its usage in GB."""
    cycles = (*ledger.past, ledger.cycle)
    return [(f"{cycle.start:%m-%d %H:%M}", cycle.used // GB) for cycle in cycles]


def _reading(when: datetime | str, counter: CounterKind, **known: Any) -> Reading:
    taken_at = at(when) if isinstance(when, str) else when
    return Reading(taken_at=taken_at, counter=counter, **known)
