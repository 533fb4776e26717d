"""The section about what few plans have, and what is made of it: free hours, rollover.

A window is entered in a dialog of its own and shown as a line of its values, which Home
Assistant does not translate. So the weekdays' names are the values.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import voluptuous as vol

from homeassistant.const import WEEKDAYS
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers import config_validation as cv, selector as sel

from .const import CONF_FREE_HOURS, CONF_ROLLOVER
from .flow_access import async_text
from .flow_base import FormError
from .model import FreeHours, Plan


async def async_weekdays(hass: HomeAssistant) -> list[str]:
    """Return what the weekdays are called, from Monday on."""
    return [await async_text(hass, "weekday", day) or day for day in WEEKDAYS]


def more_section(weekdays: Sequence[str], *, unfolded: bool) -> section:
    """Return the section, in which people call the weekdays so."""
    window = sel.ObjectSelectorConfig(
        multiple=True,
        translation_key=CONF_FREE_HOURS,
        fields={
            "start": sel.ObjectSelectorField(
                selector=_choice([_time(hour) for hour in range(24)]),
                default=_time(22),
                required=True,
            ),
            "end": sel.ObjectSelectorField(
                selector=_choice([_time(hour) for hour in range(1, 25)]),
                default=_time(6),
                required=True,
            ),
            "weekdays": sel.ObjectSelectorField(
                selector=_choice(weekdays, several=True)
            ),
        },
    )
    fields: Any = vol.Schema(
        {
            vol.Required(CONF_ROLLOVER, default=False): sel.BooleanSelector(),
            vol.Optional(CONF_FREE_HOURS): sel.ObjectSelector(window),
        }
    )
    return section(fields, {"collapsed": not unfolded})


def more_fields(plan: Plan, weekdays: Sequence[str]) -> dict[str, Any]:
    """Return the section's fields as an entry has them."""
    windows = [
        {
            "start": _time(window.start),
            "end": _time(window.end),
            "weekdays": [weekdays[day] for day in window.weekdays],
        }
        for window in plan.free_hours
    ]
    return {CONF_ROLLOVER: plan.rollover, CONF_FREE_HOURS: windows}


def free_hours_of(
    fields: Mapping[str, Any], weekdays: Sequence[str]
) -> tuple[FreeHours, ...]:
    """Return the windows that the section describes; `FormError` if one is empty."""
    typed = cv.ensure_list(fields.get(CONF_FREE_HOURS))
    windows = tuple(_window(one, weekdays) for one in typed)
    if any(window.start == window.end for window in windows):
        raise FormError(CONF_FREE_HOURS, "free_hours_empty")
    return windows


def _window(typed: Mapping[str, Any], weekdays: Sequence[str]) -> FreeHours:
    days = typed.get("weekdays") or ()
    return FreeHours(
        start=int(typed["start"][:2]),
        end=int(typed["end"][:2]),
        weekdays=tuple(at for at, day in enumerate(weekdays) if day in days),
    )


def _choice(options: Sequence[str], *, several: bool = False) -> sel.SelectSelector:
    mode = sel.SelectSelectorMode.LIST if several else sel.SelectSelectorMode.DROPDOWN
    return sel.SelectSelector(
        sel.SelectSelectorConfig(options=list(options), multiple=several, mode=mode)
    )


def _time(hour: int) -> str:
    return f"{hour:02}:00"
