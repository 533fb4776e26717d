"""A MikroTik HotSpot: a login page in front of the internet, and a status page.

A session belongs to the device that asks, and counts from its own beginning. What the
account still has shows in the JSON templates only, or as an end of the session.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import md5
import re
import secrets
from typing import TYPE_CHECKING, Final, override

from aiohttp import web

from demo.counter import Mark
from demo.exchange import exchange

from . import hotspot_pages as pages
from .dialect import Dialect
from .manner import Manner
from .mikrotik import NO_LIMIT, duration, size, up_and_down

if TYPE_CHECKING:
    from demo.simulator import SimulatedRouter

_HASH: Final = re.compile(r"[0-9a-f]{32}")


class Page(StrEnum):
    """What the status page looks like."""

    NEW = "new"
    OLD = "old"
    JSON = "json"


class Trouble(StrEnum):
    """Why nobody can sign in."""

    NONE = "none"
    RADIUS = "radius"
    SESSIONS = "sessions"


@dataclass(frozen=True, kw_only=True, slots=True)
class HotspotManner(Manner):
    """How the HotSpot is set up."""

    chap: bool = True  # the password goes hashed; in plain text without
    page: Page = Page.NEW
    lets_in: bool = False  # every device without asking, known by its address
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class _Session:
    """A device that is let through."""

    begun: Mark
    left: timedelta | None
    """Until it ends; None if it does not."""


class Hotspot(Dialect):
    """Lets devices through whose people sign in, and counts what each sends."""

    login_path = "/login"
    status_path = usage_path = "/status"

    manner: HotspotManner = HotspotManner()

    def __init__(self, router: SimulatedRouter) -> None:
        """Begin with nobody signed in."""
        super().__init__(router)
        self._challenges: deque[tuple[bytes, bytes]] = deque(maxlen=16)
        # Session and beginning, by the address of the device.
        self._signed_in: dict[str | None, tuple[str, Mark]] = {}

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Return the servlet's pages."""
        return (
            web.get(self.login_path, self.login),
            web.post(self.login_path, self.login),
            web.get(self.status_path, self.status),
            web.get("/logout", self.logout),
            web.post("/logout", self.logout),
        )

    @override
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Say on a page that something went wrong."""
        when = "" if retry_after is None else f"; come back in {retry_after} seconds"
        page = _page(pages.error_page(f"{message}{when}"))
        page.set_status(status)
        return page

    @override
    def login_page(self, *, username: str = "", error: str = "") -> web.Response:
        """Return the page to sign in at, with a challenge that was never used."""
        challenge = None
        if self.manner.chap:
            challenge = secrets.token_bytes(1), secrets.token_bytes(16)
            self._challenges.append(challenge)
        return _page(
            pages.login_page(username=username, error=error, challenge=challenge)
        )

    async def login(self, request: web.Request) -> web.Response:
        """Show the login page, or let a device through whose user knows the password."""
        if self._session(request):
            return _page(pages.logged_in_page())
        sent = request.query if request.method == "GET" else await request.post()
        username, password = (
            str(sent.get("username", "")),
            str(sent.get("password", "")),
        )
        if not username:
            return self.login_page()
        if refusal := self._refusal(username, password):
            return self.login_page(username=username, error=refusal)
        exchange(request).authorised = True
        self._signed_in[request.remote] = (
            self.router.sessions.open(username),
            self.router.counter.mark(),
        )
        return _page(pages.logged_in_page())

    async def logout(self, request: web.Request) -> web.Response:
        """End the session of the device that asks."""
        if self._session(request) is None:
            return self._login_required(request)
        session, _ = self._signed_in.pop(request.remote, ("", None))
        self.router.sessions.close(session)
        return _page(pages.logged_out_page())

    async def status(self, request: web.Request) -> web.Response:
        """Tell about the session of the device that asks."""
        if (session := self._session(request)) is None:
            if self.manner.page is Page.JSON:
                return web.json_response({"logged_in": "no"}, content_type="text/html")
            return self._login_required(request)
        exchange(request).authorised = True
        exchange(request).figures = self.router.counter.figures
        if self.manner.page is Page.JSON:
            # The templates are installed in place of the pages, and keep their type.
            return web.json_response(
                self._variables(request, session), content_type="text/html"
            )
        sent, received = up_and_down(self.router.counter.since(session.begun))
        page = pages.status_page(
            old=self.manner.page is Page.OLD,
            username=self.router.account.username,
            address=request.remote or "",
            volume=f"{size(sent)} / {size(received)}",
            uptime=duration(self.router.clock.now() - session.begun.at),
            left="" if session.left is None else duration(session.left),
        )
        return _page(page)

    def _variables(self, request: web.Request, session: _Session) -> dict[str, str]:
        """Return what templates can show of a session, underscores for hyphens."""
        counted = self.router.counter.since(session.begun)
        sent, received = up_and_down(counted)
        uptime = self.router.clock.now() - session.begun.at
        remaining, left = self.router.counter.remaining, session.left
        return {
            "logged_in": "yes",
            "username": self.router.account.username,
            "ip": request.remote or "",
            "bytes_in": str(sent),
            "bytes_out": str(received),
            "bytes_in_nice": size(sent),
            "bytes_out_nice": size(received),
            # A session is granted what the account had left when it began.
            "limit_bytes_total": (
                NO_LIMIT if remaining is None else str(remaining + counted)
            ),
            "remain_bytes_total": NO_LIMIT if remaining is None else str(remaining),
            "session_time_left": NO_LIMIT if left is None else duration(left),
            "session_time_left_secs": (
                NO_LIMIT if left is None else str(int(left.total_seconds()))
            ),
            "uptime": duration(uptime),
            "uptime_secs": str(int(uptime.total_seconds())),
        }

    def _session(self, request: web.Request) -> _Session | None:
        """Return the session of the device that asks; None if it has none."""
        if self._limit_reached():
            self._signed_in.clear()
            self.router.sign_out()
            return None
        if self.manner.lets_in:
            return _Session(begun=self.router.signed_out, left=None)
        if (found := self._signed_in.get(request.remote)) is None:
            return None
        session, begun = found
        if self.router.sessions.username(session) is None:
            return None
        return _Session(begun=begun, left=self.router.sessions.left(session))

    def _limit_reached(self) -> str:
        """Return why the account is cut off; nothing if it is not."""
        name, counter = self.router.account.username, self.router.counter
        if counter.expired:
            return f"user {name} has reached uptime limit"
        if counter.remaining == 0:
            return f"user {name} has reached traffic limit"
        return ""

    def _refusal(self, username: str, password: str) -> str:
        """Return why somebody is not let through; nothing if they are."""
        account, trouble = self.router.account, self.manner.trouble
        if self.manner.chap and not _HASH.fullmatch(password):
            return (
                "web browser did not send challenge response"
                " (try again, enable JavaScript)"
            )
        if trouble is Trouble.RADIUS:
            return "RADIUS server is not responding"
        if username != account.username or not self._proven(password):
            return "invalid username or password"
        if trouble is Trouble.SESSIONS:
            return f"no more sessions are allowed for user {username}"
        return self._limit_reached()

    def _proven(self, password: str) -> bool:
        """Tell whether a password is right; a response to a challenge counts once."""
        known = self.router.account.password
        if not self.manner.chap:
            return password == known
        for challenge in self._challenges:
            identifier, rest = challenge
            hashed = md5(identifier + known.encode() + rest, usedforsecurity=False)
            if hashed.hexdigest() == password:
                self._challenges.remove(challenge)
                return True
        return False

    def _login_required(self, request: web.Request) -> web.Response:
        """Send who is not signed in to the login page."""
        address = f"{request.scheme}://{request.host}{self.login_path}"
        return web.Response(
            status=302,
            reason="Hotspot login required",
            headers={"Location": address},
            text=pages.redirect_page(address),
            content_type="text/html",
        )


def _page(text: str) -> web.Response:
    """Return a page."""
    return web.Response(text=text, content_type="text/html")
