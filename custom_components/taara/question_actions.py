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

from .action_target import ENTRY, coordinator_of
from .asked import CANDIDATES, NUMBER
from .const import DOMAIN
from .errors import translated
from .question_fields import comparison_fields, supposed_fields
from .questions import async_compare, async_what_if
from .usage.amount import UNITS
from .usage.what_if import asked_change

COMPARE = ENTRY.extend({vol.Optional("plans", default=[]): CANDIDATES})
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
    only = SupportsResponse.ONLY
    register("compare_plans", _async_compare_plans, COMPARE, only)
    register("what_if", _async_what_if, WHAT_IF, only)


async def _async_compare_plans(call: ServiceCall) -> ServiceResponse:
    return comparison_fields(
        await async_compare(coordinator_of(call), call.data["plans"])
    )


async def _async_what_if(call: ServiceCall) -> ServiceResponse:
    with translated():
        change = asked_change(call.data)
    return supposed_fields(await async_what_if(coordinator_of(call), change))
