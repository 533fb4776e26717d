"""The log of requests: what it allows, what it forgets, and what it never tells."""

import asyncio
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.taara.model import Reading
from custom_components.taara.request_log import (
    LONGEST_WAIT,
    REQUESTS_A_DAY,
    RequestLog,
    async_request_log,
)
from custom_components.taara.router.provider import RateLimited
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import UnsupportedStorageVersionError
from homeassistant.util import dt as dt_util

from .helpers_core import DAY, HOUR, MINUTE, NOON

pytestmark = pytest.mark.freeze_time(NOON)

SOURCE = "a source"
OTHER = "another source"


@pytest.fixture
async def log(hass: HomeAssistant) -> RequestLog:
    """Return an empty log."""
    return await async_request_log(hass)


@pytest.fixture
def file(hass: HomeAssistant) -> Path:
    """Return where the log is written."""
    return Path(hass.config.path(".storage", "taara.requests"))


async def later(hass: HomeAssistant) -> RequestLog:
    """Return the log as the next life of Home Assistant reads it."""
    log = RequestLog(hass)
    await log.async_load()
    return log


def wait(log: RequestLog, source: str = SOURCE) -> timedelta:
    """Return how long a source is still to be left alone."""
    return log.allowed_at(source) - dt_util.utcnow()


def stored(file: Path) -> dict[str, Any]:
    """Return the data in a file."""
    data: dict[str, Any] = json.loads(file.read_text())["data"]
    return data


def edit(file: Path, change: dict[str, Any]) -> None:
    """Put other values into a file."""
    file.write_text(json.dumps(json.loads(file.read_text()) | change))


def cut_off(file: Path) -> None:
    """Leave only the beginning of a file."""
    file.write_text(file.read_text()[:50])


def written_at(file: Path) -> int:
    """Return when a file was last written."""
    return file.stat().st_mtime_ns


async def test_one_for_all(hass: HomeAssistant, log: RequestLog) -> None:
    """Entries and flows share one log, and one lock for each source."""
    assert await async_request_log(hass) is log
    assert log.turn(SOURCE) is log.turn(SOURCE)
    assert log.turn(SOURCE) is not log.turn(OTHER)


async def test_nothing_known(log: RequestLog) -> None:
    """Who was never asked may be asked."""
    assert wait(log) == timedelta(0)
    assert log.known(SOURCE) is None
    assert log.last_reading(SOURCE) is None


async def test_name_of_a_source(hass: HomeAssistant, log: RequestLog) -> None:
    """A source is known by a hash that this installation alone can make."""
    name = await log.async_source("http://192.168.88.1", "subscriber")
    assert name == await log.async_source("http://192.168.88.1", "subscriber")
    assert name != await log.async_source("http://192.168.88.1", "subscribe", "r")
    assert name != await RequestLog(hass).async_source(
        "http://192.168.88.1", "subscriber"
    )
    await log.announcer(name)()
    assert name == await (await later(hass)).async_source(
        "http://192.168.88.1", "subscriber"
    )


async def test_announced(
    hass: HomeAssistant, log: RequestLog, freezer: FrozenDateTimeFactory
) -> None:
    """What is announced is on disk at once, and holds for ten minutes; others are free."""
    await log.announcer(SOURCE)()
    assert (wait(log), wait(log, OTHER)) == (10 * MINUTE, timedelta(0))
    freezer.tick(4 * MINUTE)
    assert wait(log) == wait(await later(hass)) == 6 * MINUTE
    freezer.tick(6 * MINUTE)
    assert wait(log) == wait(await later(hass)) == timedelta(0)


async def test_answered(hass: HomeAssistant, log: RequestLog, file: Path) -> None:
    """The answer is kept for who may not ask, without what the router wrote."""
    await log.announcer(SOURCE)()
    taken = Reading(taken_at=dt_util.utcnow(), used=5, raw={"who": "somebody"})
    await log.async_answered(SOURCE, taken)
    kept = (await later(hass)).last_reading(SOURCE)
    assert kept is not None
    assert kept.used == 5
    assert "somebody" not in json.dumps(stored(file))


async def test_never_left(hass: HomeAssistant, log: RequestLog, file: Path) -> None:
    """What turns out not to have left is as if it had not been announced."""
    await log.announcer(SOURCE)()
    await log.async_withdraw(SOURCE, None)
    assert wait(log) == wait(await later(hass)) == timedelta(0)

    await log.announcer(SOURCE)()
    before = log.known(SOURCE)
    await log.announcer(SOURCE)()
    await log.async_withdraw(SOURCE, before)
    assert log.known(SOURCE) == before
    assert wait(log) == 10 * MINUTE

    written = written_at(file)
    await log.async_withdraw(SOURCE, before)
    assert written_at(file) == written


async def test_refused(log: RequestLog, freezer: FrozenDateTimeFactory) -> None:
    """The longer of what a source asks for and our own backing off, a day at most."""
    await log.async_refused(SOURCE, HOUR)
    assert wait(log) == HOUR
    await log.async_refused(SOURCE, timedelta(0))
    assert wait(log) == 20 * MINUTE
    await log.async_refused(SOURCE, 3 * DAY)
    assert wait(log) == LONGEST_WAIT
    freezer.tick(LONGEST_WAIT - MINUTE)
    assert wait(log) == MINUTE


