"""The forms about the plan, and what is made of what people enter in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import voluptuous as vol

from homeassistant.helpers import selector as sel
from homeassistant.util import dt as dt_util

from .const import (
    CONF_AFTER_ALLOWANCE,
    CONF_ALLOWANCE,
    CONF_ALLOWANCE_UNIT,
    CONF_CYCLE,
    CONF_CYCLE_DAYS,
    CONF_CYCLE_START,
    CONF_MORE,
    CONF_RESET_DAY,
    CONF_ROLLOVER,
    CONF_UNLIMITED,
)
from .flow_base import FormError
from .flow_free_hours import free_hours_of, more_fields, more_section
from .model import AfterAllowance, CycleKind, DataUnit, Plan, Reading

# What a plan that was unlimited is offered first.
USUAL_ALLOWANCE = 2**40
# More than any household can use is a slip.
MOST_BYTES = 10**18

_PLAN = vol.Schema(
    {
        vol.Optional(CONF_ALLOWANCE): sel.NumberSelector(
            sel.NumberSelectorConfig(min=0, step="any", mode=sel.NumberSelectorMode.BOX)
        ),
        vol.Required(CONF_ALLOWANCE_UNIT, default=DataUnit.GB): sel.SelectSelector(
            sel.SelectSelectorConfig(
                options=[unit.value for unit in DataUnit],
                mode=sel.SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Required(CONF_UNLIMITED, default=False): sel.BooleanSelector(),
        vol.Required(
            CONF_AFTER_ALLOWANCE, default=AfterAllowance.STOPS
        ): sel.SelectSelector(
            sel.SelectSelectorConfig(
                options=[what.value for what in AfterAllowance],
                translation_key=CONF_AFTER_ALLOWANCE,
            )
        ),
    }
)


def plan_form(weekdays: Sequence[str], *, show_all: bool = False) -> vol.Schema:
    """Return the form for the plan, with the weekdays as people call them.

    `show_all` unfolds the section of what few plans have.
    """
    more: Any = more_section(weekdays, unfolded=show_all)
    return _PLAN.extend({vol.Optional(CONF_MORE): more})


def cycle_form(*, dated: bool) -> vol.Schema:
    """Return the form for the cycle; only a `dated` source can be followed."""
    kinds = [
        kind.value for kind in CycleKind if dated or kind is not CycleKind.PROVIDER
    ]
    return vol.Schema(
        {
            vol.Required(CONF_CYCLE, default=CycleKind.MONTHLY): sel.SelectSelector(
                sel.SelectSelectorConfig(options=kinds, translation_key=CONF_CYCLE)
            ),
            vol.Optional(CONF_RESET_DAY): _whole_number(1, 31),
            vol.Optional(CONF_CYCLE_DAYS): _whole_number(1, 400),
            vol.Optional(CONF_CYCLE_START): sel.DateTimeSelector(),
        }
    )


def _whole_number(least: int, most: int) -> sel.NumberSelector:
    return sel.NumberSelector(
        sel.NumberSelectorConfig(
            min=least, max=most, step=1, mode=sel.NumberSelectorMode.BOX
        )
    )


def plan_suggestions(reading: Reading | None, usual: int | None) -> dict[str, Any]:
    """Return the plan step's fields as the first reading fills them in.

    Without an allowance in it, the `usual` one of such sources is, if there is such a
    thing. The unit is the one that says the allowance with the fewest digits.
    """
    stated = None if reading is None else reading.stated_allowance
    allowance = stated or usual
    if allowance is None:
        return {}
    unit = min(DataUnit, key=lambda unit: (len(f"{_in(unit, allowance):g}"), unit))
    return {CONF_ALLOWANCE: _in(unit, allowance), CONF_ALLOWANCE_UNIT: unit.value}


def _in(unit: DataUnit, allowance: int, digits: int = 6) -> float:
    """Return bytes in a unit; plans are sold in few digits, people may enter more."""
    return float(f"{allowance / unit.size:.{digits}g}")


def is_dated(reading: Reading | None) -> bool:
    """Tell whether a source says when a cycle ends, or that none has begun."""
    return reading is not None and (reading.cycle_end is not None or reading.ended)


def cycle_suggestions(reading: Reading | None, zone: tzinfo) -> dict[str, Any]:
    """Return the cycle step's fields as the first reading fills them in."""
    fields: dict[str, Any] = {CONF_RESET_DAY: 1, CONF_CYCLE_DAYS: 30}
    if is_dated(reading):
        fields[CONF_CYCLE] = CycleKind.PROVIDER.value
    if reading is not None and (start := reading.cycle_start) is not None:
        local = start.astimezone(zone) if isinstance(start, datetime) else start
        fields[CONF_RESET_DAY] = local.day
        fields[CONF_CYCLE_START] = f"{local:%Y-%m-%d %H:%M:%S}"
    return fields


