"""The actions that people and automations call."""

from datetime import date
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
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util

from .action_target import ENTRY, coordinator_of
from .alert_actions import async_setup_alert_actions
from .asked import NUMBER
from .const import DOMAIN
from .daily_fields import daily_fields
from .errors import translated
from .import_source import async_rows
from .keeping_actions import async_setup_keeping_actions
from .model import TrendPeriod
from .question_actions import async_setup_question_actions
from .questions import days_between
from .trend_answer import async_trends
from .usage.acts import Deed, add_top_up, correct_day, correct_total, import_usage, once
from .usage.amount import UNITS, asked_amount
from .usage.refusal import Refused

ATTR_IDEMPOTENCY_KEY = "idempotency_key"
ATTR_UNIT = "unit"

PERIOD = ENTRY.extend({vol.Optional("start"): cv.date, vol.Optional("end"): cv.date})
TRENDS = ENTRY.extend(
    {
        vol.Optional("period", default=TrendPeriod.WEEK.value): vol.In(
            [period.value for period in TrendPeriod]
        )
    }
)
DEED = ENTRY.extend(
    {
        vol.Optional(ATTR_IDEMPOTENCY_KEY): vol.All(cv.string, vol.Length(1, 64)),
        vol.Optional(ATTR_UNIT, default="GB"): vol.In(UNITS),
    }
)
TOP_UP = DEED.extend({vol.Required("amount"): NUMBER})
CORRECTION = DEED.extend(
    {
        vol.Optional("date"): cv.date,
        vol.Optional("usage"): NUMBER,
        vol.Optional("used"): NUMBER,
    }
)
IMPORT = DEED.extend(
    {
        vol.Optional("csv"): cv.string,
        vol.Optional("dry_run", default=True): cv.boolean,
        vol.Optional("interface"): cv.string,
        vol.Optional("path"): cv.string,
        vol.Optional("rows"): list,
        vol.Optional("statistic_id"): cv.string,
        vol.Optional("vnstat"): vol.Any(str, dict),
    }
)


@callback
def async_setup_actions(hass: HomeAssistant) -> None:
    """Register the actions; what changes the books needs an admin, a top-up does not."""
    # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
    register: Any = partial(hass.services.async_register, DOMAIN)
    register("add_top_up", _async_add_top_up, TOP_UP, SupportsResponse.OPTIONAL)
    register(
        "get_daily_summaries",
        _async_get_daily_summaries,
        PERIOD,
        SupportsResponse.ONLY,
    )
    register("get_trends", _async_get_trends, TRENDS, SupportsResponse.ONLY)
    register("refresh", _async_refresh, ENTRY)
    admin: Any = partial(async_register_admin_service, hass, DOMAIN)
    optional = SupportsResponse.OPTIONAL
    admin("correct_usage", _async_correct_usage, CORRECTION, optional)
    admin("import_usage", _async_import_usage, IMPORT, optional)
    async_setup_alert_actions(hass)
    async_setup_question_actions(hass)
    async_setup_keeping_actions(hass)


async def _async_refresh(call: ServiceCall) -> None:
    await coordinator_of(call).async_refresh_now()


async def _async_get_daily_summaries(call: ServiceCall) -> ServiceResponse:
    start, end = call.data.get("start", date.min), call.data.get("end", date.max)
    with translated():
        if start > end:
            raise Refused("period_reversed")
    days = days_between(coordinator_of(call), start, end)
    return {"days": [daily_fields(day) for day in days]}


async def _async_get_trends(call: ServiceCall) -> ServiceResponse:
    return await async_trends(coordinator_of(call), TrendPeriod(call.data["period"]))


async def _async_add_top_up(call: ServiceCall) -> ServiceResponse:
    with translated():
        amount = _amount(call, "amount", signed=True)
    now = dt_util.utcnow()
    return await _async_do(call, lambda known: add_top_up(known, amount, now))


async def _async_correct_usage(call: ServiceCall) -> ServiceResponse:
    zone, now = coordinator_of(call).zone, dt_util.utcnow()
    with translated():
        match call.data:
            case {"used": _, "date": _} | {"used": _, "usage": _}:
                raise Refused("correct_one_thing")
            case {"used": _}:
                used = _amount(call, "used")
                return await _async_do(
                    call, lambda known: correct_total(known, used, now)
                )
            case {"date": day, "usage": _}:
                used = _amount(call, "usage")
                return await _async_do(
                    call, lambda known: correct_day(known, day, used, zone)
                )
            case _:
                raise Refused("correct_one_thing")


async def _async_import_usage(call: ServiceCall) -> ServiceResponse:
    zone, now, asked = coordinator_of(call).zone, dt_util.utcnow(), call.data
    unit, dry_run = asked[ATTR_UNIT], asked["dry_run"]
    with translated():
        rows = await async_rows(call.hass, asked)
    return await _async_do(
        call,
        lambda known: import_usage(known, rows, unit, now, zone, dry_run=dry_run),
        # What was only tried is yet to be done.
        forget=dry_run,
    )


async def _async_do(
    call: ServiceCall, deed: Deed, *, forget: bool = False
) -> ServiceResponse:
    """Do something to the books once, however often it is called with the same key."""
    key = None if forget else call.data.get(ATTR_IDEMPOTENCY_KEY)
    now, action = dt_util.utcnow(), call.service
    answer = await coordinator_of(call).async_apply(
        lambda known: once(known, action, key, now, deed)
    )
    return dict(answer)


def _amount(call: ServiceCall, name: str, *, signed: bool = False) -> int:
    return asked_amount(call.data[name], call.data[ATTR_UNIT], signed=signed)
