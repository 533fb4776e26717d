"""What the disk is spared: an SD card is a household's disk, too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.taara.const import POLL_INTERVAL
from custom_components.taara.model import Cycle, DailySummary, Hour, TrendDirection
from custom_components.taara.usage.ledger import CYCLES_KEPT
from homeassistant.util.file import write_utf8_file_atomic

from .helpers_core import DAY, HOUR, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)

HOT_AT_MOST = 8 * 1024
A_DAY_AT_MOST = 2_000_000


@pytest.fixture
def written() -> Iterator[list[tuple[str, int]]]:
    """Return the name and the size of each file of Taara's as it is written."""
    seen: list[tuple[str, int]] = []

    def write(filename: str, data: bytes | str, *args: Any, **kwargs: Any) -> None:
        name = Path(filename).name
        if name.startswith("taara."):
            seen.append((name, len(data if isinstance(data, bytes) else data.encode())))
        write_utf8_file_atomic(filename, data, *args, **kwargs)

    with patch("homeassistant.helpers.storage.write_utf8_file_atomic", write):
        yield seen


def grow_old(home: Home) -> None:
    """Put two years of days, ten weeks of hours and a week of polls behind a household."""
    household = home.coordinator.household
    assert household is not None
    ledger, poll = household.ledger, household.polls[-1]
    now, today = ledger.last.taken_at, home.overview.today
    days = tuple(
        DailySummary(
            date=today - timedelta(days=ago),
            usage=28_123_456_789 + ago,
            budget=35_184_372_088,
            peak_hour=20,
            reading_count=144,
            data_quality=0.993,
            trend=TrendDirection.INCREASING,
        )
        for ago in range(730, 0, -1)
    )
    first = int(ledger.open_from.timestamp())
    hours = {
        first - 3600 * ago: Hour(used=1_234_567_890, measured=3600, readings=6)
        for ago in range(70 * 24, 0, -1)
    }
    past = tuple(
        Cycle(
            number=number - CYCLES_KEPT,
            start=now - number * 30 * DAY,
            end=now - (number - 1) * 30 * DAY,
            opening=987_654_321_987,
            counted=987_654_321_987,
            granted=2**40,
        )
        for number in range(CYCLES_KEPT, 0, -1)
    )
    polls = tuple(
        replace(poll, at=now - number * POLL_INTERVAL) for number in range(1008, 0, -1)
    )
    aged = replace(ledger, days=days, hours=hours | dict(ledger.hours), past=past)
    home.coordinator.household = replace(household, ledger=aged, polls=polls)


async def test_bytes_in_a_day(
    home: Home,
    written: list[tuple[str, int]],
    record_property: pytest.RecordProperty,
) -> None:
    """After two years, a day writes less than two megabytes; the hot file stays small."""
    await home.set_up()
    grow_old(home)
    written.clear()
    await home.turn(DAY)
    assert home.usage_requests == 145

    total = sum(size for _, size in written)
    hot = [size for name, size in written if name == home.hot.name]
    history = [size for name, size in written if name == home.history.name]
    log = [size for name, size in written if name == "taara.requests"]
    figures = {
        "bytes written in a day": total,
        "hot file, bytes at most": max(hot),
        "history, bytes": max(history),
        "request log, bytes at most": max(log),
        "writes in a day": len(written),
    }
    for name, figure in figures.items():
        record_property(name, figure)
        print(f"{name}: {figure:,}")  # noqa: T201  shown with -s, and when it fails
    assert total < A_DAY_AT_MOST
    assert max(hot) <= HOT_AT_MOST
    assert (len(hot), len(history)) == (144, 1)


async def test_hot_file_of_the_longest_day(
    home: Home, written: list[tuple[str, int]]
) -> None:
    """The hot file stays small on a day of 25 hours that a renewal cuts, too."""
    await home.hass.config.async_set_time_zone("Europe/Berlin")
    home.freezer.move_to("2026-10-24 21:00:00+00:00")
    await home.set_up()
    grow_old(home)
    await home.turn(26 * HOUR, step=10 * timedelta(minutes=1))
    assert max(size for name, size in written if name == home.hot.name) <= HOT_AT_MOST
    household = home.coordinator.household
    assert household is not None
    assert household.ledger.days[-1].reading_count == 25 * 6
