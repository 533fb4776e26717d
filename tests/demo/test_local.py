"""The local dialects, on the wire."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

from aiohttp import ClientConnectorError, ClientSession
import pytest

from demo.clock import Clock
from demo.household import Household
from demo.plan import Monthly, Prepaid
from demo.simulator import SimulatedRouter

from .client import MB, Client

ALL = ("local-a", "local-b", "local-c", "local-d")
FORM_ONLY = "local-b"
BODY_ONLY = "local-c"


async def signed_in(client: Client, dialect: str) -> Client:
    """Sign in the way the dialect wants it."""
    answer = await client.log_in("data" if dialect == FORM_ONLY else "json")
    assert answer.status == 200
    if dialect == BODY_ONLY:
        client.headers["X-Session-Id"] = (await answer.json())["session_id"]
    return client


@pytest.fixture
async def router(clock: Clock, dialect: str) -> Any:
    """Run a router with the original document's figures."""
    async with SimulatedRouter(
        dialect=dialect,
        clock=clock,
        household=Household(daily_bytes=0),
        plan=Monthly(2),
        allowance=1_048_576 * MB,
        used=614_400 * MB + 1_000_000,
    ) as router:
        yield router


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("local-c", {"total_used": "614400", "total_allocated": "1048576",
                     "remaining": "434176", "last_updated": "2026-10-14T12:00:00Z"}),
        ("local-d", {"total_used_mb": 614_400, "total_allocated_mb": 1_048_576,
                     "remaining_mb": 434_176}),
    ],
)
async def test_flat_usage(client: Client, dialect: str, expected: dict[str, Any]) -> None:
    """C writes flat strings, D flat numbers, in whole MB."""
    await signed_in(client, dialect)
    assert await client.usage() == expected


@pytest.mark.parametrize("dialect", ["local-a", "local-b"])
async def test_nested_usage(client: Client, dialect: str) -> None:
    """A and B write usage, cycle and line."""
    await signed_in(client, dialect)
    told = await client.usage()
    assert told["status"] == "success"
    assert told["timestamp"] == "2026-10-14T12:00:00Z"
    assert told["usage"] == {
        "total_used_mb": 614_400,
        "total_allocated_mb": 1_048_576,
        "remaining_mb": 434_176,
        "percentage_used": 58.59,
        "billing_cycle": {
            "start_date": "2026-10-02",
            "days_elapsed": 12,
            "days_remaining": 19,
            "total_days": 31,
        },
    }
    assert set(told["connection"]) == {
        "status", "download_speed_mbps", "upload_speed_mbps", "latency_ms"
    }  # fmt: skip


async def test_login_of_a(client: Client) -> None:
    """A gives the session as a cookie and in the body."""
    answer = await client.log_in()
    told = await answer.json()
    assert told["status"] == "success"
    assert answer.cookies["session_id"].value == told["session_id"]


@pytest.mark.parametrize("dialect", ["local-b"])
async def test_login_of_b(client: Client) -> None:
    """B gives a cookie with a lifetime, and says so in plain text."""
    answer = await client.log_in("data")
    assert await answer.text() == "OK"
    assert answer.cookies["session_id"]["max-age"] == "3600"


@pytest.mark.parametrize("dialect", ["local-c"])
@pytest.mark.parametrize("how", ["json", "data"])
@pytest.mark.parametrize(
    "proof",
    [
        lambda session: {"Cookie": f"session_id={session}"},
        lambda session: {"X-Session-Id": session},
        lambda session: {"Authorization": f"Bearer {session}"},
    ],
)
async def test_login_of_c(
    client: Client, how: str, proof: Callable[[str], dict[str, str]]
) -> None:
    """C takes either form, gives the id in the body only, and takes it back anyhow."""
    answer = await client.log_in(how)
    told = await answer.json()
    assert not answer.cookies
    assert told["expires_in"] == 3600
    assert (await client.get("/usage")).status == 401
    assert (await client.get("/usage", headers=proof(told["session_id"]))).status == 200


