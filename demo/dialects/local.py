"""The local session router, in the four variants a client has to know.

`POST /login` opens a session, `GET /status` tells whether it is valid, `GET /usage`
answers usage in MB of 2^20 bytes. The variants differ in how one signs in, how the
session travels, and how the figures are written.
"""

from collections.abc import Iterable
from http import HTTPStatus
import json
from typing import Any, Final, override

from aiohttp import web

from demo.accounts import Account
from demo.exchange import exchange

from .dialect import Dialect

_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_MB: Final = 2**20


class _Local(Dialect):
    """What the variants share."""

    login_path = "/login"
    status_path = "/status"
    usage_path = "/usage"

    # How one may sign in, and what another content type is answered with.
    login_types: tuple[str, ...] = (_JSON,)
    wrong_type = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Return what every variant answers to."""
        return (
            web.post(self.login_path, self.login),
            web.get(self.status_path, self.status),
            web.get(self.usage_path, self.usage),
        )

    @override
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Say in JSON that something went wrong."""
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            body: dict[str, Any] = {"status": "error", "message": message}
        else:
            body = {"status": "error", "error_code": code, "message": message}
        if retry_after is not None:
            body["retry_after"] = retry_after
        return web.json_response(body, status=status)

    async def login(self, request: web.Request) -> web.Response:
        """Open a session for whoever knows the account."""
        if request.content_type not in self.login_types:
            return self.error(self.wrong_type, "BAD_CONTENT_TYPE", "Wrong content type")
        try:
            sent = await _fields(request)
        except LookupError, TypeError, ValueError:
            return self.error(HTTPStatus.BAD_REQUEST, "BAD_REQUEST", "Not understood")
        account = self.router.account
        if account != Account(sent.get("username", ""), sent.get("password", "")):
            if self.router.wrong_password_page:
                return self.login_page()
            return self._unauthorized("Invalid username or password")
        exchange(request).authorised = True
        return self.signed_in(self.router.sessions.open(account.username))

    def signed_in(self, session: str) -> web.Response:
        """Hand out a new session."""
        response = web.json_response(
            {"status": "success", "message": "Signed in", "session_id": session}
        )
        self._set_cookie(response, session)
        return response

    def session(self, request: web.Request) -> str | None:
        """Return the session a request claims to belong to."""
        return request.cookies.get("session_id")

    async def status(self, request: web.Request) -> web.Response:
        """Tell how the device is, and whether the session is valid."""
        return web.json_response(
            {
                "status": "success",
                "api_version": "1.0",
                "server_time": self._timestamp(request),
                "session_valid": self._username(request) is not None,
                "maintenance_mode": False,
            }
        )

    async def usage(self, request: web.Request) -> web.Response:
        """Tell the cycle's usage, not too often."""
        if (username := self._username(request)) is None:
            return self.no_session()
        if wait := self.router.rate_limit.wait(username):
            response = self.error(
                HTTPStatus.TOO_MANY_REQUESTS,
                "TOO_MANY_REQUESTS",
                "Too many requests",
                retry_after=wait,
            )
            response.headers["Retry-After"] = str(wait)
            return response
        figures = self.router.counter.figures
        exchange(request).figures = figures
        total = None if figures.allowance is None else figures.allowance // _MB
        return web.json_response(self.written(request, figures.used // _MB, total))

    def written(
        self, request: web.Request, used: int, total: int | None
    ) -> dict[str, Any]:
        """Write usage in MB in the variant's way; `total` None is unlimited.

        Devices round used and total each to whole MB and subtract what they show.
        """
        cycle = self.router.counter.cycle
        now = self.router.clock.now()
        days = (cycle.end.date() - cycle.start.date()).days
        elapsed = min(days, (now.astimezone(cycle.start.tzinfo) - cycle.start).days)
        return {
            "status": "success",
            "timestamp": self._timestamp(request),
            "usage": {
                "total_used_mb": used,
                "total_allocated_mb": total,
                "remaining_mb": _remaining(used, total),
                "percentage_used": round(100 * used / total, 2) if total else None,
                "billing_cycle": {
                    "start_date": cycle.start.date().isoformat(),
                    "days_elapsed": elapsed,
                    "days_remaining": days - elapsed,
                    "total_days": days,
                },
            },
            "connection": {
                "status": "connected",
                "download_speed_mbps": 48.6,
                "upload_speed_mbps": 11.2,
                "latency_ms": 23,
            },
        }

    def no_session(self) -> web.Response:
        """Refuse who is not signed in."""
        return self._unauthorized("Session is missing or has expired")

    def _unauthorized(self, message: str) -> web.Response:
        return self.error(HTTPStatus.UNAUTHORIZED, "UNAUTHORIZED", message)

    def _username(self, request: web.Request) -> str | None:
        """Return who is asking; None for who is not signed in."""
        username = self.router.sessions.username(self.session(request))
        exchange(request).authorised = username is not None
        return username

    def _set_cookie(self, response: web.Response, session: str) -> None:
        lifetime = int(self.router.sessions.lifetime.total_seconds())
        response.set_cookie("session_id", session, max_age=lifetime, httponly=True)

    def _timestamp(self, request: web.Request) -> str:
        """Return what the device takes for the present, in UTC."""
        return f"{self.router.told_time(request):%Y-%m-%dT%H:%M:%SZ}"


class LocalA(_Local):
    """Signs in with JSON; the session is a cookie, its id in the body too."""


class LocalB(_Local):
    """Signs in with a form, answers in plain text, sends the lapsed to `/login`."""

    login_types = (_FORM,)
    wrong_type = HTTPStatus.BAD_REQUEST

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Add the page that the lapsed are sent to."""

        async def page(_request: web.Request) -> web.Response:
            return self.login_page()

        return (*super().routes(), web.get(self.login_path, page))

    @override
    def signed_in(self, session: str) -> web.Response:
        """Hand out a new session: any 200 means success."""
        response = web.Response(text="OK")
        self._set_cookie(response, session)
        return response

    @override
    async def status(self, request: web.Request) -> web.Response:
        """Send a lapsed session to `/login`; who never had one gets an answer."""
        if self.session(request) and not self._username(request):
            return self.no_session()
        return await super().status(request)

    @override
    def no_session(self) -> web.Response:
        """Send who is not signed in to `/login`."""
        return web.Response(status=302, headers={"Location": self.login_path})


class LocalC(_Local):
    """Signs in either way, with a session in the body only; figures are flat strings."""

    login_types = (_JSON, _FORM)

    @override
    def signed_in(self, session: str) -> web.Response:
        """Hand out a new session in the body, with its lifetime and no cookie."""
        return web.json_response(
            {
                "status": "success",
                "session_id": session,
                "expires_in": int(self.router.sessions.lifetime.total_seconds()),
            }
        )

    @override
    def session(self, request: web.Request) -> str | None:
        """Accept the id in every way a client may know."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return (
            super().session(request)
            or request.headers.get("X-Session-Id")
            or (token if scheme.casefold() == "bearer" else None)
        )

    @override
    def written(
        self, request: web.Request, used: int, total: int | None
    ) -> dict[str, Any]:
        """Write usage as flat strings."""
        left = _remaining(used, total)
        return {
            "total_used": str(used),
            "total_allocated": None if total is None else str(total),
            "remaining": None if left is None else str(left),
            "last_updated": self._timestamp(request),
        }


class LocalD(_Local):
    """Signs in with JSON for a cookie only; figures are flat numbers."""

    wrong_type = HTTPStatus.BAD_REQUEST

    @override
    def signed_in(self, session: str) -> web.Response:
        """Hand out a new session as a cookie."""
        response = web.json_response({"status": "success"})
        self._set_cookie(response, session)
        return response

    @override
    async def status(self, request: web.Request) -> web.Response:
        """Tell nothing to who is not signed in."""
        if self._username(request) is None:
            return self.no_session()
        return await super().status(request)

    @override
    def written(
        self, request: web.Request, used: int, total: int | None
    ) -> dict[str, Any]:
        """Write usage as flat numbers."""
        return {
            "total_used_mb": used,
            "total_allocated_mb": total,
            "remaining_mb": _remaining(used, total),
        }


def _remaining(used: int, total: int | None) -> int | None:
    """Return what is left, never below 0; None is unlimited."""
    return None if total is None else max(0, total - used)


async def _fields(request: web.Request) -> dict[str, Any]:
    """Return the fields of a form or a JSON object.

    Raises LookupError, TypeError or ValueError for anything else.
    """
    if request.content_type == _FORM:
        return dict(await request.post())
    sent = json.loads(await request.text())
    if not isinstance(sent, dict):
        msg = "not an object"
        raise TypeError(msg)
    return sent
