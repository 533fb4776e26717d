"""A year and more of readings, outages and restarts: no byte and no alert is lost."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import isfinite
import sys
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.taara.const import POLL_INTERVAL
from custom_components.taara.model import Overview, Plan
from custom_components.taara.store import EntryStore
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.ledger import Ledger
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles
from homeassistant.util.event_type import EventType
from tests.common import new_entry
from tests.helpers_core import Home
from tests.usage.truth import check, check_days, everything

from .account import ALLOWANCE, BERLIN, Account
from .heard import Heard
from .troubles import DAY, Life, Troubles

# From a winter's end over leap day, a renewal and the change to summer time; or more
# than a year, with all there is. Both begin in the middle of a day.
SHORT = datetime(2028, 2, 25, 6, tzinfo=UTC), 32 * DAY
LONG = datetime(2027, 10, 5, 6, tzinfo=UTC), 400 * DAY

# However long it runs: what is written at each poll, and once a day.
HOT_BYTES = 8 * 1024
HISTORY_BYTES = 768 * 1024

type Listeners = dict[EventType[Any] | str, int]

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture
def span(long_run: bool, freezer: FrozenDateTimeFactory) -> tuple[datetime, timedelta]:
    """Return when it begins and how long it lasts, and let it be that moment."""
    start, length = LONG if long_run else SHORT
    freezer.move_to(start)
    return start, length


@pytest.fixture
def account(
    monkeypatch: pytest.MonkeyPatch, span: tuple[datetime, timedelta]
) -> Account:
    """Let an account without a network be asked, and files be written without a disk."""
    start, length = span
    account = Account(Troubles.between(start, start + length))
    monkeypatch.setattr(
        "custom_components.taara.source.create_provider", account.provider
    )
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda _file: None)
    return account


@pytest.fixture
async def entry(
    span: tuple[datetime, timedelta], hass: HomeAssistant, router: SimulatedRouter
) -> MockConfigEntry:
    """Return the config entry of a monthly plan in Berlin."""
    return await new_entry(hass, router, plan=Plan(allowance=ALLOWANCE))


class Lives:
    """A home through its lives: loaded, unloaded, restarted and killed."""

    def __init__(
        self, home: Home, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Begin with the entry not set up."""
        self.home = home
        self.polls = self.ended = 0
        self.heard = Heard()
        self._monkeypatch = monkeypatch
        self._stack = stack
        self._listeners: dict[int, list[Listeners]] = defaultdict(list)

    async def begin(self) -> None:
        """Prepare the present Home Assistant."""
        hass = self.home.hass
        # It keeps a stack for each of a million futures, longer than all else takes.
        hass.loop.set_debug(False)
        # Nor is this about threads, and to and fro between them takes a third of it.
        self._monkeypatch.setattr(hass, "async_add_executor_job", _at_once)
        await hass.config.async_set_time_zone("Europe/Berlin")
        self.heard.listen(hass)

    async def live(self, life: Life | None) -> None:
        """Let ten minutes pass in which it runs, or after it ended in some way."""
        loaded = self.home.entry_state() is ConfigEntryState.LOADED
        if life is not None:
            if loaded:
                await self._end(life)
            self.home.freezer.tick(POLL_INTERVAL)
            return
        if not loaded:
            await self.home.set_up()
            self.heard.look(self.home.overview)
        self.home.freezer.tick(POLL_INTERVAL)
        await self._run_due()
        # A tick at the same moment, as at midnight, sets up the poll once more.
        if self.home.overview.connection.next_poll == dt_util.utcnow():
            await self._run_due()
        self.heard.look(self.home.overview)
        self.polls += 1

    async def unload(self) -> None:
        """Unload the household; no timer of ours may run on, no listener be left."""
        hass = self.home.hass
        assert await hass.config_entries.async_unload(self.home.entry.entry_id)
        await self.home.settle()
        timers = get_scheduled_timer_handles(hass.loop)
        left = [repr(timer) for timer in timers if not timer.cancelled()]
        assert not [timer for timer in left if "taara" in timer]
        before = self._listeners[id(hass)]
        before.append(hass.bus.async_listeners())
        assert before[-1] == before[0]

    async def _run_due(self) -> None:
        async_fire_time_changed(self.home.hass)
        await self.home.settle()

    async def _end(self, life: Life) -> None:
        self.ended += 1
        if life == "reload":
            await self.unload()
            return
        following = self.home.next_life(killed=life == "kill")
        self.home = await self._stack.enter_async_context(following)
        await self.begin()


