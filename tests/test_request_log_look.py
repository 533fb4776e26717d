"""What a look asked before it was known who asks, in the log of who asks then."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.taara.request_log import RequestLog
from custom_components.taara.router.provider import RateLimited
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .helpers_core import MINUTE

LOOK, SOURCE = "look", "source"


@pytest.fixture
async def log(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> RequestLog:
    """Return the log after a look that was refused."""
    log = RequestLog(hass)
    await log.async_load()
    await log.announcer(LOOK)()
    await log.async_challenged(LOOK)
    return log


def wait(log: RequestLog) -> timedelta:
    """Return how long the source is to be left alone."""
    return log.allowed_at(SOURCE) - dt_util.utcnow()


async def test_one_repeat(log: RequestLog, freezer: FrozenDateTimeFactory) -> None:
    """The source is asked at once, but then no other time, whatever it answers."""
    freezer.tick(MINUTE)
    await log.async_follow_look(LOOK, SOURCE)
    assert wait(log) == timedelta(0)
    await log.announcer(SOURCE)()
    with pytest.raises(RateLimited):
        await log.announcer(SOURCE)()
    await log.async_challenged(SOURCE)
    await log.async_follow_look(LOOK, SOURCE)
    assert wait(log) == 10 * MINUTE
    asked = log.known(SOURCE)
    assert asked is not None
    assert asked.count == 2

    # From then on it may repeat within a poll like any other.
    freezer.tick(10 * MINUTE)
    for _ in range(2):
        await log.announcer(SOURCE)()


async def test_source_that_was_just_asked(log: RequestLog) -> None:
    """What a look was refused does not free a source that answered."""
    await log.announcer(SOURCE)()
    await log.async_follow_look(LOOK, SOURCE)
    assert wait(log) == 10 * MINUTE


async def test_source_that_wants_to_wait(
    log: RequestLog, freezer: FrozenDateTimeFactory
) -> None:
    """Nor one that asked to be left alone before."""
    await log.async_wait(SOURCE, 30 * MINUTE)
    freezer.tick(11 * MINUTE)
    await log.announcer(LOOK)()
    await log.async_challenged(LOOK)
    await log.async_follow_look(LOOK, SOURCE)
    assert wait(log) == 19 * MINUTE


@pytest.mark.parametrize("minutes", [10, 60])
async def test_long_after_the_look(
    log: RequestLog, freezer: FrozenDateTimeFactory, minutes: int
) -> None:
    """An old look is none that anybody repeats."""
    freezer.tick(minutes * MINUTE)
    await log.async_follow_look(LOOK, SOURCE)
    assert log.known(SOURCE) is None


async def test_look_that_was_answered(hass: HomeAssistant) -> None:
    """A look that was not refused is nobody's challenge."""
    log = RequestLog(hass)
    await log.announcer(LOOK)()
    await log.async_follow_look(LOOK, SOURCE)
    assert log.known(SOURCE) is None
