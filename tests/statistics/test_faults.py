"""A recorder that is slow, fails or is not there disturbs nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
import threading
from typing import Any, override
from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError

from custom_components.taara import statistics
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.tasks import RecorderTask
from homeassistant.exceptions import HomeAssistantError

from .follower import (
    START,
    Follower,
    by_hour,
    corrected,
    spied,
    summed,
    watched,
    written,
)


@dataclass(slots=True)
class Busy(RecorderTask):
    """Something that keeps the recorder busy until it is told to go on."""

    over: threading.Event = field(default_factory=threading.Event)

    @override
    def run(self, instance: Recorder) -> None:
        """Wait."""
        self.over.wait(30)


@contextmanager
def busy(recorder: Recorder) -> Iterator[None]:
    """Keep the recorder busy for a while."""
    task = Busy()
    recorder.queue_task(task)
    try:
        yield
    finally:
        task.over.set()


async def test_slow_recorder(follower: Follower, recorder: Recorder) -> None:
    """Nobody waits for it; when it has time, it is given all that came meanwhile."""
    ledger = watched(1)
    with busy(recorder), spied() as spy:
        for _ in range(3):
            follower.statistics.follow(ledger, UTC)
            ledger = watched(1 / 24, ledger)
        follower.statistics.follow(ledger, UTC)
        await follower.hass.async_block_till_done()
        assert (spy.queries, spy.rows) == (0, [])
    with spied() as spy:
        await written(follower.hass)
    assert (spy.queries, spy.rows) == (1, [27])
    assert await follower.rows() == summed(by_hour(ledger))


async def test_restart_while_rows_wait(follower: Follower, recorder: Recorder) -> None:
    """What waits to be written counts as written: sums are not built on less."""
    ledger = watched(2)
    await follower.follow(ledger, UTC)
    corrected_ledger = corrected(ledger, START, 7)
    follower.statistics.follow(corrected_ledger, UTC)
    while follower.statistics._running:
        await follower.hass.async_block_till_done(wait_background_tasks=True)
    with spied() as spy:
        await follower.again().follow(corrected_ledger, UTC)
    assert spy.rows == []
    assert await follower.rows() == summed(by_hour(corrected_ledger))


async def test_corrected_while_it_is_asked(
    follower: Follower, recorder: Recorder
) -> None:
    """What changes while an answer is awaited is written next."""
    ledger = watched(1)
    query = statistics._kept
    later = corrected(ledger, START, 7)

    def asking(*args: Any) -> Any:
        loop = follower.hass.loop
        loop.call_soon_threadsafe(follower.statistics.follow, later, UTC)
        return query(*args)

    with patch.object(statistics, "_kept", side_effect=asking):
        await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(later))


async def test_stopped_while_it_waits(follower: Follower, recorder: Recorder) -> None:
    """An unload does not wait for the recorder."""
    with busy(recorder):
        follower.statistics.follow(watched(1), UTC)
        (task,) = follower.entry._background_tasks
        task.cancel()
        await follower.hass.async_block_till_done(wait_background_tasks=True)
    assert task.cancelled()
    assert await follower.rows() == {}


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("SELECT", {}, Exception("gone")),
        HomeAssistantError("no"),
        RuntimeError("cannot schedule new futures after shutdown"),
    ],
)
async def test_fault_is_logged_once(
    follower: Follower,
    recorder: Recorder,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
) -> None:
    """One line, however long it lasts; afterwards nothing is missing."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    with patch.object(statistics, "get_metadata", side_effect=fault):
        for _ in range(3):
            ledger = watched(1 / 24, ledger)
            await follower.follow(ledger, UTC)
    assert caplog.text.count("cannot be written") == 1
    ledger = watched(1 / 24, ledger)
    await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(ledger))
    with patch.object(statistics, "get_metadata", side_effect=fault):
        await follower.follow(watched(1 / 24, ledger), UTC)
    assert caplog.text.count("cannot be written") == 2
