"""Offer to switch off the kinds of alerts that nobody cares for."""

from collections.abc import Sequence
from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.helpers import selector as sel

from .alert_options import CONF_KEPT, CONF_OFF

CONF_KINDS = "kinds"


class InVainFlow(RepairsFlow):
    """Asks which of them are still wanted; of those it does not ask again."""

    def __init__(self, entry_id: str, kinds: Sequence[str]) -> None:
        """Take whose alerts they are, and which kinds."""
        self._entry_id = entry_id
        self._kinds = kinds

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin; what Home Assistant passes here is nobody's input."""
        return await self.async_step_kinds()

    async def async_step_kinds(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask which kinds are to be switched off."""
        entries = self.hass.config_entries
        entry = entries.async_get_known_entry(self._entry_id)
        if user_input is not None:
            off = set(user_input.get(CONF_KINDS, ())) & set(self._kinds)
            kept = set(self._kinds) - off
            options = {
                **entry.options,
                CONF_OFF: sorted({*entry.options.get(CONF_OFF, ()), *off}),
                CONF_KEPT: sorted({*entry.options.get(CONF_KEPT, ()), *kept}),
            }
            entries.async_update_entry(entry, options=options)
            entries.async_schedule_reload(entry.entry_id)
            return self.async_create_entry(data={})
        choice = sel.SelectSelector(
            sel.SelectSelectorConfig(
                options=list(self._kinds),
                multiple=True,
                mode=sel.SelectSelectorMode.LIST,
                translation_key="alert_kind",
            )
        )
        form: Any = vol.Schema({vol.Optional(CONF_KINDS): choice})
        return self.async_show_form(
            step_id="kinds",
            data_schema=self.add_suggested_values_to_schema(
                form, {CONF_KINDS: list(self._kinds)}
            ),
            description_placeholders={"title": entry.title},
        )
