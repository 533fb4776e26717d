"""When the source gives no answer, and when Taara does not run: irregular, never random.

Berlin's clocks change on 2027-10-31, 2028-03-26 and 2028-10-29 at one o'clock UTC; its
months begin at 23:00 UTC in winter, at 22:00 in summer; 2028 has a leap day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Final, Literal

type Life = Literal["reload", "restart", "kill"]

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A span of time in which nothing can be read."""

    start: datetime
    span: timedelta

    @property
    def end(self) -> datetime:
        """When all is well again."""
        return self.start + self.span

    def __contains__(self, now: datetime) -> bool:
        """Tell whether it lasts at an instant."""
        return self.start <= now < self.end


def _at(month: str, day: int, hour: int, minute: int = 0) -> datetime:
    year, number = map(int, month.split("-"))
    return datetime(year, number, day, hour, minute, tzinfo=UTC)


# What an irregular run might miss: the hours that are unlike others.
_NO_ANSWER: Final = (
    Trouble(_at("2027-10", 30, 22), 4 * HOUR),  # into the longer day's second hour
    Trouble(_at("2027-10", 31, 10), 2 * DAY),  # over a renewal and the day after it
    Trouble(_at("2027-12", 31, 22, 30), 50 * MINUTE),  # over a new year's midnight
    Trouble(_at("2028-02", 27, 23), DAY),  # a local day from midnight to midnight
    Trouble(_at("2028-02", 29, 9), 5 * HOUR),  # within the leap day
    Trouble(_at("2028-03", 26, 1), 10 * MINUTE),  # the minutes of the change itself
    Trouble(_at("2028-06", 30, 22), 10 * MINUTE),  # just the minutes of a renewal
    Trouble(_at("2028-09", 28, 6), 6 * DAY),  # nearly a week, with a renewal in it
    Trouble(_at("2028-10", 28, 20), 9 * HOUR),  # over the change back
)
_NOT_RUNNING: Final = (
    Trouble(_at("2027-10", 31, 0, 30), 3 * HOUR),  # over the change back
    Trouble(_at("2027-11", 30, 22, 50), 20 * MINUTE),  # over a renewal
    Trouble(_at("2028-01", 31, 12), 2 * DAY),  # over a renewal and the day after it
    Trouble(_at("2028-02", 28, 22, 40), 40 * MINUTE),  # into the leap day
    Trouble(_at("2028-02", 29, 22, 50), 20 * MINUTE),  # out of it, over a renewal
    Trouble(_at("2028-03", 20, 22, 40), 40 * MINUTE),  # over a midnight
    Trouble(_at("2028-03", 25, 23), 5 * HOUR),  # from midnight over the change
    Trouble(_at("2028-10", 29, 0, 50), 20 * MINUTE),  # within the hour that comes twice
)

_SPANS: Final = (
    *(10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 70 * MINUTE),
    *(3 * HOUR, 8 * HOUR, 26 * HOUR, 2 * DAY),
)
_LIVES: Final[tuple[Life, ...]] = ("reload", "kill", "reload", "restart")


@dataclass(frozen=True, kw_only=True, slots=True)
class Troubles:
    """All of them between two instants, in order."""

    no_answer: tuple[Trouble, ...]
    not_running: tuple[tuple[Trouble, Life], ...]
    """With how Taara ends before it."""

    @classmethod
    def between(cls, start: datetime, end: datetime) -> Troubles:
        """Return those that begin and end between two instants."""
        silent = (*_NO_ANSWER, *_irregular("no answer", start, end))
        down = (*_NOT_RUNNING, *_irregular("not running", start, end))
        ordered = sorted(_within(down, start, end), key=lambda it: it.start)
        return cls(
            no_answer=tuple(_within(silent, start, end)),
            not_running=tuple(zip(ordered, cycle(_LIVES), strict=False)),
        )

    def is_silent(self, now: datetime) -> bool:
        """Tell whether the source gives no answer at an instant."""
        return any(now in trouble for trouble in self.no_answer)

    def life(self, now: datetime) -> Life | None:
        """Return how Taara has ended if it does not run at an instant."""
        return next((how for trouble, how in self.not_running if now in trouble), None)


def _irregular(what: str, start: datetime, end: datetime) -> Iterator[Trouble]:
    """Yield one every few days, the same ones each time, on whole ten minutes."""
    random = Random(what)
    at = start
    while True:
        at += random.randint(2 * 144, 11 * 144) * 10 * MINUTE
        trouble = Trouble(at, random.choice(_SPANS))
        if trouble.end >= end:
            return
        yield trouble
        at = trouble.end


def _within(
    troubles: tuple[Trouble, ...], start: datetime, end: datetime
) -> Iterator[Trouble]:
    return (it for it in troubles if start < it.start and it.end < end)
