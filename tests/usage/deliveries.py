"""What the tests of deliveries share: alerts on their way, and who sends them."""

from datetime import datetime, time, timedelta

from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    Channel,
    DeliveryStatus,
    QuietHours,
    Snooze,
    Target,
)
from custom_components.taara.usage.delivery import (
    Rules,
    delivered,
    outbox,
    with_deliveries,
)

from .alerts import NOON, through_restart
from .common import NAIROBI

PHONE = Target(name="notify.phone", channel=Channel.PHONE)
MAIL = Target(name="notify.mail", channel=Channel.EMAIL)
BOTH = AlertSettings(targets=(PHONE, MAIL))
NIGHT = QuietHours(start=time(22), end=time(7))
MINUTE = timedelta(minutes=1)


def raised(
    name: str = "1",
    now: datetime = NOON,
    kind: AlertKind = AlertKind.PACE,
    settings: AlertSettings = BOTH,
    snooze: Snooze | None = None,
) -> Alert:
    """Return a new alert on its way."""
    alert = Alert(alert_id=name, kind=kind, period="cycle 2", raised_at=now)
    return with_deliveries(alert, settings, snooze, 2)


def rules(settings: AlertSettings = BOTH, snooze: Snooze | None = None) -> Rules:
    """Return when nothing is sent."""
    return Rules(settings=settings, snooze=snooze, zone=NAIROBI)


def waiting(
    alerts: tuple[Alert, ...], rule: Rules, now: datetime
) -> dict[str, list[str]]:
    """Return which alerts go to whom now."""
    return {
        parcel.target: [alert.alert_id for alert in parcel.alerts]
        for parcel in outbox(alerts, rule, now)
    }


def sent(
    alerts: tuple[Alert, ...], now: datetime, reason: str | None = None
) -> tuple[Alert, ...]:
    """Return the alerts after all that is due was sent, or failed."""
    for parcel in outbox(alerts, rules(), now):
        ids = frozenset(alert.alert_id for alert in parcel.alerts)
        alerts = delivered(alerts, parcel.target, ids, now, reason)
    return through_restart(alerts)


def states(alert: Alert) -> list[DeliveryStatus]:
    """Return what became of each delivery."""
    return [one.status for one in alert.deliveries]
