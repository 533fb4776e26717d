"""The answer to where usage goes, the same for every program that asks."""

from homeassistant.util.json import JsonObjectType

from .coordinator import TaaraCoordinator
from .model import TrendPeriod
from .questions import tips, trends
from .trend_fields import tip_fields, trend_fields


async def async_trends(
    coordinator: TaaraCoordinator, period: TrendPeriod
) -> JsonObjectType:
    """Return a period beside the one before it, and what would save data."""
    return await coordinator.hass.async_add_executor_job(_told, coordinator, period)


def _told(coordinator: TaaraCoordinator, period: TrendPeriod) -> JsonObjectType:
    found = trends(coordinator, period)
    fields = {} if found is None else trend_fields(found)
    return {**fields, "tips": [tip_fields(tip) for tip in tips(coordinator)]}
