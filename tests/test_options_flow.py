"""People choose what they are told, where and when; the household begins with it."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_schema_suggested_value,
)

from custom_components.taara.alert_options import DEFAULT_TARGET, settings_from
from custom_components.taara.model import Channel, Target
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .texts import english, leaves, placeholders
from .ways import BROWSER, HERE, MAIL, PHONE, SPEAKER, add_entity, add_phone, catch

TEXTS = english()["options"]


async def begin(
    hass: HomeAssistant, entry: MockConfigEntry, step: str
) -> ConfigFlowResult:
    """Open the options and choose a form from the menu."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    return await enter(hass, menu, next_step_id=step)


async def enter(
    hass: HomeAssistant, form: ConfigFlowResult, **typed: Any
) -> ConfigFlowResult:
    """Submit a form, or choose from a menu."""
    result = await hass.config_entries.options.async_configure(form["flow_id"], typed)
    await hass.async_block_till_done()
    return result


def shown(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what a form's fields are filled in with."""
    schema: Any = form["data_schema"]
    fields = schema.schema
    return {str(key): get_schema_suggested_value(fields, key) for key in fields}


def offered(form: ConfigFlowResult) -> dict[str, str]:
    """Return the targets that can be chosen, by name."""
    schema: Any = form["data_schema"]
    options = schema.schema["targets"].config["options"]
    return {option["value"]: option["label"] for option in options}


async def test_targets(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """All that the home has is offered under names that people know."""
    add_entity(hass, MAIL, "smtp")
    add_entity(hass, BROWSER, "html5")
    hass.states.async_set(SPEAKER, "unknown", {"friendly_name": "Speaker"})
    add_phone(hass)
    catch(hass)
    form = await begin(hass, loaded_entry, "channels")
    assert offered(form) == {
        HERE: "Home Assistant (here, as a notification)",
        PHONE: "Asha (phone or other)",
        BROWSER: "Browser (browser)",
        MAIL: "Mail (e-mail)",
        SPEAKER: "Speaker (phone or other)",
    }
    assert shown(form) == {"targets": [HERE], "language": "en"}
    done = await enter(hass, form, targets=[MAIL, PHONE], language="sw")
    assert done["type"] is FlowResultType.CREATE_ENTRY
    settings = settings_from(loaded_entry.options)
    assert settings.targets == (
        Target(name=MAIL, channel=Channel.EMAIL),
        Target(name=PHONE, channel=Channel.PHONE),
    )
    assert settings.language == "sw"


async def test_no_target(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """Who chooses none is told nothing."""
    form = await begin(hass, loaded_entry, "channels")
    await enter(hass, form, language="en")
    assert settings_from(loaded_entry.options).targets == ()


async def test_a_target_that_is_away(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    """It is offered as long as it is chosen, and keeps what kind of way it is."""
    add_entity(hass, MAIL, "smtp")
    form = await begin(hass, loaded_entry, "channels")
    await enter(hass, form, targets=[HERE, MAIL], language="en")
    hass.states.async_remove(MAIL)
    form = await begin(hass, loaded_entry, "channels")
    assert offered(form)[MAIL] == "notify.mail (not there any more)"
    assert shown(form)["targets"] == [HERE, MAIL]
    await enter(hass, form, targets=[MAIL], language="en")
    (target,) = settings_from(loaded_entry.options).targets
    assert target == Target(name=MAIL, channel=Channel.EMAIL)
    form = await begin(hass, loaded_entry, "channels")
    await enter(hass, form, targets=[HERE], language="en")
    form = await begin(hass, loaded_entry, "channels")
    assert MAIL not in offered(form)
    assert settings_from(loaded_entry.options).targets == (DEFAULT_TARGET,)


async def test_a_phone_without_a_service(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    """Its entity is offered then, and so is a service whose entry nobody knows."""
    add_phone(hass)
    hass.services.async_remove("notify", PHONE.removeprefix("notify."))
    hass.services.async_register("notify", "mobile_app_old", lambda _call: None)
    form = await begin(hass, loaded_entry, "channels")
    assert [*offered(form)] == [HERE, "notify.asha_s_phone", "notify.mobile_app_old"]


async def test_quiet_hours(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """There are none until both ends are told; clearing both ends them."""
    form = await begin(hass, loaded_entry, "quiet")
    assert shown(form) == {"quiet_from": None, "quiet_until": None}
    hours = {"quiet_from": "22:00:00", "quiet_until": "06:30:00"}
    await enter(hass, form, **hours)
    form = await begin(hass, loaded_entry, "quiet")
    assert shown(form) == hours
    assert settings_from(loaded_entry.options).quiet is not None
    await enter(hass, form)
    assert settings_from(loaded_entry.options).quiet is None


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"quiet_from": "22:00:00"}, {"quiet_until": "quiet_one_end"}),
        ({"quiet_until": "06:00:00"}, {"quiet_from": "quiet_one_end"}),
        (
            {"quiet_from": "06:00:00", "quiet_until": "06:00:00"},
            {"quiet_until": "quiet_empty"},
        ),
    ],
)
async def test_quiet_hours_that_are_none(
    hass: HomeAssistant,
    loaded_entry: MockConfigEntry,
    typed: dict[str, str],
    errors: dict[str, str],
) -> None:
    """What does not fit is said, and nothing typed is lost."""
    form = await begin(hass, loaded_entry, "quiet")
    form = await enter(hass, form, **typed)
    assert form["errors"] == errors
    assert {key: value for key, value in shown(form).items() if value} == typed
    assert set(errors.values()) <= set(TEXTS["error"])
    await enter(hass, form, quiet_from="21:00:00", quiet_until="05:00:00")
    assert settings_from(loaded_entry.options).quiet is not None


async def test_summary(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """Day, hour and people; who leaves the people open has told none."""
    form = await begin(hass, loaded_entry, "summary")
    assert shown(form) == {
        "summary_weekday": "sun",
        "summary_time": "18:00:00",
        "people": None,
    }
    week = {"summary_weekday": "fri", "summary_time": "07:30:00"}
    await enter(hass, form, **week, people=4.0)
    settings = settings_from(loaded_entry.options)
    assert settings.summary_weekday == 4
    assert loaded_entry.options["people"] == 4
    form = await begin(hass, loaded_entry, "summary")
    assert shown(form) == week | {"people": 4}
    await enter(hass, form, **week)
    assert settings_from(loaded_entry.options).people is None


async def test_sidebar(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """The dashboard is not in the sidebar unless people want it there."""
    form = await begin(hass, loaded_entry, "dashboard")
    assert shown(form) == {"sidebar": False}
    await enter(hass, form, sidebar=True)
    assert loaded_entry.options["sidebar"] is True
    form = await begin(hass, loaded_entry, "dashboard")
    assert shown(form) == {"sidebar": True}


async def test_levels(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """Any level can be typed, with or without a sign."""
    form = await begin(hass, loaded_entry, "levels")
    assert shown(form) == {"levels": [], "pace_chance": 50}
    await enter(hass, form, levels=["60", " 42 %"], pace_chance=30)
    settings = settings_from(loaded_entry.options)
    assert settings.all_levels == (42, 60, 75, 90)
    assert settings.pace_chance == 30
    form = await begin(hass, loaded_entry, "levels")
    assert shown(form) == {"levels": ["42", "60"], "pace_chance": 30}


@pytest.mark.parametrize("wrong", ["0", "100", "most", "12.5"])
async def test_no_level(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, wrong: str
) -> None:
    """What is none is said, and can be corrected."""
    form = await begin(hass, loaded_entry, "levels")
    form = await enter(hass, form, levels=["60", wrong], pace_chance=20)
    assert form["errors"] == {"levels": "level_invalid"}
    assert shown(form) == {"levels": ["60", wrong], "pace_chance": 20}
    await enter(hass, form, levels=["60"], pace_chance=20)
    assert settings_from(loaded_entry.options).levels == (60,)


async def test_chance_out_of_range(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    """A certainty or an impossibility is no level."""
    form = await begin(hass, loaded_entry, "levels")
    with pytest.raises(InvalidData):
        await enter(hass, form, pace_chance=100)


async def test_other_options_stay(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    """What other forms and the entities keep is left alone, what they do not, too."""
    options = {"alert_threshold": 60, "off": ["spare"], "levels": [50], "later": 1}
    hass.config_entries.async_update_entry(loaded_entry, options=options)
    form = await begin(hass, loaded_entry, "quiet")
    await enter(hass, form, quiet_from="22:00:00", quiet_until="06:00:00")
    assert loaded_entry.options == options | {
        "quiet_from": "22:00:00",
        "quiet_until": "06:00:00",
    }


async def test_household_begins_with_it(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    """It is reloaded, by the flow alone: nothing else listens for options."""
    before = loaded_entry.runtime_data
    form = await begin(hass, loaded_entry, "levels")
    await enter(hass, form, levels=["60"], pace_chance=50)
    assert loaded_entry.runtime_data is not before
    assert not loaded_entry.update_listeners


async def test_texts(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """Every form, field and choice has its words, and no other are there."""
    menu = await hass.config_entries.options.async_init(loaded_entry.entry_id)
    steps: Any = menu["menu_options"]
    init = TEXTS["step"]["init"]
    assert set(init["menu_options"]) == set(init["menu_option_descriptions"])
    assert set(init["menu_options"]) == set(steps)
    assert set(TEXTS["step"]) == {"init", *steps}
    for step in steps:
        fields = set(shown(await begin(hass, loaded_entry, step)))
        texts = TEXTS["step"][step]
        assert set(texts["data"]) == set(texts["data_description"]) == fields
    assert not any(map(placeholders, leaves(TEXTS).values()))
