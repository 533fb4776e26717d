"""What every dialect of a simulated router has."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from demo.accounts import SUBSCRIBER, Account

from .manner import Manner

if TYPE_CHECKING:
    from demo.simulator import SimulatedRouter


class Dialect(ABC):
    """One way of speaking: its paths, its words for success and for trouble.

    A subclass is made with the router it speaks for, reads `router.counter` and the
    like at each request, and is registered in `demo/dialects/__init__.py`.
    """

    login_path: str
    status_path: str
    usage_path: str
    """Where usage is told; several paths as a pattern (`/rest/*`)."""

    account: Account = SUBSCRIBER
    """Who may sign in unless the router is told otherwise."""
    manner: Manner = Manner()
    """What it does in more than one way."""

    def __init__(self, router: SimulatedRouter) -> None:
        """Speak for a router."""
        self.router = router

    def vary(self, **changes: Any) -> None:
        """Choose another manner; ValueError or TypeError if there is no such."""
        self.manner = self.manner.varied(**changes)

    def greeting(self) -> str:
        """Return what somebody has to know to sign in."""
        account = self.router.account
        return f"signs in {account.username} / {account.password}"

    @abstractmethod
    def routes(self) -> Iterable[web.RouteDef]:
        """Return what it answers to."""

    @abstractmethod
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Say that something went wrong; `retry_after` in seconds, in the body."""

    def login_page(self) -> web.Response:
        """Return the page a browser would show to sign in, with status 200."""
        return web.Response(
            text=_LOGIN_PAGE.format(action=self.login_path), content_type="text/html"
        )


_LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Sign in</title></head><body>
<h1>Sign in</h1>
<form action="{action}" method="post">
<label>User name <input name="username"></label>
<label>Password <input name="password" type="password"></label>
<button>Sign in</button>
</form></body></html>
"""
