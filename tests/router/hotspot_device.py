"""A HotSpot on a real port: its servlet's pages, and who is let through."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any

from aiohttp import web
from yarl import URL

from .server import Handler, serving

USERNAME, PASSWORD = "amina", "correct: horse é & co"
ACCOUNT = {"username": USERNAME, "password": PASSWORD}
MIB = 2**20

ASK_STATUS, ASK_LOGIN, SEND_LOGIN = "GET /status", "GET /login", "POST /login"
LOGGING_IN = [ASK_STATUS, ASK_LOGIN, SEND_LOGIN, ASK_STATUS]

WRONG = "invalid username or password"
NO_CHALLENGE = (
    "web browser did not send challenge response (try again, enable JavaScript)"
)
LOGGED_IN = "<html><body><h1>You are logged in</h1></body></html>"

STATUS_PAGE = """<!DOCTYPE html><html><head><title>hotspot - status</title>
<script>function openLogout() { document.write('login') }</script></head><body>
<h1>Welcome amina!</h1><table>
<tr><td>IP address</td><td>10.5.50.254</td></tr>
<tr><td>Bytes up / down</td><td>63.7 MiB / 892.8 MiB</td></tr>
<tr><td>Connected / left</td><td>24m26s / 35m34s</td></tr></table>
<form action="http://10.5.50.1/logout" name="logout" onSubmit="return openLogout()">
<input type="submit" value="log off"></form></body></html>"""
USED = round(63.7 * MIB) + round(892.8 * MIB)

FORM = """<form name="login" action="http://elsewhere.invalid/login" method="post">
<input type="hidden" name="dst" value=""><input type="hidden" name="popup" value="true">
<input name="username" type="text"><input name="password" type="password"></form>"""
SENDIN = """<form name="sendin" action="http://elsewhere.invalid/login" method="post">
<input type="hidden" name="username"><input type="hidden" name="password"></form>
<script type="text/javascript" src="/md5.js"></script><script>
function doLogin() {{ document.sendin.password.value =
hexMD5('{}' + document.login.password.value + '{}'); }}</script>"""


def octal(raw: bytes) -> str:
    """Write bytes as the page's script does."""
    return "".join(f"\\{byte:03o}" for byte in raw)


def login_page(error: str = "", challenge: tuple[bytes, bytes] | None = None) -> str:
    """Build the page to log in with, for a hash where there is a challenge."""
    script = "" if challenge is None else SENDIN.format(*map(octal, challenge))
    said = f'<div style="color: #FF8080">{error}</div>'
    return f"<html><body>{script}Please log on{said}{FORM}</body></html>"


def template(**changes: str) -> dict[str, str]:
    """Build what a template of JSON says of a session without a limit."""
    return {
        "logged_in": "yes",
        "username": USERNAME,
        "bytes_in": "1000",
        "bytes_out": "20000",
        "limit_bytes_total": "---",
        "remain_bytes_total": "---",
        "session_time_left_secs": "3475",
        "uptime": "24m26s",
    } | changes


@dataclass(kw_only=True)
class HotspotDevice:
    """What one HotSpot does, and a record of what it was asked.

    `refusal` is what it says to the right password; `replies` puts a handler in the
    place of the servlet's own for a request such as `GET /login`.
    """

    chap: bool = True
    logged_in: bool = False
    refusal: str = ""
    translated: str = WRONG
    status: str = STATUS_PAGE
    replies: dict[str, Handler] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    forms: list[Mapping[str, Any]] = field(default_factory=list)
    challenges: list[tuple[bytes, bytes]] = field(default_factory=list)
    url: URL = URL()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        asked = f"{request.method} {request.path}"
        self.requests.append(asked)
        self.heads.append(dict(request.headers))
        sent = await request.post()
        if asked == SEND_LOGIN:
            self.forms.append({**sent})
        if reply := self.replies.get(asked):
            return await reply(request)
        match asked:
            case "GET /status" if self.logged_in:
                return self.page(self.status)
            case "GET /status":
                return web.Response(
                    status=302,
                    reason="Hotspot login required",
                    headers={"Location": str(self.url / "login")},
                )
            case "GET /login":
                return self.page(LOGGED_IN if self.logged_in else self.login_page())
            case "POST /login":
                return self._log_in(self.forms[-1])
        return web.Response(status=404)

    def page(self, text: str) -> web.Response:
        """Answer a page as the servlet does."""
        return web.Response(text=text, content_type="text/html")

    def login_page(self, error: str = "") -> str:
        """Build the login page, with a challenge that was never used."""
        if not self.chap:
            return login_page(error)
        number = len(self.challenges)
        self.challenges.append((bytes([0xE0 + number]), bytes([number, 0xFF] * 8)))
        return login_page(error, self.challenges[-1])

    def _log_in(self, form: Mapping[str, Any]) -> web.Response:
        known = PASSWORD
        if self.chap:
            if not self.challenges:
                return self.page(self.login_page(NO_CHALLENGE))
            before, after = self.challenges[-1]
            raw = before + PASSWORD.encode() + after
            known = md5(raw, usedforsecurity=False).hexdigest()
        if form != {
            "username": USERNAME,
            "password": known,
            "dst": "",
            "popup": "true",
        }:
            return self.page(self.login_page(self.translated))
        if self.refusal:
            return self.page(self.login_page(self.refusal))
        self.logged_in = True
        return self.page(LOGGED_IN)


def hotspot(**does: Any) -> AbstractAsyncContextManager[HotspotDevice]:
    """Run a HotSpot."""
    return serving(HotspotDevice(**does))
