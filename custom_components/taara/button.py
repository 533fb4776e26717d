"""Buttons: read the source now, take note of what was told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .entity import TaaraEntity
from .model import Via

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class TaaraButtonEntityDescription(ButtonEntityDescription):
    """What a button does, for the user who pressed it, if that is known."""

    press_fn: Callable[[TaaraCoordinator, str | None], Awaitable[object]]


BUTTONS: tuple[TaaraButtonEntityDescription, ...] = (
    TaaraButtonEntityDescription(
        key="acknowledge_alerts",
        translation_key="acknowledge_alerts",
        entity_category=EntityCategory.CONFIG,
        press_fn=lambda coordinator, user_id: coordinator.alerts.async_acknowledge(
            Via.BUTTON, by=user_id
        ),
    ),
    # No sooner than ten minutes after the last time.
    TaaraButtonEntityDescription(
        key="refresh",
        translation_key="refresh",
        entity_category=EntityCategory.CONFIG,
        press_fn=lambda coordinator, _: coordinator.async_refresh_now(),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons."""
    async_add_entities(
        TaaraButton(entry.runtime_data, description) for description in BUTTONS
    )


class TaaraButton(TaaraEntity, ButtonEntity):
    """Does something for the household at once, or says why not."""

    entity_description: TaaraButtonEntityDescription

    @override
    async def async_press(self) -> None:
        """Do it, or say when that will be possible."""
        user_id = None if self._context is None else self._context.user_id
        await self.entity_description.press_fn(self.coordinator, user_id)
