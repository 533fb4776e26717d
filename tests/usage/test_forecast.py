"""The projection of a cycle's total: what it says of households that live so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from custom_components.taara.model import Projection
from custom_components.taara.usage.forecast import projection
from custom_components.taara.usage.span import Span, seen_share

from .common import GB

START = date(2026, 3, 1)
CYCLE = Span(start=START, end=date(2026, 3, 31), today=START)


def before(today: date, totals: Sequence[int | None]) -> list[tuple[date, int | None]]:
    """Return totals with their dates, the last one yesterday's."""
    first = today - timedelta(days=len(totals))
    return [(first + timedelta(days=at), total) for at, total in enumerate(totals)]


def on_day(
    number: int,
    totals: Sequence[int | None],
    *,
    used: int | None = None,
    allowance: int | None = None,
    gone: float = 0.0,
    seen: float | None = None,
    ends: float = 0.0,
) -> Projection | None:
    """Return the projection after `number` days of a cycle of 30."""
    today = START + timedelta(days=number)
    if used is None:
        used = sum(total or 0 for total in totals[len(totals) - number :])
    moment = replace(CYCLE, today=today, gone=gone, seen=seen, ends=ends)
    return projection(before(today, totals), moment, used, allowance)


def known(told: Projection | None) -> Projection:
    """Return a projection that there is."""
    assert told is not None
    return told


STEADY = [10 * GB, 11 * GB, 9 * GB] * 40


def test_steady_household_goes_on() -> None:
    """Ten gigabytes a day come to three hundred, give or take little."""
    told = known(on_day(10, STEADY))
    assert told.median == pytest.approx(300 * GB, rel=0.03)
    assert 250 * GB < told.low95 < told.low80 < told.median < told.high80
    assert told.high80 < told.high95 < 370 * GB
    assert told.days_left == 20
    assert not told.early


def test_unlimited_plan_has_no_chance() -> None:
    """Nothing can be exceeded, nothing runs out."""
    told = known(on_day(10, STEADY))
    assert (told.chance, told.safe_days, told.run_out_days) == (None, None, None)
    assert told.chance_by(3) is None


def test_first_day_of_a_cycle_knows_the_last_one() -> None:
    """A new cycle does not begin from nothing."""
    assert known(on_day(0, STEADY)).median == pytest.approx(300 * GB, rel=0.03)


def test_ranges_narrow_as_the_cycle_goes_on() -> None:
    """The less is to come, the surer it is."""
    widths = [
        told.high80 - told.low80
        for number in (0, 10, 20, 29)
        if (told := on_day(number, STEADY)) is not None
    ]
    assert widths == sorted(widths, reverse=True)


def test_wilder_household_has_wider_ranges() -> None:
    """Two of the same total, one in spikes."""
    calm, wild = (
        known(on_day(5, totals)) for totals in ([6 * GB] * 120, [GB, GB, 16 * GB] * 40)
    )
    assert wild.high80 - wild.low80 > 1.5 * (calm.high80 - calm.low80)


def test_weekends_count() -> None:
    """What is left of a cycle holds more or fewer of the days that use more."""
    # 1 March 2026 is a Sunday: the totals before it begin on a Sunday too.
    totals = [20 * GB, *[5 * GB] * 5, 20 * GB] * 20
    weekend = known(on_day(0, totals, ends=0.0))
    moment = Span(start=START, end=START + timedelta(days=2), today=START)
    sunday_and_monday = known(projection(before(START, totals), moment, 0, None))
    assert sunday_and_monday.median == pytest.approx(25 * GB, rel=0.15)
    assert weekend.median == pytest.approx(30 * 65 * GB / 7, rel=0.1)


def test_unknown_day_is_not_zero() -> None:
    """A week that nobody knows lowers nothing."""
    gap = [*STEADY[:90], *[None] * 7, *STEADY[:23]]
    zero = [*STEADY[:90], *[0] * 7, *STEADY[:23]]
    assert known(on_day(0, gap)).median == pytest.approx(300 * GB, rel=0.03)
    assert known(on_day(0, zero)).median < known(on_day(0, gap)).median


