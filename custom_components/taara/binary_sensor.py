"""What is either so or not so about a household."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TaaraConfigEntry
from .entity import TaaraEntity
from .model import Overview

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TaaraBinarySensorEntityDescription(BinarySensorEntityDescription):
    """A field of the `Overview` that is true or false, and why it is."""

    value_fn: Callable[[Overview], bool | None]
    attributes_fn: Callable[[Overview], Mapping[str, Any]] | None = None


def _unusual(overview: Overview) -> bool | None:
    """Tell whether today stands out; unknown until there is a reading of today."""
    return None if overview.used_today is None else overview.unusual is not None


def _why_unusual(overview: Overview) -> Mapping[str, Any]:
    """Return how many times the usual it is, and the hours that made it so."""
    unusual = overview.unusual
    if unusual is None:
        return {}
    times = unusual.times
    return {
        "peak_hour": unusual.peak,
        "since_hour": unusual.since,
        # Where nothing is usual by this hour, no number of times is.
        "times_usual": None if times is None else round(times, 1),
    }


BINARY_SENSORS: tuple[TaaraBinarySensorEntityDescription, ...] = (
    TaaraBinarySensorEntityDescription(
        key="overage_risk",
        translation_key="overage_risk",
        device_class=BinarySensorDeviceClass.PROBLEM,
        value_fn=lambda overview: overview.overage_risk,
    ),
    TaaraBinarySensorEntityDescription(
        key="over_daily_budget",
        translation_key="over_daily_budget",
        value_fn=lambda overview: overview.over_budget,
    ),
    TaaraBinarySensorEntityDescription(
        key="router_reachable",
        translation_key="router_reachable",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda overview: overview.reachable,
        attributes_fn=lambda overview: {
            "circuit_open": overview.connection.circuit_open,
            "reason": overview.connection.reach.value,
        },
    ),
    TaaraBinarySensorEntityDescription(
        key="unusual_usage",
        translation_key="unusual_usage",
        device_class=BinarySensorDeviceClass.PROBLEM,
        value_fn=_unusual,
        attributes_fn=_why_unusual,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors."""
    async_add_entities(
        TaaraBinarySensor(entry.runtime_data, description)
        for description in BINARY_SENSORS
    )


class TaaraBinarySensor(TaaraEntity, BinarySensorEntity):
    """Shows a true or false field of the `Overview`."""

    entity_description: TaaraBinarySensorEntityDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the field."""
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return why it is so."""
        if (attributes := self.entity_description.attributes_fn) is None:
            return None
        return attributes(self.coordinator.data)
