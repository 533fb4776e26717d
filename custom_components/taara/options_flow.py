"""What people want to be told and shown, where and when: a menu of short forms.

Thresholds and kinds are entities; what the entities write and the flow does not ask for
stays as it is. Each form is kept as it is submitted, and the household reloaded: so
there is no update listener beside it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import WEEKDAYS
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import selector as sel

from .alert_options import (
    CONF_LANGUAGE,
    CONF_LEVELS,
    CONF_PACE_CHANCE,
    CONF_PEOPLE,
    CONF_QUIET_FROM,
    CONF_QUIET_UNTIL,
    CONF_SUMMARY_TIME,
    CONF_SUMMARY_WEEKDAY,
    CONF_TARGETS,
    LEVEL_RANGE,
    PACE_RANGE,
    PEOPLE_RANGE,
    options_from,
    settings_from,
    target_options,
)
from .alert_words import LANGUAGES
from .channels import async_choice, async_targets
from .model import AlertSettings, Target
from .sidebar import CONF_SIDEBAR

# Levels that are offered; any other can be typed.
USUAL_LEVELS = ("25", "50", "60", "80", "95")


def number(least: int, most: int, unit: str | None = None) -> sel.NumberSelector:
    """Return a field for a whole number."""
    config = sel.NumberSelectorConfig(min=least, max=most, step=1)
    config["mode"] = sel.NumberSelectorMode.BOX
    if unit is not None:
        config["unit_of_measurement"] = unit
    return sel.NumberSelector(config)


def _choice(options: list[str], key: str) -> sel.SelectSelector:
    config = sel.SelectSelectorConfig(
        options=options,
        translation_key=key,
        mode=sel.SelectSelectorMode.DROPDOWN,
    )
    return sel.SelectSelector(config)


_LEVELS = sel.SelectSelector(
    sel.SelectSelectorConfig(
        options=list(USUAL_LEVELS), multiple=True, custom_value=True
    )
)
LEVELS = vol.Schema(
    {
        vol.Optional(CONF_LEVELS): _LEVELS,
        vol.Required(CONF_PACE_CHANCE): number(*PACE_RANGE, "%"),
    }
)
QUIET = vol.Schema(
    {
        vol.Optional(CONF_QUIET_FROM): sel.TimeSelector(),
        vol.Optional(CONF_QUIET_UNTIL): sel.TimeSelector(),
    }
)
SUMMARY = vol.Schema(
    {
        vol.Required(CONF_SUMMARY_WEEKDAY): _choice(list(WEEKDAYS), "weekday"),
        vol.Required(CONF_SUMMARY_TIME): sel.TimeSelector(),
        vol.Optional(CONF_PEOPLE): number(*PEOPLE_RANGE),
    }
)

DASHBOARD = vol.Schema({vol.Required(CONF_SIDEBAR): sel.BooleanSelector()})


def channels_form(choice: sel.SelectSelector) -> vol.Schema:
    """Return the form that asks where messages go, and in which language."""
    return vol.Schema(
        {
            vol.Optional(CONF_TARGETS): choice,
            vol.Required(CONF_LANGUAGE): _choice(list(LANGUAGES), CONF_LANGUAGE),
        }
    )


def channels_fields(settings: AlertSettings) -> dict[str, Any]:
    """Return what that form is filled in with."""
    names = [target.name for target in settings.targets]
    return {CONF_TARGETS: names, CONF_LANGUAGE: settings.language}


@callback
def channels_of(
    hass: HomeAssistant, typed: Mapping[str, Any], before: Iterable[Target] = ()
) -> dict[str, Any]:
    """Return the options that were entered; `before` are the targets as chosen so far."""
    targets = async_targets(hass, typed.get(CONF_TARGETS, ()), before)
    return {
        CONF_TARGETS: target_options(targets),
        CONF_LANGUAGE: typed[CONF_LANGUAGE],
    }


class TaaraOptionsFlow(OptionsFlowWithReload):
    """Lets people choose what they are told, where and when."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what is to be changed."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["channels", "quiet", "summary", "levels", "dashboard"],
        )

    async def async_step_channels(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where messages go."""
        settings = settings_from(self.config_entry.options)
        form = channels_form(await async_choice(self.hass, settings.targets))
        if user_input is None:
            return self._ask("channels", form, channels_fields(settings))
        return self._keep(form, channels_of(self.hass, user_input, settings.targets))

    async def async_step_quiet(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when nothing is sent."""
        if user_input is None:
            return self._ask("quiet", QUIET, self._known())
        start, end = map(user_input.get, (CONF_QUIET_FROM, CONF_QUIET_UNTIL))
        if (start is None) is not (end is None):
            missing = CONF_QUIET_FROM if start is None else CONF_QUIET_UNTIL
            return self._ask("quiet", QUIET, user_input, {missing: "quiet_one_end"})
        if start is not None and start == end:
            same = {CONF_QUIET_UNTIL: "quiet_empty"}
            return self._ask("quiet", QUIET, user_input, same)
        return self._keep(QUIET, user_input)

    async def async_step_summary(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when the week is told, and for how many."""
        if user_input is None:
            return self._ask("summary", SUMMARY, self._known())
        typed = dict(user_input)
        if CONF_PEOPLE in typed:
            typed[CONF_PEOPLE] = int(typed[CONF_PEOPLE])
        return self._keep(SUMMARY, typed)

    async def async_step_levels(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how much usage is told."""
        if user_input is None:
            known = self._known()
            shown = known | {CONF_LEVELS: [str(level) for level in known[CONF_LEVELS]]}
            return self._ask("levels", LEVELS, shown)
        try:
            levels = {_level(text) for text in user_input.get(CONF_LEVELS, ())}
        except ValueError:
            wrong = {CONF_LEVELS: "level_invalid"}
            return self._ask("levels", LEVELS, user_input, wrong)
        chance = int(user_input[CONF_PACE_CHANCE])
        return self._keep(
            LEVELS, {CONF_LEVELS: sorted(levels), CONF_PACE_CHANCE: chance}
        )

    async def async_step_dashboard(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether the dashboard stands in the sidebar."""
        if user_input is None:
            wanted = bool(self.config_entry.options.get(CONF_SIDEBAR))
            return self._ask("dashboard", DASHBOARD, {CONF_SIDEBAR: wanted})
        return self._keep(DASHBOARD, user_input)

    def _known(self) -> dict[str, Any]:
        """Return every option as it holds now, be it by default."""
        return options_from(settings_from(self.config_entry.options))

    def _ask(
        self,
        step_id: str,
        form: Any,
        shown: dict[str, Any],
        errors: dict[str, str] | None = None,
    ) -> ConfigFlowResult:
        """Show a form with what is known or was typed."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(form, shown),
            errors=errors or {},
        )

    def _keep(self, form: Any, typed: dict[str, Any]) -> ConfigFlowResult:
        """Keep what a form has, and all other options as they are."""
        others = {
            key: value
            for key, value in self.config_entry.options.items()
            if key not in form.schema
        }
        return self.async_create_entry(data=others | typed)


def _level(text: str) -> int:
    """Return a level as people type it, or raise `ValueError`."""
    level = int(text.strip().removesuffix("%"))
    least, most = LEVEL_RANGE
    if not least <= level <= most:
        raise ValueError("out of range")
    return level