async def test_asked_to_wait(log: RequestLog) -> None:
    """A source in maintenance is left alone for as long as it says, a day at most."""
    await log.async_wait(SOURCE, MINUTE)
    assert wait(log) == 10 * MINUTE
    await log.async_wait(SOURCE, HOUR)
    assert wait(log) == HOUR
    await log.async_wait(SOURCE, 3 * DAY)
    assert wait(log) == LONGEST_WAIT


async def test_challenged(log: RequestLog, freezer: FrozenDateTimeFactory) -> None:
    """A demand for other credentials allows one repeat at once, and no second one."""
    await log.async_challenged(SOURCE)
    assert log.known(SOURCE) is None

    await log.announcer(SOURCE)()
    await log.async_challenged(SOURCE)
    assert wait(log) == timedelta(0)
    freezer.tick(MINUTE)
    await log.announcer(SOURCE)()
    await log.async_challenged(SOURCE)
    assert wait(log) == 10 * MINUTE
    freezer.tick(10 * MINUTE)
    await log.announcer(SOURCE)()
    await log.async_challenged(SOURCE)
    assert wait(log) == timedelta(0)


async def test_the_145th(log: RequestLog, freezer: FrozenDateTimeFactory) -> None:
    """No day has more than 144 requests, whoever challenges."""
    for _ in range(REQUESTS_A_DAY):
        await log.announcer(SOURCE)()
    midnight = datetime(2026, 10, 15, tzinfo=UTC)
    assert log.allowed_at(SOURCE) == midnight
    with pytest.raises(RateLimited) as refused:
        await log.announcer(SOURCE)()
    assert refused.value.retry_after == (midnight - dt_util.utcnow()).total_seconds()
    freezer.move_to(midnight)
    await log.announcer(SOURCE)()
    assert wait(log) == 10 * MINUTE


async def test_forgotten(
    log: RequestLog, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    """A day after its last request a source is forgotten, its answer too."""
    await log.announcer(SOURCE)()
    await log.async_answered(SOURCE, Reading(taken_at=dt_util.utcnow(), used=5))
    freezer.tick(DAY - MINUTE)
    await log.announcer(OTHER)()
    assert log.last_reading(SOURCE) is not None
    freezer.tick(MINUTE)
    await log.announcer(OTHER)()
    assert log.known(SOURCE) is None
    assert set(stored(file)["sources"]) == {OTHER}


async def test_remembered_while_it_is_to_be_left_alone(
    log: RequestLog, freezer: FrozenDateTimeFactory
) -> None:
    """A source that asked to wait is not forgotten before that is over."""
    await log.announcer(SOURCE)()
    freezer.tick(23 * HOUR)
    await log.async_wait(SOURCE, 5 * HOUR)
    freezer.tick(4 * HOUR)
    await log.announcer(OTHER)()
    assert wait(log) == HOUR


async def test_written_with_a_wrong_clock(
    hass: HomeAssistant, log: RequestLog, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    """A wait that ends in years, because a clock was wrong, ends in two days."""
    await log.announcer(SOURCE)()
    data = stored(file)
    data["sources"][SOURCE]["not_before"] = "2031-01-01T00:00:00+00:00"
    edit(file, {"data": data})
    log = await later(hass)
    freezer.tick(DAY)
    assert timedelta(0) < wait(log) <= DAY
    freezer.tick(DAY)
    assert wait(log) == timedelta(0)


async def test_unreadable_line(
    hass: HomeAssistant,
    log: RequestLog,
    file: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A line that makes no sense is passed over; the others hold."""
    await log.announcer(SOURCE)()
    data = stored(file)
    data["sources"] |= {OTHER: {"at": "yesterday"}}
    edit(file, {"data": data})
    log = await later(hass)
    assert (wait(log), wait(log, OTHER)) == (10 * MINUTE, timedelta(0))
    assert "A line of the request log is unreadable" in caplog.text


async def test_unreadable_file(
    hass: HomeAssistant, log: RequestLog, file: Path
) -> None:
    """A file that was cut off is put aside, and a new one begun."""
    await log.announcer(SOURCE)()
    cut_off(file)
    log = await later(hass)
    assert wait(log) == timedelta(0)
    await log.announcer(SOURCE)()
    assert wait(await later(hass)) == 10 * MINUTE


async def test_newer_file(hass: HomeAssistant, file: Path) -> None:
    """A file of a newer version is an error, until it is one of ours again."""
    first = RequestLog(hass)
    await first.announcer(SOURCE)()
    edit(file, {"version": 2})
    asking = (async_request_log(hass) for _ in range(2))
    for error in await asyncio.gather(*asking, return_exceptions=True):
        assert isinstance(error, UnsupportedStorageVersionError)
    edit(file, {"version": 1})
    assert wait(await async_request_log(hass)) == 10 * MINUTE
