"""The way in: where the figures come from, who asks, what was bought, when it renews."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST
from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .access import Access, access_of, async_access_data, async_decrypted
from .alert_options import DEFAULTS
from .channels import async_choice, async_ways
from .const import CONF_CREDENTIAL_ID, CONF_PLAN, DOMAIN
from .credentials import CredentialError, new_credential_id
from .entry import plan_data, plan_from
from .flow_access import last_reading, title_of
from .flow_base import FormError
from .flow_free_hours import async_weekdays
from .flow_plan import PlanSteps
from .flow_plan_forms import is_dated, plan_fields
from .flow_source import SourceSteps
from .model import CycleKind, Plan
from .options_flow import TaaraOptionsFlow, channels_fields, channels_form, channels_of

SOURCES = ["router", "taara_share", "entity"]


class TaaraConfigFlow(SourceSteps, PlanSteps, domain=DOMAIN):
    """Sets a household up, signs it in again, changes what it told us."""

    VERSION = 1
    MINOR_VERSION = 1

    _before: Access
    """What the entry that this is about had."""
    _plan: Plan

    @staticmethod
    @override
    @callback
    def async_get_options_flow(config_entry: ConfigEntry) -> TaaraOptionsFlow:
        """Return the flow that changes what people are told."""
        return TaaraOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what kind of source there is."""
        return self.async_show_menu(step_id="user", menu_options=SOURCES)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to sign in again: say at once if it is the key that is missing."""
        entry = self._get_reauth_entry()
        self._access = access_of(entry)
        try:
            self._access = await async_decrypted(self.hass, entry)
        except CredentialError as error:
            self._errors = {"base": str(error.translation_key)}
        self._before = self._access
        self._typed = self._source_fields()
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the credentials that the source accepts now."""
        if user_input is not None:
            try:
                self._enter(user_input)
            except FormError as error:
                self._errors = {error.field: error.key}
            else:
                if self._before.account and not self._is_as_before:
                    return self.async_abort(reason="other_account")
                return await self._check("reauth_confirm", "keep")
        return self._form("reauth_confirm", await self._source_form(only_who=True))

    @property
    def _is_as_before(self) -> bool:
        return self._before.identity == self._access.identity

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what has changed: the way to the router, or only the plan."""
        entry = self._get_reconfigure_entry()
        try:
            self._access = await async_decrypted(self.hass, entry)
        except CredentialError:
            return self.async_abort(reason="sign_in_first")
        self._before = self._access
        self._keep_secrets()
        plan, self._reading = plan_from(entry.data[CONF_PLAN]), last_reading(entry)
        self._dated = plan.cycle is CycleKind.PROVIDER or is_dated(self._reading)
        weekdays, zone = (
            await async_weekdays(self.hass),
            dt_util.get_default_time_zone(),
        )
        self._typed = plan_fields(plan, weekdays, zone)
        self._typed |= self._source_fields()
        if not self._is_share and self._access.url:
            self._typed[CONF_HOST] = self._access.url
        return self.async_show_menu(
            step_id="reconfigure", menu_options=[*SOURCES, "plan"]
        )

    async def async_step_keep(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Keep the credentials that worked."""
        return await self._async_change(self._get_reauth_entry(), {})

    @override
    async def _async_finish(self, plan: Plan) -> ConfigFlowResult:
        """Keep everything, in a new entry or in the one that is reconfigured."""
        self._plan = plan
        if await self._is_taken():
            return self.async_abort(reason="already_configured")
        if self.source == SOURCE_RECONFIGURE:
            kept = {CONF_PLAN: plan_data(plan)}
            return await self._async_change(self._get_reconfigure_entry(), kept)
        return await self.async_step_channels()

    async def async_step_channels(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where alerts go, if this home has more to choose from than itself."""
        if user_input is None and len(async_ways(self.hass)) > 1:
            form = channels_form(await async_choice(self.hass, DEFAULTS.targets))
            self._typed |= channels_fields(DEFAULTS)
            return self._form("channels", form)
        # While it was asked, somebody else may have set the same account up.
        if await self._is_taken():
            return self.async_abort(reason="already_configured")
        options = {} if user_input is None else channels_of(self.hass, user_input)
        credential_id = new_credential_id()
        await self.async_set_unique_id(credential_id)
        data = {CONF_PLAN: plan_data(self._plan)}
        data |= await async_access_data(self.hass, self._access, credential_id)
        title = title_of(self.hass, self._access)
        return self.async_create_entry(title=title, data=data, options=options)

    async def _async_change(
        self, entry: ConfigEntry, data: dict[str, Any]
    ) -> ConfigFlowResult:
        """Keep what changed, in words of ours: figures and history are all there."""
        renamed = entry.title != title_of(self.hass, self._before)
        credential_id = entry.data[CONF_CREDENTIAL_ID]
        data = data | await async_access_data(self.hass, self._access, credential_id)
        return self.async_update_reload_and_abort(
            entry,
            title=entry.title if renamed else title_of(self.hass, self._access),
            data_updates=data,
            reason=f"{self.source}_successful",
        )
