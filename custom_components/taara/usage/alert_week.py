"""What is told once a week: how it went, and what would save data."""

from datetime import date, datetime, timedelta

from ..model import AlertKind, Tip, TrendPeriod, Trends
from .advice import advice
from .alert_cause import ASKED, Cause, Figures, Scene, known
from .alert_period import last_weekly, next_weekly, week_period
from .local_time import DAY, day_start, local_date, midnight
from .prospect import RISK_FROM
from .trend import trends

# How long the summary waits for a reading that closes its last day.
PATIENCE = timedelta(hours=1)
# Two summaries lie at least so far apart when people choose another day for them.
APART = timedelta(days=4)
# Tips come between two summaries, while it is their hour, and not twice in seven days.
TIP_AFTER_SUMMARY = 3
TIP_WITHIN = timedelta(hours=6)
TIPS_APART = timedelta(days=6.5)
# What was told is not told again for so long.
SAME_TIP_APART = timedelta(days=60)


def weekly_summary(scene: Scene) -> Cause | None:
    """Find that the week is over: at the time people chose, or the first tick after."""
    settings, zone, now = scene.settings, scene.zone, scene.now
    due = last_weekly(now, settings.summary_weekday, settings.summary_time, zone)
    day, ledger = local_date(due, zone), scene.household.ledger
    period = week_period(day)
    if due <= ledger.since or any(scene.told(AlertKind.WEEKLY_SUMMARY, period)):
        return None
    if ledger.open_from < day_start(due, zone) and now < due + PATIENCE:
        return None
    if any(abs(due - _due(said)) < APART for said in _told_days(scene)):
        return None
    # Days that were imported are known, but Taara did not live through them.
    if midnight(day, zone) <= ledger.since:
        return None
    return _summary(scene, day, period, due=scene.local(due))


def asked_summary(scene: Scene) -> Cause | None:
    """Return the seven days before today because somebody wants them now, if known."""
    today, asked = local_date(scene.now, scene.zone), scene.local(scene.now)
    return _summary(scene, today, f"asked {asked}", name=ASKED)


def _summary(
    scene: Scene, day: date, period: str, name: str = "", **figures: str
) -> Cause | None:
    """Return the seven days before a day as a cause, if any of them is known."""
    ledger = scene.household.ledger
    week = trends(ledger.days, ledger.hours, TrendPeriod.WEEK, day, scene.zone)
    if not week.known:
        return None
    return Cause(
        kind=AlertKind.WEEKLY_SUMMARY,
        period=period,
        name=name,
        figures={**_plan(scene), **_week(week, scene), **figures},
    )


def _told_days(scene: Scene) -> list[str]:
    return [
        str(alert.figures["due"])
        for alert in scene.alerts
        if alert.kind is AlertKind.WEEKLY_SUMMARY and "due" in alert.figures
    ]


def _due(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _plan(scene: Scene) -> Figures:
    """Return the cycle's figures: what to keep to only if it may not last."""
    figures = dict(scene.plan_figures())
    chance = scene.overview.overage_chance
    at_risk = chance is not None and chance >= RISK_FROM
    for name in () if at_risk else ("keep",):
        figures.pop(name, None)
    if at_risk:
        figures["chance"] = chance or 0.0
    return figures


def _week(week: Trends, scene: Scene) -> Figures:
    """Return what happened in the week, day by day too: `day_0` is six before `last`."""
    people, average = scene.settings.people, week.average
    each = {f"day_{(day.date - week.start).days}": day.usage for day in week.days}
    budgets = [day for day in week.days if day.budget is not None]
    change = None if week.change is None else 100 * week.change
    same = change is not None and abs(change) < 1
    worst = None if week.worst is None else week.worst
    return known(
        total=week.total,
        first=week.days[0].date,
        last=week.end - DAY,
        more=change if change is not None and change > 0 and not same else None,
        less=-change if change is not None and change < 0 and not same else None,
        same=1 if same else None,
        average=average,
        per_person=average // people if average is not None and people else None,
        worst=None if worst is None else worst.date,
        worst_used=None if worst is None else worst.usage,
        days_known=week.known,
        days_over=week.over_budget if budgets else None,
        **each,
    )


def optimization_tip(scene: Scene) -> Cause | None:
    """Find what would save most and has not been told of late."""
    now, zone = scene.now, scene.zone
    weekday = (scene.settings.summary_weekday + TIP_AFTER_SUMMARY) % 7
    due = last_weekly(now, weekday, scene.settings.summary_time, zone)
    period = week_period(local_date(due, zone))
    told = [alert for alert in scene.alerts if alert.kind is AlertKind.OPTIMIZATION_TIP]
    if now >= due + TIP_WITHIN or any(
        alert.period == period or abs(due - alert.raised_at) < TIPS_APART
        for alert in told
    ):
        return None
    recent = {
        alert.cause for alert in told if abs(now - alert.raised_at) < SAME_TIP_APART
    }
    found = advice(scene.household, local_date(now, zone), zone)
    tip = next((tip for tip in found if tip.kind.value not in recent), None)
    if tip is None:
        return None
    return Cause(
        kind=AlertKind.OPTIMIZATION_TIP,
        period=period,
        name=tip.kind.value,
        figures=_tip(tip),
    )


def _tip(tip: Tip) -> Figures:
    """Return a tip's figures; of its hours, where they begin and where they end."""
    begin = tip.hours[0] if tip.hours else None
    return known(
        tip=tip.kind.value,
        saves=tip.saves,
        share=100 * tip.share,
        amount=tip.amount,
        times=round(tip.times),
        begin=begin,
        until=None if begin is None else (tip.hours[-1] + 1) % 24,
        weekdays=",".join(map(str, tip.weekdays)) or None,
        change=None if tip.change is None else 100 * tip.change,
    )


def next_week(scene: Scene) -> list[datetime]:
    """Return when one of them may be due next."""
    settings, zone, now = scene.settings, scene.zone, scene.now
    clock, weekday = settings.summary_time, settings.summary_weekday
    tip_day = (weekday + TIP_AFTER_SUMMARY) % 7
    last = last_weekly(now, weekday, clock, zone)
    return [
        last + PATIENCE,
        next_weekly(now, weekday, clock, zone),
        next_weekly(now, tip_day, clock, zone),
    ]
