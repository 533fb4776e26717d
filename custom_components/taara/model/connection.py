"""How reading the source goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from .reading import ReadingStatus


class Reach(StrEnum):
    """How the last poll of the source ended."""

    OK = "ok"
    CANNOT_CONNECT = "cannot_connect"
    INVALID_AUTH = "invalid_auth"
    TIMEOUT = "timeout"
    UNEXPECTED_PAYLOAD = "unexpected_payload"
    RATE_LIMITED = "rate_limited"
    USED_UP = "used_up"
    """It answered, but no figures: the allowance is gone."""
    KEY_MISSING = "key_missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Connection:
    """How reading the source goes.

    `failures` counts polls in a row that failed, `failing_since` is the first of
    them; `next_poll` is when the source will be asked again, `None` while nothing
    is planned. `circuit_open` says that the next poll is a single probe.
    """

    reach: Reach = Reach.OK
    failures: int = 0
    failing_since: datetime | None = None
    last_attempt: datetime | None = None
    next_poll: datetime | None = None
    circuit_open: bool = False
    storage_failing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """The record of one poll, for diagnostics: what was asked and what came."""

    poll_id: str
    at: datetime
    status: ReadingStatus
    error: str | None = None
    detail: str | None = None
    requests: int = 0
    usage_requests: int = 0
    response_ms: int = 0
    used: int | None = None
    remaining: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
