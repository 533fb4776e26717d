"""What people ask for: the week now, and to hear nothing of a kind for a day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from custom_components.taara.model import Alert, AlertKind, AlertSettings, Snooze
from custom_components.taara.usage.alerting import put_off, summarized
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.local_time import day_start
from custom_components.taara.usage.refusal import Refused

from .alerts import Watch, household, only, seen
from .common import GB, NAIROBI, at
from .deliveries import BOTH, NIGHT, raised, rules, waiting
from .households import days

DAY = timedelta(days=1)
TUESDAY_NIGHT = at("2026-03-17 23:00", NAIROBI)
DAYS = days([10 * GB] * 28, first=date(2026, 2, 17))


def home(**ledger: Any) -> Household:
    """Return a household on Tuesday night, all of whose days are known."""
    opened = day_start(TUESDAY_NIGHT, NAIROBI)
    known: dict[str, Any] = {"days": DAYS, "open_from": opened}
    return household(TUESDAY_NIGHT, **known | ledger)


def ask(known: Household, settings: AlertSettings = BOTH) -> Household:
    """Ask for the week."""
    ids = count()
    following, answer = summarized(
        known, settings, TUESDAY_NIGHT, NAIROBI, lambda: f"asked {next(ids)}"
    )
    assert answer == {
        "alert_id": "asked 0",
        "targets": [target.name for target in settings.targets],
    }
    return following


def test_the_week_now() -> None:
    """It tells the seven days before today, at night and whatever was snoozed."""
    settings = replace(BOTH, quiet=NIGHT)
    snooze = Snooze(until=TUESDAY_NIGHT + DAY)
    following = ask(replace(home(), snooze=snooze), settings)
    (alert,) = following.alerts
    assert alert.kind is AlertKind.WEEKLY_SUMMARY
    figures = alert.figures
    assert (figures["first"], figures["last"]) == ("2026-03-10", "2026-03-16")
    assert figures["total"] == 70 * GB
    at_night = replace(rules(settings=settings), snooze=snooze)
    found = waiting(following.alerts, at_night, TUESDAY_NIGHT)
    assert found == {"notify.phone": ["asked 0"], "notify.mail": ["asked 0"]}
    assert following.snooze == snooze


def test_nor_does_a_cycle_without_alerts_silence_it() -> None:
    """Somebody wants it."""
    (alert,) = ask(replace(home(), snooze=Snooze(cycle=2))).alerts
    assert not alert.silenced
    assert len(alert.deliveries) == 2


def test_the_weekly_one_comes_nevertheless() -> None:
    """What was asked for before is not the summary of its week."""
    asked = ask(home()).alerts
    found = _on_sunday(asked)
    assert found == _on_sunday(())
    assert found


def _on_sunday(alerts: tuple[Alert, ...]) -> bool:
    """Tell whether the summary of Sunday is due, for those who were told so much."""
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY), alerts=alerts)
    return bool(watch.tick(TUESDAY_NIGHT, seen(TUESDAY_NIGHT), home()))


@pytest.mark.parametrize(
    ("known", "settings", "key"),
    [
        (home(days=()), BOTH, "week_unknown"),
        (home(), replace(BOTH, targets=()), "no_channels"),
    ],
)
def test_refused(known: Household, settings: AlertSettings, key: str) -> None:
    """Nothing to tell, or nobody to tell it to."""
    with pytest.raises(Refused) as refused:
        ask(known, settings)
    assert refused.value.key == key


def told(*kinds: AlertKind, snooze: Snooze | None = None) -> Household:
    """Return a household that was told of some kinds."""
    alerts = tuple(raised(str(number), kind=kind) for number, kind in enumerate(kinds))
    return replace(home(), alerts=alerts, snooze=snooze)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, Snooze(until=TUESDAY_NIGHT + DAY, kinds=(AlertKind.PACE,))),
        (
            Snooze(until=TUESDAY_NIGHT + 2 * DAY, kinds=(AlertKind.SPARE,)),
            Snooze(
                until=TUESDAY_NIGHT + 2 * DAY, kinds=(AlertKind.PACE, AlertKind.SPARE)
            ),
        ),
        (
            Snooze(until=TUESDAY_NIGHT + DAY / 2),
            Snooze(until=TUESDAY_NIGHT + DAY),
        ),
        (
            Snooze(until=TUESDAY_NIGHT - DAY),  # over
            Snooze(until=TUESDAY_NIGHT + DAY, kinds=(AlertKind.PACE,)),
        ),
        (Snooze(cycle=2), Snooze(cycle=2)),
    ],
)
def test_not_for_a_day(before: Snooze | None, after: Snooze) -> None:
    """Of its own kind only; what was wished before still holds."""
    known = told(AlertKind.PACE, AlertKind.THRESHOLD, snooze=before)
    following, _ = put_off(known, {"0"}, TUESDAY_NIGHT)
    assert following.snooze == after
    assert following.alerts == known.alerts
