"""The way in: where the router is, who asks, what was bought, when it renews."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST, CONF_VERIFY_SSL
from homeassistant.util import dt as dt_util

from .const import CONF_CREDENTIAL_ID, CONF_CYCLE, CONF_PLAN, CONF_PROVIDER, DOMAIN
from .credentials import CredentialError, async_load_keyring, new_credential_id
from .entry import plan_data, plan_from
from .flow_access import (
    Access,
    access_of,
    async_access_data,
    async_decrypted,
    async_is_taken,
    async_look,
    async_provider_name,
    async_read,
    last_reading,
)
from .flow_forms import (
    DIALECTS,
    PLAN,
    ROUTER,
    FormError,
    account_form,
    allowance_of,
    cycle_form,
    cycle_suggestions,
    is_dated,
    plan_fields,
    plan_of,
    plan_suggestions,
    provider_form,
)
from .flow_progress import ProgressFlow
from .model import CycleKind, Plan, Reading
from .router.address import InvalidAddress, normalise
from .router.provider import InvalidAuth, RateLimited, RouterError


class TaaraConfigFlow(ProgressFlow, domain=DOMAIN):
    """Sets a household up, signs it in again, changes what it told us."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._access = Access()
        self._whose: tuple[str, ...] | None = None
        self._secrets: Mapping[str, str] = {}
        self._reading: Reading | None = None
        self._dated = False
        self._typed: dict[str, Any] = {}
        self._errors: dict[str, str] = {}
        self._told: dict[str, str] = {"minutes": "10"}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what kind of source there is."""
        return self.async_show_menu(step_id="user", menu_options=["router"])

    async def async_step_router(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where the router is."""
        if user_input is not None:
            self._errors = {}
            self._typed |= user_input
            try:
                url = str(normalise(user_input[CONF_HOST]))
            except InvalidAddress:
                self._errors = {CONF_HOST: "invalid_address"}
            else:
                self._access = self._access.moved_to(url)
                return await self._work_on(self._look(), "look")
        return self._form("router", ROUTER)

    async def async_step_look(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show that the router is being looked at."""
        return await self._progress("look")

    async def _look(self) -> str:
        """Find out what the router speaks; return the step to go on with."""
        try:
            provider = await async_look(self.hass, self._access.url)
        except RouterError as error:
            self._blame(CONF_HOST, error)
            return "router"
        if provider not in DIALECTS:
            return "provider"
        self._access = replace(self._access, provider=provider)
        return "account"

    async def async_step_provider(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let the household say what the router speaks."""
        if user_input is not None:
            self._access = replace(self._access, provider=user_input[CONF_PROVIDER])
            return await self.async_step_account()
        return self._form("provider", provider_form())

    async def async_step_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who reads the router."""
        if user_input is not None:
            self._take_account(user_input)
            if await self._is_taken():
                return self.async_abort(reason="already_configured")
            return await self._work_on(self._read("account", "plan"), "check")
        provider = self._access.provider
        self._typed[CONF_VERIFY_SSL] = self._access.verify_ssl
        self._told["provider"] = await async_provider_name(self.hass, provider)
        form = account_form(
            provider,
            ask_to_verify=self._access.may_skip_verifying,
            keep_secrets=bool(self._secrets),
        )
        return self._form("account", form)

    def _take_account(self, typed: Mapping[str, Any]) -> None:
        """Put what was typed in place of what was known."""
        self._errors = {}
        self._typed |= typed
        self._access = self._access.entered(typed, self._secrets)

    async def async_step_check(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show that the router is being asked."""
        return await self._progress("check")

    async def _read(self, form: str, following: str) -> str:
        """Ask the router as the household; return the step to go on with."""
        try:
            # Credentials that could not be kept are not sent, either.
            await async_load_keyring(self.hass)
            self._reading = await async_read(self.hass, self._access)
        except CredentialError as error:
            self._errors = {"base": str(error.translation_key)}
        except InvalidAuth as error:
            self._blame(next(iter(self._access.secrets), "base"), error)
        except RouterError as error:
            self._blame("base", error)
        else:
            self._dated = is_dated(self._reading)
            return following
        return form

    async def async_step_plan(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what was bought."""
        if user_input is None:
            self._typed = plan_suggestions(self._reading) | self._typed
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

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to sign in again: say at once if it is the key that is missing."""
        entry = self._get_reauth_entry()
        self._access = access_of(entry)
        try:
            self._access = await async_decrypted(self.hass, entry)
            self._whose = self._access.identity
        except CredentialError as error:
            self._errors = {"base": str(error.translation_key)}
        self._typed = self._access.names
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the credentials that the router accepts now."""
        if user_input is not None:
            self._take_account(user_input)
            if self._whose not in {None, self._access.identity}:
                return self.async_abort(reason="other_account")
            if await self._is_taken():
                return self.async_abort(reason="already_configured")
            return await self._work_on(self._read("reauth_confirm", "keep"), "check")
        return self._form("reauth_confirm", account_form(self._access.provider))

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what has changed: the way to the router, or only the plan."""
        entry = self._get_reconfigure_entry()
        try:
            self._access = await async_decrypted(self.hass, entry)
        except CredentialError:
            return self.async_abort(reason="sign_in_first")
        self._secrets = self._access.secrets
        plan, self._reading = plan_from(entry.data[CONF_PLAN]), last_reading(entry)
        self._dated = plan.cycle is CycleKind.PROVIDER or is_dated(self._reading)
        self._typed = plan_fields(plan, dt_util.get_default_time_zone())
        self._typed |= {CONF_HOST: self._access.url} | self._access.names
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["router", "plan"]
        )

    async def async_step_keep(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Keep the credentials that worked."""
        return await self._async_change(self._get_reauth_entry(), {})

    async def _async_finish(self, plan: Plan) -> ConfigFlowResult:
        """Keep everything, in a new entry or in the one that is reconfigured."""
        if await self._is_taken():
            return self.async_abort(reason="already_configured")
        kept = {CONF_PLAN: plan_data(plan)}
        if self.source == SOURCE_RECONFIGURE:
            return await self._async_change(self._get_reconfigure_entry(), kept)
        credential_id = new_credential_id()
        await self.async_set_unique_id(credential_id)
        data = kept | await async_access_data(self.hass, self._access, credential_id)
        return self.async_create_entry(title=self._access.title, data=data)

    async def _async_change(
        self, entry: ConfigEntry, data: dict[str, Any]
    ) -> ConfigFlowResult:
        """Keep what changed, in words of ours: figures and history are all there."""
        renamed = entry.title != access_of(entry).title
        credential_id = entry.data[CONF_CREDENTIAL_ID]
        data = data | await async_access_data(self.hass, self._access, credential_id)
        return self.async_update_reload_and_abort(
            entry,
            title=entry.title if renamed else self._access.title,
            data_updates=data,
            reason=f"{self.source}_successful",
        )

    async def _is_taken(self) -> bool:
        """Tell whether another entry than the one this is about reads this account."""
        this = self.context.get("entry_id")
        return await async_is_taken(self.hass, self._access, this)

    def _blame(self, field: str, error: RouterError) -> None:
        """Say at a field what went wrong, and how long to wait if that is it."""
        if isinstance(error, RateLimited) and error.retry_after:
            self._told["minutes"] = str(ceil(error.retry_after / 60))
        self._errors = {field: error.key}

    def _take(self, form: Any, typed: Mapping[str, Any]) -> None:
        """Take what was typed into a form; what was left empty is empty now."""
        self._errors = {}
        kept = {k: v for k, v in self._typed.items() if k not in form.schema}
        self._typed = kept | dict(typed)

    def _form(self, step_id: str, schema: Any) -> ConfigFlowResult:
        """Show a form with what was typed and what was wrong, as often as it is asked."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, self._typed),
            errors=self._errors,
            description_placeholders=self._told | {"host": self._access.url},
        )
