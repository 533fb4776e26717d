"""A request on its way through the faults."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from aiohttp import web

from demo.dialects import Dialect

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """What a fault needs to know to answer in the router's place."""

    request: web.Request
    dialect: Dialect
    now: datetime
    """The simulated moment."""
    proceed: Handler
    """What would have answered."""

    @property
    def asks_usage(self) -> bool:
        """Whether it asks for usage."""
        return fnmatchcase(self.request.path, self.dialect.usage_path)

    async def answer(self) -> web.StreamResponse:
        """Return the answer that would have been."""
        return await self.proceed(self.request)