@pytest.mark.parametrize("dialect", ["local-d"])
async def test_login_of_d(client: Client) -> None:
    """D gives a cookie only."""
    answer = await client.log_in()
    assert await answer.json() == {"status": "success"}
    assert "session_id" in answer.cookies


@pytest.mark.parametrize(
    ("dialect", "how", "status"),
    [("local-a", "data", 415), ("local-b", "json", 400), ("local-d", "data", 400)],
)
async def test_wrong_content_type(client: Client, how: str, status: int) -> None:
    """Who takes one form refuses the other."""
    answer = await client.log_in(how)
    assert answer.status == status
    assert (await answer.json())["error_code"] == "BAD_CONTENT_TYPE"


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"null"])
async def test_a_login_not_understood(client: Client, body: bytes) -> None:
    """What is not a JSON object is answered with 400."""
    headers = {"Content-Type": "application/json"}
    assert (await client.ask("POST", "/login", data=body, headers=headers)).status == 400


@pytest.mark.parametrize("dialect", ALL)
async def test_wrong_password(
    router: SimulatedRouter, client: Client, dialect: str
) -> None:
    """A wrong password is refused in JSON, or with the login page where asked for."""
    how = "data" if dialect == FORM_ONLY else "json"
    answer = await client.log_in(how, password="wrong")
    assert answer.status == 401
    assert (await answer.json())["error_code"] == "UNAUTHORIZED"
    router.wrong_password_page = True
    answer = await client.log_in(how, password="wrong")
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert 'name="password"' in await answer.text()
    assert not answer.cookies
    assert [request.authorised for request in router.requests] == [False, False]


@pytest.mark.parametrize("dialect", ALL)
async def test_status_of_who_is_signed_in(client: Client, dialect: str) -> None:
    """The status tells the session's validity, time and version."""
    await signed_in(client, dialect)
    assert await (await client.get("/status")).json() == {
        "status": "success",
        "api_version": "1.0",
        "server_time": "2026-10-14T12:00:00Z",
        "session_valid": True,
        "maintenance_mode": False,
    }


@pytest.mark.parametrize(
    ("dialect", "status", "usage"),
    [("local-a", 200, 401), ("local-b", 200, 302), ("local-c", 200, 401), ("local-d", 401, 401)],
)
async def test_before_signing_in(client: Client, status: int, usage: int) -> None:
    """Who is not signed in learns so, each in its own way, and gets no figures."""
    answer = await client.get("/status")
    assert answer.status == status
    if status == 200:
        assert (await answer.json())["session_valid"] is False
    assert (await client.get("/usage")).status == usage


@pytest.mark.parametrize(
    ("dialect", "status", "usage"),
    [("local-a", 200, 401), ("local-b", 302, 302), ("local-c", 200, 401), ("local-d", 401, 401)],
)
@pytest.mark.parametrize("lapse", ["time", "expire", "reboot"])
async def test_a_session_lapses(
    router: SimulatedRouter, client: Client, dialect: str, status: int, usage: int, lapse: str
) -> None:
    """After an hour, a reboot, or when somebody ends it."""
    router.sessions.open("somebody else")
    await signed_in(client, dialect)
    if lapse == "time":
        router.clock.advance(3599)
        assert (await client.get("/usage")).status == 200
        router.clock.advance(1)
    elif lapse == "expire":
        router.sessions.expire()
    else:
        router.reboot()
    # A client that drops a cookie at its age would not show a lapsed one.
    client.headers.setdefault("Cookie", "session_id=lapsed")
    for path, expected in (("/status", status), ("/usage", usage)):
        answer = await client.get(path)
        assert answer.status == expected
        if expected == 302:
            assert answer.headers["Location"] == "/login"
    assert len(router.sessions) == 0
    client.headers.pop("Cookie")
    await signed_in(client, dialect)
    assert (await (await client.get("/status")).json())["session_valid"] is True


