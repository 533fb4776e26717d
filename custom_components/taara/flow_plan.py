"""The steps about the plan: what was bought, and when it renews."""

from abc import abstractmethod
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.util import dt as dt_util

from .access import provider_type
from .const import CONF_CYCLE
from .flow_base import FormError, HouseholdFlow
from .flow_plan_forms import (
    PLAN,
    allowance_of,
    cycle_form,
    cycle_suggestions,
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
        if user_input is None:
            usual = provider_type(self._access.provider).usual_allowance
            self._typed = plan_suggestions(self._reading, usual) | self._typed
            return self._form("plan", PLAN)
        self._take(PLAN, user_input)
        try:
            allowance_of(user_input)
        except FormError as error:
            self._errors = {error.field: error.key}
            return self._form("plan", PLAN)
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
            plan = plan_of(self._typed, zone)
        except FormError as error:
            self._errors = {error.field: error.key}
            return self._form("cycle", form)
        return await self._async_finish(plan)

    @abstractmethod
    async def _async_finish(self, plan: Plan) -> ConfigFlowResult:
        """Keep everything that is known now."""
