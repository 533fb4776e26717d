"""The shapes of what the REST interface tells, in JSON Schema: closed and complete.

Every property is always there; what is not known is null. Where a property says no
unit, its name does: MB are of 1,048,576 bytes.
"""

from homeassistant.const import WEEKDAYS

from .alert_options import (
    LEVEL_RANGE,
    PACE_RANGE,
    PEOPLE_RANGE,
    THRESHOLD_HIGH_RANGE,
    THRESHOLD_RANGE,
)
from .alert_words import LANGUAGES
from .model import (
    AlertKind,
    Channel,
    DeliveryStatus,
    Reach,
    ReadingStatus,
    TipKind,
    TrendDirection,
    TrendPeriod,
)
from .openapi_kinds import Schema, array, closed, kind, or_null, ref, within, words
from .rest_limits import MOST_HOURS
from .rest_preferences import MOST_LEVELS

TRUTH = kind("boolean")
TEXT = kind("string")
COUNT = kind("integer", minimum=0)
SIZE = or_null(kind("integer"))
DATE = kind("string", format="date")
MOMENT = kind("string", format="date-time")
SHARE = or_null(kind("number", "From 0 to 1.", minimum=0, maximum=1))
PERCENT = or_null(kind("number", "In percent.", minimum=0))
CHANGE = or_null(kind("number", "In percent; below 0 is less."))
CLOCK = kind(
    "string", "By the home's clock.", pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$"
)
HOUR = within((0, 23), "A local hour.")
TREND = or_null(words(TrendDirection))
ENTRY_ID = kind("string", "The household.")

PAGING = {
    "total": kind("integer", "How many there are in all.", minimum=0),
    "offset": kind("integer", "How many are skipped.", minimum=0),
    "limit": kind("integer", "How many there are at most.", minimum=1),
    "next_offset": or_null(
        kind("integer", "The offset of the next page; null on the last one.", minimum=1)
    ),
}

CURRENT = closed(
    entry_id=ENTRY_ID,
    total_used_mb=SIZE,
    total_allocated_mb=SIZE,
    remaining_mb=SIZE,
    usage_percentage=PERCENT,
    safe_time_remaining=or_null(
        kind(
            "integer",
            "Whole days until the chance that the allowance is gone reaches 10 %, "
            "never beyond the renewal.",
            minimum=0,
        )
    ),
    daily_budget_mb=SIZE,
    budget_remaining_today_mb=SIZE,
    used_today_mb=SIZE,
    average_daily_usage_mb=SIZE,
    projected_usage_mb=SIZE,
    projected_low_mb=SIZE,
    projected_high_mb=SIZE,
    overage_probability=PERCENT,
    projected_exhaustion=or_null(MOMENT),
    days_remaining=or_null(kind("number", "In days.", minimum=0)),
    cycle_start=MOMENT,
    cycle_end=or_null(MOMENT),
    expired=TRUTH,
    unlimited=TRUTH,
    unusual_usage=TRUTH,
    plan_name=or_null(TEXT),
    collection_status=words(ReadingStatus),
    api_response_time_ms=COUNT,
    router_reachable=TRUTH,
    last_updated=MOMENT,
)

DAY = closed(
    date=DATE,
    daily_usage_mb=COUNT,
    daily_budget_mb=SIZE,
    budget_variance_mb=SIZE,
    usage_efficiency_score=SHARE,
    peak_usage_hour=or_null(HOUR),
    reading_count=COUNT,
    data_quality_score=kind("number", "From 0 to 1.", minimum=0, maximum=1),
    trend_direction=TREND,
    imported=TRUTH,
    partial=TRUTH,
    free_usage_mb=COUNT,
)

TIP = closed(
    kind=words(TipKind),
    saves_mb=kind("integer", "What it would save in 30 days.", minimum=0),
    usage_share=kind("number", "That part of all usage, from 0 to 1.", minimum=0),
    seen_on_days=COUNT,
    amount_mb=COUNT,
    times_in_30_days=kind("number", minimum=0),
    hours=array(HOUR),
    weekdays=array(within((0, 6), "0 is Monday.")),
    change_percentage=CHANGE,
)

UNUSUAL_DAY = closed(
    date=DATE,
    usage_mb=COUNT,
    usual_mb=COUNT,
    times_usual=or_null(kind("number", minimum=0)),
)

TRENDS = closed(
    period=words(TrendPeriod),
    start=DATE,
    end=kind("string", "Not part of the period any more.", format="date"),
    days_known=COUNT,
    total_usage_mb=SIZE,
    average_daily_usage_mb=SIZE,
    previous_days_known=COUNT,
    previous_total_usage_mb=SIZE,
    previous_average_daily_usage_mb=SIZE,
    change_percentage=CHANGE,
    trend_direction=TREND,
    weekday_profile_mb=array(SIZE, "From Monday on.", minItems=7, maxItems=7),
    hour_profile_mb=array(SIZE, "From midnight on.", minItems=24, maxItems=24),
    best_day={"anyOf": [ref("DailySummary"), {"type": "null"}]},
    worst_day={"anyOf": [ref("DailySummary"), {"type": "null"}]},
    days_over_budget=COUNT,
    usage_efficiency_score=SHARE,
    days=array(ref("DailySummary")),
    unusual_days=array(ref("UnusualDay")),
    tips=array(ref("Tip")),
)

