"""Tips from the hours of the last four weeks, of those that were measured."""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean, median

from ..model import TipKind
from .by_hour import ClockDay
from .tip_schedule import speed_test
from .tip_table import LEAST_DAYS, Found, Row, block_totals, relative_spread

# An hour would take a 24th, and of an evening at home even the fullest takes a tenth. A
# block takes a little more for each further hour; each is twice as full as a usual one.
HEAVY_SHARE = 0.15
HEAVY_FURTHER = 0.02
HEAVY_TIMES = 2.0
# Without half of the hours, nobody knows what a usual one is.
LEAST_HOURS = 12
# Only of the night are hours taken together: one download often takes several.
NIGHT = range(1, 7)
NIGHT_MOST = 4

# Hours in which people sleep, and the blocks of equal length they are awake in.
ASLEEP = range(1, 5)
AWAKE = (range(8, 12), range(12, 16), range(16, 20), range(20, 24))
# What no person decides varies little: the middle half of the nights lies this close
# around their median, and twice as close as that of the hours awake.
STEADY_SPREAD = 0.35
STEADY_AGAINST_DAY = 0.5

# Free hours are used less than half as much as others; what could move into them is
# what goes beyond four mean hours, and four times the hour's own mean: downloads wait,
# evenings do not.
FREE_USED = 0.5
FREE_BURST = 4.0


type IsFree = Callable[[int, int], bool]
"""Whether usage on a weekday (Monday 0) at a local hour does not count."""


def from_hours(days: Sequence[ClockDay], is_free: IsFree | None) -> Iterator[Found]:
    """Yield what the hours of days say. No byte is promised by two of the first three.

    Hours seldom measured, as of a router that is off at night, say nothing; nor does
    anything if those are most.
    """
    rows = [day.known() for day in days]
    columns = [
        [used for used in column if used is not None]
        for column in zip(*rows, strict=True)
    ]
    if sum(len(column) >= LEAST_DAYS for column in columns) < LEAST_HOURS:
        return
    taken: set[int] = set()
    for found in (
        speed_test(rows, columns),
        _steady_night(rows),
        _heavy_hours(rows, columns),
    ):
        if found is not None and taken.isdisjoint(found.hours):
            taken.update(found.hours)
            yield found
    if is_free and (found := _free_hours(days, is_free)):
        yield found


def _heavy_hours(rows: Sequence[Row], columns: Sequence[Sequence[int]]) -> Found | None:
    """Find the hour, or block of the night, that costs most beyond usual hours."""
    seen = {
        hour: column for hour, column in enumerate(columns) if len(column) >= LEAST_DAYS
    }
    usual = median(map(fmean, seen.values()))
    full = {
        hour for hour, column in seen.items() if median(column) > HEAVY_TIMES * usual
    }
    blocks: list[range] = [range(hour, hour + 1) for hour in full]
    blocks += [
        range(hour, hour + width)
        for width in range(2, NIGHT_MOST + 1)
        for hour in NIGHT[: len(NIGHT) - width + 1]
        if full.issuperset(range(hour, hour + width))
    ]
    found = (_heavy(rows, block, usual) for block in blocks)
    return max(filter(None, found), key=lambda one: one.daily, default=None)


def _heavy(rows: Sequence[Row], block: range, usual: float) -> Found | None:
    share = HEAVY_SHARE + HEAVY_FURTHER * (len(block) - 1)
    known = [row for row in rows if all(row[hour] is not None for hour in block)]
    amounts = [sum(row[hour] or 0 for hour in block) for row in known]
    heavy = [
        amount
        for amount, row in zip(amounts, known, strict=True)
        if amount > share * sum(filter(None, row))
    ]
    if len(heavy) < max(LEAST_DAYS, len(known) / 2):
        return None
    excess = sum(heavy) - len(block) * usual * len(heavy)
    return Found(
        kind=TipKind.HEAVY_HOUR,
        daily=excess / len(known),
        days=len(heavy),
        amount=fmean(heavy),
        times=30 * len(heavy) / len(known),
        hours=tuple(block),
    )


def _steady_night(rows: Sequence[Row]) -> Found | None:
    """Find what is used each night alike, if the days are not alike too."""
    nights = block_totals(rows, ASLEEP)
    if len(nights) < LEAST_DAYS:
        return None
    days = [block_totals(rows, block) for block in AWAKE]
    awake = median(relative_spread(totals) if totals else 0.0 for totals in days)
    if relative_spread(nights) > min(STEADY_SPREAD, STEADY_AGAINST_DAY * awake):
        return None
    amount = median(nights)
    shares = {hour: median(block_totals(rows, [hour]) or [0]) for hour in ASLEEP}
    return Found(
        kind=TipKind.STEADY_NIGHT,
        daily=amount,
        days=len(nights),
        amount=amount,
        hours=tuple(hour for hour in ASLEEP if shares[hour] >= amount / 8)
        or tuple(ASLEEP),
    )


def _free_hours(days: Sequence[ClockDay], is_free: IsFree) -> Found | None:
    """Find the downloads that could run in free hours, if little does."""
    inside: list[int] = []
    outside: list[list[int]] = [[] for _ in range(24)]
    for day in days:
        weekday = day.date.weekday()
        for hour, used in enumerate(day.known_with_free()):
            if used is not None:
                (inside if is_free(weekday, hour) else outside[hour]).append(used)
    count = sum(map(len, outside))
    if not inside or not count:
        return None
    usual = sum(map(sum, outside)) / count
    if fmean(inside) > FREE_USED * usual:
        return None
    bursts = 0.0
    for column in filter(None, outside):
        most = FREE_BURST * max(usual, fmean(column))
        bursts += sum(used - most for used in column if used > most)
    daily = 24 * bursts / (count + len(inside))
    return Found(
        kind=TipKind.FREE_HOURS_UNUSED, daily=daily, days=len(days), amount=daily
    )
