"""The captive portal API of RFC 8908: one question, no account."""

from collections.abc import Iterable
from dataclasses import dataclass
import json
from typing import Any, override

from aiohttp import web

from demo.exchange import exchange

from .dialect import Dialect
from .manner import Manner
from .mikrotik import NO_LIMIT


@dataclass(frozen=True, kw_only=True, slots=True)
class CapportManner(Manner):
    """How the portal is, and who made it."""

    captive: bool = False  # also while there is no allowance left
    dashes: bool = False  # for what has no limit, as RouterOS does: no valid JSON


class Capport(Dialect):
    """Tells whoever asks whether it is let through, and how long still."""

    login_path = "/portal"
    status_path = usage_path = "/api"

    manner: CapportManner = CapportManner()

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Return the API and the portal for people."""
        return (web.get(self.usage_path, self.api), web.get(self.login_path, self.page))

    @override
    def greeting(self) -> str:
        """Return that nobody has to sign in."""
        return "asks for no account"

    @override
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Say in a line that something went wrong."""
        when = "" if retry_after is None else f"; come back in {retry_after} seconds"
        return web.Response(status=status, text=f"{status} {message}{when}")

    async def page(self, _request: web.Request) -> web.Response:
        """Show the portal."""
        return self.login_page()

    async def api(self, request: web.Request) -> web.Response:
        """Tell what the portal allows: counters only where there is a limit."""
        counter = self.router.counter
        figures, now = counter.figures, self.router.clock.now()
        captive = self.manner.captive or counter.expired or figures.remaining == 0
        limits: dict[str, int | None] = {
            "seconds-remaining": None,
            "bytes-remaining": None,
        }
        if not captive:
            exchange(request).figures = figures
            limits = {
                "seconds-remaining": int((counter.cycle.end - now).total_seconds()),
                "bytes-remaining": figures.remaining,
            }
        portal = f"{request.scheme}://{request.host}{self.login_path}"
        told: dict[str, Any] = {"captive": captive, "user-portal-url": portal}
        for name, limit in limits.items():
            if limit is not None:
                told[name] = limit
            elif self.manner.dashes:
                told[name] = NO_LIMIT
        told["can-extend-session"] = True
        text = json.dumps(told).replace(f'"{NO_LIMIT}"', NO_LIMIT)
        return web.Response(text=text, content_type="application/captive+json")
