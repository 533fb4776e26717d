"""Once per cause and period, whatever is read, restarted, or done to the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    Connection,
    Cycle,
    Overview,
    Plan,
    Reach,
    Unusual,
)
from custom_components.taara.usage.alert import ALERTS_KEPT, next_cause, remembered
from custom_components.taara.usage.local_time import day_start, local_date

from .alerts import AHEAD, CYCLE, NOON, PAST, Watch, household, seen
from .common import GB, MONTHLY, NAIROBI, THIRTY_DAYS
from .households import days

DAY = timedelta(days=1)
shares = st.none() | st.floats(0, 130)
# Forward as a rule; at times the clock is set back or jumps ahead.
steps = st.one_of(
    st.timedeltas(timedelta(0), timedelta(hours=8)),
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.timedeltas(-timedelta(days=3), timedelta(days=9)),
)


@dataclass(frozen=True)
class Moment:
    """Some time later, and what is seen then."""

    step: timedelta
    share: float | None
    chance: float | None
    over: bool | None
    unusual: bool
    high80: int | None
    away: timedelta | None
    ended: bool


walks = st.lists(
    st.builds(
        Moment,
        step=steps,
        share=shares,
        chance=st.none() | st.floats(0, 100),
        over=st.none() | st.booleans(),
        unusual=st.booleans(),
        high80=st.none() | st.integers(50, 110),
        away=st.none() | st.timedeltas(timedelta(0), timedelta(days=4)),
        ended=st.booleans(),
    ),
    max_size=25,
)
settings = st.builds(
    AlertSettings,
    off=st.lists(st.sampled_from(AlertKind), max_size=3).map(tuple),
    threshold=st.integers(50, 95),
    threshold_high=st.integers(50, 99),
    levels=st.lists(st.integers(1, 150), max_size=3).map(tuple),
    pace_chance=st.integers(1, 99),
    summary_weekday=st.integers(0, 6),
    summary_time=st.times(),
)


def looked_at(moment: Moment, now: datetime, cycle: Cycle) -> Overview:
    """Return what is seen at a moment."""
    share = moment.share
    used = None if share is None else round(share * GB)
    ahead = None if moment.high80 is None else moment.high80 * GB
    reach = Reach.OK if moment.away is None else Reach.TIMEOUT
    return seen(
        now,
        replace(cycle, counted=used or 0),
        used=used,
        percentage=share,
        remaining=None if used is None else max(0, 100 * GB - used),
        overage_chance=moment.chance,
        over_budget=moment.over,
        unusual=Unusual(date=local_date(now, NAIROBI), used=9, usual=3)
        if moment.unusual
        else None,
        projection=ahead and replace(AHEAD, high80=ahead),
        connection=Connection(reach=reach, last_attempt=now),
        as_of=now - (moment.away or timedelta(0)),
        silent=bool(moment.away and moment.away >= DAY),
        reachable=moment.away is None,
        expired=moment.ended and share is None,
    )


def turned(cycle: Cycle, now: datetime) -> Cycle:
    """Return the cycle of thirty days that holds a moment, and none before it."""
    while cycle.end is not None and now >= cycle.end:
        end = cycle.end + 30 * DAY
        cycle = replace(cycle, number=cycle.number + 1, start=cycle.end, end=end)
    return cycle


def walked(
    walk: list[Moment], chosen: AlertSettings, plan: Plan
) -> list[tuple[Alert, Overview]]:
    """Return what is told on a walk, and what was seen then; each step is a restart."""
    watch, now, cycle, told = Watch(chosen), NOON, CYCLE, []
    known = days([GB] * 300, first=(NOON - 40 * DAY).date())
    for moment in walk:
        now += moment.step
        cycle = turned(cycle, now)
        overview = looked_at(moment, now, cycle)
        today = local_date(now, NAIROBI)
        home = household(
            now,
            plan,
            overview.cycle,
            past=(PAST,),
            days=tuple(day for day in known if day.date < today),
            open_from=day_start(now, NAIROBI),
        )
        told += [(alert, overview) for alert in watch.tick(now, overview, home)]
        following = next_cause(overview, home, chosen, now, NAIROBI)
        assert now < following <= now + 8 * DAY
    assert watch.alerts == remembered((), [alert for alert, _ in told])
    return told


@given(walks, settings, st.sampled_from([MONTHLY, THIRTY_DAYS]))
def test_once_per_cause_and_period(
    walk: list[Moment], chosen: AlertSettings, plan: Plan
) -> None:
    """Never two alike, and none that was not so when it was told."""
    told = walked(walk, chosen, plan)
    keys = [alert.key for alert, _ in told]
    assert len(keys) == len(set(keys))
    for alert, overview in told:
        assert alert.kind not in chosen.off
        check(alert, overview, chosen)
    by_cycle: dict[str, list[Alert]] = {}
    for alert, _ in told:
        if alert.kind in {AlertKind.THRESHOLD, AlertKind.USED_UP}:
            by_cycle.setdefault(alert.period, []).append(alert)
    for alerts in by_cycle.values():
        check_rising(alerts)
    weekly = [alert for alert, _ in told if alert.kind is AlertKind.WEEKLY_SUMMARY]
    dues = [datetime.fromisoformat(str(alert.figures["due"])) for alert in weekly]
    assert len({due.isocalendar()[:2] for due in dues}) == len(dues)


def check(alert: Alert, overview: Overview, chosen: AlertSettings) -> None:
    """Assert that what is told was so."""
    percentage, now = overview.percentage, alert.raised_at
    match alert.kind:
        case AlertKind.THRESHOLD:
            assert alert.threshold in chosen.all_levels
            assert percentage is not None and alert.threshold is not None
            assert percentage >= alert.threshold
        case AlertKind.USED_UP:
            assert overview.remaining == 0
        case AlertKind.DAILY_BUDGET:
            assert overview.over_budget and overview.remaining != 0
        case AlertKind.PACE:
            assert (overview.overage_chance or 0) >= chosen.pace_chance
            assert overview.remaining != 0
        case AlertKind.UNUSUAL_USAGE:
            assert overview.unusual is not None
        case AlertKind.STALE:
            assert now - overview.as_of >= DAY
        case AlertKind.EXPIRING | AlertKind.SPARE:
            end = overview.cycle.end
            assert end is not None and timedelta(0) < end - now <= 3 * DAY
        case AlertKind.RENEWAL:
            assert overview.used is not None and not overview.expired
        case _:
            assert alert.kind is AlertKind.WEEKLY_SUMMARY


def check_rising(alerts: list[Alert]) -> None:
    """Assert that each level told in a cycle is beyond all that was known before."""
    known = -1.0
    for alert in alerts:
        level = 100 if alert.threshold is None else alert.threshold
        if alert.kind is AlertKind.THRESHOLD:
            assert level > known
        known = max(known, level, alert.percentage or 0)


@given(st.integers(0, 2 * ALERTS_KEPT))
def test_history_has_an_end(count: int) -> None:
    """At least five hundred are kept, the newest."""
    assert ALERTS_KEPT >= 500
    some = [
        Alert(alert_id=str(n), kind=AlertKind.PACE, period=str(n), raised_at=NOON)
        for n in range(count)
    ]
    kept = remembered(some[:3], some[3:])
    assert list(kept) == some[-ALERTS_KEPT:]


def test_mapping_of_figures_is_plain() -> None:
    """Numbers and texts only, so that any store and any face can hold them."""
    (alert,) = Watch().tick(overview=seen(cycle=replace(CYCLE, counted=80 * GB)))
    assert isinstance(alert.figures, Mapping)
    assert {type(value) for value in alert.figures.values()} <= {int, float, str}
