"""What the hot file keeps of alerts, in little room."""

from dataclasses import replace
from datetime import timedelta

from custom_components.taara.alert_lines import (
    ALERTS_ROOM,
    HEARD_ROOM,
    holds_changes,
    hot_lines,
    joined_alerts,
)
from custom_components.taara.model import Alert, AlertKind

from .usage.alerts import NOON
from .usage.deliveries import raised, sent

MANY = tuple(
    replace(
        sent((raised(str(number), NOON + timedelta(hours=number)),), NOON)[0],
        kind=list(AlertKind)[number % 11],
        cause=str(number % 2),
        period=f"cycle {number // 22}",
    )
    for number in range(600)
)


def keys(alerts: tuple[Alert, ...]) -> set[object]:
    """Return by what keys alerts were heard."""
    return {alert.key for alert in alerts}


def test_room() -> None:
    """However many there are, and whatever the history lacks."""
    for safe in ((), MANY):
        lines = hot_lines((*MANY, raised("last")), safe)
        assert 0 < sum(map(len, lines["alerts"])) <= ALERTS_ROOM
        assert 0 < sum(map(len, lines["heard"])) <= HEARD_ROOM


def test_without_the_history() -> None:
    """The latest of each kind and cause are known to have been heard."""
    found = joined_alerts(hot_lines(MANY, MANY), ())
    latest = sorted(MANY, key=lambda alert: alert.raised_at)[-20:]
    assert keys(tuple(latest)) <= keys(found)


def test_what_only_the_hot_file_has() -> None:
    """What is on its way, and what has changed since the history was written."""
    history = MANY[:3]
    alerts = (
        *history[:2],
        replace(history[2], effect=0.5),
        raised("b", NOON + timedelta(days=91)),
    )
    lines = hot_lines(alerts, history)
    assert holds_changes(lines, alerts, history)
    assert joined_alerts(lines, history) == alerts
    assert joined_alerts(hot_lines(alerts, alerts), alerts) == alerts
    assert not holds_changes(hot_lines(MANY, ()), MANY, ())
