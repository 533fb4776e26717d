"""A year of a household: every alert that is due, once, and none that is not.

What is expected is worked out from the truth, or from everything that was seen, after
the year is over; what was told, as the year went on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import pytest

from custom_components.taara.alert_texts import message
from custom_components.taara.alert_words import LANGUAGES
from custom_components.taara.model import (
    Alert,
    AlertKind,
    CounterKind,
    DataUnit,
    Overview,
    Plan,
    Reading,
)
from custom_components.taara.usage.effect import with_effects
from custom_components.taara.usage.household import Household, with_reading
from custom_components.taara.usage.overview import overview

from .alerts import Watch
from .common import GB, NAIROBI, at
from .households import Life, Manner, lived

ALLOWANCE = 310 * GB
PLAN = Plan(allowance=ALLOWANCE, reset_day=5)
# Some months are frugal, in some it does not last.
MONTHS = (1.0, 0.7, 1.1, 1.3, 0.95, 1.05, 0.6, 1.25, 1.0, 1.0, 1.4, 0.9)
FIRST = date(2026, 1, 9)
STEP = timedelta(hours=3)
DAY = timedelta(days=1)


@dataclass
class Year:
    """What happened, what was seen at each moment, and what was told."""

    life: Life
    start: datetime
    counted_until: datetime
    used: int = 0
    moments: list[tuple[datetime, Overview]] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    home: Household | None = None

    def read(self, now: datetime) -> None:
        """Read the counter."""
        while self.counted_until < now:
            self.used += self.life.hours[int(self.counted_until.timestamp())].used
            self.counted_until += timedelta(hours=1)
        reading = Reading(taken_at=now, counter=CounterKind.CUMULATIVE, used=self.used)
        self.home = with_reading(self.home, reading, None, PLAN, NAIROBI)

    def tick(self, now: datetime) -> None:
        """Look at what is known, and tell what is to be told."""
        assert self.home is not None
        seen = overview(self.home, now, NAIROBI)
        self.home = replace(self.home, at_risk=bool(seen.overage_risk))
        self.moments.append((now, seen))
        self.watch.tick(now, seen, self.home)
        self.watch.alerts = with_effects(self.watch.alerts, self.home, NAIROBI)


@cache
def year() -> Year:
    """Return the year: a reading every three hours, at times none for hours or days.

    Now and then the clock is set back for a moment.
    """
    manner = Manner(noise=0.25, weekdays=(1.0, 0.9, 0.9, 0.95, 1.0, 1.2, 1.05))
    life = lived(368, "year", manner, NAIROBI, FIRST).changed(
        lambda when, hour: replace(hour, used=round(hour.used * MONTHS[when.month - 1]))
    )
    start = at(FIRST.isoformat(), NAIROBI)
    found, chance = Year(life, start, start), Random("year")
    now, away = start, start
    while now < start + timedelta(days=365):
        # Nobody is away at a renewal: who used what then is the ledger's to tell.
        if chance.random() < 0.01 and now.astimezone(NAIROBI).day not in {2, 3, 4, 5}:
            away = now + timedelta(hours=chance.choice((3, 9, 30, 60)))
        if now >= away:
            found.read(now)
            found.tick(now)
            if chance.random() < 0.02:
                found.tick(now - timedelta(hours=chance.choice((1, 5, 30))))
        now += STEP
    return found


def told(kind: AlertKind) -> list[Alert]:
    """Return what was told of a kind, in order."""
    return [alert for alert in year().watch.alerts if alert.kind is kind]


def keys(kind: AlertKind) -> Counter[str]:
    """Return how often something was told of a kind, by period and cause."""
    return Counter(f"{alert.period} {alert.cause}".strip() for alert in told(kind))


def number_of(now: datetime) -> int:
    """Return the number of the cycle that holds a moment, by the calendar."""
    local, begun = now.astimezone(NAIROBI), year().start.astimezone(NAIROBI)
    months = 12 * (local.year - begun.year) + local.month - begun.month
    return months + (local.day >= PLAN.reset_day)


@cache
def hourly() -> Mapping[datetime, float]:
    """Return the share of the allowance that was used in each hour, in percent."""
    return {
        datetime.fromtimestamp(at, UTC): 100 * hour.used / ALLOWANCE
        for at, hour in year().life.hours.items()
    }


@cache
def by_cycle() -> Mapping[int, float]:
    """Return the share that was used in each cycle, in percent."""
    shares = dict.fromkeys(range(1, 15), 0.0)
    for begins, share in hourly().items():
        shares[number_of(begins)] += share
    return shares


def in_cycles() -> Iterator[tuple[int, float]]:
    """Yield the cycle's number and the share used, in percent, at each reading."""
    hours, begun, used = iter(hourly().items()), 1, 0.0
    ahead = next(hours)
    for now, seen in year().moments:
        if seen.as_of != now:
            continue  # the clock was set back
        while ahead[0] < now:
            begun, used = (
                (begun, used) if number_of(ahead[0]) == begun else (begun + 1, 0.0)
            )
            used += ahead[1]
            ahead = next(hours)
        number = number_of(now)
        yield number, used if number == begun else 0.0


