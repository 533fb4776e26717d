"""How long a change holds up the event loop while a card is open.

Prints the processor's time that the event loop's own thread spends on one change, with the
message made in it and made beside it, as ratio; and the longest that anything else had
to wait meanwhile, which tells of a slow processor, too: `--slow` makes the message so many
times over. Both use the same household, in one run. Nothing is sent or stored.
"""

from argparse import ArgumentParser
import asyncio
from collections.abc import Callable
import json
from pathlib import Path
import sys
from statistics import median
from time import perf_counter, thread_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.poll import STEP, ZONE, lived
from custom_components.taara.card_message import Moment, card_message
from custom_components.taara.model import AlertSettings
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import overview

type Make = Callable[[Moment], object]


def moments(household: Household, count: int) -> list[Moment]:
    """Return so many moments of a household, one after the other."""
    last = household.ledger.last.taken_at
    times = [last + STEP * number / count for number in range(count)]
    return [
        Moment(
            entry_id="benchmark",
            household=household,
            overview=overview(household, now, ZONE),
            settings=AlertSettings(),
            zone=ZONE,
            now=now.astimezone(ZONE),
        )
        for now in times
    ]


async def held_up(moments: list[Moment], make: Make, *, beside: bool) -> list[float]:
    """Return the loop's own time for a message, and the longest wait of others, in ms."""
    loop, own, longest = asyncio.get_running_loop(), [], 0.0

    async def other() -> None:
        nonlocal longest
        while True:
            begun = perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, perf_counter() - begun)

    waiting = asyncio.create_task(other())
    waits = []
    for moment in moments:
        await asyncio.sleep(0.01)
        longest, begun = 0.0, thread_time()
        if beside:
            await loop.run_in_executor(None, make, moment)
        else:
            make(moment)
        own.append(thread_time() - begun)
        await asyncio.sleep(0)
        waits.append(longest)
    waiting.cancel()
    return [1000 * median(own), 1000 * median(waits)]
