"""A RouterOS device on a real port: its menus as rows of strings, and who may see them."""

from base64 import b64encode
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
import json
from typing import Any

from aiohttp import web
from yarl import URL

from .server import Handler, serving

USERNAME, PASSWORD = "reader", "correct: horse é"
BASIC = "Basic " + b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()

RESOURCE = "/rest/system/resource"
USERS = "/rest/ip/hotspot/user"
ACTIVE = "/rest/ip/hotspot/active"
MANAGED = "/rest/user-manager/user"
MONITOR = "/rest/user-manager/user/monitor"
INTERFACES = "/rest/interface"

# What each menu is read for, and how often a poll of each counter asks what.
COUNTERS = {
    "hotspot:home": [f"GET {USERS}", f"GET {ACTIVE}"],
    "user_manager:home": [f"GET {MANAGED}", f"POST {MONITOR}"],
    "interface:ether1": [f"GET {INTERFACES}", f"GET {RESOURCE}"],
}
UNAUTHORIZED = {"error": 401, "message": "Unauthorized"}
NO_SUCH_MENU = {
    "error": 400,
    "message": "Bad Request",
    "detail": "no such command or directory (user-manager)",
}


def forbidden(words: str = "not enough permissions (9)") -> dict[str, Any]:
    """Build the answer to somebody who may not see a menu."""
    return {"error": 500, "message": "Internal Server Error", "detail": words}


def menus() -> dict[str, Any]:
    """Build what the device counts; the passwords go to whoever does not limit."""
    return {
        RESOURCE: {"version": "7.16.1 (stable)", "uptime": "1w2d3h4m5s"},
        USERS: [
            user(name="guest", **{"bytes-in": "7", "bytes-out": "9"}),
            user(),
        ],
        ACTIVE: [session(), session("guest", "5", "5"), session("home", "30", "400")],
        MANAGED: [{".id": "*1", "name": "guest"}, {".id": "*2", "name": "home"}],
        MONITOR: [
            {
                "total-download": "9000",
                "total-upload": "800",
                "active-sessions": "1",
                "actual-profile": "Monthly 500 GB",
            }
        ],
        INTERFACES: [
            {"name": "bridge", "rx-byte": "1", "tx-byte": "2", "disabled": "false"},
            {"name": "ether1", "rx-byte": "600", "tx-byte": "50", "disabled": "false"},
            {"name": "lte1", "rx-byte": "0", "tx-byte": "0", "disabled": "true"},
        ],
    }


def user(**changes: Any) -> dict[str, Any]:
    """Build a hotspot user without a limit."""
    return {
        ".id": "*1",
        "name": "home",
        "password": "n0t-to-be-asked-for",
        "bytes-in": "1000",
        "bytes-out": "20000",
        "disabled": "false",
    } | changes


def session(name: str = "home", received: str = "1", sent: str = "2") -> dict[str, Any]:
    """Build a running session of a hotspot user."""
    return {"user": name, "bytes-in": received, "bytes-out": sent}


@dataclass(kw_only=True)
class Device:
    """What one device says, and a record of what it was asked."""

    menus: dict[str, Any] = field(default_factory=menus)
    replies: dict[str, Handler] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    asked_for: list[str | None] = field(default_factory=list)
    url: URL = URL()

    def change(self, path: str, **changes: Any) -> None:
        """Change the last row of a menu that is the household's."""
        rows = [row for row in self.menus[path] if row.get("name") != "lte1"]
        rows[-1].update(changes)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        self.requests.append(f"{request.method} {request.path}")
        self.bodies.append(await request.text())
        self.heads.append(dict(request.headers))
        self.asked_for.append(request.query.get(".proplist"))
        if reply := self.replies.get(request.path):
            return await reply(request)
        if request.headers.get("Authorization") != BASIC:
            return web.json_response(UNAUTHORIZED, status=401)
        if request.path not in self.menus:
            return web.json_response(NO_SUCH_MENU, status=400)
        return web.Response(
            text=json.dumps(self._limited(request)), content_type="application/json"
        )

    def _limited(self, request: web.BaseRequest) -> Any:
        """Give the fields that were asked for, as a device does."""
        answer = self.menus[request.path]
        fields = request.query.get(".proplist")
        if fields is None or not isinstance(answer, list):
            return answer
        kept = set(fields.split(","))
        return [{k: v for k, v in row.items() if k in kept} for row in answer]


def running() -> AbstractAsyncContextManager[Device]:
    """Run a device."""
    return serving(Device())
