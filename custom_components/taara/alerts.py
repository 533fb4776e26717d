"""Alerts at work: raised, written down, told to automations, then sent to people."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .alert_fields import event_fields
from .alert_options import settings_from
from .const import DOMAIN
from .model import Alert, AlertKind, AlertSettings, Plan, Snooze, Via
from .notifications import async_deliver
from .taps import Tap, TapAction, async_listen, async_take_away
from .usage.acts import Answer
from .usage.alerting import (
    acknowledge,
    after_delivery,
    alerted,
    looked_at,
    next_look,
    put_off,
    snoozed,
    summarized,
)
from .usage.delivery import Parcel, Rules, outbox
from .usage.heeding import never_heeded
from .usage.household import Household

EVENT_ALERT = "taara_alert"
# Home Assistant waits ten seconds for an entry to unload.
LAST_WORDS = 8.0


class Books(Protocol):
    """Whoever keeps the household: its changes are made one at a time."""

    household: Household | None
    plan: Plan

    @property
    def zone(self) -> tzinfo:
        """The home's time zone."""

    async def async_apply[T](
        self, act: Callable[[Household], tuple[Household, T]]
    ) -> T:
        """Do what a person asks and return its answer."""

    async def async_follow(self, change: Callable[[Household], Household]) -> None:
        """Let the household follow: compute, persist, publish."""

    @callback
    def async_update_listeners(self) -> None:
        """Let entities show what they have to show now."""