def test_empty_house_is_noticed_in_days() -> None:
    """Nobody at home: little more is to come, but they may be back."""
    told = known(on_day(10, [*STEADY, *[GB // 100] * 6], used=40 * GB))
    assert told.median < 60 * GB
    assert told.high95 > 150 * GB


def test_longer_absence_is_likelier_to_last() -> None:
    """After a week away fewer expect them back than after three days."""
    three, ten = (known(on_day(10, [*STEADY, *[0] * away], used=0)) for away in (3, 10))
    assert ten.high80 < three.high80
    assert ten.median < three.median


def test_return_is_noticed_at_once() -> None:
    """The day they are back, life is as it was before."""
    totals = [*STEADY, *[GB // 100] * 14, 10 * GB]
    assert known(on_day(1, totals)).median == pytest.approx(290 * GB, rel=0.15)


def test_one_download_says_little_of_the_next() -> None:
    """Twenty days' usage in one of them raises the next month by less than a quarter."""
    told = known(on_day(0, [*[10 * GB] * 100, 200 * GB, *[10 * GB] * 5]))
    assert 300 * GB < told.median < 375 * GB


def test_downloads_that_recur_count() -> None:
    """Ten times the usual on every Saturday is a habit."""
    told = known(on_day(0, [*[GB] * 6, 10 * GB] * 24))
    assert told.median == pytest.approx(30 * 16 * GB / 7, rel=0.1)


@pytest.mark.parametrize("rest", [0, GB // 100])
def test_days_of_use_among_idle_ones_count(rest: int) -> None:
    """A machine that is off four days of five does use what it uses on the fifth."""
    told = known(on_day(0, [*[rest] * 4, 10 * GB] * 30))
    assert told.median > 30 * GB


def test_growth_is_believed() -> None:
    """Usage that doubles in ten weeks goes on growing for a while."""
    totals = [int(5 * GB * 1.01**day) for day in range(150)]
    told = known(on_day(3, totals))
    assert told.median > 30 * totals[-15]


def test_rest_of_today_counts_by_its_hours() -> None:
    """At six in the evening most of a day's usage may still come, or hardly any."""
    evening = known(on_day(29, STEADY, gone=0.75, seen=0.4))
    over = known(on_day(29, STEADY, gone=0.75, seen=0.99))
    assert evening.median - 290 * GB == pytest.approx(6 * GB, rel=0.1)
    assert over.median - 290 * GB < GB
    assert evening.days_left == over.days_left == 0.25


def test_end_within_a_day() -> None:
    """A cycle may end at noon, today or later."""
    moment = replace(CYCLE, today=CYCLE.end, ends=0.5, gone=0.25)
    today = known(projection(before(CYCLE.end, STEADY), moment, 300 * GB, None))
    assert today.days_left == 0.25
    assert today.median - 300 * GB == pytest.approx(2.5 * GB, rel=0.1)
    assert known(on_day(29, STEADY, ends=0.5)).days_left == 1.5


def test_cycle_that_ended_comes_to_what_was_used() -> None:
    """Nothing is left to be unsure of."""
    told = known(on_day(30, STEADY, used=301 * GB, allowance=302 * GB))
    assert {told.low95, told.median, told.high95} == {301 * GB}
    assert (told.days_left, told.chance, told.safe_days) == (0, 0, 0)
    over = known(on_day(31, STEADY, used=301 * GB, allowance=300 * GB))
    assert (over.chance, over.safe_days, over.run_out_days) == (1, 0, 0)


def test_chance_to_exceed() -> None:
    """A plan twice as large is safe, one of half the size is not."""
    chances = [
        known(on_day(5, STEADY, allowance=size * GB)).chance
        for size in (40, 150, 300, 600)
    ]
    assert chances[0] == 1
    assert chances[1] == pytest.approx(1, abs=0.01)
    assert chances[2] == pytest.approx(0.5, abs=0.15)
    assert chances[3] == pytest.approx(0, abs=0.01)


def test_safe_time_and_run_out() -> None:
    """A hundred gigabytes left of ten a day last about ten days, surely eight."""
    told = known(on_day(5, STEADY, allowance=150 * GB))
    assert told.run_out_days == pytest.approx(10, abs=0.7)
    assert told.safe_days is not None
    assert told.run_out_days is not None
    assert 7 < told.safe_days < told.run_out_days
    assert told.chance_by(told.safe_days) == pytest.approx(0.1)
    assert told.chance_by(told.run_out_days) == pytest.approx(0.5)
    assert told.chance_by(-1) == told.chance_by(0) == 0
    assert told.chance_by(1000) == told.chance


def test_safe_time_never_goes_beyond_the_renewal() -> None:
    """A plan that lasts is safe until it renews, and does not run out."""
    told = known(on_day(5, STEADY, allowance=900 * GB))
    assert told.safe_days == told.days_left == 25
    assert told.run_out_days is None


def test_first_days_say_that_they_are_early() -> None:
    """Two days are no habit: the range is wide and says so."""
    two, three = (known(on_day(number, [10 * GB] * number)) for number in (2, 3))
    assert two.early
    assert not three.early
    assert two.high95 > 2 * two.median > 2 * two.low95


def test_cycle_that_began_before_taara_has_a_rate() -> None:
    """What the source counted before the first reading is worth a first guess."""
    told = known(on_day(15, [], used=150 * GB))
    assert told.early
    assert told.median == pytest.approx(300 * GB, rel=0.1)


def test_nothing_known_is_not_guessed() -> None:
    """On the first morning there is nothing to go by."""
    assert on_day(0, []) is None
    assert on_day(0, [None] * 5, used=GB, gone=0.5) is None


def test_household_that_never_used_anything() -> None:
    """Zero is known: nothing is expected."""
    told = known(on_day(0, [0] * 40, allowance=GB))
    assert (told.median, told.high95, told.chance) == (0, 0, 0)
    assert told.safe_days == 30
    # Until it does.
    assert known(on_day(5, [0] * 40, used=50 * GB)).median > 100 * GB


def test_a_total_that_is_not_complete_does_not_count() -> None:
    """Today's total is no day's total; a date named twice has its last one."""
    days = before(START, STEADY)
    told = projection(days, CYCLE, 0, None)
    assert projection([*days, (START, 900 * GB)], CYCLE, 0, None) == told
    yesterday = days[-1][0]
    assert projection([(yesterday, GB), *days], CYCLE, 0, None) == told
    assert projection(reversed(days), CYCLE, 0, None) == told


def test_days_beyond_the_memory_do_not_count() -> None:
    """What was 401 days ago says nothing."""
    days = before(START, [5 * GB] * 400)
    older = (START - timedelta(days=401), 900 * GB)
    assert projection([older, *days], CYCLE, 0, None) == projection(
        days, CYCLE, 0, None
    )


@pytest.mark.parametrize(
    ("gone", "share"), [(0, 0), (0.5, 0.25), (0.75, 0.625), (1, 1), (2, 1), (-1, 0)]
)
def test_seen_share(gone: float, share: float) -> None:
    """A quarter of the usage comes in the first twelve hours."""
    assert seen_share([1] * 12 + [3] * 12, gone) == pytest.approx(share)


def test_seen_share_without_a_profile() -> None:
    """Then the clock is all there is."""
    assert seen_share([], 0.3) == seen_share([0] * 24, 0.3) == 0.3


def test_example_of_the_documentation() -> None:
    """4 GB every day: half way on, 60 of 100 GB are used, and 40 last ten days."""
    begin, today = date(2026, 3, 1), date(2026, 3, 16)
    days = [(today - timedelta(days=back), 4 * GB) for back in range(1, 76)]
    span = Span(start=begin, end=begin + timedelta(days=30), today=today)
    told = projection(days, span, 60 * GB, 100 * GB)
    assert told is not None
    assert told.run_out_days is not None
    assert told.chance is not None
    assert told.safe_days is not None
    assert round(told.median / GB) == 120
    assert (round(told.low80 / GB), round(told.high80 / GB)) == (107, 136)
    assert round(told.chance, 2) == 0.97
    assert round(told.run_out_days, 1) == 10
    assert round(told.safe_days, 1) == 7.2
