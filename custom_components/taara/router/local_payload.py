"""What the local session router's bodies hold, under the names its variants use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
import re
from typing import Any

from ..model import CounterKind, Reading
from .answer import Answer
from .redact import redact
from .values import amount, moment, number

_MB = 2**20
_TOLERANCE = 0.01
_MAX_CYCLE_DAYS = 366

# Variants A, B and D name the unit, C does not; the unit is the same.
_USED = ("total_used_mb", "total_used")
_ALLOCATED = ("total_allocated_mb", "total_allocated")
_REMAINING = ("remaining_mb", "remaining")
_CONTAINERS = ("usage", "data")
_MAX_NESTING = 3

_SHOWN = frozenset(
    (
        *_USED,
        *_ALLOCATED,
        *_REMAINING,
        "status",
        "error_code",
        "timestamp",
        "last_updated",
        "percentage_used",
        "start_date",
        "days_elapsed",
        "days_remaining",
        "total_days",
        "download_speed_mbps",
        "upload_speed_mbps",
        "latency_ms",
        "retry_after",
    )
)

_SESSION_NAMES = ("session_id", "sessionId", "session", "sid", "token", "access_token")
# What a cookie's value may hold (RFC 6265, section 4.1.1): nothing that ends a header.
_COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]{1,4096}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counters:
    """Bytes as the router states them; `None` is unknown."""

    used: int | None
    allowance: int | None
    remaining: int | None


def reading(answer: Answer, taken_at: datetime) -> Reading:
    """Read an answer to `/usage`; `UnexpectedPayload` if it counts nothing.

    `taken_at` is our own clock's: the router's may be wrong.
    """
    if not answer.ok:
        raise answer.unexpected("this is no usage")
    payload = answer.json()
    usage = _usage_of(payload)
    counters = _believed(_counters(usage))
    if counters is None:
        raise answer.unexpected("neither usage nor remainder is known")
    start, end = _cycle(usage.get("billing_cycle"))
    return Reading(
        taken_at=taken_at,
        counter=CounterKind.REMAINING if counters.used is None else CounterKind.USED,
        used=counters.used,
        remaining=counters.remaining,
        allowance=counters.allowance,
        cycle_start=start,
        cycle_end=end,
        response_ms=answer.elapsed_ms,
        raw=redact(payload, _SHOWN),
    )


def counts_usage(body: Mapping[str, Any]) -> bool:
    """Tell whether a body has the fields of a usage answer, whatever they hold."""
    return not {*_USED, *_REMAINING}.isdisjoint(_usage_of(body))


def session_id(body: Mapping[str, Any]) -> str | None:
    """Find the session in an answer to a login, at its top or one level down."""
    for place in (body, *(item for item in body.values() if isinstance(item, dict))):
        for name in _SESSION_NAMES:
            value = place.get(name)
            if isinstance(value, str) and _COOKIE_VALUE.fullmatch(value):
                return value
    return None


def _usage_of(payload: Any) -> Mapping[str, Any]:
    """Find the object with the counters: nested in A and B, the whole in C and D."""
    usage: dict[str, Any] = payload if isinstance(payload, dict) else {}
    for _ in range(_MAX_NESTING):
        inner = (usage.get(name) for name in _CONTAINERS)
        usage = next((item for item in inner if isinstance(item, dict)), usage)
    return usage


def _counters(usage: Mapping[str, Any]) -> _Counters:
    def first(names: tuple[str, ...]) -> int | None:
        known = (amount(usage.get(name), _MB) for name in names)
        return next((size for size in known if size is not None), None)

    return _Counters(
        used=first(_USED), allowance=first(_ALLOCATED), remaining=first(_REMAINING)
    )


def _believed(stated: _Counters) -> _Counters | None:
    """Keep what agrees; `None` if that is nothing to count with."""
    used, allowance, remaining = stated.used, stated.allowance, stated.remaining
    if used is None and remaining is None:
        return None
    if not (used or allowance or remaining) and remaining is not None:
        # All zero: a router that has just started has not loaded its accounts yet.
        # Taken for a count it would look like a renewal with everything used up.
        return None
    if allowance == 0:
        # Nobody is granted nothing: this is how "no limit" is written.
        allowance, remaining = None, remaining or None
    if used is not None and allowance is not None and remaining is not None:
        left = max(allowance - used, 0)
        if abs(left - remaining) > _TOLERANCE * allowance:
            # One of the three is wrong, or a top-up is counted in one place only. The
            # meter counts `used` at every reading, so it must go on with that; the
            # remainder is then better unknown, and the reading shows as partial.
            remaining = None
    return _Counters(used=used, allowance=allowance, remaining=remaining)


def _cycle(stated: Any) -> tuple[date | None, date | None]:
    """Read start and exclusive end of the billing cycle, as far as they make sense."""
    if not isinstance(stated, dict):
        return None, None
    start = moment(stated.get("start_date"))
    days = number(stated.get("total_days"))
    if start is None or days is None or not 1 <= days <= _MAX_CYCLE_DAYS:
        return start, None
    return start, start + timedelta(days=int(days))
