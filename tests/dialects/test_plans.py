"""Plans that are used up, topped up, renewed, expired and changed; routers that restart."""

from typing import Any

import pytest

from custom_components.taara.model import CounterKind, Reach
from demo.plan import Prepaid
from tests.helpers_core import DAY, HOUR

from .home import GB, Dwelling
from .setups import SETUPS, TB

TELLS_THE_END = [
    "taara_share",
    "routeros hotspot user",
    "routeros user manager",
    "routeros interface",
]
# What each tells whom it cuts off; a portal says no more than that it lets nobody in.
CUTS_OFF = {
    "hotspot page": Reach.USED_UP,
    "hotspot template": Reach.USED_UP,
    "capport": Reach.CANNOT_CONNECT,
}
TOLERANCE = TB // 1000


@pytest.fixture
def sold() -> dict[str, Any]:
    """Return what was bought; parametrise it."""
    return {}


@pytest.fixture
def router_options(
    router_options: dict[str, Any], sold: dict[str, Any]
) -> dict[str, Any]:
    """Let no session lapse by itself, and let people have bought something."""
    return router_options | {"session_seconds": 90 * 86400} | sold


def about(amount: int) -> Any:
    """Return what a figure is, to a thousandth of the plan."""
    return pytest.approx(amount, abs=TOLERANCE)


@pytest.mark.parametrize("setup", TELLS_THE_END, indirect=True)
async def test_used_up(home: Dwelling) -> None:
    """It is shown as it is, and refuses no password; a top-up counts where it is told."""
    await home.turn()
    home.router.counter.exhaust()
    await home.turn()
    assert (home.reach(), home.asking) == (Reach.OK, [])
    if home.setup.counter.counts_the_cycle:
        assert (home.overview.used, home.overview.remaining) == (about(TB), 0)
        assert home.overview.percentage == pytest.approx(100, abs=0.1)
    else:
        assert home.overview.used == about(home.told)

    home.router.counter.top_up(100 * GB)
    await home.turn()
    home.require_complete()
    if home.setup.counter.counts_the_cycle:
        assert home.overview.cycle.number == 1
        assert home.overview.remaining == about(home.router.counter.remaining or 0)
        assert home.overview.allowance == about(1100 * GB)
    else:
        assert home.overview.used == about(home.told)


@pytest.mark.parametrize("setup", CUTS_OFF, indirect=True)
async def test_cut_off(home: Dwelling) -> None:
    """Who is cut off is not told what is left: the figures stand, until they are."""
    await home.turn()
    figures = home.figures()
    home.router.counter.exhaust()
    for _ in range(3):
        await home.turn()
        assert (home.reach(), home.asking) == (CUTS_OFF[home.setup.name], [])
        assert home.figures() == figures
    home.router.counter.top_up(100 * GB)
    await home.turn()
    assert (home.reach(), home.asking) == (Reach.OK, [])
    home.require_complete()
    if home.setup.counter is CounterKind.REMAINING:
        assert home.overview.remaining == about(home.router.counter.remaining or 0)


RENEWS = [
    setup.name
    for setup in SETUPS
    if setup.counter in {CounterKind.USED, CounterKind.REMAINING}
]


@pytest.mark.parametrize("setup", RENEWS, indirect=True)
async def test_renewed_when_it_was_used_up(home: Dwelling) -> None:
    """A new plan begins with nothing used; the day keeps what the old one used."""
    home.router.counter.use((home.router.counter.remaining or 0) - GB)
    await home.turn()
    used = home.overview.used_today
    home.router.counter.exhaust()
    await home.turn()
    home.router.counter.renew()
    await home.turn()
    home.require_truth()
    home.require_complete()
    assert home.overview.cycle.number == 2
    assert used is not None
    assert home.overview.used_today == pytest.approx(used, abs=3 * GB)


async def test_renewed_by_the_calendar(home: Dwelling) -> None:
    """Every kind of source begins the next month with nothing used."""
    before_end = home.router.counter.cycle.end - home.router.clock.now() - HOUR
    await home.turn(before_end, step=3 * DAY)
    assert home.overview.cycle.number == 1
    assert home.overview.used == about(home.told)
    await home.turn(2 * HOUR)
    home.router.counter.use(20 * GB)
    await home.turn()
    assert home.overview.cycle.number == 2
    assert home.overview.used == about(home.router.counter.used)
    assert home.overview.remaining == about(home.router.counter.remaining or 0)
    household = home.coordinator.household
    assert household is not None
    ended = home.router.counter.finished[-1].figures.used
    before = 0 if home.setup.counter.counts_the_cycle else home.opening
    assert household.ledger.past[-1].used == about(ended - before)
    home.require_complete()