class Alerts:
    """Raises the alerts of one household and sees to it that they arrive.

    An alert is written down before anybody hears of it. Automations hear of it once,
    right after that; what is for people is sent, and recorded when it was.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, books: Books) -> None:
        """Prepare; nothing is looked at before `begin`."""
        self._hass = hass
        self._entry = entry
        self._books = books
        self._one_at_a_time = asyncio.Lock()
        self._begun = False
        self._sending: asyncio.Task[None] | None = None
        self._announced: set[str] = set()

    @property
    def settings(self) -> AlertSettings:
        """What people chose to be told."""
        return settings_from(self._entry.options)

    @callback
    def begin(self) -> None:
        """Begin once Home Assistant runs: before, nobody is there to hear of alerts."""

        @callback
        def started(_hass: HomeAssistant) -> None:
            self._begun = True
            self.look_soon()

        hass, entry = self._hass, self._entry
        entry.async_on_unload(async_at_started(hass, started))
        entry.async_on_unload(async_listen(hass, entry.entry_id, self._async_heed))

    @callback
    def look_soon(self) -> None:
        """Look at what is to be told and sent by now, after all that is being done."""
        if self._begun:
            self._entry.async_create_background_task(
                self._hass, self._async_look(), name=f"{DOMAIN} alerts"
            )

    def next_look(self, household: Household, now: datetime) -> datetime:
        """Return when the clock alone may bring something to tell or to send."""
        return next_look(household, self.settings, now, self._books.zone)

    def in_vain(self, household: Household, now: datetime) -> tuple[AlertKind, ...]:
        """Return the kinds that nobody cares for, and that nobody decided on yet."""
        settings = self.settings
        decided = {*settings.off, *settings.kept}
        return tuple(
            kind for kind in never_heeded(household.alerts, now) if kind not in decided
        )

    @callback
    def choose(self, changes: Mapping[str, Any]) -> None:
        """Change what people chose; it holds from now on, without a reload."""
        options = {**self._entry.options, **changes}
        self._hass.config_entries.async_update_entry(self._entry, options=options)
        self._books.async_update_listeners()
        self.look_soon()

    async def async_acknowledge(
        self,
        via: Via,
        *,
        by: str | None = None,
        alert_ids: frozenset[str] | None = None,
    ) -> Answer:
        """Take note of some alerts, or of all; `by` is the id of a user."""
        now = dt_util.utcnow()
        answer = await self._books.async_apply(
            lambda known: acknowledge(known, now, via, by=by, alert_ids=alert_ids)
        )
        done = {alert.alert_id for alert in self._alerts if alert.acknowledged}
        async_take_away(self._hass, done)
        return answer

    async def async_snooze(self, snooze: Snooze) -> Answer:
        """Let people hear nothing for a while."""
        now = dt_util.utcnow()
        return await self._books.async_apply(lambda known: snoozed(known, snooze, now))

    async def async_summarize(self) -> Answer:
        """Tell the last seven days now, because somebody asked."""
        now, zone, settings = dt_util.utcnow(), self._books.zone, self.settings
        answer = await self._books.async_apply(
            lambda known: summarized(known, settings, now, zone, ulid_now)
        )
        self._announce_new({answer["alert_id"]})
        return answer

    async def async_looked_at(self) -> None:
        """Note that somebody opened the dashboard."""
        now = dt_util.utcnow()
        await self._books.async_follow(lambda known: looked_at(known, now))

    async def _async_heed(self, tap: Tap) -> None:
        """Do what somebody asked for by a message, as far as it is still known."""
        known = {alert.alert_id for alert in self._alerts}
        if not (ids := known & set(tap.alert_ids)):
            return
        if tap.action is TapAction.ACKNOWLEDGE:
            await self.async_acknowledge(tap.via, by=tap.by, alert_ids=frozenset(ids))
            return
        now = dt_util.utcnow()
        await self._books.async_apply(lambda known: put_off(known, ids, now))

    async def _async_look(self) -> None:
        """Raise what is to be told, and send what is to be sent."""
        async with self._one_at_a_time:
            if (before := self._books.household) is None:
                return
            settings, now, zone = self.settings, dt_util.utcnow(), self._books.zone
            await self._books.async_follow(
                lambda known: alerted(known, settings, now, zone, ulid_now)
            )
            heard = {alert.alert_id for alert in before.alerts}
            self._announce_new({one.alert_id for one in self._alerts} - heard)
            await self._async_send()

    @property
    def _alerts(self) -> Sequence[Alert]:
        household = self._books.household
        return () if household is None else household.alerts

    @callback
    def _announce_new(self, alert_ids: set[str]) -> None:
        """Let automations hear of alerts that they have not heard of."""
        for alert in self._alerts:
            if alert.alert_id in alert_ids - self._announced:
                self._announce(alert)
        self._announced |= alert_ids

    @callback
    def _announce(self, alert: Alert) -> None:
        """Let automations hear of an alert."""
        plan, zone, entry_id = self._books.plan, self._books.zone, self._entry.entry_id
        language = self.settings.language
        fields = event_fields(alert, entry_id, language, plan.unit, zone)
        self._hass.bus.async_fire(EVENT_ALERT, fields)
        async_dispatcher_send(self._hass, alert_signal(entry_id), fields)

    async def _async_send(self) -> None:
        """Send what is to be sent, and record what became of it."""
        household, now = self._books.household, dt_util.utcnow()
        if household is None:
            return
        rules = Rules(
            settings=self.settings, snooze=household.snooze, zone=self._books.zone
        )
        for parcel in outbox(household.alerts, rules, now):
            # Whoever unloads us must not part a message from the record of it: it would
            # be sent again.
            self._sending = self._hass.async_create_task(self._async_deliver(parcel))
            await asyncio.shield(self._sending)
            self._sending = None

    async def async_finish(self) -> None:
        """Wait for what is being sent to be recorded: unloading does not wait long."""
        if self._sending is not None:
            await asyncio.wait([self._sending], timeout=LAST_WORDS)

    async def _async_deliver(self, parcel: Parcel) -> None:
        settings, unit = self.settings, self._books.plan.unit
        reason = await async_deliver(
            self._hass, self._entry.entry_id, parcel, settings.language, unit
        )
        told, now = (alert.alert_id for alert in parcel.alerts), dt_util.utcnow()
        alert_ids = frozenset(told)
        await self._books.async_follow(
            lambda known: after_delivery(known, parcel.target, alert_ids, now, reason)
        )


def alert_signal(entry_id: str) -> str:
    """Return the name of the signal by which a household's entities hear of alerts."""
    return f"{EVENT_ALERT}_{entry_id}"
