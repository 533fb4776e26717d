"""Amounts of data as people write them: a number and a unit."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from .meter import FASTEST
from .refusal import Refused

UNITS: Mapping[str, int] = {
    "B": 1,
    "kB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
}
# More is no household's.
MOST = 10**16
_LONGEST = 40


class Unbelievable(Exception):
    """A value that cannot be taken as it stands; `reason` is one word for why."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def read_amount(value: Any, unit: Any, *, signed: bool = False) -> int:
    """Return a number of a unit as whole bytes. Raises `Unbelievable`.

    >>> read_amount("1.5", "KiB"), read_amount(2, "MB")
    (1536, 2000000)
    """
    if not isinstance(unit, str) or unit not in UNITS:
        raise Unbelievable("unknown_unit")
    parsed = _number(value)
    if parsed < 0 and not signed:
        raise Unbelievable("negative")
    if abs(parsed) > MOST or abs(parsed) * UNITS[unit] > MOST:
        raise Unbelievable("absurd")
    return round(parsed * UNITS[unit])


def asked_amount(value: Any, unit: Any, *, signed: bool = False) -> int:
    """Return an amount that a person asks for, as whole bytes. Raises `Refused`."""
    try:
        return read_amount(value, unit, signed=signed)
    except Unbelievable as error:
        raise Refused("bad_amount") from error


def most_within(span: timedelta) -> int:
    """Return the bytes that no line carries in so long."""
    return FASTEST * round(span.total_seconds())


def number_within(value: Any, least: int, most: int) -> Decimal | None:
    """Return a number as people write it, `None` if it is none from `least` to `most`."""
    try:
        number = _number(value)
    except Unbelievable:
        return None
    return number if least <= number <= most else None


def _number(value: Any) -> Decimal:
    text = str(value).strip() if isinstance(value, int | float | str | Decimal) else ""
    try:
        if isinstance(value, bool) or len(text) > _LONGEST:
            raise Unbelievable("unreadable_usage")
        parsed = Decimal(text)
    except InvalidOperation as error:
        raise Unbelievable("unreadable_usage") from error
    if not parsed.is_finite():
        raise Unbelievable("unreadable_usage")
    return parsed
