"""A router on a real port: the local dialect in its four variants, and raw bytes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web
from yarl import URL

USERNAME = "amina"
PASSWORD = "correct horse; battery=staple"
ACCOUNT = {"username": USERNAME, "password": PASSWORD}
SESSION = "s3ss10n-0f-th3-r0ut3r"

USED_MB, ALLOCATED_MB, REMAINING_MB = 614400, 1048576, 434176

type Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

UNAUTHORIZED = {
    "status": "error",
    "error_code": "UNAUTHORIZED",
    "message": "No session",
}


def nested_usage() -> dict[str, Any]:
    """Variants A and B."""
    return {
        "status": "success",
        "timestamp": "2026-10-13T08:00:00Z",
        "usage": {
            "total_used_mb": USED_MB,
            "total_allocated_mb": ALLOCATED_MB,
            "remaining_mb": REMAINING_MB,
            "percentage_used": 58.59,
            "billing_cycle": {
                "start_date": "2026-10-01",
                "days_elapsed": 12,
                "days_remaining": 18,
                "total_days": 30,
            },
        },
        "connection": {"status": "connected", "latency_ms": 24},
    }


def string_usage() -> dict[str, Any]:
    """Variant C."""
    return {
        "total_used": str(USED_MB),
        "total_allocated": str(ALLOCATED_MB),
        "remaining": str(REMAINING_MB),
        "last_updated": "2026-10-13T08:00:00Z",
    }


def flat_usage() -> dict[str, Any]:
    """Variant D."""
    return {
        "total_used_mb": USED_MB,
        "total_allocated_mb": ALLOCATED_MB,
        "remaining_mb": REMAINING_MB,
    }


@dataclass(kw_only=True)
class LocalRouter:
    """What one router does, and a record of what it was asked.

    `replies` puts a handler in the place of the router's own for a path. `refusal` is
    how a login in the wrong encoding is answered; 200 takes no notice of it.
    """

    encodings: frozenset[str] = frozenset({"json"})
    sets_cookie: bool = True
    tells_session: bool = True
    greets_anyone: bool = False
    expires_in: int | None = None
    refusal: int = 400
    usage: Callable[[], Any] = nested_usage
    challenge: Callable[[], web.Response] = field(
        default=lambda: web.json_response(UNAUTHORIZED, status=401)
    )
    requests: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    replies: dict[str, Handler] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    url: URL = URL()

    def count(self, request: str) -> int:
        """How often a request such as `GET /usage` came."""
        return self.requests.count(request)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        self.requests.append(f"{request.method} {request.path}")
        self.bodies.append(await request.text())
        self.heads.append(dict(request.headers))
        if reply := self.replies.get(request.path):
            return await reply(request)
        match request.method, request.path:
            case "GET", "/status":
                return self._status(request)
            case "POST", "/login":
                return await self._login(request)
            case "GET", "/usage":
                if not self._has_session(request):
                    return self.challenge()
                return web.json_response(self.usage())
            case _, "/login":
                return web.Response(status=405)
        return web.Response(status=404)

    def _has_session(self, request: web.BaseRequest) -> bool:
        return request.cookies.get("session_id") in self.sessions

    def _status(self, request: web.BaseRequest) -> web.Response:
        return web.json_response(
            {
                "status": "success",
                "api_version": "1.0",
                "session_valid": self._has_session(request),
                "maintenance_mode": False,
            }
        )

    async def _login(self, request: web.BaseRequest) -> web.Response:
        kind = "json" if request.content_type == "application/json" else "form"
        if kind not in self.encodings and self.refusal == 200:
            return web.Response(text="Welcome")
        if kind not in self.encodings:
            return web.json_response({"status": "error"}, status=self.refusal)
        sent = await (request.json() if kind == "json" else request.post())
        if dict(sent) != ACCOUNT:
            if self.greets_anyone:
                return web.Response(text="Welcome")
            return web.json_response(UNAUTHORIZED, status=401)
        self.sessions.add(SESSION)
        if self.greets_anyone:
            response = web.Response(text="Welcome")
        else:
            body: dict[str, Any] = {"status": "success", "message": "Welcome"}
            if self.tells_session:
                body["session_id"] = SESSION
            if self.expires_in is not None:
                body["expires_in"] = self.expires_in
            response = web.json_response(body)
        if self.sets_cookie:
            response.set_cookie("session_id", SESSION)
        return response


def variant(name: str) -> LocalRouter:
    """Build one of the four variants of the dialect."""
    match name:
        case "A":
            return LocalRouter()
        case "B":
            return LocalRouter(
                encodings=frozenset({"form"}),
                greets_anyone=True,
                challenge=lambda: web.Response(
                    status=302, headers={"Location": "/login"}
                ),
            )
        case "C":
            return LocalRouter(
                encodings=frozenset({"json", "form"}),
                sets_cookie=False,
                expires_in=3600,
                usage=string_usage,
            )
    return LocalRouter(tells_session=False, usage=flat_usage)


class Host(Protocol):
    """Whatever answers requests, and is told at which address."""

    url: URL

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""


@asynccontextmanager
async def serving[H: Host](host: H) -> AsyncIterator[H]:
    """Run a host on a free port."""
    server = web.Server(host.handle, handler_cancellation=True, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host.url = URL(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield host
    finally:
        await runner.cleanup()


type Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(kw_only=True)
class RawServer:
    """Bytes on a socket: what no decent server would answer.

    `talk` runs after each request's head was read, and the connection closes when it
    returns. `heads` records the heads, by connection.
    """

    talk: Talk
    keeps_open: bool = False
    heads: list[str] = field(default_factory=list)
    connections: int = 0
    url: URL = URL()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head.decode())
                await self.talk(reader, writer)
                await writer.drain()
                if not self.keeps_open:
                    break
        except asyncio.IncompleteReadError, ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving_raw(server: RawServer) -> AsyncIterator[RawServer]:
    """Run a raw server on a free port."""
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.ensure_future(server._connected(reader, writer)))

    listener = await asyncio.start_server(connected, "127.0.0.1", 0)
    server.url = URL(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def says(raw: bytes) -> Talk:
    """Answer every request with the same bytes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return talk


def page(body: bytes, *headers: str) -> bytes:
    """Make a whole answer of a body."""
    lines = ("HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", "")
    return "\r\n".join(lines).encode() + body
