"""Values in a REST request's body, read strictly: each reader raises `ValueError`.

The error's text says what belongs there.
"""

from collections.abc import Callable
from datetime import time
import re
from typing import Any

type ValueReader = Callable[[Any], Any]

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def truth(value: Any) -> bool:
    """Return true or false."""
    if value is True or value is False:
        return bool(value)
    raise ValueError("true or false")


def whole(least: int, most: int) -> ValueReader:
    """Return what reads a whole number in a range; to JSON 75.0 is one, too."""

    def read(value: Any) -> int:
        wrong = ValueError(f"a whole number from {least} to {most}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong
        if not least <= value <= most or value != int(value):
            raise wrong
        return int(value)

    return read


def amount(least: int, most: int) -> ValueReader:
    """Return what reads a number in a range, fractions included."""

    def read(value: Any) -> float:
        wrong = ValueError(f"a number from {least} to {most}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong
        if not least <= value <= most:
            raise wrong
        return float(value)

    return read


def word(*known: str) -> ValueReader:
    """Return what reads one of some words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"one of {', '.join(known)}")
        return value

    return read


def clock(value: Any) -> str:
    """Return a time of day such as 21:30 as options keep it."""
    if not isinstance(value, str) or _CLOCK.fullmatch(value) is None:
        raise ValueError("a time such as 21:30")
    return time.fromisoformat(value).isoformat()


def or_null(read: ValueReader) -> ValueReader:
    """Return what reads a value that may be left open."""

    def read_or_not(value: Any) -> Any:
        try:
            return None if value is None else read(value)
        except ValueError as error:
            raise ValueError(f"{error}, or null") from error

    return read_or_not


def several(read: ValueReader, most: int, *, least: int = 0) -> ValueReader:
    """Return what reads a list of different values, which comes back in order."""

    def read_all(value: Any) -> list[Any]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise ValueError(f"a list of {least} to {most}")
        try:
            found = [read(item) for item in value]
        except ValueError as error:
            raise ValueError(f"a list, each {error}") from error
        if len(set(found)) < len(found):
            raise ValueError("a list without repetitions")
        return sorted(found)

    return read_all
