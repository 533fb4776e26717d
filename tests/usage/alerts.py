"""What the tests of alerts share: a household's moment, and who remembers what was told."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from itertools import count
import json
from typing import Any

from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    Connection,
    CounterKind,
    Cycle,
    DataUnit,
    Overview,
    Plan,
    Projection,
    Reading,
    ReadingStatus,
)
from custom_components.taara.serial import from_json
from custom_components.taara.usage.alert import raised, remembered
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.ledger import Ledger
from custom_components.taara.usage.local_time import day_start, local_date
from homeassistant.helpers.json import json_bytes

from .common import GB, MONTHLY, NAIROBI, at

NOON = at("2026-03-16 12:00", NAIROBI)  # a Monday
BEGUN = at("2026-02-10 09:00", NAIROBI)
CYCLE = Cycle(
    number=2,
    start=at("2026-03-01", NAIROBI),
    end=at("2026-04-01", NAIROBI),
    counted=40 * GB,
    granted=100 * GB,
)
PAST = Cycle(
    number=1,
    start=at("2026-02-01", NAIROBI),
    end=CYCLE.start,
    counted=83 * GB,
    granted=100 * GB,
)
AHEAD = Projection(
    median=80 * GB,
    low80=75 * GB,
    high80=85 * GB,
    low95=70 * GB,
    high95=90 * GB,
    early=False,
    days_left=15.5,
    chance=0.01,
)


def only(*kinds: AlertKind, **settings: Any) -> AlertSettings:
    """Return settings with every other kind switched off."""
    off = tuple(kind for kind in AlertKind if kind not in kinds)
    return AlertSettings(off=off, **settings)


def household(
    now: datetime = NOON,
    plan: Plan = MONTHLY,
    cycle: Cycle = CYCLE,
    zone: tzinfo = NAIROBI,
    **ledger: Any,
) -> Household:
    """Return a household last read at `now`."""
    figures: dict[str, Any] = {
        "since": BEGUN,
        "last": Reading(taken_at=now, counter=CounterKind.USED, used=cycle.used),
        "cycle": cycle,
        "open_from": day_start(now, zone),
        "past": (PAST,) if cycle.number > 1 else (),
    }
    return Household(ledger=Ledger(**figures | ledger), plan=plan)


def seen(
    now: datetime = NOON, cycle: Cycle = CYCLE, zone: tzinfo = NAIROBI, **fields: Any
) -> Overview:
    """Return an overview in the middle of a quiet cycle, but for some fields."""
    granted = cycle.granted
    figures: dict[str, Any] = {
        "as_of": now,
        "connection": Connection(last_attempt=now),
        "status": ReadingStatus.SUCCESS,
        "unit": DataUnit.GB,
        "cycle": cycle,
        "expired": False,
        "unlimited": granted is None,
        "used": cycle.used,
        "remaining": None if granted is None else max(0, granted - cycle.used),
        "allowance": granted,
        "percentage": None if granted is None else 100 * cycle.used / granted,
        "today": local_date(now, zone),
        "today_start": day_start(now, zone),
        "used_today": GB,
        "daily_budget": 3 * GB,
        "budget_left": 2 * GB,
        "over_budget": False,
        "average_daily": 2 * GB,
        "days_left": 16.0,
        "projection": AHEAD,
        "projected": AHEAD.median,
        "overage_chance": 1.0,
        "overage_risk": False,
        "exhaustion": None,
        "safe_days": 16.0,
        "unusual": None,
        "last_day": None,
        "next_renewal": None,
        "usage_rate": None,
        "response_ms": 20,
        "plan_name": None,
        "price": None,
        "reachable": True,
        "silent": False,
    }
    return Overview(**figures | fields)


def with_used(used: int, cycle: Cycle = CYCLE) -> Cycle:
    """Return a cycle in which so much was used."""
    return replace(cycle, counted=used - cycle.opening)


def through_restart(alerts: tuple[Alert, ...]) -> tuple[Alert, ...]:
    """Return the alerts as a restart finds them."""
    return tuple(from_json(Alert, json.loads(json_bytes(one))) for one in alerts)


@dataclass
class Watch:
    """Remembers what was told, as a coordinator does; each time it is restarted."""

    settings: AlertSettings = field(default_factory=AlertSettings)
    zone: tzinfo = NAIROBI
    alerts: tuple[Alert, ...] = ()
    ids: Iterator[int] = field(default_factory=count)

    def tick(
        self,
        now: datetime = NOON,
        overview: Overview | None = None,
        home: Household | None = None,
    ) -> tuple[Alert, ...]:
        """Return what is told at a moment."""
        overview = overview or seen(now, zone=self.zone)
        home = home or household(now, cycle=overview.cycle, zone=self.zone)
        told = raised(
            overview,
            home,
            self.settings,
            self.alerts,
            now,
            self.zone,
            lambda: str(next(self.ids)),
        )
        self.alerts = through_restart(remembered(self.alerts, told))
        return told

    def names(self, *args: Any, **kwargs: Any) -> list[str]:
        """Return the kinds and causes of what is told at a moment."""
        return [
            f"{alert.kind} {alert.cause}".strip()
            for alert in self.tick(*args, **kwargs)
        ]


def hours(count: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)
