"""A night that does not count, and what a month leaves, at sources that tell their truth."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.taara.const import DOMAIN
from custom_components.taara.usage.household import Household
from homeassistant.util import dt as dt_util
from tests.flow import Flow
from tests.helpers_core import DAY, HOUR, NOON, Home

from .home import Dwelling
from .setups import AS_TOLD, MONTHLY, PLAN, TB

pytestmark = pytest.mark.freeze_time(NOON)

NIGHT = {"start": "22:00", "end": "06:00"}
MORNING = datetime(2026, 10, 15, 5, tzinfo=UTC)
COUNTER = "routeros interface"
ACCOUNT = "taara_share"


def kept(home: Home) -> Household:
    """Return what is kept of the household."""
    household = home.coordinator.household
    assert household is not None
    return household


async def give(home: Dwelling, **more: object) -> None:
    """Enter what the plan has beside its allowance."""
    flow = await Flow.reconfigure(home.hass, home.entry)
    await flow.choose("plan")
    await flow.enter(**PLAN, more=more)
    told = home.setup.counter.counts_the_cycle
    await flow.enter(**AS_TOLD if told else MONTHLY)
    assert flow.abort_reason == "reconfigure_successful"
    await home.settle()


def is_night() -> bool:
    """Tell whether it is night at home."""
    now: datetime = dt_util.now()
    return now.hour >= 22 or now.hour < 6


@pytest.mark.parametrize("setup", [COUNTER], indirect=True)
async def test_night(home: Dwelling) -> None:
    """Every byte of a day and a night counts or is free; a kill changes nothing."""
    await give(home, free_hours=[NIGHT])
    counting, free = 0, 0
    while dt_util.now() < MORNING:
        before, night = home.told, is_night()
        await home.turn()
        if night:
            free += home.told - before
        else:
            counting += home.told - before
        assert home.overview.used == counting
    assert counting > 0
    assert free > 0
    ledger = kept(home).ledger
    (day,) = ledger.days
    midnight = ledger.open_from.timestamp()
    today = [hour for at, hour in ledger.hours.items() if at >= midnight]
    assert day.free + sum(hour.free for hour in today) == free
    assert day.usage + sum(hour.used for hour in today) == counting
    assert home.overview.used_today == counting - day.usage
    assert home.overview.remaining == TB - counting
    assert day.data_quality == 0.5  # from noon on, at night too
    answer: Any = await home.hass.services.async_call(
        DOMAIN, "get_daily_summaries", {}, blocking=True, return_response=True
    )
    assert answer["days"][0]["free_usage_mb"] == round(day.free / 2**20)

    async with home.next_life(killed=True) as later:
        await later.set_up()
        restored = kept(later).ledger
        assert (restored.hours, restored.days) == (ledger.hours, ledger.days)
        assert kept(later).plan == kept(home).plan
        assert later.overview.used == counting


@pytest.mark.parametrize("setup", [ACCOUNT], indirect=True)
async def test_night_of_a_source_that_counts_the_cycle(home: Dwelling) -> None:
    """Taara shows what the account shows, which has its own free hours or none."""
    await give(home, free_hours=[NIGHT], rollover=True)
    await home.turn(20 * HOUR, step=HOUR)
    home.require_truth()
    home.require_complete()
    assert kept(home).ledger.days[0].free == 0


@pytest.mark.parametrize("setup", [COUNTER], indirect=True)
async def test_month_leaves_its_rest(home: Dwelling) -> None:
    """The first of the month grants it, as soon as the last minutes are counted."""
    await give(home, rollover=True)
    since = home.router.counter.mark()
    await home.turn(18 * DAY, step=3 * HOUR)
    (october,), november = kept(home).ledger.past, home.overview.cycle
    assert 0 < october.used < TB
    assert november.granted == 2 * TB - october.used
    assert home.overview.remaining == november.granted - november.used
    assert october.used + november.used == home.router.counter.since(since)
