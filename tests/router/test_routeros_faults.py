"""What each fault of a RouterOS device becomes, and how many requests it costs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.taara.router.provider import (
    CannotConnect,
    InvalidAuth,
    RateLimited,
    RouterError,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)
from custom_components.taara.router.routeros import RouterOsProvider

from .conftest import HASTY, PATIENT, Connect, Serve
from .replies import LOGIN_PAGE, always, hang_up, in_json, silence
from .routeros_device import (
    ACTIVE,
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
from .server import Handler, RawServer, says

QUESTIONS = [
    (counter, number)
    for counter, requests in COUNTERS.items()
    for number, request in enumerate(requests)
    # Only that one may stay unanswered.
    if request != f"GET {RESOURCE}"
]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to answer, and what it becomes."""

    reply: Handler
    error: type[RouterError]


def unexpected(**answer: Any) -> Fault:
    """Build a fault of an answer that is not understood."""
    return Fault(reply=always(**answer), error=UnexpectedPayload)


def refused(body: Any, status: int) -> Fault:
    """Build a fault of the account."""
    return Fault(reply=in_json(body, status), error=InvalidAuth)


FAULTS = {
    "401": refused(UNAUTHORIZED, 401),
    "403": refused({"error": 403, "message": "Forbidden"}, 403),
    "permission": refused(forbidden(), 500),
    "not allowed": refused(forbidden("not allowed (9)"), 500),
    "500": Fault(
        reply=in_json({"error": 500, "message": "Internal Server Error"}, 500),
        error=RouterUnavailable,
    ),
    "502 page": Fault(
        reply=always(status=502, text="<html>permission</html>"),
        error=RouterUnavailable,
    ),
    "503": Fault(reply=always(status=503), error=RouterUnavailable),
    "429": Fault(reply=always(status=429), error=RateLimited),
    "no such menu": Fault(reply=in_json(NO_SUCH_MENU, 400), error=UnexpectedPayload),
    "404": unexpected(status=404),
    "501": unexpected(status=501),
    "empty": unexpected(),
    "204": unexpected(status=204),
    "html": unexpected(text="<html><body>Hello</body></html>"),
    "login page": unexpected(text=LOGIN_PAGE),
    "truncated": unexpected(text='[{"name": "home", "bytes-in": "1'),
    "not utf-8": unexpected(body=b"\xff\xfe[\x00"),
    "null": unexpected(text="null"),
    "text": unexpected(text='"hello"'),
    "list of numbers": unexpected(text="[1, 2]"),
    "list of lists": unexpected(text="[[]]"),
    "too deep": unexpected(text="[" * 100_000),
    "too long": unexpected(body=b" " * 2**19),
    "redirect to https": unexpected(status=302, headers={"Location": "https://x/"}),
    "redirect to login": unexpected(status=302, headers={"Location": "/login"}),
}
ODD = [None, True, "", "lots", "-1", -1, float("nan"), float("inf"), 1e30, "1e30", [5]]


@pytest.fixture
async def device() -> AsyncIterator[Device]:
    """Run a device."""
    async with running() as device:
        yield device


def login(counter: str = "interface:ether1") -> dict[str, str]:
    """Build the account that reads a counter."""
    return {"username": USERNAME, "password": PASSWORD, "counter": counter}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(("counter", "number"), QUESTIONS)
async def test_fault_ends_the_poll(
    name: str, counter: str, number: int, device: Device, connect: Connect
) -> None:
    """Whichever question it answers: nothing is asked again, or after it."""
    asked = COUNTERS[counter][: number + 1]
    device.replies[asked[-1].partition(" ")[2]] = FAULTS[name].reply
    session = connect(device.url)

    with pytest.raises(FAULTS[name].error):
        await RouterOsProvider(session, login(counter)).read()

    assert device.requests == asked
    assert session.usage_requests <= 1


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_of_the_sign_in_costs_one_request(
    name: str, device: Device, connect: Connect
) -> None:
    """And nothing of the menus is asked for."""
    device.replies[RESOURCE] = FAULTS[name].reply
    provider = RouterOsProvider(connect(device.url), login())

    for ask in (provider.sign_in, provider.offers):
        device.requests.clear()
        with pytest.raises(FAULTS[name].error):
            await ask()
        assert device.requests == [f"GET {RESOURCE}"]


@pytest.mark.parametrize("name", ["401", "429", "503", "html", "redirect to login"])
async def test_fault_while_the_counters_are_found_is_not_their_absence(
    name: str, device: Device, connect: Connect
) -> None:
    """The household would miss what it looks for."""
    device.replies[USERS] = FAULTS[name].reply

    with pytest.raises(FAULTS[name].error):
        await RouterOsProvider(connect(device.url), login()).offers()


