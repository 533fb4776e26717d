"""Days in a real Home Assistant on a fast clock: every total is the router's."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
import json
from pathlib import Path
import sys
from typing import Any, Final

import pytest

from custom_components.taara.const import POLL_INTERVAL
from custom_components.taara.store import _restored
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.local_time import hour_start
from demo.check import Verdict, compare, held_by, table
from demo.clock import Clock
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.plan import Monthly
from demo.simulator import SimulatedRouter
from demo.source import MB
from demo.sources import SOURCES
from tests.usage.truth import check, check_days, everything

from .fast_clock import FastClock, library
from .troubles import HOUR, MINUTE

SOURCE: Final = SOURCES["local-a"]
# Ten at night, so that the first whole day begins soon.
START: Final = datetime(2026, 10, 13, 22, tzinfo=NAIROBI)
SHORT, LONG = 27 * HOUR, 75 * HOUR
# Simulated seconds in a real one: a poll, with its ten minutes, in 0.4 seconds.
SPEED: Final = 1500.0
LEAST_SPEED: Final = 100.0
PATIENCE_SECONDS: Final = 30

# When the router told how many bytes were used: whole MB, as it rounds them.
type Told = list[tuple[datetime, int]]

pytestmark = pytest.mark.timeout(3600)


@dataclass
class Run:
    """A household in a Home Assistant, on a clock that both share with the router."""

    clock: FastClock
    router: SimulatedRouter
    home: HomeAssistant
    speed: float = SPEED

    @property
    def told(self) -> Told:
        """What the router has told, and when."""
        return [
            (request.time, request.figures.used // MB * MB)
            for request in self.router.requests
            if request.figures is not None
        ]

    async def spend(self, span: timedelta) -> None:
        """Let time pass; more slowly from now on where the machine is too busy."""
        await self.clock.turn(self.home, self.speed)
        end = self.clock.now() + span
        while (now := self.clock.now()) < end:
            told = len(self.told)
            stretch = min(3 * HOUR, end - now)
            await self.clock.until(now + stretch)
            missed = len(self.told) - told < 0.7 * (stretch // POLL_INTERVAL)
            if missed and self.speed > LEAST_SPEED:
                self.speed /= 2
                await self.clock.turn(self.home, self.speed)

    async def succeed(self) -> None:
        """Go on, slowly, until a poll was answered: a busy machine is late for some."""
        await self.clock.turn(self.home, LEAST_SPEED)
        for _ in range(12):
            states = await self.home.states()
            if states["sensor.taara_collection_status"]["state"] == "success":
                return
            await self.clock.until(self.clock.now() + POLL_INTERVAL)

    async def lose_router(self, span: timedelta) -> None:
        """Let the router be off the network for a while."""
        await self.router.stop()
        await self.clock.until(self.clock.now() + span)
        await self.router.start()

    async def restart(self, span: timedelta) -> None:
        """Stop Home Assistant, and start it after a while, for which nobody waits."""
        await self.clock.turn(self.home, 1)
        await self.home.stop()
        self.clock.begin(span)
        await self.home.start()


@pytest.fixture
async def run(tmp_path: Path, socket_enabled: None) -> AsyncIterator[Run]:
    """Run a router, and a Home Assistant that does not know of it yet."""
    if (found := library()) is None:
        pytest.fail(
            "No libfaketime to test with. Let scripts/setup --clock fetch it, "
            "or name it in TAARA_FAKETIME."
        )
    clock = FastClock(found, tmp_path / "clock", START.timestamp())
    clock.begin()
    async with (
        SimulatedRouter(
            dialect=SOURCE.dialect,
            clock=Clock(source=clock.time),
            plan=Monthly(1),
            usage_interval_seconds=0,
        ) as router,
        HomeAssistant(tmp_path / "config", env=clock.env) as home,
    ):
        yield Run(clock, router, home)


async def test_days(run: Run, long_run: bool) -> None:
    """Sensors, storage and statistics say what the router counted, to the byte."""
    span = LONG if long_run else SHORT
    account = run.router.account
    entry = await run.home.set_up_taara(
        run.router.url, account.username, account.password
    )
    first = run.told[0][1]
    await run.spend(span / 3)
    await run.lose_router(2 * HOUR + 20 * MINUTE)
    await run.spend(span / 3)
    await run.restart(50 * MINUTE)
    await run.spend(span / 3)
    await run.succeed()
    await run.clock.turn(run.home, 1)

    read = await assert_shown(run)
    name = f"taara:{entry['entry_id'].lower()}_usage"
    statistics = await hourly_statistics(run.home, name, read)
    await run.home.stop()
    household = stored(run.home, entry)
    told = received(run, household)
    assert_kept(household, told, first)
    assert_statistics(household, statistics, read)
    assert_polite(household)
    days = household.ledger.days
    sys.stdout.write(
        f"{run.clock.now() - START} on the clock, at last {run.speed:g} times as fast: "
        f"{len(run.told)} answers, {len(told)} of them read, {len(statistics)} hours "
        f"of statistics, {len(days)} days over\n"
    )
    assert len(days) == (4 if long_run else 2)
    assert len(told) > span / HOUR


async def assert_shown(run: Run) -> datetime:
    """Assert that the sensors show what the router told, as they round it; return when."""
    states = await run.home.states()
    read = datetime.fromisoformat(states["sensor.taara_last_reading"]["state"])
    # On a fast clock a moment between two processes is many seconds.
    held = held_by(run.router, SOURCE, read, POLL_INTERVAL / 2)
    lines = list(compare(states, held))
    assert not [line for line in lines if line.verdict is Verdict.DIFFERS], table(lines)
    return read


async def hourly_statistics(
    home: HomeAssistant, name: str, read: datetime
) -> list[Mapping[str, float]]:
    """Return the recorder's hours, in bytes, once it has the last one that is over."""
    last = (hour_start(read, NAIROBI) - HOUR).timestamp() * 1000
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = await home.ws(
                {
                    "type": "recorder/statistics_during_period",
                    "start_time": (START - 24 * HOUR).isoformat(),
                    "statistic_ids": [name],
                    "period": "hour",
                    "types": ["state", "sum"],
                    "units": {"information": "B"},
                }
            )
            hours: list[Mapping[str, float]] = found.get(name, [])
            if hours and hours[-1]["start"] >= last:
                return [hour for hour in hours if hour["start"] <= last]
            await asyncio.sleep(0.5)


