"""RouterOS: what its menus count, and what is asked to know it."""

from collections.abc import AsyncIterator
import json

import pytest
from yarl import URL

from custom_components.taara.model import CounterKind
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import InvalidAuth, UnexpectedPayload
from custom_components.taara.router.routeros import Counter, RouterOsProvider

from .conftest import Connect
from .replies import always, in_json
from .routeros_device import (
    ACTIVE,
    BASIC,
    COUNTERS,
    INTERFACES,
    MANAGED,
    MONITOR,
    NO_SUCH_MENU,
    PASSWORD,
    RESOURCE,
    UNAUTHORIZED,
    USERNAME,
    USERS,
    Device,
    forbidden,
    running,
)
from .server import Handler


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    """Run a device."""
    async with running() as device:
        yield device


def account(device: Device, connect: Connect, counter: str = "") -> RouterOsProvider:
    """Make the provider of the device's account."""
    login = {"username": USERNAME, "password": PASSWORD, "counter": counter}
    return RouterOsProvider(connect(device.url), login)


async def test_signing_in_asks_for_no_usage(device: Device, connect: Connect) -> None:
    """The credentials go with the only request."""
    session = connect(device.url)
    login = {"username": USERNAME, "password": PASSWORD}

    await RouterOsProvider(session, login).sign_in()

    assert device.requests == [f"GET {RESOURCE}"]
    assert device.heads[0]["Authorization"] == BASIC
    assert session.usage_requests == 0


async def test_hotspot_user_counts_with_its_running_sessions(
    device: Device, connect: Connect
) -> None:
    """Without a limit the totals have no other meaning than to grow."""
    reading = await account(device, connect, "hotspot:home").read()

    assert reading.used == 1000 + 20000 + 1 + 2 + 30 + 400
    assert reading.counter is CounterKind.CUMULATIVE
    assert (reading.remaining, reading.allowance) == (None, None)


async def test_user_who_is_not_online_has_no_session(
    device: Device, connect: Connect
) -> None:
    """Nobody else's is taken for it."""
    device.menus[ACTIVE] = device.menus[ACTIVE][1:2]

    assert (await account(device, connect, "hotspot:home").read()).used == 21000


@pytest.mark.parametrize(
    ("limit", "remaining"), [("30000", 8567), ("21433", 0), ("500", 0)]
)
async def test_limit_is_the_allowance(
    limit: str, remaining: int, device: Device, connect: Connect
) -> None:
    """Whoever went over it has nothing left, not less."""
    device.change(USERS, **{"limit-bytes-total": limit})

    reading = await account(device, connect, "hotspot:home").read()

    assert reading.counter is CounterKind.USED
    assert (reading.used, reading.remaining) == (21433, remaining)
    assert reading.allowance == int(limit)


async def test_limit_of_zero_is_none(device: Device, connect: Connect) -> None:
    """That is how RouterOS says unlimited."""
    device.change(USERS, **{"limit-bytes-total": "0"})

    reading = await account(device, connect, "hotspot:home").read()

    assert reading.counter is CounterKind.CUMULATIVE
    assert reading.allowance is None


async def test_managed_user_is_monitored_by_its_id(
    device: Device, connect: Connect
) -> None:
    """The totals include the running sessions."""
    reading = await account(device, connect, "user_manager:home").read()

    assert json.loads(device.bodies[-1]) == {".id": "*2", "once": True}
    assert (reading.used, reading.counter) == (9800, CounterKind.CUMULATIVE)
    assert reading.plan_name == "Monthly 500 GB"


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        (None, None),
        ("", None),
        (5, None),
        (" \n", None),
        ("a\ud800b", "ab"),
        ("x" * 99, "x" * 60),
    ],
)
async def test_profile_that_cannot_be_shown_is_no_plan(
    profile: object, name: str | None, device: Device, connect: Connect
) -> None:
    """It is stored, so it must be text, and short."""
    device.change(MONITOR, **{"actual-profile": profile})

    reading = await account(device, connect, "user_manager:home").read()

    assert reading.plan_name == name


async def test_interface_counts_both_ways(device: Device, connect: Connect) -> None:
    """Since the router started."""
    reading = await account(device, connect, "interface:ether1").read()

    assert (reading.used, reading.counter) == (650, CounterKind.CUMULATIVE)
    assert reading.remaining is None


