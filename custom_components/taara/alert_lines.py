"""Alerts as lines: all of them in the history, in the hot file what must not be lost.

The hot file holds, as far as its room goes, every alert that is on its way to somebody,
then every one that the history does not have as it is, newest first. And it holds by
what key the last of each kind and cause was heard: without the history, that is enough
not to tell anything of a running period again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .model import Alert, DeliveryStatus
from .serial import from_lines, to_lines

# Room in the hot file, in characters, for alerts and for the keys of what was heard.
ALERTS_ROOM = 1500
HEARD_ROOM = 2000


def hot_lines(alerts: Sequence[Alert], safe: Sequence[Alert]) -> dict[str, list[str]]:
    """Return what the hot file says of alerts, `safe` being those in the history."""
    known = {alert.alert_id: alert for alert in safe}
    newest = alerts[::-1]
    pending = [alert for alert in newest if _is_pending(alert)]
    others = [
        alert
        for alert in newest
        if known.get(alert.alert_id) != alert and not _is_pending(alert)
    ]
    last = {(alert.kind, alert.cause): alert for alert in alerts}
    heard = sorted(last.values(), key=lambda alert: alert.raised_at, reverse=True)
    return {
        "alerts": list(_within(ALERTS_ROOM, [*pending, *others])),
        "heard": list(_within(HEARD_ROOM, map(_key_of, heard))),
    }


def joined_alerts(
    hot: Mapping[str, Any], history: Iterable[Alert]
) -> tuple[Alert, ...]:
    """Return the alerts that a hot file and a history know, oldest first.

    The hot file was written later. Of what only it has heard there is the key alone.
    """
    known = {alert.alert_id: alert for alert in history}
    known |= {one.alert_id: one for one in from_lines(Alert, hot.get("alerts", ()))}
    heard = from_lines(Alert, hot.get("heard", ()))
    known = {one.alert_id: one for one in heard} | known
    return tuple(sorted(known.values(), key=lambda alert: alert.raised_at))


def _key_of(alert: Alert) -> Alert:
    """Return as much of an alert as tells that it was heard."""
    return Alert(
        alert_id=alert.alert_id,
        kind=alert.kind,
        period=alert.period,
        raised_at=alert.raised_at,
        cause=alert.cause,
        threshold=alert.threshold,
    )


def _within(room: int, alerts: Iterable[Alert]) -> Iterator[str]:
    """Yield lines until the room is filled."""
    for alert in alerts:
        (line,) = to_lines([alert])
        room -= len(line)
        if room < 0:
            return
        yield line


def _is_pending(alert: Alert) -> bool:
    return any(one.status is DeliveryStatus.PENDING for one in alert.deliveries)
