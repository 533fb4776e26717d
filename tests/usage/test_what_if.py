"""What if: the same arithmetic as the figures that are shown, of something else."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis.strategies import floats, integers
import pytest

from custom_components.taara.model import Change, CounterKind, Overview, Plan
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.local_time import DAY
from custom_components.taara.usage.refusal import Refused
from custom_components.taara.usage.what_if import asked_change, what_if

from .common import GB, NAIROBI, UNTIL_USED, at
from .test_projected import figures, lived

# Three GB a day, half way through March and before noon: forty of a hundred are used.
HOUSE = lived("2026-01-01 00:00", "2026-03-15 10:00")
NOW = figures(HOUSE)
LEFT = (NOW.allowance or 0) - (NOW.used or 0)


def then(household: Household = HOUSE, **change: Any) -> Overview:
    """Return what would be."""
    now = household.ledger.last.taken_at
    return what_if(household, Change(**change), now, NAIROBI).then


def some(value: float | None) -> float:
    """Return a figure that there is."""
    assert value is not None
    return value


@pytest.mark.parametrize(
    "household",
    [
        HOUSE,
        lived("2026-01-01 00:00", "2026-03-25 12:00", daily=6),
        lived("2026-03-14 00:00", "2026-03-15 10:00"),
        lived("2026-02-01 00:00", "2026-03-10 07:00", UNTIL_USED),
        lived("2026-02-01 00:00", "2026-03-10 07:00", Plan(allowance=None)),
        lived("2026-02-01 00:00", "2026-03-10 07:00", counter=CounterKind.CUMULATIVE),
    ],
    ids=["lasts", "gone", "early", "until used", "unlimited", "counted here"],
)
def test_no_change(household: Household) -> None:
    """If nothing changes, everything is as the sensors show it."""
    assert then(household) == figures(household)


def test_extra() -> None:
    """A film is added to what is used and projected, and each day left gives its part."""
    film = then(extra=6 * GB)
    assert some(film.used) == some(NOW.used) + 6 * GB
    assert some(film.remaining) == some(NOW.remaining) - 6 * GB
    assert some(film.projected) == some(NOW.projected) + 6 * GB
    assert some(film.percentage) == pytest.approx(some(NOW.percentage) + 6)
    assert some(film.daily_budget) == pytest.approx(
        some(NOW.daily_budget) - 6 * GB / 17, rel=1e-6
    )
    assert some(NOW.daily_budget) - some(NOW.budget_left) == pytest.approx(
        some(film.daily_budget) - some(film.budget_left)
    )
    assert some(film.overage_chance) > some(NOW.overage_chance)
    assert some(film.safe_days) < some(NOW.safe_days)
    assert film.used_today == NOW.used_today


def test_more_than_is_left() -> None:
    """It is gone at once, and certainly."""
    over = then(extra=LEFT + GB)
    assert over.remaining == 0
    assert over.overage_chance == 100
    assert over.safe_days == 0
    assert over.exhaustion == HOUSE.ledger.last.taken_at


def test_that_is_certain_on_the_first_days() -> None:
    """Though nothing can be projected yet."""
    young = lived("2026-03-14 00:00", "2026-03-15 10:00")
    over = then(young, extra=200 * GB)
    assert (over.projected, over.overage_chance, over.safe_days) == (None, 100, 0)


def test_pace() -> None:
    """What is still to come is multiplied, what was used stays."""
    rest = some(NOW.projected) - some(NOW.used)
    for pace in (0.5, 1.2, 2.0):
        faster = then(pace=pace)
        assert some(faster.projected) - some(NOW.used) == pytest.approx(pace * rest)
        assert faster.daily_budget == NOW.daily_budget
    assert some(then(pace=2.0).overage_chance) > 95
    assert then(pace=0.0).projected == NOW.used
    assert then(pace=0.0).overage_chance == 0


def test_away() -> None:
    """Ten days at a twentieth of three GB; the other days may use more."""
    away = then(away=10)
    saved = some(NOW.projected) - some(away.projected)
    assert saved == pytest.approx(0.95 * 30 * GB, rel=0.05)
    assert some(away.overage_chance) < some(NOW.overage_chance)
    assert some(away.daily_budget) == pytest.approx(
        some(NOW.daily_budget) * 17 / 7, rel=1e-6
    )


def test_away_until_the_end() -> None:
    """No day is left that would need a budget."""
    away = then(away=40)
    assert away.daily_budget is None
    assert away.budget_left is None
    assert some(away.projected) == pytest.approx(
        some(NOW.used) + 0.05 * 50 * GB, rel=0.02
    )


def test_away_as_before() -> None:
    """A house that stands empty takes what it takes now."""
    ledger = HOUSE.ledger
    days = tuple(
        replace(day, usage=GB // 10)
        if day.date.day > 9 and day.date.month == 3
        else day
        for day in ledger.days
    )
    empty = replace(HOUSE, ledger=replace(ledger, days=days))
    away = then(empty, away=17)
    assert some(away.projected) - some(away.used) == pytest.approx(1.66 * GB, rel=0.05)


def test_away_until_used() -> None:
    """A plan without an end lasts longer."""
    house = lived("2026-02-01 00:00", "2026-02-20 07:00", UNTIL_USED)
    now, away = then(house), then(house, away=10)
    assert now.exhaustion is not None
    assert away.exhaustion is not None
    assert 9 < (away.exhaustion - now.exhaustion) / DAY < 10
    assert away.daily_budget is None


@given(
    extra=integers(0, 10**16),
    pace=floats(0, 10),
    away=floats(0, 366),
)
def test_anything(extra: int, pace: float, away: float) -> None:
    """Whatever is asked, figures stay within their bounds."""
    view = then(extra=extra, pace=pace, away=away)
    assert some(view.projected) >= some(view.used) == some(NOW.used) + extra
    assert 0 <= some(view.overage_chance) <= 100
    assert 0 <= some(view.safe_days) <= some(NOW.days_left)
    assert view.daily_budget is None or view.daily_budget >= 0


def test_expired() -> None:
    """Of a plan that has ended, nothing is supposed."""
    now = at("2026-04-02 00:00")
    supposed = what_if(HOUSE, Change(extra=GB), now, NAIROBI)
    assert supposed.then == supposed.now == figures(HOUSE, now)


def test_asked() -> None:
    """Percent and amounts become factors and bytes."""
    asked = {"extra": "1.5", "unit": "GB", "pace_change": -20, "days_away": "3"}
    assert asked_change(asked) == Change(extra=1_500_000_000, pace=0.8, away=3.0)
    assert asked_change({}) == Change()


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"extra": "much"}, "bad_amount"),
        ({"extra": -1}, "bad_amount"),
        ({"pace_change": -101}, "bad_pace"),
        ({"pace_change": 901}, "bad_pace"),
        ({"pace_change": "quick"}, "bad_pace"),
        ({"pace_change": float("nan")}, "bad_pace"),
        ({"days_away": -1}, "bad_days_away"),
        ({"days_away": True}, "bad_days_away"),
        ({"days_away": 367}, "bad_days_away"),
    ],
)
def test_refused(asked: dict[str, Any], key: str) -> None:
    """What is no change is refused by its name."""
    with pytest.raises(Refused) as refused:
        asked_change(asked)
    assert refused.value.key == key
