"""What the cards of a household show: made once for all of them, told when it changes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonObjectType

from .alert_options import settings_from
from .card_message import card_message, moment_of
from .card_words import waiting_words
from .const import DOMAIN, LOGGER
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .plan_advice import async_plan_advice, is_wanted

type Tell = Callable[[JsonObjectType], None]

FEEDS: HassKey[dict[str, Feed]] = HassKey(f"{DOMAIN}_feeds")


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
    listened to as long as anybody follows. What is shown is made beside the event loop,
    one after the other: so nothing older is told after something newer.
    """

    def __init__(self, entry: TaaraConfigEntry) -> None:
        """Prepare; nothing is made before somebody follows."""
        self._entry = entry
        self._followers: list[Tell] = []
        self._shown: JsonObjectType | None = None
        self._making: asyncio.Task[None] | None = None
        self._changed = False
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
        if self._making is not None:
            self._making.cancel()
        self._stop = self._making = None

    @callback
    def _attach(self) -> None:
        """Listen to the coordinator that runs, whichever that is by now."""
        self._detach()
        if self._advice is not None and self._advice.text is None:
            self._advice = None  # whoever worked it out was unloaded
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
        """Make anew what is shown; what changes meanwhile is for one time more."""
        self._changed = True
        if self._making is None and self._stop is not None:
            making = self._entry.async_create_background_task(
                self._entry.runtime_data.hass, self._async_make(), f"{DOMAIN} card"
            )
            # One that has ended at once must not keep the next one from being begun.
            self._making = None if making.done() else making

    async def _async_make(self) -> None:
        while self._changed:
            self._changed = False
            try:
                self._tell(await self._async_made())
            except Exception:  # noqa: BLE001  whatever it is, the next change tries again
                LOGGER.exception("What the cards show could not be made")
        self._making = None

    async def _async_made(self) -> JsonObjectType:
        coordinator, now = self._entry.runtime_data, dt_util.utcnow()
        moment = moment_of(coordinator, now, self._advice_of(coordinator, now))
        return await coordinator.hass.async_add_executor_job(card_message, moment)

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
