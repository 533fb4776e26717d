"""What each fault of a HotSpot becomes, and how many requests it costs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiohttp import web
import pytest

from custom_components.taara.router.hotspot import HotspotProvider
from custom_components.taara.router.provider import (
    CannotConnect,
    RateLimited,
    RouterError,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)
from custom_components.taara.router.session import Timeouts

from .conftest import HASTY, PATIENT, Connect, Serve
from .hotspot_device import (
    ACCOUNT,
    ASK_LOGIN,
    ASK_STATUS,
    LOGGING_IN,
    SEND_LOGIN,
    STATUS_PAGE,
    USED,
    HotspotDevice,
    hotspot,
)
from .replies import always, hang_up, in_json, silence
from .server import Handler, RawServer, page, says


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to answer, and what it becomes."""

    reply: Handler
    error: type[RouterError]
    timeouts: Timeouts = PATIENT


def unexpected(**answer: Any) -> Fault:
    """Build a fault of an answer that is not understood."""
    return Fault(reply=always(**answer), error=UnexpectedPayload)


def redirect(location: str) -> Fault:
    """Build a fault of a redirect that is not the servlet's."""
    return unexpected(status=302, headers={"Location": location})


# The same on every path: nothing here is about the login.
EVERYWHERE = {
    "429": Fault(reply=always(status=429), error=RateLimited),
    "500": Fault(reply=always(status=500), error=RouterUnavailable),
    "503 page": Fault(
        reply=always(status=503, text=STATUS_PAGE), error=RouterUnavailable
    ),
    "quota in json": Fault(
        reply=in_json({"status": "error", "error_code": "QUOTA"}, 403),
        error=RouterUnavailable,
    ),
    "404": unexpected(status=404),
    "501": unexpected(status=501),
    "too long": unexpected(body=b" " * 2**19),
    "silence": Fault(reply=silence, error=RouterTimeout, timeouts=HASTY),
    "hang up": Fault(reply=hang_up, error=CannotConnect),
}
# What is no status page and no login page either; as an answer to a login it means
# nothing, for the status page will tell.
ODD = {
    "empty": unexpected(),
    "204": unexpected(status=204),
    "html": unexpected(text="<html><body>Hello</body></html>"),
    "truncated": unexpected(text=STATUS_PAGE.partition(" MiB</td>")[0]),
    "not utf-8": unexpected(body=b"\xff\xfe<\x00"),
    "null": unexpected(text="null"),
    "list": unexpected(text="[1, 2]"),
    "text": unexpected(text="Bytes up / down 1 MiB / 2 MiB"),
    "too deep": unexpected(text="[" * 100_000),
    "json of somebody else": unexpected(text='{"status": "success"}'),
    "redirect to another page": redirect("/home"),
    "redirect to another host": redirect("http://198.51.100.7/portal"),
    "redirect to nowhere": redirect("http://["),
}


@pytest.fixture
async def device() -> AsyncIterator[HotspotDevice]:
    """Run a HotSpot."""
    async with hotspot() as device:
        yield device


@pytest.mark.parametrize("name", [*EVERYWHERE, *ODD])
@pytest.mark.parametrize("number", [0, 1])
async def test_fault_before_the_login_ends_the_poll(
    name: str, number: int, device: HotspotDevice, connect: Connect
) -> None:
    """Nothing is asked again or after it, and the password stays at home."""
    fault = (EVERYWHERE | ODD)[name]
    device.replies[LOGGING_IN[number]] = fault.reply
    session = connect(device.url, timeouts=fault.timeouts)

    with pytest.raises(fault.error):
        await HotspotProvider(session, ACCOUNT).read()

    assert device.requests == LOGGING_IN[: number + 1]
    assert session.usage_requests == 1


@pytest.mark.parametrize("name", EVERYWHERE)
async def test_fault_of_the_login_ends_the_poll(
    name: str, device: HotspotDevice, connect: Connect
) -> None:
    """A login is sent once: it may have taken a slot."""
    fault = EVERYWHERE[name]
    device.replies[SEND_LOGIN] = fault.reply
    session = connect(device.url, timeouts=fault.timeouts)

    with pytest.raises(fault.error):
        await HotspotProvider(session, ACCOUNT).read()

    assert device.requests == LOGGING_IN[:3]
    assert session.usage_requests == 1


