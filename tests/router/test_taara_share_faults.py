"""What each fault of the account service becomes, and how many requests it costs."""

from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.taara.router.provider import (
    InvalidAuth,
    RateLimited,
    RouterError,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)
from custom_components.taara.router.taara_share import TaaraShareProvider

from .conftest import Connect, Serve, Subscribe
from .replies import LOGIN_PAGE, always, hang_up, in_json, silence
from .server import Handler, RawServer, says
from .taara_service import (
    ACCOUNT,
    ASK_BUNDLE,
    ASK_LOGIN,
    BUNDLE,
    LOGIN,
    TaaraService,
    bundle,
    plan,
    purchase,
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to answer, and what it becomes."""

    reply: Handler
    error: type[RouterError]


def unexpected(**answer: Any) -> Fault:
    """Build a fault of an answer that is not understood."""
    return Fault(reply=always(**answer), error=UnexpectedPayload)


FAULTS = {
    "500": Fault(reply=always(status=500), error=RouterUnavailable),
    "502 page": Fault(
        reply=always(status=502, text=LOGIN_PAGE), error=RouterUnavailable
    ),
    "503": Fault(reply=always(status=503), error=RouterUnavailable),
    "429": Fault(reply=always(status=429), error=RateLimited),
    "404": unexpected(status=404, text='{"message": "Cannot GET /v1"}'),
    "405": unexpected(status=405),
    "204": unexpected(status=204),
    "empty": unexpected(),
    "html": unexpected(text="<html><body>Hello</body></html>"),
    "truncated": unexpected(text='{"accessToken": "a", "data": {"subscri'),
    "not utf-8": unexpected(body=b"\xff\xfe{\x00"),
    "list": unexpected(text="[1, 2]"),
    "text": unexpected(text='"hello"'),
    "null": unexpected(text="null"),
    "too deep": unexpected(text="[" * 100_000),
    "too long": unexpected(body=b" " * 2**19),
    "redirect to another page": unexpected(status=302, headers={"Location": "/home"}),
    "redirect to another host": unexpected(
        status=302, headers={"Location": "http://198.51.100.7/login"}
    ),
    "redirect to nowhere": unexpected(status=302, headers={"Location": "http://["}),
    "silence": Fault(reply=silence, error=RouterTimeout),
}


@pytest.fixture
def account(subscriber: Subscribe) -> TaaraShareProvider:
    """Return the provider of the service's account."""
    return subscriber()


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_of_the_bundle_costs_one_request(
    name: str, service: TaaraService, account: TaaraShareProvider
) -> None:
    """Whatever came counts, and is not asked for again."""
    service.replies[BUNDLE] = FAULTS[name].reply

    with pytest.raises(FAULTS[name].error):
        await account.read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE]


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_of_the_login_costs_no_usage_request(
    name: str, service: TaaraService, account: TaaraShareProvider
) -> None:
    """Nor a second login."""
    service.replies[LOGIN] = FAULTS[name].reply

    with pytest.raises(FAULTS[name].error):
        await account.read()

    assert service.requests == [ASK_LOGIN]


@pytest.mark.parametrize("path", [LOGIN, BUNDLE])
async def test_connection_closed_instead_of_an_answer_counts_once(
    path: str, service: TaaraService, connect: Connect
) -> None:
    """Aiohttp would send it again by itself."""
    service.replies[path] = hang_up
    session = connect(service.url)

    with pytest.raises(RouterError) as caught:
        await TaaraShareProvider(session, ACCOUNT).read()

    assert caught.value.key == "cannot_connect"
    assert service.count(ASK_LOGIN) == 1
    assert session.usage_requests == service.count(ASK_BUNDLE) == (path == BUNDLE)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**19,
    ],
    ids=["nothing", "not http", "cut off", "not gzip", "endless"],
)
async def test_bytes_that_no_service_would_send(
    raw: bytes, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """The login is sent once."""
    server = await serve_raw(RawServer(talk=says(raw)))

    with pytest.raises(RouterError):
        await TaaraShareProvider(connect(server.url), ACCOUNT).read()

    assert server.connections == 1


async def test_service_that_cannot_be_reached_is_tried_three_times(
    service: TaaraService, connect: Connect
) -> None:
    """None of the tries left, and no usage request was made."""
    session = connect(service.url.with_port(1))

    with pytest.raises(RouterError) as caught:
        await TaaraShareProvider(session, ACCOUNT).read()

    assert caught.value.key == "cannot_connect"
    assert len(session.trace) == 3
    assert session.usage_requests == 0


@pytest.mark.parametrize(
    ("status", "error"), [(429, RateLimited), (503, RouterUnavailable)]
)
@pytest.mark.parametrize("path", [LOGIN, BUNDLE])
async def test_wait_asked_for_is_passed_on(
    path: str,
    status: int,
    error: type[RateLimited | RouterUnavailable],
    service: TaaraService,
    account: TaaraShareProvider,
) -> None:
    """Of header and body the longer."""
    waits = {"Retry-After": "120"}
    service.replies[path] = in_json({"retry_after": 600}, status, **waits)

    with pytest.raises(error) as caught:
        await account.read()

    assert getattr(caught.value, "retry_after", None) == 600


@pytest.mark.parametrize(
    "odd",
    [None, True, -1, float("nan"), float("inf"), 1e30, "", "lots", "1" * 1000, [5], {}],
)
async def test_wrong_figures_are_no_reading(
    odd: Any, service: TaaraService, account: TaaraShareProvider
) -> None:
    """Where neither the exact one nor its text can be believed."""
    service.bundle = bundle([plan(remainingBalance=odd)], [purchase(left=odd)])

    with pytest.raises(UnexpectedPayload) as caught:
        await account.read()

    assert caught.value.sample
    assert service.requests == [ASK_LOGIN, ASK_BUNDLE]


async def test_fault_after_a_lapse_is_told_as_the_fault(
    service: TaaraService, account: TaaraShareProvider
) -> None:
    """The repeat's answer is what counts."""
    replies = iter([always(status=401), always(status=429)])

    async def answers(request: Any) -> Any:
        return await next(replies)(request)

    service.replies[BUNDLE] = answers

    with pytest.raises(RateLimited):
        await account.read()

    assert service.requests == [ASK_LOGIN, ASK_BUNDLE, ASK_LOGIN, ASK_BUNDLE]


async def test_passcode_changed_while_the_token_stood(
    service: TaaraService, account: TaaraShareProvider
) -> None:
    """The login is refused once and not tried again."""
    await account.read()
    service.requests.clear()
    service.tokens.clear()
    service.replies[LOGIN] = in_json({"message": "Incorrect"}, 401)

    with pytest.raises(InvalidAuth):
        await account.read()

    assert service.requests == [ASK_BUNDLE, ASK_LOGIN]


async def test_service_that_comes_back_is_read_again(
    service: TaaraService, account: TaaraShareProvider
) -> None:
    """A fault leaves the token alone."""
    await account.read()
    service.replies[BUNDLE] = always(status=503)
    with pytest.raises(RouterUnavailable):
        await account.read()
    del service.replies[BUNDLE]

    await account.read()

    assert service.count(ASK_LOGIN) == 1
