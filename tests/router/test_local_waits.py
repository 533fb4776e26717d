"""How long a router asks to wait, in its several ways to say so."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from custom_components.taara.router.provider import RateLimited, RouterUnavailable

from .conftest import Provide, Serve
from .replies import always, in_json
from .server import LocalRouter


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
@pytest.mark.parametrize(
    ("status", "error"), [(429, RateLimited), (503, RouterUnavailable)]
)
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

    assert getattr(caught.value, "retry_after", "missing") == wait


@pytest.mark.parametrize(
    ("until", "wait"),
    [
        ("Thu, 01 Jan 2026 00:00:00 GMT", 0),
        ("Thu, 01 Jan 2026 00:00:00 +99999999999999", None),
        ("Thu, 01 Jan 99999 00:00:00 GMT", None),
    ],
)
async def test_date_that_is_past_or_none_asks_for_nothing(
    until: str, wait: float | None, serve: Serve[LocalRouter], provider: Provide
) -> None:
    """A wait is never negative."""
    limited = always(status=429, headers={"Retry-After": until})
    router = await serve(LocalRouter(replies={"/usage": limited}))

    with pytest.raises(RateLimited) as caught:
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
