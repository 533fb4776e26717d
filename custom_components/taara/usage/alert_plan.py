"""Alerts about the plan and its source: renewed, ending, too large, out of sight."""

from datetime import datetime, timedelta

from ..model import AlertKind
from .alert_cause import Cause, Scene, known
from .alert_period import outage_period
from .local_time import DAY

# After so long a cycle is not new any more, even to who was away.
NEW_FOR = timedelta(days=15)
# Days before the end of a plan that has to be bought again, last first.
EXPIRES_IN = (1, 3)
SPARE_DAYS = timedelta(days=3)
# What is lost is worth a word from this share of the allowance on.
SPARE_SHARE = 0.05


def renewal(scene: Scene) -> Cause | None:
    """Find that a cycle has begun; the first one has not, to Taara."""
    cycle, past = scene.overview.cycle, scene.household.ledger.past
    if not past or scene.overview.used is None or scene.overview.expired:
        return None
    if scene.now - cycle.start > NEW_FOR:
        return None
    last = past[-1]
    return Cause(
        kind=AlertKind.RENEWAL,
        period=scene.cycle_period,
        figures={
            **scene.plan_figures(),
            **known(
                last_used=last.used,
                last_percentage=100 * last.used / last.granted
                if last.granted
                else None,
            ),
        },
    )


def expiring(scene: Scene) -> Cause | None:
    """Find that the plan ends soon, and only a purchase follows it.

    None so near after its purchase: a plan of three days always ends within three.
    """
    overview = scene.overview
    start, end = overview.cycle.start, overview.cycle.end
    if scene.renews or end is None or scene.now >= end:
        return None
    near = [
        days
        for days in EXPIRES_IN
        if scene.now >= end - DAY * days and end - start > DAY * days
    ]
    told = [
        days
        for days in EXPIRES_IN
        for alert in scene.told(AlertKind.EXPIRING, scene.cycle_period)
        if alert.cause == _days(days)
    ]
    if not near or (told and min(near) >= min(told)):
        return None
    return Cause(
        kind=AlertKind.EXPIRING,
        period=scene.cycle_period,
        name=_days(min(near)),
        figures={**scene.plan_figures(), **known(price=overview.price)},
    )


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def spare(scene: Scene) -> Cause | None:
    """Find that much will be lost: so much at least, in nine of ten cases."""
    overview = scene.overview
    start, end, ahead = overview.cycle.start, overview.cycle.end, overview.projection
    if end is None or not spare_from(start, end) <= scene.now < end:
        return None
    # What today brings is in it only once today was read.
    if ahead is None or ahead.early or overview.used_today is None:
        return None
    if overview.allowance is None or scene.household.plan.rollover:
        return None
    left = overview.allowance - ahead.high80
    if left < SPARE_SHARE * overview.allowance or left <= 0:
        return None
    return Cause(
        kind=AlertKind.SPARE,
        period=scene.cycle_period,
        figures={**scene.plan_figures(), **known(spare=left, lost=scene.local(end))},
    )


def spare_from(start: datetime, end: datetime) -> datetime:
    """Return when it is time to tell what is to spare: late in short plans, too."""
    return max(end - SPARE_DAYS, start + (end - start) / 2)


def stale(scene: Scene) -> Cause | None:
    """Find that the source has been away for a day."""
    overview = scene.overview
    if not overview.silent or overview.reachable:
        return None
    return Cause(
        kind=AlertKind.STALE,
        period=outage_period(overview.as_of),
        figures=known(
            as_of=scene.local(overview.as_of), reach=overview.connection.reach.value
        ),
    )
