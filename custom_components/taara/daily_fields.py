"""A closed day with the names and the unit of the original document."""

from homeassistant.util.json import JsonObjectType

from .model import DailySummary

# The original document's MB: 1 TB is 1,048,576 of them.
MB = 2**20


def daily_fields(day: DailySummary) -> JsonObjectType:
    """Return a day as other programs know it: whole MB, scores from 0 to 1."""
    return {
        "date": day.date.isoformat(),
        "daily_usage_mb": mb(day.usage),
        "daily_budget_mb": mb(day.budget),
        "budget_variance_mb": mb(day.budget_variance),
        "usage_efficiency_score": None
        if day.efficiency is None
        else round(day.efficiency, 2),
        "peak_usage_hour": day.peak_hour,
        "reading_count": day.reading_count,
        "data_quality_score": round(day.data_quality, 2),
        "trend_direction": None if day.trend is None else day.trend.value,
        "imported": day.imported,
        "partial": day.partial,
        "free_usage_mb": mb(day.free),
    }


def mb(size: int | None) -> int | None:
    """Return bytes in whole MB of 2^20 bytes."""
    return None if size is None else round(size / MB)
