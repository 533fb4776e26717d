"""Another source for the same household: its figures from now on, its history all along."""

from collections.abc import AsyncIterator, Mapping
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from demo.clock import Clock
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.flow import Flow
from tests.helpers_core import DAY, HOUR, MINUTE, Home

from .home import GB, Dwelling
from .setups import AS_TOLD, BY_NAME, MONTHLY, PLAN, TB

SHARE = BY_NAME["taara_share"]
ROUTEROS = "routeros interface"


@pytest.fixture
async def service(
    freezer: FrozenDateTimeFactory, socket_enabled: None
) -> AsyncIterator[SimulatedRouter]:
    """Run the account service of a household that reads its local router until now."""
    async with SimulatedRouter(
        dialect="taara_share",
        clock=Clock(source=lambda: time.time()),  # noqa: PLW0108  the name, not its value
        allowance=TB,
        used=200 * GB,
        usage_interval_seconds=0,
    ) as service:
        yield service


@pytest.fixture
async def at_router(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    socket_enabled: None,
    no_pauses: None,
) -> AsyncIterator[Home]:
    """Return that household, set up some days ago."""
    async with SimulatedRouter(
        clock=Clock(source=lambda: time.time()),  # noqa: PLW0108  the name, not its value
        usage_interval_seconds=0,
    ) as router:
        flow = await Flow.begin(hass)
        entry: Any = await flow.finish(router)
        home = Home(hass=hass, freezer=freezer, router=router, entry=entry)
        await home.turn(2 * DAY + HOUR, step=6 * HOUR)
        yield home


def identity(hass: HomeAssistant, entry: ConfigEntry) -> Mapping[str, Any]:
    """Return what tells an entry and its entities from others."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {
        "entities": {entity.unique_id: entity.entity_id for entity in entities},
        "unique_id": entry.unique_id,
        "credential_id": entry.data["credential_id"],
    }


async def minute_later(home: Home) -> Flow:
    """Begin to change something, not in the very moment of a reading."""
    home.freezer.tick(MINUTE)
    return await Flow.reconfigure(home.hass, home.entry)


async def changed(flow: Flow, cycle: Mapping[str, Any]) -> None:
    """Enter plan and cycle, and wait for the household."""
    assert flow.step == "plan", flow.errors
    await flow.enter(**PLAN)
    await flow.enter(**cycle)
    assert flow.abort_reason == "reconfigure_successful"
    await flow.hass.async_block_till_done(wait_background_tasks=True)


def history(home: Home) -> tuple[Any, ...]:
    """Return what the household used, day by day, and today."""
    household = home.coordinator.household
    assert household is not None
    return household.ledger.days, home.overview.used_today


async def test_from_the_router_to_the_account(
    at_router: Home, service: SimulatedRouter
) -> None:
    """The account tells of the same household what its router did not."""
    home = at_router
    before, ids = history(home), identity(home.hass, home.entry)
    assert len(before[0]) == 2
    ended = home.overview.cycle
    flow = await minute_later(home)
    await flow.choose("taara_share")
    await flow.enter(**SHARE.typed(service))
    await changed(flow, AS_TOLD)

    assert home.entry.data["provider"] == "taara_share"
    assert identity(home.hass, home.entry) == ids
    assert history(home) == before
    assert home.overview.used == pytest.approx(service.counter.used, rel=0.001)
    assert home.overview.allowance == TB
    household = home.coordinator.household
    assert household is not None
    assert household.ledger.past[-1].used == ended.used
    assert sum(one.figures is not None for one in service.requests) == 1

    service.counter.use(5 * GB)
    await home.turn()
    assert home.overview.used == pytest.approx(service.counter.used, rel=0.001)
    assert home.overview.used_today == pytest.approx(before[1] + 5 * GB, abs=GB)


@pytest.mark.parametrize("setup", [ROUTEROS], indirect=True)
async def test_another_counter(home: Dwelling) -> None:
    """A counter that knows more is chosen from the list again; the password is kept."""
    await home.turn(2 * DAY + HOUR, step=6 * HOUR)
    before, ids = history(home), identity(home.hass, home.entry)
    flow = await minute_later(home)
    await flow.choose("router")
    await flow.enter(host=home.router.url)
    assert flow.fields == ["username", "password", "provider"]
    assert flow.suggested("password") is None
    await flow.enter(username=flow.suggested("username"))
    assert flow.fields == ["username", "password", "counter", "provider"]
    assert flow.suggested("counter") == home.setup.choice
    await flow.enter(username="monitor", counter="hotspot:household")
    await changed(flow, MONTHLY)

    assert identity(home.hass, home.entry) == ids
    assert history(home) == before
    counter = home.router.counter
    assert home.overview.used == pytest.approx(counter.used, rel=0.001)
    counter.use(5 * GB)
    await home.turn()
    assert home.overview.used == pytest.approx(counter.used, rel=0.001)
    assert home.overview.used_today == pytest.approx(before[1] + 5 * GB, abs=GB)


@pytest.mark.parametrize("setup", ["routeros hotspot user"], indirect=True)
async def test_counter_that_is_gone(home: Dwelling) -> None:
    """Who was counted is not there any more: said so, figures stand, another is chosen."""
    await home.turn()
    figures = home.figures()
    home.router.dialect.vary(household="flat-2")
    await home.turn()
    assert (home.reach(), home.asking) == ("unexpected_payload", [])
    assert home.figures() == figures
    flow = await minute_later(home)
    await flow.choose("router")
    await flow.enter(host=home.router.url)
    await flow.enter(username="monitor")
    await flow.enter(username="monitor", counter="hotspot:flat-2")
    await changed(flow, MONTHLY)
    assert home.reach() == "ok"
    assert home.overview.used == pytest.approx(home.router.counter.used, rel=0.001)
