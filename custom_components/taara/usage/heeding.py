"""What people did about alerts: took note, looked, or never cared for a kind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import fmean

from ..model import Acknowledgement, Alert, AlertKind, DeliveryStatus, Via

# Who opens the dashboard so long after an alert does so because of it, perhaps.
OPENED_WITHIN = timedelta(hours=24)
# So many that reached people tell whether they care.
ENOUGH = 6
# Under it, usage after the alerts was what it always is.
NO_EFFECT = 0.1


def acknowledged(
    alerts: Sequence[Alert],
    at: datetime,
    via: Via,
    *,
    by: str | None = None,
    alert_ids: frozenset[str] | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts after somebody took note of some, or of all of them.

    Who did so first stands. What is still on its way to others goes on.
    """
    note = Acknowledgement(at=at, via=via, by=by)
    return tuple(
        replace(alert, acknowledged=note)
        if alert.acknowledged is None
        and (alert_ids is None or alert.alert_id in alert_ids)
        else alert
        for alert in alerts
    )


def opened(alerts: Sequence[Alert], at: datetime) -> tuple[Alert, ...]:
    """Return the alerts after somebody opened the dashboard: the first time counts."""
    return tuple(
        replace(alert, opened_at=at)
        if alert.opened_at is None
        and timedelta(0) <= at - alert.raised_at <= OPENED_WITHIN
        else alert
        for alert in alerts
    )


def never_heeded(alerts: Sequence[Alert], now: datetime) -> tuple[AlertKind, ...]:
    """Return the kinds that nobody cares for: they may as well be switched off.

    The last six that reached somebody more than a day ago were neither acknowledged
    nor followed by a look at the dashboard, nor was less used after them.
    """
    last: dict[AlertKind, list[Alert]] = {}
    for alert in reversed(alerts):
        known = last.setdefault(alert.kind, [])
        if len(known) < ENOUGH and _is_judged(alert, now):
            known.append(alert)
    return tuple(sorted(kind for kind, known in last.items() if _is_in_vain(known)))


def _is_judged(alert: Alert, now: datetime) -> bool:
    """Tell whether an alert reached somebody, so long ago that they could have acted."""
    if now - alert.raised_at <= OPENED_WITHIN:
        return False
    return any(one.status is DeliveryStatus.SENT for one in alert.deliveries)


def _is_in_vain(alerts: Sequence[Alert]) -> bool:
    if len(alerts) < ENOUGH:
        return False
    if any(alert.acknowledged or alert.opened_at for alert in alerts):
        return False
    effects = [alert.effect for alert in alerts if alert.effect is not None]
    return not effects or fmean(effects) < NO_EFFECT
