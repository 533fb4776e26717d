"""On their way to people: what goes to whom now, and what became of it.

Whoever sends asks for the `outbox`, sends each parcel as one message, and records what
became of it with `delivered`. What is pending was written down before it is sent, so a
kill between the two may send a message again, but never loses one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from ..model import (
    Alert,
    AlertKind,
    AlertSettings,
    Channel,
    Delivery,
    DeliveryStatus,
    Snooze,
)
from .alert import PRECEDENCE
from .alert_cause import ASKED
from .alert_period import quiet_until

# A failed message is tried again after 1, 2, 4, 8 … minutes, at most an hour apart, for
# a day; and not much more often than that takes, whatever is done to the clock.
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=1)
RETRIED_FOR = timedelta(hours=24)
MOST_TRIES = 60

TARGET_REMOVED = "target_removed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """One message to one target: the alerts it tells of, what matters most first."""

    target: str
    channel: Channel
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """When nothing is sent: quiet hours and a snooze, by the home's clock."""

    settings: AlertSettings
    snooze: Snooze | None
    zone: tzinfo

    def free_at(self, alert: Alert, at: datetime) -> datetime:
        """Return the first moment from `at` on at which an alert may be sent."""
        if alert.cause == ASKED:
            return at
        snooze = self.snooze
        if snooze is not None and snooze.until and snooze.covers(alert.kind):
            at = max(at, snooze.until)
        return quiet_until(at, self.settings.quiet, self.zone)


def with_deliveries(
    alert: Alert, settings: AlertSettings, snooze: Snooze | None, cycle: int
) -> Alert:
    """Return a new alert on its way to every target; to none if its cycle is snoozed.

    `cycle` is the number of the cycle it was raised in.
    """
    if _is_silent(alert, snooze, cycle):
        return replace(alert, silenced=True)
    return replace(
        alert,
        deliveries=tuple(
            Delivery(target=target.name, channel=target.channel, due_at=alert.raised_at)
            for target in settings.targets
        ),
    )


def silenced(alerts: Sequence[Alert], snooze: Snooze, cycle: int) -> tuple[Alert, ...]:
    """Return the alerts after a snooze until the cycle's end: nothing is pending.

    What has been sent stands. A snooze until a moment changes nothing but the time.
    """
    return tuple(
        replace(
            alert,
            silenced=True,
            deliveries=tuple(one for one in alert.deliveries if not _pending(one)),
        )
        if _is_silent(alert, snooze, cycle) and any(map(_pending, alert.deliveries))
        else alert
        for alert in alerts
    )


def _is_silent(alert: Alert, snooze: Snooze | None, cycle: int) -> bool:
    if snooze is None or alert.cause == ASKED:
        return False
    return snooze.cycle == cycle and snooze.covers(alert.kind)


def outbox(alerts: Sequence[Alert], rules: Rules, now: datetime) -> tuple[Parcel, ...]:
    """Return what is to be sent now: one parcel for a target, however much waited.

    So what an outage, a night or a snooze held back arrives as one message. When
    something goes to a target, what is yet to be tried there again goes along.
    """
    parcels = []
    for target in rules.settings.targets:
        waiting = [
            (alert, one)
            for alert, one in _all_pending(alerts)
            if one.target == target.name and rules.free_at(alert, now) <= now
        ]
        if any(_tried_from(one, now) <= now for _, one in waiting):
            parcels.append(
                Parcel(
                    target=target.name,
                    channel=target.channel,
                    alerts=_in_order([alert for alert, _ in waiting]),
                )
            )
    return tuple(parcels)


def _in_order(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """Return what matters most first; what was before a renewal matters least."""
    renewed = [alert.raised_at for alert in alerts if alert.kind is AlertKind.RENEWAL]
    since = max(renewed, default=datetime.min.replace(tzinfo=UTC))
    return tuple(
        sorted(
            alerts,
            key=lambda alert: (
                alert.raised_at < since,
                PRECEDENCE.index(alert.kind),
                alert.raised_at,
            ),
        )
    )


def delivered(
    alerts: Sequence[Alert],
    target: str,
    alert_ids: frozenset[str],
    now: datetime,
    reason: str | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts after a message to a target was sent, or failed for a reason."""

    def after(one: Delivery) -> Delivery:
        tries, first = one.tries + 1, one.tried_first or now
        given_up = now - first >= RETRIED_FOR or tries >= MOST_TRIES
        status = DeliveryStatus.FAILED if given_up else DeliveryStatus.PENDING
        return replace(
            one,
            status=DeliveryStatus.SENT if reason is None else status,
            tries=tries,
            tried_first=first,
            tried_at=now,
            due_at=one.due_at if reason is None else now + _retry(tries),
            reason=reason,
        )

    return _changed(
        alerts,
        lambda alert, one: (
            after(one) if one.target == target and alert.alert_id in alert_ids else one
        ),
    )


def without_removed(
    alerts: Sequence[Alert], settings: AlertSettings
) -> tuple[Alert, ...]:
    """Return the alerts with nothing on its way to targets that people took away."""
    known = {target.name for target in settings.targets}
    return _changed(
        alerts,
        lambda _, one: (
            one
            if one.target in known
            else replace(one, status=DeliveryStatus.FAILED, reason=TARGET_REMOVED)
        ),
    )


def next_delivery(
    alerts: Sequence[Alert], rules: Rules, now: datetime
) -> datetime | None:
    """Return when something is to be sent that is not in the `outbox` yet."""
    known = {target.name for target in rules.settings.targets}
    moments = (
        rules.free_at(alert, max(now, _tried_from(one, now)))
        for alert, one in _all_pending(alerts)
        if one.target in known
    )
    return min((moment for moment in moments if moment > now), default=None)


def _retry(tries: int) -> timedelta:
    return min(LAST_RETRY, FIRST_RETRY * (1 << min(tries - 1, 10)))


def _tried_from(one: Delivery, now: datetime) -> datetime:
    """Return when a delivery is tried next; a clock set back keeps nobody waiting."""
    return one.due_at if one.due_at - now <= LAST_RETRY else now


def _pending(one: Delivery) -> bool:
    return one.status is DeliveryStatus.PENDING


def _all_pending(alerts: Iterable[Alert]) -> Iterator[tuple[Alert, Delivery]]:
    for alert in alerts:
        for one in alert.deliveries:
            if _pending(one):
                yield alert, one


def _changed(
    alerts: Sequence[Alert], change: Callable[[Alert, Delivery], Delivery]
) -> tuple[Alert, ...]:
    """Return the alerts with what is pending changed; the same one if nothing is."""
    found = []
    for alert in alerts:
        deliveries = tuple(
            change(alert, one) if _pending(one) else one for one in alert.deliveries
        )
        same = deliveries == alert.deliveries
        found.append(alert if same else replace(alert, deliveries=deliveries))
    return tuple(found)
