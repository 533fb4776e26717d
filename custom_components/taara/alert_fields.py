"""Alerts with the names that automations and other programs know."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from homeassistant.util.json import JsonObjectType, JsonValueType

from .alert_texts import message
from .model import Acknowledgement, Alert, AlertKind, DataUnit, Delivery

BELL = "mdi:bell-outline"
ICONS: Mapping[AlertKind, str] = {
    AlertKind.EXPIRING: "mdi:calendar-end",
    AlertKind.OPTIMIZATION_TIP: "mdi:lightbulb-on-outline",
    AlertKind.RENEWAL: "mdi:calendar-refresh",
    AlertKind.SPARE: "mdi:gift-outline",
    AlertKind.WEEKLY_SUMMARY: "mdi:chart-bar",
}
# Most are warnings.
TONES: Mapping[AlertKind, str] = {
    AlertKind.OPTIMIZATION_TIP: "primary",
    AlertKind.RENEWAL: "success",
    AlertKind.SPARE: "success",
    AlertKind.USED_UP: "error",
    AlertKind.WEEKLY_SUMMARY: "primary",
}


def event_fields(
    alert: Alert, entry_id: str, language: str, unit: DataUnit, zone: tzinfo
) -> JsonObjectType:
    """Return an alert as events carry it; `threshold` only where one was crossed.

    Of one that is only known to have been heard, there are no words any more.
    """
    title = text = None
    if alert.figures:
        said = message(alert, language, unit, alert.raised_at.astimezone(zone))
        title, text = said.title, said.short
    percentage = alert.percentage
    crossed: JsonObjectType = {"threshold": alert.threshold}
    return {
        "kind": alert.kind.value,
        "alert_id": alert.alert_id,
        "entry_id": entry_id,
        **({} if alert.threshold is None else crossed),
        "used_bytes": alert.used,
        "percentage": None if percentage is None else round(percentage, 1),
        "title": title,
        "message": text,
        "raised_at": alert.raised_at.isoformat(),
    }


def card_fields(
    alert: Alert, entry_id: str, language: str, unit: DataUnit, zone: tzinfo
) -> JsonObjectType:
    """Return an alert as cards show it: as events carry it, with its looks."""
    return {**event_fields(alert, entry_id, language, unit, zone), **looks(alert)}


def looks(alert: Alert) -> JsonObjectType:
    """Return the sign of an alert, and which of a theme's colours it has."""
    kind = alert.kind
    return {"icon": ICONS.get(kind, BELL), "tone": TONES.get(kind, "warning")}


def history_fields(alert: Alert, who: str | None) -> JsonObjectType:
    """Return what became of an alert; `who` is the name of who took note."""
    deliveries: list[JsonValueType] = [_delivery(one) for one in alert.deliveries]
    return {
        "period": alert.period,
        "deliveries": deliveries,
        "silenced": alert.silenced,
        "acknowledged": _acknowledged(alert.acknowledged, who),
        "opened_at": _iso(alert.opened_at),
        "expected_bytes": alert.expected,
        "effect": alert.effect,
    }


def _delivery(one: Delivery) -> JsonObjectType:
    return {
        "target": one.target,
        "channel": one.channel.value,
        "status": one.status.value,
        "tried_at": _iso(one.tried_at),
        "tries": one.tries,
        "reason": one.reason,
    }


def _acknowledged(note: Acknowledgement | None, who: str | None) -> JsonValueType:
    if note is None:
        return None
    return {"at": note.at.isoformat(), "via": note.via.value, "by": who}


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
