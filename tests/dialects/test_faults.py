"""What becomes of a household of each kind when its source misbehaves, fault by fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from custom_components.taara.model import Reach
from demo.faults import FAULTS
from demo.simulator import SimulatedRouter
from tests.helpers_core import MINUTE

from .home import Dwelling
from .setups import SHARE_LOGIN, Setup

OK, UNEXPECTED = Reach.OK, Reach.UNEXPECTED_PAYLOAD
AWAY, REFUSED = Reach.CANNOT_CONNECT, Reach.INVALID_AUTH

USUAL = {
    "bad_clock": OK,
    "cut_body": AWAY,
    "disconnect": AWAY,
    "drip": OK,
    "drop_after_headers": AWAY,
    "empty": UNEXPECTED,
    "endless": UNEXPECTED,
    "forbidden": UNEXPECTED,
    "gzip": OK,
    "gzip_bomb": UNEXPECTED,
    "html": UNEXPECTED,
    "http_1_0": OK,
    "huge": UNEXPECTED,
    "maintenance": AWAY,
    "missing": UNEXPECTED,
    "nan": UNEXPECTED,
    "negative": UNEXPECTED,
    "not_utf8": OK,
    "nulls": UNEXPECTED,
    "quota_reached": Reach.USED_UP,
    "redirect_login": UNEXPECTED,
    "redirect_other_host": UNEXPECTED,
    "server_error": AWAY,
    "silence": Reach.TIMEOUT,
    "slow": OK,
    "too_many": Reach.RATE_LIMITED,
    "truncated": UNEXPECTED,
    "unauthorized": UNEXPECTED,
    "unavailable": AWAY,
    "wrong_content_type": OK,
    "wrong_types": UNEXPECTED,
}
"""How a poll ends that meets a fault, unless a kind of source knows better."""

LOGIN_WANTED = ("forbidden", "html", "redirect_login", "unauthorized")
BETTER: dict[str, dict[str, Reach]] = {
    # A token that lapses in the middle of its life is what these look like.
    # A page that goes on after a login that worked is nobody's word on credentials.
    "taara_share": dict.fromkeys(("forbidden", "unauthorized"), REFUSED),
    # As where nothing is limited.
    "capport": dict.fromkeys(("missing", "nulls"), AWAY),
    "routeros": {
        "forbidden": REFUSED,
        "unauthorized": REFUSED,
        # Bytes that are no text stand outside of the strings of JSON here, ...
        "not_utf8": UNEXPECTED,
    },
    "hotspot page": {"not_utf8": UNEXPECTED},  # ... and before the page.
}

OPTIONS: dict[str, dict[str, Any]] = {
    "drip": {"seconds": 0},
    "slow": {"seconds": 0},
    "too_many": {"retry_after": 1800},
}
LASTS = timedelta(seconds=62)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault, how the poll that meets it ends, and how often it may ask for usage."""

    name: str
    reach: Reach
    usage: int = 1
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rest(self) -> timedelta:
        """How long until the next poll."""
        return 30 * MINUTE if self.reach is Reach.RATE_LIMITED else 10 * MINUTE


def cases(setup: Setup) -> list[Case]:
    """Return what each fault does to a kind of source."""
    known = USUAL | BETTER.get(setup.provider, {}) | BETTER.get(setup.name, {})
    assert known.keys() == FAULTS.keys()
    found: list[Case] = []
    for name, reach in known.items():
        repeats = setup.is_share and name in LOGIN_WANTED
        options = OPTIONS.get(name, {})
        found.append(Case(name=name, reach=reach, usage=1 + repeats, options=options))
        if repeats:
            found.append(Case(name=name, reach=OK, usage=2, options={"times": 1}))
    return found


@pytest.fixture
def router_options(router_options: dict[str, Any]) -> dict[str, Any]:
    """Let no session lapse by itself: what it counted after its last poll nobody knows."""
    return router_options | {"session_seconds": 7 * 86400}


async def test_faults(home: Dwelling, subtests: pytest.Subtests) -> None:
    """One after the other: figures stand, nobody is bothered, nothing is lost."""
    await home.turn()
    for case in cases(home.setup):
        with subtests.test(fault=case.name, **case.options):
            await befall(home, case)


async def befall(home: Dwelling, case: Case) -> None:
    """Let a poll meet a fault, and the next one not."""
    figures, asked = home.figures(), home.usage_requests
    home.router.faults.set(case.name, **case.options)
    try:
        if case.reach is Reach.TIMEOUT:
            await home.begin_poll()
            home.freezer.tick(LASTS)
            await home.settle()
        else:
            await home.turn()
    finally:
        home.router.faults.clear()
    assert home.reach() == case.reach
    assert home.usage_requests - asked <= case.usage
    if case.reach is not OK:
        assert home.figures() == figures
        assert home.state("collection_status").state == "failed"
    assert len(home.asking) == (case.reach is REFUSED)
    if home.asking:
        assert (await home.sign_in_again()).abort_reason == "reauth_successful"
    await home.turn(case.rest)
    assert home.reach() == OK
    home.require_truth()
    home.require_complete()


async def test_switched_off(home: Dwelling, router: SimulatedRouter) -> None:
    """A source that is away for hours is asked on, and what was used is not lost."""
    await home.turn()
    figures, asked = home.figures(), len(router.requests)
    await router.stop()
    for failures in range(1, 7):
        await home.turn()
        assert (home.reach(), home.figures()) == (AWAY, figures)
        reachable = home.state("router_reachable", "binary_sensor").state
        assert reachable == ("off" if failures >= 3 else "on")
    await router.start()
    await home.turn()
    assert home.reach() == OK
    assert len(router.requests) - asked == len(home.setup.polls)
    home.require_truth()
    home.require_complete()


@pytest.mark.parametrize(
    ("fault", "reach"),
    [
        ("quota_reached", Reach.USED_UP),
        ("server_error", AWAY),
        ("too_many", Reach.RATE_LIMITED),
        ("redirect_other_host", UNEXPECTED),
        ("disconnect", AWAY),
    ],
)
@pytest.mark.parametrize("setup", ["taara_share", "hotspot page"], indirect=True)
async def test_login_fails(home: Dwelling, fault: str, reach: Reach) -> None:
    """A session that lapses while nobody can sign in: that refuses no password."""
    await home.turn()
    figures, asked = home.figures(), home.usage_requests
    home.router.sign_out()
    login = SHARE_LOGIN.partition(" ")[2] if home.setup.is_share else "/login"
    home.router.faults.set(fault, path=login)
    await home.turn()
    assert (home.reach(), home.figures()) == (reach, figures)
    assert home.usage_requests - asked == 1
    assert home.asking == []
    home.router.faults.clear()
    await home.turn(30 * MINUTE)
    assert home.reach() == OK
