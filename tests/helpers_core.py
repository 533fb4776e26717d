"""A household on a clock that is turned by hand, in one life of Home Assistant or more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_test_home_assistant,
)

from custom_components.taara.const import DOMAIN, POLL_INTERVAL
from custom_components.taara.coordinator import TaaraCoordinator
from custom_components.taara.model import Overview
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS

from .common import set_up

NAIROBI = ZoneInfo("Africa/Nairobi")
NOON = "2026-10-14 09:00:00+00:00"
"""Noon in Nairobi, in the middle of a month."""

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Home:
    """A Home Assistant with one household in it, and the router it reads."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    router: SimulatedRouter
    entry: MockConfigEntry

    @property
    def coordinator(self) -> TaaraCoordinator:
        """The household's coordinator."""
        coordinator: TaaraCoordinator = self.entry.runtime_data
        return coordinator

    def entry_state(self) -> ConfigEntryState:
        """Return what state the entry is in by now."""
        state: ConfigEntryState = self.entry.state
        return state

    @property
    def overview(self) -> Overview:
        """What is known of the household."""
        return self.coordinator.data

    @property
    def storage(self) -> Path:
        """Where Home Assistant keeps its files."""
        return Path(self.hass.config.path(".storage"))

    @property
    def hot(self) -> Path:
        """The household's hot file."""
        return self.storage / f"{DOMAIN}.{self.entry.entry_id}"

    @property
    def history(self) -> Path:
        """The household's history."""
        return self.storage / f"{DOMAIN}.{self.entry.entry_id}.history"

    @property
    def usage_requests(self) -> int:
        """How often the router was asked for usage."""
        return sum(request.path == "/usage" for request in self.router.requests)

    @property
    def told(self) -> int:
        """The bytes that the router told last, as it tells them: in MB of 2^20."""
        figures = (request.figures for request in reversed(self.router.requests))
        return next(known.used for known in figures if known) >> 20 << 20

    async def set_up(self) -> None:
        """Set the household up, and let happen what is due by then."""
        await set_up(self.hass, self.entry)
        await self.run_due()

    async def run_due(self) -> None:
        """Let happen what is due, and what that makes due."""
        for _ in range(2):
            async_fire_time_changed(self.hass)
            await self.settle()

    async def settle(self) -> None:
        """Wait until everything that was begun has ended."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def turn(
        self, span: timedelta = POLL_INTERVAL, *, step: timedelta = POLL_INTERVAL
    ) -> None:
        """Let time pass, in steps; by default until the next poll."""
        while span > timedelta(0):
            self.freezer.tick(min(span, step))
            await self.run_due()
            span -= step

    async def begin_poll(self) -> None:
        """Let the next poll begin, and return while the router has yet to answer."""
        asked = self.usage_requests
        self.freezer.tick(POLL_INTERVAL)
        async_fire_time_changed(self.hass)
        while self.usage_requests == asked:
            await asyncio.sleep(0)

    async def turn_until(self, reached: Callable[[], bool]) -> None:
        """Let poll after poll happen until something is reached, for a day at most."""
        for _ in range(145):
            if reached():
                return
            await self.turn()
        raise AssertionError("never reached")

    def entity_id(self, key: str, domain: str = "sensor") -> str:
        """Return the id of the entity with this key."""
        registry = er.async_get(self.hass)
        unique_id = f"{self.entry.entry_id}_{key}"
        entity_id = registry.async_get_entity_id(domain, DOMAIN, unique_id)
        assert entity_id is not None, key
        return entity_id

    def state(self, key: str, domain: str = "sensor") -> State:
        """Return the state of the entity with this key."""
        state = self.hass.states.get(self.entity_id(key, domain))
        assert state is not None, key
        return state

    def figures(self) -> dict[str, str]:
        """Return what the sensors show of the plan."""
        keys = ("data_used", "data_remaining", "usage_percentage", "last_reading")
        return {key: self.state(key).state for key in keys}

    async def press_refresh(self) -> None:
        """Press the button that reads the router."""
        await self.hass.services.async_call(
            "button",
            "press",
            {"entity_id": self.entity_id("refresh", "button")},
            blocking=True,
        )

    @asynccontextmanager
    async def next_life(self, *, killed: bool = False) -> AsyncIterator[Home]:
        """Start Home Assistant again, with this household not set up yet.

        It was stopped in good order before, or `killed`: then the next life finds
        what is on disk at this moment.
        """
        folder = self.hass.config.config_dir
        if killed:
            folder = str(copytree(folder, f"{folder}-killed"))
        await self.hass.async_stop(force=True)
        async with a_home_assistant(folder) as hass:
            entry = MockConfigEntry(
                domain=DOMAIN,
                entry_id=self.entry.entry_id,
                title=self.entry.title,
                unique_id=self.entry.unique_id,
                data=dict(self.entry.data),
                options=dict(self.entry.options),
            )
            entry.add_to_hass(hass)
            yield replace(self, hass=hass, entry=entry)


@asynccontextmanager
async def a_home_assistant(folder: str) -> AsyncIterator[HomeAssistant]:
    """Run one more Home Assistant, on the files in a folder."""
    async with async_test_home_assistant(config_dir=folder) as hass:
        del hass.data[DATA_CUSTOM_COMPONENTS]
        await hass.config.async_set_time_zone("Africa/Nairobi")
        try:
            yield hass
            for entry in hass.config_entries.async_loaded_entries(DOMAIN):
                await hass.config_entries.async_unload(entry.entry_id)
        finally:
            await hass.async_stop(force=True)
