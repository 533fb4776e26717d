"""The steps about the plan: what was bought, and when it renews."""

from abc import abstractmethod
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.util import dt as dt_util

from .access import provider_type
from .const import CONF_CYCLE, CONF_FREE_HOURS, CONF_MORE
from .flow_base import FormError, HouseholdFlow
from .flow_free_hours import async_weekdays, free_hours_of
from .flow_plan_forms import (
    allowance_of,
    cycle_form,
    cycle_suggestions,
    plan_form,
    plan_of,
    plan_suggestions,
)
from .model import CycleKind, Plan


class PlanSteps(HouseholdFlow):
    """Come to know the plan."""

    async def async_step_plan(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what was bought."""
        weekdays = await async_weekdays(self.hass)
        form = plan_form(weekdays)
        if user_input is None:
            usual = provider_type(self._access.provider).usual_allowance
            self._typed = plan_suggestions(self._reading, usual) | self._typed
            return self._form("plan", form)
        self._take(form, user_input)
        try:
            allowance_of(user_input)
            free_hours_of(user_input.get(CONF_MORE, {}), weekdays)
        except FormError as error:
            self._errors = {error.field: error.key}
            if error.field == CONF_FREE_HOURS:
                # Home Assistant does not show what is wrong within a section.
                self._errors["base"] = error.key
                form = plan_form(weekdays, show_all=True)
            return self._form("plan", form)
        return await self.async_step_cycle()

    async def async_step_cycle(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when it renews."""
        zone, form = dt_util.get_default_time_zone(), cycle_form(dated=self._dated)
        if user_input is None:
            if not self._dated and self._typed.get(CONF_CYCLE) == CycleKind.PROVIDER:
                del self._typed[CONF_CYCLE]
            self._typed = cycle_suggestions(self._reading, zone) | self._typed
            return self._form("cycle", form)
        self._take(form, user_input)
        try:
            plan = plan_of(self._typed, await async_weekdays(self.hass), zone)
        except FormError as error:
            self._errors = {error.field: error.key}
            return self._form("cycle", form)
        return await self._async_finish(plan)

    @abstractmethod
    async def _async_finish(self, plan: Plan) -> ConfigFlowResult:
        """Keep everything that is known now."""
