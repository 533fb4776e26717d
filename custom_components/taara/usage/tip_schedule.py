"""The tip about tests of the line: the same amount at the same hours, day by day."""

from collections.abc import Iterator, Sequence
from itertools import chain
from statistics import median, median_low

from ..model import TipKind
from .tip_table import LEAST_DAYS, Found, Row, block_totals, relative_spread

MB = 10**6
# A test of the line: its size, and that of those run more than once a day.
TEST_LEAST = 50 * MB
TEST_MOST = 500 * MB
TESTS_MOST = 2000 * MB
TEST_SPREAD = 0.25
# It shows where little else is used. If it does at one hour, it may run every few hours,
# unseen in busy ones; then all of those are above their neighbours by most of it.
TEST_ABOVE = 1.5
TEST_STEPS = (2, 3, 4, 6)
TEST_AGREES = 0.6


def speed_test(rows: Sequence[Row], columns: Sequence[Sequence[int]]) -> Found | None:
    """Find the same amount at the same hours each day, if it is of a test's size."""
    middles = [
        median(column) if len(column) >= LEAST_DAYS else None for column in columns
    ]
    seen: dict[int, float] = {}
    for block in chain(_blocks(1), _blocks(2)):
        if seen.keys().isdisjoint(block):
            excess = _test_at(rows, block, middles)
            if excess:
                seen[block[0]] = excess
    if not seen:
        return None
    amount = median_low(seen.values())
    alike = sorted(
        at for at, one in seen.items() if abs(one - amount) <= TEST_SPREAD * amount
    )
    hours = _every(alike, rows, amount)
    most = TEST_MOST if len(hours) == 1 else TESTS_MOST
    if amount > most:
        return None
    return Found(
        kind=TipKind.SCHEDULED_SPEED_TEST,
        daily=amount * len(hours),
        days=min(len(columns[hour]) for hour in hours),
        amount=amount,
        times=30.0 * len(hours),
        hours=tuple(hours),
    )


def _blocks(width: int) -> Iterator[range]:
    """Yield blocks of hours: what a test uses may straddle two, as polls fall."""
    return (range(hour, hour + width) for hour in range(25 - width))


def _test_at(
    rows: Sequence[Row], hours: Sequence[int], middles: Sequence[float | None]
) -> float | None:
    """Return the amount that comes each day in a block and not beside it."""
    around = range(hours[0] - 1, hours[-1] + 2)
    known = [one for at in around if (one := middles[at % 24]) is not None]
    if len(known) < len(around):
        return None
    before, *inside, after = known
    beside = len(hours) * (before + after) / 2
    # Asked first, as it is cheap; the medians of two hours need not add up.
    if sum(inside) < max(TEST_LEAST / 2, beside):
        return None
    amounts = block_totals(rows, hours)
    if len(amounts) < LEAST_DAYS or relative_spread(amounts) > TEST_SPREAD:
        return None
    middle = median(amounts)
    excess = middle - beside
    above = max(TEST_ABOVE * beside, len(hours) * max(before, after))
    return excess if excess >= TEST_LEAST and middle >= above else None


def _every(hours: list[int], rows: Sequence[Row], amount: float) -> list[int]:
    """Return the hours of the schedule that hours belong to, if there is one."""
    for step in TEST_STEPS:
        schedule = list(range(hours[0] % step, 24, step))
        if set(hours) <= set(schedule) and all(
            _above_neighbours(rows, hour) >= TEST_AGREES * amount for hour in schedule
        ):
            return schedule
    return hours


def _above_neighbours(rows: Sequence[Row], hour: int) -> float:
    """Return by how much an hour is mostly above the hours beside it, on one day."""
    excess = [
        one - (before + after) / 2
        for row in rows
        if (one := row[hour]) is not None
        and (before := row[hour - 1]) is not None
        and (after := row[(hour + 1) % 24]) is not None
    ]
    return median(excess) if excess else 0.0
