"""Tools for language models that have Home Assistant's Assist: they only read."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, override

import voluptuous as vol

from homeassistant.components.llm import LLMTools
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from .const import DOMAIN
from .coordinator import TaaraCoordinator
from .llm_fields import (
    days_fields,
    overview_fields,
    supposed_fields,
    trends_fields,
    unit_of,
)
from .model import Change, TrendPeriod
from .questions import async_what_if, days_between, tips, trends
from .usage.what_if import FASTEST, LONGEST_AWAY, SLOWEST
from .voice import households, names_of

# Beyond it, trends tell more.
MOST_DAYS = 31
MOST_EXTRA = 100_000


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools while there is a household, and only for Assist."""
    if api_id != LLM_API_ASSIST:
        return None
    found = {
        names_of(hass, entry)[0]: entry.runtime_data
        for entry in households(hass)
        if entry.state is ConfigEntryState.LOADED
    }
    if not found:
        return None
    # One that is not set up just now must not pass for another.
    several = len(households(hass)) > 1
    return LLMTools(tools=[kind(found, several=several) for kind in TOOLS])


class HouseholdTool(Tool):
    """A tool that reads of one household; which one is asked if there are several."""

    integration = DOMAIN
    annotations = ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    asks: Mapping[Any, Any] = {}

    def __init__(self, found: Mapping[str, TaaraCoordinator], *, several: bool) -> None:
        """Know the households by their names."""
        self._found = found
        which: dict[Any, Any] = {}
        if several:
            which[vol.Required("household")] = vol.In(sorted(found))
        # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
        schema: Any = vol.Schema({**which, **self.asks})
        self.parameters = schema

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Read."""
        asked = self.parameters(tool_input.tool_args)
        (only, *_) = self._found
        coordinator = self._found[asked.get("household", only)]
        return ToolResult(data=await self.async_read(coordinator, asked))

    @abstractmethod
    async def async_read(
        self, coordinator: TaaraCoordinator, asked: Mapping[str, Any]
    ) -> JsonObjectType:
        """Return what is asked of a household."""


class OverviewTool(HouseholdTool):
    """The figures of the moment."""

    name = f"{DOMAIN}__overview"
    title = "Internet data overview"
    description = (
        "Get the household's internet data plan as it is now: how much data is used and"
        " left, today's usage and budget, when the cycle ends, whether it will last."
    )

    @override
    async def async_read(
        self, coordinator: TaaraCoordinator, asked: Mapping[str, Any]
    ) -> JsonObjectType:
        """Return the figures of the moment."""
        return overview_fields(coordinator.data, coordinator.zone)


class DaysTool(HouseholdTool):
    """The days that are over."""

    name = f"{DOMAIN}__days"
    title = "Internet data by day"
    description = (
        "Get how much internet data the household used on each of the last days,"
        " yesterday last. Today is in the overview."
    )
    asks = {
        vol.Optional("days", default=7, description="How many days back"): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MOST_DAYS)
        )
    }

    @override
    async def async_read(
        self, coordinator: TaaraCoordinator, asked: Mapping[str, Any]
    ) -> JsonObjectType:
        """Return the days that are over."""
        today = dt_util.now().date()
        first = today - timedelta(days=asked["days"])
        return days_fields(
            days_between(coordinator, first, today), coordinator.plan.unit
        )


class TrendsTool(HouseholdTool):
    """Where usage goes."""

    name = f"{DOMAIN}__trends"
    title = "Internet data trends"
    description = (
        "Compare the household's internet data usage of a period that is over with the"
        " period before it, and get tips that would save data."
    )
    asks = {
        vol.Optional(
            "period",
            default=TrendPeriod.WEEK.value,
            description="The last 7, 30 or 90 days",
        ): vol.In([period.value for period in TrendPeriod])
    }

    @override
    async def async_read(
        self, coordinator: TaaraCoordinator, asked: Mapping[str, Any]
    ) -> JsonObjectType:
        """Return a period beside the one before it."""
        found = trends(coordinator, TrendPeriod(asked["period"]))
        if TYPE_CHECKING:
            assert found is not None
        return trends_fields(found, tips(coordinator), coordinator.plan.unit)


class WhatIfTool(HouseholdTool):
    """What would be if something changed."""

    name = f"{DOMAIN}__what_if"
    title = "Internet data what-if"
    description = (
        "Find out whether the household's internet data would still last if more were"
        " used, the pace changed or nobody were at home for some days. Nothing changes."
        " An hour of video takes about 1.5 GB in high definition."
    )
    asks = {
        vol.Optional(
            "extra", default=0, description="GB used beside the usual"
        ): vol.All(vol.Coerce(float), vol.Range(min=0, max=MOST_EXTRA)),
        vol.Optional(
            "pace_change_percent",
            default=0,
            description="How much more (or, negative, less) is used from now on",
        ): vol.All(vol.Coerce(float), vol.Range(min=SLOWEST, max=FASTEST)),
        vol.Optional(
            "days_away", default=0, description="Days from now with nobody at home"
        ): vol.All(vol.Coerce(float), vol.Range(min=0, max=LONGEST_AWAY)),
    }

    @override
    async def async_read(
        self, coordinator: TaaraCoordinator, asked: Mapping[str, Any]
    ) -> JsonObjectType:
        """Return what is beside what would be."""
        change = Change(
            extra=int(asked["extra"] * unit_of(coordinator.plan.unit).size),
            pace=1 + asked["pace_change_percent"] / 100,
            away=asked["days_away"],
        )
        supposed = await async_what_if(coordinator, change)
        return supposed_fields(supposed, coordinator.zone)


TOOLS = (OverviewTool, DaysTool, TrendsTool, WhatIfTool)