@pytest.mark.parametrize(
    "name", [name for name in ODD if name != "redirect to nowhere"]
)
async def test_login_is_judged_by_the_status_page(
    name: str, device: HotspotDevice, connect: Connect
) -> None:
    """What comes after it may be any page, or the way to one."""

    async def welcome(request: web.BaseRequest) -> web.StreamResponse:
        device.logged_in = True
        return await ODD[name].reply(request)

    device.replies[SEND_LOGIN] = welcome

    assert (await HotspotProvider(connect(device.url), ACCOUNT).read()).used == USED
    assert device.requests == LOGGING_IN


@pytest.mark.parametrize("name", [*EVERYWHERE, *ODD])
async def test_fault_of_the_repeat_ends_the_poll(
    name: str, device: HotspotDevice, connect: Connect
) -> None:
    """One repeat, whatever comes of it."""
    fault = (EVERYWHERE | ODD)[name]

    async def status(request: web.BaseRequest) -> web.StreamResponse:
        if device.logged_in:
            return await fault.reply(request)
        return web.Response(status=401)

    device.replies[ASK_STATUS] = status
    session = connect(device.url, timeouts=fault.timeouts)

    with pytest.raises(fault.error):
        await HotspotProvider(session, ACCOUNT).read()

    assert device.requests == LOGGING_IN
    assert session.usage_requests == 2


async def test_lapse_does_not_hide_that_the_device_is_logged_in(
    device: HotspotDevice, connect: Connect
) -> None:
    """The servlet shows no login page then, and nothing is sent blindly."""
    device.logged_in = True
    device.replies[ASK_STATUS] = always(status=401)

    with pytest.raises(UnexpectedPayload, match="no login page"):
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert device.requests == [ASK_STATUS, ASK_LOGIN]


@pytest.mark.parametrize("call", ["hexMD5(secret + '", "hash('"])
async def test_challenge_that_is_not_understood_sends_nothing(
    call: str, device: HotspotDevice, connect: Connect
) -> None:
    """Least of all the password in the clear."""
    challenged = device.login_page().replace("hexMD5('", call)
    device.replies[ASK_LOGIN] = always(text=challenged)

    with pytest.raises(UnexpectedPayload, match="challenge"):
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert device.forms == []


@pytest.mark.parametrize("status", [429, 503])
async def test_wait_asked_for_is_passed_on(
    status: int, device: HotspotDevice, connect: Connect
) -> None:
    """Too many requests, or no service: both may name a time."""
    device.replies[ASK_STATUS] = always(status=status, headers={"Retry-After": "120"})

    with pytest.raises(RateLimited if status == 429 else RouterUnavailable) as caught:
        await HotspotProvider(connect(device.url), ACCOUNT).read()

    assert getattr(caught.value, "retry_after", None) == 120


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**19,
    ],
    ids=["nothing", "not http", "cut off", "endless"],
)
async def test_bytes_that_no_hotspot_would_send(
    raw: bytes, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """They are asked for once."""
    server = await serve_raw(RawServer(talk=says(raw)))

    with pytest.raises(RouterError):
        await HotspotProvider(connect(server.url), ACCOUNT).read()

    assert server.connections == 1


@pytest.mark.parametrize(
    "raw",
    [
        page(STATUS_PAGE.encode()),
        b"HTTP/1.0 200 OK\r\n\r\n" + STATUS_PAGE.encode(),
        page(STATUS_PAGE.encode().replace(b"amina", b"am\xefna")),
    ],
    ids=["1.1", "1.0", "latin-1"],
)
async def test_status_page_is_read_as_the_servlet_sends_it(
    raw: bytes, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """By HTTP/1.0, to the end of the connection, in any encoding."""
    server = await serve_raw(RawServer(talk=says(raw)))

    assert (await HotspotProvider(connect(server.url), {}).read()).used == USED
