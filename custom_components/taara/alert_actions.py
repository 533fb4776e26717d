"""The actions about what people are told: look it up, take note of it, hear nothing."""

from datetime import date, timedelta
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
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from .action_target import ENTRY, coordinator_of
from .alert_told import async_alerts_told
from .const import DOMAIN
from .coordinator import TaaraCoordinator
from .errors import translated
from .model import AlertKind, Snooze, Via
from .questions import alerts_between, never_heeded
from .usage.alert import ALERTS_KEPT
from .usage.refusal import Refused

KINDS = vol.All(cv.ensure_list, [vol.Coerce(AlertKind)])
ACKNOWLEDGE = ENTRY.extend(
    {vol.Optional("alert_id"): vol.All(cv.ensure_list, [cv.string])}
)
HISTORY = ENTRY.extend(
    {
        vol.Optional("end"): cv.date,
        vol.Optional("kinds"): KINDS,
        vol.Optional("limit", default=50): vol.All(
            vol.Coerce(int), vol.Range(1, ALERTS_KEPT)
        ),
        vol.Optional("start"): cv.date,
    }
)
SNOOZE = ENTRY.extend(
    {
        vol.Optional("duration"): cv.positive_time_period,
        # Of all kinds nothing is heard only by who names none at all.
        vol.Optional("kinds"): vol.All(KINDS, vol.Length(min=1)),
        vol.Optional("until"): cv.datetime,
        vol.Optional("until_renewal"): cv.boolean,
    }
)


@callback
def async_setup_alert_actions(hass: HomeAssistant) -> None:
    """Register the actions; whoever hears of an alert may do something about it."""
    # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
    register: Any = partial(hass.services.async_register, DOMAIN)
    optional = SupportsResponse.OPTIONAL
    register("acknowledge_alert", _async_acknowledge, ACKNOWLEDGE, optional)
    register("get_alert_history", _async_get_history, HISTORY, SupportsResponse.ONLY)
    register("send_weekly_summary", _async_summarize, ENTRY, optional)
    register("snooze_alerts", _async_snooze, SNOOZE, optional)


async def _async_acknowledge(call: ServiceCall) -> ServiceResponse:
    named = call.data.get("alert_id")
    answer = await coordinator_of(call).alerts.async_acknowledge(
        Via.ACTION,
        by=call.context.user_id,
        alert_ids=None if named is None else frozenset(named),
    )
    return dict(answer)


async def _async_summarize(call: ServiceCall) -> ServiceResponse:
    return dict(await coordinator_of(call).alerts.async_summarize())


async def _async_snooze(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    with translated():
        snooze = _snooze(call, coordinator)
    return dict(await coordinator.alerts.async_snooze(snooze))


def _snooze(call: ServiceCall, coordinator: TaaraCoordinator) -> Snooze:
    """Return the snooze that is asked for. Raises `Refused`."""
    kinds = tuple(dict.fromkeys(call.data.get("kinds", ())))
    asked = {name for name in ("duration", "until") if name in call.data}
    renewal: bool = call.data.get("until_renewal", False)
    if len(asked) + renewal != 1:
        raise Refused("snooze_one_end")
    if renewal:
        return Snooze(cycle=coordinator.data.cycle.number, kinds=kinds)
    try:
        if "duration" in asked:
            duration: timedelta = call.data["duration"]
            return Snooze(until=dt_util.utcnow() + duration, kinds=kinds)
        return Snooze(until=dt_util.as_utc(call.data["until"]), kinds=kinds)
    except OverflowError as error:
        raise Refused("snooze_too_long") from error


async def _async_get_history(call: ServiceCall) -> ServiceResponse:
    coordinator, asked = coordinator_of(call), call.data
    start, end = asked.get("start", date.min), asked.get("end", date.max)
    with translated():
        if start > end:
            raise Refused("period_reversed")
    kinds = frozenset(asked.get("kinds", ()) or AlertKind)
    found = alerts_between(coordinator, start, end, kinds)
    latest = found[: -asked["limit"] - 1 : -1]
    return {
        "alerts": await async_alerts_told(coordinator, latest),
        "never_heeded": [kind.value for kind in never_heeded(coordinator)],
    }
