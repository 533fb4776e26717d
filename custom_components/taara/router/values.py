"""Values as routers write them, and what can be believed of them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
import re
from typing import Any

_NUMERAL = re.compile(
    r"[+-]?[0-9]{1,40}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII
)
_MAX_BYTES = 10**18
# A router's clock that was reset says 1970; one that overflowed says anything.
_YEARS = range(2000, 2200)
_MAX_WAIT = 86400.0
_MAX_UPTIME = timedelta(days=3660)
# Weeks, days, and a clock's time or hours, minutes and seconds, each with its letter.
_UPTIME = re.compile(
    r"(?=[0-9])"
    r"(?:(?P<weeks>[0-9]{1,4})w ?)?"
    r"(?:(?P<days>[0-9]{1,5})d ?)?"
    r"(?:(?P<clock>[0-9]{1,3}:[0-9]{2}:[0-9]{2})"
    r"|(?:(?P<hours>[0-9]{1,6})h ?)?"
    r"(?:(?P<minutes>[0-9]{1,8})m ?)?"
    r"(?:(?P<seconds>[0-9]{1,9})s)?)",
    re.ASCII,
)

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def number(value: Any) -> Decimal | None:
    """Read a finite number that is not negative, or a string that is one.

    >>> number("614400"), number(True), number("1e3"), number(-1)
    (Decimal('614400'), None, Decimal('1E+3'), None)
    """
    if not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if not _NUMERAL.fullmatch(text):
        return None
    parsed = Decimal(text)
    return parsed if parsed >= 0 else None


def amount(value: Any, unit: int | Decimal) -> int | None:
    """Read a number of `unit` bytes as whole bytes; absurd ones are not known.

    >>> amount("0.5", 1024), amount(1e30, 1)
    (512, None)
    """
    parsed = number(value)
    if parsed is None or parsed > _MAX_BYTES:
        return None
    size = round(parsed * unit)
    return size if size <= _MAX_BYTES else None


def flag(value: Any) -> bool | None:
    """Read a truth value, also where it is a number or a word."""
    return _WORDS.get(str(value).strip().lower()) if value is not None else None


def moment(value: Any) -> date | None:
    """Read a date, or an aware moment in UTC; of a local time only the day counts.

    >>> moment("2026-10-01"), moment("2026-10-01T03:00:00+03:00")
    (datetime.date(2026, 10, 1), datetime.datetime(2026, 10, 1, 0, 0, tzinfo=datetime.timezone.utc))
    """
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
        if parsed.year not in _YEARS:
            return None
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.date()
    except ValueError:
        return None


def uptime(value: Any) -> timedelta | None:
    """Read how long something has run, as MikroTik writes it; absurd is not known.

    >>> uptime("1w2d3h4m5s"), uptime("1d02:03:04"), uptime("120"), uptime("9999w")
    (datetime.timedelta(days=9, seconds=11045), datetime.timedelta(days=1, seconds=7384), None, None)
    """
    match = _UPTIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    parts = match.groupdict(default="0")
    clock = parts.pop("clock")
    span = timedelta(**{unit: int(count) for unit, count in parts.items()})
    if clock != "0":
        hours, minutes, seconds = map(int, clock.split(":"))
        span += timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return span if span <= _MAX_UPTIME else None


def retry_after(headers: Mapping[str, str], body: Mapping[str, Any]) -> float | None:
    """Find how many seconds a router asks to wait, at most a day.

    The header holds seconds or a date (RFC 9110, section 10.2.3); a date is read
    against the router's own clock, which may be wrong. Of header and body the longer.
    """
    waits = (
        number(headers.get("Retry-After")),
        _until(headers.get("Retry-After"), headers.get("Date")),
        number(body.get("retry_after")),
    )
    known = [min(float(wait), _MAX_WAIT) for wait in waits if wait is not None]
    return max(known, default=None)


def _until(then: str | None, now: str | None) -> float | None:
    """Seconds between two dates of headers; `now` is ours where the router has none."""
    end = _http_date(then)
    if end is None:
        return None
    start = _http_date(now) or datetime.now(UTC)
    return max((end - start).total_seconds(), 0.0)


def _http_date(text: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text or "")
    except ValueError, OverflowError:  # The second of a date with absurd numbers
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
