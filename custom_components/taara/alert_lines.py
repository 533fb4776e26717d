"""Alerts as lines: all of them in the history, in the hot file what must not be lost.

The hot file holds, as far as its room goes, every alert that is on its way to somebody,
then every one that the history does not have as it is, newest first. And it holds by
what key the last of each kind and cause was heard: without the history, that is enough
not to tell anything of a running period again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from homeassistant.helpers.json import json_bytes

from .const import LOGGER
from .model import Alert, AlertKind, DeliveryStatus
from .serial import from_lines, to_lines

# Room in the hot file, in bytes, for alerts and for the keys of what was heard.
ALERTS_ROOM = 1700
HEARD_ROOM = 1500
# What the store adds to a line: its indent, a comma, a line break.
AROUND = 10


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
        "alerts": list(_within(ALERTS_ROOM, to_lines([*pending, *others]))),
        "heard": list(_within(HEARD_ROOM, map(_key_line, heard))),
    }


def joined_alerts(
    hot: Mapping[str, Any], history: Iterable[Alert]
) -> tuple[Alert, ...]:
    """Return the alerts that a hot file and a history know, oldest first.

    The hot file was written later. Of what only it has heard there is the key alone.
    """
    known = {alert.alert_id: alert for alert in history}
    known |= {one.alert_id: one for one in from_lines(Alert, hot.get("alerts", ()))}
    keys = {alert.key for alert in known.values()}
    heard = _from_key_lines(hot.get("heard", ()))
    alerts = (*(one for one in heard if one.key not in keys), *known.values())
    return tuple(sorted(alerts, key=lambda alert: alert.raised_at))


def holds_changes(
    hot: Mapping[str, list[str]], alerts: Sequence[Alert], safe: Sequence[Alert]
) -> bool:
    """Tell whether the lines for the hot file hold all that the history lacks."""
    known = {alert.alert_id: alert for alert in safe}
    changed = [one for one in alerts if known.get(one.alert_id) != one]
    return set(to_lines(changed)) <= set(hot["alerts"])


def _key_line(alert: Alert) -> str:
    """Return as much of an alert as tells that it was heard."""
    level, at = alert.threshold or "", int(alert.raised_at.timestamp())
    return f"{alert.kind}|{alert.cause}|{alert.period}|{level}|{at}"


def _from_key_lines(lines: Iterable[str]) -> Iterator[Alert]:
    """Yield what was heard; one line that cannot be read costs no other."""
    for line in lines:
        try:
            kind, cause, period, level, at = line.split("|")
            yield Alert(
                alert_id=line,
                kind=AlertKind(kind),
                cause=cause,
                period=period,
                threshold=int(level) if level else None,
                raised_at=datetime.fromtimestamp(int(at), UTC),
            )
        except (AttributeError, ValueError) as error:
            LOGGER.error("What was heard cannot be read: %s", error)


def _within(room: int, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines until the room is filled."""
    for line in lines:
        room -= len(json_bytes(line)) + AROUND
        if room < 0:
            return
        yield line


def _is_pending(alert: Alert) -> bool:
    return any(one.status is DeliveryStatus.PENDING for one in alert.deliveries)
