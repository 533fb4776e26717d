"""Tips: the right one where there is one, and none where chance is all there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from custom_components.taara.model import Hour, Tip, TipKind
from custom_components.taara.usage.tip import tips
from custom_components.taara.usage.tip_hours import IsFree

from .common import BERLIN, GB
from .households import DAY, FIRST, FLAT, Life, Manner, days, lived

MB = 10**6
TODAY = FIRST + 112 * DAY


def nights(_weekday: int, hour: int) -> bool:
    """Tell whether it is before five, on any day."""
    return hour < 5


CHANCE_ALONE = {
    "flat": Manner(profile=FLAT),
    "flat, still": Manner(profile=FLAT, noise=0.1, hour_noise=0.1),
    "flat, wild": Manner(profile=FLAT, noise=0.6, hour_noise=1.0),
    "lived in": Manner(),
    "lived in, still": Manner(noise=0.1, hour_noise=0.1),
    "lived in, wild": Manner(noise=0.6, hour_noise=1.0),
    "large": Manner(usual=60.0 * GB),
    "small": Manner(usual=1.5 * GB),
}


def given(
    life: Life, allowance: int | None = None, is_free: IsFree | None = None
) -> list[Tip]:
    """Return the tips on the day after."""
    today = life.days[-1].date + DAY
    return list(tips(life.days, life.hours, today, life.zone, allowance, is_free))


def with_load(load: Callable[[datetime], float], count: int = 112) -> Life:
    """Return an ordinary household with something on top, in bytes by local hour."""
    return lived(count, "load").changed(
        lambda at, hour: replace(hour, used=hour.used + round(load(at)))
    )


def only(life: Life, is_free: IsFree | None = None) -> Tip:
    """Return the one tip there is."""
    (tip,) = given(life, None, is_free)
    return tip


@pytest.mark.parametrize("name", CHANCE_ALONE)
def test_no_tip_where_chance_is_all_there_is(name: str) -> None:
    """In 25 households each."""
    seeds = range(25)
    found = [given(lived(112, f"{seed}", CHANCE_ALONE[name])) for seed in seeds]
    assert sum(map(len, found)) <= 1


def test_heavy_hour() -> None:
    """4 GB at nine each evening; it saves what it is above a usual hour."""
    tip = only(with_load(lambda at: 4 * GB if at.hour == 21 else 0))
    assert (tip.kind, tip.hours, tip.days) == (TipKind.HEAVY_HOUR, (21,), 28)
    # Its own 1.2 GB of ordinary evening on top, 0.4 GB of a usual hour off.
    assert tip.amount == pytest.approx(5.2 * GB, rel=0.1)
    assert tip.saves == pytest.approx(30 * 4.8 * GB, rel=0.1)
    assert tip.share == pytest.approx(tip.saves / (30 * 14 * GB), rel=0.1)


def test_heavy_hour_is_one_of_most_days() -> None:
    """Not of every third."""
    rare = with_load(lambda at: 6 * GB * (at.hour == 21 and at.toordinal() % 3 == 0))
    assert given(rare) == []


def test_heavy_block_of_the_night() -> None:
    """Downloads of any size, from two to five."""
    chance = Random(1)
    tip = only(
        with_load(lambda at: chance.uniform(0.2, 3.8) * GB * (at.hour in {2, 3, 4}))
    )
    assert (tip.kind, tip.hours) == (TipKind.HEAVY_HOUR, (2, 3, 4))
    assert tip.saves == pytest.approx(30 * 4.8 * GB, rel=0.2)


def test_steady_night() -> None:
    """A camera: every hour, but seen while people sleep."""
    tip = only(with_load(lambda at: 150 * MB))
    assert (tip.kind, tip.hours) == (TipKind.STEADY_NIGHT, (1, 2, 3, 4))
    assert tip.amount == pytest.approx(4 * 190 * MB, rel=0.1)
    assert tip.saves == pytest.approx(30 * tip.amount, rel=0.001)


def test_backup() -> None:
    """Two gigabytes at three: too much for a test of the line."""
    tip = only(with_load(lambda at: 2 * GB * (at.hour == 3)))
    assert (tip.kind, tip.hours) == (TipKind.STEADY_NIGHT, (3,))


def test_backup_at_any_hour_of_the_night() -> None:
    """It is each night's, and no hour's."""
    chance = Random(2)
    hours: dict[int, int] = {}

    def load(at: datetime) -> float:
        return (
            2 * GB * (at.hour == hours.setdefault(at.toordinal(), chance.randint(1, 4)))
        )

    tip = only(with_load(load))
    assert (tip.kind, tip.hours) == (TipKind.STEADY_NIGHT, (1, 2, 3, 4))


@pytest.mark.parametrize("step", [2, 4, 6, 24])
def test_scheduled_speed_test(step: int) -> None:
    """300 MB every so many hours, most of them hidden by what else is used."""
    tip = only(with_load(lambda at: 300 * MB * (at.hour % step == 3 % step)))
    assert tip.kind is TipKind.SCHEDULED_SPEED_TEST
    assert tip.hours == tuple(range(3 % step, 24, step))
    assert tip.times == 30 * 24 / step
    assert tip.amount == pytest.approx(300 * MB, rel=0.3)
    assert tip.saves == pytest.approx(tip.times * tip.amount, rel=0.001)
    assert tip.saves < 1.1 * 300 * MB * tip.times


def test_speed_test_between_two_hours() -> None:
    """At three sharp, of which the polls give some to the hour before."""
    chance = Random(3)
    first: dict[int, float] = {}

    def load(at: datetime) -> float:
        share = first.setdefault(at.toordinal(), chance.random())
        return 300 * MB * {2: share, 3: 1 - share}.get(at.hour, 0.0)

    tip = only(with_load(load))
    assert (tip.kind, tip.hours) == (TipKind.SCHEDULED_SPEED_TEST, (2,))
    assert tip.amount == pytest.approx(300 * MB, rel=0.2)


@pytest.mark.parametrize("weekdays", [(5,), (6,), (5, 6)])
def test_weekend_habit(weekdays: tuple[int, ...]) -> None:
    """Sixteen weeks of it."""
    factors = tuple(1.8 if at in weekdays else 1.0 for at in range(7))
    tip = only(lived(112, "weekend", Manner(weekdays=factors)))
    assert (tip.kind, tip.weekdays) == (TipKind.WEEKEND_HABIT, weekdays)
    assert tip.days == 16 * len(weekdays)
    assert tip.times == pytest.approx(30 / 7 * len(weekdays))
    assert tip.saves == pytest.approx(tip.times * 8 * GB, rel=0.3)
    assert tip.change == pytest.approx(0.8, rel=0.3)


def test_growing() -> None:
    """By a half, four weeks ago."""

    def change(at: datetime, hour: Hour) -> Hour:
        grown = at.date() >= TODAY - 28 * DAY
        return replace(hour, used=hour.used * 3 // 2) if grown else hour

    tip = only(lived(112, "growing").changed(change))
    assert (tip.kind, tip.days) == (TipKind.GROWING, 28)
    assert tip.saves == pytest.approx(30 * 5 * GB, rel=0.2)
    assert tip.change == pytest.approx(0.5, rel=0.2)


def test_coming_home_is_no_growth() -> None:
    """An empty house says nothing about the one that is lived in."""
    usage = [10 * GB] * 70 + [0] * 14 + [10 * GB] * 28
    assert tips(days(usage), {}, TODAY, UTC) == ()


def test_free_hours_unused() -> None:
    """Films of 15 GB on Wednesdays at eight: they could wait for the night."""
    life = with_load(lambda at: 15 * GB * (at.hour == 20 and at.weekday() == 2))
    tip = only(life, nights)
    assert tip.kind is TipKind.FREE_HOURS_UNUSED
    assert GB < tip.saves <= 30 / 7 * 15 * GB
    assert tip.saves == pytest.approx(30 * tip.amount, rel=0.001)
    assert given(life) == []


def test_free_hours_that_are_used() -> None:
    """Nothing to say."""
    kinds = {
        tip.kind
        for tip in given(
            with_load(lambda at: 15 * GB * (at.hour in {2, 20} and at.weekday() == 2)),
            None,
            nights,
        )
    }
    assert TipKind.FREE_HOURS_UNUSED not in kinds


def test_hours_that_are_all_free() -> None:
    """No hour is left to move anything from."""
    assert given(lived(112, "free"), None, lambda _weekday, _hour: True) == []


def test_free_hours_of_some_days() -> None:
    """What is used at those hours on other days counts."""
    life = with_load(lambda at: 15 * GB * (at.hour == 2 and at.weekday() == 2))
    assert only(life, lambda day, hour: hour < 5 and day >= 5).days == 28
    assert given(life, None, lambda day, hour: hour < 5 and day == 2) == []


def test_tips_are_in_order_and_no_byte_is_saved_twice_at_an_hour() -> None:
    """Most first."""
    life = with_load(
        lambda at: (
            2 * GB * (at.hour == 3)
            + 6 * GB * (at.hour == 21)
            + 12 * GB / 24 * (at.weekday() == 5)
        )
    )
    found = given(life)
    assert {tip.kind for tip in found} >= {TipKind.HEAVY_HOUR, TipKind.STEADY_NIGHT}
    assert all(one.saves >= other.saves for one, other in pairwise(found))
    hours = [hour for tip in found for hour in tip.hours]
    assert len(hours) == len(set(hours))


@pytest.mark.parametrize(("allowance", "count"), [(1900 * GB, 1), (2100 * GB, 0)])
def test_tip_saves_a_hundredth_at_least(allowance: int, count: int) -> None:
    """Of the allowance, or of the month where that is more: about 20 GB here."""
    life = with_load(lambda at: 500 * MB * (at.hour == 3))
    assert len(given(life, allowance)) == count
    assert not given(with_load(lambda at: 80 * MB * (at.hour == 3)))


def test_estimates_give_no_tip() -> None:
    """Only measured hours do."""
    life = with_load(lambda at: 4 * GB * (at.hour == 21))
    guessed = life.changed(lambda at, hour: replace(hour, measured=1700))
    assert given(guessed) == []


@pytest.mark.parametrize(("count", "expected"), [(13, 0), (14, 1)])
def test_two_weeks_it_takes(count: int, expected: int) -> None:
    """Before, a habit is no habit."""
    assert len(given(with_load(lambda at: 4 * GB * (at.hour == 21), count))) == expected


def test_some_hours_missing() -> None:
    """Tips rest on the others."""
    chance = Random(4)

    def change(at: datetime, hour: Hour) -> Hour:
        return replace(hour, measured=0) if chance.random() < 0.2 else hour

    tip = only(with_load(lambda at: 4 * GB * (at.hour == 21)).changed(change))
    assert (tip.kind, tip.hours) == (TipKind.HEAVY_HOUR, (21,))
    assert 14 <= tip.days < 28


def test_hours_are_local() -> None:
    """Summer time included."""
    first = datetime(2026, 3, 29, tzinfo=BERLIN).date() - 20 * DAY
    life = lived(28, "local", zone=BERLIN, first=first).changed(
        lambda at, hour: replace(hour, used=hour.used + 4 * GB * (at.hour == 21))
    )
    assert only(life).hours == (21,)


@pytest.mark.parametrize(
    "usage", [[], [0] * 112, [None] * 110 + [5, 5], [10 * GB] * 13], ids=len
)
def test_where_little_is_known_nothing_is_said(usage: list[int | None]) -> None:
    """No days, empty ones, few."""
    today = FIRST + timedelta(len(usage))
    assert tips(days(usage), {}, today, UTC, 100 * GB, nights) == ()


@pytest.mark.parametrize(("off", "expected"), [(6, 1), (13, 0)])
def test_router_that_is_off_at_night(off: int, expected: int) -> None:
    """The other hours tell, if there are enough of them."""
    life = with_load(lambda at: 4 * GB * (at.hour == 21)).changed(
        lambda at, hour: replace(hour, measured=0) if at.hour < off else hour
    )
    assert len(given(life)) == expected
