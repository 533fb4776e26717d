"""When a request is repeated, announced and counted, and where it may go."""

from collections.abc import Callable
import socket

from aiohttp import web
import pytest
from yarl import URL

from custom_components.taara.router.provider import (
    CannotConnect,
    RouterError,
    UnexpectedPayload,
)
from custom_components.taara.router.session import Exchange

from .conftest import HASTY, Connect, Serve
from .faults import failing
from .server import LocalRouter, RawServer, says

ELSEWHERE = URL("http://192.0.2.1")


@pytest.fixture
def refusing() -> URL:
    """Give the address of a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return URL(f"http://127.0.0.1:{free.getsockname()[1]}")


class Announcements:
    """Counts how often a usage request was announced."""

    def __init__(self, count: Callable[[], int] = lambda: 0) -> None:
        """Look at `count` whenever one is announced."""
        self.sent_before: list[int] = []
        self._count = count

    async def __call__(self) -> None:
        """Take one."""
        self.sent_before.append(self._count())


@pytest.mark.parametrize("tries", [1, 3])
async def test_try_that_never_left_is_repeated(
    tries: int, refusing: URL, connect: Connect
) -> None:
    """Announced once, tried as often as allowed, and never counted."""
    announce = Announcements()
    session = connect(refusing, announce=announce)
    session.begin("poll-2", tries)

    with pytest.raises(CannotConnect) as caught:
        await session.request("GET", "/usage", usage=True)

    assert not caught.value.left
    assert caught.value.key == "cannot_connect"
    assert [exchange.path for exchange in session.trace] == ["/usage"] * tries
    assert session.usage_requests == 0
    assert len(announce.sent_before) == 1


@pytest.mark.parametrize("kind", ["dns", "certificate", "timeout"])
async def test_two_failures_to_connect_are_overcome(
    kind: str, connect: Connect
) -> None:
    """The third try is answered, and is the one that counts."""
    session = connect(ELSEWHERE)

    with failing(ELSEWHERE / "usage", kind, times=2):
        answer = await session.request("GET", "/usage", usage=True)

    assert answer.json() == {}
    assert session.usage_requests == 1
    assert [exchange.status for exchange in session.trace] == [None, None, 200]


@pytest.mark.parametrize("kind", ["dns", "certificate", "timeout"])
async def test_third_failure_to_connect_is_told(kind: str, connect: Connect) -> None:
    """Nothing has left."""
    session = connect(ELSEWHERE)

    with (
        failing(ELSEWHERE / "usage", kind, times=3),
        pytest.raises(CannotConnect) as caught,
    ):
        await session.request("GET", "/usage", usage=True)

    assert not caught.value.left
    assert session.usage_requests == 0


@pytest.mark.parametrize("base", ["http://router.example.com", "http://8.8.8.8"])
async def test_secret_never_leaves_for_a_public_host_in_the_clear(
    base: str, connect: Connect
) -> None:
    """Nobody is asked, nothing is written down, and the error says why."""
    announce = Announcements()
    session = connect(URL(base), announce=announce)

    with pytest.raises(CannotConnect, match="https") as caught:
        await session.request("GET", "/usage", usage=True, secret=True)

    assert not caught.value.left
    assert (session.trace, announce.sent_before) == ([], [])


async def test_secret_goes_where_only_the_home_listens(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """A router at home is asked like any other."""
    router = await serve(LocalRouter())

    await connect(router.url).request("GET", "/status", secret=True)

    assert router.requests == ["GET /status"]


async def test_host_that_speaks_no_tls_is_not_reached(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """The request stays here, for it would have gone in the clear."""
    router = await serve(LocalRouter())
    session = connect(router.url.with_scheme("https"))

    with pytest.raises(CannotConnect, match="TLS") as caught:
        await session.request("GET", "/usage", usage=True)

    assert not caught.value.left
    assert router.requests == []
    assert session.usage_requests == 0


async def test_host_that_never_finishes_to_connect_is_not_reached(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """Time to connect is limited by itself; nothing has left then."""
    server = await serve_raw(RawServer(talk=says(b"")))
    session = connect(server.url.with_scheme("https"), timeouts=HASTY)
    session.begin("poll-2", 1)

    with pytest.raises(CannotConnect, match="in time") as caught:
        await session.request("GET", "/usage", usage=True)

    assert not caught.value.left
    assert session.usage_requests == 0


async def test_usage_is_announced_before_it_is_sent(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Each time anew, and nothing else is announced."""
    router = await serve(LocalRouter())
    announce = Announcements(lambda: len(router.requests))
    session = connect(router.url, announce=announce)

    await session.request("GET", "/status")
    await session.request("GET", "/usage", usage=True)
    await session.request("GET", "/usage", usage=True)

    assert announce.sent_before == [1, 2]
    assert session.usage_requests == 2


