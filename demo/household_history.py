"""Weeks of the simulated household in Taara's own books, as if it had been watching.

The readings are the simulated router's, each as it would have been answered at its
time; what becomes of them is Taara's own arithmetic and its own files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Final

from custom_components.taara.model import Reading
from custom_components.taara.store import EntryStore
from custom_components.taara.usage.household import Household, with_reading
from homeassistant.core import HomeAssistant as Core

from .clock import Clock
from .counter import Counter
from .plan import Plan
from .simulator import SimulatedRouter

STEP: Final = timedelta(minutes=10)
_MB: Final = 2**20


async def remember(
    config_dir: Path, entry_id: str, router: SimulatedRouter, plan: Plan
) -> list[Reading]:
    """Give a household that was read once the router's weeks before; return them all.

    Home Assistant must not be running: its files are rewritten, by Taara's own code.
    """
    core, zone = Core(str(config_dir)), router.household.zone
    try:
        store = EntryStore(core, entry_id)
        household = await store.async_load(zone)
        if household is None:
            msg = f"Taara has no reading of entry {entry_id} in {config_dir}"
            raise LookupError(msg)
        last = household.ledger.last
        readings = [*past_readings(router, plan, last), last]
        # Another store: the one that was read from takes later days for unsaved ones.
        store = EntryStore(core, entry_id)
        await store.async_save(watched(household, readings, zone), history=True)
    finally:
        await core.async_stop(force=True)
    return readings


def past_readings(
    router: SimulatedRouter, plan: Plan, last: Reading
) -> Iterator[Reading]:
    """Yield what a router would have answered every ten minutes before `last`.

    `last` is what it did answer: household, plan and rounding are the same, so that
    its count goes on where these end. They begin at a local midnight.
    """
    zone, dated = router.household.zone, last.cycle_start is not None
    day = last.taken_at.astimezone(zone).date() - timedelta(
        weeks=router.weeks_of_history
    )
    clock = Clock(start=datetime.combine(day, time.min, zone), speed=0)
    counter = Counter(
        clock=clock,
        household=router.household,
        plan=plan,
        allowance=router.counter.allowance,
    )
    while (at := clock.now()) <= last.taken_at - STEP:
        cycle, used = counter.cycle, counter.used // _MB * _MB
        yield replace(
            last,
            taken_at=at.astimezone(UTC),
            used=used,
            remaining=None if last.allowance is None else last.allowance - used,
            cycle_start=cycle.start.date() if dated else None,
            cycle_end=cycle.end.date() if dated else None,
        )
        clock.advance(STEP.total_seconds())


def watched(
    household: Household, readings: Iterable[Reading], zone: tzinfo
) -> Household:
    """Return a household as it would be had it seen these readings from the first."""
    known: Household | None = None
    for reading in readings:
        known = with_reading(known, reading, None, household.plan, zone)
    if known is None:
        return household
    return replace(household, ledger=known.ledger)
