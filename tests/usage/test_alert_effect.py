"""Whether alerts help, and whether people care."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.taara.model import (
    AfterAllowance,
    Alert,
    AlertKind,
    Channel,
    Delivery,
    DeliveryStatus,
    Hour,
    Via,
)
from custom_components.taara.usage.effect import (
    effect_due,
    expected_usage,
    with_effects,
)
from custom_components.taara.usage.heeding import acknowledged, never_heeded, opened
from custom_components.taara.usage.household import Household

from .alerts import NOON, Watch, hours, household, only, seen, through_restart
from .common import GB, MONTHLY, NAIROBI, at
from .households import FIRST, Manner, lived

# A household that lives every day alike: 10 GB, most of it in the evening.
LIFE = lived(40, "even", Manner(noise=0.0, hour_noise=0.0), NAIROBI)
NINE = at("2026-02-04 09:00", NAIROBI)
DAY = timedelta(days=1)


def home(now: datetime, life: Any = LIFE, **plan: Any) -> Household:
    """Return the household as it is known at a full hour."""
    return household(
        now,
        replace(MONTHLY, **plan),
        since=at(FIRST.isoformat(), NAIROBI),
        hours=life.until(now),
        days=life.before((now + hours(3)).date()),
    )


@pytest.mark.parametrize("clock", ["00:00", "09:00", "18:00", "23:00"])
def test_expected_is_a_usual_day(clock: str) -> None:
    """Whenever it begins: the rest of today and the beginning of tomorrow."""
    now = at(f"2026-02-04 {clock}", NAIROBI)
    assert expected_usage(home(now), now, NAIROBI) == pytest.approx(10 * GB, rel=0.02)


def test_weekends_are_expected() -> None:
    """A Friday evening is followed by a Saturday."""
    manner = Manner(
        noise=0.0, hour_noise=0.0, weekdays=(1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0)
    )
    life = lived(60, "weekend", manner, NAIROBI)
    friday, tuesday = at("2026-02-27 23:00", NAIROBI), at("2026-02-24 23:00", NAIROBI)
    more = expected_usage(home(friday, life), friday, NAIROBI)
    usual = expected_usage(home(tuesday, life), tuesday, NAIROBI)
    assert more is not None and usual is not None
    assert more > 1.25 * usual


def test_nothing_is_expected_too_early() -> None:
    """With fewer than three days known, nobody knows what a day brings."""
    assert expected_usage(household(), NOON, NAIROBI) is None
    now = at("2026-01-07 09:00", NAIROBI)
    assert expected_usage(home(now), now, NAIROBI) is None


def test_empty_house() -> None:
    """While nobody is there, little is expected."""
    gone = at("2026-01-30", NAIROBI)
    life = LIFE.changed(
        lambda when, hour: replace(hour, used=hour.used // (50 if when >= gone else 1))
    )
    assert expected_usage(home(NINE, life), NINE, NAIROBI) == pytest.approx(
        10 * GB / 50, rel=0.02
    )


def test_alert_is_raised_with_what_is_expected() -> None:
    """To be held against what happens."""
    watch = Watch(only(AlertKind.PACE))
    (alert,) = watch.tick(NINE, seen(NINE, overage_chance=60.0), home(NINE))
    assert alert.expected == expected_usage(home(NINE), NINE, NAIROBI)


def alert(kind: AlertKind = AlertKind.PACE, **known: Any) -> Alert:
    """Return an alert of nine o'clock, or of some minutes after it."""
    figures: dict[str, Any] = {"expected": 10 * GB, "raised_at": NINE, "alert_id": "1"}
    return Alert(kind=kind, period="cycle 2", **figures | known)


def following(share: float) -> Callable[[datetime, Hour], Hour]:
    """Return a change to a share of usage, from nine o'clock on for a day."""

    def change(when: datetime, hour: Hour) -> Hour:
        inside = NINE <= when < NINE + DAY
        return replace(hour, used=round(hour.used * share)) if inside else hour

    return change


@pytest.mark.parametrize(
    ("kind", "share", "effect"),
    [
        (AlertKind.PACE, 1.0, 0.0),
        (AlertKind.PACE, 1.5, 0.0),
        (AlertKind.PACE, 0.7, 0.3),
        (AlertKind.THRESHOLD, 0.0, 1.0),
        (AlertKind.SPARE, 1.0, 0.0),
        (AlertKind.SPARE, 2.0, 0.5),
        (AlertKind.SPARE, 0.5, 0.0),
        (AlertKind.SPARE, 0.0, 0.0),
        (AlertKind.RENEWAL, 0.5, None),
        (AlertKind.STALE, 0.5, None),
    ],
)
def test_effect(kind: AlertKind, share: float, effect: float | None) -> None:
    """1 − actual ÷ expected; the other way round where more is asked for."""
    life = LIFE.changed(following(share))
    (found,) = with_effects([alert(kind)], home(NINE + DAY, life), NAIROBI)
    assert found.effect == (None if effect is None else pytest.approx(effect, abs=0.01))


