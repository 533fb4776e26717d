"""What follows for people when a household is looked at, or when they do something."""

from collections.abc import Callable, Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from ..model import Alert, AlertKind, AlertSettings, Snooze, Via
from .acts import Answer
from .alert import next_cause, raised, remembered, told
from .alert_cause import Scene
from .alert_week import asked_summary
from .delivery import (
    Rules,
    delivered,
    next_delivery,
    silenced,
    with_deliveries,
    without_removed,
)
from .effect import with_effects
from .heeding import acknowledged, opened
from .household import Household
from .local_time import DAY
from .overview import overview
from .refusal import Refused

# Who wants to hear nothing for longer can switch kinds off.
LONGEST_SNOOZE = 366 * DAY
# So long may a wish take from whoever says it to here.
A_MOMENT = timedelta(seconds=10)
# So long is what a tap on a phone puts off.
PUT_OFF = DAY


def alerted(
    household: Household,
    settings: AlertSettings,
    now: datetime,
    zone: tzinfo,
    new_id: Callable[[], str],
) -> Household:
    """Return the household with what is to be told now; the same one if nothing is.

    New alerts are on their way to their targets, those whose day is over have their
    effect, and nothing is on its way to a target that was taken away.
    """
    seen, known = overview(household, now, zone), household.alerts
    snooze = _running(household.snooze, now, seen.cycle.number)
    fresh = raised(seen, household, settings, known, now, zone, new_id)
    sent = [
        with_deliveries(alert, settings, snooze, seen.cycle.number) for alert in fresh
    ]
    alerts = with_effects(remembered(known, sent), household, zone)
    return _with(household, without_removed(alerts, settings), snooze)


def summarized(
    household: Household,
    settings: AlertSettings,
    now: datetime,
    zone: tzinfo,
    new_id: Callable[[], str],
) -> tuple[Household, Answer]:
    """Tell the last seven days because somebody asked, be it quiet or snoozed.

    Raises `Refused` if nothing is known of them, or if nobody would be told.
    """
    if not settings.targets:
        raise Refused("no_channels")
    scene = Scene(
        overview=overview(household, now, zone),
        household=household,
        settings=settings,
        alerts=household.alerts,
        now=now,
        zone=zone,
    )
    if (cause := asked_summary(scene)) is None:
        raise Refused("week_unknown")
    (alert,) = told([cause], scene, new_id)
    alert = with_deliveries(alert, settings, None, scene.overview.cycle.number)
    alerts = remembered(household.alerts, [alert])
    return _with(household, alerts, household.snooze), {
        "alert_id": alert.alert_id,
        "targets": [target.name for target in settings.targets],
    }


def after_delivery(
    household: Household,
    target: str,
    alert_ids: frozenset[str],
    now: datetime,
    reason: str | None,
) -> Household:
    """Return the household after a message was sent, or failed for a reason."""
    alerts = delivered(household.alerts, target, alert_ids, now, reason)
    return _with(household, alerts, household.snooze)


def next_look(
    household: Household, settings: AlertSettings, now: datetime, zone: tzinfo
) -> datetime:
    """Return when the clock alone may bring something to tell or to send."""
    rules = Rules(settings=settings, snooze=household.snooze, zone=zone)
    seen = overview(household, now, zone)
    cause = next_cause(seen, household, settings, now, zone)
    until = None if household.snooze is None else household.snooze.until
    moments = (cause, next_delivery(household.alerts, rules, now), until)
    return min(at for at in moments if at is not None and at > now)


def acknowledge(
    household: Household,
    now: datetime,
    via: Via,
    *,
    by: str | None = None,
    alert_ids: frozenset[str] | None = None,
) -> tuple[Household, Answer]:
    """Take note of some alerts, or of all. Raises `Refused` if one is unknown."""
    known = {alert.alert_id for alert in household.alerts}
    if alert_ids is not None and not alert_ids <= known:
        raise Refused("alert_unknown")
    alerts = acknowledged(household.alerts, now, via, by=by, alert_ids=alert_ids)
    changed = [
        alert.alert_id
        for alert, before in zip(alerts, household.alerts, strict=True)
        if alert is not before
    ]
    return _with(household, alerts, household.snooze), {"acknowledged": changed}


def snoozed(
    household: Household, snooze: Snooze, now: datetime
) -> tuple[Household, Answer]:
    """Let people hear nothing for a while, in place of an earlier such wish.

    One that ends now ends it. Raises `Refused` for one that is over, or so long that it
    is a slip.
    """
    until, alerts = snooze.until, household.alerts
    if until is not None and until < now - A_MOMENT:
        raise Refused("snooze_over")
    if until is not None and until > now + LONGEST_SNOOZE:
        raise Refused("snooze_too_long")
    if snooze.cycle is not None:
        alerts = silenced(alerts, snooze, snooze.cycle)
    following = _running(snooze, now, household.ledger.cycle.number)
    return _with(household, alerts, following), {
        "snoozed": following is not None,
        "until": None if until is None else until.isoformat(),
        "until_renewal": snooze.cycle is not None,
        "kinds": [kind.value for kind in snooze.kinds or AlertKind],
    }


def put_off(
    household: Household, alert_ids: AbstractSet[str], now: datetime
) -> tuple[Household, Answer]:
    """Let people hear nothing for a day of what some alerts are about.

    What they asked not to hear before they do not hear either, and no sooner.
    """
    kinds = {one.kind for one in household.alerts if one.alert_id in alert_ids}
    until = now + PUT_OFF
    running = _running(household.snooze, now, household.ledger.cycle.number)
    if running is not None:
        if running.until is None:  # until the end of the cycle: as they said
            return household, {"snoozed": True}
        until = max(until, running.until)
        kinds = kinds | set(running.kinds) if running.kinds else set()
    return snoozed(household, Snooze(until=until, kinds=tuple(sorted(kinds))), now)


def looked_at(household: Household, now: datetime) -> Household:
    """Return the household after somebody opened the dashboard."""
    return _with(household, opened(household.alerts, now), household.snooze)


def _running(snooze: Snooze | None, now: datetime, cycle: int) -> Snooze | None:
    """Return a snooze while it lasts."""
    if snooze is None:
        return None
    lasts = snooze.cycle == cycle or (snooze.until is not None and snooze.until > now)
    return snooze if lasts else None


def _with(
    household: Household, alerts: tuple[Alert, ...], snooze: Snooze | None
) -> Household:
    if (alerts, snooze) == (household.alerts, household.snooze):
        return household
    return replace(household, alerts=alerts, snooze=snooze)
