"""Faults that answer something else, in the dialect's own words."""

from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus
import json
from typing import Literal

from aiohttp import web

from demo.exchange import exchange

from .call import Call


async def redirect_login(call: Call, *, status: int = 302) -> web.StreamResponse:
    """Redirect to the login page."""
    return _redirect(call.dialect.login_path, status)


async def redirect_other_host(
    call: Call, *, location: str = "http://elsewhere.invalid/login", status: int = 302
) -> web.StreamResponse:
    """Redirect to another host; with status 307 or 308 the request's body goes along."""
    return _redirect(location, status)


def _redirect(location: str, status: int) -> web.Response:
    return web.Response(status=status, headers={"Location": location})


async def unauthorized(call: Call) -> web.StreamResponse:
    """Refuse with 401."""
    return call.dialect.error(HTTPStatus.UNAUTHORIZED, "UNAUTHORIZED", "Unauthorized")


async def forbidden(call: Call) -> web.StreamResponse:
    """Refuse with 403."""
    return call.dialect.error(HTTPStatus.FORBIDDEN, "FORBIDDEN", "Forbidden")


async def quota_reached(call: Call) -> web.StreamResponse:
    """Refuse with 403 because the allowance is used, which no new login mends."""
    return call.dialect.error(
        HTTPStatus.FORBIDDEN, "QUOTA_EXCEEDED", "user has reached traffic limit"
    )


async def too_many(
    call: Call,
    *,
    retry_after: int = 600,
    form: Literal["seconds", "date", "body", "none"] = "seconds",
) -> web.StreamResponse:
    """Refuse with 429.

    When to come back stands in header and body (`seconds`), in the header as a date,
    in the body only, or nowhere.
    """
    response = call.dialect.error(
        HTTPStatus.TOO_MANY_REQUESTS,
        "TOO_MANY_REQUESTS",
        "Too many requests",
        retry_after=retry_after if form in ("seconds", "body") else None,
    )
    if form == "seconds":
        response.headers["Retry-After"] = str(retry_after)
    elif form == "date":
        moment = call.now + timedelta(seconds=retry_after)
        response.headers["Retry-After"] = format_datetime(moment, usegmt=True)
    return response


async def server_error(call: Call) -> web.StreamResponse:
    """Fail with 500."""
    return call.dialect.error(
        HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", "Internal error"
    )


async def unavailable(call: Call) -> web.StreamResponse:
    """Fail with 503."""
    return call.dialect.error(
        HTTPStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", "Service unavailable"
    )


async def html(call: Call) -> web.StreamResponse:
    """Answer 200 with the login page."""
    return call.dialect.login_page()


async def maintenance(call: Call) -> web.StreamResponse:
    """Refuse usage with 503; where the status can tell of maintenance, it does."""
    if call.asks_usage:
        return call.dialect.error(
            HTTPStatus.SERVICE_UNAVAILABLE, "MAINTENANCE", "Under maintenance"
        )
    response = await call.answer()
    if isinstance(response, web.Response) and response.content_type.endswith("json"):
        told = json.loads(response.text or "null")
        if isinstance(told, dict) and "maintenance_mode" in told:
            response.text = json.dumps(told | {"maintenance_mode": True})
    return response


async def bad_clock(call: Call, *, years: float = -7) -> web.StreamResponse:
    """Put the router's clock, and so its timestamps, wrong by years."""
    exchange(call.request).clock_error += timedelta(days=365.25 * years)
    return await call.answer()
