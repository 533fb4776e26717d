"""Timers: when a household is looked at again, and why."""

from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .const import DOMAIN


class Schedule:
    """What will be done later, each action once."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing to do."""
        self._hass = hass
        self._timers: dict[Callable[[datetime], None], CALLBACK_TYPE] = {}

    @callback
    def after(self, wait: timedelta, action: Callable[[datetime], None]) -> None:
        """Do something after a time, and no more at the time it was meant for before."""
        if cancel := self._timers.pop(action, None):
            cancel()
        job = HassJob(action, f"{DOMAIN} {action.__name__}", cancel_on_shutdown=True)
        self._timers[action] = async_call_later(self._hass, wait.total_seconds(), job)

    @callback
    def cancel(self) -> None:
        """Do nothing of it."""
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()