def test_levels() -> None:
    """The highest one passed, each time one is; all of it as "used up"."""
    expected: dict[AlertKind, list[str]] = {
        AlertKind.THRESHOLD: [],
        AlertKind.USED_UP: [],
    }
    highest: dict[int, int] = {}
    for number, share in in_cycles():
        level = max((level for level in (75, 90, 100) if share >= level), default=0)
        if level > highest.get(number, 0):
            highest[number] = level
            if level == 100:
                expected[AlertKind.USED_UP].append(f"cycle {number}")
            else:
                expected[AlertKind.THRESHOLD].append(f"cycle {number} {level}")
    for kind, names in expected.items():
        assert list(keys(kind).elements()) == names
        assert names


def test_renewals() -> None:
    """Every month, with what the last one used."""
    assert keys(AlertKind.RENEWAL) == {f"cycle {n}": 1 for n in range(2, 14)}
    for number, alert in enumerate(told(AlertKind.RENEWAL), 1):
        assert alert.raised_at.astimezone(NAIROBI).day == 5
        told_share = float(alert.figures["last_percentage"])
        assert told_share == pytest.approx(by_cycle()[number], abs=0.01)


def test_weekly_summaries() -> None:
    """Every Sunday at six, or when somebody was there again."""
    alerts = told(AlertKind.WEEKLY_SUMMARY)
    assert set(keys(AlertKind.WEEKLY_SUMMARY).values()) == {1}
    sundays = [day for day in range(365) if (FIRST + day * DAY).isoweekday() == 7]
    assert len(alerts) == len(sundays) == 52
    days = {day.date: day.usage for day in year().life.days}
    for alert, day in zip(alerts, sundays, strict=True):
        due = at(f"{FIRST + day * DAY} 18:00", NAIROBI)
        later = (now for now, seen in year().moments if seen.as_of == now >= due)
        assert alert.raised_at == next(later)
        week = [FIRST + (day - back) * DAY for back in range(1, 8)]
        if day >= 7:
            truth = sum(days[one] for one in week)
            assert 0.8 * truth <= int(alert.figures["total"]) <= 1.2 * truth


def holding() -> Mapping[AlertKind, set[str]]:
    """Return the periods in which a cause was ever seen, looking back."""
    found: dict[AlertKind, set[str]] = {
        kind: set()
        for kind in (
            AlertKind.DAILY_BUDGET,
            AlertKind.PACE,
            AlertKind.UNUSUAL_USAGE,
            AlertKind.SPARE,
        )
    }
    for now, seen in year().moments:
        day, cycle = f"day {seen.today}", f"cycle {seen.cycle.number}"
        left = (seen.cycle.end or now) - now
        if seen.over_budget and seen.remaining:
            found[AlertKind.DAILY_BUDGET].add(day)
        if seen.overage_chance is not None and seen.remaining:
            if seen.overage_chance >= 50:
                found[AlertKind.PACE].add(cycle)
        if seen.unusual:
            found[AlertKind.UNUSUAL_USAGE].add(day)
        if seen.projection and seen.used_today is not None:
            lost = ALLOWANCE - seen.projection.high80
            near = timedelta(0) < left <= timedelta(days=3)
            if near and lost >= ALLOWANCE / 20:
                found[AlertKind.SPARE].add(cycle)
    return found


def test_what_was_seen_was_told() -> None:
    """In each period in which it was ever so, once; in no other."""
    for kind, periods in holding().items():
        assert keys(kind) == dict.fromkeys(periods, 1), kind
    assert {AlertKind.DAILY_BUDGET, AlertKind.PACE, AlertKind.SPARE} <= {
        alert.kind for alert in year().watch.alerts
    }


def test_spare_was_lost() -> None:
    """Good news is true: nine times in ten so much was left, or more."""
    shares = [
        ALLOWANCE * (1 - by_cycle()[number] / 100) / int(alert.figures["spare"])
        for alert in told(AlertKind.SPARE)
        for number in (int(alert.period.removeprefix("cycle ")),)
    ]
    assert len(shares) >= 3
    assert sum(share < 1 for share in shares) <= 1
    assert min(shares) > 0.8


def test_few() -> None:
    """Beside the summaries, the renewals and days over budget, hardly one a week."""
    count = Counter(alert.kind for alert in year().watch.alerts)
    usual = (AlertKind.WEEKLY_SUMMARY, AlertKind.RENEWAL, AlertKind.DAILY_BUDGET)
    assert sum(count.values()) - sum(count[kind] for kind in usual) <= 52
    assert count[AlertKind.DAILY_BUDGET] <= 120
    assert count[AlertKind.EXPIRING] == 0  # it renews by itself
    assert count[AlertKind.STALE] == 0  # it was never asked in vain


def test_effects_are_filled_in() -> None:
    """A day later, where the day was measured; here none was, to the hour."""
    assert all(alert.effect is None for alert in year().watch.alerts)
    assert any(alert.expected for alert in year().watch.alerts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_one_can_be_said(language: str) -> None:
    """With a title, a sentence and one thing to do, and nothing left open."""
    for alert in year().watch.alerts:
        text = message(alert, language, DataUnit.GB, alert.raised_at)
        assert all((text.title, text.sentence, text.advice, text.figures))
        assert not set("{}") & set(f"{text.title} {text.text}")
