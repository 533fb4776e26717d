"""The days on which the plan renews, in a calendar."""

from datetime import datetime, timedelta
from typing import override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TaaraConfigEntry
from .entity import TaaraEntity
from .model import Renewal

PARALLEL_UPDATES = 0

BILLING_CYCLE = CalendarEntityDescription(
    key="billing_cycle", translation_key="billing_cycle"
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the calendar."""
    async_add_entities([TaaraCalendar(entry.runtime_data, BILLING_CYCLE)])


class TaaraCalendar(TaaraEntity, CalendarEntity):
    """Shows when the plan renews or ends: a day of the home's, all of it."""

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return what is today, or next."""
        renewal = self.coordinator.data.next_renewal
        return None if renewal is None else self._event(renewal)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return what happens between two moments."""
        renewals = self.coordinator.renewals_between(start_date, end_date)
        return [self._event(renewal) for renewal in renewals]

    def _event(self, renewal: Renewal) -> CalendarEvent:
        """Return a day in the calendar, in the words of the person's language."""
        word = "end" if renewal.ends else "renewal"
        name = f"component.{self.platform.platform_name}.entity.calendar"
        key = f"{name}.{self.translation_key}.state_attributes.message.state.{word}"
        return CalendarEvent(
            summary=self.platform_data.platform_translations.get(key, word),
            start=renewal.date,
            end=renewal.date + timedelta(days=1),
        )
