"""Weeks of the simulated household in Taara's own books, as if it had been watching.

The readings are the source's, each as it would have been answered at its time; what
becomes of them is Taara's own arithmetic and its own files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta, tzinfo
from pathlib import Path
from typing import Final

from custom_components.taara.model import Reading
from custom_components.taara.store import EntryStore
from custom_components.taara.usage.household import Household, with_reading
from homeassistant.core import HomeAssistant as Core

from .clock import Clock
from .counter import Counter
from .scene import Scene
from .simulator import SimulatedRouter
from .source import Source

STEP: Final = timedelta(minutes=10)


async def remember(
    config_dir: Path,
    entry_id: str,
    router: SimulatedRouter,
    source: Source,
    scene: Scene,
) -> list[Household]:
    """Give a household that was read once the weeks before; return it at each reading.

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
        readings = [*past_readings(router, source, scene, last), last]
        known = list(watched(household, readings, zone))
        # Another store: the one that was read from takes later days for unsaved ones.
        store = EntryStore(core, entry_id)
        await store.async_save(known[-1], history=True)
    finally:
        await core.async_stop(force=True)
    return known


def past_readings(
    router: SimulatedRouter, source: Source, scene: Scene, last: Reading
) -> Iterator[Reading]:
    """Yield what a source would have told every ten minutes before `last`.

    `last` is what it did tell: household, plan and rounding are the same, so that its
    count goes on where these end.
    """
    clock = Clock(start=scene.since, speed=0)
    counter = Counter(
        clock=clock,
        household=router.household,
        plan=source.plan(scene),
        allowance=router.counter.allowance,
    )
    booted = counter.mark()
    while (at := clock.now()) <= last.taken_at - STEP:
        told = source.told(last, counter, booted)
        yield replace(last, taken_at=at.astimezone(UTC), **told)
        clock.advance(STEP.total_seconds())


def watched(
    household: Household, readings: Iterable[Reading], zone: tzinfo
) -> Iterator[Household]:
    """Yield a household as it would have been had it seen these readings from the first."""
    known: Household | None = None
    for reading in readings:
        known = with_reading(known, reading, None, household.plan, zone)
        yield replace(household, ledger=known.ledger)