async def test_name_may_hold_a_colon(device: Device, connect: Connect) -> None:
    """Only the first one divides."""
    device.change(INTERFACES, name="vlan:7")

    reading = await account(device, connect, Counter.INTERFACE.named("vlan:7")).read()

    assert reading.used == 650


@pytest.mark.parametrize("counter", COUNTERS)
async def test_poll_asks_what_it_needs_and_one_usage_request(
    counter: str, device: Device, connect: Connect
) -> None:
    """It announces that one, and no other."""
    announced = 0

    async def announce() -> None:
        nonlocal announced
        announced += 1

    session = connect(device.url, announce=announce)
    login = {"username": USERNAME, "password": PASSWORD, "counter": counter}

    await RouterOsProvider(session, login).read()

    assert device.requests == COUNTERS[counter]
    assert session.usage_requests == announced == 1


@pytest.mark.parametrize("counter", COUNTERS)
async def test_every_list_is_limited_to_what_is_needed(
    counter: str, device: Device, connect: Connect
) -> None:
    """The list of hotspot users would hold their passwords."""
    provider = account(device, connect, counter)
    await provider.offers()
    await provider.read()

    for request, fields in zip(device.requests, device.asked_for, strict=True):
        assert (fields is None) == (request == f"POST {MONITOR}")
        assert "password" not in (fields or "")


async def test_counters_are_all_that_can_be_read(
    device: Device, connect: Connect
) -> None:
    """But for what is disabled; finding them is no usage request."""
    provider = account(device, connect)

    found = await provider.offers()

    assert found == (
        "hotspot:guest",
        "hotspot:home",
        "user_manager:guest",
        "user_manager:home",
        "interface:bridge",
        "interface:ether1",
    )
    assert device.requests == [
        f"GET {p}" for p in (RESOURCE, USERS, MANAGED, INTERFACES)
    ]
    assert set(COUNTERS) <= set(found)


@pytest.mark.parametrize(
    "gone",
    [
        in_json(NO_SUCH_MENU, 400),
        always(status=404),
        always(status=403),
        in_json(forbidden(), 500),
        in_json(forbidden("not allowed (9)"), 500),
        in_json({"error": 500, "message": "not allowed (9)"}, 500),
        in_json([]),
        in_json(
            [{}, {"name": 5}, {"name": "\ud800"}, {"name": "a", "disabled": "true"}]
        ),
    ],
)
async def test_menu_that_has_nothing_to_read_is_left_out(
    gone: Handler, device: Device, connect: Connect
) -> None:
    """Also where the account may not look."""
    device.replies = dict.fromkeys((USERS, MANAGED), gone)

    found = await account(device, connect).offers()

    assert found == ("interface:bridge", "interface:ether1")


async def test_nothing_is_asked_before_something_was_chosen(
    device: Device, connect: Connect
) -> None:
    """It would spend a usage request."""
    for counter in ("", "kid_control:phone"):
        with pytest.raises(UnexpectedPayload, match="chosen"):
            await account(device, connect, counter).read()

    assert device.requests == []


@pytest.mark.parametrize("login", [{"password": "no"}, {"username": "a:b"}])
async def test_wrong_credentials_are_told(
    login: dict[str, str], device: Device, connect: Connect
) -> None:
    """By each of the three ways to ask, in one request."""
    known = {"username": USERNAME, "password": PASSWORD, "counter": "interface:ether1"}
    provider = RouterOsProvider(connect(device.url), known | login)

    for ask in (provider.sign_in, provider.offers, provider.read):
        device.requests.clear()
        with pytest.raises(InvalidAuth):
            await ask()
        assert len(device.requests) == 1


@pytest.mark.parametrize(
    ("path", "status", "body", "known"),
    [
        (RESOURCE, 401, UNAUTHORIZED, True),
        ("/status", 401, UNAUTHORIZED, False),
        (RESOURCE, 200, UNAUTHORIZED, False),
        (RESOURCE, 401, {"message": "Unauthorized"}, False),
        (RESOURCE, 401, UNAUTHORIZED | {"realm": "x"}, False),
    ],
)
def test_device_is_known_by_its_exact_refusal(
    path: str, status: int, body: object, known: bool
) -> None:
    """Others refuse in other words."""
    url = URL("http://192.0.2.1").join(URL(path))
    text = json.dumps(body).encode()
    answer = Answer(status=status, url=url, headers={}, body=text)

    assert bool(RouterOsProvider.recognise(path, answer)) is known