@pytest.mark.parametrize(("after", "told"), [(0, 24), (1, 25), (59, 25)])
def test_effect_is_told_a_day_later(after: int, told: int) -> None:
    """Of whole hours, and once."""
    one = alert(raised_at=NINE + timedelta(minutes=after))
    assert effect_due(one, NAIROBI) == NINE + hours(told)
    early, late = home(NINE + hours(told - 1)), home(NINE + hours(told))
    assert with_effects([one], early, NAIROBI) == (one,)
    (found,) = with_effects([one], late, NAIROBI)
    assert found.effect == pytest.approx(0.0, abs=0.01)
    known = replace(found, effect=0.4)
    assert with_effects([known], late, NAIROBI) == (known,)


def test_no_effect_of_what_nobody_measured() -> None:
    """A day that was spread over its hours tells nothing; nor does one long past."""
    life = LIFE.changed(lambda _, hour: replace(hour, measured=0))
    (found,) = with_effects([alert()], home(NINE + DAY, life), NAIROBI)
    assert found.effect is None
    old = alert(expected=20 * GB)
    assert with_effects([old], home(NINE + 8 * DAY), NAIROBI) == (old,)
    unknown = alert(expected=None)
    assert with_effects([unknown], home(NINE + 2 * DAY), NAIROBI) == (unknown,)


@pytest.mark.parametrize(
    ("plan", "effect"),
    [
        (AfterAllowance.STOPS, None),
        (AfterAllowance.SLOWS, None),
        (AfterAllowance.CHARGES, 0.5),
    ],
)
def test_no_effect_where_the_plan_held_people_back(
    plan: AfterAllowance, effect: float | None
) -> None:
    """The allowance was gone; who pays for more may still use less."""
    alerts = [
        alert(AlertKind.THRESHOLD),
        alert(AlertKind.USED_UP, raised_at=NINE + timedelta(minutes=1)),
    ]
    late = home(NINE + 2 * DAY, LIFE.changed(following(0.5)), after_allowance=plan)
    first, _ = with_effects(alerts, late, NAIROBI)
    assert first.effect == (None if effect is None else pytest.approx(effect, abs=0.01))
    second = with_effects(alerts[1:], late, NAIROBI)[0].effect
    assert (second is None) is (effect is None)


def test_acknowledged() -> None:
    """One, or all; who did so first stands."""
    alerts = (alert(alert_id="1"), alert(alert_id="2"))
    one = acknowledged(
        alerts, NOON, Via.PHONE_ACTION, by="Amina", alert_ids=frozenset({"2"})
    )
    assert one[0] is alerts[0]
    both = through_restart(acknowledged(one, NOON + DAY, Via.BUTTON))
    notes = [known.acknowledged for known in both]
    assert notes[0] is not None and notes[1] is not None
    assert (notes[0].at, notes[0].via, notes[0].by) == (NOON + DAY, Via.BUTTON, None)
    assert (notes[1].at, notes[1].via, notes[1].by) == (
        NOON,
        Via.PHONE_ACTION,
        "Amina",
    )


@pytest.mark.parametrize(
    ("after", "counts"), [(-1, False), (0, True), (24, True), (25, False)]
)
def test_opened(after: float, counts: bool) -> None:
    """A look at the dashboard within a day is because of it; the first one counts."""
    at_that = NINE + hours(after)
    (found,) = opened((alert(),), at_that)
    assert found.opened_at == (at_that if counts else None)
    again = opened((found,), NINE + hours(2))
    assert (again[0] is found) is counts


def sent(day: int, **known: Any) -> Alert:
    """Return an alert that reached somebody on a day."""
    delivery = Delivery(
        target="notify.phone",
        channel=Channel.PHONE,
        due_at=NINE,
        status=DeliveryStatus.SENT,
    )
    figures = {"raised_at": NINE + day * DAY, "deliveries": (delivery,)}
    return alert(AlertKind.DAILY_BUDGET, **figures | known)


SIX = [sent(day, effect=0.05) for day in range(6)]
LATER = NINE + 10 * DAY


@pytest.mark.parametrize(
    ("alerts", "now", "never"),
    [
        (SIX, LATER, True),
        ([sent(day) for day in range(6)], LATER, True),
        (SIX[1:], LATER, False),
        (SIX, NINE + 6 * DAY, False),  # not a day since the last one
        ([*SIX[1:], sent(6, opened_at=LATER)], LATER, False),
        ([*SIX[1:], sent(6, effect=0.6)], LATER, False),
        ([sent(-1, opened_at=LATER), *SIX], LATER, True),
        ([*SIX[1:], sent(6, deliveries=())], LATER, False),
        ([*acknowledged(SIX[:1], LATER, Via.CARD), *SIX[1:]], LATER, False),
    ],
)
def test_never_heeded(alerts: list[Alert], now: datetime, never: bool) -> None:
    """The last six that reached somebody: no note, no look, no less used."""
    assert never_heeded(alerts, now) == ((AlertKind.DAILY_BUDGET,) if never else ())
