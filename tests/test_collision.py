"""A poll that falls due while a config flow asks the same source."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.taara.usage.ledger import Ledger
from homeassistant.util import dt as dt_util

from .helpers_core import MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)

GIB = 2**30


def _ledger(home: Home) -> Ledger:
    household = home.coordinator.household
    assert household is not None
    return household.ledger


async def test_poll_takes_over_what_the_flow_was_answered(home: Home) -> None:
    """Nobody is asked twice, nothing counts as failed, and the figures are the new ones."""
    await home.set_up()
    source = home.coordinator._source
    assert source is not None
    log, last = source._log, _ledger(home).last
    asked = home.usage_requests
    home.freezer.tick(11 * MINUTE)
    async with log.turn(source.key):
        poll = asyncio.create_task(home.coordinator._async_poll())
        await asyncio.sleep(0)
        await log.announcer(source.key)()
        told = replace(
            last, taken_at=dt_util.utcnow(), used=(last.used or 0) + GIB, remaining=None
        )
        await log.async_answered(source.key, told)
    outcome = await poll
    assert outcome is not None
    assert outcome.is_ours
    assert home.usage_requests == asked
    assert home.overview.used == told.used
    assert home.overview.connection.failures == 0


async def test_our_own_fault_does_not_end_polling(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in following a reading, the next poll comes."""
    await home.set_up()

    async def fails(*_args: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(home.coordinator, "_async_keep", fails)
        home.freezer.tick(11 * MINUTE)
        with pytest.raises(RuntimeError):
            await home.coordinator._async_poll()
    asked = home.usage_requests
    await home.turn()
    await home.turn()
    assert home.usage_requests > asked
    assert home.overview.used == home.told
