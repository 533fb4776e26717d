"""Forty days of readings, outages, restarts and a renewal: not a byte is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.const import POLL_INTERVAL
from custom_components.taara.model import Plan, Reading
from custom_components.taara.router.provider import RouterTimeout
from custom_components.taara.router.session import RouterSession
from demo.household import Household
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles
from homeassistant.util.event_type import EventType

from .common import new_entry
from .helpers_core import DAY, HOUR, MINUTE, Home
from .usage.truth import check, check_days, everything

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 10, 5, 6, tzinfo=UTC)
READINGS = 40 * 144
ALLOWANCE = 2**40

pytestmark = pytest.mark.freeze_time(START)

# From and until when; the clock goes back on the 25th of October, the plan renews on
# the first of November.
NO_ANSWER = (
    (datetime(2026, 10, 7, 1, tzinfo=UTC), 5 * HOUR),
    (datetime(2026, 10, 12, 19, 30, tzinfo=UTC), 50 * MINUTE),
    (datetime(2026, 10, 24, 22, tzinfo=UTC), 4 * HOUR),
    (datetime(2026, 10, 31, 10, tzinfo=UTC), 2 * DAY),
)
NOT_RUNNING = (
    (datetime(2026, 10, 9, 17, tzinfo=UTC), 10 * MINUTE),
    (datetime(2026, 10, 16, 20, tzinfo=UTC), 8 * HOUR),
    (datetime(2026, 10, 19, 12, tzinfo=UTC), 2 * DAY),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 3 * HOUR),
    (datetime(2026, 11, 1, 8, tzinfo=UTC), HOUR),
    (datetime(2026, 11, 9, 22, 40, tzinfo=UTC), 40 * MINUTE),
)

type Spans = tuple[tuple[datetime, timedelta], ...]


def inside(spans: Spans, now: datetime) -> bool:
    """Tell whether one of the spans holds an instant."""
    return any(start <= now < start + span for start, span in spans)


@dataclass
class Account:
    """A source that counts by the calendar month; it takes the place of the network."""

    truth: Household = field(default_factory=lambda: Household(zone=BERLIN))
    told: dict[int, int] = field(default_factory=dict)
    """What it said last in each month."""

    @property
    def used(self) -> int:
        """The bytes used in this month."""
        now = dt_util.utcnow()
        month = now.astimezone(BERLIN).replace(day=1, hour=0, minute=0, second=0)
        return self.truth.used_between(month.astimezone(UTC), now)

    def provider(
        self, _name: str, session: RouterSession, _account: Mapping[str, str]
    ) -> Provider:
        """Stand in for what makes a provider."""
        return Provider(account=self, session=session)


@dataclass
class Provider:
    """One life's way to ask the account."""

    account: Account
    session: RouterSession

    async def read(self) -> Reading:
        """Answer, unless it is one of the times when there is none."""
        assert self.session._announce is not None
        await self.session._announce()
        self.session.usage_requests += 1
        now, used = dt_util.utcnow(), self.account.used
        if inside(NO_ANSWER, now):
            raise RouterTimeout("no answer came in time")
        self.account.told[now.astimezone(BERLIN).month] = used
        return Reading(taken_at=now, used=used, remaining=ALLOWANCE - used)


@pytest.fixture
async def entry(hass: HomeAssistant, router: SimulatedRouter) -> MockConfigEntry:
    """Return the config entry of a monthly plan in Berlin."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    return await new_entry(hass, router, plan=Plan(allowance=ALLOWANCE))


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    """Let an account without a network be asked, and files be written without a disk."""
    account = Account()
    monkeypatch.setattr(
        "custom_components.taara.source.create_provider", account.provider
    )
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda _file: None)
    return account


async def test_forty_days(home: Home, account: Account) -> None:
    """After each reading Taara's figure is the source's, and no day hides a byte."""
    # It keeps a stack for each of a million futures, which takes longer than all else.
    home.hass.loop.set_debug(False)
    lives: list[dict[EventType[Any] | str, int]] = []
    for _ in range(READINGS):
        if inside(NOT_RUNNING, dt_util.utcnow()):
            if home.entry.state is ConfigEntryState.LOADED:
                lives.append(await unloaded(home))
            home.freezer.tick(POLL_INTERVAL)
            continue
        if home.entry.state is not ConfigEntryState.LOADED:
            await home.set_up()
        await home.turn()
        now = dt_util.utcnow()
        if inside(NO_ANSWER, now):
            assert home.overview.as_of < now
        else:
            assert (home.overview.as_of, home.overview.used) == (now, account.used)

    household = home.coordinator.household
    assert household is not None
    ledger = household.ledger
    opening = ledger.past[0].opening
    assert opening + everything(ledger) == sum(account.told.values())
    assert sorted(account.told) == [10, 11]
    assert [day.date for day in ledger.days] == [
        START.date() + timedelta(days=index) for index in range(40)
    ]
    check(ledger, BERLIN)
    check_days(ledger, BERLIN)
    assert home.hot.stat().st_size <= 8 * 1024
    assert len(household.polls) <= 7 * 144 + 1

    lives.append(await unloaded(home))
    assert len(lives) == len(NOT_RUNNING) + 1
    assert all(listeners == lives[0] for listeners in lives)


async def unloaded(home: Home) -> dict[EventType[Any] | str, int]:
    """Unload the household and return who listens still; no timer of ours may run."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.settle()
    timers = get_scheduled_timer_handles(home.hass.loop)
    left = [repr(timer) for timer in timers if not timer.cancelled()]
    assert not [timer for timer in left if "taara" in timer]
    return home.hass.bus.async_listeners()
