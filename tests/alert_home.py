"""A household that is told something, and a messenger who does as a test says."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.taara.alert_options import settings_from
from custom_components.taara.alerts import EVENT_ALERT
from custom_components.taara.model import Alert, Channel, DataUnit, Target
from custom_components.taara.usage.delivery import Parcel
from homeassistant.core import HomeAssistant

from .helpers_core import Home

PHONE = Target(name="notify.phone", channel=Channel.PHONE)


@dataclass
class Messenger:
    """Takes messages, or fails for a reason, or does not come back."""

    sent: list[list[str]] = field(default_factory=list)
    reason: str | None = None
    stuck: bool = False
    gate: asyncio.Event | None = None

    async def async_deliver(
        self,
        hass: HomeAssistant,
        entry_id: str,
        parcel: Parcel,
        language: str,
        unit: DataUnit,
    ) -> str | None:
        """Take a message."""
        self.sent.append([alert.alert_id for alert in parcel.alerts])
        if self.gate is not None:
            await self.gate.wait()
        if self.stuck:
            await asyncio.Event().wait()
        return self.reason


def employ(monkeypatch: pytest.MonkeyPatch, *targets: Target) -> Messenger:
    """Let a messenger take messages to some targets."""
    messenger = Messenger()
    alerts = "custom_components.taara.alerts"
    monkeypatch.setattr(f"{alerts}.async_deliver", messenger.async_deliver)
    monkeypatch.setattr(
        f"{alerts}.settings_from",
        lambda options: replace(settings_from(options), targets=targets),
    )
    return messenger


def heard(home: Home) -> list[Any]:
    """Return what automations will have heard, from now on."""
    events: list[Any] = async_capture_events(home.hass, EVENT_ALERT)
    return events


def kept_alerts(home: Home) -> tuple[Alert, ...]:
    """Return the alerts that the household knows of."""
    household = home.coordinator.household
    assert household is not None
    return household.alerts


async def set_number(home: Home, key: str, value: float) -> None:
    """Set one of the household's numbers."""
    data = {"entity_id": home.entity_id(key, "number"), "value": value}
    await home.hass.services.async_call("number", "set_value", data, blocking=True)


async def cross_a_level(home: Home) -> None:
    """Let a level be one that was passed already."""
    await set_number(home, "alert_threshold", 50)
    await home.settle()
