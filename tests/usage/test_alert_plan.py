"""Alerts about the plan and its source: renewed, ending, too large, out of sight."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.taara.model import (
    AlertKind,
    Connection,
    Cycle,
    Plan,
    Price,
    Reach,
)
from custom_components.taara.usage.alert import next_cause

from .alerts import AHEAD, CYCLE, NOON, PAST, Watch, hours, household, only, seen
from .common import GB, MONTHLY, NAIROBI, THIRTY_DAYS, at

START, END = CYCLE.start, at("2026-04-01", NAIROBI)
DAY = timedelta(days=1)
SEVEN = Cycle(number=2, start=END - 7 * DAY, end=END, granted=100 * GB)


def test_renewal() -> None:
    """Once, with what the last cycle used."""
    watch = Watch(only(AlertKind.RENEWAL))
    (alert,) = watch.tick(START + hours(1))
    assert alert.figures["last_percentage"] == 83.0
    assert alert.figures["last_used"] == 83 * GB
    assert alert.period == "cycle 2"
    assert watch.tick(START + hours(2)) == ()
    assert watch.tick(START - hours(2)) == ()


@pytest.mark.parametrize(
    ("now", "told"), [(START + 15 * DAY, 1), (START + 15 * DAY + hours(1), 0)]
)
def test_renewal_is_news_for_two_weeks(now: datetime, told: int) -> None:
    """To those who come home; later nobody needs to hear it."""
    assert len(Watch(only(AlertKind.RENEWAL)).tick(now)) == told


def test_no_renewal() -> None:
    """The first cycle is none, nor one whose figures are unknown or that is over."""
    watch = Watch(only(AlertKind.RENEWAL))
    first = replace(CYCLE, number=1)
    assert watch.tick(overview=seen(cycle=first)) == ()
    assert watch.tick(overview=seen(used=None)) == ()
    assert watch.tick(overview=seen(expired=True)) == ()


def test_renewal_of_an_unlimited_plan() -> None:
    """There is no share of what has no limit."""
    now = START + hours(1)
    home = household(now, past=(replace(PAST, granted=None),))
    (alert,) = Watch(only(AlertKind.RENEWAL)).tick(now, home=home)
    assert "last_percentage" not in alert.figures
    assert alert.figures["last_used"] == 83 * GB


def expiring(
    watch: Watch, now: datetime, cycle: Cycle = CYCLE, plan: Plan = THIRTY_DAYS
) -> list[str]:
    """Return what is told of a plan that ends."""
    overview = seen(now, cycle, price=Price(amount="2499.5", currency="KES"))
    return watch.names(now, overview, household(now, plan, cycle))


def test_expiring() -> None:
    """Three days and one day before the end, each once; not when it is over."""
    watch = Watch(only(AlertKind.EXPIRING))
    before = [73, 72, 30, 24, 30, 1, 0, -5]
    told = [" ".join(expiring(watch, END - hours(left))) for left in before]
    expected = ["", "expiring 3 days", "", "expiring 1 day", "", "", "", ""]
    assert told == expected
    assert watch.alerts[0].figures["price"] == "KES 2499.5"
    assert watch.alerts[0].figures["ends"] == "2026-04-01T00:00:00+03:00"


def test_expiring_after_an_absence() -> None:
    """The nearer one is enough, and stays so when the clock is set back."""
    watch = Watch(only(AlertKind.EXPIRING))
    assert expiring(watch, END - hours(5)) == ["expiring 1 day"]
    assert expiring(watch, END - hours(50)) == []


@pytest.mark.parametrize(
    ("days", "told"), [(1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (30, 2)]
)
def test_expiring_is_not_told_at_purchase(days: int, told: int) -> None:
    """A plan of one day always ends within one."""
    cycle = replace(CYCLE, start=END - days * DAY)
    watch = Watch(only(AlertKind.EXPIRING))
    for left in range(24 * days, 0, -1):
        expiring(watch, END - hours(left), cycle)
    assert len(watch.alerts) == told


def test_nothing_expires() -> None:
    """What renews by itself, and what has no end."""
    watch = Watch(only(AlertKind.EXPIRING))
    assert expiring(watch, END - hours(5), plan=MONTHLY) == []
    assert expiring(watch, END - hours(5), replace(CYCLE, end=None)) == []


def spare(now: datetime, plan: Plan = MONTHLY, **fields: Any) -> list[str]:
    """Return what is told of what will be lost."""
    cycle = fields.pop("cycle", CYCLE)
    overview = seen(now, cycle, **fields)
    watch = Watch(only(AlertKind.SPARE))
    return watch.names(now, overview, household(now, plan, cycle))


@pytest.mark.parametrize(
    ("left", "high80", "told"),
    [
        (73, 85, 0),
        (72, 85, 1),
        (1, 85, 1),
        (0, 85, 0),
        (50, 95, 1),
        (50, 96, 0),
        (50, 100, 0),
        (50, 120, 0),
    ],
)
def test_spare(left: int, high80: int, told: int) -> None:
    """In the last three days, if nine times in ten a twentieth is lost, or more."""
    ahead = replace(AHEAD, high80=high80 * GB)
    assert len(spare(END - hours(left), projection=ahead)) == told


@pytest.mark.parametrize(("left", "told"), [(84, 0), (72, 1)])
def test_spare_of_a_week(left: int, told: int) -> None:
    """Three days of seven are late enough."""
    assert len(spare(END - hours(left), cycle=SEVEN)) == told


def test_spare_of_two_days() -> None:
    """Of so short a plan, the second half is."""
    two = replace(SEVEN, start=END - 2 * DAY)
    assert [len(spare(END - hours(left), cycle=two)) for left in (25, 24)] == [0, 1]


@pytest.mark.parametrize(
    "fields",
    [
        {"projection": None},
        {"projection": replace(AHEAD, early=True)},
        {"used_today": None},
        {"allowance": None},
        {"cycle": replace(CYCLE, end=None)},
    ],
)
def test_no_spare_where_nobody_can_tell(fields: dict[str, Any]) -> None:
    """Good news that is wrong costs more than none."""
    assert spare(END - hours(20), **fields) == []


def test_nothing_is_lost_that_rolls_over() -> None:
    """It is there in the next cycle."""
    assert spare(END - hours(20), replace(MONTHLY, rollover=True)) == []


def test_spare_once_a_cycle() -> None:
    """With the day it is lost."""
    watch = Watch(only(AlertKind.SPARE))
    (alert,) = watch.tick(END - hours(60))
    assert alert.figures["spare"] == 15 * GB
    assert watch.tick(END - hours(30)) == ()


def away(now: datetime, reach: Reach = Reach.TIMEOUT, **fields: Any) -> list[str]:
    """Return what is told of a source that was last read a day before noon."""
    connection = Connection(reach=reach, failures=9, last_attempt=now)
    known: dict[str, Any] = {"silent": True, "reachable": False, "as_of": NOON - DAY}
    overview = seen(now, **{"connection": connection, **known, **fields})
    return Watch(only(AlertKind.STALE)).names(now, overview)


def test_stale() -> None:
    """After a day, while nobody answers."""
    assert away(NOON) == ["stale"]
    assert away(NOON, silent=False) == []
    assert away(NOON, reachable=True) == []
    assert away(NOON, Reach.INVALID_AUTH) == ["stale"]


def test_stale_once_an_outage() -> None:
    """However long it lasts; the next one is another."""
    watch = Watch(only(AlertKind.STALE))
    told = []
    for now, as_of in (
        (NOON, NOON - DAY),
        (NOON + 5 * DAY, NOON - DAY),
        (NOON - hours(1), NOON - DAY),
        (NOON + 9 * DAY, NOON + 8 * DAY),
    ):
        connection = Connection(reach=Reach.TIMEOUT, failures=9, last_attempt=now)
        overview = seen(
            now, connection=connection, silent=True, reachable=False, as_of=as_of
        )
        told.append(len(watch.tick(now, overview)))
    assert told == [1, 0, 0, 1]


def test_next_look() -> None:
    """When the clock alone may bring something; a plan without an end brings less."""
    settings = only(AlertKind.EXPIRING, AlertKind.SPARE)

    def following(now: datetime, cycle: Cycle = CYCLE) -> datetime:
        home = household(now, cycle=cycle)
        return next_cause(seen(now, cycle), home, settings, now, NAIROBI)

    assert following(START) == at("2026-03-01 18:00", NAIROBI)  # a Sunday
    assert following(START + hours(20)) == START + 3 * DAY
    assert following(END - 3 * DAY - hours(1)) == END - 3 * DAY
    assert following(END - hours(26)) == END - DAY
    endless = replace(CYCLE, end=None)
    sunday = at("2026-04-05 18:00", NAIROBI)
    wednesday = at("2026-04-01 18:00", NAIROBI)
    assert following(END - hours(26), endless) == wednesday
    assert following(wednesday, endless) == sunday
    assert following(sunday, endless) == sunday + hours(1)