PREPAID = {"plan": Prepaid(30), "used": 300 * GB}
CAN_EXPIRE = ["taara_share", "capport"]


@pytest.mark.parametrize("sold", [PREPAID])
@pytest.mark.parametrize("setup", CAN_EXPIRE, indirect=True)
@pytest.mark.parametrize("size", [TB, 2 * TB])
async def test_expired(home: Dwelling, size: int) -> None:
    """A plan that ended is expired until a new one is active."""
    await home.turn(15 * DAY - HOUR, step=3 * DAY)
    assert not home.overview.expired
    assert home.overview.daily_budget is not None
    await home.turn(DAY, step=3 * HOUR)
    assert home.overview.expired
    assert home.overview.daily_budget is None
    assert home.asking == []
    home.router.counter._granted = size
    home.router.counter.renew()
    await home.turn()
    home.router.counter.use(10 * GB)
    await home.turn()
    assert not home.overview.expired
    assert home.overview.cycle.number == 2
    home_truth(home)


@pytest.mark.parametrize("sold", [PREPAID, PREPAID | {"used": 0}])
@pytest.mark.parametrize("setup", ["taara_share"], indirect=True)
async def test_smaller_plan(home: Dwelling) -> None:
    """What a smaller plan lacks was not used, be it less or more than the old one left."""
    await home.turn(15 * DAY, step=3 * DAY)
    await home.turn()
    used = home.overview.used_today or 0
    home.router.counter._granted = 500 * GB
    home.router.dialect.vary(plan_name="Half a month")
    home.router.counter.renew()
    await home.turn()
    home.router.counter.use(10 * GB)
    await home.turn()
    home_truth(home)
    assert home.overview.cycle.number == 2
    assert home.overview.plan_name == "Half a month"
    assert (home.overview.used_today or 0) - used == about(10 * GB)


@pytest.mark.parametrize("sold", [PREPAID])
@pytest.mark.parametrize("setup", ["taara_share"], indirect=True)
@pytest.mark.parametrize("own_ids", [False, True])
async def test_queued(home: Dwelling, own_ids: bool) -> None:
    """A plan that waits counts only once it is active."""
    home.router.dialect.vary(own_ids=own_ids)
    await home.turn()
    home.router.counter.queue()
    await home.turn()
    home_truth(home)
    assert home.overview.cycle.number == 1
    await home.turn(15 * DAY - HOUR, step=3 * DAY)
    home_truth(home)
    assert home.overview.cycle.number == 1
    await home.turn(2 * HOUR)
    assert not home.overview.expired
    assert home.overview.cycle.number == 2
    home_truth(home)
    home.require_complete()


def home_truth(home: Dwelling) -> None:
    """Fail unless the cycle's figures are the source's."""
    counter = home.router.counter
    assert home.overview.used == about(counter.used)
    assert home.overview.remaining == about(counter.remaining or 0)
    assert home.overview.allowance == about(counter.allowance or 0)


REBOOTS = [
    ("routeros interface", {}),
    ("routeros interface", {"counter_bits": 32}),
    ("routeros hotspot user", {}),
    ("routeros user manager", {}),
    ("hotspot page", {"lets_in": True}),
    ("hotspot template", {"lets_in": True}),
]


@pytest.mark.parametrize(("setup", "manner"), REBOOTS, indirect=["setup"])
async def test_restarted(home: Dwelling) -> None:
    """What was used goes on: no byte twice, none lost, none negative."""
    for amount in (3, 0, 1, 40):
        home.router.reboot()
        home.router.counter.use(amount * GB // 10)
        await home.turn()
        assert (home.reach(), home.asking) == (Reach.OK, [])
        home.require_truth()
        assert home.overview.used == pytest.approx(home.told, abs=GB // 4)
        home.require_complete()
    await home.turn(HOUR)
    assert home.overview.used == pytest.approx(home.told, abs=GB // 4)
