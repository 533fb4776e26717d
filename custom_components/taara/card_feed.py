"""What the cards of a household show: made once for all of them, told when it changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import floor, log10

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonObjectType

from .alert_options import settings_from
from .alert_told import alert_in_words
from .card_words import Said, card_words, waiting_words
from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .model import Alert, AlertKind, DataUnit, Overview
from .overview_fields import overview_fields, picture_fields
from .plan_advice import async_plan_advice, is_wanted
from .usage.picture import picture

type Tell = Callable[[JsonObjectType], None]

FEEDS: HassKey[dict[str, Feed]] = HassKey(f"{DOMAIN}_feeds")
# Of what nobody acknowledged, so much is news yet.
NEWS_FOR = timedelta(days=7)
NEWS = 5
BELL = "mdi:bell-outline"
ICONS: Mapping[AlertKind, str] = {
    AlertKind.EXPIRING: "mdi:calendar-end",
    AlertKind.OPTIMIZATION_TIP: "mdi:lightbulb-on-outline",
    AlertKind.RENEWAL: "mdi:calendar-refresh",
    AlertKind.SPARE: "mdi:gift-outline",
    AlertKind.WEEKLY_SUMMARY: "mdi:chart-bar",
}


@callback
def follow(hass: HomeAssistant, entry: TaaraConfigEntry, tell: Tell) -> CALLBACK_TYPE:
    """Tell what a card shows, now and at each change; return what ends that."""
    feeds = hass.data.setdefault(FEEDS, {})
    feed = feeds.setdefault(entry.entry_id, Feed(entry))
    return feed.follow(tell)


@callback
def async_forget(hass: HomeAssistant, entry_id: str) -> None:
    """Show a household no more that was removed."""
    if (feed := hass.data.get(FEEDS, {}).pop(entry_id, None)) is not None:
        feed.forget()


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """Which plan to buy next, of what moment; no text while it is worked out."""

    day: date
    cycle: int
    language: str
    text: str | None = None


class Feed:
    """What the cards of one household show.

    It outlives a reload of the entry, as the cards do: the coordinator that runs is
    listened to as long as anybody follows.
    """

    def __init__(self, entry: TaaraConfigEntry) -> None:
        """Prepare; nothing is made before somebody follows."""
        self._entry = entry
        self._followers: list[Tell] = []
        self._shown: JsonObjectType | None = None
        self._stop: CALLBACK_TYPE | None = None
        self._stop_watching: CALLBACK_TYPE | None = None
        self._advice: Advice | None = None

    @callback
    def follow(self, tell: Tell) -> CALLBACK_TYPE:
        """Tell somebody, from now on; return what ends that."""
        if not self._followers:
            self._stop_watching = self._entry.async_on_state_change(self._attach)
            self._attach()
        self._followers.append(tell)
        if self._shown is not None:
            tell(self._shown)

        @callback
        def leave() -> None:
            self._followers.remove(tell)
            if not self._followers:
                self._leave()

        return leave

    @callback
    def _leave(self) -> None:
        self._detach()
        if self._stop_watching is not None:
            self._stop_watching()
        self._stop_watching = self._shown = None

    @callback
    def _detach(self) -> None:
        if self._stop is not None:
            self._stop()
        self._stop = None

    @callback
    def _attach(self) -> None:
        """Listen to the coordinator that runs, whichever that is by now."""
        self._detach()
        if self._entry.state is ConfigEntryState.LOADED:
            self._stop = self._entry.runtime_data.async_add_listener(self._look)
            self._look()
        elif self._shown is None or self._entry.disabled_by:
            self.forget()

    @callback
    def forget(self) -> None:
        """Show nothing that is known, for it is not, or not any more."""
        language = settings_from(self._entry.options).language
        self._tell({"overview": None, "words": waiting_words(language)})

    @callback
    def _look(self) -> None:
        coordinator, now = self._entry.runtime_data, dt_util.utcnow()
        self._tell(card_message(coordinator, now, self._advice_of(coordinator, now)))

    @callback
    def _advice_of(self, coordinator: TaaraCoordinator, now: datetime) -> str | None:
        """Return which plan to buy next, once it is time; it is worked out once a day."""
        if not is_wanted(coordinator.plan, coordinator.data, now):
            return None
        language = coordinator.alerts.settings.language
        day, cycle = coordinator.data.today, coordinator.data.cycle.number
        advice = Advice(day=day, cycle=cycle, language=language)
        if self._advice is None or replace(self._advice, text=None) != advice:
            self._advice = advice
            self._entry.async_create_background_task(
                coordinator.hass, self._async_advise(advice), f"{DOMAIN} plan advice"
            )
        return self._advice.text

    async def _async_advise(self, advice: Advice) -> None:
        coordinator = self._entry.runtime_data
        text = await async_plan_advice(coordinator, advice.language, dt_util.now())
        if self._advice == advice:
            self._advice = replace(advice, text=text)
            self._look()

    @callback
    def _tell(self, shown: JsonObjectType) -> None:
        if shown != self._shown:
            self._shown = shown
            for tell in self._followers:
                tell(shown)


def card_message(
    coordinator: TaaraCoordinator, now: datetime, advice: str | None = None
) -> JsonObjectType:
    """Return what a card shows of a household at a moment."""
    household, seen = coordinator.household, coordinator.data
    settings, zone = coordinator.alerts.settings, coordinator.zone
    now = now.astimezone(zone)
    if household is None:
        return {"overview": None, "words": waiting_words(settings.language)}
    drawn = picture(household, seen, now, zone)
    people, left = settings.people, seen.budget_left
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
        "picture": picture_fields(drawn),
        "what_if": what_if_range(seen),
        "words": {**card_words(said, settings.language), "next_plan": advice},
        "alerts": [
            {**alert_in_words(coordinator, alert), "icon": ICONS.get(alert.kind, BELL)}
            for alert in news(household.alerts, now)
        ],
    }


def what_if_range(overview: Overview) -> JsonObjectType | None:
    """Return how far it may be asked what more usage would do: bytes, in whole units.

    About a tenth of the allowance; `None` where nothing is left to be used.
    """
    allowance = overview.allowance
    if not allowance or not overview.remaining or overview.expired:
        return None
    unit = 2**30 if overview.unit in {DataUnit.GIB, DataUnit.TIB} else 10**9
    rough = max(1.0, allowance / 10 / unit)
    power = 10 ** floor(log10(rough))
    most = next(nice * power for nice in (1, 2, 5, 10) if nice * power >= rough)
    return {"most": most * unit, "step": max(1, most // 20) * unit}


def news(alerts: Sequence[Alert], now: datetime) -> Sequence[Alert]:
    """Return what nobody has taken note of yet, newest first."""
    waiting = [
        alert
        for alert in alerts
        if alert.acknowledged is None
        and alert.figures
        and now - alert.raised_at <= NEWS_FOR
    ]
    return waiting[: -NEWS - 1 : -1]
