"""What every step of the config flow shares: what is known so far, and how to ask."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from homeassistant.config_entries import ConfigFlowResult

from .access import Access
from .flow_access import async_is_taken
from .flow_progress import ProgressFlow
from .model import Reading
from .router.discovery import Discovery
from .router.provider import CannotConnect, RateLimited, RouterError, UsedUp


class FormError(Exception):
    """What was entered does not fit; `field` is where, `key` says what."""

    def __init__(self, field: str, key: str) -> None:
        """Say where and what."""
        super().__init__(key)
        self.field = field
        self.key = key


class HouseholdFlow(ProgressFlow):
    """A flow that comes to know a household, step by step."""

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._access = Access()
        self._found = Discovery()
        self._offers: tuple[str, ...] = ()
        self._kept: Mapping[str, str] = {}
        self._kept_for = ""
        self._reading: Reading | None = None
        self._dated = False
        self._typed: dict[str, Any] = {}
        self._errors: dict[str, str] = {}
        self._told = {"minutes": "10", "found": "", "note": "", "provider": ""}

    def _keep_secrets(self) -> None:
        """Let the secrets be left empty from now on, as long as they go to this place."""
        self._kept, self._kept_for = self._access.secrets, self._access.place

    async def _is_taken(self) -> bool:
        """Tell whether another entry than the one this is about reads this account."""
        this = self.context.get("entry_id")
        return await async_is_taken(self.hass, self._access, this)

    def _blame(self, field: str, error: RouterError) -> None:
        """Say at a field what went wrong, and how long to wait if that is it."""
        if isinstance(error, RateLimited) and error.retry_after:
            self._told["minutes"] = str(ceil(error.retry_after / 60))
        # To who is setting up, a source without figures is one, whatever its reason: the
        # text names them, and other programs know the errors by their names.
        key = CannotConnect.key if isinstance(error, UsedUp) else error.key
        self._errors = {field: key}

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