async def test_usage_that_cannot_be_announced_is_not_sent(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """A full disk must not lead to requests that nobody remembers."""
    router = await serve(LocalRouter())

    async def fails() -> None:
        raise OSError("No space left on device")

    session = connect(router.url, announce=fails)

    with pytest.raises(OSError, match="No space"):
        await session.request("GET", "/usage", usage=True)

    assert router.requests == []
    assert session.usage_requests == 0


@pytest.mark.parametrize(
    "path",
    [
        "http://192.0.2.1/usage",
        "//192.0.2.1/usage",
        "https://{here}/usage",
        "http://{host}:1/usage",
        "http://amina:secret@{here}/usage",
        "http://[",
        "mailto:amina@example.org",
    ],
)
async def test_nothing_is_sent_elsewhere(
    path: str, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Neither to another host, nor to another port or scheme of this one."""
    router = await serve(LocalRouter())
    session = connect(router.url)
    here = path.format(here=router.url.authority, host=router.url.host)

    with pytest.raises(UnexpectedPayload) as caught:
        await session.request("GET", here)

    assert "192.0.2.1" not in caught.value.detail
    assert session.trace == []
    assert router.requests == []


async def test_credentials_in_the_base_url_are_dropped(connect: Connect) -> None:
    """So that they can't reach a log by it."""
    session = connect(URL("http://amina:secret@192.0.2.1:81/path?query"))

    assert session.base_url == URL("http://192.0.2.1:81")


async def test_trace_tells_each_try_and_starts_anew(
    serve: Serve[LocalRouter], connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """A query may hold an account, so only the path is kept."""
    caplog.set_level("DEBUG")
    router = await serve(LocalRouter())
    session = connect(router.url)

    await session.request("GET", "/status?account=4711")

    assert session.trace == [
        Exchange(method="GET", path="/status", status=200, ms=session.trace[0].ms)
    ]
    assert "[poll-1] GET /status: 200" in caplog.text
    assert "4711" not in "".join(
        record.getMessage() for record in caplog.records if "taara" in record.name
    )

    session.begin("poll-2")
    assert session.trace == []
    assert session.usage_requests == 0
    assert session.tries == 3


async def test_cookie_lasts_until_it_is_forgotten(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Also one of a host that is known by its address only."""
    router = await serve(LocalRouter())

    async def sets(_: web.BaseRequest) -> web.Response:
        response = web.Response()
        response.set_cookie("theirs", "a")
        return response

    router.replies["/status"] = sets
    session = connect(router.url)
    await session.request("GET", "/status")
    session.set_cookie("ours", "b")
    assert session.cookies == {"theirs": "a", "ours": "b"}

    session.forget()

    assert session.cookies == {}
    await session.request("GET", "/usage")
    assert "Cookie" not in router.heads[-1]


def test_pauses_double_and_are_never_in_step(connect: Connect) -> None:
    """Routers that come back are not met by all at once."""
    session = connect(ELSEWHERE)
    base = 0.001

    pauses = [
        [session._pause(attempt) / base for _ in range(50)] for attempt in (1, 2, 3)
    ]

    for scale, drawn in zip((1, 2, 4), pauses, strict=True):
        assert all(0.5 * scale <= pause <= 1.5 * scale for pause in drawn)
        assert len(set(drawn)) > 40


def test_errors_have_the_names_of_the_contract() -> None:
    """Texts are found by them."""
    keys = {error.key for error in _family(RouterError)}

    assert keys >= {
        "cannot_connect",
        "invalid_auth",
        "timeout",
        "unexpected_payload",
        "rate_limited",
    }


def _family(error: type[RouterError]) -> list[type[RouterError]]:
    below = [
        relative for child in error.__subclasses__() for relative in _family(child)
    ]
    return [error, *below]
