"""The way in: where the router is, who asks, what was bought, when it renews."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, override

from yarl import URL

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST, CONF_URL, CONF_VERIFY_SSL
from homeassistant.util import dt as dt_util

from .const import (
    CONF_CREDENTIAL_ID,
    CONF_CREDENTIALS,
    CONF_PLAN,
    CONF_PROVIDER,
    DOMAIN,
)
from .credentials import CredentialError, async_load_keyring, new_credential_id
from .entry import plan_data, plan_from
from .flow_access import (
    Access,
    async_decrypted,
    async_is_taken,
    async_look,
    async_provider_name,
    async_read,
)
from .flow_forms import (
    PLAN,
    ROUTER,
    FormError,
    account_form,
    allowance_of,
    cycle_form,
    cycle_suggestions,
    plan_fields,
    plan_of,
    plan_suggestions,
    provider_form,
)
from .flow_progress import ProgressFlow
from .model import Plan, Reading
from .router.address import InvalidAddress, normalise
from .router.provider import RateLimited, RouterError
from .source import SECRET_FIELDS


class TaaraConfigFlow(ProgressFlow, domain=DOMAIN):
    """Sets a household up, signs it in again, changes what it told us."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._access = Access()
        self._reading: Reading | None = None
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
            self._typed |= user_input
            try:
                url = str(normalise(user_input[CONF_HOST]))
            except InvalidAddress:
                self._errors = {CONF_HOST: "invalid_address"}
            else:
                self._access = replace(self._access, url=url)
                self._begin(self._look())
                return await self.async_step_look()
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
            self._errors = {CONF_HOST: error.key}
            return "router"
        if provider is None:
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
            if await async_is_taken(self.hass, self._access, self._entry_id):
                return self.async_abort(reason="already_configured")
            self._begin(self._read("account", "plan"))
            return await self.async_step_check()
        self._told["provider"] = await async_provider_name(
            self.hass, self._access.provider
        )
        form = account_form(
            self._access.provider,
            https=URL(self._access.url).scheme == "https",
            keep_secrets=self.source == SOURCE_RECONFIGURE,
        )
        return self._form("account", form)

    def _take_account(self, typed: Mapping[str, Any]) -> None:
        """Put what was typed in place of what was known; empty secrets stay."""
        self._typed |= typed
        account = dict(self._access.account)
        account |= {
            name: value
            for name, value in typed.items()
            if name != CONF_VERIFY_SSL and (value or name not in SECRET_FIELDS)
        }
        verify = typed.get(CONF_VERIFY_SSL, True)
        self._access = replace(self._access, account=account, verify_ssl=verify)

    async def async_step_check(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show that the router is being asked."""
        return await self._progress("check")

    async def _read(self, form: str, following: str) -> str:
        """Ask the router as the household; return the step to go on with."""
        try:
            self._reading = await async_read(self.hass, self._access)
        except RouterError as error:
            if isinstance(error, RateLimited) and error.retry_after:
                self._told["minutes"] = str(-(-int(error.retry_after) // 60))
            secret = next(
                name for name in self._access.account if name in SECRET_FIELDS
            )
            field = secret if error.key == "invalid_auth" else "base"
            self._errors = {field: error.key}
            return form
        return following

    async def async_step_plan(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what was bought."""
        if user_input is not None:
            self._typed |= user_input
            try:
                allowance_of(user_input)
            except FormError as error:
                self._errors = {error.field: error.key}
            else:
                return await self.async_step_cycle()
        self._typed = plan_suggestions(self._reading) | self._typed
        return self._form("plan", PLAN)

    async def async_step_cycle(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when it renews."""
        dated = self._reading is not None and self._reading.cycle_end is not None
        zone = dt_util.get_default_time_zone()
        if user_input is not None:
            self._typed |= user_input
            try:
                plan = plan_of(self._typed, dated=dated, zone=zone)
            except FormError as error:
                self._errors = {error.field: error.key}
            else:
                return await self._async_finish(plan)
        self._typed = cycle_suggestions(self._reading, zone) | self._typed
        return self._form("cycle", cycle_form(dated=dated))

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to sign in again: say at once if it is the key that is missing."""
        entry = self._get_reauth_entry()
        self._access = Access(
            url=entry.data[CONF_URL], provider=entry.data[CONF_PROVIDER]
        )
        try:
            self._access = await async_decrypted(self.hass, entry)
        except CredentialError as error:
            self._errors = {"base": str(error.translation_key)}
        self._typed = dict(self._access.account)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the credentials that the router accepts now."""
        if user_input is not None:
            known, before = self._access.account, self._access.identity
            self._take_account(user_input)
            if known and self._access.identity != before:
                return self.async_abort(reason="other_account")
            self._begin(self._read("reauth_confirm", "signed_in"))
            return await self.async_step_check()
        form = account_form(self._access.provider, https=False, keep_secrets=False)
        return self._form("reauth_confirm", form)

    async def async_step_signed_in(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Keep the credentials that worked."""
        entry = self._get_reauth_entry()
        data = await self._async_access_data(entry.data[CONF_CREDENTIAL_ID])
        return self.async_update_reload_and_abort(entry, data_updates=data)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what has changed: the way to the router, or only the plan."""
        entry = self._get_reconfigure_entry()
        plan = plan_from(entry.data[CONF_PLAN])
        self._typed = plan_fields(plan, dt_util.get_default_time_zone())
        self._typed[CONF_HOST] = entry.data[CONF_URL]
        self._reading = _last_reading(entry)
        try:
            self._access = await async_decrypted(self.hass, entry)
        except CredentialError:
            return self.async_abort(reason="sign_in_first")
        self._typed |= self._access.account
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["router", "plan"]
        )

    async def _async_finish(self, plan: Plan) -> ConfigFlowResult:
        """Keep everything, in a new entry or in the one that is reconfigured."""
        if self.source == SOURCE_RECONFIGURE:
            entry = self._get_reconfigure_entry()
            data = await self._async_access_data(entry.data[CONF_CREDENTIAL_ID])
            data[CONF_PLAN] = plan_data(plan)
            return self.async_update_reload_and_abort(entry, data_updates=data)
        credential_id = new_credential_id()
        await self.async_set_unique_id(credential_id)
        data = await self._async_access_data(credential_id)
        data[CONF_PLAN] = plan_data(plan)
        host = URL(self._access.url).host
        return self.async_create_entry(title=f"Taara ({host})", data=data)

    async def _async_access_data(self, credential_id: str) -> dict[str, Any]:
        """Return the part of an entry's data that says how to read the router."""
        keyring = await async_load_keyring(self.hass)
        return {
            CONF_URL: self._access.url,
            CONF_PROVIDER: self._access.provider,
            CONF_VERIFY_SSL: self._access.verify_ssl,
            CONF_CREDENTIAL_ID: credential_id,
            CONF_CREDENTIALS: keyring.encrypt_all(self._access.account, credential_id),
        }

    @property
    def _entry_id(self) -> str | None:
        """The entry that this flow is about, if there is one yet."""
        return None if self.source == SOURCE_USER else self.context.get("entry_id")

    def _form(self, step_id: str, schema: Any) -> ConfigFlowResult:
        """Show a form with what was typed and what was wrong with it."""
        errors, self._errors = self._errors, {}
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, self._typed),
            errors=errors,
            description_placeholders=self._told | {"host": self._access.url},
        )


def _last_reading(entry: ConfigEntry) -> Reading | None:
    """Return what a loaded entry last read."""
    coordinator = getattr(entry, "runtime_data", None)
    household = None if coordinator is None else coordinator.household
    return None if household is None else household.ledger.last