def stored(home: HomeAssistant, entry: Mapping[str, Any]) -> Household:
    """Return what Taara's two files say."""
    files = home.config_dir / ".storage"
    hot, history = (
        json.loads((files / f"taara.{entry['entry_id']}{end}").read_text())["data"]
        for end in ("", ".history")
    )
    household, *_ = _restored(hot, history, NAIROBI)
    assert household is not None
    return household


def received(run: Run, household: Household) -> Told:
    """Return those answers of the router that were in time."""
    read = {poll.used for poll in household.polls} | {run.told[0][1]}
    assert read <= {None, *(used for _, used in run.told)}
    return [(at, used) for at, used in run.told if used in read]


def assert_kept(household: Household, told: Told, first: int) -> None:
    """Assert that no byte is lost, and each is in its hour, as well as anybody knows.

    What was used until the end of an hour is between what was read before and after.
    """
    ledger = household.ledger
    assert ledger.last.used == ledger.cycle.used == told[-1][1]
    assert (ledger.past, ledger.cycle.opening) == ((), first)
    assert first + everything(ledger) == told[-1][1]
    check(ledger, NAIROBI)
    check_days(ledger, NAIROBI)
    assert [day.date for day in ledger.days] == [
        START.date() + timedelta(days=index)
        for index in range((told[-1][0].astimezone(NAIROBI).date() - START.date()).days)
    ]
    total = first
    for at, hour in sorted(ledger.hours.items()):
        total += hour.used
        end = datetime.fromtimestamp(at, UTC) + HOUR
        before = [used for read, used in told if read <= end - MINUTE]
        after = [used for read, used in told if read >= end + MINUTE]
        assert max(before) <= total
        assert not after or total <= min(after)


def assert_statistics(
    household: Household, statistics: list[Mapping[str, float]], read: datetime
) -> None:
    """Assert that the recorder's hours are the ledger's, and so any sum of them."""
    now, hours = hour_start(read, NAIROBI).timestamp(), household.ledger.hours
    kept = sorted((at, hour.used) for at, hour in hours.items() if at < now)
    assert [(row["start"] / 1000, round(row["state"])) for row in statistics] == kept
    sums = [round(row["sum"]) for row in statistics]
    assert sums == list(accumulate(used for _, used in kept))


def assert_polite(household: Household) -> None:
    """Assert that the router was never asked sooner than it may be."""
    asked = [poll.at for poll in household.polls if poll.usage_requests]
    assert all(later - at >= POLL_INTERVAL for at, later in pairwise(asked))
