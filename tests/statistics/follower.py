"""A household's statistics in a real recorder, without a household that is read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_recorder_block_till_done,
)

from custom_components.taara import statistics
from custom_components.taara.const import DOMAIN
from custom_components.taara.model import DataUnit
from custom_components.taara.statistics import UsageStatistics, statistic_id
from custom_components.taara.usage.ledger import Ledger
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from tests.usage.common import TEN_MINUTES, at, read, used

HOUR = 3600
START = at("2026-10-13 08:00")
AMOUNT = 123_456_789
"""Used in ten minutes, in bytes."""
LONG_AGO = dt_util.utc_from_timestamp(0)


@dataclass(kw_only=True)
class Spy:
    """What was asked of the recorder, and given to it."""

    queries: int = 0
    rows: list[int] = field(default_factory=list)
    """How many rows each time."""


@dataclass(frozen=True, kw_only=True)
class Follower:
    """What follows one household's ledger, in one life of its entry."""

    hass: HomeAssistant
    entry: MockConfigEntry
    statistics: UsageStatistics

    @classmethod
    def new(cls, hass: HomeAssistant, unit: DataUnit = DataUnit.GB) -> Follower:
        """Return one for a new household."""
        entry = MockConfigEntry(domain=DOMAIN, title="Taara (192.168.88.1)")
        entry.add_to_hass(hass)
        return cls(
            hass=hass, entry=entry, statistics=UsageStatistics(hass, entry, unit)
        )

    def again(self, unit: DataUnit = DataUnit.GB) -> Follower:
        """Return one for the same household in another life, which remembers nothing."""
        return replace(self, statistics=UsageStatistics(self.hass, self.entry, unit))

    async def follow(self, ledger: Ledger, zone: tzinfo) -> None:
        """Follow a ledger, and wait until it is written."""
        self.statistics.follow(ledger, zone)
        await written(self.hass)

    async def rows(self) -> dict[int, tuple[int, int]]:
        """Return bytes and sum of each hour, as the recorder has them."""
        return await rows(self.hass, self.entry)

    async def metadata(self) -> Mapping[str, Any]:
        """Return what the recorder knows of the statistic."""
        found = await get_instance(self.hass).async_add_executor_job(
            lambda: get_metadata(self.hass, statistic_ids={statistic_id(self.entry)})
        )
        return found[statistic_id(self.entry)][1]


async def written(hass: HomeAssistant) -> None:
    """Wait until all that was begun is in the recorder."""
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_recorder_block_till_done(hass)


async def rows(
    hass: HomeAssistant, entry: MockConfigEntry
) -> dict[int, tuple[int, int]]:
    """Return bytes and sum of each hour of a household, as the recorder has them."""
    found = await asked(hass, entry, LONG_AGO, "hour")
    return {
        int(row["start"]): (round(row["state"]), round(row["sum"])) for row in found
    }


async def asked(
    hass: HomeAssistant, entry: MockConfigEntry, since: datetime, period: Any
) -> list[Any]:
    """Return what the recorder answers for a household, in bytes."""
    name = statistic_id(entry)
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        since,
        None,
        {name},
        period,
        {"information": "B"},
        {"change", "state", "sum"},
    )
    return list(found.get(name, []))


def by_hour(ledger: Ledger) -> dict[int, int]:
    """Return the bytes of each hour that is over, where local hours are those of UTC."""
    last = int(ledger.last.taken_at.timestamp()) // HOUR * HOUR
    hours: dict[int, int] = {}
    for key, hour in ledger.hours.items():
        if key < last:
            start = key // HOUR * HOUR
            hours[start] = hours.get(start, 0) + hour.used
    return hours


def summed(hours: Mapping[int, int], base: int = 0) -> dict[int, tuple[int, int]]:
    """Return hours with their running sum."""
    total = base
    found = {}
    for start in sorted(hours):
        total += hours[start]
        found[start] = (hours[start], total)
    return found


def corrected(ledger: Ledger, at: datetime, used: int) -> Ledger:
    """Return the ledger with another usage in an hour."""
    key = int(at.timestamp())
    hour = replace(ledger.hours[key], used=used)
    return replace(ledger, hours={**ledger.hours, key: hour})


def without(ledger: Ledger, before: datetime) -> Ledger:
    """Return the ledger as it has forgotten the hours before a moment."""
    first = before.timestamp()
    kept = {key: hour for key, hour in ledger.hours.items() if key >= first}
    return replace(ledger, hours=kept)


@contextmanager
def spied() -> Iterator[Spy]:
    """Watch what is asked of the recorder, and given to it."""
    spy = Spy()

    def adding(hass: HomeAssistant, metadata: Any, data: list[Any]) -> None:
        spy.rows.append(len(data))
        async_add_external_statistics(hass, metadata, data)

    def asking(*args: Any) -> Any:
        spy.queries += 1
        return statistics_during_period(*args)

    with (
        patch.object(statistics, "async_add_external_statistics", adding),
        patch.object(statistics, "statistics_during_period", asking),
    ):
        yield spy


@contextmanager
def lost() -> Iterator[None]:
    """Let the recorder die before it writes what it is given."""
    with patch.object(statistics, "async_add_external_statistics"):
        yield


def every(
    start: datetime, step: timedelta, count: int
) -> Iterator[tuple[int, datetime]]:
    """Yield moments one step apart, numbered from nothing."""
    for number in range(count):
        yield number, start + number * step


def watched(days: float, ledger: Ledger | None = None) -> Ledger:
    """Return the ledger after some more days, read every ten minutes."""
    begin = START if ledger is None else ledger.last.taken_at
    before = 0 if ledger is None else ledger.last.used or 0
    readings = (
        used(moment, before + number * AMOUNT)
        for number, moment in every(begin, TEN_MINUTES, round(days * 144) + 1)
    )
    return read(readings, ledger=ledger)
