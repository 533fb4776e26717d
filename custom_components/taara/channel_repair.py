"""Let people choose where alerts go once a target is not there any more."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult

from .alert_options import CONF_TARGETS, settings_from, target_options
from .channels import async_choice, async_missing, async_targets


class ChannelFlow(RepairsFlow):
    """Offers what the home has now; what went missing is not among it."""

    def __init__(self, entry_id: str) -> None:
        """Take whose targets they are."""
        self._entry_id = entry_id

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin; what Home Assistant passes here is nobody's input."""
        return await self.async_step_channels()

    async def async_step_channels(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask where alerts go from now on, and let the household begin with it."""
        entries = self.hass.config_entries
        entry = entries.async_get_known_entry(self._entry_id)
        before = settings_from(entry.options).targets
        gone = async_missing(self.hass, before)
        left = [target for target in before if target.name not in gone]
        if user_input is not None:
            names = user_input.get(CONF_TARGETS, ())
            targets = target_options(async_targets(self.hass, names, left))
            options = {**entry.options, CONF_TARGETS: targets}
            if entries.async_update_entry(entry, options=options):
                entries.async_schedule_reload(entry.entry_id)
            return self.async_create_entry(data={})
        choice = await async_choice(self.hass, left)
        form: Any = vol.Schema({vol.Optional(CONF_TARGETS): choice})
        names = [target.name for target in left]
        return self.async_show_form(
            step_id="channels",
            data_schema=self.add_suggested_values_to_schema(
                form, {CONF_TARGETS: names}
            ),
            description_placeholders={
                "channels": ", ".join(gone),
                "title": entry.title,
            },
        )
