"""Alerts about how much is used: raised, not raised twice, raised again next time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.taara.model import (
    AlertKind,
    Connection,
    Cycle,
    Hour,
    Reach,
    Unusual,
)

from .alerts import CYCLE, NOON, Watch, hours, household, only, seen, with_used
from .common import GB, NAIROBI, at

NEXT = Cycle(
    number=3, start=CYCLE.end or NOON, end=at("2026-05-01", NAIROBI), granted=100 * GB
)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ([74.9], [""]),
        ([75.0], ["threshold 75"]),
        ([76, 80, 89.9], ["threshold 75", "", ""]),
        ([76, 91], ["threshold 75", "threshold 90"]),
        ([91, 95], ["threshold 90", ""]),
        ([95, 80], ["threshold 90", ""]),  # a correction, or a top-up
        ([76, 60, 76], ["threshold 75", "", ""]),
        ([99.9, 100], ["threshold 90", "used_up"]),
        ([100], ["used_up"]),
        ([76, 120], ["threshold 75", "used_up"]),
        ([100, 50, 80], ["used_up", "", ""]),
    ],
)
def test_levels(shares: list[float], told: list[str]) -> None:
    """Each once a cycle, and none below what people have been told."""
    watch = Watch(only(AlertKind.THRESHOLD, AlertKind.USED_UP))
    overviews = [seen(cycle=with_used(round(share * GB))) for share in shares]
    assert [" ".join(watch.names(overview=each)) for each in overviews] == told


@pytest.mark.parametrize("share", [76, 91, 100])
def test_next_cycle_arms_levels_again(share: int) -> None:
    """What was told of the last cycle says nothing of this one."""
    watch = Watch(only(AlertKind.THRESHOLD, AlertKind.USED_UP))
    first = watch.names(overview=seen(cycle=with_used(share * GB)))
    assert watch.names(overview=seen(cycle=NEXT)) == []
    assert watch.names(overview=seen(cycle=with_used(share * GB, NEXT))) == first
    assert watch.names(overview=seen(cycle=with_used(share * GB, NEXT))) == []


def test_levels_people_choose() -> None:
    """Further ones, beyond the allowance too, and one they have just moved."""
    watch = Watch(only(AlertKind.THRESHOLD, AlertKind.USED_UP, levels=(50, 120)))
    shares = (51, 76, 100, 119, 121)
    told = [watch.names(overview=seen(cycle=with_used(n * GB))) for n in shares]
    assert told == [
        ["threshold 50"],
        ["threshold 75"],
        ["used_up"],
        [],
        ["threshold 120"],
    ]
    moved = Watch(only(AlertKind.THRESHOLD))
    moved.tick(overview=seen(cycle=with_used(78 * GB)))
    moved.settings = replace(moved.settings, threshold=77)
    assert moved.names(overview=seen(cycle=with_used(78 * GB))) == []
    moved.settings = replace(moved.settings, threshold=79)
    assert moved.names(overview=seen(cycle=with_used(80 * GB))) == ["threshold 79"]


def test_last_level_stands_in_for_used_up() -> None:
    """Who wants no word when all is used still gets that of the highest level."""
    watch = Watch(only(AlertKind.THRESHOLD))
    assert watch.names(overview=seen(cycle=with_used(101 * GB))) == ["threshold 90"]


def test_alert_says_what_it_was_raised_at() -> None:
    """Its level, the usage then, and what its words need."""
    (alert,) = Watch(only(AlertKind.THRESHOLD)).tick(
        overview=seen(cycle=with_used(76 * GB))
    )
    assert (alert.threshold, alert.used, alert.percentage) == (75, 76 * GB, 76.0)
    assert (alert.period, alert.raised_at) == ("cycle 2", NOON)
    assert alert.figures["renews"] == "2026-04-01T00:00:00+03:00"
    assert alert.figures["left"] == 24 * GB
    assert alert.figures["keep"] == int(24 * GB / 15.5)


def test_source_that_says_all_is_used() -> None:
    """It answers, but no figures; what it said last is not all yet."""
    connection = Connection(reach=Reach.USED_UP)
    overview = seen(cycle=with_used(99 * GB), connection=connection)
    watch = Watch(only(AlertKind.USED_UP, AlertKind.THRESHOLD))
    assert watch.names(overview=overview) == ["used_up"]


@pytest.mark.parametrize(
    "unknown",
    [
        {"percentage": None, "remaining": None, "used": None},
        {"expired": True, "remaining": 0},
        {"allowance": None, "percentage": None, "remaining": None},
    ],
)
def test_nothing_of_what_is_unknown(unknown: dict[str, Any]) -> None:
    """Nor of what a plan that has ended forfeits."""
    overview = seen(NOON, with_used(99 * GB), **{"over_budget": None, **unknown})
    kinds = (AlertKind.THRESHOLD, AlertKind.USED_UP, AlertKind.DAILY_BUDGET)
    assert Watch(only(*kinds)).names(overview=overview) == []


def test_daily_budget() -> None:
    """Once a local day, also at its last minute; and again on the next."""
    watch = Watch(only(AlertKind.DAILY_BUDGET))
    night = at("2026-03-16 23:59", NAIROBI)
    for now, told in (
        (NOON, True),
        (NOON + hours(1), False),
        (night, False),
        (NOON - hours(9), False),
        (night + timedelta(minutes=1), True),
        (night, False),
        (NOON + DAY, False),
    ):
        overview = seen(now, over_budget=True, used_today=4 * GB)
        assert bool(watch.tick(now, overview)) is told, now


def test_daily_budget_is_over_by_what_counts() -> None:
    """What an earlier cycle gave today is not in it."""
    morning, noon = CYCLE.start, CYCLE.start + hours(12)
    cycle = replace(CYCLE, start=noon, counted=4 * GB)
    hourly = {
        int(morning.timestamp()): Hour(used=9 * GB),
        int(noon.timestamp()): Hour(used=4 * GB),
    }
    now = noon + hours(5)
    (alert,) = Watch(only(AlertKind.DAILY_BUDGET)).tick(
        now,
        seen(now, cycle, over_budget=True, used_today=13 * GB),
        household(now, cycle=cycle, hours=hourly),
    )
    assert (alert.figures["used_today"], alert.figures["over"]) == (4 * GB, GB)


def test_daily_budget_is_silent_once_all_is_used() -> None:
    """Of nothing, anything is too much."""
    overview = seen(cycle=with_used(100 * GB), over_budget=True, daily_budget=0)
    assert Watch(only(AlertKind.DAILY_BUDGET)).names(overview=overview) == []


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ([49.9], [False]),
        ([50.0], [True]),
        ([60, 30, 70, 99], [True, False, False, False]),
        ([None, None], [False, False]),
    ],
)
def test_pace(chances: list[float | None], told: list[bool]) -> None:
    """Once a cycle from an even chance on; never while it is too early to tell."""
    watch = Watch(only(AlertKind.PACE))
    overviews = [seen(overage_chance=chance) for chance in chances]
    assert [bool(watch.tick(overview=each)) for each in overviews] == told
    again = seen(cycle=NEXT, overage_chance=99.0)
    assert watch.names(overview=again) == ["pace"]


def test_pace_that_people_choose() -> None:
    """From the chance that they set."""
    watch = Watch(only(AlertKind.PACE, pace_chance=80))
    assert watch.names(overview=seen(overage_chance=79.0)) == []
    assert watch.names(overview=seen(overage_chance=80.0)) == ["pace"]


@pytest.mark.parametrize(
    ("number", "after", "told"), [(1, 71, 0), (1, 72, 1), (2, 1, 1)]
)
def test_no_pace_in_the_first_days(number: int, after: int, told: int) -> None:
    """Three days of the first cycle, however sure the projection is by imports."""
    cycle = replace(CYCLE, number=number)
    now = CYCLE.start + hours(after)
    overview = seen(now, cycle, overage_chance=99.0)
    assert len(Watch(only(AlertKind.PACE)).tick(now, overview)) == told


def test_no_pace_once_all_is_used() -> None:
    """That is certain, and told."""
    overview = seen(cycle=with_used(100 * GB), overage_chance=100.0)
    assert Watch(only(AlertKind.PACE)).names(overview=overview) == []


def test_unusual_usage() -> None:
    """Once a local day."""
    watch = Watch(only(AlertKind.UNUSUAL_USAGE))
    for now, told in ((NOON, 1), (NOON + hours(3), 0), (NOON + DAY, 1)):
        day = seen(now).today
        unusual = Unusual(date=day, used=42 * GB, usual=15 * GB, since=9, peak=10)
        (*found,) = watch.tick(now, seen(now, unusual=unusual))
        assert len(found) == told
        if found:
            assert found[0].figures["times"] == 2.8
    assert watch.names(overview=seen(unusual=None)) == []


def test_kinds_that_are_switched_off() -> None:
    """They are not raised, and are when they are switched on, if they still hold."""
    watch = Watch(only())
    overview = seen(cycle=with_used(76 * GB), overage_chance=99.0, over_budget=True)
    assert watch.tick(overview=overview) == ()
    watch.settings = only(AlertKind.THRESHOLD)
    assert watch.names(overview=overview) == ["threshold 75"]


def test_what_matters_most_comes_first() -> None:
    """So that a message that tells of several is titled by it."""
    overview = seen(cycle=with_used(76 * GB), overage_chance=99.0, over_budget=True)
    assert Watch(only(*AlertKind)).names(overview=overview)[:3] == [
        "threshold 75",
        "pace",
        "daily_budget",
    ]