@pytest.mark.parametrize(
    ("counter", "path", "key"),
    [
        ("hotspot:home", USERS, "bytes-in"),
        ("hotspot:home", USERS, "bytes-out"),
        ("hotspot:home", USERS, "limit-bytes-total"),
        ("hotspot:home", ACTIVE, "bytes-in"),
        ("user_manager:home", MONITOR, "total-upload"),
        ("interface:bridge", INTERFACES, "rx-byte"),
    ],
)
@pytest.mark.parametrize("odd", ODD, ids=repr)
async def test_wrong_figures_are_no_reading(
    odd: Any, counter: str, path: str, key: str, device: Device, connect: Connect
) -> None:
    """Nor zero, which would look like a restart; nor is a limit unlimited."""
    row = device.menus[path][0 if path == INTERFACES else -1]
    row[key] = odd

    with pytest.raises(UnexpectedPayload) as caught:
        await RouterOsProvider(connect(device.url), login(counter)).read()

    assert caught.value.sample


@pytest.mark.parametrize("sessions", [2, 2000])
async def test_absurd_sum_is_no_reading(
    sessions: int, device: Device, connect: Connect
) -> None:
    """What is stored has to fit into 64 bits."""
    row = {"user": "home", "bytes-in": "6" + "0" * 17, "bytes-out": "0"}
    device.menus[ACTIVE] = [row] * sessions

    with pytest.raises(UnexpectedPayload, match="absurd"):
        await RouterOsProvider(connect(device.url), login("hotspot:home")).read()


@pytest.mark.parametrize("counter", COUNTERS)
async def test_what_was_chosen_and_is_gone_is_told(
    counter: str, device: Device, connect: Connect
) -> None:
    """Somebody else's counter is not taken for it."""
    for path in (USERS, MANAGED, INTERFACES):
        device.menus[path] = [
            row for row in device.menus[path] if row["name"] not in {"home", "ether1"}
        ]

    with pytest.raises(UnexpectedPayload, match="not there any more"):
        await RouterOsProvider(connect(device.url), login(counter)).read()


@pytest.mark.parametrize("counter", ["hotspot:home", "user_manager:home"])
async def test_disabled_user_is_told(
    counter: str, device: Device, connect: Connect
) -> None:
    """Its counter would stand still and look like a household that saves."""
    device.change(USERS, disabled="true")
    device.change(MANAGED, disabled="true")

    with pytest.raises(UnexpectedPayload, match="not there any more"):
        await RouterOsProvider(connect(device.url), login(counter)).read()


@pytest.mark.parametrize("row", [{"name": "home"}, {"name": "home", ".id": 2}])
async def test_managed_user_without_an_id_is_not_monitored(
    row: dict[str, Any], device: Device, connect: Connect
) -> None:
    """No id is made up."""
    device.menus[MANAGED] = [row]

    with pytest.raises(UnexpectedPayload, match="no id"):
        await RouterOsProvider(connect(device.url), login("user_manager:home")).read()

    assert device.requests == [f"GET {MANAGED}"]


@pytest.mark.parametrize(
    ("reply", "error"), [(silence, RouterTimeout), (hang_up, CannotConnect)]
)
async def test_no_answer_counts_once(
    reply: Handler, error: type[RouterError], device: Device, connect: Connect
) -> None:
    """The question may have arrived."""
    device.replies[INTERFACES] = reply
    session = connect(device.url, timeouts=HASTY if reply is silence else PATIENT)

    with pytest.raises(error):
        await RouterOsProvider(session, login()).read()

    assert device.requests == [f"GET {INTERFACES}"]
    assert session.usage_requests == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**19,
    ],
    ids=["nothing", "not http", "cut off", "endless"],
)
async def test_bytes_that_no_device_would_send(
    raw: bytes, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """They are asked for once."""
    server = await serve_raw(RawServer(talk=says(raw)))

    with pytest.raises(RouterError):
        await RouterOsProvider(connect(server.url), login()).read()

    assert server.connections == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_wait_asked_for_is_passed_on(
    status: int, device: Device, connect: Connect
) -> None:
    """Too many requests, or no service: both may name a time."""
    device.replies[INTERFACES] = always(status=status, headers={"Retry-After": "120"})

    with pytest.raises(RateLimited if status == 429 else RouterUnavailable) as caught:
        await RouterOsProvider(connect(device.url), login()).read()

    assert getattr(caught.value, "retry_after", None) == 120
