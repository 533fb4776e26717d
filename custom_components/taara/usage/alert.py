"""What people are told, and when: each alert once for its cause and period.

What was told is remembered, and nothing else: so a restart, a reload or a clock that is
set back raises nothing again, and the next period has a name that nobody has heard yet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from ..model import Alert, AlertKind, AlertSettings, Overview
from .alert_cause import Cause, Scene
from .alert_plan import EXPIRES_IN, expiring, renewal, spare, spare_from, stale
from .alert_usage import (
    FIRST_DAYS,
    daily_budget,
    pace,
    threshold,
    unusual_usage,
    used_up,
)
from .alert_week import next_week, optimization_tip, weekly_summary
from .effect import expected_usage
from .household import Household
from .local_time import DAY

# Two a day are fewer than come; of the last cycle and more, all are remembered.
ALERTS_KEPT = 600

# What finds each kind's cause, what matters most first.
FINDERS: Mapping[AlertKind, Callable[[Scene], Cause | None]] = {
    AlertKind.USED_UP: used_up,
    AlertKind.EXPIRING: expiring,
    AlertKind.THRESHOLD: threshold,
    AlertKind.PACE: pace,
    AlertKind.STALE: stale,
    AlertKind.UNUSUAL_USAGE: unusual_usage,
    AlertKind.DAILY_BUDGET: daily_budget,
    AlertKind.RENEWAL: renewal,
    AlertKind.SPARE: spare,
    AlertKind.WEEKLY_SUMMARY: weekly_summary,
    AlertKind.OPTIMIZATION_TIP: optimization_tip,
}
PRECEDENCE = tuple(FINDERS)


def raised(
    overview: Overview,
    household: Household,
    settings: AlertSettings,
    alerts: Sequence[Alert],
    now: datetime,
    zone: tzinfo,
    new_id: Callable[[], str],
) -> tuple[Alert, ...]:
    """Return what is to be told now and was not yet, what matters most first.

    `alerts` is all that is remembered. Nothing is said on figures that are unknown.
    """
    scene = Scene(
        overview=overview,
        household=household,
        settings=settings,
        alerts=alerts,
        now=now,
        zone=zone,
    )
    return told(_causes(scene), scene, new_id)


def told(
    causes: Iterable[Cause], scene: Scene, new_id: Callable[[], str]
) -> tuple[Alert, ...]:
    """Return causes as alerts of one moment."""
    overview, expected = scene.overview, None
    alerts = []
    for cause in causes:
        # Looked at only when there is something to tell: that is rare.
        if expected is None:
            expected = expected_usage(scene.household, scene.now, scene.zone)
        alerts.append(
            Alert(
                alert_id=new_id(),
                kind=cause.kind,
                cause=cause.name,
                period=cause.period,
                raised_at=scene.now,
                threshold=cause.threshold,
                used=overview.used,
                percentage=overview.percentage,
                figures=cause.figures,
                expected=expected,
            )
        )
    return tuple(alerts)


def _causes(scene: Scene) -> Iterator[Cause]:
    heard = {alert.key for alert in scene.alerts}
    for kind, find in FINDERS.items():
        if kind in scene.settings.off:
            continue
        cause = find(scene)
        if cause and (cause.kind, cause.name, cause.period) not in heard:
            yield cause


def remembered(alerts: Sequence[Alert], fresh: Sequence[Alert]) -> tuple[Alert, ...]:
    """Return the history with what was raised now, oldest first, as far as it goes."""
    return (*alerts, *fresh)[-ALERTS_KEPT:]


def next_cause(
    overview: Overview,
    household: Household,
    settings: AlertSettings,
    now: datetime,
    zone: tzinfo,
) -> datetime:
    """Return when the clock alone may bring a cause, beside days and cycles ending."""
    scene = Scene(
        overview=overview,
        household=household,
        settings=settings,
        alerts=(),
        now=now,
        zone=zone,
    )
    start, end = overview.cycle.start, overview.cycle.end
    moments = [start + FIRST_DAYS, *next_week(scene)]
    if end is not None:
        moments += [spare_from(start, end), *(end - DAY * days for days in EXPIRES_IN)]
    return min(moment for moment in moments if moment > now)
