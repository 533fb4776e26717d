"""What the REST interface tells, with the names of the original document.

MB are of 1,048,576 bytes there, times in ISO 8601 and UTC, days the home's own; what is
not known is null.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import floor

from homeassistant.util.json import JsonObjectType, JsonValueType

from .alert_fields import event_fields
from .coordinator import TaaraCoordinator
from .daily_fields import MB, daily_fields, mb
from .model import Alert, DailySummary, Delivery, DeliveryStatus, Overview, Projection


def current_fields(entry_id: str, view: Overview) -> JsonObjectType:
    """Return the figures of the moment; safe time is in whole days, rounded down."""
    ahead = view.projection
    return {
        "entry_id": entry_id,
        "total_used_mb": mb(view.used),
        "total_allocated_mb": mb(view.allowance),
        "remaining_mb": mb(view.remaining),
        "usage_percentage": _rounded(view.percentage),
        "safe_time_remaining": None
        if view.safe_days is None
        else floor(view.safe_days),
        "daily_budget_mb": _allowed(view.daily_budget),
        "budget_remaining_today_mb": _allowed(view.budget_left),
        "used_today_mb": mb(view.used_today),
        "average_daily_usage_mb": mb(view.average_daily),
        "projected_usage_mb": mb(view.projected),
        **_range(ahead),
        "overage_probability": _rounded(view.overage_chance),
        "projected_exhaustion": iso(view.exhaustion),
        "days_remaining": _rounded(view.days_left),
        "cycle_start": iso(view.cycle.start),
        "cycle_end": iso(view.cycle.end),
        "expired": view.expired,
        "unlimited": view.unlimited,
        "unusual_usage": view.unusual is not None,
        "plan_name": view.plan_name,
        "collection_status": view.status.value,
        "api_response_time_ms": view.response_ms,
        "router_reachable": view.reachable,
        "last_updated": iso(view.as_of),
    }


def _range(ahead: Projection | None) -> JsonObjectType:
    """Return between what the cycle's total lies in eight of ten cases."""
    low, high = (None, None) if ahead is None else (ahead.low80, ahead.high80)
    return {"projected_low_mb": mb(low), "projected_high_mb": mb(high)}


def days_fields(
    days: Sequence[DailySummary], offset: int, limit: int
) -> JsonObjectType:
    """Return one page of closed days, oldest first."""
    page: list[JsonValueType] = [
        daily_fields(day) for day in _page(days, offset, limit)
    ]
    return {"days": page, **_paging(len(days), offset, limit)}


def alerts_fields(
    coordinator: TaaraCoordinator, alerts: Sequence[Alert], offset: int, limit: int
) -> JsonObjectType:
    """Return one page of what was told, newest first."""
    newest = list(reversed(alerts))
    page: list[JsonValueType] = [
        alert_fields(coordinator, alert) for alert in _page(newest, offset, limit)
    ]
    return {"alerts": page, **_paging(len(alerts), offset, limit)}


def alert_fields(coordinator: TaaraCoordinator, alert: Alert) -> JsonObjectType:
    """Return an alert and what became of it."""
    told = event_fields(
        alert,
        coordinator.config_entry.entry_id,
        coordinator.alerts.settings.language,
        coordinator.plan.unit,
        coordinator.zone,
    )
    sent = [
        one.tried_at
        for one in alert.deliveries
        if one.status is DeliveryStatus.SENT and one.tried_at is not None
    ]
    deliveries: list[JsonValueType] = [_delivery(one) for one in alert.deliveries]
    note = alert.acknowledged
    return {
        "id": alert.alert_id,
        "alert_type": alert.kind.value,
        "threshold": alert.threshold,
        "trigger_usage_mb": mb(alert.used),
        "trigger_percentage": told["percentage"],
        "title": told["title"],
        "message_content": told["message"],
        "deliveries": deliveries,
        "user_engagement": alert.opened_at is not None or note is not None,
        "effectiveness_score": None
        if alert.effect is None
        else round(min(1.0, max(0.0, alert.effect)), 2),
        "sent_at": iso(min(sent, default=None)),
        "acknowledged_at": None if note is None else iso(note.at),
        "created_at": iso(alert.raised_at),
    }


def _delivery(one: Delivery) -> JsonObjectType:
    return {
        "delivery_channel": one.channel.value,
        "delivery_status": one.status.value,
        "tried_at": iso(one.tried_at),
    }


def _page[T](items: Sequence[T], offset: int, limit: int) -> Sequence[T]:
    return items[offset : offset + limit]


def _paging(total: int, offset: int, limit: int) -> JsonObjectType:
    """Return where a page is, and where the next one begins, if there is one."""
    following = offset + limit
    return {
        "total": total,
        "offset": offset,
        "limit": limit,
        "next_offset": following if following < total else None,
    }


def iso(at: datetime | None) -> str | None:
    """Return a moment in UTC, in whole seconds."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _allowed(size: int | None) -> int | None:
    """Return what may be used in whole MB, rounded down: not a byte more."""
    return None if size is None else size // MB


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