@pytest.mark.parametrize("dialect", ALL)
async def test_usage_is_rationed(
    router: SimulatedRouter, client: Client, dialect: str
) -> None:
    """A second request within ten minutes is refused, with the seconds to wait."""
    router.sessions.lifetime = timedelta(days=1)
    await signed_in(client, dialect)
    assert (await client.get("/usage")).status == 200
    router.clock.advance(240)
    answer = await client.get("/usage")
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "360"
    assert await answer.json() == {
        "status": "error", "message": "Too many requests", "retry_after": 360
    }  # fmt: skip
    # Being refused does not make the wait longer.
    router.clock.advance(360)
    assert (await client.get("/usage")).status == 200


async def test_signing_in_again_does_not_help(client: Client) -> None:
    """The ration is the account's, not the session's."""
    await signed_in(client, "local-a")
    assert (await client.get("/usage")).status == 200
    await signed_in(client, "local-a")
    assert (await client.get("/usage")).status == 429


async def test_a_request_slightly_early_is_answered(
    router: SimulatedRouter, client: Client
) -> None:
    """Requests sent ten minutes apart may arrive a little closer together."""
    await signed_in(client, "local-a")
    await client.get("/usage")
    router.clock.advance(599)
    assert (await client.get("/usage")).status == 200


@pytest.mark.parametrize("dialect", ALL)
async def test_unlimited(clock: Clock, dialect: str) -> None:
    """Without an allowance there is no total and no remainder."""
    async with (
        SimulatedRouter(dialect=dialect, clock=clock, allowance=None, used=3 * MB) as router,
        ClientSession(router.url) as session,
    ):
        client = Client(session, {"Cookie": f"session_id={router.sessions.open('x')}"})
        told = await client.usage()
        told = told.get("usage", told)
        assert [told[key] for key in told if "remain" in key or "alloc" in key] == [None] * 2


async def test_an_expired_plan_has_no_days_left(clock: Clock) -> None:
    """The days of a cycle stop at its end."""
    async with (
        SimulatedRouter(clock=clock, plan=Prepaid(30)) as router,
        ClientSession(router.url) as session,
    ):
        clock.advance(timedelta(days=40).total_seconds())
        client = Client(session, {"Cookie": f"session_id={router.sessions.open('x')}"})
        cycle = (await client.usage())["usage"]["billing_cycle"]
        assert (cycle["days_elapsed"], cycle["days_remaining"]) == (30, 0)


@pytest.mark.parametrize(
    ("dialect", "method", "path", "status", "content_type"),
    [
        ("local-a", "GET", "/", 404, "application/json"),
        ("local-a", "GET", "/login", 405, "application/json"),
        ("local-b", "GET", "/login", 200, "text/html"),
        ("local-c", "POST", "/usage", 405, "application/json"),
    ],
)
async def test_what_it_does_not_know(
    client: Client, method: str, path: str, status: int, content_type: str
) -> None:
    """Other paths and methods are refused in the dialect; B has a page to sign in on."""
    answer = await client.ask(method, path)
    assert (answer.status, answer.content_type) == (status, content_type)
    if status != 200:
        assert (await answer.json())["status"] == "error"


async def test_remembers_what_it_was_asked(
    router: SimulatedRouter, client: Client
) -> None:
    """Each request is noted: when, what, whether it was allowed, and the answer."""
    await client.get("/usage")
    router.clock.advance(5)
    await signed_in(client, "local-a")
    await client.get("/usage")
    assert [
        (seen.method, seen.path, seen.authorised, seen.status)
        for seen in router.requests
    ] == [
        ("GET", "/usage", False, 401),
        ("POST", "/login", True, 200),
        ("GET", "/usage", True, 200),
    ]
    refused, login, usage = router.requests
    assert login.time - refused.time == timedelta(seconds=5)
    assert json.loads(login.body)["username"] == router.account.username
    assert f"http://{login.host}" == router.url
    assert refused.figures is None
    assert usage.figures == router.counter.figures


async def test_goes_away_and_comes_back(
    router: SimulatedRouter, client: Client
) -> None:
    """While it is stopped the connection is refused; its address and memory stay."""
    await signed_in(client, "local-a")
    url = router.url
    await router.stop()
    with pytest.raises(ClientConnectorError):
        await client.get("/status")
    await router.start()
    assert router.url == url
    assert (await (await client.get("/status")).json())["session_valid"] is True
