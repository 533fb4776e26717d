"""Counters that say since when they count: begun again, gone on, or rolled over."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.taara.model import CounterKind, Reading
from custom_components.taara.usage.meter import ROLLOVER, Movement, movement

from .common import GB

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TB = 1000 * GB


def seen(
    used: int,
    ran: float | None,
    clock: float = 0,
    kind: CounterKind = CounterKind.CUMULATIVE,
) -> Reading:
    """Return a reading by the minutes its counter ran and the clock's since noon."""
    at = NOON + timedelta(minutes=clock)
    since = None if ran is None else at - timedelta(minutes=ran)
    return Reading(taken_at=at, counter=kind, used=used, counting_since=since)


@pytest.mark.parametrize("kind", [CounterKind.CUMULATIVE, CounterKind.SESSION])
@pytest.mark.parametrize(
    ("before", "ran", "now", "usage"),
    [
        # Begun again since: all of it is new, be it less or more than before.
        (30, 3, 7, 7),
        (30, 3, 37, 37),
        (30, 3, 30, 30),
        (0, 10, 5, 5),
        (ROLLOVER - 10, 3, 5, 5),
        (2 * TB, 3, 5, 5),
        # Just when it had been read, as well as an uptime can tell.
        (30, 11, 37, 37),
        # Gone on: what fell far has rolled over, unless that were more than is likely:
        # then the device set its counter up anew.
        (30, 70, 37, 7),
        (ROLLOVER - 10, 70, 5, 15),
        (ROLLOVER // 4 * 3, 70, 0, 0),
        (ROLLOVER // 4 * 3 + 1, 70, 0, ROLLOVER // 4 - 1),
        (ROLLOVER // 2, 70, 5, 5),
        (ROLLOVER - 1, 70, ROLLOVER // 4 - 2, ROLLOVER // 4 - 1),
        # The sum of two, one of which has rolled over, or both.
        (ROLLOVER + 10, 70, 20, 10),
        (2 * ROLLOVER - 10, 70, ROLLOVER - 5, 5),
        (2 * ROLLOVER - 10, 70, 5, 15),
        # More than fits in 32 bits, twice: somebody has set it to zero.
        (2 * ROLLOVER, 70, 5, 5),
        # An uptime that is a little off is the same.
        (30, 68.5, 37, 7),
        (30, 71.5, 37, 7),
        (ROLLOVER - 10, 68.5, 5, 15),
    ],
)
def test_uptime_tells_what_became_of_a_counter(
    kind: CounterKind, before: int, ran: float, now: int, usage: int
) -> None:
    """It had run an hour when it was read; now it is ten minutes later."""
    first, second = seen(before, 60, kind=kind), seen(now, ran, 10, kind)
    assert movement(first, second) == Movement(used=usage)


@pytest.mark.parametrize(
    ("clock", "ran", "now", "usage"),
    [
        # Set ahead by half an hour, and back by a day: the counter has gone on.
        (40, 70, 1037, 37),
        (40, 70, 5, 5),
        (-1430, 70, 1037, 37),
        # Begun again, and the clock set back by half an hour: only a fall can tell.
        (-20, 3, 5, 5),
        (-20, 3, 1037, 37),
    ],
)
def test_clock_that_is_set_is_no_restart(
    clock: float, ran: float, now: int, usage: int
) -> None:
    """A start is reckoned from the clock, but the uptime has gone on."""
    assert movement(seen(1000, 60), seen(now, ran, clock)) == Movement(used=usage)


@pytest.mark.parametrize(
    ("before", "ran", "now", "usage"),
    [
        # It had begun before it was read last, but not as long before as it said then.
        (30, 40, 37, 7),
        (30, 40, 7, 7),
        # It ran over, as one of milliseconds does after seven weeks.
        (2 * TB, 5, 2 * TB + 7, 7),
        (2 * TB, 0, 2 * TB + 7, 7),
        # It is said to have begun only after now.
        (30, -60, 37, 7),
        (30, -60, 7, 7),
        (30 * GB, -(10**6), 7, 7),
    ],
)
def test_uptime_that_cannot_be_is_no_restart(
    before: int, ran: float, now: int, usage: int
) -> None:
    """What was counted long ago is not counted again."""
    assert movement(seen(before, 60), seen(now, ran, 10)) == Movement(used=usage)


@pytest.mark.parametrize(
    ("known", "ran", "now", "usage"),
    [
        # It began after the other was read, whenever that one had.
        (None, 3, 1037, 1037),
        (None, 3, 5, 5),
        # It may have, or not: an uptime is not that exact.
        (None, 11, 1037, 37),
        (None, 9, 1037, 37),
        (None, 70, 1037, 37),
        (None, 70, 5, 5),
        (60, None, 1037, 37),
        (60, None, 5, 5),
    ],
)
def test_start_that_only_one_reading_knows(
    known: float | None, ran: float | None, now: int, usage: int
) -> None:
    """It tells of a restart if it can; else the counter is judged by itself."""
    assert movement(seen(1000, known), seen(now, ran, 10)) == Movement(used=usage)


@pytest.mark.parametrize("ran", [3, 70])
def test_cycle_of_the_source_does_not_end_with_a_run(ran: float) -> None:
    """Where it keeps the account itself, its start is of no interest."""
    used, left = CounterKind.USED, CounterKind.REMAINING
    first, second = seen(30, 60, kind=used), seen(37, ran, 10, used)
    assert movement(first, second) == Movement(used=7)
    first, second = seen(30, 60, kind=left), seen(37, ran, 10, left)
    assert movement(first, second) == Movement(used=7)