DELIVERY = closed(
    delivery_channel=words(Channel),
    delivery_status=words(DeliveryStatus),
    tried_at=or_null(MOMENT),
)

ALERT = closed(
    id=TEXT,
    alert_type=words(AlertKind),
    threshold=or_null(kind("integer", "The level in percent that was crossed.")),
    trigger_usage_mb=SIZE,
    trigger_percentage=PERCENT,
    title=or_null(TEXT),
    message_content=or_null(TEXT),
    deliveries=array(ref("Delivery")),
    user_engagement=kind("boolean", "Somebody opened the dashboard or took note."),
    effectiveness_score=SHARE,
    sent_at=or_null(MOMENT),
    acknowledged_at=or_null(MOMENT),
    created_at=MOMENT,
)

# What people may change; each may be left out.
CHOICES: dict[str, Schema] = {
    "alert_threshold_percentage": within(THRESHOLD_RANGE),
    "alert_threshold_high_percentage": within(THRESHOLD_HIGH_RANGE),
    "further_thresholds": array(
        within(LEVEL_RANGE), maxItems=MOST_LEVELS, uniqueItems=True
    ),
    "pace_alert_probability": within(
        PACE_RANGE, "From which chance in percent of exceeding the allowance to warn."
    ),
    "daily_budget_alerts": TRUTH,
    "weekly_summary_enabled": TRUTH,
    "alert_types": array(
        words(AlertKind), "The kinds that are wanted.", uniqueItems=True
    ),
    "email_enabled": TRUTH,
    "desktop_notifications_enabled": TRUTH,
    "quiet_from": or_null(CLOCK),
    "quiet_until": or_null(CLOCK),
    "summary_weekday": words(WEEKDAYS),
    "summary_time": CLOCK,
    "language": words(LANGUAGES),
    "people": or_null(within(PEOPLE_RANGE)),
}
PREFERENCES = closed(entry_id=ENTRY_ID, **CHOICES, timezone=TEXT)
CHANGED_PREFERENCES: Schema = {
    "type": "object",
    "properties": CHOICES,
    "additionalProperties": False,
    "minProperties": 1,
}

KINDS = array(
    words(AlertKind),
    "Only of these kinds; of all without it.",
    minItems=1,
    uniqueItems=True,
)
SNOOZE: Schema = {
    "oneOf": [
        {
            "type": "object",
            "properties": {
                "hours": kind("number", "0 ends it.", minimum=0, maximum=MOST_HOURS),
                "alert_types": KINDS,
            },
            "required": ["hours"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"until_renewal": {"const": True}, "alert_types": KINDS},
            "required": ["until_renewal"],
            "additionalProperties": False,
        },
    ]
}
SNOOZED = closed(
    snoozed=TRUTH,
    until=or_null(MOMENT),
    until_renewal=TRUTH,
    alert_types=array(words(AlertKind)),
)

COLLECTION = closed(
    collection_status=words(ReadingStatus),
    last_poll=words(Reach),
    last_updated=MOMENT,
    next_poll=or_null(MOMENT),
    api_response_time_ms=COUNT,
    router_reachable=TRUTH,
    consecutive_failures=COUNT,
    circuit_breaker=words(("closed", "open")),
    storage_working=TRUTH,
    polls_24h=COUNT,
    successful_polls_24h=COUNT,
    usage_requests_24h=COUNT,
)

HEALTH = closed(
    status=words(("degraded", "healthy")),
    version=TEXT,
    timestamp=MOMENT,
    households=array(
        closed(
            entry_id=ENTRY_ID,
            name=TEXT,
            status=words(("degraded", "healthy", "unavailable")),
            collection={"anyOf": [ref("Collection"), {"type": "null"}]},
        )
    ),
)

SCHEMAS: dict[str, Schema] = {
    "Alert": ALERT,
    "Alerts": closed(alerts=array(ref("Alert")), **PAGING),
    "ChangedPreferences": CHANGED_PREFERENCES,
    "Collection": COLLECTION,
    "CurrentUsage": CURRENT,
    "DailySummaries": closed(days=array(ref("DailySummary")), **PAGING),
    "DailySummary": DAY,
    "Delivery": DELIVERY,
    "Health": HEALTH,
    "Preferences": PREFERENCES,
    "Snooze": SNOOZE,
    "Snoozed": SNOOZED,
    "Tip": TIP,
    "Trends": TRENDS,
    "UnusualDay": UNUSUAL_DAY,
}
