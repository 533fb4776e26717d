"""The clock the simulated router counts on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import time


class Clock:
    """Real time by default; faster, standing still or moved ahead on demand.

    It follows the wall clock rather than the monotonic one: a process whose wall
    clock is made to run fast from outside (libfaketime) then needs no speed of its
    own, and agrees with every other process on that clock.
    """

    def __init__(
        self,
        *,
        start: datetime | None = None,
        speed: float = 1.0,
        source: Callable[[], float] = time.time,
    ) -> None:
        """Begin at `start` (aware; the present without one), `speed` times real time."""
        self._source = source
        self._real = source()
        self._simulated = start or datetime.fromtimestamp(self._real, UTC)
        self._speed = _checked(speed)

    @property
    def speed(self) -> float:
        """Simulated seconds in a real one; 0 stands still."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._rebase()
        self._speed = _checked(speed)

    def now(self) -> datetime:
        """Return the simulated moment, in UTC."""
        passed = timedelta(seconds=(self._source() - self._real) * self._speed)
        return (self._simulated + passed).astimezone(UTC)

    def advance(self, seconds: float) -> None:
        """Jump ahead; ValueError for a step back, which no counter survives."""
        self._rebase()
        self._simulated += timedelta(seconds=_checked(seconds))

    def _rebase(self) -> None:
        """Make the present the new starting point, so that a change acts from now."""
        self._simulated, self._real = self.now(), self._source()


def _checked(number: float) -> float:
    """Return the number; ValueError unless it is finite and not negative."""
    if not 0 <= number < float("inf"):
        msg = f"must be finite and not negative: {number}"
        raise ValueError(msg)
    return number
