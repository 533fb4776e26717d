"""What each fault of a router becomes, and how many usage requests it costs."""

from dataclasses import dataclass

from aiohttp import web
import pytest

from custom_components.taara.model import ReadingStatus
from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.provider import (
    RateLimited,
    RouterError,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)
from custom_components.taara.router.session import Timeouts

from .conftest import HASTY, PATIENT, Connect, Provide, Serve
from .replies import always, hang_up, in_json, silence
from .server import ACCOUNT, SESSION, Handler, LocalRouter

MB = 2**20


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to answer `/usage`, and what it becomes."""

    reply: Handler
    error: type[RouterError]
    timeouts: Timeouts = PATIENT


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
    "error that asks to wait": Fault(
        reply=in_json({"status": "error", "retry_after": 600}), error=RateLimited
    ),
    "silence": Fault(reply=silence, error=RouterTimeout, timeouts=HASTY),
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
        reply=in_json({"total_used_mb": 0, "total_allocated_mb": 0, "remaining_mb": 0}),
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
        await provider(router, fault.timeouts).read()

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
        await provider(router, HASTY).read()

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


async def test_connection_closed_instead_of_usage_counts_once(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Aiohttp would send it again by itself."""
    router = await serve(LocalRouter(replies={"/usage": hang_up}))
    session = connect(router.url)

    with pytest.raises(RouterError) as caught:
        await LocalProvider(session, ACCOUNT).read()

    assert caught.value.key == "cannot_connect"
    assert router.count("GET /usage") == 1
    assert session.usage_requests == 1


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


async def test_lapse_in_the_middle_of_a_fault_is_told_as_the_fault(
    serve: Serve[LocalRouter], provider: Provide
) -> None:
    """After the repeat, the repeat's answer is what counts."""
    answers = iter([always(status=401), always(status=429)])

    async def usage(request: web.BaseRequest) -> web.StreamResponse:
        return await next(answers)(request)

    router = await serve(LocalRouter(replies={"/usage": usage}))

    with pytest.raises(RateLimited):
        await provider(router).read()

    assert router.count("GET /usage") == 2
