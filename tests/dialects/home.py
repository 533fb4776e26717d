"""A household that was set up by the flow, on a clock that is turned by hand."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.taara.const import DOMAIN, POLL_INTERVAL
from demo.counter import Figures
from homeassistant.config_entries import SOURCE_REAUTH
from tests.flow import Flow
from tests.helpers_core import Home

from .setups import Setup

GB = 10**9
PRECISION = 0.001


@dataclass(frozen=True, kw_only=True)
class Dwelling(Home):
    """A household with one kind of source; `opening` is the truth when it was set up."""

    setup: Setup
    opening: int = 0

    @property
    @override
    def usage_requests(self) -> int:
        """How often the source was asked for usage."""
        return sum(asked.path == self.setup.usage for asked in self.router.requests)

    @override
    async def begin_poll(self) -> None:
        """Let the next poll begin, and return while the source has yet to answer."""
        asked = len(self.router.requests)
        self.freezer.tick(POLL_INTERVAL)
        async_fire_time_changed(self.hass)
        while len(self.router.requests) == asked:
            await asyncio.sleep(0)

    @property
    def truth(self) -> Figures:
        """What the source told last, before any fault spoiled it."""
        known = (asked.figures for asked in reversed(self.router.requests))
        return next(figures for figures in known if figures)

    @property
    @override
    def told(self) -> int:
        """The bytes used since the household's cycle began, as far as the source tells."""
        before = 0 if self.setup.counter.counts_the_cycle else self.opening
        return self.truth.used - before

    @property
    def asked(self) -> list[str]:
        """Everything that the source was asked."""
        return [f"{asked.method} {asked.path}" for asked in self.router.requests]

    def require_truth(self) -> None:
        """Fail unless the figures are what the source told last, to 0.1 %."""
        overview, granted = self.overview, self.truth.allowance
        assert granted is not None
        about = pytest.approx(self.told, rel=PRECISION, abs=granted * PRECISION)
        assert overview.used == about
        assert overview.allowance == granted
        left = max(0, granted - self.told)
        assert overview.remaining == pytest.approx(
            left, rel=PRECISION, abs=granted * PRECISION
        )
        assert overview.percentage == pytest.approx(
            100 * self.told / granted, abs=100 * PRECISION
        )

    def require_complete(self) -> None:
        """Fail unless every byte that was counted is an hour's or a day's, and a cycle's."""
        household = self.coordinator.household
        assert household is not None
        ledger = household.ledger
        in_days = sum(day.usage for day in ledger.days)
        in_hours = ledger.used_since(ledger.open_from)
        counted = sum(cycle.counted for cycle in (*ledger.past, ledger.cycle))
        assert in_days + in_hours == counted
        assert all(hour.used >= 0 for hour in ledger.hours.values())

    def reach(self) -> str:
        """Return how the last poll ended, as people see it."""
        shown = self.state("router_reachable", "binary_sensor")
        reason: str = shown.attributes["reason"]
        return reason

    @property
    def asking(self) -> list[Any]:
        """The dialogues that ask to sign in again."""
        flows = self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        return [flow for flow in flows if flow["context"]["source"] == SOURCE_REAUTH]

    async def opened(self) -> Flow:
        """Open the one dialogue that asks to sign in again."""
        (asking,) = self.asking
        flows = self.hass.config_entries.flow
        return Flow(self.hass, await flows.async_configure(asking["flow_id"]))

    async def sign_in_again(self, **other: str) -> Flow:
        """Do what the household is asked to do, and say how it ended."""
        flow = await self.opened()
        await flow.enter(**self.credentials(**other))
        await self.settle()
        return flow

    def credentials(self, **other: str) -> Mapping[str, Any]:
        """Return what is entered to sign in again."""
        return self.setup.typed(self.router, **other)
