"""What a picture has room for, and where lines across it help to read it."""

from collections.abc import Iterable, Sequence
from math import floor, log, log10

from ..model import DataUnit

# Steps between lines that people count in, and about how many lines there are.
_NICE = (1, 2, 2.5, 5, 10)
_LINES = 4
# A budget that is so many times all usage would make the days' bars too small to compare.
_BEYOND = 1.5


def marks(most: int, unit: DataUnit) -> Sequence[int]:
    """Return round sizes below the most, in bytes, without the zero: up to five."""
    if most <= 0:
        return ()
    base = 1024 if unit in {DataUnit.GIB, DataUnit.TIB} else 1000
    scale = base ** max(0, floor(log(most, base)))
    rough = most / scale / _LINES
    power = 10 ** floor(log10(rough))
    nice = next((one for one in _NICE if one * power >= rough), _NICE[-1])
    step = max(1, round(nice * power * scale))
    return range(step, most, step)


def tallest(days: Iterable[tuple[int | None, int | None]]) -> int:
    """Return what bars of days have room for, in bytes: each its usage and its budget."""
    known = [(usage or 0, budget or 0) for usage, budget in days]
    most = max((usage for usage, _ in known), default=0) or 1
    return max(most, *(size for _, size in known if size < _BEYOND * most), 0)
