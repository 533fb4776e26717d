"""Alerts of every kind, as they are raised, to be told in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.taara.model import AfterAllowance, Alert, AlertKind, TipKind

GB = 10**9
NAIROBI = ZoneInfo("Africa/Nairobi")
NOON = datetime(2026, 9, 21, 12, 0, tzinfo=NAIROBI)  # a Monday

PLAN: Mapping[str, Any] = {
    "used": 753 * GB,
    "allowance": 1000 * GB,
    "left": 247 * GB,
    "percentage": 75.3,
    "keep": 26_000_000_000,
}
MONTHLY = {**PLAN, "renews": "2026-10-01T00:00:00+03:00"}
BOUGHT = {**PLAN, "ends": "2026-09-22T09:30:00+03:00"}
WEEK = {f"day_{at}": (20 + 3 * at) * GB for at in range(7)}

FIGURES: Mapping[AlertKind, Mapping[str, Any]] = {
    AlertKind.THRESHOLD: MONTHLY,
    AlertKind.USED_UP: {**MONTHLY, "used": 1000 * GB, "percentage": 100.0},
    AlertKind.DAILY_BUDGET: {
        **MONTHLY,
        "day": "2026-09-21",
        "used_today": 31 * GB,
        "budget": 24 * GB,
        "over": 7 * GB,
    },
    AlertKind.PACE: {
        **MONTHLY,
        "chance": 62.31,
        "projected": 1104 * GB,
        "exhaustion": "2026-09-26T10:00:00+03:00",
    },
    AlertKind.UNUSUAL_USAGE: {
        "day": "2026-09-21",
        "time": "2026-09-21T12:00:00+03:00",
        "used_today": 42 * GB,
        "usual": 15 * GB,
        "times": 2.8,
        "since": 9,
        "peak": 10,
    },
    AlertKind.WEEKLY_SUMMARY: {
        **MONTHLY,
        **WEEK,
        "total": 203 * GB,
        "first": "2026-09-14",
        "last": "2026-09-20",
        "more": 12.4,
        "average": 29 * GB,
        "per_person": 7_250_000_000,
        "worst": "2026-09-20",
        "worst_used": 38 * GB,
        "days_known": 7,
        "days_over": 3,
        "chance": 62.31,
    },
    AlertKind.RENEWAL: {**MONTHLY, "last_used": 832 * GB, "last_percentage": 83.2},
    AlertKind.EXPIRING: {**BOUGHT, "price": "KES 2499.5"},
    AlertKind.SPARE: {
        **MONTHLY,
        "spare": 123 * GB,
        "lost": "2026-10-01T00:00:00+03:00",
    },
    AlertKind.STALE: {"as_of": "2026-09-20T11:50:00+03:00", "reach": "timeout"},
}
TIPS: Mapping[TipKind, Mapping[str, Any]] = {
    TipKind.HEAVY_HOUR: {"amount": 5 * GB, "begin": 21, "until": 22},
    TipKind.WEEKEND_HABIT: {"amount": 4 * GB, "weekdays": "5,6", "change": 30.0},
    TipKind.STEADY_NIGHT: {"amount": GB, "begin": 1, "until": 5},
    TipKind.SCHEDULED_SPEED_TEST: {"amount": 2 * 10**8, "times": 120},
    TipKind.FREE_HOURS_UNUSED: {"amount": GB},
    TipKind.GROWING: {"amount": 2 * GB, "change": 13.2},
}


def alert(
    kind: AlertKind, figures: Mapping[str, Any] | None = None, **more: Any
) -> Alert:
    """Return an alert of a kind, raised at noon."""
    known = dict(FIGURES.get(kind, {}) if figures is None else figures) | more
    return Alert(
        alert_id="1", kind=kind, period="cycle 2", raised_at=NOON, figures=known
    )


def tip(kind: TipKind) -> Alert:
    """Return a tip."""
    known = {"tip": kind.value, "saves": 144 * GB, "share": 37.0, **TIPS[kind]}
    return alert(AlertKind.OPTIMIZATION_TIP, known)


def every() -> Iterator[tuple[str, Alert]]:
    """Yield an alert of every kind, under every plan that makes a difference."""
    for kind, figures in FIGURES.items():
        for after in AfterAllowance if "keep" in figures else (None,):
            known: dict[str, Any] = {} if after is None else {"after": after.value}
            yield " ".join([kind, *known.values()]), alert(kind, **known)
    for name in TIPS:
        yield f"tip {name}", tip(name)
