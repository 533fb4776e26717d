"""What a card shows of a household: all of it, as one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zlib import crc32

from homeassistant.util.json import JsonObjectType

from .alert_fields import card_fields
from .card_words import Said, card_words
from .coordinator import TaaraCoordinator
from .model import Alert, AlertSettings, Overview
from .overview_fields import overview_fields, picture_fields
from .usage.household import Household
from .usage.picture import picture
from .usage.room import steps

# Of what nobody acknowledged, so much is news yet.
NEWS_FOR = timedelta(days=7)
NEWS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """All that a message is made from: nothing of it changes while that is done.

    `now` has the home's own time; `advice` is which plan to buy next, in words.
    """

    entry_id: str
    household: Household
    overview: Overview
    settings: AlertSettings
    zone: tzinfo
    now: datetime
    advice: str | None = None


def moment_of(
    coordinator: TaaraCoordinator, now: datetime, advice: str | None
) -> Moment:
    """Return a household as it is now."""
    if TYPE_CHECKING:
        assert coordinator.household is not None
    return Moment(
        entry_id=coordinator.config_entry.entry_id,
        household=coordinator.household,
        overview=coordinator.data,
        settings=coordinator.alerts.settings,
        zone=coordinator.zone,
        now=now.astimezone(coordinator.zone),
        advice=advice,
    )


def card_message(moment: Moment) -> JsonObjectType:
    """Return what a card shows; it takes some milliseconds, so not in the event loop."""
    household, seen, now = moment.household, moment.overview, moment.now
    language, people = moment.settings.language, moment.settings.people
    drawn = picture(household, seen, now, moment.zone)
    left, unit = seen.budget_left, seen.unit
    said = Said(
        overview=seen,
        picture=drawn,
        plan=household.plan,
        people=people,
        snooze=household.snooze,
        now=now,
    )
    return {
        "overview": overview_fields(seen),
        "per_person": left // people if people and left is not None else None,
        "fresh": seen.as_of.astimezone(moment.zone).date() == seen.today,
        "picture": picture_fields(drawn),
        "what_if": what_if_range(seen),
        "words": {**card_words(said, language), "next_plan": moment.advice},
        "alerts": [
            card_fields(alert, moment.entry_id, language, unit, moment.zone)
            for alert in news(household.alerts, now)
        ],
        "waiting": len(unheeded(household.alerts)),
        "alerts_revision": alerts_revision(moment),
    }


def alerts_revision(moment: Moment) -> int:
    """Return a number that is another one once the history of alerts may read otherwise.

    So it does after each change of an alert or the snooze, when people choose otherwise,
    and on another day: it tells of today and tomorrow. A reading alone changes nothing.
    """
    household, today = moment.household, moment.overview.today
    told = (moment.entry_id, household.revision, moment.settings, today)
    return crc32(repr(told).encode())


def what_if_range(overview: Overview) -> JsonObjectType | None:
    """Return how far it may be asked what more usage would do, in bytes.

    About a tenth of the allowance, as far as it is left; `None` where no chance is known
    that could change.
    """
    allowance, left = overview.allowance, overview.remaining
    if not allowance or not left or overview.overage_chance is None:
        return None
    step, count = steps(min(max(1, allowance // 10), left), overview.unit)
    return {"most": step * count, "step": step}


def news(alerts: Sequence[Alert], now: datetime) -> Sequence[Alert]:
    """Return what of that came lately, newest first."""
    latest = [alert for alert in unheeded(alerts) if now - alert.raised_at <= NEWS_FOR]
    return latest[: -NEWS - 1 : -1]


def unheeded(alerts: Sequence[Alert]) -> Sequence[Alert]:
    """Return what there are words for, and nobody has taken note of, news or not."""
    return [alert for alert in alerts if alert.acknowledged is None and alert.figures]
