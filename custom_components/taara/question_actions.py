"""The actions that people ask before they decide: what if, and which plan."""

from functools import partial
from typing import Any

import voluptuous as vol

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)

from .action_target import ENTRY, NUMBER, coordinator_of
from .const import DOMAIN
from .errors import translated
from .question_fields import supposed_fields
from .questions import async_what_if
from .usage.amount import UNITS
from .usage.what_if import asked_change

WHAT_IF = ENTRY.extend(
    {
        vol.Optional("days_away", default=0): NUMBER,
        vol.Optional("extra", default=0): NUMBER,
        vol.Optional("pace_change", default=0): NUMBER,
        vol.Optional("unit", default="GB"): vol.In(UNITS),
    }
)


@callback
def async_setup_question_actions(hass: HomeAssistant) -> None:
    """Register the actions; whoever may look may ask."""
    # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
    register: Any = partial(hass.services.async_register, DOMAIN)
    register("what_if", _async_what_if, WHAT_IF, SupportsResponse.ONLY)


async def _async_what_if(call: ServiceCall) -> ServiceResponse:
    with translated():
        change = asked_change(call.data)
    return supposed_fields(await async_what_if(coordinator_of(call), change))
