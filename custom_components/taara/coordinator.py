"""When to read, when to tick, and what follows."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .alerts import Alerts
from .channels import async_missing
from .const import DOMAIN, LOGGER, POLL_INTERVAL
from .errors import failure, too_soon, translated
from .model import Connection, Overview, Plan, Poll, Reach, Reading
from .poll_log import tell
from .repairs import async_update_issues, async_withdraw_issues
from .router.session import PROBE, TRIES
from .schedule import Schedule
from .source import Outcome, Source
from .statistics import UsageStatistics
from .store import EntryStore
from .usage.household import Household, replanned, with_failure, with_reading
from .usage.overview import next_change, overview

type TaaraConfigEntry = ConfigEntry[TaaraCoordinator]


class TaaraCoordinator(DataUpdateCoordinator[Overview]):
    """Keeps the `Overview` of one household true.

    It schedules itself: a poll when the source may next be asked, a tick when the
    same readings come to mean something else. `data` is `None` until the first
    reading; faults of the source never take it away again.
    """

    config_entry: TaaraConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: TaaraConfigEntry,
        plan: Plan,
        store: EntryStore,
        source: Source | None,
    ) -> None:
        """Prepare to read; without a source, only the clock goes on."""
        super().__init__(hass, LOGGER, config_entry=entry, name=DOMAIN)
        self.plan = plan
        self.household: Household | None = None
        self.alerts = Alerts(hass, entry, self)
        self._store = store
        self._source = source
        self._statistics = UsageStatistics(hass, entry, plan.unit)
        self._one_at_a_time = asyncio.Lock()
        self._schedule = Schedule(hass)

    @property
    def zone(self) -> tzinfo:
        """The home's time zone, which people may change while we run."""
        return dt_util.get_default_time_zone()

    @property
    def wait(self) -> timedelta:
        """How long until the next poll by the clock; nothing or less means now.

        A poll that reached nobody does not count for the source, but for our pace.
        """
        wait = timedelta(0) if self._source is None else self._source.wait
        if self.household and (attempt := self.household.connection.last_attempt):
            since = dt_util.utcnow() - attempt
            if since >= timedelta(0):  # else the clock was set back behind it
                wait = max(wait, POLL_INTERVAL - since)
        return wait

    async def async_begin(self) -> Outcome | None:
        """Find a first `Overview`, asking the source only if nothing is known.

        Return how that poll ended, if there was one.
        """
        self.household = await self._store.async_load(self.zone)
        if self.household is not None:
            self.household = replanned(self.household, self.plan, self.zone)
        await self._async_catch_up()
        outcome = await self._async_poll() if self.household is None else None
        if self.household is not None:
            self._listen()
            self._publish()
        return outcome

    async def async_refresh_now(self) -> None:
        """Read the source because somebody asked; say when it is too soon, or fails."""
        if self._source is None:
            raise failure("sign_in_first")
        if (wait := self._source.wait) > timedelta(0):
            raise too_soon(wait)
        outcome = await self._async_poll(at_once=True)
        if outcome is not None and outcome.key is not None:
            raise failure(outcome.key)

    async def async_apply[T](
        self, act: Callable[[Household], tuple[Household, T]]
    ) -> T:
        """Do what a person asks and return its answer: compute, persist, publish.

        What could not be written down did not happen. Raises `HomeAssistantError`.
        """
        async with self._one_at_a_time:
            if TYPE_CHECKING:
                assert self.household is not None
            known = self.household
            with translated():
                following, answer = await self.hass.async_add_executor_job(act, known)
            if following is not known:
                following = replace(following, revision=known.revision + 1)
                if not await self._store.async_save_act(following):
                    raise failure("not_saved")
                self.household = following
                self._publish()
        self.alerts.look_soon()
        return answer

    async def async_follow(self, change: Callable[[Household], Household]) -> None:
        """Let alerts follow what is known by now: compute, persist, publish."""
        async with self._one_at_a_time:
            if TYPE_CHECKING:
                assert self.household is not None
            known = self.household
            following = await self.hass.async_add_executor_job(change, known)
            # Once we are shut down, another may keep the books.
            if following is not known and not self._shutdown_requested:
                await self._async_keep(
                    replace(
                        self.household,
                        alerts=following.alerts,
                        snooze=following.snooze,
                        revision=known.revision + 1,
                    )
                )
                self._publish()

    async def async_save(self) -> None:
        """Write everything down: before a stop, a backup, an unload."""
        async with self._one_at_a_time:
            if self.household is not None:
                await self._store.async_save(self.household, history=True)

    @override
    async def async_shutdown(self) -> None:
        """Stop the clock and write everything down."""
        await self.alerts.async_finish()
        await super().async_shutdown()
        self._schedule.cancel()
        async_withdraw_issues(self.hass, self.config_entry)
        await self.async_save()

    @override
    async def _async_update_data(self) -> Overview:
        """Answer Home Assistant's own update action: never sooner than we may ask."""
        await self._async_poll()
        return self.data

    async def _async_poll(self, *, at_once: bool = False) -> Outcome | None:
        """Ask the source if it may be asked: compute, persist, publish.

        `at_once` does not keep our own pace, only the source's rule.
        """
        async with self._one_at_a_time:
            if self._source is None:
                return None
            if self._source.is_inside and self.hass.state is not CoreState.running:
                return None
            if (self._source.wait if at_once else self.wait) > timedelta(0):
                return None
            known = self.household
            before = Connection() if known is None else known.connection
            tries = PROBE if before.circuit_open else TRIES
            outcome = await self._source.async_poll(tries)
            try:
                if outcome.is_ours:
                    await self._async_catch_up()
                elif outcome.reading is not None:
                    await self._async_record(outcome.reading, outcome.poll)
                elif known is not None:
                    reach = _reach(outcome)
                    await self._async_keep(with_failure(known, outcome.poll, reach))
            finally:
                # Whatever went wrong, the next poll and tick are set up again.
                self._publish()
        if known is not None and not outcome.is_ours:
            tell(outcome, self.config_entry.title, before.failures)
            if _reach(outcome) is Reach.INVALID_AUTH:
                self.ask_for_credentials(Reach.INVALID_AUTH)
        self.alerts.look_soon()
        return outcome

    async def _async_catch_up(self) -> None:
        """Take over a reading newer than ours: a flow's, or one we were killed after."""
        kept = None if self._source is None else self._source.last_reading
        last = None if self.household is None else self.household.ledger.last
        if kept is not None and (last is None or kept.taken_at > last.taken_at):
            await self._async_record(kept, None)

    async def _async_record(self, reading: Reading, poll: Poll | None) -> None:
        """Follow a reading."""
        whose = None if self._source is None else self._source.whose
        await self._async_keep(
            with_reading(self.household, reading, poll, self.plan, self.zone, whose)
        )

    async def _async_keep(self, following: Household) -> None:
        """Write down what follows, and only then believe it."""
        safe = await self._store.async_save(following)
        logged = self._source is None or self._source.is_logged
        connection = replace(
            following.connection, storage_failing=not (safe and logged)
        )
        self.household = replace(following, connection=connection)

    def ask_for_credentials(self, reach: Reach) -> None:
        """Let the figures stand, ask nobody but the household, until it signs in."""
        if TYPE_CHECKING:
            assert self.household is not None
        self._source = None
        connection = replace(self.household.connection, reach=reach)
        self.household = replace(self.household, connection=connection)
        self.config_entry.async_start_reauth(self.hass)
        self._publish()

    @callback
    def _publish(self) -> None:
        """Make the `Overview` anew and show it; look again when it changes by itself."""
        if self.household is None or self._shutdown_requested:
            return
        now, household = dt_util.utcnow(), self.household
        self._schedule.cancel()
        change = next_change(household, now, self.zone)
        look = self.alerts.next_look(household, now)
        self._schedule.after(min(change, look) - now, self._tick)
        if self._source is not None and not self.config_entry.pref_disable_polling:
            wait = max(timedelta(0), self.wait)
            self._schedule.after(wait, self._poll_due)
            connection = replace(household.connection, next_poll=now + wait)
            household = replace(household, connection=connection)
        self.data = overview(household, now, self.zone)
        risk = bool(self.data.overage_risk)
        self.household = replace(self.household, at_risk=risk)
        async_update_issues(
            self.hass,
            self.config_entry,
            self.data,
            household.polls,
            missing=async_missing(self.hass, self.alerts.settings.targets),
            in_vain=self.alerts.in_vain(household, now),
        )
        self.async_update_listeners()
        self._statistics.follow(household.ledger, self.zone)

    @callback
    def _tick(self, _now: datetime) -> None:
        """Recompute from what is known; the source is not asked."""
        self._publish()
        self.alerts.look_soon()

    @callback
    def _poll_due(self, _now: datetime) -> None:
        """Poll, or wait for the rest of a wait that the timer cut short."""
        if self.wait > timedelta(0):
            self._publish()
            return
        self.config_entry.async_create_background_task(
            self.hass, self._async_poll(), name=f"{DOMAIN} poll"
        )

    def _listen(self) -> None:
        """Follow Home Assistant: a changed time zone, and its stop."""

        @callback
        def changed(_: Event | HomeAssistant) -> None:
            self._publish()

        async def stopping(_event: Event) -> None:
            self._schedule.cancel()
            await self.async_save()

        bus, unload = self.hass.bus, self.config_entry.async_on_unload
        unload(bus.async_listen(EVENT_CORE_CONFIG_UPDATE, changed))
        unload(async_at_started(self.hass, changed))
        unload(bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stopping))


def _reach(outcome: Outcome) -> Reach:
    return Reach.OK if outcome.error is None else Reach(outcome.error.key)
