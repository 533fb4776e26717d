"""Notices to people: what is told, to whom, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AlertKind(StrEnum):
    """What a notice is about, and the period in which it is heard once."""

    THRESHOLD = "threshold"
    """A share of the allowance is used: each level once a cycle."""
    USED_UP = "used_up"
    """The allowance is gone: once a cycle."""
    DAILY_BUDGET = "daily_budget"
    """More is used than today's budget: once a local day."""
    PACE = "pace"
    """The allowance will probably not last: once a cycle."""
    UNUSUAL_USAGE = "unusual_usage"
    """Today stands out: once a local day."""
    WEEKLY_SUMMARY = "weekly_summary"
    """The last seven days: once a week."""
    OPTIMIZATION_TIP = "optimization_tip"
    """Something that would save data: once a week at most."""
    RENEWAL = "renewal"
    """A new cycle: once."""
    EXPIRING = "expiring"
    """The plan ends unless it is bought again: three days and one day before."""
    SPARE = "spare"
    """Much of the allowance will be lost: once a cycle."""
    STALE = "stale"
    """The source has not been read for a day: once an outage."""


class Channel(StrEnum):
    """A way to people."""

    EMAIL = "email"
    PHONE = "phone"
    DESKTOP = "desktop"
    DASHBOARD = "dashboard"


class DeliveryStatus(StrEnum):
    """What became of a message to one target."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    """Given up: until then a message that could not be sent is pending."""


class Via(StrEnum):
    """Where somebody acknowledged."""

    PHONE_ACTION = "phone_action"
    NOTIFICATION = "notification"
    CARD = "card"
    ACTION = "action"
    REST = "rest"
    BUTTON = "button"


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """An alert on its way to one target.

    `due_at` is when it may be tried (again) at the earliest; quiet hours and a snooze
    can make it later. `tried_first` and `tried_at` are the first and the last of the
    `tries`, `reason` is one word for why the last of them failed.
    """

    target: str
    channel: Channel
    due_at: datetime
    status: DeliveryStatus = DeliveryStatus.PENDING
    tries: int = 0
    tried_first: datetime | None = None
    tried_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledgement:
    """Who took note, when and where; `by` is `None` where nobody can tell."""

    at: datetime
    via: Via
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One notice to people, with its own life: raised, sent, acknowledged.

    It is heard once for its `kind`, `cause` and `period`: `cause` tells apart what one
    kind has several of in a period ("75", "3 days"), `period` names the cycle, local
    day, week or outage ("cycle 4", "day 2026-03-24").

    `used` (bytes) and `percentage` are what they were when it was raised, `threshold`
    is the level in percent that was crossed. `figures` is what its words tell: bytes,
    percent, and moments in ISO 8601 with the home's own offset. `expected` is what a
    household like this uses in the 24 hours after it, in bytes, and `effect`, from 0
    to 1, how far it did as the alert asked. `silenced` says that people had snoozed
    it, so that it went to nobody.
    """

    alert_id: str
    kind: AlertKind
    period: str
    raised_at: datetime
    cause: str = ""
    threshold: int | None = None
    used: int | None = None
    percentage: float | None = None
    figures: Mapping[str, int | float | str] = field(default_factory=dict)
    deliveries: tuple[Delivery, ...] = ()
    silenced: bool = False
    acknowledged: Acknowledgement | None = None
    opened_at: datetime | None = None
    expected: int | None = None
    effect: float | None = None

    @property
    def key(self) -> tuple[AlertKind, str, str]:
        """What no two alerts have in common."""
        return self.kind, self.cause, self.period
