"""What is told once a week: how it went, and what would save data."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from custom_components.taara.model import AlertKind
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.local_time import day_start

from .alerts import Watch, hours, household, only, seen
from .common import GB, NAIROBI, at
from .households import FIRST, Manner, days, lived

SUNDAY = at("2026-03-15 18:00", NAIROBI)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
DAYS = days([10 * GB] * 28 + [12 * GB] * 35, first=date(2026, 2, 8))


def home(now: datetime, read: datetime | None = None, **ledger: Any) -> Household:
    """Return a household with each day closed that was over when it was read last."""
    opened = day_start(read or now, NAIROBI)
    closed = tuple(day for day in DAYS if day.date < (opened + hours(3)).date())
    figures: dict[str, Any] = {"days": closed, "open_from": opened}
    return household(now, **figures | ledger)


def summaries(watch: Watch, *moments: datetime) -> list[int]:
    """Return how many summaries are told at each moment."""
    return [len(watch.tick(now, seen(now), home(now))) for now in moments]


def test_summary_comes_at_its_time() -> None:
    """Sunday at six, once; and the next Sunday, and not before."""
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    moments = (
        SUNDAY - hours(0.1),
        SUNDAY,
        SUNDAY + hours(1),
        SUNDAY + 3 * DAY,
        SUNDAY + WEEK - hours(0.1),
        SUNDAY + WEEK,
        SUNDAY + hours(2),
    )
    watch.tick(SUNDAY - WEEK, seen(SUNDAY - WEEK), home(SUNDAY - WEEK))
    assert summaries(watch, *moments) == [0, 1, 0, 0, 0, 1, 0]


def test_summary_tells_the_last_seven_days() -> None:
    """Closed ones: of Sunday nobody knows the evening yet."""
    settings = only(AlertKind.WEEKLY_SUMMARY, people=4)
    (alert,) = Watch(settings).tick(SUNDAY, seen(SUNDAY), home(SUNDAY))
    figures = alert.figures
    assert (figures["first"], figures["last"]) == ("2026-03-08", "2026-03-14")
    assert figures["total"] == (6 * 12 + 12) * GB
    assert figures["more"] == pytest.approx(20.0)
    assert "less" not in figures and "same" not in figures
    assert figures["average"] == 12 * GB
    assert figures["per_person"] == 3 * GB
    assert [figures[f"day_{at}"] for at in range(7)] == [12 * GB] * 7
    assert alert.period == "week 2026-W11"


@pytest.mark.parametrize(
    ("usage", "said"), [(8, "less"), (10, "same"), (12, "more"), (10.05, "same")]
)
def test_summary_compares(usage: float, said: str) -> None:
    """With the week before; under a hundredth there is no difference."""
    known = days([10 * GB] * 28 + [int(usage * GB)] * 7, first=date(2026, 2, 8))
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    (alert,) = watch.tick(SUNDAY, seen(SUNDAY), home(SUNDAY, days=known))
    assert {"less", "same", "more"} & alert.figures.keys() == {said}


def test_summary_after_an_absence() -> None:
    """At the first tick after its time, one for all the weeks that were missed."""
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    late = SUNDAY + 2 * WEEK + 2 * DAY
    assert summaries(watch, late, late + DAY, late + 5 * DAY) == [1, 0, 1]
    assert watch.alerts[0].period == "week 2026-W13"


def test_summary_waits_for_its_last_day() -> None:
    """Saturday is closed by a reading; if none comes within the hour, so be it."""
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    read = SUNDAY - DAY
    for after, told in ((0, 0), (0.9, 0), (1, 1)):
        now = SUNDAY + hours(after)
        assert len(watch.tick(now, seen(now), home(now, read))) == told


@pytest.mark.parametrize(
    ("began", "told"),
    [
        (SUNDAY + hours(1), 0),
        (SUNDAY - hours(3), 0),
        (SUNDAY - DAY, 1),
        (SUNDAY - 3 * WEEK, 1),
    ],
)
def test_no_summary_of_a_time_before_taara(began: datetime, told: int) -> None:
    """What was imported of it is nothing that Taara watched."""
    now = SUNDAY + hours(2)
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    assert len(watch.tick(now, seen(now), home(now, since=began))) == told


def test_no_summary_of_nothing() -> None:
    """A week that nobody knows anything of."""
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    assert watch.tick(SUNDAY, seen(SUNDAY), home(SUNDAY, days=())) == ()


def test_another_day_for_the_summary() -> None:
    """Who moves it to another day waits for that, but is not told twice."""
    watch = Watch(only(AlertKind.WEEKLY_SUMMARY))
    assert summaries(watch, SUNDAY) == [1]
    watch.settings = replace(
        watch.settings, summary_weekday=1, summary_time=time(7, 30)
    )
    wednesday, tuesday = SUNDAY + 3 * DAY, at("2026-03-24 07:30", NAIROBI)
    assert summaries(watch, wednesday, tuesday - hours(1), tuesday) == [0, 0, 1]


def test_summary_says_what_to_keep_to_only_at_risk() -> None:
    """Else all is well."""
    settings = only(AlertKind.WEEKLY_SUMMARY)
    for chance, known in ((10.0, False), (None, False), (50.0, True)):
        overview = seen(SUNDAY, overage_chance=chance)
        (alert,) = Watch(settings).tick(SUNDAY, overview, home(SUNDAY))
        assert ("keep" in alert.figures) is known
        assert ("chance" in alert.figures) is known


# A household that uses too much each evening at nine: it gets that tip.
HEAVY = lived(
    60, "heavy", Manner(noise=0.1, profile=(*(1.0,) * 21, 12.0, 1.0, 1.0)), NAIROBI
)
WEDNESDAY = at("2026-02-18 18:00", NAIROBI)


def at_nine(now: datetime) -> Household:
    """Return what is known by then of the household."""
    return household(
        now,
        since=at(FIRST.isoformat(), NAIROBI),
        hours=HEAVY.until(now),
        days=HEAVY.before((now + hours(3)).date()),
    )


def tips(watch: Watch, *moments: datetime) -> list[str]:
    """Return the tips told at each moment."""
    return [" ".join(watch.names(now, seen(now), at_nine(now))) for now in moments]


def test_tip() -> None:
    """Between two summaries, in the evening; the same one not again for two months."""
    watch = Watch(only(AlertKind.OPTIMIZATION_TIP))
    told = tips(
        watch,
        WEDNESDAY - hours(0.1),
        WEDNESDAY,
        WEDNESDAY + hours(1),
        WEDNESDAY + WEEK,
    )
    assert told == ["", "optimization_tip heavy_hour", "", ""]
    (alert,) = watch.alerts
    assert (alert.figures["begin"], alert.figures["until"]) == (21, 22)
    assert int(alert.figures["saves"]) > GB


def test_tip_waits_for_another_week() -> None:
    """Late at night it is no help, and nothing that cannot wait."""
    watch = Watch(only(AlertKind.OPTIMIZATION_TIP))
    assert tips(watch, WEDNESDAY + hours(6)) == [""]
    told = tips(watch, WEDNESDAY + WEEK)
    assert told == ["optimization_tip heavy_hour"]


def test_at_most_one_tip_in_seven_days() -> None:
    """Also if another day is chosen for the summary, and if the tips differ."""
    watch = Watch(only(AlertKind.OPTIMIZATION_TIP))
    tips(watch, WEDNESDAY)
    watch.alerts = (replace(watch.alerts[0], cause="growing"),)
    watch.settings = replace(watch.settings, summary_weekday=1)
    friday = WEDNESDAY + 2 * DAY
    assert tips(watch, friday, friday + WEEK) == ["", "optimization_tip heavy_hour"]


def test_no_tip_without_a_number() -> None:
    """Most households have none."""
    watch = Watch(only(AlertKind.OPTIMIZATION_TIP))
    assert watch.tick(WEDNESDAY, seen(WEDNESDAY), household(WEDNESDAY)) == ()


def test_weeks_are_told_by_the_local_clock() -> None:
    """Half past nine in the evening is Sunday in Nairobi, whatever UTC says."""
    settings = only(AlertKind.WEEKLY_SUMMARY, summary_weekday=0, summary_time=time(1))
    now = at("2026-03-16 01:00", NAIROBI)  # still Sunday in UTC
    (alert,) = Watch(settings).tick(now, seen(now), home(now))
    assert (alert.period, alert.figures["last"]) == ("week 2026-W12", "2026-03-15")
