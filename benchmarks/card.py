"""How long everything else waits while what an open card shows is made.

Prints how late a beat of the event loop comes with the message made in the loop, and with
it made beside it, in milliseconds, and the first as a multiple of the second. A slow
computer is imitated by one that makes each message several times over: no wait beside the
loop is longer than the 5 ms after which Python lets another thread go on. Nothing is sent
or stored.
"""

from argparse import ArgumentParser
import asyncio
import json
from pathlib import Path
from statistics import median
import sys
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.poll import STEP, ZONE, lived
from custom_components.taara.card_message import Moment, card_message
from custom_components.taara.model import AlertSettings
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import overview

BEAT = 0.001
# A small computer takes so many times as long as a large one.
SLOWNESS = (1, 5, 20)


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


async def waits(moments: list[Moment], slowness: int, *, beside: bool) -> float:
    """Return the median over messages of the longest wait for one, in milliseconds."""
    loop, beats, longest = asyncio.get_running_loop(), True, 0.0

    def make(moment: Moment) -> None:
        for _ in range(slowness):
            card_message(moment)

    async def beat() -> None:
        nonlocal longest
        while beats:
            due = perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            longest = max(longest, perf_counter() - due)

    beating, found = asyncio.create_task(beat()), []
    for moment in moments:
        await asyncio.sleep(5 * BEAT)
        longest = 0.0
        if beside:
            await loop.run_in_executor(None, make, moment)
        else:
            make(moment)
        await asyncio.sleep(2 * BEAT)
        found.append(longest)
    beats = False
    await beating
    return 1000 * median(found)


async def measured(count: int) -> list[dict[str, float]]:
    """Return the waits, for this computer and for slower ones."""
    seen, rows = moments(lived(45), count), []
    for slowness in SLOWNESS:
        inside = await waits(seen, slowness, beside=False)
        beside = await waits(seen, slowness, beside=True)
        rows.append(
            {
                "times_slower": slowness,
                "in_the_loop_ms": round(inside, 1),
                "beside_it_ms": round(beside, 1),
                "ratio": round(inside / beside, 1),
            }
        )
    return rows


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="fewer messages")
    asked = parser.parse_args()
    rows = asyncio.run(measured(20 if asked.quick else 100))
    if asked.json:
        print(json.dumps(rows))
        return
    print("".join(f"{name:>16}" for name in rows[0]))
    for row in rows:
        print("".join(f"{value:16}" for value in row.values()))


if __name__ == "__main__":
    main()
