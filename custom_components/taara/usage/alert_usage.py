"""Alerts about how much is used: thresholds, the budget, the pace, what stands out."""

from datetime import timedelta

from ..model import AlertKind
from .alert_cause import Cause, Scene, known
from .alert_period import day_period

# A first cycle is too young for a pace; so is any projection that says it is early.
FIRST_DAYS = timedelta(days=3)
ALL = 100


def threshold(scene: Scene) -> Cause | None:
    """Find the highest level that was passed, unless one as high was told."""
    overview = scene.overview
    share = overview.percentage
    if share is None or overview.expired:
        return None
    passed = [level for level in scene.settings.all_levels if level <= share]
    if not passed or max(passed) <= _told(scene):
        return None
    level = max(passed)
    return Cause(
        kind=AlertKind.THRESHOLD,
        period=scene.cycle_period,
        name=str(level),
        threshold=level,
        figures=scene.plan_figures(),
    )


def _told(scene: Scene) -> float:
    """Return the share in percent that people know to be used in this cycle.

    Of a level at which they were told that more is used, they need not hear any more.
    """
    period = scene.cycle_period
    used_up = list(scene.told(AlertKind.USED_UP, period))
    told = [*scene.told(AlertKind.THRESHOLD, period), *used_up]
    shares = [share for one in told for share in (one.threshold, one.percentage)]
    if scene.gone and not used_up and AlertKind.USED_UP not in scene.settings.off:
        shares.append(scene.overview.percentage)  # They are told so now.
    known = [share for share in shares if share is not None]
    return max([0.0, *known, *([ALL] if used_up else [])])


def used_up(scene: Scene) -> Cause | None:
    """Find that the allowance is gone."""
    if not scene.gone:
        return None
    return Cause(
        kind=AlertKind.USED_UP,
        period=scene.cycle_period,
        figures=scene.plan_figures(),
    )


def daily_budget(scene: Scene) -> Cause | None:
    """Find that today took more than its budget; without an allowance there is none."""
    overview = scene.overview
    if not overview.over_budget or scene.gone:
        return None
    budget = overview.daily_budget or 0
    # What an earlier cycle gave today is not taken from this one's budget.
    start = max(overview.today_start, overview.cycle.start)
    used = scene.household.ledger.used_since(start)
    figures = known(
        day=overview.today, used_today=used, budget=budget, over=used - budget
    )
    return Cause(
        kind=AlertKind.DAILY_BUDGET,
        period=day_period(overview.today),
        figures={**scene.plan_figures(), **figures},
    )


def pace(scene: Scene) -> Cause | None:
    """Find that the allowance will probably not last."""
    overview = scene.overview
    chance, cycle = overview.overage_chance, overview.cycle
    if chance is None or chance < scene.settings.pace_chance or scene.gone:
        return None
    if cycle.number == 1 and scene.now < cycle.start + FIRST_DAYS:
        return None
    exhaustion = overview.exhaustion
    figures = known(
        chance=chance,
        projected=overview.projected,
        exhaustion=None if exhaustion is None else scene.local(exhaustion),
    )
    return Cause(
        kind=AlertKind.PACE,
        period=scene.cycle_period,
        figures={**scene.plan_figures(), **figures},
    )


def unusual_usage(scene: Scene) -> Cause | None:
    """Find that today stands out."""
    overview = scene.overview
    unusual = overview.unusual
    if unusual is None:
        return None
    return Cause(
        kind=AlertKind.UNUSUAL_USAGE,
        period=day_period(overview.today),
        figures=known(
            day=overview.today,
            time=scene.local(overview.as_of),
            used_today=unusual.used,
            usual=unusual.usual or None,
            times=unusual.times,
            since=unusual.since,
            peak=unusual.peak,
        ),
    )
