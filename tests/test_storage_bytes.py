"""An SD card is spared: what a day of polls writes, counted to the byte."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from custom_components.taara.model import DailySummary, Hour, TrendDirection
from custom_components.taara.store import EntryStore
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.ledger import CYCLES_KEPT
from homeassistant.helpers import storage

from .helpers_core import DAY, HOUR, MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)

USED = 1_234_567_890
HOT_LIMIT = 8 * 1024
DAY_LIMIT = 2 * 1000 * 1000


def long_kept(household: Household) -> Household:
    """Return a household with two years of days, two cycles of hours, a week of polls."""
    ledger, (poll, *_) = household.ledger, household.polls
    today, cycle = ledger.open_from, ledger.cycle
    past = tuple(
        replace(cycle, start=cycle.start - back * 30 * DAY, end=today, counted=USED)
        for back in range(CYCLES_KEPT, 0, -1)
    )
    hours = {
        int((today - back * HOUR).timestamp()): Hour(
            used=USED, measured=3600, readings=6
        )
        for back in range(62 * 24, 0, -1)
    }
    days = tuple(
        DailySummary(
            date=(today - back * DAY).date() + DAY,
            usage=24 * USED,
            budget=24 * USED,
            peak_hour=20,
            reading_count=144,
            data_quality=0.993,
            trend=TrendDirection.INCREASING,
        )
        for back in range(731, 0, -1)
    )
    polls = tuple(
        replace(poll, at=poll.at - back * 10 * MINUTE) for back in range(7 * 144, 0, -1)
    )
    ledger = replace(ledger, past=past, hours=hours | dict(ledger.hours), days=days)
    return replace(household, ledger=ledger, polls=(*polls, poll))


async def test_bytes_written_in_a_day(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day of 144 polls writes less than 2 MB, and the file of each poll is small."""
    await home.set_up()
    assert home.coordinator.household is not None
    old = long_kept(home.coordinator.household)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    store = EntryStore(home.hass, home.entry.entry_id)
    assert await store.async_save(old, history=True)

    written: Counter[str] = Counter()
    largest: Counter[str] = Counter()
    write = storage.write_utf8_file_atomic

    def counted(path: str, text: str | bytes, *args: Any, **kwargs: Any) -> None:
        name = Path(path).name.replace(home.entry.entry_id, "<entry>")
        size = len(text.encode() if isinstance(text, str) else text)
        written[name] += size
        largest[name] = max(largest[name], size)
        write(path, text, *args, **kwargs)

    monkeypatch.setattr(storage, "write_utf8_file_atomic", counted)
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda _file: None)
    home.hass.loop.set_debug(False)  # or it complains of each step of the clock
    await home.set_up()
    asked = home.usage_requests
    await home.turn(DAY)
    assert home.usage_requests - asked == 144
    household = home.coordinator.household
    assert household is not None
    assert len(household.ledger.days) == 732
    assert len(household.polls) == 7 * 144 + 1

    total = sum(written.values())
    print(f"\n{total:,} bytes in a day, by file:")  # noqa: T201  the figure is the point
    for name, size in written.most_common():
        print(f"{size:>12,}  {name}, {largest[name]:,} at most")  # noqa: T201  so is this
    assert 0 < total < DAY_LIMIT
    assert largest["taara.<entry>"] <= HOT_LIMIT
