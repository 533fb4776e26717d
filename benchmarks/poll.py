"""What a poll's arithmetic costs, and whether it grows with the years.

Prints the processor's time of one reading through ledger and overview after one month and after
five years of history, as a ratio: it should stay near 1. Time goes by in the readings
only; nothing is sent or stored.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import sys
from time import thread_time
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from custom_components.taara.model import Plan, Reading
from custom_components.taara.usage.household import Household, with_reading
from custom_components.taara.usage.overview import overview

ZONE = ZoneInfo("Africa/Nairobi")
START = datetime(2026, 1, 1, tzinfo=ZONE).astimezone(UTC)
STEP = timedelta(minutes=10)
TIB = 2**40
PLAN = Plan(allowance=TIB)


def readings(start: datetime, step: timedelta) -> Iterator[Reading]:
    """Yield readings for ever, of a household that uses 30 GB a day."""
    used, at = 0, start
    while True:
        yield Reading(
            taken_at=at, used=used, remaining=max(0, TIB - used), allowance=TIB
        )
        following = at + step
        renews = following.astimezone(ZONE).month != at.astimezone(ZONE).month
        used = 0 if renews else used + int(30e9 * (step / timedelta(days=1)))
        at = following


def lived(days: int) -> Household:
    """Return a household after that many days, of late read as in life: at every step.

    Before that every two hours, so that making it does not take as long as living it.
    """
    household: Household | None = None
    end = START + timedelta(days=days)
    watched = end - timedelta(days=71)
    for reading in readings(START, STEP):
        if household is not None and reading.taken_at > end:
            return household
        if (
            reading.taken_at > watched
            or reading.taken_at.hour % 2 == 0 == reading.taken_at.minute
        ):
            household = with_reading(household, reading, None, PLAN, ZONE)
    raise AssertionError("readings never end")


def milliseconds(household: Household, polls: int) -> float:
    """Return the median time of one poll's arithmetic, in milliseconds."""
    times, last = [], household.ledger.last
    for number in range(1, polls + 1):
        at = last.taken_at + STEP * number
        reading = replace(last, taken_at=at, used=(last.used or 0) + number * 10**8)
        begun = thread_time()
        household = with_reading(household, reading, None, PLAN, ZONE)
        overview(household, at, ZONE)
        times.append(thread_time() - begun)
    return sorted(times)[len(times) // 2] * 1000


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="two years, fewer polls")
    asked = parser.parse_args()
    long = 730 if asked.quick else 5 * 365
    polls = 143 if asked.quick else 1000
    month = milliseconds(lived(31), polls)
    years = milliseconds(lived(long), polls)
    result = {
        "after_a_month_ms": round(month, 3),
        f"after_{long}_days_ms": round(years, 3),
        "ratio": round(years / month, 2),
    }
    if asked.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
