"""Trends and tips as other programs read them: whole MB, local dates and hours."""

from collections.abc import Iterable

from homeassistant.util.json import JsonObjectType, JsonValueType

from .daily_fields import daily_fields, mb
from .model import Tip, Trends, Unusual


def trend_fields(trends: Trends) -> JsonObjectType:
    """Return a period beside the one before it.

    `weekday_profile_mb` begins with Monday and `hour_profile_mb` with midnight; what
    is not known of them, or of anything else, is null.
    """
    change = trends.change
    return {
        "period": trends.period.value,
        "start": trends.start.isoformat(),
        "end": trends.end.isoformat(),
        "days_known": trends.known,
        "total_usage_mb": mb(trends.total),
        "average_daily_usage_mb": mb(trends.average),
        "previous_days_known": trends.known_before,
        "previous_total_usage_mb": mb(trends.total_before),
        "previous_average_daily_usage_mb": mb(trends.average_before),
        "change_percentage": None if change is None else round(100 * change, 1),
        "trend_direction": None if trends.direction is None else trends.direction.value,
        "weekday_profile_mb": _sizes(trends.weekdays),
        "hour_profile_mb": _sizes(trends.hours),
        "best_day": None if trends.best is None else daily_fields(trends.best),
        "worst_day": None if trends.worst is None else daily_fields(trends.worst),
        "days_over_budget": trends.over_budget,
        "usage_efficiency_score": None
        if trends.efficiency is None
        else round(trends.efficiency, 2),
        "days": [daily_fields(day) for day in trends.days],
        "unusual_days": [unusual_fields(day) for day in trends.unusual],
    }


def tip_fields(tip: Tip) -> JsonObjectType:
    """Return a tip: what it is about, what it saves in 30 days, and why."""
    return {
        "kind": tip.kind.value,
        "saves_mb": mb(tip.saves),
        "usage_share": round(tip.share, 3),
        "seen_on_days": tip.days,
        "amount_mb": mb(tip.amount),
        "times_in_30_days": round(tip.times, 1),
        "hours": list(tip.hours),
        "weekdays": list(tip.weekdays),
        "change_percentage": None if tip.change is None else round(100 * tip.change, 1),
    }


def unusual_fields(day: Unusual) -> JsonObjectType:
    """Return a day that stood out, and how far."""
    times = day.times
    return {
        "date": day.date.isoformat(),
        "usage_mb": mb(day.used),
        "usual_mb": mb(day.usual),
        "times_usual": None if times is None else round(times, 1),
    }


def _sizes(values: Iterable[int | None]) -> list[JsonValueType]:
    return [mb(value) for value in values]
