"""The steps to a source: where it is, what it speaks, who asks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import voluptuous as vol
from yarl import URL

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_VERIFY_SSL
from homeassistant.helpers import entity_registry as er

from .access import Access
from .const import CONF_ADVANCED, CONF_ENTITY_ID, CONF_PROVIDER, DOMAIN
from .credentials import CredentialError, async_load_keyring
from .entity_source import EntityProvider, entity_id_of, stable_id
from .flow_access import (
    async_look,
    async_offers,
    async_portal_hints,
    async_provider_name,
    async_read,
    async_text,
)
from .flow_base import FormError, HouseholdFlow
from .flow_plan_forms import is_dated
from .flow_source_forms import (
    PROVIDER,
    ROUTER,
    SHARE_SECTION,
    account_form,
    entity_form,
    share_account,
    share_address,
    share_fields,
    share_form,
)
from .router.address import InvalidAddress, keeps_secrets, normalise
from .router.discovery import Discovery
from .router.provider import CannotConnect, InvalidAuth, RouterError, RouterTimeout
from .router.taara_share import TaaraShareProvider

SHARE = TaaraShareProvider.name


class SourceSteps(HouseholdFlow):
    """Find a source and read it once."""

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
            self._found = await async_look(self.hass, self._access.url)
        except RouterError as error:
            # Somebody is there who does not answer such questions; else nobody is.
            silent = isinstance(error, RouterTimeout)
            there = silent or (isinstance(error, CannotConnect) and error.left)
            self._found = Discovery()
            self._blame("base" if there else CONF_HOST, error)
            return "provider" if there else "router"
        if self._found.provider is None:
            return "provider"
        reason = await async_text(self.hass, "evidence", self._found.reason or "")
        self._told["found"] = reason or ""
        return self._speaking(self._found.provider)

    async def async_step_provider(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let the household say what the router speaks."""
        if user_input is not None:
            return await self._chosen_by_hand(user_input[CONF_PROVIDER])
        return self._form("provider", PROVIDER)

    async def _chosen_by_hand(self, provider: str) -> ConfigFlowResult:
        """Go on with what somebody says that it is, however it looks."""
        self._errors = {}
        self._told["found"] = ""
        if self._speaking(provider) == SHARE:
            return await self.async_step_taara_share()
        return await self.async_step_account()

    def _speaking(self, provider: str) -> str:
        """Take it that the router speaks a dialect; return the step that asks who asks.

        A router that leads to Taara's portal is not who gets the passcode.
        """
        if provider != self._access.provider:
            self._offers, self._kept = (), {}
        self._access = self._access.speaking(provider)
        return SHARE if provider == SHARE else "account"

    async def async_step_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who reads the router, and of what it offers, what."""
        provider = self._access.provider
        if user_input is not None:
            if (chosen := user_input.pop(CONF_PROVIDER, provider)) != provider:
                return await self._chosen_by_hand(chosen)
            self._access = self._access.unchosen()
        self._typed |= {
            CONF_PROVIDER: provider,
            CONF_VERIFY_SSL: self._access.verify_ssl,
        }
        self._told["provider"] = await async_provider_name(self.hass, provider)
        self._told["note"] = await async_text(self.hass, "note", provider) or ""
        return await self._ask_who("account", provider, user_input)

    async def async_step_taara_share(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the phone number and passcode of a Taara account."""
        return await self._ask_who("taara_share", SHARE, user_input)

    async def async_step_entity(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which sensor shows the data, and what its amount means."""
        return await self._ask_who("entity", EntityProvider.name, user_input)

    async def _ask_who(
        self, step: str, provider: str, typed: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Ask for an account of a kind of source, and go on with what was entered."""
        if typed is not None:
            try:
                self._enter(typed)
            except FormError as error:
                self._errors = {error.field: error.key}
            else:
                return await self._check(step, "plan")
        elif self._access.provider != provider or self._is_elsewhere:
            self._access, self._kept = Access(provider=provider), {}
        self._typed = self._source_fields() | self._typed
        return self._form(step, await self._source_form())

    @property
    def _is_share(self) -> bool:
        return self._access.provider == SHARE

    @property
    def _is_elsewhere(self) -> bool:
        """Whether the address is a router's, which led to where the account is."""
        return self._is_share and not self._access.account

    def _source_fields(self) -> dict[str, Any]:
        """Return the fields of the source's form as they are known."""
        if self._is_share:
            return share_fields(self._access, self._found.hints)
        fields = {**self._access.names, CONF_VERIFY_SSL: self._access.verify_ssl}
        if (entity := fields.get(CONF_ENTITY_ID)) is not None:
            fields[CONF_ENTITY_ID] = entity_id_of(self.hass, str(entity))
        return fields

    async def _source_form(self, *, only_who: bool = False) -> vol.Schema:
        """Return the form that the kind of source has, or what of it asks who asks."""
        match self._access.provider:
            case TaaraShareProvider.name:
                # Home Assistant does not show what is wrong within a section.
                inside = SHARE_SECTION & self._errors.keys()
                if inside:
                    self._errors["base"] = self._errors[min(inside)]
                # Nor does anybody look there for the certificate that was not trusted.
                untrusted = self._errors and self._access.may_skip_verifying
                show_all = bool(inside or untrusted)
                return share_form(self._access, self._kept, show_all=show_all)
            case EntityProvider.name:
                registry = er.async_get(self.hass).entities.values()
                ours = [one.entity_id for one in registry if one.platform == DOMAIN]
                return entity_form(ours)
        options = await self._options()
        return account_form(self._access, self._kept, options, only_who=only_who)

    async def _options(self) -> list[Mapping[str, str]]:
        """Return what may be chosen from, each with its kind in words."""
        options: list[Mapping[str, str]] = []
        for offer in self._offers:
            kind, _, name = offer.partition(":")
            label = await async_text(self.hass, "counter", kind) or kind
            options.append({"value": offer, "label": f"{label} {name}"})
        return options

    def _enter(self, typed: Mapping[str, Any]) -> None:
        """Put what was typed in place of what was known; `FormError` if it does not fit."""
        self._errors = {}
        asked = {field.name for field in self._access.fields if not field.offered}
        kept = {k: v for k, v in self._typed.items() if k not in asked}
        self._typed = kept | dict(typed)
        typed, access = {**typed, **typed.get(CONF_ADVANCED, {})}, self._access
        if self._is_share:
            access = access.moved_to(share_address(typed))
            typed |= share_account(typed)
        elif access.provider == EntityProvider.name:
            typed[CONF_ENTITY_ID] = stable_id(self.hass, typed[CONF_ENTITY_ID])
        access = access.entered(typed, self._kept)
        self._require_typed(access, typed)
        self._access = access
        if any(self._access.secrets.values()) and not keeps_secrets(URL(access.url)):
            raise FormError("base", "https_only")

    def _require_typed(self, access: Access, typed: Mapping[str, Any]) -> None:
        """Refuse to send a secret elsewhere than where it was entrusted; `FormError`."""
        if access.place == self._kept_for:
            return
        for name, secret in access.secrets.items():
            if secret and not typed.get(name):
                # From now on, to leave it empty means that there is none.
                self._kept = {}
                raise FormError(name, "secret_again")

    async def _check(self, form: str, following: str) -> ConfigFlowResult:
        """Read the source as who was entered, then go on; else come back to the form."""
        if not self._access.lacks_choice and await self._is_taken():
            return self.async_abort(reason="already_configured")
        return await self._work_on(self._read(form, following), "check")

    async def async_step_check(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show that the source is being asked."""
        return await self._progress("check")

    async def _read(self, form: str, following: str) -> str:
        """Ask the source as the household; return the step to go on with."""
        try:
            # Credentials that could not be kept are not sent, either.
            await async_load_keyring(self.hass)
            await self._complete()
            if self._access.lacks_choice:
                self._offers = await async_offers(self.hass, self._access)
                self._keep_secrets()
                if not self._offers:
                    self._errors = {"base": "nothing_offered"}
                return form
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

    async def _complete(self) -> None:
        """Find what the portal tells of a Taara account where nobody entered it."""
        account = self._access.account
        if self._access.provider != SHARE or account["hotspot_id"]:
            return
        hints = await async_portal_hints(self.hass)
        found = {name: account[name] or hint for name, hint in hints.items()}
        self._access = replace(self._access, account={**account, **found})
