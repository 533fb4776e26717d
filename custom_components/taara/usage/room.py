"""Round sizes: what a picture has room for, its lines, the steps of a question."""

from collections.abc import Iterable, Sequence
from math import ceil, floor, log, log10

from ..model import DataUnit

# Steps between lines that people count in, and about how many lines there are.
_NICE = (1, 2, 2.5, 5, 10)
_LINES = 4
_STEPS = 20
# A budget that is so many times all usage would make the days' bars too small to compare.
_BEYOND = 1.5


def marks(most: int, unit: DataUnit) -> Sequence[int]:
    """Return round sizes below the most, in bytes, without the zero: up to five."""
    if most <= 0:
        return ()
    base = 1024 if unit in {DataUnit.GIB, DataUnit.TIB} else 1000
    scale = base ** max(0, floor(log(most, base)))
    step = max(1, round(rounded_up(most / scale / _LINES) * scale))
    return range(step, most, step)


def rounded_up(rough: float) -> float:
    """Return the next number that people count in, of one above zero."""
    power: float = 10.0 ** floor(log10(rough))
    nice = next((one for one in _NICE if one * power >= rough), _NICE[-1])
    return nice * power


def steps(most: int, unit: DataUnit) -> tuple[int, int]:
    """Return the size and the number of round steps up to a most, in bytes: up to 20.

    The last one may pass it. Below two GB they are round in MB, as people say them.
    """
    base = 1024 if unit in {DataUnit.GIB, DataUnit.TIB} else 1000
    scale = base ** (2 if most < 2 * base**3 else 3)
    step = max(1, round(rounded_up(most / scale / _STEPS) * scale))
    return step, min(_STEPS, ceil(most / step))


def tallest(days: Iterable[tuple[int | None, int | None]]) -> int:
    """Return what bars of days have room for, in bytes: each its usage and its budget."""
    known = [(usage or 0, budget or 0) for usage, budget in days]
    most = max((usage for usage, _ in known), default=0) or 1
    return max(most, *(size for _, size in known if size < _BEYOND * most), 0)
