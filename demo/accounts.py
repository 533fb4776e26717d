"""Who may ask the simulated router, and how often."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
import secrets
from typing import Final

from .clock import Clock


@dataclass(frozen=True, slots=True)
class Account:
    """What a subscriber signs in with."""

    username: str
    password: str


SUBSCRIBER: Final = Account("subscriber", "made-up")
"""The account a simulated router knows unless told otherwise."""


class Sessions:
    """Who is signed in, until when."""

    def __init__(self, clock: Clock, lifetime: timedelta) -> None:
        """Remember nobody; a session lasts `lifetime` from signing in."""
        self._clock = clock
        self.lifetime = lifetime
        self._open: dict[str, tuple[str, datetime]] = {}

    def __len__(self) -> int:
        """Return how many are signed in."""
        return sum(self.username(session) is not None for session in self._open)

    def open(self, username: str) -> str:
        """Sign somebody in and return the session's id."""
        session = secrets.token_hex(16)
        self._open[session] = (username, self._clock.now() + self.lifetime)
        return session

    def username(self, session: str | None) -> str | None:
        """Return whose session this is; None if it is nobody's or has lapsed."""
        username, until = self._open.get(session or "", (None, None))
        return username if until and self._clock.now() < until else None

    def left(self, session: str) -> timedelta:
        """Return how long a session still lasts."""
        return self._open[session][1] - self._clock.now()

    def close(self, session: str) -> None:
        """Sign one out."""
        self._open.pop(session, None)

    def expire(self) -> None:
        """Sign everybody out."""
        self._open.clear()


class RateLimit:
    """At most one usage request of an account in an interval."""

    # Requests sent a whole interval apart may arrive a little closer together.
    _GRACE: Final = timedelta(seconds=5)

    def __init__(self, clock: Clock, interval: timedelta) -> None:
        """Begin with nobody having asked; an interval of zero never refuses."""
        self._clock = clock
        self.interval = interval
        self._granted: dict[str, datetime] = {}

    def wait(self, username: str) -> int:
        """Return the seconds this account has to wait, and count the request if 0."""
        now = self._clock.now()
        if (last := self._granted.get(username)) is not None:
            wait = last + self.interval - now
            if wait > min(self._GRACE, self.interval):
                return ceil(wait.total_seconds())
        self._granted[username] = now
        return 0

    def forget(self) -> None:
        """Forget who asked, as a restarted device does."""
        self._granted.clear()