def _at_once[*Ts, T](job: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
    """Do in the event loop what should be done beside it."""
    done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    try:
        done.set_result(job(*args))
    except OSError as error:
        done.set_exception(error)
    return done


async def test_many_days(
    home: Home,
    account: Account,
    span: tuple[datetime, timedelta],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After each reading Taara's figure is the source's, and no day hides a byte."""
    start, length = span
    async with AsyncExitStack() as stack:
        lives = Lives(home, stack, monkeypatch)
        await lives.begin()
        while (now := dt_util.utcnow()) < start + length:
            await lives.live(account.troubles.life(now))
            if lives.home.entry_state() is ConfigEntryState.LOADED:
                assert_right(lives.home.overview, account)
        known = lives.home.coordinator.household
        assert known is not None
        assert_kept(known.ledger, account, start)
        lives.heard.check(known.alerts, account, dt_util.utcnow())
        await lives.unload()
        await assert_readable(lives.home, known)
        assert lives.polls > 0.8 * length / POLL_INTERVAL
        sys.stdout.write(
            f"{length.days} days, {lives.polls} polls, {len(account.told)} answered,"
            f" {lives.ended + 1} lives, {len(known.alerts)} alerts\n"
        )


def assert_right(overview: Overview, account: Account) -> None:
    """Assert that the figures are the source's, and that what follows makes sense."""
    now = dt_util.utcnow()
    if not account.troubles.is_silent(now):
        assert (overview.as_of, overview.used) == (now, account.used)
    else:
        assert overview.as_of < now
        assert overview.cycle.end is not None
        if now >= overview.cycle.end:
            assert (overview.used, overview.projected) == (None, None)
            return
    used, left = overview.used, overview.days_left
    assert used is not None
    assert left is not None
    assert 0 <= left <= 31
    assert overview.projected is None or overview.projected >= used
    assert overview.overage_chance is None or 0 <= overview.overage_chance <= 100
    assert overview.safe_days is None or 0 <= overview.safe_days <= left
    projection = overview.projection
    assert projection is not None
    assert projection.safe_days is not None
    assert 0 <= projection.safe_days <= projection.days_left <= 31
    figures = (
        *(used, projection.low95, projection.low80, projection.median),
        *(projection.high80, projection.high95),
    )
    assert all(isfinite(figure) for figure in figures)
    assert all(low <= high for low, high in pairwise(figures))


def assert_kept(ledger: Ledger, account: Account, start: datetime) -> None:
    """Assert that the ledger has every day and every byte that the source told."""
    days = (dt_util.utcnow() - start) // DAY
    assert [day.date for day in ledger.days] == [
        start.date() + timedelta(days=index) for index in range(days)
    ]
    told = account.by_month
    assert [cycle.used for cycle in (*ledger.past, ledger.cycle)] == list(told.values())
    opening = (*ledger.past, ledger.cycle)[0].opening
    assert opening + everything(ledger) == sum(told.values())
    check(ledger, BERLIN)
    check_days(ledger, BERLIN)
    wrong = [day for day, known in _known_days(ledger, account) if not known]
    assert wrong == []
    assert len(list(_known_days(ledger, account))) > 2 / 3 * days


def _known_days(ledger: Ledger, account: Account) -> Iterator[tuple[Any, bool]]:
    """Yield the days that the source told of, and whether they are kept like that."""
    for day in ledger.days:
        told = account.of_day(day.date)
        if told is not None:
            yield day, day.usage == told


async def assert_readable(home: Home, known: Household) -> None:
    """Assert that both files, unloaded, say all that was known, and have stayed small."""
    assert home.hot.stat().st_size <= HOT_BYTES
    assert home.history.stat().st_size <= HISTORY_BYTES
    restored = await EntryStore(home.hass, home.entry.entry_id).async_load(BERLIN)
    assert restored is not None
    assert restored.ledger == known.ledger
    assert (restored.polls, restored.acts) == (known.polls, known.acts)
    assert restored.alerts == known.alerts