def plan_fields(plan: Plan, weekdays: Sequence[str], zone: tzinfo) -> dict[str, Any]:
    """Return the plan and cycle steps' fields as an entry has them."""
    fields: dict[str, Any] = {
        CONF_ALLOWANCE: _in(plan.unit, plan.allowance or USUAL_ALLOWANCE, 15),
        CONF_UNLIMITED: plan.allowance is None,
        CONF_ALLOWANCE_UNIT: plan.unit.value,
        CONF_AFTER_ALLOWANCE: plan.after_allowance.value,
        CONF_CYCLE: plan.cycle.value,
        CONF_RESET_DAY: plan.reset_day,
        CONF_CYCLE_DAYS: plan.cycle_days,
        CONF_MORE: more_fields(plan, weekdays),
    }
    if plan.cycle_start is not None:
        local = plan.cycle_start.astimezone(zone)
        fields[CONF_CYCLE_START] = f"{local:%Y-%m-%d %H:%M:%S}"
    return fields


def plan_of(fields: Mapping[str, Any], weekdays: Sequence[str], zone: tzinfo) -> Plan:
    """Return the plan that both steps describe; `FormError` if they do not fit."""
    kind, more = CycleKind(fields[CONF_CYCLE]), fields.get(CONF_MORE, {})
    return Plan(
        allowance=allowance_of(fields),
        unit=DataUnit(fields[CONF_ALLOWANCE_UNIT]),
        after_allowance=AfterAllowance(fields[CONF_AFTER_ALLOWANCE]),
        cycle=kind,
        reset_day=int(fields.get(CONF_RESET_DAY) or 1),
        cycle_days=int(fields.get(CONF_CYCLE_DAYS) or 30),
        cycle_start=_start_of(fields, kind, zone),
        free_hours=free_hours_of(more, weekdays),
        rollover=more.get(CONF_ROLLOVER, False),
    )


def allowance_of(fields: Mapping[str, Any]) -> int | None:
    """Return the allowance in bytes, `None` if unlimited; `FormError` if neither."""
    if fields[CONF_UNLIMITED]:
        return None
    size = DataUnit(fields[CONF_ALLOWANCE_UNIT]).size
    allowance = (fields.get(CONF_ALLOWANCE) or 0) * size
    if not 1 <= allowance <= MOST_BYTES:
        raise FormError(CONF_ALLOWANCE, "allowance_required")
    return round(allowance)


def _start_of(
    fields: Mapping[str, Any], kind: CycleKind, zone: tzinfo
) -> datetime | None:
    """Return when a bought plan began, as the home's clock showed it."""
    if kind not in {CycleKind.DAYS, CycleKind.UNTIL_USED}:
        return None
    text = fields.get(CONF_CYCLE_START)
    start = dt_util.parse_datetime(str(text)) if text else None
    if start is None:
        raise FormError(CONF_CYCLE_START, "start_required")
    aware = start if start.tzinfo else start.replace(tzinfo=zone)
    if aware > dt_util.utcnow():
        raise FormError(CONF_CYCLE_START, "start_in_future")
    return dt_util.as_utc(aware)
