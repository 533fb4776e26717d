"""What RouterOS's menus count: arrays of objects, whose values are all strings.

A figure that is missing or wrong is an error, never zero: the meter would take the
fall of a counter for a restart, and count all of it again.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ..model import CounterKind, Reading
from .answer import Answer
from .redact import redact
from .values import amount, flag, uptime

_MAX_BYTES = 10**18
_MAX_NAME = 60
_SECOND = timedelta(seconds=1)
_SHOWN = frozenset(
    (
        "active-sessions",
        "bytes-in",
        "bytes-out",
        "disabled",
        "limit-bytes-total",
        "rx-byte",
        "total-download",
        "total-upload",
        "tx-byte",
    )
)


def names(answer: Answer) -> list[str]:
    """Return whom or what a menu lists, but for the disabled; `UnexpectedPayload`."""
    return [
        name
        for row in _rows(answer)
        if isinstance(name := row.get("name"), str)
        and name.isprintable()
        and not flag(row.get("disabled"))
    ]


def identifier(answer: Answer, name: str) -> str:
    """Return the `.id` of a User Manager user; `UnexpectedPayload`."""
    found = _named(answer, name).get(".id")
    if not isinstance(found, str) or not found:
        raise answer.unexpected("the user has no id")
    return found


def hotspot_user(answer: Answer, name: str, now: datetime) -> Reading:
    """Read a hotspot user without its sessions; `UnexpectedPayload`.

    A limit of zero is none. Without one the totals mean nothing but that they grow.
    """
    user = _named(answer, name)
    used = _sum(answer, user, "bytes-in", "bytes-out")
    limit = _figure(answer, user, "limit-bytes-total", "0") or None
    return Reading(
        taken_at=now,
        counter=CounterKind.CUMULATIVE if limit is None else CounterKind.USED,
        used=used,
        remaining=_left(limit, used),
        allowance=limit,
        response_ms=answer.elapsed_ms,
        raw={"user": redact(user, _SHOWN)},
    )


def with_sessions(user: Reading, answer: Answer, name: str, now: datetime) -> Reading:
    """Return a hotspot user's reading with its running sessions; `UnexpectedPayload`.

    The totals of the user may only learn of a session when it ends. They outlive it,
    and reboots, too: no uptime says when they began from zero.
    """
    active = [row for row in _rows(answer) if row.get("user") == name]
    running = sum(_sum(answer, row, "bytes-in", "bytes-out") for row in active)
    used = _believable(answer, (user.used or 0) + running)
    return replace(
        user,
        taken_at=now,
        used=used,
        remaining=_left(user.allowance, used),
        response_ms=user.response_ms + answer.elapsed_ms,
        raw={**user.raw, "active": redact(active, _SHOWN)},
    )


def managed_user(answer: Answer, now: datetime) -> Reading:
    """Read a monitored User Manager user; `UnexpectedPayload`.

    The totals include the running sessions.
    """
    row = next(iter(_rows(answer)), {})
    return Reading(
        taken_at=now,
        counter=CounterKind.CUMULATIVE,
        used=_sum(answer, row, "total-download", "total-upload"),
        plan_name=_profile(row.get("actual-profile")),
        response_ms=answer.elapsed_ms,
        raw={"user": redact(row, _SHOWN)},
    )


def interface(answer: Answer, name: str, now: datetime) -> Reading:
    """Read an interface, whose counters begin again when the router does."""
    row = _named(answer, name)
    return Reading(
        taken_at=now,
        counter=CounterKind.CUMULATIVE,
        used=_sum(answer, row, "rx-byte", "tx-byte"),
        response_ms=answer.elapsed_ms,
        raw={"interface": redact(row, _SHOWN)},
    )


def with_start(reading: Reading, answer: Answer, now: datetime) -> Reading:
    """Return an interface's reading with when the router started, if it tells.

    One that started after it was asked for the counter, as far as whole seconds can
    tell, told that of the run before.
    """
    running = uptime(answer.json_object().get("uptime"))
    since = None if running is None else now - running
    known = since is not None and since <= reading.taken_at + _SECOND
    return replace(
        reading,
        counting_since=since if known else None,
        response_ms=reading.response_ms + answer.elapsed_ms,
    )


def _left(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def _profile(value: Any) -> str | None:
    """Return the name of a plan as it can be shown and stored."""
    if not isinstance(value, str):
        return None
    return "".join(c for c in value[:_MAX_NAME] if c.isprintable()).strip() or None


def _rows(answer: Answer) -> list[Mapping[str, Any]]:
    """Return the objects of an array; `UnexpectedPayload` if it is none."""
    payload = answer.json()
    if not isinstance(payload, list):
        raise answer.unexpected("this is no list")
    if not all(isinstance(row, dict) for row in payload):
        raise answer.unexpected("this is no list of objects")
    return payload


def _named(answer: Answer, name: str) -> Mapping[str, Any]:
    """Return the row of that name, if it is there and enabled; `UnexpectedPayload`."""
    for row in _rows(answer):
        if row.get("name") == name and not flag(row.get("disabled")):
            return row
    raise answer.unexpected("what was chosen to be read is not there any more")


def _sum(answer: Answer, row: Mapping[str, Any], one: str, other: str) -> int:
    both = _figure(answer, row, one) + _figure(answer, row, other)
    return _believable(answer, both)


def _figure(
    answer: Answer, row: Mapping[str, Any], name: str, missing: str | None = None
) -> int:
    """Return a counter in bytes; `missing` stands for one that is not there."""
    if (figure := amount(row.get(name, missing), 1)) is None:
        raise answer.unexpected("a counter is missing or wrong")
    return figure


def _believable(answer: Answer, total: int) -> int:
    """Return a sum that can be stored; `UnexpectedPayload` if it is absurd."""
    if total > _MAX_BYTES:
        raise answer.unexpected("the counters are absurd")
    return total
