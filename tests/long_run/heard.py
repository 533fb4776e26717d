"""What people and automations heard in all lives, and what they should have heard.

What should have been heard is worked out from what the source told, or from what was
seen at each moment, looking back; what was heard, from Home Assistant's bus and from its
notifications.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from custom_components.taara.alerts import EVENT_ALERT
from custom_components.taara.model import Alert, AlertKind, DeliveryStatus, Overview
from homeassistant.components.persistent_notification import (
    Notification,
    UpdateType,
    async_register_callback,
)
from homeassistant.core import Event, HomeAssistant, callback

from .account import ALLOWANCE, BERLIN, Account

DAY = timedelta(days=1)
LEVELS = (75, 90, 100)
SUMMARY_TIME = time(18)
# So long the summary waits for the reading that closes its last day.
PATIENCE = timedelta(hours=1)
# Kinds whose cause is a figure of the overview.
SEEN = (AlertKind.DAILY_BUDGET, AlertKind.STALE, AlertKind.UNUSUAL_USAGE)

type Periods = Counter[str]


@dataclass
class Heard:
    """Listens, and looks."""

    events: list[Mapping[str, Any]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    seen: dict[AlertKind, set[str]] = field(
        default_factory=lambda: {kind: set() for kind in SEEN}
    )

    @callback
    def listen(self, hass: HomeAssistant) -> None:
        """Listen in one life."""

        @callback
        def hear(event: Event) -> None:
            self.events.append(event.data)

        @callback
        def read(update: UpdateType, notes: dict[str, Notification]) -> None:
            if update is UpdateType.ADDED:
                self.notes.update(list(notes))

        hass.bus.async_listen(EVENT_ALERT, hear)
        async_register_callback(hass, read)

    def look(self, overview: Overview) -> None:
        """See what holds at a moment."""
        day = f"day {overview.today}"
        if overview.over_budget and overview.remaining:
            self.seen[AlertKind.DAILY_BUDGET].add(day)
        if overview.unusual:
            self.seen[AlertKind.UNUSUAL_USAGE].add(day)
        if overview.silent:
            as_of = overview.as_of.isoformat(timespec="seconds")
            self.seen[AlertKind.STALE].add(f"outage {as_of}")

    def check(self, alerts: tuple[Alert, ...], account: Account, end: datetime) -> None:
        """Assert that all was told that was to be told, each once, and nothing else."""
        keys = Counter(alert.key for alert in alerts)
        assert set(keys.values()) == {1}
        heard = Counter(event["alert_id"] for event in self.events)
        assert heard == Counter(alert.alert_id for alert in alerts)
        told = {kind: _periods(alerts, kind) for kind in AlertKind}
        assert told[AlertKind.THRESHOLD] == Counter(_levels(account, False))
        assert told[AlertKind.USED_UP] == Counter(_levels(account, True))
        assert told[AlertKind.RENEWAL] == Counter(_renewals(account))
        assert told[AlertKind.WEEKLY_SUMMARY] == Counter(_weeks(account, end))
        for kind in SEEN:
            assert told[kind] == Counter(self.seen[kind]), (
                kind,
                told[kind],
                self.seen[kind],
            )
        assert told[AlertKind.EXPIRING] == Counter()  # it renews by itself
        self._check_arrived(alerts)

    def _check_arrived(self, alerts: tuple[Alert, ...]) -> None:
        """Assert that each arrived, by itself or together with others, and once."""
        assert set(self.notes.values()) == {1}
        tags = {tag.rpartition("_")[2] for tag in self.notes}
        assert tags <= {alert.alert_id for alert in alerts}
        for alert in alerts:
            (delivery,) = alert.deliveries
            assert (delivery.status, delivery.tries) == (DeliveryStatus.SENT, 1)


def _periods(alerts: tuple[Alert, ...], kind: AlertKind) -> Periods:
    return Counter(
        f"{alert.period} {alert.cause}".strip()
        for alert in alerts
        if alert.kind is kind
    )


def _months(account: Account) -> Iterator[tuple[int, int]]:
    """Yield the number of the month, from 1, and what was told used, at each reading."""
    number, before = 1, None
    for at, used in account.told.items():
        month = (local := at.astimezone(BERLIN)).year, local.month
        number += before is not None and month != before
        before = month
        yield number, used


def _levels(account: Account, gone: bool) -> Iterator[str]:
    """Yield each level that was passed as the highest one; or that all was used."""
    highest: dict[int, int] = {}
    for number, used in _months(account):
        level = max((it for it in LEVELS if 100 * used >= it * ALLOWANCE), default=0)
        if level > highest.get(number, 0):
            highest[number] = level
            if gone is (level == 100):
                yield f"cycle {number}" if gone else f"cycle {number} {level}"


def _renewals(account: Account) -> Iterator[str]:
    for (before, _), (number, _) in pairwise(_months(account)):
        if number != before:
            yield f"cycle {number}"


def _weeks(account: Account, end: datetime) -> Iterator[str]:
    """Yield each week whose Sunday evening was lived through."""
    first, last = min(account.told), end - PATIENCE
    day = first.astimezone(BERLIN).date()
    while day <= last.astimezone(BERLIN).date():
        due = datetime.combine(day, SUMMARY_TIME, BERLIN).astimezone(UTC)
        if day.isoweekday() == 7 and first < due < last:
            year, week, _ = day.isocalendar()
            yield f"week {year}-W{week:02}"
        day += DAY
