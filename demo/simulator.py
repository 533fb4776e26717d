"""A router that is not there: answers over HTTP as the real ones do."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .accounts import Account, RateLimit, Sessions
from .clock import Clock
from .control import CONTROL, control_routes
from .counter import TIB, Counter, Mark
from .dialects import DIALECTS
from .exchange import EXCHANGE, Exchange, exchange
from .faults import Faults
from .faults.call import Handler
from .faults.raw import NO_ANSWER
from .household import Household
from .plan import Plan, mid_cycle

# How long the router has been running when the simulation begins.
_UPTIME = timedelta(hours=50)


class SimulatedRouter:
    """A router in one of the dialects, its counter driven by a household.

        async with SimulatedRouter(dialect="local-b") as router:
            router.faults.set("server_error", times=2)
            ...  # talk to router.url
            assert [request.status for request in router.requests] == [500, 500, 200]

    `stop` and `start` take it off the network and back, with all it remembers.
    """

    def __init__(
        self,
        *,
        dialect: str = "local-a",
        host: str = "127.0.0.1",
        port: int = 0,
        account: Account | None = None,
        clock: Clock | None = None,
        household: Household | None = None,
        plan: Plan | None = None,
        cycle_start: datetime | None = None,
        booted: datetime | None = None,
        allowance: int | None = TIB,
        used: int | None = None,
        weeks_of_history: int = 8,
        session_seconds: float = 3600,
        usage_interval_seconds: float = 600,
        wrong_password_page: bool = False,
        manner: dict[str, Any] | None = None,
    ) -> None:
        """Describe the router; KeyError if there is no such dialect.

        `account` None is the dialect's own; `manner` is what it does in other ways
        than usual (ValueError or TypeError if it has no such choice).
        `port` 0 takes any free one. `plan` None is monthly; now is in mid-cycle unless
        `cycle_start` says otherwise. `booted` is when the device began to count, and
        what needs no sign-in with it; None some days ago. `allowance` and `used` are bytes in this cycle:
        `allowance` None is unlimited, `used` None what the household has used in it.
        `usage_interval_seconds` 0 answers usage however often it is asked.
        `wrong_password_page` answers a wrong password with the login page and 200.
        """
        self.clock = clock or Clock()
        self.household = household or Household()
        self.account = account or DIALECTS[dialect].account
        self.weeks_of_history = weeks_of_history
        self.wrong_password_page = wrong_password_page
        self.sessions = Sessions(self.clock, timedelta(seconds=session_seconds))
        self.rate_limit = RateLimit(
            self.clock, timedelta(seconds=usage_interval_seconds)
        )
        self.counter = Counter(
            clock=self.clock,
            household=self.household,
            plan=plan or mid_cycle(self.clock.now(), self.household.zone),
            allowance=allowance,
            cycle_start=cycle_start,
            used=used,
        )
        self.booted = self.signed_out = self._running_since(
            booted or self.clock.now() - _UPTIME
        )
        self.dialect_name = dialect
        self.dialect = DIALECTS[dialect](self)
        self.dialect.vary(**manner or {})
        self.faults = Faults(self.clock, self.dialect)
        self.requests: list[Exchange] = []
        self.host = host
        self.port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    async def start(self) -> None:
        """Listen; OSError if the port is taken."""
        app = web.Application(middlewares=[self._serve])
        app.add_routes(self.dialect.routes())
        app.add_routes(control_routes(self))
        app.on_response_prepare.append(self._sign)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError:
            await self.stop()
            raise
        # The port stays the same when it starts again.
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    def told_time(self, request: web.Request) -> datetime:
        """Return what the router takes for the present when answering a request."""
        return self.clock.now() + exchange(request).clock_error

    def sign_out(self) -> None:
        """Sign everybody out: who is let in without asking begins a new session."""
        self.sessions.expire()
        self.signed_out = self.counter.mark()

    def reboot(self) -> None:
        """Forget what does not survive a restart of the device."""
        self.sign_out()
        self.rate_limit.forget()
        self.booted = self.signed_out

    def _running_since(self, at: datetime) -> Mark:
        """Return a moment in the past from which the router has been counting."""
        now = self.counter.mark()
        return Mark(at, now.total - self.household.used_between(at, now.at))

    @web.middleware
    async def _serve(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Note each request of a client, and answer it as the faults will have it."""
        if request.path.startswith(CONTROL):
            return await handler(request)
        noted = request[EXCHANGE] = Exchange(
            method=request.method,
            path=request.path,
            host=request.host,
            time=self.clock.now(),
            headers=request.headers,
            body=await request.read(),
        )
        self.requests.append(noted)
        response = await self.faults.befall(request, partial(self._answer, handler))
        noted.status = None if response.status == NO_ANSWER else response.status
        return response

    async def _answer(
        self, handler: Handler, request: web.Request
    ) -> web.StreamResponse:
        """Answer in the dialect, what it does not know included."""
        try:
            return await handler(request)
        except web.HTTPException as err:
            status = HTTPStatus(err.status)
            return self.dialect.error(status, status.name, status.phrase)

    async def _sign(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put the router's own clock and name into the headers of an answer."""
        if EXCHANGE in request:
            told = format_datetime(self.told_time(request), usegmt=True)
            response.headers["Date"] = told
            response.headers["Server"] = "simulated-router"
