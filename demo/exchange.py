"""A request and what became of it: what the simulated router remembers of each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web
from multidict import CIMultiDictProxy

from .counter import Figures


@dataclass(kw_only=True, slots=True)
class Exchange:
    """One request as it came in, completed as it is answered."""

    method: str
    path: str
    host: str
    time: datetime
    """When it arrived, by the simulated clock."""
    headers: CIMultiDictProxy[str]
    body: bytes

    authorised: bool = False
    """Whether it signed in, or came with a valid session."""
    figures: Figures | None = None
    """What usage was answered with, before a fault spoiled it."""
    faults: list[str] = field(default_factory=list)
    """The faults it met."""
    status: int | None = None
    """What it was answered; None while it is held, and if it never was."""

    clock_error: timedelta = timedelta()
    """How wrong the router's own clock is in this answer."""


EXCHANGE: Final = web.RequestKey("exchange", Exchange)


def exchange(request: web.Request) -> Exchange:
    """Return what is remembered of a request."""
    return request[EXCHANGE]
