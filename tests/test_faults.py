"""What becomes of a household when its router misbehaves, fault by fault.

The table `docs/faults.md` is made from these cases: what it says is what is tested.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from custom_components.taara.const import DOMAIN
from custom_components.taara.model import Reach, ReadingStatus
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import SOURCE_REAUTH

from .common import ACCOUNT
from .helpers_core import MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault, what the household sees of it, and what the poll that met it cost.

    `requests` counts every try to send one, `usage` those that asked for usage and
    may have arrived; `lasts` is how long the poll takes, `rest` how long until the next;
    `is_off` says that nothing can reach the router at all.
    """

    what: str
    befall: Callable[[SimulatedRouter], Any]
    reach: Reach = Reach.UNEXPECTED_PAYLOAD
    status: ReadingStatus = ReadingStatus.FAILED
    requests: int = 2
    usage: int = 1
    lasts: timedelta = timedelta(0)
    rest: timedelta = 10 * MINUTE
    is_off: bool = False

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the household has to do something."""
        return self.reach is Reach.INVALID_AUTH


def fault(name: str, **options: Any) -> Callable[[SimulatedRouter], Any]:
    """Return what switches a fault of the simulated router on."""
    return lambda router: router.faults.set(name, **options)


def refuse_login(router: SimulatedRouter) -> None:
    """Let a session lapse and no new one begin."""
    router.sessions.expire()
    router.faults.set("quota_reached", path="/login")


def lapse(what: str, befall: Callable[[SimulatedRouter], Any], requests: int) -> Case:
    """Return the case of a session that lapsed, which a login mends."""
    return Case(
        what=what,
        befall=befall,
        reach=Reach.OK,
        status=ReadingStatus.SUCCESS,
        requests=requests,
        usage=requests - 2,
    )


def refusal(what: str, name: str) -> Case:
    """Return the case of a router that a login does not satisfy."""
    return Case(
        what=what,
        befall=fault(name),
        reach=Reach.INVALID_AUTH,
        requests=4,
        usage=2,
    )


def unreachable(what: str, name: str, **options: Any) -> Case:
    """Return the case of a router that gives no answer of use, but was asked."""
    return Case(what=what, befall=fault(name), reach=Reach.CANNOT_CONNECT, **options)


CASES = (
    lapse("ends the session, and says so", lambda router: router.sessions.expire(), 3),
    lapse("redirects to its login page, once", fault("redirect_login", times=1), 4),
    lapse("answers 401, once", fault("unauthorized", times=1), 4),
    lapse("answers 403, once", fault("forbidden", times=1), 4),
    lapse("answers 200 with its login page, once", fault("html", times=1), 4),
    refusal("redirects to its login page, even after a login", "redirect_login"),
    refusal("answers 401, even after a login", "unauthorized"),
    refusal("answers 403, even after a login", "forbidden"),
    refusal("answers 200 with its login page, even after a login", "html"),
    Case(what="redirects to another host", befall=fault("redirect_other_host")),
    Case(
        what="answers 429 with `Retry-After` of half an hour",
        befall=fault("too_many", retry_after=1800),
        reach=Reach.RATE_LIMITED,
        rest=30 * MINUTE,
    ),
    Case(
        what="answers 403 because the allowance is used up",
        befall=fault("quota_reached"),
        reach=Reach.USED_UP,
    ),
    Case(
        what="refuses the login because the allowance is used up",
        befall=refuse_login,
        reach=Reach.USED_UP,
        usage=0,
    ),
    unreachable("answers 500", "server_error"),
    unreachable("answers 503", "unavailable"),
    unreachable(
        "says that it is under maintenance", "maintenance", requests=1, usage=0
    ),
    Case(what="answers JSON cut short", befall=fault("truncated")),
    Case(what="answers nothing, with status 200", befall=fault("empty")),
    Case(what="leaves the numbers out", befall=fault("missing")),
    Case(what="puts lists and words where numbers belong", befall=fault("wrong_types")),
    Case(what="puts null where numbers belong", befall=fault("nulls")),
    Case(what="puts NaN where numbers belong", befall=fault("nan")),
    Case(what="puts negative numbers", befall=fault("negative")),
    Case(what="puts 10^30 everywhere", befall=fault("huge")),
    Case(
        what="does not know what remains",
        befall=fault("nulls", keys=("remaining_mb",)),
        reach=Reach.OK,
        status=ReadingStatus.PARTIAL,
    ),
    Case(
        what="is silent for 300 seconds",
        befall=fault("silence"),
        reach=Reach.TIMEOUT,
        lasts=timedelta(seconds=62),
    ),
    unreachable("closes the connection without an answer", "disconnect"),
    unreachable("closes the connection before the body", "drop_after_headers"),
    unreachable("closes the connection within the body", "cut_body"),
    Case(what="never ends its answer", befall=fault("endless")),
    Case(what="packs a gigabyte into its answer", befall=fault("gzip_bomb")),
    Case(
        what="is switched off, or elsewhere",
        befall=lambda router: None,
        reach=Reach.CANNOT_CONNECT,
        requests=3,
        usage=0,
        is_off=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
async def test_fault(home: Home, case: Case) -> None:
    """The last figures stand, nobody is asked too often, and nothing is lost after it."""
    await home.set_up()
    await home.turn()
    figures, asked = home.figures(), home.usage_requests

    case.befall(home.router)
    if case.is_off:
        await home.router.stop()
    if case.lasts:
        await home.begin_poll()
        home.freezer.tick(case.lasts)
        await home.settle()
    else:
        await home.turn()

    household = home.coordinator.household
    assert household is not None
    assert household.polls[-1].requests == case.requests
    assert (
        household.polls[-1].usage_requests == home.usage_requests - asked == case.usage
    )
    assert home.state("collection_status").state == case.status
    reachable = home.state("router_reachable", "binary_sensor")
    assert (reachable.state, reachable.attributes["reason"]) == ("on", case.reach)
    if case.reach is not Reach.OK:
        assert home.figures() == figures

    home.router.faults.clear()
    if case.is_off:
        await home.router.start()
    if case.asks_to_sign_in:
        await sign_in_again(home)
    else:
        await home.turn(case.rest)
    assert home.usage_requests - asked == case.usage + 1
    assert home.state("collection_status").state == ReadingStatus.SUCCESS
    assert_complete(home)


async def sign_in_again(home: Home) -> None:
    """Do what the household is asked to do."""
    flows = home.hass.config_entries.flow
    (asking,) = flows.async_progress_by_handler(DOMAIN)
    assert asking["context"]["source"] == SOURCE_REAUTH
    result = await flows.async_configure(asking["flow_id"], dict(ACCOUNT))
    assert result["type"] == "abort"
    assert result["reason"] == "reauth_successful"
    await home.settle()


def assert_complete(home: Home) -> None:
    """Every byte that the router told of is in the cycle, and in an hour or a day."""
    assert home.overview.used == home.told
    household = home.coordinator.household
    assert household is not None
    ledger = household.ledger
    in_days = sum(day.usage for day in ledger.days)
    in_hours = ledger.used_since(ledger.open_from)
    assert ledger.cycle.opening + in_days + in_hours == home.told
