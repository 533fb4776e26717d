"""What each fault of a router becomes, and how many usage requests it costs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
import json
from typing import Any

from aiohttp import web
import pytest

from custom_components.taara.model import ReadingStatus
from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.provider import (
    InvalidAuth,
    RateLimited,
    RouterError,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)

from .conftest import Connect, Serve
from .server import ACCOUNT, SESSION, Handler, LocalRouter

type Provide = Callable[..., LocalProvider]

MB = 2**20


def always(**answer: Any) -> Handler:
    """Make a reply that is the same for every request."""

    async def reply(_: web.Request) -> web.Response:
        return web.Response(**answer)

    return reply


def in_json(body: Any, status: int = 200, **headers: str) -> Handler:
    """Make a reply in JSON; what JSON has no word for goes as Python writes it."""
    return always(
        text=json.dumps(body),
        status=status,
        content_type="application/json",
        headers=headers,
    )


async def silence(_: web.Request) -> web.Response:
    """Say nothing for longer than anybody waits."""
    await asyncio.sleep(30)
    return web.Response()


async def hang_up(request: web.Request) -> web.Response:
    """Close the connection instead of answering."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to answer `/usage`, and what it becomes."""

    reply: Handler
    error: type[RouterError]


UNREADABLE = Fault(reply=always(), error=UnexpectedPayload)
FAULTS = {
    "empty": UNREADABLE,
    "500": Fault(reply=always(status=500), error=RouterUnavailable),
    "503": Fault(reply=always(status=503), error=RouterUnavailable),
    "429": Fault(reply=always(status=429), error=RateLimited),
    "501": Fault(reply=always(status=501), error=UnexpectedPayload),
    "404": Fault(reply=always(status=404), error=UnexpectedPayload),
    "204": Fault(reply=always(status=204), error=UnexpectedPayload),
    "truncated": Fault(
        reply=always(text='{"usage": {"total_used_mb": 61'), error=UnexpectedPayload
    ),
    "not utf-8": Fault(reply=always(body=b"\xff\xfe{\x00"), error=UnexpectedPayload),
    "html": Fault(
        reply=always(text="<html><body>Hello</body></html>"), error=UnexpectedPayload
    ),
    "list": Fault(reply=in_json([1, 2]), error=UnexpectedPayload),
    "number": Fault(reply=in_json(614400), error=UnexpectedPayload),
    "null": Fault(reply=in_json(None), error=UnexpectedPayload),
    "nested list": Fault(reply=in_json({"usage": [1]}), error=UnexpectedPayload),
    "too deep": Fault(reply=always(text="[" * 100_000), error=UnexpectedPayload),
    "error without code": Fault(
        reply=in_json({"status": "error", "message": "Oops"}), error=UnexpectedPayload
    ),
    "error of maintenance": Fault(
        reply=in_json({"status": "error", "error_code": "MAINTENANCE"}),
        error=RouterUnavailable,
    ),
    "error of rate": Fault(
        reply=in_json({"status": "error", "error_code": "RATE_LIMITED"}),
        error=RateLimited,
    ),
    "silence": Fault(reply=silence, error=RouterTimeout),
    "redirect to another page": Fault(
        reply=always(status=302, headers={"Location": "/home"}),
        error=UnexpectedPayload,
    ),
    "redirect to another host": Fault(
        reply=always(status=302, headers={"Location": "http://198.51.100.7/login"}),
        error=UnexpectedPayload,
    ),
    "redirect to nowhere": Fault(
        reply=always(status=302, headers={"Location": "http://["}),
        error=UnexpectedPayload,
    ),
    "all zero": Fault(
        reply=in_json(
            {"total_used_mb": 0, "total_allocated_mb": 0, "remaining_mb": 0}
        ),
        error=UnexpectedPayload,
    ),
    "counters of 5000 digits": Fault(
        reply=always(text='{"total_used_mb": ' + "9" * 5000 + "}"),
        error=UnexpectedPayload,
    ),
    **{
        f"counters are {odd!r}": Fault(
            reply=in_json({"total_used_mb": odd, "remaining_mb": odd}),
            error=UnexpectedPayload,
        )
        for odd in (
            None,
            True,
            -1,
            float("nan"),
            float("inf"),
            1e30,
            "",
            "lots",
            "1" * 1000,
            [614400],
            {"mb": 614400},
        )
    },
}


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_of_usage_costs_one_request(
    name: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Whatever came counts, and is not asked for again."""
    fault = FAULTS[name]
    router = await serve(
        LocalRouter(replies={"/usage": fault.reply}, sessions={SESSION})
    )

    with pytest.raises(fault.error):
        await provider(router).read()

    assert router.count("GET /usage") == 1


@pytest.mark.parametrize("path", ["/status", "/login"])
@pytest.mark.parametrize(
    "reply",
    [always(status=503), always(status=429), silence],
    ids=["503", "429", "silence"],
)
async def test_fault_on_the_way_costs_no_usage_request(
    path: str, reply: Handler, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """What fails before usage was asked leaves the budget alone."""
    router = await serve(LocalRouter(replies={path: reply}))

    with pytest.raises(RouterError):
        await provider(router).read()

    assert router.count("GET /usage") == 0


@pytest.mark.parametrize(
    "reply",
    [always(), always(text="{"), always(text="<html>Hi</html>"), in_json([])],
    ids=["empty", "truncated", "html", "list"],
)
async def test_unreadable_status_does_not_stop_a_poll(
    reply: Handler, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Usage may be fine all the same."""
    router = await serve(LocalRouter(replies={"/status": reply}))

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS


@pytest.mark.parametrize("value", [True, "true", 1])
async def test_maintenance_is_respected(
    value: object, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router that says so is not asked for usage."""
    status = {"session_valid": True, "maintenance_mode": value, "retry_after": 120}
    router = await serve(LocalRouter(replies={"/status": in_json(status)}))

    with pytest.raises(RouterUnavailable) as caught:
        await provider(router).read()

    assert caught.value.retry_after == 120
    assert router.requests == ["GET /status"]


@pytest.mark.parametrize(
    ("headers", "body", "wait"),
    [
        ({"Retry-After": "120"}, {}, 120),
        ({}, {"status": "error", "retry_after": 600}, 600),
        ({}, {"status": "error", "retry_after": "600"}, 600),
        ({"Retry-After": "120"}, {"retry_after": 600}, 600),
        ({"Retry-After": "soon"}, {"retry_after": -5}, None),
        ({}, {"retry_after": 1e300}, 86400),
        ({}, {}, None),
    ],
)
@pytest.mark.parametrize(("status", "error"), [(429, RateLimited), (503, RouterUnavailable)])
async def test_wait_asked_for_is_passed_on(
    headers: dict[str, str],
    body: dict[str, Any],
    wait: float | None,
    status: int,
    error: type[RateLimited | RouterUnavailable],
    serve: Serve[LocalRouter],
    provider: Provide,
) -> None:
    """Header and body are read, the longer wait counts, at most a day."""
    usage = in_json(body, status, **headers)
    router = await serve(LocalRouter(replies={"/usage": usage}))

    with pytest.raises(error) as caught:
        await provider(router).read()

    assert caught.value.retry_after == wait


@pytest.mark.parametrize("clock_error", [timedelta(0), timedelta(days=-20000)])
async def test_date_to_wait_for_is_read_by_the_routers_clock(
    clock_error: timedelta, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router whose clock is wrong is wrong in both of its dates."""
    now = (datetime.now(UTC) + clock_error).replace(microsecond=0)
    headers = {
        "Date": format_datetime(now, usegmt=True),
        "Retry-After": format_datetime(now + timedelta(minutes=20), usegmt=True),
    }
    router = await serve(
        LocalRouter(replies={"/usage": always(status=429, headers=headers)})
    )

    with pytest.raises(RateLimited) as caught:
        await provider(router).read()

    assert caught.value.retry_after == 1200


async def test_connection_closed_instead_of_usage_counts_once(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """aiohttp would send it again by itself."""
    router = await serve(LocalRouter(replies={"/usage": hang_up}))
    session = connect(router.url)

    with pytest.raises(RouterError) as caught:
        await LocalProvider(session, ACCOUNT).read()

    assert caught.value.key == "cannot_connect"
    assert router.count("GET /usage") == 1
    assert session.usage_requests == 1


@pytest.mark.parametrize("path", ["/status", "/login", "/usage"])
async def test_credentials_never_follow_a_redirect(
    path: str, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Another host hears nothing, not even that there is a router."""
    other = await serve(LocalRouter())
    location = str(other.url / path[1:])

    for status in (301, 302, 303, 307, 308):
        router = await serve(
            LocalRouter(
                replies={path: always(status=status, headers={"Location": location})}
            )
        )
        with pytest.raises(RouterError):
            await provider(router).read()

    assert other.requests == []


async def test_redirect_of_the_login_to_another_address_is_no_refusal(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A router that has moved to https does not find the password wrong."""
    router = await serve(LocalRouter())
    moved = str(router.url.with_scheme("https") / "login")
    router.replies["/login"] = always(status=301, headers={"Location": moved})

    with pytest.raises(UnexpectedPayload):
        await provider(router).sign_in()


async def test_lapse_may_point_to_the_login_on_another_port(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Some write their address without it; the login goes where it always goes."""
    router = await serve(LocalRouter())
    elsewhere = str(router.url.with_port(9) / "login")
    router.challenge = lambda: web.Response(
        status=302, headers={"Location": elsewhere}
    )
    router.replies["/status"] = in_json({"session_valid": True})

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.SUCCESS


@pytest.mark.parametrize("wrong", [None, "lots", -3, 1e30, False])
@pytest.mark.parametrize("field", ["total_used_mb", "remaining_mb"])
async def test_one_counter_is_enough(
    field: str, wrong: object, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """The reading is partial, and what is wrong is unknown instead."""
    body = {"total_used_mb": 10, "total_allocated_mb": 100, "remaining_mb": 90}
    router = await serve(
        LocalRouter(replies={"/usage": in_json({**body, field: wrong})})
    )

    reading = await provider(router).read()

    assert reading.status is ReadingStatus.PARTIAL
    known = {"total_used_mb": reading.remaining, "remaining_mb": reading.used}
    assert known[field] in {10 * MB, 90 * MB}


async def test_secrets_are_in_no_error_log_or_trace(
    serve: Serve[LocalRouter],
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also where the router repeats them back."""
    caplog.set_level("DEBUG")
    echo = {"message": f"{ACCOUNT['password']} of {ACCOUNT['username']}", "id": SESSION}
    secrets = (*ACCOUNT.values(), SESSION)

    for reply in (in_json(echo), in_json(echo, 403), always(text=str(echo))):
        for path in ("/usage", "/login"):
            router = await serve(LocalRouter(replies={path: reply}))
            session = connect(router.url)
            with pytest.raises(RouterError) as caught:
                await LocalProvider(session, ACCOUNT).read()
            error = caught.value
            told = (error, error.detail, getattr(error, "sample", ""), session.trace)
            assert not any(secret in str(told) for secret in secrets)

    assert "[poll-1] GET /usage: 200" in caplog.text
    ours = [r.getMessage() for r in caplog.records if "taara" in r.name]
    assert not any(secret in line for secret in secrets for line in ours)


async def test_raw_payload_keeps_counters_and_hides_the_rest(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """Structure stays; what could name the household does not."""
    body = {
        "status": "success",
        "account": {"owner": "Amina Otieno", "phone": "+254700000000", "number": 1234},
        "usage": {"total_used_mb": 10, "remaining_mb": "90"},
    }
    router = await serve(LocalRouter(replies={"/usage": in_json(body)}))

    reading = await provider(router).read()

    assert reading.raw == {
        "status": "success",
        "account": {"owner": "xxxxx xxxxxx", "phone": "?000000000000", "number": 0},
        "usage": {"total_used_mb": 10, "remaining_mb": "90"},
    }


async def test_lapse_in_the_middle_of_a_fault_is_told_as_the_fault(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """After the repeat, the repeat's answer is what counts."""
    answers = iter([always(status=401), always(status=429)])

    async def usage(request: web.Request) -> web.StreamResponse:
        return await next(answers)(request)

    router = await serve(LocalRouter(replies={"/usage": usage}))

    with pytest.raises(RateLimited):
        await provider(router).read()

    assert router.count("GET /usage") == 2


async def test_password_changed_while_the_session_stood(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A login that has worked before is refused once, without a second try."""
    router = await serve(LocalRouter())
    account = provider(router)
    await account.read()
    router.sessions.clear()
    router.requests.clear()
    router.replies["/login"] = always(status=401)

    with pytest.raises(InvalidAuth):
        await account.read()

    assert router.requests == ["GET /status", "POST /login"]
