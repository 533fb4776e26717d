"""Every state that the card is designed for, as Taara itself would tell it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.taara.card_message import Moment, card_message
from custom_components.taara.card_words import waiting_words
from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    CounterKind,
    CycleKind,
    Plan,
    Poll,
    Price,
    Reach,
    Reading,
    ReadingStatus,
    Snooze,
)
from custom_components.taara.usage.household import (
    Household,
    with_failure,
    with_reading,
)
from custom_components.taara.usage.overview import overview

from .alert_samples import FIGURES
from .usage.households import Manner, lived

NAIROBI = ZoneInfo("Africa/Nairobi")
GB = 10**9
STEP = timedelta(minutes=30)
FIRST = datetime(2026, 9, 1, tzinfo=NAIROBI)
NOON = datetime(2026, 10, 19, 12, 40, tzinfo=NAIROBI)
MONTHLY = Plan(allowance=600 * GB)
CHANGED: Mapping[str, Any] = {
    "allowance": 600 * GB,
    "day": "2026-10-19",
    "keep": 9_100_000_000,
    "exhaustion": "2026-10-23T10:00:00+03:00",
    "renews": "2026-11-01T00:00:00+03:00",
}
BOUGHT = Plan(allowance=600 * GB, cycle=CycleKind.DAYS, cycle_days=30)


@dataclass(frozen=True, kw_only=True)
class State:
    """A household at a moment; `daily` is what a usual day takes, in GB."""

    daily: float
    plan: Plan = MONTHLY
    since: datetime = FIRST
    read: datetime = NOON
    now: datetime | None = None
    settings: AlertSettings = field(default_factory=AlertSettings)
    change: Callable[[Household], Household] = lambda household: household

    def message(self) -> dict[str, Any]:
        """Return what a card is told."""
        household, now = known_household(self), self.now or self.read
        moment = Moment(
            entry_id="made-up",
            household=household,
            overview=overview(household, now, NAIROBI),
            settings=self.settings,
            zone=NAIROBI,
            now=now,
        )
        return card_message(moment)


def known_household(state: State) -> Household:
    """Return the household in a state."""
    known = _household(state.daily, state.plan, state.since, state.read)
    return state.change(known)


@cache
def _household(daily: float, plan: Plan, since: datetime, until: datetime) -> Household:
    """Return a household that was read all the time, and bought what it needed."""
    household: Household | None = None
    for reading in readings(daily, plan, since, until):
        household = with_reading(household, reading, None, plan, NAIROBI)
    assert household is not None
    return household


def readings(
    daily: float, plan: Plan, since: datetime, until: datetime
) -> Iterator[Reading]:
    """Yield what the source told every half hour; `daily` is a usual day's, in GB."""
    days = (until - since).days + 2
    first = since.replace(hour=0, minute=0)
    life = lived(days, "card", Manner(usual=daily * GB), NAIROBI, first=first.date())
    at, used, month = since, Random(1).randrange(GB), since.month
    while at <= until:
        if plan.cycle is CycleKind.MONTHLY and at.month != month:
            used, month = 0, at.month
        hour = int(at.replace(minute=0).timestamp())
        used += life.hours[hour].used * STEP // timedelta(hours=1)
        yield Reading(taken_at=at, counter=CounterKind.USED, used=used)
        at += STEP


def _told(*kinds: AlertKind) -> Callable[[Household], Household]:
    alerts = tuple(
        Alert(
            alert_id=f"made-up-{kind}",
            kind=kind,
            period="cycle 2",
            raised_at=NOON - timedelta(hours=2 * at),
            figures={**FIGURES[kind], **CHANGED, "after": "stops"},
        )
        for at, kind in reversed(list(enumerate(kinds)))
    )
    return lambda household: replace(household, alerts=alerts)


def _away(household: Household) -> Household:
    poll = Poll(poll_id="made-up", at=NOON, status=ReadingStatus.FAILED)
    for _ in range(5):
        household = with_failure(household, poll, Reach.CANNOT_CONNECT)
    return household


def _priced(household: Household) -> Household:
    last = replace(
        household.ledger.last,
        plan_name="Family 600",
        price=Price(amount="2499.00", currency="KES"),
    )
    return replace(household, ledger=replace(household.ledger, last=last))


def _snoozed(household: Household) -> Household:
    return replace(household, snooze=Snooze(until=NOON + timedelta(hours=9)))


STATES: Mapping[str, State] = {
    "lasts": State(daily=15.5, settings=AlertSettings(people=4), change=_priced),
    "likely": State(daily=17.3),
    "risk": State(daily=24, change=_told(AlertKind.PACE, AlertKind.DAILY_BUDGET)),
    "over": State(daily=38),
    "expired": State(
        daily=15,
        plan=replace(BOUGHT, cycle_start=datetime(2026, 9, 17, 10, tzinfo=NAIROBI)),
        since=datetime(2026, 9, 17, 10, tzinfo=NAIROBI),
        change=_priced,
    ),
    "first-day": State(daily=15, since=NOON - timedelta(hours=3)),
    "unlimited": State(daily=20, plan=Plan(allowance=None)),
    "until-used": State(
        daily=15,
        plan=Plan(allowance=900 * GB, cycle=CycleKind.UNTIL_USED, cycle_start=FIRST),
    ),
    "stale": State(daily=16, now=NOON + timedelta(hours=30), change=_away),
    "new-cycle": State(
        daily=16,
        read=datetime(2026, 9, 30, 22, 30, tzinfo=NAIROBI),
        now=datetime(2026, 10, 1, 8, tzinfo=NAIROBI),
    ),
    "snoozed": State(daily=15.5, change=_snoozed),
    "swahili": State(
        daily=24,
        settings=AlertSettings(language="sw", people=3),
        change=_told(AlertKind.PACE),
    ),
}


def messages() -> dict[str, dict[str, Any]]:
    """Return what a card is told in each state."""
    told = {name: state.message() for name, state in STATES.items()}
    return {**told, "waiting": {"overview": None, "words": waiting_words("en")}}
